//! Pieces to drafts: the documents in them, by what they are known again, and where what they say can be a habit.

use super::Refused;
use super::pieces::{InputKind, Piece};
use super::sites;
use crate::extract::{self, Format, Refusal};
use crate::model::Document;
use crate::store::Identity;
use std::path::Path;

/// An article that was read and whose names were not.
pub(super) struct Draft {
    pub document: Document,
    pub text: Identity,
    pub address: Option<Identity>,
    pub place: Option<Identity>,
    pub sources: Vec<String>,
    /// Whose habits are to be left out of it, where its text came with what its page put around it.
    pub habitat: Option<String>,
}

impl Draft {
    /// All that it goes by.
    pub fn identities(&self) -> impl Iterator<Item = Identity> {
        [Some(self.text), self.address, self.place].into_iter().flatten()
    }
}

/// What came of a piece.
pub(super) type Drafts = Vec<Result<Draft, Refused>>;

/// The articles of a piece: one, unless it is a JSON array.
pub(super) fn read(piece: &Piece) -> Drafts {
    let InputKind::Articles(format) = piece.kind else { return Vec::new() };
    if matches!(format, Format::Json | Format::JsonLines) {
        return read_json(piece);
    }
    let source = extract::Source {
        name: &piece.what,
        url: piece.address.as_deref(),
        content_type: piece.content_type.as_deref(),
    };
    vec![match extract::document(format, &piece.bytes, &source) {
        Ok(document) => {
            let habitat = has_page_around(format).then(|| habitat(&document, piece)).flatten();
            Ok(Draft { habitat, ..draft(document, piece, Some("")) })
        }
        Err(refusal) => Err(Refused::unread(&piece.what, &refusal)),
    }]
}

fn read_json(piece: &Piece) -> Drafts {
    let is_line = piece.kind == InputKind::Articles(Format::JsonLines);
    let values = match extract::values(&String::from_utf8_lossy(&piece.bytes)) {
        Ok(values) => values,
        Err(refusal) if is_line => return vec![Err(no_object(&piece.what, &refusal))],
        Err(refusal) => return vec![Err(Refused::unread(&piece.what, &refusal))],
    };
    let several = values.len() > 1;
    let read = |(at, value): (usize, &serde_json::Value)| match extract::json(value) {
        Ok(document) => Ok(draft(document, piece, number_of(value).as_deref())),
        Err(refusal) if several => {
            let what = format!("{} article {}", piece.what, at + 1);
            Err(Refused { is_within: true, ..Refused::unread(&what, &refusal) })
        }
        Err(refusal) => Err(Refused { is_within: is_line, ..Refused::unread(&piece.what, &refusal) }),
    };
    values.iter().enumerate().map(read).collect()
}

/// A document and by what it is known again. `number` tells it from others of its file.
fn draft(document: Document, piece: &Piece, number: Option<&str>) -> Draft {
    let text = Identity::of_text(&document.text);
    let (mut address, mut place) = (None, None);
    match (&document.url, &document.site, number) {
        (Some(url), ..) => address = Some(Identity::of_address(url)),
        (None, Some(site), Some(number)) if !number.is_empty() => {
            address = Some(Identity::of_number(site, number));
        }
        (None, _, Some(number)) if piece.is_lasting => {
            place = Some(Identity::of_number(&piece.source, number));
        }
        _ => {}
    }
    let sources = document.url.iter().cloned().chain([piece.source.clone()]).collect();
    Draft { document, text, address, place, sources, habitat: None }
}

/// Whether texts of a format come with what a page put around them. Whoever wrote JSON or Markdown has said already
/// what is text.
fn has_page_around(format: Format) -> bool {
    matches!(format, Format::Text | Format::Page | Format::Mail)
}

/// Where articles lie that may say the same again and again: their site, or else their folder.
fn habitat(document: &Document, piece: &Piece) -> Option<String> {
    sites::site_of(document).or_else(|| {
        let folder = Path::new(&piece.source).parent().filter(|_| piece.is_lasting)?.to_str()?;
        (!folder.is_empty()).then(|| format!("folder {folder}"))
    })
}

/// A line of a file of JSON lines that is none.
fn no_object(what: &str, refusal: &Refusal) -> Refused {
    let why = match refusal {
        Refusal::NotJson { column, reason, .. } => {
            format!("is not JSON at column {column}: {reason}; correct the line or take it out")
        }
        other => other.to_string(),
    };
    Refused::article(what, why, refusal.brief())
}

/// What a JSON article calls itself.
fn number_of(value: &serde_json::Value) -> Option<String> {
    match value.get("id")? {
        serde_json::Value::String(id) if !id.is_empty() => Some(id.clone()),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
