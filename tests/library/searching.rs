//! Searches, names and dossiers.

use super::{NOW, add, days, harbour, mark, note, open, titles};
use dateline::library::Task;
use dateline::model::*;

#[test]
fn searches_find_and_say_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = harbour(&mut library);
    mark(&mut library, Flag::Read, ids[0]);
    mark(&mut library, Flag::Tag("sea".to_owned()), ids[3]);
    note(&mut library, ids[4], "Look up.");
    let check = |query: &str, expected: &[&str]| {
        let window = library.find(query, Order::Oldest, 50, &Task::new()).unwrap();
        assert_eq!(titles(&window), expected, "{query}");
        assert_eq!(window.total, expected.len() as u64, "{query}");
        assert_eq!(window.complaint, None, "{query}");
    };
    check("storm", &["Storm", "Calm", "Storm again"]);
    check("storm boats", &["Storm", "Calm"]);
    check("storm is:unread", &["Calm", "Storm again"]);
    check("is:read", &["Storm"]);
    check("is:unread -storm", &["Prices", "Board", "Votes"]);
    check("person:\"ada lake\"", &["Calm", "Prices"]);
    check("person:ada", &["Calm", "Prices"]);
    check("org:\"harbour board\" place:turin", &["Board"]);
    check("tag:SEA OR has:note", &["Board", "Votes"]);
    check("after:2024-01-05", &["Votes", "Storm again"]);
    check("storm before:2024-01-02", &["Storm"]);
    check("\"two boats\" OR prices", &["Storm", "Prices"]);
    let best = library.find("storm", Order::Best, 50, &Task::new()).unwrap();
    assert_eq!(titles(&best), ["Storm", "Storm again", "Calm"]);
    assert!(best.rows[1].score > best.rows[2].score);
    let snippet = best.rows[1].snippet.clone().unwrap();
    assert_eq!(snippet.hits.iter().map(|hit| hit.of(&snippet.text)).collect::<Vec<_>>(), ["Storm", "storm"]);
    let complaint =
        |query: &str| library.find(query, Order::Best, 9, &Task::new()).unwrap().complaint.unwrap();
    let faulty = library.find("storm colour:red", Order::Best, 9, &Task::new()).unwrap();
    assert_eq!((faulty.rows.len(), faulty.error.unwrap().at), (0, 7));
    assert!(complaint("person:nobody").contains("no person here is called \"nobody\""));
    let strict = library.find("storm prices", Order::Best, 9, &Task::new()).unwrap();
    assert_eq!(strict.total, 0);
    let list_query =
        ListQuery { query: "storm prices".to_owned(), order: Order::Best, ..ListQuery::default() };
    let some = library.window(&list_query, Anchor::Top, 9, &Task::new()).unwrap();
    assert!(some.total == 4 && some.complaint.unwrap().contains("some of them"));
    assert_eq!(library.count(&list_query, &Task::new()).unwrap(), 4);
}

#[test]
fn searched_lists_are_walked_like_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(12)).ids;
    for (later, &id) in (0..).zip(&ids[8..]) {
        library.apply(&Edit::mark(Flag::Read, Switch::On, id), &Task::new(), NOW + later).unwrap();
    }
    let task = Task::new();
    for (order, builtin) in [
        (Order::Newest, BuiltinList::All),
        (Order::Oldest, BuiltinList::All),
        (Order::Best, BuiltinList::All),
        (Order::Newest, BuiltinList::Unread),
        (Order::Newest, BuiltinList::History),
    ] {
        let list_query = ListQuery { query: "story".to_owned(), order, builtin, ..ListQuery::default() };
        let whole = library.window(&list_query, Anchor::Top, 50, &task).unwrap();
        let keys: Vec<RowKey> = whole.rows.iter().map(|row| row.key).collect();
        assert_eq!(whole.total, keys.len() as u64);
        let mut walked = library.window(&list_query, Anchor::Top, 2, &task).unwrap();
        let mut pieces: Vec<RowKey> = walked.rows.iter().map(|row| row.key).collect();
        while walked.more_after {
            let last = *pieces.last().unwrap();
            walked = library.window(&list_query, Anchor::After(last), 2, &task).unwrap();
            assert!(walked.more_before);
            pieces.extend(walked.rows.iter().map(|row| row.key));
        }
        assert_eq!(pieces, keys, "{order:?} {builtin:?}");
        let middle = keys[keys.len() / 2];
        let around = library.window(&list_query, Anchor::Around(middle), 3, &task).unwrap();
        assert_eq!(around.rows[1].key, middle, "{order:?} {builtin:?}");
        let before = library.window(&list_query, Anchor::Before(keys[2]), 9, &task).unwrap();
        assert_eq!(before.rows.iter().map(|row| row.key).collect::<Vec<_>>(), keys[..2]);
        assert!(before.more_after && !before.more_before);
    }
}

#[test]
fn a_name_leads_to_everything_about_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    harbour(&mut library);
    let task = Task::new();
    let board = library.entity_named("harbour board").unwrap().unwrap();
    let dossier = library.dossier(board, None, 1, &task).unwrap().unwrap();
    assert_eq!(
        (dossier.name.as_str(), dossier.kind, dossier.total),
        ("Harbour Board", Kind::Organisation, 2)
    );
    assert_eq!(dossier.aliases, [Alias { form: "Harbour_Board".to_owned(), mentions: 2 }]);
    assert_eq!(dossier.roles, ["speaker"]);
    assert_eq!((dossier.first, dossier.last), (When::day(2024, 1, 3), When::day(2024, 1, 4)));
    assert_eq!(dossier.months, [MonthCount { month: "2024-01".to_owned(), articles: 2 }]);
    let with: Vec<_> = dossier.with.iter().map(|c| (c.name.as_str(), c.articles)).collect();
    assert_eq!(with, [("Turin", 1), ("Ada Lake", 1)]);
    assert!(dossier.more);
    let sentence = &dossier.articles[0].sentences[0];
    assert_eq!(sentence.text, "The $Harbour_Board met in #Turin and voted.");
    assert_eq!(sentence.hits[0].of(&sentence.text), "Harbour_Board");
    assert_eq!(sentence.offset, 5);
    let after = dossier.articles[0].row.key;
    let rest = library.dossier(board, Some(after), 5, &task).unwrap().unwrap();
    assert_eq!(rest.articles.len(), 1);
    assert_eq!(rest.articles[0].sentences[0].text, "@Ada_Lake blamed the $Harbour_Board.");
    assert!(!rest.more);
    assert_eq!(library.dossier(EntityId(999), None, 5, &task).unwrap(), None);
}

#[test]
fn names_are_counted_in_the_library_and_in_searches() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    harbour(&mut library);
    let task = Task::new();
    let names = |kind, query: &str| -> Vec<(String, u32)> {
        let rows = library.names(kind, query, 10, &task).unwrap();
        rows.into_iter().map(|row| (row.name, row.articles)).collect()
    };
    let expected = |names: &[(&str, u32)]| -> Vec<(String, u32)> {
        names.iter().map(|&(name, articles)| (name.to_owned(), articles)).collect()
    };
    assert_eq!(names(Some(Kind::Person), ""), expected(&[("Ada Lake", 2)]));
    assert_eq!(names(None, "").len(), 3);
    assert_eq!(names(None, "storm"), expected(&[("Turin", 1), ("Ada Lake", 1)]));
    let like = library.entities_like(None, "harb", 5).unwrap();
    assert_eq!(like[0].name, "Harbour Board");
    assert_eq!(like[0].last, When::day(2024, 1, 4));
}
