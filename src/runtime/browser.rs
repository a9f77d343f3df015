//! Opens a page: with `browser` from the settings, else `$BROWSER`, else the system's default. Programs receive the
//! address as an argument, never through a shell.

use super::Event;
use crate::app::Message;
use crate::text::web;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread::Builder;

/// Browsers that need the terminal for themselves.
const IN_TERMINAL: [&str; 8] = ["w3m", "lynx", "links", "links2", "elinks", "browsh", "carbonyl", "chawan"];

/// Opens a page. Problems are reported later.
pub(super) fn open(address: &str, setting: Option<&str>, events: &Sender<Event>) -> Result<(), String> {
    let Some(url) = web::openable(address) else {
        return Err("this is not a web link, so it was not opened · yy copies it".to_owned());
    };
    let environment = std::env::var("BROWSER").unwrap_or_default();
    let commands = commands(setting, &environment, &url);
    let mut failure = None;
    for command in &commands {
        match start(command) {
            Ok(child) => {
                watch(child, command[0].clone(), events);
                return Ok(());
            }
            Err(why) => failure = Some(why),
        }
    }
    // The user's choice is not replaced by another browser.
    failure.map_or_else(|| ::open::that_detached(&url).map_err(|error| not_opened(&error)), Err)
}

/// The commands to try, in order, each with its arguments: the one from the settings, else those in `$BROWSER`,
/// separated by colons. `%s` or `%u` stands for the address; without it, the address comes last.
fn commands(setting: Option<&str>, environment: &str, url: &str) -> Vec<Vec<String>> {
    let chosen: Vec<&str> = match setting {
        Some(setting) => vec![setting],
        None => environment.split(':').collect(),
    };
    let command = |line: &str| {
        let mut words: Vec<String> = words(line);
        if words.is_empty() {
            return None;
        }
        let mut is_placed = false;
        for word in &mut words[1..] {
            if word.contains("%s") || word.contains("%u") {
                *word = word.replace("%s", url).replace("%u", url);
                is_placed = true;
            }
        }
        if !is_placed {
            words.push(url.to_owned());
        }
        Some(words)
    };
    chosen.into_iter().filter_map(command).collect()
}

/// The words of a command line; quotation marks keep spaces together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                begun = true;
            }
            (None, c) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (_, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

/// Starts a command in its own process group, so that ending Dateline does not end it.
fn start(command: &[String]) -> Result<Child, String> {
    let program = &command[0];
    let name = program.rsplit('/').next().unwrap_or(program);
    if IN_TERMINAL.contains(&name) {
        return Err(format!(
            "{name} needs a terminal of its own · set browser to one with a window, yy copies the link"
        ));
    }
    let mut start = Command::new(program);
    start.args(&command[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut start, 0);
    start.spawn().map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such program".to_owned(),
            std::io::ErrorKind::PermissionDenied => "it may not be run".to_owned(),
            _ => error.to_string(),
        };
        format!("{name} could not be started: {why} · set browser in the settings, yy copies the link")
    })
}

/// Why the system did not open a page. Which of its programs were tried, and how each ended, helps nobody.
fn not_opened(error: &std::io::Error) -> String {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "no program that opens web pages was found",
        _ => "the system's program for web pages could not open it",
    };
    format!("{why} · set browser in the settings, yy copies the link")
}

/// Waits for a started browser, and reports if it fails.
fn watch(mut child: Child, name: String, events: &Sender<Event>) {
    let events = events.clone();
    let wait = move || {
        let Ok(ended) = child.wait() else { return };
        if !ended.success() {
            let how =
                ended.code().map_or_else(|| "was ended".to_owned(), |code| format!("ended with {code}"));
            let sentence = format!("{name} could not open the page: it {how} · yy copies the link");
            let _ = events.send(Event::Message(Message::Notice(sentence)));
        }
    };
    // Without a thread nobody learns how it ends, but it opens the page all the same.
    let _ = Builder::new().name("browser".into()).spawn(wait);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_comes_first_and_the_address_is_one_argument() {
        let url = "https://quay.example/a b;rm";
        for (setting, environment, expected) in [
            (None, "", vec![]),
            (Some("firefox --new-tab"), "lynx", vec![vec!["firefox", "--new-tab", url]]),
            (Some("'/opt/my browser' -u %u -q"), "", vec![vec!["/opt/my browser", "-u", url, "-q"]]),
            (None, "a %s:b", vec![vec!["a", url], vec!["b", url]]),
            (Some("  "), "", vec![]),
        ] {
            assert_eq!(commands(setting, environment, url), expected, "{setting:?} {environment}");
        }
    }

    #[test]
    fn a_failure_is_one_plain_sentence() {
        let (events, _kept) = std::sync::mpsc::channel();
        let open = |address: &str, setting| super::open(address, Some(setting), &events).unwrap_err();
        assert!(open("file:///etc/passwd", "true").starts_with("this is not a web link"));
        assert_eq!(
            open("https://quay.example", "/nowhere/browser --new"),
            "browser could not be started: there is no such program · set browser in the settings, yy copies the link"
        );
        assert!(open("https://quay.example", "w3m").starts_with("w3m needs a terminal of its own"));
        let failed = std::io::Error::other("Launcher \"gio\" failed with ExitStatus(512)");
        assert_eq!(
            not_opened(&failed),
            "the system's program for web pages could not open it · set browser in the settings, yy copies the link"
        );
    }
}
