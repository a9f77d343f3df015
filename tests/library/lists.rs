//! Lists and the marks that define them; changes and their undo.

use super::{NOW, add, days, mark, note, open, titles, undo};
use dateline::library::{Library, Task};
use dateline::model::*;

#[test]
fn windows_are_stretches_of_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &days(20));
    let task = Task::new();
    let window = |anchor, count, order| {
        library.window(&ListQuery { order, ..ListQuery::default() }, anchor, count, &task).unwrap()
    };
    let top = window(Anchor::Top, 3, Order::Newest);
    assert_eq!(titles(&top), ["Day 19", "Day 18", "Day 17"]);
    assert_eq!((top.more_before, top.more_after, top.total), (false, true, 20));
    let key = top.rows[2].key;
    let next = window(Anchor::After(key), 2, Order::Newest);
    assert_eq!(titles(&next), ["Day 16", "Day 15"]);
    assert_eq!((next.more_before, next.more_after), (true, true));
    let before = window(Anchor::Before(key), 5, Order::Newest);
    assert_eq!(titles(&before), ["Day 19", "Day 18"]);
    assert_eq!((before.more_before, before.more_after), (false, true));
    let around = window(Anchor::Around(key), 4, Order::Newest);
    assert_eq!(titles(&around), ["Day 19", "Day 18", "Day 17", "Day 16"]);
    let bottom = window(Anchor::Bottom, 2, Order::Newest);
    assert_eq!(titles(&bottom), ["Day 1", "Day 0"]);
    assert_eq!((bottom.more_before, bottom.more_after), (true, false));
    assert_eq!(titles(&window(Anchor::Top, 2, Order::Oldest)), ["Day 0", "Day 1"]);
    let oldest = window(Anchor::After(bottom.rows[0].key), 2, Order::Oldest);
    assert_eq!(titles(&oldest), ["Day 2", "Day 3"]);
}

#[test]
fn shelves_narrow_with_names_and_with_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(9)).ids;
    let mark = |library: &mut Library, flag, place: usize, now| {
        library.apply(&Edit::mark(flag, Switch::On, ids[place]), &Task::new(), now).unwrap();
    };
    mark(&mut library, Flag::Read, 3, NOW + 5);
    mark(&mut library, Flag::Read, 0, NOW + 9);
    mark(&mut library, Flag::Bookmark, 3, NOW);
    mark(&mut library, Flag::Bookmark, 4, NOW);
    let ada = library.entity_named("ada LAKE").unwrap().unwrap();
    let turin = library.entity_named("Turin").unwrap().unwrap();
    let check = |builtin, entities: &[EntityId], expected: &[&str]| {
        let list_query = ListQuery { builtin, entities: entities.to_vec(), ..ListQuery::default() };
        let window = library.window(&list_query, Anchor::Top, 50, &Task::new()).unwrap();
        assert_eq!(titles(&window), expected, "{builtin:?} {entities:?}");
        assert_eq!(window.total, expected.len() as u64, "{builtin:?} {entities:?}");
    };
    check(BuiltinList::History, &[], &["Day 0", "Day 3"]);
    check(BuiltinList::Bookmarks, &[], &["Day 4", "Day 3"]);
    check(BuiltinList::Unread, &[], &["Day 8", "Day 7", "Day 6", "Day 5", "Day 4", "Day 2", "Day 1"]);
    check(BuiltinList::All, &[ada], &["Day 6", "Day 3", "Day 0"]);
    check(BuiltinList::Unread, &[ada], &["Day 6"]);
    check(BuiltinList::Unread, &[turin], &["Day 8", "Day 7", "Day 5", "Day 4", "Day 2", "Day 1"]);
    check(BuiltinList::Unread, &[ada, turin], &[]);
    check(BuiltinList::Bookmarks, &[turin], &["Day 4"]);
    check(BuiltinList::History, &[ada], &["Day 0", "Day 3"]);
    check(BuiltinList::History, &[turin], &[]);
    check(BuiltinList::All, &[ada, turin], &[]);
}

