//! Which articles a list shows: a built-in list, and its filters.

use crate::model::{BuiltinList, EntityId, FeedId, Kind, ListQuery, Order, RowKey};

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
    /// Articles of feeds, and these feeds' name.
    Feeds(Vec<FeedId>, String),
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
                Filter::Query(query) if list_query.query.is_empty() => list_query.query.clone_from(query),
                Filter::Query(query) => list_query.query = format!("({}) {query}", list_query.query),
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
        self.filters.iter().any(|filter| matches!(filter, Filter::Query(query) if !query.is_empty()))
    }

    /// Whether it shows the same articles as another view, in any order.
    pub fn is_same_list(&self, other: &Self) -> bool {
        let list = |view: &Self| Self { order: None, ..view.clone() }.query();
        list(self) == list(other)
    }

    /// The name under which its order is kept: all searches share one.
    pub fn key(&self) -> String {
        let filters = self.filters.iter().map(|filter| match filter {
            Filter::Entity(id, ..) => format!("entity {}", id.0),
            Filter::Query(_) => "search".to_owned(),
            Filter::Feeds(ids, name) => match ids[..] {
                [id] => format!("feed {}", id.0),
                _ => format!("feeds {name}"),
            },
        });
        std::iter::once(self.builtin.word().to_owned()).chain(filters).collect::<Vec<_>>().join(", ")
    }

    /// Its breadcrumbs, a word or two each: `All articles`, `place:Mosul`.
    pub fn trail(&self) -> Vec<String> {
        let filters = self.filters.iter().map(|filter| match filter {
            Filter::Entity(_, kind, name) => format!("{}:{name}", kind.word()),
            Filter::Query(query) => query.clone(),
            Filter::Feeds(_, name) => format!("feed:{name}"),
        });
        std::iter::once(self.builtin.word().to_owned()).chain(filters).collect()
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
        let parts = self.filters.iter().map(|filter| match filter {
            Filter::Entity(_, kind, name) => {
                let field = if *kind == Kind::Organisation { "org" } else { kind.word() };
                format!("{field}:\"{name}\"")
            }
            Filter::Query(query) if self.filters.len() > 1 => format!("({query})"),
            Filter::Query(query) => query.clone(),
            Filter::Feeds(_, name) => format!("feed:\"{name}\""),
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
