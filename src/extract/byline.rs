//! Names in bylines: `By Ann Example`, `Von Ann Example und Ben Moor`, `Posted on 3 May by Ann Example`.
//!
//! A name is recognised by its form. Whether that person wrote the article depends on the line's position, which the
//! caller has to know.

use super::byline_words::{LABELS, OFFICES, STARTS, STATEMENTS};
use super::dates;

/// The names that a line gives as authors; empty if the line begins with anything else.
pub(super) fn byline(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = text.to_lowercase();
    if let Some(start) = STARTS.iter().find(|start| lower.starts_with(**start)) {
        return names(text.get(start.len()..)?);
    }
    let is_posted =
        ["posted ", "published ", "this post was written "].iter().any(|start| lower.starts_with(start));
    let after = |by: &&str| {
        let at = lower.find(*by).filter(|&at| at < LONGEST_BEFORE_BY)?;
        let is_dated = || text.get(..at).is_some_and(is_moment);
        let rest = text.get(at + by.len()..).filter(|_| is_posted || is_dated())?;
        names(rest)
    };
    [" by ", " von ", " par ", " por ", " door "].iter().find_map(after)
}

/// Whether a text only says that an author follows.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim_matches([' ', ':', ',', '|']).to_lowercase();
    LABELS.contains(&text.as_str())
}

/// Whether a text begins by stating the author, in words that mean nothing else.
pub(super) fn is_statement(text: &str) -> bool {
    const LONGEST: usize = 30;
    let text = text.trim_start();
    let start = text[..text.floor_char_boundary(LONGEST)].to_lowercase();
    let rest = STATEMENTS.iter().filter_map(|statement| start.strip_prefix(*statement));
    rest.into_iter().any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether an office is of those who work on what others have written.
pub(super) fn is_of_others(role: &str) -> bool {
    let role = role.to_lowercase();
    ["editor", "photographer", "producer", "reviewer"].iter().any(|other| role.ends_with(*other))
}

/// The name that a line gives with its office: "Ann Example | Senior Writer | 3 May 2016".
pub(super) fn before_office(line: &str) -> Option<String> {
    let (first, rest) = line.split_once(['|', '•', '·'])?;
    let name = names(first)?;
    (name == first.trim() && is_person(&name) && is_role(rest.split(['|', '•', '·']).next()?)).then_some(name)
}

/// Whether words are an occupation.
pub(super) fn is_role(text: &str) -> bool {
    const ROLES: [&str; 14] = [
        "writer",
        "editor",
        "reporter",
        "reviewer",
        "contributor",
        "correspondent",
        "journalist",
        "columnist",
        "photographer",
        "producer",
        "analyst",
        "redakteur",
        "redakteurin",
        "journaliste",
    ];
    let last = text.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    ROLES.contains(&last.as_str())
}

/// "Posted on Wednesday, 15 September 2016 at 12:30" and the like, in bytes.
const LONGEST_BEFORE_BY: usize = 60;

/// Whether a text is a date, perhaps with a time, and nothing else.
fn is_moment(text: &str) -> bool {
    const BESIDE: [&str; 6] = ["at", "am", "um", "uhr", "le", "de"];
    let is_part = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || word.contains(|c: char| c.is_ascii_digit())
            || word.starts_with(char::is_uppercase)
            || BESIDE.contains(&word)
            || is_month(word)
    };
    let begins =
        |word: &str| word.contains(|c: char| c.is_ascii_digit()) || word.ends_with(',') || is_month(word);
    let mut words = text.split_whitespace().filter(|word| *word != "on" && *word != "On");
    words.next().is_some_and(begins) && words.all(is_part) && dates::read(text).is_some()
}

/// The names at the beginning of a line, separated by commas or "and". The first may be any name; those after a comma
/// must be people's.
pub(super) fn names(text: &str) -> Option<String> {
    const MOST: usize = 8;
    let first = first_names(text)?;
    let mut list = vec![first.clone()];
    let mut rest = text.trim().strip_prefix(first.as_str()).unwrap_or("");
    while let Some(after) = rest.trim_start().strip_prefix([',', '/', ';']).filter(|_| list.len() < MOST) {
        let after = without_and(after_office(after.trim_start()));
        let Some(next) = first_names(after).filter(|next| several(next).all(is_person)) else { break };
        rest = after.strip_prefix(next.as_str()).unwrap_or("");
        list.push(next);
    }
    if list.len() == 1 {
        return Some(in_columns(text).unwrap_or(first));
    }
    let names = list.iter().flat_map(|names| several(names)).map(str::to_owned);
    Some(names.collect::<Vec<_>>().join(", "))
}

/// Three or more people's names that bars or dots separate: with two, the second may be a section or a town.
fn in_columns(text: &str) -> Option<String> {
    const LEAST: usize = 3;
    let parts: Vec<&str> = text.split(['|', '•', '·']).map(str::trim).collect();
    let is_name = |part: &&str| is_person(part) && first_names(part).as_deref() == Some(*part);
    (parts.len() >= LEAST && parts.iter().all(is_name)).then(|| parts.join(", "))
}

