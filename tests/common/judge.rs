//! What holds for whatever is read, however odd: it comes to an end, nothing panics, texts are clean, and spans lie
//! within them. The tests and the fuzz targets both ask here.

use dateline::extract::{self, Format, Source};
use dateline::feeds::{self, FeedParser};
use dateline::model::{Document, Prose};

/// A page.
pub fn page(bytes: &[u8]) {
    document(Format::Page, bytes);
}

/// A text, perhaps scraped from a page.
pub fn text(bytes: &[u8]) {
    document(Format::Text, bytes);
}

/// A mail.
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

/// A list of subscriptions.
pub fn list(bytes: &[u8]) {
    let decoded = feeds::decode(bytes, None);
    let outlines = feeds::outlines(&decoded.text);
    for feed in &outlines.feeds {
        is_clean(&feed.url);
        assert!(feed.url.starts_with("http://") || feed.url.starts_with("https://"), "{}", feed.url);
        feed.tags.iter().for_each(|tag| is_clean(tag));
    }
}

fn document(format: Format, bytes: &[u8]) {
    let source = Source { name: "odd", url: Some("https://quay.example/odd"), content_type: None };
    if let Ok(document) = extract::document(format, bytes, &source) {
        is_clean(&document.title);
        document.byline.iter().chain(&document.site).chain(&document.tags).for_each(|text| is_clean(text));
        fits(&document);
    }
}

/// Spans lie within the text and on the boundaries of its characters, and blocks stand one after another.
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
