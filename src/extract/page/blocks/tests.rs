//! What elements become as blocks.

use super::*;

fn document(html: &str) -> crate::model::Document {
    let page = dom_query::Document::from(html);
    let mut draft = Draft::default();
    let source = Source { stripped: &Stripped::new(), base: None, origin: Origin::Feed };
    read(&page.root(), source, &mut draft);
    draft.finish()
}

fn blocks(html: &str) -> Vec<(BlockKind, String)> {
    let document = document(html);
    document.blocks.iter().map(|block| (block.kind, block.span.of(&document.text).to_owned())).collect()
}

#[test]
fn elements_become_blocks() {
    let check = |html: &str, expected: &[(BlockKind, &str)]| {
        let found = blocks(html);
        let found: Vec<(BlockKind, &str)> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(found, expected, "{html}");
    };
    check(
        "<p>The <b>ferry</b>\n sails<br>again.</p><h3>Why</h3>Loose <i>words</i>",
        &[
            (BlockKind::Paragraph, "The ferry sails\nagain."),
            (BlockKind::Heading(3), "Why"),
            (BlockKind::Paragraph, "Loose words"),
        ],
    );
    check(
        "<blockquote><p>One.</p><p>Two.</p></blockquote>",
        &[(BlockKind::Quote, "One."), (BlockKind::Quote, "Two.")],
    );
    check(
        "<ul><li>rope</li><li>tar<ol><li>black</li></ol></li></ul><ol><li><p>one</p></li></ol>",
        &[(BlockKind::List, "rope\ntar\n\t1. black"), (BlockKind::NumberedList, "one")],
    );
    check(
        "<ul><li><h2>Layout</h2><p>text</p></li></ul>",
        &[(BlockKind::Heading(2), "Layout"), (BlockKind::Paragraph, "text")],
    );
    check(
        "<table><tr><th>boat</th><th>crew</th></tr><tr><td>Anna</td><td>3 <b>men</b></td></tr></table>",
        &[(BlockKind::Table, "boat\tcrew\nAnna\t3 men")],
    );
    check("<table><tr><td>layout</td></tr></table>", &[(BlockKind::Paragraph, "layout")]);
    check("<pre>let x;\n  let y;</pre>", &[(BlockKind::Code, "let x;\n  let y;")]);
    check(
        "<figure><img src=x alt=no><figcaption>The quay</figcaption></figure><script>no</script>",
        &[(BlockKind::Caption, "The quay")],
    );
}

#[test]
fn links_keep_their_words() {
    let document =
        document("<p>See <a href='https://example.org/a'>the quay</a>, <a href='javascript:x'>not</a> this.");
    assert_eq!(document.text, "See the quay, not this.");
    assert_eq!(document.links.len(), 1);
    assert_eq!(document.links[0].span.of(&document.text), "the quay");
}

#[test]
fn what_stands_within_a_line_stays_there() {
    for (html, expected) in [
        (
            "<p>It weighs 4×10<sup>12</sup> kg on 30 m<sup>2</sup>, with CO<sub>2</sub>.",
            "It weighs 4×10¹² kg on 30 m², with CO₂.",
        ),
        ("<p>The quay<sup><a href='#n1'>1</a></sup> is old.", "The quay[1] is old."),
        ("<p>On the 3<sup>rd</sup> day", "On the 3rd day"),
        ("<p>It costs <del>12</del> 9 crowns.", "It costs ~~12~~ 9 crowns."),
        ("<p>Half is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>.", "Half is 1/2."),
        ("<p style='white-space: pre-wrap'>0:00 Gate\n1:10 Crane</p>", "0:00 Gate\n1:10 Crane"),
        ("<p>Well done <img src=/emoji/a.png alt='👍'></p>", "Well done 👍"),
        ("<h3><button>Who may ride?</button></h3><p>All.", "Who may ride?\n\nAll."),
        ("<p>The note. <a href='#r1'>↩︎</a></p>", "The note."),
        ("<p>It costs 3 crowns<sup>*</sup> a day.", "It costs 3 crowns* a day."),
        ("<p><sup>*</sup>Without the fee.", "* Without the fee."),
        ("<p><a href='#r1'><sup>†</sup></a>Without the fee.", "† Without the fee."),
        ("<p><sup>1</sup>/<sub>2</sub> of it", "1/2 of it"),
    ] {
        assert_eq!(document(html).text, expected, "{html}");
    }
}

