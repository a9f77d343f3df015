//! What typing a search, a filter or words to find does, letter by letter.

use super::Articles;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::app::view::{Filter, ListView};
use crate::model::BuiltinList;

impl Articles {
    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        match (typed.purpose, typed.stage) {
            (Purpose::Search | Purpose::Filter, Stage::Typing) => self.search(typed, cx),
            (Purpose::Search | Purpose::Filter, Stage::Cancelled) => self.cancel_search(typed.again, cx),
            (Purpose::Search, Stage::Accepted) if typed.again => {
                // Enter may come before the answer: the first result opens once it arrives.
                if self.list.waiting {
                    self.arriving.open = true;
                } else if self.list.rows.is_empty() {
                    self.settle_query(cx);
                } else {
                    self.open(cx);
                }
            }
            (Purpose::Filter, Stage::Accepted) | (Purpose::Search, Stage::Kept)
                if typed.again && self.list.rows.is_empty() =>
            {
                self.settle_query(cx);
            }
            (Purpose::Find, Stage::Typing) => {
                self.reader.look_for(&typed.words, self.panes(cx.session).viewport);
            }
            (Purpose::Find, Stage::Cancelled) => self.reader.find = None,
            (Purpose::Find, Stage::Accepted) => self.say_what_was_found(&typed.words, cx),
            (Purpose::Note, Stage::Accepted) if self.shows_target() => self.write_note(&typed.words, cx),
            (Purpose::Search | Purpose::Filter, _) | (Purpose::SidebarNames, Stage::Accepted) => {}
            (Purpose::SidebarNames, Stage::Typing) => self.narrow_names(&typed.words, cx),
            (Purpose::SidebarNames, Stage::Cancelled) => self.narrow_names("", cx),
            (Purpose::Tag, _) => return self.tag_selected(typed, cx),
            (Purpose::Save | Purpose::Pipe, _) => return self.export_selected(typed, cx),
            _ => return false,
        }
        true
    }

    /// The words are typed to the end: what finds nothing as a beginning is asked for once more as a whole, which tells
    /// why and what is near. False if it was so already.
    pub(super) fn settle_query(&mut self, cx: &mut Cx<'_>) -> bool {
        let was_typing = std::mem::take(&mut self.list.view.typing);
        if was_typing {
            self.list.waiting = true;
            self.ask_list(cx);
        }
        was_typing
    }

    /// Returns to the user's location before the search: the pane, the article, the line.
    fn cancel_search(&mut self, is_typed: bool, cx: &mut Cx<'_>) {
        let (focus, reading) = self.before_typing.take().unwrap_or_default();
        self.set_focus(focus, cx.session);
        if !is_typed {
            return;
        }
        self.arriving.reading = reading.filter(|_| focus != Focus::List);
        if let Some(reading) = self.arriving.reading {
            self.show_article(reading.article, cx);
        }
        // A screen opened by the search itself closes with it.
        if !self.pop_filter(cx) {
            cx.leave();
        }
    }

    /// The list shows the results; further words of the same prompt replace the previous ones.
    fn search(&mut self, typed: &Typed, cx: &mut Cx<'_>) {
        let mut view = self.list.view.clone();
        if typed.again {
            view.filters.pop();
        } else if typed.purpose == Purpose::Search {
            view = ListView::of(BuiltinList::All);
        }
        view.typing = true;
        view.at = None;
        view.filters.push(Filter::Query(typed.words.clone()));
        self.turn_list(view, !typed.again, cx);
    }

    fn say_what_was_found(&self, words: &str, cx: &mut Cx<'_>) {
        let (at, hits) = self.reader.find.as_ref().map_or((0, 0), |find| (find.at + 1, find.hits.len()));
        match hits {
            0 if words.is_empty() => {}
            0 => cx.say(format!("“{words}” is not in this article · s searches the library")),
            hits => cx.note(format!("{at} of {hits} · n next, N previous, Esc ends")),
        }
    }

    /// Shows the names of the sidebar that have these words.
    pub(super) fn narrow_names(&mut self, words: &str, cx: &Cx<'_>) {
        let entities = self.reader.article.as_ref().map_or(&[][..], |article| &article.entities);
        self.sidebar.narrow(entities, &cx.session.attended, words);
    }
}
