//! HTML in feeds: cleaned, so that only text, structure, links and pictures remain; converted to plain text; and
//! distinguished from text that only looks like it.
//!
//! It does not build a document: that happens when an entry becomes an article.

use super::address;
use super::entity;
use super::html_names::{ADDRESSES, ATTRIBUTES, ELEMENTS, RAW, SIBLINGS, VOID, known};
use super::token::{Token, Tokens};
use crate::text::clean;
use std::borrow::Cow;

/// The maximum nesting depth.
const DEEPEST: usize = 200;

/// Clean, well-formed HTML with the same text: without scripts, forms and styles, and without what a browser hides.
/// An iframe becomes a `<video>` with its address. Addresses are made absolute if `base` is known. The input has
/// passed [`clean::lines`].
pub(super) fn sanitise(html: &str, base: Option<&str>) -> String {
    let mut writer = Writer { out: String::with_capacity(html.len()), open: Vec::new(), lines: None, base };
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => writer.text(text, push_text),
            Token::Literal(text) => writer.text(text, push_literal),
            Token::Start { name, is_empty } => match known(ELEMENTS, name) {
                Some(known) if !is_empty && !VOID.contains(&known) && is_hidden(tokens.attributes()) => {
                    skip_hidden(&mut tokens, name);
                }
                Some(name) => writer.start(name, tokens.attributes(), is_empty),
                None if name.eq_ignore_ascii_case("iframe") => writer.frame(tokens.attributes()),
                None if name.eq_ignore_ascii_case("template") && !is_empty => skip_hidden(&mut tokens, name),
                None => skip_if_raw(&mut tokens, name, is_empty),
            },
            Token::End { name } => writer.end(name),
            Token::Doctype(_) => {}
        }
    }
    writer.close_down_to(0);
    let start = writer.out.len() - writer.out.trim_start().len();
    writer.out.drain(..start);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

/// The text of HTML on one line, without markup.
pub(super) fn words(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => out.push_str(&entity::resolve(text)),
            Token::Literal(text) => out.push_str(text),
            Token::Start { name, is_empty } => {
                skip_if_raw(&mut tokens, name, is_empty);
                // Only inline markup can occur inside a word.
                if matches!(known(ELEMENTS, name), Some("br" | "div" | "li" | "p" | "td" | "th")) {
                    out.push(' ');
                }
            }
            Token::End { .. } | Token::Doctype(_) => {}
        }
    }
    clean::line(&out)
}

/// Whether text really is HTML: RSS does not say, and many feeds put HTML where it does not belong. It must contain
/// an end tag or a reference, and no tag or name unknown to HTML, because text mistaken for markup would be lost.
pub(super) fn is_html(text: &str) -> bool {
    let mut is_marked = false;
    for token in Tokens::new(text) {
        let (name, is_end) = match token {
            Token::Start { name, .. } => (name, false),
            Token::End { name } => (name, true),
            Token::Text(text) => match references(text) {
                References::None => continue,
                References::Known => {
                    is_marked = true;
                    continue;
                }
                References::Unknown => return false,
            },
            Token::Literal(_) | Token::Doctype(_) => continue,
        };
        if known(ELEMENTS, name).is_none() {
            return false;
        }
        is_marked |= is_end;
    }
    is_marked
}

enum References {
    None,
    Known,
    Unknown,
}

fn references(text: &str) -> References {
    let mut found = References::None;
    for rest in text.split('&').skip(1) {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let (name, after) = rest.split_at(length);
        if !after.starts_with(';') || name.is_empty() {
            continue;
        }
        if !name.starts_with('#') && !entity::is_known(name) {
            return References::Unknown;
        }
        found = References::Known;
    }
    found
}

fn skip_if_raw(tokens: &mut Tokens, name: &str, is_empty: bool) {
    if !is_empty && known(RAW, name).is_some() {
        tokens.skip_raw(name);
    }
}

/// Whether an element's attributes hide it.
fn is_hidden(attributes: &[(&str, &str)]) -> bool {
    const STYLES: [&str; 6] =
        ["display:none", "visibility:hidden", "opacity:0;", "font-size:0;", "max-height:0;", "mso-hide:all"];
    attributes.iter().any(|(name, value)| {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        let style = || {
            let mut style = entity::resolve(value).to_ascii_lowercase();
            style.retain(|c| !c.is_whitespace());
            style.replace("0px", "0").replace("0%", "0") + ";"
        };
        is("hidden") || (is("style") && STYLES.iter().any(|hides| style().contains(hides)))
    })
}

