//! The keys of the default map that no other journey presses.

use super::common::Screen;
use super::{feed, focused, server};
use dateline::app::{Effect, Focus};
use dateline::model::Kind;

fn top(screen: &Screen) -> usize {
    screen.articles().reader.top
}

#[test]
fn pages_go_down_and_back_up() {
    let mut screen = Screen::open(100, 20);
    screen.press("Enter");
    for (down, up) in [
        ("C-f", "C-b"),
        ("PageDown", "PageUp"),
        ("C-d", "C-u"),
        ("Space", "S-Space"),
        ("G", "gg"),
        ("End", "Home"),
    ] {
        screen.press(down);
        assert!(top(&screen) > 0, "{down}: {}", screen.text());
        screen.press(up);
        assert_eq!(top(&screen), 0, "{up}: {}", screen.text());
    }
}

#[test]
fn names_are_walked_by_kind_in_both_directions() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter");
    let kind = |screen: &Screen| {
        let article = screen.articles().reader.article.as_ref().expect("an article");
        let mention = screen.articles().reader.mention().expect("a name");
        article.entities[mention.entity].entity.kind
    };
    for (forward, back, expected) in
        [("]p", "[p", Kind::Person), ("]l", "[l", Kind::Place), ("]o", "[o", Kind::Organisation)]
    {
        screen.press("gg Esc").press(forward);
        let first = (focused(&screen), screen.articles().reader.name);
        assert_eq!(kind(&screen), expected, "{forward}");
        screen.press(forward).press(back);
        assert_eq!(kind(&screen), expected, "{back}");
        if expected != Kind::Organisation {
            assert_eq!((focused(&screen), screen.articles().reader.name), first, "{back} goes back");
        }
    }
    screen.press("gg Esc )");
    let first = screen.articles().reader.name;
    screen.press(") (");
    assert_eq!(screen.articles().reader.name, first);
    screen.press("gg Esc ]p");
    let merkel = screen.articles().reader.name;
    screen.press("* #");
    assert_eq!(screen.articles().reader.name, merkel, "# goes back to the mention before");
}

#[test]
fn each_part_is_copied() {
    let server = server::Server::new(|asked: &server::Asked| {
        let link = format!("http://{}/ferry", asked.header("host").unwrap_or_default());
        server::reply(200, &[], feed(&["ferry"]).replace("</guid>", &format!("</guid><link>{link}</link>")))
    });
    let mut screen = Screen::open(120, 40);
    screen.press("ga").type_in(&server.at("/rss")).press("Enter Enter");
    let link = server.at("/ferry");
    for (keys, expected) in [
        ("yy", link.clone()),
        ("yt", "The ferry sails".to_owned()),
        ("ym", format!("[The ferry sails]({link})")),
        ("yp", "All about the ferry in Bergen.".to_owned()),
        (") ye", "Bergen".to_owned()),
    ] {
        screen.outside.clear();
        screen.press(keys);
        assert_eq!(screen.outside, [Effect::Copy(expected)], "{keys}: {}", screen.text());
    }
}

#[test]
fn unread_articles_are_walked_with_brackets_and_places_with_alt() {
    let mut screen = Screen::open(120, 40);
    let first = screen.articles().selected().map(dateline::model::Row::id);
    screen.press("]u ]u [u");
    assert_eq!(screen.articles().list.cursor, 1);
    screen.press("gg gp A-Left");
    assert_eq!(screen.articles().selected().map(dateline::model::Row::id), first);
}

