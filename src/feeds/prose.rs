//! The format of an element's text: plain or HTML, by its type or its appearance, base64 or not.
//!
//! Atom declares the format of its texts and RSS does not. Declarations are often wrong, and are believed only if the
//! text confirms them.

use super::element::Element;
use super::{markup, repair};
use crate::model::Prose;
use base64::Engine;
use std::borrow::Cow;

/// The format to assume if an element does not declare one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usually {
    /// Text, or HTML if it looks like HTML and the feed's format does not declare it.
    Plain,
    /// HTML.
    Html,
}

enum Type {
    Plain,
    Html,
    Xhtml,
    /// A picture or a program; base64 then, unless it is XML.
    Other {
        is_xml: bool,
    },
}

/// The text of an element; `None` if empty. `says_types` is whether the feed is Atom, whose plain
/// text is plain whatever it looks like.
pub(super) fn read(element: &Element, usually: Usually, says_types: bool) -> Option<Prose> {
    read_at(element, usually, says_types, element.base.as_deref())
}

/// The same, where its addresses are relative to `base`.
pub(super) fn read_at(
    element: &Element,
    usually: Usually,
    says_types: bool,
    base: Option<&str>,
) -> Option<Prose> {
    let kind = kind_of(element, usually);
    if element.elements().next().is_some() {
        // Some software wraps escaped HTML in the `div` that only XHTML needs.
        let escaped =
            element.text_in_div().filter(|text| matches!(kind, Type::Html) && markup::is_html(text));
        return html(&escaped.map_or_else(|| element.html(), Cow::into_owned), base);
    }
    let text = element.text();
    let is_coded = element.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
        || matches!(kind, Type::Other { is_xml: false });
    let decoded = is_coded.then(|| decoded(&text)).flatten();
    let text = decoded.as_deref().unwrap_or(&text);
    match kind {
        Type::Html => html(text, base),
        // Content without elements is escaped HTML, or text.
        Type::Xhtml => html(&literal(text), base),
        Type::Plain if !says_types && markup::is_html(text) => html(text, base),
        Type::Plain | Type::Other { .. } => plain(text),
    }
}

/// The words of an element on one line.
pub(super) fn line(element: &Element, says_types: bool) -> Option<String> {
    match read(element, Usually::Plain, says_types)? {
        Prose::Plain(text) => repair::line(&text),
        Prose::Html(html) => repair::line(&markup::words(&html)),
    }
}

/// HTML, cleaned.
pub(super) fn html(source: &str, base: Option<&str>) -> Option<Prose> {
    let html = markup::sanitise(&repair::lines(source), base);
    (!html.is_empty()).then_some(Prose::Html(html))
}

/// Plain text, cleaned.
pub(super) fn plain(text: &str) -> Option<Prose> {
    let text = repair::lines(text);
    let text = text.trim();
    (!text.is_empty()).then(|| Prose::Plain(text.to_owned()))
}

fn kind_of(element: &Element, usually: Usually) -> Type {
    let Some(declared) = element.filled("type") else {
        return if usually == Usually::Html { Type::Html } else { Type::Plain };
    };
    let declared = declared.to_ascii_lowercase();
    match declared.split(';').next().unwrap_or_default().trim() {
        "text" | "plain" | "text/plain" => Type::Plain,
        "html" | "text/html" => Type::Html,
        "xhtml" | "application/xhtml+xml" => Type::Xhtml,
        other if other.starts_with("text/") => Type::Plain,
        other => Type::Other { is_xml: other.ends_with("+xml") || other.ends_with("/xml") },
    }
}

/// Plain text as HTML source.
fn literal(text: &str) -> String {
    if markup::is_html(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    markup::push_literal(&mut out, text);
    out
}

/// The text encoded in base64, or `None` if it is not base64.
fn decoded(coded: &str) -> Option<String> {
    let coded: String = coded.split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(coded).ok()?;
    String::from_utf8(bytes).ok()
}
