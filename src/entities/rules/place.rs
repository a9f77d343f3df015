//! How much a span of words looks like the name of a place.

use super::super::atlas::Summary;
use super::super::classes::Classes;
use super::{Reading, WEAK_WEIGHT};
use crate::text::words::Shape;

/// Keys that are places only if written in capitals: "us", "uk".
const ACRONYMS: &[&str] = &[
    "us", "usa", "uk", "uae", "la", "nyc", "ny", "dc", "drc", "prc", "dprk", "ussr", "png", "gdr", "dmz",
    "nsw", "bc", "wa", "nt", "nwt", "pei", "sa",
];

impl Reading<'_> {
    /// The weight of words `from..to` as a place name; `None` if they cannot be one.
    pub(super) fn place(&self, from: usize, to: usize, key: &str) -> Option<f32> {
        if to - from > 7
            || self.analyzed.words[to - 1].shape == Shape::Possessive
            || self.analyzed.classes(from).is(Classes::CLOSED | Classes::DIRECTION)
                && to - from == 1
                && self.analyzed.words[from].shape != Shape::Upper
        {
            return None;
        }
        let context = self.place_context(from, to);
        // An organisation with a name of several words is an organisation, even if the gazetteer also has it: the
        // European Union.
        let is_organisation =
            to - from > 1 && self.lexicon.organisation(key, self.analyzed.form(from, to)).is_some();
        let summary = if is_organisation { Summary::default() } else { self.atlas.summary(key) };
        if summary.is_known() || summary.is_small() && context > 0.0 {
            return self.listed_place(from, to, key, summary, context);
        }
        self.directed_place(from, to)
            .or_else(|| self.styled_place(from, to))
            .or_else(|| self.described_place(from, to))
            .map(|weight| weight + context)
            .or_else(|| self.unlisted_place(from, to, context))
    }

    /// The evidence for a place in the adjacent words.
    fn place_context(&self, from: usize, to: usize) -> f32 {
        let mut weight: f32 = 0.0;
        let before = self.classes_before(from);
        let word_before = self.before(from).map(|at| self.key_at(at)).unwrap_or_default();
        if before.is(Classes::WHERE) && !self.analyzed.words[from - 1].is_capital() {
            weight += if word_before == "in" { 1.2 } else { 0.8 };
        }
        let described = word_before == "of"
            && self
                .before(from)
                .and_then(|at| self.before(at))
                .is_some_and(|at| self.classes_at(at).is(Classes::SORT_OF_PLACE));
        if described
            || self.classes_at(to).is(Classes::SORT_OF_PLACE) && !self.analyzed.words[to].is_capital()
        {
            weight += 1.5;
        }
        if self.mark_at(to, ',') && self.is_wide_place(to + 1) {
            weight += 2.0;
        }
        if from >= 2
            && self.mark_at(from - 1, ',')
            && self.is_place_word(from - 2)
            && self.is_wide_place(from)
        {
            weight += 1.0;
        }
        weight
    }

    /// Whether a country, state or region begins at a word.
    fn is_wide_place(&self, at: usize) -> bool {
        let is_wide = |to: usize| {
            to <= self.sentence.words.end
                && self.analyzed.words[at].is_capital()
                && self.atlas.summary(&self.analyzed.key(at, to)).is_wide
        };
        at < self.sentence.words.end && (is_wide(at + 1) || is_wide(at + 2))
    }

    /// Whether a word by itself names a place.
    fn is_place_word(&self, at: usize) -> bool {
        self.sentence.words.contains(&at)
            && self.analyzed.words[at].is_capital()
            && self.atlas.knows(&self.analyzed.words[at].key)
    }

    /// A name in the gazetteer.
    fn listed_place(&self, from: usize, to: usize, key: &str, summary: Summary, context: f32) -> Option<f32> {
        let is_single = to - from == 1;
        let word = &self.analyzed.words[from];
        let is_short = key.len() <= 3 || ACRONYMS.contains(&key);
        if is_single && is_short && word.shape != Shape::Upper && (ACRONYMS.contains(&key) || context <= 0.0)
        {
            return None;
        }
        if is_single && word.shape == Shape::Initial || self.mark_at(to, '$') {
            return None;
        }
        if is_single
            && word.shape == Shape::Upper
            && key.len() <= 4
            && !ACRONYMS.contains(&key)
            && !self.sentence.is_headline
        {
            // "ROME" in a dateline is a place, but "HULA" and "ARAB" are acronyms.
            if context <= 0.0 && !self.opens_sentence(from) {
                return None;
            }
        }
        let prominence = summary.prominence;
        let classes = self.analyzed.classes(from);
        let mut weight = prominence + context;
        if is_single {
            if classes.is(Classes::CALENDAR | Classes::DEMONYM | Classes::TITLE) {
                weight -= 3.0;
            }
            if classes.is(Classes::COMMON | Classes::CLOSED) && prominence < 4.0 {
                weight -= 4.0;
            }
            if self.is_weak(from) && prominence < 4.5 {
                weight -= 3.0;
            }
            if classes.is(Classes::FIRST | Classes::LAST) && prominence < 3.5 && context <= 0.0 {
                weight -= 2.0;
            }
        } else {
            #[expect(clippy::cast_precision_loss, reason = "at most seven")]
            let more = 2.5 * (to - from - 1) as f32;
            weight += more;
            if self.is_weak(from) && classes.is(Classes::CLOSED) {
                weight -= 2.0;
            }
        }
        Some(weight)
    }

    /// "Northern Iraq", "Upper Egypt": a capitalised direction before a country or region.
    fn directed_place(&self, from: usize, to: usize) -> Option<f32> {
        if to - from < 2 || !self.analyzed.classes(from).is(Classes::DIRECTION) || self.sentence.is_headline {
            return None;
        }
        let prominence = self.atlas.summary(&self.analyzed.key(from + 1, to)).prominence;
        let is_hyphen = self.analyzed.words[from + 1].is_mark('-');
        (prominence >= 2.5 && !is_hyphen).then_some(prominence + 1.2)
    }

    /// "Republic of Ghana", "City of Lund": a word for the type before the name.
    fn styled_place(&self, from: usize, to: usize) -> Option<f32> {
        const STYLES: &[&str] = &[
            "republic",
            "kingdom",
            "state",
            "sultanate",
            "emirate",
            "principality",
            "commonwealth",
            "city",
            "town",
            "province",
            "county",
            "district",
            "region",
        ];
        let of = (from + 1..to.min(from + 4)).find(|&at| self.key_at(at) == "of")?;
        if !STYLES.contains(&self.key_at(of - 1)) || !self.analyzed.words[of - 1].is_capital() {
            return None;
        }
        let named = if self.key_at(of + 1) == "the" { of + 2 } else { of + 1 };
        let is_known = named < to && self.atlas.knows(&self.analyzed.key(named, to));
        is_known.then_some(8.5)
    }

    /// "Linden River", "Mount Ardan", "Berg Street": a name with a word for its type.
    fn described_place(&self, from: usize, to: usize) -> Option<f32> {
        let last = self.analyzed.classes(to - 1);
        let first = self.analyzed.classes(from);
        let is_site = to - from >= 2 && last.is(Classes::SITE);
        let is_named_site = to - from == 2
            && first.is(Classes::SITE_FIRST)
            && self.analyzed.words[to - 1].shape == Shape::Capital;
        if !(is_site || is_named_site) || to - from > 5 || self.has_joint(from, to) {
            return None;
        }
        let weak = (from..to).filter(|&at| self.is_weak(at)).count();
        let names_place = |end: usize| self.atlas.knows(&self.analyzed.key(from, end));
        let begins_with_place = is_site && (names_place(to - 1) || names_place(from + 1));
        let mut weight = if begins_with_place { 7.0 } else { 3.8 };
        if weak + 1 >= to - from {
            weight -= 3.0;
        }
        if self.analyzed.classes(from).is(Classes::CLOSED | Classes::DEMONYM | Classes::TITLE) {
            weight -= 2.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most three")]
        let more = 1.2 * (to - from - 2) as f32;
        Some(weight + more)
    }

    /// Whether the span contains joining words ("of", "and") or marks.
    fn has_joint(&self, from: usize, to: usize) -> bool {
        self.analyzed.words[from..to].iter().any(|word| {
            matches!(word.key.as_str(), "of" | "the" | "and" | "for" | "on" | "to")
                || matches!(word.shape, Shape::Mark('&'))
        })
    }

    /// An unlisted name for which only the adjacent words are evidence.
    fn unlisted_place(&self, from: usize, to: usize, context: f32) -> Option<f32> {
        let word = &self.analyzed.words[from];
        if to - from != 1
            || word.shape != Shape::Capital && !self.evidence.explains(&word.key)
            || word.key.len() < 4 && word.shape == Shape::Capital
            || self.sentence.is_headline
        {
            return None;
        }
        let classes = self.analyzed.classes(from);
        let is_other = classes.is(Classes::COMMON
            | Classes::CLOSED
            | Classes::DEMONYM
            | Classes::CALENDAR
            | Classes::TITLE
            | Classes::FAMOUS
            | Classes::BODY
            | Classes::FIRST)
            || self.lexicon.organisation(&word.key, self.analyzed.form(from, to)).is_some();
        (!is_other).then_some(if context >= 1.2 { context } else { WEAK_WEIGHT })
    }
}
