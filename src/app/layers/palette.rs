//! The palette: all actions, matched by what the user types, the best match first. Those that do not apply here say
//! where they do, and lead there.

use super::Outcome;
use super::line::{Edited, Line};
use super::sheet::{Sheet, SheetCx, SheetLine, at_bottom};
use crate::app::action::Action;
use crate::app::actions::{ActionRow, ROWS};
use crate::app::context::{Contexts, Focus, Location, NamesAt};
use crate::app::cx::{Cx, Wish};
use crate::app::key::Key;
use crate::app::message::Mouse;
use crate::app::motion::Motion;
use crate::app::purpose::Purpose;
use crate::app::session::{Session, line_in};
use crate::app::view::ListView;
use crate::model::{BuiltinList, Kind};
use crate::text::fold::fold;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The number of visible rows.
const ROWS_SHOWN: u16 = 12;

/// The rows above them: a rule.
const HEAD: u16 = 1;

fn head() -> SheetLine {
    SheetLine::Rule("Commands".to_owned())
}

/// The palette.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    contexts: Contexts,
    /// What has been typed.
    pub(super) line: Line,
    choice: usize,
}

const ALL: Action = Action::Go(Location::Articles(ListView::of(BuiltinList::All), Focus::List, None));

/// Where actions apply, in words, and what leads there; the first that fits an action.
const PLACES: [(Contexts, &str, Action); 13] = [
    (Contexts::NAME, "on a name", Action::Name { forward: true, kind: None }),
    (Contexts::READER, "in the text", Action::Focus(Focus::Reader)),
    (Contexts::SELECTION, "on selected words", Action::Select),
    (Contexts::LIST, "in a list of articles", ALL),
    (Contexts::READING, "with an article", ALL),
    (Contexts::FIND, "on matches", Action::Ask(Purpose::Find)),
    (Contexts::NAMES, "in the index of names", Action::Go(Location::Names(Kind::Person, NamesAt::START))),
    (Contexts::MAP.and(Contexts::PERIOD), "on the map", Action::Map),
    (Contexts::FEEDS, "in the feeds", Action::Go(Location::Feeds(0, None))),
    (Contexts::SEARCHES, "in the saved searches", Action::Go(Location::Searches(0, None))),
    (Contexts::NOTES, "in the notes", Action::Go(Location::Notes(0))),
    (Contexts::CHANGES, "in the past changes", Action::Go(Location::Changes(0))),
    (Contexts::DOSSIER, "in a dossier", Action::Go(Location::Names(Kind::Person, NamesAt::START))),
];

impl Palette {
    /// The palette for a screen with these contexts.
    pub(super) fn new(contexts: Contexts) -> Self {
        Self { contexts, line: Line::default(), choice: 0 }
    }

    pub(super) fn key(&mut self, key: Key, cx: &mut Cx<'_>) -> Outcome {
        match self.line.key(key) {
            Edited::Nothing => {}
            Edited::Words => self.choice = 0,
            Edited::Choice(by) | Edited::Arrow(by) => self.choose(by),
            Edited::Cancel => return Outcome::Done,
            Edited::Accept => return self.accept(cx),
        }
        Outcome::Taken
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.line.paste(text) == Edited::Words {
            self.choice = 0;
        }
    }

