//! The article's elements as blocks: paragraphs, headings, quotes, lists, tables, code and captions, with
//! their links.
//!
//! Which element contains the article has been decided before; what belongs to the page is removed afterwards.

use super::address::absolute;
use super::outline::is_silent;
use crate::extract::draft::{Draft, Inline};
use crate::extract::reason::Reason;
use crate::model::BlockKind;
use dom_query::{NodeId, NodeRef};
use std::collections::HashMap;

/// Appends the blocks of everything below `root` to a draft, and what is stripped to its stripped pieces.
pub(super) fn read(
    root: &NodeRef,
    stripped: &HashMap<NodeId, Reason>,
    base: Option<&str>,
    draft: &mut Draft,
) {
    let mut walk =
        Walk { stripped, base, draft, inline: Inline::default(), kind: BlockKind::Paragraph, quotes: 0 };
    walk.children(root);
    walk.flush();
}

/// Appends the caption of a picture, given the element that contains only that.
pub(super) fn caption(node: &NodeRef, base: Option<&str>, draft: &mut Draft) {
    let stripped = HashMap::new();
    let inline = Inline::default();
    let mut walk = Walk { stripped: &stripped, base, draft, inline, kind: BlockKind::Caption, quotes: 0 };
    walk.children(node);
    walk.flush();
}

struct Walk<'a> {
    stripped: &'a HashMap<NodeId, Reason>,
    /// The page's address, the base of its links.
    base: Option<&'a str>,
    draft: &'a mut Draft,
    inline: Inline,
    /// The kind of the current text.
    kind: BlockKind,
    quotes: usize,
}

/// What an element means for the text.
enum Role {
    /// None of it is text of the article.
    Nothing,
    /// It is inline.
    Within,
    /// It begins and ends a block.
    Block(BlockKind),
    /// It separates blocks and is not one itself.
    Container,
}

impl Walk<'_> {
    fn children(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            let text = node.text();
            if self.kind == BlockKind::Code {
                self.inline.push_exactly(&text);
            } else {
                self.inline.push(&text);
            }
            return;
        }
        let Some(name) = node.node_name() else { return };
        if self.leaves_out(node) {
            return;
        }
        match name.as_ref() {
            "br" => self.inline.push_line_end(),
            "a" => self.link(node),
            "ul" | "ol" if is_plain_list(node) => self.list(node, name.as_ref() == "ol"),
            "table" if is_data_table(node) => self.table(node),
            "blockquote" => {
                self.flush();
                self.quotes += 1;
                self.children(node);
                self.flush();
                self.quotes -= 1;
            }
            name => match role(name) {
                Role::Nothing => {}
                Role::Within => self.children(node),
                Role::Block(kind) => self.block(node, kind),
                Role::Container => {
                    self.flush();
                    self.children(node);
                    self.flush();
                }
            },
        }
    }

    /// Records an element to be stripped; returns whether it is one.
    fn leaves_out(&mut self, node: &NodeRef) -> bool {
        let Some(reason) = self.stripped.get(&node.id) else { return false };
        if *reason == Reason::PictureCaption
            && let Some(caption) = caption_in(node)
        {
            self.block(&caption, BlockKind::Caption);
            return true;
        }
        self.inline.push_blank();
        self.draft.drop_piece(&spaced_text(node), *reason);
        true
    }

    /// An element that is one block; a picture's caption or a heading keeps its kind for all its content.
    fn block(&mut self, node: &NodeRef, kind: BlockKind) {
        self.flush();
        let outer = std::mem::replace(&mut self.kind, kind);
        self.children(node);
        self.flush();
        self.kind = outer;
    }

    fn link(&mut self, node: &NodeRef) {
        let Some(url) = node.attr("href") else { return self.children(node) };
        let blocks = self.draft.blocks.len();
        let start = self.inline.link_start();
        self.children(node);
        // A link around whole blocks has been separated from its beginning.
        if self.draft.blocks.len() == blocks {
            self.inline.end_link(start, &absolute(&url, self.base));
        }
    }

    /// A list's items as lines of one block; items of nested lists are lines as well.
    fn list(&mut self, node: &NodeRef, is_numbered: bool) {
        self.flush();
        self.items(node);
        let kind = if is_numbered { BlockKind::NumberedList } else { BlockKind::List };
        let outer = std::mem::replace(&mut self.kind, kind);
        self.flush();
        self.kind = outer;
    }

    fn items(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            if self.leaves_out(&child) {
                continue;
            }
            match child.node_name().as_deref() {
                Some("ul" | "ol") => self.items(&child),
                Some("li") => {
                    self.inline.push_line_end();
                    self.item(&child);
                }
                Some(name) if matches!(role(name), Role::Nothing) => {}
                Some(_) => self.item(&child),
                None => {}
            }
        }
    }

    fn item(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            if self.leaves_out(&child) {
                continue;
            }
            match child.node_name().as_deref() {
                Some("ul" | "ol") => self.items(&child),
                Some("a") => self.link(&child),
                Some("br") => self.inline.push_blank(),
                Some(name) if matches!(role(name), Role::Nothing) => {}
                Some(name) if !matches!(role(name), Role::Within) => {
                    self.inline.push_blank();
                    self.item(&child);
                    self.inline.push_blank();
                }
                Some(_) => self.item(&child),
                None if child.is_text() => self.inline.push(&child.text()),
                None => {}
            }
        }
    }

    fn table(&mut self, node: &NodeRef) {
        self.flush();
        for row in node.descendants_it().filter(|below| below.has_name("tr")) {
            self.inline.push_line_end();
            let cells = row.children_it(false).filter(|cell| cell.has_name("td") || cell.has_name("th"));
            for (at, cell) in cells.enumerate() {
                if at > 0 {
                    self.inline.push_exactly("\t");
                }
                self.item(&cell);
            }
        }
        let outer = std::mem::replace(&mut self.kind, BlockKind::Table);
        self.flush();
        self.kind = outer;
    }

    /// Ends the current block.
    fn flush(&mut self) {
        let gathered = std::mem::take(&mut self.inline);
        let kind = match self.kind {
            BlockKind::Paragraph if self.quotes > 0 => BlockKind::Quote,
            kind => kind,
        };
        self.draft.push(kind, gathered);
    }
}

