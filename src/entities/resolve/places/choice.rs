//! Chooses among the candidates of each name, and computes the confidence of the choice.

use super::super::super::Knowledge;
use super::super::super::profile::{self, Profile};
use super::Toponym;
use super::candidates::{Candidate, Candidates, How, is_close};
use super::place_context::{PlaceContext, division_of, is_point, kilometres};
use super::place_type::PlaceType;
use crate::gazetteer::{Entry, Feature};
use std::collections::HashMap;

/// Added to a place if all the site's articles are about its division; in powers of ten.
const USUAL_DIVISION: f32 = 4.0;
/// The same for its country.
const USUAL_COUNTRY: f32 = 1.2;
/// The same for what lies close by.
const USUAL_VICINITY: f32 = 2.0;
/// Added if the text states what the place is in.
const STATED: f32 = 6.0;
/// Added if other places are stated to be in it.
const CONTAINS: f32 = 4.0;
/// Added if the adjacent words call it a city, province or river.
const CALLED: f32 = 2.5;
/// Added to a state listed with states, and to a country listed with countries.
const LISTED: f32 = 1.2;
/// The weight of a demonym for its country, where one of the country's places has weight 1.
const DEMONYM: f32 = 0.3;
/// How often an unknown name belongs to something in the town that the article is about; measured.
const GUESS_CERTAINTY: f32 = 0.6;
/// An article with more names than this has a context in which a town can be an outlier.
const FEW: usize = 3;
/// The prior from which a city is known everywhere: it is named in articles about other places.
const METROPOLIS: f32 = 5.8;
/// The minimum that the context must add to a town for it not to be an outlier.
const MIN_SUPPORT: f32 = 0.2;
/// The minimum that the context must add to a town for a street to be in the town that it is called after.
const MIN_STREET_SUPPORT: f32 = 3.0;
/// The penalty for an outlier, in log odds.
const OUTLIER_PENALTY: f32 = 1.5;
/// The prior from which a city is so famous that little in the article is no reason to mean another of its name.
const FAMOUS: f32 = 6.6;
/// The same for a capital.
const FAMOUS_CAPITAL: f32 = 5.9;
/// The minimum lead in the prior of a famous city over others of its name.
const FAMOUS_LEAD: f32 = 1.2;
/// How much of what the article's other places add is left to others of its name.
const SHADOWED: f32 = 0.65;
/// The maximum number of rounds of choosing.
const ROUNDS: usize = 4;

/// The place chosen for a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub entry: Entry,
    /// Index among the candidates.
    pub index: usize,
    /// The confidence, 0 to 1.
    pub certainty: f32,
}

/// Chooses for all names of an article together.
pub(super) struct Chooser<'a, 'b> {
    toponyms: &'b [Toponym<'a>],
    demonyms: &'b HashMap<&'static str, f32>,
    knowledge: &'b Knowledge,
    profile: Option<&'b Profile>,
    /// The part of each candidate's score that does not depend on other choices.
    fixed: Vec<Vec<f32>>,
    /// The share of what the article's other places add that counts for each candidate.
    open: Vec<Vec<f32>>,
}

