//! Which place each mention refers to, and which mentions refer to the same place.
//!
//! Each candidate of a name ([`candidates`]) has a prior. The words next to a mention may state what it is in
//! ([`context`]). The rest of the article gives its geographic context ([`place_context`]), and its site's profile
//! that of the site's other articles. All of this is added up ([`choice`]): once with the priors alone, and then
//! again with what the first choices imply, until nothing changes. A name has one sense in an article, unless the
//! text states that two mentions are in different places.

mod candidates;
mod choice;
mod context;
mod place_context;
mod place_type;
mod seats;

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::profile::Profile;
use super::super::{Found, Knowledge};
use super::{Group, Named, best_form};
use crate::gazetteer::{Entry, Feature, Gazetteer};
use crate::model::{Field, Place, PlaceKind};
use crate::text::fold::fold;
use crate::text::words::{Shape, bare};
use candidates::{Candidates, How};
use choice::{Choice, Chooser};
use context::{Context, Surroundings, Within};
use place_type::{PlaceType, place_type_of};
pub(super) use seats::Seats;
use std::collections::HashMap;
use std::rc::Rc;

/// The mentions of one name in one sense.
#[derive(Debug)]
struct Toponym<'a> {
    key: String,
    members: Vec<usize>,
    forms: Vec<&'a str>,
    candidates: Rc<Candidates>,
    /// The type that adjacent words state.
    place_type: Option<PlaceType>,
    /// The candidate that the text states it to be, by what it is in.
    stated: Option<usize>,
    /// Records that other names are stated to be in, which this name then refers to.
    contains: Vec<u32>,
    /// The numbers of the names it is listed with.
    beside: Vec<usize>,
    /// Whether it is in the headline or opens the text.
    is_prominent: bool,
}

/// What adjacent words state about the location of a mention.
#[derive(Debug, Clone, Copy)]
struct Stated {
    /// The candidate that follows from it.
    candidate: usize,
    /// The mention it is in, as an index into the place mentions, if it is one.
    mention: Option<usize>,
    /// The record of what it is in.
    record: u32,
}

/// What is known about an article before its places are chosen.
struct Article<'a, 'b> {
    knowledge: &'b Knowledge,
    texts: &'b [AnalyzedText<'a>],
    found: &'b [Found],
    /// The candidates of each key looked up so far.
    cache: HashMap<String, Rc<Candidates>>,
}

/// The places that one article names.
pub(super) struct Places<'a, 'b> {
    toponyms: Vec<Toponym<'a>>,
    /// Countries whose demonyms the article uses, and how often.
    demonyms: HashMap<&'static str, f32>,
    knowledge: &'b Knowledge,
    profile: Option<&'b Profile>,
}

impl<'a, 'b> Places<'a, 'b> {
    /// Reads the mentions of places with what adjacent words state; `named` are in order.
    pub fn read(
        named: &[Named<'a>],
        texts: &'b [AnalyzedText<'a>],
        found: &'b [Found],
        knowledge: &'b Knowledge,
        profile: Option<&'b Profile>,
    ) -> Self {
        let mut article = Article { knowledge, texts, found, cache: HashMap::new() };
        let toponyms = article.toponyms(named);
        Self { toponyms, demonyms: article.demonyms(), knowledge, profile }
    }

    /// Chooses each name's place: a group for each name and sense, in text order, and what they imply about the seats
    /// of organisations.
    pub fn choose(&self) -> (Vec<Group>, Seats<'a, '_>) {
        let chooser = Chooser::new(&self.toponyms, &self.demonyms, self.knowledge, self.profile);
        let choices = chooser.choose();
        let place_context = chooser.place_context_of(&choices);
        let middle = chooser.middle(&choices, &place_context);
        let named = || self.toponyms.iter().zip(&choices);
        let numbers: Vec<u32> = named()
            .filter(|(toponym, _)| toponym.candidates.how == How::Named)
            .filter_map(|(_, choice)| choice.map(|choice| choice.entry.number))
            .collect();
        let groups = named()
            .map(|(toponym, choice)| {
                // "Western Lund" is shown as Lund where the article does not name Lund itself.
                let is_whole = toponym.is_small_part()
                    && choice.is_some_and(|choice| !numbers.contains(&choice.entry.number));
                toponym.group(choice.as_ref(), middle.as_ref(), is_whole, &self.knowledge.gazetteer)
            })
            .collect();
        (groups, Seats::new(chooser, &self.toponyms, &choices, place_context, middle))
    }
}

/// Parts of the world that no town has.
const QUARTERS: &[&str] = &["west", "east", "north", "south", "global south", "global north"];

