//! Names of one article linked to those of others: explained, undone, and linked again when more is known.

use super::counts::kept_is_counted;
use super::derived::{derived, forget_all_that_is_derived, forms_and_roles_are_counted};
use super::{NOW, add, apply, article, correct, lines, open, undo};
use dateline::library::{Library, Task};
use dateline::model::*;
use std::sync::{Arc, OnceLock};

/// An article with a man's surname alone, and one with his full name, both with Turin.
fn two() -> [serde_json::Value; 2] {
    [
        article("Short", "2024-01-02", "@Lake spoke in #Turin."),
        article("Full", "2024-01-01", "@Ada_Lake spoke in #Turin. @Ada_Lake left."),
    ]
}

fn shown(library: &Library, id: ArticleId) -> Vec<String> {
    let entities = library.article(id).unwrap().unwrap().entities;
    entities.into_iter().map(|named| named.entity.name).filter(|name| name != "Turin").collect()
}

#[test]
fn a_lone_name_is_linked_whichever_article_comes_first() {
    for order in [[0, 1], [1, 0]] {
        for together in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let mut library = open(folder.path());
            let articles = order.map(|at| two()[at].clone());
            let ids = if together {
                add(&mut library, &articles).ids
            } else {
                articles.iter().flat_map(|one| add(&mut library, std::slice::from_ref(one)).ids).collect()
            };
            for id in ids {
                assert_eq!(shown(&library, id), ["Ada Lake"], "{order:?} {together}");
            }
            kept_is_counted(folder.path());
            forms_and_roles_are_counted(&library, folder.path());
            let found = library.find("person:\"ada lake\"", Order::Newest, 9, &Task::new()).unwrap();
            assert_eq!(found.total, 2, "the index follows: {order:?} {together}");
        }
    }
}

#[test]
fn a_link_says_why_and_is_undone_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &two()).ids;
    let lake = library.entity_named("Ada Lake").unwrap().unwrap();
    let why = library.why(ids[0], lake).unwrap();
    assert_eq!(
        (why.len(), why[0].forms.as_slice(), why[0].said.as_str()),
        (1, &["Lake".to_owned()][..], "Lake")
    );
    assert!(why[0].sentence.contains("Lake alone is Ada Lake"), "{}", why[0].sentence);
    let own = library.why(ids[1], lake).unwrap();
    assert_eq!((own[0].sentence.as_str(), &own[0].undo), ("the article itself says Ada Lake", &None));
    let linked = derived(folder.path());
    let done = apply(&mut library, why[0].undo.as_ref().unwrap());
    assert_eq!(shown(&library, ids[0]), ["Lake"]);
    let apart = derived(folder.path());
    drop(library);
    forget_all_that_is_derived(folder.path());
    let mut library = open(folder.path());
    library.catch_up(&Task::new()).unwrap();
    assert_eq!(derived(folder.path()), apart, "the rules do not link it again");
    undo(&mut library, &done);
    assert_eq!(derived(folder.path()), linked);
    kept_is_counted(folder.path());
}

#[test]
fn the_readers_word_goes_before_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &[article("Short", "2024-01-02", "@Lake met @Bo_Reed.")]);
    let lake = EntityKey::new(Kind::Person, "lake");
    let reed = EntityKey::new(Kind::Person, "bo reed");
    let merge = Correction::Merge { part: Part::all(lake), into: reed };
    correct(&mut library, &merge);
    let ids = add(&mut library, &two()).ids;
    assert_eq!(shown(&library, ids[0]), ["Bo Reed"]);
    assert_eq!(shown(&library, ids[1]), ["Ada Lake"]);
    kept_is_counted(folder.path());
}