impl<'a, 'b> Chooser<'a, 'b> {
    pub fn new(
        toponyms: &'b [Toponym<'a>],
        demonyms: &'b HashMap<&'static str, f32>,
        knowledge: &'b Knowledge,
        profile: Option<&'b Profile>,
    ) -> Self {
        let usual = |candidate: &Candidate| {
            profile.map_or(0.0, |profile| usual(&candidate.entry, profile, knowledge))
        };
        let fixed = toponyms
            .iter()
            .map(|toponym| {
                let mut scores: Vec<f32> = toponym
                    .candidates
                    .list
                    .iter()
                    .map(|candidate| own_score(candidate, toponym) + usual(candidate))
                    .collect();
                for (index, score) in scores.iter_mut().enumerate() {
                    *score += if is_stated(index, toponym) { STATED } else { 0.0 };
                }
                scores
            })
            .collect();
        let open = toponyms.iter().map(openness).collect();
        Self { toponyms, demonyms, knowledge, profile, fixed, open }
    }

    /// The place of each name; `None` if it has no candidates.
    pub fn choose(&self) -> Vec<Option<Choice>> {
        let mut scores = self.fixed.clone();
        let mut chosen: Vec<Option<usize>> = Self::best(&scores);
        for _ in 0..ROUNDS {
            let place_context = self.place_context(&chosen);
            for (at, toponym) in self.toponyms.iter().enumerate() {
                let own =
                    chosen[at].map(|index| (&toponym.candidates.list[index].entry, self.weight(at, index)));
                for (index, candidate) in toponym.candidates.list.iter().enumerate() {
                    scores[at][index] = self.fixed[at][index]
                        + self.open[at][index] * place_context.fit(&candidate.entry, at, own)
                        + self.listed(at, &candidate.entry, &chosen);
                }
            }
            let better = Self::best(&scores);
            if better == chosen {
                break;
            }
            chosen = better;
        }
        let choice = |at: usize| {
            let index = chosen[at]?;
            let toponym = &self.toponyms[at];
            let entry = toponym.candidates.list[index].entry;
            // If everything else is elsewhere, the name may be that of a place missing from the gazetteer.
            let is_supported = scores[at][index] - self.fixed[at][index] > MIN_SUPPORT;
            let is_stranger = self.toponyms.len() > FEW
                && entry.feature == Feature::City
                && toponym.candidates.list[index].prior < METROPOLIS
                && toponym.stated != Some(index)
                && !is_supported;
            // Streets are called after any place, near or far.
            let is_street =
                is_street(&toponym.key) && scores[at][index] - self.fixed[at][index] < MIN_STREET_SUPPORT;
            // "Slater Street" in an article on Ottawa is there, whatever town is called Slater.
            let is_elsewhere = toponym.candidates.how == How::Part
                && toponym.candidates.place_type == Some(PlaceType::Site)
                && (is_street || toponym.candidates.list[index].prior < METROPOLIS && !is_supported);
            if is_elsewhere {
                return None;
            }
            let strangeness = if is_stranger { OUTLIER_PENALTY } else { 0.0 };
            let certainty = certainty(index, &scores[at], &toponym.candidates, strangeness);
            Some(Choice { entry, index, certainty })
        };
        (0..self.toponyms.len()).map(choice).collect()
    }

    /// The place of a name that is not among the article's own, given the article's context.
    pub fn choose_one(&self, candidates: &Candidates, place_context: &PlaceContext) -> Option<Choice> {
        let score = |candidate: &Candidate| {
            let usual = self.profile.map_or(0.0, |profile| usual(&candidate.entry, profile, self.knowledge));
            candidate.prior + usual + place_context.fit(&candidate.entry, usize::MAX, None)
        };
        let scores: Vec<f32> = candidates.list.iter().map(score).collect();
        let index = best(&scores)?;
        let entry = candidates.list[index].entry;
        Some(Choice { entry, index, certainty: certainty(index, &scores, candidates, 0.0) })
    }

    /// What recognition knows about the world.
    pub fn knowledge(&self) -> &'b Knowledge {
        self.knowledge
    }

    /// The place around which most of the article's places are: the default location of unknown names.
    pub fn middle(&self, choices: &[Option<Choice>], place_context: &PlaceContext) -> Option<Choice> {
        let points = choices.iter().enumerate().filter_map(|(at, choice)| {
            let choice = choice
                .filter(|choice| is_point(&choice.entry) && self.toponyms[at].candidates.how == How::Named)?;
            Some((self.weight(at, choice.index) + place_context.vicinity(&choice.entry, at), choice))
        });
        let (_, choice) = points.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        Some(Choice { certainty: choice.certainty * GUESS_CERTAINTY, ..choice })
    }

    fn best(scores: &[Vec<f32>]) -> Vec<Option<usize>> {
        scores.iter().map(|scores| best(scores)).collect()
    }

    /// The geographic context that all choices together imply.
    pub fn place_context_of(&self, choices: &[Option<Choice>]) -> PlaceContext {
        self.place_context(
            &choices.iter().map(|choice| choice.map(|choice| choice.index)).collect::<Vec<_>>(),
        )
    }

    /// The geographic context that the choices so far imply.
    fn place_context(&self, chosen: &[Option<usize>]) -> PlaceContext {
        let mut place_context = PlaceContext::default();
        for (at, (toponym, index)) in self.toponyms.iter().zip(chosen).enumerate() {
            if let Some(index) = *index {
                place_context.add(&toponym.candidates.list[index].entry, self.weight(at, index), at);
            }
        }
        for (&country, &times) in self.demonyms {
            place_context.add_country(country, DEMONYM * (1.0 + times.ln()));
        }
        place_context
    }

    /// How much a choice counts for the others: by its lead before they are considered.
    fn weight(&self, at: usize, index: usize) -> f32 {
        let toponym = &self.toponyms[at];
        let sure = if toponym.stated == Some(index) {
            1.5
        } else {
            match margin(index, &self.fixed[at], &toponym.candidates.list) {
                2.0.. => 1.0,
                1.0.. => 0.6,
                _ => 0.3,
            }
        };
        let directly = if matches!(toponym.candidates.how, How::Named) { 1.0 } else { 0.6 };
        sure * directly * toponym.weight()
    }

    /// States are listed with states, countries with countries.
    fn listed(&self, at: usize, entry: &Entry, chosen: &[Option<usize>]) -> f32 {
        let is_alike = |&other: &usize| {
            chosen[other].is_some_and(|index| {
                let other = &self.toponyms[other].candidates.list[index].entry;
                other.feature == entry.feature
                    && (entry.feature == Feature::Country
                        || entry.feature == Feature::Division && other.country == entry.country)
            })
        };
        if self.toponyms[at].beside.iter().any(is_alike) { LISTED } else { 0.0 }
    }
}

