//! Corrections after the tagger has labelled a whole article. A name nearly always has one kind in an article (Gale,
//! Church and Yarowsky, One Sense per Discourse, 1992), and no word of a listed organisation's name is dropped.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::rules::{self, Segment};
use super::super::word_list::WordList;
use super::Name;
use super::features::Sight;
use super::{
    acronyms, datelines, edges, firms, headlines, heads, introduced, joints, seams, sides, stated, surnames,
    things, towns, wares, wholes,
};
use crate::model::{Field, Kind};
use crate::text::words::Shape;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// The minimum lead of a kind to become the kind of all mentions.
const MIN_LEAD: f32 = 2.0;

/// The weight of a place that the rules are sure of.
const SURE_WEIGHT: f32 = 3.0;

/// The share of a name's confidence that the same words have elsewhere.
const CARRIED: f32 = 0.5;

/// The confidence of a name that only the list supports.
const LISTED_CERTAINTY: f32 = 0.5;

/// Corrects the names of an article, one list per text; they are and remain in order and disjoint.
pub fn repair(
    names: &mut [Vec<Name>],
    sight: &Sight<'_>,
    texts: &[AnalyzedText<'_>],
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    for (number, (names, analyzed)) in names.iter_mut().zip(texts).enumerate() {
        *names = names.iter().flat_map(|name| parted(*name, analyzed, atlas)).collect();
        for at in 0..names.len() {
            let end = names.get(at + 1).map_or(analyzed.words.len(), |next| next.from);
            open(&mut names[at], analyzed, lexicon);
            complete(&mut names[at], end, analyzed, lexicon);
            take_last_word(&mut names[at], end, analyzed);
        }
        untitle(names, analyzed);
        give_buildings(names, analyzed);
        give_campuses(names, analyzed, atlas);
        add_listed(names, analyzed, sight.segments(number), lexicon);
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        introduced::give(names, analyzed);
        edges::give(names, analyzed, lexicon);
        joints::give(names, analyzed, lexicon, atlas);
    }
    edges::part_headlines(names, texts);
    stated::give(names, texts, lexicon, atlas);
    edges::part_joint(names, texts);
    carry(names, texts);
    unite(names, texts);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        wholes::give(names, analyzed, lexicon);
    }
    edges::give_short_forms(names, texts, lexicon);
    firms::give(names, texts, lexicon, atlas);
    let things = things::set_apart(names, texts, lexicon);
    wares::set_apart(names, texts, lexicon);
    acronyms::give(names, texts);
    heads::add(names, texts);
    let people = firms::surnames(names, texts);
    towns::give_unlisted(names, texts, &people, lexicon, atlas);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        seams::cut(names, analyzed, lexicon);
        seams::part_towns(names, analyzed, lexicon, atlas);
        seams::add_towns(names, analyzed, atlas);
        towns::give(names, analyzed, &people, lexicon, atlas);
    }
    sides::give(names, texts, lexicon, atlas);
    surnames::add(names, texts, &things);
    for (names, analyzed) in names.iter_mut().zip(texts) {
        if analyzed.field == Field::Text {
            datelines::give(names, analyzed, &people, lexicon, atlas);
        }
    }
    headlines::give(names, texts);
}

/// "Kenya's Rift Valley" names two places: the owner and the thing.
fn parted(name: Name, analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) -> Vec<Name> {
    // "The U.S.-Mexico border".
    let hyphen = (name.from + 1..name.to.max(1) - 1)
        .find(|&at| analyzed.words[at].is_mark('-') && !analyzed.words[at].apart)
        .filter(|_| name.kind == Some(Kind::Place));
    let is_wide = |from: usize, to: usize| atlas.summary(&analyzed.key(from, to)).is_wide;
    if let Some(at) = hyphen.filter(|&at| is_wide(name.from, at) && is_wide(at + 1, name.to)) {
        return vec![Name { to: at, ..name }, Name { from: at + 1, ..name }];
    }
    let owned = (name.from + 1..name.to - 1).find(|&at| analyzed.words[at].shape == Shape::Possessive);
    let is_known = |at: usize| atlas.summary(&analyzed.key(name.from, at)).prominence >= SURE_WEIGHT;
    match owned.filter(|&at| name.kind == Some(Kind::Place) && is_known(at)) {
        Some(at) => vec![Name { to: at, ..name }, Name { from: at + 1, ..name }],
        None => vec![name],
    }
}

