//! What a site usually writes about: the countries, divisions and neighbourhoods of the places in its articles,
//! learned from the articles alone.
//!
//! A local paper hardly ever says which Dublin or which Walker County it means; its other articles do. A profile is a
//! bounded list of weighted locations. Each article adds the places that it names, weighted by certainty, and the
//! resolver asks the profile how well a candidate fits. Locations that are close together and in one division are
//! merged; the lightest are dropped first, and all weights decay as new articles arrive. So the profile follows a
//! site that changes its subject, and an article that is analysed twice does little harm. The closest published
//! method is the "local lexicons" of Lieberman, Samet and Sankaranarayanan (Geotagging with Local Lexicons to Build
//! Indexes for Textually-Specified Spatial Data, ICDE 2010), which are likewise learned from the unambiguous places
//! of a paper.
//!
//! A profile depends on neither files nor the gazetteer, so it stays valid across versions of both.

use crate::model::{Kind, Names, Place, PlaceKind};
use crate::text::fold::fold;

/// The maximum number of locations in a profile.
const MAX_LOCATIONS: usize = 160;

/// The total weight above which old locations decay: about that of two hundred articles.
const MAX_WEIGHT: f32 = 600.0;

/// Two locations in one division are merged if they are within this many degrees of latitude and longitude.
const MERGE_DEGREES: f32 = 0.2;

/// A place resolved with less certainty than this is not learned.
const MIN_CERTAINTY: f32 = 0.5;

/// The version of the byte layout; profiles of other versions are learned again.
const VERSION: u8 = 1;

/// The size of one location in bytes.
const LOCATION_BYTES: usize = 2 + 4 + 2 + 2 + 4;

/// Where the places in a site's articles are. The default is empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    places: Vec<WeightedPlace>,
}

/// A neighbourhood that a site writes about, with its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
struct WeightedPlace {
    /// ISO 3166-1 alpha-2 code; zeros if not in a single country.
    country: [u8; 2],
    /// See [`division`]; 0 if there is none.
    division: u32,
    /// Degrees north, in hundredths.
    latitude: i16,
    /// Degrees east, in hundredths.
    longitude: i16,
    weight: f32,
}

/// The share of a site's attention that goes to a candidate's surroundings, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Fit {
    /// The share of its country.
    pub country: f32,
    /// The share of its division.
    pub division: f32,
    /// The share of what is near it, decreasing with distance.
    pub vicinity: f32,
}

impl Profile {
    /// The name under which a site's profile is stored: the site as the article states it, else the host of its
    /// address without "www."; `None` if neither is known.
    pub fn site(site: Option<&str>, url: Option<&str>) -> Option<String> {
        let given = site.map(fold).filter(|site| !site.is_empty());
        given.or_else(|| {
            let after = url?.split_once("://")?.1;
            let host = after.split(['/', '?', '#']).next()?.rsplit('@').next()?;
            let host = host.split(':').next()?.trim_start_matches("www.");
            Some(fold(host)).filter(|host| !host.is_empty())
        })
    }

    /// Learns from the resolved names of one article.
    pub fn learn(&mut self, names: &Names) {
        for entity in names.entities.iter().filter(|entity| entity.kind == Kind::Place) {
            let Some(place) = &entity.place else { continue };
            if place.certainty < MIN_CERTAINTY {
                continue;
            }
            let mentions: u32 = entity.aliases.iter().map(|alias| alias.mentions).sum();
            #[expect(clippy::cast_precision_loss, reason = "a weight, not a count")]
            let weight = place.certainty * (1.0 + (mentions.max(1) as f32).ln());
            self.add(WeightedPlace::of(place, weight));
        }
        self.tidy();
    }

    /// Merges another profile of the same site.
    pub fn merge(&mut self, other: &Self) {
        other.places.iter().for_each(|&known| self.add(known));
        self.tidy();
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How well a candidate at this point fits; for `division` see [`division`]. Little evidence gives low values.
    pub fn fit(&self, country: &str, division: u32, latitude: f32, longitude: f32) -> Fit {
        let total: f32 = self.places.iter().map(|known| known.weight).sum();
        if total <= 0.0 {
            return Fit::default();
        }
        let country = code(country);
        let (mut fit, narrow) = (Fit::default(), latitude.to_radians().cos().max(0.05));
        for known in &self.places {
            if known.country == country && country != [0, 0] {
                fit.country += known.weight;
                if known.division == division && division != 0 {
                    fit.division += known.weight;
                }
            }
            let north = (degrees(known.latitude) - latitude).abs();
            let east = (degrees(known.longitude) - longitude).abs() * narrow;
            if north < 2.0 && east < 2.0 && known.division != 0 {
                fit.vicinity += known.weight * (-north.hypot(east) / 0.5).exp();
            }
        }
        let trust = (total / 6.0).min(1.0) / total;
        Fit {
            country: fit.country * trust,
            division: fit.division * trust,
            vicinity: (fit.vicinity * trust).min(1.0),
        }
    }

    /// Encodes the profile, in at most some 2,250 bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.places.len() * LOCATION_BYTES);
        bytes.push(VERSION);
        for known in &self.places {
            bytes.extend(known.country);
            bytes.extend(known.division.to_le_bytes());
            bytes.extend(known.latitude.to_le_bytes());
            bytes.extend(known.longitude.to_le_bytes());
            bytes.extend(known.weight.to_le_bytes());
        }
        bytes
    }

