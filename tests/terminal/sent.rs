//! Whatever is sent to the terminal, and whoever has it meanwhile.

use super::{Pty, command};

/// Bytes that no terminal sends in this order: the terminal is as it was all the same.
#[test]
fn whatever_is_sent_the_terminal_is_given_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = command(folder.path());
    program.env("BROWSER", "true");
    let mut pty = Pty::spawn(program, 100, 30);
    pty.sees("19 articles");
    let mut state = 7u64;
    for _ in 0..100 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pieces = "j|\r|)|e|g|p|\u{1b}[<0;40;9M|\u{1b}[<65;9;9M|\u{1b}[200~x\u{1b}[201~|\u{1b}[|V|b|/|é|f";
        let pieces: Vec<&str> = pieces.split('|').collect();
        pty.send(pieces[usize::try_from(state >> 33).expect("a number") % pieces.len()]);
    }
    // Escape as the Kitty protocol has it, which no letter can follow by mistake.
    pty.send(&"\u{1b}[27u".repeat(8));
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    pty.assert_restored();
}

#[test]
fn a_command_that_wants_the_terminal_gets_it_with_its_keys_and_gives_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = Pty::dateline(folder.path(), 100, 30);
    pty.sees("19 articles");
    pty.send("|!grep -c title; read word < /dev/tty; echo \"got $word\"\r");
    pty.until("the command", |pty| !pty.screen.screen().alternate_screen());
    // Every key is the command's.
    pty.send("gpq Q\r");
    pty.sees("got gpq Q");
    pty.sees("Enter goes back to Dateline");
    pty.send("\r");
    pty.until("Dateline again", |pty| {
        pty.screen.screen().alternate_screen() && pty.text().contains("19 articles")
    });
    pty.sees(": done");
    pty.send("Q");
    assert_eq!(pty.ends(), 0);
    pty.assert_restored();
}
