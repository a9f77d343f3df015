//! Slow answers and work: what arrives late, what fails, what is requested twice.

use super::*;

fn window(rows: std::ops::Range<i64>, more_after: bool) -> Window {
    let rows: Vec<Row> = rows.map(row).collect();
    Window { total: 1_000, rows, more_after, ..Window::default() }
}

/// The ticket of the first request of a slot.
fn asked(effects: &[Effect], slot: Slot) -> Option<Ticket> {
    effects.iter().find_map(|effect| match effect {
        Effect::Ask(ticket, _) if ticket.slot == slot => Some(*ticket),
        _ => None,
    })
}

/// Presses keys and answers nothing.
fn ask(desk: &mut Desk, keys: &str) -> Vec<Effect> {
    sequence(keys).unwrap().into_iter().flat_map(|key| desk.update(Message::Key(key))).collect()
}

#[test]
fn what_was_asked_of_a_list_is_dropped_when_the_list_turns() {
    let mut desk = Desk::open();
    let ticket = asked(&desk.update(Message::LibraryChanged), Slot::List).unwrap();
    let effects = desk.update(Message::Answered(ticket, Answer::Window(window(0..10, true))));
    let more = asked(&effects, Slot::ListMore).expect("the end is near");
    let articles = (0..10).map(ArticleId).collect();
    let read = Edit::Marks { flag: Flag::Read, to: Switch::On, articles, since: Vec::new() };
    desk.update(Message::Edited(applied(read, "Marked 10 articles read"), Origin::Implicit));
    let unread = asked(&ask(&mut desk, "n"), Slot::Unread).expect("beyond the rows that are here");
    let effects = ask(&mut desk, "s l");
    let turned = asked(&effects, Slot::List).unwrap();
    desk.update(Message::Answered(turned, Answer::Window(window(50..53, false))));
    desk.update(Message::Answered(more, Answer::Window(window(10..20, true))));
    desk.update(Message::Answered(unread, Answer::Unread(Some(row(99)))));
    let ids: Vec<i64> = desk.articles().list.rows.iter().map(|row| row.id().0).collect();
    assert_eq!(ids, [50, 51, 52]);
}

#[test]
fn an_answer_for_a_covered_screen_is_asked_for_again() {
    let mut desk = Desk::open();
    ask(&mut desk, "j");
    let late = asked(&ask(&mut desk, "j"), Slot::Article).unwrap();
    ask(&mut desk, "gf");
    desk.update(Message::Answered(late, Answer::Article(Some(Box::new(article(2))))));
    assert_eq!(desk.articles().reader.id(), Some(ArticleId(1)), "it came too late");
    desk.press("q");
    assert_eq!(desk.articles().reader.id(), Some(ArticleId(2)));
}

#[test]
fn what_was_read_ahead_has_the_marks_of_its_row_and_is_read_again_after_a_change() {
    let mut desk = Desk::open();
    let shown = |desk: &Desk| {
        let row = &desk.articles().reader.article.as_ref().unwrap().row;
        (row.id(), row.bookmarked)
    };
    for (keys, expected) in [("j", (1, false)), ("b", (1, true)), ("k", (0, false)), ("j", (1, true))] {
        assert_eq!(asked(&ask(&mut desk, keys), Slot::Article), None, "it is here already");
        assert_eq!(shown(&desk), (ArticleId(expected.0), expected.1), "{keys}");
    }
    // After a change of names or texts everything is read again.
    desk.update(Message::LibraryChanged);
    assert!(asked(&ask(&mut desk, "j"), Slot::Article).is_some());
}

