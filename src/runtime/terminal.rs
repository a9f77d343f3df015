//! The terminal: taking it over, restoring it whatever happens, and translating its events.

use super::Event;
use super::background::QUESTION;
use super::painter::Painter;
use crate::app::key::{Code, Key};
use crate::app::{App, Depth, Keymap, Look, Message, Mouse, Theme};
use crate::text::clean;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crossterm::cursor::SetCursorStyle;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange, Event as Raw,
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, KeyboardEnhancementFlags, MouseButton, MouseEvent,
    MouseEventKind, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use std::io::{self, BufWriter, Stdout, Write, stdout};

/// Enables clicks, the wheel and drags (modes 1000 and 1002), with coordinates beyond 223 (1006). Crossterm's own
/// command also enables reports of every mouse movement (1003), which nothing here uses.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Disables them again.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The terminal while Dateline has it. Dropping it restores it.
pub struct Terminal {
    screen: ratatui::Terminal<Painter<BufWriter<Stdout>>>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal over, with its mouse or without; a panic of the main thread restores it before the message
    /// is printed.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        take(mouse)?;
        let painter = Painter::new(BufWriter::with_capacity(1 << 16, stdout()));
        Ok(Self { screen: ratatui::Terminal::new(painter)?, mouse })
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.screen.size().map(|size| (size.width, size.height))
    }

    /// Draws the state, as one synchronised update where the terminal supports it.
    pub fn draw(&mut self, app: &App, keymap: &Keymap) -> io::Result<()> {
        let painter = self.screen.backend_mut();
        painter.resize(app.session.columns, app.session.rows);
        painter.link(crate::ui::hyperlinks(app));
        self.screen.draw(|frame| crate::ui::draw(frame, app, keymap)).map(drop)
    }

    /// Queries the background colour (OSC 11); the reply comes as a message, or never.
    pub fn ask_background(&mut self) -> io::Result<()> {
        write!(self.screen.backend_mut(), "{QUESTION}")?;
        Write::flush(self.screen.backend_mut())
    }

    /// Takes the mouse, or leaves it to the terminal.
    pub fn use_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.mouse = mouse;
        execute!(stdout(), Print(if mouse { MOUSE_ON } else { MOUSE_OFF }))
    }

    /// Restores the terminal, suspends the program, and takes the terminal over again on resume.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.wake()
    }

    /// Lends the terminal to something else, and takes it over again.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let ended = run();
        self.wake()?;
        Ok(ended)
    }

    /// Takes the terminal over again after a suspend, whatever the shell has done to it; the next draw repaints
    /// everything.
    pub fn wake(&mut self) -> io::Result<()> {
        give_back();
        take(self.mouse)?;
        self.redraw()
    }

    /// Clears the terminal, whatever it shows; the next draw writes everything.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `clear`, which queries the cursor's position and waits for the reply.
        let size = self.screen.size()?;
        self.screen.resize(ratatui::layout::Rect::new(0, 0, size.width, size.height))
    }

    /// Copies text to the clipboard, if the terminal allows it (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let backend = self.screen.backend_mut();
        write!(backend, "\x1b]52;c;{}\x07", STANDARD.encode(text))?;
        Write::flush(backend)
    }

    /// Notifies the user, if the terminal can (OSC 9).
    pub fn notify(&mut self, sentence: &str) -> io::Result<()> {
        let backend = self.screen.backend_mut();
        write!(backend, "\x1b]9;{}\x07", clean::line(sentence))?;
        Write::flush(backend)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        stdout(),
        EnterAlternateScreen,
        Print(if mouse { MOUSE_ON } else { "" }),
        EnableBracketedPaste,
        EnableFocusChange,
        // Enabled without asking: a terminal that does not know it ignores it, and asking may block for seconds.
        PushKeyboardEnhancementFlags(KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES),
        SetCursorStyle::SteadyUnderScore,
    )
}

/// Restores everything. If the terminal is gone, nothing can be done about it, so errors are ignored: each step is
/// worth trying whatever happened to the others.
fn give_back() {
    let mut out = stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, PopKeyboardEnhancementFlags);
    let _ = execute!(
        out,
        DisableFocusChange,
        DisableBracketedPaste,
        Print(MOUSE_OFF),
        SetCursorStyle::DefaultUserShape
    );
    // Before the screen goes: an Enter typed as soon as it has gone must be the end of a line to whoever reads it.
    let _ = disable_raw_mode();
    let _ = execute!(out, LeaveAlternateScreen, crossterm::cursor::Show);
}

