//! Hashes of words and features. They are the same in every build and on every machine, since the trained weights are
//! looked up by them.

/// The hash of a string's bytes (FNV-1a, mixed so that the first bits are as good as the last).
pub fn of(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    stir(hash)
}

/// One hash of two numbers; the order matters.
pub fn mix(one: u64, other: u64) -> u64 {
    stir(one.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) ^ other)
}

/// A shortened version of the `MurmurHash3` finaliser.
fn stir(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (hash ^ (hash >> 29)).wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change_and_order_matters() {
        assert_eq!(of(b""), of(b""));
        assert_ne!(of(b"harbour"), of(b"Harbour"));
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_ne!(mix(0, 1) >> 48, mix(0, 2) >> 48);
    }
}
