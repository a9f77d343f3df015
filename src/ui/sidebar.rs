//! Draws the names sidebar: people, places and organisations of the article, with how often each is named and the
//! trend of the last months in the library.

use super::canvas::{Canvas, badge, sparkline};
use super::theme::Styles;
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::sidebar::Line;
use crate::app::{Focus, Session};
use crate::model::{Kind, NamedEntity, PlaceKind};
use crate::text::fold::fold;
use crate::text::forms;
use crate::text::width::width;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The number of months in the trend.
const MONTHS: usize = 6;
/// The minimum width for showing the trend, in columns.
const ROOM_FOR_TREND: u16 = 30;

pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &Articles,
    session: &Session,
    styles: &Styles,
) {
    let Some(article) = &screen.reader.article else { return };
    let (first, lines) = screen.sidebar.visible(usize::from(area.height));
    if article.entities.is_empty() {
        let why = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        canvas.put_empty(why, &["No names in this article."], styles.dim);
    }
    let trends = area.width >= ROOM_FOR_TREND && !canvas.ascii && article.entities.iter().any(has_trend);
    for ((at, line), y) in lines.iter().enumerate().zip(area.y..) {
        let under_cursor = first + at == screen.sidebar.cursor();
        match line {
            Line::Gap => {}
            Line::Muted(count) => {
                let told = format!("{count} muted · gw");
                canvas.put(area.x + 3, y, area.width.saturating_sub(4), &told, styles.dim);
            }
            Line::Narrowed(has_names) => {
                let no = if *has_names { "" } else { "no " };
                let told = format!("{no}“{}” · Esc: all", screen.sidebar.words());
                canvas.put(area.x + 1, y, area.width.saturating_sub(2), &told, styles.dim);
            }
            Line::Heading(kind, _) => draw_heading(canvas, area, y, *kind, screen, styles),
            Line::Name(entity) => {
                if let Some(named) = article.entities.get(*entity) {
                    let under_cursor = under_cursor.then_some(screen.focus == Focus::Sidebar);
                    draw_name(canvas, Rect { y, ..area }, named, under_cursor, trends, styles);
                    if let Some(attention) = session.attended.of(named.id) {
                        canvas.put(area.x + 2, y, 1, badge(attention), styles.accent);
                    }
                }
            }
        }
    }
}

fn draw_heading(canvas: &mut Canvas<'_>, area: Rect, y: u16, kind: Kind, screen: &Articles, styles: &Styles) {
    let style = if screen.focus == Focus::Sidebar { styles.accent } else { styles.heading };
    canvas.put(area.x + 1, y, area.width.saturating_sub(2), &kind.plural().to_uppercase(), style);
}

/// Draws a name in the first line of the area. `under_cursor` is `Some` for the selected line, and says whether the
/// pane has the focus.
fn draw_name(
    canvas: &mut Canvas<'_>,
    area: Rect,
    named: &NamedEntity,
    under_cursor: Option<bool>,
    trends: bool,
    styles: &Styles,
) {
    let y = area.y;
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    if let Some(focused) = under_cursor {
        canvas.tint(area, y, if focused { styles.selected } else { styles.marked });
        canvas.put(inner.x, y, 1, "▌", styles.kind(named.entity.kind));
        if focused {
            canvas.cursor = Some((inner.x, y));
        }
    }
    let mut right = inner;
    if trends {
        let bars = if has_trend(named) { sparkline(recent(named)) } else { String::new() };
        let shown = format!(" {bars:>MONTHS$}");
        right.width -= u16::try_from(width(&shown)).unwrap_or(0);
        canvas.put(right.right(), y, inner.right() - right.right(), &shown, styles.dim);
    }
    let start = canvas.put_right(right, y, &format!(" {}", named.mentions), styles.dim);
    let room = start.saturating_sub(inner.x + 2);
    let style = styles.kind(named.entity.kind);
    let style = if named.mentions > 1 { style } else { style.remove_modifier(Modifier::BOLD) };
    let after = canvas.put(inner.x + 2, y, room, &label(named), style);
    let also = also(named);
    if !also.is_empty() {
        canvas.put(after, y, start.saturating_sub(after), &also, styles.dim);
    }
}

fn recent(named: &NamedEntity) -> &[u32] {
    &named.trend[named.trend.len().saturating_sub(MONTHS)..]
}

/// Whether the trend says more than that it was named at all.
fn has_trend(named: &NamedEntity) -> bool {
    recent(named).iter().filter(|&&articles| articles > 0).count() > 1
}

/// The name; for a city with what tells it from its namesakes or, without any, its country, and with a question mark if
/// another place may be meant: `Portland, Oregon`, `Mosul, Iraq`, `Springfield, United States?`, `southern Syria`.
fn label(named: &NamedEntity) -> String {
    let (name, entity) = (&named.shown, &named.entity);
    match &entity.place {
        Some(place) if entity.kind == Kind::Place && place.kind != PlaceKind::Country => {
            let doubt = if place.is_doubtful() { "?" } else { "" };
            let says_more = *name == entity.name && !name.contains(&place.country_name);
            if says_more {
                format!("{name}, {}{doubt}", place.country_name)
            } else {
                format!("{name}{doubt}")
            }
        }
        _ => name.clone(),
    }
}

/// Aliases that differ from the name: `  also IS, ISIL`.
fn also(named: &NamedEntity) -> String {
    let entity = &named.entity;
    let name = fold(&entity.name);
    let says_more = |form: &&str| {
        let form = fold(form);
        !name.contains(&form) && !form.contains(&name)
    };
    let forms = forms::others(&entity.name, &entity.aliases);
    let forms: Vec<&str> = forms.iter().map(|alias| alias.form.as_str()).filter(says_more).take(3).collect();
    if entity.kind != Kind::Organisation || forms.is_empty() {
        return String::new();
    }
    format!("  also {}", forms.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, EntityId, Place};

    #[test]
    fn a_place_says_its_country_once_and_whether_it_is_doubtful() {
        for (shown, country, certainty, expected) in [
            ("Mosul", "Iraq", 1.0, "Mosul, Iraq"),
            ("Portland, Oregon", "United States", 0.5, "Portland, Oregon?"),
            ("Springfield", "United States", 0.5, "Springfield, United States?"),
            ("southern Syria", "Syria", 1.0, "southern Syria"),
            ("northern Iraq", "Iraq", 0.5, "northern Iraq?"),
            ("Sulu Sea", "", 1.0, "Sulu Sea"),
        ] {
            let name = shown.split(',').next().unwrap_or(shown);
            let place = Place {
                name: name.to_owned(),
                country: String::new(),
                country_name: country.to_owned(),
                admin1: None,
                kind: PlaceKind::Region,
                latitude: 0.0,
                longitude: 0.0,
                geonameid: None,
                certainty,
            };
            let entity = Entity {
                kind: Kind::Place,
                name: name.to_owned(),
                key: String::new(),
                aliases: Vec::new(),
                roles: Vec::new(),
                place: Some(place),
                salience: 0.0,
            };
            let (id, shown, trend) = (EntityId(1), shown.to_owned(), Vec::new());
            let named = NamedEntity { id, entity, shown, mentions: 1, articles: 1, trend, last: None };
            assert_eq!(label(&named), expected);
        }
    }
}
