//! Whether a page requested as a feed is a single article. Home pages, consent prompts and login forms are not, and
//! are not added.

use crate::extract::{self, Format, Source};
use crate::fetch::Response;
use crate::model::{BlockKind, Document, Link, PageKind, Span};
use crate::text::fold::fold;
use crate::text::sentences::ends_as_sentence;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The minimum number of words in an article, and of paragraphs that are sentences.
const LEAST_WORDS: usize = 30;
const LEAST_PARAGRAPHS: usize = 2;

/// Parts of addresses to which sites redirect before they show anything.
const GATES: [&str; 12] = [
    "consent",
    "cookies",
    "cookie-consent",
    "login",
    "signin",
    "sign-in",
    "log-in",
    "sso",
    "oauth",
    "auth",
    "captcha",
    "accounts",
];

/// Words of consent prompts; an article of a few paragraphs does not contain that many of them.
const OF_CONSENT: [&str; 10] = [
    "cookies",
    "consent",
    "privacy",
    "personal data",
    "personalised",
    "personalized",
    "accept all",
    "reject all",
    "partners",
    "advertising",
];
const MOST_OF_CONSENT: usize = 3;
const LONGEST_CONSENT: usize = 400;

/// What servers show with a success where there is no article: a missing page, a fault, a check for robots.
const OF_FAULTS: [&str; 25] = [
    "error 404",
    "404 error",
    "404 not found",
    "page not found",
    "page was not found",
    "page you are looking for",
    "page you requested",
    "something went wrong",
    "error has occurred",
    "an error occurred",
    "access denied",
    "just a moment",
    "checking your browser",
    "not a robot",
    "under maintenance",
    "temporarily unavailable",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "fehler ist aufgetreten",
    "page introuvable",
    "une erreur est survenue",
    "une erreur s'est produite",
    "pagina no encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
];
const LONGEST_FAULT: usize = 150;

/// With this many headings that only link to other pages of the site, a page is a list of articles.
const LEAST_TEASERS: usize = 4;

/// Whether a response is the page of a single article.
pub(super) fn is_article(response: &Response) -> bool {
    let source = Source {
        name: &response.address,
        url: Some(&response.address),
        content_type: response.content_type.as_deref(),
    };
    let body = response.body.as_deref().unwrap_or_default();
    let read = catch_unwind(AssertUnwindSafe(|| extract::document(Format::Page, body, &source)));
    read.is_ok_and(|read| read.is_ok_and(|document| reads_as_one(&document, &response.address)))
}

fn reads_as_one(document: &Document, address: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let mut parts = path.split(['/', '?', '&', '#', '=']).skip(1);
    let is_gate = parts.clone().any(|part| GATES.contains(&part.to_lowercase().as_str()));
    let is_front = parts.all(|part| matches!(part, "" | "index.html" | "index.php"));
    let body = document.body().text;
    let words = body.split_whitespace().count();
    let paragraphs = document.blocks.iter().filter(|block| {
        let text = block.span.of(&document.text);
        block.kind == BlockKind::Paragraph && ends_as_sentence(text) && text.split_whitespace().count() >= 8
    });
    let folded = body.to_lowercase();
    let of_consent = OF_CONSENT.iter().filter(|word| folded.contains(**word)).count();
    let asks_for_consent = words <= LONGEST_CONSENT && of_consent > MOST_OF_CONSENT;
    let tells_fault = words <= LONGEST_FAULT && {
        let said = format!("{} {}", fold(&document.title), fold(&body));
        OF_FAULTS.iter().any(|fault| said.contains(fault))
    };
    document.kind == PageKind::Article
        && !tells_fault
        && !lists_articles(document, address)
        && !is_front
        && !is_gate
        && !asks_for_consent
        && words >= LEAST_WORDS
        && paragraphs.count() >= LEAST_PARAGRAPHS
}

/// Whether most headings are links to other pages of the same site.
fn lists_articles(document: &Document, address: &str) -> bool {
    let host = |address: &str| address.split('/').nth(2).map(str::to_owned);
    let own = host(address);
    let headings: Vec<_> =
        document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading(_))).collect();
    let leads = |span: Span| {
        let covers = |link: &Link| link.span.start <= span.start && link.span.end >= span.end;
        document.links.iter().any(|link| covers(link) && host(&link.url) == own)
    };
    let teasers = headings.iter().filter(|heading| leads(heading.span)).count();
    teasers >= LEAST_TEASERS && teasers * 2 >= headings.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_from_what_stands_before_them() {
        let story = "The ferry to the island sails again on Monday, after three weeks ashore, the harbour master said. ";
        let text = format!("{}\n\n{}", story.repeat(2), story.repeat(2));
        let consent = "We and our partners use cookies and personal data for advertising, with your consent, and care for \
            your privacy. ";
        let asked = format!("{}\n\n{}", consent.repeat(2), consent.repeat(2));
        let fault = format!(
            "The page you are looking for has been moved or removed by now. Sorry.\n\n{}",
            story.repeat(2)
        );
        for (address, text, expected) in [
            ("https://quay.example/2026/ferry", text.as_str(), true),
            ("https://quay.example/", &text, false),
            ("https://quay.example/index.html", &text, false),
            ("https://quay.example/consent?continue=x", &text, false),
            ("https://quay.example/login", &text, false),
            ("https://quay.example/@boat", &asked, false),
            ("https://quay.example/2026/ferry", &fault, false),
            ("https://quay.example/ferry", "The ferry sails.", false),
        ] {
            let document = Document::from_paragraphs("Ferry", text);
            assert_eq!(reads_as_one(&document, address), expected, "{address}");
        }
    }

    #[test]
    fn a_list_of_articles_is_none() {
        let teaser = |at: usize| {
            format!(
                "<h2><a href=/story-{at}>Ferry {at} sails again</a></h2><p>The ferry to island {at} sails again on \
                 Monday, after three weeks ashore, it was said.</p>"
            )
        };
        let page = format!("<h1>Today</h1>{}", (0..8).map(teaser).collect::<String>());
        let address = "https://quay.example/news/";
        let source = Source { name: address, url: Some(address), ..Source::default() };
        let document = extract::document(Format::Page, page.as_bytes(), &source).unwrap();
        assert!(!reads_as_one(&document, address));
    }
}
