//! Given names: which two can belong to the same person.

/// Short forms of given names, each with its full forms.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("abe", &["abraham"]),
    ("al", &["albert", "alan", "alfred"]),
    ("alex", &["alexander", "alexandra", "alexis"]),
    ("andy", &["andrew"]),
    ("ash", &["ashton"]),
    ("ben", &["benjamin"]),
    ("bernie", &["bernard"]),
    ("beth", &["elizabeth"]),
    ("bibi", &["benjamin", "binyamin"]),
    ("bill", &["william"]),
    ("billy", &["william"]),
    ("bob", &["robert"]),
    ("bobby", &["robert"]),
    ("charlie", &["charles"]),
    ("chris", &["christopher", "christine", "christian"]),
    ("chuck", &["charles"]),
    ("dan", &["daniel"]),
    ("dave", &["david"]),
    ("dick", &["richard"]),
    ("don", &["donald"]),
    ("ed", &["edward", "edmund"]),
    ("fred", &["frederick"]),
    ("greg", &["gregory"]),
    ("hank", &["henry"]),
    ("harry", &["harold", "henry"]),
    ("jack", &["john"]),
    ("jeff", &["jeffrey"]),
    ("jim", &["james"]),
    ("jimmy", &["james"]),
    ("joe", &["joseph"]),
    ("jon", &["jonathan"]),
    ("kate", &["katherine", "catherine"]),
    ("ken", &["kenneth"]),
    ("larry", &["lawrence"]),
    ("liz", &["elizabeth"]),
    ("matt", &["matthew"]),
    ("mike", &["michael"]),
    ("nick", &["nicholas"]),
    ("pat", &["patrick", "patricia"]),
    ("pete", &["peter"]),
    ("phil", &["philip", "phillip"]),
    ("ray", &["raymond"]),
    ("rick", &["richard"]),
    ("rob", &["robert"]),
    ("ron", &["ronald"]),
    ("sam", &["samuel", "samantha"]),
    ("steve", &["steven", "stephen"]),
    ("ted", &["edward", "theodore"]),
    ("tim", &["timothy"]),
    ("tom", &["thomas"]),
    ("tony", &["anthony"]),
    ("vicky", &["victoria"]),
    ("will", &["william"]),
];

/// Names by which the press calls somebody in place of the surname, each with the surnames they stand for.
const BYNAMES: &[(&str, &[&str])] = &[
    ("amlo", &["obrador"]),
    ("aoc", &["ocasio cortez", "cortez"]),
    ("bibi", &["netanyahu"]),
    ("bojo", &["johnson"]),
    ("bongbong", &["marcos"]),
    ("hemedti", &["dagalo"]),
    ("jfk", &["kennedy"]),
    ("jokowi", &["widodo"]),
    ("lbj", &["johnson"]),
    ("mbs", &["salman"]),
    ("mbz", &["zayed", "nahyan"]),
    ("mlk", &["king"]),
    ("pnoy", &["aquino"]),
    ("rbg", &["ginsburg"]),
    ("rfk", &["kennedy"]),
];

/// The surnames of people whom the press calls so: Salman for "MBS".
pub(super) fn surnames_of(byname: &str) -> &'static [&'static str] {
    BYNAMES.iter().find(|(known, _)| *known == byname).map_or(&[], |(_, surnames)| *surnames)
}

/// The commonest family names of China, Korea and Vietnam, which come first in a full name.
const EASTERN_FAMILY_NAMES: &str = "li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin guo ma luo liang song zheng xie han
    tang feng dong xiao cheng cao yuan deng peng zeng xi jiang wen hua kim lee park choi jung jeong kang cho yoon jang lim oh
    shin kwon hwang ahn moon roh ban yoo nguyen tran pham phan bui";

/// Whether a name that begins with this word begins with the family name.
pub(super) fn is_eastern_family_name(word: &str) -> bool {
    EASTERN_FAMILY_NAMES.split_whitespace().any(|name| name == word)
}

/// Whether two given names can belong to one person: equal, an initial, or a short form.
pub(super) fn agree(one: &str, other: &str) -> bool {
    let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let is_short = |short: &str, long: &str| {
        SHORT_FORMS.iter().any(|(form, longs)| *form == short && longs.contains(&long))
    };
    one == other
        || is_initial(one, other)
        || is_initial(other, one)
        || is_short(one, other)
        || is_short(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_and_short_forms_agree() {
        for (one, other, expected) in [
            ("michael", "mike", true),
            ("m", "michael", true),
            ("mike", "m", true),
            ("bill", "robert", false),
            ("anna", "ana", false),
        ] {
            assert_eq!(agree(one, other), expected, "{one} {other}");
            assert_eq!(agree(other, one), expected, "{other} {one}");
        }
    }
}
