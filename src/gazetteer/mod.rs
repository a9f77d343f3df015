//! The gazetteer: which places there are, what they are called, and which of several is meant.
//!
//! It is read where it lies, sorted lines in the program itself, so that opening it costs nothing.
//! It does not find names in text; that is recognition's work.

mod choice;
mod nations;

pub use choice::{Chosen, Clues, choose};
pub use nations::Nations;

use crate::model::{Place, PlaceKind};
use crate::text::words::bare;

/// Counts the editions of the gazetteer: articles that were read with another one are due again.
pub const VERSION: u32 = 1;

/// A line for each name of each place, sorted by name; `assets/README.md` says how it is made.
const LINES: &str = include_str!("../../assets/places.tsv");

/// All places with their names.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    lines: &'static str,
    nations: Nations,
}

/// A place that bears a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code, empty for what lies in no one country.
    pub country: &'static str,
    /// First-order division; empty where there is none or it is not known.
    pub division: &'static str,
    /// What sort of place.
    pub kind: PlaceKind,
    /// The capital of its country.
    pub is_capital: bool,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People living there; for places without people, what stands for as much fame.
    pub weight: u64,
    /// Number in GeoNames.
    pub geonameid: Option<u32>,
}

impl Gazetteer {
    /// Opens the gazetteer that the program was built with.
    pub fn open() -> Self {
        Self { lines: LINES, nations: Nations::open() }
    }

    /// Countries' names and the words for what is theirs.
    pub fn nations(&self) -> &Nations {
        &self.nations
    }

    /// Every place of this name, in any spelling that folds to the same key.
    pub fn named(&self, name: &str) -> Vec<Entry> {
        self.keyed(&bare(name))
    }

    /// Every place whose name has this key (see [`bare`]).
    pub fn keyed(&self, key: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        if key.is_empty() {
            return entries;
        }
        let mut rest = &self.lines[self.first_line_from(key)..];
        while let Some((line, after)) = rest.split_once('\n') {
            match line.split_once('\t') {
                Some((found, fields)) if found == key => entries.extend(entry(found, fields)),
                _ => break,
            }
            rest = after;
        }
        entries
    }

    /// The place an entry tells of, as the model has it.
    pub fn place(&self, entry: &Entry, certainty: f32) -> Place {
        Place {
            name: entry.name.clone(),
            country: entry.country.to_owned(),
            country_name: self.nations.name(entry.country).unwrap_or_default().to_owned(),
            admin1: Some(entry.division).filter(|name| !name.is_empty()).map(str::to_owned),
            kind: entry.kind,
            latitude: entry.latitude,
            longitude: entry.longitude,
            geonameid: entry.geonameid,
            certainty,
        }
    }

    /// Where the first line begins whose key is not before `key`: a binary search over bytes, each probe
    /// moved to the beginning of its line.
    fn first_line_from(&self, key: &str) -> usize {
        let bytes = self.lines.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|&b| b == b'\n').map_or(low, |at| low + at + 1);
            let end =
                bytes[middle..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| middle + at + 1);
            let line = &bytes[start..end];
            let found = &line[..line.iter().position(|&b| b == b'\t').unwrap_or(line.len())];
            if found < key.as_bytes() {
                low = end;
            } else {
                high = start;
            }
        }
        low
    }
}

/// Reads a line less its key; `None` where it is not as it should be.
fn entry(key: &str, fields: &'static str) -> Option<Entry> {
    let mut fields = fields.split('\t');
    let name = fields.next()?;
    let country = fields.next()?;
    let division = fields.next()?;
    let (kind, is_capital) = match fields.next()? {
        "C" => (PlaceKind::Country, false),
        "K" => (PlaceKind::City, true),
        "P" => (PlaceKind::City, false),
        "R" => (PlaceKind::Region, false),
        "L" => (PlaceKind::Landmark, false),
        _ => return None,
    };
    Some(Entry {
        name: if name.is_empty() { capitalised(key) } else { name.to_owned() },
        country,
        division,
        kind,
        is_capital,
        latitude: fields.next()?.parse().ok()?,
        longitude: fields.next()?.parse().ok()?,
        weight: fields.next()?.parse().ok()?,
        geonameid: fields.next()?.parse().ok(),
    })
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
            assert!(found.iter().any(|e| e.country == country && e.name == name), "{input:?}: {found:?}");
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
