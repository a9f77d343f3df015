//! Our own whole articles: whom and what they name, and which mentions are one entity.

use super::*;
use std::sync::LazyLock;

static RECOGNITION: LazyLock<Recognition> = LazyLock::new(Recognition::open);

const ARTICLE: &str = "Norwegian Fisheries Minister Ingrid Solberg told the United Nations on Monday that Norway would \
    open Bergen to refugees.\n\nSolberg met the harbour union's chairman, Peter Lund, in Oslo. Lund, the deputy director of \
    the Harbour Pilots Union (HPU), welcomed it. “The U.N. has asked for years,” Solberg said. The HPU has 900 members in \
    Bergen, and more in Sweden and the U.S., where the American government has promised help.\n\nThe United States sends \
    Gen. Mark Hayes.";

fn read(title: &str, text: &str) -> Names {
    RECOGNITION.read(&Input { title, text, ..Input::default() })
}

fn entity<'a>(names: &'a Names, name: &str) -> &'a crate::model::Entity {
    names.entities.iter().find(|entity| entity.name == name).unwrap_or_else(|| {
        let all: Vec<&str> = names.entities.iter().map(|entity| entity.name.as_str()).collect();
        panic!("no {name} among {all:?}")
    })
}

#[test]
fn each_entity_has_all_its_mentions() {
    let names = read("Solberg Opens Bergen to Refugees", ARTICLE);
    for (name, kind, key, mentions) in [
        ("Ingrid Solberg", Kind::Person, "ingrid solberg", 4),
        ("Peter Lund", Kind::Person, "peter lund", 2),
        ("Mark Hayes", Kind::Person, "mark hayes", 1),
        ("United Nations", Kind::Organisation, "united nations", 2),
        ("Harbour Pilots Union", Kind::Organisation, "harbour pilots union", 3),
        ("United States", Kind::Place, "united states, us, 6252001", 2),
        ("Bergen", Kind::Place, "bergen, no, 3161732", 3),
        ("Norway", Kind::Place, "norway, no, 3144096", 1),
    ] {
        let entity = entity(&names, name);
        let count: u32 = entity.aliases.iter().map(|alias| alias.mentions).sum();
        assert_eq!((entity.kind, entity.key.as_str(), count), (kind, key, mentions), "{name}");
    }
    assert_eq!(names.entities.len(), 10, "{:?}", names.entities);
}

#[test]
fn persons_keep_their_roles_and_places_their_spot() {
    let names = read("", ARTICLE);
    assert_eq!(entity(&names, "Ingrid Solberg").roles, ["Norwegian Fisheries Minister"]);
    assert_eq!(entity(&names, "Peter Lund").roles, ["chairman", "deputy director"]);
    assert_eq!(entity(&names, "Mark Hayes").roles, ["Gen."]);
    let names = read("", "The union's foreign policy chief, Anna Berg, met Ole Lund.");
    assert_eq!(entity(&names, "Anna Berg").roles, ["foreign policy chief"]);
    let names = read("", "The leaders were Ole Lund and Anna Berg, the presidents of two unions.");
    assert_eq!(entity(&names, "Anna Berg").roles, ["president"]);
    let names = read("", ARTICLE);
    let bergen = entity(&names, "Bergen").place.as_ref().expect("a place");
    assert_eq!((bergen.country.as_str(), bergen.country_name.as_str()), ("NO", "Norway"));
    assert!((bergen.latitude - 60.4).abs() < 0.2 && (bergen.longitude - 5.3).abs() < 0.2);
}

#[test]
fn a_title_tells_wife_from_husband() {
    let text = "Anna Berg and Ole Berg sold the yard. Mrs. Berg keeps the boats, and Mr. Berg the debts. He left for good, \
        said his wife. Berg was not asked.";
    let names = read("", text);
    let who = |name: &str| {
        let entity = names.entities.iter().position(|entity| entity.name == name);
        names.mentions.iter().filter(|m| Some(m.entity) == entity).count()
    };
    assert_eq!((who("Anna Berg"), who("Ole Berg")), (2, 3), "{:?}", names.entities);
}

