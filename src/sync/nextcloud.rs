//! Nextcloud News, versions 1-2 and 1-3 of its interface: items changed since a time, with their states.

use super::api::{self, Api};
use super::entry::{self, Said};
use super::pages::Pages;
use super::values;
use super::{
    Abilities, Cursor, FETCHED, Fate, FeedChange, ItemRef, Known, Login, Mark, Marked, Page, Protocol,
    RemoteFeed, RemoteItem, StateKind, States, Trouble,
};
use crate::fetch::{Client, Failure, Method};
use crate::model::ProtocolKind;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// A Nextcloud News server.
pub struct Nextcloud {
    api: Api,
    /// Version 1-2 identifies items by feed and hash for starring, and uses PUT for changes.
    is_old: bool,
    older: Pages,
}

impl Nextcloud {
    /// A server before any request; its address ends with the version.
    pub fn new(client: Arc<Client>, login: &Login) -> Self {
        let mut api = Api::new(client, ProtocolKind::Nextcloud, login);
        api.headers = vec![api::basic(login)];
        Self { api, is_old: login.url.trim_end_matches('/').ends_with("v1-2"), older: Pages::default() }
    }

    fn folders(&self) -> Result<HashMap<String, String>, Trouble> {
        let answer = self.api.get("/folders", &[])?;
        let folder =
            |folder: &Value| Some((values::id(&folder["id"])?, values::text(&folder["name"])?.to_owned()));
        Ok(values::list(&answer["folders"]).filter_map(folder).collect())
    }

    /// The number of a folder, which is created if necessary; null for no folder.
    fn folder(&self, name: Option<&str>) -> Result<Value, Trouble> {
        // Version 1-2 does not accept null: 0 is the root.
        let root = if self.is_old { json!(0) } else { Value::Null };
        let Some(name) = name else { return Ok(root) };
        let found = self.folders()?.into_iter().find(|(_, known)| known == name);
        if let Some((id, _)) = found {
            return Ok(number(&id));
        }
        let made = self.api.send(Method::Post, "/folders", Some(&json!({ "name": name })))?;
        let id = values::list(&made["folders"]).find_map(|folder| values::id(&folder["id"]));
        Ok(id.map_or(root, |id| number(&id)))
    }

    /// The method for changes: PUT in version 1-2, POST since then.
    fn change_method(&self) -> Method {
        if self.is_old { Method::Put } else { Method::Post }
    }

    fn found(&self, path: &str, query: &[(&str, &str)]) -> Result<(Vec<RemoteItem>, Edge), Trouble> {
        let answer = self.api.answer(Method::Get, path, query, None)?;
        let json = self.api.json(&answer)?;
        if !json["items"].is_array() {
            return Err(self.api.unreadable("no list of items"));
        }
        let modified = values::list(&json["items"]).filter_map(|item| seconds(&item["lastModified"])).max();
        let ids: Vec<String> =
            values::list(&json["items"]).filter_map(|item| values::id(&item["id"])).collect();
        let lowest = ids.iter().filter_map(|id| id.parse::<i64>().ok()).min();
        let edge = Edge { modified, date: answer.date, lowest, ids };
        Ok((values::list(&json["items"]).filter_map(|item| self.item(item)).collect(), edge))
    }

    /// Whether an item is there: it is one of the first two from its number on downwards.
    fn has(&self, id: &str) -> Result<bool, Trouble> {
        let Ok(number) = id.parse::<i64>() else { return Ok(true) };
        let offset = number.saturating_add(1).to_string();
        let query = [
            ("type", "3"),
            ("id", "0"),
            ("getRead", "true"),
            ("oldestFirst", "false"),
            ("batchSize", "2"),
            ("offset", offset.as_str()),
        ];
        let (_, edge) = self.found("/items", &query)?;
        Ok(edge.ids.iter().any(|other| other == id))
    }

