//! Organisations by what the text says about them: "shares of X", "X will cut 2,000 jobs". A listed company name that
//! could also be a word or a person's name ("Target", "Philip Morris") counts if the article writes about it as a
//! company; an unlisted name needs more evidence.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use super::adjacent::{acts, has_ticker, is_of_firm, is_of_her, is_of_person, is_of_place, says_it};
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::{FxHashMap, FxHashSet};

/// The maximum length of a listed name to look for, in words and marks.
const MAX_LISTED_WORDS: usize = 6;

/// The confidence of a name that only a list and the adjacent words support.
const LISTED_CERTAINTY: f32 = 0.6;

/// The minimum prominence of a place for its name to mean the place rather than an organisation.
const LANDMARK: f32 = 3.0;

/// Bodies, before "of" and the state or the matter that they are for.
static OFFICES_OF: WordList = WordList::new(
    "court ministry council bank university department academy institute parliament government",
);

/// Parts of a company, before a comma and their own names.
static BRANCHES: WordList = WordList::new("arm subsidiary affiliate division unit parent offshoot brand");

/// What companies, far more often than people, do with ships, planes and buildings, before "by".
static HELD: WordList = WordList::new("owned chartered operated managed insured leased");

/// Ends of words of the language that no list has: "Unionized", "Tourism".
const ENDINGS: [&str; 10] = ["ism", "ized", "ised", "izing", "ising", "tion", "ness", "ity", "ment", "ers"];

/// How often an article treats a name as each kind.
#[derive(Debug, Default, Clone, Copy)]
struct Said {
    /// As a company.
    firm: u32,
    /// With a ticker behind it: "Burlington <BUR>".
    ticker: u32,
    /// As what says "it" of itself: "Orange said it would close shops".
    it: u32,
    /// As of a person.
    person: u32,
    /// As of a place.
    place: u32,
    /// How often the tagger found a place, and an organisation.
    places: u32,
    bodies: u32,
}

/// Makes organisations of names that an article treats as such, and adds missed ones.
pub fn give(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], lexicon: &Lexicon, atlas: &Atlas<'_>) {
    let surnames = surnames(names, texts);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        lengthen(names, analyzed, &surnames, lexicon);
        shorten(names, analyzed, &surnames);
    }
    let said = heard(names, texts, lexicon, atlas);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut() {
            let key = analyzed.key(name.from, name.to);
            let said = said.get(&key).copied().unwrap_or_default();
            let is_somebodys = name.to - name.from == 1
                && analyzed.words[name.from].shape == Shape::Capital
                && surnames.contains(&key.as_str());
            let is_well_known = name.kind == Some(Kind::Place) && atlas.summary(&key).prominence >= LANDMARK;
            if is_firm(name, analyzed, said, is_somebodys, is_well_known, lexicon) {
                name.kind = Some(Kind::Organisation);
            } else if is_somebodys && name.kind == Some(Kind::Organisation) && said.firm <= said.person {
                name.kind = Some(Kind::Person);
            } else if is_landmark(name, analyzed, said, lexicon, atlas)
                || is_river(name, analyzed, said, atlas)
            {
                name.kind = Some(Kind::Place);
            } else if is_somebody(name, analyzed, said, lexicon) {
                name.kind = Some(Kind::Person);
            }
        }
        add(names, analyzed, &said, lexicon, atlas);
    }
}

/// Whether a name is an organisation's, by the lists and by what the article says.
fn is_firm(
    name: &Name,
    analyzed: &AnalyzedText<'_>,
    said: Said,
    is_somebodys: bool,
    is_well_known: bool,
    lexicon: &Lexicon,
) -> bool {
    let (key, form) = (analyzed.key(name.from, name.to), analyzed.form(name.from, name.to));
    let is_sole = name.to - name.from == 1;
    if said.ticker > 0 {
        return true;
    }
    if lexicon.organisation(&key, form).is_some() {
        let is_word = analyzed.classes(name.from).is(Classes::COMMON);
        let is_place = name.kind == Some(Kind::Place) && said.place > 0 && said.bodies <= said.places;
        return !is_sole
            || said.firm + said.it > said.person
            || !(is_place || is_somebodys || is_word) && said.person == 0;
    }
    if lexicon.possible_organisation(&key, form).is_some() {
        return said.firm + said.it > said.person && (said.firm > 0 || !is_somebodys);
    }
    let may_be = match name.kind {
        Some(Kind::Person) => !is_somebodys,
        Some(Kind::Place) => is_sole && !is_well_known,
        _ => false,
    };
    if may_be && is_introduced(name, analyzed) {
        return true;
    }
    let is_of_people = analyzed.classes(name.from).is(Classes::FIRST | Classes::LAST | Classes::FAMOUS);
    if name.kind == Some(Kind::Person)
        && is_sole
        && !is_somebodys
        && said.person == 0
        && said.it > u32::from(is_of_people)
    {
        return true;
    }
    name.kind == Some(Kind::Person) && said.firm > 1 + 2 * said.person && !is_somebodys && is_sole
}

