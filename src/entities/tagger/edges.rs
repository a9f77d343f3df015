//! Where the names of organisations begin and end: a legal form begins none, "Savings and Loan" is not two names,
//! "Ministry of Trade, Industry and Tides" goes on after the comma, "GSA Contract" is the GSA's.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use crate::model::{Field, Kind};
use crate::text::words::Shape;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// Last words of what an organisation makes, writes or runs, and is not.
static WORKS: WordList = WordList::new("
    app apps application website site blog newsletter report reports strategy plan principles guideline guidelines
    handbook playbook toolkit dashboard portal survey index contract contracts timesheet liaison award awards dataset
    api platform play docs maps excel windows chrome drive hangouts photoshop acrobat alexa messenger
    wallet schedule conference hackathon challenge webinar docket");

/// Last words of web addresses that names end in.
const ADDRESSES: [&str; 6] = [".gov", ".com", ".org", ".mil", ".edu", ".net"];

/// Pairs that the names of bodies have with "and" between them.
static PAIRS: WordList = WordList::new("
    savings/loan bank/trust power/light gas/electric oil/gas fire/rescue pulp/paper arts/sciences loan/insurance
    banking/trust");

/// Words after the first part of a list that belongs to one office.
static LISTERS: WordList = WordList::new(
    "ministry minister department committee commission bureau directorate office institute secretary",
);

/// Legal forms, which end names and begin none.
static LEGAL_FORMS: WordList = WordList::new("corp inc ltd plc llc gmbh");

/// Houses that some articles leave out of the names of bodies.
static HOUSES: WordList = WordList::new("hospital university college school clinic museum");

/// Words that begin a phrase and no place name.
static OPENERS: WordList = WordList::new("about with from for how why what when where by into after before");

/// The longest part of a list or pair to take in, in words.
const MAX_WORDS: usize = 4;

/// Corrects where names begin and end.
pub fn give(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    for at in 0..names.len() {
        if is_work_of_listed(&names[at], analyzed, lexicon) {
            names[at].kind = Some(Kind::Organisation);
        }
        if names[at].kind != Some(Kind::Organisation) {
            continue;
        }
        trim(&mut names[at], analyzed, lexicon);
        names[at].to = co_operative(names[at], analyzed).unwrap_or(names[at].to);
        if let Some(to) = beyond_particle(names[at], analyzed) {
            names[at].to = to;
            let covered = names.partition_point(|name| name.from < to);
            names[at + 1..covered].iter_mut().for_each(|name| name.to = name.from);
        }
        if let Some(to) = pair(names[at], analyzed).or_else(|| list(names[at], analyzed)) {
            names[at].to = to;
            let covered = names.partition_point(|name| name.from < to);
            names[at + 1..covered].iter_mut().for_each(|name| name.to = name.from);
        }
    }
    names.retain(|name| name.from < name.to);
    // "About the State of": no place begins like that.
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place) && name.to - name.from > 2) {
        if OPENERS.has(&analyzed.words[name.from].key) {
            name.kind = None;
        }
    }
}

/// "Google Drive" is no street, but what Google runs.
fn is_work_of_listed(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    kind == Some(Kind::Place)
        && to - from > 1
        && WORKS.has(&analyzed.words[to - 1].key)
        && lexicon.organisation(&analyzed.key(from, to - 1), analyzed.form(from, to - 1)).is_some()
}

