//! What anaphors refer to, in texts with their mentions marked: `{person}`, `[place]`, `<organisation>`.

use crate::entities::{Input, Recognition};
use crate::model::{Kind, Span};
use std::sync::LazyLock;

static RECOGNITION: LazyLock<Recognition> = LazyLock::new(Recognition::open);

/// Resolves a marked text and checks the entity of each mention, given by the number of the entity's first mention.
fn check(marked: &str, expected: &[usize]) {
    let (mut text, mut given, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        let kind = match c {
            '{' | '[' | '<' => {
                start = text.len();
                continue;
            }
            '}' => Kind::Person,
            ']' => Kind::Place,
            '>' => Kind::Organisation,
            _ => {
                text.push(c);
                continue;
            }
        };
        given.push((Span::new(start, text.len()), kind));
    }
    let names = RECOGNITION.read(&Input { text: &text, given: Some(&given), ..Input::default() });
    let entities: Vec<usize> = names.mentions.iter().map(|mention| mention.entity).collect();
    let first = |entity: &usize| entities.iter().position(|other| other == entity).unwrap();
    assert_eq!(entities.iter().map(first).collect::<Vec<_>>(), expected, "{marked}");
}

#[test]
fn pronouns_go_to_whom_they_agree_with() {
    check("{Anna Berg} met {Ole Lind} in Lund. {She} thanked {him}.", &[0, 1, 0, 1]);
    check("{Anna Berg} said that {she} would stay.", &[0, 0]);
    check("{Mr Moe} was late. <Tide Office> had closed <its> doors, and {he} left.", &[0, 1, 1, 0]);
    check("<Tide Office> closed. [Lund] mourned {Anna Berg}. {Her} flowers were there.", &[0, 1, 2, 2]);
}

#[test]
fn quotations_have_speakers() {
    check("\"{I} am glad,\" said {Anna Berg}. \"{We} won.\"", &[0, 0, 0]);
    check("{Ole Lind} praised {Tom Moe}. \"{He} is brave,\" {Lind} said.", &[0, 1, 1, 0]);
    check("\"<Our> boats are safe,\" <Tide Office> said.", &[0, 0]);
}

#[test]
fn nouns_go_to_what_they_tell_of() {
    check("{Anna Berg}, the prime minister, met {Ole Lind}. {The prime minister} smiled.", &[0, 1, 0]);
    check("<Lindqvist Shipping> lost money. <The company> sold a ship.", &[0, 0]);
    check("[Norway] and [Bergen] are wet. [The city] is the wettest.", &[0, 1, 1]);
    check("{Ole Lind} spoke. {His father} listened.", &[0, 1]);
}

#[test]
fn the_part_that_a_name_plays_tells() {
    check("{Ole Lind} said his mother had called {him}.", &[0, 0]);
    check("<Tide Office> asks <Lindqvist Shipping> to open <its> doors.", &[0, 1, 1]);
    check("[Norway] is wet. Although [it] is small, [Lund] has a harbour.", &[0, 1, 1]);
    check("{Tom Moe} sold boats with {Ole Lind}. {He} had three.", &[0, 1, 0]);
    check("{Ole Lind} said that {he} ({Tom Moe}) must go.", &[0, 1, 1]);
}

#[test]
fn what_was_not_handed_in_tells() {
    check("{Kim Berg} and {Robin Lind} met. Berg said she was tired. {He} left.", &[0, 1, 1]);
    check("{Ole Lind} waved. Tom Moe came in. {He} sat down.", &[0, 1]);
}

#[test]
fn who_speaks_may_stand_behind_or_be_the_writer() {
    check("{Ole Lind} met {Anna Berg}. \"{I} am tired,\" {she} said.", &[0, 1, 1, 1]);
    check("{Tom Moe} attacked {Ole Lind}: \"{He} is late.\"", &[0, 1, 1]);
    check("\"<We> are safe,\" said {Anna Berg}, an engineer at <Lindqvist Shipping>.", &[0, 1, 0]);
    check("<Lindqvist Shipping> opened a harbour. <We> are glad.", &[0, 0]);
    let column = "{I} like boats and all harbours, whatever the weather. ".to_owned()
        + &"Rain fell on the quay for most of the day. ".repeat(6)
        + "\n\n{Anna Berg} is a columnist.";
    check(&column, &[0, 0]);
}

#[test]
fn nouns_that_fit_nobody_are_their_own() {
    check("{Anna Berg}, 46, met {Eva Lind}, 33. {The 33-year-old} smiled.", &[0, 1, 1]);
    check("<Air Lund> met <Harbour Council>. <The airline> lost.", &[0, 1, 0]);
    check("<Tide Office> warned. <The victims> slept.", &[0, 1]);
    check("[Lund] woke. [The room] was dark.", &[0, 1]);
    check("Opposition leader {Ole Lind} spoke of {the prime minister}.", &[0, 1]);
}

#[test]
fn the_country_is_that_of_the_places() {
    let text = "Seattle and Boston have harbours, as have few in the country.";
    let given = [(0, 7), (12, 18), (49, 60)].map(|(start, end)| (Span::new(start, end), Kind::Place));
    let names = RECOGNITION.read(&Input { text, given: Some(&given), ..Input::default() });
    let country = &names.entities[names.mentions[2].entity];
    assert_eq!(country.name, "United States");
}

#[test]
fn nobodys_pronouns_are_one_and_no_other_articles() {
    check("{She} sang. Then {she} danced.", &[0, 0]);
    let read = |text: &str| {
        let given = [(Span::new(0, 3), Kind::Person)];
        RECOGNITION.read(&Input { text, given: Some(&given), ..Input::default() }).entities[0].key.clone()
    };
    assert_ne!(read("She sang."), read("She danced."));
}
