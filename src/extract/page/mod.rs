//! A page to a document: which element contains the article (`choice`), which parts of it to strip (`sift`),
//! the blocks of the rest (`blocks`), the page's metadata (`facts`), and the last boilerplate.
//!
//! Scripts are not run: a page that builds its article with scripts has none.

mod address;
mod authors;
mod blocks;
mod choice;
mod closing;
mod consent;
mod facts;
mod forms;
mod fragment;
mod guard;
mod kind;
mod lede;
mod linked_data;
mod meta;
mod others;
mod outline;
mod published;
mod publisher;
mod seen_text;
mod shown;
mod shown_authors;
mod sift;
mod signs;
mod sorting;
mod surroundings;
mod title;
mod unfolded;

use super::RejectReason;
use super::boilerplate::Rules;
use super::draft::Draft;
use super::reason::Reason;
use crate::model::{Document, PageKind};
use crate::text::clean;
use crate::text::width::truncate;
use blocks::{Origin, Source, Stripped};
pub(super) use blocks::{lowered, raised};
use choice::Choice;
use facts::Facts;
use lede::Lede;
use outline::{LEAST_PROSE, Outline};

pub(super) use fragment::{lines, read as fragment};
pub(super) use guard::must_be_an_article;

/// The document of a page's clean source; `url` is where it was fetched from.
pub(super) fn read(html: &str, url: Option<&str>) -> Result<Document, RejectReason> {
    must_be_an_article(html)?;
    let html = guard::tame(html);
    let html = unfolded::shadows(&html);
    let mut page = Page::read(&html, url);
    // A page that shows almost nothing may show more without scripts.
    if page.prose < LEAST_PROSE
        && let Some(html) = unfolded::without_scripts(&html)
    {
        let other = Page::read(&html, url);
        page = if other.prose > page.prose { other } else { page };
    }
    page.document(url)
}

/// A parsed page.
struct Page {
    facts: Facts,
    draft: Draft,
    kind: PageKind,
    /// The number of words of running text on the whole page.
    prose: usize,
}

impl Page {
    fn read(html: &str, url: Option<&str>) -> Self {
        let page = dom_query::Document::from(html);
        let facts = facts::read(&page, url);
        let address = url.or(facts.url.as_deref());
        let root = page.body().unwrap_or_else(|| page.root());
        let outline = Outline::read(&root);
        let choice = choice::choose(&outline, address.is_some_and(address::is_forum), &facts.title);
        let draft = draft(&outline, &choice, address, &facts.title);
        let kind = kind::tell(&page, &facts, address, (&outline, &choice));
        Self { draft, kind, prose: outline.prose(0), facts }
    }

    fn document(self, url: Option<&str>) -> Result<Document, RejectReason> {
        let Self { facts, draft, kind, .. } = self;
        let mut document = sorting::sorted(draft, &facts).finish();
        if let Some(body) = facts.body.as_deref().filter(|body| is_better(body, &document)) {
            let is_html = ["</p>", "<br", "</div>"].iter().any(|tag| body.contains(tag));
            let mut declared =
                if is_html { fragment(body, &facts.title, None) } else { super::paragraphs::of(body) };
            declared.stripped = document.stripped;
            document = declared;
        }
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
}

/// Whether the declared text of the article should replace the visible one: it is long enough, and the page shows
/// little of it.
fn is_better(declared: &str, shown: &Document) -> bool {
    const LEAST: usize = 40;
    const MOST_SHOWN: usize = 120;
    let (declared, shown) = (outline::words(declared), outline::words(&shown.body().text));
    declared >= LEAST && shown <= MOST_SHOWN && declared >= shown * 2
}

/// The blocks of the article.
fn draft(outline: &Outline, choice: &Choice, url: Option<&str>, title: &str) -> Draft {
    let mut draft = Draft::default();
    let stripped = sift::sift(outline, choice, url, &Rules::new());
    let lede = lede::find(outline, choice, title);
    let source = Source { stripped: &stripped, base: url, origin: Origin::Page };
    if let Some(at) = lede.caption {
        let whole = Source { stripped: &Stripped::new(), ..source };
        blocks::caption(&outline.elements[at].node, whole, &mut draft);
    }
    for &at in &lede.paragraphs {
        blocks::read(&outline.elements[at].node, source, &mut draft);
    }
    blocks::read(&outline.elements[choice.root].node, source, &mut draft);
    drop_what_is_beside(outline, choice, &lede, &mut draft);
    draft
}

/// How many pieces outside the article are recorded, and how much of each.
const MOST_BESIDE: usize = 60;
const LONGEST_BESIDE: usize = 100;

/// Records what is outside the article's element, truncated, except what contains the headline.
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

#[cfg(test)]
mod kind_tests;
#[cfg(test)]
mod tests;
