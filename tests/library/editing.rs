//! What the user changes while articles come in: it gets in between, and everything that is counted agrees.

use super::counts::kept_is_counted;
use super::derived::{derived, forget_all_that_is_derived};
use super::{NOW, add, article, days, lines, mark, open};
use dateline::library::{Library, Task};
use dateline::model::*;
use std::collections::BTreeSet;
use std::thread;

/// Articles whose names depend on one another, so that those of later ones change what earlier ones show.
fn harbour_news(from: u32, count: u32) -> Vec<serde_json::Value> {
    (from..from + count)
        .map(|n| {
            let day = When::second(1_700_000_000 + i64::from(n) * 3_600).to_string();
            let names =
                ["@Ada_Lake met @Lake.", "@Lake left #Turin.", "The $Harbour_Board met @Bo_Reed and @Reed."];
            let text =
                format!("{} This is the story of hour {n}, and of boat {}.", names[n as usize % 3], n * 7);
            article(&format!("Hour {n}"), &day, &text)
        })
        .collect()
}

/// Changes of every kind, one after another; gives back the stars.
fn edit(editor: &mut Library, ids: &[ArticleId]) -> BTreeSet<ArticleId> {
    let task = Task::new();
    let mut stars = BTreeSet::new();
    let person = |key: &str| EntityKey::new(Kind::Person, key);
    for (round, &id) in ids.iter().enumerate() {
        match round % 5 {
            0 => {
                mark(editor, Flag::Bookmark, id);
                stars.insert(id);
            }
            1 => {
                mark(editor, Flag::Read, id);
            }
            2 => {
                // Deleted and brought back: the names of others follow twice.
                let gone = Edit::Deletion { to: Switch::On, articles: vec![id] };
                let applied = editor.apply(&gone, &task, NOW).unwrap();
                assert!(applied.id.is_none() || editor.undo(applied.id, &task, NOW).unwrap().is_some());
            }
            3 => {
                let merge =
                    Correction::Merge { part: Part::all(person("bo reed")), into: person("ada lake") };
                // Where the intake has not got that far there is nobody to merge.
                if let Ok(applied) = editor.apply(&Edit::Correction(merge), &task, NOW) {
                    editor.undo(applied.id, &task, NOW).unwrap();
                }
            }
            _ => {
                editor.set_position(id, Position { offset: 7 }).unwrap();
            }
        }
    }
    stars
}

#[test]
fn edits_get_in_between_and_everything_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &harbour_news(0, 30)).ids;
    library.catch_up(&Task::new()).unwrap();
    let mut editor = library.editor().unwrap();
    let stars = thread::scope(|scope| {
        let editing = scope.spawn(|| edit(&mut editor, &ids));
        for round in 1..3 {
            let added = library.add(&[lines(&harbour_news(round * 1_000, 120))], &Task::new(), NOW).unwrap();
            assert_eq!((added.articles, added.unindexed), (120, None));
            library.catch_up(&Task::new()).unwrap();
        }
        editing.join().unwrap()
    });
    drop(editor);
    library.catch_up(&Task::new()).unwrap();
    assert_eq!(library.counts().unwrap().articles, 270);
    assert_eq!(library.counts().unwrap().bookmarked, stars.len() as u64);
    assert_eq!(library.check(&Task::new()).unwrap(), Vec::<String>::new());
    assert_eq!(kept_is_counted(folder.path()), 270);
    // What was derived bit by bit, with edits in between, is what is derived at once.
    let before = derived(folder.path());
    drop(library);
    forget_all_that_is_derived(folder.path());
    let mut library = open(folder.path());
    library.catch_up(&Task::new()).unwrap();
    assert_eq!(derived(folder.path()), before);
}

#[test]
fn an_editor_is_a_writer_as_long_as_its_library_was_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(2)).ids;
    let mut editor = library.editor().unwrap();
    drop(library);
    // The folder is still taken: the editor writes, and nobody else does.
    assert!(!open(folder.path()).is_writer());
    mark(&mut editor, Flag::Bookmark, ids[0]);
    drop(editor);
    let library = open(folder.path());
    assert!(library.is_writer());
    assert_eq!(library.counts().unwrap().bookmarked, 1);
}