/// Takes away what is before or after an organisation's name.
fn trim(name: &mut Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    let is_mark = |at: usize| matches!(analyzed.words[at].shape, Shape::Mark('.' | ','));
    if LEGAL_FORMS.has(&analyzed.words[name.from].key) && name.to - name.from > 1 {
        name.from += 1;
        while name.from + 1 < name.to && is_mark(name.from) {
            name.from += 1;
        }
    }
    let is_loud = |at: usize| {
        let word = &analyzed.words[at];
        word.shape == Shape::Upper && word.key.len() > 3 && analyzed.classes(at).is(Classes::COMMON)
    };
    let quiet = (name.from..name.to).find(|&at| !is_loud(at)).unwrap_or(name.from);
    let is_name =
        |at: usize| analyzed.words[at].shape == Shape::Capital && !analyzed.classes(at).is(Classes::CLOSED);
    if quiet > name.from + 1 && quiet + 1 < name.to && is_name(quiet) && is_name(quiet + 1) {
        name.from = quiet;
    }
    // "University of Lund’s Observatory" is the university's.
    if name.to - name.from > 4
        && analyzed.words[name.to - 2].shape == Shape::Possessive
        && analyzed.classes(name.from).is(Classes::BODY_OF)
        && analyzed.words[name.from + 1].key == "of"
    {
        name.to -= 2;
    }
    let last = &analyzed.words[name.to - 1];
    let form = analyzed.form(name.from, name.to);
    let is_work = WORKS.has(&last.key) || ADDRESSES.iter().any(|end| form.to_lowercase().ends_with(end));
    let is_listed = |to: usize| {
        lexicon.organisation(&analyzed.key(name.from, to), analyzed.form(name.from, to)).is_some()
    };
    if !is_work || name.to - name.from < 2 || is_listed(name.to) {
        return;
    }
    let is_acronym = |at: usize| {
        analyzed.words[at].shape == Shape::Upper
            && (2..=6).contains(&analyzed.words[at].key.len())
            && !analyzed.classes(at).is(Classes::NO_ACRONYM)
    };
    let owner = (name.from + 1..name.to).rev().find(|&to| is_listed(to));
    if let Some(to) = owner.or_else(|| is_acronym(name.from).then_some(name.from + 1)) {
        name.to = to;
    }
}

/// "Compagnie Financière de Lund", "Banco de Bergen": where a name goes on that was cut at a particle.
fn beyond_particle(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let is_particle = |at: usize| {
        analyzed.words.get(at).is_some_and(|word| {
            word.shape == Shape::Lower
                && matches!(
                    word.key.as_str(),
                    "de" | "du" | "des" | "della" | "delle" | "dello" | "di" | "da" | "del"
                )
        })
    };
    let rest = run(analyzed, name.to + 1);
    (is_particle(name.to) && !rest.is_empty()).then_some(rest.end)
}

/// "Arctic Co-operatives", cut at the hyphen.
fn co_operative(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let rest = analyzed.words.get(name.to..name.to + 2)?;
    let is_co = analyzed.words[name.to - 1].key == "co" && rest[0].is_mark('-') && !rest[0].apart;
    (is_co && !rest[1].apart && rest[1].key.starts_with("op")).then_some(name.to + 2)
}

/// The capitalised words from a word on, at most [`MAX_WORDS`].
fn run(analyzed: &AnalyzedText<'_>, from: usize) -> Range<usize> {
    let is_part = |at: usize| {
        analyzed.words.get(at).is_some_and(|word| word.shape == Shape::Capital && word.apart)
            && !analyzed.classes(at).is(Classes::CLOSED | Classes::CALENDAR)
    };
    let to = (from..=from + MAX_WORDS).find(|&at| !is_part(at)).unwrap_or(from);
    from..to
}

/// "Harbour Savings" goes on with "and Loan Association".
fn pair(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let (and, next) = (analyzed.words.get(name.to)?, analyzed.words.get(name.to + 1)?);
    let both = format!("{}/{}", analyzed.words[name.to - 1].key, next.key);
    if and.key != "and" || !PAIRS.has(&both) || !next.is_capital() {
        return None;
    }
    let rest = run(analyzed, name.to + 1);
    let of =
        analyzed.words.get(rest.end).filter(|word| word.key == "of").map(|_| run(analyzed, rest.end + 1));
    Some(of.filter(|of| !of.is_empty() && !rest.is_empty()).unwrap_or(rest).end).filter(|&to| to > name.to)
}

