//! The first layout of an article's names, with a single layer and no forms. It is read, with the text that supplies
//! the forms, until the article has been analysed again, and never written.
//!
//! Layout: a version byte; the number of entities, and for each its number in the library, its kind, its salience (in
//! thousandths) and its roles; the number of mentions, and for each the index of its entity in that list, its field
//! and distance from the previous mention, its length and its certainty (in 255ths).

use super::layout::{from_steps, take, take_bytes, take_length, take_location, take_strings};
use super::{ArticleNames, Form, Placed, StatedEntity, form_of, kind_of_number};
use crate::model::{Document, EntityId, Field};

/// The first byte of every value with this layout.
const LAYOUT: u8 = 1;

/// Whether a value has this layout.
pub(super) fn is_first(bytes: &[u8]) -> bool {
    bytes.first() == Some(&LAYOUT)
}

/// Reads a value of the article with this text; `None` if damaged.
pub(super) fn decode(bytes: &[u8], document: &Document) -> Option<ArticleNames> {
    let (_, mut rest) = bytes.split_first()?;
    let rest = &mut rest;
    let mut names = ArticleNames::default();
    for _ in 0..take(rest)? {
        let entity = EntityId(i64::try_from(take(rest)?).ok()?);
        let kind = kind_of_number(take_bytes(rest, 1)?[0])?;
        let salience = from_steps(take(rest)?, 1000.0);
        let roles = take_strings(rest)?;
        names.shown.push((entity, kind));
        names.stated.push(StatedEntity { salience, roles, ..StatedEntity::of(entity) });
    }
    let mut last = (Field::Title, 0_u32);
    for _ in 0..take(rest)? {
        let stated = take_length(rest)?;
        let forms = &mut names.stated.get_mut(stated)?.forms;
        let (field, span) = take_location(rest, &mut last)?;
        let certainty = from_steps(take(rest)?, 255.0);
        let form = form_of(document, field, span);
        let known = forms.iter().position(|known| known.text == form);
        let at = known.unwrap_or(forms.len());
        if known.is_none() {
            forms.push(Form { text: form, shown: Some(stated), correction: 0 });
        }
        names.mentions.push(Placed { field, span, certainty, stated, form: at });
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn an_old_value_says_what_it_said() {
        // Entity 9, a person, salience 1, one role; named in the title at 0 and in the text at 2.
        let bytes =
            [1, 1, 9, 0, 0xe8, 0x07, 1, 5, b'm', b'a', b'y', b'o', b'r', 2, 0, 0, 3, 255, 1, 0, 5, 4, 51];
        let document = Document::from_paragraphs("Ada", "O Lake!");
        let names = decode(&bytes, &document).expect("names");
        let forms: Vec<&str> = names.stated[0].forms.iter().map(|form| form.text.as_str()).collect();
        assert_eq!(forms, ["Ada", "Lake"]);
        let naming = &names.namings()[0];
        assert_eq!((naming.entity, naming.kind, naming.mentions), (EntityId(9), Kind::Person, 2));
        assert_eq!((naming.roles.as_slice(), naming.salience), (["mayor".to_owned()].as_slice(), 1.0));
        for end in 1..bytes.len() {
            assert_eq!(decode(&bytes[..end], &document), None, "cut at {end}");
        }
    }
}
