//! User journeys, from the first key to the last, on a real library.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

#[path = "journeys/accounts.rs"]
mod accounts;
#[path = "journeys/adding.rs"]
mod adding;
mod common;
#[path = "journeys/correcting.rs"]
mod correcting;
#[path = "journeys/every_key.rs"]
mod every_key;
#[path = "journeys/everyday.rs"]
mod everyday;
#[path = "journeys/finding.rs"]
mod finding;
#[path = "journeys/keys.rs"]
mod keys;
#[path = "journeys/keys_twice.rs"]
mod keys_twice;
#[path = "journeys/links.rs"]
mod links;
#[path = "journeys/lists.rs"]
mod lists;
#[path = "journeys/looks.rs"]
mod looks;
#[path = "journeys/names.rs"]
mod names;
#[path = "sync/news.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod news;
#[path = "journeys/saving.rs"]
mod saving;
#[path = "common/server.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod server;
#[path = "journeys/shown_queries.rs"]
mod shown_queries;
#[path = "sync/speaks_google_reader.rs"]
mod speaks_google_reader;
#[path = "journeys/steady.rs"]
mod steady;
#[path = "journeys/terminals.rs"]
mod terminals;
#[path = "journeys/watching.rs"]
mod watching;

use common::Screen;
use dateline::app::screens::Screen as AppScreen;
use dateline::app::{Focus, Message};
use dateline::library::Input;

/// Our own scraped page, with all its clutter.
const SCRAPED: &str = "Close this search box.\n\nHarbour of Port Sudan Reopens After Storm\n\n\
    harbour-cranes-800x450Transport Minister Amina Idris said on Tuesday that ships may call at Port Sudan again, nine \
    days after a storm tore three cranes from their rails.\n\n\
    “The quays are safe,” Idris told reporters in Khartoum. The United Nations had warned that grain for Ethiopia and \
    South Sudan was stuck at sea, and the U.N. welcomed the news.\n\n\
    The World Food Programme (WFP) has four ships waiting. The WFP said they would enter the harbour one by one, and \
    Idris’s ministry promised pilots for each of them until the last of the wrecks has been lifted.\n\n\
    2 Responses\n\nLeave a Reply\n\nPopular Posts\n";

fn scraped() -> Input {
    Input::Bytes { name: "port-sudan.txt".into(), bytes: SCRAPED.as_bytes().to_vec() }
}

fn focused(screen: &Screen) -> String {
    screen.articles().reader.mention().map_or_else(String::new, |mention| {
        let document = &screen.articles().reader.article.as_ref().expect("an article").document;
        let text =
            if mention.field == dateline::model::Field::Title { &document.title } else { &document.text };
        mention.span.of(text).to_owned()
    })
}

fn name_of_dossier(screen: &Screen) -> String {
    match screen.app.screen() {
        AppScreen::Dossier(screen) => screen.dossier.as_ref().expect("a dossier").name.clone(),
        _ => String::new(),
    }
}

#[test]
fn the_first_start_shows_the_sample_library_with_an_article_and_its_names() {
    let screen = Screen::open(140, 40);
    let text = screen.text();
    for expected in
        ["All articles", "19 articles", "19 unread", "PEOPLE", "Angela Merkel", "Space", "all keys"]
    {
        assert!(text.contains(expected), "{expected} is missing:\n{text}");
    }
}

#[test]
fn a_scraped_article_is_found_read_and_its_people_looked_up_and_bookmarked() {
    let mut screen = Screen::with(&[scraped()], 120, 40);
    screen.press("s").type_in("cranes khartoum");
    assert_eq!(screen.articles().list.rows.len(), 1, "{}", screen.text());
    screen.press("Enter");
    assert_eq!(screen.articles().focus, Focus::Reader);
    let text = screen.text();
    assert!(text.contains("Harbour of Port Sudan Reopens After Storm"), "{text}");
    for boilerplate in ["search box", "800x450", "Responses", "Leave a Reply", "Popular Posts"] {
        assert!(!text.contains(boilerplate), "{boilerplate} is left:\n{text}");
    }
    // The next name is the one after the match of the search; the full name stands before it.
    screen.press("]p");
    assert_eq!(focused(&screen), "Idris");
    screen.press("[p");
    assert_eq!(focused(&screen), "Amina Idris");
    let line = screen.articles().reader.top;
    screen.press("Enter");
    assert_eq!(name_of_dossier(&screen), "Amina Idris");
    assert!(screen.text().contains("“The quays are safe,” Idris told"), "{}", screen.text());
    screen.press("C-o");
    assert_eq!((focused(&screen).as_str(), screen.articles().reader.top), ("Amina Idris", line));
    screen.press("*");
    assert_eq!(focused(&screen), "Idris");
    screen.press("b");
    let screen = screen.again();
    assert!(screen.articles().list.rows[0].bookmarked && !screen.articles().list.rows[0].unread);
}

