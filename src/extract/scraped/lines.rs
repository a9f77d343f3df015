//! The logical lines of a plain text: hard-wrapped lines are joined, hyphenation is undone, and marks of the program
//! that made the text (lynx, w3m, a scraper) are removed.
//!
//! Which lines belong to the article is not decided here.

use super::pictures::{image_name, is_caption, is_file_name, is_picture};
use super::words::words;
use crate::extract::boilerplate::{Boilerplate, Rules};
use crate::extract::reason::Reason;
use crate::text::sentences::ends_as_sentence;
use std::collections::HashSet;

/// A paragraph, heading, item or menu entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, on one line, without its bullet.
    pub text: String,
    /// What was removed from its beginning: the name of a picture before the text.
    pub glued: Option<String>,
    /// Whether it began with a bullet.
    pub is_item: bool,
    /// Whether an empty line precedes it.
    pub is_apart: bool,
    /// Its indentation; text browsers indent the body and not the headings.
    pub indent: usize,
    /// What it looks like by itself.
    pub kind: LineKind,
}

/// The kind of a line, from its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// It belongs to the page.
    Boilerplate(Boilerplate),
    /// A paragraph: a dozen words that end like a sentence, or very many.
    Prose,
    /// A short sentence.
    Sentence,
    /// A heading, a name, a menu entry.
    Short,
}

impl Line {
    /// Whether a short line has real content, like list items in articles: most of its words are in lower case, it
    /// contains a colon, or it is code.
    pub fn tells(&self) -> bool {
        const LEAST: usize = 4;
        let words = self.text.split(' ').filter(|word| word.contains(char::is_alphabetic));
        let small = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
        let is_list = self.words() >= LEAST && (small * 2 >= words.count() || self.text.contains(": "));
        self.kind == LineKind::Short && (is_list || is_code(&self.text))
    }

    /// The number of its words.
    pub fn words(&self) -> usize {
        words(&self.text)
    }
}

/// How text browsers write form fields.
const FIELD: &str = "______";

/// A line with this many words is a paragraph, however it ends.
const LEAST_OF_LONG: usize = 25;

/// Whether it is a line of code, rather than a sentence with the same characters.
pub(super) fn is_code(text: &str) -> bool {
    if words(text) >= LEAST_OF_LONG || text.ends_with(['.', '!', '?']) {
        return false;
    }
    let is_call = text.split_once('(').is_some_and(|(name, _)| name.contains('.') && !name.contains(' '));
    is_call
        || text.starts_with("return ")
        || text.ends_with(['{', '}', ';'])
        || [" = ", "=>", "()."].iter().any(|sign| text.contains(sign))
}

/// The lines of a clean text, without empty ones.
pub(super) fn read(text: &str) -> Vec<Line> {
    let rules = Rules::new();
    joined(&split(text))
        .into_iter()
        .filter(|(text, raw)| raw.is_apart || !is_underline(text))
        .map(|(text, raw)| line(&text, &raw, &rules))
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// Whether a line only underlines the heading above it.
fn is_underline(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next().filter(|sign| matches!(sign, '=' | '-' | '~' | '_' | '*' | '–' | '—'));
    text.len() >= 3 && first.is_some_and(|first| signs.all(|sign| sign == first))
}

/// A text with its wrapped lines joined, and with single empty lines.
pub(in crate::extract) fn unwrapped(text: &str) -> String {
    let clean = crate::text::clean::lines(text);
    let mut out = String::with_capacity(clean.len());
    for (line, raw) in joined(&split(&clean)) {
        if !out.is_empty() {
            out.push_str(if raw.is_apart { "\n\n" } else { "\n" });
        }
        out.push_str(&line);
    }
    out
}

fn joined<'a>(raw: &[Raw<'a>]) -> Vec<(String, Raw<'a>)> {
    match wrapped_at(raw) {
        Some(width) => join(raw, |last, line| is_full(last, line, width)),
        None => join(raw, runs_over),
    }
}

/// Whether a sentence continues from a line of some length into the next, which shows that a text of a few lines was
/// wrapped.
fn runs_over(line: &Raw, next: &Raw) -> bool {
    const LEAST: usize = 55;
    const MOST: usize = 100;
    (LEAST..=MOST).contains(&columns(line))
        && columns(next) <= MOST
        && next.text.starts_with(char::is_lowercase)
        && !ends_as_sentence(line.text)
        && !line.text.ends_with(',')
        && !is_code(line.text)
        && !is_code(next.text)
}

