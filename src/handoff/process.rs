//! The process at the other end.

use std::process::{Command, Stdio};

/// Whether a process is suspended, as by Ctrl-Z: it answers nobody until it is resumed.
pub fn is_suspended(process: u32) -> bool {
    state(process).is_some_and(|state| state.starts_with(['T', 't']))
}

/// The state of a process in the letters of `ps`.
fn state(process: u32) -> Option<String> {
    if let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) {
        // The name before it is in parentheses, and may have any letters.
        return stat.rsplit(')').next().map(|rest| rest.trim_start().to_owned());
    }
    let mut ps = Command::new("ps");
    ps.args(["-o", "state=", "-p", &process.to_string()]).stdin(Stdio::null()).stderr(Stdio::null());
    let told = ps.output().ok()?;
    Some(String::from_utf8_lossy(&told.stdout).trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspended_process_is_told_from_a_running_one() {
        assert!(!is_suspended(std::process::id()));
        let mut sleeping = Command::new("sleep").arg("60").spawn().unwrap();
        let number = sleeping.id().to_string();
        let kill = |signal: &str| Command::new("kill").args([signal, &number]).status().unwrap();
        assert!(!is_suspended(sleeping.id()));
        kill("-STOP");
        while !is_suspended(sleeping.id()) {
            std::thread::yield_now();
        }
        sleeping.kill().unwrap();
        sleeping.wait().unwrap();
        assert!(!is_suspended(u32::MAX));
    }
}