/// A text without "and" at its start.
fn without_and(text: &str) -> &str {
    ["and ", "& ", "und ", "et ", "y ", "e ", "en "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text)
}

/// What follows the office of an author where another is named after it: "Ann Example, political editor, and Ben Moor".
fn after_office(text: &str) -> &str {
    let Some((office, rest)) = text.split_once([',', '/', ';']) else { return text };
    let is_office = is_role(office) && office.starts_with(char::is_lowercase);
    if is_office { rest.trim_start() } else { text }
}

/// The names in a text that joins them with "and", in any of seven languages.
pub(super) fn several(names: &str) -> impl Iterator<Item = &str> {
    const AND: [&str; 7] = ["and", "und", "et", "y", "e", "en", "&"];
    let mut rest = Some(names);
    std::iter::from_fn(move || {
        let text = rest?;
        let joined =
            AND.iter().filter_map(|word| Some((text.find(&format!(" {word} "))?, word.len() + 2))).min();
        rest = joined.map(|(at, length)| &text[at + length..]);
        Some(joined.map_or(text, |(at, _)| &text[..at]))
    })
}

/// A name without what is around it: "By", and the person's office.
pub(super) fn bare(byline: &str) -> String {
    const OFFICES: [&str; 8] =
        ["experte", "expertin", "redakteur", "redakteurin", "reporter", "reporterin", "autor", "autorin"];
    let name = without_by(byline);
    let words: Vec<&str> = name.split(' ').collect();
    let is_office = |word: &&str| {
        let word = word.to_lowercase();
        OFFICES.iter().any(|office| {
            word.strip_suffix(office).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'))
        })
    };
    match words.iter().position(is_office) {
        Some(at) if words.len() > at + 2 => words[at + 1..].join(" "),
        _ => name,
    }
}

/// A byline without the words before the name.
pub(super) fn without_by(byline: &str) -> String {
    let mut rest = byline.trim();
    loop {
        let starts = [
            "written by",
            "posted by",
            "reported by",
            "text by",
            "recipe by",
            "author",
            "by",
            "von",
            "par",
            "por",
        ];
        let lower = rest.to_lowercase();
        let found = starts.iter().find(|start| {
            lower.strip_prefix(**start).is_some_and(|after| after.starts_with([' ', ':', ',']))
        });
        let Some(start) = found else { return rest.to_owned() };
        rest = rest.get(start.len()..).unwrap_or("").trim_start_matches([' ', ':', ',']);
    }
}

/// Whether capitalised words are a person's name, and not an occupation or employer.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| !OFFICES.contains(&word.trim_matches('.').to_lowercase().as_str()))
        && words.iter().all(|word| word.starts_with(char::is_uppercase) || is_particle(word))
        && !is_particle(words[0])
        && words[0] != "The"
}

/// Capitalised words that follow a name in a byline.
const ENDS: [&str; 9] =
    ["Updated", "Illustration", "Illustrationen", "Photo", "Photos", "Foto", "Fotos", "Bilder", "Bild"];

/// The maximum length of an abbreviation in a name: "St.", "Geo.", "Prof.".
const LONGEST_ABBREVIATION: usize = 4;

/// A name of two to five capitalised words at the beginning of a line, or two names joined by "and".
fn first_names(text: &str) -> Option<String> {
    let text = text.trim();
    let end = text.find([',', '|', '•', '·', '–', '—', '/', '(', '@', ':']).unwrap_or(text.len());
    // Scraped bylines run into the following text: "By Ann ExamplePublished: 3 May".
    let glued = ["Published", "Updated", "Posted"].iter().filter_map(|word| text.find(word)).min();
    let end = end.min(glued.unwrap_or(end));
    let words: Vec<&str> = text[..end].split_whitespace().collect();
    let mut taken: Vec<&str> = Vec::new();
    for (at, &word) in words.iter().enumerate() {
        let is_name = word.chars().next().is_some_and(char::is_uppercase);
        // Months are names as well: "By Jan Example", "By April Moor".
        let is_dated =
            || words.get(at + 1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        if !(is_name || is_particle(word)) || (is_month(word) && is_dated()) || ENDS.contains(&word) {
            break;
        }
        // The sentence ends here: "Words: Ann Example. Pictures: Ben Moor".
        if let Some(last) = word.strip_suffix('.').filter(|last| last.chars().count() > LONGEST_ABBREVIATION)
        {
            taken.push(last);
            break;
        }
        taken.push(word);
    }
    while taken.last().is_some_and(|word| is_particle(word)) {
        taken.pop();
    }
    // "The Foreign and Defence ministries": part of a title is not a person.
    let is_part = taken.first() == Some(&"The") && taken.len() < words.len();
    let is_agency = taken.len() == 1 && text.split_whitespace().count() == 1;
    let is_name = (2..=8).contains(&taken.len()) && !is_part;
    (is_name || is_agency).then(|| taken.join(" "))
}

/// Whether a paragraph introduces the author: "Ann Example is a reporter at the Harbour Post."
pub(super) fn is_portrait(text: &str, name: &str) -> bool {
    let Some((given, _)) = name.split_once(' ') else { return false };
    let text = text.trim_start_matches('(');
    text == name || is_about(text, name) || is_about(text, given)
}

/// Whether a paragraph begins with a name and a description.
pub(super) fn is_about(text: &str, name: &str) -> bool {
    let Some(rest) = text.strip_prefix(name).filter(|rest| rest.starts_with([' ', ','])) else {
        return false;
    };
    let next = rest.trim_start_matches([',', ' ']).split(' ').next().unwrap_or("");
    matches!(
        next,
        "is" | "was"
            | "has"
            | "covers"
            | "writes"
            | "works"
            | "lives"
            | "joined"
            | "provides"
            | "offers"
            | "ist"
            | "est"
            | "es"
    )
}

/// Lower-case words inside names and between them.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "van"
            | "von"
            | "der"
            | "den"
            | "al"
            | "bin"
            | "la"
            | "di"
            | "da"
            | "do"
            | "dos"
            | "del"
            | "and"
            | "&"
            | "und"
            | "et"
            | "y"
            | "e"
            | "en"
    )
}

