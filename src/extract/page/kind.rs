//! The kind of a page: an article, a discussion, a product, or a list of other pages.
//!
//! The page's own declarations come first (schema.org types in JSON-LD and microdata, Open Graph, the generator),
//! then its address and its links. A page without evidence against it is an article.

use super::address;
use super::choice::Choice;
use super::facts::Facts;
use super::meta::Meta;
use super::outline::{LEAST_PROSE, Outline, Run};
use crate::model::PageKind;
use dom_query::Document;
use std::collections::HashSet;

/// Parts of the names of schema.org's types.
const ARTICLES: [&str; 3] = ["Article", "Posting", "Report"];
const THREADS: [&str; 2] = ["DiscussionForumPosting", "QAPage"];
const PRODUCTS: [&str; 2] = ["Product", "ProductGroup"];
const LISTINGS: [&str; 3] = ["CollectionPage", "SearchResultsPage", "OfferCatalog"];

/// Forum software, as `<meta name="generator">` names it, in lower case.
const FORUM_PROGRAMS: [&str; 10] = [
    "discourse",
    "vbulletin",
    "phpbb",
    "xenforo",
    "simple machines",
    "mybb",
    "invision",
    "vanilla",
    "flarum",
    "nodebb",
];

/// The evidence on a page.
struct Signs<'a> {
    types: HashSet<String>,
    meta: &'a Meta,
    url: Option<&'a str>,
}

/// Determines the kind of a page; `url` is its address.
pub(super) fn tell(
    page: &Document,
    facts: &Facts,
    url: Option<&str>,
    (outline, choice): (&Outline, &Choice),
) -> PageKind {
    let mut types: HashSet<String> = facts.types.iter().cloned().collect();
    types.extend(page.select("[itemtype]").nodes().iter().filter_map(|node| {
        let address = node.attr("itemtype")?;
        Some(address.trim().rsplit('/').next().unwrap_or("").to_owned())
    }));
    let signs = Signs { types, meta: &facts.meta, url };
    if signs.is_thread() {
        PageKind::Thread
    } else if signs.is_dated_article() {
        PageKind::Article
    } else if signs.is_product() {
        PageKind::Product
    } else if signs.is_any(&LISTINGS) || is_list_of_links(outline, choice, url) {
        PageKind::Listing
    } else {
        PageKind::Article
    }
}

impl Signs<'_> {
    fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.types.contains(*word))
    }

    /// Whether the page says that it is an article, and not just a website.
    fn is_dated_article(&self) -> bool {
        let is_typed = self.types.iter().any(|kind| ARTICLES.iter().any(|end| kind.ends_with(end)));
        is_typed || self.meta.first(&["article:published_time"]).is_some()
    }

    fn is_thread(&self) -> bool {
        let program = self.meta.first(&["generator"]).unwrap_or_default().to_lowercase();
        self.is_any(&THREADS)
            || FORUM_PROGRAMS.iter().any(|name| program.starts_with(name))
            || (self.url.is_some_and(address::is_thread) && !self.is_dated_article())
    }

    fn is_product(&self) -> bool {
        let open_graph = self.meta.first(&["og:type"]).unwrap_or_default();
        self.is_any(&PRODUCTS)
            || open_graph.starts_with("product")
            || open_graph == "og:product"
            || self.meta.first(&["product:price:amount", "og:price:amount"]).is_some()
    }
}

/// Whether the chosen element really contains headlines or products, each with its link.
fn is_list_of_links(outline: &Outline, choice: &Choice, url: Option<&str>) -> bool {
    let (page, chosen) = (&outline.elements[0], &outline.elements[choice.root]);
    let headlines = |runs: &[Run]| runs.iter().filter(|run| is_headline(run)).count();
    let on_page = headlines(&outline.runs);
    let in_chosen = headlines(&outline.runs[chosen.runs.clone()]);
    let has_prose = outline.prose(choice.root) >= LEAST_PROSE;
    let is_front = url.is_some_and(address::is_front);
    let is_mostly_links = |words: usize, linked: usize, percent: usize| linked * 100 >= words * percent;
    (!has_prose && on_page >= MANY && is_mostly_links(page.words, page.linked, 60))
        || (in_chosen >= MANY && is_mostly_links(chosen.words, chosen.linked, 40))
        || (is_front && in_chosen >= 2 * MANY)
        || (is_front && on_page >= MANY && is_mostly_links(page.words, page.linked, 50))
}

