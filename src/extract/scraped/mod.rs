//! Plain text to a document. Text scraped from a page is stripped of page clutter: lines that are boilerplate by a
//! rule, and everything outside the range of lines in which sentences outweigh menus.
//!
//! The range is the one with the largest sum, where a paragraph adds its words and a short line subtracts from it:
//! the one-dimensional form of maximum-subsequence segmentation (Pasternack and Roth, "Extracting article text from
//! the web", WWW 2009) with hand-set weights.
//!
//! A text without boilerplate is left whole: nothing is stripped on suspicion.

mod closing;
mod firm;
mod headline;
mod lines;
mod pictures;
mod words;

use super::RejectReason;
use super::byline;
use super::draft::{Draft, Inline};
use super::reason::Reason;
use crate::model::{BlockKind, Document};
use crate::text::fold::fold;
use headline::Headline;
use lines::{Line, LineKind};

pub(super) use lines::unwrapped;
use std::collections::HashSet;
use std::ops::Range;

/// How many boilerplate lines make a text a scraped one. A single one at its beginning or end is enough; in the
/// middle it may be the article's own.
const LEAST_BOILERPLATE: usize = 2;

/// In a scraped text, more consecutive short lines than this are a menu.
const LONGEST_RUN: usize = 2;

/// If none of them is boilerplate, up to this many may be a list, or the labels of a table.
const LONGEST_CLEAN_RUN: usize = 60;

/// A list in an article is shorter than this; a menu after a colon may not be.
const LONGEST_LIST: usize = 20;

/// An article with comments has this many words above them.
const LEAST_COMMENTED: usize = 150;

/// A repeated line of this many bytes in a scraped text is a caption or a teaser.
const REPEATED: usize = 60;

/// The document of a clean plain text; `url` is the address of the page it came from.
pub(super) fn read(text: &str, url: Option<&str>) -> Result<Document, RejectReason> {
    read_as(text, None, url)
}

/// The same with a known title: a line is then taken for the title only if it matches.
pub(super) fn read_titled(text: &str, title: Option<&str>) -> Result<Document, RejectReason> {
    read_as(text, title, None)
}

fn read_as(text: &str, title: Option<&str>, url: Option<&str>) -> Result<Document, RejectReason> {
    let lines = lines::read(text);
    if lines.is_empty() {
        return Err(RejectReason::NoText);
    }
    let is_boilerplate = |line: &&Line| matches!(line.kind, LineKind::Boilerplate(boilerplate) if !matches!(boilerplate.reason, Reason::Ornament | Reason::Count | Reason::Form));
    let at_the_edge = lines.first().is_some_and(|line| is_boilerplate(&line))
        || lines.last().is_some_and(|line| is_boilerplate(&line));
    let is_scraped = (at_the_edge || lines.iter().filter(is_boilerplate).count() >= LEAST_BOILERPLATE)
        && lines.iter().any(|line| line.kind == LineKind::Prose);
    let region = if is_scraped { below_headline(&lines, densest(&lines)) } else { 0..lines.len() };
    let mut headline = headline::find(&lines, &region, is_scraped, url);
    let mut draft = Draft::default();
    if let Some(title) = title {
        headline.lines.retain(|&at| lines[at].text != headline.title || fold(title) == fold(&lines[at].text));
        for &at in &headline.lines {
            draft.drop_piece(&lines[at].text, Reason::TitleAgain);
        }
    }
    if is_scraped {
        place_scraped(&lines, &region, &headline, &mut draft);
    } else {
        place_plain(&lines, &headline, &mut draft);
    }
    let mut document = draft.finish();
    document.title = headline.title;
    document.byline = headline.byline;
    document.published = headline.published;
    Ok(document)
}

