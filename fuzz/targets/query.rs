//! Searches for queries that violate an invariant.

#![no_main]

#[path = "../../tests/common/judge.rs"]
#[allow(dead_code)]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::query(bytes));
