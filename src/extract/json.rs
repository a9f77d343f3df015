//! Articles as JSON objects: `title` and `text` or `html`, and any of `id url published site author language tags
//! image unread bookmarked`; also the entries that other news readers export.
//!
//! The text is taken as the whole article: whoever wrote the object has already decided what is title and what is
//! text.

use super::{RejectReason, Source, dates, exports, finish, page, paragraphs};
use crate::model::{Document, Marked};
use crate::text::clean;
use crate::text::language;
use serde_json::{Map, Value};

/// The JSON values of a file: the elements of an array, the one object of a `.json` file, or the objects
/// of the lines of a `.jsonl` file.
pub fn values(text: &str) -> Result<Vec<Value>, RejectReason> {
    must_be_few(text)?;
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(elements)) => values.extend(elements),
            Ok(mut value) => match exports::entries(&mut value) {
                Some(entries) => values.extend(entries),
                None => values.push(value),
            },
            Err(error) => {
                return Err(RejectReason::NotJson {
                    line: error.line(),
                    column: error.column(),
                    reason: reason(&error),
                });
            }
        }
    }
    Ok(values)
}

/// Fails for more values than an article's, which take up to a hundred times their length of memory.
fn must_be_few(text: &str) -> Result<(), RejectReason> {
    const MOST: usize = 200_000;
    const OF_OBJECT: usize = 10;
    let (mut count, mut rest) = (0, text.as_bytes());
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b',' | b'[' | b'{')) {
        match rest[at] {
            b'"' => {
                let mut is_escaped = false;
                let ends = |&byte: &u8| {
                    let ends = byte == b'"' && !is_escaped;
                    is_escaped = byte == b'\\' && !is_escaped;
                    ends
                };
                let end = rest[at + 1..].iter().position(ends).map_or(rest.len(), |end| at + end + 2);
                rest = &rest[end..];
                continue;
            }
            b'{' => count += OF_OBJECT,
            _ => count += 1,
        }
        rest = &rest[at + 1..];
    }
    if count > MOST { Err(RejectReason::TooManyValues { limit: MOST }) } else { Ok(()) }
}

/// The document of one object.
pub fn json(value: &Value) -> Result<Document, RejectReason> {
    let Some(object) = value.as_object() else {
        return Err(RejectReason::NotAnArticle { reason: format!("it is {}", what(value)) });
    };
    let is_ours = object.contains_key("text") || object.contains_key("html");
    let foreign = if is_ours { None } else { exports::article(object) };
    let object = foreign.as_ref().unwrap_or(object);
    let mut document = body(object, !is_ours)?;
    if let Some(title) = string(object, "title") {
        document.title = title;
    }
    document.url = string(object, "url").or(document.url);
    document.site = string(object, "site").or(document.site);
    document.image = string(object, "image").or(document.image);
    document.byline = string(object, "author").or_else(|| string(object, "byline")).or(document.byline);
    document.published =
        string(object, "published").and_then(|date| dates::read(&date)).or(document.published);
    document.tags.extend(strings(object.get("tags")));
    let says = |key: &str, what: bool| object.get(key).and_then(Value::as_bool) == Some(what);
    document.marked = Marked { read: says("unread", false), bookmarked: says("bookmarked", true) };
    let declared = string(object, "language").and_then(|tag| language::of_tag(&tag));
    let mut document = finish(document, &Source::default())?;
    document.language = declared.or(document.language);
    Ok(document)
}

/// Text and blocks. HTML is treated as a page, unless it was already extracted from one.
fn body(object: &Map<String, Value>, is_parted: bool) -> Result<Document, RejectReason> {
    match (object.get("text"), object.get("html")) {
        (Some(Value::String(text)), _) => Ok(paragraphs::of(super::short(text)?)),
        (_, Some(Value::String(html))) if is_parted => {
            let (title, author) = (string(object, "title"), string(object, "author"));
            page::must_be_an_article(html)?;
            Ok(page::fragment(&clean::lines(html), title.as_deref().unwrap_or_default(), author.as_deref()))
        }
        (_, Some(Value::String(html))) => {
            let url = string(object, "url");
            page::read(&clean::lines(html), url.as_deref())
        }
        (None, None) => {
            Err(RejectReason::NotAnArticle { reason: "it has neither `text` nor `html`".to_owned() })
        }
        (Some(other), _) | (None, Some(other)) => {
            let reason = format!("its `text` or `html` is {}, not a string", what(other));
            Err(RejectReason::NotAnArticle { reason })
        }
    }
}

/// A field's clean text; `None` if missing or empty. A list becomes one line.
fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    let text = match object.get(key)? {
        Value::String(text) => clean::line(text),
        list @ Value::Array(_) => strings(Some(list)).join(", "),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let Some(Value::Array(elements)) = value else { return Vec::new() };
    elements.iter().filter_map(Value::as_str).map(clean::line).filter(|text| !text.is_empty()).collect()
}

fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The parser's message without the position, which the rejection states itself.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json as literal;

    #[test]
    fn an_object_is_an_article() {
        let document = json(&literal!({
            "id": "a-1", "title": " Harbour \u{7}to Reopen", "text": "One.\n\nTwo,\nin verse.", "author": "Ann Example",
            "published": "2016-12-15T09:30:00Z", "site": "Harbour Post", "tags": ["storm", 3, ""],
            "url": "https://example.org/h", "language": "en-GB"
        }))
        .unwrap();
        assert_eq!(document.title, "Harbour to Reopen");
        assert_eq!(document.text, "One.\n\nTwo,\nin verse.");
        assert_eq!(document.blocks.len(), 2);
        assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2016-12-15T09:30:00Z"));
        assert_eq!(document.tags, ["storm"]);
        assert_eq!(document.language.as_deref(), Some("en"));
    }

    #[test]
    fn what_is_no_article_is_refused_with_its_reason() {
        let check = |text: &str, expected: &str| {
            let refusal = values(text).and_then(|values| json(&values[0])).unwrap_err();
            assert_eq!(refusal.to_string(), expected, "{text}");
        };
        let shape = "an article is an object with `title` and `text` or `html`";
        check("[3]", &format!("is JSON but not an article: it is a number; {shape}"));
        check("{}", &format!("is JSON but not an article: it has neither `text` nor `html`; {shape}"));
        check(
            "{\"text\": [1]}",
            &format!("is JSON but not an article: its `text` or `html` is a list, not a string; {shape}"),
        );
        check(
            "{\"text\":\n 3",
            "is not JSON at line 2, column 2: EOF while parsing an object; fix it there, or name the file .txt",
        );
    }

    #[test]
    fn lists_and_lines_are_several_articles() {
        assert_eq!(values("[{\"a\": 1}, {\"a\": 2}]").unwrap().len(), 2);
        assert_eq!(values("{\"a\": 1}\n{\"a\": 2}\n").unwrap().len(), 2);
    }

    #[test]
    fn a_text_of_single_lines_has_a_paragraph_a_line() {
        assert_eq!(paragraphs::of("One.\nTwo.\n").text, "One.\n\nTwo.");
    }
}
