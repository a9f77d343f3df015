//! Full texts of teasers, from our own server: on request, automatically for a feed, and after later refreshes.

use super::counts::kept_is_counted;
use super::server::{Asked, Reply, Server, reply};
use super::{NOW, apply, mark, open, undo};
use dateline::library::{
    FeedSelection, FetchedPage, FollowOptions, FullText, Library, Refreshed, TakenText, Task,
};
use dateline::model::*;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const DAY: i64 = 24 * 3600;

/// The beginning of a story, as in its feed.
const TEASER: &str = "The ferry of #Turin left the quay at noon with forty people on board.";

/// A feed text that is not a teaser.
fn whole_text() -> String {
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let sentences = days.map(|day| {
        format!(
            " On {day} it came back and left again with other people, of whom some had waited since {day} the week \
             before and were glad of the sun."
        )
    });
    format!("{TEASER}{}", sentences.concat())
}

/// A page with a story of several paragraphs; it begins like the teaser.
fn page(name: &str) -> Reply {
    let rest = [
        "Its owner had waited for the fog to lift since the early morning, he said, and would not have gone at all \
         if the office of the harbour had not told him that the wind would turn before the evening.",
        "The $Harbour_Board will look at the rules for the winter on Thursday, and wants to hear what everybody \
         has to say who crosses the bay for work, for school or to see a doctor on the other side.",
        "Until then, boats leave when their captains think that they can, and whoever waits is given a bed in the \
         old customs house behind the market, where there is soup.",
    ];
    let paragraphs: String = rest.iter().fold(String::new(), |mut text, paragraph| {
        let _ = write!(text, "<p>{paragraph} Thus the {name}.</p>");
        text
    });
    let html = format!(
        "<html><head><title>Story {name} | The Quay</title></head><body><nav><a href='/'>Home</a></nav><article>\
         <h1>Story {name}</h1><p>{TEASER}</p>{paragraphs}</article></body></html>"
    );
    reply(200, &[("Content-Type", "text/html; charset=utf-8")], html)
}

fn feed(server: &str, stories: &[(&str, &str)]) -> Reply {
    let items = stories.iter().fold(String::new(), |mut items, (name, text)| {
        let _ = write!(
            items,
            "<item><guid>{name}</guid><title>Story {name}</title><link>http://{server}/story/{name}</link>\
             <description>{text}</description></item>"
        );
        items
    });
    reply(
        200,
        &[("Content-Type", "application/rss+xml")],
        format!("<rss version='2.0'><channel><title>The Quay</title>{items}</channel></rss>"),
    )
}

fn host(asked: &Asked) -> &str {
    asked.header("host").unwrap_or_default()
}

fn follow(library: &mut Library, address: &str) -> Vec<ArticleId> {
    let mut added = dateline::library::Added::default();
    library.follow(address, FollowOptions::default(), &Task::new(), NOW, &mut added).unwrap();
    added.ids
}

fn refresh(library: &mut Library, now: i64) -> Refreshed {
    let mut refreshed = Refreshed::default();
    library.refresh(&FeedSelection::All, &Task::new(), now, &mut refreshed).unwrap();
    refreshed
}

/// What `x` does: the reason if there is no full text.
fn fetch(library: &mut Library, article: ArticleId) -> Result<Applied, String> {
    match library.full_text(article).unwrap() {
        FullText::Fetch(address) => {
            let page = FetchedPage::fetch(&address, &Task::new())?;
            match library.take_full_text(article, page, NOW).unwrap() {
                TakenText::Shown(back) => Ok(*back),
                TakenText::NotTaken(why) => Err(why),
            }
        }
        other => Err(format!("there was nothing to fetch: {other:?}")),
    }
}

/// The setting that fetches full texts, for the first feed.
fn rule(library: &Library) -> Edit {
    let feed = library.subscriptions(false, NOW).unwrap()[0].id;
    Edit::Feed { feed, edit: FeedEdit::FullText(Switch::On) }
}

fn text(library: &Library, article: ArticleId) -> String {
    library.article(article).unwrap().unwrap().document.text
}

