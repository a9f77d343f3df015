//! Invariants for any input: parsing ends, nothing panics, texts are clean, and spans are within them. Used by tests
//! and fuzz targets.

use dateline::app::key;
use dateline::config::Config;
use dateline::extract::{self, Format, Source};
use dateline::feeds::{self, FeedParser};
use dateline::model::{Document, Prose};
use dateline::query;
use dateline::text::web;

/// A page.
pub fn page(bytes: &[u8]) {
    document(Format::Page, bytes);
}

/// A text, possibly scraped from a page.
pub fn text(bytes: &[u8]) {
    document(Format::Text, bytes);
}

/// An email.
pub fn mail(bytes: &[u8]) {
    document(Format::Mail, bytes);
}

/// A feed, and the articles of its entries.
pub fn feed(bytes: &[u8]) {
    let Ok(unpacked) = feeds::unpack(bytes) else { return };
    let decoded = feeds::decode(&unpacked, None);
    let Ok(mut reader) = FeedParser::open(&decoded, Some("https://quay.example/feed")) else { return };
    for entry in reader.by_ref() {
        for line in [&entry.title, &entry.author, &entry.link, &entry.id].into_iter().flatten() {
            is_clean(line);
            assert!(!line.contains('\n'), "{line:?} is one line");
        }
        for prose in [&entry.summary, &entry.content].into_iter().flatten() {
            if let Prose::Plain(text) = prose {
                is_clean(text);
            }
            fits(&extract::prose(prose, entry.title.as_deref().unwrap_or_default(), entry.author.as_deref()));
        }
    }
    let feed = reader.feed();
    feed.title.iter().for_each(|title| is_clean(title));
}

/// A feed list.
pub fn list(bytes: &[u8]) {
    let decoded = feeds::decode(bytes, None);
    let outlines = feeds::outlines(&decoded.text);
    for feed in &outlines.feeds {
        is_clean(&feed.url);
        assert!(feed.url.starts_with("http://") || feed.url.starts_with("https://"), "{}", feed.url);
        feed.tags.iter().for_each(|tag| is_clean(tag));
    }
}

/// A web archive, and the pages in it.
pub fn archive(bytes: &[u8]) {
    let Some(pages) = extract::warc::open(bytes) else { return };
    for saved in pages.flatten() {
        if let Ok(bytes) = &saved.page {
            page(bytes);
        }
    }
}

/// A query, typed completely or not.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for typing in [false, true] {
        let zone = jiff::tz::TimeZone::UTC;
        let context = query::Context { now: 1_780_000_000, zone, typing, knows: &|_, _| false };
        let query = query::parse(&text, &context);
        assert!(!query.expression.to_string().is_empty(), "{text:?}");
    }
}

/// A settings file.
pub fn settings(bytes: &[u8]) {
    Config::read("config.toml", bytes);
}

/// Key sequences.
pub fn keys(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(keys) = key::sequence(&text) {
        let spelt = key::spell(&keys);
        assert_eq!(key::sequence(&spelt), Some(keys), "{text:?} spelt {spelt:?}");
    }
}

/// An address: only web addresses may be opened, and no password is shown or logged.
pub fn address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(address) = web::openable(&text) {
        assert!(address.starts_with("http://") || address.starts_with("https://"), "{text:?}: {address}");
        assert_eq!(web::openable(&address).as_ref(), Some(&address), "{text:?}");
        let (bare, secret) = web::without_secret(&address);
        assert!(web::without_secret(&bare).1.is_none(), "{address}");
        assert!(secret.is_none_or(|secret| web::with_secret(&bare, &secret) == address), "{address}");
    }
    web::shown(&text);
    web::for_log(&text);
}

fn document(format: Format, bytes: &[u8]) {
    let source = Source { name: "odd", url: Some("https://quay.example/odd"), content_type: None };
    if let Ok(document) = extract::document(format, bytes, &source) {
        is_clean(&document.title);
        document.byline.iter().chain(&document.site).chain(&document.tags).for_each(|text| is_clean(text));
        fits(&document);
    }
}

/// Spans are within the text and on character boundaries, and blocks are in order.
fn fits(document: &Document) {
    is_clean(&document.text);
    let mut end = 0;
    for block in &document.blocks {
        assert!(document.text.get(block.span.range()).is_some(), "{block:?} of {:?}", document.text);
        assert!(block.span.start >= end, "{block:?} begins before {end}");
        end = block.span.end;
    }
    for link in &document.links {
        assert!(document.text.get(link.span.range()).is_some(), "{link:?} of {:?}", document.text);
    }
    document.stripped.iter().for_each(|piece| is_clean(&piece.text));
}

/// Nothing in a text can move a terminal's cursor or change its state.
fn is_clean(text: &str) {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!text.contains(is_odd), "{text:?}");
}
