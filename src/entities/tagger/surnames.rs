//! Surnames that are common words: once somebody is named in full, the surname alone refers to that person wherever a
//! name is possible, even "Rose", "May" or "Law".

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::given_names;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::{Shape, Word};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

/// The confidence of a surname that only the full name elsewhere supports.
const SURNAME_CERTAINTY: f32 = 0.7;

/// Words after which a month is a month.
static BEFORE_MONTHS: WordList = WordList::new(
    "
    in on by since last next this early late mid until till from during before after through every each
    between of and to",
);

/// Verbs, besides reporting verbs, that follow a name as the subject.
static VERBS: WordList = WordList::new(
    "
    is was has had will would did does could can may might must should also then later himself herself
    who and told asked says never now once still",
);

/// Verbs of what only people do or suffer.
static PERSONAL: WordList = WordList::new(
    "born wept smiled laughed married divorced tweeted died arrested jailed sang himself herself testified sentenced",
);

/// Adds the surnames of people named in full, outside other names.
///
/// Not those of `things` that are called after somebody: "Webb" is the telescope.
pub fn add(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], things: &FxHashSet<String>) {
    for (names, analyzed) in names.iter_mut().zip(texts) {
        add_full(names, analyzed);
        add_hyphened(names, analyzed);
    }
    give_nicknames(names, texts);
    let mut surnames = known(names, texts);
    surnames.retain(|surname| !things.iter().any(|thing| thing.rsplit(' ').next() == Some(surname.as_str())));
    if surnames.is_empty() {
        return;
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        drop_families(names, analyzed, &surnames);
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for sentence in &analyzed.sentences {
            for at in sentence.words.clone() {
                let key = &analyzed.words[at].key;
                let is_surname = surnames.contains(key)
                    && may_be_name(analyzed, at, sentence.words.start, sentence.is_headline);
                let is_byname = || {
                    analyzed.words[at].is_capital()
                        && given_names::surnames_of(key).iter().any(|surname| surnames.contains(*surname))
                };
                if is_surname || is_byname() {
                    put(names, at, analyzed, !is_surname);
                }
            }
        }
    }
}

/// Adds missed full names: a given name that is not a common word, before a capitalised word, with lower-case words
/// on both sides: "heard Jude Law for".
fn add_full(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        for at in sentence.words.clone().skip(1) {
            let (Some(word), Some(last)) = (analyzed.words.get(at), analyzed.words.get(at + 1)) else {
                continue;
            };
            if word.shape != Shape::Capital || last.shape != Shape::Capital {
                continue;
            }
            let (given, classes) = (analyzed.classes(at), analyzed.classes(at + 1));
            let is_small = |at: usize| {
                analyzed.words.get(at).is_some_and(|word| {
                    matches!(
                        word.shape,
                        Shape::Lower | Shape::Possessive | Shape::Mark(',' | '.' | '?' | '!')
                    )
                })
            };
            // "Jarnson Button had": a given name that no list has, before a surname with its verb.
            let is_rare = !given.is(Classes::FIRST
                | Classes::DIRECTION
                | Classes::DEMONYM
                | Classes::BODY
                | Classes::SITE)
                && word.key.len() > 4
                && follows(analyzed, at + 1)
                && (analyzed.words[at - 1].is_mark(':') || analyzed.words[at - 1].shape == Shape::Lower);
            let is_full = sentence.words.contains(&(at + 1))
                && (given.is(Classes::FIRST) || is_rare)
                && !given.is(Classes::COMMON | Classes::CLOSED | Classes::CALENDAR | Classes::TITLE)
                && classes.is(Classes::LAST)
                && !classes.is(Classes::CLOSED
                    | Classes::CALENDAR
                    | Classes::DEMONYM
                    | Classes::BODY
                    | Classes::SITE
                    | Classes::EVENT)
                && (analyzed.words[at - 1].shape == Shape::Lower
                    || analyzed.words[at - 1].is_mark(':')
                    || is_rare)
                && is_small(at + 2);
            let next = names.partition_point(|name| name.to <= at);
            if is_full && names.get(next).is_none_or(|name| name.from > at + 1) {
                names.insert(
                    next,
                    Name { from: at, to: at + 2, kind: Some(Kind::Person), certainty: SURNAME_CERTAINTY },
                );
            }
        }
    }
}

