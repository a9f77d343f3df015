//! The map: the places of an article, of a list or of everything.
//!
//! `ui/map.rs` draws it.

use crate::app::action::Action;
use crate::app::context::{Contexts, Focus, Location};
use crate::app::cx::Cx;
use crate::app::effect::{Answer, Request, Slot};
use crate::app::empty::Empty;
use crate::app::hints::{HintGoal, HintTarget};
use crate::app::map_scope::{MapScope, TimeWindow};
use crate::app::message::Mouse;
use crate::app::motion::Motion;
use crate::app::session::{Session, holds, trimmed};
use crate::app::target::{Target, TargetName};
use crate::app::view::{Filter, ListView};
use crate::map::{Picture, Pin, Size, View, nearest};
use crate::model::{Kind, ListQuery, PlaceRow, PlacesOf};
use ratatui::layout::Rect;

/// The number of places requested: more pins than a screen has room for.
const ASKED: usize = 300;

/// How many places' countries have highlighted borders.
const STANDING_OUT: usize = 12;

/// A map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapScreen {
    /// What it shows, and the part in view.
    pub scope: MapScope,
    /// Its places, those named by most articles first.
    pub places: Vec<PlaceRow>,
    /// Whether no answer has arrived yet.
    pub waiting: bool,
    /// The drawn map.
    pub picture: Picture,
}

/// The geometry of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapLayout {
    /// The map.
    pub map: Rect,
    /// The line below it, with the current place.
    pub line: Rect,
}

impl MapLayout {
    fn size(self) -> Size {
        Size { columns: self.map.width, rows: self.map.height }
    }
}

impl MapScreen {
    /// A map that has yet to be requested.
    pub fn at(scope: MapScope) -> Self {
        Self { scope, places: Vec::new(), waiting: true, picture: Picture::default() }
    }

    /// Its geometry.
    pub fn layout(session: &Session) -> MapLayout {
        let body = session.frame().body;
        let map = trimmed(body, 0, 1);
        MapLayout { map, line: Rect { y: map.bottom(), height: body.height - map.height, ..body } }
    }

    /// The current contexts.
    pub fn contexts(&self) -> Contexts {
        let has_periods = matches!(self.scope.of, PlacesOf::List(_));
        Contexts::MAP.and_if(has_periods, Contexts::PERIOD).and_if(self.current().is_some(), Contexts::NAME)
    }