/// Skips the content of a hidden element. One that ends where the next with its name begins ends there here as well.
fn skip_hidden(tokens: &mut Tokens, hidden: &str) {
    let is_sibling = known(SIBLINGS, hidden).is_some();
    let mut depth = 1;
    let mut ahead = tokens.clone();
    while let Some(token) = ahead.next() {
        match token {
            Token::Start { name, is_empty: false } if name.eq_ignore_ascii_case(hidden) => {
                if is_sibling {
                    return;
                }
                depth += 1;
            }
            Token::End { name } if name.eq_ignore_ascii_case(hidden) => depth -= 1,
            _ => {}
        }
        *tokens = ahead.clone();
        if depth == 0 {
            return;
        }
    }
}

struct Writer<'a> {
    out: String,
    open: Vec<&'static str>,
    /// The number of open elements around the one whose line breaks are kept.
    lines: Option<usize>,
    base: Option<&'a str>,
}

impl Writer<'_> {
    fn start(&mut self, name: &'static str, attributes: &[(&str, &str)], is_empty: bool) {
        if SIBLINGS.contains(&name) && self.open.last() == Some(&name) {
            self.close_down_to(self.open.len() - 1);
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            if let Some(attribute) = known(ATTRIBUTES, attribute) {
                self.attribute(attribute, value);
            }
        }
        self.out.push('>');
        if VOID.contains(&name) {
            return;
        }
        if self.lines.is_none() && keeps_lines(attributes) {
            self.lines = Some(self.open.len());
        }
        self.open.push(name);
        if is_empty {
            self.close_down_to(self.open.len() - 1);
        }
    }

    fn text(&mut self, text: &str, push: fn(&mut String, &str)) {
        if self.lines.is_none() {
            return push(&mut self.out, text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.out.push_str("<br>");
            }
            push(&mut self.out, line);
        }
    }

    /// What an iframe shows, as a video that can be opened.
    fn frame(&mut self, attributes: &[(&str, &str)]) {
        let of = |wanted: &str| attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        let Some((_, source)) = of("src") else { return };
        let address = address::join(self.base, &entity::resolve(source));
        if address.starts_with("http://") || address.starts_with("https://") {
            let shown: Vec<(&str, &str)> = ["src", "title", "width", "height"]
                .into_iter()
                .filter_map(|name| of(name).copied())
                .collect();
            self.start("video", &shown, true);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let value = if ADDRESSES.contains(&name) {
            let reference = entity::resolve(value);
            if !address::is_harmless(&reference) {
                return;
            }
            Cow::Owned(address::join(self.base, &reference).replace('&', "&amp;"))
        } else {
            Cow::Borrowed(value)
        };
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for piece in value.split_inclusive(['"', '<', '>']) {
            let (text, mark) = match piece.chars().last() {
                Some('"') => (&piece[..piece.len() - 1], "&quot;"),
                Some('<') => (&piece[..piece.len() - 1], "&lt;"),
                Some('>') => (&piece[..piece.len() - 1], "&gt;"),
                _ => (piece, ""),
            };
            self.out.push_str(text);
            self.out.push_str(mark);
        }
        self.out.push('"');
    }

    fn end(&mut self, name: &str) {
        if let Some(name) = known(ELEMENTS, name)
            && let Some(place) = self.open.iter().rposition(|open| *open == name)
        {
            self.close_down_to(place);
        }
    }

    fn close_down_to(&mut self, place: usize) {
        while self.open.len() > place {
            if let Some(name) = self.open.pop() {
                self.out.push_str("</");
                self.out.push_str(name);
                self.out.push('>');
            }
        }
        self.lines = self.lines.filter(|&around| around < self.open.len());
    }
}

/// Whether an element's style keeps the line breaks of its text.
fn keeps_lines(attributes: &[(&str, &str)]) -> bool {
    attributes.iter().any(|(name, value)| {
        let mut style = value.to_ascii_lowercase();
        style.retain(|c| !c.is_whitespace());
        name.eq_ignore_ascii_case("style") && style.contains("white-space:pre")
    })
}

/// HTML text; only a lone `<` at its start can be plain text.
fn push_text(out: &mut String, text: &str) {
    match text.strip_prefix('<') {
        Some(rest) => {
            out.push_str("&lt;");
            out.push_str(rest);
        }
        None => out.push_str(text),
    }
}

