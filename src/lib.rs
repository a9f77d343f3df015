//! Dateline: a full-screen terminal news reader that knows who is in the news.
//!
//! ```text
//! bytes -> extract -> Document -> entities -> names -> store (the truth) + index (derived)
//! keys  -> Message -> app::update -> State + Effects -> ui::view
//! runtime carries Effects to the library on threads and brings Messages back
//! ```
//!
//! Modules depend on one another in one direction only; `tests/architecture.rs` holds them to it.
//!
//! | module | is | may use |
//! |---|---|---|
//! | `model` | the core data types, plain data | nothing of ours |
//! | `text` | words, folding, width, wrapping, cleaning; pure | `model` |
//! | `query` | the query language; pure | `model`, `text` |
//! | `extract` | bytes to documents; pure | `model`, `text` |
//! | `feeds` | bytes to the entries of a feed; pure | `model`, `text`, `extract` |
//! | `fetch` | addresses to bytes, politely; when to ask again | `model`, `text` |
//! | `sync` | the protocols of servers that keep feeds and states: theirs to ours and back | `model`, `text`, `feeds`, `fetch` |
//! | `gazetteer` | places and who they are; pure | `model`, `text` |
//! | `map` | coasts, borders, pins: the map; pure | `text` |
//! | `entities` | documents to names; pure | `model`, `text`, `gazetteer` |
//! | `store` | `SQLite`: the truth | `model`, `text` |
//! | `index` | tantivy: derived from the store | `model`, `text`, `query` |
//! | `logging` | the log file | nothing of ours |
//! | `library` | the one front door to all of it | everything above |
//! | `export` | articles as text, Markdown, HTML and JSON; pure | `model`, `text` |
//! | `handoff` | work that a command hands to the process that holds the library | `library` |
//! | `config` | the settings file; pure | nothing of ours |
//! | `app` | state, messages, commands, update; no I/O | `map`, `config`, `model`, `text` |
//! | `ui` | state to frame | `app`, `map`, `model`, `text` |
//! | `runtime` | terminal, threads, the loop | everything above |
//! | `cli` | one file a command | everything above |
//!
//! Invariants: no input makes the library panic; no foreign text reaches the terminal without being cleaned;
//! `SQLite` is the source of truth and everything else can be rebuilt from it; an article's text does not
//! change after intake, so mentions can be byte spans into it; what the user did is stored apart from what
//! was derived, and takes precedence.

pub mod app;
pub mod cli;
pub mod config;
pub mod entities;
pub mod export;
pub mod extract;
pub mod feeds;
pub mod fetch;
pub mod gazetteer;
pub mod handoff;
pub mod index;
pub mod library;
pub mod logging;
pub mod map;
pub mod model;
pub mod query;
pub mod runtime;
pub mod store;
pub mod sync;
pub mod text;
pub mod ui;
