//! What all screens share: the terminal's size, the current time, the user's preferences, the library's totals.

use super::message::Background;
use super::purpose::Purpose;
use super::settings::{Look, Orders, Settings, Theme, Tips, Widths};
use crate::model::{ArticleId, Attended, Counts, Edit, EditId, Flag, NamesOrder};
use crate::text::time::Now;
use ratatui::layout::Rect;

/// What all screens share.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The terminal's columns.
    pub columns: u16,
    /// The terminal's rows.
    pub rows: u16,
    /// The current time.
    pub now: Now,
    /// The colours and their number.
    pub look: Look,
    /// What the user has chosen on the screen, and the settings file does not decide: kept for the next start.
    pub own_look: OwnLook,
    /// The user's line width for articles; a narrow pane uses less.
    pub line_width: u16,
    /// Whether the sidebar is shown next to articles.
    pub sidebar: bool,
    /// How wide the user wants list and sidebar.
    pub widths: Widths,
    /// Tips for the first keys that have not been tried yet.
    pub tips: Tips,
    /// How many articles the user has opened, as long as there are tips.
    pub opened: u32,
    /// Earlier searches, the latest last.
    pub searches: Vec<String>,
    /// What was added since the start, the latest last.
    pub added: Vec<String>,
    /// The orders chosen for lists.
    pub orders: Orders,
    /// The order of indexes of names.
    pub names_order: NamesOrder,
    /// The library's totals.
    pub counts: Counts,
    /// Whether the library can only be read.
    pub read_only: bool,
    /// Whether another Dateline holds the library and carries out what the user changes here.
    pub is_guest: bool,
    /// How many articles have come in that the other Dateline adds, as long as it does.
    pub arriving: u64,
    /// The names that are watched or muted.
    pub attended: Attended,
    /// What is wrong with the library as a whole, with the command that mends it; shown all the time.
    pub banner: Option<String>,
    /// Edits that are shown and not yet in the library for good, the oldest first.
    pub unwritten: Vec<Edit>,
    /// What the user has changed on this screen since it was started, the latest last.
    pub own_edits: Vec<EditId>,
    /// How many changes wait because the disk is full.
    pub waiting: usize,
}

/// The user's choices on the screen that a settings file takes precedence over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnLook {
    /// The theme, if one was chosen.
    pub theme: Option<Theme>,
    /// The line width.
    pub line_width: u16,
}

/// The rectangles that every screen has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// The first row: breadcrumbs and counts.
    pub header: Rect,
    /// Everything between header and footer, without the rules.
    pub body: Rect,
    /// The last row: hints, notices and prompts.
    pub footer: Rect,
}

/// The number of lines that can be recalled, of each purpose.
const KEPT_LINES: usize = 50;

/// The number of the user's own edits that are remembered.
const OWN_EDITS: usize = 100;

/// From this width on, three panes are side by side.
pub const THREE_PANES: u16 = 120;
/// From this width on, list and article are side by side.
pub const TWO_PANES: u16 = 90;

impl Session {
    /// A session on a terminal.
    pub fn new(columns: u16, rows: u16, now: Now, look: Look, settings: &Settings) -> Self {
        let sidebar = columns >= THREE_PANES && settings.sidebar.unwrap_or(true);
        let (line_width, widths) = (settings.line_width, settings.widths);
        let (tips, orders) = (settings.tips.clone(), settings.orders.clone());
        let (searches, names_order) = (settings.searches.clone(), settings.names_order);
        Self {
            columns,
            rows,
            now,
            look,
            own_look: OwnLook { theme: settings.theme, line_width },
            line_width,
            sidebar,
            widths,
            tips,
            opened: settings.opened,
            searches,
            added: Vec::new(),
            orders,
            names_order,
            counts: Counts::default(),
            read_only: false,
            is_guest: false,
            arriving: 0,
            attended: Attended::default(),
            banner: None,
            unwritten: Vec::new(),
            own_edits: Vec::new(),
            waiting: 0,
        }
    }

    /// Why nothing may be changed, if so.
    pub fn refusal(&self) -> Option<String> {
        let usual = || "read-only: another Dateline has this library open".to_owned();
        self.read_only.then(|| self.banner.clone().unwrap_or_else(usual))
    }

    /// The areas of header, body and footer.
    pub fn frame(&self) -> Frame {
        let (columns, rows) = (self.columns, self.rows);
        Frame {
            header: Rect::new(0, 0, columns, rows.min(1)),
            body: Rect::new(0, rows.min(2), columns, rows.saturating_sub(4)),
            footer: Rect::new(0, rows.saturating_sub(1), columns, rows.min(1)),
        }
    }

    /// What was typed for a purpose earlier, the latest last.
    pub fn earlier(&self, purpose: Purpose) -> &[String] {
        match purpose {
            Purpose::Add => &self.added,
            purpose if purpose.is_search() => &self.searches,
            _ => &[],
        }
    }

    /// Keeps what was typed for a purpose, to be recalled later.
    pub fn keep_typed(&mut self, purpose: Purpose, words: &str) {
        let kept = match purpose {
            Purpose::Add => &mut self.added,
            purpose if purpose.is_search() => &mut self.searches,
            _ => return,
        };
        let words = words.trim();
        if !words.is_empty() {
            kept.retain(|other| other != words);
            kept.push(words.to_owned());
            let surplus = kept.len().saturating_sub(KEPT_LINES);
            kept.drain(..surplus);
        }
    }

    /// The terminal has reported its background; a chosen theme stays.
    pub fn see_background(&mut self, background: Background) {
        if self.look.background != Theme::Mono {
            self.look.background = match background {
                Background::Light => Theme::Light,
                Background::Dark => Theme::Dark,
            };
        }
    }

    /// Whether a mark of an article is shown as the user changed it, but not yet in the library for good.
    pub fn is_unwritten(&self, article: ArticleId, mark: &Flag) -> bool {
        self.unwritten.iter().any(|edit| {
            matches!(edit, Edit::Marks { flag, articles, .. } if flag == mark && articles.contains(&article))
        })
    }

    /// The user has opened an article; in time the tips are no longer needed.
    pub(super) fn count_opened(&mut self) {
        if !self.tips.keys().is_empty() {
            self.opened += 1;
            self.tips.end_after(self.opened);
        }
    }

    /// Remembers an edit as the user's own of this session.
    pub(super) fn own(&mut self, edit: EditId) {
        self.own_edits.push(edit);
        let surplus = self.own_edits.len().saturating_sub(OWN_EDITS);
        self.own_edits.drain(..surplus);
    }

    /// An edit is in the library, or will never be.
    pub(super) fn settle(&mut self, edit: &Edit) {
        if let Some(at) = self.unwritten.iter().position(|each| each == edit) {
            self.unwritten.remove(at);
        }
    }

    /// Whether the terminal is wide enough for three panes.
    pub fn has_three_panes(&self) -> bool {
        self.columns >= THREE_PANES
    }
}

/// Whether a point is in an area.
pub fn holds(area: Option<Rect>, column: u16, row: u16) -> bool {
    area.is_some_and(|area| area.contains((column, row).into()))
}

/// The line of an area that contains a point.
pub fn line_in(area: Rect, column: u16, row: u16) -> Option<usize> {
    holds(Some(area), column, row).then(|| usize::from(row - area.y))
}

/// An area without its first and last rows.
pub fn trimmed(area: Rect, above: u16, below: u16) -> Rect {
    let above = above.min(area.height);
    Rect { y: area.y + above, height: area.height.saturating_sub(above + below), ..area }
}
