//! A server's item as a feed entry, cleaned in the same way.

use crate::feeds;
use crate::model::{Enclosure, Entry, When};
use crate::text::clean;

/// What servers state about an item, each field as received.
#[derive(Debug, Default)]
pub struct Said<'a> {
    /// The identifier from its feed.
    pub number: Option<&'a str>,
    /// The title, as HTML.
    pub title: Option<&'a str>,
    /// The address.
    pub link: Option<&'a str>,
    /// The author.
    pub author: Option<&'a str>,
    /// The content, as HTML.
    pub html: Option<&'a str>,
    /// When it was published, in seconds since the epoch.
    pub published: Option<i64>,
    /// Attached files: address, media type, length.
    pub files: Vec<(&'a str, Option<&'a str>, Option<i64>)>,
}

/// The entry.
pub fn entry(said: &Said) -> Entry {
    let link = said.link.and_then(feeds::link);
    let file = |&(url, kind, length): &(&str, Option<&str>, Option<i64>)| {
        Some(Enclosure {
            url: feeds::link(url)?,
            kind: kind.map(clean::line).filter(|kind| !kind.is_empty()),
            length: length.and_then(|length| u64::try_from(length).ok()).filter(|&length| length > 0),
        })
    };
    Entry {
        id: said.number.and_then(feeds::line),
        title: said.title.and_then(feeds::line),
        published: said.published.filter(|&seconds| seconds > 0).map(When::second),
        author: said.author.and_then(feeds::line),
        content: said.html.and_then(|html| feeds::html(html, link.as_deref())),
        enclosures: said.files.iter().filter_map(file).collect(),
        link,
        ..Entry::default()
    }
}
