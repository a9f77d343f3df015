//! The journal: changes are undone and redone after restarts, in any order, and never by half.

use super::{NOW, add, apply, days, mark, note, open, undo};
use dateline::library::{Added, Input, Library, Task};
use dateline::model::*;
use std::path::Path;

/// The time of undoing, different from that of the edits.
const LATER: i64 = NOW + 500;

fn step_back(library: &mut Library) -> Option<Applied> {
    library.undo(None, &Task::new(), LATER).unwrap()
}

fn step_on(library: &mut Library) -> Option<Applied> {
    library.redo(None, &Task::new(), LATER).unwrap()
}

/// A library with articles and a feed.
fn quay(path: &Path) -> (Library, Vec<ArticleId>, FeedId) {
    let mut library = open(path);
    let ids = add(&mut library, &days(6)).ids;
    let list = b"<opml><outline text='Quay' xmlUrl='https://quay.example/rss'/></opml>".to_vec();
    let input = Input::Bytes { name: "list.opml".to_owned(), bytes: list };
    library.add(&[input], &Task::new(), NOW).unwrap();
    let feed = library.subscriptions(false, NOW).unwrap()[0].id;
    (library, ids, feed)
}

type State = (Vec<Row>, Vec<RowKey>, Vec<Subscription>, Vec<(i64, Note)>, Counts);

/// Everything that these tests change.
fn state(library: &Library) -> State {
    let window = |builtin| {
        let list_query = ListQuery { builtin, ..ListQuery::default() };
        library.window(&list_query, Anchor::Top, 99, &Task::new()).unwrap().rows
    };
    let read = window(BuiltinList::History).iter().map(|row| row.key).collect();
    let feeds = library.subscriptions(true, NOW).unwrap();
    (window(BuiltinList::All), read, feeds, library.notes(None).unwrap(), library.counts().unwrap())
}

#[test]
fn undo_and_redo_walk_the_journal_over_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, feed) = quay(folder.path());
    let mut states = vec![state(&library)];
    let rename = Edit::Feed { feed, edit: FeedEdit::Rename(Some("Harbour".to_owned())) };
    for edit in [
        Edit::mark(Flag::Bookmark, Switch::On, ids[0]),
        Edit::mark(Flag::Tag("sea".to_owned()), Switch::On, ids[1]),
        Edit::delete(ids[2]),
        rename,
    ] {
        apply(&mut library, &edit);
        states.push(state(&library));
    }
    let back = [
        "Undone: the feed has its original name again",
        "Undone: “Day 2” is back in the library",
        "Undone: “Day 1” no longer has the tag sea",
        "Undone: “Day 0” is no longer bookmarked",
    ];
    let on = [
        "Redone: “Day 0” is bookmarked again",
        "Redone: “Day 1” has the tag sea again",
        "Redone: “Day 2” is deleted again",
        "Redone: the feed is called “Harbour” again",
    ];
    // Each step happens in a new process.
    for (step, expected) in back.iter().enumerate() {
        drop(library);
        library = open(folder.path());
        assert_eq!(step_back(&mut library).unwrap().sentence, *expected);
        assert_eq!(state(&library), states[3 - step], "{expected}");
    }
    assert_eq!(step_back(&mut library), None);
    for (step, expected) in on.iter().enumerate() {
        drop(library);
        library = open(folder.path());
        assert_eq!(step_on(&mut library).unwrap().sentence, *expected);
        assert_eq!(state(&library), states[step + 1], "{expected}");
    }
    assert_eq!(step_on(&mut library), None);
}

#[test]
fn what_was_changed_while_articles_were_added_is_undone_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    mark(&mut library, Flag::Bookmark, ids[0]);
    let mut added = add(&mut library, &[super::article("Ferry", "2024-02-02", "The ferry was late.")]);
    // While that went on, the user marked two articles, and took one of the marks back.
    for id in [ids[1], ids[2]] {
        library.apply(&Edit::mark(Flag::Bookmark, Switch::On, id), &Task::new(), NOW + 20).unwrap();
    }
    step_back(&mut library).unwrap();
    library.record_addition(&mut added, &Task::new(), NOW + 10).unwrap();
    let sentence = |applied: Option<Applied>| applied.unwrap().sentence;
    assert_eq!(sentence(step_on(&mut library)), "Redone: “Day 2” is bookmarked again");
    for expected in [
        "Undone: “Day 2” is no longer bookmarked",
        "Undone: “Day 1” is no longer bookmarked",
        "Undone: “Ferry” is no longer in the library",
        "Undone: “Day 0” is no longer bookmarked",
    ] {
        assert_eq!(sentence(step_back(&mut library)), expected);
    }
    assert_eq!(step_back(&mut library), None);
}

