//! Web archives (WARC 1.0 and 1.1, ISO 28500): the pages in them, one by one, each with the address it was saved
//! from. Records that are not pages (requests, pictures, styles, notes) are skipped.
//!
//! The caller supplies unpacked bytes, and only one record is held at a time. Whatever length a record declares, at
//! most [`LONGEST`] bytes of it are kept.

use super::LONGEST;
use std::io::{self, BufRead, Read};

/// The longest header of a record, or of the response in it, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// The maximum number of response headers to read.
const MOST_HEADERS: usize = 256;

/// After more empty lines than this between records, the archive is taken to have ended.
const MOST_EMPTY_LINES: usize = 1000;

/// A page of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The record's number in the file, from 1.
    pub number: u64,
    /// The address it was saved from.
    pub address: Option<String>,
    /// The server's content type.
    pub content_type: Option<String>,
    /// The page, or why there is none.
    pub page: Result<Vec<u8>, &'static str>,
}

/// Whether bytes begin like an archive.
pub fn is_archive(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"WARC/")
}

/// The archive in some bytes, compressed or not; `None` if they are not one.
pub fn open(bytes: &[u8]) -> Option<Archive<Box<dyn BufRead + '_>>> {
    let mut reader: Box<dyn BufRead + '_> = Box::new(bytes);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        reader = Box::new(io::BufReader::new(flate2::read::MultiGzDecoder::new(bytes)));
    }
    let is_one = reader.fill_buf().is_ok_and(is_archive);
    is_one.then(|| Archive::new(reader))
}

/// The pages of an archive, in order. If the bytes become invalid, it ends with an error that says why.
#[derive(Debug)]
pub struct Archive<R> {
    reader: R,
    number: u64,
    is_over: bool,
}

impl<R: BufRead> Archive<R> {
    /// Reads from the beginning of an archive.
    pub fn new(reader: R) -> Self {
        Self { reader, number: 0, is_over: false }
    }

    /// How many records have been read so far.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The next record: `Ok(None)` if it is not a page.
    fn record(&mut self, head: &Head) -> io::Result<Option<Saved>> {
        let saved = |content_type: Option<&str>, page| Saved {
            number: self.number,
            address: head.address(),
            content_type: content_type.map(str::to_owned),
            page,
        };
        let kind = head.get("warc-type").unwrap_or("").to_ascii_lowercase();
        let content_type = head.get("content-type").unwrap_or("");
        let is_answer = kind == "response" && content_type.trim_start().starts_with("application/http");
        let is_page = kind == "resource" && is_page_type(content_type);
        if !is_answer && !is_page {
            skip(&mut self.reader, head.length)?;
            return Ok(None);
        }
        let content = take(&mut self.reader, head.length)?;
        let is_cut = head.length > LONGEST as u64;
        if is_page {
            let page = if is_cut { Err(TOO_LONG) } else { Ok(content) };
            return Ok(Some(saved(Some(content_type), page)));
        }
        Ok(answer(&content).map(|answer| {
            let page = if is_cut { Err(TOO_LONG) } else { answer.page };
            saved(answer.content_type.as_deref(), page)
        }))
    }
}

const TOO_LONG: &str = "is longer than any page";

