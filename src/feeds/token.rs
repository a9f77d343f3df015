//! Tokenises markup, XML and HTML alike, without ever failing: anything that is not markup is text, and what is not
//! closed ends where it was most likely meant to.
//!
//! It resolves no references, knows no namespaces and does not match tags. Every token is a slice of the source, and
//! each byte is examined a bounded number of times.

use memchr::{memchr, memchr2, memmem};

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A start tag; its attributes are [`Tokens::attributes`].
    Start {
        /// With its prefix, as written.
        name: &'a str,
        /// Whether it is self-closing: `<br/>`.
        is_empty: bool,
    },
    /// An end tag.
    End {
        /// With its prefix, as written.
        name: &'a str,
    },
    /// Text that may contain references.
    Text(&'a str),
    /// Literal text: a CDATA section.
    Literal(&'a str),
    /// A document type declaration, from `<!` to its `>`.
    Doctype(&'a str),
}

/// The maximum number of attributes per tag. Feeds have a handful; XHTML with micro-formats perhaps twenty.
const MOST_ATTRIBUTES: usize = 256;

/// The tokens of a source, in order.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    attributes: Vec<(&'a str, &'a str)>,
    /// The name of the last start tag: an unclosed CDATA section ends before its end tag.
    last: &'a str,
    /// Closing marks known not to occur any more, so that each is searched for only once.
    missing: [bool; 3],
}

/// The ends of comments, CDATA sections and processing instructions.
const MARKS: [&str; 3] = ["-->", "]]>", "?>"];
const COMMENT: usize = 0;
const CDATA: usize = 1;
const INSTRUCTION: usize = 2;

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, attributes: Vec::new(), last: "", missing: [false; 3] }
    }

    /// Name and value of the attributes of the last start tag, as written; a missing value is
    /// empty.
    pub fn attributes(&self) -> &[(&'a str, &'a str)] {
        &self.attributes
    }

    /// Skips the content of an element that is not markup (`script`), and its end tag.
    pub fn skip_raw(&mut self, name: &str) {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(next) = bytes.get(at..).and_then(|rest| memmem::find(rest, b"</")) {
            at += next + 2;
            let is_own = bytes
                .get(at..at + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            if is_own {
                self.at = after(bytes, at, b'>');
                return;
            }
        }
        self.at = self.text.len();
    }

    /// The position of the next closing mark of some kind.
    fn closing(&mut self, mark: usize, from: usize) -> Option<usize> {
        if self.missing[mark] {
            return None;
        }
        let found = memmem::find(&self.text.as_bytes()[from..], MARKS[mark].as_bytes());
        self.missing[mark] = found.is_none();
        found.map(|found| from + found)
    }

    /// `<!...`: a comment is skipped; also `None` for anything meaningless.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            let end = self.closing(COMMENT, self.at + 4);
            self.at = end.map_or_else(|| after(self.text.as_bytes(), self.at, b'>'), |end| end + 3);
            return None;
        }
        if rest.starts_with("<![CDATA[") {
            return Some(self.literal());
        }
        let start = self.at;
        self.at = match rest.get(2..9) {
            Some(word) if word.eq_ignore_ascii_case("doctype") => {
                start + doctype_length(rest.as_bytes()).unwrap_or(0)
            }
            _ => start,
        };
        if self.at > start {
            return Some(Token::Doctype(&self.text[start..self.at]));
        }
        self.at = after(self.text.as_bytes(), start, b'>');
        None
    }

    /// A CDATA section. One that is unclosed, or only closed by the end of a later one, ends before the end tag of
    /// its element.
    fn literal(&mut self) -> Token<'a> {
        let start = self.at + MARKS_CDATA_OPEN.len();
        let end = self.closing(CDATA, start);
        let content = &self.text[start..end.unwrap_or(self.text.len())];
        let holds_another = memmem::find(content.as_bytes(), MARKS_CDATA_OPEN.as_bytes());
        if end.is_none() || holds_another.is_some() {
            let within = &content[..holds_another.unwrap_or(content.len())];
            let closing = (!self.last.is_empty()).then(|| format!("</{}", self.last));
            if let Some(cut) = closing.and_then(|tag| memmem::find(within.as_bytes(), tag.as_bytes())) {
                self.at = start + cut;
                return Token::Literal(&content[..cut]);
            }
        }
        self.at = end.map_or(self.text.len(), |end| end + MARKS[CDATA].len());
        Token::Literal(content)
    }

    fn instruction(&mut self) {
        let end = self.closing(INSTRUCTION, self.at + 2);
        self.at = end.map_or_else(|| after(self.text.as_bytes(), self.at, b'>'), |end| end + 2);
    }

    fn end_tag(&mut self) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let start = self.at + 2;
        let end = start + name_length(&bytes[start..]);
        let mark = memchr2(b'>', b'<', &bytes[end..]).map_or(bytes.len(), |found| end + found);
        self.at = if bytes.get(mark) == Some(&b'>') { mark + 1 } else { mark };
        Token::End { name: &self.text[start..end] }
    }

    fn start_tag(&mut self) -> Token<'a> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut at = start + name_length(&bytes[start..]);
        let name = &self.text[start..at];
        let mut is_empty = false;
        self.attributes.clear();
        loop {
            at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            match bytes.get(at) {
                None | Some(b'<') => break,
                Some(b'>') => {
                    at += 1;
                    break;
                }
                Some(b'/') => {
                    at += 1;
                    is_empty = bytes.get(at) == Some(&b'>');
                }
                Some(_) => at = self.attribute(at),
            }
        }
        self.at = at;
        self.last = if is_empty { self.last } else { name };
        Token::Start { name, is_empty }
    }

    /// Reads the attribute at a position, and returns the position after it.
    fn attribute(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/' | b'<');
        let length = bytes[start..].iter().take_while(|byte| !is_end(byte)).count();
        if length == 0 {
            // A lone `=` is skipped, so that parsing advances.
            return start + 1;
        }
        let name = &self.text[start..start + length];
        let mut at = start + length;
        let white = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let equals = at + white(at);
        let mut value = "";
        if bytes.get(equals) == Some(&b'=') {
            at = equals + 1;
            at += white(at);
            (value, at) = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => self.quoted(at + 1, quote),
                _ => self.unquoted(at),
            };
        }
        if self.attributes.len() < MOST_ATTRIBUTES {
            self.attributes.push((name, value));
        }
        at
    }

    /// A value up to its quote. XML allows no `<` in it; if a tag seems to end and another to begin, the closing
    /// quote was forgotten.
    fn quoted(&self, start: usize, quote: u8) -> (&'a str, usize) {
        let bytes = self.text.as_bytes();
        let end = memchr(quote, &bytes[start..]).map(|found| start + found);
        let value = &bytes[start..end.unwrap_or(bytes.len())];
        let tag_end = memchr2(b'>', b'<', value).filter(|&at| value[at] == b'>');
        match (end, tag_end) {
            (Some(end), None) => (&self.text[start..end], end + 1),
            (Some(end), Some(tag_end)) if memchr(b'<', &value[tag_end..]).is_none() => {
                (&self.text[start..end], end + 1)
            }
            (_, Some(tag_end)) => (&self.text[start..start + tag_end], start + tag_end),
            (None, None) => self.unquoted(start),
        }
    }

    fn unquoted(&self, start: usize) -> (&'a str, usize) {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
        let length = self.text.as_bytes()[start..].iter().take_while(|byte| !is_end(byte)).count();
        (&self.text[start..start + length], start + length)
    }
}

