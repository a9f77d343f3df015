//! Full texts of articles for which a feed has only a teaser: fetched from the article's own page, on the user's
//! request or automatically for a feed, and shown instead of the teaser. The teaser stays stored.
//!
//! A page is accepted only if it has more of the article than the teaser. No paywall is bypassed, and no page is
//! requested twice for one request of the user.

use super::chunk::Chunk;
use super::fetched_text::{Fetched, Missed, OF_ANOTHER, Text};
use super::headline::headline;
use super::intake::{Between, Job};
use super::intake_pipeline::IntakePipeline;
use super::sites::{self, Sites};
use super::{Added, Error, Library, Result, Task, links};
use crate::entities::Profile;
use crate::extract::{self, Format, SiteBoilerplate};
use crate::fetch::{Client, Failure, FetchPool, FetchRequest, Guard, Limits, Response, Validators};
use crate::logging;
use crate::model::{Applied, ArticleId, Document, FeedId, Names, ShownText};
use crate::store::{self, BulkMemory, FullTextOutcome, Identity, Lesson, Packed, Step, Texts};
use crate::text::fold::fold;
use crate::text::web;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use unicode_segmentation::UnicodeSegmentation;

/// The maximum number of pages fetched for one feed in a refresh; the next refresh takes the rest.
const A_FEED: usize = 20;

/// The maximum number of pages fetched for all feeds in a refresh.
const A_ROUND: usize = 100;

/// A text with fewer words is a teaser.
const TEASER: usize = 120;

/// Endings of feed texts that continue on their page, in lower case and without accents.
const GOES_ON: &[&str] = &[
    "read more",
    "read on",
    "read the full",
    "read full",
    "read the rest",
    "continue reading",
    "keep reading",
    "full story",
    "more at",
    "weiterlesen",
    "mehr lesen",
    "weiter zum artikel",
    "lire la suite",
    "lire plus",
    "leer mas",
    "seguir leyendo",
    "leggi tutto",
    "continua a leggere",
    "leia mais",
    "lees meer",
    "lees verder",
    "las mer",
    "les mer",
    "читать далее",
];

/// What to do about an article's full text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FullText {
    /// Fetch this page ([`FetchedPage::fetch`]) and store it ([`Library::take_full_text`]).
    Fetch(PageAddress),
    /// It is stored already: [`Edit::Text`](crate::model::Edit::Text) shows it.
    Kept,
    /// Nothing: it is already shown.
    Shown,
    /// Nothing can be done: the article has no link.
    NoAddress,
    /// Nothing can be done: the article is no longer in the library.
    NoArticle,
}

/// The result of storing a fetched page.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenText {
    /// It is shown; no edit if it was shown before.
    Shown(Box<Applied>),
    /// It was rejected, with the reason as the end of a sentence.
    NotTaken(String),
}

/// The address of a page, and where it may redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress {
    address: String,
    guard: Guard,
}

/// A fetched page, without its boilerplate.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchedPage {
    document: Document,
}

impl FetchedPage {
    /// Fetches and parses a page; slow. An error gives the reason, as the end of a sentence about the page, and the
    /// next step.
    pub fn fetch(page: &PageAddress, task: &Task) -> std::result::Result<Self, String> {
        let client = Client::new(Limits::default(), task.flag(), page.guard.clone());
        Self::read(client.get(&page.address, &Validators::default()))
    }

    fn read(response: std::result::Result<Response, Failure>) -> std::result::Result<Self, String> {
        let response = response.map_err(|failure| format!("was not fetched: {failure}"))?;
        let source = extract::Source {
            name: &response.address,
            url: Some(&response.address),
            content_type: response.content_type.as_deref(),
        };
        let is_text = response.content_type.as_deref().is_some_and(|kind| kind.starts_with("text/plain"));
        let format = if is_text { Format::Text } else { Format::Page };
        let body = response.body.as_deref().unwrap_or_default();
        let read = catch_unwind(AssertUnwindSafe(|| extract::document(format, body, &source)));
        match read {
            Ok(Ok(document)) => Ok(Self { document }),
            Ok(Err(refusal)) => Err(refusal.to_string()),
            Err(_) => {
                tracing::error!("the panic happened while reading {}", web::for_log(&response.address));
                Err(format!("caused an error in Dateline; {} and the address", logging::please_report()))
            }
        }
    }
}