    /// Decodes a profile; damaged bytes or another version give an empty one.
    pub fn decode(bytes: &[u8]) -> Self {
        let Some((&VERSION, rest)) = bytes.split_first() else { return Self::default() };
        let mut profile = Self {
            places: rest
                .chunks_exact(LOCATION_BYTES)
                .take(MAX_LOCATIONS)
                .filter_map(WeightedPlace::read)
                .collect(),
        };
        profile.tidy();
        profile
    }

    fn add(&mut self, new: WeightedPlace) {
        match self.places.iter_mut().find(|known| known.is_one_with(&new)) {
            Some(known) => known.weight += new.weight,
            None => self.places.push(new),
        }
    }

    /// Sorts by weight, and keeps at most [`MAX_LOCATIONS`] locations with a total weight of at most [`MAX_WEIGHT`].
    fn tidy(&mut self) {
        self.places.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        self.places.truncate(MAX_LOCATIONS);
        let total: f32 = self.places.iter().map(|known| known.weight).sum();
        if total > MAX_WEIGHT {
            self.places.iter_mut().for_each(|known| known.weight *= MAX_WEIGHT / total);
        }
    }
}

impl WeightedPlace {
    fn of(place: &Place, weight: f32) -> Self {
        let name = match (&place.admin1, place.kind) {
            (Some(name), _) => name.as_str(),
            (None, PlaceKind::Region) => place.name.as_str(),
            (None, _) => "",
        };
        Self {
            country: code(&place.country),
            division: division(&place.country, name),
            latitude: hundredths(place.latitude),
            longitude: hundredths(place.longitude),
            weight,
        }
    }

    /// Reads a location of [`LOCATION_BYTES`] bytes; `None` if it is invalid.
    fn read(bytes: &[u8]) -> Option<Self> {
        let known = Self {
            country: bytes.get(..2)?.try_into().ok()?,
            division: u32::from_le_bytes(bytes.get(2..6)?.try_into().ok()?),
            latitude: i16::from_le_bytes(bytes.get(6..8)?.try_into().ok()?),
            longitude: i16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?),
            weight: f32::from_le_bytes(bytes.get(10..14)?.try_into().ok()?),
        };
        (known.weight > 0.0 && known.weight <= MAX_WEIGHT).then_some(known)
    }

    fn is_one_with(&self, other: &Self) -> bool {
        self.country == other.country
            && self.division == other.division
            && (degrees(self.latitude) - degrees(other.latitude)).abs() < MERGE_DEGREES
            && (degrees(self.longitude) - degrees(other.longitude)).abs() < MERGE_DEGREES
    }
}

/// The number that identifies a first-order division in profiles: an FNV-1a hash of its country code and name, 0 if
/// it has no name. It is the same in every version of the gazetteer that uses the same name.
pub fn division(country: &str, name: &str) -> u32 {
    if name.is_empty() {
        return 0;
    }
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
    country.bytes().chain([b'/']).chain(name.bytes()).fold(2_166_136_261, mix).max(1)
}

fn code(country: &str) -> [u8; 2] {
    country.as_bytes().try_into().unwrap_or_default()
}

fn degrees(hundredths: i16) -> f32 {
    f32::from(hundredths) / 100.0
}

