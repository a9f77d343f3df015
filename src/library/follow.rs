//! Follows an address. One request shows what it is: a feed, a feed list, a page that links to a feed, or a page that
//! is an article itself.

use super::chunk::{Chunk, FeedEnd};
use super::input_item::{InputItem, InputKind};
use super::intake::Job;
use super::intake_pipeline::{FeedBytes, NotTaken};
use super::landing;
use super::passwords::{Secrets, is_same_site};
use super::refresh::{fetch_state_json, until_all_is_taken};
use super::{Added, Library, Rejected, Result, Source, Task};
use crate::extract::Format;
use crate::feeds::{self, FeedLink, opml};
use crate::fetch::schedule::{self, Outcome};
use crate::fetch::{Client, Failure, FetchState, Response, Validators};
use crate::model::{AddQuestion, FeedChoice, FeedId, Outline};
use crate::store::BulkMemory;
use crate::text::{clean, web};
use url::Url;

/// Usual paths of feeds that no page links to, the most frequent first.
const COMMON: &[&str] = &["feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json"];

/// The maximum number of feeds of one page to try.
const TRIED: usize = 5;

/// How to follow an address.
#[derive(Debug, Clone, Copy, Default)]
pub struct FollowOptions<'a> {
    /// A tag for the feed and for its articles.
    pub tag: Option<&'a str>,
    /// It is assumed to be a feed, and nothing is fetched.
    pub is_offline: bool,
    /// A page without a feed is added as an article, whatever it is.
    pub is_page: bool,
    /// What the user has to decide is asked in [`Added::question`], and nothing is added.
    pub asks: bool,
}

/// What an address leads to.
enum Found {
    /// If a page links to several, `choices` are these, this one first.
    Feed {
        url: String,
        response: Response,
        choices: Vec<FeedChoice>,
    },
    List(Response),
    /// A page without a feed, and the first of the feeds it names that could not be fetched.
    Page(Response, Option<Rejected>),
}

impl Library {
    /// Follows an address: a feed, all feeds of a list, or the feed that a page links to. A page without a feed is
    /// added as an article. Failures are among the rejections of `added`.
    ///
    /// `now` is in seconds since the epoch.
    pub fn follow(
        &mut self,
        address: &str,
        how: FollowOptions,
        task: &Task,
        now: i64,
        added: &mut Added,
    ) -> Result<()> {
        self.must_write()?;
        let files = added.rejections.files;
        let followed = self.follow_one(address, how, task, now, added);
        added.rejections.are_of_address(files);
        followed
    }

    fn follow_one(
        &mut self,
        address: &str,
        how: FollowOptions,
        task: &Task,
        now: i64,
        added: &mut Added,
    ) -> Result<()> {
        let what = clean::visible(&web::without_secret(address).0);
        let rejected = |why: String, brief| Rejected::file(what.as_str(), why, brief);
        let url = match opml::followable(address) {
            Ok(url) => url,
            Err(why) => {
                added.refuse(rejected(format!("{why}; write it as https://example.org/feed"), "no address"));
                return Ok(());
            }
        };
        if how.is_offline {
            self.note_typed(&url)?;
            return self.subscribe(&what, &url, how.tag, now, added).map(|_| ());
        }
        self.note_typed(&url)?;
        let login = Login { url: &url, typed: web::without_secret(&url).1, secrets: self.secrets()? };
        let requested = match login.complete(&url) {
            Ok(requested) => requested,
            Err(why) => {
                added.refuse(rejected(format!("was not fetched: {why}"), "no password"));
                return Ok(());
            }
        };
        let client = self.client(task)?;
        let hosts = self.followed_hosts()?;
        let found = discover(&client, &requested, &login);
        self.take_found(
            &what,
            found,
            how,
            Job { tag: how.tag, task, now, is_step: true, memory: BulkMemory::Ample },
            added,
        )?;
        self.note_found(&hosts)
    }

    /// Adds what was found at an address, or reports why it was not fetched.
    fn take_found(
        &mut self,
        what: &str,
        found: std::result::Result<Found, Failure>,
        how: FollowOptions,
        job: Job,
        added: &mut Added,
    ) -> Result<()> {
        match found {
            Ok(Found::Feed { choices, .. }) if how.asks && choices.len() > 1 => {
                added.question = Some(AddQuestion::WhichFeed(choices));
                Ok(())
            }
            Ok(Found::Feed { url, response, choices }) => {
                let id = self.subscribe(what, &url, job.tag, job.now, added)?;
                if let Some(source) = added.sources.last_mut() {
                    let others = choices.into_iter().skip(1);
                    source.others = others.map(|other| web::without_secret(&other.url).0).collect();
                }
                let url = web::without_secret(&url).0;
                self.take_feed(id, what, &url, &response, job, added)
            }
            Ok(Found::List(response)) => self.take_item(what, response, InputKind::Subscriptions, job, added),
            Ok(Found::Page(response, missed)) if !how.is_page && !landing::is_article(&response) => {
                if how.asks && missed.is_none() {
                    added.question = Some(AddQuestion::Page);
                } else {
                    added.refuse(no_article(what, missed));
                }
                Ok(())
            }
            Ok(Found::Page(response, missed)) => {
                if !how.is_page {
                    added.sources.push(Source {
                        what: what.to_owned(),
                        is_without_feed: true,
                        trouble: missed,
                        ..Source::default()
                    });
                }
                let kind = InputKind::Articles(Format::Page);
                self.take_item(what, response, kind, job, added)
            }
            Err(Failure::Cancelled) => {
                added.stopped = true;
                Ok(())
            }
            Err(failure) => {
                added.refuse(not_fetched(what, &failure));
                Ok(())
            }
        }
    }

