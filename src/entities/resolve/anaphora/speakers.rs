//! Who says a quotation, and who "we" and "I" are outside of all.

use super::standing::Standing;
use super::{Candidate, Scene, quotes};
use crate::model::{Field, Kind, Span};

impl Scene<'_> {
    /// Whom "I" or "we" mean.
    pub(super) fn who_says_it(
        &self,
        kind: Kind,
        is_quoted: bool,
        speaker: Option<usize>,
        candidates: &[Candidate],
    ) -> Option<usize> {
        let nameless =
            || candidates.iter().rposition(|candidate| candidate.kind == kind && candidate.is_nameless);
        match kind {
            Kind::Organisation => speaker.or_else(|| self.issuer(candidates)).or_else(nameless),
            Kind::Person if !is_quoted => self.author(candidates).or_else(nameless),
            _ => speaker.or_else(nameless),
        }
    }

    /// Who says a quotation: one that nobody is said to say goes on with those before it.
    pub(super) fn speaker(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        /// Quotations gone back at most.
        const MOST: usize = 4;
        let so_far = self.quotations.partition_point(|other| other.start <= quotation.start);
        let said = self.quotations[..so_far].iter().rev().take(MOST);
        said.copied().find_map(|each| self.speaker_of(each, kind, candidates))
    }

    /// Who is said to say a quotation: who stands nearest to the verb of saying; or who is named next, if soon.
    fn speaker_of(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        let said = quotes::saying(self.page, quotation);
        let (stretch, verb) = match said {
            Some((stretch, verb)) => (stretch, Some(verb)),
            None => (self.soon_after(quotation), None),
        };
        let is_in = |at: &usize| {
            let spot = &self.spots[*at];
            spot.found.field == Field::Text
                && spot.found.kind == kind
                && spot.found.span.start >= stretch.start
                && spot.found.span.end <= stretch.end.saturating_add(1)
                && (spot.standing != Standing::Owner || kind == Kind::Organisation)
        };
        let distance = |at: &usize| {
            let words = &self.spots[*at].words;
            match verb {
                Some(verb) if words.start > verb => 2 * (words.start - verb) + 1,
                Some(verb) => 2 * (verb - words.end.min(verb)),
                None => words.start,
            }
        };
        let whose = |at: usize| candidates.iter().position(|candidate| candidate.members.contains(&at));
        let mut named: Vec<usize> = (0..self.spots.len()).filter(is_in).collect();
        if kind == Kind::Person {
            named.sort_by_key(distance);
        }
        named.into_iter().find_map(whose)
    }

    /// The stretch where the speaker of a quotation is looked for that nobody is said to say: the sentence that
    /// ends with a colon before it, or what follows in its line.
    fn soon_after(&self, quotation: Span) -> Span {
        /// Bytes behind it, at most.
        const REACH: usize = 80;
        let first =
            self.page.words.partition_point(|word| word.span.end <= quotation.start.saturating_sub(1));
        if let Some(colon) = first.checked_sub(1).filter(|&at| self.page.words[at].is_mark(':')) {
            let sentence = self.page.sentences.partition_point(|sentence| sentence.words.end <= colon);
            let start = self.page.sentences.get(sentence).map_or(colon, |sentence| sentence.words.start);
            let start = self.page.words[start.min(colon)].span.start;
            return Span { start, end: quotation.start };
        }
        let rest = &self.page.text[quotation.end as usize..];
        let end = rest.find('\n').unwrap_or(rest.len()).min(REACH);
        Span { start: quotation.end, end: quotation.end.saturating_add(u32::try_from(end).unwrap_or(80)) }
    }

    /// The quotation a mention stands in.
    pub(super) fn quotation(&self, at: usize) -> Option<Span> {
        let start = self.spots[at].found.span.start as usize;
        self.quotations.iter().find(|quotation| quotation.contains(start)).copied()
    }

    /// Who writes in the first person: whom the text says something of at the beginning of a paragraph of its
    /// end ("Anna Berg is a columnist"), or who stands behind "By" at its beginning.
    fn author(&self, candidates: &[Candidate]) -> Option<usize> {
        let (words, text) = (&self.page.words, self.page.text);
        let is_author = |&member: &usize| {
            let spot = &self.spots[member];
            if spot.found.field != Field::Text || spot.sort.is_some() {
                return false;
            }
            let start = spot.found.span.start as usize;
            let opens = text[..start].trim_end_matches(' ').ends_with('\n');
            let is = |at: usize, forms: &[&str]| {
                words.get(at).is_some_and(|word| forms.contains(&word.key.as_str()))
            };
            let is_note = opens
                && start * 4 > text.len() * 3
                && is(spot.words.end, &["is", "was"])
                && is(spot.words.end + 1, &["a", "an", "the"]);
            let is_byline = start < 200 && spot.words.start.checked_sub(1).is_some_and(|at| is(at, &["by"]));
            is_note || is_byline
        };
        candidates
            .iter()
            .position(|candidate| candidate.kind == Kind::Person && candidate.members.iter().any(is_author))
    }

    /// The body whose announcement a text is: named in its headline or its first sentence, and most often.
    fn issuer(&self, candidates: &[Candidate]) -> Option<usize> {
        let is_early = |&member: &usize| {
            let spot = &self.spots[member];
            spot.found.field == Field::Title || spot.sentence == 0
        };
        let bodies = candidates.iter().enumerate().filter(|(_, each)| each.kind == Kind::Organisation);
        bodies
            .filter(|(_, body)| !body.is_nameless && body.members.iter().any(is_early))
            .max_by_key(|(at, body)| (body.members.len(), std::cmp::Reverse(*at)))
            .map(|(at, _)| at)
    }
}
