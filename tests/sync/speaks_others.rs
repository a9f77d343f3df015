//! Servers that speak Miniflux's protocol, Nextcloud's, Tiny Tiny RSS's and Fever's.

use crate::news::{Item, News, Shared};
use crate::server::{Asked, Reply, Server, reply};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::form_urlencoded::parse;

type Fields = Vec<(String, String)>;

fn fields(asked: &Asked) -> Fields {
    let query = asked.path.split_once('?').map_or("", |(_, query)| query);
    parse(query.as_bytes()).into_owned().chain(parse(&asked.body).into_owned()).collect()
}

fn one<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn number(fields: &Fields, name: &str) -> Option<i64> {
    one(fields, name)?.parse().ok()
}

fn path(asked: &Asked) -> &str {
    asked.path.split('?').next().unwrap_or_default()
}

fn body(asked: &Asked) -> Value {
    serde_json::from_slice(&asked.body).unwrap_or_default()
}

/// An answer with the server's own time.
fn answer(news: &News, status: u16, value: &Value) -> Reply {
    let date = jiff::Timestamp::from_second(news.now).expect("a time");
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    reply(status, &[("Content-Type", "application/json"), ("Date", &date)], value.to_string())
}

fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).expect("a time").to_string()
}

/// Items after one by their ids, the newest first.
fn newest_first(news: &News, below: i64) -> impl Iterator<Item = &Item> {
    news.items.values().rev().filter(move |item| item.id < below)
}

/// Miniflux.
pub fn miniflux(news: &Shared) -> Server {
    let news = news.clone();
    Server::new(move |asked| {
        let mut news = news.lock();
        news.now += 5;
        let basic = format!("Basic {}", STANDARD.encode("ann:secret"));
        let is_in =
            asked.header("x-auth-token") == Some("secret") || asked.header("authorization") == Some(&basic);
        if !path(asked).starts_with("/v1/") {
            return reply(404, &[("Content-Type", "text/html")], "<html>");
        }
        if !is_in {
            return answer(&news, 401, &json!({ "error_message": "Access Unauthorized" }));
        }
        miniflux_answer(&mut news, asked)
    })
}

fn miniflux_entry(item: &Item) -> Value {
    json!({
        "id": item.id, "feed_id": item.feed, "status": if item.is_read { "read" } else { "unread" },
        "title": item.title, "url": item.link, "content": item.html, "starred": item.is_starred,
        "published_at": moment(item.published), "changed_at": moment(item.changed), "enclosures": null,
    })
}

