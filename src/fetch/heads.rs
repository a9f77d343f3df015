//! Heads of answers, tidied before they are read: a header with a control byte in it, or without a proper name,
//! is dropped by itself, so that it does not cost the whole answer.
//!
//! The connector stands last, where a secure connection is plain again.

use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

/// A line that is longer than this is passed on as it is.
const LONGEST_LINE: usize = 64 << 10;

/// Tidies the connections that pass.
#[derive(Debug, Default)]
pub(super) struct Tidying;

/// A connection whose heads are tidied.
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
            // The answer to what is sent begins with a head.
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

    /// Waits once, even if nothing of a head can be passed on yet: whoever asks again counts the time.
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

/// How far a head has been read.
#[derive(Debug, Default)]
struct Head {
    /// A line that has not come to its end.
    held: Vec<u8>,
    /// Lines of this head so far.
    lines: usize,
    /// It is one of those before the last (status 100 to 199).
    is_passing: bool,
    /// The last header was dropped, and so are lines that go on with it.
    is_dropping: bool,
    is_over: bool,
}

impl Head {
    /// What is to be read of the next bytes; what comes after the head is passed on as it is.
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

    /// Whether a line of the head is kept.
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

/// Whether a header has a name of the letters that names are made of (RFC 9110, section 5.6.2).
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
            // However it is cut into pieces.
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
