//! Finding: matches of a search, earlier searches, queries in words, and saved searches.

use super::common::Screen;
use dateline::app::Focus;
use dateline::app::screens::Screen as AppScreen;
use dateline::library::{Input, Task};
use dateline::model::{Anchor, ListQuery};

fn note(name: &str, title: &str, text: &str) -> Input {
    let bytes = format!("{title}\n\n{text}\n").into_bytes();
    Input::Bytes { name: name.into(), bytes }
}

/// Two articles about a lighthouse; in the first, the word is far down.
fn lighthouse() -> Vec<Input> {
    let boat = |n: usize| format!("The boat{n} of pier{n} was late by {n} minutes.\n\n");
    let far: String = (0..60).map(boat).collect();
    let first = format!("{far}The lighthouse went dark. A second lighthouse answered.");
    let second = "The keeper of the lighthouse retired on Monday after a long career by the sea.";
    vec![note("one.txt", "Boats of the bay are late", &first), note("two.txt", "A keeper retires", second)]
}

fn header(screen: &Screen) -> String {
    screen.text().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_hit_opens_at_its_first_match_and_n_walks_on_to_the_next_article() {
    let mut screen = Screen::with(&lighthouse(), 120, 24);
    screen
        .press("s")
        .type_in("lighthouse title:boats OR keeper")
        .press("C-u")
        .type_in("lighthouse")
        .press("Enter");
    let first = screen.articles().reader.id();
    let seen =
        |screen: &Screen| screen.text().lines().any(|line| line.contains("│") && line.contains("lighthouse"));
    assert!(seen(&screen), "{}", screen.text());
    let matches = |screen: &Screen| screen.articles().reader.find.as_ref().map_or(0, |find| find.hits.len());
    let mut walked = matches(&screen);
    assert!(walked > 0);
    for _ in 0..walked {
        screen.press("n");
    }
    assert_ne!(screen.articles().reader.id(), first, "{}", screen.text());
    assert!(seen(&screen), "{}", screen.text());
    walked = matches(&screen);
    for _ in 0..walked {
        screen.press("n");
    }
    assert!(screen.text().contains("this is the last match"), "{}", screen.text());
    for _ in 0..walked {
        screen.press("N");
    }
    assert_eq!(screen.articles().reader.id(), first, "{}", screen.text());
    screen.press("Esc");
    assert_eq!(matches(&screen), 0, "a search that is left marks nothing");
    assert!(screen.articles().list.view.is_all());
}

#[test]
fn earlier_searches_are_recalled_also_after_a_restart() {
    let mut screen = Screen::open(120, 30);
    screen.press("s").type_in("mosul").press("Enter q Esc s").type_in("merkel").press("Enter");
    let mut screen = screen.again();
    screen.press("s Up");
    assert!(header(&screen).contains("merkel"), "{}", screen.text());
    screen.press("Up");
    assert!(header(&screen).contains("mosul"), "{}", screen.text());
    screen.press("Down Enter");
    assert!(header(&screen).contains("merkel"), "{}", screen.text());
    screen.press("Esc s").type_in("e").press("Down Down Up");
    assert_eq!(screen.articles().list.cursor, 1, "arrows move in the results once they have been moved in");
}

#[test]
fn a_query_is_said_back_and_its_faults_are_shown_whole() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::open(columns, rows);
        screen.press("s").type_in("minister title:mosul OR person:merkel");
        let text = screen.text();
        assert!(text.contains("the person merkel"), "{text}");
        screen.press("Esc s").type_in("person:Zorro").press("Enter");
        assert!(screen.text().contains("Zorro"), "{}", screen.text());
        screen.press("Esc Esc s").type_in("is:foo mosul");
        let text = screen.text();
        let query = ListQuery { query: "is:foo mosul".into(), ..ListQuery::default() };
        let window = screen.library.window(&query, Anchor::Top, 1, &Task::new()).expect("a window");
        let fault = window.error.expect("a fault").to_string();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&text).contains(&words(&fault)), "{fault}:\n{text}");
    }
}

