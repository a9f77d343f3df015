//! Adding articles: new, known, revised and rejected ones, and analysing them again.

use super::counts::kept_is_counted;
use super::{NOW, Sigils, add, days, harbour, lines, mark, open};
use dateline::entities::Profile;
use dateline::library::{Added, Input, Library, NameAnalyzer, Task};
use dateline::model::*;
use std::sync::{Arc, OnceLock};

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
    let id = library.window(&ListQuery::default(), Anchor::Top, 9, &Task::new()).unwrap().rows[0].id();
    let sources = library.article(id).unwrap().unwrap().sources;
    assert_eq!(sources, ["https://example.net/b", "https://example.org/a", "test.jsonl"]);
}

#[test]
fn a_new_text_at_an_address_is_a_revision_and_stays_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let with = |text: &str| serde_json::json!({"title": "A", "text": text, "url": "https://example.org/a"});
    let id = add(&mut library, &[with("Five boats sank. @Ada_Lake saw it.")]).ids[0];
    mark(&mut library, Flag::Read, id);
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
fn another_recogniser_reads_everything_again() {
    struct Later;
    impl NameAnalyzer for Later {
        fn version(&self) -> &'static str {
            "sigils 8"
        }
        fn read(&self, document: &Document, _: Option<&Profile>) -> Names {
            let mut names = Sigils.read(document, None);
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
    // By words of the new name; nobody is called so any more.
    assert_eq!(library.find("person:\"ada lake\"", Order::Best, 9, &Task::new()).unwrap().total, 2);
    assert_eq!(library.find("person:\"lady lake\"", Order::Best, 9, &Task::new()).unwrap().total, 0);
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
    assert_eq!((added.articles, added.rejections.total()), (3, 3));
    let what: Vec<&str> = added.rejected.iter().map(|r| r.what.rsplit('/').next().unwrap()).collect();
    assert_eq!(what, ["empty.txt", "lines.jsonl line 2", "missing.txt"]);
    assert_eq!(library.add(&inputs, &Task::new(), NOW).unwrap().known, 3);
}

#[test]
fn stopping_leaves_a_whole_library() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    // The first report of progress cancels its own task.
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
    assert_eq!(
        library
            .count(&ListQuery { query: "story".to_owned(), ..ListQuery::default() }, &Task::new())
            .unwrap(),
        2000
    );
}

#[test]
fn an_edited_file_is_a_new_version_and_stays_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("library"));
    let file = folder.path().join("ferry.txt");
    let mut put = |text: &str| {
        std::fs::write(&file, format!("A headline\n\n{text}\n")).unwrap();
        library.add(&[Input::Path(file.clone())], &Task::new(), NOW).unwrap()
    };
    let id = put("The ferry left the harbour at noon with forty people, said @Ada_Lake.").ids[0];
    let counts = |added: &Added| (added.articles, added.revised, added.known);
    assert_eq!(
        counts(&put("The ferry left the harbour at one with fifty people, said @Bo_Reed.")),
        (0, 1, 0)
    );
    assert_eq!(counts(&put("Prices of fish rose again, and nobody in Turin knows why.")), (1, 0, 0));
    assert_eq!(counts(&put("Prices of fish rose again, and nobody in Turin can say why.")), (0, 1, 0));
    let first = library.article(id).unwrap().unwrap();
    assert!(first.document.text.contains("fifty"), "{}", first.document.text);
    mark(&mut library, Flag::Read, id);
    kept_is_counted(library.path());
    std::fs::write(&file, "A headline\n\nThe ferry left the harbour at two with sixty people.\n").unwrap();
    let elsewhere = folder.path().join("copy.txt");
    std::fs::copy(&file, &elsewhere).unwrap();
    let added = library.add(&[Input::Path(elsewhere)], &Task::new(), NOW).unwrap();
    assert_eq!(counts(&added), (1, 0, 0), "another file is another article");
    assert!(!library.article(id).unwrap().unwrap().row.unread);
}

#[test]
fn numbers_of_articles_hold_within_their_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("library"));
    let article = |text: &str| format!("{{\"id\": 1, \"text\": \"{text}\"}}\n");
    let mut put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, article(text)).unwrap();
        let added = library.add(&[Input::Path(file)], &Task::new(), NOW).unwrap();
        (added.articles, added.revised)
    };
    assert_eq!(put("a.jsonl", "Five boats sank off the coast."), (1, 0));
    assert_eq!(put("b.jsonl", "Five boats sank off this coast."), (1, 0));
    assert_eq!(put("a.jsonl", "Six boats sank off the coast."), (0, 1));
    assert_eq!(put("a.jsonl", "Fish became cheaper on Thursday."), (1, 0));
}

#[test]
fn a_byte_order_mark_is_no_part_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(&folder.path().join("library"));
    for (name, text) in [
        (
            "lines.jsonl",
            "{\"text\": \"Five boats sank off the coast.\"}\n{\"text\": \"Fish became cheaper.\"}\n",
        ),
        (
            "list.json",
            "[{\"text\": \"Nobody was hurt in the harbour.\"}, {\"text\": \"The ferry sails again.\"}]",
        ),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, format!("\u{feff}{text}")).unwrap();
        let added = library.add(&[Input::Path(file)], &Task::new(), NOW).unwrap();
        assert_eq!((added.articles, added.rejections.total()), (2, 0), "{name}");
    }
}

#[test]
fn known_articles_are_tagged_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    add(&mut library, &days(3));
    let mut added = Added::default();
    let tag = |library: &mut Library, tag, added: &mut Added| {
        library.add_tagged(&[lines(&days(1500))], Some(tag), &Task::new(), NOW, added).unwrap();
    };
    tag(&mut library, "harbour", &mut added);
    assert_eq!((added.articles, added.known), (1497, 3));
    assert_eq!(
        library
            .count(&ListQuery { query: "tag:harbour".to_owned(), ..ListQuery::default() }, &Task::new())
            .unwrap(),
        1500
    );
    tag(&mut library, "again", &mut Added::default());
    assert_eq!(
        library
            .count(&ListQuery { query: "tag:again".to_owned(), ..ListQuery::default() }, &Task::new())
            .unwrap(),
        1500
    );
}
