//! Datelines: "MOBILE, Ala. (AP) — " at the start of a text names where it was written, whatever the words in
//! capitals mean elsewhere.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::states;
use super::Name;
use crate::model::Kind;
use crate::text::words::{Shape, Word};
use rustc_hash::FxHashSet;

/// The confidence of these mentions.
const CERTAINTY: f32 = 0.95;

/// The maximum length of a town's name, in words and marks.
const MAX_TOWN_WORDS: usize = 5;
/// The maximum length of the name of a state or country.
const MAX_STATE_WORDS: usize = 3;
/// How many paragraphs are examined for one.
const PARAGRAPHS: usize = 4;

/// Corrects the names in datelines at the start of a text.
pub fn give(
    names: &mut Vec<Name>,
    analyzed: &AnalyzedText<'_>,
    surnames: &FxHashSet<&str>,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) {
    let is_head = |&at: &usize| {
        at == 0
            || analyzed.text[analyzed.words[at - 1].span.end as usize..analyzed.words[at].span.start as usize]
                .contains('\n')
    };
    let heads: Vec<usize> = (0..analyzed.words.len()).filter(is_head).take(PARAGRAPHS).collect();
    give_agency(names, &heads, analyzed);
    for head in heads {
        if let Some((end, found)) = read(analyzed, head, lexicon, atlas) {
            names.retain(|name| name.to <= head || name.from >= end);
            let at = names.partition_point(|name| name.to <= head);
            let town = analyzed.key(found[0].from, found[0].to);
            names.splice(at..at, found);
            give_town(names, &town, analyzed, surnames);
            return;
        }
    }
}

/// "FLINT, Mich. — … Flint had left": the town of the dateline is not somebody, unless somebody is called so.
fn give_town(names: &mut [Name], town: &str, analyzed: &AnalyzedText<'_>, surnames: &FxHashSet<&str>) {
    if surnames.contains(town) {
        return;
    }
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from == 1) {
        let is_titled = name.from > 0 && analyzed.is_title(name.from - 1);
        if !is_titled && analyzed.words[name.from].key == town {
            name.kind = Some(Kind::Place);
        }
    }
}

/// "Ulaanbaatar/MONTSAME/": the agency after the town.
fn give_agency(names: &mut Vec<Name>, heads: &[usize], analyzed: &AnalyzedText<'_>) {
    for &head in heads {
        let Some(town) = names.iter().find(|name| name.from == head && name.kind == Some(Kind::Place)) else {
            continue;
        };
        let at = town.to + 1;
        let is_slash = analyzed.words.get(town.to).is_some_and(|word| word.is_mark('/') && !word.apart);
        let is_agency = analyzed.words.get(at).is_some_and(|word| word.shape == Shape::Upper && !word.apart)
            && analyzed.words.get(at + 1).is_some_and(|word| !word.is_capital());
        if is_slash && is_agency {
            names.retain(|name| name.to <= at || name.from > at);
            let next = names.partition_point(|name| name.to <= at);
            names.insert(
                next,
                Name { from: at, to: at + 1, kind: Some(Kind::Organisation), certainty: CERTAINTY },
            );
        }
    }
}

