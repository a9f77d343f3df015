//! Sends pending changes from the journal to the server of an account: the current state of everything that was
//! changed.

use super::account_desk::{Desk, End};
use super::account_state::SyncState;
use super::account_step::StepKind;
use crate::model::{ArticleId, FeedId, Flag, RemoteFeed};
use crate::store::{FeedTouch, Sent, Store, StoredFeed};
use crate::sync::{FeedChange, ItemRef, Mark, Protocol, StateKind, Trouble};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The number of batches between two records of how far the server has received the journal.
const BATCHES: usize = 4;

/// The same if each mark is a separate request.
const SINGLE: usize = 20;

impl Errand<'_> {
    /// The id of a feed that the server lists at an address.
    fn listed_at(&self, url: &str) -> Option<String> {
        self.remote.iter().find(|feed| feed.url == url).map(|feed| feed.id.clone())
    }
}

/// What was sent.
#[derive(Default)]
pub(super) struct Told {
    pub marks: u64,
    pub feed_changes: u64,
    pub problems: Vec<String>,
}

/// The server to send to, and what is known about it.
pub(super) struct Errand<'a> {
    pub server: &'a mut dyn Protocol,
    pub remote: &'a [RemoteFeed],
    pub state: &'a mut SyncState,
}

/// Sends everything pending.
pub(super) fn send(mut errand: Errand, desk: Desk) -> Result<Told, End> {
    let account = desk.account;
    let mut told = Told::default();
    // Changes made meanwhile are sent the next time.
    let until = desk.look(Store::last_turn)?;
    let all = desk.look(|store| store.outbox(account, until))?;
    let refused = send_feeds(&mut errand, desk, &all.feeds, &mut told)?;
    if all.marks.is_empty() {
        if all.end.turn > all.begin || !refused.is_empty() {
            desk.send(errand.state, StepKind::Sent { told: Vec::new(), sent: all.end, refused })?;
        }
        return Ok(told);
    }
    let batch = errand.server.abilities().batch;
    let most = if batch > 1 { batch * BATCHES } else { SINGLE };
    let total = all.marks.len();
    let mut met = HashSet::new();
    desk.work.task.count("changes");
    for (at, some) in all.marks.chunks(most).enumerate() {
        desk.check()?;
        let done = at * most + some.len();
        // The last mark also covers later changes of feeds, which were sent first.
        let (sent, refused) = match some.last() {
            Some((_, _, sent)) if done < total => (*sent, Vec::new()),
            _ => (all.end, refused.clone()),
        };
        let before = errand.state.cursor.clone();
        let marks = match send_marks(&mut errand, desk, some, &mut met, &mut told) {
            Ok(marks) => marks,
            Err(end) => {
                // All of them are sent once more, and counted then.
                errand.state.cursor = before;
                return Err(end);
            }
        };
        told.marks += marks.len() as u64;
        desk.send(errand.state, StepKind::Sent { told: marks, sent, refused })?;
        desk.work.task.progress(done as u64, total as u64);
    }
    Ok(told)
}

