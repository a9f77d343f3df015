//! From an element to an [`Entry`], whichever vocabularies it uses.
//!
//! Elements count at any depth (Media RSS puts titles into groups), except inside those that describe something else:
//! the source feed, a picture, a contributor. If a field occurs several times, the better vocabulary and the document
//! order decide, as described at each field.

use super::element::Element;
use super::prose::{self, Usually};
use super::space::Space;
use super::{address, person, repair};
use crate::model::{Enclosure, Entry, Prose};
use crate::text::dates;

/// The maximum number of tags and files of one entry.
const MOST: usize = 500;

/// The entry of an element; `says_types` is whether the feed is Atom.
pub(super) fn read(element: &Element, says_types: bool) -> Entry {
    let mut own = Found::default();
    own.find_address(element, 0);
    let address = own.link.or(own.permalink).or(own.other_link);
    let mut found = Found { says_types, address, ..Found::default() };
    found.entry.language = element.language.as_deref().and_then(repair::line);
    found.entry.id = element.filled("about").and_then(repair::line);
    // CDF keeps these two in attributes.
    found.link = element.filled("href").and_then(|href| link(element, href));
    found.entry.updated = element.attribute("lastmod").and_then(dates::read);
    found.gather(element, 0);
    found.settle()
}

/// An address in an element.
pub(super) fn link(element: &Element, reference: &str) -> Option<String> {
    let address = || repair::line(&address::join(element.base.as_deref(), reference));
    address::is_harmless(reference).then(address).flatten()
}

/// The quality of a title's source; the smallest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The entry's own, by depth.
    Own(usize),
    /// A file's.
    Media,
}

/// What has been found so far in an entry.
#[derive(Default)]
struct Found {
    says_types: bool,
    /// The entry's own address, against which addresses in its texts are resolved unless the feed says otherwise.
    address: Option<String>,
    entry: Entry,
    title: Option<(Rank, String)>,
    link: Option<String>,
    /// An alternative in a format other than HTML.
    other_link: Option<String>,
    /// A guid that is an address.
    permalink: Option<String>,
    /// The depth of the element with the id.
    id_depth: Option<usize>,
    identifier: Option<String>,
    created: Option<crate::model::When>,
    date: Option<crate::model::When>,
    authors: person::Authors,
    summary: Option<(usize, Prose)>,
    /// The summary of podcasts and files.
    teaser: Option<Prose>,
    contents: Vec<Prose>,
    /// Whether there is a content element, even an empty one.
    has_content: bool,
}

impl Found {
    fn gather(&mut self, element: &Element, depth: usize) {
        for child in element.elements() {
            let is_done = self.naming(child, depth)
                || self.dating(child)
                || self.filing(child)
                || self.telling(child, depth);
            if !is_done {
                self.gather(child, depth + 1);
            }
        }
    }

    /// Finds only the entry's address.
    fn find_address(&mut self, element: &Element, depth: usize) {
        for child in element.elements() {
            match (child.space, child.name.as_ref()) {
                (Space::Feed, "source" | "image" | "textinput" | "content" | "summary")
                | (Space::Html | Space::Content, _) => {}
                (Space::Feed, "link") => self.take_link(child),
                (Space::Feed, "guid" | "id") => self.take_id(child, depth),
                _ => self.find_address(child, depth + 1),
            }
        }
    }

    /// The base for addresses in a text.
    fn base_of<'a>(&'a self, element: &'a Element) -> Option<&'a str> {
        let own = self.address.as_deref().filter(|address| !element.is_based && address.starts_with("http"));
        own.or(element.base.as_deref())
    }

    fn prose(&self, element: &Element, usually: Usually) -> Option<Prose> {
        prose::read_at(element, usually, self.says_types, self.base_of(element))
    }