/// The end of the dateline that begins at a word, and its names.
fn read(
    analyzed: &AnalyzedText<'_>,
    head: usize,
    lexicon: &Lexicon,
    atlas: &Atlas<'_>,
) -> Option<(usize, Vec<Name>)> {
    let name = |from, to, kind| Name { from, to, kind: Some(kind), certainty: CERTAINTY };
    let is_mark = |at: usize, mark: char| analyzed.words.get(at).is_some_and(|word| word.is_mark(mark));
    let town = town(analyzed, head)?;
    let mut found = vec![name(head, town, Kind::Place)];
    let mut at = town;
    let mut is_sure = false;
    if is_mark(at, ',')
        && let Some(end) = state(analyzed, at + 1, atlas)
    {
        found.push(name(at + 1, end, Kind::Place));
        is_sure = true;
        at = end;
        at += usize::from(is_mark(at, '.'));
    }
    at = date(analyzed, at);
    if is_mark(at, '(') {
        let close = (at + 1..analyzed.words.len().min(at + 6)).find(|&at| is_mark(at, ')'))?;
        let key = analyzed.key(at + 1, close);
        if lexicon.possible_organisation(&key, analyzed.form(at + 1, close)).is_some() {
            found.push(name(at + 1, close, Kind::Organisation));
        }
        is_sure = true;
        at = close + 1;
    }
    let is_dash = analyzed
        .words
        .get(at)
        .is_some_and(|word| matches!(word.shape, Shape::Mark('—' | '–' | '-')) && word.apart);
    let key = analyzed.key(head, town);
    let is_word = town == head + 1
        && analyzed.classes(head).is(Classes::COMMON | Classes::CLOSED | Classes::NO_ACRONYM);
    let is_town = atlas.summary(&key).prominence > 0.0 && !is_word;
    (is_dash && (is_town || is_sure && found.len() > 1)).then_some((at, found))
}

/// One past the last upper-case word of a town's name.
fn town(analyzed: &AnalyzedText<'_>, head: usize) -> Option<usize> {
    let is_loud = |at: usize| {
        analyzed.words.get(at).is_some_and(|word| {
            let form = word.span.of(analyzed.text);
            word.is_capital() && !form.chars().any(char::is_lowercase) || word.is_mark('-') && !word.apart
        })
    };
    let mut end = head;
    while end < head + MAX_TOWN_WORDS && is_loud(end) {
        end += 1;
        // "ST. LOUIS": the full stop of an abbreviation.
        let is_short = analyzed.words.get(end).is_some_and(|word| word.is_mark('.'))
            && matches!(analyzed.words[end - 1].key.as_str(), "st" | "ft" | "mt" | "ste" | "pt")
            && is_loud(end + 1);
        end += usize::from(is_short);
    }
    let letters = analyzed.words[head..end].iter().map(|word| word.key.len()).max()?;
    (letters > 2).then_some(end)
}

/// One past the last word of a state or country: "N.Y.", "Costa Rica", "Ala".
fn state(analyzed: &AnalyzedText<'_>, from: usize, atlas: &Atlas<'_>) -> Option<usize> {
    (from + 1..=analyzed.words.len().min(from + MAX_STATE_WORDS)).rev().find(|&to| {
        analyzed.words[from..to].iter().all(Word::is_capital)
            && !analyzed.classes(from).is(Classes::CALENDAR)
            && (atlas.summary(&analyzed.key(from, to)).is_wide
                || states::spelt_out(&analyzed.key(from, to)).is_some())
    })
}

/// Skips ", May 3".
fn date(analyzed: &AnalyzedText<'_>, at: usize) -> usize {
    let is_date = analyzed.words.get(at).is_some_and(|word| word.is_mark(','))
        && analyzed.classes(at + 1).is(Classes::CALENDAR)
        && analyzed.words.get(at + 1).is_some_and(Word::is_capital);
    if !is_date {
        return at;
    }
    let mut end = at + 2;
    while end < at + 5
        && analyzed
            .words
            .get(end)
            .is_some_and(|word| word.shape == Shape::Number || word.is_mark('.') || word.is_mark(','))
    {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn datelines_name_places_whatever_their_words_mean() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "[BATH], [Maine] (<AP>) — The ferry did not sail on Monday.",
                "[FT. SMITH], [Ark.] — The ferry did not sail on Monday.",
                "[OSLO], May 4 (<Reuters>) - The ferry did not sail on Monday.",
                "[Oslo]/<NTX>/. The ferry did not sail on Monday.",
                "UPDATE — The ferry did not sail on Monday.",
            ],
        );
    }
}
