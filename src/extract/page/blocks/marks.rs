//! Superscripts, subscripts, strikethrough and formulas as plain text: `10²⁴`, `m²`, `5th`, `H₂O`, `x^(n+k)`,
//! `harbour[3]`, `1/2`.

use dom_query::NodeRef;

/// Characters with superscript and subscript forms in Unicode.
const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾iⁱnⁿ";
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎iᵢjⱼ";

/// Ordinal suffixes, in languages that write them as superscripts.
const ORDINALS: [&str; 20] = [
    "st", "nd", "rd", "th", "er", "re", "e", "ème", "eme", "è", "nde", "de", "o", "a", "os", "as", "º", "ª",
    "ᵉ", "te",
];

/// A superscript as text; `before` is the character it follows.
pub(in crate::extract) fn raised(text: &str, before: Option<char>, is_note: bool) -> String {
    let text = text.trim();
    let is_mark = || text.chars().all(|c| !c.is_alphanumeric());
    let is_digit = before.is_some_and(|c| c.is_ascii_digit());
    if text.is_empty() {
        String::new()
    } else if is_note {
        if text.starts_with('[') || is_mark() { text.to_owned() } else { format!("[{text}]") }
    } else if (is_digit && ORDINALS.contains(&text.to_lowercase().as_str())) || !is_base(before) {
        text.to_owned()
    } else {
        mapped(text, RAISED).unwrap_or_else(|| match text.to_lowercase().as_str() {
            "tm" => "™".to_owned(),
            _ if is_mark() => text.to_owned(),
            _ => scripted('^', text),
        })
    }
}

/// The mark of a note, if a link behind a word is nothing else: `harbour[3]`.
pub(super) fn of_note(link: &NodeRef, url: &str, before: Option<char>) -> Option<String> {
    const LONGEST: usize = 4;
    let (_, id) = url.split_once('#')?;
    let text = link.text();
    let text = text.trim();
    let is_short = !text.is_empty() && text.len() <= LONGEST;
    let is_number = text.trim_matches(['[', ']', '(', ')']).bytes().all(|byte| byte.is_ascii_digit());
    let names_note =
        ["fn", "footnote", "endnote", "note", "cite_note"].iter().any(|name| id.starts_with(name));
    (before.is_some() && is_short && is_number && names_note).then(|| raised(text, before, true))
}

/// A subscript as text; `before` is the character it follows.
pub(in crate::extract) fn lowered(text: &str, before: Option<char>) -> String {
    let text = text.trim();
    if text.is_empty() || !is_base(before) {
        return text.to_owned();
    }
    mapped(text, LOWERED).unwrap_or_else(|| scripted('_', text))
}

/// Whether something can have an exponent or an index: after a longer word, the small print is only style.
fn is_base(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '}' | '.' | ',' | '”' | '"'))
}

/// Whether a word begins directly behind an element.
pub(super) fn leads_to_word(node: &NodeRef) -> bool {
    let link = node.parent().filter(|around| around.has_name("a"));
    let next = node.next_sibling().or_else(|| link?.next_sibling());
    next.is_some_and(|next| next.text().starts_with(char::is_uppercase))
}

fn mapped(text: &str, table: &str) -> Option<String> {
    let of = |wanted: char| {
        let mut pairs = table.chars();
        while let (Some(plain), Some(other)) = (pairs.next(), pairs.next()) {
            if plain == wanted {
                return Some(other);
            }
        }
        None
    };
    text.chars().map(of).collect()
}

fn scripted(sign: char, text: &str) -> String {
    if text.chars().all(char::is_alphanumeric) { format!("{sign}{text}") } else { format!("{sign}({text})") }
}

/// Whether the page says that the line ends of a text are to be kept.
pub(super) fn keeps_lines(text: &NodeRef) -> bool {
    const NEAR: usize = 3;
    text.ancestors_it(Some(NEAR)).any(|around| {
        around.attr("style").is_some_and(|style| {
            let style = style.replace(' ', "").to_ascii_lowercase();
            ["white-space:pre", "white-space:break-spaces"].iter().any(|rule| style.contains(rule))
        })
    })
}

