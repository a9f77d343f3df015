//! Draws the list of articles: a headline and a line of facts each, under time headings.

use super::canvas::{Canvas, badge};
use super::theme::Styles;
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::list::{BESIDE_TITLE, STAR, Shown};
use crate::app::{Focus, Session};
use crate::model::{Attention, BuiltinList, Flag, Row, Snippet, Span};
use crate::text::time;
use crate::text::width::{truncate, width};
use crate::text::wrap::wrap;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The minimum width of a truncated site name, in columns.
const SHORTEST_SITE: usize = 8;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &Articles,
    session: &Session,
    styles: &Styles,
) {
    if screen.list.rows.is_empty() {
        return draw_empty(canvas, area, screen, styles);
    }
    for shown in screen.list.visible(screen.room(session)) {
        draw_row(canvas, area, screen, session, styles, &shown);
    }
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &Articles,
    session: &Session,
    styles: &Styles,
    shown: &Shown,
) {
    let row = &screen.list.rows[shown.row];
    let mut y = area.y + u16::try_from(shown.line).unwrap_or(u16::MAX);
    let within = |y: u16| y < area.bottom();
    if let Some(heading) = &shown.heading {
        canvas.put(area.x + 2, y, area.width.saturating_sub(3), heading, styles.heading);
        y += 1;
    }
    let selected = shown.row == screen.list.cursor;
    let focused = selected && screen.focus == Focus::List;
    let is_among = screen.list.selected_rows().is_some_and(|rows| rows.contains(&shown.row));
    let lines = (y..area.bottom()).take(shown.height - usize::from(shown.heading.is_some()));
    if selected || is_among {
        let style = if focused { styles.selected } else { styles.marked };
        lines.for_each(|line| canvas.tint(area, line, style));
    }
    if within(y) {
        draw_marks(canvas, area, y, row, (selected || is_among, session), styles);
    }
    if focused {
        canvas.cursor = Some((area.x, y));
    }
    let is_removed = is_removed(screen, row);
    let style = match (is_removed, row.unread) {
        (true, _) => styles.dim,
        (false, true) => styles.text.add_modifier(Modifier::BOLD),
        (false, false) => styles.text,
    };
    let star = if row.bookmarked { STAR } else { 0 };
    for line in &shown.title {
        if within(y) {
            canvas.put(
                area.x + 3,
                y,
                area.width.saturating_sub(BESIDE_TITLE + star),
                line.of(&row.title),
                style,
            );
        }
        y += 1;
    }
    if within(y) {
        if row.watched {
            canvas.put(area.x + 1, y, 1, badge(Attention::Watched), styles.accent);
        }
        draw_facts(canvas, area, y, row, (is_removed, session), styles);
    }
    if let Some(snippet) = row.snippet.as_ref().filter(|_| within(y + 1)) {
        draw_snippet(canvas, area, y + 1, snippet, styles);
    }
}

/// Whether a row stands among the bookmarks only until the list is left.
fn is_removed(screen: &Articles, row: &Row) -> bool {
    screen.list.view.builtin == BuiltinList::Bookmarks && !row.bookmarked
}

/// Draws the marks for the cursor, unread articles, and bookmarks; hollow until they are in the library for good.
fn draw_marks(
    canvas: &mut Canvas<'_>,
    area: Rect,
    y: u16,
    row: &Row,
    (selected, session): (bool, &Session),
    styles: &Styles,
) {
    if selected {
        canvas.put(area.x, y, 1, "▌", styles.accent);
    }
    if row.unread {
        canvas.put(area.x + 1, y, 1, "●", styles.unread);
    }
    let is_pending = session.is_unwritten(row.id(), &Flag::Bookmark);
    if row.bookmarked || is_pending {
        let star = if is_pending { "☆" } else { "★" };
        let right = Rect { width: area.width.saturating_sub(1), ..area };
        canvas.put_right(right, y, star, styles.bookmark);
    }
}

