//! Files of several articles, read one by one: JSON, JSON lines, web archives, newsboat's cache. Only the current article
//! is in memory.

use super::Rejected;
use super::input_item::{InputItem, InputKind, Origin};
use super::json_pieces::{JsonPieces, Piece};
use crate::extract::warc::{Archive, Saved};
use crate::extract::{Format, LONGEST, without_mark};
use crate::store::{CachedArticle, Newsboat};
use crate::text::clean;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use serde_json::json;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A longer line ends its file: no real file has such lines, but a malicious archive can unpack to nothing else.
const ENDLESS: u64 = 64 * LONGEST as u64;

/// The first bytes of an SQLite database.
const DATABASE: &[u8] = b"SQLite format 3\0";

type ByteReader = Box<dyn BufRead + Send>;

/// The bytes as UTF-8 without a byte order mark: by their mark or, in UTF-16 without one, by where its zeros are.
fn as_utf8(mut reader: ByteReader) -> ByteReader {
    // What cannot be read is reported by whoever reads on.
    let marked = reader.fill_buf().ok().and_then(|head| {
        Encoding::for_bom(head).or_else(|| without_mark(head).map(|encoding| (encoding, 0)))
    });
    let Some((encoding, length)) = marked else { return reader };
    reader.consume(length);
    if encoding == UTF_8 {
        return reader;
    }
    let decoder = Some(encoding.new_decoder_without_bom_handling());
    Box::new(BufReader::new(Decoded { reader, decoder }))
}

/// Text in another encoding, read as UTF-8.
struct Decoded {
    reader: ByteReader,
    /// None once all is decoded.
    decoder: Option<Decoder>,
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let bytes = self.reader.fill_buf()?;
            let is_last = bytes.is_empty();
            let (end, taken, written, _) = decoder.decode_to_utf8(bytes, buffer, is_last);
            self.reader.consume(taken);
            if is_last && end == CoderResult::InputEmpty {
                self.decoder = None;
            }
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

/// A file of several articles being read.
pub(super) struct Container {
    origin: Origin,
    form: Form,
}

enum Form {
    Lines { reader: ByteReader, number: u64 },
    Json { pieces: JsonPieces<ByteReader>, number: u64 },
    Archive(Archive<ByteReader>),
    Cache(Newsboat),
}

impl Container {
    /// Opens JSON lines.
    pub fn lines(origin: Origin, reader: ByteReader) -> Self {
        Self { origin, form: Form::Lines { reader: as_utf8(reader), number: 0 } }
    }

    /// Opens JSON.
    pub fn json(origin: Origin, reader: ByteReader) -> Self {
        Self { origin, form: Form::Json { pieces: JsonPieces::new(as_utf8(reader)), number: 0 } }
    }

    /// Opens a web archive.
    pub fn archive(origin: Origin, reader: ByteReader) -> Self {
        Self { origin, form: Form::Archive(Archive::new(reader)) }
    }

    /// Opens newsboat's cache at `path`.
    pub fn cache(origin: Origin, path: &Path) -> Result<Self, Rejected> {
        match Newsboat::open(path) {
            Ok(Some(cache)) => Ok(Self { origin, form: Form::Cache(cache) }),
            Ok(None) => {
                let why = "is a database but not newsboat's cache; export its articles as JSON or text";
                Err(Rejected::file(origin.name, why, "no articles"))
            }
            Err(error) => Err(unreadable(&origin.name, &error)),
        }
    }

    fn item(&self, what: String, kind: Format, bytes: Vec<u8>) -> InputItem {
        let Origin { source, is_lasting, .. } = self.origin.clone();
        let kind = InputKind::Articles(kind);
        InputItem { what, source, is_lasting, kind, address: None, content_type: None, bytes }
    }

    fn page(&self, saved: io::Result<Saved>) -> Result<InputItem, Rejected> {
        let name = &self.origin.name;
        let saved = saved.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => {
                let why = format!("cannot be read to its end ({error}); download or copy it again");
                Rejected::file(name.as_str(), why, "damaged")
            }
            _ => Rejected::by_system(name, Path::new(name), &error),
        })?;
        let what = match &saved.address {
            Some(address) => format!("{name} record {} ({})", saved.number, clean::visible(address)),
            None => format!("{name} record {}", saved.number),
        };
        match saved.page {
            Ok(bytes) => {
                let item = self.item(what, Format::Page, bytes);
                Ok(InputItem { address: saved.address, content_type: saved.content_type, ..item })
            }
            Err(why) => Err(Rejected::article(what, format!("{why}; it was skipped"), "damaged")),
        }
    }

    /// An article of a cache, in our format.
    fn cached(&self, article: CachedArticle) -> InputItem {
        let text = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let is_html = article.content.contains('<');
        let moment = crate::model::When::second(article.published).to_string();
        let fields = json!({
            "id": article.number,
            "title": text(article.title),
            "author": text(article.author),
            "url": text(article.url),
            "site": text(article.feed),
            "unread": article.unread,
            "published": (article.published > 0).then_some(moment),
            (if is_html { "html" } else { "text" }): article.content,
        });
        let what = format!("{} article {}", self.origin.name, article.number);
        self.item(what, Format::JsonLines, fields.to_string().into_bytes())
    }
}

