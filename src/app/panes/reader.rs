//! The reading pane: one article, where it is scrolled to, which name has the focus, what is being
//! looked for in it.
//!
//! `ui/reader.rs` draws it.

use crate::app::motion::Motion;
use crate::app::page::Page;
use crate::model::{Article, ArticleId, Field, Kind, Mention, NamedEntity, Position, Span};
use crate::text::find::find_all;
use crate::text::time::Now;

/// The columns a reader may ask a line to have.
pub const MEASURES: std::ops::RangeInclusive<u16> = 40..=120;
/// What a line has until the reader asks for something else.
pub const USUAL_MEASURE: u16 = 72;

/// What the reading pane remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// The article on the screen.
    pub article: Option<Box<Article>>,
    /// It, set in lines.
    pub page: Page,
    /// The first line in sight.
    pub top: usize,
    /// The mention that has the focus, by its place among the article's.
    pub name: Option<usize>,
    /// What is being looked for.
    pub find: Option<Find>,
    /// Columns of a line, as the reader wants them; a narrow pane has fewer.
    pub measure: u16,
}

/// Words looked for in the article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Find {
    /// What was typed.
    pub needle: String,
    /// Where it stands.
    pub hits: Vec<(Field, Span)>,
    /// The hit that was gone to last.
    pub at: usize,
}

impl Default for Reader {
    fn default() -> Self {
        Self { article: None, page: Page::default(), top: 0, name: None, find: None, measure: USUAL_MEASURE }
    }
}

/// What the reading pane knows of its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Columns a line may have in this pane.
    pub columns: u16,
    /// Lines in sight.
    pub height: usize,
    /// The present, for dates.
    pub now: Now,
}

impl Reader {
    /// Shows an article where its reader left it.
    pub fn open(&mut self, article: Box<Article>, room: Room) {
        let position = article.position;
        self.article = Some(article);
        self.name = None;
        self.find = None;
        self.set(room);
        self.go_to_offset(position.offset, room);
    }

    /// Sets the article in lines again, for another width, and keeps the place.
    pub fn reset(&mut self, room: Room) {
        let offset = self.page.offset_of(self.top);
        self.set(room);
        self.go_to_offset(offset, room);
    }

    /// The article's number.
    pub fn id(&self) -> Option<ArticleId> {
        self.article.as_ref().map(|article| article.row.id())
    }

    /// Where the reader is.
    pub fn position(&self) -> Position {
        Position { offset: self.page.offset_of(self.top) }
    }

    /// Puts the line of a byte of the text at the top; byte 0 is the very beginning, title and all.
    pub fn go_to_offset(&mut self, offset: u32, room: Room) {
        let line = if offset == 0 { 0 } else { self.page.line_of(Field::Text, offset) };
        self.top = line.min(self.last_top(room));
    }

    /// Scrolls; false where there is nowhere further to go.
    pub fn go(&mut self, motion: Motion, room: Room) -> bool {
        let target = motion.target(self.top, self.last_top(room) + 1, room.height);
        let moved = target != self.top;
        self.top = target;
        moved
    }

    /// How much has been in sight, in per cent.
    pub fn progress(&self, height: usize) -> usize {
        let seen = (self.top + height).min(self.page.lines.len());
        (seen * 100).checked_div(self.page.lines.len()).unwrap_or(100)
    }

    /// The mention that has the focus.
    pub fn mention(&self) -> Option<&Mention> {
        self.article.as_ref()?.mentions.get(self.name?)
    }

    /// The entity whose name has the focus.
    pub fn named(&self) -> Option<&NamedEntity> {
        self.article.as_ref()?.entities.get(self.mention()?.entity)
    }

    /// Goes to the next name in the text (or the one before), of a kind or of any; from the names in
    /// sight where none has the focus. False where there is none.
    pub fn next_name(&mut self, forward: bool, kind: Option<Kind>, room: Room) -> bool {
        self.next_mention(forward, room, |mention| kind.is_none_or(|kind| mention.kind == kind))
    }

    /// Goes to the next mention of the same entity, or the one before; at the end on from the beginning.
    pub fn next_of_same(&mut self, forward: bool, room: Room) -> bool {
        let Some((entity, here)) = self.mention().map(|mention| mention.entity).zip(self.name) else {
            return false;
        };
        if !self.next_mention(forward, room, |mention| mention.entity == entity) {
            let mentions = self.mentions();
            let mut same = (0..mentions.len()).filter(|&at| mentions[at].entity == entity);
            let wrapped = if forward { same.next() } else { same.next_back() };
            self.focus(wrapped.unwrap_or(here), room);
        }
        true
    }

