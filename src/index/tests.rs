//! The index by itself: what is added is found, and problems are recognised.

use super::*;
use crate::model::{ArticleId, Document, EntityId, RowKey};
use crate::query::{Context, parse};
use jiff::tz::TimeZone;

const LIBRARY: &str = "00000000000000aa";

fn filled(folder: &Path, texts: &[(&str, &str)]) -> Index {
    let mut index = Index::create(folder, LIBRARY).unwrap();
    let mut writer = index.writer(16 << 20).unwrap();
    for (place, (title, text)) in texts.iter().enumerate() {
        let number = i64::try_from(place).unwrap() + 1;
        let mut document = Document::from_paragraphs(*title, *text);
        document.site = Some("The Quay".to_owned());
        document.url = Some("https://quay.example.org/a".to_owned());
        document.language = Some("en".to_owned());
        document.tags = vec!["Sea Trade".to_owned()];
        let entities = [EntityId(100 + number)];
        let names = ["Harbour Board".to_owned()];
        let entry = Entry {
            id: ArticleId(number),
            time: number * 10,
            document: &document,
            entities: &entities,
            names: &names,
        };
        writer.put(&entry).unwrap();
    }
    writer.commit(i64::try_from(texts.len()).unwrap()).unwrap();
    writer.finish().unwrap();
    index.refresh().unwrap();
    index
}

fn words(query: &str, typing: bool) -> Wanted {
    fn wanted(expression: query::Expression) -> Wanted {
        match expression {
            query::Expression::All(parts) => Wanted::All(parts.into_iter().map(wanted).collect()),
            query::Expression::Any(parts) => Wanted::Any(parts.into_iter().map(wanted).collect()),
            query::Expression::Not(part) => Wanted::Not(Box::new(wanted(*part))),
            query::Expression::Words(words) => Wanted::Words(words),
            query::Expression::Tag(name) => Wanted::Topic(name),
            query::Expression::Time(times) => Wanted::Time(times),
            _ => Wanted::Everything,
        }
    }
    let context = Context { now: 0, zone: TimeZone::UTC, typing, knows: &|_, _| false };
    wanted(parse(query, &context).expression)
}

use crate::query;

fn found(index: &Index, wanted: &Wanted) -> Vec<i64> {
    let mut ids: Vec<i64> =
        index.best(wanted, 100, 1_000, &|| false).unwrap().hits.iter().map(|hit| hit.key.article.0).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn queries_find_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(
        folder.path(),
        &[
            ("Storm over Łódź", "Ships were attacked by the U.S. Navy."),
            ("Quiet day", "A ship sailed to the café. The storm was over."),
            ("Markets", "Nothing was attacked, and prices fell."),
        ],
    );
    let check = |query: &str, typing: bool, expected: &[i64]| {
        assert_eq!(found(&index, &words(query, typing)), expected, "{query} typing={typing}");
    };
    check("ship", false, &[1, 2]);
    check("ships", false, &[1, 2]);
    check("\"ships\"", false, &[1]);
    check("attack", false, &[1, 3]);
    check("attack ship", false, &[1]);
    check("attack OR sail", false, &[1, 2, 3]);
    check("attack -ship", false, &[3]);
    check("-ship", false, &[3]);
    check("NOT (ship OR prices)", false, &[]);
    check("\"over the storm\"", false, &[]);
    check("\"the storm was over\"", false, &[2]);
    check("lodz", false, &[1]);
    check("US navy", false, &[1]);
    check("us navy", false, &[]);
    check("U.S.", false, &[1]);
    check("title:storm", false, &[1]);
    check("text:storm", false, &[2]);
    check("mark*", false, &[3]);
    check("mar", true, &[3]);
    check("marketi", true, &[]);
    check("attacki", true, &[]);
    check("attacke", true, &[1, 3]);
    check("m", true, &[3]);
    check("w", true, &[]);
    check("storm w", true, &[1, 2]);
    check("storm w", false, &[]);
    check("-ship m", true, &[3]);
    check("storm we", true, &[1]);
    check("makrets~", false, &[3]);
    check("site:quay", false, &[1, 2, 3]);
    check("url:quay.example.org", false, &[1, 2, 3]);
    check("url:org.example", false, &[]);
    check("lang:EN", false, &[1, 2, 3]);
    check("tag:\"sea trade\"", false, &[1, 2, 3]);
    check("board", false, &[1, 2, 3]);
    check("after:1970-01-01 before:1970-01-02", false, &[1, 2, 3]);
    check("before:1970-01-01", false, &[]);
}

