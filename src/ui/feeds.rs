//! Draws the feed tree, and the state of the selected feed.

use super::canvas::Canvas;
use super::strip;
use super::theme::Styles;
use crate::app::Session;
use crate::app::screens::feeds::{Feeds, Line};
use crate::model::{Account, AccountState, FeedState, Subscription, When};
use crate::text::time;
use crate::text::web;
use crate::text::width::{counted, grouped};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// From this width on, all columns are shown.
const WIDE: u16 = 70;

pub(super) fn draw(canvas: &mut Canvas<'_>, feeds: &Feeds, session: &Session, styles: &Styles) {
    let layout = Feeds::layout(session);
    let (heading, rows, foot) = (layout.heading, layout.rows, layout.foot);
    draw_heading(canvas, heading, feeds, styles);
    if let Some(empty) = feeds.empty() {
        canvas.put_empty(rows, &[&empty.line()], styles.dim);
    }
    let lines = feeds.lines.iter().enumerate().skip(feeds.cursor.top);
    for ((at, line), y) in lines.zip(rows.y..rows.bottom()) {
        if at == feeds.cursor.at {
            canvas.tint(rows, y, styles.selected);
            canvas.put(rows.x, y, 1, "▌", styles.accent);
            canvas.cursor = Some((rows.x, y));
        }
        draw_line(canvas, Rect { y, ..rows }, feeds, line, styles);
    }
    if let Some(account) = feeds.selected_account() {
        let told = account_standing(account, session);
        draw_foot(canvas, session, foot, &told, account.error.as_deref(), &account.url, styles);
    }
    if let Some(feed) = feeds.selected() {
        let error = feed.error.as_deref().filter(|_| feed.is_failing());
        draw_foot(canvas, session, foot, &standing(feed, session), error, &feed.url, styles);
    }
}

/// The heading, and those of the columns of numbers.
fn draw_heading(canvas: &mut Canvas<'_>, area: Rect, feeds: &Feeds, styles: &Styles) {
    let heads =
        if feeds.lines.is_empty() { String::new() } else { facts(area.width, "", "unread", "articles") };
    let end = canvas.put_right(area, area.y, &heads, styles.heading);
    canvas.put(area.x + 2, area.y, end.saturating_sub(area.x + 2), "FEEDS", styles.accent);
}

/// The columns of a line: what is wrong with the feed, its unread articles and, if there is room, all its articles.
fn facts(columns: u16, note: &str, unread: &str, articles: &str) -> String {
    if columns >= WIDE {
        format!("  {note:>13}  {unread:>9}  {articles:>9} ")
    } else {
        format!("  {note}  {unread:>7} ")
    }
}

/// The state, and below it what is wrong, as a whole, or else the address.
fn draw_foot(
    canvas: &mut Canvas<'_>,
    session: &Session,
    foot: Rect,
    standing: &str,
    error: Option<&str>,
    url: &str,
    styles: &Styles,
) {
    let last = foot.bottom().saturating_sub(1);
    let told = error.map_or_else(|| web::shown(url), Cow::Borrowed);
    let top = strip::draw(canvas, session, last, &told, styles.dim);
    strip::draw(canvas, session, top.saturating_sub(1), standing, styles.text);
}

