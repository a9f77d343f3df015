//! The stack of screens: where keys lead, and how to return.

use super::*;
use crate::app::actions::named;

fn is_feeds(desk: &Desk) -> bool {
    matches!(desk.app.screen(), Screen::Feeds(_))
}

#[test]
fn a_list_that_was_gone_to_leads_back_and_only_all_articles_quits() {
    for (keys, quits) in [
        ("gu q", false),
        ("gu gb q q", false),
        ("gu q q", true),
        ("gf q", false),
        ("gp q q", true),
        ("gu gi q", true),
        ("Backspace Backspace", false),
        ("gu Backspace Backspace", false),
        ("gu Q gi", true),
    ] {
        let mut desk = Desk::open();
        desk.press(keys);
        assert_eq!(desk.kept.contains(&Effect::Quit), quits, "{keys}");
        assert_eq!(desk.articles().list.view.builtin, BuiltinList::All, "{keys}");
    }
}

#[test]
fn where_the_list_stood_is_where_one_comes_back_to() {
    let mut desk = Desk::open();
    desk.press("j j j gu j q");
    assert_eq!((desk.articles().list.cursor, desk.articles().list.rows.len()), (3, 10));
    desk.press("C-i");
    assert_eq!(desk.articles().list.view.builtin, BuiltinList::Unread, "go forward");
    desk.press("C-o");
    assert_eq!((desk.articles().list.view.builtin, desk.articles().list.cursor), (BuiltinList::All, 3));
}

#[test]
fn an_article_of_a_dossier_is_read_among_those_that_name_it() {
    let mut desk = Desk::open();
    desk.press("Enter ) Enter Enter");
    assert_eq!(desk.articles().list.view.trail(), ["All articles", "person:Ada Moor"]);
    desk.press("q q");
    assert_eq!(desk.dossier().unwrap().entity, EntityId(1));
    desk.press("q");
    assert_eq!((desk.dossier(), desk.focused()), (None, Some("Ada Moor")));
}

#[test]
fn a_search_from_a_screen_without_a_list_leads_back_to_it() {
    let mut desk = Desk::open();
    desk.press("gf s l i");
    assert_eq!(desk.articles().list.view.query().query, "li");
    desk.press("Esc");
    assert!(is_feeds(&desk));
    desk.press("s Esc");
    assert!(is_feeds(&desk));
    desk.press("s l Enter");
    assert_eq!(desk.app.focus(), Some(Focus::Reader));
}

#[test]
fn the_same_place_is_not_put_on_top_of_itself() {
    let mut desk = Desk::open();
    desk.press("gf gf gf q");
    assert!(!is_feeds(&desk));
    desk.press("gu gu gu q");
    assert_eq!(desk.articles().list.view.builtin, BuiltinList::All);
}

#[test]
fn screens_on_top_of_one_another_do_not_grow_without_bound() {
    let mut desk = Desk::open();
    (0..100).for_each(|_| {
        desk.press("gu gb");
    });
    assert!(desk.app.screens.len() <= 40, "{}", desk.app.screens.len());
    desk.press("Backspace ".repeat(50).trim());
    assert_eq!((desk.app.screens.len(), desk.articles().list.view.builtin), (1, BuiltinList::All));
}

#[test]
fn a_mark_is_shown_on_every_screen_of_the_stack() {
    let mut desk = Desk::open();
    desk.press("gu b q");
    assert!(desk.articles().list.rows[0].bookmarked);
}

#[test]
fn every_hint_is_of_an_action_with_a_key_that_applies_there() {
    let places = [
        "j",
        "Enter",
        "Enter )",
        "Enter /",
        "3",
        "Enter ) Enter",
        "Enter ) Enter Tab",
        "gp",
        "gl",
        "gf",
        "gu",
    ];
    for keys in places {
        let mut desk = Desk::open();
        desk.press(keys);
        desk.app.layers.clear();
        let hints = desk.app.screen().hints();
        assert!(hints.len() > 3, "{keys}");
        for (name, _) in hints {
            let row = named(name.trim_end_matches('…')).unwrap_or_else(|| panic!("{name} after {keys}"));
            assert!(!desk.keymap.keys_of(row).is_empty(), "{name} has no key");
            assert!(row.contexts.meets(desk.app.contexts()), "{name} does nothing after {keys}");
        }
    }
}

#[test]
fn layers_let_through_what_is_not_theirs() {
    let mut desk = Desk::open();
    desk.press("? G");
    assert_eq!(desk.app.layers.len(), 1, "moving is the help's own");
    desk.press("b");
    assert!(desk.app.layers.is_empty() && desk.articles().list.rows[0].bookmarked);
    desk.press("? gm");
    assert_eq!(desk.app.layers.len(), 1, "messages in place of the help");
    desk.press("g");
    desk.tell(Message::PrefixWaited);
    assert!(desk.app.shows_menu());
    desk.press("g");
    assert!(!desk.app.shows_menu() && desk.app.layers.len() == 1, "gg moves in the messages");
}
