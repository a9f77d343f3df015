//! Every key of the default map is pressed in one of the journeys.

use dateline::app::actions::ROWS;
use dateline::app::key::{Key, sequence};
use std::path::Path;

/// The text between quotation marks in the journeys: among them are all keys that are pressed.
fn quoted() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = std::fs::read_dir(tests.join("journeys")).expect("the journeys");
    let files = files.map(|file| file.expect("a file").path()).chain([tests.join("journeys.rs")]);
    let of = |path| {
        let text = std::fs::read_to_string(path).expect("a journey");
        text.lines()
            .flat_map(|line| line.split('"').map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    files.flat_map(of).collect()
}

#[test]
fn every_key_of_the_default_map_is_pressed_in_a_journey() {
    let pressed: Vec<Vec<Key>> = quoted().iter().filter_map(|text| sequence(text)).collect();
    let is_pressed =
        |keys: &[Key]| pressed.iter().any(|all| all.windows(keys.len()).any(|part| part == keys));
    let rows = ROWS.iter().flat_map(|row| row.keys.iter().map(move |keys| (row.name, *keys)));
    let missing: Vec<_> = rows.filter(|(_, keys)| !is_pressed(&sequence(keys).expect("keys"))).collect();
    assert!(missing.is_empty(), "no journey presses {missing:?}");
}
