//! Passwords that are typed for accounts.

use super::server::{Server, reply};
use super::{Pty, command};

/// A server that wants a token.
fn miniflux() -> Server {
    Server::new(|asked| {
        let is_in = asked.header("x-auth-token") == Some("open-sesame");
        let json = [("Content-Type", "application/json")];
        match asked.path.split('?').next() {
            Some(path) if path.starts_with("/v1/") && !is_in => {
                reply(401, &json, r#"{"error_message":"Access Unauthorized"}"#)
            }
            Some("/v1/me") => reply(200, &json, r#"{"username":"ann"}"#),
            Some("/v1/feeds") => reply(200, &json, "[]"),
            Some("/v1/entries") => reply(200, &json, r#"{"total":0,"entries":[]}"#),
            _ => reply(404, &[("Content-Type", "text/html")], "<html>"),
        }
    })
}

/// `dateline account add` that waits for the password.
fn asking(folder: &std::path::Path, server: &Server) -> Pty {
    let mut command = command(folder);
    command.args(["account", "add", &server.at("")]);
    let mut pty = Pty::spawn(command, 100, 24);
    pty.sees("Password or token:");
    pty
}

/// A password typed for an account is never shown, and neither are those that a command, a variable or a file tells.
#[test]
fn a_password_is_typed_unseen() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = miniflux();
    let mut pty = asking(folder.path(), &server);
    pty.send("open-sesame\r");
    pty.sees("added 127.0.0.1: Miniflux");
    assert_eq!(pty.ends(), 0, "{}", pty.text());
    let secret = folder.path().join("password");
    private(&secret, "open-sesame\n");
    let file = secret.display().to_string();
    let told = format!("cat {file}");
    for option in [
        ["--password-command", told.as_str()],
        ["--password-variable", "THE_WORD"],
        ["--password-file", &file],
    ] {
        let mut named = command(folder.path());
        // The same account twice is refused.
        named.args(["account", "add", &server.at("/v1"), &format!("--user={}", &option[0][2..])]);
        named.args(option);
        named.env("THE_WORD", "open-sesame");
        let mut other = Pty::spawn(named, 100, 24);
        other.sees("Miniflux");
        assert_eq!(other.ends(), 0, "{option:?}: {}", other.text());
        pty.bytes.extend(other.bytes);
    }
    let shown = String::from_utf8_lossy(&pty.bytes).into_owned();
    assert!(!shown.contains("sesame"), "{shown}");
    let log = std::fs::read_to_string(folder.path().join("log/dateline.log")).expect("the log");
    assert!(log.contains("added: miniflux") && !log.contains("sesame"), "{log}");
}

/// A file that only its owner may read.
fn private(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).expect("a file");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("its mode");
}

/// While a password is typed, nobody waits for the library; a Dateline that has it open meanwhile gets the password with
/// the command.
#[test]
fn a_password_that_is_being_typed_holds_nothing_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = miniflux();
    let mut asking = asking(folder.path(), &server);
    let mut screen = Pty::dateline(folder.path(), 100, 30);
    screen.sees("19 articles");
    screen.send("b");
    screen.sees("Bookmarked");
    asking.send("open-sesame\r");
    asking.sees("added 127.0.0.1: Miniflux");
    assert_eq!(asking.ends(), 0, "{}", asking.text());
    screen.send("gf");
    screen.sees("127.0.0.1");
    screen.send("q");
    screen.sees("19 articles");
    screen.send("q");
    assert_eq!(screen.ends(), 0);
    let shown = String::from_utf8_lossy(&asking.bytes).into_owned() + &String::from_utf8_lossy(&screen.bytes);
    assert!(!shown.contains("sesame"), "{shown}");
}
