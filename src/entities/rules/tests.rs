//! Tables of sentences with their names marked: `{person}`, `[place]`, `<organisation>`.

use super::*;
use crate::entities::marked::{self, KNOWLEDGE};
use crate::model::Field;

/// Checks that exactly the marked names are found in each text.
fn check(expected: &[&str]) {
    marked::check(&Rules, expected);
}

#[test]
fn persons() {
    check(&[
        // A given name and a surname; titles and "'s" are not part of the name.
        "The mayor met {Michael Lindqvist} and Gen. {Laura Petrov}’s staff.",
        "Prime Minister {Olga Hansen} arrived with Foreign Minister {Tomas Varga}.",
        // A surname alone, once the full name is known.
        "{Anna Berglund} spoke first. Then {Berglund} left, and nobody saw {Anna} again.",
        // A title, a reporting verb or an age is evidence for unlisted names.
        "They waited for Mr {Ottwix}. “It was late,” {Ottwix} said.",
        "On board was {Ossep Brandovar}, 43, of no fixed address, was there.",
        // Particles and hyphens.
        "He quoted {Khalid al-Rashid} and {Pieter van der Berg} and {Mary-Anne Jones}.",
        "The minister, {Lee Min-su}, said nothing.",
        "A {Berglund}-led team met {Kim Do-moon} and {Abu Talib al-Rashid}.",
        "The German Chancellor, {Eva Hansen}, and Irish President {Paul Healy} came.",
        // Months and common words are not people.
        "In April the harbour was closed, and in June Rose gardens opened.",
    ]);
}

#[test]
fn places() {
    check(&[
        "Ships left [Rotterdam] for [Lagos], and trains left [Paris], [Texas].",
        // Countries by their short names; adjectives of nationality are not places.
        "The [U.S.] and [Britain] agreed, but the British and American fleets did not.",
        // Joined to other words by a hyphen.
        "An anti-[US] march met a [U.S.]-backed one near [Oslo].",
        // Capitalised directions are part of the name, lower-case ones are not.
        "Rain fell in [Northern Iraq] and in southern [Peru].",
        // A word for the type.
        "They crossed the [Otterbach River] near [Mount Helder] by the [Harbour Street] bridge in the [Republic of Kenya].",
        // Only the adjacent words are evidence.
        "The village of [Zabrovka] lies near [Warsaw].",
        // A dateline in capitals, and a currency that is not a place.
        "[NAIROBI], [Kenya] — Traders paid US$200.",
    ]);
}

#[test]
fn organisations() {
    check(&[
        "The <Harbour Pilots Union> (<HPU>) wrote to the <Ministry of Tides and Ports>.",
        "Talks between <NATO>, the <European Union> and the <World Bank> went on.",
        "The <Ghana Police Service> denied it. So did the <University of Nairobi>.",
        "Fighters of the <Islamic State group> fled, and <IS> lost the town.",
        "The tech giant <Zorblax> sued, and <BrightCo> chief executive {Karen Olsen} resigned.",
        // Capitals that are not an organisation's acronym.
        "The CEO watched TV and read about DNA.",
        // Events, and demonyms of two words.
        "She won the Nobel Prize at the Lakeside Music Festival with South Korean and Sri Lankan players.",
    ]);
}

#[test]
fn headlines_and_beginnings_of_sentences() {
    check(&[
        "{Berglund} Hopes [Norway] Will Keep Harbour Open\n\n{Anna Berglund} hopes so.",
        "Police said the harbour was open. However, nobody came. Trade fell.",
        "Will {Anna Berglund} win? Many people think so.",
        // A string has one kind in an article.
        "Mr {Brandt} said no. Later {Brandt} said yes, and everybody thanked {Brandt}.",
    ]);
}

proptest::proptest! {
    #[test]
    fn mentions_are_in_bounds_in_order_and_apart(
        text in "(([A-Z][a-z]{0,5}|[a-z]{1,4}|U\\.S\\.|al-|[ .,'’()\n-]|Paris|President|Bank of|Anna|\\PC) ?){0,30}"
    ) {
        let texts = [AnalyzedText::of(Field::Text, &text, &KNOWLEDGE.lexicon)];
        let mut last = 0;
        for found in Rules.recognise(&texts, &KNOWLEDGE) {
            proptest::prop_assert!(found.span.start >= last);
            proptest::prop_assert!(!found.span.of(&text).is_empty());
            proptest::prop_assert!((0.0..=1.0).contains(&found.certainty));
            last = found.span.end;
        }
    }
}
