//! Splits what was requested into articles that are still bytes: folders are walked, gzip is unpacked, files of
//! several articles are read one by one (`containers`). Only the current item is in memory, whatever the size of the
//! input.

use super::Rejected;
use super::containers::{self, Container};
use super::input_item::{InputItem, InputKind, Origin, extension};
use crate::extract::Format;

use crate::text::clean;
use flate2::read::MultiGzDecoder;
use std::collections::VecDeque;
use std::fs::{self, File, FileType};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::str::Utf8Chunk;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the user asks to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with everything below it that looks like articles.
    Path(PathBuf),
    /// The same, relative to the folder of another process.
    PathFrom(PathBuf, PathBuf),
    /// Standard input, to its end.
    StandardInput,
    /// What another process read from its standard input, saved in a file.
    SavedInput(PathBuf),
    /// Bytes in memory: a sample built into the program.
    Bytes {
        /// Its name.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
    },
}

/// Bytes read at a time, and used to recognise a file.
const HEAD: usize = 1 << 16;

/// The maximum nesting of folders.
const DEEPEST: usize = 64;

/// The items of some inputs, one by one, in a stable order.
pub(super) struct InputItems {
    waiting: VecDeque<Waiting>,
    container: Option<Container>,
    read: Arc<AtomicU64>,
    /// How many files below folders were opened.
    opened: usize,
}

enum Waiting {
    Input(Input),
    /// Something below the requested folder `root`.
    Below {
        path: PathBuf,
        depth: usize,
        root: Arc<Root>,
    },
    /// The end of a requested folder, and how many files had been opened before it.
    FolderEnd {
        name: String,
        opened: usize,
    },
}

/// The start of a walk through a folder.
struct Root {
    /// The folder, with links resolved.
    path: PathBuf,
    /// Names are relative to this folder.
    from: Option<PathBuf>,
}

impl Root {
    fn of(path: &Path, from: Option<PathBuf>) -> Arc<Self> {
        Arc::new(Self { path: fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), from })
    }

    /// A path below it, as the user names it.
    fn named(&self, path: &Path) -> String {
        let from = self.from.as_deref().and_then(|from| path.strip_prefix(from).ok());
        spelt(from.unwrap_or(path))
    }
}

impl InputItems {
    pub fn new(inputs: &[Input]) -> Self {
        let waiting = inputs.iter().cloned().map(Waiting::Input).collect();
        Self { waiting, container: None, read: Arc::default(), opened: 0 }
    }

    /// Bytes read so far, compressed as on disk.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    fn open(&mut self, path: &Path, root: &Root) -> Result<Option<InputItem>, Rejected> {
        let name = root.named(path);
        let source = spelt(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        let refuse = |error: io::Error| Rejected::by_system(&name, path, &error);
        if !fs::metadata(path).map_err(refuse)?.is_file() {
            let why = "is not a regular file; save it to one first, or pipe it into `dateline add -`";
            return Err(Rejected::file(name, why, "no file"));
        }
        let mut file = File::open(path).map_err(refuse)?;
        let origin = Origin { name: name.clone(), source, is_lasting: true };
        if containers::is_database(&file) {
            self.read.fetch_add(file.metadata().map_or(0, |entry| entry.len()), Ordering::Relaxed);
            self.container = Some(Container::cache(origin, path)?);
            return Ok(None);
        }
        file.rewind().map_err(refuse)?;
        self.begin(origin, file)
    }

