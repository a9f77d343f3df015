//! Asks for a password in the terminal, without showing it.

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, ErrorKind, Write};

/// Asks for a secret; the input is not shown. `C-c` and Escape cancel.
pub fn ask_secret(question: &str) -> io::Result<String> {
    // The terminal must be in raw mode before anybody is asked: what is typed earlier would be shown.
    enable_raw_mode()?;
    let secret = ask(question).and_then(|()| typed());
    disable_raw_mode()?;
    writeln!(io::stderr())?;
    secret
}

fn ask(question: &str) -> io::Result<()> {
    let mut out = io::stderr();
    write!(out, "{question}")?;
    out.flush()
}

fn typed() -> io::Result<String> {
    let mut secret = String::new();
    loop {
        let key = match read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            Event::Paste(text) => {
                secret.push_str(text.trim());
                continue;
            }
            _ => continue,
        };
        match key.code {
            KeyCode::Enter => return Ok(secret),
            KeyCode::Esc => return Err(given_up()),
            KeyCode::Char(letter) if key.modifiers.contains(KeyModifiers::CONTROL) => match letter {
                // A line feed: an Enter that was typed before raw mode.
                'j' => return Ok(secret),
                'c' | 'd' => return Err(given_up()),
                'u' => secret.clear(),
                _ => {}
            },
            KeyCode::Backspace => {
                secret.pop();
            }
            KeyCode::Char(letter) => secret.push(letter),
            _ => {}
        }
    }
}

fn given_up() -> io::Error {
    io::Error::new(ErrorKind::Interrupted, "no password was typed; nothing was changed")
}
