//! A place as the gazetteer has it: where it lies, what it is, how many live there.

use crate::model::PlaceKind;

/// A place that bears a name that was asked for. Its own name is [`super::Gazetteer::name`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The number of its record: the same for the same place whatever name it was found by, in one
    /// version of the gazetteer.
    pub number: u32,
    /// ISO 3166-1 alpha-2 code, empty for what lies in no one country.
    pub country: &'static str,
    /// Record of the first-order division it lies in (state, province); none for divisions themselves.
    pub division: Option<u32>,
    /// Record of the second-order division it lies in (county, district); none for counties themselves.
    pub county: Option<u32>,
    /// What it is.
    pub feature: Feature,
    /// The capital of its country.
    pub is_capital: bool,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People living there, to about one part in twenty; for places without people, what stands for as
    /// much fame.
    pub population: u64,
    /// Number in `GeoNames`.
    pub geonameid: Option<u32>,
    /// How usual the name it was found by is for it: 1 where it is the official or the usual one, .7
    /// where it is a part of that ("Kent" for "Kent County"), .6 for other spellings.
    pub usage: f32,
}

/// What a place is, finer than a reader is told.
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
    /// What no administration bounds, or one of the past: the Middle East, Donbas, Yorkshire.
    Region,
    /// City, town, village.
    City,
    /// A part of a city with a name of its own: Brooklyn, Kreuzberg.
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
    /// Each with the word that the tables have for it, in the order of the file's numbers.
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

    /// The feature that a word of the tables stands for.
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

    /// What sort of place a reader is told it is.
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
    /// What sort of place a reader is told it is.
    pub fn kind(&self) -> PlaceKind {
        self.feature.kind()
    }
}
