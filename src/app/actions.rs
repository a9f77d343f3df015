//! Everything the user can ask for: one row per action.
//!
//! The keymap, the palette, the help, `dateline keys` and the README's key table are made from the rows.

use super::action::{Action, Correcting, FeedAction, Flag, Overlay, PaneWidth, Part, SavedAction, TextUnit};
use super::context::{Contexts, Focus, Location, NamesAt};
use super::motion::Motion;
use super::purpose::Purpose;
use super::view::ListView;
use crate::model::{Attention, BuiltinList, Kind, NamesOrder, Order};
use std::fmt::Write;

/// An action with its name and keys.
#[derive(Debug, PartialEq)]
pub struct ActionRow {
    /// One word, for settings and scripts.
    pub name: &'static str,
    /// Its default keys.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub contexts: Contexts,
    /// What it does, for help and palette.
    pub title: &'static str,
    /// The action.
    pub action: Action,
}

/// The row with a name.
pub fn named(name: &str) -> Option<&'static ActionRow> {
    ROWS.iter().find(|row| row.name == name)
}

/// Rows under a heading.
pub type Group = (&'static str, Vec<&'static ActionRow>);

/// The rows that apply in some contexts, under the heading of the narrowest context, narrowest first.
pub fn by_heading(contexts: Contexts) -> Vec<Group> {
    grouped(|row| row.contexts.narrowest(contexts))
}

/// All rows, under the heading of their widest context, the widest first.
pub fn all_by_heading() -> Vec<Group> {
    let mut groups = grouped(|row| row.contexts.widest());
    groups.reverse();
    groups
}

fn grouped(place: impl Fn(&ActionRow) -> Option<usize>) -> Vec<Group> {
    let headings = Contexts::NARROWEST_FIRST.iter().enumerate();
    let groups = headings.map(|(at, (_, heading))| {
        (*heading, ROWS.iter().filter(|row| place(row) == Some(at)).collect::<Vec<_>>())
    });
    let mut merged: Vec<Group> = Vec::new();
    for (heading, rows) in groups.filter(|(_, rows)| !rows.is_empty()) {
        match merged.last_mut().filter(|(last, _)| *last == heading) {
            Some((_, last)) => last.extend(rows),
            None => merged.push((heading, rows)),
        }
    }
    merged
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
    Action::Go(Location::Names(kind, NamesAt::START))
}

const fn name(forward: bool, kind: Option<Kind>) -> Action {
    Action::Name { forward, kind }
}

const ANYWHERE: Contexts = Contexts::ANYWHERE;
/// Where there can be a current article.
const ARTICLE: Contexts = READING.and(Contexts::DOSSIER);
/// Where there can be a current name in the text of an article.
const IN_TEXT: Contexts = Contexts::READER.and(Contexts::SIDEBAR);
/// Contexts with names or links that can have letter hints.
const HINTED: Contexts = ARTICLE.and(ON_NAMES);
/// Where there are unread articles or feeds.
const UNREAD: Contexts = READING.and(FEEDS);
const READING: Contexts = Contexts::READING;
const NAME: Contexts = Contexts::NAME;
const FEEDS: Contexts = Contexts::FEEDS;
const MAP: Contexts = Contexts::MAP;
const SELECTION: Contexts = Contexts::SELECTION;
const NOTES: Contexts = Contexts::NOTES;
const SEARCHES: Contexts = Contexts::SEARCHES;
/// Where `Enter` opens a dossier, whether or not there is a current name.
const ON_NAMES: Contexts = NAME.and(Contexts::READER).and(Contexts::SIDEBAR).and(Contexts::NAMES);

