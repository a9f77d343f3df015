//! What the screen shows beside its content: hints that hold, what comes in, marks without colours.

use super::common::{NOW, Screen};
use dateline::app::{Message, Theme};
use dateline::library::{Input, Task};

fn shows(screen: &Screen, expected: &str) {
    assert!(screen.text().contains(expected), "{expected}: {}", screen.text());
}

fn lacks(screen: &Screen, unexpected: &str) {
    assert!(!screen.text().contains(unexpected), "{unexpected}: {}", screen.text());
}

#[test]
fn hints_name_only_what_can_be_done() {
    let mut screen = Screen::open(120, 40);
    shows(&screen, "b bookmark");
    screen.app.session.read_only = true;
    lacks(&screen, "b bookmark");
    shows(&screen, "s search");
    screen.press("gf");
    lacks(&screen, "ga add  ");
    lacks(&screen, "Ed remove");
    // A second screen hands marks over; adding and fetching are the holder's.
    (screen.app.session.read_only, screen.app.session.is_guest) = (false, true);
    lacks(&screen, "ga add  ");
    lacks(&screen, "R refresh");
    screen.press("q");
    shows(&screen, "b bookmark");
}

#[test]
fn articles_that_another_dateline_adds_are_said_to_come_in() {
    let mut screen = Screen::open(120, 40);
    screen.tell(Message::Arriving(1_204));
    shows(&screen, "1,204 articles coming in · 19 articles");
    screen.tell(Message::Arriving(0));
    lacks(&screen, "coming in");
}

#[test]
fn a_message_said_again_is_kept_once() {
    let mut screen = Screen::open(120, 40);
    screen.press("gb q u u u gm");
    shows(&screen, "(× 3)");
}

#[test]
fn a_highlight_without_colours_stands_in_brackets() {
    let mut screen = Screen::open(120, 40);
    screen.app.session.look.theme = Some(Theme::Mono);
    screen.press("j Enter v l l H");
    let text = screen.text();
    let line = text.lines().find(|line| line.contains("Three times")).unwrap_or_default();
    assert!(line.contains('[') && line.contains(']'), "{text}");
}

#[test]
fn narrow_terminals_show_everything_that_tells() {
    let mut screen = Screen::open(60, 16);
    for (keys, unexpected) in
        [("gn", "a edit"), ("gs", "Er rename"), ("gj", "Enter undo"), ("gw", "Enter dossier")]
    {
        screen.press(keys);
        lacks(&screen, unexpected);
        shows(&screen, "q back");
        screen.press("q");
    }
    screen.press("gp j Enter");
    shows(&screen, "7 Dec 2024\n");
    let mut screen = Screen::open(80, 24);
    screen.press("gl");
    shows(&screen, "Washington  city · District of Columbia");
    let mut screen = Screen::open(100, 30);
    screen.press("j Enter ]l E p C-u").type_in("springfield");
    shows(&screen, "Springfield  city · Massachusetts, United States");
}

#[test]
fn the_tips_go_once_many_articles_were_opened() {
    let mut screen = Screen::open(120, 40);
    let has_tips = |screen: &Screen| !screen.app.session.tips.keys().is_empty();
    assert!(has_tips(&screen));
    for _ in 0..12 {
        screen.press("Enter q j");
    }
    let mut screen = screen.again();
    assert!(has_tips(&screen), "it is counted on after a restart");
    for _ in 0..15 {
        screen.press("Enter q k");
    }
    assert!(!has_tips(&screen));
}

#[test]
fn that_everything_is_read_is_not_said_of_new_articles() {
    let mut screen = Screen::open(120, 40);
    screen.press("A n");
    shows(&screen, "everything is read");
    let note = Input::Bytes { name: "tide.txt".into(), bytes: b"Tide\n\nThe tide came in.\n".to_vec() };
    screen.library.add(&[note], &Task::new(), NOW.seconds).expect("an article");
    screen.tell(Message::LibraryChanged);
    lacks(&screen, "everything is read");
    shows(&screen, "1 unread");
}

#[test]
fn narrow_headers_say_what_they_count() {
    let screen = Screen::open(80, 24);
    shows(&screen, "19 of 19 unread");
}