/// "Ministry of Trade" goes on with ", Industry and Tides".
fn list(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let of = (name.from + 1..name.to)
        .find(|&at| matches!(analyzed.words[at].key.as_str(), "of" | "for" | "on"))?;
    let is_office =
        LISTERS.has(&analyzed.words[of - 1].key) && !(of..name.to).any(|at| analyzed.words[at].key == "and");
    let is_comma = |at: usize| analyzed.words.get(at).is_some_and(|word| word.is_mark(','));
    if !is_office || !is_comma(name.to) {
        return None;
    }
    let is_plain = |part: &Range<usize>| {
        !part.is_empty()
            && part.len() <= 3
            && part.clone().all(|at| {
                analyzed.classes(at).is(Classes::COMMON)
                    && !analyzed.classes(at).is(Classes::TITLE | Classes::BODY_OF | Classes::DEMONYM)
            })
    };
    let mut part = run(analyzed, name.to + 1);
    while is_plain(&part) {
        let next = analyzed.words.get(part.end)?;
        if next.key == "and" || next.is_mark('&') {
            let last = run(analyzed, part.end + 1);
            return is_plain(&last).then_some(last.end);
        }
        // "Trade, Industry, and Tides".
        let is_last =
            is_comma(part.end) && analyzed.words.get(part.end + 1).is_some_and(|word| word.key == "and");
        if !is_comma(part.end) {
            return None;
        }
        part = run(analyzed, part.end + 1 + usize::from(is_last));
        if is_last {
            return is_plain(&part).then_some(part.end);
        }
    }
    None
}

/// "Harrow Southern and Victor" are two, if the article has more of the name of each elsewhere.
pub fn part_joint(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let is_body = |name: &&Name| name.kind == Some(Kind::Organisation);
    let known: Vec<String> = names
        .iter()
        .zip(texts)
        .flat_map(|(names, analyzed)| {
            names.iter().filter(is_body).map(|name| analyzed.key(name.from, name.to))
        })
        .collect();
    let is_start = |key: &str| {
        known.iter().any(|other| {
            other.strip_prefix(key).is_some_and(|rest| rest.starts_with(' '))
                && !other.starts_with(&format!("{key} and "))
        })
    };
    for (names, analyzed) in names.iter_mut().zip(texts) {
        let parts = |name: &Name| {
            let and = (name.from + 1..name.to - 1).find(|&at| analyzed.words[at].key == "and");
            match and.filter(|_| name.kind == Some(Kind::Organisation)) {
                Some(at)
                    if is_start(&analyzed.key(name.from, at)) && is_start(&analyzed.key(at + 1, name.to)) =>
                {
                    vec![Name { to: at, ..*name }, Name { from: at + 1, ..*name }]
                }
                _ => vec![*name],
            }
        };
        *names = names.iter().flat_map(parts).collect();
    }
}

/// The names of a kind that have several words, each with the place of its text.
fn full_names(kind: Kind, names: &[Vec<Name>]) -> Vec<(usize, Name)> {
    let every =
        names.iter().enumerate().flat_map(|(text, names)| names.iter().map(move |name| (text, *name)));
    every.filter(|(_, name)| name.kind == Some(kind) && name.to - name.from > 1).collect()
}

/// The single words by which organisations that are named in full may be called.
fn short_forms<'a>(
    names: &[Vec<Name>],
    texts: &'a [AnalyzedText<'_>],
    lexicon: &Lexicon,
) -> FxHashSet<&'a str> {
    let mut firms: FxHashSet<&str> = FxHashSet::default();
    for (text, name) in full_names(Kind::Organisation, names) {
        let analyzed = &texts[text];
        let is_office =
            (name.from..name.to).any(|at| analyzed.classes(at).is(Classes::BODY | Classes::CLOSED));
        let is_given = analyzed.classes(name.from).is(Classes::FIRST | Classes::FAMOUS);
        if !is_office
            && !is_given
            && analyzed.words[name.from].shape == Shape::Capital
            && name.to - name.from == 2
        {
            firms.insert(&analyzed.words[name.from].key);
        }
        // "Villa" is Aston Villa, "the Finns" are the Finns Party.
        let key = analyzed.key(name.from, name.to);
        if name.to - name.from == 2 && lexicon.organisation(&key, analyzed.form(name.from, name.to)).is_some()
        {
            let is_last =
                !analyzed.classes(name.to - 1).is(Classes::BODY | Classes::CLOSED | Classes::FAMOUS);
            firms.extend(is_last.then_some(analyzed.words[name.to - 1].key.as_str()));
        }
    }
    firms
}

