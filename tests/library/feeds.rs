//! Adding feeds and feed lists: entries become articles, and each article only once whatever a feed does.

use super::counts::kept_is_counted;
use super::{NOW, apply, mark, open, undo};
use dateline::library::{Added, Input, Library, Task};
use dateline::model::*;

/// An item of a feed, field by field.
#[derive(Clone)]
struct Item {
    guid: &'static str,
    link: &'static str,
    title: &'static str,
    text: &'static str,
}

const FERRY: &str = "The ferry left the quay of #Turin at noon with forty people on board and came back before the \
    storm reached the coast in the evening.";
const EDITED: &str = "The ferry left the quay of #Turin at noon with fifty people on board and came back before the \
    storm reached the coast in the evening, its owner said.";
const FISH: &str = "Prices of fish fell for the third week in a row because more boats than ever were out at sea, \
    the $Harbour_Board told its members.";
/// Long enough to be recognised wherever it is found.
const LONG: &str = "The northern harbour will open again on Thursday, the $Harbour_Board said, after divers had \
    looked at every chain and every anchor for the second time this month. Two of the chains were found to be \
    worn and were replaced over night by a crew from #Turin, which will stay until the first large ship has \
    been made fast without trouble.";

const ITEM: Item =
    Item { guid: "q-1", link: "https://quay.example/ferry", title: "Ferry leaves in time", text: FERRY };

fn feed(items: &[Item]) -> Vec<u8> {
    feed_of("The Quay", "https://quay.example/", items)
}

fn feed_of(title: &str, site: &str, items: &[Item]) -> Vec<u8> {
    let field = |name: &str, value: &str| {
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        if value.is_empty() { String::new() } else { format!("<{name}>{value}</{name}>") }
    };
    let item = |item: &Item| {
        let (guid, link) = (field("guid", item.guid), field("link", item.link));
        format!("<item>{guid}{link}{}{}</item>", field("title", item.title), field("description", item.text))
    };
    let items = items.iter().map(item).collect::<Vec<String>>().concat();
    format!("<rss version='2.0'><channel><title>{title}</title><link>{site}</link>{items}</channel></rss>")
        .into_bytes()
}

fn add(library: &mut Library, name: &str, bytes: Vec<u8>) -> Added {
    let input = Input::Bytes { name: name.to_owned(), bytes };
    library.add(&[input], &Task::new(), NOW).unwrap()
}

fn counts(added: &Added) -> (u64, u64, u64) {
    (added.articles, added.revised, added.known)
}

#[test]
fn entries_become_articles_with_what_the_feed_says_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Quay</title><link href='https://quay.example/'/>\
        <entry><id>tag:quay.example,2024:1</id><title>Ferry &amp;amp; fish</title><link href='/ferry'/>\
        <author><name>Rue Moss</name></author><published>2024-02-03T10:00:00Z</published><category term='boats'/>\
        <link rel='enclosure' href='https://quay.example/talk.mp3' type='audio/mpeg' length='2097152'/>\
        <content type='html'>&lt;h2&gt;At noon&lt;/h2&gt;&lt;p&gt;The ferry left #Turin.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</content>\
        </entry></feed>";
    let added = add(&mut library, "quay.atom", atom.as_bytes().to_vec());
    assert_eq!((counts(&added), added.places), ((1, 0, 0), 1));
    assert_eq!(added.sources[0].title.as_deref(), Some("The Quay"));
    let article = library.article(added.ids[0]).unwrap().unwrap();
    let document = &article.document;
    assert_eq!(document.text, "At noon\n\nThe ferry left #Turin.\n\ntalk.mp3 · audio/mpeg · 2 MB");
    assert_eq!(document.byline.as_deref(), Some("Rue Moss"));
    assert_eq!(document.site.as_deref(), Some("The Quay"));
    assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2024-02-03T10:00:00Z"));
    assert_eq!(document.tags, ["boats"]);
    assert_eq!(document.links[0].url, "https://quay.example/talk.mp3");
    kept_is_counted(library.path());
}