impl Library {
    /// What to do about an article's full text.
    pub fn full_text(&self, article: ArticleId) -> Result<FullText> {
        Ok(match self.in_store(self.store.texts_of(article))? {
            Texts::NoArticle => FullText::NoArticle,
            Texts::Full => FullText::Shown,
            Texts::FullBehind => FullText::Kept,
            Texts::Own => match self.in_store(self.store.document(article))?.url.filter(|url| is_web(url)) {
                Some(address) => FullText::Fetch(PageAddress { address, guard: self.guard()? }),
                None => FullText::NoAddress,
            },
        })
    }

    /// Stores a fetched page as a new version of its article, which keeps its read mark, bookmark and tags. The
    /// feed's text stays stored, and undo shows it again.
    pub fn take_full_text(&mut self, article: ArticleId, page: FetchedPage, now: i64) -> Result<TakenText> {
        self.must_write()?;
        if self.in_store(self.store.texts_of(article))? != Texts::Own {
            return self
                .turn_texts(ShownText::Full, &[], &Step::New, now)
                .map(|applied| TakenText::Shown(Box::new(applied)));
        }
        let teaser = self.in_store(self.store.document(article))?;
        let document = match fuller(&teaser, page) {
            Ok(document) => document,
            Err(why) => return Ok(TakenText::NotTaken(why)),
        };
        let identity = Identity::of_text(&document.text);
        let mut boilerplate = Sites::<SiteBoilerplate>::default();
        let document = boilerplate.strip(document, sites::from_store(&self.store));
        let (names, mut lessons) = self.read_names(&document);
        lessons.extend(boilerplate.end_chunk());
        let packed = Packed::new(&document, &self.store.packers());
        let text = Text { identity, document, packed, names };
        let path = self.database();
        let version = self.name_analyzer();
        let stored = self.store.for_user(|store| {
            let mut batch = store.batch_by(version.version())?;
            batch.keep_lessons(&lessons)?;
            let turned: &[ArticleId] = match text.store(&mut batch, article, now)? {
                FullTextOutcome::Shown => &[article],
                FullTextOutcome::NotWanted => &[],
                FullTextOutcome::OfAnother => {
                    batch.commit()?;
                    return Ok(TakenText::NotTaken(OF_ANOTHER.to_owned()));
                }
            };
            let applied = batch.texts_turned(ShownText::Full, (&[article], turned), &Step::New, now)?;
            batch.commit()?;
            Ok(TakenText::Shown(Box::new(applied)))
        });
        stored.map_err(|error| Error::store(&path, error))
    }

    /// Shows the other text of articles that have two; of all of them or none.
    pub(super) fn turn_texts(
        &mut self,
        shown: ShownText,
        articles: &[ArticleId],
        step: &Step,
        now: i64,
    ) -> Result<Applied> {
        let hidden = match shown {
            ShownText::Full => Texts::FullBehind,
            ShownText::Feed => Texts::Full,
        };
        let mut turned = Vec::new();
        for &article in articles {
            if self.in_store(self.store.texts_of(article))? != hidden {
                continue;
            }
            let Some(document) = self.in_store(self.store.other_text(article))? else { continue };
            let (names, _) = self.read_names(&document);
            turned.push((article, document, names));
        }
        let (path, analyzer) = (self.database(), self.name_analyzer());
        let done = self.store.for_user(|store| {
            let mut batch = store.batch_by(analyzer.version())?;
            batch.check(step)?;
            for (article, document, names) in &turned {
                let facts = links::entity_facts(names, batch.moment_of(*article)?, batch.memory())?;
                batch.turn_text(*article, (document, &headline(document)), names, &facts)?;
            }
            let turned: Vec<ArticleId> = turned.iter().map(|(article, ..)| *article).collect();
            let applied = batch.texts_turned(shown, (articles, &turned), step, now)?;
            batch.commit()?;
            Ok(applied)
        });
        done.map_err(|error| Error::store(&path, error))
    }

