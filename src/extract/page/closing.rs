//! What follows an article within its own element: sections whose headings mark them as the page's, and the author's
//! bio.
//!
//! Only what reaches the end of the page's text is removed; a heading such as "Related" between two parts of an
//! article ends nothing.

use crate::extract::boilerplate::Rules;
use crate::extract::byline;
use crate::extract::draft::Inline;
use crate::extract::reason::Reason;
use crate::model::BlockKind;
use crate::text::sentences::ends_as_sentence;

/// The maximum share of a page's words, in per cent, in closing sections.
const MOST: usize = 40;
/// How many blocks at the end and the beginning may be an author's bio.
const PORTRAIT: usize = 4;
/// The maximum number of words in a heading set as a paragraph.
const LONGEST_HEADING: usize = 8;

/// For each block, why it is not part of the article, if so.
pub(super) fn find(
    blocks: &[(BlockKind, Inline)],
    byline: Option<&str>,
    site: Option<&str>,
    rules: &Rules,
) -> Vec<Option<Reason>> {
    let mut reasons = vec![None; blocks.len()];
    let words: Vec<usize> = blocks.iter().map(|(_, inline)| inline.text.split_whitespace().count()).collect();
    let total: usize = words.iter().sum();
    let names: Vec<&str> = byline.into_iter().flat_map(|byline| byline.split(", ")).collect();
    let mut end = blocks.len();
    for at in (1..blocks.len()).rev() {
        let (kind, inline) = &blocks[at];
        if words[at..].iter().sum::<usize>() * 100 > total * MOST {
            break;
        }
        let is_name = names.contains(&inline.text.as_str());
        let why = if is_name { Some(Reason::AboutAuthor) } else { closes(*kind, &inline.text, rules) };
        let Some(why) = why else { continue };
        let is_portrait = matches!(why, Reason::AboutAuthor | Reason::AboutSite);
        let is_told = !reads_on(&blocks[at + 1..end]);
        if section_end(blocks, at) >= end && (is_portrait || is_told) {
            reasons[at..end].fill(Some(why));
            end = at;
        }
    }
    // A press release ends with a description of the company.
    let is_about_site = |at: &usize| site.is_some_and(|site| byline::is_about(&blocks[*at].1.text, site));
    for at in (end.saturating_sub(PORTRAIT).max(1)..end).rev().take_while(is_about_site) {
        reasons[at] = Some(Reason::AboutSite);
    }
    // Some pages have it below the headline.
    let opening = 0..PORTRAIT.min(end);
    for at in opening.chain(end.saturating_sub(PORTRAIT)..end) {
        if names.iter().any(|name| byline::is_portrait(&blocks[at].1.text, name)) {
            reasons[at] = Some(Reason::AboutAuthor);
        }
    }
    reasons
}

/// Whether paragraphs follow directly, as in an article and unlike in teasers.
fn reads_on(blocks: &[(BlockKind, Inline)]) -> bool {
    let is_paragraph = |(kind, inline): &(BlockKind, Inline)| {
        *kind == BlockKind::Paragraph
            && inline.links.is_empty()
            && inline.text.split_whitespace().count() >= 12
            && ends_as_sentence(&inline.text)
    };
    blocks.windows(2).any(|pair| pair.iter().all(is_paragraph))
}

/// Where the section of a heading ends: at the next heading of the same or a higher rank.
fn section_end(blocks: &[(BlockKind, Inline)], heading: usize) -> usize {
    let rank = |kind: BlockKind| match kind {
        BlockKind::Heading(level) => level,
        _ => u8::MAX,
    };
    let own = rank(blocks[heading].0);
    let ends = |(kind, _): &(BlockKind, Inline)| {
        matches!(kind, BlockKind::Heading(_)) && (rank(*kind) <= own || own == u8::MAX)
    };
    let next = blocks[heading + 1..].iter().position(ends);
    next.map_or(blocks.len(), |next| heading + 1 + next)
}

/// Why a section with this heading is not part of an article.
fn closes(kind: BlockKind, text: &str, rules: &Rules) -> Option<Reason> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !matches!(kind, BlockKind::Heading(_) | BlockKind::Paragraph) || words.len() > LONGEST_HEADING {
        return None;
    }
    if let Some(boilerplate) = rules.judge(text).filter(|boilerplate| boilerplate.ends_article) {
        return Some(boilerplate.reason);
    }
    let (first, last) = (words.first()?.to_lowercase(), words.last()?.to_lowercase());
    let is_name = |word: &&str| word.starts_with(char::is_uppercase);
    match first.as_str() {
        // "About Ascom": how companies end press releases.
        "about" | "über" if words.len() > 1 && words[1..].iter().all(is_name) => Some(Reason::AboutSite),
        "more" | "related" | "other" | "recent" | "latest" if is_of_texts(&last) => Some(Reason::Related),
        _ => None,
    }
}

/// Announcements of more content.
fn is_of_texts(word: &str) -> bool {
    matches!(
        word.trim_end_matches(':'),
        "stories" | "articles" | "news" | "posts" | "reading" | "coverage" | "reads" | "videos" | "topics"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_a_page() {
        let long = "The storm was the fourth of the winter, and the port has asked the ministry for money. "
            .repeat(4);
        let heading = BlockKind::Heading(2);
        let check = |end: &[(BlockKind, &str)], expected: &[Option<&str>]| {
            let mut blocks = vec![(BlockKind::Paragraph, Inline::from(long.as_str())); 2];
            blocks.extend(end.iter().map(|(kind, text)| (*kind, Inline::from(*text))));
            let found = find(&blocks, Some("Ann Example, Ben Moor"), Some("Example Rope"), &Rules::new());
            let found: Vec<Option<&str>> = found[2..].iter().map(|reason| reason.map(Reason::why)).collect();
            assert_eq!(found, *expected, "{end:?}");
        };
        let paragraph = BlockKind::Paragraph;
        check(
            &[(heading, "Related stories"), (BlockKind::Heading(3), "Ferry sails"), (paragraph, "At dawn.")],
            &[Some("related"); 3],
        );
        check(
            &[(heading, "More Harbour Stories"), (paragraph, "Ferry sails"), (heading, "What is next")],
            &[None; 3],
        );
        check(
            &[
                (heading, "About Example Rope"),
                (paragraph, "It makes rope."),
                (heading, "Tags"),
                (paragraph, "sea"),
            ],
            &[Some("about the site"), Some("about the site"), Some("tags"), Some("tags")],
        );
        check(
            &[(paragraph, "The port bought it."), (paragraph, "Example Rope is a maker of ropes.")],
            &[None, Some("about the site")],
        );
        check(&[(heading, "About the storm"), (paragraph, "It came at dawn.")], &[None, None]);
        check(
            &[(paragraph, "Ben Moor is a reporter."), (paragraph, "Ben Moor said nothing.")],
            &[Some("about the author"), None],
        );
        check(
            &[(paragraph, "Ann Example"), (paragraph, "A sailor since her youth.")],
            &[Some("about the author"); 2],
        );
        check(&[(heading, "Related stories"), (paragraph, long.repeat(2).as_str())], &[None, None]);
    }
}
