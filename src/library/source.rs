//! Where articles come from, beside files: the web's feeds and the servers of accounts, in one round.

use super::intake_pipeline::{Chunk, IntakePipeline, ReceiverGone};
use std::sync::mpsc::SyncSender;

/// A source of feeds, articles and their states. It runs beside whoever stores what it sends.
pub(super) trait Source: Send {
    /// Tells the source what the user changed, if it can be told anything. Returns whether it can be asked, too.
    fn push(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<bool, ReceiverGone>;

    /// Sends what has changed there since it was asked last.
    fn changes(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone>;

    /// Both, in an order in which what the user did is not taken back.
    fn round(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) {
        if matches!(self.push(work, chunks), Ok(true)) {
            // Where nobody receives any longer, storing has failed, and has said so.
            let _ = self.changes(work, chunks);
        }
    }
}
