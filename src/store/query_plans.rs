//! How SQLite answers the queries that it would answer slowly if left to itself: without statistics it holds every
//! index for equally good, also that of all entities of a kind.

use super::{Access, Store, deleting, entities, feeds, namesakes, places};

#[test]
fn queries_begin_where_little_is_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("library.db"), Access::Write).unwrap();
    for (sql, expected) in [
        (namesakes::NAMESAKES, "SEARCH a USING PRIMARY KEY (folded=?)"),
        (places::WITHIN, "SCAN b VIRTUAL TABLE"),
        (places::IN_COUNTRY, "USING INDEX entity_country (country=?)"),
        (places::NUMBERED, "USING INDEX entity_geonameid (geonameid=?)"),
        (entities::OF_SURNAME, "USING INDEX entity_word (word=?)"),
        (feeds::FEEDS_OF_ARTICLE, "SEARCH c USING PRIMARY KEY (feed=? AND time=? AND article=?)"),
        (deleting::FLIP_FEEDS, "SEARCH carried USING PRIMARY KEY (feed=? AND time=? AND article=?)"),
    ] {
        let mut query = store.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = query.raw_query().mapped(|row| row.get::<_, String>(3));
        let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().unwrap();
        assert!(steps.iter().any(|step| step.contains(expected)), "{sql}\n{steps:#?}");
        assert!(!steps.iter().any(|step| step.contains("entity_articles")), "{sql}\n{steps:#?}");
    }
}
