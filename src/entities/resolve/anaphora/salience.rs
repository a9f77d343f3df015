//! How salient a candidate is at the position of an anaphor.

use super::grammatical_role::{self, GrammaticalRole};
use super::{AnaphorKind, AnaphoraContext, Candidate, MentionRef};
use crate::model::{Field, Kind};

/// Added for a mention that begins a clause, whether or not it is the first of its kind in the sentence.
const FIRST_SUBJECT: f32 = 20.0;
const OTHER_SUBJECT: f32 = 12.0;
/// Added for the first mention of its kind that does not begin a clause.
const FIRST_OBJECT: f32 = 8.0;
/// Added if the last mention is a pronoun: the centre of attention tends to stay the same.
const CENTRE: f32 = 12.0;
/// Added for the subject of the anaphor's sentence, if nobody else has been named since.
const NEAREST: f32 = 8.0;
/// Added on top if it is the subject of the clause with the possessive: "Berg sold her boat".
const OWN_CLAUSE: f32 = 30.0;
/// Added if the same kind of pronoun refers to the candidate in the same sentence.
const SAME_WORD: f32 = 25.0;
/// Subtracted for each mention of the same kind in between.
const BETWEEN_PENALTY: f32 = 3.0;
/// Subtracted if the candidate is only the source of the news.
const SOURCE_PENALTY: f32 = 25.0;
/// Added if the candidate is told to do what the anaphor's clause says.
const TOLD_TO: f32 = 50.0;
/// Added if the candidate begins the main clause after the anaphor's: "Although it is small, Lund".
const MAIN: f32 = 95.0;
/// Added to the subject for "himself".
const REFLEXIVE: f32 = 60.0;
/// The salience of a candidate that is first named after the anaphor, in the same or the next sentence.
const SOON: f32 = 25.0;
const LATER: f32 = 12.0;
/// The distance from the headline to any part of the text, in sentences.
const FROM_TITLE: usize = 4;

