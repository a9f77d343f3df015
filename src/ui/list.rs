//! Draws the list of articles: a headline and a line of facts each, under time headings.

use super::canvas::{Canvas, badge};
use super::theme::Styles;
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::empty::{EmptyLine, MARGIN};
use crate::app::screens::articles::list::{BESIDE_TITLE, STAR, Shown};
use crate::app::{Focus, Session};
use crate::model::{Attention, BuiltinList, Flag, Row, Snippet, Span};
use crate::text::time;
use crate::text::width::{counted, truncate, width};
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
        return draw_empty(canvas, area, screen, session, styles);
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
    let title = Rect { x: area.x + 3, width: area.width.saturating_sub(BESIDE_TITLE + star), ..area };
    for line in &shown.title {
        if within(y) {
            let place = Rect { y, ..title };
            canvas.put_around_hit(place, &row.title, *line, &row.title_hits, (style, styles.hit));
        }
        y += 1;
    }
    if within(y) {
        if row.watched {
            canvas.put(area.x + 1, y, 1, badge(Attention::Watched), styles.accent);
        }
        let has_heading = screen.list.view.is_by_time();
        let when = if has_heading { time::ago_or_added_below } else { time::ago_or_added };
        draw_facts(canvas, area, y, row, (is_removed, &when(row, session.now)), styles);
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

/// `Reuters · 12m · 4 min · #syria`.
fn draw_facts(
    canvas: &mut Canvas<'_>,
    area: Rect,
    y: u16,
    row: &Row,
    (is_removed, when): (bool, &str),
    styles: &Styles,
) {
    let room = area.width.saturating_sub(BESIDE_TITLE);
    let facts = if is_removed {
        "no bookmark any more · b sets it again".to_owned()
    } else {
        facts(row, when, usize::from(room))
    };
    canvas.put(area.x + 3, y, room, &facts, styles.dim);
}

/// The facts that have room, in this order. The site's name is cut first, then a sign stands for the tags, then the
/// minutes go, then the site: when it was published always stays.
fn facts(row: &Row, when: &str, room: usize) -> String {
    let site = row.site.as_deref().unwrap_or_default();
    let minutes = format!("{} min", row.minutes());
    let tags: Vec<String> = row.tags.iter().map(|tag| format!("#{tag}")).collect();
    let tags = tags.join(" · ");
    let tagged = if tags.is_empty() { "" } else { " #" };
    let times = joined(&[when, &minutes]);
    for behind in [joined(&[&times, &tags]), format!("{times}{tagged}"), times, when.to_owned()] {
        let left = room.saturating_sub(width(&behind));
        let beside = left.saturating_sub(width(" · "));
        if site.is_empty() && width(&behind) <= room {
            return behind;
        }
        if !site.is_empty() && beside >= width(site).min(SHORTEST_SITE) {
            return joined(&[&truncate(site, beside), &behind]);
        }
    }
    when.to_owned()
}

fn joined(facts: &[&str]) -> String {
    let facts = facts.iter().filter(|fact| !fact.is_empty());
    facts.copied().collect::<Vec<_>>().join(" · ")
}

/// One line of the excerpt.
fn draw_snippet(canvas: &mut Canvas<'_>, area: Rect, y: u16, snippet: &Snippet, styles: &Styles) {
    let line = Rect { x: area.x + 3, y, width: area.width.saturating_sub(BESIDE_TITLE), height: 1 };
    let whole = Span::new(0, snippet.text.len());
    canvas.put_around_hit(line, &snippet.text, whole, &snippet.hits, (styles.dim, styles.hit));
}

/// Draws why the list is empty, which key fills it, and the names that may be meant.
fn draw_empty(canvas: &mut Canvas<'_>, area: Rect, screen: &Articles, session: &Session, styles: &Styles) {
    let columns = area.width.saturating_sub(MARGIN);
    let lines = screen.list.empty_lines(screen.room(session));
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        match line {
            EmptyLine::Words(words) => _ = canvas.put(area.x + 2, y, columns, &words, styles.dim),
            EmptyLine::Name(at) => {
                let Some(name) = screen.list.nearest.get(at) else { continue };
                if at == screen.list.cursor {
                    canvas.tint(
                        area,
                        y,
                        if screen.focus == Focus::List { styles.selected } else { styles.marked },
                    );
                    canvas.put(area.x, y, 1, "▌", styles.accent);
                    canvas.cursor = Some((area.x, y));
                }
                let articles = format!("  {}", counted(name.articles.into(), "article", "articles"));
                let end = canvas.put_right(area, y, &articles, styles.dim);
                let columns = end.saturating_sub(area.x + 2);
                canvas.put(area.x + 2, y, columns, &name.shown, styles.kind(name.kind));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, RowKey, When};

    fn row(site: &str, tags: &[&str]) -> Row {
        Row {
            key: RowKey { order: 0, article: ArticleId(1) },
            title: "Storm".to_owned(),
            site: Some(site.to_owned()).filter(|site| !site.is_empty()),
            published: When::day(2016, 12, 15),
            added: 0,
            words: 900,
            unread: true,
            bookmarked: false,
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            watched: false,
            title_hits: Vec::new(),
            snippet: None,
            score: 0.0,
        }
    }

    #[test]
    fn site_age_and_minutes_stand_before_tags() {
        let (site, tags) = ("The Harbour Gazette", &["syria", "foot"]);
        for (room, expected) in [
            (60, "The Harbour Gazette · 12m · 4 min · #syria · #foot"),
            (46, "The Harbour Ga… · 12m · 4 min · #syria · #foot"),
            (36, "The Harbour Gazette · 12m · 4 min #"),
            (26, "The Harbo… · 12m · 4 min #"),
            (22, "The Har… · 12m · 4 min"),
            (20, "The Harbour G… · 12m"),
            (10, "12m"),
        ] {
            assert_eq!(facts(&row(site, tags), "12m", room), expected, "{room}");
            assert!(width(expected) <= room);
        }
        assert_eq!(facts(&row("", &["foot"]), "12m", 26), "12m · 4 min · #foot");
        assert_eq!(facts(&row("AP", &["foot"]), "12m", 26), "AP · 12m · 4 min · #foot");
        assert_eq!(facts(&row("AP", &["footnotes"]), "12m", 26), "AP · 12m · 4 min #");
    }
}
