//! The screen without a terminal: state, messages, commands, update.
//!
//! `update` takes what happened and gives back what must be done; it neither blocks nor fails, and
//! asks no clock. `ui` draws the state, `runtime` carries out the effects.

pub mod commands;
mod effect;
mod history;
pub mod key;
mod keymap;
pub mod layout;
mod message;
mod motion;
pub mod page;
pub mod panes;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod update;

pub use effect::{Answer, Deed, Effect, Fetch, Request, Slot, Ticket, Undoing};
pub use keymap::{Keymap, Meaning};
pub use message::{Background, Message, Mouse, Progress};
pub use panes::reader::MEASURES;
pub use settings::{Card, Depth, FirstKey, Look, Settings, Theme};
pub use state::{Overlay, Page, State};
pub use update::update;
