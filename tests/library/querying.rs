//! The query language on articles with recognised names: what each kind of term finds.

use super::{NOW, lines};
use dateline::library::{Library, Task};
use dateline::model::*;

/// Titles and texts of articles.
const ARTICLES: [(&str, &str, &str); 26] = [
    ("keeper", "2016-03-01T10:00:00Z", "Lukas Schröder kept goal in Hamburg. The keeper left early."),
    ("envoy", "2016-03-02", "Envoy Seo Jun-ho met farmers in Gdansk. The envoy then flew home."),
    ("siege", "2016-03-03", "Shells fell on Aleppo and on Idlib. Doctors in Aleppo asked for help."),
    ("march", "2016-03-04", "Thousands marched in Basra. Police in Kirkuk closed the roads of Iraq."),
    ("drought", "2016-03-05", "Farmers near Austin and Dallas in Texas lost their cotton."),
    ("rates", "2016-03-06", "The Federal Reserve left rates alone. The United Kingdom waits."),
    ("cut", "2016-03-07", "US banks fell. Traders in the U.S. wait for a rate cut."),
    ("letters", "2016-03-08", "The neighbours told us of letters. Nobody wrote to us."),
    ("code", "2016-03-09", "A bug in C++ code, one in C# and one in .NET were found."),
    ("drill", "2016-03-10", "A Su-27 flew past the co-op. Nobody was hurt."),
    ("shop", "2016-03-11", "The coop bought a Su27 model and sold 1,750,000 eggs."),
    ("sum", "2016-03-12", "The sum of 1750000 was written on page 9/12."),
    ("strike", "2016-03-13", "L’usine d'Amiens reste fermée. C'est la grève."),
    ("pilot", "2016-03-14", "Sean O’Hara flew home. He didn't speak."),
    ("paint", "2016-03-15", "A catalogue of colours was analysed in the centre of the town."),
    ("tint", "2016-03-16", "A catalog of colors was analyzed in the center of the city."),
    ("page", "2016-03-17", "Read www.example.net/pier-9.html or write to ann.lee@example.org today."),
    ("seoul", "2016-03-18", "부산에서 회의가 열렸다. 시장은 대구를 방문했다."),
    ("cairo", "2016-03-19", "وصل الوزير إلى بيروت وبالمدينة ازدحام."),
    ("bangkok", "2016-03-20", "ตำรวจเดินทางถึงเชียงใหม่เมื่อวานนี้"),
    ("delhi", "2016-03-21", "दिल की बात और दल की बैठक"),
    ("late", "2017-01-31T23:30:00-08:00", "The late edition was printed."),
    ("early", "2017-02-01T00:30:00+09:00", "The early edition was printed."),
    ("green", "2016-03-22", "The green house stands by the lake. The house, green and old, is for sale."),
    ("tower", "2016-03-23", "The Green House tower was sold, and nobody knows to whom."),
    ("persian", "2016-03-24", "او می\u{200c}رود. Bundes\u{ad}rat meets."),
];

fn filled() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let articles = ARTICLES.map(|(title, published, text)| {
        let tags = if title == "drought" { vec!["Water Rights"] } else { Vec::new() };
        serde_json::json!({ "title": title, "published": published, "text": text, "tags": tags })
    });
    library.add(&[lines(&articles)], &Task::new(), NOW).unwrap();
    (folder, library)
}

