//! Draws the frame of the screen: the top line, the rules, and the bottom line with its hints, notices and prompts.

use super::canvas::Canvas;
use super::strip;
use super::theme::Styles;
use crate::app::actions::named;
use crate::app::key::spell;
use crate::app::layers::Layer;
use crate::app::layers::line::Line;
use crate::app::screens::articles::list::ListCount;
use crate::app::{App, Keymap, Progress, Session};
use crate::text::width::{grouped, width};
use ratatui::layout::Rect;

/// Draws the line at the top and the rules above and below the body.
pub(super) fn draw_frame(canvas: &mut Canvas<'_>, app: &App, styles: &Styles) {
    let frame = app.session.frame();
    draw_header(canvas, frame.header, app, styles);
    draw_rules(canvas, &app.session, styles);
}

/// Draws the rules above and below the body, without the marks of panes.
pub(super) fn draw_rules(canvas: &mut Canvas<'_>, session: &Session, styles: &Styles) {
    let frame = session.frame();
    let line = "─".repeat(usize::from(frame.header.width));
    for y in [frame.body.y.saturating_sub(1), frame.body.bottom()] {
        canvas.put(0, y, frame.header.width, &line, styles.rule);
    }
}

/// `Dateline   All articles › place:Mosul        1,204 articles · 37 unread   ⟳ 12/40 feeds`.
fn draw_header(canvas: &mut Canvas<'_>, area: Rect, app: &App, styles: &Styles) {
    let counts = counts(canvas, app);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let end = canvas.put_right(inner, area.y, &counts, styles.dim);
    let mut x = canvas.put(inner.x, area.y, end.saturating_sub(inner.x), "Dateline", styles.accent) + 3;
    for (at, step) in app.screen().title(&app.session).iter().enumerate() {
        if at > 0 {
            x = canvas.put(x, area.y, end.saturating_sub(x + 2), "  ›  ", styles.dim);
        }
        x = canvas.put(x, area.y, end.saturating_sub(x + 2), step, styles.text);
    }
}

fn counts(canvas: &Canvas<'_>, app: &App) -> String {
    let session = &app.session;
    let mut parts = Vec::new();
    if let Some(progress) = &app.status.progress {
        let is_fetching = progress.what == Progress::FETCHING && !canvas.ascii;
        let what = if is_fetching { "⟳" } else { &progress.what };
        let (done, total) = (grouped(progress.done), grouped(progress.total));
        parts.push(format!("{what} {done}/{total} {}", progress.unit).trim_end().to_owned());
    }
    if session.waiting > 0 {
        parts.push(format!("{} not written: disk full", grouped(session.waiting as u64)));
    }
    if session.read_only {
        parts.push("read-only".into());
    }
    let of_library = ListCount::of_all(session.counts);
    let count = app.screen().count().unwrap_or(of_library);
    let more = if count.is_partial { "+" } else { "" };
    let articles = format!("{}{more}", grouped(count.articles));
    let noun = if count.articles == 1 { " article" } else { " articles" };
    parts.push(if session.columns >= 100 { articles + noun } else { articles });
    parts.extend(count.unread.map(|unread| format!("{} unread", grouped(unread))));
    parts.join(" · ")
}

/// Draws what is wrong with the library as a whole over the rule below the header.
pub(super) fn draw_banner(canvas: &mut Canvas<'_>, app: &App, styles: &Styles) {
    let Some(banner) = &app.session.banner else { return };
    let frame = app.session.frame();
    let (y, columns) = (frame.body.y.saturating_sub(1), frame.header.width.saturating_sub(2));
    canvas.put(1, y, columns, &format!(" {banner} "), styles.unread);
}

/// Draws the bottom line: the prompt, the keys pressed so far, a notice, or hints.
pub(super) fn draw_footer(canvas: &mut Canvas<'_>, app: &App, keymap: &Keymap, styles: &Styles) {
    let area = app.session.frame().footer;
    if let Some((label, hint, line)) = app.layers.last().and_then(Layer::line) {
        let is_hidden = app.layers.last().is_some_and(Layer::hides_line);
        return draw_line(canvas, area, (label, hint), (line, is_hidden), styles);
    }
    let columns = area.width.saturating_sub(2);
    if !app.pending.is_empty() {
        canvas.put(area.x + 1, area.y, columns, &format!("{} …", spell(&app.pending)), styles.key);
        return;
    }
    if let Some(notice) = &app.status.notice {
        if width(notice) > usize::from(columns) {
            strip::draw(canvas, &app.session, area.y, notice, styles.text);
        } else {
            canvas.put(area.x + 1, area.y, columns, notice, styles.text);
        }
        return;
    }
    let bound = |name: &str| named(name).and_then(|row| keymap.keys_of(row).into_iter().next());
    let of_screen = || {
        let hints = app.screen().hints().iter();
        hints.filter_map(|(action, does)| Some((bound(action)?, *does))).collect::<Vec<_>>()
    };
    let of_layer: Vec<(String, &str)> = app.layers.last().map_or_else(Vec::new, |layer| {
        layer.hints().into_iter().map(|(keys, does)| (keys.to_owned(), does)).collect()
    });
    let hints = if of_layer.is_empty() { of_screen() } else { of_layer };
    draw_hints(canvas, area, &hints, styles);
}

fn draw_hints(canvas: &mut Canvas<'_>, area: Rect, hints: &[(String, &str)], styles: &Styles) {
    let wanted =
        |(key, does): &(String, &str)| u16::try_from(width(key) + width(does) + 1).unwrap_or(u16::MAX);
    // The last one stays however narrow the terminal is: it leads to all the others.
    let Some((last, others)) = hints.split_last() else { return };
    let end = area.right().saturating_sub(wanted(last).saturating_add(3));
    let mut x = area.x + 1;
    for hint in others {
        if x.saturating_add(wanted(hint)) >= end {
            break;
        }
        x = canvas.put_on(area, x, &hint.0, styles.key) + 1;
        x = canvas.put_on(area, x, hint.1, styles.dim) + 3;
    }
    x = canvas.put_on(area, x, &last.0, styles.key) + 1;
    canvas.put_on(area, x, last.1, styles.dim);
}

fn draw_line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (label, hint): (&str, &str),
    (line, is_hidden): (&Line, bool),
    styles: &Styles,
) {
    let x =
        canvas.put(area.x + 1, area.y, area.width.saturating_sub(2), &format!("{label}: "), styles.accent);
    let columns = area.right().saturating_sub(x + 1);
    if line.words().is_empty() {
        canvas.put(x, area.y, columns, hint, styles.dim);
    }
    if is_hidden {
        // Not even its length is told.
        let told = if line.words().is_empty() { "" } else { "(not shown)" };
        canvas.put(x, area.y, columns, told, styles.dim);
        canvas.cursor = Some((x, area.y));
        return;
    }
    let (words, cursor) = line.visible(columns);
    canvas.put(x, area.y, columns, words, styles.text);
    canvas.cursor = Some((x + cursor, area.y));
}
