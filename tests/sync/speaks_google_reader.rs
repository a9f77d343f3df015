//! A server that speaks the protocol of Google Reader as FreshRSS does.

use crate::news::{Item, Shared};
use crate::server::{Asked, Reply, Server, reply};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use url::form_urlencoded::parse;

/// Differences between servers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ways {
    /// It sends no continuation, and truncates lists.
    pub has_no_continuation: bool,
    /// The maximum length of lists.
    pub page: usize,
    /// The login expires after this many requests.
    pub session: usize,
    /// The interface is turned off.
    pub is_off: bool,
    /// It has no labels, and fails where it is to set one.
    pub has_no_labels: bool,
}

/// The server.
pub fn start(news: &Shared, ways: Ways) -> Server {
    let (news, count) = (news.clone(), Arc::new(AtomicUsize::new(0)));
    Server::new(move |asked| answer(&news, ways, &count, asked))
}

type Fields = Vec<(String, String)>;

fn fields(asked: &Asked) -> Fields {
    let query = asked.path.split_once('?').map_or("", |(_, query)| query);
    parse(query.as_bytes()).into_owned().chain(parse(&asked.body).into_owned()).collect()
}

fn one<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn all<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn json_of(value: &Value) -> Reply {
    reply(200, &[("Content-Type", "application/json")], value.to_string())
}

fn plain(status: u16, text: &str) -> Reply {
    reply(status, &[("Content-Type", "text/plain")], text)
}

fn answer(news: &Shared, ways: Ways, count: &AtomicUsize, asked: &Asked) -> Reply {
    let path = asked.path.split('?').next().unwrap_or_default();
    let Some(path) = path.strip_prefix("/api/greader.php") else {
        return reply(404, &[("Content-Type", "text/html")], "<html>no such page</html>");
    };
    if ways.is_off {
        return plain(503, "Service Unavailable!");
    }
    let fields = fields(asked);
    if path == "/accounts/ClientLogin" {
        let is_right = one(&fields, "Email") == "ann" && one(&fields, "Passwd") == "secret";
        count.store(0, Ordering::SeqCst);
        return if is_right {
            plain(200, "SID=ann/1\nLSID=null\nAuth=ann/1\n")
        } else {
            plain(401, "Unauthorized!")
        };
    }
    let questions = count.fetch_add(1, Ordering::SeqCst) + 1;
    let is_over = ways.session > 0 && questions > ways.session;
    if asked.header("authorization") != Some("GoogleLogin auth=ann/1") || is_over {
        return plain(401, "Unauthorized!");
    }
    let of_atom = ["/reader/atom/feed/", "/reader/atom/feed%2F"];
    if let Some(feed) = of_atom.iter().find_map(|prefix| path.strip_prefix(prefix)) {
        return reply(200, &[("Content-Type", "application/atom+xml")], atom(news, feed));
    }
    match path.strip_prefix("/reader/api/0").unwrap_or_default() {
        "/token" => plain(200, "a-token-of-some-length\n"),
        "/user-info" => json_of(&json!({ "userId": "ann", "userName": "ann" })),
        "/subscription/list" => json_of(&subscriptions(news)),
        "/tag/list" => json_of(&tags(news)),
        "/stream/items/ids" => json_of(&ids(news, ways, &fields)),
        "/stream/items/contents" => json_of(&contents(news, &fields)),
        // Some programs (newsboat) send it with the end of its line.
        _ if one(&fields, "T").trim() != "a-token-of-some-length" => {
            reply(400, &[("X-Reader-Google-Bad-Token", "true")], "no token")
        }
        // As Miniflux does it.
        "/edit-tag" if ways.has_no_labels && all(&fields, "a").any(|tag| tag.contains("/label/")) => {
            let why = "googlereader: unsupported tag type: LabelStream";
            reply(500, &[("Content-Type", "application/json")], json!({ "error_message": why }).to_string())
        }
        "/edit-tag" => edit(news, &fields),
        "/subscription/edit" => change_feed(news, &fields),
        _ => plain(400, "Bad Request!"),
    }
}

