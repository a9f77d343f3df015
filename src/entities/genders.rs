//! Whether a word indicates a man or a woman: given names, titles and kinship terms.
//!
//! Names used for both indicate nothing. This serves only to tell "Mr. Berg" from "Mrs. Berg" and to find who "she"
//! can refer to, never to state anything about a person.

use super::word_list::WordList;
use std::collections::HashMap;

/// The gender that a word indicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// A man.
    Man,
    /// A woman.
    Woman,
}

/// Titles and nouns for men, folded.
static MEN: WordList = WordList::new("mr sir lord king prince duke baron count emperor sultan emir sheikh sheik shah pope cardinal bishop
    archbishop father brother uncle son husband grandfather grandson nephew stepfather widower man boy gentleman guy
    businessman chairman spokesman congressman policeman fireman fisherman salesman cameraman frontman imam ayatollah
    mullah rabbi actor waiter groom boyfriend");

/// Titles and nouns for women, folded.
static WOMEN: WordList = WordList::new("mrs ms miss mme madame dame lady queen princess duchess baroness countess empress mother sister aunt
    daughter wife grandmother granddaughter niece stepmother widow woman girl businesswoman chairwoman spokeswoman
    congresswoman policewoman actress waitress bride girlfriend nun beauty heroine hostess supermodel");

/// Every listed word with its gender.
#[derive(Debug)]
pub struct GenderLexicon {
    words: HashMap<&'static str, Gender>,
}

impl GenderLexicon {
    /// Reads the lists built into the program (some 17,000 words).
    pub fn open() -> Self {
        let men = include_str!("../../assets/men.txt").lines().chain(MEN.iter());
        let women = include_str!("../../assets/women.txt").lines().chain(WOMEN.iter());
        let men = men.map(|word| (word, Gender::Man));
        Self { words: men.chain(women.map(|word| (word, Gender::Woman))).collect() }
    }

    /// The gender that a folded word indicates by itself.
    pub fn of(&self, word: &str) -> Option<Gender> {
        self.words.get(word).copied()
    }

    /// The gender that a title, office or kinship term indicates: that of its last word that indicates any.
    pub fn of_title(title: &str) -> Option<Gender> {
        title.rsplit(' ').find_map(|word| {
            let word = crate::text::words::bare(word);
            let (man, woman) = (MEN.has(&word), WOMEN.has(&word));
            (man || woman).then_some(if man { Gender::Man } else { Gender::Woman })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_tell() {
        let genders = GenderLexicon::open();
        for (input, expected) in
            [("anna", Some(Gender::Woman)), ("ole", Some(Gender::Man)), ("kim", None), ("harbour", None)]
        {
            assert_eq!(genders.of(input), expected, "{input}");
        }
        for (input, expected) in [
            ("Mrs.", Some(Gender::Woman)),
            ("Harbour chairman", Some(Gender::Man)),
            ("Crown Princess", Some(Gender::Woman)),
            ("Minister", None),
        ] {
            assert_eq!(GenderLexicon::of_title(input), expected, "{input}");
        }
    }
}
