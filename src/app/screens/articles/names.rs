//! Going through the names and the matches in the article.

use super::Articles;
use super::reader::AtMatch;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::settings::Tip;
use crate::model::Kind;

impl Articles {
    /// Goes to the next or previous name in the text, of a kind or of any.
    pub(super) fn next_name(&mut self, forward: bool, kind: Option<Kind>, cx: &mut Cx<'_>) {
        cx.session.tips.used(Tip::NextName);
        if self.unshown_article().is_some() {
            self.arriving.name = Some((forward, kind));
            self.enter_reader(cx);
            return;
        }
        if self.focus != Focus::Reader {
            self.set_focus(Focus::Reader, cx.session);
        }
        if !self.reader.next_name(forward, kind, self.panes(cx.session).viewport) {
            let what = kind.map_or("names", Kind::plural);
            cx.say(format!("no more {what} {}", if forward { "below" } else { "above" }));
        }
        self.follow_name(cx.session);
    }

    /// Goes to the next or previous mention of the same entity; from the sidebar, to its first.
    pub(super) fn next_mention(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let viewport = self.panes(cx.session).viewport;
        if self.focus == Focus::Sidebar {
            if let Some(entity) = self.sidebar.selected() {
                self.reader.focus_entity(entity, viewport);
            }
            self.set_focus(Focus::Reader, cx.session);
            return;
        }
        let Some(entity) = self.reader.mention().map(|mention| mention.entity) else { return };
        self.reader.next_of_same(forward, viewport);
        let all = self.reader.article.as_ref().map_or(&[][..], |article| &article.mentions);
        let same = || all.iter().enumerate().filter(|(_, mention)| mention.entity == entity);
        let (nth, count) = (same().filter(|(at, _)| Some(*at) <= self.reader.name).count(), same().count());
        cx.note(format!("mention {nth} of {count}"));
    }

    /// Goes to the next or previous match.
    pub(super) fn next_hit(&mut self, forward: bool, cx: &mut Cx<'_>) {
        if !self.reader.is_at_last_match(forward) {
            self.reader.next_hit(forward, self.panes(cx.session).viewport);
        } else if self.has_article(forward) {
            self.arriving.hit = if forward { AtMatch::First } else { AtMatch::Last };
            self.next_article(forward, cx);
            return;
        } else {
            cx.note(if forward { "this is the last match" } else { "this is the first match" });
            return;
        }
        if let Some(find) = &self.reader.find {
            let ends = if find.of_search { "leaves the search" } else { "ends" };
            cx.note(format!("{} of {} · n next, N previous, Esc {ends}", find.at + 1, find.hits.len()));
        }
    }

    /// Whether matches of a find are shown.
    pub(super) fn is_finding(&self) -> bool {
        let found = self.reader.find.as_ref().is_some_and(|find| !find.hits.is_empty());
        self.focus == Focus::Reader && found
    }
}
