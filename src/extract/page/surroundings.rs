//! The surroundings of an element that may name the author or date of an article: other parts of the page have
//! authors and dates of their own.

use super::signs::Signs;
use crate::extract::reason::Reason;
use dom_query::NodeRef;

/// Whether an element is neither in comments nor in what surrounds an article.
pub(super) fn is_of_article(node: &NodeRef) -> bool {
    let is_outside = |around: &NodeRef| {
        let tag = around.node_name().unwrap_or_default();
        let reason = Signs::read(around, &tag).boilerplate.map(|boilerplate| boilerplate.reason);
        matches!(
            reason,
            Some(Reason::Comments | Reason::Related | Reason::Navigation | Reason::Newsletter | Reason::Form)
        ) || tag.as_ref() == "label"
    };
    !std::iter::once(*node).chain(node.ancestors_it(Some(MOST_AROUND))).any(|around| is_outside(&around))
}

/// How many levels up an element's surroundings are examined.
const MOST_AROUND: usize = 4;

/// Whether a date is the article's: not next to a comment, not in a card, event or column, not in a sentence, and not
/// in a header without the headline.
pub(super) fn has_own_date(node: &NodeRef) -> bool {
    const MOST_WORDS: usize = 16;
    const FEWEST_WORDS: usize = 10;
    const FAR: usize = 12;
    if !is_of_article(node) {
        return false;
    }
    let has_headline = |around: &NodeRef| around.descendants_it().any(|below| below.has_name("h1"));
    let has_heading = |around: &NodeRef| {
        around.descendants_it().any(|below| ["h2", "h3", "h4"].iter().any(|tag| below.has_name(tag)))
    };
    let is_sentence = |around: &NodeRef| {
        let text = around.text();
        let words = text.split_whitespace().count();
        words > MOST_WORDS || (words >= FEWEST_WORDS && text.trim_end().ends_with('.') && !states_date(&text))
    };
    let is_other = |around: &NodeRef| match around.node_name().as_deref() {
        Some("p" | "blockquote" | "td") => is_sentence(around),
        Some("aside" | "nav" | "a") => true,
        Some("footer") => !is_in_article(around),
        Some("header") => !has_headline(around) && !is_in_article(around),
        Some("article" | "li") => !has_headline(around) && has_heading(around),
        _ => around.attr("itemtype").is_some_and(|kind| kind.contains("Event") || kind.contains("Comment")),
    };
    !node.ancestors_it(Some(FAR)).any(|around| is_other(&around))
}

/// Whether a text begins by telling when something was written.
fn states_date(text: &str) -> bool {
    const STARTS: [&str; 8] =
        ["published", "posted", "written", "first", "by ", "last", "updated", "this article"];
    let text = text.trim_start().to_lowercase();
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether an element is within the element for the article, or for the main part of the page.
pub(super) fn is_in_article(node: &NodeRef) -> bool {
    node.ancestors_it(None).any(|around| around.has_name("article") || around.has_name("main"))
}