#[test]
fn names_and_sets_narrow() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), &[("A", "boat"), ("B", "boat"), ("C", "boat")]);
    let mut set = ArticleSet::new();
    set.insert(ArticleId(2));
    let with = |part: Wanted| found(&index, &Wanted::All(vec![words("boat", false), part]));
    assert_eq!(with(Wanted::Naming(vec![EntityId(101), EntityId(103)])), [1, 3]);
    assert_eq!(with(Wanted::Naming(vec![])), [0_i64; 0]);
    assert_eq!(with(Wanted::Among(set.clone().into())), [2]);
    assert_eq!(with(Wanted::Among(set.inverted().into())), [1, 3]);
}

#[test]
fn titles_weigh_more_and_time_decides_among_equals() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), &[("Flood", "Rain."), ("Rain", "A flood."), ("Dry", "A flood.")]);
    let ranked = index.best(&words("flood", false), 2, 1_000, &|| false).unwrap();
    let ids: Vec<i64> = ranked.hits.iter().map(|hit| hit.key.article.0).collect();
    assert_eq!((ids, ranked.total), (vec![1, 3], 3));
}

#[test]
fn the_sides_of_an_edge_are_nearest_first() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), &[("A", "x"), ("B", "x"), ("C", "x"), ("D", "x"), ("E", "x")]);
    let key = RowKey { order: 30, article: ArticleId(3) };
    let check = |newest, edge, counts, above: &[i64], below: &[i64]| {
        let sides = index.around(&words("x", false), newest, edge, counts, 1_000, &|| false).unwrap();
        let ids = |keys: &[RowKey]| keys.iter().map(|key| key.article.0).collect::<Vec<_>>();
        assert_eq!((ids(&sides.above), ids(&sides.below)), (above.to_vec(), below.to_vec()), "{edge:?}");
        assert_eq!(sides.total, 5);
    };
    check(true, Edge::Start, (0, 2), &[], &[5, 4]);
    check(true, Edge::End, (2, 0), &[1, 2], &[]);
    check(true, Edge::Before(key), (1, 9), &[4], &[3, 2, 1]);
    check(true, Edge::After(key), (9, 1), &[3, 4, 5], &[2]);
    check(false, Edge::Start, (0, 2), &[], &[1, 2]);
    check(false, Edge::Before(key), (9, 2), &[2, 1], &[3, 4]);
}

#[test]
fn putting_again_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = filled(folder.path(), &[("A", "old words")]);
    let document = Document::from_paragraphs("A", "new words");
    let mut writer = index.writer(16 << 20).unwrap();
    writer.put(&Entry { id: ArticleId(1), time: 5, document: &document, entities: &[], names: &[] }).unwrap();
    writer.commit(2).unwrap();
    writer.finish().unwrap();
    index.refresh().unwrap();
    assert_eq!(index.sequence(), 2);
    assert_eq!(found(&index, &words("old", false)), [0_i64; 0]);
    assert_eq!(found(&index, &words("words", false)), [1]);
}

#[test]
fn what_a_writer_left_that_was_ended_is_in_no_ones_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = filled(folder.path(), &[("A", "boat"), ("B", "ship")]);
    let segments: Vec<String> = index
        .inner
        .searchable_segment_ids()
        .unwrap()
        .iter()
        .map(tantivy::index::SegmentId::uuid_string)
        .collect();
    for segment in segments {
        for change in 0..50 {
            fs::write(folder.path().join(format!("{segment}.{change}.del")), "half").unwrap();
        }
    }
    let mut writer = index.writer(16 << 20).unwrap();
    writer.remove(ArticleId(1));
    writer.commit(3).unwrap();
    writer.finish().unwrap();
    index.refresh().unwrap();
    assert_eq!(index.inspect().unwrap(), (0, 1));
    assert_eq!(found(&index, &words("boat OR ship", false)), [2]);
}