#[test]
fn every_kind_of_term_finds_what_it_says() {
    let (_folder, library) = filled();
    for (query, expected) in [
        // Names: by surname, by any spelling, even if no article uses it, and of several words after a field.
        ("person:Schröder", "keeper"),
        ("person:schroder", "keeper"),
        ("person:\"seo jun ho\"", "envoy"),
        ("person:seo jun-ho envoy", "envoy"),
        ("person:o'hara", "pilot"),
        ("place:danzig", "envoy"),
        ("place:britain", "rates"),
        ("place:united kingdom rates", "rates"),
        ("org:fed", "rates"),
        ("tag:water rights", "drought"),
        // Places in the gazetteer.
        ("near:Aleppo<30km", "siege"),
        ("near:\"Aleppo\"<100km -aleppo", ""),
        ("near:36.2,37.16<30km", "siege"),
        ("near:san antonio<150km", "drought"),
        ("in:Iraq", "march"),
        ("in:Texas", "drought"),
        ("in:usa -in:iraq", "cut drought"),
        // Words.
        ("US", "cut"),
        ("\"U.S.\"", "cut"),
        ("us", "letters"),
        ("C++", "code"),
        ("c#", "code"),
        (".net", "code"),
        ("su-27", "drill shop"),
        ("su27", "drill shop"),
        ("co-op", "drill shop"),
        ("coop", "drill shop"),
        ("1750000", "shop sum"),
        ("1,750,000", "shop sum"),
        ("1.750.000", "shop sum"),
        ("9/12", "sum"),
        ("usine", "strike"),
        ("l'usine", "strike"),
        ("amiens", "strike"),
        ("hara", "pilot"),
        ("O'Hara's", "pilot"),
        ("didn’t", "pilot"),
        ("didn", ""),
        ("catalog color", "paint tint"),
        ("analyse", "paint tint"),
        ("centre", "paint tint"),
        ("ann.lee@example.org", "page"),
        ("https://www.example.net/pier-9.html", "page"),
        ("pier-9.html", "page"),
        ("pier-9.ht*", "page"),
        ("부산", "seoul"),
        ("بيروت", "cairo"),
        ("مدينة", "cairo"),
        ("المدينة", "cairo"),
        ("เชียงใหม่", "bangkok"),
        ("दिल", "delhi"),
        ("दाल", ""),
        ("bundesrat", "persian"),
        ("می\u{200c}رود", "persian"),
        // Phrases in all types of quotation marks, and punctuation of headlines.
        ("«green house»", "green tower"),
        ("‘house green’", "green"),
        ("Tower: sold – and | nobody & more -sale", ""),
        ("Tower: sold – nobody | knows &", "tower"),
        ("+green +tower", "tower"),
        ("(keeper || march) && -police", "keeper"),
        ("green tower whom -lake", "tower"),
        // Days are in the article's own time zone.
        ("on:2017-01-31", "late"),
        ("on:2017-02-01", "early"),
        ("on:2017-01 -on:2017-02", "late"),
        ("after:2016-03-25", "early late"),
        ("before:2016-03-02", "keeper"),
        // Invalid terms find nothing.
        ("intitle:keeper", ""),
        ("is:starred keeper", ""),
        ("*ouse", ""),
        ("keeper after:2016-13", ""),
        ("near:nowhere-at-all<3km keeper", ""),
    ] {
        let window = library.find(query, Order::Newest, 50, &Task::new()).unwrap();
        let mut found: Vec<&str> = window.rows.iter().map(|row| row.title.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{query}: {:?} {:?}", window.error, window.complaint);
    }
}

#[test]
fn what_is_not_understood_is_refused_everywhere() {
    let (_folder, mut library) = filled();
    let faulty = ListQuery { query: "after:2016-13".to_owned(), typing: true, ..ListQuery::default() };
    let window = library.window(&faulty, Anchor::Top, 9, &Task::new()).unwrap();
    let error = window.error.unwrap();
    assert_eq!((window.rows.len(), error.at), (0, 7));
    assert!(library.names(None, "after:2016-13", 9, &Task::new()).is_err());
    assert!(library.read_all(&faulty, NOW).is_err());
    let growing = ListQuery { query: "is:unr".to_owned(), ..faulty };
    for query in ["is:unr", "near:xyzzy<20km", "person:", "("] {
        let growing = ListQuery { query: query.to_owned(), ..growing.clone() };
        let window = library.window(&growing, Anchor::Top, 9, &Task::new()).unwrap();
        assert!(window.complaint.is_some() && window.rows.is_empty(), "{query} lists what nobody asked for");
    }
    assert!(library.read_all(&growing, NOW).is_err(), "what is half typed changes nothing");
    assert_eq!(library.counts().unwrap().unread, ARTICLES.len() as u64);
}
