//! Cuts texts into words for searching: each has its folded form, and other forms that find it, such as the whole of a
//! hyphenated word, and the word behind an apostrophe or particle.

use super::scripts::{self, is_joiner};
use crate::text::fold::fold;
use crate::text::spelling::american;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Longer words are truncated: they are data, and nobody searches for their ends.
const LONGEST: usize = 60;

/// The maximum number of hyphenated parts.
const MOST_PARTS: usize = 5;

/// The stem of a folded form, the same for British and American spelling.
pub(super) fn stem(form: &str) -> String {
    frostem::Stemmer::new(frostem::Algorithm::English).stem(&american(form)).into_owned()
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its position.
    pub range: Range<usize>,
    /// Its folded form.
    pub form: String,
    /// Other forms that find it.
    pub others: Vec<String>,
    /// For the first of several words joined by hyphens or thousands separators: all of them as one, and their
    /// number.
    pub joined: Option<(String, usize)>,
}

/// Iterates over the words of a text.
///
/// Dotted letters are one word ("a.m." is "am"). A possessive is dropped, and other apostrophes are removed. In
/// scripts without spaces or with attached particles, each character is a word. "US" and "U.S." keep their capitals,
/// which distinguish the country from the pronoun.
pub(super) struct Words<'a> {
    pub text: &'a str,
    at: usize,
    /// The number of joined words still to come.
    left: usize,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0, left: 0 }
    }

    /// The next word, if none of the rules can apply to it: it is of ASCII letters and digits alone, and nothing around it
    /// joins it to others. Its form is itself in lower case.
    pub fn next_plain(&mut self) -> Option<Range<usize>> {
        if self.left > 0 {
            return None;
        }
        let bytes = self.text.as_bytes();
        let begins = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || byte == b'&';
        let start = (self.at..bytes.len()).find(|&at| begins(bytes[at]))?;
        let length = plain_word(&self.text[start..])?;
        let end = start + length;
        let is_number = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let is_joined = match bytes.get(end) {
            Some(b'-' | b'+' | b'#') => true,
            Some(b',' | b'.' | b' ') => is_number(end - 1) && is_number(end + 1),
            _ => false,
        };
        let follows_dot = start > 0 && bytes[start - 1] == b'.';
        let word = &self.text[start..end];
        if is_joined || follows_dot || length > LONGEST || is_country(word) {
            return None;
        }
        self.at = end;
        Some(start..end)
    }

    /// The next word, looked at alone, and where the one after it may begin: behind a possessive, too.
    fn single(&self, from: usize) -> Option<(Word, usize)> {
        let is_start = |at: usize, c: char| {
            (is_letter(c) && !scripts::is_final_length(self.text, at)) || stands_for_and(self.text, at, c)
        };
        let mut characters = self.text[from..].char_indices().map(|(at, c)| (from + at, c));
        let (start, first) = characters.find(|&(at, c)| is_start(at, c))?;
        if first == '&' {
            let form = String::from("and");
            return Some((
                Word { range: start..start + 1, form, others: Vec::new(), joined: None },
                start + 1,
            ));
        }
        let end = self.end_of_word(start);
        let word = without_possessive(&self.text[start..end]);
        let mut range = start..start + word.len();
        let mut others = Vec::new();
        let mut form = form_of(word);
        if is_country(word) {
            form = String::from("US");
        } else if let Some(sign) = sign_after(word, &self.text[end..]) {
            range.end = end + sign.len();
            form.push_str(sign);
        } else if first.is_alphabetic() && follows_lone_dot(&self.text[..start]) {
            range.start -= 1;
            let dotted = format!(".{form}");
            others.push(std::mem::replace(&mut form, dotted));
        } else if !form.is_ascii() {
            others.extend(scripts::without_particles(&form));
            others.extend(scripts::parts(word).map(form_of));
        }
        if word.len() > form.len() || !word.is_ascii() {
            others.extend(beside_apostrophe(word).into_iter().map(form_of));
        }
        let after = range.end.max(end);
        Some((Word { range, form, others, joined: None }, after))
    }

    /// The end of the word that starts at `start`.
    fn end_of_word(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        if let Some(length) = plain_word(rest) {
            return start + length;
        }
        if let Some(length) = dotted_letters(rest) {
            return start + length;
        }
        let mut end = start;
        let mut characters = rest.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            if scripts::stands_alone(c) {
                return if at == 0 { start + scripts::cluster(rest) } else { end };
            }
            let is_followed = characters.peek().is_some_and(|&(_, next)| is_letter(next));
            if !is_letter(c) && !((is_apostrophe(c) || is_joiner(c)) && is_followed) {
                break;
            }
            end = start + at + c.len_utf8();
        }
        end
    }

    /// The words that hyphens or thousands separators join to the first, as one.
    fn joined_to(&self, first: &Word) -> Option<(String, usize)> {
        let mut whole = first.form.clone();
        let mut count = 1;
        let mut end = first.range.end;
        while count < MOST_PARTS {
            let mut rest = self.text[end..].chars();
            let (Some(between), Some(after)) = (rest.next(), rest.next()) else { break };
            if !is_letter(after) || scripts::stands_alone(after) {
                break;
            }
            let Some((next, _)) = self.single(end) else { break };
            let is_joined =
                is_hyphen(between) || (parts_thousands(between) && goes_on(&whole, count, &next.form));
            if !is_joined || next.range.start != end + between.len_utf8() {
                break;
            }
            whole.push_str(&next.form);
            end = next.range.end;
            count += 1;
        }
        (count > 1 && whole.chars().count() <= LONGEST).then(|| (whole.to_lowercase(), count))
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let (mut word, after) = self.single(self.at)?;
        self.at = after;
        if self.left > 0 {
            self.left -= 1;
        } else {
            word.joined = self.joined_to(&word);
            self.left = word.joined.as_ref().map_or(0, |(_, count)| count - 1);
        }
        Some(word)
    }
}

