//! Which posts belong together when they stand one after the other, and how the times of many are written.

use crate::post::{Post, SourceKind};

/// Within this time, in milliseconds, a second post by the same author reads as one breath with the first.
const ONE_BREATH: i64 = 30 * 60 * 1_000;
/// Posts within this time, in milliseconds, are of one day or one night.
const ONE_NIGHT: i64 = 18 * 60 * 60 * 1_000;

/// What decides whether a post goes on from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice<'a> {
    /// Where it comes from.
    pub source: SourceKind,
    /// Who speaks.
    pub handle: &'a str,
    /// The network's identifier.
    pub uri: &'a str,
    /// What it answers.
    pub reply_to: Option<&'a str>,
    /// When, in milliseconds since 1970.
    pub published: Option<i64>,
    /// Whether somebody passed it on.
    pub repost: bool,
    /// Whether readers see a note in its place.
    pub hidden: bool,
}

impl<'a> From<&'a Post> for Voice<'a> {
    fn from(post: &'a Post) -> Self {
        Self {
            source: post.source,
            handle: &post.author.handle,
            uri: &post.uri,
            reply_to: post.reply_to.as_deref(),
            published: post.published_at.map(|at| at.timestamp_millis()),
            repost: post.reposted_by.is_some(),
            hidden: !post.is_public(),
        }
    }
}

/// Whether `post` goes on from the post before it: same author, and either an answer to it or soon after it.
/// Then a thin line joins the two and the header is not repeated.
#[must_use]
pub fn continues(previous: Voice<'_>, post: Voice<'_>) -> bool {
    let same_author = previous.source == post.source
        && post.source != SourceKind::Link
        && !post.handle.is_empty()
        && previous.handle == post.handle;
    let shown = !previous.hidden && !post.hidden;
    let not_passed_on = !previous.repost && !post.repost;
    same_author && shown && not_passed_on && (post.reply_to == Some(previous.uri) || soon_after(previous, post))
}

fn soon_after(previous: Voice<'_>, post: Voice<'_>) -> bool {
    let (Some(first), Some(second)) = (previous.published, post.published) else { return false };
    (0..=ONE_BREATH).contains(&(second - first))
}

/// Whether posts that stand together are all of one day or one night, so that the clock tells enough.
#[must_use]
pub fn is_one_night(times: impl IntoIterator<Item = i64>) -> bool {
    let mut span: Option<(i64, i64)> = None;
    for time in times {
        let (first, last) = span.unwrap_or((time, time));
        span = Some((first.min(time), last.max(time)));
    }
    span.is_some_and(|(first, last)| last - first <= ONE_NIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Voice<'_> = Voice {
        source: SourceKind::Mastodon,
        handle: "ada@chat.example",
        uri: "1",
        reply_to: None,
        published: Some(0),
        repost: false,
        hidden: false,
    };

    const fn later(minutes: i64) -> Voice<'static> {
        Voice { uri: "2", published: Some(minutes * 60_000), ..ADA }
    }

    #[test]
    fn one_author_in_one_breath_is_joined() {
        assert!(continues(ADA, later(20)));
        assert!(!continues(ADA, later(40)), "forty minutes later");
        assert!(!continues(later(20), ADA), "earlier");
        assert!(!continues(ADA, Voice { handle: "ben@chat.example", ..later(1) }), "somebody else");
    }

    #[test]
    fn an_answer_to_oneself_is_joined_however_late() {
        assert!(continues(ADA, Voice { reply_to: Some("1"), ..later(50) }));
    }

    #[test]
    fn what_readers_do_not_see_joins_nothing() {
        let hidden = Voice { hidden: true, ..later(1) };
        assert!(!continues(ADA, hidden));
        assert!(!continues(hidden, later(2)));
        let page = |voice| Voice { source: SourceKind::Link, ..voice };
        assert!(!continues(page(ADA), page(later(1))));
        assert!(!continues(ADA, Voice { repost: true, ..later(1) }));
    }

    #[test]
    fn one_night_shows_the_clock() {
        let hour = |hours: i64| hours * 3_600_000;
        assert!(is_one_night([hour(20), hour(25)]));
        assert!(!is_one_night([hour(20), hour(80)]));
        assert!(!is_one_night([]));
    }
}
