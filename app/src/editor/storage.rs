//! What the browser keeps for the editor: unsent changes, and the word to other tabs that something was saved.
//!
//! Every mounted editor keeps its unsent changes under a key of its own, so that two tabs never overwrite each other's.
//! The next editor of the same story takes over what it finds, except what belongs to a tab that is still open: as long
//! as it is, a tab holds a lock with the name of its key.

use js_sys::{Array, Function, Promise, Reflect};
use serde::{Deserialize, Serialize};
use shared::desk::Card;
use shared::ids::{EditId, StoryId};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

use super::outbox::Outbox;

#[wasm_bindgen]
extern "C" {
    /// The browser's [locks](https://www.w3.org/TR/web-locks/), which a tab that is closed, or crashes, lets go.
    type Locks;

    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, while_held: &Function) -> Promise;

    #[wasm_bindgen(method)]
    fn query(this: &Locks) -> Promise;
}

/// `None` in a browser without, and without HTTPS.
fn locks() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}

/// Unsent changes with the posts that they bring in.
#[derive(Serialize, Deserialize)]
pub struct Unsent {
    /// The changes.
    pub outbox: Outbox,
    /// The posts of the items they add.
    pub cards: Vec<Card>,
}

/// Where one mounted editor keeps its unsent changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    story: StoryId,
    key: String,
}

impl Slot {
    /// A slot of its own for a newly mounted editor.
    #[must_use]
    pub fn fresh(story: StoryId) -> Self {
        Self { story, key: prefix(story) + &EditId::fresh().to_string() }
    }

    /// Tells other tabs that what is kept here has somebody to see to it, as long as this page is open.
    pub fn claim(&self) {
        if let Some(locks) = locks() {
            let forever = Closure::once_into_js(|| Promise::new(&mut |_, _| {}));
            let _ = locks.request(&self.key, forever.unchecked_ref());
        }
    }

    /// Keeps what is unsent; forgets when nothing is. A full or forbidden storage is no reason to stop: the
    /// changes are still on their way to the server.
    pub fn keep(&self, unsent: &Unsent) {
        let Some(storage) = storage() else { return };
        if unsent.outbox.is_empty() {
            let _ = storage.remove_item(&self.key);
        } else if let Ok(json) = serde_json::to_string(unsent) {
            let _ = storage.set_item(&self.key, &json);
        }
    }

    /// What earlier editors of this story left behind, with their keys. It stays until [`Slot::forget`].
    pub async fn left_behind(self) -> Vec<(String, Unsent)> {
        let Some(storage) = storage() else { return Vec::new() };
        let mut earlier = keys_beginning(&storage, &prefix(self.story));
        earlier.retain(|key| *key != self.key);
        let claimed = if earlier.is_empty() { Vec::new() } else { claimed().await };
        earlier
            .into_iter()
            .filter(|key| !claimed.contains(key))
            .filter_map(|key| {
                let json = storage.get_item(&key).ok().flatten()?;
                serde_json::from_str(&json).ok().map(|unsent| (key, unsent))
            })
            .collect()
    }

    /// Forgets what an earlier editor left, once it has been taken over.
    pub fn forget(&self, keys: &[String]) {
        let Some(storage) = storage() else { return };
        for key in keys {
            let _ = storage.remove_item(key);
        }
    }

    /// Tells other tabs that the story has reached a revision.
    pub fn tell_others(&self, revision: u64) {
        if let Some(storage) = storage() {
            let key = saved_key(self.story);
            let _ = storage.set_item(&key, &revision.to_string());
            let _ = storage.remove_item(&key);
        }
    }

    /// The revision that another tab tells about in a `storage` event.
    #[must_use]
    pub fn told(&self, event: &web_sys::StorageEvent) -> Option<u64> {
        if event.key()? == saved_key(self.story) { event.new_value()?.parse().ok() } else { None }
    }
}

/// The keys of the tabs that are open.
async fn claimed() -> Vec<String> {
    let Some(locks) = locks() else { return Vec::new() };
    let Ok(now) = JsFuture::from(locks.query()).await else { return Vec::new() };
    let held = Reflect::get(&now, &"held".into()).map(Array::unchecked_from_js).unwrap_or_default();
    held.iter().filter_map(|lock| Reflect::get(&lock, &"name".into()).ok()?.as_string()).collect()
}

fn prefix(story: StoryId) -> String {
    ["sheaf.unsent.", &story.to_string(), "."].concat()
}

fn saved_key(story: StoryId) -> String {
    ["sheaf.saved.", &story.to_string()].concat()
}

/// The keys in the storage that begin with these words.
pub fn keys_beginning(storage: &Storage, prefix: &str) -> Vec<String> {
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
    keys.filter(|key| key.starts_with(prefix)).collect()
}

/// The browser's storage, where it lets us have it.
pub fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
