//! Reading on: through the article, then to the next unread article of the list, past its end to its start, and on to
//! the next feed.

use super::Articles;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::effect::{Request, Slot};
use crate::app::marks::seen;
use crate::app::motion::Motion;
use crate::app::settings::Tip;
use crate::app::view::{Filter, ListView, feed_term};
use crate::model::{ArticleId, Row, Subscription};

/// The request to the library when the loaded rows contain no unread article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seeking {
    forward: bool,
    /// Whether it starts at the other end of the list.
    is_round: bool,
}

impl Articles {
    pub(super) fn read_on(&mut self, cx: &mut Cx<'_>) {
        cx.session.tips.used(Tip::ReadOn);
        if self.list.selected().is_none() && self.focus == Focus::List {
            self.next_unread(true, cx);
        } else if self.focus != Focus::Reader {
            self.open(cx);
        } else if !self.reader.go(Motion::Page(1), self.panes(cx.session).viewport) {
            self.next_unread(true, cx);
        }
    }

    pub(super) fn read_back(&mut self, cx: &mut Cx<'_>) {
        self.reader.go(Motion::Page(-1), self.panes(cx.session).viewport);
    }

    /// Whether the list has a further article in this direction.
    pub(super) fn has_article(&self, forward: bool) -> bool {
        if forward { self.list.cursor + 1 < self.list.rows.len() } else { self.list.cursor > 0 }
    }

    /// Goes to the next or previous article of the list, read or not.
    pub(super) fn next_article(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let at = if forward { self.list.cursor.checked_add(1) } else { self.list.cursor.checked_sub(1) };
        match at.and_then(|at| self.list.rows.get(at)).map(Row::id) {
            Some(article) => self.go_to_article(article, cx),
            None => cx.say(if forward { "this is the last article" } else { "this is the first article" }),
        }
    }

    /// Goes to the next or previous unread article: among the held rows, else through the library.
    pub(super) fn next_unread(&mut self, forward: bool, cx: &mut Cx<'_>) {
        if let Some(at) = self.list.next_unread(forward) {
            return self.go_to_article(self.list.rows[at].id(), cx);
        }
        let edge = if forward { self.list.rows.last() } else { self.list.rows.first() };
        let from = edge.map(|row| row.key);
        if if forward { self.list.more_after } else { self.list.more_before } {
            self.seeking = Seeking { forward, is_round: false };
            let list_query = self.list.view.query();
            cx.ask(Slot::Unread, Request::NextUnread { list_query, from, forward });
        } else {
            self.go_round(forward, cx);
        }
    }

    /// Handles the library's answer about unread articles beyond the loaded rows.
    pub(super) fn found_unread(&mut self, row: Option<Row>, cx: &mut Cx<'_>) {
        let Seeking { forward, is_round } = self.seeking;
        let Some(row) = row else {
            if is_round {
                self.no_more_unread(forward, cx);
            } else {
                self.go_round(forward, cx);
            }
            return;
        };
        if is_round {
            say_round(forward, cx);
        }
        self.arriving.row = Some(row.key);
        self.ask_list(cx);
        if self.focus != Focus::List {
            self.show_article(row.id(), cx);
            seen(row.id(), true, cx);
        }
    }

    /// Continues at the other end of the list.
    fn go_round(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let is_held = !if forward { self.list.more_before } else { self.list.more_after };
        if !is_held {
            self.seeking = Seeking { forward, is_round: true };
            let list_query = self.list.view.query();
            return cx.ask(Slot::Unread, Request::NextUnread { list_query, from: None, forward });
        }
        let mut unread = self.list.rows.iter().enumerate().filter(|(_, row)| row.unread);
        let found = if forward { unread.next() } else { unread.next_back() };
        match found.map(|(at, row)| (at == self.list.cursor, row.id())) {
            Some((true, _)) => cx.say("this is the only unread article here"),
            Some((false, article)) => {
                say_round(forward, cx);
                self.go_to_article(article, cx);
            }
            None => self.no_more_unread(forward, cx),
        }
    }

    /// Everything in this list is read: from a feed, continues with the next feed.
    fn no_more_unread(&mut self, forward: bool, cx: &mut Cx<'_>) {
        self.seeking = Seeking { forward, is_round: true };
        if self.list.view.is_of_feeds() {
            cx.ask(Slot::Feeds, Request::Feeds { now: cx.session.now.seconds });
        } else if cx.session.counts.unread > 0 {
            cx.status.say_until_news("everything here is read · gu shows all that is unread");
        } else {
            cx.status.say_until_news("everything is read");
        }
    }

    /// Goes on to the next feed with unread articles, or the previous.
    pub(super) fn go_to_feed(&mut self, feeds: &[Subscription], cx: &mut Cx<'_>) {
        let (forward, here, count) = (self.seeking.forward, self.list.view.feeds(), feeds.len());
        let is_here = |feed: &Subscription| here.contains(&feed.id);
        let at = if forward { feeds.iter().rposition(is_here) } else { feeds.iter().position(is_here) };
        let at = at.unwrap_or(0);
        let place = |step: usize| if forward { at + step } else { at + count - step } % count;
        let mut others = (1..=count).map(|step| &feeds[place(step)]).filter(|feed| !is_here(feed));
        let Some(feed) = others.find(|feed| feed.unread > 0) else {
            cx.status.say_until_news("every feed is read");
            return;
        };
        cx.mark();
        cx.note(format!("this feed is read · on to {}", feed.title));
        let view = ListView::filtered(Filter::Feeds(vec![feed.id], feed_term(feeds, feed)));
        self.arriving.unread = Some(forward);
        self.turn_list(view, false, cx);
    }

    /// Selects the first or last unread row of a list opened for it; opens the article if the user is reading.
    pub(super) fn arrive_at_unread(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let mut unread = self.list.rows.iter().filter(|row| row.unread).map(Row::id);
        let found = if forward { unread.next() } else { unread.next_back() };
        if let Some(article) = found {
            return self.go_to_article(article, cx);
        }
        self.seeking = Seeking { forward, is_round: true };
        let list_query = self.list.view.query();
        cx.ask(Slot::Unread, Request::NextUnread { list_query, from: None, forward });
    }

    /// Selects an article of the list; opens it if the user is reading.
    fn go_to_article(&mut self, article: ArticleId, cx: &mut Cx<'_>) {
        let room = self.room(cx.session);
        self.list.select(article, room);
        if self.focus == Focus::List {
            self.preview(cx);
        } else {
            self.open(cx);
        }
        self.ask_more(cx);
    }
}

fn say_round(forward: bool, cx: &mut Cx<'_>) {
    cx.note(if forward { "continued from the top" } else { "continued from the bottom" });
}
