//! Two passes over a page's source before parsing, so that no page costs more than its length.
//!
//! HTML's tree construction is quadratic in three things that no real page has many of: the depth of
//! open elements (each `<p>` searches them), open formatting elements (each paragraph reopens all
//! of them) and attributes of one tag (each is compared with all). The passes drop tags, never text,
//! and leave real pages unchanged. They are not parsers: they only have to be close enough.

use super::super::{LONGEST_TEXT, RejectReason};
use std::borrow::Cow;
use std::ops::Range;

/// Elements nested deeper than this lose their tags; real pages reach 60.
const DEEPEST: usize = 400;
/// Formatting elements that may be open at once.
const MOST_FORMATTING: usize = 24;
/// Tags whose content is text only.
const MOST_TAGS: usize = 150_000;
/// A longer tag, in bytes, loses its attributes, unless a single value makes it so long.
const MOST_ATTRIBUTES: usize = 256;
/// A longer run of text between two tags is split, in bytes; paragraphs of pages have 500.
const LONGEST_RUN: usize = 8 << 10;
/// How far up an end tag searches for its start.
const LOOKS_UP: usize = 40;

/// Fails for a page with more tags, or more text between them, than any article's.
pub(in crate::extract) fn must_be_an_article(html: &str) -> Result<(), RejectReason> {
    const MOST: usize = 250_000;
    let (mut at, mut tags, mut text) = (0, 0, 0);
    while let Some(tag) = next_tag(html, at) {
        text += tag.range.start - at;
        tags += 1;
        at = tag.next;
    }
    text += html.len() - at;
    if text > LONGEST_TEXT {
        return Err(RejectReason::TooLong { megabytes: text.div_ceil(1 << 20), limit: LONGEST_TEXT >> 20 });
    }
    if tags > MOST { Err(RejectReason::TooManyTags { limit: MOST }) } else { Ok(()) }
}

/// The page without anything that would make it slow to parse or serialise.
pub(super) fn tame(html: &str) -> Cow<'_, str> {
    match without_excess(html) {
        Cow::Borrowed(html) => with_short_runs(html),
        Cow::Owned(html) => Cow::Owned(with_short_runs(&html).into_owned()),
    }
}

/// The page with excess tags removed.
fn without_excess(html: &str) -> Cow<'_, str> {
    let mut guard = Guard { cut: Cut::of(html), ..Guard::default() };
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        at = tag.next;
        if tag.is_end {
            guard.close(&tag);
        } else if !guard.may_open(&tag) {
            guard.cut.replace(tag.range, " ");
        } else if tag.attributes > MOST_ATTRIBUTES {
            guard.cut.replace(tag.range, &format!("<{}>", tag.name));
        }
    }
    guard.cut.finish()
}

/// The page with long runs of text split by invisible `<wbr>`: html5ever serialises a run of
/// many `&` and `<` in quadratic time.
fn with_short_runs(html: &str) -> Cow<'_, str> {
    let mut parted = Cut::of(html);
    let mut at = 0;
    loop {
        let tag = next_markup(html, at);
        let end = tag.as_ref().map_or(html.len(), |tag| tag.range.start);
        while end - at > LONGEST_RUN {
            let from = html.ceil_char_boundary(at + LONGEST_RUN);
            let Some(offset) = html[from..end].find(['&', ' ', '<', '\n']) else { break };
            at = from + offset;
            parted.replace(at..at, "<wbr>");
        }
        match tag {
            Some(tag) => at = tag.next,
            None => return parted.finish(),
        }
    }
}

/// A text with parts replaced.
#[derive(Default)]
struct Cut<'a> {
    text: &'a str,
    out: String,
    /// Up to where `text` has been copied or replaced.
    copied: usize,
}

impl<'a> Cut<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.out.push_str(&self.text[self.copied..range.start]);
        self.out.push_str(with);
        self.copied = range.end;
    }

    fn finish(mut self) -> Cow<'a, str> {
        if self.out.is_empty() && self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(&self.text[self.copied..]);
        Cow::Owned(self.out)
    }
}

