//! Other programs' formats: emails, web archives, exports and caches of other news readers.

use super::{NOW, open};
use dateline::library::{Added, Input, Library, Task};
use dateline::model::*;
use std::io::Write;
use std::path::Path;

/// Adds a file twice: the second time must add nothing.
fn add(library: &mut Library, path: &Path) -> Added {
    let input = [Input::Path(path.to_owned())];
    let added = library.add(&input, &Task::new(), NOW).unwrap();
    let again = library.add(&input, &Task::new(), NOW).unwrap();
    assert_eq!((again.articles, again.revised), (0, 0), "{}", path.display());
    added
}

fn article(library: &Library, added: &Added, at: usize) -> Article {
    library.article(added.ids[at]).unwrap().unwrap()
}

/// A library, and a file with this content next to it.
fn with(name: &str, content: &[u8]) -> (tempfile::TempDir, Library, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let library = open(&folder.path().join("library"));
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    (folder, library, path)
}

const PARAGRAPHS: &str = "<p>The ferry to Little Skarv sails again from Monday, the harbour master said, \
    after three weeks in which nobody could cross the sound.</p><p>Bakers had flown in flour, and the \
    school had closed its upper floor to keep the rooms below it warm.</p>";

#[test]
fn a_mail_whatever_it_is_called() {
    let mail = format!(
        "Received: from harbour.example\r\nFrom: Harbour Post <letters@harbour.example>\r\nSubject: The ferry sails\r\n\
         Date: Tue, 3 Nov 2026 08:30:00 +0100\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PARAGRAPHS}"
    );
    for name in ["letter.eml", "letter"] {
        let (_folder, mut library, path) = with(name, mail.as_bytes());
        let added = add(&mut library, &path);
        assert_eq!((added.articles, added.rejected.len()), (1, 0), "{name}: {:?}", added.rejected);
        let letter = article(&library, &added, 0);
        assert_eq!(letter.document.title, "The ferry sails");
        assert_eq!(letter.document.byline.as_deref(), Some("Harbour Post"));
        assert_eq!(letter.document.published, When::parse("2026-11-03T07:30:00Z"));
    }
}

fn record(address: &str, body: &str) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\
         Content-Type: application/http; msgtype=response\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), http.as_bytes(), b"\r\n\r\n"].concat()
}

#[test]
fn a_web_archive_is_its_pages() {
    let page = |title: &str, last: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1>{PARAGRAPHS}<p>{last}</p></body></html>"
        )
    };
    let records = [
        record(
            "https://harbour.example/1",
            &page("The ferry sails again", "The first boat is full already."),
        ),
        record("https://harbour.example/2", &page("Bakers and their flour", "Bread is what it was before.")),
        record("https://harbour.example/3", "<html><body></body></html>"),
    ];
    let whole = records.concat();
    // Each record compressed by itself, as in real archives.
    let mut packed = Vec::new();
    for record in &records {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(record).unwrap();
        packed.extend(gzip.finish().unwrap());
    }
    for (name, content) in [("site.warc", &whole), ("site.warc.gz", &packed), ("site", &packed)] {
        let (_folder, mut library, path) = with(name, content);
        let added = add(&mut library, &path);
        assert_eq!(added.articles, 2, "{name}: {:?}", added.rejected);
        let rejected: Vec<_> = added.rejected.iter().map(|rejected| rejected.what.clone()).collect();
        assert_eq!(rejected, [format!("{} record 3 (https://harbour.example/3)", path.display())]);
        let first = article(&library, &added, 0);
        assert_eq!(first.document.url.as_deref(), Some("https://harbour.example/1"));
        assert_eq!(first.document.title, "The ferry sails again");
    }
    let (_folder, mut library, path) = with("cut.warc", &whole[..whole.len() - 30]);
    let added = add(&mut library, &path);
    assert_eq!(added.articles, 2);
    assert!(added.rejected[0].why.contains("truncated"), "{:?}", added.rejected);
}

