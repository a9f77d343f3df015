//! A dossier: the articles that name an entity, each with its sentences, and co-occurring entities.
//!
//! [`find`] finds words in it; `ui/dossier.rs` draws it.

pub mod find;

use crate::app::action::Action;
use crate::app::context::{Contexts, Focus, Location, NamesAt, PointAt, ReadingPoint};
use crate::app::cx::{Cx, Wish};
use crate::app::effect::{Answer, Request, Slot, Ticket, WriteRequest};
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::map_scope::MapScope;
use crate::app::marks::{self, seen};
use crate::app::message::Mouse;
use crate::app::motion::{Motion, same_row, scrolled};
use crate::app::purpose::Purpose;
use crate::app::session::{Session, TWO_PANES, holds, line_in, trimmed};
use crate::app::settings::Widths;
use crate::app::target::{Target, TargetName};
use crate::app::view::{Filter, ListView};
use crate::model::{Dossier, DossierArticle, Edit, EntityId, ListQuery, PlacesOf, Sentence, Span};
use crate::text::wrap::wrap;
use find::Find;
use ratatui::layout::Rect;

/// Articles requested at once.
pub const ASKED: usize = 40;
/// This near the end, more are requested.
const NEAR: usize = 10;
/// Lines above the columns: name, facts, months.
const HEADER: u16 = 6;
/// Sentences shown per article, and lines per sentence.
const SENTENCES: usize = 2;
const LINES: usize = 3;
/// The minimum width of the column of companions.
const NARROWEST: u16 = 26;
/// The margin of a sentence on either side, in columns.
pub const MARGIN: u16 = 4;
/// The columns of a sentence at most: longer lines are hard to read.
const SENTENCE_COLUMNS: usize = 100;

/// A dossier.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierScreen {
    /// Its entity.
    pub entity: EntityId,
    /// Its content, once it has arrived.
    pub dossier: Option<Box<Dossier>>,
    /// The focused column.
    pub column: Column,
    /// The selected article.
    pub article: usize,
    /// The first visible article.
    pub top: usize,
    /// The selected companion.
    pub companion: usize,
    /// The first visible companion.
    pub companion_top: usize,
    /// Whether the divider between the columns follows the mouse.
    is_dragged: bool,
    /// Words being looked for.
    pub find: Option<Find>,
}

/// The columns of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// Articles with their sentences.
    #[default]
    Articles,
    /// Co-occurring entities.
    Companions,
}

/// The geometry of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierLayout {
    /// The entity.
    pub header: Rect,
    /// The articles; `None` if the companions have the only column.
    pub articles: Option<Rect>,
    /// The rule between the columns.
    pub rule: Option<Rect>,
    /// The companions with their heading, if there is room.
    pub companions: Option<Rect>,
    /// The width of a sentence in columns.
    pub sentence: usize,
}

const ARTICLE_HINTS: [(&str, &str); 7] = hints("open", "companions");
const COMPANION_HINTS: [(&str, &str); 7] = hints("dossier of the name", "articles");

/// The most important actions, with short labels: what `Enter` does, and what the other column holds.
const fn hints(opens: &'static str, beside: &'static str) -> [(&'static str, &'static str); 7] {
    [
        ("open-at-sentence", opens),
        ("next-pane", beside),
        ("merge-name…", "correct it"),
        ("find-in-dossier", "find"),
        ("filter", "filter the list"),
        ("leave", "back"),
        ("help", "all keys"),
    ]
}

impl DossierScreen {
    /// A dossier that has yet to be requested, with a selected article.
    pub fn at(entity: EntityId, article: usize) -> Self {
        let (column, dossier) = (Column::Articles, None);
        let (top, is_dragged) = (article, false);
        Self { entity, dossier, column, article, top, companion: 0, companion_top: 0, is_dragged, find: None }
    }

