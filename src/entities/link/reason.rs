//! Why an entity of an article is one of the library's, in words that the user can check.

use crate::model::ArticleId;
use std::fmt;

/// Why two names are one entity. Forms and names are as written in the articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The same name except for spelling, titles, accents, legal forms and listed aliases.
    SameName,
    /// An initial spelt out, a middle name added or omitted, or a short form of the given name; nobody else with that
    /// surname agrees with it.
    FullerName {
        /// The article's name: "J. Berg".
        form: String,
        /// The library's name: "Johan Berg".
        name: String,
    },
    /// Articles with the long name also use this form.
    Learned {
        /// The article's name: "HPU".
        form: String,
        /// The library's name: "Harbour Pilots Union".
        name: String,
        /// How many articles do so.
        articles: u32,
        /// One of them.
        example: Option<ArticleId>,
    },
    /// A surname or given name alone, for the only known person or the dominant one.
    LoneName {
        /// The article's name: "Berg".
        form: String,
        /// The library's name: "Johan Berg".
        name: String,
        /// Whether nobody else of that name is mentioned about that time.
        is_only: bool,
        /// The entity named both in this article and in those with the full name; `None` for a surname that nearly
        /// always names one person.
        shared: Option<String>,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName => write!(f, "the same name"),
            Self::FullerName { form, name } => {
                write!(f, "{form} is {name}: no one else with that surname matches")
            }
            Self::Learned { form, name, articles, .. } => {
                let plural = if *articles == 1 { "article calls" } else { "articles call" };
                write!(f, "{form} stands for {name}: {articles} {plural} it that")
            }
            Self::LoneName { form, name, is_only, shared } => {
                let why = if *is_only { "the only one" } else { "by far the most frequent" };
                write!(f, "{form} alone is {name}: {why} of that name")?;
                shared.as_ref().map_or(Ok(()), |shared| write!(f, ", also named with {shared}"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_can_be_read() {
        let check = |reason: Reason, expected: &str| assert_eq!(reason.to_string(), expected);
        let (form, name) = ("Berg".to_owned(), "Anna Berg".to_owned());
        check(Reason::SameName, "the same name");
        check(
            Reason::FullerName { form: "A. Berg".to_owned(), name: name.clone() },
            "A. Berg is Anna Berg: no one else with that surname matches",
        );
        check(
            Reason::Learned { form: "HPU".to_owned(), name: name.clone(), articles: 1, example: None },
            "HPU stands for Anna Berg: 1 article calls it that",
        );
        check(
            Reason::LoneName { form, name, is_only: false, shared: Some("Lund".to_owned()) },
            "Berg alone is Anna Berg: by far the most frequent of that name, also named with Lund",
        );
    }
}
