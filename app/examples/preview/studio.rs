//! Invented data of the studio.

use std::collections::BTreeMap;

use app::pages::dashboard::{Dashboard, Show};
use app::pages::settings::{ApiToken, OpenInvitation, Settings};
use chrono::TimeDelta;
use shared::api::{Publication, StorySummary};
use shared::ids::StoryId;
use uuid::Uuid;

use super::posts::evening;

pub fn summary(number: u128, title: &str, items: u32, published_revision: Option<u64>) -> StorySummary {
    let publication = published_revision.map(|revision| Publication {
        live_since: None,
        version: 2,
        url: "https://sheaf.example/@mara/story".to_owned(),
        revision,
        first_published_at: evening(),
        published_at: evening(),
    });
    StorySummary {
        id: StoryId(Uuid::from_u128(number)),
        slug: "story".to_owned(),
        title: title.to_owned(),
        items,
        revision: 9,
        created_at: evening(),
        updated_at: evening() + TimeDelta::hours(number as i64 * 7),
        publication,
    }
}

pub fn dashboard() -> Dashboard {
    let stories = vec![
        summary(5, "What visitors notice: an hour with #harbourchat", 37, Some(9)),
        summary(4, "The night the ferry did not come", 41, Some(7)),
        summary(3, "", 0, None),
        summary(
            2,
            "An annual report nobody asked for, in forty-eight posts and a recipe for soup that feeds Donaudampfschifffahrtsgesellschaftskapitäne",
            48,
            None,
        ),
        summary(1, "ما الذي يلاحظه الزوار؟", 2_235, Some(9)),
    ];
    Dashboard {
        total: stories.len(),
        stories,
        shared: Vec::new(),
        readers: BTreeMap::new(),
        query: String::new(),
        show: Show::All,
        done: None,
    }
}

pub fn settings() -> Settings {
    Settings {
        done: None,
        error: None,
        name: "Mara Lindqvist".to_owned(),
        bio: "Runs the reading room at the harbour.".to_owned(),
        bluesky: Some("mara.bsky.example".to_owned()),
        mastodon: None,
        new_invitation: None,
        invitations: vec![OpenInvitation { id: "1".to_owned(), expires_at: evening() + TimeDelta::days(6) }],
        new_token: None,
        tokens: vec![
            ApiToken {
                id: "1".to_owned(),
                name: "Backup script".to_owned(),
                created_at: evening(),
                last_used_at: Some(evening()),
            },
            ApiToken { id: "2".to_owned(), name: "Newsletter".to_owned(), created_at: evening(), last_used_at: None },
        ],
    }
}
