//! Deferred counting compared with immediate counting.

use super::super::{Access, Beside, BulkMemory, EntityFacts, Identity, Intake, Packed, Packers, Relink};
use super::*;
use crate::model::{Document, Entity, EntityKey, Field, Kind, Mention, Names, Place, PlaceKind, Span};
use std::path::Path;

/// An article that names some of two hundred people, and is about one of them.
fn article(number: usize) -> (Document, Names, Vec<EntityFacts>) {
    let people: Vec<String> =
        (0..3).map(|at| format!("Ann{} Lake{}", number % (7 + at), number * (at + 3) % 29)).collect();
    let mut document =
        Document::from_paragraphs("Title", people.join(" met ") + &format!(" on day {number}"));
    document.title = format!("Day {number}");
    let (mut names, mut facts) = (Names::default(), Vec::new());
    for name in &people {
        let key = name.to_lowercase();
        let start = document.text.find(name.as_str()).unwrap();
        if names.entities.iter().any(|entity: &Entity| entity.key == key) {
            continue;
        }
        names.mentions.push(Mention {
            field: Field::Text,
            span: Span::new(start, start + name.len()),
            kind: Kind::Person,
            entity: names.entities.len(),
            certainty: 1.0,
        });
        names.entities.push(Entity {
            kind: Kind::Person,
            name: name.clone(),
            key: key.clone(),
            aliases: Vec::new(),
            roles: vec![format!("role {}", number % 3)],
            place: None,
            salience: 0.5,
        });
        let surname = key.rsplit(' ').next().map(str::to_owned);
        facts.push(EntityFacts {
            word: surname.clone(),
            short_forms: surname.iter().cloned().collect(),
            surname,
            ..EntityFacts::default()
        });
    }
    (document, names, facts)
}

fn add(store: &mut Store, numbers: std::ops::Range<usize>) {
    add_articles(store, numbers.map(|number| (number, article(number))));
}

fn add_articles(
    store: &mut Store,
    articles: impl IntoIterator<Item = (usize, (Document, Names, Vec<EntityFacts>))>,
) {
    let mut batch = store.batch_by("test").unwrap();
    for (number, (document, names, facts)) in articles {
        let packed = Packed::new(&document, &Packers::default());
        let intake = Intake {
            document: &document,
            packed: &packed,
            headline: &document.title,
            text: Identity::of_text(&document.text),
            kept: None,
            // Every fifth is another version of an earlier one.
            address: Some(Identity::of_address(&format!("https://example.org/{}", number - number % 5 % 4))),
            place: None,
            sources: &[],
            match_keys: None,
            names: &names,
            facts: &facts,
        };
        batch.take_in(&intake, &Beside::default(), 1_000_000 * i64::try_from(number).unwrap()).unwrap();
    }
    batch.commit().unwrap();
}

/// Has some articles mean somebody else by the first that they name, or nobody else again.
fn relink(store: &mut Store, portion: usize) {
    for number in 1..60 {
        let article = ArticleId(i64::try_from(number).unwrap());
        let Some(said) = store.said_in(article).unwrap() else { continue };
        let key = EntityKey::new(Kind::Person, &format!("ann9 lake{}", number % 3));
        let is_linked = !(number + portion).is_multiple_of(3);
        let link = is_linked.then(|| (key, format!("Ann9 Lake{}", number % 3), "so it is".to_owned()));
        let mut batch = store.batch_to_link().unwrap();
        batch.relink(&Relink { article, links: vec![(said.ids[0], link)] }).unwrap();
        batch.commit().unwrap();
    }
}

fn open(folder: &Path) -> Store {
    Store::open(&folder.join("library.db"), Access::Write).unwrap()
}

