//! Organisations that are often in the news, under any of their names.

use super::lexicon::organisation_key;

const LINES: &str = include_str!("../../assets/organisations.tsv");

/// The usual name of the organisation with this name: "AQAP" gives "Al-Qaeda in the Arabian Peninsula". Names that
/// are also words ("IS") must match exactly.
pub fn listed_organisation(name: &str) -> Option<&'static str> {
    let key = organisation_key(name);
    if key.is_empty() {
        return None;
    }
    let is_meant = |listed: &str| match listed.strip_prefix('!') {
        Some(exact) => exact == name,
        None => organisation_key(listed) == key,
    };
    LINES.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let (shown, others) = line.split_once('\t').unwrap_or((line, ""));
        let is_found = is_meant(shown) || others.split(", ").any(is_meant);
        is_found.then(|| shown.trim_start_matches('!'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_are_known_by_all_their_names() {
        for (name, expected) in [
            ("aqap", Some("Al-Qaeda in the Arabian Peninsula")),
            ("ISIL", Some("Islamic State")),
            ("IS", Some("Islamic State")),
            ("is", None),
            ("", None),
        ] {
            assert_eq!(listed_organisation(name), expected, "{name}");
        }
    }
}
