//! Work on many items at a time.

use std::io;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope};

/// Processes all items on all cores and returns the results in order.
pub(super) fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let queue = Mutex::new(items.into_iter().enumerate());
    let take_next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let done = Mutex::new(Vec::new());
    let take_all = || {
        while let Some((place, item)) = take_next() {
            let result = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
        }
    };
    thread::scope(|scope| {
        for number in 1..threads {
            // If the system has no more threads, the existing ones do the work.
            let _ = spawn_scoped(scope, &format!("core {number}"), take_all);
        }
        take_all();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Starts a thread that ends with its scope, and whose name is in the log.
pub(super) fn spawn_scoped<'scope, 'env>(
    scope: &'scope Scope<'scope, 'env>,
    name: &str,
    work: impl FnOnce() + Send + 'scope,
) -> io::Result<()> {
    let thread = thread::Builder::new();
    thread.name(name.to_owned()).spawn_scoped(scope, work).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_items() {
        let squares = in_parallel((0..1000_u64).collect(), |n| n * n);
        assert_eq!(squares, (0..1000_u64).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(in_parallel(Vec::<u8>::new(), |n| n), Vec::<u8>::new());
    }
}
