//! An account on a server, added from the feeds.

use super::common::Screen;
use super::news::News;
use super::speaks_google_reader::{Ways, start};

#[test]
fn an_account_is_added_from_the_feeds_and_its_newest_article_read() {
    let news = News::with(2, 30);
    let server = start(&news, Ways::default());
    let mut screen = Screen::open(120, 30);
    screen.press("gf E a");
    assert!(
        screen.text().contains("Server and your name: https://rss.example.org ann; with a token no name"),
        "{}",
        screen.text()
    );
    // What is not an address is told before a password is asked for.
    screen.type_in("127.0.0.1:9 ann").press("Enter");
    let text = screen.text();
    assert!(text.contains("127.0.0.1:9 is not a web address") && !text.contains("Password"), "{text}");
    // The line stays, to be put right: what is typed next is no other key's.
    screen.press("C-u");
    // A wrong password is told with what to do, and nothing typed is shown.
    screen.type_in(&format!("{} ann", server.at("/api/greader.php"))).press("Enter").type_in("wr0ng");
    assert!(screen.text().contains("Password or token: (not shown)"), "{}", screen.text());
    screen.press("Enter");
    let text = screen.text();
    assert!(text.contains("does not accept the password of ann") && !text.contains("wr0ng"), "{text}");
    screen
        .press("E a")
        .type_in(&format!("{} ann", server.at("")))
        .press("Enter")
        .type_in("secret")
        .press("Enter");
    assert!(screen.text().contains("added an account with Google Reader"), "{}", screen.text());
    let text = screen.text();
    assert!(text.contains("127.0.0.1") && !text.contains("secret"), "{text}");
    // The account is a line above its feeds, with its state in words.
    let at = text.lines().position(|line| line.contains("127.0.0.1")).expect("its line");
    assert!(at < text.lines().position(|line| line.contains("Feed 1")).expect("a feed"), "{text}");
    screen.press("j");
    assert!(screen.text().contains("2 feeds · synchronised"), "{}", screen.text());
    screen.press("E d");
    assert!(screen.text().contains("dateline account remove '127.0.0.1'"), "{}", screen.text());
    screen.press("Enter");
    assert_eq!(screen.articles().list.rows[0].title, "Story 30");
}
