//! What a single word can be, as a set of classes; which words are in which, [`super::lists`] and
//! [`super::lexicon`] know.

use std::ops::BitOr;

/// The classes a word belongs to, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u32);

impl Classes {
    /// A given name.
    pub const FIRST: Self = Self(1);
    /// A surname.
    pub const LAST: Self = Self(1 << 1);
    /// A common English word.
    pub const COMMON: Self = Self(1 << 2);
    /// An article, pronoun, preposition, conjunction, auxiliary: never part of a name by itself.
    pub const CLOSED: Self = Self(1 << 3);
    /// A title, rank or office that stands before a name: "Gen.", "President".
    pub const TITLE: Self = Self(1 << 4);
    /// The last word of organisations' names: "Council", "Inc.".
    pub const BODY: Self = Self(1 << 5);
    /// Begins an organisation's name with "of" or "for": "Ministry of", "Bank of".
    pub const BODY_OF: Self = Self(1 << 6);
    /// The last word of places' names: "River", "Airport".
    pub const SITE: Self = Self(1 << 7);
    /// The first word of places' names: "Mount", "Lake".
    pub const SITE_FIRST: Self = Self(1 << 8);
    /// The last word of events, laws and prizes: "Cup", "Act".
    pub const EVENT: Self = Self(1 << 9);
    /// A demonym or language: "Iraqi".
    pub const DEMONYM: Self = Self(1 << 10);
    /// A month or a day.
    pub const CALENDAR: Self = Self(1 << 11);
    /// A particle within names: "al", "van", "bin".
    pub const PARTICLE: Self = Self(1 << 12);
    /// "North", "Upper" and their like, before a place's name.
    pub const DIRECTION: Self = Self(1 << 13);
    /// A surname that alone names one person in world news.
    pub const FAMOUS: Self = Self(1 << 14);
    /// Capitals that are no body's acronym: "TV", "CEO".
    pub const NO_ACRONYM: Self = Self(1 << 15);
    /// A verb of saying.
    pub const SAYING: Self = Self(1 << 16);
    /// A preposition of place.
    pub const WHERE: Self = Self(1 << 17);
    /// What a word of place is called: "city", "province".
    pub const SORT_OF_PLACE: Self = Self(1 << 18);
    /// "Jr." and other ends of persons' names.
    pub const SUFFIX: Self = Self(1 << 19);

    /// What offices are for or how they are held, before a title: "Foreign", "Deputy".
    pub const OFFICE: Self = Self(1 << 20);

    /// What an organisation is called: "giant", "startup".
    pub const SORT_OF_BODY: Self = Self(1 << 21);
    /// Whom only organisations have: "CEO", "shares".
    pub const STAFF: Self = Self(1 << 22);

    /// Short forms of titles: "Gov.".
    pub const SHORT_TITLE: Self = Self(1 << 23);

    /// Whether the word belongs to at least one of these classes.
    pub fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// The set as a number, a bit for each class.
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }

    /// The number of each class it holds.
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
