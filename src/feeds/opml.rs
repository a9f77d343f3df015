//! Feed lists (OPML 1.0 and 2.0, <http://opml.org/spec2.opml>), read and written, as feed readers
//! exchange them.
//!
//! Reading never fails on broken markup: it only looks at `outline` tags, wherever they are.
//! Groups become tags. An address that is neither `http` nor `https` is reported and skipped.

use super::entity::Entities;
use super::repair;
use super::token::{Token, Tokens};
use crate::model::{Outline, Subscription};
use crate::text::clean;
use std::collections::HashMap;
use url::Url;

/// The maximum nesting of groups; feeds below belong to the groups above.
const DEEPEST: usize = 32;

/// The longest name of a group or a feed, in characters.
const LONGEST_NAME: usize = 200;

/// The maximum number of subscriptions in a list.
pub const MOST: usize = 50_000;

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// The content of a feed list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlines {
    /// The feeds in order, each once, with all groups that contain it.
    pub feeds: Vec<Outline>,
    /// How many of the list's feeds are duplicates within it.
    pub repeated: usize,
    /// Entries that cannot be followed: what the list has instead of an address, and why.
    pub rejected: Vec<(String, &'static str)>,
    /// How many feeds are left out, since there are [`MOST`] before them.
    pub beyond: usize,
}

/// Whether a text is an OPML list: its first element is `opml`.
pub fn is_opml(text: &str) -> bool {
    let first = Tokens::new(text).find_map(|token| match token {
        Token::Start { name, .. } => Some(name),
        _ => None,
    });
    first.is_some_and(|name| name.eq_ignore_ascii_case("opml"))
}

/// Reads a feed list.
pub fn read(text: &str) -> Outlines {
    let mut found = Outlines::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    // For each open outline, the group it is, if any.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut entities = Entities::default();
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Doctype(doctype) => {
                entities.declare(doctype);
            }
            Token::End { name } if name.eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            Token::Start { name, is_empty } if name.eq_ignore_ascii_case("outline") => {
                let attributes_read = OutlineAttributes::of(tokens.attributes(), &mut entities);
                // Everything below an outline that is commented out is commented out too (OPML 2.0).
                if attributes_read.is_comment {
                    if !is_empty {
                        skip(&mut tokens);
                    }
                    continue;
                }
                let is_group = attributes_read.feed.is_none();
                let title = attributes_read.title.or(attributes_read.text).map(|name| short(&name));
                if let Some(feed) = attributes_read.feed {
                    let tags = tags_of(&open, attributes_read.category.as_deref());
                    let site = attributes_read.site.filter(|site| followable(site).is_ok());
                    let outline = Outline { title: title.clone(), site, tags, ..Outline::default() };
                    found.take(&feed, outline, &mut places);
                }
                if !is_empty {
                    open.push(title.filter(|_| is_group));
                }
            }
            _ => {}
        }
    }
    found
}

/// The attributes of an outline.
#[derive(Default)]
struct OutlineAttributes {
    feed: Option<String>,
    title: Option<String>,
    text: Option<String>,
    site: Option<String>,
    category: Option<String>,
    is_comment: bool,
}

