//! Distinguishes forms to be filled in from forms that contain a whole page.

use super::outline::Element;
use dom_query::NodeRef;

/// Whether a form is to be filled in. Some pages are entirely inside a form, with a field or two for search.
pub(super) fn is_filled_in(form: &Element, prose: usize) -> bool {
    let is_field = |node: &NodeRef| {
        let is_input =
            || !matches!(node.attr("type").as_deref(), Some("hidden" | "submit" | "button" | "image"));
        node.has_name("select") || node.has_name("textarea") || (node.has_name("input") && is_input())
    };
    let fields = form.node.descendants_it().filter(is_field).count();
    fields >= LEAST_FIELDS && (prose * 3 < form.words || fields * WORDS_FOR_A_FIELD > form.words)
}

/// Fewer fields are a search form, or a shop's options.
const LEAST_FIELDS: usize = 4;
/// A form to be filled in has fewer words per field.
const WORDS_FOR_A_FIELD: usize = 60;
