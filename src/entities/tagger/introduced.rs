//! Organisations that a text introduces by what they are: "headset maker Harrow Leap", "the insurer Bray & Lund"; and
//! names whose own last word tells that they are nobody's: "Lund Backpacker Hostel".

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::{Shape, Word};
use std::ops::Range;

/// Common nouns directly before an organisation's name, and hardly ever before somebody's or a town's.
static SORTS: WordList = WordList::new("
    company firm giant startup maker airline retailer manufacturer automaker carmaker bank insurer lender charity
    nonprofit regulator watchdog union organization organisation broadcaster newspaper magazine conglomerate subsidiary
    consultancy publisher brewer operator ngo outlet");

/// Nouns that introduce an organisation only with another noun before them: "research group", "think tank".
static SORTS_OF_SORTS: WordList = WordList::new("group tank network agency");

/// Last words of names that no person has.
static NOBODYS: WordList = WordList::new("
    hostel hospital university airport museum stadium committee ministry department agency foundation institute
    association commission council academy clinic cathedral restaurant medicine orchestra library theatre theater school
    college aerospace biotech biotechnologies pharma pharmaceuticals pharmacare therapeutics biosciences bioscience
    biologics genomics diagnostics healthcare motors automotive airways airlines aviation marine maritime shipping
    shipyard shipyards logistics energy petroleum petrochemicals minerals metals steel cement chemicals textiles apparel
    foods beverages breweries brewery pictures films studios entertainment telecom telecoms telecommunications
    communications networks semiconductor semiconductors electronics instruments robotics systems technologies
    software labs laboratories analytics solutions holdings ventures securities bancorp bancshares insurance properties
    developers contractors hotels resorts casinos supermarkets cosmetics jewelers jewellers publishing publishers
    newspapers broadcasting enterprises industries athletics menswear womenswear");

/// The longest name to introduce, in words.
const MAX_WORDS: usize = 4;

/// The confidence of a name that only its introduction supports.
const CERTAINTY: f32 = 0.6;

/// People whom an institution has, before "of", "at" or "for" and its name.
static STAFF: WordList = WordList::new("
    director president head chief chairman chairwoman spokesman spokeswoman spokesperson curator dean professor students
    staff researchers researcher scientists scientist astronomer astronomers trustees employees");

/// Last words of the names of institutions that are buildings as well.
static INSTITUTIONS: WordList = WordList::new("
    observatory museum hospital university college school institute library zoo theatre theater clinic academy centre
    center gallery");

/// Buildings that bear somebody's whole name.
static SITES: WordList = WordList::new(
    "hospital airport stadium prison school bridge museum university college library theatre theater",
);

/// Bodies that a town or a state has, behind its name.
static BODIES_OF_PLACES: WordList = WordList::new("
    police council legislature parliament senate army navy government university department assembly court authority
    commission symphony philharmonic orchestra aviation");

/// Gives introduced names their kind, and adds those that were missed.
pub fn give(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    extend_places(names, analyzed);
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Place) && name.to - name.from > 1) {
        let key = |back: usize| name.from.checked_sub(back).map_or("", |at| analyzed.words[at].key.as_str());
        let back = if key(1) == "the" { 2 } else { 1 };
        if INSTITUTIONS.has(&analyzed.words[name.to - 1].key)
            && matches!(key(back), "of" | "at" | "for")
            && STAFF.has(key(back + 1))
        {
            name.kind = Some(Kind::Organisation);
        }
    }
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from > 1) {
        let last = name.to - 1;
        if NOBODYS.has(&analyzed.words[last].key) {
            let is_site = analyzed.classes(last).is(Classes::SITE);
            name.kind = Some(if is_site { Kind::Place } else { Kind::Organisation });
        }
    }
    // "Berg Lund hospital": what somebody gave a name to.
    for name in names.iter_mut().filter(|name| name.kind == Some(Kind::Person) && name.to - name.from > 1) {
        let next = analyzed.words.get(name.to).filter(|word| word.shape == Shape::Lower);
        if next.is_some_and(|word| SITES.has(&word.key)) {
            name.kind = Some(Kind::Place);
        }
    }
    for sentence in analyzed.sentences.iter().filter(|sentence| !sentence.is_headline) {
        for at in sentence.words.clone() {
            let word = &analyzed.words[at];
            let may_introduce = word.shape == Shape::Lower
                && analyzed.classes(at).is(Classes::SORT_OF_BODY)
                && analyzed.words.get(at + 1).is_some_and(Word::is_capital);
            let is_qualified = SORTS_OF_SORTS.has(&word.key)
                && at > sentence.words.start
                && analyzed.words[at - 1].shape == Shape::Lower
                && !analyzed.classes(at - 1).is(Classes::CLOSED);
            if may_introduce && (SORTS.has(&word.key) || is_qualified) {
                let run = run(analyzed, at + 1..sentence.words.end);
                put(names, run, analyzed);
            }
        }
    }
}

/// "New South Wales Police" is a body, where only the state in it was found.
fn extend_places(names: &mut Vec<Name>, analyzed: &AnalyzedText<'_>) {
    for at in 0..names.len() {
        let Some(&Name { to, kind, .. }) = names.get(at) else { break };
        let next = names[at + 1..].iter().find(|next| next.kind.is_some());
        let limit = next.map_or(analyzed.words.len(), |next| next.from).min(to + 3);
        let is_part = |at: &usize| {
            let word = &analyzed.words[*at];
            word.shape == Shape::Capital && word.apart && !analyzed.classes(*at).is(Classes::CLOSED)
        };
        let end = (to..limit).take_while(is_part).last().map_or(to, |last| last + 1);
        let goes_on = analyzed.words.get(end).is_some_and(|word| word.is_capital() && word.apart);
        let sentence = analyzed.sentences.partition_point(|sentence| sentence.words.end <= names[at].from);
        let is_headline = analyzed.sentences.get(sentence).is_some_and(|sentence| sentence.is_headline);
        if kind == Some(Kind::Place)
            && end > to
            && !goes_on
            && !is_headline
            && analyzed.words[to - 1].is_capital()
            && BODIES_OF_PLACES.has(&analyzed.words[end - 1].key)
        {
            names[at] = Name { to: end, kind: Some(Kind::Organisation), ..names[at] };
            let covered = names.partition_point(|name| name.from < end);
            names.drain(at + 1..covered);
        }
    }
}

/// The capitalised words at the start of a range; empty if they cannot be the name of an organisation.
fn run(analyzed: &AnalyzedText<'_>, range: Range<usize>) -> Range<usize> {
    let is_part = |at: usize| {
        let word = &analyzed.words[at];
        word.is_capital() && word.apart && !analyzed.classes(at).is(Classes::CLOSED | Classes::CALENDAR)
    };
    let from = range.start;
    let is_joint = |at: usize| {
        at > from && analyzed.words[at].is_mark('&') && range.contains(&(at + 1)) && is_part(at + 1)
    };
    let to = range.clone().find(|&at| !is_part(at) && !is_joint(at)).unwrap_or(range.end);
    let is_other = to == from
        || to - from > MAX_WORDS
        || analyzed.classes(from).is(Classes::DEMONYM | Classes::TITLE | Classes::DIRECTION)
        || analyzed.classes(to - 1).is(Classes::TITLE)
        || analyzed.classes(from).is(Classes::FIRST) && to - from > 1;
    if is_other { from..from } else { from..to }
}

/// Makes a run of words an organisation, unless a name goes beyond it or it is one already.
fn put(names: &mut Vec<Name>, run: Range<usize>, analyzed: &AnalyzedText<'_>) {
    if run.is_empty() {
        return;
    }
    let first = names.partition_point(|name| name.to <= run.start);
    let last = names.partition_point(|name| name.from < run.end);
    let met = &names[first..last];
    let is_settled = met
        .iter()
        .any(|name| name.kind == Some(Kind::Organisation) || name.from < run.start || name.to > run.end);
    // "The company Berg" may be about Berg; where nothing was found, one common word is a word.
    let is_weak = run.len() == 1 && met.is_empty() && analyzed.classes(run.start).is(Classes::COMMON);
    if is_settled || is_weak {
        return;
    }
    let name = Name { from: run.start, to: run.end, kind: Some(Kind::Organisation), certainty: CERTAINTY };
    names.splice(first..last, [name]);
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn what_a_name_is_said_to_be_is_its_kind() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The rival headset maker <Harrow Leap> cut its prices, and the charity <Demand Repair> complained.",
                "The director of the <Harbour Observatory> met {Tom Berg} from the <New South Wales Police>.",
                "He left the company on Monday, and the newspaper editor {Anna Berg} stayed.",
            ],
        );
    }
}
