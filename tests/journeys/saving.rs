//! Articles leave the library: into files, and to commands.

use super::common::Screen;
use dateline::app::Effect;
use std::fs::read_to_string;
use std::path::Path;

fn saved_as(screen: &mut Screen, keys: &str, path: &Path) -> String {
    screen.press(keys).press("C-u").type_in(&path.display().to_string()).press("Enter");
    let is_open = !screen.app.layers.is_empty();
    if is_open {
        // What is wrong stands above the line, and nothing typed is lost.
        let text = screen.text();
        assert!(text.contains("Save as: ") && text.contains(&path.display().to_string()), "{text}");
        screen.press("Esc");
        return text;
    }
    screen.app.status.notice.clone().unwrap_or_default()
}

#[test]
fn an_article_is_saved_in_each_format_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut screen = Screen::open(120, 40);
    screen.press("j b");
    let title = screen.articles().selected().expect("a row").title.clone();
    for (name, expected) in [
        ("a.md", "bookmarked: true"),
        ("a.html", "<h1>"),
        ("a.txt", title.as_str()),
        ("a.json", "\"bookmarked\":true"),
    ] {
        let path = folder.path().join(name);
        let said = saved_as(&mut screen, "w", &path);
        assert_eq!(said, format!("saved 1 article as {}", path.display()));
        let text = read_to_string(&path).expect("a file");
        assert!(text.contains(expected), "{name}: {text}");
        std::fs::write(&path, "mine").expect("a file");
        let said = saved_as(&mut screen, "w", &path);
        assert!(said.contains("already exists, and nothing is overwritten"), "{said}");
        assert_eq!(read_to_string(&path).expect("a file"), "mine");
    }
    for (name, expected) in [("a.pdf", "end the name in .md"), ("no/such/a.md", "there is no such folder")] {
        let said = saved_as(&mut screen, "w", &folder.path().join(name));
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn all_notes_are_saved_as_markdown_or_piped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.md");
    let mut screen = Screen::open(120, 40);
    screen.press("gn w");
    assert!(screen.text().contains("here are no notes yet"), "{}", screen.text());
    screen.press("Esc gi Enter v s H a").type_in("Worth a trip").press("Enter j gn");
    let title = screen.library.noted(1).expect("notes")[0].title.clone();
    screen.press("w");
    assert!(screen.text().contains("Save all notes as: notes.md"), "{}", screen.text());
    screen.press("C-u").type_in("notes.pdf").press("Enter");
    assert!(screen.text().contains("notes are saved as Markdown; end the name in .md"), "{}", screen.text());
    screen.press("C-u").type_in(&path.display().to_string()).press("Enter");
    assert_eq!(screen.app.status.notice, Some(format!("saved 1 note as {}", path.display())));
    let text = read_to_string(&path).expect("a file");
    assert!(
        text.starts_with(&format!("## {title}\n")) && text.contains("\n> ") && text.contains("Worth a trip"),
        "{text}"
    );
    screen.press("|").type_in("wc").press("Enter");
    assert_eq!(screen.outside, [Effect::Pipe { command: "wc".to_owned(), text }]);
}

#[test]
fn the_name_is_filled_in() {
    let mut screen = Screen::open(120, 40);
    screen.press("w");
    let line = screen.text().lines().last().unwrap_or_default().to_owned();
    let name = line.split("Save as: ").nth(1).unwrap_or_default();
    assert_eq!(Path::new(name).extension().and_then(|ending| ending.to_str()), Some("md"), "{line}");
    screen.press("Esc");
    assert!(!screen.text().contains("Save as"));
}

#[test]
fn selected_rows_are_saved_together_or_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut screen = Screen::open(120, 40);
    let path = folder.path().join("all.jsonl");
    let said = saved_as(&mut screen, "V j j w", &path);
    assert_eq!(said, format!("saved 3 articles as {}", path.display()));
    assert_eq!(read_to_string(&path).expect("a file").lines().count(), 3);
    let page = folder.path().join("one.html");
    let said = saved_as(&mut screen, "gg V j j w", &page);
    assert_eq!(said, format!("saved 3 articles as {}", page.display()));
    let page = read_to_string(&page).expect("a file");
    assert_eq!((page.matches("<article lang=").count(), page.matches("<!DOCTYPE").count()), (3, 1), "{page}");
    let sub = folder.path().join("each/");
    let said = saved_as(&mut screen, "gg V j j w", &sub);
    assert!(said.starts_with("saved 3 articles in "), "{said}");
    assert_eq!(sub.read_dir().expect("a folder").count(), 3);
    let said = saved_as(&mut screen, "gg V j j w", &sub);
    assert!(said.contains("already has 3 articles"), "{said}");
}

#[test]
fn articles_are_piped_as_markdown() {
    let mut screen = Screen::open(120, 40);
    screen.press("| w c Enter");
    screen.press("V j |").type_in("grep x").press("Enter");
    let [Effect::Pipe { command, text }, Effect::Pipe { command: second, text: both }] = &screen.outside[..]
    else {
        panic!("{:?}", screen.outside)
    };
    assert_eq!((command.as_str(), second.as_str()), ("wc", "grep x"));
    let titles = |text: &str| text.lines().filter(|line| line.starts_with("title: ")).count();
    assert_eq!((titles(text), titles(both)), (1, 2));
}

#[test]
fn what_a_command_writes_is_shown_on_a_page() {
    let mut screen = Screen::open(120, 40);
    let lines = (1..=60).map(|number| format!("line {number}")).collect();
    screen.tell(dateline::app::Message::Output("seq: done · 60 lines".to_owned(), lines));
    let text = screen.text();
    assert!(text.contains("Output of the command") && text.contains("line 30"), "{text}");
    screen.press("/").type_in("line 60").press("Enter");
    assert!(screen.text().contains("line 60") && !screen.text().contains("line 30"), "{}", screen.text());
    screen.press("Esc q");
    assert!(screen.app.layers.is_empty());
}

#[test]
fn the_folder_is_told_and_names_are_completed() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("harbour")).expect("a folder");
    let mut screen = Screen::open(120, 40);
    screen.press("w");
    let here = std::env::current_dir().expect("a folder");
    let name = here.file_name().and_then(|name| name.to_str()).expect("a name");
    assert!(screen.text().contains(&format!("/{name}")), "{}", screen.text());
    screen.press("C-u").type_in(&folder.path().join("h").display().to_string()).press("Tab");
    assert!(screen.text().contains("/harbour/"), "{}", screen.text());
}
