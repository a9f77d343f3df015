//! Cleans response headers before they are parsed: a header that contains a control character, or has no valid name,
//! is dropped by itself, so that it does not spoil the whole response.
//!
//! This connector comes last, where a secure connection is plain text again.

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

/// A line longer than this is passed on unchanged.
const LONGEST_LINE: usize = 64 << 10;

/// Cleans the headers of its connections.
#[derive(Debug, Default)]
pub(super) struct Tidying;

/// A connection whose headers are cleaned.
#[derive(Debug)]
pub(super) struct Tidied<T> {
    inner: T,
    buffers: LazyBuffers,
    head: Head,
}

impl<In: Transport> Connector<In> for Tidying {
    type Out = Tidied<In>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let (input, output) = (details.config.input_buffer_size(), details.config.output_buffer_size());
        let tidy = |inner| Tidied { inner, buffers: LazyBuffers::new(input, output), head: Head::default() };
        Ok(chained.map(tidy))
    }
}

impl<T: Transport> Transport for Tidied<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if amount > 0 {
            // The response to a new request begins with headers.
            self.head = Head::default();
        }
        let mut sent = 0;
        while sent < amount {
            let room = self.inner.buffers().output();
            let count = room.len().min(amount - sent);
            room[..count].copy_from_slice(&self.buffers.output()[sent..sent + count]);
            self.inner.transmit_output(count, timeout)?;
            sent += count;
        }
        Ok(())
    }

    /// Waits once, even if nothing can be passed on yet: the caller measures the time.
    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let has_more = self.inner.maybe_await_input(timeout)?;
        let room = self.buffers.input_append_buf().len().saturating_sub(self.head.held.len());
        let input = self.inner.buffers().input();
        let count = input.len().min(room);
        let mut tidy = self.head.tidied(&input[..count]);
        self.inner.buffers().input_consume(count);
        if !has_more {
            tidy.append(&mut self.head.held);
        }
        self.buffers.input_append_buf()[..tidy.len()].copy_from_slice(&tidy);
        self.buffers.input_appended(tidy.len());
        Ok(has_more || !tidy.is_empty())
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

/// The state of reading the headers.
#[derive(Debug, Default)]
struct Head {
    /// A line without its end so far.
    held: Vec<u8>,
    /// The number of lines so far.
    lines: usize,
    /// Whether it is an interim response (status 100 to 199).
    is_passing: bool,
    /// Whether the last header was dropped, along with its continuation lines.
    is_dropping: bool,
    is_over: bool,
}

impl Head {
    /// Returns the cleaned bytes; everything after the headers is passed on unchanged.
    fn tidied(&mut self, bytes: &[u8]) -> Vec<u8> {
        if self.is_over {
            return bytes.to_vec();
        }
        let mut tidy = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            self.held.extend_from_slice(line);
            let line = std::mem::take(&mut self.held);
            if self.keeps(&line) {
                tidy.extend_from_slice(&line);
            }
            if self.is_over {
                tidy.extend_from_slice(rest);
                return tidy;
            }
        }
        self.held.extend_from_slice(rest);
        if self.held.len() > LONGEST_LINE {
            tidy.append(&mut self.held);
        }
        tidy
    }

    /// Whether a header line is kept.
    fn keeps(&mut self, line: &[u8]) -> bool {
        let text = line.trim_ascii_end();
        let is_first = self.lines == 0;
        self.lines += 1;
        if is_first {
            self.is_passing =
                text.split(|&byte| byte == b' ').nth(1).is_some_and(|code| code.starts_with(b"1"));
            return true;
        }
        if text.is_empty() {
            self.is_over = !self.is_passing;
            self.lines = 0;
            return true;
        }
        let goes_on = line.starts_with(b" ") || line.starts_with(b"\t");
        self.is_dropping = if goes_on { self.is_dropping } else { !has_name(text) };
        self.is_dropping |= text.iter().any(|&byte| byte != b'\t' && byte.is_ascii_control());
        !self.is_dropping
    }
}

/// Whether a header's name is valid (RFC 9110, section 5.6.2).
fn has_name(line: &[u8]) -> bool {
    let Some(end) = line.iter().position(|&byte| byte == b':') else { return false };
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    end > 0 && line[..end].iter().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_dropped_by_itself() {
        for (response, expected) in [
            ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nX: \x01\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r\nX: \x01\r\n"),
            ("HTTP/1.1 200 OK\r\nA: \x01\r\nB: c\r\n\r\n", "HTTP/1.1 200 OK\r\nB: c\r\n\r\n"),
            ("HTTP/1.1 200 OK\r\nA: \x01\r\n more\r\nB: c\r\n\r\n", "HTTP/1.1 200 OK\r\nB: c\r\n\r\n"),
            ("HTTP/1.1 200 OK\nno name\nA b: c\n: d\nB:\tc\n\n", "HTTP/1.1 200 OK\nB:\tc\n\n"),
            (
                "HTTP/1.1 103 Early\r\nA: \x7f\r\n\r\nHTTP/1.1 200 OK\r\nA: \x7f\r\n\r\n\x7f",
                "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\x7f",
            ),
        ] {
            // In chunks of any size.
            for size in 1..=response.len() {
                let mut head = Head::default();
                let mut tidy: Vec<u8> =
                    response.as_bytes().chunks(size).flat_map(|piece| head.tidied(piece)).collect();
                tidy.append(&mut head.held);
                assert_eq!(String::from_utf8_lossy(&tidy), expected, "{response:?} by {size}");
            }
        }
    }
}
