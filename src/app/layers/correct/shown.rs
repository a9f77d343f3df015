//! The display of a correction being made: above the bottom line, under a rule with its title.

use super::Correct;
use super::steps::{Scope, Splinter, Step};
use crate::app::action::Correcting;
use crate::app::layers::sheet::{Sheet, SheetLine, at_bottom, wrapped};
use crate::app::session::Session;
use crate::model::{EditPlan, Kind, NameChoice, Place};
use crate::text::edits;
use crate::text::width::{counted, width};

/// The number of choices that are visible on small terminals; on others half of the screen's lines.
pub(in crate::app::layers) const ROWS: usize = 12;
/// The maximum number of reasons shown.
const REASONS: usize = 3;

/// Columns beside a row, and between its parts.
const BESIDE: usize = 4;
const GAP: usize = 2;

/// How many choices are visible.
fn rows_in(session: &Session) -> usize {
    let body = usize::from(session.frame().body.height);
    ROWS.max(body / 2).min(body.saturating_sub(2)).max(1)
}

impl Correct {
    /// Its lines for a terminal.
    pub(in crate::app::layers) fn sheet_in(&self, session: &Session) -> Sheet {
        self.beside_map(session, self.lines_in(session)).0
    }

    /// Its lines over the whole width.
    pub(super) fn lines_in(&self, session: &Session) -> Sheet {
        let columns = usize::from(session.frame().body.width.saturating_sub(4));
        let mut lines = vec![SheetLine::Rule(self.title())];
        match &self.step {
            Step::Confirm { plan, .. } => self.tell_plan(plan.as_deref(), columns, &mut lines),
            Step::Words { .. } => {}
            _ => lines.extend(self.rows(session, columns)),
        }
        if let Some(fault) = &self.fault {
            lines.extend(wrapped(&edits::sentence(fault), columns));
        }
        at_bottom(session, lines)
    }

    /// The first visible choice.
    pub(super) fn first_in_sight(&self, session: &Session) -> usize {
        (self.choice + 1).saturating_sub(rows_in(session))
    }

    fn title(&self) -> String {
        let name = &self.of.shown;
        match self.what {
            Correcting::Merge => format!("{name} is the same as …"),
            Correcting::Split => format!("Split off from {name}"),
            Correcting::Rename => format!("Rename {name}"),
            Correcting::Kind => format!("{name}, {} …", is_no(self.of.kind)),
            Correcting::Reject => format!("{name} is not a name"),
            Correcting::Place => format!("{name} lies elsewhere"),
        }
    }

    fn rows(&self, session: &Session, columns: usize) -> Vec<SheetLine> {
        let rows: Vec<(String, Option<Kind>, String, String)> = match &self.step {
            Step::Names(names) => names.iter().map(name_row).collect(),
            Step::Places(places) => {
                let columns = usize::from(self.width_of_list(session)).saturating_sub(BESIDE);
                places.iter().map(|place| place_row_in(place, columns)).collect()
            }
            Step::Forms(splinters) => splinters.iter().map(splinter_row).collect(),
            Step::Kinds => {
                let kinds = self.other_kinds().into_iter();
                kinds.map(|kind| (is_a(kind).to_owned(), Some(kind), String::new(), String::new())).collect()
            }
            _ => Vec::new(),
        };
        if rows.is_empty() {
            let why = wrapped(self.empty().unwrap_or_default(), columns);
            return why.into_iter().map(SheetLine::dim).collect();
        }
        let first = self.first_in_sight(session);
        let shown = rows.into_iter().enumerate().skip(first).take(rows_in(session));
        let line = |(at, (name, kind, note, right))| {
            let selected = at == self.choice;
            SheetLine::Row { name, kind, note, right, selected }
        };
        shown.map(line).collect()
    }

