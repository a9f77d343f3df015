//! The articles that identities belong to.
//!
//! Identities are in no order, so each one that is stored changes another page of their table. During heavy writing they wait in
//! a small table, and move to the large one many at a time, in its order.

use super::Result;
use super::identity::Identity;
use crate::model::ArticleId;
use rusqlite::{Connection, OptionalExtension, params};

/// The article with this identity.
pub(super) fn article_of(connection: &Connection, identity: Identity) -> Result<Option<ArticleId>> {
    let mut query = connection.prepare_cached(
        "SELECT coalesce((SELECT article FROM recent_identity WHERE digest = ?1),
                         (SELECT article FROM identity WHERE digest = ?1))",
    )?;
    let article: Option<Option<i64>> =
        query.query_row([identity.0.as_slice()], |row| row.get(0)).optional()?;
    Ok(article.flatten().map(ArticleId))
}

/// Gives an identity to an article, unless it already belongs to one. `waits` says whether heavy writing is going on.
pub(super) fn identify(
    connection: &Connection,
    identity: Identity,
    article: ArticleId,
    waits: bool,
) -> Result<()> {
    let insert = if waits {
        "INSERT OR IGNORE INTO recent_identity (digest, article)
         SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM identity WHERE digest = ?1)"
    } else {
        "INSERT OR IGNORE INTO identity (digest, article)
         SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM recent_identity WHERE digest = ?1)"
    };
    connection.prepare_cached(insert)?.execute(params![identity.0.as_slice(), article.0])?;
    Ok(())
}

/// Gives an identity to an article, even if it belonged to another.
pub(super) fn identify_anew(
    connection: &Connection,
    identity: Identity,
    article: ArticleId,
    waits: bool,
) -> Result<()> {
    let digest = identity.0.as_slice();
    let replace = if waits {
        "INSERT OR REPLACE INTO recent_identity (digest, article) VALUES (?, ?)"
    } else {
        connection.prepare_cached("DELETE FROM recent_identity WHERE digest = ?")?.execute([digest])?;
        "INSERT OR REPLACE INTO identity (digest, article) VALUES (?, ?)"
    };
    connection.prepare_cached(replace)?.execute(params![digest, article.0])?;
    Ok(())
}

/// Moves up to `limit` waiting identities to the others, and returns how many.
pub(super) fn move_some(connection: &Connection, limit: usize) -> Result<usize> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO identity (digest, article)
             SELECT digest, article FROM recent_identity ORDER BY digest LIMIT ?",
        )?
        .execute([limit])?;
    Ok(connection
        .prepare_cached(
            "DELETE FROM recent_identity
             WHERE digest IN (SELECT digest FROM recent_identity ORDER BY digest LIMIT ?)",
        )?
        .execute([limit])?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, Store};

    fn article(store: &Store, identity: Identity) -> Option<i64> {
        article_of(&store.connection, identity).unwrap().map(|article| article.0)
    }

    #[test]
    fn an_identity_belongs_to_one_article_wherever_it_waits() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("library.db"), Access::Write).unwrap();
        let [one, other] = ["one", "other"].map(Identity::of_text);
        for (first, second) in [(true, false), (false, true)] {
            store.connection.execute_batch("DELETE FROM identity; DELETE FROM recent_identity").unwrap();
            identify(&store.connection, one, ArticleId(1), first).unwrap();
            identify(&store.connection, one, ArticleId(2), second).unwrap();
            assert_eq!(article(&store, one), Some(1));
            assert_eq!(article(&store, other), None);
            identify_anew(&store.connection, one, ArticleId(3), second).unwrap();
            assert_eq!(article(&store, one), Some(3));
            while move_some(&store.connection, 1).unwrap() > 0 {}
            assert_eq!(article(&store, one), Some(3));
            let rows = "SELECT (SELECT count(*) FROM identity), (SELECT count(*) FROM recent_identity)";
            let rows = store.connection.query_row(rows, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            assert_eq!(rows, (1, 0));
        }
    }
}
