//! A pass over a page's source before it is parsed, so that no page costs more than its length.
//!
//! HTML's tree construction is quadratic in three things that no honest page has many of: the depth of
//! open elements (each `<p>` looks through them), formatting elements left open (each paragraph opens all
//! of them again) and attributes of one tag (each is compared with all). The pass drops tags, never text,
//! and gives honest pages back as they are. It is no parser: it only has to be near enough.

use std::borrow::Cow;

/// Elements nested deeper than this lose their tags; real pages reach 60.
const DEEPEST: usize = 400;
/// Formatting elements that may be open at once.
const MOST_FORMATTING: usize = 24;
/// Tags that open something; what comes after them is text alone.
const MOST_TAGS: usize = 150_000;
/// A tag of more bytes loses its attributes, unless one long value makes it so.
const MOST_ATTRIBUTES: usize = 256;
/// How far up an end tag looks for its beginning.
const LOOKS_UP: usize = 40;

/// The page without the tags that would make it slow to parse.
pub(super) fn tame(html: &str) -> Cow<'_, str> {
    let mut guard = Guard { html, ..Guard::default() };
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        at = guard.piece(start);
    }
    if guard.copied == 0 && guard.out.is_empty() {
        return Cow::Borrowed(html);
    }
    guard.out.push_str(&html[guard.copied..]);
    Cow::Owned(guard.out)
}

#[derive(Default)]
struct Guard<'a> {
    html: &'a str,
    out: String,
    /// Up to where `html` has been copied or left out.
    copied: usize,
    open: Vec<Open<'a>>,
    formatting: usize,
    tags: usize,
}

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    is_kept: bool,
}

impl<'a> Guard<'a> {
    /// Judges what begins with the `<` at `start`; gives where to go on.
    fn piece(&mut self, start: usize) -> usize {
        let rest = &self.html[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or(self.html.len(), |end| start + 4 + end + 3);
        }
        let is_end = rest.starts_with("</");
        let name_start = start + 1 + usize::from(is_end);
        let name = tag_name(&self.html[name_start..]);
        if name.is_empty() {
            return start + 1;
        }
        let tag = tag_end(&self.html[name_start + name.len()..]);
        let end = name_start + name.len() + tag.length;
        if is_end {
            self.close(name, start..end);
            return end;
        }
        if !self.may_open(name) {
            self.cut(start..end, "");
        } else if tag.attributes > MOST_ATTRIBUTES {
            self.cut(start..end, &format!("<{name}>"));
        }
        if is_raw(name) && !tag.is_self_closing { raw_end(self.html, end, name) } else { end }
    }

    /// Notes an opening tag; says whether it may stand.
    fn may_open(&mut self, name: &'a str) -> bool {
        self.tags += 1;
        if self.tags > MOST_TAGS {
            return false;
        }
        if is_void(name) || is_raw(name) {
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

    /// Ends what a new element ends without saying so: a paragraph before a block, an item before the next.
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

    fn close(&mut self, name: &str, tag: std::ops::Range<usize>) {
        if is_formatting(name) {
            self.formatting = self.formatting.saturating_sub(1);
        }
        let is_its = |open: &Open| open.name.eq_ignore_ascii_case(name);
        let found = self.open.iter().enumerate().rev().take(LOOKS_UP).find(|(_, open)| is_its(open));
        match found.map(|(at, open)| (at, open.is_kept)) {
            Some((at, is_kept)) => {
                self.open.truncate(at);
                if !is_kept {
                    self.cut(tag, "");
                }
            }
            // `</p>` and `</br>` make elements even where nothing is open.
            None if self.tags > MOST_TAGS => self.cut(tag, ""),
            None => self.tags += 1,
        }
    }

    /// Leaves a stretch out and puts something else in its place.
    fn cut(&mut self, range: std::ops::Range<usize>, instead: &str) {
        self.out.push_str(&self.html[self.copied..range.start]);
        // Words on both sides of a dropped tag must not run into one another.
        self.out.push_str(if instead.is_empty() { " " } else { instead });
        self.copied = range.end;
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

/// Finds the `>` that ends a tag; one within quotes does not.
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

/// Where the element whose content is no markup ends.
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
