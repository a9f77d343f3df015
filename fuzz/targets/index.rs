//! Searches for damage to the search index that violate an invariant.

#![no_main]

#[path = "../../tests/common/judge_library.rs"]
#[allow(dead_code)]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // What tantivy panics about in damaged files is caught and said, which is what is tried here.
    static QUIET: std::sync::Once = std::sync::Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| ())));
    judge::index(bytes);
});
