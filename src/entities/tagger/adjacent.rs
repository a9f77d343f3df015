//! What the words next to a name tell of it: "shares of X", "X will cut 2,000 jobs" are said of companies, "X, the former
//! mayor" of people.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::word_list::WordList;
use crate::text::words::Shape;
use std::ops::Range;

/// Offices that people hold, after a name and "the".
static OFFICES: WordList = WordList::new(
    "
    mayor president minister senator governor actor actress singer coach captain spokesman spokeswoman
    chancellor premier judge author professor economist congressman congresswoman ambassador footballer
    lawyer novelist poet",
);

/// Exchanges, as they stand before the signs of shares.
static EXCHANGES: WordList = WordList::new("nyse nasdaq amex lse tsx asx hkex otc otcmkts");

/// Words that, followed by "of", "in", "at", "for" or "by", precede a company's name.
static WORDS_BEFORE: WordList = WordList::new(
    "
    shares stock stake subsidiary unit division ceo employees shareholders investors customers
    executives executive takeover acquisition headquarters staff stores bonds analysts analyst economists
    economist strategists strategist",
);

/// Words after a company's name, or after its "'s".
static WORDS_AFTER: WordList = WordList::new(
    "
    shares stock shareholders investors employees customers executives executive spokesman spokeswoman
    spokesperson ceo subsidiary factory factories plant plants stores store headquarters bonds
    dealership dealers products profits sales revenue earnings chairman staff brand board owner parent",
);

/// What stocks do, with a number within a few words.
static STOCK_VERBS: WordList = WordList::new(
    "
    fell rose gained lost dropped climbed slid jumped slipped added closed sank surged tumbled advanced
    declined",
);

/// What companies do; the objects are in [`OBJECTS`].
static COMPANY_VERBS: WordList = WordList::new(
    "
    cut cuts close closes closed build builds open opens opened hire sell sells buy buys bought acquire
    acquired recall recalls recalled reported reports posted shut invest invests invested launch
    launches launched makes announced lay raised employs unveiled agreed expects forecast cancelled canceled cancels grounded
    suspended delayed withdrew withdraws dismissed fired pulled collapsed",
);

/// What only companies deal with.
static OBJECTS: WordList = WordList::new(
    "
    jobs plant plants factory factories stores workers staff profit profits loss losses earnings revenue
    revenues sales dividend shares vehicles cars units outlets branches shareholders stake billion bid
    takeover merger subsidiary quarterly target rating guidance flagship flights aircraft submarines frigates turbines
    reactors smartphones batteries doses mines refinery refineries pipeline franchises routes",
);

/// The maximum distance between a verb and its object, in words.
const MAX_DISTANCE: usize = 7;

/// Whether the adjacent words are typical of companies.
pub fn is_of_firm(analyzed: &AnalyzedText<'_>, from: usize, to: usize) -> bool {
    let Some(bounds) = analyzed.sentence_of(from).map(|sentence| sentence.words.clone()) else {
        return false;
    };
    let key = |at: usize| if bounds.contains(&at) { analyzed.words[at].key.as_str() } else { "" };
    let is_joint = |word: &str| matches!(word, "of" | "in" | "at" | "for" | "by");
    let is_before = from >= bounds.start + 2 && is_joint(key(from - 1)) && WORDS_BEFORE.has(key(from - 2));
    let is_owner = bounds.contains(&to) && analyzed.words[to].shape == Shape::Possessive;
    let next = if is_owner { to + 1 } else { to };
    let is_chief = key(next) == "chief" && key(next + 1).starts_with("exec");
    let after_next = next_of_two(analyzed, &bounds, to).unwrap_or(next);
    if is_before || is_chief || WORDS_AFTER.has(key(after_next)) && bounds.contains(&after_next) {
        return true;
    }
    let is_mark = |mark: char| bounds.contains(&to) && analyzed.words[to].is_mark(mark);
    if is_mark(',')
        && matches!(
            (key(to + 1), key(to + 2)),
            ("the", "company" | "firm" | "carmaker" | "retailer" | "bank")
        )
    {
        return true;
    }
    let rest = next..bounds.end.min(next + MAX_DISTANCE);
    let is_number = |at: usize| analyzed.words[at].shape == Shape::Number;
    let verb = next + usize::from(key(next) == "also");
    if STOCK_VERBS.has(key(verb)) && (verb + 1..bounds.end.min(verb + 4)).any(is_number) {
        return true;
    }
    let deed = (next..bounds.end.min(next + 4)).find(|&at| COMPANY_VERBS.has(key(at)));
    // A passive verb with "by" between commas is not the company's action.
    let is_plain = |deed: usize| {
        !(next..deed).any(|at| analyzed.words[at].is_mark(',') || analyzed.words[at].is_capital())
    };
    deed.is_some_and(|deed| is_plain(deed) && rest.clone().any(|at| at > deed && OBJECTS.has(key(at))))
        || rest.clone().any(|at| {
            analyzed.words[at].is_mark(',')
                && key(at + 1) == "the"
                && key(at + 2) == "company"
                && key(at + 3) == "said"
        })
}

