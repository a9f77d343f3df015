//! Miniflux's own interface, version 1: entries changed since a time, with their states.

use super::api::{self, Api};
use super::entry::{self, Said};
use super::pages::Pages;
use super::values;
use super::{
    Abilities, Cursor, FETCHED, FeedChange, Known, Login, Mark, Marked, Page, Protocol, RemoteFeed,
    RemoteItem, StateKind, States, Trouble,
};
use crate::fetch::{Client, Method};
use crate::model::ProtocolKind;
use crate::text::dates;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;

/// From this number of stars on, all starred entries are looked up at once.
const MANY: usize = 5;

/// Changed entries per response: more than at first, since marks that were sent come back as changes.
const CHANGED: usize = 1_000;

/// The page size of the list of starred entries.
const LISTED: usize = 1_000;

/// A Miniflux server.
pub struct Miniflux {
    api: Api,
    login: Login,
    is_logged_in: bool,
    /// For the page of newer entries: the entry before which the next page begins.
    before: Option<String>,
    pages: Pages,
    older: Pages,
    /// The time of the last changed entry.
    changed: i64,
}

impl Miniflux {
    /// A server before any request.
    pub fn new(client: Arc<Client>, login: Login) -> Self {
        let mut api = Api::new(client, ProtocolKind::Miniflux, &login);
        api.headers = vec![header(&login, login.user.is_empty())];
        Self {
            api,
            login,
            is_logged_in: false,
            before: None,
            pages: Pages::default(),
            older: Pages::default(),
            changed: 0,
        }
    }

    /// Without a user name the secret is a token; with one, it is tried as a password first.
    fn log_in(&mut self) -> Result<(), Trouble> {
        if self.is_logged_in {
            return Ok(());
        }
        let asked = self.api.get("/v1/me", &[]);
        if matches!(asked, Err(Trouble::Refused { .. })) && !self.login.user.is_empty() {
            self.api.headers = vec![header(&self.login, true)];
            self.api.get("/v1/me", &[])?;
        } else {
            asked?;
        }
        self.is_logged_in = true;
        Ok(())
    }

    /// A page of entries, and the server's time.
    fn entries(&mut self, count: usize, query: &[(&str, &str)]) -> Result<(Value, Option<i64>), Trouble> {
        let limit = count.to_string();
        let mut all = vec![("order", "id"), ("direction", "desc"), ("limit", limit.as_str())];
        all.extend_from_slice(query);
        let answer = self.api.answer(Method::Get, "/v1/entries", &all, None)?;
        let json = self.api.json(&answer)?;
        if json["entries"].is_array() || json["total"].as_i64() == Some(0) {
            return Ok((json, answer.date));
        }
        Err(self.api.unreadable("no list of entries"))
    }

    fn note_changes(&mut self, json: &Value) {
        let changed = values::list(&json["entries"]).filter_map(|entry| moment(&entry["changed_at"])).max();
        self.changed = self.changed.max(changed.unwrap_or(0));
    }

    fn category(&self, title: Option<&str>) -> Result<Option<Value>, Trouble> {
        let categories = self.api.get("/v1/categories", &[])?;
        let Some(title) = title else {
            // Each feed has a category; the first one is the default.
            let ids = values::list(&categories).filter_map(|category| category["id"].as_i64());
            return Ok(ids.min().map(Value::from));
        };
        let found = values::list(&categories).find(|category| category["title"].as_str() == Some(title));
        if let Some(found) = found {
            return Ok(Some(found["id"].clone()));
        }
        let made = self.api.send(Method::Post, "/v1/categories", Some(&json!({ "title": title })))?;
        Ok(Some(made["id"].clone()))
    }

    /// Which of some entries are starred.
    fn starred(&self, ids: &[String]) -> Result<HashSet<String>, Trouble> {
        let mut starred = HashSet::new();
        if ids.len() <= MANY {
            for id in ids {
                let entry = unless_gone(self.api.get(&format!("/v1/entries/{id}"), &[]))?;
                starred.extend(values::flag(&entry["starred"]).unwrap_or(false).then(|| id.clone()));
            }
            return Ok(starred);
        }
        let (limit, mut pages) = (LISTED.to_string(), Pages::default());
        loop {
            let offset = starred.len().to_string();
            let query = [("starred", "true"), ("limit", limit.as_str()), ("offset", &offset)];
            let page = self.api.get("/v1/entries", &query)?;
            let before = starred.len();
            let ids: Vec<String> = ids_of(&page).collect();
            let count = ids.len();
            starred.extend(ids);
            if count < LISTED {
                return Ok(starred);
            }
            pages.went_on(&self.api, false, starred.len() > before)?;
        }
    }

