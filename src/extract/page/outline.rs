//! A page as two flat lists: its elements in document order, and the runs of text between the boundaries of its
//! blocks. Every measure of an element is a difference of two prefix sums, so one pass over the page is enough.
//!
//! Nothing is judged here except the appearance of a single run.

use super::signs::Signs;
use crate::text::clean;
use crate::text::sentences::ends_as_sentence;
use dom_query::NodeRef;
use std::ops::Range;

/// A page's elements and text.
#[derive(Default)]
pub(super) struct Outline<'a> {
    pub elements: Vec<Element<'a>>,
    pub runs: Vec<Run>,
    /// The words of running text before each run, and before the end.
    prose_before: Vec<usize>,
}

/// An element that may contain text.
pub(super) struct Element<'a> {
    pub node: NodeRef<'a>,
    pub tag: String,
    /// Its parent; the first element is its own.
    pub parent: usize,
    /// One past the last element inside it.
    pub end: usize,
    /// The runs that begin inside it.
    pub runs: Range<usize>,
    pub signs: Signs,
    /// The number of words inside it, and how many of them are links.
    pub words: usize,
    pub linked: usize,
    pub is_block: bool,
    /// The run being collected at its start tag.
    pub run: usize,
}

/// A run of text: a paragraph, a heading, an item, or what is between two blocks.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Run {
    pub text: String,
    /// The innermost block element around it.
    pub owner: usize,
    pub words: usize,
    pub linked: usize,
    /// How many of its linked words link to another place on the same page.
    pub within: usize,
    pub is_heading: bool,
    /// Words that count as running text, once the page has been read.
    pub prose: usize,
}

impl Run {
    /// Those of a paragraph of sentences that is not a list of links.
    fn count_prose(&self) -> usize {
        let plain = self.words - self.linked;
        if self.is_heading || self.linked * 2 > self.words || self.words < SHORTEST_PROSE {
            return 0;
        }
        let ends = ends_as_sentence(&self.text);
        let has_sentences = self.text.contains([',', '.', '。', '、', '।']);
        match (ends, has_sentences) {
            (true, _) => plain,
            (false, true) if self.words >= 20 => plain,
            _ => 0,
        }
    }
}

/// A page with fewer words of running text has none: a recipe, a list, a poem.
pub(super) const LEAST_PROSE: usize = 60;

/// A run with fewer words is a label.
const SHORTEST_PROSE: usize = 8;

impl<'a> Outline<'a> {
    /// Reads everything below `root` that a browser shows.
    pub fn read(root: &NodeRef<'a>) -> Self {
        let mut reading = Reading::default();
        reading.element(*root, "body", 0);
        reading.flush();
        let mut outline = reading.outline;
        outline.prose_before.push(0);
        let mut before = 0;
        for run in &mut outline.runs {
            run.prose = run.count_prose();
            before += run.prose;
            outline.prose_before.push(before);
        }
        outline
    }

    /// Whether an element is part of a sentence, whatever its name says.
    pub fn is_in_sentence(&self, at: usize) -> bool {
        let element = &self.elements[at];
        !element.is_block && self.runs.get(element.run).is_some_and(|run| run.words > element.words)
    }

    /// Words of running text in an element.
    pub fn prose(&self, at: usize) -> usize {
        self.prose_of(self.elements[at].runs.clone())
    }

    /// Words of running text in some runs.
    pub fn prose_of(&self, runs: Range<usize>) -> usize {
        self.prose_before[runs.end] - self.prose_before[runs.start]
    }

    /// The ancestors of an element, innermost first, without itself.
    pub fn around(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = at;
        std::iter::from_fn(move || {
            let parent = self.elements.get(at)?.parent;
            let next = (parent != at).then_some(parent);
            at = parent;
            next
        })
    }

    /// The children of an element.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.elements[at].end;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.elements[child].end;
            Some(child)
        })
    }
}

#[derive(Default)]
struct Reading<'a> {
    outline: Outline<'a>,
    /// The current run; its owner is set when it begins.
    run: Run,
    /// Running totals.
    words: usize,
    linked: usize,
    /// How many links are open, and how many of those link to another place on the page.
    links: usize,
    inner_links: usize,
    /// How many headings are open.
    headings: usize,
}

