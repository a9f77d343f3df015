//! Tests of `update`: state and effects after messages, with invented answers and no library.

mod leaving;
mod pages;
mod stack;
mod waiting;

use super::actions::ROWS;
use super::key::sequence;
use super::screens::Screen;
use super::screens::articles::Articles;
use super::screens::articles::panes::Panes;
use super::screens::dossier::DossierScreen;
use super::*;
use crate::model::{
    Alias, Anchor, Applied, Article, ArticleId, Attended, BuiltinList, Counts, Document, Dossier,
    DossierArticle, Edit, EditId, EditPlan, Entity, EntityId, Field, Flag, Kind, Mention, NamedEntity,
    Origin, Position, Reading, Row, RowKey, Sentence, Span, Switch, When, Window,
};
use crate::text::time::Now;

const NOW: Now = Now { seconds: 1_481_803_200, offset: 0 };
const TEXT: &str = "Ada Moor met Ben Ruiz in Lisbon.\n\nMoor left Lisbon on Monday.";

fn row(id: i64) -> Row {
    Row {
        key: RowKey { order: 10_000 - id, article: ArticleId(id) },
        title: format!("Article {id}"),
        site: Some("Example Wire".into()),
        published: When::day(2016, 12, 15),
        added: 0,
        words: 500,
        unread: true,
        bookmarked: false,
        tags: Vec::new(),
        watched: false,
        title_hits: Vec::new(),
        snippet: None,
        score: 0.0,
    }
}

fn named(id: i64, kind: Kind, name: &str) -> NamedEntity {
    let aliases = vec![Alias { form: name.into(), mentions: 1 }];
    let (key, roles, place, salience) = (name.to_lowercase(), Vec::new(), None, 1.0);
    let entity = Entity { kind, name: name.into(), key, aliases, roles, place, salience };
    NamedEntity {
        id: EntityId(id),
        entity,
        shown: name.to_owned(),
        mentions: 2,
        articles: 3,
        trend: vec![0, 1],
        last: None,
    }
}

fn article(id: i64) -> Article {
    let entities = vec![
        named(1, Kind::Person, "Ada Moor"),
        named(2, Kind::Person, "Ben Ruiz"),
        named(3, Kind::Place, "Lisbon"),
    ];
    let at = |word: &str, nth: usize, entity: usize, kind| {
        let start = TEXT.match_indices(word).nth(nth).unwrap().0;
        Mention {
            field: Field::Text,
            span: Span::new(start, start + word.len()),
            kind,
            entity,
            certainty: 1.0,
        }
    };
    let mentions = vec![
        at("Ada Moor", 0, 0, Kind::Person),
        at("Ben Ruiz", 0, 1, Kind::Person),
        at("Lisbon", 0, 2, Kind::Place),
        at("Moor", 1, 0, Kind::Person),
        at("Lisbon", 1, 2, Kind::Place),
    ];
    let document = Document::from_paragraphs(format!("Article {id}"), TEXT);
    let (notes, sources, position) = (Vec::new(), Vec::new(), Position::default());
    Article { row: row(id), document, mentions, entities, notes, sources, position, reading: Reading::Done }
}

fn dossier(entity: EntityId) -> Dossier {
    let offset = u32::try_from(TEXT.rfind("Moor").unwrap()).unwrap();
    let sentence =
        Sentence { text: "Moor left Lisbon on Monday.".into(), hits: vec![Span::new(0, 4)], offset };
    let articles = vec![DossierArticle { row: row(7), sentences: vec![sentence], named_in: 1 }];
    Dossier {
        id: entity,
        kind: Kind::Person,
        name: "Ada Moor".into(),
        shown: "Ada Moor".into(),
        aliases: Vec::new(),
        roles: Vec::new(),
        first: None,
        last: None,
        months: Vec::new(),
        with: Vec::new(),
        place: None,
        total: 1,
        articles,
        more: false,
    }
}

/// Answers every request as a library of ten articles would; other effects are kept.
struct Desk {
    app: App,
    keymap: Keymap,
    kept: Vec<Effect>,
}

