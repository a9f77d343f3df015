//! Packing again what was packed before the library had dictionaries, or by an earlier Dateline.

use super::{Library, Result, Task};

/// Texts of one transaction: a few hundredths of a second.
const CHUNK: usize = 64;

impl Library {
    /// Trains the dictionaries where that is due, and packs up to `most` texts again. Progress is told in texts; stopped
    /// half-way, it goes on from there the next time. Gives back how many were packed.
    pub(super) fn repack(&mut self, most: u64, task: &Task) -> Result<u64> {
        let trained = self.store.train();
        self.in_store(trained)?;
        let total = self.in_store(self.store.count_to_repack())?.min(most);
        let mut done = 0;
        while done < total {
            task.check()?;
            let packed = self.store.repack(CHUNK);
            let packed = self.in_store(packed)?;
            if packed == 0 {
                break;
            }
            done += packed as u64;
            task.progress(done.min(total), total);
        }
        Ok(done)
    }
}
