//! Dates in words: day, month and year in any order, with weekdays, times and zones.

use super::clock::{self, Clock, Half};
use super::{Day, calendar, year};
use crate::model::When;
use crate::text::fold::fold;

/// The maximum number of unknown words (weekdays, articles) in a date.
const MOST_UNKNOWN: usize = 4;

/// The months in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Greek,
/// Hungarian, Polish, Czech, Swedish, Danish, Norwegian, Finnish, Turkish, Ukrainian, Romanian, Catalan and Indonesian,
/// folded, with the abbreviations that are not prefixes of a name and the common misspellings of
/// blog software in Greek and Hungarian.
const MONTHS: [&str; 12] = [
    "january januar janvier enero gennaio janeiro januari января январь ιανουαριου ιανουαριος janner \
     stycznia styczen ledna leden tammikuuta ocak січня ianuarie gener",
    "february februar fevrier febrero febbraio fevereiro februari февраля февраль φεβρουαριου φεβρουαριος \
     lutego luty unora unor helmikuuta subat лютого februarie febrer",
    "march marz mars marzo marco maart марта март μαρτιου μαρτιος marcius mrz mrt μαω marca marzec marts \
     brezna brezen maaliskuuta березня martie maret mart",
    "april avril abril aprile апреля апрель απριλιου απριλιος aprilis kwietnia kwiecien dubna duben \
     huhtikuuta nisan квітня aprilie",
    "may mai mayo maggio maio mei мая маи μαιου μαιος majus maujus maj maja kvetna kveten toukokuuta mayis \
     mayıs травня maig",
    "june juni juin junio giugno junho июня июнь ιουνιου ιουνιος junius ιον czerwca czerwiec cervna cerven \
     kesakuuta haziran червня iunie juny",
    "july juli juillet julio luglio julho июля июль ιουλιου ιουλιος julius ιολ lipca lipiec cervence \
     cervenec heinakuuta temmuz липня iulie juliol",
    "august aout agosto augustus августа август αυγουστου αυγουστος augusztus augusti sierpnia sierpien \
     srpna srpen elokuuta agustos серпня agost agustus",
    "september septembre septiembre settembre setembro сентября сентябрь σεπτεμβριου σεπτεμβριος szeptember \
     wrzesnia wrzesien zari syyskuuta eylul вересня septembrie setembre",
    "october oktober octobre octubre ottobre outubro октября октябрь οκτωβριου οκτωβριος pazdziernika \
     pazdziernik rijna rijen lokakuuta ekim жовтня octombrie",
    "november novembre noviembre novembro ноября ноябрь νοεμβριου νοεμβριος listopada listopadu listopad \
     marraskuuta kasim kasım листопада noiembrie",
    "december dezember decembre diciembre dicembre dezembro декабря декабрь δεκεμβριου δεκεμβριος grudnia \
     grudzien prosince prosinec joulukuuta aralik aralık грудня decembrie desember desembre",
];

/// The month, counted from 1, that a word names or abbreviates with at least three letters.
pub fn month(word: &str) -> Option<i8> {
    let word = fold(word.trim_end_matches('.'));
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let names = |names: &str| names.split(' ').any(|name| name.starts_with(&word));
    let at = MONTHS.iter().position(|list| names(list))?;
    i8::try_from(at + 1).ok()
}

/// What has been gathered from the words.
#[derive(Default)]
struct Found {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    clock: Option<Clock>,
    offset: Option<i32>,
    half: Option<Half>,
    /// The month was the first word, where a weekday may look like one: `mar. 16 déc. 2012`.
    is_month_first: bool,
    unknown: usize,
}

/// A date in words. Every word with a digit must make sense, and day, month and year must all be present.
pub(super) fn read(text: &str) -> Option<When> {
    let mut found = Found::default();
    // Chinese, Japanese and Korean need no spaces.
    let spaced: String =
        text.split_inclusive(['년', '월', '일', '年', '月', '日']).collect::<Vec<_>>().join(" ");
    let words = spaced.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        found.take(word, at == 0)?;
    }
    let day = Day::new(found.year?, found.month?, found.day?)?;
    let clock = match (found.clock, found.half) {
        (Some(clock), Some(half)) => Some(clock.within(half)?),
        (clock, _) => clock,
    };
    day.at(clock.map(|clock| Clock { offset: found.offset.or(clock.offset), ..clock }))
}