impl Desk {
    fn open() -> Self {
        let look = Look { theme: None, background: Theme::Dark, depth: Depth::True, ascii: false };
        let (app, effects) = App::start(140, 40, NOW, look, &Settings::default());
        let mut desk = Self { app, keymap: Keymap::usual(), kept: Vec::new() };
        desk.answer(effects);
        desk
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Effect::Ask(ticket, request) = effect else {
                self.kept.push(effect);
                continue;
            };
            let answer = match request {
                Request::Window { anchor: Anchor::After(_) | Anchor::Before(_), .. } => {
                    Answer::Window(Window::default())
                }
                Request::Window { .. } => {
                    let rows = (0..10).map(row).collect();
                    Answer::Window(Window { rows, total: 10, ..Window::default() })
                }
                Request::Article(id) => Answer::Article(Some(Box::new(article(id.0)))),
                Request::Nearby(ids) => Answer::Nearby(ids.iter().map(|id| article(id.0)).collect()),
                Request::Dossier { entity, .. } => Answer::Dossier(Some(Box::new(dossier(entity)))),
                Request::Names { .. } => Answer::Names(crate::model::NamesPage::default()),
                Request::NextUnread { .. } => Answer::Unread(None),
                Request::Feeds { .. } => Answer::Feeds(Vec::new(), Vec::new(), Vec::new()),
                Request::PastEdits { .. } => Answer::PastEdits(Vec::new()),
                Request::Notes { .. } => Answer::Notes(Vec::new()),
                Request::Count { .. } => Answer::Count(10),
                Request::CountUnread { .. } => Answer::CountUnread(10),
                Request::Export { .. } | Request::ExportNotes(_) => Answer::Exported(String::new()),
                Request::Searches => Answer::Searches(Vec::new()),
                Request::Path(PathRequest::Check(..)) => Answer::Path(PathAnswer::Fault(None)),
                Request::Path(PathRequest::Complete(words) | PathRequest::Place(_, words)) => {
                    Answer::Path(PathAnswer::Place { words, folder: "~".into() })
                }
                Request::Matches { article, .. } => Answer::Matches(article, Vec::new()),
                Request::Between { .. } => Answer::Between(Vec::new()),
                Request::Places { .. } => Answer::Places(Vec::new()),
                Request::Summary { .. } => Answer::Summary(None),
                Request::NameChoices { .. } | Request::SimilarNames { .. } => Answer::NameChoices(Vec::new()),
                Request::PlacesMeant { .. } => Answer::PlacesMeant(Vec::new()),
                Request::Plan(edit) => {
                    let statement = "Moor is Ada Moor".to_owned();
                    Answer::Plan(EditPlan { edit, statement, articles: 2, teaches: true })
                }
                Request::Attended => Answer::Attended(Attended::default()),
                Request::AttendedNames => Answer::AttendedNames(Vec::new()),
                Request::Counts => Answer::Counts(Counts { articles: 10, unread: 10, bookmarked: 0 }),
            };
            self.tell(Message::Answered(ticket, answer));
        }
    }

    /// Sends a message, and answers the resulting requests.
    fn tell(&mut self, message: Message) {
        let effects = self.update(message);
        self.answer(effects);
    }

    /// Sends a message, and answers nothing.
    fn update(&mut self, message: Message) -> Vec<Effect> {
        update(&mut self.app, &self.keymap, message)
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        for key in sequence(keys).unwrap() {
            self.tell(Message::Key(key));
        }
        self
    }

    fn focused(&self) -> Option<&str> {
        let span = self.articles().reader.mention()?.span;
        Some(span.of(TEXT))
    }

    fn articles(&self) -> &Articles {
        self.app.articles().unwrap()
    }

    fn dossier(&self) -> Option<&DossierScreen> {
        match self.app.screen() {
            Screen::Dossier(screen) => Some(screen),
            _ => None,
        }
    }

    fn panes(&self) -> Panes {
        self.articles().panes(&self.app.session)
    }

    fn notice(&self) -> Option<&str> {
        self.app.status.notice.as_deref()
    }
}

