//! Pictures, videos and audio as one line each: a description, and the address that opens it.
//!
//! What is not content is ignored: icons, avatars, tracking pixels, third-party widgets.

use super::super::address::absolute;
use super::caption;
use crate::text::clean;
use dom_query::NodeRef;

/// A picture, video or audio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Medium {
    /// The text shown for it.
    pub words: String,
    /// The address that opens it.
    pub url: String,
}

/// Pictures with a side of at most this many pixels are decoration.
const SMALLEST: u32 = 48;
/// A side of a tracking pixel.
const PIXEL: u32 = 3;
/// Longer descriptions, in characters, are truncated.
const LONGEST: usize = 400;

/// Where the address of a player is, and the corresponding address for people.
const PLAYERS: [(&str, &str); 7] = [
    ("youtube.com/embed/", "https://www.youtube.com/watch?v="),
    ("youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="),
    ("youtube.com/v/", "https://www.youtube.com/watch?v="),
    ("player.vimeo.com/video/", "https://vimeo.com/"),
    ("dailymotion.com/embed/video/", "https://www.dailymotion.com/video/"),
    ("open.spotify.com/embed/", "https://open.spotify.com/"),
    ("www.ted.com/embed/", "https://www.ted.com/"),
];

/// Words in the addresses of iframes and pictures that do not belong to the article.
const OF_OTHERS: [&str; 16] = [
    "doubleclick",
    "googletagmanager",
    "googlesyndication",
    "/ads",
    "adserver",
    "recaptcha",
    "plugins/like",
    "plugins/share",
    "feedburner.com/~",
    "/pixel",
    "/stat?event",
    "scorecardresearch",
    "gravatar.com",
    "newsletter",
    "subscribe",
    "consent",
];

/// How to treat a picture: in a feed all pictures are the author's, on a page some are the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::page) enum Origin {
    /// A page, only part of which is the article.
    Page,
    /// The body of a feed entry, which is the article.
    Feed,
}

/// What an inline `<img>` stands for: an emoji or a formula.
pub(super) fn sign(node: &NodeRef) -> Option<String> {
    let alt = clean::line(&node.attr("alt")?);
    let names =
        format!("{} {}", node.attr("class").unwrap_or_default(), node.attr("src").unwrap_or_default());
    let names = names.to_lowercase();
    let is_named = ["emoji", "smiley", "latex", "mathtex"].iter().any(|name| names.contains(name));
    let is_emoji = !alt.is_empty()
        && alt.chars().count() <= 8
        && !alt.chars().any(char::is_alphanumeric)
        && !alt.is_ascii();
    ((is_named && !alt.is_empty()) || is_emoji).then_some(alt)
}

/// The line for a picture without a caption.
pub(super) fn picture(node: &NodeRef, base: Option<&str>, origin: Origin) -> Option<Medium> {
    let url = address_of(node, base).filter(|url| !is_of_others(url))?;
    let side = |name: &str| node.attr(name).and_then(|side| side.trim_end_matches("px").parse::<u32>().ok());
    let sides = [side("width"), side("height")];
    let smallest = if origin == Origin::Feed { PIXEL } else { SMALLEST };
    if sides.into_iter().flatten().any(|side| side <= smallest) {
        return None;
    }
    let described =
        ["alt", "title"].map(|name| node.attr(name).map(|text| clean::line(&text)).unwrap_or_default());
    let [alt, title] = described;
    let says_more = !title.is_empty() && title != alt;
    let words = match (alt.is_empty(), says_more) {
        (true, false) => String::new(),
        (true, true) => title,
        (false, false) => alt,
        (false, true) => format!("{alt} – {title}"),
    };
    if origin == Origin::Page && (words.split(' ').count() < 2 || is_of_page(node) || caption::has_one(node))
    {
        return None;
    }
    // What a comic says when it is pointed at is more than its caption.
    if origin == Origin::Feed && caption::has_one(node) && !says_more {
        return None;
    }
    let words =
        if words.is_empty() { "[picture]".to_owned() } else { format!("[picture: {}]", shortened(&words)) };
    Some(Medium { words, url })
}

