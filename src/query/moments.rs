//! Times in queries: days, months, years and how long ago; all in UTC.

use super::Times;
use crate::model::When;
use jiff::civil::Date;
use jiff::{ToSpan, tz::TimeZone};

const DAY: i64 = 86_400;

/// The stretch of time that a value of `field` (`after`, `before`, `on`, `since`) stands for.
pub(super) fn read(field: &str, value: &str, now: i64) -> Option<Times> {
    let (first, end) = period(value, now)?;
    Some(match field {
        "before" => Times { from: None, until: Some(first) },
        "on" => Times { from: Some(first), until: Some(end) },
        _ => Times { from: Some(first), until: None },
    })
}

/// First second and one past the last of `2016`, `2016-12`, `2016-12-15`, `today`, `yesterday`; of
/// `7d` (days; also hours `h`, weeks `w`, months `m` of 30 days, years `y` of 365) the time from so
/// long ago to now.
fn period(value: &str, now: i64) -> Option<(i64, i64)> {
    let today = When::second(now).date();
    match value {
        "today" => return days(today, 1),
        "yesterday" => return days(today.yesterday().ok()?, 1),
        _ => {}
    }
    let unit = value.chars().last()?;
    let seconds = match unit {
        'h' => 3_600,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 30 * DAY,
        'y' => 365 * DAY,
        _ => return calendar(value),
    };
    let count: u32 = value.strip_suffix(unit)?.parse().ok()?;
    Some((now.checked_sub(i64::from(count).checked_mul(seconds)?)?, now))
}

fn calendar(value: &str) -> Option<(i64, i64)> {
    let numbers: Vec<i16> = value.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    let part = |at: usize| i8::try_from(*numbers.get(at).unwrap_or(&1)).ok();
    let first = Date::new(*numbers.first()?, part(1)?, part(2)?).ok()?;
    let end = match numbers.len() {
        1 => first.checked_add(1.year()),
        2 => first.checked_add(1.month()),
        3 => first.checked_add(1.day()),
        _ => return None,
    };
    Some((midnight(first)?, midnight(end.ok()?)?))
}

fn days(first: Date, count: i64) -> Option<(i64, i64)> {
    let start = midnight(first)?;
    Some((start, start + count * DAY))
}

fn midnight(date: Date) -> Option<i64> {
    Some(TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second())
}

/// How a stretch of time would be written.
pub(super) fn spell(times: Times) -> String {
    let moment = |seconds: i64| When::second(seconds).date().to_string();
    match (times.from, times.until) {
        (Some(from), Some(until)) if until - from == DAY => format!("on:{}", moment(from)),
        (Some(from), Some(until)) => format!("after:{} AND before:{}", moment(from), moment(until)),
        (Some(from), None) => format!("after:{}", moment(from)),
        (None, Some(until)) => format!("before:{}", moment(until)),
        (None, None) => "everything".to_owned(),
    }
}
