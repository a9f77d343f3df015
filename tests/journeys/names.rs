//! The indexes of names: namesakes, narrowing, orders, and the names that stand apart.

use super::common::Screen;
use super::name_of_dossier;
use dateline::app::screens::Screen as AppScreen;
use dateline::library::Input;

fn text(name: &str, day: &str, text: &str) -> Input {
    let bytes = format!("---\ntitle: {name}\npublished: {day}\n---\n\n{text}\n").into_bytes();
    Input::Bytes { name: format!("{name}.md"), bytes }
}

/// Namesakes of three kinds, and more names of one article than one wants to see at once.
fn library() -> Vec<Input> {
    let mut inputs = vec![
        text(
            "Trains in New York",
            "2016-12-15",
            "NEW YORK — The mayor of New York City said on Monday that trains would run again. Governor Ann Hale of \
             New York state said that the state would pay.\n\nWashington state will pay, too, said the governor in \
             Seattle, Washington. President Lee said in Washington, D.C., that Congress agreed. Senator Lowell \
             Washington objected.\n\nIn Portland, Oregon, and Portland, Maine, people agreed. New Orleans kept quiet.",
        ),
        text(
            "Trains in Albany",
            "2016-12-16",
            "ALBANY, N.Y. — The state of New York has money, said Governor Ann Hale of New York. Washington state has \
             none. In New York City nobody knew.",
        ),
    ];
    for (number, month) in (1..=6).enumerate() {
        let words =
            format!("The mayor of New Orleans spoke with the mayor of Portland, Oregon, {number} times.");
        inputs.push(text(&format!("Talks {number}"), &format!("2016-0{month}-10"), &words));
    }
    inputs
}

fn index(screen: &Screen) -> Vec<String> {
    let AppScreen::Names(names) = screen.app.screen() else { return Vec::new() };
    let row = |name: &dateline::model::NameRow| format!("{} · {}", name.row.name, name.told_apart());
    names.page.often.iter().chain(&names.page.rare).map(row).collect()
}

#[test]
fn namesakes_are_told_apart() {
    let mut screen = Screen::with(&library(), 120, 40);
    screen.press("gl");
    let rows = index(&screen);
    for expected in [
        "New York · region · United States",
        "New York · city · United States",
        "Washington · region · United States",
        "Washington · city · District of Columbia, United States",
        "Portland · city · Oregon, United States",
        "Portland · city · Maine, United States",
    ] {
        assert!(rows.contains(&expected.to_owned()), "{expected}: {rows:#?}");
    }
    assert!(screen.text().contains("Portland  city · Oregon, United States"), "{}", screen.text());
    screen.press("gp");
    assert!(index(&screen).contains(&"Ann Hale · Governor".to_owned()), "{:?}", index(&screen));
}

#[test]
fn namesakes_are_told_apart_wherever_they_stand() {
    let mut screen = Screen::with(&library(), 140, 50);
    let shows = |screen: &Screen, expected: &str| {
        assert!(screen.text().contains(expected), "{expected}: {}", screen.text());
    };
    screen.press("gl /").type_in("portland").press("Enter G Enter");
    shows(&screen, "Places  ›  Portland, Maine");
    shows(&screen, "Portland, Oregon  ");
    screen.press("& Enter");
    shows(&screen, "place:Portland, Maine");
    screen.press("Enter e");
    shows(&screen, "Portland, Maine ");
    screen.press("M");
    shows(&screen, "Portland, Maine");
    screen.press("q").press("gi s").type_in("place:\"Portland, Maine\"").press("Enter");
    let rows = screen.articles().list.rows.iter().map(|row| row.title.as_str());
    assert_eq!(rows.collect::<Vec<_>>(), ["Trains in New York"]);
}

#[test]
fn any_word_finds_a_name_and_escape_shows_all_again() {
    let mut screen = Screen::with(&library(), 120, 40);
    screen.press("gl");
    let all = index(&screen).len();
    screen.press("/").type_in("orl");
    assert_eq!(index(&screen), ["New Orleans · city · Louisiana, United States"]);
    screen.press("Esc");
    assert_eq!(index(&screen).len(), all, "Esc takes the typing back");
    screen.press("/").type_in("york").press("Enter");
    assert_eq!(index(&screen).len(), 2, "{:?}", index(&screen));
    screen.press("Enter");
    assert_eq!(name_of_dossier(&screen), "New York");
    screen.press("q Esc");
    assert_eq!(index(&screen).len(), all, "Esc removes the narrowing");
    screen.press("/").type_in("zzz");
    assert!(screen.text().contains("No place matches “zzz”"), "{}", screen.text());
}

