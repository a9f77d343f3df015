//! Draws what frames the page: the line on top, the rules, the line at the bottom with its hints,
//! notices and prompts, and the menu of a prefix key.

use super::canvas::Canvas;
use super::theme::Styles;
use crate::app::commands::{Scope, named};
use crate::app::key::spell;
use crate::app::layout::{Focus, Layout};
use crate::app::panes::prompt::Prompt;
use crate::app::{Page, Progress, State};
use crate::text::width::{counted, grouped, width};
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, layout: &Layout, state: &State, styles: &Styles) {
    draw_header(canvas, layout.header, state, styles);
    draw_rules(canvas, layout, state, styles);
    match &state.prompt {
        Some(prompt) => draw_prompt(canvas, layout.footer, prompt, styles),
        None => draw_footer(canvas, layout.footer, state, styles),
    }
    if state.menu {
        draw_menu(canvas, layout, state, styles);
    }
}

/// `Dateline   All articles › place:Mosul        1,204 articles · 37 unread   ⟳ 12/40 feeds`.
fn draw_header(canvas: &mut Canvas<'_>, area: Rect, state: &State, styles: &Styles) {
    let counts = counts(canvas, state);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let end = canvas.put_right(inner, area.y, &counts, styles.dim);
    let mut x = canvas.put(inner.x, area.y, end.saturating_sub(inner.x), "Dateline", styles.accent) + 3;
    for (at, step) in trail(state).iter().enumerate() {
        let parting = format!("  {}  ", canvas.mark("›"));
        if at > 0 {
            x = canvas.put(x, area.y, end.saturating_sub(x + 2), &parting, styles.dim);
        }
        x = canvas.put(x, area.y, end.saturating_sub(x + 2), step, styles.text);
    }
}

fn counts(canvas: &Canvas<'_>, state: &State) -> String {
    let dot = canvas.mark("·");
    let mut parts = Vec::new();
    if let Some(progress) = &state.progress {
        let what = if progress.what == Progress::FETCHING { canvas.mark("⟳") } else { &progress.what };
        let (done, total) = (grouped(progress.done), grouped(progress.total));
        parts.push(format!("{what} {done}/{total} {}", progress.unit).trim_end().to_owned());
    }
    if state.read_only {
        parts.push("read-only".into());
    }
    let filtered = !state.list.view.filters.is_empty() && state.page == Page::Articles;
    let count = if filtered { state.list.total } else { state.counts.articles };
    if state.columns >= 100 {
        parts.push(counted(count, "article", "articles"));
    }
    if !filtered {
        parts.push(format!("{} unread", grouped(state.counts.unread)));
    } else if state.columns < 100 {
        parts.push(grouped(count));
    }
    parts.join(&format!(" {dot} "))
}

fn trail(state: &State) -> Vec<String> {
    let mut trail = state.list.view.trail();
    match &state.page {
        Page::Articles => {
            let one_pane = state.layout().list.is_none();
            let title =
                state.reader.article.as_ref().filter(|_| one_pane).map(|article| article.row.title.clone());
            trail.extend(title);
        }
        Page::Dossier(pane) => {
            trail.truncate(1);
            trail.extend(pane.dossier.as_ref().map(|dossier| dossier.name.clone()));
        }
        Page::Index(index) => {
            trail = vec![index.kind.plural().to_owned()];
            if !index.prefix.is_empty() {
                trail.push(format!("{}…", index.prefix));
            }
        }
        Page::Feeds(_) => trail = vec!["Feeds".to_owned()],
    }
    trail
}

fn draw_rules(canvas: &mut Canvas<'_>, layout: &Layout, state: &State, styles: &Styles) {
    let (top, bottom) = (layout.body.y.saturating_sub(1), layout.body.bottom());
    let line = canvas.mark("─").repeat(usize::from(layout.header.width));
    for y in [top, bottom] {
        canvas.put(0, y, layout.header.width, &line, styles.rule);
    }
    if state.page != Page::Articles {
        return;
    }
    let panes = [layout.reader.filter(|_| layout.list.is_some()), layout.sidebar];
    for x in panes.into_iter().flatten().filter_map(|pane| pane.x.checked_sub(1)) {
        for y in layout.body.y..layout.body.bottom() {
            canvas.put(x, y, 1, canvas.mark("│"), styles.rule);
        }
        canvas.put(x, top, 1, canvas.mark("┬"), styles.rule);
        canvas.put(x, bottom, 1, canvas.mark("┴"), styles.rule);
    }
    draw_progress(canvas, layout, state, styles);
    if let Some(complaint) = state.list.complaint.as_ref().filter(|_| !state.list.rows.is_empty()) {
        canvas.put(
            2,
            bottom,
            layout.header.width.saturating_sub(4),
            &format!(" {complaint} "),
            styles.accent,
        );
    }
}

/// `38 %`, in the rule below the article, while there is more of it than the screen holds.
fn draw_progress(canvas: &mut Canvas<'_>, layout: &Layout, state: &State, styles: &Styles) {
    let (Some(pane), height) = (layout.reader, usize::from(state.text_area().height)) else { return };
    if state.reader.page.lines.len() > height {
        let right = if layout.slides_over {
            layout.sidebar.map_or(pane.right(), |over| over.x)
        } else {
            pane.right()
        };
        let rule = Rect { width: right.saturating_sub(pane.x + 2), ..pane };
        let shown = format!(" {} % ", state.reader.progress(height));
        canvas.put_right(rule, layout.body.bottom(), &shown, styles.dim);
    }
}

