//! Towns and states that the tagger took for something else, by the words around them: "a firm in Cambridge", "the
//! council of Mobile, Alabama", "Victoria's premier".

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::states;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::{FxHashMap, FxHashSet};

/// The confidence of a place that only the words around it support.
const CERTAINTY: f32 = 0.7;

/// The minimum prominence of a place for what it has to tell it from somebody with its name.
const KNOWN_STATE: f32 = 3.0;

/// What states have, and neither people nor companies.
static OFFICES: WordList = WordList::new(
    "premier governor parliament legislature electorate coastline population economy border borders capital",
);

/// What is had in companies.
static STAKES: WordList =
    WordList::new("shares share stake stakes stock interest investment investor investors holding");

/// How often a name has to be behind "in" for it to be a place; once is enough for a listed one at the end of a clause.
const MIN_TIMES: u32 = 2;

/// Makes places of what an article says it is "in" again and again, and of which it says nothing that people do.
pub fn give_unlisted(
    names: &mut [Vec<Name>],
    texts: &[AnalyzedText<'_>],
    surnames: &FxHashSet<&str>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    let may_be = |name: &Name, analyzed: &AnalyzedText<'_>| {
        let word = &analyzed.words[name.from];
        name.kind == Some(Kind::Person)
            && name.to - name.from == 1
            && word.shape == Shape::Capital
            && !surnames.contains(word.key.as_str())
            && !analyzed.classes(name.from).is(Classes::FAMOUS | Classes::FIRST)
    };
    let mut times: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names.iter().filter(|name| may_be(name, analyzed)) {
            let (places, people) = times.entry(analyzed.words[name.from].key.as_str()).or_default();
            let is_known =
                || is_behind_in(analyzed, name.from) && is_place(analyzed, name.from, lexicon, atlas);
            *places += if is_known() { MIN_TIMES } else { u32::from(follows_in(analyzed, name.from)) };
            *people += u32::from(acts(analyzed, name));
        }
    }
    times.retain(|_, (places, people)| *places >= MIN_TIMES && *people == 0);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut().filter(|name| may_be(name, analyzed)) {
            if times.contains_key(analyzed.words[name.from].key.as_str()) {
                name.kind = Some(Kind::Place);
            }
        }
    }
}

/// Whether the words around a name are those around people.
fn acts(analyzed: &AnalyzedText<'_>, name: &Name) -> bool {
    let is_titled = name.from > 0 && analyzed.is_title(name.from - 1);
    let says = name.to < analyzed.words.len() && analyzed.classes(name.to).is(Classes::SAYING);
    is_titled || says || analyzed.words.get(name.to).is_some_and(|next| next.key == "who")
}

/// Gives places their kind, and adds those that were missed. `surnames` are those of people named in full.
pub fn give(
    names: &mut Vec<Name>,
    analyzed: &AnalyzedText<'_>,
    surnames: &FxHashSet<&str>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    let mut towns: Vec<&str> = Vec::new();
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        for at in sentence.words.clone() {
            let word = &analyzed.words[at];
            let may_be = word.shape == Shape::Capital
                && word.key.len() > 3
                && !surnames.contains(word.key.as_str())
                && (at == sentence.words.start || !analyzed.words[at - 1].is_capital())
                && is_place(analyzed, at, lexicon, atlas);
            if may_be && (is_before_state(analyzed, at) || owns_office(analyzed, at)) {
                put(names, at, true);
            } else if may_be && is_behind_in(analyzed, at) {
                put(names, at, false);
                towns.push(&word.key);
            }
        }
    }
    give_others(names, analyzed, &towns);
}

/// "In Redmond. … Redmond is an hour away": the other mentions are of the town as well, if nobody acts in them.
fn give_others(names: &mut [Name], analyzed: &AnalyzedText<'_>, towns: &[&str]) {
    let is_one = |name: &Name| {
        name.kind == Some(Kind::Person)
            && name.to - name.from == 1
            && towns.contains(&analyzed.words[name.from].key.as_str())
    };
    let acting: Vec<&str> = names
        .iter()
        .filter(|name| is_one(name) && acts(analyzed, name))
        .map(|name| analyzed.words[name.from].key.as_str())
        .collect();
    for name in names.iter_mut().filter(|name| is_one(name)) {
        if !acting.contains(&analyzed.words[name.from].key.as_str()) {
            name.kind = Some(Kind::Place);
        }
    }
}

/// "Mobile, Alabama", "Mobile, Ala.": a state follows.
fn is_before_state(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let is_comma = analyzed.words.get(at + 1).is_some_and(|next| next.is_mark(','));
    let state = analyzed.words.get(at + 2).filter(|state| is_comma && state.is_capital());
    let is_closed = analyzed.words.get(at + 3).is_none_or(|next| {
        matches!(next.shape, Shape::Mark(',' | '.' | ';' | ')')) || next.shape == Shape::Lower
    });
    state.is_some_and(|state| is_closed && states::is_state(&state.key))
}

/// "Victoria's premier".
fn owns_office(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = |at: usize| analyzed.words.get(at);
    word(at + 1).is_some_and(|owner| owner.shape == Shape::Possessive)
        && word(at + 2).is_some_and(|office| office.shape == Shape::Lower && OFFICES.has(&office.key))
}

/// "A firm in Cambridge.": nothing but a place is named between "in" and the end of a clause.
fn is_behind_in(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let is_closed = analyzed.words.get(at + 1).is_none_or(|next| {
        matches!(next.shape, Shape::Mark('.' | ',' | ';'))
            || matches!(next.key.as_str(), "and" | "on" | "when" | "where")
    });
    let is_stake = at > 1 && STAKES.has(&analyzed.words[at - 2].key);
    follows_in(analyzed, at) && is_closed && !is_stake
}

/// Whether "in" or a word like it is before a word.
fn follows_in(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &analyzed.words[before]);
    before.is_some_and(|before| {
        before.shape == Shape::Lower && matches!(before.key.as_str(), "in" | "near" | "outside")
    })
}

/// Whether a word is the name of more than a village, and of no listed organisation.
fn is_place(analyzed: &AnalyzedText<'_>, at: usize, lexicon: &Lexicon, atlas: &Atlas<'_>) -> bool {
    let key = &analyzed.words[at].key;
    let least = if owns_office(analyzed, at) { KNOWN_STATE } else { 0.0 };
    let summary = atlas.summary(key);
    summary.is_known()
        && summary.prominence >= least
        && !analyzed.classes(at).is(Classes::CALENDAR | Classes::DEMONYM | Classes::BODY | Classes::CLOSED)
        && lexicon.possible_organisation(key, analyzed.form(at, at + 1)).is_none()
}

/// Makes a word a place, unless it is part of a longer name; somebody only where it is `certain`.
fn put(names: &mut Vec<Name>, at: usize, is_certain: bool) {
    let next = names.partition_point(|name| name.to <= at);
    let place = Name { from: at, to: at + 1, kind: Some(Kind::Place), certainty: CERTAINTY };
    match names.get_mut(next).filter(|name| name.from <= at) {
        None => names.insert(next, place),
        Some(name) if name.to - name.from == 1 && (is_certain || name.kind != Some(Kind::Person)) => {
            *name = place;
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn towns_are_told_by_the_words_around_them() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The organ came from a firm in [Cambridge]. {Anna Berg} paid for it.",
                "The city council of [Mobile], [Alabama], voted against it.",
                "{Anna Berg} told staff in [Redmond] on Monday. [Redmond] is an hour by car from here.",
                "[Victoria]'s premier, {Anna Berg}, said so.",
            ],
        );
    }
}
