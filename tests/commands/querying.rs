//! Faulty queries: every command that takes a query points at the fault, and finds and changes nothing.

use super::{ARTICLE, Shell};

/// The commands that take a query, without it.
const COMMANDS: [&[&str]; 10] = [
    &["find"],
    &["find", "--json", "--order", "newest"],
    &["names"],
    &["names", "--json", "--kind", "place"],
    &["export"],
    &["mark", "read"],
    &["mark", "bookmark"],
    &["tag", "sea"],
    &["delete"],
    &["searches", "save", "Sea"],
];

/// Queries, the position of their fault, and what is said of it.
const FAULTS: [(&str, usize, &str); 17] = [
    ("", 1, "this query is empty"),
    ("  ", 1, "this query is empty"),
    ("(", 1, "this parenthesis is never closed"),
    (")", 1, "this parenthesis was never opened"),
    ("()", 1, "this contains no word"),
    ("OR", 1, "OR needs a term on each side"),
    ("AND", 1, "AND needs a term on each side"),
    ("NOT", 1, "NOT needs a term on each side"),
    ("\"", 1, "this quotation mark is never closed"),
    ("\"\"", 1, "this contains no word"),
    ("*", 1, "this contains no word"),
    ("person:", 1, "nothing follows person:"),
    ("harbour title:", 9, "nothing follows title:"),
    ("harbour is:starred", 12, "is:starred is not a state"),
    ("harbour nofield:x", 9, "there is no field nofield:"),
    ("on:2016-13", 4, "2016-13 is not a date"),
    ("har*bour", 4, "* can only end a word"),
];

#[test]
fn a_name_of_nobody_is_said_and_shown_by_the_exit_status() {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    for (query, status, says) in [
        ("person:nobody", 1, "no person here is called \"nobody\""),
        ("harbour org:nobody", 1, "no organisation here is called \"nobody\""),
        ("feed:nobody", 1, "no feed here is called \"nobody\""),
        ("harbour OR person:nobody", 0, "no person here is called \"nobody\""),
        ("nobody", 0, "nothing found"),
    ] {
        for command in ["find", "names", "export"] {
            let (code, _, err) = shell.run(&[command, query]);
            assert_eq!(code, status, "{command} {query}: {err}");
            assert!(err.contains(says), "{command} {query}: {err}");
        }
    }
}

#[test]
fn every_command_points_at_the_fault_of_its_query() {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    for command in COMMANDS {
        for (query, at, reason) in FAULTS {
            let (code, out, err) = shell.run(&[command, &[query]].concat());
            assert_eq!((code, out.as_str()), (1, ""), "{command:?} {query:?}: {err}");
            let lines: Vec<&str> = err.lines().collect();
            assert!(lines[0].contains(&format!("character {at}: {reason}")), "{command:?} {query:?}: {err}");
            assert_eq!(
                lines[1..],
                [format!("  {}", query.trim()), format!("{:>1$}", "^", at + 2)],
                "{command:?}"
            );
        }
    }
    assert_eq!(shell.run(&["searches"]).1, "", "nothing was saved");
    assert_eq!(shell.run(&["find", "--json", "is:unread"]).1.lines().count(), 1, "nothing was changed");
    // What can be searched all the same is, and what was ignored is said.
    for (query, says) in
        [("harbour OR", "OR needs"), ("*harbour", "* before a word is ignored"), ("on:9999-12-31", "")]
    {
        let (code, _, err) = shell.run(&["find", query]);
        assert_eq!((code, err.contains(says)), (0, true), "{query}: {err}");
    }
}
