//! Exports of other news readers, converted to our article format: entry lists in the JSON of Google Reader (also
//! used by `FreshRSS`, Inoreader, The Old Reader, Tiny Tiny RSS and `BazQux`), Miniflux, Feedbin, wallabag, and the
//! items of JSON Feed.
//!
//! They differ in field names more than in content, so all names are tried in turn, whichever program wrote them.
//! Read and starred marks are imported; folders are not.

use serde_json::{Map, Value, json};

/// The field with the entries, in an object that is not an entry itself.
const LISTS: [&str; 3] = ["items", "entries", "articles"];

/// Whether a field with this name, in quotes, may hold the entries of an export.
pub fn is_list_of_entries(name: &[u8]) -> bool {
    let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\""));
    LISTS.iter().any(|list| name == Some(list.as_bytes()))
}

/// The entries of an export; `None` if the object is not one.
pub(super) fn entries(value: &mut Value) -> Option<Vec<Value>> {
    let object = value.as_object_mut()?;
    if object.contains_key("text") || object.contains_key("html") {
        return None;
    }
    let list = LISTS.into_iter().find(|&name| {
        let entries = object.get(name).and_then(Value::as_array);
        entries.is_some_and(|entries| entries.iter().any(Value::is_object))
    })?;
    match object.get_mut(list)?.take() {
        Value::Array(entries) => Some(entries),
        _ => None,
    }
}

/// An article with our field names, from an entry with others; `None` if it does not contain the text of an article.
pub(super) fn article(entry: &Map<String, Value>) -> Option<Map<String, Value>> {
    let (text, is_plain) = body(entry)?;
    let mut article = Map::new();
    let is_html = !is_plain && text.contains('<');
    article.insert(if is_html { "html" } else { "text" }.to_owned(), Value::from(text));
    let facts = [
        ("title", string(entry, &["title"])),
        ("url", address(entry)),
        (
            "site",
            within(entry, &[("origin", "title"), ("feed", "title")])
                .or_else(|| string(entry, &["feed_title", "domain_name"])),
        ),
        ("published", date(entry)),
        ("author", author(entry)),
        ("language", string(entry, &["language", "lang"])),
    ];
    for (name, fact) in facts {
        if let Some(fact) = fact {
            // If a program stored HTML, its titles and names are HTML as well: `Bread &amp; butter`.
            let is_words = is_html && matches!(name, "title" | "site" | "author");
            let fact = if is_words { html_escape::decode_html_entities(&fact).into_owned() } else { fact };
            article.insert(name.to_owned(), Value::from(fact));
        }
    }
    article.insert("tags".to_owned(), json!(tags(entry)));
    if is_marked(entry, "read", &["is_archived"])
        || entry.get("status").is_some_and(|status| status == "read")
    {
        article.insert("unread".to_owned(), json!(false));
    }
    if is_marked(entry, "starred", &["starred", "is_starred"]) {
        article.insert("bookmarked".to_owned(), json!(true));
    }
    Some(article)
}

/// The longest text, and whether it is certainly not HTML.
fn body(entry: &Map<String, Value>) -> Option<(&str, bool)> {
    let html =
        ["content", "content_html", "summary", "description"].into_iter().filter_map(|name| {
            match entry.get(name)? {
                Value::String(text) => Some(text.as_str()),
                object => object.get("content").and_then(Value::as_str),
            }
        });
    let plain = entry.get("content_text").and_then(Value::as_str);
    html.map(|text| (text, false))
        .chain(plain.map(|text| (text, true)))
        .filter(|(text, _)| !text.trim().is_empty())
        .max_by_key(|(text, is_plain)| (text.len(), !is_plain))
}

