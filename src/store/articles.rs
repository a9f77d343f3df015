//! Reads articles: rows of lists, whole articles, and what the search index needs.

use super::entities::{NEWEST_LOOKED_AT, month_number, place_from_json};
use super::mentions::ArticleNames;
use super::{Error, Result, Store, documents, packing, readers};
use crate::model::{
    Alias, Article, ArticleId, Document, Entity, EntityId, NamedEntity, Position, Reading, Row, RowKey,
};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// Separates a row's tags in the column that holds them all.
const TAG_SEPARATOR: char = '\u{1f}';

/// An article for the search index.
#[derive(Debug, Clone)]
pub struct IndexedArticle {
    /// Its number.
    pub id: ArticleId,
    /// The number of its last change.
    pub sequence: i64,
    /// When it was published or, if unknown, added, in seconds since the epoch.
    pub time: i64,
    /// Title, text and origin; without blocks and links if they are not needed.
    pub document: Document,
    /// The entities it names.
    pub entities: Vec<EntityId>,
    /// Their names in this library.
    pub names: Vec<String>,
}

impl Store {
    /// The number of the newest article; 0 if there is none.
    pub fn newest_article(&self) -> Result<i64> {
        Ok(self.connection.query_row("SELECT coalesce(max(id), 0) FROM article", [], |row| row.get(0))?)
    }

    /// The row of an article, as in a list by time.
    pub fn row(&self, id: ArticleId) -> Result<Option<Row>> {
        let mut query = self.connection.prepare_cached(
            "SELECT a.time, a.published, a.precision, a.added, a.words, a.title, a.site,
                    m.read IS NULL, m.bookmarked IS NOT NULL,
                    (SELECT group_concat(name, char(31)) FROM tag WHERE article = a.id)
             FROM article a LEFT JOIN mark m ON m.article = a.id WHERE a.id = ?",
        )?;
        let row = query
            .query_row([id.0], |row| {
                let published: Option<i64> = row.get(1)?;
                let tags: Option<String> = row.get(9)?;
                let mut tags: Vec<String> =
                    tags.iter().flat_map(|tags| tags.split(TAG_SEPARATOR)).map(str::to_owned).collect();
                tags.sort();
                Ok(Row {
                    key: RowKey { order: row.get(0)?, article: id },
                    title: row.get(5)?,
                    site: row.get(6)?,
                    published: documents::when(published, row.get(2)?),
                    added: row.get(3)?,
                    words: row.get(4)?,
                    unread: row.get(7)?,
                    bookmarked: row.get(8)?,
                    tags,
                    watched: false,
                    title_hits: Vec::new(),
                    snippet: None,
                    score: 0.0,
                })
            })
            .optional()?;
        Ok(row)
    }

    /// The text of an article and what its source says about it.
    pub fn document(&self, id: ArticleId) -> Result<Document> {
        documents::document(&self.connection, id)
    }

