//! Whole pages through [`super::read`].

use super::*;
use crate::model::BlockKind;

const BODY: &str = "<p>The northern harbour will reopen on Thursday, port captain Mary Hill said, a week after a \
    storm tore three boats from their moorings, closed the quay and left the ferry ashore.</p>\
    <p>“We have checked every chain,” Hill told reporters on Monday. “The ferry can sail again, and so can the \
    fishermen who have waited for seven days, if the <a href='/wind'>wind</a> allows it.”</p>\
    <h2>Money for the wall</h2>\
    <p>The storm was the fourth of the winter, and the port has asked the ministry in the capital for money to \
    raise the old sea wall by two metres, which would take three years, the port said.</p>\
    <p>Advertisement</p>\
    <p>The ministry did not answer questions on Monday, but a clerk said, with some caution, that the money was \
    there, and that only the plans, the permits and the stones were missing.</p>";

fn page_of(body: &str) -> String {
    format!(
        "<html lang=en><head><title>Harbour to reopen | Harbour Post</title>\
         <meta property='og:site_name' content='Harbour Post'><meta name=author content='Ann Example'>\
         <meta property='og:image' content='https://example.org/quay.jpg'>\
         <meta property='article:published_time' content='2016-12-15'></head>\
         <body><nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>Harbour to reopen</h1>\
         <p>By Ann Example</p>{body}</article><footer><p>© Harbour Post</p></footer></body></html>"
    )
}

#[test]
fn a_page_becomes_its_article() {
    let document = read(&page_of(BODY), Some("https://example.org/h")).unwrap();
    assert_eq!(document.title, "Harbour to reopen");
    assert_eq!(document.byline.as_deref(), Some("Ann Example"));
    assert_eq!(document.site.as_deref(), Some("Harbour Post"));
    assert_eq!(document.image.as_deref(), Some("https://example.org/quay.jpg"));
    assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2016-12-15"));
    assert!(document.text.starts_with("The northern harbour"), "{}", document.text);
    assert!(document.text.ends_with("were missing."), "{}", document.text);
    assert!(!document.text.contains("Advertisement") && !document.text.contains("Ann Example"));
    assert_eq!(document.blocks.iter().filter(|block| block.kind == BlockKind::Heading(2)).count(), 1);
    assert_eq!(document.links[0].url, "https://example.org/wind");
    assert_eq!(document.links[0].span.of(&document.text), "wind");
}

#[test]
fn a_text_may_repeat_itself_and_a_copy_of_it_is_left_out() {
    let chorus = "The harbour of the north is closed for all ships tonight. ".repeat(5);
    let document = read(&page_of(&format!("<p>{chorus}</p>")), None).unwrap();
    assert_eq!(document.text, chorus.trim());
    let document = read(&page_of(&format!("{BODY}{BODY}")), None).unwrap();
    assert_eq!(document.text.matches("The northern harbour will reopen").count(), 1);
}

#[test]
fn other_articles_below_are_left_out_though_they_say_a_lot() {
    let teaser = |at: usize| {
        format!(
            "<div><p>{at} May</p><h3><a href=/{at}>Another boat is missed at sea</a></h3><p>It left the harbour on Sunday with five \
             people on board, and was expected in the evening, but nobody has seen it.</p></div>"
        )
    };
    let teasers: String = (1..5).map(teaser).collect();
    let document = read(&page_of(&format!("{BODY}{BODY_ON}<section>{teasers}</section>")), None).unwrap();
    assert!(document.text.ends_with("of the old ones."), "{}", document.text);
    assert!(document.stripped.iter().any(|piece| piece.why == "related"), "{:?}", document.stripped);
}

#[test]
fn a_body_is_more_than_the_longest_box_in_it() {
    let html = format!(
        "<html><body><nav><a href=/>Home</a></nav><div class=article-body><p>Boats will leave again from the \
         northern harbour on Thursday, for the first time in a week, and the ferry is to go first.</p>\
         <p>All that is known of the plans was said on Monday, by the people who have made them.</p>\
         <div class=box>{BODY}{BODY_ON}</div></div></body></html>"
    );
    let document = read(&html, None).unwrap();
    assert!(document.text.starts_with("Boats will leave"), "{}", document.text);
}

