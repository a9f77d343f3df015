//! A user with a library and an account.

use crate::news::BEGINNING;
use crate::sigils::Sigils;
use dateline::library::{AccountInput, Library, NewAccount, SyncSelection, Synced, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::Arc;

/// The user's clock.
pub const NOW: i64 = BEGINNING + 10_000_000;

fn open(folder: &Path) -> Library {
    Library::open_with(&folder.join("library"), Arc::new(Sigils)).unwrap()
}

/// A library in a folder of its own.
pub struct User {
    folder: tempfile::TempDir,
    pub library: Library,
    pub now: i64,
}

impl User {
    /// A new one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = open(folder.path());
        Self { folder, library, now: NOW }
    }

    /// The same after the program was closed and started again.
    pub fn restarted(self) -> Self {
        self.while_closed(|_| ())
    }

    /// The same after another process has had the library.
    pub fn while_closed(self, work: impl FnOnce(&Path)) -> Self {
        let Self { folder, library, now } = self;
        drop(library);
        work(&folder.path().join("library"));
        let library = open(folder.path());
        Self { folder, library, now }
    }

    /// Adds an account.
    pub fn add(&mut self, url: &str) -> NewAccount {
        self.try_add(url, "ann", "secret").unwrap()
    }

    /// Tries to add one; an error says why it was rejected.
    pub fn try_add(&mut self, url: &str, user: &str, secret: &str) -> Result<NewAccount, String> {
        let input = AccountInput {
            url: url.to_owned(),
            user: user.to_owned(),
            name: None,
            protocol: None,
            secret: SecretSource::Kept,
            kept: Some(secret.to_owned()),
        };
        self.library.add_account(&input, &Task::new(), self.now).map_err(|error| error.to_string())
    }

    /// Synchronises all accounts thoroughly.
    pub fn sync(&mut self) -> Synced {
        let synced = self.sync_all();
        assert_eq!(synced.len(), 1, "one account");
        synced.into_iter().next().unwrap()
    }

    /// The same for any number of accounts.
    pub fn sync_all(&mut self) -> Vec<Synced> {
        self.now += 60;
        self.library.synchronise(&SyncSelection::All, true, &Task::new(), self.now, &mut |_, _| ()).unwrap()
    }

    /// The article with a title.
    pub fn article(&self, title: &str) -> Article {
        let rows = self.rows(&ListQuery::default());
        let row = rows.iter().find(|row| row.title == title).unwrap_or_else(|| panic!("no article {title}"));
        self.library.article(row.id()).unwrap().unwrap()
    }

    /// All rows of a list.
    pub fn rows(&self, query: &ListQuery) -> Vec<Row> {
        self.library.window(query, Anchor::Top, 10_000, &Task::new()).unwrap().rows
    }

    /// Marks the article with a title.
    pub fn mark(&mut self, title: &str, flag: Flag, to: bool) {
        let id = self.article(title).row.id();
        self.apply(&Edit::mark(flag, to.into(), id));
    }

    /// Applies an edit.
    pub fn apply(&mut self, edit: &Edit) -> Applied {
        self.now += 1;
        self.library.apply(edit, &Task::new(), self.now).unwrap()
    }

    /// Undoes the last edit.
    pub fn undo(&mut self) {
        self.now += 1;
        self.library.undo(None, &Task::new(), self.now).unwrap().unwrap();
    }

    /// The followed feeds.
    pub fn feeds(&self) -> Vec<Subscription> {
        self.library.subscriptions(false, self.now).unwrap()
    }

    /// The feed with a title.
    pub fn feed(&self, title: &str) -> Subscription {
        self.feeds().into_iter().find(|feed| feed.title == title).unwrap_or_else(|| panic!("no feed {title}"))
    }
}
