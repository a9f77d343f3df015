//! The names in an article.

use super::{Span, When};
use serde::{Deserialize, Serialize};

/// The kind of thing a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A human being.
    Person,
    /// A country, city, region, river, building.
    Place,
    /// An organisation, company, party, armed group.
    Organisation,
}

impl Kind {
    /// All kinds, in the order they are shown.
    pub const ALL: [Self; 3] = [Self::Person, Self::Place, Self::Organisation];

    /// The word used in commands and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
        }
    }

    /// The plural.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Place => "places",
            Self::Organisation => "organisations",
        }
    }

    /// The plural as a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Person => "People",
            Self::Place => "Places",
            Self::Organisation => "Organisations",
        }
    }

    /// The kind that a word in a command or query means.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "person" | "people" => Some(Self::Person),
            "place" | "places" => Some(Self::Place),
            "organisation" | "organisations" | "organization" | "org" => Some(Self::Organisation),
            _ => None,
        }
    }
}

/// The part of an article that contains a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// The article's text.
    Text,
}

/// A place in the text where an entity is named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mention {
    /// Which part the span refers to.
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

/// Everything one article names, as resolved within it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// In order: the title's first, then the text's.
    pub mentions: Vec<Mention>,
    /// Most salient first.
    pub entities: Vec<Entity>,
}

impl Names {
    /// The same without what exceeds so many entities, and without its mentions.
    #[must_use]
    pub fn limited(mut self, most: usize) -> Self {
        if self.entities.len() > most {
            self.entities.truncate(most);
            self.entities.shrink_to_fit();
            self.mentions.retain(|mention| mention.entity < most);
            self.mentions.shrink_to_fit();
        }
        self
    }
}

/// An entity: one person, one city, one organisation, with all its spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Its kind.
    pub kind: Kind,
    /// The fullest usual name: "Ash Carter".
    pub name: String,
    /// What identifies an entity across articles: the folded canonical name, unique within its kind.
    pub key: String,
    /// The forms it is named by in this article, the most frequent first.
    pub aliases: Vec<Alias>,
    /// The roles the article gives a person: "Defense Secretary", "British defense minister".
    pub roles: Vec<String>,
    /// The location of a place, if known.
    pub place: Option<Place>,
    /// How much the article is about it, from 0; larger is more.
    pub salience: f32,
}

/// A spelling, and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The words as in the text.
    pub form: String,
    /// How often.
    pub mentions: u32,
}

/// A point on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The gazetteer's name: "Mosul".
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country; empty if it is in none (seas, continents).
    pub country: String,
    /// The country's usual English name; empty if `country` is.
    pub country_name: String,
    /// First-order division (state, province), if known.
    pub admin1: Option<String>,
    /// The kind of place.
    pub kind: PlaceKind,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Identifier in `GeoNames`, if it has one.
    pub geonameid: Option<u32>,
    /// How sure the resolver is that this is the place meant, 0 to 1.
    pub certainty: f32,
}

impl Place {
    /// Below this a place is doubtful; above it about 96 in 100 were right on three scored sets.
    const DOUBTFUL_BELOW: f32 = 0.88;

    /// The region it is in, as far as that adds to its name: `Texas, United States`.
    pub fn within(&self) -> String {
        let division = self.admin1.as_deref().filter(|division| *division != self.name);
        let country = Some(self.country_name.as_str()).filter(|_| self.kind != PlaceKind::Country);
        let parts = [division, country].into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }

