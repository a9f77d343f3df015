//! The values of fields.

use super::lexer::{Sign, Token};
use super::parser::Parser;
use super::{ArticleState, Expression, Field, NameField, Shape, Words, times};
use crate::model::Kind;
use crate::text::width::truncate;

/// The most of what was typed that a message repeats, in columns.
const MOST_REPEATED: usize = 40;

/// The maximum number of words in a name without quotation marks.
const MOST_WORDS: usize = 6;

/// The default distance of `near:`, in kilometres.
const NEAR: f64 = 100.0;

/// The fields, as listed for the user after an unknown one.
pub(super) const FIELDS: [&str; 20] = [
    "title", "text", "author", "site", "feed", "tag", "lang", "url", "person", "place", "org", "near", "in",
    "is", "has", "after", "before", "on", "since", "by",
];

impl Parser<'_> {
    /// A word or a quotation, in a field or in all fields.
    pub(super) fn value(&mut self, token: &Token, field: Option<(&str, usize)>) -> Option<Expression> {
        let (text, is_quoted) = match &token.sign {
            Sign::Word(word) => (word.as_str(), false),
            Sign::Quoted(words) => (words.trim(), true),
            // In `title:AND`, AND is an ordinary word.
            Sign::And => ("AND", false),
            Sign::Or => ("OR", false),
            Sign::Not => ("NOT", false),
            Sign::Field(name) => (name.as_str(), false),
            Sign::Minus | Sign::Open | Sign::Close => return None,
        };
        // Dashes, bars, "&" and "+" between words, as in headlines.
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        self.count_term(token.at);
        let words = |parser: &mut Self, field| parser.words(token.at, text, field, is_quoted);
        let Some((name, at)) = field else { return self.anywhere(token.at, text, is_quoted) };
        match name {
            "title" => words(self, Some(Field::Title)),
            "text" | "body" => words(self, Some(Field::Text)),
            "author" | "by" => words(self, Some(Field::Author)),
            "site" => words(self, Some(Field::Site)),
            "url" => words(self, Some(Field::Url)),
            "lang" | "language" => words(self, Some(Field::Language)),
            "tag" => Some(Expression::Tag(self.name(text, is_quoted, NameField::Tag))),
            "feed" => Some(Expression::Feed(self.name(text, is_quoted, NameField::Feed))),
            "is" | "has" => self.state(token.at, name, text),
            "after" | "before" | "on" | "since" => self.time(token.at, name, text),
            "near" => self.near(token.at, text, is_quoted),
            "in" => {
                let place = self.name(text, is_quoted, NameField::Place);
                self.place(token.at, place).map(Expression::In)
            }
            _ => match Kind::from_word(name) {
                Some(kind) => {
                    let name = self.name(text, is_quoted, NameField::Entity(kind));
                    Some(Expression::Named { kind, name })
                }
                None => self.unknown_field(at, name, text),
            },
        }
    }

    /// Words without a field. An address is searched for in texts and among the links of articles.
    fn anywhere(&mut self, at: usize, text: &str, is_quoted: bool) -> Option<Expression> {
        if let Some(field) = text.strip_suffix(':').filter(|field| self.is_at_end() && is_field(field)) {
            self.fail_for_empty_field(at, field);
            return None;
        }
        let address = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"));
        let address = address.map(|(_, address)| address).or_else(|| is_address(text).then_some(text));
        let Some(address) = address else { return self.words(at, text, None, is_quoted) };
        let both = [Some(Field::Url), None].map(|field| self.words(at, address, field, is_quoted));
        Some(Expression::Any(both.into_iter().flatten().collect()))
    }

    fn words(&mut self, at: usize, text: &str, field: Option<Field>, is_quoted: bool) -> Option<Expression> {
        let words =
            |text: &str, shape| Some(Expression::Words(Words { field, text: text.to_owned(), shape }));
        if is_quoted {
            let beginning = text.strip_suffix('*').filter(|text| text.contains(char::is_alphanumeric));
            return match beginning {
                Some(beginning) => words(beginning, Shape::Prefix),
                None => words(text, Shape::Phrase),
            };
        }
        let word = text.trim_start_matches(['+', '*']);
        let skipped = text.chars().count() - word.chars().count();
        if let Some(star) = text.chars().take(skipped).position(|c| c == '*') {
            let end = word.trim_end_matches(['*', '~']);
            self.remark(at + star, "* before a word is ignored", &format!("{end}* finds what begins so"));
        }
        let text = without_distance(word);
        let end = text.trim_end_matches(['*', '~']);
        if let Some((before, _)) = end.split_once('*') {
            let star = at + skipped + before.chars().count();
            self.fail(star, "* can only end a word", &format!("write {before}*"));
            return None;
        }
        let shape = match text.chars().last() {
            _ if end.len() == text.len() && self.is_growing() => Shape::Typing,
            Some('*') => Shape::Prefix,
            Some('~') => Shape::Fuzzy,
            _ => Shape::Plain,
        };
        words(end, shape)
    }

    /// The name that begins with a word: as many of the following bare words as form a known name with it.
    fn name(&mut self, first: &str, is_quoted: bool, field: NameField) -> String {
        let mut best = (first.to_owned(), 0);
        if is_quoted {
            return best.0;
        }
        let mut name = first.to_owned();
        for (count, word) in self.bare_words().enumerate().take(MOST_WORDS - 1) {
            name = format!("{name} {word}");
            if (self.context.knows)(field, &name) {
                best = (name.clone(), count + 1);
            }
        }
        self.skip(best.1);
        best.0
    }

    /// A place that exists.
    fn place(&mut self, at: usize, name: String) -> Option<String> {
        if (self.context.knows)(NameField::Place, &name) {
            return Some(name);
        }
        let remedy = "write a country, a region or a city, in quotation marks if it is several words";
        let reason = if name.is_empty() {
            "a place is missing".to_owned()
        } else {
            format!("no place is called {name}")
        };
        self.fail_unless_growing(at, &reason, remedy);
        None
    }

    /// `Aleppo<200km`, `"New York"<50km`, `new york<30mi`, `Aleppo`.
    fn near(&mut self, at: usize, first: &str, is_quoted: bool) -> Option<Expression> {
        let mut words = vec![first.to_owned()];
        let following: Vec<String> = self.bare_words().take(MOST_WORDS).map(str::to_owned).collect();
        let is_distance = |word: &String| word.contains(['<', '≤']);
        let reaches = following.iter().position(is_distance).filter(|&place| !is_quoted || place == 0);
        let is_said = !is_quoted && is_distance(&words[0]);
        if let Some(place) = reaches.filter(|_| !is_said) {
            words.extend(following[..=place].iter().cloned());
            self.skip(place + 1);
            if following[place].ends_with(['<', '≤']) {
                words.extend(following.get(place + 1).cloned());
                self.skip(1);
            }
        }
        let ends_in_figure = |word: &String| word.ends_with(|c: char| c.is_ascii_digit());
        let is_far = (is_said || reaches.is_some()) && words.last().is_some_and(ends_in_figure);
        let unit =
            self.bare_words().next().filter(|unit| is_far && UNITS.iter().any(|(known, _)| known == unit));
        if let Some(unit) = unit {
            words.push(unit.to_owned());
            self.skip(1);
        }
        let value = words.join(" ");
        let (name, distance) = match value.split_once(['<', '≤']) {
            Some((name, distance)) => (name.trim().to_owned(), Some(distance.trim())),
            None => (self.name(first, is_quoted, NameField::Place), None),
        };
        let Some(kilometres) = distance.map_or(Some(NEAR), kilometres) else {
            self.fail_unless_growing(
                at,
                "this is not a distance",
                &format!("write near:{name}<200km or near:{name}<50mi"),
            );
            return None;
        };
        Some(Expression::Near { name: self.place(at, name)?, kilometres })
    }

    fn state(&mut self, at: usize, field: &str, word: &str) -> Option<Expression> {
        let word = if word == "notes" { "note" } else { word };
        let term = format!("{field}:{}", word.to_lowercase());
        if let Some(state) = ArticleState::ALL.into_iter().find(|state| state.word() == term) {
            return Some(Expression::State(state));
        }
        let reason = format!("{term} is not a state");
        let remedy = "write is:unread, is:read, is:bookmarked or has:note";
        if ArticleState::ALL.iter().any(|state| state.word().starts_with(&term)) {
            self.fail_unless_growing(at, &reason, remedy);
        } else {
            self.fail(at, &reason, remedy);
        }
        None
    }

    fn time(&mut self, at: usize, field: &str, value: &str) -> Option<Expression> {
        let context = self.context;
        let times = times::read(field, &value.to_lowercase(), context.now, &context.zone);
        if times.is_none() {
            let (reason, remedy) = if value.contains(['T', ':']) {
                let day = value.split(['T', ' ']).next().unwrap_or(value);
                ("queries use days, not times of day".to_owned(), format!("write {field}:{day}"))
            } else {
                let remedy = "write 2016, 2016-12, 2016-12-15, today, yesterday or 7d (days; h w m y)";
                (format!("{value} is not a date"), remedy.to_owned())
            };
            if times::could_grow(&value.to_lowercase(), &context.zone) {
                self.fail_unless_growing(at, &reason, &remedy);
            } else {
                self.fail(at, &reason, &remedy);
            }
        }
        times.map(Expression::Time)
    }

    fn unknown_field(&mut self, at: usize, name: &str, text: &str) -> Option<Expression> {
        let near = FIELDS.iter().map(|field| (strsim::osa_distance(name, field), *field)).min();
        let meant = FIELDS.iter().find(|field| field.len() > 2 && name.contains(**field)).copied();
        // Of a short name, two letters are nearly all.
        let most = name.chars().count().saturating_sub(1) / 2;
        let meant = meant.or(near.filter(|&(distance, _)| distance <= most.min(2)).map(|(_, field)| field));
        let text = &*truncate(text, MOST_REPEATED);
        let name = &*truncate(name, MOST_REPEATED);
        let remedy = match meant {
            Some(field) => format!("write {field}:{text}, or \"{name} {text}\" to find the words"),
            None => format!("write \"{name} {text}\" to find the words; fields are {}", FIELDS.join(", ")),
        };
        self.fail(at, &format!("there is no field {name}:"), &remedy);
        None
    }
}

