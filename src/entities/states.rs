//! Abbreviations of states and provinces after a town's name: "Peoria, Ill.", "Fresno, CA".

/// States and provinces with their traditional abbreviations, then the postal code.
const SHORT_FORMS: &[(&str, &[&str], &str)] = &[
    ("alabama", &["ala"], "al"),
    ("alaska", &[], "ak"),
    ("arizona", &["ariz"], "az"),
    ("arkansas", &["ark"], "ar"),
    ("california", &["calif", "cal"], "ca"),
    ("colorado", &["colo"], "co"),
    ("connecticut", &["conn"], "ct"),
    ("delaware", &["del"], "de"),
    ("district of columbia", &[], "dc"),
    ("florida", &["fla"], "fl"),
    ("georgia", &[], "ga"),
    ("hawaii", &[], "hi"),
    ("idaho", &[], "id"),
    ("illinois", &["ill"], "il"),
    ("indiana", &["ind"], "in"),
    ("iowa", &[], "ia"),
    ("kansas", &["kan", "kans"], "ks"),
    ("kentucky", &[], "ky"),
    ("louisiana", &[], "la"),
    ("maine", &[], "me"),
    ("maryland", &[], "md"),
    ("massachusetts", &["mass"], "ma"),
    ("michigan", &["mich"], "mi"),
    ("minnesota", &["minn"], "mn"),
    ("mississippi", &["miss"], "ms"),
    ("missouri", &[], "mo"),
    ("montana", &["mont"], "mt"),
    ("nebraska", &["neb", "nebr"], "ne"),
    ("nevada", &["nev"], "nv"),
    ("new hampshire", &[], "nh"),
    ("new jersey", &[], "nj"),
    ("new mexico", &[], "nm"),
    ("new york", &[], "ny"),
    ("north carolina", &[], "nc"),
    ("north dakota", &[], "nd"),
    ("ohio", &[], "oh"),
    ("oklahoma", &["okla"], "ok"),
    ("oregon", &["ore"], "or"),
    ("pennsylvania", &["penn", "penna"], "pa"),
    ("rhode island", &[], "ri"),
    ("south carolina", &[], "sc"),
    ("south dakota", &[], "sd"),
    ("tennessee", &["tenn"], "tn"),
    ("texas", &["tex"], "tx"),
    ("utah", &[], "ut"),
    ("vermont", &[], "vt"),
    ("virginia", &[], "va"),
    ("washington", &["wash"], "wa"),
    ("west virginia", &[], "wv"),
    ("wisconsin", &["wis", "wisc"], "wi"),
    ("wyoming", &["wyo"], "wy"),
    ("ontario", &["ont"], "on"),
    ("quebec", &["que"], "qc"),
    ("british columbia", &[], "bc"),
    ("alberta", &["alta"], "ab"),
    ("saskatchewan", &["sask"], "sk"),
    ("manitoba", &["man"], "mb"),
    ("nova scotia", &[], "ns"),
    ("new south wales", &[], "nsw"),
    ("queensland", &["qld"], "qld"),
];

/// The name of the state with this abbreviation; both as keys.
pub fn spelt_out(key: &str) -> Option<&'static str> {
    let is_of = |(_, old, post): &&(&str, &[&str], &str)| old.contains(&key) || *post == key;
    SHORT_FORMS.iter().find(is_of).map(|&(name, ..)| name)
}

/// Whether a key is the name of a state in one word, or its traditional abbreviation.
pub fn is_state(key: &str) -> bool {
    SHORT_FORMS.iter().any(|(name, old, _)| *name == key || old.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_spelt_out() {
        for (key, expected) in [
            ("ill", Some("illinois")),
            ("or", Some("oregon")),
            ("ont", Some("ontario")),
            ("texas", None),
            ("", None),
        ] {
            assert_eq!(spelt_out(key), expected, "{key}");
        }
    }

    #[test]
    fn states_are_known_by_name_and_abbreviation() {
        for (key, expected) in [("texas", true), ("ill", true), ("or", false), ("lund", false), ("", false)] {
            assert_eq!(is_state(key), expected, "{key}");
        }
    }
}
