//! The gazetteer: all known places with their names.
//!
//! It is built into the program and read in place, so opening it costs nothing. It does not find names in text;
//! recognition does.

mod entry;
mod key;
mod nations;
#[cfg(any(test, feature = "train"))]
mod pack;
mod table;

pub use entry::{Entry, Feature};
pub use nations::Nations;
#[cfg(any(test, feature = "train"))]
pub use pack::{Unpackable, pack};

use crate::model::Place;
use crate::text::words::bare;
use key::canonical;
use std::borrow::Cow;
use table::Table;

/// The version of the gazetteer; articles analysed with another one are due for analysis again.
pub const VERSION: u32 = 7;

/// Made by `assets/build/make.sh`; `assets/README.md` lists its sources.
const BYTES: &[u8] = include_bytes!("../../assets/gazetteer.bin");

/// All places with their names.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    table: Option<Table>,
    nations: Nations,
}

impl Gazetteer {
    /// Opens the gazetteer built into the program.
    pub fn open() -> Self {
        Self { table: Table::open_trusted(BYTES), nations: Nations::open() }
    }

    /// Opens another gazetteer file (see `pack`); `None` if it is damaged. Unlike [`Gazetteer::open`], this reads the
    /// whole file.
    pub fn of(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { table: Some(Table::open(bytes)?), nations: Nations::open() })
    }

    /// The number of places; record numbers are below it.
    pub fn count(&self) -> u32 {
        self.table.as_ref().map_or(0, Table::count)
    }

    /// Country names and demonyms.
    pub fn nations(&self) -> &Nations {
        &self.nations
    }

    /// Every place with this name, in any spelling that folds to the same key.
    pub fn named(&self, name: &str) -> Vec<Entry> {
        self.keyed(&bare(name))
    }

    /// Every place whose name has this key (see [`bare`]), the best known first.
    pub fn keyed(&self, key: &str) -> Vec<Entry> {
        let key = canonical(key);
        self.table.iter().flat_map(|table| table.entries(&key)).collect()
    }

    /// Whether any place's name has this key: cheaper than looking up the places.
    pub fn knows(&self, key: &str) -> bool {
        self.table.as_ref().is_some_and(|table| table.knows(&canonical(key)))
    }

    /// The place with this number.
    pub fn record(&self, number: u32) -> Option<Entry> {
        self.table.as_ref()?.record(number)
    }

    /// The usual English name of the place with this number; empty if there is none.
    pub fn name(&self, number: u32) -> Cow<'static, str> {
        self.table.as_ref().and_then(|table| table.name(number)).unwrap_or_default()
    }

    /// The name of a place's first-order division; empty if it is in none.
    pub fn division_name(&self, entry: &Entry) -> Cow<'static, str> {
        entry.division.map(|number| self.name(number)).unwrap_or_default()
    }

    /// The model's place for an entry.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let table = Gazetteer::of(BYTES).expect("the gazetteer that make.sh made");
        for number in 0..table.count() {
            let entry = table.record(number).expect("a place");
            let name = table.name(number);
            assert!(!name.is_empty(), "{entry:?}");
            assert!(entry.latitude.abs() <= 90.0 && entry.longitude.abs() <= 180.0, "{name}: {entry:?}");
            let division = entry.division.map(|number| table.record(number).expect("a division").feature);
            assert!(matches!(division, None | Some(Feature::Division)), "{name}: {entry:?}");
            let county = entry.county.map(|number| table.record(number).expect("a county").feature);
            assert!(matches!(county, None | Some(Feature::County)), "{name}: {entry:?}");
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
    fn every_place_is_found_by_its_name() {
        let gazetteer = Gazetteer::open();
        for number in (0..gazetteer.count()).step_by(97) {
            let name = gazetteer.name(number);
            let is_found = gazetteer.named(&name).iter().any(|entry| entry.number == number);
            assert!(is_found, "{name:?}");
        }
    }

    #[test]
    fn every_row_of_our_own_lies_in_the_country_it_claims() {
        let gazetteer = Gazetteer::open();
        let all = (0..gazetteer.count()).filter_map(|number| gazetteer.record(number));
        let towns: Vec<Entry> = all.filter(|entry| entry.feature == Feature::City).collect();
        let mut abroad = Vec::new();
        for line in include_str!("../../assets/build/own_places.tsv").lines() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            let [name, country, feature, latitude, longitude, weight, ..] = fields[..] else {
                panic!("{line:?} has too few fields");
            };
            assert!(Feature::from_word(feature).is_some(), "{line:?}");
            assert!(weight.parse::<u32>().is_ok(), "{line:?}");
            let degrees = |field: &str| field.parse::<f64>().expect("degrees");
            let (latitude, longitude) = (degrees(latitude), degrees(longitude));
            let country = country.trim_matches('-');
            let found = gazetteer.named(name);
            assert!(found.iter().any(|entry| entry.country == country), "{line:?}: {found:?}");
            // The nearest town shows which country land or coast belongs to, unless it is shared or disputed.
            let (mut nearest, mut nearest_own) = (f64::INFINITY, f64::INFINITY);
            for town in &towns {
                let east = (town.longitude - longitude) * latitude.to_radians().cos();
                let distance = (town.latitude - latitude).hypot(east);
                nearest = nearest.min(distance);
                // Svalbard has a code of its own, and is Norway's.
                if town.country == country || (town.country == "SJ" && country == "NO") {
                    nearest_own = nearest_own.min(distance);
                }
            }
            // Far from any town, the nearest says nothing.
            let tells = nearest < 0.5 && !country.is_empty();
            let is_at_home = !tells || nearest_own < nearest + 0.5;
            if !is_at_home {
                abroad.push(format!("{name} lies {nearest_own:.1} degrees from its country"));
            }
        }
        assert_eq!(abroad, Vec::<String>::new());
    }
}