/// The folded form of a word.
fn form_of(word: &str) -> String {
    let mut form = scripts::folded(word);
    if form.bytes().all(|byte| byte.is_ascii_alphanumeric()) && (1..=LONGEST).contains(&form.len()) {
        return form;
    }
    form.retain(is_letter);
    if form.is_empty() {
        // A word that folds to nothing must still be distinct from other words.
        form = word.to_lowercase();
    }
    form.truncate(form.char_indices().nth(LONGEST).map_or(form.len(), |(at, _)| at));
    form
}

/// "US", "U.S.": the country, not the word "us".
fn is_country(word: &str) -> bool {
    word == "US" || (word.contains('.') && matches!(word.trim_end_matches('.'), "U.S" | "u.s"))
}

/// The "++" of "C++", the "#" of "C#".
fn sign_after(word: &str, rest: &str) -> Option<&'static str> {
    let ends = |sign: &str| rest[sign.len()..].chars().next().is_none_or(|c| !is_letter(c));
    let is_short = word.len() <= 2 && word.is_ascii();
    ["++", "#"].into_iter().find(|sign| rest.starts_with(sign) && ends(sign) && (is_short || *sign == "++"))
}

/// Whether the text ends with a full stop that follows no word, as in ".NET".
fn follows_lone_dot(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next() == Some('.')
        && back.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '/' | '“'))
}

/// The parts before and after an apostrophe that are words: the second of "L'école", the first of "Ankara'da", both of
/// "rock'n'roll". None in English contractions.
fn beside_apostrophe(word: &str) -> Vec<&str> {
    let Some((before, behind)) = word.split_once(is_apostrophe) else { return Vec::new() };
    let is_contraction = matches!(behind.to_lowercase().as_str(), "t" | "s" | "re" | "ve" | "ll" | "d" | "m");
    if is_contraction {
        return Vec::new();
    }
    let is_elided = is_elided(before);
    let first = Some(before).filter(|_| !is_elided);
    let behind = behind.split(is_apostrophe).filter(|_| before.chars().count() <= 5);
    let shortest = if is_elided { 2 } else { 3 };
    first.into_iter().chain(behind).filter(|part| part.chars().count() >= shortest).collect()
}

/// The word of an elided article or pronoun: "école" of "l'école".
pub(super) fn without_elision(word: &str) -> Option<String> {
    word.split_once(is_apostrophe).filter(|(before, _)| is_elided(before))?;
    beside_apostrophe(word).first().map(|behind| form_of(behind))
}

fn is_elided(before: &str) -> bool {
    ELIDED.contains(&before.to_lowercase().as_str())
}

/// What is elided before a vowel in French, Italian and Catalan.
const ELIDED: [&str; 22] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "dall",
    "nell", "sull", "all", "un", "quest", "coll", "gl",
];

/// Whether a sign stands between two words for the word "and": "Marks & Spencer".
fn stands_for_and(text: &str, at: usize, sign: char) -> bool {
    let is_apart = |c: Option<char>| c.is_some_and(char::is_whitespace);
    sign == '&' && is_apart(text[..at].chars().next_back()) && is_apart(text[at + 1..].chars().next())
}

/// The term of a category of articles, which people write with blanks, hyphens or as a hash tag.
pub(super) fn topic(name: &str) -> String {
    fold(name.trim_start_matches('#')).replace(['-', '_'], " ")
}

