//! Invented servers, a clock that stands still, and what must be true of every post.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use server::clock::FixedClock;
use server::config::SourceConfig;
use server::fetch::Fetcher;
use server::sources::bluesky::Bluesky;
use server::sources::mastodon::Mastodon;
use server::sources::{Access, Captured, Found, SearchRequest, Source, SourceError};
use shared::ids::MediaId;
use shared::search::SearchTerm;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The time in all these tests.
pub fn now() -> DateTime<Utc> {
    "2026-11-24T08:00:00Z".parse().expect("a time")
}

pub fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::new(now()))
}

/// A fetcher that may ask this machine.
pub fn fetcher() -> Fetcher {
    Fetcher::new("https://sheaf.example", &["127.0.0.1".to_owned()]).expect("certificates")
}

/// The same, quick to give up; not so quick that a busy machine is taken for a silent one.
pub fn impatient() -> Fetcher {
    fetcher().with_timeout(Duration::from_secs(3))
}

pub fn url(server: &MockServer) -> Url {
    server.uri().parse().expect("an address")
}

/// The name of a server in messages.
pub fn host(server: &MockServer) -> String {
    server.address().to_string()
}

pub fn mastodon(servers: &[&MockServer]) -> Mastodon {
    mastodon_by(fetcher(), servers)
}

pub fn mastodon_by(fetcher: Fetcher, servers: &[&MockServer]) -> Mastodon {
    let servers: Vec<Url> = servers.iter().map(|server| url(server)).collect();
    Mastodon::new(&servers, fetcher, clock())
}

/// All of Bluesky at one server.
pub fn config(server: &MockServer) -> SourceConfig {
    SourceConfig {
        mastodon_servers: vec![url(server)],
        bluesky_appview: url(server),
        bluesky_public: url(server),
        bluesky_pds: url(server),
        allow_private_hosts: Vec::new(),
    }
}

pub fn bluesky(server: &MockServer) -> Bluesky {
    Bluesky::new(&config(server), fetcher(), clock())
}

/// Answers a path with JSON.
pub async fn serve(server: &MockServer, at: &str, body: &Value) {
    let answer = ResponseTemplate::new(200).set_body_json(body);
    Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(server).await;
}

/// An answer written by hand.
pub fn fixture(name: &str) -> Value {
    serde_json::from_slice(&fixture_bytes(name)).expect("JSON")
}

pub fn fixture_bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a fixture")
}

/// The folder of recorded answers; they are other people's posts and not part of this repository.
pub fn recorded() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = std::env::var_os("SHEAF_SHARED").map_or_else(beside, PathBuf::from).join("fixtures");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recorded answers at {} (set SHEAF_SHARED)", folder.display());
    None
}

pub fn request(typed: &str) -> SearchRequest {
    SearchRequest { term: SearchTerm::parse(typed).expect("a search"), cursor: None, access: None }
}

pub async fn search(source: &dyn Source, typed: &str) -> Result<Found, SourceError> {
    source.search(&request(typed)).await
}

pub async fn search_as(source: &dyn Source, typed: &str, access: Access) -> Result<Found, SourceError> {
    source.search(&SearchRequest { access: Some(access), ..request(typed) }).await
}

pub async fn next_page(source: &dyn Source, typed: &str, page: &Found) -> Result<Found, SourceError> {
    source.search(&SearchRequest { cursor: page.next.clone(), ..request(typed) }).await
}

/// The words of posts, in order.
pub fn words(found: &Found) -> Vec<String> {
    found.posts.iter().map(|captured| captured.post.text.to_text()).collect()
}

/// What must be true of every captured post, whatever it was made from.
pub fn check(captured: &Captured) {
    let post = &captured.post;
    assert!(!post.uri.is_empty() && !post.author.name.is_empty(), "not attributed: {post:?}");
    assert!(post.url.as_deref().is_some_and(|url| url.starts_with("http")), "no link to the original: {post:?}");
    assert_eq!(post.captured_at, now());
    assert!(!post.captured_via.is_empty() && !captured.raw.is_null(), "no provenance: {post:?}");
    let shown: BTreeSet<MediaId> = post.pictures().map(|picture| picture.id).collect();
    let origins: BTreeSet<MediaId> = captured.pictures.iter().map(|(id, _)| *id).collect();
    assert_eq!(shown, origins, "pictures without an origin, or origins without a picture: {post:?}");
    let mut post = post.clone();
    post.texts_mut().for_each(|text| check_markup(text.as_str()));
}

/// Only what the sanitiser lets through, read as a browser would.
fn check_markup(html: &str) {
    for element in scraper::Html::parse_fragment(html).select(&scraper::Selector::parse("*").expect("valid")) {
        let name = element.value().name();
        let allowed = "html p br a strong em b i del code pre blockquote ul ol li img";
        assert!(allowed.split(' ').any(|tag| tag == name), "<{name}> in {html}");
        for (attribute, value) in element.value().attrs() {
            let fits = match (name, attribute) {
                ("a", "href") => ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme)),
                ("a", "rel") => value == "nofollow noopener ugc",
                ("img", "src") => value.starts_with("/media/"),
                ("img", "class" | "alt" | "title" | "width" | "height") => true,
                _ => false,
            };
            assert!(fits, "{attribute}={value:?} on <{name}> in {html}");
        }
    }
}
