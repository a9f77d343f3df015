//! Bytes to documents: an article's content, without the clutter of its page.
//!
//! Everything here is pure: the callers open files, walk archives and fetch addresses, and pass in bytes and what
//! they know about them. All text returned has passed [`crate::text::clean`], and no input causes worse than a
//! [`RejectReason`].
//!
//! Feeds are parsed elsewhere; the bodies of their entries are parsed here ([`prose`]).

mod boilerplate;
mod byline;
mod byline_words;
mod bytes;
mod dates;
mod draft;
mod encoded_words;
mod exports;
mod json;
mod mail;
mod markdown;
mod mojibake;
mod page;
mod paragraphs;
mod reason;
mod scraped;
mod site_boilerplate;
pub mod warc;

use crate::model::{Document, Prose};
use crate::text::language;
use std::borrow::Cow;
use thiserror::Error;

pub use bytes::{charset_of, decode, detected, narrowed, unpack, without_mark};
pub use dates::read as read_date;
pub use exports::is_list_of_entries;
pub use json::{json, values};
pub use site_boilerplate::SiteBoilerplate;

/// The longest document accepted, in bytes. The longest of 30,000 press articles is
/// 0.4 MB; a longer page is a data dump or an attack.
pub const LONGEST: usize = 16 << 20;

/// The longest text of an article, in bytes: twice that of the longest article. A text takes up to 150 times its length of
/// memory until its paragraphs and names are known.
pub const LONGEST_TEXT: usize = 1 << 20;

/// File formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, possibly scraped from a page.
    Text,
    /// Markdown, possibly with front matter.
    Markdown,
    /// An HTML page.
    Page,
    /// An email: a newsletter.
    Mail,
    /// One JSON value: an article, or an array of them.
    Json,
    /// One JSON article per line.
    JsonLines,
}

/// What is known about bytes besides their content.
#[derive(Debug, Clone, Copy, Default)]
pub struct Source<'a> {
    /// File name, address or "standard input", for messages, and as the title if there is no other.
    pub name: &'a str,
    /// The address it was fetched from.
    pub url: Option<&'a str>,
    /// The server's `Content-Type`.
    pub content_type: Option<&'a str>,
}

/// Why no document could be made; each message says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RejectReason {
    /// Nothing but white space.
    #[error("is empty; save the article to it again")]
    Empty,
    /// A picture, an archive, a program.
    #[error("is {what}, not text; add the article as text, a page or Markdown instead")]
    Binary {
        /// What the bytes seem to be.
        what: &'static str,
    },
    /// Longer than [`LONGEST`].
    #[error(
        "is {megabytes} MB long, over the limit of {limit} MB for one article; split it into its articles"
    )]
    TooLong {
        /// Its length, rounded up.
        megabytes: usize,
        /// The limit, in the same unit.
        limit: usize,
    },
    /// A page of more elements than an article needs.
    #[error("has more than {limit} tags; save the article alone")]
    TooManyTags {
        /// The limit.
        limit: usize,
    },
    /// Markdown of more marks than an article needs.
    #[error("has more than {limit} marks of Markdown; name it .txt if it is plain text")]
    TooManyMarks {
        /// The limit.
        limit: usize,
    },
    /// JSON of more values than an article needs.
    #[error("has more than {limit} values of JSON; an article has about ten")]
    TooManyValues {
        /// The limit.
        limit: usize,
    },
    /// A gzip file that is truncated or inconsistent.
    #[error("cannot be unpacked ({reason}); download or copy the file again")]
    BrokenArchive {
        /// The decoder's message.
        reason: String,
    },
    /// There is text, but no article in it.
    #[error("contains no article text; save the article's own page, or its text")]
    NoText,
    /// Not an email, or a malicious one.
    #[error("is not a readable email: {reason}; if it is plain text, name it .txt")]
    NotAMail {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Not JSON.
    #[error("is not JSON at line {line}, column {column}: {reason}; fix it there, or name the file .txt")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the parser expected.
        reason: String,
    },
    /// JSON, but not an article.
    #[error(
        "is JSON but not an article: {reason}; an article is an object with `title` and `text` or `html`"
    )]
    NotAnArticle {
        /// What is missing or of the wrong type.
        reason: String,
    },
}

impl RejectReason {
    /// The reason in a word or two, for summaries of many rejections.
    pub fn brief(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Binary { .. } => "no text",
            Self::TooLong { .. }
            | Self::TooManyTags { .. }
            | Self::TooManyMarks { .. }
            | Self::TooManyValues { .. } => "too long",
            Self::BrokenArchive { .. } => "truncated",
            Self::NotAMail { .. } => "not an email",
            Self::NotJson { .. } => "not JSON",
            Self::NoText | Self::NotAnArticle { .. } => "not an article",
        }
    }
}

/// The format of a file: by its name (ignoring a final `.gz`) or, failing that, by how the
/// bytes begin.
pub fn format(name: &str, bytes: &[u8]) -> Format {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let path = name.split(['?', '#']).next().unwrap_or(name);
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("txt" | "text") => Format::Text,
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml") => Format::Page,
        Some("eml") => Format::Mail,
        Some("json") => Format::Json,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        _ => format_of(bytes),
    }
}

