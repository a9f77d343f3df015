//! An email, such as a newsletter, to a document: its HTML is read as a page, or its text as text, and its headers
//! give the metadata (RFC 5322, MIME; parsed by `mail-parser`).
//!
//! Attachments and nested emails are ignored. Mail folders are not walked here.

use super::draft::Draft;
use super::reason::Reason;
use super::{RejectReason, bytes, encoded_words, page, scraped};
use crate::model::{BlockKind, Document, When};
use crate::text::clean;
use mail_parser::{Address, Encoding, HeaderValue, Message, MessageParser, MessagePart, PartType};

/// Headers that only an email has, in lower case; `From` and `Date` occur in many texts.
const TELLTALE: [&str; 7] = [
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "dkim-signature",
    "list-unsubscribe",
];

/// First labels of host names that describe the host's purpose rather than its owner.
const OF_MAIL: [&str; 10] =
    ["mail", "email", "e", "em", "m", "mg", "news", "newsletter", "newsletters", "post"];

/// The maximum number of lines in an email: every header and every part takes one, and much more memory
/// once parsed. An email full of attachments has half as many.
const MOST_LINES: usize = 400_000;

/// Whether bytes begin like an email: with headers, including `From` and one that only emails have.
pub(super) fn is_one(head: &[u8]) -> bool {
    let mut has_sender = false;
    let mut is_telling = false;
    for (number, line) in head.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // A mailbox puts a line of its own before each email; a header may continue on the next line.
        let is_of_mailbox = number == 0 && line.starts_with(b"From ");
        let goes_on = number > 0 && line.first().is_some_and(|&byte| byte == b' ' || byte == b'\t');
        if is_of_mailbox || goes_on {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { break };
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if colon == 0 || !line[..colon].iter().all(is_name) {
            break;
        }
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        has_sender |= name == "from";
        is_telling |= TELLTALE.contains(&name.as_str());
    }
    has_sender && is_telling
}

/// The document of an email.
pub(super) fn read(bytes: &[u8]) -> Result<Document, RejectReason> {
    let refuse = |reason| RejectReason::NotAMail { reason };
    if memchr::memchr_iter(b'\n', bytes).count() > MOST_LINES {
        return Err(refuse("it has more lines than any email"));
    }
    let parsed = MessageParser::default().parse(bytes);
    let message = parsed.ok_or_else(|| refuse("it does not begin with headers"))?;
    let document = document(&message, bytes);
    dismantle(message);
    document
}

/// Drops an email piece by piece: nested emails would otherwise be dropped recursively, on a stack that is
/// not deep enough for what somebody can nest.
fn dismantle(message: Message) {
    let mut whole = vec![message];
    while let Some(message) = whole.pop() {
        let inner = message.parts.into_iter().filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        });
        whole.extend(inner);
    }
}

fn document(message: &Message, bytes: &[u8]) -> Result<Document, RejectReason> {
    let subject = subject(message);
    let mut document = without_boilerplate(body(message, subject.as_deref(), bytes)?);
    if document.text.is_empty() {
        return Err(RejectReason::NoText);
    }
    let sender = message.from().and_then(Address::first);
    let address = sender.and_then(|sender| sender.address());
    let line = |text: &str| Some(clean::line(text)).filter(|text| !text.is_empty());
    document.title = subject.unwrap_or(document.title);
    let name = sender.and_then(|sender| sender.name());
    let name = name
        .and_then(|name| whole(message, "From", name))
        .as_deref()
        .and_then(sender_name)
        .or(name.and_then(line));
    document.byline = name.or_else(|| address.and_then(line)).or(document.byline);
    document.site = list(message).and_then(line).or_else(|| site(address?)).or(document.site);
    let date = message.date().filter(|date| date.is_valid());
    document.published = date.map(|date| When::second(date.to_timestamp())).or(document.published);
    // The address given in the email's own page is that of a copy, or of something else.
    document.url = archived(message);
    Ok(document)
}

/// The subject of the email.
fn subject(message: &Message) -> Option<String> {
    let subject = message.subject()?;
    let subject = clean::line(&whole(message, "Subject", subject).unwrap_or_else(|| subject.to_owned()));
    Some(subject).filter(|subject| !subject.is_empty())
}

/// A header that could not be decoded into `read`, because a program split it inside a letter.
fn whole(message: &Message, header: &str, read: &str) -> Option<String> {
    let raw = message.header_raw(header).filter(|_| read.contains(char::REPLACEMENT_CHARACTER))?;
    let whole = encoded_words::decoded(raw);
    (!whole.contains(char::REPLACEMENT_CHARACTER)).then_some(whole)
}

