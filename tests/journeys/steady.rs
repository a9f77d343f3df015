//! What the cursor is on stays under it, whatever else comes or goes.

use super::common::{NOW, Screen};
use super::{name_of_dossier, scraped};
use dateline::app::Message;
use dateline::library::{Input, Task};

/// Articles come from elsewhere: each names its day and what it is about.
fn arrive(screen: &mut Screen, articles: &[(&str, &str)]) {
    let input = |(day, text): &(&str, &str)| {
        let line = serde_json::json!({ "title": format!("News of {day}"), "text": text, "published": day });
        Input::Bytes { name: format!("{day}.json"), bytes: line.to_string().into_bytes() }
    };
    let inputs: Vec<Input> = articles.iter().map(input).collect();
    screen.library.add(&inputs, &Task::new(), NOW.seconds).expect("articles");
    screen.tell(Message::LibraryChanged);
}

fn header(screen: &Screen) -> String {
    screen.text().lines().next().unwrap_or_default().to_owned()
}

fn selected(screen: &Screen) -> String {
    let row = screen.app.screen().target().article;
    row.map(|row| row.title.clone()).unwrap_or_default()
}

#[test]
fn new_articles_come_above_the_one_that_is_read_and_are_told() {
    let mut screen = Screen::open(120, 40);
    let body = |screen: &Screen| screen.text().split_once('\n').map(|(_, body)| body.to_owned());
    let (first, before) = (selected(&screen), body(&screen));
    arrive(&mut screen, &[("2025-01-01", "Ships wait."), ("1990-12-30", "Boats wait.")]);
    assert_eq!((selected(&screen), body(&screen)), (first.clone(), before), "{}", screen.text());
    assert!(header(&screen).contains("1 new above"), "{}", screen.text());
    screen.press("m");
    assert!(!screen.articles().selected().expect("a row").unread);
    assert_eq!(selected(&screen), first);
    arrive(&mut screen, &[("2025-01-02", "More ships wait.")]);
    assert!(header(&screen).contains("2 new above"), "{}", screen.text());
    screen.press("gg");
    assert_eq!(selected(&screen), "News of 2025-01-02");
    assert!(!header(&screen).contains("new above"), "what was seen is new no longer:\n{}", screen.text());
    // So it is in the article.
    screen.press("Enter");
    arrive(&mut screen, &[("2025-01-03", "Even more ships wait.")]);
    assert_eq!(selected(&screen), "News of 2025-01-02");
    assert!(header(&screen).contains("1 new above"), "{}", screen.text());
    // A click on what says so leads there.
    let column = header(&screen)
        .find("1 new")
        .and_then(|at| header(&screen).get(..at).map(|text| text.chars().count()));
    let column = column.and_then(|column| u16::try_from(column).ok()).expect("a column");
    screen.tell(Message::Mouse(dateline::app::Mouse::Click, column, 0));
    assert_eq!(selected(&screen), "News of 2025-01-03", "{}", screen.text());
}

#[test]
fn a_list_with_room_shows_what_is_new() {
    let mut screen = Screen::with(&[scraped()], 120, 40);
    let first = selected(&screen);
    arrive(&mut screen, &[("2025-02-01", "Ships wait.")]);
    assert_eq!(selected(&screen), first);
    assert!(screen.text().contains("News of 2025-02-01"), "{}", screen.text());
    assert!(!header(&screen).contains("new above"), "{}", screen.text());
}

#[test]
fn a_dossier_keeps_its_article_and_an_index_its_name() {
    let mut screen = Screen::open(120, 40);
    screen.press("gp Enter");
    let (name, article) = (name_of_dossier(&screen), selected(&screen));
    let text = format!("{name} spoke in Oslo. {name} met Lena Falkenberg there.");
    arrive(&mut screen, &[("2025-01-01", &text)]);
    assert!(
        screen.text().contains("News of 2025-01-01") || screen.text().contains("2025"),
        "{}",
        screen.text()
    );
    assert_eq!(selected(&screen), article);
    screen.press("q j j");
    let target = |screen: &Screen| screen.app.screen().target().name.map(|name| name.name.to_owned());
    let name = target(&screen).expect("a name");
    let often = "Hanna Birkeland thanked Hanna Birkeland in Oslo.";
    arrive(&mut screen, &[1, 2, 3, 4, 5, 6, 7, 8, 9].map(|day| (DAYS[day], often)));
    assert_eq!(target(&screen), Some(name), "{}", screen.text());
}

const DAYS: [&str; 10] = [
    "2025-01-10",
    "2025-01-11",
    "2025-01-12",
    "2025-01-13",
    "2025-01-14",
    "2025-01-15",
    "2025-01-16",
    "2025-01-17",
    "2025-01-18",
    "2025-01-19",
];

#[test]
fn what_is_brought_back_is_under_the_cursor_again() {
    for (keys, at) in [("gg", 0), ("j j", 2), ("G", 18), ("V j", 0)] {
        let mut screen = Screen::open(120, 40);
        let deleted = screen.articles().list.rows[at].title.clone();
        screen.press(keys).press("dd u");
        assert_eq!(selected(&screen), deleted, "{keys}:\n{}", screen.text());
        assert!(!header(&screen).contains("new above"), "{}", screen.text());
    }
}

#[test]
fn notes_stay_selected_when_another_comes() {
    let mut screen = Screen::open(120, 40);
    screen.press("a").type_in("first").press("Enter gn");
    let note = dateline::model::Note {
        article: screen.library.noted(1).expect("a note")[0].note.article,
        added: NOW.seconds + 60,
        text: "second".to_owned(),
        passage: None,
    };
    let edit = dateline::model::Edit::Note(dateline::model::RecordEdit::Add(note));
    screen.library.apply(&edit, &Task::new(), NOW.seconds).expect("a note");
    screen.tell(Message::LibraryChanged);
    screen.press("dd");
    let notes = screen.library.noted(9).expect("notes");
    assert_eq!(notes.iter().map(|row| row.note.text.as_str()).collect::<Vec<_>>(), ["second"]);
}
