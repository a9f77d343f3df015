//! Turns a request into a tantivy query.

use super::scripts::without_article;
use super::words::{Word, Words, stem, topic, without_elision};
use super::{ArticleSet, Fields, WordField};
use crate::model::{ArticleId, EntityId};
use crate::query::{self, Edge, Shape, Times};
use crate::text::language;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader, Term};

/// A request, with everything filled in that only the store knows.
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

/// How much more a word in the title counts than one in the text or in names, site and author.
const TITLE_BOOST: f32 = 2.5;
const ABOUT_BOOST: f32 = 0.6;

/// The maximum number of spellings of a phrase to search for, and of words that complete its last prefix.
const MOST_SPELLINGS: usize = 8;
const MOST_ENDINGS: u32 = 200;

/// The score of a prefix match, relative to a whole word.
const BEGINNING_SCORE: f32 = 0.3;

/// The maximum time between the same local day in two time zones, which range from UTC-12 to UTC+14.
const FARTHEST_CLOCK: i64 = 27 * 3_600;

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
        Wanted::Topic(name) => term(fields.topic, &topic(name)),
        Wanted::Among(set) => unscored(among(Arc::clone(set))),
        Wanted::Time(times) => unscored(within(*times)),
    }
}

/// Intersections take their negations directly, so that "a -b" does not first collect every article without b.
fn all(parts: &[Wanted], fields: &Fields) -> Boxed {
    if let [part] = parts {
        return compile(part, fields);
    }
    let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
    for part in parts {
        clauses.push(match part {
            Wanted::Not(inner) => (Occur::MustNot, compile(inner, fields)),
            // "plan b" prefers articles with "b", and does not lose those with "brexit" before it is typed.
            Wanted::Words(words) if words.is_first_letter() => (Occur::Should, compile(part, fields)),
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
    match words.field {
        Some(query::Field::Title) => in_field(words, fields.title),
        Some(query::Field::Text) => in_field(words, fields.text),
        Some(query::Field::Author) => in_field(words, fields.author),
        Some(query::Field::Site) => in_field(words, fields.site),
        Some(query::Field::Url) => in_field(words, fields.url),
        Some(query::Field::Language) => term(fields.language, &language_code(&words.text)),
        None => {
            if words.is_first_letter() {
                return first_letter(words, fields);
            }
            let mut boosted = vec![(fields.title, TITLE_BOOST), (fields.text, 1.0)];
            // Names are known by spellings that the article has not: exact words are its own.
            if words.shape == Shape::Phrase {
                boosted.extend([(fields.author, ABOUT_BOOST), (fields.site, ABOUT_BOOST)]);
            } else {
                boosted.push((fields.about, ABOUT_BOOST));
            }
            let ways = boosted.into_iter().flat_map(|(field, boost)| {
                ways_in_field(words, field)
                    .into_iter()
                    .map(move |way| Box::new(BoostQuery::new(way, boost)) as Boxed)
            });
            // Scores are added: for a sum of terms, tantivy can skip articles that cannot be among the best.
            Box::new(BooleanQuery::union(ways.collect()))
        }
    }
}

/// What has a letter by itself, or begins a word with it in its title. Nearly every text has such a word somewhere.
fn first_letter(words: &query::Words, fields: &Fields) -> Boxed {
    let mut ways = ways_in_field(words, fields.title);
    ways.extend([fields.text, fields.about].map(|field| any(plain_ways(&words.text.to_lowercase(), field))));
    Box::new(BooleanQuery::union(ways))
}

/// The code of a language that is called by its code, with or without a region, or by its name.
pub(super) fn language_code(text: &str) -> String {
    let named = language::named(text).map(str::to_owned);
    named.or_else(|| language::of_tag(text)).unwrap_or_else(|| text.to_lowercase())
}

fn in_field(words: &query::Words, field: WordField) -> Boxed {
    let mut ways = ways_in_field(words, field);
    if ways.len() == 1 { ways.remove(0) } else { Box::new(BooleanQuery::union(ways)) }
}

/// Words in one field: each of these queries finds some of the articles. A word that is split into several ("U.S.-led")
/// must match them in order, or as one word if a hyphen joins them.
fn ways_in_field(words: &query::Words, field: WordField) -> Vec<Boxed> {
    let parts: Vec<Word> = Words::of(&words.text).collect();
    let [first, ..] = &parts[..] else { return vec![Box::new(EmptyQuery)] };
    let is_plain = words.shape == Shape::Plain;
    if parts.len() == 1 {
        let elided = without_elision(&words.text).filter(|_| is_plain);
        let bare = without_article(&first.form).filter(|_| is_plain);
        let mut others = elided.into_iter().chain(bare).peekable();
        if is_plain && others.peek().is_none() {
            return plain_ways(&first.form, field);
        }
        let others = others.map(|form| single(&form, words.shape, field));
        return vec![any(std::iter::once(single(&first.form, words.shape, field)).chain(others).collect())];
    }
    let is_growing = matches!(words.shape, Shape::Prefix | Shape::Typing);
    let mut ways: Vec<Boxed> =
        spellings(&parts).iter().map(|forms| in_a_row(forms, is_growing, field.forms)).collect();
    if let Some((whole, count)) = &first.joined
        && *count == parts.len()
        && words.shape != Shape::Phrase
    {
        ways.push(single(whole, words.shape, field));
    }
    vec![any(ways)]
}

/// A word by its stem: as it is written, and where it is the stem of another.
fn plain_ways(form: &str, field: WordField) -> Vec<Boxed> {
    let Some(stems) = field.stems else { return vec![term(field.forms, form)] };
    let stem = stem(form);
    vec![term(field.forms, &stem), term(stems, &stem)]
}

/// A single form in one field.
fn single(form: &str, shape: Shape, field: WordField) -> Boxed {
    let plain = || any(plain_ways(form, field));
    match shape {
        Shape::Plain => plain(),
        Shape::Phrase => term(field.forms, form),
        Shape::Prefix => beginning(field.forms, form),
        Shape::Typing => Box::new(DisjunctionMaxQuery::new(vec![plain(), beginning(field.forms, form)])),
        Shape::Fuzzy => {
            // Two typos in a short word make another word.
            let distance = if form.chars().count() < 8 { 1 } else { 2 };
            Box::new(FuzzyTermQuery::new(Term::from_field_text(field.forms, form), distance, true))
        }
    }
}

/// All ways to write a sequence of words: hyphenated parts separately, and as one word.
fn spellings(parts: &[Word]) -> Vec<Vec<String>> {
    let mut ways: Vec<Vec<String>> = vec![Vec::new()];
    let mut at = 0;
    while let Some(word) = parts.get(at) {
        let count = word.joined.as_ref().map_or(1, |(_, count)| *count);
        let apart: Vec<String> = parts[at..].iter().take(count).map(|part| part.form.clone()).collect();
        let joined = word.joined.as_ref().filter(|_| ways.len() < MOST_SPELLINGS).map(|(whole, _)| {
            ways.iter().map(|way| way.iter().cloned().chain([whole.clone()]).collect()).collect::<Vec<_>>()
        });
        for way in &mut ways {
            way.extend(apart.iter().cloned());
        }
        ways.extend(joined.into_iter().flatten());
        at += count;
    }
    ways
}

/// Forms in order; the last may be a prefix.
fn in_a_row(forms: &[String], is_growing: bool, field: Field) -> Boxed {
    let mut terms: Vec<Term> = forms.iter().map(|form| Term::from_field_text(field, form)).collect();
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
        _ if is_growing => {
            let mut query = PhrasePrefixQuery::new(terms);
            query.set_max_expansions(MOST_ENDINGS);
            Box::new(query)
        }
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn any(mut ways: Vec<Boxed>) -> Boxed {
    if ways.len() == 1 { ways.remove(0) } else { Box::new(DisjunctionMaxQuery::new(ways)) }
}

fn beginning(field: Field, form: &str) -> Boxed {
    // No word has the last character there is.
    let after = Term::from_field_text(field, &format!("{form}\u{10FFFF}"));
    let query = RangeQuery::new(Bound::Included(Term::from_field_text(field, form)), Bound::Excluded(after));
    Box::new(ConstScoreQuery::new(Box::new(query), BEGINNING_SCORE))
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Articles of a period: by each article's local time if known, else by the moment.
fn within(times: Times) -> Boxed {
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let moments = segment.fast_fields().i64("time")?;
        let clocks = segment.fast_fields().i64("local")?;
        // An article dated in the future stands in lists where it was added.
        let (first, last) =
            (moments.min_value().min(clocks.min_value()), moments.max_value().max(clocks.max_value()));
        let is_outside = times.from.is_some_and(|edge| last.saturating_add(FARTHEST_CLOCK) < edge.moment)
            || times.until.is_some_and(|edge| first.saturating_sub(FARTHEST_CLOCK) >= edge.moment);
        let moments = moments.first_or_default_col(0);
        Ok(move |document: DocId| {
            if is_outside {
                return false;
            }
            let moment = moments.get_val(document);
            let local = clocks.first(document);
            // In lists such an article stands at another time.
            let is_dated_later = |local: &i64| *local > moment.saturating_add(FARTHEST_CLOCK);
            let moment = local.filter(is_dated_later).unwrap_or(moment);
            let is_before = |edge: Edge| match edge.midnight.zip(local) {
                Some((midnight, local)) => local < midnight,
                None => moment < edge.moment,
            };
            !times.from.is_some_and(is_before) && times.until.is_none_or(is_before)
        })
    });
    Box::new(DocPredicateQuery::from(predicate))
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
