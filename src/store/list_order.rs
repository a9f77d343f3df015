//! The orders of lists in SQL: their keys, the order of rows, and how to continue a list after a key.

use crate::model::{Order, RowKey};
use rusqlite::types::Value;

/// Where a walk begins: at an end of the list, or next to a key.
#[derive(Clone, Copy)]
pub(super) enum From {
    End,
    Beyond(RowKey),
    At(RowKey),
}

/// The direction of a walk, relative to the list's order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Down,
    Up,
}

/// An order for a statement whose articles come from a table `d`.
pub(super) struct OrderSql {
    /// The expression for a row's key.
    pub key: String,
    /// A join for what `d` lacks.
    pub join: String,
    /// What rows are sorted by before their keys: the site.
    before: Option<String>,
    article: String,
    /// Whether the largest key comes first.
    descends: bool,
}

impl OrderSql {
    /// An order; `is_article` says that `d` is the table of articles itself, and `article` is the column with their
    /// numbers.
    pub fn of(order: Order, is_article: bool, article: &str) -> Self {
        let table = if is_article { 'd' } else { 'a' };
        let join = if is_article { String::new() } else { format!(" JOIN article a ON a.id = d.{article}") };
        let by_time = Self {
            key: "d.time".to_owned(),
            join: String::new(),
            before: None,
            article: format!("d.{article}"),
            descends: order != Order::Oldest,
        };
        match order {
            Order::Newest | Order::Oldest | Order::Best | Order::Unread => by_time,
            Order::Length => Self { key: format!("{table}.words"), join, ..by_time },
            Order::Site => {
                let site = format!("coalesce({table}.site, '') COLLATE NOCASE");
                Self { key: format!("{table}.time"), join, before: Some(site), ..by_time }
            }
        }
    }

    /// The expression after ORDER BY.
    pub fn order(&self, way: Way) -> String {
        let direction = if self.descends == (way == Way::Down) { "DESC" } else { "ASC" };
        let before = match (&self.before, way) {
            (Some(before), Way::Down) => format!("{before}, "),
            (Some(before), Way::Up) => format!("{before} DESC, "),
            (None, _) => String::new(),
        };
        format!("{before}{} {direction}, {} {direction}", self.key, self.article)
    }

    /// The condition that a row lies beyond the start of the walk, and its values.
    pub fn bound(&self, from: From, way: Way, site: &str, values: &mut Vec<Value>) -> String {
        let Some(key) = from.key() else { return String::new() };
        let sign = if self.descends == (way == Way::Down) { '<' } else { '>' };
        let equal = if matches!(from, From::At(_)) { "=" } else { "" };
        let keys = format!("({}, {}) {sign}{equal} (?, ?)", self.key, self.article);
        let condition = match &self.before {
            None => format!(" AND {keys}"),
            Some(before) => {
                let after = if way == Way::Down { '>' } else { '<' };
                values.extend([site, site].map(|site| Value::from(site.to_owned())));
                format!(" AND {before} {after}= ? AND ({before} {after} ? OR {keys})")
            }
        };
        values.extend([key.order, key.article.0].map(Value::from));
        condition
    }
}

impl From {
    pub fn key(self) -> Option<RowKey> {
        match self {
            Self::End => None,
            Self::Beyond(key) | Self::At(key) => Some(key),
        }
    }

    /// The same for a plan whose keys are lowered by the list.
    pub fn raised(self, by: i64) -> Self {
        let raise = |key: RowKey| RowKey { order: key.order + by, ..key };
        match self {
            Self::End => Self::End,
            Self::Beyond(key) => Self::Beyond(raise(key)),
            Self::At(key) => Self::At(raise(key)),
        }
    }
}
