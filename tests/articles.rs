//! Our own golden articles: the documents made from bytes, the names in them, and which names are the same entity.

#![allow(clippy::expect_used, clippy::panic, reason = "what a test cannot do without")]

use dateline::entities::{Input, Recognition};
use dateline::extract::{Format, Source, document};
use dateline::model::{Document, Entity, Field, Kind, Names};
use std::sync::LazyLock;

static RECOGNITION: LazyLock<Recognition> = LazyLock::new(Recognition::open);

fn sample(name: &str) -> Document {
    let path = format!("{}/assets/samples/{name}.md", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).expect("a sample article");
    document(Format::Markdown, &bytes, &Source { name, ..Source::default() }).expect("a document")
}

fn names(document: &Document) -> Names {
    RECOGNITION.read(&Input { title: &document.title, text: &document.text, ..Input::default() })
}

fn entity<'a>(names: &'a Names, kind: Kind, name: &str) -> &'a Entity {
    let found = names.entities.iter().find(|entity| entity.kind == kind && entity.name == name);
    found.unwrap_or_else(|| panic!("no {} {name} among {:?}", kind.word(), listed(names)))
}

fn listed(names: &Names) -> Vec<(&str, &str)> {
    names.entities.iter().map(|entity| (entity.kind.word(), entity.name.as_str())).collect()
}

#[test]
fn the_samples_name_whom_they_are_about() {
    use Kind::{Organisation, Person, Place};
    for (sample_name, expected) in [
        (
            "05-vienna-iran-deal",
            [
                (Person, "John Kerry"),
                (Person, "Federica Mogherini"),
                (Person, "Mohammad Javad Zarif"),
                (Organisation, "International Atomic Energy Agency"),
                (Place, "Vienna"),
                (Place, "Iran"),
            ]
            .as_slice(),
        ),
        (
            "10-mosul-victory",
            &[
                (Person, "Haider al-Abadi"),
                (Organisation, "Islamic State"),
                (Organisation, "United Nations"),
                (Place, "Mosul"),
                (Place, "Raqqa"),
                (Place, "Tigris"),
            ],
        ),
        (
            "17-finland-joins-nato",
            &[
                (Person, "Jens Stoltenberg"),
                (Person, "Antony Blinken"),
                (Organisation, "NATO"),
                (Place, "Finland"),
                (Place, "Brussels"),
                (Place, "Russia"),
            ],
        ),
    ] {
        let names = names(&sample(sample_name));
        for (kind, name) in expected {
            entity(&names, *kind, name);
        }
    }
}

#[test]
fn spellings_of_one_are_one_and_mentions_stand_where_they_say() {
    let document = sample("10-mosul-victory");
    let names = names(&document);
    let forms = |kind, name| -> Vec<&str> {
        entity(&names, kind, name).aliases.iter().map(|alias| alias.form.as_str()).collect()
    };
    assert!(forms(Kind::Person, "Haider al-Abadi").contains(&"Abadi"));
    assert!(forms(Kind::Organisation, "Islamic State").contains(&"IS"));
    for mention in &names.mentions {
        let text = if mention.field == Field::Title { &document.title } else { &document.text };
        let form = mention.span.of(text);
        let entity = &names.entities[mention.entity];
        assert!(
            entity.aliases.iter().any(|alias| alias.form == form),
            "{form} is no form of {}",
            entity.name
        );
        assert_eq!(entity.kind, mention.kind);
    }
}

#[test]
fn places_lie_where_they_belong() {
    let names = names(&sample("10-mosul-victory"));
    let mosul = entity(&names, Kind::Place, "Mosul").place.as_ref().expect("a place");
    assert_eq!((mosul.country.as_str(), mosul.country_name.as_str()), ("IQ", "Iraq"));
    assert!((mosul.latitude - 36.3).abs() < 0.3 && (mosul.longitude - 43.1).abs() < 0.3, "{mosul:?}");
}

#[test]
fn every_sample_is_an_article_of_its_length_with_a_date_and_names() {
    let folder = format!("{}/assets/samples", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the samples").flatten() {
        let name = entry.file_name().into_string().expect("a name");
        let Some(name) =
            name.strip_suffix(".md").filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
        else {
            continue;
        };
        let document = sample(name);
        let words = document.text.split_whitespace().count();
        assert!((300..=800).contains(&words), "{name} has {words} words");
        assert!(document.published.is_some() && !document.title.is_empty(), "{name}");
        assert!(names(&document).entities.len() >= 5, "{name} names hardly anybody");
        count += 1;
    }
    assert_eq!(count, 19);
}

/// A page's text as copied from a browser, with everything around the article.
const COPIED: &str = "Skip to main content\nMenu\nSearch\n\nFerry Line Between Kiel and Oslo Cuts Winter Sailings\n\n\
    Share on Facebook\n\nferry-terminal-700x430Shipping line Nordfahrt said on Friday that its ferries between Kiel and \
    Oslo would sail only three times a week from January, because fuel has become dearer and bookings have fallen by a \
    fifth.\n\nThe mayor of Kiel, Anke Behrens, called the decision short-sighted. “Half the town lives on this line,” \
    Behrens told the council.\n\nNordfahrt promised that all sailings would return in April, and that nobody would lose \
    a job over the winter.\n\n3 Comments\n\nLeave a Reply\n\nYou may also like\n\nPopular Posts\n";

#[test]
fn a_copied_page_loses_its_boilerplate_and_keeps_its_article() {
    let source = Source { name: "ferry.txt", ..Source::default() };
    let document = document(Format::Text, COPIED.as_bytes(), &source).expect("a document");
    assert_eq!(document.title, "Ferry Line Between Kiel and Oslo Cuts Winter Sailings");
    assert!(document.text.starts_with("Shipping line Nordfahrt said on Friday"), "{}", document.text);
    assert!(document.text.ends_with("over the winter."), "{}", document.text);
    assert_eq!(document.blocks.len(), 3);
    for (piece, why) in
        [("Menu", "navigation"), ("3 Comments", "comment form"), ("ferry-terminal-700x430", "image name")]
    {
        let stripped = document.stripped.iter().find(|stripped| stripped.text == piece);
        assert_eq!(stripped.map(|stripped| stripped.why.as_str()), Some(why), "{:?}", document.stripped);
    }
}
