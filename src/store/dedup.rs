//! Detects duplicates: compares a feed entry with an article that it might be.
//!
//! Pure. A *match key* leads from an entry to an article worth comparing. No key is trusted by itself, since feeds
//! give one number to many stories and many numbers to one. Texts are compared by their shingles (Broder 1997), here
//! runs of three words.

use crate::model::{Document, When};
use crate::text::fold::fold;
use rustc_hash::FxHasher;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use unicode_segmentation::UnicodeSegmentation;

/// Texts with fewer words are too short to compare: "Comments", "Read more".
pub(super) const TELLING: usize = 12;

/// Equal texts with at least this many words are the same story wherever they are found.
pub(super) const UNMISTAKABLE: usize = 50;

/// The share of the shorter text's shingles in the longer one if one is a version of the other.
const VERSION: f32 = 0.4;

/// The same if only the title is a match key.
const NEARLY_EQUAL: f32 = 0.8;

/// The share of words that two titles have in common if one is an edited version of the other.
const EDITED_TITLE: f32 = 0.6;

/// How many words of a text are compared: later ones do not matter.
const COMPARED: usize = 4_000;

/// Which match keys lead from an entry to an article.
#[allow(clippy::struct_excessive_bools, reason = "each is a sign of its own")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MatchEvidence {
    /// Both have the same number.
    pub by_number: bool,
    /// Both have the same address.
    pub by_link: bool,
    /// The address is that of a page, not of a site.
    pub is_page: bool,
    /// The entry has an address.
    pub has_link: bool,
    /// The entry has a number, and it differs from the article's.
    pub is_of_other_number: bool,
}

/// Whether an entry and an article are the same story.
pub(super) fn is_same(entry: &Document, article: &Document, evidence: MatchEvidence) -> bool {
    let title = compare_titles(&entry.title, &article.title);
    match likeness(&entry.text, &article.text) {
        Some(likeness) => is_same_text(entry, article, evidence, title, likeness),
        None => is_same_line(entry, article, evidence, title),
    }
}

/// Whether a page contains the story of the article that links to it, rather than a notice in its place: a paywall, a
/// login, the site's home page.
pub fn is_page_of(page: &Document, article: &Document) -> bool {
    compare_titles(&page.title, &article.title) != Title::Other
        || likeness(&page.text, &article.text).is_some_and(|likeness| likeness >= VERSION)
}

/// Compares by texts that are long enough.
fn is_same_text(
    entry: &Document,
    article: &Document,
    evidence: MatchEvidence,
    title: Title,
    likeness: f32,
) -> bool {
    if likeness >= VERSION {
        // Routine reports (the weather, the market) are similar from day to day.
        let is_elsewhere = evidence.has_link && !evidence.by_link;
        return match (evidence.by_number || evidence.by_link, is_elsewhere) {
            // Two posts about one page share its address, and quote it in the same way.
            (true, false) => {
                let is_like = title.is_near() || likeness >= NEARLY_EQUAL;
                evidence.by_number || (is_like && may_be_renumbered(entry, article, evidence))
            }
            (true, true) => title != Title::Other || (entry.title.is_empty() && likeness >= NEARLY_EQUAL),
            (false, _) => {
                let is_like = likeness >= NEARLY_EQUAL || is_of_one_moment(entry, article);
                title == Title::Same && is_like && may_be_renumbered(entry, article, evidence)
            }
        };
    }
    // Rewritten completely, at the same address.
    evidence.by_number && (title == Title::Same || (evidence.by_link && evidence.is_page))
        || evidence.by_link && evidence.is_page && !evidence.is_of_other_number && title.is_near()
}

/// Compares by titles, addresses and numbers if there is hardly any text.
fn is_same_line(entry: &Document, article: &Document, evidence: MatchEvidence, title: Title) -> bool {
    let is_elsewhere = evidence.has_link && !evidence.by_link;
    match title {
        Title::Same if evidence.by_number => true,
        Title::Same if evidence.by_link || !evidence.has_link => may_be_renumbered(entry, article, evidence),
        // Number and address are both new, as in feeds that generate them for each user.
        Title::Same => fold(&entry.text) == fold(&article.text) && is_of_one_moment(entry, article),
        Title::Edited => {
            evidence.by_number && !is_elsewhere
                || evidence.by_link && evidence.is_page && !evidence.is_of_other_number
        }
        Title::Extended => evidence.by_number && !is_elsewhere,
        Title::Other => evidence.by_number && evidence.by_link && evidence.is_page,
    }
}

