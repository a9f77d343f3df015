//! Names of files: those that articles are saved in, and those that the user types.

use super::clean;
use crate::model::Row;
use std::path::{Path, PathBuf};

/// The length of a title in a file's name, in characters: with day and ending, any file system takes it.
const LONGEST: usize = 60;

/// The path that was typed: `~` is the home folder.
pub fn in_home(words: &str, home: Option<&Path>) -> PathBuf {
    match (words.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(words),
    }
}

/// A name for an article's file, without its ending: `2016-12-15 Storm over the harbour`.
pub fn of_article(row: &Row) -> String {
    let day = row.published.map(|when| format!("{} ", when.date())).unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’') { c } else { ' ' };
    let title: String = clean::line(&row.title).chars().map(plain).collect();
    let mut name = String::new();
    for word in title.split_whitespace() {
        if name.chars().count() + word.chars().count() >= LONGEST {
            break;
        }
        let blank = if name.is_empty() { "" } else { " " };
        name.extend([blank, word]);
    }
    if name.is_empty() {
        name = format!("article {}", row.id().0);
    }
    day + &name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, RowKey, When};

    #[test]
    fn a_title_is_a_file_name_on_any_system() {
        for (title, expected) in [
            ("Storm over the harbour", "2016-12-15 Storm over the harbour"),
            ("../../etc/passwd: \"what?\" a|b", "2016-12-15 etc passwd what a b"),
            ("Öl für São Paulo", "2016-12-15 Öl für São Paulo"),
            ("???", "2016-12-15 article 7"),
            (&"word ".repeat(40), "2016-12-15 word word word word word word word word word word word word"),
        ] {
            let row = Row {
                key: RowKey { order: 0, article: ArticleId(7) },
                title: title.to_owned(),
                site: None,
                published: When::day(2016, 12, 15),
                added: 0,
                words: 0,
                unread: true,
                bookmarked: false,
                tags: Vec::new(),
                watched: false,
                title_hits: Vec::new(),
                snippet: None,
                score: 0.0,
            };
            assert_eq!(of_article(&row), expected);
        }
    }
}
