//! The user's corrections of names: made, undone, redone, combined, and in effect whatever is derived again.

use super::counts::kept_is_counted;
use super::derived::{derived, forget_all_that_is_derived, forms_and_roles_are_counted};
use super::{NOW, add, apply, article, correct, open, undo};
use dateline::library::{Error, Library, Task};
use dateline::model::*;
use std::path::Path;
use tempfile::TempDir;

fn person(key: &str) -> EntityKey {
    EntityKey::new(Kind::Person, key)
}

fn whole(key: &str) -> Part {
    Part::all(person(key))
}

fn merge(key: &str, into: &str) -> Correction {
    Correction::Merge { part: whole(key), into: person(into) }
}

fn part(key: &str, forms: &[&str], articles: &[ArticleId]) -> Part {
    let forms = forms.iter().map(|&form| form.to_owned()).collect();
    Part { entity: person(key), forms, articles: articles.to_vec() }
}

/// Five articles: Ada Lake in three (once as `ada_lake`), A. Lake in one, Bo Reed in two, Turin in two.
fn quay() -> (TempDir, Library, Vec<ArticleId>) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let texts = [
        ("One", "2024-01-01", "@Ada_Lake spoke. @Ada_Lake left #Turin. @ada_lake slept."),
        ("Two", "2024-01-09", "@A._Lake met @Ada_Lake there."),
        ("Three", "2024-02-01", "@Bo_Reed wrote to @Ada_Lake in #Turin."),
        ("Four", "2024-03-01", "@Bo_Reed rested."),
        ("Five", "2024-03-02", "@A._Lake swam for the $Harbour_Board."),
    ];
    let ids = add(&mut library, &texts.map(|(title, day, text)| article(title, day, text))).ids;
    (folder, library, ids)
}

fn check_counts(library: &Library, path: &Path) {
    kept_is_counted(path);
    forms_and_roles_are_counted(library, path);
}

/// The entities that an article shows, most salient first: name and mentions.
fn shown(library: &Library, id: ArticleId) -> Vec<(String, u32)> {
    let entities = library.article(id).unwrap().unwrap().entities;
    entities.into_iter().map(|named| (named.entity.name, named.mentions)).collect()
}

fn names(library: &Library, kind: Kind) -> Vec<(String, u32, u32)> {
    let rows = library.names(Some(kind), "", 99, &Task::new()).unwrap();
    rows.into_iter().map(|row| (row.name, row.articles, row.mentions)).collect()
}

/// One correction of each kind, for the five articles.
fn corrections(ids: &[ArticleId]) -> Vec<(&'static str, Correction)> {
    let turin = EntityKey::new(Kind::Place, "turin");
    let lake = Place {
        name: "Turin".to_owned(),
        country: "US".to_owned(),
        country_name: "United States".to_owned(),
        admin1: Some("New York".to_owned()),
        kind: PlaceKind::City,
        latitude: 43.63,
        longitude: -75.41,
        geonameid: None,
        certainty: 1.0,
    };
    vec![
        ("merge", merge("a. lake", "ada lake")),
        (
            "merge in one article",
            Correction::Merge { part: part("a. lake", &[], &ids[4..]), into: person("bo reed") },
        ),
        (
            "split by form",
            Correction::Split { part: part("ada lake", &["ada_lake"], &[]), name: "Ada Lake".to_owned() },
        ),
        (
            "split by article",
            Correction::Split {
                part: part("ada lake", &[], &ids[1..3]),
                name: "Ada Lake the younger".to_owned(),
            },
        ),
        (
            "split by both",
            Correction::Split { part: part("ada lake", &["Ada_Lake"], &ids[..1]), name: "Ada".to_owned() },
        ),
        ("rename", Correction::Rename { entity: person("ada lake"), name: "Ada M. Lake".to_owned() }),
        ("kind", Correction::Kind { part: whole("bo reed"), kind: Kind::Organisation }),
        ("no entity", Correction::NotAnEntity { part: whole("bo reed") }),
        ("no entity by form", Correction::NotAnEntity { part: part("ada lake", &["ada_lake"], &[]) }),
        ("place", Correction::Place { part: Part::all(turin), place: lake }),
    ]
}

fn try_to(library: &mut Library, correction: &Correction, task: &Task) -> Result<Applied, Error> {
    library.apply(&Edit::Correction(correction.clone()), task, NOW)
}

