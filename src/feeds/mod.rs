//! Feeds: bytes to entries, tolerating how feeds are really written. RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF and
//! JSON Feed; intact or broken, in any character set.
//!
//! ```text
//! bytes -> charset::decode -> token::Tokens -> walk::Walk -> Element -> entry::read -> Entry
//!                                                                    -> head::Head  -> Feed
//! ```
//!
//! Everything here is pure. Entries are returned one by one and nothing else is held, so a feed of any length needs
//! little more memory than its bytes. All text returned has passed [`crate::text::clean`], and HTML is cleaned as
//! well.
//!
//! This module fetches nothing, does not compare entries, and does not make articles of them.

mod address;
mod charset;
mod element;
mod entity;
mod entry;
mod fingerprint;
mod head;
mod html_names;
mod json;
mod markup;
pub mod opml;
mod page;
mod person;
mod prose;
mod repair;
mod space;
mod token;
mod update_interval;
mod urls;
mod walk;

use crate::extract;
use crate::model::{Entry, Feed, FeedKind, Prose};
use head::Head;
use json::Items;
use space::Space;
use std::borrow::Cow;
use thiserror::Error;
use walk::{Step, Walk};

pub use charset::{Decoded, decode};
pub use fingerprint::fingerprint;
pub use page::{FeedLink, feed_links, header_links, refresh_target};
pub use person::name as name_of_author;

/// The longest feed accepted, in bytes after unpacking. The longest real ones have about ten million.
pub const LONGEST: usize = 32 << 20;

/// The longest text of a feed's entry that is kept whole, in bytes.
pub const LONGEST_TEXT: usize = crate::extract::LONGEST_TEXT;

/// Why something is not a feed; each message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeedRejectReason {
    /// Nothing but white space.
    #[error("is empty; a feed needs at least a title")]
    Empty,
    /// A picture, an archive, a program.
    #[error("is {what}, not a feed; give the address of the feed itself")]
    Binary {
        /// What the bytes seem to be.
        what: &'static str,
    },
    /// It cannot be unpacked, or is longer than [`LONGEST`].
    #[error("{0}")]
    Packed(extract::RejectReason),
    /// An HTML page.
    #[error("is a web page, not a feed{}", found(.feeds))]
    Page {
        /// The feeds that it links to.
        feeds: Vec<FeedLink>,
    },
    /// JSON, but not a JSON feed.
    #[error("is JSON but not a JSON feed: {reason}; give the address of the feed itself")]
    NotJson {
        /// What is wrong, and where.
        reason: String,
    },
    /// Anything else.
    #[error("is not a feed: no RSS, Atom or JSON Feed was found in it; give the address of the feed itself")]
    NotAFeed,
}

impl FeedRejectReason {
    /// The reason in a word or two, for summaries of many rejections.
    pub fn brief(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary { .. } => "no text",
            Self::Packed(reason) => reason.brief(),
            Self::Page { .. } => "a page",
            Self::NotJson { .. } | Self::NotAFeed => "no feed",
        }
    }
}

/// The end of the message about a page.
fn found(feeds: &[FeedLink]) -> String {
    match feeds {
        [] => ", and it links to none; look for one on the site".to_owned(),
        [feed] => format!("; its feed is {}", feed.url),
        feeds => {
            let urls: Vec<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
            format!("; its feeds are {}", urls.join(", "))
        }
    }
}

/// The bytes themselves, or the content of a gzip file; some servers compress one again. Rejects what is not text or
/// too long.
pub fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FeedRejectReason> {
    /// The maximum length of a file in a file.
    const LONGEST_PACKED: usize = 8 << 20;
    let bytes = match unpack_once(bytes)? {
        Cow::Owned(inner) if inner.starts_with(b"\x1f\x8b") && inner.len() <= LONGEST_PACKED => {
            Cow::Owned(unpack_once(&inner)?.into_owned())
        }
        bytes => bytes,
    };
    if bytes.trim_ascii().is_empty() {
        return Err(FeedRejectReason::Empty);
    }
    Ok(bytes)
}