impl<'a> Reading<'a> {
    fn element(&mut self, node: NodeRef<'a>, tag: &str, parent: usize) {
        let is_block = !is_inline(tag);
        if is_block {
            self.flush();
        }
        let at = self.outline.elements.len();
        let (words, linked) = (self.words, self.linked);
        self.outline.elements.push(Element {
            node,
            tag: tag.to_owned(),
            parent,
            end: 0,
            runs: self.outline.runs.len()..0,
            signs: Signs::read(&node, tag),
            words,
            linked,
            is_block,
            run: self.outline.runs.len(),
        });
        let href = node.attr("href").filter(|_| tag == "a");
        let is_link = href.is_some();
        let is_inner = href.is_some_and(|href| href.starts_with('#') || href.starts_with("javascript:"));
        let is_heading = is_heading(tag);
        self.links += usize::from(is_link);
        self.inner_links += usize::from(is_inner);
        self.headings += usize::from(is_heading);
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child, at);
            } else if let Some(name) = child.node_name().filter(|name| is_read(&child, name)) {
                self.element(child, &name, at);
            }
        }
        if is_block {
            self.flush();
        }
        self.links -= usize::from(is_link);
        self.inner_links -= usize::from(is_inner);
        self.headings -= usize::from(is_heading);
        let (words, linked, runs) = (self.words, self.linked, self.outline.runs.len());
        let end = self.outline.elements.len();
        let element = &mut self.outline.elements[at];
        element.end = end;
        element.words = words - element.words;
        element.linked = linked - element.linked;
        element.runs.end = runs;
    }

    fn text(&mut self, node: &NodeRef, owner: usize) {
        let text = node.text();
        if text.trim().is_empty() {
            if !text.is_empty() && !self.run.text.is_empty() {
                self.run.text.push(' ');
            }
            return;
        }
        let words = words(&text);
        if self.run.text.is_empty() {
            self.run.owner = self.block_around(owner);
            self.run.is_heading = self.headings > 0;
        }
        self.run.text.push_str(&text);
        self.run.words += words;
        self.words += words;
        if self.links > 0 {
            self.run.linked += words;
            self.linked += words;
        }
        if self.inner_links > 0 {
            self.run.within += words;
        }
    }

    fn block_around(&self, at: usize) -> usize {
        let elements = &self.outline.elements;
        let mut at = at;
        while !elements[at].is_block && elements[at].parent != at {
            at = elements[at].parent;
        }
        at
    }

    fn flush(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        run.text = clean::line(&run.text);
        if !run.text.is_empty() {
            self.outline.runs.push(run);
        }
    }
}

fn is_read(node: &NodeRef, name: &str) -> bool {
    !is_silent(name) || (name == "button" && opens_on_demand(node))
}

/// Whether a button is a heading that expands its content, such as a question with a collapsed answer.
pub(super) fn opens_on_demand(button: &NodeRef) -> bool {
    const SIGNS: [&str; 4] = ["aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"];
    const NEAR: usize = 2;
    let is_head = |around: &NodeRef| {
        around.node_name().is_some_and(|name| is_heading(&name) || matches!(name.as_ref(), "summary" | "dt"))
    };
    let text = button.text();
    let says = text.split_whitespace().count() >= 2 || text.trim_end().ends_with(['?', '？', '؟']);
    says && (SIGNS.iter().any(|sign| button.has_attr(sign))
        || button.ancestors_it(Some(NEAR)).any(|around| is_head(&around)))
}

/// Whether elements of a tag are headings.
pub(super) fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements whose text is never shown, or is not text.
pub(super) fn is_silent(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "head"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "select"
            | "textarea"
            | "input"
            | "button"
            | "img"
            | "picture"
            | "map"
            | "embed"
            | "datalist"
            // The pronunciation of adjacent text.
            | "rt"
            | "rp"
    )
}

/// Inline elements.
pub(super) fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "br"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "meter"
            | "nobr"
            | "output"
            | "q"
            | "ruby"
            | "rb"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    ) || tag.contains('-')
}

/// The number of words in a text. In scripts without spaces, two characters count as a word.
pub(super) fn words(text: &str) -> usize {
    let parted = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    if text.is_ascii() {
        return parted;
    }
    parted.max(text.chars().filter(|&c| is_unspaced(c)).count() / 2)
}

/// Whether a character belongs to a script without spaces between words: kana, Chinese characters, Thai.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}')
}
