//! What the screen shows of a list is a query: typed, it finds the same.

use super::common::Screen;
use super::{feed, server};
use dateline::app::screens::Screen as AppScreen;
use dateline::library::Input;

/// The last breadcrumb.
fn shown(screen: &Screen) -> String {
    screen.app.screen().title(&screen.app.session).last().expect("a breadcrumb").clone()
}

/// How many articles a query finds when it is typed.
fn found_by(screen: &mut Screen, query: &str) -> u64 {
    screen.press("gi s").type_in(query).press("Enter");
    let list = &screen.articles().list;
    assert_eq!(list.warning, None, "{query}");
    list.total
}

#[test]
fn a_list_filtered_by_a_name_is_found_by_what_is_shown_of_it() {
    let mut screen = Screen::open(140, 40);
    let mut looked_at = 0;
    for index in ["gp", "gl", "go"] {
        screen.press(index);
        let count = match screen.app.screen() {
            AppScreen::Names(names) => names.page.often.len(),
            _ => 0,
        };
        for at in 0..count.min(12) {
            screen.press(index);
            screen.press("gg");
            for _ in 0..at {
                screen.press("j");
            }
            screen.press("&");
            let (query, total) = (shown(&screen), screen.articles().list.total);
            assert!(total > 0, "{query}");
            let typed = found_by(&mut screen, &query);
            // A surname that somebody else has as well finds both.
            assert!(typed >= total, "{query}: {typed} of {total}");
            looked_at += 1;
            screen.press("gi");
        }
    }
    assert!(looked_at > 20, "{looked_at}");
}

#[test]
fn lists_of_feeds_are_found_by_what_is_shown_of_them() {
    let server = server::Server::new(|asked: &server::Asked| {
        let (name, items): (&str, &[&str]) = match asked.path.as_str() {
            "/a" => ("Boats", &["ferry"]),
            "/b" => ("More Boats: the \"best\" (and last)", &["tug", "barge"]),
            _ => ("Hill", &["goat", "sheep", "cow"]),
        };
        server::reply(200, &[], feed(items).replace("The Quay", &name.replace('"', "&quot;")))
    });
    let mut screen = Screen::with(&[], 120, 30);
    for path in ["/a", "/b", "/c"] {
        screen.press("ga").type_in(&server.at(path)).press("Enter");
    }
    // A tag that is also a word of a title.
    screen.press("gi gf G t").type_in("Boats").press("Enter");
    let lines = match screen.app.screen() {
        AppScreen::Feeds(feeds) => feeds.lines.len(),
        _ => 0,
    };
    assert_eq!(lines, 5, "{}", screen.text());
    let mut queries = Vec::new();
    for at in 0..lines {
        screen.press("gi gf gg");
        for _ in 0..at {
            screen.press("j");
        }
        screen.press("Enter");
        let (query, total) = (shown(&screen), screen.articles().list.total);
        let typed = found_by(&mut screen, &query);
        assert_eq!(typed, total, "{query}");
        queries.push(query);
    }
    assert_eq!(queries[0], "feed:*");
    queries.sort();
    queries.dedup();
    assert_eq!(queries.len(), lines, "{queries:?}");
}

#[test]
fn a_saved_search_has_its_name_its_query_and_an_order_of_its_own() {
    let article = |name: &str, title: &str, day: u8| {
        Input::Bytes {
        name: format!("{name}.jsonl"),
        bytes: format!(
            "{{\"title\":\"{title}\",\"published\":\"2016-12-0{day}\",\"text\":\"The {name} sails from the harbour of Oslo.\"}}"
        )
        .into_bytes(),
    }
    };
    let articles = [article("ferry", "One", 1), article("tug", "Two", 2), article("barge", "Three", 3)];
    let mut screen = Screen::with(&articles, 120, 30);
    for (query, name) in [("harbour", "Ships"), ("sails", "Sailing")] {
        screen.press("gi s").type_in(query).press("Enter gs s").type_in(name).press("Enter");
    }
    screen.press("gi gs Enter");
    let text = screen.text();
    assert!(text.contains("Saved: Ships (harbour)"), "{text}");
    let first = |screen: &Screen| screen.articles().list.rows[0].title.clone();
    screen.press("So");
    assert_eq!(first(&screen), "One");
    screen.press("gi gs j Enter");
    assert!(screen.text().contains("Saved: Sailing (sails)"), "{}", screen.text());
    screen.press("Sn");
    assert_eq!(first(&screen), "Three");
    let mut screen = screen.again();
    screen.press("gi gs Enter");
    assert_eq!(first(&screen), "One", "each search keeps its own order");
    screen.press("gi gs j Enter");
    assert_eq!(first(&screen), "Three");
    // It is saved already.
    screen.press("gs");
    assert!(!screen.text().contains("s saves"), "{}", screen.text());
    // Narrowed further it is a search of its own.
    screen.press("q &").type_in("tug").press("Enter gs");
    assert!(screen.text().contains("s saves: (sails) (tug)"), "{}", screen.text());
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest_ones() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("person:Merkle").press("Enter");
    let text = screen.text();
    assert!(text.contains("no person here is called \"Merkle\""), "{text}");
    assert!(text.contains("Angela Merkel"), "{text}");
    screen.press("Enter");
    assert_eq!(super::name_of_dossier(&screen), "Angela Merkel");
    screen.press("q");
    assert!(screen.text().contains("Nothing found"), "{}", screen.text());
    // Of another kind, but known.
    screen.press("gi s").type_in("person:Mosul").press("Enter");
    assert!(screen.text().contains("Mosul (place)"), "{}", screen.text());
    screen.press("i");
    assert!(screen.text().contains("city"), "{}", screen.text());
}

#[test]
fn a_word_that_no_article_has_is_answered_with_the_names_and_words_like_it() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("merkle").press("Enter");
    let text = screen.text();
    assert!(text.contains("no article has “merkle”; merkle~ finds words like it"), "{text}");
    assert!(
        text.contains("Nothing found. One of these may be meant") && text.contains("Angela Merkel"),
        "{text}"
    );
    screen.press("Enter");
    assert_eq!(super::name_of_dossier(&screen), "Angela Merkel");
    // The first of several words that is not there.
    screen.press("gi s").type_in("zqxwv").press("Enter");
    let text = screen.text();
    assert!(text.contains("no article has “zqxwv”") && !text.contains("zqxwv~"), "{text}");
    assert!(text.contains("no articles"), "{text}");
    // No empty panes stand beside what is said.
    assert!(!text.contains('│'), "{text}");
    screen.press("Esc");
    assert!(screen.text().contains('│'), "{}", screen.text());
}

#[test]
fn the_list_and_the_article_beside_it_change_together_after_undo_and_redo_of_an_addition() {
    let mut screen = Screen::open(120, 40);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ferry.txt");
    std::fs::write(
        &file,
        "The ferry sails again\n\nThe ferry sails from Bergen on Thursday, its owner said.\n",
    )
    .expect("a file");
    screen.press("ga").type_in(&file.display().to_string()).press("Enter gi gg");
    let agree = |screen: &Screen| {
        let articles = screen.articles();
        (articles.selected().map(dateline::model::Row::id), articles.reader.id())
    };
    for keys in ["u", "C-r", "u", "C-r"] {
        screen.press(keys);
        let (row, shown) = agree(&screen);
        assert_eq!(row, shown, "{keys}: {}", screen.text());
    }
    assert_eq!(screen.articles().list.total, 20);
}
