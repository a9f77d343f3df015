//! Turns a query into a request to the index by filling in what only the store knows: which entities names refer to,
//! where places are, and which articles have which marks.

use super::{Library, Result};
use crate::entities::{listed_organisation, name_spellings};
use crate::index::{ArticleSet, Highlighter, Wanted};
use crate::model::{BuiltinList, EntityId, FeedId, Kind, ListQuery};
use crate::query::{self, ArticleState, Context, Expression, Field, NameField, Query, Shape, Times};
use crate::text::{fold::fold, width::truncate, words::bare};
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The maximum number of entities whose names have a prefix.
const BEGINNING: usize = 50;

/// The minimum length of a word that may be any word of a name.
const SHORTEST_PART: usize = 4;

/// What to tell the user about a query.
struct Remarks {
    notice: Option<String>,
    is_in_vain: bool,
}

/// A query that is ready to run.
pub(super) struct Search {
    pub wanted: Wanted,
    pub highlighter: Highlighter,
    /// What to tell the user about it.
    pub notice: Option<String>,
    /// Whether a name in it is that of nothing in the library.
    pub is_in_vain: bool,
    /// The same with "any of the words" instead of "all of them".
    pub relaxed: Option<Wanted>,
}

impl Library {
    /// Parses a query with what the library knows: the names in it, the time and the user's zone.
    pub(super) fn parse(&self, text: &str, typing: bool) -> Query {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        // A name that cannot be looked up counts as unknown; the search itself will report the error.
        let knows = |field, name: &str| self.knows(field, name).unwrap_or(false);
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        query::parse(text, &Context { now, zone: TimeZone::system(), typing, knows: &knows })
    }

    fn knows(&self, field: NameField, name: &str) -> Result<bool> {
        match field {
            NameField::Entity(kind) => Ok(!self.entities_called(kind, name)?.is_empty()),
            NameField::Place => self.knows_place(name),
            NameField::Feed => Ok(!self.feeds_called(name)?.is_empty()),
            NameField::Tag => Ok(self.is_topic(name)? || self.in_store(self.store.has_tag(name))?),
        }
    }

    /// Whether a source gave an article this category.
    fn is_topic(&self, name: &str) -> Result<bool> {
        Ok(self.ask(|index| index.has_topic(name))?.unwrap_or(false))
    }

    /// Fills in what only the store knows.
    pub(super) fn prepare(&self, query: Query, list_query: &ListQuery) -> Result<Search> {
        let Query { expression, remark, .. } = query;
        let notice = remark.map(|remark| remark.to_string());
        let mut remarks = Remarks { notice, is_in_vain: false };
        let mut parts = vec![self.ground(&expression, list_query.typing, &mut remarks)?];
        parts.extend(list_query.entities.iter().map(|&id| Wanted::Naming(vec![id])));
        if !list_query.feeds.is_empty() {
            parts.push(Wanted::Among(self.feed_articles(list_query.feeds.iter().copied())?));
        }
        match list_query.builtin {
            BuiltinList::Unread => parts.push(Wanted::Among(self.set_of(ArticleState::Unread)?)),
            BuiltinList::Bookmarks => parts.push(Wanted::Among(self.set_of(ArticleState::Bookmarked)?)),
            BuiltinList::All | BuiltinList::History => {}
        }
        let relaxed = relaxed(&parts[0])
            .map(|any| Wanted::All(std::iter::once(any).chain(parts[1..].iter().cloned()).collect()));
        let highlighter = Highlighter::new(&expression);
        let Remarks { notice, is_in_vain } = remarks;
        Ok(Search { wanted: Wanted::All(parts), highlighter, notice, is_in_vain, relaxed })
    }

    fn ground(&self, expression: &Expression, typing: bool, remarks: &mut Remarks) -> Result<Wanted> {
        let mut each = |parts: &[Expression]| {
            parts.iter().map(|part| self.ground(part, typing, remarks)).collect::<Result<Vec<_>>>()
        };
        Ok(match expression {
            Expression::Everything => Wanted::Everything,
            Expression::All(parts) => Wanted::All(each(parts)?),
            Expression::Any(parts) => Wanted::Any(each(parts)?),
            Expression::Not(part) => Wanted::Not(Box::new(self.ground(part, typing, remarks)?)),
            Expression::Words(words) => {
                if words.field == Some(Field::Language) && !typing {
                    let is_used = self.ask(|index| index.has_language(&words.text))?;
                    let none = "no article here is in the language";
                    remarks.tell_of_none(is_used == Some(false), none, &words.text);
                }
                Wanted::Words(words.clone())
            }
            Expression::Time(times) => self.published_in(*times)?,
            Expression::State(state) => Wanted::Among(self.set_of(*state)?),
            Expression::Tag(name) => {
                let mut tagged = ArticleSet::new();
                for name in [name.clone(), name.replace('-', " "), name.replace(' ', "-")] {
                    self.in_store(self.store.each_tagged(&name, &mut |id| tagged.insert(id)))?;
                }
                let is_unused = !typing && tagged.iter().next().is_none() && !self.is_topic(name)?;
                remarks.tell_of_none(is_unused, "no article here has the tag", name);
                Wanted::Any(vec![Wanted::Topic(name.clone()), Wanted::Among(Arc::new(tagged))])
            }
            Expression::Feed(name) => {
                let feeds = self.feeds_called(name)?;
                remarks.tell_of_none(feeds.is_empty() && !typing, "no feed here is called", name);
                Wanted::Among(self.feed_articles(feeds)?)
            }
            Expression::Named { kind, name } => {
                let entities = self.entities_meant(*kind, name)?;
                let nobody = format!("no {} here is called", kind.word());
                remarks.tell_of_none(entities.is_empty() && !typing, &nobody, name);
                Wanted::Naming(entities)
            }
            Expression::Near { name, kilometres } => {
                let places = self.places_near(name, *kilometres)?;
                let none = format!("no place here is within {kilometres:.0} km of");
                remarks.tell_of_none(places.is_empty() && !typing, &none, name);
                Wanted::Naming(places)
            }
            Expression::In(name) => {
                let places = self.places_inside(name)?;
                remarks.tell_of_none(places.is_empty() && !typing, "no place here is in", name);
                Wanted::Naming(places)
            }
        })
    }

