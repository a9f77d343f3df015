//! The excerpt of a text in which the search terms are closest together.

use super::words::{Word, Words, stem};
use crate::model::{Snippet, Span};
use crate::query::{self, Expression, Field, Shape};
use crate::text::spelling::initials;
use std::collections::HashSet;

/// The length of an excerpt in characters, not counting whole words at its ends.
const LENGTH: usize = 160;

/// How much of a text is searched; later passages are seldom the reason for a match.
const FARTHEST: usize = 200_000;

/// The terms that a query searches for in texts.
#[derive(Debug, Clone, Default)]
pub struct Highlighter {
    /// Stems, and forms that must match exactly.
    stems: HashSet<String>,
    /// The letters with which the words of these stems begin.
    initials: HashSet<char>,
    forms: HashSet<String>,
    beginnings: Vec<String>,
    /// The letters with which any word begins that is a hit.
    first_letters: HashSet<char>,
}

impl Highlighter {
    /// Terms that a matching article may contain; negated ones cannot occur.
    pub fn new(expression: &Expression) -> Self {
        let mut highlighter = Self::default();
        highlighter.gather(expression);
        let Self { forms, beginnings, initials, .. } = &highlighter;
        let letters = forms.iter().chain(beginnings).filter_map(|form| form.chars().next());
        highlighter.first_letters = letters.chain(initials.iter().copied()).collect();
        highlighter
    }

    fn gather(&mut self, expression: &Expression) {
        match expression {
            Expression::All(parts) | Expression::Any(parts) => {
                for part in parts {
                    self.gather(part);
                }
            }
            Expression::Words(words) => self.gather_words(words),
            Expression::Named { name, .. } => {
                self.forms.extend(Words::of(name).map(|word| word.form));
            }
            Expression::Everything
            | Expression::Not(_)
            | Expression::Near { .. }
            | Expression::In(_)
            | Expression::Tag(_)
            | Expression::Feed(_)
            | Expression::State(_)
            | Expression::Time(_) => {}
        }
    }

    fn gather_words(&mut self, words: &query::Words) {
        if !matches!(words.field, None | Some(Field::Title | Field::Text)) {
            return;
        }
        let parts: Vec<Word> = Words::of(&words.text).collect();
        let is_single = parts.len() == 1;
        self.forms.extend(parts.first().and_then(|word| word.joined.clone()).map(|(whole, _)| whole));
        for form in parts.into_iter().map(|word| word.form) {
            match words.shape {
                Shape::Prefix | Shape::Typing if is_single && !words.is_first_letter() => {
                    self.beginnings.push(form);
                }
                Shape::Plain if is_single => {
                    let stem = stem(&form);
                    self.initials.extend(stem.chars().next().into_iter().flat_map(initials));
                    self.stems.insert(stem);
                }
                // A fuzzy term is highlighted by its prefix; the matching word is not looked up.
                Shape::Fuzzy if is_single => {
                    self.beginnings.push(form.chars().take(form.chars().count().div_ceil(2)).collect());
                }
                _ => {
                    self.forms.insert(form);
                }
            }
        }
    }

    /// Where the terms occur in a text, in order.
    pub fn hits(&self, text: &str) -> Vec<Span> {
        let mut hits: Vec<Span> = Vec::new();
        // The words of the last hit still to come, which are joined by hyphens.
        let mut joined = 0;
        let mut words = Words::of(text);
        loop {
            // Nearly all words are plain, and nearly all of those begin with another letter.
            if let Some(plain) = words.next_plain() {
                if plain.start >= FARTHEST {
                    break;
                }
                let word = &text[plain.clone()];
                if self.may_be_wanted(word) && self.is_wanted(&word.to_ascii_lowercase()) {
                    hits.push(Span::new(plain.start, plain.end));
                }
                continue;
            }
            let Some(word) = words.next().filter(|word| word.range.start < FARTHEST) else { break };
            let span = Span::new(word.range.start, word.range.end);
            if joined > 0 {
                joined -= 1;
                hits.last_mut().into_iter().for_each(|hit| hit.end = span.end);
            } else if let Some((_, count)) = word.joined.as_ref().filter(|(whole, _)| self.is_wanted(whole)) {
                joined = count - 1;
                hits.push(span);
            } else if self.is_wanted(&word.form) || word.others.iter().any(|form| self.is_wanted(form)) {
                hits.push(span);
            }
        }
        hits
    }

    /// Whether a plain word, in any case, begins like a hit.
    fn may_be_wanted(&self, word: &str) -> bool {
        word.chars().next().is_some_and(|first| self.first_letters.contains(&first.to_ascii_lowercase()))
    }

    fn is_wanted(&self, form: &str) -> bool {
        self.forms.contains(form)
            || self.beginnings.iter().any(|beginning| form.starts_with(beginning.as_str()))
            || (self.may_have_stem(form) && self.stems.contains(&stem(form)))
    }

    /// The first letter rules out nearly all words, much faster than their stems do.
    fn may_have_stem(&self, form: &str) -> bool {
        form.chars().next().is_some_and(|initial| self.initials.contains(&initial))
    }

