//! Rules for scripts other than Latin: which characters are words of their own, which particles are attached to
//! words, and which marks are not accents.

use crate::text::fold::fold;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters that join parts of one word: soft hyphen, word joiner, and the joiners of Persian and Hindi.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// Whether a character is a word of its own: those of Chinese and Japanese, of Thai, Lao, Khmer and Burmese, which
/// are written without spaces, and the syllables of Korean, whose nouns have particles attached.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{1000}'..='\u{109f}')
}

/// The length of the first character of `rest` with its combining marks.
pub(super) fn cluster(rest: &str) -> usize {
    let is_mark = |c: char| is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}');
    let mut characters = rest.char_indices().skip(1);
    characters.find(|&(_, c)| !is_mark(c)).map_or(rest.len(), |(at, _)| at)
}

/// Whether the character at `at` is the mark for a long vowel at the end of a Japanese word, which not everybody writes:
/// コンピューター and コンピュータ.
pub(super) fn is_final_length(text: &str, at: usize) -> bool {
    let mut characters = text[at..].chars();
    matches!(characters.next(), Some('ー' | 'ｰ')) && !characters.next().is_some_and(is_kana)
}

/// The canonical form of a word. Vowel signs are not accents and are kept.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    if word.chars().any(|c| has_vowel_signs(c) || is_kana(c)) {
        let is_kept = |c: &char| !is_joiner(*c) && *c != NUKTA;
        return word.nfkc().flat_map(char::to_lowercase).filter(is_kept).collect();
    }
    let folded = fold(word);
    if folded.contains('ς') {
        // Capitals do not tell the sigma at the end of a word from the other.
        return folded.replace('ς', "σ");
    }
    if folded.chars().any(is_arabic) { folded.chars().filter_map(arabic).collect() } else { folded }
}

/// The dot below a letter of Hindi, which is often left out: ज़मीन and जमीन.
const NUKTA: char = '\u{93c}';

/// Japanese syllables, whose marks are no accents: ハ, バ and パ are three letters.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}')
}

/// The scripts from Devanagari to Burmese, and Khmer.
fn has_vowel_signs(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// One letter for those that are interchangeable; none for the one that only stretches a line.
fn arabic(c: char) -> Option<char> {
    match c {
        'ـ' => None,
        'ى' | 'ی' => Some('ي'),
        'ک' => Some('ك'),
        _ => Some(c),
    }
}

/// A form with attached particles removed one after another: "wa-bi-l-hukuma", "bi-l-hukuma", "al-hukuma", "hukuma".
/// Only for Arabic and Hebrew.
pub(super) fn without_particles(form: &str) -> Vec<String> {
    let mut shorter = Vec::new();
    let mut rest = form.to_owned();
    let particles: [&[char]; 2] = match form.chars().next() {
        Some(first) if is_arabic(first) => [&['و', 'ف'], &['ب', 'ك', 'ل']],
        Some(first) if is_hebrew(first) => [HEBREW, HEBREW],
        _ => return shorter,
    };
    for group in particles {
        if let Some(less) = without_particle(&rest, group) {
            shorter.push(less.clone());
            rest = less;
        }
    }
    shorter.extend(without_article(&rest));
    shorter
}

fn without_particle(form: &str, particles: &[char]) -> Option<String> {
    // Behind the Hebrew article a word of two letters is a word.
    let shortest = if form.starts_with('ה') { 2 } else { 3 };
    let less = form.strip_prefix(particles).filter(|less| less.chars().count() >= shortest)?;
    // "lil-" replaces the first letter of the article.
    Some(if form.starts_with("لل") { format!("ا{less}") } else { less.to_owned() })
}

/// The words that a joiner parts within a Persian word: the noun before a plural, the verb behind a prefix.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    let is_parted = word.contains('\u{200c}') && word.chars().next().is_some_and(is_arabic);
    word.split('\u{200c}').filter(move |part| is_parted && part.chars().count() >= 3)
}

/// A form without the Arabic article.
pub(super) fn without_article(form: &str) -> Option<String> {
    form.strip_prefix("ال").filter(|less| less.chars().count() >= 2).map(str::to_owned)
}

/// The particles of Hebrew, one letter each.
const HEBREW: &[char] = &['ו', 'ש', 'ה', 'ב', 'ל', 'מ', 'כ'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowel_signs_stay_and_accents_go() {
        for (input, expected) in [
            ("दिल्ली", "दिल्ली"),
            ("กรุง", "กรุง"),
            ("إنّ", "ان"),
            ("كتـــاب", "كتاب"),
            ("می\u{200c}شود", "مي\u{200c}شود"),
            ("ÉTUDES", "etudes"),
            ("ＮＡＴＯ", "nato"),
            ("ΔΉΜΟΣ", "δημοσ"),
            ("δήμος", "δημοσ"),
            ("ज़रा", "जरा"),
            ("バ", "バ"),
            ("ﾊﾞ", "バ"),
        ] {
            assert_eq!(folded(input), expected, "{input}");
        }
    }

    #[test]
    fn particles_are_taken_off_in_turn() {
        for (input, expected) in [
            ("الحكومة", "حكومة"),
            ("والحكومة", "الحكومة حكومة"),
            ("وبالحكومة", "بالحكومة الحكومة حكومة"),
            ("للحكومة", "الحكومة حكومة"),
            ("لبنان", "بنان"),
            ("בירושלים", "ירושלים"),
            ("והים", "הים ים"),
            ("hukuma", ""),
        ] {
            assert_eq!(without_particles(input).join(" "), expected, "{input}");
        }
    }
}
