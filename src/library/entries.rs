//! Feed entries as articles: parses the body, lists attached files, and determines the entry's identities.

use crate::extract;
use crate::feeds;
use crate::model::{Block, BlockKind, Document, Enclosure, Entry, Feed, FeedId, Link, Prose, Span};
use crate::store::EntryFacts;
use crate::text::clean;
use crate::text::language;
use std::collections::HashSet;

/// What the entries of one feed have in common.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    /// The scope of their numbers: the feed that is followed or, for a file, its site or title.
    pub scope: String,
    /// The feed's title.
    pub title: Option<String>,
    /// Its site.
    pub site: Option<String>,
    /// The author of entries that name none.
    pub author: Option<String>,
    /// The declared language.
    pub language: Option<String>,
    /// The subscription.
    pub id: Option<FeedId>,
}

impl Channel {
    /// The channel of a feed from `source`, a file's name or an address.
    pub fn of(feed: &Feed, source: &str, id: Option<FeedId>) -> Self {
        let scope = match id {
            Some(id) => format!("feed {}", id.0),
            None => {
                feed.link.as_deref().map(scope_of_site).or(feed.title.clone()).unwrap_or(source.to_owned())
            }
        };
        Self {
            scope,
            title: feed.title.clone(),
            site: feed.link.clone(),
            author: feed.author.clone(),
            language: feed.language.clone(),
            id,
        }
    }
}

impl Channel {
    /// The channel of a feed whose entries come from the server of an account.
    pub fn of_account(id: FeedId, title: Option<String>) -> Self {
        Self {
            scope: format!("feed {}", id.0),
            title,
            site: None,
            author: None,
            language: None,
            id: Some(id),
        }
    }
}

impl Channel {
    /// The channel of what the server of an account has of feeds that were removed there.
    pub fn of_no_feed(account: &str) -> Self {
        Self {
            scope: format!("account {account}"),
            title: None,
            site: None,
            author: None,
            language: None,
            id: None,
        }
    }
}

/// A site's address as a scope: `http` and `https` are the same site.
fn scope_of_site(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
}

/// What several entries in one document share, so that it identifies none of them.
#[derive(Debug, Default)]
pub(super) struct Shared {
    numbers: HashSet<String>,
    links: HashSet<String>,
}

impl Shared {
    /// Compares the entries in one document.
    pub fn of(entries: &[Entry]) -> Self {
        let repeated = |fields: Vec<&String>| {
            let mut met = HashSet::new();
            fields.into_iter().filter(|field| !met.insert(field.as_str())).cloned().collect()
        };
        Self {
            numbers: repeated(entries.iter().filter_map(|entry| entry.id.as_ref()).collect()),
            links: repeated(entries.iter().filter_map(|entry| entry.link.as_ref()).collect()),
        }
    }

    /// The facts that only this entry has.
    pub fn said<'a>(&self, entry: &'a Entry) -> EntryFacts<'a> {
        let is_own = |field: &&str, shared: &HashSet<String>| !shared.contains(*field);
        EntryFacts {
            number: entry.id.as_deref().filter(|number| is_own(number, &self.numbers)),
            is_at_own_address: entry.link.as_deref().is_some_and(|link| is_own(&link, &self.links)),
        }
    }
}

/// The article of an entry; `None` if it is empty.
pub(super) fn document(entry: &Entry, channel: &Channel) -> Option<Document> {
    let title = entry.title.clone().unwrap_or_default();
    let author = entry.author.as_deref().or(channel.author.as_deref());
    let byline = author.and_then(feeds::name_of_author);
    let read = |prose: &Prose| extract::prose(prose, &title, byline.as_deref());
    let bodies = [&entry.content, &entry.summary].into_iter().flatten().map(read);
    let mut document = bodies.into_iter().find(|body| !body.text.is_empty()).unwrap_or_default();
    name_files(&mut document, &entry.enclosures);
    if title.is_empty() && document.text.is_empty() {
        show_pictures(&mut document, &entry.enclosures);
    }
    if title.is_empty() && document.text.is_empty() {
        return None;
    }
    let declared = entry.language.as_deref().or(channel.language.as_deref()).and_then(language::of_tag);
    document.language = document.language.or(declared);
    document.image = entry.enclosures.iter().find(|file| is_picture(file)).map(|file| file.url.clone());
    document.published = entry.published.or(entry.updated);
    document.site = channel.title.clone().or_else(|| channel.site.clone());
    document.url = entry.link.clone().filter(|link| link.starts_with("http"));
    document.tags.clone_from(&entry.tags);
    document.title = title;
    document.byline = byline;
    Some(document)
}

