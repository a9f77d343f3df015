//! A page's `<meta>` elements, and the text of its elements on one line.

use crate::text::clean;
use dom_query::{Document, NodeRef};
use std::collections::{HashMap, HashSet};

/// The page's `<meta>` elements: the first content of each key, keys in lower case.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Meta {
    contents: HashMap<String, Vec<String>>,
}

impl Meta {
    /// Reads them.
    pub(super) fn read(page: &Document) -> Self {
        let mut contents: HashMap<String, Vec<String>> = HashMap::new();
        for node in page.select("meta[content]").nodes() {
            let Some(content) = node.attr("content").map(|text| plain(&text)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            for key in ["property", "name", "itemprop"] {
                if let Some(key) = node.attr(key) {
                    contents.entry(key.to_ascii_lowercase()).or_default().push(content.clone());
                }
            }
        }
        Self { contents }
    }

    /// The first content of the first key that exists.
    pub(super) fn first(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.contents.get(*key)?.first()).cloned()
    }

    /// All contents of a key, each once.
    pub(super) fn all(&self, key: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let listed = self.contents.get(key).map(Vec::as_slice).unwrap_or_default();
        listed.iter().filter(|tag| seen.insert(tag.as_str())).cloned().collect()
    }
}

/// Text on one clean line.
pub(super) fn plain(text: &str) -> String {
    clean::line(text)
}

/// An element's text, with a space between elements: a kicker and a headline are two words.
pub(super) fn spaced_text(node: &NodeRef) -> String {
    let below = node.descendants_it().filter(NodeRef::is_text);
    let texts: Vec<String> = below.map(|text| text.text().to_string()).collect();
    texts.join(" ").replace(" ,", ",").replace(" .", ".").replace(" ’", "’")
}
