//! Times in queries: days, months, years and ages.
//!
//! A day is a day in the article's own time zone. If the article does not state one, and for ages, it is the user's.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Unit};
use std::fmt;

const DAY: i64 = 86_400;

/// A period: from its first edge up to, but not including, its second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// The beginning, if there is one.
    pub from: Option<Edge>,
    /// The end, if there is one.
    pub until: Option<Edge>,
}

/// The beginning or end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// In seconds since the epoch.
    pub moment: i64,
    /// Midnight in any time zone, as seconds since the epoch as if it were UTC; `None` for a moment that is the same
    /// everywhere.
    pub midnight: Option<i64>,
}

/// The period that a value of `field` (`after`, `before`, `on`, `since`) means.
pub(super) fn read(field: &str, value: &str, now: i64, zone: &TimeZone) -> Option<Times> {
    let (first, end) = period(value, now, zone)?;
    Some(match field {
        "before" => Times { from: None, until: Some(first) },
        "on" => Times { from: Some(first), until: Some(end) },
        "since" => Times { from: Some(Edge { midnight: None, ..first }), until: None },
        _ => Times { from: Some(first), until: None },
    })
}

/// Whether further letters could make the value a time.
pub(super) fn could_grow(value: &str, zone: &TimeZone) -> bool {
    let is_begun = ["today", "yesterday"].iter().any(|word| word.starts_with(value));
    is_begun || ["1", "01", "d"].iter().any(|more| period(&format!("{value}{more}"), 0, zone).is_some())
}

/// The beginning and end of `2016`, `2016-12`, `2016-12-15`, `today`, `yesterday`; for `7d` (days; also hours `h`,
/// weeks `w`, months `m` of 30 days, years `y` of 365) the time from that long ago until now.
fn period(value: &str, now: i64, zone: &TimeZone) -> Option<(Edge, Edge)> {
    let today = zone.to_datetime(Timestamp::from_second(now).ok()?).date();
    match value {
        "today" => return days(today, today.tomorrow().ok(), zone),
        "yesterday" => return days(today.yesterday().ok()?, Some(today), zone),
        _ => {}
    }
    let unit = value.chars().last()?;
    let seconds = match unit {
        'h' => 3_600,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 30 * DAY,
        'y' => 365 * DAY,
        _ => return calendar(value, zone),
    };
    let count: u32 = value.strip_suffix(unit)?.parse().ok()?;
    let first = now.checked_sub(i64::from(count).checked_mul(seconds)?)?;
    let moment = |moment| Edge { moment, midnight: None };
    Some((moment(first), moment(now)))
}

fn calendar(value: &str, zone: &TimeZone) -> Option<(Edge, Edge)> {
    let numbers: Vec<i16> = value.split('-').map(number).collect::<Option<_>>()?;
    // A shorter number is hardly a year of the first millennium: its unit was forgotten.
    if value.split('-').next()?.len() != 4 {
        return None;
    }
    let part = |at: usize| i8::try_from(*numbers.get(at).unwrap_or(&1)).ok();
    let first = Date::new(*numbers.first()?, part(1)?, part(2)?).ok()?;
    let end = match numbers.len() {
        1 => first.checked_add(1.year()),
        2 => first.checked_add(1.month()),
        3 => first.checked_add(1.day()),
        _ => return None,
    };
    days(first, end.ok(), zone)
}

/// A number that consists only of digits, without a sign.
fn number(digits: &str) -> Option<i16> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// The period from a day up to, but not including, another one; `None` is the day after the last one of the calendar.
fn days(first: Date, end: Option<Date>, zone: &TimeZone) -> Option<(Edge, Edge)> {
    let after_all = || {
        let moment = seconds_until(Date::MAX)? + DAY;
        Some(Edge { moment, midnight: Some(moment) })
    };
    Some((midnight(first, zone)?, end.map_or_else(after_all, |end| midnight(end, zone))?))
}

/// The beginning of a day; if the clocks were set forward at midnight, the first moment after it.
fn midnight(date: Date, zone: &TimeZone) -> Option<Edge> {
    let midnight = seconds_until(date)?;
    // The calendar has a few more hours than there are moments in every zone.
    let moment = zone.to_timestamp(date.at(0, 0, 0, 0)).map_or(midnight, Timestamp::as_second);
    Some(Edge { moment, midnight: Some(midnight) })
}

/// Seconds from the epoch until the midnight, in UTC, at which a day begins.
fn seconds_until(date: Date) -> Option<i64> {
    let days = EPOCH.until((Unit::Day, date)).ok()?.get_days();
    Some(i64::from(days) * DAY)
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (Some(from @ Edge { midnight: Some(first), .. }), Some(Edge { midnight: Some(until), .. }))
                if until - first == DAY =>
            {
                write!(f, "on:{}", from.date())
            }
            (Some(from), Some(until)) => write!(f, "{from} AND before:{}", until.date()),
            (Some(from), None) => write!(f, "{from}"),
            (None, Some(until)) => write!(f, "before:{}", until.date()),
            (None, None) => f.write_str("everything"),
        }
    }
}

impl fmt::Display for Edge {
    /// As the beginning of a period.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = if self.midnight.is_some() { "after" } else { "since" };
        write!(f, "{field}:{}", self.date())
    }
}

impl Edge {
    /// Its day; the last one of the calendar, if it is after that.
    pub fn date(self) -> Date {
        let since_epoch = SignedDuration::from_secs(self.midnight.unwrap_or(self.moment));
        EPOCH.at(0, 0, 0, 0).checked_add(since_epoch).map_or(Date::MAX, DateTime::date)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);
