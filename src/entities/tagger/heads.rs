//! The head of a body's name that stands for it once it is named in full: "the European Commission … the Commission",
//! "the Board of Health … the Board".

use super::super::analyzed_text::AnalyzedText;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::FxHashMap;

/// Heads of bodies' names that newspapers capitalise by themselves.
static HEADS: WordList = WordList::new(
    "
    commission parliament court council agency authority assembly committee federation association society
    foundation institute academy tribunal bureau union ministry board fund bank university senate league",
);

/// Those that need no article: "Parliament will vote".
static BARE: WordList = WordList::new("parliament");

/// The confidence of such a name.
const CERTAINTY: f32 = 0.6;

/// Whether a word alone can stand for a body whose name it heads.
pub fn is_head(word: &str) -> bool {
    HEADS.has(word)
}

/// Adds heads that stand alone, where one body of the article has them and was named before.
pub(super) fn add(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>]) {
    let mut bodies: FxHashMap<&str, Option<String>> = FxHashMap::default();
    let mut first: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for (text, (names, analyzed)) in names.iter().zip(texts).enumerate() {
        for name in names.iter().filter(|name| name.kind == Some(Kind::Organisation)) {
            let Some(head) = head_of(name, analyzed) else { continue };
            let key = analyzed.key(name.from, name.to);
            first.entry(head).or_insert((text, name.to));
            let body = bodies.entry(head).or_insert_with(|| Some(key.clone()));
            // Two bodies have this head, and it may be either.
            if body.as_ref().is_some_and(|body| !is_one(body, &key)) {
                *body = None;
            }
        }
    }
    bodies.retain(|_, body| body.is_some());
    if bodies.is_empty() {
        return;
    }
    for (text, (names, analyzed)) in names.iter_mut().zip(texts).enumerate() {
        for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
            for at in sentence.words.clone() {
                let key = analyzed.words[at].key.as_str();
                let is_named = first.get(key).is_some_and(|&before| before <= (text, at));
                if is_named && bodies.contains_key(key) && stands_alone(analyzed, at, sentence.words.start) {
                    put(names, at);
                }
            }
        }
    }
}

/// Whether two names can be one body's: "European Commission" and "EU Commission" cannot.
fn is_one(one: &str, other: &str) -> bool {
    one == other || one.ends_with(&format!(" {other}")) || other.ends_with(&format!(" {one}"))
}

/// The head of a body's name of several words: its last word, or the one before "of" or "for".
fn head_of<'a>(name: &Name, analyzed: &'a AnalyzedText<'_>) -> Option<&'a str> {
    let words = &analyzed.words[name.from..name.to];
    let end = words.iter().position(|word| matches!(word.key.as_str(), "of" | "for")).unwrap_or(words.len());
    let head = words[..end].last()?.key.as_str();
    (words.len() > 1 && HEADS.has(head)).then_some(head)
}

/// Whether a capitalised head is a name by itself here.
fn stands_alone(analyzed: &AnalyzedText<'_>, at: usize, start: usize) -> bool {
    let word = &analyzed.words[at];
    let before = if at > start { Some(&analyzed.words[at - 1]) } else { None };
    let is_the = before.is_some_and(|before| before.key == "the" && !before.is_mark('-'));
    let may_be_bare = BARE.has(&word.key) && before.is_none_or(|before| !before.is_capital());
    let goes_on = analyzed.words.get(at + 1).is_some_and(|next| {
        next.is_capital() || next.is_mark('-') || matches!(next.key.as_str(), "of" | "for" | "&")
    });
    word.shape == Shape::Capital && (is_the || may_be_bare) && !goes_on
}

fn put(names: &mut Vec<Name>, at: usize) {
    let next = names.partition_point(|name| name.to <= at);
    let body = Name { from: at, to: at + 1, kind: Some(Kind::Organisation), certainty: CERTAINTY };
    match names.get_mut(next).filter(|name| name.from <= at) {
        None => names.insert(next, body),
        Some(name) if name.to - name.from == 1 && name.kind != Some(Kind::Person) => *name = body,
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn a_body_is_also_called_by_its_head() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The <European Commission> met on Monday. The <Commission> wants a ban, and critics of the <Commission> agree.",
                "The <Board of Health> met. A board was nailed to the door, and the <Board> closed it.",
                "The Commission met on Monday. Nobody knew which.",
            ],
        );
    }
}