/// Sends some marks, each once (`met` has those that were sent); returns what the server was told about its items.
fn send_marks<'a>(
    errand: &mut Errand,
    desk: Desk,
    some: &'a [(Flag, ArticleId, Sent)],
    met: &mut HashSet<(&'a Flag, ArticleId)>,
    told: &mut Told,
) -> Result<Vec<(String, Flag, bool)>, End> {
    let (account, abilities) = (desk.account, errand.server.abilities());
    let mut groups: BTreeMap<(StateKind, bool), Vec<ItemRef>> = BTreeMap::new();
    for (flag, article, _) in some {
        let is_spoken = abilities.labels || !matches!(flag, Flag::Tag(_));
        if !is_spoken || !met.insert((flag, *article)) {
            continue;
        }
        // An article deleted in the meantime has no state.
        let Some(to) = desk.look(|store| store.has_mark(*article, flag))? else { continue };
        let items = desk.look(|store| store.items_of(account, *article))?;
        let items = items.into_iter().map(|item| {
            let had_it = item.had(flag);
            ItemRef { id: item.id, handle: item.handle, had_it }
        });
        groups.entry((state_of(flag), to)).or_default().extend(items);
    }
    let mut done = Vec::new();
    for ((state, to), items) in groups {
        for items in items.chunks(abilities.batch) {
            desk.check()?;
            let mark = Mark { state: state.clone(), to, items: items.to_vec() };
            match errand.server.mark(&mut errand.state.cursor, &mark) {
                Ok(()) => {
                    done.extend(items.iter().map(|item| (item.id.clone(), flag_of(&state), to)));
                }
                Err(trouble) if trouble.is_final() => note(&mut told.problems, &trouble),
                Err(trouble) => return Err(trouble.into()),
            }
        }
    }
    Ok(done)
}

/// Each problem is reported once.
fn note(problems: &mut Vec<String>, trouble: &Trouble) {
    let sentence = trouble.to_string();
    if !problems.contains(&sentence) {
        problems.push(sentence);
    }
}

fn state_of(flag: &Flag) -> StateKind {
    match flag {
        Flag::Read => StateKind::Read,
        Flag::Bookmark => StateKind::Starred,
        Flag::Tag(name) => StateKind::Label(name.clone()),
    }
}

fn flag_of(state: &StateKind) -> Flag {
    match state {
        StateKind::Read => Flag::Read,
        StateKind::Starred => Flag::Bookmark,
        StateKind::Label(name) => Flag::Tag(name.clone()),
    }
}

/// Makes the server's feeds match ours where they were changed. Returns the feeds that it rejected.
fn send_feeds(
    errand: &mut Errand,
    desk: Desk,
    touched: &[(FeedId, FeedTouch)],
    told: &mut Told,
) -> Result<Vec<FeedId>, End> {
    let account = desk.account;
    let wishes = desk.look(|store| store.account_wishes(account))?;
    if touched.is_empty() && wishes.is_empty() {
        return Ok(Vec::new());
    }
    let ours: HashMap<FeedId, StoredFeed> =
        desk.look(|store| store.followed(true))?.into_iter().map(|feed| (feed.id, feed)).collect();
    let mut by_feed: BTreeMap<FeedId, HashSet<&FeedTouch>> = BTreeMap::new();
    for (feed, touch) in touched {
        by_feed.entry(*feed).or_default().insert(touch);
    }
    for (feed, wish) in &wishes {
        // The server is to have a removed feed again if the user restores it, which is not to remove it there: another
        // program may have restored it.
        if !wish.is_to_have() || ours.get(feed).is_some_and(|feed| !feed.is_removed) {
            by_feed.entry(*feed).or_default().insert(&FeedTouch::Followed);
        }
    }
    let theirs: HashMap<FeedId, String> = desk
        .look(|store| store.account_feeds(account))?
        .into_iter()
        .map(|feed| (feed.feed, feed.id))
        .collect();
    let mut refused = Vec::new();
    for (id, touches) in by_feed {
        let Some(feed) = ours.get(&id) else { continue };
        let known = theirs.get(&id).filter(|known| errand.remote.iter().any(|remote| remote.id == **known));
        let at_server = known.cloned().or_else(|| errand.listed_at(&feed.url));
        // One that the server has lost meanwhile, and that the user restored, is to be there again.
        let is_restored = theirs.contains_key(&id) && touches.contains(&FeedTouch::Followed);
        let wish = wishes.get(&id).map(|wish| wish.is_to_have()).or(is_restored.then_some(true));
        for change in changes_of(feed, at_server.as_deref(), wish, &touches, errand) {
            desk.check()?;
            match change.and_then(|change| errand.server.change(&change).map_err(Reason::Server)) {
                Ok(()) => told.feed_changes += 1,
                Err(Reason::Server(trouble)) if !trouble.is_final() => return Err(trouble.into()),
                Err(reason) => {
                    let what = match reason {
                        Reason::Server(trouble) => trouble.to_string(),
                        Reason::Unable(what) => what.to_owned(),
                    };
                    told.problems.push(format!("{}: {what}", feed.title));
                    refused.push(id);
                }
            }
        }
    }
    Ok(refused)
}

