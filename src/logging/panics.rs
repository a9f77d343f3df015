//! Logs every panic of the process where it happens, whether or not it is caught.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, PanicHookInfo};
use std::thread;

/// Logs every panic from now on, and passes it on to `tell`.
pub fn watch(tell: impl Fn(&PanicHookInfo<'_>) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        let location = info.location().map_or_else(String::new, ToString::to_string);
        let current = thread::current();
        let thread = current.name().unwrap_or("unnamed");
        tracing::error!("panic in thread {thread} at {location}: {}", in_words(info));
        if tracing::enabled!(tracing::Level::ERROR) {
            log_frames();
        }
        tell(info);
    }));
}

/// A panic's message without quotations, which may contain an article's text.
pub fn in_words(info: &PanicHookInfo<'_>) -> String {
    without_quotes(info.payload_as_str().unwrap_or("without a message"))
}

/// Our own functions on the stack of the panic, if the program has symbols.
fn log_frames() {
    let way = Backtrace::force_capture();
    if way.status() != BacktraceStatus::Captured {
        return;
    }
    let text = way.to_string();
    for frame in text.lines().map(str::trim).filter(|line| line.contains("dateline::")).take(FRAMES) {
        tracing::error!("  {frame}");
    }
}

/// The maximum number of logged frames.
const FRAMES: usize = 30;

/// The first line of a message without quotations.
fn without_quotes(message: &str) -> String {
    const LONGEST: usize = 300;
    let first = message.lines().next().unwrap_or_default();
    let mut out = String::new();
    let mut rest = first.chars();
    while let Some(c) = rest.next() {
        out.push(c);
        if matches!(c, '`' | '"') {
            // A quotation ends at the last mark of its kind, since texts contain such marks themselves.
            let tail = rest.as_str();
            let end = tail.rfind(c);
            out.push('…');
            rest = end.map_or("", |end| &tail[end..]).chars();
            out.extend(rest.next());
        }
    }
    out.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_kept_without_what_they_quote() {
        for (message, expected) in [
            ("index out of bounds: the len is 3 but the index is 5", None),
            (
                "byte index 1 is not a char boundary; it is inside 'é' (bytes 0..2) of `élan vital`",
                Some("byte index 1 is not a char boundary; it is inside 'é' (bytes 0..2) of `…`"),
            ),
            ("of `a `nested` text`", Some("of `…`")),
            ("called `Result::unwrap()` on an `Err` value: \"secret\"", Some("called `…` value: \"…\"")),
            ("never `closed", Some("never `…")),
            ("one\ntwo", Some("one")),
        ] {
            assert_eq!(without_quotes(message), expected.unwrap_or(message));
        }
    }
}
