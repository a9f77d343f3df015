//! A page to a document: which element holds the article (`choice`), what in it is not the article (`sift`),
//! the blocks of the rest (`blocks`), what the page says about it (`facts`), and the last furniture.
//!
//! Scripts are not run: a page that builds its article by itself has none.

mod address;
mod authors;
mod blocks;
mod choice;
mod closing;
mod facts;
mod guard;
mod kind;
mod lede;
mod linked_data;
mod outline;
mod published;
mod said;
mod sift;
mod signs;

use super::Refusal;
use super::byline;
use super::dates;
use super::draft::{Draft, Inline};
use super::furniture::Rules;
use crate::model::{BlockKind, Document, PageKind};
use crate::text::fold::fold;
use facts::Facts;
use outline::Outline;
use said::Said;
use std::collections::HashMap;

/// How many blocks at the beginning may repeat title, byline and date.
const OPENING: usize = 6;

/// The document of a page's clean source; `url` is where it was fetched from.
pub(super) fn read(html: &str, url: Option<&str>) -> Result<Document, Refusal> {
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
    if document.text.is_empty() { Err(Refusal::NoText) } else { Ok(document) }
}

/// The document of a piece of HTML that is an article and nothing else, as feeds carry them.
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
    let left_out = sift::sift(&outline, &choice);
    for at in lede::find(&outline, &choice, &facts.title) {
        blocks::read(&outline.elements[at].node, &left_out, url, &mut draft);
    }
    blocks::read(&outline.elements[choice.root].node, &left_out, url, &mut draft);
    (draft, kind::tell(page, facts, url, (&outline, &choice)))
}

/// Leaves out the blocks that are furniture or say again what the facts say.
fn sort_out(read: Draft, facts: &Facts) -> Draft {
    let rules = Rules::new();
    let mut sorted = Draft { dropped: read.dropped, ..Draft::default() };
    let follow_ups: Vec<bool> = (0..read.blocks.len()).map(|at| leads_to_prose(&read.blocks, at)).collect();
    let closing = closing::find(&read.blocks, facts.byline.as_deref(), facts.site.as_deref(), &rules);
    let mut said = Said::default();
    let count = read.blocks.len();
    for (at, (kind, inline)) in read.blocks.into_iter().enumerate() {
        let why = said.is_said(&inline.text).then_some("said before").or(closing[at]);
        match why.or_else(|| reason(kind, &inline, at, follow_ups[at], facts, &rules, count)) {
            Some(why) => sorted.drop_piece(&inline.text, why),
            None => sorted.push(kind, inline),
        }
    }
    sorted
}

/// Why a block is left out; `None` for what is the article.
fn reason(
    kind: BlockKind,
    inline: &Inline,
    at: usize,
    leads: bool,
    facts: &Facts,
    rules: &Rules,
    count: usize,
) -> Option<&'static str> {
    let text = inline.text.trim();
    match kind {
        BlockKind::Code | BlockKind::Table | BlockKind::Quote => return None,
        BlockKind::List | BlockKind::NumberedList => {
            let reasons: Option<Vec<_>> = text.lines().map(|line| rules.judge(line)).collect();
            return reasons.and_then(|all| all.first().map(|furniture| furniture.why));
        }
        BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Caption => {}
    }
    if at < OPENING {
        let folded = fold(text);
        if !folded.is_empty() && folded == fold(&facts.title) {
            return Some("title again");
        }
        let is_byline =
            facts.byline.as_deref().is_some_and(|byline| fold(byline) == fold(&authors::without_by(text)));
        if is_byline
            || byline::byline(text).is_some_and(|names| text.len() < names.len() + LONGEST_AROUND_NAMES)
        {
            return Some("byline again");
        }
    }
    if (at < OPENING || at + 2 >= count) && is_dateline(text) {
        return Some("date");
    }
    let is_heading = matches!(kind, BlockKind::Heading(_));
    if text.contains("://") && !text.contains(char::is_whitespace) {
        return Some("address");
    }
    // "Discussion" over a paragraph is a part of the article; over nothing it is a link to the comments.
    rules.judge(text).filter(|_| !(is_heading && leads)).map(|furniture| furniture.why)
}

/// "By" and what follows a name in a byline are no longer than this, in bytes.
const LONGEST_AROUND_NAMES: usize = 60;

/// Whether a line says when a page was written and nothing else: "Last updated: May 3, 2016, 12:30".
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
