//! The help, the messages and the tutor: titles, searching, leaving.

use super::*;
use crate::app::layers::sheet::{SheetCx, SheetLine};

impl Desk {
    /// What the layer on top shows, in plain lines.
    fn page(&self) -> Vec<String> {
        let (session, status, keymap) = (&self.app.session, &self.app.status, &self.keymap);
        let cx = SheetCx { session, status, keymap, contexts: self.app.contexts(), pending: &[] };
        let sheet = self.app.layers.last().and_then(|layer| layer.sheet(&cx)).expect("a page");
        let line = |line: SheetLine| match line {
            SheetLine::Title(title, right) => format!("{title} | {right}"),
            SheetLine::Heading(heading) => heading.to_owned(),
            SheetLine::Keys(keys, does) => format!("{keys}: {does}"),
            SheetLine::Sentence(sentence) => sentence,
            SheetLine::Empty(why) => why.to_owned(),
            _ => String::new(),
        };
        sheet.lines.into_iter().map(line).collect()
    }
}

#[test]
fn the_help_says_where_one_stands_and_is_searched() {
    let mut desk = Desk::open();
    desk.press("Enter ?");
    assert_eq!(desk.page()[0], "Help: in the article | ");
    let whole = desk.page().len();
    desk.press("/ b o o k m");
    let found = desk.page();
    assert_eq!(found[0], format!("Help: in the article | {} with “bookm”", found.len() - 2));
    assert!(found.contains(&"b: bookmark".to_owned()) && found.len() < whole, "{found:?}");
    desk.press("Enter j Esc");
    assert_eq!(desk.page().len(), whole, "Esc shows everything again");
    desk.press("/ x q z q");
    assert!(desk.page()[2].starts_with("No line has these words"), "{:?}", desk.page());
    desk.press("Esc");
    assert_eq!(desk.page().len(), whole);
    desk.press("Esc");
    assert!(desk.app.layers.is_empty(), "then it closes");
    // What has no key is called by its name.
    desk.press("? / t u t o r");
    assert!(desk.page().contains(&":tutor: tutor: the first steps".to_owned()), "{:?}", desk.page());
}

#[test]
fn messages_are_shown_in_full_and_searched() {
    let mut desk = Desk::open();
    let long =
        format!("a feed could not be fetched: {}the end", "because of one thing or another ".repeat(12));
    desk.tell(Message::Notice(long));
    desk.tell(Message::Notice("something else".to_owned()));
    desk.press("gm");
    let page = desk.page();
    assert_eq!((page[0].as_str(), page[2].as_str()), ("Messages, the latest first | ", "something else"));
    assert!(page.len() > 4 && page.iter().any(|line| line.ends_with("the end")), "{page:?}");
    desk.press("/ f e e d");
    let found = desk.page();
    assert!(found[2].starts_with("a feed could not") && !found.contains(&page[2]), "{found:?}");
}

#[test]
fn the_tutor_and_reloading_are_called_by_name() {
    let mut desk = Desk::open();
    desk.press(": t u t o r Enter");
    assert_eq!(desk.page()[0], "First steps | ");
    desk.press("q : r e l o a d Enter");
    assert!(desk.app.layers.is_empty() && desk.kept.contains(&Effect::Reload));
}
