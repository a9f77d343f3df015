//! Where the user has been: back and forward, to the same line.

use super::context::Location;
use std::collections::VecDeque;

/// Where the user is: the location of every screen, the one on top last.
pub type Path = Vec<Location>;

/// Where the user has been, as in a browser: going somewhere new discards the forward history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    back: VecDeque<Path>,
    forward: Vec<Path>,
}

/// The maximum number of paths kept.
const KEPT: usize = 500;

impl History {
    /// Remembers the path that is left for a new one.
    pub fn leave(&mut self, path: Path) {
        self.forward.clear();
        if self.back.back() != Some(&path) {
            self.back.push_back(path);
        }
        if self.back.len() > KEPT {
            self.back.pop_front();
        }
    }

    /// The previous path; `here` is where forward leads from there.
    pub fn back(&mut self, here: Path) -> Option<Path> {
        let path = self.back.pop_back()?;
        self.forward.push(here);
        Some(path)
    }

    /// The path that the user came back from.
    pub fn forward(&mut self, here: Path) -> Option<Path> {
        let path = self.forward.pop()?;
        self.back.push_back(here);
        Some(path)
    }

    /// The top screen was closed, and `now` is the path below it. If the user came from there, this was a step back.
    pub fn left(&mut self, here: Path, now: &Path) {
        if self.back.back() == Some(now) {
            self.back.pop_back();
            self.forward.push(here);
        } else {
            self.leave(here);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntityId;

    fn path(entity: i64) -> Path {
        vec![Location::Dossier(EntityId(entity), 0)]
    }

    #[test]
    fn back_and_forward_as_in_a_browser() {
        let mut history = History::default();
        history.leave(path(1));
        history.leave(path(2));
        assert_eq!(history.back(path(3)), Some(path(2)));
        assert_eq!(history.back(path(2)), Some(path(1)));
        assert_eq!(history.back(path(1)), None);
        assert_eq!(history.forward(path(1)), Some(path(2)));
        history.leave(path(2));
        assert_eq!(history.forward(path(9)), None, "somewhere new forgets what lay ahead");
    }

    #[test]
    fn leaving_a_screen_is_the_way_back_to_where_it_was_opened() {
        let mut history = History::default();
        history.leave(path(1));
        history.left(path(2), &path(1));
        assert_eq!(history.forward(path(1)), Some(path(2)));
        history.left(path(2), &path(7));
        assert_eq!(history.back(path(7)), Some(path(2)), "what was left can be come back to");
    }
}
