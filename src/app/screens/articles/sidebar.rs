//! The names sidebar: the names in the current article, by kind.
//!
//! It stores no names of its own, only which of the article's is selected; the article's
//! `entities` are passed in. `ui/sidebar.rs` draws it.

use crate::app::motion::{Motion, scrolled};
use crate::model::{Attended, Kind, NamedEntity};
use crate::text::fold::{begin_words, fold};

/// The state of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sidebar {
    lines: Vec<Line>,
    cursor: usize,
    top: usize,
    /// Only names with words that begin so.
    words: String,
}

/// A line of the sidebar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// `PEOPLE`, with how many there are.
    Heading(Kind, usize),
    /// An entity, by its index among the article's.
    Name(usize),
    /// An empty line before the next heading.
    Gap,
    /// How many of the article's names are muted.
    Muted(usize),
    /// The names are narrowed by words; whether any name has them.
    Narrowed(bool),
}

impl Sidebar {
    /// Lays out another article's names, people first, and selects the first. Muted names are only counted.
    pub fn fill(&mut self, entities: &[NamedEntity], attended: &Attended) {
        self.narrow(entities, attended, "");
    }

    /// Shows only the names with a form that has these words, or all if there are none.
    pub fn narrow(&mut self, entities: &[NamedEntity], attended: &Attended, words: &str) {
        self.lines.clear();
        words.clone_into(&mut self.words);
        let folded = fold(words);
        let has_words = |named: &NamedEntity| {
            let entity = &named.entity;
            let mut forms = entity.aliases.iter().map(|alias| &alias.form).chain([&entity.name]);
            folded.is_empty() || forms.any(|form| begin_words(&folded, &fold(form)))
        };
        let is_muted = |named: &NamedEntity| attended.mutes(named.id) && folded.is_empty();
        for kind in Kind::ALL {
            let is_shown =
                |named: &NamedEntity| named.entity.kind == kind && !is_muted(named) && has_words(named);
            let of_kind = || entities.iter().enumerate().filter(|(_, named)| is_shown(named));
            let count = of_kind().count();
            if count == 0 {
                continue;
            }
            if !self.lines.is_empty() {
                self.lines.push(Line::Gap);
            }
            self.lines.push(Line::Heading(kind, count));
            self.lines.extend(of_kind().map(|(at, _)| Line::Name(at)));
        }
        let muted = entities.iter().filter(|named| is_muted(named)).count();
        if muted > 0 {
            self.lines.extend([Line::Gap, Line::Muted(muted)]);
        }
        if !folded.is_empty() {
            let has_names = !self.lines.is_empty();
            self.lines.insert(0, Line::Narrowed(has_names));
        }
        self.top = 0;
        let first = self.names().next();
        self.cursor = first.unwrap_or(0);
    }

    /// The lines on a screen of `height` rows, with the number of the first.
    pub fn visible(&self, height: usize) -> (usize, &[Line]) {
        let top = self.top.min(self.lines.len());
        (top, &self.lines[top..(top + height).min(self.lines.len())])
    }

    /// What its names are narrowed by.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The selected line.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The selected entity, by its index among the article's.
    pub fn selected(&self) -> Option<usize> {
        match self.lines.get(self.cursor) {
            Some(Line::Name(at)) => Some(*at),
            _ => None,
        }
    }

    /// Moves among the names; headings and gaps are skipped.
    pub fn go(&mut self, motion: Motion, height: usize) {
        let names: Vec<usize> = self.names().collect();
        let at = names.partition_point(|&line| line < self.cursor);
        if let Some(&line) = names.get(motion.target(at, names.len(), height)) {
            self.stand_on(line, height);
        }
    }

    /// Selects an entity of the article.
    pub fn select(&mut self, entity: usize, height: usize) {
        if let Some(line) = self.lines.iter().position(|&line| line == Line::Name(entity)) {
            self.stand_on(line, height);
        }
    }

    /// Selects the name drawn in the pane's row `row`; false if there is none.
    pub fn click(&mut self, row: usize) -> bool {
        let line = self.top + row;
        let hit = matches!(self.lines.get(line), Some(Line::Name(_)));
        if hit {
            self.cursor = line;
        }
        hit
    }