/// All counts, as text.
fn counted(store: &Store) -> Vec<String> {
    let tables = [
        "SELECT key || articles || ' ' || mentions || ' ' || sayings FROM entity",
        "SELECT e.key || n.time || n.article || n.mentions || n.said FROM named n JOIN entity e ON e.id = n.entity",
        "SELECT e.key || form || a.mentions FROM alias a JOIN entity e ON e.id = a.entity WHERE e.sayings > 0",
        "SELECT e.key || v.time || v.article || v.said FROM moved v JOIN entity e ON e.id = v.entity",
        "SELECT e.key || month || m.articles FROM month m JOIN entity e ON e.id = m.entity",
        "SELECT e.key || role || r.articles FROM role r JOIN entity e ON e.id = r.entity",
        "SELECT e.key || form || c.articles FROM called c JOIN entity e ON e.id = c.entity",
        "SELECT word || since || ' ' || until FROM relink",
        "SELECT name || value FROM kept",
        "SELECT article FROM uncounted",
    ];
    let mut rows = Vec::new();
    for sql in tables {
        let mut query = store
            .connection
            .prepare(&format!("SELECT CAST(x AS TEXT) FROM ({})", sql.replacen(" FROM", " AS x FROM", 1)))
            .unwrap();
        rows.extend(
            query.query_map([], |row| row.get::<_, String>(0)).unwrap().map(rusqlite::Result::unwrap),
        );
    }
    rows.sort();
    rows
}

#[test]
fn what_is_counted_later_is_what_is_counted_at_once_however_often_it_is_interrupted() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let [mut at_once, mut later, mut broken] = folders.each_ref().map(|folder| open(folder.path()));
    for store in [&mut later, &mut broken] {
        store.prepare_for_bulk(BulkMemory::Ample).unwrap();
    }
    for portion in 0..4 {
        for store in [&mut at_once, &mut later, &mut broken] {
            add(store, portion * 50..portion * 50 + 30);
            add(store, portion * 50 + 30..portion * 50 + 50);
        }
        for store in [&mut at_once, &mut later, &mut broken] {
            relink(store, portion);
        }
        if portion % 2 == 1 {
            later.count_all().unwrap();
            let mut steps = 0;
            while broken.count_some(&|| true).unwrap() {
                steps += 1;
                if steps % 7 == 5 {
                    // As if the program had been killed, and another process had continued.
                    broken = open(folders[2].path());
                }
            }
            assert!(steps > 15, "{steps}");
            broken.prepare_for_bulk(BulkMemory::Ample).unwrap();
        }
    }
    assert!(!counted(&at_once).is_empty());
    assert_eq!(counted(&later), counted(&at_once));
    assert_eq!(counted(&broken), counted(&at_once));
}

#[test]
fn rules_know_what_is_not_counted_yet() {
    let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let [mut at_once, mut later] = folders.each_ref().map(|folder| open(folder.path()));
    later.prepare_for_bulk(BulkMemory::Ample).unwrap();
    for store in [&mut at_once, &mut later] {
        add(store, 0..40);
        add(store, 40..80);
    }
    assert!(later.recalled.borrow().waiting.count() > 10);
    for (one, other) in (0..7).zip(0..29) {
        let key = format!("ann{one} lake{other}");
        let surname = format!("lake{other}");
        let answers = |store: &Store| {
            let memory = store.memory();
            (
                memory.known(Kind::Person, &key).unwrap(),
                memory.of_surname(&surname).unwrap(),
                memory.called(Kind::Person, &surname).unwrap(),
                memory.count_near((Kind::Person, &key), 0, 30_000_000).unwrap(),
            )
        };
        assert_eq!(answers(&later), answers(&at_once), "{key}");
    }
}

#[test]
fn the_highest_certainty_of_a_place_is_kept_however_articles_are_batched() {
    let named = |number: usize, certainty: f32| {
        let mut article = article(number);
        article.1.entities[0].kind = Kind::Place;
        article.1.entities[0].key = "somewhere".to_owned();
        article.1.entities[0].place = Some(Place {
            name: "Somewhere".to_owned(),
            country: String::new(),
            country_name: String::new(),
            admin1: None,
            kind: PlaceKind::City,
            latitude: 0.0,
            longitude: 0.0,
            geonameid: None,
            certainty,
        });
        (number, article)
    };
    for batches in
        [vec![vec![0.5, 0.9, 0.7]], vec![vec![0.9], vec![0.5, 0.7]], vec![vec![0.5], vec![0.7, 0.9]]]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("library.db"), Access::Write).unwrap();
        let mut numbers = 0..;
        for batch in &batches {
            add_articles(
                &mut store,
                numbers.by_ref().zip(batch).map(|(number, &certainty)| named(number, certainty)),
            );
        }
        let sql = "SELECT json_extract(place, '$.certainty') FROM entity WHERE key = 'somewhere'";
        let kept: f64 = store.connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert!((kept - 0.9).abs() < 0.001, "{batches:?}: {kept}");
    }
}