    /// What was published in a period; unknown for articles without a date.
    fn published_in(&self, times: Times) -> Result<Wanted> {
        let mut undated = ArticleSet::new();
        self.in_store(self.store.each_undated(&mut |id| undated.insert(id)))?;
        Ok(Wanted::All(vec![Wanted::Time(times), Wanted::Among(Arc::new(undated.inverted()))]))
    }

    fn feed_articles(&self, feeds: impl IntoIterator<Item = FeedId>) -> Result<Arc<ArticleSet>> {
        let mut carried = ArticleSet::new();
        for feed in feeds {
            self.in_store(self.store.each_feed_article(feed, &mut |id| carried.insert(id)))?;
        }
        Ok(Arc::new(carried))
    }

    /// All entities with this name; if there are none, those whose name has it as a prefix, or else those that have
    /// each of its words as the prefix of a word.
    pub(super) fn entities_meant(&self, kind: Kind, name: &str) -> Result<Vec<EntityId>> {
        let called = self.entities_called(kind, name)?;
        if !called.is_empty() || fold(name).is_empty() {
            return Ok(called);
        }
        let mut like = self.in_store(self.store.entities_like(name, Some(kind), BEGINNING))?;
        if like.is_empty() && name.chars().count() >= SHORTEST_PART {
            let words = name.replace(',', " ");
            like = self.in_store(self.store.entities_with_words(&words, Some(kind), BEGINNING, &|| false))?;
        }
        Ok(like.into_iter().map(|row| row.id).collect())
    }

    /// All entities with this name in any known spelling: with or without hyphens, a surname, an alias of a place or
    /// an organisation.
    fn entities_called(&self, kind: Kind, name: &str) -> Result<Vec<EntityId>> {
        let mut called = self.in_store(self.store.entities_named(name, Some(kind)))?;
        called.extend(self.in_store(self.store.entities_keyed(kind, &bare(name)))?);
        match kind {
            Kind::Person => {
                for (place, spelling) in name_spellings(name).iter().enumerate() {
                    // An umlaut is looked for only where nobody has the name as it is written.
                    if place < 2 || called.is_empty() {
                        called.extend(self.in_store(self.store.people_of_surname(spelling))?);
                        called.extend(self.in_store(self.store.entities_keyed(kind, spelling))?);
                    }
                }
            }
            Kind::Place => called.extend(self.places_spelt(name)?),
            Kind::Organisation => {
                if let Some(usual) = listed_organisation(name) {
                    called.extend(self.in_store(self.store.entities_named(usual, Some(kind)))?);
                }
            }
        }
        called.sort_unstable();
        called.dedup();
        Ok(called)
    }

    /// The articles in a state, derived from the smaller of two sets.
    pub(super) fn set_of(&self, state: ArticleState) -> Result<Arc<ArticleSet>> {
        let mut set = ArticleSet::new();
        let mut insert = |id| set.insert(id);
        let counts = self.counts()?;
        let few_are_read = counts.articles - counts.unread.min(counts.articles) < counts.unread;
        let mut is_opposite = false;
        let filled = match state {
            ArticleState::Noted => self.store.each_noted(&mut insert),
            ArticleState::Bookmarked => self.store.each_on_builtin_list(BuiltinList::Bookmarks, &mut insert),
            ArticleState::Unread | ArticleState::Read => {
                is_opposite = (state == ArticleState::Unread) == few_are_read;
                let fewer = if few_are_read { BuiltinList::History } else { BuiltinList::Unread };
                self.store.each_on_builtin_list(fewer, &mut insert)
            }
        };
        self.in_store(filled)?;
        Ok(Arc::new(if is_opposite { set.inverted() } else { set }))
    }
}

impl Remarks {
    /// Reports that a name refers to nothing in this library, unless something else was reported.
    fn tell_of_none(&mut self, is_none: bool, what: &str, name: &str) {
        if is_none {
            self.is_in_vain = true;
            self.notice.get_or_insert_with(|| format!("{what} \"{}\"", truncate(name, MOST_REPEATED)));
        }
    }
}

/// The most of a name that a message repeats, in columns.
const MOST_REPEATED: usize = 80;

/// "Any" instead of "all", if the query consists of bare words.
fn relaxed(wanted: &Wanted) -> Option<Wanted> {
    let is_bare = |part: &Wanted| matches!(part, Wanted::Words(words) if words.field.is_none() && words.shape == Shape::Plain);
    match wanted {
        Wanted::All(parts) if parts.len() > 1 && parts.iter().all(is_bare) => {
            Some(Wanted::Any(parts.clone()))
        }
        _ => None,
    }
}
