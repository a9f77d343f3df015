//! The location of a library's socket, and its owner.
//!
//! It is in the library's folder or, if its path would be too long for a socket or the file system has no sockets, in
//! the system's session runtime folder. Only its owner may connect (mode 0600), and both ends also ask the system for
//! the other's user.

use crate::library::SOCKET;
use directories::ProjectDirs;
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

/// The maximum length of a socket's path on all systems, in bytes.
const LONGEST: usize = 100;

/// The user that this process runs as.
fn own_user() -> io::Result<u32> {
    Ok(unix_cred::get_peer_ids(&UnixStream::pair()?.0)?.0)
}

/// The number of the process at the other end, where the system tells.
pub(super) fn process_of(stream: &UnixStream) -> Option<u32> {
    let (process, _, _) = unix_cred::get_peer_pid_ids(stream).ok()?;
    process.and_then(|process| u32::try_from(process).ok())
}

/// Rejects a connection of another user.
pub(super) fn check_peer(stream: &UnixStream) -> io::Result<()> {
    if unix_cred::get_peer_ids(stream)?.0 == own_user()? {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::PermissionDenied, "the other end belongs to another user"))
}

/// Where the socket of a library may be, the preferred place first.
fn places(library: &Path) -> Vec<PathBuf> {
    let library = fs::canonicalize(library).unwrap_or_else(|_| library.to_owned());
    let digest = Sha256::digest(library.as_os_str().as_encoded_bytes());
    let name = digest.iter().take(8).fold(0_u64, |name, &byte| name << 8 | u64::from(byte));
    let elsewhere = runtime_folder().map(|folder| folder.join(format!("{name:016x}.socket")));
    let all = std::iter::once(library.join(SOCKET)).chain(elsewhere);
    all.filter(|path| path.as_os_str().len() <= LONGEST).collect()
}

/// The system's session runtime folder, or our own in the folder for temporary files.
fn runtime_folder() -> Option<PathBuf> {
    let own = ProjectDirs::from("", "", "dateline");
    if let Some(folder) = own.as_ref().and_then(ProjectDirs::runtime_dir) {
        return Some(folder.to_owned());
    }
    Some(std::env::temp_dir().join(format!("dateline-{}", own_user().ok()?)))
}

/// Creates the folder of a socket; rejects one that others can write to.
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let entry = fs::symlink_metadata(folder)?;
    if entry.is_dir() && entry.uid() == own_user()? && entry.mode() & 0o022 == 0 {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::PermissionDenied, format!("other users can access {}", folder.display())))
}

/// Whether there is a socket of this user.
fn is_own_socket(path: &Path) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|entry| entry.file_type().is_socket() && own_user().is_ok_and(|user| user == entry.uid()))
}

/// Listens for the library that this process has locked; a socket left by an earlier process is replaced.
pub(super) fn listen(library: &Path) -> io::Result<(UnixListener, PathBuf)> {
    let mut failure = io::Error::new(ErrorKind::Unsupported, "no place for a socket");
    for path in places(library) {
        match listen_at(&path, library) {
            Ok(listener) => return Ok((listener, path)),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn listen_at(path: &Path, library: &Path) -> io::Result<UnixListener> {
    if path.parent() != Some(library) && path.file_name().is_none_or(|name| name != SOCKET) {
        make_folder(path.parent().unwrap_or(path))?;
    }
    if is_own_socket(path) {
        fs::remove_file(path)?;
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Connects to the holder of a library, if one answers. A socket of several names is not asked: in a copy with hard links
/// it leads to the holder of the original.
pub(super) fn connect(library: &Path) -> Option<UnixStream> {
    let has_one_name = |path: &Path| fs::symlink_metadata(path).is_ok_and(|entry| entry.nlink() == 1);
    places(library).into_iter().filter(|path| is_own_socket(path) && has_one_name(path)).find_map(|path| {
        let stream = UnixStream::connect(path).ok()?;
        check_peer(&stream).ok()?;
        Some(stream)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_private_and_what_was_left_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = fs::canonicalize(folder.path()).unwrap().join(SOCKET);
        drop(UnixListener::bind(&path).unwrap());
        assert!(connect(folder.path()).is_none(), "nobody is there any more");
        let (listener, place) = listen(folder.path()).unwrap();
        assert_eq!((&place, fs::metadata(&path).unwrap().mode() & 0o777), (&path, 0o600));
        let stream = connect(folder.path()).unwrap();
        check_peer(&listener.accept().unwrap().0).unwrap();
        drop(stream);
        let copy = tempfile::tempdir().unwrap();
        fs::hard_link(&path, copy.path().join(SOCKET)).unwrap();
        assert!(connect(copy.path()).is_none(), "it is of another library");
    }

    #[test]
    fn what_is_no_socket_stays_and_a_long_path_has_its_socket_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(SOCKET), "a letter").unwrap();
        let (_listener, place) = listen(folder.path()).unwrap();
        assert_ne!(place.parent(), Some(folder.path()));
        assert!(connect(folder.path()).is_some());
        assert_eq!(fs::read_to_string(folder.path().join(SOCKET)).unwrap(), "a letter");
        fs::remove_file(place).unwrap();

        let deep = folder.path().join("deep".repeat(30));
        fs::create_dir(&deep).unwrap();
        let (_listener, place) = listen(&deep).unwrap();
        assert!(!place.starts_with(&deep) && connect(&deep).is_some());
        fs::remove_file(place).unwrap();
    }
}