    fn subscribe(
        &mut self,
        what: &str,
        url: &str,
        tag: Option<&str>,
        now: i64,
        added: &mut Added,
    ) -> Result<FeedId> {
        let outline = Outline {
            url: self.keep_secret(url)?,
            tags: tag.map(str::to_owned).into_iter().collect(),
            ..Outline::default()
        };
        let subscribed = self.store.subscribe(&outline, now);
        let subscribed = self.in_store(subscribed)?;
        let feed = Some(subscribed.feed());
        let mut source = Source { what: what.to_owned(), feed, ..Source::default() };
        source.count(subscribed);
        added.new_feeds.extend((source.feeds > 0).then(|| subscribed.feed()));
        added.sources.push(source);
        Ok(subscribed.feed())
    }

    /// Adds the content of a newly followed feed; it continues the last source.
    fn take_feed(
        &mut self,
        id: FeedId,
        what: &str,
        url: &str,
        response: &Response,
        job: Job,
        added: &mut Added,
    ) -> Result<()> {
        let end = |update_interval, extent| {
            let fetch_state = schedule::after(
                &FetchState::default(),
                url,
                Outcome::Read { response, update_interval },
                job.now,
            );
            let fetch_state = fetch_state_json(&until_all_is_taken(fetch_state, extent));
            FeedEnd { id, fetch_state, moved_to: None }
        };
        let bytes = FeedBytes {
            what,
            source: url,
            url: Some(&response.address),
            content_type: response.content_type.as_deref(),
            id: Some(id),
            goes_on: true,
            bytes: response.body.as_deref().unwrap_or_default(),
        };
        self.with_workshop(job, added, &mut |_, _| (), |work, chunks| {
            if let Err(NotTaken::Rejected(refusal)) = work.prepare_feed(&bytes, Some(&end), chunks) {
                let rejected = Rejected::file(what, refusal.to_string(), refusal.brief());
                // If the store has failed, nobody receives this.
                let _ = chunks.send(Chunk { articles: vec![Err(rejected)], ..Chunk::default() });
            }
        })
    }

    fn take_item(
        &mut self,
        what: &str,
        response: Response,
        kind: InputKind,
        job: Job,
        added: &mut Added,
    ) -> Result<()> {
        let item = InputItem {
            what: what.to_owned(),
            source: response.address.clone(),
            address: Some(response.address),
            content_type: response.content_type,
            is_lasting: true,
            kind,
            bytes: response.body.unwrap_or_default(),
        };
        self.with_workshop(job, added, &mut |_, _| (), |work, chunks| {
            work.prepare_one(item, chunks);
        })
    }
}

/// The user names and passwords for an address that is to be followed.
struct Login<'a> {
    url: &'a str,
    /// What was typed in the address, which applies to its whole site.
    typed: Option<String>,
    /// Those that are known, by address.
    secrets: Secrets,
}

impl Login<'_> {
    /// An address with what was typed, if it is on the same site.
    fn put_into(&self, address: String) -> String {
        match &self.typed {
            Some(secret) if is_same_site(self.url, &address) => web::with_secret(&address, secret),
            _ => address,
        }
    }

    /// The address to request, as [`Secrets::complete`].
    fn complete(&self, address: &str) -> std::result::Result<String, String> {
        if web::without_secret(address).1.is_some() {
            return Ok(address.to_owned());
        }
        self.secrets.complete(address)
    }

    /// The response of an address that was found.
    fn get(&self, client: &Client, address: &str) -> std::result::Result<Response, Failure> {
        let complete = self.complete(address).unwrap_or_else(|why| {
            tracing::warn!("{}: {why}", web::for_log(address));
            address.to_owned()
        });
        client.get(&complete, &Validators::default())
    }

    /// The address to follow: the one that the site says is its new one, unless the settings have the password of this
    /// one.
    fn lasting(&self, url: String, response: &Response) -> String {
        match &response.permanent {
            Some(moved) if !self.secrets.has_command(&url) => self.put_into(moved.clone()),
            _ => url,
        }
    }
}

/// The maximum number of refresh redirects between pages.
const MOST_REFRESHES: usize = 2;

