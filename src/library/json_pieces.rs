//! Splits a file of JSON into its articles without reading it as a whole: the elements of an array, also of one in an
//! object like those that other news readers export. What is between the articles is all that is looked at here; each
//! is read by `extract`.

use crate::extract::{LONGEST, is_list_of_entries};
use std::io::{self, BufRead};

/// A longer piece ends its file.
const ENDLESS: u64 = 64 * LONGEST as u64;

/// Part of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element of an array, or as much of it as there is.
    Element(Vec<u8>),
    /// A value that is no list of articles, to the end of the file if it is not JSON.
    Whole(Vec<u8>),
    /// One longer than [`LONGEST`].
    TooLong,
    /// What should not be between two elements, or the end of the file. Nothing after it is read.
    Broken,
}

/// The pieces of a file.
pub(super) struct JsonPieces<R> {
    reader: R,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before a value of the file.
    Outside,
    /// In a list, which may be a field of an object.
    InList {
        is_field: bool,
        is_first: bool,
    },
    End,
}

/// Bytes that are kept up to a limit.
#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    length: u64,
}

impl Kept {
    fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if self.length <= LONGEST as u64 {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn piece(self, piece: impl Fn(Vec<u8>) -> Piece) -> Piece {
        if self.length > LONGEST as u64 { Piece::TooLong } else { piece(self.bytes) }
    }
}

impl<R: BufRead> JsonPieces<R> {
    pub fn new(reader: R) -> Self {
        Self { reader, place: Place::Outside }
    }

    /// The next piece; `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Piece>> {
        loop {
            match self.place {
                Place::End => return Ok(None),
                Place::Outside => {
                    let mut kept = Kept::default();
                    match self.peek_keeping(&mut kept)? {
                        None => self.place = Place::End,
                        Some(b'[') => {
                            self.skip();
                            self.place = Place::InList { is_field: false, is_first: true };
                        }
                        Some(_) => {
                            if let Some(piece) = self.object(kept)? {
                                return Ok(Some(piece));
                            }
                        }
                    }
                }
                Place::InList { is_field, is_first } => {
                    if let Some(piece) = self.element(is_field, is_first)? {
                        return Ok(Some(piece));
                    }
                }
            }
        }
    }

    /// The next element of a list; `None` at its end.
    fn element(&mut self, is_field: bool, is_first: bool) -> io::Result<Option<Piece>> {
        let mut next = self.peek()?;
        if next == Some(b']') {
            self.skip();
            self.place = Place::Outside;
            // The rest of the object says nothing of the articles.
            if is_field && !self.value(&mut Kept { bytes: Vec::new(), length: LONGEST as u64 }, 1)? {
                return Ok(Some(self.broken()));
            }
            return Ok(None);
        }
        if !is_first {
            if next != Some(b',') {
                return Ok(Some(self.broken()));
            }
            self.skip();
            next = self.peek()?;
        }
        self.place = Place::InList { is_field, is_first: false };
        if matches!(next, None | Some(b',' | b']' | b'}')) {
            return Ok(Some(self.broken()));
        }
        let mut kept = Kept::default();
        if !self.value(&mut kept, 0)? {
            self.place = Place::End;
        }
        Ok(Some(kept.piece(Piece::Element)))
    }

    fn broken(&mut self) -> Piece {
        self.place = Place::End;
        Piece::Broken
    }

    /// An object that is an article, or `None` at the beginning of a list in it. What is no object is taken whole, for
    /// the parser to say what is wrong with it.
    fn object(&mut self, mut kept: Kept) -> io::Result<Option<Piece>> {
        let mut has_text = false;
        let mut opening = b'{';
        while self.peek_keeping(&mut kept)? == Some(opening) {
            self.keep_one(&mut kept, opening);
            if opening == b'{' && self.peek_keeping(&mut kept)? == Some(b'}') {
                break;
            }
            opening = b',';
            if self.peek_keeping(&mut kept)? != Some(b'"') {
                break;
            }
            let from = kept.bytes.len();
            self.value(&mut kept, 0)?;
            let name = kept.bytes.get(from..).unwrap_or_default().trim_ascii().to_vec();
            has_text |= matches!(name.as_slice(), b"\"text\"" | b"\"html\"");
            if self.peek_keeping(&mut kept)? != Some(b':') {
                break;
            }
            self.keep_one(&mut kept, b':');
            let is_list =
                !has_text && is_list_of_entries(&name) && self.peek_keeping(&mut kept)? == Some(b'[');
            if is_list {
                self.keep_one(&mut kept, b'[');
                if self.peek_keeping(&mut kept)? == Some(b'{') {
                    self.place = Place::InList { is_field: true, is_first: true };
                    return Ok(None);
                }
            }
            self.value(&mut kept, u32::from(is_list))?;
        }
        if self.peek_keeping(&mut kept)? == Some(b'}') {
            self.keep_one(&mut kept, b'}');
        } else {
            self.place = Place::End;
            while !self.reader.fill_buf()?.is_empty() && kept.length <= LONGEST as u64 {
                self.take(&mut kept, <[u8]>::len)?;
            }
        }
        Ok(Some(kept.piece(Piece::Whole)))
    }

