//! Boxes that ask for consent to cookies, in whatever element: they speak of cookies and of what belongs to them, and
//! offer a button to accept.

use super::outline::Outline;
use crate::extract::reason::Reason;
use crate::text::fold::fold;
use dom_query::NodeRef;

/// The maximum number of words in such a box.
const LONGEST: usize = 250;
/// Besides cookies, it speaks of at least this many of the other things.
const LEAST: usize = 2;
/// The maximum number of boxes that are examined on a page.
const MOST: usize = 20;

/// Parts of folded words in nine languages.
const THINGS: [&str; 22] = [
    "partner",
    "partenaire",
    "socios",
    "consen",
    "einwillig",
    "zustimm",
    "toestemming",
    "privacy",
    "privacidad",
    "confidential",
    "datenschutz",
    "personal",
    "personnal",
    "personlich",
    "advertis",
    "werb",
    "publici",
    "pubblici",
    "advertent",
    "preferen",
    "third part",
    "zgod",
];

/// Parts of the folded labels of buttons that accept or refuse.
const LABELS: [&str; 17] = [
    "accept",
    "agree",
    "allow",
    "got it",
    "reject",
    "akzeptier",
    "zustimm",
    "einverstanden",
    "ablehnen",
    "refuser",
    "acept",
    "rechaz",
    "accett",
    "rifiut",
    "aceit",
    "akcept",
    "godk",
];

/// Excludes them.
pub(super) fn set_aside(outline: &Outline, stripped: &mut [Option<Reason>]) {
    let mentions = (0..outline.runs.len()).filter(|&at| outline.runs[at].text.contains("ookie"));
    for run in mentions.take(MOST) {
        let owner = outline.runs[run].owner;
        let around = std::iter::once(owner).chain(outline.around(owner));
        if let Some(at) = around.take_while(|&at| may_be_one(outline, at)).last()
            && asks(outline, at)
        {
            stripped[at] = stripped[at].or(Some(Reason::CookieNotice));
        }
    }
}

/// Whether an element is small, and contains neither the headline nor the article.
fn may_be_one(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let is_of_page = |tag: &str| matches!(tag, "h1" | "main" | "article" | "body");
    element.words <= LONGEST
        && !outline.elements[at..element.end].iter().any(|within| is_of_page(&within.tag))
}

fn asks(outline: &Outline, at: usize) -> bool {
    let element = &outline.elements[at];
    let text = fold(&element.node.text());
    let things = THINGS.iter().filter(|thing| text.contains(**thing)).take(LEAST);
    things.count() == LEAST && element.node.descendants_it().any(|below| accepts(&below))
}

/// Whether an element is a button to accept or refuse.
fn accepts(node: &NodeRef) -> bool {
    const LONGEST_LABEL: usize = 60;
    let is_button = ["button", "a"].iter().any(|tag| node.has_name(tag)) || node.has_attr("role");
    let value = || node.attr("value").filter(|_| node.has_name("input"));
    let label = if is_button { Some(node.text()) } else { value() };
    label.is_some_and(|label| {
        let label = fold(&label);
        label.len() <= LONGEST_LABEL && LABELS.iter().any(|word| label.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_ask_for_consent_are_told_by_what_they_say() {
        let story = "<main><h1>Ferry</h1><p>The ferry sails again.</p></main>";
        for (html, expected) in [
            (
                "<div class=q7><h2>Your privacy</h2><p>We and our partners store cookies.</p><button>Accept all</button></div>",
                true,
            ),
            (
                "<div><p>Wir und unsere Partner setzen Cookies für Werbung ein.</p><a role=button>Alle akzeptieren</a></div>",
                true,
            ),
            (
                "<div><p>Nous utilisons des cookies pour la publicité de nos partenaires.</p><input type=submit value='Tout refuser'></div>",
                true,
            ),
            ("<div><p>The baker gives his partners cookies, and asks for privacy.</p></div>", false),
            ("<div><p>The baker's cookies are back.</p><button>Accept</button></div>", false),
        ] {
            let page = dom_query::Document::from(format!("<body>{story}{html}</body>"));
            let outline = Outline::read(&page.body().unwrap());
            let mut stripped = vec![None; outline.elements.len()];
            set_aside(&outline, &mut stripped);
            let is_found = stripped.contains(&Some(Reason::CookieNotice));
            assert_eq!(is_found, expected, "{html}");
        }
    }
}
