//! The layout of an article's names in one value.
//!
//! A version byte; the number of entities shown, and for each its number in the library and its
//! kind; the number of entities stated, and for each its number, twice its salience (in
//! thousandths) plus one if provisional, the certainty of its place (in 254ths plus one; 0 for
//! none), its roles, its link (the linked entity's number, 0 for none, and the reason), its short forms and
//! its forms, each with its index among those shown (plus one; 0 for no entity) and the number of a
//! correction; the number of mentions, and for each the index of its form among all forms, its
//! field and distance from the previous mention, its length and its certainty (in 255ths). Numbers are
//! unsigned LEB128; strings are preceded by their length.

use super::{ArticleNames, Form, Linked, Placed, StatedEntity, kind_number, kind_of_number};
use crate::model::{EntityId, Field, Span};

/// The first byte of every value; others are rejected.
const LAYOUT: u8 = 2;

pub(super) fn encode(names: &ArticleNames) -> Vec<u8> {
    let mut bytes = vec![LAYOUT];
    put(&mut bytes, names.shown.len() as u64);
    for &(entity, kind) in &names.shown {
        put(&mut bytes, entity.0.unsigned_abs());
        bytes.push(kind_number(kind));
    }
    let mut form_before = Vec::with_capacity(names.stated.len());
    let mut forms = 0;
    put(&mut bytes, names.stated.len() as u64);
    for stated in &names.stated {
        form_before.push(forms);
        forms += stated.forms.len();
        put_stated(&mut bytes, stated);
    }
    put(&mut bytes, names.mentions.len() as u64);
    let mut last = (Field::Title, 0);
    for mention in &names.mentions {
        let before = if mention.field == last.0 { last.1 } else { 0 };
        put(&mut bytes, (form_before[mention.stated] + mention.form) as u64);
        let distance = u64::from(mention.span.start.saturating_sub(before));
        put(&mut bytes, distance << 1 | u64::from(mention.field == Field::Text));
        put(&mut bytes, mention.span.len() as u64);
        put(&mut bytes, in_steps(mention.certainty, 255.0).min(255));
        last = (mention.field, mention.span.start);
    }
    bytes
}

fn put_stated(bytes: &mut Vec<u8>, stated: &StatedEntity) {
    put(bytes, stated.entity.0.unsigned_abs());
    put(bytes, in_steps(stated.salience, 1000.0) << 1);
    put(bytes, stated.certainty.map_or(0, |certainty| in_steps(certainty, 254.0).min(254) + 1));
    put_strings(bytes, &stated.roles);
    match &stated.link {
        Some(link) => {
            put(bytes, link.to.0.unsigned_abs());
            put_string(bytes, &link.why);
        }
        None => put(bytes, 0),
    }
    put_strings(bytes, &stated.short_forms);
    put(bytes, stated.forms.len() as u64);
    for form in &stated.forms {
        put_string(bytes, &form.text);
        put(bytes, form.shown.map_or(0, |shown| shown as u64 + 1));
        put(bytes, form.correction.unsigned_abs());
    }
}

/// Reads a value; `None` if damaged or of another layout.
pub(super) fn decode(bytes: &[u8]) -> Option<ArticleNames> {
    let (&layout, mut rest) = bytes.split_first()?;
    if layout != LAYOUT {
        return None;
    }
    let rest = &mut rest;
    let mut names = ArticleNames::default();
    for _ in 0..take(rest)? {
        let entity = EntityId(i64::try_from(take(rest)?).ok()?);
        names.shown.push((entity, kind_of_number(take_bytes(rest, 1)?[0])?));
    }
    let mut forms = Vec::new();
    for place in 0..take_length(rest)? {
        let stated = take_stated(rest, names.shown.len())?;
        forms.extend((0..stated.forms.len()).map(|form| (place, form)));
        names.stated.push(stated);
    }
    let mut last = (Field::Title, 0_u32);
    for _ in 0..take(rest)? {
        let &(stated, form) = forms.get(take_length(rest)?)?;
        let (field, span) = take_location(rest, &mut last)?;
        let certainty = from_steps(take(rest)?, 255.0);
        names.mentions.push(Placed { field, span, certainty, stated, form });
    }
    Some(names)
}

/// A mention's position: its field and distance from the previous one (`last`), and its length.
pub(super) fn take_location(rest: &mut &[u8], last: &mut (Field, u32)) -> Option<(Field, Span)> {
    let place = take(rest)?;
    let field = if place & 1 == 1 { Field::Text } else { Field::Title };
    let before = if field == last.0 { last.1 } else { 0 };
    let start = before.checked_add(u32::try_from(place >> 1).ok()?)?;
    let end = start.checked_add(u32::try_from(take(rest)?).ok()?)?;
    *last = (field, start);
    Some((field, Span { start, end }))
}

