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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn post(minute: u32, more: &[(&str, Value)]) -> Post {
        let mut post = json!({
            "id": "01930000-0000-7000-8000-000000000000",
            "source": "mastodon",
            "uri": format!("https://chat.example/{minute}"),
            "author": { "name": "Ada", "handle": "ada@chat.example" },
            "published_at": format!("2026-11-11T20:{minute:02}:00Z"),
            "captured_at": "2026-11-12T08:00:00Z",
            "captured_via": "chat.example",
        });
        for (key, value) in more {
            post[key] = value.clone();
        }
        serde_json::from_value(post).expect("a post")
    }

    #[test]
    fn one_author_in_one_breath_is_joined() {
        assert!(continues(&post(0, &[]), &post(20, &[])));
        assert!(!continues(&post(0, &[]), &post(40, &[])), "forty minutes later");
        assert!(!continues(&post(20, &[]), &post(0, &[])), "earlier");
        let other = json!({ "name": "Ben", "handle": "ben@chat.example" });
        assert!(!continues(&post(0, &[]), &post(1, &[("author", other)])), "somebody else");
    }

    #[test]
    fn an_answer_to_oneself_is_joined_however_late() {
        let answer = post(50, &[("reply_to", json!("https://chat.example/0"))]);
        assert!(continues(&post(0, &[]), &answer));
    }

    #[test]
    fn what_readers_do_not_see_joins_nothing() {
        let hidden = post(1, &[("members_only", json!(true))]);
        assert!(!continues(&post(0, &[]), &hidden));
        assert!(!continues(&hidden, &post(2, &[])));
        let page = [("source", json!("link"))];
        assert!(!continues(&post(0, &page), &post(1, &page)));
        let passed_on = post(1, &[("reposted_by", json!({ "name": "Ben" }))]);
        assert!(!continues(&post(0, &[]), &passed_on));
    }
}
