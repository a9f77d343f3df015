//! Clubs that sport calls by their towns: "Liverpool beat Leeds 3-1" names no place.

use super::super::analyzed_text::AnalyzedText;
use super::super::atlas::Atlas;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::FxHashSet;

/// Words of reports on matches.
static SPORT: WordList = WordList::new("
    league cup goal goals striker strikers midfielder midfielders defender goalkeeper coach match matches season
    relegated relegation promotion premiership championship penalty penalties fixture fixtures scored scorer header
    stoppage half-time kick-off semi-final quarter-final winger clubs club derby transfer");

/// The least number of different ones in an article about sport.
const MIN_WORDS: usize = 2;

/// What sides do, behind their names.
static DEEDS: WordList = WordList::new("
    beat beats thrashed edged drew lost won face faced host hosted play played were are have signed sacked finished
    stayed trailed equalised scored thumped");

/// What is done to sides, before their names.
static DONE: WordList =
    WordList::new("beat beats beating thrashed edged defeated against hosted faced facing thumped joined");

/// What is done with, to and at sides.
static PLAYED: WordList =
    WordList::new("drew draw draws drawn lost lose loses losing win wins won defeat beaten signed");

/// Parts of the full names of clubs, behind and before their towns.
const BEHIND: [&str; 14] = [
    "fc",
    "united",
    "city",
    "town",
    "rovers",
    "athletic",
    "county",
    "albion",
    "wanderers",
    "hotspur",
    "cf",
    "05",
    "afc",
    "& hove albion",
];
const BEFORE: [&str; 13] =
    ["fc", "afc", "ac", "as", "sc", "rb", "vfb", "vfl", "sv", "real", "bayern", "olympique", "sporting"];

/// Makes organisations of the towns that an article on sport treats as clubs.
pub fn give(names: &mut [Vec<Name>], texts: &[AnalyzedText<'_>], lexicon: &Lexicon, atlas: &Atlas<'_>) {
    if !is_sport(texts) {
        return;
    }
    let mut sides: FxHashSet<String> = FxHashSet::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names.iter().filter(|name| name.kind == Some(Kind::Place) && is_side(analyzed, name)) {
            let key = analyzed.key(name.from, name.to);
            if has_club(&key, lexicon) && !atlas.summary(&key).is_wide {
                sides.insert(key);
            }
        }
    }
    if sides.is_empty() {
        return;
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place)) {
            if !is_where(analyzed, name) && sides.contains(&analyzed.key(name.from, name.to)) {
                name.kind = Some(Kind::Organisation);
            }
        }
    }
}

fn is_sport(texts: &[AnalyzedText<'_>]) -> bool {
    let words = texts.iter().flat_map(|analyzed| &analyzed.words);
    let met: FxHashSet<&str> = words.map(|word| word.key.as_str()).filter(|key| SPORT.has(key)).collect();
    met.len() >= MIN_WORDS
}

/// Whether a club of this town is listed.
fn has_club(town: &str, lexicon: &Lexicon) -> bool {
    let is_listed = |key: String| lexicon.possible_organisation(&key, &key).is_some();
    BEHIND.iter().any(|part| is_listed(format!("{town} {part}")))
        || BEFORE.iter().any(|part| is_listed(format!("{part} {town}")))
}

/// Whether a name has a part in a match: "Leeds were relegated", "lost to Leeds".
fn is_side(analyzed: &AnalyzedText<'_>, name: &Name) -> bool {
    let key =
        |at: Option<usize>| at.and_then(|at| analyzed.words.get(at)).map_or("", |word| word.key.as_str());
    let back = |by: usize| key(name.from.checked_sub(by));
    let opens = name.from == 0
        || analyzed.opens_sentence(name.from)
        || matches!(analyzed.words[name.from - 1].shape, Shape::Mark(_))
        || matches!(back(1), "and" | "but" | "as" | "while" | "after" | "when" | "before" | "that" | "if");
    opens && DEEDS.has(key(Some(name.to)))
        || DONE.has(back(1))
        || matches!(back(1), "with" | "to" | "at" | "by" | "over" | "from") && PLAYED.has(back(2))
}

/// Whether a name is where something is: "in Leeds".
fn is_where(analyzed: &AnalyzedText<'_>, name: &Name) -> bool {
    let before = name.from.checked_sub(1).map(|before| analyzed.words[before].key.as_str());
    matches!(before, Some("in" | "near" | "around" | "outside"))
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn towns_that_play_are_clubs() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &["<Leeds> were relegated after a season without a goal, and {Anna Berg}, the coach, left."],
        );
    }
}