/// `Reuters · 12m · 4 min · syria`.
fn draw_facts(
    canvas: &mut Canvas<'_>,
    area: Rect,
    y: u16,
    row: &Row,
    (is_removed, session): (bool, &Session),
    styles: &Styles,
) {
    if is_removed {
        let columns = area.width.saturating_sub(4);
        canvas.put(area.x + 3, y, columns, "no bookmark any more · b sets it again", styles.dim);
        return;
    }
    let when = Some(time::ago_or_added(row, session.now));
    let minutes = format!("{} min", row.minutes());
    let tags = row.tags.iter().map(|tag| format!("#{tag}"));
    let room = area.width.saturating_sub(4);
    let joined =
        |one: String, other: String| if one.is_empty() { other } else { format!("{one} · {other}") };
    // The date and the user's tags have priority over the length, and the site's name may be truncated for them.
    let rest = when.into_iter().chain(tags).fold(String::new(), joined);
    let whole = row.site.iter().cloned().chain([rest.clone(), minutes]).filter(|fact| !fact.is_empty());
    let whole = whole.fold(String::new(), joined);
    let site = row.site.as_deref().unwrap_or_default();
    let left = usize::from(room).saturating_sub(width(&rest) + width(" · "));
    let facts = if width(&whole) <= usize::from(room) {
        whole
    } else if left < SHORTEST_SITE || site.is_empty() {
        rest
    } else {
        joined(truncate(site, left).into_owned(), rest)
    };
    canvas.put(area.x + 3, y, room, &facts, styles.dim);
}

/// One line of the excerpt: if the first hit would be truncated, the line begins shortly before it.
fn draw_snippet(canvas: &mut Canvas<'_>, area: Rect, y: u16, snippet: &Snippet, styles: &Styles) {
    let text = snippet.text.as_str();
    let line = Rect { x: area.x + 3, y, width: area.width.saturating_sub(4), height: 1 };
    let room = usize::from(line.width);
    let first_ends = snippet.hits.first().map_or(0, |hit| width(text.get(..hit.range().end).unwrap_or("")));
    let mut start = 0;
    if let Some(hit) = snippet.hits.first().filter(|_| first_ends > room) {
        let lead = text.get(..hit.range().start).unwrap_or("");
        let near = lead.char_indices().rev().nth(room / 4).map_or(0, |(byte, _)| byte);
        start = lead[near..].find(' ').map_or(hit.range().start, |blank| near + blank + 1);
    }
    let shown = Span::new(start, text.len());
    canvas.put_with_hits(line, text, shown, &snippet.hits, (styles.dim, styles.hit));
}

/// Why the list is empty, and which key fills it.
fn draw_empty(canvas: &mut Canvas<'_>, area: Rect, screen: &Articles, styles: &Styles) {
    let list = &screen.list;
    let is_filtered = !list.view.filters.is_empty();
    let is_of_feeds = list.view.is_of_feeds();
    let lines: [&str; 2] = match (&list.warning, list.waiting, list.view.builtin, is_filtered) {
        (_, true, ..) => ["", ""],
        (None, false, _, true) if is_of_feeds => {
            ["No articles from this feed yet.", "r fetches it · q goes back"]
        }
        (Some(_), ..) => ["Nothing found: the line below says why.", "Esc goes back"],
        (None, false, _, true) => ["Nothing found.", "Esc goes back · try other words"],
        (None, false, BuiltinList::Unread, _) => ["No unread articles.", "gi shows all articles"],
        (None, false, BuiltinList::Bookmarks, _) => ["No bookmarks yet.", "b on an article sets one"],
        (None, false, BuiltinList::History, _) => ["No articles read yet.", "Enter on an article opens it"],
        (None, false, BuiltinList::All, _) => ["No articles yet.", "ga adds a feed, a page or a file"],
    };
    let columns = area.width.saturating_sub(3);
    let wrapped = lines.into_iter().flat_map(|text| {
        let spans = wrap(text, Span::new(0, text.len()), columns.into());
        spans.into_iter().map(move |span| span.of(text))
    });
    for (y, text) in (area.y + 1..area.bottom()).zip(wrapped) {
        canvas.put(area.x + 2, y, columns, text, styles.dim);
    }
}
