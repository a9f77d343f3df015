//! Adding on the screen: one goes to what was added, and what is not clear is asked.

use super::common::Screen;
use super::{feed, server};
use dateline::app::{Focus, Message};

const STORY: &str = "<html><head><title>The ferry sails</title></head><body><article><h1>The ferry sails</h1>\
    <p>The ferry to the island sails again on Monday, after three weeks ashore, said Jens Falk of Bergen harbour.</p>\
    <p>It had lost its rudder in the storm of the first of March, and nobody could say when a new one would come.</p>\
    </article></body></html>";

fn html(body: &str) -> server::Reply {
    server::reply(200, &[("Content-Type", "text/html")], body)
}

/// A site with two feeds, an article, a page of another kind, and a feed.
fn site() -> server::Server {
    server::Server::new(|asked: &server::Asked| match asked.path.as_str() {
        "/two" => html(
            "<html><head><title>Two</title>\
             <link rel=alternate type='application/rss+xml' title='All news' href='/all'>\
             <link rel=alternate type='application/rss+xml' title='Boats only' href='/boats'></head></html>",
        ),
        "/all" => server::reply(200, &[], feed(&["ferry", "tug"])),
        "/boats" => server::reply(200, &[], feed(&["yacht"]).replace("The Quay", "Boats")),
        "/2026/ferry" => html(STORY),
        "/2026/table.html" => {
            html("<html><head><title>Tides</title></head><body><p>High water at noon.</p></body></html>")
        }
        _ => server::reply(404, &[], "no"),
    })
}

fn add(screen: &mut Screen, what: &str) {
    screen.press("ga").type_in(what).press("Enter");
}

#[test]
fn one_goes_to_the_article_or_the_feed_that_was_added() {
    let server = site();
    let mut screen = Screen::open(120, 40);
    add(&mut screen, &server.at("/2026/ferry"));
    let text = screen.text();
    assert_eq!(screen.articles().focus, Focus::Reader, "{text}");
    assert!(
        text.contains("lost its rudder") && text.contains("added The ferry sails: 1 new article"),
        "{text}"
    );
    assert_eq!(screen.articles().selected().map(|row| row.title.as_str()), Some("The ferry sails"));
    screen.press("gi gg Enter");
    add(&mut screen, &server.at("/2026/ferry"));
    let text = screen.text();
    assert!(text.contains("lost its rudder") && text.contains("already in the library"), "{text}");
    add(&mut screen, &server.at("/all"));
    let text = screen.text();
    assert!(text.contains("feed:The Quay") && text.contains("The tug sails"), "{text}");
    assert_eq!(screen.articles().list.rows.len(), 2);
    screen.press("gi");
    add(&mut screen, &server.at("/all"));
    assert!(screen.text().contains("feed:The Quay"), "a feed that is followed already: {}", screen.text());
}

#[test]
fn a_site_with_several_feeds_asks_which() {
    let server = site();
    let mut screen = Screen::open(120, 40);
    add(&mut screen, &server.at("/two"));
    let text = screen.text();
    assert!(text.contains("has 2 feeds. Which one?"), "{text}");
    assert!(text.contains("All news") && text.contains("Boats only") && text.contains("/boats"), "{text}");
    screen.press("Esc");
    assert!(screen.text().contains("nothing was added"), "{}", screen.text());
    assert!(screen.library.subscriptions(false, 0).expect("feeds").is_empty());
    add(&mut screen, &server.at("/two"));
    screen.press("j Enter");
    let text = screen.text();
    assert!(text.contains("feed:Boats") && text.contains("The yacht sails"), "{text}");
    assert_eq!(screen.library.subscriptions(false, 0).expect("feeds").len(), 1);
}

#[test]
fn a_page_that_is_neither_feed_nor_article_is_asked_about() {
    let server = site();
    let mut screen = Screen::open(80, 24);
    add(&mut screen, &server.at("/2026/table.html"));
    let text = screen.text();
    assert!(text.contains("has no feed, and does not") && text.contains("Add the page itself"), "{text}");
    screen.press("j Enter");
    assert!(screen.text().contains("nothing was added"), "{}", screen.text());
    add(&mut screen, &server.at("/2026/table.html"));
    screen.press("Enter");
    let text = screen.text();
    assert!(text.contains("High water at noon"), "{text}");
}

#[test]
fn a_pasted_address_is_offered() {
    let server = site();
    let mut screen = Screen::open(120, 40);
    screen.tell(Message::Paste(format!(" {}\n", server.at("/all"))));
    assert!(screen.text().contains(&format!("Add: {}", server.at("/all"))), "{}", screen.text());
    screen.press("Enter");
    assert!(screen.text().contains("feed:The Quay"), "{}", screen.text());
    screen.tell(Message::Paste("two words".to_owned()));
    assert!(screen.text().contains("only an address can be pasted here"), "{}", screen.text());
}