#[test]
fn the_first_screen_has_a_list_and_an_article() {
    let desk = Desk::open();
    assert_eq!(desk.articles().list.rows.len(), 10);
    assert_eq!(desk.articles().reader.id(), Some(ArticleId(0)));
    assert_eq!(desk.app.session.counts.articles, 10);
    assert!(desk.app.session.sidebar, "there is room for it");
}

#[test]
fn the_list_previews_and_enter_marks_read() {
    let mut desk = Desk::open();
    desk.press("j j");
    assert_eq!((desk.articles().list.cursor, desk.articles().reader.id()), (2, Some(ArticleId(2))));
    assert!(desk.articles().list.rows[2].unread, "a preview is not a reading");
    desk.press("Enter");
    assert_eq!(desk.articles().focus, Focus::Reader);
    assert!(!desk.articles().list.rows[2].unread, "shown at once");
    let edit = Edit::mark(Flag::Read, Switch::On, ArticleId(2));
    let request = Effect::Do(WriteRequest::Edit { edit, origin: Origin::Implicit });
    assert!(desk.kept.contains(&request), "{:?}", desk.kept);
}

#[test]
fn beside_an_empty_list_stands_no_article() {
    let mut desk = Desk::open();
    assert!(desk.articles().reader.article.is_some() && desk.articles().sidebar.selected().is_some());
    desk.press("s");
    let effects = desk.update(Message::Key(sequence("l").unwrap()[0]));
    let ticket = effects.into_iter().find_map(|effect| match effect {
        Effect::Ask(ticket, Request::Window { .. }) => Some(ticket),
        _ => None,
    });
    desk.update(Message::Answered(ticket.unwrap(), Answer::Window(Window::default())));
    assert!(desk.articles().reader.article.is_none() && desk.articles().sidebar.selected().is_none());
    desk.press("Enter j b )");
}

#[test]
fn names_are_walked_by_kind_and_by_entity() {
    for (keys, expected) in [
        (")", Some("Ada Moor")),
        (") )", Some("Ben Ruiz")),
        (") ) (", Some("Ada Moor")),
        ("]l", Some("Lisbon")),
        ("]p ]p ]p", Some("Moor")),
        (") *", Some("Moor")),
        (") * *", Some("Ada Moor")),
        (") #", Some("Moor")),
        ("]o", None),
        ("(", Some("Lisbon")),
    ] {
        let mut desk = Desk::open();
        desk.press("Enter").press(keys);
        assert_eq!(desk.focused(), expected, "{keys}");
    }
}

#[test]
fn a_dossier_and_back_to_the_very_name() {
    let mut desk = Desk::open();
    desk.press("Enter ) ) ) Enter");
    assert_eq!(desk.dossier().unwrap().entity, EntityId(3));
    desk.press("C-o");
    assert_eq!((desk.dossier(), desk.focused()), (None, Some("Lisbon")));
}

#[test]
fn a_dossiers_article_opens_at_the_sentence_and_the_way_back_leads_through_the_dossier() {
    let mut desk = Desk::open();
    desk.press("Enter ) Enter Enter");
    assert_eq!((desk.articles().reader.id(), desk.focused()), (Some(ArticleId(7)), Some("Moor")));
    desk.press("C-o");
    assert!(desk.dossier().is_some());
    desk.press("C-o");
    assert_eq!((desk.articles().reader.id(), desk.focused()), (Some(ArticleId(0)), Some("Ada Moor")));
    desk.press("A-Right A-Right");
    assert_eq!((desk.articles().reader.id(), desk.focused()), (Some(ArticleId(7)), Some("Moor")));
}

#[test]
fn narrowing_by_a_name_and_popping_it() {
    let mut desk = Desk::open();
    desk.press("Enter ]l &");
    let filter = Filter::Entity(EntityId(3), Kind::Place, "Lisbon".into());
    assert_eq!(desk.articles().list.view.filters, [filter]);
    assert_eq!(desk.articles().list.view.trail(), ["All articles", "place:Lisbon"]);
    desk.press("Esc");
    assert!(desk.articles().list.view.filters.is_empty());
}

