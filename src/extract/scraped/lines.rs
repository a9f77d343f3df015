//! The lines of a plain text as their author meant them: hard-wrapped lines joined, hyphenation undone,
//! marks of the program that made the text (lynx, w3m, a scraper) taken off.
//!
//! Which lines belong to the article is not decided here.

use crate::extract::boilerplate::{Boilerplate, Rules};
use crate::extract::reason::Reason;
use crate::text::sentences::ends_as_sentence;
use std::collections::HashSet;

/// A paragraph, heading, item or menu entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its words, on one line, without its bullet.
    pub text: String,
    /// What was taken off its beginning: the name of a picture that stood before the text.
    pub glued: Option<String>,
    /// It began with a bullet.
    pub is_item: bool,
    /// An empty line stands before it.
    pub is_apart: bool,
    /// Blanks before it; browsers of plain text indent the body and not the headings.
    pub indent: usize,
    /// What it looks like by itself.
    pub kind: LineKind,
}

/// What a line looks like, from its words alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// It belongs to the page.
    Boilerplate(Boilerplate),
    /// A paragraph: a dozen words that end as a sentence does, or very many.
    Prose,
    /// A short sentence.
    Sentence,
    /// A heading, a name, a menu entry.
    Short,
}

impl Line {
    /// Whether a short line says something, as items of lists in articles do: most of its words are not capitalised,
    /// or a colon parts them, or it is code.
    pub fn tells(&self) -> bool {
        const LEAST: usize = 4;
        let words = self.text.split(' ').filter(|word| word.contains(char::is_alphabetic));
        let small = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
        let is_list = self.words() >= LEAST && (small * 2 >= words.count() || self.text.contains(": "));
        self.kind == LineKind::Short && (is_list || is_code(&self.text))
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        words(&self.text)
    }
}

/// What browsers of plain text write for a field to be filled in.
const FIELD: &str = "______";

/// A line of so many words is a paragraph, however it ends.
const LEAST_OF_LONG: usize = 25;

/// A line of a program, and no sentence that has its signs.
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

/// Words: runs of letters and digits.
pub(super) fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// The lines of a clean text; empty ones are gone.
pub(super) fn read(text: &str) -> Vec<Line> {
    let rules = Rules::new();
    let raw = split(text);
    let joined = match wrapped_at(&raw) {
        Some(width) => join(&raw, width),
        None => raw.iter().map(|line| line.text.to_owned()).zip(raw.iter().map(Raw::clone)).collect(),
    };
    joined
        .into_iter()
        .map(|(text, raw)| line(&text, &raw, &rules))
        .filter(|line| !line.text.is_empty())
        .collect()
}

/// A line of the file.
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
    lines
}

/// The width a text was hard-wrapped at, if it was: nearly every line that another follows at once has
/// no room left for the next one's first word. Lines of less than half the width are those of menus and tables.
fn wrapped_at(lines: &[Raw]) -> Option<usize> {
    let width = lines.iter().filter(|line| line.text.contains(' ')).map(|line| columns(line)).max()?;
    if !(40..=120).contains(&width) {
        return None;
    }
    let is_wide = |line: &Raw| columns(line) * 2 >= width;
    let runs_on = |pair: &&[Raw]| !pair[1].is_apart && !pair[1].is_item && is_wide(&pair[0]);
    let breaks = lines.windows(2).filter(runs_on).count();
    let full = lines.windows(2).filter(runs_on).filter(|pair| is_full(&pair[0], &pair[1], width)).count();
    (breaks >= 3 && full * 10 >= breaks * 8).then_some(width)
}

fn columns(line: &Raw) -> usize {
    line.indent + line.text.chars().count()
}

/// Whether the first word of `next` had no room at the end of `line`. Ragged text is set to within a few
/// columns of its width.
fn is_full(line: &Raw, next: &Raw, width: usize) -> bool {
    let word = next.text.split(' ').next().unwrap_or("").chars().count();
    columns(line) + 1 + word + 4 > width
}

/// Joins what was wrapped; each joined line keeps what its first line was.
fn join<'a>(lines: &[Raw<'a>], width: usize) -> Vec<(String, Raw<'a>)> {
    let known: HashSet<&str> = lines.iter().flat_map(|line| line.text.split(' ')).map(bare).collect();
    let mut joined: Vec<(String, Raw)> = Vec::new();
    let mut last: Option<&Raw> = None;
    for line in lines {
        let follows = last.is_some_and(|last| {
            let is_indented = line.indent > last.indent && !last.is_item;
            !line.is_apart && !line.is_item && !is_indented && is_full(last, line, width)
        });
        match joined.last_mut() {
            Some((text, _)) if follows => append(text, line.text, &known),
            _ => joined.push((line.text.to_owned(), line.clone())),
        }
        last = Some(line);
    }
    joined
}

/// Appends the next line to a text. A hyphen at the end is a divided word's, unless the text writes the
/// word with its hyphen elsewhere, or its halves stand as words of their own.
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

/// A word without the signs around it.
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

/// The text without bullets and without what browsers of plain text write for a picture or an empty
/// field in front of it: `* `, `□ `, `[photo-12]`, `[   ]`.
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

/// A whole line that stands for a picture.
fn is_picture(text: &str) -> bool {
    let inside = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside
        .is_some_and(|inside| words(inside) <= 6 || is_file_name(inside.split('?').next().unwrap_or(inside)))
        || (!text.contains(' ') && (is_file_name(text) || is_slug(text)))
}

/// Small words with hyphens between them, as nobody writes in a line of its own: `boats-at-dawn`.
fn is_slug(text: &str) -> bool {
    text.matches(['-', '_']).count() >= 2
        && text.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'))
}

