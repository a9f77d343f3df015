//! Whether a word tells of a man or of a woman: given names, titles and words for kin.
//!
//! Names that both bear tell nothing. It is used to tell "Mr. Berg" from "Mrs. Berg" and whom "she" can
//! mean, never to say anything of a person.

use std::collections::HashMap;

/// What a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// Of a man.
    Man,
    /// Of a woman.
    Woman,
}

/// Titles and nouns of men, folded.
const MEN: &str = "mr sir lord king prince duke baron count emperor sultan emir sheikh sheik shah pope cardinal bishop
    archbishop father brother uncle son husband grandfather grandson nephew stepfather widower man boy gentleman guy
    businessman chairman spokesman congressman policeman fireman fisherman salesman cameraman frontman imam ayatollah
    mullah rabbi actor waiter groom boyfriend";

/// Titles and nouns of women, folded.
const WOMEN: &str = "mrs ms miss mme madame dame lady queen princess duchess baroness countess empress mother sister aunt
    daughter wife grandmother granddaughter niece stepmother widow woman girl businesswoman chairwoman spokeswoman
    congresswoman policewoman actress waitress bride girlfriend nun beauty heroine hostess supermodel";

/// Every listed word with what it tells.
#[derive(Debug)]
pub struct GenderLexicon {
    words: HashMap<&'static str, Gender>,
}

impl GenderLexicon {
    /// Reads the lists that the program was built with (some 17,000 words).
    pub fn open() -> Self {
        let men = include_str!("../../assets/men.txt").lines().chain(MEN.split_whitespace());
        let women = include_str!("../../assets/women.txt").lines().chain(WOMEN.split_whitespace());
        let men = men.map(|word| (word, Gender::Man));
        Self { words: men.chain(women.map(|word| (word, Gender::Woman))).collect() }
    }

    /// What a folded word tells by itself.
    pub fn of(&self, word: &str) -> Option<Gender> {
        self.words.get(word).copied()
    }

    /// What a title, an office or a word for kin tells: the last of its words that tells anything.
    pub fn of_title(title: &str) -> Option<Gender> {
        let is_in = |list: &str, word: &str| list.split_whitespace().any(|listed| listed == word);
        title.rsplit(' ').find_map(|word| {
            let word = crate::text::words::bare(word);
            let (man, woman) = (is_in(MEN, &word), is_in(WOMEN, &word));
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