#[test]
fn an_index_is_ordered_and_the_order_is_kept() {
    let mut screen = Screen::with(&library(), 120, 40);
    screen.press("gl");
    let is_first = |screen: &Screen, expected: &[&str]| {
        let first = index(screen).first().cloned().unwrap_or_default();
        let name = first.split(" · ").next().unwrap_or_default().to_owned();
        assert!(expected.contains(&name.as_str()), "{expected:?}: {:#?}", index(screen));
    };
    is_first(&screen, &["Portland", "Oregon", "New Orleans"]);
    screen.press("Sn");
    is_first(&screen, &["New Orleans"]);
    screen.press("Sr");
    is_first(&screen, &["New York", "Washington"]);
    screen.press("Sa");
    is_first(&screen, &["Portland", "Oregon", "New Orleans"]);
    screen.press("Si");
    is_first(&screen, &["New York", "Washington"]);
    assert!(screen.text().contains("Rising first"), "{}", screen.text());
    let mut screen = screen.again();
    screen.press("gl");
    is_first(&screen, &["New York", "Washington"]);
}

#[test]
fn names_of_one_article_stand_apart_and_unfold() {
    let mut inputs = library();
    for letter in 'A'..='Z' {
        let people: Vec<String> = ["Lake", "Hill", "Brook", "Wood", "Field"]
            .iter()
            .map(|surname| format!("Minister {letter}nna {surname}{} spoke.", letter.to_lowercase()))
            .collect();
        inputs.push(text(&format!("Speeches {letter}"), "2016-11-01", &people.join(" ")));
    }
    let mut screen = Screen::with(&inputs, 100, 30);
    screen.press("gp");
    assert_eq!(index(&screen), ["Ann Hale · Governor"]);
    assert!(screen.text().contains("▸ in one article only: "), "{}", screen.text());
    screen.press("j Enter");
    assert!(
        index(&screen).len() > 100 && screen.text().contains("▾ in one article only: "),
        "{}",
        screen.text()
    );
    screen.press("j Enter");
    let name = name_of_dossier(&screen);
    assert!(!name.is_empty());
    screen.press("C-o");
    assert!(
        screen.text().lines().any(|line| line.contains('▌') && line.contains(&name)),
        "{}",
        screen.text()
    );
    screen.press("k Enter");
    assert_eq!(index(&screen).len(), 1, "it folds again");
}

#[test]
fn typing_narrows_the_sidebar() {
    let mut screen = Screen::with(&library(), 140, 40);
    screen.press("Enter e /").type_in("haley");
    assert!(screen.text().contains("no “haley”"), "{}", screen.text());
    screen.press("Backspace Enter");
    let text = screen.text();
    assert!(text.contains("“hale” · Esc: all") && text.contains("▌ Ann Hale"), "{text}");
    screen.press("Enter");
    assert_eq!(name_of_dossier(&screen), "Ann Hale");
    screen.press("q Esc");
    assert!(!screen.text().contains("“hale”"), "{}", screen.text());
}

#[test]
fn each_screen_counts_what_it_shows() {
    let mut screen = Screen::open(120, 40);
    for (keys, expected) in [
        ("gf", "0 feeds · 0 unread"),
        ("gs", "0 searches"),
        ("gj", "0 changes"),
        ("gn", "0 notes"),
        ("gw", "0 names"),
    ] {
        screen.press(keys);
        let header = screen.text().lines().next().unwrap_or_default().to_owned();
        assert!(header.ends_with(expected), "{keys}: {header}");
    }
}

#[test]
fn words_are_found_in_a_dossier() {
    let mut screen = Screen::open(120, 40);
    screen.press("gp / ").type_in("merkel").press("Enter Enter");
    let selected = |screen: &Screen| match screen.app.screen() {
        AppScreen::Dossier(screen) => {
            (screen.article, screen.selected().map(|article| article.row.title.clone()))
        }
        _ => (99, None),
    };
    let count = match screen.app.screen() {
        AppScreen::Dossier(screen) => screen.dossier.as_ref().map_or(0, |dossier| dossier.articles.len()),
        _ => 0,
    };
    assert!(count > 1, "{}", screen.text());
    screen.press("G");
    let (last, title) = selected(&screen);
    let word = title.unwrap_or_default().split(' ').next_back().unwrap_or_default().to_lowercase();
    screen.press("gg /").type_in(&word);
    assert!(screen.text().contains("Find in this dossier"), "{}", screen.text());
    screen.press("Enter");
    assert!(screen.text().contains("n next, N previous"), "{}", screen.text());
    for _ in 0..count {
        if selected(&screen).0 != last {
            screen.press("n");
        }
    }
    assert_eq!(selected(&screen).0, last, "{word}: {}", screen.text());
    // What is typed reaches no other keys, and Esc ends it before it leaves.
    screen.press("Esc /").type_in("zqxd").press("Enter");
    assert!(screen.text().contains("is in no title or sentence here"), "{}", screen.text());
    screen.press("Esc");
    assert!(screen.text().contains("NAMED WITH"), "still in the dossier: {}", screen.text());
    screen.press("Esc");
    assert!(screen.text().contains("Most articles first"), "back in the index: {}", screen.text());
}
