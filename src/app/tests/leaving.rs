//! Where `q`, `Backspace`, `Esc` and `C-o` lead from each screen, pane and layer.

use super::*;

/// Where the user is, in a word or two; a layer over it comes first.
fn place(desk: &Desk) -> String {
    let screen = match desk.app.screen() {
        Screen::Articles(screen) => {
            let filters = screen.list.view.filters.len();
            let name =
                if screen.reader.name.is_some() && screen.focus == Focus::Reader { " name" } else { "" };
            let zen = if screen.zen { " zen" } else { "" };
            let builtin =
                screen.list.view.builtin.word().split(' ').next().unwrap_or_default().to_lowercase();
            format!("{builtin}{}{:?}{name}{zen}", "+".repeat(filters), screen.focus).to_lowercase()
        }
        Screen::Dossier(_) => "dossier".to_owned(),
        Screen::Names(screen) if screen.words.is_empty() => "names".to_owned(),
        Screen::Names(_) => "names narrowed".to_owned(),
        Screen::Feeds(_) => "feeds".to_owned(),
        Screen::Changes(_) => "changes".to_owned(),
        Screen::Notes(_) => "notes".to_owned(),
        Screen::Searches(_) => "searches".to_owned(),
        Screen::Map(_) => "map".to_owned(),
        Screen::Watched(_) => "watched".to_owned(),
    };
    format!("{}{screen}", "| ".repeat(desk.app.layers.len()))
}

/// Whether the program ends.
fn has_left(desk: &Desk) -> bool {
    desk.kept.contains(&Effect::Quit)
}

