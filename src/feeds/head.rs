//! A feed's own metadata, collected as the walk reaches it.

use super::element::Element;
use super::entry;
use super::person::Authors;
use super::prose::{self, Usually};
use super::space::Space;
use super::{repair, update_interval};
use crate::model::{Feed, FeedKind, Prose};

/// The head of a feed, as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Head {
    title: Option<String>,
    link: Option<String>,
    other_link: Option<String>,
    description: Option<Prose>,
    /// The description for podcasts and files.
    teaser: Option<Prose>,
    language: Option<String>,
    authors: Authors,
    update_interval: update_interval::IntervalFields,
}

impl Head {
    /// Reads the attributes of an element that contains the entries.
    pub fn take_frame(&mut self, element: &Element) {
        if self.language.is_none() {
            self.language = element.language.as_deref().and_then(repair::line);
        }
        if element.space == Space::Feed && element.name == "channel" && self.link.is_none() {
            self.link = element.filled("href").and_then(|href| entry::link(element, href));
        }
    }

    /// Takes a field. The first of a kind counts, except for links, where the last does: in RSS it is Atom's.
    pub fn take(&mut self, element: &Element, kind: FeedKind) {
        let says_types = kind == FeedKind::Atom;
        match (element.space, element.name.as_ref()) {
            (Space::Feed | Space::DublinCore, "title") if self.title.is_none() => {
                self.title = prose::line(element, says_types);
            }
            (Space::Feed, "link") => self.take_link(element),
            (Space::Feed | Space::DublinCore, "description" | "subtitle" | "tagline" | "abstract")
                if self.description.is_none() =>
            {
                let usually = if element.name == "description" { Usually::Html } else { Usually::Plain };
                self.description = prose::read(element, usually, says_types);
            }
            (Space::Feed | Space::Itunes | Space::Media, "summary" | "subtitle" | "description")
                if self.teaser.is_none() =>
            {
                self.teaser = prose::read(element, Usually::Plain, says_types);
            }
            (Space::Feed | Space::DublinCore, "language") => {
                self.language = repair::line(&element.text()).or(self.language.take());
            }
            (_, "author" | "creator" | "managingeditor") => self.authors.take(element),
            _ => self.update_interval.take(element),
        }
    }

    fn take_link(&mut self, element: &Element) {
        let Some(href) = element.attribute("href") else {
            let text = element.text();
            let address = (!text.is_empty()).then(|| entry::link(element, &text)).flatten();
            self.link = address.or(self.link.take());
            return;
        };
        let relation = element.filled("rel").unwrap_or("alternate");
        let is_alternate =
            relation.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("alternate"));
        let Some(address) = entry::link(element, href).filter(|_| is_alternate) else { return };
        if element.filled("type").is_none_or(|kind| kind.contains("html")) {
            self.link = Some(address);
        } else {
            self.other_link.get_or_insert(address);
        }
    }

    /// The feed, as far as it has been read.
    pub fn feed(&self, kind: FeedKind) -> Feed {
        Feed {
            kind,
            title: self.title.clone(),
            link: self.link.clone().or(self.other_link.clone()),
            description: self.description.clone().or(self.teaser.clone()),
            language: self.language.clone(),
            author: self.authors.best(),
            update_interval: self.update_interval.update_interval(),
        }
    }
}