    /// The next byte that is not white space, which stays.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        self.peek_keeping(&mut Kept::default())
    }

    /// The same; the white space before it is kept, so that an error has its line.
    fn peek_keeping(&mut self, kept: &mut Kept) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let blank = chunk.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = chunk.get(blank).copied();
            kept.push(&chunk[..blank]);
            self.reader.consume(blank);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn skip(&mut self) {
        self.reader.consume(1);
    }

    /// Takes the byte that was looked at.
    fn keep_one(&mut self, kept: &mut Kept, byte: u8) {
        self.reader.consume(1);
        kept.push(&[byte]);
    }

    /// Takes as many of the buffered bytes as it is told.
    fn take(&mut self, kept: &mut Kept, count: impl FnOnce(&[u8]) -> usize) -> io::Result<()> {
        let chunk = self.reader.fill_buf()?;
        let count = count(chunk);
        kept.push(&chunk[..count]);
        self.reader.consume(count);
        if kept.length > ENDLESS {
            return Err(io::Error::other("a value that never ends; nothing after it was read"));
        }
        Ok(())
    }

    /// Reads a value, or what is left of one that `depth` brackets have opened; false if the file ends before it does.
    fn value(&mut self, kept: &mut Kept, mut depth: u32) -> io::Result<bool> {
        let (mut in_string, mut is_escaped, mut is_over) = (false, false, false);
        let is_within = depth > 0;
        let mut is_begun = is_within;
        while !is_over {
            if self.reader.fill_buf()?.is_empty() {
                return Ok(is_begun && depth == 0 && !in_string);
            }
            self.take(kept, |chunk| {
                for (at, &byte) in chunk.iter().enumerate() {
                    if in_string {
                        let ends = byte == b'"' && !is_escaped;
                        is_escaped = byte == b'\\' && !is_escaped;
                        in_string = !ends;
                        is_over = ends && depth == 0;
                    } else {
                        match byte {
                            b'"' => in_string = true,
                            b'[' | b'{' => depth = depth.saturating_add(1),
                            b']' | b'}' if depth > 0 => {
                                depth -= 1;
                                is_over = depth == 0;
                            }
                            // The end of a number or word; it is not part of it.
                            b',' | b']' | b'}' | b':' if depth == 0 => {
                                is_over = true;
                                return at;
                            }
                            _ => {}
                        }
                    }
                    is_begun = true;
                    if is_over {
                        return at + 1;
                    }
                }
                chunk.len()
            })?;
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn pieces(json: &str) -> Vec<String> {
        // A few bytes at a time, so that everything is cut somewhere.
        let mut pieces = JsonPieces::new(BufReader::with_capacity(3, json.as_bytes()));
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        std::iter::from_fn(|| pieces.next().unwrap())
            .map(|piece| match piece {
                Piece::Element(bytes) => text(bytes),
                Piece::Whole(bytes) => format!("whole {}", text(bytes)),
                Piece::TooLong => "too long".to_owned(),
                Piece::Broken => "broken".to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_file_is_split_into_its_articles() {
        for (json, expected) in [
            ("", &[][..]),
            ("[]", &[]),
            (" [ {\"a\":1} , {\"b\":\"]\\\"[\"}\n] ", &["{\"a\":1} ", "{\"b\":\"]\\\"[\"}"]),
            ("[1,\"x\",[2,{}]] [3]", &["1", "\"x\"", "[2,{}]", "3"]),
            ("{\"text\":\"a\", \"items\":[{}]}", &["whole {\"text\":\"a\", \"items\":[{}]}"]),
            ("{\"v\":[1],\"items\":[{\"a\":{}},{}],\"x\":\"}\"}[4]", &["{\"a\":{}}", "{}", "4"]),
            ("{\"items\":[\"a\"],\"n\":null}{}", &["whole {\"items\":[\"a\"],\"n\":null}", "whole {}"]),
            ("hello there", &["whole hello there"]),
            ("{\"a\" 1}[2]", &["whole {\"a\" 1}[2]"]),
            ("[1", &["1", "broken"]),
            ("[{\"a\":\"b", &["{\"a\":\"b"]),
            ("[1 2]", &["1 2"]),
            ("[1,]", &["1", "broken"]),
            ("[{}{}]", &["{}", "broken"]),
            ("{\"items\":[{}", &["{}", "broken"]),
            ("{\"items\":[{}],\"x\":", &["{}", "broken"]),
        ] {
            let found = pieces(json);
            let trimmed: Vec<&str> = found.iter().map(|piece| piece.trim_end()).collect();
            let expected: Vec<&str> = expected.iter().map(|piece| piece.trim_end()).collect();
            assert_eq!(trimmed, expected, "{json}");
        }
    }

    #[test]
    fn what_is_too_long_does_not_stop_the_next() {
        let long = "x".repeat(LONGEST);
        assert_eq!(pieces(&format!("[\"{long}\",{{}}]")), ["too long", "{}"]);
        assert_eq!(pieces(&format!("{{\"a\":\"{long}\"}}[1]")), ["too long", "1"]);
    }
}
