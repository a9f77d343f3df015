//! The JSON that commands write: exactly the fields of the interface, unknown ones as `null`.
//!
//! Offsets count Unicode code points here, and bytes everywhere else in the program.

use crate::model::{
    Article, AttendedName, Block, BlockKind, Body, Companion, Document, Dossier, DossierArticle, EditState,
    Enclosure, Entity, EntityRow, Entry, Feed, Field, Mention, Names, Note, PastEdit, Place, Prose, Row,
    Subscription, When,
};
use serde_json::{Map, Value, json};

/// A document as `inspect` and `show` write it, without its names; `body` is its own. Captions are among the blocks,
/// and not part of the text.
pub fn document(file: &str, document: &Document, body: &Body) -> Value {
    json!({
        "file": file,
        "kind": document.kind.word(),
        "title": document.title,
        "byline": document.byline,
        "published": published(document.published),
        "site": document.site,
        "language": document.language,
        "url": document.url,
        "image": document.image,
        "text": body.text,
        "blocks": document.blocks.iter().map(|each| block(each, &document.text)).collect::<Vec<_>>(),
        "dropped": document.stripped.iter()
            .map(|piece| json!({"text": piece.text, "why": piece.why})).collect::<Vec<_>>(),
    })
}

/// `mentions` and `entities` of a text; `ids` has the number of each entity.
pub fn named(text: &str, names: &Names, ids: &[i64]) -> Map<String, Value> {
    let mut points = CodePoints::new(text);
    let in_text = names.mentions.iter().filter(|mention| mention.field == Field::Text);
    let mentions: Vec<Value> = in_text.map(|each| mention(each, text, ids, &mut points)).collect();
    let entities: Vec<Value> = names.entities.iter().zip(ids).map(|(each, &id)| entity(each, id)).collect();
    let mut fields = Map::new();
    fields.insert("mentions".to_owned(), mentions.into());
    fields.insert("entities".to_owned(), entities.into());
    fields
}

/// An article of the library as `show` writes it: as `inspect` does, with the user's marks.
pub fn article(article: &Article) -> Value {
    let entities = article.entities.iter().map(|named| named.entity.clone()).collect();
    let names = Names { mentions: article.mentions.clone(), entities };
    let ids: Vec<i64> = article.entities.iter().map(|named| named.id.0).collect();
    let file = article.sources.last().map(String::as_str).unwrap_or_default();
    let body = article.document.body();
    let mut shape = document(file, &article.document, &body);
    if let Some(fields) = shape.as_object_mut() {
        fields.extend(named(&body.text, &body.names(&names), &ids));
    }
    shape["id"] = article.row.id().0.into();
    shape["unread"] = article.row.unread.into();
    shape["bookmarked"] = article.row.bookmarked.into();
    shape["tags"] = article.row.tags.clone().into();
    shape["notes"] = article.notes.iter().map(|(_, note)| self::note(note)).collect();
    shape["sources"] = article.sources.clone().into();
    shape
}

/// A row as `find` writes it.
pub fn row(row: &Row) -> Value {
    json!({
        "id": row.id().0,
        "title": row.title,
        "site": row.site,
        "published": published(row.published),
        "score": rounded(row.score),
        "snippet": row.snippet.as_ref().map(|snippet| snippet.text.as_str()),
        "unread": row.unread,
        "bookmarked": row.bookmarked,
        "tags": row.tags,
    })
}

/// A line of the index of names as `names` writes it.
pub fn entity_row(row: &EntityRow) -> Value {
    json!({
        "id": row.id.0,
        "kind": row.kind.word(),
        "name": row.name,
        "articles": row.articles,
        "mentions": row.mentions,
        "last": published(row.last),
    })
}

/// A watched or muted name as `watch` and `mute` print it, with its number of new articles.
pub fn attended_name(name: &AttendedName) -> Value {
    let mut value = entity_row(&name.row);
    value["new"] = json!(name.fresh);
    value
}

