//! Our own sentences with names that several places share: which place is meant.

use super::*;
use crate::model::{Entity, Place};
use std::sync::LazyLock;

static RECOGNITION: LazyLock<Recognition> = LazyLock::new(Recognition::open);

/// The entities of a text when the first occurrence of each of these place names is given as a mention.
fn given(text: &str, names: &[&str], profile: Option<&Profile>) -> Names {
    let span = |name: &&str| {
        let start = text.find(*name).unwrap_or_else(|| panic!("{name} is not in {text}"));
        (Span::new(start, start + name.len()), Kind::Place)
    };
    let given: Vec<(Span, Kind)> = names.iter().map(span).collect();
    RECOGNITION.read(&Input { text, given: Some(&given), profile, ..Input::default() })
}

fn place<'a>(names: &'a Names, form: &str) -> &'a Place {
    let is_form = |entity: &&Entity| entity.aliases.iter().any(|alias| alias.form == form);
    let entity = names.entities.iter().find(is_form).unwrap_or_else(|| panic!("no {form}"));
    entity.place.as_ref().unwrap_or_else(|| panic!("{form} is nowhere"))
}

/// The country, or the division in states that have many towns with the same name.
fn whereabouts(place: &Place) -> &str {
    if place.country == "US" { place.admin1.as_deref().unwrap_or(&place.name) } else { &place.country }
}

#[test]
fn the_words_beside_a_name_and_the_other_places_decide() {
    for (text, names, expected) in [
        ("The ferry left for Paris at noon.", &["Paris"][..], "FR"),
        ("The ferry left for Paris, Texas, at noon.", &["Paris", "Texas"], "Texas"),
        ("The choir of Birmingham, Ala., sang.", &["Birmingham"], "Alabama"),
        ("They moved to Alexandria in Egypt.", &["Alexandria", "Egypt"], "EG"),
        ("The Iraqi city of Mosul has a new bridge.", &["Mosul"], "IQ"),
        (
            "Cambridge signed a pact with Boston and Worcester.",
            &["Cambridge", "Boston", "Worcester"],
            "Massachusetts",
        ),
        ("Georgia, Armenia and Azerbaijan share a grid.", &["Georgia", "Armenia", "Azerbaijan"], "GE"),
        ("Georgia, Alabama and Tennessee share a grid.", &["Georgia", "Alabama", "Tennessee"], "Georgia"),
        (
            "Boats came from Oregon, Washington, Georgia and California.",
            &["Washington", "Oregon", "Georgia", "California"],
            "Washington",
        ),
        ("The road leads to Minsk, Minsk to the lake.", &["Minsk"], "BY"),
        ("Shells fell on Mosul. In the Old City of Mosul nobody slept.", &["Old City", "Mosul"], "IQ"),
        ("The Turkish ferry left.", &["Turkish"], "TR"),
        ("Rain fell on northern Norway.", &["northern Norway"], "NO"),
        ("Nurses at St. Thomas' Hospital in London went home.", &["St. Thomas' Hospital", "London"], "GB"),
        ("Penguins bred on the Falkland Islands.", &["Falkland Islands"], "FK"),
        ("The ferry reached Palau and Nauru.", &["Palau", "Nauru"], "PW"),
        ("The army of the State of Israel trained.", &["State of Israel"], "IL"),
        ("She won in the Granite State.", &["Granite State"], "New Hampshire"),
        ("Rain fell on Gaza, and Dublin was dry.", &["Gaza", "Dublin"], "PS"),
        ("The office in Slater Street, Ottawa, closed. Ottawa slept.", &["Slater Street", "Ottawa"], "CA"),
        ("Ice broke off the Pine Island glacier.", &["Pine Island"], "AQ"),
        ("Balloons rose over Cappadocia.", &["Cappadocia"], "TR"),
        ("A rocket left the Kennedy Space Center.", &["Kennedy Space Center"], "Florida"),
    ] {
        let found = given(text, names, None);
        assert_eq!(whereabouts(place(&found, names[0])), expected, "{text}");
    }
}

