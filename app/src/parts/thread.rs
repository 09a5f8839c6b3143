//! Which posts belong together when they stand one after the other.

use shared::post::Post;

/// Whether `post` goes on from the post before it, see [`shared::thread::continues`].
#[must_use]
pub fn continues(previous: &Post, post: &Post) -> bool {
    shared::thread::continues(previous.into(), post.into())
}
