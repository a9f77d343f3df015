//! Where the article in a scraped text ends, beyond what single lines show: comments, the author's bio, further
//! reading.

use super::lines::{Line, LineKind};
use crate::extract::reason::Reason;
use crate::text::fold::fold;
use crate::text::sentences::ends_as_sentence;

/// Whether readers' comments begin at a line.
pub(super) fn begins_comments(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    matches!(line.kind, LineKind::Boilerplate(boilerplate) if boilerplate.reason == Reason::CommentForm)
        || heads_comments(line)
        || (heads_comment(line) && is_followed_by_comments(lines, at))
}

/// Whether a line begins something that is not the article: the author's bio, or further reading.
pub(super) fn begins(lines: &[Line], at: usize) -> bool {
    is_end(&lines[at..]) || portrays(lines, at) || (heads_others(&lines[at]) && !reads_on(&lines[at + 1..]))
}

/// Whether the first of some lines is boilerplate that ends an article. Below further reading it may continue.
pub(super) fn is_end(lines: &[Line]) -> bool {
    match lines.first().map(|line| line.kind) {
        Some(LineKind::Boilerplate(boilerplate)) if boilerplate.ends_article => {
            boilerplate.reason != Reason::Related || !reads_on(&lines[1..])
        }
        _ => false,
    }
}

/// Whether the article continues in some lines, before any comments: two paragraphs in a row.
fn reads_on(lines: &[Line]) -> bool {
    const FAR: usize = 14;
    let is_comments = |line: &Line| matches!(line.kind, LineKind::Boilerplate(boilerplate) if boilerplate.reason == Reason::CommentForm);
    let near = &lines[..lines.len().min(FAR)];
    let end = near.iter().position(is_comments).unwrap_or(near.len());
    let is_long = |line: &Line| {
        line.kind == LineKind::Prose && line.words() >= LEAST_OF_PARAGRAPH && ends_as_sentence(&line.text)
    };
    near[..end].windows(2).any(|pair| pair.iter().all(is_long))
}

/// Whether a line is another article's headline: in capitals between two paragraphs, longer than a subheading, and
/// without a full stop.
pub(super) fn is_shouted(line: &Line) -> bool {
    const LEAST_WORDS: usize = 7;
    line.kind == LineKind::Short
        && !line.text.contains(char::is_lowercase)
        && line.text.split(' ').filter(|word| word.contains(char::is_uppercase)).count() >= LEAST_WORDS
}

/// Teasers and captions are shorter.
const LEAST_OF_PARAGRAPH: usize = 16;

/// "3 thoughts on …"
fn heads_comments(line: &Line) -> bool {
    let folded = fold(&line.text);
    let mut words = folded.split(' ');
    let is_count = words.next().is_some_and(|word| word == "one" || word.parse::<u32>().is_ok());
    let what = words.next().unwrap_or_default();
    is_count
        && matches!(
            what,
            "thought" | "thoughts" | "comment" | "comments" | "response" | "responses" | "replies"
        )
        && words.next().is_some_and(|word| matches!(word, "on" | "to"))
}

/// "Ann Example says:", "Ben on May 3, 2018 at 5:23 pm said:", "September 22, 2020 at 9:35 pm".
fn heads_comment(line: &Line) -> bool {
    const LONGEST: usize = 14;
    if line.words() > LONGEST || line.kind == LineKind::Prose {
        return false;
    }
    let folded = fold(&line.text);
    let has_digit = folded.contains(|c: char| c.is_ascii_digit());
    let is_moment =
        has_digit && folded.contains(" at ") && folded.ends_with(['m', '0', '5']) && has_clock(&folded);
    let is_saying = ["says:", "said:", "writes:", "wrote:", " says"].iter().any(|end| folded.ends_with(end));
    is_moment || is_saying
}

/// "9:35 pm"
fn has_clock(text: &str) -> bool {
    let clock = |part: &str| {
        let (hours, minutes) = part.split_once(':')?;
        Some(hours.parse::<u32>().is_ok_and(|hours| hours < 24) && minutes.get(..2)?.parse::<u32>().is_ok())
    };
    text.split(' ').any(|part| clock(part).unwrap_or(false))
}

fn is_followed_by_comments(lines: &[Line], at: usize) -> bool {
    const FAR: usize = 24;
    let later = lines[at + 1..].iter().take(FAR);
    // The heading of a comment may be two lines.
    later.skip(1).any(heads_comment)
}

/// How many lines are searched for a name; no article has more.
const MOST_BEFORE: usize = 5000;

/// Whether a paragraph introduces someone not mentioned before, or a line is the name of the person
/// whom the next paragraph introduces.
fn portrays(lines: &[Line], at: usize) -> bool {
    let named = |at: usize| {
        lines.get(at).filter(|line| line.kind != LineKind::Short).and_then(|line| portrayed(&line.text))
    };
    let is_new = |name: &str| {
        let before =
            lines[at.saturating_sub(MOST_BEFORE)..at].iter().filter(|line| line.kind == LineKind::Prose);
        !before.clone().any(|line| line.text.contains(name))
    };
    let by_next = || named(at + 1).filter(|name| lines[at].text == **name || lines[at].text.ends_with(name));
    named(at).or_else(by_next).is_some_and(is_new)
}