/// A dossier as `dossier` writes it.
pub fn dossier(dossier: &Dossier) -> Value {
    let with = |companion: &Companion| json!({"name": companion.name, "kind": companion.kind.word(), "articles": companion.articles});
    let article = |article: &DossierArticle| {
        let sentences: Vec<&str> = article.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        let (id, title) = (article.row.id().0, &article.row.title);
        json!({"id": id, "title": title, "published": published(article.row.published), "sentences": sentences})
    };
    json!({
        "id": dossier.id.0,
        "kind": dossier.kind.word(),
        "name": dossier.name,
        "aliases": dossier.aliases.iter()
            .map(|alias| json!({"form": alias.form, "mentions": alias.mentions})).collect::<Vec<_>>(),
        "roles": dossier.roles,
        "first": published(dossier.first),
        "last": published(dossier.last),
        "months": dossier.months.iter()
            .map(|month| json!({"month": month.month, "articles": month.articles})).collect::<Vec<_>>(),
        "with": dossier.with.iter().map(with).collect::<Vec<_>>(),
        "place": dossier.place.as_ref().map(place),
        "articles": dossier.articles.iter().map(article).collect::<Vec<_>>(),
    })
}

/// A note or highlight, with its position in the text in bytes.
fn note(note: &Note) -> Value {
    let passage = note.passage.as_ref();
    let (quote, span) = (passage.map(|passage| &passage.quote), passage.map(|passage| passage.span));
    let [start, end] = [span.map(|span| span.start), span.map(|span| span.end)];
    json!({"added": note.added, "text": note.text, "quote": quote, "start": start, "end": end})
}

/// A time to its known precision, or `null`.
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

fn mention(mention: &Mention, text: &str, ids: &[i64], points: &mut CodePoints) -> Value {
    json!({
        "start": points.before(mention.span.start as usize),
        "end": points.before(mention.span.end as usize),
        "text": mention.span.of(text),
        "kind": mention.kind.word(),
        "entity": ids.get(mention.entity),
        "certainty": rounded(mention.certainty),
    })
}

fn entity(entity: &Entity, id: i64) -> Value {
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

/// Three decimals are more than a certainty is worth.
pub fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1000.0).round() / 1000.0
}

/// Counts code points before bytes; asked in order, a whole text takes one pass.
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

/// A feed as `inspect` describes it, without its entries.
pub fn feed(file: &str, feed: &Feed, warnings: &[String]) -> Value {
    json!({
        "file": file,
        "kind": feed.kind.word(),
        "title": feed.title,
        "link": feed.link,
        "description": feed.description.as_ref().map(Prose::as_str),
        "language": feed.language,
        "warnings": warnings,
    })
}

/// A subscription as `feeds` lists it.
pub fn subscription(feed: &Subscription) -> Value {
    let moment = |seconds: Option<i64>| seconds.map(|seconds| When::second(seconds).to_string());
    json!({
        "id": feed.id.0,
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "tags": feed.tags,
        "state": feed.state.word(),
        "last_success": moment(feed.last_success),
        "next_due": moment(feed.next_due),
        "error": feed.error,
        "full_texts": feed.fetches_full_text,
        "articles": feed.articles,
        "unread": feed.unread,
    })
}

/// A past edit as `undo --list` shows it.
pub fn past_edit(edit: &PastEdit) -> Value {
    json!({
        "id": edit.id.0,
        "uid": edit.uid,
        "time": When::second(edit.time).to_string(),
        "undone": edit.state == EditState::Undone,
        "change": edit.sentence,
    })
}

