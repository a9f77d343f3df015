//! What the text itself states a name to be: "Jumia, the leading trading platform", "a bar called El Delirio", "his
//! party, Morena,", "the Kering group", "Daedunsan, a mountain in Korea". A statement holds for every mention of the
//! name in the article.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use super::acronyms::Meaning;
use crate::model::Kind;
use crate::text::words::{Shape, Word};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Common nouns for organisations, which nobody is.
static BODIES: WordList = WordList::new("
    company firm startup start-up corporation manufacturer automaker carmaker retailer airline bank lender insurer
    brokerage charity nonprofit agency regulator watchdog newspaper magazine broadcaster conglomerate subsidiary
    platform marketplace consultancy foundation institute union association federation organization organisation
    militia cartel league university college orchestra chain coalition alliance ministry think-tank group movement");

/// The same for people or organisations: "a maker of hats".
static AGENTS: WordList = WordList::new("
    maker producer developer operator publisher supplier provider contractor brewer builder distributor rival party
    network club band studio unit arm affiliate");

/// Common nouns for places.
static PLACES: WordList = WordList::new("
    city town village hamlet suburb neighbourhood neighborhood island islet archipelago peninsula mountain volcano
    river lake municipality resort settlement commune prefecture bar restaurant pub café cafe hotel nightclub valley
    canal district province county region");

/// Common nouns for what is neither somebody nor a body nor a place.
static THINGS: WordList = WordList::new("
    drug drugs medication medicine vaccine thinner antibiotic painkiller opioid cryptocurrency coin token technology
    technique software algorithm device smartphone tablet laptop sedan suv minivan pickup tanker freighter trawler yacht
    virus disease disorder bacterium parasite pesticide herbicide");

/// Words between what a name is and the name: "a bar called El Delirio".
static CALLED: WordList = WordList::new("called named dubbed");

/// What may follow the noun, besides little words and marks: "a company based in".
static PARTICIPLES: WordList = WordList::new("
    based founded owned located known called named run led backed formed created established headquartered situated
    operating specialising specializing");

/// Last words of airlines' names, and what follows those.
static AIRLINES: WordList = WordList::new("air airways airlines jet aviation");
static FLIGHTS: WordList =
    WordList::new("flight flights charter plane planes jet jets pilot pilots passengers crew");

/// Players of a club, behind its name.
static PLAYERS: WordList =
    WordList::new("captain striker midfielder defender goalkeeper winger quarterback linebacker");

/// The longest description, in words and marks.
const MAX_DESCRIPTION: usize = 8;

/// The longest name to add, in words.
const MAX_ADDED: usize = 4;

/// The confidence of a name that only a statement supports.
const CERTAINTY: f32 = 0.6;

/// The prominence from which a place is too well known to be anything else.
const LANDMARK: f32 = 4.0;

/// Gives names the kinds that the article states, and adds those that were missed where it does.
pub fn give(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], lexicon: &Lexicon, atlas: &Atlas<'_>) {
    let mut stated: FxHashMap<&str, Meaning> = FxHashMap::default();
    for (names, analyzed) in names.iter_mut().zip(texts) {
        add_runs(names, analyzed);
        for name in names.iter() {
            let meaning = statement(analyzed, name);
            if let Some(meaning) = meaning.filter(|meaning| may_be(*meaning, name, analyzed, lexicon, atlas))
            {
                stated.entry(analyzed.form(name.from, name.to)).or_insert(meaning);
            }
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        give_clubs(names, analyzed, atlas);
        if stated.is_empty() {
            continue;
        }
        for name in names.iter_mut() {
            let meaning = stated.get(analyzed.form(name.from, name.to)).copied();
            if let Some(meaning) = meaning.filter(|meaning| may_be(*meaning, name, analyzed, lexicon, atlas))
            {
                name.kind = meaning.kind();
            }
        }
        add_others(names, analyzed, &stated);
    }
}

/// Whether a name can be of the stated kind.
fn may_be(
    meaning: Meaning,
    name: &Name,
    analyzed: &AnalyzedText<'_>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> bool {
    let key = analyzed.key(name.from, name.to);
    let is_titled =
        name.from > 0 && analyzed.is_title(name.from - 1) && analyzed.words[name.from - 1].is_capital();
    let is_listed = || lexicon.possible_organisation(&key, analyzed.form(name.from, name.to)).is_some();
    let Meaning::Name(kind) = meaning else {
        let is_full = name.to - name.from > 1 && analyzed.classes(name.from).is(Classes::FIRST);
        return !is_titled && !is_full && !is_listed() && atlas.summary(&key).prominence < LANDMARK;
    };
    match (kind, name.kind) {
        (Kind::Organisation, Some(Kind::Place)) => {
            let summary = atlas.summary(&key);
            summary.prominence < LANDMARK && !summary.is_wide
        }
        (Kind::Organisation, Some(Kind::Person)) => !is_titled,
        (Kind::Place, Some(Kind::Organisation)) => {
            !is_listed() && !analyzed.classes(name.to - 1).is(Classes::BODY)
        }
        (Kind::Place, Some(Kind::Person)) => {
            !is_titled && (name.to - name.from == 1 || !analyzed.classes(name.from).is(Classes::FIRST))
        }
        // A number is that of a year or a model: "AEW 2022, a platform".
        (_, None) => analyzed.words[name.from..name.to].iter().all(|word| word.shape != Shape::Number),
        _ => true,
    }
}

/// What the sentence of a name states it to be.
fn statement(analyzed: &AnalyzedText<'_>, name: &Name) -> Option<Meaning> {
    let sentence = analyzed.sentence_of(name.from).filter(|sentence| !sentence.is_headline)?;
    let bounds = &sentence.words;
    let is_somebody = name.kind == Some(Kind::Person)
        && (name.to - name.from > 1 || analyzed.classes(name.from).is(Classes::FIRST | Classes::LAST));
    let may_act = !is_somebody && !matches!(name.kind, Some(Kind::Place) | None);
    let is_subject =
        name.from == bounds.start || matches!(analyzed.words[name.from - 1].shape, Shape::Mark(_));
    behind(analyzed, name.to, bounds, is_subject && !is_somebody, may_act)
        .or_else(|| before(analyzed, name, bounds))
        .or_else(|| around(analyzed, name, bounds))
}

/// "Jumia, the leading platform": a description after a name.
fn behind(
    analyzed: &AnalyzedText<'_>,
    to: usize,
    bounds: &Range<usize>,
    may_be_subject: bool,
    may_act: bool,
) -> Option<Meaning> {
    let word = |at: usize| analyzed.words.get(at).filter(|_| bounds.contains(&at));
    let start = match word(to)? {
        comma if comma.is_mark(',') => to + 1,
        verb if may_be_subject && matches!(verb.key.as_str(), "is" | "was") => to + 1,
        _ => return None,
    };
    let article = word(start)?.key.as_str();
    let is_article = matches!(article, "a" | "an" | "the");
    let from = if is_article { start + 1 } else { owner(analyzed, start, bounds)? };
    let end = bounds.end.min(from + MAX_DESCRIPTION);
    for at in from..end {
        let noun = &analyzed.words[at];
        let is_part = match noun.shape {
            Shape::Lower => !analyzed.classes(at).is(Classes::CLOSED | Classes::SAYING),
            Shape::Possessive => true,
            // "The Harbour movement" is another one.
            Shape::Capital | Shape::Upper => {
                article != "the"
                    || analyzed.classes(at).is(Classes::DEMONYM)
                    || word(at + 1).is_some_and(|next| next.is_mark('-') || next.shape == Shape::Possessive)
            }
            Shape::Mark('-') => !noun.apart,
            _ => false,
        };
        if !is_part {
            return None;
        }
        let is_last = word(at + 1).is_none_or(|next| {
            next.key.is_empty()
                && !next.is_mark('-')
                && next.shape != Shape::Possessive
                && next.shape != Shape::Mark('’')
                || analyzed.classes(at + 1).is(Classes::CLOSED)
                || PARTICIPLES.has(&next.key)
        });
        if is_last && noun.shape == Shape::Lower {
            return kind_of(&noun.key, may_act);
        }
    }
    None
}

/// One past the owner at the start of a description: "Russia's largest bank".
fn owner(analyzed: &AnalyzedText<'_>, start: usize, bounds: &Range<usize>) -> Option<usize> {
    let end = bounds.end.min(start + MAX_ADDED);
    let owned = (start..end).find(|&at| !analyzed.words[at].is_capital())?;
    let is_owner = owned > start && analyzed.words[owned].shape == Shape::Possessive;
    is_owner.then_some(owned + 1)
}

/// The kind of what a noun means; of agents only if the name may be one's.
fn kind_of(noun: &str, may_act: bool) -> Option<Meaning> {
    if BODIES.has(noun) || AGENTS.has(noun) && may_act {
        Some(Meaning::Name(Kind::Organisation))
    } else if PLACES.has(noun) {
        Some(Meaning::Name(Kind::Place))
    } else {
        THINGS.has(noun).then_some(Meaning::Thing)
    }
}

/// "A bar called El Delirio", "his party, Morena,": a noun before a name.
fn before(analyzed: &AnalyzedText<'_>, name: &Name, bounds: &Range<usize>) -> Option<Meaning> {
    let back = |by: usize| name.from.checked_sub(by).filter(|at| bounds.contains(at));
    let key = |by: usize| back(by).map_or("", |at| analyzed.words[at].key.as_str());
    let is_small = |by: usize| back(by).is_some_and(|at| analyzed.words[at].shape == Shape::Lower);
    if CALLED.has(key(1)) && is_small(2) {
        return kind_of(key(2), true);
    }
    let is_comma = |at: usize| analyzed.words.get(at).is_some_and(|word| word.is_mark(','));
    let is_closed = is_comma(name.to) || name.to == bounds.end || analyzed.words[name.to].is_mark('.');
    let is_apart = back(1).is_some_and(is_comma) && is_closed && is_small(2);
    let is_owned = (3..=5).any(|by| {
        matches!(key(by), "his" | "her" | "its" | "their" | "my" | "our")
            || back(by).is_some_and(|at| analyzed.words[at].shape == Shape::Possessive)
    });
    let is_family = name.kind == Some(Kind::Person) && name.to - name.from > 1;
    (is_apart && is_owned && !is_family).then(|| kind_of(key(2), true)).flatten()
}

/// "The Kering group": the noun follows at once.
fn around(analyzed: &AnalyzedText<'_>, name: &Name, bounds: &Range<usize>) -> Option<Meaning> {
    let word = |at: usize| analyzed.words.get(at).filter(|_| bounds.contains(&at));
    let is_article = name.from > bounds.start && analyzed.words[name.from - 1].key == "the";
    let noun = word(name.to).filter(|noun| noun.shape == Shape::Lower && is_article)?;
    let is_body = matches!(
        noun.key.as_str(),
        "group" | "conglomerate" | "newspaper" | "magazine" | "airline" | "militia" | "cartel" | "consortium"
    );
    // "The Athens newspaper" is one in Athens.
    (is_body && name.kind == Some(Kind::Person) && name.to - name.from == 1)
        .then_some(Meaning::Name(Kind::Organisation))
}

/// Adds what no name covers, but is stated to be an organisation or a place.
fn add_runs(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let mut added = Vec::new();
    let is_part = |at: usize| {
        let word = &analyzed.words[at];
        word.is_capital() && !analyzed.classes(at).is(Classes::CLOSED | Classes::CALENDAR | Classes::TITLE)
    };
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        let bounds = &sentence.words;
        let mut at = bounds.start;
        while at < bounds.end {
            let is_head = at == bounds.start;
            let goes_on = !is_head && (analyzed.words[at - 1].is_capital() || !analyzed.words[at].apart);
            if !is_part(at) || goes_on || is_head && analyzed.classes(at).is(Classes::COMMON) {
                at += 1;
                continue;
            }
            let from = at;
            at = (from + 1..bounds.end).find(|&at| !is_part(at)).unwrap_or(bounds.end);
            let met = names.partition_point(|name| name.to <= from);
            let is_free = names.get(met).is_none_or(|name| name.from >= at);
            let is_other = analyzed.classes(from).is(Classes::DEMONYM | Classes::DIRECTION | Classes::OFFICE)
                || analyzed.classes(at - 1).is(Classes::EVENT | Classes::NO_ACRONYM);
            let name = Name { from, to: at, kind: Some(Kind::Organisation), certainty: CERTAINTY };
            if !is_free || is_other || at - from > MAX_ADDED {
                continue;
            }
            let meaning = statement(analyzed, &name).or_else(|| missed(analyzed, &name, bounds));
            if let Some(Meaning::Name(kind)) = meaning {
                added.push(Name { kind: Some(kind), ..name });
            }
        }
    }
    for name in added {
        let at = names.partition_point(|other| other.to <= name.from);
        names.insert(at, name);
    }
}

/// "The Kering group", "the Nature Air charter", where nothing was found.
fn missed(analyzed: &AnalyzedText<'_>, name: &Name, bounds: &Range<usize>) -> Option<Meaning> {
    let (first, last) = (&analyzed.words[name.from].key, &analyzed.words[name.to - 1].key);
    let next = analyzed.words.get(name.to).filter(|word| word.shape == Shape::Lower);
    if name.to - name.from > 1 && AIRLINES.has(last) && next.is_some_and(|next| FLIGHTS.has(&next.key)) {
        return Some(Meaning::Name(Kind::Organisation));
    }
    let is_adjective = ["ist", "ish", "ian", "ese", "ic", "ite", "sunni", "shia", "muslim"]
        .iter()
        .any(|end| first.ends_with(end));
    let somebody = Name { kind: Some(Kind::Person), ..*name };
    around(analyzed, &somebody, bounds)
        .filter(|_| !is_adjective && !analyzed.classes(name.from).is(Classes::COMMON))
}

/// "The Liverpool captain" is the club's.
fn give_clubs(names: &mut [Name], analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) {
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place)) {
        let next = analyzed.words.get(name.to).filter(|word| word.shape == Shape::Lower);
        let is_club = next.is_some_and(|next| PLAYERS.has(&next.key))
            && !atlas.summary(&analyzed.key(name.from, name.to)).is_wide;
        if is_club {
            name.kind = Some(Kind::Organisation);
        }
    }
}

/// Adds the other mentions of names of one word that were stated to be something: "Cruise's technology".
fn add_others(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, stated: &FxHashMap<&str, Meaning>) {
    let is_name = |word: &Word| word.is_capital() && word.key.len() > 2;
    for at in (0..analyzed.words.len()).filter(|&at| is_name(&analyzed.words[at])) {
        let Some(&Meaning::Name(kind)) = stated.get(analyzed.form(at, at + 1)) else { continue };
        let is_beside =
            |at: usize| analyzed.words.get(at).is_some_and(|word| word.is_capital() && word.apart);
        let is_word = analyzed.classes(at).is(Classes::DEMONYM | Classes::COMMON)
            && analyzed.words.get(at + 1).is_some_and(|word| word.shape == Shape::Lower);
        let is_run = is_word || is_beside(at + 1) || at > 0 && analyzed.words[at - 1].is_capital();
        let is_opening = analyzed.opens_sentence(at) && analyzed.classes(at).is(Classes::COMMON);
        let next = names.partition_point(|name| name.to <= at);
        if !is_run && !is_opening && names.get(next).is_none_or(|name| name.from > at) {
            names.insert(next, Name { from: at, to: at + 1, kind: Some(kind), certainty: CERTAINTY });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn what_a_text_states_a_name_to_be_is_its_kind() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "Two climbers fell on [Haldunsan], a mountain in [Norway], and [Haldunsan] was closed.",
                "They drank with <Harla>, the leading trading platform. <Harla> paid.",
                "{Anna Berg}'s party, <Serena>, won. {Anna Berg}, a city councillor, was glad.",
                "He was taking Sarelta, a blood thinner. Sarelta is sold in [Norway].",
                "Some of it went to the <Korring> group. {Tom Lund} met them in a bar called [El Remolino].",
            ],
        );
    }
}