fn is_month(word: &str) -> bool {
    dates::read(&format!("{word} 1 2000")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portraits_begin_with_the_name() {
        for (text, expected) in [
            ("Ann Example is a reporter at the Harbour Post.", true),
            ("Ann has covered the sea since 2010.", true),
            ("Ann Example said the ferry would sail.", false),
            ("Annual reports are out.", false),
            ("The reporter is Ann Example.", false),
        ] {
            assert_eq!(is_portrait(text, "Ann Example"), expected, "{text}");
        }
    }

    #[test]
    fn bylines_give_their_names() {
        for (input, expected) in [
            ("By Ann Example", Some("Ann Example")),
            ("By ANN EXAMPLE, Staff Writer", Some("ANN EXAMPLE")),
            ("Posted by Ann Example on May 3, 2016", Some("Ann Example")),
            ("By Ann Example and Ben van Moor | Harbour Post", Some("Ann Example and Ben van Moor")),
            ("By Ann Example, Ben Moor and Eve van Quill", Some("Ann Example, Ben Moor, Eve van Quill")),
            (
                "By Ann Example, Ben Moor, and Eve Quill, Harbour Post",
                Some("Ann Example, Ben Moor, Eve Quill"),
            ),
            ("Par Ann Example, Ben Moor et Eve Quill", Some("Ann Example, Ben Moor, Eve Quill")),
            ("Von Ann Example, Ben Moor und Eve Quill", Some("Ann Example, Ben Moor, Eve Quill")),
            ("By Ann Example, Harbour Post", Some("Ann Example")),
            ("By Ann Example, Senior Correspondent", Some("Ann Example")),
            ("By Ann Example / Ben Moor", Some("Ann Example, Ben Moor")),
            ("By Ann Example, political editor, and Ben Moor in Harbourton", Some("Ann Example, Ben Moor")),
            ("By Ann Example, editor of the Post", Some("Ann Example")),
            ("Words: Ann Example. Pictures: Ben Moor", Some("Ann Example")),
            ("By Geo. Example Jr.", Some("Geo. Example Jr.")),
            ("By Jan Example and April Moor", Some("Jan Example and April Moor")),
            ("By Ann Example May 3, 2016", Some("Ann Example")),
            ("By Ann Example • Ben Moor • Eve Quill", Some("Ann Example, Ben Moor, Eve Quill")),
            ("By Ann Example | Northern Affairs", Some("Ann Example")),
            ("Door Ann Example, Ben Moor en Eve Quill", Some("Ann Example, Ben Moor, Eve Quill")),
            ("Av Ann Example", Some("Ann Example")),
            ("Af en eller anden", None),
            ("By Reuters", Some("Reuters")),
            ("By The Harbour Post", Some("The Harbour Post")),
            ("By The Northern and Southern ministries", None),
            ("Posted on September 3, 2016 by Ann Example", Some("Ann Example")),
            ("3 May 2016 by Ann Example", Some("Ann Example")),
            ("03.05.2016, 13:30 Uhr von Ann Example", Some("Ann Example")),
            ("Text von Ann Example Illustration von Ben Moor", Some("Ann Example")),
            ("— by Ann Example", Some("Ann Example")),
            ("The book by Ann Example", None),
            ("This post was written by Ann Example, head of harbours", Some("Ann Example")),
            ("Von Ann Example und Ben Moor", Some("Ann Example und Ben Moor")),
            ("Text: Ann Example", Some("Ann Example")),
            ("The ferry was seen by Ann Example", None),
            ("Published by the end of May", None),
            ("By the end of the week", None),
            ("By dawn the boats were gone", None),
            ("Bystanders", None),
        ] {
            assert_eq!(byline(input).as_deref(), expected, "{input}");
        }
    }
}
