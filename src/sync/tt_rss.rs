//! Tiny Tiny RSS's protocol: a single address, a JSON object per request, a session.

use super::api::Api;
use super::counters::Counters;
use super::entry::{self, Said};
use super::pages::Pages;
use super::values;
use super::{
    Abilities, Cursor, FeedChange, Ids, Known, Login, Mark, Marked, Page, Protocol, RemoteFeed, RemoteItem,
    StateKind, States, Trouble,
};
use crate::fetch::{Client, Method};
use crate::model::ProtocolKind;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Headlines per response; the server sends no more.
const SOME: usize = 200;

/// All articles, as a feed; and those that are starred.
const ALL: i64 = -4;
const STARRED: i64 = -1;

/// All feeds except the server's own, as a category.
const ALL_FEEDS: i64 = -3;

/// Articles marked in one request.
const MARKED: usize = 1_000;

/// The maximum number of pages of one list.
const MOST_PAGES: usize = 5_000;

/// A Tiny Tiny RSS server.
pub struct TtRss {
    api: Api,
    login: Login,
    session: Option<String>,
    /// For the page of newer headlines: how many came before it, and their highest id.
    skip: usize,
    highest: i64,
    pages: Pages,
    older: Pages,
}

impl TtRss {
    /// A server before the login.
    pub fn new(client: Arc<Client>, login: Login) -> Self {
        let api = Api::new(client, ProtocolKind::TtRss, &login);
        let (pages, older) = (Pages::default(), Pages::default());
        Self { api, login, session: None, skip: 0, highest: 0, pages, older }
    }

    fn log_in(&mut self) -> Result<String, Trouble> {
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        self.api.set_let_in(false);
        let question = json!({ "op": "login", "user": self.login.user, "password": self.login.secret });
        let content = self.content(&self.api.send(Method::Post, "/", Some(&question))?)?;
        let session =
            values::text(&content["session_id"]).ok_or_else(|| self.api.unreadable("no session"))?;
        self.api.secrets.add(session);
        self.api.set_let_in(true);
        self.session = Some(session.to_owned());
        Ok(session.to_owned())
    }

    /// The content of a response; failures have the status 200, too.
    fn content(&self, answer: &Value) -> Result<Value, Trouble> {
        let content = &answer["content"];
        match (values::number(&answer["status"]), content["error"].as_str()) {
            (Some(0), _) => Ok(content.clone()),
            (Some(_), Some("LOGIN_ERROR" | "NOT_LOGGED_IN")) => Err(self.api.refused(401)),
            (Some(_), Some("API_DISABLED")) => {
                Err(Trouble::SwitchedOff { host: self.api.host(), kind: ProtocolKind::TtRss })
            }
            (Some(_), error) => Err(self.api.failed(422, error.unwrap_or_default())),
            (None, _) => Err(self.api.unreadable("no status")),
        }
    }

    /// Sends a request within the session; an expired session is renewed once.
    fn ask(&mut self, op: &str, fields: Value) -> Result<Value, Trouble> {
        let mut question = fields;
        for is_last in [false, true] {
            question["op"] = op.into();
            question["sid"] = self.log_in()?.into();
            let answer = self.api.send(Method::Post, "/", Some(&question))?;
            match self.content(&answer) {
                Err(Trouble::RefusedLater { .. }) if !is_last => self.session = None,
                content => return content,
            }
        }
        Err(self.api.refused(401))
    }

    fn headlines(&mut self, feed: i64, skip: usize, more: &Value) -> Result<Vec<Value>, Trouble> {
        let mut fields = json!({ "feed_id": feed, "limit": SOME, "skip": skip, "view_mode": "all_articles" });
        for (name, value) in more.as_object().into_iter().flatten() {
            fields[name] = value.clone();
        }
        match self.ask("getHeadlines", fields)? {
            Value::Array(headlines) => Ok(headlines),
            _ => Err(self.api.unreadable("no list of headlines")),
        }
    }

    fn ids(&mut self, feed: i64, more: &Value) -> Result<Ids, Trouble> {
        let mut ids = HashSet::new();
        let (mut skip, mut pages) = (0, Pages::default());
        for _ in 0..MOST_PAGES {
            let some = self.headlines(feed, skip, more)?;
            skip += distinct(&some);
            let before = ids.len();
            ids.extend(ids_of(&some));
            if some.len() < SOME {
                return Ok(Ids { ids, is_whole: true });
            }
            pages.went_on(&self.api, false, ids.len() > before)?;
        }
        Ok(Ids { ids, is_whole: false })
    }

    fn counters(&mut self) -> Result<Option<Counters>, Trouble> {
        Ok(Counters::of(&self.ask("getCounters", json!({}))?))
    }

