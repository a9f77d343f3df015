//! Demonyms of places that are not countries, and their places: "Scottish" for Scotland, where a table of countries
//! has only the United Kingdom.
//!
//! The recogniser decides whether such a word is a mention at all; demonyms of countries are in the table of nations.

use crate::text::words::bare;

/// Places with their demonyms, folded.
const PEOPLES: &[(&str, &[&str])] = &[
    ("England", &["english", "englishman", "englishmen", "englishwoman"]),
    ("Scotland", &["scottish", "scots", "scot", "scotsman", "scotsmen"]),
    ("Wales", &["welsh", "welshman", "welshmen"]),
    ("Europe", &["european", "europeans"]),
    ("Africa", &["african", "africans"]),
    ("Asia", &["asian", "asians"]),
    ("Latin America", &["latin american", "latin americans"]),
    ("North America", &["north american", "north americans"]),
    ("South America", &["south american", "south americans"]),
    ("Middle East", &["middle eastern"]),
    ("Scandinavia", &["scandinavian", "scandinavians"]),
    ("Balkans", &["balkan"]),
    ("Caribbean", &["caribbean"]),
    ("Chechnya", &["chechen", "chechens", "chechen republic"]),
    ("Dagestan", &["dagestani", "dagestanis"]),
    ("Crimea", &["crimean", "crimeans"]),
    ("Kurdistan", &["kurdish", "kurd", "kurds"]),
    ("Kashmir", &["kashmiri", "kashmiris"]),
    ("Punjab", &["punjabi", "punjabis"]),
    ("Tibet", &["tibetan", "tibetans"]),
    ("Catalonia", &["catalan", "catalans"]),
    ("Basque Country", &["basque", "basques"]),
    ("Andalusia", &["andalusian", "andalusians"]),
    ("Bavaria", &["bavarian", "bavarians"]),
    ("Saxony", &["saxon", "saxons"]),
    ("Flanders", &["flemish"]),
    ("Wallonia", &["walloon", "walloons"]),
    ("Brittany", &["breton", "bretons"]),
    ("Corsica", &["corsican", "corsicans"]),
    ("Sicily", &["sicilian", "sicilians"]),
    ("Sardinia", &["sardinian", "sardinians"]),
    ("Yugoslavia", &["yugoslav", "yugoslavs", "yugoslavian"]),
    ("Soviet Union", &["soviet", "soviets"]),
    ("Czechoslovakia", &["czechoslovak", "czechoslovaks", "czechoslovakian"]),
    ("South Korea", &["south korean", "south koreans", "s korean", "s koreans", "s korea"]),
    ("North Korea", &["north korean", "north koreans", "n korean", "n koreans", "n korea"]),
    ("Democratic Republic of the Congo", &["zairean", "zairian", "zaireans", "zairians"]),
    ("Texas", &["texan", "texans"]),
    ("California", &["californian", "californians"]),
    ("Hawaii", &["hawaiian", "hawaiians"]),
    ("Quebec", &["quebecois", "quebecer", "quebecers"]),
    ("Tasmania", &["tasmanian", "tasmanians"]),
    ("Siberia", &["siberian", "siberians"]),
    ("London", &["londoner", "londoners"]),
    ("Paris", &["parisian", "parisians"]),
    ("New York City", &["new yorker", "new yorkers"]),
    ("Berlin", &["berliner", "berliners"]),
    ("Moscow", &["muscovite", "muscovites"]),
    ("Venice", &["venetian", "venetians"]),
];

/// The place of a demonym, or the form itself if it is not one.
pub(super) fn place_of(form: &str) -> &str {
    let key = bare(form);
    PEOPLES.iter().find(|(_, words)| words.contains(&key.as_str())).map_or(form, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_peoples_lead_to_their_places() {
        for (input, expected) in [
            ("SCOTTISH", "Scotland"),
            ("South Koreans", "South Korea"),
            ("S. Korea", "South Korea"),
            ("Québécois", "Quebec"),
            ("Chechen Republic", "Chechnya"),
            ("south", "south"),
            ("Lund", "Lund"),
        ] {
            assert_eq!(place_of(input), expected, "{input}");
        }
    }
}
