//! What an article calls a person: the titles and offices before and behind the name.

use super::super::Found;
use super::super::lexicon::Classes;
use super::super::page::Page;
use super::Group;
use crate::text::words::Shape;

/// The longest role, in words.
const LONGEST: usize = 6;

/// Adds to each group the roles that its mentions stand with.
pub(super) fn add(groups: &mut [Group], pages: &[Page<'_>], found: &[Found]) {
    for group in groups {
        for &member in &group.members {
            let mention = &found[member];
            let Some(page) = pages.iter().find(|page| page.field == mention.field) else { continue };
            let first = page.words.partition_point(|word| word.span.start < mention.span.start);
            let next = page.words.partition_point(|word| word.span.start < mention.span.end);
            let taken = |at: usize| {
                let span = page.words[at].span;
                let from =
                    found.partition_point(|other| (other.field, other.span.end) <= (page.field, span.start));
                found.get(from).is_some_and(|other| other.field == page.field && other.span.overlaps(span))
            };
            for role in
                [before(page, first, mention.span.end, &taken), behind(page, next)].into_iter().flatten()
            {
                if !group.roles.contains(&role) {
                    group.roles.push(role);
                }
            }
        }
    }
}

/// The role that ends directly before a word, or before a comma: "the harbour minister, Anna Berg".
fn before(page: &Page<'_>, first: usize, end: u32, taken: &dyn Fn(usize) -> bool) -> Option<String> {
    let last = first.checked_sub(1)?;
    // "as leader, Berg said" tells of somebody else: behind a comma only a full name is the leader's.
    let is_full = page.words.get(first + 1).is_some_and(|next| next.is_capital() && next.span.start < end);
    let last = if is_full && page.words[last].is_mark(',') { last.checked_sub(1)? } else { last };
    if !page.is_title(last) || taken(last) {
        return None;
    }
    let mut start = last;
    while start > 0 && last - start < LONGEST && belongs(page, start - 1) && !taken(start - 1) {
        start -= 1;
    }
    while page.words[start].key.is_empty() && start < last {
        start += 1;
    }
    role(page, start, last + 1)
}

/// The role that follows behind a comma: "Anna Berg, the chief economist of".
fn behind(page: &Page<'_>, next: usize) -> Option<String> {
    if !page.words.get(next)?.is_mark(',') {
        return None;
    }
    let mut at = next + 1;
    if matches!(page.words.get(at)?.key.as_str(), "the" | "a" | "an" | "its" | "their" | "his" | "her") {
        at += 1;
    }
    let start = at;
    while at < page.words.len() && at - start < LONGEST && belongs(page, at) {
        at += 1;
    }
    let ends_with_title = at > start && page.is_title(at - 1);
    let goes_on = page.words.get(at).is_none_or(|word| {
        matches!(word.key.as_str(), "of" | "at" | "for" | "and" | "who" | "in" | "with" | "to")
            || matches!(word.shape, Shape::Mark(',' | '.' | ';'))
    });
    if ends_with_title && goes_on { role(page, start, at) } else { None }
}

/// Whether a word can be part of a role: a title, an office's field, a demonym, a word with a capital.
fn belongs(page: &Page<'_>, at: usize) -> bool {
    let word = &page.words[at];
    let classes = page.classes(at);
    match word.shape {
        Shape::Lower => page.is_title(at) || classes.is(Classes::OFFICE),
        Shape::Capital | Shape::Upper => !classes.is(Classes::CLOSED) && !classes.is(Classes::CALENDAR),
        Shape::Mark('-') => !word.apart,
        _ => false,
    }
}

fn role(page: &Page<'_>, from: usize, to: usize) -> Option<String> {
    let form = page.form(from, to).split_whitespace().collect::<Vec<_>>().join(" ");
    (!matches!(form.as_str(), "Mr." | "Mr" | "Mrs." | "Mrs" | "Ms." | "Ms" | "Miss")).then_some(form)
}
