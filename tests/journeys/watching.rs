//! Names that are watched, muted, summarised, and shown on the small map.

use super::common::{NOW, Screen};
use super::{focused, name_of_dossier};
use dateline::library::{Input, Task};

/// Adds an article that names Angela Merkel, a day later.
fn add_one_more(screen: &mut Screen) {
    let text = r#"{"title":"One more","text":"Angela Merkel spoke in Vienna.","published":"2024-12-31"}"#;
    let input = Input::Bytes { name: "more.json".into(), bytes: text.as_bytes().to_vec() };
    screen.library.add(&[input], &Task::new(), NOW.seconds + 86_400).expect("an article");
}

#[test]
fn a_watched_name_has_a_badge_and_tells_what_is_new_since_one_looked() {
    let mut screen = Screen::open(140, 40);
    screen.press("gw");
    assert!(screen.text().contains("Ew on a name watches it"), "{}", screen.text());
    screen.press("q Enter ]p E w");
    assert!(screen.text().contains("Began to watch “Angela Merkel” · u undoes"), "{}", screen.text());
    assert!(screen.text().contains("◆Angela Merkel"), "in the sidebar:\n{}", screen.text());
    let badges = |screen: &Screen| screen.articles().list.rows.iter().filter(|row| row.watched).count();
    assert!(badges(&screen) >= 2, "its articles in the list have a badge, too");
    add_one_more(&mut screen);
    screen.press("gp");
    assert!(screen.text().contains("◆Angela Merkel"), "{}", screen.text());
    screen.press("gw");
    assert!(
        screen.text().contains("Angela Merkel  person") && screen.text().contains("1 new"),
        "{}",
        screen.text()
    );
    screen.press("Enter");
    assert_eq!(name_of_dossier(&screen), "Angela Merkel");
    assert!(screen.text().contains("◆ watched"), "{}", screen.text());
    screen.press("q");
    assert!(!screen.text().contains("1 new"), "{}", screen.text());
    // It is stored, and undone after a restart.
    let mut screen = screen.again();
    screen.press("gw");
    assert!(screen.text().contains("Angela Merkel"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("“Angela Merkel” is no longer watched"), "{}", screen.text());
    assert!(screen.text().contains("Nobody is watched yet"), "{}", screen.text());
    screen.press("C-r");
    assert!(screen.text().contains("Angela Merkel  person"), "{}", screen.text());
    screen.press("E w");
    assert!(screen.text().contains("Stopped watching “Angela Merkel”"), "{}", screen.text());
}

#[test]
fn what_is_watched_is_watched_under_the_name_it_is_merged_into() {
    let mut screen = Screen::open(140, 40);
    screen.press("Enter ]p E w E m").type_in("kerry").press("Enter Enter gw");
    assert!(screen.text().contains("John Kerry  person"), "{}", screen.text());
    assert!(screen.articles().list.rows.iter().any(|row| row.watched));
}

#[test]
fn a_muted_name_steps_back_and_is_still_found() {
    let mut screen = Screen::open(140, 40);
    screen.press("Enter ]p");
    assert_eq!(focused(&screen), "Angela Merkel");
    screen.press("E u");
    assert!(screen.text().contains("Muted “Angela Merkel” · u undoes"), "{}", screen.text());
    assert!(screen.text().contains("1 muted · gw"), "{}", screen.text());
    screen.press("gg )");
    assert_ne!(focused(&screen), "Angela Merkel", "names to go through are those that are not muted");
    screen.press("gp");
    let rows = |screen: &Screen| screen.text().matches("Angela Merkel").count();
    assert_eq!(rows(&screen), 0, "{}", screen.text());
    screen.press("/").type_in("merkel").press("Enter");
    assert!(screen.text().contains("◇Angela Merkel"), "whoever looks for it finds it:\n{}", screen.text());
    screen.press("gw");
    assert!(screen.text().contains("MUTED"), "{}", screen.text());
    screen.press("E u");
    assert!(screen.text().contains("Unmuted “Angela Merkel”"), "{}", screen.text());
}

#[test]
fn a_peek_tells_who_it_is_and_never_leaves_the_line() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::open(columns, rows);
        screen.press("Enter ]p");
        let (line, before) = (screen.articles().reader.top, screen.text());
        screen.press("i");
        let text = screen.text();
        for told in ["── Angela Merkel ", "person · ", "articles · ", "2024"] {
            assert!(text.contains(told), "{told}:\n{text}");
        }
        assert_eq!((focused(&screen).as_str(), screen.articles().reader.top), ("Angela Merkel", line));
        screen.press("i");
        assert_eq!(screen.text(), before, "the same key closes it");
        screen.press("i )");
        assert!(!screen.text().contains("── Angela Merkel "), "any other key goes on:\n{}", screen.text());
        assert_ne!(focused(&screen), "Angela Merkel");
    }
}

#[test]
fn the_sidebar_has_a_small_map_where_there_is_room() {
    let mut screen = Screen::open(140, 44);
    let map = |screen: &Screen| screen.articles().panes(&screen.app.session).map;
    let area = map(&screen).expect("a map");
    assert!(screen.text().contains('●'), "{}", screen.text());
    let shown = screen.articles().small_map.picture.clone();
    assert!(!shown.placed.is_empty() && shown.size().columns == area.width);
    // It follows the article.
    screen.press("j");
    assert!(screen.articles().small_map.picture != shown, "another article has another map");
    screen.tell(dateline::app::Message::Mouse(dateline::app::Mouse::Click, area.x + 2, area.y + 2));
    assert!(matches!(screen.app.screen(), dateline::app::screens::Screen::Map(_)));
    let small = Screen::open(140, 24);
    assert!(map(&small).is_none(), "names need the room");
    let narrow = Screen::open(100, 44);
    assert!(map(&narrow).is_none());
}
