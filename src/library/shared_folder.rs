//! Whether a library lies where other computers may write to it, too: on a network drive, or in a folder that a program
//! keeps the same on several computers. A database can be damaged there, or lose changes.

use super::{Library, Result};
use std::fs;
use std::path::Path;

/// What other computers reach a library's folder by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharedFolder {
    /// A network drive, with the name of its file system.
    Network(String),
    /// The program that keeps the folder the same on several computers.
    Synchronised(&'static str),
}

/// File systems of other computers. That of Windows, as Linux under Windows sees it, is among them (9p): SQLite cannot
/// share memory there.
const NETWORK: [&str; 28] = [
    "9p",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb2",
    "smb3",
    "smbfs",
    "fuse.ceph",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.juicefs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.smbnetfs",
    "fuse.sshfs",
    "fuse.pcloud",
];

/// How the folders of such programs are called; what stands behind such a name, as in `Dropbox (Example)`, may differ.
const NAMES: [(&str, &str); 9] = [
    ("CloudStorage", "A cloud drive"),
    ("Dropbox", "Dropbox"),
    ("Google Drive", "Google Drive"),
    ("MEGAsync", "MEGA"),
    ("Mobile Documents", "iCloud Drive"),
    ("Nextcloud", "Nextcloud"),
    ("OneDrive", "OneDrive"),
    ("ownCloud", "ownCloud"),
    ("Seafile", "Seafile"),
];

/// What such programs put into their folders.
const MARKS: [(&str, &str); 5] = [
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".sync/ID", "Resilio Sync"),
];

impl SharedFolder {
    /// What is said of it, with what to do.
    pub fn sentence(&self) -> String {
        const REST: &str = "can be damaged or lose changes · choose a folder of this computer with --library DIR; \
                            `dateline export --mine FILE` takes what you marked to another one";
        match self {
            Self::Network(kind) => format!("this library lies on a network drive ({kind}), where it {REST}"),
            Self::Synchronised(program) => {
                format!("{program} copies this library's folder while it is in use: it {REST}")
            }
        }
    }

    /// By what other computers reach a folder, if so.
    pub fn of(folder: &Path) -> Option<Self> {
        let folder = fs::canonicalize(folder).ok()?;
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let network = file_system(&mounts, &folder).filter(|kind| NETWORK.contains(kind));
        let program = || synchroniser(&folder, |path| path.symlink_metadata().is_ok());
        network.map(|kind| Self::Network(kind.to_owned())).or_else(|| program().map(Self::Synchronised))
    }
}

impl Library {
    /// The setting that says what the user was told of the library's folder.
    pub const TOLD_OF_FOLDER: &str = "shared-folder";

    /// What is to be said, once, of the library's folder. Whoever says it keeps it as [`Library::TOLD_OF_FOLDER`].
    pub fn untold_of_folder(&self) -> Result<Option<String>> {
        let Some(sentence) = SharedFolder::of(self.path()).map(|shared| shared.sentence()) else {
            return Ok(None);
        };
        let told = self.recall(Self::TOLD_OF_FOLDER)?;
        Ok((told.as_ref() != Some(&sentence)).then_some(sentence))
    }
}

/// The kind of file system on which a folder lies, by the system's list of mounts.
fn file_system<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mount = |line: &'a str| {
        let (place, kind) = line.split_once(" - ")?;
        let point = plain(place.split(' ').nth(4)?);
        folder.starts_with(&point).then_some((point.len(), kind.split(' ').next()?))
    };
    // Of two mounts in one place, the later one covers the other.
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

/// A mount point without the list's escapes: a blank is `\040`.
fn plain(listed: &str) -> String {
    let escapes = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    escapes.iter().fold(listed.to_owned(), |text, (escape, letter)| text.replace(escape, letter))
}

/// The program that keeps a folder the same on several computers, by the names of the folders that it lies in and by
/// what is in them.
fn synchroniser(folder: &Path, is_there: impl Fn(&Path) -> bool) -> Option<&'static str> {
    folder.ancestors().find_map(|above| {
        let name = above.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_called = |called: &str| {
            name.strip_prefix(called)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(" (") || rest.starts_with(" - "))
        };
        let by_name = NAMES.iter().find(|(called, _)| is_called(called));
        let by_mark = || MARKS.iter().find(|(mark, _)| is_there(&above.join(mark)));
        by_name.or_else(by_mark).map(|(_, program)| *program)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_drives_are_told_by_the_list_of_mounts() {
        let mounts = "21 1 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1 rw\n\
                      30 21 0:40 / /home/ada/my\\040files rw shared:2 - nfs4 server:/files rw\n\
                      31 21 0:41 / /mnt/share rw - ext4 /dev/sdb1 rw\n\
                      32 21 0:42 / /mnt/share rw - cifs //server/share rw\n\
                      33 21 0:43 / /mnt/far rw master:7 - fuse.sshfs ada@server: rw\n\
                      a line of another kind\n";
        for (folder, expected) in [
            ("/home/ada/library", "ext4"),
            ("/home/ada/my files/library", "nfs4"),
            ("/home/ada/my files of old", "ext4"),
            ("/mnt/share", "cifs"),
            ("/mnt/far/away/library", "fuse.sshfs"),
        ] {
            assert_eq!(file_system(mounts, Path::new(folder)), Some(expected), "{folder}");
        }
        assert_eq!(file_system("", Path::new("/home")), None);
    }

    #[test]
    fn synchronised_folders_are_told_by_their_names_and_marks() {
        for (folder, there, expected) in [
            ("/home/ada/Dropbox/news", "", Some("Dropbox")),
            ("/home/ada/Dropbox (Example)/news", "", Some("Dropbox")),
            ("/home/ada/Dropbox-old/news", "", None),
            ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/news", "", Some("iCloud Drive")),
            ("/Users/ada/Library/CloudStorage/Drive-ada/news", "", Some("A cloud drive")),
            ("/mnt/c/Users/ada/OneDrive - Example/news", "", Some("OneDrive")),
            ("/home/ada/sync/news", "/home/ada/sync/.stfolder", Some("Syncthing")),
            ("/home/ada/news", "/home/ada/.dropbox.cache", Some("Dropbox")),
            ("/home/ada/news", "/home/ada/news/.sync/ID", Some("Resilio Sync")),
            ("/home/ada/.local/share/dateline", "", None),
        ] {
            assert_eq!(
                synchroniser(Path::new(folder), |path| path == Path::new(there)),
                expected,
                "{folder}"
            );
        }
    }

    #[test]
    fn it_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Dropbox/news");
        let mut library = Library::open(&path).unwrap();
        let sentence = library.untold_of_folder().unwrap().unwrap();
        assert!(sentence.starts_with("Dropbox copies") && sentence.contains("--library DIR"), "{sentence}");
        library.remember(Library::TOLD_OF_FOLDER, &sentence).unwrap();
        assert_eq!(library.untold_of_folder().unwrap(), None);
    }
}
