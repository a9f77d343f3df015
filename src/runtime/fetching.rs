//! Adding and refreshing for the screen, and the messages about it: sentences, the last of which is the summary.

use super::paths;
use crate::app::{AccountLogin, AddedPlace, Fetch, Message, feed_term};
use crate::library::{
    AccountInput, AddInput, Added, Between, Error, FeedSelection, FollowOptions, Input, Library, Refreshed,
    SyncSelection, Task,
};
use crate::model::{FeedId, Row, SecretSource};
use crate::text::width::counted;

/// Of so many of the articles that were added, the newest is looked for.
const LOOKED_AT: usize = 200;

/// Adds the content of an address, file or folder, and goes there. Feeds of a list are fetched at once.
pub(super) fn add(
    library: &mut Library,
    what: &str,
    is_page: bool,
    task: &Task,
    now: i64,
    between: &mut Between,
) -> Result<Vec<Message>, Error> {
    let mut added = Added::default();
    let input = AddInput::meant_by(what, paths::home().as_deref());
    let brought = bring(library, &input, is_page, task, now, between, &mut added);
    let new_feed = added.new_feeds.first().copied();
    // Undo takes back what arrived before a failure, too.
    let recorded = library.record_addition(&mut added, &Task::new(), now);
    let (mut sentences, failed) = brought?;
    recorded?;
    if let (AddInput::Address(address), Some(question)) = (input, added.question.take()) {
        return Ok(vec![Message::Asked(address, question)]);
    }
    let is_undoable = added.articles + added.feeds() > 0;
    let place = place_of(library, &added, new_feed, now)?;
    let title = match &place {
        Some(AddedPlace::Feed(_, title, _)) => Some(title.clone()),
        Some(AddedPlace::Article(row)) => Some(row.title.clone()),
        _ => match &added.sources[..] {
            [source] => source.title.clone(),
            _ => None,
        },
    };
    let name = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let is_known = added.articles + added.revised + added.feeds() == 0 && place.is_some();
    if is_known && sentences.is_empty() {
        sentences.push(format!("{name}already in the library"));
    } else if sentences.is_empty() || added.articles + added.known + added.feeds() > 0 {
        let is_feeds_alone = added.articles == 0 && added.feeds() > 0;
        let articles = counted(added.articles, "new article", "new articles");
        let mut parts: Vec<String> = (!is_feeds_alone).then_some(articles).into_iter().collect();
        parts.extend(added.rest());
        parts.extend(
            (failed > 0).then(|| format!("{} failed, gf shows why", counted(failed, "feed", "feeds"))),
        );
        parts.extend(is_undoable.then(|| "u undoes".to_owned()));
        sentences.push(format!("added {name}{}", parts.join(" · ")));
    }
    let arrival = place.map(|place| Message::Added(Box::new(place)));
    Ok(arrival.into_iter().chain(sentences.into_iter().map(Message::Notice)).collect())
}

/// Brings an input into the library, and returns what could not be added as sentences, and how many of the new feeds
/// could not be fetched. If something has to be decided first, nothing is added.
fn bring(
    library: &mut Library,
    input: &AddInput,
    is_page: bool,
    task: &Task,
    now: i64,
    between: &mut Between,
    added: &mut Added,
) -> Result<(Vec<String>, u64), Error> {
    match input {
        AddInput::Address(address) => {
            let how = FollowOptions { is_page, asks: !is_page, ..FollowOptions::default() };
            library.follow(address, how, task, now, added)?;
        }
        AddInput::File(path) => {
            let inputs: Vec<Input> = paths::expanded(path).into_iter().map(Input::Path).collect();
            library.add_between(&inputs, None, task, now, added, between)?;
        }
    }
    let (mut sentences, mut failed) = (added.problems(), 0);
    if !added.followed.is_empty() {
        let mut refreshed = Refreshed::default();
        let new = FeedSelection::These(std::mem::take(&mut added.followed));
        library.refresh_between(&new, task, now, &mut refreshed, between)?;
        sentences.extend(refreshed.problems());
        failed = refreshed.failed.len() as u64;
        added.join(refreshed.added);
    }
    Ok((sentences, failed))
}

