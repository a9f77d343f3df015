//! Who "she", "our" and "the company" refer to, when a document is given with such mentions.
//!
//! The recogniser finds only names; given mentions may also be pronouns and nouns. Each goes to the most salient
//! previous entity that agrees in kind, number and gender: one mentioned recently, as a subject, by a pronoun, or
//! often (after Lappin and Leass, An Algorithm for Pronominal Anaphora Resolution, 1994, and Grosz, Joshi and
//! Weinstein, Centering, 1995, without a parser: [`grammatical_role`]). In quotations "I" is the speaker and "he" is
//! somebody else. Names and pronouns that were not given ([`hidden`]) are considered too, so that "he" does not
//! simply go to the last given name.

mod anaphor_kind;
mod anaphora_context;
mod country;
mod grammatical_role;
mod hidden;
mod nouns;
mod quotes;
mod salience;
mod speakers;

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::genders::Gender;
use super::super::{Found, Knowledge};
use super::Group;
use crate::model::{Field, Kind, Span};
use crate::text::fold::fold;
use anaphor_kind::AnaphorKind;
use grammatical_role::GrammaticalRole;
use nouns::{Beside, Noun};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// Whether a mention's form is not a name.
pub(super) fn is_anaphor(form: &str, knowledge: &Knowledge) -> bool {
    AnaphorKind::of(form, &knowledge.lexicon).is_some()
}

/// The minimum score of a candidate.
const MIN_SCORE: f32 = 8.0;
/// The minimum score for an office that the text does not connect to the candidate.
const MIN_OFFICE_SCORE: f32 = 30.0;
/// The minimum score, with a matching name or office, for a noun that was not given.
const MIN_HIDDEN_SCORE: f32 = 60.0;
/// The factor for a candidate whose given name is usually of the other gender.
const OTHER_GENDER: f32 = 0.15;
/// The factor for a candidate of unknown gender.
const UNKNOWN_GENDER: f32 = 0.8;
/// The factor for "he" in a quotation if the candidate is the speaker.
const IS_SPEAKER: f32 = 0.25;
/// The factor for "him" if the candidate is the subject of the same clause.
const IS_SUBJECT: f32 = 0.3;

/// An entity as a candidate for anaphors.
struct Candidate {
    kind: Kind,
    /// Index among the groups of its kind.
    group: usize,
    gender: Option<Gender>,
    /// Whether its gender is certain: from a title, an office or a pronoun.
    is_gender_sure: bool,
    /// Its mentions, as indices into the context's mentions, in order.
    members: Vec<usize>,
    /// Whether nothing names it: all its members are anaphors.
    is_nameless: bool,
}

impl Candidate {
    /// A new candidate about which nothing is known.
    fn new(kind: Kind, group: usize) -> Self {
        Self { kind, group, gender: None, is_gender_sure: false, members: Vec::new(), is_nameless: false }
    }
}

/// A mention with its position.
struct MentionRef {
    found: Found,
    /// Its index among all mentions; `None` if it was not given.
    index: Option<usize>,
    /// `None` for a name.
    anaphor: Option<AnaphorKind>,
    /// Its words; empty in the headline.
    words: Range<usize>,
    /// The number of its sentence; the headline is the first.
    sentence: usize,
    grammatical_role: GrammaticalRole,
}

/// The text with its mentions and anaphors.
struct AnaphoraContext<'a> {
    analyzed: &'a AnalyzedText<'a>,
    /// All mentions and anaphors, in order.
    mention_refs: Vec<MentionRef>,
    quotations: Vec<Span>,
    knowledge: &'a Knowledge,
}

