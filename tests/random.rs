//! Whatever is pressed, pasted, clicked or resized on any screen and layer: nothing panics, the screen is never blank,
//! and `Q` always leaves.
//!
//! `DATELINE_SEED=7 DATELINE_EVENTS=1000 cargo test --test random` tries other events, and more of them.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

mod common;

use common::Screen;
use dateline::app::key::{Code, Key};
use dateline::app::{Message, Mouse};

/// The screen is looked at after this number of events.
const LOOKED_AT: usize = 5;

/// Numbers that look random and are the same each time (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn cells(&mut self, least: u64, end: u64) -> u16 {
        u16::try_from(least + self.below(end - least)).expect("a size")
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).expect("a place")]
    }

    fn key(&mut self) -> Key {
        const CODES: [Code; 13] = [
            Code::Enter,
            Code::Escape,
            Code::Tab,
            Code::Backspace,
            Code::Delete,
            Code::Up,
            Code::Down,
            Code::Left,
            Code::Right,
            Code::Home,
            Code::End,
            Code::PageUp,
            Code::PageDown,
        ];
        let letters: Vec<char> = (' '..='~').chain(['я', 'ω', '東', 'é']).collect();
        let code = if self.below(4) == 0 { self.one_of(&CODES) } else { Code::Char(self.one_of(&letters)) };
        let control = self.below(8) == 0;
        Key { control, alt: self.below(30) == 0, ..Key::plain(code) }
    }

    fn event(&mut self) -> Message {
        const PASTES: [&str; 4] = ["", "mosul\nand more", "\u{1b}[31m\u{7}", "प्रधानमंत्री 👩‍👩‍👧 \u{202e}abc"];
        match self.below(40) {
            0 => Message::Resize(self.cells(1, 220), self.cells(1, 60)),
            1 => Message::Paste(self.one_of(&PASTES).to_owned()),
            2..6 => Message::Mouse(Mouse::Click, self.cells(0, 220), self.cells(0, 60)),
            6 => Message::Mouse(
                self.one_of(&[Mouse::Wheel(1), Mouse::Wheel(-3)]),
                self.cells(0, 220),
                self.cells(0, 60),
            ),
            7 => Message::Drag(Some((self.cells(0, 220), self.cells(0, 60)))),
            8 => Message::Drag(None),
            9 => Message::PrefixWaited,
            _ => Message::Key(self.key()),
        }
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Events on the screens and layers that some keys and words lead to, one after the other.
fn shake(starts: &[(&str, &str)]) {
    let events = usize::try_from(number("DATELINE_EVENTS", 100)).expect("a number");
    for (at, (keys, words)) in (1..).zip(starts) {
        let mut random = Random(number("DATELINE_SEED", 1).wrapping_mul(1_000_003).wrapping_add(at));
        let mut screen = Screen::open(120, 40);
        screen.is_closed = true;
        if !keys.is_empty() {
            screen.press(keys);
        }
        screen.type_in(words);
        let mut last = Vec::new();
        for at in 0..events {
            let event = random.event();
            last.push(format!("{event:?}"));
            screen.tell(event);
            if at % LOOKED_AT == 0 {
                look_at(&screen, &last[last.len().saturating_sub(2 * LOOKED_AT)..]);
            }
        }
        assert_leaves(&mut screen, &format!("{keys} {words}, {:?}", &last[last.len().saturating_sub(9)..]));
    }
}

/// The screen shows something, and at a usable size the program's name.
fn look_at(screen: &Screen, last: &[String]) {
    let text = screen.text();
    let (columns, rows) = (screen.app.session.columns, screen.app.session.rows);
    let is_small = columns < 24 || rows < 6;
    let shows = !text.trim().is_empty() && (is_small || text.contains("Dateline"));
    assert!(shows, "blank after {last:?} at {columns}x{rows}:\n{text}");
}

/// `Q` leaves, once no prompt takes it as a letter.
fn assert_leaves(screen: &mut Screen, after: &str) {
    screen.left = false;
    for _ in 0..3 {
        screen.press("Esc");
    }
    while !screen.app.layers.is_empty() {
        let before = screen.app.layers.len();
        screen.press("Esc");
        assert!(screen.app.layers.len() < before, "Esc closes nothing after {after}");
    }
    screen.press("Q");
    assert!(screen.left, "Q does not leave after {after}");
}

#[test]
fn in_the_panes() {
    shake(&[("", ""), ("Enter", ""), ("Enter e", ""), ("Enter z", ""), ("Enter v l l", ""), ("V j", "")]);
}

#[test]
fn on_the_other_screens() {
    let screens = ["Enter ]p Enter", "gp", "gl", "go", "gf", "gj", "gn", "gs", "gw", "M", "Enter M"];
    shake(&screens.map(|keys| (keys, "")));
}

#[test]
fn under_the_layers() {
    shake(&[
        ("?", ""),
        (":", "book"),
        ("gm", ""),
        ("s", "mosul"),
        ("Enter /", "the"),
        ("t", "x"),
        ("g", ""),
        ("Enter ]p i", ""),
        ("Enter f", ""),
        ("Enter L", ""),
        (":", "tutor"),
    ]);
}

#[test]
fn in_the_middle_of_corrections() {
    let keys = ["Enter ]p Em", "Enter ]p Es", "Enter ]p Er", "Enter ]p Ek", "Enter ]p Ed", "Enter ]l Ep"];
    shake(&keys.map(|keys| (keys, "")));
}
