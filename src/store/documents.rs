//! Reads stored versions of texts, and times, through any connection, including a batch's.

use super::{Error, Result, packing};
use crate::model::{ArticleId, Document, Precision, When};
use rusqlite::{Connection, OptionalExtension};

/// The version of an article that is shown.
pub(super) fn document(connection: &Connection, id: ArticleId) -> Result<Document> {
    version_in(connection, "article a JOIN revision r ON r.id = a.revision", id)?
        .ok_or_else(|| without_text(id))
}

/// The text of a deleted article.
pub(super) fn deleted_document(connection: &Connection, id: ArticleId) -> Result<Document> {
    version_in(connection, "deleted a JOIN revision r ON r.id = a.revision", id)?
        .ok_or_else(|| without_text(id))
}

/// The version of an article in a column of `full_text`, if there is one.
pub(super) fn kept_version(
    connection: &Connection,
    id: ArticleId,
    column: &'static str,
) -> Result<Option<Document>> {
    let tables =
        format!("article a JOIN full_text t ON t.article = a.id JOIN revision r ON r.id = t.{column}");
    version_in(connection, &tables, id)
}

fn without_text(id: ArticleId) -> Error {
    Error::Damaged(format!("article {} has no text", id.0))
}

fn version_in(connection: &Connection, tables: &str, id: ArticleId) -> Result<Option<Document>> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT unpacked(r.packing, 1, r.text), r.title, r.byline, r.url, r.language,
                unpacked(r.packing, 2, r.parts), a.published, a.precision, a.site
         FROM {tables} WHERE a.id = ?"
    ))?;
    let found = query
        .query_row([id.0], |row| {
            let document = Document {
                title: row.get(1)?,
                byline: row.get(2)?,
                url: row.get(3)?,
                language: row.get(4)?,
                published: when(row.get(6)?, row.get(7)?),
                site: row.get(8)?,
                ..Document::default()
            };
            Ok((row.get(0)?, row.get(5)?, document))
        })
        .optional()?;
    let Some((text, parts, mut document)) = found else { return Ok(None) };
    document.text = packing::text(text)?;
    packing::parts(parts, &mut document)?;
    Ok(Some(document))
}

/// Text and parts of a version after unpacking; `None` if they are damaged.
pub(super) fn plain(connection: &Connection, revision: i64) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut query = connection.prepare_cached(
        "SELECT unpacked(packing, 1, text), unpacked(packing, 2, parts) FROM revision WHERE id = ?",
    )?;
    let (text, parts): (Option<_>, Option<_>) =
        query.query_row([revision], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(text.zip(parts))
}

/// Whether a version can be unpacked and read.
pub(super) fn is_readable(connection: &Connection, revision: i64) -> Result<bool> {
    let Some((text, parts)) = plain(connection, revision)? else { return Ok(false) };
    let read = packing::text(Some(text))
        .and_then(|text| packing::parts(Some(parts), &mut Document { text, ..Document::default() }));
    match read {
        Ok(()) => Ok(true),
        Err(Error::Damaged(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The time of a dated article, by a query that returns time and precision.
pub(super) fn moment_of(connection: &Connection, sql: &str, id: i64) -> Result<Option<When>> {
    let mut query = connection.prepare_cached(sql)?;
    let found = query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(seconds, precision)| when(seconds, precision)))
}

/// The number of a precision in the database; 0 if nothing is known.
pub(super) fn precision_number(when: Option<When>) -> i64 {
    match when.map(|when| when.precision) {
        None => 0,
        Some(Precision::Day) => 1,
        Some(Precision::Second) => 2,
    }
}

/// The time in its two columns.
pub(super) fn when(seconds: Option<i64>, precision: i64) -> Option<When> {
    let precision = match precision {
        1 => Precision::Day,
        2 => Precision::Second,
        _ => return None,
    };
    seconds.map(|seconds| When::new(seconds, precision))
}