fn miniflux_answer(news: &mut News, asked: &Asked) -> Reply {
    let (fields, body) = (fields(asked), body(asked));
    let id = path(asked).split('/').find_map(|part| part.parse::<i64>().ok());
    match (asked.method.as_str(), path(asked), id) {
        ("GET", "/v1/me", _) => answer(news, 200, &json!({ "username": "ann" })),
        ("GET", "/v1/feeds", _) => {
            let feed = |feed: &crate::news::Feed| {
                json!({ "id": feed.id, "feed_url": feed.url, "title": feed.title, "site_url": "",
                        "category": { "id": 1, "title": feed.folder.clone().unwrap_or("All".to_owned()) } })
            };
            let feeds: Vec<Value> = news.feeds.values().map(feed).collect();
            answer(news, 200, &json!(feeds))
        }
        ("GET", "/v1/entries", _) => {
            let below = number(&fields, "before_entry_id").unwrap_or(i64::MAX);
            let since = number(&fields, "changed_after").unwrap_or(i64::MIN);
            let is_starred = one(&fields, "starred").is_some();
            let is_in = |item: &&Item| item.changed > since && (!is_starred || item.is_starred);
            let all: Vec<&Item> = newest_first(news, below).filter(is_in).collect();
            let limit = usize::try_from(number(&fields, "limit").unwrap_or(100)).expect("a number");
            let skip = usize::try_from(number(&fields, "offset").unwrap_or(0)).expect("a number");
            let some: Vec<Value> =
                all.iter().skip(skip).take(limit).map(|item| miniflux_entry(item)).collect();
            answer(news, 200, &json!({ "total": all.len(), "entries": some }))
        }
        ("PUT", "/v1/entries", _) => {
            let to = body["status"] == "read";
            for id in body["entry_ids"].as_array().expect("ids").iter().filter_map(Value::as_i64) {
                news.change(id, |item| item.is_read = to);
            }
            reply(204, &[], "")
        }
        ("PUT", path, Some(id)) if path.ends_with("/bookmark") => {
            news.change(id, |item| item.is_starred = !item.is_starred);
            reply(204, &[], "")
        }
        ("GET", path, Some(id)) if path.starts_with("/v1/entries/") => match news.items.get(&id) {
            Some(item) => answer(news, 200, &miniflux_entry(item)),
            None => answer(news, 404, &json!({ "error_message": "not found" })),
        },
        ("GET", "/v1/categories", _) => {
            answer(news, 200, &json!([{ "id": 1, "title": "All" }, { "id": 2, "title": "Sea" }]))
        }
        ("POST", "/v1/feeds", _) => {
            let id = news.add_feed(body["feed_url"].as_str().expect("an address"), None, None);
            answer(news, 201, &json!({ "feed_id": id }))
        }
        ("PUT", _, Some(id)) => {
            let Some(feed) = news.feeds.get_mut(&id) else { return reply(404, &[], "") };
            if let Some(title) = body["title"].as_str() {
                title.clone_into(&mut feed.title);
            }
            if let Some(category) = body["category_id"].as_i64() {
                feed.folder = (category == 2).then(|| "Sea".to_owned());
            }
            answer(news, 201, &json!({}))
        }
        ("DELETE", _, Some(id)) => {
            news.remove_feed(id);
            reply(204, &[], "")
        }
        _ => answer(news, 400, &json!({ "error_message": "bad request" })),
    }
}

/// Nextcloud News; some of its versions write numbers as words.
pub fn nextcloud(news: &Shared, version: &'static str) -> Server {
    let news = news.clone();
    Server::new(move |asked| {
        let mut news = news.lock();
        news.now += 5;
        let basic = format!("Basic {}", STANDARD.encode("ann:secret"));
        let base = format!("/index.php/apps/news/api/{version}");
        let Some(path) = path(asked).strip_prefix(&base) else {
            return reply(404, &[("Content-Type", "text/html")], "<html>");
        };
        if asked.header("authorization") != Some(&basic) {
            return answer(&news, 401, &json!({ "message": "Current user is not logged in" }));
        }
        nextcloud_answer(&mut news, asked, path, version == "v1-2")
    })
}

fn nextcloud_item(item: &Item) -> Value {
    json!({
        "id": item.id, "feedId": item.feed.to_string(), "guid": item.link, "guidHash": format!("hash{}", item.id),
        "title": item.title, "url": item.link, "body": item.html, "unread": !item.is_read,
        "starred": item.is_starred, "pubDate": item.published, "lastModified": item.changed.to_string(),
    })
}

