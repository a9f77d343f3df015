//! Ids in Google Reader's protocol: of items, feeds and labels.

/// The prefix of a long id.
const LONG_ID: &str = "tag:google.com,2005:reader/item/";

/// The id of an item in short form. In long form it is a hexadecimal number of 16 digits: FreshRSS's are microseconds,
/// so that `0005d1e8a3b4c5d6` and `1637…` are one. Ids that are no 64-bit numbers (The Old Reader's) stay as they are.
pub fn short(id: &str) -> Option<String> {
    let Some(long) = id.strip_prefix(LONG_ID) else { return Some(id.to_owned()).filter(|id| !id.is_empty()) };
    match u64::from_str_radix(long, 16) {
        Ok(number) if long.len() <= 16 => Some(number.cast_signed().to_string()),
        _ => Some(long.to_owned()).filter(|id| !id.is_empty()),
    }
}

/// `feed/52` and `feed/https://example.org/rss` without their prefix.
pub fn feed_id(stream: &str) -> String {
    stream.strip_prefix("feed/").unwrap_or(stream).to_owned()
}

/// The label of a tag: `user/-/label/Sea`, `user/1005921515/label/Sea`.
pub fn label(tag: &str) -> Option<&str> {
    let (_, rest) = tag.strip_prefix("user/")?.split_once('/')?;
    rest.strip_prefix("label/").filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_ids_are_one() {
        for (id, expected) in [
            ("tag:google.com,2005:reader/item/5d0cfa30041d4348", "6705009029382226760"),
            ("tag:google.com,2005:reader/item/fb115bd6d34a8e9f", "-355401917359550817"),
            ("tag:google.com,2005:reader/item/000000000000001F", "31"),
            ("tag:google.com,2005:reader/item/1f", "31"),
            ("tag:google.com,2005:reader/item/507f1f77bcf86cd799439011", "507f1f77bcf86cd799439011"),
            ("507f1f77bcf86cd799439011", "507f1f77bcf86cd799439011"),
            ("1637000000123456", "1637000000123456"),
        ] {
            assert_eq!(short(id).as_deref(), Some(expected), "{id}");
        }
        assert_eq!(short("tag:google.com,2005:reader/item/"), None);
    }

    #[test]
    fn labels_are_told_from_states() {
        assert_eq!(label("user/-/label/Sea and sky"), Some("Sea and sky"));
        assert_eq!(label("user/1005921515/label/a/b"), Some("a/b"));
        assert_eq!(label("user/-/state/com.google/read"), None);
        assert_eq!(label("boats"), None);
    }
}
