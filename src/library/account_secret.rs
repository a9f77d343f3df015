//! The password or token of an account: from a command, an environment variable or a file that only the user may
//! read. It is looked up whenever the server is contacted, and is neither stored nor shown.

use super::passwords::{Secrets, told_by};
use crate::model::{AccountId, SecretSource};
use crate::text::file_name::in_home;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The maximum length of a password file, in bytes.
const LONGEST: u64 = 16 << 10;

/// The name of an account's password in the library's own file.
pub(super) fn name_of(account: AccountId) -> String {
    format!("account {}", account.0)
}

/// The secret, or why there is none.
pub(super) fn secret_of(
    source: &SecretSource,
    account: AccountId,
    secrets: &Secrets,
) -> Result<String, String> {
    match source {
        SecretSource::Command(command) => {
            told_by(command).map_err(|why| why.replacen("its password command", "the password command", 1))
        }
        SecretSource::Variable(name) => match std::env::var(name) {
            Ok(secret) if !secret.is_empty() => Ok(secret),
            _ => Err(format!("the environment variable {name} is not set; set it before starting Dateline")),
        },
        SecretSource::File(path) => {
            let home = std::env::var_os("HOME").map(PathBuf::from);
            in_file(&in_home(path, home.as_deref()))
        }
        SecretSource::Kept => secrets.kept(&name_of(account)).map(str::to_owned).ok_or_else(|| {
            "its password is no longer in the library's folder; `dateline account add` with the same address and name \
             asks for it"
                .to_owned()
        }),
    }
}

/// The first line of a file that nobody else may read.
fn in_file(path: &Path) -> Result<String, String> {
    let name = path.display();
    let failed =
        |error: std::io::Error| format!("the password file {name} cannot be read ({error}); check its path");
    let file = File::open(path).map_err(failed)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(format!("others may read the password file {name}; run `chmod 600 {name}` first"));
        }
    }
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    match text.lines().next().map(str::trim) {
        Some(secret) if !secret.is_empty() => Ok(secret.to_owned()),
        _ => Err(format!("the password file {name} is empty; write the password into its first line")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_secret_is_told_by_what_the_user_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("word");
        std::fs::write(&path, "s3cret\nmore\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let told = |source: SecretSource| secret_of(&source, AccountId(1), &Secrets::default());
        let file = || told(SecretSource::File(path.display().to_string()));
        mode(0o600);
        assert_eq!(file().as_deref(), Ok("s3cret"));
        mode(0o640);
        assert!(file().unwrap_err().contains("chmod 600"));
        assert_eq!(told(SecretSource::Command("echo s3cret".to_owned())).as_deref(), Ok("s3cret"));
        assert!(told(SecretSource::Command("false".to_owned())).is_err());
        assert!(
            told(SecretSource::Variable("DATELINE_NO_SUCH".to_owned()))
                .unwrap_err()
                .contains("DATELINE_NO_SUCH")
        );
        assert!(told(SecretSource::Kept).is_err());
    }
}