/// The length of the word at the beginning of `rest`, where it is of ASCII letters and digits alone and whatever
/// follows ends it: nearly all words are.
fn plain_word(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
    let ends = |next: &u8| next.is_ascii() && !matches!(next, b'\'' | b'`') && (length > 1 || *next != b'.');
    (length > 0 && bytes.get(length).is_none_or(ends)).then_some(length)
}

/// The length of "U.S." or "a.m." at the start of `rest`: two or more single letters, each with a full stop (optional
/// after the last).
fn dotted_letters(rest: &str) -> Option<usize> {
    let mut characters = rest.chars();
    let mut letters = 0;
    let mut length = 0;
    loop {
        let letter = characters.next().filter(|c| c.is_alphabetic());
        let Some(letter) = letter else { break };
        let after = characters.next();
        if after.is_some_and(is_letter) {
            return None;
        }
        letters += 1;
        length += letter.len_utf8();
        if after != Some('.') {
            break;
        }
        length += 1;
    }
    (letters > 1).then_some(length)
}

fn without_possessive(word: &str) -> &str {
    let cut = ["'s", "’s", "'S", "’S"].into_iter().find_map(|ending| word.strip_suffix(ending));
    cut.filter(|stem| !stem.is_empty()).unwrap_or(word)
}

/// Whether a group of three digits continues a number with this many groups.
fn goes_on(number: &str, groups: usize, next: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(number) && digits(next) && next.len() == 3 && (groups > 1 || number.len() <= 3)
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | 'ʻ' | '`' | '＇')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

fn parts_thousands(c: char) -> bool {
    matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_cut_into_forms() {
        for (input, expected) in [
            ("Ships, and boats!", "ships and boats"),
            ("the mayor's son", "the mayor son"),
            ("O’Brien didn't", "obrien didnt"),
            ("the U.S. Navy, U.S.-led, US troops", "the US navy US led US troops"),
            ("Us and us", "us and us"),
            ("the U.S.A.", "the usa"),
            ("at 9 a.m. today", "at 9 am today"),
            ("J. K. Moor", "j k moor"),
            ("Łódź café", "lodz cafe"),
            ("東京 is big", "東 京 is big"),
            ("COP26 2,000", "cop26 2 000"),
            ("anti-war", "anti war"),
            ("C++, C# and .NET", "c++ c# and .net"),
            ("Node.js...and page#2", "node js and page 2"),
            ("Marks & Spencer, AT&T", "marks and spencer at t"),
            ("コンピューター産業", "コ ン ピ ュ ー タ 産 業"),
            ("e.g.", "eg"),
            ("...", ""),
        ] {
            let forms: Vec<String> = Words::of(input).map(|word| word.form).collect();
            assert_eq!(forms.join(" "), expected, "{input}");
        }
    }

    #[test]
    fn what_else_finds_a_word_stands_beside_it() {
        for (input, expected) in [
            ("a well-known critic", "wellknown"),
            ("COVID-19", "covid19"),
            ("state-of-the-art", "stateoftheart"),
            ("1,250,000 tons", "1250000"),
            ("1.250.000 tons", "1250000"),
            ("1 250 000 tons", "1250000"),
            ("12,5 and 2016,250", ""),
            ("in 2016 250 came, 12 of 30", ""),
            ("L'école", "ecole"),
            ("d’études", "etudes"),
            ("O'Leary's", "leary"),
            ("İstanbul'da", "istanbul"),
            ("İzmir'den", "izmir den"),
            ("rock'n'roll", "rock roll"),
            ("l'UE", "ue"),
            ("درخت\u{200c}ها", "درخت"),
            ("won't", ""),
            (".NET", "net"),
            ("الحكومة", "حكومة"),
            ("وبالحكومة", "بالحكومة الحكومة حكومة"),
        ] {
            let others: Vec<String> = Words::of(input)
                .flat_map(|word| word.others.into_iter().chain(word.joined.map(|(whole, _)| whole)))
                .collect();
            assert_eq!(others.join(" "), expected, "{input}");
        }
    }

    #[test]
    fn spelling_and_inflection_do_not_matter_to_stems() {
        for (one, other) in [("organisations", "organization"), ("colouring", "colors"), ("votes", "voting")]
        {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn words_stand_in_the_text_in_order(text in "\\PC{0,80}") {
            let mut last = 0;
            for word in Words::of(&text) {
                prop_assert!(word.range.start >= last && word.range.end > word.range.start);
                prop_assert!(!word.form.is_empty() && text.get(word.range.clone()).is_some());
                last = word.range.end;
            }
        }
    }
}
