//! Groups the mentions of one article into entities: one person, place or organisation with all its spellings.
//!
//! People, places and organisations each have their own rules. This file collects the groups, names their aliases and
//! orders them by salience.

mod anaphora;
mod definitions;
mod demonyms;
mod organisations;
mod people;
mod places;
mod roles;

pub use places::key_of as place_key;

use super::analyzed_text::AnalyzedText;
use super::genders::{Gender, GenderLexicon};
use super::profile::Profile;
use super::{Found, Knowledge};
use crate::model::{Alias, Entity, Field, Kind, Mention, Names, Place, PlaceKind, Span};
use crate::text::fold::fold;
use crate::text::words::bare;
use places::Places;
use std::collections::{HashMap, HashSet};

/// Mentions that name one entity.
#[derive(Debug, Clone, PartialEq, Default)]
struct Group {
    /// Indices of the mentions.
    members: Vec<usize>,
    /// The fullest common name.
    name: String,
    /// What identifies it across articles.
    key: String,
    /// What the article calls a person: offices, professions.
    roles: Vec<String>,
    /// The gazetteer's record of a place.
    place: Option<Place>,
}

/// A mention of one kind, as the rules see it.
#[derive(Debug, Clone, Copy)]
struct Named<'a> {
    /// Index among all mentions.
    index: usize,
    /// The words as written.
    form: &'a str,
}

/// Groups mentions, which are in order and do not overlap, into entities. If the text's mentions were `given`, all
/// others only help to decide what those refer to, and are not returned.
pub(super) fn resolve(
    texts: &[AnalyzedText<'_>],
    found: &[Found],
    given: Option<&HashSet<Span>>,
    knowledge: &Knowledge,
    profile: Option<&Profile>,
) -> Names {
    let is_given = |index: usize| given.is_some_and(|given| given.contains(&found[index].span));
    let is_shown = |index: usize| given.is_none() || found[index].field == Field::Title || is_given(index);
    let mut anaphors = Vec::new();
    let mut named: HashMap<Kind, Vec<Named<'_>>> = HashMap::new();
    for (index, mention) in found.iter().enumerate() {
        let Some(form) = form(texts, mention) else { continue };
        if is_given(index) && anaphora::is_anaphor(words(texts, mention), knowledge) {
            anaphors.push(index);
        } else {
            named.entry(mention.kind).or_default().push(Named { index, form });
        }
    }
    let [people, mut toponyms, organisations] = Kind::ALL.map(|kind| named.remove(&kind).unwrap_or_default());
    for mention in &mut toponyms {
        mention.form = demonyms::place_of(mention.form);
    }
    let places = Places::read(&toponyms, texts, found, knowledge, profile);
    let (places, seats) = places.choose();
    let titled: Vec<Title> = people.iter().map(|mention| title_of(texts, &found[mention.index])).collect();
    let joined = definitions::pairs(texts, found, Kind::Person);
    let mut people = people::group(&people, &titled, &joined, knowledge);
    roles::add(&mut people, texts, found);
    let joined = definitions::pairs(texts, found, Kind::Organisation);
    let mut organisations = organisations::group(&organisations, &joined, &knowledge.lexicon);
    for organisation in &mut organisations {
        organisation.place = seats.of(&organisation.name);
    }
    let groups = Kind::ALL.into_iter().zip([people, places, organisations].map(merged));
    let mut groups: Vec<(Kind, Vec<Group>)> = groups.collect();
    if !anaphors.is_empty() {
        anaphora::attach(&mut groups, &anaphors, texts, found, knowledge);
    }
    let mut entities = Vec::new();
    let mut members_of = Vec::new();
    for (kind, groups) in groups {
        for mut group in groups {
            group.members.retain(|&index| is_shown(index));
            if group.members.is_empty() {
                continue;
            }
            let aliases = aliases(&group, texts, found);
            let salience = salience(&group, texts, found);
            let name = spelt_here(&group, &aliases).unwrap_or_else(|| group.name.clone());
            let Group { members, key, roles, place, .. } = group;
            entities.push(Entity { kind, name, key, aliases, roles, place, salience });
            members_of.push(members);
        }
    }
    in_order(entities, &members_of, found)
}

/// The words of a mention, without "the" if it was given with it.
fn form<'a>(texts: &[AnalyzedText<'a>], found: &Found) -> Option<&'a str> {
    let form = words(texts, found);
    Some(form.strip_prefix("the ").unwrap_or(form)).filter(|form| !form.is_empty())
}