/// The range of lines that contains the article.
fn densest(lines: &[Line]) -> Range<usize> {
    /// A range with this weight is an article already; a list in it, or the headings and labels of a recipe or
    /// review, may cost at most this much.
    const HEAVY: f32 = 100.0;
    const LIST: f32 = 30.0;
    /// The cost of an item with real content.
    const ITEM: f32 = -2.0;
    /// The cost of a line that opens another section: more than a paragraph of that section adds.
    const SECTION: f32 = 60.0;
    /// The weight of a complete article; later sections must weigh this much more.
    const ENOUGH: f32 = 100.0;
    const LATER: f32 = 4.0;
    let (mut best, mut best_range) = (0.0, 0..lines.len());
    let (mut sum, mut start) = (0.0, 0);
    // Where another section began after the best range so far.
    let mut section = None;
    // How much the current short lines may still cost.
    let mut left = f32::MAX;
    for (at, line) in lines.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        let is_light = |line: &Line| matches!(line.kind, LineKind::Short | LineKind::Boilerplate(_));
        if is_light(line) && (at == 0 || !is_light(&lines[at - 1])) {
            let run = lines[at..].iter().take_while(|line| is_light(line)).count();
            left = if sum >= HEAVY && is_clean(&lines[at..at + run]) { LIST } else { f32::MAX };
        }
        let is_told = line.tells() && (sum >= HEAVY || lines::is_code(&line.text));
        let weight = if is_told { ITEM } else { weight(line) };
        sum += if is_light(line) { weight.max(-left) } else { weight };
        left = if is_light(line) { (left + weight).max(0.0) } else { left };
        let ends_article = closing::is_end(&lines[at..]);
        if ends_article && best > 0.0 && sum > 0.0 {
            sum -= SECTION;
        }
        if ends_article && best > ENOUGH {
            section = section.or(Some(at));
        }
        let is_of_section = section.is_some_and(|section| start > section);
        if sum > if is_of_section { best * LATER } else { best } {
            (best, best_range) = (sum, start..at + 1);
            section = None;
        }
    }
    best_range.start..with_last_list(lines, best_range.end)
}

/// The range without what precedes a headline near its beginning, if byline and date are within the next lines.
fn below_headline(lines: &[Line], region: Range<usize>) -> Range<usize> {
    /// How much of the range may be above the byline, in hundredths of its words.
    const MOST_ABOVE: usize = 33;
    /// A headline is followed by its byline, and that by its date, within this many lines.
    const NEAR: usize = 3;
    let total: usize = lines[region.clone()].iter().map(Line::words).sum();
    let mut above = 0;
    for at in region.clone() {
        let near = &lines[at..(at + NEAR).min(lines.len())];
        if headline::is_byline(&lines[at]) && near.iter().any(headline::is_date) {
            let mut before = (at.saturating_sub(NEAR).max(region.start)..at).rev();
            let start = before.find(|&before| headline::is_headline(&lines[before]));
            return start.map_or(region.start, |headline| headline + 1)..region.end;
        }
        above += lines[at].words();
        if above * 100 > total * MOST_ABOVE {
            break;
        }
    }
    region
}

/// The end of an article that may end with a list: introduced by a colon, or of dates and numbers (tour dates,
/// results), possibly under a heading.
fn with_last_list(lines: &[Line], end: usize) -> usize {
    let is_item = |line: &&Line| line.kind == LineKind::Short || line.is_item;
    let tells =
        |line: &&Line| is_item(line) && line.words() >= 4 && line.text.contains(|c: char| c.is_ascii_digit());
    let is_led_to = end > 0 && lines[end - 1].text.ends_with(':');
    let after = &lines[end..];
    let heading =
        usize::from(after.first().is_some_and(|line| line.kind == LineKind::Short && !tells(&line)));
    let length = if is_led_to {
        after.iter().take_while(is_item).count()
    } else {
        heading + after.iter().skip(heading).take_while(tells).count()
    };
    let is_list = length - if is_led_to { 0 } else { heading.min(length) } >= LEAST_OF_LIST;
    if is_list && length <= LONGEST_CLEAN_RUN { end + length } else { end }
}

/// Fewer items at the end of an article cannot be distinguished from what follows it.
const LEAST_OF_LIST: usize = 4;