impl<R: BufRead> Iterator for Archive<R> {
    type Item = io::Result<Saved>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let head = match Head::read(&mut self.reader) {
                Ok(Some(head)) => head,
                Ok(None) => break,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            };
            self.number += 1;
            match self.record(&head) {
                Ok(None) => {}
                Ok(Some(saved)) => return Some(Ok(saved)),
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

/// The header of a record.
struct Head {
    fields: Vec<(String, String)>,
    length: u64,
}

impl Head {
    /// `None` at the end of the archive.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut left = LONGEST_HEAD;
        let mut version = Vec::new();
        for _ in 0..MOST_EMPTY_LINES {
            version = line(reader, &mut left)?;
            if version.is_empty() {
                return Ok(None);
            }
            if !version.trim_ascii().is_empty() {
                break;
            }
        }
        if !version.starts_with(b"WARC/") {
            return Err(broken("no record begins where one should"));
        }
        let mut fields: Vec<(String, String)> = Vec::new();
        loop {
            let line = line(reader, &mut left)?;
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            } else if text.is_empty() {
                break;
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            } else if let Some((_, value)) = fields.last_mut() {
                value.push_str(text.trim());
            }
        }
        let head = Self { fields, length: 0 };
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        let length = length.ok_or_else(|| broken("a record does not say how long it is"))?;
        Ok(Some(Self { length, ..head }))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The address it was saved from; WARC 1.0 puts it in angle brackets.
    fn address(&self) -> Option<String> {
        let address = self.get("warc-target-uri")?.trim_matches(['<', '>']);
        let is_of_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        is_of_web.then(|| address.to_owned())
    }
}

fn broken(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// The next line with its end; empty at the end of the file.
fn line(reader: &mut impl BufRead, left: &mut usize) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.take(*left as u64 + 1).read_until(b'\n', &mut line)?;
    *left = left.checked_sub(line.len()).ok_or_else(|| broken("the head of a record does not end"))?;
    Ok(line)
}

/// The content of a record, at most [`LONGEST`] bytes of it; the rest is skipped.
fn take(reader: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let kept = length.min(LONGEST as u64);
    let mut content = Vec::new();
    let read = reader.take(kept).read_to_end(&mut content)? as u64;
    if read < kept {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    skip(reader, length - kept)?;
    Ok(content)
}

fn skip(reader: &mut impl BufRead, length: u64) -> io::Result<()> {
    let passed = io::copy(&mut reader.take(length), &mut io::sink())?;
    if passed < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

/// A page in a server's response.
struct HttpResponse {
    content_type: Option<String>,
    page: Result<Vec<u8>, &'static str>,
}

/// The page in a response; `None` if it is something else or was not successful.
fn answer(bytes: &[u8]) -> Option<HttpResponse> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let head = bytes.get(..LONGEST_HEAD).unwrap_or(bytes);
    let httparse::Status::Complete(length) = response.parse(head).ok()? else { return None };
    if !matches!(response.code, Some(200 | 203)) {
        return None;
    }
    let header = |name: &str| {
        let header = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(header.value).trim().to_ascii_lowercase())
    };
    let content_type = header("content-type").filter(|kind| !kind.is_empty());
    if content_type.as_deref().is_some_and(|kind| !is_page_type(kind)) {
        return None;
    }
    let body = &bytes[length..];
    // Many programs store the unpacked body but leave the headers unchanged: a body that is not compressed is taken
    // as it is, whatever the headers say.
    let body = match header("transfer-encoding") {
        Some(coding) if coding.contains("chunked") => joined(body).unwrap_or_else(|| body.to_vec()),
        _ => body.to_vec(),
    };
    let page = match header("content-encoding").as_deref() {
        Some("gzip" | "x-gzip") if body.starts_with(&[0x1f, 0x8b]) => {
            unpacked(flate2::read::MultiGzDecoder::new(&body[..]))
        }
        Some("deflate") => unpacked(flate2::read::ZlibDecoder::new(&body[..])).or(Ok(body)),
        Some("br") => unpacked(brotli_decompressor::Decompressor::new(&body[..], 4096)).or(Ok(body)),
        _ => Ok(body),
    };
    let looks_like_page = |page: &Vec<u8>| super::format("", page) == super::Format::Page;
    let is_page = content_type.is_some() || page.as_ref().is_ok_and(looks_like_page);
    is_page.then_some(HttpResponse { content_type, page })
}

fn is_page_type(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

/// Unpacked bytes; at most [`LONGEST`] of them.
fn unpacked(packed: impl Read) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    packed
        .take(LONGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| "cannot be unpacked; the archive is damaged there")?;
    if bytes.len() > LONGEST { Err(TOO_LONG) } else { Ok(bytes) }
}

/// The chunks of a body joined; `None` if it does not consist of chunks (RFC 9112, section 7.1). A truncated
/// body is kept as far as it goes.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        match httparse::parse_chunk_size(body) {
            Ok(httparse::Status::Complete((_, 0))) => return Some(whole),
            Ok(httparse::Status::Complete((start, length))) => {
                let rest = &body[start..];
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                let Some(chunk) = rest.get(..length) else {
                    whole.extend_from_slice(rest);
                    return Some(whole);
                };
                whole.extend_from_slice(chunk);
                body = rest[length..].strip_prefix(b"\r\n").unwrap_or(&rest[length..]);
            }
            Ok(httparse::Status::Partial) if !whole.is_empty() => return Some(whole),
            Ok(httparse::Status::Partial) | Err(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const PAGE: &str = "<!DOCTYPE html><p>The ferry sails.</p>";

    fn record(kind: &str, fields: &str, content: &[u8]) -> Vec<u8> {
        let length = content.len();
        let mut bytes =
            format!("WARC/1.1\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {length}\r\n\r\n").into_bytes();
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes
    }

    fn response(address: &str, http: &[u8]) -> Vec<u8> {
        let fields =
            format!("WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n");
        record("response", &fields, http)
    }

    fn pages(bytes: &[u8]) -> Vec<Result<(u64, String), String>> {
        Archive::new(bytes)
            .map(|saved| {
                let saved = saved.map_err(|error| error.to_string())?;
                let page = saved.page.map_err(str::to_owned)?;
                Ok((
                    saved.number,
                    format!("{} {}", saved.address.unwrap_or_default(), String::from_utf8_lossy(&page)),
                ))
            })
            .collect()
    }

    #[test]
    fn pages_are_found_among_other_records() {
        let html = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
        let mut archive =
            record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: none\r\n");
        archive.extend(record("request", "", b"GET / HTTP/1.1\r\n\r\n"));
        archive.extend(response("<https://harbour.example/1>", html.as_bytes()));
        archive.extend(response("https://harbour.example/2", b"HTTP/1.1 404 Not Found\r\n\r\nno"));
        archive.extend(response(
            "https://harbour.example/3",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        ));
        archive.extend(response("dns:harbour.example", html.as_bytes()));
        let fields =
            "WARC-Target-URI: https://harbour.example/4\r\nContent-Type: text/html; charset=utf-8\r\n";
        archive.extend(record("resource", fields, PAGE.as_bytes()));
        archive
            .extend(response("https://harbour.example/5", format!("HTTP/1.0 200\r\n\r\n{PAGE}").as_bytes()));
        archive.extend(response("https://harbour.example/6", b"HTTP/1.0 200 OK\r\n\r\nPlain words."));
        let page = |number, address: &str| Ok((number, format!("{address} {PAGE}")));
        assert_eq!(
            pages(&archive),
            [
                page(3, "https://harbour.example/1"),
                page(6, ""),
                page(7, "https://harbour.example/4"),
                page(8, "https://harbour.example/5"),
            ]
        );
        assert!(is_archive(&archive) && !is_archive(b"<html>"));
        assert!(open(b"<html>").is_none() && open(b"\x1f\x8b").is_none());
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(&archive).unwrap();
        assert_eq!(open(&gzip.finish().unwrap()).map(Iterator::count), Some(4));
    }

    #[test]
    fn bodies_are_unpacked_if_they_are_packed() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(PAGE.as_bytes()).unwrap();
        let gzip = gzip.finish().unwrap();
        let chunks = format!("6;x=y\r\n{}\r\n20\r\n{}\r\n0\r\n\r\n", &PAGE[..6], &PAGE[6..]);
        let check = |headers: &str, body: &[u8], expected: Result<&str, &str>| {
            let mut http =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n").into_bytes();
            http.extend_from_slice(body);
            let found = pages(&response("https://harbour.example/", &http));
            let expected = expected.map(|page| (1, format!("https://harbour.example/ {page}")));
            assert_eq!(found, [expected.map_err(str::to_owned)], "{headers}");
        };
        check("Content-Encoding: gzip\r\n", &gzip, Ok(PAGE));
        check("Content-Encoding: gzip\r\n", PAGE.as_bytes(), Ok(PAGE));
        check("Content-Encoding: br\r\n", PAGE.as_bytes(), Ok(PAGE));
        check("Content-Encoding: deflate\r\n", PAGE.as_bytes(), Ok(PAGE));
        check("Transfer-Encoding: chunked\r\n", chunks.as_bytes(), Ok(PAGE));
        check("Transfer-Encoding: chunked\r\n", PAGE.as_bytes(), Ok(PAGE));
        check("Transfer-Encoding: chunked\r\n", format!("ffff\r\n{PAGE}").as_bytes(), Ok(PAGE));
        check(
            "Content-Encoding: gzip\r\n",
            &gzip[..20],
            Err("cannot be unpacked; the archive is damaged there"),
        );
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bomb.write_all(&vec![b' '; LONGEST + 1]).unwrap();
        check("Content-Encoding: gzip\r\n", &bomb.finish().unwrap(), Err(TOO_LONG));
    }