fn take_stated(rest: &mut &[u8], shown: usize) -> Option<StatedEntity> {
    let entity = EntityId(i64::try_from(take(rest)?).ok()?);
    let salience = from_steps(take(rest)? >> 1, 1000.0);
    let certainty = take(rest)?.checked_sub(1).map(|steps| from_steps(steps, 254.0));
    let roles = take_strings(rest)?;
    let link = match i64::try_from(take(rest)?).ok()? {
        0 => None,
        to => Some(Linked { to: EntityId(to), why: take_string(rest)? }),
    };
    let short_forms = take_strings(rest)?;
    let mut forms = Vec::new();
    for _ in 0..take(rest)? {
        let form = take_string(rest)?;
        let place = take_length(rest)?.checked_sub(1);
        if place.is_some_and(|place| place >= shown) {
            return None;
        }
        let correction = i64::try_from(take(rest)?).ok()?;
        forms.push(Form { text: form, shown: place, correction });
    }
    Some(StatedEntity { entity, salience, roles, certainty, link, short_forms, forms })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Clamped to what fits.
fn in_steps(value: f32, steps: f32) -> u64 {
    (value.clamp(0.0, 1.0e6) * steps).round() as u64
}

#[allow(clippy::cast_precision_loss)] // Steps are small numbers.
pub(super) fn from_steps(count: u64, steps: f32) -> f32 {
    count as f32 / steps
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

fn put_string(bytes: &mut Vec<u8>, string: &str) {
    put(bytes, string.len() as u64);
    bytes.extend_from_slice(string.as_bytes());
}

fn put_strings(bytes: &mut Vec<u8>, strings: &[String]) {
    put(bytes, strings.len() as u64);
    for string in strings {
        put_string(bytes, string);
    }
}

pub(super) fn take(rest: &mut &[u8]) -> Option<u64> {
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

pub(super) fn take_length(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(take(rest)?).ok()
}

pub(super) fn take_string(rest: &mut &[u8]) -> Option<String> {
    let length = take_length(rest)?;
    String::from_utf8(take_bytes(rest, length)?.to_vec()).ok()
}

pub(super) fn take_strings(rest: &mut &[u8]) -> Option<Vec<String>> {
    let mut strings = Vec::new();
    for _ in 0..take(rest)? {
        strings.push(take_string(rest)?);
    }
    Some(strings)
}

pub(super) fn take_bytes<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use proptest::prelude::*;

    fn names() -> ArticleNames {
        let form = |form: &str, shown, correction| Form { text: form.to_owned(), shown, correction };
        let stated = |entity, link, forms| StatedEntity {
            entity: EntityId(entity),
            salience: 2.5,
            roles: vec!["mayor".to_owned()],
            certainty: None,
            short_forms: vec!["hpu".to_owned()],
            link,
            forms,
        };
        let placed = |stated, form, field, start, end| Placed {
            field,
            span: Span::new(start, end),
            certainty: 1.0,
            stated,
            form,
        };
        let link = Linked { to: EntityId(700), why: "only one is called Lake".to_owned() };
        let mut turin = stated(3, None, vec![form("Turin", Some(1), 12)]);
        turin.certainty = Some(1.0);
        ArticleNames {
            stated: vec![
                stated(4, Some(link), vec![form("Lake", Some(0), 0), form("Lakë", Some(1), 300)]),
                turin,
                stated(90, None, vec![form("May", None, 0)]),
            ],
            shown: vec![(EntityId(700), Kind::Person), (EntityId(3), Kind::Place)],
            mentions: vec![
                placed(0, 0, Field::Title, 0, 9),
                placed(1, 0, Field::Title, 300, 304),
                placed(0, 1, Field::Text, 12, 20),
                placed(2, 0, Field::Text, 900, 905),
            ],
        }
    }

    #[test]
    fn names_come_back_as_they_were() {
        assert_eq!(decode(&encode(&names())), Some(names()));
        let none = ArticleNames::default();
        assert_eq!(decode(&encode(&none)), Some(none));
    }

    #[test]
    fn a_cut_value_is_refused() {
        let bytes = encode(&names());
        for end in 0..bytes.len() {
            assert_eq!(decode(&bytes[..end]), None, "cut at {end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes in proptest::collection::vec(any::<u8>(), 1..200)) {
            bytes[0] = LAYOUT;
            if let Some(names) = decode(&bytes) {
                let _ = (names.namings(), names.shown_mentions(), names.moved());
            }
        }
    }
}