    fn labels(&mut self) -> Result<HashMap<String, i64>, Trouble> {
        let answer = self.ask("getLabels", json!({}))?;
        let label = |label: &Value| {
            Some((values::text(&label["caption"])?.to_owned(), values::number(&label["id"])?))
        };
        Ok(values::list(&answer).filter_map(label).collect())
    }

    fn with_content() -> Value {
        json!({ "show_content": true, "include_attachments": true })
    }
}

impl Protocol for TtRss {
    fn abilities(&self) -> Abilities {
        Abilities { rename: false, move_feeds: false, ..Abilities::usual(ProtocolKind::TtRss, MARKED) }
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.ask("getApiLevel", json!({})).map(|_| ())
    }

    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble> {
        let answer = self.ask("getFeeds", json!({ "cat_id": ALL_FEEDS }))?;
        if !answer.is_array() {
            return Err(self.api.unreadable("no list of feeds"));
        }
        let mut folders = HashMap::new();
        // 0 is the category of feeds without a category.
        let is_in_one = |feed: &Value| values::number(&feed["cat_id"]).is_some_and(|id| id > 0);
        if values::list(&answer).any(is_in_one) {
            let categories = self.ask("getCategories", json!({}))?;
            folders.extend(values::list(&categories).filter_map(|category| {
                let id = values::number(&category["id"]).filter(|&id| id > 0)?;
                Some((id, values::text(&category["title"])?.to_owned()))
            }));
        }
        let feed = |feed: &Value| {
            let folder = values::number(&feed["cat_id"]).and_then(|id| folders.get(&id).cloned());
            Some(RemoteFeed {
                id: values::id(&feed["id"])?,
                url: values::text(&feed["feed_url"])?.to_owned(),
                title: title(feed).and_then(crate::feeds::line).unwrap_or_default(),
                site: None,
                folders: folder.into_iter().collect(),
            })
        };
        Ok(values::list(&answer).filter_map(feed).collect())
    }

    fn newer(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble> {
        if cursor.newest.is_empty() {
            return Ok(Page::default());
        }
        let newest: i64 = cursor.newest.parse().unwrap_or(0);
        let mut more = Self::with_content();
        more["since_id"] = newest.into();
        let some = self.headlines(ALL, self.skip, &more)?;
        let items: Vec<RemoteItem> = some.iter().filter_map(item).collect();
        let has_more = some.len() >= SOME;
        if has_more {
            let ids: Vec<String> = ids_of(&some).collect();
            self.pages.take(&self.api, ids.iter().map(String::as_str))?;
        } else {
            self.pages = Pages::default();
        }
        if !some.is_empty() && ids_of(&some).all(|id| id.parse().is_ok_and(|id: i64| id <= newest)) {
            return Err(self.api.unreadable("asked for newer articles, it sends old ones"));
        }
        expect(cursor, |counters| {
            let ids: Vec<String> = items.iter().map(|item| item.id.clone()).collect();
            let here = known(&ids);
            Some(counters.with(items.iter().filter(|item| !here.contains(&item.id))))
        });
        self.highest = highest(&items).max(self.highest);
        self.skip = if has_more { self.skip + distinct(&some) } else { 0 };
        if !has_more {
            cursor.newest = self.highest.max(newest).to_string();
        }
        Ok(Page { items, passed: 0, has_more })
    }

    fn older(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        let skip: usize = cursor.older.parse().unwrap_or(0);
        let some = self.headlines(ALL, skip, &Self::with_content())?;
        let items: Vec<RemoteItem> = some.iter().filter_map(item).collect();
        let has_more = some.len() >= SOME;
        if has_more {
            let ids: Vec<String> = ids_of(&some).collect();
            self.older.take(&self.api, ids.iter().map(String::as_str))?;
        }
        cursor.older = (skip + distinct(&some)).to_string();
        cursor.newest = highest(&items).max(cursor.newest.parse().unwrap_or(0)).to_string();
        cursor.is_complete = !has_more;
        Ok(Page { items, passed: 0, has_more })
    }

    /// Lists of ids take a request per 200; counters, a single request, show whether anything has changed apart from
    /// what is known: new articles, and marks that were sent. What is expected of them is stored with these, so that a
    /// program that is killed expects the same afterwards.
    fn states(&mut self, cursor: &mut Cursor, thoroughly: bool) -> Result<States, Trouble> {
        let counters = self.counters()?;
        let expected = Counters::read(&cursor.states);
        cursor.states = counters.as_ref().map(Counters::print).unwrap_or_default();
        if expected.is_some() && expected == counters && !thoroughly {
            return Ok(States::Unchanged);
        }
        let unread = self.ids(ALL, &json!({ "view_mode": "unread" }))?;
        let starred = Some(self.ids(STARRED, &json!({}))?);
        let mut labels = Vec::new();
        if thoroughly {
            for (label, id) in self.labels()? {
                labels.push((label, self.ids(id, &json!({}))?));
            }
        }
        Ok(States::Lists { unread, starred, labels: thoroughly.then_some(labels) })
    }

    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        let answer = self.ask("getArticle", json!({ "article_id": ids.join(",") }))?;
        Ok(values::list(&answer).filter_map(item).collect())
    }

