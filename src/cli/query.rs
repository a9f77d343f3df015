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

/// Reports what is invalid in a query, with the query and an arrow below the character.
pub fn refuse(query: &str, error: &QueryError, output: &mut Output) -> ExitStatus {
    output.warn(format_args!("{error}"));
    let query = line(query);
    let before: String = query.chars().take(error.at.saturating_sub(1)).collect();
    let blanks = width(&before);
    output.warn_below(&format!("  {query}\n  {:blanks$}^", ""));
    ExitStatus::Partial
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