#[test]
fn a_full_text_takes_the_teasers_place_and_refreshing_does_not_bring_that_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let round = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&round);
    let edited = format!("{TEASER} Fog had kept it since the morning.");
    let whole = whole_text();
    let expected_whole = whole.clone();
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => match shared.load(Ordering::SeqCst) {
            0 => feed(host(asked), &[("a", TEASER)]),
            1 => feed(host(asked), &[("a", &edited)]),
            _ => feed(host(asked), &[("a", &whole)]),
        },
        "/story/a" => page("a"),
        _ => reply(404, &[], "no"),
    });
    let id = follow(&mut library, &server.at("/feed"))[0];
    for flag in [Flag::Read, Flag::Bookmark, Flag::Tag("sea".to_owned())] {
        mark(&mut library, flag, id);
    }
    let fetched = fetch(&mut library, id).unwrap();
    assert_eq!(fetched.sentence, "Showed the full text of “Story a”");
    let article = library.article(id).unwrap().unwrap();
    assert!(article.document.text.starts_with(TEASER) && article.document.text.contains("customs house"));
    assert!(!article.document.text.contains("Home"));
    assert_eq!(article.row.title, "Story a", "the title by which the reader knows it");
    assert_eq!(
        (article.row.unread, article.row.bookmarked, article.row.tags.join(" ")),
        (false, true, "sea".to_owned())
    );
    let named: Vec<&str> = article.entities.iter().map(|named| named.entity.name.as_str()).collect();
    assert!(named.contains(&"Turin") && named.iter().any(|name| name.contains("Harbour")), "{named:?}");
    assert_eq!(library.full_text(id).unwrap(), FullText::Shown);
    assert_eq!(library.revisions(id).unwrap().len(), 1, "the teaser is kept");
    kept_is_counted(library.path());

    for (number, name) in [(0, "the same teaser"), (1, "an edited teaser")] {
        round.store(number, Ordering::SeqCst);
        let refreshed = refresh(&mut library, NOW + DAY * (1 + i64::try_from(number).unwrap()));
        assert_eq!((refreshed.good, refreshed.added.articles, refreshed.added.revised), (1, 0, 0), "{name}");
        assert!(text(&library, id).contains("customs house"), "{name}");
        kept_is_counted(library.path());
    }
    assert_eq!(library.revisions(id).unwrap().len(), 2, "the edited teaser is kept as well");

    undo(&mut library, &fetched);
    assert!(text(&library, id).ends_with("since the morning."), "the teaser as the feed has it now");
    assert_eq!(library.full_text(id).unwrap(), FullText::Kept);
    kept_is_counted(library.path());
    let again = library.redo(None, &Task::new(), NOW).unwrap().unwrap();
    assert_eq!(again.sentence, "Redone: “Story a” is shown in full again");
    assert!(text(&library, id).contains("customs house"));
    assert_eq!(apply(&mut library, &again.edit.unwrap()).edit, None, "it is so already");

    round.store(2, Ordering::SeqCst);
    assert_eq!(refresh(&mut library, NOW + 5 * DAY).added.revised, 1, "the feed has the whole text now");
    assert_eq!(text(&library, id), expected_whole);
    assert_eq!(kept_is_counted(library.path()), 1);
}

#[test]
fn what_is_no_full_text_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let server = Server::new(|asked: &Asked| match asked.path.as_str() {
        "/feed" => {
            let names = ["gone", "short", "picture", "same", "alike"];
            feed(host(asked), &names.map(|name| (name, TEASER)))
        }
        "/story/short" => reply(200, &[], "<article><h1>Story short</h1><p>The ferry left.</p></article>"),
        "/story/picture" => reply(200, &[("Content-Type", "image/png")], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "/story/same" | "/story/alike" => page("same"),
        _ => reply(410, &[], "gone"),
    });
    let ids = follow(&mut library, &server.at("/feed"));
    let of = |name: &str| {
        let is_it =
            |id: &&ArticleId| library.article(**id).unwrap().unwrap().row.title == format!("Story {name}");
        *ids.iter().find(is_it).unwrap()
    };
    let all = ["gone", "short", "picture", "same", "alike"].map(of);
    let [gone, short, picture, same, alike] = all;
    for (article, says) in [(gone, "410"), (short, "no more text"), (picture, "not text")] {
        let why = fetch(&mut library, article).unwrap_err();
        assert!(why.contains(says), "{why}");
        assert_eq!(text(&library, article), TEASER);
        assert!(matches!(library.full_text(article).unwrap(), FullText::Fetch(_)), "it can be tried again");
    }
    fetch(&mut library, same).unwrap();
    assert!(fetch(&mut library, alike).unwrap_err().contains("another article"));
    assert_eq!(text(&library, alike), TEASER);
    apply(&mut library, &Edit::delete(gone));
    assert_eq!(library.full_text(gone).unwrap(), FullText::NoArticle);
    kept_is_counted(library.path());
}