/// Adds without recording it, as where the process is killed or the disk is full before the end.
fn begin_to_add(library: &mut Library, what: &[(&str, &str)], now: i64) -> Added {
    let inputs: Vec<Input> = what
        .iter()
        .map(|(name, text)| Input::Bytes { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() })
        .collect();
    let mut added = Added::default();
    library.add_between(&inputs, None, &Task::new(), now, &mut added, &mut |_, _| ()).unwrap();
    added
}

const FERRY: (&str, &str) = ("ferry.txt", "Ferry\n\nThe ferry was late again.");
const BREAD: (&str, &str) = ("bread.txt", "Bread\n\nBread became cheaper.");
const LIST: (&str, &str) =
    ("more.opml", "<opml><outline text='Dock' xmlUrl='https://dock.example/rss'/></opml>");

#[test]
fn what_an_interrupted_addition_brought_is_taken_back_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    mark(&mut library, Flag::Bookmark, ids[0]);
    let before = state(&library);
    begin_to_add(&mut library, &[FERRY, LIST, BREAD], NOW + 10);
    assert_eq!(library.past_edits(None, 9).unwrap().len(), 1, "it has not ended");
    drop(library);
    library = open(folder.path());
    let sentence = step_back(&mut library).unwrap().sentence;
    assert_eq!(sentence, "Undone: 2 articles and 1 feed are no longer in the library");
    assert_eq!(state(&library).0, before.0);
    assert_eq!(state(&library).4, before.4);
    step_on(&mut library).unwrap();
    assert_eq!(library.counts().unwrap().articles, 8);
    assert_eq!(library.past_edits(None, 9).unwrap().len(), 2);
    drop(library);
    assert_eq!(open(folder.path()).past_edits(None, 9).unwrap().len(), 2, "it is recorded once");
}

#[test]
fn what_a_failed_addition_brought_goes_with_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    begin_to_add(&mut library, &[FERRY], NOW);
    let mut added = begin_to_add(&mut library, &[FERRY, BREAD], NOW + 10);
    assert_eq!((added.articles, added.known), (1, 1));
    library.record_addition(&mut added, &Task::new(), NOW + 10).unwrap();
    step_back(&mut library).unwrap();
    assert_eq!(library.counts().unwrap().articles, 0);
    assert_eq!(step_back(&mut library), None);
}

#[test]
fn what_was_deleted_while_articles_were_added_stays_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut added = begin_to_add(&mut library, &[FERRY, BREAD], NOW);
    let deletion = Edit::Deletion { to: Switch::On, articles: vec![added.by_user[0]] };
    // Within the second in which the adding began.
    library.apply(&deletion, &Task::new(), NOW).unwrap();
    library.record_addition(&mut added, &Task::new(), NOW).unwrap();
    let listed = library.past_edits(None, 9).unwrap();
    let sentences: Vec<&str> = listed.iter().map(|edit| edit.sentence.split(' ').next().unwrap()).collect();
    assert_eq!(sentences, ["Deleted", "Added"], "the list has the order of undo");
    let mut counts = vec![library.counts().unwrap().articles];
    while step_back(&mut library).is_some() {
        counts.push(library.counts().unwrap().articles);
    }
    assert_eq!(counts, [1, 2, 0], "the deletion is undone first");
}

