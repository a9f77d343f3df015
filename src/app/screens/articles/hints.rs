//! The visible targets of hints on the articles screen: names and links of the text, and names in the sidebar.

use super::Articles;
use super::sidebar::Line;
use crate::app::article_layout::Segment;
use crate::app::context::Focus;
use crate::app::cx::Cx;
use crate::app::hints::{HintGoal, HintTarget, LinkRow};
use crate::app::session::Session;
use crate::model::{Article, Field, Span};
use crate::text::width::width;
use ratatui::layout::Rect;

impl Articles {
    /// The visible names and links: each name once, in the text if it is visible there.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let panes = self.panes(session);
        let Some(article) = &self.reader.article else { return Vec::new() };
        let mut targets = Vec::new();
        let mut named = Vec::new();
        if panes.reader.is_some() {
            self.hints_in_text(article, panes.text, &mut named, &mut targets);
        }
        if let Some(area) = panes.sidebar {
            let (_, lines) = self.sidebar.visible(usize::from(area.height));
            for (line, row) in lines.iter().zip(area.y..) {
                let Line::Name(at) = line else { continue };
                if named.contains(at) {
                    continue;
                }
                let Some(entity) = article.entities.get(*at).map(|named| &named.entity) else { continue };
                let (goal, text) = (HintGoal::Beside(*at), entity.name.clone());
                targets.push(HintTarget { column: area.x + 1, row, goal, text });
            }
        }
        targets
    }

    /// Adds the names and links in the text; `named` gets the entities.
    fn hints_in_text(
        &self,
        article: &Article,
        area: Rect,
        named: &mut Vec<usize>,
        targets: &mut Vec<HintTarget>,
    ) {
        let document = &article.document;
        let lines = self.reader.layout.lines.iter().skip(self.reader.top);
        for (line, row) in lines.zip(area.y..area.bottom()) {
            for piece in &line.pieces {
                let text = match piece.field {
                    Field::Title => document.title.as_str(),
                    Field::Text => document.text.as_str(),
                };
                // A target that continues from the previous line has its letters there, if that is visible.
                let begins = |span: Span| piece.span.contains(span.start as usize) || row == area.y;
                for (at, mention) in article.mentions.iter().enumerate() {
                    let span = mention.span;
                    let is_here = mention.field == piece.field && span.overlaps(piece.span) && begins(span);
                    if is_here && !named.contains(&mention.entity) {
                        named.push(mention.entity);
                        let (goal, text_of) = (HintGoal::Mention(at), span.of(text).to_owned());
                        push(targets, area, (column(text, *piece, span.start), row), goal, text_of);
                    }
                }
                let linked = document.links.iter().filter(|link| {
                    piece.field == Field::Text && link.span.overlaps(piece.span) && begins(link.span)
                });
                for link in linked {
                    let Some(found) = LinkRow::new(link.span.of(text), &link.url) else { continue };
                    let goal = HintGoal::Link(found.url.clone());
                    let at = column(text, *piece, link.span.start);
                    push(targets, area, (at, row), goal, found.url);
                }
            }
        }
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal, cx: &mut Cx<'_>) {
        match goal {
            HintGoal::Mention(at) => {
                self.set_focus(Focus::Reader, cx.session);
                self.reader.focus(*at, self.panes(cx.session).viewport);
                self.follow_name(cx.session);
            }
            HintGoal::Beside(at) => {
                self.set_focus(Focus::Sidebar, cx.session);
                self.sidebar.select(*at, self.sidebar_height(cx.session));
            }
            HintGoal::Link(url) => cx.browse(url),
            HintGoal::Row(_) => {}
        }
    }

    /// The links of the article, its own address first, without duplicates.
    pub fn links(&self) -> Vec<LinkRow> {
        let Some(article) = &self.reader.article else { return Vec::new() };
        let document = &article.document;
        let own = document.url.as_deref().and_then(|url| LinkRow::new("this article", url));
        let linked = document.links.iter();
        let linked = linked.filter_map(|link| LinkRow::new(link.span.of(&document.text), &link.url));
        let mut links: Vec<LinkRow> = Vec::new();
        for link in own.into_iter().chain(linked) {
            if links.iter().all(|known| known.url != link.url) {
                links.push(link);
            }
        }
        links
    }

    /// The row of the screen with the current name.
    pub fn name_row(&self, session: &Session) -> Option<u16> {
        let panes = self.panes(session);
        match self.focus {
            Focus::List => None,
            Focus::Reader => {
                let mention = self.reader.mention()?;
                let line = self.reader.layout.line_of(mention.field, mention.span.start);
                Some(panes.text.y + u16::try_from(line.checked_sub(self.reader.top)?).ok()?)
            }
            Focus::Sidebar => {
                let area = panes.sidebar?;
                let (first, _) = self.sidebar.visible(usize::from(area.height));
                Some(area.y + u16::try_from(self.sidebar.cursor().checked_sub(first)?).ok()?)
            }
        }
    }
}

/// The column of a byte of the text within a piece of a line.
fn column(text: &str, piece: Segment, start: u32) -> u16 {
    let before = Span { start: piece.span.start, end: start.max(piece.span.start) };
    piece.column.saturating_add(u16::try_from(width(before.of(text))).unwrap_or(u16::MAX))
}

/// Adds a target, if it is visible. Its letters stand on the blank before it; if there already are letters, next to them.
fn push(targets: &mut Vec<HintTarget>, area: Rect, at: (u16, u16), goal: HintGoal, text: String) {
    let (mut column, row) = (area.x.saturating_add(at.0).saturating_sub(1), at.1);
    while targets.iter().any(|other| other.row == row && column.abs_diff(other.column) < 2) {
        column += 2;
    }
    if column < area.right() {
        targets.push(HintTarget { column, row, goal, text });
    }
}