fn string(entry: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let text = |name: &&str| entry.get(*name).and_then(Value::as_str);
    names.iter().filter_map(text).find(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// A field of an object in the entry.
fn within(entry: &Map<String, Value>, names: &[(&str, &str)]) -> Option<String> {
    let text = |(object, name): &(&str, &str)| entry.get(*object)?.get(*name)?.as_str();
    names.iter().filter_map(text).find(|text| !text.trim().is_empty()).map(str::to_owned)
}

fn address(entry: &Map<String, Value>) -> Option<String> {
    let first = |name: &str| entry.get(name)?.get(0)?.get("href")?.as_str().map(str::to_owned);
    first("canonical")
        .or_else(|| first("alternate"))
        .or_else(|| string(entry, &["url", "link", "external_url", "given_url", "uri"]))
}

/// When it was published, or else saved: as text, or in seconds, milliseconds or microseconds
/// since the epoch.
fn date(entry: &Map<String, Value>) -> Option<String> {
    let names = ["published_at", "published", "date_published", "pubDate", "date", "created_at"];
    names.into_iter().find_map(|name| match entry.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => moment(number.as_i64()?),
        _ => None,
    })
}

fn moment(number: i64) -> Option<String> {
    let seconds = match number {
        ..=0 => return None,
        1..100_000_000_000 => number,
        100_000_000_000..100_000_000_000_000 => number / 1000,
        _ => number / 1_000_000,
    };
    Some(crate::model::When::second(seconds).to_string())
}

fn author(entry: &Map<String, Value>) -> Option<String> {
    let named = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        object => object.get("name").and_then(Value::as_str).map(str::to_owned),
    };
    let all = |name: &str| match entry.get(name)? {
        Value::Array(people) => Some(people.iter().filter_map(named).collect::<Vec<_>>().join(", ")),
        person => named(person),
    };
    ["author", "authors", "published_by", "byline"]
        .into_iter()
        .filter_map(all)
        .find(|name| !name.trim().is_empty())
}

/// Whether a mark is set: as a state of Google Reader and its successors, or as a field that is true or 1.
fn is_marked(entry: &Map<String, Value>, state: &str, fields: &[&str]) -> bool {
    let path = format!("/state/com.google/{state}");
    let states = entry.get("categories").and_then(Value::as_array).into_iter().flatten();
    states
        .filter_map(Value::as_str)
        .any(|category| category.starts_with("user/") && category.ends_with(&path))
        || fields.iter().any(|field| {
            matches!(entry.get(*field), Some(Value::Bool(true))) || entry.get(*field) == Some(&json!(1))
        })
}

