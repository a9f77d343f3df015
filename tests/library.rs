//! The library on temporary folders: articles in, lists, marks and names out, and what it survives.

// A helper of tests that fails is a test that fails.
#![allow(clippy::unwrap_used)]

use dateline::library::{Error, Input, Library, Reader, Task};
use dateline::model::*;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A moment to be told as now: 2024-03-01T00:00:00Z.
const NOW: i64 = 1_709_251_200;

/// Reads `@Ada_Lake`, `#Turin` and `$Harbour_Board` as the names of a person, a place and an
/// organisation, so that tests say in their texts what is named where.
struct Sigils;

impl Reader for Sigils {
    fn version(&self) -> u32 {
        7
    }

    fn read(&self, document: &Document) -> Names {
        let mut names = Names::default();
        for (field, text) in [(Field::Title, &document.title), (Field::Text, &document.text)] {
            let mut at = 0;
            for word in text.split_inclusive(char::is_whitespace) {
                let form = word.trim_end().trim_end_matches(['.', ',']);
                let kind = match form.chars().next() {
                    Some('@') => Kind::Person,
                    Some('#') => Kind::Place,
                    Some('$') => Kind::Organisation,
                    _ => {
                        at += word.len();
                        continue;
                    }
                };
                let name = form[1..].replace('_', " ");
                let key = name.to_lowercase();
                let known = names.entities.iter().position(|e| e.kind == kind && e.key == key);
                let entity = known.unwrap_or(names.entities.len());
                if known.is_none() {
                    names.entities.push(Entity {
                        kind,
                        name,
                        key,
                        aliases: vec![],
                        roles: vec!["speaker".to_owned()],
                        place: None,
                        salience: 1.0,
                    });
                }
                let span = Span::new(at + 1, at + form.len());
                names.mentions.push(Mention { field, span, kind, entity, certainty: 1.0 });
                at += word.len();
            }
        }
        names
    }
}

fn open(path: &Path) -> Library {
    Library::open_with(path, Arc::new(Sigils)).unwrap()
}

fn article(title: &str, published: &str, text: &str) -> serde_json::Value {
    serde_json::json!({ "title": title, "published": published, "text": text })
}

fn lines(articles: &[serde_json::Value]) -> Input {
    let lines: Vec<String> = articles.iter().map(ToString::to_string).collect();
    Input::Bytes { name: "test.jsonl".to_owned(), bytes: lines.join("\n").into_bytes() }
}

fn add(library: &mut Library, articles: &[serde_json::Value]) -> dateline::library::Added {
    library.add(&[lines(articles)], &Task::new(), NOW).unwrap()
}

fn days(count: u32) -> Vec<serde_json::Value> {
    (0..count)
        .map(|n| {
            let day = When::second(1_700_000_000 + i64::from(n) * 86_400).to_string();
            let name = if n % 3 == 0 { "@Ada_Lake spoke." } else { "#Turin waited." };
            article(&format!("Day {n}"), &day, &format!("{name} This is the story of day {n}."))
        })
        .collect()
}

fn titles(window: &Window) -> Vec<&str> {
    window.rows.iter().map(|row| row.title.as_str()).collect()
}

#[test]
fn what_goes_in_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("new"));
    assert!(library.is_new() && library.is_writer());
    let added = add(
        &mut library,
        &[serde_json::json!({
            "title": "Bridge opens in #Turin",
            "text": "@Ada_Lake opened the bridge.\n\n@Ada_Lake thanked the $Harbour_Board.",
            "published": "2024-02-29",
            "site": "The Quay",
            "author": "R. Moss",
            "url": "https://example.org/bridge",
        })],
    );
    assert_eq!((added.articles, added.people, added.places, added.organisations), (1, 1, 1, 1));
    assert!(!library.is_new());
    let article = library.article(added.ids[0]).unwrap().unwrap();
    assert_eq!(article.document.published, When::day(2024, 2, 29));
    assert_eq!(article.document.byline.as_deref(), Some("R. Moss"));
    assert_eq!(article.document.blocks.len(), 2);
    assert_eq!(article.sources, ["https://example.org/bridge", "test.jsonl"]);
    assert_eq!(article.reading, Reading::Done);
    assert_eq!((article.row.unread, article.row.bookmarked), (true, false));
    assert_eq!(article.row.site.as_deref(), Some("The Quay"));
    let named: Vec<_> =
        article.entities.iter().map(|e| (e.entity.name.as_str(), e.mentions, e.articles)).collect();
    assert_eq!(named, [("Turin", 1, 1), ("Ada Lake", 2, 1), ("Harbour Board", 1, 1)]);
    assert_eq!(article.entities[1].trend, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(article.mentions[1].span.of(&article.document.text), "Ada_Lake");
}

