//! `dateline feeds`: the followed feeds, their state, and changes to them.

use super::output::{Output, OutputError};
use super::{ExitStatus, Places, clock, json, typed};
use crate::library::{Library, Task};
use crate::model::{Edit, FeedEdit, FeedId, FeedState, Subscription, Switch, When};
use crate::text::time::{Now, ago};
use crate::text::web;
use crate::text::width::counted;
use clap::Subcommand;

/// List your feeds, and change them
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  dateline feeds
  dateline feeds --opml > subscriptions.opml
  dateline feeds rename https://example.org/rss 'Harbour news'
  dateline feeds tag 'Harbour news' sea
  dateline feeds full 'Harbour news'         full texts, for a feed that carries only teasers
  dateline feeds remove 'Harbour news'       its articles stay; `restore` brings it back

FEED is an address, a number, or words from the title."
)]
pub struct Arguments {
    #[command(subcommand)]
    act: Option<Act>,
    /// One JSON object per line
    #[arg(long)]
    json: bool,
    /// As OPML, for other news readers
    #[arg(long, conflicts_with = "json")]
    opml: bool,
    /// Include feeds that were removed
    #[arg(long)]
    removed: bool,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Unfollow it; its articles stay
    Remove(FeedArgument),
    /// Bring a removed feed back
    Restore(FeedArgument),
    /// Stop fetching it for now
    Pause(FeedArgument),
    /// Resume fetching it
    Resume(FeedArgument),
    /// Rename it; without NAME, use its own title
    Rename {
        #[command(flatten)]
        which: FeedArgument,
        /// The new name
        name: Option<String>,
    },
    /// Fetch the full texts of new articles, for feeds that carry only teasers
    Full {
        #[command(flatten)]
        which: FeedArgument,
        /// Stop doing so; full texts already fetched stay
        #[arg(long)]
        off: bool,
    },
    /// Tag it
    Tag {
        #[command(flatten)]
        which: FeedArgument,
        /// The tag
        #[arg(value_parser = typed::tag)]
        tag: String,
    },
    /// Remove a tag from it
    Untag {
        #[command(flatten)]
        which: FeedArgument,
        /// The tag
        #[arg(value_parser = typed::tag)]
        tag: String,
    },
}

#[derive(Debug, clap::Args)]
struct FeedArgument {
    /// Address, number, or words from the title
    feed: String,
}

impl Act {
    fn which(&self) -> &str {
        match self {
            Self::Remove(which) | Self::Restore(which) | Self::Pause(which) | Self::Resume(which) => {
                &which.feed
            }
            Self::Full { which, .. }
            | Self::Rename { which, .. }
            | Self::Tag { which, .. }
            | Self::Untag { which, .. } => &which.feed,
        }
    }

    /// The edit of a feed.
    fn edit(&self, feed: FeedId) -> Edit {
        let follow = |to| Edit::Follow { to, feeds: vec![feed] };
        let of_feed = |edit| Edit::Feed { feed, edit };
        match self {
            Self::Remove(_) => follow(Switch::Off),
            Self::Restore(_) => follow(Switch::On),
            Self::Pause(_) => of_feed(FeedEdit::Pause(Switch::On)),
            Self::Resume(_) => of_feed(FeedEdit::Pause(Switch::Off)),
            Self::Full { off, .. } => of_feed(FeedEdit::FullText((!off).into())),
            Self::Rename { name, .. } => of_feed(FeedEdit::Rename(name.clone())),
            Self::Tag { tag, .. } => of_feed(FeedEdit::Tag(tag.clone(), Switch::On)),
            Self::Untag { tag, .. } => of_feed(FeedEdit::Tag(tag.clone(), Switch::Off)),
        }
    }
}

