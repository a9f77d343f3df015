//! Converts the article's elements to blocks: paragraphs, headings, quotes, lists, tables, code, captions, pictures
//! and videos, with their links.
//!
//! The element of the article has been chosen before; boilerplate in it is removed afterwards.

mod caption;
mod lists;
mod marks;
mod media;
mod tables;

use super::address::absolute;
use super::outline::{is_silent, opens_on_demand};
use crate::extract::draft::{Draft, Inline};
use crate::extract::reason::Reason;
use crate::model::{BlockKind, EmphasisKind};
use dom_query::{NodeId, NodeRef};
use media::Medium;
use std::collections::{HashMap, HashSet};

pub(super) use caption::is_of_picture;
pub(in crate::extract) use marks::{lowered, raised};
pub(super) use media::Origin;

/// Elements to strip, each with its reason.
pub(super) type Stripped = HashMap<NodeId, Reason>;

/// Where elements come from, and what is known about them.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub stripped: &'a Stripped,
    /// The page's address, the base of its links.
    pub base: Option<&'a str>,
    pub origin: Origin,
}

/// Appends the blocks of everything below `root` to a draft, and what is stripped to its stripped pieces.
pub(super) fn read(root: &NodeRef, source: Source, draft: &mut Draft) {
    let mut walk = Walk::new(source, BlockKind::Paragraph, draft);
    walk.unmarked = ids_of_references(root, source.stripped);
    walk.children(root);
    walk.flush();
}

/// Appends the caption of a picture, given only the element that contains it.
pub(super) fn caption(node: &NodeRef, source: Source, draft: &mut Draft) {
    let mut walk = Walk::new(source, BlockKind::Caption, draft);
    walk.children(node);
    walk.end_caption(node);
    walk.flush();
}

struct Walk<'a> {
    source: Source<'a>,
    draft: &'a mut Draft,
    inline: Inline,
    /// The kind of the block being collected.
    kind: BlockKind,
    quotes: usize,
    /// Pictures inside the block being collected.
    media: Vec<Medium>,
    /// The ids of stripped notes, whose reference marks are stripped too.
    unmarked: HashSet<String>,
}

/// The role of an element in the text.
enum Role {
    /// Nothing in it is text of the article.
    Nothing,
    /// Inline.
    Within,
    /// It begins and ends a block.
    Block(BlockKind),
    /// It separates blocks without being one.
    Container,
}

impl<'a> Walk<'a> {
    fn new(source: Source<'a>, kind: BlockKind, draft: &'a mut Draft) -> Self {
        let (inline, media, unmarked) = (Inline::default(), Vec::new(), HashSet::new());
        Self { source, draft, inline, kind, quotes: 0, media, unmarked }
    }

