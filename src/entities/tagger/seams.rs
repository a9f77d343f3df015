//! Boundaries between adjacent names: "Capital One and British Gas" are two, a picture credit is not part of the next
//! name, and a state's abbreviation follows its town.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::states;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;

/// Last words of organisation names, after which "and" begins another name.
static COMPLETE_ENDINGS: WordList = WordList::new(
    "
    authority agency office commission committee council ministry department university bank company
    corp inc ltd group party union association federation institute society trust foundation court
    bureau club board organisation organization police parliament congress senate league",
);

/// What companies have in a town, after both names.
static SHOPS: WordList =
    WordList::new("store stores shop shops plant plants factory factories office offices warehouse showroom");

/// Institutions that often bear somebody's name.
static INSTITUTES: WordList =
    WordList::new("institute hospital foundation museum clinic laboratory company group");

/// Legal forms, behind which a name is at its end.
static FORMS: WordList = WordList::new("co corp inc ltd plc llc");

/// Agencies credited for pictures and texts.
const CREDITED: &[&str] = &[
    "getty images",
    "getty",
    "reuters",
    "ap",
    "afp",
    "epa",
    "pa",
    "ap photo",
    "rex features",
    "shutterstock",
    "usa today sports",
    "associated press",
    "press association",
    "alamy",
    "afp photo",
    "reuters photo",
];

/// The confidence of a state after its town.
const STATE_CERTAINTY: f32 = 0.8;

/// Splits names that are two, and adds the states after towns.
pub fn cut(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    *names = names.iter().flat_map(|&name| parts(name, analyzed, lexicon)).collect();
    names.retain_mut(|name| {
        let is_born = analyzed.words[name.from].key == "nee";
        name.from += usize::from(is_born);
        while name.to > name.from + 1
            && matches!(
                analyzed.words[name.to - 1].shape,
                Shape::Mark('.' | ',' | '-' | ';' | ':' | '(' | '[' | '/')
            )
        {
            name.to -= 1;
        }
        name.from < name.to
    });
    add_partners(names, analyzed);
    join(names, analyzed);
    add_states(names, analyzed);
}

