//! An element of a feed with its content: queries on it, and its content as HTML.

use super::markup;
use super::space::{self, Space};
use std::borrow::Cow;
use std::sync::Arc;

/// An element and its content.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub space: Space,
    /// Without prefix, in lower case.
    pub name: Cow<'a, str>,
    /// Names as written, values with references resolved.
    pub attributes: Vec<(&'a str, Cow<'a, str>)>,
    /// The base for relative addresses in it.
    pub base: Option<Arc<str>>,
    /// Whether the feed declares that address rather than leaving it to be guessed.
    pub is_based: bool,
    /// The language declared for its content.
    pub language: Option<Arc<str>>,
    pub children: Vec<Node<'a>>,
}

/// The content of an element.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Element(Element<'a>),
}

impl<'a> Element<'a> {
    /// The value of an attribute, ignoring case; `about` also finds `rdf:about`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let with = |is_it: &dyn Fn(&str) -> bool| {
            self.attributes.iter().find(|(attribute, _)| is_it(attribute)).map(|(_, value)| value.as_ref())
        };
        with(&|attribute| attribute.eq_ignore_ascii_case(name))
            .or_else(|| with(&|attribute| space::split(attribute).1.eq_ignore_ascii_case(name)))
    }

    /// An attribute that is not empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Its child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text in it, without white space at its ends.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Node::Text(text)] = &self.children[..] {
            return Cow::Borrowed(text.trim());
        }
        let mut out = String::new();
        self.push_text(&mut out);
        Cow::Owned(out.trim().to_owned())
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }

    /// Its own text, without that of the elements in it.
    pub fn own_text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Node::Text(text) => Some(text.as_ref()),
            Node::Element(_) => None,
        });
        texts.collect::<String>().trim().to_owned()
    }

    /// Its text, if it is nothing but a `div` without elements.
    pub fn text_in_div(&self) -> Option<Cow<'_, str>> {
        self.only_div().filter(|div| div.elements().next().is_none()).map(Element::text)
    }

    /// Its content as HTML source, without an enclosing `div`.
    pub fn html(&self) -> String {
        let mut out = String::new();
        match self.only_div() {
            Some(div) => div.push_html(&mut out),
            None => self.push_html(&mut out),
        }
        out
    }

    /// The single `div` around everything, as Atom requires for XHTML.
    fn only_div(&self) -> Option<&Element<'a>> {
        let mut filled = self.children.iter().filter(|child| match child {
            Node::Text(text) => !text.trim().is_empty(),
            Node::Element(_) => true,
        });
        match (filled.next(), filled.next()) {
            (Some(Node::Element(element)), None) if element.name == "div" => Some(element),
            _ => None,
        }
    }

    fn push_html(&self, out: &mut String) {
        for child in &self.children {
            let element = match child {
                Node::Text(text) => {
                    markup::push_literal(out, text);
                    continue;
                }
                Node::Element(element) => element,
            };
            out.push('<');
            out.push_str(&element.name);
            for (name, value) in &element.attributes {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                out.push_str(&value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"));
                out.push('"');
            }
            if element.children.is_empty() {
                out.push_str("/>");
                continue;
            }
            out.push('>');
            element.push_html(out);
            out.push_str("</");
            out.push_str(&element.name);
            out.push('>');
        }
    }
}
