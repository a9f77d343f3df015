//! Keymaps to start from, for users of other programs: the differences from the default keys.

/// Actions with the keys that replace their default ones.
type Keys = &'static [(&'static str, &'static [&'static str])];

/// The default keys.
const DEFAULT: Keys = &[];

/// The keys of newsboat, as far as they have a meaning here.
const NEWSBOAT: Keys = &[
    ("search", &["/"]),
    ("find", &["\\"]),
    ("find-name", &["\\"]),
    ("filter", &["F"]),
    ("read-mark", &["N"]),
    ("read-feed", &["N"]),
    ("bookmark", &["C-b"]),
    ("delete", &["D", "Delete"]),
    ("page-up", &["b", "PageUp"]),
    ("read-back", &["S-Space"]),
    ("save", &["s"]),
    ("links", &["L"]),
];

/// Arrows, Home and End, and mnemonic letters.
const ARROWS: Keys = &[
    ("down", &["Down"]),
    ("up", &["Up"]),
    ("left", &["Left"]),
    ("right", &["Right"]),
    ("top", &["Home"]),
    ("bottom", &["End"]),
    ("half-down", &["C-Down"]),
    ("half-up", &["C-Up"]),
    ("page-down", &["PageDown"]),
    ("page-up", &["PageUp"]),
    ("next-name", &["C-Right", ")"]),
    ("previous-name", &["C-Left", "("]),
    ("back", &["A-Left"]),
    ("forward", &["A-Right"]),
];

/// The names of the keymaps, and their differences.
const PRESETS: [(&str, Keys); 3] = [("default", DEFAULT), ("newsboat", NEWSBOAT), ("arrows", ARROWS)];

/// The names of the keymaps.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The differences of a keymap.
pub fn preset(name: &str) -> Option<Keys> {
    PRESETS.iter().find(|(other, _)| *other == name).map(|(_, keys)| *keys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::sequence;

    #[test]
    fn every_key_of_a_preset_can_be_read_and_no_action_is_named_twice() {
        for (name, rows) in PRESETS {
            let mut actions: Vec<&str> = rows.iter().map(|(action, _)| *action).collect();
            actions.sort_unstable();
            actions.dedup();
            assert_eq!(actions.len(), rows.len(), "{name}");
            let keys = rows.iter().flat_map(|(_, keys)| *keys);
            assert!(keys.into_iter().all(|keys| sequence(keys).is_some()), "{name}");
        }
        assert_eq!(preset("vim"), None);
    }
}