/// The line for a video, an audio or an iframe of another site.
pub(super) fn film(node: &NodeRef, base: Option<&str>, origin: Origin) -> Option<Medium> {
    let name = node.node_name()?;
    let named =
        ["src", "data-src", "data"].iter().find_map(|key| node.attr(key).filter(|src| !src.is_empty()));
    let of_source = || {
        let sources = node.descendants_it().filter(|below| below.has_name("source"));
        sources.filter_map(|source| source.attr("src")).find(|src| !src.is_empty())
    };
    let url = absolute(&named.or_else(of_source)?, base);
    let url = if let Some(rest) = url.strip_prefix("//") { format!("https://{rest}") } else { url };
    let side = |name: &str| node.attr(name).and_then(|side| side.parse::<u32>().ok());
    let is_pixel = [side("width"), side("height")].into_iter().flatten().any(|side| side <= PIXEL);
    if !is_of_the_web(&url) || is_of_others(&url) || is_pixel {
        return None;
    }
    let played = PLAYERS.iter().find_map(|(embed, open)| {
        let (_, rest) = url.split_once(embed)?;
        let end = if open.ends_with('=') { rest.find(['?', '&', '#', '/']) } else { rest.find(['?', '#']) };
        Some(format!("{open}{}", &rest[..end.unwrap_or(rest.len())]))
    });
    // A page embeds third-party maps, forms and much else; a feed only what its author included.
    let is_frame = !matches!(name.as_ref(), "video" | "audio");
    if is_frame && played.is_none() && origin == Origin::Page {
        return None;
    }
    let title = ["title", "aria-label"].iter().find_map(|key| node.attr(key));
    let title = title.map(|text| shortened(&clean::line(&text))).filter(|text| !text.is_empty());
    let kind = match name.as_ref() {
        "audio" => "audio",
        "video" => "video",
        _ if played.is_some() => "video",
        _ => "embed",
    };
    let url = played.unwrap_or(url);
    let words =
        title.unwrap_or_else(|| url.split_once("://").map_or(url.clone(), |(_, rest)| shortened(rest)));
    Some(Medium { words: format!("[{kind}: {words}]"), url })
}

/// The address of a picture, even if it is loaded lazily.
pub(super) fn address_of(node: &NodeRef, base: Option<&str>) -> Option<String> {
    const KEYS: [&str; 7] =
        ["data-src", "data-lazy-src", "data-original", "data-orig-file", "src", "data-srcset", "srcset"];
    let found = KEYS.iter().filter_map(|key| node.attr(key)).map(|value| {
        let value = value.trim().to_owned();
        value.split([' ', ',']).next().unwrap_or("").to_owned()
    });
    let mut addresses = found.filter(|value| !value.is_empty()).map(|value| absolute(&value, base));
    addresses.find(|url| is_of_the_web(url))
}

fn is_of_the_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

fn is_of_others(url: &str) -> bool {
    let lower = url.to_lowercase();
    OF_OTHERS.iter().any(|word| lower.contains(word))
}