/// The name before the address of a sender.
fn sender_name(sender: &str) -> Option<String> {
    let (name, _) = sender.rsplit_once('<')?;
    Some(clean::line(name.trim().trim_matches('"'))).filter(|name| !name.is_empty())
}

/// The HTML of the email as a page, or its text if the HTML is missing or empty.
fn body(message: &Message, subject: Option<&str>, bytes: &[u8]) -> Result<Document, RejectReason> {
    let mut html = String::new();
    let mut text = String::new();
    for part in message.html_bodies() {
        if let PartType::Html(content) = &part.body {
            html.push_str(&decoded(content, part, bytes));
            html.push('\n');
        }
    }
    for part in message.text_bodies() {
        if let PartType::Text(content) = &part.body {
            text.push_str(&decoded(content, part, bytes));
            text.push_str("\n\n");
        }
    }
    let of_text = || {
        let text = clean::lines(&text);
        if text.trim().is_empty() {
            Err(RejectReason::NoText)
        } else {
            scraped::read_titled(super::short(&text)?, subject)
        }
    };
    if html.trim().is_empty() {
        return of_text();
    }
    page::read(&clean::lines(&html), None).or_else(|refusal| of_text().map_err(|_| refusal))
}

/// Phrases that newsletters use about themselves, in lower case and with straight apostrophes: why it is sent, how to
/// unsubscribe, where else to read it.
const OF_ITSELF: [&str; 22] = [
    "unsubscribe",
    "manage your subscription",
    "manage subscription",
    "manage preferences",
    "manage your preferences",
    "update your preferences",
    "update preferences",
    "email preferences",
    "you are receiving this",
    "you're receiving this",
    "you receive this",
    "you received this",
    "you have received this",
    "this email was sent to",
    "this message was sent to",
    "was this email forwarded to you",
    "having trouble viewing this",
    "trouble viewing this email",
    "view in browser",
    "view in your browser",
    "view this email in",
    "read this email in",
];

/// The longest paragraph, in characters, that such a phrase makes boilerplate: an article about newsletters may use
/// them too.
const LONGEST_OF_ITSELF: usize = 240;

/// Strips what a newsletter says about itself.
fn without_boilerplate(document: Document) -> Document {
    let is_of_itself = |text: &str| {
        let text = text.to_lowercase().replace('\u{2019}', "'");
        text.chars().count() <= LONGEST_OF_ITSELF && OF_ITSELF.iter().any(|words| text.contains(words))
    };
    let read = Draft::of(&document);
    let mut sorted = Draft { stripped: read.stripped, ..Draft::default() };
    for (kind, inline) in read.blocks {
        let is_prose = matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::List);
        if is_prose && is_of_itself(&inline.text) {
            sorted.drop_piece(&inline.text, Reason::AboutNewsletter);
        } else {
            sorted.push(kind, inline);
        }
    }
    let Document { text, blocks, links, stripped, .. } = sorted.finish();
    Document { text, blocks, links, stripped, ..document }
}

/// The text of a part. If the email declares no character set and is not UTF-8, the character set is guessed from the
/// bytes, as for a file.
fn decoded(content: &str, part: &MessagePart, bytes: &[u8]) -> String {
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    match bytes.get(start..end) {
        Some(raw) if part.encoding == Encoding::None && content.contains(char::REPLACEMENT_CHARACTER) => {
            bytes::decode(raw, None)
        }
        _ => content.to_owned(),
    }
}

/// The name of the mailing list (RFC 2919).
fn list<'a>(message: &'a Message) -> Option<&'a str> {
    match message.list_id() {
        HeaderValue::Address(address) => address.first()?.name(),
        _ => None,
    }
}

/// The site of an email address: `harbour.example` for `news@mail.harbour.example`.
fn site(address: &str) -> Option<String> {
    let (_, host) = address.rsplit_once('@')?;
    let host = clean::line(host).to_ascii_lowercase();
    let mut host = host.as_str();
    while let Some((first, rest)) = host.split_once('.')
        && OF_MAIL.contains(&first)
        && rest.contains('.')
    {
        host = rest;
    }
    Some(host.to_owned()).filter(|host| host.contains('.'))
}

