//! The screen without a terminal: its state, actions, messages, update.
//!
//! ```text
//! key -> layers (the topmost first) -> screen on top -> Dateline as a whole     (update)
//! Action -> screen.act(action, &mut Cx) -> effects -> runtime -> library -> Answer -> screen.answer
//! ```
//!
//! `update` takes a message and returns what must be done. It neither blocks nor fails, and does not read the clock.
//! `ui` draws the state, and `runtime` carries out the effects.

pub mod action;
pub mod actions;
pub mod article_layout;
pub mod chrome;
pub mod context;
mod cx;
mod effect;
pub mod empty;
mod global;
pub mod hints;
mod history;
pub mod key;
mod keymap;
pub mod layers;
mod library;
pub mod map_scope;
mod marks;
mod message;
mod model;
mod motion;
mod presets;
mod purpose;
pub mod screens;
mod session;
mod settings;
mod status;
mod target;
#[cfg(test)]
mod tests;
mod tickets;
mod update;
mod view;

pub use context::{Contexts, Focus, Location};
pub use effect::{
    AccountLogin, Answer, Effect, Export, Fetch, PathAnswer, PathRequest, Request, Slot, Ticket, WriteRequest,
};
pub use keymap::{Keymap, Meaning};
pub use message::{AddedPlace, Background, Message, Mouse, Progress};
pub use model::App;
pub use purpose::Purpose;
pub use session::Session;
pub use settings::{Depth, Look, Settings, Theme, Tip, Tips, Widths, line_width};
pub use status::Status;
pub use update::update;
pub use view::{Filter, ListView, feed_term};