/// The only caption of a picture that an element contains or is.
fn caption_in<'a>(node: &NodeRef<'a>) -> Option<NodeRef<'a>> {
    if is_of_picture(node) {
        return Some(*node);
    }
    let mut captions = node.descendants_it().filter(is_of_picture);
    captions.next().filter(|_| captions.next().is_none())
}

/// Whether an element is the text below one picture: by its tag or name, with a picture nearby. Bare credits and
/// containers of several pictures are not.
pub(super) fn is_of_picture(node: &NodeRef) -> bool {
    let is_named = || node.class().is_some_and(|class| class.to_lowercase().contains("caption"));
    let is_picture = |below: &NodeRef| PICTURES.iter().any(|tag| below.has_name(tag));
    let around =
        node.ancestors_it(Some(NEAR)).find(|around| around.descendants_it().any(|below| is_picture(&below)));
    (node.has_name("figcaption") || is_named())
        && !node.descendants_it().any(|below| is_picture(&below))
        && around.is_some_and(|around| {
            around.descendants_it().filter(|below| below.has_name("img")).take(3).count() < 3
        })
}

/// Elements that show a picture or video.
const PICTURES: [&str; 6] = ["img", "picture", "video", "iframe", "amp-img", "noscript"];

/// How many levels up its picture is searched for.
const NEAR: usize = 3;

/// The text of a stripped element, with a space between elements.
pub(super) fn spaced_text(node: &NodeRef) -> String {
    let mut text = String::new();
    let mut left = vec![*node];
    while let Some(node) = left.pop() {
        if node.is_text() {
            text.push_str(&node.text());
            text.push(' ');
        } else if text.len() < ENOUGH_OF_DROPPED && node.node_name().is_none_or(|name| !is_silent(&name)) {
            left.extend(node.children_it(true));
        }
    }
    text
}

