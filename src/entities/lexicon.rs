//! What single words can be: given names, surnames, titles, heads of organisations, common words.
//!
//! Lists that are long or made from packages lie in `assets/`; short ones of our own in [`super::lists`].
//! Nothing here looks at a text.

use super::lists;
use crate::gazetteer::Nations;
use crate::text::words::bare;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Cow;
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

/// Every listed word with its classes, and the organisations we know by name.
#[derive(Debug, Clone)]
pub struct Lexicon {
    words: FxHashMap<Cow<'static, str>, Classes>,
    organisations: FxHashMap<String, ListedOrganisation>,
}

/// A listed name of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedOrganisation {
    /// The name shown.
    pub name: &'static str,
    /// The listed form, where only its very capitals name the organisation ("WHO").
    pub exact: Option<&'static str>,
}

impl Lexicon {
    /// Reads the lists that the program was built with (some 60,000 words).
    pub fn open(nations: &Nations) -> Self {
        let words = FxHashMap::with_capacity_and_hasher(80_000, FxBuildHasher);
        let mut lexicon = Self { words, organisations: FxHashMap::default() };
        for (list, classes) in [
            (include_str!("../../assets/first-names.txt"), Classes::FIRST),
            (include_str!("../../assets/surnames.txt"), Classes::LAST),
            (include_str!("../../assets/common-words.txt"), Classes::COMMON),
        ] {
            for word in list.lines() {
                lexicon.add(word, classes);
            }
        }
        for (list, classes) in lists::ALL {
            for word in list.split_whitespace() {
                lexicon.add(word, *classes);
            }
        }
        for line in
            include_str!("../../assets/known-people.txt").lines().filter(|line| !line.starts_with('#'))
        {
            for word in line.split_whitespace() {
                lexicon.add(bare(word), Classes::FAMOUS);
            }
        }
        for word in nations.demonyms() {
            lexicon.add(word.to_owned(), Classes::DEMONYM);
        }
        lexicon.add_organisations(include_str!("../../assets/organisations.tsv"));
        lexicon
    }

    /// What a word of this key can be. Plurals and other forms of common words are common, too.
    pub fn classes(&self, key: &str) -> Classes {
        let classes = self.words.get(key).copied().unwrap_or_default();
        if !classes.is(Classes::COMMON) && !classes.is(Classes::FIRST) && self.is_form_of_common(key) {
            return classes | Classes::COMMON;
        }
        classes
    }

    /// The organisation of this name; `form` is the name as it stands, to tell "WHO" from "who".
    pub fn organisation(&self, key: &str, form: &str) -> Option<&'static str> {
        let organisation = self.organisations.get(key)?;
        organisation.exact.is_none_or(|exact| exact == form.replace('.', "")).then_some(organisation.name)
    }

    fn add(&mut self, word: impl Into<Cow<'static, str>>, classes: Classes) {
        let entry = self.words.entry(word.into()).or_default();
        *entry = *entry | classes;
    }

    fn add_organisations(&mut self, table: &'static str) {
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, others) = line.split_once('\t').unwrap_or((line, ""));
            let forms = others.split(", ").filter(|form| !form.is_empty());
            for form in std::iter::once(name).chain(forms) {
                let (form, exact) = match form.strip_prefix('!') {
                    Some(form) => (form, Some(form)),
                    // A short acronym in small letters is another word: "Sec", "Who".
                    None if is_short_acronym(form) => (form, Some(form)),
                    None => (form, None),
                };
                self.organisations
                    .entry(organisation_key(form))
                    .or_insert(ListedOrganisation { name, exact });
            }
        }
    }

    /// Whether taking off an English ending leaves a common word: "allies", "striking", "newly".
    fn is_form_of_common(&self, key: &str) -> bool {
        const ENDINGS: &[(&str, &[&str])] = &[
            ("ies", &["y"]),
            ("es", &["", "e"]),
            ("s", &[""]),
            ("ied", &["y"]),
            ("ed", &["", "e"]),
            ("ing", &["", "e"]),
            ("ly", &[""]),
            ("er", &["", "e"]),
        ];
        let is_common = |word: &str| self.words.get(word).is_some_and(|classes| classes.is(Classes::COMMON));
        let mut word = String::new();
        ENDINGS.iter().any(|(ending, instead)| {
            key.strip_suffix(ending).filter(|stem| stem.len() >= 3).is_some_and(|stem| {
                let undoubled =
                    stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
                let mut is_common_with = |tail: &str| {
                    word.clear();
                    word.push_str(stem);
                    word.push_str(tail);
                    is_common(&word)
                };
                instead.iter().any(|tail| is_common_with(tail))
                    || undoubled
                        && stem.is_char_boundary(stem.len() - 1)
                        && is_common(&stem[..stem.len() - 1])
            })
        })
    }
}

fn is_short_acronym(form: &str) -> bool {
    form.len() <= 3 && form.chars().all(|c| c.is_ascii_uppercase())
}

/// The key of an organisation's name: as [`bare`], without "the" before it, "&" set apart.
pub fn organisation_key(name: &str) -> String {
    let key = bare(&name.replace('&', " & "));
    key.strip_prefix("the ").map(str::to_owned).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn words_have_their_classes() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        for (word, class, expected) in [
            ("michael", Classes::FIRST, true),
            ("harbour", Classes::FIRST, false),
            ("smith", Classes::LAST, true),
            ("the", Classes::CLOSED, true),
            ("allies", Classes::COMMON, true),
            ("shipping", Classes::COMMON, true),
            ("iraqi", Classes::DEMONYM, true),
            ("general", Classes::TITLE, true),
            ("council", Classes::BODY, true),
            ("zzzz", Classes::COMMON, false),
        ] {
            assert_eq!(lexicon.classes(word).is(class), expected, "{word}");
        }
    }

    #[test]
    fn organisations_are_known_by_their_forms() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        for (form, expected) in [
            ("ISIL", Some("Islamic State")),
            ("U.N.", Some("United Nations")),
            ("The Guardian", Some("The Guardian")),
            ("WHO", Some("World Health Organization")),
            ("Who", None),
            ("AT&T", Some("AT&T")),
            ("Unheard-of Society", None),
        ] {
            assert_eq!(lexicon.organisation(&organisation_key(form), form), expected, "{form}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_key_has_classes(key in "\\PC{0,12}") {
            Lexicon { words: FxHashMap::default(), organisations: FxHashMap::default() }.classes(&key);
        }
    }
}
