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

/// Finds them; `url` is where the text came from. In a text without boilerplate only the first lines are examined, and
/// the first is the title only if it cannot be anything else.
pub(super) fn find(lines: &[Line], region: &Range<usize>, is_scraped: bool, url: Option<&str>) -> Headline {
    let mut headline = Headline::default();
    let body =
        (region.start..region.end).find(|&at| lines[at].kind == LineKind::Prose).unwrap_or(region.start);
    let title = if is_scraped {
        title_above(lines, body, region.end, url)
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

/// The line above the body that is most like a headline; `url` is the address of the text's page.
fn title_above(lines: &[Line], body: usize, end: usize, url: Option<&str>) -> Option<usize> {
    let surroundings = Surroundings::of(lines, body, end, url);
    let candidates = surroundings.start..body;
    candidates
        .filter(|&at| can_be_headline(&lines[at], SHORTEST_TITLE))
        .max_by_key(|&at| (surroundings.points(at), at))
}

/// A title has at least this many words.
const SHORTEST_TITLE: usize = 2;

/// What tells which line is the headline.
struct Surroundings<'a> {
    lines: &'a [Line],
    /// The first line that can be the headline, and the first of the body.
    start: usize,
    body: usize,
    /// The first byline or date.
    signed: Option<usize>,
    /// The long words of the body, of its first paragraphs, and of the page's address.
    spoken: HashSet<String>,
    spoken_first: HashSet<String>,
    in_address: HashSet<String>,
}

impl<'a> Surroundings<'a> {
    fn of(lines: &'a [Line], body: usize, end: usize, url: Option<&str>) -> Self {
        const FIRST: usize = 3;
        let start = body.saturating_sub(REACH);
        let signed = (start..body).find(|&at| byline(&lines[at].text).is_some() || is_date(&lines[at]));
        let words = |lines: &mut dyn Iterator<Item = &Line>| -> HashSet<String> {
            lines.flat_map(|line| long_words(&line.text)).collect()
        };
        let spoken = words(&mut lines[body..end].iter());
        let first = |line: &&Line| line.kind == LineKind::Prose;
        let spoken_first = words(&mut lines[body..end].iter().filter(first).take(FIRST));
        let in_address = url.map(words_of_address).unwrap_or_default();
        Self { lines, start, body, signed, spoken, spoken_first, in_address }
    }

    /// The points of a line; one word is added to its own, so that a short line is not all about the subject. They are
    /// rounded weights of a logistic regression over texts made from pages with known titles.
    fn points(&self, at: usize) -> i32 {
        const NEAR: usize = 4;
        let line = &self.lines[at];
        let own = long_words(&line.text);
        let share_in =
            |words: &HashSet<String>, of: usize, points: usize| own.intersection(words).count() * points / of;
        let after = &self.lines[at + 1..(at + 1 + NEAR).min(self.lines.len())];
        let again = self.lines.iter().filter(|other| other.text == line.text).count() - 1;
        let within = self.lines.iter().filter(|other| other.text.contains(&line.text)).count() - 1 - again;
        let count = line.words();
        let is_indented = self.lines.get(self.body).is_some_and(|body| line.indent < body.indent);
        let by_amount = share_in(&self.spoken_first, own.len() + 1, 32)
            + share_in(&self.spoken, own.len() + 1, 32)
            + share_in(&self.in_address, own.len() + 1, 16)
            + share_in(&self.in_address, self.in_address.len().max(1), 40)
            + count.min(10) * 12 / 5
            + within.min(2) * 4;
        let against = again.min(2) * 4 + count.saturating_sub(14) * 7 / 5 + (self.body - at) * 3 / 4;
        let by_form = [
            (after.iter().any(is_date), 26),
            (after.iter().any(is_byline), 19),
            (line.text.contains(": "), 12),
            (is_indented, 15),
            (count <= SHORTEST_TITLE, -24),
            (line.text.trim_end_matches(['”', '"', '»']).ends_with(['.', '…']), -15),
            (line.is_item, -10),
            (line.text.contains(['|', '»', '›', '→']) || line.text.contains(" - "), -7),
            (self.signed.is_some_and(|signed| at > signed), -7),
            (line.text.contains('©'), -5),
        ];
        let by_form: i32 = by_form.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum();
        by_form + i32::try_from(by_amount).unwrap_or(0) - i32::try_from(against).unwrap_or(0)
    }
}

/// The long words of the end of an address, which often repeats the title.
fn words_of_address(url: &str) -> HashSet<String> {
    const LAST: usize = 2;
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let parts = path.split('/').skip(3).filter(|part| !part.is_empty());
    let parts: Vec<HashSet<String>> = parts.map(|part| long_words(part.trim_end_matches(".html"))).collect();
    parts.into_iter().rev().take(LAST).max_by_key(HashSet::len).unwrap_or_default()
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
    can_be_headline(line, 3)
}

fn can_be_headline(line: &Line, shortest: usize) -> bool {
    let count = line.words();
    let is_sentence =
        line.text.ends_with([':', ';']) || (line.text.ends_with('.') && line.kind == LineKind::Prose);
    let is_boilerplate = matches!(line.kind, LineKind::Boilerplate(_));
    (shortest..=30).contains(&count)
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
