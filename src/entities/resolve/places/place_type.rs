//! The types of place that words tell of: a county, a river, something within a town.

use crate::gazetteer::Feature;

/// The type of place that a name or the adjacent words indicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceType {
    /// "town", "city".
    City,
    /// "province", "state".
    Division,
    /// "county", "district".
    County,
    /// "river", "sea", "mountain", "island".
    Nature,
    /// "street", "church", "airport": something within a town.
    Site,
}

/// Words at the end of a name that indicate its type.
const LAST_WORDS: &[(&str, PlaceType)] = &[
    ("county", PlaceType::County),
    ("parish", PlaceType::County),
    ("borough", PlaceType::County),
    ("district", PlaceType::County),
    ("regency", PlaceType::County),
    ("province", PlaceType::Division),
    ("governorate", PlaceType::Division),
    ("oblast", PlaceType::Division),
    ("prefecture", PlaceType::Division),
    ("state", PlaceType::Division),
    ("region", PlaceType::Division),
    ("territory", PlaceType::Division),
    ("city", PlaceType::City),
    ("town", PlaceType::City),
    ("township", PlaceType::City),
    ("village", PlaceType::City),
    ("municipality", PlaceType::City),
    ("river", PlaceType::Nature),
    ("lake", PlaceType::Nature),
    ("sea", PlaceType::Nature),
    ("bay", PlaceType::Nature),
    ("gulf", PlaceType::Nature),
    ("island", PlaceType::Nature),
    ("islands", PlaceType::Nature),
    ("mountain", PlaceType::Nature),
    ("mountains", PlaceType::Nature),
    ("valley", PlaceType::Nature),
    ("creek", PlaceType::Nature),
    ("street", PlaceType::Site),
    ("avenue", PlaceType::Site),
    ("road", PlaceType::Site),
    ("boulevard", PlaceType::Site),
    ("highway", PlaceType::Site),
    ("drive", PlaceType::Site),
    ("lane", PlaceType::Site),
    ("st", PlaceType::Site),
    ("ave", PlaceType::Site),
    ("blvd", PlaceType::Site),
    ("rd", PlaceType::Site),
    ("terrace", PlaceType::Site),
    ("parkway", PlaceType::Site),
    ("place", PlaceType::Site),
    ("square", PlaceType::Site),
    ("plaza", PlaceType::Site),
    ("park", PlaceType::Site),
    ("church", PlaceType::Site),
    ("cathedral", PlaceType::Site),
    ("mosque", PlaceType::Site),
    ("school", PlaceType::Site),
    ("college", PlaceType::Site),
    ("university", PlaceType::Site),
    ("hospital", PlaceType::Site),
    ("hotel", PlaceType::Site),
    ("inn", PlaceType::Site),
    ("court", PlaceType::Site),
    ("courthouse", PlaceType::Site),
    ("hall", PlaceType::Site),
    ("theatre", PlaceType::Site),
    ("theater", PlaceType::Site),
    ("library", PlaceType::Site),
    ("museum", PlaceType::Site),
    ("stadium", PlaceType::Site),
    ("arena", PlaceType::Site),
    ("centre", PlaceType::Site),
    ("center", PlaceType::Site),
    ("airport", PlaceType::Site),
    ("station", PlaceType::Site),
    ("bridge", PlaceType::Site),
    ("prison", PlaceType::Site),
    ("jail", PlaceType::Site),
    ("base", PlaceType::Site),
    ("estate", PlaceType::Site),
    ("mall", PlaceType::Site),
    ("tower", PlaceType::Site),
    ("building", PlaceType::Site),
    ("cemetery", PlaceType::Site),
    ("institute", PlaceType::Site),
];

/// Words followed by "of" at the beginning of a name that indicate its type.
pub(super) const FIRST_WORDS: &[(&str, PlaceType)] = &[
    ("city of ", PlaceType::City),
    ("town of ", PlaceType::City),
    ("township of ", PlaceType::City),
    ("village of ", PlaceType::City),
    ("county of ", PlaceType::County),
    ("state of ", PlaceType::Division),
    ("republic of ", PlaceType::Division),
    ("people s republic of ", PlaceType::Division),
    ("peoples republic of ", PlaceType::Division),
    ("kingdom of ", PlaceType::Division),
    ("commonwealth of ", PlaceType::Division),
    ("province of ", PlaceType::Division),
    ("university of ", PlaceType::Site),
    ("port of ", PlaceType::Site),
    ("bank of ", PlaceType::Site),
];

impl PlaceType {
    /// Whether a place is of this type.
    pub fn is_fulfilled_by(self, feature: Feature) -> bool {
        match self {
            Self::City => matches!(feature, Feature::City),
            Self::Division => matches!(feature, Feature::Division | Feature::Region),
            Self::County => matches!(feature, Feature::County),
            Self::Nature => {
                matches!(
                    feature,
                    Feature::Sea | Feature::River | Feature::Lake | Feature::Mountain | Feature::Island
                )
            }
            Self::Site => matches!(feature, Feature::Landmark),
        }
    }
}

/// The type that the last word of a name, or a word next to it, indicates.
pub(super) fn place_type_of(key: &str) -> Option<PlaceType> {
    let last = key.rsplit(' ').next()?;
    LAST_WORDS.iter().find(|(word, _)| *word == last).map(|&(_, place_type)| place_type)
}
