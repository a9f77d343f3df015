//! Kinds of markup in which readers have lost text, or kept what is not the article's; each on a whole page.

use super::read;

/// The text of an article of four paragraphs with something in its middle.
fn text_with(middle: &str) -> String {
    let page = format!(
        "<html lang=en><head><title>A week in harbour</title></head><body><nav><a href=/>Home</a></nav><main><article>\
         <h1>A week in harbour</h1>\
         <p>The ferry stayed ashore for a week, since the storm had torn its chains, and nobody knew when it would sail.</p>\
         <p>The port had new chains brought from the capital by train, which took five days, and a diver to fix them.</p>\
         {middle}\
         <p>The captain said that she would rather have waited for another week than lose the boat in such weather.</p>\
         <p>The islanders lived on what they had, which was potatoes, and thanked the fishermen for the rest of it.</p>\
         </article></main><footer>© Harbour Post</footer></body></html>"
    );
    read(&page, Some("https://harbour.example/ferry")).unwrap().text
}

#[track_caller]
fn check(middle: &str, kept: &[&str], left_out: &[&str]) {
    let text = text_with(middle);
    assert!(text.contains("brought from the capital") && text.contains("thanked the fishermen"), "{text}");
    for words in kept {
        assert!(text.contains(words), "{words:?} is missing: {text}");
    }
    for words in left_out {
        assert!(!text.contains(words), "{words:?} was kept: {text}");
    }
}

#[test]
fn what_a_button_opens_is_part_of_the_article() {
    let (question, answer) =
        ("Who may sail at night?", "Anyone who has paid the toll of the day and rings the bell.");
    for markup in [
        format!(
            "<button aria-expanded=false aria-controls=a>{question}</button><div id=a hidden>{answer}</div>"
        ),
        format!(
            "<div role=button aria-expanded=false aria-controls=a>{question}</div>\
             <div id=a style='display:none'><p>{answer}</p></div>"
        ),
    ] {
        check(&markup, &[question, answer], &[]);
    }
    check(
        "<div id=b hidden><p>A draft of the story, which nobody was meant to see before noon.</p></div>",
        &[],
        &["A draft"],
    );
}

#[test]
fn linked_paragraphs_that_a_sentence_introduces_stay() {
    let talk = |at: usize| format!("<p><a href=/t{at}>Talk number {at} on the quay</a></p>");
    let talks = (1..5).map(talk).collect::<Vec<_>>().concat();
    check(
        &format!("<p>The programme of the evening is as follows:</p>{talks}"),
        &["number 1", "number 4"],
        &[],
    );
    check(
        &format!("<p>The evening was long, and nobody left before midnight.</p>{talks}"),
        &[],
        &["number 1", "number 4"],
    );
}

#[test]
fn notes_stay_wherever_they_are_placed() {
    let note = "The chains had been laid in 1843, as the books of the port say.";
    for markup in [
        format!("<p>They were old.<sup>1</sup></p><aside class=footnote><p>1. {note}</p></aside>"),
        format!("<p>They were old.<sup>1</sup></p><aside role=doc-footnote>{note}</aside>"),
        format!("<p>They were old.</p><aside class='x sidenote-wide'><p>{note}</p></aside>"),
    ] {
        check(&markup, &[note], &[]);
    }
    check(
        "<aside><h3>Most read</h3><p>A boat is missed at sea, and three others are late.</p></aside>",
        &[],
        &["missed at sea"],
    );
}

#[test]
fn a_box_that_asks_for_an_address_goes_with_its_heading() {
    for markup in [
        "<div class=q><h3>Never miss a story</h3><p>Sign up for our morning newsletter.</p><button>Go</button></div>",
        "<div><h4>Stay in the loop</h4><p>Subscribe to our weekly newsletter. No spam, unsubscribe at any time.</p></div>",
        "<section><h2>The week in your inbox</h2><p>Twenty thousand readers get our newsletter on Fridays.</p>\
         <input type=email></section>",
    ] {
        check(markup, &[], &["Never miss", "Stay in the loop", "newsletter", "in your inbox"]);
    }
    check(
        "<section><h2>The newsletter of the island</h2><p>The islanders print a newsletter of their own, which is read \
         aloud in the inn.</p></section>",
        &["which is read aloud"],
        &[],
    );
}

#[test]
fn tables_of_code_have_no_line_numbers() {
    check(
        "<p>The light is set like this:</p><table><tr><td class=blob-num data-line-number=1>1</td><td>red = 1</td></tr>\
         <tr><td class=blob-num>2</td><td>green = 0</td></tr></table>",
        &["red = 1\ngreen = 0"],
        &[],
    );
}

#[test]
fn declared_text_may_be_markup() {
    let story = "<p>The ferry stayed ashore for a week, since the storm had torn its chains &amp; ropes.</p>"
        .repeat(4);
    let page = format!(
        "<title>A week in harbour</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\
         \"headline\":\"A week in harbour\",\"articleBody\":\"{story}\"}}</script><div id=root></div>"
    );
    let document = read(&page, None).unwrap();
    assert!(document.text.contains("chains & ropes.\n\nThe ferry"), "{}", document.text);
    assert!(!document.text.contains('<'), "{}", document.text);
}
