//! Feed lists as text: newsboat's `urls` file, and any text with one address per line.
//!
//! Commands in such a file (`exec:`, `filter:`) are never run.

use super::opml::{Outlines, followable};
use crate::model::Outline;
use crate::text::clean;
use std::collections::HashMap;

/// What newsboat allows besides an address, and why it is not followed.
const OTHERS: [(&str, &str); 4] = [
    ("query:", "is a newsboat query, not a feed; save it as a search instead"),
    ("exec:", "would run a command; follow the feed it reads from instead"),
    ("filter:", "would run a command; follow the feed it reads from instead"),
    ("file:", "is a local file, which cannot be followed; add it with `dateline add`"),
];

/// A text of this many bytes may be truncated.
const HEAD: usize = 4096;

/// A line with more words is a sentence.
const MOST_TAGS: usize = 12;

/// Whether a text, or the beginning of one, is such a list: it contains an address that can be followed, and
/// nothing but addresses, their options, and comments.
pub fn is_list(text: &str) -> bool {
    // Only the beginning of a longer text may be here, and its last line may be truncated.
    let whole =
        if text.len() < HEAD { text } else { text.rsplit_once('\n').map_or(text, |(whole, _)| whole) };
    let mut has_address = false;
    for line in lines(whole) {
        let fields = fields(line);
        let first = fields.first().map_or("", String::as_str);
        // In a text an address is followed by words; in a list, by tags, which are few.
        let is_address = first.contains("://") && fields.len() <= MOST_TAGS;
        if !is_address && other(first).is_none() {
            return false;
        }
        has_address |= is_address && followable(first).is_ok();
    }
    has_address
}

/// Reads a list. An address is followed by its tags, with or without quotes; one that begins with `~` is its title,
/// and one with `!` hides it in newsboat's list, which is not imported.
pub fn read(text: &str) -> Outlines {
    let mut found = Outlines::default();
    let mut places = HashMap::new();
    for line in lines(text) {
        let mut fields = fields(line).into_iter();
        let Some(address) = fields.next() else { continue };
        if let Some(why) = other(&address) {
            found.rejected.push((clean::visible(&address), why));
            continue;
        }
        let mut outline = Outline::default();
        for field in fields {
            let word = clean::line(&field);
            if let Some(title) = word.strip_prefix('~') {
                outline.title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
            } else if !word.is_empty() && !word.starts_with('!') && !outline.tags.contains(&word) {
                outline.tags.push(word);
            }
        }
        found.take(&address, outline, &mut places);
    }
    found
}

fn other(address: &str) -> Option<&'static str> {
    OTHERS.iter().find(|(scheme, _)| address.starts_with(scheme)).map(|&(_, why)| why)
}

/// The lines with content.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The fields of a line: separated by spaces, which may occur inside quotes; a backslash escapes a quote.
/// Text after ` #` is a comment.
fn fields(line: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(&first) = chars.peek() {
        if first.is_whitespace() {
            chars.next();
            continue;
        }
        if first == '#' && !fields.is_empty() {
            break;
        }
        let mut field = String::new();
        let is_quoted = first == '"';
        if is_quoted {
            chars.next();
        }
        while let Some(c) = chars.next() {
            match c {
                '"' if is_quoted => break,
                '\\' if is_quoted => field.extend(chars.next()),
                c if c.is_whitespace() && !is_quoted => break,
                c => field.push(c),
            }
        }
        fields.push(field);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    const URLS: &str = "# my feeds\n\
        https://harbour.example/feed \"Sea and coast\" ferries \"~Harbour Post\" # the best\n\
        \n\
        \"https://inland.example/rss?a=1#b\" !hidden ~Inland sea\n\
        http://harbour.example/feed boats\n\
        \"query:Unread:unread = \\\"yes\\\"\"\n\
        \"exec:~/bin/make-feed --now\"\n\
        filter:~/bin/sort:https://x.example/feed\n\
        file:///home/ann/feed.xml\n\
        ftp://old.example/feed\n";

    #[test]
    fn what_a_list_says() {
        let list = read(URLS);
        let feeds: Vec<_> = list
            .feeds
            .iter()
            .map(|feed| (feed.url.as_str(), feed.title.as_deref(), feed.tags.join("|")))
            .collect();
        assert_eq!(
            feeds,
            [
                (
                    "https://harbour.example/feed",
                    Some("Harbour Post"),
                    "Sea and coast|ferries|boats".to_owned()
                ),
                ("https://inland.example/rss?a=1", Some("Inland"), "sea".to_owned()),
            ]
        );
        assert_eq!(list.repeated, 1);
        let rejected: Vec<_> = list.rejected.iter().map(|(what, why)| format!("{what} {why}")).collect();
        assert_eq!(
            rejected,
            [
                "query:Unread:unread = \"yes\" is a newsboat query, not a feed; save it as a search instead",
                "exec:~/bin/make-feed --now would run a command; follow the feed it reads from instead",
                "filter:~/bin/sort:https://x.example/feed would run a command; follow the feed it reads from instead",
                "file:///home/ann/feed.xml is a local file, which cannot be followed; add it with `dateline add`",
                "ftp://old.example/feed is not a web address; only http and https are supported",
            ]
        );
    }

    #[test]
    fn lists_are_told_from_texts() {
        for (text, expected) in [
            (URLS, true),
            (&URLS.repeat(20)[..5000], true),
            ("ftp://old.example/feed", false),
            ("https://harbour.example/feed", true),
            ("\u{feff}https://harbour.example/feed\r\nhttps://x.example\r\n", true),
            ("https://harbour.example/feed\nhttps://harb", true),
            ("https://harbour.example/feed\nThe ferry sails.\nhttps://x.example", false),
            (
                "https://harbour.example/feed is where the harbour's own paper can be read by everybody who likes",
                false,
            ),
            ("The ferry sails: https://harbour.example/", false),
            ("# remarks alone", false),
            ("query:x:y", false),
            ("", false),
        ] {
            assert_eq!(is_list(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        /// Any text either is a list or is not, and every address read from it can be followed.
        #[test]
        fn no_text_is_too_odd(text in "((https?://[a-z.]{0,9}/|query:|exec:)?[\"\\\\# ~!]{0,3}\\PC{0,9}\n?){0,9}") {
            let _ = is_list(&text);
            for feed in read(&text).feeds {
                proptest::prop_assert_eq!(followable(&feed.url), Ok(feed.url.clone()));
                proptest::prop_assert!(feed.tags.iter().all(|tag| clean::line(tag) == *tag));
            }
        }
    }
}
