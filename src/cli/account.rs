//! `dateline account`: accounts on servers that store feeds, articles and their states.

use super::output::{Output, OutputError};
use super::progress::Progress;
use super::{ExitStatus, Places, clock};
use crate::library::{AccountInput, Between, Library, SyncSelection, Task, server_address};
use crate::model::{Account, ProtocolKind, SecretSource, When};
use crate::runtime;
use crate::text::time::{Now, ago};
use crate::text::width::{counted, grouped};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::Path;

/// The maximum number of bytes of a password that are read.
const LONGEST_SECRET: u64 = 16 << 10;

/// Synchronise with FreshRSS, Miniflux, Nextcloud News, Tiny Tiny RSS and others
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  dateline account add https://rss.example.org --user ann
  dateline account add https://rss.example.org --user ann --password-command 'pass show rss'
  dateline account add https://miniflux.example.org --password-file ~/.miniflux-token
  dateline account                       how the accounts are doing
  dateline account sync                  now, and thoroughly; `dateline refresh` includes what is due
  dateline account test                  whether the server answers, and to this name and password
  dateline account remove rss.example.org

Feeds, folders, what is read, starred and labelled are the same here and there; what you change offline is sent
later. Local feeds stay beside them. FreshRSS has a password of its own for other programs; for Miniflux create a
token and leave out --user."
)]
pub struct Arguments {
    #[command(subcommand)]
    act: Option<Act>,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add an account: detects the server's protocol, logs in, and fetches the newest articles first
    Add(Box<AddArguments>),
    /// List the accounts and their state
    List {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Log in, and report what the server has
    Test {
        /// Its name or number; not needed if there is only one
        account: Option<String>,
    },
    /// Send pending changes, and fetch what is new
    Sync {
        /// Only these accounts; by default, all
        #[arg(value_name = "ACCOUNT")]
        accounts: Vec<String>,
    },
    /// Remove an account; its articles stay, and undo brings it back
    Remove(Which),
    /// Move a feed that Dateline fetches to the server of an account
    Take {
        #[command(flatten)]
        which: Which,
        /// Address, number, or words from the title of a feed
        feed: String,
    },
}

#[derive(Debug, clap::Args)]
struct Which {
    /// Its name or number
    account: String,
}

#[derive(Debug, clap::Args)]
struct AddArguments {
    /// The address of the server
    url: String,
    /// Your name there; not needed with a token
    #[arg(long, default_value = "", hide_default_value = true)]
    user: String,
    /// The account's name; by default, the server's
    #[arg(long)]
    name: Option<String>,
    /// google-reader, miniflux, nextcloud, tt-rss or fever; detected by default
    #[arg(long, value_parser = protocol)]
    protocol: Option<ProtocolKind>,
    #[command(flatten)]
    secret: Secret,
    /// Do not synchronise until the next refresh
    #[arg(long)]
    no_sync: bool,
}

/// Where the password or token comes from; by default, it is asked for in the terminal
#[expect(clippy::struct_field_names, reason = "they are the names of the options")]
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Secret {
    /// A command that prints it, run whenever the server is contacted
    #[arg(long, value_name = "COMMAND")]
    password_command: Option<String>,
    /// An environment variable that contains it
    #[arg(long, value_name = "NAME")]
    password_variable: Option<String>,
    /// A file that contains it and that only you may read
    #[arg(long, value_name = "FILE")]
    password_file: Option<String>,
    /// Read it from standard input, and store it in the library's folder, in a file that only you may read
    #[arg(long)]
    password_stdin: bool,
}

impl Secret {
    /// Where it comes from, and the password itself if the library is to keep it. One that is typed goes with the command
    /// if that is handed over.
    fn source(&self, output: &mut Output) -> anyhow::Result<(SecretSource, Option<String>)> {
        let named = |source| Ok((source, None));
        if let Some(command) = &self.password_command {
            return named(SecretSource::Command(command.clone()));
        }
        if let Some(name) = &self.password_variable {
            return named(SecretSource::Variable(name.clone()));
        }
        if let Some(path) = &self.password_file {
            return named(SecretSource::File(lasting(path, output)?));
        }
        if self.password_stdin {
            output.save_input(LONGEST_SECRET)?;
        } else if output.saved_input().is_none() {
            let typed = asked(output)?;
            output.take_as_input(&typed)?;
        }
        let (_, bytes) = output.read_input(Path::new("-"))?;
        let secret = String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().trim().to_owned();
        anyhow::ensure!(!secret.is_empty(), "the password is empty; nothing was added");
        Ok((SecretSource::Kept, Some(secret)))
    }
}

impl Arguments {
    /// Whether a password is read from standard input.
    pub fn reads_input(&self) -> bool {
        matches!(&self.act, Some(Act::Add(arguments)) if arguments.secret.password_stdin)
    }
}

/// The path of a file from wherever a later command is given; one in the home folder stays so.
fn lasting(path: &str, output: &Output) -> anyhow::Result<String> {
    if path == "~" || path.starts_with("~/") {
        return Ok(path.to_owned());
    }
    let there = std::path::absolute(output.named_path(Path::new(path)))?;
    Ok(there.to_string_lossy().into_owned())
}

/// Asks for a password in the terminal.
fn asked(output: &Output) -> anyhow::Result<String> {
    anyhow::ensure!(
        output.is_typed(),
        "no password; give --password-command, --password-variable or --password-file, or --password-stdin"
    );
    Ok(runtime::ask_secret("Password or token: ")?)
}

fn protocol(word: &str) -> Result<ProtocolKind, String> {
    ProtocolKind::of_word(word).ok_or_else(|| {
        let words: Vec<&str> = ProtocolKind::ALL.iter().map(|kind| kind.word()).collect();
        format!("there are {}", words.join(", "))
    })
}

/// Lists the accounts, or does something with them.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    match &arguments.act {
        None => list(arguments.json, places, output),
        Some(Act::List { json }) => list(*json, places, output),
        Some(Act::Add(arguments)) => add(arguments, places, output),
        Some(Act::Test { account }) => {
            let library = places.open_to_read(output)?;
            let account = match account {
                Some(name) => library.account_meant(name)?,
                None => library.only_account()?,
            };
            let feeds = library.test_account(account.id, &Progress::of_accounts(output).stoppable_task()?)?;
            let feeds = counted(feeds as u64, "feed", "feeds");
            output.line(format!("{}: {} at {}, {feeds}", account.name, account.protocol, account.url))?;
            Ok(ExitStatus::Done)
        }
        Some(Act::Sync { accounts }) => {
            let mut opened = places.open()?;
            let (library, mut between) = opened.split();
            let meant = accounts.iter().map(|name| library.account_meant(name).map(|account| account.id));
            let meant = meant.collect::<Result<Vec<_>, _>>()?;
            let which = if meant.is_empty() { SyncSelection::All } else { SyncSelection::These(meant) };
            sync(library, &which, output, &mut between)
        }
        Some(Act::Remove(which)) => remove(which, places, output),
        Some(Act::Take { which, feed }) => take(which, feed, places, output),
    }
}

