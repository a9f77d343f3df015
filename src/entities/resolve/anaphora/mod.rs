//! Whom "she", "our" and "the company" mean, where a document comes with such mentions.
//!
//! The recogniser finds names alone; mentions that are handed in may be pronouns and nouns. Each goes to
//! the entity before it that agrees in kind, number and sex and is the most salient there: named lately,
//! as the first of its sentence, often (after Lappin and Leass, An Algorithm for Pronominal Anaphora
//! Resolution, 1994, without their parser). In quotations "I" is who speaks and "he" is somebody else.
//! Names that were not handed in are candidates all the same, so that "he" does not go to the last name
//! that happens to have been.

mod quotes;
mod sort;

use super::super::page::Page;
use super::super::sexes::{Sex, Sexes};
use super::super::{Found, Knowledge};
use super::Group;
use crate::model::{Field, Kind, PlaceKind, Span};
use crate::text::fold::fold;
use sort::Sort;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Whether a mention's form is no name.
pub(super) fn is_stand_in(form: &str, knowledge: &Knowledge) -> bool {
    Sort::of(form, &knowledge.lexicon).is_some()
}

/// What a candidate must reach to be taken.
const LEAST: f32 = 8.0;

/// An entity, as stand-ins see it.
struct Candidate {
    kind: Kind,
    /// Index among the groups of its kind.
    group: usize,
    sex: Option<Sex>,
    /// Its mentions, in order.
    members: Vec<usize>,
    /// Nobody has named it: its members are stand-ins alone.
    is_nameless: bool,
}

/// The text that the stand-ins stand in.
struct Scene<'a> {
    page: &'a Page<'a>,
    found: &'a [Found],
    quotations: Vec<Span>,
    knowledge: &'a Knowledge,
}

