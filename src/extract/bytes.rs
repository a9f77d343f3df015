//! Bytes to text: unpacks, recognises text, and decodes character sets.
//!
//! It does not clean the text.

use super::RejectReason;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::io::Read;

/// How far into a page its `<meta charset>` may be; the HTML standard says 1,024 bytes, but not all pages
/// comply.
const META_WITHIN: usize = 4096;

/// The number of stray control characters tolerated in the shortest text.
const STRAY: usize = 2;

/// The bytes themselves, or the content of a gzip file; rejects more than `limit` bytes unpacked,
/// so that a small file cannot fill the memory.
pub fn unpack(bytes: &[u8], limit: usize) -> Result<Cow<'_, [u8]>, RejectReason> {
    let too_long =
        |length: usize| RejectReason::TooLong { megabytes: length.div_ceil(1 << 20), limit: limit >> 20 };
    if !bytes.starts_with(b"\x1f\x8b") {
        return if bytes.len() > limit { Err(too_long(bytes.len())) } else { Ok(Cow::Borrowed(bytes)) };
    }
    let mut unpacked = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(limit as u64 + 1);
    reader
        .read_to_end(&mut unpacked)
        .map_err(|error| RejectReason::BrokenArchive { reason: error.to_string() })?;
    if unpacked.len() > limit { Err(too_long(unpacked.len())) } else { Ok(Cow::Owned(unpacked)) }
}

/// The text of bytes in any character set: by byte order mark; as UTF-8 if valid;
/// by a page's own `<meta>`; by the server's charset; by statistics (chardetng, which falls
/// back to windows-1252). Undecodable bytes become U+FFFD.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    if let Some(encoding) = without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let declared = meta_charset(bytes).or_else(|| content_type.and_then(charset_of));
    let encoding = declared.unwrap_or_else(|| detected(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The beginning of a file in UTF-16, with or without a byte order mark, as UTF-8; others as they are.
pub fn narrowed(head: &[u8]) -> Cow<'_, [u8]> {
    let marked = Encoding::for_bom(head).filter(|(encoding, _)| *encoding != UTF_8);
    match marked.or_else(|| without_mark(head).map(|encoding| (encoding, 0))) {
        Some((encoding, mark)) => {
            let text = encoding.decode_without_bom_handling(&head[mark..]).0;
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(head),
    }
}

/// UTF-16 without a byte order mark: if most letters are Latin, every second byte is NUL.
pub fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    const HEAD: usize = 512;
    const LEAST: usize = 8;
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let count = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (count(0), count(1), head.len() / 2);
    let is_most =
        |nuls: usize, others: usize| head.len() >= LEAST && nuls * 10 >= half * 7 && others * 10 <= half;
    if is_most(odd, even) {
        Some(encoding_rs::UTF_16LE)
    } else if is_most(even, odd) {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Rejects what is not text: known file signatures, or a share of control characters too high for text. Those of
/// terminals (bell, backspace, shifts, escape) do not count.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), RejectReason> {
    const BEGINNINGS: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "an archive or office document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
    ];
    if let Some(&(_, what)) = BEGINNINGS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(RejectReason::Binary { what });
    }
    // A failed disk, or a tape, pads a text with NULs to the end of its last block.
    let text = bytes.iter().rposition(|&byte| byte != 0).map_or(bytes, |last| &bytes[..=last]);
    let head = text.get(..1 << 16).unwrap_or(text);
    let is_control = |byte: &&u8| matches!(byte, 0..=6 | 16..=26 | 28..=31 | 127);
    let is_marked = Encoding::for_bom(bytes).is_some() || without_mark(bytes).is_some();
    let controls = head.iter().filter(is_control).count();
    if !is_marked && controls.saturating_sub(STRAY) * 20 > head.len() {
        return Err(RejectReason::Binary { what: "binary data" });
    }
    Ok(())
}

/// The character set declared in a page's `<meta>`.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..META_WITHIN).unwrap_or(bytes);
    let head: String = head.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let named =
        head.split("<meta").skip(1).find_map(|tag| charset_of(tag.split('>').next().unwrap_or(tag)))?;
    // By the HTML standard, a page readable as ASCII is not in UTF-16, whatever it declares.
    Some(if named.is_ascii_compatible() { named } else { UTF_8 })
}

/// The character set that `...charset=NAME...` names.
pub fn charset_of(text: &str) -> Option<&'static Encoding> {
    let (_, after) = text.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/'));
    Encoding::for_label(&value.as_bytes()[..end.unwrap_or(value.len())])
}

/// The character set of undeclared bytes, by statistics (chardetng).
pub fn detected(bytes: &[u8]) -> &'static Encoding {
    let enough = bytes.get(..1 << 18).unwrap_or(bytes);
    let (mut sound, mut broken) = (0, 0);
    for chunk in enough.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // Text that is nearly UTF-8 loses a character; in any other character set it would lose all of them.
    if sound > 4 * broken {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(enough, enough.len() == bytes.len());
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn character_sets_in_their_order() {
        let check = |bytes: &[u8], content_type, expected: &str| {
            assert_eq!(decode(bytes, content_type), expected, "{bytes:?}");
        };
        check("\u{feff}naïve".as_bytes(), None, "naïve");
        check(b"\xff\xfea\0b\0", None, "ab");
        check(b"T\0h\0e\0 \0f\0\xe4\0h\0r", None, "The fäh\u{fffd}");
        check(b"\0T\0h\0e\0 \0t\0i\0d\0e", None, "The tide");
        check("naïve".as_bytes(), Some("text/html; charset=iso-8859-2"), "naïve");
        check(b"<meta charset=\"iso-8859-2\">\xb3\xf3d\xbc", None, "<meta charset=\"iso-8859-2\">łódź");
        check(b"\xb3\xf3d\xbc", Some("text/plain; charset=ISO-8859-2"), "łódź");
        check(b"<meta charset=utf-16>caf\xc3\xa9 \xff", None, "<meta charset=utf-16>café \u{fffd}");
        check(b"a caf\xe9 in \x93quotes\x94", None, "a café in “quotes”");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let what = match refuse_binary(bytes) {
                Err(RejectReason::Binary { what }) => Some(what),
                _ => None,
            };
            assert_eq!(what, expected, "{bytes:?}");
        };
        check(b"%PDF-1.7 and so on", Some("a PDF file"));
        check(b"\0\x01\x02text\0\0", Some("binary data"));
        check(b"plain\ttext\r\n", None);
        check(b"A text of a failed disk.\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", None);
        check(b"\0\0\0\0", Some("binary data"));
        check(b"A \0 stray one.", None);
        check(b"\x1b[31mred\x1b[0m \x1b[1mbold", None);
        check(b"\xff\xfea\0b\0", None);
    }

    #[test]
    fn gzip_is_unpacked_within_its_limit() {
        let pack = |bytes: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        };
        assert_eq!(unpack(&pack(b"hello"), 10).unwrap().as_ref(), b"hello");
        let bomb = pack(&vec![b'a'; 3 << 20]);
        assert_eq!(unpack(&bomb, 1 << 20), Err(RejectReason::TooLong { megabytes: 2, limit: 1 }));
        assert!(matches!(unpack(&bomb[..20], 1 << 20), Err(RejectReason::BrokenArchive { .. })));
    }
}