    /// Title, addresses, numbers and authors; returns whether the element was one of those.
    fn naming(&mut self, element: &Element, depth: usize) -> bool {
        match (element.space, element.name.as_ref()) {
            // These describe something else.
            (Space::Feed, "source" | "image" | "textinput" | "contributor" | "webmaster")
            | (Space::DublinCore, "contributor" | "publisher")
            | (Space::Itunes, "owner") => {}
            (Space::Feed | Space::DublinCore, "title") => self.take_title(element, Rank::Own(depth)),
            (Space::Media, "title") => self.take_title(element, Rank::Media),
            (Space::Feed, "link") => self.take_link(element),
            (Space::Feed, "guid" | "id") => self.take_id(element, depth),
            (Space::DublinCore, "identifier") => self.identifier = repair::line(&element.text()),
            (Space::Feed | Space::DublinCore | Space::Itunes, "author" | "creator" | "managingeditor") => {
                self.authors.take(element);
            }
            _ => return false,
        }
        true
    }

    /// Of equals the first is the title.
    fn take_title(&mut self, element: &Element, rank: Rank) {
        let is_better = self.title.as_ref().is_none_or(|(best, _)| rank < *best);
        if let Some(line) = is_better.then(|| prose::line(element, self.says_types)).flatten() {
            self.title = Some((rank, line));
        }
    }

    /// Of several links to pages the last is used: in RSS it is Atom's, which is more reliable.
    fn take_link(&mut self, element: &Element) {
        let href = element.attribute("href").or(element.attribute("url")).or(element.attribute("uri"));
        let Some(href) = href else {
            let text = element.text();
            if let Some(address) = (!text.is_empty()).then(|| link(element, &text)).flatten() {
                self.link = Some(address);
            }
            return;
        };
        let Some(address) = link(element, href) else { return };
        let relation = element.filled("rel").unwrap_or("alternate").to_ascii_lowercase();
        let kind = element.filled("type").unwrap_or("text/html");
        match relation.rsplit('/').next().unwrap_or_default() {
            "alternate" if kind.contains("html") => self.link = Some(address),
            "alternate" => self.other_link = Some(address),
            "enclosure" => self.take_file(element, address),
            _ => {}
        }
    }

    /// The least nested counts, of equals the last; the first permanent one is the link.
    fn take_id(&mut self, element: &Element, depth: usize) {
        let is_better = self.id_depth.is_none_or(|deeper| depth <= deeper);
        let Some(id) = is_better.then(|| repair::line(&element.text())).flatten() else { return };
        self.id_depth = Some(depth);
        let is_permalink =
            element.attribute("ispermalink").is_none_or(|is_one| is_one.trim().eq_ignore_ascii_case("true"));
        self.entry.id = Some(if is_permalink { address::join(element.base.as_deref(), &id) } else { id });
        if is_permalink && self.permalink.is_none() {
            self.permalink = self.entry.id.clone().filter(|address| address::is_harmless(address));
        }
    }

    /// Dates; returns whether the element was one.
    fn dating(&mut self, element: &Element) -> bool {
        let place = match (element.space, element.name.as_ref()) {
            (Space::Feed, "pubdate" | "published" | "issued") | (Space::DublinCore, "issued") => {
                &mut self.entry.published
            }
            (Space::Feed, "updated" | "modified" | "lastbuilddate")
            | (Space::DublinCore, "date" | "modified") => &mut self.entry.updated,
            (Space::Feed | Space::DublinCore, "created") => &mut self.created,
            (Space::Feed, "date") => &mut self.date,
            _ => return false,
        };
        *place = dates::read(&element.text()).or(*place);
        true
    }

    /// Tags and files; returns whether the element was one of those.
    fn filing(&mut self, element: &Element) -> bool {
        match (element.space, element.name.as_ref()) {
            (Space::Feed | Space::Media, "category")
            | (Space::DublinCore, "subject")
            | (Space::Feed, "keywords") => {
                self.take_tag(element.attribute("term").unwrap_or_default());
                self.take_tag(&element.own_text());
            }
            (Space::Itunes, "category") => {
                self.take_tag(element.attribute("text").unwrap_or_default());
                return false;
            }
            (Space::Itunes | Space::Media, "keywords") | (Space::Feed, "tags") => {
                element.text().split(',').for_each(|tag| self.take_tag(tag));
            }
            (Space::Feed, "enclosure") => self.take_file_of(element),
            (Space::Media, "content") => {
                self.take_file_of(element);
                return false;
            }
            _ => return false,
        }
        true
    }

