//! The protocol of Google Reader, as implemented by FreshRSS, Miniflux, BazQux, The Old Reader, FeedHQ and others.
//!
//! There is no standard except what servers do. Items are listed by their ids, and fetched by them in batches; states
//! are tags; changes need a token in addition to the login.

use super::api::Api;
use super::entry::{self, Said};
use super::values;
use super::{
    Abilities, Cursor, FETCHED, FeedChange, Ids, Known, Login, Mark, Page, Protocol, RemoteFeed, RemoteItem,
    StateKind, States, Trouble,
};
use crate::fetch::{Client, Exchange, Method};
use crate::model::ProtocolKind;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

const READING_LIST: &str = "user/-/state/com.google/reading-list";
const READ: &str = "user/-/state/com.google/read";
const STARRED: &str = "user/-/state/com.google/starred";
const LABEL: &str = "user/-/label/";

/// The prefix of a long id.
const LONG_ID: &str = "tag:google.com,2005:reader/item/";

/// Ids per response; more are requested with a continuation.
const LISTED: usize = 10_000;

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
        let answer = self.api.post("/accounts/ClientLogin", &[], &fields)?;
        // FreshRSS answers 503 where its administrator has not allowed the interface.
        if answer.status == 503 && answer.retry_after.is_none() {
            return Err(Trouble::SwitchedOff { host: self.api.host(), kind: ProtocolKind::GoogleReader });
        }
        let answer = self.api.good("/accounts/ClientLogin", answer)?;
        let text = String::from_utf8_lossy(&answer.body);
        let Some(auth) = text.lines().find_map(|line| line.trim().strip_prefix("Auth=")) else {
            return Err(if text.trim_start().starts_with('<') {
                Trouble::NotThere { url: self.login.url.clone(), kind: ProtocolKind::GoogleReader }
            } else {
                self.api.refused()
            });
        };
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
            let all: Vec<(&str, &str)> = fields.iter().copied().chain([("T", token.as_str())]).collect();
            let answer = self.api.post(path, &[], &all)?;
            let is_expired = answer.has_bad_token || answer.status == 401;
            if is_expired && !is_last {
                self.token = None;
                self.is_logged_in = false;
                continue;
            }
            return self.api.good(path, answer).map(|_| ());
        }
        Err(self.api.refused())
    }

    fn edit_token(&mut self) -> Result<String, Trouble> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let answer = self.ask(|api| api.ask(Method::Get, "/reader/api/0/token", &[], None))?;
        let token = String::from_utf8_lossy(&answer.body).trim().to_owned();
        self.token = Some(token.clone());
        Ok(token)
    }

    fn listed(&mut self, stream: &str, count: usize, more: &[(&str, &str)]) -> Result<Listed, Trouble> {
        let count = count.to_string();
        let fixed = [("s", stream), ("n", &count), ("output", "json")];
        let query: Vec<(&str, &str)> = fixed.into_iter().chain(more.iter().copied()).collect();
        let path = "/reader/api/0/stream/items/ids";
        let answer = self.ask(|api| api.ask(Method::Get, path, &query, None))?;
        let refs: References = self.api.parsed(&answer)?;
        let ids = refs.items.iter().flatten().filter_map(|item| short(&values::id(&item.id)?));
        Ok(Listed { ids: ids.collect(), continuation: values::id(&refs.continuation) })
    }

    /// All ids of a stream. A full list without a continuation (Miniflux before 2.0.45 has none) is requested again,
    /// longer; one that stays full is incomplete.
    fn all_ids(&mut self, stream: &str, more: &[(&str, &str)]) -> Result<Ids, Trouble> {
        let (mut all, mut count, mut continuation) = (Ids::default(), LISTED, None::<String>);
        let mut met = HashSet::new();
        for _ in 0..MOST_PAGES {
            let mut query = more.to_vec();
            query.extend(continuation.as_deref().map(|token| ("c", token)));
            let listed = self.listed(stream, count, &query)?;
            let is_full = listed.ids.len() >= count;
            all.ids.extend(listed.ids);
            match listed.continuation.filter(|token| met.insert(token.clone())) {
                Some(token) => continuation = Some(token),
                None if is_full && continuation.is_none() && count < LONGEST => count *= LONGER,
                None => {
                    all.is_whole = !is_full || continuation.is_some();
                    return Ok(all);
                }
            }
        }
        Ok(all)
    }

    /// The next ids of the first synchronisation, and the continuation after them.
    fn fill(&mut self, cursor: &Cursor) -> Result<(), Trouble> {
        let mut count = LISTED_AT_FIRST;
        loop {
            let token = cursor.older.as_str();
            let query: &[(&str, &str)] = if token.is_empty() { &[] } else { &[("c", token)] };
            let listed = self.listed(READING_LIST, count, query)?;
            let is_full = listed.ids.len() >= count;
            if is_full && listed.continuation.is_none() && count < LONGEST {
                count *= LONGER;
                continue;
            }
            self.queue = listed.ids.into();
            self.after_queue = listed.continuation.filter(|next| next != token);
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
        Abilities::all(500)
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

    fn states(&mut self, _: &mut Cursor, thoroughly: bool) -> Result<States, Trouble> {
        let unread = self.all_ids(READING_LIST, &[("xt", READ)])?;
        let starred = Some(self.all_ids(STARRED, &[])?);
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
        if ids.is_empty() {
            return Ok(Vec::new());
        }
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

    fn mark(&mut self, mark: &Mark) -> Result<(), Trouble> {
        let tag = match &mark.state {
            StateKind::Read => READ.to_owned(),
            StateKind::Starred => STARRED.to_owned(),
            StateKind::Label(label) => format!("{LABEL}{label}"),
        };
        let mut fields = vec![(if mark.to { "a" } else { "r" }, tag.as_str())];
        fields.extend(mark.items.iter().map(|item| ("i", item.id.as_str())));
        self.edit("/reader/api/0/edit-tag", &fields)
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

/// The id of an item in short form. In long form it is a hexadecimal number of 16 digits: FreshRSS's are microseconds,
/// so that `0005d1e8a3b4c5d6` and `1637…` are one. Ids that are no 64-bit numbers (The Old Reader's) stay as they are.
fn short(id: &str) -> Option<String> {
    let Some(long) = id.strip_prefix(LONG_ID) else { return Some(id.to_owned()).filter(|id| !id.is_empty()) };
    match u64::from_str_radix(long, 16) {
        Ok(number) if long.len() <= 16 => Some(number.cast_signed().to_string()),
        _ => Some(long.to_owned()).filter(|id| !id.is_empty()),
    }
}

/// `feed/52` and `feed/https://example.org/rss` without their prefix.
fn feed_id(stream: &str) -> String {
    stream.strip_prefix("feed/").unwrap_or(stream).to_owned()
}

/// The label of a tag: `user/-/label/Sea`, `user/1005921515/label/Sea`.
fn label(tag: &str) -> Option<&str> {
    let (_, rest) = tag.strip_prefix("user/")?.split_once('/')?;
    rest.strip_prefix("label/").filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_ids_are_one() {
        for (id, expected) in [
            ("tag:google.com,2005:reader/item/5d0cfa30041d4348", "6705009029382226760"),
            ("tag:google.com,2005:reader/item/fb115bd6d34a8e9f", "-355401917359550817"),
            ("tag:google.com,2005:reader/item/000000000000001F", "31"),
            ("tag:google.com,2005:reader/item/1f", "31"),
            ("tag:google.com,2005:reader/item/507f1f77bcf86cd799439011", "507f1f77bcf86cd799439011"),
            ("507f1f77bcf86cd799439011", "507f1f77bcf86cd799439011"),
            ("1637000000123456", "1637000000123456"),
        ] {
            assert_eq!(short(id).as_deref(), Some(expected), "{id}");
        }
        assert_eq!(short("tag:google.com,2005:reader/item/"), None);
    }

    #[test]
    fn labels_are_told_from_states() {
        assert_eq!(label("user/-/label/Sea and sky"), Some("Sea and sky"));
        assert_eq!(label("user/1005921515/label/a/b"), Some("a/b"));
        assert_eq!(label("user/-/state/com.google/read"), None);
        assert_eq!(label("boats"), None);
    }
}
