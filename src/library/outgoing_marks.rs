//! Sends marks in batches. A batch that a server refuses is kept, and sent again later in halves until the item is found
//! that it does not take: the others are not held up by it.

use super::account_desk::{Desk, End};
use super::account_step::{StepKind, Waits};
use super::errand::{Errand, Told};
use crate::model::{ArticleId, Flag};
use crate::store::{Held, Outbox};
use crate::sync::{Fate, ItemRef, Mark, Marked, StateKind, Trouble};
use crate::text::width::counted;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The number of batches between two records of how far the server has received the journal.
const BATCHES: usize = 4;

/// The same if each mark is a separate request.
const SINGLE: usize = 20;

/// How many requests are made for what was refused before, and how many of them in a row may be in vain.
const MOST_ASKED: usize = 64;
const MOST_IN_VAIN: usize = 24;

/// A state to be set or cleared for several items, and the articles that they are.
#[derive(Clone)]
struct Bundle {
    mark: Mark,
    articles: Vec<ArticleId>,
}

impl Bundle {
    /// The same for every mark and direction, in pieces of at most some length.
    fn pieces(groups: BTreeMap<(StateKind, bool), Vec<(ItemRef, ArticleId)>>, most: usize) -> Vec<Self> {
        let pieces = |((state, to), marked): ((StateKind, bool), Vec<(ItemRef, ArticleId)>)| {
            let piece = move |some: &[(ItemRef, ArticleId)]| {
                let (items, articles) = some.iter().cloned().unzip();
                Self { mark: Mark { state: state.clone(), to, items }, articles }
            };
            marked.chunks(most).map(piece).collect::<Vec<_>>()
        };
        groups.into_iter().flat_map(pieces).collect()
    }

    fn halves(self) -> [Self; 2] {
        let Self { mut mark, mut articles } = self;
        let middle = articles.len() / 2;
        let second = Self {
            mark: Mark { items: mark.items.split_off(middle), ..mark.clone() },
            articles: articles.split_off(middle),
        };
        [Self { mark, articles }, second]
    }

    fn held(&self, at: usize) -> Held {
        Held::Mark(flag_of(&self.mark.state), self.articles[at])
    }
}

/// What came of sending some marks.
#[derive(Default)]
struct Delivery {
    /// What the server was told about its items.
    told: Vec<(String, Flag, bool)>,
    waits: Waits,
    /// Marks of items that it no longer has.
    gone: u64,
    /// Whether it took anything.
    has_taken: bool,
}

/// Sends the marks of the journal, each once.
pub(super) fn send_new(errand: &mut Errand, desk: Desk, all: &Outbox, told: &mut Told) -> Result<(), End> {
    let none = |sent| StepKind::Sent { told: Vec::new(), sent: Some(sent), waits: Waits::default() };
    if all.marks.is_empty() {
        if all.end.turn > all.begin {
            desk.send(errand.state, none(all.end))?;
        }
        return Ok(());
    }
    let batch = errand.server.abilities().batch;
    let most = if batch > 1 { batch * BATCHES } else { SINGLE };
    let total = all.marks.len();
    let mut met = HashSet::new();
    desk.work.task.count("changes");
    for (at, some) in all.marks.chunks(most).enumerate() {
        desk.check()?;
        let done = at * most + some.len();
        let marks = some.iter().map(|(flag, article, _)| (flag, *article)).filter(|mark| met.insert(*mark));
        let (bundles, _) = bundles(errand, desk, marks)?;
        let before = errand.state.cursor.clone();
        let delivery = match deliver(errand, desk, bundles) {
            Ok(delivery) => delivery,
            Err(end) => {
                // All of them are sent once more, and counted then.
                errand.state.cursor = before;
                return Err(end);
            }
        };
        let is_in_vain = !delivery.has_taken && !delivery.waits.held.is_empty();
        // The last mark also covers later changes of feeds, which were sent first.
        let sent = some.last().filter(|_| done < total).map_or(all.end, |(_, _, sent)| *sent);
        record(errand, desk, delivery, Some(sent), told)?;
        desk.work.task.progress(done as u64, total as u64);
        if is_in_vain {
            // What follows waits in the journal.
            break;
        }
    }
    Ok(())
}

/// Sends what was refused before once more: whole batches, and of those that are refused again the halves.
pub(super) fn send_again(errand: &mut Errand, desk: Desk, told: &mut Told) -> Result<(), End> {
    let is_mark = |held: &Held| matches!(held, Held::Mark(..));
    if !errand.retries || !errand.held.keys().any(is_mark) {
        return Ok(());
    }
    // Those that were refused alone least often come first.
    let mut waiting: Vec<(Held, u32)> = errand.held.clone().into_iter().collect();
    waiting.sort_by_key(|(_, tries)| *tries);
    let marks = waiting.iter().filter_map(|(held, _)| match held {
        Held::Mark(flag, article) => Some((flag, *article)),
        Held::Feed(..) => None,
    });
    let (mut bundles, without_item) = bundles(errand, desk, marks)?;
    let mut delivery = Delivery::default();
    // While the items of an account come in, they are waited for.
    delivery.waits.released = if errand.state.cursor.is_complete { without_item } else { Vec::new() };
    bundles.reverse();
    let (mut asked, mut in_vain) = (0, 0);
    while let Some(bundle) = bundles.pop().filter(|_| asked < MOST_ASKED && in_vain < MOST_IN_VAIN) {
        desk.check()?;
        (asked, in_vain) = (asked + 1, in_vain + 1);
        match delivery.send(errand, &bundle)? {
            None => in_vain = 0,
            Some(trouble) if bundle.articles.len() > 1 => {
                errand.refusal = Some(trouble);
                let [first, second] = bundle.halves();
                bundles.extend([second, first]);
            }
            Some(trouble) => delivery.ask_about(errand, &bundle, trouble)?,
        }
    }
    record(errand, desk, delivery, None, told)
}

