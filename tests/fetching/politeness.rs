//! Politeness: a reader polls a real server with a simulated clock. One test per rule.

use crate::server::{Asked, Reply, Server, reply};
use crate::{LIMITS, client};
use dateline::feeds;
use dateline::fetch::schedule::{self, SHORTEST, SILENT_AFTER, USUAL};
use dateline::fetch::{Client, Failure, FeedHealth, FetchState, Outcome};
use dateline::model::UpdateInterval;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Monday, 2 November 2026, 00:00 in GMT.
const MONDAY: i64 = 1_793_577_600;

/// The same as an HTTP date.
const DATE: (&str, &str) = ("Date", "Mon, 02 Nov 2026 00:00:00 GMT");

const FEED: &str = "<rss version='2.0'><channel><title>Harbour Post</title></channel></rss>";

/// A reader of one feed.
struct PolledFeed {
    client: Client,
    server: Server,
    address: String,
    fetch_state: FetchState,
    now: i64,
}

impl PolledFeed {
    fn of(response: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let server = Server::new(response);
        let address = server.at("/feed");
        Self { client: client(LIMITS), server, address, fetch_state: FetchState::default(), now: MONDAY }
    }

    /// Requests the feed, whether it is due or not.
    fn ask(&mut self) -> &FetchState {
        let asked = self.client.get(&self.address, &self.fetch_state.validators);
        let after =
            |outcome| schedule::after(&self.fetch_state, "https://news.example/feed", outcome, self.now);
        self.fetch_state = match &asked {
            Err(failure) => after(Outcome::Failed(failure)),
            Ok(response) => match &response.body {
                None => after(Outcome::Unchanged(response)),
                Some(body) => match update_interval_of(body) {
                    Ok(update_interval) => after(Outcome::Read { response, update_interval }),
                    Err(reason) => after(Outcome::Unreadable { response, reason: &reason }),
                },
            },
        };
        // Only what can be serialised survives a restart.
        let kept = serde_json::to_string(&self.fetch_state).unwrap();
        self.fetch_state = serde_json::from_str(&kept).unwrap();
        &self.fetch_state
    }

    /// Waits until it is due and requests it.
    fn ask_in_turn(&mut self) -> &FetchState {
        self.now = self.now.max(self.fetch_state.next_due);
        self.ask()
    }

    /// The time until it is due.
    fn wait(&self) -> i64 {
        self.fetch_state.next_due - self.now
    }

    fn requests(&self) -> usize {
        self.server.asked().len()
    }
}

fn update_interval_of(body: &[u8]) -> Result<UpdateInterval, String> {
    let decoded = feeds::decode(body, None);
    let mut reader = feeds::FeedParser::open(&decoded, None).map_err(|reason| reason.to_string())?;
    reader.by_ref().for_each(drop);
    Ok(reader.feed().update_interval)
}

/// The interval: the expected one, plus at most a tenth.
#[track_caller]
fn is_about(wait: i64, expected: i64) {
    assert!((expected..=expected + expected / 10).contains(&wait), "{wait} seconds, and not {expected}");
}

#[test]
fn validators_are_sent_back_and_renewed_by_200_and_304() {
    let mut reader = PolledFeed::of(|asked| match asked.before {
        0 => reply(200, &[("ETag", "\"1\""), ("Last-Modified", "some day")], FEED),
        1 => reply(304, &[("ETag", "\"2\"")], ""),
        2 => reply(304, &[], ""),
        3 => reply(200, &[("Last-Modified", "another day")], FEED),
        _ => reply(200, &[], FEED),
    });
    for _ in 0..6 {
        reader.ask();
    }
    let asked = reader.server.asked();
    let sent = |at: usize| (asked[at].header("if-none-match"), asked[at].header("if-modified-since"));
    for (at, expected) in [
        (0, (None, None)),
        (1, (Some("\"1\""), Some("some day"))),
        (2, (Some("\"2\""), Some("some day"))),
        (3, (Some("\"2\""), Some("some day"))),
        (4, (None, Some("another day"))),
        (5, (None, None)),
    ] {
        assert_eq!(sent(at), expected, "question {at}");
    }
}

