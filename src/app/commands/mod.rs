//! Everything a reader can ask for: one row a command.
//!
//! A row yields the keymap, the palette, the help, `dateline keys` and the README's key table. The
//! bodies stand in the files beside this one, by what they are about.

pub(super) mod feeds;
mod full_text;
pub(super) mod going;
pub(super) mod looking;
pub(super) mod marking;
pub(super) mod moving;
mod screen;

pub use looking::palette_rows;

use super::effect::Effect;
use super::key::spell;
use super::layout::Focus;
use super::state::{Page, State};

/// Something a person can ask for.
#[derive(Debug)]
pub struct Command {
    /// One word, for scripts and bindings.
    pub name: &'static str,
    /// What it does, for help and palette.
    pub title: &'static str,
    /// The keys it comes with.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub scope: Scope,
    /// What it does: changes the state and gives back what must be done outside it.
    pub body: fn(&mut State) -> Vec<Effect>,
}

/// Where a command applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// On every page.
    Anywhere,
    /// On the page of list, article and sidebar.
    Articles,
    /// In the list.
    List,
    /// In the article.
    Reader,
    /// In the sidebar.
    Sidebar,
    /// On an entity's page.
    Dossier,
    /// In an index of names.
    Index,
    /// In the tree of feeds.
    Feeds,
    /// Where a name is at hand: focused in the text, or under the cursor.
    Name,
}

impl Scope {
    /// The heading of its keys in the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Articles => "Reading",
            Self::List => "In the list",
            Self::Reader => "In the article",
            Self::Sidebar => "In the sidebar",
            Self::Dossier => "On an entity's page",
            Self::Index => "In an index of names",
            Self::Feeds => "In the tree of feeds",
            Self::Name => "On a name",
        }
    }

    /// The scopes of the moment, the narrowest first.
    pub fn of(state: &State) -> Vec<Self> {
        let mut scopes = match (&state.page, state.focus) {
            (Page::Dossier(_), _) => vec![Self::Dossier],
            (Page::Index(_), _) => vec![Self::Index],
            (Page::Feeds(_), _) => vec![Self::Feeds],
            (Page::Articles, Focus::List) => vec![Self::List, Self::Articles],
            (Page::Articles, Focus::Reader) => vec![Self::Reader, Self::Articles],
            (Page::Articles, Focus::Sidebar) => vec![Self::Sidebar, Self::Articles],
        };
        if state.entity_at_hand().is_some() {
            // On an entity's page, Enter opens the article: the name itself is open already.
            let at = usize::from(matches!(state.page, Page::Dossier(_)));
            scopes.insert(at, Self::Name);
        }
        scopes.push(Self::Anywhere);
        scopes
    }
}

/// The command of a name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

impl Command {
    /// Carries it out.
    pub fn run(&self, state: &mut State) -> Vec<Effect> {
        (self.body)(state)
    }
}

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// Where the keys below apply.
    Heading(&'static str),
    /// Keys, and what they do.
    Keys(String, &'static str),
    /// Nothing, before the next heading.
    Gap,
}

/// The help for what is on the screen: the keys that work here, the narrowest scope first.
pub fn help_rows(state: &State) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for scope in Scope::of(state) {
        if !rows.is_empty() {
            rows.push(HelpRow::Gap);
        }
        rows.push(HelpRow::Heading(scope.title()));
        for command in COMMANDS.iter().filter(|command| command.scope == scope) {
            let keys: Vec<String> = state.keymap.keys_of(command).map(spell).collect();
            rows.push(HelpRow::Keys(keys.join("  "), command.title));
        }
    }
    rows
}

const fn row(
    name: &'static str,
    keys: &'static [&'static str],
    scope: Scope,
    title: &'static str,
    body: fn(&mut State) -> Vec<Effect>,
) -> Command {
    Command { name, title, keys, scope, body }
}

use Scope::{Anywhere, Articles, Dossier, Feeds, Index, List, Name, Reader, Sidebar};

