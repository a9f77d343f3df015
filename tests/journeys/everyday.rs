//! What somebody who has not seen Dateline before tries: the way back, commands that need a name, sentences, bookmarks.

use super::common::Screen;
use super::{focused, name_of_dossier};
use dateline::app::{Focus, Message};
use dateline::library::{Input, Task};

/// Our own articles about one person: two dated ones, and one without a date.
const MAYOR: [(&str, &str, &str); 3] = [
    (
        "Storm closes the harbour",
        "2016-12-01",
        "Photo: Nora Quist and the pilots at the quay in Bergen. Mayor Nora Quist closed the harbour of Bergen on \
         Thursday after a storm. Lars Dahl, the pilot, agreed with Quist at once. Quist thanked him for it. The council \
         heard Quist in the evening. Then Quist left.",
    ),
    (
        "Harbour opens",
        "2016-12-09",
        "“We were lucky,” Nora Quist said. Nora Quist opened the harbour of Bergen again on Friday, eight days after \
         the storm. Bergen waited for its ships.",
    ),
    ("About the mayor", "", "Nora Quist has led Bergen for nine years. She was a teacher."),
];

fn mayor(columns: u16, rows: u16) -> Screen {
    let input = |(title, day, text): (&str, &str, &str)| {
        let day = if day.is_empty() { String::new() } else { format!(r#""published":"{day}","#) };
        let bytes = format!(r#"{{{day}"title":"{title}","text":"{text}"}}"#).into_bytes();
        Input::Bytes { name: format!("{title}.json"), bytes }
    };
    Screen::with(&MAYOR.map(input), columns, rows)
}

fn last_line(screen: &Screen) -> String {
    screen.text().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn the_way_back_is_always_among_the_hints() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 16)] {
        for (keys, back) in [
            ("", "q quit"),
            ("Enter", "q back"),
            ("Enter )", "q back"),
            ("Enter e", "q back"),
            ("Enter ) Enter", "q back"),
            ("gp", "q back"),
            ("gf", "q back"),
            ("gs", "q back"),
            ("gn", "q back"),
            ("gw", "q back"),
            ("gj", "q back"),
            ("gb", "q back"),
            ("M", "q back"),
            ("V j", "Esc end"),
            ("Enter v h", "Esc end"),
            ("?", "q close"),
        ] {
            let mut screen = Screen::open(columns, rows);
            if !keys.is_empty() {
                screen.press(keys);
            }
            screen.app.status.notice = None;
            let line = last_line(&screen);
            assert!(line.contains(back), "{columns}x{rows}, {keys}: {line}");
        }
    }
}

#[test]
fn the_hints_tell_how_a_name_is_corrected() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter )");
    let line = last_line(&screen);
    assert!(line.contains("E correct it"), "{line}");
    // A click on it shows what may follow.
    let column = u16::try_from(line.find("E correct").expect("the hint")).expect("a column");
    screen.tell(dateline::app::Message::Mouse(dateline::app::Mouse::Click, column, 39));
    screen.tell(dateline::app::Message::PrefixWaited);
    assert!(screen.text().contains("merge with another name"), "{}", screen.text());
    // So does a click in the menu do what it says.
    let text = screen.text();
    let (row, line) =
        text.lines().enumerate().find(|(_, line)| line.contains("rename the name")).expect("a row");
    let column = line[..line.find("rename").expect("the action")].chars().count();
    let at = |number: usize| u16::try_from(number).expect("a cell");
    screen.tell(dateline::app::Message::Mouse(dateline::app::Mouse::Click, at(column), at(row)));
    assert!(screen.text().contains("Rename to:"), "{}", screen.text());
}