/// Skips the content and the end of an outline.
fn skip(tokens: &mut Tokens) {
    let mut depth = 1;
    while depth > 0 {
        match tokens.next() {
            Some(Token::Start { name, is_empty: false }) if name.eq_ignore_ascii_case("outline") => {
                depth += 1;
            }
            Some(Token::End { name }) if name.eq_ignore_ascii_case("outline") => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

impl OutlineAttributes {
    fn of(attributes: &[(&str, &str)], entities: &mut Entities) -> Self {
        let mut attributes_read = Self::default();
        // Some programs write `url` for `xmlUrl`, and mark it as a feed by its type.
        let (mut kind, mut url) = (None, None);
        for (name, value) in attributes {
            let field = match name.to_ascii_lowercase().as_str() {
                "xmlurl" => &mut attributes_read.feed,
                "title" => &mut attributes_read.title,
                "text" => &mut attributes_read.text,
                "htmlurl" => &mut attributes_read.site,
                "category" => &mut attributes_read.category,
                "iscomment" => {
                    attributes_read.is_comment |= value.trim().eq_ignore_ascii_case("true");
                    continue;
                }
                "type" => &mut kind,
                "url" => &mut url,
                _ => continue,
            };
            if field.is_none() {
                *field = repair::line(&entities.resolve(value));
            }
        }
        let is_feed = |kind: String| matches!(kind.to_ascii_lowercase().as_str(), "rss" | "atom" | "feed");
        attributes_read.feed = attributes_read.feed.or(url.filter(|_| kind.is_some_and(is_feed)));
        attributes_read
    }
}

impl Outlines {
    /// Takes a feed, if it can be followed; `places` has the index of each feed taken before.
    pub(super) fn take(&mut self, feed: &str, outline: Outline, places: &mut HashMap<String, usize>) {
        let url = match followable(feed).or_else(|why| with_scheme(feed).ok_or(why)) {
            Ok(url) => url,
            Err(why) => {
                self.rejected.push((clean::visible(&short(feed)), why));
                return;
            }
        };
        let without_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).to_owned();
        if let Some(known) = places.get(&without_scheme).and_then(|&place| self.feeds.get_mut(place)) {
            self.repeated += 1;
            if url.starts_with("https:") {
                known.url = url;
            }
            known.title = known.title.take().or(outline.title);
            known.site = known.site.take().or(outline.site);
            let new = |tag: &String| !known.tags.contains(tag);
            let tags: Vec<String> = outline.tags.into_iter().filter(new).collect();
            known.tags.extend(tags);
        } else if self.feeds.len() < MOST {
            places.insert(without_scheme, self.feeds.len());
            self.feeds.push(Outline { url, ..outline });
        } else {
            self.beyond += 1;
        }
    }
}

/// The address of a feed as a client would request it, or why there is none. Some programs put `feed:` or `feed://`
/// before it, or instead of `http:`.
pub fn followable(written: &str) -> Result<String, &'static str> {
    let written = written.trim();
    let plain = match written.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => {
            let rest = &written[5..];
            let is_whole = rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
            if is_whole { rest.to_owned() } else { format!("http://{}", rest.trim_start_matches('/')) }
        }
        _ => written.to_owned(),
    };
    if plain.len() > LONGEST_ADDRESS {
        return Err("is too long for an address");
    }
    let mut url = Url::parse(&plain).map_err(|_| "is not a web address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("is not a web address; only http and https are supported");
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("has no host name");
    }
    url.set_fragment(None);
    Ok(url.to_string())
}

/// The address of a feed that is listed without a scheme: `quay.example/rss`.
fn with_scheme(written: &str) -> Option<String> {
    let host = written.trim().split(['/', '?', '#']).next()?;
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_host = name.contains('.')
        && name.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        })
        && port.bytes().all(|byte| byte.is_ascii_digit());
    if is_host { followable(&format!("http://{}", written.trim())).ok() } else { None }
}

/// The groups around an outline and its own categories: `/News/Sea,Boats` is three.
fn tags_of(open: &[Option<String>], categories: Option<&str>) -> Vec<String> {
    let groups = open.iter().take(DEEPEST).flatten().cloned();
    let own = categories.unwrap_or_default().split([',', '/']).map(clean::line).map(|name| short(&name));
    let mut tags: Vec<String> = Vec::new();
    for tag in groups.chain(own.take(DEEPEST)).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known.eq_ignore_ascii_case(&tag)) {
            tags.push(tag);
        }
    }
    tags
}