#[test]
fn jumping_through_the_sample_library_and_all_the_way_back() {
    let mut screen = Screen::open(140, 40);
    screen.press("Enter ]p");
    let start = (screen.articles().reader.id(), focused(&screen));
    assert_eq!(start.1, "Angela Merkel");
    screen.press("Enter j Enter");
    let second = (screen.articles().reader.id(), focused(&screen));
    assert_ne!(second.0, start.0);
    assert!(second.1.contains("Merkel"), "{second:?}");
    screen.press("]l Enter");
    let place = name_of_dossier(&screen);
    assert!(!place.is_empty());
    screen.press("C-o C-o");
    assert_eq!(name_of_dossier(&screen), "Angela Merkel");
    screen.press("C-o");
    assert_eq!((screen.articles().reader.id(), focused(&screen)), start);
    screen.press("A-Right A-Right A-Right");
    assert_eq!(name_of_dossier(&screen), place);
}

#[test]
fn narrowing_by_a_name_keeps_only_its_articles() {
    let mut screen = Screen::open(140, 40);
    let all = screen.articles().list.total;
    screen.press("Enter ]p &");
    let filtered = screen.articles().list.total;
    assert!(filtered > 1 && filtered < all, "{filtered} of {all}");
    assert!(screen.text().contains("person:Angela Merkel"));
    screen.press("Esc");
    assert_eq!(screen.articles().list.total, all);
}

#[test]
fn every_key_of_a_search_repaints_and_escape_leads_back() {
    let mut screen = Screen::open(120, 40);
    screen.press("? ? j j j");
    let before = screen.text();
    screen.press("s");
    let mut found = Vec::new();
    for key in ["m", "o", "s", "u", "l"] {
        screen.press(key);
        found.push(screen.articles().list.total);
    }
    assert!(found[4] >= 2 && found[4] < found[0], "{found:?}");
    assert!(screen.text().contains("Mosul"), "{}", screen.text());
    screen.press("Esc");
    assert_eq!(screen.text(), before);
}

#[test]
fn a_faulty_query_is_answered_with_what_is_wrong() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("after:2016-13 mosul");
    let text = screen.text();
    let is_whole = ["2016-13", "today,", "(days;"].iter().all(|word| text.contains(word));
    assert!(is_whole, "what is wrong is said whole:\n{text}");
    assert!(screen.articles().list.rows.is_empty(), "a faulty query finds nothing:\n{text}");
}

#[test]
fn reading_on_leads_through_the_article_to_the_next_unread_one() {
    let mut screen = Screen::open(100, 20);
    screen.press("Space");
    let first = screen.articles().reader.id();
    for _ in 0..40 {
        screen.press("Space");
        if screen.articles().reader.id() != first {
            break;
        }
    }
    assert_ne!(screen.articles().reader.id(), first);
    assert_eq!(screen.articles().list.cursor, 1);
    assert_eq!(screen.app.session.counts.unread, 17);
}

#[test]
fn positions_survive_another_width_and_a_restart() {
    let mut screen = Screen::open(120, 24);
    screen.press("j j Enter C-d C-d");
    let offset = screen.articles().reader.position().offset;
    assert!(offset > 0);
    screen.tell(Message::Resize(80, 24));
    let line_start = screen.articles().reader.layout.offset_of(screen.articles().reader.top + 1);
    assert!(screen.articles().reader.position().offset <= offset && offset < line_start);
    screen.tell(Message::Resize(120, 24));
    let id = screen.articles().reader.id();
    screen.press("Q");
    assert!(screen.left);
    let again = screen.again();
    assert_eq!(again.articles().reader.id(), id);
    let kept = again.articles().reader.position().offset;
    assert!(kept > 0 && kept <= offset, "{kept} and {offset}");
    assert_eq!(again.articles().focus, Focus::Reader);
}