/// Adds missed names like "Prayuth Chan-ocha" and "Ban Ki-moon": a capital, a hyphen and a small letter are written in
/// hardly any other names.
fn add_hyphened(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        for at in sentence.words.clone() {
            let Some([first, second, hyphen, tail]) = analyzed.words.get(at..at + 4) else { break };
            let is_word = |at: usize| {
                let classes = analyzed.classes(at);
                classes.is(Classes::COMMON | Classes::CLOSED | Classes::TITLE | Classes::DEMONYM)
                    || classes.is(Classes::BODY | Classes::SITE | Classes::DIRECTION | Classes::CALENDAR)
            };
            let is_name = first.shape == Shape::Capital
                && second.shape == Shape::Capital
                && hyphen.is_mark('-')
                && !hyphen.apart
                && tail.shape == Shape::Lower
                && !tail.apart
                && tail.key.len() > 1
                && (at == sentence.words.start || !analyzed.words[at - 1].is_capital())
                && !(at..at + 2).chain([at + 3]).any(is_word);
            let next = names.partition_point(|name| name.to <= at);
            if is_name && names.get(next).is_none_or(|name| name.from >= at + 4) {
                let certainty = SURNAME_CERTAINTY;
                names.insert(next, Name { from: at, to: at + 4, kind: Some(Kind::Person), certainty });
            }
        }
    }
}

/// "El Chapo" is somebody wherever he is called so, once the text has "Joaquín "El Chapo" Guzmán".
fn give_nicknames(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let mut known: FxHashSet<String> = FxHashSet::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names.iter().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from > 3) {
            let is_quote = |at: &usize| matches!(analyzed.words[*at].shape, Shape::Mark('"' | '“' | '”'));
            let quotes: Vec<usize> = (name.from..name.to).filter(is_quote).collect();
            if let [open, close] = quotes[..] {
                let nickname = analyzed.form(open + 1, close);
                let is_name = nickname.contains(' ') && nickname.starts_with(char::is_uppercase);
                known.extend(is_name.then(|| nickname.to_owned()));
            }
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts).filter(|_| !known.is_empty()) {
        for name in names.iter_mut().filter(|name| known.contains(analyzed.form(name.from, name.to))) {
            name.kind = Some(Kind::Person);
        }
    }
}

/// The surnames of everyone named in full.
fn known(names: &[Vec<Name>], texts: &[AnalyzedText<'_>]) -> FxHashSet<CompactString> {
    let mut known = FxHashSet::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names.iter().filter(|name| name.kind == Some(Kind::Person)) {
            let is_name = |at: &usize| {
                !analyzed.classes(*at).is(Classes::SUFFIX) && !analyzed.words[*at].key.is_empty()
            };
            let words: Vec<usize> = (name.from..name.to).filter(is_name).collect();
            let [_, .., last] = words[..] else { continue };
            let first = words[0];
            let is_eastern =
                words.len() < 4 && given_names::is_eastern_family_name(&analyzed.words[first].key);
            for at in std::iter::once(last).chain(is_eastern.then_some(first)) {
                if analyzed.words[at].shape == Shape::Capital && analyzed.words[at].key.chars().count() > 1 {
                    known.insert(analyzed.words[at].key.clone());
                }
            }
        }
    }
    known
}

/// "The Bergs" are a family, where somebody called Berg is named in full, and none of the three kinds.
fn drop_families(names: &mut [Name], analyzed: &AnalyzedText<'_>, surnames: &FxHashSet<CompactString>) {
    for name in names.iter_mut().filter(|name| name.to - name.from == 1 && name.from > 0) {
        let family = analyzed.words[name.from].key.strip_suffix('s');
        let is_the = analyzed.words[name.from - 1].key == "the";
        if is_the
            && name.kind == Some(Kind::Organisation)
            && family.is_some_and(|family| surnames.contains(family))
        {
            name.kind = None;
        }
    }
}

