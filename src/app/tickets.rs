//! Which answers are still wanted. A request makes older ones of its slot stale.

use super::effect::{Slot, Ticket};

/// The requests in progress.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tickets {
    latest: [u64; Slot::COUNT],
    open: [bool; Slot::COUNT],
}

impl Tickets {
    /// A ticket for a new request.
    pub fn issue(&mut self, slot: Slot) -> Ticket {
        self.drop_answers(slot);
        self.open[slot as usize] = true;
        Ticket { slot, number: self.latest[slot as usize] }
    }

    /// Cancels the request of a slot.
    pub fn drop_answers(&mut self, slot: Slot) {
        self.latest[slot as usize] += 1;
        self.open[slot as usize] = false;
    }

    /// Takes an answer's ticket; false if the answer is no longer wanted.
    pub fn take(&mut self, ticket: Ticket) -> bool {
        let is_current = self.latest[ticket.slot as usize] == ticket.number;
        if is_current {
            self.open[ticket.slot as usize] = false;
        }
        is_current || !ticket.slot.supersedes()
    }

    /// Another screen comes on top: answers to the previous one are no longer wanted. True if it was waiting for one.
    pub fn turn(&mut self) -> bool {
        let mut waited = false;
        for slot in Slot::OF_SCREENS {
            // What was to be read ahead is not missed.
            waited |= self.open[slot as usize] && slot != Slot::Nearby;
            self.drop_answers(slot);
        }
        waited
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_come_too_late_are_dropped() {
        let mut tickets = Tickets::default();
        let (older, newer) = (tickets.issue(Slot::List), tickets.issue(Slot::List));
        assert!(!tickets.take(older) && tickets.take(newer));
        let more = tickets.issue(Slot::ListMore);
        tickets.drop_answers(Slot::ListMore);
        assert!(!tickets.take(more));
    }

    #[test]
    fn a_screen_that_is_covered_waits_for_nothing() {
        let mut tickets = Tickets::default();
        let (article, counts) = (tickets.issue(Slot::Article), tickets.issue(Slot::Counts));
        assert!(tickets.turn());
        assert!(!tickets.take(article), "it was the other screen's");
        assert!(tickets.take(counts), "counts belong to no screen");
        assert!(!tickets.turn());
    }
}
