//! Fever as Coldsweat speaks it: numbers without gaps, items in the order of their feeds, and a page instead of an answer
//! for an item that is gone. Checked against Coldsweat 0.10.2.

use crate::news::{Item, News, Shared};
use crate::server::{Asked, Reply, Server, reply};
use crate::world::User;
use dateline::model::{Flag, ProtocolKind};
use serde_json::{Value, json};
use url::form_urlencoded::parse;

/// The number of an item, as this server counts.
fn number(item: &Item) -> i64 {
    item.id % 1_000_000
}

fn start(news: &Shared) -> Server {
    let news = news.clone();
    Server::new(move |asked| match asked.path.split('?').next() {
        Some("/fever") => answer(&mut news.lock(), asked),
        _ => reply(404, &[("Content-Type", "text/html")], "<!doctype html>"),
    })
}

fn answer(news: &mut News, asked: &Asked) -> Reply {
    let query = asked.path.split_once('?').map_or("", |(_, query)| query);
    let fields: Vec<(String, String)> =
        parse(query.as_bytes()).into_owned().chain(parse(&asked.body).into_owned()).collect();
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let id = |name: &str| field(name).and_then(|value| value.parse::<i64>().ok());
    let mut said = json!({ "api_version": 3, "auth": i32::from(field("api_key").is_some()) });
    if let Some(id) = id("id") {
        let Some(found) = news.items.values().find(|item| number(item) == id).map(|item| item.id) else {
            return reply(404, &[("Content-Type", "text/html; charset=utf-8")], "<!doctype html>");
        };
        news.change(found, |item| item.is_read = field("as") == Some("read"));
    }
    let ids = |is_in: fn(&Item) -> bool| {
        let ids = news.items.values().filter(|item| is_in(item)).map(|item| number(item).to_string());
        ids.collect::<Vec<_>>().join(",")
    };
    if field("feeds").is_some() {
        let feed = |feed: &crate::news::Feed| json!({ "id": feed.id, "url": feed.url, "title": feed.title });
        said["feeds"] = news.feeds.values().map(feed).collect();
    } else if field("unread_item_ids").is_some() {
        said["unread_item_ids"] = ids(|item| !item.is_read).into();
    } else if field("saved_item_ids").is_some() {
        said["saved_item_ids"] = ids(|item| item.is_starred).into();
    } else if field("items").is_some() {
        let listed = |item: &Item| {
            let ids = field("with_ids").unwrap_or_default();
            ids.split(',').any(|id| id == number(item).to_string())
        };
        let is_in = |item: &&Item| match (id("since_id"), id("max_id")) {
            (Some(since), _) => number(item) > since,
            (_, Some(below)) => number(item) < below,
            _ => listed(item),
        };
        let mut items: Vec<&Item> = news.items.values().filter(is_in).collect();
        items.sort_by_key(|item| (item.feed, item.id));
        said["total_items"] = news.items.len().into();
        said["items"] = items.into_iter().take(50).map(shape).collect();
    }
    reply(200, &[("Content-Type", "application/json")], said.to_string())
}

fn shape(item: &Item) -> Value {
    json!({ "id": number(item), "feed_id": item.feed, "title": item.title, "html": item.html, "url": item.link,
            "is_saved": i32::from(item.is_starred), "is_read": i32::from(item.is_read),
            "created_on_time": item.published })
}

/// Its pages are any 50 items, so that read ones would be missed.
#[test]
fn all_items_come_in_whatever_order() {
    for is_read in [true, false] {
        let news = News::with(3, 700);
        news.lock().items.values_mut().for_each(|item| item.is_read = is_read);
        let server = start(&news);
        let mut user = User::new();
        assert_eq!(user.add(&server.at("")).protocol, ProtocolKind::Fever);
        let synced = user.sync();
        assert_eq!((synced.added.articles, &synced.error, synced.is_partial), (700, &None, false));
        assert_eq!(user.library.counts().unwrap().unread, if is_read { 0 } else { 700 });
        let asked = server.asked().len();
        assert!(asked < 700 / 50 * 2 + 20, "{asked} requests");
        for number in 0..90 {
            news.lock().add_item(1 + number % 3, &format!("Late {number}"));
        }
        assert_eq!(user.sync().added.articles, 90);
    }
}

/// A mark of an item that the server has deleted does not hold up the others.
#[test]
fn a_mark_of_what_is_gone_is_no_failure() {
    let news = News::with(1, 10);
    let server = start(&news);
    let mut user = User::new();
    user.add(&server.at(""));
    user.sync();
    for title in ["Story 9", "Story 10"] {
        user.mark(title, Flag::Read, true);
    }
    let gone = news.lock().titled("Story 9").id;
    news.lock().items.remove(&gone);
    let synced = user.sync();
    assert_eq!((synced.error, user.library.accounts().unwrap()[0].waiting), (None, 0));
    assert!(news.lock().titled("Story 10").is_read);
}
