//! Rules for lines that belong to a page and not to its article; each rule has a reason.
//!
//! A rule looks at a single line and matches it as a whole, or by the beginning or a part of a short line; the caller
//! takes the line's position into account. Rules are written so that a sentence of an article does not match: losing
//! a line of the article is worse than keeping a line of the page.

mod rules;

use super::reason::Reason;
use crate::text::fold::fold;
use rules::RULES;
use std::collections::HashMap;

/// A match of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Boilerplate {
    /// The reason for stripping it.
    pub reason: Reason,
    /// Whether the article ends at such a line, if it is below the article's middle.
    pub ends_article: bool,
}

/// Lines with more words are not matched by their beginning.
const LONGEST_BEGUN: usize = 24;

/// Lines with more words are not matched by a part.
const LONGEST_HOLDING: usize = 45;

/// Lines with more bytes are not matched at all.
const LONGEST_JUDGED: usize = 400;

/// The rules, prepared for matching many lines.
pub(super) struct Rules {
    lines: HashMap<&'static str, Boilerplate>,
    begins: Vec<(&'static str, Boilerplate)>,
    holds: Vec<(&'static str, Boilerplate)>,
}

impl Rules {
    /// Prepares the rules; this costs less than a page of text does.
    pub fn new() -> Self {
        let mut rules = Self { lines: HashMap::new(), begins: Vec::new(), holds: Vec::new() };
        for rule in RULES {
            let boilerplate = Boilerplate { reason: rule.reason, ends_article: rule.ends_article };
            for line in list(rule.lines) {
                rules.lines.entry(bare(line)).or_insert(boilerplate);
            }
            rules.begins.extend(list(rule.begins).map(|start| (start, boilerplate)));
            rules.holds.extend(list(rule.holds).map(|part| (part, boilerplate)));
        }
        rules
    }

    /// The rule that a line matches, if any.
    pub fn judge(&self, line: &str) -> Option<Boilerplate> {
        // No rule matches a line this long, and most lines of an article are this long.
        if line.len() > LONGEST_JUDGED {
            return None;
        }
        let whole = fold(line);
        if !whole.chars().any(char::is_alphabetic) {
            // "3", "2/14", "* * *": counts of comments and shares, page numbers, rules.
            let reason =
                if whole.chars().any(|c| c.is_ascii_digit()) { Reason::Count } else { Reason::Ornament };
            return is_bare(&whole).then_some(Boilerplate { reason, ends_article: false });
        }
        let key =
            whole.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')' | '©' | ':' | '?')));
        let listed = counted(key).or_else(|| self.lines.get(bare(key)).copied());
        let words = key.split(' ').count();
        if listed.is_some() || words > LONGEST_HOLDING {
            return listed;
        }
        let begun =
            self.begins.iter().filter(|_| words <= LONGEST_BEGUN).find(|(start, _)| key.starts_with(start));
        let found = begun.or_else(|| self.holds.iter().find(|(part, _)| key.contains(part)));
        found.map(|(_, boilerplate)| *boilerplate)
    }
}

/// Whether a line that looks like a label is an answer, or another short line of the article: a label is not a
/// sentence, and answers follow a question.
pub(super) fn is_answer(text: &str, reason: Reason, is_asked: bool) -> bool {
    const LONGEST: usize = 3;
    let closing = |c: char| matches!(c, '”' | '“' | '"' | '’' | '»' | '«' | ')') || c.is_whitespace();
    let text = text.trim_end_matches(closing);
    let is_sentence =
        text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) && !text.ends_with("...");
    let words = text.split_whitespace().count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_word = match reason {
        Reason::Navigation | Reason::ShareLinks | Reason::PictureLabel => true,
        // "1." numbers what follows it; "1843." is an answer.
        Reason::Count => digits > 1,
        _ => false,
    };
    let can_be_said = matches!(reason, Reason::Navigation | Reason::Count);
    words <= LONGEST && ((is_sentence && (is_word || is_asked)) || (is_asked && can_be_said))
}

/// Whether a line that looks like a label can be the answer between two questions of an interview. Sites put what they
/// offer anywhere.
pub(super) fn can_be_said(text: &str, reason: Reason) -> bool {
    const LONGEST: usize = 3;
    let is_of_article = matches!(
        reason,
        Reason::Tags
            | Reason::Comments
            | Reason::CommentForm
            | Reason::Count
            | Reason::Date
            | Reason::Navigation
            | Reason::Related
            | Reason::ReadingTime
            | Reason::ShareLinks
    );
    is_of_article && text.split_whitespace().count() <= LONGEST
}