fn subscriptions(news: &Shared) -> Value {
    let news = news.lock();
    let feeds: Vec<Value> = news
        .feeds
        .values()
        .map(|feed| {
            let folder = |folder: &String| json!({ "id": format!("user/-/label/{folder}"), "label": folder });
            json!({
                "id": format!("feed/{}", feed.id), "url": feed.url, "title": feed.title.replace('&', "&amp;"),
                "htmlUrl": format!("https://feed{}.example/", feed.id),
                "categories": feed.folder.iter().map(folder).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "subscriptions": feeds })
}

fn tags(news: &Shared) -> Value {
    let news = news.lock();
    let mut tags = vec![json!({ "id": "user/-/state/com.google/starred" })];
    let folders = news.feeds.values().filter_map(|feed| feed.folder.as_ref());
    tags.extend(folders.map(|name| json!({ "id": format!("user/-/label/{name}"), "type": "folder" })));
    tags.extend(
        news.labels.iter().map(|name| json!({ "id": format!("user/-/label/{name}"), "type": "tag" })),
    );
    json!({ "tags": tags })
}

fn ids(news: &Shared, ways: Ways, fields: &Fields) -> Value {
    let news = news.lock();
    let stream = one(fields, "s");
    let since: i64 = one(fields, "ot").parse().unwrap_or(0);
    let excludes_read = one(fields, "xt").ends_with("/read");
    let is_in = |item: &&Item| {
        let is_new = item.id / 1_000_000 >= since;
        let is_listed = match stream.strip_prefix("user/-/label/") {
            Some(label) => item.labels.contains(label),
            None => !stream.ends_with("/starred") || item.is_starred,
        };
        is_new && is_listed && !(excludes_read && item.is_read)
    };
    let wanted: usize = one(fields, "n").parse().unwrap_or(20);
    let most = if ways.page > 0 && !ways.has_no_continuation { wanted.min(ways.page) } else { wanted };
    let before: i64 = one(fields, "c").parse().unwrap_or(i64::MAX);
    let listed: Vec<i64> =
        news.items.values().rev().filter(is_in).map(|item| item.id).filter(|&id| id < before).collect();
    let some = &listed[..listed.len().min(most)];
    let refs: Vec<Value> = some.iter().map(|id| json!({ "id": id.to_string() })).collect();
    let mut answer = json!({ "itemRefs": refs });
    if listed.len() > most && !ways.has_no_continuation {
        answer["continuation"] = some.last().map(ToString::to_string).into();
    }
    answer
}

/// FreshRSS understands both forms of an id, and answers with the long one.
fn id_of(id: &str) -> i64 {
    match id.strip_prefix("tag:google.com,2005:reader/item/") {
        Some(long) => i64::from_str_radix(long, 16).unwrap_or(0),
        None => id.parse().unwrap_or(0),
    }
}

fn contents(news: &Shared, fields: &Fields) -> Value {
    let news = news.lock();
    let wanted = all(fields, "i").filter_map(|id| news.items.get(&id_of(id)));
    let items: Vec<Value> = wanted
        .map(|item| {
            let mut categories = vec!["user/-/state/com.google/reading-list".to_owned()];
            categories.extend(item.is_read.then(|| "user/-/state/com.google/read".to_owned()));
            categories.extend(item.is_starred.then(|| "user/-/state/com.google/starred".to_owned()));
            let folder = news.feeds.get(&item.feed).and_then(|feed| feed.folder.as_ref());
            categories
                .extend(folder.into_iter().chain(&item.labels).map(|name| format!("user/-/label/{name}")));
            json!({
                "id": format!("tag:google.com,2005:reader/item/{:016x}", item.id),
                "crawlTimeMsec": (item.id / 1000).to_string(), "timestampUsec": item.id.to_string(),
                "published": item.published, "title": item.title,
                "canonical": [{ "href": item.link }], "alternate": [{ "href": item.link }],
                "categories": categories, "origin": { "streamId": format!("feed/{}", item.feed) },
                "summary": { "content": item.html },
            })
        })
        .collect();
    // Some servers send an item twice.
    let twice = items.first().cloned();
    json!({ "items": items.into_iter().chain(twice).collect::<Vec<_>>() })
}

fn edit(news: &Shared, fields: &Fields) -> Reply {
    let mut news = news.lock();
    for id in all(fields, "i").map(id_of) {
        news.change(id, |item| {
            for (tag, to) in
                all(fields, "a").map(|tag| (tag, true)).chain(all(fields, "r").map(|tag| (tag, false)))
            {
                match tag.strip_prefix("user/-/label/") {
                    Some(label) if to => {
                        item.labels.insert(label.to_owned());
                    }
                    Some(label) => {
                        item.labels.remove(label);
                    }
                    None if tag.ends_with("/read") => item.is_read = to,
                    None if tag.ends_with("/starred") => item.is_starred = to,
                    // Other programs keep items unread.
                    None => {}
                }
            }
        });
    }
    plain(200, "OK")
}

/// A feed as Atom, which some programs (newsboat) read in place of JSON.
fn atom(news: &Shared, feed: &str) -> String {
    let news = news.lock();
    let entry = |item: &Item| {
        let state = if item.is_read { "read" } else { "fresh" };
        let moment = jiff::Timestamp::from_second(item.published).expect("a time");
        format!(
            "<entry><id>tag:google.com,2005:reader/item/{:016x}</id><title>{}</title><link href='{}'/>\
             <category scheme='http://www.google.com/reader/' term='user/-/state/com.google/{state}' label='{state}'/>\
             <updated>{moment}</updated><summary>{}</summary></entry>",
            item.id, item.title, item.link, item.title
        )
    };
    let of_feed = news.items.values().rev().filter(|item| item.feed.to_string() == feed);
    let entries = of_feed.map(entry).collect::<String>();
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>feed/{feed}</id><title>Feed {feed}</title>\
         <updated>2025-01-01T00:00:00Z</updated>{entries}</feed>"
    )
}

fn change_feed(news: &Shared, fields: &Fields) -> Reply {
    let mut news = news.lock();
    let stream = one(fields, "s").trim_start_matches("feed/").to_owned();
    let folder = |name: &str| one(fields, name).strip_prefix("user/-/label/").map(str::to_owned);
    match one(fields, "ac") {
        "subscribe" => {
            let title = Some(one(fields, "t").to_owned()).filter(|title| !title.is_empty());
            news.add_feed(&stream, title, folder("a"));
        }
        "unsubscribe" => {
            let id: i64 = stream.parse().unwrap_or(0);
            news.remove_feed(id);
        }
        _ => {
            let Some(feed) = news.feeds.get_mut(&stream.parse().unwrap_or(0)) else {
                return plain(400, "no feed");
            };
            if !one(fields, "t").is_empty() {
                one(fields, "t").clone_into(&mut feed.title);
            }
            if folder("r").is_some() {
                feed.folder = None;
            }
            if let Some(folder) = folder("a") {
                feed.folder = Some(folder);
            }
        }
    }
    plain(200, "OK")
}
