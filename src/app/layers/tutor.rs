//! The first steps, in the usual order, with the current keys.

use super::sheet::{SheetLine, wrapped};
use crate::app::actions::{ActionRow, named};

/// A heading, an introduction, and the actions to try, each with its effect.
type Lesson = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const LESSONS: &[Lesson] = &[
    (
        "1. Read",
        "The list is on the left, the article beside it. You can read everything with one key.",
        &[
            ("read-on", "a page further; at the end, the next unread article"),
            ("next-unread", "skip to the next unread article"),
            ("down", "one line down, in whatever has the focus"),
        ],
    ),
    (
        "2. Follow a name",
        "People, places and organisations are coloured in the text. A name leads to its dossier, and back.",
        &[
            ("next-name", "focus the next name in the text"),
            ("dossier", "everything about the focused name: each article with the sentence that names it"),
            ("back", "back to the line you were at"),
            ("map", "the places of the article on a map"),
        ],
    ),
    (
        "3. Find something",
        "A search answers while you type, and understands is:unread, person:, place:, since:7d and more.",
        &[
            ("search", "search the whole library"),
            ("filter", "narrow the list, by the focused name or by a query"),
            ("cancel", "remove the last filter, or cancel"),
        ],
    ),
    (
        "4. Keep what matters",
        "Whatever you change can be taken back, even after a restart.",
        &[
            ("bookmark", "bookmark the article"),
            ("tag", "give it a tag"),
            ("undo", "take back the last change"),
            ("bookmarks", "all bookmarks"),
        ],
    ),
    (
        "5. Bring in your own",
        "Feeds, pages, files and folders all come in by the same key.",
        &[
            ("add", "add the address of a feed, a site or a page, or a file"),
            ("refresh-all", "fetch the feeds that are due"),
            ("feeds", "your feeds, and how each is doing"),
        ],
    ),
    (
        "6. When you are lost",
        "Nothing here has to be memorised.",
        &[
            ("help", "the keys that work where you are; / searches them"),
            ("palette", "type what you want to do"),
            ("leave", "close this screen"),
            ("quit", "leave Dateline; it remembers the line you were at"),
        ],
    ),
];

/// The lessons as lines, each with its searchable words.
pub(super) fn lessons(keys: &dyn Fn(&ActionRow) -> String, columns: usize) -> Vec<(SheetLine, String)> {
    let mut lines = Vec::new();
    for (heading, about, steps) in LESSONS {
        if !lines.is_empty() {
            lines.push((SheetLine::Gap, String::new()));
        }
        lines.push((SheetLine::Heading(heading), String::new()));
        lines.extend(wrapped(about, columns).into_iter().map(|line| (line, (*about).to_owned())));
        for (action, does) in *steps {
            if let Some(row) = named(action) {
                let keys = keys(row);
                let words = format!("{keys} {action} {does}");
                lines.push((SheetLine::Keys(keys, does), words));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_something_that_there_is() {
        for (heading, _, steps) in LESSONS {
            for (action, _) in *steps {
                assert!(named(action).is_some(), "{heading}: {action}");
            }
        }
    }
}