/// The email's address on the web (RFC 5064).
fn archived(message: &Message) -> Option<String> {
    let header = message.header_raw("Archived-At")?;
    let address = clean::line(header);
    let address = address.trim_matches(['<', '>', ' ']);
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;

    const PARAGRAPHS: &str = "<p>The ferry to Little Skarv sails again from Monday, the harbour master said, \
        after three weeks in which nobody could cross the sound.</p><p>Bakers had flown in flour, and the \
        school had closed its upper floor to keep the rooms below it warm.</p>";

    fn mail(headers: &str, body: &str) -> Vec<u8> {
        let usual = "From: \"Harbour Post\" <letters@mail.harbour.example>\r\nSubject: =?utf-8?q?The_ferry_sails_=E2=80=93_again?=\r\n\
            Date: Tue, 3 Nov 2026 08:30:00 +0100\r\nMessage-ID: <1@harbour.example>\r\nMIME-Version: 1.0\r\n";
        format!("{usual}{headers}\r\n{body}").into_bytes()
    }

    #[test]
    fn headers_are_the_facts() {
        let html = format!("<html><head><title>x</title></head><body>{PARAGRAPHS}</body></html>");
        let document = read(&mail("Content-Type: text/html; charset=utf-8\r\n", &html)).unwrap();
        assert_eq!(document.title, "The ferry sails – again");
        assert_eq!(document.byline.as_deref(), Some("Harbour Post"));
        assert_eq!(document.site.as_deref(), Some("harbour.example"));
        assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2026-11-03T07:30:00Z"));
        assert!(document.text.starts_with("The ferry to Little Skarv"), "{}", document.text);
        assert!(document.text.ends_with("warm."), "{}", document.text);
        assert_eq!(document.url, None);
        let more = "List-Id: \"Letters from the harbour\" <letters.harbour.example>\r\n\
            Archived-At: <https://harbour.example/letters/7>\r\nContent-Type: text/html\r\n";
        let document = read(&mail(more, &html)).unwrap();
        assert_eq!(document.site.as_deref(), Some("Letters from the harbour"));
        assert_eq!(document.url.as_deref(), Some("https://harbour.example/letters/7"));
    }

    #[test]
    fn the_best_of_several_parts_is_read() {
        let check = |kind: &str, parts: &[(&str, &str)], expected: &str| {
            let part =
                |(headers, content): &(&str, &str)| format!("--edge\r\n{headers}\r\n\r\n{content}\r\n");
            let body = parts.iter().map(part).collect::<String>() + "--edge--\r\n";
            let document =
                read(&mail(&format!("Content-Type: multipart/{kind}; boundary=edge\r\n"), &body)).unwrap();
            assert!(document.text.contains(expected), "{kind}: {}", document.text);
            assert!(!document.text.contains("edge"), "{kind}: {}", document.text);
        };
        let plain = ("Content-Type: text/plain", "To read this letter you need a newer program.");
        let html = ("Content-Type: text/html; charset=utf-8", PARAGRAPHS);
        check("alternative", &[plain, html], "Bakers had flown");
        check("alternative", &[plain], "a newer program");
        check(
            "alternative",
            &[plain, ("Content-Type: text/html", "<html><body> </body></html>")],
            "a newer program",
        );
        let packed = base64::engine::general_purpose::STANDARD.encode(PARAGRAPHS);
        check(
            "mixed",
            &[("Content-Type: text/html\r\nContent-Transfer-Encoding: base64", &packed)],
            "Bakers had",
        );
        let quoted =
            "<p>The caf=C3=A9 on the quay opened its doors at=\r\n five, as it has for forty years.</p>";
        check(
            "related",
            &[(
                "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
                quoted,
            )],
            "The café on the quay opened its doors at five",
        );
        check("mixed", &[html, ("Content-Type: application/pdf", "%PDF-1.7")], "Bakers had flown");
        // As mail programs nest them.
        let related = format!(
            "Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n{PARAGRAPHS}\r\n\
             --r\r\nContent-Type: image/png\r\n\r\n\u{fffd}PNG\r\n--r--"
        );
        let alternative =
            format!("--a\r\nContent-Type: text/plain\r\n\r\n{}\r\n--a\r\n{related}\r\n--a--", plain.1);
        check(
            "mixed",
            &[
                ("Content-Type: multipart/alternative; boundary=a", &alternative),
                ("Content-Type: application/pdf", "%PDF"),
            ],
            "Bakers had flown",
        );
        // An unclosed part.
        check(
            "mixed",
            &[("Content-Type: text/html", "<p>The ferry sails.<div><b>It does")],
            "The ferry sails.",
        );
    }

    #[test]
    fn character_sets_that_are_named_and_not_named() {
        for (headers, bytes, expected) in [
            (
                "Content-Type: text/plain; charset=iso-8859-2\r\n",
                &b"W \xa3odzi i w \xaaupcu pada\xb3o."[..],
                "W Łodzi",
            ),
            (
                "Content-Type: text/plain; charset=windows-1251\r\n",
                b"\xcf\xee\xf0\xf2 \xee\xf2\xea\xf0\xfb\xf2.",
                "Порт открыт.",
            ),
            (
                "Content-Type: text/plain\r\n",
                b"Le caf\xe9 du port a ouvert \xe0 cinq heures, d\xe9j\xe0.",
                "Le café du port",
            ),
        ] {
            let mut mail = mail(headers, "");
            mail.extend_from_slice(bytes);
            let document = read(&mail).unwrap();
            assert!(document.text.starts_with(expected), "{}", document.text);
        }
    }

    #[test]
    fn what_a_newsletter_says_of_itself_is_left_out() {
        let html = format!(
            "<p><a href='https://h.example/1'>View in browser</a></p>{PARAGRAPHS}<p>The <a href='https://h.example/t'>\
             timetable</a> is as it was before the storm, and tickets are sold on board.</p>\
             <p>You\u{2019}re receiving this because you asked for it. <a href='https://h.example/u'>Unsubscribe</a></p>"
        );
        let document = read(&mail("Content-Type: text/html; charset=utf-8\r\n", &html)).unwrap();
        assert!(
            document.text.starts_with("The ferry") && document.text.ends_with("on board."),
            "{}",
            document.text
        );
        assert_eq!(document.blocks.len(), 3);
        let links: Vec<_> = document.links.iter().map(|link| link.span.of(&document.text).trim()).collect();
        assert_eq!(links, ["timetable"]);
        let stripped: Vec<_> = document.stripped.iter().map(|stripped| stripped.why.as_str()).collect();
        assert!(stripped.contains(&"about the newsletter"), "{stripped:?}");
        // A long paragraph about newsletters is not boilerplate.
        let about = format!(
            "<p>{} Whoever wants to unsubscribe must write a letter.</p>{PARAGRAPHS}",
            "Letters cost more. ".repeat(15)
        );
        let document = read(&mail("Content-Type: text/html\r\n", &about)).unwrap();
        assert!(document.text.contains("must write a letter"), "{}", document.text);
    }

    #[test]
    fn mails_are_told_by_their_headers() {
        for (head, expected) in [
            ("From: a@b.example\r\nMessage-ID: <1>\r\n\r\ntext", true),
            ("Received: from x\r\n\tby y;\r\n today\r\nFROM: a@b.example\r\n", true),
            ("From a@b.example Tue Nov  3\nReturn-Path: <a>\nFrom: a\n", true),
            ("From: our reporter\nDate: Monday\n\nThe ferry sails.", false),
            ("Message-ID: <1>\n\nFrom: a@b.example", false),
            ("The ferry sails from: here\nMessage-ID: x\nFrom: y", false),
            ("", false),
        ] {
            assert_eq!(is_one(head.as_bytes()), expected, "{head}");
        }
    }

    #[test]
    fn what_is_no_mail_is_refused() {
        let refused = |reason| Err(RejectReason::NotAMail { reason });
        assert_eq!(read(b""), refused("it does not begin with headers"));
        assert_eq!(read(&b"a:\n".repeat(MOST_LINES + 1)), refused("it has more lines than any email"));
        assert_eq!(read(b"From: a@b.example\r\nSubject: x\r\n\r\n \r\n"), Err(RejectReason::NoText));
    }

    proptest::proptest! {
        /// Any bytes either are an email or are not, and what is read from them is clean.
        #[test]
        fn no_mail_is_too_odd(
            headers in "((From|Subject|Date|List-Id|Content-Type|Content-Transfer-Encoding|X): \\PC{0,40}\r\n){0,6}",
            kind in "(text/html|text/plain; charset=[a-z0-9-]{0,9}|multipart/mixed; boundary=\"?[a-z]{0,2}\"?|message/rfc822)",
            body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        ) {
            let mut mail = format!("{headers}Content-Type: {kind}\r\n\r\n--a\r\n").into_bytes();
            mail.extend_from_slice(&body);
            if let Ok(document) = read(&mail) {
                proptest::prop_assert_eq!(clean::lines(&document.text), document.text.clone());
                proptest::prop_assert_eq!(clean::line(&document.title), document.title);
            }
        }
    }

    /// Deeply nested parts: parsing ends soon.
    #[test]
    fn mails_that_go_deep_do_no_harm() {
        let part =
            |depth: usize| format!("Content-Type: multipart/mixed; boundary=b{depth}\r\n\r\n--b{depth}\r\n");
        let deep = String::from("From: a@b.example\r\n") + &(0..20_000).map(part).collect::<String>();
        drop(read(deep.as_bytes()));
        let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n".repeat(20_000);
        drop(read(nested.as_bytes()));
    }
}
