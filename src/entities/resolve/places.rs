//! Which place on the map each mention means, and which mentions mean the same.

use super::super::lexicon::Classes;
use super::super::page::Page;
use super::super::{Found, Knowledge};
use super::{Group, Named, best_form};
use crate::gazetteer::{Clues, Entry, Gazetteer, choose, division_of};
use crate::model::{Kind, Place, PlaceKind};
use crate::text::fold::fold;
use crate::text::words::bare;
use std::collections::HashMap;

/// The mentions of one name.
struct Toponym<'a> {
    key: String,
    members: Vec<usize>,
    forms: Vec<&'a str>,
    /// What the gazetteer has of this name.
    entries: Vec<Entry>,
    /// What the text says it lies in.
    containers: Vec<Entry>,
    /// The name is a part of the place found: "Northern Iraq" of Iraq.
    is_part: bool,
}

/// Groups mentions of places, in the order they are given.
pub(super) fn group(
    named: &[Named<'_>],
    pages: &[Page<'_>],
    found: &[Found],
    knowledge: &Knowledge,
) -> Vec<Group> {
    let gazetteer = &knowledge.gazetteer;
    let mut toponyms: Vec<Toponym<'_>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for mention in named {
        let key = bare(mention.form);
        let at = *by_key.entry(key.clone()).or_insert_with(|| {
            toponyms.push(Toponym::of(key, knowledge));
            toponyms.len() - 1
        });
        toponyms[at].members.push(mention.index);
        toponyms[at].forms.push(mention.form);
        if let Some(container) = container(mention.index, pages, found) {
            toponyms[at].containers.extend(gazetteer.named(container));
        }
    }
    let clues = clues(&toponyms, pages, gazetteer);
    toponyms.into_iter().map(|toponym| toponym.into_group(&clues, gazetteer)).collect()
}

/// The name of the place that a mention is said to lie in: "Paris, Texas".
fn container<'a>(index: usize, pages: &[Page<'a>], found: &[Found]) -> Option<&'a str> {
    let (mention, next) = (found.get(index)?, found.get(index + 1)?);
    if next.kind != Kind::Place || next.field != mention.field {
        return None;
    }
    let text = pages.iter().find(|page| page.field == mention.field)?.text;
    let between = text.get(mention.span.end as usize..next.span.start as usize)?;
    (between == ", ").then(|| next.span.of(text))
}

/// What the article's demonyms and unmistakable places tell of where it plays.
fn clues(toponyms: &[Toponym<'_>], pages: &[Page<'_>], gazetteer: &Gazetteer) -> Clues {
    let mut clues = Clues::default();
    for page in pages {
        for (word, classes) in page.words.iter().zip(&page.classes) {
            if classes.is(Classes::DEMONYM)
                && word.is_capital()
                && let Some(country) = gazetteer.nations().of_demonym(&word.key)
            {
                clues.note(country, None, 0.5);
            }
        }
    }
    for toponym in toponyms {
        let Some(chosen) = choose(&toponym.entries, &toponym.containers, &Clues::default()) else { continue };
        if chosen.certainty >= 0.9 {
            let entry = &toponym.entries[chosen.index];
            #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
            let times = toponym.members.len() as f32;
            clues.note(entry.country, division_of(entry), 1.0 + times.ln());
        }
    }
    clues
}

impl Toponym<'_> {
    fn of(key: String, knowledge: &Knowledge) -> Self {
        let mut entries = knowledge.gazetteer.keyed(&key);
        let mut is_part = false;
        if entries.is_empty()
            && let Some((first, rest)) = key.split_once(' ')
            && knowledge.lexicon.classes(first).is(Classes::DIRECTION)
        {
            entries = knowledge.gazetteer.keyed(rest);
            is_part = !entries.is_empty();
        }
        // Given mentions may be of the people or the things of a country: "Iraqi".
        if entries.is_empty()
            && let Some(country) = knowledge.gazetteer.nations().of_demonym(&key)
            && let Some(name) = knowledge.gazetteer.nations().name(country)
        {
            entries = knowledge.gazetteer.named(name);
        }
        Self { key, members: Vec::new(), forms: Vec::new(), entries, containers: Vec::new(), is_part }
    }

    fn into_group(self, clues: &Clues, gazetteer: &Gazetteer) -> Group {
        let form = best_form(&self.forms);
        let Some(chosen) = choose(&self.entries, &self.containers, clues) else {
            return Group { members: self.members, name: form, key: self.key, ..Group::default() };
        };
        let entry = &self.entries[chosen.index];
        if self.is_part {
            let place = Place {
                name: form.clone(),
                kind: PlaceKind::Region,
                geonameid: None,
                ..gazetteer.place(entry, chosen.certainty * 0.8)
            };
            let key = format!("{}, {}", self.key, entry.country.to_lowercase());
            return Group { members: self.members, name: form, key, place: Some(place), ..Group::default() };
        }
        let place = gazetteer.place(entry, chosen.certainty);
        Group {
            members: self.members,
            name: place.name.clone(),
            key: key_of(&place),
            place: Some(place),
            ..Group::default()
        }
    }
}

/// The key of a place: its name, its country, and its number where it has one, so that it is the same
/// in every article.
fn key_of(place: &Place) -> String {
    let mut key = fold(&place.name);
    if !place.country.is_empty() {
        key.push_str(", ");
        key.push_str(&place.country.to_lowercase());
    }
    if let Some(number) = place.geonameid {
        key.push_str(", ");
        key.push_str(&number.to_string());
    }
    key
}
