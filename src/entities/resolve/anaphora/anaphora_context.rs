//! All mentions and anaphors of a text with their positions, and what is known about the entities.

use super::super::super::Found;
use super::super::super::Knowledge;
use super::super::super::analyzed_text::AnalyzedText;
use super::super::super::classes::Classes;
use super::super::super::genders::GenderLexicon;
use super::super::Group;
use super::grammatical_role::GrammaticalRole;
use super::{AnaphorKind, AnaphoraContext, Candidate, MentionRef, grammatical_role, hidden, quotes};
use crate::model::{Field, Kind};
use crate::text::fold::fold;
use crate::text::words::Word;

impl<'a> AnaphoraContext<'a> {
    /// Collects the mentions of a text, the given anaphors and the hidden ones, with their kinds.
    pub(super) fn new(
        analyzed: &'a AnalyzedText<'a>,
        anaphors: &[usize],
        found: &[Found],
        knowledge: &'a Knowledge,
    ) -> Self {
        let lexicon = &knowledge.lexicon;
        let hidden = hidden::find(analyzed, found, lexicon);
        let mention_ref = |found: Found, index: Option<usize>| {
            let is_text = found.field == Field::Text;
            let start = analyzed.words.partition_point(|word| word.span.end <= found.span.start);
            let end = analyzed.words.partition_point(|word| word.span.start < found.span.end);
            let words = if is_text { start..end } else { 0..0 };
            let sentence = analyzed.sentences.partition_point(|sentence| sentence.words.end <= words.start);
            let is_anaphor = index.is_none_or(|index| anaphors.binary_search(&index).is_ok());
            let anaphor =
                if is_anaphor { AnaphorKind::of(found.span.of(analyzed.text), lexicon) } else { None };
            let grammatical_role = if is_text {
                grammatical_role::grammatical_role(analyzed, &words)
            } else {
                GrammaticalRole::Subject
            };
            MentionRef {
                found,
                index,
                anaphor,
                words,
                sentence: if is_text { sentence } else { 0 },
                grammatical_role,
            }
        };
        let mut mention_refs: Vec<MentionRef> =
            found.iter().enumerate().map(|(index, found)| mention_ref(*found, Some(index))).collect();
        mention_refs.extend(hidden.into_iter().map(|found| mention_ref(found, None)));
        mention_refs.sort_by_key(|mention_ref| (mention_ref.found.field, mention_ref.found.span));
        for at in 1..mention_refs.len() {
            if is_listed(analyzed, &mention_refs[at - 1], &mention_refs[at]) {
                mention_refs[at].grammatical_role = mention_refs[at - 1].grammatical_role;
            }
        }
        Self { analyzed, mention_refs, quotations: quotes::quotations(analyzed.text), knowledge }
    }

    /// The order in which anaphors are resolved: those in quotations last, since the speaker may be named after the
    /// quotation.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> {
        let quoted: Vec<bool> = (0..self.mention_refs.len()).map(|at| self.quotation(at).is_some()).collect();
        let pass = move |is_quoted: bool| {
            let quoted = quoted.clone();
            (0..quoted.len()).filter(move |&at| quoted[at] == is_quoted)
        };
        pass(false).chain(pass(true))
    }

    /// A group as a candidate for anaphors.
    pub(super) fn candidate(&self, kind: Kind, group: usize, from: &Group) -> Candidate {
        let is_member =
            |mention_ref: &MentionRef| mention_ref.index.is_some_and(|index| from.members.contains(&index));
        let members: Vec<usize> =
            (0..self.mention_refs.len()).filter(|&at| is_member(&self.mention_refs[at])).collect();
        let by_title = || from.roles.iter().find_map(|role| GenderLexicon::of_title(role));
        let by_prefix =
            || members.iter().find_map(|&member| GenderLexicon::of_title(self.word_before(member)?));
        // "Professor Anna Berg": the first word that indicates a gender, but never a surname.
        let by_name = || {
            let name = fold(&from.name);
            let words: Vec<&str> = name.split([' ', '-']).collect();
            let given = &words[..words.len().saturating_sub(1).max(1)];
            given.iter().take(2).find_map(|word| self.knowledge.genders.of(word))
        };
        let sure = if kind == Kind::Person { by_title().or_else(by_prefix) } else { None };
        let gender = sure.or_else(|| if kind == Kind::Person { by_name() } else { None });
        Candidate { kind, group, gender, is_gender_sure: sure.is_some(), members, is_nameless: false }
    }

    /// The word directly before a mention.
    fn word_before(&self, at: usize) -> Option<&str> {
        Some(&self.analyzed.words.get(self.mention_refs[at].words.start.checked_sub(1)?)?.key)
    }
}

/// Whether a name continues a list and so has the role of the name before it: "Berg, Moe and Lind".
fn is_listed(analyzed: &AnalyzedText<'_>, one: &MentionRef, other: &MentionRef) -> bool {
    let is_name =
        |mention_ref: &MentionRef| mention_ref.anaphor.is_none() && mention_ref.found.field == Field::Text;
    let joins =
        |word: &Word| word.is_mark(',') || word.is_mark('/') || matches!(word.key.as_str(), "and" | "or");
    let says = analyzed.classes(other.words.end).is(Classes::SAYING);
    one.found.kind == other.found.kind
        && is_name(one)
        && is_name(other)
        && one.grammatical_role == GrammaticalRole::Object
        && !says
        && one.words.end < other.words.start
        && analyzed.words[one.words.end..other.words.start].iter().all(joins)
}