/// The words under a picture that is not there: they end in the picture's credit.
fn is_caption(text: &str) -> bool {
    const CREDITS: [&str; 19] = [
        "(Image:",
        "(Photo:",
        "(Picture:",
        "(Pic:",
        "(Credit",
        "/Getty",
        "Shutterstock",
        "Credit:",
        "Getty Images",
        "AP Photo",
        "Photo by",
        "Photograph by",
        "Photograph:",
        "Photo:",
        "Photo credit",
        "Image credit",
        "Image Credit",
        "/AFP",
        "via Reuters",
    ];
    if is_labelled_caption(text) || (words(text) <= LONGEST_CAPTION && ends_in_credit(text)) {
        return true;
    }
    let end = text.trim_end_matches(['.', ')', ' ']);
    let tail = end.char_indices().rev().nth(60).map_or(end, |(at, _)| &end[at..]);
    let credit = CREDITS.iter().filter_map(|credit| tail.rfind(credit)).max();
    // "Photo by" and the photographer's name at the end, or the credit alone; no sentence after it.
    credit.is_some_and(|at| words(&tail[at..]) <= 8 && !tail[at..].contains(". "))
        && words(text) <= LONGEST_CAPTION
}

const LONGEST_CAPTION: usize = 80;

/// "(AP)", "(Ann Example/Harbour Post)" at the end: who took the picture.
fn ends_in_credit(text: &str) -> bool {
    /// A dateline alone is shorter.
    const LEAST_TOLD: usize = 4;
    let Some((_, credit)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
        return false;
    };
    let is_name = |name: &str| {
        let words = name.split_whitespace();
        (1..=4).contains(&words.clone().count())
            && words.clone().all(|word| word.starts_with(char::is_uppercase))
    };
    let is_agency = matches!(credit, "AP" | "AFP" | "Reuters" | "REUTERS" | "EPA" | "Getty");
    let is_person = |name: &str| is_name(name) && name.contains(' ');
    let is_both =
        credit.split_once('/').is_some_and(|(who, whose)| is_person(who.trim()) && is_name(whose.trim()));
    (is_agency || is_both) && words(text) > words(credit) + LEAST_TOLD
}

/// "Image caption The quay", "2of4The quay", "Image 1 of 8".
fn is_labelled_caption(text: &str) -> bool {
    const LABELS: [&str; 11] = [
        "image caption",
        "image copyright",
        "media caption",
        "image: ",
        "caption: ",
        "file photo",
        "pictured: ",
        "photo: ",
        "in this photo",
        "in this file photo",
        "in this image",
    ];
    let lower = text.get(..20.min(text.len())).unwrap_or_default().to_lowercase();
    let counted =
        lower.trim_start_matches("image ").trim_start_matches("photo ").trim_start_matches("slide ");
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = digits(counted);
    let after = counted[first..].trim_start().strip_prefix("of").map(str::trim_start);
    let is_counted = (1..=3).contains(&first)
        && after.is_some_and(|after| {
            let last = digits(after.trim_start_matches(['/', ' ']));
            let rest = &after.trim_start_matches(['/', ' '])[last..];
            (1..=3).contains(&last) && (rest.is_empty() || !rest.starts_with(' '))
        });
    is_counted || (LABELS.iter().any(|label| lower.starts_with(label)) && words(text) <= 60)
}

/// A name that only a file has: `harbour-at-dawn-700x430`, `IMG_2041`, `logo.png`.
fn is_file_name(text: &str) -> bool {
    const PICTURES: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];
    if text.contains(char::is_whitespace) || text.contains("://") {
        return false;
    }
    let text = text.to_ascii_lowercase();
    PICTURES.iter().any(|ending| text.ends_with(ending))
        || has_dimensions(&text)
        || (text.contains(['-', '_']) && longest_number(&text) >= 4 && text.contains(char::is_alphabetic))
        || text.matches(['-', '_', '+']).count() >= 4
}

/// `...700x430` at the end.
fn has_dimensions(text: &str) -> bool {
    let Some((before, height)) = text.rsplit_once('x') else { return false };
    let width = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let is_size = |digits: usize| (2..=4).contains(&digits);
    is_size(width) && is_size(height.len()) && height.bytes().all(|byte| byte.is_ascii_digit())
}

fn longest_number(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Where the name of a picture ends that a scraper has glued to a text's first word:
/// `harbour-700x430The storm` gives 15.
fn image_name(text: &str) -> Option<usize> {
    let first = text.split(' ').next()?;
    if !first.contains(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let mut before = None;
    let mut end = None;
    for (at, c) in first.char_indices() {
        let begins_word = c.is_uppercase() || matches!(c, '“' | '"' | '‘');
        let name = &first[..at];
        let ends_name = before.is_some_and(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase());
        if begins_word && ends_name && is_glued_name(name) {
            end = Some(at);
        }
        before = Some(c);
    }
    end
}

fn is_glued_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_numbered = lower.contains(['-', '_']) && longest_number(&lower) >= 6;
    let is_camera = ["img_", "img-", "dsc_", "dsc-", "dscn"].iter().any(|start| lower.starts_with(start));
    let has_ending = [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|end| lower.ends_with(end));
    has_ending || is_numbered || (is_camera && longest_number(&lower) >= 2) || has_dimensions(&lower)
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
    fn captions_are_told_by_their_credit() {
        for (text, expected) in [
            ("Snow covers the boats in the northern harbour. (Ann Example/Harbour Post)", true),
            ("The harbour of Lund on a morning in May. (AP)", true),
            ("In this photo issued by the harbour, two ferries pass each other.", true),
            ("Boats lay ashore (and one, the mayor’s, in a tree)", false),
            ("HARBOUR TOWN, Vt. (AP)", false),
        ] {
            assert_eq!(is_caption(text), expected, "{text}");
        }
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
