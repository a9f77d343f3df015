//! What is set right after the tagger has read a whole article: one name has one kind in an article
//! nearly always (Gale, Church and Yarowsky, One Sense per Discourse, 1992), and of the names that our
//! list of organisations has, no word is lost.

use super::super::atlas::Atlas;
use super::super::lexicon::Lexicon;
use super::super::page::Page;
use super::super::rules::{self, Segment};
use super::Name;
use super::features::Sight;
use crate::model::Kind;
use crate::text::words::Shape;
use std::collections::HashMap;

/// By how much a kind must lead to be the kind of all mentions.
const LEAD: f32 = 2.0;

/// The weight of a place that the rules are sure of.
const SURE: f32 = 3.0;

/// How sure we are of a name that only the list speaks for.
const LISTED: f32 = 0.5;

/// Mends the names of an article, a row for each page, which are in order and apart, and stay so.
pub fn mend(
    names: &mut [Vec<Name>],
    sight: &Sight<'_>,
    pages: &[Page<'_>],
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    for (number, (names, page)) in names.iter_mut().zip(pages).enumerate() {
        *names = names.iter().flat_map(|name| parted(*name, page, atlas)).collect();
        for at in 0..names.len() {
            let end = names.get(at + 1).map_or(page.words.len(), |next| next.from);
            open(&mut names[at], page, lexicon);
            complete(&mut names[at], end, page, lexicon);
        }
        add_listed(names, page, sight.segments(number), lexicon);
    }
    unite(names, pages);
}

/// "Kenya's Rift Valley" names two places: whose it is, and what.
fn parted(name: Name, page: &Page<'_>, atlas: &Atlas<'_>) -> Vec<Name> {
    let owned = (name.from + 1..name.to - 1).find(|&at| page.words[at].shape == Shape::Possessive);
    let is_known = |at: usize| atlas.glance(&page.key(name.from, at)).fame >= SURE;
    match owned.filter(|&at| name.kind == Some(Kind::Place) && is_known(at)) {
        Some(at) => vec![Name { to: at, ..name }, Name { from: at + 1, ..name }],
        None => vec![name],
    }
}

/// "Anti-NATO Alliance" names NATO; and what is an acronym of our list as a whole is what the list says.
fn open(name: &mut Name, page: &Page<'_>, lexicon: &Lexicon) {
    if name.to == name.from + 1 && is_listed_acronym(page, name.from, lexicon) {
        name.kind = Some(Kind::Organisation);
    }
    let at = name.from + 2;
    if at < name.to && rules::is_prefix(page, name.from) && is_listed_acronym(page, at, lexicon) {
        *name = Name { from: at, to: at + 1, kind: Some(Kind::Organisation), ..*name };
    }
}

/// "Islamic State group": the small word belongs to the name where the list has both.
fn complete(name: &mut Name, end: usize, page: &Page<'_>, lexicon: &Lexicon) {
    let to = name.to + 1;
    let is_next_small = name.to < end && page.words[name.to].shape == Shape::Lower;
    if name.kind == Some(Kind::Organisation) && is_next_small && is_listed(page, name.from, to, lexicon) {
        name.to = to;
    }
}

/// Adds what stands in no name though a list has it: acronyms, and places that the rules are sure of.
fn add_listed(names: &mut Vec<Name>, page: &Page<'_>, segments: &[Segment], lexicon: &Lexicon) {
    let acronyms = (0..page.words.len()).filter(|&at| is_listed_acronym(page, at, lexicon));
    let acronyms = acronyms.map(|at| (at, at + 1, Kind::Organisation));
    let is_sure = |segment: &&Segment| segment.kind == Some(Kind::Place) && segment.weight >= SURE;
    let places = segments.iter().filter(is_sure).map(|place| (place.from, place.to, Kind::Place));
    for (from, to, kind) in acronyms.chain(places) {
        let next = names.partition_point(|name| name.to <= from);
        if names.get(next).is_none_or(|name| to <= name.from) {
            names.insert(next, Name { from, to, kind: Some(kind), certainty: LISTED });
        }
    }
}

/// Whether a word is an acronym that the list has in these very capitals: "IS", "WHO".
fn is_listed_acronym(page: &Page<'_>, at: usize, lexicon: &Lexicon) -> bool {
    page.words[at].shape == Shape::Upper && is_listed(page, at, at + 1, lexicon)
}

fn is_listed(page: &Page<'_>, from: usize, to: usize, lexicon: &Lexicon) -> bool {
    lexicon.body(&page.key(from, to), page.form(from, to)).is_some()
}

/// Gives all mentions of a name the kind that is by far the surest of them taken together.
fn unite(names: &mut [Vec<Name>], pages: &[Page<'_>]) {
    let mut sums: HashMap<&str, [f32; 3]> = HashMap::new();
    for (names, page) in names.iter().zip(pages) {
        for name in names {
            if let Some(kind) = name.kind {
                sums.entry(page.form(name.from, name.to)).or_default()[kind as usize] += name.certainty;
            }
        }
    }
    for (names, page) in names.iter_mut().zip(pages) {
        for name in names.iter_mut().filter(|name| name.kind.is_some()) {
            let Some(sums) = sums.get(page.form(name.from, name.to)) else { continue };
            let total: f32 = sums.iter().sum();
            let leads = |kind: &Kind| sums[*kind as usize] > LEAD * (total - sums[*kind as usize]);
            name.kind = Kind::ALL.into_iter().find(leads).or(name.kind);
        }
    }
}
