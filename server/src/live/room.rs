//! One story with the pages that have it open.

use std::collections::BTreeMap;
use std::time::Duration;

use shared::account::Handle;
use shared::ids::AccountId;
use shared::live::{MAX_SELECTION, Presence, Present};
use tokio::sync::broadcast;
use tokio::time::Instant;
use uuid::Uuid;

use super::{BACKLOG, Event};

/// Who says nothing for so long is gone.
pub(super) const PATIENCE: Duration = Duration::from_secs(40);
/// Who stopped listening is gone after so long: a reconnecting page is back by then.
pub(super) const GRACE: Duration = Duration::from_secs(5);
/// The most pages that one account is seen in.
const MOST_PAGES: usize = 10;

/// A page that somebody has open.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Whose.
    pub account: AccountId,
    /// Their handle.
    pub handle: Handle,
    /// Their name.
    pub name: String,
    /// Which of their pages.
    pub session: Uuid,
}

impl Guest {
    /// By account too: a session is seen by everybody, and must not let others speak for it.
    const fn key(&self) -> (AccountId, Uuid) {
        (self.account, self.session)
    }
}

struct Seen {
    present: Present,
    until: Instant,
}

/// One story with the pages that have it open.
pub(super) struct Room {
    events: broadcast::Sender<Event>,
    here: BTreeMap<(AccountId, Uuid), Seen>,
}

impl Default for Room {
    fn default() -> Self {
        Self { events: broadcast::Sender::new(BACKLOG), here: BTreeMap::new() }
    }
}

impl Room {
    pub fn tell(&self, event: Event) {
        // Nobody listening is no failure.
        drop(self.events.send(event));
    }

    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    pub fn listeners(&self) -> usize {
        self.events.receiver_count()
    }

    pub fn has_listeners(&self) -> bool {
        self.listeners() > 0
    }

    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && !self.has_listeners()
    }

    pub fn present(&self) -> Vec<Present> {
        self.here.values().map(|seen| seen.present.clone()).collect()
    }

    pub fn arrive(&mut self, guest: Guest, mut place: Presence, now: Instant) {
        place.selection.truncate(MAX_SELECTION);
        let key = guest.key();
        let colour = self.colour(guest.account);
        let present = Present { handle: guest.handle, name: guest.name, colour, place };
        let seen = Seen { present, until: now + PATIENCE };
        let before = self.here.insert(key, seen);
        self.drop_oldest(guest.account);
        if before.map(|before| before.present) != self.here.get(&key).map(|seen| seen.present.clone()) {
            self.tell(Event::Presence);
        }
    }

    pub fn touch(&mut self, guest: &Guest, now: Instant) {
        if let Some(seen) = self.here.get_mut(&guest.key()) {
            seen.until = now + PATIENCE;
        } else {
            let place = Presence { session: guest.session, item: None, selection: Vec::new() };
            self.arrive(guest.clone(), place, now);
        }
    }

    pub fn leave(&mut self, guest: &Guest, now: Instant) {
        if let Some(seen) = self.here.get_mut(&guest.key()) {
            seen.until = now + GRACE;
        }
    }

    pub fn sweep(&mut self, now: Instant) {
        let before = self.here.len();
        self.here.retain(|_, seen| seen.until > now);
        if self.here.len() < before {
            self.tell(Event::Presence);
        }
    }

    /// The same for all pages of an account, and the lowest that nobody else has.
    fn colour(&self, account: AccountId) -> u8 {
        let own = self.here.iter().find(|((whose, _), _)| *whose == account);
        own.map_or_else(
            || (0..u8::MAX).find(|colour| self.here.values().all(|seen| seen.present.colour != *colour)).unwrap_or(0),
            |(_, seen)| seen.present.colour,
        )
    }

    fn drop_oldest(&mut self, account: AccountId) {
        let pages = || (account, Uuid::nil())..=(account, Uuid::max());
        if self.here.range(pages()).count() > MOST_PAGES {
            let oldest = self.here.range(pages()).min_by_key(|(_, seen)| seen.until).map(|(key, _)| *key);
            oldest.and_then(|key| self.here.remove(&key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guest(account: u128, session: u128) -> Guest {
        Guest {
            account: AccountId(Uuid::from_u128(account)),
            handle: format!("guest{account}").parse().unwrap(),
            name: "Guest".to_owned(),
            session: Uuid::from_u128(session),
        }
    }

    fn at(session: u128) -> Presence {
        Presence { session: Uuid::from_u128(session), item: None, selection: Vec::new() }
    }

    fn seen(room: &Room) -> Vec<(String, u8)> {
        room.present().into_iter().map(|present| (present.handle.to_string(), present.colour)).collect()
    }

    #[test]
    fn everybody_has_a_colour_of_their_own_and_keeps_it() {
        let (mut room, now) = (Room::default(), Instant::now());
        for (account, session) in [(1, 1), (2, 2), (1, 3), (3, 4)] {
            room.arrive(guest(account, session), at(session), now);
        }
        let colours = [("guest1", 0), ("guest1", 0), ("guest2", 1), ("guest3", 2)];
        assert_eq!(seen(&room), colours.map(|(handle, colour)| (handle.to_owned(), colour)));
        room.here.retain(|(account, _), _| *account != guest(2, 2).account);
        room.arrive(guest(4, 5), at(5), now);
        assert_eq!(
            room.present().last().map(|present| present.colour),
            Some(1),
            "a colour that is free is given again"
        );
    }

    #[test]
    fn who_is_silent_is_gone_and_who_comes_back_in_time_is_not() {
        let (mut room, start) = (Room::default(), Instant::now());
        room.arrive(guest(1, 1), at(1), start);
        room.arrive(guest(2, 2), at(2), start);
        room.leave(&guest(2, 2), start);
        room.touch(&guest(2, 2), start + GRACE / 2);
        room.sweep(start + GRACE);
        assert_eq!(room.present().len(), 2);
        room.touch(&guest(1, 1), start + PATIENCE / 2);
        room.leave(&guest(2, 2), start + PATIENCE / 2);
        room.sweep(start + PATIENCE);
        assert_eq!(seen(&room), [("guest1".to_owned(), 0)]);
    }

    #[test]
    fn only_news_is_told() {
        let (mut room, now) = (Room::default(), Instant::now());
        let mut events = room.listen();
        room.arrive(guest(1, 1), at(1), now);
        room.arrive(guest(1, 1), at(1), now);
        room.touch(&guest(1, 1), now);
        room.sweep(now);
        assert!(matches!(events.try_recv(), Ok(Event::Presence)));
        assert!(events.try_recv().is_err());
    }

    #[test]
    fn an_account_fills_no_room() {
        let (mut room, now) = (Room::default(), Instant::now());
        for session in 0..100 {
            room.arrive(guest(1, session), at(session), now + Duration::from_millis(session as u64));
        }
        assert_eq!(room.present().len(), MOST_PAGES);
        assert_eq!(room.present().last().map(|present| present.place.session), Some(Uuid::from_u128(99)));
    }
}