    #[test]
    fn archives_that_lie_end_with_a_reason() {
        let html = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
        let good = response("https://harbour.example/", html.as_bytes());
        let check = |tail: &[u8], expected: &str| {
            let mut archive = good.clone();
            archive.extend_from_slice(tail);
            let found = pages(&archive);
            assert_eq!(found.len(), 2, "{found:?}");
            assert!(found[0].is_ok());
            assert!(found[1].as_ref().unwrap_err().contains(expected), "{found:?}");
        };
        check(&good[..good.len() - 20], "end of file");
        check(b"WARC/1.0\r\nWARC-Type: response\r\n", "end of file");
        check(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long it is");
        check(b"WARC/1.0\r\nContent-Length: -1\r\n\r\n", "how long it is");
        check(b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\n", "end of file");
        check(b"<html>", "no record begins");
        check(&[b"WARC/1.0\r\n".as_slice(), &b"X: y\r\n".repeat(20_000)].concat(), "does not end");
    }

    proptest::proptest! {
        /// Whatever follows a valid beginning, reading ends, and never with a panic.
        #[test]
        fn any_bytes_are_an_archive_that_ends(
            tail in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
            http in "HTTP/1\\.1 200 OK\r\n(Transfer-Encoding: chunked|Content-Encoding: (gzip|br|deflate))?\r\n\r\n[0-9a-f]{0,9}(\r\n)?.{0,20}",
        ) {
            let mut archive = response("https://harbour.example/", http.as_bytes());
            archive.extend_from_slice(&tail);
            assert!(Archive::new(&archive[..]).count() <= 3 + tail.len());
        }
    }
}