/// "Anti-NATO Alliance" names NATO; and a whole name that is a listed acronym takes its listed kind.
fn open(name: &mut Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    if name.to == name.from + 1 && is_listed_acronym(analyzed, name.from, lexicon) {
        name.kind = Some(Kind::Organisation);
    }
    let at = name.from + 2;
    if at < name.to && rules::is_prefix(analyzed, name.from) && is_listed_acronym(analyzed, at, lexicon) {
        *name = Name { from: at, to: at + 1, kind: Some(Kind::Organisation), ..*name };
    }
}

/// Letters after a name: of orders, degrees and honours.
static HONOURS_AFTER: WordList =
    WordList::new("sj ofm osb csc phd md dds jd mba esq obe mbe cbe kbe dbe qc kc frs");

/// Honours before a name that no list of titles has, for they are hardly met elsewhere.
static HONOURS: WordList = WordList::new("datuk dato datin tun tunku tengku ustaz shri smt");

/// "Tan Sri", "Datuk Seri": honours of two words, of which the first or second may also be a name.
fn is_malay_honour(analyzed: &AnalyzedText<'_>, from: usize) -> bool {
    matches!(
        (analyzed.words[from].key.as_str(), analyzed.words[from + 1].key.as_str()),
        ("tan" | "datuk" | "dato" | "datin" | "puan", "sri" | "seri")
    )
}

/// "Pope Francis" becomes Francis: a title that is not a given name is not part of the name.
fn untitle(names: &mut [Name], analyzed: &AnalyzedText<'_>) {
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Person)) {
        // "Prince" is also a given name, but not before another one.
        let is_noble = |at: usize| {
            matches!(
                analyzed.words[at].key.as_str(),
                "prince" | "princess" | "ayatollah" | "king" | "queen" | "duke"
            ) && analyzed.classes(at + 1).is(Classes::FIRST)
        };
        let is_office =
            |at: usize| analyzed.is_title(at) && (!analyzed.classes(at).is(Classes::FIRST) || is_noble(at));
        while name.to - name.from > 1 && is_office(name.from) && analyzed.words[name.from + 1].is_capital() {
            name.from += 1;
        }
        // "OH NO, MO Moeen Ali": what a line in capitals left before a full name.
        let is_loud = |back: usize| {
            name.from.checked_sub(back).is_some_and(|at| analyzed.words[at].shape == Shape::Upper)
        };
        let is_comma = name.from > 0 && analyzed.words[name.from - 1].is_mark(',');
        let is_rest = name.to - name.from > 2
            && (is_loud(1) || is_comma && is_loud(2))
            && analyzed.words[name.from].shape == Shape::Upper
            && analyzed.words[name.from].key.len() == 2
            && analyzed.words[name.from + 1].shape == Shape::Capital
            && analyzed.classes(name.from + 1).is(Classes::FIRST);
        name.from += usize::from(is_rest);
        if name.to - name.from > 2 && is_malay_honour(analyzed, name.from) {
            name.from += 2;
        } else if name.to - name.from > 1 && HONOURS.has(&analyzed.words[name.from].key) {
            name.from += 1;
        }
        while name.to - name.from > 2 && HONOURS_AFTER.has(&analyzed.words[name.to - 1].key) {
            name.to -= 1;
        }
    }
}

/// Buildings named after somebody. None of these words begins the name of an organisation, as "Church of" and "Bank
/// of" do.
const BUILDINGS: &[&str] = &[
    "mosque",
    "cathedral",
    "basilica",
    "bridge",
    "tomb",
    "shrine",
    "temple",
    "palace",
    "castle",
    "tower",
    "abbey",
    "monastery",
    "mausoleum",
    "fort",
    "citadel",
];

