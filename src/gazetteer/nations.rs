//! Countries by code, with their names and demonyms.

use crate::text::words::bare;
use std::collections::HashMap;

const LINES: &str = include_str!("../../assets/nations.tsv");

/// Names and demonyms of countries.
#[derive(Debug, Clone)]
pub struct Nations {
    names: HashMap<&'static str, &'static str>,
    demonyms: HashMap<String, &'static str>,
}

impl Nations {
    /// Reads the table built into the program (some 250 lines).
    pub(super) fn open() -> Self {
        let mut nations = Self { names: HashMap::new(), demonyms: HashMap::new() };
        for line in LINES.lines() {
            let mut fields = line.split('\t');
            let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
            nations.names.insert(code, name);
            for word in fields.next().unwrap_or_default().split(", ").filter(|word| !word.is_empty()) {
                nations.demonyms.insert(bare(word), code);
            }
        }
        nations
    }

    /// The usual English name of the country with this ISO 3166-1 alpha-2 code.
    pub fn name(&self, code: &str) -> Option<&'static str> {
        self.names.get(code).copied().filter(|name| !name.is_empty())
    }

    /// The country of a demonym ("Iraqi"): its code, or the empty string
    /// if the word belongs to no single country ("European", "Kurdish").
    pub fn of_demonym(&self, key: &str) -> Option<&'static str> {
        self.demonyms.get(key).copied()
    }

    /// The keys of all demonyms.
    pub fn demonyms(&self) -> impl Iterator<Item = &str> {
        self.demonyms.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demonyms_lead_to_their_countries() {
        let nations = Nations::open();
        for (word, code) in [
            ("iraqi", Some("IQ")),
            ("new zealander", None),
            ("dutch", Some("NL")),
            ("kurdish", Some("")),
            ("xyz", None),
        ] {
            assert_eq!(nations.of_demonym(word), code, "{word}");
        }
        assert_eq!(nations.name("GB"), Some("United Kingdom"));
        assert_eq!(nations.name(""), None);
    }
}
