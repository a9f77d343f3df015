//! Lists as lines of one block. Items of inner lists are indented with one tab per level. Numbers are written out if
//! counting the lines would not give them.

use super::{Role, Walk, role};
use crate::model::BlockKind;
use dom_query::NodeRef;

/// The maximum nesting depth.
const DEEPEST: usize = 12;

/// A list being read.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    /// The number of the next item, if it has to be written.
    number: Option<i64>,
    step: i64,
}

impl Walk<'_> {
    /// A list's items as lines of one block.
    pub(super) fn list(&mut self, node: &NodeRef, is_numbered: bool) {
        self.flush();
        let level = level(node, 0, is_numbered && is_irregular(node));
        self.items(node, level);
        let kind = if is_numbered { BlockKind::NumberedList } else { BlockKind::List };
        let kind = if level.number.is_some() { BlockKind::List } else { kind };
        let outer = std::mem::replace(&mut self.kind, kind);
        self.flush();
        self.kind = outer;
    }

    /// A list within a table cell: its items separated by semicolons.
    pub(super) fn list_in_cell(&mut self, node: &NodeRef) {
        let mut is_first = true;
        for item in node.children_it(false).filter(NodeRef::is_element) {
            if !is_first && !self.inline.is_empty() {
                self.inline.push(";");
            }
            self.inline.push_blank();
            self.item(&item, None);
            is_first = false;
        }
        self.inline.push_blank();
    }

    fn items(&mut self, node: &NodeRef, mut level: Level) {
        for child in node.children_it(false) {
            if self.leaves_out(&child) {
                continue;
            }
            match child.node_name().as_deref() {
                Some(name @ ("ul" | "ol")) => self.inner(&child, name, level.depth),
                Some("li") => {
                    self.inline.push_line_end();
                    if level.depth > 0 {
                        self.inline.push_indent(level.depth);
                    }
                    if let Some(value) = child.attr("value").and_then(|value| value.trim().parse().ok()) {
                        level.number = level.number.map(|_| value);
                    }
                    if let Some(number) = level.number {
                        self.inline.push(&format!("{number}. "));
                        level.number = Some(number + level.step);
                    }
                    self.item(&child, Some(level.depth));
                }
                Some(name) if matches!(role(name), Role::Nothing) => {}
                Some(_) => self.item(&child, Some(level.depth)),
                None => {}
            }
        }
    }

    /// A list within an item; one nested too deeply is read as text.
    fn inner(&mut self, node: &NodeRef, name: &str, depth: usize) {
        if depth < DEEPEST {
            self.items(node, level(node, depth + 1, name == "ol"));
        } else {
            self.item(node, None);
        }
    }

    /// The content of an item or a cell on one line; lists in an item at a depth get lines of their own.
    pub(super) fn item(&mut self, node: &NodeRef, depth: Option<usize>) {
        for child in node.children_it(false) {
            if self.leaves_out(&child) {
                continue;
            }
            match (child.node_name().as_deref(), depth) {
                (Some(name @ ("ul" | "ol")), Some(depth)) => self.inner(&child, name, depth),
                (Some("ul" | "ol"), None) => self.list_in_cell(&child),
                (Some("br"), _) => self.inline.push_blank(),
                (Some(name), _) if self.is_within(&child, name) => {}
                (Some(name), _) if matches!(role(name), Role::Nothing) => {}
                (Some(name), _) if !matches!(role(name), Role::Within) => {
                    self.inline.push_blank();
                    self.item(&child, depth);
                    self.inline.push_blank();
                }
                (Some(_), _) => self.item(&child, depth),
                (None, _) if child.is_text() => self.inline.push(&child.text()),
                (None, _) => {}
            }
        }
    }
}

fn level(node: &NodeRef, depth: usize, is_written: bool) -> Level {
    let is_reversed = node.has_attr("reversed");
    let items = || node.children_it(false).filter(|child| child.has_name("li")).count();
    let first = if is_reversed { i64::try_from(items()).unwrap_or(1) } else { 1 };
    let start = node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(first);
    Level { depth, number: is_written.then_some(start), step: if is_reversed { -1 } else { 1 } }
}

/// Whether counting its items would not give a list's numbers.
fn is_irregular(node: &NodeRef) -> bool {
    let starts = node.attr("start").is_some_and(|start| start.trim() != "1");
    starts || node.has_attr("reversed") || node.children_it(false).any(|item| item.has_attr("value"))
}

/// Whether a list's items can be lines; if items contain headings, several paragraphs or figures, the list is layout.
pub(super) fn is_plain(node: &NodeRef) -> bool {
    let is_large = |below: &NodeRef| {
        below.node_name().is_some_and(|name| {
            matches!(
                name.as_ref(),
                "h1" | "h2" | "h3" | "h4" | "h5" | "blockquote" | "figure" | "table" | "pre"
            )
        })
    };
    let has_paragraphs =
        |item: &NodeRef| item.descendants_it().filter(|below| below.has_name("p")).take(2).count() > 1;
    !node.descendants_it().any(|below| is_large(&below) || below.has_name("li") && has_paragraphs(&below))
}