fn short(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// Writes a feed list that [`read`] and other programs can read: one outline per feed, tags as its
/// categories, and the first of them also as its group.
pub fn write(subscriptions: &[Subscription]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    \
         <title>Subscriptions of Dateline</title>\n  </head>\n  <body>\n",
    );
    let mut groups: Vec<&str> =
        subscriptions.iter().filter_map(|feed| feed.tags.first()).map(String::as_str).collect();
    groups.sort_unstable();
    groups.dedup();
    for feed in subscriptions.iter().filter(|feed| feed.tags.is_empty()) {
        push_feed(&mut out, feed, 4);
    }
    for group in groups {
        push_start(&mut out, 4, &[("text", group), ("title", group)]);
        out.push_str(">\n");
        for feed in subscriptions.iter().filter(|feed| feed.tags.first().is_some_and(|tag| tag == group)) {
            push_feed(&mut out, feed, 6);
        }
        out.push_str("    </outline>\n");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn push_feed(out: &mut String, feed: &Subscription, indent: usize) {
    let categories = feed.tags.join(",");
    let mut attributes = vec![("type", "rss"), ("text", feed.title.as_str()), ("title", feed.title.as_str())];
    attributes.push(("xmlUrl", &feed.url));
    attributes.extend(feed.site.as_deref().map(|site| ("htmlUrl", site)));
    attributes.extend((!categories.is_empty()).then_some(("category", categories.as_str())));
    push_start(out, indent, &attributes);
    out.push_str("/>\n");
}

fn push_start(out: &mut String, indent: usize, attributes: &[(&str, &str)]) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str("<outline");
    for (name, value) in attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        for c in value.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                c => out.push(c),
            }
        }
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_feeds_the_rest_is_counted() {
        let outline = |number| format!("<outline xmlUrl='https://x.example/{number}'/>");
        let list: String = (0..MOST + 3).map(outline).collect();
        let read = read(&format!("<opml>{list}{}</opml>", outline(0)));
        assert_eq!((read.feeds.len(), read.beyond, read.repeated, read.rejected.len()), (MOST, 3, 1, 0));
    }
    use crate::model::{FeedId, FeedState};

    fn urls(found: &Outlines) -> Vec<&str> {
        found.feeds.iter().map(|feed| feed.url.as_str()).collect()
    }

    #[test]
    fn addresses_are_found_in_whatever_stands_around_them() {
        let check = |text: &str, expected: &[&str]| assert_eq!(urls(&read(text)), expected, "{text}");
        check("", &[]);
        check("<opml><body/></opml>", &[]);
        check("<opml><outline xmlUrl='http://quay.example/rss'/>", &["http://quay.example/rss"]);
        check("<OUTLINE XMLURL=http://quay.example/rss>", &["http://quay.example/rss"]);
        check(
            "<outline type='rss' url='http://quay.example/a'/><outline type='link' url='http://quay.example/b'/>",
            &["http://quay.example/a"],
        );
        check(
            "<opml><body><outline text='Fish & chips' xmlUrl='http://quay.example/?a=1&b=2'><outline xmlUrl='http://quay.example/2'></body>",
            &["http://quay.example/?a=1&b=2", "http://quay.example/2"],
        );
        check(
            "<outline xmlUrl='feed:https://quay.example/a'/><outline xmlUrl='feed://quay.example/b'/>",
            &["https://quay.example/a", "http://quay.example/b"],
        );
        check(
            "<outline xmlUrl='quay.example/rss'/><outline xmlUrl='quay.example:8080/rss'/><outline xmlUrl='exec:a.b/c'/>\
             <outline xmlUrl='a b.example/c'/><outline xmlUrl='/rss.xml'/>",
            &["http://quay.example/rss", "http://quay.example:8080/rss"],
        );
        check(
            "<!-- <outline xmlUrl='http://quay.example/no'/> --><outline xmlUrl=' http://quay.example/yes#top '/>",
            &["http://quay.example/yes"],
        );
    }

    #[test]
    fn what_is_no_address_of_the_web_is_named() {
        let check =
            |written: &str, is_good: bool| assert_eq!(followable(written).is_ok(), is_good, "{written}");
        for (written, is_good) in [
            ("https://quay.example", true),
            ("HTTP://Quay.example:80/f", true),
            ("file:///etc/hosts", false),
            ("exec:rm", false),
            ("javascript:x", false),
            ("quay.example/rss", false),
            ("http://", false),
            ("", false),
        ] {
            check(written, is_good);
        }
        let found = read(
            "<opml><outline xmlUrl='exec:fetch\u{1b}[2J it'/><outline xmlUrl='https://quay.example/f'/></opml>",
        );
        assert_eq!(urls(&found), ["https://quay.example/f"]);
        assert_eq!(found.rejected.len(), 1);
        assert!(found.rejected[0].0.starts_with("exec:fetch") && !found.rejected[0].0.contains('\u{1b}'));
    }

    #[test]
    fn groups_and_categories_are_tags_and_a_feed_is_there_once() {
        let found = read(
            "<opml><body><outline text='Sea'><outline text='Boats'>\
             <outline title='Quay' text='other' xmlUrl='http://quay.example/rss' category='/ships/old,news'></outline>\
             </outline><outline xmlUrl='http://pier.example/rss' htmlUrl='file:///pier'/></outline>\
             <outline text='Land'><outline XMLURL='HTTPS://Quay.Example:443/rss' htmlUrl='https://quay.example/'/></outline>",
        );
        assert_eq!(urls(&found), ["https://quay.example/rss", "http://pier.example/rss"]);
        let quay = &found.feeds[0];
        assert_eq!(quay.tags, ["Sea", "Boats", "ships", "old", "news", "Land"]);
        assert_eq!(
            (quay.title.as_deref(), quay.site.as_deref()),
            (Some("Quay"), Some("https://quay.example/"))
        );
        assert_eq!((found.feeds[1].tags.as_slice(), &found.feeds[1].site), (&["Sea".to_owned()][..], &None));
        assert_eq!(found.repeated, 1);
    }

    #[test]
    fn bombs_end_soon() {
        let deep =
            format!("<opml>{}<outline xmlUrl='http://quay.example/'/>", "<outline text='g'>".repeat(20_000));
        assert_eq!(read(&deep).feeds[0].tags, ["g"]);
        let bomb = "<!DOCTYPE o [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]><opml><outline text='&c;' xmlUrl='http://quay.example/'/>";
        assert_eq!(urls(&read(bomb)), ["http://quay.example/"]);
    }

    #[test]
    fn lists_are_told_by_their_first_element() {
        for (text, expected) in [
            ("<?xml version='1.0'?>\n<!-- a --><OPML version='1.0'>", true),
            ("<rss><opml>", false),
            ("opml", false),
        ] {
            assert_eq!(is_opml(text), expected, "{text}");
        }
    }

    fn subscription(url: &str, title: &str, tags: &[&str]) -> Subscription {
        Subscription {
            id: FeedId(1),
            url: url.to_owned(),
            title: title.to_owned(),
            site: Some("https://quay.example/?a&b".to_owned()),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            state: FeedState::New,
            last_success: None,
            next_due: None,
            error: None,
            fetches_full_text: false,
            articles: 0,
            unread: 0,
            account: None,
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_the_reader_fail(text in "(<outline|<opml>|</outline>|>|/>| xmlUrl=|'|\"|http://a.b/|&|&amp;| text=|<!--|-->|<!\\[CDATA\\[|\\PC){0,60}") {
            let found = read(&text);
            for feed in &found.feeds {
                proptest::prop_assert!(feed.url.starts_with("http"));
                proptest::prop_assert!(followable(&feed.url).is_ok_and(|again| again == feed.url));
            }
        }

        #[test]
        fn what_is_written_is_read_back(title in "\\PC{1,20}", tags in proptest::collection::vec("[a-zé&<\"' ]{1,9}", 0..4)) {
            let tags: Vec<String> = tags.iter().map(|tag| clean::line(tag)).filter(|tag| !tag.is_empty()).collect();
            let title = clean::line(&title);
            proptest::prop_assume!(!title.is_empty());
            let written: Vec<&str> = tags.iter().map(String::as_str).collect();
            let list = write(&[subscription("https://quay.example/?a=1&b=2", &title, &written)]);
            let found = read(&list);
            proptest::prop_assert_eq!(urls(&found), ["https://quay.example/?a=1&b=2"]);
            let feed = &found.feeds[0];
            proptest::prop_assert_eq!(&feed.title, &repair::line(&title));
            proptest::prop_assert_eq!(feed.site.as_deref(), Some("https://quay.example/?a&b"));
            let mut once: Vec<String> = Vec::new();
            for tag in tags {
                if !once.iter().any(|known| known.eq_ignore_ascii_case(&tag)) { once.push(tag); }
            }
            proptest::prop_assert_eq!(&feed.tags, &once);
        }
    }
}