    /// The passage with the most different terms; the beginning if there is none.
    pub fn snippet(&self, text: &str) -> Snippet {
        let hits = self.hits(text);
        let start = match Self::densest(text, &hits) {
            Some(hit) => line_start(text, hits[hit].start as usize),
            None => 0,
        };
        cut(text, start, &hits)
    }

    /// The first hit of the window with the most different terms.
    fn densest(text: &str, hits: &[Span]) -> Option<usize> {
        let worth = |first: usize| {
            let end = hits[first].start as usize + LENGTH;
            let within = hits[first..].iter().take_while(|hit| (hit.end as usize) <= end);
            let different: HashSet<String> =
                within.clone().map(|hit| stem(&hit.of(text).to_lowercase())).collect();
            (different.len(), within.count())
        };
        // Beyond the first few hundred hits one window is as good as another.
        (0..hits.len().min(300)).max_by_key(|&first| (worth(first), std::cmp::Reverse(first)))
    }
}

/// Where an excerpt with a hit at `at` begins: at its sentence if that is near, else a few words before.
fn line_start(text: &str, at: usize) -> usize {
    let sentence = crate::text::sentences::around(text, at).start as usize;
    if at - sentence.min(at) <= LENGTH / 2 {
        return sentence.min(at);
    }
    let mut start = at - LENGTH / 3;
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let blank = text[start..at].char_indices().find(|(_, c)| c.is_whitespace());
    blank.map_or(at, |(space, c)| start + space + c.len_utf8())
}

/// About [`LENGTH`] characters from `start` on one line, in whole words, with the hits inside.
fn cut(text: &str, start: usize, hits: &[Span]) -> Snippet {
    let mut snippet = Snippet::default();
    let mut ends_early = false;
    for (at, word) in words_from(text, start) {
        let is_full =
            snippet.text.chars().count() + word.chars().count() > LENGTH && !snippet.text.is_empty();
        if is_full {
            ends_early = true;
            break;
        }
        if !snippet.text.is_empty() {
            snippet.text.push(' ');
        }
        let moved = snippet.text.len();
        let own = hits.iter().filter(|hit| hit.start as usize >= at && hit.end as usize <= at + word.len());
        snippet
            .hits
            .extend(own.map(|hit| Span::new(hit.start as usize - at + moved, hit.end as usize - at + moved)));
        snippet.text.push_str(word);
    }
    if ends_early {
        snippet.text.push('…');
    }
    snippet
}

fn words_from(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text[start..].split_whitespace().map(move |word| (word.as_ptr() as usize - base, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Context, parse};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    fn of(query: &str, typing: bool) -> Highlighter {
        let context = Context { now: 0, zone: TimeZone::UTC, typing, knows: &|_, _| false };
        Highlighter::new(&parse(query, &context).expression)
    }

    fn marked(query: &str, text: &str) -> String {
        let snippet = of(query, false).snippet(text);
        let mut marked = snippet.text.clone();
        for hit in snippet.hits.iter().rev() {
            marked.insert(hit.end as usize, ']');
            marked.insert(hit.start as usize, '[');
        }
        marked
    }

    #[test]
    fn the_words_of_the_search_are_shown() {
        for (query, text, expected) in [
            ("ship", "Two ships left.", "Two [ships] left."),
            ("\"left port\"", "Ships left port.", "Ships [left] [port]."),
            ("por*", "A porter left\nthe port.", "A [porter] left the [port]."),
            ("-ship left", "Ships left.", "Ships [left]."),
            ("site:quay", "The quay.", "The quay."),
            ("person:\"Ada Lake\"", "Mayor Lake spoke.", "Mayor [Lake] spoke."),
            ("storm", "Nothing here.", "Nothing here."),
            ("łódź", "In Lodz, near Łódź.", "In [Lodz], near [Łódź]."),
        ] {
            assert_eq!(marked(query, text), expected, "{query}");
        }
    }

    #[test]
    fn the_densest_part_is_chosen_and_cut_at_words() {
        let text = format!(
            "A storm came. {}The storm took the harbour. {}",
            "More rain. ".repeat(40),
            "End. ".repeat(60)
        );
        let snippet = of("storm harbour", false).snippet(&text);
        assert!(snippet.text.starts_with("The storm took the harbour."), "{}", snippet.text);
        assert!(snippet.text.ends_with("End.…"), "{}", snippet.text);
        assert!(snippet.text.chars().count() <= LENGTH + 1);
    }

    proptest! {
        #[test]
        fn a_first_letter_rules_out_no_word(word in "[a-z]{1,12}|(gaol|kerb|enquir|oestrog|aesthet|paed)[a-z]{0,5}") {
            let first = |word: &str| word.chars().next().unwrap();
            prop_assert!(initials(first(&stem(&word))).any(|initial| initial == first(&word)), "{}", word);
        }

        #[test]
        fn hits_lie_within_the_snippet(text in "\\PC{0,300}", word in "[a-zé]{1,3}") {
            let snippet = of(&word, true).snippet(&text);
            for hit in &snippet.hits {
                prop_assert!(!hit.of(&snippet.text).is_empty());
            }
            prop_assert!(!snippet.text.contains('\n'));
        }
    }
}