#[test]
fn a_command_that_needs_a_name_says_so_and_leads_to_one() {
    let mut screen = Screen::open(120, 40);
    screen.press(":").type_in("copy the name");
    let text = screen.text();
    assert!(text.contains("copy the name · on a name") && text.contains("ye"), "{text}");
    screen.press("Enter");
    assert_eq!(screen.articles().focus, Focus::Reader);
    assert!(!focused(&screen).is_empty());
    assert!(last_line(&screen).contains("ye here: copy the name"), "{}", last_line(&screen));
    // A correction has the user choose one.
    screen.press("1 :").type_in("merge with").press("Enter");
    assert!(screen.text().contains("Which name:"), "{}", screen.text());
    screen.press("Esc");
    // Where there is no text, it leads to the index.
    screen.press("gf :").type_in("merge with").press("Enter");
    assert!(screen.text().contains("Most articles first"), "{}", screen.text());
    // Nothing that applies here is in the way without any letters.
    screen.press(":");
    assert!(!screen.text().contains(" · in the feeds"), "{}", screen.text());
    // A click chooses.
    screen.press("Esc :").type_in("feed tree");
    screen.press("Esc :").type_in("index of places");
    let row = screen.text().lines().position(|line| line.contains("index of places")).expect("the command");
    screen.tell(dateline::app::Message::Mouse(
        dateline::app::Mouse::Click,
        6,
        u16::try_from(row).expect("a row"),
    ));
    assert!(screen.text().contains("Dateline   Places"), "{}", screen.text());
}

#[test]
fn a_dossier_counts_what_it_does_not_show_and_undated_articles_come_last() {
    let mut screen = mayor(120, 40);
    screen.press("gp /").type_in("quist").press("Enter Enter");
    assert_eq!(name_of_dossier(&screen), "Nora Quist");
    let text = screen.text();
    assert!(text.starts_with(" Dateline   People  ›  Nora Quist"), "{text}");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}:\n{text}"));
    assert!(at("Harbour opens") < at("Storm closes") && at("Storm closes") < at("About the mayor"), "{text}");
    assert!(text.contains("+4 more"), "{text}");
    // Those named with it: the most frequent first.
    assert!(at("Bergen  ") < at("Lars Dahl"), "{text}");
    screen.press("C-o i");
    let text = screen.text();
    assert!(
        text.contains("Nora Quist opened the harbour of Bergen again") || text.contains("has led Bergen"),
        "{text}"
    );
}

