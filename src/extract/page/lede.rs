//! What is between headline and body: the article's first paragraph if a page sets it apart, and the caption of the
//! lead picture.
//!
//! Standfirsts without a sentence are not included: they repeat the title.

use super::blocks::is_of_picture;
use super::choice::Choice;
use super::outline::{Element, Outline, Run};
use crate::extract::reason::Reason;
use crate::text::fold::fold;
use crate::text::sentences::ends_as_sentence;
use std::ops::Range;

/// With more paragraphs or words between headline and body, it is another part of the page.
const MOST_PARAGRAPHS: usize = 3;
const MOST_WORDS: usize = 150;

/// Elements between the headline and the body.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Lede {
    /// The caption of the first picture.
    pub caption: Option<usize>,
    /// The paragraphs, in order.
    pub paragraphs: Vec<usize>,
}

/// The parts of the article between its headline and its body.
pub(super) fn find(outline: &Outline, choice: &Choice, title: &str) -> Lede {
    let body = &outline.elements[choice.root].runs;
    let title = fold(title);
    let is_headline = |at: &usize| {
        let run = &outline.runs[*at];
        outline.elements[run.owner].tag == "h1" || (run.is_heading && fold(&run.text) == title)
    };
    let Some(headline) = (0..body.start).rev().find(is_headline) else { return Lede::default() };
    // An aside between them has its own heading, and so do the texts below that.
    let between = headline + 1..body.start;
    let is_heading = |run: &Run| run.is_heading && run.words > 2 && !is_sentence(run);
    let end = between.clone().find(|&at| is_heading(&outline.runs[at]));
    let between = between.start..end.unwrap_or(between.end);
    let mut paragraphs = Vec::new();
    let mut words = 0;
    for run in &outline.runs[between.clone()] {
        let owner = &outline.elements[run.owner];
        let is_set_aside = std::iter::once(run.owner)
            .chain(outline.around(run.owner))
            .any(|around| choice.stripped[around].is_some());
        let is_alone = owner.runs.len() == 1;
        if (run.prose > 0 || is_sentence(run))
            && is_alone
            && !is_set_aside
            && !paragraphs.contains(&run.owner)
        {
            paragraphs.push(run.owner);
            words += run.words;
        }
    }
    if paragraphs.len() > MOST_PARAGRAPHS || words > MOST_WORDS {
        paragraphs.clear();
    }
    Lede { caption: caption(outline, choice, &between), paragraphs }
}

/// The caption among some runs.
fn caption(outline: &Outline, choice: &Choice, between: &Range<usize>) -> Option<usize> {
    let is_within = |element: &Element| {
        between.start <= element.runs.start && element.runs.end <= between.end && !element.runs.is_empty()
    };
    let is_stripped = |at: usize| choice.stripped[at].is_some_and(|reason| reason != Reason::PictureCaption);
    let is_caption = |&at: &usize| {
        is_within(&outline.elements[at])
            && is_of_picture(&outline.elements[at].node)
            && !std::iter::once(at).chain(outline.around(at)).any(is_stripped)
    };
    (0..choice.root).find(is_caption)
}

/// Whether a run without links is a sentence: some pages set their standfirst as a heading.
fn is_sentence(run: &Run) -> bool {
    run.words >= LEAST_IN_SENTENCE
        && run.linked == 0
        && ends_as_sentence(&run.text)
        && !run.text.ends_with([':', '?'])
}

/// A heading with fewer words may also end with a full stop.
const LEAST_IN_SENTENCE: usize = 10;

#[cfg(test)]
mod tests {
    use super::super::choice;
    use super::*;

    #[test]
    fn the_paragraph_below_the_headline() {
        let body = "<div class=text><p>The northern harbour will reopen on Thursday, port captain Mary Hill said.</p>\
            <p>The storm was the fourth of the winter, and the port has asked the ministry for money.</p>\
            <p>It wants to raise the old sea wall by two metres, which would take three years, it said.</p>\
            <p>The ministry did not answer on Monday, but a clerk said, with some caution, that it was there.</p></div>";
        let lede = "A week after the storm, the boats may sail again, and the ferry with them.";
        for (above, expected) in [
            (format!("<h1>Harbour to reopen</h1><div><p>{lede}</p></div>"), vec![lede]),
            (format!("<h2>Harbour to reopen</h2><p>{lede}</p>"), vec![lede]),
            (format!("<h1>Harbour to reopen</h1><p class=caption>{lede}</p>"), vec![]),
            (format!("<h1>Harbour to reopen</h1><h3>Other news today</h3><p>{lede}</p>"), vec![]),
            (format!("<h1>Harbour to reopen</h1><h2>{lede}</h2>"), vec![lede]),
            (format!("<p>{lede}</p><h1>Harbour to reopen</h1>"), vec![]),
            ("<h1>Harbour to reopen</h1><p>By Ann Example</p>".to_owned(), vec![]),
        ] {
            let page = dom_query::Document::from(format!("<main>{above}{body}</main>"));
            let outline = Outline::read(&page.body().unwrap());
            let choice = choice::choose(&outline, false, "");
            let found = find(&outline, &choice, "Harbour to reopen");
            let found: Vec<String> =
                found.paragraphs.iter().map(|&at| outline.elements[at].node.text().to_string()).collect();
            assert_eq!(found, expected, "{above}");
        }
    }
}
