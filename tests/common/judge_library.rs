//! Invariants for any content of a library's own files: what is damaged is said, nothing panics, and what can be made
//! anew is. Used by tests and fuzz targets.

use dateline::library::{Input, Library, Task};
use dateline::model::{Anchor, Edit, ListQuery};
use dateline::text::edits;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

const NOW: i64 = 1_780_000_000;

const ARTICLES: [&str; 3] = [
    "The harbour reopens\n\nBy Ann Example\n\nJohn Kerry came to Bergen on Monday, and the harbour reopened.\n",
    "Fish became cheaper\n\nPrices of fish fell in Oslo on Thursday, said the Harbour Board.\n",
    "Ferry sails again\n\nThe ferry to Bergen sails again, said Mary Hill.\n",
];

/// A library of three articles, one of them tagged, with its index; each judgement gets a copy.
struct Sample {
    folder: TempDir,
}

impl Sample {
    fn get() -> &'static Self {
        static SAMPLE: OnceLock<Sample> = OnceLock::new();
        SAMPLE.get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut library = Library::open(folder.path()).expect("a library");
            let bytes = |text: &str| Input::Bytes { name: "a.txt".to_owned(), bytes: text.into() };
            library.add(&ARTICLES.map(bytes), &Task::new(), NOW).expect("articles");
            library.catch_up(&Task::new()).expect("an index");
            Self { folder }
        })
    }

    /// The index's files, in the order of their endings: their names differ from one run to the next.
    fn index_files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path().join("index")).expect("an index").flatten();
        let mut files: Vec<PathBuf> =
            entries.map(|entry| entry.path()).filter(|path| !is_lock(path)).collect();
        files.sort_by_key(|path| (path.extension().map(ToOwned::to_owned), path.clone()));
        files
    }

    fn copy(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("index")).expect("a folder");
        fs::copy(self.folder.path().join("library.db"), folder.path().join("library.db")).expect("a copy");
        for file in self.index_files() {
            fs::copy(&file, in_index(folder.path(), &file)).expect("a copy");
        }
        folder
    }
}

fn is_lock(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "lock")
}

fn in_index(library: &Path, file: &Path) -> PathBuf {
    library.join("index").join(file.file_name().unwrap_or_default())
}

/// An edit as the journal stores it: described, applied, undone and redone.
pub fn journal(bytes: &[u8]) {
    let Ok(edit) = serde_json::from_slice::<Edit>(bytes) else { return };
    let again = serde_json::to_vec(&edit).expect("JSON");
    assert_eq!(serde_json::from_slice::<Edit>(&again).expect("the same edit"), edit);
    for subject in ["", "A title"] {
        assert!(
            !edits::past(&edit, &edit, subject).is_empty() && !edits::state(&edit, &edit, subject).is_empty()
        );
    }
    let folder = Sample::get().copy();
    let mut library = Library::open(folder.path()).expect("a library");
    let task = Task::new();
    if library.apply(&edit, &task, NOW).is_ok_and(|applied| applied.edit.is_some()) {
        library.undo(None, &task, NOW).expect("undone");
        library.redo(None, &task, NOW).expect("redone");
    }
    library.past_edits(None, 100).expect("a list");
    is_sound(&mut library);
}

/// A file of what only Dateline knows, merged twice.
pub fn mine(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folder = Sample::get().copy();
    let mut library = Library::open(folder.path()).expect("a library");
    let task = Task::new();
    if library.import_mine(&text, &task, NOW).is_ok() {
        let once = library.export_mine(NOW).expect("a file");
        let merged = library.import_mine(&text, &task, NOW).expect("merged");
        assert_eq!(merged.newer, 0, "{text}");
        assert_eq!(library.export_mine(NOW).expect("a file"), once, "{text}");
    }
    is_sound(&mut library);
}

/// Bytes over those of a file of the index: the first says which file, the next two where, and the highest bit of the
/// first whether the file ends there. Whether the stamp, the list of segments or a segment: it answers or is made anew.
pub fn index(bytes: &[u8]) {
    let [which, high, low, rest @ ..] = bytes else { return };
    let sample = Sample::get();
    let folder = sample.copy();
    let files = sample.index_files();
    let file = in_index(folder.path(), &files[usize::from(which & 0x7f) % files.len()]);
    let mut content = fs::read(&file).expect("a file");
    let at = (usize::from(*high) << 8 | usize::from(*low)) % content.len().max(1);
    let end = (at + rest.len()).min(content.len());
    content[at..end].copy_from_slice(&rest[..end - at]);
    content.extend_from_slice(&rest[end - at..]);
    if which & 0x80 != 0 {
        content.truncate(at + rest.len());
    }
    fs::write(&file, content).expect("a file");
    let mut library = Library::open(folder.path()).expect("a library");
    let task = Task::new();
    let list_query = |query: &str| ListQuery { query: query.to_owned(), ..ListQuery::default() };
    for query in ["harbour", "\"sails again\"", "place:Bergen -fish", "ferr*", "harbuor~"] {
        // What it finds may be wrong, or nothing.
        drop(library.window(&list_query(query), Anchor::Top, 10, &task));
    }
    if !library.verify_index().unwrap_or(false) || library.catch_up_index(&task).is_err() {
        library.distrust_index();
        library.catch_up_index(&task).expect("an index made anew");
        is_sound(&mut library);
        let window = library.window(&list_query("harbour"), Anchor::Top, 10, &task).expect("an answer");
        assert_eq!(window.rows.len(), 2);
    }
}

/// Nothing is wrong with the store.
fn is_sound(library: &mut Library) {
    let task = Task::new();
    let _ = library.catch_up(&task);
    let faults = library.check(&task).expect("a check");
    let of_index = |fault: &String| fault.contains("search index");
    assert!(faults.iter().all(of_index), "{faults:?}");
}
