//! A walk through a feed's markup that yields one field of its head or one entry at a time, so that nothing else is
//! held.
//!
//! Mismatched tags are repaired on the way: an end tag closes everything open inside its element, one that closes
//! nothing is skipped, and an entry ends where the next begins.

use super::element::{Element, Node};
use super::entity::Entities;
use super::space::{self, Space};
use super::token::{Token, Tokens};
use super::{LONGEST_TEXT, address};
use std::borrow::Cow;
use std::sync::Arc;

/// The maximum nesting depth; tags below are skipped.
const DEEPEST: usize = 128;

/// The longest text in one entry, in bytes.
const LONGEST_ENTRY: usize = 16 << 20;

/// The maximum number of elements in one entry.
const MOST_ELEMENTS: usize = 50_000;

/// A step of the walk.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// An element that contains other steps: `rss`, `feed`, `html`, or an unknown one.
    Frame(Element<'a>),
    /// A complete field of the feed's head.
    Field(Element<'a>),
    /// A complete entry.
    Entry(Element<'a>),
}

/// The walk, which also records the faults that it met.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    tokens: Tokens<'a>,
    entities: Entities,
    /// The open elements, from the outside in.
    open: Vec<Open<'a>>,
    /// The number of start tags skipped because they are nested too deeply.
    passed_over: usize,
    /// A token that was peeked at.
    held: Option<Token<'a>>,
    /// Problems that the user should know about.
    pub met: Met,
}

/// Faults of a feed.
#[derive(Debug, Default, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fault of its own")]
pub(super) struct Met {
    /// It ends inside an element.
    pub broken_off: bool,
    /// It declares entities that are not literals.
    pub entities: bool,
    /// Text beyond the limit of a field or an entry was dropped.
    pub too_long: bool,
    /// Elements nested too deeply were dropped.
    pub too_deep: bool,
    /// Start tags and end tags do not match.
    pub unmatched: bool,
}

#[derive(Debug)]
struct Open<'a> {
    name: &'a str,
    spaces: Vec<(&'a str, Space)>,
    base: Option<Arc<str>>,
    is_based: bool,
    language: Option<Arc<str>>,
}

/// An element being read with its content.
struct Tree<'a> {
    /// The innermost open one.
    element: Element<'a>,
    /// Those around it.
    above: Vec<Element<'a>>,
    /// The index of the outermost among the walk's open elements.
    floor: usize,
    /// Bytes of text that may still be added.
    room: usize,
    elements: usize,
    is_entry: bool,
}

impl Tree<'_> {
    /// Adds the innermost element, which has ended, to its parent.
    fn close(&mut self) {
        if let Some(outer) = self.above.pop() {
            let inner = std::mem::replace(&mut self.element, outer);
            self.element.children.push(Node::Element(inner));
        }
    }
}

/// What an end tag closes.
enum Ended {
    /// An element inside, or nothing.
    Inner,
    /// The element being read.
    Whole,
    /// One around it.
    Outer,
}

/// The role of a head element.
enum Role {
    Entry,
    Field,
    Frame,
}

impl<'a> Walk<'a> {
    /// A walk through a source; `base` is the address it was fetched from.
    pub fn new(text: &'a str, base: Option<&str>) -> Self {
        let root =
            Open { name: "", spaces: Vec::new(), base: base.map(Arc::from), is_based: false, language: None };
        Self {
            tokens: Tokens::new(text),
            entities: Entities::default(),
            open: vec![root],
            passed_over: 0,
            held: None,
            met: Met::default(),
        }
    }

