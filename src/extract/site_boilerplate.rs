//! Lines that a site repeats in many articles: appeals, notices and bios, which no rule knows and repetition reveals.
//! For each line, the site's articles that contain it are counted. A line found in at least [`LEAST_ARTICLES`] of
//! them, and in a third of all since it first appeared, is boilerplate and not part of any article.
//!
//! Stripping too much is worse than stripping too little. Background that agencies repeat is found in fewer articles
//! than a third. Headings above paragraphs are not considered. An article that mostly repeats an earlier one is
//! another version of a story: nothing is learned from it, and it is left unchanged.
//!
//! Only lines that may still become boilerplate are stored, so a site takes a few kilobytes however much it
//! publishes.

use super::draft::{Draft, Inline};
use super::reason::Reason;
use crate::model::{BlockKind, Document, Emphasis, Link, Span};
use crate::text::fold::fold;
use crate::text::sentences::ends_as_sentence;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// With fewer articles, nothing is boilerplate.
const LEAST_ARTICLES: u32 = 5;

/// A boilerplate line is in at least one of this many articles.
const SHARE: u32 = 3;

/// A line is dropped once it has been missing for so long that it cannot become boilerplate: for more than this many
/// articles, and for more than [`SHARE`] times the articles that contain it.
const PATIENCE: u32 = 8;

/// In longer articles, only this many lines at the beginning and the end are considered.
const LOOKED_AT: usize = 100;

/// The version of the byte layout; other versions are learned again.
const VERSION: u8 = 1;

/// Bytes of one line: its hash, the number of articles containing it, the number of the first of them.
const LINE: usize = 8 + 4 + 4;

/// How often a site has repeated each line. The default is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteBoilerplate {
    /// Articles learned from.
    articles: u32,
    /// By the hash of their words.
    lines: BTreeMap<u64, LineCount>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LineCount {
    /// The number of articles containing it.
    articles: u32,
    /// The number of the first of them.
    first: u32,
}

impl LineCount {
    /// Whether at least one in [`SHARE`] of the articles contains it.
    fn is_in_a_share(self, since: u32) -> bool {
        since <= self.articles.saturating_mul(SHARE)
    }
}

impl SiteBoilerplate {
    /// Learns from another article of the site, before its boilerplate is stripped.
    pub fn learn(&mut self, document: &Document) {
        let lines = lines(document);
        let known: usize =
            lines.iter().filter(|(hash, _)| self.lines.contains_key(hash)).map(|(_, words)| words).sum();
        if known * 2 > words(&document.text) {
            return;
        }
        self.articles = self.articles.saturating_add(1);
        let number = self.articles;
        for hash in lines.into_keys() {
            self.lines.entry(hash).or_insert(LineCount { articles: 0, first: number }).articles += 1;
        }
        self.lines.retain(|_, said| {
            let since = number - said.first + 1;
            since <= PATIENCE || said.is_in_a_share(since)
        });
    }

    /// The document without the lines that the site repeats in many articles.
    pub fn stripped(&self, document: Document) -> Document {
        if !lines(&document).into_keys().any(|hash| self.has(hash)) {
            return document;
        }
        let read = Draft::of(&document);
        let whole = words(&document.text);
        let mut sorted = Draft { stripped: read.stripped, ..Draft::default() };
        let mut lost = 0;
        let judged = judged(&document);
        for (at, (kind, inline)) in read.blocks.into_iter().enumerate() {
            let is_boilerplate = |line: &str| judged[at] && self.has(hash(line));
            for line in inline.text.lines().filter(|line| is_boilerplate(line)) {
                lost += words(line);
                sorted.drop_piece(line, Reason::SaidInManyArticles);
            }
            sorted.push(kind, without_lines(inline, is_boilerplate));
        }
        if lost * 2 > whole {
            return document;
        }
        let mut title = document.title.clone();
        if self.has(hash(&title))
            && let Some(headline) = take_headline(&mut sorted)
        {
            sorted.drop_piece(&title, Reason::SaidInManyArticles);
            title = headline;
        }
        let Document { text, blocks, links, stripped, .. } = sorted.finish();
        Document { title, text, blocks, links, stripped, ..document }
    }

