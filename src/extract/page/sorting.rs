//! Filters the blocks of a page's article: removes remaining labels, copies, and repetitions of the metadata.

use super::facts::Facts;
use super::{closing, seen_text};
use crate::extract::boilerplate::{self, Rules};
use crate::extract::draft::{Draft, Inline};
use crate::extract::reason::Reason;
use crate::extract::{byline, dates};
use crate::model::BlockKind;
use crate::text::fold::fold;
use std::collections::{HashSet, VecDeque};

/// How many blocks at the beginning may repeat title, byline and date.
const OPENING: usize = 6;

/// Strips the blocks that are boilerplate or repeat the metadata.
pub(super) fn sorted(read: Draft, facts: &Facts) -> Draft {
    let rules = Rules::new();
    let mut sorted = Draft { stripped: read.stripped, ..Draft::default() };
    let (blocks, mut captions) = part(read.blocks);
    // What is about a site that is its own author is not about a person.
    let author = facts.byline.as_deref().filter(|byline| facts.site.as_deref() != Some(byline));
    let closing = closing::find(&blocks, author, facts.site.as_deref(), &rules);
    let copies = seen_text::copies(&blocks);
    let context = Context { blocks: &blocks, facts, rules: &rules };
    let mut reasons: Vec<Option<Reason>> = Vec::with_capacity(blocks.len());
    for at in 0..blocks.len() {
        let before = reasons.last().copied().flatten();
        let copy = copies[at].then_some(Reason::SaidBefore);
        reasons.push(copy.or(closing[at]).or_else(|| context.reason(at, before)));
    }
    let count = blocks.len();
    for (at, ((kind, inline), reason)) in blocks.into_iter().zip(reasons).enumerate() {
        captions.place(at, reason, &rules, &mut sorted);
        match reason {
            Some(reason) => sorted.drop_piece(&inline.text, reason),
            None => sorted.push(kind, inline),
        }
    }
    captions.place(count, Some(Reason::PictureCaption), &rules, &mut sorted);
    sorted
}

/// The captions of a page's pictures, each with the number of blocks before it. Running text is judged without them.
#[derive(Default)]
struct Captions {
    waiting: VecDeque<(usize, Inline)>,
    seen: HashSet<String>,
    /// Why the previous block was stripped.
    before: Option<Reason>,
}

/// Separates the captions from the other blocks.
fn part(read: Vec<(BlockKind, Inline)>) -> (Vec<(BlockKind, Inline)>, Captions) {
    let mut blocks = Vec::with_capacity(read.len());
    let mut captions = Captions::default();
    for (kind, inline) in read {
        match kind {
            BlockKind::Caption => captions.waiting.push_back((blocks.len(), inline)),
            _ => blocks.push((kind, inline)),
        }
    }
    (blocks, captions)
}

impl Captions {
    /// Puts the captions before block `at` in their place, if the block before them or this one belongs to the
    /// article; `why` is the reason if this one does not. Pages show a picture more than once.
    fn place(&mut self, at: usize, why: Option<Reason>, rules: &Rules, sorted: &mut Draft) {
        let beside = if why.is_none() { None } else { self.before };
        while let Some((_, inline)) = self.waiting.pop_front_if(|(before, _)| *before == at) {
            let is_label = || is_credit(&inline.text) || rules.judge(&inline.text).is_some();
            let is_label = || !is_medium(&inline.text) && is_label();
            let why = beside.or_else(|| is_label().then_some(Reason::PictureCaption));
            let why = why.or_else(|| (!self.seen.insert(fold(&inline.text))).then_some(Reason::SaidBefore));
            match why {
                Some(why) => sorted.drop_piece(&inline.text, why),
                None => sorted.push(BlockKind::Caption, inline),
            }
        }
        self.before = why;
    }
}

/// Whether a line represents a picture or video without a caption.
fn is_medium(text: &str) -> bool {
    ["[picture: ", "[video: ", "[audio: "].iter().any(|start| text.starts_with(start)) && text.ends_with(']')
}

/// What the reason for one block depends on.
struct Context<'a> {
    blocks: &'a [(BlockKind, Inline)],
    facts: &'a Facts,
    rules: &'a Rules,
}

