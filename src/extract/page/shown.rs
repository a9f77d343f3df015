//! The dates that a page shows next to its headline, and what each states: the publication or a change.

use super::meta::{plain, spaced_text};
use super::outline::is_silent;
use super::surroundings::{is_in_article, is_of_article};
use crate::extract::dates;
use crate::model::When;
use crate::text::fold::fold;
use dom_query::{Document, NodeRef};

/// Which of the digits of a date is the day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOrder {
    /// As they are read everywhere.
    Usual,
    /// Slashes separate them: the country decides.
    OfCountry,
    /// Slashes separate them, and the clock beside them is British: the first.
    DayFirst,
}

impl DayOrder {
    pub(super) fn of(text: &str) -> Self {
        match text.contains('/') {
            true if has_british_clock(text) => Self::DayFirst,
            true => Self::OfCountry,
            false => Self::Usual,
        }
    }

    /// Whether the day comes first, where the country may decide.
    pub(super) fn is_day_first(self, in_country: impl Fn() -> bool) -> bool {
        self == Self::DayFirst || self == Self::OfCountry && in_country()
    }
}

/// A date shown next to the headline.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub when: When,
    /// The other day it can mean, if it is written in digits of which either may be the month.
    pub other: Option<When>,
    /// Which of the digits is the day.
    pub order: DayOrder,
    /// Whether it is labelled as a change.
    pub is_of_change: bool,
    /// Whether it is labelled as the publication.
    is_labelled: bool,
}

impl Shown {
    /// Whether it can mean two days.
    pub(super) fn is_open(&self) -> bool {
        self.other.is_some()
    }

    /// Whether the page states that it is the publication.
    pub(super) fn is_publication(&self) -> bool {
        self.is_labelled && !self.is_of_change
    }
}

/// The dates next to the headline in lines made for them, in order.
pub(super) fn beside_headline(page: &Document, title: &str) -> Vec<Shown> {
    const BEFORE: usize = 8;
    const AFTER: usize = 24;
    const LONGEST: usize = 90;
    const MOST_WORDS: usize = 14;
    let mut before = String::new();
    let mut found = Vec::new();
    for line in around_headline(page, title, BEFORE, AFTER, LONGEST) {
        let is_line = line.split_whitespace().count() <= MOST_WORDS && !line.ends_with('.');
        for part in statements(&line).into_iter().filter(|_| is_line) {
            let Some(when) = dates::read(part) else { continue };
            // A label may be on a line of its own; a line with a date has nothing more to say.
            let label = if dates::read(&before).is_none() { before.as_str() } else { "" };
            found.push(Shown {
                when,
                other: dates::other_reading(part),
                order: DayOrder::of(part),
                is_of_change: is_of_change(part) || is_of_change(label),
                is_labelled: is_of_publication(part) || is_of_publication(label),
            });
        }
        before = line;
    }
    found
}

/// The texts around the headline, each at most `longest` bytes long. The headline is the `<h1>` with the title, else
/// the first `<h1>`, else an element with the title.
pub(super) fn around_headline(
    page: &Document,
    title: &str,
    before: usize,
    after: usize,
    longest: usize,
) -> Vec<String> {
    const MOST_HEADINGS: usize = 20;
    let Some(body) = page.body() else { return Vec::new() };
    let texts: Vec<NodeRef> =
        body.descendants_it().filter(|node| node.is_nonempty_text() && !is_code(node)).collect();
    let title = fold(title);
    let headings = page.select("h1");
    let headings = headings.nodes();
    let mut nearest = headings.iter().take(MOST_HEADINGS);
    let heading = nearest
        .find(|node| !title.is_empty() && fold(&spaced_text(node)).contains(&title))
        .or(headings.first())
        .map(|node| node.id);
    let is_headline = |text: &NodeRef| {
        let is_title = || !title.is_empty() && fold(&text.text()) == title;
        heading.map_or_else(is_title, |heading| text.ancestors_it(Some(4)).any(|around| around.id == heading))
    };
    let Some(at) = texts.iter().position(is_headline) else { return Vec::new() };
    // What stands before the headline may be of the page: the clock in its top bar.
    let is_own = |text: &&NodeRef| is_in_article(text) || is_of_article(text);
    let before = texts[at.saturating_sub(before)..at].iter().filter(is_own);
    let near = before.chain(&texts[at..texts.len().min(at + after)]);
    near.map(|node| plain(&node.text())).filter(|line| line.len() <= longest).collect()
}