    fn has(&self, hash: u64) -> bool {
        self.lines.get(&hash).is_some_and(|said| {
            let since = self.articles - said.first + 1;
            said.articles >= LEAST_ARTICLES && said.is_in_a_share(since)
        })
    }

    /// As bytes: a version, the number of articles, and 16 bytes per line.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.articles.to_le_bytes());
        for (hash, said) in &self.lines {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(said.articles.to_le_bytes());
            bytes.extend(said.first.to_le_bytes());
        }
        bytes
    }

    /// From bytes; damaged ones or those of another version give an empty value.
    pub fn decode(bytes: &[u8]) -> Self {
        let Some((&[VERSION, a, b, c, d], rest)) = bytes.split_first_chunk::<5>() else {
            return Self::default();
        };
        let articles = u32::from_le_bytes([a, b, c, d]);
        let line = |line: &[u8]| {
            let (hash, rest) = line.split_first_chunk()?;
            let (said, first) = rest.split_first_chunk()?;
            let first = u32::from_le_bytes(first.try_into().ok()?);
            let said = LineCount { articles: u32::from_le_bytes(*said), first };
            let is_possible = first >= 1 && first <= articles && said.articles <= articles - first + 1;
            is_possible.then_some((u64::from_le_bytes(*hash), said))
        };
        Self { articles, lines: rest.chunks_exact(LINE).filter_map(line).collect() }
    }
}

/// The lines of a document that could be boilerplate, each once, with their words.
fn lines(document: &Document) -> BTreeMap<u64, usize> {
    let judged = judged(document);
    let blocks = document.blocks.iter().zip(judged).filter(|(_, judged)| *judged);
    let lines: Vec<&str> = std::iter::once(document.title.as_str())
        .chain(blocks.flat_map(|(block, _)| block.span.of(&document.text).lines()))
        .filter(|line| line.contains(char::is_alphabetic))
        .collect();
    let tail = lines.len().saturating_sub(LOOKED_AT).max(LOOKED_AT.min(lines.len()));
    lines[..LOOKED_AT.min(lines.len())]
        .iter()
        .chain(&lines[tail..])
        .map(|line| (hash(line), words(line)))
        .collect()
}

/// Which blocks are considered: neither those that are set apart, nor headings above paragraphs.
fn judged(document: &Document) -> Vec<bool> {
    let text = |at: usize| document.blocks.get(at).map_or("", |block| block.span.of(&document.text));
    let judge = |(at, kind): (usize, BlockKind)| match kind {
        BlockKind::Quote | BlockKind::Table | BlockKind::Code => false,
        BlockKind::List | BlockKind::NumberedList | BlockKind::Caption => true,
        BlockKind::Heading(_) | BlockKind::Paragraph => {
            at == 0 || ends_as_sentence(text(at)) || !ends_as_sentence(text(at + 1))
        }
    };
    document.blocks.iter().map(|block| block.kind).enumerate().map(judge).collect()
}

/// The text without some of its lines.
fn without_lines(inline: Inline, is_stripped: impl Fn(&str) -> bool) -> Inline {
    if !inline.text.lines().any(&is_stripped) {
        return inline;
    }
    let mut kept = Inline::default();
    let mut start = 0;
    for line in inline.text.split('\n') {
        let end = start + line.len();
        if !is_stripped(line) {
            if !kept.text.is_empty() {
                kept.text.push('\n');
            }
            let moved_to = kept.text.len();
            let within = inline
                .links
                .iter()
                .filter(|link| start <= link.span.start as usize && link.span.end as usize <= end);
            kept.links.extend(within.map(|link| {
                let at = |place: u32| place as usize - start + moved_to;
                Link { span: Span::new(at(link.span.start), at(link.span.end)), url: link.url.clone() }
            }));
            let set_apart = inline
                .emphasis
                .iter()
                .filter(|each| start <= each.span.start as usize && each.span.end as usize <= end);
            kept.emphasis.extend(set_apart.map(|each| {
                let at = |place: u32| place as usize - start + moved_to;
                Emphasis { span: Span::new(at(each.span.start), at(each.span.end)), kind: each.kind }
            }));
            kept.text.push_str(line);
        }
        start = end + 1;
    }
    kept
}

