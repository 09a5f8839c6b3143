//! The connectors against recorded answers of the real networks, where the folder with them is.

use std::path::Path;

use serde_json::{Value, json};
use server::sources::link::Link;
use server::sources::{Captured, Found, Source as _, SourceError};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::*;

/// The recorded JSON bodies of a folder, by name.
fn bodies(folder: &Path) -> Vec<(String, Value)> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let bodies = entries.filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    let bodies = bodies.filter(|path| !path.to_string_lossy().ends_with(".meta.json"));
    let read = |path: std::path::PathBuf| {
        let body = serde_json::from_slice(&std::fs::read(&path).ok()?).ok()?;
        Some((path.file_name()?.to_string_lossy().into_owned(), body))
    };
    bodies.filter_map(read).collect()
}

fn is_status(value: &Value) -> bool {
    value.get("content").is_some() && value.get("account").is_some()
}

/// How many of these the connector should show: statuses that have all that every status has, and are for everybody.
fn shown(statuses: &[Value]) -> usize {
    let complete = |status: &Value| {
        let fields = ["id", "uri", "created_at", "content"].iter().all(|field| status[*field].is_string());
        fields && ["acct", "url", "username"].iter().all(|field| status["account"][*field].is_string())
    };
    let public = |status: &Value| matches!(status["visibility"].as_str(), None | Some("public" | "unlisted"));
    statuses.iter().filter(|status| complete(status) && public(status)).count()
}

async fn author_feed(statuses: &[Value]) -> Found {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/accounts/lookup", &json!({"id": "7", "username": "x", "acct": "x", "url": "x"})).await;
    serve(&server, "/api/v1/accounts/7/statuses", &json!(statuses)).await;
    search(&mastodon(&[&server]), "@x").await.expect("answers")
}

#[tokio::test]
async fn every_recorded_status_becomes_a_post() {
    let Some(folder) = recorded() else { return };
    let mut seen = 0;
    for (name, body) in
        ["mastodon", "mastodon-current", "fediverse-other"].iter().flat_map(|kind| bodies(&folder.join(kind)))
    {
        let lists = [Some(&body), body.get("ancestors"), body.get("descendants"), body.get("statuses")];
        let mut statuses: Vec<Value> =
            lists.iter().flatten().filter_map(|list| list.as_array()).flatten().cloned().collect();
        statuses.extend(is_status(&body).then(|| body.clone()));
        statuses.retain(is_status);
        let found = author_feed(&statuses).await;
        assert_eq!(found.posts.len(), shown(&statuses), "{name}");
        found.posts.iter().for_each(check);
        seen += found.posts.len();
    }
    assert!(seen > 300, "only {seen} recorded posts");
}

#[tokio::test]
async fn the_same_hashtag_on_two_real_servers_is_one_list() {
    let Some(folder) = recorded() else { return };
    let (a, b) = (MockServer::start().await, MockServer::start().await);
    for (server, name) in [(&a, "tag-rstats-on-fosstodon.json"), (&b, "tag-rstats-on-mastodon-social.json")] {
        let body: Value =
            bodies(&folder.join("mastodon")).into_iter().find(|(file, _)| file == name).expect("recorded").1;
        serve(server, "/api/v1/timelines/tag/rstats", &body).await;
    }
    let found = search(&mastodon(&[&a, &b]), "#rstats").await.expect("answers");
    assert_eq!(found.posts.len(), 5);
}

/// Serves every Bluesky method from one recorded body.
async fn bluesky_posts(body: &Value) -> Vec<Captured> {
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(&server).await;
    let source = bluesky(&server);
    let typed = match () {
        () if body.get("thread").is_some() => "at://did:plc:x/app.bsky.feed.post/x",
        () if body.get("feed").is_some() => "@x.example",
        () => "words",
    };
    search(&source, typed).await.expect("answers").posts
}

#[tokio::test]
async fn every_recorded_bluesky_post_becomes_a_post() {
    let Some(folder) = recorded() else { return };
    let mut seen = 0;
    for (name, body) in bodies(&folder.join("bluesky")) {
        let count = |list: &str| body.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        let expected = count("posts") + count("feed");
        if expected == 0 && body.get("thread").is_none() {
            continue;
        }
        let posts = bluesky_posts(&body).await;
        posts.iter().for_each(check);
        // No recorded post is hidden by a label, so none may be lost.
        assert!(posts.len() >= expected.max(1), "{name}: {} of {expected}", posts.len());
        seen += posts.len();
    }
    assert!(seen > 60, "only {seen} recorded posts");
}

