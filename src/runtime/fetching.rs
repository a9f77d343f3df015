//! Adding and refreshing for the screen, and the messages about it: sentences, the last of which is the summary.

use crate::app::Fetch;
use crate::library::{Added, Error, FeedSelection, FollowOptions, Input, Library, Refreshed, Task};
use crate::text::width::counted;
use std::path::PathBuf;

/// Failures reported one by one.
const TOLD: usize = 20;

type Between<'a> = dyn FnMut(&mut Library, &Added) + 'a;

/// Adds the content of an address, file or folder. Feeds of a list are fetched at once.
pub(super) fn add(
    library: &mut Library,
    what: &str,
    task: &Task,
    now: i64,
    between: &mut Between,
) -> Result<Vec<String>, Error> {
    let mut added = Added::default();
    match add_input(what) {
        AddInput::Address(address) => {
            library.follow(&address, FollowOptions::default(), task, now, &mut added)?;
        }
        AddInput::File(path) => library.add_tagged(&[Input::Path(path)], None, task, now, &mut added)?,
    }
    let mut sentences: Vec<String> = added.rejected.iter().take(TOLD).map(ToString::to_string).collect();
    let left_out = added.sources.iter().flat_map(|source| &source.left_out);
    sentences.extend(left_out.take(TOLD).map(ToString::to_string));
    let title = added.sources.iter().find_map(|source| source.title.clone());
    let feeds = added.feeds();
    if !added.followed.is_empty() {
        let mut refreshed = Refreshed::default();
        let new = FeedSelection::These(std::mem::take(&mut added.followed));
        library.refresh_between(&new, task, now, &mut refreshed, between)?;
        sentences.extend(failures(&refreshed));
        added.join(refreshed.added);
    }
    let name = title.map(|title| format!("{title}: ")).unwrap_or_default();
    let mut parts = Vec::new();
    parts.extend((feeds > 0).then(|| counted(feeds, "feed", "feeds")));
    parts.push(counted(added.articles, "new article", "new articles"));
    if added.known > 0 {
        parts.push(format!("{} already known", added.known));
    }
    if sentences.is_empty() || added.articles + added.known + feeds > 0 {
        sentences.push(format!("added {name}{}", parts.join(", ")));
    }
    Ok(sentences)
}

/// Fetches feeds.
pub(super) fn refresh(
    library: &mut Library,
    fetch: Fetch,
    task: &Task,
    now: i64,
    between: &mut Between,
) -> Result<Vec<String>, Error> {
    let which = match fetch {
        Fetch::Due => FeedSelection::Due,
        Fetch::These(ids) => FeedSelection::These(ids),
        Fetch::Of(article) => FeedSelection::These(library.feeds_of(article)?),
    };
    if which == FeedSelection::These(Vec::new()) {
        return Ok(vec!["none of your feeds has this article · gf shows the feeds".to_owned()]);
    }
    let mut refreshed = Refreshed::default();
    library.refresh_between(&which, task, now, &mut refreshed, between)?;
    let mut sentences = failures(&refreshed);
    sentences.push(sum(&refreshed, &which));
    Ok(sentences)
}

fn failures(refreshed: &Refreshed) -> Vec<String> {
    // Full texts first: the last message is the one that is seen.
    let pages = refreshed.added.not_full.iter().take(TOLD);
    let feeds = refreshed.failed.iter().take(TOLD);
    pages.chain(feeds).map(|failed| format!("{}: {}", failed.what, failed.why)).collect()
}

/// `37 new articles from 12 feeds · 2 feeds failed, gf shows why`.
fn sum(refreshed: &Refreshed, which: &FeedSelection) -> String {
    if refreshed.feeds == 0 {
        return match (refreshed.waiting, which) {
            (0, _) => "no feeds yet · ga adds one".to_owned(),
            (_, FeedSelection::These(_)) => "its server asked for a pause · gf shows until when".to_owned(),
            (count, _) => {
                format!("{}, none due yet · r refreshes one anyway", counted(count, "feed", "feeds"))
            }
        };
    }
    let mut parts = vec![format!(
        "{} from {}",
        counted(refreshed.added.articles, "new article", "new articles"),
        counted(refreshed.good, "feed", "feeds"),
    )];
    if refreshed.added.revised > 0 {
        parts.push(counted(refreshed.added.revised, "new version", "new versions"));
    }
    if refreshed.added.full_texts > 0 {
        parts.push(counted(refreshed.added.full_texts, "full text", "full texts"));
    }
    let missed = refreshed.added.not_full.len() as u64;
    if missed > 0 {
        parts.push(format!("{} unavailable, x retries one", counted(missed, "full text", "full texts")));
    }
    let failed = refreshed.failed.len() as u64;
    if failed > 0 {
        parts.push(format!("{} failed, gf shows why", counted(failed, "feed", "feeds")));
    }
    if refreshed.added.stopped {
        parts.push("stopped".to_owned());
    }
    parts.join(" · ")
}

enum AddInput {
    Address(String),
    File(PathBuf),
}

/// What the user means by what was typed: an existing file, or else an address, with or without its
/// scheme.
fn add_input(what: &str) -> AddInput {
    let what = what.trim();
    let home =
        what.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    let path = home.unwrap_or_else(|| PathBuf::from(what));
    let has_scheme = ["http://", "https://", "feed:"]
        .iter()
        .any(|scheme| what.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let host = what.split(['/', '?']).next().unwrap_or_default();
    let looks_like_host = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'));
    if has_scheme {
        AddInput::Address(what.to_owned())
    } else if looks_like_host && !path.exists() {
        AddInput::Address(format!("https://{what}"))
    } else {
        AddInput::File(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Rejected;

    #[test]
    fn addresses_are_told_from_files() {
        let check = |what: &str, expected: Option<&str>| {
            let address = match add_input(what) {
                AddInput::Address(address) => Some(address),
                AddInput::File(_) => None,
            };
            assert_eq!(address.as_deref(), expected, "{what}");
        };
        check("https://quay.example/rss", Some("https://quay.example/rss"));
        check("HTTP://quay.example", Some("HTTP://quay.example"));
        check("quay.example", Some("https://quay.example"));
        check("quay.example:8080/rss?a=b", Some("https://quay.example:8080/rss?a=b"));
        check("Cargo.toml", None);
        check("/no/such/feed.xml", None);
        check("./feed.xml", None);
        check("two words.txt", None);
    }

    #[test]
    fn the_sum_says_what_came_and_what_did_not() {
        let mut refreshed = Refreshed { feeds: 2, good: 1, ..Refreshed::default() };
        assert_eq!(sum(&refreshed, &FeedSelection::Due), "0 new articles from 1 feed");
        refreshed.failed.push(Rejected::file("Quay", "does not answer", "no answer"));
        refreshed.added.articles = 1;
        assert_eq!(
            sum(&refreshed, &FeedSelection::Due),
            "1 new article from 1 feed · 1 feed failed, gf shows why"
        );
        assert_eq!(failures(&refreshed), ["Quay: does not answer"]);
        let waiting = Refreshed { waiting: 4, ..Refreshed::default() };
        assert_eq!(sum(&waiting, &FeedSelection::Due), "4 feeds, none due yet · r refreshes one anyway");
        assert!(sum(&waiting, &FeedSelection::These(Vec::new())).starts_with("its server asked for a pause"));
    }
}