    fn mark(&mut self, cursor: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble> {
        let ids: Vec<&str> = mark.items.iter().map(|item| item.id.as_str()).collect();
        let ids = ids.join(",");
        let field =
            |field: i64, mode: bool| json!({ "article_ids": ids, "field": field, "mode": i64::from(mode) });
        match &mark.state {
            StateKind::Read => self.ask("updateArticle", field(2, !mark.to))?,
            StateKind::Starred => self.ask("updateArticle", field(0, mark.to))?,
            StateKind::Label(label) => {
                let Some(id) = self.labels()?.remove(label) else {
                    // This protocol cannot create it; a missing label need not be removed.
                    let reason = format!("it has no label {label}; make it there, under Preferences, Labels");
                    return if mark.to { Err(self.api.failed(422, &reason)) } else { Ok(Marked::default()) };
                };
                self.ask("setArticleLabel", json!({ "article_ids": ids, "label_id": id, "assign": mark.to }))?
            }
        };
        expect(cursor, |counters| counters.after(mark));
        Ok(Marked::default())
    }

    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble> {
        match change {
            FeedChange::Subscribe { url, folder, .. } => {
                let mut category = 0;
                if let Some(folder) = folder {
                    let categories = self.ask("getCategories", json!({ "include_empty": true }))?;
                    let found = values::list(&categories).find(|each| each["title"].as_str() == Some(folder));
                    category = found.and_then(|each| values::number(&each["id"])).unwrap_or(0);
                }
                let answer =
                    self.ask("subscribeToFeed", json!({ "feed_url": url, "category_id": category }))?;
                // 0 means an existing feed, 1 a new one; all others say why it failed.
                match values::number(&answer["status"]["code"]) {
                    Some(0 | 1) => Ok(()),
                    _ => Err(self
                        .api
                        .failed(422, values::text(&answer["status"]["message"]).unwrap_or_default())),
                }
            }
            FeedChange::Unsubscribe { id } => match self.ask("unsubscribeFeed", json!({ "feed_id": id })) {
                // It is already gone.
                Err(Trouble::Failed { reason, .. }) if reason == "FEED_NOT_FOUND" => Ok(()),
                done => done.map(|_| ()),
            },
            FeedChange::Rename { .. } | FeedChange::Folder { .. } => {
                Err(self.api.unable("its interface can neither rename feeds nor move them"))
            }
        }
    }
}

/// The title of a feed; until it has fetched a feed, the server has a word in its place.
fn title(feed: &Value) -> Option<&str> {
    values::text(&feed["title"]).filter(|title| *title != "[Unknown]")
}

/// Changes what the server's counters are expected to be; nothing if that is not known any longer.
fn expect(cursor: &mut Cursor, change: impl FnOnce(Counters) -> Option<Counters>) {
    let expected = Counters::read(&cursor.states).and_then(change);
    cursor.states = expected.as_ref().map(Counters::print).unwrap_or_default();
}

/// How many headlines a page has; one that it repeats is not skipped twice.
fn distinct(headlines: &[Value]) -> usize {
    ids_of(headlines).collect::<HashSet<_>>().len()
}

fn ids_of(headlines: &[Value]) -> impl Iterator<Item = String> {
    headlines.iter().filter_map(|headline| values::id(&headline["id"]))
}

fn highest(items: &[RemoteItem]) -> i64 {
    items.iter().filter_map(|item| item.id.parse().ok()).max().unwrap_or(0)
}

fn item(item: &Value) -> Option<RemoteItem> {
    let files = values::list(&item["attachments"]).filter_map(|file| {
        Some((values::text(&file["content_url"])?, values::text(&file["content_type"]), None))
    });
    let said = Said {
        number: None,
        title: values::text(&item["title"]),
        link: values::text(&item["link"]),
        author: values::text(&item["author"]),
        html: values::text(&item["content"]),
        published: values::number(&item["updated"]),
        files: files.collect(),
    };
    // One that the server has archived has no feed.
    let feed = values::id(&item["feed_id"]).filter(|id| id != "0");
    // A label is a list: number, name, colours.
    let labels = values::list(&item["labels"]).filter_map(|label| values::text(&label[1]).map(str::to_owned));
    Some(RemoteItem {
        id: values::id(&item["id"])?,
        handle: feed.clone(),
        feed: feed.unwrap_or_default(),
        entry: entry::entry(&said),
        is_unread: values::flag(&item["unread"]),
        is_starred: values::flag(&item["marked"]),
        labels: item["labels"].is_array().then(|| labels.collect()),
    })
}
