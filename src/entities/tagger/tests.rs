//! Tables of sentences with their names marked: `{person}`, `[place]`, `<organisation>`.

use super::memo::Memo;
use super::*;
use crate::entities::marked::{self, KNOWLEDGE};
use crate::model::Field;
use std::sync::LazyLock;

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::open().expect("the weights we ship"));

/// Checks that exactly the marked names are found in each text.
fn check(expected: &[&str]) {
    marked::check(&*TAGGER, expected);
}

#[test]
fn names_of_each_kind() {
    check(&[
        "The mayor met {Michael Lindqvist} and Gen. {Laura Petrov}’s staff in [Oslo] on Monday.",
        "{Anna Berglund} told <Reuters> that the <Ministry of Finance> would close. {Berglund} then left for [Kenya].",
        "The [U.S.] and [Britain] agreed, but the British and American fleets did not.",
        "Ships left [Rotterdam] for [Lagos], and trains left [Paris], [Texas].",
    ]);
}

#[test]
fn hyphens_and_acronyms_are_opened() {
    check(&[
        "An anti-[US] march met a [U.S.]-backed one near [Oslo].",
        "Fighters of the <Islamic State group> fled, and the town that <IS> held was free.",
        "Who is <WHO>?",
        "The farmers of [Kenya]'s [Rift Valley] wait for rain.",
    ]);
}

#[test]
fn titles_and_campuses_stand_apart_from_names() {
    check(&[
        "On Sunday Pope {Francis} met Prime Minister {Anna Berg}, and Sheikh {Khalid Amin} spoke.",
        "A student at <University of Texas Arlington> {Anna Berg} wrote the letter.",
        "The army took the [Great Mosque of al-Nuri] on Thursday.",
        "The cathedral is part of a <UNESCO> World Heritage site, said {Anna Berg}.",
    ]);
}

#[test]
fn what_stands_beside_a_name_tells_ships_and_firms_from_people() {
    check(&[
        "Two tugs, the Marco Bellini and the Anna Berg, pulled her free, and {Laura Petrov} watched.",
        "The company sent its salvage arm, <Velde>, and {Peter Lund} went with it.",
        "The ship is owned in [Japan], by <Hoshi Kaiun>; {Anna Berg} sails it.",
        "<Amazon> and <Microsoft> employees met in [Oslo].",
        "The design of the [Bergen] <Apple> store was {Anna Berg}'s.",
        "{Anna Berglund Five}, who chairs the committee, said no.",
    ]);
}

#[test]
fn training_learns_what_it_is_shown() {
    let clusters = Clusters::write([("sailed", [1, 1, 1])].into_iter());
    let names = ["Zorvik", "Plamek", "Drunfel", "Oskwit", "Brandulf", "Teplik"];
    let documents: Vec<train::Annotated> = names
        .iter()
        .map(|name| {
            let text = format!("The ship sailed to {name} on a day of fog.");
            let start = text.find(name).expect("the name");
            train::Annotated {
                names: vec![(crate::model::Span::new(start, start + name.len()), Some(Kind::Place))],
                text,
            }
        })
        .collect();
    let weights = train::train(&documents[..5], &clusters, 2, &mut |_| ()).expect("weights");
    assert_eq!(train::measure(&documents[5..], &weights, &clusters), Some([1, 1, 1]));
    assert_eq!(train::measure(&documents, &clusters, &clusters), None);
    assert_eq!(
        train::train(&documents[..5], &clusters, 2, &mut |_| ()),
        Some(weights),
        "training is deterministic"
    );
}

proptest::proptest! {
    #[test]
    fn mentions_are_in_bounds_in_order_and_apart(
        text in "(([A-Z][a-z]{0,5}|[a-z]{1,4}|U\\.S\\.|al-|anti-|IS|group|[ .,'’()\n-]|Paris|President|Bank of|Anna|\\PC) ?){0,30}"
    ) {
        let texts = [AnalyzedText::of(Field::Text, &text, &KNOWLEDGE.lexicon)];
        let mut last = 0;
        for found in TAGGER.recognise(&texts, &KNOWLEDGE) {
            proptest::prop_assert!(found.span.start >= last);
            proptest::prop_assert!(!found.span.of(&text).is_empty());
            proptest::prop_assert!((0.0..=1.0001).contains(&found.certainty));
            last = found.span.end;
        }
    }
}

/// The cache of single words changes no score: each equals the sum over all features.
#[test]
fn a_memo_changes_no_score() {
    let text =
        "The mayor met Michael Lindqvist in Oslo on Monday. Berglund told Reuters that Lindqvist left.";
    let texts = [AnalyzedText::of(Field::Text, text, &KNOWLEDGE.lexicon)];
    let atlas = Atlas::of(&KNOWLEDGE.gazetteer);
    let mut memo = Memo::default();
    let (forms, scores) = memo.parts();
    let sight = Sight::of(&texts, &KNOWLEDGE.lexicon, &atlas, &TAGGER.clusters, forms);
    let mut features = Vec::new();
    for _ in 0..2 {
        for (sentence, stretch) in sight.stretches(0) {
            for at in stretch {
                let (mut all, mut parts) = ([0; COUNT], [0; COUNT]);
                sight.features(0, sentence, at, &mut features);
                TAGGER.weights.add(&features, &mut all);
                sight.joint_features(0, sentence, at, &mut features);
                TAGGER.weights.add(&features, &mut parts);
                let rows: Vec<u32> = sight
                    .around(0, sentence, &(at..at + 1))
                    .map(|word| scores.row(word, &TAGGER.weights))
                    .collect();
                scores.add(&rows, &mut parts);
                assert_eq!(parts, all, "word {at}");
            }
        }
    }
}
