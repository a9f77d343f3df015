//! A web page where a feed was expected: the feeds it links to.

use super::address;
use super::entity;
use super::repair;
use super::token::{Token, Tokens};
use crate::text::clean;
use crate::text::fold::fold;

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

/// The feeds that a page links to with `<link>` or `<a rel="alternate">`, in its order, but feeds of comments last;
/// `url` is where the page was fetched from.
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
        } else if ["link", "a"].iter().any(|tag| name.eq_ignore_ascii_case(tag))
            && (is_feed(attribute("rel"), attribute("type"))
                || (name.eq_ignore_ascii_case("a") && is_feed_type(attribute("type"))))
        {
            let Some(href) = attribute("href").filter(|href| !href.is_empty()) else { continue };
            let url = address::join(base.as_deref(), &href);
            let is_new = address::is_harmless(&url) && found.iter().all(|feed| feed.url != url);
            if is_new && found.len() < MOST {
                found.push(FeedLink { url, title: attribute("title").as_deref().and_then(repair::line) });
            }
        }
    }
    found.sort_by_key(FeedLink::is_of_comments);
    found
}

/// The feeds that a server names in `Link` headers.
pub fn header_links(headers: &[String], url: Option<&str>) -> Vec<FeedLink> {
    let links = headers.iter().flat_map(|header| header.split(",<").flat_map(|part| part.split(", <")));
    let mut found: Vec<FeedLink> = Vec::new();
    for link in links.take(MOST) {
        let link = link.trim().trim_start_matches('<');
        let Some((reference, parameters)) = link.split_once('>') else { continue };
        let parameter = |wanted: &str| {
            parameters.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                let value = clean::line(value.trim().trim_matches('"'));
                name.trim().eq_ignore_ascii_case(wanted).then_some(value)
            })
        };
        let address = address::join(url, reference);
        if is_feed(parameter("rel"), parameter("type")) && address::is_harmless(&address) {
            found.push(FeedLink { url: address, title: parameter("title") });
        }
    }
    found.sort_by_key(FeedLink::is_of_comments);
    found
}

/// The target of a page that redirects with `<meta http-equiv="refresh">`.
pub fn refresh_target(html: &str, url: Option<&str>) -> Option<String> {
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        let Token::Start { name, .. } = token else { continue };
        let attribute = |wanted: &str| {
            let found = tokens.attributes().iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| clean::line(&entity::resolve(value)))
        };
        let is_refresh = name.eq_ignore_ascii_case("meta")
            && attribute("http-equiv").is_some_and(|what| what.eq_ignore_ascii_case("refresh"));
        if !is_refresh {
            continue;
        }
        let content = attribute("content")?;
        let (_, rest) = content.split_once([';', ','])?;
        let target = rest.trim();
        let target = match target.get(..3) {
            Some(start) if start.eq_ignore_ascii_case("url") => target[3..].trim_start().strip_prefix('=')?,
            _ => target,
        };
        let target = address::join(url, target.trim().trim_matches(['"', '\'']));
        return address::is_harmless(&target).then_some(target);
    }
    None
}

impl FeedLink {
    /// Whether a feed has comments rather than articles: judged by the parts of its address, or its title.
    pub fn is_of_comments(&self) -> bool {
        const WORDS: [&str; 14] = [
            "comment",
            "comments",
            "commentaire",
            "commentaires",
            "kommentar",
            "kommentare",
            "comentarios",
            "commenti",
            "reacties",
            "komentarze",
            "komentare",
            "kommentarer",
            "yorumlar",
            "replies",
        ];
        let address = self.url.to_lowercase();
        let path = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let path = path.split_once('/').map_or("", |(_, path)| path);
        let title = fold(self.title.as_deref().unwrap_or_default());
        let is_word = |word: &str| WORDS.contains(&word);
        path.split(|c: char| !c.is_alphanumeric()).any(is_word)
            || title.split(|c: char| !c.is_alphanumeric()).any(is_word)
    }
}

/// The media types of feeds alone.
const FEED_TYPES: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"];

/// Whether a media type is that of feeds alone.
fn is_feed_type(kind: Option<String>) -> bool {
    kind.is_some_and(|kind| FEED_TYPES.contains(&kind.to_ascii_lowercase().as_str()))
}

/// Whether a link is to a feed, by its relation and media type.
fn is_feed(relation: Option<String>, kind: Option<String>) -> bool {
    let relation = relation.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_feed = FEED_TYPES.contains(&kind) || matches!(kind, "text/xml" | "application/xml");
    let has = |wanted: &str| relation.split_whitespace().any(|word| word == wanted);
    (has("alternate") && is_feed) || (has("feed") && (is_feed || kind.is_empty()))
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

    #[test]
    fn feeds_are_named_in_other_ways_too() {
        let first =
            |html: &str| feed_links(html, Some("https://quay.example/")).first().map(|feed| feed.url.clone());
        for html in [
            "<footer><a rel=alternate type=application/rss+xml href=/feed>RSS</a></footer>",
            "<link rel=alternate type=text/xml href=/feed>",
            "<a type=application/atom+xml href=/feed>Atom</a>",
            "<link rel=alternate type=application/rss+xml title='Comentários' href=/all>\
             <link rel=alternate type=application/rss+xml href=/feed>",
            "<link rel=feed href=/feed>",
            "<link rel=alternate type=application/rss+xml title='Comments' href=/all>\
             <link rel=alternate type=application/rss+xml href=/feed>",
            "<link rel=alternate type=application/rss+xml title='Flux des commentaires' href=/all>\
             <link rel=alternate type=application/rss+xml href=/feed>",
            "<link rel=alternate type=application/rss+xml href=/comments/feed/>\
             <link rel=alternate type=application/rss+xml href=/feed>",
        ] {
            assert_eq!(first(html).as_deref(), Some("https://quay.example/feed"), "{html}");
        }
        assert_eq!(first("<a href=/feed type=text/xml>x</a>"), None);
        let header =
            ["</style.css>; rel=preload, </feed>; rel=\"alternate\"; type=\"application/rss+xml\""
                .to_owned()];
        let named = header_links(&header, Some("https://quay.example/a"));
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].url, "https://quay.example/feed");
    }

    #[test]
    fn pages_send_their_readers_on() {
        let url = Some("https://quay.example/a/");
        for (content, expected) in [
            ("0; url=/feed", Some("https://quay.example/feed")),
            ("0;URL='b'", Some("https://quay.example/a/b")),
            ("5", None),
            ("0; url=javascript:x", None),
        ] {
            let html = format!("<meta http-equiv=Refresh content=\"{content}\">");
            assert_eq!(refresh_target(&html, url).as_deref(), expected, "{content}");
        }
    }
}
