//! Acronyms that the article defines: "National Pilots Authority (NPA)" makes NPA an organisation wherever it stands,
//! "visual basic for harbours (VBH)" makes VBH none.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Last words of what no body is called.
static THINGS: WordList = WordList::new("
    technology technologies language languages protocol module interface interfaces framework standard
    standards model models process architecture algorithm format database software experience index indicator device
    devices linkage provider providers inspector officer manager administrator specialist analyst engineer
    coordinator vehicle vehicles transformation transformations number numbers rate rates ratio score test disorder
    syndrome disease act law order agreement specification specifications markup applications application plan
    strategy report guide guidelines toolkit learning optimization optimisation analytics metadata code memorandum");

/// Words that make what a lower-case description names a body.
static BODIES: WordList = WordList::new("
    company authority agency ministry department office party union commission committee council association group
    organization organisation federation foundation fund bank force army police institute university court board
    service movement league front");

/// The greatest number of words between an acronym and the first word that it stands for, beyond its letters.
const SKIPPED: usize = 3;

/// The confidence of a mention that only the definition supports.
const CERTAINTY: f32 = 0.7;

/// Gives acronyms the kind of what they stand for, and adds the organisations among them where they were missed.
pub fn give(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let mut meant: FxHashMap<&str, Meaning> = FxHashMap::default();
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for at in 2..analyzed.words.len().saturating_sub(1) {
            let Some(long) = definition(analyzed, at) else { continue };
            let Some(what) = meaning(names, analyzed, &long) else { continue };
            meant.entry(analyzed.form(at, at + 1)).or_insert(what);
            if matches!(what, Meaning::Thing) {
                for name in names.iter_mut().filter(|name| name.from < long.end && long.start < name.to) {
                    name.kind = None;
                }
            }
        }
    }
    if meant.is_empty() {
        return;
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut().filter(|name| name.to - name.from == 1) {
            if let Some(what) = meant.get(analyzed.form(name.from, name.to)) {
                name.kind = what.kind();
            }
        }
        for at in (0..analyzed.words.len()).filter(|&at| analyzed.words[at].is_capital()) {
            let Some(Meaning::Name(kind)) = meant.get(analyzed.form(at, at + 1)).copied() else { continue };
            let next = names.partition_point(|name| name.to <= at);
            if names.get(next).is_none_or(|name| name.from > at) {
                names.insert(next, Name { from: at, to: at + 1, kind: Some(kind), certainty: CERTAINTY });
            }
        }
    }
}

/// The words that the acronym in brackets at `at` stands for, before it.
fn definition(analyzed: &AnalyzedText<'_>, at: usize) -> Option<Range<usize>> {
    let words = &analyzed.words;
    let short = &words[at];
    let is_given = words[at - 1].is_mark('(')
        && matches!(short.shape, Shape::Upper | Shape::Capital)
        && matches!(words[at + 1].shape, Shape::Mark(')' | ',' | ';'))
        && (2..=7).contains(&short.key.len());
    if !is_given {
        return None;
    }
    // "Independent producers (IPs)".
    let singular = analyzed.form(at, at + 1).strip_suffix('s');
    let is_plural = singular.is_some_and(|word| word.len() > 1 && !word.chars().any(char::is_lowercase));
    let letters = letters_of(analyzed.form(at, at + 1), is_plural);
    let sentence = analyzed.sentence_of(at)?.words.start;
    let least = sentence.max((at - 1).saturating_sub(letters.len() + SKIPPED));
    let mut left = letters.len();
    for from in (least..at - 1).rev() {
        let word = &words[from];
        if word.key.is_empty() {
            if word.is_mark('-') || word.is_mark('&') || word.shape == Shape::Possessive {
                continue;
            }
            return None;
        }
        let is_small = analyzed.classes(from).is(Classes::CLOSED) && word.shape == Shape::Lower;
        // In "Office of Information (OI)" the "o" is not that of "of".
        let is_next = left > 1 && from > least && words[from - 1].key.starts_with(letters[left - 2]);
        if begins_with(&word.key, letters[left - 1]) && (!is_small || is_next) {
            left -= 1;
            if left == 0 {
                return Some(from..at - 1);
            }
        } else if !analyzed.classes(from).is(Classes::CLOSED) {
            return None;
        }
    }
    None
}

/// The letters and digits of an acronym that stand for words: its capitals, if three or more of its letters are.
fn letters_of(form: &str, is_plural: bool) -> Vec<char> {
    let form = form.strip_suffix('s').filter(|_| is_plural).unwrap_or(form);
    let loud: Vec<char> = form.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).collect();
    let letters = if loud.len() > 2 { loud } else { form.chars().filter(|c| c.is_alphanumeric()).collect() };
    letters.into_iter().flat_map(char::to_lowercase).collect()
}

/// Whether a word begins with a letter of an acronym; the "3" of "3PAO" is for "third".
fn begins_with(key: &str, letter: char) -> bool {
    let ordinal = match letter {
        '1' => "first",
        '2' => "second",
        '3' => "third",
        _ => return key.starts_with(letter),
    };
    key == ordinal || key.starts_with(letter)
}

/// What a text says that a name or an acronym means.
#[derive(Debug, Clone, Copy)]
pub enum Meaning {
    /// A name of this kind.
    Name(Kind),
    /// None of the kinds: a technique, a drug, a law.
    Thing,
}

impl Meaning {
    /// The kind, if it is one of the three.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Name(kind) => Some(kind),
            Self::Thing => None,
        }
    }
}

/// What an acronym stands for, by its words and by the names among them; `None` if they do not tell.
fn meaning(names: &[Name], analyzed: &AnalyzedText<'_>, long: &Range<usize>) -> Option<Meaning> {
    let words = &analyzed.words[long.clone()];
    let of = long.clone().skip(1).find(|&at| matches!(analyzed.words[at].key.as_str(), "of" | "for" | "on"));
    let head = of.unwrap_or(long.end) - 1;
    let is_small = words.iter().all(|word| word.shape == Shape::Lower || word.key.is_empty());
    let is_body = |at: usize| {
        BODIES.has(&analyzed.words[at].key) || analyzed.classes(at).is(Classes::BODY | Classes::SORT_OF_BODY)
    };
    if is_small {
        let is_thing = THINGS.has(&analyzed.words[head].key);
        return (is_thing || !long.clone().any(is_body)).then_some(Meaning::Thing);
    }
    let is_there =
        names.iter().find(|name| name.to == long.end && name.from <= long.start && name.kind.is_some());
    if THINGS.has(&analyzed.words[head].key) {
        return Some(Meaning::Thing);
    }
    is_there?.kind.filter(|&kind| kind != Kind::Person).map(Meaning::Name)
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn acronyms_are_of_the_kind_of_what_they_stand_for() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The <National Pilots Authority> (<NPA>) said no. An <NPA> spokesperson smiled, and the <NPA> left.",
                "The <Office of Customer Experience> (<OCE>) moved, and <OCE> staff cheered.",
                "It is software as a medical device (SaMD), and SaMD is sold by a managed security service provider (MSSP).",
                "It is written in Harbour Markup Language (HML), and HML is old. Few use HML.",
            ],
        );
    }
}