#[test]
fn each_key_leads_back_from_everywhere_as_it_says() {
    // keys from the list of all articles, where that is, then where q, Backspace, Esc and C-o lead.
    let table: [(&str, &str, [&str; 4]); 25] = [
        ("", "alllist", ["quits", "alllist", "alllist", "alllist"]),
        ("Enter", "allreader", ["alllist", "alllist", "allreader", "allreader"]),
        ("Enter )", "allreader name", ["alllist", "alllist", "allreader", "allreader name"]),
        ("Enter z", "allreader zen", ["allreader", "allreader", "allreader", "allreader zen"]),
        ("e", "allsidebar", ["allreader", "allreader", "allreader", "allsidebar"]),
        ("Enter ) &", "all+list", ["alllist", "alllist", "alllist", "allreader name"]),
        ("Enter ) & Enter", "all+reader name", ["all+list", "all+list", "all+reader", "allreader name"]),
        (
            "Enter ) & Enter e",
            "all+sidebar",
            ["all+reader name", "all+reader name", "all+reader name", "allreader name"],
        ),
        ("gb", "bookmarkslist", ["alllist", "alllist", "alllist", "alllist"]),
        ("gb Enter", "bookmarksreader", ["bookmarkslist", "bookmarkslist", "alllist", "alllist"]),
        ("gb e", "bookmarkssidebar", ["bookmarksreader", "bookmarksreader", "bookmarksreader", "alllist"]),
        ("s x Enter", "all+reader", ["all+list", "all+list", "allreader", "alllist"]),
        (
            "Enter ) Enter",
            "dossier",
            ["allreader name", "allreader name", "allreader name", "allreader name"],
        ),
        ("Enter ) Enter Enter", "all+reader name", ["all+list", "all+list", "all+reader", "dossier"]),
        ("gp", "names", ["alllist", "alllist", "alllist", "alllist"]),
        ("gp / x Enter", "names narrowed", ["alllist", "alllist", "names", "alllist"]),
        ("gf", "feeds", ["alllist", "alllist", "alllist", "alllist"]),
        ("gj", "changes", ["alllist", "alllist", "alllist", "alllist"]),
        ("gn", "notes", ["alllist", "alllist", "alllist", "alllist"]),
        ("gs", "searches", ["alllist", "alllist", "alllist", "alllist"]),
        ("M", "map", ["alllist", "alllist", "alllist", "alllist"]),
        ("gw", "watched", ["alllist", "alllist", "alllist", "alllist"]),
        ("?", "| alllist", ["alllist", "alllist", "alllist", "alllist"]),
        ("gm", "| alllist", ["alllist", "alllist", "alllist", "alllist"]),
        ("Enter f", "| allreader", ["allreader", "| allreader", "allreader", "allreader"]),
    ];
    let mut wrong = Vec::new();
    for (keys, expected, leads) in table {
        for (back, lead) in ["q", "Backspace", "Esc", "C-o"].into_iter().zip(leads) {
            let mut desk = Desk::open();
            if !keys.is_empty() {
                desk.press(keys);
            }
            if place(&desk) != expected {
                wrong.push(format!("{keys:?} leads to {}, not to {expected}", place(&desk)));
            }
            desk.press(back);
            let there = if has_left(&desk) { "quits".to_owned() } else { place(&desk) };
            if there != lead {
                wrong.push(format!("{back} after {keys:?} leads to {there}, not to {lead}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

type Prepare = fn(&mut Desk);

/// Typed lines take letters and blanks; `Esc` ends them.
#[test]
fn a_prompt_takes_what_is_typed_and_escape_ends_it() {
    for keys in ["s", "&", "Enter /", ":", "ga", "t", "Enter a", "w", "|", "gf ga", "gf E a", "gp /"] {
        let mut desk = Desk::open();
        desk.press(keys);
        let layers = desk.app.layers.len();
        assert_eq!(layers, 1, "{keys} opens a prompt");
        let before = desk.app.path();
        for letter in ["v", "b", "m", "j", "q", "Q", "d", "d"] {
            desk.press(letter);
            assert_eq!(desk.app.layers.len(), 1, "{letter} goes into the line after {keys}");
        }
        assert!(!has_left(&desk));
        desk.press("Esc");
        assert_eq!(desk.app.layers.len(), 0, "Esc after {keys}");
        if !keys.contains(['s', '&', '/']) {
            assert_eq!(desk.app.path(), before, "{keys}");
        }
    }
}

#[test]
fn a_prompt_that_can_take_nothing_says_why_and_keeps_what_is_typed_from_other_keys() {
    let read_only = |desk: &mut Desk| desk.app.session.read_only = true;
    let empty = |desk: &mut Desk| desk.app.wait_for_articles();
    let nothing = |_: &mut Desk| {};
    let table: [(&str, Prepare, &str); 9] = [
        ("t", read_only, "read-only"),
        ("ga", read_only, "read-only"),
        ("Enter a", read_only, "read-only"),
        ("gf E a", read_only, "read-only"),
        ("gs s", nothing, ""),
        ("gs E r", nothing, "no search is saved yet"),
        ("gf E r", nothing, "no feed is followed yet"),
        ("gn a", nothing, "nothing yet"),
        ("gf t", empty, "no feed is followed yet"),
    ];
    for (keys, prepare, why) in table {
        let mut desk = Desk::open();
        prepare(&mut desk);
        desk.press(keys);
        assert_eq!(desk.app.layers.len(), 1, "{keys}");
        let before = desk.app.path();
        desk.press("v q Q d d b");
        assert_eq!((desk.app.layers.len(), has_left(&desk)), (1, false), "{keys}");
        if !why.is_empty() {
            desk.press("Enter");
            assert!(desk.notice().is_some_and(|notice| notice.contains(why)), "{keys}: {:?}", desk.notice());
            assert_eq!(desk.app.path(), before, "{keys}");
        }
    }
}

#[test]
fn what_is_typed_while_a_correction_waits_for_the_library_goes_into_its_line() {
    for keys in ["Em", "Er"] {
        let mut desk = Desk::open();
        desk.press("Enter )");
        for key in sequence(keys).unwrap() {
            desk.update(Message::Key(key));
        }
        for key in sequence("q v o t Q").unwrap() {
            desk.update(Message::Key(key));
        }
        let line = desk.app.layers.last().and_then(|layer| layer.line()).expect("a line").2;
        assert!(line.words().ends_with("qvotQ"), "{keys}: {}", line.words());
    }
}

#[test]
fn without_a_name_at_hand_one_is_chosen() {
    for keys in ["E m", "Enter E m", "Enter E w", "gp E r", "gw E u", "M E p", "gn E d", "gj E k"] {
        let mut desk = Desk::open();
        desk.press(keys).press("v o t e l q");
        assert_eq!(desk.app.layers.len(), 1, "{keys}");
        let line = desk.app.layers.last().and_then(|layer| layer.line()).expect("a line").2;
        assert_eq!(line.words(), "votelq", "{keys}");
        assert!(desk.articles().reader.selection.is_none());
    }
}

#[test]
fn what_has_nothing_to_work_on_is_not_offered_and_says_why() {
    for (keys, pressed, why) in [
        ("gn", "Enter", "nothing yet · v in an article"),
        ("gj", "Enter", "no changes yet"),
        ("gw", "Enter", "nobody is watched yet"),
        ("gw", "Space", "Space does nothing here"),
        ("M", "Enter", "no places are named here"),
        ("M", "Tab", ""),
        ("gp", "Enter", "no names yet"),
        ("gp", "i", "no names yet"),
        ("gf", "Space", "no feed is followed yet"),
        ("gs", "J", "no search is saved yet"),
    ] {
        let mut desk = Desk::open();
        desk.press(keys).press(pressed);
        assert!(desk.notice().unwrap_or_default().starts_with(why), "{keys} {pressed}: {:?}", desk.notice());
        let hints = crate::app::chrome::hints(
            &{
                let mut desk = Desk::open();
                desk.press(keys);
                desk.app
            },
            &desk.keymap,
        );
        let offered: Vec<&str> = hints.iter().map(|hint| hint.does).collect();
        for does in ["open", "to the passage", "undo or redo it", "dossier of the name", "its articles"] {
            assert!(!offered.contains(&does), "{does} is offered after {keys}: {offered:?}");
        }
        assert!(offered.contains(&"back"), "{keys}: {offered:?}");
    }
}