impl AnaphoraContext<'_> {
    /// The salience of a candidate at an anaphor; `None` if it has no mention nearby.
    pub(super) fn salience(&self, at: usize, candidate: &Candidate) -> Option<f32> {
        let mention_ref = &self.mention_refs[at];
        let main = if self.opens_main_clause(at, candidate) { MAIN } else { 0.0 };
        let before = candidate.members.partition_point(|&member| member < at);
        let Some(&last) = candidate.members[..before].last() else {
            // "When he left, Berg waved": the name may come soon after.
            let next = &self.mention_refs[*candidate.members.first()?];
            let distance = next.sentence.checked_sub(mention_ref.sentence)?;
            let soon = if distance == 0 { SOON + main } else { LATER };
            return (distance <= 1 && !candidate.is_nameless).then_some(soon);
        };
        let near = match self.sentences_since(last, mention_ref) {
            0 => 100.0,
            1 => 85.0,
            2 => 50.0,
            3 => 35.0,
            4 => 25.0,
            far if far < 12 => 15.0,
            _ => 6.0,
        };
        let recent = candidate.members[..before]
            .iter()
            .filter(|&&member| mention_ref.sentence.saturating_sub(self.mention_refs[member].sentence) <= 3);
        let is_kind = |other: &&MentionRef| other.found.kind == candidate.kind && other.index.is_some();
        let between = self.mention_refs[last + 1..at].iter().filter(is_kind);
        #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
        let counted = 6.0 * recent.count().min(5) as f32 - BETWEEN_PENALTY * between.count().min(3) as f32;
        Some(near + counted + self.prominence(last) + main + self.by_clause(at, last))
    }

    /// The number of sentences between a mention and an anaphor.
    fn sentences_since(&self, last: usize, mention_ref: &MentionRef) -> usize {
        let last = &self.mention_refs[last];
        if last.found.field == Field::Title {
            return FROM_TITLE;
        }
        mention_ref.sentence.saturating_sub(last.sentence)
    }

    /// What a mention's role in its sentence adds.
    fn prominence(&self, last: usize) -> f32 {
        let mention_ref = &self.mention_refs[last];
        let part = match (self.is_first(last), mention_ref.grammatical_role) {
            (true, GrammaticalRole::Subject) => FIRST_SUBJECT,
            (true, GrammaticalRole::Object) => FIRST_OBJECT,
            (true, GrammaticalRole::Owner) | (false, GrammaticalRole::Subject) => OTHER_SUBJECT,
            (false, _) => 0.0,
        };
        let is_spoken_of = matches!(mention_ref.anaphor, Some(AnaphorKind::Third { is_object: false, .. }));
        let is_teller = mention_ref.found.kind == Kind::Organisation
            && grammatical_role::only_reports(self.analyzed, &mention_ref.words);
        part + if is_spoken_of { CENTRE } else { 0.0 } - if is_teller { SOURCE_PENALTY } else { 0.0 }
    }

    /// What being in the anaphor's clause adds.
    fn by_clause(&self, at: usize, last: usize) -> f32 {
        let (mention_ref, other) = (&self.mention_refs[at], &self.mention_refs[last]);
        if other.found.field == Field::Title || other.sentence != mention_ref.sentence {
            return 0.0;
        }
        let third = |mention_ref: &MentionRef| matches!(mention_ref.anaphor, Some(AnaphorKind::Third { .. }));
        let mut sum = if third(mention_ref) && third(other) { SAME_WORD } else { 0.0 };
        let is_kind =
            |between: &MentionRef| between.found.kind == mention_ref.found.kind && between.index.is_some();
        let is_nearest = other.grammatical_role == GrammaticalRole::Subject
            && !self.mention_refs[last + 1..at].iter().any(is_kind);
        sum += if is_nearest { NEAREST } else { 0.0 };
        if !grammatical_role::is_one_clause(self.analyzed, other.words.end..mention_ref.words.start) {
            return sum;
        }
        if is_nearest && mention_ref.grammatical_role == GrammaticalRole::Owner {
            sum += OWN_CLAUSE;
        }
        let form = mention_ref.found.span.of(self.analyzed.text);
        if grammatical_role::is_told(self.analyzed, &other.words) {
            sum += TOLD_TO;
        }
        if form.ends_with("self") || form.ends_with("selves") { sum + REFLEXIVE } else { sum }
    }

    /// Whether a mention is the first of its kind in its sentence.
    fn is_first(&self, at: usize) -> bool {
        let mention_ref = &self.mention_refs[at];
        let before = self.mention_refs[..at].iter().rev();
        !before
            .take_while(|other| other.found.field == Field::Text && other.sentence == mention_ref.sentence)
            .any(|other| {
                other.found.kind == mention_ref.found.kind
                    && (other.index.is_some() || other.anaphor.is_some())
            })
    }

    /// Whether the main clause after the anaphor's begins with a mention of a candidate.
    fn opens_main_clause(&self, at: usize, candidate: &Candidate) -> bool {
        let mention_ref = &self.mention_refs[at];
        let Some(sentence) = self.analyzed.sentences.get(mention_ref.sentence) else { return false };
        let Some(main) =
            grammatical_role::main_clause(self.analyzed, &sentence.words, mention_ref.words.start)
        else {
            return false;
        };
        candidate.members.iter().map(|&member| &self.mention_refs[member]).any(|member| {
            member.found.field == Field::Text
                && member.words.start >= main
                && self.analyzed.words[main..member.words.start]
                    .iter()
                    .all(|word| word.is_capital() || word.key == "the")
        })
    }

    /// Whether a candidate is the subject of the clause whose object is the anaphor: "Berg thanked him".
    pub(super) fn does_it(&self, at: usize, candidate: &Candidate) -> bool {
        let mention_ref = &self.mention_refs[at];
        let before = candidate.members.partition_point(|&member| member < at);
        let Some(&last) = candidate.members[..before].last() else { return false };
        let last = &self.mention_refs[last];
        last.found.field == Field::Text
            && last.sentence == mention_ref.sentence
            && last.grammatical_role != GrammaticalRole::Owner
            && grammatical_role::is_one_clause(self.analyzed, last.words.end..mention_ref.words.start)
    }
}