fn draw_prompt(canvas: &mut Canvas<'_>, area: Rect, prompt: &Prompt, styles: &Styles) {
    let label = format!("{}: ", prompt.purpose.label());
    let x = canvas.put(area.x + 1, area.y, area.width.saturating_sub(2), &label, styles.accent);
    let room = area.right().saturating_sub(x + 1);
    if prompt.words().is_empty() {
        canvas.put(x, area.y, room, prompt.purpose.hint(), styles.dim);
    }
    let scroll = prompt.line.visual_scroll(usize::from(room));
    let hidden = crate::text::width::prefix(prompt.words(), scroll).len();
    canvas.put(x, area.y, room, &prompt.words()[hidden..], styles.text);
    let column = u16::try_from(prompt.line.visual_cursor().saturating_sub(scroll)).unwrap_or(0);
    canvas.cursor = Some((x + column.min(room), area.y));
}

fn draw_footer(canvas: &mut Canvas<'_>, area: Rect, state: &State, styles: &Styles) {
    let columns = area.width.saturating_sub(2);
    if !state.pending.is_empty() {
        canvas.put(area.x + 1, area.y, columns, &format!("{} …", spell(&state.pending)), styles.key);
        return;
    }
    if let Some(notice) = &state.notice {
        canvas.put(area.x + 1, area.y, columns, notice, styles.text);
        return;
    }
    let mut x = area.x + 1;
    let bound = |name: &str| named(name).and_then(|command| state.keymap.keys_of(command).next()).map(spell);
    for (command, does) in hints(state) {
        let Some(key) = bound(command) else { continue };
        let wanted = u16::try_from(width(&key) + width(does) + 1).unwrap_or(u16::MAX);
        if x + wanted >= area.right() {
            break;
        }
        x = canvas.put_on(area, x, &key, styles.key) + 1;
        x = canvas.put_on(area, x, does, styles.dim) + 3;
    }
}

/// The commands that matter most here, and what each does in a word or two.
fn hints(state: &State) -> &'static [(&'static str, &'static str)] {
    match (&state.page, state.focus) {
        (Page::Dossier(_), _) => &[
            ("open-at-sentence", "open"),
            ("next-pane", "companions"),
            ("narrow-by-name", "narrow the list"),
            ("back", "back"),
            ("help", "all keys"),
        ],
        (Page::Index(_), _) => &[
            ("dossier", "everything about it"),
            ("find-name", "find a name"),
            ("leave", "back"),
            ("help", "all keys"),
        ],
        (Page::Feeds(_), _) => &[
            ("enter-feed", "its articles"),
            ("add", "add"),
            ("refresh", "refresh"),
            ("refresh-all", "refresh all"),
            ("tag-feed", "tag"),
            ("remove-feed", "remove"),
            ("help", "all keys"),
        ],
        (Page::Articles, Focus::List) => &[
            ("open", "open"),
            ("read-on", "read on"),
            ("search", "search"),
            ("next-unread", "next unread"),
            ("bookmark", "bookmark"),
            ("read-mark", "read"),
            ("help", "all keys"),
        ],
        (Page::Articles, Focus::Reader) if state.reader.name.is_some() => &[
            ("dossier", "everything about it"),
            ("next-name", "next name"),
            ("next-mention", "next mention"),
            ("narrow-by-name", "narrow the list"),
            ("back", "back"),
            ("help", "all keys"),
        ],
        (Page::Articles, Focus::Reader) => &[
            ("read-on", "read on"),
            ("next-name", "next name"),
            ("find", "find"),
            ("search", "search"),
            ("bookmark", "bookmark"),
            ("sidebar", "names"),
            ("help", "all keys"),
        ],
        (Page::Articles, Focus::Sidebar) => &[
            ("dossier", "everything about it"),
            ("next-mention", "in the text"),
            ("narrow-by-name", "narrow the list"),
            ("sidebar", "hide"),
            ("help", "all keys"),
        ],
    }
}

/// What may follow the keys pressed so far, above the bottom line.
fn draw_menu(canvas: &mut Canvas<'_>, layout: &Layout, state: &State, styles: &Styles) {
    const COLUMN: u16 = 29;
    let following = state.keymap.following(&state.pending, &Scope::of(state));
    let across = (layout.body.width / COLUMN).max(1);
    let rows = u16::try_from(following.len()).unwrap_or(u16::MAX).div_ceil(across);
    let top = layout.body.bottom().saturating_sub(rows).max(layout.body.y);
    let area = Rect { y: top, height: layout.body.bottom() - top, ..layout.body };
    canvas.clear(area);
    for (at, (keys, command)) in (0u16..).zip(following) {
        let (x, y) = (area.x + 1 + at / rows.max(1) * COLUMN, area.y + at % rows.max(1));
        if y >= area.bottom() {
            break;
        }
        let after = canvas.put(x, y, COLUMN - 2, &spell(keys), styles.key).max(x + 2) + 1;
        canvas.put(after, y, (x + COLUMN - 1).saturating_sub(after), command.title, styles.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_speak_of_commands_that_exist() {
        let look = crate::app::Look {
            theme: None,
            background: crate::app::Theme::Dark,
            depth: crate::app::Depth::True,
            ascii: false,
        };
        let now = crate::text::time::Now { seconds: 0, offset: 0 };
        let (mut state, _) = State::start(120, 40, now, look, &crate::app::Settings::default());
        for focus in [Focus::List, Focus::Reader, Focus::Sidebar] {
            state.focus = focus;
            for (command, _) in hints(&state) {
                assert!(named(command).is_some(), "{command}");
            }
        }
    }
}
