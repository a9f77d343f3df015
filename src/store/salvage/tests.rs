//! Damaged databases, and what is read of them.

use super::*;

const PAGE: u64 = 16_384;

/// A database with many articles, closed.
fn filled(path: &Path) -> u64 {
    let mut store = Store::open(path, Access::Write).unwrap();
    store
        .connection
        .execute_batch(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000)
             INSERT INTO article (id, time, precision, added, words, revision, sequence, reading, title)
                 SELECT n, n, 0, n, 9, n, n, 0, 'Report ' || n FROM n;
             INSERT INTO revision (id, article, added, packing, title, parts, text)
                 SELECT id, id, id, 0, title, x'', CAST(title || hex(randomblob(100)) AS BLOB) FROM article;
             INSERT INTO mark (article, bookmarked) SELECT id, 5 FROM article WHERE id % 10 = 0;
             INSERT INTO tag (name, article) SELECT 'quay', id FROM article WHERE id % 20 = 0;
             INSERT INTO setting VALUES ('screen.theme', 'dark');",
        )
        .unwrap();
    store.settle().unwrap();
    2000
}

fn salvage(harm: impl Fn(&mut Vec<u8>)) -> (Result<Salvaged>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
    filled(&old);
    let mut bytes = fs::read(&old).unwrap();
    harm(&mut bytes);
    fs::write(&old, &bytes).unwrap();
    let salvaged = Store::salvage(&old, &new);
    assert_eq!(fs::read(&old).unwrap(), bytes, "the damaged one stays as it is");
    (salvaged, folder)
}

fn count(folder: &Path, sql: &str) -> i64 {
    let store = Store::open(&folder.join("new.db"), Access::Read).unwrap();
    assert_eq!(store.faults_of_pages().unwrap(), Vec::<String>::new());
    store.connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn what_is_whole_is_taken_over_whole() {
    let (salvaged, folder) = salvage(|_| ());
    assert_eq!(salvaged.unwrap(), Salvaged { articles: 2000, damaged_texts: 0, is_partial: false });
    for (sql, expected) in [
        ("SELECT value FROM kept WHERE name = 'bookmarked'", 200),
        ("SELECT count(*) FROM tag", 100),
        ("SELECT count(*) FROM shelf WHERE shelf = 1", 2000),
        ("SELECT count(*) FROM setting WHERE name = 'screen.theme'", 1),
        ("SELECT max(sequence) = (SELECT value FROM kept WHERE name = 'sequence') FROM article", 1),
    ] {
        assert_eq!(count(folder.path(), sql), expected, "{sql}");
    }
}

/// A page of rows costs the articles on it; only one that leads to many others costs more.
#[test]
fn a_damaged_page_costs_little_more_than_itself() {
    let pages = {
        let folder = tempfile::tempdir().unwrap();
        filled(&folder.path().join("old.db"));
        fs::metadata(folder.path().join("old.db")).unwrap().len() / PAGE
    };
    let damaged: Vec<u64> = (1..pages).step_by(5).collect();
    let read = damaged.iter().map(|page| {
        let at = usize::try_from(page * PAGE).unwrap();
        let (salvaged, _folder) = salvage(|bytes| bytes[at..][..16_384].fill(0xa5));
        salvaged.map_or(0, |salvaged| salvaged.articles)
    });
    let bad: Vec<u64> = read.filter(|articles| *articles < 1_900).collect();
    assert!(bad.len() * 20 <= damaged.len(), "{bad:?} of {} pages", damaged.len());
}

/// What is left of a page of which a part is overwritten can look like the end of a table.
#[test]
fn every_article_that_can_be_looked_up_is_taken_over() {
    for seed in 1..=12_u64 {
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut next = || {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random >> 8).unwrap()
        };
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
        filled(&old);
        let mut bytes = fs::read(&old).unwrap();
        for _ in 0..5 {
            let at = 16_384 + next() % (bytes.len() - 2 * 16_384);
            bytes[at..at + 4_096].iter_mut().for_each(|byte| *byte = next().to_le_bytes()[0]);
        }
        fs::write(&old, &bytes).unwrap();
        let damaged = connect(&old).unwrap();
        let can_be_read = (1..=2_000).filter(|id| {
            let sql = "SELECT text FROM revision WHERE id = ?";
            damaged.query_row(sql, [id], |row| row.get::<_, Vec<u8>>(0)).is_ok()
        });
        let can_be_read = can_be_read.count() as u64;
        drop(damaged);
        let salvaged = Store::salvage(&old, &new).unwrap();
        assert!(salvaged.articles >= can_be_read, "{seed}: {salvaged:?} of {can_be_read}");
        assert!(salvaged.is_partial || salvaged.articles == 2_000, "{seed}: {salvaged:?}");
    }
}

#[test]
fn without_its_header_all_is_read() {
    for length in [16, HEADER] {
        let (salvaged, _folder) = salvage(|bytes| bytes[..length].fill(0));
        assert_eq!(salvaged.unwrap().articles, 2000, "{length}");
    }
}

#[test]
fn much_is_read_where_the_end_is_gone_and_nothing_of_nothing() {
    let (salvaged, _folder) = salvage(|bytes| bytes.truncate(bytes.len() * 9 / 10));
    let salvaged = salvaged.map_or(0, |salvaged| salvaged.articles);
    assert!((500..2_000).contains(&salvaged), "{salvaged}");
    let (salvaged, _folder) = salvage(|bytes| bytes.fill(7));
    assert!(matches!(salvaged, Err(Error::Damaged(_))), "{salvaged:?}");
}

#[test]
fn a_damaged_text_is_told_and_an_earlier_version_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old.db"), folder.path().join("new.db"));
    filled(&old);
    let mut store = Store::open(&old, Access::Write).unwrap();
    store
        .connection
        .execute_batch(
            "INSERT INTO revision (id, article, added, packing, title, parts, text)
                 SELECT 5000 + id, id, added, packing, title, parts, x'ff' FROM revision WHERE id <= 2;
             UPDATE article SET revision = 5000 + id WHERE id <= 2;
             UPDATE revision SET text = x'ff' WHERE id = 9;",
        )
        .unwrap();
    store.settle().unwrap();
    drop(store);
    let salvaged = Store::salvage(&old, &new).unwrap();
    assert_eq!(salvaged, Salvaged { articles: 2000, damaged_texts: 3, is_partial: false });
    assert_eq!(count(folder.path(), "SELECT count(*) FROM article WHERE revision = id"), 2000);
}
