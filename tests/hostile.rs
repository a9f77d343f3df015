//! Input made to attack a program: each is parsed or rejected in time proportional to its length, and never with a
//! panic.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

use dateline::extract::{Format, LONGEST, RejectReason, Source, document};
use std::time::{Duration, Instant};

/// Far more than a debug build needs, and far less than quadratic time.
const PATIENCE: Duration = Duration::from_secs(20);

const BODY: &str = "<p>The northern harbour will reopen on Thursday, the port captain said, a week after a storm \
    tore three boats from their moorings, closed the quay and left the ferry ashore.</p>";

fn read(format: Format, bytes: &[u8]) -> Result<String, RejectReason> {
    let begun = Instant::now();
    let read = document(format, bytes, &Source::default()).map(|document| document.text);
    assert!(begun.elapsed() < PATIENCE, "{:?} for {} bytes", begun.elapsed(), bytes.len());
    read
}

#[test]
fn pages_of_too_much_are_read_in_time() {
    for excess in [
        format!("{}{BODY}{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
        format!("{BODY}{}", "<p><b id=x>word ".repeat(5_000)),
        format!("{BODY}{}", "<table><tr><td>".repeat(30_000)),
        format!("<div {}>{BODY}</div>", "a b=c ".repeat(100_000)),
        format!("{BODY}<p>{}", "a&amp;b".repeat(30_000)),
        format!("{BODY}<p>{}", "<".repeat(100_000)),
        format!("{BODY}{}", "<!--".repeat(50_000)),
        format!("<script type='application/ld+json'>{}</script>{BODY}", "[".repeat(200_000)),
    ] {
        let text = read(Format::Page, excess.as_bytes()).expect("a text");
        assert!(text.contains("The northern harbour"), "{}", &excess[..60]);
    }
}

#[test]
fn texts_of_too_much_are_read_or_refused_in_time() {
    let long = "word ".repeat(1 << 17);
    assert_eq!(read(Format::Text, long.as_bytes()).expect("a text").len(), long.len() - 1);
    let lines = "a b c\n".repeat(20_000);
    assert!(read(Format::Text, lines.as_bytes()).is_ok());
    let too_long = vec![b'a'; LONGEST + 1];
    assert!(matches!(read(Format::Text, &too_long), Err(RejectReason::TooLong { .. })));
    assert!(matches!(read(Format::Json, "[".repeat(100_000).as_bytes()), Err(RejectReason::NotJson { .. })));
    let escapes = "\x1b[31mred \x1b]0;title\x07".repeat(20_000);
    assert!(!read(Format::Text, escapes.as_bytes()).expect("a text").contains(['\x1b', '\x07']));
}

#[test]
fn scraped_texts_of_one_line_said_over_and_over_are_read_in_time() {
    let story =
        "The northern harbour will reopen on Thursday, the port captain said, a week after the storm.\n\n";
    for line in
        ["Related articles", "Ann Example is a writer, and lives by the sea.", "By Ann Example, May 3, 2016"]
    {
        let text = format!("Skip to content\n\n{}{}", story.repeat(9), format!("{line}\n\n").repeat(15_000));
        assert!(
            read(Format::Text, text.as_bytes()).expect("a text").contains("The northern harbour"),
            "{line}"
        );
    }
}

#[test]
fn mails_of_too_much_are_read_or_refused_in_time() {
    let nested = |depth: usize| {
        let part = |at: usize| format!("Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n");
        (0..depth).map(part).collect::<Vec<_>>().concat()
    };
    for excess in [
        format!("From: a@b.example\r\n{}Content-Type: text/html\r\n\r\n{BODY}", nested(20_000)),
        format!("{}{BODY}", "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n".repeat(50_000)),
        format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\n".repeat(100_000)),
        "a:b\r\n".repeat(500_000),
    ] {
        drop(read(Format::Mail, excess.as_bytes()));
    }
    for excess in [
        format!("Subject: {}\r\n\r\n{BODY}", "=?utf-8?q?=41?= ".repeat(100_000)),
        format!("{}\r\n{BODY}", "a:b\r\n".repeat(300_000)),
        format!("To: {}\r\n\r\n{BODY}", "a(b(".repeat(100_000)),
    ] {
        let text = read(Format::Mail, excess.as_bytes()).expect("a text");
        assert!(text.contains("The northern harbour"), "{}", &excess[..60]);
    }
}
