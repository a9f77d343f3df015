//! A moment, as exactly as it is known.

use jiff::{Timestamp, civil, tz};
use std::fmt;

/// How much of a [`When`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the day; the seconds are those of its noon in UTC, which no time zone moves to another day
    /// by more than the field's usual twelve hours.
    Day,
    /// The second.
    Second,
}

/// A moment of publication: seconds since 1970-01-01T00:00:00Z and how exactly they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct When {
    /// Seconds since the Unix epoch, leap seconds not counted.
    pub seconds: i64,
    /// Whether the time of day means anything.
    pub precision: Precision,
}

impl When {
    /// A moment known to the second.
    pub fn second(seconds: i64) -> Self {
        Self { seconds, precision: Precision::Second }
    }

    /// A day, or `None` where there is no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        let noon = tz::TimeZone::UTC.to_timestamp(date.at(12, 0, 0, 0)).ok()?;
        Some(Self { seconds: noon.as_second(), precision: Precision::Day })
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

    /// The calendar day in UTC.
    pub fn date(self) -> civil::Date {
        let stamp = Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        tz::TimeZone::UTC.to_datetime(stamp).date()
    }

    /// The month as `2016-12`.
    pub fn month(self) -> String {
        let date = self.date();
        format!("{:04}-{:02}", date.year(), date.month())
    }
}

impl fmt::Display for When {
    /// RFC 3339 with what is known: `2016-12-15` or `2016-12-15T09:30:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => write!(f, "{}", self.date()),
            Precision::Second => match Timestamp::from_second(self.seconds) {
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