#[test]
fn any_past_change_is_undone_and_redone_from_their_list() {
    let mut screen = Screen::open(120, 40);
    screen.press("b j t").type_in("Later").press("Enter gj");
    let text = screen.text();
    assert!(
        text.contains("PAST CHANGES") && text.contains("with later") && text.contains("Bookmarked “"),
        "{text}"
    );
    screen.press("j Enter");
    let text = screen.text();
    assert!(text.contains("is no longer bookmarked · C-r redoes") && text.contains("undone"), "{text}");
    assert_eq!(screen.app.session.counts.bookmarked, 0);
    screen.press("Enter");
    assert!(screen.text().contains("is bookmarked again"), "{}", screen.text());
    assert_eq!(screen.app.session.counts.bookmarked, 1);
    screen.press("u");
    assert!(
        screen.text().contains("is no longer bookmarked"),
        "what was redone last goes first:\n{}",
        screen.text()
    );
    screen.press("q");
    assert!(screen.text().contains(" min #"), "{}", screen.text());
}

/// Edits from before the program ended are undone and redone after a restart, step by step.
#[test]
fn undo_and_redo_reach_back_over_restarts() {
    let list = b"<opml><outline text='The Quay' xmlUrl='https://quay.example/rss'/></opml>".to_vec();
    let quay = Input::Bytes { name: "list.opml".to_owned(), bytes: list };
    let mut screen = Screen::with(&[scraped(), quay], 120, 40);
    screen.press("b t").type_in("Later").press("Enter dd gf G E r").type_in("My quay").press("Enter");
    let mut screen = screen.again();
    for expected in [
        "Undone: the feed has its original name again · C-r redoes",
        "is back in the library · C-r redoes",
        "no longer has the tag later · C-r redoes",
        "is no longer bookmarked · C-r redoes",
        "there is nothing to undo",
    ] {
        screen.press("u");
        assert!(screen.text().contains(expected), "{expected}:\n{}", screen.text());
    }
    let mut screen = screen.again();
    for expected in [
        "is bookmarked again · u undoes",
        "has the tag later again · u undoes",
        "is deleted again · u undoes",
        "the feed is called “My quay” again · u undoes",
        "there is nothing to redo",
    ] {
        screen.press("C-r");
        assert!(screen.text().contains(expected), "{expected}:\n{}", screen.text());
    }
    assert_eq!(screen.library.subscriptions(false, common::NOW.seconds).expect("feeds")[0].title, "My quay");
}

#[test]
fn shelves_and_empty_ones_say_how_to_fill_them() {
    let mut screen = Screen::open(120, 40);
    screen.press("gb");
    assert!(screen.text().contains("b on an article sets one"), "{}", screen.text());
    screen.press("gi b gb");
    assert_eq!(screen.articles().list.total, 1);
    screen.press("gh");
    assert!(screen.text().contains("Enter on an article opens"));
    screen.press("gi j Enter gh");
    assert_eq!(screen.articles().list.total, 1);
}

#[test]
fn an_index_of_people_leads_to_a_dossier() {
    let mut screen = Screen::open(120, 40);
    screen.press("gp");
    assert!(screen.text().contains("People"), "{}", screen.text());
    screen.press("/").type_in("merk").press("Enter Enter");
    assert_eq!(name_of_dossier(&screen), "Angela Merkel");
    screen.press("q q");
    assert_eq!(screen.app.focus(), Some(Focus::List));
}

#[test]
fn finding_in_an_article_walks_the_hits() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter /").type_in("key").press("Enter");
    let hits = screen.articles().reader.find.as_ref().expect("a find").hits.len();
    assert!(hits >= 2);
    let first = screen.articles().reader.find.as_ref().expect("a find").at;
    screen.press("n");
    assert_eq!(screen.articles().reader.find.as_ref().expect("a find").at, (first + 1) % hits);
    screen.press("N Esc");
    assert!(screen.articles().reader.find.is_none());
}

