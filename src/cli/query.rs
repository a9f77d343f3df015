//! Queries on the command line: how they are written, and how invalid ones are reported.

use super::ExitStatus;
use super::output::Output;
use super::typed::MINUS;
use crate::library::Error;
use crate::model::QueryError;
use crate::text::clean::line;
use crate::text::width::width;
use std::ffi::OsString;

/// Commands whose words are a query.
const COMMANDS: [&str; 7] = ["find", "names", "mark", "tag", "delete", "export", "searches"];

/// Allows a query to begin with a hyphen: `find -opec oil`. A single hyphen before a word, which no option of these
/// commands has, becomes the minus sign, which means the same in a query; [`typed`](super::typed) makes it a hyphen again.
pub fn with_hyphens(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let command =
        arguments.iter().skip(1).position(|argument| COMMANDS.iter().any(|command| argument == command));
    let ends = arguments.iter().position(|argument| argument == "--").unwrap_or(arguments.len());
    for argument in arguments.iter_mut().take(ends).skip(command.map_or(usize::MAX, |at| at + 2)) {
        let text = argument.to_string_lossy();
        let is_option = matches!(&*text, "-h" | "-V" | "-") || text.starts_with("--");
        if let Some(rest) = text.strip_prefix('-').filter(|_| !is_option) {
            *argument = OsString::from(format!("{MINUS}{rest}"));
        }
    }
    arguments
}

/// The query that words on the command line form. If there are some that say nothing, as in a script with an empty
/// variable, that is reported: they do not mean every article.
pub fn of(words: &[String], output: &mut Output) -> Option<String> {
    let query = words.join(" ");
    if words.is_empty() || !query.trim().is_empty() {
        return Some(query);
    }
    let (reason, remedy) = ("this query is empty".to_owned(), "write what to search for".to_owned());
    refuse(&query, &QueryError { at: 1, reason, remedy }, output);
    None
}

/// Reports what is invalid in a query, with the query and an arrow below the character.
pub fn refuse(query: &str, error: &QueryError, output: &mut Output) -> ExitStatus {
    output.warn(format_args!("{error}"));
    let (shown, blanks) = around(&line(query), error.at.saturating_sub(1));
    output.warn_below(&format!("  {shown}\n  {:blanks$}^", ""));
    ExitStatus::Partial
}

/// The part of a query around a character that fits a line, and how many columns are before that character.
fn around(query: &str, at: usize) -> (String, usize) {
    const BEFORE: usize = 50;
    const AFTER: usize = 20;
    let from = at.saturating_sub(BEFORE);
    let chars: Vec<char> = query.chars().skip(from).take(BEFORE + AFTER).collect();
    let (before, after) = chars.split_at((at - from).min(chars.len()));
    let before = before.iter().collect::<String>();
    let before = if from > 0 { format!("…{before}") } else { before };
    let is_whole = query.chars().nth(from + BEFORE + AFTER).is_none();
    let after = after.iter().collect::<String>() + if is_whole { "" } else { "…" };
    (format!("{before}{after}"), width(&before))
}

/// The error in a query that made a call of the library fail.
pub fn fault(failure: &anyhow::Error) -> Option<&QueryError> {
    match failure.downcast_ref() {
        Some(Error::Query(error)) => Some(error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_is_cut_around_its_error() {
        assert_eq!(around("a AND", 2), ("a AND".to_owned(), 2));
        assert_eq!(around("", 0), (String::new(), 0));
        let (shown, blanks) = around(&"word ".repeat(300), 1000);
        assert_eq!((shown.chars().count(), blanks), (72, 51));
        assert!(shown.starts_with('…') && shown.ends_with('…'));
        assert_eq!(shown.chars().nth(blanks), Some('w'));
    }

    #[test]
    fn a_query_may_begin_with_a_hyphen() {
        let check = |line: &str, expected: &str| {
            let arguments = with_hyphens(line.split(' ').map(OsString::from));
            let line: Vec<String> = arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
            assert_eq!(line.join(" "), expected);
        };
        check("dateline find -opec oil --json", "dateline find \u{2212}opec oil --json");
        check("dateline --library -x find oil -h", "dateline --library -x find oil -h");
        check("dateline find -- -opec", "dateline find -- -opec");
        check("dateline add -x", "dateline add -x");
    }
}
