//! Draws a dossier: the entity at the top, then its articles with their sentences, and next to them the co-occurring
//! entities.

use super::canvas::{Canvas, sparkline};
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::dossier::{Column, DossierScreen, MARGIN, further_sentences, lines_of};
use crate::model::{Attention, Dossier, Kind, MonthCount, Place, PlaceKind, Span};
use crate::text::find::find_all;
use crate::text::width::counted;
use crate::text::wrap::wrap;
use crate::text::{forms, time};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The maximum number of bars on the line of months.
const BARS: usize = 48;

pub(super) fn draw(canvas: &mut Canvas<'_>, screen: &DossierScreen, session: &Session, styles: &Styles) {
    let Some(dossier) = &screen.dossier else { return };
    let layout = screen.layout(session);
    let header = layout.header;
    let header = Rect { x: header.x + 2, width: header.width.saturating_sub(4), ..header };
    draw_header(canvas, header, dossier, session, styles);
    if let Some(rule) = layout.rule {
        for y in rule.y..rule.bottom() {
            canvas.put(rule.x, y, 1, "│", styles.rule);
        }
    }
    if let Some(area) = layout.articles {
        draw_articles(canvas, area, screen, dossier, session, styles);
    }
    if let Some(area) = layout.companions {
        draw_companions(canvas, area, screen, dossier, styles);
    }
}

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, dossier: &Dossier, session: &Session, styles: &Styles) {
    let title = styles.kind(dossier.kind).add_modifier(Modifier::BOLD);
    let mut lines = vec![(String::new(), styles.text), (dossier.shown.clone(), title)];
    let mut facts = vec![dossier.kind.word().to_owned()];
    facts.extend(session.attended.of(dossier.id).map(|attention| match attention {
        Attention::Watched => "◆ watched".to_owned(),
        Attention::Muted => "◇ muted".to_owned(),
    }));
    facts.extend(dossier.roles.first().cloned());
    facts.extend(dossier.place.as_ref().and_then(|place| whereabouts(place, dossier.kind)));
    facts.push(counted(dossier.total, "article", "articles"));
    let span = dossier.first.zip(dossier.last).map(|(first, last)| {
        let (first, last) = (time::day(first, session.now), time::day(last, session.now));
        if first == last { first } else { format!("{first} – {last}") }
    });
    facts.extend(span);
    let facts = facts.join(" · ");
    let wrapped = wrap(&facts, Span::new(0, facts.len()), area.width.into());
    lines.extend(wrapped.into_iter().take(2).map(|line| (line.of(&facts).to_owned(), styles.dim)));
    let forms = forms::distinct(&dossier.name, &dossier.aliases);
    let forms: Vec<String> = forms.iter().map(|form| format!("{} {}", form.form, form.mentions)).collect();
    if forms.len() > 1 {
        lines.push((format!("named as {}", forms.join(" · ")), styles.dim));
    }
    if let Some(months) = months(&dossier.months).filter(|_| !canvas.ascii) {
        lines.push((months, styles.kind(dossier.kind)));
    }
    // The empty line above gives way.
    let above = usize::from(lines.len() >= usize::from(area.height));
    for ((text, style), y) in lines.into_iter().skip(above).zip(area.y..area.bottom()) {
        canvas.put(area.x, y, area.width, &text, style);
    }
}

/// `Aleppo Governorate, Syria`, as far as it adds to the name; for an organisation the town comes first. A question
/// mark means that another place may be meant.
fn whereabouts(place: &Place, kind: Kind) -> Option<String> {
    let is_place = kind == Kind::Place;
    let parts = [
        Some(place.name.clone()).filter(|_| !is_place),
        place.admin1.clone().filter(|admin| *admin != place.name),
        Some(place.country_name.clone()).filter(|country| is_place || *country != place.name),
    ];
    let known: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let doubt = if place.is_doubtful() { "?" } else { "" };
    let says_more = !is_place || place.kind != PlaceKind::Country;
    (says_more && !known.is_empty()).then(|| format!("{}{doubt}", known.join(", ")))
}

/// The months from first to last as bars, with their names at the ends; if there are more months
/// than bars, each bar stands for several.
fn months(counts: &[MonthCount]) -> Option<String> {
    let number = |month: &str| {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()? - 1)
    };
    let (first, last) = (number(&counts.first()?.month)?, number(&counts.last()?.month)?);
    if first >= last {
        return None;
    }
    let wide = (last + 1 - first).div_ceil(BARS);
    let mut bars = vec![0; (last + 1 - first).div_ceil(wide)];
    for count in counts {
        let bar = number(&count.month).and_then(|month| month.checked_sub(first)).map(|month| month / wide);
        if let Some(bar) = bar.and_then(|bar| bars.get_mut(bar)) {
            *bar += count.articles;
        }
    }
    let name = |at: usize| format!("{:04}-{:02}", at / 12, at % 12 + 1);
    Some(format!("{} {} {}", name(first), sparkline(&bars), name(last)))
}

