//! How often somebody may try to get in.
//!
//! Kept in memory: after a restart everybody may try again, which a guesser cannot bring about.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use shared::account::Handle;

pub use client::ClientAddress;

use crate::clock::Clock;
use crate::error::AppError;

mod client;

/// Keys are forgotten when there are more than this; those that are still held back are kept.
const KEYS_BEFORE_CLEANING: usize = 10_000;

/// Counts attempts to get in, by account and by client.
pub struct Limits {
    by_account: Limiter<Handle>,
    by_client: Limiter<IpAddr>,
    codes_by_client: Limiter<IpAddr>,
}

impl Limits {
    /// Counters that begin at nothing.
    ///
    /// An account has more attempts, and sooner, than one client has: a single client cannot use them up and lock
    /// its owner out.
    #[must_use]
    pub fn new(clock: &Arc<dyn Clock>) -> Self {
        Self {
            by_account: Limiter::new(at_once_and_per_minute(20, 6), clock),
            by_client: Limiter::new(at_once_and_per_minute(10, 2), clock),
            codes_by_client: Limiter::new(at_once_and_per_minute(10, 2), clock),
        }
    }

    /// Counts an attempt to sign in.
    ///
    /// # Errors
    /// When there were too many from this client or for this account.
    pub fn count_sign_in(&self, handle: &Handle, client: IpAddr) -> Result<(), AppError> {
        self.count_sign_in_from(client)?;
        self.by_account.count(handle)
    }

    /// Counts an attempt to sign in with something that cannot be a handle.
    ///
    /// # Errors
    /// When there were too many from this client.
    pub fn count_sign_in_from(&self, client: IpAddr) -> Result<(), AppError> {
        self.by_client.count(&network_of(client))
    }

    /// Counts an attempt with a set-up code or an invitation.
    ///
    /// # Errors
    /// When there were too many from this client.
    pub fn count_code(&self, client: IpAddr) -> Result<(), AppError> {
        self.codes_by_client.count(&network_of(client))
    }
}

/// One household has as many IPv6 addresses as it likes within its /64; it counts as one client.
#[must_use]
pub fn network_of(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

/// So many attempts at once, and then so many each minute; at least one.
fn at_once_and_per_minute(at_once: u32, per_minute: u32) -> Quota {
    let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
    Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(at_once))
}

/// Attempts by key.
struct Limiter<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, LimiterClock, NoOpMiddleware<Duration>>,
    clock: LimiterClock,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new(quota: Quota, clock: &Arc<dyn Clock>) -> Self {
        let clock = LimiterClock(Arc::clone(clock));
        Self { limiter: RateLimiter::dashmap_with_clock(quota, clock.clone()), clock }
    }

    fn count(&self, key: &K) -> Result<(), AppError> {
        if self.limiter.len() > KEYS_BEFORE_CLEANING {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(governor::clock::Clock::now(&self.clock));
            AppError::TooManyAttempts { retry_after: wait.as_secs() + u64::from(wait.subsec_nanos() > 0) }
        })
    }
}

/// Our clock, as the counters read it: the time since 1970.
#[derive(Clone)]
struct LimiterClock(Arc<dyn Clock>);

impl governor::clock::Clock for LimiterClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now().timestamp_millis()).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::clock::FixedClock;

    const CLIENT: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, 1));
    const NEIGHBOUR: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 2, 0, 0, 0, 1));

    fn limits() -> (Limits, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::new("2026-11-25T20:00:00Z".parse().unwrap()));
        (Limits::new(&(Arc::clone(&clock) as Arc<dyn Clock>)), clock)
    }

    fn handle(text: &str) -> Handle {
        text.parse().unwrap()
    }

    fn wait(result: Result<(), AppError>) -> Option<u64> {
        result.err().and_then(|error| error.retry_after())
    }

    #[test]
    fn a_client_has_ten_attempts_and_then_one_in_thirty_seconds() {
        let (limits, clock) = limits();
        for attempt in 0..10 {
            assert!(limits.count_sign_in(&handle(&format!("ada{attempt}")), CLIENT).is_ok());
        }
        assert_eq!(wait(limits.count_sign_in(&handle("ada"), CLIENT)), Some(30));
        clock.advance(TimeDelta::milliseconds(29_500));
        assert_eq!(wait(limits.count_sign_in(&handle("ada"), CLIENT)), Some(1));
        clock.advance(TimeDelta::milliseconds(500));
        assert!(limits.count_sign_in(&handle("ada"), CLIENT).is_ok());
        assert_eq!(wait(limits.count_sign_in(&handle("ada"), CLIENT)), Some(30));
    }

    #[test]
    fn an_account_is_guarded_against_many_clients_but_not_locked_by_one() {
        let (limits, _) = limits();
        let client = |number: u8| IpAddr::from([192, 0, 2, number]);
        for _ in 0..100 {
            let _ = limits.count_sign_in(&handle("ada"), client(1));
        }
        for number in 2..12 {
            assert!(limits.count_sign_in(&handle("ada"), client(number)).is_ok(), "client {number}");
        }
        assert_eq!(wait(limits.count_sign_in(&handle("ada"), client(12))), Some(10));
        assert!(limits.count_sign_in(&handle("grace"), client(12)).is_ok());
    }

    #[test]
    fn addresses_of_one_network_are_one_client() {
        let (limits, _) = limits();
        for host in 0..10 {
            let client = Ipv6Addr::new(0x2001, 0xdb8, 0, 1, host, 0, 0, 1);
            assert!(limits.count_code(client.into()).is_ok());
        }
        assert_eq!(wait(limits.count_code(CLIENT)), Some(30));
        assert!(limits.count_code(NEIGHBOUR).is_ok());
        assert!(limits.count_sign_in_from(CLIENT).is_ok(), "codes and passwords are counted apart");
    }

    #[test]
    fn mapped_addresses_are_the_ipv4_client() {
        let v4 = IpAddr::from([192, 0, 2, 1]);
        let mapped: IpAddr = "::ffff:192.0.2.1".parse().unwrap();
        assert_eq!(network_of(mapped), network_of(v4));
    }
}
