//! `config`, `man`, `completions`, and a settings file that is wrong in every way.

use super::{Shell, json};
use std::fs;

#[test]
fn a_wrong_file_is_told_line_by_line_and_refuses_nothing() {
    let shell = Shell::new();
    let file = shell.path("config.toml");
    let content =
        b"theme = \"lihgt\"\nmeasure = 66\nteme = 1\n# caf\xe9 \xff\n[keys]\nbokmark = \"B\"\nquit = []\n";
    fs::write(&file, content).expect("a file");
    let (code, out, err) = shell.run(&["--config", &file, "config"]);
    assert_eq!(code, 1, "{out}{err}");
    for says in [
        "config.toml, line 1: there is no theme “lihgt”",
        "did you mean “light”?",
        "config.toml, line 3: there is no setting “teme”; did you mean “theme”?",
        "config.toml, line 4: is not UTF-8",
        "config.toml, line 6: there is no command “bokmark”; did you mean “bookmark”?",
        "no key was left to quit: C-c stays",
    ] {
        assert!(err.contains(says), "{says}: {err}");
    }
    assert!(out.contains("measure\t66\tline 2\n") && out.contains("refresh\t-\tnot set\n"), "{out}");
    for arguments in [&["stats"][..], &["find", "x"], &["keys"], &["feeds"]] {
        assert_eq!(shell.run(&[&["--config", &file], arguments].concat()).0, 0, "{arguments:?}");
    }
}

#[test]
fn the_commented_file_is_one_that_changes_nothing() {
    let shell = Shell::new();
    let (code, commented, _) = shell.run(&["config", "--default"]);
    assert!(code == 0 && commented.contains("\n#theme = "), "{commented}");
    let file = shell.write("config.toml", commented);
    let (code, out, err) = shell.run(&["--config", &file, "config", "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for line in out.lines().skip(1) {
        let origin = &json(line)["origin"];
        assert!(origin == "default" || origin == "not set", "{line}");
    }
    // Looking at the settings makes no library.
    assert!(!shell.library().exists());
}

#[test]
fn a_man_page_and_completions_know_every_command() {
    let shell = Shell::new();
    let (code, page, _) = shell.run(&["man"]);
    assert_eq!(code, 0);
    let scripts = ["bash", "zsh", "fish"].map(|name| {
        let (code, script, _) = shell.run(&["completions", name]);
        assert_eq!(code, 0, "{name}");
        script
    });
    for command in ["add", "find", "mark", "undo", "config", "completions"] {
        assert!(page.contains(&format!("DATELINE {}", command.to_uppercase())), "{command}");
        assert!(scripts.iter().all(|script| script.contains(command)), "{command}");
    }
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{page}");
}

/// Where settings lie is told by the environment on this platform.
#[cfg(target_os = "linux")]
#[test]
fn the_file_is_read_again_when_the_window_gets_the_focus() {
    use super::handing_over::{Screen, twins};
    let [shell, _] = twins();
    let folder = shell.path("config/dateline");
    fs::create_dir_all(&folder).expect("a folder");
    let write = |content: &str| fs::write(format!("{folder}/config.toml"), content).expect("a file");
    write("theme = \"dark\"\n");
    let mut screen = Screen::taking_commands(&shell);
    write("theme = \"light\"\n[keys]\nhelp = \"H\"\n");
    screen.press("\u{1b}[I");
    screen.sees("settings read again");
    screen.press("H");
    screen.sees("Help: in the list");
    screen.press("q");
    write("teme = 1\n");
    screen.press(":reload\r");
    screen.sees("line 1: there is no setting “teme”");
    screen.leave();
}
