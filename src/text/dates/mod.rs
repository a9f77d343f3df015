//! Dates as programs write them, correctly or not: RFC 822 with its common errors, RFC 3339, W3CDTF, ISO 8601 with
//! its truncated forms, `asctime`, and the formats of blog software in a dozen languages.
//!
//! A text is parsed as a whole: it is a date or it is not. Dates within a longer line are found elsewhere. Relative
//! dates (`yesterday`, `--12-31`) are not parsed, and nonsense is rejected rather than repaired.

mod clock;
mod words;

pub use words::month;

use crate::model::When;
use clock::Clock;
use jiff::civil;
use jiff::tz::{Offset, TimeZone};

/// The longest text that can be a date, in bytes.
const LONGEST: usize = 120;

/// The moment a text stands for. Without a zone it is taken as UTC (except in Korean, where software means
/// Seoul time);
/// without a time only the day is known; a year or month stands for its first day.
pub fn read(text: &str) -> Option<When> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let text = without_remark(&text);
    epoch(text).or_else(|| stamp(text)).or_else(|| words::read(text)).filter(is_meant)
}

/// A date without a zone name in brackets, which browsers add: `GMT+0100 (Central European Standard Time)`.
fn without_remark(text: &str) -> &str {
    let parts = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    match parts {
        Some((date, remark)) if remark.contains(' ') && !remark.contains(|c: char| c.is_ascii_digit()) => {
            date
        }
        _ => text,
    }
}

/// Seconds or milliseconds since the epoch, as programs count them.
fn epoch(text: &str) -> Option<When> {
    /// From 1990 to 2099.
    const SECONDS: std::ops::Range<i64> = 631_152_000..4_102_444_800;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = text.parse().ok().filter(|_| is_number)?;
    let seconds = match text.len() {
        9 | 10 => number,
        12 | 13 => number / 1000,
        _ => return None,
    };
    SECONDS.contains(&seconds).then(|| When::second(seconds))
}

/// Whether a date is meant, and not the placeholder of a program without one: the first year, or 1 January 1970.
fn is_meant(when: &When) -> bool {
    const DAY: i64 = 86_400;
    when.date().year() > 1 && !(-DAY / 2..DAY).contains(&when.seconds)
}

/// A day, possibly with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    year: i16,
    month: i8,
    number: i8,
}

impl Day {
    fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().filter(|_| year > 0).map(|_| Self {
            year,
            month,
            number: day,
        })
    }

    /// The day of the year, counted from 1.
    fn ordinal(year: i16, day: i16) -> Option<Self> {
        let date = civil::Date::new(year, 1, 1).ok()?.with().day_of_year(day).build().ok()?;
        Self::new(date.year(), date.month(), date.day())
    }

    fn at(self, clock: Option<Clock>) -> Option<When> {
        let Some(clock) = clock else { return When::day(self.year, self.month, self.number) };
        let date = civil::Date::new(self.year, self.month, self.number).ok()?;
        // Midnight can be the end of a day as well.
        let (date, hour) = if clock.hour == 24 { (date.tomorrow().ok()?, 0) } else { (date, clock.hour) };
        let local = date.at(hour, clock.minute, clock.second, 0);
        let zone = TimeZone::fixed(Offset::from_seconds(clock.offset.unwrap_or(0)).ok()?);
        Some(When::second(zone.to_timestamp(local).ok()?.as_second()))
    }
}

/// A year of two or four digits. Two-digit years up to 89 are in this century: no feed is older than the web.
fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        2 if number < 90 => Some(2000 + number),
        2 => Some(1900 + number),
        4 => Some(number),
        _ => None,
    }
}

/// A date that begins with digits, optionally followed by a time after a `T` or a space: ISO 8601 and similar.
fn stamp(text: &str) -> Option<When> {
    let is_of_date = |c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '.');
    let end = text.char_indices().find(|&(at, c)| !is_of_date(c) || ends_date(text, at)).map(|(at, _)| at);
    let (date, rest) = text.split_at(end.unwrap_or(text.len()));
    let day = calendar(date)?;
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
    if rest.is_empty() {
        return day.at(None);
    }
    day.at(Some(Clock::read(rest)?))
}

/// Whether a `T` between two digits separates date and time here.
fn ends_date(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    matches!(bytes.get(at), Some(b'T' | b't')) && at > 0 && is_digit(at - 1) && is_digit(at + 1)
}

/// A date without a time: digits with or without separators, with perhaps a month name.
fn calendar(text: &str) -> Option<Day> {
    if let Some(truncated) = text.strip_prefix('-') {
        return without_day(truncated);
    }
    let mark = text.chars().find(|c| matches!(c, '-' | '/' | '.'));
    let parts: Vec<&str> = match mark {
        Some(mark) => text.split(mark).collect(),
        None => return in_figures(text),
    };
    let is_figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [first, second] if first.len() == 4 || (first.len() == 2 && second.len() == 3) => {
            if !is_figures(first) || !is_figures(second) {
                return None;
            }
            match second.len() {
                3 => Day::ordinal(year(first)?, second.parse().ok()?),
                _ => Day::new(year(first)?, second.parse().ok()?, 1),
            }
        }
        [first, second, third] if is_figures(first) && is_figures(third) => {
            three(first, second, third, mark.unwrap_or('-'))
        }
        _ => None,
    }
}

/// Year, month and day in one of their orders: the year is the part with four digits; without one, ISO
/// 8601 has it first, and other formats last. `4/5/2016` is read the American way, unless that is
/// impossible.
fn three(first: &str, second: &str, third: &str, mark: char) -> Option<Day> {
    let number = |digits: &str| digits.parse::<i8>().ok();
    let is_named = second.chars().any(char::is_alphabetic);
    let middle = if is_named { month(second) } else { number(second) };
    let is_year_first = first.len() == 4 || (third.len() != 4 && mark == '-' && !is_named);
    if is_year_first {
        return Day::new(year(first)?, middle?, number(third)?);
    }
    let (first, middle, year) = (number(first)?, middle?, year(third)?);
    if mark == '/' && !is_named && first <= 12 {
        Day::new(year, first, middle)
    } else {
        Day::new(year, middle, first)
    }
}

/// A date of digits only, by their number. Five or three digits could also be a date, but hardly ever are.
fn in_figures(digits: &str) -> Option<Day> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        8 => Day::new(year(&digits[..4])?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?),
        7 => Day::ordinal(year(&digits[..4])?, digits[4..].parse().ok()?),
        6 => Day::new(year(&digits[..2])?, digits[2..4].parse().ok()?, digits[4..].parse().ok()?),
        4 => Day::new(year(digits)?, 1, 1),
        _ => None,
    }
}

/// ISO 8601:1988 writes a month within a century as `-0312` or `-03-12`.
fn without_day(text: &str) -> Option<Day> {
    let digits: String = text.chars().filter(|&c| c != '-').collect();
    let is_one = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_shaped = text.len() == 4 || (text.len() == 5 && text.as_bytes()[2] == b'-');
    if !is_one || !is_shaped {
        return None;
    }
    Day::new(year(&digits[..2])?, digits[2..].parse().ok()?, 1)
}

#[cfg(test)]
mod tests;
