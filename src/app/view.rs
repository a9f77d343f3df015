//! Which articles a list shows: a built-in list, and its filters.
//!
//! What is shown of a filter is a query that means the same: it can be typed, and saved.

use crate::model::{BuiltinList, EntityId, FeedId, Kind, ListQuery, Order, RowKey, Subscription};
use crate::text::fold::fold;

/// Which articles a list shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListView {
    /// The built-in list it starts from.
    pub builtin: BuiltinList,
    /// Its filters, the latest last.
    pub filters: Vec<Filter>,
    /// The order, if it has its own: the default is newest first, or by relevance for search results.
    pub order: Option<Order>,
    /// Whether the last query's last word is a prefix, as while it was typed.
    pub typing: bool,
    /// The selected row when it was left.
    pub at: Option<RowKey>,
}

/// A filter of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Articles that name an entity.
    Entity(EntityId, Kind, String),
    /// Articles that a query finds.
    Query(String),
    /// Articles that a saved search finds: its number, name and query.
    Saved(i64, String, String),
    /// Articles of feeds, and the query that finds these.
    Feeds(Vec<FeedId>, String),
}

impl Filter {
    /// Its query, if it is one by itself.
    fn query(&self) -> Option<&str> {
        match self {
            Self::Query(query) | Self::Saved(.., query) => Some(query),
            Self::Entity(..) | Self::Feeds(..) => None,
        }
    }

    /// The query that finds its articles.
    pub fn term(&self) -> String {
        match self {
            Self::Entity(_, kind, name) => term(kind.word(), name),
            Self::Query(query) | Self::Saved(.., query) | Self::Feeds(_, query) => query.clone(),
        }
    }

    /// Its breadcrumb.
    fn shown(&self) -> String {
        match self {
            Self::Saved(_, name, query) if name == query => format!("Saved: {query}"),
            Self::Saved(_, name, query) => format!("Saved: {name} ({query})"),
            filter => filter.term(),
        }
    }
}

/// The query for a field and a name: `place:Mosul`, `org:"AND Inc."`.
fn term(field: &str, name: &str) -> String {
    const MOST_WORDS: usize = 6;
    let is_word = |word: &str| {
        let is_operator = matches!(word, "AND" | "OR" | "NOT");
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '\'' | '’');
        !is_operator && word.starts_with(char::is_alphanumeric) && word.chars().all(is_letter)
    };
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() <= MOST_WORDS && words.iter().all(|word| is_word(word)) {
        return format!("{field}:{name}");
    }
    // Marks that the name does not have itself.
    let marks =
        [('"', '"', "\"“”„＂"), ('«', '»', "»"), ('‹', '›', "›"), ('「', '」', "」"), ('『', '』', "』")];
    let fits = marks.into_iter().find(|(.., closing)| !name.contains(|c| closing.contains(c)));
    match fits {
        Some((opening, closing, _)) => format!("{field}:{opening}{name}{closing}"),
        None => format!("{field}:\"{}\"", name.replace(|c| "\"“”„＂".contains(c), " ")),
    }
}

/// The query for all feeds.
pub const ALL_FEEDS: &str = "feed:*";

/// The query for the feeds with a tag.
pub fn tag_term(tag: &str) -> String {
    term("feed", &format!("#{tag}"))
}

/// The query for the feeds that an account fetches.
pub fn account_term(name: &str) -> String {
    term("feed", &format!("@{name}"))
}

/// The query for one of the feeds: by its title or, if that finds others as well, by its address.
pub fn feed_term(feeds: &[Subscription], feed: &Subscription) -> String {
    let title = fold(&feed.title);
    let has_title = |other: &&Subscription| {
        fold(&other.title).contains(&title) || other.tags.iter().any(|tag| fold(tag) == title)
    };
    let is_sign = feed.title.trim().is_empty() || feed.title.starts_with(['*', '#', '@']);
    let is_other = |other: &Subscription| other.id != feed.id;
    if is_sign || feeds.iter().filter(has_title).any(is_other) {
        term("feed", &feed.url)
    } else {
        term("feed", &feed.title)
    }
}

impl ListView {
    /// A built-in list without filters.
    pub const fn of(builtin: BuiltinList) -> Self {
        Self { builtin, filters: Vec::new(), order: None, typing: false, at: None }
    }

