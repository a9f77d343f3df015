//! From documents to names: who, where and what an article names, and which mentions refer to the same entity.
//!
//! A [`Recogniser`] finds the mentions, and [`resolve`] groups them into entities, whichever recogniser found them.
//! Both work on one article at a time; [`link`] decides which entities of different articles are the same.

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
mod word_list;

use crate::gazetteer::{self, Gazetteer};
use crate::model::{Field, Kind, Names, Span, When};
use analyzed_text::AnalyzedText;
use genders::GenderLexicon;
use lexicon::Lexicon;
pub use listed::listed_organisation;
pub use profile::Profile;
pub use resolve::place_key;
pub use spellings::name_spellings;
use std::collections::HashSet;
#[cfg(any(test, feature = "train"))]
pub use tagger::train;

/// Raised with every change of recogniser or resolver that changes the names of an article. An article analysed by
/// another version is due for analysis again.
pub const VERSION: u32 = 12;

/// Identifies recogniser and gazetteer. Everything that changes the names of an article changes this string.
pub fn version() -> String {
    format!("recogniser {VERSION}, gazetteer {}", gazetteer::VERSION)
}

/// What is analysed.
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
    /// Known mentions of `text`: taken as found, and only resolved.
    pub given: Option<&'a [(Span, Kind)]>,
    /// What the site usually writes about, if that has been learned.
    pub profile: Option<&'a Profile>,
}

/// A mention that has been found but not yet resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The field that the span is in.
    pub field: Field,
    /// The name's bytes, without "the", titles and "'s".
    pub span: Span,
    /// The kind of entity.
    pub kind: Kind,
    /// The recogniser's confidence, 0 to 1.
    pub certainty: f32,
}

/// Finds mentions. One implementation is the trained tagger; another is the rules whose output the tagger uses as
/// features.
pub trait Recogniser: Send + Sync {
    /// The mentions of an article in text order, the headline's first. No two overlap.
    fn recognise(&self, texts: &[AnalyzedText<'_>], knowledge: &Knowledge) -> Vec<Found>;
}

/// What recogniser and resolver know about the world.
#[derive(Debug)]
pub struct Knowledge {
    /// Words and organisations.
    lexicon: Lexicon,
    /// Places.
    gazetteer: Gazetteer,
    /// The gender of given names and titles.
    genders: GenderLexicon,
}

/// Recogniser and resolver, opened once and used for all articles, from several threads at a time.
pub struct Recognition {
    knowledge: Knowledge,
    recogniser: Box<dyn Recogniser>,
}

impl Knowledge {
    /// Opens the lists and the gazetteer built into the program; takes a few milliseconds.
    fn open() -> Self {
        let gazetteer = Gazetteer::open();
        let lexicon = Lexicon::open(gazetteer.nations());
        Self { lexicon, gazetteer, genders: GenderLexicon::open() }
    }
}

impl Recognition {
    /// Opens everything that recognition needs; takes a few milliseconds.
    pub fn open() -> Self {
        // Damaged weights must not stop the program; a test checks that ours are intact.
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
        // Words, rules and weights are for English; for other languages there are only lists.
        let recogniser: &dyn Recogniser =
            if foreign::is_foreign(&texts, input.text) { &foreign::Lists } else { &*self.recogniser };
        let mut found = recogniser.recognise(&texts, &self.knowledge);
        let Some(given) = input.given else {
            return resolve::resolve(&texts, &found, None, &self.knowledge, input.profile);
        };
        // Other mentions help to decide who the given ones refer to; with places they would only distort the choice.
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
