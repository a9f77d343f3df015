//! Speed of the steps of reading: from bytes to a document, from a document to names, from an article to lines, from
//! the state to a frame. The texts are the sample articles, so that no file outside the project is needed.

#![allow(clippy::expect_used, missing_docs, reason = "a bench")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::app::{App, Depth, Effect, Keymap, Look, Settings, Theme, update};
use dateline::entities::{Input, Recognition};
use dateline::extract::{Format, Source, document};
use dateline::library::{Library, Task};
use dateline::runtime::perform;
use dateline::text::time::Now;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::VecDeque;
use std::hint::black_box;

const SAMPLE: &[u8] = include_bytes!("../assets/samples/10-mosul-victory.md");
const NOW: Now = Now { seconds: 1_735_732_800, offset: 0 };

fn source() -> Source<'static> {
    Source { name: "sample.md", ..Source::default() }
}

fn extraction(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Bytes(SAMPLE.len() as u64));
    for (name, format) in [("markdown", Format::Markdown), ("scraped text", Format::Text)] {
        group.bench_function(name, |b| b.iter(|| document(format, black_box(SAMPLE), &source())));
    }
    group.finish();
}

/// A typical page: the sample's paragraphs among menus, teasers, a form and a footer.
fn page() -> String {
    let text = String::from_utf8_lossy(SAMPLE);
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let link =
        |at: usize| format!("<li class='menu-item item-{at}'><a href='/section/{at}'>Section {at}</a></li>");
    let menu: String = (0..120).map(link).collect();
    let teaser = |at: usize| {
        format!(
            "<div class='teaser card-{at}'><h3><a href='/story/{at}'>Another story of the harbour, number {at}</a></h3>\
             <p>Boats lay ashore for a week, and nobody knew why.</p></div>"
        )
    };
    let teasers: String = (0..30).map(teaser).collect();
    let body = paragraphs.join(" <a href='/more'>More</a></p>\n<p class='body-text'>");
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Victory | Harbour Post</title>\
         <meta property='og:title' content='Victory'><meta name=author content='Ann Example'>\
         <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"2016-12-15\"}}</script></head>\
         <body><header><nav class=main-menu><ul>{menu}</ul></nav></header><main><article><h1>Victory</h1>\
         <p class=byline>By Ann Example</p><div class=article-body><p class='body-text'>{body}</p></div></article>\
         <aside class=sidebar>{teasers}</aside></main><form class=newsletter><input name=mail></form>\
         <footer><ul>{menu}</ul><p>© Harbour Post</p></footer></body></html>"
    )
}

fn pages(criterion: &mut Criterion) {
    let page = page();
    let source = Source { name: "page.html", url: Some("https://example.org/victory"), ..Source::default() };
    let mut group = criterion.benchmark_group("pages");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("a page to its article", |b| {
        b.iter(|| document(Format::Page, black_box(page.as_bytes()), &source));
    });
    group.finish();
}

/// A feed of a hundred entries with the sample's text, half of it escaped and half in CDATA.
fn feed() -> String {
    let text = String::from_utf8_lossy(SAMPLE);
    let html = format!("<p>{}</p>", text.replace("\n\n", "</p>\n<p>"));
    let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
    let item = |at: u32| {
        let content = if at.is_multiple_of(2) { escaped.clone() } else { format!("<![CDATA[{html}]]>") };
        format!(
            "<item><title>Entry {at}</title><link>https://example.org/{at}</link><guid>https://example.org/{at}</guid>\
             <pubDate>Thu, 15 Dec 2016 09:30:15 GMT</pubDate><description>{content}</description></item>\n"
        )
    };
    format!(
        "<rss version='2.0'><channel><title>Harbour</title>{}</channel></rss>",
        (0..100).map(item).collect::<String>()
    )
}

fn feeds(criterion: &mut Criterion) {
    let feed = feed();
    let mut group = criterion.benchmark_group("feeds");
    group.throughput(Throughput::Bytes(feed.len() as u64));
    group.bench_function("bytes to entries", |b| {
        b.iter(|| {
            let decoded = dateline::feeds::decode(black_box(feed.as_bytes()), None);
            dateline::feeds::FeedParser::open(&decoded, None).expect("a feed").count()
        });
    });
    group.finish();
}

fn names(criterion: &mut Criterion) {
    let sample = document(Format::Markdown, SAMPLE, &source()).expect("a document");
    let recognition = Recognition::open();
    let mut group = criterion.benchmark_group("names");
    group.throughput(Throughput::Elements(sample.text.split_whitespace().count() as u64));
    group.bench_function("an article's words", |b| {
        b.iter(|| {
            let input = Input { title: &sample.title, text: &sample.text, ..Input::default() };
            recognition.read(black_box(&input))
        });
    });
    group.bench_function("open", |b| b.iter(Recognition::open));
    group.finish();
}

fn screen(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut library = Library::open(&folder.path().join("library")).expect("a library");
    library.add_samples(&Task::new(), NOW.seconds).expect("the samples");
    let look = Look { theme: None, background: Theme::Dark, depth: Depth::True, ascii: false };
    let keymap = Keymap::usual();
    let (mut app, effects) = App::start(120, 40, NOW, look, &Settings::default());
    let mut effects = VecDeque::from(effects);
    while let Some(effect) = effects.pop_front() {
        if let Effect::Ask(ticket, request) = effect
            && let Some(message) = perform::ask(&library, ticket, &request, &Task::new())
        {
            effects.extend(update(&mut app, &keymap, message));
        }
    }
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a screen");
    let mut group = criterion.benchmark_group("screen");
    group.bench_function("a frame of 120x40", |b| {
        b.iter(|| {
            terminal.draw(|frame| dateline::ui::draw(frame, &app, &keymap)).expect("a frame");
        });
    });
    let article = app.articles().and_then(|screen| screen.reader.article.clone()).expect("an article");
    group.bench_function("an article set in lines", |b| {
        b.iter(|| dateline::app::article_layout::ArticleLayout::set(black_box(&article), 72, NOW));
    });
    group.bench_function("a search", |b| {
        b.iter(|| library.find(black_box("mosul"), dateline::model::Order::Best, 20, &Task::new()));
    });
    group.finish();
}

criterion_group!(benches, extraction, pages, feeds, names, screen);
criterion_main!(benches);