/// The names that a span consists of.
fn parts(name: Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> Vec<Name> {
    let Name { from, to, .. } = name;
    let is_listed = |from: usize, to: usize| {
        lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some()
    };
    if name.kind == Some(Kind::Person) {
        return vec![without_quotation(name, analyzed)];
    }
    if name.kind != Some(Kind::Organisation) || is_listed(from, to) {
        return vec![name];
    }
    if let Some(at) = (from + 1..to - 1).find(|&at| matches!(analyzed.words[at].key.as_str(), "v" | "vs")) {
        let next = at + 1 + usize::from(analyzed.words[at + 1].is_mark('.') && at + 2 < to);
        return vec![Name { to: at, ..name }, Name { from: next, ..name }];
    }
    if let Some(at) = head(name, analyzed) {
        let rest = Name { from: at, ..name };
        let is_body = is_listed(at, to);
        return if is_body { vec![Name { to: at, ..name }, rest] } else { vec![Name { to: at, ..name }] };
    }
    let is_organisation = |from: usize, to: usize| {
        is_listed(from, to)
            || to - from > 1
                && COMPLETE_ENDINGS.has(analyzed.words[to - 1].key.as_str())
                && analyzed.words[to - 1].is_capital()
    };
    let is_joint = |at: usize| {
        analyzed.words[at].key == "and"
            && is_organisation(from, at)
            && is_organisation(at + 1, to)
            && (is_listed(at + 1, to) || !analyzed.classes(at + 1).is(Classes::BODY))
    };
    // "Berg and Lund for Newsweek".
    let is_for = |at: usize| {
        analyzed.words[at].key == "for"
            && is_listed(at + 1, to)
            && !analyzed.classes(from).is(Classes::BODY | Classes::BODY_OF)
    };
    let is_chambers = |at: usize| matches!(analyzed.words[at].key.as_str(), "house" | "senate");
    let are_chambers = to - from == 3 && is_chambers(from) && is_chambers(to - 1);
    let joint = (from + 1..to - 1).find(|&at| is_joint(at) || is_for(at) || are_chambers);
    if let Some(at) = joint {
        return vec![Name { to: at, ..name }, Name { from: at + 1, ..name }];
    }
    // "Policy Office Blog" of a listed office is that office.
    let listed_to = (from + 3..to).rev().find(|&at| analyzed.words[at].is_capital() && is_listed(from, at));
    let is_campus = analyzed.words[from].key == "university";
    if let Some(at) = listed_to.filter(|_| !is_campus && !analyzed.classes(to - 1).is(Classes::BODY)) {
        return vec![Name { to: at, ..name }];
    }
    if let Some(two) = shop(name, analyzed, lexicon) {
        return two;
    }
    match credit(name, analyzed, lexicon) {
        Some(at) => vec![Name { to: at, ..name }, Name { from: at, ..name }],
        None => vec![name],
    }
}

/// "The Berg Institute of Lund": an institution that bears somebody's name, and its town. "The Art Institute of
/// Chicago" is one name.
pub fn part_towns(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon, atlas: &Atlas<'_>) {
    let parts = |&name: &Name| {
        let of = (name.from + 2..name.to - 1).find(|&at| analyzed.words[at].key == "of");
        match of.filter(|&of| is_of_town(name, of, analyzed, lexicon, atlas)) {
            Some(of) => {
                let town = Name { from: of + 1, kind: Some(Kind::Place), ..name };
                vec![Name { to: of, ..name }, town]
            }
            None => vec![name],
        }
    };
    *names = names.iter().flat_map(parts).collect();
}

/// Whether what follows the "of" of an institution's name is only where it is.
fn is_of_town(
    name: Name,
    of: usize,
    analyzed: &AnalyzedText<'_>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> bool {
    let Name { from, to, .. } = name;
    let is_listed =
        |to: usize| lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some();
    let is_named = |at: usize| {
        analyzed.words[at].shape == Shape::Capital
            && !analyzed
                .classes(at)
                .is(Classes::COMMON | Classes::DEMONYM | Classes::DIRECTION | Classes::CLOSED)
    };
    let key = analyzed.key(of + 1, to);
    let town = atlas.summary(&key);
    // "Sea Breweries Ltd of Japan", but "the Aluminum Co of America".
    if name.kind == Some(Kind::Organisation)
        && !is_listed(to)
        && FORMS.has(&analyzed.words[of - 1].key)
        && !key.ends_with("america")
    {
        return town.is_known();
    }
    name.kind == Some(Kind::Organisation)
        && !is_listed(to)
        && INSTITUTES.has(&analyzed.words[of - 1].key)
        && (is_listed(of) || (from..of - 1).all(is_named))
        && town.is_known()
        && !town.is_wide
}

/// "The Bergen Apple store": a town and a company.
fn shop(name: Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> Option<Vec<Name>> {
    let Name { from, to, .. } = name;
    let second = from + 1;
    let is_shop = to == from + 2
        && lexicon.possible_organisation(&analyzed.key(second, to), analyzed.form(second, to)).is_some()
        && analyzed.words.get(to).is_some_and(|next| SHOPS.has(&next.key) && next.shape == Shape::Lower)
        && !analyzed.classes(from).is(Classes::COMMON);
    is_shop.then(|| vec![Name { to: second, kind: Some(Kind::Place), ..name }, Name { from: second, ..name }])
}

/// Where the credit of a picture ends that runs into the next name.
fn credit(name: Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> Option<usize> {
    let Name { from, to, .. } = name;
    if to < from + 2 {
        return None;
    }
    // "Reuters Holdings" is a name, "Reuters Lund" a credit and a town.
    let rest = (analyzed.key(from + 1, to), analyzed.form(from + 1, to));
    let is_whole = analyzed.classes(to - 1).is(Classes::BODY)
        && analyzed.key(from, from + 1) == "reuters"
        && lexicon.possible_organisation(&rest.0, rest.1).is_none();
    (from + 1..to).rev().filter(|_| !is_whole).find(|&at| {
        CREDITED.contains(&analyzed.key(from, at).as_str())
            && analyzed.words[at].is_capital()
            && analyzed.words[at].apart
    })
}

/// Where a body ends that others are only named beside: "GOP House", "White House Russia".
fn head(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let Name { from, to, .. } = name;
    let is_party = to == from + 2 && analyzed.key(from, from + 1) == "gop";
    let is_house = to > from + 2
        && analyzed.key(from, from + 2) == "white house"
        && !(from + 2..to).any(|at| analyzed.classes(at).is(Classes::BODY));
    if is_party { Some(from + 1) } else { is_house.then_some(from + 2) }
}

/// "'Whining' Berg" without what was quoted before: from behind a closing mark that nothing opened.
fn without_quotation(name: Name, analyzed: &AnalyzedText<'_>) -> Name {
    let is_mark = |at: usize, marks: &[char]| marks.iter().any(|&mark| analyzed.words[at].is_mark(mark));
    let inner = name.from + 1..name.to.saturating_sub(1);
    let closing = inner.clone().find(|&at| is_mark(at, &['\'', '’', '”']) && analyzed.words[at + 1].apart);
    let opens = (name.from..name.to).any(|at| is_mark(at, &['‘', '“', '"', '(']));
    match closing {
        Some(at) if !opens && !analyzed.words[at].apart => Name { from: at + 1, ..name },
        _ => name,
    }
}

/// "Harrow, Tull & Bray" with the partners that were not found.
fn add_partners(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let is_word = |at: usize| analyzed.words.get(at).is_some_and(|word| word.shape == Shape::Capital);
    let is_mark = |at: usize, mark: char| analyzed.words.get(at).is_some_and(|word| word.is_mark(mark));
    for at in 0..names.len() {
        let Some(&Name { from, to, kind, .. }) = names.get(at) else { break };
        // "Harrow, Tull and Co", of which only the end was found.
        let is_end = kind == Some(Kind::Organisation)
            && (3..=4).contains(&(to - from))
            && matches!(analyzed.words[from + 2].key.as_str(), "co" | "company" | "sons")
            && analyzed.words[from + 1].key == "and"
            && from > 1
            && is_mark(from - 1, ',')
            && is_word(from - 2)
            && !analyzed.classes(from - 2).is(Classes::CLOSED);
        if is_end {
            let covered = at > 0 && names[at - 1].to > from - 2;
            let is_free = !covered || names[at - 1].from == from - 2;
            if is_free {
                names[at].from = from - 2;
            }
            if is_free && covered {
                names.remove(at - 1);
            }
            continue;
        }
        let are_partners = to - from == 1
            && matches!(kind, Some(Kind::Person | Kind::Organisation))
            && is_mark(to, ',')
            && is_word(to + 1)
            && is_mark(to + 2, '&')
            && is_word(to + 3);
        let next = names.partition_point(|name| name.from < to + 4);
        if are_partners && names[next - 1].to <= to + 4 {
            names[at] = Name { to: to + 4, kind: Some(Kind::Organisation), ..names[at] };
            names.drain(at + 1..next);
        }
    }
}

/// Joins what is one name: "Harrow, Tull & Bray", and a nickname in quotation marks with the names around it.
fn join(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let is_mark = |at: usize, marks: &[char]| {
        analyzed.words.get(at).is_some_and(|word| marks.iter().any(|&mark| word.is_mark(mark)))
    };
    let mut at = 0;
    while at + 1 < names.len() {
        let (one, other) = (names[at], names[at + 1]);
        let is_partner = one.to + 1 == other.from
            && is_mark(one.to, &[','])
            && one.to - one.from == 1
            && matches!(one.kind, Some(Kind::Person | Kind::Organisation))
            && other.kind == Some(Kind::Organisation)
            && (other.from..other.to).any(|at| is_mark(at, &['&']));
        let is_nickname = one.kind == Some(Kind::Person)
            && other.kind == Some(Kind::Person)
            && one.to < other.from
            && is_mark(one.to, &['“', '"', '‘'])
            && (is_mark(other.from - 1, &['”', '"', '’']) || is_mark(other.to, &['”', '"', '’']))
            && (one.to..other.to).all(|at| !is_mark(at, &['.', ',', ';', ':', '?', '!']));
        let is_closed = is_nickname && is_mark(other.to, &['”', '"', '’']);
        let is_surname = analyzed.words.get(other.to + 1).is_some_and(|word| word.shape == Shape::Capital);
        if is_partner || is_nickname && !is_closed {
            names[at] = Name { to: other.to, kind: other.kind, ..one };
            names.remove(at + 1);
        } else if is_closed && is_surname {
            // "Tomas “El Toro” Berg": the surname may have been found as a name of its own.
            let end = names.get(at + 2).filter(|third| third.from == other.to + 1).map(|third| third.to);
            names[at] = Name { to: end.unwrap_or(other.to + 2), ..one };
            names.drain(at + 1..at + 2 + usize::from(end.is_some()));
        } else {
            at += 1;
        }
    }
}

/// Adds towns whose names are common words if the sentence says "in": "the council in Reading".
pub fn add_towns(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) {
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        for at in sentence.words.clone().skip(1) {
            let (before, word) = (&analyzed.words[at - 1], &analyzed.words[at]);
            let classes = analyzed.classes(at);
            let is_in = before.shape == Shape::Lower && matches!(before.key.as_str(), "in" | "near");
            let is_other = classes.is(Classes::CLOSED
                | Classes::CALENDAR
                | Classes::DEMONYM
                | Classes::DIRECTION
                | Classes::BODY
                | Classes::TITLE
                | Classes::EVENT);
            let goes_on = analyzed.words.get(at + 1).is_some_and(|next| {
                next.is_capital()
                    || next.is_mark('-')
                    || next.is_mark('&')
                    || next.shape == Shape::Possessive
                    || next.is_mark('/')
            });
            if !is_in
                || word.shape != Shape::Capital
                || word.key.len() < 4
                || is_other
                || goes_on
                || !atlas.knows(&word.key)
            {
                continue;
            }
            let next = names.partition_point(|name| name.to <= at);
            if names.get(next).is_none_or(|name| name.from > at) {
                names.insert(
                    next,
                    Name { from: at, to: at + 1, kind: Some(Kind::Place), certainty: STATE_CERTAINTY },
                );
            }
        }
    }
}

/// "Peoria, Ill.": the abbreviation after a place and a comma is the state.
fn add_states(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let mut at = 0;
    while at < names.len() {
        let Name { from, to, kind, .. } = names[at];
        at += 1;
        let is_town = kind == Some(Kind::Place) && analyzed.words[from].is_capital();
        let is_comma = analyzed.words.get(to).is_some_and(|word| word.is_mark(','));
        let Some(word) = analyzed.words.get(to + 1).filter(|_| is_town && is_comma) else { continue };
        let is_post = word.shape == Shape::Upper && word.key.len() <= 3;
        let is_short = word.shape == Shape::Capital
            && word.key.len() > 2
            && (word.span.of(analyzed.text).ends_with('.')
                || analyzed
                    .words
                    .get(to + 2)
                    .is_none_or(|next| next.is_mark('.') || next.shape == Shape::Lower));
        if !(is_post || is_short) || states::spelt_out(&word.key).is_none() {
            continue;
        }
        let state = Name { from: to + 1, to: to + 2, kind: Some(Kind::Place), certainty: STATE_CERTAINTY };
        match names.get_mut(at).filter(|next| next.from == to + 1) {
            Some(next) if next.to == to + 2 => *next = state,
            Some(_) => {}
            None => names.insert(at, state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn names_are_cut_where_two_meet() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The <Alfred Lund Institute> of [Bremerhaven] froze its ship in.",
                "Officials of the <Coastal Fisheries Authority> and the <Harbour Pilots Association> met.",
                "The driver slept in [Gary], [IN], and in [Salem], [Ore.], the week before.",
                "The bank <Harrow, Tull & Bray> lost, and <Arsenal> v <Chelsea> was called off.",
                "The <House> and <Senate> agreed.",
                "The council in [Reading] votes today, and nobody in small towns reads it.",
            ],
        );
    }
}
