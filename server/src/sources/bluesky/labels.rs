//! What labels ask for.

use chrono::{DateTime, Utc};

use super::types::Label;

/// What labels ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Not to be shown at all: taken down or hidden by moderation.
    pub hidden: bool,
    /// The author asks not to be shown to people without an account.
    pub members_only: bool,
    /// What to warn of.
    pub warning: Option<&'static str>,
}

/// Weighs the labels of a post and of its author.
///
/// A label of the author is about the account when its subject is the DID itself, and about the profile page
/// otherwise; of the latter only the wish not to be shown to strangers reaches their posts.
pub(super) fn weigh(post: &[Label], author: &[Label], now: DateTime<Utc>) -> Verdict {
    let about_posts = |label: &&Label| label.uri.starts_with("did:") || label.val == "!no-unauthenticated";
    let in_force = in_force(post, now).into_iter().chain(in_force(author, now).into_iter().filter(about_posts));
    in_force.fold(Verdict::default(), |verdict, label| match label.val.as_str() {
        "!hide" | "!takedown" => Verdict { hidden: true, ..verdict },
        "!no-unauthenticated" => Verdict { members_only: true, ..verdict },
        value => Verdict { warning: verdict.warning.or(warning(value)), ..verdict },
    })
}

/// Labels that are neither expired nor taken back by who set them.
fn in_force(labels: &[Label], now: DateTime<Utc>) -> Vec<&Label> {
    let current: Vec<&Label> = labels.iter().filter(|label| label.exp.is_none_or(|exp| exp > now)).collect();
    let taken_back = |label: &Label| {
        current
            .iter()
            .any(|other| other.neg && other.val == label.val && other.src == label.src && other.uri == label.uri)
    };
    current.iter().copied().filter(|label| !label.neg && !taken_back(label)).collect()
}

fn warning(value: &str) -> Option<&'static str> {
    Some(match value {
        "porn" => "Adult content",
        "sexual" => "Sexual content",
        "nudity" => "Nudity",
        "graphic-media" | "gore" => "Graphic media",
        "!warn" => "Content that some may not want to see",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(val: &str) -> Label {
        Label { val: val.into(), src: "did:plc:mod".into(), uri: "at://did:plc:ada/x".into(), neg: false, exp: None }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
    }

    #[test]
    fn each_label_asks_for_its_own() {
        let of = |val: &str| weigh(&[label(val)], &[], now());
        assert!(of("!hide").hidden && of("!takedown").hidden);
        assert!(of("!no-unauthenticated").members_only);
        assert_eq!(of("nudity").warning, Some("Nudity"));
        assert_eq!(of("something-new"), Verdict::default());
    }

    #[test]
    fn labels_taken_back_or_expired_do_not_count() {
        let back = Label { neg: true, ..label("porn") };
        assert_eq!(weigh(&[label("porn"), back.clone()], &[], now()), Verdict::default());
        let others = Label { src: "did:plc:other".into(), ..back };
        assert_eq!(weigh(&[label("porn"), others], &[], now()).warning, Some("Adult content"));
        let expired = Label { exp: DateTime::from_timestamp(1_780_000_000, 0), ..label("!hide") };
        assert_eq!(weigh(&[expired], &[], now()), Verdict::default());
    }

    #[test]
    fn what_is_said_of_a_profile_page_does_not_reach_the_posts() {
        let profile = |val: &str| Label { uri: "at://did:plc:ada/app.bsky.actor.profile/self".into(), ..label(val) };
        assert_eq!(weigh(&[], &[profile("porn")], now()), Verdict::default());
        assert!(weigh(&[], &[profile("!no-unauthenticated")], now()).members_only);
        let account = Label { uri: "did:plc:ada".into(), ..label("!takedown") };
        assert!(weigh(&[], &[account], now()).hidden);
    }
}
