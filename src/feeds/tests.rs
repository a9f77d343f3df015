//! Our own feeds, from bytes to entries.

use super::*;
use crate::model::Prose;

/// A feed as one line per entry: its fields in order.
fn told(
    bytes: &[u8],
    content_type: Option<&str>,
    url: Option<&str>,
) -> Result<Vec<String>, FeedRejectReason> {
    let bytes = unpack(bytes)?;
    let decoded = decode(&bytes, content_type);
    let reader = FeedParser::open(&decoded, url)?;
    Ok(reader.map(|entry| told_entry(&entry)).collect())
}

fn told_entry(entry: &Entry) -> String {
    let prose = |prose: &Option<Prose>| match prose {
        Some(Prose::Plain(text)) => format!("'{text}'"),
        Some(Prose::Html(html)) => format!("[{html}]"),
        None => String::new(),
    };
    let fields = [
        ("id", entry.id.clone().unwrap_or_default()),
        ("title", entry.title.clone().unwrap_or_default()),
        ("link", entry.link.clone().unwrap_or_default()),
        ("published", entry.published.map(|when| when.to_string()).unwrap_or_default()),
        ("updated", entry.updated.map(|when| when.to_string()).unwrap_or_default()),
        ("author", entry.author.clone().unwrap_or_default()),
        ("summary", prose(&entry.summary)),
        ("content", prose(&entry.content)),
        ("tags", entry.tags.join(",")),
        ("files", entry.enclosures.iter().map(|file| file.url.as_str()).collect::<Vec<_>>().join(",")),
    ];
    let filled = fields.iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" | ")
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(told(source.as_bytes(), None, None).unwrap(), expected, "{source}");
}

#[test]
fn elements_inside_of_texts() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='html'>\
         <div xmlns='http://www.w3.org/1999/xhtml'>The &lt;b&gt;storm&lt;/b&gt;.</div></content></entry>\
         <entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The &lt;b&gt; tag.</div></content></entry></feed>",
        &["content=[The <b>storm</b>.]", "content=[The &lt;b&gt; tag.]"],
    );
    check(
        "<rss><channel><item><title>Storm</title><category>Weather<image><url>http://example.org/a.png</url></image>\
         </category></item></channel></rss>",
        &["title=Storm | tags=Weather"],
    );
}

#[test]
fn rss_in_its_versions() {
    check(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Harbour</title>\
         <item><title>Storm &amp;amp; tide</title><link>http://example.org/storm</link><guid isPermaLink='false'>s1</guid>\
         <pubDate>Thu, 15 Dec 2016 09:30:00 GMT</pubDate><dc:creator>Mary Hill</dc:creator><author>desk@example.org</author>\
         <description>A &lt;b&gt;storm&lt;/b&gt;.</description><content:encoded><![CDATA[<p>The storm.</p>]]></content:encoded>\
         <category>Weather</category><enclosure url='http://example.org/s.mp3' length='9' type='audio/mpeg'/></item></channel></rss>",
        &["id=s1 | title=Storm & tide | link=http://example.org/storm | published=2016-12-15T09:30:00Z | \
           author=Mary Hill | summary=[A <b>storm</b>.] | content=[<p>The storm.</p>] | tags=Weather | \
           files=http://example.org/s.mp3"],
    );
    check(
        "<rss><channel><item><guid>http://example.org/a</guid></item></channel></rss>",
        &["id=http://example.org/a | link=http://example.org/a"],
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
         <channel><title>Harbour</title></channel><image><title>Logo</title></image>\
         <item rdf:about='http://example.org/a'><title>Storm</title><dc:date>2016-12-15</dc:date></item></rdf:RDF>",
        &["id=http://example.org/a | title=Storm | updated=2016-12-15"],
    );
    check(
        "<channel base='http://example.org/' href='/'><item href='/a' lastmod='2016-12-15T09:30'>\
         <title>Storm</title><abstract>Wind.</abstract></item></channel>",
        &["title=Storm | link=http://example.org/a | updated=2016-12-15T09:30:00Z | summary='Wind.'"],
    );
}