/// Occupations of writers.
const OCCUPATIONS: [&str; 34] = [
    "writer",
    "reporter",
    "journalist",
    "editor",
    "author",
    "columnist",
    "correspondent",
    "contributor",
    "blogger",
    "founder",
    "co-founder",
    "cofounder",
    "professor",
    "lecturer",
    "researcher",
    "fellow",
    "scholar",
    "educator",
    "consultant",
    "copywriter",
    "freelance",
    "freelancer",
    "producer",
    "strategist",
    "marketer",
    "specialist",
    "expert",
    "enthusiast",
    "creator",
    "photographer",
    "coach",
    "speaker",
    "student",
    "intern",
];

/// The name of the person a text introduces as a writer: "Ann Example is a reporter at the Post."
fn portrayed(text: &str) -> Option<&str> {
    const WITHIN: usize = 12;
    let (name, rest) =
        [" is a ", " is an ", " is the ", " is our ", " covers ", " writes about ", " has been a "]
            .into_iter()
            .filter_map(|verb| text.split_once(verb))
            .min_by_key(|(before, _)| before.len())?;
    let words = name.split(' ');
    let is_name = (1..=3).contains(&words.clone().count())
        && words.clone().all(|word| word.starts_with(char::is_uppercase) && !word.ends_with([',', ':', '.']))
        && !NO_NAMES.contains(&name);
    let verb_says = text[name.len()..].starts_with(" covers ") || text[name.len()..].starts_with(" writes ");
    let said: Vec<String> = rest.split_whitespace().take(WITHIN).map(fold).collect();
    let is_one =
        said.iter().any(|word| OCCUPATIONS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric())));
    (is_name && (is_one || verb_says)).then_some(name)
}

/// Beginnings of sentences that are not names.
const NO_NAMES: [&str; 10] = ["He", "She", "It", "This", "That", "There", "Here", "Who", "What", "One"];

/// "More great stories", "Latest insights", "More from our blog": the heading of other texts.
fn heads_others(line: &Line) -> bool {
    const LONGEST: usize = 7;
    if line.kind == LineKind::Prose || line.words() > LONGEST {
        return false;
    }
    let folded = fold(&line.text);
    let mut words = folded.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let is_of_texts = |word: &&str| {
        matches!(
            *word,
            "stories"
                | "articles"
                | "news"
                | "posts"
                | "coverage"
                | "reads"
                | "videos"
                | "insights"
                | "blog"
                | "reviews"
                | "entries"
                | "headlines"
                | "updates"
                | "guides"
        )
    };
    let opens = match first {
        "more" | "related" | "other" | "recent" | "latest" | "similar" | "popular" | "trending"
        | "featured" | "top" => rest.iter().any(is_of_texts) && line.words() <= 5,
        "want" => rest.first() == Some(&"more") && rest.iter().any(is_of_texts),
        _ => false,
    };
    opens
        || (first == "more" && matches!(rest.first(), Some(&("on" | "from" | "by" | "in"))))
        || folded.starts_with("about the author")
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    const STORY: &str = "The northern harbour will reopen on Thursday, its captain Mary Hill said, a week after a storm \
        tore three boats from their moorings.\n\nNobody was hurt, and the ferry to the islands sails again at noon, with \
        forty people, two cars and a dog on board.\n\n";

    /// What begins below a story.
    fn first(after: &str) -> &str {
        let lines = lines::read(&format!("{STORY}{after}"));
        match (begins_comments(&lines, 2), begins(&lines, 2)) {
            (true, _) => "comments",
            (false, true) => "others",
            (false, false) => "nothing",
        }
    }

    #[test]
    fn what_follows_a_text_is_told() {
        for (after, expected) in [
            ("3 thoughts on “Harbour to reopen”", "comments"),
            ("Ann Example says:\n\nWell done.\n\nBen Moor says:\n\nYes.", "comments"),
            (
                "Ann on May 3, 2018 at 5:23 pm said:\n\nWell done.\n\nHm.\n\nBen on May 4, 2018 at 7:10 am said:",
                "comments",
            ),
            ("Ann Example is a freelance writer living in Lund.", "others"),
            ("Ann Example\n\nAnn Example is the founder of the Quay, and has two boats.", "others"),
            ("Mary Hill is a reporter as well, and knows the sea as few others on this coast do.", "nothing"),
            ("The minister is an expert on boats, and has written of the storm himself.", "nothing"),
            ("More great stories", "others"),
            ("More from our blog:", "others"),
            ("About the AuthorThe Desk", "others"),
            ("More boats came in the evening.", "nothing"),
            ("“We will sail,” she said:\n\nThen they left.", "nothing"),
        ] {
            assert_eq!(first(after), expected, "{after}");
        }
    }

    #[test]
    fn a_headline_in_capitals_is_told_from_a_subheading() {
        let is_shouted = |text: &str| is_shouted(&lines::read(text)[0]);
        assert!(is_shouted("STORM TEARS FOUR MORE BOATS FROM THEIR MOORINGS IN LUND"));
        assert!(!is_shouted("WHAT WE KNOW SO FAR"));
        assert!(!is_shouted("NATO and the EU met at the UN in NYC on Monday"));
    }

    #[test]
    fn an_article_reads_on_after_a_box() {
        assert!(reads_on(&lines::read(&format!("A boat is missing\n\nAnother comes home\n\n{STORY}"))));
        assert!(!reads_on(&lines::read(
            "A boat is missing\n\nIt left the quay at noon.\n\nAnother comes home"
        )));
        assert!(!reads_on(&lines::read(&format!("Leave a reply\n\n{STORY}"))));
    }
}
