//! `mark`, `tag`, `delete`: all matches of a query are changed and counted, and `undo` reverts the change.

use super::{ARTICLE, Shell};

/// A library of three articles about a harbour, and one about bread.
fn harbours() -> Shell {
    let shell = Shell::new();
    let lines: Vec<String> = ["first", "second", "third"]
        .iter()
        .map(|word| {
            format!("{{\"title\": \"The {word} harbour\", \"text\": \"Ships came to the {word} harbour.\"}}")
        })
        .chain(["{\"title\": \"Bread\", \"text\": \"Bread became cheaper.\"}".to_owned()])
        .collect();
    let (code, _, err) = shell.run(&["add", &shell.write("four.jsonl", lines.join("\n"))]);
    assert_eq!(code, 0, "{err}");
    shell
}

#[test]
fn what_a_query_finds_is_changed_counted_and_taken_back() {
    let shell = harbours();
    let said = |arguments: &[&str]| {
        let (code, out, err) = shell.run(arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}: {out}");
        out
    };
    let count = |query: &str| said(&["find", "--json", query]).lines().count();
    for (change, done, undone, query, after) in [
        (
            &["mark", "read", "harbour"][..],
            "Marked 3 articles read",
            "3 articles are unread again",
            "is:read",
            3,
        ),
        (&["mark", "bookmark", "harbour", "-second"], "Bookmarked 2 articles", "", "is:bookmarked", 2),
        (&["tag", "Sea", "harbour"], "Tagged 3 articles with sea", "", "tag:sea", 3),
        (&["delete", "harbour"], "Deleted 3 articles", "3 articles are back", "harbour", 0),
    ] {
        let before = said(&["find", "--order", "newest", "harbour OR bread"]);
        let out = said(change);
        assert_eq!(out, format!("{done}; `dateline undo` undoes it\n"), "{change:?}");
        if query == "harbour" {
            let (_, out, _) = shell.run(&["find", "--json", query]);
            assert_eq!(out, "");
        } else {
            assert_eq!(count(query), after, "{change:?}");
        }
        assert!(said(&["undo"]).contains(undone), "{change:?}");
        assert_eq!(said(&["find", "--order", "newest", "harbour OR bread"]), before, "{change:?}");
    }
    said(&["mark", "read", "harbour"]);
    assert!(said(&["mark", "unread", "title:first"]).starts_with("Marked “The first harbour” unread"));
    said(&["tag", "sea", "harbour"]);
    assert!(said(&["tag", "sea", "second", "--remove"]).starts_with("Removed the tag sea from"));
    assert_eq!(said(&["mark", "read", "second"]), "nothing to do: 1 article already that way\n");
}

#[test]
fn a_query_that_means_nothing_changes_nothing() {
    let shell = harbours();
    for (arguments, code, says) in [
        (&["delete", ""][..], 1, "this query is empty"),
        (&["delete", "is:starred"], 1, "is:starred is not a state"),
        (&["mark", "read", "after:2016-13"], 1, "is not a date"),
        (&["mark", "gone", "harbour"], 2, "invalid value"),
        (&["tag", " ", "harbour"], 2, "at least one letter"),
        (&["delete", "aardvark"], 0, "nothing found, and nothing changed"),
        // A match of only some words is not what was asked for.
        (&["delete", "harbour", "aardvark"], 0, "nothing found, and nothing changed"),
    ] {
        let (got, out, err) = shell.run(arguments);
        assert_eq!(got, code, "{arguments:?}: {out}{err}");
        assert!((out + &err).contains(says), "{arguments:?}");
    }
    assert_eq!(shell.run(&["find", "--json", "harbour"]).1.lines().count(), 3);
    assert!(shell.run(&["undo", "--list"]).1.lines().count() == 1, "only the adding can be undone");
    assert_eq!(shell.run(&["find", ARTICLE.lines().next().unwrap_or_default()]).0, 0);
}

#[test]
fn rules_of_saved_searches_apply_at_once() {
    let shell = harbours();
    assert_eq!(shell.run(&["searches", "save", "Boats", "ferry", "--bookmark", "--notify"]).0, 0);
    let more = "{\"title\": \"The ferry\", \"text\": \"A ferry came.\"}\n{\"title\": \"Tea\", \"text\": \"Tea is hot.\"}";
    let (code, out, err) = shell.run(&["add", &shell.write("more.jsonl", more)]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Boats: The ferry"), "{out}");
    let (_, out, _) = shell.run(&["find", "--json", "is:bookmarked"]);
    assert_eq!(out.lines().count(), 1, "{out}");
}
