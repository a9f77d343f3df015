//! The kind of anaphor that a mention is ("she", "our", "the company"), if it is not a name.

use super::super::super::classes::Classes;
use super::super::super::genders::{Gender, GenderLexicon};
use super::super::super::lexicon::Lexicon;
use crate::text::words::bare;

/// A kind of anaphor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AnaphorKind {
    /// Third person: "he", "her", "its", "they".
    Third {
        /// The gender of the referent, if the pronoun indicates it.
        gender: Option<Gender>,
        /// An object pronoun: "him", "them".
        is_object: bool,
    },
    /// First person: "I", "our".
    Speaker,
    /// Second person: "you".
    Addressee,
    /// A noun phrase: "the company", "his prime minister".
    Noun {
        /// Its words without the determiner: "prime minister".
        words: String,
        /// Whether it has a possessive: "his father".
        is_owned: bool,
    },
}

impl AnaphorKind {
    /// The kind of anaphor of a mention's form; `None` for a name.
    pub(super) fn of(form: &str, lexicon: &Lexicon) -> Option<Self> {
        let key = bare(form);
        let third = |gender, is_object| Some(Self::Third { gender, is_object });
        match key.as_str() {
            "he" | "his" | "himself" => third(Some(Gender::Man), false),
            "him" => third(Some(Gender::Man), true),
            "she" | "her" | "hers" | "herself" => third(Some(Gender::Woman), false),
            "it" | "its" | "itself" | "they" | "their" | "theirs" | "themselves" | "who" | "whose"
            | "which" | "whom" => {
                // "IT" and "WHO" are names.
                let is_name = form.len() < 4 && form.chars().all(char::is_uppercase);
                if is_name { None } else { third(None, false) }
            }
            "them" => third(None, true),
            "i" | "me" | "my" | "mine" | "myself" | "we" | "our" | "ours" | "ourselves" => {
                Some(Self::Speaker)
            }
            "us" if form == "us" => Some(Self::Speaker),
            "you" | "your" | "yours" | "yourself" => Some(Self::Addressee),
            _ => Self::noun(form, lexicon),
        }
    }

    /// A noun with a determiner and without any word of a name. A bare noun ("prosecutors") refers to itself.
    fn noun(form: &str, lexicon: &Lexicon) -> Option<Self> {
        let (first, rest) = form.split_once(' ').unwrap_or(("", form));
        let first = first.to_lowercase();
        let points = matches!(first.as_str(), "the" | "this" | "that" | "a" | "an");
        let is_owned = matches!(first.as_str(), "his" | "her" | "its" | "their" | "my" | "our" | "your");
        if !points && !is_owned {
            return None;
        }
        let is_named = |word: &str| {
            let classes = lexicon.classes(&bare(word));
            let is_no_name = Classes::TITLE | Classes::OFFICE | Classes::DEMONYM;
            word.starts_with(char::is_uppercase) && !classes.is(is_no_name)
        };
        let mut words = rest.split_whitespace();
        (!words.any(is_named)).then(|| Self::Noun { words: bare(rest), is_owned })
    }
}

/// The gender that a noun for a person indicates.
pub(super) fn gender_of_noun(words: &str) -> Option<Gender> {
    GenderLexicon::of_title(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    #[test]
    fn anaphors_are_told_from_names() {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        let third = |gender, is_object| Some(AnaphorKind::Third { gender, is_object });
        let noun = |words: &str, is_owned| Some(AnaphorKind::Noun { words: words.to_owned(), is_owned });
        for (input, expected) in [
            ("She", third(Some(Gender::Woman), false)),
            ("him", third(Some(Gender::Man), true)),
            ("its", third(None, false)),
            ("WHO", None),
            ("US", None),
            ("Our", Some(AnaphorKind::Speaker)),
            ("the harbour office", noun("harbour office", false)),
            ("The Prime Minister", noun("prime minister", false)),
            ("his father", noun("father", true)),
            ("counsel", None),
            ("The Guardian", None),
            ("Anna Berg", None),
            ("the Harbour Office", None),
        ] {
            assert_eq!(AnaphorKind::of(input, &lexicon), expected, "{input}");
        }
    }
}
