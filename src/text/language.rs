//! The language of a text, by its letters and trigrams (whatlang).

use whatlang::Lang;

/// Shorter texts, in characters, are not classified: for a headline, trigram statistics give a neighbouring language
/// as often as the right one.
const LEAST: usize = 200;

/// How many characters are examined: the first number if the result is clear, else the second.
const ENOUGH: [usize; 2] = [1000, 4000];

/// Where every eighth word is an English one that is none, or rare, in other languages, a text is English, which is seen
/// much faster than by trigrams.
const ENGLISH_SHARE: usize = 8;

/// The ISO 639-1 code of a text's language, if the text is long enough and the result is clear.
pub fn of(text: &str) -> Option<&'static str> {
    text.chars().nth(LEAST)?;
    let sample = |most| text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]);
    if is_plainly_english(sample(ENOUGH[0])) {
        return Some("en");
    }
    let verdicts = ENOUGH.iter().filter_map(|&most| whatlang::detect(sample(most)));
    verdicts.filter(whatlang::Info::is_reliable).find_map(|verdict| two_letters(verdict.lang()))
}

fn is_plainly_english(sample: &str) -> bool {
    let (mut all, mut english) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        english += usize::from(is_only_english(word));
    }
    all > 0 && english * ENGLISH_SHARE >= all
}

/// Whether a word is frequent in English, and none or rare in other languages.
fn is_only_english(word: &str) -> bool {
    let mut lower = [0; 5];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"of"
            | b"to"
            | b"the"
            | b"and"
            | b"was"
            | b"has"
            | b"his"
            | b"not"
            | b"but"
            | b"who"
            | b"that"
            | b"with"
            | b"were"
            | b"from"
            | b"have"
            | b"been"
            | b"this"
            | b"they"
            | b"said"
            | b"what"
            | b"when"
            | b"than"
            | b"which"
            | b"their"
            | b"would"
            | b"about"
    )
}

/// The two-letter code at the beginning of a language tag such as `en-GB`.
pub fn of_tag(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?;
    let is_code = primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| primary.to_ascii_lowercase())
}

/// The English name of the language with this ISO 639-1 code, where whatlang knows it: `Spanish`.
pub fn name(code: &str) -> Option<&'static str> {
    Lang::all()
        .iter()
        .find(|&&language| two_letters(language) == Some(code))
        .map(|language| language.eng_name())
}

/// The ISO 639-1 code of a language by its English or own name or its ISO 639-3 code: `German`, `Deutsch`, `deu`.
pub fn named(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let is_meant = |language: &&Lang| {
        let names = [language.eng_name(), language.name(), language.code()];
        names.iter().any(|known| known.to_lowercase() == name)
    };
    Lang::all().iter().find(is_meant).and_then(|&language| two_letters(language))
}

/// ISO 639-3 to ISO 639-1 for the languages whatlang knows.
fn two_letters(language: Lang) -> Option<&'static str> {
    const CODES: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh cym cy \
        dan da deu de ell el eng en epo eo est et fin fi fra fr guj gu heb he hin hi hrv hr hun hu hye hy \
        ind id ita it jav jv jpn ja kan kn kat ka khm km kor ko lat la lav lv lit lt mal ml mar mr mkd mk \
        mya my nep ne nld nl nob nb ori or pan pa pes fa pol pl por pt ron ro rus ru sin si slk sk slv sl \
        sna sn spa es srp sr swe sv tam ta tel te tgl tl tha th tuk tk tur tr ukr uk urd ur uzb uz vie vi \
        yid yi zul zu";
    let mut codes = CODES.split_whitespace();
    while let (Some(three), Some(two)) = (codes.next(), codes.next()) {
        if three == language.code() {
            return Some(two);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_judged_and_short_ones_are_not() {
        let check = |text: &str, expected| assert_eq!(of(text), expected, "{text}");
        check("The harbour was closed.", None);
        check(
            "The harbour was closed on Tuesday after a storm tore three fishing boats from their moorings. \
             Nobody was hurt, said the harbour master, who had warned the crews on the evening before. The \
             ferry will sail again on Thursday if the wind allows it.",
            Some("en"),
        );
        check(
            "Der Hafen wurde am Dienstag geschlossen, nachdem ein Sturm drei Fischerboote losgerissen hatte. \
             Verletzt wurde niemand, sagte die Hafenmeisterin, die am Abend zuvor noch gewarnt hatte. Die \
             Fähre soll am Donnerstag wieder fahren, wenn der Wind es zulässt.",
            Some("de"),
        );
    }

    #[test]
    fn languages_are_known_by_name() {
        for (name, expected) in [
            ("German", Some("de")),
            ("deutsch", Some("de")),
            ("FRA", Some("fr")),
            ("español", Some("es")),
            ("Klingon", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }

    #[test]
    fn every_language_has_its_two_letters() {
        for language in Lang::all() {
            let code = two_letters(*language);
            assert_eq!(code.and_then(name), Some(language.eng_name()));
        }
    }

    #[test]
    fn tags_give_their_first_part() {
        for (tag, expected) in [("en-GB", Some("en")), ("DE_at", Some("de")), ("fil", None), ("", None)] {
            assert_eq!(of_tag(tag).as_deref(), expected, "{tag}");
        }
    }
}