#[test]
fn what_is_hidden_from_all_is_no_text() {
    let document =
        read(&page_of(&format!("{BODY}<p aria-hidden=true>The harbour, again, in a copy.</p>")), None);
    assert!(!document.unwrap().text.contains("in a copy"));
}

/// The rest of the article.
const BODY_ON: &str = "<p>The fishermen of the village had asked for another wall twenty years ago, and had built a small \
    one themselves, which the sea took in its second winter, with two boats and a shed behind it.</p>\
    <p>Their head, who has seen nine ministers come and go, said that he believed in the money when he had it in his \
    hand, and that until then he would moor his own boat in the southern harbour, as he had done all winter.</p>\
    <p>The engineers of the port have drawn three plans, of which the cheapest leaves the old wall where it is and puts \
    stones before it, while the dearest moves the quay by thirty metres and gives the ferry a berth of its own, so that \
    it could lie there in all winds but those from the north, which are the rarest on this coast.</p>\
    <p>None of the plans will be begun before the spring, since the stones have to come by ship, and the only ship that \
    can carry them is at work in another country until the end of March, as its owners have told all who ask.</p>\
    <p>Until then the port will watch the wall with cameras, which it has bought from a school in the capital that has \
    no use for them, and with the eyes of the harbour master, who trusts his own more than those of the old ones.</p>";

#[test]
fn what_stands_beside_the_article_is_told() {
    let document = read(&page_of(BODY), None).unwrap();
    let stripped: Vec<(&str, &str)> =
        document.stripped.iter().map(|d| (d.text.as_str(), d.why.as_str())).collect();
    assert!(stripped.contains(&("Home Sport", "navigation")), "{stripped:?}");
    assert!(stripped.contains(&("© Harbour Post", "footer")), "{stripped:?}");
    let many = "<div>Boat</div>".repeat(500);
    let page = page_of(BODY).replace("<footer>", &format!("{many}<footer>"));
    assert_eq!(read(&page, None).unwrap().stripped.iter().filter(|d| d.text == "Boat").count(), 59);
}

fn captions(document: &Document) -> Vec<&str> {
    let captions = document.blocks.iter().filter(|block| block.kind == BlockKind::Caption);
    captions.map(|block| block.span.of(&document.text)).collect()
}

#[test]
fn pictures_keep_their_captions_where_they_stand() {
    let figure = |words: &str| format!("<figure><img src=quay.jpg><figcaption>{words}</figcaption></figure>");
    let named =
        "<div class=wp-caption><img src=wall.jpg><p class=wp-caption-text>The sea wall in May.</p></div>";
    let again = figure("The quay, on the morning after the storm.");
    let body = BODY.replacen(
        "<h2>",
        &format!("{again}{}{again}{named}<h2>", figure("Photo: A. Moss / The Quay")),
        1,
    );
    let document = read(&page_of(&body), None).unwrap();
    assert_eq!(captions(&document), ["The quay, on the morning after the storm.", "The sea wall in May."]);
    let told = document.text.find("allows it").unwrap();
    let caption = document.text.find("The quay, on the morning").unwrap();
    assert!(told < caption && caption < document.text.find("Money for the wall").unwrap());
    let stripped: Vec<(&str, &str)> =
        document.stripped.iter().map(|d| (d.text.as_str(), d.why.as_str())).collect();
    assert!(stripped.contains(&("Photo: A. Moss / The Quay", "picture caption")), "{stripped:?}");
    assert_eq!(document.body().text, read(&page_of(BODY), None).unwrap().text, "running text is what it was");
}

