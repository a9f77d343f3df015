//! Sources of articles besides files: web feeds and the servers of accounts.

use super::chunk::Chunk;
use super::intake_pipeline::{IntakePipeline, ReceiverGone};
use std::sync::mpsc::SyncSender;

/// A source of feeds, articles and their states. It runs concurrently with the code that stores what it sends.
pub(super) trait Source: Send {
    /// Sends the user's changes to the source, if it accepts any. Returns whether it can be read, too.
    fn push(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<bool, ReceiverGone>;

    /// Sends what has changed in the source since the last time.
    fn changes(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) -> Result<(), ReceiverGone>;

    /// Both, in an order that does not revert what the user did.
    fn round(&mut self, work: &IntakePipeline, chunks: &SyncSender<Chunk>) {
        if matches!(self.push(work, chunks), Ok(true)) {
            // If nobody receives any longer, storing has failed and reported it.
            let _ = self.changes(work, chunks);
        }
    }
}
