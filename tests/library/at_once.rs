//! Undo and redo by several at once: each step takes back, or repeats, exactly one change.

use super::{NOW, harbour, mark, open};
use dateline::handoff::{Answer, Ended, Guest, Host, Job, Request};
use dateline::library::{Library, Task};
use dateline::model::*;
use dateline::runtime::carry_out_change;
use std::path::Path;
use std::sync::mpsc::channel;

/// Marks that are set, and taken back.
const MARKS: usize = 18;

type Retrace = fn(&mut Library) -> dateline::library::Result<Option<Applied>>;

fn star_and_tag(library: &mut Library) {
    let articles = harbour(library);
    for at in 0..MARKS {
        let flag =
            if at < articles.len() { Flag::Bookmark } else { Flag::Tag(format!("t{}", at / articles.len())) };
        mark(library, flag, articles[at % articles.len()]);
    }
}

fn states(library: &Library) -> (usize, usize) {
    let past = library.past_edits(None, 100).unwrap();
    let applied = past.iter().filter(|edit| edit.state == EditState::Applied).count();
    let redoable = past.len() - applied;
    (applied, redoable)
}

#[test]
fn two_connections_take_back_and_repeat_one_change_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    star_and_tag(&mut library);
    let undo: Retrace = |library| library.undo(None, &Task::new(), NOW);
    let redo: Retrace = |library| library.redo(None, &Task::new(), NOW);
    for (retrace, expected) in [(undo, (0, MARKS)), (redo, (MARKS, 0)), (undo, (0, MARKS))] {
        let editors = [library.editor().unwrap(), library.editor().unwrap()];
        let threads = editors.map(|mut editor| {
            std::thread::spawn(move || {
                let steps = (0..MARKS / 2).map(|_| retrace(&mut editor).unwrap().expect("a change"));
                steps.filter(|applied| applied.edit.is_some()).count()
            })
        });
        let taken: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!((taken, states(&library)), (MARKS, expected));
    }
    assert_eq!(library.counts().unwrap().bookmarked, 0);
}

/// Hands undo, and nothing else, to whoever holds the library; how often something was taken back.
fn undo_as_guest(folder: &Path, times: usize) -> usize {
    let request = Request::of_change("{\"UndoLast\":[]}".to_owned());
    let mut taken = 0;
    for _ in 0..times {
        let mut said = String::new();
        let guest = Guest::reach(folder).expect("a holder");
        let ended = guest.hand(&request, &|| false, &mut |answer| {
            if let Answer::Result(text) = answer {
                said.push_str(&text);
            }
        });
        assert_eq!(ended.unwrap(), Ended::Status(0));
        taken += usize::from(said.contains("Undone: "));
    }
    taken
}

/// As two screens beside a third one that holds the library and undoes, too.
#[test]
fn two_guests_and_the_holder_take_back_one_change_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    star_and_tag(&mut library);
    let mut own = library.editor().unwrap();
    let (jobs, waiting) = channel::<Job>();
    let host = Host::listen(folder.path(), move |job| drop(jobs.send(job))).unwrap();
    let serving = std::thread::spawn(move || {
        for job in waiting {
            assert!(job.begin());
            let said = carry_out_change(&mut library, job.request.change().unwrap_or_default(), NOW);
            job.reply.say(Answer::Result(said)).unwrap();
            job.reply.say(Answer::Status(0)).unwrap();
        }
        library
    });
    let path = folder.path().to_owned();
    let guests = [path.clone(), path].map(|path| std::thread::spawn(move || undo_as_guest(&path, MARKS / 3)));
    let mut taken = 0;
    for _ in 0..MARKS / 3 {
        let applied = own.undo(None, &Task::new(), NOW).unwrap().expect("a change");
        taken += usize::from(applied.edit.is_some());
    }
    taken += guests.into_iter().map(|guest| guest.join().unwrap()).sum::<usize>();
    drop(host);
    let library = serving.join().unwrap();
    assert_eq!((taken, states(&library)), (MARKS, (0, MARKS)));
    assert_eq!(library.counts().unwrap().bookmarked, 0);
}