/// Where names are corrected and watched; where none is current, one is chosen.
const FOR_NAMES: Contexts = ON_NAMES.and(Contexts::NAMING);

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
    row("read-on", &["Space"], READING, "read on: a page down; at the end, the next unread article, then the next feed", Action::ReadOn),
    row("read-back", &["S-Space"], READING, "a page up", Action::ReadBack),
    row("next-unread", &["n", "]u"], UNREAD, "next unread article, going round the end; in the feeds, next feed with unread articles", Action::Unread { forward: true }),
    row("previous-unread", &["p", "[u"], UNREAD, "previous unread article or feed", Action::Unread { forward: false }),
    row("next-article", &["J"], READING, "next article, read or not", Action::Article { forward: true }),
    row("previous-article", &["K"], READING, "previous article, read or not", Action::Article { forward: false }),
    row("next-hit", &["n"], Contexts::FIND, "next match", Action::Hit { forward: true }),
    row("previous-hit", &["N"], Contexts::FIND, "previous match", Action::Hit { forward: false }),
    row("open-at-sentence", &["Enter"], Contexts::DOSSIER, "open the article at the sentence, or the companion's dossier", Action::Open),
    row("leave", &["q"], ANYWHERE, "close this screen; in All articles, quit", Action::Leave { quit: true }),
    row("close", &["Backspace"], ANYWHERE, "close this screen", Action::Leave { quit: false }),
    row("cancel", &["Esc"], ANYWHERE, "cancel, or remove the last filter", Action::Cancel),
    row("back", &["C-o", "A-Left"], ANYWHERE, "go back to the place where you were", Action::Back),
    row("forward", &["C-i", "A-Right"], ANYWHERE, "go forward", Action::Forward),
    row("quit", &["Q", "C-c"], ANYWHERE, "quit", Action::Quit),

    row("search", &["s"], ANYWHERE, "search the library as you type", Action::Ask(Purpose::Search)),
    row("find", &["/"], READING, "find in this article; in the list, filter it; in the sidebar, narrow the names", Action::Ask(Purpose::Find)),
    row("find-name", &["/"], Contexts::NAMES, "find a name by any word of any spelling", Action::Ask(Purpose::Names)),
    row("find-in-dossier", &["/"], Contexts::DOSSIER, "find in the titles and sentences", Action::Ask(Purpose::FindInDossier)),
    row("filter", &["&"], READING.and(NAME), "filter the list: by the current name, else by a query", Action::Filter),
    row("palette", &[":"], ANYWHERE, "command palette", Action::Show(Overlay::Palette)),

    row("select-rows", &["V"], Contexts::LIST, "select rows; m b t dd w then act on all of them", Action::SelectRows),
    row("newest", &["Sn"], READING, "order this list: newest first", Action::Order(Order::Newest)),
    row("oldest", &["So"], READING, "order this list: oldest first", Action::Order(Order::Oldest)),
    row("unread-first", &["Su"], READING, "order this list: unread first", Action::Order(Order::Unread)),
    row("by-site", &["Ss"], READING, "order this list: by site", Action::Order(Order::Site)),
    row("by-length", &["Sl"], READING, "order this list: longest first", Action::Order(Order::Length)),
    row("by-relevance", &["Sr"], READING, "order this list: most relevant first", Action::Order(Order::Best)),
    row("names-by-articles", &["Sa"], Contexts::NAMES, "order the names: most articles first", Action::NamesOrder(NamesOrder::Articles)),
    row("names-by-time", &["Sr"], Contexts::NAMES, "order the names: most recent first", Action::NamesOrder(NamesOrder::Recent)),
    row("names-rising", &["Si"], Contexts::NAMES, "order the names: rising first", Action::NamesOrder(NamesOrder::Rising)),
    row("names-by-name", &["Sn"], Contexts::NAMES, "order the names: by name", Action::NamesOrder(NamesOrder::Alphabet)),

    row("read-feed", &["m"], FEEDS, "mark the articles of the feed or tag as read", Action::Mark(Flag::Read)),
    row("read-mark", &["m"], ARTICLE, "mark as read or unread", Action::Mark(Flag::Read)),
    row("all-read", &["A"], UNREAD, "mark the whole list as read; in the feeds, the feed or tag", Action::ReadAll),
    row("bookmark", &["b"], ARTICLE, "bookmark", Action::Mark(Flag::Bookmark)),
    row("tag", &["t"], ARTICLE, "tag", Action::Ask(Purpose::Tag)),
    row("delete", &["dd", "Delete"], ARTICLE, "delete the article", Action::Delete),
    row("select", &["v"], READING.and(SELECTION), "select words of the article, or stop", Action::Select),
    row("next-word", &["w"], SELECTION, "a word further; h l do so, too", Action::Beside { right: true }),
    row("previous-word", &["b"], SELECTION, "a word back", Action::Beside { right: false }),
    row("select-sentence", &["s", ")"], SELECTION, "the whole sentence; again, the next one, too", Action::SelectWhole(TextUnit::Sentence)),
    row("select-paragraph", &["p", "}"], SELECTION, "the whole paragraph; again, the next one, too", Action::SelectWhole(TextUnit::Paragraph)),
    row("highlight", &["H"], SELECTION, "highlight what is selected; again, take it away", Action::Highlight),
    row("copy-selection", &["y"], SELECTION, "copy what is selected", Action::Copy(Part::Selection)),
    row("note", &["a"], ARTICLE.and(SELECTION), "write a note on the article or on what is selected, or edit the one there", Action::Ask(Purpose::Note)),
    row("undo", &["u"], ANYWHERE, "undo", Action::Undo),
    row("redo", &["C-r"], ANYWHERE, "redo", Action::Redo),

    row("sidebar", &["e"], READING, "focus the sidebar of names, or hide it", Action::Sidebar),
    row("next-name", &[")"], READING, "next name in the text", name(true, None)),
    row("previous-name", &["("], READING, "previous name in the text", name(false, None)),
    row("next-person", &["]p"], READING, "next person", name(true, Some(Kind::Person))),
    row("previous-person", &["[p"], READING, "previous person", name(false, Some(Kind::Person))),
    row("next-place", &["]l"], READING, "next place", name(true, Some(Kind::Place))),
    row("previous-place", &["[l"], READING, "previous place", name(false, Some(Kind::Place))),
    row("next-organisation", &["]o"], READING, "next organisation", name(true, Some(Kind::Organisation))),
    row("previous-organisation", &["[o"], READING, "previous organisation", name(false, Some(Kind::Organisation))),
    row("dossier", &["Enter", "gd"], ON_NAMES, "open the dossier of the name", Action::OpenName),
    row("next-mention", &["*"], IN_TEXT, "next mention of the same name, aliases included", Action::Mention { forward: true }),
    row("previous-mention", &["#"], IN_TEXT, "previous mention of the same name", Action::Mention { forward: false }),
    row("merge-name", &["Em"], FOR_NAMES, "merge with another name", Action::Correct(Correcting::Merge)),
    row("split-name", &["Es"], FOR_NAMES, "split off somebody else", Action::Correct(Correcting::Split)),
    row("rename-name", &["Er"], FOR_NAMES, "rename the name", Action::Correct(Correcting::Rename)),
    row("change-kind", &["Ek"], FOR_NAMES, "another kind of name", Action::Correct(Correcting::Kind)),
    row("reject-name", &["Ed"], FOR_NAMES, "not a name", Action::Correct(Correcting::Reject)),
    row("move-place", &["Ep"], FOR_NAMES, "another place", Action::Correct(Correcting::Place)),
    row("watch", &["Ew"], FOR_NAMES, "watch it, or stop watching", Action::Attend(Attention::Watched)),
    row("mute", &["Eu"], FOR_NAMES, "mute it, or unmute it", Action::Attend(Attention::Muted)),
    row("peek", &["i"], ON_NAMES, "who or where this is, in brief", Action::Peek),
    row("copy-name", &["ye"], NAME, "copy the name", Action::Copy(Part::Name)),

    row("people", &["gp"], ANYWHERE, "index of people", names(Kind::Person)),
    row("places", &["gl"], ANYWHERE, "index of places", names(Kind::Place)),
    row("organisations", &["go"], ANYWHERE, "index of organisations", names(Kind::Organisation)),
    row("all", &["gi"], ANYWHERE, "all articles", list(BuiltinList::All)),
    row("unread", &["gu"], ANYWHERE, "unread articles", list(BuiltinList::Unread)),
    row("bookmarks", &["gb"], ANYWHERE, "bookmarks", list(BuiltinList::Bookmarks)),
    row("history", &["gh"], ANYWHERE, "history: the articles you have read", list(BuiltinList::History)),
    row("feeds", &["gf"], ANYWHERE, "feeds", Action::Go(Location::Feeds(0, None))),
    row("notes", &["gn"], ANYWHERE, "notes and highlights", Action::Go(Location::Notes(0))),
    row("open-note", &["Enter"], NOTES, "go to the passage", Action::Open),
    row("edit-note", &["a"], NOTES, "edit the note", Action::Ask(Purpose::Note)),
    row("remove-note", &["dd", "Delete"], NOTES, "remove the note or highlight", Action::Delete),
    row("save-notes", &["w"], NOTES, "save all notes and highlights as Markdown", Action::Ask(Purpose::SaveNotes)),
    row("copy-note", &["yy"], NOTES, "copy it as Markdown", Action::Copy(Part::Selection)),
    row("searches", &["gs"], ANYWHERE, "saved searches; from a search, s there saves it", Action::Go(Location::Searches(0, None))),
    row("open-search", &["Enter"], SEARCHES, "list what the search finds", Action::Open),
    row("save-search", &["s"], SEARCHES, "save the search you came from", Action::Saved(SavedAction::Save)),
    row("rename-search", &["Er"], SEARCHES, "rename the search", Action::Ask(Purpose::RenameSearch)),
    row("remove-search", &["Ed"], SEARCHES, "remove the search", Action::Saved(SavedAction::Remove)),
    row("search-down", &["J"], SEARCHES, "move the search down", Action::Saved(SavedAction::Move { down: true })),
    row("search-up", &["K"], SEARCHES, "move the search up", Action::Saved(SavedAction::Move { down: false })),
    row("read-search", &["Em"], SEARCHES, "mark its new articles read, or stop that", Action::Saved(SavedAction::Read)),
    row("bookmark-search", &["Eb"], SEARCHES, "bookmark its new articles, or stop that", Action::Saved(SavedAction::Bookmark)),
    row("tag-search", &["Et"], SEARCHES, "tag its new articles", Action::Ask(Purpose::SearchTag)),
    row("mute-search", &["Eu"], SEARCHES, "keep its new articles out of all lists, or stop that", Action::Saved(SavedAction::Mute)),
    row("notify-search", &["En"], SEARCHES, "notify about its new articles, or stop that", Action::Saved(SavedAction::Notify)),
    row("watched", &["gw"], ANYWHERE, "watched names, with what is new", Action::Go(Location::Watched(0))),
    row("undo-this", &["Enter"], Contexts::CHANGES, "undo or redo this change", Action::Open),
    row("add", &["ga"], ANYWHERE, "add a feed, page or file", Action::Ask(Purpose::Add)),
    row("map", &["M"], ANYWHERE, "map of the places named here", Action::Map),
    row("open-place", &["Enter"], MAP, "list the articles that name the place", Action::Open),
    row("zoom-in", &["+", "="], MAP, "zoom in", Action::Zoom(1)),
    row("zoom-out", &["-"], MAP, "zoom out", Action::Zoom(-1)),
    row("time-window", &["t"], Contexts::PERIOD, "shorter period: year, quarter, month, week", Action::TimeWindow),
    row("full-text", &["x"], ARTICLE, "fetch the full text", Action::FullText),
    row("refresh", &["r"], ANYWHERE, "refresh this feed", Action::Refresh),
    row("refresh-all", &["R"], ANYWHERE, "refresh all feeds that are due", Action::RefreshAll),
    row("enter-feed", &["Enter"], FEEDS, "list the articles of the feed or tag", Action::Open),
    row("fold", &["Space"], FEEDS, "fold or unfold the feeds of the tag", Action::Fold),
    row("tag-feed", &["t"], FEEDS, "tag the feed", Action::Ask(Purpose::FeedTag)),
    row("rename-feed", &["Er"], FEEDS, "rename the feed", Action::Ask(Purpose::FeedName)),
    row("pause-feed", &["Ep"], FEEDS, "pause or resume the feed", Action::Feed(FeedAction::Pause)),
    row("full-feed", &["Ex"], FEEDS, "fetch full texts of its new articles, or stop doing so", Action::Feed(FeedAction::FullText)),
    row("add-account", &["Ea"], FEEDS, "add an account on a server (FreshRSS, Miniflux, Nextcloud News ..)", Action::Ask(Purpose::Account)),
    row("remove-feed", &["Ed"], FEEDS, "remove the feed; its articles stay", Action::Feed(FeedAction::Remove)),

    row("hints", &["f"], HINTED, "letters over names and links: go to it, or open it", Action::Hints { copies: false }),
    row("copy-hint", &["yf"], HINTED, "letters over names and links: copy it", Action::Hints { copies: true }),
    row("links", &["L"], READING, "the links of the article", Action::Links),
    row("browse", &["o"], ARTICLE, "open in the browser", Action::Browse),
    row("copy-link", &["yy"], ARTICLE, "copy the link", Action::Copy(Part::Link)),
    row("copy-title", &["yt"], ARTICLE, "copy the title", Action::Copy(Part::Title)),
    row("copy-paragraph", &["yp"], READING, "copy the paragraph at the top", Action::Copy(Part::Paragraph)),
    row("copy-markdown", &["ym"], ARTICLE, "copy title and link as Markdown", Action::Copy(Part::Markdown)),
    row("save", &["w"], ARTICLE, "save as a file: .md .html .txt .json", Action::Ask(Purpose::Save)),
    row("pipe", &["|"], ARTICLE.and(NOTES), "pipe to a command", Action::Ask(Purpose::Pipe)),
    row("zen", &["z"], READING, "show only the article", Action::Zen),
    row("divider-left", &["C-w h", "C-w Left"], READING, "move the divider to the left", Action::PaneWidth(PaneWidth::Divider { right: false })),
    row("divider-right", &["C-w l", "C-w Right"], READING, "move the divider to the right", Action::PaneWidth(PaneWidth::Divider { right: true })),
    row("widen-pane", &["C-w +"], READING, "make this pane as wide as possible", Action::PaneWidth(PaneWidth::Widest)),
    row("reset-panes", &["C-w ="], READING, "reset the widths of the panes", Action::PaneWidth(PaneWidth::Default)),
    row("redraw", &["C-l"], ANYWHERE, "redraw the screen", Action::Redraw),
    row("narrower", &["<"], READING, "shorter lines", Action::LineWidth(-4)),
    row("wider", &[">"], READING, "longer lines", Action::LineWidth(4)),
    row("theme", &["T"], ANYWHERE, "next theme", Action::Theme),
    row("messages", &["gm"], ANYWHERE, "message history", Action::Show(Overlay::Messages)),
    row("changes", &["gj"], ANYWHERE, "past changes", Action::Go(Location::Changes(0))),
    row("tutor", &[], ANYWHERE, "tutor: the first steps", Action::Show(Overlay::Tutor)),
    row("reload", &[], ANYWHERE, "read the settings (config.toml) again", Action::Reload),
    row("help", &["?"], ANYWHERE, "help: the keys that work here", Action::Show(Overlay::Help)),
    row("suspend", &["C-z"], ANYWHERE, "suspend Dateline (fg resumes it)", Action::Suspend),
];

