//! Linking, by cases: what a library has read, what an article names, and whom it refers to.

use super::*;
use crate::model::Alias;

/// An article: its day, and its names as "kind: name | other forms".
type Told<'a> = (&'a str, &'a [&'a str]);

fn names(told: &[&str]) -> Names {
    let entity = |told: &&str| {
        let (kind, forms) = told.split_once(": ").unwrap();
        let forms: Vec<&str> = forms.split(" | ").collect();
        Entity {
            kind: Kind::from_word(kind).unwrap(),
            name: forms[0].to_owned(),
            key: bare(forms[0]),
            aliases: forms.iter().map(|form| Alias { form: (*form).to_owned(), mentions: 1 }).collect(),
            roles: Vec::new(),
            place: None,
            salience: 1.0,
        }
    };
    Names { mentions: Vec::new(), entities: told.iter().map(entity).collect() }
}

fn memory_index(read: &[Told<'_>]) -> MemoryIndex {
    let mut memory_index = MemoryIndex::default();
    for (number, (day, told)) in (1..).zip(read) {
        memory_index.note(ArticleId(number), When::parse(day), &names(told));
    }
    memory_index
}

/// Checks what the first name of an article refers to in a library that has read these articles.
fn check(read: &[Told<'_>], article: Told<'_>, expected: &str) {
    let memory_index = memory_index(read);
    let links = link(&names(article.1), When::parse(article.0), &memory_index).unwrap();
    let link_facts = match &links[0].reason {
        Reason::SameName => links[0].name.clone(),
        reason => reason.to_string(),
    };
    assert_eq!(link_facts, expected, "{article:?}");
}

const DAY: &str = "2016-12-15";
const LONG_AGO: &str = "2010-12-15";

#[test]
fn a_name_that_nobody_has_said_is_its_own() {
    check(&[], (DAY, &["person: Anna Berg"]), "Anna Berg");
    check(&[(DAY, &["person: Anna Berg"])], (DAY, &["person: Anna Berg"]), "Anna Berg");
    check(&[(DAY, &["person: Anna Berg"])], (DAY, &["person: Ole Berg"]), "Ole Berg");
}

#[test]
fn initials_are_spelt_out_where_only_one_agrees() {
    let one: &[Told<'_>] = &[(DAY, &["person: Johan Berg"])];
    check(one, (DAY, &["person: J. Berg"]), "J. Berg is Johan Berg: no one else with that surname matches");
    let two: &[Told<'_>] = &[(DAY, &["person: Johan Berg"]), (DAY, &["person: Jens Berg"])];
    check(two, (DAY, &["person: J. Berg"]), "J. Berg");
    check(
        &[(DAY, &["person: Michael Lund"]), (DAY, &["person: Michael Lund"]), (DAY, &["person: Mike Lund"])],
        (DAY, &["person: Mike Lund"]),
        "Mike Lund is Michael Lund: no one else with that surname matches",
    );
}

#[test]
fn a_lone_surname_needs_company_and_time() {
    let berg: Told<'_> = (DAY, &["person: Anna Berg", "organisation: Tide Office"]);
    let alone: &[&str] = &["person: Berg", "organisation: Tide Office"];
    check(
        &[berg],
        (DAY, alone),
        "Berg alone is Anna Berg: the only one of that name, also named with Tide Office",
    );
    check(&[berg], (DAY, &["person: Berg", "organisation: Lund Gulls"]), "Berg");
    check(&[berg], (LONG_AGO, alone), "Berg");
    let other: Told<'_> = (DAY, &["person: Ole Berg"]);
    check(&[berg, other], (DAY, alone), "Berg");
    check(
        &[berg, berg, berg, berg, other],
        (DAY, alone),
        "Berg alone is Anna Berg: by far the most frequent of that name, also named with Tide Office",
    );
}

#[test]
fn acronyms_are_learned_where_they_mean_one_thing() {
    let union: Told<'_> = (DAY, &["organisation: Harbour Pilots Union | HPU"]);
    check(
        &[union],
        (DAY, &["organisation: HPU"]),
        "HPU stands for Harbour Pilots Union: 1 article calls it that",
    );
    let other: Told<'_> = (DAY, &["organisation: Hall of Public Understanding | HPU"]);
    check(&[union, other], (DAY, &["organisation: HPU"]), "HPU");
}

/// A name's outlook changes when it can refer to someone else, and not when one more article of the same kind is
/// added.
#[test]
fn an_outlook_changes_with_who_can_be_meant() {
    let outlook = |kind, key: &str, read: &[Told<'_>]| outlook(kind, key, &memory_index(read)).unwrap();
    let berg: Told<'_> = (DAY, &["person: Anna Berg", "organisation: Harbour Pilots Union | HPU"]);
    let other: Told<'_> = (DAY, &["person: Ole Berg", "organisation: Hall of Public Understanding | HPU"]);
    for (kind, key) in [(Kind::Person, "berg"), (Kind::Person, "a berg"), (Kind::Organisation, "hpu")] {
        let one = outlook(kind, key, &[berg]);
        assert_ne!(one, outlook(kind, key, &[]), "{key}");
        assert_eq!(one, outlook(kind, key, &[berg, berg]), "{key}");
        let is_same = one == outlook(kind, key, &[berg, other]);
        assert_eq!(is_same, key == "a berg", "{key}");
    }
}

#[test]
fn entities_that_are_one_become_one() {
    let mut article = names(&["person: Anna Berg", "place: Lund", "person: A. Berg"]);
    let links = link(&article, None, &memory_index(&[(DAY, &["person: Anna Berg"])])).unwrap();
    apply(&mut article, &links);
    let left: Vec<&str> = article.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(left, ["Anna Berg", "Lund"]);
    assert_eq!(article.entities[0].aliases.len(), 2);
}
