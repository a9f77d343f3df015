//! Which places a name can refer to, and their prominence.
//!
//! The exact name comes first; then the same name spelt out or abbreviated, the country of a demonym, the place whose
//! part, county or airport is named, and finally the most informative part of a name that the gazetteer lacks. The
//! article's context is not considered here.

use super::super::super::{Knowledge, classes::Classes, states};
use super::place_type::{FIRST_WORDS, PlaceType, place_type_of};
use crate::gazetteer::{Entry, Feature};

/// The maximum number of candidates of a name; the best known are kept.
const MAX_CANDIDATES: usize = 48;

/// How a name leads to its candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It is their exact name.
    Named,
    /// It is their demonym or adjective: "Iraqi".
    People,
    /// It names something in or around them: "northern Iraq", "Lund Cathedral".
    Part,
    /// The gazetteer has nothing under this name.
    Unknown,
}

/// A place that a name can refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub entry: Entry,
    /// How likely the name alone refers to it: a logarithm to base ten.
    pub prior: f32,
}

/// All places that a name can refer to.
#[derive(Debug, Clone)]
pub(super) struct Candidates {
    pub how: How,
    /// Best known first.
    pub list: Vec<Candidate>,
    /// The type that the name itself indicates.
    pub place_type: Option<PlaceType>,
    /// Whether it names a part or the surroundings of a place by a direction: "northern Iraq".
    pub is_around: bool,
}

/// Words before a name that make it the name of a part or the surroundings.
const AROUND: &[&str] =
    &["downtown", "metropolitan", "metro", "suburban", "rural", "old", "coastal", "upstate"];

/// Words after a name that do the same.
const AFTER: &[&str] = &["area", "metro", "suburbs", "coast", "border", "delta", "basin", "peninsula"];

/// Names that many towns share, although the gazetteer lists only a few.
const ANYWHERE: &[&str] = &[
    "old city",
    "old town",
    "new town",
    "inner city",
    "city centre",
    "city center",
    "downtown",
    "chinatown",
    "city hall",
    "town hall",
    "central station",
    "main street",
    "high street",
    "central business district",
];

