//! Selecting words, highlighting them, writing notes, and finding both again.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

mod common;

use common::Screen;
use dateline::app::{Message, Mouse};
use dateline::export::Format;
use dateline::library::{Input, Task};
use dateline::model::{Edit, RecordEdit};

fn selected(screen: &Screen) -> String {
    screen.articles().reader.selected_words().unwrap_or_default().to_owned()
}

fn quotes(screen: &Screen) -> Vec<String> {
    let notes = screen.library.notes(None).expect("notes");
    notes.into_iter().filter_map(|(_, note)| Some(note.passage?.quote)).collect()
}

#[test]
fn words_are_selected_with_keys_and_copied() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter v");
    assert_eq!(selected(&screen), "There");
    screen.press("l l w");
    assert_eq!(selected(&screen), "There is nothing to");
    screen.press("b h");
    assert_eq!(selected(&screen), "There is");
    screen.press("j");
    let two_lines = selected(&screen);
    assert!(two_lines.len() > 40 && two_lines.starts_with("There is nothing to memorise"), "{two_lines}");
    screen.press("k y");
    assert!(screen.text().contains("copied 2 words"), "{}", screen.text());
    assert_eq!(selected(&screen), "");
    screen.press("v Esc");
    assert_eq!(selected(&screen), "");
}

#[test]
fn a_highlight_is_seen_kept_listed_taken_away_and_brought_back() {
    let mut screen = Screen::open(120, 40);
    let plain = screen.styles();
    screen.press("Enter v l l H");
    assert_eq!(quotes(&screen), ["There is nothing"]);
    assert!(screen.text().contains("u undoes"), "{}", screen.text());
    assert_ne!(screen.styles(), plain);
    let mut screen = screen.again();
    screen.press("gn");
    let text = screen.text();
    assert!(text.contains("“There is nothing”") && text.contains("Start here"), "{text}");
    screen.press("Enter");
    assert_eq!(screen.articles().reader.layout.highlights.len(), 1);
    // On the same words, it removes the highlight.
    screen.press("v H");
    assert!(quotes(&screen).is_empty());
    screen.press("u");
    assert_eq!(quotes(&screen), ["There is nothing"]);
    screen.press("q q gn dd");
    assert!(quotes(&screen).is_empty(), "{}", screen.text());
    assert!(screen.text().contains("Nothing yet"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("“There is nothing”"), "{}", screen.text());
}

#[test]
fn a_note_stands_below_its_passage_is_found_and_leads_there() {
    let mut screen = Screen::open(120, 40);
    screen.press("j j Enter C-d C-d v l l a").type_in("Ask about this").press("Enter");
    let (id, top) = (screen.articles().reader.id(), screen.articles().reader.position().offset);
    assert!(top > 0);
    let text = screen.text();
    let line = text.lines().position(|line| line.contains("✎ Ask about this"));
    assert!(line.is_some(), "{text}");
    screen.press("a").type_in("All in").press("Enter a").type_in(" all").press("Enter gg");
    assert!(screen.text().contains("✎ All in all"), "{}", screen.text());
    screen.library.catch_up(&Task::new()).expect("an index");
    screen.press("gi s").type_in("has:note");
    assert_eq!(screen.articles().list.rows.len(), 1, "{}", screen.text());
    screen.press("Esc gn");
    assert!(
        screen.text().contains("All in all") && screen.text().contains("Ask about this"),
        "{}",
        screen.text()
    );
    let text = screen.text();
    let is_first = |words: &str| text.lines().position(|line| line.contains(words));
    screen.press(if is_first("Ask about") < is_first("All in all") { "Enter" } else { "j Enter" });
    assert_eq!(screen.articles().reader.id(), id);
    assert!(screen.articles().reader.position().offset > 0);
    assert!(screen.text().contains("✎ Ask about this"), "{}", screen.text());
    screen.press("q q");
    assert!(screen.text().contains("NOTES AND HIGHLIGHTS"), "{}", screen.text());
}

#[test]
fn a_note_is_edited_where_it_stands_and_in_the_list() {
    let mut screen = Screen::open(120, 40);
    let texts = |screen: &Screen| -> Vec<String> {
        screen.library.notes(None).expect("notes").into_iter().map(|(_, note)| note.text).collect()
    };
    screen.press("Enter v l l a").type_in("Why").press("Enter");
    assert_eq!(texts(&screen), ["Why"]);
    screen.press("v l a").type_in(" not").press("Enter");
    assert_eq!(texts(&screen), ["Why not"], "the note on the selected words is edited");
    screen.press("gn a").type_in(", Ann").press("Enter");
    assert_eq!(texts(&screen), ["Why not, Ann"]);
    assert!(screen.text().contains("✎ Why not, Ann"), "{}", screen.text());
    screen.press("u");
    assert_eq!(texts(&screen), ["Why not"]);
    screen.press("a C-u Enter");
    assert_eq!(texts(&screen), [""], "without words only the highlight stays");
}

#[test]
fn words_are_selected_in_the_article_under_the_cursor() {
    let mut screen = Screen::open(80, 24);
    screen.press("j j v l y");
    assert!(screen.text().contains("copied 3 words"), "{}", screen.text());
}

#[test]
fn a_passage_whose_words_are_gone_is_told_at_the_top() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter v l a").type_in("Why").press("Enter");
    let (id, mut note) = screen.library.notes(None).expect("notes").remove(0);
    let passage = note.passage.as_mut().expect("a passage");
    passage.quote = "Something that was said".to_owned();
    screen.library.apply(&Edit::Note(RecordEdit::Put(id, note)), &Task::new(), 1).expect("an edit");
    screen.tell(Message::LibraryChanged);
    let text = screen.text();
    assert!(text.contains("✎ Why (on “Something that was said”"), "{text}");
}