/// The open elements at a point of the page.
#[derive(Default)]
struct Guard<'a> {
    cut: Cut<'a>,
    open: Vec<Open<'a>>,
    formatting: usize,
    tags: usize,
}

/// An open element.
struct Open<'a> {
    name: &'a str,
    is_kept: bool,
}

impl<'a> Guard<'a> {
    /// Records a start tag; returns whether it may stay.
    fn may_open(&mut self, tag: &Tag<'a>) -> bool {
        let name = tag.name;
        self.tags += 1;
        if self.tags > MOST_TAGS {
            return false;
        }
        if name.is_empty() || is_void(name) || is_raw(name) {
            return true;
        }
        if is_formatting(name) {
            if self.formatting >= MOST_FORMATTING {
                return false;
            }
            self.formatting += 1;
        }
        self.close_implied(name);
        let is_kept = self.open.len() < DEEPEST;
        self.open.push(Open { name, is_kept });
        is_kept
    }

    /// Ends what a new element closes implicitly: a paragraph before a block, an item before the next.
    fn close_implied(&mut self, name: &str) {
        let lower = name.to_ascii_lowercase();
        let ends: &[&str] = match lower.as_str() {
            "li" => &["li"],
            "dt" | "dd" => &["dt", "dd"],
            "tr" => &["tr"],
            "td" | "th" => &["td", "th"],
            "option" => &["option"],
            "tbody" | "thead" | "tfoot" => &["tbody", "thead", "tfoot"],
            _ if is_formatting(name) || lower == "span" || lower == "img" => return,
            _ => &["p"],
        };
        let stops = |open: &str| {
            let open = open.to_ascii_lowercase();
            matches!(open.as_str(), "ul" | "ol" | "dl" | "table" | "select" | "div" | "section" | "article")
        };
        for (up, open) in self.open.iter().enumerate().rev().take(LOOKS_UP) {
            if ends.iter().any(|end| open.name.eq_ignore_ascii_case(end)) {
                self.open.truncate(up);
                return;
            }
            if stops(open.name) {
                return;
            }
        }
    }

    fn close(&mut self, tag: &Tag) {
        let name = tag.name;
        if is_formatting(name) {
            self.formatting = self.formatting.saturating_sub(1);
        }
        let is_its = |open: &Open| open.name.eq_ignore_ascii_case(name);
        let found = self.open.iter().enumerate().rev().take(LOOKS_UP).find(|(_, open)| is_its(open));
        match found.map(|(at, open)| (at, open.is_kept)) {
            Some((at, is_kept)) => {
                self.open.truncate(at);
                if !is_kept {
                    self.cut.replace(tag.range.clone(), " ");
                }
            }
            // `</p>` and `</br>` create elements even if nothing is open.
            None if self.tags > MOST_TAGS => self.cut.replace(tag.range.clone(), " "),
            None => self.tags += 1,
        }
    }
}

/// A tag of the page's source, or a `<` that begins none.
struct Tag<'a> {
    /// Empty if it is not a tag.
    name: &'a str,
    range: Range<usize>,
    is_end: bool,
    /// How many attributes, roughly.
    attributes: usize,
    /// Where the markup continues: after the tag or, if it has text content only, after that.
    next: usize,
}

/// The first tag at or after a byte that is one.
fn next_markup(html: &str, from: usize) -> Option<Tag<'_>> {
    let mut tag = next_tag(html, from)?;
    while tag.name.is_empty() {
        tag = next_tag(html, tag.next)?;
    }
    Some(tag)
}

/// The first `<` at or after a byte; comments are skipped.
fn next_tag(html: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        let start = at + html[at..].find('<')?;
        if let Some(comment) = html[start..].strip_prefix("<!--") {
            at = start + 4 + comment.find("-->")? + 3;
            continue;
        }
        let is_end = html[start..].starts_with("</");
        let name_start = start + 1 + usize::from(is_end);
        let name = tag_name(&html[name_start..]);
        if name.is_empty() {
            let range = start..start + 1;
            return Some(Tag { name, next: range.end, range, is_end: false, attributes: 0 });
        }
        let name_end = name_start + name.len();
        let tail = tag_end(&html[name_end..]);
        let range = start..name_end + tail.length;
        let is_raw = is_raw(name) && !is_end && !tail.is_self_closing;
        let next = if is_raw { raw_end(html, range.end, name) } else { range.end };
        return Some(Tag { name, range, is_end, attributes: tail.attributes, next });
    }
}

