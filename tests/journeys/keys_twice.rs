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

#[test]
fn the_divider_moves_with_arrows_as_with_letters() {
    let mut screen = Screen::open(160, 40);
    let usual = screen.text();
    for (there, letter, back) in [("C-w Right", "C-w l", "C-w Left"), ("C-w Left", "C-w h", "C-w Right")] {
        screen.press("C-w = Esc").press(there);
        let moved = screen.text();
        assert_ne!(moved, usual, "{there}");
        screen.press(back);
        screen.press(letter);
        assert_eq!(screen.text(), moved, "{letter} does what {there} does");
    }
}

#[test]
fn what_a_search_in_the_help_found_is_walked_and_stays() {
    let mut screen = Screen::open(80, 24);
    screen.press("? /").type_in("the").press("Enter");
    let found = screen.text();
    assert!(found.contains("with “the”"), "{found}");
    screen.press("n");
    let further = screen.text();
    assert!(further.contains("with “the”") && further != found, "{further}");
    screen.press("N");
    assert_eq!(screen.text(), found);
    screen.press("Enter");
    assert_eq!(screen.text(), found, "Enter does not close what was found");
    // Of the headings only whole words count: not all of “Reading”.
    screen.press("Esc /").type_in("read").press("Enter");
    assert!(!screen.text().contains("to the sidebar"), "{}", screen.text());
}

#[test]
fn a_search_hit_says_which_keys_walk_the_matches() {
    let mut screen = Screen::open(120, 40);
    screen.press("s").type_in("mosul").press("Enter");
    assert!(screen.text().contains("n next match   N previous match"), "{}", screen.text());
    screen.press("Esc");
    assert!(!screen.text().contains("next match"), "{}", screen.text());
}

#[test]
fn in_a_dossier_the_hints_tell_what_the_other_column_holds() {
    let mut screen = Screen::open(80, 24);
    screen.press("Enter ]p Enter");
    assert!(screen.text().contains("Tab companions"), "{}", screen.text());
    screen.press("Tab");
    let text = screen.text();
    assert!(text.contains("Enter dossier of the name") && text.contains("Tab articles"), "{text}");
}