/// Gives each stand-in to an entity of its kind, or to one of its own; `groups` are those of all kinds.
pub(super) fn attach(
    groups: &mut [(Kind, Vec<Group>)],
    stand_ins: &[usize],
    pages: &[Page<'_>],
    found: &[Found],
    knowledge: &Knowledge,
) {
    let Some(page) = pages.iter().find(|page| page.field == Field::Text) else { return };
    let scene = Scene { page, found, quotations: quotes::quotations(page.text), knowledge };
    let mut candidates = Vec::new();
    for (kind, groups) in groups.iter() {
        candidates.extend(groups.iter().enumerate().map(|(at, group)| scene.candidate(*kind, at, group)));
    }
    for &index in stand_ins {
        let kind = found[index].kind;
        let Some((_, own)) = groups.iter_mut().find(|(each, _)| *each == kind) else { continue };
        let form = found[index].span.of(page.text);
        let Some(sort) = Sort::of(form, &knowledge.lexicon) else { continue };
        let chosen = scene.choose(index, &sort, &candidates, own).unwrap_or_else(|| {
            own.push(scene.nameless(index, form));
            let sex = None;
            candidates.push(Candidate {
                kind,
                group: own.len() - 1,
                sex,
                members: Vec::new(),
                is_nameless: true,
            });
            candidates.len() - 1
        });
        let candidate = &mut candidates[chosen];
        let place = candidate.members.partition_point(|&member| member < index);
        candidate.members.insert(place, index);
        candidate.sex = candidate.sex.or(sort_sex(&sort));
        own[candidate.group].members.push(index);
    }
}

/// What a stand-in tells of whom it means.
fn sort_sex(sort: &Sort) -> Option<Sex> {
    match sort {
        Sort::Third { sex, .. } => *sex,
        Sort::Noun { words, .. } => sort::sex_of_noun(words),
        Sort::Speaker | Sort::Addressee => None,
    }
}

/// How well a noun fits a candidate: by its office, by a word of its name, by what sort of place it is.
fn fits(words: &str, is_owned: bool, group: &Group, score: f32) -> f32 {
    let head = words.rsplit(' ').next().unwrap_or(words);
    let name = fold(&group.name);
    if group.roles.iter().any(|role| fold(role).ends_with(words)) {
        return score + 100.0;
    }
    if name.split(' ').any(|word| word == head) {
        return score + 60.0;
    }
    let wanted = match head {
        "country" | "nation" | "kingdom" => Some(PlaceKind::Country),
        "city" | "town" | "village" | "capital" => Some(PlaceKind::City),
        "state" | "province" | "county" | "region" | "district" => Some(PlaceKind::Region),
        _ => None,
    };
    match (wanted, &group.place) {
        (Some(wanted), Some(place)) if place.kind == wanted => score + 40.0,
        (Some(_), _) => 0.0,
        _ if is_owned => 0.0,
        _ => score,
    }
}

impl Scene<'_> {
    fn candidate(&self, kind: Kind, at: usize, group: &Group) -> Candidate {
        let mut members = group.members.clone();
        members.sort_unstable();
        let by_title = group.roles.iter().find_map(|role| Sexes::of_title(role));
        let by_prefix = || members.iter().find_map(|&member| Sexes::of_title(self.word_before(member)?));
        let by_name = || self.knowledge.sexes.of(fold(&group.name).split([' ', '-']).next()?);
        let sex = if kind == Kind::Person { by_title.or_else(by_prefix).or_else(by_name) } else { None };
        Candidate { kind, group: at, sex, members, is_nameless: false }
    }

    /// The word that stands directly before a mention of the text.
    fn word_before(&self, member: usize) -> Option<&str> {
        let mention = self.found.get(member).filter(|mention| mention.field == Field::Text)?;
        let next = self.page.words.partition_point(|word| word.span.start < mention.span.start);
        Some(&self.page.words[next.checked_sub(1)?].key)
    }

    /// An entity of nobody's name. Its key is no other article's.
    fn nameless(&self, index: usize, form: &str) -> Group {
        let mut hasher = DefaultHasher::new();
        (self.page.text, self.found[index].span).hash(&mut hasher);
        let key = format!("{} {:016x}", fold(form), hasher.finish());
        Group { name: form.to_owned(), key, ..Group::default() }
    }

    /// The candidate that a stand-in means.
    fn choose(&self, index: usize, sort: &Sort, candidates: &[Candidate], groups: &[Group]) -> Option<usize> {
        let kind = self.found[index].kind;
        let quotation = self.quotation(index);
        let speaker = quotation.and_then(|quotation| self.speaker(quotation, kind, candidates));
        match sort {
            Sort::Speaker if quotation.is_some() && speaker.is_some() => return speaker,
            Sort::Speaker => {
                let own = |candidate: &Candidate| candidate.kind == kind && candidate.is_nameless;
                return candidates.iter().rposition(own);
            }
            _ => {}
        }
        let mut best: Option<(f32, usize)> = None;
        for (at, candidate) in candidates.iter().enumerate().filter(|(_, each)| each.kind == kind) {
            if sort_sex(sort).is_some_and(|sex| candidate.sex.is_some_and(|other| other != sex)) {
                continue;
            }
            if matches!(sort, Sort::Addressee) && Some(at) == speaker {
                continue;
            }
            let Some(mut score) = self.salience(index, candidate) else { continue };
            if sort_sex(sort).is_some() && candidate.sex.is_none() {
                score *= 0.8;
            }
            if Some(at) == speaker {
                score *= 0.25;
            }
            if let Sort::Third { is_object: true, .. } = sort
                && self.is_in_clause(index, candidate)
            {
                score *= 0.3;
            }
            if let Sort::Noun { words, is_owned } = sort {
                score = fits(words, *is_owned, &groups[candidate.group], score);
            }
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        best.filter(|&(score, _)| score >= LEAST).map(|(_, at)| at)
    }

    /// How present a candidate is where a stand-in stands: `None` where it has no mention at all near.
    fn salience(&self, index: usize, candidate: &Candidate) -> Option<f32> {
        let before = candidate.members.iter().rev().find(|&&member| member < index);
        let Some(&last) = before else {
            // "When he left, Berg waved": the name may follow soon.
            let next = *candidate.members.first()?;
            let distance = self.sentence(next).checked_sub(self.sentence(index))?;
            return (distance <= 1 && !candidate.is_nameless).then_some(if distance == 0 {
                25.0
            } else {
                12.0
            });
        };
        let distance = if self.found[last].field == Field::Title {
            4
        } else {
            self.sentence(index).saturating_sub(self.sentence(last))
        };
        let near = match distance {
            0 => 100.0,
            1 => 85.0,
            2 => 50.0,
            3 => 35.0,
            4 => 25.0,
            far if far < 12 => 15.0,
            _ => 6.0,
        };
        let recent = candidate.members.iter().filter(|&&member| {
            member < index && self.sentence(index).saturating_sub(self.sentence(member)) <= 3
        });
        #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
        let often = 6.0 * recent.count().min(5) as f32;
        let first = if self.is_first(last) { 20.0 } else { 0.0 };
        Some(near + often + first)
    }

    /// Who says a quotation: one that nobody is said to say goes on with those before it.
    fn speaker(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        /// Quotations gone back at most.
        const MOST: usize = 4;
        let so_far = self.quotations.partition_point(|other| other.start <= quotation.start);
        let said = self.quotations[..so_far].iter().rev().take(MOST);
        said.copied().find_map(|each| self.speaker_of(each, kind, candidates))
    }

    /// Who is said to say a quotation, or who is named next, if soon.
    fn speaker_of(&self, quotation: Span, kind: Kind, candidates: &[Candidate]) -> Option<usize> {
        let stretch = quotes::saying(self.page, quotation).unwrap_or_else(|| {
            let rest = &self.page.text[quotation.end as usize..];
            let end = rest.find('\n').unwrap_or(rest.len()).min(80);
            Span { start: quotation.end, end: quotation.end.saturating_add(u32::try_from(end).unwrap_or(80)) }
        });
        let named = self.found.iter().enumerate().filter(|(_, mention)| {
            mention.field == Field::Text
                && mention.kind == kind
                && mention.span.start >= stretch.start
                && mention.span.end <= stretch.end.saturating_add(1)
        });
        named
            .map(|(index, _)| index)
            .find_map(|index| candidates.iter().position(|candidate| candidate.members.contains(&index)))
    }

    /// The quotation a mention stands in.
    fn quotation(&self, index: usize) -> Option<Span> {
        let span = self.found[index].span;
        self.quotations.iter().find(|quotation| quotation.contains(span.start as usize)).copied()
    }

    /// Which sentence a mention stands in; the headline is in the first.
    fn sentence(&self, index: usize) -> usize {
        let mention = &self.found[index];
        if mention.field == Field::Title {
            return 0;
        }
        let word = self.page.words.partition_point(|word| word.span.end <= mention.span.start);
        self.page.sentences.partition_point(|sentence| sentence.words.end <= word)
    }

    /// Whether a mention is the first of its kind in its sentence.
    fn is_first(&self, index: usize) -> bool {
        let (kind, sentence) = (self.found[index].kind, self.sentence(index));
        let before = self.found[..index].iter().enumerate().rev();
        !before
            .take_while(|&(other, mention)| mention.field == Field::Text && self.sentence(other) == sentence)
            .any(|(_, mention)| mention.kind == kind)
    }

    /// Whether a candidate's last mention stands in the very clause of a stand-in, so that it cannot be
    /// what is done something to: "Berg thanked him".
    fn is_in_clause(&self, index: usize, candidate: &Candidate) -> bool {
        let Some(&last) = candidate.members.iter().rev().find(|&&member| member < index) else {
            return false;
        };
        let (from, to) = (self.found[last].span.end as usize, self.found[index].span.start as usize);
        if self.found[last].field != Field::Text || self.sentence(last) != self.sentence(index) {
            return false;
        }
        let between = self.page.text.get(from..to).unwrap_or_default();
        !between.contains([',', ';', ':', '"'])
            && !between.split_whitespace().any(|word| {
                matches!(
                    word,
                    "that" | "who" | "as" | "when" | "because" | "and" | "but" | "after" | "before" | "if"
                )
            })
    }
}

#[cfg(test)]
mod tests;