#[test]
fn a_list_takes_each_order() {
    let mut screen = Screen::open(120, 40);
    let first = |screen: &Screen| screen.articles().list.rows.first().map(|row| row.title.clone());
    let newest = first(&screen);
    screen.press("So");
    let oldest = first(&screen);
    assert_ne!(oldest, newest);
    screen.press("Sl");
    let words: Vec<u32> = screen.articles().list.rows.iter().map(|row| row.words).collect();
    assert!(words.windows(2).all(|pair| pair[0] >= pair[1]), "{words:?}");
    screen.press("Ss");
    let sites: Vec<_> = screen.articles().list.rows.iter().map(|row| row.site.clone()).collect();
    assert!(sites.windows(2).all(|pair| pair[0] <= pair[1]), "{sites:?}");
    screen.press("Sn gg m Su");
    assert!(screen.articles().list.rows.iter().rev().take(1).all(|row| !row.unread), "unread first");
    screen.press("Sn");
    assert_eq!(first(&screen), newest);
    screen.press("Sr");
    assert!(
        screen.text().contains("only the results of a search have an order of relevance"),
        "{}",
        screen.text()
    );
    screen.press("s").type_in("nato").press("Tab");
    let best = first(&screen);
    screen.press("So");
    assert_ne!(first(&screen), best);
    screen.press("Sr");
    assert_eq!(first(&screen), best);
}

#[test]
fn zen_shows_the_article_alone() {
    let mut screen = Screen::open(120, 40);
    let whole = screen.text();
    screen.press("z");
    assert!(!screen.text().contains('│') && screen.text().contains("Start here"), "{}", screen.text());
    screen.press("z 1");
    assert_eq!(screen.text(), whole);
}

#[test]
fn m_in_the_feeds_is_told_as_what_it_does() {
    let mut screen = Screen::open(120, 40);
    screen.press("gf ? /").type_in("read").press("Enter");
    let text = screen.text();
    assert!(
        text.contains("mark the articles of the feed or tag as read") && !text.contains("read or unread"),
        "{text}"
    );
}

#[test]
fn the_palette_does_what_is_typed_and_says_when_nothing_is_meant() {
    let mut screen = Screen::open(120, 40);
    screen.press(":").type_in("bookmark").press("Enter");
    assert!(screen.articles().list.rows[0].bookmarked, "{}", screen.text());
    screen.press(":").type_in("zqx");
    assert!(screen.text().contains("No command has these letters"), "{}", screen.text());
    screen.press("Esc");
    assert_eq!(screen.articles().focus, Focus::List);
}

#[test]
fn the_theme_turns_the_program_is_suspended_and_quits() {
    let mut screen = Screen::open(120, 40);
    let before = screen.styles();
    screen.press("T");
    assert_ne!(screen.styles(), before);
    screen.press("C-z");
    assert_eq!(screen.outside, [Effect::Suspend]);
    screen.press("Delete");
    assert_eq!(screen.articles().list.total, 18, "Delete is dd");
    screen.press("u C-c");
    assert!(screen.left);
}

#[test]
fn the_map_pans_and_zooms_both_ways() {
    let mut screen = Screen::open(120, 40);
    screen.press("M");
    let whole = screen.text();
    for (there, back) in [("+", "-"), ("=", "-")] {
        screen.press(there);
        assert_ne!(screen.text(), whole, "{there}");
        screen.press(back);
    }
    screen.press("+ +");
    for (there, back) in [("Right", "Left"), ("Down", "Up")] {
        let here = screen.text();
        screen.press(there);
        assert_ne!(screen.text(), here, "{there}");
        screen.press(back);
    }
}

#[test]
fn feeds_fold_and_those_with_unread_articles_are_walked() {
    let server = server::Server::new(|asked: &server::Asked| {
        let name = if asked.path == "/a" { "Alpha" } else { "Beta" };
        let title = if asked.path == "/a" { "ferry" } else { "tug" };
        server::reply(200, &[], feed(&[title]).replace("The Quay", name))
    });
    let mut screen = Screen::with(&[], 110, 30);
    for path in ["/a", "/b"] {
        screen.press("ga").type_in(&server.at(path)).press("Enter");
    }
    screen.press("gi gf j t").type_in("boats").press("Enter");
    let unfolded = screen.text();
    assert!(unfolded.contains("▾ boats") && unfolded.contains("Alpha"), "{unfolded}");
    screen.press("gg");
    let row = |screen: &Screen| {
        screen.text().lines().find(|line| line.contains('▌')).unwrap_or_default().to_owned()
    };
    screen.press("n");
    let next = row(&screen);
    assert!(next.contains("Alpha") || next.contains("Beta"), "{next}");
    screen.press("n");
    assert_ne!(row(&screen), next);
    screen.press("p");
    assert_eq!(row(&screen), next);
    screen.press("gg");
    for _ in 0..5 {
        if !row(&screen).contains("boats") {
            screen.press("j");
        }
    }
    screen.press("Space");
    assert!(screen.text().contains("▸ boats") && !screen.text().contains("Alpha"), "{}", screen.text());
    screen.press("Space");
    assert!(screen.text().contains("Alpha"), "{}", screen.text());
}

