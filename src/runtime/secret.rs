//! Asks for a password in the terminal, without showing it.

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, ErrorKind, Write};

/// Asks for a secret; the input is not shown. `C-c` and Escape cancel.
pub fn ask_secret(question: &str) -> io::Result<String> {
    let mut out = io::stderr();
    write!(out, "{question}")?;
    out.flush()?;
    enable_raw_mode()?;
    let typed = typed();
    disable_raw_mode()?;
    writeln!(out)?;
    typed
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
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Err(given_up());
            }
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => secret.clear(),
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