/// Why a change to a feed does not reach the server.
enum Reason {
    Server(Trouble),
    Unable(&'static str),
}

/// The changes that make the server's feed match ours.
fn changes_of(
    feed: &StoredFeed,
    at_server: Option<&str>,
    wish: Option<bool>,
    touches: &HashSet<&FeedTouch>,
    errand: &Errand,
) -> Vec<Result<FeedChange, Reason>> {
    let abilities = errand.server.abilities();
    let is_wanted = !feed.is_removed && wish.unwrap_or(at_server.is_some());
    let unable = |what| vec![Err(Reason::Unable(what))];
    let Some(id) = at_server else {
        return match (is_wanted, abilities.subscribe) {
            (false, _) => Vec::new(),
            (true, false) => unable("feeds cannot be added through this protocol; add it on the server"),
            (true, true) => vec![Ok(FeedChange::Subscribe {
                url: feed.url.clone(),
                title: feed.name.clone(),
                folder: feed.tags.first().cloned(),
            })],
        };
    };
    if !is_wanted {
        return if abilities.subscribe {
            vec![Ok(FeedChange::Unsubscribe { id: id.to_owned() })]
        } else {
            unable("feeds cannot be removed through this protocol; remove it on the server")
        };
    }
    details_of(feed, id, touches, errand)
}

/// The changes to a feed that the server has and should keep.
fn details_of(
    feed: &StoredFeed,
    id: &str,
    touches: &HashSet<&FeedTouch>,
    errand: &Errand,
) -> Vec<Result<FeedChange, Reason>> {
    let abilities = errand.server.abilities();
    let remote = errand.remote.iter().find(|remote| remote.id == id);
    let mut changes = Vec::new();
    for touch in touches {
        match touch {
            FeedTouch::Followed => {}
            FeedTouch::Name if remote.is_some_and(|remote| remote.title == feed.title) => {}
            FeedTouch::Name if !abilities.rename => {
                changes.push(Err(Reason::Unable(
                    "its name here is not that on the server, which cannot be changed from here",
                )));
            }
            FeedTouch::Name => {
                changes.push(Ok(FeedChange::Rename { id: id.to_owned(), title: feed.title.clone() }));
            }
            FeedTouch::Tag(tag) => {
                let to = feed.tags.iter().any(|own| own.to_lowercase() == tag.to_lowercase());
                let is_there = remote.is_some_and(|remote| remote.folders.contains(tag));
                // If a feed can be in only one folder, its other tags are Dateline's own.
                let is_full =
                    !abilities.several_folders && remote.is_some_and(|remote| !remote.folders.is_empty());
                if to == is_there
                    || (to && is_full && keeps_folder(feed, errand, id))
                    || !abilities.move_feeds
                {
                    continue;
                }
                changes.push(Ok(FeedChange::Folder { id: id.to_owned(), folder: tag.clone(), to }));
            }
        }
    }
    // A feed leaves one folder before it enters another.
    changes.sort_by_key(|change| matches!(change, Ok(FeedChange::Folder { to: true, .. })));
    changes
}

/// Whether the feed's folder on the server is still one of its tags.
fn keeps_folder(feed: &StoredFeed, errand: &Errand, id: &str) -> bool {
    let remote = errand.remote.iter().find(|remote| remote.id == id);
    remote.is_some_and(|remote| remote.folders.iter().any(|folder| feed.tags.contains(folder)))
}