impl Found {
    /// Takes a word; `None` if it cannot be part of a date.
    fn take(&mut self, word: &str, is_first: bool) -> Option<()> {
        let is_figure = |c: char| c.is_ascii_digit();
        if word.starts_with(['+', '-', '\u{2212}']) && word.len() > 1 {
            self.offset = Some(clock::zone(word)?);
        } else if word.contains(':') && !word.starts_with(char::is_alphabetic) {
            self.take_time(word)?;
        } else if word.starts_with(is_figure) {
            self.take_figures(word)?;
        } else if word.contains(is_figure) {
            // `GMT+2`, `T09:30`; anything else with a digit is not understood.
            match word.strip_prefix(['T', 't']) {
                Some(time) if time.starts_with(is_figure) => self.take_time(time)?,
                _ => self.offset = Some(clock::zone(word)?),
            }
        } else {
            self.take_word(word, is_first)?;
        }
        Some(())
    }

    fn take_time(&mut self, word: &str) -> Option<()> {
        let (clock, rest) = Clock::of_figures(word)?;
        if self.clock.replace(clock).is_some() {
            return None;
        }
        match Half::read(rest) {
            Some(half) => self.half = Some(half),
            None if rest.is_empty() => {}
            None => self.offset = Some(clock::zone(rest)?),
        }
        Some(())
    }

    /// `16`, `16th`, `2012`, `2004년`, `16-Dec-2012`, `2006/09/15`.
    fn take_figures(&mut self, word: &str) -> Option<()> {
        let length = word.bytes().take_while(u8::is_ascii_digit).count();
        let (figures, rest) = word.split_at(length);
        match rest.trim_end_matches('.') {
            "년" | "年" => {
                self.offset = (rest == "년").then_some(9 * 3600);
                self.year = year(figures);
            }
            "월" | "月" => self.month = figures.parse().ok(),
            "일" | "日" => self.day = figures.parse().ok(),
            // `2025. 11. 5.` and `5. 11. 2025`.
            "" if figures.len() <= 2 && self.month.is_none() && self.day.is_some() && rest == "." => {
                let number = figures.parse().ok();
                if self.year.is_some() {
                    self.month = std::mem::replace(&mut self.day, number);
                } else {
                    self.month = number;
                }
            }
            "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" => match figures.len() {
                1 | 2 if self.day.is_none() => self.day = figures.parse().ok(),
                2 | 4 if self.year.is_none() => self.year = year(figures),
                _ => return None,
            },
            _ if self.day.is_none() && self.year.is_none() => {
                let day = calendar(word.trim_end_matches('.'))?;
                (self.year, self.month, self.day) = (Some(day.year), Some(day.month), Some(day.number));
            }
            _ => return None,
        }
        Some(())
    }

    fn take_word(&mut self, word: &str, is_first: bool) -> Option<()> {
        let (half, rest) = clock::korean_half(word);
        if half.is_some() && rest.is_empty() {
            self.half = half;
            self.offset = Some(9 * 3600);
        } else if let Some(half) = Half::read(word) {
            self.half = Some(half);
        } else if self.clock.is_some() && (self.offset.is_none() || clock::is_zone(word)) {
            // After a time, a word that is not a month is its zone.
            match month(word).filter(|_| self.month.is_none()) {
                Some(month) => self.month = Some(month),
                None => self.offset = Some(clock::zone(word)?),
            }
        } else if let Some(month) = month(word)
            && (self.month.is_none() || self.is_month_first)
        {
            self.is_month_first = is_first;
            self.month = Some(month);
        } else {
            self.unknown += 1;
        }
        (self.unknown <= MOST_UNKNOWN).then_some(())
    }
}
