//! The list: reading on, orders, selected rows, and counts.

use super::common::Screen;
use super::server;
use dateline::app::Focus;
use dateline::library::Input;
use dateline::model::{BuiltinList, ListQuery};

/// Our own articles, one a day, each from its own site.
fn days(count: usize) -> Vec<Input> {
    let day = |n: usize| {
        let sentence =
            |k: usize| format!("Boat{} met ferry{} off pier{}. ", n * 31 + k, n * 37 + k, n * 41 + k);
        let words: String = (0..4 + n % 3).map(sentence).collect();
        let line = serde_json::json!({
            "title": format!("Day {n} at the harbour"), "text": words, "site": format!("Site {}", n % 3),
            "published": format!("2024-{:02}-{:02}", 1 + n / 28, 1 + n % 28),
        });
        format!("{line}\n")
    };
    let bytes = (0..count).map(day).collect::<String>().into_bytes();
    vec![Input::Bytes { name: "days.jsonl".into(), bytes }]
}

fn titles(screen: &Screen) -> Vec<String> {
    let rows = screen.articles().list.rows.iter();
    rows.map(|row| row.title.replace(" at the harbour", "")).collect()
}

fn here(screen: &Screen) -> String {
    screen.articles().list.selected().map_or(String::new(), |row| row.title.replace(" at the harbour", ""))
}

/// The article on the right is always the one of the current row.
fn in_step(screen: &Screen) {
    let articles = screen.articles();
    assert_eq!(
        articles.list.selected().map(dateline::model::Row::id),
        articles.reader.id(),
        "{}",
        screen.text()
    );
}

#[test]
fn a_long_title_takes_two_lines_before_it_is_cut() {
    let screen = Screen::open(120, 40);
    let text = screen.text();
    let rows: Vec<&str> = text.lines().map(|line| line.split('│').next().unwrap_or(line)).collect();
    // Below a title stands its site with a date, which may be cut, too.
    let cut = rows.iter().position(|row| row.contains('…') && !row.contains(" · "));
    let cut = cut.unwrap_or_else(|| panic!("a title is long enough to be cut:\n{text}"));
    let above = rows[cut - 1].trim_start_matches([' ', '▌', '●']);
    assert!(above.len() > 15, "a cut title has a line above:\n{text}");
    assert!(screen.articles().list.visible(screen.articles().room(&screen.app.session)).len() > 5);
}

#[test]
fn a_row_shows_the_match_in_its_title_even_where_the_title_is_cut() {
    let line = serde_json::json!({
        "title": "The council of the old harbour town reopens after long talks its three storm gates of brass",
        "text": "Nobody came.", "published": "2024-01-01",
    });
    let inputs = [Input::Bytes { name: "gates.jsonl".into(), bytes: format!("{line}\n").into_bytes() }];
    let mut screen = Screen::with(&inputs, 120, 40);
    screen.press("s").type_in("brass").press("Enter");
    let text = screen.text();
    let row = text
        .lines()
        .skip(2)
        .map(|line| line.split('│').next().unwrap_or(line))
        .find(|row| row.contains("brass"));
    assert!(row.is_some_and(|row| row.trim_start().starts_with("…storm gates of brass")), "{text}");
}

#[test]
fn the_next_article_comes_whatever_its_state() {
    let mut screen = Screen::with(&days(4), 120, 40);
    screen.press("j m k J");
    assert_eq!((here(&screen).as_str(), screen.articles().focus), ("Day 2", Focus::List));
    screen.press("Enter J");
    assert_eq!((here(&screen).as_str(), screen.articles().focus), ("Day 1", Focus::Reader));
    in_step(&screen);
    screen.press("K K K K");
    assert!(screen.text().contains("this is the first article"), "{}", screen.text());
    in_step(&screen);
}

#[test]
fn unread_articles_are_walked_round_the_end() {
    let mut screen = Screen::with(&days(5), 120, 40);
    screen.press("G Enter n");
    assert_eq!(here(&screen), "Day 4");
    assert!(screen.text().contains("continued from the top"), "{}", screen.text());
    in_step(&screen);
    screen.press("n n n n");
    assert!(screen.text().contains("everything is read"), "{}", screen.text());
    screen.press("u");
}

#[test]
fn rows_are_selected_and_marked_together() {
    let mut screen = Screen::with(&days(8), 120, 40);
    screen.press("j V j j");
    assert!(screen.text().contains("3 selected"), "{}", screen.text());
    screen.press("m");
    assert_eq!(screen.app.session.counts.unread, 5);
    assert!(screen.text().contains("Marked 3 articles read · u undoes"), "{}", screen.text());
    screen.press("u V k t").type_in("Sea").press("Enter");
    assert!(screen.text().contains(" min #"), "{}", screen.text());
    screen.press("G V k b");
    assert_eq!(screen.app.session.counts.bookmarked, 2);
    screen.press("V j dd");
    assert_eq!(screen.app.session.counts.articles, 6);
    in_step(&screen);
    screen.press("u V Esc");
    assert!(screen.articles().list.selection.is_none());
    assert_eq!(screen.app.session.counts.articles, 8);
}