    fn children(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            return self.text(node);
        }
        let Some(name) = node.node_name() else { return };
        if self.leaves_out(node) || tables::is_gutter(node) {
            return;
        }
        match name.as_ref() {
            "br" if self.kind == BlockKind::Code => self.inline.push_exactly("\n"),
            "br" => self.inline.push_line_end(),
            "ul" | "ol" if lists::is_plain(node) => self.list(node, name.as_ref() == "ol"),
            "table" if tables::is_of_data(node) => self.table(node),
            "button" if opens_on_demand(node) => match self.kind {
                BlockKind::Heading(_) => self.children(node),
                _ => self.block(node, BlockKind::Paragraph),
            },
            "blockquote" => {
                self.flush();
                self.quotes += 1;
                self.children(node);
                self.flush();
                self.quotes -= 1;
            }
            name if self.is_within(node, name) => {}
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

    fn text(&mut self, node: &NodeRef) {
        let text = node.text();
        if self.kind == BlockKind::Code {
            self.inline.push_exactly(&text);
        } else if text.contains('\n') && marks::keeps_lines(node) {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.inline.push_line_end();
                }
                self.inline.push(line);
            }
        } else {
            self.inline.push(&text);
        }
    }

    /// Handles an inline element that is more than its text; returns whether it was one.
    fn is_within(&mut self, node: &NodeRef, name: &str) -> bool {
        match name {
            "a" => self.link(node),
            "sup" | "sub" if self.kind != BlockKind::Code => self.script(node, name == "sup"),
            "math" => {
                self.inline.push(&marks::formula(node));
            }
            "s" | "strike" | "del" if !node.text().trim().is_empty() => {
                self.inline.push_mark("~~");
                self.children_within(node);
                self.inline.close_mark("~~");
            }
            "b" | "strong" => self.set_apart(node, EmphasisKind::Bold),
            "i" | "em" => self.set_apart(node, EmphasisKind::Italic),
            "img" | "amp-img" => self.picture(node),
            "video" | "audio" | "iframe" | "embed" | "object" => {
                self.media.extend(media::film(node, self.source.base, self.source.origin));
            }
            _ => return false,
        }
        true
    }

    /// The content of an element that begins no block.
    fn children_within(&mut self, node: &NodeRef) {
        if matches!(self.kind, BlockKind::List | BlockKind::NumberedList | BlockKind::Table) {
            self.item(node, None);
        } else {
            self.children(node);
        }
    }

    fn set_apart(&mut self, node: &NodeRef, kind: EmphasisKind) {
        let (blocks, start) = (self.draft.blocks.len(), self.inline.text.len());
        self.children_within(node);
        // What holds whole blocks sets none of their words apart.
        if self.draft.blocks.len() == blocks {
            self.inline.emphasize(start, kind);
        }
    }

    fn script(&mut self, node: &NodeRef, is_raised: bool) {
        let links: Vec<_> = node.descendants_it().filter(|below| below.has_name("a")).take(2).collect();
        let target = links.first().and_then(|link| link.attr("href"));
        let mark_of = target.as_deref().and_then(|target| target.split_once('#')).map(|(_, id)| id);
        if mark_of.is_some_and(|id| self.unmarked.contains(id)) {
            return;
        }
        let leads_elsewhere =
            target.as_deref().is_some_and(|target| !target.starts_with('#')) && mark_of.is_none();
        let text = node.text();
        if leads_elsewhere || text.split_whitespace().count() > MOST_IN_SCRIPT {
            return self.children_within(node);
        }
        let before = self.inline.glued_to();
        // The mark before a note.
        let begins = self.inline.text.is_empty() || self.inline.text.ends_with(['\n', '\t']);
        let text = if is_raised {
            marks::raised(&text, before, mark_of.is_some())
        } else {
            marks::lowered(&text, before)
        };
        self.inline.push(&text);
        if begins && is_raised && marks::leads_to_word(node) {
            self.inline.push_blank();
        }
    }

    fn picture(&mut self, node: &NodeRef) {
        match media::sign(node) {
            Some(sign) => self.inline.push(&sign),
            None => self.media.extend(media::picture(node, self.source.base, self.source.origin)),
        }
    }

    /// Records an element to be stripped; returns whether it is.
    fn leaves_out(&mut self, node: &NodeRef) -> bool {
        let Some(reason) = self.source.stripped.get(&node.id) else { return false };
        if *reason == Reason::PictureCaption
            && let Some(caption) = caption::within(node)
        {
            self.block(&caption, BlockKind::Caption);
            return true;
        }
        self.inline.push_blank();
        self.draft.drop_piece(&spaced_text(node), *reason);
        true
    }

    /// An element that is one block; in a caption or a heading, everything has that kind.
    fn block(&mut self, node: &NodeRef, kind: BlockKind) {
        self.flush();
        let outer = std::mem::replace(&mut self.kind, kind);
        self.children(node);
        if kind == BlockKind::Caption {
            self.end_caption(node);
        }
        self.flush();
        self.kind = outer;
    }

    /// Links a caption to its picture, unless it has a link of its own.
    fn end_caption(&mut self, node: &NodeRef) {
        let picture = caption::picture_of(node).and_then(|img| media::address_of(&img, self.source.base));
        if let Some(url) = picture.filter(|_| self.inline.links.is_empty()) {
            self.inline.end_link(0, &url);
        }
    }

    fn link(&mut self, node: &NodeRef) {
        let Some(url) = node.attr("href") else { return self.children_within(node) };
        if url.contains('#') && is_way_back(&node.text()) {
            return;
        }
        if let Some(mark) = marks::of_note(node, &url, self.inline.glued_to()) {
            let is_stripped = url.split_once('#').is_some_and(|(_, id)| self.unmarked.contains(id));
            if !is_stripped {
                self.inline.push(&mark);
            }
            return;
        }
        let blocks = self.draft.blocks.len();
        let start = self.inline.link_start();
        self.children_within(node);
        // A link around whole blocks has been separated from its beginning.
        if self.draft.blocks.len() == blocks {
            self.inline.end_link(start, &absolute(&url, self.source.base));
        }
    }

    /// Ends the block being collected; pictures inside it follow it.
    fn flush(&mut self) {
        let gathered = std::mem::take(&mut self.inline);
        let kind = match self.kind {
            BlockKind::Paragraph if self.quotes > 0 => BlockKind::Quote,
            kind => kind,
        };
        self.draft.push(kind, gathered);
        for Medium { words, url } in std::mem::take(&mut self.media) {
            let mut line = Inline::from(words.as_str());
            line.end_link(0, &url);
            self.draft.push(BlockKind::Caption, line);
        }
    }
}

/// A superscript with more words is small print.
const MOST_IN_SCRIPT: usize = 4;

/// The ids of everything in stripped lists of references.
fn ids_of_references(root: &NodeRef, stripped: &Stripped) -> HashSet<String> {
    if !stripped.values().any(|reason| *reason == Reason::References) {
        return HashSet::new();
    }
    let is_list = |node: &NodeRef| stripped.get(&node.id) == Some(&Reason::References);
    let lists = root.descendants_it().filter(is_list);
    let ids =
        lists.flat_map(|list| list.descendants_it().filter_map(|node| node.id_attr()).collect::<Vec<_>>());
    ids.map(|id| id.to_string()).collect()
}

/// Whether a text is the link from a note back to its reference mark.
fn is_way_back(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().all(|c| matches!(c, '↩' | '↑' | '^' | '⏎' | '↵' | '⤴' | '\u{fe0e}' | '\u{fe0f}'))
}

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

/// How many bytes of a stripped piece are read.
const ENOUGH_OF_DROPPED: usize = 2000;

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "template" | "button" | "input" | "select" | "textarea" | "svg" | "canvas"
        | "head" | "noscript" | "rt" | "rp" | "datalist" => Role::Nothing,
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
        | "html" | "menu" | "form" | "dialog" | "legend" => Role::Container,
        _ => Role::Within,
    }
}

#[cfg(test)]
mod tests;