fn nextcloud_answer(news: &mut News, asked: &Asked, path: &str, is_old: bool) -> Reply {
    let (fields, body) = (fields(asked), body(asked));
    let changes = if is_old { "PUT" } else { "POST" };
    let id = path.split('/').find_map(|part| part.parse::<i64>().ok());
    match (asked.method.as_str(), path) {
        ("GET", "/version") => answer(news, 200, &json!({ "version": "25.0.0" })),
        ("GET", "/folders") => answer(news, 200, &json!({ "folders": [{ "id": 2, "name": "Sea" }] })),
        ("GET", "/feeds") => {
            let feed = |feed: &crate::news::Feed| {
                let folder = feed.folder.as_ref().map(|_| 2);
                json!({ "id": feed.id, "url": feed.url, "title": feed.title, "folderId": folder })
            };
            let feeds: Vec<Value> = news.feeds.values().map(feed).collect();
            answer(news, 200, &json!({ "feeds": feeds }))
        }
        ("GET", "/items") => {
            let offset = number(&fields, "offset").filter(|&offset| offset > 0).unwrap_or(i64::MAX);
            let count = usize::try_from(number(&fields, "batchSize").unwrap_or(20)).expect("a number");
            let items: Vec<Value> = newest_first(news, offset).take(count).map(nextcloud_item).collect();
            answer(news, 200, &json!({ "items": items }))
        }
        ("GET", "/items/updated") => {
            let since = number(&fields, "lastModified").unwrap_or(0);
            let is_in = |item: &&Item| item.changed >= since;
            let items: Vec<Value> = newest_first(news, i64::MAX).filter(is_in).map(nextcloud_item).collect();
            answer(news, 200, &json!({ "items": items }))
        }
        (method, path) if method == changes && path.ends_with("/multiple") => {
            let list = if is_old { &body["items"] } else { &body["itemIds"] };
            let by_hash = |item: &Value| item["guidHash"].as_str()?.strip_prefix("hash")?.parse().ok();
            let ids: Vec<i64> = list
                .as_array()
                .expect("ids")
                .iter()
                .filter_map(
                    |item| if is_old && path.contains("star") { by_hash(item) } else { item.as_i64() },
                )
                .collect();
            for id in ids {
                news.change(id, |item| match path {
                    "/items/read/multiple" => item.is_read = true,
                    "/items/unread/multiple" => item.is_read = false,
                    "/items/star/multiple" => item.is_starred = true,
                    _ => item.is_starred = false,
                });
            }
            reply(200, &[], "")
        }
        ("POST", "/feeds") => {
            let folder = body["folderId"].as_i64().filter(|&id| id == 2).map(|_| "Sea".to_owned());
            let id = news.add_feed(body["url"].as_str().expect("an address"), None, folder);
            answer(news, 200, &json!({ "feeds": [{ "id": id }] }))
        }
        ("DELETE", _) => {
            news.remove_feed(id.expect("an id"));
            reply(200, &[], "")
        }
        (method, path) if method == changes && path.ends_with("/rename") => {
            let title = body["feedTitle"].as_str().expect("a title").to_owned();
            news.feeds.get_mut(&id.expect("an id")).expect("a feed").title = title;
            reply(200, &[], "")
        }
        (method, path) if method == changes && path.ends_with("/move") => {
            let is_sea = body["folderId"].as_i64() == Some(2);
            news.feeds.get_mut(&id.expect("an id")).expect("a feed").folder =
                is_sea.then(|| "Sea".to_owned());
            reply(200, &[], "")
        }
        _ => reply(405, &[], ""),
    }
}

/// Fever: one kind of thing for each question, as Miniflux does it.
pub fn fever(news: &Shared) -> Server {
    let news = news.clone();
    Server::new(move |asked| {
        let mut news = news.lock();
        if path(asked) != "/fever" {
            return reply(404, &[("Content-Type", "text/html")], "<html>");
        }
        let fields = fields(asked);
        // The MD5 of `ann:secret`.
        let is_in = one(&fields, "api_key") == Some("5bdf88162a706752a8ca6fe5eab3a60f");
        let mut said = json!({ "api_version": 3, "auth": i32::from(is_in) });
        if is_in {
            fever_answer(&mut news, &fields, &mut said);
        }
        answer(&news, 200, &said)
    })
}

