//! Which entries in one document of a feed, and in later ones, are the same article.

use super::{NOW, open};
use dateline::library::{Added, Input, Library, Task};

const LONG: &str = "Fog lies over the sound until noon, and the wind turns to the north in the evening with gusts of \
    fifty knots, the harbour master said.";
const OTHER: &str = "Rain comes from the west at night and leaves before dawn, when the sea will be calm enough for the \
    small boats, says the school.";

fn item(guid: &str, link: &str, title: &str, text: &str, day: u8) -> String {
    let field = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("<{name}>{value}</{name}>") }
    };
    let date = if day == 0 { String::new() } else { format!("0{day} Mar 2024 09:00:00 +0000") };
    format!(
        "<item>{}{}{}{}{}</item>",
        field("guid", guid).replace("<guid>", "<guid isPermaLink='false'>"),
        field("link", link),
        field("title", title),
        field("description", text),
        field("pubDate", &date)
    )
}

fn add(library: &mut Library, items: &[String]) -> Added {
    let feed = format!(
        "<rss version='2.0'><channel><title>Notices</title><link>https://quay.example/</link>{}</channel></rss>",
        items.concat()
    );
    let input = Input::Bytes { name: "notices.xml".to_owned(), bytes: feed.into_bytes() };
    library.add(&[input], &Task::new(), NOW).unwrap()
}

const PAGE: &str = "https://quay.example/status";

/// Entries in one document, and how many articles they are; adding them again adds nothing.
#[test]
fn neighbours_are_articles_of_their_own() {
    let table: [(&str, Vec<String>, u64); 9] = [
        ("outages", (1..4).map(|n| item(&format!("e{n}"), PAGE, "Down", "It is down.", n)).collect(), 3),
        (
            "without a time",
            (1..4).map(|n| item(&format!("e{n}"), PAGE, "Down", "It is down.", 0)).collect(),
            3,
        ),
        ("forecasts", vec![item("a", PAGE, "Weather", LONG, 1), item("b", PAGE, "Weather", OTHER, 2)], 2),
        (
            "parts of one page",
            vec![
                item("", "https://quay.example/log#a", "Log", LONG, 1),
                item("", "https://quay.example/log#b", "Log", OTHER, 2),
            ],
            2,
        ),
        (
            "a number that is none",
            vec![item("N/A", "", "Berth 16.1", "Free.", 0), item("N/A", "", "Berth 16.2", "Free.", 0)],
            2,
        ),
        (
            "one number, two addresses",
            vec![
                item("1", "https://quay.example/a", "Ferry", LONG, 1),
                item("1", "https://quay.example/b", "Fish", OTHER, 1),
            ],
            2,
        ),
        (
            "notes without a title",
            ["👍", "ok", "42", "Yes!", "Share this"]
                .iter()
                .enumerate()
                .map(|(n, text)| item(&format!("n{n}"), &format!("https://quay.example/n/{n}"), "", text, 1))
                .collect(),
            5,
        ),
        ("listed twice", vec![item("a", PAGE, "Ferry", LONG, 1), item("a", PAGE, "Ferry", LONG, 1)], 1),
        (
            "listed twice, unnumbered",
            vec![item("", PAGE, "Ferry", LONG, 1), item("", PAGE, "Ferry", LONG, 1)],
            1,
        ),
    ];
    for (what, items, expected) in table {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        let added = add(&mut library, &items);
        assert_eq!((added.articles, added.revised, added.rejections.total()), (expected, 0, 0), "{what}");
        let again = add(&mut library, &items);
        assert_eq!((again.articles, again.revised), (0, 0), "{what}, again");
    }
}

/// A document, then another: how many articles the second one adds.
#[test]
fn what_happens_again_later_is_another_article() {
    let old = || item("e1", PAGE, "Down", "It is down.", 1);
    let table: [(&str, Vec<String>, Vec<String>, u64); 6] = [
        ("a later outage", vec![old()], vec![item("e2", PAGE, "Down", "It is down.", 2), old()], 1),
        ("alone", vec![old()], vec![item("e2", PAGE, "Down", "It is down.", 2)], 1),
        ("numbered anew", vec![old()], vec![item("x9", PAGE, "Down", "It is down.", 1)], 0),
        (
            "at the same time, beside it",
            vec![old()],
            vec![item("e2", PAGE, "Down", "It is down.", 1), old()],
            1,
        ),
        (
            "a forecast of the next day",
            vec![item("a", PAGE, "Weather", LONG, 1)],
            vec![item("b", PAGE, "Weather", OTHER, 2)],
            1,
        ),
        (
            "changes counted in the number",
            vec![item("https://quay.example/a#0", "https://quay.example/a", "Ferry", LONG, 1)],
            vec![item("https://quay.example/a#1", "https://quay.example/a", "Ferry", LONG, 2)],
            0,
        ),
    ];
    for (what, first, second, expected) in table {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        add(&mut library, &first);
        assert_eq!(add(&mut library, &second).articles, expected, "{what}");
        assert_eq!(add(&mut library, &second).articles, 0, "{what}, again");
    }
}
