//! Adding and refreshing for the screen, and the messages about it: sentences, the last of which is the summary.

use super::paths;
use crate::app::{AccountLogin, AddedPlace, Fetch, Message, feed_term};
use crate::library::{
    AccountInput, AddInput, Added, Between, Error, FeedSelection, FollowOptions, Input, Library, Refreshed,
    SyncSelection, Task,
};
use crate::model::SecretSource;
use crate::text::width::counted;

/// Adds the content of an address, file or folder, and goes there if it is one feed or one article. Feeds of a list are
/// fetched at once.
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
    // Undo takes back what arrived before a failure, too.
    let recorded = library.record_addition(&mut added, &Task::new(), now);
    let mut sentences = brought?;
    recorded?;
    if let (AddInput::Address(address), Some(question)) = (input, added.question.take()) {
        return Ok(vec![Message::Asked(address, question)]);
    }
    let is_undoable = added.articles + added.feeds() > 0;
    let place = place_of(library, &added, now)?;
    let title = match &place {
        Some(AddedPlace::Feed(_, title, _)) => Some(title.clone()),
        Some(AddedPlace::Article(row)) => Some(row.title.clone()),
        None => added.sources.iter().find_map(|source| source.title.clone()),
    };
    let name = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let is_known = added.articles + added.revised + added.feeds() == 0 && place.is_some();
    if is_known && sentences.is_empty() {
        sentences.push(format!("{name}already in the library"));
    } else if sentences.is_empty() || added.articles + added.known + added.feeds() > 0 {
        let mut parts = vec![counted(added.articles, "new article", "new articles")];
        parts.extend(added.rest());
        parts.extend(is_undoable.then(|| "u undoes".to_owned()));
        sentences.push(format!("added {name}{}", parts.join(" · ")));
    }
    let arrival = place.map(|place| Message::Added(Box::new(place)));
    Ok(arrival.into_iter().chain(sentences.into_iter().map(Message::Notice)).collect())
}

/// Brings an input into the library, and returns what could not be added as sentences. If something has to be decided
/// first, nothing is added.
fn bring(
    library: &mut Library,
    input: &AddInput,
    is_page: bool,
    task: &Task,
    now: i64,
    between: &mut Between,
    added: &mut Added,
) -> Result<Vec<String>, Error> {
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
    let mut sentences = added.problems();
    if !added.followed.is_empty() {
        let mut refreshed = Refreshed::default();
        let new = FeedSelection::These(std::mem::take(&mut added.followed));
        library.refresh_between(&new, task, now, &mut refreshed, between)?;
        sentences.extend(refreshed.problems());
        added.join(refreshed.added);
    }
    Ok(sentences)
}

/// What was added, if it is one feed or one article.
fn place_of(library: &Library, added: &Added, now: i64) -> Result<Option<AddedPlace>, Error> {
    if let [source] = &added.sources[..]
        && let Some(id) = source.feed
    {
        let feeds = library.subscriptions(false, now)?;
        let feed = feeds.iter().find(|feed| feed.id == id);
        return Ok(feed.map(|feed| AddedPlace::Feed(id, feed.title.clone(), feed_term(&feeds, feed))));
    }
    let one = match (&added.ids[..], added.known) {
        ([id], 0) => Some(*id),
        ([], 1) => added.known_id,
        _ => None,
    };
    let article = one.map(|id| library.article(id)).transpose()?.flatten();
    Ok(article.map(|article| AddedPlace::Article(article.row)))
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