    fn take_tag(&mut self, tag: &str) {
        if let Some(tag) = repair::line(tag)
            && self.entry.tags.len() < MOST
            && !self.entry.tags.contains(&tag)
        {
            self.entry.tags.push(tag);
        }
    }

    fn take_file_of(&mut self, element: &Element) {
        let reference = element.filled("url").or(element.filled("uri")).or(element.filled("href"));
        if let Some(url) = reference.and_then(|reference| link(element, reference)) {
            self.take_file(element, url);
        }
    }

    fn take_file(&mut self, element: &Element, url: String) {
        let length = element.filled("length").or(element.filled("filesize"));
        let length = length.and_then(|length| length.parse().ok());
        let kind = element.filled("type").and_then(repair::line);
        let files = &mut self.entry.enclosures;
        if let Some(known) = files.iter_mut().find(|file| file.url == url) {
            known.kind = known.kind.take().or(kind);
            known.length = known.length.or(length);
        } else if files.len() < MOST {
            files.push(Enclosure { url, kind, length });
        }
    }

    /// The texts; returns whether the element was one.
    fn telling(&mut self, element: &Element, depth: usize) -> bool {
        let usually = match (element.space, element.name.as_ref()) {
            (Space::Feed | Space::DublinCore, "description") => Usually::Html,
            (Space::Feed, "summary" | "abstract") => Usually::Plain,
            (Space::Itunes, "summary" | "subtitle") | (Space::Media, "description") => {
                self.take_teaser(element);
                return true;
            }
            (Space::Content, "encoded") | (Space::Feed, "fullitem") => {
                self.take_content(element, Usually::Html);
                return true;
            }
            (Space::Feed, "content") => {
                self.take_content(element, Usually::Plain);
                return true;
            }
            (Space::Feed | Space::Html, "body") | (Space::Html, "div") => {
                let html = prose::html(&element.html(), self.base_of(element));
                self.contents.extend(html);
                return true;
            }
            _ => return false,
        };
        self.take_summary(element, usually, depth);
        true
    }

    /// The first summary of an entry without content is its summary, the second its content; with
    /// content, a later, less nested one counts.
    fn take_summary(&mut self, element: &Element, usually: Usually, depth: usize) {
        let Some(prose) = self.prose(element, usually) else { return };
        match &self.summary {
            Some(_) if !self.has_content => {
                self.has_content = true;
                self.contents.push(prose);
            }
            Some((deeper, _)) if depth > *deeper => {}
            _ => self.summary = Some((depth, prose)),
        }
    }

    fn take_teaser(&mut self, element: &Element) {
        let is_subtitle = element.name == "subtitle";
        if self.teaser.is_none() || !is_subtitle {
            self.teaser = self.prose(element, Usually::Plain).or(self.teaser.take());
        }
    }

    fn take_content(&mut self, element: &Element, usually: Usually) {
        self.has_content = true;
        let prose = self.prose(element, usually);
        self.contents.extend(prose);
    }

    fn settle(self) -> Entry {
        let mut entry = self.entry;
        entry.title = self.title.map(|(_, title)| title);
        entry.link = self.link.or(self.permalink).or(self.other_link);
        entry.id = entry.id.or(self.identifier);
        entry.published = entry.published.or(self.created);
        entry.updated = entry.updated.or(self.date);
        entry.author = self.authors.best();
        entry.summary = self.summary.map(|(_, prose)| prose).or(self.teaser);
        entry.content = self.contents.into_iter().next();
        entry
    }
}
