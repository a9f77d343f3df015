//! Sends pending changes from the journal to the server of an account: the current state of everything that was
//! changed.

use super::account_desk::{Desk, End};
use super::account_step::{StepKind, Waits};
use super::errand::{Errand, Told};
use super::outgoing_marks;
use crate::model::FeedId;
use crate::store::{FeedTouch, Held, Store, StoredFeed};
use crate::sync::{FeedChange, Trouble};
use crate::text::width::counted;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How often a change of a feed is sent before it is given up.
const MOST_TRIES: u32 = 3;

/// Sends everything pending.
pub(super) fn send(mut errand: Errand, desk: Desk, now: i64) -> Result<Told, End> {
    let account = desk.account;
    let mut told = Told::default();
    // Changes made meanwhile are sent the next time.
    let until = desk.look(Store::last_turn)?;
    let all = desk.look(|store| store.outbox(account, until))?;
    let waits = send_feeds(&mut errand, desk, &all.feeds, &mut told)?;
    if !waits.is_empty() {
        errand.note(&waits);
        desk.send(errand.state, StepKind::Sent { told: Vec::new(), sent: None, waits })?;
    }
    outgoing_marks::send_new(&mut errand, desk, &all, &mut told)?;
    outgoing_marks::send_again(&mut errand, desk, &mut told)?;
    let count = counted(errand.held.len() as u64, "change waits", "changes wait");
    match &errand.refusal {
        _ if errand.held.is_empty() => errand.state.refuse(None, now),
        Some(refusal) => {
            let sentence = format!("{refusal}. {count} here and will be sent again");
            told.note(sentence.clone());
            errand.state.refuse(Some(sentence), now);
        }
        None => {}
    }
    Ok(told)
}

/// Makes the server's feeds match ours where they were changed. Returns what it rejected.
fn send_feeds(
    errand: &mut Errand,
    desk: Desk,
    touched: &[(FeedId, FeedTouch)],
    told: &mut Told,
) -> Result<Waits, End> {
    let account = desk.account;
    let wishes = desk.look(|store| store.account_wishes(account))?;
    let held: Vec<(FeedTouch, FeedId)> = errand.held.keys().filter_map(of_feed).collect();
    let is_resting = |feed: &FeedId| !errand.retries && held.iter().any(|(_, other)| other == feed);
    let mut waits = Waits::default();
    if touched.is_empty() && wishes.is_empty() && held.is_empty() {
        return Ok(waits);
    }
    let ours: HashMap<FeedId, StoredFeed> =
        desk.look(|store| store.followed(true))?.into_iter().map(|feed| (feed.id, feed)).collect();
    let mut by_feed: BTreeMap<FeedId, HashSet<&FeedTouch>> = BTreeMap::new();
    for (feed, touch) in touched {
        by_feed.entry(*feed).or_default().insert(touch);
    }
    for (touch, feed) in held.iter().filter(|_| errand.retries) {
        by_feed.entry(*feed).or_default().insert(touch);
    }
    for (feed, wish) in wishes.iter().filter(|(feed, _)| !is_resting(feed)) {
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
    for (id, touches) in by_feed {
        let Some(feed) = ours.get(&id) else { continue };
        let known = theirs.get(&id).filter(|known| errand.remote.iter().any(|remote| remote.id == **known));
        let at_server = known.cloned().or_else(|| errand.listed_at(&feed.url));
        // One that the server has lost meanwhile, and that the user restored, is to be there again.
        let is_restored = theirs.contains_key(&id) && touches.contains(&FeedTouch::Followed);
        let wish = wishes.get(&id).map(|wish| wish.is_to_have()).or(is_restored.then_some(true));
        let mut refused = None;
        for change in changes_of(feed, at_server.as_deref(), wish, &touches, errand) {
            desk.check()?;
            match change.and_then(|change| errand.server.change(&change).map_err(Reason::Server)) {
                Ok(()) => told.feed_changes += 1,
                Err(Reason::Server(trouble)) if !trouble.is_final() => return Err(trouble.into()),
                Err(reason) => refused = Some(reason),
            }
        }
        settle_feed(errand, feed, touches, refused, &mut waits, told);
    }
    Ok(waits)
}

fn of_feed(held: &Held) -> Option<(FeedTouch, FeedId)> {
    match held {
        Held::Feed(touch, feed) => Some((touch.clone(), *feed)),
        Held::Mark(..) => None,
    }
}

/// Records what became of the changes of a feed. What the server refused waits, and is given up after some attempts.
fn settle_feed(
    errand: &mut Errand,
    feed: &StoredFeed,
    touches: HashSet<&FeedTouch>,
    refused: Option<Reason>,
    waits: &mut Waits,
    told: &mut Told,
) {
    let changes: Vec<Held> = touches.into_iter().map(|touch| Held::Feed(touch.clone(), feed.id)).collect();
    let tries =
        changes.iter().filter_map(|change| errand.held.get(change)).max().map_or(1, |tries| tries + 1);
    let (title, is_refused) = (&feed.title, refused.is_some());
    match refused {
        Some(Reason::Server(trouble)) if trouble.is_refusal() && tries < MOST_TRIES => {
            told.note(format!("{title}: {trouble}. It will be sent again"));
            errand.refusal = Some(trouble);
            waits.held.extend(changes.into_iter().map(|change| (change, true)));
            return;
        }
        Some(Reason::Server(trouble)) => told.note(format!("{title}: {trouble}. It stays as it is here")),
        Some(Reason::Unable(what)) => told.note(format!("{title}: {what}")),
        None => {}
    }
    if is_refused {
        waits.given_up.push(feed.id);
    }
    waits.released.extend(changes.into_iter().filter(|change| errand.held.contains_key(change)));
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
