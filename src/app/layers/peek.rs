//! A summary of a name next to its line: who or where it is, and a recent sentence about it.

use super::Outcome;
use super::sheet::{Sheet, SheetLine, at_bottom, wrapped};
use crate::app::action::Action;
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::session::Session;
use crate::app::target::NameAtHand;
use crate::model::{Attention, EntitySummary, Kind};
use crate::text::width::{counted, width};
use crate::text::{forms, time};

/// The maximum number of lines of the sentence.
const SENTENCE: usize = 2;
/// The maximum number of other forms.
const FORMS: usize = 6;

/// A summary of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Peek {
    of: NameAtHand,
    /// The row of the name, which the sheet does not cover.
    row: Option<u16>,
    summary: Option<Box<EntitySummary>>,
}

impl Peek {
    /// Opens the summary of a name on a row of the screen.
    pub(super) fn new(of: NameAtHand, row: Option<u16>, cx: &mut Cx<'_>) -> Self {
        cx.ask(Slot::Summary, Request::Summary { entity: of.id, article: None });
        Self { of, row, summary: None }
    }

    /// Any key closes it, and has its usual effect; the key that opened it only closes it.
    pub(super) fn act(action: &Action) -> Outcome {
        match action {
            Action::Peek | Action::Cancel | Action::Leave { .. } => Outcome::Done,
            _ => Outcome::Gone,
        }
    }

    /// Handles an answer of the library.
    pub(super) fn answer(&mut self, answer: Answer, cx: &mut Cx<'_>) -> Outcome {
        match answer {
            Answer::Summary(Some(summary)) => self.summary = Some(summary),
            Answer::Summary(None) => {
                cx.say("this name is no longer in the library");
                return Outcome::Done;
            }
            _ => return Outcome::Passed,
        }
        Outcome::Taken
    }

    pub(super) fn sheet(&self, session: &Session) -> Sheet {
        let columns = usize::from(session.frame().body.width.saturating_sub(4));
        let mut lines = vec![SheetLine::Rule(self.of.shown.clone())];
        if let Some(summary) = &self.summary {
            lines.extend(wrapped(&facts(summary, session), columns));
            lines.extend(wrapped(&seen(summary, session), columns).into_iter().map(SheetLine::dim));
            let forms = forms(summary);
            if !forms.is_empty() {
                lines.extend(wrapped(&forms, columns).into_iter().take(1).map(SheetLine::dim));
            }
            if let Some(sentence) = &summary.sentence {
                lines.extend(cut(wrapped(&sentence.text, columns), columns));
            }
        }
        let mut sheet = at_bottom(session, lines);
        if self.row.is_some_and(|row| row >= sheet.area.y) {
            sheet.area.y = session.frame().body.y;
        }
        sheet
    }
}

/// The first lines of a sentence; one that goes on ends in an ellipsis after a word.
fn cut(mut lines: Vec<SheetLine>, columns: usize) -> Vec<SheetLine> {
    let goes_on = lines.len() > SENTENCE;
    lines.truncate(SENTENCE);
    if let Some(SheetLine::Sentence(last)) = lines.last_mut().filter(|_| goes_on) {
        while width(last) + 2 > columns && last.contains(' ') {
            last.truncate(last.rfind(' ').unwrap_or(0));
        }
        let end = last.trim_end_matches([',', ';', ':', '–', '—', ' ']).len();
        last.truncate(end);
        last.push_str(" …");
    }
    lines
}

/// `person · German chancellor`, `city · Nineveh Governorate, Iraq`
fn facts(summary: &EntitySummary, session: &Session) -> String {
    let place = summary.place.as_ref();
    let is_place = summary.kind() == Kind::Place;
    let kind = place.filter(|_| is_place).map_or(summary.kind().word(), |place| place.kind.word());
    let within = place.map(crate::model::Place::within).filter(|within| !within.is_empty());
    let doubt = place.filter(|place| place.is_doubtful()).map(|_| "another place may be meant".to_owned());
    let attention = session.attended.of(summary.id).map(|attention| match attention {
        Attention::Watched => "watched".to_owned(),
        Attention::Muted => "muted".to_owned(),
    });
    let parts = [Some(kind.to_owned()), summary.roles.first().cloned(), within, doubt, attention];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `12 articles · 1 December 2016 – 15 December 2016`
fn seen(summary: &EntitySummary, session: &Session) -> String {
    let span = summary.first.zip(summary.last).map(|(first, last)| {
        let (first, last) = (time::day(first, session.now), time::day(last, session.now));
        if first == last { first } else { format!("{first} – {last}") }
    });
    let articles = counted(summary.articles, "article", "articles");
    [Some(articles), span].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `also Merkel 12 · Chancellor Merkel 2`
fn forms(summary: &EntitySummary) -> String {
    let others = forms::others(&summary.name, &summary.aliases).into_iter().take(FORMS);
    let others: Vec<String> = others.map(|alias| format!("{} {}", alias.form, alias.mentions)).collect();
    if others.is_empty() { String::new() } else { format!("also {}", others.join(" · ")) }
}