/// Whether an entry with another number can be the article: some feeds renumber their entries. Recurring events (an
/// outage, a forecast) have the same words at the same address, but their own number and time.
fn may_be_renumbered(entry: &Document, article: &Document, evidence: MatchEvidence) -> bool {
    !evidence.is_of_other_number || is_of_one_time(entry, article)
}

/// Whether two equal texts are from the same time, as far as both state one.
pub(super) fn is_of_one_time(entry: &Document, article: &Document) -> bool {
    entry.published.is_none() || article.published.is_none() || is_of_one_moment(entry, article)
}

fn is_of_one_moment(entry: &Document, article: &Document) -> bool {
    let seconds = |when: Option<When>| when.map(|when| when.seconds);
    seconds(entry.published).is_some() && seconds(entry.published) == seconds(article.published)
}

/// How two titles relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    Same,
    Edited,
    /// One contains all words of the other, and many more.
    Extended,
    Other,
}

impl Title {
    fn is_near(self) -> bool {
        matches!(self, Self::Same | Self::Edited)
    }
}

fn compare_titles(left: &str, right: &str) -> Title {
    let (left, right) = (words(left), words(right));
    // Two missing titles are not a match.
    if left == right && !left.is_empty() {
        return Title::Same;
    }
    let set = |words: &[String]| words.iter().cloned().collect::<HashSet<String>>();
    let (left, right) = (set(&left), set(&right));
    // Another day or part is another story.
    let numbers = |words: &HashSet<String>| {
        let is_number = |word: &&String| word.starts_with(|c: char| c.is_ascii_digit());
        words.iter().filter(is_number).cloned().collect::<HashSet<String>>()
    };
    let (both, either) = (left.intersection(&right).count(), left.union(&right).count());
    let fewer = left.len().min(right.len());
    match numbers(&left) == numbers(&right) {
        true if share(both, either) >= EDITED_TITLE => Title::Edited,
        true if both == fewer && fewer > 0 => Title::Extended,
        _ => Title::Other,
    }
}

/// The share of the shorter text that is in the longer one, 0 to 1; `None` if one of them is too short.
pub(super) fn likeness(left: &str, right: &str) -> Option<f32> {
    let (left, right) = (words(left), words(right));
    if left.len().min(right.len()) < TELLING {
        return None;
    }
    let (left, right) = (shingles(&left), shingles(&right));
    let fewer = left.len().min(right.len());
    Some(share(left.intersection(&right).count(), fewer))
}