#[test]
fn a_wrong_path_stays_to_be_put_right_and_names_are_completed() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("storm one", "A storm came."), ("storm two", "It went."), ("quay", "Ships wait.")] {
        let text = format!("# {name}\n\nThe harbour of Bergen was closed on Monday. {text}\n");
        std::fs::write(folder.path().join(format!("{name}.md")), text).expect("a file");
    }
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut screen = Screen::open(120, 40);
    add(&mut screen, &path("strom.md"));
    let text = screen.text();
    assert!(text.contains("there is no such file or folder · Tab completes names"), "{text}");
    assert!(text.contains("strom.md") && text.contains("Add: "), "nothing typed is lost: {text}");
    // As far as it is unique; then the names that may follow.
    screen.press("C-u").type_in(&path("st")).press("Tab");
    let text = screen.text();
    assert!(text.contains("storm one.md   storm two.md"), "{text}");
    assert!(text.lines().last().is_some_and(|line| line.ends_with("/storm")), "{text}");
    screen.press("o Tab Enter");
    assert!(screen.text().contains("added storm one: 1 new article"), "{}", screen.text());
    // Several at once by a pattern, and what was typed before is recalled.
    add(&mut screen, &path("*.md"));
    assert!(screen.text().contains("added 2 new articles"), "{}", screen.text());
    // One goes to the newest of them.
    let row = screen.articles().selected().map(|row| row.title.clone()).unwrap_or_default();
    assert!(["storm two", "quay"].contains(&row.as_str()), "{row}");
    assert_eq!(screen.articles().focus, Focus::List);
    screen.press("ga Up");
    assert!(screen.text().contains("*.md"), "{}", screen.text());
}

#[test]
fn u_takes_out_what_was_added() {
    let server = site();
    let mut screen = Screen::open(120, 40);
    let before = screen.articles().list.rows.len();
    add(&mut screen, &server.at("/2026/ferry"));
    assert!(screen.text().contains("u undoes"), "{}", screen.text());
    screen.press("gi u");
    let text = screen.text();
    assert!(text.contains("Undone: “The ferry sails” is no longer in the library · C-r redoes"), "{text}");
    assert_eq!(screen.articles().list.rows.len(), before);
    screen.press("C-r gg Enter u");
    let text = screen.text();
    assert!(text.contains("Undone: “The ferry sails” is no longer in the library · C-r redoes"), "{text}");
    screen.press("C-r");
    assert_eq!(screen.articles().list.rows.len(), before + 1, "{}", screen.text());
    add(&mut screen, &server.at("/all"));
    screen.press("u gf");
    assert!(!screen.text().contains("The Quay"), "{}", screen.text());
}

#[test]
fn the_name_of_a_file_that_is_not_there_is_no_address() {
    let mut screen = Screen::open(120, 40);
    screen.press("ga").type_in("nosuchfile.txt").press("Enter");
    let text = screen.text();
    assert!(text.contains("there is no such file or folder"), "{text}");
}

#[test]
fn a_followed_feed_is_not_mixed_with_a_removed_one_of_its_title() {
    let server = server::Server::new(|asked: &server::Asked| {
        server::reply(200, &[], feed(&[if asked.path == "/a" { "ferry" } else { "tug" }]))
    });
    let mut screen = Screen::with(&[], 120, 40);
    screen.press("ga").type_in(&server.at("/a")).press("Enter gi gf G Ed gi");
    screen.press("s").type_in("feed:\"The Quay\"");
    assert_eq!(screen.articles().list.rows.len(), 1, "alone, the removed one is found: {}", screen.text());
    screen.press("Esc ga").type_in(&server.at("/b")).press("Enter gi");
    screen.press("s").type_in("feed:\"The Quay\"");
    let rows = &screen.articles().list.rows;
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["The tug sails"], "{}", screen.text());
}

#[test]
fn of_a_list_of_feeds_one_goes_to_the_feeds_and_is_told_which_failed() {
    let server = site();
    let folder = tempfile::tempdir().expect("a folder");
    let list = |paths: &[&str]| {
        let outline =
            |path: &&str| format!("<outline type='rss' text='{path}' xmlUrl='{}'/>", server.at(path));
        let outlines = paths.iter().map(outline).collect::<Vec<_>>().concat();
        let file = folder.path().join("list.opml");
        std::fs::write(&file, format!("<opml version='2.0'><body>{outlines}</body></opml>")).expect("a file");
        file.display().to_string()
    };
    let mut screen = Screen::open(120, 40);
    add(&mut screen, &list(&["/gone", "/lost"]));
    let text = screen.text();
    assert!(text.contains("added 2 feeds · 2 feeds failed, gf shows why · u undoes"), "{text}");
    assert!(text.contains("FEEDS") && text.contains("/gone"), "{text}");
    add(&mut screen, &list(&["/all", "/boats"]));
    let text = screen.text();
    assert!(text.contains("added 3 new articles · 2 feeds · u undoes"), "{text}");
    let selected = text.lines().find(|line| line.contains('▌')).unwrap_or_default();
    assert!(["Boats", "The Quay"].iter().any(|title| selected.contains(title)), "{text}");
}