#[test]
fn a_feed_with_the_rule_brings_the_full_texts_of_its_new_teasers() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let round = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&round);
    let edited = format!("{TEASER} Fog had kept it since the morning.");
    let whole = whole_text();
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => {
            let a = if shared.load(Ordering::SeqCst) == 2 { edited.as_str() } else { TEASER };
            let all =
                [("old", TEASER), ("a", a), ("b", TEASER), ("broken", TEASER), ("whole", whole.as_str())];
            let count = if shared.load(Ordering::SeqCst) == 0 { 1 } else { all.len() };
            feed(host(asked), &all[..count])
        }
        "/story/broken" => reply(503, &[], "later"),
        path => page(path.rsplit('/').next().unwrap_or_default()),
    });
    follow(&mut library, &server.at("/feed"));
    let rule = rule(&library);
    let ruled = library.apply(&rule, &Task::new(), NOW + 1).unwrap();
    assert!(library.subscriptions(false, NOW).unwrap()[0].fetches_full_text);
    assert_eq!(apply(&mut library, &rule).edit, None);
    round.store(1, Ordering::SeqCst);

    let first = refresh(&mut library, NOW + DAY);
    assert_eq!(
        (first.added.articles, first.added.full_texts, first.added.not_full.len()),
        (4, 2, 1),
        "{first:?}"
    );
    assert!(first.added.not_full[0].to_string().contains("503"), "{}", first.added.not_full[0]);
    assert!(first.failed.is_empty(), "the feed itself did well");
    assert_eq!(
        (first.added.places, first.added.ids.len()),
        (1, 6),
        "four new articles, and two of them again"
    );
    let asked =
        |name: &str| server.asked().iter().filter(|asked| asked.path == format!("/story/{name}")).count();
    assert_eq!((asked("old"), asked("a"), asked("b"), asked("whole")), (0, 1, 1, 0));
    assert!(server.busiest() <= 2, "{} at once", server.busiest());
    for day in 2..8 {
        let later = refresh(&mut library, NOW + day * DAY);
        assert_eq!((later.added.articles, later.added.revised, later.added.full_texts), (0, 0, 0));
    }
    assert_eq!((asked("a"), asked("broken")), (1, 3), "tried a few times");

    let list = library.window(&ListQuery::default(), Anchor::Top, 9, &Task::new()).unwrap().rows;
    let a = list.iter().find(|row| row.title == "Story a").unwrap().id();
    apply(&mut library, &Edit::Text { shown: ShownText::Feed, articles: vec![a] });
    round.store(2, Ordering::SeqCst);
    for day in 8..10 {
        assert_eq!(refresh(&mut library, NOW + day * DAY).added.full_texts, 0, "the reader put it away");
    }
    assert!(text(&library, a).ends_with("since the morning."));
    assert!(matches!(library.full_text(a).unwrap(), FullText::Fetch(_)), "x asks for the page as it is now");
    kept_is_counted(library.path());
    undo(&mut library, &ruled);
    assert!(!library.subscriptions(false, NOW).unwrap()[0].fetches_full_text);
}

#[test]
fn walls_and_fronts_are_not_taken_for_articles_by_the_rule() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let wall = "<title>Before you go on</title><article><h1>Before you go on</h1><p>We and our many partners would like \
        to keep and read what is on your device, to measure how you use what we show you and to tell others of it. \
        Press the button to agree, or choose what you agree to in the settings, which you can change later.</p></article>";
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => feed(host(asked), &[("a", TEASER)]),
        _ => reply(200, &[("Content-Type", "text/html")], wall),
    });
    let id = follow(&mut library, &server.at("/feed"))[0];
    let rule = rule(&library);
    apply(&mut library, &rule);
    let first = refresh(&mut library, NOW + DAY);
    assert_eq!((first.added.full_texts, first.added.not_full.len()), (0, 1));
    assert!(first.added.not_full[0].to_string().contains("something else"), "{}", first.added.not_full[0]);
    assert_eq!(text(&library, id), TEASER);
    refresh(&mut library, NOW + 2 * DAY);
    assert_eq!(server.asked().iter().filter(|asked| asked.path == "/story/a").count(), 1, "asked once");
}

#[test]
fn a_gist_that_comes_again_under_new_signs_is_known_by_the_gist_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let round = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&round);
    let server = Server::new(move |asked: &Asked| match asked.path.as_str() {
        "/feed" => {
            let (number, end) = if shared.load(Ordering::SeqCst) == 0 { (1, "") } else { (2, " now") };
            let gist = "Passengers spent half a day at sea while nobody on land knew where they were, and the winter \
                begins for all who need to get across with new rules that are discussed at last";
            let link = format!("http://{}/story/a{number}", host(asked));
            let item = format!("<guid>a{number}</guid><title>Lost at sea</title><link>{link}</link>");
            let item = format!("<item>{item}<description>{gist}{end}.</description></item>");
            reply(
                200,
                &[],
                format!("<rss version='2.0'><channel><title>The Quay</title>{item}</channel></rss>"),
            )
        }
        _ => page("a"),
    });
    let id = follow(&mut library, &server.at("/feed"))[0];
    fetch(&mut library, id).unwrap();
    round.store(1, Ordering::SeqCst);
    let refreshed = refresh(&mut library, NOW + DAY);
    assert_eq!((refreshed.good, refreshed.added.articles, refreshed.added.known), (1, 0, 1));
    assert!(text(&library, id).contains("customs house"));
}
