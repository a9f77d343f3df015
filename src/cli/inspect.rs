//! `dateline inspect`: what Dateline makes of a file, without storing anything.

use super::inspect_names::NamesInspection;
use super::output::{Output, OutputError};
use super::{ExitStatus, json};
use crate::entities::{Input, Profile, Recognition};
use crate::extract::warc::Saved;
use crate::extract::{self, Format, Source};
use crate::feeds;
use crate::model::{Document, Kind, Names, Span, When};
use anyhow::Context;
use clap::ValueEnum;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;

/// Show what Dateline makes of a file, without storing anything
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  dateline inspect article.html | jq .title
  dateline inspect --url https://example.org/a --no-names page.html
  dateline inspect --as feed --content-type 'text/xml; charset=koi8-r' feed.xml
  dateline inspect --as documents --together articles.jsonl")]
pub struct Arguments {
    /// Files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format of the files; auto detects it by name and content
    #[arg(long = "as", value_enum, default_value_t = As::Auto, value_name = "KIND")]
    kind: As,
    /// The address the files were fetched from
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The Content-Type the server sent
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Omit mentions and entities
    #[arg(long)]
    no_names: bool,
    /// Resolve all documents together, as a library would: an entity has the same id in all of them
    #[arg(long)]
    together: bool,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    Auto,
    Page,
    Text,
    Feed,
    Documents,
}

/// Writes a line of JSON for each file, or for each document in it; an unreadable one gives a line with
/// its error, and the rest continues.
pub fn run(arguments: &Arguments, output: &mut Output) -> anyhow::Result<ExitStatus> {
    let mut inspection = Inspection {
        arguments,
        recognition: None,
        together: arguments.together.then(NamesInspection::default),
        profiles: HashMap::new(),
        ending: ExitStatus::Done,
    };
    for file in &arguments.files {
        let inspected =
            output.read_input(file).and_then(|(name, bytes)| inspection.file(&name, &bytes, output));
        if let Err(error) = inspected {
            inspection.refuse(&file.to_string_lossy(), error, output)?;
        }
    }
    for line in inspection.together.take().into_iter().flat_map(NamesInspection::lines) {
        output.json(&line)?;
    }
    Ok(inspection.ending)
}

struct Inspection<'a> {
    arguments: &'a Arguments,
    /// Opened when names are first needed.
    recognition: Option<Recognition>,
    /// The lines so far, with `--together`.
    together: Option<NamesInspection>,
    /// What each site usually writes about, with `--together`.
    profiles: HashMap<String, Profile>,
    /// Whether everything could be read.
    ending: ExitStatus,
}

