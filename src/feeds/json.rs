//! JSON Feed 1.0 and 1.1 (jsonfeed.org): items are read one by one, and a field of the wrong type is
//! ignored.

use super::{LONGEST_TEXT, address, prose, repair};
use crate::model::{Enclosure, Entry, Feed, FeedKind, UpdateInterval};
use crate::text::dates;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The maximum number of tags and attachments of one item.
const MOST: usize = 500;

/// A JSON feed whose items have yet to be read.
#[derive(Debug)]
pub(super) struct Items<'a> {
    head: Feed,
    rest: std::vec::IntoIter<&'a RawValue>,
    base: Option<String>,
    /// Items that could not be read.
    pub unread: usize,
    /// Whether a text was too long, and its rest left out.
    pub is_cut: bool,
}

/// Fields whose values are still source text.
#[derive(Deserialize)]
struct Fields<'a>(#[serde(borrow)] BTreeMap<std::borrow::Cow<'a, str>, &'a RawValue>);

impl<'a> Items<'a> {
    /// The items of a JSON feed, or why it is not one.
    pub fn open(text: &'a str, base: Option<&str>) -> Result<Self, String> {
        let Fields(fields) = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let items = fields.get("items").ok_or("it has no `items`")?;
        let items: Vec<&RawValue> =
            serde_json::from_str(items.get()).map_err(|_| "its `items` are not a list".to_owned())?;
        if !items.is_empty() && !items.iter().any(|item| item.get().starts_with('{')) {
            return Err("its `items` are not objects".to_owned());
        }
        let value = |name: &str| {
            let raw = fields.get(name)?;
            serde_json::from_str::<Value>(raw.get()).ok()
        };
        let head = Value::Object(
            ["title", "description", "home_page_url", "language", "author", "authors"]
                .iter()
                .filter_map(|&name| Some((name.to_owned(), value(name)?)))
                .collect(),
        );
        let feed = Feed {
            kind: FeedKind::Json,
            title: line(&head, "title"),
            link: link(&head, "home_page_url", base),
            description: head["description"].as_str().and_then(prose::plain),
            language: line(&head, "language"),
            author: authors(&head),
            update_interval: UpdateInterval::default(),
        };
        Ok(Self {
            head: feed,
            rest: items.into_iter(),
            base: base.map(str::to_owned),
            unread: 0,
            is_cut: false,
        })
    }

    /// The feed's own metadata.
    pub fn feed(&self) -> Feed {
        self.head.clone()
    }

    /// A field with prose, as far as it is kept.
    fn text<'item>(&mut self, item: &'item Value, name: &str) -> Option<&'item str> {
        let text = item[name].as_str()?;
        self.is_cut |= text.len() > LONGEST_TEXT;
        Some(&text[..text.floor_char_boundary(LONGEST_TEXT)])
    }

    fn entry(&mut self, item: &Value) -> Entry {
        let html = self.text(item, "content_html");
        let plain = self.text(item, "content_text");
        let summary = self.text(item, "summary");
        let base = self.base.as_deref();
        let address = link(item, "url", base);
        let own = address.as_deref().filter(|address| address.starts_with("http")).or(base);
        let elsewhere = link(item, "external_url", base);
        let content = html.and_then(|html| prose::html(html, own)).or_else(|| plain.and_then(prose::plain));
        let title = line(item, "title");
        let mut enclosures: Vec<_> =
            list(&item["attachments"]).filter_map(|file| enclosure(file, base)).collect();
        let says_nothing = title.is_none() && content.is_none() && summary.is_none() && enclosures.is_empty();
        if says_nothing {
            enclosures.extend(picture(item, base));
        }
        let content = content.or_else(|| {
            elsewhere.as_deref().filter(|_| says_nothing && enclosures.is_empty()).and_then(prose::plain)
        });
        let id = match &item["id"] {
            Value::Number(number) => Some(number.to_string()),
            Value::String(id) => repair::line(id),
            _ => None,
        };
        Entry {
            id,
            title,
            link: address.or(elsewhere),
            published: item["date_published"].as_str().and_then(dates::read),
            updated: item["date_modified"].as_str().and_then(dates::read),
            author: authors(item),
            summary: summary.and_then(prose::plain),
            content,
            tags: tags(&item["tags"]),
            enclosures,
            language: line(item, "language"),
        }
    }
}

impl Iterator for Items<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            let raw = self.rest.next()?;
            match serde_json::from_str::<Value>(raw.get()) {
                Ok(item) if item.is_object() => return Some(self.entry(&item)),
                _ => self.unread += 1,
            }
        }
    }
}

/// Whether text is meant as a JSON feed.
pub(super) fn is_one(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten().take(MOST)
}

/// A list of tags; words separated by commas are common too.
fn tags(value: &Value) -> Vec<String> {
    match value.as_str() {
        Some(line) => line.split(',').take(MOST).filter_map(repair::line).collect(),
        None => list(value).filter_map(|tag| repair::line(tag.as_str()?)).collect(),
    }
}

fn line(value: &Value, name: &str) -> Option<String> {
    repair::line(value[name].as_str()?)
}

fn link(value: &Value, name: &str, base: Option<&str>) -> Option<String> {
    let address = address::join(base, value[name].as_str()?);
    repair::line(&address).filter(|address| address::is_harmless(address))
}

/// Version 1.1 has a list of authors, 1.0 a single one.
fn authors(value: &Value) -> Option<String> {
    let names: Vec<String> = list(&value["authors"])
        .chain(std::iter::once(&value["author"]))
        .filter_map(|author| line(author, "name"))
        .collect();
    let is_first = |(at, name): &(usize, &String)| !names[..*at].contains(name);
    let names: Vec<&str> = names.iter().enumerate().filter(is_first).map(|(_, name)| name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The main picture of an item, or its banner; its format is not stated.
fn picture(item: &Value, base: Option<&str>) -> Option<Enclosure> {
    let url = ["image", "banner_image"].iter().find_map(|name| link(item, name, base))?;
    Some(Enclosure { url, kind: Some("image/*".to_owned()), length: None })
}

fn enclosure(file: &Value, base: Option<&str>) -> Option<Enclosure> {
    Some(Enclosure {
        url: link(file, "url", base)?,
        kind: line(file, "mime_type"),
        length: file["size_in_bytes"].as_u64(),
    })
}