impl<'a> Article<'a, '_> {
    /// The names of an article with what adjacent words state, in text order.
    fn toponyms(&mut self, named: &[Named<'a>]) -> Vec<Toponym<'a>> {
        let keys: Vec<String> = named.iter().map(|mention| self.key_of_mention(mention)).collect();
        for key in &keys {
            if !self.cache.contains_key(key) {
                let candidates =
                    Candidates::of(key, self.knowledge, &|part| keys.iter().any(|key| key == part));
                self.cache.insert(key.clone(), Rc::new(candidates));
            }
        }
        let surroundings = Surroundings::new(self.texts, self.found);
        let contexts: Vec<Context> = named.iter().map(|mention| surroundings.of(mention.index)).collect();
        let at_mention: HashMap<usize, usize> =
            named.iter().enumerate().map(|(at, mention)| (mention.index, at)).collect();
        let stated: Vec<Option<Stated>> =
            (0..named.len()).map(|at| self.stated(at, &keys, &contexts, &at_mention)).collect();
        let senses =
            senses(&keys, &stated, |at, candidate| self.cache[&keys[at]].list[candidate].entry.number);
        let mut toponyms: Vec<Toponym<'a>> = Vec::new();
        for (at, &sense) in senses.iter().enumerate() {
            if sense == toponyms.len() {
                let candidates = Rc::clone(&self.cache[&keys[at]]);
                toponyms.push(Toponym::new(keys[at].clone(), candidates));
            }
            let is_listed =
                || self.heads_states(at, &keys, &contexts, &at_mention).then_some(PlaceType::Division);
            let place_type = contexts[at].place_type.or_else(is_listed);
            let toponym = &mut toponyms[sense];
            toponym.members.push(named[at].index);
            toponym.forms.push(named[at].form);
            toponym.place_type = toponym.place_type.or(place_type);
            toponym.stated = toponym.stated.or(stated[at].map(|stated| stated.candidate));
            toponym.is_prominent |=
                contexts[at].is_dateline || self.found[named[at].index].field == Field::Title;
        }
        for (at, context) in contexts.iter().enumerate() {
            let beside = context.beside.iter().filter_map(|index| at_mention.get(index));
            toponyms[senses[at]].beside.extend(beside.map(|&other| senses[other]));
            if let Some(Stated { mention: Some(container), record, .. }) = stated[at] {
                toponyms[senses[container]].contains.push(record);
            }
        }
        toponyms
    }

    /// The key of a mention, with the lower-case word behind it if only both together name something of nature: "Pine
    /// Island glacier".
    fn key_of_mention(&self, mention: &Named<'_>) -> String {
        let key = key_of_form(mention.form);
        let found = &self.found[mention.index];
        let analyzed = self.texts.iter().find(|analyzed| analyzed.field == found.field);
        let next = analyzed.and_then(|analyzed| {
            let next = analyzed.words.partition_point(|word| word.span.start < found.span.end);
            analyzed.words.get(next).filter(|word| word.shape == Shape::Lower)
        });
        let longer = next
            .filter(|word| {
                matches!(place_type_of(&word.key), Some(PlaceType::Nature)) || word.key == "glacier"
            })
            .map(|word| format!("{key} {}", word.key));
        longer.filter(|longer| !self.knowledge.gazetteer.keyed(longer).is_empty()).unwrap_or(key)
    }

    /// The candidate that the words next to a mention state it to be.
    fn stated(
        &self,
        at: usize,
        keys: &[String],
        contexts: &[Context],
        at_mention: &HashMap<usize, usize>,
    ) -> Option<Stated> {
        let own = &self.cache[&keys[at]];
        if own.how == How::People {
            return None;
        }
        contexts[at].within.iter().find_map(|within| {
            let (containers, mention) = match within {
                Within::Mention(index) => {
                    // "From Lund, Lund is far": no place is in one with the same name.
                    let &other = at_mention.get(index).filter(|&&other| keys[other] != keys[at])?;
                    if self.heads_states(at, keys, contexts, at_mention) {
                        return None;
                    }
                    (Rc::clone(&self.cache[&keys[other]]), Some(other))
                }
                Within::Words(keys) => (Rc::new(self.wide(keys)?), None),
            };
            let (candidate, record) = choice::contained(&own.list, &containers.list)?;
            Some(Stated { candidate, mention, record })
        })
    }

    /// Whether a name begins a list of states: "Washington, Pennsylvania and California" are three states, not a town
    /// in Pennsylvania.
    fn heads_states(
        &self,
        at: usize,
        keys: &[String],
        contexts: &[Context],
        at_mention: &HashMap<usize, usize>,
    ) -> bool {
        let is_state = |at: usize| {
            self.cache[&keys[at]].list.iter().any(|candidate| candidates::is_state(&candidate.entry))
        };
        let is_sure = |at: usize| {
            self.cache[&keys[at]].list.first().is_some_and(|candidate| candidates::is_state(&candidate.entry))
        };
        let next = |at: usize| {
            contexts[at]
                .beside
                .iter()
                .filter_map(|index| at_mention.get(index))
                .copied()
                .find(|&other| other > at)
        };
        let Some(second) = next(at).filter(|&second| is_state(at) && is_state(second)) else { return false };
        next(second).is_some_and(is_sure)
    }

    /// The countries and divisions that the longest of some keys names.
    fn wide(&self, keys: &[String]) -> Option<Candidates> {
        keys.iter().find_map(|key| {
            let mut found = Candidates::of(key, self.knowledge, &|_| false);
            found.list.retain(|candidate| candidates::is_wide(&candidate.entry));
            (matches!(found.how, How::Named | How::People) && !found.list.is_empty()).then_some(found)
        })
    }

    /// The countries whose demonyms the article uses, with frequencies.
    fn demonyms(&self) -> HashMap<&'static str, f32> {
        let nations = self.knowledge.gazetteer.nations();
        let mut countries = HashMap::new();
        for analyzed in self.texts {
            for (word, classes) in analyzed.words.iter().zip(&analyzed.classes) {
                if classes.is(Classes::DEMONYM)
                    && word.is_capital()
                    && let Some(country) = nations.of_demonym(&word.key)
                {
                    *countries.entry(country).or_insert(0.0) += 1.0;
                }
            }
        }
        countries
    }
}

