//! Correcting names with commands, in the same words as on the screen.

use super::{ARTICLE, Shell, json};

#[test]
fn a_name_is_corrected_told_listed_and_taken_back() {
    let shell = Shell::new();
    let article = shell.write("harbour.txt", ARTICLE);
    let second =
        shell.write("second.json", r#"{"title":"Two","text":"Jon Kerry came to Bergen. Ann Moor met him."}"#);
    assert_eq!(shell.run(&["add", &article, &second]).0, 0);
    let people = || {
        let (_, out, _) = shell.run(&["names", "--kind", "person", "--json"]);
        let mut names: Vec<String> =
            out.lines().map(|line| json(line)["name"].as_str().unwrap_or_default().to_owned()).collect();
        names.sort();
        names
    };
    let before = people();
    assert!(before.contains(&"Jon Kerry".to_owned()), "{before:?}");

    let (code, out, _) = shell.run(&["correct", "merge", "Jon Kerry", "John Kerry", "--dry-run"]);
    assert_eq!(
        (code, out.as_str()),
        (0, "Jon Kerry is John Kerry. This changes 1 article, and how new ones are read.\n")
    );
    assert_eq!(people(), before);
    let (code, out, _) = shell.run(&["correct", "merge", "jon kerry", "John Kerry"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("Said that Jon Kerry is John Kerry. This changes 1 article"), "{out}");
    assert!(!people().contains(&"Jon Kerry".to_owned()));

    let (code, _, err) = shell.run(&["correct", "rename", "John Kerry", "John Kerry"]);
    assert_eq!(
        (code, err.as_str()),
        (1, "dateline: that is already what John Kerry is; nothing was changed\n")
    );
    let (code, _, err) = shell.run(&["correct", "reject", "Nobody Atall"]);
    assert!(code == 1 && err.contains("no article names “Nobody Atall”"), "{err}");
    let (code, out, _) = shell.run(&["correct", "place", "Bergen", "Bergen, Netherlands"]);
    assert!(code == 0 && out.contains("Bergen is Bergen in") && out.contains("Netherlands"), "{out}");

    let (code, out, _) = shell.run(&["correct", "list"]);
    assert!(code == 0 && out.lines().count() == 2 && out.contains("that Jon Kerry is John Kerry"), "{out}");
    let number = out.split_whitespace().next().unwrap_or_default().to_owned();
    let (code, out, _) = shell.run(&["correct", "take-back", &number]);
    assert!(code == 0 && out.contains("Withdrew the correction that Jon Kerry is John Kerry"), "{out}");
    assert_eq!(people(), before);
    let (_, out, _) = shell.run(&["correct", "list"]);
    assert!(out.contains("taken back"), "{out}");
    assert_eq!(shell.run(&["undo"]).0, 0);
    assert!(!people().contains(&"Jon Kerry".to_owned()));
}

#[test]
fn a_name_is_watched_and_muted_listed_and_undone() {
    let shell = Shell::new();
    let article = shell.write("harbour.txt", ARTICLE);
    assert_eq!(shell.run(&["add", &article]).0, 0);
    let (code, out, _) = shell.run(&["watch", "John", "Kerry"]);
    assert!(code == 0 && out.starts_with("Began to watch “John Kerry”"), "{out}");
    let (_, out, _) = shell.run(&["watch", "--json"]);
    assert_eq!((&json(&out)["name"], &json(&out)["new"]), (&"John Kerry".into(), &0.into()));
    let (code, out, _) = shell.run(&["watch", "John Kerry"]);
    assert!(code == 0 && out.contains("Nothing to change"), "{out}");
    let (code, out, _) = shell.run(&["mute", "Bergen"]);
    assert!(code == 0 && out.starts_with("Muted “Bergen”"), "{out}");
    let (_, out, _) = shell.run(&["mute"]);
    assert!(out.contains("Bergen") && !out.contains("Kerry"), "{out}");
    assert_eq!(shell.run(&["undo"]).0, 0);
    let (code, out, err) = shell.run(&["mute"]);
    assert!(code == 0 && out.is_empty() && err.contains("no name is muted yet"), "{err}");
    let (code, out, _) = shell.run(&["watch", "John Kerry", "--off"]);
    assert!(code == 0 && out.starts_with("Stopped watching “John Kerry”"), "{out}");
    let (code, _, err) = shell.run(&["watch", "Nobody Atall"]);
    assert!(code == 1 && err.contains("no article names"), "{err}");
}