    /// Its geometry.
    pub fn layout(&self, session: &Session) -> DossierLayout {
        let body = session.frame().body;
        let header = Rect { height: HEADER.min(body.height), ..body };
        let columns = trimmed(body, HEADER, 0);
        let usual = (body.width * 30 / 100).clamp(NARROWEST, 44);
        let chosen = session.widths.companions.map(|share| Widths::columns_of(share, body.width));
        let widest = (body.width / 2).max(NARROWEST);
        let beside = (body.width >= TWO_PANES).then(|| chosen.unwrap_or(usual).clamp(NARROWEST, widest));
        let wide = beside.map_or(body.width, |beside| body.width - beside - 1);
        let left = Rect { width: wide, ..columns };
        let right = beside.map(|beside| Rect { x: left.right() + 1, width: beside, ..columns });
        let one = |column: Column| (self.column == column).then_some(columns);
        // A column is left to mark truncated sentences.
        let sentence = usize::from(wide.saturating_sub(MARGIN + 1)).min(SENTENCE_COLUMNS);
        DossierLayout {
            header,
            articles: right.map(|_| left).or_else(|| one(Column::Articles)),
            rule: right.map(|_| Rect { x: left.right(), width: 1, ..columns }),
            companions: right.or_else(|| one(Column::Companions)),
            sentence,
        }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        let named = Contexts::DOSSIER.and_if(self.named().is_some(), Contexts::NAME);
        named.and_if(self.find.is_some(), Contexts::FIND)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        let article = self.selected().map(|article| &article.row);
        Target { article, name: self.named(), ..Target::default() }
    }