#[test]
fn a_search_is_saved_opened_renamed_moved_and_removed() {
    let mut screen = Screen::open(120, 30);
    screen.press("s").type_in("place:mosul").press("Enter gs s").type_in("The city").press("Enter");
    assert!(screen.text().contains("The city"), "{}", screen.text());
    screen.press("q q Esc Esc gi s").type_in("merkel").press("Enter gs s Enter");
    let text = screen.text();
    assert!(text.contains("merkel") && text.contains("unread"), "{text}");
    let names = |screen: &Screen| -> Vec<String> {
        let saved = screen.library.saved_searches().expect("searches");
        saved.into_iter().map(|(_, search)| search.name).collect()
    };
    assert_eq!(names(&screen), ["The city", "merkel"]);
    screen.press("G K");
    assert_eq!(names(&screen), ["merkel", "The city"]);
    screen.press("J E r").type_in("Chancellor").press("Enter");
    assert_eq!(names(&screen), ["The city", "Chancellor"]);
    let mut screen = screen.again();
    screen.press("gs G Enter");
    assert!(header(&screen).contains("merkel"), "{}", screen.text());
    assert!(screen.articles().list.total > 0);
    screen.press("q E d");
    assert_eq!(names(&screen), ["The city"]);
    screen.press("u");
    assert_eq!(names(&screen), ["The city", "Chancellor"]);
    assert!(matches!(screen.app.screen(), AppScreen::Searches(_)));
    screen.press("gi Enter");
    assert_eq!(screen.articles().focus, Focus::Reader);
}

/// The rule of a saved search applies to articles that arrive later, and not to those that were there.
#[test]
fn a_saved_search_is_a_rule_for_what_arrives() {
    let mut screen = Screen::with(&lighthouse(), 120, 30);
    screen.library.apply_rules(&Task::new(), 0).expect("rules");
    screen.press("s").type_in("lighthouse").press("Enter gs s").type_in("Lights").press("Enter");
    screen.press("E n E b E t").type_in("Sea").press("Enter");
    assert!(screen.text().contains("bookmark, tag sea, notify"), "{}", screen.text());
    let text = "Another lighthouse was built on the northern cape, and ships were glad of it.";
    let added = screen.library.add(&[note("new.txt", "A light in the north", text)], &Task::new(), 5);
    added.expect("an article");
    screen.library.catch_up(&Task::new()).expect("an index");
    let ruled = screen.library.apply_rules(&Task::new(), 5).expect("rules");
    assert_eq!((ruled.articles, ruled.told), (1, vec!["Lights: A light in the north".to_owned()]));
    assert_eq!(screen.library.apply_rules(&Task::new(), 5).expect("rules").articles, 0, "once");
    let found = |query: &str| {
        let query = ListQuery { query: query.into(), ..ListQuery::default() };
        screen.library.count(&query, &Task::new()).expect("a count")
    };
    assert_eq!((found("tag:sea is:bookmarked"), found("lighthouse")), (1, 3));
    screen.press("gs E u");
    let text = "Yet another lighthouse stands at the southern cape, where no ship has come for years.";
    screen
        .library
        .add(&[note("south.txt", "A light in the south", text)], &Task::new(), 6)
        .expect("an article");
    screen.library.catch_up(&Task::new()).expect("an index");
    let ruled = screen.library.apply_rules(&Task::new(), 6).expect("rules");
    assert_eq!((ruled.articles, ruled.told.len()), (1, 0), "what is muted is not told of");
    let query = ListQuery { query: "south".into(), ..ListQuery::default() };
    assert_eq!(screen.library.count(&query, &Task::new()).expect("a count"), 0);
    screen.library.undo(None, &Task::new(), 7).expect("undone");
}

#[test]
fn the_next_name_after_a_hit_is_at_the_hit() {
    let text = "Anna Berg met the mayor of Oslo on Monday, and left in the evening.\n\n\
        Nobody said why. Later, Karin Lund told reporters in Bergen that the ferry had been late.";
    let mut screen = Screen::with(&[note("one.txt", "The ferry was late", text)], 120, 30);
    screen.press("s").type_in("\"karin lund\"").press("Enter Enter ) Enter");
    assert!(matches!(screen.app.screen(), AppScreen::Dossier(_)), "{}", screen.text());
    assert!(header(&screen).contains("Karin Lund"), "{}", screen.text());
}

#[test]
fn the_results_of_a_search_stay_as_a_list() {
    let mut screen = Screen::with(&lighthouse(), 120, 40);
    screen.press("s").type_in("lighthouse");
    assert!(screen.text().contains("Enter opens · Tab to the list"), "{}", screen.text());
    let found = screen.articles().list.rows.len();
    screen.press("Tab");
    assert_eq!(screen.articles().focus, Focus::List);
    assert_eq!(screen.articles().list.rows.len(), found);
    assert!(screen.articles().list.rows.iter().all(|row| row.unread), "nothing was opened");
    screen.press("j k Enter");
    assert_eq!(screen.articles().focus, Focus::Reader);
    // The search can be recalled.
    screen.press("q q s Up");
    assert!(screen.text().contains("lighthouse"), "{}", screen.text());
}
