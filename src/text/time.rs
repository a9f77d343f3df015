//! Times in the user's words: `12m`, `yesterday`, `15 Dec 2016`.
//!
//! The clock is an argument: nothing here reads the time.

use crate::model::{Precision, Row, When};
use jiff::civil::Date;

/// The current time for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Seconds since the Unix epoch.
    pub seconds: i64,
    /// Seconds the user's clock is ahead of UTC.
    pub offset: i32,
}

impl Now {
    /// The user's calendar day of a moment.
    fn date_of(self, when: When) -> Date {
        match when.precision {
            Precision::Day => when.date(),
            Precision::Second => When::second(when.seconds + i64::from(self.offset)).date(),
        }
    }

    fn today(self) -> Date {
        self.date_of(When::second(self.seconds))
    }

    /// Whether another moment is on the same calendar day.
    pub fn is_same_day(self, other: Self) -> bool {
        self.today() == other.today()
    }
}

/// Days from `from` to `to`.
fn days_between(from: Date, to: Date) -> i64 {
    let noon = |date: Date| When::day(date.year(), date.month(), date.day()).map_or(0, |when| when.seconds);
    (noon(to) - noon(from)) / 86_400
}

/// How long ago, if recent; else the date: `now`, `12m`, `5h`, `1d`, `6d`, `3 Nov`,
/// `15 Dec 2016`.
pub fn ago(when: When, now: Now) -> String {
    let (date, today) = (now.date_of(when), now.today());
    let seconds = now.seconds - when.seconds;
    let days = days_between(date, today);
    match when.precision {
        Precision::Second if (0..60).contains(&seconds) => "now".into(),
        Precision::Second if (60..3_600).contains(&seconds) => format!("{}m", seconds / 60),
        Precision::Second if (3_600..86_400).contains(&seconds) => format!("{}h", seconds / 3_600),
        Precision::Day if days == 0 => "today".into(),
        _ if (1..7).contains(&days) => format!("{days}d"),
        _ if date.year() == today.year() => date.strftime("%-d %b").to_string(),
        _ => long_date(date),
    }
}

/// The same within a sentence: `just now`, `12 min ago`, `5 h ago`, `6 d ago`, `on 3 Nov`.
pub fn ago_in_words(when: When, now: Now) -> String {
    let ago = ago(when, now);
    let unit = [("m", "min"), ("h", "h"), ("d", "d")]
        .iter()
        .find_map(|(short, unit)| ago.strip_suffix(short)?.parse::<u32>().ok().map(|count| (count, unit)));
    match (unit, ago.as_str()) {
        (Some((count, unit)), _) => format!("{count} {unit} ago"),
        (None, "now") => "just now".to_owned(),
        (None, "today") => ago,
        (None, _) => format!("on {ago}"),
    }
}

/// The calendar day: `15 Dec 2016`.
pub fn day(when: When, now: Now) -> String {
    long_date(now.date_of(when))
}

/// How long ago an article was published or, where that is unknown, `added 12m`.
pub fn ago_or_added(row: &Row, now: Now) -> String {
    let added = || format!("added {}", ago(When::second(row.added), now));
    row.published.map_or_else(added, |when| ago(when, now))
}

/// The same below a heading of [`heading`], which says the year of what is no longer recent: `15 Dec`, `added 3 Nov`.
pub fn ago_or_added_below(row: &Row, now: Now) -> String {
    let shown = row.published.unwrap_or(When::second(row.added));
    let date = now.date_of(shown);
    if ago(shown, now) != long_date(date) || date.year() != now.date_of(row.listed()).year() {
        return ago_or_added(row, now);
    }
    let added = if row.published.is_none() { "added " } else { "" };
    format!("{added}{}", date.strftime("%-d %b"))
}

/// The day an article was published or, where that is unknown, `added 15 Dec 2016`.
pub fn day_or_added(row: &Row, now: Now) -> String {
    let added = || format!("added {}", day(When::second(row.added), now));
    row.published.map_or_else(added, |when| day(when, now))
}

fn long_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// The heading under which a list puts a moment: `Today`, `Yesterday`, `Monday`, `November`,
/// `December 2016`.
pub fn heading(when: When, now: Now) -> String {
    let (date, today) = (now.date_of(when), now.today());
    match days_between(date, today) {
        0 => "Today".into(),
        1 => "Yesterday".into(),
        2..7 => date.strftime("%A").to_string(),
        _ if date.year() == today.year() => date.strftime("%B").to_string(),
        _ => date.strftime("%B %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Now = Now { seconds: 1_481_803_200, offset: 0 }; // 2016-12-15T12:00:00Z

    #[test]
    fn moments_in_words() {
        for (when, short, long) in [
            ("2016-12-15T11:59:30Z", "now", "Today"),
            ("2016-12-15T11:30:00Z", "30m", "Today"),
            ("2016-12-15T05:00:00Z", "7h", "Today"),
            ("2016-12-15", "today", "Today"),
            ("2016-12-14", "1d", "Yesterday"),
            ("2016-12-12", "3d", "Monday"),
            ("2016-11-03", "3 Nov", "November"),
            ("2015-12-15", "15 Dec 2015", "December 2015"),
            ("2016-12-16T12:00:00Z", "16 Dec", "December"),
        ] {
            let moment = When::parse(when).unwrap();
            assert_eq!((ago(moment, NOW).as_str(), heading(moment, NOW).as_str()), (short, long), "{when}");
        }
    }

    #[test]
    fn moments_within_sentences() {
        for (when, words) in [
            ("2016-12-15T11:59:30Z", "just now"),
            ("2016-12-15T11:30:00Z", "30 min ago"),
            ("2016-12-15T05:00:00Z", "7 h ago"),
            ("2016-12-14", "1 d ago"),
            ("2016-11-03", "on 3 Nov"),
            ("2015-12-15", "on 15 Dec 2015"),
        ] {
            assert_eq!(ago_in_words(When::parse(when).unwrap(), NOW), words);
        }
    }

    #[test]
    fn the_day_is_the_readers_own() {
        let late = When::parse("2016-12-14T23:30:00Z").unwrap();
        assert_eq!(heading(late, NOW), "Yesterday");
        assert_eq!(heading(late, Now { offset: 3_600, ..NOW }), "Today");
    }
}
