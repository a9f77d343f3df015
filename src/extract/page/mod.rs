//! A page to a document: which element contains the article (`choice`), which parts of it to strip (`sift`),
//! the blocks of the rest (`blocks`), the page's metadata (`facts`), and the last boilerplate.
//!
//! Scripts are not run: a page that builds its article with scripts has none.

mod address;
mod authors;
mod blocks;
mod choice;
mod closing;
mod facts;
mod forms;
mod guard;
mod kind;
mod lede;
mod linked_data;
mod meta;
mod outline;
mod published;
mod seen_text;
mod sift;
mod signs;

use super::RejectReason;
use super::boilerplate::Rules;
use super::byline;
use super::dates;
use super::draft::{Draft, Inline};
use super::reason::Reason;
use crate::model::{BlockKind, Document, PageKind};
use crate::text::clean;
use crate::text::fold::fold;
use crate::text::width::truncate;
use choice::Choice;
use facts::Facts;
use lede::Lede;
use outline::Outline;
use seen_text::SeenText;
use std::collections::{HashMap, HashSet, VecDeque};

/// How many blocks at the beginning may repeat title, byline and date.
const OPENING: usize = 6;

/// The document of a page's clean source; `url` is where it was fetched from.
pub(super) fn read(html: &str, url: Option<&str>) -> Result<Document, RejectReason> {
    let html = guard::tame(html);
    let page = dom_query::Document::from(html.as_ref());
    let facts = facts::read(&page, url);
    let (draft, kind) = article(&page, url.or(facts.url.as_deref()), &facts);
    let mut document = sort_out(draft, &facts).finish();
    document.kind = kind;
    document.title = facts.title;
    document.byline = facts.byline;
    document.published = facts.published;
    document.site = facts.site;
    document.language = facts.language;
    document.url = url.map(str::to_owned).or(facts.url);
    document.image = facts.image;
    document.tags = facts.tags;
    if document.text.is_empty() { Err(RejectReason::NoText) } else { Ok(document) }
}

/// The document of a piece of HTML that is nothing but an article, as in feeds.
pub(super) fn fragment(html: &str, title: &str, byline: Option<&str>) -> Document {
    let html = guard::tame(html);
    let facts = Facts { title: title.to_owned(), byline: byline.map(str::to_owned), ..Facts::default() };
    let mut draft = Draft::default();
    let page = dom_query::Document::fragment(html.as_ref());
    blocks::read(&page.root(), &HashMap::new(), None, &mut draft);
    sort_out(draft, &facts).finish()
}

/// The blocks of the article, and whether it is one.
fn article(page: &dom_query::Document, url: Option<&str>, facts: &Facts) -> (Draft, PageKind) {
    let mut draft = Draft::default();
    let root = page.body().unwrap_or_else(|| page.root());
    let outline = Outline::read(&root);
    let choice = choice::choose(&outline, url.is_some_and(address::is_forum));
    let stripped = sift::sift(&outline, &choice);
    let lede = lede::find(&outline, &choice, &facts.title);
    if let Some(at) = lede.caption {
        blocks::caption(&outline.elements[at].node, url, &mut draft);
    }
    for &at in &lede.paragraphs {
        blocks::read(&outline.elements[at].node, &stripped, url, &mut draft);
    }
    blocks::read(&outline.elements[choice.root].node, &stripped, url, &mut draft);
    drop_what_is_beside(&outline, &choice, &lede, &mut draft);
    (draft, kind::tell(page, facts, url, (&outline, &choice)))
}

/// How many pieces outside the article are recorded, and how much of each.
const MOST_BESIDE: usize = 60;
const LONGEST_BESIDE: usize = 100;

/// Records what is outside the element of the article, shortened to its beginning; what contains the headline
/// is excluded.
fn drop_what_is_beside(outline: &Outline, choice: &Choice, lede: &Lede, draft: &mut Draft) {
    let around: Vec<usize> = outline.around(choice.root).collect();
    let is_used = |at: usize| {
        let within = at..outline.elements[at].end;
        within.clone().any(|at| outline.elements[at].tag == "h1" || at == choice.root)
            || lede.paragraphs.iter().chain(&lede.caption).any(|at| within.contains(at))
    };
    let beside = around.iter().rev().flat_map(|&around| outline.children(around));
    for at in beside.filter(|&at| outline.elements[at].words > 0 && !is_used(at)).take(MOST_BESIDE) {
        let element = &outline.elements[at];
        let named = || element.signs.boilerplate.map(|boilerplate| boilerplate.reason);
        let why = choice.stripped[at].or_else(named).unwrap_or(Reason::BesideArticle);
        let text = clean::line(&blocks::spaced_text(&element.node));
        draft.drop_piece(&truncate(&text, LONGEST_BESIDE), why);
    }
}

