//! What a screen without rows answers to keys that need one.

use super::Screen;
use crate::app::action::Action;
use crate::app::empty::Empty;

impl Screen {
    /// Why an action finds nothing to work on here: nothing is listed.
    pub fn why_not(&self, action: &Action) -> Option<String> {
        match (self, action) {
            // These open a prompt for what is missing.
            (Self::Feeds(_) | Self::Searches(_), Action::Open) => None,
            _ => self.lacks(action).map(|empty| empty.notice()),
        }
    }

    /// Whether an action is worth offering: it has something to work on.
    pub fn offers(&self, action: &Action) -> bool {
        self.lacks(action).is_none()
    }

    fn lacks(&self, action: &Action) -> Option<Empty> {
        let is_list = matches!(self, Self::Articles(_));
        // A list of articles is also filtered by a query, the others only by the name of a row.
        if !action.needs_row() && (is_list || *action != Action::Filter) {
            return None;
        }
        match self {
            Self::Articles(screen) => screen.why_not(action),
            Self::Names(screen) => screen.empty(),
            Self::Feeds(screen) => screen.empty(),
            Self::Changes(screen) => screen.empty(),
            Self::Notes(screen) => screen.empty(),
            Self::Searches(screen) => screen.empty(),
            Self::Map(screen) => screen.empty(),
            Self::Watched(screen) => screen.empty(),
            Self::Dossier(_) => None,
        }
    }
}
