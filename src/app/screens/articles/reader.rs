//! The reading pane: one article, its scroll position, the focused name, and the words to find.
//!
//! `ui/reader.rs` draws it.

use crate::app::article_layout::ArticleLayout;
use crate::app::motion::Motion;
use crate::model::{Article, ArticleId, Field, Kind, Mention, NamedEntity, Position, Span};
use crate::text::find::find_all;
use crate::text::time::Now;

/// The state of the reading pane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reader {
    /// The current article.
    pub article: Option<Box<Article>>,
    /// Its layout in lines.
    pub layout: ArticleLayout,
    /// The first visible line.
    pub top: usize,
    /// The focused mention, as an index into the article's mentions.
    pub name: Option<usize>,
    /// The current find.
    pub find: Option<Find>,
    /// The selected words.
    pub selection: Option<Selection>,
    /// The passage that was highlighted by the last action: a note belongs to it.
    pub highlighted: Option<Span>,
    /// The byte of the text on which the mouse button was pressed.
    pub pressed: Option<usize>,
    /// Which of the article's entities are muted: their names are plain text.
    pub muted: Vec<usize>,
}

/// Words to find in the article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Find {
    /// What was typed.
    pub needle: String,
    /// The matches.
    pub hits: Vec<(Field, Span)>,
    /// The current match.
    pub at: usize,
    /// Whether these are the matches of the search that found the article.
    pub of_search: bool,
}

/// The match of a search at which the article opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtMatch {
    /// At the first.
    #[default]
    First,
    /// At the last.
    Last,
    /// At none: the place is given.
    Nowhere,
}

/// A selection of words: both ends included, in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The word where it starts.
    pub from: Span,
    /// The word where it ends.
    pub to: Span,
    /// The column kept when moving by lines.
    pub column: Option<u16>,
}

impl Selection {
    /// The whole selection.
    pub fn span(&self) -> Span {
        Span { start: self.from.start.min(self.to.start), end: self.from.end.max(self.to.end) }
    }
}

/// The space of the reading pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewport {
    /// The line width.
    pub columns: u16,
    /// The number of visible lines.
    pub height: usize,
    /// The current time, for dates.
    pub now: Now,
}

impl Reader {
    /// Shows an article at the saved reading position; it may be laid out already.
    pub fn open(&mut self, article: Box<Article>, layout: Option<ArticleLayout>, view: Viewport) {
        let position = article.position;
        let is_same = self.article.as_ref().is_some_and(|before| {
            before.row.id() == article.row.id() && before.document.text == article.document.text
        });
        self.article = Some(article);
        self.name = None;
        if !is_same {
            (self.find, self.selection, self.pressed) = (None, None, None);
            self.highlighted = None;
        }
        match layout {
            Some(layout) => self.layout = layout,
            None => self.set(view),
        }
        self.go_to_offset(position.offset, view);
    }

    /// Lays out the article again for another width, keeping the position.
    pub fn reset(&mut self, view: Viewport) {
        let offset = self.layout.offset_of(self.top);
        self.set(view);
        self.go_to_offset(offset, view);
    }

    /// The article's number.
    pub fn id(&self) -> Option<ArticleId> {
        self.article.as_ref().map(|article| article.row.id())
    }

    /// The reading position.
    pub fn position(&self) -> Position {
        Position { offset: self.layout.offset_of(self.top) }
    }

    /// Scrolls to the line of a byte of the text; byte 0 is the very beginning, including the title.
    pub fn go_to_offset(&mut self, offset: u32, view: Viewport) {
        let line = if offset == 0 { 0 } else { self.layout.line_of(Field::Text, offset) };
        self.top = line.min(self.last_top(view));
    }

    /// Scrolls; false if it cannot scroll further.
    pub fn go(&mut self, motion: Motion, view: Viewport) -> bool {
        let target = motion.target(self.top, self.last_top(view) + 1, view.height);
        let moved = target != self.top;
        self.top = target;
        moved
    }

    /// How much has been visible, in per cent.
    pub fn progress(&self, height: usize) -> usize {
        let seen = (self.top + height).min(self.layout.lines.len());
        (seen * 100).checked_div(self.layout.lines.len()).unwrap_or(100)
    }

