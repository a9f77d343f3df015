//! What a map shows: to open it, and to come back to it.

use crate::map::View;
use crate::model::{EntityId, PlacesOf};

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct MapScope {
    /// Whose places.
    pub of: PlacesOf,
    /// What that is called.
    pub title: String,
    /// Articles of this time alone.
    pub window: TimeWindow,
    /// Where it looks; `None` until the user has moved it: at all places.
    pub view: Option<View>,
    /// The place at hand.
    pub place: Option<EntityId>,
}

/// The time whose articles a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimeWindow {
    #[default]
    Always,
    Year,
    Quarter,
    Month,
    Week,
}

impl TimeWindow {
    /// The next, each shorter than the one before; after the shortest all time again.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Always => Self::Year,
            Self::Year => Self::Quarter,
            Self::Quarter => Self::Month,
            Self::Month => Self::Week,
            Self::Week => Self::Always,
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Always => "all time",
            Self::Year => "last 365 days",
            Self::Quarter => "last 90 days",
            Self::Month => "last 30 days",
            Self::Week => "last 7 days",
        }
    }

    /// The term of the query language that finds its articles; empty for all time.
    pub fn term(self) -> &'static str {
        match self {
            Self::Always => "",
            Self::Year => "since:365d",
            Self::Quarter => "since:90d",
            Self::Month => "since:30d",
            Self::Week => "since:7d",
        }
    }
}

impl MapScope {
    /// All places of an article or a list.
    pub fn new(of: PlacesOf, title: impl Into<String>) -> Self {
        Self { of, title: title.into(), window: TimeWindow::Always, view: None, place: None }
    }
}
