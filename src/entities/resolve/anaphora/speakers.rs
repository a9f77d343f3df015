//! Who is the speaker of a quotation, and who "we" and "I" are outside quotations.

use super::grammatical_role::GrammaticalRole;
use super::{AnaphorKind, AnaphoraContext, Candidate, MentionRef, quotes};
use crate::model::{Field, Kind, Span};

impl AnaphoraContext<'_> {
    /// Who "I" or "we" refers to.
    pub(super) fn who_says_it(
        &self,
        kind: Kind,
        quotation: Option<Span>,
        speaker: Option<usize>,
        candidates: &[Candidate],
    ) -> Option<usize> {
        // If the text names no speaker: the previous speaker of "I" or "we".
        let is_speaker = |&member: &usize| self.mention_refs[member].anaphor == Some(AnaphorKind::Speaker);
        let nameless = || {
            candidates.iter().rposition(|candidate| {
                candidate.kind == kind && candidate.is_nameless && candidate.members.iter().any(is_speaker)
            })
        };
        match (kind, quotation) {
            (Kind::Organisation, Some(quotation)) => {
                let person = self.speaker(quotation, Kind::Person, candidates);
                let organisation = || self.organisation_of(&candidates[person?], candidates);
                speaker.or_else(organisation).or_else(nameless)
            }
            (Kind::Organisation, None) => self.issuer(candidates).or_else(nameless),
            (Kind::Person, None) => self.author(candidates).or_else(nameless),
            _ => speaker.or_else(nameless),
        }
    }

    /// The speaker of a quotation. One without a reporting verb continues those before it.
    pub(super) fn speaker(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        /// The maximum number of quotations to go back.
        const MAX_QUOTATIONS: usize = 4;
        let so_far = self.quotations.partition_point(|other| other.start <= quotation.start);
        let said = self.quotations[..so_far].iter().rev().take(MAX_QUOTATIONS);
        said.copied().find_map(|each| self.speaker_of(each, kind, candidates))
    }

    /// The stated speaker of a quotation: the candidate nearest to the reporting verb, or one named soon after.
    fn speaker_of(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        let said = quotes::saying(self.analyzed, quotation);
        let (stretch, verb) = match said {
            Some((stretch, verb)) => (stretch, Some(verb)),
            None => (self.soon_after(quotation), None),
        };
        let is_in = |at: &usize| {
            let mention_ref = &self.mention_refs[*at];
            mention_ref.found.field == Field::Text
                && mention_ref.found.kind == kind
                && mention_ref.found.span.start >= stretch.start
                && mention_ref.found.span.end <= stretch.end.saturating_add(1)
                && (mention_ref.grammatical_role != GrammaticalRole::Owner || kind == Kind::Organisation)
        };
        let distance = |at: &usize| {
            let words = &self.mention_refs[*at].words;
            match verb {
                Some(verb) if words.start > verb => 2 * (words.start - verb) + 1,
                Some(verb) => 2 * (verb - words.end.min(verb)),
                None => words.start,
            }
        };
        let whose = |at: usize| candidates.iter().position(|candidate| candidate.members.contains(&at));
        let mut named: Vec<usize> = (0..self.mention_refs.len()).filter(is_in).collect();
        if kind == Kind::Person {
            named.sort_by_key(distance);
        }
        named.into_iter().find_map(whose)
    }

    /// Where to look for the speaker of a quotation without a reporting verb: the sentence before it that ends with a
    /// colon, or the rest of the line after it.
    fn soon_after(&self, quotation: Span) -> Span {
        /// The maximum number of bytes after it.
        const MAX_DISTANCE: usize = 80;
        let first =
            self.analyzed.words.partition_point(|word| word.span.end <= quotation.start.saturating_sub(1));
        if let Some(colon) = first.checked_sub(1).filter(|&at| self.analyzed.words[at].is_mark(':')) {
            let sentence = self.analyzed.sentences.partition_point(|sentence| sentence.words.end <= colon);
            let start = self.analyzed.sentences.get(sentence).map_or(colon, |sentence| sentence.words.start);
            let start = self.analyzed.words[start.min(colon)].span.start;
            return Span { start, end: quotation.start };
        }
        let rest = &self.analyzed.text[quotation.end as usize..];
        let end = rest.find('\n').unwrap_or(rest.len()).min(MAX_DISTANCE);
        Span { start: quotation.end, end: quotation.end.saturating_add(u32::try_from(end).unwrap_or(80)) }
    }

    /// The quotation that contains a mention.
    pub(super) fn quotation(&self, at: usize) -> Option<Span> {
        let start = self.mention_refs[at].found.span.start as usize;
        self.quotations.iter().find(|quotation| quotation.contains(start)).copied()
    }

    /// The author of a text in the first person: described in a paragraph near its end ("Anna Berg is a columnist"),
    /// or named after "By" at its beginning.
    fn author(&self, candidates: &[Candidate]) -> Option<usize> {
        let (words, text) = (&self.analyzed.words, self.analyzed.text);
        let is_author = |&member: &usize| {
            let mention_ref = &self.mention_refs[member];
            if mention_ref.found.field != Field::Text || mention_ref.anaphor.is_some() {
                return false;
            }
            let start = mention_ref.found.span.start as usize;
            let opens = text[..start].trim_end_matches(' ').ends_with('\n');
            let is = |at: usize, forms: &[&str]| {
                words.get(at).is_some_and(|word| forms.contains(&word.key.as_str()))
            };
            let is_note = opens
                && start * 4 > text.len() * 3
                && is(mention_ref.words.end, &["is", "was"])
                && is(mention_ref.words.end + 1, &["a", "an", "the"]);
            let is_byline =
                start < 200 && mention_ref.words.start.checked_sub(1).is_some_and(|at| is(at, &["by"]));
            is_note || is_byline
        };
        candidates
            .iter()
            .position(|candidate| candidate.kind == Kind::Person && candidate.members.iter().any(is_author))
    }

    /// The organisation that a person belongs to: "Anna Berg, an engineer at Lindqvist", "Lindqvist's Anna Berg".
    fn organisation_of(&self, person: &Candidate, candidates: &[Candidate]) -> Option<usize> {
        /// The maximum number of words between person and organisation.
        const MAX_DISTANCE: usize = 10;
        let near = |member: usize| {
            let mention_ref = &self.mention_refs[member];
            let is_organisation =
                |other: &&usize| self.mention_refs[**other].found.kind == Kind::Organisation;
            let is_behind = |other: &&usize| {
                let other = &self.mention_refs[**other];
                let between = mention_ref.words.end..other.words.start;
                other.sentence == mention_ref.sentence
                    && between.len() <= MAX_DISTANCE
                    && self.analyzed.words.get(between.start).is_some_and(|word| {
                        word.is_mark(',') || matches!(word.key.as_str(), "of" | "at" | "from" | "with")
                    })
            };
            let is_before =
                |other: &&usize| {
                    let other = &self.mention_refs[**other];
                    let between = other.words.end..mention_ref.words.start;
                    other.sentence == mention_ref.sentence
                        && between.len() <= 4
                        && self.analyzed.words.get(between).is_some_and(|words| {
                            !words.iter().any(|word| word.is_mark(',') || word.key == "and")
                        })
                };
            let (next, last) = (member + 1, member.checked_sub(1));
            let behind = Some(&next)
                .filter(|&&next| next < self.mention_refs.len())
                .filter(is_organisation)
                .filter(is_behind);
            let before = last.as_ref().filter(is_organisation).filter(is_before);
            behind.or(before).copied()
        };
        let is_named = |&&member: &&usize| {
            self.mention_refs[member].anaphor.is_none()
                && self.mention_refs[member].found.field == Field::Text
        };
        let organisation = person.members.iter().filter(is_named).find_map(|&member| near(member))?;
        candidates.iter().position(|candidate| candidate.members.contains(&organisation))
    }

    /// The organisation that issued an announcement: it describes itself under "About", or begins the first sentence.
    fn issuer(&self, candidates: &[Candidate]) -> Option<usize> {
        let is_about = |mention_ref: &MentionRef| {
            let before = mention_ref.words.start.checked_sub(1).and_then(|at| self.analyzed.words.get(at));
            before.is_some_and(|word| {
                word.key == "about"
                    && self.analyzed.text[..word.span.start as usize].trim_end_matches(' ').ends_with('\n')
            })
        };
        let is_first = |mention_ref: &MentionRef| {
            mention_ref.sentence == 0 && mention_ref.grammatical_role == GrammaticalRole::Subject
        };
        let of = |is: &dyn Fn(&MentionRef) -> bool| {
            candidates.iter().position(|candidate| {
                let mut mention_refs = candidate.members.iter().map(|&member| &self.mention_refs[member]);
                candidate.kind == Kind::Organisation
                    && mention_refs.any(|mention_ref| {
                        mention_ref.found.field == Field::Text
                            && mention_ref.anaphor.is_none()
                            && is(mention_ref)
                    })
            })
        };
        of(&is_about).or_else(|| of(&is_first))
    }
}
