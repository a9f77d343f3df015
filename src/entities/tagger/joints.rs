//! Names that run into each other or were torn apart: lists without commas, "Barnett Banks of Florida Inc",
//! "Phone-A-Gram System", marks at the edges, headlines whose every word has a capital.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use crate::model::{Field, Kind};
use crate::text::words::{Shape, Word};

/// Legal forms, which end the names of companies.
static LEGAL_FORMS: WordList = WordList::new("inc corp corporation co ltd plc llc company limited");

/// Last words of streets.
static STREETS: WordList =
    WordList::new("street st avenue ave road rd boulevard blvd drive dr lane ln highway");

/// The shortest name that may be a list, in words.
const MIN_LIST: usize = 5;

/// The longest listed name, in words.
const MAX_LISTED_WORDS: usize = 7;

/// Corrects names that run together or were torn apart.
pub fn give(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon, atlas: &Atlas<'_>) {
    for name in names.iter_mut() {
        *name = without_marks(*name, analyzed);
    }
    names.retain(|name| name.from < name.to);
    *names = names.iter().flat_map(|name| list(*name, analyzed, lexicon)).collect();
    for at in 0..names.len() {
        let free = at.checked_sub(1).map_or(0, |before| names[before].to);
        let name = names[at];
        if name.kind != Some(Kind::Organisation) || name.to - name.from < 2 {
            continue;
        }
        if let Some(from) = hyphened(name, analyzed).filter(|&from| from >= free) {
            names[at].from = from;
        } else if let Some(from) = of_place(name, analyzed, atlas)
            && names[..at]
                .iter()
                .all(|other| other.to <= from || other.from >= from && !is_full(other, analyzed))
        {
            names[at].from = from;
            names[..at].iter_mut().filter(|other| other.to > from).for_each(|other| other.to = other.from);
        }
    }
    names.retain(|name| name.from < name.to);
    drop_addresses(names, analyzed);
    add_given_names(names, analyzed);
    if analyzed.field == Field::Title {
        drop_phrases(names, analyzed, atlas);
    }
}

/// A name without marks at its start and behind a bracket that nothing opened: "Harrow) *".
fn without_marks(name: Name, analyzed: &AnalyzedText<'_>) -> Name {
    // A person's name may begin with a nickname in quotation marks.
    let is_sign = matches!(analyzed.words[name.from].shape, Shape::Mark('↩' | '*' | '•' | '–'));
    if name.kind == Some(Kind::Person) && !is_sign {
        return name;
    }
    let is_mark = |at: usize| matches!(analyzed.words[at].shape, Shape::Mark(_));
    let from = (name.from..name.to).find(|&at| !is_mark(at)).unwrap_or(name.to);
    let is_open = (from..name.to).any(|at| analyzed.words[at].is_mark('('));
    let closing = (from..name.to).find(|&at| !is_open && analyzed.words[at].is_mark(')'));
    Name { from, to: closing.unwrap_or(name.to), ..name }
}

