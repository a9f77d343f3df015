//! The program is killed while it sends what was done offline: the server has carried out a request, and Dateline does not
//! know it.

use crate::google_reader::forward;
use crate::news::News;
use crate::server::{Asked, Server, Step};
use crate::speaks_google_reader::{Ways, start};
use crate::speaks_others::fever;
use crate::world::User;
use dateline::model::*;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

/// Marks made offline.
const MARKS: usize = 60;

#[test]
fn what_a_kill_interrupts_is_sent_once_more_and_the_rest_goes_on() {
    // With Google Reader's protocol one request has all marks; Fever wants one for each, of which 45 are answered.
    for (is_fever, kill_at, most) in [(false, 1, 2), (true, 45, 45 + 20)] {
        let news = News::with(2, 120);
        let inner = if is_fever { fever(&news) } else { start(&news, Ways::default()) };
        let base = inner.at("");
        let (carried_out, is_held) = channel();
        let (marks, carried_out) = (Arc::new(AtomicUsize::new(0)), Mutex::new(carried_out));
        let counted = Arc::clone(&marks);
        let is_mark = |asked: &Asked| {
            asked.path.contains("edit-tag") || asked.body.windows(9).any(|bytes| bytes == b"mark=item")
        };
        let server = Server::new(move |asked| {
            let is_last = is_mark(asked) && counted.fetch_add(1, Ordering::SeqCst) + 1 == kill_at;
            let answer = forward(&base, asked);
            if is_last {
                carried_out.lock().unwrap().send(()).unwrap();
                return vec![Step::Hold];
            }
            answer
        });
        let mut user = User::new();
        user.add(&server.at(if is_fever { "/fever" } else { "/api/greader.php" }));
        user.sync();
        let ids: Vec<ArticleId> = user.rows(&ListQuery::default()).iter().map(Row::id).take(MARKS).collect();
        user.apply(&Edit::Marks { flag: Flag::Read, to: Switch::On, articles: ids, since: Vec::new() });
        let mut user = user.while_closed(|library| {
            let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
                .args(["account", "sync", "--library"])
                .arg(library)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            is_held.recv().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
        });
        let left = user.library.accounts().unwrap()[0].waiting;
        assert!((1..=60).contains(&left), "{left}");
        assert_eq!(user.sync().error, None);
        assert!(news.lock().items.values().all(|item| item.is_read));
        assert_eq!(user.library.accounts().unwrap()[0].waiting, 0);
        let sent = marks.load(Ordering::SeqCst);
        assert!(sent <= most, "{sent} requests with marks");
    }
}
