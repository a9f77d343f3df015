//! Names of headlines in capitals, whose letters tell nothing: they are of the kind that the text has them in.
//! "BERG WARNS LUND" is about Anna Berg and Lund Shipping Inc, if the text is.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::Name;
use crate::model::{Field, Kind};
use crate::text::words::Shape;

/// Verbs of headlines that are listed as acronyms.
const VERBS: &[&str] = &["ups", "aids", "eyes"];

/// Gives the names of headlines in capitals the kinds of the text, and drops words that only look like names.
pub fn give(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let of_text = |(names, analyzed): (&Vec<Name>, &AnalyzedText<'_>)| -> Vec<(String, Kind)> {
        let pairs = names.iter().filter_map(|name| Some((analyzed.key(name.from, name.to), name.kind?)));
        pairs.collect()
    };
    let is_loud = |analyzed: &AnalyzedText<'_>| {
        analyzed.field == Field::Title
            && analyzed.words.iter().all(|word| !matches!(word.shape, Shape::Capital | Shape::Lower))
    };
    if !texts.iter().any(is_loud) {
        return;
    }
    let known: Vec<(String, Kind)> = names
        .iter()
        .zip(texts)
        .filter(|(_, analyzed)| analyzed.field == Field::Text)
        .flat_map(of_text)
        .collect();
    for (names, analyzed) in names.iter_mut().zip(texts).filter(|(_, analyzed)| is_loud(analyzed)) {
        for name in names.iter_mut().filter(|name| name.kind.is_some()) {
            let key = analyzed.key(name.from, name.to);
            if !known.iter().any(|(other, _)| *other == key) {
                name.kind = if is_no_name(name, &key, analyzed) { None } else { kind(&key, name, &known) };
            }
        }
    }
}

/// "SETS SPLIT, UPS PAYOUT", "MITSUI AND CO TO ISSUE": a verb, or a place of little words.
fn is_no_name(name: &Name, key: &str, analyzed: &AnalyzedText<'_>) -> bool {
    let is_little = |at: usize| analyzed.words[at].key.len() < 3 || analyzed.classes(at).is(Classes::CLOSED);
    VERBS.contains(&key) || name.to - name.from > 1 && (name.from..name.to).all(is_little)
}

/// The kind of the only name of the text that a name of its headline is a part of: its first word or, of somebody, its
/// last one.
fn kind(key: &str, name: &Name, known: &[(String, Kind)]) -> Option<Kind> {
    let is_part = |(other, kind): &&(String, Kind)| match kind {
        Kind::Person => other.rsplit(' ').next() == Some(key),
        Kind::Organisation => other.strip_prefix(key).is_some_and(|rest| rest.starts_with(' ')),
        Kind::Place => false,
    };
    let mut met = known.iter().filter(is_part).map(|(_, kind)| *kind);
    let first = met.next();
    let is_only = first.is_some() && met.all(|other| Some(other) == first);
    if is_only { first } else { name.kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::marked::KNOWLEDGE;

    #[test]
    fn headlines_have_the_kinds_of_their_texts() {
        let text = |field, text| AnalyzedText::of(field, text, &KNOWLEDGE.lexicon);
        let texts = [
            text(Field::Title, "BERG WARNS LUND, UPS PAYOUT"),
            text(Field::Text, "Anna Berg met people of Lund Shipping Inc."),
        ];
        let name = |from, to, kind| Name { from, to, kind: Some(kind), certainty: 1.0 };
        let mut names = [
            vec![name(0, 1, Kind::Organisation), name(2, 3, Kind::Place), name(4, 5, Kind::Organisation)],
            vec![name(0, 2, Kind::Person), name(5, 8, Kind::Organisation)],
        ];
        give(&mut names, &texts);
        let kinds: Vec<Option<Kind>> = names[0].iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Some(Kind::Person), Some(Kind::Organisation), None]);
    }
}
