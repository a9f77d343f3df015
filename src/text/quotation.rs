//! Words between quotation marks.

/// Words between quotation marks; those within become single ones: `“‘No,’ he said”`. What is one quotation as a whole
/// keeps its marks.
pub fn quoted(words: &str) -> String {
    let inner = words.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    if inner.is_some_and(|inner| !inner.contains(['“', '”'])) {
        return words.to_owned();
    }
    let single = words.chars().map(|c| match c {
        '“' => '‘',
        '”' => '’',
        '„' => '‚',
        '"' => '\'',
        other => other,
    });
    std::iter::once('“').chain(single).chain(std::iter::once('”')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_quotation_mark_is_doubled() {
        for (words, expected) in [
            ("Storm", "“Storm”"),
            ("“No,” he said", "“‘No,’ he said”"),
            ("“We stay.”", "“We stay.”"),
            ("“No,” he said. “Never.”", "“‘No,’ he said. ‘Never.’”"),
            ("the \"Ark\"", "“the 'Ark'”"),
            ("", "“”"),
        ] {
            assert_eq!(quoted(words), expected, "{words}");
        }
    }
}
