//! Samples of every input format, damaged at random: a short and reproducible version of the fuzz targets.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

#[path = "common/judge.rs"]
mod judge;
#[path = "common/judge_library.rs"]
mod judge_library;

const PAGE: &str = "<!doctype html><html lang=en><head><title>Harbour to reopen | Harbour Post</title>\
    <meta property='article:published_time' content='2016-12-15T09:30:00+01:00'><script type='application/ld+json'>\
    {\"@type\":\"NewsArticle\",\"headline\":\"Harbour\",\"author\":{\"name\":\"Ann\"}}</script></head><body><nav>\
    <a href=/>Home</a></nav><article><h1>Harbour to reopen</h1><p>By Ann Example</p><p>The northern harbour will \
    reopen on Thursday, port captain Mary Hill said, a week after a storm tore <b>three</b> boats from their moorings.\
    <ul><li>One &amp; two<li>Three</ul><table><tr><td>a<td>b</table><pre>x\n y</pre><blockquote>Caf\u{e9}</blockquote>\
    </article><aside class=related><a href=/1>Ferry sails</a></aside></body></html>";
const TEXT: &str = "Close this search box.\n\nMenu\n\nHarbour to Reopen\n\nBy Ann Example\n\nDec. 15, 2016\n\n\
    quay-700x430The northern harbour will re-\nopen on Thursday, port captain Mary Hill said.\n\n- one\n- two\n\n\
    \u{201c}We have checked every chain,\u{201d} Hill said.\n\n2 Responses\n\nLeave a Reply\n";
const MAIL: &str = "From: Harbour Post <post@harbour.example>\r\nSubject: =?utf-8?q?Harbour_=C3=A9?=\r\n\
    Date: Thu, 15 Dec 2016 09:30:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nThe harbour will reopen.\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>The harbour will =\r\nreopen, said Mary Hill.</p>\r\n--b--\r\n";
const RSS: &str = "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE rss [<!ENTITY q 'Quay'>]><rss version='2.0' \
    xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The &q;</title><item><title>Ferry &amp; \
    fish</title><guid isPermaLink='false'>1</guid><pubDate>Thu, 15 Dec 2016 09:30:00 EST</pubDate><content:encoded>\
    <![CDATA[<p>The ferry left <i>Bergen</i>.</p>]]></content:encoded><enclosure url='/a.mp3' length='3'/></item>\
    <item><description>Fish &lt;b&gt;fell&lt;/b&gt;</description></item></channel></rss>";
const JSON: &str = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"The Quay\",\"items\":[{\"id\":\"1\",\
    \"url\":\"https://quay.example/1\",\"content_html\":\"<p>The ferry left.</p>\",\"tags\":[\"sea\"]}]}";
const LIST: &str = "<opml version='2.0'><head><title>Mine</title></head><body><outline text='Sea &amp; shore'><outline \
    type='rss' text='Quay' xmlUrl='https://quay.example/rss' category='/a/b,c'/></outline><outline xmlUrl='file:///x'/>\
    </body></opml>";

/// xorshift (Marsaglia 2003): the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

/// Pieces that are meaningful to some parser.
const PIECES: [&[u8]; 20] = [
    b"<",
    b">",
    b"&",
    b"\"",
    b"'",
    b"</",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"\0",
    b"\x1b[2J",
    b"\xff\xfe",
    b"\xc3",
    b"&#55357;",
    b"\r",
    b"\xe2\x80\xa8",
    b"--b",
    b"=",
    b"{[",
];

/// A sample with a few pieces cut, duplicated, moved, overwritten or inserted.
fn damaged(sample: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=numbers.below(6) {
        let start = numbers.below(bytes.len());
        let end = (start + numbers.below(40)).min(bytes.len());
        let to = numbers.below(bytes.len());
        let piece = bytes[start..end].to_vec();
        match numbers.below(5) {
            0 => drop(bytes.splice(start..end, [])),
            1 => drop(bytes.splice(to..to, piece)),
            2 => bytes.truncate(start),
            3 => drop(bytes.splice(to..to, PIECES[numbers.below(PIECES.len())].iter().copied())),
            _ => {
                if let Some(byte) = bytes.get_mut(to) {
                    *byte = u8::try_from(numbers.below(256)).unwrap_or(0);
                }
            }
        }
    }
    bytes
}

