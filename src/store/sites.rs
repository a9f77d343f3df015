//! What is learned of each site from its articles, as bytes that only the learner understands. Derived, and small:
//! a site has one value of each sort that does not grow with its articles.

use super::{Batch, Result, Store};
use rusqlite::{OptionalExtension, params};

/// Sorts of what is learned of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lore {
    /// What it usually writes of.
    Profile,
    /// What it says in one article after another.
    Boilerplate,
}

/// What is known of a site from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Of which sort it is.
    pub lore: Lore,
    /// The name that the site goes by.
    pub site: String,
    /// What the learner made of it.
    pub value: Vec<u8>,
}

impl Store {
    /// What was learned of a site.
    pub fn lore(&self, lore: Lore, site: &str) -> Result<Option<Vec<u8>>> {
        let query = match lore {
            Lore::Profile => "SELECT value FROM profile WHERE site = ?",
            Lore::Boilerplate => "SELECT value FROM habits WHERE site = ?",
        };
        Ok(self.connection.prepare_cached(query)?.query_row([site], |row| row.get(0)).optional()?)
    }
}

impl Batch<'_> {
    /// Keeps what is known of sites now.
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