    pub(super) fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) -> Outcome {
        match mouse {
            Mouse::Wheel(notches) => self.choose(notches.into()),
            Mouse::Click => {
                let count = self.matches().len();
                let (top, height) = self.in_sight(count, cx.session);
                let body = cx.session.frame().body;
                let rows = u16::try_from(height).unwrap_or(body.height);
                let area = at_bottom(cx.session, vec![SheetLine::Gap; (rows + HEAD).into()]).area;
                let line = line_in(area, column, row).and_then(|line| line.checked_sub(HEAD.into()));
                let Some(at) = line.map(|line| top + line).filter(|&at| at < count) else {
                    return Outcome::Done;
                };
                self.choice = at;
                return self.accept(cx);
            }
        }
        Outcome::Taken
    }

    /// The rows that fit, above the line.
    pub(super) fn sheet(&self, cx: &SheetCx<'_>) -> Sheet {
        let matches = self.matches();
        if matches.is_empty() {
            return at_bottom(cx.session, vec![head(), SheetLine::Empty("No command has these letters.")]);
        }
        let (top, height) = self.in_sight(matches.len(), cx.session);
        let rows = matches.into_iter().enumerate().skip(top).take(height);
        let line = |(at, row): (usize, &'static ActionRow)| SheetLine::Choice {
            title: row.title,
            keys: cx.keymap.keys_of(row).join("  "),
            elsewhere: self.elsewhere(row).map(|(place, _)| place),
            selected: at == self.choice,
        };
        at_bottom(cx.session, std::iter::once(head()).chain(rows.map(line)).collect())
    }

    fn accept(&self, cx: &mut Cx<'_>) -> Outcome {
        match self.matches().get(self.choice) {
            Some(row) => match self.elsewhere(row) {
                None => cx.act(row.action.clone()),
                Some((_, leads)) => cx.wish(Wish::Lead(leads, row)),
            },
            None => cx.say(format!("there is no command “{}” · ? shows all keys", self.line.words())),
        }
        Outcome::Done
    }

    fn choose(&mut self, by: i32) {
        self.choice = Motion::Step(by).target(self.choice, self.matches().len(), 1);
    }

    /// The first visible match, and how many are visible.
    fn in_sight(&self, count: usize, session: &Session) -> (usize, usize) {
        let height = usize::from(ROWS_SHOWN.min(session.frame().body.height.saturating_sub(HEAD))).min(count);
        ((self.choice + 1).saturating_sub(height), height)
    }

    /// Where an action applies that does not apply here, and what leads there.
    fn elsewhere(&self, row: &ActionRow) -> Option<(&'static str, Action)> {
        if row.contexts.meets(self.contexts) {
            return None;
        }
        let (context, place, leads) = PLACES.into_iter().find(|(place, ..)| place.meets(row.contexts))?;
        let leads = match context {
            _ if self.contexts.meets(Contexts::READING) => leads,
            // Where there is no text, names are in the index.
            Contexts::NAME => Action::Go(Location::Names(Kind::Person, NamesAt::START)),
            Contexts::READER => ALL,
            _ => leads,
        };
        Some((place, leads))
    }

    /// The actions that match; without any letters, only those that apply here. Letters in any places count only where
    /// no action has the words themselves.
    fn matches(&self) -> Vec<&'static ActionRow> {
        let words: Vec<String> = fold(self.line.words()).split_whitespace().map(str::to_owned).collect();
        let has_words = |row: &ActionRow| {
            let text = fold(&format!("{} {}", row.title, row.name));
            words.iter().all(|word| text.contains(word))
        };
        let needs_words = ROWS.iter().any(has_words);
        let pattern = Pattern::parse(self.line.words(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let is_typed = !self.line.words().trim().is_empty();
        let scored = ROWS.iter().filter(|row| !needs_words || has_words(row)).filter_map(|row| {
            let is_here = row.contexts.meets(self.contexts);
            let text = format!("{} {}", row.title, row.name);
            let score = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher)?;
            (is_here || is_typed).then_some((score, is_here, row))
        });
        let mut rows: Vec<(u32, bool, &'static ActionRow)> = scored.collect();
        rows.sort_by_key(|&(score, is_here, _)| std::cmp::Reverse((score, is_here)));
        rows.into_iter().map(|(.., row)| row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_before_letters_in_any_places() {
        let names = |typed: &str| {
            let palette = Palette { line: Line::of(typed), ..Palette::new(Contexts::ANYWHERE) };
            palette.matches().into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(names("theme"), ["theme"]);
        assert_eq!(names("config"), ["reload"]);
        assert!(names("bkmrk").contains(&"bookmark"), "{:?}", names("bkmrk"));
    }

    #[test]
    fn every_action_leads_somewhere() {
        let nowhere = Palette::new(Contexts::NONE);
        for row in ROWS.iter().filter(|row| !row.contexts.meets(Contexts::ANYWHERE)) {
            assert!(nowhere.elsewhere(row).is_some(), "{}", row.name);
        }
    }
}
