//! Feeds as a user follows them: added from files and lists, listed, changed, exported.

use super::{Shell, json};

const FEED: &str = "<rss version='2.0'><channel><title>The Quay</title><link>https://quay.example/</link>\
    <item><title>Ferry</title><guid>1</guid><description>The ferry left Bergen at noon.</description></item>\
    <item><title>Fish</title><guid>2</guid><description>Prices of fish fell in Oslo.</description></item></channel></rss>";
const LIST: &str = "<opml><body><outline text='Sea'><outline text='Quay' xmlUrl='https://quay.example/rss'/></outline>\
    <outline text='Pier' xmlUrl='https://pier.example/rss'/><outline text='bad' xmlUrl='file:///etc/hosts'/></body></opml>";

#[test]
fn a_feed_file_goes_in_once_and_is_told_of_on_a_line() {
    let shell = Shell::new();
    let file = shell.write("quay.xml", FEED);
    let (code, out, err) = shell.run(&["add", &file]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("quay.xml: The Quay, 2 articles\n") && out.contains("\n2 articles, "), "{out}");
    let copy = shell.write("copy.rss", FEED);
    let (_, out, _) = shell.run(&["add", &copy, &file]);
    assert!(out.contains("copy.rss: The Quay, 0 articles, 2 already known"), "{out}");
    let (_, out, _) = shell.run(&["find", "--json", "fish"]);
    assert_eq!((&json(&out)["title"], &json(&out)["site"]), (&"Fish".into(), &"The Quay".into()));
}

#[test]
fn a_list_is_followed_without_being_fetched() {
    let shell = Shell::new();
    let list = shell.write("list.opml", LIST);
    let (code, out, err) = shell.run(&["add", "--no-refresh", "--tag", "new", &list]);
    assert_eq!(code, 0);
    assert!(
        out.contains("list.opml: 2 feeds, 1 skipped\n") && err.contains("file:///etc/hosts"),
        "{out}{err}"
    );
    let (code, out, _) = shell.run(&["feeds", "--json"]);
    let feeds: Vec<serde_json::Value> = out.lines().map(json).collect();
    assert_eq!((code, feeds.len()), (0, 2));
    assert_eq!(feeds[1]["url"], "https://quay.example/rss");
    assert_eq!(feeds[1]["tags"], serde_json::json!(["new", "Sea"]));
    assert_eq!((&feeds[1]["state"], &feeds[1]["last_success"]), (&"new".into(), &serde_json::Value::Null));
    for field in ["title", "site", "next_due", "error"] {
        assert!(feeds[0].get(field).is_some(), "{field}");
    }
    let (_, out, _) = shell.run(&["stats", "--json"]);
    assert_eq!(json(&out)["feeds"], 2);
}

#[test]
fn a_feed_is_renamed_tagged_paused_removed_and_brought_back() {
    let shell = Shell::new();
    let list = shell.write("list.opml", LIST);
    shell.run(&["add", "--no-refresh", &list]);
    let state = |shell: &Shell| {
        let (_, out, _) = shell.run(&["feeds", "--json", "--removed"]);
        let feeds: Vec<serde_json::Value> = out.lines().map(json).collect();
        let quay =
            feeds.iter().find(|feed| feed["url"] == "https://quay.example/rss").expect("the feed").clone();
        format!("{} {} {}", quay["title"], quay["tags"], quay["state"])
    };
    for (arguments, expected) in [
        (vec!["rename", "quay", "Harbour"], "\"Harbour\" [\"Sea\"] \"new\""),
        (vec!["tag", "Harbour", "boats"], "\"Harbour\" [\"boats\",\"Sea\"] \"new\""),
        (vec!["untag", "Harbour", "sea"], "\"Harbour\" [\"boats\"] \"new\""),
        (vec!["pause", "https://quay.example/rss"], "\"Harbour\" [\"boats\"] \"paused\""),
        (vec!["resume", "harbour"], "\"Harbour\" [\"boats\"] \"new\""),
        (vec!["remove", "harbour"], "\"Harbour\" [\"boats\"] \"removed\""),
        (vec!["restore", "harbour"], "\"Harbour\" [\"boats\"] \"new\""),
        (vec!["rename", "harbour"], "\"Quay\" [\"boats\"] \"new\""),
    ] {
        let (code, _, err) = shell.run(&[&["feeds"], &arguments[..]].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(state(&shell), expected, "{arguments:?}");
    }
    let (code, _, err) = shell.run(&["feeds", "remove", "nobody"]);
    assert!(code == 1 && err.contains("no feed matches"), "{err}");
    let (_, opml, _) = shell.run(&["feeds", "--opml"]);
    let copy = Shell::new();
    let (code, out, _) = copy.run(&["add", "--no-refresh", &copy.write("copy.opml", &opml)]);
    assert!(code == 0 && out.contains("copy.opml: 2 feeds"), "{out}");
    assert_eq!(copy.run(&["feeds", "--opml"]).1, opml);
}

#[test]
fn what_a_source_changed_can_be_shown() {
    let shell = Shell::new();
    shell.run(&["add", &shell.write("quay.xml", FEED)]);
    let edited = FEED.replace("at noon", "at one").replace(">Ferry<", ">Ferry delayed<");
    let (_, out, _) = shell.run(&["add", &shell.write("quay.xml", edited)]);
    assert!(out.contains("0 articles, 1 updated, 1 already known"), "{out}");
    let (_, out, _) = shell.run(&["find", "--json", "title:ferry"]);
    let id = json(&out)["id"].to_string();
    let (code, out, _) = shell.run(&["show", &id, "--changes"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("The ferry left Bergen at [-noon.-]{+one.+}\n") && out.contains("Ferry{+ delayed+}"),
        "{out}"
    );
}

#[test]
fn a_feed_is_told_to_fetch_full_texts_and_to_leave_that_off() {
    let shell = Shell::new();
    let list = shell.write("list.opml", LIST);
    shell.run(&["add", "--no-refresh", &list]);
    let rule = |shell: &Shell| {
        let (_, out, _) = shell.run(&["feeds", "--json"]);
        let feeds: Vec<serde_json::Value> = out.lines().map(json).collect();
        let rules: Vec<String> =
            feeds.iter().map(|feed| format!("{} {}", feed["title"], feed["full_texts"])).collect();
        rules.join(", ")
    };
    let (code, out, _) = shell.run(&["feeds", "full", "quay"]);
    assert_eq!((code, out.as_str()), (0, "Turned on full texts for “Quay”; `dateline undo` undoes it\n"));
    assert_eq!(rule(&shell), "\"Pier\" false, \"Quay\" true");
    let (_, out, _) = shell.run(&["feeds"]);
    assert!(out.contains("new, full texts"), "{out}");
    let (_, out, _) = shell.run(&["feeds", "full", "quay"]);
    assert_eq!(out, "nothing to do: Quay is already that way\n");
    shell.run(&["feeds", "full", "--off", "quay"]);
    assert_eq!(rule(&shell), "\"Pier\" false, \"Quay\" false");
}
