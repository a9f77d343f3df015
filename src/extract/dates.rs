//! Dates as pages and datelines write them: ISO 8601 and variants, and day, month and year in the words of ten
//! European languages.
//!
//! Relative dates ("yesterday") are not parsed: their meaning depends on the current date.

use crate::model::When;
use crate::text::dates::month;
use crate::text::fold::fold;

/// Plausible years of articles; other four-digit numbers are something else.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2099;

/// The first date in a text of about a line; with its time if written in ISO 8601.
/// `3/4/2016` is read the American way, `3.4.2016` the European.
pub fn read(text: &str) -> Option<When> {
    let text = text.trim();
    if text.is_empty() || text.len() > 400 {
        return None;
    }
    stamp(text).or_else(|| words(text))
}

/// Whether a line states when a page was written and nothing else: "Last updated: May 3, 2016, 12:30".
pub(super) fn is_dateline(text: &str) -> bool {
    const STARTS: [&str; 15] = [
        "published",
        "first published",
        "updated",
        "last updated",
        "last modified",
        "posted",
        "date",
        "stand",
        "aktualisiert",
        "veroffentlicht",
        "publie",
        "mis a jour",
        "publicado",
        "actualizado",
        "pubblicato",
    ];
    const LONGEST: usize = 14;
    let folded = fold(text);
    text.split_whitespace().count() <= LONGEST
        && STARTS.iter().any(|start| folded.starts_with(start))
        && read(text).is_some()
}

/// The other day that a date in digits can mean, if both readings are valid: 9 March for 3 September.
pub(super) fn other_reading(text: &str) -> Option<When> {
    let parts = text.trim().split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '-'));
    let part = parts.into_iter().find(|part| figures(part).is_some())?;
    let part = part.trim_matches(['.', '-', '/']);
    let numbers: Vec<&str> = part.split(['.', '/', '-']).collect();
    let [first, second, year] = numbers[..] else { return None };
    let (one, other) = (day_of(year, first, second)?, day_of(year, second, first)?);
    let read = figures(part)?;
    [one, other].into_iter().find(|&reading| reading != read)
}

/// ISO 8601 at the start of the text: `2016-12-15T09:30:00+0100`, `2016-12-15 09:30`, `20161215`.
fn stamp(text: &str) -> Option<When> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
        return day_of(year, month, day);
    }
    let day = text.get(..10).filter(|day| When::parse(day).is_some())?;
    let when = When::parse(day).filter(|when| YEARS.contains(&when.date().year()))?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']).trim_end();
    if rest.is_empty() {
        return Some(when);
    }
    let clock_end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock_end);
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let zone = zone_of(zone);
    let moment = When::parse(&format!("{day}T{clock}{seconds}{zone}"));
    Some(moment.map_or(when, |moment| moment.on_clock(minutes_of(&zone))))
}

/// The minutes of a zone such as `-03:30`; 0 for others.
fn minutes_of(zone: &str) -> i16 {
    let minutes = zone.get(1..).and_then(|zone| zone.split_once(':')).and_then(|(hours, minutes)| {
        Some(hours.parse::<i16>().ok()?.checked_mul(60)?.saturating_add(minutes.parse().ok()?))
    });
    match (zone.as_bytes().first(), minutes) {
        (Some(b'-'), Some(minutes)) => -minutes,
        (Some(b'+'), Some(minutes)) => minutes,
        _ => 0,
    }
}

/// A zone as RFC 3339 requires it: `+0100`, `+01` and ` UTC` are common on pages.
fn zone_of(zone: &str) -> String {
    let zone = zone.trim();
    match (zone.as_bytes().first(), zone.len()) {
        (Some(b'+' | b'-'), 5) if zone.is_ascii() => format!("{}:{}", &zone[..3], &zone[3..]),
        (Some(b'+' | b'-'), 3) => format!("{zone}:00"),
        (Some(b'+' | b'-'), _) => zone.to_owned(),
        (None, _) => String::new(),
        _ => "Z".to_owned(),
    }
}

/// Day, month and year among the words: `Dec. 15, 2016`, `15 décembre 2016`, `15.12.2016`, `15 | 12 | 2016`.
fn words(text: &str) -> Option<When> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '-')).collect();
    if let Some(when) = parts.iter().find_map(|part| figures(part)) {
        return Some(when);
    }
    if let Some(when) = signed(text) {
        return Some(when);
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let is_filler = |part: &&&str| !matches!(**part, "de" | "of" | "del" | "do");
    let parts: Vec<&str> = parts.iter().filter(is_filler).copied().collect();
    parts.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        let is_wordless = !text.contains(char::is_alphabetic);
        if let (4, Ok(year)) = (first.len(), first.parse()) {
            let month = month(second).or_else(|| day_number(second).filter(|_| is_wordless))?;
            return day_checked(year, month, day_number(third)?);
        }
        let (month, day) = match (month(first), month(second)) {
            (Some(month), _) => (month, day_number(second)?),
            (None, Some(month)) => (month, day_number(first)?),
            (None, None) if is_wordless => (day_number(second)?, day_number(first)?),
            (None, None) => return None,
        };
        day_checked(third.parse().ok().filter(|_| third.len() == 4)?, month, day)
    })
}

