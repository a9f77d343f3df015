//! Reads the settings file and the theme that it names.

use crate::app::Theme;
use crate::config::{Config, base16, meant, told};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// The maximum length of a file, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads the settings file. If it cannot be read, that is reported and the defaults apply; a missing file is not
/// reported if it `may_be_missing`.
pub fn read(path: &Path, may_be_missing: bool) -> Config {
    let name = path.display().to_string();
    let mut config = match bytes(path) {
        Ok(bytes) => Config::read(&name, &bytes),
        Err(error) if error.kind() == ErrorKind::NotFound && may_be_missing => Config::read(&name, b""),
        Err(error) => Config::unreadable(&name, &error.to_string()),
    };
    if let Some(theme) = config.theme.clone()
        && Theme::from_word(&theme).is_none()
    {
        match scheme(&theme, path) {
            Ok(colours) => config.scheme = Some(colours),
            Err(why) => {
                config.complaints.extend(told(vec![config.complaint("theme", &why)]));
                config.theme = None;
            }
        }
    }
    config
}

/// Reads a file, up to a limit, so that an endless one does not block.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A pipe of the shell's (`--config <(…)`) has a writer; one that lies somewhere may never get one.
    let is_lying = std::fs::metadata(path)?.file_type().is_fifo() && !path.starts_with("/dev");
    if is_lying && !path.starts_with("/proc") {
        return Err(std::io::Error::new(ErrorKind::InvalidInput, "it is a pipe"));
    }
    std::fs::File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        let why = format!("it is longer than {} MB", LONGEST >> 20);
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, why));
    }
    Ok(bytes)
}

/// The colours of a base16 file: the one with that name in the `themes` folder next to the settings, or at that path.
fn scheme(theme: &str, settings: &Path) -> Result<[u32; 16], String> {
    let folder = settings.parent().unwrap_or(settings);
    let mut places: Vec<PathBuf> =
        ["yaml", "yml"].iter().map(|end| folder.join("themes").join(format!("{theme}.{end}"))).collect();
    if theme.contains(['/', '.']) {
        places.insert(0, folder.join(theme));
    }
    let Some(place) = places.iter().find(|place| place.is_file()) else {
        let own: Vec<&str> = Theme::ALL.iter().map(|theme| theme.word()).collect();
        let meant = meant(theme, own.iter().copied());
        return Err(format!(
            "there is no theme “{theme}”; expected one of {}, or a base16 file {}{meant}",
            own.join(", "),
            places[0].display()
        ));
    };
    let bytes = bytes(place).map_err(|error| format!("{} cannot be read ({error})", place.display()))?;
    base16(&String::from_utf8_lossy(&bytes)).map_err(|why| format!("{}: {why}", place.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn themes_come_from_files_and_wrong_ones_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        fs::create_dir(folder.path().join("themes")).unwrap();
        let colours =
            "0123456789ABCDEF".chars().map(|at| format!("base0{at}: \"{}\"\n", at.to_string().repeat(6)));
        let scheme = colours.collect::<Vec<_>>().concat();
        fs::write(folder.path().join("themes/grey.yaml"), &scheme).unwrap();
        fs::write(folder.path().join("themes/half.yml"), &scheme[..40]).unwrap();
        for (theme, is_scheme, says) in [
            ("light", false, ""),
            ("high-contrast", false, ""),
            ("grey", true, ""),
            ("themes/grey.yaml", true, ""),
            ("half", false, "half.yml: base02 is missing"),
            ("lihgt", false, "line 2: there is no theme “lihgt”"),
            ("lihgt", false, "did you mean “light”?"),
        ] {
            fs::write(&file, format!("\ntheme = \"{theme}\"\n")).unwrap();
            let config = read(&file, false);
            assert_eq!(config.scheme.is_some(), is_scheme, "{theme}: {:?}", config.complaints);
            assert_eq!(config.complaints.is_empty(), says.is_empty(), "{theme}: {:?}", config.complaints);
            assert!(config.complaints.concat().contains(says), "{theme}: {:?}", config.complaints);
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(&folder.path().join("none"), true).complaints, [] as [String; 0]);
        let pipe = folder.path().join("pipe");
        assert!(
            std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success())
        );
        for path in [folder.path().to_owned(), folder.path().join("none"), pipe] {
            assert_eq!(read(&path, false).complaints.len(), 1);
        }
    }
}
