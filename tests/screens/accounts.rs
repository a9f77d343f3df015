//! The accounts among the feeds: one that is doing well and has something to send, and one whose server wants another
//! password.

use crate::common::{NOW, Screen};
use crate::news::News;
use crate::server::Server;
use crate::speaks_google_reader::{Ways, start};
use dateline::library::{AccountInput, SyncSelection, Task};
use dateline::model::{Anchor, Edit, Flag, ListQuery, SecretSource, Switch};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A port of the loopback has five digits, which differ with each run.
const ANY_PORT: &str = "50000";

fn add(screen: &mut Screen, server: &Server, name: &str, password: &Path) {
    std::fs::write(password, "secret\n").expect("a file");
    std::fs::set_permissions(password, std::fs::Permissions::from_mode(0o600)).expect("its mode");
    let input = AccountInput {
        url: server.at(""),
        user: "ann".to_owned(),
        name: Some(name.to_owned()),
        protocol: None,
        secret: SecretSource::File(password.display().to_string()),
        kept: None,
    };
    screen.library.add_account(&input, &Task::new(), NOW.seconds).expect("an account");
}

fn synchronise(screen: &mut Screen, seconds: i64) {
    let now = NOW.seconds - 600 + seconds;
    screen
        .library
        .synchronise(&SyncSelection::All, false, &Task::new(), now, &mut |_, _| ())
        .expect("a round");
}

#[test]
fn accounts_say_how_they_are_doing() {
    let (one, two) = (News::with(2, 8), News::with(0, 0));
    one.lock().feeds.get_mut(&2).expect("a feed").folder = Some("Sea".to_owned());
    let id = two.lock().add_feed("https://garden.example/rss", Some("The Garden".to_owned()), None);
    two.lock().add_item(id, "Leeks");
    let servers = [start(&one, Ways::default()), start(&two, Ways::default())];
    for (columns, rows) in crate::SIZES {
        let folder = tempfile::tempdir().expect("a folder");
        let mut screen = Screen::open(columns, rows);
        add(&mut screen, &servers[0], "Newsroom", &folder.path().join("one"));
        add(&mut screen, &servers[1], "Reading at home", &folder.path().join("two"));
        synchronise(&mut screen, 0);
        std::fs::write(folder.path().join("two"), "another\n").expect("a file");
        synchronise(&mut screen, 60);
        // What is read now waits for the next synchronisation.
        let feed = screen.library.subscriptions(false, NOW.seconds).expect("feeds").remove(0);
        let query = ListQuery { feeds: vec![feed.id], ..ListQuery::default() };
        let first =
            screen.library.window(&query, Anchor::Top, 1, &Task::new()).expect("a list").rows.remove(0);
        let edit = Edit::mark(Flag::Read, Switch::On, first.id());
        screen.library.apply(&edit, &Task::new(), NOW.seconds).expect("a mark");
        let mut screen = screen.again();
        screen.press("gf j");
        let port = |text: String| {
            servers.iter().fold(text, |text, server| {
                let address = server.at("");
                let port = address.rsplit(':').next().expect("a port");
                text.replace(&format!("127.0.0.1:{port}"), &format!("127.0.0.1:{ANY_PORT}"))
            })
        };
        for (name, keys) in [("accounts-waiting", ""), ("accounts-failing", "j")] {
            if !keys.is_empty() {
                screen.press(keys);
            }
            let shown = format!("{name}-{columns}x{rows}");
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
                insta::assert_snapshot!(shown.clone(), port(screen.text()));
                insta::assert_snapshot!(format!("{shown}-styles"), screen.styles());
            });
        }
    }
}