/// A page with this many headlines that link elsewhere is a list.
const MANY: usize = 10;

/// Whether a run is a link with several words, and not a menu label.
fn is_headline(run: &Run) -> bool {
    run.words >= 4 && run.linked * 10 >= run.words * 8 && run.within * 2 < run.linked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::page;

    const PROSE: &str = "<p>The ferry to the island was late again on Monday, and the people on the quay waited in the \
        rain until the harbour master told them that the engine had failed.</p><p>She said that another boat would \
        come from the mainland in the evening, and that nobody had to pay for the crossing.</p>";

    fn kind(head: &str, body: &str, url: Option<&str>) -> PageKind {
        let html = format!("<html><head><title>Ferries</title>{head}</head><body>{body}</body></html>");
        page::read(&html, url).unwrap().kind
    }

    #[test]
    fn a_page_is_what_it_says_it_is() {
        let linked = |value: &str| format!("<script type='application/ld+json'>{value}</script>");
        let check = |head: &str, expected: PageKind| {
            assert_eq!(kind(head, PROSE, Some("https://example.org/ferries/late")), expected, "{head}");
        };
        check("", PageKind::Article);
        check("<meta name=generator content='Discourse 3.1 - a program'>", PageKind::Thread);
        check(&linked(r#"{"@type":"DiscussionForumPosting"}"#), PageKind::Thread);
        check(
            &linked(r#"{"@graph":[{"@type":"WebPage"},{"@type":["Thing","Product"]}]}"#),
            PageKind::Product,
        );
        check("<meta property=og:type content=product>", PageKind::Product);
        check("<meta property=product:price:amount content=12.50>", PageKind::Product);
        check(&linked(r#"{"@type":"CollectionPage"}"#), PageKind::Listing);
        check(
            &linked(r#"[{"@type":"NewsArticle","mentions":{"@type":"Product"}},{"@type":"Product"}]"#),
            PageKind::Article,
        );
        check(&linked(r#"{"@type":"Review","itemReviewed":{"@type":"Product"}}"#), PageKind::Article);
    }

    #[test]
    fn what_stands_in_microdata_counts_as_well() {
        let body = format!("<div itemscope itemtype='https://schema.org/QAPage'>{PROSE}</div>");
        assert_eq!(kind("", &body, None), PageKind::Thread);
    }

    #[test]
    fn addresses_of_forums_are_believed_where_nothing_says_article() {
        let url = Some("https://example.org/viewtopic.php?id=3");
        assert_eq!(kind("", PROSE, url), PageKind::Thread);
        let dated = "<meta property=article:published_time content=2016-12-15T09:30:00Z>";
        assert_eq!(kind(dated, PROSE, url), PageKind::Article);
    }

    #[test]
    fn headlines_that_lead_elsewhere_are_a_list() {
        let headline = |at: usize| {
            format!("<h2><a href=/{at}>Boat number {at} comes home late</a></h2><p>It was seen.</p>")
        };
        let headlines: String = (0..14).map(headline).collect();
        assert_eq!(kind("", &headlines, Some("https://example.org/boats")), PageKind::Listing);
        let below = format!("<article>{}</article><footer>{headlines}</footer>", PROSE.repeat(3));
        assert_eq!(kind("", &below, Some("https://example.org/boats/anna")), PageKind::Article);
        let teaser = |at: usize| {
            format!(
                "{}<p>It had been looked for since Monday, and {at} people were on board when the wind rose.</p>",
                headline(at)
            )
        };
        let teasers: String = (0..22).map(teaser).collect();
        assert_eq!(kind("", &teasers, Some("https://example.org/boats/all")), PageKind::Article);
        assert_eq!(kind("", &teasers, Some("https://example.org/")), PageKind::Listing, "a front page");
    }
}