/// Strips blocks that are boilerplate or repeat the facts.
fn sort_out(read: Draft, facts: &Facts) -> Draft {
    let rules = Rules::new();
    let mut sorted = Draft { stripped: read.stripped, ..Draft::default() };
    let (blocks, mut captions) = part(read.blocks);
    let follow_ups: Vec<bool> = (0..blocks.len()).map(|at| leads_to_prose(&blocks, at)).collect();
    let closing = closing::find(&blocks, facts.byline.as_deref(), facts.site.as_deref(), &rules);
    let mut seen = SeenText::default();
    let count = blocks.len();
    for (at, (kind, inline)) in blocks.into_iter().enumerate() {
        let why = seen.is_seen(&inline.text).then_some(Reason::SaidBefore).or(closing[at]);
        let why = why.or_else(|| reason(kind, &inline, at, follow_ups[at], facts, &rules, count));
        captions.place(at, why, &rules, &mut sorted);
        match why {
            Some(why) => sorted.drop_piece(&inline.text, why),
            None => sorted.push(kind, inline),
        }
    }
    captions.place(count, Some(Reason::PictureCaption), &rules, &mut sorted);
    sorted
}

/// The captions of a page's pictures, each with the number of blocks before it. Running text is judged
/// without them.
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
    /// Puts the captions before block `at` in their place, if the block before them or this one is the article's;
    /// `why` this one is not. Pages show a picture more than once.
    fn place(&mut self, at: usize, why: Option<Reason>, rules: &Rules, sorted: &mut Draft) {
        let beside = if why.is_none() { None } else { self.before };
        while let Some((_, inline)) = self.waiting.pop_front_if(|(before, _)| *before == at) {
            let is_label = || is_credit(&inline.text) || rules.judge(&inline.text).is_some();
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

/// Why a block is stripped; `None` for the article's.
fn reason(
    kind: BlockKind,
    inline: &Inline,
    at: usize,
    leads: bool,
    facts: &Facts,
    rules: &Rules,
    count: usize,
) -> Option<Reason> {
    let text = inline.text.trim();
    match kind {
        BlockKind::Code | BlockKind::Table | BlockKind::Quote => return None,
        BlockKind::List | BlockKind::NumberedList => {
            let reasons: Option<Vec<_>> = text.lines().map(|line| rules.judge(line)).collect();
            return reasons.and_then(|all| all.first().map(|boilerplate| boilerplate.reason));
        }
        BlockKind::Caption | BlockKind::Paragraph | BlockKind::Heading(_) => {}
    }
    if at < OPENING {
        let folded = fold(text);
        if !folded.is_empty() && folded == fold(&facts.title) {
            return Some(Reason::TitleAgain);
        }
        let is_byline =
            facts.byline.as_deref().is_some_and(|byline| fold(byline) == fold(&authors::without_by(text)));
        if is_byline
            || byline::byline(text).is_some_and(|names| text.len() < names.len() + LONGEST_AROUND_NAMES)
        {
            return Some(Reason::BylineAgain);
        }
    }
    if (at < OPENING || at + 2 >= count) && is_dateline(text) {
        return Some(Reason::Date);
    }
    let is_heading = matches!(kind, BlockKind::Heading(_));
    if text.contains("://") && !text.contains(char::is_whitespace) {
        return Some(Reason::Address);
    }
    // "Discussion" above a paragraph is part of the article; above nothing it is a link to the comments.
    rules.judge(text).filter(|_| !(is_heading && leads)).map(|boilerplate| boilerplate.reason)
}

/// Whether the words below a picture are only its credit.
fn is_credit(text: &str) -> bool {
    const LONGEST: usize = 7;
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
    let folded = fold(text);
    text.split_whitespace().count() <= LONGEST && WHOSE.iter().any(|word| folded.contains(word))
}

/// The maximum length of "By" and of what follows a name in a byline, in bytes.
const LONGEST_AROUND_NAMES: usize = 60;

/// Whether a line is only a page's date: "Last updated: May 3, 2016, 12:30".
fn is_dateline(text: &str) -> bool {
    const STARTS: [&str; 15] = [
        "published",
        "first published",
        "updated",
        "last updated",
        "last modified",
        "posted",
        "date",
        "stand",
        "aktualisiert",
        "veroffentlicht",
        "publie",
        "mis a jour",
        "publicado",
        "actualizado",
        "pubblicato",
    ];
    const LONGEST: usize = 14;
    let folded = fold(text);
    text.split_whitespace().count() <= LONGEST
        && STARTS.iter().any(|start| folded.starts_with(start))
        && dates::read(text).is_some()
}

/// Whether running text follows a block at once.
fn leads_to_prose(blocks: &[(BlockKind, Inline)], at: usize) -> bool {
    blocks.get(at + 1).is_some_and(|(kind, next)| {
        *kind == BlockKind::Paragraph && next.text.split_whitespace().count() >= 12
    })
}

#[cfg(test)]
mod tests;
