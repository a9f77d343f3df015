//! What single words can be: given names, surnames, titles, organisation nouns, common words.
//!
//! Lists that are long or built from packages are in `assets/`; our own short ones are in [`super::lists`]. Nothing
//! here examines a text.

use super::classes::Classes;
use super::lists;
use crate::gazetteer::Nations;
use crate::text::word_map::WordMap;
use crate::text::words::bare;

/// Every listed word with its classes, and the organisations that are known by name.
#[derive(Debug, Clone)]
pub struct Lexicon {
    words: WordMap<Classes>,
    organisations: WordMap<ListedOrganisation>,
    /// The first words of their keys, with and without the "s" that a possessive leaves.
    beginnings: WordMap<()>,
}

/// A listed organisation name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedOrganisation {
    /// The name to show.
    pub name: &'static str,
    /// The listed form, if only these exact capitals name the organisation ("WHO").
    pub exact: Option<&'static str>,
    /// Whether it is also a common word or could be a person's name ("Target").
    pub is_ambiguous: bool,
}

impl Lexicon {
    /// Reads the lists built into the program (some 60,000 words).
    pub fn open(nations: &Nations) -> Self {
        let words = WordMap::with_capacity(80_000);
        let mut lexicon = Self { words, organisations: WordMap::default(), beginnings: WordMap::default() };
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
                lexicon.add(&bare(word), Classes::FAMOUS);
            }
        }
        for word in nations.demonyms() {
            lexicon.add(word, Classes::DEMONYM);
        }
        lexicon.add_organisations(include_str!("../../assets/organisations.tsv"));
        lexicon.add_organisations(include_str!("../../assets/firms.txt"));
        lexicon
    }

    /// The classes of the word with this key. Plurals and other inflected forms of common words are common, too.
    pub fn classes(&self, key: &str) -> Classes {
        let classes = self.words.get(key).copied().unwrap_or_default();
        if !classes.is(Classes::COMMON) && !classes.is(Classes::FIRST) && self.is_form_of_common(key) {
            return classes | Classes::COMMON;
        }
        classes
    }

    /// The organisation with this unambiguous name. `form` is the name as written, to tell "WHO" from "who".
    pub fn organisation(&self, key: &str, form: &str) -> Option<&'static str> {
        self.listed(key, form)
            .filter(|organisation| !organisation.is_ambiguous)
            .map(|organisation| organisation.name)
    }

    /// The organisation that this name can refer to, even if the name is also a common word or a person's: "Target".
    pub fn possible_organisation(&self, key: &str, form: &str) -> Option<&'static str> {
        self.listed(key, form).map(|organisation| organisation.name)
    }

    /// Whether a listed name of an organisation can begin with a word of this key, with or without the "s" of a
    /// possessive behind it: most words with a capital begin none.
    pub fn may_begin_organisation(&self, key: &str) -> bool {
        self.beginnings.contains(key.split(' ').next().unwrap_or_default())
    }

    fn listed(&self, key: &str, form: &str) -> Option<&ListedOrganisation> {
        let organisation = self.organisations.get(key)?;
        organisation.exact.is_none_or(|exact| exact == form.replace('.', "")).then_some(organisation)
    }

    fn add(&mut self, word: &str, classes: Classes) {
        let entry = self.words.get_or_insert_with(word, Classes::default);
        *entry = *entry | classes;
    }

    fn add_organisations(&mut self, table: &'static str) {
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (first, others) = line.split_once('\t').unwrap_or((line, ""));
            let name = first.trim_start_matches('~');
            let forms = others.split(", ").filter(|form| !form.is_empty());
            for form in std::iter::once(first).chain(forms) {
                let (form, is_ambiguous) = form.strip_prefix('~').map_or((form, false), |form| (form, true));
                let (form, exact) = match form.strip_prefix('!') {
                    Some(form) => (form, Some(form)),
                    // In lower case, a short acronym is a different word: "Sec", "Who".
                    None if is_short_acronym(form) => (form, Some(form)),
                    None => (form, None),
                };
                let key = organisation_key(form);
                let organisation = ListedOrganisation { name, exact, is_ambiguous };
                for key in american(&key).into_iter().chain([key]) {
                    let first = key.split(' ').next().unwrap_or_default();
                    for beginning in [first, first.strip_suffix('s').unwrap_or(first)] {
                        self.beginnings.get_or_insert_with(beginning, || ());
                    }
                    self.organisations.get_or_insert_with(&key, || organisation);
                }
            }
        }
    }

    /// Whether removing an English suffix leaves a common word: "allies", "striking", "newly".
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

/// Words in organisation names with different British and American spellings, as keys.
const SPELLINGS: &[(&str, &str)] = &[
    ("defence", "defense"),
    ("labour", "labor"),
    ("organisation", "organization"),
    ("organisations", "organizations"),
    ("centre", "center"),
    ("centres", "centers"),
    ("programme", "program"),
    ("&", "and"),
];

/// The key of an organisation's name in American spelling; `None` if it is the same. The Labour and Labor parties of
/// two countries stay distinct.
pub fn american(key: &str) -> Option<String> {
    let is_party = matches!(key, "labour" | "labour party");
    if is_party || !key.split(' ').any(|word| SPELLINGS.iter().any(|(british, _)| *british == word)) {
        return None;
    }
    let word =
        |word| SPELLINGS.iter().find(|(british, _)| *british == word).map_or(word, |(_, american)| *american);
    Some(key.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

fn is_short_acronym(form: &str) -> bool {
    form.len() <= 3 && form.chars().all(|c| c.is_ascii_uppercase())
}

/// The key of an organisation's name: as [`bare`], but without a leading "the" and with "&" as a separate word.
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
            let (words, organisations, beginnings) = Default::default();
            Lexicon { words, organisations, beginnings }.classes(&key);
        }
    }
}
