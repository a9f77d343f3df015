//! Journeys of users whose terminal, keyboard or taste is another: widths of the panes, other layouts, ASCII, the mouse.

use super::common::Screen;
use super::scraped;
use dateline::app::{Focus, Message, Mouse};
use dateline::library::Input;

/// The columns of list, text and sidebar.
fn columns(screen: &Screen) -> [u16; 3] {
    let panes = screen.articles().panes(&screen.app.session);
    let width = |pane: Option<ratatui::layout::Rect>| pane.map_or(0, |pane| pane.width);
    [width(panes.list), panes.text.width, width(panes.sidebar)]
}

fn drag(screen: &mut Screen, from: u16, to: u16) {
    screen.tell(Message::Mouse(Mouse::Click, from, 10));
    screen.tell(Message::Drag(Some((to, 11))));
    screen.tell(Message::Drag(None));
}

#[test]
fn the_widths_of_the_panes_are_changed_with_keys_and_kept() {
    let mut screen = Screen::open(160, 40);
    let before = columns(&screen);
    screen.press("C-w l");
    assert_eq!(columns(&screen)[0], before[0] + 2, "the list is wider");
    screen.press("C-w h C-w h");
    assert_eq!(columns(&screen)[0], before[0] - 2);
    screen.press("3 C-w h");
    assert_eq!(columns(&screen)[2], before[2] + 2, "the sidebar is wider");
    screen.press("2 C-w +");
    let widest = columns(&screen);
    assert!(widest[0] < before[0] && widest[2] < before[2] && widest[1] >= before[1], "{widest:?}");
    let mut screen = screen.again();
    assert_eq!(columns(&screen), widest, "kept over a restart");
    screen.press("1 C-w +");
    let widest = columns(&screen);
    assert!(widest[0] > before[0] && widest[1] >= 60, "{widest:?}");
    screen.press("C-w l");
    assert!(screen.text().contains("no further"), "{}", screen.text());
    screen.press("C-w =");
    assert_eq!(columns(&screen), before);
}

#[test]
fn the_dividers_are_dragged_with_the_mouse() {
    let mut screen = Screen::open(160, 40);
    let before = columns(&screen);
    drag(&mut screen, before[0], before[0] + 7);
    let after = columns(&screen);
    assert_eq!(after[0], before[0] + 7);
    let divider = 160 - after[2] - 1;
    drag(&mut screen, divider, divider - 3);
    assert_eq!(columns(&screen)[2], after[2] + 3);
    // Where the sidebar takes the list's place, there is one divider.
    let mut screen = Screen::open(100, 30);
    screen.press("Enter e");
    let before = columns(&screen);
    assert_eq!((before[0], screen.articles().focus), (0, Focus::Sidebar));
    drag(&mut screen, before[2], before[2] + 2);
    assert_eq!(columns(&screen)[2], before[2] + 2);
    screen.press("C-w h");
    assert_eq!(columns(&screen)[2], before[2]);
    // Alone on the screen, there is none.
    let mut screen = Screen::open(80, 24);
    screen.press("C-w l");
    assert!(screen.text().contains("only one pane is shown here"), "{}", screen.text());
}

#[test]
fn the_screen_is_redrawn_on_request() {
    let mut screen = Screen::open(100, 30);
    screen.press("C-l");
    assert_eq!(screen.redraws, 1);
}

#[test]
fn letters_of_cyrillic_and_greek_keyboards_work_by_their_keys() {
    for (keys, leave) in [("о о", "Й"), ("ξ ξ", "C-ψ")] {
        let mut screen = Screen::open(140, 40);
        screen.press(keys);
        assert_eq!(screen.articles().list.cursor, 2, "{keys}");
        // Ctrl and a letter, as terminals with the Kitty protocol report it.
        screen.press("C-в");
        assert!(screen.articles().list.cursor > 2);
        screen.press(leave);
        assert!(screen.left, "{leave}");
    }
    // Letters over names are typed by their keys, too; words are typed as they are.
    let mut screen = Screen::open(140, 40);
    screen.press("Enter а");
    assert!(screen.text().contains("never mind"), "{}", screen.text());
    screen.press("а");
    assert!(screen.articles().reader.name.is_some(), "the first name has the letter f");
    screen.press("s").type_in("мосул");
    assert!(screen.text().contains("мосул"), "{}", screen.text());
}

#[test]
fn with_ascii_nothing_else_is_on_any_screen() {
    let mut inputs = vec![scraped()];
    let text = "“Écoute — 10⁶ m²…”, said Łukasz Żak in Kraków. Он сказал: хорошо. 東京は晴れ。 👩‍👩‍👧 नमस्ते €5 × ½ ☃ ▂▅█ done.";
    let article = format!(
        "<html><head><title>L’été — «Déjà»</title></head><body><article><h1>L’été — «Déjà»</h1><p>{text}</p><blockquote><p>{text}         </p></blockquote><ul><li>{text}<ul><li>one</li></ul></li></ul><table><tr><th>a</th><th>é</th></tr><tr><td>ж</td><td>2</td>         </tr></table><pre>let é = 1;</pre><p>{text}</p></article></body></html>"
    );
    inputs.push(Input::Bytes { name: "été.html".into(), bytes: article.into_bytes() });
    for (width, height) in [(160, 50), (90, 24), (60, 16)] {
        let mut screen = Screen::with(&inputs, width, height);
        screen.app.session.look.ascii = true;
        for keys in EVERYWHERE.split('|') {
            screen.press(keys);
            for _ in 0..2 {
                let text = screen.text();
                let wrong = text.chars().find(|c| !c.is_ascii());
                assert_eq!(wrong, None, "after {keys} at {width}x{height}:\n{text}");
                // The menu of a prefix key opens.
                screen.tell(Message::PrefixWaited);
            }
            screen.press("Esc Esc Esc Esc g i");
        }
    }
}