/// Takes the headline from the beginning of a body whose title turned out to be the site's.
fn take_headline(draft: &mut Draft) -> Option<String> {
    const LONGEST: usize = 30;
    let (_, first) = draft.blocks.first()?;
    let is_headline =
        !ends_as_sentence(&first.text) && !first.text.contains('\n') && words(&first.text) <= LONGEST;
    (is_headline && draft.blocks.len() > 1).then(|| draft.blocks.remove(0).1.text)
}

/// The hash of a line's words; case, accents, punctuation and spacing are ignored.
fn hash(line: &str) -> u64 {
    let mut hash = Sha256::new();
    for word in fold(line).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        hash.update(word);
        hash.update(b" ");
    }
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stripped;
    use proptest::prelude::*;

    /// A distinct article: three paragraphs of 24 words that occur for no other number.
    fn story(number: usize) -> Vec<String> {
        let say = |what: &str| {
            let words: Vec<String> = (0..22).map(|word| format!("{what}{number}x{word}")).collect();
            format!("The {}.", words.join(" "))
        };
        [say("boat"), say("quay"), say("tide")].to_vec()
    }

    fn document(paragraphs: &[String]) -> Document {
        Document::from_paragraphs("", paragraphs.join("\n\n"))
    }

    fn around(number: usize, first: &str, last: &str) -> Document {
        let mut paragraphs = story(number);
        paragraphs.insert(0, first.to_owned());
        paragraphs.push(last.to_owned());
        document(&paragraphs)
    }

    const APPEAL: &str = "The Quay lives by what its readers give it, and by nothing else.";

    #[test]
    fn what_stands_in_many_articles_is_left_out() {
        let mut boilerplate = SiteBoilerplate::default();
        for number in 0..4 {
            boilerplate.learn(&around(number, "All the news of the bay", APPEAL));
        }
        let fifth = around(4, "All the news of the bay", &APPEAL.replace(',', " –").to_uppercase());
        assert_eq!(boilerplate.stripped(fifth.clone()), fifth, "four are not many");
        boilerplate.learn(&fifth);
        let cut = boilerplate.stripped(fifth);
        assert_eq!(cut.text, story(4).join("\n\n"));
        let stripped: Vec<&str> = cut.stripped.iter().map(|stripped| stripped.text.as_str()).collect();
        assert_eq!(stripped[0], "All the news of the bay");
        assert_eq!(stripped.len(), 2);
        assert!(cut.stripped.iter().all(|stripped| stripped.why == "repeated by the site"));
    }

    #[test]
    fn a_third_of_the_articles_is_many_and_fewer_are_not() {
        let share = |every: usize| {
            let mut boilerplate = SiteBoilerplate::default();
            for number in 0..40 {
                let last =
                    if number % every == 0 { APPEAL.to_owned() } else { format!("It was day {number}.") };
                boilerplate.learn(&around(number, "Quay", &last));
            }
            !boilerplate.stripped(around(99, "", APPEAL)).text.contains(APPEAL)
        };
        assert!(share(2) && share(3));
        assert!(!share(4) && !share(9));
    }

    #[test]
    fn a_habit_that_was_given_up_is_forgotten() {
        let mut boilerplate = SiteBoilerplate::default();
        for number in 0..200 {
            boilerplate.learn(&around(number, "", if number < 20 { APPEAL } else { "" }));
        }
        assert!(boilerplate.lines.len() <= 8 * 4, "{} lines", boilerplate.lines.len());
        assert!(boilerplate.stripped(around(300, "", APPEAL)).text.contains(APPEAL));
    }

    #[test]
    fn headings_and_what_is_set_apart_stay() {
        let with = |number: usize| {
            let mut paragraphs = story(number);
            paragraphs.insert(1, "What happened before".to_owned());
            paragraphs.insert(3, "“Nobody owns the sea.”".to_owned());
            let mut document = document(&paragraphs);
            document.blocks[3].kind = BlockKind::Quote;
            document
        };
        let mut boilerplate = SiteBoilerplate::default();
        (0..9).for_each(|number| boilerplate.learn(&with(number)));
        assert_eq!(boilerplate.stripped(with(9)), with(9));
    }

    #[test]
    fn versions_of_one_story_are_not_cut_into() {
        let mut boilerplate = SiteBoilerplate::default();
        (0..9).for_each(|number| boilerplate.learn(&around(1, &format!("Version {number}"), "It goes on.")));
        let follow_up = document(&[story(1), story(2)].concat());
        assert_eq!(boilerplate.stripped(follow_up.clone()), follow_up);
        assert_eq!(boilerplate.articles, 1);
    }

    #[test]
    fn the_name_of_a_site_is_no_title() {
        let with = |number: usize, title: &str| {
            let mut paragraphs = story(number);
            if !title.is_empty() {
                paragraphs.insert(0, title.to_owned());
            }
            Document { title: "The Quay".to_owned(), ..document(&paragraphs) }
        };
        let mut boilerplate = SiteBoilerplate::default();
        (0..5).for_each(|number| boilerplate.learn(&with(number, "A boat comes home")));
        let cut = boilerplate.stripped(with(7, "Boat 7 comes home"));
        assert_eq!((cut.title.as_str(), cut.text), ("Boat 7 comes home", story(7).join("\n\n")));
        assert_eq!(
            cut.stripped,
            [Stripped { text: "The Quay".to_owned(), why: Reason::SaidInManyArticles.why().to_owned() }]
        );
        assert_eq!(boilerplate.stripped(with(8, "")).title, "The Quay", "better than none");
    }

    #[test]
    fn lines_go_out_of_their_blocks_and_links_stay_on_their_words() {
        let with = |number: usize| {
            let text =
                format!("{}\n\nContents of the day\nBoat {number} comes home", story(number).join("\n\n"));
            let mut document = Document::from_paragraphs("", text);
            document.blocks[3].kind = BlockKind::List;
            let at = document.text.find("comes").unwrap();
            document.links =
                vec![Link { span: Span::new(at, at + 5), url: "https://example.org".to_owned() }];
            document
        };
        let mut boilerplate = SiteBoilerplate::default();
        (0..5).for_each(|number| boilerplate.learn(&with(number)));
        let cut = boilerplate.stripped(with(5));
        assert!(cut.text.ends_with("\n\nBoat 5 comes home"), "{}", cut.text);
        assert_eq!(cut.links[0].span.of(&cut.text), "comes");
    }

    proptest! {
        #[test]
        fn what_is_learned_outlasts_bytes(texts in prop::collection::vec("[a-d]{1,2}( [a-d]{1,2}){0,3}[.]?(\n\n[a-d. ]{1,9}){0,5}", 0..30)) {
            let mut boilerplate = SiteBoilerplate::default();
            for text in &texts {
                let document = Document::from_paragraphs("", text.clone());
                boilerplate.learn(&document);
                let cut = boilerplate.stripped(document);
                prop_assert!(cut.blocks.iter().all(|block| !block.span.of(&cut.text).is_empty()));
            }
            prop_assert_eq!(SiteBoilerplate::decode(&boilerplate.encode()), boilerplate);
        }

        #[test]
        fn damaged_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut boilerplate = SiteBoilerplate::decode(&bytes);
            boilerplate.learn(&Document::from_paragraphs("A", "B c d.\n\nE f."));
            boilerplate.stripped(Document::from_paragraphs("A", "B c d.\n\nE f."));
        }
    }
}
