//! Whole texts through [`super::read`].

use super::*;

const PARAGRAPHS: [&str; 3] = [
    "The northern harbour will reopen on Thursday, port captain Mary Hill said, a week after a storm tore \
     three boats from their moorings and closed the quay.",
    "“We have checked every chain,” Hill told reporters on Monday. “The ferry can sail again, and so can \
     the fishermen who have waited for seven days.”",
    "The storm was the fourth of the winter, and the port has asked the ministry in the capital for money \
     to raise the old sea wall by two metres.",
];

fn read_text(text: &str) -> Document {
    read(text, None).unwrap()
}

fn stripped(document: &Document) -> Vec<(&str, &str)> {
    document.stripped.iter().map(|piece| (piece.text.as_str(), piece.why.as_str())).collect()
}

#[test]
fn a_scraped_text_loses_its_page_and_keeps_its_article() {
    let text = format!(
        "Close this search box.\n\nMenu\n\nNews\n\nSport\n\nWeather\n\nHarbour to Reopen After Storm\n\n\
         By Ann Example\n\nDec. 15, 2016\n\nquay-at-dawn-700x430{}\n\nAdvertisement\n\n{}\n\nRelated: Storm \
         closes harbour\n\n{}\n\n2 Responses\n\nLeave a Reply\n\nPopular Posts",
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2]
    );
    let document = read_text(&text);
    assert_eq!(document.title, "Harbour to Reopen After Storm");
    assert_eq!(document.byline.as_deref(), Some("Ann Example"));
    assert_eq!(document.published.map(|when| when.to_string()).as_deref(), Some("2016-12-15"));
    assert_eq!(document.text, PARAGRAPHS.join("\n\n"));
    assert_eq!(
        stripped(&document),
        [
            ("Close this search box.", "navigation"),
            ("Menu", "navigation"),
            ("News", "before the article"),
            ("Sport", "before the article"),
            ("Weather", "before the article"),
            ("quay-at-dawn-700x430", "image name"),
            ("Advertisement", "advertisement"),
            ("Related: Storm closes harbour", "related"),
            ("2 Responses", "comment form"),
            ("Leave a Reply", "comment form"),
            ("Popular Posts", "related"),
        ]
    );
}

#[test]
fn the_headline_is_about_the_body_and_above_its_date() {
    let page = |above: &str| {
        format!(
            "Menu\n\nNews from the coast and beyond\n\n{above}\n\n{}\n\nLeave a Reply",
            PARAGRAPHS.join("\n\n")
        )
    };
    let title = |above: &str, url: Option<&str>| read(&page(above), url).unwrap().title;
    let standfirst =
        "A week of waiting ends for crews and islanders, who have had to live on what was in the cellar.";
    assert_eq!(title(&format!("Harbour to reopen\n\n{standfirst}"), None), "Harbour to reopen");
    assert_eq!(title("Northern harbour reopens\n\n15 December 2016", None), "Northern harbour reopens");
    let several = "Everything about ferries\n\nSails are set again";
    assert_eq!(
        title(several, Some("https://example.org/2016/sails-are-set-again.html")),
        "Sails are set again"
    );
}

#[test]
fn a_text_without_boilerplate_stays_whole() {
    let text = format!(
        "Harbour to reopen\n\n{}\n\nThe quay\n\nOne line\nof a song\nthe sailors sing\n\n{}\n\nHome\n\n- rope\n- tar\n\n{}",
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2]
    );
    let document = read_text(&text);
    assert_eq!(document.title, "Harbour to reopen");
    assert_eq!(stripped(&document), []);
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    let paragraph = BlockKind::Paragraph;
    assert_eq!(kinds, [paragraph, paragraph, paragraph, paragraph, paragraph, BlockKind::List, paragraph]);
    assert!(document.text.contains("One line\nof a song\nthe sailors sing\n\n“We have"));
    assert!(document.text.contains("Home\n\nrope\ntar\n\nThe storm"));
}

#[test]
fn one_line_is_a_text_too() {
    let document = read_text("The ferry sails.");
    assert_eq!((document.title.as_str(), document.text.as_str()), ("", "The ferry sails."));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn any_text_gives_blocks_that_fit(text in "(\\PC{0,30}\n{0,2}|Menu\n|[A-Z][a-z]{2,9}( [a-z]{1,8}){12}\\.\n){0,20}") {
        if let Ok(document) = read(&crate::text::clean::lines(&text), None) {
            for block in &document.blocks {
                proptest::prop_assert!(!block.span.of(&document.text).is_empty());
            }
        }
    }
}

const CALM: &str = "The northern harbour will reopen on Thursday, its captain Mary Hill said, a week after a storm tore \
    three boats from their moorings.\n\nNobody was hurt, and the ferry to the islands sails again at noon, with forty \
    people, two cars and a dog on board.\n\n";

const MORE: &str = "The storm was the fourth of the winter, and the port has asked the ministry for money to raise the old \
    sea wall by two metres.\n\nThe ministry did not answer questions on Monday, but a clerk said that the money was there, \
    and that only stones were missing.\n\n";

#[test]
fn an_article_goes_on_after_a_box_of_others() {
    let text = format!(
        "Skip to content\n\n{CALM}Related articles\n\nA boat is missing off the cape\n\nAnother boat comes home at \
         dawn\n\n{MORE}STORM TEARS FOUR MORE BOATS FROM THEIR MOORINGS IN LUND\n\n{CALM}Share\n\nHome"
    );
    let document =
        read(&text.replacen(CALM, &format!("{CALM}{CALM}").replace("Thursday", "Friday"), 1), None).unwrap();
    assert!(document.text.contains("only stones were missing"), "{}", document.text);
    assert!(!document.text.contains("STORM TEARS"), "{}", document.text);
}