/// Whether lines have nothing that only pages have.
fn is_clean(run: &[Line]) -> bool {
    run.iter().all(|line| match line.kind {
        LineKind::Boilerplate(boilerplate) => {
            !boilerplate.ends_article && matches!(boilerplate.reason, Reason::Ornament | Reason::Count)
        }
        _ => true,
    })
}

/// What a line adds to a range. A long paragraph counts no more than sixty words, so that one block of
/// legal text does not outweigh an article of short paragraphs.
fn weight(line: &Line) -> f32 {
    let words = f32::from(u16::try_from(line.words()).unwrap_or(u16::MAX));
    match line.kind {
        LineKind::Boilerplate(boilerplate)
            if matches!(boilerplate.reason, Reason::Ornament | Reason::Count) =>
        {
            -7.0
        }
        LineKind::Boilerplate(_) => -9.0,
        LineKind::Prose => words.min(60.0),
        LineKind::Sentence => words * 0.6,
        LineKind::Short => -(9.0 - words * 0.5).max(6.0),
    }
}

/// Adds all lines of a text without boilerplate to the draft.
fn place_plain(lines: &[Line], headline: &Headline, draft: &mut Draft) {
    let mut placing = Placing::default();
    for (at, line) in lines.iter().enumerate() {
        if !headline.lines.contains(&at) {
            placing.place(line, draft);
        }
    }
    placing.close(draft);
}

/// Adds the article's lines to the draft, and what surrounds it to the stripped pieces.
fn place_scraped(lines: &[Line], region: &Range<usize>, headline: &Headline, draft: &mut Draft) {
    let verdicts = verdicts(lines, region, headline.byline.as_deref());
    let mut placing = Placing::default();
    for (at, (line, verdict)) in lines.iter().zip(verdicts).enumerate() {
        if let Some(name) = &line.glued {
            draft.drop_piece(name, Reason::ImageName);
        }
        if headline.lines.contains(&at) {
            continue;
        }
        match verdict {
            None => placing.place(line, draft),
            Some(why) => draft.drop_piece(&line.text, why),
        }
    }
    placing.close(draft);
}

/// For every line, why it is stripped; `None` for those of the article.
fn verdicts(lines: &[Line], region: &Range<usize>, author: Option<&str>) -> Vec<Option<Reason>> {
    let mut verdicts: Vec<Option<Reason>> = lines.iter().map(reason).collect();
    for at in (0..region.start).chain(region.end..lines.len()) {
        let place = if at < region.start { Reason::BeforeArticle } else { Reason::AfterArticle };
        verdicts[at] = verdicts[at].or(Some(place));
    }
    let end = end_within(lines, region, author);
    verdicts[end..region.end]
        .iter_mut()
        .for_each(|verdict| *verdict = verdict.or(Some(Reason::AfterArticle)));
    let mut at = region.start;
    while at < end {
        at =
            if lines[at].kind == LineKind::Short { judge_run(lines, at..end, &mut verdicts) } else { at + 1 };
    }
    for at in region
        .clone()
        .skip(1)
        .filter(|&at| lines[at - 1].kind == LineKind::Prose && closing::is_shouted(&lines[at]))
    {
        verdicts[at] = Some(Reason::Related);
    }
    drop_summary(lines, &mut verdicts);
    drop_caption_above_credit(lines, &mut verdicts);
    drop_portrait_of_firm(lines, &mut verdicts);
    drop_repeated(lines, &mut verdicts);
    drop_last_headings(lines, &mut verdicts);
    verdicts
}

/// Where in its range the article ends: before its comments, further reading, or the author's bio.
fn end_within(lines: &[Line], region: &Range<usize>, author: Option<&str>) -> usize {
    let in_region = &lines[..region.end];
    let total: usize =
        in_region[region.start..].iter().filter(|line| line.kind == LineKind::Prose).map(Line::words).sum();
    let mut seen = 0;
    for at in region.clone() {
        let line = &lines[at];
        let is_far = seen * 10 > total * 6;
        // Comments may be longer than the article, and nothing of the article comes after them.
        let are_comments = (is_far || seen >= LEAST_COMMENTED) && closing::begins_comments(in_region, at);
        let is_past =
            || closing::begins(in_region, at) || author.is_some_and(|author| is_about(line, author));
        if are_comments || (is_far && is_past()) {
            return at;
        }
        if matches!(line.kind, LineKind::Prose | LineKind::Sentence) {
            seen += line.words();
        }
    }
    region.end
}

