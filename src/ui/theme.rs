//! The colours and weights everything is drawn with.
//!
//! A theme is a set of roles; views use roles and never colours. The mono theme has no colours: bold, underline and
//! reverse replace them, and no role depends on colour alone.

use crate::app::{Depth, Look, Theme};
use crate::model::Kind;
use ratatui::style::{Color, Modifier, Style};

/// The styles of all roles.
#[derive(Debug, Clone, Copy)]
pub struct Styles {
    /// The base style: the theme's own background and text colour if the user chose it, the terminal's if its
    /// background was only detected.
    pub base: Style,
    /// Running text.
    pub text: Style,
    /// Less important text: bylines, dates, counts.
    pub dim: Style,
    /// Headlines.
    pub title: Style,
    /// Rules between panes.
    pub rule: Style,
    /// The program's name, and headings of the focused pane.
    pub accent: Style,
    /// Headings of other panes.
    pub heading: Style,
    /// The selected row in the focused pane.
    pub selected: Style,
    /// The selected row in other panes.
    pub marked: Style,
    /// The dot of an unread article.
    pub unread: Style,
    /// The star of a bookmark.
    pub bookmark: Style,
    /// Links.
    pub link: Style,
    /// Matches of a search or find.
    pub hit: Style,
    /// Highlighted passages.
    pub highlight: Style,
    /// Whether these stand in brackets, since no background shows them.
    pub brackets: bool,
    /// Selected words.
    pub selection: Style,
    /// The user's notes on an article.
    pub note: Style,
    /// Letter hints.
    pub hint: Style,
    /// Quotations.
    pub quote: Style,
    /// Keys in hints and help.
    pub key: Style,
    /// Land on a map.
    pub land: Style,
    person: Style,
    place: Style,
    organisation: Style,
}

/// The colours of a theme, as 0xRRGGBB.
struct Palette {
    ink: u32,
    paper: u32,
    dim: u32,
    rule: u32,
    accent: u32,
    selected: u32,
    marked: u32,
    bookmark: u32,
    link: u32,
    hit: (u32, u32),
    highlight: u32,
    quote: u32,
    land: u32,
    person: u32,
    place: u32,
    organisation: u32,
}

const DARK: Palette = Palette {
    ink: 0xd6_d9_de,
    paper: 0x16_18_1c,
    dim: 0x8a_8f_98,
    rule: 0x45_4b_55,
    accent: 0xe6_b4_50,
    selected: 0x2d_38_4d,
    marked: 0x26_2b_33,
    bookmark: 0xe6_b4_50,
    link: 0x8a_b4_f8,
    hit: (0x1c_1c_1c, 0xf2_cc_60),
    highlight: 0x4b_42_1a,
    quote: 0xb8_bf_c9,
    land: 0x24_2a_2c,
    person: 0xf2_a6_7a,
    place: 0x7f_d0_a0,
    organisation: 0x8f_b8_f0,
};

const LIGHT: Palette = Palette {
    ink: 0x22_25_2a,
    paper: 0xfb_fa_f7,
    dim: 0x6b_70_78,
    rule: 0xb4_b8_bf,
    accent: 0x9a_5b_00,
    selected: 0xd4_e2_f7,
    marked: 0xe9_ec_f0,
    bookmark: 0xb0_6a_00,
    link: 0x1d_5f_c4,
    hit: (0x1c_1c_1c, 0xff_d8_5c),
    highlight: 0xff_f1_b8,
    quote: 0x4a_4f_57,
    land: 0xe6_e8_dc,
    person: 0xb0_44_10,
    place: 0x1f_74_45,
    organisation: 0x28_56_b0,
};

/// Every colour stands out from black by seven to one at least, after WCAG 2.
const HIGH_CONTRAST: Palette = Palette {
    ink: 0xff_ff_ff,
    paper: 0x00_00_00,
    dim: 0xd0_d0_d0,
    rule: 0xa0_a0_a0,
    accent: 0xff_e0_40,
    selected: 0x00_3c_a0,
    marked: 0x30_30_30,
    bookmark: 0xff_e0_40,
    link: 0x80_c8_ff,
    hit: (0x00_00_00, 0xff_e0_40),
    highlight: 0x40_34_00,
    quote: 0xe8_e8_e8,
    land: 0x20_28_20,
    person: 0xff_b0_80,
    place: 0x70_ff_a0,
    organisation: 0x80_c8_ff,
};