#[expect(clippy::cast_possible_truncation, reason = "a rounded angle within 180 degrees, and casts saturate")]
fn hundredths(degrees: f64) -> i16 {
    (degrees * 100.0).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Alias, Entity};

    fn place(country: &str, admin1: &str, latitude: f64, longitude: f64, certainty: f32) -> Entity {
        let place = Place {
            name: "Somewhere".into(),
            country: country.into(),
            country_name: String::new(),
            admin1: Some(admin1).filter(|name| !name.is_empty()).map(str::to_owned),
            kind: PlaceKind::City,
            latitude,
            longitude,
            geonameid: None,
            certainty,
        };
        Entity {
            kind: Kind::Place,
            name: "Somewhere".into(),
            key: String::new(),
            aliases: vec![Alias { form: "Somewhere".into(), mentions: 1 }],
            roles: Vec::new(),
            place: Some(place),
            salience: 1.0,
        }
    }

    fn learned(entities: &[Entity], times: usize) -> Profile {
        let mut profile = Profile::default();
        let names = Names { entities: entities.to_vec(), ..Names::default() };
        (0..times).for_each(|_| profile.learn(&names));
        profile
    }

    #[test]
    fn sites_go_by_their_name_or_else_by_their_host() {
        for (site, url, expected) in [
            (Some("The Lund Gazette"), Some("https://www.example.org/a"), Some("the lund gazette")),
            (None, Some("https://www.Example.org/a?b#c"), Some("example.org")),
            (None, Some("http://me@news.example.org:8080/"), Some("news.example.org")),
            (Some("  "), Some("https://example.org"), Some("example.org")),
            (None, Some("no address"), None),
            (None, Some("https:///path"), None),
            (None, None, None),
        ] {
            assert_eq!(Profile::site(site, url).as_deref(), expected, "{site:?} {url:?}");
        }
    }

    #[test]
    fn what_a_site_writes_of_fits_and_nothing_else() {
        let profile = learned(&[place("SE", "Skåne", 55.7, 13.2, 0.9), place("SE", "", 62.0, 15.0, 0.9)], 9);
        let skane = division("SE", "Skåne");
        let lund = profile.fit("SE", skane, 55.6, 13.1);
        let kiruna = profile.fit("SE", division("SE", "Norrbotten"), 67.9, 20.2);
        let lyon = profile.fit("FR", division("FR", "Rhône"), 45.7, 4.8);
        assert!(lund.country > 0.99 && lund.division > 0.4 && lund.vicinity > 0.3, "{lund:?}");
        assert!(kiruna.country > 0.99 && kiruna.division == 0.0 && kiruna.vicinity == 0.0, "{kiruna:?}");
        assert_eq!(lyon, Fit::default());
        assert_eq!(Profile::default().fit("SE", skane, 55.6, 13.1), Fit::default());
    }

    #[test]
    fn of_one_article_little_is_made_and_of_a_doubtful_place_nothing() {
        let entity = place("SE", "Skåne", 55.7, 13.2, 0.9);
        let (once, often) = (learned(std::slice::from_ref(&entity), 1), learned(&[entity], 20));
        let fit = |profile: &Profile| profile.fit("SE", division("SE", "Skåne"), 55.7, 13.2).division;
        assert!(fit(&once) < 0.3 && fit(&often) > 0.9);
        assert!(learned(&[place("SE", "Skåne", 55.7, 13.2, 0.3)], 5).is_empty());
    }

    #[test]
    fn it_forgets_what_it_no_longer_reads() {
        let mut profile = learned(&[place("SE", "Skåne", 55.7, 13.2, 0.9)], 900);
        let share = |profile: &Profile| profile.fit("SE", 0, 0.0, 0.0).country;
        assert!(share(&profile) > 0.99);
        let names = Names { entities: vec![place("FR", "Rhône", 45.7, 4.8, 0.9)], ..Names::default() };
        (0..3000).for_each(|_| profile.learn(&names));
        assert!(share(&profile) < 0.05, "{}", share(&profile));
    }

    #[test]
    fn it_holds_no_more_than_it_may_and_merges_what_is_near() {
        let places: Vec<Entity> =
            (0..400).map(|at| place("SE", "", f64::from(at) / 5.0, f64::from(at % 170), 0.9)).collect();
        let mut profile = learned(&places, 2);
        assert_eq!(profile.places.len(), MAX_LOCATIONS);
        assert!(profile.encode().len() <= 1 + MAX_LOCATIONS * LOCATION_BYTES);
        profile.merge(&learned(&[place("SE", "", 0.01, 0.01, 0.9)], 1));
        assert_eq!(profile.places.len(), MAX_LOCATIONS);
        assert!(profile.places[0].weight > profile.places[1].weight, "the merged spot is the heaviest");
    }

    #[test]
    fn it_comes_back_from_its_bytes_as_it_was() {
        let profile = learned(&[place("SE", "Skåne", 55.7, 13.2, 0.9), place("", "", -12.5, 179.9, 0.8)], 3);
        assert_eq!(Profile::decode(&profile.encode()), profile);
        let mut foreign = profile.encode();
        foreign[0] = VERSION + 1;
        assert!(Profile::decode(&foreign).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            for bytes in [bytes.clone(), [&[VERSION], bytes.as_slice()].concat()] {
                let mut profile = Profile::decode(&bytes);
                profile.merge(&profile.clone());
                let fit = profile.fit("SE", 1, 50.0, 10.0);
                proptest::prop_assert!(fit.country.is_finite() && fit.vicinity.is_finite());
            }
        }
    }
}