/// Whether a name that no given name begins is introduced as a company's: "its salvage arm, Smit,", "chartered by
/// Evergreen", "owned in Japan, by Shoei Kisen".
fn is_introduced(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let Name { from, to, .. } = *name;
    let Some(bounds) = analyzed.sentence_of(from).map(|sentence| sentence.words.clone()) else {
        return false;
    };
    let key = |at: usize| if bounds.contains(&at) { analyzed.words[at].key.as_str() } else { "" };
    let is_mark = |at: usize| bounds.contains(&at) && analyzed.words[at].is_mark(',');
    if analyzed.classes(from).is(Classes::FIRST) || from < bounds.start + 2 {
        return false;
    }
    let is_branch = is_mark(from - 1) && is_mark(to) && BRANCHES.has(key(from - 2));
    let is_held = || (bounds.start.max(from.saturating_sub(5))..from - 1).any(|at| HELD.has(key(at)));
    let is_place = name.kind == Some(Kind::Place);
    is_branch && !is_place || key(from - 1) == "by" && is_held()
}

/// Whether a name of several words taken for an organisation's is that of a well-known place.
fn is_landmark(
    name: &Name,
    analyzed: &AnalyzedText<'_>,
    said: Said,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> bool {
    let key = analyzed.key(name.from, name.to);
    name.kind == Some(Kind::Organisation)
        && name.to - name.from > 1
        && said.firm == 0
        && !analyzed.classes(name.to - 1).is(Classes::BODY)
        && !(name.from..name.to - 1)
            .any(|at| OFFICES_OF.has(&analyzed.words[at].key) && analyzed.words[at + 1].key == "of")
        && lexicon.possible_organisation(&key, analyzed.form(name.from, name.to)).is_none()
        && atlas.summary(&key).prominence >= LANDMARK
}

/// "In the Amazon," is where the forest is: the company has no article.
fn is_river(name: &Name, analyzed: &AnalyzedText<'_>, said: Said, atlas: &Atlas<'_>) -> bool {
    let Name { from, to, kind, .. } = *name;
    let key = |back: usize| from.checked_sub(back).map_or("", |at| analyzed.words[at].key.as_str());
    let is_last = analyzed
        .words
        .get(to)
        .is_none_or(|next| matches!(next.shape, Shape::Mark(',' | '.' | ';')) || next.key == "and");
    kind == Some(Kind::Organisation)
        && to - from == 1
        && analyzed.words[from].shape == Shape::Capital
        && said.firm == 0
        && key(1) == "the"
        && matches!(key(2), "in" | "across" | "along" | "near")
        && is_last
        && atlas.summary(&analyzed.words[from].key).prominence >= LANDMARK
}

/// Whether a full name taken for something else is described as a mayor's or an actor's.
fn is_somebody(name: &Name, analyzed: &AnalyzedText<'_>, said: Said, lexicon: &Lexicon) -> bool {
    let key = analyzed.key(name.from, name.to);
    let last = analyzed.classes(name.to - 1);
    matches!(name.kind, Some(Kind::Organisation | Kind::Place))
        && (2..=3).contains(&(name.to - name.from))
        && said.person > said.firm
        && (!last.is(Classes::BODY | Classes::SITE) || is_of_her(analyzed, name.from, name.to))
        && analyzed.words[name.from..name.to].iter().all(|word| word.shape == Shape::Capital)
        && lexicon.possible_organisation(&key, analyzed.form(name.from, name.to)).is_none()
}

/// "Christie's" is what belongs to Christie where somebody of that surname is named in full.
fn shorten(names: &mut [Name], analyzed: &AnalyzedText<'_>, surnames: &FxHashSet<&str>) {
    for name in names.iter_mut().filter(|name| name.to - name.from == 2) {
        let is_owner = analyzed.words[name.from + 1].shape == Shape::Possessive;
        if is_owner && surnames.contains(&analyzed.words[name.from].key.as_str()) {
            *name = Name { to: name.from + 1, kind: Some(Kind::Person), ..*name };
        }
    }
}

/// Extends "Macy" before "'s" to "Macy's" if only that is listed.
fn lengthen(names: &mut [Name], analyzed: &AnalyzedText<'_>, surnames: &FxHashSet<&str>, lexicon: &Lexicon) {
    for at in 0..names.len() {
        let is_sole = names[at].to - names[at].from == 1;
        if is_sole && surnames.contains(&analyzed.words[names[at].from].key.as_str()) {
            continue;
        }
        let to = names[at].to + 1;
        let is_free = names.get(at + 1).is_none_or(|next| next.from >= to);
        let (from, is_owner) =
            (names[at].from, analyzed.words.get(to - 1).is_some_and(|word| word.shape == Shape::Possessive));
        let listed =
            |to: usize| lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to));
        // "Brown's" is not the Browns of Cleveland.
        let is_so_called = is_owner && listed(to).is_some_and(|name| name.contains(['\'', '’']));
        if is_free && is_so_called && listed(to - 1).is_none() {
            names[at].to = to;
        }
    }
}

