//! Packs the gazetteer's file from a table of places, when Dateline is built.

use super::entry::Feature;
use super::key;
use super::table::{CAPITAL, MAGIC, RECORD, SPELT, USAGES, capitalised, people_byte};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// Why a table of places cannot be packed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unpackable {
    /// A line is malformed.
    #[error("line {0}: not a place with the 14 fields that `assets/build/places.py` writes")]
    Line(usize),
    /// A line refers to a place that is not in the table or is not a division.
    #[error("{0} is in a division that the table does not have")]
    Homeless(String),
    /// More than the format allows.
    #[error("too many {0} for the format")]
    TooMany(&'static str),
}

/// A line of the table.
#[derive(Debug)]
struct GazetteerRow<'a> {
    identity: &'a str,
    feature: Feature,
    is_capital: bool,
    country: &'a str,
    within: &'a str,
    latitude: f64,
    longitude: f64,
    people: u64,
    geonameid: u32,
    shown: &'a str,
    names: [&'a str; USAGES.len()],
}

/// Packs a table with one place per line and tab-separated fields: identity, feature, "capital" or nothing, ISO
/// country, identity of its division, degrees north and east, population, `GeoNames` number, display name, and for
/// each of [`USAGES`] its names separated by "|". The same lines give the same bytes.
pub fn pack(lines: &str) -> Result<Vec<u8>, Unpackable> {
    let mut places = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        places.push(place(line).ok_or(Unpackable::Line(number + 1))?);
    }
    sort(&mut places);
    let numbers: HashMap<&str, u32> = places.iter().map(|place| place.identity).zip(0..).collect();
    let names = names(&places);
    let mut candidates = Vec::new();
    let mut first_of: HashMap<&str, u64> = HashMap::new();
    let mut keys = fst::MapBuilder::memory();
    for (key, bearers) in &names {
        let first = (candidates.len() / 3) as u64;
        first_of.insert(key, first);
        keys.insert(key, first).map_err(|_| Unpackable::TooMany("names"))?;
        candidates.extend(candidates_of(bearers, &places)?);
    }
    let mut countries: Vec<&str> = places.iter().map(|place| place.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut shown = Pool::default();
    let mut records = Vec::with_capacity(places.len() * RECORD);
    for place in &places {
        let key = key::of(place.shown);
        let first = first_of.get(key.as_str()).filter(|_| capitalised(&key) == place.shown);
        let (flag, name) = match first {
            Some(&first) => (0, first),
            None => (SPELT, shown.offset(place.shown)?),
        };
        let country = countries.iter().position(|&code| code == place.country);
        let country = country.and_then(|at| u8::try_from(at).ok()).ok_or(Unpackable::TooMany("countries"))?;
        let within = within(place, &places, &numbers)?;
        records.extend([country, place.feature.code() | flag | if place.is_capital { CAPITAL } else { 0 }]);
        records.extend(within.to_le_bytes());
        records.extend(hundredths(place.latitude + 90.0).to_le_bytes());
        records.extend(hundredths(place.longitude + 180.0).to_le_bytes());
        records.push(people_byte(place.people));
        records.extend(three_bytes(place.geonameid.into(), "GeoNames numbers")?);
        records.extend(three_bytes(name, "names")?);
    }
    let countries = countries.iter().flat_map(|code| format!("{code:2}").into_bytes()).collect();
    let names = keys.into_inner().map_err(|_| Unpackable::TooMany("names"))?;
    joined(&[countries, records, candidates, shown.bytes, names])
}

/// Joins the header and the parts.
fn joined(parts: &[Vec<u8>]) -> Result<Vec<u8>, Unpackable> {
    let mut bytes = MAGIC.to_vec();
    for part in parts {
        bytes.extend(u32::try_from(part.len()).map_err(|_| Unpackable::TooMany("bytes"))?.to_le_bytes());
    }
    let rest = parts.concat();
    let mut crc = flate2::Crc::new();
    crc.update(&rest);
    bytes.extend(crc.sum().to_le_bytes());
    bytes.extend(rest);
    Ok(bytes)
}

fn place(line: &str) -> Option<GazetteerRow<'_>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [identity, feature, capital, country, within, latitude, longitude, people, id, shown, names @ ..] =
        fields.as_slice()
    else {
        return None;
    };
    let place = GazetteerRow {
        identity,
        feature: Feature::from_word(feature)?,
        is_capital: *capital == "capital",
        country: Some(*country).filter(|code| code.is_ascii() && matches!(code.len(), 0 | 2))?,
        within,
        latitude: latitude.parse().ok().filter(|degrees| (-90.0..=90.0).contains(degrees))?,
        longitude: longitude.parse().ok().filter(|degrees| (-180.0..=180.0).contains(degrees))?,
        people: people.parse().ok()?,
        geonameid: if id.is_empty() { 0 } else { id.parse().ok()? },
        shown: Some(*shown).filter(|name| !name.is_empty() && u8::try_from(name.len()).is_ok())?,
        names: names.try_into().ok()?,
    };
    Some(place)
}