#[test]
fn searching_asks_with_every_key_and_escape_comes_back() {
    let mut desk = Desk::open();
    desk.press("j j j s l i s");
    assert_eq!(desk.articles().list.view.query().query, "lis");
    assert!(desk.articles().list.view.query().typing);
    assert_eq!(desk.articles().list.earlier.len(), 1, "one way back for the whole search");
    desk.press("Esc");
    assert_eq!(desk.articles().list.view.query().query, "");
    assert_eq!(desk.articles().list.cursor, 3, "where the list stood before");
    desk.press("s l i s Enter");
    assert_eq!((desk.articles().focus, desk.app.layers.is_empty()), (Focus::Reader, true));
}

#[test]
fn the_palette_runs_the_command_it_shows() {
    for (keys, marked) in
        [(": b o o k m a r k Enter", true), (": b o o k m a r k Down Up Enter", true), (": b Esc", false)]
    {
        let mut desk = Desk::open();
        desk.press(keys);
        assert_eq!(desk.articles().list.rows[0].bookmarked, marked, "{keys}: {:?}", desk.notice());
    }
}

#[test]
fn what_was_found_while_typing_stays_as_it_was_found() {
    let mut desk = Desk::open();
    desk.press("s l i s Enter 1");
    assert!(desk.articles().list.view.query().typing, "the last word is still a beginning");
    desk.press("s l Esc");
    assert_eq!(desk.articles().list.view.query().query, "lis", "the search before, not all articles");
    desk.press("Esc");
    assert_eq!(desk.articles().list.view.query().query, "");
}

/// The library's result of an edit.
fn applied(edit: Edit, sentence: &str) -> Box<Applied> {
    let sentence = sentence.to_owned();
    Box::new(Applied { id: Some(EditId(1)), edit: Some(edit), articles: 1, entity: None, sentence })
}

#[test]
fn marks_answer_in_words_and_can_be_undone() {
    let mut desk = Desk::open();
    desk.press("b");
    assert!(desk.articles().list.rows[0].bookmarked);
    let bookmark = |to| Edit::mark(Flag::Bookmark, to, ArticleId(0));
    desk.update(Message::Edited(applied(bookmark(Switch::On), "Bookmarked"), Origin::User));
    assert_eq!(desk.notice(), Some("Bookmarked · u undoes"));
    desk.kept.clear();
    desk.press("u");
    assert_eq!(desk.kept, [Effect::Do(WriteRequest::UndoLast { own: vec![EditId(1)] })]);
    desk.update(Message::Edited(applied(bookmark(Switch::Off), "Undone"), Origin::Undo));
    assert!(!desk.articles().list.rows[0].bookmarked);
    assert_eq!(desk.notice(), Some("Undone · C-r redoes"));
    desk.kept.clear();
    desk.press("C-r");
    assert_eq!(desk.kept, [Effect::Do(WriteRequest::Redo(None))]);
}

#[test]
fn a_mark_that_could_not_be_kept_is_not_shown() {
    let mut desk = Desk::open();
    let why = || "no space is left".to_owned();
    desk.press("b");
    let edit = Edit::mark(Flag::Bookmark, Switch::On, ArticleId(0));
    let effects = desk.update(Message::NotEdited(edit, why()));
    assert!(!desk.articles().list.rows[0].bookmarked);
    assert_eq!(desk.notice(), Some(why().as_str()));
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Ask(_, Request::Window { .. }))),
        "{effects:?}"
    );
}

#[test]
fn stale_answers_are_dropped() {
    let mut desk = Desk::open();
    let ask = |desk: &mut Desk, key: &str| {
        let effects = desk.update(Message::Key(sequence(key).unwrap()[0]));
        effects.into_iter().find_map(|effect| match effect {
            Effect::Ask(ticket, Request::Article(id)) => Some((ticket, id)),
            _ => None,
        })
    };
    assert_eq!(ask(&mut desk, "j"), None, "the next article was read ahead");
    assert_eq!(desk.articles().reader.id(), Some(ArticleId(1)));
    let (older, _) = ask(&mut desk, "j").unwrap();
    let (newer, id) = ask(&mut desk, "j").unwrap();
    desk.update(Message::Answered(newer, Answer::Article(Some(Box::new(article(id.0))))));
    desk.update(Message::Answered(older, Answer::Article(Some(Box::new(article(2))))));
    assert_eq!(desk.articles().reader.id(), Some(ArticleId(3)));
}