/// What the article says about each name, and about each listed one outside all names.
fn heard(
    names: &[Vec<Name>],
    texts: &[AnalyzedText<'_>],
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> FxHashMap<String, Said> {
    let mut said: FxHashMap<String, Said> = FxHashMap::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names {
            if let Some(kind @ (Kind::Place | Kind::Organisation)) = name.kind {
                let said = said.entry(analyzed.key(name.from, name.to)).or_default();
                said.places += u32::from(kind == Kind::Place);
                said.bodies += u32::from(kind == Kind::Organisation);
            }
        }
        let missed = missed(names, analyzed, lexicon, atlas);
        for (from, to) in names.iter().map(|name| (name.from, name.to)).chain(missed) {
            let firm = is_of_firm(analyzed, from, to) || is_beside_firm(names, analyzed, from, to, lexicon);
            let (it, ticker) = (says_it(analyzed, to), has_ticker(analyzed, to));
            let person = is_of_person(analyzed, from, to);
            let place = is_of_place(analyzed, from);
            if firm || it || ticker || person || place {
                let said = said.entry(analyzed.key(from, to)).or_default();
                said.firm += u32::from(firm);
                said.it += u32::from(it);
                said.ticker += u32::from(ticker);
                said.person += u32::from(person);
                said.place += u32::from(place);
            }
        }
    }
    said
}

/// Whether a name that may be a company's is named in a row with one that is: "Charles Schwab and Wells Fargo".
fn is_beside_firm(
    names: &[Name],
    analyzed: &AnalyzedText<'_>,
    from: usize,
    to: usize,
    lexicon: &Lexicon,
) -> bool {
    let is_joint = |at: usize| {
        let word = analyzed.words.get(at);
        word.is_some_and(|word| matches!(word.key.as_str(), "and" | "or") || word.is_mark(','))
    };
    let is_firm = |name: &&Name| {
        name.kind == Some(Kind::Organisation)
            && lexicon
                .organisation(&analyzed.key(name.from, name.to), analyzed.form(name.from, name.to))
                .is_some()
            && !analyzed.classes(name.to - 1).is(Classes::BODY)
    };
    let may_be = || lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some();
    let next = names.partition_point(|name| name.from < to + 1);
    let is_after = || {
        is_joint(to) && names.get(next).filter(|name| name.from == to + 1).is_some_and(|name| is_firm(&name))
    };
    let is_before = || {
        let last = names[..names.partition_point(|name| name.to < from)].last();
        from > 0
            && is_joint(from - 1)
            && last.filter(|name| name.to + 1 == from).is_some_and(|name| is_firm(&name))
    };
    (is_after() || is_before()) && may_be()
}

/// The last words of people's full names.
pub fn surnames<'a>(names: &[Vec<Name>], texts: &'a [AnalyzedText<'_>]) -> FxHashSet<&'a str> {
    let of_page = |(names, analyzed): (&Vec<Name>, &'a AnalyzedText<'_>)| {
        let full = names.iter().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from > 1);
        full.map(|name| analyzed.words[name.to - 1].key.as_str()).collect::<FxHashSet<_>>()
    };
    names.iter().zip(texts).flat_map(of_page).collect()
}

/// Adds listed names outside all names if the article treats them as companies.
fn add(
    names: &mut Vec<Name>,
    analyzed: &AnalyzedText<'_>,
    said: &FxHashMap<String, Said>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    for (from, to) in missed(names, analyzed, lexicon, atlas) {
        let said = said.get(&analyzed.key(from, to)).copied().unwrap_or_default();
        let is_hard = lexicon.organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some();
        let says = analyzed.classes(to).is(Classes::SAYING) || said.firm > 0 && acts(analyzed, to);
        let is_word = analyzed.classes(from) != Classes::default();
        let is_plain = is_hard && (to - from > 1 || !is_word) && !is_in_headline(analyzed, from);
        if is_plain
            || said.firm + said.it > said.person
                && (!analyzed.opens_sentence(from) || says || is_of_firm(analyzed, from, to) || is_hard)
        {
            let at = names.partition_point(|name| name.to <= from);
            names.insert(at, Name { from, to, kind: Some(Kind::Organisation), certainty: LISTED_CERTAINTY });
        }
    }
}

/// Whether a word is in no list and no gazetteer, but written as a name: "Kockums will build two submarines".
fn is_unknown(analyzed: &AnalyzedText<'_>, at: usize, atlas: &Atlas<'_>) -> bool {
    let word = &analyzed.words[at];
    let is_beside = || analyzed.words.get(at + 1).is_some_and(|next| next.is_capital() || next.is_mark('-'));
    word.shape == Shape::Capital
        && word.key.len() > 3
        && !ENDINGS.iter().any(|end| word.key.ends_with(end))
        && analyzed.classes(at) == Classes::default()
        && !is_beside()
        && !atlas.knows(&word.key)
}

/// Listed names and unknown words outside all names; of two that begin together, the longer.
fn missed(
    names: &[Name],
    analyzed: &AnalyzedText<'_>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> Vec<(usize, usize)> {
    let mut missed = Vec::new();
    let mut next = names.iter().peekable();
    let mut at = 0;
    while at < analyzed.words.len() {
        while next.next_if(|name| name.to <= at).is_some() {}
        let limit = next.peek().map_or(analyzed.words.len(), |name| name.from).min(at + MAX_LISTED_WORDS);
        let is_listed = |to: &usize| {
            lexicon.possible_organisation(&analyzed.key(at, *to), analyzed.form(at, *to)).is_some()
        };
        let goes_on = |to: usize| {
            analyzed
                .words
                .get(to)
                .is_some_and(|word| word.is_capital() && analyzed.words[to - 1].is_capital())
        };
        let may_begin = || lexicon.may_begin_organisation(&analyzed.words[at].key);
        let found = if analyzed.words[at].is_capital() && at < limit && may_begin() {
            (at + 1..=limit).rev().filter(|&to| !goes_on(to)).find(is_listed)
        } else {
            None
        };
        let found = found.or_else(|| (at < limit && is_unknown(analyzed, at, atlas)).then_some(at + 1));
        // "The Tadawul rose".
        let follows_article = || at > 0 && analyzed.words[at - 1].key == "the";
        let is_new = || {
            at == 0
                || !analyzed.words[at - 1].is_capital()
                || analyzed.opens_sentence(at)
                || follows_article()
        };
        match found.filter(|_| is_new()) {
            Some(to) => {
                missed.push((at, to));
                at = to;
            }
            None => at += 1,
        }
    }
    missed
}

fn is_in_headline(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    analyzed.sentence_of(at).is_some_and(|sentence| sentence.is_headline)
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn firms_are_told_by_what_is_said_of_them() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "Workers at <Target> went home early. <Target> will open forty stores next year.",
                "The target was missed. Target dates matter, said {Anna Berg}.",
                "{Anna Christie} won. {Christie}'s speech was long, and {Christie}’s staff cheered.",
                "Analysts at <Morgan Stanley> were surprised, and so was <Lockheed Martin>.",
                "<Harlunds> will build two submarines in [Norway]. <Harlunds> shares rose.",
                "<Charles Schwab> and <Boeing> were fined. Lawyers of <Ralph Lauren>, <Nike> and others came.",
            ],
        );
    }
}