    /// The names in a text, and what it teaches about its site.
    fn read_names(&self, document: &Document) -> (Names, Vec<Lesson>) {
        let mut profiles = Sites::<Profile>::default();
        let site = sites::site_of(document);
        let profile = site.as_deref().map(|site| profiles.of(site, sites::from_store(&self.store)));
        let analyzer = self.name_analyzer();
        // A text that makes the analyser panic has no names.
        let names = catch_unwind(AssertUnwindSafe(|| analyzer.read(document, profile.as_deref())));
        let names = names.unwrap_or_default();
        drop(profile);
        if let Some(site) = &site {
            profiles.learn(site, |profile| profile.learn(&names));
        }
        (names, profiles.end_chunk())
    }

    /// Fetches the full texts of teasers, for feeds with that setting; the result is in `added`.
    pub(super) fn fetch_full_texts(
        &mut self,
        feeds: &[FeedId],
        task: &Task,
        now: i64,
        added: &mut Added,
        between: &mut Between,
    ) -> Result<()> {
        let mut wanted = Vec::new();
        for &feed in feeds {
            wanted.extend(self.teasers_of(feed, A_ROUND.saturating_sub(wanted.len()).min(A_FEED))?);
        }
        if wanted.is_empty() || task.is_cancelled() {
            return Ok(());
        }
        let client = Arc::new(self.client(task)?);
        let mut fetched = Added::default();
        let done = self.with_workshop(
            Job { tag: None, task, now, is_step: false, memory: BulkMemory::Ample },
            &mut fetched,
            between,
            |work, chunks| {
                fetch_all(&client, &wanted, work, chunks);
            },
        );
        added.join(fetched);
        done
    }

    /// The teasers of a feed with that setting, up to a limit; other texts are not examined again.
    fn teasers_of(&mut self, feed: FeedId, most: usize) -> Result<Vec<Teaser>> {
        let mut teasers = Vec::new();
        loop {
            let found = self.in_store(self.store.without_full_text(feed, most))?;
            let is_all = found.len() < most;
            let mut settled = Vec::new();
            teasers.clear();
            for article in found {
                let document = self.in_store(self.store.document(article))?;
                let address = document.url.clone().filter(|url| is_web(url));
                match address.filter(|_| is_teaser(&document.text)) {
                    Some(address) => teasers.push(Teaser { article, address, document }),
                    None => settled.push(article),
                }
            }
            let done = self.store.settle_full_texts(&settled);
            self.in_store(done)?;
            if is_all || settled.is_empty() {
                return Ok(teasers);
            }
        }
    }
}

/// An article whose full text is to be fetched automatically.
struct Teaser {
    article: ArticleId,
    address: String,
    document: Document,
}

fn fetch_all(client: &Arc<Client>, wanted: &[Teaser], work: &IntakePipeline, chunks: &SyncSender<Chunk>) {
    let request = |(key, teaser): (usize, &Teaser)| FetchRequest {
        key,
        address: teaser.address.clone(),
        known: Validators::default(),
    };
    let requests = wanted.iter().enumerate().map(request).collect();
    for (key, response) in FetchPool::begin(client, requests) {
        let Some(teaser) = wanted.get(key) else { continue };
        let missed = |why, for_good| Missed { what: headline(&teaser.document), why, for_good };
        let is_gone = response.as_ref().is_err_and(Failure::is_gone);
        let came = FetchedPage::read(response).map_err(|why| missed(why, is_gone)).and_then(|page| {
            if !store::is_page_of(&page.document, &teaser.document) {
                return Err(missed("seems to be about something else; x fetches it anyway".to_owned(), true));
            }
            let document = fuller(&teaser.document, page).map_err(|why| missed(why, true))?;
            let identity = Identity::of_text(&document.text);
            let document = work.strip_boilerplate(document);
            let names = catch_unwind(AssertUnwindSafe(|| work.names(&document))).unwrap_or_default();
            Ok(Text { identity, packed: work.packed(&document), names, document })
        });
        let fetched = Fetched { article: teaser.article, came };
        if work.send(Chunk { full_texts: vec![fetched], ..Chunk::default() }, chunks).is_err() {
            return;
        }
    }
}