/// Whether a field has this name.
fn is_field(name: &str) -> bool {
    let name = name.to_lowercase();
    FIELDS.contains(&&*name) || matches!(&*name, "body" | "language") || Kind::from_word(&name).is_some()
}

/// The units of distances, in kilometres.
const UNITS: [(&str, f64); 5] =
    [("km", 1.0), ("", 1.0), ("mi", 1.609_344), ("miles", 1.609_344), ("m", 0.001)];

/// `200km`, `200` or `50mi`, in kilometres.
fn kilometres(distance: &str) -> Option<f64> {
    let unit_at = distance.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(distance.len());
    let (figure, unit) = distance.split_at(unit_at);
    let unit = unit.trim().to_lowercase();
    let (_, factor) = UNITS.into_iter().find(|(known, _)| *known == unit)?;
    figure.parse::<f64>().ok().map(|figure| figure * factor).filter(|far| far.is_finite() && *far > 0.0)
}

/// Whether a word is the address of a page or site: a host, and what may follow it.
fn is_address(word: &str) -> bool {
    let host = word.split(['/', '?', '#']).next().unwrap_or(word);
    let is_label = |label: &str| label.chars().all(|c| c.is_alphanumeric() || c == '-') && !label.is_empty();
    let domain = host.rsplit('.').next().unwrap_or(host);
    let is_domain = domain.len() >= 2 && domain.chars().all(char::is_alphabetic);
    host.contains('.') && is_domain && host.split('.').all(is_label)
}

/// A word whose last sign is `*` or `~`, without what else follows: the number of letters of `word~2`, or a comma.
fn without_distance(word: &str) -> &str {
    let end = word.trim_end_matches([',', '.', ';', '!', '?']);
    let fuzzy = end.trim_end_matches(['1', '2']);
    match fuzzy.ends_with('~') && end.len() - fuzzy.len() <= 1 {
        true => fuzzy,
        false if end.ends_with('*') => end,
        false => word,
    }
}
