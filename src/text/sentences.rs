//! Where sentences end, by the rules of printed English: a full stop ends one unless it belongs to an
//! abbreviation, an initial or a number.

use crate::model::Span;
use std::ops::Range;

/// The sentences of a text, in order, without the white space between them. A line end also ends a sentence,
/// so paragraphs, headings and list items never run together.
pub fn spans(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        split_line(line, start, &mut sentences);
        start += line.len();
    }
    sentences
}

/// The sentence that contains the byte at `offset`; the one before it if the byte is between
/// two.
pub fn around(text: &str, offset: usize) -> Span {
    Around::new(text).sentence(offset)
}

/// The sentences and lines around bytes of a text. A line is split into sentences once for bytes that follow each other.
pub struct Around<'a> {
    text: &'a str,
    line: Option<Range<usize>>,
    sentences: Vec<Span>,
}

impl<'a> Around<'a> {
    /// Those of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, line: None, sentences: Vec::new() }
    }

    /// The sentence that contains the byte at `offset`; the one before it if the byte is between two.
    pub fn sentence(&mut self, offset: usize) -> Span {
        let line = self.line(offset);
        let upto = self.sentences.partition_point(|sentence| sentence.start as usize <= offset);
        self.sentences.get(upto.saturating_sub(1)).copied().unwrap_or(Span::new(line.start, line.end))
    }

    /// The line that contains the byte at `offset`, without its end.
    pub fn line(&mut self, offset: usize) -> Range<usize> {
        if let Some(line) = self.line.clone().filter(|line| line.start <= offset && offset <= line.end) {
            return line;
        }
        let before = self.text.get(..offset).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        self.sentences.clear();
        split_line(&self.text[start..end], start, &mut self.sentences);
        self.line = Some(start..end);
        start..end
    }
}

fn split_line(line: &str, base: usize, sentences: &mut Vec<Span>) {
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next_at, next)) = chars.peek() {
            if !matches!(next, '.' | '!' | '?' | '…' | '”' | '"' | '’' | '\'' | ')' | ']' | '»') {
                break;
            }
            end = next_at + next.len_utf8();
            chars.next();
        }
        if ends_sentence(&line[start..at], c, &line[end..]) {
            push_trimmed(line, start, end, base, sentences);
            start = end;
        }
    }
    push_trimmed(line, start, line.len(), base, sentences);
}

fn push_trimmed(line: &str, start: usize, end: usize, base: usize, sentences: &mut Vec<Span>) {
    let piece = &line[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let lead = piece.len() - piece.trim_start().len();
        sentences.push(Span::new(base + start + lead, base + start + lead + trimmed.len()));
    }
}

/// Whether a mark between `before` and `after` ends the sentence.
fn ends_sentence(before: &str, mark: char, after: &str) -> bool {
    if matches!(mark, '。' | '！' | '？') {
        return true;
    }
    if !after.starts_with(char::is_whitespace) {
        return after.is_empty();
    }
    let next = after.trim_start().chars().find(|c| !matches!(c, '“' | '"' | '‘' | '\'' | '(' | '[' | '«'));
    let next_is_lower = next.is_some_and(char::is_lowercase);
    if mark != '.' {
        return !next_is_lower;
    }
    let word =
        before.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '“' || c == '"').next().unwrap_or("");
    if next_is_lower || is_title(word) {
        return false;
    }
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let is_dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    if is_initial {
        return false;
    }
    if is_dotted || is_abbreviation(word) {
        // "U.S. Defense", "Jan. 5": an abbreviation ends a sentence only before a word that begins one.
        let opener = after.split_whitespace().next().unwrap_or("");
        return OPENERS.contains(&opener);
    }
    true
}

/// Words before a name that never end a sentence.
fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Adm", "Sgt", "Cpl",
        "Pvt", "Brig", "Sen", "Rep", "Gov", "Pres", "Rev", "Fr", "St", "Ste", "Hon", "Supt", "Det", "Insp",
        "vs", "No", "Nos", "Mt", "Ft", "Msgr", "Sr", "Amb", "Sec", "Rt",
    ];
    TITLES.contains(&word)
}

/// Abbreviations that may or may not end a sentence.
fn is_abbreviation(word: &str) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Inc", "Corp",
        "Co", "Ltd", "Jr", "etc", "Ave", "Blvd", "Rd", "Calif", "Fla", "Mass", "Conn", "Tex", "Ariz", "Ala",
        "Ark", "Colo", "Del", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mich", "Minn", "Miss", "Mo", "Mont",
        "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Va", "Vt", "Wash", "Wis", "Wyo", "approx", "est", "Dept",
        "Univ", "Assn", "Bros", "a.m", "p.m",
    ];
    ABBREVIATIONS.contains(&word)
}

/// Capitalised words that begin sentences and hardly ever follow an abbreviation within one.
const OPENERS: &[&str] = &[
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "In", "On", "At", "But", "And", "This", "That",
    "These", "Those", "His", "Her", "Its", "Their", "When", "While", "After", "Before", "As", "If", "For",
    "However", "There",
];

/// Whether a text ends as a sentence does, or as an introduction to a list does.
pub fn ends_as_sentence(text: &str) -> bool {
    let closing = |c: char| matches!(c, '”' | '"' | '’' | '\'' | ')' | ']' | '»') || c.is_whitespace();
    text.trim_end_matches(closing).ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '؟', '۔'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn marks_that_end_sentences_and_marks_that_do_not() {
        for (input, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            ("Gen. Mary Hill met Dr. Roe. They spoke.", vec!["Gen. Mary Hill met Dr. Roe.", "They spoke."]),
            (
                "The U.S. Navy sailed from the U.S. The fleet is back.",
                vec!["The U.S. Navy sailed from the U.S.", "The fleet is back."],
            ),
            ("It rose 2.5 percent. Prices fell.", vec!["It rose 2.5 percent.", "Prices fell."]),
            ("“Is it over?” she asked. “No.”", vec!["“Is it over?” she asked.", "“No.”"]),
            ("J. K. Moor wrote it.", vec!["J. K. Moor wrote it."]),
            ("Heading\n\nBody text", vec!["Heading", "Body text"]),
            ("", vec![]),
        ] {
            assert_eq!(split(input), expected, "{input:?}");
        }
    }

    #[test]
    fn around_gives_the_sentence_of_a_byte() {
        let text = "First one here. Second one there.\n\nThird.";
        let mut beside = Around::new(text);
        let offsets = (0..=text.len()).chain((0..=text.len()).rev()).filter(|&at| text.is_char_boundary(at));
        for at in offsets {
            assert_eq!(beside.sentence(at), around(text, at), "{at}");
        }
        assert_eq!(around(text, 0).of(text), "First one here.");
        assert_eq!(around(text, 20).of(text), "Second one there.");
        assert_eq!(around(text, text.len()).of(text), "Third.");
    }

    proptest::proptest! {
        #[test]
        fn sentences_are_within_the_text_and_in_order(text in "\\PC{0,80}") {
            let mut last = 0;
            for span in spans(&text) {
                proptest::prop_assert!(span.start as usize >= last && !span.of(&text).is_empty());
                last = span.end as usize;
            }
        }
    }
}
