//! The curator's tray, as far as this page knows it: which posts are set aside, and the ways to set more aside.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{ItemId, PostId};

use super::state::EditorState;
use crate::client;
use crate::parts::counted::counted;

/// Posts known to be set aside. A post that is not among them may be in the tray all the same: setting it aside again
/// changes nothing.
#[derive(Clone, Copy)]
pub struct Tray {
    known: RwSignal<BTreeSet<PostId>>,
    /// How often results were set aside or taken off: a list of the tray looks again when it is next opened.
    pub changes: RwSignal<u32>,
    /// How often posts came from the story: a list of the tray looks again at once.
    pub arrivals: RwSignal<u32>,
}

impl Tray {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self { known: RwSignal::new(BTreeSet::new()), changes: RwSignal::new(0), arrivals: RwSignal::new(0) }
    }

    /// The tray of the editor that the calling component belongs to.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether a post is known to be set aside.
    #[must_use]
    pub fn holds(self, post: PostId) -> bool {
        self.known.with(|known| known.contains(&post))
    }

    /// Takes note of posts that were found in the tray.
    pub fn learn(self, posts: impl IntoIterator<Item = PostId>) {
        self.known.update(|known| known.extend(posts));
    }

    /// Sets a post aside.
    pub fn set_aside(self, state: EditorState, post: PostId) {
        self.add(state, vec![post], self.changes);
    }

    /// Adds posts at once; shown before the server answers, and taken back where it refuses.
    fn add(self, state: EditorState, posts: Vec<PostId>, counter: RwSignal<u32>) {
        let wanted: Vec<PostId> = posts.into_iter().filter(|post| !self.known_untracked(*post)).collect();
        if wanted.is_empty() {
            state.toast("Already on your tray.", false);
            return;
        }
        self.learn(wanted.iter().copied());
        spawn_local(async move {
            let (refused, reason) = match client::set_aside(wanted.clone()).await {
                Ok(refused) => {
                    let reason = refused.first().and_then(|first| first.text("reason")).unwrap_or_default();
                    let posts = refused.iter().filter_map(|refused| refused.text("post")?.parse().ok());
                    (posts.collect(), reason)
                }
                Err(error) => (wanted.clone(), error.to_string()),
            };
            self.known.update(|known| known.retain(|post| !refused.contains(post)));
            state.toast(&told(wanted.len() - refused.len(), refused.len(), &reason), false);
            count(counter);
        });
    }

    /// Sets the posts of these items aside; they stay in the story.
    pub fn set_items_aside(self, state: EditorState, items: &[ItemId]) {
        let posts: Vec<PostId> = items.iter().filter_map(|item| state.body(*item)?.post_id()).collect();
        if posts.is_empty() {
            state.toast("Only posts can be set aside, and none is selected.", false);
        } else {
            self.add(state, posts, self.arrivals);
        }
    }

    /// Takes a post off the tray. It stays captured, and in the story if it is there.
    pub fn take_off(self, state: EditorState, post: PostId) {
        self.known.update(|known| known.retain(|known| *known != post));
        spawn_local(async move {
            match client::take_off_tray(post).await {
                // Gone by another page meanwhile: that is what was wanted.
                Err(error) if error.status() != Some(404) => {
                    self.learn([post]);
                    state.toast(&["Not taken off your tray. ", &error.to_string()].concat(), false);
                }
                _ => {
                    state.announce("Taken off your tray.");
                    count(self.changes);
                }
            }
        });
    }

    /// Like [`Self::holds`], outside of what is drawn again.
    #[must_use]
    pub fn known_untracked(self, post: PostId) -> bool {
        self.known.with_untracked(|known| known.contains(&post))
    }
}

fn count(counter: RwSignal<u32>) {
    counter.update(|count| *count += 1);
}

/// What became of some posts, and why not of all.
fn told(kept: usize, refused: usize, reason: &str) -> String {
    let all = [&counted(kept, "post"), " set aside on your tray."].concat();
    match (kept, refused) {
        (_, 0) => all,
        (0, _) => ["Not set aside. ", reason].concat(),
        _ => [&all, " ", &refused.to_string(), " could not be. ", reason].concat(),
    }
}