impl Iterator for Container {
    type Item = Result<InputItem, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.form {
            Form::Lines { .. } => self.next_line(),
            Form::Json { .. } => self.next_piece(),
            Form::Archive(archive) => {
                let saved = archive.next()?;
                Some(self.page(saved))
            }
            Form::Cache(cache) => Some(match cache.next()? {
                Ok(article) => Ok(self.cached(article)),
                Err(error) => Err(unreadable(&self.origin.name, &error)),
            }),
        }
    }
}

impl Container {
    fn next_piece(&mut self) -> Option<Result<InputItem, Rejected>> {
        let Form::Json { pieces, number } = &mut self.form else { return None };
        let name = self.origin.name.clone();
        let what = format!("{name} article {}", *number + 1);
        let piece = match pieces.next() {
            Ok(piece) => piece?,
            Err(error) => {
                self.form = Form::Json { pieces: JsonPieces::new(Box::new(io::empty())), number: 0 };
                return Some(Err(Rejected::by_system(&what, Path::new(&what), &error)));
            }
        };
        *number += 1;
        let before = *number - 1;
        Some(match piece {
            Piece::Element(bytes) => Ok(self.item(what, Format::JsonLines, bytes)),
            Piece::Whole(bytes) => Ok(self.item(name, Format::Json, bytes)),
            Piece::TooLong => {
                let why = format!("is longer than {} MB; an article is shorter", LONGEST >> 20);
                Err(Rejected::article(what, why, "too long"))
            }
            Piece::Broken => {
                let why = format!("is not JSON after article {before}; download or copy it again");
                Err(Rejected::file(name, why, "not JSON"))
            }
        })
    }

    fn next_line(&mut self) -> Option<Result<InputItem, Rejected>> {
        let Form::Lines { reader, number } = &mut self.form else { return None };
        loop {
            *number += 1;
            let what = format!("{} line {number}", self.origin.name);
            let mut bytes = Vec::new();
            match read_line(reader, &mut bytes) {
                Ok(LineEnd::EndOfFile) => return None,
                Ok(LineEnd::Fits) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(LineEnd::Fits) => return Some(Ok(self.item(what, Format::JsonLines, bytes))),
                Ok(LineEnd::TooLong) => {
                    let why = format!("is longer than {} MB; one line is one article", LONGEST >> 20);
                    return Some(Err(Rejected::article(what, why, "too long")));
                }
                Err(error) => {
                    *reader = Box::new(io::empty());
                    return Some(Err(Rejected::by_system(&what, Path::new(&what), &error)));
                }
            }
        }
    }
}

/// Whether a file is an SQLite database.
pub(super) fn is_database(file: impl Read) -> bool {
    let mut head = Vec::new();
    file.take(DATABASE.len() as u64).read_to_end(&mut head).is_ok() && head == DATABASE
}

fn unreadable(name: &str, error: &crate::store::Error) -> Rejected {
    let why = format!("cannot be read ({error}); close the program that uses it, or copy it again");
    Rejected::file(name, why, "unreadable")
}

enum LineEnd {
    Fits,
    TooLong,
    EndOfFile,
}

/// Reads up to the next `\n`, keeping at most [`LONGEST`] bytes of it.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<LineEnd> {
    let mut length = 0_u64;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() && length == 0 {
            return Ok(LineEnd::EndOfFile);
        }
        let end = chunk.iter().position(|&byte| byte == b'\n');
        let taken = end.unwrap_or(chunk.len());
        length += taken as u64;
        if length <= LONGEST as u64 {
            line.extend_from_slice(&chunk[..taken]);
        }
        let is_last = end.is_some() || chunk.is_empty();
        reader.consume(taken + usize::from(end.is_some()));
        if length > ENDLESS {
            return Err(io::Error::other("a line that never ends; nothing after it was read"));
        }
        if is_last {
            return Ok(if length > LONGEST as u64 { LineEnd::TooLong } else { LineEnd::Fits });
        }
    }
}
