//! The protocol of Google Reader, as implemented by FreshRSS, Miniflux, BazQux, The Old Reader, FeedHQ and others.
//!
//! There is no standard except what servers do. Items are listed by their ids, and fetched by them in batches; states
//! are tags; changes need a token in addition to the login.

use super::api::{Api, has_page};
use super::entry::{self, Said};
use super::pages::{self, Pages};
use super::reader_ids::{feed_id, label, short};
use super::values;
use super::{
    Abilities, Cursor, FETCHED, FeedChange, Ids, Known, Login, Mark, Marked, Page, Protocol, RemoteFeed,
    RemoteItem, StateKind, States, Trouble,
};
use crate::fetch::{Client, Exchange, Method};
use crate::model::ProtocolKind;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

const READING_LIST: &str = "user/-/state/com.google/reading-list";
const READ: &str = "user/-/state/com.google/read";
const STARRED: &str = "user/-/state/com.google/starred";
const LABEL: &str = "user/-/label/";

/// Ids per response; more are requested with a continuation. Servers that send fewer (Miniflux and The Old Reader
/// 10,000, BazQux 50,000) give one.
const LISTED: usize = 100_000;

/// The limits of servers are multiples of this number.
const ROUND: usize = 1_000;

/// Items marked in one request: FreshRSS reads its token with PHP, which takes a thousand fields of a form.
const MARKED: usize = 900;

/// Ids per response in the first synchronisation: few, so that the newest can be read at once.
const LISTED_AT_FIRST: usize = 1_000;

/// A full list without a continuation is requested again, this many times longer.
const LONGER: usize = 8;

/// The longest list to request.
const LONGEST: usize = 1_000_000;

/// How many seconds new items may be older than the newest one, since servers fetch several feeds at a time.
const OVERLAP: i64 = 600;

/// The maximum number of pages of one list.
const MOST_PAGES: usize = 1_000;

/// A server with this protocol.
pub struct GoogleReader {
    api: Api,
    login: Login,
    is_logged_in: bool,
    token: Option<String>,
    folders: HashSet<String>,
    /// Ids of the first synchronisation that are still to be fetched, and the continuation of the list.
    queue: VecDeque<String>,
    after_queue: Option<String>,
    older: Pages,
    /// When the newest fetched item arrived at the server, by its own clock, in seconds.
    seen: i64,
}

/// One page of ids.
struct Listed {
    ids: Vec<String>,
    continuation: Option<String>,
}

/// The same as it is sent: lists of tens of thousands of ids, so that only these are read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct References {
    #[serde(rename = "itemRefs")]
    items: Option<Vec<Reference>>,
    continuation: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reference {
    id: Value,
}

impl GoogleReader {
    /// A server before the login.
    pub fn new(client: Arc<Client>, login: Login) -> Self {
        Self {
            api: Api::new(client, ProtocolKind::GoogleReader, &login),
            login,
            is_logged_in: false,
            token: None,
            folders: HashSet::new(),
            queue: VecDeque::new(),
            after_queue: None,
            older: Pages::default(),
            seen: 0,
        }
    }

    fn log_in(&mut self) -> Result<(), Trouble> {
        if self.is_logged_in {
            return Ok(());
        }
        let fields = [
            ("Email", self.login.user.as_str()),
            ("Passwd", &self.login.secret),
            ("service", "reader"),
            ("accountType", "HOSTED_OR_GOOGLE"),
            ("client", "Dateline"),
        ];
        self.api.headers.clear();
        self.api.set_let_in(false);
        let answer = self.api.post("/accounts/ClientLogin", &[], &fields)?;
        // FreshRSS answers 503 where its administrator has not allowed the interface.
        if answer.status == 503 && answer.retry_after.is_none() {
            return Err(Trouble::SwitchedOff { host: self.api.host(), kind: ProtocolKind::GoogleReader });
        }
        let answer = self.api.good("/accounts/ClientLogin", answer)?;
        let text = String::from_utf8_lossy(&answer.body);
        let Some(auth) = text.lines().find_map(|line| line.trim().strip_prefix("Auth=")) else {
            return Err(if has_page(&answer) { self.api.page_instead() } else { self.api.refused(401) });
        };
        self.api.secrets.add(auth);
        self.api.set_let_in(true);
        self.api.headers.push(("Authorization", format!("GoogleLogin auth={auth}")));
        self.is_logged_in = true;
        Ok(())
    }