#[test]
fn lists_keep_their_depth_and_their_numbers() {
    for (html, kind, expected) in [
        ("<ol start=3><li>rope<li>tar</ol>", BlockKind::List, "3. rope\n4. tar"),
        ("<ol><li>rope<li value=7>tar<li>oar</ol>", BlockKind::List, "1. rope\n7. tar\n8. oar"),
        ("<ol reversed><li>rope<li>tar</ol>", BlockKind::List, "2. rope\n1. tar"),
        (
            "<ul><li>rope<ul><li>new<ol><li>red</ol></ul><li>tar</ul>",
            BlockKind::List,
            "rope\n\tnew\n\t\t1. red\ntar",
        ),
    ] {
        assert_eq!(blocks(html), [(kind, expected.to_owned())], "{html}");
    }
}

#[test]
fn tables_keep_their_rows() {
    let table = |rows: &str| blocks(&format!("<table>{rows}</table>"));
    let is = |rows: &str, expected: &str| {
        assert_eq!(table(rows), [(BlockKind::Table, expected.to_owned())], "{rows}");
    };
    is(
        "<tr><th>plan<th>holds</tr><tr><td>small<td><ul><li>one cart<li>a mule</ul></tr>",
        "plan\tholds\nsmall\tone cart; a mule",
    );
    is("<tr><td rowspan=2>May<td>1<td>fog</tr><tr><td>2<td>sun</tr>", "May\t1\tfog\nMay\t2\tsun");
    is(
        "<tr><td> small </td><td>one <b> </b></td></tr><tr><td>big </td><td>two</td></tr>",
        "small\tone\nbig\ttwo",
    );
    is("<tr><td>May<td></tr><tr><td><td>sun</tr><tr><td><td></tr><tr><td>a<td>b</tr>", "May\t\n\tsun\na\tb");
    is("<tr><td colspan=2>May<td>fog</tr><tr><td>a<td>b<td>c</tr>", "May\t\tfog\na\tb\tc");
    let captioned = table("<caption>Fares</caption><tr><th>from<th>to</tr><tr><td>a<td>b</tr>");
    assert_eq!(captioned[0], (BlockKind::Caption, "Fares".to_owned()));
}

#[test]
fn listings_lose_the_numbers_of_their_lines() {
    let check = |html: &str, expected: &str| {
        let found = blocks(html);
        assert_eq!(found, [(BlockKind::Code, expected.to_owned())], "{html}");
    };
    check(
        "<table><tr><td class=gutter><pre>1\n2</pre></td><td><pre>if x:\n\ty()</pre></td></tr></table>",
        "if x:\n\ty()",
    );
    check(
        "<table><tr><td><pre><i>1</i><br><i>2</i></pre></td><td><pre>a<br><br>  b</pre></td></tr></table>",
        "a\n\n  b",
    );
    check(
        "<pre><span class=lineno>1 </span>let a;\n<span class=lineno>2 </span>let b;</pre>",
        "let a;\nlet b;",
    );
    check("<pre>1\n2</pre>", "1\n2");
}

#[test]
fn pictures_follow_their_paragraph() {
    let found = blocks("<p>See <img src='https://quay.example/a.jpg' alt='A gull on a post'> here.</p>");
    assert_eq!(
        found,
        [
            (BlockKind::Paragraph, "See here.".to_owned()),
            (BlockKind::Caption, "[picture: A gull on a post]".to_owned())
        ]
    );
    let captioned = document(
        "<figure><img src='https://quay.example/a.jpg' alt='A gull'><figcaption>The gull.</figcaption></figure>",
    );
    assert_eq!(captioned.text, "The gull.");
    assert_eq!(captioned.links[0].url, "https://quay.example/a.jpg");
}