#[test]
fn what_other_readers_export() {
    let reader = serde_json::json!({
        "id": "user/-/state/com.google/starred", "title": "Starred", "items": [
            {
                "id": "tag:1", "title": "The ferry sails", "published": 1_767_225_610,
                "alternate": [{"href": "https://harbour.example/1"}], "summary": {"content": PARAGRAPHS},
                "origin": {"title": "Harbour Post"}, "categories": ["user/-/label/Sea", "user/-/state/com.google/read", "user/-/state/com.google/starred"]
            },
            {"id": "tag:2", "title": "A picture", "alternate": [{"href": "https://harbour.example/2"}]},
        ]
    });
    let miniflux = serde_json::json!({
        "total": 1, "entries": [{
            "id": 7, "title": "The ferry sails", "url": "https://harbour.example/1", "content": PARAGRAPHS,
            "published_at": "2026-01-01T00:00:10Z", "tags": ["Sea"], "status": "read", "starred": true, "feed": {"title": "Harbour Post"}
        }]
    });
    for (export, rejected) in [(reader, 1), (miniflux, 0)] {
        let (_folder, mut library, path) = with("export.json", export.to_string().as_bytes());
        let added = add(&mut library, &path);
        assert_eq!((added.articles, added.rejected.len()), (1, rejected), "{:?}", added.rejected);
        let ferry = article(&library, &added, 0);
        assert_eq!(ferry.document.title, "The ferry sails");
        assert_eq!(ferry.document.url.as_deref(), Some("https://harbour.example/1"));
        assert_eq!(ferry.document.site.as_deref(), Some("Harbour Post"));
        assert_eq!(ferry.document.published, When::parse("2026-01-01T00:00:10Z"));
        assert_eq!(ferry.document.tags, ["Sea"]);
        assert!(!ferry.row.unread && ferry.row.bookmarked, "the marks come along");
        assert_eq!(ferry.document.blocks.len(), 2, "{}", ferry.document.text);
    }
}

#[test]
fn the_cache_of_newsboat() {
    let (_folder, mut library, path) = with("cache.db", b"");
    let cache = rusqlite::Connection::open(&path).unwrap();
    cache
        .execute_batch(&format!(
            "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY, url VARCHAR, title VARCHAR);
             CREATE TABLE rss_item (id INTEGER PRIMARY KEY, title VARCHAR, author VARCHAR, url VARCHAR,
                 feedurl VARCHAR, pubDate INTEGER, content VARCHAR, unread INTEGER, deleted INTEGER);
             INSERT INTO rss_feed VALUES ('https://harbour.example/feed', '', 'Harbour Post');
             INSERT INTO rss_item VALUES (1, 'The ferry sails', 'Ann Example', 'https://harbour.example/1',
                 'https://harbour.example/feed', 1767225610, '{PARAGRAPHS}', 0, 0);
             INSERT INTO rss_item VALUES (2, 'Gone', '', '', 'https://harbour.example/feed', 0, 'x', 1, 1);"
        ))
        .unwrap();
    drop(cache);
    let added = add(&mut library, &path);
    assert_eq!((added.articles, added.rejected.len()), (1, 0), "{:?}", added.rejected);
    let ferry = article(&library, &added, 0);
    assert_eq!(ferry.document.title, "The ferry sails");
    assert!(!ferry.row.unread, "it was read in newsboat");
    assert_eq!(ferry.document.byline.as_deref(), Some("Ann Example"));
    assert_eq!(ferry.document.published, When::parse("2026-01-01T00:00:10Z"));
    assert!(ferry.document.text.starts_with("The ferry to Little Skarv"), "{}", ferry.document.text);

    let (_folder, mut library, path) = with("other.db", b"");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title);").unwrap();
    let added = add(&mut library, &path);
    assert!(added.rejected[0].why.contains("not newsboat's cache"), "{:?}", added.rejected);
}

#[test]
fn a_list_of_addresses_is_followed() {
    let urls = "# mine\nhttps://harbour.example/feed \"Sea\" \"~Harbour Post\"\nhttps://inland.example/rss\n\
        exec:~/bin/feed\n";
    for name in ["urls", "feeds.txt"] {
        let (_folder, mut library, path) = with(name, urls.as_bytes());
        let added = add(&mut library, &path);
        assert_eq!((added.articles, added.sources[0].feeds), (0, 2), "{name}: {added:?}");
        let left_out: Vec<_> =
            added.sources[0].left_out.iter().map(|rejected| rejected.why.as_str()).collect();
        assert!(left_out[0].starts_with("would run a command"), "{name}: {left_out:?}");
    }
}
