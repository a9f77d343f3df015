//! Lists and the marks that make them; changes and their undoing.

use super::{NOW, add, days, open, titles};
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
    let mark = |library: &mut Library, mark, place: usize, now| {
        library.change(&Change::one(mark, true, ids[place]), now).unwrap();
    };
    mark(&mut library, Mark::Read, 3, NOW + 5);
    mark(&mut library, Mark::Read, 0, NOW + 9);
    mark(&mut library, Mark::Bookmark, 3, NOW);
    mark(&mut library, Mark::Bookmark, 4, NOW);
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
fn a_change_gives_back_what_undoes_exactly_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(4)).ids;
    library.change(&Change::one(Mark::Read, true, ids[1]), NOW).unwrap();
    let undo = library.read_all(&ListQuery::default(), NOW).unwrap();
    assert_eq!(library.counts().unwrap().unread, 0);
    assert_eq!((undo.on, undo.articles.len()), (false, 3));
    let redo = library.change(&undo, NOW).unwrap();
    assert_eq!(library.counts().unwrap().unread, 3);
    assert_eq!(redo.articles.len(), 3);
    let missing = Change::one(Mark::Bookmark, true, ArticleId(999));
    assert_eq!(library.change(&missing, NOW).unwrap().articles, []);
    let tag = Change::one(Mark::Tag(" Boats ".to_owned()), true, ids[0]);
    assert_eq!(library.change(&tag, NOW).unwrap().articles, [ids[0]]);
    assert_eq!(library.article(ids[0]).unwrap().unwrap().row.tags, ["Boats"]);
}

#[test]
fn what_the_screen_wants_to_find_again_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let id = add(&mut library, &days(1)).ids[0];
    library.set_position(id, Position { offset: 12 }).unwrap();
    library.note(id, "Ask the board.", NOW).unwrap();
    library.remember("theme", "dark").unwrap();
    drop(library);
    let library = open(folder.path());
    let article = library.article(id).unwrap().unwrap();
    assert_eq!((article.position.offset, article.notes), (12, vec!["Ask the board.".to_owned()]));
    assert_eq!(library.recall("theme").unwrap().as_deref(), Some("dark"));
    assert_eq!(library.recall("width").unwrap(), None);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn marks() -> impl Strategy<Value = Mark> {
        prop_oneof![Just(Mark::Read), Just(Mark::Bookmark), "[a-c]".prop_map(Mark::Tag)]
    }

    fn changes() -> impl Strategy<Value = Change> {
        (marks(), any::<bool>(), proptest::collection::vec(1..8_i64, 0..6)).prop_map(|(mark, on, ids)| {
            Change { mark, on, articles: ids.into_iter().map(ArticleId).collect() }
        })
    }

    /// All marks of all articles, and the lists and counts that follow from them.
    fn state(library: &Library) -> (Vec<Row>, Counts, Vec<u64>) {
        let task = Task::new();
        let window = |builtin| {
            library.window(&ListQuery { builtin, ..ListQuery::default() }, Anchor::Top, 99, &task).unwrap()
        };
        let lengths = [BuiltinList::Unread, BuiltinList::Bookmarks, BuiltinList::History].map(|builtin| {
            let window = window(builtin);
            assert_eq!(window.total, window.rows.len() as u64, "{builtin:?}");
            window.total
        });
        (window(BuiltinList::All).rows, library.counts().unwrap(), lengths.to_vec())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn undoing_changes_backwards_restores_everything(all in proptest::collection::vec(changes(), 1..8)) {
            let folder = tempfile::tempdir().unwrap();
            let mut library = open(folder.path());
            add(&mut library, &days(6));
            let before = state(&library);
            let undo: Vec<Change> =
                all.iter().map(|change| library.change(change, NOW).unwrap()).collect();
            for change in undo.iter().rev() {
                library.change(change, NOW).unwrap();
            }
            prop_assert_eq!(state(&library), before);
        }
    }
}