    /// Gives a mention the focus and brings its line into sight.
    pub fn focus(&mut self, mention: usize, room: Room) {
        self.name = Some(mention);
        if let Some(&Mention { field, span, .. }) = self.mention() {
            self.reveal(field, span, room);
        }
    }

    /// Gives the first mention of an entity the focus.
    pub fn focus_entity(&mut self, entity: usize, room: Room) {
        if let Some(at) = self.mentions().iter().position(|mention| mention.entity == entity) {
            self.focus(at, room);
        }
    }

    /// Gives the mention that stands at or next after a byte of the text the focus.
    pub fn focus_at(&mut self, offset: u32, room: Room) {
        let reaches = |m: &Mention| m.field == Field::Text && m.span.end > offset;
        if let Some(at) = self.mentions().iter().position(reaches) {
            self.focus(at, room);
        }
    }

    /// Looks for words; the first hit at or below the top line comes into sight.
    pub fn look_for(&mut self, needle: &str, room: Room) {
        let Some(article) = &self.article else { return };
        let document = &article.document;
        let texts = [(Field::Title, &document.title), (Field::Text, &document.text)];
        let hits: Vec<_> = texts
            .into_iter()
            .flat_map(|(field, text)| find_all(text, needle).into_iter().map(move |span| (field, span)))
            .collect();
        let here = self.page.offset_of(self.top);
        let below =
            |&(field, span): &(Field, Span)| here == 0 || (field == Field::Text && span.start >= here);
        let at = hits.iter().position(below).unwrap_or(0);
        self.find = Some(Find { needle: needle.to_owned(), hits, at });
        self.reveal_hit(room);
    }

    /// Goes to the next hit or the one before, round and round.
    pub fn next_hit(&mut self, forward: bool, room: Room) {
        if let Some(find) = self.find.as_mut().filter(|find| !find.hits.is_empty()) {
            let count = find.hits.len();
            find.at = if forward { find.at + 1 } else { find.at + count - 1 } % count;
        }
        self.reveal_hit(room);
    }

    /// The mention that stands at a column and line of the pane's text, both from 0.
    pub fn mention_at(&self, column: u16, row: usize) -> Option<usize> {
        let article = self.article.as_ref()?;
        let line = self.page.lines.get(self.top + row)?;
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

    fn next_mention(&mut self, forward: bool, room: Room, wanted: impl Fn(&Mention) -> bool) -> bool {
        let mentions = self.mentions();
        let line = |mention: &Mention| self.page.line_of(mention.field, mention.span.start);
        let found = match (self.name, forward) {
            (Some(here), true) => (here + 1..mentions.len()).find(|&at| wanted(&mentions[at])),
            (Some(here), false) => (0..here).rev().find(|&at| wanted(&mentions[at])),
            (None, true) => {
                (0..mentions.len()).find(|&at| wanted(&mentions[at]) && line(&mentions[at]) >= self.top)
            }
            (None, false) => {
                let end = self.top + room.height;
                (0..mentions.len()).rev().find(|&at| wanted(&mentions[at]) && line(&mentions[at]) < end)
            }
        };
        if let Some(at) = found {
            self.focus(at, room);
        }
        found.is_some()
    }

    fn reveal_hit(&mut self, room: Room) {
        if let Some(&(field, span)) = self.find.as_ref().and_then(|find| find.hits.get(find.at)) {
            self.reveal(field, span, room);
        }
    }

    /// Brings a stretch into sight, a third from the top where it was not.
    fn reveal(&mut self, field: Field, span: Span, room: Room) {
        let line = self.page.line_of(field, span.start);
        if line < self.top || line >= self.top + room.height {
            self.top = line.saturating_sub(room.height / 3).min(self.last_top(room));
        }
    }

    fn last_top(&self, room: Room) -> usize {
        self.page.lines.len().saturating_sub(room.height)
    }

    fn set(&mut self, room: Room) {
        if let Some(article) = &self.article {
            self.page = Page::set(article, self.measure.min(room.columns), room.now);
        }
    }
}
