//! Which cells of the screen are links of the article; the terminal receives them separately from the frame (OSC 8).

use crate::app::App;
use crate::app::article_layout::Segment;
use crate::model::{Field, Link, Span};
use crate::text::width::width;
use ratatui::layout::Rect;
use std::ops::Range;

/// Cells of a row that link to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hyperlink {
    /// From 0, at the top.
    pub row: u16,
    /// From 0, at the left.
    pub columns: Range<u16>,
    /// The address, in printable ASCII.
    pub url: String,
}

/// The visible links.
pub fn hyperlinks(app: &App) -> Vec<Hyperlink> {
    let Some(screen) = app.screen().articles().filter(|_| app.layers.is_empty()) else { return Vec::new() };
    let panes = screen.panes(&app.session);
    let (Some(article), Some(_)) = (&screen.reader.article, panes.reader) else { return Vec::new() };
    let area = panes.text;
    let document = &article.document;
    let lines = screen.reader.layout.lines.iter().skip(screen.reader.top);
    let mut found = Vec::new();
    for (line, row) in lines.zip(area.y..area.bottom()) {
        for piece in line.pieces.iter().filter(|piece| piece.field == Field::Text) {
            let within = document.links.iter().filter(|link| link.span.overlaps(piece.span));
            found.extend(within.filter_map(|link| hyperlink(&document.text, *piece, link, row, area)));
        }
    }
    found
}

fn hyperlink(text: &str, piece: Segment, link: &Link, row: u16, area: Rect) -> Option<Hyperlink> {
    let (start, end) = (link.span.start.max(piece.span.start), link.span.end.min(piece.span.end));
    let column = |end: u32| {
        let before = Span { start: piece.span.start, end }.of(text);
        let column = u16::try_from(width(before)).unwrap_or(u16::MAX);
        area.x.saturating_add(piece.column).saturating_add(column).min(area.right())
    };
    let columns = column(start)..column(end);
    let url = printable(&link.url).filter(|_| !columns.is_empty())?;
    Some(Hyperlink { row, columns, url })
}

/// The address in a form safe for a terminal: printable ASCII only, other bytes percent-encoded as usual in
/// addresses. `None` for anything but web addresses.
fn printable(url: &str) -> Option<String> {
    let scheme = url.split_once("://")?.0;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let byte = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    is_web.then(|| url.bytes().map(byte).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printable_addresses_of_the_web_reach_the_terminal() {
        for (url, expected) in [
            ("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d")),
            ("HTTP://example.org", Some("HTTP://example.org")),
            ("https://example.org/\u{1b}]8;;x\u{7}", Some("https://example.org/%1B]8;;x%07")),
            ("https://example.org/é b", Some("https://example.org/%C3%A9%20b")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
        ] {
            assert_eq!(printable(url).as_deref(), expected, "{url:?}");
        }
    }
}