/// Appends a list of attached files to an entry's text: `interview.mp3 · audio/mpeg · 12 MB`.
fn name_files(document: &mut Document, files: &[Enclosure]) {
    /// A gallery can have hundreds.
    const MOST: usize = 20;
    let mut start = None;
    for file in files.iter().filter(|file| !is_picture(file)).take(MOST) {
        let parting = match (start, document.text.is_empty()) {
            (Some(_), _) => "\n",
            (None, false) => "\n\n",
            (None, true) => "",
        };
        document.text.push_str(parting);
        let begins = document.text.len();
        start.get_or_insert(begins);
        document.text.push_str(&name_of(&file.url));
        if is_of_the_web(&file.url) {
            document.links.push(Link { span: Span::new(begins, document.text.len()), url: file.url.clone() });
        }
        let kind = file.kind.as_deref().map(clean::line).filter(|kind| !kind.is_empty());
        let size = file.length.filter(|length| *length > 0).map(size_of);
        for part in [kind, size].into_iter().flatten() {
            document.text.push_str(" · ");
            document.text.push_str(&part);
        }
    }
    if let Some(start) = start {
        document.blocks.push(Block { kind: BlockKind::List, span: Span::new(start, document.text.len()) });
    }
}

/// Makes attached pictures the text of an entry that has no other.
fn show_pictures(document: &mut Document, files: &[Enclosure]) {
    const MOST: usize = 20;
    for file in files.iter().filter(|file| is_picture(file)).take(MOST) {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let begins = document.text.len();
        document.text.push_str("[picture]");
        let span = Span::new(begins, document.text.len());
        document.links.push(Link { span, url: file.url.clone() });
        document.blocks.push(Block { kind: BlockKind::Caption, span });
    }
}

fn is_picture(file: &Enclosure) -> bool {
    file.kind.as_deref().is_some_and(|kind| kind.starts_with("image/")) && is_of_the_web(&file.url)
}

fn is_of_the_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// The name of a file: the last part of its address, else the address.
fn name_of(address: &str) -> String {
    const LONGEST: usize = 100;
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address);
    clean::line(name).chars().take(LONGEST).collect()
}

fn size_of(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes.div_ceil(1 << 20))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FeedKind;

    fn channel() -> Channel {
        let feed = Feed {
            kind: FeedKind::Rss,
            title: Some("The Quay".to_owned()),
            link: Some("https://www.quay.example/".to_owned()),
            description: None,
            language: Some("en-GB".to_owned()),
            author: Some("desk@quay.example (The desk)".to_owned()),
            update_interval: crate::model::UpdateInterval::default(),
        };
        Channel::of(&feed, "feed.xml", None)
    }

    #[test]
    fn an_entry_is_an_article() {
        let entry = Entry {
            title: Some("Ferry leaves".to_owned()),
            link: Some("https://quay.example/ferry".to_owned()),
            summary: Some(Prose::Plain("A teaser.".to_owned())),
            content: Some(Prose::Html(
                "<h2>At noon</h2><p>The <a href=\"https://quay.example/f\">ferry</a> left.</p>".to_owned(),
            )),
            tags: vec!["boats".to_owned()],
            ..Entry::default()
        };
        let document = document(&entry, &channel()).unwrap();
        assert_eq!(document.text, "At noon\n\nThe ferry left.");
        assert_eq!(document.blocks[0].kind, BlockKind::Heading(2));
        assert_eq!(document.links[0].span.of(&document.text), "ferry");
        assert_eq!(document.byline.as_deref(), Some("The desk"));
        assert_eq!(document.site.as_deref(), Some("The Quay"));
        assert_eq!(
            (document.title.as_str(), document.tags.as_slice()),
            ("Ferry leaves", &["boats".to_owned()][..])
        );
    }

    #[test]
    fn files_are_named_after_the_text() {
        let file = |url: &str, kind: &str, length| Enclosure {
            url: url.to_owned(),
            kind: Some(kind.to_owned()),
            length,
        };
        let entry = Entry {
            title: Some("Talk".to_owned()),
            summary: Some(Prose::Plain("About boats.".to_owned())),
            enclosures: vec![
                file("https://quay.example/a/talk.mp3?for=you", "audio/mpeg", Some(12 << 20)),
                file("../../secrets", "text/plain", None),
                file("https://quay.example/a.jpg", "image/jpeg", Some(9)),
            ],
            ..Entry::default()
        };
        let document = document(&entry, &channel()).unwrap();
        assert_eq!(document.text, "About boats.\n\ntalk.mp3 · audio/mpeg · 12 MB\nsecrets · text/plain");
        assert_eq!(document.links.len(), 1);
        assert_eq!(document.blocks.last().map(|block| block.kind), Some(BlockKind::List));
        assert_eq!(document.image.as_deref(), Some("https://quay.example/a.jpg"));
    }

    #[test]
    fn a_picture_alone_is_an_article() {
        let picture =
            |url: &str| Enclosure { url: url.to_owned(), kind: Some("image/png".to_owned()), length: None };
        let enclosures = vec![picture("https://quay.example/a.png"), picture("https://quay.example/b.png")];
        let document = document(&Entry { enclosures, ..Entry::default() }, &channel()).unwrap();
        assert_eq!(document.text, "[picture]\n\n[picture]");
        assert_eq!(document.links[1].url, "https://quay.example/b.png");
        assert_eq!(document.blocks.len(), 2);
    }

    #[test]
    fn nothing_is_no_article() {
        assert_eq!(document(&Entry::default(), &channel()), None);
        assert_eq!(channel().scope, "quay.example");
    }
}
