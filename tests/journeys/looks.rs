//! What the screen shows beside its content: hints that hold, what comes in, marks without colours.

use super::common::Screen;
use dateline::app::{Message, Theme};

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