/// Divisions first, since records refer to them in two bytes; the rest is ordered by location,
/// which compresses well.
fn sort(places: &mut [GazetteerRow<'_>]) {
    let rank = |feature| match feature {
        Feature::Country => 0,
        Feature::Division => 1,
        Feature::County => 2,
        _ => 3,
    };
    places.sort_by(|a, b| {
        let order = |place: &GazetteerRow<'_>| (rank(place.feature), place.geonameid);
        (rank(a.feature), a.country, a.within)
            .cmp(&(rank(b.feature), b.country, b.within))
            .then(order(a).cmp(&order(b)))
            .then(a.identity.cmp(b.identity))
    });
}

/// For each key, the places with that name and the usage of the name, as an index into [`USAGES`].
fn names(places: &[GazetteerRow<'_>]) -> BTreeMap<String, BTreeMap<u32, u8>> {
    let mut names: BTreeMap<String, BTreeMap<u32, u8>> = BTreeMap::new();
    for (number, place) in (0..).zip(places) {
        for (usage, list) in (0..).zip(place.names) {
            for name in list.split('|') {
                let key = key::of(name);
                if key.len() > 1 {
                    names.entry(key).or_default().entry(number).or_insert(usage);
                }
            }
        }
    }
    names
}

/// How likely a name without context refers to a place, relative to others with that name: by population, and a city
/// comes before the county and the province around it.
fn standing(place: &GazetteerRow<'_>, usage: u8) -> i32 {
    let people = i32::from(people_byte(place.people)) + if place.is_capital { 16 } else { 0 };
    let feature = match place.feature {
        Feature::Country => 48,
        Feature::Division => -24,
        Feature::County => -40,
        _ => 0,
    };
    people + feature - 8 * i32::from(usage)
}

/// The candidates for a name, the best known first.
fn candidates_of(bearers: &BTreeMap<u32, u8>, places: &[GazetteerRow<'_>]) -> Result<Vec<u8>, Unpackable> {
    let mut bearers: Vec<(u32, u8)> = bearers.iter().map(|(&number, &usage)| (number, usage)).collect();
    bearers.sort_by_key(|&(number, usage)| (Reverse(standing(&places[number as usize], usage)), number));
    let mut bytes = Vec::with_capacity(3 * bearers.len());
    for (left, &(number, usage)) in (0..bearers.len()).rev().zip(&bearers) {
        let [low, middle, high] = three_bytes(number.into(), "places")?;
        if high > 0x07 {
            return Err(Unpackable::TooMany("places"));
        }
        bytes.extend([low, middle, high | usage << 5 | if left == 0 { 0x80 } else { 0 }]);
    }
    Ok(bytes)
}

/// One more than the record of a place's division, or 0.
fn within(
    place: &GazetteerRow<'_>,
    places: &[GazetteerRow<'_>],
    numbers: &HashMap<&str, u32>,
) -> Result<u16, Unpackable> {
    if place.within.is_empty() {
        return Ok(0);
    }
    let number = numbers.get(place.within).copied();
    let is_division =
        |number: &u32| matches!(places[*number as usize].feature, Feature::Division | Feature::County);
    let number = number.filter(is_division).ok_or_else(|| Unpackable::Homeless(place.identity.to_owned()))?;
    u16::try_from(number + 1).map_err(|_| Unpackable::TooMany("divisions"))
}

/// Degrees in hundredths, from 0 to 36000.
fn hundredths(degrees: f64) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 36000")]
    let hundredths = (degrees * 100.0).round() as u16;
    hundredths
}

fn three_bytes(number: u64, what: &'static str) -> Result<[u8; 3], Unpackable> {
    match number.to_le_bytes() {
        [low, middle, high, 0, 0, 0, 0, 0] => Ok([low, middle, high]),
        _ => Err(Unpackable::TooMany(what)),
    }
}

/// Display names, each once.
#[derive(Debug, Default)]
struct Pool {
    bytes: Vec<u8>,
    offsets: HashMap<String, u64>,
}

impl Pool {
    /// The position of a name, which is added if it is new.
    fn offset(&mut self, name: &str) -> Result<u64, Unpackable> {
        if let Some(&offset) = self.offsets.get(name) {
            return Ok(offset);
        }
        let offset = self.bytes.len() as u64;
        self.bytes.push(u8::try_from(name.len()).map_err(|_| Unpackable::TooMany("letters"))?);
        self.bytes.extend_from_slice(name.as_bytes());
        self.offsets.insert(name.to_owned(), offset);
        Ok(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Gazetteer;
    use super::*;
    use proptest::prelude::*;

    const LINES: &str = "\
1\tcountry\t\tNO\t\t61\t8\t5000000\t1\tNorway\tNorway\t\t\tNorge
2\tdivision\t\tNO\t\t60.5\t-0.01\t90000\t2\tÅsfylket\tÅsfylket\tAas\t\t
3\tcounty\t\tNO\t2\t-60.5\t179.99\t9000\t3\tLinden County\tLinden County\t\tLinden\t
4\tcity\tcapital\tNO\t3\t60.44\t7.52\t120000\t4\tLinden\tLinden\t\t\tLindén-by
Sound\tsea\t\t\t\t0\t0\t0\t\tSt. Ola Sound\tSt. Ola Sound\t\t\t
";

    fn packed() -> Vec<u8> {
        pack(LINES).expect("a table")
    }

    fn opened(bytes: &[u8]) -> Option<Gazetteer> {
        Gazetteer::of(Box::leak(bytes.to_vec().into_boxed_slice()))
    }

    #[test]
    fn what_is_packed_is_found() {
        let gazetteer = opened(&packed()).expect("a gazetteer");
        let check = |name: &str, expected: &[(&str, f32)]| {
            let found = gazetteer.named(name);
            let found: Vec<_> = found.iter().map(|e| (gazetteer.name(e.number), e.usage)).collect();
            let expected: Vec<_> = expected.iter().map(|&(name, usage)| (name.into(), usage)).collect();
            assert_eq!(found, expected, "{name:?}");
        };
        check("NORWAY", &[("Norway", 1.0)]);
        check("Norge", &[("Norway", 0.6)]);
        check("Åsfylket", &[("Åsfylket", 1.0)]);
        check("Aas", &[("Åsfylket", 0.9)]);
        check("Linden", &[("Linden", 1.0), ("Linden County", 0.7)]);
        check("Linden by", &[("Linden", 0.6)]);
        check("Saint Ola Sound", &[("St. Ola Sound", 1.0)]);
        check("Ola", &[]);
        let city = gazetteer.named("Linden")[0];
        assert_eq!((city.country, city.feature, city.is_capital), ("NO", Feature::City, true));
        assert_eq!((city.latitude, city.longitude, city.geonameid), (60.44, 7.52, Some(4)));
        assert!(city.population.abs_diff(120_000) < 6_000, "{}", city.population);
        assert_eq!(gazetteer.name(city.county.expect("a county")), "Linden County");
        assert_eq!(gazetteer.division_name(&city), "Åsfylket");
        let sea = gazetteer.named("St Ola Sound")[0];
        assert_eq!((sea.country, sea.division, sea.geonameid, sea.population), ("", None, None, 0));
    }

    #[test]
    fn lines_that_are_no_places_are_refused() {
        let check = |from: &str, to: &str, expected: Unpackable| {
            let lines = LINES.replacen(from, to, 1);
            assert_ne!(lines, LINES);
            assert_eq!(pack(&lines), Err(expected), "{from:?} as {to:?}");
        };
        check("\tcountry", "\tcontree", Unpackable::Line(1));
        check("\t61\t", "\t91\t", Unpackable::Line(1));
        check("\tNO\t", "\tNOR\t", Unpackable::Line(1));
        check("\tLinden County\t", "\t\t", Unpackable::Line(3));
        check("\t\tNorge", "", Unpackable::Line(1));
        check("\tNO\t3\t", "\tNO\t9\t", Unpackable::Homeless("4".into()));
        check("\tNO\t3\t", "\tNO\t1\t", Unpackable::Homeless("4".into()));
    }

    proptest! {
        #[test]
        fn damaged_files_are_refused(at in any::<prop::sample::Index>(), change in 1_u8..) {
            let mut bytes = packed();
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            prop_assert!(opened(&bytes).is_none());
        }

        #[test]
        fn short_files_and_other_ones_are_refused(at in any::<prop::sample::Index>(), other: Vec<u8>) {
            let bytes = packed();
            prop_assert!(opened(&bytes[..at.index(bytes.len())]).is_none());
            prop_assert!(opened(&other).is_none());
        }

        #[test]
        fn any_lines_are_packed_or_refused(lines: String) {
            let _ = pack(&lines);
        }
    }
}
