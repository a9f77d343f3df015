//! The names of HTML and `MathML` that are kept in feed texts.

/// Elements that are kept, in alphabetical order. Others lose their tags but keep their content.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "annotation",
    "annotation-xml",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "math",
    "menu",
    "mfenced",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "semantics",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose content is not text.
pub(super) const RAW: &[&str] = &["applet", "script", "style"];

/// Elements without content.
pub(super) const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];

/// Elements that end where the next one with their name begins.
pub(super) const SIBLINGS: &[&str] = &["dd", "dt", "li", "p", "td", "th", "tr"];

/// Attributes that are kept, in alphabetical order.
pub(super) const ATTRIBUTES: &[&str] = &[
    "alt", "alttext", "cite", "colspan", "datetime", "dir", "height", "href", "hreflang", "lang", "poster",
    "reversed", "rowspan", "src", "start", "title", "value", "width",
];

/// Those that contain addresses.
pub(super) const ADDRESSES: &[&str] = &["cite", "href", "poster", "src"];

/// Finds a name in a list, ignoring case.
pub(super) fn known(list: &'static [&'static str], name: &str) -> Option<&'static str> {
    let mut lower = [0; 16];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let at = list.binary_search_by(|known| known.as_bytes().cmp(lower)).ok()?;
    list.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [ELEMENTS, RAW, ATTRIBUTES] {
            assert!(list.is_sorted());
        }
    }
}
