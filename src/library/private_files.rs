//! Creates files and folders that only their owner can access.

use super::{Error, Result};
use std::fs::{self, OpenOptions};
use std::path::Path;

/// Creates a folder that only its owner may use, if it does not exist.
pub(super) fn make_private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::io(path, &error))
}

/// Only the owner may read and write what these options create. They follow no symbolic link, and do not block on a
/// pipe.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
        options.mode(0o600).custom_flags(flags.cast_signed());
    }
    options
}
