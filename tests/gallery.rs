//! Pictures of Dateline as a user sees it, drawn from the real program in a pseudo-terminal:
//! `cargo test --test gallery` writes them to `docs/gallery`, and the one named where words follow `--`.
//!
//! It is no part of `cargo test`: what it makes is looked at.

#![allow(clippy::expect_used, reason = "a picture that cannot be drawn is not drawn")]
#![allow(clippy::print_stdout, reason = "it says what it has drawn")]

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A picture: its name, the terminal, and the keys that lead there.
struct Moment {
    name: &'static str,
    columns: u16,
    rows: u16,
    keys: &'static str,
    paper: Paper,
}

/// What the terminal looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Paper {
    Dark,
    Light,
    Colourless,
}

const fn moment(name: &'static str, keys: &'static str) -> Moment {
    Moment { name, columns: 120, rows: 36, keys, paper: Paper::Dark }
}

/// The moments, with `⏎` for Enter.
const MOMENTS: [Moment; 17] = [
    moment("first-run", ""),
    moment("reading", "j⏎ "),
    moment("hints", "⏎f"),
    moment("sidebar", "j⏎ejj"),
    moment("peek", "⏎)i"),
    moment("dossier", "⏎]p⏎"),
    moment("correcting", "⏎]lEp"),
    moment("index", "gljj"),
    Moment { columns: 160, rows: 48, ..moment("map-small", "j⏎e") },
    moment("map", "M"),
    moment("search-error", "safter:2016-13⏎"),
    moment("search-hits", "smosul⏎"),
    moment("palette", ":name"),
    moment("help", "⏎?"),
    moment("rows-selected", "jVjj"),
    Moment { columns: 80, rows: 24, paper: Paper::Colourless, ..moment("mono", "j⏎") },
    Moment { paper: Paper::Light, ..moment("light", "j⏎)") },
];

/// How long the screen must be quiet to be drawn.
const QUIET: Duration = Duration::from_millis(900);

/// A cell of the picture, in hundredths of a pixel and pixels.
const CELL: (u32, u32) = (843, 18);

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    std::fs::create_dir_all(&folder).expect("a folder");
    for moment in
        MOMENTS.iter().filter(|moment| wanted.is_empty() || wanted.iter().any(|word| word == moment.name))
    {
        let screen = seen(moment);
        let path = folder.join(format!("{}.svg", moment.name));
        std::fs::write(&path, picture(&screen, moment.paper)).expect("a picture");
        println!("{}", path.display());
    }
}

/// The screen after the keys of a moment.
fn seen(moment: &Moment) -> vt100::Screen {
    let folder = tempfile::tempdir().expect("a folder");
    let size = PtySize { rows: moment.rows, cols: moment.columns, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dateline"));
    for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
        command.env(name, value);
    }
    for (name, below) in
        [("DATELINE_LIBRARY", "library"), ("DATELINE_LOG", "log"), ("XDG_CONFIG_HOME", "config")]
    {
        command.env(name, folder.path().join(below));
    }
    match moment.paper {
        Paper::Dark => command.env("COLORFGBG", "15;0"),
        Paper::Light => command.env("COLORFGBG", "0;15"),
        Paper::Colourless => command.env("NO_COLOR", "1"),
    }
    let mut child = pair.slave.spawn_command(command).expect("the program");
    let (mut reader, mut keys) =
        (pair.master.try_clone_reader().expect("a reader"), pair.master.take_writer().expect("a writer"));
    let (sender, bytes) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 1 << 14];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    let cells = |count| NonZero::new(count).expect("a size");
    let mut terminal = vt100::Parser::new(cells(moment.rows), cells(moment.columns), 0);
    // The sample library is set up first.
    while !terminal.screen().contents().contains("Start here") {
        settle(&bytes, &mut terminal);
    }
    settle(&bytes, &mut terminal);
    for key in moment.keys.chars() {
        let key = if key == '⏎' { "\r".to_owned() } else { key.to_string() };
        keys.write_all(key.as_bytes()).expect("a key");
        settle(&bytes, &mut terminal);
    }
    child.kill().expect("its end");
    child.wait().expect("its end");
    terminal.screen().clone()
}

fn settle(bytes: &Receiver<Vec<u8>>, terminal: &mut vt100::Parser) {
    let mut wait = QUIET * 4;
    while let Ok(some) = bytes.recv_timeout(wait) {
        terminal.process(&some);
        wait = QUIET / 3;
    }
}

/// How a run of cells looks.
#[derive(Clone, PartialEq, Eq)]
struct Look {
    ink: String,
    paper: Option<String>,
    style: String,
}

