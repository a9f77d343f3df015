//! Snapshots of the panes at three sizes, with a second snapshot of their styles.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

#[path = "screens/accounts.rs"]
mod accounts;
mod common;
#[path = "sync/news.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod news;
#[path = "common/server.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod server;
#[path = "sync/speaks_google_reader.rs"]
mod speaks_google_reader;

use common::Screen;
use dateline::app::Theme;

const SIZES: [(u16, u16); 3] = [(60, 20), (100, 30), (160, 50)];

/// Compares the screen after some keys with the snapshots for each size.
fn check(name: &str, keys: &str, words: &str, then: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        for (keys, words) in [(keys, words), (then, "")] {
            if !keys.is_empty() {
                screen.press(keys);
            }
            screen.type_in(words);
        }
        let shown = format!("{columns}x{rows}");
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{name}-{shown}"), screen.text());
            insta::assert_snapshot!(format!("{name}-{shown}-styles"), screen.styles());
        });
    }
}

#[test]
fn first_screen() {
    check("first", "", "", "");
}

#[test]
fn reading_with_a_name_in_focus() {
    check("reading", "Enter ]p", "", "");
}

#[test]
fn sidebar() {
    check("sidebar", "Enter e j", "", "");
}

#[test]
fn dossier() {
    check("dossier", "Enter ]p Enter", "", "");
}

#[test]
fn search() {
    check("search", "s", "mosul", "");
}

#[test]
fn index() {
    check("index", "go j j", "", "");
}

#[test]
fn map() {
    check("map", "M", "", "");
}

#[test]
fn help() {
    check("help", "?", "", "");
}

#[test]
fn palette() {
    check("palette", ":", "book", "");
}

#[test]
fn prefix_menu() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.press("g");
        screen.tell(dateline::app::Message::PrefixWaited);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("menu-{columns}x{rows}"), screen.text());
        });
    }
}

#[test]
fn themes() {
    for theme in [Theme::Light, Theme::Mono] {
        let mut screen = Screen::open(100, 30);
        screen.app.session.look.theme = Some(theme);
        screen.press("Enter ]p");
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("theme-{}-styles", theme.word()), screen.styles());
        });
    }
}
