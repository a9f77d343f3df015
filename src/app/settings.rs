//! What the screen remembers from one start to the next.

use crate::model::{ArticleId, NamesOrder, Order, RowKey};
use serde::{Deserialize, Serialize};

/// The small settings, kept in the library as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The selected row of the list: its order and article.
    pub(super) row: Option<(i64, i64)>,
    /// Whether the article had the focus.
    pub reading: bool,
    /// The line width of an article.
    #[serde(rename = "measure")]
    pub line_width: u16,
    /// Whether the sidebar was shown on a screen with room for it.
    pub sidebar: Option<bool>,
    /// How wide the user wants list and sidebar.
    pub widths: Widths,
    /// The theme, once the user has chosen one.
    pub theme: Option<Theme>,
    /// The first keys still to be tried.
    #[serde(rename = "card")]
    pub tips: Tips,
    /// How many articles the user has opened, as long as there are tips.
    pub opened: u32,
    /// Earlier searches, the latest last.
    pub searches: Vec<String>,
    /// Lists whose order the user has chosen.
    pub orders: Orders,
    /// The order of indexes of names.
    pub names_order: NamesOrder,
}

/// The orders that the user has chosen for lists, by the lists' names; the latest choice last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Orders(Vec<(String, Order)>);

/// The number of orders kept.
const ORDERS: usize = 200;

impl Orders {
    /// The order of a list, if the user has chosen one.
    pub fn of(&self, list: &str) -> Option<Order> {
        self.0.iter().find(|(name, _)| name == list).map(|&(_, order)| order)
    }

    /// Keeps the order of a list.
    pub fn keep(&mut self, list: String, order: Order) {
        self.0.retain(|(name, _)| *name != list);
        self.0.push((list, order));
        let surplus = self.0.len().saturating_sub(ORDERS);
        self.0.drain(..surplus);
    }
}

/// The line widths the user may choose.
const LINE_WIDTHS: std::ops::RangeInclusive<u16> = 40..=120;
/// The default line width.
const USUAL_LINE_WIDTH: u16 = 72;

/// The nearest valid line width.
pub fn line_width(columns: u16) -> u16 {
    columns.clamp(*LINE_WIDTHS.start(), *LINE_WIDTHS.end())
}

/// The widths of panes in thousandths of the screen's, once the user has chosen them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Widths {
    /// The list's.
    pub list: Option<u16>,
    /// The sidebar's.
    pub sidebar: Option<u16>,
    /// That of the column of companions in a dossier.
    pub companions: Option<u16>,
}

impl Widths {
    /// The whole screen: the panes themselves know their limits.
    pub const WHOLE: u16 = 1000;

    /// A width in thousandths of the screen, rounded up so that it gives the same number of columns again.
    pub fn thousandths(width: i32, columns: u16) -> u16 {
        let columns = i32::from(columns.max(1));
        u16::try_from((width.clamp(0, columns) * 1000 + columns - 1) / columns).unwrap_or(Self::WHOLE)
    }

    /// A share of the columns in thousandths.
    pub fn columns_of(share: u16, columns: u16) -> u16 {
        u16::try_from(u32::from(columns) * u32::from(share) / 1000).unwrap_or(columns)
    }
}

/// A set of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// Black and white and few strong colours, for dark backgrounds.
    HighContrast,
    /// No colour: bold, underline and reverse.
    Mono,
    /// The sixteen colours of a base16 file, as 0xRRGGBB, from base00 on.
    Base16([u32; 16]),
}

impl Theme {
    /// Those of our own, in cycling order.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::HighContrast, Self::Mono];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
            Self::Mono => "mono",
            Self::Base16(_) => "base16",
        }
    }

    /// The theme with a name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }
}

/// Colours, and how many the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The user's choice; if none, the terminal's background decides.
    pub theme: Option<Theme>,
    /// What the terminal's background suggests.
    pub background: Theme,
    /// How many colours the terminal shows.
    pub depth: Depth,
    /// Only ASCII for rules and marks.
    pub ascii: bool,
}

impl Look {
    /// The colours to use.
    pub fn theme(self) -> Theme {
        self.theme.unwrap_or(self.background)
    }
}

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Depth {
    Sixteen,
    TwoHundredFiftySix,
    True,
}

/// Whoever has opened so many articles needs no tips.
const OPENED: u32 = 25;

/// The tips for first keys: each disappears once its key has been used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tips(Vec<Tip>);

/// A key that a newcomer should try first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tip {
    ReadOn,
    NextName,
    Dossier,
    Search,
}

impl Default for Tips {
    fn default() -> Self {
        Self(vec![Tip::ReadOn, Tip::NextName, Tip::Dossier, Tip::Search])
    }
}

impl Tips {
    /// A key has been used.
    pub fn used(&mut self, key: Tip) {
        self.0.retain(|&other| other != key);
    }

    /// The remaining ones.
    pub fn keys(&self) -> &[Tip] {
        &self.0
    }

    /// Ends them once so many articles have been opened that they are no longer needed.
    pub fn end_after(&mut self, opened: u32) {
        if opened >= OPENED {
            self.clear();
        }
    }

    /// The user does not want them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl Default for Settings {
    fn default() -> Self {
        let (row, sidebar, theme, widths) = (None, None, None, Widths::default());
        let (tips, searches, orders) = (Tips::default(), Vec::new(), Orders::default());
        let (reading, line_width, opened) = (false, USUAL_LINE_WIDTH, 0);
        Self {
            row,
            reading,
            line_width,
            sidebar,
            widths,
            theme,
            tips,
            opened,
            searches,
            orders,
            names_order: NamesOrder::Articles,
        }
    }
}

impl Settings {
    /// The name they are kept under.
    pub const KEY: &'static str = "screen";

    /// Reads the output of [`Settings::to_text`]; anything else gives the defaults.
    pub fn from_text(text: &str) -> Self {
        let mut settings: Self = serde_json::from_str(text).unwrap_or_default();
        settings.line_width = line_width(settings.line_width);
        settings
    }

    /// Writes them.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The selected row of the list.
    pub fn row(&self) -> Option<RowKey> {
        self.row.map(|(order, article)| RowKey { order, article: ArticleId(article) })
    }

    /// The default settings, with a selected row.
    pub fn at(row: Option<RowKey>) -> Self {
        Self { row: row.map(|key| (key.order, key.article.0)), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were_kept() {
        let row = Some(RowKey { order: 7, article: ArticleId(3) });
        let mut settings = Settings { line_width: 80, theme: Some(Theme::Light), ..Settings::at(row) };
        settings.tips.used(Tip::Search);
        settings.orders.keep("Unread".to_owned(), Order::Oldest);
        assert_eq!(Settings::from_text(&settings.to_text()), settings);
    }

    #[test]
    fn damaged_settings_are_the_usual_ones() {
        assert_eq!(Settings::from_text("{"), Settings::default());
        assert_eq!(Settings::from_text(r#"{"measure":9999}"#).line_width, 120);
    }
}
