//! HTML that contains only an article, as in feeds. Its publisher has selected it: only repetitions of the title,
//! links that are labels, and what publishing software adds at the end are stripped.

use super::blocks::{self, Origin, Source, Stripped};
use super::facts::Facts;
use super::guard;
use super::sorting::{is_question, said_by_facts};
use crate::extract::boilerplate::{Rules, is_answer};
use crate::extract::draft::{Draft, Inline};
use crate::extract::reason::Reason;
use crate::model::{BlockKind, Document};
use crate::text::fold::fold;

/// How many blocks at the beginning may repeat title and byline.
const OPENING: usize = 3;

/// The maximum number of words in a line added by software.
const LONGEST_ADDED: usize = 60;

/// The document of HTML that contains only an article.
pub(in crate::extract) fn read(html: &str, title: &str, byline: Option<&str>) -> Document {
    let html = guard::tame(html);
    let facts = Facts { title: title.to_owned(), byline: byline.map(str::to_owned), ..Facts::default() };
    let mut draft = Draft::default();
    let page = dom_query::Document::fragment(html.as_ref());
    let source = Source { stripped: &Stripped::new(), base: None, origin: Origin::Feed };
    blocks::read(&page.root(), source, &mut draft);
    sorted(draft, &facts).finish()
}

/// The same for plain text that already has paragraphs.
pub(in crate::extract) fn lines(read: &Document, title: &str, byline: Option<&str>) -> Document {
    let facts = Facts { title: title.to_owned(), byline: byline.map(str::to_owned), ..Facts::default() };
    sorted(Draft::of(read), &facts).finish()
}

fn sorted(read: Draft, facts: &Facts) -> Draft {
    let rules = Rules::new();
    let mut reasons: Vec<Option<Reason>> = read
        .blocks
        .iter()
        .enumerate()
        .map(|(at, (kind, inline))| {
            let is_line = matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_));
            let again = || said_by_facts(&inline.text, facts).filter(|_| at < OPENING);
            if !is_line {
                return is_list_of_labels(*kind, inline, &rules).then_some(Reason::ShareLinks);
            }
            again().or_else(|| added(&inline.text)).or_else(|| label(inline, &rules))
        })
        .collect();
    strip_end(&read.blocks, &mut reasons, &rules);
    let mut sorted = Draft { stripped: read.stripped, ..Draft::default() };
    for ((kind, inline), reason) in read.blocks.into_iter().zip(reasons) {
        match reason {
            Some(reason) => sorted.drop_piece(&inline.text, reason),
            None => sorted.push(kind, inline),
        }
    }
    sorted
}

/// Strips the labels at the end of an entry, as long as something precedes them.
fn strip_end(blocks: &[(BlockKind, Inline)], reasons: &mut [Option<Reason>], rules: &Rules) {
    for at in (1..blocks.len()).rev() {
        if reasons[at].is_some() {
            continue;
        }
        let (kind, inline) = &blocks[at];
        let is_line = matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_));
        let has_other =
            (0..at).any(|before| reasons[before].is_none() && blocks[before].0 != BlockKind::Caption);
        let found = rules.judge(&inline.text).map(|boilerplate| boilerplate.reason);
        let reason = found.filter(|&reason| {
            let is_asked = is_question(&blocks[at - 1].1.text);
            is_line && has_other && is_of_publisher(reason) && !is_answer(&inline.text, reason, is_asked)
        });
        if reason.is_none() {
            return;
        }
        reasons[at] = reason;
    }
}

/// Whether a label at the end of an entry is the publisher's rather than part of the article.
fn is_of_publisher(reason: Reason) -> bool {
    !matches!(reason, Reason::Count | Reason::Ornament | Reason::PictureLabel | Reason::BrowserNotice)
}

/// A line that is only a link with a label of the publisher's: "Continue reading", "Subscribe now".
fn label(inline: &Inline, rules: &Rules) -> Option<Reason> {
    let text = inline.text.trim();
    let linked: usize = inline.links.iter().map(|link| link.span.of(&inline.text).trim().len()).sum();
    if linked < text.trim_end_matches(['.', '…', '→', '»', ' ']).len() {
        return None;
    }
    rules.judge(text).map(|boilerplate| boilerplate.reason).filter(|&reason| is_of_publisher(reason))
}

fn is_list_of_labels(kind: BlockKind, inline: &Inline, rules: &Rules) -> bool {
    matches!(kind, BlockKind::List | BlockKind::NumberedList)
        && inline.text.lines().count() > 1
        && inline.links.len() >= inline.text.lines().count()
        && inline.text.lines().all(|line| rules.judge(line).is_some())
}