#[test]
fn any_past_edit_can_be_undone_and_what_has_changed_since_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, feed) = quay(folder.path());
    let name = |name: &str| Edit::Feed { feed, edit: FeedEdit::Rename(Some(name.to_owned())) };
    let all = library.read_all(&ListQuery::default(), NOW).unwrap();
    apply(&mut library, &Edit::mark(Flag::Read, Switch::Off, ids[0]));
    apply(&mut library, &Edit::mark(Flag::Read, Switch::Off, ids[1]));
    let first = apply(&mut library, &name("Harbour"));
    let second = apply(&mut library, &name("Dock"));
    assert_eq!(
        undo(&mut library, &all).sentence,
        "Undone: 4 articles are unread again; 2 articles have changed since and stayed as they are"
    );
    assert_eq!(library.counts().unwrap().unread, 6);
    let in_vain = undo(&mut library, &first);
    assert_eq!(
        in_vain.sentence,
        "Nothing changed: its effects have been changed since (renamed “Quay” to “Harbour”)"
    );
    assert_eq!((in_vain.edit, library.subscriptions(false, NOW).unwrap()[0].title.as_str()), (None, "Dock"));
    // It stays what it was, and does not block the others: the last edit still in effect is undone next.
    assert_eq!(undo(&mut library, &second).sentence, "Undone: the feed is called “Harbour” again");
    assert_eq!(library.undo(all.id, &Task::new(), NOW).unwrap(), None, "it was undone already");
    assert_eq!(step_on(&mut library).unwrap().sentence, "Redone: the feed is called “Dock” again");
    let list = library.past_edits(None, 9).unwrap();
    let told: Vec<_> = list.iter().map(|edit| (edit.state, edit.sentence.as_str())).collect();
    assert_eq!(
        told,
        [
            (EditState::Applied, "Renamed “Harbour” to “Dock”"),
            (EditState::Undone, "Marked 4 articles read"),
            (EditState::Applied, "Renamed “Quay” to “Harbour”"),
            (EditState::Applied, "Marked “Day 1” unread"),
            (EditState::Applied, "Marked “Day 0” unread"),
        ]
    );
    let mut uids: Vec<&str> = list.iter().map(|edit| edit.uid.as_str()).collect();
    uids.dedup();
    assert!(uids.len() == 5 && uids.iter().all(|uid| uid.len() == 32), "{uids:?}");
    assert_eq!(library.past_edits(Some(list[3].id), 9).unwrap(), list[4..]);
}

#[test]
fn what_is_refused_changes_nothing_and_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    let marked = mark(&mut library, Flag::Bookmark, ids[0]);
    let deletion = Edit::Deletion { to: Switch::On, articles: vec![ids[0]] };
    let deleted = apply(&mut library, &deletion);
    let told = |library: &Library| -> Vec<_> {
        library.past_edits(None, 9).unwrap().iter().map(|edit| (edit.id, edit.state)).collect()
    };
    let before = told(&library);
    assert_eq!(undo(&mut library, &marked).edit, None, "its article is gone");
    assert_eq!(told(&library), before);
    assert_eq!(step_on(&mut library), None, "nothing was undone");
    undo(&mut library, &deleted);
    assert_eq!(undo(&mut library, &marked).sentence, "Undone: “Day 0” is no longer bookmarked");
    assert_eq!(step_on(&mut library).unwrap().id, marked.id);

    // Something else has taken the mark away: the steps before it can be taken all the same.
    let first = mark(&mut library, Flag::Bookmark, ids[1]);
    let second = mark(&mut library, Flag::Bookmark, ids[2]);
    library.apply_implicitly(&Edit::mark(Flag::Bookmark, Switch::Off, ids[2]), NOW).unwrap();
    let undone = step_back(&mut library).unwrap();
    assert_eq!(
        (undone.id, undone.sentence.as_str()),
        (
            first.id,
            "Undone: “Day 1” is no longer bookmarked (1 later change stays: the effects have been changed since)"
        )
    );
    assert_eq!(step_back(&mut library).unwrap().id, marked.id);
    let refused = step_back(&mut library).unwrap();
    assert!(refused.edit.is_none() && refused.sentence.starts_with("Nothing changed"), "{refused:?}");
    assert!(told(&library).contains(&(second.id.unwrap(), EditState::Applied)));
}

#[test]
fn a_new_edit_ends_redo_and_one_by_its_number_still_can_be_redone() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    let first = mark(&mut library, Flag::Bookmark, ids[0]);
    step_back(&mut library).unwrap();
    library.apply_implicitly(&Edit::mark(Flag::Read, Switch::On, ids[3]), NOW).unwrap();
    assert!(step_on(&mut library).is_some(), "what was not asked for ends nothing");
    step_back(&mut library).unwrap();
    mark(&mut library, Flag::Bookmark, ids[1]);
    assert_eq!(step_on(&mut library), None);
    let redone = library.redo(first.id, &Task::new(), NOW).unwrap().unwrap();
    assert_eq!(redone.sentence, "Redone: “Day 0” is bookmarked again");
    // The last redone edit is undone first; opening an article is not a step.
    assert_eq!(step_back(&mut library).unwrap().id, first.id);
    assert_eq!(step_back(&mut library).unwrap().sentence, "Undone: “Day 1” is no longer bookmarked");
    assert_eq!(step_back(&mut library), None);
    assert_eq!(library.counts().unwrap(), Counts { articles: 6, unread: 5, bookmarked: 0 });
}