#[test]
fn an_article_is_there_once_in_whatever_order_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = filled(folder.path(), &[("A", "boat")]);
    let document = Document::from_paragraphs("A", "ship");
    // The second writer begins before the index has seen what the first one wrote.
    for ids in [&[3, 2, 3, 1][..], &[2, 3]] {
        let mut writer = index.writer(16 << 20).unwrap();
        for &id in ids {
            let entry = Entry { id: ArticleId(id), time: id, document: &document, entities: &[], names: &[] };
            writer.put(&entry).unwrap();
        }
        writer.commit(9).unwrap();
        writer.finish().unwrap();
    }
    index.refresh().unwrap();
    assert_eq!(index.inspect().unwrap(), (0, 3));
    assert_eq!(found(&index, &words("ship", false)), [1, 2, 3]);
}

#[test]
fn what_is_wrong_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(folder.path(), LIBRARY), Err(Error::Missing)));
    drop(filled(folder.path(), &[("A", "boat")]));
    assert!(Index::open(folder.path(), LIBRARY).is_ok());
    assert!(matches!(Index::open(folder.path(), "another"), Err(Error::Foreign)));
    let largest = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "idx"))
        .max_by_key(|path| fs::metadata(path).unwrap().len())
        .unwrap();
    fs::write(&largest, b"junk").unwrap();
    let opened = Index::open(folder.path(), LIBRARY);
    let is_noticed = match &opened {
        Err(_) => true,
        Ok(index) => index.best(&words("boat", false), 9, 9, &|| false).is_err(),
    };
    assert!(is_noticed);
    fs::write(folder.path().join("meta.json"), "{").unwrap();
    assert!(matches!(Index::open(folder.path(), LIBRARY), Err(Error::Damaged(_))));
    drop(opened);
    assert!(Index::create(folder.path(), LIBRARY).is_ok());
}

#[test]
fn a_search_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), &[("A", "boat")]);
    assert!(matches!(index.best(&words("boat", false), 9, 9, &|| true), Err(Error::Cancelled)));
}

#[test]
fn an_index_is_replaced_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path(), &[("harbour", "Ships in the harbour."), ("bread", "Bread is cheap.")]);
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let before = files();
    let put = |writer: &mut Writer, count: i64| {
        for number in 1..=count {
            // Enough for several segments, which are merged, so that files are deleted meanwhile.
            let text = (0..10_000).map(|word| format!("w{number}x{word} ")).collect::<Vec<_>>().concat();
            let document = Document::from_paragraphs("harbour anew", text);
            let entry =
                Entry { id: ArticleId(number), time: 0, document: &document, entities: &[], names: &[] };
            writer.put(&entry).unwrap();
        }
    };
    let reopened = || Index::open(folder.path(), LIBRARY).unwrap();
    let mut writer = index.writer(15 << 20).unwrap();
    writer.replace_all().unwrap();
    put(&mut writer, 8);
    assert_eq!(found(&reopened(), &words("cheap", false)), [2], "what is not whole is not searched");
    writer.withdraw().unwrap();
    assert_eq!((found(&reopened(), &words("bread", false)), reopened().sequence()), (vec![2], 2));
    assert_eq!(reopened().inspect().unwrap(), (0, 2));
    assert_eq!(files(), before, "nothing is left of what was withdrawn");
    // The process ends before it is whole.
    let mut writer = reopened().writer(15 << 20).unwrap();
    writer.replace_all().unwrap();
    put(&mut writer, 5);
    drop(writer);
    assert_eq!(found(&reopened(), &words("bread", false)), [2]);
    let mut writer = reopened().writer(15 << 20).unwrap();
    writer.replace_all().unwrap();
    put(&mut writer, 5);
    writer.commit(9).unwrap();
    writer.finish().unwrap();
    assert_eq!((found(&reopened(), &words("bread", false)), reopened().sequence()), (vec![], 9));
    assert_eq!(found(&reopened(), &words("harbour", false)), [1, 2, 3, 4, 5]);
}
