//! Unifies British and American spelling, for comparison and never for display.
//!
//! It contains the regular differences and the exceptions. Words that also differ in meaning ("cheque", "storey",
//! "tyre") stay distinct.

use std::borrow::Cow;

/// The American spelling of a folded word, or an equivalent key: "colour" is "color", "organised" is "organized" and,
/// since it is never shown, "raised" is "raized".
pub fn american(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    for (british, american) in BEGINNINGS {
        // The first byte rules out nearly all words.
        if word.as_bytes()[0] == british.as_bytes()[0]
            && let Some(rest) = word.strip_prefix(british)
        {
            return Cow::Owned(format!("{american}{rest}"));
        }
    }
    by_rule(word).map_or(Cow::Borrowed(word), Cow::Owned)
}

/// The letters with which words begin whose American spelling begins with `american`.
pub fn initials(american: char) -> impl Iterator<Item = char> {
    let others = BEGINNINGS.iter().filter_map(move |(british, other)| {
        british.chars().next().filter(|&initial| other.starts_with(american) && initial != american)
    });
    std::iter::once(american).chain(others)
}

fn by_rule(word: &str) -> Option<String> {
    for (british, american) in ENDINGS {
        // Four letters before the ending: "realise" and "realising", but neither "raise" nor "raising".
        if let Some(stem) = word.strip_suffix(british).filter(|stem| stem.len() >= 4) {
            return Some(format!("{stem}{american}"));
        }
    }
    doubled_l(word).or_else(|| our(word))
}

/// "travelled", "modelling", "councillors": a single "l" in American spelling.
fn doubled_l(word: &str) -> Option<String> {
    let at = word.find("ll").filter(|&at| at >= 3)?;
    let stem = &word[..=at];
    DOUBLING.contains(&stem).then(|| format!("{stem}{}", &word[at + 2..]))
}

/// "harbour", "dishonoured", "neighbourhood".
fn our(word: &str) -> Option<String> {
    let at = word.find("our").filter(|&at| at >= 2)?;
    let stem = &word[..at];
    OUR.iter().any(|known| stem.ends_with(known)).then(|| format!("{stem}or{}", &word[at + 3..]))
}

/// The stems before "our".
const OUR: [&str; 30] = [
    "col", "harb", "lab", "neighb", "hon", "fav", "hum", "rum", "behavi", "flav", "vap", "vig", "od", "sav",
    "savi", "arm", "endeav", "cand", "clam", "ferv", "ranc", "splend", "tum", "val", "ard", "parl", "rig",
    "succ", "demean", "arb",
];

/// Verbs whose "l" is doubled only in British spelling.
const DOUBLING: [&str; 36] = [
    "travel", "cancel", "label", "model", "signal", "fuel", "level", "marvel", "counsel", "jewel", "quarrel",
    "tunnel", "channel", "panel", "dial", "total", "equal", "rival", "initial", "pedal", "medal", "duel",
    "towel", "shovel", "unravel", "revel", "bevel", "chisel", "funnel", "libel", "pencil", "council",
    "tranquil", "grovel", "swivel", "devil",
];

/// Endings of words with four letters and more before them.
const ENDINGS: [(&str, &str); 17] = [
    ("isation", "ization"),
    ("isations", "izations"),
    ("isational", "izational"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("yses", "yzes"),
    ("ysing", "yzing"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("ement", "ment"),
    ("ements", "ments"),
];

/// Prefixes of irregular words, and their American spelling.
const BEGINNINGS: [(&str, &str); 87] = [
    ("aeroplane", "airplane"),
    ("ageing", "aging"),
    ("aesthet", "esthet"),
    ("aluminium", "aluminum"),
    ("acknowledgement", "acknowledgment"),
    ("amongst", "among"),
    ("benefitt", "benefit"),
    ("caesarean", "cesarean"),
    ("chequered", "checkered"),
    ("doughnut", "donut"),
    ("focuss", "focus"),
    ("homoeopath", "homeopath"),
    ("kidnapp", "kidnap"),
    ("learnt", "learned"),
    ("liquorice", "licorice"),
    ("mollusc", "mollusk"),
    ("palaeo", "paleo"),
    ("practis", "practic"),
    ("sizeable", "sizable"),
    ("spoilt", "spoiled"),
    ("whilst", "while"),
    ("worshipp", "worship"),
    ("anaem", "anem"),
    ("anaesth", "anesth"),
    ("appall", "appal"),
    ("archaeo", "archeo"),
    ("artefact", "artifact"),
    ("calibre", "caliber"),
    ("centred", "centered"),
    ("centre", "center"),
    ("centring", "centering"),
    ("cosy", "cozy"),
    ("defence", "defense"),
    ("diarrhoea", "diarrhea"),
    ("distill", "distil"),
    ("draught", "draft"),
    ("encyclopaed", "encycloped"),
    ("enquir", "inquir"),
    ("enroll", "enrol"),
    ("faec", "fec"),
    ("fibre", "fiber"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("fulfill", "fulfil"),
    ("gaol", "jail"),
    ("grey", "gray"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("install", "instal"),
    ("jewellery", "jewelry"),
    ("kerb", "curb"),
    ("kilometre", "kilometer"),
    ("leukaem", "leukem"),
    ("licence", "license"),
    ("litre", "liter"),
    ("lustre", "luster"),
    ("manoeuvr", "maneuver"),
    ("mediaeval", "medieval"),
    ("metre", "meter"),
    ("meagre", "meager"),
    ("millimetre", "millimeter"),
    ("centimetre", "centimeter"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("oesophag", "esophag"),
    ("oestrog", "estrog"),
    ("offence", "offense"),
    ("omelette", "omelet"),
    ("orthopaed", "orthoped"),
    ("paediatr", "pediatr"),
    ("plough", "plow"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("pyjama", "pajama"),
    ("sabre", "saber"),
    ("saltpetre", "saltpeter"),
    ("sceptic", "skeptic"),
    ("skillful", "skilful"),
    ("smoulder", "smolder"),
    ("sombre", "somber"),
    ("spectre", "specter"),
    ("sulph", "sulf"),
    ("theatre", "theater"),
    ("whisky", "whiskey"),
    ("willful", "wilful"),
    ("woollen", "woolen"),
    ("yoghurt", "yogurt"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_become_one() {
        for (british, other) in [
            ("colour", "color"),
            ("harbours", "harbors"),
            ("dishonoured", "dishonored"),
            ("neighbourhood", "neighborhood"),
            ("organisation", "organization"),
            ("organise", "organize"),
            ("recognised", "recognized"),
            ("analyse", "analyze"),
            ("travelled", "traveled"),
            ("councillors", "councilors"),
            ("centred", "centered"),
            ("centre", "center"),
            ("centres", "centers"),
            ("programme", "program"),
            ("defence", "defense"),
            ("dialogue", "dialog"),
            ("judgement", "judgment"),
            ("paediatric", "pediatric"),
            ("grey", "gray"),
            ("fulfill", "fulfil"),
            ("enrolment", "enrollment"),
            ("practised", "practiced"),
            ("sulphate", "sulfate"),
        ] {
            assert_eq!(american(british), american(other), "{british} {other}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("four", "for"),
            ("hour", "hor"),
            ("tour", "tor"),
            ("filled", "filed"),
            ("polling", "poling"),
            ("prise", "prize"),
            ("wise", "wize"),
            ("cheque", "check"),
            ("storey", "story"),
        ] {
            assert_ne!(american(one), american(other), "{one} {other}");
        }
        assert_eq!(american("four"), "four");
        assert_eq!(american("café"), "café");
    }
}
