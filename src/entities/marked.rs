//! Sentences with their names marked: `{person}`, `[place]`, `<organisation>`. Used by the tests of recognisers.

use super::{AnalyzedText, Knowledge, Recogniser};
use crate::model::{Field, Kind};
use std::sync::LazyLock;

pub(super) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::open);

/// Checks that a recogniser finds exactly the marked names in each text.
pub(super) fn check(recogniser: &impl Recogniser, expected: &[&str]) {
    for expected in expected {
        let text: String = expected.chars().filter(|c| !"{}[]<>".contains(*c)).collect();
        assert_eq!(marked(recogniser, &text), *expected);
    }
}

/// Marks the names that a recogniser finds.
fn marked(recogniser: &impl Recogniser, text: &str) -> String {
    let texts = [AnalyzedText::of(Field::Text, text, &KNOWLEDGE.lexicon)];
    let mut marked = String::new();
    let mut last = 0;
    for found in recogniser.recognise(&texts, &KNOWLEDGE) {
        let (open, close) = match found.kind {
            Kind::Person => ('{', '}'),
            Kind::Place => ('[', ']'),
            Kind::Organisation => ('<', '>'),
        };
        marked.push_str(&text[last..found.span.start as usize]);
        marked.push(open);
        marked.push_str(found.span.of(text));
        marked.push(close);
        last = found.span.end as usize;
    }
    marked + &text[last..]
}