#[test]
fn undoing_an_edit_undoes_exactly_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(4)).ids;
    mark(&mut library, Flag::Read, ids[1]);
    let all = library.read_all(&ListQuery::default(), NOW).unwrap();
    assert_eq!(library.counts().unwrap().unread, 0);
    assert_eq!((all.articles, all.sentence.as_str()), (3, "Marked 3 articles read"));
    assert_eq!(undo(&mut library, &all).sentence, "Undone: 3 articles are unread again");
    assert_eq!(library.counts().unwrap().unread, 3);
    assert_eq!(mark(&mut library, Flag::Bookmark, ArticleId(999)).edit, None);
    assert_eq!(mark(&mut library, Flag::Tag(" Boats ".to_owned()), ids[0]).articles, 1);
    assert_eq!(library.article(ids[0]).unwrap().unwrap().row.tags, ["Boats"]);
}

#[test]
fn what_the_screen_wants_to_find_again_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let id = add(&mut library, &days(1)).ids[0];
    library.set_position(id, Position { offset: 12 }).unwrap();
    note(&mut library, id, "Ask the board.");
    library.remember("theme", "dark").unwrap();
    drop(library);
    let library = open(folder.path());
    let article = library.article(id).unwrap().unwrap();
    let notes: Vec<&str> = article.notes.iter().map(|(_, note)| note.text.as_str()).collect();
    assert_eq!((article.position.offset, notes), (12, vec!["Ask the board."]));
    assert_eq!(library.recall("theme").unwrap().as_deref(), Some("dark"));
    assert_eq!(library.recall("width").unwrap(), None);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn marks() -> impl Strategy<Value = Flag> {
        prop_oneof![Just(Flag::Read), Just(Flag::Bookmark), "[a-c]".prop_map(Flag::Tag)]
    }

    fn edits() -> impl Strategy<Value = Edit> {
        (marks(), any::<bool>(), proptest::collection::vec(1..8_i64, 0..6)).prop_map(|(flag, on, ids)| {
            let articles = ids.into_iter().map(ArticleId).collect();
            Edit::Marks { flag, to: on.into(), articles, since: Vec::new() }
        })
    }

    /// All marks of all articles, and the lists and counts that follow from them.
    fn state(library: &Library) -> (Vec<Row>, Vec<RowKey>, Counts, Vec<u64>) {
        let task = Task::new();
        let window = |builtin| {
            library.window(&ListQuery { builtin, ..ListQuery::default() }, Anchor::Top, 99, &task).unwrap()
        };
        let lengths = [BuiltinList::Unread, BuiltinList::Bookmarks, BuiltinList::History].map(|builtin| {
            let window = window(builtin);
            assert_eq!(window.total, window.rows.len() as u64, "{builtin:?}");
            window.total
        });
        let read = window(BuiltinList::History).rows.iter().map(|row| row.key).collect();
        (window(BuiltinList::All).rows, read, library.counts().unwrap(), lengths.to_vec())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn undoing_edits_backwards_restores_everything_and_redoing_does_them_again(all in proptest::collection::vec(edits(), 1..8)) {
            let folder = tempfile::tempdir().unwrap();
            let mut library = open(folder.path());
            add(&mut library, &days(6));
            let before = state(&library);
            for (edit, now) in all.iter().zip(NOW..) {
                library.apply(edit, &Task::new(), now).unwrap();
            }
            let after = state(&library);
            while library.undo(None, &Task::new(), NOW + 99).unwrap().is_some() {}
            prop_assert_eq!(state(&library), before);
            while library.redo(None, &Task::new(), NOW + 99).unwrap().is_some() {}
            prop_assert_eq!(state(&library), after);
        }
    }
}

