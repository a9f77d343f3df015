//! The lines below a title: who wrote the article, where and when it was published, how long it takes to read.

use crate::model::{Article, PageKind, Span};
use crate::text::language;
use crate::text::time::{self, Now};
use crate::text::width::width;
use crate::text::wrap::wrap;

/// The separator of facts.
const DOT: &str = " · ";

/// `Anna Example · Example Wire · 15 Dec 2016 · 4 min`, broken only between facts, unless one is longer than a line.
pub(super) fn lines(article: &Article, now: Now, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for fact in facts(article, now) {
        match lines.last_mut() {
            Some(line) if width(line) + width(DOT) + width(&fact) <= columns => {
                line.push_str(DOT);
                line.push_str(&fact);
            }
            _ => {
                let spans = wrap(&fact, Span::new(0, fact.len()), columns);
                lines.extend(spans.into_iter().map(|span| span.of(&fact).to_owned()));
            }
        }
    }
    lines
}

/// For a language other than English, the language and its effect on names come last.
fn facts(article: &Article, now: Now) -> Vec<String> {
    let document = &article.document;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(document.byline.clone());
    let fold = |text: &str| text.to_lowercase();
    let says_so = |site: &String| document.byline.as_deref().is_none_or(|byline| fold(byline) != fold(site));
    facts.extend(document.site.clone().filter(says_so));
    facts.push(time::day_or_added(&article.row, now));
    facts.extend(other_page(document.kind).map(str::to_owned));
    facts.push(format!("{} min", article.row.minutes()));
    let other = document.language.as_deref().filter(|&code| code != "en").and_then(language::name);
    facts.extend(other.map(|language| format!("{language}: only well-known names are found")));
    facts
}

/// The label above the text of a page that is not an article.
fn other_page(kind: PageKind) -> Option<&'static str> {
    match kind {
        PageKind::Article => None,
        PageKind::Thread => Some("forum thread"),
        PageKind::Listing => Some("list of links, not an article"),
        PageKind::Product => Some("product page"),
    }
}