#[test]
fn atom_in_its_versions() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://example.org/a/'><title>Harbour</title>\
         <entry><id>urn:1</id><title type='html'>&lt;i&gt;Storm&lt;/i&gt;</title><link href='storm'/>\
         <link rel='enclosure' href='storm.ogg'/><author><name>Mary Hill</name><email>mary@example.org</email></author>\
         <published>2016-12-15T09:30:00+01:00</published><updated>2016-12-16T09:30:00Z</updated>\
         <summary>1 &lt; 2</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>A \
         <a href='../b'>storm</a>.</p></div></content><category term='weather' label='Weather'/></entry></feed>",
        &["id=urn:1 | title=Storm | link=http://example.org/a/storm | published=2016-12-15T08:30:00Z | \
           updated=2016-12-16T09:30:00Z | author=Mary Hill (mary@example.org) | summary='1 < 2' | \
           content=[<p>A <a href=\"http://example.org/b\">storm</a>.</p>] | tags=weather | \
           files=http://example.org/a/storm.ogg"],
    );
    check(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='base64' type='text/html'>\
         PGI+U3Rvcm08L2I+</title><issued>2016-12-15</issued><modified>2016-12-16</modified></entry></feed>",
        &["title=Storm | published=2016-12-15 | updated=2016-12-16"],
    );
}

#[test]
fn podcasts_and_media() {
    check(
        "<rss xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:media='http://search.yahoo.com/mrss/'>\
         <item><itunes:author>Harbour Radio</itunes:author><itunes:summary>Wind.</itunes:summary>\
         <itunes:keywords>wind, rain</itunes:keywords><media:group><media:title>File</media:title>\
         <media:content url='http://example.org/a.mp4'/></media:group></item></rss>",
        &[
            "title=File | author=Harbour Radio | summary='Wind.' | tags=wind,rain | files=http://example.org/a.mp4",
        ],
    );
}

#[test]
fn json_feeds_with_their_faults() {
    check(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": [
            {"id": 7, "title": "Storm", "url": "http://example.org/a", "content_html": "<p>Wind<script>x</script></p>",
             "summary": "Wind", "date_published": "2016-12-15T09:30:00Z", "authors": [{"name": "Mary Hill"}],
             "tags": ["a", 1], "attachments": [{"url": "http://example.org/a.mp3"}]},
            "no item", {"id": null, "title": 5}]}"#,
        &[
            "id=7 | title=Storm | link=http://example.org/a | published=2016-12-15T09:30:00Z | author=Mary Hill | \
             summary='Wind' | content=[<p>Wind</p>] | tags=a | files=http://example.org/a.mp3",
            "",
        ],
    );
}

#[test]
fn broken_feeds_lose_as_little_as_can_be() {
    for (source, expected) in [
        (
            "<rss><channel><item><title>One</title></item><item><title>Two</tit",
            vec!["title=One", "title=Two"],
        ),
        (
            "<rss><item><title>One</title><item><title>Two</title></item></rss>",
            vec!["title=One", "title=Two"],
        ),
        ("<rss><item><title><b>One</i> more</b></title></item><item/></rss>", vec!["title=One more", ""]),
        (
            "<rss><item><title>One</title><description><![CDATA[lost</description></item></rss>",
            vec!["title=One | summary=[lost]"],
        ),
        ("<RSS version=2.0><ITEM><TITLE>One</TITLE></ITEM></RSS>", vec!["title=One"]),
        (
            "<br>\n<b>Warning</b>: x\n<?xml version='1.0'?><rss><item><title>One</title></item></rss>",
            vec!["title=One"],
        ),
        ("<item><title>One</title></item><item><title>Two</title></item>", vec!["title=One", "title=Two"]),
        ("<rss><item><title>Caf&eacute; & AT&T</title></item></rss>", vec!["title=Café & AT&T"]),
        (
            "<!DOCTYPE rss [<!ENTITY port 'Old Port'>]><rss><item><title>&port;</title></item></rss>",
            vec!["title=Old Port"],
        ),
        ("<rss><item><title>a\u{1b}[31mb\u{202e}c&#27;[2J</title></item></rss>", vec!["title=abc"]),
        ("<rss><item><link>javascript:x</link><title>One</title></item></rss>", vec!["title=One"]),
    ] {
        check(source, &expected);
    }
}

