//! What is changed in the feed tree: feeds, accounts, and the articles of a line.

use super::{Feeds, ON_A_FEED};
use crate::app::cx::Cx;
use crate::app::effect::{AccountLogin, WriteRequest};
use crate::app::purpose::{Purpose, Stage, Typed};
use crate::model::{Edit, FeedEdit, ListQuery, Origin, Subscription, Switch};

impl Feeds {
    /// Handles what is being typed; false if it is not for this screen.
    pub fn typed(&mut self, typed: &Typed, cx: &mut Cx<'_>) -> bool {
        match (typed.purpose, typed.stage) {
            (Purpose::FeedName, Stage::Accepted) => {
                // An empty name restores the feed's own title.
                let name = Some(typed.words.trim().to_owned()).filter(|name| !name.is_empty());
                self.edit(cx, |_| FeedEdit::Rename(name));
            }
            (Purpose::FeedTag, Stage::Accepted) => {
                let tag = crate::text::clean::line(&typed.words);
                if !tag.is_empty() {
                    self.edit(cx, |feed| {
                        let is_on = feed.tags.iter().any(|own| own.to_lowercase() == tag.to_lowercase());
                        FeedEdit::Tag(tag, (!is_on).into())
                    });
                }
            }
            (Purpose::Account, Stage::Accepted) => {
                let mut words = typed.words.split_whitespace().map(str::to_owned);
                if let Some(url) = words.next() {
                    self.server = Some((url, words.next().unwrap_or_default()));
                    cx.prompt(Purpose::AccountSecret);
                }
            }
            (Purpose::AccountSecret, Stage::Accepted) => {
                if let Some((url, user)) = self.server.take() {
                    cx.note(format!("adding the account on {url} … · Esc stops"));
                    self.adding = Some(url.clone());
                    let secret = typed.words.trim().to_owned();
                    cx.write(WriteRequest::AddAccount(AccountLogin { url, user, secret }));
                }
            }
            (Purpose::AccountSecret, Stage::Cancelled) => self.server = None,
            (Purpose::FeedName | Purpose::FeedTag | Purpose::Account | Purpose::AccountSecret, _) => {}
            _ => return false,
        }
        true
    }

    /// Changes the selected feed.
    pub(super) fn edit(&self, cx: &mut Cx<'_>, edit: impl FnOnce(&Subscription) -> FeedEdit) {
        self.apply(cx, |feed| Edit::Feed { feed: feed.id, edit: edit(feed) });
    }

    pub(super) fn follow(&self, to: Switch, cx: &mut Cx<'_>) {
        if let Some(account) = self.selected_account() {
            let name = &account.name;
            cx.say(format!("`dateline account remove '{name}'` removes the account · its articles stay"));
            return;
        }
        self.apply(cx, |feed| Edit::Follow { to, feeds: vec![feed.id] });
    }

    fn apply(&self, cx: &mut Cx<'_>, edit: impl FnOnce(&Subscription) -> Edit) {
        match self.selected() {
            Some(feed) => {
                cx.edit(edit(feed), Origin::User);
            }
            None => cx.say(ON_A_FEED),
        }
    }

    /// Marks all articles of the selected feed, tag or account as read.
    pub(super) fn read_all(&self, cx: &mut Cx<'_>) {
        let Some((feeds, _)) = self.chosen() else { return };
        let chosen = self.all.iter().filter(|feed| feeds.contains(&feed.id));
        if chosen.map(|feed| feed.unread).sum::<u64>() == 0 {
            return cx.say("no article here is unread");
        }
        cx.write(WriteRequest::ReadAll(ListQuery { feeds, ..ListQuery::default() }));
    }
}
