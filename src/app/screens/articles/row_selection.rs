//! Selecting rows of the list, and actions on all of them.

use super::Articles;
use super::list::Selection;
use crate::app::action::{Action, Flag};
use crate::app::cx::Cx;
use crate::app::effect::{Export, Request, Slot};
use crate::app::purpose::{Stage, Typed};
use crate::model::{self, ArticleId, Edit, Origin, Row};

/// An action on the selected articles.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    Mark(Flag),
    Tag(String),
    Delete,
    /// Save them as a file, or pipe them to a command.
    Export(Export),
}

impl Articles {
    /// Starts selecting rows, or stops.
    pub(super) fn toggle_selection(&mut self) {
        let from = self.list.selected().map(|row| row.key);
        let begun = from.map(|from| Selection { from, begins_above: true });
        self.list.selection = begun.filter(|_| self.list.selection.is_none());
    }

    /// Applies an action to all selected articles; false if none are selected.
    pub(super) fn act_on_selected(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        let deed = match action {
            Action::Mark(flag) => Deed::Mark(*flag),
            Action::Delete => Deed::Delete,
            _ => return false,
        };
        self.list.selection.is_some() && self.do_to_selected(deed, cx)
    }

    /// Adds the typed tag to all selected articles; false if none are selected.
    pub(super) fn tag_selected(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        let tag = crate::text::clean::line(&typed.words).to_lowercase();
        let is_meant = self.list.selection.is_some();
        if is_meant && typed.stage == Stage::Accepted && !tag.is_empty() {
            self.do_to_selected(Deed::Tag(tag), cx);
        }
        is_meant
    }

    /// Handles the rows between the ends of the selection that the list had not loaded.
    pub(super) fn found_between(&mut self, articles: Vec<ArticleId>, cx: &mut Cx<'_>) {
        let Some(deed) = self.deed.take() else { return };
        if articles.is_empty() {
            cx.say("the list has changed meanwhile · V selects again");
        } else {
            deed.carry_out(articles, true, cx);
        }
    }

    /// Saves or pipes all selected articles, as was typed; false where none are.
    pub(super) fn export_selected(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        let is_meant = self.list.selection.is_some();
        if let Some(export) = Export::typed(typed).filter(|_| is_meant) {
            self.do_to_selected(Deed::Export(export), cx);
        }
        is_meant
    }

    fn do_to_selected(&mut self, deed: Deed, cx: &mut Cx<'_>) -> bool {
        let Some((selection, end)) = self.list.selection.zip(self.list.selected().map(|row| row.key)) else {
            return false;
        };
        let is_held = self.list.selected_count().is_some_and(|(_, is_cut)| !is_cut);
        let rows = self.list.selected_rows().and_then(|rows| self.list.rows.get(rows)).unwrap_or_default();
        if is_held {
            let to = rows.iter().any(|row| deed.changes(row));
            deed.carry_out(rows.iter().map(Row::id).collect(), to, cx);
        } else {
            self.deed = Some(deed);
            let list_query = self.list.view.query();
            cx.ask(Slot::Between, Request::Between { list_query, ends: (selection.from, end) });
        }
        self.list.selection = None;
        true
    }
}

impl Deed {
    /// Whether it would change the article.
    fn changes(&self, row: &Row) -> bool {
        match self {
            Self::Mark(Flag::Read) => row.unread,
            Self::Mark(Flag::Bookmark) => !row.bookmarked,
            Self::Tag(tag) => !row.tags.contains(tag),
            Self::Delete | Self::Export(_) => true,
        }
    }

    /// Does it to articles: sets, or clears where all of them are as it would make them.
    fn carry_out(self, articles: Vec<ArticleId>, to: bool, cx: &mut Cx<'_>) {
        let flag = match self {
            Self::Mark(Flag::Read) => model::Flag::Read,
            Self::Mark(Flag::Bookmark) => model::Flag::Bookmark,
            Self::Tag(tag) => model::Flag::Tag(tag),
            Self::Delete => {
                cx.edit(Edit::Deletion { to: to.into(), articles }, Origin::User);
                return;
            }
            Self::Export(export) => return cx.ask(Slot::Export, Request::Export { articles, export }),
        };
        cx.edit(Edit::Marks { flag, to: to.into(), articles, since: Vec::new() }, Origin::User);
    }
}