impl Inspection<'_> {
    /// Writes the line of an unreadable file; fails only if writing fails.
    fn refuse(&mut self, name: &str, error: anyhow::Error, output: &mut Output) -> anyhow::Result<()> {
        if error.is::<OutputError>() {
            return Err(error);
        }
        self.ending = ExitStatus::Partial;
        self.put(json!({"file": name, "error": format!("{error:#}")}), output)
    }

    fn file(&mut self, name: &str, bytes: &[u8], output: &mut Output) -> anyhow::Result<()> {
        if let (As::Auto, Some(archive)) = (self.arguments.kind, extract::warc::open(bytes)) {
            return self.archive(name, archive, output);
        }
        let format = extract::format(name, bytes);
        match self.arguments.kind {
            As::Feed => self.feed(name, bytes, output),
            As::Documents => self.documents(name, bytes, output),
            As::Page => self.article(name, Format::Page, bytes, output),
            As::Text => self.article(name, Format::Text, bytes, output),
            As::Auto if feeds::is_feed(&extract::unpack(bytes, feeds::LONGEST)?) => {
                self.feed(name, bytes, output)
            }
            As::Auto if matches!(format, Format::Json | Format::JsonLines) => {
                self.json_articles(name, bytes, output)
            }
            As::Auto => self.article(name, format, bytes, output),
        }
    }

    /// The pages of a web archive.
    fn archive(
        &mut self,
        name: &str,
        archive: impl Iterator<Item = std::io::Result<Saved>>,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        for saved in archive {
            let saved = saved.context("the archive cannot be read to its end; download or copy it again")?;
            let what = format!("{name} record {}", saved.number);
            let source = Source {
                name: &what,
                url: saved.address.as_deref(),
                content_type: saved.content_type.as_deref(),
            };
            let page = saved.page.map_err(anyhow::Error::msg);
            match page.and_then(|page| Ok(extract::page(&page, &source)?)) {
                Ok(document) => self.write(&what, &document, Vec::new(), output)?,
                Err(error) => self.refuse(&what, error, output)?,
            }
        }
        Ok(())
    }

    /// One article in one file.
    fn article(
        &mut self,
        name: &str,
        format: Format,
        bytes: &[u8],
        output: &mut Output,
    ) -> anyhow::Result<()> {
        let source = Source {
            name,
            url: self.arguments.url.as_deref(),
            content_type: self.arguments.content_type.as_deref(),
        };
        let feeds = if format == Format::Page { self.feeds_of(bytes)? } else { Vec::new() };
        let document = match extract::document(format, bytes, &source) {
            // The home page of a site has no article; in that case the feeds it links to are shown.
            Err(extract::RejectReason::NoText) if !feeds.is_empty() => Document::default(),
            read => read?,
        };
        self.write(name, &document, feeds, output)
    }

    /// The feeds that a page links to.
    fn feeds_of(&self, bytes: &[u8]) -> anyhow::Result<Vec<String>> {
        let unpacked = extract::unpack(bytes, feeds::LONGEST)?;
        let decoded = extract::decode(&unpacked, self.arguments.content_type.as_deref());
        let links = feeds::feed_links(&decoded, self.arguments.url.as_deref());
        Ok(links.into_iter().map(|link| link.url).collect())
    }

    /// A feed, unchanged.
    fn feed(&self, name: &str, bytes: &[u8], output: &mut Output) -> anyhow::Result<()> {
        let bytes = feeds::unpack(bytes)?;
        let decoded = feeds::decode(&bytes, self.arguments.content_type.as_deref());
        let mut reader = feeds::FeedParser::open(&decoded, self.arguments.url.as_deref())?;
        output.json_with("entries", &mut reader, json::entry, |reader| {
            json::feed(name, &reader.feed(), &reader.warnings())
        })?;
        Ok(())
    }

    /// The articles of a `.json` or `.jsonl` file.
    fn json_articles(&mut self, name: &str, bytes: &[u8], output: &mut Output) -> anyhow::Result<()> {
        let text = json_text(bytes, self.arguments.content_type.as_deref())?;
        for (at, value) in extract::values(&text)?.iter().enumerate() {
            match extract::json(value).with_context(|| format!("article {}", at + 1)) {
                Ok(document) => self.write(name, &document, Vec::new(), output)?,
                Err(error) => self.refuse(name, error, output)?,
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        name: &str,
        document: &Document,
        feeds: Vec<String>,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        let names = (!self.arguments.no_names).then(|| {
            self.names(&Input {
                title: &document.title,
                text: &document.text,
                site: document.site.as_deref(),
                published: document.published,
                given: None,
                profile: None,
            })
        });
        let body = document.body();
        let mut shape = json::document(name, document, &body);
        if !feeds.is_empty() {
            shape["feeds"] = feeds.into();
        }
        match names {
            Some(names) => self.put_named(shape, &body.text, body.names(&names), document.published, output),
            None => self.put(shape, output),
        }
    }

    /// Writes a line, or keeps it until all documents have been read.
    fn put(&mut self, shape: Value, output: &mut Output) -> anyhow::Result<()> {
        match &mut self.together {
            Some(together) => together.keep(shape),
            None => output.json(&shape)?,
        }
        Ok(())
    }

    /// Writes a document's line with its names, or keeps it.
    fn put_named(
        &mut self,
        mut shape: Value,
        text: &str,
        names: Names,
        when: Option<When>,
        output: &mut Output,
    ) -> anyhow::Result<()> {
        if let Some(together) = &mut self.together {
            together.keep_named(shape, text, names, when);
            return Ok(());
        }
        if let Some(fields) = shape.as_object_mut() {
            let ids: Vec<i64> = (0..).take(names.entities.len()).collect();
            fields.extend(json::named(text, &names, &ids));
        }
        output.json(&shape)?;
        Ok(())
    }

    /// JSON lines in, JSON lines out, one for one: texts are used unchanged, so that offsets stay valid.
    fn documents(&mut self, name: &str, bytes: &[u8], output: &mut Output) -> anyhow::Result<()> {
        let text = json_text(bytes, self.arguments.content_type.as_deref())?;
        let lines = || text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
        if self.together.is_some() {
            lines().for_each(|(_, line)| self.learn(line));
        }
        for (at, line) in lines() {
            let done = self.document(line, output).with_context(|| format!("line {}", at + 1));
            if let Err(error) = done {
                self.refuse(name, error, output)?;
            }
        }
        Ok(())
    }

    /// Learns from a document what its site usually writes about; errors are reported when it is read again.
    fn learn(&mut self, line: &str) {
        let Ok(value) = serde_json::from_str::<Value>(line) else { return };
        let Some(site) = site(&value) else { return };
        if let Ok(names) = self.document_names(&value) {
            self.profiles.entry(site).or_default().learn(&names);
        }
    }

    fn document(&mut self, line: &str, output: &mut Output) -> anyhow::Result<()> {
        let value: Value = serde_json::from_str(line).context("is not JSON; write one object per line")?;
        let names = self.document_names(&value)?;
        let text = value["text"].as_str().unwrap_or_default();
        let published = value["published"].as_str().and_then(When::parse);
        self.put_named(json!({"id": value["id"]}), text, names, published, output)
    }

    /// The names in a document, given what is known of its site.
    fn document_names(&mut self, value: &Value) -> anyhow::Result<Names> {
        let text =
            value["text"].as_str().context("has no `text`; it must hold the document's text as a string")?;
        let given = value["mentions"].as_array().map(|mentions| given(text, mentions)).transpose()?;
        let recognition = self.recognition.get_or_insert_with(Recognition::open);
        Ok(recognition.read(&Input {
            title: value["title"].as_str().unwrap_or_default(),
            text,
            site: value["site"].as_str(),
            published: value["published"].as_str().and_then(When::parse),
            given: given.as_deref(),
            profile: site(value).and_then(|site| self.profiles.get(&site)),
        }))
    }

    /// All names in an article, as the library would find them.
    fn names(&mut self, input: &Input) -> Names {
        self.recognition.get_or_insert_with(Recognition::open).read(input)
    }
}

/// The site of a document.
fn site(value: &Value) -> Option<String> {
    Profile::site(value["site"].as_str(), value["url"].as_str())
}

/// JSON as text, unpacked.
fn json_text(bytes: &[u8], content_type: Option<&str>) -> anyhow::Result<String> {
    /// A file of many documents may be much longer than one article.
    const LONGEST: usize = 1 << 30;
    Ok(extract::decode(&extract::unpack(bytes, LONGEST)?, content_type))
}

/// The mentions given with a document, as bytes of its text.
fn given(text: &str, mentions: &[Value]) -> anyhow::Result<Vec<(Span, Kind)>> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |value: &Value| {
        let point = usize::try_from(value.as_u64()?).ok()?;
        starts.get(point).copied()
    };
    let read = |mention: &Value| {
        let (start, end) = (byte(&mention["start"])?, byte(&mention["end"])?);
        let kind = Kind::from_word(mention["kind"].as_str()?)?;
        (start < end).then(|| (Span::new(start, end), kind))
    };
    mentions
        .iter()
        .map(|mention| {
            read(mention).with_context(|| {
                format!("the mention {mention} is out of range; start and end count code points of `text`")
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_mentions_count_code_points() {
        let mentions = [json!({"start": 5, "end": 10, "kind": "place"})];
        assert_eq!(given("Über Mosul", &mentions).unwrap(), [(Span::new(6, 11), Kind::Place)]);
        let mentions = [json!({"start": 5, "end": 11, "kind": "place"})];
        assert!(given("Über Mosul", &mentions).is_err());
    }
}