/// The page as a version of the article, with the title, date and address known to the user. Fails if the page has no
/// more text.
fn fuller(teaser: &Document, page: FetchedPage) -> std::result::Result<Document, String> {
    let page = page.document;
    let words = |document: &Document| document.text.unicode_words().count();
    if words(&page) <= words(teaser) {
        return Err("has no more text than this; o opens it in the browser".to_owned());
    }
    let title = if teaser.title.is_empty() { page.title } else { teaser.title.clone() };
    Ok(Document {
        title,
        byline: page.byline.or_else(|| teaser.byline.clone()),
        published: teaser.published,
        site: teaser.site.clone().or(page.site),
        language: page.language.or_else(|| teaser.language.clone()),
        url: teaser.url.clone(),
        image: page.image.or_else(|| teaser.image.clone()),
        tags: if teaser.tags.is_empty() { page.tags } else { teaser.tags.clone() },
        ..page
    })
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// Whether a feed's text is only the beginning or a summary of an article.
fn is_teaser(text: &str) -> bool {
    if text.unicode_words().take(TEASER).count() < TEASER {
        return true;
    }
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
    let end = fold(last.trim_end_matches([' ', ']', ')', '»', '›', '→', '>']));
    let is_cut = end.ends_with('…') || end.ends_with("...") || end.ends_with("&hellip;");
    is_cut || GOES_ON.iter().any(|words| end.starts_with(words) || end.ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teasers_are_told_from_whole_texts() {
        let whole = "The ferry left the quay at noon with forty people on board. ".repeat(12);
        for (end, expected) in [
            ("It came back in the evening.", false),
            ("It came back in the …", true),
            ("It came back in the […]", true),
            ("It came back in the [...]", true),
            ("Read more »", true),
            ("It came back. Lire la suite", true),
            ("Weiterlesen →", true),
            ("They read the news.", false),
        ] {
            assert_eq!(is_teaser(&format!("{whole}\n\n{end}")), expected, "{end}");
        }
        assert!(is_teaser("It came back in the evening."));
        assert!(is_teaser(""));
    }

    #[test]
    fn a_page_is_taken_only_with_more_text_and_under_the_known_title() {
        let teaser = Document {
            url: Some("https://quay.example/ferry".to_owned()),
            site: Some("The Quay".to_owned()),
            ..Document::from_paragraphs("Ferry leaves", "The ferry left.")
        };
        let page = |title: &str, text: &str| FetchedPage {
            document: Document {
                url: Some("https://quay.example/amp/ferry".to_owned()),
                byline: Some("Rue Moss".to_owned()),
                ..Document::from_paragraphs(title, text)
            },
        };
        let full = fuller(&teaser, page("Ferry leaves | The Quay", "The ferry left at noon.")).unwrap();
        assert_eq!((full.title.as_str(), full.text.as_str()), ("Ferry leaves", "The ferry left at noon."));
        assert_eq!((full.url, full.site), (teaser.url.clone(), teaser.site.clone()));
        assert_eq!(full.byline.as_deref(), Some("Rue Moss"));
        assert!(fuller(&teaser, page("Ferry", "The ferry left.")).unwrap_err().contains("no more text"));
        let bare = Document { title: String::new(), ..teaser };
        assert_eq!(fuller(&bare, page("Ferry", "The ferry left at noon.")).unwrap().title, "Ferry");
    }
}