    fn item(&self, item: &Value) -> Option<RemoteItem> {
        let feed = values::id(&item["feedId"])?;
        let file =
            values::text(&item["enclosureLink"]).map(|url| (url, values::text(&item["enclosureMime"]), None));
        let said = Said {
            number: values::text(&item["guid"]),
            title: values::text(&item["title"]),
            link: values::text(&item["url"]),
            author: values::text(&item["author"]),
            html: values::text(&item["body"]),
            published: values::number(&item["pubDate"]),
            files: file.into_iter().collect(),
        };
        let hash = values::text(&item["guidHash"]).filter(|_| self.is_old);
        Some(RemoteItem {
            id: values::id(&item["id"])?,
            handle: hash.map(|hash| format!("{feed}/{hash}")),
            feed,
            entry: entry::entry(&said),
            is_unread: values::flag(&item["unread"]),
            is_starred: values::flag(&item["starred"]),
            labels: None,
        })
    }
}

/// The end of a list of items.
struct Edge {
    modified: Option<i64>,
    date: Option<i64>,
    lowest: Option<i64>,
    ids: Vec<String>,
}

impl Edge {
    /// The position after which the next changes follow; changes within the second of the request may be incomplete.
    fn next(&self) -> Option<i64> {
        let modified = self.modified?;
        Some(modified + i64::from(self.date.is_some_and(|date| date > modified + 1)))
    }
}

impl Protocol for Nextcloud {
    fn abilities(&self) -> Abilities {
        Abilities::usual(ProtocolKind::Nextcloud, 1_000)
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.api.get("/version", &[]).map(|_| ())
    }

    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble> {
        let folders = self.folders()?;
        let answer = self.api.get("/feeds", &[])?;
        if !answer["feeds"].is_array() {
            return Err(self.api.unreadable("no list of feeds"));
        }
        let feed = |feed: &Value| {
            let folder = values::id(&feed["folderId"]).and_then(|id| folders.get(&id).cloned());
            Some(RemoteFeed {
                id: values::id(&feed["id"])?,
                url: values::text(&feed["url"])?.to_owned(),
                title: values::text(&feed["title"]).and_then(crate::feeds::line).unwrap_or_default(),
                site: values::text(&feed["link"]).map(str::to_owned),
                folders: folder.into_iter().collect(),
            })
        };
        Ok(values::list(&answer["feeds"]).filter_map(feed).collect())
    }

    fn newer(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        if cursor.newest.is_empty() {
            return Ok(Page::default());
        }
        let query = [("lastModified", cursor.newest.as_str()), ("type", "3"), ("id", "0")];
        let (items, edge) = match self.found("/items/updated", &query) {
            // What has changed comes in one response. If that is too long, all items are gone through by pages.
            Err(Trouble::Unanswered(Failure::TooLong { .. })) => {
                *cursor = Cursor { total: cursor.total, ..Cursor::default() };
                return Ok(Page::default());
            }
            found => found?,
        };
        if let Some(next) = edge.next() {
            cursor.newest = next.max(cursor.newest.parse().unwrap_or(0)).to_string();
        }
        Ok(Page { items, passed: 0, has_more: false })
    }

    fn older(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        let count = FETCHED.to_string();
        let offset = if cursor.older.is_empty() { "0" } else { &cursor.older };
        let query = [
            ("type", "3"),
            ("id", "0"),
            ("getRead", "true"),
            ("oldestFirst", "false"),
            ("batchSize", &count),
            ("offset", offset),
        ];
        let (items, edge) = self.found("/items", &query)?;
        if cursor.newest.is_empty() {
            cursor.newest = edge.date.or(edge.modified).unwrap_or(0).to_string();
        }
        let lowest = edge.lowest.map(|id| id.to_string());
        let has_more = lowest.is_some() && edge.ids.len() >= FETCHED;
        if has_more {
            self.older.take(&self.api, edge.ids.iter().map(String::as_str))?;
        }
        cursor.older = lowest.unwrap_or_else(|| cursor.older.clone());
        cursor.is_complete = !has_more;
        Ok(Page { items, passed: 0, has_more })
    }

