//! The gazetteer: which places there are, what they are called, and which of several is meant.
//!
//! It is read where it lies, sorted lines in the program itself, so that opening it costs nothing.
//! It does not find names in text; that is recognition's work.

mod choice;
mod entry;
mod nations;

pub use choice::{Chosen, Clues, choose, division_of};
pub use entry::{Entry, Feature};
pub use nations::Nations;

use crate::model::Place;
use crate::text::words::bare;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// A line for each name of each place, sorted by name; `assets/README.md` says how it is made.
const LINES: &str = include_str!("../../assets/places.tsv");

/// All places with their names.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    /// Each place with its usual English name, by number.
    records: Vec<(Cow<'static, str>, Entry)>,
    /// The key of each name, in order, and whose it is.
    names: Vec<(&'static str, u32)>,
    nations: Nations,
}

impl Gazetteer {
    /// Opens the gazetteer that the program was built with.
    pub fn open() -> Self {
        let mut records: Vec<(Cow<'static, str>, Entry)> = Vec::new();
        let mut names = Vec::new();
        let mut numbers = HashMap::new();
        let mut divisions = HashMap::new();
        let mut within = Vec::new();
        for line in LINES.lines() {
            let Some((key, fields)) = line.split_once('\t') else { continue };
            let Some((name, division, mut entry)) = entry(key, fields) else { continue };
            let id = entry.geonameid.map_or_else(|| name.to_string(), |id| id.to_string());
            let number = *numbers.entry(id).or_insert_with(|| {
                entry.number = u32::try_from(records.len()).unwrap_or(u32::MAX);
                if entry.feature == Feature::Division {
                    divisions.insert((entry.country, name.clone()), entry.number);
                }
                records.push((name, entry));
                within.push(division);
                entry.number
            });
            names.push((key, number));
        }
        for ((_, entry), division) in records.iter_mut().zip(within) {
            entry.division = divisions.get(&(entry.country, Cow::Borrowed(division))).copied();
        }
        Self { records, names, nations: Nations::open() }
    }

    /// Countries' names and the words for what is theirs.
    pub fn nations(&self) -> &Nations {
        &self.nations
    }

    /// Every place of this name, in any spelling that folds to the same key.
    pub fn named(&self, name: &str) -> Vec<Entry> {
        self.keyed(&bare(name))
    }

    /// Every place whose name has this key (see [`bare`]), the most populous first.
    pub fn keyed(&self, key: &str) -> Vec<Entry> {
        let from = self.names.partition_point(|(name, _)| *name < key);
        let found = self.names[from..].iter().take_while(|(name, _)| *name == key);
        let mut entries: Vec<Entry> = found.filter_map(|&(_, number)| self.record(number)).collect();
        entries.sort_by_key(|entry| Reverse(entry.population));
        entries
    }

    /// Whether any place's name has this key: cheaper than asking for the places.
    pub fn knows(&self, key: &str) -> bool {
        self.names.binary_search_by_key(&key, |&(name, _)| name).is_ok()
    }

    /// The place with this number.
    pub fn record(&self, number: u32) -> Option<Entry> {
        self.records.get(number as usize).map(|(_, entry)| *entry)
    }

    /// The usual English name of the place with this number; empty where there is none.
    pub fn name(&self, number: u32) -> Cow<'static, str> {
        self.records.get(number as usize).map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// The name of the first-order division that a place lies in; empty where it lies in none.
    pub fn division_name(&self, entry: &Entry) -> Cow<'static, str> {
        entry.division.map(|number| self.name(number)).unwrap_or_default()
    }

    /// The place an entry tells of, as the model has it.
    pub fn place(&self, entry: &Entry, certainty: f32) -> Place {
        Place {
            name: self.name(entry.number).into_owned(),
            country: entry.country.to_owned(),
            country_name: self.nations.name(entry.country).unwrap_or_default().to_owned(),
            admin1: Some(self.division_name(entry).into_owned()).filter(|name| !name.is_empty()),
            kind: entry.kind(),
            latitude: entry.latitude,
            longitude: entry.longitude,
            geonameid: entry.geonameid,
            certainty,
        }
    }
}

/// Reads a line less its key: name, division, place; `None` where it is not as it should be.
fn entry(key: &str, fields: &'static str) -> Option<(Cow<'static, str>, &'static str, Entry)> {
    let mut fields = fields.split('\t');
    let name = fields.next()?;
    let country = fields.next()?;
    let division = fields.next()?;
    let (feature, is_capital) = match fields.next()? {
        "C" => (Feature::Country, false),
        "K" => (Feature::City, true),
        "P" => (Feature::City, false),
        "R" if country.is_empty() => (Feature::Region, false),
        "R" => (Feature::Division, false),
        "L" => (Feature::Landmark, false),
        _ => return None,
    };
    let entry = Entry {
        number: 0,
        country,
        division: None,
        county: None,
        feature,
        is_capital,
        latitude: fields.next()?.parse().ok()?,
        longitude: fields.next()?.parse().ok()?,
        population: fields.next()?.parse().ok()?,
        geonameid: fields.next()?.parse().ok(),
        usage: 1.0,
    };
    let name = if name.is_empty() { capitalised(key).into() } else { name.into() };
    Some((name, division, entry))
}

/// A key with a capital at each word: the name of most places.
fn capitalised(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for word in key.split(' ') {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sorted_and_each_can_be_read() {
        let mut last = "";
        for line in LINES.lines() {
            let (key, fields) = line.split_once('\t').expect("a key");
            assert!(key >= last, "{key:?} stands after {last:?}");
            assert_eq!(bare(key), key);
            assert!(entry(key, fields).is_some(), "{line:?}");
            last = key;
        }
    }

    #[test]
    fn places_are_found_by_every_usual_spelling() {
        let gazetteer = Gazetteer::open();
        for (input, country, name) in [
            ("Mosul", "IQ", "Mosul"),
            ("al-Raqqa", "SY", "Raqqa"),
            ("Kiev", "UA", "Kyiv"),
            ("U.S.", "US", "United States"),
            ("SÃO PAULO", "BR", "São Paulo"),
            ("Côte d’Ivoire", "CI", "Ivory Coast"),
            ("North Sea", "", "North Sea"),
        ] {
            let found = gazetteer.named(input);
            assert!(
                found.iter().any(|e| e.country == country && gazetteer.name(e.number) == name),
                "{input:?}: {found:?}"
            );
        }
        for input in ["", "a", "zzzz", "Qwertyville", "\n", "\t"] {
            assert_eq!(gazetteer.named(input), vec![], "{input:?}");
        }
    }

    #[test]
    fn every_line_is_found_by_its_key() {
        let gazetteer = Gazetteer::open();
        for line in LINES.lines().step_by(97) {
            let key = line.split('\t').next().expect("a key");
            assert!(!gazetteer.keyed(key).is_empty(), "{key:?}");
        }
    }
}