#[test]
fn the_same_once_more_adds_nothing_whatever_its_feed_did_to_it() {
    let moved = |guid, link| Item { guid, link, ..ITEM };
    let cases: &[(&str, Item, (u64, u64, u64))] = &[
        ("the same", ITEM, (0, 0, 1)),
        ("a new number", moved("r-77", ITEM.link), (0, 0, 1)),
        ("https to http, www", moved("q-1", "http://www.quay.example/ferry/"), (0, 0, 1)),
        ("a campaign", moved("q-1", "https://quay.example/ferry?utm_source=rss&utm_medium=x"), (0, 0, 1)),
        ("a campaign and a new number", moved("z", "https://quay.example/ferry?fbclid=3#top"), (0, 0, 1)),
        ("the mobile copy", moved("z", "https://quay.example/ferry/amp"), (0, 0, 1)),
        ("another address", moved("q-1", "https://quay.example/2024/ferry"), (0, 0, 1)),
        ("another address and number", moved("z", "https://quay.example/2024/ferry"), (0, 0, 1)),
        ("neither address nor number", moved("", ""), (0, 0, 1)),
        ("an edited title", Item { title: "Ferry back in time", ..ITEM }, (0, 1, 0)),
        ("an edited text", Item { text: EDITED, ..ITEM }, (0, 1, 0)),
        ("edited, with a new number", Item { text: EDITED, guid: "z", ..ITEM }, (0, 1, 0)),
        ("edited, elsewhere", Item { text: EDITED, link: "https://quay.example/x", ..ITEM }, (0, 1, 0)),
        ("only the teaser", Item { text: "The ferry left the quay.", ..ITEM }, (0, 0, 1)),
        (
            "another story, its number",
            Item { title: "Fish", text: FISH, link: "https://quay.example/fish", ..ITEM },
            (1, 0, 0),
        ),
        (
            "another story, its title",
            Item { guid: "q-2", link: "https://quay.example/fish", text: FISH, ..ITEM },
            (1, 0, 0),
        ),
    ];
    for (name, second, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        let first = add(&mut library, "feed.xml", feed(&[ITEM]));
        mark(&mut library, Flag::Read, first.ids[0]);
        let added = add(&mut library, "elsewhere.xml", feed(std::slice::from_ref(second)));
        assert_eq!(counts(&added), *expected, "{name}");
        assert_eq!(library.counts().unwrap().unread, expected.0, "{name}: what was read stays read");
        for bytes in [feed(std::slice::from_ref(second)), feed(&[ITEM])] {
            assert_eq!(counts(&add(&mut library, "feed.xml", bytes)), (0, 0, 1), "{name}, again");
        }
    }
}

#[test]
fn a_site_that_moves_keeps_its_articles() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let item = |guid, link| Item { guid, link, ..ITEM };
    let before = item("http://quay.example/?p=12", "http://quay.example/ferry");
    let after = item("https://quay.example/?p=12", "https://quay.example/2024/ferry");
    add(&mut library, "a.xml", feed_of("The Quay", "http://quay.example", &[before]));
    let after = Item { title: "Ferry back before the storm", ..after };
    let added = add(&mut library, "b.xml", feed_of("Quay", "https://www.quay.example/", &[after]));
    assert_eq!(counts(&added).0, 1, "number alone, other address and title: not believed");
    let same = item("https://quay.example/?p=12", "https://quay.example/2024/ferry");
    assert_eq!(counts(&add(&mut library, "c.xml", feed_of("Quay", "https://quay.example/", &[same]))).0, 0);
}

#[test]
fn stories_without_numbers_of_their_own_are_told_apart() {
    let item = |guid, link, title, text| Item { guid, link, title, text };
    let check = |name: &str, items: &[Item], expected: u64| {
        let folder = tempfile::tempdir().unwrap();
        let mut library = open(folder.path());
        assert_eq!(add(&mut library, "feed.xml", feed(items)).articles, expected, "{name}");
        let again = add(&mut library, "feed.xml", feed(items));
        assert_eq!((again.articles, again.revised), (0, 0), "{name}, again");
        kept_is_counted(library.path());
    };
    check(
        "one number for all",
        &[
            item("same", "https://quay.example/1", "first story", "body"),
            item("same", "https://quay.example/2", "second story", "body"),
        ],
        2,
    );
    check("no numbers, no links", &[item("", "", "Ferry", FERRY), item("", "", "Fish", FISH)], 2);
    check("nothing but a title, twice", &[item("", "", "a", ""), item("", "", "a", "")], 1);
    check(
        "one teaser for all",
        &[
            item("1", "https://quay.example/1", "Ferry", "Comments"),
            item("2", "https://quay.example/2", "Fish", "Comments"),
        ],
        2,
    );
    check(
        "one title for all",
        &[
            item("1", "https://quay.example/1", "Photo", "x"),
            item("2", "https://quay.example/2", "Photo", "x"),
        ],
        2,
    );
    check(
        "the site's address for all",
        &[item("", "https://quay.example/", "Ferry", FERRY), item("", "https://quay.example/", "Fish", FISH)],
        2,
    );
    check(
        "a series",
        &[
            item("1", "https://quay.example/1", "Briefing for Monday", FERRY),
            item("2", "https://quay.example/2", "Briefing for Tuesday", FISH),
        ],
        2,
    );
}