/// "Great Mosque of al-Nuri" is one place, whoever al-Nuri was.
fn give_buildings(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    let mut kept: Vec<Name> = Vec::with_capacity(names.len());
    for &name in names.iter() {
        let from = building_of(name, analyzed);
        let name = from.map_or(name, |from| Name { from, kind: Some(Kind::Place), ..name });
        while kept.last().is_some_and(|last| last.to > name.from) {
            kept.pop();
        }
        kept.push(name);
    }
    *names = kept;
}

/// The start of the name of the building that is named after this name.
fn building_of(name: Name, analyzed: &AnalyzedText<'_>) -> Option<usize> {
    let of = name.from.checked_sub(1)?;
    let building = of.checked_sub(1)?;
    let is_capital = |at: usize| analyzed.words[at].is_capital() && !analyzed.classes(at).is(Classes::CLOSED);
    let is_building = analyzed.words[of].key == "of"
        && is_capital(building)
        && BUILDINGS.contains(&analyzed.words[building].key.as_str())
        && name.kind != Some(Kind::Organisation);
    is_building.then(|| (0..building).rev().take_while(|&at| is_capital(at)).last().unwrap_or(building))
}

/// "University of Ohio Lima student Anna Berg", "University of Ohio Lima Anna Berg": the town after a university's
/// state is its campus, and not part of the next name.
fn give_campuses(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, atlas: &Atlas<'_>) {
    for at in 1..names.len() {
        let (before, after) = (names[at - 1], names[at]);
        // A town that is not a given name, or the whole of a place name.
        let is_name_without = match after.kind {
            Some(Kind::Person) => after.to - after.from > 2,
            Some(Kind::Place) => after.to - after.from == 1,
            _ => false,
        };
        let may_be = before.kind == Some(Kind::Organisation) && before.to == after.from && is_name_without;
        if may_be
            && analyzed.key(before.from, before.to).starts_with("university of ")
            && atlas.knows(&analyzed.key(after.from, after.from + 1))
        {
            names[at - 1].to += 1;
            names[at].from += 1;
        }
    }
    names.retain(|name| name.from < name.to);
}

/// "Islamic State group": the lower-case word belongs to the name if the list has both.
fn complete(name: &mut Name, end: usize, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) {
    let to = name.to + 1;
    let is_next_small = name.to < end && analyzed.words[name.to].shape == Shape::Lower;
    if name.kind == Some(Kind::Organisation) && is_next_small && is_listed(analyzed, name.from, to, lexicon) {
        name.to = to;
    }
}

/// A full name takes the capitalised word before ", who" in, even if it is an ordinary one: "Anna Lake Five, who chairs".
fn take_last_word(name: &mut Name, end: usize, analyzed: &AnalyzedText<'_>) {
    let Name { from, to, kind, .. } = *name;
    let Some([last, comma, who]) = analyzed.words.get(to..to + 3) else { return };
    if kind == Some(Kind::Person)
        && to - from >= 2
        && to < end
        && last.shape == Shape::Capital
        && comma.is_mark(',')
        && who.key == "who"
        && !analyzed.classes(to).is(Classes::TITLE)
    {
        name.to += 1;
    }
}

