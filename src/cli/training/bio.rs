//! Annotated documents: either word by word (BIO), joined into running text as a newspaper prints it, so that
//! training sees the same text as analysis; or running text with its names.

use crate::entities::train::Annotated;
use crate::model::{Kind, Span};
use anyhow::{Context, bail};
use serde_json::Value;

/// A document with more sentences is a collection of unrelated sentences, and each becomes a document.
const LONGEST: usize = 90;

/// The documents of a line `{"tokens":[…],"tags":[…],"sents":[…]}`, where `sents` are the first tokens of
/// sentences, or `{"text":"…","names":[[from,to,class],…]}`, whose names count code points.
pub fn documents(line: &str) -> anyhow::Result<Vec<Annotated>> {
    let value: Value = serde_json::from_str(line).context("not JSON: write one document per line")?;
    if let (Some(text), Some(names)) = (value["text"].as_str(), value["names"].as_array()) {
        return Ok(vec![marked(text, names)?]);
    }
    let strings = |key: &str| -> anyhow::Result<Vec<String>> {
        let list = value[key].as_array().with_context(|| format!("no list \"{key}\""))?;
        Ok(list.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect())
    };
    let (tokens, tags) = (strings("tokens")?, strings("tags")?);
    if tokens.len() != tags.len() {
        bail!("{} tokens but {} tags", tokens.len(), tags.len());
    }
    let starts = value["sents"].as_array().into_iter().flatten().filter_map(Value::as_u64);
    let mut starts: Vec<usize> = starts.filter_map(|start| usize::try_from(start).ok()).collect();
    starts.retain(|&start| start > 0 && start < tokens.len());
    if starts.len() < LONGEST {
        return Ok(vec![running(&tokens, &tags, &starts)]);
    }
    starts.push(tokens.len());
    let mut from = 0;
    let mut documents = Vec::new();
    for to in starts {
        documents.push(running(&tokens[from..to], &tags[from..to], &[]));
        from = to;
    }
    Ok(documents)
}

/// Running text with the given names.
fn marked(text: &str, names: &[Value]) -> anyhow::Result<Annotated> {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let mut document = Annotated { text: text.to_owned(), names: Vec::new() };
    for name in names {
        let place = |at: usize| starts.get(usize::try_from(name[at].as_u64()?).ok()?).copied();
        let (Some(start), Some(end), Some(class)) = (place(0), place(1), name[2].as_str()) else {
            bail!("{name} is not a name: give its first code point, its end, and its class");
        };
        if start >= end {
            bail!("{name} ends before it begins");
        }
        close(Some((start, end, class)), &mut document);
    }
    Ok(document)
}