fn unpack_once(bytes: &[u8]) -> Result<Cow<'_, [u8]>, FeedRejectReason> {
    extract::unpack(bytes, LONGEST).map_err(FeedRejectReason::Packed)
}

/// Whether bytes look like a feed: by their first element, or in JSON by the version.
pub fn is_feed(bytes: &[u8]) -> bool {
    /// Enough for comments and a document type before the first element.
    const HEAD: usize = 1 << 14;
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let text = decode(head, None).text;
    if json::is_one(&text) {
        return text.contains("jsonfeed.org/version/");
    }
    let is_feed = |step| match step {
        Step::Frame(element) if kind_of(&element).is_some() => Some(true),
        Step::Frame(element) if is_page(&element) => Some(false),
        Step::Frame(_) | Step::Field(_) | Step::Entry(_) => None,
    };
    text.trim_start().starts_with('<') && Walk::new(&text, None).find_map(is_feed).unwrap_or(false)
}

/// A line of an entry that did not come in a feed, cleaned; one that was written as HTML as words.
pub fn line(text: &str) -> Option<String> {
    let decoded = html_escape::decode_html_entities(text);
    repair::line(&decoded)
}

/// HTML of an entry that did not come in a feed, cleaned; `base` is for relative addresses.
pub fn html(source: &str, base: Option<&str>) -> Option<Prose> {
    prose::html(source, base)
}

/// An address of such an entry, if it is one of the web.
pub fn link(address: &str) -> Option<String> {
    repair::line(address).filter(|address| address.starts_with("http") && address::is_harmless(address))
}

/// Whether a text is a feed list: OPML, or one address per line.
pub fn is_list(text: &str) -> bool {
    opml::is_opml(text) || urls::is_list(text)
}

/// The feeds of a feed list in either format.
pub fn outlines(text: &str) -> opml::Outlines {
    if opml::is_opml(text) || !urls::is_list(text) { opml::read(text) } else { urls::read(text) }
}

/// The entries of a feed, in order.
#[derive(Debug)]
pub struct FeedParser<'a> {
    source: Form<'a>,
    warnings: Vec<String>,
}

#[derive(Debug)]
enum Form<'a> {
    Markup(Box<Markup<'a>>),
    Json(Box<Items<'a>>),
}

#[derive(Debug)]
struct Markup<'a> {
    walk: Walk<'a>,
    head: Head,
    kind: FeedKind,
    /// An entry read while recognising the format.
    first: Option<Entry>,
}

impl<'a> FeedParser<'a> {
    /// Opens a feed; `url` is where it was fetched from, for relative addresses.
    pub fn open(decoded: &'a Decoded<'_>, url: Option<&str>) -> Result<Self, FeedRejectReason> {
        let text = decoded.text.trim_start_matches(['\u{feff}', '\0']);
        if text.trim().is_empty() {
            return Err(FeedRejectReason::Empty);
        }
        let source = if json::is_one(text) {
            Form::Json(Box::new(
                Items::open(text, url).map_err(|reason| FeedRejectReason::NotJson { reason })?,
            ))
        } else {
            markup(text, url)?
        };
        Ok(Self { source, warnings: decoded.warning.iter().cloned().collect() })
    }

    /// The feed's own metadata, as far as it was read: some of it may follow the entries.
    pub fn feed(&self) -> Feed {
        match &self.source {
            Form::Markup(markup) => markup.head.feed(markup.kind),
            Form::Json(items) => items.feed(),
        }
    }

    /// Whether a text of the part that was read was longer than [`LONGEST_TEXT`], and its rest left out.
    pub fn is_cut(&self) -> bool {
        match &self.source {
            Form::Markup(markup) => markup.walk.met.too_long,
            Form::Json(items) => items.is_cut,
        }
    }