/// An entry of a feed as `inspect` describes it.
pub fn entry(entry: &Entry) -> Value {
    let enclosure = |file: &Enclosure| json!({"url": file.url, "type": file.kind, "length": file.length});
    json!({
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "published": entry.published.map(|when| when.to_string()),
        "updated": entry.updated.map(|when| when.to_string()),
        "author": entry.author,
        "summary": entry.summary.as_ref().map(Prose::as_str),
        "content": entry.content.as_ref().map(Prose::as_str),
        "tags": entry.tags,
        "enclosures": entry.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Alias, ArticleId, EntityId, Kind, MonthCount, PlaceKind, RowKey, Sentence, Snippet, Span,
    };

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

    fn a_row() -> Row {
        Row {
            key: RowKey { order: 1, article: ArticleId(12) },
            title: "Storm".to_owned(),
            site: None,
            published: When::day(2016, 12, 15),
            added: 0,
            words: 300,
            unread: true,
            bookmarked: false,
            tags: vec!["harbour".to_owned()],
            watched: false,
            title_hits: Vec::new(),
            snippet: Some(Snippet { text: "a storm tore".to_owned(), hits: Vec::new() }),
            score: 1.5,
        }
    }

    #[test]
    fn rows_have_the_fields_of_the_interface() {
        assert_eq!(
            row(&a_row()),
            json!({
                "id": 12, "title": "Storm", "site": null, "published": "2016-12-15", "score": 1.5,
                "snippet": "a storm tore", "unread": true, "bookmarked": false, "tags": ["harbour"]
            })
        );
        let name = EntityRow {
            id: EntityId(3),
            kind: Kind::Organisation,
            name: "Port".to_owned(),
            shown: "Port, Spain".to_owned(),
            articles: 2,
            mentions: 5,
            last: When::day(2016, 12, 15),
        };
        assert_eq!(
            entity_row(&name),
            json!({
                "id": 3, "kind": "organisation", "name": "Port", "articles": 2, "mentions": 5,
                "last": "2016-12-15"
            })
        );
    }

    #[test]
    fn a_dossier_has_the_fields_of_the_interface() {
        let hill = Dossier {
            id: EntityId(3),
            kind: Kind::Person,
            name: "Mary Hill".to_owned(),
            shown: "Mary Hill".to_owned(),
            aliases: vec![Alias { form: "Hill".to_owned(), mentions: 4 }],
            roles: vec!["port captain".to_owned()],
            first: None,
            last: When::day(2016, 12, 15),
            months: vec![MonthCount { month: "2016-12".to_owned(), articles: 2 }],
            with: vec![Companion {
                id: EntityId(4),
                kind: Kind::Place,
                name: "Mosul".to_owned(),
                shown: "Mosul".to_owned(),
                articles: 1,
            }],
            place: None,
            total: 1,
            articles: vec![DossierArticle {
                row: a_row(),
                sentences: vec![Sentence { text: "Hill spoke.".to_owned(), hits: Vec::new(), offset: 0 }],
                named_in: 1,
            }],
            more: false,
        };
        assert_eq!(
            dossier(&hill),
            json!({
                "id": 3, "kind": "person", "name": "Mary Hill", "aliases": [{"form": "Hill", "mentions": 4}],
                "roles": ["port captain"], "first": null, "last": "2016-12-15",
                "months": [{"month": "2016-12", "articles": 2}],
                "with": [{"name": "Mosul", "kind": "place", "articles": 1}], "place": null,
                "articles": [
                    {"id": 12, "title": "Storm", "published": "2016-12-15", "sentences": ["Hill spoke."]}
                ]
            })
        );
    }

    #[test]
    fn what_is_unknown_is_null() {
        let storm = Document::from_paragraphs("Storm", "One.\n\nTwo.");
        let shape = document("a.txt", &storm, &storm.body());
        assert_eq!(
            shape,
            json!({
                "file": "a.txt", "kind": "article", "title": "Storm", "byline": null, "published": null, "site": null,
                "language": null, "url": null, "image": null, "text": "One.\n\nTwo.",
                "blocks": [{"kind": "paragraph", "text": "One."}, {"kind": "paragraph", "text": "Two."}],
                "dropped": []
            })
        );
    }
}