    fn names(&self) -> impl Iterator<Item = usize> + '_ {
        self.lines.iter().enumerate().filter(|(_, line)| matches!(line, Line::Name(_))).map(|(at, _)| at)
    }

    fn stand_on(&mut self, line: usize, height: usize) {
        self.cursor = line;
        // The heading above the first name of a kind is shown with it.
        let above = line.saturating_sub(1);
        let wanted = if matches!(self.lines.get(above), Some(Line::Heading(..))) { above } else { line };
        self.top = scrolled(scrolled(self.top, line, height), wanted, height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, EntityId};

    fn named(kind: Kind, name: &str) -> NamedEntity {
        let entity = Entity {
            kind,
            name: name.into(),
            key: name.to_lowercase(),
            aliases: Vec::new(),
            roles: Vec::new(),
            place: None,
            salience: 1.0,
        };
        NamedEntity {
            id: EntityId(1),
            entity,
            shown: name.to_owned(),
            mentions: 1,
            articles: 1,
            trend: Vec::new(),
            last: None,
        }
    }

    fn sidebar() -> Sidebar {
        let mut sidebar = Sidebar::default();
        let names = [
            named(Kind::Place, "Vienna"),
            named(Kind::Person, "John Kerry"),
            named(Kind::Person, "Federica Mogherini"),
        ];
        sidebar.fill(&names, &Attended::default());
        sidebar
    }

    #[test]
    fn people_stand_first_whatever_the_order() {
        let sidebar = sidebar();
        let (_, lines) = sidebar.visible(10);
        let expected = [
            Line::Heading(Kind::Person, 2),
            Line::Name(1),
            Line::Name(2),
            Line::Gap,
            Line::Heading(Kind::Place, 1),
            Line::Name(0),
        ];
        assert_eq!(lines, expected);
        assert_eq!(sidebar.selected(), Some(1));
    }

    #[test]
    fn motions_step_over_headings() {
        let mut sidebar = sidebar();
        for (motion, expected) in [
            (Motion::Step(1), Some(2)),
            (Motion::Step(1), Some(0)),
            (Motion::Step(1), Some(0)),
            (Motion::Top, Some(1)),
            (Motion::Bottom, Some(0)),
        ] {
            sidebar.go(motion, 10);
            assert_eq!(sidebar.selected(), expected, "{motion:?}");
        }
    }

    #[test]
    fn a_small_pane_scrolls_with_the_heading() {
        let mut sidebar = sidebar();
        sidebar.go(Motion::Bottom, 2);
        assert_eq!(sidebar.visible(2), (4, [Line::Heading(Kind::Place, 1), Line::Name(0)].as_slice()));
        sidebar.go(Motion::Top, 2);
        assert_eq!(sidebar.visible(2).0, 0);
    }

    #[test]
    fn words_narrow_it() {
        let mut sidebar = Sidebar::default();
        let names =
            [named(Kind::Person, "John Kerry"), named(Kind::Place, "Kerry"), named(Kind::Place, "Rome")];
        for (words, expected) in
            [("ker", vec![0, 1]), ("JOHN k", vec![0]), ("erry", vec![]), ("", vec![0, 1, 2])]
        {
            sidebar.narrow(&names, &Attended::default(), words);
            let shown = sidebar.lines.iter().filter_map(|line| match line {
                Line::Name(at) => Some(*at),
                _ => None,
            });
            assert_eq!(shown.collect::<Vec<_>>(), expected, "{words}");
        }
    }

    #[test]
    fn clicks_hit_names_only() {
        let mut sidebar = sidebar();
        assert!(sidebar.click(2));
        assert_eq!(sidebar.selected(), Some(2));
        assert!(!sidebar.click(0) && !sidebar.click(99));
        assert_eq!(sidebar.selected(), Some(2));
    }

    #[test]
    fn an_article_without_names_leaves_it_empty() {
        let mut sidebar = sidebar();
        sidebar.fill(&[], &Attended::default());
        sidebar.go(Motion::Step(1), 10);
        assert_eq!(sidebar.selected(), None);
    }
}