/// Where what was added is seen.
fn place_of(
    library: &Library,
    added: &Added,
    new_feed: Option<FeedId>,
    now: i64,
) -> Result<Option<AddedPlace>, Error> {
    if let [source] = &added.sources[..]
        && let Some(id) = source.feed
    {
        let feeds = library.subscriptions(false, now)?;
        let feed = feeds.iter().find(|feed| feed.id == id);
        return Ok(feed.map(|feed| AddedPlace::Feed(id, feed.title.clone(), feed_term(&feeds, feed))));
    }
    if let Some(feed) = new_feed {
        return Ok(Some(AddedPlace::Feeds(feed)));
    }
    let is_one = added.ids.len() as u64 + added.known == 1;
    let rows = added.ids.iter().chain(&added.known_id).take(LOOKED_AT).map(|&id| library.article(id));
    let rows: Vec<Row> =
        rows.filter_map(Result::transpose).map(|article| Ok(article?.row)).collect::<Result<_, Error>>()?;
    let newest = rows.into_iter().max_by_key(|row| row.key);
    Ok(match newest {
        Some(row) if is_one => Some(AddedPlace::Article(row)),
        Some(row) if !added.ids.is_empty() => Some(AddedPlace::Articles(row.key)),
        _ => None,
    })
}

/// Adds an account on a server, and synchronises with it.
pub(super) fn add_account(
    library: &mut Library,
    login: AccountLogin,
    task: &Task,
    now: i64,
    between: &mut Between,
) -> Result<Vec<Message>, Error> {
    let input = AccountInput {
        url: login.url,
        user: login.user,
        name: None,
        protocol: None,
        secret: SecretSource::Kept,
        kept: Some(login.secret),
    };
    let added = library.add_account(&input, task, now)?;
    let which = SyncSelection::These(vec![added.id]);
    let mut sentences = Vec::new();
    for synced in library.synchronise(&which, true, task, now, between)? {
        sentences.extend(synced.problems());
        sentences.push(format!("added an account with {}: {}", added.protocol, synced.summary()));
    }
    Ok(sentences.into_iter().map(Message::Notice).collect())
}

/// Fetches feeds.
pub(super) fn refresh(
    library: &mut Library,
    fetch: Fetch,
    task: &Task,
    now: i64,
    between: &mut Between,
) -> Result<Vec<Message>, Error> {
    let which = match fetch {
        Fetch::Due => FeedSelection::Due,
        Fetch::These(ids) => FeedSelection::These(ids),
        Fetch::Of(article) => FeedSelection::These(library.feeds_of(article)?),
    };
    if which == FeedSelection::These(Vec::new()) {
        let none = "none of your feeds has this article · gf shows the feeds";
        return Ok(vec![Message::Notice(none.to_owned())]);
    }
    let mut refreshed = Refreshed::default();
    library.refresh_between(&which, task, now, &mut refreshed, between)?;
    let mut sentences = refreshed.problems();
    sentences.push(sum(&refreshed, &which));
    Ok(sentences.into_iter().map(Message::Notice).collect())
}

/// `37 new articles from 12 feeds · 2 feeds failed · gf shows why`.
fn sum(refreshed: &Refreshed, which: &FeedSelection) -> String {
    if refreshed.feeds == 0 && refreshed.synced.is_empty() {
        return match (refreshed.waiting, which) {
            (0, _) => "no feeds yet · ga adds one".to_owned(),
            (_, FeedSelection::These(_)) => "its server asked to wait · gf shows until when".to_owned(),
            (count, _) => {
                format!("{}, none due yet · r refreshes one anyway", counted(count, "feed", "feeds"))
            }
        };
    }
    let articles = counted(refreshed.added.articles, "new article", "new articles");
    let mut parts = vec![match refreshed.feeds {
        0 => articles,
        _ => format!("{articles} from {}", counted(refreshed.good, "feed", "feeds")),
    }];
    parts.extend(refreshed.rest());
    if !refreshed.failed.is_empty() {
        parts.push("gf shows why".to_owned());
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Rejected;

    #[test]
    fn the_sum_says_what_came_and_what_did_not() {
        let mut refreshed = Refreshed { feeds: 2, good: 1, ..Refreshed::default() };
        assert_eq!(sum(&refreshed, &FeedSelection::Due), "0 new articles from 1 feed");
        refreshed.failed.push(Rejected::file("Quay", "does not answer", "no answer"));
        refreshed.added.articles = 1;
        assert_eq!(
            sum(&refreshed, &FeedSelection::Due),
            "1 new article from 1 feed · 1 feed failed · gf shows why"
        );
        let waiting = Refreshed { waiting: 4, ..Refreshed::default() };
        assert_eq!(sum(&waiting, &FeedSelection::Due), "4 feeds, none due yet · r refreshes one anyway");
        assert!(sum(&waiting, &FeedSelection::These(Vec::new())).starts_with("its server asked to wait"));
    }
}
