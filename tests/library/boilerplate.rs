//! Lines that a site repeats in many articles are stripped, and nothing else.

use super::server::{Asked, Server, reply};
use super::{NOW, open};
use dateline::library::{Added, FetchedPage, FollowOptions, FullText, Input, Library, TakenText, Task};
use dateline::model::*;
use std::fs;
use std::path::Path;

const PORTRAIT: &str = "Moss Wren keeps the lighthouse and writes of the sea for those who cannot see it.";

/// A scraped text: a distinct story, and the lines that the folder's site repeats.
fn text(number: usize) -> String {
    let story = |what: &str| {
        let words: Vec<String> = (0..20).map(|word| format!("{what}{number}x{word}")).collect();
        format!("The {}.", words.join(" "))
    };
    format!("Boat {number} comes home\n\n{}\n\n{}\n\n{PORTRAIT}\n", story("boat"), story("quay"))
}

/// The same as a page of the site.
fn page(number: usize) -> String {
    let text = text(number);
    let (title, body) = text.split_once("\n\n").unwrap();
    let paragraphs = body.trim().replace("\n\n", "</p><p>");
    format!(
        "<html><head><meta property='og:site_name' content='The Quay'><title>{title}</title></head><body><article>\
         <h1>{title}</h1><p>{paragraphs}</p></article></body></html>"
    )
}

fn write(folder: &Path, numbers: std::ops::Range<usize>) {
    fs::create_dir_all(folder).unwrap();
    for number in numbers {
        fs::write(folder.join(format!("{number:03}.txt")), text(number)).unwrap();
    }
}

fn add(library: &mut Library, path: &Path) -> Added {
    library.add(&[Input::Path(path.to_owned())], &Task::new(), NOW).unwrap()
}

/// The documents of everything added.
fn documents(library: &Library, added: &Added) -> Vec<Document> {
    added.ids.iter().map(|&id| library.article(id).unwrap().unwrap().document).collect()
}

#[test]
fn a_folder_of_texts_loses_what_all_of_them_say() {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    write(&texts, 0..12);
    let mut library = open(&folder.path().join("library"));
    let added = add(&mut library, &texts);
    assert_eq!(added.articles, 12);
    for document in documents(&library, &added) {
        assert!(document.title.starts_with("Boat ") && document.text.ends_with("x19."), "{}", document.text);
        assert_eq!(document.blocks.len(), 2);
        let stripped: Vec<_> = document.stripped.iter().map(|d| (d.text.as_str(), d.why.as_str())).collect();
        assert_eq!(stripped, [(PORTRAIT, "repeated by the site")]);
    }
    // The same text again is known, by its text as received, wherever it is now.
    let moved = folder.path().join("moved");
    fs::rename(&texts, &moved).unwrap();
    let again = add(&mut library, &moved);
    assert_eq!((again.articles, again.revised, again.known), (0, 0, 12));
}

#[test]
fn what_was_learned_holds_for_what_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    write(&texts, 0..6);
    let mut library = open(&folder.path().join("library"));
    add(&mut library, &texts);
    drop(library);
    let mut library = open(&folder.path().join("library"));
    write(&texts, 6..7);
    let later = add(&mut library, &texts.join("006.txt"));
    assert!(!documents(&library, &later)[0].text.contains("lighthouse"));
    // Elsewhere no boilerplate has been learned yet.
    let other = folder.path().join("other");
    write(&other, 7..8);
    let elsewhere = add(&mut library, &other);
    assert!(documents(&library, &elsewhere)[0].text.contains(PORTRAIT));
}

#[test]
fn one_article_in_many_versions_is_no_habit() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.txt");
    let mut library = open(&folder.path().join("library"));
    for edition in 0..9 {
        let edited = text(1).replace("quay1x19", &format!("edition{edition}"));
        fs::write(&page, edited).unwrap();
        add(&mut library, &page);
    }
    let last = add(&mut library, &page);
    assert_eq!(last.known, 1);
    let listed = library.window(&ListQuery::default(), Anchor::Top, 9, &Task::new()).unwrap();
    assert_eq!(listed.rows.len(), 1);
    let document = library.article(listed.rows[0].id()).unwrap().unwrap().document;
    assert!(document.text.contains(PORTRAIT) && document.stripped.is_empty());
}

#[test]
fn pages_of_a_site_lose_them_too_and_what_is_declared_as_text_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir_all(&pages).unwrap();
    let mut objects = String::new();
    for number in 0..8 {
        let text = text(number);
        let (title, body) = text.split_once("\n\n").unwrap();
        let page = page(number);
        fs::write(pages.join(format!("{number}.html")), page).unwrap();
        let object = serde_json::json!({"title": title, "text": body.trim().replace("quay", "pier"), "site": "The Quay"});
        objects.extend([object.to_string(), "\n".to_owned()]);
    }
    let mut library = open(&folder.path().join("library"));
    let added = add(&mut library, &pages);
    assert!(documents(&library, &added).iter().all(|document| !document.text.contains(PORTRAIT)));
    fs::write(folder.path().join("articles.jsonl"), objects).unwrap();
    let added = add(&mut library, &folder.path().join("articles.jsonl"));
    assert_eq!(added.articles, 8);
    assert!(documents(&library, &added).iter().all(|document| document.text.ends_with(PORTRAIT)));
}

#[test]
fn full_texts_lose_what_all_pages_of_their_site_say() {
    let teaser = |number: usize| format!("The boat{number}x0 boat{number}x1 boat{number}x2 left.");
    let server = Server::new(move |asked: &Asked| {
        if asked.path == "/feed" {
            let host = asked.header("host").unwrap_or_default();
            let items = (0..7).map(|number| {
                format!(
                    "<item><guid>{number}</guid><title>Boat {number} comes home</title>\
                     <link>http://{host}/{number}</link><description>{}</description></item>",
                    teaser(number)
                )
            });
            let items: String = items.collect();
            let feed = format!("<rss version='2.0'><channel><title>The Quay</title>{items}</channel></rss>");
            return reply(200, &[("Content-Type", "application/rss+xml")], feed);
        }
        let number = asked.path.trim_start_matches('/').parse().unwrap_or_default();
        let page = page(number).replace("<p>", &format!("<p>{} ", teaser(number)));
        reply(
            200,
            &[("Content-Type", "text/html")],
            page.replace(&format!("{} {PORTRAIT}", teaser(number)), PORTRAIT),
        )
    });
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let mut added = Added::default();
    library.follow(&server.at("/feed"), FollowOptions::default(), &Task::new(), NOW, &mut added).unwrap();
    let mut with_portrait = 0;
    for &id in &added.ids {
        let FullText::Fetch(address) = library.full_text(id).unwrap() else { panic!("nothing to fetch") };
        let fetched = FetchedPage::fetch(&address, &Task::new()).unwrap();
        let taken = library.take_full_text(id, fetched, NOW).unwrap();
        assert!(matches!(taken, TakenText::Shown(_)), "{taken:?}");
        let document = library.article(id).unwrap().unwrap().document;
        assert!(document.text.contains("x19."), "{}", document.text);
        with_portrait += usize::from(document.text.contains(PORTRAIT));
    }
    assert_eq!((added.ids.len(), with_portrait), (7, 4));
    // A page added by its address is known by its text as received.
    let mut again = Added::default();
    library.follow(&server.at("/6"), FollowOptions::default(), &Task::new(), NOW, &mut again).unwrap();
    assert_eq!((again.articles, again.revised, again.known), (0, 0, 1));
}
