//! Searches for edits of the journal that violate an invariant.

#![no_main]

#[path = "../../tests/common/judge_library.rs"]
#[allow(dead_code)]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::journal(bytes));
