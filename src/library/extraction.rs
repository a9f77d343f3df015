//! Stands in for `crate::extract` until it is merged: plain paragraphs and the fields of JSON articles.

use crate::model::{Document, When};
use crate::text::clean;
use serde_json::Value;

pub(super) const LONGEST: usize = 16 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Page,
    Json,
    JsonLines,
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(String);

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Source<'a> {
    pub name: &'a str,
    pub url: Option<&'a str>,
    #[allow(dead_code)]
    pub content_type: Option<&'a str>,
}

pub(super) fn format(name: &str, _bytes: &[u8]) -> Format {
    let name = name.to_ascii_lowercase();
    match name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.').map(|(_, extension)| extension) {
        Some("md") => Format::Markdown,
        Some("html" | "htm") => Format::Page,
        Some("json") => Format::Json,
        Some("jsonl") => Format::JsonLines,
        _ => Format::Text,
    }
}

pub(super) fn document(_: Format, bytes: &[u8], source: &Source) -> Result<Document, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal("is no text".to_owned()))?;
    let text = clean::lines(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal("is empty; there is nothing to read in it".to_owned()));
    }
    let (title, body) = text.split_once("\n\n").unwrap_or((source.name, text));
    let mut document = Document::from_paragraphs(title, body);
    document.url = source.url.map(str::to_owned);
    Ok(document)
}

pub(super) fn values(text: &str) -> Result<Vec<Value>, Refusal> {
    match serde_json::from_str(text) {
        Ok(Value::Array(values)) => Ok(values),
        Ok(value) => Ok(vec![value]),
        Err(error) => Err(Refusal(format!("is not JSON: {error}"))),
    }
}

pub(super) fn json(value: &Value) -> Result<Document, Refusal> {
    let field = |name: &str| value[name].as_str().map(clean::line).filter(|text| !text.is_empty());
    let text = value["text"].as_str().map(clean::lines).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Refusal("is JSON without an article".to_owned()));
    }
    let mut document = Document::from_paragraphs(field("title").unwrap_or_default(), text.trim());
    document.byline = field("author");
    document.published = field("published").as_deref().and_then(When::parse);
    document.site = field("site");
    document.language = field("language");
    document.url = field("url");
    Ok(document)
}