#[test]
fn an_article_may_end_in_a_list() {
    let dates = "June 9 – West Quay, Lund\n\nJune 10 – The Old Pier, Malmo\n\nJune 14 – Harbour Hall, Ystad\n\n\
        June 17 – Lighthouse Green, Kivik";
    for lead in ["The band will play here:", "Tour Dates"] {
        let text = format!("Skip to content\n\n{CALM}{MORE}{lead}\n\n{dates}\n\nRelated articles\n\nHome");
        let document = read(&text, None).unwrap();
        assert!(document.text.ends_with("Lighthouse Green, Kivik"), "{lead}: {}", document.text);
    }
}

#[test]
fn captions_with_their_label_are_left_out() {
    let text = format!(
        "Skip to content\n\n{CALM}Image caption The quay in May, with the wall behind it\n\n2of4The quay in June, after \
         the storm, and the crew of the ferry.\n\nImage 1 of 8\n\n{MORE}2 of 4 boats came home.\n\nShare"
    );
    let document = read(&text, None).unwrap();
    assert!(!document.text.contains("The quay in") && !document.text.contains("1 of 8"), "{}", document.text);
    assert!(document.text.contains("2 of 4 boats came home."), "{}", document.text);
}

const LAST: &str = "On Wednesday the crew of the ferry will paint the gangway once more, and nobody may step on it before the \
    paint is dry.\n\n";

/// A short section as in reviews and guides: a heading and labelled items between two sentences.
fn section(name: &str) -> String {
    let items =
        ["Sails twice a day, also in winter", "Price: nine crowns, children free", "Slow in a north wind"];
    let more =
        ["Takes cars and dogs", "No café on board", "Old but sound engines", "Blankets are lent for nothing"];
    format!(
        "{name}\n\n{}\n\nIt is the boat for {name}, say those who know it, and they have sailed with it for as long \
         as anybody on this coast can remember.\n\n{}\n\n",
        items.join("\n\n"),
        more.join("\n\n")
    )
}

#[test]
fn an_article_of_lists_is_not_cut_off_at_the_first() {
    let sections: String =
        ["the islands", "the cape", "the inner quays", "the far light"].map(section).concat();
    let first = PARAGRAPHS.join("\n\n");
    let text = format!(
        "Skip to content\n\nHome\n\nNews\n\n{first}\n\n{MORE}{sections}{LAST}Share\n\nContact Us\n\nMenu"
    );
    let document = read(&text, None).unwrap();
    for kept in ["Blankets are lent for nothing", "boat for the far light", "paint is dry"] {
        assert!(document.text.contains(kept), "{kept}: {}", document.text);
    }
    assert!(!document.text.contains("Contact Us"));
}

#[test]
fn a_program_within_an_article_stays() {
    let program =
        "Terminal\n\nfn sail(boats: u32) -> u32 {\n\nlet wind = 4;\n\nreturn boats\n\n}\n\nquay.sail(2);\n\n";
    let text = format!("Skip to content\n\n{CALM}{program}{MORE}{program}{LAST}Share\n\nHome");
    let document = read(&text, None).unwrap();
    assert!(
        document.text.contains("let wind = 4;") && document.text.contains("stones were missing"),
        "{}",
        document.text
    );
    assert!(!document.title.contains("fn sail"), "{}", document.title);
}

#[test]
fn comments_end_an_article_however_long_they_are() {
    let comment = |name: &str, day: u32| {
        format!(
            "Rating: {day} Votes\n\n{name}\n\n{day} days ago at 07:47 am\n\nI think that the wall should have been raised \
                 long ago, {name} and everybody else here has said so for years.\n\n"
        )
    };
    let comments: String = (2..30).map(|day| comment("Ben", day)).collect();
    let text = format!(
        "Skip to content\n\n{CALM}{MORE}{LAST}{}{comments}Share\n\nHome",
        PARAGRAPHS.join("\n\n") + "\n\n"
    );
    let document = read(&text, None).unwrap();
    assert!(
        document.text.contains("stones were missing") && !document.text.contains("days ago"),
        "{}",
        document.text
    );
}

#[test]
fn an_article_begins_below_its_headline() {
    let text = format!(
        "Skip to content\n\nThe Quay is the paper of the northern harbour, read by all who sail and by some who only look on.\n\n\
         Harbour to reopen\n\nA week after the storm the ferry sails again, and so do the fishermen who have waited for it.\n\n\
         By Ann Example\n\nMay 3, 2016\n\n{CALM}{MORE}{LAST}Share\n\nHome"
    );
    let document = read(&text, None).unwrap();
    assert_eq!(
        (document.title.as_str(), document.byline.as_deref()),
        ("Harbour to reopen", Some("Ann Example"))
    );
    assert!(document.text.starts_with("A week after the storm the ferry"), "{}", document.text);
}

#[test]
fn a_headline_speaks_of_what_its_article_speaks_of() {
    let menu = (1..24).map(|at| format!("Part {at}\n\n")).collect::<Vec<_>>().concat();
    let text = format!(
        "Skip to content\n\nNorthern harbour to reopen after the storm\n\nContents\n\n{menu}Grow Orders, Save Time and Win More \
         Trade\n\nUpdated May 3, 20168:23 PM ET Originally published May 2, 201611:01 AM\n\n{CALM}{MORE}{LAST}Share\n\nHome"
    );
    assert_eq!(read(&text, None).unwrap().title, "Northern harbour to reopen after the storm");
}