    /// Sends a request after logging in, and once more if the login has expired.
    fn ask(&mut self, ask: impl Fn(&Api) -> Result<Exchange, Trouble>) -> Result<Exchange, Trouble> {
        self.log_in()?;
        let answer = ask(&self.api)?;
        if answer.status != 401 {
            return self.api.good("", answer);
        }
        (self.is_logged_in, self.token) = (false, None);
        self.log_in()?;
        let answer = ask(&self.api)?;
        self.api.good("", answer)
    }

    fn get(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Value, Trouble> {
        let all: Vec<(&str, &str)> = query.iter().copied().chain([("output", "json")]).collect();
        let answer = self.ask(|api| api.ask(Method::Get, path, &all, None))?;
        self.api.json(&answer)
    }

    /// Makes a change, which needs a token; an expired token is replaced once.
    fn edit(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<(), Trouble> {
        for is_last in [false, true] {
            self.log_in()?;
            let token = self.edit_token()?;
            // The token comes first, since a server may not read all fields of a long form.
            let all: Vec<(&str, &str)> =
                [("T", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
            let answer = self.api.post(path, &[], &all)?;
            let is_expired = answer.has_bad_token || answer.status == 401;
            if is_expired && !is_last {
                self.token = None;
                self.is_logged_in = false;
                continue;
            }
            let answer = self.api.good(path, answer)?;
            // Something between here and the server answers in its place.
            return if has_page(&answer) { Err(self.api.page_instead()) } else { Ok(()) };
        }
        Err(self.api.refused(401))
    }

    fn edit_token(&mut self) -> Result<String, Trouble> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let answer = self.ask(|api| api.ask(Method::Get, "/reader/api/0/token", &[], None))?;
        if has_page(&answer) {
            return Err(self.api.page_instead());
        }
        let token = String::from_utf8_lossy(&answer.body).trim().to_owned();
        self.api.secrets.add(&token);
        self.token = Some(token.clone());
        Ok(token)
    }

    fn listing(&mut self, stream: &str, count: usize, more: &[(&str, &str)]) -> Result<Exchange, Trouble> {
        let count = count.to_string();
        let fixed = [("s", stream), ("n", &count), ("output", "json")];
        let query: Vec<(&str, &str)> = fixed.into_iter().chain(more.iter().copied()).collect();
        let path = "/reader/api/0/stream/items/ids";
        self.ask(|api| api.ask(Method::Get, path, &query, None))
    }

    fn listed(&self, answer: &Exchange) -> Result<Listed, Trouble> {
        let refs: References = self.api.parsed(answer)?;
        let ids = refs.items.iter().flatten().filter_map(|item| short(&values::id(&item.id)?));
        Ok(Listed { ids: ids.collect(), continuation: values::id(&refs.continuation) })
    }

    /// All ids of a stream.
    fn all_ids(&mut self, stream: &str, more: &[(&str, &str)]) -> Result<Ids, Trouble> {
        let first = self.listing(stream, LISTED, more)?;
        Ok(self.all_after(&first, stream, more)?.0)
    }

    /// All ids of a stream, of which the first page is given, and whether that was all. A full list without a
    /// continuation (Miniflux before 2.0.45 has none) is requested again, longer; one that stays full, or whose length is
    /// round, as if the server had a limit, may be incomplete.
    fn all_after(
        &mut self,
        first: &Exchange,
        stream: &str,
        more: &[(&str, &str)],
    ) -> Result<(Ids, bool), Trouble> {
        let (mut all, mut count) = (Ids::default(), LISTED);
        let mut listed = self.listed(first)?;
        let (mut pages, mut has_gone_on) = (Pages::default(), false);
        for page in 0..MOST_PAGES {
            let (before, count_of_page) = (all.ids.len(), listed.ids.len());
            let is_full = count_of_page >= count;
            all.ids.extend(listed.ids);
            if let Some(token) = listed.continuation {
                pages.went_on(&self.api, count_of_page == 0, all.ids.len() > before)?;
                has_gone_on = true;
                let query: Vec<(&str, &str)> = more.iter().copied().chain([("c", token.as_str())]).collect();
                let answer = self.listing(stream, count, &query)?;
                listed = self.listed(&answer)?;
            } else if is_full && !has_gone_on && count < LONGEST {
                count *= LONGER;
                let answer = self.listing(stream, count, more)?;
                listed = self.listed(&answer)?;
            } else {
                let is_round = count_of_page > 0 && count_of_page % ROUND == 0;
                all.is_whole = has_gone_on || !is_full && !is_round;
                return Ok((all, page == 0));
            }
        }
        Ok((all, false))
    }

    /// The next ids of the first synchronisation, and the continuation after them.
    fn fill(&mut self, cursor: &Cursor) -> Result<(), Trouble> {
        let mut count = LISTED_AT_FIRST;
        loop {
            let token = cursor.older.as_str();
            let query: &[(&str, &str)] = if token.is_empty() { &[] } else { &[("c", token)] };
            let answer = self.listing(READING_LIST, count, query)?;
            let listed = self.listed(&answer)?;
            let is_full = listed.ids.len() >= count;
            if is_full && listed.continuation.is_none() && count < LONGEST {
                count *= LONGER;
                continue;
            }
            if listed.continuation.is_some() {
                self.older.take(&self.api, listed.ids.iter().map(String::as_str))?;
            }
            (self.queue, self.after_queue) = (listed.ids.into(), listed.continuation);
            return Ok(());
        }
    }

    fn page_of(&mut self, ids: Vec<String>, known: &Known) -> Result<Page, Trouble> {
        let here = known(&ids);
        let (passed, new): (Vec<String>, Vec<String>) = ids.into_iter().partition(|id| here.contains(id));
        let mut items = Vec::new();
        for some in new.chunks(FETCHED) {
            items.extend(self.items(some)?);
        }
        Ok(Page { items, passed: passed.len() as u64, has_more: false })
    }

    /// Moves the cursor to the newest fetched item.
    fn move_on(&self, cursor: &mut Cursor) {
        if self.seen > cursor.newest.parse().unwrap_or(0) {
            cursor.newest = self.seen.to_string();
        }
    }

    /// Of these items those that one answer brings.
    fn some_items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("i", id.as_str())).collect();
        let path = "/reader/api/0/stream/items/contents";
        self.log_in()?;
        let token = self.edit_token()?;
        // Miniflux needs the token here, too.
        let all: Vec<(&str, &str)> = fields.into_iter().chain([("T", token.as_str())]).collect();
        let answer = self.ask(|api| api.post(path, &[("output", "json")], &all))?;
        let answer = self.api.json(&answer)?;
        if !answer["items"].is_array() {
            return Err(self.api.unreadable("no list of items"));
        }
        let newest = values::list(&answer["items"]).map(arrived).max();
        self.seen = self.seen.max(newest.unwrap_or(0));
        Ok(values::list(&answer["items"]).filter_map(|item| self.item(item)).collect())
    }

    fn item(&self, item: &Value) -> Option<RemoteItem> {
        let mut labels = Vec::new();
        let (mut is_read, mut is_starred) = (false, false);
        for category in values::list(&item["categories"]).filter_map(Value::as_str) {
            is_read |= category.ends_with("/state/com.google/read");
            is_starred |= category.ends_with("/state/com.google/starred");
            labels.extend(label(category).filter(|label| !self.folders.contains(*label)).map(str::to_owned));
        }
        let content = |name: &str| values::text(&item[name]["content"]);
        let href = |name: &str| values::list(&item[name]).find_map(|link| values::text(&link["href"]));
        let files = values::list(&item["enclosure"]).filter_map(|file| {
            Some((values::text(&file["href"])?, values::text(&file["type"]), values::number(&file["length"])))
        });
        let said = Said {
            number: None,
            title: values::text(&item["title"]),
            link: href("canonical").or_else(|| href("alternate")),
            author: values::text(&item["author"]),
            html: content("content").or_else(|| content("summary")),
            published: values::number(&item["published"]),
            files: files.collect(),
        };
        Some(RemoteItem {
            id: short(&values::id(&item["id"])?)?,
            feed: feed_id(values::text(&item["origin"]["streamId"])?),
            handle: None,
            entry: entry::entry(&said),
            is_unread: Some(!is_read),
            is_starred: Some(is_starred),
            labels: Some(labels),
        })
    }
}

impl Protocol for GoogleReader {
    fn abilities(&self) -> Abilities {
        Abilities::usual(ProtocolKind::GoogleReader, MARKED)
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.get("/reader/api/0/user-info", &[]).map(|_| ())
    }

    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble> {
        let answer = self.get("/reader/api/0/subscription/list", &[])?;
        if !answer["subscriptions"].is_array() {
            return Err(self.api.unreadable("no list of subscriptions"));
        }
        let mut feeds = Vec::new();
        for feed in values::list(&answer["subscriptions"]) {
            let Some(id) = values::text(&feed["id"]).map(feed_id) else { continue };
            let folders = values::list(&feed["categories"]).filter_map(|folder| {
                values::text(&folder["label"])
                    .or_else(|| label(values::text(&folder["id"])?))
                    .map(str::to_owned)
            });
            // If a server does not state the address, the id is the address.
            let url = values::text(&feed["url"]).map_or_else(|| id.clone(), str::to_owned);
            feeds.push(RemoteFeed {
                url,
                title: values::text(&feed["title"]).and_then(crate::feeds::line).unwrap_or_default(),
                site: values::text(&feed["htmlUrl"]).map(str::to_owned),
                folders: folders.collect(),
                id,
            });
        }
        self.folders = feeds.iter().flat_map(|feed| feed.folders.iter().cloned()).collect();
        Ok(feeds)
    }