/// `2016年12月15日`, with any text around it.
fn signed(text: &str) -> Option<When> {
    let (before, after) = text.split_once('年')?;
    let (month, after) = after.split_once('月')?;
    let (day, _) = after.split_once('日')?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    day_of(&before[before.len() - digits..], month.trim(), day.trim())
}

/// Three numbers in a single word.
fn figures(part: &str) -> Option<When> {
    let part = part.trim_matches(['.', '-', '/']);
    let separator = part.chars().find(|c| !c.is_ascii_digit())?;
    let mut numbers = part.split(separator);
    let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() {
        return None;
    }
    if first.len() == 4 {
        return day_of(first, second, third);
    }
    let is_american = separator == '/' && first.parse::<i8>().is_ok_and(|month| month <= 12);
    let is_short = separator == '.' && [first, second, third].iter().all(|part| part.len() == 2);
    if is_short {
        day_of(&format!("20{third}"), second, first)
    } else if third.len() != 4 {
        None
    } else if is_american {
        day_of(third, first, second)
    } else {
        // Some Americans separate them by full stops as well: `12.16.2025`.
        day_of(third, second, first).or_else(|| day_of(third, first, second))
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<When> {
    day_checked(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

pub(super) fn day_checked(year: i16, month: i8, day: i8) -> Option<When> {
    if YEARS.contains(&year) { When::day(year, month, day) } else { None }
}

/// `15`, `15th`, `1er`.
fn day_number(word: &str) -> Option<i8> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_ordinal = matches!(&word[digits..], "" | "st" | "nd" | "rd" | "th" | "er");
    if digits <= 2 && is_ordinal { word[..digits].parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        for (input, expected) in [
            ("2016-12-15", Some("2016-12-15")),
            ("2016-12-15T09:30:00+0100", Some("2016-12-15T09:30:00+01:00")),
            ("2016-12-15T09:30:00.000Z", Some("2016-12-15T09:30:00Z")),
            ("2016-12-15 09:30", Some("2016-12-15T09:30:00Z")),
            ("2016-12-15 09:30:00 UTC", Some("2016-12-15T09:30:00Z")),
            ("20161215", Some("2016-12-15")),
            ("Published Dec. 15, 2016 at noon", Some("2016-12-15")),
            ("Thursday 15th December 2016", Some("2016-12-15")),
            ("le 1er décembre 2016", Some("2016-12-01")),
            ("15 de diciembre de 2016", Some("2016-12-15")),
            ("Stand: 15.12.2016, 12 Uhr", Some("2016-12-15")),
            ("12/15/2016", Some("2016-12-15")),
            ("15/12/2016", Some("2016-12-15")),
            ("2016 Dec 15;3(1):44", Some("2016-12-15")),
            ("15 | 12 | 2016", Some("2016-12-15")),
            ("15. 12. 2016", Some("2016-12-15")),
            ("2016. 12. 15.", Some("2016-12-15")),
            ("15.12.16, 10:12 Uhr", Some("2016-12-15")),
            ("12.15.2016", Some("2016-12-15")),
            ("15 grudnia 2016", Some("2016-12-15")),
            ("15. prosince 2016", Some("2016-12-15")),
            ("torsdag 5 maj 2016", Some("2016-05-05")),
            ("5. toukokuuta 2016", Some("2016-05-05")),
            ("15 Aralık 2016", Some("2016-12-15")),
            ("version 1.2.16", None),
            ("15 декабря 2016 г.", Some("2016-12-15")),
            ("公開 2016年12月15日 09時", Some("2016-12-15")),
            ("Rooms 15 12 2016", None),
            ("May 2016", None),
            ("31 February 2016", None),
            ("room 12 of 2016", None),
            ("", None),
        ] {
            assert_eq!(read(input).map(|when| when.to_string()).as_deref(), expected, "{input}");
        }
    }

    #[test]
    fn figures_can_mean_two_days() {
        for (input, expected) in [
            ("03/09/2016", Some("2016-09-03")),
            ("Published 03/09/2016, 10:00", Some("2016-09-03")),
            ("15/12/2016", None),
            ("05/05/2016", None),
            ("3 September 2016", None),
            ("", None),
        ] {
            assert_eq!(other_reading(input).map(|when| when.to_string()).as_deref(), expected, "{input}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,60}|[0-9T:/. +Zé-]{0,30}") {
            let _ = read(&text);
        }
    }
}