/// Whether a line below an article is about its author.
fn is_about(line: &Line, author: &str) -> bool {
    line.text == author
        || byline::is_portrait(&line.text, author)
        || (line.kind == LineKind::Short && byline::byline(&line.text).is_some_and(|name| name == author))
}

/// A summary above an article ("Key Points", a standfirst) that the article repeats at length: one of the
/// first lines, most of whose words occur in one later line of similar length or longer. The lines that follow it
/// belong to the summary as well if half of their words do.
fn drop_summary(lines: &[Line], verdicts: &mut [Option<Reason>]) {
    const FIRST: usize = 5;
    const LEAST_WORDS: usize = 8;
    let kept: Vec<usize> = (0..lines.len()).filter(|&at| verdicts[at].is_none()).collect();
    let words: Vec<HashSet<String>> = kept.iter().map(|&at| long_words(&lines[at].text)).collect();
    let mut needed = 70;
    for (place, &at) in kept.iter().enumerate().take(FIRST) {
        let own = &words[place];
        let is_long_enough = |later: usize| lines[kept[later]].words() * 10 >= lines[at].words() * 8;
        let is_said = |later: usize| own.intersection(&words[later]).count() * 100 >= own.len() * needed;
        if own.len() < LEAST_WORDS {
            continue;
        }
        if (place + 1..kept.len()).any(|later| is_long_enough(later) && is_said(later)) {
            verdicts[at] = Some(Reason::SaidAgainBelow);
            needed = 50;
        } else {
            needed = 70;
        }
    }
}

/// The content words of a line, approximated by length.
fn long_words(text: &str) -> HashSet<String> {
    const LONG: usize = 4;
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= LONG).map(str::to_owned).collect()
}

/// Strips the words below a picture whose credit is on the next line, if they say where in the picture someone is, or
/// end without a full stop.
fn drop_caption_above_credit(lines: &[Line], verdicts: &mut [Option<Reason>]) {
    const LONGEST: usize = 60;
    const PLACES: [&str; 8] =
        [", left,", ", right,", ", center,", ", centre,", ", center ", "(l)", "(r)", "from left"];
    for at in 1..lines.len() {
        let line = &lines[at - 1];
        let is_credit = verdicts[at] == Some(Reason::PictureCaption) && lines[at].words() <= 10;
        let tells_place = || PLACES.iter().any(|place| line.text.contains(place));
        let is_open = || !line.text.ends_with(['.', '!', '?', '”', '"', ':', '’']);
        let is_caption =
            line.kind == LineKind::Prose && line.words() <= LONGEST && (tells_place() || is_open());
        if is_credit && verdicts[at - 1].is_none() && is_caption {
            verdicts[at - 1] = Some(Reason::PictureCaption);
        }
    }
}

/// Strips a company's description at the end of a press release: the last paragraphs, from the one that says what the
/// company is, if they also give its seat, staff or stock exchange. At most a third of the text is taken for that.
fn drop_portrait_of_firm(lines: &[Line], verdicts: &mut [Option<Reason>]) {
    let kept: Vec<usize> = (0..lines.len()).filter(|&at| verdicts[at].is_none()).collect();
    let words = |kept: &[usize]| kept.iter().map(|&at| lines[at].words()).sum::<usize>();
    let said_before = |name: &str, at: usize| lines[..at].iter().any(|line| line.text.contains(name));
    let opens = |&at: &usize| {
        firm::of_portrait(&lines[at].text).is_some_and(|name| said_before(name, at))
            && lines[at].kind == LineKind::Prose
    };
    let last = &kept[kept.len().saturating_sub(firm::MOST_PARAGRAPHS)..];
    let Some(first) = last.iter().position(opens) else { return };
    let portrait = &last[first..];
    let tells = portrait.iter().any(|&at| firm::tells_figures(&lines[at].text));
    if tells && words(portrait) * 3 <= words(&kept) {
        for &at in portrait {
            verdicts[at] = Some(Reason::AboutSite);
        }
    }
}

