//! Links and letter hints: shown, followed, opened, copied.

use super::common::Screen;
use super::{focused, name_of_dossier};
use dateline::app::layers::Layer;
use dateline::app::{Effect, Focus};
use dateline::library::Input;

/// Our own page with two links, one of them twice, and a name.
const PAGE: &str = "<html><head><title>Ships wait</title></head><body><article><h1>Ships wait</h1>\
    <p>Amina Idris said on Tuesday that <a href='https://quay.example/plan'>the plan</a> of the harbour is ready, and \
    that ships may call again at the northern quay, nine days after the storm tore three cranes from their rails.</p>\
    <p>The board has <a href='https://quay.example/list?a=1'>a list</a> of all the ships, and \
    <a href='https://quay.example/plan'>once more the plan</a> is told to everybody who waits outside in the rain.</p>\
    <p><a href='javascript:alert(1)'>This one</a> leads nowhere, and so nobody can open it, whatever is pressed.</p>\
    </article></body></html>";

fn desk(columns: u16, rows: u16) -> Screen {
    let page = Input::Bytes { name: "ships.html".into(), bytes: PAGE.as_bytes().to_vec() };
    let mut screen = Screen::with(&[page], columns, rows);
    screen.press("Enter");
    screen
}

/// The letters of the target with this text.
fn letters(screen: &Screen, text: &str) -> String {
    let hints = screen.app.layers.iter().find_map(|layer| match layer {
        Layer::Hints(hints) => Some(hints),
        _ => None,
    });
    let mut in_sight = hints.into_iter().flat_map(dateline::app::layers::hints::Hints::in_sight);
    in_sight.find(|(_, target)| target.text == text).expect("letters over it").0.to_owned()
}

#[test]
fn letters_lead_to_a_name_open_a_link_and_copy() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = desk(columns, rows);
        screen.press("f");
        let plain = desk(columns, rows).text();
        assert_ne!(screen.text(), plain);
        let name = letters(&screen, "Amina Idris");
        screen.type_in(&name);
        assert_eq!((focused(&screen).as_str(), screen.articles().focus), ("Amina Idris", Focus::Reader));
        screen.press("Enter");
        assert_eq!(name_of_dossier(&screen), "Amina Idris");
        screen.press("C-o f");
        let link = letters(&screen, "https://quay.example/list?a=1");
        screen.type_in(&link);
        assert_eq!(screen.outside.pop(), Some(Effect::Browse("https://quay.example/list?a=1".into())));
        assert!(screen.text().contains("opening https://quay.example/list"), "{}", screen.text());
        screen.press("yf");
        let name = letters(&screen, "Amina Idris");
        screen.type_in(&name);
        assert_eq!(screen.outside.pop(), Some(Effect::Copy("Amina Idris".into())));
        screen.press("yf");
        let link = letters(&screen, "https://quay.example/list?a=1");
        screen.type_in(&link);
        assert_eq!(screen.outside.pop(), Some(Effect::Copy("https://quay.example/list?a=1".into())));
        screen.press("f Esc");
        assert!(screen.app.layers.is_empty() && screen.outside.is_empty());
    }
}

#[test]
fn letters_stand_over_an_index_and_a_dossier_too() {
    let mut screen = Screen::open(120, 40);
    screen.press("gp f");
    let name = letters(&screen, "John Kerry");
    screen.type_in(&name).press("Enter");
    assert_eq!(name_of_dossier(&screen), "John Kerry");
    screen.press("f");
    let companion = letters(&screen, "Angela Merkel");
    screen.type_in(&companion).press("Enter");
    assert_eq!(name_of_dossier(&screen), "Angela Merkel");
}

#[test]
fn the_links_of_an_article_are_listed_opened_and_copied() {
    let mut screen = desk(100, 30);
    screen.press("L");
    let text = screen.text();
    assert!(
        text.contains("2 links in this article") && text.contains("the plan  https://quay.example/plan"),
        "{text}"
    );
    assert!(!text.contains("javascript"), "{text}");
    screen.press("j y");
    assert_eq!(screen.outside.pop(), Some(Effect::Copy("https://quay.example/list?a=1".into())));
    screen.press("L Enter");
    assert_eq!(screen.outside.pop(), Some(Effect::Browse("https://quay.example/plan".into())));
    let mut screen = Screen::open(100, 30);
    screen.press("G L");
    assert!(screen.text().contains("link"), "{}", screen.text());
}