#[test]
fn the_same_again_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let first = serde_json::json!({"title": "A", "text": "Snow fell.", "url": "https://example.org/a"});
    assert_eq!(add(&mut library, &[first.clone(), first.clone()]).articles, 1);
    let elsewhere = serde_json::json!({"title": "B", "text": "snow  FELL", "url": "https://example.net/b"});
    let again = add(&mut library, &[first, elsewhere]);
    assert_eq!((again.articles, again.known, again.revised), (0, 2, 0));
    let id = library.window(&Listing::default(), Anchor::Top, 9, &Task::new()).unwrap().rows[0].id();
    let sources = library.article(id).unwrap().unwrap().sources;
    assert_eq!(sources, ["https://example.net/b", "https://example.org/a", "test.jsonl"]);
}

#[test]
fn a_new_text_at_an_address_is_a_revision_and_stays_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let with = |text: &str| serde_json::json!({"title": "A", "text": text, "url": "https://example.org/a"});
    let id = add(&mut library, &[with("Five boats sank. @Ada_Lake saw it.")]).ids[0];
    library.change(&Change::one(Mark::Read, true, id), NOW).unwrap();
    let added = add(&mut library, &[with("Six boats sank. @Bo_Reed saw it.")]);
    assert_eq!((added.articles, added.revised, added.ids), (0, 1, vec![id]));
    let article = library.article(id).unwrap().unwrap();
    assert!(article.document.text.starts_with("Six"));
    assert!(!article.row.unread);
    let names: Vec<_> = article.entities.iter().map(|e| (e.entity.name.as_str(), e.articles)).collect();
    assert_eq!(names, [("Bo Reed", 1)]);
    assert_eq!(library.counts().unwrap(), Counts { articles: 1, unread: 0, bookmarked: 0 });
    assert_eq!(add(&mut library, &[with("Five boats sank. @Ada_Lake saw it.")]).known, 1);
}

#[test]
fn windows_are_stretches_of_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &days(20));
    let task = Task::new();
    let window = |anchor, count, order| {
        library.window(&Listing { order, ..Listing::default() }, anchor, count, &task).unwrap()
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
fn a_second_instance_reads_and_does_not_write() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = open(folder.path());
    let id = add(&mut first, &days(2)).ids[0];
    let mut second = open(folder.path());
    assert!(!second.is_writer());
    assert_eq!(second.counts().unwrap().articles, 2);
    let refused = second.change(&Change::one(Mark::Bookmark, true, id), NOW);
    assert!(matches!(refused, Err(Error::Locked { .. })));
    first.change(&Change::one(Mark::Bookmark, true, id), NOW).unwrap();
    assert_eq!(second.counts().unwrap().bookmarked, 1);
    drop(first);
    assert!(open(folder.path()).is_writer());
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
    let check = |shelf, entities: &[EntityId], expected: &[&str]| {
        let listing = Listing { shelf, entities: entities.to_vec(), ..Listing::default() };
        let window = library.window(&listing, Anchor::Top, 50, &Task::new()).unwrap();
        assert_eq!(titles(&window), expected, "{shelf:?} {entities:?}");
        assert_eq!(window.total, expected.len() as u64, "{shelf:?} {entities:?}");
    };
    check(Shelf::History, &[], &["Day 0", "Day 3"]);
    check(Shelf::Bookmarks, &[], &["Day 4", "Day 3"]);
    check(Shelf::Unread, &[], &["Day 8", "Day 7", "Day 6", "Day 5", "Day 4", "Day 2", "Day 1"]);
    check(Shelf::All, &[ada], &["Day 6", "Day 3", "Day 0"]);
    check(Shelf::Unread, &[ada], &["Day 6"]);
    check(Shelf::Bookmarks, &[turin], &["Day 4"]);
    check(Shelf::History, &[ada], &["Day 0", "Day 3"]);
    check(Shelf::History, &[turin], &[]);
    check(Shelf::All, &[ada, turin], &[]);
}

#[test]
fn a_change_gives_back_what_undoes_exactly_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(4)).ids;
    library.change(&Change::one(Mark::Read, true, ids[1]), NOW).unwrap();
    let undo = library.read_all(&Listing::default(), NOW).unwrap();
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