    /// All articles that a filter lets through.
    pub fn filtered(filter: Filter) -> Self {
        Self { filters: vec![filter], ..Self::default() }
    }

    /// The list as requested from the library.
    pub fn query(&self) -> ListQuery {
        let mut list_query = ListQuery { builtin: self.builtin, typing: self.typing, ..ListQuery::default() };
        for filter in &self.filters {
            match filter {
                Filter::Entity(id, ..) => list_query.entities.push(*id),
                Filter::Feeds(ids, _) => list_query.feeds.clone_from(ids),
                Filter::Query(query) | Filter::Saved(.., query) if list_query.query.is_empty() => {
                    list_query.query.clone_from(query);
                }
                Filter::Query(query) => list_query.query = format!("({}) {query}", list_query.query),
                Filter::Saved(.., query) => list_query.query = format!("({}) ({query})", list_query.query),
            }
        }
        list_query.order = self.order();
        list_query
    }

    /// The order of its rows.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(if self.has_query() { Order::Best } else { Order::Newest })
    }

    /// Whether it lists the results of a query.
    pub fn has_query(&self) -> bool {
        self.filters.iter().filter_map(Filter::query).any(|query| !query.is_empty())
    }

    /// Whether it shows the same articles as another view, in any order.
    pub fn is_same_list(&self, other: &Self) -> bool {
        let list = |view: &Self| Self { order: None, ..view.clone() }.query();
        list(self) == list(other)
    }

    /// The name under which its order is kept.
    pub fn key(&self) -> String {
        let filters = self.filters.iter().map(|filter| match filter {
            Filter::Entity(id, ..) => format!("entity {}", id.0),
            Filter::Query(query) => format!("search {}", query.trim().to_lowercase()),
            Filter::Saved(id, ..) => format!("saved {id}"),
            Filter::Feeds(ids, term) => match ids[..] {
                [id] => format!("feed {}", id.0),
                _ => format!("feeds {term}"),
            },
        });
        std::iter::once(self.builtin.word().to_owned()).chain(filters).collect::<Vec<_>>().join(", ")
    }

    /// Its breadcrumbs, a word or two each: `All articles`, `place:Mosul`.
    pub fn trail(&self) -> Vec<String> {
        let filters = self.filters.iter().map(Filter::shown);
        std::iter::once(self.builtin.word().to_owned()).chain(filters).collect()
    }

    /// The saved search that it shows, and nothing but that.
    pub fn saved(&self) -> Option<i64> {
        match self.filters[..] {
            [Filter::Saved(id, ..)] if self.builtin == BuiltinList::All => Some(id),
            _ => None,
        }
    }

    /// A query that finds the same articles, to be saved; `None` for all articles, and for the history, which no
    /// query finds.
    pub fn as_query(&self) -> Option<String> {
        let builtin = match self.builtin {
            BuiltinList::All => None,
            BuiltinList::Unread => Some("is:unread".to_owned()),
            BuiltinList::Bookmarks => Some("is:bookmarked".to_owned()),
            BuiltinList::History => return None,
        };
        let is_alone = self.filters.len() == 1 && builtin.is_none();
        let parts = self.filters.iter().map(|filter| match filter {
            filter if is_alone => filter.term(),
            // In parentheses a name of several words takes no word of what follows.
            filter => format!("({})", filter.term()),
        });
        let query = parts.chain(builtin).collect::<Vec<_>>().join(" ");
        Some(query).filter(|query| !query.is_empty())
    }

    /// The feeds it is filtered by.
    pub fn feeds(&self) -> Vec<FeedId> {
        self.query().feeds
    }

    /// Whether it shows all articles.
    pub fn is_all(&self) -> bool {
        self.builtin == BuiltinList::All && self.filters.is_empty()
    }

    /// Whether it shows exactly the articles of one feed or tag.
    pub fn is_of_feeds(&self) -> bool {
        matches!(self.filters[..], [Filter::Feeds(..)])
    }

    /// Whether its rows are ordered by the time of publication.
    pub fn is_by_time(&self) -> bool {
        let by_time = matches!(self.order(), Order::Newest | Order::Oldest);
        self.builtin != BuiltinList::History && by_time
    }
}
