//! The articles that the next key is likely to show: read and laid out ahead, so that it shows them at once.

use super::Articles;
use super::panes::Panes;
use super::reader::Viewport;
use super::small_map::SmallMap;
use crate::app::article_layout::ArticleLayout;
use crate::app::cx::Cx;
use crate::app::effect::{Request, Slot};
use crate::app::marks;
use crate::model::{Article, ArticleId, Edit};

/// The maximum number of articles held.
const KEPT: usize = 6;
/// A longer article, in words, is read when it is wanted: laying it out ahead would hold up keys.
const LONGEST: u32 = 20_000;

/// Articles that are ready to be shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Nearby {
    /// The latest last.
    ready: Vec<Ready>,
}

/// An article as it will be shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ready {
    pub article: Box<Article>,
    layout: ArticleLayout,
    viewport: Viewport,
    pub map: SmallMap,
}

impl Ready {
    /// Lays out an article for these panes.
    fn new(article: Box<Article>, panes: Panes) -> Self {
        let viewport = panes.viewport;
        let layout = ArticleLayout::set(&article, viewport.columns, viewport.now);
        let map = SmallMap::of(&article, panes.with_map_of(&article));
        Self { article, layout, viewport, map }
    }

    /// Its layout, if it is still the right one: dates depend on the day.
    pub fn layout_for(&mut self, viewport: Viewport) -> Option<ArticleLayout> {
        let is_right =
            self.viewport.columns == viewport.columns && self.viewport.now.is_same_day(viewport.now);
        is_right.then(|| std::mem::take(&mut self.layout))
    }
}

impl Nearby {
    fn holds(&self, id: ArticleId) -> bool {
        self.ready.iter().any(|ready| ready.article.row.id() == id)
    }

    fn take(&mut self, id: ArticleId) -> Option<Ready> {
        let at = self.ready.iter().position(|ready| ready.article.row.id() == id)?;
        Some(self.ready.remove(at))
    }

    fn keep(&mut self, ready: Ready) {
        self.take(ready.article.row.id());
        let over = (self.ready.len() + 1).saturating_sub(KEPT);
        self.ready.drain(..over);
        self.ready.push(ready);
    }

    /// Shows an edit; after one that changes more than marks, articles are read again.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Marks { .. } => {
                self.ready.iter_mut().for_each(|ready| marks::show(&mut ready.article.row, edit));
            }
            _ => self.forget(),
        }
    }

    /// The library has changed.
    pub fn forget(&mut self) {
        self.ready.clear();
    }
}

impl Articles {
    /// An article that is ready, with the marks of its row.
    pub(super) fn take_nearby(&mut self, id: ArticleId) -> Option<Ready> {
        let mut ready = self.nearby.take(id)?;
        if let Some(row) = self.list.rows.iter().find(|row| row.id() == id) {
            let shown = &mut ready.article.row;
            (shown.unread, shown.bookmarked) = (row.unread, row.bookmarked);
            shown.tags.clone_from(&row.tags);
        }
        Some(ready)
    }

    /// Keeps the article that is left: the user may go back to it.
    pub(super) fn keep_left(&mut self, next: ArticleId, panes: Panes) {
        if let Some(article) = self.reader.article.take_if(|article| article.row.id() != next) {
            let (layout, map) =
                (std::mem::take(&mut self.reader.layout), std::mem::take(&mut self.small_map));
            self.nearby.keep(Ready { article, layout, viewport: panes.viewport, map });
        }
    }

    /// Requests the articles next to the one that is shown, and the next unread one.
    pub(super) fn ask_nearby(&mut self, cx: &mut Cx<'_>) {
        let shown = self.reader.id();
        let Some(at) = self.list.rows.iter().position(|row| Some(row.id()) == shown) else { return };
        let unread = self.list.rows.iter().skip(at + 1).find(|row| row.unread);
        let beside = [Some(at + 1), at.checked_sub(1)].map(|at| self.list.rows.get(at?));
        let mut wanted: Vec<ArticleId> = Vec::new();
        for row in beside.into_iter().chain([unread]).flatten() {
            if row.words <= LONGEST && !self.nearby.holds(row.id()) && !wanted.contains(&row.id()) {
                wanted.push(row.id());
            }
        }
        if !wanted.is_empty() {
            cx.ask(Slot::Nearby, Request::Nearby(wanted));
        }
    }

    /// Lays out articles that have been read ahead.
    pub(super) fn take_in_nearby(&mut self, articles: Vec<Article>, panes: Panes) {
        let shown = self.reader.id();
        for article in articles.into_iter().filter(|article| Some(article.row.id()) != shown) {
            self.nearby.keep(Ready::new(Box::new(article), panes));
        }
    }
}
