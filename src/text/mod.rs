//! Text as the user sees it: pure functions on strings.

pub mod clean;
pub mod command;
pub mod dates;
pub mod edits;
pub mod file_name;
pub mod find;
mod floods;
pub mod fold;
pub mod forms;
pub mod language;
pub mod notes;
pub mod quotation;
pub mod sentences;
pub mod spelling;
pub mod time;
pub mod web;
pub mod width;
pub mod word_map;
pub mod words;
pub mod wrap;
