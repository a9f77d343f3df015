//! The language, as a table of what is typed and how it is understood.

use super::*;
use proptest::prelude::*;

/// 2024-03-01T12:00:00Z.
const NOW: i64 = 1_709_294_400;

fn read(text: &str, typing: bool) -> Query {
    parse(text, Reading { now: NOW, typing })
}

#[test]
fn queries_are_understood() {
    for (input, expected) in [
        ("", "everything"),
        ("   ", "everything"),
        ("harbour", "harbour"),
        ("harbour fire", "harbour AND fire"),
        ("harbour AND fire", "harbour AND fire"),
        ("harbour OR fire", "harbour OR fire"),
        ("a b OR c d", "(a AND b) OR (c AND d)"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("harbour -fire", "harbour AND NOT fire"),
        ("NOT harbour", "NOT harbour"),
        ("NOT (a b)", "NOT (a AND b)"),
        ("anti-war - peace", "anti-war AND - AND peace"),
        ("\"two words\"", "\"two words\""),
        ("“two words”", "\"two words\""),
        ("harb*", "harb*"),
        ("harbuor~", "harbuor~"),
        ("* ~", "* AND ~"),
        ("title:fire", "title:fire"),
        ("TITLE:fire", "title:fire"),
        ("title:\"big fire\"", "title:\"big fire\""),
        ("title:(big OR small)", "title:big OR title:small"),
        ("title:(big text:small)", "title:big AND text:small"),
        ("-site:quay", "NOT site:quay"),
        ("by:moss", "author:moss"),
        ("lang:en url:example.org", "lang:en AND url:example.org"),
        ("tag:boats", "tag:boats"),
        ("person:\"Ada Lake\"", "person:\"Ada Lake\""),
        ("place:turin org:Board", "place:turin AND org:Board"),
        ("is:unread is:read", "is:unread AND is:read"),
        ("is:bookmarked OR has:note", "is:bookmarked OR has:note"),
        ("at 10:30", "at AND 10:30"),
        ("https://example.org/a", "url:https://example.org/a"),
        ("on:2016-12-15", "on:2016-12-15"),
        ("on:2016-12", "after:2016-12-01 AND before:2017-01-01"),
        ("after:2016-12 before:2017-01-15", "after:2016-12-01 AND before:2017-01-15"),
        ("since:7d", "after:2024-02-23"),
        ("on:yesterday", "on:2024-02-29"),
    ] {
        let query = read(input, false);
        assert_eq!(query.expression.to_string(), expected, "{input}");
        assert_eq!(query.complaint, None, "{input}");
    }
}

#[test]
fn faults_are_pointed_at_and_the_rest_is_searched() {
    for (input, at, message, understood) in [
        ("fire \"big ship", 6, "quotation mark is never closed", "fire AND \"big ship\""),
        ("fire (big", 6, "never closed", "fire AND big"),
        ("fire) big", 5, "never opened", "fire AND big"),
        ("auhtor:moss", 1, "unknown field auhtor:", "auhtor AND moss"),
        ("fire title:", 6, "title: has no value", "fire"),
        ("fire AND", 6, "AND needs", "fire"),
        ("OR fire", 1, "OR needs", "fire"),
        ("fire NOT", 6, "NOT needs", "fire"),
        ("is:new", 4, "is:unread", "everything"),
        ("on:2016-13", 4, "not a date", "everything"),
        ("since:soon fire", 7, "not a date", "fire"),
        ("fire near:Turin<5km", 11, "near: is not supported", "fire"),
    ] {
        let query = read(input, false);
        let complaint = query.complaint.unwrap_or_else(|| panic!("no complaint about {input}"));
        assert_eq!((complaint.at, complaint.understood.as_str()), (at, understood), "{input}");
        assert!(complaint.message.contains(message), "{input}: {}", complaint.message);
    }
}

#[test]
fn what_is_being_typed_is_not_complained_of() {
    for (input, expected) in [
        ("mos", "mos*"),
        ("fire mos", "fire AND mos*"),
        ("fire \"big sh", "fire AND \"big sh\""),
        ("fire AND", "fire"),
        ("title:", "everything"),
        ("title:mos", "title:mos*"),
        ("is:unr", "everything"),
        ("on:2016-", "everything"),
        ("fire -", "fire AND -*"),
    ] {
        let query = read(input, true);
        assert_eq!(query.expression.to_string(), expected, "{input}");
        assert_eq!(query.complaint, None, "{input}");
    }
}

#[test]
fn depth_is_bounded() {
    for deep in ["(".repeat(100_000), "-".repeat(100_000), "NOT ".repeat(100_000)] {
        let _ = read(&format!("{deep}fire"), false);
    }
}

proptest! {
    #[test]
    fn nothing_typed_makes_it_panic(text in "\\PC{0,60}", typing: bool) {
        let _ = read(&text, typing).expression.to_string();
    }

    #[test]
    fn no_mixture_of_signs_makes_it_panic(
        signs in proptest::collection::vec(
            prop_oneof![
                "[a-z]{1,4}", Just("(".to_owned()), Just(")".to_owned()), Just("\"".to_owned()),
                Just(" -".to_owned()), Just(" AND ".to_owned()), Just(" OR ".to_owned()),
                Just(" NOT ".to_owned()), Just(" title:".to_owned()), Just(" on:".to_owned()), Just("*".to_owned()),
            ],
            0..30,
        ),
        typing: bool,
    ) {
        let query = read(&signs.concat(), typing);
        if let Some(complaint) = query.complaint {
            prop_assert!(complaint.at <= signs.concat().chars().count());
        }
    }

    #[test]
    fn what_was_understood_is_understood_again(words in proptest::collection::vec("[a-z]{1,6}", 1..6)) {
        let first = read(&words.join(" OR "), false).expression;
        prop_assert_eq!(read(&first.to_string(), false).expression, first);
    }
}