/// `2 Responses`, `14 comments`, `1.2k shares`, `Comments (3)`, `5 min read`.
fn counted(key: &str) -> Option<Boilerplate> {
    let key = key.trim_end_matches(['.', ':']);
    let mut words = key.split(' ');
    let (first, second, more) = (words.next()?, words.next()?, words.next());
    let is_count = |word: &str| {
        let word = word.trim_matches(['(', ')', '+']);
        let digits = word.trim_end_matches(['k', 'm']);
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let of = |word: &str| match word {
        "comment" | "comments" | "response" | "responses" | "reply" | "replies" => {
            Some((Reason::CommentForm, true))
        }
        "share" | "shares" | "likes" | "tweets" | "views" | "retweets" => Some((Reason::ShareLinks, false)),
        _ => None,
    };
    let (reason, ends_article) = match (is_count(first), is_count(second), more) {
        (true, _, None | Some("to")) => of(second)?,
        (false, true, None) => of(first)?,
        (true, _, Some("read")) if matches!(second, "min" | "minute" | "minutes" | "mins") => {
            (Reason::ReadingTime, false)
        }
        _ => return None,
    };
    Some(Boilerplate { reason, ends_article })
}

/// A line of a few digits or symbols; a longer one may be the row of a table.
fn is_bare(line: &str) -> bool {
    let figures = line.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    figures <= 2 && !line.contains(['$', '€', '£', '%'])
}

fn list(lines: &'static str) -> impl Iterator<Item = &'static str> {
    lines.split('|').filter(|line| !line.is_empty())
}

/// A line without surrounding punctuation: "Comments:" and "Comments" are the same.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boilerplate_has_a_reason() {
        for (line, expected) in [
            ("Close this search box.", "navigation"),
            ("Skip to main content", "navigation"),
            ("SHARE THIS:", "share links"),
            ("1.2K shares", "share links"),
            ("Click to share on Facebook (Opens in new window)", "share links"),
            ("— Advertisement —", "advertisement"),
            ("You might also like…", "related"),
            ("Editor’s picks", "related"),
            ("Read more: The harbour reopens", "related"),
            ("Enjoyed this piece? Keep the harbour free.", "appeal"),
            ("Make a donation", "appeal"),
            ("2 Responses", "comment form"),
            ("Comments (14)", "comment form"),
            ("Your email address will not be published. Required fields are marked *", "comment form"),
            ("Get the day's news straight to your inbox!", "newsletter"),
            ("We use cookies to make this site better.", "cookie notice"),
            ("© 2016 The Harbour Post. All rights reserved.", "legal notice"),
            ("5 min read", "reading time"),
            ("* * *", "ornament"),
            ("2/14", "count"),
        ] {
            assert_eq!(
                Rules::new().judge(line).map(|boilerplate| boilerplate.reason.why()),
                Some(expected),
                "{line}"
            );
        }
    }

    #[test]
    fn answers_are_no_labels() {
        for (line, is_asked, expected) in [
            ("Yes.", false, true),
            ("“Go!”", false, true),
            ("– „Ok.“", false, true),
            ("»Weiter.«", false, true),
            ("Print.", false, true),
            ("1843.", false, true),
            ("1.", false, false),
            ("Yes", true, true),
            ("Yes", false, false),
            ("12", true, true),
            ("12", false, false),
            ("Subscribe.", true, true),
            ("Subscribe", true, false),
            ("Advertisement", true, false),
            ("Loading...", false, false),
        ] {
            let reason = Rules::new().judge(line).map(|boilerplate| boilerplate.reason);
            assert_eq!(reason.is_some_and(|reason| is_answer(line, reason, is_asked)), expected, "{line}");
        }
    }

    #[test]
    fn what_can_be_said_between_two_questions() {
        for (line, expected) in [
            ("Tags", true),
            ("1 comment", true),
            ("Share", true),
            ("Advertisement", false),
            ("Subscribe", false),
            ("Leave a comment on this", false),
        ] {
            let reason = Rules::new().judge(line).map(|boilerplate| boilerplate.reason);
            assert_eq!(reason.is_some_and(|reason| can_be_said(line, reason)), expected, "{line}");
        }
    }

    #[test]
    fn sentences_of_articles_are_none() {
        for line in [
            "Search teams found the boat at dawn.",
            "Share prices fell by 3 percent.",
            "Related to the queen by marriage, he never spoke of it.",
            "Comments by the minister drew protest.",
            "Subscribers paid 4 euros a month.",
            "Copyright law is older than the printing press.",
            "More from the harbour came on Tuesday.",
            "Home again, the crew slept.",
            "Privacy is a right, the court said.",
            "Two responses came from the palace.",
            "1916 1917 1918",
            "$3.50",
            "Next week the talks resume.",
            "Found this week in a barn, the boat is the oldest of its kind.",
            "Talk to a fisherman, and he will tell you of the wind.",
            "New customers get their bread on Mondays.",
        ] {
            assert_eq!(Rules::new().judge(line), None, "{line}");
        }
    }
}