/// A panic of the main thread restores the terminal before it is reported; a worker's panic becomes a notice on
/// the screen. Both are logged.
fn restore_on_panic() {
    let usual = std::panic::take_hook();
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == main {
            give_back();
        }
        usual(info);
    }));
}

/// Translates an event of the terminal; `None` if it has no meaning here.
pub(super) fn translate(raw: Raw) -> Option<Event> {
    let message = match raw {
        Raw::FocusGained => return Some(Event::Focus),
        Raw::Key(event) if event.kind != KeyEventKind::Release => Message::Key(translate_key(event)?),
        Raw::Paste(text) => Message::Paste(text),
        Raw::Resize(columns, rows) => Message::Resize(columns, rows),
        Raw::Mouse(MouseEvent { kind: MouseEventKind::Drag(MouseButton::Left), column, row, .. }) => {
            Message::Drag(Some((column, row)))
        }
        Raw::Mouse(MouseEvent { kind: MouseEventKind::Up(MouseButton::Left), .. }) => Message::Drag(None),
        Raw::Mouse(event) => {
            let mouse = match event.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Click,
                MouseEventKind::ScrollDown => Mouse::Wheel(1),
                MouseEventKind::ScrollUp => Mouse::Wheel(-1),
                _ => return None,
            };
            Message::Mouse(mouse, event.column, event.row)
        }
        _ => return None,
    };
    Some(Event::Message(message))
}

fn translate_key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Escape,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    let held = |modifier| event.modifiers.contains(modifier);
    // A capital letter already implies shift; a space, Tab and the arrows do not.
    let says_shift = matches!(code, Code::Char(c) if c != ' ');
    let shift = event.code == KeyCode::BackTab || (held(KeyModifiers::SHIFT) && !says_shift);
    Some(Key { code, control: held(KeyModifiers::CONTROL), alt: held(KeyModifiers::ALT), shift })
}

/// What the environment says about the terminal's colours.
pub fn look(chosen: Option<Theme>, environment: impl Fn(&str) -> Option<String>) -> Look {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    let term = set("TERM").unwrap_or_default();
    let true_colour = set("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
    let depth = match (true_colour, term.contains("256color") || term.contains("kitty")) {
        (true, _) => Depth::True,
        (false, true) => Depth::TwoHundredFiftySix,
        (false, false) => Depth::Sixteen,
    };
    let colourless = set("NO_COLOR").is_some() || term == "dumb" || term == "vt100" || term == "vt220";
    // rxvt, Konsole and others give their colours as "foreground;background"; 7 and 9 up are light.
    let output = set("COLORFGBG").and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
    let light = matches!(output, Some(7 | 9..=15));
    let background = match (colourless, light) {
        (true, _) => Theme::Mono,
        (false, true) => Theme::Light,
        (false, false) => Theme::Dark,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default();
    let utf8 = locale.is_empty() || locale.to_ascii_lowercase().replace('-', "").contains("utf8");
    Look { theme: chosen.filter(|_| !colourless), background, depth, ascii: !utf8 || term == "dumb" }
}

/// Whether to query the background colour: the theme follows it, nothing else determines it, and the terminal is not
/// one that prints what it does not understand.
pub fn should_ask(look: Look, environment: impl Fn(&str) -> Option<String>) -> bool {
    let term = environment("TERM").unwrap_or_default();
    let prints_it =
        ["", "dumb", "linux", "cons25", "emacs"].contains(&term.as_str()) || term.starts_with("vt");
    look.theme.is_none() && look.background != Theme::Mono && environment("COLORFGBG").is_none() && !prints_it
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_decides_the_look() {
        type Case = (&'static [(&'static str, &'static str)], Theme, Depth, bool);
        let cases: [Case; 6] = [
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Theme::Dark, Depth::True, false),
            (&[("TERM", "xterm-256color")], Theme::Dark, Depth::TwoHundredFiftySix, false),
            (&[("TERM", "xterm"), ("COLORFGBG", "0;15")], Theme::Light, Depth::Sixteen, false),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Theme::Mono, Depth::TwoHundredFiftySix, false),
            (&[("TERM", "xterm"), ("NO_COLOR", "")], Theme::Dark, Depth::Sixteen, false),
            (&[("TERM", "xterm"), ("LANG", "C")], Theme::Dark, Depth::Sixteen, true),
        ];
        for (environment, theme, depth, ascii) in cases {
            let value =
                |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            let look = look(None, value);
            assert_eq!((look.theme(), look.depth, look.ascii), (theme, depth, ascii), "{environment:?}");
        }
    }
}
