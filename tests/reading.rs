//! Reading an article: its structure as lines, its width, finding in it, its date.

#![allow(clippy::expect_used, reason = "what a test cannot do without")]

mod common;

use common::Screen;
use dateline::app::Message;
use dateline::library::Input;

const BEFORE: &str = "<p>The results were read out on Monday evening, and nobody in the hall was surprised by them at all, said the mayor.</p>";
const AFTER: &str = "<p>The council will vote on the budget next week, and the mayor expects a large majority for it this time.</p>";

fn page(name: &str, body: &str) -> Input {
    let html = format!(
        "<html><head><title>Night in the hall</title></head><body><article><h1>Night in the hall</h1>\
         <time datetime=\"2024-03-05\">5 March 2024</time>{BEFORE}{body}{AFTER}</article></body></html>"
    );
    Input::Bytes { name: name.to_owned(), bytes: html.into_bytes() }
}

/// The lines of the article between its first and last paragraphs, on a screen of this width.
fn lines(body: &str, columns: u16) -> Vec<String> {
    let mut screen = Screen::with(&[page("a.html", body)], columns, 60);
    screen.app.session.tips.clear();
    screen.press("Enter z");
    let text = screen.text();
    let margin = |line: &str| line.len() - line.trim_start().len();
    let shown: Vec<&str> = text.lines().collect();
    let first = shown.iter().position(|line| line.contains("The results were")).expect("the first paragraph");
    let left = margin(shown[first]);
    let body: Vec<String> = shown[first..]
        .iter()
        .take_while(|line| !line.contains("The council will"))
        .map(|line| line.get(left..).unwrap_or_default().to_owned())
        .collect();
    let start = body.iter().position(String::is_empty).expect("an empty line") + 1;
    body[start..body.len() - 1].to_vec()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(lines(body, 80), expected, "{body}");
}

#[test]
fn lists_have_their_own_numbers_and_hang() {
    check(
        "<ol><li>Roads<ol><li>Mend Mill Lane</li></ol></li><li>Schools<ul><li>Hire ten teachers</li></ul></li></ol>",
        &["  1. Roads", "    1. Mend Mill Lane", "  2. Schools", "    ◦ Hire ten teachers"],
    );
    check("<ol start=9><li>Roads</li><li value=12>Schools</li></ol>", &["  9. Roads", "  12. Schools"]);
    let long = "<ol><li>a<ol start=7><li>The mayor thanked all members for their patience and closed the meeting before midnight.</li></ol></li></ol>";
    check(
        long,
        &[
            "  1. a",
            "    7. The mayor thanked all members for their patience and closed the",
            "       meeting before midnight.",
        ],
    );
}

#[test]
fn quotations_have_one_bar_and_code_its_tab_stops() {
    check(
        "<blockquote><p>It rained.</p><p>It stopped.</p></blockquote>",
        &["▎ It rained.", "▎", "▎ It stopped."],
    );
    check(
        "<pre>def count(votes):\n\tfor v in votes:\n\t\treturn v\n\n  # two\n</pre>",
        &["  def count(votes):", "      for v in votes:", "          return v", "", "    # two"],
    );
}

#[test]
fn tables_have_heads_and_wrap_within_their_cells() {
    check(
        "<table><tr><th>District</th><th>Yes</th></tr><tr><td>North</td><td>1,204</td></tr><tr><td>South</td><td>92</td></tr></table>",
        &["District    Yes", "───────────────", "North     1,204", "South        92"],
    );
    let long =
        "a long remark that fills the whole cell and then some more of the line, since it has much to say";
    let found = lines(
        &format!(
            "<table><tr><th>District</th><th>Remark</th></tr><tr><td>North</td><td>{long}</td></tr></table>"
        ),
        80,
    );
    assert_eq!(found[0], "District  Remark");
    assert!(found[2].starts_with("North     a long remark"), "{found:#?}");
    assert!(found[3].starts_with("          "), "{found:#?}");
    assert!(found.iter().all(|line| line.chars().count() <= 72), "{found:#?}");
}

