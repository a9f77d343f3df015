//! Parts of a page that its source sets apart: the markup for browsers without scripts, and declarative shadow trees.

use std::borrow::Cow;

/// The page as a browser without scripts shows it; `None` if there is no difference.
pub(super) fn without_scripts(html: &str) -> Option<String> {
    let unfolded = renamed(html, "noscript", |_| true);
    match unfolded {
        Cow::Borrowed(_) => None,
        Cow::Owned(html) => Some(html),
    }
}

/// The page with its shadow trees in their hosts (`<template shadowrootmode>`), as browsers show them.
pub(super) fn shadows(html: &str) -> Cow<'_, str> {
    renamed(html, "template", |tag| tag.to_ascii_lowercase().contains("shadowroot"))
}

/// The page with elements of a name turned into `<div>`, if their start tag is one of those wanted.
fn renamed<'a>(html: &'a str, name: &str, is_wanted: impl Fn(&str) -> bool) -> Cow<'a, str> {
    let mut out = String::new();
    let mut open: Vec<bool> = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        let rest = &html[start + 1..];
        let is_end = rest.starts_with('/');
        let tag = rest.strip_prefix('/').unwrap_or(rest);
        let after = tag.get(name.len()..).unwrap_or("");
        let is_named = tag.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace());
        at = start + 1;
        if !is_named {
            continue;
        }
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        let is_ours = if is_end {
            open.pop().unwrap_or(false)
        } else {
            open.push(is_wanted(&rest[..length]));
            open.last().copied().unwrap_or(false)
        };
        at = start + 1 + length;
        if is_ours {
            out.push_str(&html[from..start]);
            out.push_str(if is_end { "</div>" } else { "<div>" });
            from = at;
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[from..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_aside_is_unfolded() {
        assert_eq!(
            without_scripts("<p>a<NOSCRIPT class=x><p>b</noscript>c").as_deref(),
            Some("<p>a<div><p>b</div>c")
        );
        assert_eq!(without_scripts("<p>noscript</p>"), None);
        let page =
            "<x-a><template shadowrootmode=open><p>a</p><template><i>no</i></template></template></x-a>";
        assert_eq!(shadows(page), "<x-a><div><p>a</p><template><i>no</i></template></div></x-a>");
        assert!(matches!(shadows("<template><p>a</template>"), Cow::Borrowed(_)));
    }

    proptest::proptest! {
        #[test]
        fn no_page_is_too_odd(page in "(</?(no|noscript|template)( shadowroot)?[> /]|\\PC{0,3}){0,20}") {
            let _ = without_scripts(&page);
            let _ = shadows(&page);
        }
    }
}