    /// Toggles a star; whether the server still has the entry.
    fn toggle(&self, id: &str) -> Result<bool, Trouble> {
        match self.api.send(Method::Put, &format!("/v1/entries/{id}/bookmark"), None) {
            Err(trouble) if trouble.is_gone() => {
                let found = unless_gone(self.api.get(&format!("/v1/entries/{id}"), &[]))?;
                if found.is_null() { Ok(false) } else { Err(trouble) }
            }
            done => done.map(|_| true),
        }
    }

    /// Stars can only be toggled, so the current ones are looked up first. Otherwise repeating a request whose
    /// response was lost would undo it.
    fn star(&self, ids: &[String], to: bool) -> Result<Marked, Trouble> {
        let starred = self.starred(ids)?;
        let mut marked = Marked::default();
        for id in ids.iter().filter(|id| starred.contains(*id) != to) {
            match self.toggle(id) {
                Ok(true) => {}
                Ok(false) => marked.gone.push(id.clone()),
                Err(trouble) if trouble.is_refusal() => marked.refused.push((id.clone(), trouble)),
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(marked)
    }
}

impl Protocol for Miniflux {
    fn abilities(&self) -> Abilities {
        Abilities::usual(ProtocolKind::Miniflux, 1_000)
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.log_in()
    }

    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble> {
        self.log_in()?;
        let answer = self.api.get("/v1/feeds", &[])?;
        if !answer.is_array() && !answer.is_null() {
            return Err(self.api.unreadable("no list of feeds"));
        }
        let feed = |feed: &Value| {
            Some(RemoteFeed {
                id: values::id(&feed["id"])?,
                url: values::text(&feed["feed_url"])?.to_owned(),
                title: values::text(&feed["title"]).and_then(crate::feeds::line).unwrap_or_default(),
                site: values::text(&feed["site_url"]).map(str::to_owned),
                folders: values::text(&feed["category"]["title"]).map(str::to_owned).into_iter().collect(),
            })
        };
        Ok(values::list(&answer).filter_map(feed).collect())
    }

    fn newer(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        if cursor.newest.is_empty() {
            return Ok(Page::default());
        }
        let before = self.before.take();
        if before.is_none() {
            self.pages = Pages::default();
        }
        let mut query = vec![("changed_after", cursor.newest.as_str())];
        query.extend(before.as_deref().map(|id| ("before_entry_id", id)));
        let (json, date) = self.entries(CHANGED, &query)?;
        self.note_changes(&json);
        let items: Vec<RemoteItem> = values::list(&json["entries"]).filter_map(item).collect();
        let (ids, lowest) = edge(&json);
        if lowest.is_some() && ids.len() >= CHANGED {
            self.pages.take(&self.api, ids.iter().map(String::as_str))?;
            self.before = lowest;
        } else if self.changed > 0 {
            // Changes within the second of the request may be incomplete.
            let is_over = date.is_some_and(|date| date > self.changed + 1);
            cursor.newest = (self.changed + i64::from(is_over)).to_string();
        }
        Ok(Page { items, passed: 0, has_more: self.before.is_some() })
    }

    fn older(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        self.log_in()?;
        let before = cursor.older.clone();
        let query: &[(&str, &str)] = if before.is_empty() { &[] } else { &[("before_entry_id", &before)] };
        let (json, date) = self.entries(FETCHED, query)?;
        let items: Vec<RemoteItem> = values::list(&json["entries"]).filter_map(item).collect();
        if cursor.newest.is_empty() {
            self.note_changes(&json);
            // What changes within this second may not be in this answer.
            cursor.newest = (date.unwrap_or(self.changed) - 1).to_string();
            cursor.total = values::number(&json["total"]).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        }
        let (ids, lowest) = edge(&json);
        let left = values::number(&json["total"]).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        // A server may send fewer than it is asked for.
        let has_more = lowest.is_some() && (ids.len() >= FETCHED || left > ids.len());
        if has_more {
            self.older.take(&self.api, ids.iter().map(String::as_str))?;
        }
        cursor.older = lowest.unwrap_or(before);
        cursor.is_complete = !has_more;
        Ok(Page { items, passed: 0, has_more })
    }

    fn states(&mut self, _: &mut Cursor, _: bool) -> Result<States, Trouble> {
        Ok(States::WithItems)
    }

    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        let mut items = Vec::new();
        for id in ids {
            items.extend(item(&unless_gone(self.api.get(&format!("/v1/entries/{id}"), &[]))?));
        }
        Ok(items)
    }

    fn mark(&mut self, _: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble> {
        self.log_in()?;
        let ids: Vec<String> = mark.items.iter().map(|item| item.id.clone()).collect();
        match mark.state {
            StateKind::Read => {
                let numbers: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
                let status = if mark.to { "read" } else { "unread" };
                let body = json!({ "entry_ids": numbers, "status": status });
                self.api.send(Method::Put, "/v1/entries", Some(&body)).map(|_| Marked::default())
            }
            StateKind::Starred => self.star(&ids, mark.to),
            StateKind::Label(_) => Ok(Marked::default()),
        }
    }

    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble> {
        self.log_in()?;
        match change {
            FeedChange::Subscribe { url, title, folder } => {
                let category = self.category(folder.as_deref())?;
                let body = json!({ "feed_url": url, "category_id": category });
                let made = self.api.send(Method::Post, "/v1/feeds", Some(&body))?;
                if let (Some(title), Some(id)) = (title, values::id(&made["feed_id"])) {
                    self.change(&FeedChange::Rename { id, title: title.clone() })?;
                }
            }
            FeedChange::Unsubscribe { id } => {
                self.api.send(Method::Delete, &format!("/v1/feeds/{id}"), None)?;
            }
            FeedChange::Rename { id, title } => {
                self.api.send(Method::Put, &format!("/v1/feeds/{id}"), Some(&json!({ "title": title })))?;
            }
            FeedChange::Folder { id, folder, to } => {
                let category = self.category(to.then_some(folder.as_str()))?;
                let body = json!({ "category_id": category });
                self.api.send(Method::Put, &format!("/v1/feeds/{id}"), Some(&body))?;
            }
        }
        Ok(())
    }
}

fn header(login: &Login, is_token: bool) -> (&'static str, String) {
    if is_token {
        return ("X-Auth-Token", login.secret.clone());
    }
    api::basic(login)
}

/// The answer to a question about one entry; nothing if the server no longer has it, which does not hold up the others.
fn unless_gone(asked: Result<Value, Trouble>) -> Result<Value, Trouble> {
    match asked {
        Err(Trouble::Failed { code: 404 | 410, .. }) => Ok(Value::Null),
        asked => asked,
    }
}

fn ids_of(json: &Value) -> impl Iterator<Item = String> {
    values::list(&json["entries"]).filter_map(|entry| values::id(&entry["id"]))
}

/// The ids of a page, also of entries that have been removed, and the lowest of them, before which the next page begins.
fn edge(json: &Value) -> (Vec<String>, Option<String>) {
    let ids: Vec<String> = ids_of(json).collect();
    let lowest = ids.iter().filter_map(|id| id.parse::<i64>().ok()).min().map(|id| id.to_string());
    (ids, lowest)
}

fn moment(value: &Value) -> Option<i64> {
    dates::read(value.as_str()?).map(|when| when.seconds)
}

fn item(entry: &Value) -> Option<RemoteItem> {
    let status = entry["status"].as_str()?;
    if status == "removed" {
        return None;
    }
    let files = values::list(&entry["enclosures"]).filter_map(|file| {
        Some((values::text(&file["url"])?, values::text(&file["mime_type"]), values::number(&file["size"])))
    });
    let said = Said {
        number: None,
        title: values::text(&entry["title"]),
        link: values::text(&entry["url"]),
        author: values::text(&entry["author"]),
        html: values::text(&entry["content"]),
        published: moment(&entry["published_at"]),
        files: files.collect(),
    };
    Some(RemoteItem {
        id: values::id(&entry["id"])?,
        feed: values::id(&entry["feed_id"]).or_else(|| values::id(&entry["feed"]["id"]))?,
        handle: None,
        entry: entry::entry(&said),
        is_unread: Some(status == "unread"),
        is_starred: values::flag(&entry["starred"]),
        labels: None,
    })
}