/// What publishing software adds to an entry: pairs of what such a line begins with or contains, and what follows it.
const ADDED: [(&str, &str); 24] = [
    ("the post ", " appeared first on "),
    ("the article ", " appeared first on "),
    ("this post ", " appeared first on "),
    ("this article ", " appeared first on "),
    ("the post ", " first appeared on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("dieser beitrag ", " erschien zuerst auf "),
    ("l’article ", " est apparu en premier sur "),
    ("l'article ", " est apparu en premier sur "),
    ("cet article ", " est apparu en premier sur "),
    ("la entrada ", " se publico primero en "),
    ("la entrada ", " aparece primero en "),
    ("l'articolo ", " proviene da "),
    ("o post ", " apareceu primeiro em "),
    ("het bericht ", " verscheen eerst op "),
    ("artykul ", " pochodzi z serwisu "),
    ("", " was originally published in "),
    ("thanks for reading ", "subscribe"),
    ("thank you for reading ", "subscribe"),
    ("read the full story at ", ""),
    ("read the full article at ", ""),
    ("read more of this story at ", ""),
    ("submitted by ", " [comments]"),
    ("", " is a reader-supported publication"),
];

/// Why a line is not the author's.
fn added(text: &str) -> Option<Reason> {
    let folded = fold(text);
    if text.split_whitespace().count() > LONGEST_ADDED {
        return None;
    }
    let is_found = |(start, then): &(&str, &str)| {
        folded.strip_prefix(start).is_some_and(|rest| rest.contains(then))
            && (!start.is_empty() || folded.contains(" on medium") || folded.contains("subscriber"))
    };
    let found = ADDED.iter().find(|pair| is_found(pair))?;
    Some(if found.1 == "subscribe" { Reason::Newsletter } else { Reason::Footer })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "<p>The ferry to the island sails again on Monday, after three weeks ashore.</p>";

    #[test]
    fn what_programs_put_at_the_end_is_stripped() {
        for end in [
            "<p>The post <a href=/a>Ferry</a> appeared first on <a href=/>The Quay</a>.</p>",
            "<p>Der Beitrag <a href=/a>Fähre</a> erschien zuerst auf <a href=/>Der Kai</a>.</p>",
            "<p>L’article <a href=/a>Le ferry</a> est apparu en premier sur <a href=/>Le quai</a>.</p>",
            "<p>Thanks for reading The Quay! Subscribe for free to receive new posts and support my work.</p>",
            "<p><a href=/a>Ferry</a> was originally published in <a href=/>The Quay</a> on Medium, where people are \
             continuing the conversation.</p>",
            "<p><a href=/a>Read the full story at The Quay.</a></p>",
            "<p>The post <a href=/a>Ferry</a> first appeared on <a href=/>The Quay</a>.</p>",
            "<p>The Quay is a reader-supported publication. To support my work, consider becoming a subscriber.</p>",
            "<p>submitted by <a href=/u>/u/ann</a> <a href=/a>[link]</a> <a href=/a>[comments]</a></p>",
            "<a href=/a>Continue reading...</a>",
            "<p>Subscribe to our newsletter for more.</p><p><a href=/s>Share</a></p>",
        ] {
            let document = read(&format!("{STORY}{end}"), "Ferry", None);
            assert_eq!(document.blocks.len(), 1, "{end}: {}", document.text);
            assert!(!document.stripped.is_empty(), "{end}");
        }
    }

    #[test]
    fn what_its_author_has_put_there_stays() {
        for text in ["ok", "Yes!", "👍", "42", "Share this", "https://quay.example/a", "#ferry #fog"] {
            assert_eq!(read(&format!("<p>{text}</p>"), "", None).text, text);
        }
        let refrain = "We shall not be moved from this quay, and nobody will ever make us leave it.";
        let song = format!("<p>{refrain}</p>{STORY}<p>{refrain}</p>");
        assert_eq!(read(&song, "", None).text.matches("We shall").count(), 2);
        let last = format!("{STORY}<p>What do you read?</p><p>Comments.</p>");
        assert_eq!(read(&last, "", None).blocks.len(), 3);
        let answers = "<p>Do you sail?</p><p>Yes.</p><p>Will you share the boat?</p><p>Share.</p>";
        assert_eq!(read(answers, "", None).blocks.len(), 4);
    }

    #[test]
    fn an_entry_that_is_a_label_alone_says_nothing() {
        assert_eq!(
            read("<p><a href=https://quay.example/a>Continue reading</a></p>", "Ferry", None).text,
            ""
        );
        assert_eq!(read(&format!("<h2>Ferry</h2>{STORY}"), "Ferry", None).blocks.len(), 1);
    }
}
