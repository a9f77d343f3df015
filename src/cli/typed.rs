//! What is typed on the command line: words, tags, names, and how many.

use crate::model::LONGEST_NAME;
use crate::text::clean;
use clap::builder::RangedU64ValueParser;
use std::convert::Infallible;

/// What stands for a hyphen while the command line is parsed (see [`query`](super::query)).
pub const MINUS: char = '\u{2212}';

/// A word of a query as it was typed, with its hyphen.
#[expect(clippy::unnecessary_wraps, reason = "so is a parser of the command line")]
pub fn word(word: &str) -> Result<String, Infallible> {
    Ok(word.strip_prefix(MINUS).map_or_else(|| word.to_owned(), |rest| format!("-{rest}")))
}

/// A message about the command line as it was typed.
pub fn message(message: &str) -> String {
    brief(&message.replace(MINUS, "-"))
}

/// A message without the middle of long lines: what was typed may be of any length, and is repeated in it.
pub fn brief(message: &str) -> String {
    const BEGINNING: usize = 500;
    const END: usize = 300;
    let brief = |line: &str| {
        let length = line.chars().count();
        if length <= 2 * (BEGINNING + END) {
            return line.to_owned();
        }
        let beginning: String = line.chars().take(BEGINNING).collect();
        let end: String = line.chars().skip(length - END).collect();
        format!("{beginning} … {end}")
    };
    message.split('\n').map(brief).collect::<Vec<_>>().join("\n")
}

/// How many are listed: at least one, since none would look as if there were none.
pub fn limit() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

/// The number of an article.
pub fn article(number: &str) -> Result<i64, String> {
    const WHERE: &str = "expected the number of an article, the first column of `dateline find`";
    number.parse().map_err(|_| WHERE.to_owned())
}

/// The number of a change.
pub fn change(number: &str) -> Result<i64, String> {
    const WHERE: &str = "expected the number of a change, the first column of `dateline undo --list`";
    number.parse().map_err(|_| WHERE.to_owned())
}

/// A valid tag.
pub fn tag(name: &str) -> Result<String, String> {
    let name = clean::line(&message(name));
    match name.chars().count() {
        0 => Err("a tag needs at least one letter".to_owned()),
        length if length > LONGEST_NAME => Err(format!("a tag has at most {LONGEST_NAME} characters")),
        _ => Ok(name),
    }
}

/// A tag of articles as the screen writes it.
pub fn lower_tag(name: &str) -> Result<String, String> {
    tag(name).map(|name| name.to_lowercase())
}

/// A valid name of a saved search.
pub fn search_name(name: &str) -> Result<String, String> {
    let name = clean::line(&message(name));
    if name.is_empty() { Err("a search needs a name".to_owned()) } else { Ok(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_said_briefly_and_its_end_is_kept() {
        let long = format!("{}: no such file; name another", "x".repeat(100_000));
        let said = brief(&format!("first\n{long}\n"));
        assert!(said.len() < 1_000 && said.starts_with("first\nxx"), "{}", said.len());
        assert!(said.ends_with("xx: no such file; name another\n"), "{said}");
        assert_eq!(brief("short\n\nlines\n"), "short\n\nlines\n");
    }

    #[test]
    fn a_tag_says_something() {
        assert_eq!(tag(" harbour \u{7} news"), Ok("harbour news".to_owned()));
        assert_eq!(lower_tag("\u{2212}Sea"), Ok("-sea".to_owned()));
        assert!(tag(" \u{1b}[2J").is_err() && tag(&"x".repeat(LONGEST_NAME + 1)).is_err());
    }
}
