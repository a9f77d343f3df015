//! A place in the gazetteer: its location, kind and population.

use crate::model::PlaceKind;

/// A place that a look-up found. Its own name is [`super::Gazetteer::name`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The number of its record: the same for the same place under any name, within one version of the gazetteer.
    pub number: u32,
    /// ISO 3166-1 alpha-2 code; empty for places not in a single country.
    pub country: &'static str,
    /// Record of its first-order division (state, province); none for divisions themselves.
    pub division: Option<u32>,
    /// Record of its second-order division (county, district); none for counties themselves.
    pub county: Option<u32>,
    /// Its kind.
    pub feature: Feature,
    /// Whether it is the capital of its country.
    pub is_capital: bool,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Population, accurate to about 5 %; for places without one, a number of equivalent prominence.
    pub population: u64,
    /// Number in `GeoNames`.
    pub geonameid: Option<u32>,
    /// How common the name is under which it was found: 1 if official or usual, .7 if a part of that ("Kent" for
    /// "Kent County"), .6 for other spellings.
    pub usage: f32,
}

/// The kind of a place, finer than users see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Africa, Europe.
    Continent,
    /// A sovereign state, or a territory with a code of its own.
    Country,
    /// First-order division of a country: state, province.
    Division,
    /// Second-order division: county, district, municipality.
    County,
    /// An informal or historical region: the Middle East, Donbas, Yorkshire.
    Region,
    /// City, town, village.
    City,
    /// A named part of a city: Brooklyn, Kreuzberg.
    District,
    /// Ocean, sea, gulf, bay, strait, canal.
    Sea,
    /// A river.
    River,
    /// A lake or a reservoir.
    Lake,
    /// A mountain, a range, a volcano.
    Mountain,
    /// An island or a group of them.
    Island,
    /// A building, a square, an airport, a park and anything else.
    Landmark,
}

impl Feature {
    /// Each with the word used for it in the tables, in the order of the file's numbers.
    const ALL: [(Self, &str); 13] = [
        (Self::Country, "country"),
        (Self::Division, "division"),
        (Self::County, "county"),
        (Self::City, "city"),
        (Self::Continent, "continent"),
        (Self::Region, "region"),
        (Self::Sea, "sea"),
        (Self::River, "river"),
        (Self::Lake, "lake"),
        (Self::Mountain, "mountain"),
        (Self::Island, "island"),
        (Self::Landmark, "landmark"),
        (Self::District, "district"),
    ];

    /// The feature for a word of the tables.
    #[cfg(any(test, feature = "train"))]
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == word).map(|(feature, _)| feature)
    }

    /// Its number in the file.
    pub(super) fn code(self) -> u8 {
        let at = Self::ALL.iter().position(|(feature, _)| *feature == self);
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
    }

    /// The feature with this number in the file.
    pub(super) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).map(|(feature, _)| *feature)
    }

    /// The kind of place that is shown to the user.
    pub fn kind(self) -> PlaceKind {
        match self {
            Self::Country => PlaceKind::Country,
            Self::Continent | Self::Division | Self::County | Self::Region => PlaceKind::Region,
            Self::City | Self::District => PlaceKind::City,
            Self::Sea | Self::River | Self::Lake | Self::Mountain | Self::Island | Self::Landmark => {
                PlaceKind::Landmark
            }
        }
    }
}

impl Entry {
    /// The kind of place that is shown to the user.
    pub fn kind(&self) -> PlaceKind {
        self.feature.kind()
    }
}