impl Palette {
    /// The roles of a base16 scheme: 00 to 07 go from the background to the brightest text, 08 to 0F are colours.
    fn base16([b0, b1, b2, b3, b4, b5, _, _, _, b9, b_a, b_b, b_c, b_d, b_e, _]: [u32; 16]) -> Self {
        Self {
            ink: b5,
            paper: b0,
            dim: b4,
            rule: b3,
            accent: b_a,
            selected: b2,
            marked: b1,
            bookmark: b_a,
            link: b_c,
            hit: (b0, b_a),
            highlight: b2,
            quote: b_e,
            land: b1,
            person: b9,
            place: b_b,
            organisation: b_d,
        }
    }
}

impl Styles {
    /// The styles of a look.
    pub fn of(look: Look) -> Self {
        match look.theme() {
            Theme::Dark => Self::coloured(&DARK, look),
            Theme::Light => Self::coloured(&LIGHT, look),
            Theme::HighContrast => Self::coloured(&HIGH_CONTRAST, look),
            Theme::Base16(colours) => Self::coloured(&Palette::base16(colours), look),
            Theme::Mono => Self::mono(),
        }
    }

    /// The style of a kind of name.
    pub fn kind(&self, kind: Kind) -> Style {
        match kind {
            Kind::Person => self.person,
            Kind::Place => self.place,
            Kind::Organisation => self.organisation,
        }
    }

    fn coloured(palette: &Palette, look: Look) -> Self {
        let depth = look.depth;
        let plain = Style::new();
        let fore = |rgb| plain.fg(colour(rgb, depth));
        // A row's background comes with its text colour, in case the terminal's own is of the opposite brightness.
        let back = |rgb| fore(palette.ink).bg(colour(rgb, depth));
        // Sixteen colours include no subtle background, so reverse is used.
        let reversed = plain.add_modifier(Modifier::REVERSED);
        let row = |rgb| if depth == Depth::Sixteen { reversed } else { back(rgb) };
        let hit = if depth == Depth::Sixteen {
            plain.fg(Color::Black).bg(Color::LightYellow)
        } else {
            fore(palette.hit.0).bg(colour(palette.hit.1, depth))
        };
        // Nor do they include a colour that is faint on dark and light backgrounds.
        let faint =
            if depth == Depth::Sixteen { plain.add_modifier(Modifier::DIM) } else { fore(palette.dim) };
        let chosen = look.theme.is_some() && depth != Depth::Sixteen;
        Self {
            base: if chosen { back(palette.paper) } else { plain },
            text: plain,
            dim: faint,
            title: plain.add_modifier(Modifier::BOLD),
            rule: fore(palette.rule),
            accent: fore(palette.accent).add_modifier(Modifier::BOLD),
            heading: if depth == Depth::Sixteen { faint } else { faint.add_modifier(Modifier::BOLD) },
            selected: row(palette.selected),
            marked: if depth == Depth::Sixteen { plain } else { back(palette.marked) },
            unread: fore(palette.accent),
            bookmark: fore(palette.bookmark),
            link: fore(palette.link).add_modifier(Modifier::UNDERLINED),
            hit,
            highlight: if depth == Depth::Sixteen {
                plain.add_modifier(Modifier::ITALIC)
            } else {
                plain.bg(colour(palette.highlight, depth))
            },
            brackets: depth == Depth::Sixteen,
            selection: reversed,
            note: fore(palette.accent),
            hint: hit.add_modifier(Modifier::BOLD),
            quote: fore(palette.quote).add_modifier(Modifier::ITALIC),
            key: fore(palette.accent),
            land: if depth == Depth::Sixteen { plain } else { back(palette.land) },
            person: fore(palette.person),
            place: fore(palette.place),
            organisation: fore(palette.organisation),
        }
    }

    fn mono() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let underlined = plain.add_modifier(Modifier::UNDERLINED);
        Self {
            base: plain,
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            title: bold,
            rule: plain.add_modifier(Modifier::DIM),
            accent: bold,
            heading: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            marked: bold,
            unread: bold,
            bookmark: bold,
            link: underlined,
            hit: bold.add_modifier(Modifier::REVERSED),
            highlight: plain.add_modifier(Modifier::ITALIC),
            brackets: true,
            selection: plain.add_modifier(Modifier::REVERSED),
            note: bold.add_modifier(Modifier::ITALIC),
            hint: bold.add_modifier(Modifier::REVERSED),
            quote: plain.add_modifier(Modifier::ITALIC),
            key: bold,
            land: plain,
            person: bold,
            place: underlined,
            organisation: bold.add_modifier(Modifier::UNDERLINED),
        }
    }
}

/// The colour itself, or the nearest one that the terminal has.
fn colour(rgb: u32, depth: Depth) -> Color {
    let [_, red, green, blue] = rgb.to_be_bytes();
    match depth {
        Depth::True => Color::Rgb(red, green, blue),
        Depth::TwoHundredFiftySix => Color::Indexed(nearest_indexed(red, green, blue)),
        Depth::Sixteen => nearest_named(red, green, blue),
    }
}