#[test]
fn the_mouse_selects() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter");
    let text = screen.articles().panes(&screen.app.session).text;
    let row = screen.text().lines().position(|line| line.contains("There is nothing")).expect("a line");
    let row = u16::try_from(row).expect("a row");
    screen.tell(Message::Mouse(Mouse::Click, text.x + 1, row));
    screen.tell(Message::Drag(Some((text.x + 9, row))));
    assert_eq!(selected(&screen), "There is nothing");
    screen.tell(Message::Drag(Some((text.x + 2, row + 1))));
    assert!(selected(&screen).len() > 50, "{}", selected(&screen));
    screen.tell(Message::Drag(None));
    screen.press("y");
    assert_eq!(selected(&screen), "");
    // Releasing the button ends it: further moves select nothing.
    screen.tell(Message::Drag(Some((text.x + 9, row))));
    assert_eq!(selected(&screen), "");
}

#[test]
fn a_note_right_after_a_highlight_belongs_to_it() {
    let mut screen = Screen::open(120, 40);
    let notes = |screen: &Screen| -> Vec<(String, bool)> {
        let notes = screen.library.notes(None).expect("notes").into_iter();
        notes.map(|(_, note)| (note.text, note.passage.is_some())).collect()
    };
    screen.press("Enter v s H");
    assert!(screen.text().contains("a writes a note on it"), "{}", screen.text());
    screen.press("a").type_in("Why").press("Enter");
    assert_eq!(notes(&screen), [("Why".to_owned(), true)], "{}", screen.text());
    screen.press("u");
    assert_eq!(notes(&screen), [(String::new(), true)], "the highlight stays");
    // Later on, a note is on the whole article.
    screen.press("C-d a").type_in("All").press("Enter");
    assert!(notes(&screen).contains(&("All".to_owned(), false)), "{:?}", notes(&screen));
}

#[test]
fn a_note_on_an_article_stands_below_no_quotation_that_it_is_not_about() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter v l l H C-d C-u a").type_in("On all of it").press("Enter");
    let id = screen.articles().reader.id().expect("an article");
    let article = screen.library.article(id).expect("a library").expect("an article");
    for format in [Format::Markdown, Format::Html, Format::Text] {
        let text = format.write(&article);
        let notes = &text[text.find("Notes").expect("notes")..];
        let (note, quote) = (notes.find("On all of it"), notes.find("There is nothing"));
        assert!(note.is_some() && note < quote, "{notes}");
    }
}

#[test]
fn quotation_marks_are_not_doubled_in_the_list_of_notes() {
    let text = b"# Harbour\n\n\xe2\x80\x9cThe quays are safe,\xe2\x80\x9d Idris told reporters in Khartoum. She left.\n".to_vec();
    let mut screen = Screen::with(&[Input::Bytes { name: "harbour.md".into(), bytes: text }], 120, 40);
    screen.press("Enter v s H gn");
    let text = screen.text();
    assert!(text.contains("“‘The quays are safe,’ Idris told reporters in Khartoum.”"), "{text}");
}