fn check(samples: &[&str], judge: fn(&[u8])) {
    check_times(400, samples, judge);
}

fn check_times(times: usize, samples: &[&str], judge: fn(&[u8])) {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for sample in samples {
        judge(sample.as_bytes());
        for _ in 0..times {
            judge(&damaged(sample.as_bytes(), &mut numbers));
        }
    }
}

#[test]
fn damaged_pages() {
    check(&[PAGE], judge::page);
}

#[test]
fn damaged_texts() {
    check(&[TEXT], judge::text);
}

#[test]
fn damaged_mails() {
    check(&[MAIL], judge::mail);
}

#[test]
fn damaged_feeds() {
    check(&[RSS, JSON], judge::feed);
}

#[test]
fn damaged_lists() {
    check(&[LIST], judge::list);
}

#[test]
fn damaged_archives() {
    let page = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
    let archive = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quay.example/1\r\nContent-Type: \
         application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    check(&[&archive], judge::archive);
}

#[test]
fn damaged_queries() {
    check(
        &["harbour (title:\"two words\" OR -site:quay) person:'Ann Hill' since:2016-01-01 wor* typo~"],
        judge::query,
    );
}

#[test]
fn damaged_settings() {
    check(
        &["theme = 'dark'\nmeasure = 72\n[keys]\nbookmark = ['B', 'C-b']\n[passwords]\na = 'b'\n"],
        judge::settings,
    );
}

#[test]
fn damaged_keys() {
    check(&["g f", "C-x C-c", "<Enter> S-Tab", "A-é 9"], judge::keys);
}

#[test]
fn damaged_addresses() {
    check(
        &["https://ann:w%40rd@quäy.example:8080/a/b?c=d#e", "http://[::1]/", "HTTP://127.1"],
        judge::address,
    );
}

const EDITS: [&str; 6] = [
    "{\"Marks\":{\"flag\":\"Read\",\"to\":\"On\",\"articles\":[1,1,1],\"since\":[5,-1,0]}}",
    "{\"Marks\":{\"flag\":{\"Tag\":\"sea\"},\"to\":\"On\",\"articles\":[2]}}",
    "{\"Deletion\":{\"to\":\"On\",\"articles\":[1,2]}}",
    "{\"Feed\":{\"feed\":1,\"edit\":{\"Rename\":\"Quay\"}}}",
    "{\"Note\":{\"Put\":[3,{\"article\":1,\"added\":9,\"text\":\"Ask\",\"passage\":null}]}}",
    "{\"SavedSearch\":{\"Add\":{\"name\":\"Sea\",\"query\":\"sea\",\"position\":1,\"rule\":{\"mute\":true}}}}",
];

#[test]
fn damaged_edits_of_the_journal() {
    check_times(3, &EDITS, judge_library::journal);
}

#[test]
fn damaged_files_to_import() {
    let file = "{\"format\":\"dateline-mine\",\"version\":1,\"fields\":[\n{\"by\":\"a\",\"key\":\"search/7/name\",\"time\":5,\
        \"value\":\"Sea\"},\n{\"by\":\"a\",\"key\":\"search/7/query\",\"time\":5,\"value\":\"sea\"},\n{\"by\":\"a\",\"key\":\
        \"attention/place/bergen\",\"time\":6,\"value\":\"Watched\"}\n]}\n";
    check_times(15, &[file], judge_library::mine);
}

#[test]
fn a_damaged_search_index() {
    check_times(6, &["\u{1}\0\u{5}damaged", "\0\u{1}\0{[", "\u{7f}\0\0"], judge_library::index);
}
