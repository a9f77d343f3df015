//! The geometry of the top line and of the hints in the bottom line: used for clicks and drawing.

use super::action::Change;
use super::actions::{ActionRow, named};
use super::key::{Key, sequence, spell};
use super::keymap::Keymap;
use super::layers::Layer;
use super::message::Progress;
use super::model::App;
use super::screens::Tally;
use super::session::Session;
use crate::text::width::{counted, grouped, width};
use ratatui::layout::Rect;

/// The columns between breadcrumbs, for the sign that separates them.
const BETWEEN: u16 = 5;
/// The columns between hints.
const GAP: u16 = 3;
/// From this width on, the number of articles has its noun.
const WITH_NOUNS: u16 = 100;
/// The program's name, before the breadcrumbs.
pub const NAME: &str = "Dateline";

/// The top line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Where each breadcrumb may be drawn, and its words.
    pub steps: Vec<(Rect, String)>,
    /// Counts and progress, on the right.
    pub counts: String,
}

/// A hint in the bottom line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Its area.
    pub area: Rect,
    /// Its keys.
    pub keys: String,
    /// What these do.
    pub does: &'static str,
    action: Option<&'static str>,
}

/// What a click on a hint does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HintClick {
    /// An action.
    Action(&'static ActionRow),
    /// A key that a layer handles itself.
    Key(Key),
}

/// `Dateline   All articles › place:Mosul        1,204 articles · 37 unread   ⟳ 12/40 feeds`.
pub fn header(app: &App) -> Header {
    let area = app.session.frame().header;
    let counts = counts(app);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let end = inner.right().saturating_sub(columns(&counts));
    let x = inner.x + columns(NAME).min(end.saturating_sub(inner.x)) + GAP;
    let room = Rect { x, width: end.saturating_sub(x + 2), ..area };
    Header { steps: placed_steps(app.screen().title(&app.session), room), counts }
}

/// The breadcrumbs in their places. Where there is no room for all of them, the first ones make way: of these an
/// ellipsis is left.
fn placed_steps(titles: Vec<String>, room: Rect) -> Vec<(Rect, String)> {
    let from = |first: usize| {
        let shown = titles.iter().skip(first).map(|words| columns(words).saturating_add(BETWEEN));
        let ellipsis = if first > 0 { BETWEEN + 1 } else { 0 };
        shown.fold(ellipsis, u16::saturating_add).saturating_sub(BETWEEN)
    };
    let last = titles.len().saturating_sub(1);
    let first = (0..last).find(|&first| from(first) <= room.width).unwrap_or(last);
    let mut x = room.x;
    let place = |(at, words): (usize, String)| {
        let words = if at < first { "…".to_owned() } else { words };
        let is_dropped = at + 1 < first;
        let width = if is_dropped { 0 } else { columns(&words).min(room.right().saturating_sub(x)) };
        let area = Rect { x, width, ..room };
        x = x.saturating_add(if is_dropped { 0 } else { width + BETWEEN });
        (area, words)
    };
    titles.into_iter().enumerate().map(place).collect()
}

/// The breadcrumb at a point.
pub fn step_at(app: &App, column: u16, row: u16) -> Option<usize> {
    header(app).steps.iter().position(|(area, _)| area.contains((column, row).into()))
}

fn counts(app: &App) -> String {
    let session = &app.session;
    let mut parts = Vec::new();
    if let Some(progress) = &app.status.progress {
        let is_sign = progress.what == Progress::FETCHING;
        let what = if is_sign && session.look.ascii { "fetching" } else { &progress.what };
        let (done, total) = (grouped(progress.done), grouped(progress.total));
        parts.push(format!("{what} {done}/{total} {}", progress.unit).trim_end().to_owned());
    }
    if session.arriving > 0 {
        parts.push(format!("{} coming in", counted(session.arriving, "article", "articles")));
    }
    if session.waiting > 0 {
        parts.push(format!("{} not written: disk full", grouped(session.waiting as u64)));
    }
    if session.read_only {
        parts.push("read-only".into());
    }
    let count = match app.screen().tally(session) {
        Tally::Articles(count) => count,
        Tally::Rows(rows) => {
            parts.extend(rows);
            return parts.join(" · ");
        }
    };
    let more = if count.is_partial { "+" } else { "" };
    let articles = format!("{}{more}", grouped(count.articles));
    let noun = if count.articles == 1 { "article" } else { "articles" };
    match count.unread {
        _ if count.articles == 0 => parts.push("no articles".to_owned()),
        Some(unread) if session.columns < WITH_NOUNS => {
            parts.push(format!("{} of {articles} unread", grouped(unread)));
        }
        unread => {
            parts.push(format!("{articles} {noun}"));
            parts.extend(unread.map(|unread| format!("{} unread", grouped(unread))));
        }
    }
    parts.join(" · ")
}

