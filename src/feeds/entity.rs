//! References in text: `&#8217;`, `&amp;`, HTML's two thousand names, and those that the document type declares.
//!
//! A document's declarations are used only if they are literals: nothing is fetched, no declaration may use another,
//! and together they may add at most [`MOST_ADDED`] bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The maximum number of bytes that a document's own entities may add to it.
const MOST_ADDED: usize = 1 << 20;

/// The maximum number of entities that a document may declare.
const MOST_DECLARED: usize = 512;

/// The longest replacement that a document may declare, in bytes.
const LONGEST_VALUE: usize = 1024;

/// The longest name of a reference; HTML's longest has 31 letters.
const LONGEST_NAME: usize = 40;

/// The entities of a document.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: BTreeMap<String, String>,
    added: usize,
}

impl Entities {
    /// Reads the literal declarations of a document type; returns whether others were skipped.
    pub fn declare(&mut self, doctype: &str) -> bool {
        let mut left_out = false;
        for declaration in doctype.split("<!ENTITY").skip(1) {
            match literal(declaration) {
                Some((name, value)) if self.declared.len() < MOST_DECLARED => {
                    self.declared.entry(name.to_owned()).or_insert_with(|| resolve(value).into_owned());
                }
                _ => left_out = true,
            }
        }
        left_out
    }

    /// The text with its references resolved; unknown ones stay as written.
    pub fn resolve<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        if self.declared.is_empty() {
            return resolve(text);
        }
        replaced(text, |name| {
            let value = self.declared.get(name).filter(|value| self.added + value.len() <= MOST_ADDED);
            match value {
                Some(value) => {
                    self.added += value.len();
                    Some(Cow::Owned(value.clone()))
                }
                None => meaning(name),
            }
        })
    }
}

/// The text with numbers and HTML's names resolved.
pub(super) fn resolve(text: &str) -> Cow<'_, str> {
    replaced(text, meaning)
}

/// Whether HTML knows a name.
pub(super) fn is_known(name: &str) -> bool {
    named(name).is_some()
}

fn replaced(text: &str, mut meaning: impl FnMut(&str) -> Option<Cow<'static, str>>) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(reference) = rest.strip_prefix('&') {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'.' | b'_' | b'-');
        let length = reference.bytes().take(LONGEST_NAME).take_while(is_name).count();
        let (name, after) = reference.split_at(length);
        let is_number = name.starts_with('#');
        let value = match after.strip_prefix(';') {
            Some(after) => second_half(name, after).or_else(|| meaning(name).map(|value| (value, after))),
            // A number without its semicolon can be nothing else.
            None if is_number => meaning(name).map(|value| (value, after)),
            None => None,
        };
        let after = if let Some((value, after)) = value {
            out.push_str(&value);
            after
        } else {
            out.push('&');
            reference
        };
        let next = memchr::memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    Cow::Owned(out)
}

/// A character written as two UTF-16 surrogates, which is wrong but common: `&#xD83D;&#xDE00;`. `after` is what
/// follows the first.
fn second_half<'a>(first: &str, after: &'a str) -> Option<(Cow<'static, str>, &'a str)> {
    let high = number(first).filter(|high| (0xD800..0xDC00).contains(high))?;
    let (second, rest) = after.strip_prefix('&')?.split_once(';')?;
    let low = number(second).filter(|low| (0xDC00..0xE000).contains(low))?;
    let both = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
    Some((Cow::Owned(both.to_string()), rest))
}

fn meaning(name: &str) -> Option<Cow<'static, str>> {
    if name.starts_with('#') {
        return number(name).map(|number| Cow::Owned(character(number).to_string()));
    }
    named(name).map(Cow::Borrowed)
}

/// `#1234`, `#x4d2`. A number too large for a character is still a number.
fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    is_number.then(|| u32::from_str_radix(digits, radix).unwrap_or(u32::MAX))
}

/// The character with a number. Numbers 128 to 159 mean windows-1252, as in HTML; invalid ones become U+FFFD.
fn character(number: u32) -> char {
    match u8::try_from(number) {
        Ok(0) => char::REPLACEMENT_CHARACTER,
        Ok(byte @ 0x80..=0x9f) => {
            let (text, _) =
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

fn named(name: &str) -> Option<&'static str> {
    if name == "apos" {
        return Some("'");
    }
    let table = &html_escape::NAMED_ENTITIES;
    let at = table.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok()?;
    table.get(at).map(|&(_, value)| value)
}

/// Name and value of ` name "value">`, where the value is a literal without references to names.
fn literal(declaration: &str) -> Option<(&str, &str)> {
    let (name, value) = declaration.trim_start().split_once(char::is_whitespace)?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let value = &value[1..];
    let value = &value[..value.find(quote)?];
    let is_literal = value.split('&').skip(1).all(|reference| reference.starts_with('#'));
    let is_plain = is_literal && !value.contains('%') && value.len() <= LONGEST_VALUE;
    (is_plain && name.len() <= LONGEST_NAME).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a &amp; b &lt;c&gt;", "a & b <c>"),
            ("caf&eacute;&mdash;&apos;", "café—'"),
            ("it&#8217;s &#x2014; &#X41;", "it’s — A"),
            ("&#147;old&#148;", "“old”"),
            ("&#8217 s", "’ s"),
            ("a&#xD83D;&#xDE00;b", "a😀b"),
            ("&#xD83D; &#0; &#1114112; &#99999999999;", "\u{fffd} \u{fffd} \u{fffd} \u{fffd}"),
            ("AT&T &unknown; &; &#; &#x; &amp", "AT&T &unknown; &; &#; &#x; &amp"),
            ("&&amp;", "&&"),
        ] {
            assert_eq!(resolve(text), expected, "{text:?}");
        }
    }

    #[test]
    fn declarations_that_are_literals_count() {
        let check = |doctype: &str, text: &str, expected: (&str, bool)| {
            let mut entities = Entities::default();
            let left_out = entities.declare(doctype);
            assert_eq!((entities.resolve(text).as_ref(), left_out), expected, "{doctype}");
        };
        check("<!DOCTYPE r [<!ENTITY port \"Old Port\">]>", "&port; &amp;", ("Old Port &", false));
        check("<!DOCTYPE r [<!ENTITY d '&#8212;'> <!ENTITY e 'x'>]>", "&d;&e;", ("—x", false));
        check("<!DOCTYPE r [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>", "&a;&b;", ("x&b;", true));
        check("<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/hosts\">]>", "&f;", ("&f;", true));
        check("<!DOCTYPE r [<!ENTITY % p \"x\">]>", "&p;", ("&p;", true));
        check("<!DOCTYPE r [<!ENTITY never \"x", "&never;", ("&never;", true));
    }

    #[test]
    fn a_document_cannot_grow_without_end() {
        let mut entities = Entities::default();
        entities.declare(&format!("<!ENTITY x \"{}\">", "y".repeat(LONGEST_VALUE)));
        let grown = entities.resolve(&"&x;".repeat(10_000)).len();
        assert!(grown < MOST_ADDED + 40_000, "{grown}");
    }
}