#[test]
fn feeds_count_what_was_marked_in_their_articles() {
    let server = server::Server::new(|_: &server::Asked| server::reply(200, &[], feed(&["ferry", "tug"])));
    let mut screen = Screen::with(&[], 110, 30);
    screen.press("ga").type_in(&server.at("/a")).press("Enter");
    screen.press("gi gf j");
    assert!(screen.text().contains("2 unread"), "{}", screen.text());
    screen.press("Enter A q");
    assert!(screen.text().contains("FEEDS") && !screen.text().contains("2 unread"), "{}", screen.text());
}

#[test]
fn marks_are_undone_one_by_one_and_done_again() {
    let mut screen = Screen::open(120, 40);
    screen.press("A");
    assert_eq!(screen.app.session.counts.unread, 0);
    assert!(screen.text().contains("u undoes"));
    screen.press("b");
    assert_eq!(screen.app.session.counts.bookmarked, 1);
    screen.press("u u");
    assert_eq!((screen.app.session.counts.unread, screen.app.session.counts.bookmarked), (19, 0));
    screen.press("C-r");
    assert_eq!(screen.app.session.counts.unread, 0);
    screen.press("t").type_in("Later").press("Enter");
    assert!(screen.text().contains(" min #"), "{}", screen.text());
    screen.press("u");
    assert!(!screen.text().contains(" min #"));
}

#[test]
fn from_the_companions_of_a_dossier_one_goes_back_to_its_articles() {
    for back in ["q", "Backspace", "Esc"] {
        let mut screen = Screen::open(120, 40);
        screen.press("Enter ]p Enter");
        let dossier = screen.text();
        screen.press("Tab");
        assert_ne!(screen.text(), dossier);
        screen.press(back);
        assert_eq!(screen.text(), dossier, "{back}");
        screen.press(back);
        assert_eq!(screen.app.focus(), Some(Focus::Reader), "{back}");
    }
}

#[test]
fn the_articles_of_a_feed_or_tag_are_marked_read_in_the_tree() {
    let server = server::Server::new(|asked: &server::Asked| {
        let (name, articles) =
            if asked.path == "/a" { ("Alpha", ["ferry", "tug"]) } else { ("Beta", ["yacht", "buoy"]) };
        server::reply(200, &[], feed(&articles).replace("The Quay", name))
    });
    let mut screen = Screen::with(&[], 110, 30);
    for path in ["/a", "/b"] {
        screen.press("ga").type_in(&server.at(path)).press("Enter");
    }
    screen.press("gi gf");
    screen.press("gg j m");
    assert_eq!(screen.app.session.counts.unread, 2, "{}", screen.text());
    assert!(screen.text().contains("2 unread"), "{}", screen.text());
    assert!(screen.text().contains("u undoes"), "{}", screen.text());
    screen.press("m");
    assert!(screen.text().contains("no article here is unread"), "{}", screen.text());
    screen.press("u");
    assert_eq!(screen.app.session.counts.unread, 4, "{}", screen.text());
    assert!(screen.text().contains("4 unread"), "{}", screen.text());
    screen.press("t").type_in("boats").press("Enter gg j A");
    assert_eq!(screen.app.session.counts.unread, 2, "{}", screen.text());
    screen.press("gg A");
    assert_eq!(screen.app.session.counts.unread, 0, "{}", screen.text());
}

#[test]
fn a_name_among_selected_words_is_corrected() {
    let mut screen = Screen::open(120, 40);
    screen.press("Enter ]p v Er");
    assert!(screen.text().contains("Rename Angela Merkel"), "{}", screen.text());
    screen.press("Esc Esc v Er");
    assert!(screen.text().contains("Rename"), "{}", screen.text());
}