/// Six articles for searching.
fn harbour(library: &mut Library) -> Vec<ArticleId> {
    let texts = [
        ("Storm", "2024-01-01", "The storm sank two boats near #Turin."),
        ("Calm", "2024-01-02", "After the storm @Ada_Lake counted the boats."),
        ("Prices", "2024-01-03", "Fish prices rose. @Ada_Lake blamed the $Harbour_Board."),
        ("Board", "2024-01-04", "The $Harbour_Board met in #Turin and voted."),
        ("Votes", "2024-01-05", "A vote on boats was held."),
        ("Storm again", "2024-01-06", "Storm after storm came."),
    ];
    add(library, &texts.map(|(title, day, text)| article(title, day, text))).ids
}

#[test]
fn searches_find_and_say_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = harbour(&mut library);
    library.change(&Change::one(Mark::Read, true, ids[0]), NOW).unwrap();
    library.change(&Change::one(Mark::Tag("sea".to_owned()), true, ids[3]), NOW).unwrap();
    library.note(ids[4], "Look up.", NOW).unwrap();
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
    assert!(complaint("storm colour:red").starts_with("character 7: there is no field colour:"));
    assert!(complaint("person:nobody").contains("no person here is called \"nobody\""));
    assert!(complaint("storm prices").contains("some of them"));
}

#[test]
fn searched_lists_are_walked_like_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let ids = add(&mut library, &days(12)).ids;
    for (later, &id) in (0..).zip(&ids[8..]) {
        library.change(&Change::one(Mark::Read, true, id), NOW + later).unwrap();
    }
    let task = Task::new();
    for (order, shelf) in [
        (Order::Newest, Shelf::All),
        (Order::Oldest, Shelf::All),
        (Order::Best, Shelf::All),
        (Order::Newest, Shelf::Unread),
        (Order::Newest, Shelf::History),
    ] {
        let listing = Listing { query: "story".to_owned(), order, shelf, ..Listing::default() };
        let whole = library.window(&listing, Anchor::Top, 50, &task).unwrap();
        let keys: Vec<RowKey> = whole.rows.iter().map(|row| row.key).collect();
        assert_eq!(whole.total, keys.len() as u64);
        let mut walked = library.window(&listing, Anchor::Top, 2, &task).unwrap();
        let mut pieces: Vec<RowKey> = walked.rows.iter().map(|row| row.key).collect();
        while walked.more_after {
            let last = *pieces.last().unwrap();
            walked = library.window(&listing, Anchor::After(last), 2, &task).unwrap();
            assert!(walked.more_before);
            pieces.extend(walked.rows.iter().map(|row| row.key));
        }
        assert_eq!(pieces, keys, "{order:?} {shelf:?}");
        let middle = keys[keys.len() / 2];
        let around = library.window(&listing, Anchor::Around(middle), 3, &task).unwrap();
        assert_eq!(around.rows[1].key, middle, "{order:?} {shelf:?}");
        let before = library.window(&listing, Anchor::Before(keys[2]), 9, &task).unwrap();
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
    let like = library.entities_like("harb", None, 5).unwrap();
    assert_eq!(like[0].name, "Harbour Board");
    assert_eq!(like[0].last, When::day(2024, 1, 4));
}

#[test]
fn an_index_that_is_missing_behind_or_damaged_is_made_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    harbour(&mut library);
    let task = Task::new();
    let found = |library: &Library| library.find("storm", Order::Best, 9, &task).unwrap();
    assert_eq!(library.catch_up(&task).unwrap(), dateline::library::CaughtUp::default());
    drop(library);
    let index = folder.path().join("index");
    for harm in ["missing", "junk", "truncated"] {
        for file in std::fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            match harm {
                "missing" => std::fs::remove_file(&file).unwrap(),
                "junk" if name == "meta.json" => std::fs::write(&file, "junk").unwrap(),
                "truncated" if file.extension().is_some_and(|ending| ending == "idx") => {
                    std::fs::write(&file, "x").unwrap();
                }
                _ => {}
            }
        }
        let mut library = open(folder.path());
        let before = found(&library);
        assert!(before.rows.is_empty() && before.complaint.is_some(), "{harm}");
        let caught_up = library.catch_up(&task).unwrap();
        assert_eq!((caught_up.rebuilt, caught_up.indexed), (true, 6), "{harm}");
        assert_eq!(found(&library).total, 3, "{harm}");
    }
}