    /// Problems with the part that was read, in words.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = self.warnings.clone();
        match &self.source {
            Form::Markup(markup) => {
                let met = markup.walk.met;
                let faults = [
                    (met.broken_off, "the feed is truncated"),
                    (met.unmatched, "tags do not match; the structure was guessed"),
                    (met.entities, "entities that are not literals were not expanded"),
                    (met.too_deep, "elements nested too deeply were skipped"),
                ];
                warnings.extend(
                    faults.iter().filter(|(is_met, _)| *is_met).map(|(_, words)| (*words).to_owned()),
                );
            }
            Form::Json(items) if items.unread > 0 => {
                warnings.push(format!("{} items are not objects and were skipped", items.unread));
            }
            Form::Json(_) => {}
        }
        if self.is_cut() {
            warnings.push("a text was too long and was truncated".to_owned());
        }
        warnings
    }
}

impl Iterator for FeedParser<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let Markup { walk, head, kind, first } = match &mut self.source {
            Form::Json(items) => return items.next(),
            Form::Markup(markup) => &mut **markup,
        };
        if let Some(first) = first.take() {
            return Some(first);
        }
        loop {
            match walk.next()? {
                Step::Entry(element) => return Some(entry::read(&element, *kind == FeedKind::Atom)),
                Step::Field(element) => head.take(&element, *kind),
                Step::Frame(element) => head.take_frame(&element),
            }
        }
    }
}

/// Finds the root element of a feed. A warning from a server script may precede it, and a page is not a feed unless a
/// feed begins within it.
fn markup<'a>(text: &'a str, url: Option<&str>) -> Result<Form<'a>, FeedRejectReason> {
    let mut walk = Walk::new(text, url);
    let mut head = Head::default();
    let mut has_page = false;
    let mut has_element = false;
    while let Some(step) = walk.next() {
        has_element = true;
        match step {
            Step::Frame(element) => {
                has_page |= is_page(&element);
                let is_certain = !has_page || matches!(element.name.as_ref(), "rss" | "rdf" | "feed");
                if let Some(kind) = kind_of(&element).filter(|_| is_certain) {
                    head.take_frame(&element);
                    return Ok(Form::Markup(Box::new(Markup { walk, head, kind, first: None })));
                }
            }
            // Without an element around it, an entry's name shows its format.
            Step::Entry(element) if !has_page => {
                let kind = if element.name == "entry" { FeedKind::Atom } else { FeedKind::Rss };
                let first = Some(entry::read(&element, kind == FeedKind::Atom));
                return Ok(Form::Markup(Box::new(Markup { walk, head, kind, first })));
            }
            Step::Entry(_) | Step::Field(_) => {}
        }
    }
    Err(no_feed(text, url, has_page, has_element))
}

fn no_feed(text: &str, url: Option<&str>, has_page: bool, has_element: bool) -> FeedRejectReason {
    if has_page {
        return FeedRejectReason::Page { feeds: feed_links(text, url) };
    }
    let faults = text.chars().take(4096).filter(|c| c.is_control() || *c == char::REPLACEMENT_CHARACTER);
    if !has_element && faults.filter(|c| !c.is_whitespace()).count() > 100 {
        return FeedRejectReason::Binary { what: "binary data" };
    }
    FeedRejectReason::NotAFeed
}

/// The kind of feed with this root element.
fn kind_of(element: &element::Element) -> Option<FeedKind> {
    match (element.space, element.name.as_ref()) {
        (Space::Feed, "rss" | "channel") => Some(FeedKind::Rss),
        (Space::Feed | Space::Rdf, "rdf") => Some(FeedKind::Rdf),
        (Space::Feed, "feed") => Some(FeedKind::Atom),
        _ => None,
    }
}

fn is_page(element: &element::Element) -> bool {
    matches!(element.name.as_ref(), "html" | "head" | "body")
}

#[cfg(test)]
mod tests;
