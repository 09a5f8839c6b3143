//! The Mastodon connector against another implementation of the API, where one runs: set `SHEAF_MASTODON_COUNTERPART`
//! to its address and `SHEAF_MASTODON_TOKEN` to a token that may post there.

use serde_json::{Value, json};
use server::fetch::{Expect, Fetcher, Request};
use server::sources::mastodon::Mastodon;
use server::sources::{Access, Source as _};
use url::Url;

use super::support::{clock, next_page, search, search_as};

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

    let source = Mastodon::new(&[counterpart.base.clone()], counterpart.fetcher.clone(), clock());
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