/// Strips repeated long lines.
fn drop_repeated(lines: &[Line], verdicts: &mut [Option<Reason>]) {
    let mut seen = HashSet::new();
    for (line, verdict) in lines.iter().zip(verdicts) {
        if verdict.is_none() && line.text.len() >= REPEATED && !seen.insert(line.text.as_str()) {
            *verdict = Some(Reason::SaidBefore);
        }
    }
}

fn reason(line: &Line) -> Option<Reason> {
    match line.kind {
        LineKind::Boilerplate(boilerplate) => Some(boilerplate.reason),
        _ => None,
    }
}

/// Judges the run of short lines and boilerplate that begins at `within.start`, and returns its end. One or two short
/// lines are headings; the items of a list introduced by a sentence belong to the article; more are a menu.
fn judge_run(lines: &[Line], within: Range<usize>, verdicts: &mut [Option<Reason>]) -> usize {
    let is_light = |at: &usize| matches!(lines[*at].kind, LineKind::Short | LineKind::Boilerplate(_));
    let run: Vec<usize> = within.clone().take_while(is_light).collect();
    let end = within.start + run.len();
    let short: Vec<usize> = run.iter().copied().filter(|&at| lines[at].kind == LineKind::Short).collect();
    let leads = within.start.checked_sub(1).map(|before| &lines[before]);
    let is_list = leads.is_some_and(|line| {
        line.text.ends_with(':') || (line.is_item && short.iter().all(|&at| lines[at].is_item))
    }) && short.len() <= LONGEST_LIST;
    let is_clean = is_clean(&lines[within.start..end]);
    let few = short.len() <= if is_clean { LONGEST_CLEAN_RUN } else { LONGEST_RUN };
    for at in short {
        let is_word = lines[at].words() < 2 && !lines[at].is_item;
        if !(is_list || lines[at].tells() || (few && !is_word)) {
            verdicts[at] = Some(Reason::Menu);
        }
    }
    end
}

/// Strips headings with nothing below them; more than a few are a list.
fn drop_last_headings(lines: &[Line], verdicts: &mut [Option<Reason>]) {
    let kept = (0..lines.len()).rev().filter(|&at| verdicts[at].is_none());
    let is_heading =
        |&at: &usize| lines[at].kind == LineKind::Short && lines[at].words() < 8 && !lines[at].is_item;
    let last: Vec<usize> = kept.take_while(is_heading).collect();
    if last.len() < LEAST_OF_LIST {
        for at in last {
            verdicts[at] = Some(Reason::AfterArticle);
        }
    }
}

/// Lines being turned into blocks: items become lists, and short lines close together
/// (verse, an address) one paragraph.
#[derive(Default)]
struct Placing {
    gathered: Inline,
    kind: Option<BlockKind>,
    last: Option<LineKind>,
}

impl Placing {
    fn place(&mut self, line: &Line, draft: &mut Draft) {
        let kind = if line.is_item { BlockKind::List } else { BlockKind::Paragraph };
        let is_close = !line.is_apart && self.last != Some(LineKind::Prose) && line.kind != LineKind::Prose;
        if self.kind != Some(kind) || (kind == BlockKind::Paragraph && !is_close) {
            self.close(draft);
        }
        self.kind = Some(kind);
        self.last = Some(line.kind);
        self.gathered.push_line_end();
        self.gathered.push(&line.text);
    }

    fn close(&mut self, draft: &mut Draft) {
        if let Some(kind) = self.kind.take() {
            draft.push(kind, std::mem::take(&mut self.gathered));
        }
        self.last = None;
    }
}

#[cfg(test)]
mod tests;