#[test]
fn everything_above_is_marked_though_it_is_more_than_the_list_holds() {
    let mut screen = Screen::with(&days(200), 120, 40);
    screen.press("G k k V gg");
    assert_eq!(here(&screen), "Day 199");
    assert!(screen.text().contains("+ selected"), "{}", screen.text());
    screen.press("m");
    assert_eq!(screen.app.session.counts.unread, 2, "{}", screen.text());
    screen.press("u");
    assert_eq!(screen.app.session.counts.unread, 200);
}

#[test]
fn a_list_keeps_its_order_and_goes_on_in_it_when_scrolled() {
    let mut screen = Screen::with(&days(260), 120, 40);
    screen.press("S o");
    assert_eq!(here(&screen), "Day 0");
    assert!(screen.text().contains("oldest first"), "{}", screen.text());
    for _ in 0..20 {
        screen.press("C-f");
    }
    let all = titles(&screen);
    let sorted = (0..all.len()).map(|n| format!("Day {n}")).collect::<Vec<_>>();
    assert!(all.len() > 200 && all == sorted, "{} rows: {:?}", all.len(), &all[..3]);
    let mut screen = screen.again();
    assert!(screen.articles().list.view.order() == dateline::model::Order::Oldest, "kept for the next start");
    screen.press("gu");
    assert_eq!(here(&screen), "Day 259", "the order of one list is not that of another");
    screen.press("gi gg S s");
    let text = screen.text();
    assert!(text.contains("Site 0") && text.contains("by site"), "{text}");
    screen.press("S u m gg");
    let first = here(&screen);
    screen.press("S u");
    assert_ne!(here(&screen), first, "what is unread comes first");
    for order in ["l", "u", "s", "n"] {
        screen.press(&format!("S {order} G Enter"));
        in_step(&screen);
        screen.press("q gg");
    }
}

#[test]
fn the_list_stands_on_what_is_read_when_a_search_is_left() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("mosul").press("Enter");
    assert_eq!(screen.articles().focus, Focus::Reader);
    screen.press("Esc");
    assert!(screen.articles().list.view.is_all());
    in_step(&screen);
    screen.press("q gu Enter");
    let read = screen.articles().reader.id();
    screen.press("s").type_in("mosul").press("Esc");
    assert_eq!((screen.articles().reader.id(), screen.articles().focus), (read, Focus::Reader));
    in_step(&screen);
}

#[test]
fn the_header_counts_the_list() {
    let mut screen = Screen::with(&days(6), 120, 40);
    screen.press("b gb");
    let header = |screen: &Screen| screen.text().lines().next().unwrap_or_default().to_owned();
    assert!(header(&screen).contains("1 article · 1 unread"), "{}", header(&screen));
    screen.press("m");
    assert!(header(&screen).contains("1 article · 0 unread"), "{}", header(&screen));
    screen.press("q s").type_in("site:\"Site 1\"").press("Enter");
    assert!(header(&screen).contains("2 articles · 1 unread"), "{}", header(&screen));
    screen.press("gh");
    assert!(header(&screen).contains("2 articles · 0 unread"), "{}", header(&screen));
}

/// From the last article of a feed, `Space` goes on to the next feed with unread ones.
#[test]
fn reading_on_leads_from_feed_to_feed() {
    let item = |title: &str| {
        let words =
            format!("The {title} ferry left {title} quay, said the {title} pilot of {title} harbour.");
        format!(
            "<item><title>{title}</title><link>https://x.example/{title}</link><description>{words}</description></item>"
        )
    };
    let feed = move |name: &str, titles: [&str; 2]| {
        let items: String = titles.into_iter().map(item).collect();
        format!("<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>")
    };
    let server = server::Server::new(move |asked: &server::Asked| {
        let is_alpha = asked.path == "/a";
        let (name, titles) = if is_alpha { ("Alpha", ["one", "two"]) } else { ("Beta", ["three", "four"]) };
        server::reply(200, &[], feed(name, titles))
    });
    let mut screen = Screen::with(&[], 120, 30);
    for path in ["/a", "/b"] {
        screen.press("g a").type_in(&server.at(path)).press("Enter");
    }
    screen.press("gi gf j Enter Enter n n");
    assert_eq!(screen.articles().list.view.trail(), ["All articles", "feed:Beta"], "{}", screen.text());
    in_step(&screen);
    assert_eq!(screen.app.session.counts.unread, 1);
    screen.press("n n");
    assert!(screen.text().contains("every feed is read"), "{}", screen.text());
    assert_eq!(
        screen.library.count_unread(&ListQuery::default(), &dateline::library::Task::new()).unwrap_or(9),
        0
    );
    let history = ListQuery { builtin: BuiltinList::History, ..ListQuery::default() };
    assert_eq!(screen.library.count(&history, &dateline::library::Task::new()).unwrap_or(0), 4);
}

/// Where the list has the whole screen, its article is shown before anything is done in it.
#[test]
fn on_a_narrow_screen_keys_of_the_article_open_the_one_under_the_cursor() {
    for (keys, shows) in [("j )", Focus::Reader), ("j e", Focus::Sidebar), ("j l h j )", Focus::Reader)] {
        let mut screen = Screen::open(80, 24);
        screen.press(keys);
        in_step(&screen);
        let articles = screen.articles();
        assert_eq!(articles.focus, shows, "{keys}: {}", screen.text());
        assert_eq!(articles.reader.name.is_some(), keys.ends_with(')'), "{keys}: {}", screen.text());
    }
}