fn fever_answer(news: &mut News, fields: &Fields, said: &mut Value) {
    let has = |name: &str| one(fields, name).is_some();
    let ids = |is_in: &dyn Fn(&Item) -> bool| {
        let ids: Vec<String> =
            news.items.values().filter(|item| is_in(item)).map(|item| item.id.to_string()).collect();
        Value::from(ids.join(","))
    };
    if has("groups") {
        said["groups"] = json!([{ "id": 1, "title": "Sea" }]);
        let feeds: Vec<String> = news
            .feeds
            .values()
            .filter(|feed| feed.folder.is_some())
            .map(|feed| feed.id.to_string())
            .collect();
        said["feeds_groups"] = json!([{ "group_id": 1, "feed_ids": feeds.join(",") }]);
    } else if has("feeds") {
        let feed = |feed: &crate::news::Feed| json!({ "id": feed.id, "url": feed.url, "title": feed.title });
        said["feeds"] = news.feeds.values().map(feed).collect();
    } else if has("unread_item_ids") {
        said["unread_item_ids"] = ids(&|item| !item.is_read);
    } else if has("saved_item_ids") {
        said["saved_item_ids"] = ids(&|item| item.is_starred);
    } else if has("items") {
        let item = |item: &Item| {
            json!({ "id": item.id.to_string(), "feed_id": item.feed, "title": item.title, "html": item.html,
                    "url": item.link, "is_saved": i32::from(item.is_starred), "is_read": i32::from(item.is_read),
                    "created_on_time": item.published })
        };
        said["total_items"] = news.items.len().into();
        let listed =
            |id: &str| one(fields, "with_ids").is_some_and(|ids| ids.split(',').any(|each| each == id));
        said["items"] = match (number(fields, "since_id"), number(fields, "max_id")) {
            (Some(since), _) => {
                news.items.values().filter(|each| each.id > since).take(50).map(item).collect()
            }
            (_, Some(below)) => newest_first(news, below).take(50).map(item).collect(),
            _ => news.items.values().filter(|each| listed(&each.id.to_string())).map(item).collect(),
        };
    } else if one(fields, "mark") == Some("item") {
        let act = one(fields, "as").unwrap_or_default().to_owned();
        news.change(number(fields, "id").expect("an id"), |item| match act.as_str() {
            "read" => item.is_read = true,
            "unread" => item.is_read = false,
            "saved" => item.is_starred = true,
            _ => item.is_starred = false,
        });
    }
}

/// Tiny Tiny RSS: 200 headlines at most, failures with the status 200, a session that ends.
pub fn tt_rss(news: &Shared) -> Server {
    let news = news.clone();
    let asked_for = std::sync::atomic::AtomicUsize::new(0);
    Server::new(move |asked| {
        let mut news = news.lock();
        if path(asked) != "/tt-rss/api/" {
            return reply(404, &[("Content-Type", "text/html")], "<html>");
        }
        let question = body(asked);
        let error = |word: &str| json!({ "seq": 0, "status": 1, "content": { "error": word } });
        let count = asked_for.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let said = if question["op"] == "login" {
            match (question["user"].as_str(), question["password"].as_str()) {
                (Some("ann"), Some("secret")) => {
                    json!({ "seq": 0, "status": 0, "content": { "session_id": "s1" } })
                }
                _ => error("LOGIN_ERROR"),
            }
        } else if question["sid"] != "s1" || count % 9 == 8 {
            error("NOT_LOGGED_IN")
        } else {
            json!({ "seq": 0, "status": 0, "content": tt_rss_answer(&mut news, &question) })
        };
        answer(&news, 200, &said)
    })
}

