//! Encoded words of mail headers (RFC 2047) that a program has split inside a letter: consecutive words in one
//! character set are decoded together.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use encoding_rs::Encoding;

/// An encoded word and what follows it.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    rest: &'a str,
}

/// The text of a raw header with its encoded words decoded.
pub(super) fn decoded(header: &str) -> String {
    let mut text = String::new();
    let mut rest = header;
    while let Some(start) = rest.find("=?") {
        let Some(mut word) = Word::read(&rest[start..]) else {
            text.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
            continue;
        };
        text.push_str(&rest[..start]);
        while let Some(next) = Word::read(word.rest.trim_start()) {
            if !next.charset.eq_ignore_ascii_case(word.charset) {
                break;
            }
            word.bytes.extend(next.bytes);
            word.rest = next.rest;
        }
        let charset = Encoding::for_label(word.charset.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        text.push_str(&charset.decode_without_bom_handling(&word.bytes).0);
        rest = word.rest;
        // White space between encoded words is not part of the text.
        if Word::read(rest.trim_start()).is_some() {
            rest = rest.trim_start();
        }
    }
    text.push_str(rest);
    text
}

impl<'a> Word<'a> {
    /// The encoded word at the beginning of a text: `=?charset?B?text?=`.
    fn read(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix("=?")?;
        let (charset, inner) = inner.split_once('?')?;
        let (kind, inner) = inner.split_once('?')?;
        let (coded, rest) = inner.split_once("?=")?;
        // RFC 2231 adds a language to the character set.
        let charset = charset.split('*').next().unwrap_or(charset);
        let bytes = match kind {
            "B" | "b" => {
                let coded: String = coded.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
                STANDARD_NO_PAD.decode(coded).ok()?
            }
            "Q" | "q" => quoted(coded),
            _ => return None,
        };
        Some(Self { charset, bytes, rest })
    }
}

fn quoted(coded: &str) -> Vec<u8> {
    let source = coded.as_bytes();
    let mut bytes = Vec::with_capacity(source.len());
    let mut at = 0;
    while let Some(&byte) = source.get(at) {
        let hex = coded.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'=', Some(value)) => {
                bytes.push(value);
                at += 2;
            }
            (b'_', _) => bytes.push(b' '),
            (byte, _) => bytes.push(byte),
        }
        at += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_cut_are_made_whole() {
        for (header, expected) in [
            ("=?utf-8?B?RsOk?=\r\n =?utf-8?B?aHJlIMM=?= =?utf-8?B?vA==?=", "Fähre ü"),
            ("Re: =?utf-8?q?F=C3?= =?UTF-8?Q?=A4hre_im?= Hafen", "Re: Fähre im Hafen"),
            ("=?iso-8859-1?q?F=E4hre?= =?utf-8?q?n=C3=B6?=", "Fährenö"),
            ("=?utf-8*de?q?a?=", "a"),
            ("a =? b ?= c", "a =? b ?= c"),
            ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
            ("", ""),
        ] {
            assert_eq!(decoded(header), expected, "{header:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_is_too_odd(header in "(=\\?|\\?=|utf-8|\\?[BbQq]\\?|=C3|\\PC{0,3}| ){0,20}") {
            let _ = decoded(&header);
        }
    }
}
