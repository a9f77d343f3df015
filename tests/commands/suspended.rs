//! Commands while the Dateline that holds the library is suspended, as by Ctrl-Z.

use super::handing_over::{Screen, twins};
use super::json;

#[test]
fn a_command_says_that_the_holder_is_suspended_and_does_nothing() {
    let [shell, _] = twins();
    let screen = Screen::taking_commands(&shell);
    let holder = screen.process();
    let kill = |signal: &str| {
        let sent = std::process::Command::new("kill").args([signal, &holder]).status().expect("kill");
        assert!(sent.success());
    };
    kill("-STOP");
    let (code, out, err) = shell.run(&["mark", "bookmark", "first"]);
    assert_eq!((code, out.as_str()), (3, ""), "{err}");
    assert!(err.contains(&format!("(process {holder})")) && err.contains("is suspended"), "{err}");
    kill("-CONT");
    // What was given up is not done later.
    let (code, out, err) = shell.run(&["mark", "read", "first"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("first"), "{out}");
    let (_, out, _) = shell.run(&["find", "--json", "first"]);
    let found = json(&out);
    assert_eq!((&found["unread"], &found["bookmarked"]), (&false.into(), &false.into()), "{out}");
    screen.leave();
}