/// The letters and digits of a tag's name; empty where `<` begins no tag.
fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(rest.len());
    &rest[..end]
}

struct TagEnd {
    /// Bytes up to and including `>`.
    length: usize,
    /// How many attributes, roughly.
    attributes: usize,
    is_self_closing: bool,
}

/// Finds the `>` that ends a tag; one inside quotes does not.
fn tag_end(rest: &str) -> TagEnd {
    let mut end = TagEnd { length: rest.len(), attributes: 0, is_self_closing: false };
    let (mut quote, mut last) = (None, b' ');
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'>') => {
                end.length = at + 1;
                end.is_self_closing = last == b'/';
                return end;
            }
            (None, _) => {
                let starts_word = !byte.is_ascii_whitespace() && (last.is_ascii_whitespace() || last == b'/');
                end.attributes += usize::from(starts_word && byte != b'=');
            }
        }
        if !(byte.is_ascii_whitespace() && last == b'=') {
            last = byte;
        }
    }
    end
}

/// Where the element with text content ends.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(offset) = html[at..].find("</") {
        at += offset;
        let is_its = html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
        if is_its {
            return at;
        }
        at += 2;
    }
    html.len()
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| name.eq_ignore_ascii_case(one))
}

fn is_raw(name: &str) -> bool {
    is_one_of(name, &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
}

fn is_void(name: &str) -> bool {
    is_one_of(
        name,
        &[
            "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track",
            "wbr",
        ],
    )
}

/// The formatting elements of the HTML standard, section 13.2.4.3.
fn is_formatting(name: &str) -> bool {
    is_one_of(
        name,
        &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_pages_stay_as_they_are() {
        for page in [
            "<p>one<p>two<ul><li>a<li>b</ul>",
            "<a href='x>y'>link</a> 3 < 4 <!-- <div> --> <script>if (a<b) '<div>'</script>",
            "unclosed <div class=\"",
            "",
        ] {
            assert_eq!(tame(page), page);
            assert!(matches!(tame(page), Cow::Borrowed(_)));
        }
        let many = "<p>paragraph <b>bold</b> without an end<li>item".repeat(2000);
        assert_eq!(tame(&many), many);
    }

    #[test]
    fn what_is_nested_too_deep_loses_its_tags_and_keeps_its_text() {
        let page = format!("{}deep{}end", "<div>".repeat(1000), "</div>".repeat(1000));
        let tamed = tame(&page);
        assert_eq!(tamed.matches("<div>").count(), DEEPEST);
        assert_eq!(tamed.matches("</div>").count(), DEEPEST);
        assert!(tamed.contains("deep") && tamed.ends_with("end"));
    }

    #[test]
    fn formatting_left_open_is_bounded() {
        let page = "<p><b id=1>x".repeat(1000);
        assert_eq!(tame(&page).matches("<b").count(), MOST_FORMATTING);
    }

    #[test]
    fn long_runs_are_parted_and_short_ones_are_not() {
        let run = "a&amp;".repeat(10_000);
        let page = format!("<p>{run}</p><script>{run}</script><p title='{run}'>");
        let tamed = tame(&page);
        assert_eq!(tamed.matches("<wbr>&amp;").count(), run.len() / LONGEST_RUN);
        assert_eq!(tamed.replace("<wbr>", ""), page);
    }

    #[test]
    fn a_tag_of_very_many_attributes_loses_them() {
        let page = format!("<div {}>x</div>", "a b=c ".repeat(1000));
        assert_eq!(tame(&page), "<div>x</div>");
    }

    proptest::proptest! {
        #[test]
        fn any_page_can_be_tamed(page in "(<(/)?(div|p|b|li|script|a)( x='[>\"]?')?>|<!--|\\PC{0,4}){0,40}") {
            proptest::prop_assert_eq!(tame(&page), page.as_str());
        }
    }
}