/// One document from bytes in a known format. [`Format::JsonLines`] is read as a single line: files of many articles
/// are split first, with [`values`] or line by line.
pub fn document(format: Format, bytes: &[u8], source: &Source) -> Result<Document, RejectReason> {
    match format {
        Format::Text => text(bytes, source),
        Format::Markdown => markdown(bytes, source),
        Format::Page => page(bytes, source),
        Format::Mail => mail(bytes, source),
        Format::Json | Format::JsonLines => {
            // A line separator in a JSON string would become a line break, which is not allowed there, so JSON is
            // cleaned field by field.
            let mut articles = values(&decoded(bytes, source)?)?.into_iter();
            match (articles.next(), articles.next()) {
                (Some(article), None) => json(&article),
                (None, _) => Err(RejectReason::Empty),
                (Some(_), Some(_)) => {
                    Err(RejectReason::NotAnArticle { reason: "it is a list of several".to_owned() })
                }
            }
        }
    }
}

/// A plain text, possibly scraped from a page.
pub fn text(bytes: &[u8], source: &Source) -> Result<Document, RejectReason> {
    finish(scraped::read(short(&checked(bytes, source)?)?, source.url)?, source)
}

/// A Markdown file; front matter (`title`, `author`, `published`, `site`, `url`, `tags`) supplies what
/// the text itself does not.
pub fn markdown(bytes: &[u8], source: &Source) -> Result<Document, RejectReason> {
    finish(markdown::read(short(&checked(bytes, source)?)?)?, source)
}

/// An HTML page.
pub fn page(bytes: &[u8], source: &Source) -> Result<Document, RejectReason> {
    finish(page::read(&checked(bytes, source)?, source.url)?, source)
}

/// An email: its HTML is read as a page, its headers supply the rest.
pub fn mail(bytes: &[u8], source: &Source) -> Result<Document, RejectReason> {
    let unpacked = unpack(bytes, LONGEST)?;
    if unpacked.trim_ascii().is_empty() {
        return Err(RejectReason::Empty);
    }
    finish(mail::read(&unpacked)?, source)
}

/// The body of an article that was already extracted from its page, as in feeds: text,
/// structure, links, language. Title and byline are stripped if the body repeats them.
pub fn prose(prose: &Prose, title: &str, byline: Option<&str>) -> Document {
    let mut document = match prose {
        Prose::Html(html) if html.contains('<') => page::fragment(html, title, byline),
        // Without any element, line breaks are the only structure.
        Prose::Html(text) => lines(&html_escape::decode_html_entities(text), title, byline),
        Prose::Plain(text) => lines(text, title, byline),
    };
    document.language = language::of(&document.text).map(str::to_owned);
    document
}

/// A body of plain text: its lines, joined where they were wrapped.
fn lines(text: &str, title: &str, byline: Option<&str>) -> Document {
    page::lines(&paragraphs::of(&scraped::unwrapped(text)), title, byline)
}

/// The clean text of bytes that may be compressed, or why there is none.
fn checked(bytes: &[u8], source: &Source) -> Result<String, RejectReason> {
    let decoded = decoded(bytes, source)?;
    let clean = crate::text::clean::lines(&mojibake::repaired(&decoded)).into_owned();
    if clean.trim().is_empty() { Err(RejectReason::Empty) } else { Ok(clean) }
}

/// A text, if it is no longer than [`LONGEST_TEXT`].
fn short(text: &str) -> Result<&str, RejectReason> {
    const MEGABYTE: usize = 1 << 20;
    if text.len() <= LONGEST_TEXT {
        return Ok(text);
    }
    let megabytes = text.len().div_ceil(MEGABYTE);
    Err(RejectReason::TooLong { megabytes, limit: LONGEST_TEXT / MEGABYTE })
}

/// The text of bytes that may be compressed, or why there is none.
fn decoded(bytes: &[u8], source: &Source) -> Result<String, RejectReason> {
    let unpacked = unpack(bytes, LONGEST)?;
    bytes::refuse_binary(&unpacked)?;
    Ok(decode(&unpacked, source.content_type))
}

/// Adds what the source states and the text shows; rejects an empty document.
fn finish(mut document: Document, source: &Source) -> Result<Document, RejectReason> {
    if document.text.is_empty() && document.title.is_empty() {
        return Err(RejectReason::NoText);
    }
    if document.url.is_none() {
        document.url = source.url.map(crate::text::clean::line);
    }
    if let Some(language) = language::of(&document.text) {
        document.language = Some(language.to_owned());
    }
    Ok(document)
}

/// Guesses the format from the first bytes that are not white space.
fn format_of(bytes: &[u8]) -> Format {
    let unpacked = unpack(bytes, LONGEST).unwrap_or(Cow::Borrowed(b""));
    let start = unpacked.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&unpacked).trim_ascii_start();
    let head = start.get(..2048).unwrap_or(start).to_ascii_lowercase();
    let holds = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if head.starts_with(b"{") || head.starts_with(b"[{") {
        // The sample may end inside a long line.
        let is_object = |line: &[u8]| {
            line.starts_with(b"{") && (!line.ends_with(b"\n") || line.trim_ascii_end().ends_with(b"}"))
        };
        let is_lines = start
            .split_inclusive(|&byte| byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty())
            .take(2)
            .all(is_object);
        return if is_lines { Format::JsonLines } else { Format::Json };
    }
    if mail::is_one(start) {
        return Format::Mail;
    }
    let is_page = [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| holds(tag))
        || (head.starts_with(b"<") && [&b"<p"[..], b"<div", b"<meta", b"<h1"].iter().any(|tag| holds(tag)));
    if is_page {
        Format::Page
    } else if (head.starts_with(b"---\n") && holds(b"\n---\n")) || head.starts_with(b"# ") {
        Format::Markdown
    } else {
        Format::Text
    }
}

#[cfg(test)]
mod tests;
