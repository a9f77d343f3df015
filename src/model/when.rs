//! A moment, as precisely as it is known.

use jiff::{Timestamp, civil, tz};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// How much of a [`When`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the day; the seconds are those of noon in UTC, which no time zone moves to another day
    /// by more than the field's usual twelve hours.
    Day,
    /// The second.
    Second,
}

/// A time of publication: seconds since 1970-01-01T00:00:00Z and how precisely they are known.
///
/// Two of them are equal if they are the same moment, whatever the time zone.
#[derive(Debug, Clone, Copy)]
pub struct When {
    /// Seconds since the Unix epoch, leap seconds not counted.
    pub seconds: i64,
    /// Whether the time of day is known.
    pub precision: Precision,
    /// Minutes the publisher's clock is ahead of UTC, where a page says so; it decides which day the page
    /// means.
    ahead: i16,
}

impl PartialEq for When {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for When {}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.precision).cmp(&(other.seconds, other.precision))
    }
}

impl Hash for When {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.precision).hash(state);
    }
}

/// The largest offset from UTC, in minutes.
const MOST_AHEAD: i16 = 14 * 60;

impl When {
    /// A moment known to the second.
    pub fn second(seconds: i64) -> Self {
        Self::new(seconds, Precision::Second)
    }

    /// A moment in UTC.
    pub fn new(seconds: i64, precision: Precision) -> Self {
        Self { seconds, precision, ahead: 0 }
    }

    /// The same moment on a clock this many minutes ahead of UTC, or behind it. A day has no clock.
    #[must_use]
    pub fn on_clock(self, ahead: i16) -> Self {
        match self.precision {
            Precision::Second if ahead.abs() <= MOST_AHEAD => Self { ahead, ..self },
            _ => self,
        }
    }

    /// Minutes its clock is ahead of UTC.
    pub fn ahead(self) -> i16 {
        self.ahead
    }

    /// Seconds since the epoch in its own local time, as if that were UTC; `None` if it is not known to differ from
    /// UTC. A day counts as local.
    pub fn local(self) -> Option<i64> {
        let is_known = self.is_local() || self.precision == Precision::Day;
        is_known.then_some(self.seconds + i64::from(self.ahead) * 60)
    }

    /// Whether its clock is local rather than UTC.
    pub fn is_local(self) -> bool {
        self.ahead != 0
    }

    /// A day, or `None` if it does not exist.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        let noon = tz::TimeZone::UTC.to_timestamp(date.at(12, 0, 0, 0)).ok()?;
        Some(Self::new(noon.as_second(), Precision::Day))
    }

    /// Reads RFC 3339, a bare date (`2016-12-15`), and a date and time without a zone (taken as UTC).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(stamp) = text.parse::<Timestamp>() {
            return Some(Self::second(stamp.as_second()));
        }
        let is_date_alone = text.len() == 10;
        if is_date_alone {
            let date = text.parse::<civil::Date>().ok()?;
            return Self::day(date.year(), date.month(), date.day());
        }
        let local = text.parse::<civil::DateTime>().ok()?;
        Some(Self::second(tz::TimeZone::UTC.to_timestamp(local).ok()?.as_second()))
    }

    /// Whether it is in the future, given the current time. For a day that is certain only two days before its noon:
    /// it may be in another time zone, or tomorrow's paper.
    pub fn is_after(self, now: i64) -> bool {
        const TWO_DAYS: i64 = 2 * 86_400;
        match self.precision {
            Precision::Day => self.seconds > now.saturating_add(TWO_DAYS),
            Precision::Second => self.seconds > now,
        }
    }

    /// The calendar day on its clock; in UTC if no other is known.
    pub fn date(self) -> civil::Date {
        let stamp = Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        self.clock().to_datetime(stamp).date()
    }

    fn clock(self) -> tz::Offset {
        tz::Offset::from_seconds(i32::from(self.ahead) * 60).unwrap_or(tz::Offset::UTC)
    }

    /// The month as `2016-12`.
    pub fn month(self) -> String {
        let date = self.date();
        format!("{:04}-{:02}", date.year(), date.month())
    }
}

impl fmt::Display for When {
    /// RFC 3339 to the known precision: `2016-12-15`, `2016-12-15T09:30:00Z` or `2016-12-15T11:30:00+02:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.date()),
            Precision::Second => match Timestamp::from_second(self.seconds) {
                Ok(stamp) if self.is_local() => write!(f, "{}", stamp.display_with_offset(self.clock())),
                Ok(stamp) => write!(f, "{stamp}"),
                Err(_) => write!(f, "{}", self.date()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_same_on_every_clock() {
        let when = When::parse("2016-12-15T23:30:00Z").unwrap();
        let there = when.on_clock(60);
        assert_eq!((there, there.date().day(), when.date().day()), (when, 16, 15));
        assert_eq!(there.to_string(), "2016-12-16T00:30:00+01:00");
        assert!(!when.on_clock(20 * 60).is_local(), "no clock is that far ahead");
        let day = When::day(2016, 12, 15).unwrap();
        assert_eq!(day.on_clock(60).to_string(), "2016-12-15");
    }

    #[test]
    fn what_is_known_is_what_is_written() {
        for (input, expected) in [
            ("2016-12-15", Some("2016-12-15")),
            ("2016-12-15T09:30:00Z", Some("2016-12-15T09:30:00Z")),
            ("2016-12-15T09:30:00+02:00", Some("2016-12-15T07:30:00Z")),
            ("2016-12-15T09:30:00", Some("2016-12-15T09:30:00Z")),
            ("2016-02-30", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(When::parse(input).map(|when| when.to_string()).as_deref(), expected, "{input}");
        }
    }
}
