//! Draws the screen of articles: its panes, the rules between them, and how far the article has been read.

use super::canvas::Canvas;
use super::map::{Mark, draw_picture};
use super::theme::Styles;
use super::{list, reader, sidebar, strip};
use crate::app::Session;
use crate::app::screens::articles::Articles;
use crate::app::screens::articles::panes::Panes;
use crate::model::Place;
use ratatui::layout::Rect;

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &Articles, session: &Session, styles: &Styles) {
    let panes = screen.panes(session);
    if let Some(area) = panes.list {
        list::draw(canvas, area, screen, session, styles);
    }
    if panes.reader.is_some() {
        reader::draw(canvas, &panes, screen, session, styles);
    }
    if let Some(area) = panes.sidebar {
        sidebar::draw(canvas, area, screen, session, styles);
    }
    draw_map(canvas, &panes, screen, styles);
    draw_rules(canvas, &panes, session, styles);
    draw_progress(canvas, &panes, screen, session, styles);
    draw_warning(canvas, screen, session, styles);
}

/// The small map under a rule, at the foot of the sidebar.
fn draw_map(canvas: &mut Canvas<'_>, panes: &Panes, screen: &Articles, styles: &Styles) {
    let (Some(area), Some(article)) = (panes.map, &screen.reader.article) else { return };
    let rule = "─".repeat(usize::from(area.width));
    canvas.put(area.x, area.y - 1, area.width, &rule, styles.rule);
    let at_hand = screen.sidebar.selected();
    let mark = |&at: &usize| {
        let named = article.entities.get(at)?;
        let doubtful = named.entity.place.as_ref().is_some_and(Place::is_doubtful);
        Some(Mark { name: &named.shown, doubtful, current: Some(at) == at_hand })
    };
    let marks: Vec<Mark<'_>> = screen.small_map.places.iter().filter_map(mark).collect();
    draw_picture(canvas, area, &screen.small_map.picture, &marks, styles);
}

fn draw_rules(canvas: &mut Canvas<'_>, panes: &Panes, session: &Session, styles: &Styles) {
    let body = session.frame().body;
    let panes = [panes.list, panes.reader, panes.sidebar];
    for x in panes.into_iter().flatten().filter_map(|pane| pane.x.checked_sub(1)) {
        for y in body.y..body.bottom() {
            canvas.put(x, y, 1, "│", styles.rule);
        }
        canvas.put(x, body.y.saturating_sub(1), 1, "┬", styles.rule);
        canvas.put(x, body.bottom(), 1, "┴", styles.rule);
    }
}

/// `3 min left` in the rule below the article, while it does not fit on the screen; in the last minute, `86 %`.
fn draw_progress(
    canvas: &mut Canvas<'_>,
    panes: &Panes,
    screen: &Articles,
    session: &Session,
    styles: &Styles,
) {
    let (Some(pane), height) = (panes.reader, usize::from(panes.text.height)) else { return };
    if screen.reader.layout.lines.len() > height {
        let rule = Rect { width: pane.width.saturating_sub(2), ..pane };
        let shown = match screen.reader.minutes_left(height) {
            0 => format!(" {} % ", screen.reader.progress(height)),
            left => format!(" {left} min left "),
        };
        canvas.put_right(rule, session.frame().body.bottom(), &shown, styles.dim);
    }
}

/// Draws the whole error of the query, or how it was understood, in the rule below.
fn draw_warning(canvas: &mut Canvas<'_>, screen: &Articles, session: &Session, styles: &Styles) {
    let (list, rule) = (&screen.list, session.frame().body.bottom());
    if let Some(warning) = &list.warning {
        strip::draw(canvas, session, rule, warning, styles.accent);
    } else if let Some(understood) = list.understood.as_ref().filter(|_| list.view.has_query()) {
        let columns = session.columns.saturating_sub(12);
        canvas.put(2, rule, columns, &format!(" {understood} "), styles.dim);
    }
}
