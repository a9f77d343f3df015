//! User names and passwords of feeds. They are stored in a file that only the user may read, or printed by a command
//! from the settings. Addresses in the database, in lists, messages and logs do not contain them.

use super::own_files::PASSWORDS;
use super::private_files::private;
use super::{Error, Library, Result};
use crate::feeds::opml;
use crate::text::web;
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use url::Url;

/// The maximum length of the file in bytes.
const LONGEST: u64 = 4 << 20;

/// How long a command may take to print a password: some ask the user for one of their own first.
const PATIENCE: Duration = Duration::from_mins(1);

/// The time between two looks at whether it has ended.
const BETWEEN: Duration = Duration::from_millis(10);

/// The logins of feeds: `name:password` as in an address, by the address without it.
#[derive(Debug, Clone, Default)]
pub(super) struct Secrets {
    kept: BTreeMap<String, String>,
    commands: BTreeMap<String, String>,
}

impl Library {
    /// Uses commands to get the logins of feeds, by their addresses. A command prints `name:password`, and runs
    /// whenever its feed is requested.
    pub fn get_passwords_by(&mut self, commands: &BTreeMap<String, String>) {
        let spelt = |address: &String| opml::followable(address).unwrap_or_else(|_| address.clone());
        self.password_commands =
            commands.iter().map(|(address, command)| (spelt(address), command.clone())).collect();
    }

    /// How many of the followed feeds have a password.
    pub fn feeds_with_password(&self) -> Result<usize> {
        let secrets = self.secrets()?;
        let followed = self.in_store(self.store.followed_addresses())?;
        let has_secret = |address: &&String| {
            web::without_secret(address).1.is_some()
                || secrets.kept.contains_key(*address)
                || secrets.has_command(address)
        };
        Ok(followed.iter().filter(has_secret).count())
    }

    /// Takes the file of passwords away from others who may read it, and says so.
    #[cfg(unix)]
    pub fn close_passwords(&self) -> Option<String> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path().join(PASSWORDS);
        let is_open = |entry: &fs::Metadata| entry.permissions().mode() & 0o077 != 0;
        fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file).filter(is_open)?;
        let name = path.display();
        Some(match fs::set_permissions(&path, fs::Permissions::from_mode(0o600)) {
            Ok(()) => format!(
                "others could read the passwords in {name}; only you may now, but change those that somebody may have seen"
            ),
            Err(error) => {
                format!("others may read the passwords in {name} ({error}); run `chmod 600 '{name}'`")
            }
        })
    }

    /// Where files have no modes, nobody else may read it.
    #[cfg(not(unix))]
    pub fn close_passwords(&self) -> Option<String> {
        None
    }

    /// The logins of all feeds.
    pub(super) fn secrets(&self) -> Result<Secrets> {
        let path = self.path().join(PASSWORDS);
        Ok(Secrets { kept: read(&path)?, commands: self.password_commands.clone() })
    }

    /// Stores the user name and password in an address, if there are any, and returns the address without them.
    pub(super) fn keep_secret(&mut self, address: &str) -> Result<String> {
        let (bare, secret) = web::without_secret(address);
        if let Some(secret) = secret {
            self.keep_secret_of(&bare, &secret)?;
        }
        Ok(bare)
    }

    /// Moves the passwords out of the addresses of feeds that an earlier version kept in the database.
    pub(super) fn move_secrets_out(&mut self) -> Result<()> {
        let with_secret = self.in_store(self.store.feeds_with_secret())?;
        for (feed, address) in with_secret {
            let bare = self.keep_secret(&address)?;
            let path = self.database();
            let moved = self.store.readdress(feed, &bare).map_err(|error| Error::store(&path, error));
            moved?;
        }
        Ok(())
    }

    /// Stores the login of a feed that has moved within its site.
    pub(super) fn move_secret(&mut self, from: &str, to: &str) -> Result<()> {
        let secrets = self.secrets()?;
        match secrets.kept.get(from) {
            Some(secret) if from != to && is_same_site(from, to) => self.keep_secret_of(to, secret),
            _ => Ok(()),
        }
    }

    /// Keeps a secret under a name.
    pub(super) fn keep_secret_of(&mut self, address: &str, secret: &str) -> Result<()> {
        let path = self.path().join(PASSWORDS);
        let mut kept = read(&path)?;
        if kept.get(address).is_some_and(|known| known == secret) {
            return Ok(());
        }
        kept.insert(address.to_owned(), secret.to_owned());
        write(&path, &kept).map_err(|error| Error::io(&path, &error))
    }
}

impl Library {
    /// Forgets a secret that was kept under a name.
    pub(super) fn forget_secret_of(&mut self, name: &str) -> Result<()> {
        let path = self.path().join(PASSWORDS);
        let mut kept = read(&path)?;
        if kept.remove(name).is_none() {
            return Ok(());
        }
        write(&path, &kept).map_err(|error| Error::io(&path, &error))
    }
}

impl Secrets {
    /// A secret that is kept under a name.
    pub fn kept(&self, name: &str) -> Option<&str> {
        self.kept.get(name).map(String::as_str)
    }

    /// Whether the settings have a command for the login of a feed.
    pub fn has_command(&self, address: &str) -> bool {
        self.commands.contains_key(address)
    }

