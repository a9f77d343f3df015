//! Documents to names: who, where and what an article names, and which mentions are one and the same.
//!
//! A [`Recogniser`] finds the mentions; [`resolve`] makes entities of them, whichever recogniser found
//! them. It knows one article at a time: which entities of two articles are one, [`link`] tells.

mod analyzed_text;
mod atlas;
mod classes;
mod foreign;
mod genders;
mod given_names;
mod lexicon;
pub mod link;
mod listed;
mod lists;
#[cfg(test)]
mod marked;
mod profile;
mod resolve;
mod rules;
mod spellings;
mod states;
mod tagger;

use crate::gazetteer::{self, Gazetteer};
use crate::model::{Field, Kind, Names, Span, When};
use analyzed_text::AnalyzedText;
use genders::GenderLexicon;
use lexicon::Lexicon;
pub use listed::listed_organisation;
pub use profile::Profile;
pub use resolve::place_key;
use std::collections::HashSet;
#[cfg(any(test, feature = "train"))]
pub use tagger::train;

/// Counts every change, of recogniser or resolver, that makes the same article give other names: an
/// article that another version has read is due again.
pub const VERSION: u32 = 7;

/// Which recogniser reads here, and with which gazetteer: every change of what the same article gives
/// makes this another text.
pub fn version() -> String {
    format!("recogniser {VERSION}, gazetteer {}", gazetteer::VERSION)
}

/// What is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The headline; may be empty.
    pub title: &'a str,
    /// The body.
    pub text: &'a str,
    /// The site or newspaper.
    pub site: Option<&'a str>,
    /// When it was published.
    pub published: Option<When>,
    /// Mentions of `text` that are known already: taken as found, and only resolved.
    pub given: Option<&'a [(Span, Kind)]>,
    /// What the site usually writes about, where that has been learned.
    pub profile: Option<&'a Profile>,
}

/// A mention that has been found and not yet resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Where the span counts.
    pub field: Field,
    /// The name's bytes, without "the", titles and "'s".
    pub span: Span,
    /// What it names.
    pub kind: Kind,
    /// How sure the recogniser is, 0 to 1.
    pub certainty: f32,
}

/// Finds mentions. The trained tagger is one, the rules that it weighs are another.
pub trait Recogniser: Send + Sync {
    /// The mentions of an article in the order they stand: no two overlap, the headline's come first.
    fn recognise(&self, texts: &[AnalyzedText<'_>], knowledge: &Knowledge) -> Vec<Found>;
}

/// What recogniser and resolver know of the world.
#[derive(Debug)]
pub struct Knowledge {
    /// Words and organisations.
    lexicon: Lexicon,
    /// Places.
    gazetteer: Gazetteer,
    /// Names and titles of men and of women.
    genders: GenderLexicon,
}

/// Recogniser and resolver, opened once and used for every article, by several threads at a time.
pub struct Recognition {
    knowledge: Knowledge,
    recogniser: Box<dyn Recogniser>,
}

impl Knowledge {
    /// Opens the lists and the gazetteer that the program was built with; a few milliseconds.
    fn open() -> Self {
        let gazetteer = Gazetteer::open();
        let lexicon = Lexicon::open(gazetteer.nations());
        Self { lexicon, gazetteer, genders: GenderLexicon::open() }
    }
}

impl Recognition {
    /// Opens all that recognition needs; a few milliseconds.
    pub fn open() -> Self {
        // Damaged weights must not keep anybody from reading; a test holds that ours are whole.
        let recogniser: Box<dyn Recogniser> = match tagger::Tagger::open() {
            Some(tagger) => Box::new(tagger),
            None => Box::new(rules::Rules),
        };
        Self { knowledge: Knowledge::open(), recogniser }
    }

    /// Finds and resolves all names of an article.
    pub fn read(&self, input: &Input<'_>) -> Names {
        let lexicon = &self.knowledge.lexicon;
        let texts = [
            AnalyzedText::of(Field::Title, input.title, lexicon),
            AnalyzedText::of(Field::Text, input.text, lexicon),
        ];
        // Words, rules and weights are English: of another language only the lists know anything.
        let recogniser: &dyn Recogniser =
            if foreign::is_foreign(&texts, input.text) { &foreign::Lists } else { &*self.recogniser };
        let mut found = recogniser.recognise(&texts, &self.knowledge);
        let Some(given) = input.given else {
            return resolve::resolve(&texts, &found, None, &self.knowledge, input.profile);
        };
        // What was found besides helps to tell whom the given mentions mean; places it would only move.
        let is_new = |mention: &Found| !given.iter().any(|(span, _)| span.overlaps(mention.span));
        found.retain(|mention| {
            mention.field == Field::Title || mention.kind != Kind::Place && is_new(mention)
        });
        let fits = |span: &Span| !span.of(input.text).is_empty();
        found.extend(given.iter().filter(|(span, _)| fits(span)).map(|&(span, kind)| Found {
            field: Field::Text,
            span,
            kind,
            certainty: 1.0,
        }));
        found.sort_by_key(|mention| (mention.field, mention.span));
        let given: HashSet<Span> = given.iter().map(|&(span, _)| span).collect();
        resolve::resolve(&texts, &found, Some(&given), &self.knowledge, input.profile)
    }
}

#[cfg(test)]
mod places_tests;
#[cfg(test)]
mod tests;
