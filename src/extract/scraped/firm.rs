//! The company description below a press release.

use crate::text::fold::fold;

/// The maximum number of its paragraphs.
pub(super) const MOST_PARAGRAPHS: usize = 3;

/// How companies describe themselves.
const FIRMS: [&str; 22] = [
    "provider",
    "company",
    "manufacturer",
    "maker",
    "supplier",
    "producer",
    "developer",
    "operator",
    "retailer",
    "publisher",
    "distributor",
    "group",
    "firm",
    "corporation",
    "organization",
    "organisation",
    "nonprofit",
    "non-profit",
    "leader",
    "innovator",
    "association",
    "foundation",
];

/// What they add to it.
const FIGURES: [&str; 14] = [
    "is headquartered in",
    "are headquartered in",
    "headquartered in",
    "is based in",
    "employs ",
    "employees",
    "was founded in",
    "founded in",
    "is listed on",
    "are listed on",
    "nyse:",
    "nasdaq:",
    "for more information",
    "visit www.",
];

/// The company that a paragraph describes: "Example Rope is a leading maker of ropes."
pub(super) fn of_portrait(text: &str) -> Option<&str> {
    let (name, rest) = [" is a ", " is an ", " is the ", " are a "]
        .into_iter()
        .filter_map(|verb| text.split_once(verb))
        .min_by_key(|(before, _)| before.len())?;
    let without_shares = name.split(" (").next().unwrap_or(name).trim_end_matches(',');
    let words = without_shares.split_whitespace();
    let is_name = words.clone().count() <= LONGEST_NAME
        && words.clone().all(|word| {
            word.starts_with(|c: char| !c.is_lowercase()) || matches!(word, "of" | "and" | "the")
        });
    let said: Vec<String> = rest.split_whitespace().take(WITHIN).map(fold).collect();
    let is_firm = said.iter().any(|word| FIRMS.contains(&word.trim_matches([',', '.', ';'])));
    (is_name && is_firm).then_some(without_shares)
}

/// The maximum number of words in a company's name, and how soon after it the description follows.
const LONGEST_NAME: usize = 6;
const WITHIN: usize = 12;

/// Whether a paragraph has what only such a description contains: seat, staff, year, shares.
pub(super) fn tells_figures(text: &str) -> bool {
    let folded = fold(text);
    FIGURES.iter().any(|figure| folded.contains(figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firms_say_what_they_are() {
        for (text, expected) in [
            ("Example Rope is a leading maker of ropes for ships.", Some("Example Rope")),
            ("Example Rope (NYSE: ROPE) is the world’s largest supplier of ropes.", Some("Example Rope")),
            ("Bank of Skarv is a group of banks.", Some("Bank of Skarv")),
            ("The storm is a reminder of the last one, which drowned the port.", None),
            ("Mary Hill is a captain of the port.", None),
            ("He said that Example Rope is a maker of ropes.", None),
            ("", None),
        ] {
            assert_eq!(of_portrait(text), expected, "{text}");
        }
        assert!(tells_figures("It is headquartered in Bergen and employs 300 people."));
        assert!(!tells_figures("It left the harbour at noon."));
    }
}