/// Numbers the senses in text order: mentions with one key have one sense unless they are stated to be different
/// places; a mention without a statement takes the sense of the last one with a statement.
fn senses(keys: &[String], stated: &[Option<Stated>], record: impl Fn(usize, usize) -> u32) -> Vec<usize> {
    let mut first: HashMap<&str, u32> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        if let Some(stated) = stated[at] {
            first.entry(key).or_insert_with(|| record(at, stated.candidate));
        }
    }
    let mut last = first.clone();
    let mut numbers: HashMap<(&str, Option<u32>), usize> = HashMap::new();
    let mut senses = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        if let Some(stated) = stated[at] {
            last.insert(key, record(at, stated.candidate));
        }
        let next = numbers.len();
        senses.push(*numbers.entry((key, last.get(key.as_str()).copied())).or_insert(next));
    }
    senses
}

impl Toponym<'_> {
    fn new(key: String, candidates: Rc<Candidates>) -> Self {
        let place_type = None;
        let (members, forms, contains, beside) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self {
            key,
            members,
            forms,
            candidates,
            place_type,
            stated: None,
            contains,
            beside,
            is_prominent: false,
        }
    }

    /// Its weight in the geographic context before the confidence of its place is known.
    fn weight(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
        let times = self.members.len() as f32;
        (1.0 + times.ln()) * if self.is_prominent { 1.3 } else { 1.0 }
    }

    /// Whether it is a place with a direction in small letters: "western Lund".
    fn is_small_part(&self) -> bool {
        self.candidates.is_around && self.forms.iter().all(|form| form.starts_with(char::is_lowercase))
    }

    /// Its group; `is_whole` says whether it stands for the whole that it is a part of.
    fn group(
        &self,
        choice: Option<&Choice>,
        near: Option<&Choice>,
        is_whole: bool,
        gazetteer: &Gazetteer,
    ) -> Group {
        let form = best_form(&self.forms);
        let plain = Group { members: self.members.clone(), ..Group::default() };
        let own_name = |choice: &Choice| {
            let place = Place {
                name: form.clone(),
                kind: if self.candidates.how == How::Part && self.candidates.place_type.is_none() {
                    PlaceKind::Region
                } else {
                    PlaceKind::Landmark
                },
                geonameid: None,
                ..gazetteer.place(&choice.entry, choice.certainty)
            };
            let key = format!("{}, {}", self.key, choice.entry.country.to_lowercase());
            Group { name: form.clone(), key, place: Some(place), ..plain.clone() }
        };
        // "The West" is nowhere near the town that the article is about.
        let is_quarter = QUARTERS.contains(&self.key.as_str());
        let near = near.filter(|_| !is_quarter);
        match (choice, near) {
            (Some(choice), _) if is_whole || matches!(self.candidates.how, How::Named | How::People) => {
                let entry = capital_of_its_own(&choice.entry, gazetteer).unwrap_or(choice.entry);
                let place = gazetteer.place(&entry, choice.certainty);
                Group { name: place.name.clone(), key: key_of(&place), place: Some(place), ..plain }
            }
            (Some(choice), _) | (None, Some(choice)) => own_name(choice),
            (None, None) if is_quarter => {
                Group { name: format!("The {form}"), key: self.key.clone(), ..plain }
            }
            (None, None) => Group { name: form.clone(), key: self.key.clone(), ..plain },
        }
    }
}

/// The city that makes up the whole of a division: the District of Columbia is Washington.
fn capital_of_its_own(entry: &Entry, gazetteer: &Gazetteer) -> Option<Entry> {
    let is_district = entry.feature == Feature::Division
        && entry.country == "US"
        && &*gazetteer.name(entry.number) == "District of Columbia";
    let cities = if is_district { gazetteer.keyed("washington") } else { Vec::new() };
    cities.into_iter().find(|city| city.is_capital && city.division == Some(entry.number))
}

/// The key of a mention, without a possessive ending.
fn key_of_form(form: &str) -> String {
    let form = ["'s", "’s", "'", "’"].iter().find_map(|end| form.strip_suffix(end)).unwrap_or(form);
    bare(form)
}

/// The key of a place: its name, its country, and its record number if it has one, so that it is the same in every
/// article.
pub fn key_of(place: &Place) -> String {
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
