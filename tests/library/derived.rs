//! Everything that a library derives from its articles, as text, so that two states can be compared, and recounted
//! from what each article shows.

use dateline::library::{Library, Task};
use dateline::model::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;

/// All derived rows as text, without the numbers that change when everything is derived again.
const TABLES: &[&str] = &[
    "SELECT 'entity', e.kind, e.key, e.name, e.said, e.articles, e.mentions, e.sayings, e.place
     FROM entity e WHERE e.articles > 0",
    "SELECT 'alias', e.key, a.form, a.mentions, a.folded FROM alias a JOIN entity e ON e.id = a.entity
     WHERE e.articles > 0",
    "SELECT 'role', e.key, r.role, r.articles FROM role r JOIN entity e ON e.id = r.entity",
    "SELECT 'month', e.key, m.month, m.articles FROM month m JOIN entity e ON e.id = m.entity",
    "SELECT 'named', e.kind, e.key, n.time, n.article, n.mentions, n.said FROM named n JOIN entity e ON e.id = n.entity",
    "SELECT 'moved', e.kind, e.key, m.time, m.article, m.said FROM moved m JOIN entity e ON e.id = m.entity",
    "SELECT 'called', c.form, e.key, c.articles FROM called c JOIN entity e ON e.id = c.entity",
    "SELECT 'kept', name, value FROM kept WHERE name != 'sequence'",
];

/// Everything that the library at a path derives, one line each, in order.
pub fn derived(path: &Path) -> Vec<String> {
    let database = Connection::open(path.join("library.db")).unwrap();
    let mut lines = Vec::new();
    for sql in TABLES {
        let mut query = database.prepare(sql).unwrap();
        let columns = query.column_count();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap()));
            lines.push(values.collect::<Vec<_>>().join(" "));
        }
    }
    lines.sort();
    lines
}

/// Fails if the stored forms or roles of an entity are not those that its articles show.
pub fn forms_and_roles_are_counted(library: &Library, path: &Path) {
    let mut forms: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let mut roles: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let all = library.window(&ListQuery::default(), Anchor::Top, 10_000, &Task::new()).unwrap();
    for row in all.rows {
        for named in library.article(row.id()).unwrap().unwrap().entities {
            for alias in named.entity.aliases {
                *forms.entry((named.id.0, alias.form)).or_default() += i64::from(alias.mentions);
            }
            for role in named.entity.roles {
                *roles.entry((named.id.0, role)).or_default() += 1;
            }
        }
    }
    let database = Connection::open(path.join("library.db")).unwrap();
    let kept = |sql: &str| -> BTreeMap<(i64, String), i64> {
        let mut query = database.prepare(sql).unwrap();
        let rows = query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(kept("SELECT entity, form, mentions FROM alias WHERE mentions != 0"), forms);
    assert_eq!(kept("SELECT entity, role, articles FROM role WHERE articles != 0"), roles);
}

/// Deletes everything derived, as if only articles, marks and corrections had survived.
pub fn forget_all_that_is_derived(path: &Path) {
    let database = Connection::open(path.join("library.db")).unwrap();
    for table in
        ["entity", "alias", "role", "month", "named", "moved", "called", "relink", "names", "profile"]
    {
        database.execute(&format!("DELETE FROM {table}"), []).unwrap();
    }
    database
        .execute_batch(
            "UPDATE article SET reading = 0;
             UPDATE kept SET value = 0 WHERE name IN ('people', 'places', 'organisations');",
        )
        .unwrap();
    std::fs::remove_dir_all(path.join("index")).unwrap();
}