#[test]
fn what_is_no_feed_is_said() {
    let reason = |source: &[u8]| told(source, None, Some("http://example.org/")).unwrap_err();
    assert_eq!(reason(b" \n"), FeedRejectReason::Empty);
    assert_eq!(reason(b"plain words"), FeedRejectReason::NotAFeed);
    assert_eq!(reason(b"<opml><outline/></opml>"), FeedRejectReason::NotAFeed);
    assert!(matches!(reason(b"{\"title\": 1}"), FeedRejectReason::NotJson { .. }));
    let page = b"<!doctype html><html><link rel=alternate type=application/rss+xml href=/rss></html>";
    let message = reason(page).to_string();
    assert_eq!(message, "is a web page, not a feed; its feed is http://example.org/rss");
}

#[test]
fn faults_are_told_in_words() {
    let warnings = |source: &str| {
        let decoded = decode(source.as_bytes(), None);
        let mut reader = FeedParser::open(&decoded, None).unwrap();
        reader.by_ref().for_each(drop);
        reader.warnings()
    };
    assert!(warnings("<rss><item><title>a</title></item></rss>").is_empty());
    assert_eq!(warnings("<rss><item><title>a"), ["the feed is truncated"]);
    let deep = format!("<rss>{}", "<a>".repeat(20_000));
    assert!(warnings(&deep).contains(&"elements nested too deeply were skipped".to_owned()));
}

#[test]
fn feeds_are_told_from_other_files() {
    for (source, expected) in [
        ("<?xml version='1.0'?><!-- x --><rss version='2.0'>", true),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", true),
        ("{\"version\": \"https://jsonfeed.org/version/1\"", true),
        ("{\"title\": \"a\", \"text\": \"b\"}", false),
        ("<!doctype html><html><body><p>x", false),
        ("A text about <rss>", false),
        ("", false),
    ] {
        assert_eq!(is_feed(source.as_bytes()), expected, "{source}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_are_too_odd(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = told(&bytes, None, None);
    }

    #[test]
    fn what_comes_of_a_mutilated_feed_is_clean(
        pieces in proptest::collection::vec(
            "<rss>|<feed xmlns='http://www.w3.org/2005/Atom'>|<item>|</item>|<entry>|</entry>|<title>|</title>|\
             <description>|<content type='xhtml'>|<!\\[CDATA\\[|\\]\\]>|&lt;b&gt;|&#27;|&#x202e;|<!--|<link href='|'>|\\PC|\
             [\\x00-\\x{ff}]|</description>", 0..60)
    ) {
        let source = format!("<rss><channel>{}", pieces.concat());
        for entry in told(source.as_bytes(), None, Some("http://example.org/")).unwrap_or_default() {
            proptest::prop_assert!(!entry.chars().any(crate::text::clean::is_unsafe), "{:?}", entry);
        }
    }
}

#[test]
fn a_text_that_is_too_long_is_cut_in_every_format_and_that_is_said() {
    let long = "word ".repeat(LONGEST_TEXT / 5 + 100);
    for (feed, is_cut) in [
        (format!(r#"{{"title": "Quay", "items": [{{"id": "1", "content_text": "{long}"}}]}}"#), true),
        (
            format!(
                "<rss><channel><title>Quay</title><item><description>{long}</description></item></channel></rss>"
            ),
            true,
        ),
        (r#"{"title": "Quay", "items": [{"id": "1", "content_text": "short"}]}"#.to_owned(), false),
    ] {
        let decoded = decode(feed.as_bytes(), None);
        let mut parser = FeedParser::open(&decoded, None).unwrap();
        let entry = parser.next().unwrap();
        let length = entry.content.or(entry.summary).unwrap().as_str().len();
        assert!(length <= LONGEST_TEXT);
        assert_eq!(parser.is_cut(), is_cut);
        assert_eq!(parser.warnings().iter().any(|warning| warning.contains("too long")), is_cut);
    }
}
