//! Title, byline and date of a plain text, from the lines around the beginning of its body.

use super::lines::{Line, LineKind, is_code};
use super::long_words;
use crate::extract::byline::{byline, names};
use crate::extract::dates;
use crate::model::When;
use crate::text::fold::fold;
use crate::text::sentences::ends_as_sentence;
use std::collections::HashSet;
use std::ops::Range;

/// How far above the body a title may be.
const REACH: usize = 40;

/// The score of a line all of whose long words occur in the body.
const SPOKEN: usize = 25;

/// How many lines of the body may still be byline and date.
const WITHIN: usize = 4;

/// What precedes an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Headline {
    pub title: String,
    pub byline: Option<String>,
    pub published: Option<When>,
    /// The lines from which all this was read; they are not body text.
    pub lines: HashSet<usize>,
}

/// Finds them. In a text without boilerplate only the first lines are examined, and the first is the title only if it
/// cannot be anything else.
pub(super) fn find(lines: &[Line], region: &Range<usize>, is_scraped: bool) -> Headline {
    let mut headline = Headline::default();
    let body =
        (region.start..region.end).find(|&at| lines[at].kind == LineKind::Prose).unwrap_or(region.start);
    let title = if is_scraped {
        title_above(lines, body, region.end)
    } else {
        (lines.len() > 1 && is_headline(&lines[0]) && !ends_as_sentence(&lines[0].text)).then_some(0)
    };
    if let Some(at) = title {
        headline.title.clone_from(&lines[at].text);
        headline.lines.insert(at);
        // A page repeats its title; the repetition is not body text either.
        let again = (0..lines.len()).filter(|&other| is_scraped && lines[other].text == lines[at].text);
        headline.lines.extend(again);
    }
    let from =
        if is_scraped { title.unwrap_or(body).saturating_sub(4) } else { title.map_or(0, |at| at + 1) };
    let upto = (body + WITHIN).min(lines.len());
    for at in from..upto {
        if !headline.lines.contains(&at) {
            headline.read_line(lines, at);
        }
    }
    headline
}

impl Headline {
    /// Takes byline and date from a line that contains nothing else.
    fn read_line(&mut self, lines: &[Line], at: usize) {
        let line = &lines[at];
        if line.words() > 16
            || line.kind == LineKind::Prose
            || ends_as_sentence(&line.text) && line.words() > 8
        {
            return;
        }
        let mut is_used = false;
        if self.byline.is_none() {
            if let Some(name) = byline(&line.text) {
                self.byline = Some(name);
                is_used = true;
            } else if line.text.eq_ignore_ascii_case("by") && at + 1 < lines.len() {
                let name = names(&lines[at + 1].text);
                if name.is_some() {
                    self.byline = name;
                    self.lines.insert(at + 1);
                    is_used = true;
                }
            }
        }
        if self.published.is_none()
            && let Some(when) = dates::read(&line.text).filter(|_| line.words() <= 12)
        {
            self.published = Some(when);
            is_used = true;
        }
        if is_used {
            self.lines.insert(at);
        }
    }
}

/// The line above the body that is most like a headline: long, near, repeated on the page, about the body's subject,
/// less indented than the body, and not below the byline.
fn title_above(lines: &[Line], body: usize, end: usize) -> Option<usize> {
    let start = body.saturating_sub(REACH);
    let signed = (start..body).find(|&at| byline(&lines[at].text).is_some() || is_date(&lines[at]));
    let spoken: HashSet<String> = lines[body..end].iter().flat_map(|line| long_words(&line.text)).collect();
    let score = |at: usize| {
        let line = &lines[at];
        let repeats = lines.iter().filter(|other| other.text.contains(&line.text)).count().min(3);
        let for_words = line.words().min(10) * 3;
        let for_indent = if lines.get(body).is_some_and(|body| line.indent < body.indent) { 15 } else { 0 };
        let own = long_words(&line.text);
        let for_words_spoken = own.intersection(&spoken).count() * SPOKEN / own.len().max(1);
        let against = [
            (line.is_item, 10),
            (signed.is_some_and(|signed| at > signed), 12),
            (line.text.ends_with('.'), 12),
        ];
        let against: usize = against.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum();
        60 + for_words + for_words_spoken + repeats * 5 + for_indent - against - (body - at) / 2
    };
    (start..body).filter(|&at| is_headline(&lines[at])).max_by_key(|&at| (score(at), at))
}

/// Whether a line names the author, and optionally the date.
pub(super) fn is_byline(line: &Line) -> bool {
    line.words() <= 16 && line.kind != LineKind::Prose && byline(&line.text).is_some()
}

/// Whether a line has a date and little else, or is a byline with one.
pub(super) fn is_date(line: &Line) -> bool {
    let has_time = (line.text.contains(':') && line.words() <= 12) || is_byline(line);
    (line.words() <= 8 || has_time) && dates::read(&line.text).is_some()
}

/// Whether a line can be a headline: three to thirty words, no full stop, neither byline nor date.
pub(super) fn is_headline(line: &Line) -> bool {
    let count = line.words();
    let is_sentence =
        line.text.ends_with([':', ';']) || (line.text.ends_with('.') && line.kind == LineKind::Prose);
    let is_boilerplate = matches!(line.kind, LineKind::Boilerplate(_));
    (3..=30).contains(&count)
        && line.text.len() <= 250
        && !is_sentence
        && !is_boilerplate
        && !line.text.contains("://")
        && !is_code(&line.text)
        && !tells_when(&line.text)
        && byline(&line.text).is_none()
        && !is_date(line)
}

/// "Updated November 11, 2022 …", "Posted byAnn Example": what is next to a headline.
fn tells_when(text: &str) -> bool {
    let folded = fold(text);
    ["updated", "published", "posted", "last modified", "originally published"]
        .iter()
        .any(|start| folded.starts_with(start) && folded.contains(|c: char| c.is_ascii_digit()))
}
