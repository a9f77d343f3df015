//! Correcting names on the screen: each correction is described, made, undone after a restart, and applied to later
//! articles.

use super::common::Screen;
use super::{focused, name_of_dossier};
use dateline::library::{Input, Task};
use dateline::model::Kind;

/// Our own three articles: one person under two names that no rule links, and a town whose name is ambiguous.
const LETTERS: [(&str, &str); 3] = [
    (
        "Quay opens",
        "Amina Idris opened the quay on Monday. She spoke in Paris of ships, and Amina Idris left.",
    ),
    ("Ships wait", "Minister Amina Idriss said that ships wait off Paris. Idriss promised pilots to all."),
    ("Pilots come", "Amina Idriss thanked the pilots. The Harbour Board met in Bergen on Friday."),
];

fn letter((title, text): (&str, &str)) -> Input {
    let bytes = format!(r#"{{"title":"{title}","text":"{text}"}}"#).into_bytes();
    Input::Bytes { name: format!("{title}.json"), bytes }
}

fn desk(columns: u16, rows: u16) -> Screen {
    Screen::with(&LETTERS.map(letter), columns, rows)
}

fn people(screen: &Screen) -> Vec<(String, u32)> {
    let rows = screen.library.names(Some(Kind::Person), "", 99, &Task::new()).expect("names");
    let mut people: Vec<_> = rows.into_iter().map(|row| (row.name, row.articles)).collect();
    people.sort();
    people
}

/// Opens the article with a title.
fn open(screen: &mut Screen, title: &str) {
    screen.press("gi gg");
    let at = screen.articles().list.rows.iter().position(|row| row.title == title).expect("the article");
    for _ in 0..at {
        screen.press("j");
    }
    screen.press("Enter");
}

#[test]
fn two_spellings_are_merged_told_undone_after_a_restart_and_done_again() {
    let mut screen = desk(120, 40);
    let before = people(&screen);
    assert_eq!(before, [("Amina Idris".to_owned(), 1), ("Amina Idriss".to_owned(), 2)]);
    open(&mut screen, "Ships wait");
    screen.press("]p E m");
    let text = screen.text();
    assert!(text.contains("Amina Idriss is the same as") && text.contains("Merge with"), "{text}");
    screen.type_in("idris");
    let text = screen.text();
    assert!(text.contains("Amina Idris") && text.contains("person") && text.contains("1 article"), "{text}");
    screen.press("Enter");
    let text = screen.text();
    // The name that more articles have stays, unless the user wants the other one.
    for told in [
        "Amina Idris is Amina Idriss.",
        "This changes 1 article,",
        "s keeps the name Amina Idris instead",
        "u undoes it",
        "s the other name stays",
    ] {
        assert!(text.contains(told), "{told}:\n{text}");
    }
    screen.press("s");
    let text = screen.text();
    for told in
        ["Amina Idriss is Amina Idris.", "This changes 2 articles", "u undoes it", "the article itself says"]
    {
        assert!(text.contains(told), "{told}:\n{text}");
    }
    assert_eq!(people(&screen), before, "nothing is done before it is confirmed");
    screen.press("Enter");
    assert_eq!(people(&screen), [("Amina Idris".to_owned(), 3)]);
    assert!(screen.text().contains("Said that Amina Idriss is Amina Idris · u undoes"), "{}", screen.text());
    // Later articles follow the user's correction.
    let late = ("Another day", "Amina Idriss swam to the other side of the harbour.");
    screen.library.add(&[letter(late)], &Task::new(), super::common::NOW.seconds).expect("an article");
    assert_eq!(people(&screen), [("Amina Idris".to_owned(), 4)]);
    let mut screen = screen.again();
    screen.press("u");
    assert!(screen.text().contains("the correction that Amina Idriss is Amina Idris is withdrawn"));
    assert_eq!(people(&screen), [("Amina Idris".to_owned(), 1), ("Amina Idriss".to_owned(), 3)]);
    screen.press("C-r");
    assert_eq!(people(&screen), [("Amina Idris".to_owned(), 4)]);
}

#[test]
fn a_correction_holds_everywhere_or_in_one_article() {
    let mut screen = desk(120, 40);
    open(&mut screen, "Pilots come");
    screen.press("]p E m").type_in("amina").press("Enter");
    assert!(screen.text().contains("only in this article"), "{}", screen.text());
    screen.press("Tab");
    assert!(screen.text().contains("This changes 1 article."), "{}", screen.text());
    screen.press("y");
    assert_eq!(people(&screen), [("Amina Idris".to_owned(), 2), ("Amina Idriss".to_owned(), 1)]);
}

#[test]
fn a_name_is_renamed_where_it_stands_and_never_mind_leaves_it() {
    let mut screen = desk(80, 24);
    screen.press("gp E r Esc");
    assert!(screen.text().contains("Amina Idriss"));
    screen.press("E r C-u").type_in("Amina Idriss Bey").press("Enter");
    assert!(screen.text().contains("Amina Idriss is called Amina Idriss Bey."), "{}", screen.text());
    screen.press("n");
    assert!(!screen.text().contains("Bey"), "{}", screen.text());
    screen.press("E r C-u").type_in("Amina Idriss Bey").press("Enter Enter");
    assert!(screen.text().contains("Amina Idriss Bey"), "{}", screen.text());
    assert!(people(&screen).contains(&("Amina Idriss Bey".to_owned(), 2)));
    // A correction without effect is rejected, with the reason.
    screen.press("E r Enter");
    assert!(screen.text().contains("That is already what Amina Idriss Bey is"), "{}", screen.text());
    screen.press("Enter Esc u");
    assert!(people(&screen).contains(&("Amina Idriss".to_owned(), 2)));
}

#[test]
fn another_kind_and_no_name_at_all_lead_out_of_a_dossier() {
    let mut screen = desk(120, 40);
    open(&mut screen, "Pilots come");
    screen.press("]o Enter");
    let name = name_of_dossier(&screen);
    screen.press("E k Enter");
    assert!(screen.text().contains("is a person."), "{}", screen.text());
    screen.press("Enter");
    assert!(people(&screen).iter().any(|(person, _)| *person == name));
    assert!(screen.text().contains("person"), "{}", screen.text());
    screen.press("E d");
    assert!(screen.text().contains("is not a name."), "{}", screen.text());
    screen.press("Enter");
    assert_eq!(name_of_dossier(&screen), "", "the page of what is no name closes");
    assert!(!people(&screen).iter().any(|(person, _)| *person == name));
    screen.press("u u");
    assert!(screen.library.entity_named(&name).expect("a look").is_some());
}

#[test]
fn another_place_is_chosen_by_name_country_and_degrees() {
    let mut screen = desk(120, 40);
    open(&mut screen, "Quay opens");
    screen.press("]l");
    assert_eq!(focused(&screen), "Paris");
    screen.press("E p");
    let text = screen.text();
    assert!(text.contains("Île-de-France, France") || text.contains("France"), "{text}");
    assert!(text.contains("city") && text.contains("48.8"), "{text}");
    screen.press("C-u").type_in("paris, texas").press("Enter");
    assert!(screen.text().contains("Paris is Paris in Texas, United States."), "{}", screen.text());
    screen.press("Enter");
    let paris = screen.library.entity_named("Paris").expect("a look").expect("Paris");
    let place = screen.library.summary(paris, None, &Task::new()).expect("a look").expect("Paris").place;
    assert_eq!(place.expect("a place").country, "US");
    screen.press("M");
    assert!(screen.text().contains("Paris · United States"), "{}", screen.text());
    screen.press("E p C-u").type_in("1.5, -2.5").press("Enter Enter");
    assert!(screen.text().contains("u undoes"), "{}", screen.text());
    screen.press("u u q ]p E p");
    assert!(screen.text().contains("is no place · E k"), "{}", screen.text());
}

#[test]
fn a_form_is_split_off_and_what_a_rule_linked_is_taken_apart() {
    let mut screen = desk(120, 40);
    open(&mut screen, "Ships wait");
    screen.press("]p *");
    assert_eq!(focused(&screen), "Idriss");
    screen.press("E s");
    let text = screen.text();
    assert!(text.contains("[ ] Amina Idriss") && text.contains("[x] Idriss"), "{text}");
    screen.press("Enter C-u").type_in("Omar Idriss").press("Enter");
    assert!(screen.text().contains("where the text has “Idriss”"), "{}", screen.text());
    screen.press("Enter");
    assert!(people(&screen).contains(&("Omar Idriss".to_owned(), 1)), "{:?}", people(&screen));
    // The reason is shown, and can be withdrawn from the name itself.
    screen.press("E s");
    assert!(screen.text().contains("you said on"), "{}", screen.text());
    screen.press("k k k Enter");
    assert!(screen.text().contains("Taken back: Amina Idriss is another Omar Idriss"), "{}", screen.text());
    screen.press("Enter");
    assert!(!people(&screen).iter().any(|(name, _)| name == "Omar Idriss"));
}

#[test]
fn the_first_name_offered_for_a_merge_is_spelt_like_it() {
    let mut screen = desk(120, 40);
    open(&mut screen, "Ships wait");
    screen.press("]p E m");
    assert!(screen.text().contains("▌ Amina Idris  "), "{}", screen.text());
    screen.press("Enter");
    assert!(screen.text().contains("This changes 1 article,"), "{}", screen.text());
}