    /// Opens a file: a single document becomes an item; a file of several is read from then on.
    fn begin(
        &mut self,
        origin: Origin,
        bytes: impl Read + Send + 'static,
    ) -> Result<Option<InputItem>, Rejected> {
        let name = origin.name.clone();
        let refuse = |error: &io::Error| Rejected::by_system(&name, Path::new(&name), error);
        let counted = Counted { inner: bytes, read: Arc::clone(&self.read) };
        let mut reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(HEAD, counted));
        let is_packed = reader.fill_buf().map_err(|error| refuse(&error))?.starts_with(&[0x1f, 0x8b]);
        if is_packed {
            reader = Box::new(BufReader::with_capacity(HEAD, MultiGzDecoder::new(reader)));
        }
        let kind = InputKind::of(&name, reader.fill_buf().map_err(|error| refuse(&error))?);
        let container = match kind {
            InputKind::Articles(Format::JsonLines) => Some(Container::lines as fn(_, _) -> _),
            InputKind::Articles(Format::Json) => Some(Container::json as _),
            InputKind::Archive => Some(Container::archive as _),
            _ => None,
        };
        if let Some(begin) = container {
            self.container = Some(begin(origin, reader));
            return Ok(None);
        }
        let longest = kind.longest();
        let mut bytes = Vec::new();
        reader.take(longest as u64 + 1).read_to_end(&mut bytes).map_err(|error| refuse(&error))?;
        if bytes.len() > longest {
            let why = match kind {
                InputKind::Articles(_) | InputKind::Archive => {
                    format!("is longer than {} MB; split it into its articles", longest >> 20)
                }
                InputKind::Feed | InputKind::Subscriptions => {
                    format!(
                        "is longer than {} MB, which is too long for a feed; it was skipped",
                        longest >> 20
                    )
                }
            };
            return Err(Rejected::file(name, why, "too long"));
        }
        bytes.shrink_to_fit();
        let Origin { name: what, source, is_lasting } = origin;
        Ok(Some(InputItem { what, source, is_lasting, kind, address: None, content_type: None, bytes }))
    }

    fn follow(&mut self, waiting: Waiting) -> Result<Option<InputItem>, Rejected> {
        let (path, depth, root) = match waiting {
            Waiting::Input(Input::Bytes { name, bytes }) => {
                return self
                    .begin(Origin { source: name.clone(), name, is_lasting: true }, Cursor::new(bytes));
            }
            Waiting::Input(Input::StandardInput) => return self.begin(standard_input(), io::stdin()),
            Waiting::Input(Input::SavedInput(path)) => {
                let refuse = |error| Rejected::by_system("standard input", &path, &error);
                return self.begin(standard_input(), File::open(&path).map_err(refuse)?);
            }
            Waiting::Input(Input::Path(path)) => {
                let root = Root::of(&path, None);
                (path, 0, root)
            }
            Waiting::Input(Input::PathFrom(folder, path)) => {
                let path = folder.join(path);
                let root = Root::of(&path, Some(folder));
                (path, 0, root)
            }
            Waiting::Below { path, depth, root } => (path, depth, root),
            Waiting::FolderEnd { name, opened } if opened == self.opened => {
                let why = "holds no articles: no files that end in .txt, .html, .md, .eml, .json, .jsonl or .xml, \
                           nor such files with .gz; name a file itself to have it read whatever it is called";
                return Err(Rejected::file(name, why, "no articles"));
            }
            Waiting::FolderEnd { .. } => return Ok(None),
        };
        if depth > 0 && leads_out(&path, &root.path) {
            let why = "is a link to something outside the folder; it was skipped, add it separately";
            return Err(Rejected::file(root.named(&path), why, "link out of the folder"));
        }
        if !path.is_dir() {
            self.opened += 1;
            return self.open(&path, &root);
        }
        let below = articles_below(&path, &root.path)
            .map_err(|error| Rejected::by_system(&root.named(&path), &path, &error))?;
        if depth == DEEPEST {
            let why = format!("is {DEEPEST} folders deep; add it on its own");
            return Err(Rejected::file(root.named(&path), why, "too deep"));
        }
        if depth == 0 {
            let end = Waiting::FolderEnd { name: root.named(&path), opened: self.opened };
            self.waiting.push_front(end);
        }
        for path in below.into_iter().rev() {
            self.waiting.push_front(Waiting::Below { path, depth: depth + 1, root: Arc::clone(&root) });
        }
        Ok(None)
    }
}

impl Iterator for InputItems {
    type Item = Result<InputItem, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(several) = &mut self.container {
                if let Some(article) = several.next() {
                    return Some(article);
                }
                self.container = None;
            }
            let waiting = self.waiting.pop_front()?;
            match self.follow(waiting) {
                Ok(None) => {}
                Ok(Some(item)) => return Some(Ok(item)),
                Err(rejected) => return Some(Err(rejected)),
            }
        }
    }
}

/// The name of standard input, which cannot be read again later.
fn standard_input() -> Origin {
    let name = "standard input".to_owned();
    Origin { source: name.clone(), name, is_lasting: false }
}

