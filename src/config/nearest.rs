//! The word that was probably meant by a misspelt one.

/// The minimum similarity of two words, from 0 to 1.
const ALIKE: f64 = 0.7;

/// A longer word is like none.
const LONGEST: usize = 100;

/// The most similar word in a list, if any is similar enough.
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let alike = |other: &str| strsim::jaro_winkler(&word, &other.to_lowercase());
    let scored = words.into_iter().map(|other| (alike(other), other)).filter(|(alike, _)| *alike >= ALIKE);
    scored.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, other)| other)
}

/// `; did you mean “theme”?`, or nothing.
pub fn meant<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, words).map(|other| format!("; did you mean “{other}”?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let words = ["theme", "measure", "refresh", "keymap", "trusted_hosts"];
        for (typed, expected) in [
            ("teme", Some("theme")),
            ("Measure", Some("measure")),
            ("refesh", Some("refresh")),
            ("trusted-hosts", Some("trusted_hosts")),
            ("xylophone", None),
        ] {
            assert_eq!(nearest(typed, words), expected, "{typed}");
        }
    }
}