/// The maximum nesting depth of formulas.
const DEEPEST: usize = 60;

/// A formula (`MathML`) as text.
pub(super) fn formula(node: &NodeRef) -> String {
    if let Some(alternative) = node.attr("alttext").filter(|text| !text.trim().is_empty()) {
        return alternative.trim().to_owned();
    }
    term(node, DEEPEST)
}

fn term(node: &NodeRef, depth: usize) -> String {
    if node.is_text() {
        return node.text().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let name = node.node_name().unwrap_or_default();
    if depth == 0 || matches!(name.as_ref(), "annotation" | "annotation-xml") {
        return String::new();
    }
    let parts: Vec<String> = node
        .children_it(false)
        .filter(|child| !child.is_text() || !child.text().trim().is_empty())
        .map(|child| term(&child, depth - 1))
        .collect();
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    match name.as_ref() {
        "mfrac" => format!("{}/{}", grouped(part(0)), grouped(part(1))),
        "msup" => format!("{}{}", part(0), raised(part(1), Some('x'), false)),
        "msub" => format!("{}{}", part(0), lowered(part(1), Some('x'))),
        "msubsup" => {
            let (below, above) = (lowered(part(1), Some('x')), raised(part(2), Some('x'), false));
            format!("{}{below}{above}", part(0))
        }
        "msqrt" => format!("√{}", grouped(&parts.concat())),
        "mroot" => format!("{}√{}", raised(part(1), Some('x'), false), grouped(part(0))),
        "mtr" => parts.join(" "),
        "mtable" => parts.join("; "),
        "mo" if matches!(part(0), "=" | "<" | ">" | "≤" | "≥" | "≈" | "+" | "−" | "→") => {
            format!(" {} ", part(0))
        }
        _ => parts.concat(),
    }
}

/// A term in brackets, if an adjacent operator would otherwise split it.
fn grouped(term: &str) -> String {
    let term = term.trim();
    if term.chars().all(|c| c.is_alphanumeric() || c == '.') { term.to_owned() } else { format!("({term})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_a_line_stays_apart_from_it() {
        for (text, before, is_note, expected) in [
            ("24", Some('0'), false, "²⁴"),
            ("−3", Some('0'), false, "⁻³"),
            ("2", Some('m'), false, "²"),
            ("n", Some('x'), false, "ⁿ"),
            ("k", Some('x'), false, "^k"),
            ("n+k", Some('x'), false, "^(n+k)"),
            ("th", Some('5'), false, "th"),
            ("er", Some('1'), false, "er"),
            ("New", Some(' '), false, "New"),
            ("New", None, false, "New"),
            ("TM", Some('e'), false, "™"),
            ("*", Some('e'), false, "*"),
            ("3", Some('y'), true, "[3]"),
            ("[3]", Some('y'), true, "[3]"),
            ("†", Some('y'), true, "†"),
            (" ", Some('y'), false, ""),
        ] {
            assert_eq!(raised(text, before, is_note), expected, "{text}");
        }
        for (text, expected) in [("2", "₂"), ("i", "ᵢ"), ("max", "_max"), ("i, j", "_(i, j)")] {
            assert_eq!(lowered(text, Some('O')), expected, "{text}");
        }
    }

    #[test]
    fn formulas_are_read_aloud() {
        for (source, expected) in [
            ("<mi>x</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>", "x = 1/2"),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
            ("<msup><mi>a</mi><mn>2</mn></msup>", "a²"),
            ("<msub><mi>x</mi><mi>i</mi></msub>", "xᵢ"),
            ("<msqrt><mn>2</mn></msqrt>", "√2"),
            (
                "<semantics><mi>y</mi><annotation encoding='application/x-tex'>y_0</annotation></semantics>",
                "y",
            ),
        ] {
            let page = dom_query::Document::from(format!("<p><math>{source}</math></p>"));
            assert_eq!(formula(page.select("math").nodes().first().unwrap()).trim(), expected, "{source}");
        }
        let page = dom_query::Document::from("<math alttext='E = mc^2'><mi>E</mi></math>");
        assert_eq!(formula(page.select("math").nodes().first().unwrap()), "E = mc^2");
    }
}
