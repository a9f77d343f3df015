//! Turns input items into drafts: their documents, identities, and the scope for boilerplate.

use super::Rejected;
use super::input_item::{InputItem, InputKind};
use super::sites;
use crate::extract::{self, Format, RejectReason};
use crate::model::Document;
use crate::store::Identity;
use std::path::Path;

/// An article that has been parsed but not yet analysed for names.
pub(super) struct Draft {
    pub document: Document,
    pub text: Identity,
    pub address: Option<Identity>,
    pub place: Option<Identity>,
    pub sources: Vec<String>,
    /// The scope of the boilerplate to strip from it, if its text came with page clutter.
    pub boilerplate_scope: Option<String>,
    /// Whether its file has a date that could not be read.
    pub is_undated: bool,
}

impl Draft {
    /// Everything it is identified by.
    pub fn identities(&self) -> impl Iterator<Item = Identity> {
        [Some(self.text), self.address, self.place].into_iter().flatten()
    }
}

/// The result for an item.
pub(super) type Drafts = Vec<Result<Draft, Rejected>>;

/// The articles of an item: one, unless it is a JSON array.
pub(super) fn read(item: &InputItem) -> Drafts {
    let InputKind::Articles(format) = item.kind else { return Vec::new() };
    if matches!(format, Format::Json | Format::JsonLines) {
        return read_json(item);
    }
    let source = extract::Source {
        name: &item.what,
        url: item.address.as_deref(),
        content_type: item.content_type.as_deref(),
    };
    vec![match extract::document(format, &item.bytes, &source) {
        Ok(document) => {
            let boilerplate_scope =
                has_page_around(format).then(|| boilerplate_scope(&document, item)).flatten();
            Ok(Draft { boilerplate_scope, ..draft(document, item, Some("")) })
        }
        Err(refusal) => Err(Rejected::unread(&item.what, &refusal)),
    }]
}

fn read_json(item: &InputItem) -> Drafts {
    let is_line = item.kind == InputKind::Articles(Format::JsonLines);
    let values = match extract::values(&String::from_utf8_lossy(&item.bytes)) {
        Ok(values) => values,
        Err(refusal) if is_line => return vec![Err(no_object(&item.what, &refusal))],
        Err(refusal) => return vec![Err(Rejected::unread(&item.what, &refusal))],
    };
    let several = values.len() > 1;
    let read = |(at, value): (usize, &serde_json::Value)| match extract::json(value) {
        Ok(document) => {
            let is_undated = document.published.is_none() && has_date(value);
            Ok(Draft { is_undated, ..draft(document, item, number_of(value).as_deref()) })
        }
        Err(refusal) if several => {
            let what = format!("{} article {}", item.what, at + 1);
            Err(Rejected { is_within: true, ..Rejected::unread(&what, &refusal) })
        }
        Err(refusal) => Err(Rejected { is_within: is_line, ..Rejected::unread(&item.what, &refusal) }),
    };
    values.iter().enumerate().map(read).collect()
}

/// A document and its identities. `number` distinguishes it from others in its file.
fn draft(document: Document, item: &InputItem, number: Option<&str>) -> Draft {
    let text = Identity::of_text(&document.text);
    let (mut address, mut place) = (None, None);
    match (&document.url, &document.site, number) {
        (Some(url), ..) => address = Some(Identity::of_address(url)),
        (None, Some(site), Some(number)) if !number.is_empty() => {
            address = Some(Identity::of_number(site, number));
        }
        (None, _, Some(number)) if item.is_lasting => {
            place = Some(Identity::of_number(&item.source, number));
        }
        _ => {}
    }
    let sources = document.url.iter().cloned().chain([item.source.clone()]).collect();
    Draft { document, text, address, place, sources, boilerplate_scope: None, is_undated: false }
}

/// Whether texts in a format come with page clutter. Whoever wrote JSON or Markdown has already decided what is text.
fn has_page_around(format: Format) -> bool {
    matches!(format, Format::Text | Format::Page | Format::Mail)
}

/// The scope in which articles may repeat the same lines: their site, else their folder.
fn boilerplate_scope(document: &Document, item: &InputItem) -> Option<String> {
    sites::site_of(document).or_else(|| {
        let folder = Path::new(&item.source).parent().filter(|_| item.is_lasting)?.to_str()?;
        (!folder.is_empty()).then(|| format!("folder {folder}"))
    })
}

/// A line of a JSON lines file that is not an object.
fn no_object(what: &str, refusal: &RejectReason) -> Rejected {
    let why = match refusal {
        RejectReason::NotJson { column, reason, .. } => {
            format!("is not JSON at column {column}: {reason}; fix it or remove it")
        }
        other => other.to_string(),
    };
    Rejected::article(what, why, refusal.brief())
}

/// Whether a JSON article says when it was published.
fn has_date(value: &serde_json::Value) -> bool {
    match value.get("published") {
        None | Some(serde_json::Value::Null) => false,
        Some(serde_json::Value::String(date)) => !date.trim().is_empty(),
        Some(_) => true,
    }
}

/// The id of a JSON article.
fn number_of(value: &serde_json::Value) -> Option<String> {
    match value.get("id")? {
        serde_json::Value::String(id) if !id.is_empty() => Some(id.clone()),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