/// The size of the inputs on disk, for progress reports.
pub(super) fn total_bytes(inputs: &[Input]) -> u64 {
    fn below(path: &Path, depth: usize) -> u64 {
        if depth > 0 && path.is_symlink() && path.is_dir() {
            0
        } else if path.is_dir() && depth <= DEEPEST {
            let below_it = |paths: Vec<PathBuf>| paths.iter().map(|path| below(path, depth + 1)).sum();
            articles_below(path, path).map_or(0, below_it)
        } else {
            fs::metadata(path).map_or(0, |entry| entry.len())
        }
    }
    let size = |input: &Input| match input {
        Input::Path(path) | Input::SavedInput(path) => below(path, 0),
        Input::PathFrom(folder, path) => below(&folder.join(path), 0),
        Input::StandardInput => 0,
        Input::Bytes { bytes, .. } => bytes.len() as u64,
    };
    inputs.iter().map(size).sum()
}

/// Folders and article-like files in a folder, by name, and what has to be said to be skipped. Hidden ones are skipped,
/// and links to folders within `root` are not followed: what they lead to is read where it lies.
fn articles_below(folder: &Path, root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && is_wanted(&entry.path(), &name, entry.file_type()?, root) {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether something in a folder is read, or said to be skipped.
fn is_wanted(path: &Path, name: &str, file: FileType, root: &Path) -> bool {
    if !file.is_symlink() {
        // Pipes, sockets and devices are said to be none that is read.
        return !file.is_file() || has_article_name(name);
    }
    match fs::metadata(path) {
        Ok(target) if target.is_dir() => leads_out(path, root),
        Ok(_) => has_article_name(name),
        // It leads nowhere; it may have led to a folder.
        Err(_) => has_article_name(name) || extension(name).is_empty(),
    }
}

/// Whether a link leads to something outside of a folder.
fn leads_out(path: &Path, root: &Path) -> bool {
    let is_link = fs::symlink_metadata(path).is_ok_and(|entry| entry.is_symlink());
    is_link && fs::canonicalize(path).is_ok_and(|target| !target.starts_with(root))
}

fn has_article_name(name: &str) -> bool {
    const NAMES: &[&str] =
        &["txt", "html", "htm", "md", "eml", "json", "jsonl", "warc", "xml", "rss", "atom", "rdf"];
    NAMES.contains(&extension(name).as_str())
}

/// A file's name with every byte visible: bytes that are not text or would control a terminal are escaped.
fn spelt(path: &Path) -> String {
    let chunks = path.as_os_str().as_encoded_bytes().utf8_chunks();
    let spell = |chunk: Utf8Chunk| {
        let invalid = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        std::iter::once(clean::visible(chunk.valid())).chain(invalid).collect::<String>()
    };
    chunks.map(spell).collect()
}

/// Counts the bytes that pass, and fills the buffer as long as there is more: a pipe returns what it has, which may
/// be too little to recognise the content.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.inner.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // What was read is returned first; the next call gets the error again.
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        self.read.fetch_add(filled as u64, Ordering::Relaxed);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::LONGEST;

    fn bytes(name: &str, bytes: &[u8]) -> Input {
        Input::Bytes { name: name.to_owned(), bytes: bytes.to_vec() }
    }

    fn items(inputs: &[Input]) -> Vec<Result<String, String>> {
        InputItems::new(inputs)
            .map(|item| match item {
                Ok(item) => Ok(format!("{}={}", item.what, String::from_utf8_lossy(&item.bytes))),
                Err(rejected) => Err(rejected.what),
            })
            .collect()
    }

    #[test]
    fn lines_are_pieces_and_empty_lines_are_not() {
        let check = |content: &str, expected: &[&str]| {
            let found: Vec<_> = items(&[bytes("a.jsonl", content.as_bytes())]);
            let expected: Vec<_> = expected.iter().map(|&item| Ok(item.to_owned())).collect();
            assert_eq!(found, expected, "{content:?}");
        };
        check("", &[]);
        check("{1}", &["a.jsonl line 1={1}"]);
        check("{1}\n\n\n{2}\n", &["a.jsonl line 1={1}", "a.jsonl line 4={2}"]);
        check("{\u{2028}}\r\n", &["a.jsonl line 1={\u{2028}}\r"]);
    }

    #[test]
    fn files_of_several_articles_may_be_in_utf_16() {
        let lines = "\u{feff}{\"title\": \"é\"}\n{2}";
        let little: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = lines.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let unmarked = [&little[2..], &big[2..]].map(<[u8]>::to_vec);
        for file in [little, big].into_iter().chain(unmarked) {
            let expected = ["a.jsonl line 1={\"title\": \"é\"}", "a.jsonl line 2={2}"];
            assert_eq!(items(&[bytes("a.jsonl", &file)]), expected.map(|item| Ok(item.to_owned())));
        }
        let list: Vec<u8> = "\u{feff}[{}, {}]".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let expected = ["a.json article 1={}", "a.json article 2={}"];
        assert_eq!(items(&[bytes("a.json", &list)]), expected.map(|item| Ok(item.to_owned())));
    }

    #[test]
    fn a_line_that_is_too_long_does_not_stop_the_next() {
        let mut content = vec![b'x'; LONGEST + 1];
        content.extend_from_slice(b"\n{2}");
        let found = items(&[bytes("a.jsonl", &content)]);
        assert_eq!(found, [Err("a.jsonl line 1".to_owned()), Ok("a.jsonl line 2={2}".to_owned())]);
    }

    #[test]
    fn packed_input_is_unpacked() {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(b"{1}\n{2}").unwrap();
        let packed = encoder.finish().unwrap();
        let expected = [Ok("a.jsonl.gz line 1={1}".to_owned()), Ok("a.jsonl.gz line 2={2}".to_owned())];
        assert_eq!(items(&[bytes("a.jsonl.gz", &packed)]), expected);
        let cut = &packed[..packed.len() - 6];
        assert!(items(&[bytes("a.jsonl.gz", cut)]).iter().any(Result::is_err));
    }

    #[test]
    fn folders_are_walked_in_order_and_the_rest_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("sub");
        fs::create_dir(&below).unwrap();
        for (path, content) in [
            (folder.path().join("b.txt"), "B"),
            (folder.path().join("a.md"), "A"),
            (folder.path().join("picture.png"), "P"),
            (folder.path().join(".hidden.txt"), "H"),
            (below.join("c.html"), "C"),
        ] {
            fs::write(path, content).unwrap();
        }
        let inputs = [Input::Path(folder.path().to_owned()), Input::Path(folder.path().join("missing"))];
        let found = items(&inputs);
        let name = |path: &str| folder.path().join(path).display().to_string();
        assert_eq!(
            found,
            [
                Ok(format!("{}=A", name("a.md"))),
                Ok(format!("{}=B", name("b.txt"))),
                Ok(format!("{}=C", name("sub/c.html"))),
                Err(name("missing")),
            ]
        );
        assert_eq!(total_bytes(&inputs), 3);
        let from = |path: &str| Input::PathFrom(folder.path().to_owned(), path.into());
        let inputs = [from("sub"), from("missing"), from(&name("b.txt"))];
        let found = items(&inputs);
        let expected = [Ok("sub/c.html=C".to_owned()), Err("missing".to_owned()), Ok("b.txt=B".to_owned())];
        assert_eq!((found, total_bytes(&inputs)), (expected.to_vec(), 2));
        assert_eq!(items(&[Input::SavedInput(folder.path().join("b.txt"))]), [Ok("standard input=B".into())]);
        fs::remove_file(below.join("c.html")).unwrap();
        fs::write(below.join("picture.png"), "P").unwrap();
        assert_eq!(
            items(&[Input::Path(below)]),
            [Err(name("sub"))],
            "a folder without articles is said to be so"
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_within_the_folder_alone() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = |name: &str| folder.path().join(name);
        fs::write(outside.path().join("secret.txt"), "S").unwrap();
        fs::write(at("a.txt"), "A").unwrap();
        symlink(outside.path().join("secret.txt"), at("b.txt")).unwrap();
        symlink("a.txt", at("c.txt")).unwrap();
        // What is skipped is said, but for what would not be read anyway.
        fs::create_dir(at("inside")).unwrap();
        symlink("inside", at("d")).unwrap();
        symlink(outside.path(), at("e")).unwrap();
        symlink("missing", at("f")).unwrap();
        symlink("missing", at("f.png")).unwrap();
        let (directory, mode) = (rustix::fs::CWD, rustix::fs::Mode::from_raw_mode(0o600));
        rustix::fs::mkfifoat(directory, at("g"), mode).unwrap();
        let name = |name: &str| at(name).display().to_string();
        let found = items(&[Input::Path(folder.path().to_owned())]);
        assert_eq!(
            found,
            [
                Ok(format!("{}=A", name("a.txt"))),
                Err(name("b.txt")),
                Ok(format!("{}=A", name("c.txt"))),
                Err(name("e")),
                Err(name("f")),
                Err(name("g")),
            ]
        );
        // A path given directly is followed wherever it leads.
        assert_eq!(items(&[Input::Path(at("b.txt"))]), [Ok(format!("{}=S", name("b.txt")))]);
    }
}