/// A physical line of the file.
#[derive(Debug, Clone)]
struct Raw<'a> {
    text: &'a str,
    indent: usize,
    is_item: bool,
    is_apart: bool,
}

fn split(text: &str) -> Vec<Raw<'_>> {
    let mut lines = Vec::new();
    let mut is_apart = true;
    for line in text.split('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            is_apart = true;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        lines.push(Raw { text: trimmed, indent, is_item: unmarked(trimmed) != trimmed, is_apart });
        is_apart = false;
    }
    // Where the text was trimmed, its first line has lost what indents all others.
    if let [first, second, third, ..] = &lines[..]
        && first.indent == 0
        && second.indent == third.indent
        && lines[1..].iter().all(|line| line.indent == second.indent && !line.is_item)
    {
        lines[0].indent = lines[1].indent;
    }
    lines
}

/// The width at which a text was hard-wrapped, if it was: nearly every line directly followed by another has no room
/// left for the next one's first word. Lines of less than half the width are those of menus and tables.
fn wrapped_at(lines: &[Raw]) -> Option<usize> {
    let width = lines.iter().filter(|line| line.text.contains(' ')).map(|line| columns(line)).max()?;
    if !(40..=120).contains(&width) {
        return None;
    }
    let is_wide = |line: &Raw| columns(line) * 2 >= width;
    let runs_on = |pair: &&[Raw]| !pair[1].is_apart && !pair[1].is_item && is_wide(&pair[0]);
    let breaks = lines.windows(2).filter(runs_on).count();
    let full = lines.windows(2).filter(runs_on).filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    // In a text of few lines, only lines that end inside a sentence count as wrapped.
    let is_open = |pair: &[Raw]| !ends_as_sentence(pair[0].text) && !is_code(pair[0].text);
    let is_mail = || {
        (1..3).contains(&breaks)
            && full == breaks
            && (60..=80).contains(&width)
            && lines.windows(2).filter(runs_on).all(is_open)
    };
    ((breaks >= 3 && full * 10 >= breaks * 8) || is_mail()).then_some(width)
}

fn columns(line: &Raw) -> usize {
    line.indent + line.text.chars().count()
}

/// Whether the first word of `next` had no room at the end of `line`. Ragged text is wrapped to within a few
/// columns of its width.
fn is_full(line: &Raw, next: &Raw, width: usize) -> bool {
    let word = next.text.split(' ').next().unwrap_or("").chars().count();
    columns(line) + 1 + word + 4 > width
}

/// Joins wrapped lines; each joined line keeps the properties of its first.
fn join<'a>(lines: &[Raw<'a>], goes_on: impl Fn(&Raw, &Raw) -> bool) -> Vec<(String, Raw<'a>)> {
    let known: HashSet<&str> = lines.iter().flat_map(|line| line.text.split(' ')).map(bare).collect();
    let mut joined: Vec<(String, Raw)> = Vec::new();
    let mut last: Option<&Raw> = None;
    for line in lines {
        let follows = last.is_some_and(|last| {
            let is_indented = line.indent > last.indent && !last.is_item;
            !line.is_apart && !line.is_item && !is_indented && goes_on(last, line)
        });
        match joined.last_mut() {
            Some((text, _)) if follows => append(text, line.text, &known),
            _ => joined.push((line.text.to_owned(), line.clone())),
        }
        last = Some(line);
    }
    joined
}

/// Appends the next line to a text. A hyphen at the end belongs to a divided word, unless the text writes the word
/// with its hyphen elsewhere, or its halves occur as separate words.
fn append(text: &mut String, next: &str, known: &HashSet<&str>) {
    let second = bare(next.split(' ').next().unwrap_or(""));
    let first = text.strip_suffix('-').map(|head| bare(head.rsplit(' ').next().unwrap_or("")));
    let Some(first) = first.filter(|first| !first.is_empty() && second.starts_with(char::is_lowercase))
    else {
        text.push_str(if text.ends_with(['–', '—']) { "" } else { " " });
        text.push_str(next);
        return;
    };
    let whole = format!("{first}{second}");
    let hyphened = format!("{first}-{second}");
    let are_words = known.contains(first) && known.contains(second) && !known.contains(whole.as_str());
    if !known.contains(hyphened.as_str()) && !are_words {
        text.pop();
    }
    text.push_str(next);
}