/// A hint to place.
struct Wanted {
    keys: String,
    does: &'static str,
    action: Option<&'static str>,
    /// Whether it always stays: it leads back, or to all the others.
    stays: bool,
}

/// The actions that lead back.
const BACK: [&str; 2] = ["leave", "cancel"];
/// The keys that close a layer.
const CLOSE: [&str; 2] = ["Esc", "q"];

/// The hints in the bottom line; none while it shows something else. A name that ends in `…` stands for the first key
/// of its action, and for what else may follow that key.
pub fn hints(app: &App, keymap: &Keymap) -> Vec<Hint> {
    let layer = app.layers.last();
    if layer.and_then(Layer::line).is_some() || !app.pending.is_empty() || app.status.notice.is_some() {
        return Vec::new();
    }
    let of_layer = layer.map_or_else(Vec::new, Layer::hints);
    let wanted = if of_layer.is_empty() {
        let offered = app.screen().hints().iter().filter(|(name, _)| {
            named(name.trim_end_matches('…')).is_some_and(|row| app.screen().offers(&row.action))
        });
        offered.filter_map(|hint| wanted_of(hint, keymap, &app.session)).collect()
    } else {
        let own = of_layer.into_iter();
        own.map(|(keys, does)| Wanted { keys: keys.into(), does, action: None, stays: CLOSE.contains(&keys) })
            .collect()
    };
    placed(app.session.frame().footer, wanted)
}

/// A hint to place, unless this screen cannot do what it says.
fn wanted_of(
    &(name, does): &(&'static str, &'static str),
    keymap: &Keymap,
    session: &Session,
) -> Option<Wanted> {
    let prefixed = name.strip_suffix('…');
    let row = named(prefixed.unwrap_or(name))?;
    let is_refused = match row.action.changes() {
        Some(Change::Mark) => session.read_only,
        Some(Change::Intake) => session.read_only || session.is_guest,
        None => false,
    };
    let keys = keymap.keys_of(row).into_iter().next().filter(|_| !is_refused)?;
    Some(match prefixed {
        Some(_) => Wanted { keys: spell(sequence(&keys)?.get(..1)?), does, action: None, stays: false },
        None => Wanted { keys, does, action: Some(name), stays: BACK.contains(&name) },
    })
}

/// The hints that fit. Those that lead back always stay, and the last one, which leads to all the others.
fn placed(footer: Rect, mut wanted: Vec<Wanted>) -> Vec<Hint> {
    let columns_of = |hint: &Wanted| columns(&hint.keys).saturating_add(columns(hint.does) + 1);
    if let Some(last) = wanted.last_mut() {
        last.stays = true;
    }
    let kept = wanted.iter().filter(|hint| hint.stays).map(|hint| columns_of(hint).saturating_add(GAP));
    let mut reserved = kept.fold(0u16, u16::saturating_add);
    let mut x = footer.x + 1;
    let mut hints = Vec::new();
    for hint in wanted {
        let width = columns_of(&hint);
        if hint.stays {
            reserved = reserved.saturating_sub(width.saturating_add(GAP));
        } else if x.saturating_add(width).saturating_add(reserved) >= footer.right() {
            continue;
        }
        let area = Rect { x, width: width.min(footer.right().saturating_sub(x)), ..footer };
        hints.push(Hint { area, keys: hint.keys, does: hint.does, action: hint.action });
        x = x.saturating_add(width + GAP);
    }
    hints
}

/// What a click at a point of the bottom line does.
pub fn hint_at(app: &App, keymap: &Keymap, column: u16, row: u16) -> Option<HintClick> {
    let hint = hints(app, keymap).into_iter().find(|hint| hint.area.contains((column, row).into()))?;
    match (hint.action, sequence(&hint.keys).as_deref()) {
        (Some(name), _) => named(name).map(HintClick::Action),
        (None, Some([key])) => Some(HintClick::Key(*key)),
        _ => None,
    }
}

fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_breadcrumbs_make_way_for_the_last() {
        let shown = |columns: u16| {
            let titles = ["All articles", "feed:Quay", "storms"].map(str::to_owned).to_vec();
            let steps = placed_steps(titles, Rect::new(0, 0, columns, 1));
            steps.into_iter().map(|(area, words)| (area.width, words)).collect::<Vec<_>>()
        };
        let expected = |widths: [u16; 3], words: [&str; 3]| {
            widths.into_iter().zip(words.map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(shown(37), expected([12, 9, 6], ["All articles", "feed:Quay", "storms"]));
        assert_eq!(shown(36), expected([1, 9, 6], ["…", "feed:Quay", "storms"]));
        assert_eq!(shown(25), expected([0, 1, 6], ["…", "…", "storms"]));
        assert_eq!(shown(9), expected([0, 1, 3], ["…", "…", "storms"]));
    }
}