    /// The remaining reading time in whole minutes.
    pub fn minutes_left(&self, height: usize) -> usize {
        let minutes = self.article.as_ref().map_or(0, |article| article.row.minutes() as usize);
        minutes * (100 - self.progress(height)) / 100
    }

    /// The focused mention.
    pub fn mention(&self) -> Option<&Mention> {
        let mentions = &self.article.as_ref()?.mentions;
        let Some(selected) = self.selection.map(|selection| selection.span()) else {
            return mentions.get(self.name?);
        };
        mentions.iter().find(|mention| mention.field == Field::Text && mention.span.overlaps(selected))
    }

    /// The form in the text at the focus.
    pub fn form(&self) -> Option<&str> {
        let (mention, document) = (self.mention()?, &self.article.as_ref()?.document);
        Some(mention.span.of(match mention.field {
            Field::Title => &document.title,
            Field::Text => &document.text,
        }))
    }

    /// The entity of the focused name.
    pub fn named(&self) -> Option<&NamedEntity> {
        self.article.as_ref()?.entities.get(self.mention()?.entity)
    }

    /// Goes to the next name in the text (or the previous), of a kind or of any; without a focused name, starting
    /// from the match of a search, or from the visible ones. False if there is none.
    pub fn next_name(&mut self, forward: bool, kind: Option<Kind>, view: Viewport) -> bool {
        let muted = self.muted.clone();
        self.next_mention(forward, view, |mention| {
            kind.is_none_or(|kind| mention.kind == kind) && !muted.contains(&mention.entity)
        })
    }

    /// Goes to the next or previous mention of the same entity, wrapping around.
    pub fn next_of_same(&mut self, forward: bool, view: Viewport) -> bool {
        let Some((entity, here)) = self.mention().map(|mention| mention.entity).zip(self.name) else {
            return false;
        };
        if !self.next_mention(forward, view, |mention| mention.entity == entity) {
            let mentions = self.mentions();
            let mut same = (0..mentions.len()).filter(|&at| mentions[at].entity == entity);
            let wrapped = if forward { same.next() } else { same.next_back() };
            self.focus(wrapped.unwrap_or(here), view);
        }
        true
    }

    /// Focuses a mention and scrolls to its line.
    pub fn focus(&mut self, mention: usize, view: Viewport) {
        self.name = Some(mention);
        if let Some(&Mention { field, span, .. }) = self.mention() {
            self.reveal(field, span, view);
        }
    }

    /// Focuses the first mention of an entity.
    pub fn focus_entity(&mut self, entity: usize, view: Viewport) {
        if let Some(at) = self.mentions().iter().position(|mention| mention.entity == entity) {
            self.focus(at, view);
        }
    }

    /// Focuses the mention at or after a byte of the text.
    pub fn focus_at(&mut self, offset: u32, view: Viewport) {
        let reaches = |m: &Mention| m.field == Field::Text && m.span.end > offset;
        if let Some(at) = self.mentions().iter().position(reaches) {
            self.focus(at, view);
        }
    }

    /// Finds words, and scrolls to the first match at or below the top line.
    pub fn look_for(&mut self, needle: &str, view: Viewport) {
        let Some(article) = &self.article else { return };
        let document = &article.document;
        let texts = [(Field::Title, &document.title), (Field::Text, &document.text)];
        let hits: Vec<_> = texts
            .into_iter()
            .flat_map(|(field, text)| find_all(text, needle).into_iter().map(move |span| (field, span)))
            .collect();
        let here = self.layout.offset_of(self.top);
        let below =
            |&(field, span): &(Field, Span)| here == 0 || (field == Field::Text && span.start >= here);
        let at = hits.iter().position(below).unwrap_or(0);
        self.find = Some(Find { needle: needle.to_owned(), hits, at, of_search: false });
        self.reveal_hit(view);
    }

    /// Marks the matches of the search that found the article; scrolls to the first or last as `arrives` says.
    pub fn mark_matches(&mut self, hits: Vec<(Field, Span)>, arrives: AtMatch, view: Viewport) {
        let before = self.find.take().map_or(0, |find| find.at);
        let last = hits.len().saturating_sub(1);
        let at = match arrives {
            AtMatch::First => 0,
            AtMatch::Last => last,
            AtMatch::Nowhere => before.min(last),
        };
        self.find = Some(Find { needle: String::new(), hits, at, of_search: true });
        if arrives != AtMatch::Nowhere {
            self.reveal_hit(view);
        }
    }