    fn token(&mut self) -> Option<Token<'a>> {
        self.held.take().or_else(|| self.tokens.next())
    }

    /// Reads the element of the last start tag, without its content.
    fn element(&mut self, name: &'a str) -> (Element<'a>, Open<'a>) {
        let mut open = Open { name, spaces: Vec::new(), base: None, is_based: false, language: None };
        let mut attributes = Vec::new();
        let parent = self.open.last();
        open.base = parent.and_then(|parent| parent.base.clone());
        open.is_based = parent.is_some_and(|parent| parent.is_based);
        open.language = parent.and_then(|parent| parent.language.clone());
        // In CDF, the base is an attribute of the channel.
        let is_channel = name.eq_ignore_ascii_case("channel");
        for &(attribute, value) in self.tokens.attributes() {
            let value = self.entities.resolve(value);
            let attribute =
                if is_channel && attribute.eq_ignore_ascii_case("base") { "xml:base" } else { attribute };
            match space::split(attribute) {
                ("xmlns", prefix) => open.spaces.push((prefix, Space::of_address(&value))),
                ("", "xmlns") => open.spaces.push(("", Space::of_address(&value))),
                ("xml", "base") => {
                    let rebased = address::rebased(open.base.as_deref(), &value).map(Arc::from);
                    open.is_based |= rebased.is_some();
                    open.base = rebased.or(open.base);
                }
                ("xml", "lang") => open.language = Some(Arc::from(value.as_ref())),
                _ => attributes.push((attribute, value)),
            }
        }
        let (prefix, local) = space::split(name);
        let lower = if local.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(local.to_ascii_lowercase())
        } else {
            Cow::Borrowed(local)
        };
        let element = Element {
            space: self.space(prefix, &open.spaces),
            name: lower,
            attributes,
            base: open.base.clone(),
            is_based: open.is_based,
            language: open.language.clone(),
            children: Vec::new(),
        };
        (element, open)
    }

    /// The vocabulary of a prefix here. An unknown declaration may be misspelt: then the prefix decides.
    fn space(&self, prefix: &str, own: &[(&str, Space)]) -> Space {
        let is_it = |(declared, _): &&(&str, Space)| *declared == prefix;
        let outer = || self.open.iter().rev().find_map(|open| open.spaces.iter().find(is_it));
        let declared = own.iter().find(is_it).or_else(outer).map(|&(_, space)| space);
        declared.filter(|space| *space != Space::Other).unwrap_or_else(|| Space::of_prefix(prefix))
    }

    /// Handles an end tag outside fields and entries.
    fn leave(&mut self, name: &str) {
        if self.passed_over > 0 {
            self.passed_over -= 1;
            return;
        }
        match self.place_of(name) {
            Some(place) => {
                self.met.unmatched |= place + 1 < self.open.len();
                self.open.truncate(place);
            }
            None => self.met.unmatched = true,
        }
    }

    /// The element with its content, up to its end.
    fn whole(&mut self, element: Element<'a>, open: Open<'a>, is_entry: bool) -> Element<'a> {
        let floor = self.open.len();
        self.open.push(open);
        let room = if is_entry { LONGEST_ENTRY } else { LONGEST_TEXT };
        let mut tree = Tree { element, above: Vec::new(), floor, room, elements: 0, is_entry };
        while let Some(token) = self.token() {
            match token {
                Token::Text(text) => {
                    let text = self.within(text, &mut tree.room);
                    tree.element.children.push(Node::Text(self.entities.resolve(text)));
                }
                Token::Literal(text) => {
                    let text = self.within(text, &mut tree.room);
                    tree.element.children.push(Node::Text(Cow::Borrowed(text)));
                }
                Token::Doctype(_) => {}
                Token::Start { name, is_empty } => {
                    if self.begin(name, is_empty, &mut tree) {
                        self.held = Some(token);
                        break;
                    }
                }
                Token::End { .. } if self.passed_over > 0 => self.passed_over -= 1,
                Token::End { name } => match self.end(name, &mut tree) {
                    Ended::Inner => {}
                    Ended::Whole => return tree.element,
                    Ended::Outer => {
                        self.held = Some(token);
                        break;
                    }
                },
            }
        }
        self.met.broken_off |= self.held.is_none();
        self.open.truncate(floor);
        self.passed_over = 0;
        while !tree.above.is_empty() {
            tree.close();
        }
        tree.element
    }

    /// Handles a start tag inside an element; returns whether an entry begins there, which ends this one.
    fn begin(&mut self, name: &'a str, is_empty: bool, tree: &mut Tree<'a>) -> bool {
        let (inner, open) = self.element(name);
        if tree.is_entry && matches!(role(&inner), Role::Entry) {
            self.met.unmatched = true;
            return true;
        }
        tree.elements += 1;
        if tree.elements > MOST_ELEMENTS || self.open.len() >= DEEPEST {
            self.met.too_deep = true;
            self.passed_over += usize::from(!is_empty);
        } else if is_empty {
            tree.element.children.push(Node::Element(inner));
        } else {
            tree.above.push(std::mem::replace(&mut tree.element, inner));
            self.open.push(open);
        }
        false
    }

    /// Handles an end tag inside an element.
    fn end(&mut self, name: &str, tree: &mut Tree<'a>) -> Ended {
        let Some(place) = self.place_of(name) else {
            self.met.unmatched = true;
            return Ended::Inner;
        };
        self.met.unmatched |= place + 1 < self.open.len();
        if place < tree.floor {
            return Ended::Outer;
        }
        while self.open.len() > place && !tree.above.is_empty() {
            self.open.pop();
            tree.close();
        }
        self.open.truncate(place);
        if place == tree.floor { Ended::Whole } else { Ended::Inner }
    }

    /// The index of the innermost open element with a name.
    fn place_of(&self, name: &str) -> Option<usize> {
        let is_it = |open: &Open| open.name.eq_ignore_ascii_case(name);
        self.open.iter().skip(1).rposition(is_it).map(|place| place + 1)
    }

    /// The part of a text that fits into the remaining space.
    fn within(&mut self, text: &'a str, room: &mut usize) -> &'a str {
        let kept = if text.len() > (*room).min(LONGEST_TEXT) {
            self.met.too_long = true;
            &text[..text.floor_char_boundary((*room).min(LONGEST_TEXT))]
        } else {
            text
        };
        *room -= kept.len();
        kept
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        loop {
            let Some(token) = self.token() else {
                self.met.broken_off |= self.open.len() > 1;
                self.open.truncate(1);
                return None;
            };
            match token {
                Token::Text(_) | Token::Literal(_) => {}
                Token::Doctype(doctype) => self.met.entities |= self.entities.declare(doctype),
                Token::End { name } => self.leave(name),
                Token::Start { name, is_empty } => {
                    let (element, open) = self.element(name);
                    let role = role(&element);
                    match role {
                        Role::Frame if is_empty => return Some(Step::Frame(element)),
                        Role::Frame if self.open.len() >= DEEPEST => {
                            self.met.too_deep = true;
                            self.passed_over += 1;
                        }
                        Role::Frame => {
                            self.open.push(open);
                            return Some(Step::Frame(element));
                        }
                        Role::Entry if is_empty => return Some(Step::Entry(element)),
                        Role::Field if is_empty => return Some(Step::Field(element)),
                        Role::Entry => return Some(Step::Entry(self.whole(element, open, true))),
                        Role::Field => return Some(Step::Field(self.whole(element, open, false))),
                    }
                }
            }
        }
    }
}

fn role(element: &Element) -> Role {
    match (element.space, element.name.as_ref()) {
        (Space::Feed | Space::Rdf, "item" | "entry") => Role::Entry,
        (
            Space::Feed,
            "title" | "link" | "description" | "subtitle" | "tagline" | "abstract" | "summary" | "language"
            | "author" | "managingeditor" | "contributor" | "image" | "textinput" | "source" | "cloud"
            | "ttl" | "skiphours" | "skipdays",
        )
        | (Space::DublinCore, "title" | "description" | "language" | "creator" | "author")
        | (Space::Itunes, "subtitle" | "summary" | "author" | "owner")
        | (Space::Media, "title" | "description")
        | (Space::Syndication, "updateperiod" | "updatefrequency") => Role::Field,
        _ => Role::Frame,
    }
}