/// The screen as SVG: a rectangle behind each run of cells that has a ground of its own, and its text.
fn picture(screen: &vt100::Screen, paper: Paper) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let (ink, ground) = if paper == Paper::Light { ("#22252a", "#fbfaf7") } else { ("#d6d9de", "#16181c") };
    let (width, height) = (u32::from(columns) * CELL.0 / 100 + 24, u32::from(rows) * CELL.1 + 24);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{ground}\"/>\n\
         <g font-family=\"DejaVu Sans Mono,Menlo,Consolas,monospace\" font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let look = look_of(screen, row, column, (ink, ground));
            let (start, mut text) = (column, String::new());
            while column < columns && look_of(screen, row, column, (ink, ground)) == look {
                let cell = screen.cell(row, column);
                let contents = cell.filter(|cell| cell.has_contents()).map_or(" ", |cell| cell.contents());
                // Every column begins where it belongs, whatever the font makes of the one before.
                if cell.is_none_or(|cell| !cell.is_wide_continuation()) {
                    text.push_str(contents);
                }
                column += 1;
            }
            draw(&mut svg, (start, column, row), &look, &text);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn draw(svg: &mut String, (start, end, row): (u16, u16, u16), look: &Look, text: &str) {
    let (x, y, width) = (left_of(start), top_of(row), left_of(end) - left_of(start));
    if let Some(paper) = &look.paper {
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.2}\" y=\"{y}\" width=\"{width:.2}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    let (mut column, mut word) = (start, (start, String::new()));
    let mut shapes = String::new();
    for sign in text.chars() {
        let is_shape = shape(&mut shapes, sign, (left_of(column), f64::from(top_of(row))));
        if is_shape || (sign == ' ' && word.1.ends_with(' ')) {
            put(svg, look, row, &word);
            word = (column + 1, String::new());
        } else {
            word.1.push(sign);
        }
        column +=
            u16::try_from(dateline::text::width::width(sign.encode_utf8(&mut [0; 4]))).expect("a width");
    }
    put(svg, look, row, &word);
    if !shapes.is_empty() {
        let _ = writeln!(svg, "<path fill=\"{}\"{} d=\"{shapes}\"/>", look.ink, look.style);
    }
}

fn left_of(column: u16) -> f64 {
    f64::from(u32::from(column) * CELL.0) / 100.0 + 12.0
}

fn top_of(row: u16) -> u32 {
    u32::from(row) * CELL.1 + 12
}

/// Words from a column on.
fn put(svg: &mut String, look: &Look, row: u16, (column, words): &(u16, String)) {
    if words.trim().is_empty() {
        return;
    }
    let blanks = words.len() - words.trim_start().len();
    let x = left_of(column + u16::try_from(blanks).expect("a column"));
    let columns = u16::try_from(dateline::text::width::width(words.trim())).expect("a width");
    let text = words.trim().replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.2}\" y=\"{}\" textLength=\"{:.2}\" fill=\"{}\"{}>{text}</text>",
        top_of(row) + 14,
        left_of(columns) - left_of(0),
        look.ink,
        look.style
    );
}

/// Adds lines, blocks and dots to a path, so that no font is needed for them; false for any other sign.
fn shape(path: &mut String, sign: char, (x, y): (f64, f64)) -> bool {
    let (width, height) = (f64::from(CELL.0) / 100.0, f64::from(CELL.1));
    let (middle, centre) = (x + width / 2.0 - 0.5, y + height / 2.0 - 0.5);
    let mut rect = |x: f64, y: f64, width: f64, height: f64| {
        let _ = write!(path, "M{x:.1} {y:.1}h{width:.1}v{height:.1}h-{width:.1}z");
    };
    match sign {
        '─' => rect(x, centre, width + 0.1, 1.0),
        '│' => rect(middle, y, 1.0, height),
        '┬' | '┴' => {
            rect(x, centre, width + 0.1, 1.0);
            rect(middle, if sign == '┬' { centre } else { y }, 1.0, height / 2.0);
        }
        '▌' => rect(x, y, width / 2.0, height),
        '▎' => rect(x, y, width / 4.0, height),
        '▁'..='█' => {
            let part = f64::from(u32::from(sign) - 0x2580) / 8.0 * height;
            rect(x, y + height - part, width, part);
        }
        '\u{2800}'..='\u{28ff}' => {
            // The dots of a braille character, in the order of their bits.
            const DOTS: [(f64, f64); 8] =
                [(0., 0.), (0., 1.), (0., 2.), (1., 0.), (1., 1.), (1., 2.), (0., 3.), (1., 3.)];
            let set = DOTS.into_iter().enumerate().filter(|(bit, _)| (u32::from(sign) >> bit) & 1 == 1);
            for (_, (right, down)) in set {
                rect(x + 1.4 + right * width / 2.0, y + 1.5 + down * height / 4.0, 1.5, 1.5);
            }
        }
        _ => return false,
    }
    true
}

fn look_of(screen: &vt100::Screen, row: u16, column: u16, (ink, ground): (&str, &str)) -> Look {
    let Some(cell) = screen.cell(row, column) else {
        return Look { ink: ink.to_owned(), paper: None, style: String::new() };
    };
    let (mut fore, mut back) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    if cell.inverse() {
        (fore, back) = (Some(back.unwrap_or(ground.to_owned())), Some(fore.unwrap_or(ink.to_owned())));
    }
    let mut style = String::new();
    for (is_so, says) in [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
        (cell.dim(), " opacity=\"0.6\""),
    ] {
        if is_so {
            style.push_str(says);
        }
    }
    Look { ink: fore.unwrap_or(ink.to_owned()), paper: back, style }
}

/// A colour as SVG writes it; `None` for the terminal's own.
fn colour(colour: vt100::Color) -> Option<String> {
    const NAMED: [&str; 16] = [
        "#1c1c1c", "#cc4444", "#44aa55", "#bb9933", "#4477cc", "#aa55bb", "#44aaaa", "#cccccc", "#666666",
        "#ff7777", "#77dd88", "#eecc66", "#77aaff", "#dd88ee", "#77dddd", "#ffffff",
    ];
    match colour {
        vt100::Color::Default => None,
        vt100::Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        vt100::Color::Idx(at @ 0..16) => Some(NAMED[usize::from(at)].to_owned()),
        vt100::Color::Idx(at @ 16..232) => {
            let step = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
            let at = at - 16;
            Some(format!("#{:02x}{:02x}{:02x}", step(at / 36), step(at / 6 % 6), step(at % 6)))
        }
        vt100::Color::Idx(at) => {
            let grey = 8 + 10 * (at - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}