const MARKS_CDATA_OPEN: &str = "<![CDATA[";

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.text[self.at..];
            let bytes = rest.as_bytes();
            let text_from = match (bytes.first()?, bytes.get(1)) {
                (b'<', Some(b'!')) => match self.declaration() {
                    Some(token) => return Some(token),
                    None => continue,
                },
                (b'<', Some(b'?')) => {
                    self.instruction();
                    continue;
                }
                (b'<', Some(b'/')) if bytes.get(2).copied().is_some_and(begins_name) => {
                    return Some(self.end_tag());
                }
                (b'<', Some(b'/')) => {
                    self.at = after(self.text.as_bytes(), self.at, b'>');
                    continue;
                }
                (b'<', Some(&byte)) if begins_name(byte) => return Some(self.start_tag()),
                // A `<` that does not begin markup is an ordinary character.
                (b'<', _) => 1,
                _ => 0,
            };
            let end = memchr(b'<', &bytes[text_from..]).map_or(bytes.len(), |found| text_from + found);
            self.at += end;
            return Some(Token::Text(&rest[..end]));
        }
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | 0x80..)
}

/// The length of a tag's name.
fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'<')).count()
}

/// The position after the next occurrence of an ASCII byte; the end if there is none.
fn after(bytes: &[u8], from: usize, byte: u8) -> usize {
    memchr(byte, &bytes[from..]).map_or(bytes.len(), |found| from + found + 1)
}