#[test]
fn notes_highlights_and_saved_searches_are_edits() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    let written = note(&mut library, ids[0], " Ask\u{1b} the board. ");
    let Some(Edit::Note(RecordEdit::Put(id, kept))) = written.edit.clone() else { panic!("{written:?}") };
    assert_eq!(kept.text, "Ask the board.");
    apply(&mut library, &Edit::Note(RecordEdit::Put(id, Note { text: "Asked.".to_owned(), ..kept.clone() })));
    let passage = Passage { span: Span::new(4, 9), quote: "story".to_owned() };
    let highlight = Note { article: ids[1], added: NOW, text: String::new(), passage: Some(passage) };
    let drawn = apply(&mut library, &Edit::Note(RecordEdit::Add(highlight.clone())));
    assert_eq!(drawn.sentence, "Highlighted a passage of “Day 1”");
    assert_eq!(library.notes(Some(ids[1])).unwrap()[0].1, highlight);
    library.catch_up(&Task::new()).unwrap();
    let noted = library.find("has:note", Order::Newest, 9, &Task::new()).unwrap();
    assert_eq!(noted.total, 2, "a highlight counts as a note");
    undo(&mut library, &drawn);
    undo(&mut library, &written);
    assert_eq!(library.notes(None).unwrap()[0].1.text, "Asked.", "the note has changed since");
    step_back(&mut library);
    assert_eq!(library.notes(None).unwrap(), [(id, kept)]);

    let search = SavedSearch {
        name: "Sea".to_owned(),
        query: "tag:sea".to_owned(),
        position: 1,
        ..SavedSearch::default()
    };
    let saved = apply(&mut library, &Edit::SavedSearch(RecordEdit::Add(search.clone())));
    let Some(Edit::SavedSearch(RecordEdit::Put(id, _))) = saved.edit else { panic!("{saved:?}") };
    let removed = apply(&mut library, &Edit::SavedSearch(RecordEdit::Remove(id)));
    assert_eq!(removed.sentence, "Removed the saved search “Sea”");
    assert_eq!(undo(&mut library, &removed).sentence, "Undone: the saved search “Sea” is as it was");
    assert_eq!(library.saved_searches().unwrap(), [(id, search)]);
}

/// The journal keeps the last thousand edits, or ninety days; what a server has not received stays.
#[test]
fn what_is_too_old_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let (mut library, ids, _) = quay(folder.path());
    let toggle = |library: &mut Library, turn: i64, now| {
        let edit = Edit::mark(Flag::Bookmark, (turn % 2 == 0).into(), ids[0]);
        library.apply(&edit, &Task::new(), now).unwrap().id.unwrap()
    };
    let kept = toggle(&mut library, 0, NOW);
    let lost = toggle(&mut library, 1, NOW);
    drop(library);
    let database = rusqlite::Connection::open(folder.path().join("library.db")).unwrap();
    assert_eq!(database.execute("UPDATE journal SET pending = 1 WHERE id = ?", [kept.0]).unwrap(), 1);
    drop(database);
    let mut library = open(folder.path());
    for turn in 0..1_000 {
        toggle(&mut library, turn, NOW);
    }
    let past = library.past_edits(None, 9_999).unwrap();
    assert_eq!(past.len(), 1_001);
    assert_eq!(past.last().unwrap().id, kept);
    assert_eq!(library.undo(Some(lost), &Task::new(), NOW).unwrap(), None);
    // Of edits that are too old, the last hundred stay: the clock may have been wrong once.
    toggle(&mut library, 0, NOW + 91 * 86_400);
    assert_eq!(library.past_edits(None, 9_999).unwrap().len(), 101);
}

#[test]
fn marking_a_hundred_thousand_articles_is_small_in_the_journal() {
    let articles: Vec<ArticleId> = (1..=100_000).map(|id| ArticleId(id + id / 7)).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mut library = open(folder.path());
    let row = "INSERT INTO article VALUES (?1, ?1, NULL, 0, 0, 1, ?1, ?1, 0, 'Day', NULL)";
    let mut database = rusqlite::Connection::open(&path).unwrap();
    let filling = database.transaction().unwrap();
    for article in &articles {
        filling.execute(row, [article.0]).unwrap();
        filling.execute("INSERT INTO shelf VALUES (1, ?1, ?1)", [article.0]).unwrap();
    }
    filling.commit().unwrap();
    let edit = Edit::Marks { flag: Flag::Read, to: Switch::On, articles, since: Vec::new() };
    assert_eq!(apply(&mut library, &edit).articles, 100_000);
    let size: i64 = database
        .query_row("SELECT length(forward) + length(back) FROM journal", [], |row| row.get(0))
        .unwrap();
    assert!(size < 4_000, "{size}");
    assert_eq!(step_back(&mut library).unwrap().sentence, "Undone: 100,000 articles are unread again");
}