    /// What keys act on.
    pub fn target(&self) -> Target<'_> {
        let name = self.current().map(|place| {
            let row = &place.row;
            let article = match self.scope.of {
                PlacesOf::Article(article) => Some(article),
                PlacesOf::List(_) => None,
            };
            TargetName { article, ..TargetName::from(row) }
        });
        Target { name, ..Target::default() }
    }

    /// The current place.
    pub fn current(&self) -> Option<&PlaceRow> {
        self.places.get(self.current_index()?)
    }

    /// Carries out an action; false if it has no meaning here.
    pub fn act(&mut self, action: &Action, cx: &mut Cx<'_>) -> bool {
        let size = Self::layout(cx.session).size();
        let view = self.picture.view;
        match action {
            Action::Move(Motion::Step(down)) => self.look(view.panned(0, step(-down), size), size),
            Action::Move(Motion::Half(down) | Motion::Page(down)) => {
                self.look(view.panned(0, step(-2 * down), size), size);
            }
            Action::Move(Motion::Top | Motion::Bottom) => self.look_at_all(size),
            Action::Beside { right } => self.look(view.panned(if *right { 1 } else { -1 }, 0, size), size),
            Action::Zoom(nearer) => self.look(self.zoomed(*nearer, size), size),
            Action::Around { forward } => self.next_place(*forward, size),
            Action::TimeWindow => {
                // In a shorter period there would be even fewer places.
                let is_empty = self.places.is_empty() && !self.waiting;
                self.scope.window = if is_empty { TimeWindow::Always } else { self.scope.window.next() };
                cx.note(self.scope.window.note());
                self.refresh(cx);
            }
            Action::Open => self.open(cx),
            _ => return false,
        }
        true
    }

    /// Handles an answer of the library.
    pub fn answer(&mut self, answer: Answer, session: &Session) {
        if let Answer::Places(places) = answer {
            self.waiting = false;
            self.places = places;
            if self.current().is_none() && !self.places.is_empty() {
                self.scope.place = self.places.first().map(|place| place.row.id);
            }
            if self.places.is_empty() && self.scope.window != TimeWindow::Always {
                // The part in view stays for the next period.
                let (view, size) = (self.picture.view, Self::layout(session).size());
                self.picture = Picture::draw(&[], None, &[], view.zoomed(0, size), size);
            } else {
                self.resume(session);
            }
        }
    }

    /// Requests everything it shows again.
    pub fn refresh(&mut self, cx: &mut Cx<'_>) {
        let of = match &self.scope.of {
            PlacesOf::List(list_query) => PlacesOf::List(self.within_window(list_query)),
            PlacesOf::Article(article) => PlacesOf::Article(*article),
        };
        cx.ask(Slot::Places, Request::Places { of, count: ASKED });
    }

    /// It comes to the top, possibly on a terminal of another size: it is drawn again.
    pub fn resume(&mut self, session: &Session) {
        let size = Self::layout(session).size();
        match self.scope.view {
            Some(view) => self.look(view.zoomed(0, size), size),
            None => self.look_at_all(size),
        }
    }

    /// The mouse did something at a column and row.
    pub fn mouse(&mut self, mouse: Mouse, column: u16, row: u16, cx: &mut Cx<'_>) {
        let layout = Self::layout(cx.session);
        let size = layout.size();
        match mouse {
            Mouse::Wheel(notches) => self.look(self.zoomed(-notches, size), size),
            Mouse::Click if holds(Some(layout.map), column, row) => {
                let (column, row) = (column - layout.map.x, row - layout.map.y);
                let Some(at) = nearest(&self.picture.placed, column, row) else { return };
                let id = self.places.get(at).map(|place| place.row.id);
                if std::mem::replace(&mut self.scope.place, id) == id {
                    self.open(cx);
                }
            }
            Mouse::Click => {}
        }
    }

    /// The visible places.
    pub fn hint_targets(&self, session: &Session) -> Vec<HintTarget> {
        let area = Self::layout(session).map;
        let placed = self.picture.placed.iter();
        let targets = placed.filter_map(|placed| {
            let text = self.places.get(placed.pin)?.row.name.clone();
            let (column, row) = (area.x + placed.cell.0, area.y + placed.cell.1);
            Some(HintTarget { column, row, goal: HintGoal::Row(placed.pin), text })
        });
        targets.collect()
    }

    /// Goes to the target of a hint.
    pub fn follow_hint(&mut self, goal: &HintGoal) {
        if let HintGoal::Row(at) = goal {
            self.scope.place = self.places.get(*at).map(|place| place.row.id);
        }
    }

    /// The user's location, to return to.
    pub fn location(&self) -> Location {
        Location::Map(self.scope.clone())
    }

    /// The breadcrumbs in the header.
    pub fn title(&self) -> Vec<String> {
        let window = Some(self.scope.window).filter(|&window| window != TimeWindow::Always);
        let steps = [Some("Map"), Some(self.scope.title.as_str()), window.map(TimeWindow::title)];
        steps.into_iter().flatten().map(str::to_owned).collect()
    }

    /// The most important actions here, with short labels.
    pub fn hints(&self) -> &'static [(&'static str, &'static str)] {
        const ALL: [(&str, &str); 7] = hints_with(("time-window", "time"));
        const OF_ARTICLE: [(&str, &str); 7] = hints_with(("hints", "jump to"));
        if matches!(self.scope.of, PlacesOf::Article(_)) { &OF_ARTICLE } else { &ALL }
    }

    /// The articles of the list that name the current place.
    fn open(&self, cx: &mut Cx<'_>) {
        let Some(place) = self.current() else { return };
        let entity = |id, name: &str| Filter::Entity(id, Kind::Place, name.to_owned());
        let mut view = ListView::filtered(entity(place.row.id, &place.row.shown));
        let term = self.scope.window.term();
        if !term.is_empty() {
            view.filters.push(Filter::Query(term.to_owned()));
        }
        cx.open(Location::Articles(view, Focus::List, None));
    }

    /// Why there are no places, if there are none.
    pub fn empty(&self) -> Option<Empty> {
        if !self.places.is_empty() || self.waiting {
            return None;
        }
        Some(match self.scope.window {
            TimeWindow::Always => Empty::new("No places are named here", "q goes back"),
            window => {
                let why = format!("No place is named in the {}", window.title());
                Empty::new(why, "t shows all time again")
            }
        })
    }

    fn within_window(&self, list_query: &ListQuery) -> ListQuery {
        let query = match (list_query.query.as_str(), self.scope.window.term()) {
            (query, "") => query.to_owned(),
            ("", term) => term.to_owned(),
            (query, term) => format!("({query}) {term}"),
        };
        ListQuery { query, ..list_query.clone() }
    }

    /// Zooms in towards the current place, so that it stays visible.
    fn zoomed(&self, nearer: i16, size: Size) -> View {
        let view = self.picture.view.zoomed(nearer, size);
        match self.current() {
            Some(place) if nearer > 0 => view.centred(place.place.longitude, place.place.latitude, size),
            _ => view,
        }
    }

    /// Goes to the next place in order of frequency, and scrolls to it.
    fn next_place(&mut self, forward: bool, size: Size) {
        let count = self.places.len();
        let Some(next) = self.current_index().map(|at| (at + if forward { 1 } else { count - 1 }) % count)
        else {
            return;
        };
        let PlaceRow { row, place } = &self.places[next];
        self.scope.place = Some(row.id);
        let (longitude, latitude) = (place.longitude, place.latitude);
        let view = self.picture.view;
        if view.cell(longitude, latitude, size).is_some() {
            let pins = self.pins();
            self.picture = Picture::draw(&pins, self.current_index(), &self.countries(), view, size);
        } else {
            self.look(view.centred(longitude, latitude, size), size);
        }
    }

    fn look_at_all(&mut self, size: Size) {
        self.scope.view = None;
        let pins = self.pins();
        self.picture = Picture::fitted(&pins, self.current_index(), &self.countries(), size);
    }

    fn look(&mut self, view: View, size: Size) {
        self.scope.view = Some(view);
        let pins = self.pins();
        self.picture = Picture::draw(&pins, self.current_index(), &self.countries(), view, size);
    }

    fn pins(&self) -> Vec<Pin> {
        let pin = |PlaceRow { row, place }: &PlaceRow| Pin {
            longitude: place.longitude,
            latitude: place.latitude,
            name: row.shown.clone(),
            weight: row.articles.into(),
            doubtful: place.is_doubtful(),
        };
        self.places.iter().map(pin).collect()
    }

    /// The index of the current place.
    pub fn current_index(&self) -> Option<usize> {
        self.places.iter().position(|place| Some(place.row.id) == self.scope.place)
    }

    /// The countries of the most frequently named places; highlighting all of them would highlight none.
    fn countries(&self) -> Vec<&str> {
        self.places.iter().take(STANDING_OUT).map(|place| place.place.country.as_str()).collect()
    }
}

fn step(steps: i32) -> i16 {
    i16::try_from(steps).unwrap_or(0)
}

/// The hints of a map, with one that only some maps have.
const fn hints_with(own: (&'static str, &'static str)) -> [(&'static str, &'static str); 7] {
    [
        ("open-place", "its articles"),
        ("next-pane", "next place"),
        ("zoom-in", "nearer"),
        ("zoom-out", "further"),
        own,
        ("leave", "back"),
        ("help", "all keys"),
    ]
}
