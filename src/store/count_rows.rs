//! Writes the rows of counts derived from the names in articles.

use super::{Result, schema::Totals};
use crate::model::EntityId;
use rusqlite::{Connection, ToSql, params};

/// By how much the counts of an entity change.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Difference {
    pub articles: i64,
    pub mentions: i64,
    pub stated_articles: i64,
}

impl Difference {
    pub fn is_nothing(&self) -> bool {
        (self.articles, self.mentions, self.stated_articles) == (0, 0, 0)
    }
}

/// An entity after its counts have changed.
pub(super) struct Updated {
    pub kind: u8,
    pub key: String,
    pub surname: Option<String>,
    /// Whether the number of articles that state it changed from or to zero.
    pub is_new: bool,
}

/// An article that shows an entity. Rows are in table order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamedRow {
    pub entity: i64,
    pub time: i64,
    pub article: i64,
    pub mentions: u32,
    pub is_said: bool,
}

/// An article that states an entity, or was linked to it, but shows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MovedRow {
    pub entity: i64,
    pub time: i64,
    pub article: i64,
    pub is_said: bool,
    pub link: i64,
}

pub(super) fn put_named(connection: &Connection, rows: &[NamedRow]) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT OR REPLACE INTO named (entity, time, article, mentions, said) VALUES (?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        upsert.execute(params![row.entity, row.time, row.article, row.mentions, row.is_said])?;
    }
    Ok(())
}

pub(super) fn put_moved(connection: &Connection, rows: &[MovedRow]) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT OR REPLACE INTO moved (entity, time, article, said, link) VALUES (?, ?, ?, ?, ?)",
    )?;
    for row in rows {
        upsert.execute(params![row.entity, row.time, row.article, row.is_said, row.link])?;
    }
    Ok(())
}

/// Removes the row of an entity and an article from `named` or `moved`.
pub(super) fn delete(
    connection: &Connection,
    table: &str,
    (entity, time, article): (i64, i64, i64),
) -> Result<()> {
    let sql = format!("DELETE FROM {table} WHERE entity = ? AND time = ? AND article = ?");
    connection.prepare_cached(&sql)?.execute([entity, time, article])?;
    Ok(())
}

/// Changes the counts of an entity, and adds to `totals` whether it came into use or went out of use.
pub(super) fn update_entity(
    connection: &Connection,
    id: EntityId,
    by: &Difference,
    totals: &mut Totals,
) -> Result<Updated> {
    let mut update = connection.prepare_cached(
        "UPDATE entity SET articles = articles + ?, mentions = mentions + ?, sayings = sayings + ?
         WHERE id = ? RETURNING kind, articles, sayings, surname, key",
    )?;
    let values = params![by.articles, by.mentions, by.stated_articles, id.0];
    Ok(update.query_row(values, |row| {
        let (kind, articles, stated): (u8, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let was_used = articles - by.articles > 0;
        totals.entities[usize::from(kind.min(2))] += i64::from(articles > 0) - i64::from(was_used);
        let is_new = (stated > 0) != (stated - by.stated_articles > 0);
        Ok(Updated { kind, surname: row.get(3)?, key: row.get(4)?, is_new })
    })?)
}

/// Adds to the counts of forms: folded form, entity, form, difference.
pub(super) fn write_forms<'a>(
    connection: &Connection,
    forms: impl Iterator<Item = (&'a str, i64, &'a str, i64)>,
) -> Result<()> {
    let mut upsert = connection.prepare_cached(
        "INSERT INTO alias (folded, entity, form, mentions) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET mentions = mentions + excluded.mentions",
    )?;
    // A form that is no longer used would still find its entity; the names stay.
    let mut delete = connection.prepare_cached(
        "DELETE FROM alias WHERE folded = ?1 AND entity = ?2 AND form = ?3 AND mentions <= 0
         AND ?3 NOT IN (SELECT name FROM entity WHERE id = ?2 UNION ALL
                        SELECT said FROM entity WHERE id = ?2 AND said IS NOT NULL)",
    )?;
    for (folded, entity, form, by) in forms {
        upsert.execute(params![folded, entity, form, by])?;
        if by < 0 {
            delete.execute(params![folded, entity, form])?;
        }
    }
    Ok(())
}

/// Adds to the number of articles that use a short form for an entity.
pub(super) fn write_called<'a>(
    connection: &Connection,
    called: impl Iterator<Item = (&'a str, i64, i64)>,
) -> Result<()> {
    write_counts(
        connection,
        "INSERT INTO called (form, entity, articles) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        "DELETE FROM called WHERE form = ? AND entity = ? AND articles <= 0",
        called,
    )
}

/// Adds to the number of articles that give an entity a role.
pub(super) fn write_roles<'a>(
    connection: &Connection,
    roles: impl Iterator<Item = (i64, &'a str, i64)>,
) -> Result<()> {
    write_counts(
        connection,
        "INSERT INTO role (entity, role, articles) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        "DELETE FROM role WHERE entity = ? AND role = ? AND articles <= 0",
        roles,
    )
}

/// Adds to the number of articles per month that show an entity.
pub(super) fn write_months(
    connection: &Connection,
    months: impl Iterator<Item = (i64, i64, i64)>,
) -> Result<()> {
    write_counts(
        connection,
        "INSERT INTO month (entity, month, articles) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        "DELETE FROM month WHERE entity = ? AND month = ? AND articles <= 0",
        months,
    )
}

/// Adds differences to a table of counts, and removes rows that reach zero.
fn write_counts(
    connection: &Connection,
    upsert: &str,
    delete: &str,
    differences: impl Iterator<Item = (impl ToSql, impl ToSql, i64)>,
) -> Result<()> {
    let mut upsert = connection.prepare_cached(upsert)?;
    let mut delete = connection.prepare_cached(delete)?;
    for (one, other, by) in differences.filter(|(.., by)| *by != 0) {
        upsert.execute(params![one, other, by])?;
        if by < 0 {
            delete.execute(params![one, other])?;
        }
    }
    Ok(())
}
