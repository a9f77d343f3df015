//! The query language: a table of queries and how they are parsed.

use super::*;
use proptest::prelude::*;

/// 2024-03-01T12:00:00Z.
const NOW: i64 = 1_709_294_400;

fn knows(field: NameField, name: &str) -> bool {
    match field {
        NameField::Place | NameField::Entity(Kind::Place) => {
            ["turin", "new york", "iraq", "york"].contains(&name.to_lowercase().as_str())
        }
        NameField::Tag => name == "climate change",
        _ => false,
    }
}

fn understood(text: &str, typing: bool) -> Query {
    parse(text, &Context { now: NOW, zone: TimeZone::UTC, typing, knows: &knows })
}

fn check(queries: &[(&str, &str)]) {
    for &(input, expected) in queries {
        let query = understood(input, false);
        assert_eq!(query.expression.to_string(), expected, "{input}");
        assert_eq!((query.error, query.remark), (None, None), "{input}");
    }
}

#[test]
fn words_and_signs_are_understood() {
    check(&[
        ("", "everything"),
        ("   ", "everything"),
        ("harbour", "harbour"),
        ("harbour fire", "harbour AND fire"),
        ("-feed:* fire", "NOT feed:* AND fire"),
        ("feed:#sea", "feed:#sea"),
        ("harbour AND fire", "harbour AND fire"),
        ("harbour && fire", "harbour AND fire"),
        ("harbour OR fire", "harbour OR fire"),
        ("harbour || fire", "harbour OR fire"),
        ("a b OR c d", "(a AND b) OR (c AND d)"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("harbour -fire", "harbour AND NOT fire"),
        ("−fire", "NOT fire"),
        ("NOT harbour", "NOT harbour"),
        ("NOT (a b)", "NOT (a AND b)"),
        ("+harbour +fire", "harbour AND fire"),
        ("anti-war - peace", "anti-war AND peace"),
        ("harbour & fire – big | small + 1", "harbour AND fire AND big AND small AND 1"),
        ("Airline strike: pilots blame", "Airline AND strike: AND pilots AND blame"),
        ("\"two words\"", "\"two words\""),
        ("“two words”", "\"two words\""),
        ("«two words»", "\"two words\""),
        ("„two words“", "\"two words\""),
        ("‘it’s so’ O’Leary", "\"it’s so\" AND O’Leary"),
        ("-«two words»", "NOT \"two words\""),
        ("harb*", "harb*"),
        ("harbuor~", "harbuor~"),
        ("harbuor~2 fir*,", "harbuor~ AND fir*"),
        ("\"big sh*\"", "\"big sh*\""),
        ("1 250 000 tons", "\"1 250 000\" AND tons"),
        ("1250 000 12 5", "1250 AND 000 AND 12 AND 5"),
        ("fire * ~", "fire"),
    ]);
}

#[test]
fn fields_are_understood() {
    check(&[
        ("title:fire", "title:fire"),
        ("TITLE:fire", "title:fire"),
        ("title:\"big fire\"", "title:\"big fire\""),
        ("title:(big OR small)", "title:big OR title:small"),
        ("title:(big text:small)", "title:big AND text:small"),
        ("-site:quay", "NOT site:quay"),
        ("by:moss", "author:moss"),
        ("language:en url:example.org", "lang:en AND url:example.org"),
        ("tag:boats", "tag:boats"),
        ("tag:climate change now", "tag:\"climate change\" AND now"),
        ("person:\"Ada Lake\"", "person:\"Ada Lake\""),
        ("place:turin org:Board", "place:turin AND org:Board"),
        ("place:new york fire", "place:\"new york\" AND fire"),
        ("place:new fire", "place:new AND fire"),
        ("near:Turin<200km fire", "near:Turin<200km AND fire"),
        ("near:new york<30mi", "near:\"new york\"<48.28032km"),
        ("near:\"New York\"<50", "near:\"New York\"<50km"),
        ("near:new york < 50km", "near:\"new york\"<50km"),
        ("near:turin", "near:turin<100km"),
        ("near:turin < 50 km fire", "near:turin<50km AND fire"),
        ("near:turin<50 mi", "near:turin<80.4672km"),
        ("near:\"New York\"<5 km", "near:\"New York\"<5km"),
        ("in:Iraq", "in:Iraq"),
        ("is:unread is:read", "is:unread AND is:read"),
        ("is:bookmarked OR has:note", "is:bookmarked OR has:note"),
        ("at 10:30", "at AND 10:30"),
        ("https://example.org/a", "url:example.org/a OR example.org/a"),
        ("example.org/a", "url:example.org/a OR example.org/a"),
        ("3.5 a.m. e.g. U.S.-led", "3.5 AND a.m. AND e.g. AND U.S.-led"),
        ("\"https://example.org/a\"", "url:\"example.org/a\" OR \"example.org/a\""),
        ("on:2016-12-15", "on:2016-12-15"),
        ("on:9999-12-31", "on:9999-12-31"),
        ("after:9999", "after:9999-01-01"),
        ("before:0001", "before:0001-01-01"),
        ("on:2016-12", "after:2016-12-01 AND before:2017-01-01"),
        ("after:2016-12 before:2017-01-15", "after:2016-12-01 AND before:2017-01-15"),
        ("since:7d", "since:2024-02-23"),
        ("on:yesterday", "on:2024-02-29"),
    ]);
}

#[test]
fn what_is_not_understood_is_pointed_at() {
    for (input, at, reason, remedy) in [
        ("auhtor:moss", 1, "no field auhtor:", "write author:moss"),
        ("fire intitle:boat", 6, "no field intitle:", "write title:boat"),
        ("xyzzy:boat", 1, "no field xyzzy:", "\"xyzzy boat\""),
        ("is:starred", 4, "is:starred is not a state", "is:bookmarked"),
        ("on:2016-13", 4, "2016-13 is not a date", "write 2016"),
        ("on:-2016", 4, "is not a date", "write 2016"),
        ("since:7", 7, "is not a date", "7d"),
        ("after:16", 7, "is not a date", "2016"),
        ("after:2016-12-15T10:00", 7, "not times", "write after:2016-12-15"),
        ("since:soon fire", 7, "soon is not a date", "7d"),
        ("near:nowhere<5km", 6, "no place is called nowhere", "a city"),
        ("near:Turin<5parsecs", 6, "not a distance", "near:Turin<200km"),
        ("in:nowhere fire", 4, "no place is called nowhere", "a country"),
        ("light*er*sold", 6, "can only end a word", "write light*"),
        ("+größe*r", 7, "can only end a word", "write größe*"),
        ("person:", 1, "nothing follows person:", "right after person:"),
        ("fire Title:", 6, "nothing follows Title:", "right after Title:"),
        ("(fire in:)", 7, "nothing follows in:", "right after in:"),
        ("fire title:\"\"", 6, "nothing follows title:", "right after title:"),
        ("fire title:()", 6, "nothing follows title:", "right after title:"),
        ("near:<5km", 6, "a place is missing", "a city"),
        // Where a remark leaves nothing to find, it is an error.
        ("(", 1, "never closed", "at the end"),
        (")", 1, "never opened", "remove it"),
        ("OR", 1, "OR needs", "lower case"),
        ("NOT ()", 1, "no word", "what to search for"),
        ("\"", 1, "never closed", "at the end"),
        ("()", 1, "no word", "what to search for"),
        ("** ~", 1, "no word", "what to search for"),
        ("fire light*sold", 11, "can only end a word", "write light*"),
        ("?!", 1, "no word", "what to search for"),
        ("—", 1, "no word", "what to search for"),
    ] {
        let error = understood(input, false).error.unwrap_or_else(|| panic!("no error in {input}"));
        assert_eq!(error.at, at, "{input}: {error}");
        assert!(error.reason.contains(reason) && error.remedy.contains(remedy), "{input}: {error}");
    }
}

#[test]
fn what_is_left_open_is_remarked_and_searched() {
    for (input, at, reason, expected) in [
        ("fire \"big ship", 6, "quotation mark is never closed", "fire AND \"big ship\""),
        ("fire (big", 6, "never closed", "fire AND big"),
        ("fire) big", 5, "never opened", "fire AND big"),
        ("fire AND", 6, "AND needs", "fire"),
        ("OR fire", 1, "OR needs", "fire"),
        ("fire NOT", 6, "NOT needs", "fire"),
        ("fire OR OR big", 6, "OR needs", "fire OR big"),
        ("fire AND OR big", 6, "AND needs", "fire OR big"),
        ("fire OR AND big", 6, "OR needs", "fire OR big"),
        ("fire *house", 6, "* before a word is ignored", "fire AND house"),
        ("+**house*", 2, "* before a word is ignored", "house*"),
    ] {
        let query = understood(input, false);
        let remark = query.remark.unwrap_or_else(|| panic!("no remark on {input}"));
        assert_eq!((remark.at, query.expression.to_string().as_str()), (at, expected), "{input}");
        assert!(remark.reason.contains(reason), "{input}: {remark}");
        assert_eq!(query.error, None, "{input}");
    }
}

#[test]
fn what_is_being_typed_is_not_yet_wrong() {
    for (input, expected, is_remarked) in [
        ("mos", "mos*", false),
        ("fire mos", "fire AND mos*", false),
        ("fire \"big sh", "fire AND \"big sh\"", false),
        ("fire AND", "fire", false),
        ("title:", "everything", true),
        ("title:mos", "title:mos*", false),
        ("is:unr", "everything", true),
        ("on:2016-", "everything", true),
        ("on:2016-1", "after:2016-01-01 AND before:2016-02-01", false),
        ("on:yest", "everything", true),
        ("in:ira", "everything", true),
        ("fire -", "fire", false),
    ] {
        let query = understood(input, true);
        assert_eq!(query.expression.to_string(), expected, "{input}");
        assert_eq!((query.error, query.remark.is_some()), (None, is_remarked), "{input}");
    }
    for hopeless in ["on:2016-13", "is:starred", "auhtor:m", "since:soon"] {
        assert!(understood(hopeless, true).error.is_some(), "{hopeless}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    for deep in ["(".repeat(100_000), "-(".repeat(100_000), "NOT ".repeat(100_000)] {
        let _ = understood(&format!("{deep}fire"), false);
    }
    assert_eq!(understood(&"fire ".repeat(200), false).error, None);
    let error = understood(&"fire ".repeat(201), false).error.unwrap();
    assert_eq!((error.at, error.reason.as_str()), (1001, "a query holds at most 200 terms"));
}

#[test]
fn days_begin_at_the_users_midnight_where_articles_have_none() {
    let edges = |query: &str, zone: &str| {
        let zone = TimeZone::posix(zone).unwrap();
        let context = Context { now: NOW, zone, typing: false, knows: &knows };
        match parse(query, &context).expression {
            Expression::Time(times) => (times.from.unwrap().moment, times.from.unwrap().midnight),
            other => panic!("{other}"),
        }
    };
    let midnight = 1_709_251_200;
    assert_eq!(edges("on:2024-03-01", "UTC0"), (midnight, Some(midnight)));
    assert_eq!(edges("on:2024-03-01", "EST5"), (midnight + 5 * 3_600, Some(midnight)));
    assert_eq!(edges("since:2024-03-01", "JST-9"), (midnight - 9 * 3_600, None));
    assert_eq!(edges("since:1d", "JST-9"), (NOW - 86_400, None));
    assert_eq!(edges("on:today", "LINT-14"), (midnight + 86_400 - 14 * 3_600, Some(midnight + 86_400)));
}

proptest! {
    #[test]
    fn nothing_typed_makes_it_panic(text in "\\PC{0,60}", typing: bool) {
        let _ = understood(&text, typing).expression.to_string();
    }

    #[test]
    fn no_mixture_of_signs_makes_it_panic(
        signs in proptest::collection::vec(
            prop_oneof![
                "[a-z]{1,4}", Just("(".to_owned()), Just(")".to_owned()), Just("\"".to_owned()),
                Just(" -".to_owned()), Just(" AND ".to_owned()), Just(" OR ".to_owned()),
                Just(" NOT ".to_owned()), Just(" title:".to_owned()), Just(" on:".to_owned()), Just("*".to_owned()),
                Just(" near:".to_owned()), Just("<".to_owned()), Just("«".to_owned()), Just("’".to_owned()),
            ],
            0..30,
        ),
        typing: bool,
    ) {
        let query = understood(&signs.concat(), typing);
        let is_blank = signs.concat().trim().is_empty();
        // What finds nothing for want of sense must not find everything.
        prop_assert!(typing || is_blank || query.error.is_some() || !query.expression.is_everything());
        for told in query.error.into_iter().chain(query.remark) {
            prop_assert!(told.at <= signs.concat().chars().count());
        }
    }

    #[test]
    fn what_was_understood_is_understood_again(words in proptest::collection::vec("[a-z]{1,6}", 1..6)) {
        let first = understood(&words.join(" OR "), false).expression;
        prop_assert_eq!(understood(&first.to_string(), false).expression, first);
    }
}
