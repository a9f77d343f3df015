//! Fever's protocol: reading and starring. It has no labels, and cannot change feeds.

use super::api::Api;
use super::entry::{self, Said};
use super::secrets::key_of;
use super::values;
use super::{
    Abilities, Cursor, FeedChange, Ids, Known, Login, Mark, Marked, Page, Protocol, RemoteFeed, RemoteItem,
    StateKind, States, Trouble,
};
use crate::fetch::Client;
use crate::model::ProtocolKind;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Items per response.
const SOME: usize = 50;

/// Ids per step if all of them are tried one after another.
const TRIED: i64 = 500;

/// A position in ids that are tried one after another begins with this word.
const EACH: &str = "each ";

/// How many ids per item are too many to be tried.
const SPARSE: u64 = 20;

/// A position above every id, which servers still compare as a whole number.
const ABOVE_ALL: &str = "9007199254740991";

/// A Fever server.
pub struct Fever {
    api: Api,
    key: String,
}

impl Fever {
    /// A server before any request.
    pub fn new(client: Arc<Client>, login: &Login) -> Self {
        let key = key_of(&login.user, &login.secret);
        Self { api: Api::new(client, ProtocolKind::Fever, login), key }
    }

    /// One request per question: Miniflux answers only the first of several.
    fn ask(&self, what: &[(&str, &str)], fields: &[(&str, &str)]) -> Result<Value, Trouble> {
        let query: Vec<(&str, &str)> = [("api", "")].into_iter().chain(what.iter().copied()).collect();
        let all: Vec<(&str, &str)> =
            [("api_key", self.key.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let mut is_repeated = false;
        loop {
            let answer = self.api.post("", &query, &all)?;
            let is_lost = answer.status == 401;
            let json = if is_lost { Value::Null } else { self.api.json(&self.api.good("", answer)?)? };
            match values::flag(&json["auth"]) {
                Some(true) => {
                    self.api.set_let_in(true);
                    return Ok(json);
                }
                None if !is_lost => {
                    return Err(self.api.unreadable("it does not say whether it lets the user in"));
                }
                // Once more, if it has let the user in before.
                _ if self.api.is_let_in() && !is_repeated => is_repeated = true,
                _ => return Err(self.api.refused(401)),
            }
        }
    }

    fn ids(&self, what: &str, name: &str) -> Result<Ids, Trouble> {
        let answer = self.ask(&[(what, "")], &[])?;
        // A missing field is not a list; an empty list is an empty string.
        let is_whole = !answer[name].is_null();
        Ok(Ids { ids: values::ids(&answer[name]).into_iter().collect(), is_whole })
    }

    fn some(&self, by: (&str, &str)) -> Result<(Vec<RemoteItem>, u64), Trouble> {
        let answer = self.ask(&[("items", ""), by], &[])?;
        let total = values::number(&answer["total_items"]).and_then(|total| u64::try_from(total).ok());
        Ok((values::list(&answer["items"]).filter_map(item).collect(), total.unwrap_or(0)))
    }

    /// The highest id that can be found without reading all items. Where nothing is unread or saved, it is that of the
    /// newest items.
    fn highest(&self) -> Result<i64, Trouble> {
        let unread = self.ids("unread_item_ids", "unread_item_ids")?.ids;
        let saved = self.ids("saved_item_ids", "saved_item_ids")?.ids;
        match unread.union(&saved).filter_map(|id| id.parse().ok()).max() {
            Some(highest) => Ok(highest),
            None => Ok(numbers(&self.some(("max_id", ABOVE_ALL))?.0).max().unwrap_or(0)),
        }
    }

    /// Items below a position, by trying all ids: the newest first, and only those that are not known yet.
    fn each(&self, cursor: &mut Cursor, below: i64, known: &Known) -> Result<Page, Trouble> {
        let lowest = (below - TRIED).max(1);
        let ids: Vec<String> = (lowest..below).rev().map(|id| id.to_string()).collect();
        let here = known(&ids);
        let new: Vec<String> = ids.into_iter().filter(|id| !here.contains(id)).collect();
        let items = self.with_ids(&new)?;
        cursor.older = format!("{EACH}{lowest}");
        cursor.is_complete = lowest <= 1;
        Ok(Page { items, passed: here.len() as u64, has_more: !cursor.is_complete })
    }

    fn with_ids(&self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        let mut items = Vec::new();
        for some in ids.chunks(SOME) {
            items.extend(self.some(("with_ids", &some.join(",")))?.0);
        }
        Ok(items)
    }
}

impl Protocol for Fever {
    fn abilities(&self) -> Abilities {
        Abilities {
            subscribe: false,
            rename: false,
            move_feeds: false,
            ..Abilities::usual(ProtocolKind::Fever, 1)
        }
    }

    fn check(&mut self) -> Result<(), Trouble> {
        self.ask(&[], &[]).map(|_| ())
    }

    fn feeds(&mut self) -> Result<Vec<RemoteFeed>, Trouble> {
        let groups = self.ask(&[("groups", "")], &[])?;
        let titles: HashMap<String, &str> = values::list(&groups["groups"])
            .filter_map(|group| Some((values::id(&group["id"])?, values::text(&group["title"])?)))
            .collect();
        let answer = self.ask(&[("feeds", "")], &[])?;
        if !answer["feeds"].is_array() {
            return Err(self.api.unreadable("no list of feeds"));
        }
        let mut folders: HashMap<String, Vec<String>> = HashMap::new();
        let places = [&groups, &answer].into_iter().find(|answer| answer["feeds_groups"].is_array());
        for group in places.into_iter().flat_map(|answer| values::list(&answer["feeds_groups"])) {
            let Some(title) = values::id(&group["group_id"]).and_then(|id| titles.get(&id).copied()) else {
                continue;
            };
            for feed in values::ids(&group["feed_ids"]) {
                folders.entry(feed).or_default().push(title.to_owned());
            }
        }
        let feed = |feed: &Value| {
            let id = values::id(&feed["id"])?;
            Some(RemoteFeed {
                url: values::text(&feed["url"])?.to_owned(),
                title: values::text(&feed["title"]).and_then(crate::feeds::line).unwrap_or_default(),
                site: values::text(&feed["site_url"]).map(str::to_owned),
                folders: folders.get(&id).cloned().unwrap_or_default(),
                id,
            })
        };
        Ok(values::list(&answer["feeds"]).filter_map(feed).collect())
    }

    fn newer(&mut self, cursor: &mut Cursor, _: &Known) -> Result<Page, Trouble> {
        if cursor.newest.is_empty() {
            cursor.newest = self.highest()?.to_string();
        }
        let (mut items, _) = self.some(("since_id", &cursor.newest))?;
        let before: i64 = cursor.newest.parse().unwrap_or(0);
        let highest = numbers(&items).max().unwrap_or(before);
        if !items.is_empty() && highest <= before {
            return Err(self.api.unreadable("asked for newer items, it sends old ones"));
        }
        let has_more = items.len() >= SOME;
        cursor.newest = highest.max(before).to_string();
        items.reverse();
        Ok(Page { items, passed: 0, has_more })
    }

    /// Coldsweat does not sort: its 50 items below a position are any 50. If a page cannot be the newest ones, or fewer
    /// items came than the server counts, all ids are tried, provided that there are not many more than items.
    fn older(&mut self, cursor: &mut Cursor, known: &Known) -> Result<Page, Trouble> {
        if let Some(below) = cursor.older.strip_prefix(EACH).and_then(|id| id.parse().ok()) {
            return self.each(cursor, below, known);
        }
        // `newer` has fetched up to the highest id.
        let top = cursor.newest.parse::<i64>().unwrap_or(0) + 1;
        let before: i64 = cursor.older.parse().unwrap_or(top);
        let (items, total) = self.some(("max_id", &before.to_string()))?;
        cursor.total = cursor.total.max(total);
        let is_first = cursor.older.is_empty();
        let is_unsorted = is_first && items.len() >= SOME && numbers(&items).max() != Some(before - 1);
        let lowest = numbers(&items).min().filter(|&lowest| lowest < before);
        let is_short = lowest.is_none() && cursor.done < cursor.total;
        let is_dense = u64::try_from(top).is_ok_and(|top| top / SPARSE <= cursor.total);
        if (is_unsorted || is_short) && is_dense {
            return self.each(cursor, top, known);
        }
        if lowest.is_none() && items.len() >= SOME {
            return Err(self.api.unreadable("it repeats a page of a list, instead of going on"));
        }
        cursor.older = lowest.unwrap_or(before).to_string();
        cursor.is_complete = lowest.is_none();
        Ok(Page { items, passed: 0, has_more: lowest.is_some() })
    }

    fn states(&mut self, _: &mut Cursor, _: bool) -> Result<States, Trouble> {
        let unread = self.ids("unread_item_ids", "unread_item_ids")?;
        let starred = Some(self.ids("saved_item_ids", "saved_item_ids")?);
        Ok(States::Lists { unread, starred, labels: None })
    }

    fn items(&mut self, ids: &[String]) -> Result<Vec<RemoteItem>, Trouble> {
        self.with_ids(ids)
    }

    fn mark(&mut self, _: &mut Cursor, mark: &Mark) -> Result<Marked, Trouble> {
        let act = match (&mark.state, mark.to) {
            (StateKind::Read, true) => "read",
            (StateKind::Read, false) => "unread",
            (StateKind::Starred, true) => "saved",
            (StateKind::Starred, false) => "unsaved",
            (StateKind::Label(_), _) => return Ok(Marked::default()),
        };
        for item in &mark.items {
            self.ask(&[], &[("mark", "item"), ("as", act), ("id", &item.id)])?;
        }
        Ok(Marked::default())
    }

    fn change(&mut self, _: &FeedChange) -> Result<(), Trouble> {
        Err(self.api.unable("Fever's protocol cannot change feeds"))
    }
}

/// The ids of items, as numbers.
fn numbers(items: &[RemoteItem]) -> impl Iterator<Item = i64> {
    items.iter().filter_map(|item| item.id.parse().ok())
}

fn item(item: &Value) -> Option<RemoteItem> {
    let said = Said {
        title: values::text(&item["title"]),
        link: values::text(&item["url"]),
        author: values::text(&item["author"]),
        html: values::text(&item["html"]),
        published: values::number(&item["created_on_time"]),
        ..Said::default()
    };
    Some(RemoteItem {
        id: values::id(&item["id"])?,
        feed: values::id(&item["feed_id"])?,
        handle: None,
        entry: entry::entry(&said),
        is_unread: values::flag(&item["is_read"]).map(|is_read| !is_read),
        is_starred: values::flag(&item["is_saved"]),
        labels: None,
    })
}