/// The keys of an action; where it has none, its name as one types it into the palette.
pub fn or_name(row: &ActionRow, keys: Vec<String>) -> Vec<String> {
    if keys.is_empty() { vec![format!(":{}", row.name)] } else { keys }
}

/// All actions with their keys as a table in Markdown, under headings: the README's.
pub fn markdown(keys_of: impl Fn(&ActionRow) -> Vec<String>) -> String {
    let mut text = String::from("| keys | action |\n|---|---|\n");
    for (heading, rows) in all_by_heading() {
        let _ = writeln!(text, "| | **{heading}** |");
        for row in rows {
            // An unescaped bar would end the cell.
            let keys = or_name(row, keys_of(row)).into_iter();
            let keys = keys.map(|keys| format!("`{}`", keys.replace('|', "\\|"))).collect::<Vec<_>>();
            let _ = writeln!(text, "| {} | {} |", keys.join(" "), row.title);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::sequence;
    use crate::app::keymap::{Keymap, Meaning};

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

    /// The contexts that can be active together.
    const TOGETHER: [Contexts; 16] = [
        READING.and(Contexts::LIST),
        READING.and(Contexts::READER),
        READING.and(Contexts::READER).and(NAME),
        READING.and(Contexts::READER).and(Contexts::FIND),
        READING.and(Contexts::READER).and(Contexts::FIND).and(NAME),
        READING.and(Contexts::SIDEBAR),
        READING.and(Contexts::SIDEBAR).and(NAME),
        Contexts::DOSSIER,
        Contexts::DOSSIER.and(NAME),
        Contexts::NAMES,
        Contexts::NAMES.and(NAME),
        FEEDS,
        Contexts::CHANGES,
        Contexts::SELECTION,
        Contexts::NOTES,
        SEARCHES,
    ];

    /// The only keys whose meaning depends on a narrower context.
    const MEANT: [(&str, &str, &str); 4] = [
        // In a dossier, Enter opens the article, since the dossier is already open.
        ("Enter", "open-at-sentence", "dossier"),
        // While matches are shown, n goes to the next one.
        ("n", "next-hit", "next-unread"),
        // Where searches can be saved, s saves; if there is nothing to save, it searches.
        ("s", "save-search", "search"),
        // While words are selected, s selects the sentence.
        ("s", "select-sentence", "search"),
    ];

    #[test]
    fn no_default_key_hides_another_where_both_make_sense() {
        let bound = |row: &'static ActionRow| row.keys.iter().map(move |&keys| (keys, row));
        let all: Vec<(&str, &ActionRow)> = ROWS.iter().flat_map(bound).collect();
        for contexts in TOGETHER.map(|contexts| contexts.and(ANYWHERE)) {
            let here: Vec<_> = all.iter().filter(|(_, row)| row.contexts.meets(contexts)).collect();
            for (at, (one, row)) in here.iter().enumerate() {
                for (two, other) in &here[at + 1..] {
                    let (first, second) = (sequence(one).unwrap(), sequence(two).unwrap());
                    let clash = first.starts_with(&second) || second.starts_with(&first);
                    let narrow = |row: &ActionRow| row.contexts.narrowest(contexts);
                    let names = if narrow(row) < narrow(other) { (row, other) } else { (other, row) };
                    let is_meant = MEANT.contains(&(one, names.0.name, names.1.name));
                    assert!(!clash || is_meant, "{one} and {two}: {} hides {}", names.0.name, names.1.name);
                }
            }
        }
    }

    #[test]
    fn what_acts_on_a_name_takes_no_key_of_the_feeds_away() {
        let contexts = ANYWHERE.and(READING).and(Contexts::READER).and(NAME);
        let meaning = Keymap::usual().meaning(&sequence("R").unwrap(), contexts);
        assert_eq!(meaning, Meaning::Action(named("refresh-all").unwrap()));
    }
}
