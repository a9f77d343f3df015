//! What is learned about each site from its articles, as bytes that only the learning code understands. It is
//! derived, and small: a site has one value of each kind, which does not grow with its articles.

use super::{Batch, Result, Store};
use rusqlite::{OptionalExtension, params};

/// Kinds of what is learned about a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lore {
    /// What it usually writes about.
    Profile,
    /// What it repeats in many articles.
    Boilerplate,
}

/// A new value for a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its kind.
    pub lore: Lore,
    /// The name of the site.
    pub site: String,
    /// The encoded value.
    pub value: Vec<u8>,
}

impl Store {
    /// What was learned about a site.
    pub fn lore(&self, lore: Lore, site: &str) -> Result<Option<Vec<u8>>> {
        let query = match lore {
            Lore::Profile => "SELECT value FROM profile WHERE site = ?",
            Lore::Boilerplate => "SELECT value FROM habits WHERE site = ?",
        };
        Ok(self.connection.prepare_cached(query)?.query_row([site], |row| row.get(0)).optional()?)
    }
}

impl Batch<'_> {
    /// Stores new values for sites.
    pub fn keep_lessons(&mut self, lessons: &[Lesson]) -> Result<()> {
        for Lesson { lore, site, value } in lessons {
            let insert = match lore {
                Lore::Profile => "INSERT OR REPLACE INTO profile (site, value) VALUES (?, ?)",
                Lore::Boilerplate => "INSERT OR REPLACE INTO habits (site, value) VALUES (?, ?)",
            };
            self.change.prepare_cached(insert)?.execute(params![site, value])?;
        }
        Ok(())
    }
}
