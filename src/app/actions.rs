//! Everything the user can ask for: one row an action.
//!
//! A row yields the keymap, the palette, the help, `dateline keys` and the README's key table.

use super::action::{Action, FeedAction, Flag, Overlay, Part};
use super::context::{Contexts, Focus, Location};
use super::motion::Motion;
use super::purpose::Purpose;
use super::view::ListView;
use crate::model::{BuiltinList, Kind};

/// An action with its name and keys.
#[derive(Debug, PartialEq)]
pub struct ActionRow {
    /// One word, for settings and scripts.
    pub name: &'static str,
    /// The keys it comes with.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub contexts: Contexts,
    /// What it does, for help and palette.
    pub title: &'static str,
    /// The action.
    pub action: Action,
}

/// The row of a name.
pub fn named(name: &str) -> Option<&'static ActionRow> {
    ROWS.iter().find(|row| row.name == name)
}

/// The rows that apply in some contexts, under the heading of the narrowest, the narrowest first.
pub fn by_heading(contexts: Contexts) -> Vec<(&'static str, Vec<&'static ActionRow>)> {
    let headings = Contexts::NARROWEST_FIRST.iter().enumerate();
    let groups = headings.map(|(at, (_, title))| {
        let rows = ROWS.iter().filter(|row| row.contexts.narrowest(contexts) == Some(at));
        (*title, rows.collect::<Vec<_>>())
    });
    groups.filter(|(_, rows)| !rows.is_empty()).collect()
}

const fn row(
    name: &'static str,
    keys: &'static [&'static str],
    contexts: Contexts,
    title: &'static str,
    action: Action,
) -> ActionRow {
    ActionRow { name, keys, contexts, title, action }
}

const fn list(builtin: BuiltinList) -> Action {
    Action::Go(Location::Articles(ListView::of(builtin), Focus::List, None))
}

const fn names(kind: Kind) -> Action {
    Action::Go(Location::Names(kind, String::new(), 0))
}

const fn name(forward: bool, kind: Option<Kind>) -> Action {
    Action::Name { forward, kind }
}

const ANYWHERE: Contexts = Contexts::ANYWHERE;
const READING: Contexts = Contexts::READING;
const NAME: Contexts = Contexts::NAME;
const FEEDS: Contexts = Contexts::FEEDS;
/// Where `Enter` opens the page of a name, whether one is at hand or not.
const ON_NAMES: Contexts = NAME.and(Contexts::READER).and(Contexts::SIDEBAR).and(Contexts::NAMES);