fn draw_articles(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &DossierScreen,
    dossier: &Dossier,
    session: &Session,
    styles: &Styles,
) {
    let mut y = area.y;
    for at in screen.top..dossier.articles.len() {
        if y >= area.bottom() {
            break;
        }
        let place = Rect { y, height: area.bottom() - y, ..area };
        y += draw_article(canvas, place, screen, at, dossier, session, styles);
        let more = further_sentences(&dossier.articles[at]);
        if more > 0 && y < area.bottom() {
            let told = format!("+{more} more");
            canvas.put(area.x + 3, y, area.width.saturating_sub(MARGIN), &told, styles.dim);
        }
        y += 1;
    }
    if dossier.articles.is_empty() {
        canvas.put_empty(area, &["No article names it any more."], styles.dim);
    }
}

/// Draws an article as far as the area allows; returns the number of lines.
fn draw_article(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &DossierScreen,
    at: usize,
    dossier: &Dossier,
    session: &Session,
    styles: &Styles,
) -> u16 {
    let article = &dossier.articles[at];
    let row = &article.row;
    let is_current = at == screen.article;
    let focused = is_current && screen.column == Column::Articles;
    let lines = lines_of(article, screen.layout(session).sentence);
    let height = 1 + u16::try_from(lines.len()).unwrap_or(0);
    let in_sight = area.y..area.bottom().min(area.y + height);
    if is_current {
        let style = if focused { styles.selected } else { styles.marked };
        in_sight.clone().for_each(|y| canvas.tint(area, y, style));
        canvas.put(area.x, area.y, 1, "▌", styles.accent);
    }
    if focused {
        canvas.cursor = Some((area.x, area.y));
    }
    if row.unread {
        canvas.put(area.x + 1, area.y, 1, "●", styles.unread);
    }
    let when = time::day_or_added(row, session.now);
    let inner = Rect { x: area.x + 3, width: area.width.saturating_sub(MARGIN), ..area };
    let end = canvas.put_right(inner, area.y, &format!("  {when}"), styles.dim);
    let star = if row.bookmarked { format!("★ {}", row.title) } else { row.title.clone() };
    canvas.put(inner.x, area.y, end.saturating_sub(inner.x), &star, styles.title);
    let hit = styles.kind(dossier.kind).add_modifier(Modifier::BOLD);
    for (line, y) in lines.into_iter().zip(in_sight.skip(1)) {
        let sentence = &article.sentences[line.sentence];
        let place = Rect { y, ..inner };
        let found =
            screen.find.as_ref().map(|find| find_all(&sentence.text, &find.words)).unwrap_or_default();
        let (hits, style) = if found.is_empty() { (&sentence.hits, hit) } else { (&found, styles.hit) };
        let end = canvas.put_with_hits(place, &sentence.text, line.span, hits, (styles.text, style));
        if line.cut {
            canvas.put(end, y, 1, "…", styles.dim);
        }
    }
    height
}

fn draw_companions(
    canvas: &mut Canvas<'_>,
    area: Rect,
    screen: &DossierScreen,
    dossier: &Dossier,
    styles: &Styles,
) {
    let focused = screen.column == Column::Companions;
    let style = if focused { styles.accent } else { styles.heading };
    canvas.put(area.x + 1, area.y, area.width.saturating_sub(2), "NAMED WITH", style);
    let rows = dossier.with.iter().enumerate().skip(screen.companion_top);
    for ((at, companion), y) in rows.zip(area.y + 1..area.bottom()) {
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        if focused && at == screen.companion {
            canvas.tint(area, y, styles.selected);
            canvas.put(inner.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((inner.x, y));
        }
        let end = canvas.put_right(inner, y, &format!(" {}", companion.articles), styles.dim);
        let room = end.saturating_sub(inner.x + 2);
        canvas.put(inner.x + 2, y, room, &companion.shown, styles.kind(companion.kind));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_bars_from_the_first_to_the_last() {
        let count = |month: &str, articles| MonthCount { month: month.into(), articles };
        for (counts, expected) in [
            (vec![count("2016-12", 2)], None),
            (vec![count("2016-11", 1), count("2017-01", 2)], Some("2016-11 ▄ █ 2017-01".to_owned())),
            (
                vec![count("2010-01", 1), count("2017-12", 1)],
                Some(format!("2010-01 █{}█ 2017-12", " ".repeat(46))),
            ),
            (vec![count("nonsense", 1), count("2017-12", 1)], None),
            (vec![], None),
        ] {
            assert_eq!(months(&counts), expected, "{counts:?}");
        }
    }
}
