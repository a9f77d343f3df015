//! All that one article names as one compact value: who, how salient, called what, and where it stands.
//!
//! Layout: a version byte; the number of entities, and for each its number in the library, its kind,
//! its salience (in thousandths) and its roles; the number of mentions, and for each its entity's
//! place in that list, its field and distance from the mention before, its length and its certainty
//! (in 255ths). Numbers are unsigned LEB128, strings have their length in front.

use crate::model::{EntityId, Field, Kind, Mention, Span};

/// First byte of every value; others are not read.
const LAYOUT: u8 = 1;

/// An entity as one article names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Naming {
    pub entity: EntityId,
    pub kind: Kind,
    pub salience: f32,
    pub roles: Vec<String>,
}

/// All that an article names; a mention's `entity` counts in `namings`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ArticleNames {
    pub namings: Vec<Naming>,
    pub mentions: Vec<Mention>,
}

impl ArticleNames {
    /// How often each of the namings is mentioned.
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.namings.len()];
        for mention in &self.mentions {
            counts[mention.entity] += 1;
        }
        counts
    }

    /// The value to be kept.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![LAYOUT];
        put(&mut bytes, self.namings.len() as u64);
        for naming in &self.namings {
            put(&mut bytes, naming.entity.0.unsigned_abs());
            bytes.push(kind_number(naming.kind));
            put(&mut bytes, in_steps(naming.salience, 1000.0));
            put(&mut bytes, naming.roles.len() as u64);
            for role in &naming.roles {
                put(&mut bytes, role.len() as u64);
                bytes.extend_from_slice(role.as_bytes());
            }
        }
        put(&mut bytes, self.mentions.len() as u64);
        let mut last = (Field::Title, 0);
        for mention in &self.mentions {
            let before = if mention.field == last.0 { last.1 } else { 0 };
            put(&mut bytes, mention.entity as u64);
            let distance = u64::from(mention.span.start.saturating_sub(before));
            put(&mut bytes, distance << 1 | u64::from(mention.field == Field::Text));
            put(&mut bytes, mention.span.len() as u64);
            put(&mut bytes, in_steps(mention.certainty, 255.0).min(255));
            last = (mention.field, mention.span.start);
        }
        bytes
    }

    /// Reads a value; `None` where it is damaged or of another layout, which means that the article has
    /// to be read again.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (&layout, mut rest) = bytes.split_first()?;
        if layout != LAYOUT {
            return None;
        }
        let rest = &mut rest;
        let mut names = Self::default();
        for _ in 0..take(rest)? {
            let entity = EntityId(i64::try_from(take(rest)?).ok()?);
            let kind = kind_of_number(take_bytes(rest, 1)?[0])?;
            let salience = from_steps(take(rest)?, 1000.0);
            let mut roles = Vec::new();
            for _ in 0..take(rest)? {
                let length = usize::try_from(take(rest)?).ok()?;
                roles.push(String::from_utf8(take_bytes(rest, length)?.to_vec()).ok()?);
            }
            names.namings.push(Naming { entity, kind, salience, roles });
        }
        let mut last = (Field::Title, 0_u32);
        for _ in 0..take(rest)? {
            let entity = usize::try_from(take(rest)?).ok()?;
            let kind = names.namings.get(entity)?.kind;
            let place = take(rest)?;
            let field = if place & 1 == 1 { Field::Text } else { Field::Title };
            let before = if field == last.0 { last.1 } else { 0 };
            let start = before.checked_add(u32::try_from(place >> 1).ok()?)?;
            let end = start.checked_add(u32::try_from(take(rest)?).ok()?)?;
            let certainty = from_steps(take(rest)?, 255.0);
            names.mentions.push(Mention { field, span: Span { start, end }, kind, entity, certainty });
            last = (field, start);
        }
        Some(names)
    }
}

/// The number of a kind in the database.
pub(super) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Person => 0,
        Kind::Place => 1,
        Kind::Organisation => 2,
    }
}

/// The kind of a number in the database.
pub(super) fn kind_of_number(number: u8) -> Option<Kind> {
    Kind::ALL.into_iter().find(|&kind| kind_number(kind) == number)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Clamped to what fits.
fn in_steps(value: f32, steps: f32) -> u64 {
    (value.clamp(0.0, 1.0e6) * steps).round() as u64
}

#[allow(clippy::cast_precision_loss)] // Steps are small numbers.
fn from_steps(count: u64, steps: f32) -> f32 {
    count as f32 / steps
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let byte = take_bytes(rest, 1)?[0];
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn take_bytes<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mention(entity: usize, field: Field, start: usize, end: usize) -> Mention {
        Mention { field, span: Span::new(start, end), kind: Kind::Person, entity, certainty: 1.0 }
    }

    #[test]
    fn names_come_back_as_they_were() {
        let namings = vec![
            Naming { entity: EntityId(700), kind: Kind::Person, salience: 2.5, roles: vec!["mayor".into()] },
            Naming { entity: EntityId(3), kind: Kind::Person, salience: 0.0, roles: vec![] },
        ];
        let mentions = vec![
            mention(0, Field::Title, 0, 9),
            mention(1, Field::Title, 300, 304),
            mention(0, Field::Text, 12, 20),
            mention(0, Field::Text, 900, 905),
        ];
        let names = ArticleNames { namings, mentions };
        assert_eq!(ArticleNames::decode(&names.encode()), Some(names.clone()));
        assert_eq!(names.counts(), [3, 1]);
        let none = ArticleNames::default();
        assert_eq!(ArticleNames::decode(&none.encode()), Some(none));
    }

    #[test]
    fn a_cut_value_is_refused() {
        let names = ArticleNames {
            namings: vec![Naming { entity: EntityId(1), kind: Kind::Person, salience: 1.0, roles: vec![] }],
            mentions: vec![mention(0, Field::Text, 5, 9)],
        };
        let bytes = names.encode();
        for end in 0..bytes.len() {
            assert_eq!(ArticleNames::decode(&bytes[..end]), None, "cut at {end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ArticleNames::decode(&bytes);
        }
    }
}
