//! A page's `<meta>` elements, and the text of its elements on one line.

use super::outline::is_unspaced;
use crate::text::clean;
use dom_query::{Document, NodeRef};
use std::collections::{HashMap, HashSet};

/// The page's `<meta>` elements: the first content of each key, keys in lower case.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Meta {
    contents: HashMap<String, Vec<String>>,
    /// Those of microdata: parts of the page that other things have, too, such as the works that it cites.
    items: HashMap<String, Vec<String>>,
}

impl Meta {
    /// Reads them.
    pub(super) fn read(page: &Document) -> Self {
        let mut meta = Self::default();
        for node in page.select("meta[content]").nodes() {
            let Some(content) = node.attr("content").map(|text| plain(&text)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            for attribute in ["property", "name", "itemprop"] {
                let kept = if attribute == "itemprop" { &mut meta.items } else { &mut meta.contents };
                if let Some(key) = node.attr(attribute) {
                    kept.entry(key.to_ascii_lowercase()).or_default().push(content.clone());
                }
            }
        }
        meta
    }

    /// The first content of the first key that exists.
    pub(super) fn first(&self, keys: &[&str]) -> Option<String> {
        let of = |key: &&str| self.contents.get(*key).or_else(|| self.items.get(*key))?.first();
        keys.iter().find_map(of).cloned()
    }

    /// All contents of a key, each once.
    pub(super) fn all(&self, key: &str) -> Vec<String> {
        each_once(self.contents.get(key))
    }

    /// All contents of a property of microdata, each once.
    pub(super) fn all_items(&self, key: &str) -> Vec<String> {
        each_once(self.items.get(key))
    }

    /// What a card for social networks says under a label: `twitter:label1` and `twitter:data1`.
    pub(super) fn labelled(&self, labels: &[&str]) -> Option<String> {
        ["1", "2"].iter().find_map(|number| {
            let label = self.first(&[&format!("twitter:label{number}")])?.to_lowercase();
            let data = || self.first(&[&format!("twitter:data{number}")]);
            if labels.contains(&label.as_str()) { data() } else { None }
        })
    }
}

fn each_once(listed: Option<&Vec<String>>) -> Vec<String> {
    let mut seen = HashSet::new();
    let listed = listed.map(Vec::as_slice).unwrap_or_default();
    listed.iter().filter(|tag| seen.insert(tag.as_str())).cloned().collect()
}

/// Text on one clean line.
pub(super) fn plain(text: &str) -> String {
    clean::line(text)
}

/// The texts below an element that are read as text: no code, and no readings above characters.
pub(super) fn read_texts<'a>(node: &NodeRef<'a>) -> impl Iterator<Item = NodeRef<'a>> {
    let is_unread = |text: &NodeRef| {
        let around = text.parent().and_then(|around| around.node_name());
        around.is_some_and(|tag| matches!(&*tag, "rt" | "rp" | "style" | "script" | "template"))
    };
    node.descendants_it().filter(move |node| node.is_text() && !is_unread(node))
}

/// An element's text, with a space between elements: a kicker and a headline are two words. Scripts without spaces get
/// none.
pub(super) fn spaced_text(node: &NodeRef) -> String {
    let mut joined = String::new();
    for text in read_texts(node) {
        let text = text.text();
        let is_dense = joined.chars().next_back().is_some_and(is_unspaced)
            && text.chars().next().is_some_and(is_unspaced);
        if !joined.is_empty() && !is_dense {
            joined.push(' ');
        }
        joined.push_str(&text);
    }
    joined.replace(" ,", ",").replace(" .", ".").replace(" ’", "’")
}