#[test]
fn sentences_and_paragraphs_are_selected_as_a_whole() {
    let mut screen = mayor(120, 40);
    screen.press("gi gg");
    let at = screen.articles().list.rows.iter().position(|row| row.title == "Harbour opens").expect("it");
    for _ in 0..at {
        screen.press("j");
    }
    screen.press("Enter v l l s");
    let selected = |screen: &Screen| screen.articles().reader.selected_words().unwrap_or_default().to_owned();
    assert_eq!(selected(&screen), "“We were lucky,” Nora Quist said.");
    screen.press("s");
    assert!(selected(&screen).ends_with("eight days after the storm."), "{}", selected(&screen));
    screen.press(")");
    assert!(selected(&screen).ends_with("waited for its ships."), "{}", selected(&screen));
    screen.press("v v p H");
    assert!(screen.articles().reader.selection.is_none());
    screen.press("gn");
    assert!(
        screen.text().contains("“‘We were lucky,’ Nora Quist said. Nora Quist opened"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_removed_bookmark_is_shown_as_removed_and_leaves_the_list_at_its_next_turn() {
    let mut screen = Screen::open(120, 40);
    screen.press("b j b gb b");
    assert!(screen.text().contains("no bookmark any more"), "{}", screen.text());
    assert_eq!(screen.articles().list.rows.len(), 2);
    screen.press("gb");
    assert_eq!(screen.articles().list.rows.len(), 1, "{}", screen.text());
    assert!(!screen.text().contains("no bookmark any more"));
}

#[test]
fn each_name_has_one_hint_and_none_covers_its_first_letter() {
    let mut screen = Screen::open(140, 40);
    screen.press("Enter f");
    let text = screen.text();
    // The only letters of a name's line that are covered are those of blanks and signs.
    for name in ["Angela Merkel", "Ukraine", "Vienna", "NATO"] {
        assert!(text.contains(name), "{name}:\n{text}");
    }
}

#[test]
fn wide_help_has_two_columns() {
    let (mut wide, mut narrow) = (Screen::open(120, 40), Screen::open(100, 40));
    wide.press("?");
    narrow.press("?");
    let keys = |screen: &Screen| screen.text().matches("  C-f  PageDown ").count();
    assert_eq!((keys(&narrow), keys(&wide)), (0, 1), "{}", wide.text());
}

#[test]
fn a_word_that_no_article_has_is_said_and_what_is_shown_for_it() {
    let mut screen = Screen::open(120, 40);
    let told = "no article has “mosull” itself; shown are similar words: Mosul";
    screen.press("s").type_in("mosull");
    assert!(screen.text().contains(told), "{}", screen.text());
    screen.press("Enter");
    assert!(screen.text().contains(told), "{}", screen.text());
    for words in ["mosul", "battle", "mos"] {
        screen.press("s").type_in(words);
        assert!(!screen.text().contains("itself; shown are"), "{words}: {}", screen.text());
        screen.press("Esc");
    }
}

#[test]
fn the_columns_of_a_dossier_take_the_mouse() {
    use dateline::app::{Message, Mouse};
    let mut screen = Screen::open(120, 40);
    screen.press("gp Enter");
    let column_of = |screen: &Screen| {
        let line = screen.text().lines().nth(20).unwrap_or_default().to_owned();
        line.chars().position(|c| c == '│').and_then(|at| u16::try_from(at).ok()).expect("the divider")
    };
    let before = column_of(&screen);
    screen.tell(Message::Mouse(Mouse::Click, before, 20));
    screen.tell(Message::Drag(Some((before - 10, 20))));
    screen.tell(Message::Drag(None));
    assert_eq!(column_of(&screen), before - 10, "{}", screen.text());
    // A click selects a companion, and another opens it.
    let text = screen.text();
    let (row, _) =
        text.lines().enumerate().find(|(_, line)| line.contains("NAMED WITH")).expect("companions");
    let row = u16::try_from(row + 2).expect("a row");
    screen.tell(Message::Mouse(Mouse::Click, before + 2, row));
    let named = name_of_dossier(&screen);
    screen.tell(Message::Mouse(Mouse::Click, before + 2, row));
    assert_ne!(name_of_dossier(&screen), named, "{}", screen.text());
    let screen = screen.again();
    assert!(screen.app.session.widths.companions.is_some(), "it is remembered");
}

#[test]
fn a_big_change_that_was_made_elsewhere_is_asked_about_before_it_is_undone() {
    let mut screen = Screen::open(120, 40);
    let texts: Vec<Input> = (0..30)
        .map(|at| Input::Bytes {
            name: format!("{at}.txt"),
            bytes: format!("Ship {at}\n\nShip {at} came in.\n").into_bytes(),
        })
        .collect();
    let (task, now) = (Task::new(), super::common::NOW.seconds);
    let mut added = screen.library.add(&texts, &task, now).expect("articles");
    screen.library.record_addition(&mut added, &task, now).expect("a step to undo");
    screen.tell(Message::LibraryChanged);
    screen.press("u");
    let text = screen.text();
    assert!(text.contains("was not made on this screen: added 30 articles"), "{text}");
    assert_eq!(screen.app.session.counts.articles, 49);
    screen.press("Enter");
    assert!(screen.text().contains("nothing was undone"), "{}", screen.text());
    assert_eq!(screen.app.session.counts.articles, 49);
    // What was done here is undone at once, however much it is; then comes the question again.
    screen.press("A u");
    assert_eq!((screen.app.session.counts.unread, screen.app.session.counts.articles), (49, 49));
    screen.press("u j Enter");
    assert_eq!(screen.app.session.counts.articles, 19, "{}", screen.text());
    screen.press("C-r");
    assert_eq!(screen.app.session.counts.articles, 49, "{}", screen.text());
}
