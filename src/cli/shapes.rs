//! The JSON that commands write: exactly the fields that the interface promises, unknown ones as `null`.
//!
//! Offsets count Unicode code points here, and bytes everywhere else in the program.

use crate::model::{Block, BlockKind, Document, Entity, Field, Mention, Names, Place, When};
use serde_json::{Map, Value, json};

/// A document as `inspect` and `show` write it; names only where they were asked for.
pub fn document(file: &str, document: &Document, names: Option<&Names>) -> Value {
    let mut shape = json!({
        "file": file,
        "title": document.title,
        "byline": document.byline,
        "published": published(document.published),
        "site": document.site,
        "language": document.language,
        "url": document.url,
        "image": document.image,
        "text": document.text,
        "blocks": document.blocks.iter().map(|each| block(each, &document.text)).collect::<Vec<_>>(),
        "dropped": document.dropped.iter()
            .map(|piece| json!({"text": piece.text, "why": piece.why})).collect::<Vec<_>>(),
    });
    if let (Some(names), Some(fields)) = (names, shape.as_object_mut()) {
        let ids: Vec<usize> = (0..names.entities.len()).collect();
        fields.extend(named(&document.text, names, &ids));
    }
    shape
}

/// `mentions` and `entities` of a text; `ids` has the number that each entity goes by.
pub fn named(text: &str, names: &Names, ids: &[usize]) -> Map<String, Value> {
    let mut points = CodePoints::new(text);
    let in_text = names.mentions.iter().filter(|mention| mention.field == Field::Text);
    let mentions: Vec<Value> = in_text.map(|each| mention(each, text, ids, &mut points)).collect();
    let entities: Vec<Value> = names.entities.iter().zip(ids).map(|(each, &id)| entity(each, id)).collect();
    let mut fields = Map::new();
    fields.insert("mentions".to_owned(), mentions.into());
    fields.insert("entities".to_owned(), entities.into());
    fields
}

/// A moment with what is known of it, or `null`.
pub fn published(when: Option<When>) -> Value {
    when.map_or(Value::Null, |when| when.to_string().into())
}

fn block(block: &Block, text: &str) -> Value {
    let stretch = block.span.of(text);
    let mut shape = json!({"kind": block_kind(block.kind), "text": stretch});
    match block.kind {
        BlockKind::Heading(level) => shape["level"] = level.into(),
        BlockKind::List | BlockKind::NumberedList | BlockKind::Table => {
            shape["items"] = stretch.lines().collect::<Vec<_>>().into();
        }
        _ => {}
    }
    shape
}

fn block_kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading(_) => "heading",
        BlockKind::Quote => "quote",
        BlockKind::List => "list",
        BlockKind::NumberedList => "numbered list",
        BlockKind::Table => "table",
        BlockKind::Code => "code",
        BlockKind::Caption => "caption",
    }
}

fn mention(mention: &Mention, text: &str, ids: &[usize], points: &mut CodePoints) -> Value {
    json!({
        "start": points.before(mention.span.start as usize),
        "end": points.before(mention.span.end as usize),
        "text": mention.span.of(text),
        "kind": mention.kind.word(),
        "entity": ids.get(mention.entity),
        "certainty": rounded(mention.certainty),
    })
}

fn entity(entity: &Entity, id: usize) -> Value {
    json!({
        "id": id,
        "kind": entity.kind.word(),
        "name": entity.name,
        "aliases": entity.aliases.iter().map(|alias| alias.form.as_str()).collect::<Vec<_>>(),
        "place": entity.place.as_ref().map(place),
    })
}

/// A point on the map.
pub fn place(place: &Place) -> Value {
    json!({
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "kind": place.kind.word(),
        "lat": place.latitude,
        "lon": place.longitude,
        "geonameid": place.geonameid,
        "certainty": rounded(place.certainty),
    })
}

/// Three decimals are more than a certainty means.
pub fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

/// Counts code points before bytes; asked in order, a whole text costs one pass.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    points: usize,
}

impl<'a> CodePoints<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, points: 0 }
    }

    fn before(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.points) = (0, 0);
        }
        self.points += self.text.get(self.byte..byte).map_or(0, |stretch| stretch.chars().count());
        self.byte = byte;
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Alias, Kind, PlaceKind, Span};

    #[test]
    fn offsets_are_code_points() {
        let text = "Über Mosul";
        let place = Place {
            name: "Mosul".to_owned(),
            country: "IQ".to_owned(),
            country_name: "Iraq".to_owned(),
            admin1: None,
            kind: PlaceKind::City,
            latitude: 36.34,
            longitude: 43.13,
            geonameid: Some(99072),
            certainty: 0.9,
        };
        let names = Names {
            mentions: vec![Mention {
                field: Field::Text,
                span: Span::new(6, 11),
                kind: Kind::Place,
                entity: 0,
                certainty: 0.75,
            }],
            entities: vec![Entity {
                kind: Kind::Place,
                name: "Mosul".to_owned(),
                key: "mosul, iq".to_owned(),
                aliases: vec![Alias { form: "Mosul".to_owned(), mentions: 1 }],
                roles: Vec::new(),
                place: Some(place),
                salience: 1.0,
            }],
        };
        assert_eq!(
            Value::from(named(text, &names, &[7])),
            json!({
                "mentions": [
                    {"start": 5, "end": 10, "text": "Mosul", "kind": "place", "entity": 7, "certainty": 0.75}
                ],
                "entities": [{"id": 7, "kind": "place", "name": "Mosul", "aliases": ["Mosul"], "place": {
                    "name": "Mosul", "country": "IQ", "admin1": null, "kind": "city", "lat": 36.34, "lon": 43.13,
                    "geonameid": 99072, "certainty": 0.9
                }}]
            })
        );
    }

    #[test]
    fn what_is_unknown_is_null() {
        let shape = document("a.txt", &Document::from_paragraphs("Storm", "One.\n\nTwo."), None);
        assert_eq!(
            shape,
            json!({
                "file": "a.txt", "title": "Storm", "byline": null, "published": null, "site": null,
                "language": null, "url": null, "image": null, "text": "One.\n\nTwo.",
                "blocks": [{"kind": "paragraph", "text": "One."}, {"kind": "paragraph", "text": "Two."}],
                "dropped": []
            })
        );
    }
}