/// The nearest of xterm's 6x6x6 colour cube (16 to 231) and grey ramp (232 to 255), by squared distance.
fn nearest_indexed(red: u8, green: u8, blue: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| (0..6u8).min_by_key(|&at| STEPS[usize::from(at)].abs_diff(value)).unwrap_or(0);
    let (r, g, b) = (step(red), step(green), step(blue));
    let cube = [STEPS[usize::from(r)], STEPS[usize::from(g)], STEPS[usize::from(b)]];
    let mean = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
    let ramp = u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    let grey = 8 + 10 * ramp;
    let distance = |to: [u8; 3]| -> u32 {
        let differences = [to[0].abs_diff(red), to[1].abs_diff(green), to[2].abs_diff(blue)];
        differences.into_iter().map(|difference| u32::from(difference).pow(2)).sum()
    };
    if distance([grey; 3]) < distance(cube) { 232 + ramp } else { 16 + 36 * r + 6 * g + b }
}

/// The nearest of the sixteen colours by hue; light colours, which are meant for dark backgrounds, map to the bright
/// eight. The terminal's own palette determines the shade.
fn nearest_named(red: u8, green: u8, blue: u8) -> Color {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 40 {
        return if most > 96 { Color::Gray } else { Color::DarkGray };
    }
    let middle = u8::midpoint(most, least);
    let bright = most > 200;
    let one_of = |dark, light| if bright { light } else { dark };
    match (red > middle, green > middle, blue > middle) {
        (true, true, _) => one_of(Color::Yellow, Color::LightYellow),
        (true, false, true) => one_of(Color::Magenta, Color::LightMagenta),
        (true, false, false) => one_of(Color::Red, Color::LightRed),
        (false, true, true) => one_of(Color::Cyan, Color::LightCyan),
        (false, true, false) => one_of(Color::Green, Color::LightGreen),
        (false, false, _) => one_of(Color::Blue, Color::LightBlue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_the_nearest_the_terminal_has() {
        for (rgb, indexed, named) in [
            (0xff_00_00, 196, Color::LightRed),
            (0xff_ff_ff, 231, Color::Gray),
            (0x8a_8a_8a, 245, Color::Gray),
            (0x00_00_af, 19, Color::Blue),
        ] {
            assert_eq!(colour(rgb, Depth::TwoHundredFiftySix), Color::Indexed(indexed), "{rgb:06x}");
            assert_eq!(colour(rgb, Depth::Sixteen), named, "{rgb:06x}");
        }
    }

    /// How bright a colour is, after WCAG 2.
    fn luminance(rgb: u32) -> f64 {
        let [_, red, green, blue] = rgb.to_be_bytes().map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    #[test]
    fn high_contrast_is_what_it_says() {
        let contrast = |one: u32, other: u32| {
            let (one, other) = (luminance(one), luminance(other));
            (one.max(other) + 0.05) / (one.min(other) + 0.05)
        };
        let palette = HIGH_CONTRAST;
        for ink in [
            palette.ink,
            palette.dim,
            palette.accent,
            palette.link,
            palette.quote,
            palette.person,
            palette.place,
            palette.organisation,
        ] {
            assert!(contrast(ink, palette.paper) >= 7.0, "{ink:06x}");
        }
        for paper in [palette.selected, palette.marked, palette.land] {
            assert!(contrast(palette.ink, paper) >= 7.0, "{paper:06x}");
        }
        assert!(contrast(palette.hit.0, palette.hit.1) >= 7.0);
    }

    #[test]
    fn kinds_are_told_apart_with_sixteen_colours() {
        let kinds = |palette: &Palette| {
            [palette.person, palette.place, palette.organisation].map(|rgb| colour(rgb, Depth::Sixteen))
        };
        assert_eq!(kinds(&DARK), [Color::LightRed, Color::LightGreen, Color::LightBlue]);
        assert_eq!(kinds(&LIGHT), [Color::Red, Color::Green, Color::Blue]);
    }

    #[test]
    fn mono_has_no_colour_and_tells_the_kinds_apart() {
        let look =
            Look { theme: Some(Theme::Mono), background: Theme::Dark, depth: Depth::True, ascii: false };
        let styles = Styles::of(look);
        let kinds = Kind::ALL.map(|kind| styles.kind(kind));
        assert!(kinds.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert!(kinds[0] != kinds[1] && kinds[1] != kinds[2] && kinds[0] != kinds[2]);
        // A highlight takes nothing from the names in it.
        assert!(
            styles.brackets && kinds.iter().all(|&kind| styles.highlight.patch(kind) != styles.highlight)
        );
    }
}
