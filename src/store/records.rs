//! What the user writes: notes, highlights and saved searches. Their numbers are random, so that none is ever used
//! twice, in this library or in another one that is merged with it.

use super::{Result, Store};
use crate::model::{ArticleId, Note, NoteRow, Passage, RecordEdit, SavedSearch, Span};
use crate::text::clean;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A kind of record that the user writes.
pub(super) trait Record: Clone + PartialEq + Sized {
    /// Its table.
    const TABLE: &'static str;
    /// Its columns, in the order of [`Record::read`].
    const COLUMNS: &'static str;

    fn read(row: &Row) -> rusqlite::Result<Self>;

    /// The record as stored: without anything that must not reach a terminal.
    fn cleaned(&self) -> Self;

    fn write(&self, connection: &Connection, id: i64) -> rusqlite::Result<usize>;
}

/// Changes a record. Returns what was done, with the record's number, and its inverse; `None` if nothing changed.
pub(super) fn edit<T: Record>(
    connection: &Connection,
    edit: &RecordEdit<T>,
) -> Result<Option<(RecordEdit<T>, RecordEdit<T>)>> {
    let (id, wanted) = match edit {
        RecordEdit::Add(record) => (fresh_number(connection)?, Some(record.cleaned())),
        RecordEdit::Put(id, record) => (*id, Some(record.cleaned())),
        RecordEdit::Remove(id) => (*id, None),
    };
    let before = find::<T>(connection, id)?;
    if before == wanted {
        return Ok(None);
    }
    if let Some(record) = &wanted {
        record.write(connection, id)?;
    } else {
        let sql = format!("DELETE FROM {} WHERE id = ?", T::TABLE);
        connection.prepare_cached(&sql)?.execute([id])?;
    }
    Ok(Some((put(id, wanted), put(id, before))))
}

/// Whether a record is as an edit left it.
pub(super) fn is_as_left<T: Record>(connection: &Connection, edit: &RecordEdit<T>) -> Result<bool> {
    Ok(match edit {
        RecordEdit::Add(_) => false,
        RecordEdit::Put(id, record) => find::<T>(connection, *id)?.as_ref() == Some(record),
        RecordEdit::Remove(id) => find::<T>(connection, *id)?.is_none(),
    })
}

/// A record, if it exists.
pub(super) fn find<T: Record>(connection: &Connection, id: i64) -> Result<Option<T>> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?", T::COLUMNS, T::TABLE);
    Ok(connection.prepare_cached(&sql)?.query_row([id], T::read).optional()?)
}

fn put<T>(id: i64, record: Option<T>) -> RecordEdit<T> {
    record.map_or(RecordEdit::Remove(id), |record| RecordEdit::Put(id, record))
}

fn fresh_number(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row("SELECT abs(random() / 2)", [], |row| row.get(0))?)
}

impl Store {
    /// The notes and highlights of an article, or of all, the oldest first; with their numbers.
    pub fn notes(&self, article: Option<ArticleId>) -> Result<Vec<(i64, Note)>> {
        let wanted = article.map(|article| article.0);
        self.records("WHERE ?1 IS NULL OR article = ?1 ORDER BY added, id", params![wanted])
    }

    /// The newest notes and highlights of all articles in the library.
    pub fn noted(&self, limit: usize) -> Result<Vec<NoteRow>> {
        let mut query = self.connection.prepare_cached(
            "SELECT n.article, n.added, n.text, n.span_start, n.span_end, n.quote, n.id, a.title
             FROM note n JOIN article a ON a.id = n.article ORDER BY n.added DESC, n.id LIMIT ?",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([limit], |row| {
            Ok(NoteRow { id: row.get("id")?, title: row.get("title")?, note: Note::read(row)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The saved searches in the user's order, with their numbers.
    pub fn saved_searches(&self) -> Result<Vec<(i64, SavedSearch)>> {
        self.records("ORDER BY position, name, id", params![])
    }

    fn records<T: Record>(&self, rest: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Vec<(i64, T)>> {
        let sql = format!("SELECT {}, id FROM {} {rest}", T::COLUMNS, T::TABLE);
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map(values, |row| Ok((row.get("id")?, T::read(row)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Record for Note {
    const TABLE: &'static str = "note";
    const COLUMNS: &'static str = "article, added, text, span_start, span_end, quote";

    fn read(row: &Row) -> rusqlite::Result<Self> {
        let start: Option<u32> = row.get(3)?;
        let passage = match start {
            Some(start) => Some(Passage { span: Span { start, end: row.get(4)? }, quote: row.get(5)? }),
            None => None,
        };
        Ok(Self { article: ArticleId(row.get(0)?), added: row.get(1)?, text: row.get(2)?, passage })
    }

    fn cleaned(&self) -> Self {
        let text = clean::lines(&self.text).trim().to_owned();
        let clean = |passage: &Passage| Passage {
            quote: clean::lines(&passage.quote).into_owned(),
            ..passage.clone()
        };
        Self { text, passage: self.passage.as_ref().map(clean), ..self.clone() }
    }

    fn write(&self, connection: &Connection, id: i64) -> rusqlite::Result<usize> {
        let span = self.passage.as_ref().map(|passage| passage.span);
        let quote = self.passage.as_ref().map(|passage| &passage.quote);
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO note (id, article, added, text, span_start, span_end, quote)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                id,
                self.article.0,
                self.added,
                self.text,
                span.map(|span| span.start),
                span.map(|span| span.end),
                quote,
            ])
    }
}

impl Record for SavedSearch {
    const TABLE: &'static str = "saved_search";
    const COLUMNS: &'static str = "name, query, position, rule";

    fn read(row: &Row) -> rusqlite::Result<Self> {
        // A rule written by a later version is ignored.
        let rule = serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default();
        Ok(Self { name: row.get(0)?, query: row.get(1)?, position: row.get(2)?, rule })
    }

    fn cleaned(&self) -> Self {
        Self { name: clean::line(&self.name), query: clean::line(&self.query), ..self.clone() }
    }

    fn write(&self, connection: &Connection, id: i64) -> rusqlite::Result<usize> {
        let rule = serde_json::to_string(&self.rule).unwrap_or_else(|_| "{}".to_owned());
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO saved_search (id, position, name, query, rule) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![id, self.position, self.name, self.query, rule])
    }
}