    /// The address to request. An error says why the feed's command gave no password.
    pub fn complete(&self, address: &str) -> std::result::Result<String, String> {
        if let Some(command) = self.commands.get(address) {
            return told_by(command).and_then(|secret| with(address, &secret));
        }
        Ok(self.kept.get(address).map_or_else(|| address.to_owned(), |own| web::with_secret(address, own)))
    }
}

/// Whether an address is on the same host, by the same protocol, as another.
pub(super) fn is_same_site(one: &str, other: &str) -> bool {
    let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
    origin(one).is_some_and(|own| Some(own) == origin(other))
}

/// The address with a user name and password as typed.
fn with(address: &str, secret: &str) -> std::result::Result<String, String> {
    let (name, password) = secret.split_once(':').unwrap_or((secret, ""));
    let mut url = Url::parse(address).map_err(|error| error.to_string())?;
    let is_set = url.set_username(name).is_ok() && url.set_password(Some(password)).is_ok();
    if is_set { Ok(url.into()) } else { Err("cannot be requested with a password".to_owned()) }
}

/// The first line that a command prints.
pub(super) fn told_by(command: &str) -> std::result::Result<String, String> {
    told_within(command, PATIENCE)
}

/// The same within some time: one that waits for something that does not come would hold up everything.
fn told_within(command: &str, patience: Duration) -> std::result::Result<String, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let failed = |error: std::io::Error| format!("its password command could not be run ({error})");
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let end = Instant::now() + patience;
    let status = loop {
        match child.try_wait().map_err(failed)? {
            Some(status) => break status,
            None if Instant::now() < end => std::thread::sleep(BETWEEN),
            None => {
                child.kill().and_then(|()| child.wait()).map_err(failed)?;
                let seconds = patience.as_secs();
                return Err(format!(
                    "its password command took longer than {seconds} seconds, and was ended; run it by hand to see what it \
                     waits for"
                ));
            }
        }
    };
    // What it printed waits in the pipe, which holds more than a password.
    let mut line = Vec::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output.take(LONGEST)).read_until(b'\n', &mut line).map_err(failed)?;
    }
    let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
    if status.success() && !line.is_empty() {
        Ok(line)
    } else {
        Err("its password command gave no password; run it by hand to see why".to_owned())
    }
}

fn read(path: &Path) -> Result<BTreeMap<String, String>> {
    let mut text = String::new();
    let opened = private(OpenOptions::new().read(true)).open(path);
    let damaged = |error: &dyn std::fmt::Display| Error::File {
        path: path.to_owned(),
        reason: format!(
            "the passwords in it cannot be read ({error}); mend it, or move it away and type them again"
        ),
    };
    match opened.and_then(|file| file.take(LONGEST).read_to_string(&mut text)) {
        Ok(_) if text.trim().is_empty() => Ok(BTreeMap::new()),
        // What is in it is not to be written over.
        Ok(_) => serde_json::from_str(&text).map_err(|error| damaged(&error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err(damaged(&error)),
        Err(error) => Err(Error::io(path, &error)),
    }
}

/// Writes the complete file next to the old one first, so that one of them always exists.
fn write(path: &Path, kept: &BTreeMap<String, String>) -> std::io::Result<()> {
    let new = path.with_extension("json.new");
    let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&new)?;
    file.write_all(serde_json::to_string_pretty(kept)?.as_bytes())?;
    file.sync_all()?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_command_that_waits_is_ended() {
        let why = told_within("exec sleep 3600", Duration::from_millis(20)).unwrap_err();
        assert!(why.contains("was ended"), "{why}");
        assert_eq!(told_by("echo word; echo more").as_deref(), Ok("word"));
    }

    #[test]
    fn secrets_are_kept_apart_and_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut library = Library::open(folder.path()).unwrap();
        let bare = library.keep_secret("https://ann:w%40rd@quay.example/rss").unwrap();
        assert_eq!(bare, "https://quay.example/rss");
        assert_eq!(library.keep_secret("https://pier.example/rss").unwrap(), "https://pier.example/rss");
        library.move_secret("https://quay.example/rss", "https://quay.example/feed").unwrap();
        library.move_secret("https://quay.example/rss", "https://elsewhere.example/feed").unwrap();
        let secrets = library.secrets().unwrap();
        for (address, expected) in [
            ("https://quay.example/rss", "https://ann:w%40rd@quay.example/rss"),
            ("https://quay.example/feed", "https://ann:w%40rd@quay.example/feed"),
            ("https://elsewhere.example/feed", "https://elsewhere.example/feed"),
            ("https://pier.example/rss", "https://pier.example/rss"),
        ] {
            assert_eq!(secrets.complete(address).as_deref(), Ok(expected), "{address}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(PASSWORDS)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_command_tells_a_password() {
        let address = "https://quay.example/rss";
        let with_command = |command: &str| Secrets {
            commands: BTreeMap::from([(address.to_owned(), command.to_owned())]),
            ..Secrets::default()
        };
        let told = with_command("printf 'ann:w@rd:1\\nmore'").complete(address);
        assert_eq!(told.as_deref(), Ok("https://ann:w%40rd%3A1@quay.example/rss"));
        assert!(with_command("false").complete(address).is_err());
        assert!(with_command("true").complete(address).is_err());
    }
}