#[test]
fn lists_come_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let texts = [
        ("Alpha", "2024-01-01", Some("quay"), "One two three."),
        ("Bravo", "2024-01-02", Some("Anchor"), "One."),
        ("Charlie", "2024-01-03", None, "One two three four."),
        ("Delta", "2024-01-04", Some("Quay"), "One two."),
        ("Echo", "2024-01-05", Some("anchor"), "One two three four five."),
    ];
    let articles = texts.map(|(title, published, site, text)| {
        serde_json::json!({ "title": title, "published": published, "site": site, "text": text })
    });
    let ids = add(&mut library, &articles).ids;
    for at in [4, 1] {
        mark(&mut library, Flag::Read, ids[at]);
    }
    mark(&mut library, Flag::Bookmark, ids[0]);
    mark(&mut library, Flag::Bookmark, ids[1]);
    let task = Task::new();
    for (builtin, order, query, expected) in [
        (BuiltinList::All, Order::Unread, "", "Delta Charlie Alpha Echo Bravo"),
        (BuiltinList::All, Order::Site, "", "Charlie Echo Bravo Delta Alpha"),
        (BuiltinList::All, Order::Length, "", "Echo Charlie Alpha Delta Bravo"),
        (BuiltinList::Bookmarks, Order::Unread, "", "Alpha Bravo"),
        (BuiltinList::Unread, Order::Site, "", "Charlie Delta Alpha"),
        (BuiltinList::History, Order::Length, "", "Echo Bravo"),
        (BuiltinList::All, Order::Unread, "two", "Delta Charlie Alpha Echo"),
        (BuiltinList::All, Order::Site, "two", "Charlie Echo Delta Alpha"),
        (BuiltinList::Unread, Order::Length, "two", "Charlie Alpha Delta"),
    ] {
        let list_query = ListQuery { builtin, order, query: query.to_owned(), ..ListQuery::default() };
        let whole = library.window(&list_query, Anchor::Top, 50, &task).unwrap();
        assert_eq!(titles(&whole).join(" "), expected, "{list_query:?}");
        let keys: Vec<RowKey> = whole.rows.iter().map(|row| row.key).collect();
        for (at, &key) in keys.iter().enumerate() {
            let read = |anchor| {
                let window = library.window(&list_query, anchor, 9, &task).unwrap();
                window.rows.iter().map(|row| row.key).collect::<Vec<_>>()
            };
            assert_eq!(read(Anchor::Before(key)), keys[..at], "{list_query:?}");
            assert_eq!(read(Anchor::After(key)), keys[at + 1..], "{list_query:?}");
            assert_eq!(read(Anchor::Around(key)), keys, "{list_query:?}");
        }
        let bottom = library.window(&list_query, Anchor::Bottom, 1, &task).unwrap();
        assert_eq!(bottom.rows[0].key, *keys.last().unwrap());
        assert_eq!(library.count(&list_query, &task).unwrap(), keys.len() as u64);
    }
}

#[test]
fn what_has_to_be_counted_is_counted_so_far() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &days(1_200));
    let task = Task::new();
    let total = |query: &str, order| {
        let list_query = ListQuery { query: query.to_owned(), order, ..ListQuery::default() };
        let window = library.window(&list_query, Anchor::Top, 3, &task).unwrap();
        (window.total, window.is_partial, library.count(&list_query, &task).unwrap())
    };
    assert_eq!(total("", Order::Newest), (1_200, false, 1_200));
    assert_eq!(total("story", Order::Best), (1_000, true, 1_200));
    assert_eq!(total("spoke", Order::Best), (400, false, 400));
    let newest = library.find("story", Order::Newest, 2, &task).unwrap();
    assert_eq!(titles(&newest), ["Day 1199", "Day 1198"]);
    let best = library.find("is:unread", Order::Best, 1, &task).unwrap();
    assert_eq!(titles(&best), ["Day 1199"], "among equals the newest is best");
}