/// A feed from our own server.
fn feed(names: &[&str]) -> String {
    let item = |name: &&str| {
        format!(
            "<item><guid>{name}</guid><title>The {name} sails</title><description>All about the {name} in Bergen.</description></item>"
        )
    };
    let items = names.iter().map(item).collect::<Vec<String>>().concat();
    format!("<rss version='2.0'><channel><title>The Quay</title>{items}</channel></rss>")
}

#[test]
fn feeds_are_added_refreshed_read_tagged_and_removed_on_the_screen() {
    let server = server::Server::new(|asked: &server::Asked| match asked.before {
        0 => server::reply(200, &[], feed(&["ferry", "tug"])),
        1 => server::reply(200, &[], feed(&["ferry", "tug", "yacht"])),
        _ => server::reply(500, &[], "no"),
    });
    let mut screen = Screen::with(&[scraped()], 110, 30);
    screen.press("gf");
    assert!(screen.text().contains("No feed is followed yet · ga adds one"), "{}", screen.text());
    screen.press("ga").type_in(&server.at("/rss")).press("Enter");
    let text = screen.text();
    assert!(text.contains("added The Quay: 2 new articles · 1 feed"), "{text}");
    assert!(text.contains("The Quay") && text.contains("2 unread"), "{text}");

    screen.press("q j Enter");
    let text = screen.text();
    assert!(
        text.contains("The Quay") && text.contains("The tug sails") && !text.contains("Port Sudan"),
        "{text}"
    );
    screen.press("Enter q r");
    assert!(screen.text().contains("1 new article from 1 feed"), "{}", screen.text());
    assert_eq!(screen.articles().list.rows.len(), 3);
    screen.press("q");
    assert!(screen.text().contains("FEEDS") && !screen.left, "q goes back to the tree:\n{}", screen.text());
    screen.press("R");
    assert!(screen.text().contains("1 feed, none due yet"), "{}", screen.text());

    screen.press("gf G t").type_in("boats").press("Enter r");
    let text = screen.text();
    assert!(
        text.contains("boats") && text.contains("1 failing") && text.contains("failing; will retry"),
        "{text}"
    );
    assert!(text.contains("1 feed failed · gf shows why"), "{text}");
    screen.press("gm");
    assert!(screen.text().contains("500"), "what failed is kept in words:\n{}", screen.text());

    screen.press("Esc E d");
    assert!(screen.text().contains("No feed is followed yet"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("Undone: “The Quay” is followed again"), "{}", screen.text());
    screen.press("G E r").type_in("My quay").press("Enter E p");
    screen.press("gi dd");
    assert!(
        screen.text().contains("· u undoes") && screen.text().contains("3 articles"),
        "{}",
        screen.text()
    );
    screen.press("u");
    assert!(
        screen.text().contains("is back in the library") && screen.text().contains("4 articles"),
        "{}",
        screen.text()
    );
    let screen = screen.again();
    let feeds = screen.library.subscriptions(false, common::NOW.seconds).expect("feeds");
    assert_eq!((feeds[0].title.as_str(), feeds[0].state.word()), ("My quay", "paused"));
    assert_eq!(screen.library.counts().expect("counts").articles, 4);
}

#[test]
fn the_full_text_of_a_teaser_is_fetched_put_away_and_shown_again() {
    let page = "<html><head><title>The ferry sails</title></head><body><article><h1>The ferry sails</h1>\
        <p>All about the ferry in Bergen, which left at noon with forty people and a dog on board, said its owner.</p>\
        <p>Jens Falk of the University of Bergen had warned of the storm in the morning, and nobody had listened to \
        him until the first wave came over the quay and took a lamp away.</p></article></body></html>";
    let server = server::Server::new(move |asked: &server::Asked| match asked.path.as_str() {
        "/rss" => {
            let link = |name: &str| format!("http://{}/{name}", asked.header("host").unwrap_or_default());
            let body = feed(&["ferry", "tug"])
                .replace("<guid>ferry</guid>", &format!("<guid>ferry</guid><link>{}</link>", link("ferry")))
                .replace("<guid>tug</guid>", &format!("<guid>tug</guid><link>{}</link>", link("tug")));
            server::reply(200, &[], body)
        }
        "/ferry" => server::reply(200, &[("Content-Type", "text/html")], page),
        _ => server::reply(404, &[], "no"),
    });
    let mut screen = Screen::with(&[scraped()], 120, 30);
    screen.press("x");
    assert!(screen.text().contains("no link to fetch its full text from"), "{}", screen.text());
    screen.press("ga").type_in(&server.at("/rss")).press("Enter");
    screen.press("gi s").type_in("ferry").press("Enter b x");
    let text = screen.text();
    assert!(
        text.contains("Showed the full text of “The ferry sails” · u undoes") && text.contains("a lamp away"),
        "{text}"
    );
    assert!(text.contains("Jens Falk"), "whom it names now is in the sidebar:\n{text}");
    screen.press("x");
    assert!(screen.text().contains("the full text is already shown"), "{}", screen.text());
    screen.press("u");
    let text = screen.text();
    assert!(text.contains("is shown with the feed's text again") && !text.contains("a lamp away"), "{text}");
    screen.press("x");
    assert!(screen.text().contains("a lamp away"), "{}", screen.text());
    assert_eq!(server.asked().iter().filter(|asked| asked.path == "/ferry").count(), 1, "it was kept");
    let row = &screen.articles().reader.article.as_ref().expect("an article").row;
    assert!(row.bookmarked && !row.unread);

    screen.press("q Esc s").type_in("tug").press("Enter x");
    let text = screen.text();
    assert!(text.contains("The tug sails: the page ") && text.contains("404"), "{text}");
    assert!(text.contains("All about the tug in Bergen"), "{text}");

    screen.press("gf G E x");
    assert!(screen.text().contains("Turned on full texts for “The Quay” · u undoes"), "{}", screen.text());
    assert!(screen.text().contains("· full texts"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("full texts of “The Quay” are no longer fetched"), "{}", screen.text());
}

#[test]
fn the_map_shows_the_places_of_what_one_reads_and_leads_to_their_articles() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("mosul").press("Enter M");
    let text = screen.text();
    assert!(text.contains("Map") && text.contains("Mosul · Iraq"), "{text}");
    assert!(
        text.contains('\u{28ff}') || text.chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)),
        "no lines:\n{text}"
    );
    let before = screen.text();
    screen.press("+");
    assert_ne!(screen.text(), before, "zoom in");
    screen.press("Tab");
    assert!(!screen.text().contains("Mosul · Iraq ·"), "the next place is at hand:\n{}", screen.text());
    screen.press("S-Tab Enter");
    let text = screen.text();
    assert!(text.contains("place:Mosul"), "{text}");
    screen.press("C-o");
    assert!(screen.text().contains("Mosul · Iraq"), "back on the map:\n{}", screen.text());
    screen.press("gd");
    assert!(screen.text().contains("Mosul"), "{}", screen.text());
    screen.press("q q");
    assert!(screen.text().contains("mosul"), "{}", screen.text());
}

#[test]
fn the_map_can_be_kept_to_a_time() {
    // Periods end now, and the samples are years old.
    let mut screen = Screen::open(120, 40);
    screen.press("M");
    let all = screen.text();
    screen.press("t");
    let year = screen.text();
    assert!(year.contains("last 365 days") && year != all, "{year}");
    assert!(year.contains("No place is named in the last 365 days · t shows all time again"), "{year}");
    screen.press("t");
    assert_eq!(screen.text().lines().next(), all.lines().next(), "all time again");
    let today = jiff::Timestamp::now().to_string();
    let text =
        format!(r#"{{"title":"Ships","text":"Ships wait off Bergen.","published":"{}"}}"#, &today[..10]);
    let input = Input::Bytes { name: "ships.json".into(), bytes: text.into_bytes() };
    let mut screen = Screen::open(120, 40);
    let now = jiff::Timestamp::now().as_second();
    screen.library.add(&[input], &dateline::library::Task::new(), now).expect("an article");
    screen.press("M t t t t");
    let week = screen.text();
    assert!(week.contains("last 7 days") && week.contains("Bergen · Norway"), "{week}");
    screen.press("t");
    assert!(!screen.text().contains("last"), "all time again:\n{}", screen.text());
}
