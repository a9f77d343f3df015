//! The terminal's background colour: how to query it, and how to keep the reply from being taken for keys.
//!
//! The query (OSC 11) is sent once, after the first paint, and nothing waits for it. Crossterm does not know the
//! reply, `ESC ] 11 ; rgb:1e1e/1e1e/1e1e BEL` or with `ESC \` at its end, and would report it as typed keys: `ESC ]`
//! as Alt and `]`, or as Escape and `]` if the two bytes arrive separately. [`Listener`] holds keys back while they
//! may be the reply, swallows it, and passes on what was not part of it.

use crate::app::Background;
use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyModifiers};
use std::time::Duration;

/// Queries the background colour.
pub(super) const QUESTION: &str = "\x1b]11;?\x1b\\";

/// How long the next byte of a reply may take before the held keys count as typed.
const PATIENCE: Duration = Duration::from_millis(40);

/// The same once nothing but a reply begins like that: nobody types `ESC ] 1 1 ;`, but a slow line may tear a reply.
const LONG_PATIENCE: Duration = Duration::from_secs(2);

/// What a reply begins with, after `ESC ]`.
const HEAD: &str = "11;rgb";

/// How many characters of it are enough to recognise a reply.
const RECOGNISED: usize = 3;

/// The longest reply: `11;rgba:` and four numbers of four digits.
const LONGEST: usize = 32;

/// Filters the reply out of what the terminal sends.
#[derive(Debug, Default)]
pub(super) struct Listener {
    held: Vec<Raw>,
    text: String,
    is_answered: bool,
}

/// The result of an event.
#[derive(Debug, PartialEq, Default)]
pub(super) struct Heard {
    /// Events that were not part of a reply, in order.
    pub events: Vec<Raw>,
    /// The reply.
    pub background: Option<Background>,
}

impl Listener {
    /// Whether keys are held back, so that the caller must call [`Listener::give_up`] when no more come.
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// How long to wait for the next key.
    pub fn patience(&self) -> Duration {
        if self.text.len() < RECOGNISED { PATIENCE } else { LONG_PATIENCE }
    }

    /// Nothing more came: the held keys were typed. (A partial reply is given up too: its rest would not
    /// be recognised.)
    pub fn give_up(&mut self) -> Vec<Raw> {
        self.text.clear();
        std::mem::take(&mut self.held)
    }

    /// Takes an event.
    pub fn hear(&mut self, event: Raw) -> Heard {
        if self.is_answered {
            return Heard { events: vec![event], background: None };
        }
        let key = match &event {
            Raw::Key(key) => *key,
            _ => return self.release(event),
        };
        if self.held.is_empty() {
            return if begins(key) { self.hold(event) } else { self.release(event) };
        }
        if is(key, KeyCode::Char(']'), KeyModifiers::NONE) && self.held.len() == 1 && is_escape(&self.held[0])
        {
            return self.hold(event);
        }
        if self.held.len() == 1 && is_escape(&self.held[0]) {
            return self.release(event);
        }
        if ends(key) {
            return self.end(event);
        }
        match key.code {
            // The escape of a split `ESC \`.
            KeyCode::Esc if self.text.len() > HEAD.len() => self.hold(event),
            KeyCode::Char(letter) if self.may_follow(letter) => {
                self.text.push(letter.to_ascii_lowercase());
                self.hold(event)
            }
            _ => self.release(event),
        }
    }

    fn may_follow(&self, letter: char) -> bool {
        match HEAD.as_bytes().get(self.text.len()) {
            Some(&expected) => letter == char::from(expected),
            None => {
                self.text.len() < LONGEST && (letter.is_ascii_hexdigit() || matches!(letter, 'a' | ':' | '/'))
            }
        }
    }

    fn hold(&mut self, event: Raw) -> Heard {
        self.held.push(event);
        Heard::default()
    }

    fn release(&mut self, event: Raw) -> Heard {
        let mut events = self.give_up();
        events.push(event);
        Heard { events, background: None }
    }

    fn end(&mut self, event: Raw) -> Heard {
        match colour(&self.text) {
            Some(background) => {
                self.give_up();
                self.is_answered = true;
                Heard { events: Vec::new(), background: Some(background) }
            }
            None => self.release(event),
        }
    }
}

fn is(key: KeyEvent, code: KeyCode, modifiers: KeyModifiers) -> bool {
    key.code == code && key.modifiers == modifiers
}

fn is_escape(event: &Raw) -> bool {
    matches!(event, Raw::Key(key) if key.code == KeyCode::Esc)
}