    /// Why there is nothing to choose.
    fn empty(&self) -> Option<&'static str> {
        match self.step {
            Step::Names(_) if !self.line.words().trim().is_empty() => {
                Some("No name of the library has these words.")
            }
            Step::Names(_) => Some("No other name looks like it; type a word of the other one."),
            Step::Places(_) => {
                Some("No place of this name; a country or a state may follow a comma, and degrees do.")
            }
            _ => None,
        }
    }

    fn tell_plan(&self, plan: Option<&EditPlan>, columns: usize, lines: &mut Vec<SheetLine>) {
        let Some(plan) = plan else { return };
        let [statement, effect] = edits::plan(plan);
        lines.extend(wrapped(&statement, columns));
        lines.extend(wrapped(&format!("{effect} u undoes it, at any time."), columns));
        if let Some((_, other)) = self.merged_names() {
            lines.extend(wrapped(&format!("s keeps the name {other} instead."), columns));
        }
        let why = self.summary.iter().flat_map(|summary| &summary.why).take(REASONS);
        for why in why {
            let forms: Vec<String> = why.forms.iter().map(|form| format!("“{form}”")).collect();
            lines.extend(
                wrapped(&format!("Now {}: {}.", forms.join(", "), why.sentence), columns)
                    .into_iter()
                    .map(SheetLine::dim),
            );
        }
        let scopes = self.scopes();
        if scopes.len() > 1 {
            lines.push(SheetLine::Gap);
            let row = |&scope: &Scope| {
                let (name, selected) = (self.told(scope), scope == self.scope);
                SheetLine::Row { name, kind: None, note: String::new(), right: String::new(), selected }
            };
            lines.extend(scopes.iter().map(row));
        }
    }

    fn told(&self, scope: Scope) -> String {
        match scope {
            Scope::Everywhere => "everywhere".to_owned(),
            Scope::Form => {
                format!("only where the text has “{}”", self.of.form.as_deref().unwrap_or_default())
            }
            Scope::Article => "only in this article".to_owned(),
        }
    }
}

fn is_a(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "a person",
        Kind::Place => "a place",
        Kind::Organisation => "an organisation",
    }
}

fn is_no(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "no person but",
        Kind::Place => "no place but",
        Kind::Organisation => "no organisation but",
    }
}

/// Name, kind, what tells it from others, and its articles.
pub(in crate::app::layers) fn name_row(name: &NameChoice) -> (String, Option<Kind>, String, String) {
    let row = &name.name.row;
    let facts = [row.kind.word().to_owned(), name.name.told_apart()];
    let skipped = usize::from(row.kind == Kind::Place && !facts[1].is_empty());
    let facts = facts.into_iter().skip(skipped).filter(|fact| !fact.is_empty());
    let articles = counted(row.articles.into(), "article", "articles");
    (row.name.clone(), Some(row.kind), facts.collect::<Vec<_>>().join(" · "), articles)
}

/// A place; its degrees give way where they would cut what tells it from others.
fn place_row_in(place: &Place, columns: usize) -> (String, Option<Kind>, String, String) {
    let (name, kind, note, right) = place_row(place);
    let is_cut = width(&name) + width(&note) + width(&right) + 2 * GAP > columns;
    (name, kind, note, if is_cut { String::new() } else { right })
}

fn place_row(place: &Place) -> (String, Option<Kind>, String, String) {
    let note = [place.kind.word().to_owned(), place.within()];
    let note: Vec<String> = note.into_iter().filter(|part| !part.is_empty()).collect();
    (place.name.clone(), Some(Kind::Place), note.join(" · "), degrees(place))
}

fn splinter_row(splinter: &Splinter) -> (String, Option<Kind>, String, String) {
    match splinter {
        Splinter::Reason(why) => {
            let forms = why.forms.join(", ");
            (format!("not {forms} in this article"), None, why.sentence.clone(), String::new())
        }
        Splinter::Form { form, mentions, marked } => {
            let mark = if *marked { "[x]" } else { "[ ]" };
            let mentions = counted(u64::from(*mentions), "mention", "mentions");
            (format!("{mark} {form}"), None, String::new(), mentions)
        }
    }
}

/// `36.34 N 43.13 E`
fn degrees(place: &Place) -> String {
    let half = |degrees: f64, plus: char, minus: char| {
        format!("{:.2} {}", degrees.abs(), if degrees < 0.0 { minus } else { plus })
    };
    format!("{} {}", half(place.latitude, 'N', 'S'), half(place.longitude, 'E', 'W'))
}
