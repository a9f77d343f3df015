//! How well a noun fits its possible referents: "the prime minister", "the airline", "the 46-year-old".

use super::super::super::analyzed_text::AnalyzedText;
use super::super::Group;
use crate::model::{Kind, PlaceKind};
use crate::text::fold::fold;
use crate::text::words::bare;
use std::ops::Range;

/// Near-synonyms for offices.
const OFFICES: &[&[&str]] = &[
    &["coach", "manager", "boss"],
    &["lawmaker", "legislator", "senator", "congressman", "congresswoman", "representative", "mp"],
    &["premier", "prime minister"],
    &["policeman", "policewoman", "officer", "cop"],
    &["chief executive", "ceo", "chief", "boss"],
    &["musician", "rapper", "singer", "star"],
    &["actor", "actress", "star"],
];

/// Nouns for organisations, each with prefixes of words that names of such organisations contain.
const BODIES: &[(&str, &[&str])] = &[
    ("airline", &["air", "jet", "airlines", "airways", "lufthansa", "klm", "wings"]),
    ("carrier", &["air", "jet", "airlines", "airways", "mobile", "telecom", "wireless"]),
    ("agency", &["agency", "administration", "bureau", "department", "service", "office", "authority"]),
    ("bank", &["bank", "banc", "financ", "capital", "credit", "trust", "fargo", "barclays", "hsbc"]),
    ("lender", &["bank", "banc", "financ", "capital", "credit"]),
    ("university", &["universit", "college", "institute"]),
    ("college", &["college", "universit"]),
    ("school", &["school", "academy", "college"]),
    ("hospital", &["hospital", "clinic", "medical", "infirmary"]),
    ("court", &["court", "tribunal"]),
    ("tribunal", &["court", "tribunal"]),
    ("ministry", &["ministry"]),
    ("department", &["department", "police"]),
    ("commission", &["commission"]),
    ("committee", &["committee"]),
    ("council", &["council"]),
    ("union", &["union", "workers", "federation", "brotherhood", "teamsters", "guild"]),
    ("party", &["party", "democrat", "republican", "conservative", "labour", "liberal", "greens", "front"]),
    ("league", &["league", "nfl", "nba", "nhl", "mlb"]),
    ("newspaper", &["times", "post", "herald", "journal", "tribune", "news", "guardian", "gazette", "daily"]),
    ("paper", &["times", "post", "herald", "journal", "tribune", "news", "guardian", "gazette", "daily"]),
    ("network", &["tv", "news", "network", "cnn", "nbc", "abc", "cbs", "bbc", "fox", "television"]),
    ("museum", &["museum", "gallery"]),
    ("church", &["church", "vatican", "diocese"]),
    ("foundation", &["foundation", "trust", "fund"]),
    ("charity", &["foundation", "trust", "fund", "aid", "charity"]),
    ("association", &["association", "federation", "society"]),
    ("institute", &["institut"]),
    ("railway", &["rail"]),
    ("police", &["police", "sheriff"]),
    ("army", &["army", "forces", "military"]),
];

/// Words in the names of organisations that are not companies.
const NO_COMPANIES: &[&str] = &[
    "university",
    "ministry",
    "department",
    "council",
    "court",
    "party",
    "police",
    "association",
    "committee",
    "commission",
    "parliament",
    "congress",
    "senate",
    "union",
    "government",
    "navy",
    "army",
    "agency",
    "institute",
    "federation",
    "school",
];

/// Nouns for companies.
const COMPANIES: &[&str] = &[
    "company",
    "firm",
    "business",
    "manufacturer",
    "maker",
    "retailer",
    "corporation",
    "automaker",
    "carmaker",
    "startup",
    "start-up",
    "supplier",
    "developer",
    "producer",
    "giant",
    "brand",
    "chain",
    "carrier",
    "airline",
];

