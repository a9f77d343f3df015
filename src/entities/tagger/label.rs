//! The labels of words: outside all names, or a part of a name with a class (BILOU: Ratinov and Roth, Design
//! Challenges and Misconceptions in Named Entity Recognition, `CoNLL` 2009).

use crate::model::Kind;
use std::ops::Range;

/// The number of labels.
pub const COUNT: usize = 1 + 4 * CLASSES;

/// The number of classes of names: the three kinds, and anything else.
pub const CLASSES: usize = 4;

/// 0 is outside; 1 to 16 are beginning, inside, last word and only word of a person, a place, an organisation and
/// anything else.
pub type Label = u8;

/// Outside all names.
pub const OUTSIDE: Label = 0;

/// The class for a kind, or for names of anything else.
pub fn class(kind: Option<Kind>) -> u8 {
    match kind {
        Some(Kind::Person) => 0,
        Some(Kind::Place) => 1,
        Some(Kind::Organisation) => 2,
        None => 3,
    }
}

/// The kind of a class.
pub fn kind(class: u8) -> Option<Kind> {
    match class {
        0 => Some(Kind::Person),
        1 => Some(Kind::Place),
        2 => Some(Kind::Organisation),
        _ => None,
    }
}

/// The class of a label inside a name.
pub fn class_of(label: Label) -> Option<u8> {
    (label != OUTSIDE).then(|| (label - 1) / 4)
}

/// Writes the labels of a name for its words.
pub fn write(labels: &mut [Label], class: u8) {
    let base = 1 + 4 * class;
    match labels {
        [only] => *only = base + 3,
        [first, inside @ .., last] => {
            *first = base;
            inside.fill(base + 1);
            *last = base + 2;
        }
        [] => {}
    }
}

/// Whether `next` may follow `label`; sequences begin and end as if next to [`OUTSIDE`].
pub fn may_follow(label: usize, next: usize) -> bool {
    let part = |label: usize| (label + 3) % 4;
    let is_open = label > 0 && part(label) < 2;
    let continues = next > 0 && (part(next) == 1 || part(next) == 2);
    if is_open { continues && (label - 1) / 4 == (next - 1) / 4 } else { !continues }
}

/// The names in a sequence of labels, with their classes. The sequence must be valid by [`may_follow`].
pub fn names(labels: &[Label]) -> Vec<(Range<usize>, u8)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (at, &label) in labels.iter().enumerate() {
        let Some(class) = class_of(label) else { continue };
        match (label - 1) % 4 {
            0 => start = at,
            2 => names.push((start..at + 1, class)),
            3 => names.push((at..at + 1, class)),
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for names_in in [
            vec![],
            vec![(0..1, 1)],
            vec![(0..3, 0), (3..5, 2), (6..7, 3)],
            vec![(1..2, 0), (2..3, 0), (5..8, 1)],
        ] {
            let mut labels = [OUTSIDE; 8];
            for (range, class) in &names_in {
                write(&mut labels[range.clone()], *class);
            }
            assert_eq!(names(&labels), names_in, "{labels:?}");
            let mut before = usize::from(OUTSIDE);
            for label in labels.into_iter().chain([OUTSIDE]) {
                assert!(may_follow(before, usize::from(label)), "{names_in:?}");
                before = usize::from(label);
            }
        }
    }

    #[test]
    fn labels_follow_one_another_only_within_a_name() {
        for (label, next, expected) in [
            (0, 0, true),
            (0, 1, true),
            (0, 2, false),
            (0, 3, false),
            (0, 4, true),
            (1, 2, true),
            (1, 3, true),
            (1, 0, false),
            (1, 4, false),
            (1, 7, false),
            (3, 0, true),
            (3, 1, true),
            (3, 2, false),
            (4, 8, true),
            (6, 7, true),
        ] {
            assert_eq!(may_follow(label, next), expected, "{label} {next}");
        }
    }
}