#[test]
fn feeds_are_refreshed_once_however_often_the_key_is_pressed() {
    let mut desk = Desk::open();
    let refreshes = |desk: &Desk| {
        let is = |effect: &&Effect| matches!(effect, Effect::Do(WriteRequest::Refresh(_)));
        desk.kept.iter().filter(is).count()
    };
    desk.press("R R r");
    assert_eq!(refreshes(&desk), 1);
    assert!(desk.notice().unwrap().starts_with("feeds are already being refreshed"));
    desk.tell(Message::RefreshEnded);
    desk.press("R");
    assert_eq!(refreshes(&desk), 2);
}

#[test]
fn what_could_not_be_undone_still_can_be() {
    let mut desk = Desk::open();
    let undo = [Effect::Do(WriteRequest::UndoLast { own: Vec::new() })];
    desk.kept.clear();
    desk.press("u");
    assert_eq!(desk.kept, undo);
    desk.tell(Message::Notice("no space is left".into()));
    assert_eq!(desk.notice(), Some("no space is left"));
    desk.kept.clear();
    desk.press("u");
    assert_eq!(desk.kept, undo);
}

#[test]
fn keys_that_are_pending_get_their_menu_whatever_else_happens() {
    let mut desk = Desk::open();
    desk.press("g");
    desk.tell(Message::Progress(None));
    desk.tell(Message::PrefixWaited);
    assert!(desk.app.shows_menu());
    desk.press("Esc");
    assert!(!desk.app.shows_menu() && desk.app.pending.is_empty());
}

#[test]
fn what_is_typed_while_the_first_list_is_read_goes_to_the_article_it_brings() {
    let look = Look { theme: None, background: Theme::Dark, depth: Depth::True, ascii: false };
    for comes_in_time in [true, false] {
        let (app, effects) = App::start(140, 40, NOW, look, &Settings::default());
        let mut desk = Desk { app, keymap: Keymap::usual(), kept: Vec::new() };
        ask(&mut desk, "| w c");
        if comes_in_time {
            desk.answer(effects);
        }
        let asked = asked(&ask(&mut desk, "Enter"), Slot::Export);
        assert_eq!(asked.is_some(), comes_in_time);
        assert_eq!(desk.notice() == Some("no article is selected here"), !comes_in_time);
    }
}

#[test]
fn undo_and_redo_of_marks_ask_for_the_list_again() {
    for (origin, is_asked) in [(Origin::Undo, true), (Origin::Redo, true), (Origin::User, false)] {
        let mut desk = Desk::open();
        let articles = vec![ArticleId(1)];
        let read = Edit::Marks { flag: Flag::Read, to: Switch::Off, articles, since: Vec::new() };
        let effects = desk.update(Message::Edited(applied(read, "Marked an article unread"), origin));
        assert_eq!(asked(&effects, Slot::List).is_some(), is_asked, "{origin:?}");
    }
}

#[test]
fn keys_pressed_while_a_path_is_checked_are_for_the_screen() {
    for (fault, added) in [(None, true), (Some("no such file".to_owned()), false)] {
        let mut desk = Desk::open();
        ask(&mut desk, "ga x");
        let check = asked(&ask(&mut desk, "Enter j j"), Slot::Choices).unwrap();
        let words =
            |desk: &Desk| desk.app.layers.last().map(|layer| layer.line().unwrap().2.words().to_owned());
        assert_eq!(words(&desk), Some("x".to_owned()));
        desk.update(Message::Answered(check, Answer::Path(PathAnswer::Fault(fault))));
        assert_eq!(words(&desk), Some("x".to_owned()).filter(|_| !added));
        assert_eq!(desk.articles().list.cursor, if added { 2 } else { 0 });
    }
}

#[test]
fn a_theme_of_the_settings_file_is_not_kept_as_the_users_own() {
    let mut desk = Desk::open();
    desk.app.session.look.theme = Some(Theme::Light);
    desk.app.session.line_width = 50;
    let kept = desk.app.settings();
    assert_eq!((kept.theme, kept.line_width), (None, Settings::default().line_width));
    desk.press("T");
    assert_eq!(desk.app.settings().theme, Some(Theme::HighContrast));
}