#[tokio::test]
async fn recorded_failures_are_told_apart() {
    let Some(folder) = recorded() else { return };
    let cases = [
        ("mastodon", "error-401-invalid-token.json", 401),
        ("mastodon", "error-404-record-not-found.json", 404),
        ("mastodon-current", "error-401.json", 401),
        ("mastodon-current", "error-404-status.json", 404),
        ("mastodon-current", "error-422.json", 422),
    ];
    for (kind, name, status) in cases {
        let body = bodies(&folder.join(kind)).into_iter().find(|(file, _)| file == name).expect("recorded").1;
        let server = MockServer::start().await;
        Mock::given(method("GET")).respond_with(ResponseTemplate::new(status).set_body_json(body)).mount(&server).await;
        let error = search(&mastodon(&[&server]), &format!("{}/@x/1", server.uri())).await.expect_err("a failure");
        let fits = match status {
            401 => matches!(error, SourceError::Closed { .. }),
            404 => error == SourceError::Gone,
            _ => matches!(error, SourceError::NotUnderstood { .. }),
        };
        assert!(fits, "{name}: {error}");
    }
}

#[tokio::test]
async fn every_recorded_page_and_oembed_answer_gives_a_titled_card() {
    let Some(folder) = recorded() else { return };
    let mut pages = 0;
    for entry in std::fs::read_dir(folder.join("pages")).expect("a folder") {
        let file = entry.expect("an entry").path();
        let Some(meta) = meta(&file) else { continue };
        let status = meta["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
        let mime = meta["headers"]["content-type"].as_str().unwrap_or("text/html");
        let body = without_refresh(std::fs::read(&file).expect("a page"));
        let result = card(status, body, mime).await;
        match (status, result) {
            (200, Ok(captured)) => {
                check(&captured);
                assert!(captured.post.card.is_some_and(|card| !card.title.is_empty()), "{}", file.display());
                pages += 1;
            }
            (401 | 403, Ok(captured)) => check(&captured),
            (401 | 403, Err(SourceError::Closed { .. })) | (404, Err(SourceError::Gone)) => {}
            (status, other) => panic!("{} with status {status}: {other:?}", file.display()),
        }
    }
    assert!(pages >= 10, "only {pages} recorded pages");
    for (name, body) in bodies(&folder.join("oembed")) {
        if let Some(title) = body.get("title").and_then(Value::as_str).filter(|title| !title.trim().is_empty()) {
            let captured = with_oembed(&body).await;
            check(&captured);
            let shown = captured.post.card.expect("a card").title;
            assert_eq!(shown.split('…').next().map(|start| one_line(title).starts_with(start)), Some(true), "{name}");
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn meta(file: &Path) -> Option<Value> {
    let name = file.to_str()?.strip_suffix(".html")?;
    serde_json::from_slice(&std::fs::read(format!("{name}.meta.json")).ok()?).ok()
}

/// Some recorded pages send browsers on, out into the real network, where tests do not go.
fn without_refresh(body: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(body) {
        Ok(text) => text.replace("\"refresh\"", "\"nothing\"").into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

async fn card(status: u16, body: Vec<u8>, mime: &str) -> Result<Captured, SourceError> {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body, mime);
    Mock::given(path("/page")).respond_with(answer).mount(&server).await;
    let address = format!("{}/page", server.uri()).parse().expect("an address");
    // Nothing but this machine can be asked: what a page names elsewhere is not there.
    Link::new(fetcher(), clock()).capture(&address, None).await.map(|captured| captured.expect("a card"))
}

async fn with_oembed(body: &Value) -> Captured {
    let server = MockServer::start().await;
    serve(&server, "/oembed", body).await;
    let page = "<link rel=alternate type=\"application/json+oembed\" href=\"/oembed\"><title>Plain</title>";
    Mock::given(path("/page"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(page, "text/html"))
        .mount(&server)
        .await;
    let address = format!("{}/page", server.uri()).parse().expect("an address");
    Link::new(fetcher(), clock()).capture(&address, None).await.expect("answers").expect("a card")
}