/// The tokens as running text, with their names.
fn running(tokens: &[String], tags: &[String], sentences: &[usize]) -> Annotated {
    let mut document = Annotated { text: String::new(), names: Vec::new() };
    let mut open: Option<(usize, usize, &str)> = None;
    let mut quoted = false;
    for (at, (token, tag)) in tokens.iter().zip(tags).enumerate() {
        let is_quote = token == "\"";
        let opens_sentence = sentences.contains(&at);
        let glued = if is_quote { quoted } else { is_glued(tokens, at, quoted, opens_sentence) };
        quoted ^= is_quote;
        if at > 0 && !glued {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(token);
        let end = document.text.len();
        match (tag.split_once('-'), &mut open) {
            (Some(("I", _)), Some((_, last, _))) => *last = end,
            (Some((_, class)), _) => {
                close(open.replace((start, end, class)), &mut document);
            }
            (None, _) => close(open.take(), &mut document),
        }
    }
    close(open, &mut document);
    document
}

/// Whether there is no space before a token.
fn is_glued(tokens: &[String], at: usize, quoted: bool, opens_sentence: bool) -> bool {
    const BEHIND: &[&str] = &[
        "n't", "n’t", "'s", "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m", "'",
        "''", ".", ",", ":", ";", "!", "?", ")", "]", "}", "%", "’", "”", "»", "…",
    ];
    const BEFORE: &[&str] = &["(", "[", "{", "“", "‘", "«", "$", "£", "€", "#", "@", "``"];
    let token = tokens[at].as_str();
    let before = if at > 0 { tokens[at - 1].as_str() } else { "" };
    if opens_sentence {
        return BEHIND.contains(&token);
    }
    let is_word = |at: usize, last: bool| {
        let token = tokens.get(at).map(String::as_str).unwrap_or_default();
        let letter = if last { token.chars().last() } else { token.chars().next() };
        letter.is_some_and(char::is_alphanumeric)
    };
    let is_hyphen = |token: &str| matches!(token, "-" | "/");
    let joined = is_hyphen(token) && at > 0 && is_word(at - 1, true) && is_word(at + 1, false)
        || at > 1 && is_hyphen(before) && is_word(at - 2, true) && is_word(at, false);
    let is_torn = matches!(before, "'" | "’") && matches!(token, "s" | "t" | "re" | "ve" | "ll" | "d" | "m");
    joined || is_torn || BEHIND.contains(&token) || BEFORE.contains(&before) || before == "\"" && quoted
}

/// Ends a name; "City, State" is two places.
fn close(open: Option<(usize, usize, &str)>, document: &mut Annotated) {
    let Some((start, end, class)) = open else { return };
    let kind = match class {
        "PER" => Some(Kind::Person),
        "LOC" => Some(Kind::Place),
        "ORG" => Some(Kind::Organisation),
        _ => None,
    };
    let mut at = start;
    let parts = if kind == Some(Kind::Place) { ", " } else { "\n" };
    for part in document.text[start..end].split(parts) {
        document.names.push((Span::new(at, at + part.len()), kind));
        at += part.len() + parts.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_the_text_a_paper_prints() {
        for (tokens, tags, expected) in [
            ("Ana Roe 's boat .", "B-PER I-PER O O O", "{Ana Roe}'s boat."),
            ("an anti - Utopia march", "O O O B-LOC O", "an anti-[Utopia] march"),
            ("Lund , Sweden", "B-LOC I-LOC I-LOC", "[Lund], [Sweden]"),
            ("\" Yes , \" said Roe ( 40 )", "O O O O O B-PER O O O", "\"Yes,\" said {Roe} (40)"),
            (
                "the Tide Act and Tide Union",
                "O B-MISC I-MISC O B-ORG I-ORG",
                "the |Tide Act| and <Tide Union>",
            ),
        ] {
            let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
            let document = running(&list(tokens), &list(tags), &[]);
            let mut marked = document.text.clone();
            for (span, kind) in document.names.iter().rev() {
                let (open, close) = match kind {
                    Some(Kind::Person) => ('{', '}'),
                    Some(Kind::Place) => ('[', ']'),
                    Some(Kind::Organisation) => ('<', '>'),
                    None => ('|', '|'),
                };
                marked.insert(span.end as usize, close);
                marked.insert(span.start as usize, open);
            }
            assert_eq!(marked, expected);
        }
    }

    #[test]
    fn running_text_keeps_the_names_it_is_given_with() {
        let line = r#"{"text":"Évora and Lund, Sweden","names":[[0,5,"LOC"],[10,22,"LOC"]]}"#;
        let read = documents(line).expect("a document").remove(0);
        let names: Vec<&str> = read.names.iter().map(|(span, _)| span.of(&read.text)).collect();
        assert_eq!(names, ["Évora", "Lund", "Sweden"]);
    }

    #[test]
    fn faulty_lines_say_what_is_wrong() {
        for (line, expected) in [
            ("{", "not JSON: write one document per line"),
            (r#"{"tags":[]}"#, "no list \"tokens\""),
            (r#"{"tokens":["a"],"tags":[]}"#, "1 tokens but 0 tags"),
            (
                r#"{"text":"Oslo","names":[[0,5,"LOC"]]}"#,
                "[0,5,\"LOC\"] is not a name: give its first code point, its end, and its class",
            ),
            (r#"{"text":"Oslo","names":[[2,2,"LOC"]]}"#, "[2,2,\"LOC\"] ends before it begins"),
        ] {
            assert_eq!(documents(line).expect_err("a fault").to_string(), expected);
        }
    }
}