#[test]
fn an_edited_article_is_a_revision_that_stays_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let id = add(&mut library, "feed.xml", feed(&[ITEM])).ids[0];
    mark(&mut library, Flag::Read, id);
    let added =
        add(&mut library, "feed.xml", feed(&[Item { text: EDITED, title: "Ferry leaves late", ..ITEM }]));
    assert_eq!((counts(&added), added.ids.as_slice()), ((0, 1, 0), &[id][..]));
    let article = library.article(id).unwrap().unwrap();
    assert_eq!(article.row.title, "Ferry leaves late");
    assert!(article.document.text.contains("fifty") && !article.row.unread);
    kept_is_counted(library.path());
}

#[test]
fn one_text_in_two_feeds_is_one_article_with_both_as_sources() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let item = |guid, link, title| Item { guid, link, title, text: LONG };
    let ours = item("1", "https://quay.example/open", "Harbour opens");
    let theirs = item("pier-9", "https://pier.example/n/9", "Northern harbour to open again");
    let id = add(&mut library, "quay.xml", feed(&[ours])).ids[0];
    let added = add(&mut library, "pier.xml", feed_of("Pier", "https://pier.example/", &[theirs]));
    assert_eq!(counts(&added), (0, 0, 1));
    let article = library.article(id).unwrap().unwrap();
    assert_eq!(article.row.title, "Harbour opens");
    let expected = ["https://pier.example/n/9", "https://quay.example/open", "pier.xml", "quay.xml"];
    assert_eq!(article.sources, expected);
}

#[test]
fn what_claims_to_come_from_the_future_stands_where_it_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let rss = "<rss><channel><item><title>Ferry</title><pubDate>Tue, 03 Feb 2099 10:00:00 GMT</pubDate></item></channel></rss>";
    let id = add(&mut library, "feed.xml", rss.as_bytes().to_vec()).ids[0];
    let row = library.article(id).unwrap().unwrap().row;
    assert_eq!(row.key.order, NOW);
}

#[test]
fn a_feed_that_is_none_is_refused_with_its_reason_and_the_rest_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let inputs = [
        Input::Bytes { name: "empty.xml".to_owned(), bytes: Vec::new() },
        Input::Bytes { name: "odd.xml".to_owned(), bytes: b"<odd><thing/></odd>".to_vec() },
        Input::Bytes { name: "good.xml".to_owned(), bytes: feed(&[ITEM]) },
        Input::Bytes { name: "empty.opml".to_owned(), bytes: b"<opml><body/></opml>".to_vec() },
    ];
    let added = library.add(&inputs, &Task::new(), NOW).unwrap();
    assert_eq!((added.articles, added.rejections.files), (1, 3));
    let rejected: Vec<&str> = added.rejected.iter().map(|rejected| rejected.what.as_str()).collect();
    assert_eq!(rejected, ["empty.xml", "odd.xml", "empty.opml"]);
}

#[test]
fn lists_are_followed_once_and_what_was_removed_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let list = "<opml><body><outline text='Sea'><outline text='Quay' xmlUrl='http://quay.example/rss' htmlUrl='https://quay.example'/>\
        </outline><outline text='Pier' xmlUrl='https://pier.example/rss'/><outline xmlUrl='exec:rm'/></body></opml>";
    let added = add(&mut library, "list.opml", list.as_bytes().to_vec());
    assert_eq!((added.feeds(), added.rejections.total()), (2, 0));
    let left_out: Vec<String> = added.sources[0].left_out.iter().map(ToString::to_string).collect();
    assert!(left_out.len() == 1 && left_out[0].contains("exec:rm"), "{left_out:?}");
    let feeds = library.subscriptions(false, NOW).unwrap();
    let told: Vec<_> =
        feeds.iter().map(|feed| (feed.title.as_str(), feed.tags.join(" "), feed.state)).collect();
    assert_eq!(told, [("Pier", String::new(), FeedState::New), ("Quay", "Sea".to_owned(), FeedState::New)]);

    let quay = feeds[1].id;
    let removed = apply(&mut library, &Edit::Follow { to: Switch::Off, feeds: vec![quay] });
    let other = list.replace("http:", "https:").replace("'Sea'", "'Ships'").replace("'Pier'", "'Other'");
    let again = add(&mut library, "list.opml", other.into_bytes());
    let source = &again.sources[0];
    assert_eq!((source.feeds, source.feeds_known, source.feeds_removed), (0, 1, 1));
    assert_eq!(library.subscriptions(false, NOW).unwrap().len(), 1);
    undo(&mut library, &removed);
    let feeds = library.subscriptions(false, NOW).unwrap();
    assert_eq!(feeds[1].tags, ["Sea"]);
    assert_eq!(feeds[0].title, "Pier");
}