/// All commands, in the order the help shows them.
#[rustfmt::skip]
pub static COMMANDS: &[Command] = &[
    row("down", &["j", "Down"], Anywhere, "down", moving::down),
    row("up", &["k", "Up"], Anywhere, "up", moving::up),
    row("half-down", &["C-d"], Anywhere, "half a page down", moving::half_down),
    row("half-up", &["C-u"], Anywhere, "half a page up", moving::half_up),
    row("page-down", &["C-f", "PageDown"], Anywhere, "a page down", moving::page_down),
    row("page-up", &["C-b", "PageUp"], Anywhere, "a page up", moving::page_up),
    row("top", &["gg", "Home"], Anywhere, "to the top", moving::top),
    row("bottom", &["G", "End"], Anywhere, "to the bottom", moving::bottom),
    row("left", &["h", "Left"], Anywhere, "the pane to the left", moving::left),
    row("right", &["l", "Right"], Anywhere, "the pane to the right", moving::right),
    row("next-pane", &["Tab"], Anywhere, "next pane", moving::next_pane),
    row("previous-pane", &["S-Tab"], Anywhere, "previous pane", moving::previous_pane),
    row("list", &["1"], Articles, "to the list", moving::to_list),
    row("article", &["2"], Articles, "to the article", moving::to_reader),
    row("names", &["3"], Articles, "to the sidebar", moving::to_sidebar),

    row("open", &["Enter"], List, "open the article", going::open),
    row("read-on", &["Space"], Articles, "read on: a page further, then the next unread article", going::read_on),
    row("read-back", &["S-Space"], Articles, "a page back", going::read_back),
    row("next-unread", &["n", "]u"], Articles, "next unread article (next hit while a find is active)", going::next_unread),
    row("previous-unread", &["p", "[u"], Articles, "previous unread article", going::previous_unread),
    row("previous-hit", &["N"], Articles, "previous hit of the find", looking::previous_hit),
    row("open-at-sentence", &["Enter"], Dossier, "open the article at the sentence, or the companion's page", going::open_from_dossier),
    row("leave", &["q", "Backspace"], Anywhere, "leave what is on top; at the root, quit", going::leave),
    row("cancel", &["Esc"], Anywhere, "cancel, or pop one narrowing", going::cancel),
    row("back", &["C-o", "A-Left"], Anywhere, "back to where you were, to the very line", going::back),
    row("forward", &["C-i", "A-Right"], Anywhere, "forward again", going::forward),
    row("quit", &["Q", "C-c"], Anywhere, "quit", going::quit),

    row("search", &["s"], Anywhere, "search the library as you type", looking::search),
    row("find", &["/"], Articles, "find in this article", looking::find),
    row("find-name", &["/"], Index, "names beginning with…", looking::find_name),
    row("narrow", &["&"], Anywhere, "narrow this list by a query", looking::narrow),
    row("palette", &[":"], Anywhere, "palette of all commands", looking::palette),

    row("read-mark", &["m"], Anywhere, "mark read or unread", marking::read),
    row("all-read", &["A"], Articles, "mark all of this list read", marking::all_read),
    row("bookmark", &["b"], Anywhere, "bookmark", marking::bookmark),
    row("tag", &["t"], Anywhere, "tag", marking::tag),
    row("delete", &["dd", "Delete"], Articles, "delete the article; no feed brings it back, u does", marking::delete),
    row("undo", &["u"], Anywhere, "undo", marking::undo),
    row("redo", &["C-r"], Anywhere, "redo", marking::redo),

    row("sidebar", &["e"], Articles, "entity sidebar: focus, again hide", screen::sidebar),
    row("next-name", &[")"], Articles, "next name in the text", going::next_name),
    row("previous-name", &["("], Articles, "previous name in the text", going::previous_name),
    row("next-person", &["]p"], Articles, "next person", going::next_person),
    row("previous-person", &["[p"], Articles, "previous person", going::previous_person),
    row("next-place", &["]l"], Articles, "next place", going::next_place),
    row("previous-place", &["[l"], Articles, "previous place", going::previous_place),
    row("next-organisation", &["]o"], Articles, "next organisation", going::next_organisation),
    row("previous-organisation", &["[o"], Articles, "previous organisation", going::previous_organisation),
    row("dossier", &["Enter", "gd"], Name, "everything about it", going::dossier),
    row("next-mention", &["*"], Name, "next mention of the same, aliases included", going::next_mention),
    row("previous-mention", &["#"], Name, "previous mention of the same", going::previous_mention),
    row("narrow-by-name", &["&"], Name, "narrow the list to articles that name it", looking::narrow_by_name),
    row("copy-name", &["ye"], Name, "copy the name", screen::copy_name),
    row("enter-name", &["Enter"], Reader, "everything about the focused name", going::no_name),
    row("enter-sidebar", &["Enter"], Sidebar, "everything about the name", going::no_name),
    row("enter-index", &["Enter"], Index, "everything about the name", going::no_name),

    row("people", &["gp"], Anywhere, "index of people", going::people),
    row("places", &["gl"], Anywhere, "index of places", going::places),
    row("organisations", &["go"], Anywhere, "index of organisations", going::organisations),
    row("all", &["gi"], Anywhere, "all articles", going::all),
    row("unread", &["gu"], Anywhere, "unread articles", going::unread),
    row("bookmarks", &["gb"], Anywhere, "bookmarks", going::bookmarks),
    row("history", &["gh"], Anywhere, "articles read, the latest first", going::history),
    row("feeds", &["gf"], Anywhere, "feeds", feeds::tree),
    row("add", &["ga"], Anywhere, "add a feed, page or file", feeds::add),
    row("full-text", &["x"], Articles, "fetch the full text", full_text::fetch),
    row("refresh", &["r"], Anywhere, "refresh this feed", feeds::refresh),
    row("refresh-all", &["R"], Anywhere, "refresh all feeds that are due", feeds::refresh_all),
    row("enter-feed", &["Enter"], Feeds, "the articles of the feed or tag", feeds::enter),
    row("fold", &["Space"], Feeds, "hide the feeds of the tag, or show them", feeds::fold),
    row("tag-feed", &["t"], Feeds, "tag the feed", feeds::tag),
    row("rename-feed", &["n"], Feeds, "rename the feed", feeds::rename),
    row("pause-feed", &["p"], Feeds, "pause the feed, or take it up again", feeds::pause),
    row("full-feed", &["x"], Feeds, "fetch the full texts of its new articles, or no longer", feeds::full_texts),
    row("remove-feed", &["d"], Feeds, "remove the feed; its articles stay", feeds::remove),

    row("browse", &["o"], Anywhere, "open in the browser", screen::browse),
    row("copy-link", &["yy"], Anywhere, "copy the link", screen::copy_link),
    row("copy-title", &["yt"], Anywhere, "copy the title", screen::copy_title),
    row("copy-paragraph", &["yp"], Articles, "copy the paragraph on top", screen::copy_paragraph),
    row("copy-markdown", &["ym"], Anywhere, "copy title and link as Markdown", screen::copy_markdown),
    row("zen", &["z"], Articles, "nothing but the article", screen::zen),
    row("narrower", &["<"], Articles, "shorter lines", screen::narrower),
    row("wider", &[">"], Articles, "longer lines", screen::wider),
    row("theme", &["T"], Anywhere, "next theme", screen::theme),
    row("messages", &["gm"], Anywhere, "what has been said in the status line", screen::messages),
    row("help", &["?"], Anywhere, "help for this pane", screen::help),
    row("suspend", &["C-z"], Anywhere, "put Dateline to sleep; fg wakes it", screen::suspend),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_words() {
        let mut names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
        assert!(names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