/// How much of a stripped piece is read, in bytes.
const ENOUGH_OF_DROPPED: usize = 2000;

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "template" | "button" | "input" | "select" | "textarea" | "svg" | "iframe"
        | "object" | "audio" | "video" | "canvas" | "head" | "img" | "picture" | "rt" | "rp" => Role::Nothing,
        "h1" | "h2" => Role::Block(BlockKind::Heading(2)),
        "h3" => Role::Block(BlockKind::Heading(3)),
        "h4" => Role::Block(BlockKind::Heading(4)),
        "h5" => Role::Block(BlockKind::Heading(5)),
        "h6" => Role::Block(BlockKind::Heading(6)),
        "pre" => Role::Block(BlockKind::Code),
        "figcaption" | "caption" => Role::Block(BlockKind::Caption),
        "p" | "div" | "section" | "article" | "main" | "aside" | "header" | "footer" | "nav" | "figure"
        | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "td"
        | "th" | "address" | "details" | "summary" | "hr" | "hgroup" | "center" | "fieldset" | "body"
        | "html" | "menu" | "form" | "noscript" | "dialog" | "legend" => Role::Container,
        _ => Role::Within,
    }
}

/// A list whose items are lines; one whose items contain headings, several paragraphs or pictures is a
/// layout device.
fn is_plain_list(node: &NodeRef) -> bool {
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

/// A table of data; one with blocks in its cells, or of one column, is a layout device.
fn is_data_table(node: &NodeRef) -> bool {
    let mut widest = 0;
    for below in node.descendants_it() {
        let Some(name) = below.node_name() else { continue };
        match name.as_ref() {
            "table" | "ul" | "ol" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "figure" => return false,
            "tr" => {
                let is_cell = |cell: &NodeRef| cell.has_name("td") || cell.has_name("th");
                widest = widest.max(below.children_it(false).filter(is_cell).count());
            }
            "td" => {
                let paragraphs = below.children_it(false).filter(|child| child.has_name("p")).take(2);
                if paragraphs.count() > 1 {
                    return false;
                }
            }
            _ => {}
        }
    }
    widest > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(html: &str) -> Vec<(BlockKind, String)> {
        let page = dom_query::Document::from(html);
        let mut draft = Draft::default();
        read(&page.root(), &HashMap::new(), None, &mut draft);
        let document = draft.finish();
        document.blocks.iter().map(|block| (block.kind, block.span.of(&document.text).to_owned())).collect()
    }

    #[test]
    fn elements_become_blocks() {
        let check = |html: &str, expected: &[(BlockKind, &str)]| {
            let found = blocks(html);
            let found: Vec<(BlockKind, &str)> =
                found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
            assert_eq!(found, expected, "{html}");
        };
        check(
            "<p>The <b>ferry</b>\n sails<br>again.</p><h3>Why</h3>Loose <i>words</i>",
            &[
                (BlockKind::Paragraph, "The ferry sails\nagain."),
                (BlockKind::Heading(3), "Why"),
                (BlockKind::Paragraph, "Loose words"),
            ],
        );
        check(
            "<blockquote><p>One.</p><p>Two.</p></blockquote>",
            &[(BlockKind::Quote, "One."), (BlockKind::Quote, "Two.")],
        );
        check(
            "<ul><li>rope</li><li>tar<ol><li>black</li></ol></li></ul><ol><li><p>one</p></li></ol>",
            &[(BlockKind::List, "rope\ntar\nblack"), (BlockKind::NumberedList, "one")],
        );
        check(
            "<ul><li><h2>Layout</h2><p>text</p></li></ul>",
            &[(BlockKind::Heading(2), "Layout"), (BlockKind::Paragraph, "text")],
        );
        check(
            "<table><tr><th>boat</th><th>crew</th></tr><tr><td>Anna</td><td>3 <b>men</b></td></tr></table>",
            &[(BlockKind::Table, "boat\tcrew\nAnna\t3 men")],
        );
        check("<table><tr><td>layout</td></tr></table>", &[(BlockKind::Paragraph, "layout")]);
        check("<pre>let x;\n  let y;</pre>", &[(BlockKind::Code, "let x;\n  let y;")]);
        check(
            "<figure><img src=x alt=no><figcaption>The quay</figcaption></figure><script>no</script>",
            &[(BlockKind::Caption, "The quay")],
        );
    }

    #[test]
    fn links_keep_their_words() {
        let page = dom_query::Document::from(
            "<p>See <a href='https://example.org/a'>the quay</a>, <a href='javascript:x'>not</a> this.",
        );
        let mut draft = Draft::default();
        read(&page.root(), &HashMap::new(), None, &mut draft);
        let document = draft.finish();
        assert_eq!(document.text, "See the quay, not this.");
        assert_eq!(document.links.len(), 1);
        assert_eq!(document.links[0].span.of(&document.text), "the quay");
    }
}