#[test]
fn a_city_is_shown_as_the_article_spells_it() {
    for (text, name, key) in [
        ("They fled Kobane at night. In Kobane nobody slept.", "Kobane", "kobani, sy"),
        ("The talks in KYIV ended. KYIV was calm.", "Kyiv", "kyiv, ua"),
    ] {
        let names = read("", text);
        assert!(entity(&names, name).key.starts_with(key), "{:?}", names.entities);
    }
}

#[test]
fn the_most_salient_come_first() {
    let names = read("Solberg Opens Bergen to Refugees", ARTICLE);
    let order: Vec<&str> = names.entities.iter().take(2).map(|entity| entity.name.as_str()).collect();
    assert_eq!(order, ["Ingrid Solberg", "Bergen"]);
    assert!(names.entities.is_sorted_by(|a, b| a.salience >= b.salience));
}

#[test]
fn names_in_the_headline_are_mentions_of_the_headline() {
    let title = "Solberg Opens Bergen to Refugees";
    let names = read(title, ARTICLE);
    let in_title: Vec<&str> =
        names.mentions.iter().filter(|m| m.field == Field::Title).map(|m| m.span.of(title)).collect();
    assert_eq!(in_title, ["Solberg", "Bergen"]);
}

#[test]
fn given_mentions_are_taken_as_found() {
    let text = "the zorb met Bergen and an Iraqi in Iraq";
    let at = |word: &str| {
        let start = text.find(word).expect("a word");
        Span::new(start, start + word.len())
    };
    let given = [
        (at("zorb"), Kind::Person),
        (at("Iraqi"), Kind::Place),
        (at("Bergen"), Kind::Organisation),
        (Span::new(90, 99), Kind::Place),
    ];
    let names = RECOGNITION.read(&Input { text, given: Some(&given), ..Input::default() });
    let got: Vec<(&str, Kind)> = names.mentions.iter().map(|m| (m.span.of(text), m.kind)).collect();
    assert_eq!(got, [("zorb", Kind::Person), ("Bergen", Kind::Organisation), ("Iraqi", Kind::Place)]);
    assert_eq!(entity(&names, "Iraq").key, "iraq, iq, 99237");
}

#[test]
fn an_article_without_names_has_none() {
    for text in ["", "nothing here at all.", "\n\n\n", "12 345 — …", "ТЕКСТ"] {
        assert_eq!(read("", text).entities.len(), 0, "{text:?}");
    }
}

#[test]
fn recognition_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Recognition>();
}

proptest::proptest! {
    #[test]
    fn any_article_is_read(
        title in "\\PC{0,40}",
        text in "(([A-Z][a-zé’'-]{0,6}|[a-z]{1,4}|[ .,“”()\n-]|Iraq|Gen\\.|Ministry of|\\PC) ?){0,40}"
    ) {
        let names = read(&title, &text);
        let mut keys = std::collections::HashSet::new();
        for entity in &names.entities {
            proptest::prop_assert!(!entity.name.is_empty() && entity.salience >= 0.0);
            proptest::prop_assert!(keys.insert((entity.kind, entity.key.clone())), "{} twice", entity.key);
        }
        for pair in names.mentions.windows(2) {
            let [one, next] = pair else { continue };
            proptest::prop_assert!((one.field, one.span.end) <= (next.field, next.span.start.max(one.span.end)));
            proptest::prop_assert!(one.field != next.field || one.span.end <= next.span.start);
        }
        for mention in &names.mentions {
            let field = if mention.field == Field::Title { &title } else { &text };
            proptest::prop_assert!(!mention.span.of(field).is_empty());
            proptest::prop_assert_eq!(names.entities[mention.entity].kind, mention.kind);
        }
    }
}