/// Whether a name is that of a street, which may be called after any place.
fn is_street(key: &str) -> bool {
    [
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "drive",
        "boulevard",
        "blvd",
        "terrace",
        "parkway",
        "place",
    ]
    .contains(&key.rsplit(' ').next().unwrap_or_default())
}

/// The best of some scores; of equals the first.
fn best(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))
}

/// The confidence of a choice, from its lead over the next place elsewhere. `strangeness` is subtracted, in log odds.
fn certainty(index: usize, scores: &[f32], candidates: &Candidates, strangeness: f32) -> f32 {
    let ahead = margin(index, scores, &candidates.list).clamp(-3.0, 4.0);
    let direct = match candidates.how {
        How::Named => 0.0,
        How::People => 1.0,
        How::Part | How::Unknown => -2.2,
    };
    let prominence = (candidates.list[index].prior - 5.0).clamp(-2.0, 1.0) * 0.4;
    (1.0 / (1.0 + (-(0.9 * ahead - 0.2 + direct + prominence - strangeness)).exp())).clamp(0.02, 0.99)
}

/// A candidate's lead over the best one elsewhere.
fn margin(index: usize, scores: &[f32], list: &[Candidate]) -> f32 {
    let rival = (0..list.len())
        .filter(|&other| !is_same_spot(&list[index].entry, &list[other].entry))
        .map(|other| scores[other])
        .fold(f32::NEG_INFINITY, f32::max);
    // Something missing from the gazetteer could also have this name.
    scores[index] - rival.max(1.0)
}

/// A candidate's score from its name and the words next to its mentions.
fn own_score(candidate: &Candidate, toponym: &Toponym<'_>) -> f32 {
    let entry = &candidate.entry;
    let called = match toponym.place_type.or(toponym.candidates.place_type) {
        Some(PlaceType::Site) | None => 0.0,
        Some(place_type) if place_type.is_fulfilled_by(entry.feature) => CALLED,
        Some(_) => 0.0,
    };
    let contains = if toponym.contains.contains(&entry.number) { CONTAINS } else { 0.0 };
    candidate.prior + called + contains
}