/// Plain text as HTML.
pub(super) fn push_literal(out: &mut String, text: &str) {
    for piece in text.split_inclusive(['&', '<', '>']) {
        let (text, mark) = match piece.as_bytes().last() {
            Some(b'&') => (&piece[..piece.len() - 1], "&amp;"),
            Some(b'<') => (&piece[..piece.len() - 1], "&lt;"),
            Some(b'>') => (&piece[..piece.len() - 1], "&gt;"),
            _ => (piece, ""),
        };
        out.push_str(text);
        out.push_str(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_goes_and_what_says_something_stays() {
        for (html, expected) in [
            ("plain &amp; simple", "plain &amp; simple"),
            ("<p>One<br/>two</p>", "<p>One<br>two</p>"),
            ("<P CLASS='x' onclick='evil()'>One", "<p>One</p>"),
            ("<script>evil()</script>a<style>b{}</style>", "a"),
            ("a<script>never closed", "a"),
            (
                "<iframe src='//x' onload=evil()>frame</iframe><form>ask</form>",
                "<video src=\"http://x/\"></video>frameask",
            ),
            ("<iframe src='javascript:evil()'></iframe>a", "a"),
            ("<p style='display: none'>no<p>yes", "<p>yes</p>"),
            ("<div hidden>a<div>b</div>c</div>d", "d"),
            ("<p>a<span style='opacity:0'>b</span>c<i style='opacity:0.5'>d</i>", "<p>ac<i>d</i></p>"),
            ("<p style='white-space: pre-wrap'>a\nb</p>\nc", "<p>a<br>b</p>\nc"),
            (
                "<math><mi>x</mi></math><annotation>y</annotation>",
                "<math><mi>x</mi></math><annotation>y</annotation>",
            ),
            (
                "<a href='b.html' title='\"x\"'>b</a>",
                "<a href=\"http://example.org/b.html\" title=\"&quot;x&quot;\">b</a>",
            ),
            ("<a href='java&#10;script:evil()'>b</a>", "<a>b</a>"),
            (
                "<img src=/c.png alt=C width=9 onerror=evil()>",
                "<img src=\"http://example.org/c.png\" alt=\"C\" width=\"9\">",
            ),
            ("<a href='/?a=1&amp;b=2'>c</a>", "<a href=\"http://example.org/?a=1&amp;b=2\">c</a>"),
            ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
            ("<b><i>x</b>y</i>z", "<b><i>x</i></b>yz"),
            ("</div>a</p>", "a"),
            ("1 < 2 & 3", "1 &lt; 2 & 3"),
            ("<![CDATA[a < b]]>", "a &lt; b"),
            ("<!-- gone --><!DOCTYPE html>a<o:p>b</o:p>", "ab"),
            ("  <p>a</p>\n", "<p>a</p>"),
            ("", ""),
        ] {
            assert_eq!(sanitise(html, Some("http://example.org/")), expected, "{html:?}");
        }
    }

    #[test]
    fn words_have_no_markup() {
        for (html, expected) in [
            ("A <b>bold</b> step &amp; more", "A bold step & more"),
            ("un<i>happ</i>y", "unhappy"),
            ("One<br>two<p>three", "One two three"),
            ("a<script>evil()</script>b", "ab"),
            ("<![CDATA[x & y]]>", "x & y"),
        ] {
            assert_eq!(words(html), expected, "{html:?}");
        }
    }

    #[test]
    fn html_is_told_from_text() {
        for (text, expected) in [
            ("plain", false),
            ("<b>bold</b>", true),
            ("one<br>two", false),
            ("one &amp; two", true),
            ("one &#8212; two", true),
            ("AT&T", false),
            ("if a<b then", false),
            ("the <blink> tag</blink>", false),
            ("&made-up; </b>", true),
            ("&madeup; </b>", false),
            ("<script>x</script>", false),
        ] {
            assert_eq!(is_html(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn clean_html_is_well_formed_and_stays_as_it_is(
            html in "(<p>|<b>|</b>|<a href=x>|<script>|</script>|<|>|&|&amp;|\"|<li>|</ul>|<ul>|<br/>|a| |<!--|\\PC){0,40}"
        ) {
            let html = clean::lines(&html);
            let once = sanitise(&html, Some("http://example.org/"));
            let mut open = Vec::new();
            for token in Tokens::new(&once) {
                match token {
                    Token::Start { name, .. } if !VOID.contains(&name) => open.push(name),
                    Token::End { name } => proptest::prop_assert_eq!(open.pop(), Some(name)),
                    Token::Start { name, .. } => proptest::prop_assert!(known(ELEMENTS, name).is_some()),
                    Token::Text(_) => {}
                    Token::Literal(_) | Token::Doctype(_) => proptest::prop_assert!(false, "{:?}", once),
                }
            }
            proptest::prop_assert!(open.is_empty());
            proptest::prop_assert_eq!(sanitise(&once, Some("http://example.org/")), once);
        }
    }
}