#[test]
fn everything_done_to_a_feed_has_a_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let list = "<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/><outline text='Quayside' xmlUrl='https://side.example/rss'/></opml>";
    add(&mut library, "list.opml", list.as_bytes().to_vec());
    let [feed] = &library.feeds_meant("quay", NOW).unwrap()[..] else { panic!("a title that fits exactly") };
    let feed = feed.clone();
    assert_eq!(library.feeds_meant("http://www.quay.example/rss", NOW).unwrap()[0].id, feed.id);
    assert_eq!(library.feeds_meant("qua", NOW).unwrap().len(), 2);
    assert!(library.feeds_meant("pier", NOW).unwrap().is_empty());
    let of_feed = |edit| Edit::Feed { feed: feed.id, edit };
    for edit in [
        Edit::Follow { to: Switch::Off, feeds: vec![feed.id] },
        of_feed(FeedEdit::Pause(Switch::On)),
        of_feed(FeedEdit::Rename(Some("My quay".to_owned()))),
        of_feed(FeedEdit::Tag("sea".to_owned(), Switch::On)),
        of_feed(FeedEdit::FullText(Switch::On)),
    ] {
        let before = library.subscriptions(true, NOW).unwrap();
        let applied = apply(&mut library, &edit);
        assert_ne!(library.subscriptions(true, NOW).unwrap(), before, "{edit:?}");
        assert_eq!(apply(&mut library, &edit).edit, None, "{edit:?} twice");
        undo(&mut library, &applied);
        assert_eq!(library.subscriptions(true, NOW).unwrap(), before, "{edit:?} undone");
    }
    let opml = library.opml().unwrap();
    let other = tempfile::tempdir().unwrap();
    let mut copy = open(other.path());
    assert_eq!(add(&mut copy, "copy.opml", opml.clone().into_bytes()).feeds(), 2);
    assert_eq!(copy.opml().unwrap(), opml);
}

#[test]
fn what_a_person_deleted_stays_deleted_until_he_wants_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let other = Item { guid: "q-2", link: "https://quay.example/fish", title: "Fish", text: FISH };
    let ids = add(&mut library, "feed.xml", feed(&[ITEM, other.clone()])).ids;
    mark(&mut library, Flag::Bookmark, ids[0]);
    mark(&mut library, Flag::Read, ids[0]);
    let before = library.article(ids[0]).unwrap();
    let deleted = apply(&mut library, &Edit::delete(ids[0]));
    assert_eq!(library.counts().unwrap(), Counts { articles: 1, unread: 1, bookmarked: 0 });
    assert_eq!(library.article(ids[0]).unwrap(), None);
    kept_is_counted(library.path());
    library.catch_up(&Task::new()).unwrap();
    let find = |library: &Library| library.find("ferry", Order::Best, 9, &Task::new()).unwrap().total;
    assert_eq!(find(&library), 0);

    let edited = Item { text: EDITED, title: "Ferry back in time", ..ITEM };
    let page = serde_json::json!({"title": "Ferry", "text": LONG, "url": ITEM.link});
    for items in [vec![ITEM], vec![edited], vec![Item { guid: "z", ..ITEM }, other]] {
        let added = add(&mut library, "feed.xml", feed(&items));
        assert_eq!((added.articles, added.revised), (0, 0));
    }
    assert_eq!(super::add(&mut library, &[page]).known, 1);
    assert_eq!(library.counts().unwrap().articles, 1);

    undo(&mut library, &deleted);
    library.catch_up(&Task::new()).unwrap();
    assert_eq!((find(&library), library.counts().unwrap().bookmarked), (1, 1));
    let after = library.article(ids[0]).unwrap();
    assert_eq!(after.as_ref().map(|article| &article.row), before.as_ref().map(|article| &article.row));
    assert_eq!(after.map(|article| article.mentions), before.map(|article| article.mentions));
    kept_is_counted(library.path());
}