/// Abbreviations that gazetteers spell out, and the reverse.
const SPELLINGS: &[(&str, &str)] = &[
    ("st", "saint"),
    ("ste", "sainte"),
    ("mt", "mount"),
    ("ft", "fort"),
    ("pt", "point"),
    ("co", "county"),
    ("twp", "township"),
    ("is", "island"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("centre", "center"),
    ("harbour", "harbor"),
    ("&", "and"),
];

/// Demonyms without their own country, the people of states, and the EU, which is called after its continent.
const PEOPLES: &[(&str, &str)] = &[
    ("european", "europe"),
    ("eu", "europe"),
    ("european union", "europe"),
    ("african", "africa"),
    ("asian", "asia"),
    ("arab", "middle east"),
    ("middle eastern", "middle east"),
    ("latin american", "latin america"),
    ("south american", "south america"),
    ("north american", "north america"),
    ("central american", "central america"),
    ("caribbean", "caribbean"),
    ("scandinavian", "scandinavia"),
    ("balkan", "balkans"),
    ("baltic", "baltic states"),
    ("kurd", "kurdistan"),
    ("kurdish", "kurdistan"),
    ("chechen", "chechnya"),
    ("dagestani", "dagestan"),
    ("tibetan", "tibet"),
    ("kashmiri", "kashmir"),
    ("crimean", "crimea"),
    ("siberian", "siberia"),
    ("catalan", "catalonia"),
    ("basque", "basque country"),
    ("gazan", "gaza strip"),
    ("english", "england"),
    ("scottish", "scotland"),
    ("welsh", "wales"),
    ("texan", "texas"),
    ("californian", "california"),
    ("new yorker", "new york"),
    ("floridian", "florida"),
    ("hawaiian", "hawaii"),
    ("alaskan", "alaska"),
    ("londoner", "london"),
];

/// Houses that are called after saints.
const DEDICATED: &[&str] = &[
    "hospital",
    "church",
    "cathedral",
    "chapel",
    "school",
    "college",
    "hospice",
    "infirmary",
    "abbey",
    "parish",
    "basilica",
    "clinic",
];

/// Whether a name is that of a house called after a saint, and the article names no town of that name.
fn is_dedicated(key: &str, is_named: &dyn Fn(&str) -> bool) -> bool {
    let saint = key.split_once(' ').filter(|(first, _)| matches!(*first, "st" | "saint" | "ste" | "sainte"));
    let house = key.rsplit_once(' ').filter(|(_, last)| DEDICATED.contains(last));
    saint.is_some() && house.is_some_and(|(rest, _)| !is_named(rest))
}

/// The minimum population of a place for a single word of a longer name to indicate its location.
const MIN_POPULATION: u64 = 15_000;

impl Candidates {
    /// What a key (see [`crate::text::words::bare`]) can refer to. `is_named` tells whether the article names a place
    /// with a key elsewhere.
    pub fn of(key: &str, knowledge: &Knowledge, is_named: &dyn Fn(&str) -> bool) -> Self {
        let place_type = place_type_of(key);
        // "The West" is not a province of Cameroon, and the Old City is that of the town the article is about.
        let is_anywhere = ANYWHERE.contains(&key.strip_prefix("the ").unwrap_or(key));
        if is_anywhere || knowledge.lexicon.classes(key).is(Classes::DIRECTION) {
            return Self { how: How::Unknown, list: Vec::new(), place_type, is_around: false };
        }
        // "Peoria, Ill.": an abbreviation taken for a place is the state; "LA" may also be the city.
        let state = states::spelt_out(key).map(|name| exact(name, knowledge)).unwrap_or_default();
        let state: Vec<Entry> = state.into_iter().filter(is_state).collect();
        if !state.is_empty() && key != "la" {
            return Self::new(How::Named, &state, place_type, key);
        }
        let exact = exact(key, knowledge);
        let people = people(key, knowledge);
        // A German is not an inhabitant of the town of German.
        if !people.is_empty() && !exact.iter().any(is_wide) {
            return Self::new(How::People, &people, None, key);
        }
        if !exact.is_empty() {
            return Self::new(How::Named, &exact, place_type, key);
        }
        if let Some(entries) = respelt(key, knowledge) {
            return Self::new(How::Named, &entries, place_type, key);
        }
        // St. Anne's Hospital is called after her, and not after a town.
        if is_dedicated(key, is_named) {
            return Self { how: How::Unknown, list: Vec::new(), place_type, is_around: false };
        }
        Self::without_sort(key, knowledge)
            .or_else(|| Self::around(key, knowledge))
            .or_else(|| Self::of_part(key, place_type, knowledge, is_named))
            .unwrap_or(Self { how: How::Unknown, list: Vec::new(), place_type, is_around: false })
    }

    /// What the whole key refers to: the demonym or place with exactly this name; `None` if there is none.
    pub fn named(key: &str, knowledge: &Knowledge) -> Option<Self> {
        let found = people(key, knowledge);
        if !found.is_empty() {
            return Some(Self::new(How::People, &found, None, key));
        }
        let found = exact(key, knowledge);
        (!found.is_empty()).then(|| Self::new(How::Named, &found, None, key))
    }

    /// "Fulton County" if the gazetteer has "Fulton"; also "City of Lund", "Lund Airport".
    fn without_sort(key: &str, knowledge: &Knowledge) -> Option<Self> {
        let first =
            FIRST_WORDS.iter().find_map(|&(words, place_type)| Some((key.strip_prefix(words)?, place_type)));
        let (rest, place_type) = first.or_else(|| {
            let (rest, last) = key.rsplit_once(' ')?;
            Some((rest, place_type_of(last)?))
        })?;
        let entries = exact(rest.strip_prefix("the ").unwrap_or(rest), knowledge);
        let are = |is_one: &dyn Fn(Feature) -> bool| -> Vec<Entry> {
            entries.iter().filter(|entry| is_one(entry.feature)).copied().collect()
        };
        let mut fitting = are(&|feature| place_type.is_fulfilled_by(feature));
        // "State of Israel": the country by its long name.
        if fitting.is_empty() && place_type == PlaceType::Division {
            fitting = are(&|feature| feature == Feature::Country);
        }
        match (entries.is_empty(), fitting.is_empty()) {
            (true, _) => None,
            (false, false) => Some(Self::new(How::Named, &fitting, Some(place_type), rest)),
            (false, true) => Some(Self::new(How::Part, &entries, Some(place_type), rest)),
        }
    }

    /// "Northern Iraq", "downtown Lund", "Lund area".
    fn around(key: &str, knowledge: &Knowledge) -> Option<Self> {
        let is_around =
            |word: &str| AROUND.contains(&word) || knowledge.lexicon.classes(word).is(Classes::DIRECTION);
        let mut rest = key;
        while let Some((first, after)) = rest.split_once(' ')
            && is_around(first)
        {
            rest = after;
        }
        if let Some((before, last)) = rest.rsplit_once(' ')
            && AFTER.contains(&last)
        {
            rest = before;
        }
        if rest == key {
            return None;
        }
        let mut entries = exact(rest, knowledge);
        if entries.is_empty() {
            entries = people(rest, knowledge);
        }
        let found = || Self { is_around: true, ..Self::new(How::Part, &entries, None, rest) };
        (!entries.is_empty()).then(found)
    }

    /// The longest part of a name that is a place; a single word only if it is one of the article's places or well
    /// known.
    fn of_part(
        key: &str,
        place_type: Option<PlaceType>,
        knowledge: &Knowledge,
        is_named: &dyn Fn(&str) -> bool,
    ) -> Option<Self> {
        let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() > 9 {
            return None;
        }
        for length in (1..words.len()).rev() {
            let parts = (0..=words.len() - length).filter_map(|from| {
                let part = words[from..from + length].join(" ");
                // "Correctional Centre" is nowhere near the province Centre, nor a national park in the town National Park.
                let is_sort = |word: &&str| {
                    place_type_of(word).is_some()
                        || knowledge.lexicon.classes(word).is(Classes::SITE | Classes::CLOSED)
                        || length > 1 && knowledge.lexicon.classes(word).is(Classes::COMMON)
                };
                if words[from..from + length].iter().all(is_sort) {
                    return None;
                }
                let found = Self::new(How::Part, &exact(&part, knowledge), place_type, &part);
                let best = found.list.first()?;
                let classes = knowledge.lexicon.classes(&part);
                let is_well_known = best.entry.feature == Feature::Country
                    || (is_wide(&best.entry) || best.entry.population >= MIN_POPULATION)
                        && !classes.is(Classes::COMMON | Classes::CLOSED | Classes::DIRECTION)
                        && part.len() > 3;
                (length > 1 || is_named(&part) || is_well_known).then_some((best.prior, found))
            });
            let best = parts.max_by(|(one, _), (other, _)| one.total_cmp(other));
            if let Some((_, found)) = best {
                return Some(found);
            }
        }
        // European institutions belong to the Union, not to the whole continent.
        let is_organisation =
            words.last().is_some_and(|last| knowledge.lexicon.classes(last).is(Classes::BODY));
        let of_union = if is_organisation && words[0] == "european" {
            exact("european union", knowledge)
        } else {
            Vec::new()
        };
        let of_people = || words.iter().map(|word| people(word, knowledge)).find(|found| !found.is_empty());
        let countries = Some(of_union).filter(|found| !found.is_empty()).or_else(of_people)?;
        Some(Self::new(How::Part, &countries, place_type, key))
    }

    fn new(how: How, entries: &[Entry], place_type: Option<PlaceType>, key: &str) -> Self {
        let mut list: Vec<Candidate> = entries
            .iter()
            .map(|entry| Candidate { entry: *entry, prior: prior(entry, entries, place_type, key) })
            .collect();
        list.sort_by(|a, b| b.prior.total_cmp(&a.prior));
        list.truncate(MAX_CANDIDATES);
        Self { how, list, place_type, is_around: false }
    }
}

/// Added to the prior of a province outside the large federations, whose states get 1.8: many people live there, but
/// few texts name it.
const DIVISION_ABROAD: f32 = 0.0;
/// Added to the prior of a county named without "County".
const SHORTENED: f32 = -0.8;

/// How likely a name refers to a place when nothing else is known, as a logarithm to base ten: from its population
/// and type. `rivals` are all places with the name.
fn prior(entry: &Entry, rivals: &[Entry], place_type: Option<PlaceType>, key: &str) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a logarithm of it needs two digits")]
    let prominence = ((entry.population + 10) as f32).log10();
    let kind = match entry.feature {
        Feature::Country | Feature::Continent => 3.0,
        Feature::Region | Feature::Sea | Feature::Landmark => 2.0,
        Feature::Division if is_city_too(entry, rivals) => -1.5,
        // States of large federations are named as often as countries.
        Feature::Division if is_state(entry) => 1.8,
        Feature::Division => DIVISION_ABROAD,
        Feature::County => -1.0,
        Feature::City if entry.is_capital => 0.8,
        Feature::City => 0.0,
        _ => 1.0,
    };
    let usage = match entry.usage {
        ..0.65 => -1.2,
        ..0.9 => SHORTENED,
        _ => 0.0,
    };
    let says = match place_type {
        Some(PlaceType::Site) | None => 0.0,
        Some(place_type) if place_type.is_fulfilled_by(entry.feature) => 3.0,
        Some(_) if key.contains(' ') => -1.0,
        Some(_) => 0.0,
    };
    prominence + kind + usage + says
}