/// `ESC ]`, or the `ESC` of a split one.
fn begins(key: KeyEvent) -> bool {
    is(key, KeyCode::Char(']'), KeyModifiers::ALT) || is(key, KeyCode::Esc, KeyModifiers::NONE)
}

/// BEL is Ctrl-G to crossterm, `ESC \` is Alt and a backslash, its second half alone a backslash.
fn ends(key: KeyEvent) -> bool {
    is(key, KeyCode::Char('g'), KeyModifiers::CONTROL)
        || is(key, KeyCode::Char('\\'), KeyModifiers::ALT)
        || is(key, KeyCode::Char('\\'), KeyModifiers::NONE)
}

/// The background is light if the relative luminance of the reply's colour (`11;rgb:RRRR/GGGG/BBBB`, one to
/// four digits each, in `XParseColor`'s format),
/// by the weights of ITU-R BT.709 without gamma, is above a half.
fn colour(answer: &str) -> Option<Background> {
    let colour = answer.strip_prefix(HEAD)?;
    let colour = colour.strip_prefix(':').or_else(|| colour.strip_prefix("a:"))?;
    let part = |part: &str| {
        let most = (1u32 << (4 * part.len())).checked_sub(1).filter(|&most| most > 0)?;
        Some(f64::from(u32::from_str_radix(part, 16).ok()?) / f64::from(most))
    };
    let mut parts = colour.split('/').map(|digits| (1..=4).contains(&digits.len()).then(|| part(digits))?);
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if luminance > 0.5 { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Raw {
        Raw::Key(KeyEvent::new(code, modifiers))
    }

    /// Bytes as crossterm reports them when they arrive one by one, or `whole`.
    fn typed(bytes: &str, whole: bool) -> Vec<Raw> {
        let mut events = Vec::new();
        let mut letters = bytes.chars();
        while let Some(letter) = letters.next() {
            events.push(match letter {
                '\u{1b}' if whole => {
                    let next = letters.next().expect("a letter after ESC");
                    key(KeyCode::Char(next), KeyModifiers::ALT)
                }
                '\u{1b}' => key(KeyCode::Esc, KeyModifiers::NONE),
                '\u{7}' => key(KeyCode::Char('g'), KeyModifiers::CONTROL),
                letter => key(KeyCode::Char(letter), KeyModifiers::NONE),
            });
        }
        events
    }

    /// The remaining events, and the reply among them.
    fn heard(events: Vec<Raw>) -> (Vec<Raw>, Option<Background>) {
        let (mut listener, mut left, mut background) = (Listener::default(), Vec::new(), None);
        for event in events {
            let heard = listener.hear(event);
            left.extend(heard.events);
            background = background.or(heard.background);
        }
        left.extend(listener.give_up());
        (left, background)
    }

    #[test]
    fn an_answer_is_swallowed_whole_or_byte_by_byte() {
        for (answer, background) in [
            ("\x1b]11;rgb:1e1e/1e1e/1e1e\x07", Background::Dark),
            ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", Background::Dark),
            ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", Background::Light),
            ("\x1b]11;rgb:fd/f6/e3\x07", Background::Light),
            ("\x1b]11;rgb:f/f/f\x07", Background::Light),
            ("\x1b]11;rgba:0000/0000/0000/ffff\x07", Background::Dark),
        ] {
            for whole in [true, false] {
                assert_eq!(
                    heard(typed(answer, whole)),
                    (vec![], Some(background)),
                    "{answer:?} whole: {whole}"
                );
            }
        }
    }

    #[test]
    fn a_torn_answer_is_waited_for_longer_than_typed_keys() {
        let mut listener = Listener::default();
        let waits = typed("\x1b]11;", true).into_iter().map(|event| {
            listener.hear(event);
            listener.patience()
        });
        assert_eq!(waits.collect::<Vec<_>>(), [PATIENCE, PATIENCE, PATIENCE, LONG_PATIENCE]);
    }

    #[test]
    fn keys_around_an_answer_stay() {
        let mut events = typed("j", true);
        events.extend(typed("\x1b]11;rgb:0/0/0\x07", true));
        events.extend(typed("k", true));
        assert_eq!(heard(events), (typed("jk", true), Some(Background::Dark)));
    }

    #[test]
    fn what_is_typed_is_never_lost() {
        for text in [
            "]p",
            "jk",
            "\x1b",
            "\x1b]p",
            "\x1bx",
            "\x1b]11;rgb",
            "\x1b]11;rgb:zz\x07",
            "\x1b\x1b",
            "11;rgb:0/0/0",
        ] {
            assert_eq!(heard(typed(text, false)), (typed(text, false), None), "{text:?}");
        }
    }
}