fn shingles(words: &[String]) -> HashSet<u64> {
    let hash = |words: &[String]| {
        let mut hasher = FxHasher::default();
        words.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(3).map(hash).collect()
}

fn words(text: &str) -> Vec<String> {
    // By Unicode's rules, so that texts without spaces have words as well.
    fold(text).unicode_words().take(COMPARED).map(str::to_owned).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of words of one text")]
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "The ferry left the quay at noon with forty people on board and came back before \
        the storm reached the coast in the evening.";
    const EDITED: &str = "The ferry left the quay at noon with fifty people on board and came back before \
        the storm reached the coast in the evening, its owner said.";
    const OTHER: &str = "Prices of fish fell for the third week in a row because more boats than ever were \
        out at sea, the board of the market told members.";

    fn document(title: &str, text: &str) -> Document {
        Document::from_paragraphs(title, text)
    }

    fn evidence(by_number: bool, by_link: bool) -> MatchEvidence {
        MatchEvidence { by_number, by_link, is_page: true, has_link: true, ..MatchEvidence::default() }
    }

    #[test]
    fn stories_are_one_by_several_signs() {
        let check =
            |name: &str, left: (&str, &str), right: (&str, &str), evidence: MatchEvidence, expected: bool| {
                assert_eq!(
                    is_same(&document(left.0, left.1), &document(right.0, right.1), evidence),
                    expected,
                    "{name}"
                );
            };
        let (both, number, link) = (evidence(true, true), evidence(true, false), evidence(false, true));
        let neither = evidence(false, false);
        let bare = MatchEvidence { has_link: false, ..number };
        check("edited text", ("Ferry", LONG), ("Ferry", EDITED), both, true);
        check("edited title", ("Ferry leaves", LONG), ("Boat back in time", LONG), both, true);
        check("new number, edited title", ("Ferry leaves", LONG), ("Boat back", LONG), link, true);
        let quoted = format!("{} Our sponsor knows where they went, and why.", &LONG[..LONG.len() / 2]);
        let sponsored = "[Sponsor] Ferry leaves: find your way with us, at sea and on land";
        check("two posts on one page, alike", ("Ferry leaves", LONG), (sponsored, &quoted), link, false);
        check(
            "short, edited",
            ("Ferry", "It left at one."),
            ("Ferry delayed", "It left at noon."),
            bare,
            true,
        );
        check("two notes of one day's page, without titles", ("", LONG), ("", OTHER), link, false);
        check("the same, of a few words", ("", "It left."), ("", "It came."), link, false);
        check("a note without a title, its number given again", ("", LONG), ("", OTHER), number, false);
        check("a note without a title, moved", ("", LONG), ("", LONG), number, true);
        check("the same at its place", ("", LONG), ("", EDITED), both, true);
        check("two posts on one page", ("Ferry leaves", LONG), ("A word of thanks", &quoted), link, false);
        check("new address", ("Ferry leaves", LONG), ("Ferry leaves", EDITED), number, true);
        check("one number, two stories", ("Ferry", LONG), ("Fish", OTHER), number, false);
        check("one number, no address, edited title", ("Ferry", LONG), ("A boat", LONG), bare, true);
        check("one number, no address, two stories", ("Ferry", LONG), ("Fish", OTHER), bare, false);
        check("rewritten", ("Ferry", LONG), ("Fish", OTHER), both, true);
        check(
            "a site's address",
            ("Ferry", LONG),
            ("Fish", OTHER),
            MatchEvidence { is_page: false, ..both },
            false,
        );
        check("title alone, same text", ("Ferry", LONG), ("Ferry", LONG), neither, true);
        check("title alone, other text", ("Briefing", LONG), ("Briefing", OTHER), neither, false);
        check("reports of one sort", ("Weather on 3 May", LONG), ("Weather on 4 May", EDITED), number, false);
        check("short, one address", ("Ferry", "Comments"), ("Ferry", "Comments"), link, true);
        check("short, other address", ("Photo", "Comments"), ("Photo", "Comments"), neither, false);
        check("short, one number", ("first boat", "x"), ("second boat", "x"), number, false);
        check(
            "short, nothing else",
            ("a", ""),
            ("a", ""),
            MatchEvidence { has_link: false, ..MatchEvidence::default() },
            true,
        );
    }

    #[test]
    fn a_moment_speaks_for_short_ones() {
        let with = |seconds| Document { published: Some(When::second(seconds)), ..document("Photo", "x") };
        assert!(is_same(&with(5), &with(5), evidence(false, false)));
        assert!(!is_same(&with(5), &with(6), evidence(false, false)));
    }

    #[test]
    fn what_happens_again_is_another_article() {
        let at = |seconds, text: &str| Document {
            published: Some(When::second(seconds)),
            ..document("Outage", text)
        };
        let other =
            |by_link| MatchEvidence { is_of_other_number: true, is_page: true, ..evidence(false, by_link) };
        for text in ["Down.", LONG] {
            assert!(is_same(&at(5, text), &at(5, text), other(true)), "numbered anew: {text}");
            assert!(!is_same(&at(6, text), &at(5, text), other(true)), "at another time: {text}");
            assert!(!is_same(&at(6, text), &at(5, text), other(false)), "elsewhere: {text}");
            assert!(is_same(&document("Outage", text), &at(5, text), other(true)), "without a time: {text}");
        }
        assert!(!is_same(&document("Weather", LONG), &document("Weather", OTHER), other(true)));
    }

    #[test]
    fn titles_are_compared_by_words() {
        for (left, right, expected) in [
            ("Ferry leaves", "FERRY leaves!", Title::Same),
            ("Ferry leaves quay at noon", "Ferry leaves quay at last", Title::Edited),
            ("Part 1 of the harbour story", "Part 2 of the harbour story", Title::Other),
            ("Ferry", "Fish", Title::Other),
            ("Ferry", "Ferry delayed", Title::Extended),
            ("", "Ferry", Title::Other),
            ("", "", Title::Other),
        ] {
            assert_eq!(compare_titles(left, right), expected, "{left} / {right}");
        }
    }

    #[test]
    fn a_teaser_is_like_its_text() {
        let whole = format!("{LONG} {OTHER}");
        assert_eq!(likeness(LONG, &whole), Some(1.0));
        assert!(likeness(LONG, OTHER).is_some_and(|likeness| likeness < 0.1));
        assert_eq!(likeness("Too short", LONG), None);
    }
}
