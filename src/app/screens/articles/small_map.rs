//! The small map at the bottom of the sidebar: the places that the article names.
//!
//! It is drawn once per article and size.

use super::Articles;
use super::panes::Panes;
use crate::app::session::Session;
use crate::map::{Picture, Pin, Size};
use crate::model::{Article, ArticleId, Kind, NamedEntity, PlaceKind};
use ratatui::layout::Rect;

/// The minimum number of rows of a sidebar with a map.
const ROOM: u16 = 26;
/// The height of the map: a third of the sidebar, within these limits.
const ROWS: (u16, u16) = (8, 14);
/// How many places' countries have highlighted borders.
const STANDING_OUT: usize = 6;

/// The map as last drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SmallMap {
    /// Its article, if any.
    of: Option<ArticleId>,
    /// The map itself.
    pub picture: Picture,
    /// The article's entities for its pins.
    pub places: Vec<usize>,
}

impl Panes {
    /// The panes, with a map at the bottom of the sidebar if there is room and the article has something to show.
    pub(super) fn with_map_of(self, article: &Article) -> Self {
        match self.sidebar {
            Some(sidebar) if sidebar.height >= ROOM && !places(&article.entities).is_empty() => {
                let rows = (sidebar.height / 3).clamp(ROWS.0, ROWS.1);
                let names = Rect { height: sidebar.height - rows - 1, ..sidebar };
                let map = Rect { y: names.bottom() + 1, height: rows, ..sidebar };
                Self { sidebar: Some(names), map: Some(map), ..self }
            }
            _ => self,
        }
    }
}

impl SmallMap {
    /// Draws the map of an article, if it has a place in the panes.
    pub(super) fn of(article: &Article, panes: Panes) -> Self {
        panes.map.map_or_else(Self::default, |area| Self::drawn(article, size(area)))
    }

    fn drawn(article: &Article, size: Size) -> Self {
        let places = places(&article.entities);
        let shown = places.iter().filter_map(|&at| Some((at, pin(article.entities.get(at)?)?)));
        let (at, pins): (Vec<usize>, Vec<Pin>) = shown.unzip();
        let countries: Vec<&str> = at
            .iter()
            .take(STANDING_OUT)
            .filter_map(|&at| article.entities[at].entity.place.as_ref())
            .map(|place| place.country.as_str())
            .collect();
        let picture = Picture::fitted(&pins, None, &countries, size);
        Self { of: Some(article.row.id()), picture, places: at }
    }
}

impl Articles {
    /// The panes, with a map at the bottom of the sidebar if there is room and something to show.
    pub(super) fn with_map(&self, panes: Panes) -> Panes {
        self.reader.article.as_ref().map_or(panes, |article| panes.with_map_of(article))
    }

    /// Draws the map again, if anything has changed.
    pub(super) fn draw_map(&mut self, session: &Session) {
        let (Some(area), Some(article)) = (self.panes(session).map, &self.reader.article) else { return };
        let is_drawn = self.small_map.of == Some(article.row.id());
        if !is_drawn || self.small_map.picture.size() != size(area) {
            self.small_map = SmallMap::drawn(article, size(area));
        }
    }
}

fn size(area: Rect) -> Size {
    Size { columns: area.width, rows: area.height }
}

/// The places of an article that have a point, the most frequent first; countries only if there is nothing else.
fn places(entities: &[NamedEntity]) -> Vec<usize> {
    let of = |is_meant: fn(PlaceKind) -> bool| {
        let placed = entities.iter().enumerate().filter(|(_, named)| {
            let place = named.entity.place.as_ref();
            named.entity.kind == Kind::Place && place.is_some_and(|place| is_meant(place.kind))
        });
        let mut placed: Vec<usize> = placed.map(|(at, _)| at).collect();
        placed.sort_by_key(|&at| std::cmp::Reverse(entities[at].mentions));
        placed
    };
    let points = of(|kind| kind != PlaceKind::Country);
    if points.is_empty() { of(|_| true) } else { points }
}

fn pin(named: &NamedEntity) -> Option<Pin> {
    let place = named.entity.place.as_ref()?;
    Some(Pin {
        longitude: place.longitude,
        latitude: place.latitude,
        name: named.shown.clone(),
        weight: named.mentions.into(),
        doubtful: place.is_doubtful(),
    })
}