    fn newer(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble> {
        let newest = match cursor.newest.parse::<i64>() {
            Ok(newest) => newest,
            Err(_) if cursor.is_complete => 0,
            // What is there now is fetched as older items.
            Err(_) => return Ok(Page::default()),
        };
        let since = (newest - OVERLAP).max(0).to_string();
        let ids = self.all_ids(READING_LIST, &[("ot", &since)])?.ids;
        let mut page = self.page_of(ids.into_iter().collect(), known)?;
        page.passed = 0;
        // The newest first, if ids increase.
        page.items.sort_by_key(|item| std::cmp::Reverse(item.id.parse::<i64>().unwrap_or(0)));
        self.move_on(cursor);
        Ok(page)
    }

    fn older(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble> {
        if self.queue.is_empty() && self.after_queue.is_none() {
            self.fill(cursor)?;
        } else if self.queue.is_empty() {
            cursor.older = self.after_queue.take().unwrap_or_default();
            self.fill(cursor)?;
        }
        let some: Vec<String> = self.queue.drain(..FETCHED.min(self.queue.len())).collect();
        let mut page = self.page_of(some, known)?;
        page.has_more = !self.queue.is_empty() || self.after_queue.is_some();
        cursor.is_complete = !page.has_more;
        self.move_on(cursor);
        Ok(page)
    }

    /// Lists that are those of the last time are not read.
    fn states(&mut self, cursor: &mut Cursor, thoroughly: bool) -> Result<States, Trouble> {
        let of_unread = [("xt", READ)];
        let unread = self.listing(READING_LIST, LISTED, &of_unread)?;
        let starred = self.listing(STARRED, LISTED, &[])?;
        let print = print_of(&[&unread.body, &starred.body]);
        if print == cursor.states && !thoroughly {
            return Ok(States::Unchanged);
        }
        let (unread, is_all_unread) = self.all_after(&unread, READING_LIST, &of_unread)?;
        let (starred, is_all_starred) = self.all_after(&starred, STARRED, &[])?;
        cursor.states = if is_all_unread && is_all_starred { print } else { String::new() };
        let starred = Some(starred);
        if !thoroughly {
            return Ok(States::Lists { unread, starred, labels: None });
        }
        let answer = self.get("/reader/api/0/tag/list", &[])?;
        let mut labels = Vec::new();
        for tag in values::list(&answer["tags"]) {
            let is_folder = tag["type"].as_str() == Some("folder");
            let Some(label) = values::text(&tag["id"]).and_then(label).filter(|_| !is_folder) else {
                continue;
            };
            if !self.folders.contains(label) {
                let stream = format!("{LABEL}{label}");
                labels.push((label.to_owned(), self.all_ids(&stream, &[])?));
            }
        }
        Ok(States::Lists { unread, starred, labels: Some(labels) })
    }

    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        pages::all_that_come(ids, |ids| self.some_items(ids))
    }

    fn mark(&mut self, _: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble> {
        let tag = match &mark.state {
            StateKind::Read => READ.to_owned(),
            StateKind::Starred => STARRED.to_owned(),
            StateKind::Label(label) => format!("{LABEL}{label}"),
        };
        let mut fields = vec![(if mark.to { "a" } else { "r" }, tag.as_str())];
        fields.extend(mark.items.iter().map(|item| ("i", item.id.as_str())));
        match (self.edit("/reader/api/0/edit-tag", &fields), &mark.state) {
            // Miniflux has no labels, and calls that a failure of its own. What else waits is not held up by it.
            (Err(Trouble::Failed { code: 500, reason, .. }), StateKind::Label(label))
                if reason.to_lowercase().contains("unsupported tag") =>
            {
                Err(self.api.unable(&format!("it has no labels, such as {label}")))
            }
            (done, _) => done.map(|()| Marked::default()),
        }
    }

    fn change(&mut self, change: &FeedChange) -> Result<(), Trouble> {
        let path = "/reader/api/0/subscription/edit";
        let stream = |id: &str| format!("feed/{id}");
        match change {
            FeedChange::Subscribe { url, title, folder } => {
                let (stream, folder) =
                    (stream(url), folder.as_ref().map(|folder| format!("{LABEL}{folder}")));
                let mut fields = vec![("ac", "subscribe"), ("s", stream.as_str())];
                fields.extend(title.as_deref().map(|title| ("t", title)));
                fields.extend(folder.as_deref().map(|folder| ("a", folder)));
                self.edit(path, &fields)
            }
            FeedChange::Unsubscribe { id } => self.edit(path, &[("ac", "unsubscribe"), ("s", &stream(id))]),
            FeedChange::Rename { id, title } => {
                self.edit(path, &[("ac", "edit"), ("s", &stream(id)), ("t", title)])
            }
            FeedChange::Folder { id, folder, to } => {
                let folder = format!("{LABEL}{folder}");
                self.edit(path, &[("ac", "edit"), ("s", &stream(id)), (if *to { "a" } else { "r" }, &folder)])
            }
        }
    }
}

/// When an item arrived at the server, in seconds since the epoch.
fn arrived(item: &Value) -> i64 {
    let microseconds = values::number(&item["timestampUsec"]).map(|time| time / 1_000_000);
    let milliseconds = || values::number(&item["crawlTimeMsec"]).map(|time| time / 1_000);
    microseconds.or_else(milliseconds).or_else(|| values::number(&item["published"])).unwrap_or(0)
}

/// A fingerprint of some responses.
fn print_of(bodies: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for body in bodies {
        hash.update(body.len().to_le_bytes());
        hash.update(body);
    }
    STANDARD.encode(&hash.finalize()[..12])
}
