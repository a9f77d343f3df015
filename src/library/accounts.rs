//! Accounts on servers: added, listed, tested, removed.

use super::account_secret::{name_of, secret_of};
use super::account_state::SyncState;
use super::{Error, Library, Result, Task};
use crate::feeds::opml;
use crate::fetch::Client;
use crate::model::{Account, AccountEdit, AccountId, Edit, ProtocolKind, SecretSource};
use crate::store::{RemovedAccount, StoredAccount};
use crate::sync::{self, Found, Login, Protocol, Trouble};
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::web;
use std::sync::Arc;
use url::Url;

/// What to do where there is none.
const NO_ACCOUNTS: &str = "there are no accounts; `dateline account add ADDRESS` adds one";

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
    /// It was there already, and lacked its password.
    pub is_known: bool,
}

/// Why an account was not added: nothing is retried by itself.
fn not_added(trouble: &Trouble) -> String {
    let told = trouble.to_string();
    let what = ["; will retry later", ". Will retry later"].iter().find_map(|end| told.strip_suffix(end));
    what.map_or_else(|| told.clone(), |what| format!("{what}; nothing was added, try again later"))
}

/// Finds the server at an address and logs in. If the login is rejected there, the address may have more than the path of
/// the interface.
fn logged_in(
    client: &Arc<Client>,
    typed: &str,
    mut found: Found,
    login: &Login,
) -> std::result::Result<(Found, Box<dyn Protocol>), Trouble> {
    let mut refused = None;
    loop {
        let login = Login { url: found.url.clone(), ..login.clone() };
        let mut server = sync::connect(found.kind, client, &login);
        match server.check() {
            Ok(()) => return Ok((found, server)),
            Err(Trouble::Refused { user, kind, .. }) if !found.is_sure => {
                let url = found.url.clone();
                refused.get_or_insert(Trouble::RefusedThere { url, user, kind });
            }
            Err(trouble) => return Err(refused.unwrap_or(trouble)),
        }
        match sync::discover_above(client, typed, &found) {
            Some(above) => found = above,
            None => return Err(refused.unwrap_or(Trouble::NothingThere { url: typed.to_owned() })),
        }
    }
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
    /// Detects a server's protocol, logs in, and adds the account. Nothing is synchronised yet. One that is there and has
    /// lost its password gets this one.
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
        self.lacking_password(&found, &input.user)?;
        let secret = match &input.kept {
            Some(secret) => secret.clone(),
            None => secret_of(&input.secret, AccountId(0), &self.secrets()?).map_err(Error::Account)?,
        };
        let login = Login { url: String::new(), user: input.user.clone(), secret };
        let (found, mut server) = logged_in(&client, &typed, found, &login).map_err(failed)?;
        let feeds = server.feeds().map_err(failed)?.len();
        self.enter_account(input, found, feeds, now)
    }

    /// Stores an account whose server accepts the login.
    fn enter_account(
        &mut self,
        input: &AccountInput,
        found: Found,
        feeds: usize,
        now: i64,
    ) -> Result<NewAccount> {
        let known = self.lacking_password(&found, &input.user)?;
        let is_known = known.is_some();
        let (id, name) = if let Some(known) = known {
            let changed = self.store.set_account_secret(known.id, &input.secret);
            self.in_store(changed)?;
            (known.id, known.name)
        } else {
            let account = StoredAccount {
                id: AccountId(0),
                name: self.free_name(input.name.as_deref(), &found.url)?,
                url: found.url.clone(),
                user: input.user.clone(),
                protocol: found.kind,
                secret: input.secret.clone(),
                state: String::new(),
            };
            let id = self.store.add_account(&account, now);
            (self.in_store(id)?, account.name)
        };
        if let Some(secret) = &input.kept {
            self.keep_secret_of(&name_of(id), secret)?;
        }
        tracing::info!("account {name} added: {} with {feeds} feeds", found.kind.word());
        Ok(NewAccount { id, name, protocol: found.kind, url: found.url, feeds, is_known })
    }

    /// The account that is there already for a server and user, if it has no password any longer; an error if it has one.
    fn lacking_password(&self, found: &Found, user: &str) -> Result<Option<StoredAccount>> {
        let accounts = self.in_store(self.store.accounts())?;
        let is_it = |known: &StoredAccount| known.url == found.url && known.user == user;
        let Some(known) = accounts.into_iter().find(is_it) else { return Ok(None) };
        if secret_of(&known.secret, known.id, &self.secrets()?).is_err() {
            return Ok(Some(known));
        }
        let name = &known.name;
        Err(Error::Account(format!(
            "{name} is this account already; `dateline account sync '{name}'` synchronises it"
        )))
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
            error: state.error.or(state.refusal),
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
            [] => NO_ACCOUNTS.to_owned(),
            names => format!("no account is called {by}; there are {}", names.join(", ")),
        }))
    }

    /// Logs in to the server of an account; returns how many feeds it has.
    pub fn test_account(&self, account: AccountId, task: &Task) -> Result<usize> {
        let mut server = self.server(account, task)?.map_err(Error::Account)?;
        let asked = server.check().and_then(|()| server.feeds());
        asked.map(|feeds| feeds.len()).map_err(|trouble| Error::Account(trouble.to_string()))
    }

    /// The only account; an error names those that there are.
    pub fn only_account(&self) -> Result<Account> {
        let mut accounts = self.accounts()?;
        match accounts.as_slice() {
            [_] => Ok(accounts.swap_remove(0)),
            [] => Err(Error::Account(NO_ACCOUNTS.to_owned())),
            several => {
                let names: Vec<&str> = several.iter().map(|account| account.name.as_str()).collect();
                Err(Error::Account(format!("which account? There are {}", names.join(", "))))
            }
        }
    }

    /// Removes an account. Its articles stay; a password that the library has kept is deleted. Undo brings it back.
    pub fn remove_account(&mut self, account: AccountId, now: i64) -> Result<RemovedAccount> {
        let removed = self.in_store(self.store.removal_of(account))?;
        self.apply(&Edit::Account(AccountEdit::Remove(account)), &Task::new(), now)?;
        Ok(removed)
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