/// Whether a time of day is told by the clocks of Britain, which writes the day first.
fn has_british_clock(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "GMT" | "BST"))
}

/// Whether a text is code and not shown.
pub(super) fn is_code(text: &NodeRef) -> bool {
    text.parent().is_some_and(|parent| parent.node_name().is_none_or(|name| is_silent(&name)))
}

/// The separate statements of a line: `Updated: 7 April 2026 | Published: 3 March 2026`.
fn statements(line: &str) -> Vec<&str> {
    let parts =
        line.split(['|', '•', '·', '–', ';']).map(str::trim).filter(|part| dates::read(part).is_some());
    let parts: Vec<&str> = parts.collect();
    let parts = if parts.len() < 2 { vec![line] } else { parts };
    let apart = |part: &'_ str| -> Option<usize> {
        let lower = part.to_lowercase();
        let found = OF_PUBLICATION.iter().filter_map(|word| lower.find(word)).filter(|&at| at > 0).min()?;
        let (before, after) = (part.get(..found)?, part.get(found..)?);
        (dates::read(before).is_some() && dates::read(after).is_some()).then_some(found)
    };
    parts
        .into_iter()
        .flat_map(|part| match apart(part) {
            Some(at) => vec![&part[..at], &part[at..]],
            None => vec![part],
        })
        .collect()
}

/// Beginnings of lines that state a date of publication.
const OF_PUBLICATION: [&str; 27] = [
    "created",
    "erstellt",
    "published",
    "posted",
    "first published",
    "veröffentlicht",
    "erschienen",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "publicerad",
    "opublikowano",
    "first posted",
    "originally published",
    "filed",
    "geplaatst",
    "publicerat",
    "publisert",
    "udgivet",
    "julkaistu",
    "publikováno",
    "publikované",
    "publicat",
    "опубликовано",
    "опубліковано",
];

fn is_of_publication(line: &str) -> bool {
    let lower = line.to_lowercase();
    OF_PUBLICATION.iter().any(|word| lower.starts_with(word))
}

/// Whether an element is named or labelled as the date of a change, and not of the publication as well.
pub(super) fn is_of_change_alone(node: &NodeRef) -> bool {
    const LONGEST_LABELLED: usize = 60;
    let named = node.attr("class").map(|class| class.to_ascii_lowercase()).unwrap_or_default();
    let is_named =
        ["updated", "modified"].iter().any(|word| named.contains(word)) && !named.contains("publish");
    let before = node.prev_sibling().map(|before| plain(&before.text())).filter(|text| !text.is_empty());
    let around = || node.parent().map(|around| plain(&spaced_text(&around))).unwrap_or_default();
    let label = before.unwrap_or_else(around);
    let is_labelled = label.len() <= LONGEST_LABELLED && is_of_change(&label) && !is_of_publication(&label);
    is_named || is_labelled
}

/// Whether a line states a change.
fn is_of_change(line: &str) -> bool {
    const WORDS: [&str; 17] = [
        "updated",
        "modified",
        "revised",
        "aktualisiert",
        "geandert",
        "mis a jour",
        "actualizado",
        "actualizada",
        "atualizado",
        "aggiornat",
        "bijgewerkt",
        "aktualizacja",
        "oppdatert",
        "uppdaterad",
        "opdateret",
        "paivitetty",
        "обновлено",
    ];
    let folded = fold(line);
    line.len() <= 90 && WORDS.iter().any(|word| folded.contains(word))
}