    /// Its name with what tells it from its namesakes in the library, as far as it is known where these are:
    /// `Portland, Oregon`, `Paris, France`, `New York (city)`. Without namesakes, the name alone.
    pub fn told_from(&self, name: &str, namesakes: &[Option<Self>]) -> String {
        if namesakes.is_empty() {
            return name.to_owned();
        }
        let is_alone_with = |word: fn(&Self) -> &str| {
            let own = word(self);
            let others = || namesakes.iter().flatten().map(word);
            (!own.is_empty() && own != name && others().all(|other| other != own)).then_some(own)
        };
        let country = is_alone_with(|place| &place.country_name);
        let division = || is_alone_with(|place| place.admin1.as_deref().unwrap_or_default());
        let kind = || is_alone_with(|place| place.kind.word());
        let within = country.filter(|_| self.kind != PlaceKind::Country).or_else(division);
        match (within, kind()) {
            (Some(within), _) if name.contains(within) => name.to_owned(),
            (Some(within), _) => format!("{name}, {within}"),
            (None, Some(kind)) => format!("{name} ({kind})"),
            (None, None) => name.to_owned(),
        }
    }

    /// Whether another place may be meant: it is shown with a question mark.
    pub fn is_doubtful(&self) -> bool {
        self.certainty < Self::DOUBTFUL_BELOW
    }
}

/// The kind of a [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// The word used in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::City => "city",
            Self::Landmark => "landmark",
        }
    }

    /// The kind that a word means.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Country, Self::Region, Self::City, Self::Landmark].into_iter().find(|kind| kind.word() == word)
    }
}

/// Identifies an entity of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityId(pub i64);

/// An entity of the library as one article names it: a row in the sidebar.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedEntity {
    /// Its number in the library.
    pub id: EntityId,
    /// The entity, with the library's name for it and this article's forms.
    pub entity: Entity,
    /// Its name with what tells it from its namesakes.
    pub shown: String,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_salient_entities_go_with_their_mentions() {
        let entity = |name: &str| Entity {
            kind: Kind::Person,
            name: name.to_owned(),
            key: name.to_lowercase(),
            aliases: Vec::new(),
            roles: Vec::new(),
            place: None,
            salience: 1.0,
        };
        let mention = |entity: usize| Mention {
            field: Field::Text,
            span: Span::new(entity, entity + 1),
            kind: Kind::Person,
            entity,
            certainty: 1.0,
        };
        let names = Names {
            mentions: [2, 0, 1, 2].map(mention).to_vec(),
            entities: ["Moor", "Reed", "Kerry"].map(entity).to_vec(),
        };
        assert_eq!(names.clone().limited(3), names);
        let limited = names.limited(2);
        assert_eq!(limited.entities, ["Moor", "Reed"].map(entity));
        assert_eq!(limited.mentions, [0, 1].map(mention));
    }

    #[test]
    fn namesakes_are_told_apart() {
        let place = |kind, country: &str, division: &str| Place {
            name: String::new(),
            country: String::new(),
            country_name: country.to_owned(),
            admin1: Some(division.to_owned()).filter(|division| !division.is_empty()),
            kind,
            latitude: 0.0,
            longitude: 0.0,
            geonameid: None,
            certainty: 1.0,
        };
        let (city, region, country) = (PlaceKind::City, PlaceKind::Region, PlaceKind::Country);
        let us = "United States";
        for (name, places, expected) in [
            ("Mosul", vec![place(city, "Iraq", "Ninawa")], "Mosul"),
            ("Portland", vec![place(city, us, "Oregon"), place(city, us, "Maine")], "Portland, Oregon"),
            (
                "Paris",
                vec![place(city, "France", "Île-de-France"), place(city, us, "Texas")],
                "Paris, France",
            ),
            ("New York", vec![place(city, us, "New York"), place(region, us, "New York")], "New York (city)"),
            (
                "Georgia",
                vec![place(country, "Georgia", ""), place(region, us, "Georgia")],
                "Georgia (country)",
            ),
            (
                "Georgia",
                vec![place(region, us, "Georgia"), place(country, "Georgia", "")],
                "Georgia, United States",
            ),
            ("Old Town", vec![place(city, us, "Maine"), place(city, us, "Maine")], "Old Town"),
        ] {
            let others: Vec<_> = places[1..].iter().cloned().map(Some).collect();
            assert_eq!(places[0].told_from(name, &others), expected);
        }
        assert_eq!(place(city, "Iraq", "").told_from("Mosul", &[None]), "Mosul, Iraq");
    }
}
