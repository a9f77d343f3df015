//! A query in words, as it was understood.

use super::{ArticleState, Edge, Expression, Field, Shape, Times, Words};

impl Expression {
    /// The query in words: `“oil”, the place Baghdad and not “opec”`; `None` if they say no more than the query
    /// itself.
    pub fn told(&self) -> Option<String> {
        match self {
            Self::Everything
            | Self::Words(Words { field: None, shape: Shape::Plain | Shape::Typing, .. }) => None,
            other => Some(other.words()),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Everything => "everything".to_owned(),
            Self::All(parts) => listed(parts, "and"),
            Self::Any(parts) => format!("either {}", listed(parts, "or")),
            Self::Not(part) => format!("not {}", part.words()),
            Self::Words(words) => words.told(),
            Self::Named { kind, name } => format!("the {} {name}", kind.word()),
            Self::Near { name, kilometres } => format!("a place within {kilometres} km of {name}"),
            Self::In(name) => format!("a place in {name}"),
            Self::Tag(name) => format!("tagged {name}"),
            Self::Feed(name) if name == "*" => "from any feed".to_owned(),
            Self::Feed(name) => match (name.strip_prefix('#'), name.strip_prefix('@')) {
                (Some(tag), _) => format!("from feeds tagged {tag}"),
                (_, Some(account)) => format!("from feeds of the account {account}"),
                _ => format!("from the feed {name}"),
            },
            Self::State(state) => state.told().to_owned(),
            Self::Time(times) => times.told(),
        }
    }
}

fn listed(parts: &[Expression], last: &str) -> String {
    let words: Vec<String> = parts.iter().map(Expression::words).collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

impl Words {
    fn told(&self) -> String {
        let text = &self.text;
        let words = match self.shape {
            Shape::Typing if self.is_first_letter() => format!("preferably “{text}”"),
            Shape::Plain => format!("“{text}”"),
            Shape::Phrase => format!("exactly “{text}”"),
            Shape::Prefix | Shape::Typing => format!("words beginning with “{text}”"),
            Shape::Fuzzy => format!("“{text}”, give or take a letter"),
        };
        match self.field {
            None => words,
            Some(Field::Title) => format!("{words} in the title"),
            Some(Field::Text) => format!("{words} in the text"),
            Some(Field::Author) => format!("by {words}"),
            Some(Field::Site) => format!("from the site {words}"),
            Some(Field::Url) => format!("{words} in the address"),
            Some(Field::Language) => format!("in the language “{text}”"),
        }
    }
}

impl ArticleState {
    fn told(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Bookmarked => "bookmarked",
            Self::Noted => "with a note",
        }
    }
}

impl Times {
    fn told(&self) -> String {
        const DAY: i64 = 86_400;
        match (self.from, self.until) {
            (Some(from), Some(until)) if until.moment - from.moment == DAY => format!("on {}", day(from)),
            (Some(from), Some(until)) => format!("from {} until before {}", day(from), day(until)),
            (Some(from), None) => format!("since {}", day(from)),
            (None, Some(until)) => format!("before {}", day(until)),
            (None, None) => "at any time".to_owned(),
        }
    }
}

fn day(edge: Edge) -> String {
    edge.date().strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use crate::query::{Context, parse};
    use jiff::tz::TimeZone;

    #[test]
    fn queries_are_said_back() {
        let context = Context {
            now: 1_481_803_200,
            zone: TimeZone::UTC,
            typing: false,
            knows: &|_, name| name.eq_ignore_ascii_case("Aleppo"),
        };
        for (query, expected) in [
            ("mosul", None),
            ("", None),
            ("oil -opec place:Baghdad", Some("“oil”, not “opec” and the place Baghdad")),
            ("\"oil price\" OR crude*", Some("either exactly “oil price” or words beginning with “crude”")),
            ("title:ferry is:unread", Some("“ferry” in the title and unread")),
            ("near:Aleppo<200km after:2016-12", Some("a place within 200 km of Aleppo and since 1 Dec 2016")),
            ("on:2016-12-15 tag:sea", Some("on 15 Dec 2016 and tagged sea")),
        ] {
            assert_eq!(parse(query, &context).expression.told().as_deref(), expected, "{query}");
        }
        let typing = Context { typing: true, ..context };
        for (query, expected) in
            [("oil p", "“oil” and preferably “p”"), ("oil pr", "“oil” and words beginning with “pr”")]
        {
            assert_eq!(parse(query, &typing).expression.told().as_deref(), Some(expected), "{query}");
        }
    }
}