/// What an address leads to. A page is searched for feed links, and the home page of a site is also tried at the
/// usual paths.
fn discover(client: &Client, requested: &str, login: &Login) -> std::result::Result<Found, Failure> {
    let mut response = client.get(requested, &Validators::default())?;
    for refreshes in 0.. {
        if is_feed(&response) {
            let url = login.lasting(login.url.to_owned(), &response);
            return Ok(Found::Feed { url, response, choices: Vec::new() });
        }
        let body = response.body.as_deref().unwrap_or_default();
        let text = feeds::decode(body, response.content_type.as_deref()).text;
        if opml::is_opml(&text) {
            return Ok(Found::List(response));
        }
        let named = named(&response, &text);
        let target = feeds::refresh_target(&text, Some(&response.address)).filter(|_| named.is_empty());
        let target = target.and_then(|target| opml::followable(&target).ok());
        match target.filter(|target| refreshes < MOST_REFRESHES && *target != response.address) {
            Some(target) => response = login.get(client, &target)?,
            None => return lead(client, response, &named, login),
        }
    }
    Ok(Found::Page(response, None))
}

/// Whether a response is a feed, even if it is compressed without saying so.
fn is_feed(response: &Response) -> bool {
    let body = response.body.as_deref().unwrap_or_default();
    feeds::unpack(body).is_ok_and(|body| feeds::is_feed(&body))
}

/// The feeds that a page and its server link to, those of articles first.
fn named(response: &Response, text: &str) -> Vec<FeedLink> {
    let mut named = feeds::feed_links(text, Some(&response.address));
    for link in feeds::header_links(&response.links, Some(&response.address)) {
        if named.iter().all(|feed| feed.url != link.url) {
            named.push(link);
        }
    }
    named.sort_by_key(FeedLink::is_of_comments);
    named
}

/// The feed that a page links to, or the page.
fn lead(
    client: &Client,
    response: Response,
    named: &[FeedLink],
    login: &Login,
) -> std::result::Result<Found, Failure> {
    let usual = if named.is_empty() { usual_places(&response.address) } else { Vec::new() };
    let candidates = named.iter().take(TRIED).map(|feed| &feed.url).chain(&usual);
    let mut missed = None;
    for (at, candidate) in candidates.enumerate() {
        let Ok(url) = opml::followable(candidate).map(|url| login.put_into(url)) else { continue };
        match login.get(client, &url) {
            Ok(response) if is_feed(&response) => {
                let url = login.lasting(url, &response);
                let own = named.get(at).map(|own| FeedChoice { url: url.clone(), title: own.title.clone() });
                let others = named.iter().skip(at + 1).filter(|other| !other.is_of_comments());
                let others = others.map(|other| FeedChoice {
                    url: login.put_into(other.url.clone()),
                    title: other.title.clone(),
                });
                let choices = own.into_iter().chain(others).collect();
                return Ok(Found::Feed { url, response, choices });
            }
            Err(Failure::Cancelled) => return Err(Failure::Cancelled),
            Err(failure) if at < named.len() => {
                missed = missed
                    .or_else(|| Some(not_fetched(&clean::visible(&web::without_secret(&url).0), &failure)));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(Found::Page(response, missed))
}

/// A page that is no article, and without a feed or with one that could not be fetched.
fn no_article(what: &str, missed: Option<Rejected>) -> Rejected {
    let Some(missed) = missed else {
        let why = "has no feed and is not an article; find the address of its feed, or add the page itself with \
             `dateline add --page`";
        return Rejected::file(what, why, "no feed");
    };
    let feed = format!("its feed {} {}", missed.what, missed.why);
    let why = format!("{feed}. The page itself can be added with `dateline add --page`");
    Rejected { what: what.to_owned(), why, ..missed }
}

fn not_fetched(what: &str, failure: &Failure) -> Rejected {
    Rejected::file(what, format!("was not fetched: {}", failure.once()), failure.brief())
}

/// Where the feed of a site may be, if the address is that of its home page or a section. For an article's own
/// address none is tried: the user did not mean its site.
fn usual_places(address: &str) -> Vec<String> {
    let Ok(url) = Url::parse(address) else { return Vec::new() };
    let parts = url.path_segments().map_or(0, |parts| parts.filter(|part| !part.is_empty()).count());
    if parts > 1 || url.query().is_some() || url.path().contains('.') {
        return Vec::new();
    }
    let mut folder = url;
    if !folder.path().ends_with('/') {
        let path = format!("{}/", folder.path());
        folder.set_path(&path);
    }
    COMMON.iter().filter_map(|name| folder.join(name).ok()).map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_looked_for_beside_front_pages_alone() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(usual_places(address).first().map(String::as_str), expected, "{address}");
        };
        check("https://quay.example/", Some("https://quay.example/feed"));
        check("https://quay.example/blog", Some("https://quay.example/blog/feed"));
        check("https://quay.example/2024/ferry", None);
        check("https://quay.example/ferry.html", None);
        check("https://quay.example/?p=3", None);
        check("quay", None);
    }
}