#[test]
fn another_recogniser_reads_everything_again() {
    struct Later;
    impl Reader for Later {
        fn version(&self) -> u32 {
            8
        }
        fn read(&self, document: &Document) -> Names {
            let mut names = Sigils.read(document);
            for entity in &mut names.entities {
                entity.name.insert_str(0, "Sir ");
                entity.key.insert_str(0, "sir ");
            }
            names
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let ids = harbour(&mut open(folder.path()));
    let mut library = Library::open_with(folder.path(), Arc::new(Later)).unwrap();
    assert_eq!(library.article(ids[1]).unwrap().unwrap().reading, Reading::Due);
    let caught_up = library.catch_up(&Task::new()).unwrap();
    assert_eq!((caught_up.read, caught_up.indexed, caught_up.rebuilt), (6, 6, false));
    let article = library.article(ids[1]).unwrap().unwrap();
    assert_eq!(article.reading, Reading::Done);
    assert_eq!(article.entities[0].entity.name, "Sir Ada Lake");
    let stats = library.stats().unwrap();
    assert_eq!((stats.people, stats.places, stats.organisations), (1, 1, 1));
    assert_eq!(library.find("person:\"sir ada lake\"", Order::Best, 9, &Task::new()).unwrap().total, 2);
    assert_eq!(library.find("person:\"ada lake\"", Order::Best, 9, &Task::new()).unwrap().total, 0);
}

#[test]
fn bad_input_is_refused_and_the_rest_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("library"));
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::write(inbox.join("empty.txt"), "").unwrap();
    std::fs::write(inbox.join("good.txt"), "A headline\n\nThe ferry left at noon with forty people.")
        .unwrap();
    std::fs::write(
        inbox.join("lines.jsonl"),
        "{\"title\":\"A\",\"text\":\"One.\"}\nnot json\n{\"text\":\"Two.\"}\n",
    )
    .unwrap();
    let inputs = [Input::Path(inbox.clone()), Input::Path(inbox.join("missing.txt"))];
    let added = library.add(&inputs, &Task::new(), NOW).unwrap();
    assert_eq!((added.articles, added.refusals), (3, 3));
    let what: Vec<&str> = added.refused.iter().map(|r| r.what.rsplit('/').next().unwrap()).collect();
    assert_eq!(what, ["empty.txt", "lines.jsonl line 2", "missing.txt"]);
    assert_eq!(library.add(&inputs, &Task::new(), NOW).unwrap().known, 3);
}

#[test]
fn stopping_leaves_a_whole_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    // The first report of progress stops the very task that reports it.
    let itself: Arc<OnceLock<Task>> = Arc::default();
    let seen = Arc::clone(&itself);
    let task = Task::reporting(move |_, _| {
        if let Some(task) = seen.get() {
            task.cancel();
        }
    });
    itself.set(task.clone()).ok();
    let added = library.add(&[lines(&days(2000))], &task, NOW).unwrap();
    assert!(added.stopped && added.articles < 2000);
    assert_eq!(library.counts().unwrap().articles, added.articles);
    let again = library.add(&[lines(&days(2000))], &Task::new(), NOW).unwrap();
    assert_eq!((again.articles + again.known, again.stopped), (2000, false));
    assert_eq!(library.find("story", Order::Newest, 9, &Task::new()).unwrap().total, 2000);
}

#[test]
fn foreign_folders_and_later_schemas_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "text").unwrap();
    let refused = |path: &Path| Library::open_with(path, Arc::new(Sigils)).err().unwrap();
    assert!(matches!(refused(&file), Error::NotALibrary { .. }));
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("library.db"), "this is not a database, however long it is".repeat(50))
        .unwrap();
    assert!(matches!(refused(&other), Error::NotALibrary { .. }));
    let later = folder.path().join("later");
    drop(open(&later));
    let connection = rusqlite::Connection::open(later.join("library.db")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = refused(&later);
    assert!(matches!(error, Error::NewerSchema { found: 99, .. }));
    assert!(error.to_string().contains("update Dateline"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_new_library_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new");
    let mut library = open(&path);
    add(&mut library, &days(1));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&path.join("index"))), (0o700, 0o700));
    for file in ["library.db", "library.db-wal", "lock"] {
        assert_eq!(mode(&path.join(file)), 0o600, "{file}");
    }
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
        let window =
            |shelf| library.window(&Listing { shelf, ..Listing::default() }, Anchor::Top, 99, &task).unwrap();
        let lengths = [Shelf::Unread, Shelf::Bookmarks, Shelf::History].map(|shelf| {
            let window = window(shelf);
            assert_eq!(window.total, window.rows.len() as u64, "{shelf:?}");
            window.total
        });
        (window(Shelf::All).rows, library.counts().unwrap(), lengths.to_vec())
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