/// The categories of an entry. Google Reader's are paths; those of a state (`.../state/com.google/read`) are not
/// topics.
fn tags(entry: &Map<String, Value>) -> Vec<String> {
    let named = |value: &Value| match value {
        Value::String(tag) => match tag.strip_prefix("user/") {
            Some(path) => path.split_once("/label/").map(|(_, label)| label.to_owned()),
            None => Some(tag.clone()),
        },
        object => ["label", "title", "name", "slug"]
            .into_iter()
            .find_map(|name| object.get(name).and_then(Value::as_str).map(str::to_owned)),
    };
    let lists =
        ["tags", "categories"].into_iter().filter_map(|name| entry.get(name).and_then(Value::as_array));
    let mut tags: Vec<String> = lists.flatten().filter_map(named).collect();
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(entry: &Value, expected: &Value) {
        let article = article(entry.as_object().unwrap()).map(Value::Object);
        assert_eq!(article.unwrap_or(Value::Null), *expected, "{entry}");
    }

    #[test]
    fn entries_of_google_readers_kin() {
        check(
            &json!({
                "id": "tag:harbour.example,2026:7", "published": 1_767_225_610, "timestampUsec": "1767225610000000",
                "categories": ["user/-/state/com.google/reading-list", "user/-/state/com.google/read", "user/-/label/Sea", "ferries", "Sea"],
                "title": "The ferry sails", "author": "Ann Example",
                "canonical": [{"href": "https://harbour.example/7"}], "alternate": [{"href": "https://x.example/"}],
                "summary": {"content": "<p>Again.</p>"}, "content": {"content": "<p>It sails again.</p>"},
                "origin": {"streamId": "feed/1", "title": "Harbour Post", "htmlUrl": "https://harbour.example"}
            }),
            &json!({
                "title": "The ferry sails", "url": "https://harbour.example/7", "site": "Harbour Post",
                "published": "2026-01-01T00:00:10Z", "author": "Ann Example", "tags": ["Sea", "ferries"],
                "html": "<p>It sails again.</p>", "unread": false
            }),
        );
    }

    #[test]
    fn entries_of_others() {
        // Miniflux.
        check(
            &json!({
                "id": 7, "title": "The ferry sails", "url": "https://harbour.example/7", "author": "",
                "content": "<p>Again.</p>", "published_at": "2026-01-01T01:00:10+01:00", "status": "unread",
                "starred": true, "tags": ["sea"], "feed": {"title": "Harbour Post", "category": {"title": "Sea"}}
            }),
            &json!({
                "title": "The ferry sails", "url": "https://harbour.example/7", "site": "Harbour Post",
                "published": "2026-01-01T01:00:10+01:00", "tags": ["sea"], "html": "<p>Again.</p>", "bookmarked": true
            }),
        );
        // wallabag.
        check(
            &json!({
                "title": "The ferry sails", "url": "https://harbour.example/7", "content": "<p>Again.</p>",
                "published_at": null, "created_at": "2026-01-01T00:00:10+0000", "published_by": ["Ann", "Ben"],
                "domain_name": "harbour.example", "language": "en", "is_archived": 1, "is_starred": 0, "tags": [{"label": "sea", "slug": "s"}]
            }),
            &json!({
                "title": "The ferry sails", "url": "https://harbour.example/7", "site": "harbour.example",
                "published": "2026-01-01T00:00:10+0000", "author": "Ann, Ben", "language": "en", "tags": ["sea"],
                "html": "<p>Again.</p>", "unread": false
            }),
        );
        // JSON Feed.
        check(
            &json!({
                "url": "https://harbour.example/7", "content_text": "It sails, 3 < 4.", "summary": "Sails.",
                "authors": [{"name": "Ann"}, {"url": "https://x.example"}], "date_published": "2026-01-01"
            }),
            &json!({
                "url": "https://harbour.example/7", "published": "2026-01-01", "author": "Ann", "tags": [],
                "text": "It sails, 3 < 4."
            }),
        );
        check(
            &json!({"title": "Bread &amp; butter", "content": "<p>Dear.</p>", "link": "https://h.example/?a&b"}),
            &json!({"title": "Bread & butter", "html": "<p>Dear.</p>", "url": "https://h.example/?a&b", "tags": []}),
        );
        check(
            &json!({"title": "Why &amp; is so", "content": "Dear."}),
            &json!({"title": "Why &amp; is so", "text": "Dear.", "tags": []}),
        );
        check(&json!({"title": "The ferry sails", "url": "https://harbour.example/7"}), &Value::Null);
        check(&json!({"content": {"content": 3}, "summary": [], "description": " "}), &Value::Null);
    }

    #[test]
    fn moments_in_three_units() {
        for (number, expected) in [
            (1_767_225_610, Some("2026-01-01T00:00:10Z")),
            (1_767_225_610_123, Some("2026-01-01T00:00:10Z")),
            (1_767_225_610_123_456, Some("2026-01-01T00:00:10Z")),
            (0, None),
            (-5, None),
        ] {
            assert_eq!(moment(number).as_deref(), expected, "{number}");
        }
        drop(moment(i64::MAX));
    }

    #[test]
    fn lists_of_entries() {
        let check = |mut value: Value, expected: Option<usize>| {
            assert_eq!(entries(&mut value).map(|entries| entries.len()), expected);
        };
        check(json!({"total": 2, "entries": [{"a": 1}, {"b": 2}]}), Some(2));
        check(json!({"id": "x", "items": [{"a": 1}]}), Some(1));
        check(json!({"title": "T", "text": "My shopping", "items": [{"a": 1}]}), None);
        check(json!({"items": ["milk", "bread"]}), None);
        check(json!({"items": []}), None);
        check(json!([1]), None);
    }
}