/// Validators of a page that replaced a feed for an hour must not be used for the feed.
#[test]
fn validators_of_what_is_no_feed_are_forgotten() {
    let mut reader = PolledFeed::of(|asked| match asked.before {
        1 => reply(200, &[("ETag", "\"page\"")], "<html><p>We are being repaired.</p></html>"),
        _ => reply(200, &[("ETag", "\"feed\"")], FEED),
    });
    reader.ask();
    let fetch_state = reader.ask();
    assert_eq!(
        fetch_state.error.as_deref(),
        Some("is a web page, not a feed, and it links to none; look for one on the site")
    );
    assert_eq!(fetch_state.state(false, MONDAY), FeedHealth::Failing);
    reader.ask();
    assert_eq!(reader.server.asked()[2].header("if-none-match"), None);
    assert_eq!(reader.fetch_state.state(false, MONDAY), FeedHealth::Ok);
}

#[test]
fn an_answer_that_holds_is_not_asked_for_again() {
    let check = |headers: &'static [(&str, &str)], expected: i64| {
        let mut reader = PolledFeed::of(move |_| reply(200, headers, FEED));
        reader.ask();
        is_about(reader.wait(), expected);
        reader.now += expected - 1;
        assert!(!reader.fetch_state.is_due(reader.now), "{headers:?}");
        reader.now += expected / 10 + 2;
        assert!(reader.fetch_state.is_due(reader.now), "{headers:?}");
    };
    check(&[], USUAL);
    check(&[("Cache-Control", "max-age=10800")], 3 * HOUR);
    check(&[("Cache-Control", "max-age=10800"), ("Age", "3600")], 2 * HOUR);
    check(&[("Cache-Control", "no-cache, max-age=10800")], USUAL);
    check(&[("Cache-Control", "no-store")], USUAL);
    check(&[DATE, ("Expires", "Mon, 02 Nov 2026 05:00:00 GMT")], 5 * HOUR);
    check(&[DATE, ("Expires", "Sun, 01 Nov 2026 05:00:00 GMT")], USUAL);
    // A file that may be cached for a year is requested every day.
    check(&[("Cache-Control", "max-age=31536000")], DAY);
}

#[test]
fn what_a_feed_says_of_itself_counts() {
    let check = |fields: &'static str, expected: i64| {
        let feed = FEED.replace("</channel>", &format!("{fields}</channel>"));
        let mut reader = PolledFeed::of(move |asked| match asked.before {
            0 => reply(200, &[("ETag", "\"1\"")], &feed),
            _ => reply(304, &[], ""),
        });
        reader.ask();
        is_about(reader.wait(), expected);
        // "Not modified" does not repeat the header, which still applies.
        reader.ask_in_turn();
        is_about(reader.wait(), expected);
    };
    check("<ttl>240</ttl>", 4 * HOUR);
    check("<ttl>5</ttl>", SHORTEST);
    check("<sy:updatePeriod>daily</sy:updatePeriod>", DAY);
    check("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>8</sy:updateFrequency>", 3 * HOUR);
    check("<sy:updatePeriod>yearly</sy:updatePeriod>", 7 * DAY);
}

#[test]
fn the_longest_of_several_wishes_counts() {
    let feed = FEED.replace("</channel>", "<ttl>120</ttl></channel>");
    for (max_age, expected) in [("max-age=600", 2 * HOUR), ("max-age=18000", 5 * HOUR)] {
        let feed = feed.clone();
        let mut reader = PolledFeed::of(move |_| reply(200, &[("Cache-Control", max_age)], &feed));
        reader.ask();
        is_about(reader.wait(), expected);
    }
}

#[test]
fn hours_and_days_that_a_feed_leaves_out_are_left_out() {
    let check = |fields: &str, asked_at: i64, from: i64, to: i64| {
        let feed = FEED.replace("</channel>", &format!("{fields}</channel>"));
        let mut reader = PolledFeed::of(move |_| reply(200, &[], &feed));
        reader.now = asked_at;
        reader.ask();
        let due = reader.fetch_state.next_due;
        assert!((from..to).contains(&due), "{fields}: due {} minutes after Monday", (due - MONDAY) / MINUTE);
    };
    let hours = |end: i32| {
        let hours: Vec<String> = (0..end).map(|hour| format!("<hour>{hour}</hour>")).collect();
        format!("<skipHours>{}</skipHours>", hours.concat())
    };
    let night = hours(6);
    // At one o'clock it would be due at two; it is due at six or later.
    check(&night, MONDAY + HOUR, MONDAY + 6 * HOUR, MONDAY + 7 * HOUR);
    check(&night, MONDAY + 9 * HOUR, MONDAY + 10 * HOUR, MONDAY + 11 * HOUR);
    let days = "<skipDays><day>Monday</day><day>Tuesday</day></skipDays>";
    check(days, MONDAY + HOUR, MONDAY + 2 * DAY, MONDAY + 2 * DAY + HOUR);
    check(&format!("{night}{days}"), MONDAY, MONDAY + 2 * DAY + 6 * HOUR, MONDAY + 2 * DAY + 7 * HOUR);
    // Excluding every hour is taken for a mistake.
    check(&hours(24), MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR);
}