fn draw_line(canvas: &mut Canvas<'_>, area: Rect, feeds: &Feeds, line: &Line, styles: &Styles) {
    let trouble = |count: usize| if count > 0 { format!("{count} failing") } else { String::new() };
    let (indent, name, (unread, articles), note) = match line {
        Line::All => (0, "All feeds".to_owned(), feeds.counts(None), trouble(feeds.failing(None))),
        Line::Account(at) => {
            let Some(account) = feeds.accounts.get(*at) else { return };
            (0, account.name.clone(), feeds.counts_of(account.id), account_note(account))
        }
        Line::Tag(tag) => {
            let mark = if feeds.folded.contains(tag) { "▸" } else { "▾" };
            (0, format!("{mark} {tag}"), feeds.counts(Some(tag)), trouble(feeds.failing(Some(tag))))
        }
        Line::Feed(at, is_under) => {
            let Some(feed) = feeds.all.get(*at) else { return };
            let note = match feed.state {
                FeedState::Ok | FeedState::New => String::new(),
                other => other.to_string(),
            };
            (if *is_under { 2 } else { 0 }, feed.title.clone(), (feed.unread, feed.articles), note)
        }
    };
    let facts = facts(area.width, &note, &grouped(unread), &grouped(articles));
    let end = canvas.put_right(area, area.y, &facts, styles.dim);
    let style = if unread > 0 { styles.title } else { styles.text };
    let x = area.x + 2 + indent;
    canvas.put(x, area.y, end.saturating_sub(x), &name, style);
}

/// The state of a feed, in words: `failing · last good 3 d ago · next in 2 h`.
fn standing(feed: &Subscription, session: &Session) -> String {
    let mut parts = vec![match feed.state {
        FeedState::New => "not fetched yet".to_owned(),
        FeedState::Ok if feed.account.is_some() => "fetched by its server".to_owned(),
        FeedState::Ok => "ok".to_owned(),
        FeedState::Failing => "failing; will retry".to_owned(),
        FeedState::Silent => "failing for weeks; retrying less often".to_owned(),
        FeedState::Paused => "paused · Ep resumes it".to_owned(),
        FeedState::Gone => "gone: its server says it no longer exists".to_owned(),
        FeedState::Removed => "removed".to_owned(),
    }];
    parts.push(counted(feed.articles, "article", "articles"));
    parts.extend(feed.fetches_full_text.then(|| "full texts".to_owned()));
    if let Some(seconds) = feed.last_success {
        parts.push(format!("last fetched {}", time::ago_in_words(When::second(seconds), session.now)));
    }
    if let Some(seconds) = feed.next_due.filter(|_| feed.state != FeedState::New) {
        let minutes = ((seconds - session.now.seconds).max(0) + 59) / 60;
        parts.push(match minutes {
            0 => "due now".to_owned(),
            1..120 => format!("next in {minutes} min"),
            _ => format!("next in {} h", minutes / 60),
        });
    }
    parts.join(" · ")
}

/// What an account needs, in a word or two.
fn account_note(account: &Account) -> String {
    match (account.state, account.waiting) {
        (AccountState::Failing, _) => "failing".to_owned(),
        (_, 1..) => format!("{} to send", grouped(account.waiting)),
        (AccountState::New, _) => "new".to_owned(),
        (AccountState::Partial, _) => "not all yet".to_owned(),
        (AccountState::Ok, _) => String::new(),
    }
}

/// The state of an account, in words: `Miniflux · 40 feeds · synchronised 5 min ago · 3 changes to send`.
fn account_standing(account: &Account, session: &Session) -> String {
    let mut parts = vec![account.protocol.to_string(), counted(account.feeds, "feed", "feeds")];
    parts.extend(match account.state {
        AccountState::New => Some("not synchronised yet · r does it".to_owned()),
        AccountState::Failing => Some("failing; will retry".to_owned()),
        AccountState::Partial => account.first.map(|(done, total)| {
            if total > done {
                format!("{} of {} here", grouped(done), counted(total, "article", "articles"))
            } else {
                format!("{} here, more to come", counted(done, "article", "articles"))
            }
        }),
        AccountState::Ok => None,
    });
    parts.extend(
        account
            .last_success
            .map(|at| format!("synchronised {}", time::ago_in_words(When::second(at), session.now))),
    );
    let waiting = || format!("{} to send", counted(account.waiting, "change", "changes"));
    parts.extend((account.waiting > 0).then(waiting));
    parts.extend(account.protocol.stays_here().map(|what| format!("{what} stay here")));
    parts.join(" · ")
}
