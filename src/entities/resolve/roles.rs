//! What an article calls a person: titles and offices before and after the name.

use super::super::Found;
use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::word_list::WordList;
use super::Group;
use crate::text::words::Shape;

/// The maximum length of a role in words.
const MAX_WORDS: usize = 6;

/// Fields of offices that are no titles themselves: "foreign policy chief".
static FIELDS: WordList = WordList::new("policy security affairs press rights climate trade aid relief");

/// Adds to each group the roles given with its mentions.
pub(super) fn add(groups: &mut [Group], texts: &[AnalyzedText<'_>], found: &[Found]) {
    for group in groups {
        for &member in &group.members {
            let mention = &found[member];
            let Some(analyzed) = texts.iter().find(|analyzed| analyzed.field == mention.field) else {
                continue;
            };
            let first = analyzed.words.partition_point(|word| word.span.start < mention.span.start);
            let next = analyzed.words.partition_point(|word| word.span.start < mention.span.end);
            let taken = |at: usize| {
                let span = analyzed.words[at].span;
                let from = found
                    .partition_point(|other| (other.field, other.span.end) <= (analyzed.field, span.start));
                found
                    .get(from)
                    .is_some_and(|other| other.field == analyzed.field && other.span.overlaps(span))
            };
            for role in [before(analyzed, first, mention.span.end, &taken), behind(analyzed, next)]
                .into_iter()
                .flatten()
            {
                if !group.roles.contains(&role) {
                    group.roles.push(role);
                }
            }
        }
    }
}

/// The role that ends directly before a word or before a comma: "the harbour minister, Anna Berg".
fn before(
    analyzed: &AnalyzedText<'_>,
    first: usize,
    end: u32,
    taken: &dyn Fn(usize) -> bool,
) -> Option<String> {
    let last = first.checked_sub(1)?;
    // "as leader, Berg said" is about somebody else: after a comma only a full name belongs to the role.
    let is_full =
        analyzed.words.get(first + 1).is_some_and(|next| next.is_capital() && next.span.start < end);
    let last = if is_full && analyzed.words[last].is_mark(',') { last.checked_sub(1)? } else { last };
    if !analyzed.is_title(last) || taken(last) {
        return None;
    }
    let mut start = last;
    while start > 0 && last - start < MAX_WORDS && belongs(analyzed, start - 1) && !taken(start - 1) {
        start -= 1;
    }
    while analyzed.words[start].key.is_empty() && start < last {
        start += 1;
    }
    role(analyzed, start, last + 1)
}

/// The role after a comma: "Anna Berg, the chief economist of".
fn behind(analyzed: &AnalyzedText<'_>, next: usize) -> Option<String> {
    if !analyzed.words.get(next)?.is_mark(',') {
        return None;
    }
    let mut at = next + 1;
    if matches!(analyzed.words.get(at)?.key.as_str(), "the" | "a" | "an" | "its" | "their" | "his" | "her") {
        at += 1;
    }
    let start = at;
    while at < analyzed.words.len() && at - start < MAX_WORDS && belongs(analyzed, at) {
        at += 1;
    }
    let ends_with_title = at > start && analyzed.is_title(at - 1);
    let goes_on = analyzed.words.get(at).is_none_or(|word| {
        matches!(word.key.as_str(), "of" | "at" | "for" | "and" | "who" | "in" | "with" | "to")
            || matches!(word.shape, Shape::Mark(',' | '.' | ';'))
    });
    if ends_with_title && goes_on { role(analyzed, start, at) } else { None }
}

/// Whether a word can be part of a role: a title, the field of an office, a demonym, a capitalised word.
fn belongs(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    let word = &analyzed.words[at];
    let classes = analyzed.classes(at);
    match word.shape {
        Shape::Lower => analyzed.is_title(at) || classes.is(Classes::OFFICE) || FIELDS.has(&word.key),
        Shape::Capital | Shape::Upper => !classes.is(Classes::CLOSED) && !classes.is(Classes::CALENDAR),
        Shape::Mark('-') => !word.apart,
        _ => false,
    }
}

/// The words of a role; that of several ("the presidents of") as the role of one.
fn role(analyzed: &AnalyzedText<'_>, from: usize, to: usize) -> Option<String> {
    let form = analyzed.form(from, to).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_of_several = form.ends_with('s') && !form.ends_with("ss");
    let form = if is_of_several { form[..form.len() - 1].to_owned() } else { form };
    (!matches!(form.as_str(), "Mr." | "Mr" | "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss")).then_some(form)
}