/// A word without surrounding punctuation.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn line(joined: &str, raw: &Raw, rules: &Rules) -> Line {
    let plain = crate::text::clean::line(&joined.replace("(BUTTON)", " "));
    let unmarked = unmarked(&plain);
    let (glued, text) = match image_name(unmarked) {
        Some(end) => (Some(unmarked[..end].to_owned()), unmarked[end..].trim_start()),
        None => (None, unmarked),
    };
    Line {
        text: text.to_owned(),
        glued,
        is_item: raw.is_item,
        is_apart: raw.is_apart,
        indent: raw.indent,
        kind: kind(text, rules),
    }
}

fn kind(text: &str, rules: &Rules) -> LineKind {
    if is_code(text) {
        return LineKind::Short;
    }
    if let Some(boilerplate) = rules.judge(text) {
        return LineKind::Boilerplate(boilerplate);
    }
    if is_picture(text) {
        return LineKind::Boilerplate(Boilerplate { reason: Reason::ImageName, ends_article: false });
    }
    if text.contains(FIELD) {
        return LineKind::Boilerplate(Boilerplate { reason: Reason::Form, ends_article: false });
    }
    if is_caption(text) {
        return LineKind::Boilerplate(Boilerplate { reason: Reason::PictureCaption, ends_article: false });
    }
    match (words(text), ends_as_sentence(text)) {
        (12.., true) | (LEAST_OF_LONG.., _) => LineKind::Prose,
        (5.., true) => LineKind::Sentence,
        _ => LineKind::Short,
    }
}

/// The text without bullets and without what text browsers write for a picture or an empty
/// field before it: `* `, `□ `, `[photo-12]`, `[   ]`.
fn unmarked(text: &str) -> &str {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let after_bullet = trimmed
            .strip_prefix(['*', '+', '•', '□', '■', '▪', '◦', '·', '○', '●', '-', '–', 'o'])
            .filter(|after| after.starts_with(' ') || (after.is_empty() && trimmed != "o"));
        let after_field =
            trimmed.strip_prefix('[').and_then(|inside| inside.split_once(']')).filter(|(inside, _)| {
                inside.chars().count() <= 80 && (inside.trim().is_empty() || is_file_name(inside))
            });
        rest = match (after_bullet, after_field) {
            (Some(after), _) | (None, Some((_, after))) => after,
            (None, None) => return trimmed,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn wrapped_lines_are_joined_and_divided_words_made_whole() {
        let wrapped = "The storm reached the northern harbour before dawn and tore\n\
                       three boats from their moorings. Nobody was hurt, said the har-\n\
                       bour master, whose well-known warnings had been heeded by all\n\
                       of the crews but one.\n\n\
                       The ferry sails again on Thursday.";
        assert_eq!(
            texts(wrapped),
            [
                "The storm reached the northern harbour before dawn and tore three boats from their moorings. \
                 Nobody was hurt, said the harbour master, whose well-known warnings had been heeded by all \
                 of the crews but one.",
                "The ferry sails again on Thursday."
            ]
        );
    }

    #[test]
    fn verse_is_not_joined() {
        let verse = "The tide goes out,\nthe tide comes in,\nand somewhere on the quay a boy begins to sing\n\
                     of boats.";
        assert_eq!(texts(verse).len(), 4);
    }

    #[test]
    fn short_lines_that_say_something_are_told_from_menus() {
        for (text, expected) in [
            ("Ready before the tide turns", true),
            ("Network: two ferries, one pilot", true),
            ("let boats = 2;", true),
            ("With boats = 2 the quay is full.", false),
            ("Home Builders in Los Gatos", false),
            ("Contact Us", false),
        ] {
            assert_eq!(read(text)[0].tells(), expected, "{text}");
        }
    }

    #[test]
    fn names_of_pictures_come_off_the_first_word() {
        for (input, expected) in [
            ("harbour-dawn-700x430The storm came.", "The storm came."),
            ("quay-700x430“No,” she said.", "“No,” she said."),
            ("IMG_2041Boats lay ashore.", "Boats lay ashore."),
            ("boats.jpgBoats lay ashore.", "Boats lay ashore."),
            ("103688330-Archive-534641856Ferry sails again.", "Ferry sails again."),
            ("F-35A jets flew over.", "F-35A jets flew over."),
            ("U.S. ships sailed.", "U.S. ships sailed."),
            ("MiG-29s and COVID-19Vaccines", "MiG-29s and COVID-19Vaccines"),
            ("* [boat-at-sea-12-24-3] The ferry", "The ferry"),
            ("The flaw [CVE-2024-1234] is closed.", "The flaw [CVE-2024-1234] is closed."),
            ("[Editor’s note] The ferry sails.", "[Editor’s note] The ferry sails."),
        ] {
            assert_eq!(texts(input), [expected], "{input}");
        }
    }
}