#[test]
fn nobody_is_asked_twice_in_half_an_hour() {
    let feed = FEED.replace("</channel>", "<ttl>1</ttl></channel>");
    let mut reader = PolledFeed::of(move |_| reply(200, &[("Cache-Control", "max-age=60")], &feed));
    // Someone checks every minute for six hours whether it is due.
    for now in (MONDAY..MONDAY + 6 * HOUR).step_by(60) {
        reader.now = now;
        if reader.fetch_state.is_due(now) {
            reader.ask();
        }
    }
    let asked = reader.requests();
    assert!((10..=12).contains(&asked), "{asked} questions in six hours");
}

/// A user may refresh a feed before it is due, but not before the server's `Retry-After`.
#[test]
fn retry_after_is_a_promise() {
    let check = |value: &'static str, expected: i64| {
        let mut reader = PolledFeed::of(move |_| reply(503, &[("Retry-After", value)], ""));
        reader.ask();
        let fetch_state = &reader.fetch_state;
        assert_eq!(fetch_state.not_before.max(MONDAY), MONDAY + expected, "{value}");
        assert!(fetch_state.next_due >= MONDAY + expected, "{value}");
        assert!(expected == 0 || !fetch_state.may_be_asked(MONDAY + expected - 1), "{value}");
        assert!(fetch_state.may_be_asked(MONDAY + expected), "{value}");
    };
    check("7200", 2 * HOUR);
    check("Mon, 02 Nov 2026 10:00:00 GMT", 10 * HOUR);
    check("Sun, 01 Nov 2026 10:00:00 GMT", 0);
    check("whenever", 0);
    // A server that asks for years is requested in a week.
    check("99999999999", 7 * DAY);
}

#[test]
fn a_person_need_not_wait_for_the_turn() {
    let mut reader = PolledFeed::of(|_| reply(200, &[], FEED));
    reader.ask();
    assert!(!reader.fetch_state.is_due(MONDAY + MINUTE));
    assert!(reader.fetch_state.may_be_asked(MONDAY + MINUTE));
}

#[test]
fn failures_in_a_row_double_the_wait() {
    let mut reader =
        PolledFeed::of(|asked| if asked.before < 9 { reply(500, &[], "") } else { reply(200, &[], FEED) });
    let expected = [30, 60, 120, 240, 480, 960, 1440, 1440, 1440].map(|minutes| minutes * MINUTE);
    for (number, wait) in expected.into_iter().enumerate() {
        reader.ask_in_turn();
        assert!(
            (wait..=wait + wait / 4).contains(&reader.wait()),
            "failure {number}: {} seconds",
            reader.wait()
        );
        assert_eq!(reader.fetch_state.failures as usize, number + 1);
    }
    let fetch_state = reader.ask_in_turn();
    assert_eq!((fetch_state.failures, &fetch_state.error, fetch_state.failing_since), (0, &None, None));
    is_about(reader.wait(), USUAL);
}

/// Without an internet connection every feed fails; none of them is to blame.
#[test]
fn being_offline_is_forgiven_within_the_hour() {
    let mut fetch_state = FetchState::default();
    let failure = Failure::HostNotFound { host: "news.example".into() };
    for now in (0..40).map(|day| MONDAY + day * DAY) {
        fetch_state = schedule::after(&fetch_state, "https://news.example/", Outcome::Failed(&failure), now);
        assert!(fetch_state.next_due - now <= HOUR + HOUR / 4, "{} seconds", fetch_state.next_due - now);
    }
}

/// Feeds that were added together do not stay together.
#[test]
fn turns_are_spread() {
    let failure = Failure::Status { host: "news.example".into(), code: 500, retry_after: None };
    let due = |number: usize| {
        let address = format!("https://news.example/feeds/{number}");
        schedule::after(&FetchState::default(), &address, Outcome::Failed(&failure), MONDAY).next_due
    };
    let turns: std::collections::BTreeSet<i64> = (0..100).map(due).collect();
    assert!(turns.len() > 80, "{} turns for 100 feeds", turns.len());
    assert_eq!(due(7), due(7));
}

