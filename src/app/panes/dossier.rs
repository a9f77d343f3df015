//! An entity's page: the articles that name it, each with its sentences, and whom it is named with.
//!
//! `ui/dossier.rs` draws it.

use crate::app::layout::TWO_PANES;
use crate::app::motion::{Motion, scrolled};
use crate::model::{Change, Dossier, DossierArticle, EntityId, Sentence, Span};
use crate::text::wrap::wrap;

use super::list::mark;

/// Articles asked for at once.
pub const ASKED: usize = 40;
/// So near the end, more are asked for.
const NEAR: usize = 10;
/// Lines above the columns: name, facts, months.
pub const HEADER: u16 = 6;
/// Sentences shown of an article, and lines of each.
const SENTENCES: usize = 2;
const LINES: usize = 3;
/// Columns left and right of a sentence.
pub const MARGIN: u16 = 4;

/// What the page remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierPane {
    /// Whose page it is.
    pub entity: EntityId,
    /// The page, once it has come.
    pub dossier: Option<Box<Dossier>>,
    /// Which column has the focus.
    pub column: Column,
    /// The article it stands on.
    pub article: usize,
    /// The first article in sight.
    pub top: usize,
    /// The companion it stands on.
    pub companion: usize,
    /// The first companion in sight.
    pub companion_top: usize,
}

/// The columns of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// Articles with their sentences.
    #[default]
    Articles,
    /// Whom it is named with.
    Companions,
}

impl DossierPane {
    /// A page that is still to come, standing on an article.
    pub fn new(entity: EntityId, article: usize) -> Self {
        let (column, dossier) = (Column::Articles, None);
        Self { entity, dossier, column, article, top: article, companion: 0, companion_top: 0 }
    }

    /// Shows the page.
    pub fn fill(&mut self, dossier: Box<Dossier>) {
        self.article = self.article.min(dossier.articles.len().saturating_sub(1));
        self.top = self.top.min(self.article);
        self.dossier = Some(dossier);
    }

    /// Adds older articles.
    pub fn extend(&mut self, further: Dossier) {
        if let Some(dossier) = &mut self.dossier {
            dossier.more = further.more;
            dossier.articles.extend(further.articles);
        }
    }

    /// The article it stands on.
    pub fn selected(&self) -> Option<&DossierArticle> {
        self.dossier.as_ref()?.articles.get(self.article)
    }

    /// The entity under the cursor: the companion it stands on, else the page's own.
    pub fn named(&self) -> Option<EntityId> {
        match self.column {
            Column::Articles => Some(self.entity),
            Column::Companions => Some(self.dossier.as_ref()?.with.get(self.companion)?.id),
        }
    }

    /// Goes to the other column.
    pub fn turn(&mut self) {
        let has_companions = self.dossier.as_ref().is_some_and(|dossier| !dossier.with.is_empty());
        self.column = match self.column {
            Column::Articles if has_companions => Column::Companions,
            _ => Column::Articles,
        };
    }

    /// Moves in the column that has the focus, on a body of so many columns and lines.
    pub fn go(&mut self, motion: Motion, width: u16, height: usize) {
        let height = height.saturating_sub(usize::from(HEADER));
        let Some(dossier) = &self.dossier else { return };
        match self.column {
            Column::Articles => {
                let in_sight = (height / 4).max(1);
                self.article = motion.target(self.article, dossier.articles.len(), in_sight);
                self.top = self.top.min(self.article);
                while self.top < self.article && !self.fits(width, height) {
                    self.top += 1;
                }
            }
            Column::Companions => {
                self.companion = motion.target(self.companion, dossier.with.len(), height);
                self.companion_top = scrolled(self.companion_top, self.companion, height);
            }
        }
    }

    /// Whether older articles will soon be needed.
    pub fn wants_more(&self) -> bool {
        let near = |dossier: &Dossier| dossier.more && self.article + NEAR >= dossier.articles.len();
        self.dossier.as_ref().is_some_and(|dossier| near(dossier))
    }

    /// Shows marks as they are after a change.
    pub fn apply(&mut self, change: &Change) {
        let articles = self.dossier.iter_mut().flat_map(|dossier| &mut dossier.articles);
        for article in articles.filter(|article| change.articles.contains(&article.row.id())) {
            mark(&mut article.row, change);
        }
    }

    /// Stands on the article that is drawn in line `line` of a body of so many columns; false where there is
    /// none.
    pub fn click(&mut self, width: u16, line: usize) -> bool {
        let Some(line) = line.checked_sub(usize::from(HEADER)) else { return false };
        let Some(dossier) = &self.dossier else { return false };
        let mut below = 0;
        for (at, article) in dossier.articles.iter().enumerate().skip(self.top) {
            below += height_of(article, width);
            if line < below {
                self.column = Column::Articles;
                self.article = at;
                return true;
            }
        }
        false
    }

    fn fits(&self, width: u16, height: usize) -> bool {
        let articles = self.dossier.iter().flat_map(|dossier| &dossier.articles);
        let used: usize = articles
            .skip(self.top)
            .take(self.article + 1 - self.top)
            .map(|article| height_of(article, width))
            .sum();
        used <= height
    }
}

/// How the body's columns are shared out: articles, and beside them companions where there is room.
pub fn split(width: u16) -> (u16, Option<u16>) {
    if width < TWO_PANES {
        return (width, None);
    }
    let companions = (width * 30 / 100).clamp(26, 44);
    (width - companions - 1, Some(companions))
}

/// A line of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which of the article's sentences it belongs to.
    pub sentence: usize,
    /// The stretch of it that stands here.
    pub span: Span,
    /// The sentence goes on, but its further lines are not shown.
    pub cut: bool,
}

/// The lines of an article's sentences, on a body of so many columns.
pub fn lines_of(article: &DossierArticle, width: u16) -> Vec<Line> {
    // A column is left for the mark of a sentence that is cut.
    let columns = usize::from(split(width).0.saturating_sub(MARGIN + 1));
    let sentences = article.sentences.iter().take(SENTENCES).enumerate();
    let lines = sentences.flat_map(|(sentence, Sentence { text, .. })| {
        let lines = wrap(text, Span::new(0, text.len()), columns);
        let cut = lines.len() > LINES;
        let shown = lines.into_iter().take(LINES).enumerate();
        shown.map(move |(nth, span)| Line { sentence, span, cut: cut && nth + 1 == LINES })
    });
    lines.collect()
}

/// Lines an article takes: title with date, its sentences, an empty line.
fn height_of(article: &DossierArticle, width: u16) -> usize {
    2 + lines_of(article, width).len()
}