/// Nouns that fit any place; other nouns fit only places with that word in the name.
const ANYWHERE: &[&str] = &[
    "area",
    "island",
    "territory",
    "republic",
    "place",
    "homeland",
    "continent",
    "municipality",
    "settlement",
    "suburb",
    "neighbourhood",
    "neighborhood",
    "site",
];

/// What each type of agreement adds to the score.
const BY_OFFICE: f32 = 100.0;
const BY_LIKE_OFFICE: f32 = 90.0;
const BY_DESCRIPTION: f32 = 80.0;
const BY_NAME: f32 = 60.0;
const BY_PLACE: f32 = 40.0;

/// The factors for a candidate that has another role, and for one that has none.
const OF_OTHER_OFFICE: f32 = 0.05;
const OF_NO_OFFICE: f32 = 0.6;

/// A noun phrase used as an anaphor.
pub(super) struct Noun<'a> {
    /// Its words without the determiner: "prime minister".
    pub words: &'a str,
    /// Whether it has a possessive: "his father".
    pub is_owned: bool,
    /// Whether it is an office that few hold.
    pub is_office: bool,
    /// The kind of entity it refers to.
    pub kind: Kind,
}

/// What the text says about a candidate next to its mentions.
pub(super) struct Beside<'a> {
    pub analyzed: &'a AnalyzedText<'a>,
    /// The words of those of its mentions that are names.
    pub at: Vec<Range<usize>>,
}

/// The score of a noun for a candidate with this salience: by its role, by a word in its name, by the words next to
/// its mentions, by the type of place or organisation.
pub(super) fn fits(noun: &Noun<'_>, group: &Group, beside: &Beside<'_>, score: f32) -> f32 {
    let words = noun.words;
    let head = words.rsplit([' ', '-']).next().unwrap_or(words);
    let name = fold(&group.name);
    if let Some(age) = age_of(words) {
        return match beside.age() {
            Some(other) if other == age => score + BY_OFFICE,
            Some(_) => 0.0,
            None => score,
        };
    }
    if group.roles.iter().any(|role| fold(role).ends_with(words)) {
        return score + BY_OFFICE;
    }
    if group.roles.iter().any(|role| is_like(&fold(role), words)) {
        return score + BY_LIKE_OFFICE;
    }
    if let Some(kind) = place_kind(head)
        && let Some(place) = &group.place
    {
        if beside.is_named_with(head) {
            return score + BY_NAME;
        }
        return if place.kind == kind { score + BY_PLACE } else { 0.0 };
    }
    if place_kind(head).is_some() {
        return 0.0;
    }
    if name.split(' ').any(|word| word == head) {
        return score + BY_NAME;
    }
    if noun.is_owned {
        return 0.0;
    }
    if beside.calls_it(head) {
        return score + BY_DESCRIPTION;
    }
    if noun.is_office {
        return score * if group.roles.is_empty() { OF_NO_OFFICE } else { OF_OTHER_OFFICE };
    }
    if noun.kind == Kind::Place && !ANYWHERE.contains(&head) || is_plural(head) {
        return 0.0;
    }
    score * organisation(head, &name)
}

/// Whether a noun is plural and so refers to no single named entity: "the victims".
fn is_plural(head: &str) -> bool {
    head.len() > 3 && head.ends_with('s') && !["ss", "us", "is", "ics"].iter().any(|end| head.ends_with(end))
        || matches!(head, "people" | "men" | "women" | "children")
}

/// The factor for a noun for a type of organisation and an organisation with this name.
fn organisation(head: &str, name: &str) -> f32 {
    let has = |begins: &&str| name.split(' ').any(|word| word.starts_with(begins));
    if let Some((_, begins)) = BODIES.iter().find(|(noun, _)| *noun == head) {
        return if begins.iter().any(has) { 1.5 } else { 0.6 };
    }
    if COMPANIES.contains(&head) && NO_COMPANIES.iter().any(has) { 0.4 } else { 1.0 }
}