/// Lists the feeds, or changes one.
pub fn run(arguments: &Arguments, places: &Places, output: &mut Output) -> anyhow::Result<ExitStatus> {
    if let Some(act) = &arguments.act {
        return change(&mut *places.open()?, act, output);
    }
    let library = places.open_to_read(output)?;
    if arguments.opml {
        output.text(&library.opml()?)?;
        let hidden = library.feeds_with_password()?;
        if hidden > 0 {
            output.warn(format_args!(
                "{} a password, which this list does not include",
                counted(hidden as u64, "feed has", "feeds have")
            ));
        }
        return Ok(ExitStatus::Done);
    }
    let feeds = library.subscriptions(arguments.removed, clock())?;
    if feeds.is_empty() && !arguments.json {
        output.warn(format_args!("no feeds yet; `dateline add ADDRESS` follows one"));
    }
    write(&feeds, arguments.json, Now { seconds: clock(), offset: 0 }, output)?;
    Ok(ExitStatus::Done)
}

fn change(library: &mut Library, act: &Act, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let Some(feed) = one(library, act.which(), output)? else { return Ok(ExitStatus::Partial) };
    let applied = library.apply(&act.edit(feed.id), &Task::new(), clock())?;
    if applied.edit.is_some() {
        output.undoable(&applied.sentence)?;
    } else {
        output.line(format!("nothing to do: {} is already that way", feed.title))?;
    }
    Ok(ExitStatus::Done)
}

/// The one feed the user means; reports why there is none.
pub fn one(library: &Library, by: &str, output: &mut Output) -> anyhow::Result<Option<Subscription>> {
    let mut found = library.feeds_meant(by, clock())?;
    match found.len() {
        1 => return Ok(found.pop()),
        0 => output.warn(format_args!("no feed matches “{by}”; `dateline feeds` lists them")),
        count => {
            let titles: Vec<&str> = found.iter().take(5).map(|feed| feed.title.as_str()).collect();
            let list = titles.join(", ");
            output.warn(format_args!("“{by}” matches {count} feeds ({list}); give an address or number"));
        }
    }
    Ok(None)
}

fn write(feeds: &[Subscription], as_json: bool, now: Now, output: &mut Output) -> Result<(), OutputError> {
    if as_json {
        return feeds.iter().try_for_each(|feed| output.json(&json::subscription(feed)));
    }
    output.table(&feeds.iter().map(|feed| cells(feed, now)).collect::<Vec<_>>())
}

/// Number, state, unread, last success, title with tags, and the error or address.
fn cells(feed: &Subscription, now: Now) -> Vec<String> {
    let last = feed.last_success.map_or("never".to_owned(), |seconds| ago(When::second(seconds), now));
    let title: Vec<&str> =
        std::iter::once(feed.title.as_str()).chain(feed.tags.iter().map(String::as_str)).collect();
    let rest = match (&feed.error, feed.state) {
        (Some(error), FeedState::Failing | FeedState::Silent | FeedState::Gone) => error.clone(),
        _ => web::shown(&feed.url).into_owned(),
    };
    let state =
        if feed.fetches_full_text { format!("{}, full texts", feed.state) } else { feed.state.to_string() };
    vec![
        feed.id.0.to_string(),
        state,
        format!("{}/{}", feed.unread, feed.articles),
        last,
        title.join(" #"),
        rest,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_how_a_feed_is_doing() {
        let now = Now { seconds: 1_709_251_200, offset: 0 };
        let feed = Subscription {
            id: FeedId(3),
            url: "https://quay.example/rss".to_owned(),
            title: "The Quay".to_owned(),
            site: None,
            tags: vec!["boats".to_owned(), "sea".to_owned()],
            state: FeedState::Failing,
            last_success: None,
            next_due: Some(now.seconds),
            error: Some("the host does not answer".to_owned()),
            fetches_full_text: false,
            articles: 9,
            unread: 2,
            account: None,
        };
        let expected = ["3", "failing", "2/9", "never", "The Quay #boats #sea", "the host does not answer"];
        assert_eq!(cells(&feed, now), expected);
        let good = Subscription { state: FeedState::Ok, error: None, fetches_full_text: true, ..feed };
        assert_eq!(cells(&good, now)[1], "ok, full texts");
        assert_eq!(cells(&good, now)[5], "https://quay.example/rss");
    }
}
