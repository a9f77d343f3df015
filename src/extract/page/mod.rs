//! A page to a document: `dom_smoothie` (Readability) finds the element that holds the article, the rest is
//! done here: guards before it, blocks, facts and the last furniture after it.
//!
//! Scripts are not run: a page that builds its article by itself has none.

mod blocks;
mod facts;
mod guard;
mod linked_data;

use super::Refusal;
use super::draft::{Draft, Inline};
use super::furniture::Rules;
use crate::model::{BlockKind, Document};
use crate::text::clean;
use crate::text::fold::fold;
use dom_smoothie::{Config, Readability};
use facts::Facts;

/// How many blocks at the beginning may repeat title, byline and date.
const OPENING: usize = 6;

/// The document of a page's clean source; `url` is where it was fetched from.
pub(super) fn read(html: &str, url: Option<&str>) -> Result<Document, Refusal> {
    let html = guard::tame(html);
    let page = dom_query::Document::from(html.as_ref());
    let mut facts = facts::read(&page, url);
    let mut draft = Draft::default();
    match article(page, url.or(facts.url.as_deref())) {
        Some(article) => {
            if facts.byline.is_none() {
                let byline = article.byline.as_deref().map(|name| facts::without_by(&clean::line(name)));
                facts.byline = byline.filter(|name| !name.is_empty() && name.chars().count() <= 80);
            }
            facts.site = facts.site.or(article.site_name.map(|name| clean::line(&name)));
            blocks::read(&dom_query::Document::fragment(article.content).root(), &mut draft);
        }
        // Readability takes nothing from a page of a few words; the page is then all there is.
        None => blocks::read(&dom_query::Document::from(html.as_ref()).root(), &mut draft),
    }
    let mut document = sort_out(draft, &facts).finish();
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
    blocks::read(&dom_query::Document::fragment(html.as_ref()).root(), &mut draft);
    sort_out(draft, &facts).finish()
}

/// The article by Readability. An address that is none (a file's name) is left out: it only serves to
/// make links absolute.
fn article(page: dom_query::Document, url: Option<&str>) -> Option<dom_smoothie::Article> {
    let is_address = |url: &&str| {
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        host.is_some_and(|host| host.starts_with(char::is_alphanumeric))
    };
    let config = Config { disable_json_ld: true, ..Config::default() };
    Readability::with_document(page, url.filter(is_address), Some(config)).ok()?.parse().ok()
}

/// Leaves out the blocks that are furniture or say again what the facts say.
fn sort_out(read: Draft, facts: &Facts) -> Draft {
    let rules = Rules::new();
    let mut sorted = Draft::default();
    let follow_ups: Vec<bool> = (0..read.blocks.len()).map(|at| leads_to_prose(&read.blocks, at)).collect();
    for (at, (kind, inline)) in read.blocks.into_iter().enumerate() {
        match reason(kind, &inline, at, follow_ups[at], facts, &rules) {
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
            facts.byline.as_deref().is_some_and(|byline| fold(byline) == fold(&facts::without_by(text)));
        if is_byline {
            return Some("byline again");
        }
    }
    let is_heading = matches!(kind, BlockKind::Heading(_));
    // "Discussion" over a paragraph is a part of the article; over nothing it is a link to the comments.
    rules.judge(text).filter(|_| !(is_heading && leads)).map(|furniture| furniture.why)
}

/// Whether running text follows a block at once.
fn leads_to_prose(blocks: &[(BlockKind, Inline)], at: usize) -> bool {
    blocks.get(at + 1).is_some_and(|(kind, next)| {
        *kind == BlockKind::Paragraph && next.text.split_whitespace().count() >= 12
    })
}

#[cfg(test)]
mod tests;