#[test]
fn the_lead_picture_above_the_body_keeps_its_caption() {
    let figure = "<figure><img src=quay.jpg><figcaption>The quay at noon.</figcaption></figure>";
    let page = |figure: &str| {
        page_of("")
            .replace(
                "<article><h1>Harbour to reopen</h1>",
                &format!("<h1>Harbour to reopen</h1>{figure}<article>"),
            )
            .replace("</article>", &format!("{BODY}</article>"))
    };
    let document = read(&page(figure), None).unwrap();
    assert_eq!(captions(&document), ["The quay at noon."]);
    assert!(document.text.starts_with("The quay at noon.\n\nThe northern harbour"), "{}", document.text);
    let aside = read(&page(&format!("<aside>{figure}</aside>")), None).unwrap();
    assert_eq!(captions(&aside), [""; 0]);
}

#[test]
fn pictures_of_what_else_there_is_to_read_have_none() {
    let teaser = |at: usize| {
        format!(
            "<li><figure><img src={at}.jpg><figcaption>Boat {at}</figcaption></figure><a href=/{at}>Boat {at} is missed at sea</a></li>"
        )
    };
    let teasers: String = (1..6).map(teaser).collect();
    let document = read(&page_of(&format!("{BODY}<ul class=related>{teasers}</ul>")), None).unwrap();
    assert_eq!(captions(&document), [""; 0]);
    let gallery = "<div class=gallery><figure><img src=1><img src=2><img src=3><figcaption>Boats</figcaption></figure></div>";
    assert_eq!(captions(&read(&page_of(&format!("{BODY}{gallery}")), None).unwrap()), [""; 0]);
}

#[test]
fn what_a_figure_shows_keeps_its_caption() {
    for (figure, expected) in [
        (
            "<table><tr><th>boat<th>crew</tr><tr><td>Anna<td>3</tr></table><figcaption>Boats</figcaption>",
            "Boats",
        ),
        ("<blockquote><p>We shall stay.</p></blockquote><figcaption>Mary Hill</figcaption>", "Mary Hill"),
        ("<pre>let boat = 3;</pre><figcaption>Listing 2: a boat</figcaption>", "Listing 2: a boat"),
        (
            "<img src=quay.jpg><figcaption>The quay at dawn. <i>Photo: A. Moss</i></figcaption>",
            "The quay at dawn. Photo: A. Moss",
        ),
    ] {
        let document = read(&page_of(&format!("{BODY}<figure>{figure}</figure>")), None).unwrap();
        assert_eq!(captions(&document), [expected], "{figure}");
    }
}

#[test]
fn labels_between_questions_are_answers() {
    let interview = |answers: &[&str]| {
        let asked = |(at, answer): (usize, &&str)| {
            format!("<p><b>What is written on box {at}?</b></p><p>{answer}</p>")
        };
        let asked: String = answers.iter().enumerate().map(asked).collect();
        read(&page_of(&format!("{asked}{BODY}")), None).unwrap().text
    };
    let text = interview(&["Tags", "1 comment", "Advertisement", "Share", "It is the name of the boat."]);
    assert_eq!(
        ["Tags", "1 comment", "Advertisement", "Share"].map(|word| text.contains(word)),
        [true, true, false, true]
    );
    assert!(!interview(&["Tags"]).contains("Tags"), "one question is no interview");
}

#[test]
fn a_page_without_an_article_is_refused() {
    assert_eq!(read("<html><body></body></html>", None), Err(RejectReason::NoText));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn no_page_is_too_odd(body in "(</?(div|p|b|a|ul|li|table|tr|td|pre|blockquote|h2|br)( href='[^']{0,5}')?>|&#?[a-z0-9]{1,4};|[a-z ,.]{0,30}|\\PC{0,5}){0,60}") {
        if let Ok(document) = read(&crate::text::clean::lines(&page_of(&body)), None) {
            proptest::prop_assert_eq!(crate::text::clean::lines(&document.text), document.text.clone());
            for block in &document.blocks {
                proptest::prop_assert!(!block.span.of(&document.text).is_empty());
            }
        }
    }
}