fn remove(which: &Which, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut library = places.open()?;
    let account = library.account_meant(&which.account)?;
    let removed = library.remove_account(account.id, clock())?;
    let feeds = counted(removed.feeds, "feed", "feeds");
    let mut parts = vec![
        counted(removed.articles, "article stays", "articles stay"),
        format!("{feeds} of its own no longer followed"),
    ];
    let waiting = counted(account.waiting, "change was", "changes were");
    parts.extend((account.waiting > 0).then(|| format!("{waiting} not sent")));
    parts.extend((account.secret == SecretSource::Kept).then(|| "its password deleted".to_owned()));
    output.undoable(&format!("removed {}: {}", account.name, parts.join(", ")))?;
    Ok(ExitStatus::Done)
}

fn take(which: &Which, feed: &str, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    use crate::model::{Edit, FeedEdit, Switch};
    let mut library = places.open()?;
    let account = library.account_meant(&which.account)?;
    let Some(feed) = super::feeds::one(&library, feed, output)? else { return Ok(ExitStatus::Partial) };
    let edit = Edit::Feed { feed: feed.id, edit: FeedEdit::Account(account.id, Switch::On) };
    let applied = library.apply(&edit, &Task::new(), clock())?;
    match applied.edit {
        Some(_) => output.undoable(&format!(
            "{} is handed to {} with the next synchronisation",
            feed.title, account.name
        ))?,
        None => output.line(format!("nothing to do: {} has {} already", account.name, feed.title))?,
    }
    Ok(ExitStatus::Done)
}