    /// Forgets the matches of a search that has been closed.
    pub fn forget_matches(&mut self) {
        self.find.take_if(|find| find.of_search);
    }

    /// Whether the search has no further match in this direction.
    pub fn is_at_last_match(&self, forward: bool) -> bool {
        let is_last = |find: &Find| if forward { find.at + 1 >= find.hits.len() } else { find.at == 0 };
        self.find.as_ref().is_some_and(|find| find.of_search && is_last(find))
    }

    /// Goes to the next or previous match, wrapping around.
    pub fn next_hit(&mut self, forward: bool, view: Viewport) {
        if let Some(find) = self.find.as_mut().filter(|find| !find.hits.is_empty()) {
            let count = find.hits.len();
            find.at = if forward { find.at + 1 } else { find.at + count - 1 } % count;
        }
        self.reveal_hit(view);
    }

    /// The mention at a column and line of the pane's text, both from 0.
    pub fn mention_at(&self, column: u16, row: usize) -> Option<usize> {
        let article = self.article.as_ref()?;
        let line = self.layout.lines.get(self.top + row)?;
        let piece = line.pieces.iter().rfind(|piece| piece.column <= column)?;
        let text = match piece.field {
            Field::Title => &article.document.title,
            Field::Text => &article.document.text,
        };
        let before = crate::text::width::prefix(piece.span.of(text), usize::from(column - piece.column));
        let byte = piece.span.start as usize + before.len();
        let here = |mention: &Mention| mention.field == piece.field && mention.span.contains(byte);
        article.mentions.iter().position(here)
    }

    fn mentions(&self) -> &[Mention] {
        self.article.as_ref().map_or(&[], |article| &article.mentions)
    }

    fn next_mention(&mut self, forward: bool, view: Viewport, wanted: impl Fn(&Mention) -> bool) -> bool {
        let mentions = self.mentions();
        let line = |mention: &Mention| self.layout.line_of(mention.field, mention.span.start);
        let hit = self.visible_hit(view);
        let found = match (self.name, forward) {
            (Some(here), true) => (here + 1..mentions.len()).find(|&at| wanted(&mentions[at])),
            (Some(here), false) => (0..here).rev().find(|&at| wanted(&mentions[at])),
            (None, true) => (0..mentions.len()).find(|&at| {
                let Mention { field, span, .. } = mentions[at];
                let is_ahead = hit.map_or(line(&mentions[at]) >= self.top, |hit| (field, span.end) > hit);
                wanted(&mentions[at]) && is_ahead
            }),
            (None, false) => (0..mentions.len()).rev().find(|&at| {
                let Mention { field, span, .. } = mentions[at];
                let end = self.top + view.height;
                let is_behind = hit.map_or(line(&mentions[at]) < end, |hit| (field, span.start) < hit);
                wanted(&mentions[at]) && is_behind
            }),
        };
        if let Some(at) = found {
            self.focus(at, view);
        }
        found.is_some()
    }

    /// Where the current match of a search begins, if it is in view.
    fn visible_hit(&self, view: Viewport) -> Option<(Field, u32)> {
        let &(field, span) = self.find.as_ref().and_then(|find| find.hits.get(find.at))?;
        let line = self.layout.line_of(field, span.start);
        (self.top..self.top + view.height).contains(&line).then_some((field, span.start))
    }

    fn reveal_hit(&mut self, view: Viewport) {
        if let Some(&(field, span)) = self.find.as_ref().and_then(|find| find.hits.get(find.at)) {
            self.reveal(field, span, view);
        }
    }

    /// Scrolls to a span if it is not visible: to a third from the top.
    pub(super) fn reveal(&mut self, field: Field, span: Span, view: Viewport) {
        let line = self.layout.line_of(field, span.start);
        if line < self.top || line >= self.top + view.height {
            self.top = line.saturating_sub(view.height / 3).min(self.last_top(view));
        }
    }

    fn last_top(&self, view: Viewport) -> usize {
        self.layout.lines.len().saturating_sub(view.height)
    }

    fn set(&mut self, view: Viewport) {
        if let Some(article) = &self.article {
            self.layout = ArticleLayout::set(article, view.columns, view.now);
        }
    }
}
