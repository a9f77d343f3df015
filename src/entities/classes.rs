//! What a single word can be, as a set of classes. [`super::lists`] and [`super::lexicon`] define which words belong
//! to which class.

use std::ops::BitOr;

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u32);

impl Classes {
    /// A given name.
    pub const FIRST: Self = Self(1);
    /// A surname.
    pub const LAST: Self = Self(1 << 1);
    /// A common English word.
    pub const COMMON: Self = Self(1 << 2);
    /// An article, pronoun, preposition, conjunction or auxiliary: never a name by itself.
    pub const CLOSED: Self = Self(1 << 3);
    /// A title, rank or office before a name: "Gen.", "President".
    pub const TITLE: Self = Self(1 << 4);
    /// The last word of an organisation's name: "Council", "Inc.".
    pub const BODY: Self = Self(1 << 5);
    /// A word that begins an organisation's name with "of" or "for": "Ministry of", "Bank of".
    pub const BODY_OF: Self = Self(1 << 6);
    /// The last word of a place name: "River", "Airport".
    pub const SITE: Self = Self(1 << 7);
    /// The first word of a place name: "Mount", "Lake".
    pub const SITE_FIRST: Self = Self(1 << 8);
    /// The last word of the name of an event, law or prize: "Cup", "Act".
    pub const EVENT: Self = Self(1 << 9);
    /// A demonym or language: "Iraqi".
    pub const DEMONYM: Self = Self(1 << 10);
    /// A month or a day of the week.
    pub const CALENDAR: Self = Self(1 << 11);
    /// A particle within names: "al", "van", "bin".
    pub const PARTICLE: Self = Self(1 << 12);
    /// "North", "Upper" and the like, before a place name.
    pub const DIRECTION: Self = Self(1 << 13);
    /// A surname that by itself identifies one person in world news.
    pub const FAMOUS: Self = Self(1 << 14);
    /// Capitals that are not an organisation's acronym: "TV", "CEO".
    pub const NO_ACRONYM: Self = Self(1 << 15);
    /// A reporting verb: "said".
    pub const SAYING: Self = Self(1 << 16);
    /// A preposition of place.
    pub const WHERE: Self = Self(1 << 17);
    /// A common noun for a kind of place: "city", "province".
    pub const SORT_OF_PLACE: Self = Self(1 << 18);
    /// "Jr." and other suffixes of people's names.
    pub const SUFFIX: Self = Self(1 << 19);

    /// A modifier of a title, for the field or rank of an office: "Foreign", "Deputy".
    pub const OFFICE: Self = Self(1 << 20);

    /// A common noun for a kind of organisation: "giant", "startup".
    pub const SORT_OF_BODY: Self = Self(1 << 21);
    /// What only organisations have: "CEO", "shares".
    pub const STAFF: Self = Self(1 << 22);

    /// An abbreviated title: "Gov.".
    pub const SHORT_TITLE: Self = Self(1 << 23);

    /// Whether the word has at least one of these classes.
    pub fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// The set as a bit mask, one bit per class.
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }

    /// The bit numbers of the classes in the set.
    pub fn bits(self) -> impl Iterator<Item = u32> {
        (0..u32::BITS).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
