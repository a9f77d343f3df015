//! Commands that need the terminal for themselves get it: meanwhile no key is read here.

use super::terminal::Terminal;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long the thread that reads keys may take to notice that it has to stop.
const PATIENCE: Duration = Duration::from_millis(500);

/// Programs that need a terminal.
const IN_TERMINAL: [&str; 33] = [
    "less", "more", "most", "moar", "moor", "pg", "ov", "vi", "vim", "nvim", "view", "ex", "nano", "pico",
    "micro", "emacs", "hx", "helix", "kak", "joe", "jed", "ne", "mcedit", "fzf", "sk", "peco", "w3m", "lynx",
    "links", "elinks", "mutt", "neomutt", "man",
];

/// Whether somebody else has the terminal. The thread that reads keys waits at it.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    is_lent: bool,
    /// Whether the thread that reads keys waits.
    waits: bool,
}

impl Gate {
    /// Waits while the terminal is lent.
    pub fn pass(&self) {
        let (state, changed) = &*self.0;
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.is_lent {
            state.waits = true;
            changed.notify_all();
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waits = false;
    }

    /// Whether the terminal is lent.
    pub fn is_lent(&self) -> bool {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).is_lent
    }

    /// Stops the reading of keys. The thread waits for an event of the terminal, and gets one: its size.
    fn close(&self) -> io::Result<()> {
        let (state, changed) = &*self.0;
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_lent = true;
        signal_hook::low_level::raise(signal_hook::consts::SIGWINCH)?;
        let waiting = changed.wait_timeout_while(state, PATIENCE, |state| !state.waits);
        drop(waiting.unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }

    fn open(&self) {
        let (state, changed) = &*self.0;
        state.lock().unwrap_or_else(PoisonError::into_inner).is_lent = false;
        changed.notify_all();
    }
}

/// What a command is run with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wants<'a> {
    /// Nothing of the terminal: its output is shown.
    Output(&'a str),
    /// The terminal, as a pager or an editor.
    Terminal(&'a str),
    /// The terminal, until the user has seen what it wrote there.
    Look(&'a str),
}

/// What a command wants: a `!` before it asks for the terminal, and pagers and editors need it.
pub(super) fn wanted_by(command: &str) -> Wants<'_> {
    if let Some(command) = command.trim_start().strip_prefix('!') {
        return Wants::Look(command);
    }
    let last = command.rsplit('|').next().unwrap_or(command);
    let program = last.split_whitespace().find(|word| !word.contains('='));
    let name = program.map_or("", |program| program.rsplit('/').next().unwrap_or(program));
    let by_environment = |variable: &str| program == Some(variable);
    if IN_TERMINAL.contains(&name) || ["$PAGER", "$EDITOR", "$VISUAL"].into_iter().any(by_environment) {
        Wants::Terminal(command)
    } else {
        Wants::Output(command)
    }
}

/// Runs a command that has the terminal, and reports how it ended.
pub(super) fn run(
    terminal: &mut Terminal,
    gate: &Gate,
    command: &str,
    text: &str,
    waits: bool,
) -> io::Result<String> {
    gate.close()?;
    let ended = terminal.lend(|| {
        let ended = start(command, text);
        if waits {
            // The terminal may be gone: then there is nobody to wait for.
            let mut out = io::stdout();
            let _ = write!(out, "\nEnter goes back to Dateline ").and_then(|()| out.flush());
            let _ = io::stdin().read_line(&mut String::new());
        }
        ended
    });
    gate.open();
    Ok(match ended? {
        Ok(status) => format!("{command}: {}", super::export::ended(status)),
        Err(error) => format!("{command}: no shell could be started ({error})"),
    })
}

fn start(command: &str, text: &str) -> io::Result<std::process::ExitStatus> {
    let mut child = Command::new("/bin/sh").arg("-c").arg(command).stdin(Stdio::piped()).spawn()?;
    let input = child.stdin.take();
    std::thread::scope(|scope| {
        // A command need not read what it gets.
        scope.spawn(|| input.map(|mut input| input.write_all(text.as_bytes())));
        child.wait()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pagers_and_editors_get_the_terminal() {
        for (command, wanted) in [
            ("less", Wants::Terminal("less")),
            ("/usr/bin/less -S", Wants::Terminal("/usr/bin/less -S")),
            ("fold -s | less", Wants::Terminal("fold -s | less")),
            ("LESS=-S less", Wants::Terminal("LESS=-S less")),
            ("$PAGER", Wants::Terminal("$PAGER")),
            ("wc -w", Wants::Output("wc -w")),
            ("less | wc", Wants::Output("less | wc")),
            ("!wc -w", Wants::Look("wc -w")),
            ("", Wants::Output("")),
        ] {
            assert_eq!(wanted_by(command), wanted, "{command}");
        }
    }

    #[test]
    fn who_reads_keys_waits_while_the_terminal_is_lent() {
        let gate = Gate::default();
        gate.pass();
        let other = gate.clone();
        let reads = std::thread::spawn(move || {
            while !other.is_lent() {
                std::thread::yield_now();
            }
            other.pass();
        });
        gate.close().unwrap();
        assert!(gate.is_lent() && gate.0.0.lock().unwrap().waits);
        gate.open();
        reads.join().unwrap();
        assert!(!gate.is_lent());
    }
}
