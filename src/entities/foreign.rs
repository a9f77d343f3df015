//! Articles that are not in English. They are recognised by their text, whatever the page declares, and analysed with
//! word lists alone. [`crate::text::language`] identifies the language.

use super::analyzed_text::AnalyzedText;
use super::atlas::Atlas;
use super::classes::Classes;
use super::{Found, Knowledge, Recogniser};
use crate::model::Kind;
use crate::text::language;
use crate::text::words::{Shape, Word};

/// In an English text, at least this percentage of the lower-case words are function words (articles, pronouns,
/// prepositions and so on). Few function words of other languages are spelt the same.
const ENGLISH_PERCENT: usize = 25;

/// The longest listed name to look for, in words and marks.
const MAX_WORDS: usize = 6;

/// The lowest prominence of a place that a single word identifies in any language.
const FAMOUS_PROMINENCE: f32 = 3.0;

/// The confidence of a mention that only a list supports.
const LISTED_CERTAINTY: f32 = 0.5;

/// Whether an article is in a language other than English. Counting function words nearly always decides; only a text
/// with too few of them is examined further.
pub fn is_foreign(texts: &[AnalyzedText<'_>], text: &str) -> bool {
    let (mut all, mut closed) = (0, 0);
    for analyzed in texts {
        for (word, classes) in analyzed.words.iter().zip(&analyzed.classes) {
            if word.shape == Shape::Lower {
                all += 1;
                closed += usize::from(classes.is(Classes::CLOSED));
            }
        }
    }
    100 * closed < ENGLISH_PERCENT * all && language::of(text).is_some_and(|language| language != "en")
}

/// Finds listed organisations and well-known places of the gazetteer, but no people: what marks a word as a person's
/// name differs between languages.
#[derive(Debug)]
pub struct Lists;

impl Recogniser for Lists {
    fn recognise(&self, texts: &[AnalyzedText<'_>], knowledge: &Knowledge) -> Vec<Found> {
        let atlas = Atlas::of(&knowledge.gazetteer);
        let mut found = Vec::new();
        for analyzed in texts {
            for sentence in &analyzed.sentences {
                let mut at = sentence.words.start;
                while at < sentence.words.end {
                    let ends = (at + 1..=sentence.words.end.min(at + MAX_WORDS)).rev();
                    let name = ends
                        .into_iter()
                        .find_map(|to| Some((to, listed(analyzed, at, to, knowledge, &atlas)?)));
                    let Some((to, kind)) = name else {
                        at += 1;
                        continue;
                    };
                    found.push(Found {
                        field: analyzed.field,
                        span: analyzed.span(at, to),
                        kind,
                        certainty: LISTED_CERTAINTY,
                    });
                    at = to;
                }
            }
        }
        found
    }
}

/// What the lists contain under this name.
fn listed(
    analyzed: &AnalyzedText<'_>,
    from: usize,
    to: usize,
    knowledge: &Knowledge,
    atlas: &Atlas<'_>,
) -> Option<Kind> {
    let (first, last) = (&analyzed.words[from], &analyzed.words[to - 1]);
    if !first.is_capital() || !last.is_capital() || first.shape == Shape::Initial {
        return None;
    }
    // "La Unión" is a town, but also begins the names of many organisations.
    let goes_on = analyzed.words.get(to).is_some_and(Word::is_capital);
    let key = analyzed.key(from, to);
    let is_word = to == from + 1 && first.shape != Shape::Upper;
    // "Die" and "Welt" are not names, although an English list may contain them as such.
    let is_english = analyzed.classes(from).is(Classes::COMMON | Classes::CLOSED);
    if is_word && is_english {
        return None;
    }
    if knowledge.lexicon.organisation(&key, analyzed.form(from, to)).is_some() {
        return Some(Kind::Organisation);
    }
    let needed = if to == from + 1 { FAMOUS_PROMINENCE } else { 0.5 };
    // A short word in capitals is more likely an acronym than a place.
    let is_place = !(to > from + 1 && goes_on)
        && (key.len() > 3 || first.shape == Shape::Capital && key.len() > 2)
        && atlas.summary(&key).prominence >= needed
        && !(is_word
            && analyzed.classes(from).is(Classes::FIRST | Classes::LAST)
            && atlas.summary(&key).prominence < 4.0);
    is_place.then_some(Kind::Place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::open);

    const GERMAN: &str = "Die Hafenmeisterin von Hamburg hat am Dienstag vor einem Sturm gewarnt, der in der Nacht aus \
        Norwegen kam. Drei Fischerboote rissen sich los, und die Fähre nach Oslo fuhr nicht. Die NATO sagte eine \
        Übung ab, die am Mittwoch vor Bergen beginnen sollte.";
    const FRENCH: &str = "Le maire de Marseille a annoncé mardi que le port resterait fermé jusqu’à la fin de la semaine. \
        Deux navires venus de Tunis attendent au large depuis samedi, et les marins demandent à être \
        relevés. Une réunion est prévue à Paris avec le ministre et les représentants du syndicat.";
    const SPANISH: &str = "El alcalde de Madrid dijo el martes que las obras del nuevo puente terminarían antes del verano. \
        Los vecinos, que llevan tres años esperando, no le creen. Una empresa de Lisboa suministra el acero, \
        y los ingenieros llegaron la semana pasada de Buenos Aires. La Unión Portuaria lo celebra.";
    const RUSSIAN: &str = "Во вторник порт был закрыт после шторма, который сорвал с якоря три рыболовных судна. Никто не \
        пострадал, сообщила начальник порта, которая накануне вечером предупреждала экипажи. Паром снова \
        выйдет в море в четверг, если позволит ветер, а рыбаки вернутся в пятницу.";
    const ENGLISH_TEXT: &str = "The harbour was closed on Tuesday after a storm tore three fishing boats from their moorings. \
        Nobody was hurt, said the harbour master, who had warned the crews on the evening before. The ferry will \
        sail again on Thursday if the wind allows it, and the fleet of Bergen will follow on Friday.";
    const ENGLISH_LIST: &str = "Results: Rovers 2, Harbour Town 1; Wanderers 0, Bergen 3; Lund City 1, Oslo 1; Albion 4, \
        Athletic 4. Scorers: Berg 12, Lindqvist 34, Roe 56, Hayes 67, Petrov 70, Solberg 81, Lund 88. Cards: Roe, Berg.";

    #[test]
    fn the_language_is_told_by_the_text() {
        for (text, expected) in [
            (GERMAN, true),
            (FRENCH, true),
            (SPANISH, true),
            (RUSSIAN, true),
            (ENGLISH_TEXT, false),
            (ENGLISH_LIST, false),
            ("Kurz und gut.", false),
            ("", false),
        ] {
            let texts = [AnalyzedText::of(Field::Text, text, &KNOWLEDGE.lexicon)];
            assert_eq!(is_foreign(&texts, text), expected, "{text}");
        }
    }

    #[test]
    fn lists_alone_name_places_and_organisations() {
        for (text, expected, no_names) in [
            (GERMAN, &["Hamburg", "Oslo", "NATO"][..], &["Die", "Sturm", "Nacht", "Drei"][..]),
            (FRENCH, &["Marseille", "Tunis", "Paris"], &["Le", "Deux", "Une"]),
            (SPANISH, &["Madrid", "Buenos Aires"], &["El", "Los", "Una", "La Unión"]),
            (RUSSIAN, &[], &["Во", "Никто", "Паром"]),
        ] {
            let texts = [AnalyzedText::of(Field::Text, text, &KNOWLEDGE.lexicon)];
            let found = Lists.recognise(&texts, &KNOWLEDGE);
            let names: Vec<&str> = found.iter().map(|name| name.span.of(text)).collect();
            assert!(expected.iter().all(|name| names.contains(name)), "{names:?}");
            assert!(!no_names.iter().any(|word| names.contains(word)), "{names:?}");
        }
    }
}
