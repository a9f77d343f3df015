//! How words and names may be written in a query: every spelling of what an article says finds it.

use super::{NOW, lines};
use dateline::library::{Library, Task};
use dateline::model::*;

/// Titles, languages and texts of articles.
const ARTICLES: [(&str, &str, &str); 22] = [
    ("quarry", "el", "Ο Γιώργος Παπάς άνοιξε το λατομείο. Ο δήμος συμφώνησε."),
    ("meadow", "hi", "गाँव की ज़मीन बिक गई। सड़क बंद है।"),
    ("orchard", "fa", "درخت\u{200c}ها در باغ می\u{200c}رویند."),
    ("vineyard", "he", "הראש נסע אל הים ומהיקב יצא יין."),
    ("printer", "ja", "新しいプリンターを工場で作る。"),
    ("bus", "ja", "バスが遅れた。ﾊﾟﾝ屋は閉まった。"),
    ("ferry", "tr", "Vapur Bursa'dan kalktı. İzmit'ten haber gelmedi."),
    ("opera", "it", "La regia dell'Ottavio piace. L'UE paga un'altra sala."),
    ("firm", "en", "Reed & Marlow sells pre-owned boats. Its re-opened yard is busy."),
    ("music", "en", "They play rock'n'roll in the barn. Nobody sleeps."),
    ("tons", "en", "The yard weighed 3 450 000 kilos, worth 21,407.55 crowns."),
    ("kilos", "en", "Exactly 3450000 bolts were counted."),
    ("coach", "en", "The coach practised daily and kidnapped nobody. A sulphate lake was raised."),
    ("trainer", "en", "The trainer practiced hard. A sulfate lake will raise money."),
    ("agency", "en", "The US left. The agency in the United States is closed."),
    ("base", "en", "US troops left. Nobody else did."),
    ("station", "en", "A train stood in Quarry\u{200b}Lane. The guard slept."),
    ("painter", "en", "Jürgen Vögeler painted the harbour. Vögeler is seventy."),
    ("ruler", "en", "Moammar Qadhafi ruled Libya from a tent. Qadhafi wrote a book."),
    ("actor", "en", "Sinead O'Malley sang in Cork. The hall was full."),
    ("report", "en", "The report is old. Its address is long."),
    ("next", "en", "This was printed before its time. It is a proof."),
];

fn filled() -> (tempfile::TempDir, Library) {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path()).unwrap();
    let articles = ARTICLES.map(|(title, language, text)| {
        let mut article = serde_json::json!({ "title": title, "text": text, "language": language });
        match title {
            "firm" => article["tags"] = serde_json::json!(["Used Boats"]),
            "report" => article["url"] = "https://news.example.org/pier/2016-report".into(),
            "next" => article["published"] = "2091-04-01T08:00:00Z".into(),
            _ => {}
        }
        article
    });
    library.add(&[lines(&articles)], &Task::new(), NOW).unwrap();
    (folder, library)
}

#[test]
fn every_spelling_finds_what_is_meant() {
    let (_folder, library) = filled();
    for (query, expected) in [
        // Letters: capitals, marks that are left out, and marks that make another letter.
        ("ΠΑΠΆΣ", "quarry"),
        ("ΔΗΜΟΣ", "quarry"),
        ("जमीन", "meadow"),
        ("सडक", "meadow"),
        ("プリンタ", "printer"),
        ("プリンター", "printer"),
        ("バス", "bus"),
        ("ハス", ""),
        ("パン", "bus"),
        // Within particles, prefixes and suffixes.
        ("درخت", "orchard"),
        ("رویند", "orchard"),
        ("درختها", "orchard"),
        ("ים", "vineyard"),
        ("bursa", "ferry"),
        ("izmit", "ferry"),
        ("ottavio", "opera"),
        ("l'ottavio", "opera"),
        ("ue", "opera"),
        ("rock", "music"),
        ("roll", "music"),
        // Hyphens, blanks and signs.
        ("\"preowned boats\"", "firm"),
        ("\"sells preowned\"", "firm"),
        ("\"pre-owned boats\"", "firm"),
        ("\"reopened yard\"", "firm"),
        ("\"Reed and Marlow\"", "firm"),
        ("\"Reed & Marlow\"", "firm"),
        ("reed & marlow", "firm"),
        ("\"reed marlow\"", ""),
        ("quarry lane", "station"),
        ("tag:used boats", "firm"),
        ("tag:used-boats", "firm"),
        ("tag:#Used-Boats", "firm"),
        // Numbers.
        ("3450000", "kilos tons"),
        ("3,450,000", "kilos tons"),
        ("3 450 000", "kilos tons"),
        ("\"3450000 kilos\"", "tons"),
        ("21407.55", "tons"),
        // British and American spelling.
        ("practise", "coach trainer"),
        ("practiced", "coach trainer"),
        ("sulfates", "coach trainer"),
        ("raising", "coach trainer"),
        ("kidnaped", "coach"),
        // Exact words are the article's own, not another name of what it names.
        ("\"united states\"", "agency"),
        ("\"US\"", "agency base"),
        // Beginnings and typing errors.
        ("\"owned bo*\"", "firm"),
        ("harb*,", "painter"),
        ("trianer~2", "trainer"),
        // Languages by code, region and name.
        ("lang:el-GR", "quarry"),
        ("lang:greek", "quarry"),
        ("lang:Türkçe", "ferry"),
        ("lang:heb", "vineyard"),
        // Addresses.
        ("news.example.org/pier", "report"),
        ("news.example.org", "report"),
        ("https://news.example.org/pier/2016-report", "report"),
        // People.
        ("person:vogeler", "painter"),
        ("person:voegeler", "painter"),
        ("person:\"Voegeler, Juergen\"", ""),
        ("person:\"Vögeler, Jürgen\"", "painter"),
        ("person:kadhafi", "ruler"),
        ("person:\"Muammar Gaddafi\"", "ruler"),
        ("person:malley", "actor"),
        // Distances and days.
        ("near:Cork < 5 km", "actor"),
        ("near:cork<5 mi", "actor"),
        ("since:2091", "next"),
        ("since:2091-04-02", ""),
    ] {
        let window = library.find(query, Order::Newest, 50, &Task::new()).unwrap();
        let mut found: Vec<&str> = window.rows.iter().map(|row| row.title.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{query}: {:?} {:?}", window.error, window.complaint);
    }
}
