//! Keys: the canonical form of a place name.

use std::borrow::Cow;

/// The key of a name as stored in the gazetteer: `bare`, then [`canonical`].
#[cfg(any(test, feature = "train"))]
pub fn of(name: &str) -> String {
    canonical(&crate::text::words::bare(name)).into_owned()
}

/// A key (see `bare`) with abbreviations spelt out ("st", "mt", "ft" before other words, "&") and without a leading
/// article.
pub fn canonical(key: &str) -> Cow<'_, str> {
    let key = key.strip_prefix("the ").unwrap_or(key);
    let abbreviates = |word: &str| spelt_out(word).is_some();
    if !key.split(' ').any(abbreviates) {
        return Cow::Borrowed(key);
    }
    let mut words = key.split(' ').peekable();
    let mut full = String::with_capacity(key.len() + 6);
    while let Some(word) = words.next() {
        if !full.is_empty() {
            full.push(' ');
        }
        // "Wall St" at the end means a street.
        let is_last = words.peek().is_none();
        full.push_str(spelt_out(word).filter(|_| !is_last).unwrap_or(word));
    }
    Cow::Owned(full)
}

fn spelt_out(word: &str) -> Option<&'static str> {
    Some(match word {
        "st" => "saint",
        "ste" => "sainte",
        "mt" => "mount",
        "ft" => "fort",
        "&" => "and",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_a_name_have_one_key() {
        for (input, expected) in [
            ("St. Louis", "saint louis"),
            ("Saint Louis", "saint louis"),
            ("East St. Louis", "east saint louis"),
            ("Mt Hood", "mount hood"),
            ("Ft. Worth", "fort worth"),
            ("Sault Ste. Marie", "sault sainte marie"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("The Hague", "hague"),
            ("the", "the"),
            ("Wall St", "wall st"),
            ("Côte-d’Or", "cote dor"),
            ("", ""),
        ] {
            assert_eq!(of(input), expected, "{input:?}");
            assert_eq!(canonical(expected), expected, "{expected:?} stays what it is");
        }
    }
}
