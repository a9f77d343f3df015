//! An item of a server as an entry of a feed, cleaned as those are.

use crate::feeds;
use crate::model::{Enclosure, Entry, When};
use crate::text::clean;

/// What servers say of an item, each field as it comes.
#[derive(Debug, Default)]
pub struct Said<'a> {
    /// The number that its feed gave it.
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
