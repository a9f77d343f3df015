//! What a page declares about its article in JSON-LD with schema.org's vocabulary.

use serde_json::Value;
use std::collections::HashMap;

/// The fields of the description that is most likely the article's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LinkedData {
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub changed: Option<String>,
    pub publisher: Option<String>,
    pub image: Option<String>,
    /// The text of the article.
    pub body: Option<String>,
    /// The types of the things the page describes, except nested ones.
    pub types: Vec<String>,
}

/// The maximum number of objects of a page to examine.
const MOST: usize = 2000;

/// Reads the page's `application/ld+json` scripts; broken ones are skipped.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> LinkedData {
    let values: Vec<Value> = scripts.filter_map(parse).collect();
    let mut objects = Vec::new();
    for value in &values {
        gather(value, &mut objects);
    }
    let named = by_id(&objects);
    let types = values.iter().flat_map(outermost).flat_map(types).collect();
    objects.retain(|object| rank(object) < 2);
    objects.sort_by_key(|object| rank(object));
    let first = |field: &str, read: fn(&Value) -> Option<String>| {
        objects.iter().find_map(|object| object.get(field).and_then(read))
    };
    let authors = objects
        .iter()
        .map(|object| object.get("author").or(object.get("creator")).map(|author| authors(author, &named)));
    LinkedData {
        headline: first("headline", text),
        authors: authors.flatten().find(|names| !names.is_empty()).unwrap_or_default(),
        published: first("datePublished", text).or_else(|| first("dateCreated", text)),
        changed: first("dateModified", text),
        publisher: first("publisher", |value| names(value).into_iter().next()),
        image: first("image", address),
        body: first("articleBody", text),
        types,
    }
}

/// Some pages put scripts in comments or CDATA, others have raw line breaks in strings.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script).trim_start();
    let script = script.strip_prefix("//<![CDATA[").or(script.strip_prefix("<![CDATA[")).unwrap_or(script);
    let script = script.trim_end().trim_end_matches("-->").trim_end().trim_end_matches("]]>");
    let script = script.trim_end().trim_end_matches("//").trim_end().trim_end_matches(';');
    let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&plain).ok()
}

/// All objects in a value, outer ones first.
fn gather<'a>(value: &'a Value, objects: &mut Vec<&'a Value>) {
    if objects.len() >= MOST {
        return;
    }
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| gather(element, objects)),
        Value::Object(fields) => {
            objects.push(value);
            fields.values().for_each(|field| gather(field, objects));
        }
        _ => {}
    }
}

/// The objects of a script that are not part of others: the value itself, or those it lists.
fn outermost(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(several) => several.iter().flat_map(outermost).take(MOST).collect(),
        Value::Object(fields) => match fields.get("@graph") {
            Some(graph) => outermost(graph),
            None => vec![value],
        },
        _ => Vec::new(),
    }
}

/// The types of an object.
fn types(object: &Value) -> Vec<String> {
    match object.get("@type") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => {
            several.iter().filter_map(|each| Some(each.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// 0 for articles, 1 for what may contain an article, 2 for everything else.
fn rank(object: &Value) -> u8 {
    let types = types(object);
    let is_any = |words: &[&str]| words.iter().any(|word| types.iter().any(|each| each.contains(word)));
    if is_any(&["Article", "Posting", "Report"]) {
        0
    } else if is_any(&["WebPage", "CreativeWork", "Review", "Recipe"]) {
        1
    } else {
        2
    }
}

fn text(value: &Value) -> Option<String> {
    let text = html_escape::decode_html_entities(value.as_str()?);
    (!text.trim().is_empty()).then(|| text.into_owned())
}

/// The names of all things that others refer to by their `@id`.
fn by_id<'a>(objects: &[&'a Value]) -> HashMap<&'a str, Vec<String>> {
    let named = objects.iter().filter_map(|object| {
        let id = object.get("@id")?.as_str()?;
        let names = names(object);
        (!names.is_empty()).then_some((id, names))
    });
    named.collect()
}

/// The names of authors, some of whom are described elsewhere on the page.
fn authors(value: &Value, named: &HashMap<&str, Vec<String>>) -> Vec<String> {
    let found = names(value);
    if !found.is_empty() {
        return found;
    }
    let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let ids = several.iter().take(20).filter_map(|author| author.get("@id")?.as_str());
    ids.filter_map(|id| named.get(id)).flatten().cloned().collect()
}

/// The names in a string, a person, or a list of either.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(_) => text(value).into_iter().collect(),
        Value::Array(several) => several.iter().take(20).flat_map(names).collect(),
        Value::Object(fields) => fields.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => text(value),
        Value::Array(several) => several.iter().find_map(address),
        Value::Object(fields) => fields.get("url").and_then(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_wherever_it_stands() {
        let script = r#"//<![CDATA[
            {"@graph": [{"@type": "WebPage", "headline": "The page", "datePublished": "2016-01-01"},
            {"@type": ["NewsArticle"], "headline": "The storm", "author": [{"name": "Ann Example"}, "Ben Moor"],
             "datePublished": "2016-12-15T09:30:00Z", "publisher": {"name": "Harbour Post"},
             "image": [{"url": "https://example.org/quay.jpg"}]}]}
            //]]>"#;
        let data = read([script, "{broken"].into_iter());
        assert_eq!(
            data,
            LinkedData {
                headline: Some("The storm".to_owned()),
                authors: vec!["Ann Example".to_owned(), "Ben Moor".to_owned()],
                published: Some("2016-12-15T09:30:00Z".to_owned()),
                changed: None,
                publisher: Some("Harbour Post".to_owned()),
                image: Some("https://example.org/quay.jpg".to_owned()),
                body: None,
                types: vec!["WebPage".to_owned(), "NewsArticle".to_owned()],
            }
        );
    }

    #[test]
    fn authors_may_be_told_elsewhere() {
        let script = r##"{"@graph": [{"@type": "Article", "headline": "Storm &amp; tide", "author": {"@id": "#ann"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Example"}]}"##;
        let data = read([script].into_iter());
        assert_eq!(data.authors, ["Ann Example"]);
        assert_eq!(data.headline.as_deref(), Some("Storm & tide"));
    }

    #[test]
    fn other_names_of_the_fields_are_known() {
        let script = r#"{"@type": "NewsArticle", "creator": ["Ann Example"], "dateCreated": "2016-12-15"}"#;
        let data = read([script].into_iter());
        assert_eq!(data.authors, ["Ann Example"]);
        assert_eq!(data.published.as_deref(), Some("2016-12-15"));
    }

    #[test]
    fn nothing_is_made_of_other_things() {
        assert_eq!(
            read([r#"{"@type": "Product", "headline": "Rope"}"#, "[]", "3"].into_iter()),
            LinkedData { types: vec!["Product".to_owned()], ..LinkedData::default() }
        );
    }
}
