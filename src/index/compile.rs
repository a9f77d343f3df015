//! From what is wanted to a tantivy query.

use super::words::{Words, stem};
use super::{ArticleSet, Fields};
use crate::model::{ArticleId, EntityId};
use crate::query::{self, Shape, Times};
use crate::text::fold::fold;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

/// What is wanted, with everything that only the store knows filled in.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Every article.
    Everything,
    /// Matched by all of these.
    All(Vec<Self>),
    /// Matched by any of these.
    Any(Vec<Self>),
    /// Not matched by this.
    Not(Box<Self>),
    /// Articles with these words.
    Words(query::Words),
    /// Articles that name any of these.
    Naming(Vec<EntityId>),
    /// Articles in this category of their source.
    Topic(String),
    /// Articles in this set.
    Among(Arc<ArticleSet>),
    /// Articles in this time range.
    Time(Times),
}

/// How much more a word in the title counts than one in the text, and one among names, site and author.
const TITLE_BOOST: f32 = 2.5;
const ABOUT_BOOST: f32 = 0.6;

/// How much a prefix match counts compared with the whole word.
const BEGINNING_SCORE: f32 = 0.3;

type Boxed = Box<dyn Query>;

/// The tantivy query.
pub(super) fn compile(wanted: &Wanted, fields: &Fields) -> Boxed {
    let each = |parts: &[Wanted]| parts.iter().map(|part| compile(part, fields)).collect::<Vec<_>>();
    match wanted {
        Wanted::Everything => unscored(Box::new(AllQuery)),
        Wanted::All(parts) => all(parts, fields),
        Wanted::Any(parts) => Box::new(BooleanQuery::union(each(parts))),
        Wanted::Not(part) => all_but(vec![compile(part, fields)]),
        Wanted::Words(words) => compile_words(words, fields),
        Wanted::Naming(entities) => {
            let terms = entities.iter().map(|id| Term::from_field_u64(fields.entity, id.0.unsigned_abs()));
            unscored(Box::new(TermSetQuery::new(terms)))
        }
        Wanted::Topic(name) => term(fields.topic, &fold(name)),
        Wanted::Among(set) => unscored(among(Arc::clone(set))),
        Wanted::Time(times) => unscored(within(*times, fields.time)),
    }
}

/// Intersections take their negations directly, so that "a -b" does not first collect everything but b.
fn all(parts: &[Wanted], fields: &Fields) -> Boxed {
    let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
    for part in parts {
        clauses.push(match part {
            Wanted::Not(inner) => (Occur::MustNot, compile(inner, fields)),
            _ => (Occur::Must, compile(part, fields)),
        });
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        return all_but(clauses.into_iter().map(|(_, query)| query).collect());
    }
    Box::new(BooleanQuery::new(clauses))
}

fn all_but(parts: Vec<Boxed>) -> Boxed {
    let everything: (Occur, Boxed) = (Occur::Must, unscored(Box::new(AllQuery)));
    let without = parts.into_iter().map(|part| (Occur::MustNot, part));
    Box::new(BooleanQuery::new(std::iter::once(everything).chain(without).collect()))
}

fn compile_words(words: &query::Words, fields: &Fields) -> Boxed {
    let stemmed = |field| in_field(words, field, true);
    let plain = |field| in_field(words, field, false);
    match words.field {
        Some(query::Field::Title) => stemmed(fields.title),
        Some(query::Field::Text) => stemmed(fields.text),
        Some(query::Field::Author) => plain(fields.author),
        Some(query::Field::Site) => plain(fields.site),
        Some(query::Field::Url) => plain(fields.url),
        Some(query::Field::Language) => term(fields.language, &words.text.to_lowercase()),
        None => {
            let places: Vec<Boxed> = vec![
                Box::new(BoostQuery::new(stemmed(fields.title), TITLE_BOOST)),
                stemmed(fields.text),
                Box::new(BoostQuery::new(stemmed(fields.about), ABOUT_BOOST)),
            ];
            // The best field counts, and the others a little.
            Box::new(DisjunctionMaxQuery::with_tie_breaker(places, 0.3))
        }
    }
}

/// Words in one field; a word split into several ("U.S.-led") must match consecutively.
fn in_field(words: &query::Words, field: Field, stems: bool) -> Boxed {
    let mut forms: Vec<String> = Words::of(&words.text).map(|(_, form)| form).collect();
    if forms.len() > 1 {
        let terms = forms.iter().map(|form| Term::from_field_text(field, form)).collect();
        return Box::new(PhraseQuery::new(terms));
    }
    let Some(form) = forms.pop() else { return Box::new(EmptyQuery) };
    match words.shape {
        Shape::Plain if stems => term(field, &stem(&form)),
        Shape::Plain | Shape::Phrase => term(field, &form),
        Shape::Prefix => beginning(field, &form),
        Shape::Typing => {
            let whole = if stems { term(field, &stem(&form)) } else { term(field, &form) };
            Box::new(DisjunctionMaxQuery::new(vec![whole, beginning(field, &form)]))
        }
        Shape::Fuzzy => {
            // Two typos in a short word make another word.
            let distance = if form.chars().count() < 8 { 1 } else { 2 };
            Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &form), distance, true))
        }
    }
}

fn beginning(field: Field, form: &str) -> Boxed {
    let query = FuzzyTermQuery::new_prefix(Term::from_field_text(field, form), 0, true);
    Box::new(ConstScoreQuery::new(Box::new(query), BEGINNING_SCORE))
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn within(times: Times, field: Field) -> Boxed {
    let term = |seconds| Term::from_field_i64(field, seconds);
    let from = times.from.map_or(Bound::Unbounded, |seconds| Bound::Included(term(seconds)));
    let until = times.until.map_or(Bound::Unbounded, |seconds| Bound::Excluded(term(seconds)));
    match (&from, &until) {
        (Bound::Unbounded, Bound::Unbounded) => Box::new(AllQuery),
        _ => Box::new(RangeQuery::new(from, until)),
    }
}

fn among(set: Arc<ArticleSet>) -> Boxed {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let ids = segment.fast_fields().u64("id")?.first_or_default_col(0);
        let set = Arc::clone(&set);
        Ok(move |document: DocId| {
            i64::try_from(ids.get_val(document)).is_ok_and(|id| set.contains(ArticleId(id)))
        })
    });
    Box::new(DocPredicateQuery::from(predicate))
}