#[test]
fn escape_stops_the_fetching_of_full_texts_and_nothing_that_has_ended() {
    let mut desk = Desk::open();
    desk.press("x x Esc");
    assert_eq!(desk.kept.iter().filter(|&effect| *effect == Effect::Stop).count(), 1);
    assert_eq!(desk.notice(), Some("stopping · what has arrived is kept"));
    for _ in 0..2 {
        desk.update(Message::FullTextEnded);
    }
    desk.press("Esc");
    assert_eq!(desk.kept.iter().filter(|&effect| *effect == Effect::Stop).count(), 1);
}

#[test]
fn leaving_goes_from_the_top_down_and_quits_at_the_root() {
    let mut desk = Desk::open();
    desk.press("Enter 3 ? q");
    assert!(desk.app.layers.is_empty());
    assert_eq!(desk.articles().focus, Focus::Sidebar);
    desk.press("q");
    assert_eq!(desk.articles().focus, Focus::Reader);
    desk.press("q");
    assert_eq!(desk.articles().focus, Focus::List);
    assert!(!desk.kept.contains(&Effect::Quit));
    desk.press("q");
    assert!(desk.kept.contains(&Effect::Quit));
}

#[test]
fn a_narrow_screen_shows_one_pane_at_a_time() {
    let mut desk = Desk::open();
    let effects = desk.update(Message::Resize(70, 20));
    desk.answer(effects);
    assert!(desk.panes().reader.is_none());
    desk.press("Enter e");
    let layout = desk.panes();
    assert!(layout.sidebar.is_some() && layout.list.is_none() && layout.reader.is_none());
    desk.press("q q");
    assert_eq!(desk.articles().focus, Focus::List);
    assert!(desk.panes().list.is_some());
}

#[test]
fn shelves_turn_the_list() {
    for (keys, builtin) in [
        ("gu", BuiltinList::Unread),
        ("gb", BuiltinList::Bookmarks),
        ("gh", BuiltinList::History),
        ("gi", BuiltinList::All),
    ] {
        let mut desk = Desk::open();
        desk.press(keys);
        assert_eq!(desk.articles().list.view.builtin, builtin, "{keys}");
    }
}

#[test]
fn clicks_stand_and_second_clicks_open() {
    let mut desk = Desk::open();
    let list = desk.panes().list.unwrap();
    let click = |desk: &mut Desk, column, row| {
        let effects = desk.update(Message::Mouse(Mouse::Click, column, row));
        desk.answer(effects);
    };
    click(&mut desk, list.x + 5, list.y + 3);
    assert_eq!((desk.articles().list.cursor, desk.articles().focus), (1, Focus::List));
    click(&mut desk, list.x + 5, list.y + 3);
    assert_eq!((desk.articles().focus, desk.articles().reader.id()), (Focus::Reader, Some(ArticleId(1))));
    let text = desk.panes().text;
    click(&mut desk, text.x + 1, text.y + 3);
    assert_eq!(desk.focused(), Some("Ada Moor"));
    click(&mut desk, text.x + 1, text.y + 3);
    assert!(desk.dossier().is_some());
}

proptest::proptest! {
    /// Whatever is pressed at any size, nothing breaks and the cursors stay on existing rows.
    #[test]
    fn no_keys_break_it(keys in proptest::collection::vec(0usize..60, 0..60), columns in 20u16..200, rows in 4u16..60) {
        let all: Vec<&str> = ROWS.iter().flat_map(|row| row.keys).copied().collect();
        let mut desk = Desk::open();
        let effects = desk.update(Message::Resize(columns, rows));
        desk.answer(effects);
        for key in keys {
            desk.press(all[key % all.len()]);
            proptest::prop_assert!(desk.articles().list.cursor < desk.articles().list.rows.len().max(1));
            proptest::prop_assert!(desk.articles().reader.top <= desk.articles().reader.layout.lines.len());
        }
    }
}
