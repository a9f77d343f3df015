//! Keys with a second name, and keys that lead forward again or to the other side.

use super::common::Screen;
use super::{focused, name_of_dossier};
use dateline::app::Focus;

#[test]
fn control_i_goes_forward_again_to_the_very_name() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter ) )");
    let name = focused(&screen);
    screen.press("gd");
    assert_eq!(name_of_dossier(&screen), name, "gd opens the dossier as Enter does");
    let dossier = screen.text();
    screen.press("C-o");
    assert_eq!(focused(&screen), name);
    screen.press("C-i");
    assert_eq!(screen.text(), dossier, "C-i leads forward again");
    screen.press("C-o A-Right");
    assert_eq!(screen.text(), dossier, "and so does A-Right");
}

#[test]
fn panes_are_walked_backwards() {
    let mut screen = Screen::open(120, 40);
    for expected in [Focus::Sidebar, Focus::Reader, Focus::List] {
        screen.press("S-Tab");
        assert_eq!(screen.articles().focus, expected);
    }
}

#[test]
fn lines_get_longer_and_shorter_as_the_keys_say() {
    let mut screen = Screen::open(160, 50);
    screen.press("Enter");
    let width = |screen: &Screen| {
        let lines = &screen.articles().reader.layout.lines;
        lines.iter().filter_map(|line| line.pieces.last()).map(|piece| piece.span.len()).max().unwrap_or(0)
    };
    let usual = width(&screen);
    screen.press("< < <");
    let short = width(&screen);
    assert!(short < usual, "{short} {usual}");
    screen.press("> > >");
    assert!(width(&screen) > short, "{}", screen.text());
}
