//! The panes: of each its state, how it changes, and its tests; `ui` holds a view of the same name.
//!
//! [`sidebar`] is the one to copy.

pub mod dossier;
pub mod feeds;
pub mod index;
pub mod list;
pub mod prompt;
pub mod reader;
pub mod sidebar;
