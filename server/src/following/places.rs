//! How many readers may follow at once: in all, and from one network.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::AppError;
use crate::limits::network_of;

/// The most readers from one network: a school may share an address.
pub const MOST_FROM_ONE: usize = 100;
/// Seconds after which a reader who found no place tries again.
const RETRY_AFTER: u64 = 60;

/// The places for readers.
#[derive(Clone)]
pub struct Places {
    taken: Arc<Mutex<Taken>>,
    most: usize,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_network: HashMap<IpAddr, usize>,
}

/// A place, given back when it is dropped.
pub struct Place {
    taken: Arc<Mutex<Taken>>,
    network: IpAddr,
}

impl Places {
    /// So many places.
    pub fn new(most: usize) -> Self {
        Self { taken: Arc::default(), most }
    }

    /// How many are taken.
    pub fn taken(&self) -> usize {
        lock(&self.taken).all
    }

    /// Takes a place.
    ///
    /// # Errors
    /// [`AppError::Busy`] when there is none.
    pub fn take(&self, client: IpAddr) -> Result<Place, AppError> {
        let network = network_of(client);
        let mut taken = lock(&self.taken);
        let from_here = taken.by_network.get(&network).copied().unwrap_or(0);
        let whose = if taken.all >= self.most {
            "All places for following live stories are taken"
        } else if from_here >= MOST_FROM_ONE {
            "All places for following live stories from your network are taken"
        } else {
            taken.all += 1;
            taken.by_network.insert(network, from_here + 1);
            return Ok(Place { taken: Arc::clone(&self.taken), network });
        };
        let detail =
            format!("{whose}. Reload the page to see what is new, or wait a minute: it tries again by itself.");
        Err(AppError::Busy { detail, retry_after: RETRY_AFTER })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.all = taken.all.saturating_sub(1);
        let left = taken.by_network.get(&self.network).map_or(0, |from_here| from_here.saturating_sub(1));
        if left == 0 {
            taken.by_network.remove(&self.network);
        } else {
            taken.by_network.insert(self.network, left);
        }
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(number: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, number])
    }

    #[test]
    fn places_are_bounded_in_all_and_by_network_and_given_back() {
        let places = Places::new(MOST_FROM_ONE + 1);
        let mut here: Vec<_> = (0..MOST_FROM_ONE).map(|_| places.take(client(1)).expect("a place")).collect();
        let refused = places.take(client(1)).err().expect("no place").to_string();
        assert!(refused.contains("from your network"), "{refused}");
        let elsewhere = places.take(client(2)).expect("others are not kept out");
        let refused = places.take(client(3)).err().expect("no place").to_string();
        assert!(refused.starts_with("All places for following live stories are taken"), "{refused}");
        here.pop();
        assert!(places.take(client(1)).is_ok());
        drop((here, elsewhere));
        assert!(lock(&places.taken).by_network.is_empty(), "nothing is remembered of who left");
    }
}