/// The kind of place that a noun indicates.
pub(super) fn place_kind(head: &str) -> Option<PlaceKind> {
    match head {
        "country" | "nation" | "kingdom" => Some(PlaceKind::Country),
        "city" | "town" | "village" | "capital" => Some(PlaceKind::City),
        "state" | "province" | "county" | "region" | "district" => Some(PlaceKind::Region),
        _ => None,
    }
}

/// Whether a role is nearly the same office as a noun.
fn is_like(role: &str, words: &str) -> bool {
    OFFICES.iter().any(|alike| {
        alike.iter().any(|word| words.ends_with(word)) && alike.iter().any(|word| role.ends_with(word))
    })
}

/// The number in "46-year-old".
fn age_of(words: &str) -> Option<u32> {
    let (years, rest) = words.split_once([' ', '-'])?;
    let rest = rest.replace('-', " ");
    rest.starts_with("year old").then(|| years.parse().ok()).flatten()
}

impl Beside<'_> {
    /// The age stated after a name: "Anna Berg, 46,".
    fn age(&self) -> Option<u32> {
        self.at.iter().find_map(|at| {
            let number =
                self.analyzed.words.get(at.end + 1).filter(|_| self.analyzed.words[at.end].is_mark(','))?;
            let years = number.span.of(self.analyzed.text).parse().ok()?;
            let ends = self
                .analyzed
                .words
                .get(at.end + 2)
                .is_some_and(|word| word.is_mark(',') || word.is_mark('.'));
            (ends && (1..120).contains(&years)).then_some(years)
        })
    }

    /// Whether a noun appears directly before a name or in an apposition after it: "singer Anna Berg", "Anna Berg, a
    /// singer of".
    fn calls_it(&self, noun: &str) -> bool {
        /// The maximum length of an apposition in words.
        const MAX_WORDS: usize = 7;
        let words = &self.analyzed.words;
        let is_noun = |at: usize| words.get(at).is_some_and(|word| word.key.rsplit('-').next() == Some(noun));
        self.at.iter().any(|at| {
            let before = at.start.checked_sub(1).is_some_and(is_noun);
            let opens = words
                .get(at.end)
                .is_some_and(|word| word.is_mark(',') || matches!(word.key.as_str(), "is" | "was"));
            let behind = || {
                (at.end + 1..at.end + MAX_WORDS)
                    .take_while(|&at| {
                        words.get(at).is_some_and(|word| !word.is_mark(',') && !word.is_mark('.'))
                    })
                    .any(is_noun)
            };
            before || opens && behind()
        })
    }

    /// Whether the text uses the noun in the place's name: "Lund County" for Lund, so that "the county" fits.
    fn is_named_with(&self, noun: &str) -> bool {
        let names: Vec<String> =
            self.at.iter().map(|at| bare(self.analyzed.form(at.start, at.end))).collect();
        self.analyzed.words.windows(2).any(|pair| {
            pair[1].is_capital()
                && pair[1].key == noun
                && names.iter().any(|name| name.rsplit(' ').next() == Some(pair[0].key.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read() {
        for (input, expected) in [
            ("46-year-old", Some(46)),
            ("46 year old", Some(46)),
            ("old man", None),
            ("prime minister", None),
        ] {
            assert_eq!(age_of(input), expected, "{input}");
        }
    }

    #[test]
    fn plurals_are_told() {
        for (input, expected) in [
            ("victims", true),
            ("people", true),
            ("boss", false),
            ("campus", false),
            ("bus", false),
            ("man", false),
        ] {
            assert_eq!(is_plural(input), expected, "{input}");
        }
    }

    #[test]
    fn organisations_are_told_by_their_names() {
        assert!(organisation("airline", "air lund") > organisation("airline", "lund harbour board"));
        assert!(organisation("company", "lindqvist shipping") > organisation("company", "lund university"));
    }
}