/// Each correction is made, undone, redone, stays in effect when everything is derived again, and is undone.
#[test]
fn what_is_done_can_be_undone_and_done_again_and_survives() {
    let count = corrections(&[ArticleId(0); 5]).len();
    for at in 0..count {
        let (folder, mut library, ids) = quay();
        let (what, correction) = corrections(&ids).swap_remove(at);
        let path = folder.path();
        let before = derived(path);
        let done = correct(&mut library, &correction);
        let after = derived(path);
        assert_ne!(before, after, "{what}");
        assert!(done.articles > 0, "{what}");
        check_counts(&library, path);
        undo(&mut library, &done);
        assert_eq!(derived(path), before, "{what} undone");
        let again = library.redo(None, &Task::new(), NOW).unwrap().unwrap();
        assert_eq!(derived(path), after, "{what} redone");
        assert_eq!((again.id, &again.edit), (done.id, &done.edit));
        drop(library);
        forget_all_that_is_derived(path);
        let mut library = open(path);
        assert_eq!(library.catch_up(&Task::new()).unwrap().read, 5, "{what}");
        assert_eq!(derived(path), after, "{what} derived anew");
        check_counts(&library, path);
        undo(&mut library, &done);
        assert_eq!(derived(path), before, "{what} undone after that");
        check_counts(&library, path);
        assert_eq!(library.corrections().unwrap().len(), 1, "{what}");
    }
}

#[test]
fn a_merge_shows_in_lists_searches_and_dossiers() {
    let (_folder, mut library, ids) = quay();
    let task = Task::new();
    let old = library.entity_of(&person("a. lake")).unwrap().unwrap();
    let done = correct(&mut library, &merge("a. lake", "ada lake"));
    assert_eq!((done.articles, done.entity), (2, library.entity_named("ada lake").unwrap()));
    assert_eq!(names(&library, Kind::Person), [("Ada Lake".into(), 4, 7), ("Bo Reed".into(), 2, 2)]);
    assert_eq!(shown(&library, ids[1]), [("Ada Lake".into(), 2)]);
    library.catch_up_index(&task).unwrap();
    assert_eq!(library.find("person:\"ada lake\"", Order::Newest, 9, &task).unwrap().total, 4);
    // It is found by any of its names and by its old number.
    assert_eq!(library.entity_named("A. Lake").unwrap(), done.entity);
    let dossier = library.dossier(old, None, 9, &task).unwrap().unwrap();
    assert_eq!((Some(dossier.id), dossier.total), (done.entity, 4));
    assert_eq!((dossier.first, dossier.last), (When::day(2024, 1, 1), When::day(2024, 3, 2)));
    let forms: Vec<_> = dossier.aliases.iter().map(|alias| (alias.form.as_str(), alias.mentions)).collect();
    assert_eq!(forms, [("Ada_Lake", 4), ("A._Lake", 2), ("ada_lake", 1)]);
    let months: Vec<_> = dossier.months.iter().map(|each| (each.month.as_str(), each.articles)).collect();
    assert_eq!(months, [("2024-01", 2), ("2024-02", 1), ("2024-03", 1)]);
    assert_eq!(dossier.roles, ["speaker"]);
    let with: Vec<_> = dossier.with.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(with.len(), 3, "{with:?}");
    // A later article is shown as the user said.
    let late = add(&mut library, &[article("Six", "2024-04-01", "@A._Lake came back.")]).ids[0];
    assert_eq!(shown(&library, late), [("Ada Lake".into(), 1)]);
}

#[test]
fn later_corrections_take_earlier_ones_as_done() {
    let (folder, mut library, ids) = quay();
    let path = folder.path();
    let before = derived(path);
    let first = correct(&mut library, &merge("a. lake", "ada lake"));
    let second = correct(&mut library, &merge("ada lake", "bo reed"));
    assert_eq!(names(&library, Kind::Person), [("Bo Reed".into(), 5, 9)]);
    // A rename after a merge applies to all of it; a split after that separates the part again.
    let third =
        correct(&mut library, &Correction::Rename { entity: person("bo reed"), name: "B. Reed".to_owned() });
    let split = Correction::Split { part: part("bo reed", &["A._Lake"], &[]), name: "Al Lake".to_owned() };
    let fourth = correct(&mut library, &split);
    assert_eq!(names(&library, Kind::Person), [("B. Reed".into(), 4, 7), ("Al Lake".into(), 2, 2)]);
    check_counts(&library, path);
    // An entity that was merged into another cannot be corrected, and merging into it merges into that other.
    let vain = try_to(&mut library, &merge("a. lake", "bo reed"), &Task::new());
    assert!(matches!(vain, Err(Error::Correction { .. })), "{vain:?}");
    let vain = try_to(&mut library, &merge("bo reed", "a. lake"), &Task::new());
    assert!(matches!(vain, Err(Error::Correction { .. })), "{vain:?}");
    // Withdrawn in any order, everything is as before.
    for done in [second, fourth, first, third] {
        undo(&mut library, &done);
        check_counts(&library, path);
    }
    assert_eq!(derived(path), before);
    assert_eq!(shown(&library, ids[3]), [("Bo Reed".into(), 1)]);
    assert!(library.corrections().unwrap().iter().all(|row| !row.holds));
}

