//! The palette: all actions that apply here, matched by what the user types, the best match first.

use super::Outcome;
use super::line::{Edited, Line};
use super::sheet::{Sheet, SheetCx, SheetLine, at_bottom};
use crate::app::actions::{ActionRow, ROWS};
use crate::app::context::Contexts;
use crate::app::cx::Cx;
use crate::app::key::Key;
use crate::app::motion::Motion;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The number of visible rows.
const ROWS_SHOWN: u16 = 12;

/// The palette.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    contexts: Contexts,
    /// What has been typed.
    pub(super) line: Line,
    choice: usize,
}

impl Palette {
    /// The palette for a screen with these contexts.
    pub(super) fn new(contexts: Contexts) -> Self {
        Self { contexts, line: Line::default(), choice: 0 }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match self.line.key(key) {
            Edited::Nothing => {}
            Edited::Words => self.choice = 0,
            Edited::Choice(by) | Edited::Arrow(by) => {
                self.choice = Motion::Step(by).target(self.choice, self.matches().len(), 1);
            }
            Edited::Cancel => return Outcome::Done,
            Edited::Accept => {
                match self.matches().get(self.choice) {
                    Some(row) => cx.act(row.action.clone()),
                    None => {
                        cx.say(format!("there is no command “{}” · ? shows all keys", self.line.words()));
                    }
                }
                return Outcome::Done;
            }
        }
        Outcome::Taken
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.line.paste(text) == Edited::Words {
            self.choice = 0;
        }
    }

    /// The rows that fit, above the line.
    pub(super) fn sheet(&self, cx: &SheetCx<'_>) -> Sheet {
        let body = cx.session.frame().body;
        let matches = self.matches();
        if matches.is_empty() {
            return at_bottom(cx.session, vec![SheetLine::Empty("No command has these letters.")]);
        }
        let height = usize::from(ROWS_SHOWN.min(body.height)).min(matches.len());
        let top = (self.choice + 1).saturating_sub(height);
        let rows = matches.into_iter().enumerate().skip(top).take(height);
        let line = |(at, row): (usize, &'static ActionRow)| {
            SheetLine::Choice(row.title, cx.keymap.keys_of(row).join("  "), at == self.choice)
        };
        at_bottom(cx.session, rows.map(line).collect())
    }

    fn matches(&self) -> Vec<&'static ActionRow> {
        let pattern = Pattern::parse(self.line.words(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let here = ROWS.iter().filter(|row| row.contexts.meets(self.contexts));
        let scored = here.filter_map(|row| {
            let text = format!("{} {}", row.title, row.name);
            Some((pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher)?, row))
        });
        let mut rows: Vec<(u32, &'static ActionRow)> = scored.collect();
        rows.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}
