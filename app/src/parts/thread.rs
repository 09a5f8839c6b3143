//! Which posts belong together when they stand one after the other.

use chrono::TimeDelta;
use shared::post::{Post, SourceKind};

/// Within this time a second post by the same author reads as one breath with the first.
const ONE_BREATH: TimeDelta = TimeDelta::minutes(30);

/// Whether `post` goes on from the post before it: same author, and either an answer to it or soon after it.
/// Then a thin line joins the two and the header is not repeated.
#[must_use]
pub fn continues(previous: &Post, post: &Post) -> bool {
    let same_author = previous.source == post.source
        && post.source != SourceKind::Link
        && !post.author.handle.is_empty()
        && previous.author.handle == post.author.handle;
    let shown = previous.is_public() && post.is_public();
    let not_passed_on = previous.reposted_by.is_none() && post.reposted_by.is_none();
    same_author
        && shown
        && not_passed_on
        && (post.reply_to.as_ref() == Some(&previous.uri) || soon_after(previous, post))
}

fn soon_after(previous: &Post, post: &Post) -> bool {
    let (Some(first), Some(second)) = (previous.published_at, post.published_at) else { return false };
    (TimeDelta::zero()..=ONE_BREATH).contains(&(second - first))
}
