//! Commands of Dateline that messages name: as they are typed for the library that the message is about.

use std::borrow::Cow;
use std::path::Path;

/// How a message begins to name a command.
const NAMED: [&str; 2] = ["`dateline ", "· dateline "];

/// What is the same for every library.
const FOR_ALL: [&str; 5] = ["--", "keys", "config", "inspect", "man"];

/// The message with the option that chooses the library in each command that it names; unchanged where no folder has
/// to be chosen.
pub fn with_library<'a>(message: &'a str, folder: Option<&Path>) -> Cow<'a, str> {
    let Some(folder) = folder.filter(|_| NAMED.iter().any(|named| message.contains(named))) else {
        return Cow::Borrowed(message);
    };
    let (mut whole, mut rest) = (String::new(), message);
    let next = |rest: &str| NAMED.iter().filter_map(|named| Some(rest.find(named)? + named.len())).min();
    while let Some(end) = next(rest) {
        let (before, command) = rest.split_at(end);
        whole.push_str(before);
        if !FOR_ALL.iter().any(|word| command.starts_with(word)) {
            whole.extend(["--library ", &in_shell(folder), " "]);
        }
        rest = command;
    }
    Cow::Owned(whole + rest)
}

/// A path as it is typed in a shell.
pub fn in_shell(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,=@%:".contains(c);
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(is_plain) {
        return path;
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_choose_the_library() {
        let folder = Some(Path::new("/home/it's mine"));
        let there = "--library '/home/it'\\''s mine'";
        for (message, expected) in [
            ("nothing is named", "nothing is named".to_owned()),
            ("`dateline undo` undoes it", format!("`dateline {there} undo` undoes it")),
            ("lost · dateline restore --last", format!("lost · dateline {there} restore --last")),
            (
                "`dateline keys` lists them, `dateline find` not",
                format!("`dateline keys` lists them, `dateline {there} find` not"),
            ),
            ("see `dateline --help`", "see `dateline --help`".to_owned()),
        ] {
            assert_eq!(with_library(message, folder), expected);
            assert_eq!(with_library(&expected, folder), expected, "once is enough");
            assert_eq!(with_library(message, None), message);
        }
        assert_eq!(with_library("`dateline undo`", Some(Path::new("lib"))), "`dateline --library lib undo`");
        assert_eq!(in_shell(Path::new("-x")), "'-x'");
    }
}