#[test]
fn no_place_is_made_of_a_word_for_what_it_is() {
    for (text, name) in [
        ("She was held in the Harbour Correctional Centre.", "Harbour Correctional Centre"),
        ("Lions slept in the Qwert National Park.", "Qwert National Park"),
    ] {
        let names = given(text, &[name], None);
        assert_eq!(names.entities[0].place, None, "{text}");
    }
}

#[test]
fn a_part_with_a_direction_stands_for_the_whole_unless_that_is_named() {
    let shown = |text: &str, names: &[&str]| -> Vec<String> {
        given(text, names, None).entities.into_iter().map(|entity| entity.name).collect()
    };
    assert_eq!(shown("Snow fell in western Norway.", &["western Norway"]), ["Norway"]);
    let both = shown("Snow fell in western Norway. Norway slept.", &["western Norway", "Norway"]);
    assert_eq!(both.len(), 1 + usize::from(both.contains(&"western Norway".to_owned())), "{both:?}");
}

#[test]
fn european_organisations_are_the_unions() {
    let names = given("The European Harbour Council met.", &["European Harbour Council"], None);
    let place = place(&names, "European Harbour Council");
    assert!((place.latitude - 49.84).abs() < 0.1, "{place:?}");
}

#[test]
fn what_a_town_lies_in_is_the_state_and_not_its_city() {
    let text = "They moved to Buffalo, New York in the United States.";
    let names = given(text, &["Buffalo", "New York", "United States"], None);
    assert_eq!(place(&names, "New York").kind, crate::model::PlaceKind::Region);
}

#[test]
fn what_a_site_usually_writes_of_decides_between_towns() {
    let mut profile = Profile::default();
    let usual = "Columbus, Ohio, and Cleveland, Ohio, like Dayton, Ohio, have harbour clubs.";
    let names = given(usual, &["Columbus", "Ohio", "Cleveland", "Dayton"], None);
    (0..10).for_each(|_| profile.learn(&names));
    let text = "The club of Dublin has a new chairman.";
    assert_eq!(whereabouts(place(&given(text, &["Dublin"], None), "Dublin")), "IE");
    assert_eq!(whereabouts(place(&given(text, &["Dublin"], Some(&profile)), "Dublin")), "Ohio");
}

#[test]
fn certainty_tells_what_is_clear_from_what_is_not() {
    let clear = given("Iraq has a new harbour.", &["Iraq"], None);
    assert!(!place(&clear, "Iraq").is_doubtful());
    let unclear = given("Springfield has a new harbour.", &["Springfield"], None);
    assert!(place(&unclear, "Springfield").is_doubtful());
    let unknown = given("Bergen has a quay, Qwertgate, too.", &["Bergen", "Qwertgate"], None);
    let towns = ["Mosul", "Hawija", "Baghdad", "Tolga"];
    let stranger = given("From Mosul to Hawija and Baghdad the road leads by Tolga.", &towns, None);
    assert!(place(&stranger, "Tolga").is_doubtful(), "{stranger:?}");
    let guess = place(&unknown, "Qwertgate");
    assert!(guess.is_doubtful() && guess.country == "NO" && guess.geonameid.is_none(), "{guess:?}");
}

#[test]
fn organisations_are_at_home_where_their_names_say() {
    for (organisation, expected) in
        [("Bank of Norway", Some("NO")), ("Oslo Harbour Council", Some("NO")), ("Qwert Pilots Union", None)]
    {
        let text = format!("On Monday the {organisation} met.");
        let given = [(Span::new(14, 14 + organisation.len()), Kind::Organisation)];
        let names = RECOGNITION.read(&Input { text: &text, given: Some(&given), ..Input::default() });
        let seat = names.entities[0].place.as_ref().map(|place| place.country.as_str());
        assert_eq!(seat, expected, "{organisation}");
    }
}
