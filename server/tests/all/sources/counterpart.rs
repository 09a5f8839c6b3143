//! The connectors against real counterparts, where they run.
//!
//! `SHEAF_MASTODON_COUNTERPART` is the address of a server with the Mastodon API and `SHEAF_MASTODON_TOKEN` a token that
//! may post there. `SHEAF_BLUESKY_COUNTERPART` is a JSON file about a network of `@atproto/dev-env`: the addresses
//! `pds` and `appview`, `accounts.alice` with `handle` and `password`, and `posts` by name.

use serde_json::{Value, json};
use server::config::SourceConfig;
use server::fetch::{Expect, Fetcher, Request};
use server::sources::bluesky::Bluesky;
use server::sources::mastodon::Mastodon;
use server::sources::{Access, Source as _, SourceError};
use shared::post::Quote;
use url::Url;

use super::support::{check, clock, next_page, search, search_as, words};

/// A server that runs, and how to write there.
struct Counterpart {
    base: Url,
    token: String,
    fetcher: Fetcher,
}

impl Counterpart {
    fn from_environment() -> Option<Self> {
        let Ok(base) = std::env::var("SHEAF_MASTODON_COUNTERPART") else {
            eprintln!("skipped: SHEAF_MASTODON_COUNTERPART names no server");
            return None;
        };
        let base: Url = base.parse().expect("an address");
        let token = std::env::var("SHEAF_MASTODON_TOKEN").unwrap_or_else(|_| "mock_token".to_owned());
        let allowed = [base.host_str().expect("a host").to_owned(), "localhost".to_owned()];
        Some(Self { base, token, fetcher: Fetcher::new("https://sheaf.example", &allowed).expect("certificates") })
    }

    /// Posts something; gives the status.
    async fn post(&self, status: &Value) -> Value {
        let url = self.base.join("/api/v1/statuses").expect("an address");
        let fetched = self.fetcher.fetch(Request::post_json(url, status).bearer(&self.token)).await.expect("posted");
        serde_json::from_slice(&fetched.body).expect("a status")
    }

    fn access(&self) -> Access {
        Access::Mastodon { server: self.base.clone(), token: self.token.clone() }
    }
}

#[tokio::test]
async fn another_implementation_is_searched_paged_and_read() {
    let Some(counterpart) = Counterpart::from_environment() else { return };
    let tag = format!("sheaf{}", uuid::Uuid::now_v7().simple());
    let mut last = Value::Null;
    for number in 0..45 {
        last = counterpart.post(&json!({"status": format!("Number {number} #{tag}"), "language": "en"})).await;
    }
    let id = last["id"].as_str().expect("an identifier");
    counterpart.post(&json!({"status": "An answer", "in_reply_to_id": id})).await;

    let source = Mastodon::new(std::slice::from_ref(&counterpart.base), counterpart.fetcher.clone(), clock());
    let typed = format!("#{tag}");
    let first = search(&source, &typed).await.expect("answers");
    let second = next_page(&source, &typed, &first).await.expect("answers");
    assert_eq!((first.posts.len(), second.posts.len()), (40, 5));
    assert!(first.posts[0].post.text.to_text().starts_with("Number 44"));

    let address = format!("{}@testuser/{id}", counterpart.base);
    let thread = search(&source, &address).await.expect("answers");
    assert_eq!(thread.posts.len(), 2);
    assert_eq!(thread.posts[1].post.reply_to.as_deref(), Some(thread.posts[0].post.uri.as_str()));

    let label = source.check_access(&counterpart.access()).await.expect("accepted");
    assert!(label.starts_with("@testuser@"), "{label}");
    assert!(!search(&source, "@testuser").await.expect("answers").posts.is_empty());
    assert!(!search_as(&source, "Number", counterpart.access()).await.expect("answers").posts.is_empty());
    let page = Request::get(counterpart.base.join("/api/v1/instance").expect("an address"), Expect::Json);
    assert!(counterpart.fetcher.fetch(page).await.expect("fetched").status.is_success());
}

/// A Bluesky network that runs, as its starter describes it; the connector to it, and an account.
fn bluesky_network() -> Option<(Value, Bluesky, Access)> {
    let Ok(file) = std::env::var("SHEAF_BLUESKY_COUNTERPART") else {
        eprintln!("skipped: SHEAF_BLUESKY_COUNTERPART names no network");
        return None;
    };
    let state: Value = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("JSON");
    let address = |name: &str| -> Url { state[name].as_str().expect("an address").parse().expect("an address") };
    let config = SourceConfig {
        mastodon_servers: Vec::new(),
        bluesky_appview: address("appview"),
        bluesky_public: address("appview"),
        bluesky_pds: address("pds"),
        allow_private_hosts: Vec::new(),
    };
    let fetcher = Fetcher::new("https://sheaf.example", &["localhost".to_owned()]).expect("certificates");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let alice = &state["accounts"]["alice"];
    let access = Access::Bluesky { identifier: text(&alice["handle"]), app_password: text(&alice["password"]) };
    let source = Bluesky::new(&config, fetcher, clock());
    Some((state, source, access))
}

#[tokio::test]
async fn a_real_bluesky_network_is_searched_paged_and_read() {
    let Some((state, source, access)) = bluesky_network() else { return };
    let uri = |name: &str| state["posts"][name].as_str().expect("an address");

    let found = search(&source, "#flood2026").await.expect("answers");
    found.posts.iter().for_each(check);
    assert_eq!(found.posts.len(), 2);
    let words_found = search_as(&source, "bulk post", access.clone()).await.expect("answers");
    assert_eq!(words_found.posts.len(), 30);

    let thread = search(&source, uri("plain")).await.expect("answers");
    thread.posts.iter().for_each(check);
    assert_eq!(words(&thread)[1..], ["Stay safe @alice.test", "Thanks!"]);
    let images = search(&source, uri("images")).await.expect("answers");
    assert_eq!(images.posts[0].post.attachments.len(), 2);
    let quote = search(&source, uri("quoteimg")).await.expect("answers");
    assert!(matches!(quote.posts[0].post.quote.as_deref(), Some(Quote::Shown { .. })));
    assert_eq!(quote.posts[0].post.attachments.len(), 1);
    let quote = search(&source, uri("quoteOfGone")).await.expect("answers");
    assert_eq!(quote.posts[0].post.quote.as_deref(), Some(&Quote::Unavailable));
    let labelled = search(&source, uri("labelled")).await.expect("answers");
    assert_eq!(labelled.posts[0].post.warning.as_deref(), Some("Graphic media"));
    assert_eq!(search(&source, uri("gone")).await, Err(SourceError::Gone));

    let feed = search(&source, "@carol.test").await.expect("answers");
    assert!(feed.posts.iter().any(|captured| captured.post.reposted_by.is_some()));
    let key = uri("facets").rsplit('/').next().expect("a key");
    let page = format!("https://bsky.app/profile/alice.test/post/{key}").parse().expect("an address");
    let captured = source.capture(&page, None).await.expect("answers").expect("a post");
    assert_eq!(captured.post.text.as_str().matches("<a ").count(), 4);

    assert_eq!(source.check_access(&access).await.as_deref(), Ok("alice.test"));
    let wrong = Access::Bluesky { identifier: "alice.test".to_owned(), app_password: "wrong".to_owned() };
    assert!(matches!(source.check_access(&wrong).await, Err(SourceError::AccessRefused { .. })));
}