/// Whether a verb of companies follows a name: "Universal bought", "Gap has closed".
pub fn acts(analyzed: &AnalyzedText<'_>, to: usize) -> bool {
    let key = |at: usize| analyzed.words.get(at).map_or("", |word| word.key.as_str());
    let verb = to + usize::from(matches!(key(to), "has" | "had" | "will" | "would" | "also"));
    COMPANY_VERBS.has(key(verb)) || STOCK_VERBS.has(key(verb))
}

/// "Burlington <BUR>", "Lund (NYSE: LND)": the sign of a share follows.
pub fn has_ticker(analyzed: &AnalyzedText<'_>, to: usize) -> bool {
    let word = |at: usize| analyzed.words.get(at);
    let is_sign =
        |at: usize| word(at).is_some_and(|word| matches!(word.shape, Shape::Upper | Shape::Initial));
    let is_mark = |at: usize, mark: char| word(at).is_some_and(|word| word.is_mark(mark));
    is_mark(to, '<') && is_sign(to + 1) && (is_mark(to + 2, '>') || is_mark(to + 2, '.'))
        || is_mark(to, '(')
            && word(to + 1).is_some_and(|exchange| EXCHANGES.has(&exchange.key))
            && is_mark(to + 2, ':')
            && is_sign(to + 3)
}

/// "Orange said it would": neither a colour nor somebody called Orange says so.
pub fn says_it(analyzed: &AnalyzedText<'_>, to: usize) -> bool {
    let key = |at: usize| analyzed.words.get(at).map_or("", |word| word.key.as_str());
    matches!(key(to), "said" | "says") && key(to + 1) == "it"
}

/// The word after the second of two names, "Amazon and Microsoft employees", if what comes first ends at `to`.
fn next_of_two(analyzed: &AnalyzedText<'_>, bounds: &Range<usize>, to: usize) -> Option<usize> {
    let is_and = bounds.contains(&to) && analyzed.words[to].key == "and";
    let end = (to + 1..bounds.end).find(|&at| !analyzed.words[at].is_capital())?;
    (is_and && (1..=3).contains(&(end - to - 1))).then_some(end)
}

/// Whether a name is where a place would be: after "in" or "the".
pub fn is_of_place(analyzed: &AnalyzedText<'_>, from: usize) -> bool {
    let before = from.checked_sub(1).and_then(|before| analyzed.words.get(before));
    before.is_some_and(|word| {
        word.shape == Shape::Lower
            && matches!(word.key.as_str(), "in" | "near" | "across" | "from" | "outside" | "the")
    })
}

/// "…, the former mayor of": an office that people hold follows the name and a comma.
fn has_office(analyzed: &AnalyzedText<'_>, to: usize) -> bool {
    let is_comma = analyzed.words.get(to).is_some_and(|word| word.is_mark(','));
    let rest = analyzed.words.get(to + 1..analyzed.words.len().min(to + 6)).unwrap_or_default();
    let Some((article, rest)) = rest.split_first().filter(|_| is_comma) else { return false };
    matches!(article.key.as_str(), "the" | "a" | "an" | "its" | "their")
        && rest
            .iter()
            .take_while(|word| word.shape == Shape::Lower)
            .any(|word| OFFICES.has(word.key.as_str()))
}

/// Whether the adjacent words are typical of people.
pub fn is_of_person(analyzed: &AnalyzedText<'_>, from: usize, to: usize) -> bool {
    let is_titled = from > 0 && analyzed.is_title(from - 1) && analyzed.words[from - 1].shape != Shape::Lower;
    let is_who = analyzed.words.get(to).is_some_and(|word| word.key == "who")
        || analyzed.words.get(to).is_some_and(|word| word.is_mark(','))
            && analyzed.words.get(to + 1).is_some_and(|word| word.key == "who");
    let is_aged = analyzed.words.get(to).is_some_and(|word| word.is_mark(','))
        && analyzed.words.get(to + 1).is_some_and(|word| word.shape == Shape::Number)
        && analyzed.words.get(to + 2).is_some_and(|word| word.is_mark(','));
    is_titled || is_who || is_aged || has_office(analyzed, to) || is_of_her(analyzed, from, to)
}

/// "Anna Church lost her seat": a full name before a verb and what is somebody's.
pub fn is_of_her(analyzed: &AnalyzedText<'_>, from: usize, to: usize) -> bool {
    let is_full = to - from == 2
        && analyzed.classes(from).is(Classes::FIRST)
        && analyzed.classes(to - 1).is(Classes::LAST);
    let rest = analyzed.words.get(to..analyzed.words.len().min(to + 4)).unwrap_or_default();
    let owner = rest
        .iter()
        .take_while(|word| word.shape == Shape::Lower)
        .position(|word| matches!(word.key.as_str(), "her" | "his"));
    is_full
        && owner.is_some_and(|owner| {
            owner > 0 && !(to..to + owner).any(|at| analyzed.classes(at).is(Classes::SAYING))
        })
}