/// A city outranks a province with the same name: Aleppo, Raqqa, Berlin.
fn is_city_too(entry: &Entry, rivals: &[Entry]) -> bool {
    rivals.iter().any(|city| {
        city.feature == Feature::City
            && city.country == entry.country
            && (city.division == Some(entry.number) || city.is_capital || is_close(city, entry, 1.5))
            && city.population >= 50_000.min(entry.population / 50)
    })
}

/// Whether two places are within this many degrees of each other.
pub(super) fn is_close(one: &Entry, other: &Entry, degrees: f64) -> bool {
    (one.latitude - other.latitude).abs() <= degrees && (one.longitude - other.longitude).abs() <= degrees
}

/// Whether it is a country, division or region.
pub(super) fn is_wide(entry: &Entry) -> bool {
    matches!(entry.feature, Feature::Country | Feature::Continent | Feature::Division | Feature::Region)
}

/// Whether it is a state of a large federation; news lists these by name alone.
pub(super) fn is_state(entry: &Entry) -> bool {
    entry.feature == Feature::Division && matches!(entry.country, "US" | "CA" | "AU" | "GB")
}

/// The places with a name, without "the".
fn exact(key: &str, knowledge: &Knowledge) -> Vec<Entry> {
    let found = knowledge.gazetteer.keyed(key);
    match key.strip_prefix("the ") {
        Some(rest) if found.is_empty() => knowledge.gazetteer.keyed(rest),
        _ => found,
    }
}