/// The length of a document type declaration with its internal subset; `None` if it never ends.
fn doctype_length(bytes: &[u8]) -> Option<usize> {
    /// Longer ones are attacks; the longest real one declares HTML's entities and has 12 KB.
    const LONGEST: usize = 1 << 18;
    let (mut depth, mut quote) = (0_usize, None);
    for (at, &byte) in bytes.iter().take(LONGEST).enumerate() {
        match (byte, quote) {
            (_, Some(open)) if byte == open => quote = None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'[', None) => depth += 1,
            (b']', None) => depth = depth.saturating_sub(1),
            (b'>', None) if depth == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> String {
        let mut tokens = Tokens::new(source);
        let mut out = Vec::new();
        while let Some(token) = tokens.next() {
            out.push(match token {
                Token::Start { name, is_empty } => {
                    let attributes = tokens.attributes().iter();
                    let attributes: Vec<_> =
                        attributes.map(|(name, value)| format!(" {name}={value}")).collect();
                    let attributes = attributes.concat();
                    format!("({name}{attributes}{}", if is_empty { ")" } else { "" })
                }
                Token::End { name } => format!("{name})"),
                Token::Text(text) => format!("'{text}'"),
                Token::Literal(text) => format!("`{text}`"),
                Token::Doctype(text) => format!("!{}", text.len()),
            });
        }
        out.join(" ")
    }

    #[test]
    fn markup_and_what_passes_for_it() {
        for (source, expected) in [
            ("", ""),
            ("<a>one</a>", "(a 'one' a)"),
            ("<A:b c=\"1\" d='2'/>x", "(A:b c=1 d=2) 'x'"),
            ("<a b=c d e = f>", "(a b=c d= e=f"),
            ("<a href=http://x/y/>", "(a href=http://x/y/"),
            ("3 < 4 <5", "'3 ' '< 4 ' '<5'"),
            ("a </> b", "'a ' ' b'"),
            ("</a  ><b</c>", "a) (b c)"),
            ("</a<b>", "a) (b"),
            ("x<!-- <b> -->y", "'x' 'y'"),
            ("x<!-- never <b>y", "'x' 'y'"),
            ("<?xml version='1.0'?><a>", "(a"),
            ("<?php never closed><a>", "(a"),
            ("<![CDATA[1 < 2]]>x", "`1 < 2` 'x'"),
            ("<t><![CDATA[never</t><u>", "(t `never` t) (u"),
            ("<t><![CDATA[lost</t><t><![CDATA[two]]></t>", "(t `lost` t) (t `two` t)"),
            ("<t><![CDATA[a <![CDATA[b]]></t>", "(t `a <![CDATA[b` t)"),
            ("<!DOCTYPE r [<!ENTITY a \"]>\">]><r>", "!31 (r"),
            ("<!doctype html><r>", "!15 (r"),
            ("<!DOCTYPE [ never <r>", ""),
            ("<!ELEMENT x><r>", "(r"),
            ("<a b=\"never><c>d", "(a b=never (c 'd'"),
            ("<a b=\"1 > 0\">", "(a b=1 > 0"),
            ("<a =\"x\">", "(a \"x\"="),
            ("<a b='x", "(a b=x"),
            ("<é ü='ö'>", "(é ü=ö"),
            ("<", "'<'"),
        ] {
            assert_eq!(told(source), expected, "{source:?}");
        }
    }

    #[test]
    fn what_is_no_markup_is_skipped_whole() {
        for (source, expected) in
            [("<script>a<b</SCRIPT >c", Some("c")), ("<script>a</b>", None), ("<script>", None)]
        {
            let mut tokens = Tokens::new(source);
            tokens.next();
            tokens.skip_raw("script");
            assert_eq!(tokens.next(), expected.map(Token::Text), "{source:?}");
        }
    }

    #[test]
    fn attributes_have_a_limit() {
        let source = format!("<a {}>", "b='c' ".repeat(5000));
        let mut tokens = Tokens::new(&source);
        assert_eq!(tokens.next(), Some(Token::Start { name: "a", is_empty: false }));
        assert_eq!(tokens.attributes().len(), MOST_ATTRIBUTES);
    }

    proptest::proptest! {
        #[test]
        fn every_source_comes_to_its_end(source in "(<|>|/|!|\\?|\\[|\\]|CDATA|--|=|\"|'|DOCTYPE|a| |é|\\PC){0,60}") {
            let longest = source.len() + 1;
            let mut tokens = Tokens::new(&source);
            proptest::prop_assert!(tokens.by_ref().take(longest + 1).count() <= longest);
        }
    }
}
