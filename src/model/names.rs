//! Who and what an article names.

use super::{Span, When};

/// What sort of thing a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A human being.
    Person,
    /// A country, city, region, river, building.
    Place,
    /// A body, company, party, armed group.
    Organisation,
}

impl Kind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Organisation];

    /// The word the commands and JSON use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
        }
    }

    /// The word for several.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Place => "places",
            Self::Organisation => "organisations",
        }
    }

    /// The kind a word of the commands or the query language stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "person" | "people" => Some(Self::Person),
            "place" | "places" => Some(Self::Place),
            "organisation" | "organisations" | "organization" | "org" => Some(Self::Organisation),
            _ => None,
        }
    }
}

/// The part of an article that a mention stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Text,
}

/// A place in the text where somebody or something is named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mention {
    /// Where the span counts.
    pub field: Field,
    /// The name's bytes, without "the", titles and "'s".
    pub span: Span,
    /// What it names here.
    pub kind: Kind,
    /// Index of the entity in the same [`Names`].
    pub entity: usize,
    /// How sure the recogniser is, 0 to 1.
    pub certainty: f32,
}

/// All that one article names, as resolved within it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// In the order they stand: the title's first, then the text's.
    pub mentions: Vec<Mention>,
    /// Most salient first.
    pub entities: Vec<Entity>,
}

/// Who or what is named: one man, one city, one body, with all its spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// The fullest usual name: "Ash Carter".
    pub name: String,
    /// What makes two articles' entities the same: folded canonical name, unique within its kind.
    pub key: String,
    /// The forms it is named by in this article, the most frequent first.
    pub aliases: Vec<Alias>,
    /// What the article calls a person: "Defense Secretary", "British defense minister".
    pub roles: Vec<String>,
    /// Where a place lies, where that is known.
    pub place: Option<Place>,
    /// How much the article is about it, from 0; larger is more.
    pub salience: f32,
}

/// A spelling, and how often it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The words as they stand in the text.
    pub form: String,
    /// How often.
    pub mentions: u32,
}

/// A point on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The gazetteer's name: "Mosul".
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country it lies in; empty for what lies in none (seas, continents).
    pub country: String,
    /// The country's usual English name; empty where `country` is.
    pub country_name: String,
    /// First-order division (state, province), where it is known.
    pub admin1: Option<String>,
    /// What sort of place.
    pub kind: PlaceKind,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Identifier in `GeoNames`, where it has one.
    pub geonameid: Option<u32>,
    /// How sure the resolver is that this is the place meant, 0 to 1.
    pub certainty: f32,
}

impl Place {
    /// Below this a place is doubtful; of those above it some 96 in 100 were right on three scored sets.
    const DOUBTFUL_BELOW: f32 = 0.88;

    /// Whether another place may well be meant: it is shown as a question.
    pub fn is_doubtful(&self) -> bool {
        self.certainty < Self::DOUBTFUL_BELOW
    }
}

/// What sort of place a [`Place`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A sovereign state or a territory.
    Country,
    /// A state, province, region or continent.
    Region,
    /// A city, town or village.
    City,
    /// A sea, river, mountain, building or anything else.
    Landmark,
}

impl PlaceKind {
    /// The word the JSON uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
            Self::Landmark => "landmark",
        }
    }

    /// The kind a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Country, Self::Region, Self::City, Self::Landmark].into_iter().find(|kind| kind.word() == word)
    }
}

/// Identifies an entity of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub i64);

/// An entity of the library as one article names it: a row of the sidebar.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedEntity {
    /// Its number in the library.
    pub id: EntityId,
    /// Who or what, with the library's name for it and this article's forms.
    pub entity: Entity,
    /// How often this article names it.
    pub mentions: u32,
    /// How many articles of the library name it.
    pub articles: u32,
    /// Articles naming it in each of the twelve months up to and including the article's own, oldest
    /// first.
    pub trend: Vec<u32>,
    /// When an article last named it.
    pub last: Option<When>,
}
