//! Times of day and their time zones.

/// A time of day. A leap second counts as the second before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    /// Seconds ahead of UTC, where given.
    pub offset: Option<i32>,
}

/// Half of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

const SEOUL: i32 = 9 * 3600;

impl Clock {
    /// A time and everything after it, to the end of the text: `09:30`, `9:30:15.25+02:00`,
    /// `11:30 PM EST`, `T0930Z`.
    pub fn read(text: &str) -> Option<Self> {
        let (half, rest) = korean_half(text);
        let (mut clock, rest) = Self::of_figures(rest)?;
        let mut half = half;
        if half.is_some() {
            clock.offset = Some(SEOUL);
        }
        for word in rest.split([' ', '(', ')']).filter(|word| !word.is_empty()) {
            match Half::read(word) {
                Some(found) => half = Some(found),
                None => clock.offset = Some(zone(word)?),
            }
        }
        half.map_or(Some(clock), |half| clock.within(half))
    }

    /// The digits at the start of a text, and what follows them.
    pub fn of_figures(text: &str) -> Option<(Self, &str)> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
        let (figures, mut rest) = text.split_at(end);
        let parts: Vec<&str> = match figures.len() {
            4 | 6 if !figures.contains(':') => {
                [0, 2, 4].iter().filter_map(|&at| figures.get(at..at + 2)).collect()
            }
            _ => figures.split(':').collect(),
        };
        let number = |at: usize| match parts.get(at) {
            Some(part) if (1..=2).contains(&part.len()) => part.parse::<i8>().ok(),
            Some(_) => None,
            None => Some(0),
        };
        let (hour, minute, second) = (number(0)?, number(1)?, number(2)?);
        if parts.len() < 2 || parts.len() > 3 || hour > 24 || minute > 59 || second > 60 {
            return None;
        }
        if hour == 24 && (minute, second) != (0, 0) {
            return None;
        }
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            rest = if digits > 0 { &fraction[digits..] } else { rest };
        }
        Some((Self { hour, minute, second: second.min(59), offset: None }, rest))
    }

    /// The time of day for a time on a twelve-hour clock.
    pub fn within(mut self, half: Half) -> Option<Self> {
        self.hour = match (half, self.hour) {
            (Half::Afternoon, hour @ 1..=11) => hour + 12,
            (Half::Morning, 12) => 0,
            (Half::Afternoon, _) | (Half::Morning, 0..=11) => self.hour,
            _ => return None,
        };
        Some(self)
    }
}

impl Half {
    pub fn read(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().trim_end_matches('.') {
            "am" | "a.m" => Some(Self::Morning),
            "pm" | "p.m" => Some(Self::Afternoon),
            _ => None,
        }
    }
}

/// Korean puts the half of the day first.
pub(super) fn korean_half(text: &str) -> (Option<Half>, &str) {
    let halves = [("오전", Half::Morning), ("오후", Half::Afternoon)];
    let found =
        halves.iter().find_map(|&(word, half)| Some((Some(half), text.strip_prefix(word)?.trim_start())));
    found.unwrap_or((None, text))
}

/// Seconds ahead of UTC of a zone: `+0200`, `-5:30`, `GMT+1`, `EST`. An unknown name is taken as
/// UTC; anything that is neither a name nor an offset is not a zone.
pub(super) fn zone(word: &str) -> Option<i32> {
    let lower = word.to_ascii_lowercase();
    let lower = lower.strip_prefix("etc/").unwrap_or(&lower);
    if lower.starts_with(['+', '-', '\u{2212}']) {
        return offset(lower);
    }
    if let Some(rest) = ["gmt", "utc"].iter().find_map(|name| lower.strip_prefix(name))
        && !rest.is_empty()
    {
        return offset(rest);
    }
    let is_name = lower.chars().all(|c| c.is_alphabetic() || matches!(c, '/' | '_' | '.'));
    is_name.then(|| named(lower.trim_end_matches('.')).unwrap_or(0))
}

/// `+02`, `+0200`, `+2:00`, `-530`.
fn offset(text: &str) -> Option<i32> {
    let sign = if text.starts_with('+') { 1 } else { -1 };
    let figures = text.trim_start_matches(['+', '-', '\u{2212}']);
    if figures.is_empty() || !text.starts_with(['+', '-', '\u{2212}']) {
        return None;
    }
    let (hours, minutes) = match figures.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if figures.len() <= 2 => (figures, "0"),
        None if figures.is_ascii() && figures.len() <= 4 => figures.split_at(figures.len() - 2),
        None => return None,
    };
    let is_figures = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_figures(hours) || !is_figures(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Zones by the names feeds use: those of RFC 822 with its military letters, and those of larger countries.
/// Where a name is ambiguous (`IST`, `BST`), the meaning in most feeds is used.
fn named(name: &str) -> Option<i32> {
    let minutes = match name {
        "ut" | "utc" | "gmt" | "z" | "wet" => 0,
        "a" => -60,
        "n" | "cet" | "met" | "mez" | "bst" | "west" | "wat" => 60,
        "m" => -12 * 60,
        "y" | "nzst" => 12 * 60,
        "est" | "et" | "cdt" => -5 * 60,
        "edt" | "ast" | "at" => -4 * 60,
        "cst" | "ct" | "mdt" => -6 * 60,
        "mst" | "mt" | "pdt" => -7 * 60,
        "pst" | "pt" | "akdt" => -8 * 60,
        "adt" | "brt" | "art" => -3 * 60,
        "nst" => -(3 * 60 + 30),
        "akst" => -9 * 60,
        "hst" => -10 * 60,
        "cest" | "mest" | "mesz" | "eet" | "sast" | "cat" => 2 * 60,
        "eest" | "msk" | "eat" | "trt" => 3 * 60,
        "msd" => 4 * 60,
        "pkt" => 5 * 60,
        "ist" => 5 * 60 + 30,
        "wib" | "ict" => 7 * 60,
        "hkt" | "sgt" | "awst" | "pht" => 8 * 60,
        "jst" | "kst" => 9 * 60,
        "acst" => 9 * 60 + 30,
        "aest" => 10 * 60,
        "acdt" => 10 * 60 + 30,
        "aedt" => 11 * 60,
        "nzdt" => 13 * 60,
        _ => return None,
    };
    Some(minutes * 60)
}

/// Whether a word can only be a zone; zones that are also ordinary words count only after
/// a time.
pub(super) fn is_zone(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    named(&lower).is_some() && lower.len() > 2
}
