//! What each site usually writes of, as bytes that only the reader of names understands: learned from the
//! articles of the site while they are read, and handed in with the next of them. Derived, and small: a
//! site has one value that does not grow with its articles.

use super::{Batch, Result, Store};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// What was learned of a site.
    pub fn profile(&self, site: &str) -> Result<Option<Vec<u8>>> {
        let mut query = self.connection.prepare_cached("SELECT value FROM profile WHERE site = ?")?;
        Ok(query.query_row([site], |row| row.get(0)).optional()?)
    }
}

impl Batch<'_> {
    /// Keeps what is known of a site now.
    pub fn set_profile(&mut self, site: &str, value: &[u8]) -> Result<()> {
        self.change
            .prepare_cached("INSERT OR REPLACE INTO profile (site, value) VALUES (?, ?)")?
            .execute(params![site, value])?;
        Ok(())
    }
}
