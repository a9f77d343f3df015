//! Everything a screen or a layer may do beyond changing itself. It is collected, and carried out by the router
//! when the screen is done.

use super::action::{Action, Correcting, Overlay};
use super::actions::ActionRow;
use super::context::Location;
use super::effect::{Effect, Request, Slot, WriteRequest};
use super::hints::{HintGoal, HintTarget, LinkRow};
use super::key::Key;
use super::purpose::{Purpose, Typed};
use super::session::Session;
use super::status::Status;
use super::target::NameAtHand;
use super::tickets::Tickets;
use crate::model::{Edit, Origin};
use crate::text::web;
use std::collections::VecDeque;

/// What a screen or a layer works with.
pub struct Cx<'a> {
    /// What all screens share.
    pub session: &'a mut Session,
    /// The status line.
    pub status: &'a mut Status,
    pub(super) tickets: &'a mut Tickets,
    pub(super) out: &'a mut Outbox,
}

/// Requests still to be carried out.
#[derive(Debug, Default)]
pub struct Outbox {
    /// To be carried out outside the screen.
    pub effects: Vec<Effect>,
    /// To be carried out by the router, in this order.
    pub wishes: VecDeque<Wish>,
}

/// What a screen or a layer wants the router to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// Carry out an action.
    Act(Action),
    /// Prompt for a line of text, which has these words at first.
    Ask(Purpose, String),
    /// Prompt for a line of text that cannot be taken, and say why.
    Refuse(Purpose, String),
    /// Have the user choose a name, and do something to it.
    Pick(Action),
    /// Go where an action applies, and say how to carry it out there.
    Lead(Action, &'static ActionRow),
    /// Handle what has been typed.
    Typed(Typed),
    /// Handle keys that were pressed while a layer that is closed now waited.
    Keys(Vec<Key>),
    /// Open a layer.
    Show(Overlay),
    /// Show a summary of a name on a row of the screen.
    Peek(NameAtHand, Option<u16>),
    /// Show letter hints over these targets, to copy them (true) or to open them.
    Hints(Vec<HintTarget>, bool),
    /// List these links.
    Links(Vec<LinkRow>),
    /// Go to the target of a hint.
    FollowHint(HintGoal),
    /// Correct a name.
    Correct(Correcting, NameAtHand),
    /// Push a screen.
    Open(Location),
    /// Pop the screen.
    Leave,
    /// Remember where the user was, for going back.
    Mark,
    /// Show an edit everywhere.
    Applied(Edit),
    /// Save what is worth keeping for the next start.
    Remember,
}

impl Cx<'_> {
    /// Sends a request to the library. A newer request of the same slot makes this one stale.
    pub fn ask(&mut self, slot: Slot, request: Request) {
        let ticket = self.tickets.issue(slot);
        self.effect(Effect::Ask(ticket, request));
    }

    /// Cancels the request of a slot.
    pub fn drop_answers(&mut self, slot: Slot) {
        self.tickets.drop_answers(slot);
    }

    /// Makes a change that can be undone: at once on the screen, then in the library. False if nothing may be
    /// changed.
    pub fn edit(&mut self, edit: Edit, origin: Origin) -> bool {
        if self.may_write() {
            self.wish(Wish::Applied(edit.clone()));
            self.session.unwritten.push(edit.clone());
            self.effect(Effect::Do(WriteRequest::Edit { edit, origin }));
        }
        !self.session.read_only
    }

    /// Asks the library to do something; reports if that is not possible.
    pub fn write(&mut self, request: WriteRequest) {
        if self.may_write() {
            self.effect(Effect::Do(request));
        }
    }

    /// Saves something in the background; if that is not possible, nothing is reported.
    pub fn keep(&mut self, request: WriteRequest) {
        if !self.session.read_only {
            self.effect(Effect::Do(request));
        }
    }

    /// Whether the library may be changed; reports if not.
    pub fn may_write(&mut self) -> bool {
        let refusal = self.session.refusal();
        let may = refusal.is_none();
        if let Some(why) = refusal {
            self.say(why);
        }
        may
    }

    /// Shows a sentence in the status line and keeps it among the messages.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.status.say(sentence);
    }

    /// Shows a sentence in the status line without keeping it.
    pub fn note(&mut self, sentence: impl Into<String>) {
        self.status.notice = Some(sentence.into());
    }

    /// Prompts for a line of text; what is typed comes back to the screen.
    pub fn prompt(&mut self, purpose: Purpose) {
        self.prompt_with(purpose, String::new());
    }

    /// Prompts for a line of text that has these words at first.
    pub fn prompt_with(&mut self, purpose: Purpose, words: String) {
        self.wish(Wish::Ask(purpose, words));
    }

    /// Prompts for a line of text that cannot be taken, and says why: what is typed must reach no other keys.
    pub fn refuse(&mut self, purpose: Purpose, why: impl Into<String>) {
        self.wish(Wish::Refuse(purpose, why.into()));
    }

    /// Goes somewhere else: pushes a screen on top of this one.
    pub fn open(&mut self, location: Location) {
        self.wish(Wish::Open(location));
    }

    /// Leaves this screen.
    pub fn leave(&mut self) {
        self.wish(Wish::Leave);
    }

    /// Remembers where the user was before this, so that `C-o` leads back to it.
    pub fn mark(&mut self) {
        self.wish(Wish::Mark);
    }

    /// Carries out an action, as if its key had been pressed.
    pub fn act(&mut self, action: Action) {
        self.wish(Wish::Act(action));
    }

    /// Adds an address, file or folder; the user goes there.
    pub fn add(&mut self, what: String, is_page: bool) {
        if self.may_write() {
            self.say(format!("adding {} …", web::shown(&web::without_secret(&what).0)));
            self.status.awaits_added = true;
            self.write(WriteRequest::Add { what, is_page });
        }
    }

    /// Opens an address in the browser.
    pub fn browse(&mut self, url: &str) {
        self.say(format!("opening {}", web::shown(url)));
        self.effect(Effect::Browse(url.to_owned()));
    }

    /// Has the router do something.
    pub fn wish(&mut self, wish: Wish) {
        self.out.wishes.push_back(wish);
    }

    /// Requests an effect outside the screen.
    pub fn effect(&mut self, effect: Effect) {
        self.out.effects.push(effect);
    }
}