/// The words of a mention as written.
fn words<'a>(texts: &[AnalyzedText<'a>], found: &Found) -> &'a str {
    let analyzed = texts.iter().find(|analyzed| analyzed.field == found.field);
    analyzed.map(|analyzed| found.span.of(analyzed.text)).unwrap_or_default()
}

/// What the title directly before a mention says about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Title {
    /// The gender: "Mrs." indicates a woman.
    gender: Option<Gender>,
    /// After "King" or "Pope" the name is a given name and complete.
    is_regnal: bool,
    /// After "Prince" or "Sheikh" the name is a given name.
    is_princely: bool,
    /// "The elder Berg" is the one that was named first.
    is_elder: bool,
}

impl Title {
    /// What a word indicates as a title.
    fn of(word: &str) -> Self {
        let key = bare(word);
        let is_capital = word.starts_with(char::is_uppercase);
        Self {
            gender: GenderLexicon::of_title(word),
            is_regnal: is_capital
                && matches!(
                    key.as_str(),
                    "king" | "queen" | "pope" | "emperor" | "empress" | "sultan" | "emir"
                ),
            is_elder: matches!(key.as_str(), "elder" | "older" | "senior"),
            is_princely: is_capital
                && matches!(key.as_str(), "prince" | "princess" | "sheikh" | "sheik" | "sister" | "brother"),
        }
    }
}

