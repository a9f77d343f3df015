//! Deflates values if that saves space (RFC 1951): texts of a library without a dictionary so far, and edits.

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use std::io::{Read, Write};

/// Shorter values gain too little.
const WORTH_DEFLATING: usize = 200;

/// Deflates a value if that makes it smaller, and sets `bit` of the packing if so.
pub(super) fn deflate(plain: &[u8], bit: i64, packing: &mut i64) -> Vec<u8> {
    if plain.len() >= WORTH_DEFLATING {
        let mut encoder = DeflateEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::default());
        let written = encoder.write_all(plain).and_then(|()| encoder.finish());
        if let Ok(small) = written
            && small.len() < plain.len()
        {
            *packing |= bit;
            return small;
        }
    }
    plain.to_vec()
}

/// Inflates a value if it was deflated; `None` if it is damaged.
pub(super) fn inflate(bytes: &[u8], is_deflated: bool) -> Option<Vec<u8>> {
    if !is_deflated {
        return Some(bytes.to_vec());
    }
    let mut plain = Vec::with_capacity(bytes.len() * 3);
    DeflateDecoder::new(bytes).read_to_end(&mut plain).ok()?;
    Some(plain)
}