/// All actions, in the order the help shows them.
#[rustfmt::skip]
pub static ROWS: &[ActionRow] = &[
    row("down", &["j", "Down"], ANYWHERE, "down", Action::Move(Motion::Step(1))),
    row("up", &["k", "Up"], ANYWHERE, "up", Action::Move(Motion::Step(-1))),
    row("half-down", &["C-d"], ANYWHERE, "half a page down", Action::Move(Motion::Half(1))),
    row("half-up", &["C-u"], ANYWHERE, "half a page up", Action::Move(Motion::Half(-1))),
    row("page-down", &["C-f", "PageDown"], ANYWHERE, "a page down", Action::Move(Motion::Page(1))),
    row("page-up", &["C-b", "PageUp"], ANYWHERE, "a page up", Action::Move(Motion::Page(-1))),
    row("top", &["gg", "Home"], ANYWHERE, "to the top", Action::Move(Motion::Top)),
    row("bottom", &["G", "End"], ANYWHERE, "to the bottom", Action::Move(Motion::Bottom)),
    row("left", &["h", "Left"], ANYWHERE, "the pane to the left", Action::Beside { right: false }),
    row("right", &["l", "Right"], ANYWHERE, "the pane to the right", Action::Beside { right: true }),
    row("next-pane", &["Tab"], ANYWHERE, "next pane", Action::Around { forward: true }),
    row("previous-pane", &["S-Tab"], ANYWHERE, "previous pane", Action::Around { forward: false }),
    row("list", &["1"], READING, "to the list", Action::Focus(Focus::List)),
    row("article", &["2"], READING, "to the article", Action::Focus(Focus::Reader)),
    row("names", &["3"], READING, "to the sidebar", Action::Focus(Focus::Sidebar)),

    row("open", &["Enter"], Contexts::LIST, "open the article", Action::Open),
    row("read-on", &["Space"], READING, "read on: a page further, then the next unread article", Action::ReadOn),
    row("read-back", &["S-Space"], READING, "a page back", Action::ReadBack),
    row("next-unread", &["n", "]u"], READING, "next unread article (next hit while a find is active)", Action::Unread { forward: true }),
    row("previous-unread", &["p", "[u"], READING, "previous unread article", Action::Unread { forward: false }),
    row("previous-hit", &["N"], READING, "previous hit of the find", Action::Hit { forward: false }),
    row("open-at-sentence", &["Enter"], Contexts::DOSSIER, "open the article at the sentence, or the companion's page", Action::Open),
    row("leave", &["q", "Backspace"], ANYWHERE, "leave what is on top; at the root, quit", Action::Leave { quit: true }),
    row("cancel", &["Esc"], ANYWHERE, "cancel, or pop one narrowing", Action::Cancel),
    row("back", &["C-o", "A-Left"], ANYWHERE, "back to where you were, to the very line", Action::Back),
    row("forward", &["C-i", "A-Right"], ANYWHERE, "forward again", Action::Forward),
    row("quit", &["Q", "C-c"], ANYWHERE, "quit", Action::Quit),

    row("search", &["s"], ANYWHERE, "search the library as you type", Action::Ask(Purpose::Search)),
    row("find", &["/"], READING, "find in this article", Action::Ask(Purpose::Find)),
    row("find-name", &["/"], Contexts::NAMES, "names beginning with…", Action::Ask(Purpose::Names)),
    row("narrow", &["&"], ANYWHERE, "narrow this list by a query", Action::Ask(Purpose::Filter)),
    row("palette", &[":"], ANYWHERE, "palette of all commands", Action::Show(Overlay::Palette)),

    row("read-mark", &["m"], ANYWHERE, "mark read or unread", Action::Mark(Flag::Read)),
    row("all-read", &["A"], READING, "mark all of this list read", Action::ReadAll),
    row("bookmark", &["b"], ANYWHERE, "bookmark", Action::Mark(Flag::Bookmark)),
    row("tag", &["t"], ANYWHERE, "tag", Action::Ask(Purpose::Tag)),
    row("delete", &["dd", "Delete"], READING, "delete the article; no feed brings it back, u does", Action::Delete),
    row("undo", &["u"], ANYWHERE, "undo", Action::Undo),
    row("redo", &["C-r"], ANYWHERE, "redo", Action::Redo),

    row("sidebar", &["e"], READING, "entity sidebar: focus, again hide", Action::Sidebar),
    row("next-name", &[")"], READING, "next name in the text", name(true, None)),
    row("previous-name", &["("], READING, "previous name in the text", name(false, None)),
    row("next-person", &["]p"], READING, "next person", name(true, Some(Kind::Person))),
    row("previous-person", &["[p"], READING, "previous person", name(false, Some(Kind::Person))),
    row("next-place", &["]l"], READING, "next place", name(true, Some(Kind::Place))),
    row("previous-place", &["[l"], READING, "previous place", name(false, Some(Kind::Place))),
    row("next-organisation", &["]o"], READING, "next organisation", name(true, Some(Kind::Organisation))),
    row("previous-organisation", &["[o"], READING, "previous organisation", name(false, Some(Kind::Organisation))),
    row("dossier", &["Enter", "gd"], ON_NAMES, "everything about it", Action::OpenName),
    row("next-mention", &["*"], NAME, "next mention of the same, aliases included", Action::Mention { forward: true }),
    row("previous-mention", &["#"], NAME, "previous mention of the same", Action::Mention { forward: false }),
    row("narrow-by-name", &["&"], NAME, "narrow the list to articles that name it", Action::FilterByName),
    row("copy-name", &["ye"], NAME, "copy the name", Action::Copy(Part::Name)),

    row("people", &["gp"], ANYWHERE, "index of people", names(Kind::Person)),
    row("places", &["gl"], ANYWHERE, "index of places", names(Kind::Place)),
    row("organisations", &["go"], ANYWHERE, "index of organisations", names(Kind::Organisation)),
    row("all", &["gi"], ANYWHERE, "all articles", list(BuiltinList::All)),
    row("unread", &["gu"], ANYWHERE, "unread articles", list(BuiltinList::Unread)),
    row("bookmarks", &["gb"], ANYWHERE, "bookmarks", list(BuiltinList::Bookmarks)),
    row("history", &["gh"], ANYWHERE, "articles read, the latest first", list(BuiltinList::History)),
    row("feeds", &["gf"], ANYWHERE, "feeds", Action::Go(Location::Feeds(0, None))),
    row("add", &["ga"], ANYWHERE, "add a feed, page or file", Action::Ask(Purpose::Add)),
    row("full-text", &["x"], READING, "fetch the full text", Action::FullText),
    row("refresh", &["r"], ANYWHERE, "refresh this feed", Action::Refresh),
    row("refresh-all", &["R"], ANYWHERE, "refresh all feeds that are due", Action::RefreshAll),
    row("enter-feed", &["Enter"], FEEDS, "the articles of the feed or tag", Action::Open),
    row("fold", &["Space"], FEEDS, "hide the feeds of the tag, or show them", Action::Fold),
    row("tag-feed", &["t"], FEEDS, "tag the feed", Action::Ask(Purpose::FeedTag)),
    row("rename-feed", &["n"], FEEDS, "rename the feed", Action::Ask(Purpose::FeedName)),
    row("pause-feed", &["p"], FEEDS, "pause the feed, or take it up again", Action::Feed(FeedAction::Pause)),
    row("full-feed", &["x"], FEEDS, "fetch the full texts of its new articles, or no longer", Action::Feed(FeedAction::FullText)),
    row("remove-feed", &["d"], FEEDS, "remove the feed; its articles stay", Action::Feed(FeedAction::Remove)),

    row("browse", &["o"], ANYWHERE, "open in the browser", Action::Browse),
    row("copy-link", &["yy"], ANYWHERE, "copy the link", Action::Copy(Part::Link)),
    row("copy-title", &["yt"], ANYWHERE, "copy the title", Action::Copy(Part::Title)),
    row("copy-paragraph", &["yp"], READING, "copy the paragraph on top", Action::Copy(Part::Paragraph)),
    row("copy-markdown", &["ym"], ANYWHERE, "copy title and link as Markdown", Action::Copy(Part::Markdown)),
    row("zen", &["z"], READING, "nothing but the article", Action::Zen),
    row("narrower", &["<"], READING, "shorter lines", Action::LineWidth(-4)),
    row("wider", &[">"], READING, "longer lines", Action::LineWidth(4)),
    row("theme", &["T"], ANYWHERE, "next theme", Action::Theme),
    row("messages", &["gm"], ANYWHERE, "what has been said in the status line", Action::Show(Overlay::Messages)),
    row("help", &["?"], ANYWHERE, "help for this pane", Action::Show(Overlay::Help)),
    row("suspend", &["C-z"], ANYWHERE, "put Dateline to sleep; fg wakes it", Action::Suspend),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_words() {
        let mut names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ROWS.len());
    }

    #[test]
    fn a_row_stands_under_its_narrowest_heading_only() {
        let contexts = ANYWHERE.and(READING).and(Contexts::READER).and(NAME);
        let headings = by_heading(contexts);
        let of = |name: &str| {
            let has = |(_, rows): &&(&str, Vec<&ActionRow>)| rows.iter().any(|row| row.name == name);
            headings.iter().filter(has).map(|(title, _)| *title).collect::<Vec<_>>()
        };
        assert_eq!((of("dossier"), of("zen"), of("open")), (vec!["On a name"], vec!["Reading"], vec![]));
    }
}
