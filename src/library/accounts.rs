//! Accounts on servers: added, listed, tested, removed.

use super::account_secret::{name_of, secret_of};
use super::account_state::SyncState;
use super::{Error, Library, Result, Task};
use crate::feeds::opml;
use crate::model::{Account, AccountId, ProtocolKind, SecretSource};
use crate::store::{RemovedAccount, StoredAccount};
use crate::sync::{self, Login, Protocol, Trouble};
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::web;
use std::sync::Arc;
use url::Url;

/// An account to add.
#[derive(Debug, Clone)]
pub struct AccountInput {
    /// The address of the server, or of its interface.
    pub url: String,
    /// The user's name there; may be empty for a token.
    pub user: String,
    /// The account's name; the host's name if there is none.
    pub name: Option<String>,
    /// The protocol, if it need not be detected.
    pub protocol: Option<ProtocolKind>,
    /// The source of the password or token.
    pub secret: SecretSource,
    /// The password itself, if the library is to store it.
    pub kept: Option<String>,
}

/// An account that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its number.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// The protocol that was found.
    pub protocol: ProtocolKind,
    /// The address of the interface.
    pub url: String,
    /// How many feeds it has.
    pub feeds: usize,
}

/// Why an account was not added: nothing is retried by itself.
fn not_added(trouble: &Trouble) -> String {
    let told = trouble.to_string();
    let what = ["; will retry later", ". Will retry later"].iter().find_map(|end| told.strip_suffix(end));
    what.map_or_else(|| told.clone(), |what| format!("{what}; nothing was added, try again later"))
}

/// The address of a server as it is requested; an error says how to write it. A name or password in it would be shown and
/// stored with it.
pub fn server_address(typed: &str) -> Result<String> {
    if let (bare, Some(_)) = web::without_secret(typed) {
        return Err(Error::Account(format!(
            "{bare}: a name or password stood in the address; leave them out, and give the name with --user, or after \
             the address on the screen"
        )));
    }
    opml::followable(typed)
        .map_err(|why| Error::Account(format!("{typed}: {why}; write it as https://example.org")))
}

impl Library {
    /// Detects a server's protocol, logs in, and adds the account. Nothing is synchronised yet.
    pub fn add_account(&mut self, input: &AccountInput, task: &Task, now: i64) -> Result<NewAccount> {
        self.must_write()?;
        let typed = server_address(&input.url)?;
        self.note_typed(&typed)?;
        let client = Arc::new(self.client(task)?);
        let failed = |trouble: Trouble| {
            if trouble.is_cancelled() { Error::Cancelled } else { Error::Account(not_added(&trouble)) }
        };
        let found = sync::discover(&client, &typed, input.protocol).map_err(failed)?;
        if input.user.is_empty() && found.kind != ProtocolKind::Miniflux {
            return Err(Error::Account(format!(
                "{typed} wants your name there as well ({}); give it with --user, or after the address on the screen",
                found.kind
            )));
        }
        let accounts = self.in_store(self.store.accounts())?;
        let is_it = |known: &&StoredAccount| known.url == found.url && known.user == input.user;
        if let Some(known) = accounts.iter().find(is_it) {
            let name = &known.name;
            return Err(Error::Account(format!(
                "{name} is this account already; `dateline account sync '{name}'` synchronises it"
            )));
        }
        let secret = match &input.kept {
            Some(secret) => secret.clone(),
            None => secret_of(&input.secret, AccountId(0), &self.secrets()?).map_err(Error::Account)?,
        };
        let login = Login { url: found.url.clone(), user: input.user.clone(), secret: secret.clone() };
        let mut server = sync::connect(found.kind, &client, &login);
        server.check().map_err(failed)?;
        let feeds = server.feeds().map_err(failed)?.len();
        let account = StoredAccount {
            id: AccountId(0),
            name: self.free_name(input.name.as_deref(), &found.url)?,
            url: found.url,
            user: input.user.clone(),
            protocol: found.kind,
            secret: input.secret.clone(),
            state: String::new(),
        };
        let id = self.store.add_account(&account, now);
        let id = self.in_store(id)?;
        if let Some(secret) = &input.kept {
            self.keep_secret_of(&name_of(id), secret)?;
        }
        tracing::info!("account {} added: {} with {feeds} feeds", id.0, found.kind.word());
        Ok(NewAccount { id, name: account.name, protocol: found.kind, url: account.url, feeds })
    }

