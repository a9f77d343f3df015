//! The geographic context of an article: the countries, divisions, counties and points that its places support, and
//! how well a candidate fits them.
//!
//! Places in one article are in the same country, in the same state and close together far more often than by chance
//! (Leidner, Toponym Resolution in Text, 2007; Lieberman and Samet, Adaptive Context Features for Toponym Resolution,
//! SIGIR 2012).

use crate::gazetteer::{Entry, Feature};
use std::collections::HashMap;

/// Added to a place if the whole article is about its country; in powers of ten, like the prior.
const COUNTRY: f32 = 1.8;
/// The same for a division.
const DIVISION: f32 = 1.7;
/// The same for a county.
const COUNTY: f32 = 0.6;
/// Added for nearby places.
const VICINITY: f32 = 1.0;
/// The distance in kilometres at which the effect of proximity falls to a third.
const DECAY_KILOMETRES: f32 = 80.0;
/// The weight of a country's own name for the country, where a place within it has weight 1.
const BY_NAME: f32 = 0.7;

/// Where the places chosen so far are.
#[derive(Debug, Clone, Default)]
pub(super) struct PlaceContext {
    countries: HashMap<&'static str, f32>,
    divisions: HashMap<u32, f32>,
    counties: HashMap<u32, f32>,
    points: Vec<Point>,
    of_countries: f32,
    of_divisions: f32,
}

/// A place without extent, and its owner.
#[derive(Debug, Clone, Copy)]
struct Point {
    latitude: f32,
    longitude: f32,
    weight: f32,
    owner: usize,
}

impl PlaceContext {
    /// Adds what a chosen place supports; `owner` is the number of its name.
    pub fn add(&mut self, entry: &Entry, weight: f32, owner: usize) {
        let weight_of_country = weight_of_country(entry, weight);
        if !entry.country.is_empty() {
            *self.countries.entry(entry.country).or_default() += weight_of_country;
            self.of_countries += weight_of_country;
        }
        if let Some(division) = division_of(entry) {
            *self.divisions.entry(division).or_default() += weight;
            self.of_divisions += weight;
        }
        if let Some(county) = county_of(entry) {
            *self.counties.entry(county).or_default() += weight;
        }
        if is_point(entry) {
            let (latitude, longitude) = degrees(entry);
            self.points.push(Point { latitude, longitude, weight, owner });
        }
    }

    /// Adds that the article mentions a country without naming a place in it.
    pub fn add_country(&mut self, country: &'static str, weight: f32) {
        if !country.is_empty() {
            *self.countries.entry(country).or_default() += weight;
            self.of_countries += weight;
        }
    }

    /// How well a candidate fits everything except what its own name supports, which currently stands for `own` with
    /// a weight.
    pub fn fit(&self, entry: &Entry, owner: usize, own: Option<(&Entry, f32)>) -> f32 {
        let mut fit = 0.0;
        let mine = |is_same: bool, weight: f32| if is_same { weight } else { 0.0 };
        if let Some(country) = self.countries.get(entry.country).filter(|_| !entry.country.is_empty()) {
            let own = own.map_or(0.0, |(own, weight)| {
                mine(own.country == entry.country, weight_of_country(own, weight))
            });
            fit += COUNTRY * share(country - own, self.of_countries);
        }
        if let Some(division) = division_of(entry)
            && let Some(weight) = self.divisions.get(&division)
        {
            let own = own.map_or(0.0, |(own, weight)| mine(division_of(own) == Some(division), weight));
            fit += DIVISION * share(weight - own, self.of_divisions);
        }
        if let Some(county) = county_of(entry)
            && let Some(weight) = self.counties.get(&county)
        {
            let own = own.map_or(0.0, |(own, weight)| mine(county_of(own) == Some(county), weight));
            fit += COUNTY * share(weight - own, self.of_divisions);
        }
        if is_point(entry) {
            fit += VICINITY * self.vicinity(entry, owner).min(2.0);
        }
        fit
    }

    /// The weight of the points near an entry, decreasing with distance, without those of its owner.
    pub fn vicinity(&self, entry: &Entry, owner: usize) -> f32 {
        let (latitude, longitude) = degrees(entry);
        let narrow = latitude.to_radians().cos();
        let mut sum = 0.0;
        for point in &self.points {
            let north = (point.latitude - latitude).abs();
            if north > 2.3 || point.owner == owner {
                continue;
            }
            let distance = KILOMETRES * north.hypot((point.longitude - longitude) * narrow);
            if distance < 250.0 {
                sum += point.weight * (-distance / DECAY_KILOMETRES).exp();
            }
        }
        sum
    }
}

/// The length of a degree of latitude in kilometres.
const KILOMETRES: f32 = 111.2;

/// The distance between two places in kilometres; accurate enough for short distances.
pub(super) fn kilometres(one: &Entry, other: &Entry) -> f32 {
    let ((north, east), (other_north, other_east)) = (degrees(one), degrees(other));
    let narrow = north.midpoint(other_north).to_radians().cos();
    let turn = (east - other_east).abs();
    let turn = if turn > 180.0 { 360.0 - turn } else { turn };
    KILOMETRES * (north - other_north).hypot(turn * narrow)
}

/// A share of the total evidence, reduced if there is little evidence.
fn share(part: f32, total: f32) -> f32 {
    if part <= 0.0 || total <= 0.0 { 0.0 } else { part / total * total.ln_1p().min(1.5) }
}

fn weight_of_country(entry: &Entry, weight: f32) -> f32 {
    if entry.feature == Feature::Country { BY_NAME * weight } else { weight }
}

/// The division that a place is or is in.
pub(super) fn division_of(entry: &Entry) -> Option<u32> {
    if entry.feature == Feature::Division { Some(entry.number) } else { entry.division }
}

/// The county that a place is or is in.
fn county_of(entry: &Entry) -> Option<u32> {
    if entry.feature == Feature::County { Some(entry.number) } else { entry.county }
}

/// Whether a place is small enough for distances to it to be meaningful.
pub(super) fn is_point(entry: &Entry) -> bool {
    matches!(entry.feature, Feature::City | Feature::County | Feature::Landmark)
}

#[expect(clippy::cast_possible_truncation, reason = "a metre does not matter")]
fn degrees(entry: &Entry) -> (f32, f32) {
    (entry.latitude as f32, entry.longitude as f32)
}
