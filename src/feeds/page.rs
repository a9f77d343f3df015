//! A page where a feed was expected: its title and the feeds it links to.

use super::address;
use super::entity;
use super::repair;
use super::token::{Token, Tokens};
use crate::text::clean;

/// The maximum number of feeds from one page.
const MOST: usize = 50;

/// A feed that a page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Its address; absolute if the page's own is known.
    pub url: String,
    /// The page's title for it.
    pub title: Option<String>,
}

/// The feeds a page links to with `<link rel="alternate">`, in order; `url` is where it was fetched
/// from.
pub fn feed_links(html: &str, url: Option<&str>) -> Vec<FeedLink> {
    let mut base = url.map(str::to_owned);
    let mut found: Vec<FeedLink> = Vec::new();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Start { name, is_empty } = token else { continue };
        if !is_empty && ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            tokens.skip_raw(name);
            continue;
        }
        let attribute = |wanted: &str| {
            let found = tokens.attributes().iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| clean::line(&entity::resolve(value)))
        };
        if name.eq_ignore_ascii_case("base") {
            let declared = attribute("href").and_then(|href| address::rebased(base.as_deref(), &href));
            base = declared.or(base);
        } else if name.eq_ignore_ascii_case("link") && is_feed(attribute("rel"), attribute("type")) {
            let Some(href) = attribute("href").filter(|href| !href.is_empty()) else { continue };
            let url = address::join(base.as_deref(), &href);
            let is_new = address::is_harmless(&url) && found.iter().all(|feed| feed.url != url);
            if is_new && found.len() < MOST {
                found.push(FeedLink { url, title: attribute("title").as_deref().and_then(repair::line) });
            }
        }
    }
    found
}

/// Whether a link is to a feed, by its relation and media type.
fn is_feed(relation: Option<String>, kind: Option<String>) -> bool {
    let relation = relation.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_feed = matches!(
        kind,
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json"
    );
    relation.split_whitespace().any(|word| matches!(word, "alternate" | "feed")) && is_feed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feeds_of_a_page() {
        let html = "<html><head><title>Harbour</title>\
            <script>document.write('<link rel=alternate type=application/rss+xml href=no.xml>')</script>\
            <LINK REL='alternate' TYPE='application/rss+xml; charset=utf-8' TITLE='News &amp; more' HREF='/rss.xml'>\
            <link rel=stylesheet href=style.css><link rel=alternate hreflang=de href=/de>\
            <base href='https://feeds.example.org/'>\
            <link rel='feed alternate' type=application/feed+json href=a.json>\
            <link rel=alternate type=application/atom+xml href='javascript:x'>\
            <link rel=alternate type=application/atom+xml href='a.json'>";
        let found = feed_links(html, Some("http://example.org/a/b"));
        let found: Vec<_> = found.iter().map(|feed| (feed.url.as_str(), feed.title.as_deref())).collect();
        assert_eq!(
            found,
            [("http://example.org/rss.xml", Some("News & more")), ("https://feeds.example.org/a.json", None)]
        );
        assert!(feed_links("<p>nothing</p>", None).is_empty());
    }
}