    /// The accounts, with their state.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        let stored = self.in_store(self.store.accounts())?;
        stored.into_iter().map(|account| self.account_view(account)).collect()
    }

    fn account_view(&self, account: StoredAccount) -> Result<Account> {
        let state = SyncState::read(&account.state);
        let (feeds, articles) = self.in_store(self.store.count_account(account.id))?;
        Ok(Account {
            id: account.id,
            name: account.name,
            url: account.url,
            user: account.user,
            protocol: account.protocol,
            secret: account.secret,
            state: state.state(),
            last_success: state.last_success,
            next_due: state.next_due,
            first: state.first(),
            error: state.error,
            feeds,
            articles,
            waiting: self.in_store(self.store.count_waiting(account.id))?,
        })
    }

    /// The account with this name or number; an error lists the existing ones.
    pub fn account_meant(&self, by: &str) -> Result<Account> {
        let mut accounts = self.accounts()?;
        let is_it = |account: &Account| fold(&account.name) == fold(by) || account.id.0.to_string() == by;
        if let Some(at) = accounts.iter().position(is_it) {
            return Ok(accounts.swap_remove(at));
        }
        let names: Vec<&str> = accounts.iter().map(|account| account.name.as_str()).collect();
        Err(Error::Account(match names.as_slice() {
            [] => "there are no accounts; `dateline account add ADDRESS` adds one".to_owned(),
            names => format!("no account is called {by}; there are {}", names.join(", ")),
        }))
    }

    /// Logs in to the server of an account; returns how many feeds it has.
    pub fn test_account(&self, account: AccountId, task: &Task) -> Result<usize> {
        let mut server = self.server(account, task)?.map_err(Error::Account)?;
        let asked = server.check().and_then(|()| server.feeds());
        asked.map(|feeds| feeds.len()).map_err(|trouble| Error::Account(trouble.to_string()))
    }

    /// Removes an account. Its articles stay; its password is deleted.
    pub fn remove_account(&mut self, account: AccountId, now: i64) -> Result<RemovedAccount> {
        self.must_write()?;
        self.forget_secret_of(&name_of(account))?;
        let removed = self.store.remove_account(account, now);
        self.in_store(removed)
    }

    /// The server of an account, ready for requests, or why it is not.
    pub(super) fn server(
        &self,
        id: AccountId,
        task: &Task,
    ) -> Result<std::result::Result<Box<dyn Protocol>, String>> {
        let accounts = self.in_store(self.store.accounts())?;
        let Some(account) = accounts.into_iter().find(|account| account.id == id) else {
            return Ok(Err("there is no such account".to_owned()));
        };
        let secret = match secret_of(&account.secret, id, &self.secrets()?) {
            Ok(secret) => secret,
            Err(why) => return Ok(Err(why)),
        };
        let client = Arc::new(self.client(task)?);
        let login = Login { url: account.url, user: account.user, secret };
        Ok(Ok(sync::connect(account.protocol, &client, &login)))
    }

    /// A name that no other account has.
    fn free_name(&self, wanted: Option<&str>, url: &str) -> Result<String> {
        let host = Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let wanted = wanted.map(clean::line).filter(|name| !name.is_empty());
        let is_given = wanted.is_some();
        let name = wanted.or(host).unwrap_or_else(|| "account".to_owned());
        let taken: Vec<String> =
            self.in_store(self.store.accounts())?.iter().map(|each| fold(&each.name)).collect();
        let is_free = |name: &String| !taken.contains(&fold(name));
        if is_given && !is_free(&name) {
            return Err(Error::Account(format!(
                "an account is called {name} already; give it another --name"
            )));
        }
        let numbered = (2..).map(|number| format!("{name} {number}"));
        Ok(std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name))
    }
}