/// "Harrow" alone is Harrow Stanley, the bank, where nobody is called Harrow.
pub fn give_short_forms(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], lexicon: &Lexicon) {
    let mut firms = short_forms(names, texts, lexicon);
    let bodies: FxHashSet<String> = full_names(Kind::Organisation, names)
        .iter()
        .map(|(text, name)| texts[*text].key(name.from, name.to))
        .collect();
    // "Norton" is Norton Co.
    let stems: FxHashSet<String> = bodies.iter().filter_map(|key| stem(key)).map(str::to_owned).collect();
    for (text, name) in full_names(Kind::Person, names) {
        for word in &texts[text].words[name.from..name.to] {
            firms.remove(word.key.as_str());
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in
            names.iter_mut().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from == 1)
        {
            let is_titled = name.from > 0 && analyzed.is_title(name.from - 1);
            if !is_titled && firms.contains(analyzed.words[name.from].key.as_str()) {
                name.kind = Some(Kind::Organisation);
            }
        }
        for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Person)) {
            let is_given = name.to - name.from == 2 && analyzed.classes(name.from).is(Classes::FIRST);
            let is_titled = name.from > 0 && analyzed.is_title(name.from - 1);
            if !is_given && !is_titled && stems.contains(&analyzed.key(name.from, name.to)) {
                name.kind = Some(Kind::Organisation);
            }
        }
        // "Harrow Lund hospital" beside "Harrow Lund".
        for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place) && name.to - name.from > 2)
        {
            let is_house = HOUSES.has(&analyzed.words[name.to - 1].key);
            if is_house && bodies.contains(&analyzed.key(name.from, name.to - 1)) {
                name.kind = Some(Kind::Organisation);
            }
        }
    }
}

/// Names of a headline in capitals that run into one another are those that the text has: "HARROW AIR ORDERS LUND
/// SHIPS" names two companies.
pub fn part_headlines(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let known: Vec<(String, Option<Kind>)> = names
        .iter()
        .zip(texts)
        .filter(|(_, analyzed)| analyzed.field == Field::Text)
        .flat_map(|(names, analyzed)| {
            names.iter().map(|name| (analyzed.key(name.from, name.to), name.kind)).collect::<Vec<_>>()
        })
        .filter(|(_, kind)| kind.is_some())
        .collect();
    for (names, analyzed) in
        names.iter_mut().zip(texts).filter(|(_, analyzed)| analyzed.field == Field::Title)
    {
        let is_loud = |name: &Name| (name.from..name.to).all(|at| analyzed.words[at].shape != Shape::Capital);
        let parts = |name: &Name| {
            let key = analyzed.key(name.from, name.to);
            if name.to - name.from < 3 || !is_loud(name) || known.iter().any(|(other, _)| *other == key) {
                return vec![*name];
            }
            let mut parts = Vec::new();
            let mut at = name.from;
            while at < name.to {
                let found = (at + 1..=name.to).rev().find_map(|to| {
                    let key = analyzed.key(at, to);
                    let same = |(other, _): &&(String, Option<Kind>)| {
                        *other == key || other.strip_prefix(key.as_str()).is_some_and(is_legal_form)
                    };
                    known.iter().find(same).map(|(_, kind)| Name { from: at, to, kind: *kind, ..*name })
                });
                at = found.map_or(at + 1, |part| part.to);
                parts.extend(found);
            }
            if parts.is_empty() { vec![*name] } else { parts }
        };
        *names = names.iter().flat_map(parts).collect();
    }
}

/// The name of a company without its legal form.
fn stem(key: &str) -> Option<&str> {
    let end = key.rfind(' ')?;
    is_legal_form(&key[end..]).then(|| key[..end].trim_end_matches(" and"))
}

/// Whether the rest of a name is only the form of a company.
fn is_legal_form(rest: &str) -> bool {
    rest.strip_prefix(' ')
        .is_some_and(|rest| LEGAL_FORMS.has(rest) || matches!(rest, "co" | "group" | "company"))
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn organisations_end_where_their_names_end() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The <Ministry of Trade, Industry and Fisheries> agreed with the <Pang Co-op> on Monday.",
                "<Bergen Federal Savings and Loan Association> said that it would buy the rest.",
                "The <Harbour Pilots Union> reads the <GSA> Contract.",
            ],
        );
    }
}