    /// All versions of an article in the library, the oldest first and the full text last: when each was added, its
    /// title and its text.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<(i64, String, String)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT unpacked(r.packing, 1, r.text), r.title, r.added FROM article a JOIN revision r ON r.article = a.id
             LEFT JOIN full_text t ON t.article = a.id WHERE a.id = ? ORDER BY r.id IS t.page, r.id",
        )?;
        let rows = query.query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut versions = Vec::new();
        for row in rows {
            let (plain, title, added) = row?;
            versions.push((added, title, packing::text(plain)?));
        }
        Ok(versions)
    }

    /// Title and text only, for excerpts and sentences.
    pub fn text(&self, id: ArticleId) -> Result<(String, String)> {
        let mut query = self.connection.prepare_cached(
            "SELECT unpacked(r.packing, 1, r.text), r.title FROM article a JOIN revision r ON r.id = a.revision WHERE a.id = ?",
        )?;
        let (plain, title) = query.query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((title, packing::text(plain)?))
    }

    /// A whole article; its names are up to date if analysed by `reader`, the current analyser, and due if not.
    pub fn article(&self, id: ArticleId, reader: &str) -> Result<Option<Article>> {
        let Some(row) = self.row(id)? else { return Ok(None) };
        let document = self.document(id)?;
        let names = ArticleNames::of(&self.connection, id)?;
        let read_by: i64 = self
            .connection
            .prepare_cached("SELECT reading FROM article WHERE id = ?")?
            .query_row([id.0], |row| row.get(0))?;
        let is_done = names.is_some() && Some(read_by) == readers::known(&self.connection, reader)?;
        let names = names.unwrap_or_default();
        let entities = self.named_entities(&names, row.key.order)?;
        let offset: Option<u32> = self
            .connection
            .prepare_cached("SELECT offset FROM position WHERE article = ?")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        Ok(Some(Article {
            row,
            document,
            mentions: names.shown_mentions(),
            entities,
            notes: self.notes(Some(id))?,
            sources: self.strings("SELECT address FROM source WHERE article = ? ORDER BY address", id)?,
            position: Position { offset: offset.unwrap_or(0) },
            reading: if is_done { Reading::Done } else { Reading::Due },
        }))
    }

    /// Articles deleted by a change after this number, and the number of that change, in order.
    pub fn deleted_after(&self, sequence: i64, limit: usize) -> Result<Vec<(ArticleId, i64)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, sequence FROM deleted WHERE sequence > ? ORDER BY sequence LIMIT ?",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([sequence, limit], |row| Ok((ArticleId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Articles changed after this number, in the order of their changes.
    pub fn changed_after(&self, sequence: i64, limit: usize) -> Result<Vec<IndexedArticle>> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, sequence, time, title FROM article WHERE sequence > ? ORDER BY sequence LIMIT ?",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([sequence, limit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?))
        })?;
        let mut changed = Vec::new();
        for row in rows {
            let (id, sequence, time, title) = row?;
            let id = ArticleId(id);
            let names = ArticleNames::of(&self.connection, id)?.unwrap_or_default();
            let entities: Vec<EntityId> = names.shown.iter().map(|&(entity, _)| entity).collect();
            let names = entities.iter().map(|&id| self.name_of(id)).collect::<Result<_>>()?;
            let document = match self.document(id) {
                // It is found by its title, and does not keep others from being found.
                Err(Error::Damaged(_)) => Document { title, ..Document::default() },
                document => document?,
            };
            changed.push(IndexedArticle { id, sequence, time, document, entities, names });
        }
        Ok(changed)
    }

    fn named_entities(&self, names: &ArticleNames, time: i64) -> Result<Vec<NamedEntity>> {
        let mut query =
            self.connection.prepare_cached("SELECT name, key, place, articles FROM entity WHERE id = ?")?;
        let mut entities = Vec::with_capacity(names.shown.len());
        for (shown, naming) in names.namings().into_iter().enumerate() {
            let (name, key, place, articles): (String, String, Option<String>, u32) = query
                .query_row([naming.entity.0], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            let mut place = place.as_deref().and_then(place_from_json);
            if let (Some(place), Some(certainty)) = (&mut place, naming.certainty) {
                place.certainty = certainty;
            }
            let shown_name = self.shown_name(naming.entity, naming.kind, &name, place.as_ref())?;
            let entity = Entity {
                kind: naming.kind,
                name,
                key,
                aliases: forms_of(names, shown),
                roles: naming.roles,
                place,
                salience: naming.salience,
            };
            entities.push(NamedEntity {
                id: naming.entity,
                entity,
                shown: shown_name,
                mentions: naming.mentions,
                articles,
                trend: self.trend(naming.entity, time)?,
                last: self.last_named(naming.entity, Some(NEWEST_LOOKED_AT))?,
            });
        }
        Ok(entities)
    }

    /// The number of articles naming the entity in each of the twelve months up to that of `time`.
    fn trend(&self, id: EntityId, time: i64) -> Result<Vec<u32>> {
        let last = month_number(time);
        let mut trend = vec![0; 12];
        let mut query = self
            .connection
            .prepare_cached("SELECT month, articles FROM month WHERE entity = ? AND month BETWEEN ? AND ?")?;
        let rows = query.query_map([id.0, last - 11, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (month, articles): (i64, u32) = row?;
            if let Some(count) = usize::try_from(month - last + 11).ok().and_then(|at| trend.get_mut(at)) {
                *count = articles;
            }
        }
        Ok(trend)
    }

    fn name_of(&self, id: EntityId) -> Result<String> {
        let mut query = self.connection.prepare_cached("SELECT name FROM entity WHERE id = ?")?;
        Ok(query.query_row([id.0], |row| row.get(0))?)
    }

    fn strings(&self, sql: &str, id: ArticleId) -> Result<Vec<String>> {
        let mut query = self.connection.prepare_cached(sql)?;
        let rows = query.query_map([id.0], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

/// The forms of an entity that an article shows, the most frequent first.
fn forms_of(names: &ArticleNames, shown: usize) -> Vec<Alias> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for mention in &names.mentions {
        let form = &names.stated[mention.stated].forms[mention.form];
        if form.shown == Some(shown) {
            *counts.entry(&form.text).or_default() += 1;
        }
    }
    let mut forms: Vec<Alias> =
        counts.into_iter().map(|(form, mentions)| Alias { form: form.to_owned(), mentions }).collect();
    forms.sort_by_key(|alias| std::cmp::Reverse(alias.mentions));
    forms
}