/// Keys that lead from the list to every screen, layer and mark.
const EVERYWHERE: &str = "j|Enter|Enter )|Enter ) i|Enter f|Enter L|Enter ]l E p|Enter ]p E m|Enter ]p E s|Enter ]p Enter|\
    Enter ]p Enter l|Enter M|M + +|g l|g p|g o|g f|g j|g m|g n|g s|g w|g h|?|:|g|s|b t|V j|Enter v w w H|E|S o|Enter e|Enter z";

/// Clicks on the first cell of some words in the top line, or in the bottom line.
fn click(screen: &mut Screen, row: u16, words: &str) {
    let text = screen.text();
    let line = text.lines().nth(row.into()).unwrap_or_default();
    let before = &line[..line.find(words).expect("the words to click")];
    let column = u16::try_from(dateline::text::width::width(before)).expect("a column");
    screen.tell(Message::Mouse(Mouse::Click, column, row));
    screen.tell(Message::Drag(None));
}

#[test]
fn hints_in_the_bottom_line_are_clicked() {
    let mut screen = Screen::open(120, 30);
    click(&mut screen, 29, "all keys");
    assert!(screen.text().contains("Help: in the list"), "{}", screen.text());
    click(&mut screen, 29, "search");
    assert!(screen.text().contains("Find in the help"), "{}", screen.text());
    screen.press("Esc q");
    click(&mut screen, 29, "next unread");
    assert_eq!(screen.articles().list.cursor, 1);
    // While a line is typed, there are no hints to click.
    screen.press("s").type_in("mosul open");
    click(&mut screen, 29, "open");
    assert_eq!(screen.articles().focus, Focus::List);
}

#[test]
fn a_click_on_a_breadcrumb_removes_its_filter() {
    let mut screen = Screen::open(140, 30);
    let filters = |screen: &Screen| screen.articles().list.view.trail();
    let all = screen.articles().list.rows.len();
    screen.press("s").type_in("said").press("Enter h /").type_in("is:unread").press("Enter");
    assert_eq!(filters(&screen), ["All articles", "said", "is:unread"], "{}", screen.text());
    let both = screen.articles().list.rows.len();
    click(&mut screen, 0, "said");
    assert_eq!(filters(&screen), ["All articles", "is:unread"]);
    assert!(screen.articles().list.rows.len() > both, "{}", screen.text());
    // Esc removes the filter that is left, and brings none back.
    screen.press("1 Esc");
    assert_eq!(filters(&screen), ["All articles"]);
    screen.press("s").type_in("said").press("Enter");
    click(&mut screen, 0, "All articles");
    assert_eq!((filters(&screen).len(), screen.articles().list.rows.len()), (1, all));
}

#[test]
fn another_place_is_chosen_with_its_country_on_a_map() {
    let mut screen = Screen::open(140, 40);
    screen.press("Enter ]l E p C-u").type_in("paris");
    let text = screen.text();
    assert!(text.contains("Texas, United States") && text.contains("Île-de-France, France"), "{text}");
    let dots = |text: &str| text.chars().filter(|c| ('\u{2801}'..='\u{28ff}').contains(c)).count();
    let on_map =
        |screen: &Screen| screen.text().lines().filter(|line| line.contains('●') && dots(line) > 0).count();
    assert!(dots(&text) > 40 && on_map(&screen) > 0, "{text}");
    screen.press("Down");
    assert_ne!(screen.text(), text, "the map follows the choice");
    // It is drawn for the new size, and goes where there is no room.
    screen.tell(Message::Resize(110, 30));
    assert!(dots(&screen.text()) > 20, "{}", screen.text());
    screen.tell(Message::Resize(70, 24));
    assert_eq!(dots(&screen.text()), 0, "{}", screen.text());
    screen.press("Enter");
    assert!(screen.text().contains("u undoes it"), "{}", screen.text());
}

#[test]
fn the_terminal_s_cursor_is_on_the_selected_row_or_the_line_that_is_read() {
    for (keys, words, expected) in [
        ("", "", "Start here"),
        ("j", "", "▌"),
        ("Enter", "", "Start here"),
        ("Enter ]p", "", "Merkel"),
        ("Enter e", "", "▌"),
        ("Enter v w w w", "", ""),
        ("gp j", "", "▌"),
        ("b gj", "", "▌"),
        ("M", "", "●"),
        (":", "book", "Command: book"),
        ("s", "mos", "mos"),
        ("?", "", "Help"),
        ("Enter ]p Em", "", "with: "),
        ("Enter ]p Ek", "", "▌"),
        ("Enter ]p Enter", "", "▌"),
    ] {
        let mut screen = Screen::open(140, 40);
        if !keys.is_empty() {
            screen.press(keys);
        }
        screen.type_in(words);
        let (column, row) = screen.cursor();
        let text = screen.text();
        let line = text.lines().nth(row.into()).unwrap_or_default();
        let at: String =
            line.chars().skip(usize::from(column).saturating_sub(expected.chars().count())).collect();
        assert!(at.contains(expected), "{keys} {words}: {column},{row} {line:?}\n{text}");
    }
    // The end of the selection, the current match.
    let mut screen = Screen::open(140, 40);
    screen.press("Enter v");
    let before = screen.cursor();
    screen.press("w w w");
    assert_ne!(screen.cursor(), before);
    let mut screen = Screen::open(140, 40);
    screen.press("Enter /").type_in("name").press("Enter");
    let first = screen.cursor();
    screen.press("n");
    assert_ne!(screen.cursor(), first);
}