fn add(arguments: &AddArguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    // No password is typed for what is no address, and nobody waits for the library meanwhile.
    server_address(&arguments.url)?;
    let (secret, kept) = arguments.secret.source(output)?;
    let mut opened = places.open()?;
    let (library, mut between) = opened.split();
    let input = AccountInput {
        url: arguments.url.clone(),
        user: arguments.user.clone(),
        name: arguments.name.clone(),
        protocol: arguments.protocol,
        secret,
        kept,
    };
    let added = library.add_account(&input, &Progress::of_accounts(output).stoppable_task()?, clock())?;
    let feeds = counted(added.feeds as u64, "feed", "feeds");
    let what = format!("{} at {}, {feeds}", added.protocol, added.url);
    output.line(if added.is_known {
        format!("{} has a password again: {what}", added.name)
    } else {
        format!("added {}: {what}", added.name)
    })?;
    if let Some(what) = added.protocol.stays_here() {
        output.line(format!("{what} stay here: {} does not take them", added.protocol))?;
    }
    if arguments.no_sync {
        return Ok(ExitStatus::Done);
    }
    output.flush()?;
    sync(library, &SyncSelection::These(vec![added.id]), output, &mut between)
}

fn sync(
    library: &mut Library,
    which: &SyncSelection,
    output: &mut Output,
    between: &mut Between<'_>,
) -> anyhow::Result<ExitStatus> {
    let progress = Progress::of_accounts(output);
    let task = progress.stoppable_task()?;
    let synced = library.synchronise(which, true, &task, clock(), between);
    progress.end();
    let synced = synced?;
    let mut is_whole = !task.is_cancelled();
    for one in &synced {
        output.warn_each(&one.problems());
        is_whole &= one.error.is_none() && one.problems.is_empty();
        if one.error.is_none() || one.added.articles > 0 {
            output.line(output.with_library(&one.summary()))?;
        }
    }
    if synced.is_empty() {
        let accounts = library.accounts()?;
        let why = if accounts.is_empty() {
            "there are no accounts; `dateline account add ADDRESS` adds one"
        } else {
            "the servers asked for a pause; `dateline account` says until when"
        };
        output.warn(format_args!("{why}"));
    }
    Ok(if is_whole { ExitStatus::Done } else { ExitStatus::Partial })
}

fn list(as_json: bool, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let accounts = places.open_to_read(output)?.accounts()?;
    if as_json {
        accounts.iter().try_for_each(|account| output.json(&shape(account)))?;
        return Ok(ExitStatus::Done);
    }
    if accounts.is_empty() {
        output.warn(format_args!("there are no accounts; `dateline account add ADDRESS` adds one"));
    }
    write(&accounts, Now { seconds: clock(), offset: 0 }, output)?;
    Ok(ExitStatus::Done)
}

fn write(accounts: &[Account], now: Now, output: &mut Output) -> Result<(), OutputError> {
    output.table(&accounts.iter().map(|account| cells(account, now)).collect::<Vec<_>>())
}

/// Number, name, protocol, state, last success, content, pending changes, and the error or address.
fn cells(account: &Account, now: Now) -> Vec<String> {
    let last = account.last_success.map_or("never".to_owned(), |seconds| ago(When::second(seconds), now));
    let state = match account.first {
        Some((done, total)) if total > done => {
            format!("{} {}/{}", account.state.word(), grouped(done), grouped(total))
        }
        _ => account.state.word().to_owned(),
    };
    vec![
        account.id.0.to_string(),
        account.name.clone(),
        account.protocol.to_string(),
        state,
        last,
        format!(
            "{}, {}",
            counted(account.feeds, "feed", "feeds"),
            counted(account.articles, "article", "articles")
        ),
        format!("{} to send", grouped(account.waiting)),
        account.error.clone().unwrap_or_else(|| account.url.clone()),
    ]
}

fn shape(account: &Account) -> Value {
    json!({
        "id": account.id.0,
        "name": account.name,
        "url": account.url,
        "user": account.user,
        "protocol": account.protocol.word(),
        "state": account.state.word(),
        "last_success": account.last_success,
        "next_due": account.next_due,
        "error": account.error,
        "feeds": account.feeds,
        "articles": account.articles,
        "waiting": account.waiting,
        "first": account.first.map(|(done, total)| json!({ "done": done, "total": total })),
    })
}