/// Inserts a surname, or changes the kind of a name with exactly this word that is neither a place nor an
/// organisation.
fn put(names: &mut Vec<Name>, at: usize, analyzed: &AnalyzedText<'_>, is_byname: bool) {
    let next = names.partition_point(|name| name.to <= at);
    let person = Name { from: at, to: at + 1, kind: Some(Kind::Person), certainty: SURNAME_CERTAINTY };
    match names.get_mut(next).filter(|name| name.from <= at) {
        None => names.insert(next, person),
        Some(name)
            if name.to - name.from == 1
                && (name.kind.is_none()
                    || is_titled(analyzed, at)
                    || name.kind == Some(Kind::Place) && does_as_people(analyzed, at)
                    || is_byname && name.kind == Some(Kind::Organisation)) =>
        {
            *name = person;
        }
        Some(_) => {}
    }
}

fn is_titled(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    at > 0 && analyzed.is_title(at - 1)
}

/// "Osaka was born", "Osaka wept": what only people do.
fn does_as_people(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let key = |at: usize| analyzed.words.get(at).map_or("", |word| word.key.as_str());
    PERSONAL.has(key(at + 1)) || matches!(key(at + 1), "was" | "is" | "were") && PERSONAL.has(key(at + 2))
}

/// Whether a word that is also a surname can be the surname here.
fn may_be_name(analyzed: &AnalyzedText<'_>, at: usize, start: usize, is_headline: bool) -> bool {
    let word = &analyzed.words[at];
    if word.shape != Shape::Capital {
        return false;
    }
    let classes = analyzed.classes(at);
    let is_word =
        classes.is(Classes::COMMON | Classes::CLOSED | Classes::CALENDAR | Classes::TITLE | Classes::DEMONYM);
    let follows = follows(analyzed, at);
    let goes_on = analyzed
        .words
        .get(at + 1)
        .is_some_and(|next| next.is_capital() && !analyzed.classes(at + 1).is(Classes::CLOSED));
    if is_titled(analyzed, at) && !goes_on {
        return true;
    }
    let before = if at > start { analyzed.words.get(at - 1) } else { None };
    let is_behind_name = before.is_some_and(|before| {
        before.is_capital() && !analyzed.classes(at - 1).is(Classes::CLOSED | Classes::TITLE)
    });
    if goes_on && !is_headline
        || is_behind_name
        || before.is_some_and(|before| before.is_mark('-') && !before.apart)
    {
        return false;
    }
    if classes.is(Classes::CALENDAR) {
        let is_number = analyzed.words.get(at + 1).is_some_and(|next| next.shape == Shape::Number);
        return !is_number
            && (follows
                || before.is_some_and(|before| {
                    !BEFORE_MONTHS.has(before.key.as_str()) && !before.key.is_empty()
                }));
    }
    let opens = before.is_none_or(|before| before.key.is_empty() && !before.is_mark(','));
    if is_word && (opens || is_headline) {
        return follows;
    }
    // "The Hill", but "the Bush administration".
    let is_the = before.is_some_and(|before| matches!(before.key.as_str(), "the" | "a" | "an"));
    !is_the
        || analyzed.words.get(at + 1).is_some_and(|next| {
            matches!(
                next.key.as_str(),
                "administration" | "family" | "campaign" | "government" | "camp" | "case" | "era"
            )
        })
}

/// Whether the next word treats this word as a subject or owner.
fn follows(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let Some(next) = analyzed.words.get(at + 1) else { return false };
    let key = next.key.as_str();
    next.shape == Shape::Possessive
        || next.shape == Shape::Lower
            && (analyzed.classes(at + 1).is(Classes::SAYING)
                || VERBS.has(key)
                || key.len() > 4 && key.ends_with("ed"))
        || next.is_mark(',')
            && analyzed.words.get(at + 2).is_some_and(|word| word.key == "who" || word.shape == Shape::Number)
        // "Fields, of Maumee,".
        || next.is_mark(',')
            && analyzed.words.get(at + 2).is_some_and(|word| word.key == "of")
            && analyzed.words.get(at + 3).is_some_and(Word::is_capital)
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn a_full_name_makes_its_surname_a_name() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "{Anna March} left on Monday. {March} resigned in March, and critics of {March} cheered.",
                "{Anna Lindqvist} left. The Lindqvists were known in [Lund], and {Lindqvist} smiled.",
                "{Prayuth Chan-ocha} dissolved parliament on Monday.",
                "{Anna \"La Loba\" Berg} was sentenced. {La Loba} wore black.",
                "{Tom Field} spoke first. Field work is hard, but {Field} was calm, and Mr {Field} smiled.",
            ],
        );
    }
}