/// Attaches each anaphor to an entity of its kind, or makes a new entity for it; `groups` are those of all kinds.
pub(super) fn attach(
    groups: &mut [(Kind, Vec<Group>)],
    anaphors: &[usize],
    texts: &[AnalyzedText<'_>],
    found: &[Found],
    knowledge: &Knowledge,
) {
    let Some(analyzed) = texts.iter().find(|analyzed| analyzed.field == Field::Text) else { return };
    let context = AnaphoraContext::new(analyzed, anaphors, found, knowledge);
    let mut candidates = Vec::new();
    for (kind, groups) in groups.iter() {
        candidates.extend(groups.iter().enumerate().map(|(at, group)| context.candidate(*kind, at, group)));
    }
    for at in context.order() {
        let mention_ref = &context.mention_refs[at];
        let Some(anaphor) = &mention_ref.anaphor else { continue };
        let Some(own) = groups.iter().position(|(kind, _)| *kind == mention_ref.found.kind) else { continue };
        let (_, own) = &mut groups[own];
        let mut chosen = context.choose(at, anaphor, &candidates, own);
        if chosen.is_none() {
            if mention_ref.index.is_none() && !matches!(anaphor, AnaphorKind::Third { .. }) {
                continue;
            }
            if mention_ref.found.kind == Kind::Place {
                chosen = context.home_country(anaphor, own, &mut candidates);
            }
        }
        let chosen = chosen.unwrap_or_else(|| {
            own.push(context.nameless(mention_ref));
            candidates.push(Candidate {
                is_nameless: true,
                ..Candidate::new(mention_ref.found.kind, own.len() - 1)
            });
            candidates.len() - 1
        });
        let candidate = &mut candidates[chosen];
        let place = candidate.members.partition_point(|&member| member < at);
        candidate.members.insert(place, at);
        if let (Some(gender), false) = (gender_of(anaphor), candidate.is_gender_sure) {
            (candidate.gender, candidate.is_gender_sure) = (Some(gender), true);
        }
        own[candidate.group].members.extend(mention_ref.index);
    }
}

/// The gender that an anaphor indicates.
fn gender_of(anaphor: &AnaphorKind) -> Option<Gender> {
    match anaphor {
        AnaphorKind::Third { gender, .. } => *gender,
        AnaphorKind::Noun { words, .. } => anaphor_kind::gender_of_noun(words),
        AnaphorKind::Speaker | AnaphorKind::Addressee => None,
    }
}

impl AnaphoraContext<'_> {
    /// A new entity without a name. Its key is unique across articles.
    fn nameless(&self, mention_ref: &MentionRef) -> Group {
        let form = mention_ref.found.span.of(self.analyzed.text);
        let mut hasher = DefaultHasher::new();
        (self.analyzed.text, mention_ref.found.span).hash(&mut hasher);
        let key = format!("{} {:016x}", fold(form), hasher.finish());
        Group { name: form.to_owned(), key, ..Group::default() }
    }

    /// The candidate that an anaphor refers to.
    fn choose(
        &self,
        at: usize,
        anaphor: &AnaphorKind,
        candidates: &[Candidate],
        groups: &[Group],
    ) -> Option<usize> {
        let mention_ref = &self.mention_refs[at];
        let kind = mention_ref.found.kind;
        if let Some(named) = self.explained(at, candidates) {
            return Some(named);
        }
        let quotation = self.quotation(at);
        // Places do not speak.
        let said = quotation.filter(|_| kind != Kind::Place);
        let speaker = said.and_then(|quotation| self.speaker(quotation, kind, candidates));
        if *anaphor == AnaphorKind::Speaker {
            return self.who_says_it(kind, quotation, speaker, candidates);
        }
        let mut best: Option<(f32, usize)> = None;
        for (number, candidate) in candidates.iter().enumerate().filter(|(_, each)| each.kind == kind) {
            if *anaphor == AnaphorKind::Addressee && Some(number) == speaker || self.is_writer(candidate) {
                continue;
            }
            let Some(mut score) = self.salience(at, candidate) else { continue };
            match (gender_of(anaphor), candidate.gender) {
                (Some(gender), Some(other)) if gender != other && candidate.is_gender_sure => continue,
                (Some(gender), Some(other)) if gender != other => score *= OTHER_GENDER,
                (Some(_), None) => score *= UNKNOWN_GENDER,
                _ => {}
            }
            if Some(number) == speaker {
                score *= IS_SPEAKER;
            }
            if let AnaphorKind::Third { is_object: true, .. } = anaphor
                && self.does_it(at, candidate)
            {
                score *= IS_SUBJECT;
            }
            if let AnaphorKind::Noun { words, is_owned } = anaphor {
                let beside = self.beside(candidate);
                let noun = Noun { words, is_owned: *is_owned, is_office: self.is_office(words), kind };
                score = nouns::fits(&noun, &groups[candidate.group], &beside, score);
            }
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, number));
            }
        }
        let is_hidden_noun = mention_ref.index.is_none() && matches!(anaphor, AnaphorKind::Noun { .. });
        let is_office = matches!(anaphor, AnaphorKind::Noun { words, .. } if self.is_office(words));
        let least = if is_hidden_noun {
            MIN_HIDDEN_SCORE
        } else if is_office {
            MIN_OFFICE_SCORE
        } else {
            MIN_SCORE
        };
        best.filter(|&(score, _)| score >= least).map(|(_, number)| number)
    }

    /// Whether a candidate is only ever "I" or "we", never "she" or "it".
    fn is_writer(&self, candidate: &Candidate) -> bool {
        candidate.is_nameless
            && candidate
                .members
                .iter()
                .all(|&member| self.mention_refs[member].anaphor == Some(AnaphorKind::Speaker))
    }

    /// The candidate named in brackets after an anaphor: "he [Berg]".
    fn explained(&self, at: usize, candidates: &[Candidate]) -> Option<usize> {
        let (mention_ref, next) = (&self.mention_refs[at], self.mention_refs.get(at + 1)?);
        let opens = |index: usize| {
            self.analyzed.words.get(index).is_some_and(|word| word.is_mark('[') || word.is_mark('('))
        };
        let is_behind = next.words.start == mention_ref.words.end + 1 && opens(mention_ref.words.end);
        (is_behind && next.anaphor.is_none() && next.found.kind == mention_ref.found.kind).then_some(())?;
        candidates.iter().position(|candidate| candidate.members.contains(&(at + 1)))
    }

    /// Whether a noun is an office of which an organisation or country has only one.
    fn is_office(&self, words: &str) -> bool {
        let head = words.rsplit(' ').next().unwrap_or(words);
        self.knowledge.lexicon.classes(head).is(Classes::TITLE)
            && anaphor_kind::gender_of_noun(words).is_none()
    }

    fn beside(&self, candidate: &Candidate) -> Beside<'_> {
        let mention_refs = candidate.members.iter().map(|&member| &self.mention_refs[member]);
        let named = mention_refs
            .filter(|mention_ref| mention_ref.anaphor.is_none() && mention_ref.found.field == Field::Text);
        Beside { analyzed: self.analyzed, at: named.map(|mention_ref| mention_ref.words.clone()).collect() }
    }
}

#[cfg(test)]
mod tests;
