//! Coasts and borders, read in place: nothing is unpacked until a map is drawn.
//!
//! The file, made by `assets/build/outlines.py`, consists of [`MAGIC`], the number of countries (one byte) and their
//! two-letter ISO codes, the number of lines (two bytes, little-endian), and the lines. A line consists of the number
//! of the country it belongs to (a byte, 0 for none in the table), what is on its other side (a byte: 0 for the sea,
//! 1 for a country not in the table, otherwise one more than the country's number), the number of its points, and the
//! points as differences from the previous one in hundredths of a degree, longitude first. Point counts and
//! differences are LEB128 varints, differences zigzag-encoded.

use std::sync::OnceLock;

/// The first bytes of the file: its name and the version of the format.
const MAGIC: &[u8] = b"outlines\x01";

/// Natural Earth's countries at 1:50m, simplified.
const BYTES: &[u8] = include_bytes!("../../assets/outlines.bin");

/// The coasts and borders of the world.
#[derive(Debug, Default)]
pub struct Outlines {
    codes: &'static str,
    lines: &'static [u8],
    entries: Vec<Entry>,
}

/// Where a line stands in the file, and where it lies.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    at: usize,
    /// The smallest and the largest longitude and latitude, in degrees.
    pub extent: Extent,
}

/// Two opposite corners: longitudes and latitudes in degrees, the smallest first.
pub type Extent = [(f64, f64); 2];

/// A coast or border, from end to end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// ISO code of the country it belongs to; empty if there is none.
    pub country: &'static str,
    /// ISO code of the country on the other side; `None` for the sea, empty for a country without a code.
    pub neighbour: Option<&'static str>,
    /// Longitudes and latitudes in degrees; a line that crosses 180 degrees continues beyond.
    pub points: Vec<(f64, f64)>,
}

impl Line {
    /// Whether it belongs to a country, on either side.
    pub fn bounds(&self, country: &str) -> bool {
        !country.is_empty() && (self.country == country || self.neighbour == Some(country))
    }
}

impl Outlines {
    /// The outlines built into the program.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Outlines> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::of(BYTES).unwrap_or_default())
    }

    fn of(bytes: &'static [u8]) -> Option<Self> {
        let (&countries, rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
        let (codes, rest) = rest.split_at_checked(2 * usize::from(countries))?;
        let (count, lines) = rest.split_first_chunk()?;
        let codes = str::from_utf8(codes).ok().filter(|codes| codes.is_ascii())?;
        let mut outlines = Self { codes, lines, entries: Vec::new() };
        outlines.find(u16::from_le_bytes(*count));
        Some(outlines)
    }

    /// Finds where the lines stand and lie, up to the first invalid bytes.
    fn find(&mut self, count: u16) {
        let (mut rest, mut line) = (self.lines, Line::default());
        for _ in 0..count {
            let at = self.lines.len() - rest.len();
            if self.next(&mut rest, &mut line).is_none() {
                return;
            }
            let corner = |choose: fn(f64, f64) -> f64| {
                line.points.iter().copied().reduce(|a, b| (choose(a.0, b.0), choose(a.1, b.1)))
            };
            if let (Some(least), Some(most)) = (corner(f64::min), corner(f64::max)) {
                self.entries.push(Entry { at, extent: [least, most] });
            }
        }
    }

    /// All lines.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Reads a line into a buffer.
    pub fn read(&self, entry: Entry, line: &mut Line) {
        let _ = self.lines.get(entry.at..).and_then(|mut rest| self.next(&mut rest, line));
    }

    /// Reads the next line; `None` at the end, or if the bytes are invalid.
    fn next(&self, rest: &mut &[u8], line: &mut Line) -> Option<()> {
        line.country = self.code(byte(rest)?);
        line.neighbour = match byte(rest)? {
            0 => None,
            number => Some(self.code(number - 1)),
        };
        line.points.clear();
        let (mut longitude, mut latitude) = (0, 0);
        for _ in 0..varint(rest)? {
            longitude += difference(rest)?;
            latitude += difference(rest)?;
            line.points.push((f64::from(longitude) / 100.0, f64::from(latitude) / 100.0));
        }
        Some(())
    }

    /// The code of the country with this number, from 1.
    fn code(&self, number: u8) -> &'static str {
        let end = 2 * usize::from(number);
        end.checked_sub(2).and_then(|start| self.codes.get(start..end)).unwrap_or("")
    }
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (&first, after) = rest.split_first()?;
    *rest = after;
    Some(first)
}

fn varint(rest: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let next = byte(rest)?;
        number |= u32::from(next & 0x7f).checked_shl(shift)?;
        if next < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

fn difference(rest: &mut &[u8]) -> Option<i32> {
    let number = varint(rest)?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(outlines: &Outlines) -> impl Iterator<Item = Line> {
        outlines.entries().iter().map(|&entry| {
            let mut line = Line::default();
            outlines.read(entry, &mut line);
            line
        })
    }

    #[test]
    fn the_built_in_outlines_are_whole() {
        let (mut points, mut off) = (0, 0);
        for line in lines(Outlines::built_in()) {
            points += line.points.len();
            off += line.points.iter().filter(|(x, y)| x.abs() > 200.0 || y.abs() > 90.0).count();
            let jumps = line.points.windows(2).filter(|pair| (pair[0].0 - pair[1].0).abs() > 180.0);
            assert_eq!(jumps.count(), 0, "{line:?}");
            assert!(line.points.len() >= 2, "{line:?}");
        }
        let count = &BYTES[MAGIC.len() + 1 + Outlines::built_in().codes.len()..][..2];
        assert_eq!(
            Outlines::built_in().entries().len(),
            usize::from(u16::from_le_bytes([count[0], count[1]]))
        );
        assert_eq!(off, 0);
        assert!(points > 10_000, "{points} points");
    }

    #[test]
    fn neighbours_share_a_border() {
        for (country, neighbour, share) in [
            ("IQ", "SY", true),
            ("IQ", "IR", true),
            ("IQ", "EG", false),
            ("LS", "ZA", true),
            ("", "SY", false),
        ] {
            let found =
                lines(Outlines::built_in()).any(|line| line.bounds(country) && line.bounds(neighbour));
            assert_eq!(found, share, "{country} and {neighbour}");
        }
    }

    #[test]
    fn damaged_bytes_are_no_outlines() {
        assert!(Outlines::of(b"").is_none());
        assert!(Outlines::of(b"outlines\x01\xff").is_none());
        let cut = Outlines::of(b"outlines\x01\x01IQ\x02\x00\x01\x00\x02\x01\x01").unwrap();
        assert_eq!(cut.entries().len(), 0);
    }
}
