//! The module's interface: formats, rejections, invalid bytes.

use super::*;

fn source() -> Source<'static> {
    Source { name: "file", url: None, content_type: None }
}

#[test]
fn formats_by_name_and_by_content() {
    for (name, bytes, expected) in [
        ("a.txt", "<html>", Format::Text),
        ("a.HTML.gz", "", Format::Page),
        ("https://example.org/a.htm?x=1", "", Format::Page),
        ("a.md", "", Format::Markdown),
        ("a.jsonl.gz", "", Format::JsonLines),
        ("a.json", "", Format::Json),
        ("a.eml.gz", "", Format::Mail),
        ("-", "Received: from x\nFrom: a@b.example\n\ntext", Format::Mail),
        ("-", "  <!DOCTYPE html><p>x", Format::Page),
        ("-", "{\"a\": 1}\n{\"a\": 2}\n", Format::JsonLines),
        ("-", "{\n  \"a\": 1\n}\n", Format::Json),
        ("-", "---\ntitle: x\n---\ntext", Format::Markdown),
        ("-", "Plain words, 3 < 4.", Format::Text),
        ("-", "", Format::Text),
    ] {
        assert_eq!(format(name, bytes.as_bytes()), expected, "{name} {bytes}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    for (format, bytes, expected) in [
        (Format::Text, &b" \n "[..], "is empty; save the article to it again"),
        (
            Format::Page,
            b"\x89PNG\r\n\x1a\n",
            "is a picture, not text; add the article as text, a page or Markdown instead",
        ),
        (
            Format::Page,
            b"<html><body><script>x</script></body></html>",
            "contains no article text; save the article's own page, or its text",
        ),
    ] {
        assert_eq!(document(format, bytes, &source()).unwrap_err().to_string(), expected);
    }
    let long = vec![b'a'; LONGEST + 1];
    assert_eq!(text(&long, &source()), Err(RejectReason::TooLong { megabytes: 17, limit: 16 }));
    let long = b"Bakers had flown. ".repeat(LONGEST_TEXT / 18 + 1);
    assert_eq!(text(&long, &source()), Err(RejectReason::TooLong { megabytes: 2, limit: 1 }));
    for (values, is_read) in
        [("{},".repeat(18_000), true), ("[],".repeat(100_001), false), ("{},".repeat(20_001), false)]
    {
        let json = format!("{{\"text\":\"[[{{{{,,\\\",\",\"x\":[{values}1]}}");
        assert_eq!(super::values(&json).is_ok(), is_read, "{}", json.len());
    }
    let marks = b"[".repeat(250_001);
    assert_eq!(markdown(&marks, &source()), Err(RejectReason::TooManyMarks { limit: 250_000 }));
    let tags = b"<p>a ".repeat(250_001);
    assert_eq!(page(&tags, &source()), Err(RejectReason::TooManyTags { limit: 250_000 }));
    let long = [&b"<p>"[..], &long].concat();
    assert_eq!(page(&long, &source()), Err(RejectReason::TooLong { megabytes: 2, limit: 1 }));
}

#[test]
fn a_text_of_escape_sequences_is_harmless() {
    let bytes = "\x1b[2J\x1b]0;title\x07The harbour \x1b[31mreopens\x1b[0m on Thursday.\x1b[H".as_bytes();
    let document = text(bytes, &source()).unwrap();
    assert_eq!(document.text, "The harbour reopens on Thursday.");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300), packed: bool) {
        let bytes = if packed { [b"\x1f\x8b\x08\0", bytes.as_slice()].concat() } else { bytes };
        for format in [Format::Text, Format::Markdown, Format::Page, Format::Json, Format::JsonLines] {
            if let Ok(document) = document(format, &bytes, &source()) {
                proptest::prop_assert_eq!(crate::text::clean::lines(&document.text), document.text.clone());
            }
        }
    }
}