/// Adds what is in no name although it is listed: acronyms, and places that the rules are sure of.
fn add_listed(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>, segments: &[Segment], lexicon: &Lexicon) {
    let acronyms = (0..analyzed.words.len()).filter(|&at| is_listed_acronym(analyzed, at, lexicon));
    let acronyms = acronyms.map(|at| (at, at + 1, Kind::Organisation));
    // "A UNESCO World Heritage site": the organisation in the name of a thing is a mention as well.
    for name in names.iter_mut().filter(|name| name.kind.is_none()) {
        if is_listed_acronym(analyzed, name.from, lexicon) {
            *name = Name {
                to: name.from + 1,
                kind: Some(Kind::Organisation),
                certainty: LISTED_CERTAINTY,
                ..*name
            };
        }
    }
    let is_sure = |segment: &&Segment| segment.kind == Some(Kind::Place) && segment.weight >= SURE_WEIGHT;
    let places = segments.iter().filter(is_sure).map(|place| (place.from, place.to, Kind::Place));
    for (from, to, kind) in acronyms.chain(places) {
        let next = names.partition_point(|name| name.to <= from);
        if names.get(next).is_none_or(|name| to <= name.from) {
            names.insert(next, Name { from, to, kind: Some(kind), certainty: LISTED_CERTAINTY });
        }
    }
}

/// Whether a word is an acronym listed with these exact capitals: "IS", "WHO".
fn is_listed_acronym(analyzed: &AnalyzedText<'_>, at: usize, lexicon: &Lexicon) -> bool {
    analyzed.words[at].shape == Shape::Upper && is_listed(analyzed, at, at + 1, lexicon)
}

fn is_listed(analyzed: &AnalyzedText<'_>, from: usize, to: usize, lexicon: &Lexicon) -> bool {
    lexicon.organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_some()
}

/// Adds what is elsewhere in the article a name of several words, and what was there taken for that of something else.
fn carry(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let mut known: FxHashMap<Vec<&str>, Name> = FxHashMap::default();
    // How many words those with a first word have.
    let mut lengths: FxHashMap<&str, BTreeSet<usize>> = FxHashMap::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names.iter().filter(|name| name.to - name.from > 1 && name.kind.is_some()) {
            let words = words_of(analyzed, name.from..name.to);
            lengths.entry(words[0]).or_default().insert(words.len());
            known.entry(words).or_insert(*name);
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for at in (0..analyzed.words.len()).filter(|&at| analyzed.words[at].is_capital()) {
            let Some(lengths) = lengths.get(analyzed.words[at].span.of(analyzed.text)) else { continue };
            let longest = lengths.iter().rev().map(|length| at + length).find_map(|to| {
                let here = (to <= analyzed.words.len()).then(|| words_of(analyzed, at..to))?;
                Some((to, *known.get(&here)?))
            });
            let Some((to, name)) = longest else { continue };
            let next = names.partition_point(|name| name.to <= at);
            let new = Name { from: at, to, certainty: name.certainty * CARRIED, ..name };
            match names.get_mut(next) {
                Some(met) if met.from == at && met.to == to && met.kind.is_none() => *met = new,
                Some(met) if met.from < to => {}
                _ => names.insert(next, new),
            }
        }
    }
}

/// Words as they are written.
fn words_of<'a>(analyzed: &AnalyzedText<'a>, range: Range<usize>) -> Vec<&'a str> {
    analyzed.words[range].iter().map(|word| word.span.of(analyzed.text)).collect()
}

/// Gives all mentions of a name the kind that leads clearly over all of them together.
fn unite(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    // Of one word "US" is not "us"; of several, only the letters count.
    let form_of = |name: &Name, analyzed: &AnalyzedText<'_>| match name.to - name.from {
        1 => analyzed.form(name.from, name.to).to_owned(),
        _ => analyzed.key(name.from, name.to),
    };
    let mut sums: FxHashMap<String, [f32; 3]> = FxHashMap::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names {
            if let Some(kind) = name.kind {
                sums.entry(form_of(name, analyzed)).or_default()[kind as usize] += name.certainty;
            }
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut().filter(|name| name.kind.is_some()) {
            let Some(sums) = sums.get(&form_of(name, analyzed)) else { continue };
            let total: f32 = sums.iter().sum();
            // A name of several words hardly ever has two kinds.
            let lead = if name.to - name.from > 1 { 1.0 } else { MIN_LEAD };
            let leads = |kind: &Kind| sums[*kind as usize] > lead * (total - sums[*kind as usize]);
            name.kind = Kind::ALL.into_iter().find(leads).or(name.kind);
        }
    }
}
