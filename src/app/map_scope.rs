//! What a map shows, for opening it and returning to it.

use crate::map::View;
use crate::model::{EntityId, PlacesOf};

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct MapScope {
    /// The places to show.
    pub of: PlacesOf,
    /// Their title.
    pub title: String,
    /// Only articles from this period.
    pub window: TimeWindow,
    /// The part of the map in view; `None` until the user moves it: all places.
    pub view: Option<View>,
    /// The current place.
    pub place: Option<EntityId>,
}

/// The period whose articles a map shows.
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
    /// The next, shorter period; after the shortest, all time.
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

    /// Its title; all of the shorter ones are within it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Always => "all time",
            Self::Year => "last 365 days",
            Self::Quarter => "last 90 days",
            Self::Month => "last 30 days",
            Self::Week => "last 7 days",
        }
    }

    /// What is said of it when it is chosen.
    pub fn note(self) -> String {
        match self {
            Self::Always => self.title().to_owned(),
            _ => format!("{} · articles without a date are left out", self.title()),
        }
    }

    /// The query term for the period; empty for all time.
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