/// Entities linked to another follow the user's correction of it.
#[test]
fn a_correction_takes_those_along_that_were_linked() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &two()).ids;
    let before = derived(folder.path());
    let lake = EntityKey::new(Kind::Person, "ada lake");
    let rest = Correction::Split {
        part: Part { entity: lake.clone(), forms: Vec::new(), articles: vec![ids[0]] },
        name: "Al Lake".to_owned(),
    };
    let split = correct(&mut library, &rest);
    assert_eq!(shown(&library, ids[0]), ["Al Lake"]);
    let nobody = Correction::NotAnEntity { part: Part::all(lake) };
    let hidden = correct(&mut library, &nobody);
    assert_eq!((shown(&library, ids[0]), shown(&library, ids[1])), (vec!["Al Lake".to_owned()], vec![]));
    kept_is_counted(folder.path());
    undo(&mut library, &split);
    assert_eq!(shown(&library, ids[0]), Vec::<String>::new());
    undo(&mut library, &hidden);
    assert_eq!(derived(folder.path()), before);
}

/// A few dozen articles in which single names, initials, acronyms and plurals depend on others, some of them years
/// apart.
fn tangled() -> Vec<serde_json::Value> {
    let people = ["Ada_Lake", "A_Lake", "Otto_Lake", "Lake", "Ada_Storm", "Storm", "Ann_Storm", "O_Lake"];
    let bodies = ["Harbour_Board", "Harbour_Boards", "Tide_Office", "Harbour"];
    (0..72_u32)
        .map(|n| {
            let year = 2010 + (n * 7) % 5;
            let person = |by: u32| people[((n * by + n / 8) % 8) as usize];
            let body = bodies[((n * 3 + n / 5) % 4) as usize];
            let (one, other) = (person(3), person(5));
            let text = format!("@{one} met @{other} of the ${body} in #Town_{}. Story {n}.", n % 6);
            article(&format!("Day {n}"), &format!("{year}-03-{:02}", 1 + n % 28), &text)
        })
        .collect()
}

/// Keys of entities, each with the forms shown as it.
type Shown = Vec<(String, Vec<String>)>;

/// The entity as which each article of a library, by its title, shows each of its forms.
fn links(library: &Library) -> Vec<(String, Shown)> {
    let all = library.window(&ListQuery::default(), Anchor::Top, 1_000, &Task::new()).unwrap();
    let mut links: Vec<_> = all
        .rows
        .iter()
        .map(|row| {
            let entities = library.article(row.id()).unwrap().unwrap().entities;
            let mut shown: Shown = entities
                .into_iter()
                .map(|named| {
                    let forms = named.entity.aliases.into_iter().map(|alias| alias.form);
                    (named.entity.key, forms.collect())
                })
                .collect();
            shown.sort();
            (row.title.clone(), shown)
        })
        .collect();
    links.sort();
    links
}

#[test]
fn articles_mean_the_same_in_whichever_order_and_portions_they_come() {
    let articles = tangled();
    let reversed: Vec<_> = articles.iter().rev().cloned().collect();
    let shuffled: Vec<_> = (0..72).map(|n| articles[n * 31 % 72].clone()).collect();
    let mut expected = None;
    for (order, portion) in
        [(&articles, 72), (&articles, 1), (&reversed, 72), (&shuffled, 72), (&shuffled, 7), (&reversed, 1)]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        for some in order.chunks(portion) {
            add(&mut library, some);
        }
        kept_is_counted(folder.path());
        let found = links(&library);
        let expected = expected.get_or_insert_with(|| found.clone());
        for (found, expected) in found.iter().zip(expected.iter()) {
            assert_eq!(found, expected, "portions of {portion}");
        }
        // Some are linked, and some are not.
        let all = found.iter().flat_map(|(_, shown)| shown);
        let linked = all.filter(|(key, forms)| forms.iter().any(|form| form.to_lowercase() != *key)).count();
        assert!(linked > 10, "{linked}");
    }
}

#[test]
fn linking_that_was_interrupted_goes_on_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &tangled());
    let expected = links(&library);
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    for some in tangled().chunks(24) {
        let itself: Arc<OnceLock<Task>> = Arc::default();
        let seen = Arc::clone(&itself);
        let task = Task::reporting(move |_, _| {
            if let Some(task) = seen.get() {
                task.cancel();
            }
        });
        itself.set(task.clone()).ok();
        assert!(library.add(&[lines(some)], &task, NOW).unwrap().stopped);
    }
    add(&mut library, &tangled());
    library.catch_up(&Task::new()).unwrap();
    assert_eq!(links(&library), expected);
}