/// Sends each bundle once; those that are refused wait.
fn deliver(errand: &mut Errand, desk: Desk, bundles: Vec<Bundle>) -> Result<Delivery, End> {
    let mut delivery = Delivery::default();
    for bundle in bundles {
        desk.check()?;
        match delivery.send(errand, &bundle)? {
            None => {}
            Some(trouble) if bundle.articles.len() > 1 => {
                errand.refusal = Some(trouble);
                delivery.waits.held.extend((0..bundle.articles.len()).map(|at| (bundle.held(at), false)));
            }
            Some(trouble) => delivery.ask_about(errand, &bundle, trouble)?,
        }
    }
    Ok(delivery)
}

impl Delivery {
    /// Sends a bundle; returns why the server refused it, if it did.
    fn send(&mut self, errand: &mut Errand, bundle: &Bundle) -> Result<Option<Trouble>, End> {
        match errand.server.mark(&mut errand.state.cursor, &bundle.mark) {
            Ok(marked) => self.take(errand, bundle, marked),
            Err(trouble @ Trouble::Unable { .. }) => {
                self.waits.released.extend((0..bundle.articles.len()).map(|at| bundle.held(at)));
                self.has_taken = true;
                errand.unable.push(trouble);
            }
            Err(trouble) if trouble.is_refusal() => return Ok(Some(trouble)),
            Err(trouble) => return Err(trouble.into()),
        }
        Ok(None)
    }

    /// Records what a server that took a bundle made of its items.
    fn take(&mut self, errand: &mut Errand, bundle: &Bundle, marked: Marked) {
        self.has_taken = true;
        let gone: HashSet<String> = marked.gone.into_iter().collect();
        let mut refused: HashMap<String, Trouble> = marked.refused.into_iter().collect();
        for (at, item) in bundle.mark.items.iter().enumerate() {
            if let Some(trouble) = refused.remove(&item.id) {
                errand.refusal = Some(trouble);
                self.waits.held.push((bundle.held(at), true));
                continue;
            }
            if gone.contains(&item.id) {
                self.gone += 1;
            } else {
                self.told.push((item.id.clone(), flag_of(&bundle.mark.state), bundle.mark.to));
            }
            self.waits.released.push(bundle.held(at));
        }
    }

    /// Finds out about a single item that was refused.
    fn ask_about(&mut self, errand: &mut Errand, bundle: &Bundle, refusal: Trouble) -> Result<(), End> {
        let fate = match errand.server.mark_alone(&bundle.mark) {
            Err(trouble) if !trouble.is_refusal() => return Err(trouble.into()),
            fate => fate.unwrap_or(Fate::Refused),
        };
        let id = bundle.mark.items.first().map(|item| item.id.clone()).unwrap_or_default();
        let marked = match fate {
            Fate::Taken => Marked::default(),
            Fate::Gone => Marked { gone: vec![id], ..Marked::default() },
            Fate::Refused => {
                errand.refusal = Some(refusal);
                self.waits.held.push((bundle.held(0), true));
                return Ok(());
            }
        };
        self.take(errand, bundle, marked);
        Ok(())
    }
}

/// The marks as they are now, for the server's items; and those for which it has no item.
fn bundles<'a>(
    errand: &Errand,
    desk: Desk,
    marks: impl Iterator<Item = (&'a Flag, ArticleId)>,
) -> Result<(Vec<Bundle>, Vec<Held>), End> {
    let (account, abilities) = (desk.account, errand.server.abilities());
    let mut groups: BTreeMap<(StateKind, bool), Vec<(ItemRef, ArticleId)>> = BTreeMap::new();
    let mut without_item = Vec::new();
    for (flag, article) in marks.filter(|(flag, _)| abilities.labels || !matches!(flag, Flag::Tag(_))) {
        // An article deleted in the meantime has no state.
        let to = desk.look(|store| store.has_mark(article, flag))?;
        let items = desk.look(|store| store.items_of(account, article))?;
        let Some(to) = to.filter(|_| !items.is_empty()) else {
            without_item.push(Held::Mark(flag.clone(), article));
            continue;
        };
        let items = items.into_iter().map(|item| {
            let had_it = item.had(flag);
            (ItemRef { id: item.id, handle: item.handle, had_it }, article)
        });
        groups.entry((state_of(flag), to)).or_default().extend(items);
    }
    Ok((Bundle::pieces(groups, abilities.batch), without_item))
}

/// Has stored what came of sending marks.
fn record(
    errand: &mut Errand,
    desk: Desk,
    mut delivery: Delivery,
    sent: Option<crate::store::Sent>,
    told: &mut Told,
) -> Result<(), End> {
    delivery.waits.released.retain(|released| errand.held.contains_key(released));
    errand.note(&delivery.waits);
    told.marks += delivery.told.len() as u64;
    if delivery.gone > 0 {
        let count = counted(delivery.gone, "mark stays", "marks stay");
        told.note(format!("{count} here only: the server says that it no longer has these articles"));
    }
    for trouble in errand.unable.drain(..) {
        told.note(trouble.to_string());
    }
    let Delivery { told, waits, .. } = delivery;
    Ok(desk.send(errand.state, StepKind::Sent { told, sent, waits })?)
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
