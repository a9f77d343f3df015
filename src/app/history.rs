//! Where the reader has been: back, forward, to the very line.

use super::layout::Focus;
use super::panes::list::View;
use crate::model::{ArticleId, EntityId, Kind, Position};

/// A place one can come back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The page.
    pub page: At,
    /// The pane that had the focus.
    pub focus: Focus,
    /// Which list, and where in it.
    pub view: View,
    /// Which article, where in it, and which mention had the focus.
    pub article: Option<(ArticleId, Position, Option<usize>)>,
}

/// A page, with the row it stood on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// List, article and sidebar.
    Articles,
    /// An entity's page.
    Dossier(EntityId, usize),
    /// The index of names, and the beginning it was narrowed to.
    Index(Kind, String, usize),
    /// The tree of feeds, and the line it stood on.
    Feeds(usize),
}

/// The places, as a browser keeps them: going somewhere new forgets what lay ahead.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    back: Vec<Place>,
    forward: Vec<Place>,
}

/// Places kept at most.
const KEPT: usize = 500;

impl History {
    /// Remembers the place that is being left for a new one.
    pub fn leave(&mut self, place: Place) {
        self.forward.clear();
        if self.back.last() != Some(&place) {
            self.back.push(place);
        }
        if self.back.len() > KEPT {
            self.back.remove(0);
        }
    }

    /// The place before; `here` is where forward leads from there.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.back.pop()?;
        self.forward.push(here);
        Some(place)
    }

    /// The place one came back from.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.forward.pop()?;
        self.back.push(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(entity: i64) -> Place {
        let page = At::Dossier(EntityId(entity), 0);
        Place { page, focus: Focus::Reader, view: View::default(), article: None }
    }

    #[test]
    fn back_and_forward_as_in_a_browser() {
        let mut history = History::default();
        history.leave(place(1));
        history.leave(place(2));
        assert_eq!(history.back(place(3)), Some(place(2)));
        assert_eq!(history.back(place(2)), Some(place(1)));
        assert_eq!(history.back(place(1)), None);
        assert_eq!(history.forward(place(1)), Some(place(2)));
        history.leave(place(2));
        assert_eq!(history.forward(place(9)), None, "somewhere new forgets what lay ahead");
    }
}