impl Context<'_> {
    /// Why a block is stripped; `None` if it belongs to the article. `before` is the reason for the previous block.
    fn reason(&self, at: usize, before: Option<Reason>) -> Option<Reason> {
        let (kind, inline) = &self.blocks[at];
        let text = inline.text.trim();
        match kind {
            BlockKind::Code | BlockKind::Table | BlockKind::Quote => return None,
            BlockKind::List | BlockKind::NumberedList => {
                let reasons: Option<Vec<_>> = text.lines().map(|line| self.rules.judge(line)).collect();
                return reasons.and_then(|all| all.first().map(|boilerplate| boilerplate.reason));
            }
            BlockKind::Caption | BlockKind::Paragraph | BlockKind::Heading(_) => {}
        }
        if at < OPENING
            && let Some(reason) = said_by_facts(text, self.facts)
        {
            return Some(reason);
        }
        if (at < OPENING || at + 2 >= self.blocks.len()) && dates::is_dateline(text) {
            return Some(Reason::Date);
        }
        if text.contains("://") && !text.contains(char::is_whitespace) {
            return Some(Reason::Address);
        }
        let reason = self.rules.judge(text)?.reason;
        let is_heading = matches!(kind, BlockKind::Heading(_));
        let question = at.checked_sub(1).map(|at| &self.blocks[at]).filter(|_| before.is_none());
        let is_asked = question.is_some_and(|(_, inline)| is_question(&inline.text));
        let is_own = (is_heading && !is_offer(reason) && self.leads_to_prose(at))
            || boilerplate::is_answer(text, reason, is_asked)
            || (is_asked && self.is_in_interview(at) && boilerplate::can_be_said(text, reason));
        (!is_own).then_some(reason)
    }

    /// Whether the next block is a question as well, in an article with several.
    fn is_in_interview(&self, at: usize) -> bool {
        const LEAST: usize = 3;
        let is_asked = |(_, inline): &(BlockKind, Inline)| {
            is_question(&inline.text) && inline.text.split_whitespace().count() > LEAST
        };
        self.blocks.get(at + 1).is_some_and(is_asked)
            && self.blocks.iter().filter(|block| is_asked(block)).take(LEAST).count() == LEAST
    }

    /// Whether running text follows a block directly: "Discussion" above a paragraph is part of the article; above
    /// nothing it is a link to the comments.
    fn leads_to_prose(&self, at: usize) -> bool {
        self.blocks.get(at + 1).is_some_and(|(kind, next)| {
            *kind == BlockKind::Paragraph
                && next.text.split_whitespace().count() >= 12
                && self.rules.judge(&next.text).is_none()
        })
    }
}

/// Whether a reason means that a site wants something from its visitors; no heading of an article says so.
fn is_offer(reason: Reason) -> bool {
    matches!(reason, Reason::Newsletter | Reason::Appeal | Reason::CookieNotice)
}

pub(super) fn is_question(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '»', ' ']).ends_with(['?', '？', '؟'])
}

/// Why one of the first blocks repeats the metadata: as title or byline.
pub(super) fn said_by_facts(text: &str, facts: &Facts) -> Option<Reason> {
    let folded = fold(text);
    if !folded.is_empty() && folded == fold(&facts.title) {
        return Some(Reason::TitleAgain);
    }
    let is_same = |byline: &str| {
        let names = fold(&byline::without_by(text));
        fold(byline) == names || fold(&byline.replace(", ", " and ")) == names
    };
    let is_names =
        || byline::byline(text).is_some_and(|names| text.len() < names.len() + LONGEST_AROUND_NAMES);
    (facts.byline.as_deref().is_some_and(is_same) || is_names()).then_some(Reason::BylineAgain)
}

/// Whether the words under a picture are only a credit. A credit behind some words of a caption is part of it.
fn is_credit(text: &str) -> bool {
    const LONGEST: usize = 7;
    const LEAST_OF_CAPTION: usize = 3;
    const WHOSE: [&str; 13] = [
        "photo:",
        "photo by",
        "photograph",
        "image:",
        "image credit",
        "photo credit",
        "credit:",
        "picture:",
        "foto:",
        "/",
        "|",
        "©",
        "getty",
    ];
    let folded = text.to_lowercase();
    let credit = WHOSE.iter().filter_map(|word| folded.find(word)).min();
    let says_something = |credit: usize| {
        let before: Vec<&str> = text.get(..credit).unwrap_or_default().split_whitespace().collect();
        before.len() >= LEAST_OF_CAPTION && before.iter().any(|word| word.starts_with(char::is_lowercase))
    };
    text.split_whitespace().count() <= LONGEST && credit.is_some_and(|credit| !says_something(credit))
}

/// The maximum length in bytes of "By" and of what follows a name in a byline.
const LONGEST_AROUND_NAMES: usize = 60;