fn tt_rss_answer(news: &mut News, question: &Value) -> Value {
    match question["op"].as_str().unwrap_or_default() {
        "getFeeds" => {
            let feed = |feed: &crate::news::Feed| {
                let category = i32::from(feed.folder.is_some()) * 3;
                json!({ "id": feed.id, "feed_url": feed.url, "title": feed.title, "cat_id": category })
            };
            news.feeds.values().map(feed).collect()
        }
        "getCategories" => json!([{ "id": "3", "title": "Sea" }, { "id": 0, "title": "Uncategorized" }]),
        "getHeadlines" => tt_rss_headlines(news, question),
        "getArticle" => {
            let ids = question["article_id"].as_str().unwrap_or_default();
            let wanted = ids.split(',').filter_map(|id| news.items.get(&id.parse().ok()?));
            wanted.map(tt_rss_item).collect()
        }
        "getCounters" => {
            let unread = news.items.values().filter(|item| !item.is_read).count();
            let starred = news.items.values().filter(|item| item.is_starred).count();
            let mut by_feed = BTreeMap::<i64, usize>::new();
            for item in news.items.values().filter(|item| !item.is_read) {
                *by_feed.entry(item.feed).or_default() += 1;
            }
            let of_feed = |feed: &i64| {
                let unread = by_feed.get(feed).copied().unwrap_or(0);
                // When it was last updated changes by itself.
                json!({ "id": feed, "counter": unread, "updated": moment(news.now) })
            };
            let rest = [
                json!({ "id": "global-unread", "counter": unread }),
                json!({ "id": -1, "auxcounter": starred }),
            ];
            news.feeds.keys().map(of_feed).chain(rest).collect()
        }
        "getLabels" => {
            let labels = news.labels.iter().enumerate();
            labels
                .map(|(at, label)| json!({ "id": -11 - i64::try_from(at).expect("small"), "caption": label }))
                .collect()
        }
        "updateArticle" => {
            let to = question["mode"] == 1;
            for id in article_ids(question) {
                news.change(id, |item| {
                    if question["field"] == 2 {
                        item.is_read = !to;
                    } else {
                        item.is_starred = to;
                    }
                });
            }
            json!({ "status": "OK" })
        }
        "setArticleLabel" => {
            let place =
                usize::try_from(-11 - question["label_id"].as_i64().expect("a label")).expect("small");
            let label = news.labels.iter().nth(place).expect("a label").clone();
            for id in article_ids(question) {
                news.change(id, |item| {
                    if question["assign"] == true {
                        item.labels.insert(label.clone());
                    } else {
                        item.labels.remove(&label);
                    }
                });
            }
            json!({ "status": "OK" })
        }
        "subscribeToFeed" => {
            news.add_feed(question["feed_url"].as_str().expect("an address"), None, None);
            json!({ "status": { "code": 1 } })
        }
        "unsubscribeFeed" => {
            news.remove_feed(question["feed_id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
            json!({ "status": "OK" })
        }
        _ => json!({ "level": 15 }),
    }
}

fn article_ids(question: &Value) -> Vec<i64> {
    let ids = question["article_ids"].as_str().unwrap_or_default();
    ids.split(',').filter_map(|id| id.parse().ok()).collect()
}

fn tt_rss_item(item: &Item) -> Value {
    let label = |label: &String| json!([-11, label, "", ""]);
    json!({
        "id": item.id, "feed_id": item.feed.to_string(), "title": item.title, "link": item.link,
        "content": item.html, "unread": !item.is_read, "marked": item.is_starred, "updated": item.published,
        "labels": item.labels.iter().map(label).collect::<Vec<_>>(),
    })
}

fn tt_rss_headlines(news: &News, question: &Value) -> Value {
    let since = question["since_id"].as_i64().unwrap_or(0);
    let feed = question["feed_id"].as_i64().unwrap_or(0);
    let label = usize::try_from(-11 - feed).ok().and_then(|place| news.labels.iter().nth(place));
    let is_in = |item: &&Item| {
        let is_of_feed = match feed {
            -1 => item.is_starred,
            ..-10 => label.is_some_and(|label| item.labels.contains(label)),
            _ => true,
        };
        item.id > since && is_of_feed && (question["view_mode"] != "unread" || !item.is_read)
    };
    let skip = usize::try_from(question["skip"].as_i64().unwrap_or(0)).expect("a number");
    newest_first(news, i64::MAX).filter(is_in).skip(skip).take(200).map(tt_rss_item).collect()
}