    /// The companion under the cursor, else the dossier's own entity.
    fn named(&self) -> Option<TargetName<'_>> {
        let dossier = self.dossier.as_ref()?;
        match self.column {
            Column::Articles => {
                let article = self.selected().map(|article| article.row.id());
                Some(TargetName {
                    id: self.entity,
                    kind: dossier.kind,
                    name: &dossier.name,
                    shown: &dossier.shown,
                    form: None,
                    article,
                })
            }
            Column::Companions => {
                let with = dossier.with.get(self.companion)?;
                Some(TargetName {
                    id: with.id,
                    kind: with.kind,
                    name: &with.name,
                    shown: &with.shown,
                    form: None,
                    article: None,
                })
            }
        }
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Move(motion) => {
                self.go(*motion, cx.session);
                self.ask_more(cx);
            }
            Action::Beside { right } => {
                if *right == (self.column == Column::Articles) {
                    self.turn();
                }
            }
            Action::Around { .. } => self.turn(),
            Action::Ask(Purpose::FindInDossier) => self.ask_find(cx),
            Action::Hit { forward } => self.next_match(*forward, cx),
            Action::Cancel if self.find.is_some() => self.find = None,
            // As from the sidebar beside an article.
            Action::Leave { .. } | Action::Cancel if self.column == Column::Companions => self.turn(),
            Action::Open if self.column == Column::Companions => cx.act(Action::OpenName),
            Action::Open => self.open(cx),
            Action::Map => self.open_map(cx),
            _ => return false,
        }
        true
    }

    /// Shows the places of all articles that name the entity.
    fn open_map(&self, cx: &mut Cx<'_>) {
        let Some(dossier) = &self.dossier else { return };
        let list_query = ListQuery { entities: vec![self.entity], ..ListQuery::default() };
        cx.open(Location::Map(MapScope::new(PlacesOf::List(list_query), dossier.name.clone())));
    }

    /// Opens the article at its sentence, among the articles that name the entity.
    fn open(&self, cx: &mut Cx<'_>) {
        let (Some(article), Some(dossier)) = (self.selected(), &self.dossier) else { return };
        let row = &article.row;
        let filter = Filter::Entity(self.entity, dossier.kind, dossier.shown.clone());
        let view = ListView { at: Some(row.key), ..ListView::filtered(filter) };
        let offset = article.sentences.first().map_or(0, |sentence| sentence.offset);
        let reading = ReadingPoint { article: row.id(), at: PointAt::Sentence(offset) };
        cx.open(Location::Articles(view, Focus::Reader, Some(reading)));
        seen(row.id(), row.unread, cx);
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, ticket: Ticket, answer: Answer, cx: &mut Cx<'_>) {
        match answer {
            // It was named until the user said that it is not a name.
            Answer::Dossier(Some(dossier)) if dossier.total == 0 && self.dossier.is_some() => cx.leave(),
            Answer::Dossier(Some(dossier)) if ticket.slot == Slot::Dossier => {
                self.keep_rows(&dossier);
                // An entity that was merged into another has that one's dossier.
                self.entity = dossier.id;
                if cx.session.attended.watches(self.entity) {
                    cx.keep(WriteRequest::LookAt(self.entity));
                }
                self.dossier = Some(dossier);
            }
            Answer::Dossier(Some(further)) => {
                if let Some(dossier) = &mut self.dossier {
                    dossier.more = further.more;
                    dossier.articles.extend(further.articles);
                }
            }
            Answer::Dossier(None) => cx.say("this name is no longer in the library"),
            _ => {}
        }
    }

    /// Keeps the selected article and companion where the dossier is read again, each on its line.
    fn keep_rows(&mut self, read: &Dossier) {
        let (articles, with) =
            self.dossier.as_ref().map_or((&[][..], &[][..]), |old| (&old.articles, &old.with));
        let article = same_row(articles, self.article, &read.articles, |article| article.row.id());
        let companion = same_row(with, self.companion, &read.with, |companion| companion.id);
        self.top = (self.top + article).saturating_sub(self.article).min(article);
        self.companion_top = (self.companion_top + companion).saturating_sub(self.companion).min(companion);
        (self.article, self.companion) = (article, companion);
    }

    /// Shows an edit.
    pub fn applied(&mut self, edit: &Edit) {
        for article in self.dossier.iter_mut().flat_map(|dossier| &mut dossier.articles) {
            marks::show(&mut article.row, edit);
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        // Some more may have come above the selected one.
        let count = ASKED + self.article;
        cx.ask(Slot::Dossier, Request::Dossier { entity: self.entity, after: None, count });
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        let layout = self.layout(cx.session);
        match mouse {
            Mouse::Wheel(notches) => {
                self.go(Motion::Step(i32::from(notches).signum()), cx.session);
                self.ask_more(cx);
            }
            Mouse::Click if holds(layout.rule, column, row) => self.is_dragged = true,
            Mouse::Click if holds(layout.companions, column, row) => {
                let line = layout.companions.and_then(|area| line_in(area, column, row));
                self.click_companion(line, cx);
            }
            Mouse::Click => {
                let before = self.article;
                let line = layout.articles.and_then(|area| line_in(area, column, row));
                if line.is_some_and(|line| self.click(line, layout.sentence)) && self.article == before {
                    self.open(cx);
                }
            }
        }
    }

    /// Selects the companion in a line of the column; a second click opens its dossier.
    fn click_companion(&mut self, line: Option<usize>, cx: &mut Cx<'_>) {
        // There is a heading above them.
        let at = line.and_then(|line| line.checked_sub(1)).map(|line| self.companion_top + line);
        let count = self.dossier.as_ref().map_or(0, |dossier| dossier.with.len());
        let Some(at) = at.filter(|&at| at < count) else { return };
        let had_focus = std::mem::replace(&mut self.column, Column::Companions) == Column::Companions;
        if std::mem::replace(&mut self.companion, at) == at && had_focus {
            cx.act(Action::OpenName);
        }
    }

    /// The mouse moved with its button down, or the button was released: the divider follows it.
    pub fn drag(&mut self, to: Option<(u16, u16)>, cx: &mut Cx<'_>) {
        match to {
            Some((column, _)) if self.is_dragged => {
                let columns = cx.session.columns;
                let width = i32::from(columns) - i32::from(column) - 1;
                cx.session.widths.companions = Some(Widths::thousandths(width, columns));
            }
            None if std::mem::take(&mut self.is_dragged) => cx.wish(Wish::Remember),
            _ => {}
        }
    }

    /// The visible articles and companions.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let (layout, Some(dossier)) = (self.layout(session), &self.dossier) else { return Vec::new() };
        let mut targets = Vec::new();
        if let Some(area) = layout.articles {
            let mut row = area.y;
            for (at, article) in dossier.articles.iter().enumerate().skip(self.top) {
                if row < area.bottom() {
                    let (goal, text) = (HintGoal::Row(at), article.row.title.clone());
                    targets.push(HintTarget { column: area.x, row, goal, text });
                }
                row = row
                    .saturating_add(u16::try_from(height_of(article, layout.sentence)).unwrap_or(u16::MAX));
            }
        }
        if let Some(area) = layout.companions {
            let shown = dossier.with.iter().enumerate().skip(self.companion_top);
            for ((at, companion), row) in shown.zip(area.y + 1..area.bottom()) {
                let (goal, text) = (HintGoal::Beside(at), companion.name.clone());
                targets.push(HintTarget { column: area.x + 1, row, goal, text });
            }
        }
        targets
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        match goal {
            HintGoal::Row(at) => (self.column, self.article) = (Column::Articles, *at),
            HintGoal::Beside(at) => (self.column, self.companion) = (Column::Companions, *at),
            HintGoal::Mention(_) | HintGoal::Link(_) => {}
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Dossier(self.entity, self.article)
    }

    /// The breadcrumbs in the header.
    pub fn title(&self) -> Vec<String> {
        let Some(dossier) = &self.dossier else { return vec!["Dossier".to_owned()] };
        vec![dossier.kind.title().to_owned(), dossier.shown.clone()]
    }

    /// A breadcrumb was clicked: its kind leads to the index.
    pub fn click_step(&self, step: usize, cx: &mut Cx<'_>) {
        if let Some(dossier) = self.dossier.as_ref().filter(|_| step == 0) {
            cx.open(Location::Names(dossier.kind, NamesAt::START));
        }
    }

    /// The most important actions here, with short labels.
    pub fn hints(&self) -> &'static [(&'static str, &'static str)] {
        match self.column {
            Column::Articles => &ARTICLE_HINTS,
            Column::Companions => &COMPANION_HINTS,
        }
    }

    /// The selected article.
    pub fn selected(&self) -> Option<&DossierArticle> {
        self.dossier.as_ref()?.articles.get(self.article)
    }

    /// Goes to the other column.
    fn turn(&mut self) {
        let has_companions = self.dossier.as_ref().is_some_and(|dossier| !dossier.with.is_empty());
        self.column = match self.column {
            Column::Articles if has_companions => Column::Companions,
            _ => Column::Articles,
        };
    }

    /// Moves in the focused column.
    fn go(&mut self, motion: Motion, session: &Session) {
        let layout = self.layout(session);
        let Some(dossier) = &self.dossier else { return };
        match self.column {
            Column::Articles => {
                let height = layout.articles.map_or(0, |area| usize::from(area.height));
                let in_sight = (height / 4).max(1);
                self.article = motion.target(self.article, dossier.articles.len(), in_sight);
                self.top = self.top.min(self.article);
                while self.top < self.article && !self.fits(layout.sentence, height) {
                    self.top += 1;
                }
            }
            Column::Companions => {
                // There is a heading above them.
                let height = layout.companions.map_or(0, |area| usize::from(trimmed(area, 1, 0).height));
                self.companion = motion.target(self.companion, dossier.with.len(), height);
                self.companion_top = scrolled(self.companion_top, self.companion, height);
            }
        }
    }

    /// Requests older articles when they will soon be needed.
    fn ask_more(&self, cx: &mut Cx<'_>) {
        let Some(dossier) = &self.dossier else { return };
        let last = dossier.articles.last().map(|last| last.row.key);
        if dossier.more && last.is_some() && self.article + NEAR >= dossier.articles.len() {
            let request = Request::Dossier { entity: self.entity, after: last, count: ASKED };
            cx.ask(Slot::DossierMore, request);
        }
    }

    /// Selects the article drawn in line `line` of the column; false if there is none.
    fn click(&mut self, line: usize, columns: usize) -> bool {
        let Some(dossier) = &self.dossier else { return false };
        let mut below = 0;
        for (at, article) in dossier.articles.iter().enumerate().skip(self.top) {
            below += height_of(article, columns);
            if line < below {
                self.column = Column::Articles;
                self.article = at;
                return true;
            }
        }
        false
    }

    fn fits(&self, columns: usize, height: usize) -> bool {
        let articles = self.dossier.iter().flat_map(|dossier| &dossier.articles);
        let shown = articles.skip(self.top).take(self.article + 1 - self.top);
        shown.map(|article| height_of(article, columns)).sum::<usize>() <= height
    }
}

/// A line of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which of the article's sentences it belongs to.
    pub sentence: usize,
    /// Its span on this line.
    pub span: Span,
    /// The sentence continues, but its further lines are not shown.
    pub cut: bool,
}

/// The lines of an article's sentences at a width.
pub fn lines_of(article: &DossierArticle, columns: usize) -> Vec<Line> {
    let sentences = article.sentences.iter().take(SENTENCES).enumerate();
    let lines = sentences.flat_map(|(sentence, Sentence { text, .. })| {
        let lines = wrap(text, Span::new(0, text.len()), columns);
        let cut = lines.len() > LINES;
        let shown = lines.into_iter().take(LINES).enumerate();
        shown.map(move |(nth, span)| Line { sentence, span, cut: cut && nth + 1 == LINES })
    });
    lines.collect()
}

/// How many sentences that name the entity are not shown.
pub fn further_sentences(article: &DossierArticle) -> usize {
    article.named_in.saturating_sub(article.sentences.len().min(SENTENCES))
}

/// Lines an article takes: title with date, its sentences, and a line that is empty or counts further sentences.
fn height_of(article: &DossierArticle, columns: usize) -> usize {
    2 + lines_of(article, columns).len()
}