/// The country or region that a demonym belongs to.
fn people(key: &str, knowledge: &Knowledge) -> Vec<Entry> {
    let nations = knowledge.gazetteer.nations();
    let of_region = |key: &str| PEOPLES.iter().find(|(people, _)| *people == key);
    if let Some((_, region)) = of_region(key).or_else(|| of_region(key.strip_suffix('s')?)) {
        let mut entries = knowledge.gazetteer.named(region);
        entries.retain(is_wide);
        return entries;
    }
    let name = nations.of_demonym(key).or_else(|| nations.of_demonym(key.strip_suffix('s')?));
    let Some(name) = name.and_then(|country| nations.name(country)) else { return Vec::new() };
    let mut entries = knowledge.gazetteer.named(name);
    entries.retain(|entry| entry.feature == Feature::Country);
    entries
}

/// The places with a name in which one word is spelt differently: "St." for "Saint".
fn respelt(key: &str, knowledge: &Knowledge) -> Option<Vec<Entry>> {
    for &(short, long) in SPELLINGS {
        for (from, to) in [(short, long), (long, short)] {
            if !key.split(' ').any(|word| word == from) {
                continue;
            }
            let words: Vec<&str> = key.split(' ').map(|word| if word == from { to } else { word }).collect();
            let entries = exact(&words.join(" "), knowledge);
            if !entries.is_empty() {
                return Some(entries);
            }
        }
    }
    None
}
