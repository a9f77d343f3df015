//! Repacks what was packed before the library had dictionaries, or by an earlier Dateline.

use super::{Library, Result, Task};

/// Texts per transaction: a few hundredths of a second.
const CHUNK: usize = 64;

impl Library {
    /// Trains the dictionaries if that is due, and repacks up to `most` texts; `report` receives the progress. If
    /// stopped, it continues from there next time. Returns how many were repacked.
    pub(super) fn repack(&mut self, most: u64, task: &Task, report: &dyn Fn(u64, u64)) -> Result<u64> {
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
            report(done.min(total), total);
        }
        Ok(done)
    }
}