#[test]
fn merging_there_and_back_has_the_last_word() {
    let (folder, mut library, _) = quay();
    correct(&mut library, &merge("a. lake", "ada lake"));
    correct(
        &mut library,
        &Correction::Split { part: part("ada lake", &["A._Lake"], &[]), name: "A. Lake".into() },
    );
    let split = library.entity_named("a. lake").unwrap().unwrap();
    let key = library.key_of(split).unwrap().unwrap();
    let back = Correction::Merge { part: Part::all(person("ada lake")), into: key };
    correct(&mut library, &back);
    assert_eq!(names(&library, Kind::Person), [("A. Lake".into(), 4, 7), ("Bo Reed".into(), 2, 2)]);
    check_counts(&library, folder.path());
}

#[test]
fn a_change_of_kind_that_meets_another_is_one_with_it() {
    let (folder, mut library, _) = quay();
    add(&mut library, &[article("Six", "2024-04-01", "The $Bo_Reed sank.")]);
    let done = correct(&mut library, &Correction::Kind { part: whole("bo reed"), kind: Kind::Organisation });
    assert_eq!(names(&library, Kind::Organisation)[0], ("Bo Reed".into(), 3, 3));
    check_counts(&library, folder.path());
    undo(&mut library, &done);
    assert_eq!(names(&library, Kind::Person)[1], ("Bo Reed".into(), 2, 2));
}

#[test]
fn two_of_one_name_are_two() {
    let (folder, mut library, ids) = quay();
    let split = Correction::Split { part: part("bo reed", &[], &ids[3..4]), name: "Bo Reed".to_owned() };
    let done = correct(&mut library, &split);
    assert_eq!(names(&library, Kind::Person)[2..], [("Bo Reed".into(), 1, 1), ("Bo Reed".into(), 1, 1)]);
    let why = library.why(ids[3], done.entity.unwrap()).unwrap();
    let Some(Edit::CorrectionHolds { id, to: Switch::On }) = done.edit else { panic!("{done:?}") };
    assert_eq!(why[0].undo, Some(Edit::CorrectionHolds { id, to: Switch::Off }));
    assert_eq!(why[0].sentence, "you said on 2024-03-01 that Bo Reed is another Bo Reed, in one article",);
    // The next key is free, although this one was withdrawn.
    undo(&mut library, &done);
    let other = Correction::Split { part: part("bo reed", &[], &ids[2..3]), name: "Bo Reed".to_owned() };
    correct(&mut library, &other);
    apply(&mut library, &Edit::CorrectionHolds { id, to: Switch::On });
    assert_eq!(names(&library, Kind::Person).len(), 4);
    check_counts(&library, folder.path());
}

#[test]
fn what_would_say_nothing_is_refused() {
    let (folder, mut library, _) = quay();
    let before = derived(folder.path());
    let rename = |name: &str| Correction::Rename { entity: person("bo reed"), name: name.to_owned() };
    for vain in [
        merge("bo reed", "bo reed"),
        merge("nobody", "bo reed"),
        merge("bo reed", "nobody"),
        rename("Bo Reed"),
        rename(" \u{1b}"),
        Correction::Kind { part: whole("bo reed"), kind: Kind::Person },
    ] {
        let rejected = try_to(&mut library, &vain, &Task::new());
        assert!(matches!(rejected, Err(Error::Correction { .. })), "{vain:?}: {rejected:?}");
    }
    let missing = Edit::CorrectionHolds { id: CorrectionId(9), to: Switch::Off };
    assert_eq!(apply(&mut library, &missing).edit, None);
    let stopped = Task::new();
    stopped.cancel();
    assert!(try_to(&mut library, &merge("bo reed", "ada lake"), &stopped).unwrap_err().is_cancelled());
    assert_eq!(derived(folder.path()), before);
    assert_eq!(library.corrections().unwrap(), []);
}

#[test]
fn a_reader_chooses_among_the_places_of_a_name() {
    let (folder, mut library, ids) = quay();
    let places = library.places_meant("Turin", "Turin");
    assert!(places.iter().any(|place| place.country == "IT"), "{places:?}");
    let italy = places.into_iter().find(|place| place.country == "IT").unwrap();
    let of = |articles: &[ArticleId]| Part {
        entity: EntityKey::new(Kind::Place, "turin"),
        forms: Vec::new(),
        articles: articles.to_vec(),
    };
    let done = correct(&mut library, &Correction::Place { part: of(&ids[..1]), place: italy.clone() });
    let article = library.article(ids[0]).unwrap().unwrap();
    let place = article.entities.iter().find(|named| Some(named.id) == done.entity).unwrap();
    assert_eq!(place.entity.place.as_ref(), Some(&italy));
    assert!(
        library.article(ids[2]).unwrap().unwrap().entities.iter().all(|named| named.entity.place.is_none())
    );
    check_counts(&library, folder.path());
}