fn title_of(texts: &[AnalyzedText<'_>], found: &Found) -> Title {
    let title = || {
        let analyzed = texts.iter().find(|analyzed| analyzed.field == found.field)?;
        let first = analyzed.words.partition_point(|word| word.span.start < found.span.start);
        let before = first.checked_sub(1)?;
        Some(Title::of(analyzed.form(before, before + 1)))
    };
    title().unwrap_or_default()
}

/// Merges groups with the same key.
fn merged(groups: Vec<Group>) -> Vec<Group> {
    let mut kept: Vec<Group> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for group in groups {
        if let Some(&known) = by_key.get(&group.key) {
            kept[known].members.extend(group.members);
            for role in group.roles {
                if !kept[known].roles.contains(&role) {
                    kept[known].roles.push(role);
                }
            }
        } else {
            by_key.insert(group.key.clone(), kept.len());
            kept.push(group);
        }
    }
    kept
}

/// The article's spelling of a city or a river, if it is only a variant of the gazetteer's ("Kobane" for "Kobani").
/// The library's name for it remains the gazetteer's.
fn spelt_here(group: &Group, aliases: &[Alias]) -> Option<String> {
    let place = group.place.as_ref().filter(|place| place.kind != PlaceKind::Country)?;
    let form = &aliases.first()?.form;
    let begins_alike = fold(form).chars().take(3).eq(fold(&place.name).chars().take(3));
    let is_word = form.len() > 4 && form.chars().all(|c| c.is_alphabetic() || c == '-');
    let is_quiet = form.chars().any(char::is_lowercase) && form.starts_with(char::is_uppercase);
    let is_one = !place.name.contains(' ');
    (begins_alike && is_word && is_quiet && is_one).then(|| form.clone())
}

/// The forms of a group, the most frequent first, ties in text order.
fn aliases(group: &Group, texts: &[AnalyzedText<'_>], found: &[Found]) -> Vec<Alias> {
    let mut members = group.members.clone();
    members.sort_unstable();
    let mut aliases: Vec<Alias> = Vec::new();
    for form in members.iter().filter_map(|&index| form(texts, &found[index])) {
        let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
        match aliases.iter_mut().find(|alias| alias.form == form) {
            Some(alias) => alias.mentions += 1,
            None => aliases.push(Alias { form, mentions: 1 }),
        }
    }
    aliases.sort_by_key(|alias| std::cmp::Reverse(alias.mentions));
    aliases
}

/// How much the article is about an entity: the headline counts most, then the lead, then the number of mentions
/// (features of Dunietz and Gillick, A New Entity Salience Task, EACL 2014).
fn salience(group: &Group, texts: &[AnalyzedText<'_>], found: &[Found]) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
    let times = group.members.len() as f32;
    let in_title = group.members.iter().any(|&index| found[index].field == Field::Title);
    let length = texts
        .iter()
        .find(|analyzed| analyzed.field == Field::Text)
        .map_or(1, |analyzed| analyzed.text.len().max(1));
    let first = group
        .members
        .iter()
        .filter(|&&index| found[index].field == Field::Text)
        .map(|&index| found[index].span.start)
        .min();
    #[expect(clippy::cast_precision_loss, reason = "a measure, not a count")]
    let early = first.map_or(0.0, |start| 1.0 - start as f32 / length as f32);
    (if in_title { 3.0 } else { 0.0 }) + 2.0 * early + 2.0 * (1.0 + times).ln()
}

/// Sorts entities by salience and mentions by position.
fn in_order(entities: Vec<Entity>, members_of: &[Vec<usize>], found: &[Found]) -> Names {
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.sort_by(|&a, &b| {
        entities[b].salience.total_cmp(&entities[a].salience).then_with(|| members_of[a].cmp(&members_of[b]))
    });
    let mut entity_of = vec![None; found.len()];
    for (place, &entity) in order.iter().enumerate() {
        for &member in &members_of[entity] {
            entity_of[member] = Some(place);
        }
    }
    let mut mentions: Vec<Mention> = found
        .iter()
        .zip(&entity_of)
        .filter_map(|(found, entity)| {
            let &Found { field, span, kind, certainty } = found;
            entity.map(|entity| Mention { field, span, kind, entity, certainty })
        })
        .collect();
    mentions.sort_by_key(|mention| (mention.field, mention.span));
    let mut slots: Vec<Option<Entity>> = entities.into_iter().map(Some).collect();
    let entities = order.into_iter().filter_map(|index| slots[index].take()).collect();
    Names { mentions, entities }
}

/// The form to show: the most frequent; of equals the longest; of equals the first. One in all capitals only if there
/// is no other, and then in title case.
fn best_form(forms: &[&str]) -> String {
    let is_shouted = |form: &str| form.len() > 4 && !form.chars().any(char::is_lowercase);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for form in forms {
        *counts.entry(form).or_default() += 1;
    }
    let mut best: Option<&str> = None;
    for &form in forms {
        let rank = |form: &str| (!is_shouted(form), counts.get(form).copied(), form.len());
        if best.is_none_or(|best| rank(form) > rank(best)) {
            best = Some(form);
        }
    }
    let best = best.unwrap_or_default();
    if is_shouted(best) && best.contains(' ') && !best.split(' ').any(is_acronym) {
        quiet(best)
    } else {
        best.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Whether a word in capitals can only be an acronym, as it has no vowel: "TV", "BBC".
fn is_acronym(word: &str) -> bool {
    word == "TV" || word.len() > 2 && word.chars().all(|c| c.is_alphabetic() && !"AEIOUY".contains(c))
}

/// An all-capitals form with only the first letter of each word capitalised.
fn quiet(form: &str) -> String {
    let mut at_start = true;
    let mut quiet = String::with_capacity(form.len());
    for (at, c) in form.char_indices() {
        // "SHAW'S": an "'s" is not the start of a word.
        let is_owner = matches!(c, 'S' | 's')
            && form[..at].ends_with(['\'', '’'])
            && !form[at + 1..].starts_with(char::is_alphanumeric);
        if at_start && !is_owner || !c.is_alphabetic() {
            quiet.push(c);
        } else {
            quiet.extend(c.to_lowercase());
        }
        at_start = !c.is_alphanumeric();
    }
    quiet
}