#[test]
fn a_table_of_too_many_columns_is_told_row_by_row() {
    let row = |tag: &str, what: &str| {
        let cells = (0..9).map(|at| format!("<{tag}>{what} number {at}</{tag}>"));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let found = lines(&format!("<table>{}{}</table>", row("th", "Column"), row("td", "a long value")), 80);
    assert_eq!(found[0], "  Column number 0  a long value number 0");
    assert_eq!(found.len(), 9, "{found:#?}");
}

#[test]
fn emphasis_and_struck_text_are_seen() {
    let body = "<p>The <b>tax</b> is <em>very</em> high, at <del>12</del> 15 percent, said the man from the town.</p>";
    let mut screen = Screen::with(&[page("a.html", body)], 80, 40);
    screen.press("Enter z");
    let styles = screen.styles();
    for style in ["BOLD", "ITALIC", "CROSSED_OUT"] {
        assert!(styles.contains(style), "{style}:\n{styles}");
    }
}

#[test]
fn lines_have_sixty_columns_and_more_beside_list_and_sidebar() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter");
    assert!(screen.articles().panes(&screen.app.session).viewport.columns >= 60);
    // At the maximum width, the key says so and changes nothing.
    screen.press(">");
    let text = screen.text();
    assert!(text.contains("all that fit here"), "{text}");
    screen.press("<");
    assert!(screen.text().contains("lines of 56 columns"), "{}", screen.text());
    screen.press("z > > > >");
    assert!(screen.text().contains("lines of 72 columns"), "{}", screen.text());
}

#[test]
fn the_sidebar_never_covers_the_text() {
    for columns in [60, 100] {
        let mut screen = Screen::open(columns, 30);
        screen.press("Enter");
        let before = screen.articles().panes(&screen.app.session);
        screen.press("e");
        let after = screen.articles().panes(&screen.app.session);
        assert!(screen.text().contains("PEOPLE"), "{}", screen.text());
        match (after.reader, after.sidebar) {
            (Some(reader), Some(sidebar)) => {
                assert_eq!((reader, after.text), (before.reader.expect("a pane"), before.text));
                assert!(!reader.intersects(sidebar));
            }
            (None, Some(_)) => assert_eq!(columns, 60),
            other => unreachable!("{other:?}"),
        }
        screen.press("e");
        assert_eq!(screen.articles().panes(&screen.app.session), before);
    }
}

#[test]
fn finding_counts_the_matches() {
    let mut screen = Screen::with(&[page("a.html", "")], 120, 40);
    screen.press("Enter /").type_in("the").press("Enter");
    assert!(screen.text().contains("1 of 8"), "{}", screen.text());
    screen.press("n n");
    assert!(screen.text().contains("3 of 8"), "{}", screen.text());
    screen.press("N");
    assert!(screen.text().contains("2 of 8"), "{}", screen.text());
}

#[test]
fn the_byline_breaks_between_its_facts() {
    let mut screen = Screen::open(120, 40);
    for columns in 40..120 {
        screen.tell(Message::Resize(columns, 40));
        screen.press("Enter");
        let layout = &screen.articles().reader.layout;
        let bylines =
            layout.lines.iter().filter(|line| line.style == dateline::app::article_layout::Style::Byline);
        for line in bylines {
            let words = line.words.as_str();
            assert!(!words.starts_with('·') && !words.ends_with('·') && words != "min", "{columns}: {words}");
        }
    }
}

#[test]
fn an_article_without_a_date_is_dated_by_its_coming() {
    let text = "Joan Miller spoke in Hull on the new harbour. She said that work would begin before long.\n\n\
                The town council listened to Joan Miller for an hour and asked many questions about the cost.\n";
    let undated =
        Input::Bytes { name: "undated.txt".into(), bytes: format!("Harbour talk\n\n{text}").into_bytes() };
    let dated = Input::Bytes {
        name: "dated.md".into(),
        bytes: format!("---\ntitle: Harbour plans\npublished: 2016-05-03\n---\n\nThe plans are old. {text}")
            .into_bytes(),
    };
    let mut screen = Screen::with(&[undated, dated], 120, 40);
    let shown = screen.text();
    assert!(shown.contains("added now") && shown.contains("added 1 Jan 2025"), "{shown}");
    screen.press("s").type_in("since:20y");
    assert_eq!(screen.articles().list.rows.len(), 1, "{}", screen.text());
    screen.press("Enter ]p Enter");
    let text = screen.text();
    assert!(text.contains("3 May 2016") && text.contains("added 1 Jan 2025"), "{text}");
    assert!(!text.contains("3 May 2016 –"), "an article without a date does not stretch it:\n{text}");
}

#[test]
fn an_article_of_the_future_does_not_stand_on_top() {
    let article = |name: &str, day: &str| Input::Bytes {
        name: format!("{name}.md"),
        bytes: format!("---\ntitle: {name}\npublished: {day}\n---\n\nThe plans of {name} are old and long.")
            .into_bytes(),
    };
    let mut screen = Screen::with(&[article("Next", "2031-01-01")], 120, 40);
    screen
        .library
        .add(&[article("Later", "2025-01-01")], &dateline::library::Task::new(), common::NOW.seconds + 60)
        .expect("an article");
    screen.tell(Message::LibraryChanged);
    let rows = &screen.articles().list.rows;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.listed().seconds <= common::NOW.seconds + 60));
}
