//! What is refused: with the true reason, the next step, and the exit status that says whose fault it is.

use super::{ARTICLE, Shell};

/// A library with an article, and a backup of it.
fn harbour() -> Shell {
    let shell = Shell::new();
    assert_eq!(shell.run(&["add", &shell.write("harbour.txt", ARTICLE)]).0, 0);
    assert_eq!(shell.run(&["backup", &shell.path("good.gz")]).0, 0);
    shell
}

#[test]
fn what_the_user_named_is_refused_with_1_and_wrong_usage_with_2() {
    let shell = harbour();
    let [letter, good] = [shell.write("letter", "Dear Ada"), shell.path("good.gz")];
    let (here, missing) = (shell.path(""), shell.path("no/such"));
    let bytes = std::fs::read(&good).expect("a backup");
    let cut = shell.write("cut.gz", &bytes[..bytes.len() / 2]);
    for (arguments, expected, says) in [
        (&["restore", &missing][..], 1, "does not exist; check the spelling. Nothing was changed"),
        (&["restore", &here], 1, "is not a whole backup"),
        (&["restore", &letter], 1, "is not a whole backup"),
        (&["restore", &cut], 1, "is not a whole backup"),
        (&["backup", &good], 1, "already exists; choose another name"),
        (&["backup", &missing], 1, "choose another place"),
        (&["backup", "-"], 2, "name it"),
        (&["export", "--markdown", &letter], 1, "it is not a folder; name another folder"),
        (&["export", "--markdown", "-"], 2, "name a folder"),
        (&["export", "--mine", &missing], 1, "there is no such folder; choose another place"),
        (&["import", &missing], 1, "does not exist; check the spelling"),
        (&["import", &here], 1, "is a folder"),
        (&["import", &letter], 1, "not an export of Dateline"),
        (&["find", "harbour", "--limit", "0"], 2, "'0'"),
        (&["names", "--limit", "0"], 2, "'0'"),
        (&["dossier", "Kerry", "--limit", "0"], 2, "'0'"),
        (&["undo", "--list", "--limit", "0"], 2, "'0'"),
        (&["redo", "--list", "--limit", "0"], 2, "'0'"),
        (&["find", "harbour", "--limit", "-1"], 2, "'-1'"),
        (&["show", "abc"], 2, "expected the number of an article"),
        (&["undo", "zzz"], 2, "expected the number of a change"),
        (&["find", "foo:bar"], 1, "write \"foo bar\" to find the words; fields are"),
        (&["find", "titel:bar"], 1, "write title:bar"),
        (&["searches", "save", "", "harbour"], 2, "a search needs a name"),
        (&["searches", "save", "bad", "nofield:harbour"], 1, "there is no field"),
        (&["searches", "save", "sea", "harbour", "--tag", ""], 2, "a tag needs at least one letter"),
        (&["tag", "", "harbour"], 2, "a tag needs at least one letter"),
        (&["add", "ftp://127.0.0.1/x"], 1, "only http and https are supported"),
    ] {
        let (code, out, err) = shell.run(arguments);
        assert_eq!(code, expected, "{arguments:?}: {out}{err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
        assert!(!err.contains('\u{2212}'), "{arguments:?}: {err}");
    }
    assert_eq!(shell.run(&["searches"]).1, "", "nothing was saved");
    assert!(!shell.folder.path().join("-").exists());
    assert_eq!(shell.run(&["check"]).1, "nothing is wrong: 1 article\n");
}

#[test]
fn what_is_longer_than_is_kept_is_refused() {
    let shell = harbour();
    let long = "x".repeat(100_000);
    let list = "<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/></opml>";
    assert_eq!(shell.run(&["add", "--no-refresh", &shell.write("list.opml", list)]).0, 0);
    for (arguments, expected, says) in [
        (&["tag", &long, "harbour"][..], 2, "a tag has at most 200 characters"),
        (&["add", "--tag", &long, "-"], 2, "a tag has at most 200 characters"),
        (&["feeds", "tag", "quay", &long], 2, "a tag has at most 200 characters"),
        (&["feeds", "rename", "quay", &long], 1, "the name of a feed has at most 200 characters"),
        (&["searches", "save", &long, "harbour"], 1, "has at most 200 characters"),
        (&["searches", "save", "sea", &long], 1, "has at most 10000 bytes"),
        (&["correct", "rename", "Kerry", &long], 1, "a name has at most 200 characters"),
    ] {
        let (code, out, err) = shell.run(arguments);
        assert_eq!(code, expected, "{}: {out}", arguments[0]);
        assert!(err.contains(says), "{}: {}", arguments[0], &err[..err.len().min(300)]);
    }
    let (code, _, err) = shell.run_with(&["note", "1"], &long.repeat(20));
    assert_eq!((code, err.contains("a note has at most 1024 KB")), (1, true), "{err}");
    assert_eq!(shell.run_with(&["note", "1"], &long).0, 0);
}

#[test]
fn a_hyphen_stays_one_and_a_new_search_is_saved() {
    let shell = harbour();
    let (code, out, _) = shell.run(&["tag", "-x", "harbour"]);
    assert_eq!((code, out.starts_with("Tagged “Harbour to reopen” with -x;")), (0, true), "{out}");
    let (_, _, err) = shell.run(&["find", "-nofield:x"]);
    assert!(err.contains("  -nofield:x\n"), "{err}");
    assert_eq!(shell.run(&["searches", "save", "Sea", "harbour"]).1, "Saved the search “Sea”\n");
    assert_eq!(shell.run(&["searches", "save", "Sea", "-fish"]).1, "Changed the saved search “Sea”\n");
    let (_, out, _) = shell.run(&["undo", "--list"]);
    let said: Vec<&str> = out.lines().map(|line| line.rsplit('\t').next().unwrap_or_default()).collect();
    assert_eq!(said[..2], ["Changed the saved search “Sea”", "Saved the search “Sea”"], "{out}");
    assert!(shell.run(&["searches"]).1.contains("\t-fish\t"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_called_so_and_skipped_feeds_are_named() {
    use std::os::unix::fs::symlink;
    let shell = harbour();
    symlink("nowhere", shell.path("dangling.txt")).expect("a link");
    symlink("loop.txt", shell.path("loop.txt")).expect("a link");
    let list = "<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/><outline text='No' xmlUrl='file:///x'/></opml>";
    for (name, says) in [
        ("dangling.txt", "is a link to something that does not exist"),
        ("loop.txt", "is a link that leads back to itself"),
        ("missing.txt", "does not exist; check the spelling"),
    ] {
        let (code, _, err) = shell.run(&["add", &shell.path(name)]);
        assert_eq!((code, err.contains(says)), (1, true), "{err}");
    }
    let (code, out, err) = shell.run(&["add", "--no-refresh", &shell.write("list.opml", list)]);
    // What no list can have followed is named, and no failure.
    assert_eq!((code, out.contains("1 skipped"), err.contains("file:///x")), (0, true, true), "{out}{err}");
}
