//! What is done if something takes long.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Does something after a time, unless what this returns was dropped before.
pub fn unless_over(time: Duration, act: impl FnOnce() + Send + 'static) -> Sender<()> {
    let (end, ended) = channel();
    thread::spawn(move || {
        if ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
            act();
        }
    });
    end
}