/// Whether a picture's names say that it is part of the page.
fn is_of_page(node: &NodeRef) -> bool {
    const NAMES: [&str; 9] =
        ["avatar", "icon", "logo", "spinner", "badge", "author", "profile", "sprite", "placeholder"];
    let names =
        format!("{} {}", node.attr("class").unwrap_or_default(), node.attr("src").unwrap_or_default());
    let names = names.to_lowercase();
    NAMES.iter().any(|name| names.contains(name))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str, read: impl Fn(&NodeRef) -> Option<Medium>) -> Option<(String, String)> {
        let page = dom_query::Document::from(html);
        let node = *page.select("img, video, audio, iframe").nodes().first().unwrap();
        read(&node).map(|medium| (medium.words, medium.url))
    }

    #[test]
    fn pictures_are_a_line_that_can_be_opened() {
        let base = Some("https://quay.example/a/");
        for (html, in_feed, on_page) in [
            ("<img src=b.jpg alt='A gull on a post'>", Some("[picture: A gull on a post]"), true),
            ("<img src=b.jpg alt='A gull' title='It stays.'>", Some("[picture: A gull – It stays.]"), true),
            ("<img src=b.jpg>", Some("[picture]"), false),
            ("<img src=b.jpg width=1 height=1 alt='A gull on a post'>", None, false),
            ("<img src=b.jpg width=32 alt='A gull on a post'>", Some("[picture: A gull on a post]"), false),
            ("<img src='data:image/gif;base64,R0' alt='A gull on a post'>", None, false),
            ("<img class=avatar src=b.jpg alt='Ann Example'>", Some("[picture: Ann Example]"), false),
            (
                "<figure><img src=b.jpg alt='A gull on a post'><figcaption>The gull.</figcaption></figure>",
                None,
                false,
            ),
            (
                "<figure><img src=b.jpg alt='A gull' title='It stays.'><figcaption>Strip 4</figcaption></figure>",
                Some("[picture: A gull – It stays.]"),
                false,
            ),
            (
                "<img srcset='b.jpg 400w, c.jpg 800w' alt='A gull on a post'>",
                Some("[picture: A gull on a post]"),
                true,
            ),
        ] {
            let words = of(html, |node| picture(node, base, Origin::Feed)).map(|(words, url)| {
                assert_eq!(url, "https://quay.example/a/b.jpg");
                words
            });
            assert_eq!(words.as_deref(), in_feed, "{html}");
            assert_eq!(of(html, |node| picture(node, base, Origin::Page)).is_some(), on_page, "{html}");
        }
        let late = "<img src='data:image/gif;base64,R0' data-src=c.jpg alt='A gull on a post'>";
        let found = of(late, |node| picture(node, base, Origin::Page));
        assert_eq!(found.unwrap().1, "https://quay.example/a/c.jpg");
    }

    #[test]
    fn films_are_opened_where_people_see_them() {
        for (html, expected) in [
            (
                "<iframe src='https://www.youtube.com/embed/Q1?rel=0' title='How a gate is hung'></iframe>",
                Some(("[video: How a gate is hung]", "https://www.youtube.com/watch?v=Q1")),
            ),
            (
                "<iframe src='//player.vimeo.com/video/12'></iframe>",
                Some(("[video: vimeo.com/12]", "https://vimeo.com/12")),
            ),
            (
                "<audio><source src='https://quay.example/a.mp3'></audio>",
                Some(("[audio: quay.example/a.mp3]", "https://quay.example/a.mp3")),
            ),
            ("<iframe src='https://ads.doubleclick.example/x'></iframe>", None),
            ("<video></video>", None),
        ] {
            let found = of(html, |node| film(node, None, Origin::Page));
            let expected = expected.map(|(words, url)| (words.to_owned(), url.to_owned()));
            assert_eq!(found, expected, "{html}");
        }
        let map = "<iframe src='https://maps.example/x'></iframe>";
        assert_eq!(of(map, |node| film(node, None, Origin::Page)), None);
        assert!(of(map, |node| film(node, None, Origin::Feed)).is_some());
    }

    #[test]
    fn emoji_and_formulas_stand_in_their_line() {
        let sign = |html: &str| {
            let page = dom_query::Document::from(html);
            super::sign(page.select("img").nodes().first().unwrap())
        };
        assert_eq!(sign("<img src=/emoji/1f44d.png alt='👍'>").as_deref(), Some("👍"));
        assert_eq!(sign("<img class=latex src=a.png alt='x^2'>").as_deref(), Some("x^2"));
        assert_eq!(sign("<img src=a.png alt='A gull'>"), None);
    }
}
