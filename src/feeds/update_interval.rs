//! How often a feed asks to be fetched: `ttl`, `skipHours` and `skipDays` of RSS 2.0, and `updatePeriod` with
//! `updateFrequency` of RSS 1.0's syndication module.
//!
//! Whether that is respected is decided elsewhere.

use super::element::Element;
use crate::model::UpdateInterval;

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

/// The fields read so far; the first of a kind counts.
#[derive(Debug, Default)]
pub(super) struct IntervalFields {
    minutes: Option<u64>,
    period: Option<u64>,
    frequency: Option<u64>,
    skip_hours: Option<u32>,
    skip_days: Option<u8>,
}

impl IntervalFields {
    /// Takes a field, if it is one of these.
    pub fn take(&mut self, element: &Element) {
        let number = || element.text().parse().ok();
        match element.name.as_ref() {
            "ttl" => self.minutes = self.minutes.or_else(number),
            "updateperiod" => self.period = self.period.or_else(|| period(&element.text())),
            "updatefrequency" => self.frequency = self.frequency.or_else(number),
            "skiphours" => {
                let hours = element.elements().filter_map(|hour| hour_bit(&hour.text()));
                self.skip_hours.get_or_insert(hours.fold(0, |bits, bit| bits | bit));
            }
            "skipdays" => {
                let days = element.elements().filter_map(|day| day_bit(&day.text()));
                self.skip_days.get_or_insert(days.fold(0, |bits, bit| bits | bit));
            }
            _ => {}
        }
    }

    /// The result of all fields. A frequency without a period is per day.
    pub fn update_interval(&self) -> UpdateInterval {
        let ttl = self.minutes.map(|minutes| minutes.saturating_mul(MINUTE));
        let period = self.period.or(self.frequency.map(|_| DAY));
        let updates = period.map(|period| period / self.frequency.unwrap_or(1).max(1));
        let every = ttl.max(updates).filter(|&seconds| seconds > 0);
        UpdateInterval {
            every: every.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
            skip_hours: self.skip_hours.unwrap_or(0),
            skip_days: self.skip_days.unwrap_or(0),
        }
    }
}

fn period(word: &str) -> Option<u64> {
    match word.to_ascii_lowercase().as_str() {
        "hourly" => Some(DAY / 24),
        "daily" => Some(DAY),
        "weekly" => Some(7 * DAY),
        "monthly" => Some(30 * DAY),
        "yearly" => Some(365 * DAY),
        _ => None,
    }
}

/// RSS 2.0 counts hours from 0 to 23, its predecessor from 1 to 24.
fn hour_bit(hour: &str) -> Option<u32> {
    let hour: u32 = hour.parse().ok()?;
    (hour <= 24).then(|| 1 << (hour % 24))
}

fn day_bit(day: &str) -> Option<u8> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let place = names.iter().position(|name| name.eq_ignore_ascii_case(day))?;
    Some(1 << place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::{FeedParser, decode};

    #[test]
    fn how_often_a_feed_wants_to_be_asked() {
        let check = |fields: &str, every: Option<u32>, skip_hours: u32, skip_days: u8| {
            let source =
                format!("<rss version='2.0'><channel><title>T</title>{fields}<item/></channel></rss>");
            let decoded = decode(source.as_bytes(), None);
            let mut reader = FeedParser::open(&decoded, None).unwrap();
            assert_eq!(reader.by_ref().count(), 1, "{fields}");
            assert_eq!(
                reader.feed().update_interval,
                UpdateInterval { every, skip_hours, skip_days },
                "{fields}"
            );
        };
        check("", None, 0, 0);
        check("<ttl> 90 </ttl><ttl>5</ttl>", Some(5400), 0, 0);
        check("<ttl>soon</ttl>", None, 0, 0);
        check("<ttl>0</ttl>", None, 0, 0);
        check("<ttl>-5</ttl>", None, 0, 0);
        check("<ttl>99999999999999999999</ttl>", None, 0, 0);
        check("<ttl>9999999999999</ttl>", Some(u32::MAX), 0, 0);
        check("<sy:updatePeriod>\n hourly </sy:updatePeriod>", Some(3600), 0, 0);
        check(
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            Some(21600),
            0,
            0,
        );
        check("<sy:updateFrequency>2</sy:updateFrequency>", Some(43200), 0, 0);
        check("<ttl>60</ttl><sy:updatePeriod>weekly</sy:updatePeriod>", Some(604_800), 0, 0);
        check(
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            Some(86400),
            0,
            0,
        );
        let hours = "<skipHours><hour>0</hour><hour>24</hour><hour>3</hour><hour>25</hour></skipHours>";
        check(hours, None, 0b1001, 0);
        check(
            "<skipDays><day>Sunday</day><day>monday</day><day>Someday</day></skipDays>",
            None,
            0,
            0b100_0001,
        );
    }
}