/// The share of what the article's other places add that counts for each candidate of a name: in a report from Ottawa,
/// Paris is the capital of France, unless the text says otherwise.
fn openness(toponym: &Toponym<'_>) -> Vec<f32> {
    let list = &toponym.candidates.list;
    let is_famous = |candidate: &&Candidate| {
        let least = if candidate.entry.is_capital { FAMOUS_CAPITAL } else { FAMOUS };
        candidate.entry.feature == Feature::City && candidate.prior >= least
    };
    let famous = list.iter().filter(is_famous).max_by(|one, other| one.prior.total_cmp(&other.prior));
    let share = |(index, candidate): (usize, &Candidate)| {
        let is_open = famous.is_none_or(|famous| {
            candidate.prior > famous.prior - FAMOUS_LEAD || is_same_spot(&candidate.entry, &famous.entry)
        });
        let is_told = is_stated(index, toponym) || toponym.contains.contains(&candidate.entry.number);
        if is_open || is_told { 1.0 } else { SHADOWED }
    };
    list.iter().enumerate().map(share).collect()
}

/// Whether the text states that a name refers to a candidate: in "Buffalo, New York in the United States" both the
/// state and the city of New York are there, and it is the state that Buffalo is in.
fn is_stated(index: usize, toponym: &Toponym<'_>) -> bool {
    let list = &toponym.candidates.list;
    let Some(stated) = toponym.stated.and_then(|stated| list.get(stated)) else { return false };
    let own = list[index].entry.number;
    toponym.stated == Some(index) || toponym.contains.contains(&own) && stated.entry.division == Some(own)
}

/// What the site's other articles add to a candidate.
fn usual(entry: &Entry, profile: &Profile, knowledge: &Knowledge) -> f32 {
    let gazetteer = &knowledge.gazetteer;
    let division =
        division_of(entry).map_or(0, |number| profile::division(entry.country, &gazetteer.name(number)));
    #[expect(clippy::cast_possible_truncation, reason = "a metre does not matter")]
    let fit = profile.fit(entry.country, division, entry.latitude as f32, entry.longitude as f32);
    let vicinity = if is_point(entry) { USUAL_VICINITY * fit.vicinity } else { 0.0 };
    USUAL_COUNTRY * fit.country + USUAL_DIVISION * fit.division + vicinity
}

/// The likeliest candidate that is in a container, and the container's record.
pub(super) fn contained(own: &[Candidate], containers: &[Candidate]) -> Option<(usize, u32)> {
    let mut best: Option<(f32, usize, u32)> = None;
    for container in containers {
        for (index, candidate) in own.iter().enumerate() {
            if lies_in(&candidate.entry, &container.entry) {
                let score = candidate.prior + 0.5 * container.prior;
                if best.is_none_or(|(best, ..)| score > best) {
                    best = Some((score, index, container.entry.number));
                }
            }
        }
    }
    best.map(|(_, index, record)| (index, record))
}

/// Whether a place is part of another, according to the gazetteer.
fn lies_in(entry: &Entry, container: &Entry) -> bool {
    if entry.number == container.number {
        return false;
    }
    match container.feature {
        Feature::Country => entry.country == container.country && entry.feature != Feature::Country,
        Feature::Division => entry.division == Some(container.number),
        Feature::County => entry.county == Some(container.number),
        Feature::City => {
            entry.country == container.country
                && matches!(entry.feature, Feature::City | Feature::Landmark)
                && entry.population < container.population
                && kilometres(entry, container) < 40.0
        }
        Feature::Region | Feature::Island => is_point(entry) && kilometres(entry, container) < 200.0,
        _ => false,
    }
}

/// Whether two records are the same place, as a city and the province around it often are. These are not rivals.
fn is_same_spot(one: &Entry, other: &Entry) -> bool {
    one.number == other.number || one.country == other.country && is_close(one, other, 1.0)
}