/// "Department of Labor Census Bureau": the listed names of a list whose marks were lost.
fn list(name: Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> Vec<Name> {
    let is_listed = |from: usize, to: usize| {
        lexicon.organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some()
    };
    let Name { from, to, kind, .. } = name;
    if kind != Some(Kind::Organisation) || to - from < MIN_LIST || is_listed(from, to) {
        return vec![name];
    }
    let mut parts = Vec::new();
    let mut at = from;
    while at < to {
        let longest = to.min(at + MAX_LISTED_WORDS);
        let found = (at + 2..=longest).rev().find(|&end| is_listed(at, end));
        parts.extend(found.map(|end| Name { from: at, to: end, ..name }));
        at = found.unwrap_or(at + 1);
    }
    let is_family = analyzed.words[from].key == "united" || analyzed.words[from].key == "european";
    let is_list = parts.len() > 1 && parts[0].from == from && (parts.len() > 2 || !is_family);
    if is_list { parts } else { vec![name] }
}

/// Where "Barnett Banks of Florida Inc" begins, of which "Florida Inc" was found.
fn of_place(name: Name, analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) -> Option<usize> {
    let before = name.from.checked_sub(1)?;
    // "Fruit of the Loom Inc".
    let has_article =
        before > 0 && analyzed.words[before].key == "the" && analyzed.words[before - 1].key == "of";
    let of = before - usize::from(has_article);
    let is_company = LEGAL_FORMS.has(&analyzed.words[name.to - 1].key)
        && (has_article || atlas.summary(&analyzed.key(name.from, name.to - 1)).is_known());
    if !is_company || analyzed.words[of].key != "of" || analyzed.words[of].shape != Shape::Lower {
        return None;
    }
    let is_part = |at: usize| {
        let word = &analyzed.words[at];
        matches!(word.shape, Shape::Capital | Shape::Upper)
            && !analyzed.classes(at).is(Classes::CLOSED | Classes::TITLE | Classes::CALENDAR)
    };
    let start = analyzed.sentence_of(of)?.words.start;
    (start..of).rev().take(4).take_while(|&at| is_part(at)).last()
}

/// Whether a name is somebody's full name, which is not part of another.
fn is_full(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    name.kind == Some(Kind::Person) && analyzed.classes(name.from).is(Classes::FIRST)
}

/// Where "Phone-A-Gram System" begins, of which "Gram System" was found.
fn hyphened(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let start = analyzed.sentence_of(name.from)?.words.start;
    let mut from = name.from;
    while from >= start + 2
        && !analyzed.words[from].apart
        && analyzed.words[from - 1].is_mark('-')
        && !analyzed.words[from - 1].apart
        && analyzed.words[from - 2].is_capital()
    {
        from -= 2;
    }
    (from < name.from).then_some(from)
}

/// "1426 N. Quincy St.": the street of an address is no place that the article tells of.
fn drop_addresses(names: &mut [Name], analyzed: &AnalyzedText<'_>) {
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place)) {
        let back = |by: usize| name.from.checked_sub(by).map(|at| &analyzed.words[at]);
        let is_number = |word: Option<&Word>| word.is_some_and(|word| word.shape == Shape::Number);
        let has_side = back(1).is_some_and(|word| word.shape == Shape::Initial) && is_number(back(2));
        let mut keys = (name.from..name.to).rev().map(|at| analyzed.words[at].key.as_str());
        let is_street = keys.find(|key| !key.is_empty()).is_some_and(|last| STREETS.has(last));
        if is_street && (is_number(back(1)) || has_side) {
            name.kind = None;
        }
    }
}

/// "Their sons Matthew, William and Zachary": the one between two people is somebody, too.
fn add_given_names(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let mut added = Vec::new();
    for pair in names.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        let is_given = |name: &Name| name.kind == Some(Kind::Person) && name.to - name.from == 1;
        let at = one.to + 1;
        let is_between = other.from == at + 2
            && analyzed.words[one.to].is_mark(',')
            && analyzed.words[at].shape == Shape::Capital
            && analyzed.classes(at).is(Classes::FIRST)
            && (analyzed.words[at + 1].key == "and" || analyzed.words[at + 1].is_mark(','));
        if is_between && is_given(&one) && is_given(&other) {
            added.push(Name { from: at, to: at + 1, ..one });
        }
    }
    for name in added {
        let at = names.partition_point(|other| other.to <= name.from);
        names.insert(at, name);
    }
}

/// "Help Customer Experience Drive": words of a headline that are no place, though the last could end a street's name.
fn drop_phrases(names: &mut [Name], analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) {
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place) && name.to - name.from > 1) {
        let is_word = |word: &Word, classes: Classes| {
            word.shape == Shape::Capital && classes.is(Classes::COMMON | Classes::CLOSED) || word.is_mark('-')
        };
        let mut words = (name.from..name.to).map(|at| (&analyzed.words[at], analyzed.classes(at)));
        let is_phrase = words.all(|(word, classes)| is_word(word, classes));
        if is_phrase && !atlas.knows(&analyzed.key(name.from, name.to)) {
            name.kind = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn names_are_neither_torn_nor_glued() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "<Harnett Banks of Florida Inc> said that it would redeem its stock.",
                "They asked the <Department of Labor> <National Weather Service> <Federal Reserve> first.",
            ],
        );
    }
}
