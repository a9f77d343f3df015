//! A rotating log: the current file and a few numbered older ones.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The size at which a file is rotated.
const LONGEST: u64 = 1 << 20;

/// How many older files are kept.
const KEPT: usize = 3;

/// The longest line, in bytes; the rest is truncated.
const LONGEST_LINE: usize = 8 << 10;

/// The files.
pub(super) struct Rotating {
    folder: PathBuf,
    open: Option<File>,
    length: u64,
}

impl Rotating {
    /// The files in a folder; none is opened or created before there is something to write.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), open: None, length: 0 }
    }

    /// Writes a line, without anything that would control a terminal.
    pub(super) fn put(&mut self, line: &[u8]) -> io::Result<()> {
        let text = String::from_utf8_lossy(&line[..line.len().min(LONGEST_LINE)]);
        let mut clean: String =
            text.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        clean.push('\n');
        if self.open.is_some() && self.length >= LONGEST {
            self.rotate()?;
        }
        self.length += clean.len() as u64;
        self.file()?.write_all(clean.as_bytes())
    }

    /// The current file, opened if necessary.
    fn file(&mut self) -> io::Result<&mut File> {
        if self.open.is_none() {
            make_folder(&self.folder)?;
            let file = append(&self.path(0))?;
            self.length = file.metadata()?.len();
            self.open = Some(file);
            if self.length >= LONGEST {
                self.rotate()?;
            }
        }
        self.open.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn path(&self, age: usize) -> PathBuf {
        let name = if age == 0 { super::FILE.to_owned() } else { format!("{}.{age}", super::FILE) };
        self.folder.join(name)
    }

    /// Moves each file to the next older name; the oldest is deleted.
    fn rotate(&mut self) -> io::Result<()> {
        self.open = None;
        self.length = 0;
        // Another process may have rotated a moment ago.
        if fs::metadata(self.path(0)).is_ok_and(|entry| entry.len() >= LONGEST) {
            for age in (0..KEPT).rev() {
                match fs::rename(self.path(age), self.path(age + 1)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        self.open = Some(append(&self.path(0))?);
        Ok(())
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Opens a file that only the user can access, for appending.
fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_makes_way_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("state/dateline");
        let mut log = Rotating::new(&inner);
        assert!(!inner.exists(), "nothing is made before there is something to write");
        let line = format!("{}\n", "x".repeat(4000));
        for _ in 0..1800 {
            log.put(line.as_bytes()).unwrap();
        }
        let mut files: Vec<(String, u64)> = fs::read_dir(&inner)
            .unwrap()
            .flatten()
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().len()))
            .collect();
        files.sort();
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["dateline.log", "dateline.log.1", "dateline.log.2", "dateline.log.3"]);
        assert!(files.iter().all(|(_, length)| *length <= LONGEST + 4001), "{files:?}");
    }

    #[test]
    fn lines_are_clean_and_the_users_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Rotating::new(folder.path());
        log.put(b"red \x1b[31malert\nsecond\r\n").unwrap();
        let path = folder.path().join(super::super::FILE);
        assert_eq!(fs::read_to_string(&path).unwrap(), "red  [31malert second\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