    fn states(&mut self, _: &mut Cursor, _: bool) -> Result<States, Trouble> {
        Ok(States::WithItems)
    }

    /// Single items cannot be requested, which is why they come with their states.
    fn items(&mut self, _: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        Ok(Vec::new())
    }

    fn mark(&mut self, _: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble> {
        let Some(act) = act(mark) else { return Ok(Marked::default()) };
        let numbers = || mark.items.iter().map(|item| number(&item.id)).collect::<Vec<Value>>();
        let body = match (self.is_old, &mark.state) {
            (true, StateKind::Starred) => {
                json!({ "items": mark.items.iter().filter_map(by_hash).collect::<Vec<_>>() })
            }
            (true, _) => json!({ "items": numbers() }),
            (false, _) => json!({ "itemIds": numbers() }),
        };
        let path = format!("/items/{act}/multiple");
        self.api.send(self.change_method(), &path, Some(&body)).map(|_| Marked::default())
    }

    /// A single item has a path of its own; whether it is there is asked for, too.
    fn mark_alone(&mut self, mark: &Mark) -> Result<Fate, Trouble> {
        let (Some(act), Some(item)) = (act(mark), mark.items.first()) else { return Ok(Fate::Taken) };
        let id = match (self.is_old, &mark.state, &item.handle) {
            (true, StateKind::Starred, Some(handle)) => handle,
            _ => &item.id,
        };
        match self.api.send(self.change_method(), &format!("/items/{id}/{act}"), None) {
            Ok(_) => Ok(Fate::Taken),
            Err(trouble) if trouble.is_gone() => {
                Ok(if self.has(&item.id)? { Fate::Refused } else { Fate::Gone })
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble> {
        let method = self.change_method();
        match change {
            FeedChange::Subscribe { url, title, folder } => {
                let body = json!({ "url": url, "folderId": self.folder(folder.as_deref())? });
                let made = self.api.send(Method::Post, "/feeds", Some(&body))?;
                let id = values::list(&made["feeds"]).find_map(|feed| values::id(&feed["id"]));
                if let (Some(title), Some(id)) = (title, id) {
                    self.change(&FeedChange::Rename { id, title: title.clone() })?;
                }
            }
            FeedChange::Unsubscribe { id } => {
                self.api.send(Method::Delete, &format!("/feeds/{id}"), None)?;
            }
            FeedChange::Rename { id, title } => {
                self.api.send(
                    method,
                    &format!("/feeds/{id}/rename"),
                    Some(&json!({ "feedTitle": title })),
                )?;
            }
            FeedChange::Folder { id, folder, to } => {
                let body = json!({ "folderId": self.folder(to.then_some(folder.as_str()))? });
                self.api.send(method, &format!("/feeds/{id}/move"), Some(&body))?;
            }
        }
        Ok(())
    }
}

/// The word for a mark in paths; none for one that this protocol does not have.
fn act(mark: &Mark) -> Option<&'static str> {
    Some(match (&mark.state, mark.to) {
        (StateKind::Read, true) => "read",
        (StateKind::Read, false) => "unread",
        (StateKind::Starred, true) => "star",
        (StateKind::Starred, false) => "unstar",
        (StateKind::Label(_), _) => return None,
    })
}

/// An id as a number, if it is one.
fn number(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| Value::from(id), Value::from)
}

fn by_hash(item: &ItemRef) -> Option<Value> {
    let (feed, hash) = item.handle.as_deref()?.split_once('/')?;
    Some(json!({ "feedId": number(feed), "guidHash": hash }))
}

/// A time in seconds; some versions send microseconds.
fn seconds(value: &Value) -> Option<i64> {
    const IN_MICROSECONDS: i64 = 100_000_000_000_000;
    values::number(value).map(|moment| if moment > IN_MICROSECONDS { moment / 1_000_000 } else { moment })
}
