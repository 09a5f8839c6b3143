//! Where in the story the posts found already stand.

use leptos::prelude::*;
use shared::ids::PostId;

use crate::editor::lean::memo;
use crate::editor::state::EditorState;

/// The posts of the story in reading order; nothing for items that are no posts.
#[derive(Clone, Copy)]
pub struct Places(Memo<Vec<Option<PostId>>>);

impl Places {
    /// Of the editor's story; worked out only while somebody asks.
    pub fn new(state: EditorState) -> Self {
        Self(memo(move || {
            let order = state.order.get();
            state.document.with_untracked(|story| {
                order.iter().map(|item| story.items.get(item).and_then(|item| item.body.post_id())).collect()
            })
        }))
    }

    /// Those of the panel that the calling component belongs to.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The number of the first item with a post, counted from 1.
    pub fn number_of(self, post: PostId) -> Option<usize> {
        self.0.with(|posts| posts.iter().position(|at| *at == Some(post))).map(|at| at + 1)
    }
}