/// A server whose feed has moved.
fn moved(asked: &Asked, to: &str, status: u16) -> Reply {
    if asked.path == "/feed" { reply(status, &[("Location", to)], "") } else { reply(200, &[], FEED) }
}

#[test]
fn a_move_is_believed_after_a_week_of_good_answers() {
    let check = |response: fn(&Asked) -> Reply, days: i64, expected: Option<&str>| {
        let mut reader = PolledFeed::of(response);
        for day in 0..=days {
            reader.now = MONDAY + day * DAY;
            reader.ask();
        }
        let expected = expected.map(|path| reader.server.at(path));
        assert_eq!(reader.fetch_state.new_address(), expected.as_deref(), "after {days} days");
    };
    check(|asked| moved(asked, "/new", 301), 6, None);
    check(|asked| moved(asked, "/new", 301), 7, Some("/new"));
    check(|asked| moved(asked, "/new", 308), 7, Some("/new"));
    check(|asked| moved(asked, "/new", 302), 30, None);
    check(|asked| moved(asked, "/new", 307), 30, None);
    // Another target in between, the old address in between, or a temporary redirect in between: the week starts
    // again.
    check(|asked| moved(asked, if asked.before == 3 { "/other" } else { "/new" }, 301), 10, None);
    check(|asked| moved(asked, if asked.before == 3 { "/other" } else { "/new" }, 301), 11, Some("/new"));
    check(|asked| moved(asked, "/new", if asked.before == 3 { 302 } else { 301 }), 10, None);
    check(
        |asked| if asked.before == 3 { reply(200, &[], FEED) } else { moved(asked, "/new", 301) },
        10,
        None,
    );
    // A hotel's login page sent instead of everything is not a move.
    check(
        |asked| match asked.path.as_str() {
            "/feed" => reply(301, &[("Location", "/login")], ""),
            _ => reply(200, &[], "<html><p>Welcome, guest.</p></html>"),
        },
        30,
        None,
    );
    // An outage in between says nothing about where the feed is.
    check(
        |asked| if asked.before == 3 { reply(500, &[], "") } else { moved(asked, "/new", 301) },
        7,
        Some("/new"),
    );
}

#[test]
fn what_is_gone_is_asked_no_more() {
    let mut reader =
        PolledFeed::of(|asked| if asked.before == 0 { reply(200, &[], FEED) } else { reply(410, &[], "") });
    reader.ask();
    reader.ask();
    let fetch_state = &reader.fetch_state;
    for now in [MONDAY, MONDAY + 400 * DAY] {
        assert!(!fetch_state.is_due(now) && !fetch_state.may_be_asked(now));
        assert_eq!(fetch_state.state(false, now), FeedHealth::Gone);
    }
    assert!(fetch_state.error.as_deref().unwrap().contains("gone for good"));
    // Unless the user insists.
    let afresh = fetch_state.afresh();
    assert!(afresh.is_due(MONDAY));
    assert_eq!((afresh.last_success, afresh.error, afresh.is_gone), (Some(MONDAY), None, false));
}

#[test]
fn how_a_feed_is_doing_in_a_word() {
    let mut reader =
        PolledFeed::of(|asked| if asked.before == 0 { reply(200, &[], FEED) } else { reply(500, &[], "") });
    let word = |reader: &PolledFeed| reader.fetch_state.state(false, reader.now).word();
    assert_eq!(word(&reader), "new");
    reader.ask();
    assert_eq!(word(&reader), "ok");
    reader.now += DAY;
    reader.ask();
    assert_eq!(word(&reader), "failing");
    reader.now += SILENT_AFTER - 1;
    assert_eq!(word(&reader), "failing");
    reader.now += 1;
    assert_eq!(word(&reader), "silent for weeks");
    assert_eq!(reader.fetch_state.state(true, reader.now).word(), "paused");
    assert_eq!(reader.fetch_state.last_success, Some(MONDAY));
}

/// Cancelling in the middle is not a failure.
#[test]
fn being_stopped_changes_nothing() {
    let mut reader = PolledFeed::of(|_| reply(200, &[("ETag", "\"1\"")], FEED));
    let before = reader.ask().clone();
    reader.client.cancel();
    reader.now += DAY;
    assert_eq!(*reader.ask(), before);
    assert_eq!(reader.requests(), 1);
}
