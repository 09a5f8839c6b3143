//! `/metrics`: who may read it, and that its numbers are those of what happened.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::support::events::EventStream;
use crate::support::{Client, TestApp};

const TOKEN: &str = "0123456789abcdef";

/// Every sample by name and labels; fails where the text is not what the format wants.
async fn samples(client: &Client) -> BTreeMap<String, f64> {
    let answer = client.get("/metrics").await.expect(StatusCode::OK);
    assert!(answer.header(header::CONTENT_TYPE).starts_with("application/openmetrics-text; version=1.0.0"));
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    let text = answer.text();
    let body = text.strip_suffix("# EOF\n").expect("an end");
    let (mut kinds, mut samples) = (BTreeMap::new(), BTreeMap::new());
    for line in body.lines() {
        if let Some(told) = line.strip_prefix("# ") {
            let [what, name, words] = told.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            assert!(matches!(what, "HELP" | "TYPE" | "UNIT") && !words.is_empty(), "{line}");
            if what == "TYPE" {
                assert!(kinds.insert(name.to_owned(), words.to_owned()).is_none(), "{name} is there once");
            }
            if what == "UNIT" {
                assert!(name.ends_with(&format!("_{words}")), "{line}");
            }
            continue;
        }
        let (place, value) = line.rsplit_once(' ').expect("a value");
        let name = place.split('{').next().expect("a name");
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        assert!(is_name(name) && (place == name || place.ends_with('}')), "{line}");
        let ends = [
            ("counter", "_total"),
            ("info", "_info"),
            ("gauge", ""),
            ("histogram", "_bucket"),
            ("histogram", "_sum"),
            ("histogram", "_count"),
        ];
        let typed = |(kind, end): &(&str, &str)| {
            name.strip_suffix(end).is_some_and(|family| kinds.get(family).is_some_and(|known| known == kind))
        };
        assert!(ends.iter().any(typed), "{line} has a type");
        assert!(samples.insert(place.to_owned(), value.parse().expect("a number")).is_none(), "{line} is there once");
    }
    samples
}

fn of(samples: &BTreeMap<String, f64>, place: &str) -> f64 {
    samples.get(place).copied().unwrap_or_default()
}

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) -> StatusCode {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.status
}

async fn publish(ada: &Client) -> String {
    let story = ada.post("/api/v1/stories", &json!({ "title": "Chat" })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let document = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let text = ItemBody::Text { markdown: "words".into() };
    assert_eq!(send(ada, &id, 0, &document.insert(vec![(ItemId::fresh(), text)], None)).await, StatusCode::OK);
    ada.post(&format!("/api/v1/stories/{id}/publish"), &Value::Null).await.expect(StatusCode::OK);
    id
}

#[tokio::test]
async fn numbers_follow_what_happens() {
    let app = TestApp::new().await;
    let (ada, reader) = (app.account("ada").await, app.anybody());
    let before = samples(&reader).await;
    assert_eq!(of(&before, "sheaf_build_info{version=\"0.1.0\"}"), 1.0);
    assert_eq!(of(&before, "process_start_time_seconds"), 1_795_636_800.0);
    assert_eq!(before.get("sheaf_source_searches_total{source=\"mastodon\"}"), Some(&0.0), "rates begin at nothing");
    let id = publish(&ada).await;
    let mut conflicting = Changes::of_title(&StoryDocument::default(), "Other");
    assert_eq!(send(&ada, &id, 0, &conflicting).await, StatusCode::CONFLICT);
    conflicting.title.as_mut().expect("a title").to = "x".repeat(10_000);
    conflicting.title.as_mut().expect("a title").from = "Chat".into();
    assert_eq!(send(&ada, &id, 1, &conflicting).await, StatusCode::PAYLOAD_TOO_LARGE);
    ada.get("/api/v1/search?source=sample&q=%23harbourchat").await.expect(StatusCode::OK);
    let refused = ada.get("/api/v1/search?source=link&q=http%3A%2F%2F127.0.0.1%2F").await;
    assert!(!refused.status.is_success());
    reader.get("/nowhere/at/all").await.expect(StatusCode::NOT_FOUND);
    let after = samples(&reader).await;
    let grown = |place: &str| of(&after, place) - of(&before, place);
    for (place, by) in [
        ("sheaf_edits_total{result=\"accepted\"}", 1.0),
        ("sheaf_edits_total{result=\"conflict\"}", 1.0),
        ("sheaf_edits_total{result=\"refused\"}", 1.0),
        ("sheaf_publishes_total", 1.0),
        ("sheaf_source_searches_total{source=\"sample\"}", 1.0),
        ("sheaf_source_searches_total{source=\"link\"}", 1.0),
        ("sheaf_fetch_failures_total{reason=\"private\"}", 1.0),
        ("sheaf_http_requests_total{method=\"POST\",route=\"/api/v1/stories/{id}/edits\",status=\"409\"}", 1.0),
        ("sheaf_http_requests_total{method=\"GET\",route=\"unmatched\",status=\"404\"}", 1.0),
        ("sheaf_http_request_duration_seconds_count{route=\"/api/v1/stories/{id}/edits\"}", 3.0),
        ("sheaf_http_request_duration_seconds_bucket{le=\"+Inf\",route=\"/api/v1/stories/{id}/edits\"}", 3.0),
    ] {
        assert_eq!(grown(place), by, "{place}: {after:#?}");
    }
    let failures = after.keys().filter(|place| place.starts_with("sheaf_source_failures_total{source=\"link\""));
    assert_eq!(failures.count(), 1, "{after:#?}");
    assert!(of(&after, "sheaf_database_bytes") > 0.0 && of(&after, "sheaf_database_log_bytes") > 0.0);
    assert!(!after.keys().any(|place| place.contains(&id)), "routes, not addresses");
}

#[tokio::test]
async fn pages_that_are_ready_are_counted_too() {
    let app = TestApp::new().await;
    publish(&app.account("ada").await).await;
    let reader = app.anybody();
    let before = samples(&reader).await;
    let page = reader.get("/@ada/chat").await.expect(StatusCode::OK);
    let mut again = reader.clone();
    again.headers.insert(header::IF_NONE_MATCH, page.headers[header::ETAG].clone());
    again.get("/@ada/chat").await.expect(StatusCode::NOT_MODIFIED);
    reader.get("/@ada/chat/embed").await.expect(StatusCode::OK);
    // By the router: a layout of its own is made, and is in memory the next time.
    reader.get("/@ada/chat?layout=grid").await.expect(StatusCode::OK);
    reader.get("/@ada/chat?layout=grid").await.expect(StatusCode::OK);
    let after = samples(&reader).await;
    let grown = |place: &str| of(&after, place) - of(&before, place);
    let page = |status: u16| {
        grown(&format!(
            "sheaf_http_requests_total{{method=\"GET\",route=\"/@{{handle}}/{{slug}}\",status=\"{status}\"}}"
        ))
    };
    assert_eq!((page(200), page(304)), (3.0, 1.0), "{after:#?}");
    let embeds = "sheaf_http_requests_total{method=\"GET\",route=\"/@{handle}/{slug}/embed\",status=\"200\"}";
    assert_eq!(grown(embeds), 1.0);
    assert_eq!((grown("sheaf_page_cache_hits_total"), grown("sheaf_page_cache_misses_total")), (4.0, 1.0));
    assert_eq!(of(&before, "sheaf_page_cache_misses_total"), 2.0, "page and embed are made at publishing");
    let third = samples(&reader).await;
    assert_eq!(of(&third, embeds), of(&after, embeds), "looking changes nothing");
}

#[tokio::test]
async fn who_is_here_and_how_much_there_is_can_be_seen() {
    let app = TestApp::new().await;
    let (ada, reader) = (app.account("ada").await, app.anybody());
    let id = publish(&ada).await;
    ada.post(&format!("/api/v1/stories/{id}/live"), &Value::Null).await;
    let patience = Duration::from_secs(10);
    let stream = EventStream::open(&reader, "/@ada/chat/live?since=1", None, patience).await;
    let here = samples(&reader).await;
    assert_eq!((of(&here, "sheaf_live_readers"), of(&here, "sheaf_pictures")), (1.0, 0.0));
    drop(stream);
    let picture = image();
    ada.send(Method::POST, "/api/v1/media", "image/png", picture.into()).await.expect(StatusCode::CREATED);
    app.clock.advance(chrono::TimeDelta::minutes(2));
    let later = samples(&reader).await;
    assert_eq!((of(&later, "sheaf_live_readers"), of(&later, "sheaf_pictures")), (0.0, 1.0), "{later:#?}");
    assert!(of(&later, "sheaf_media_bytes") > 0.0);
}

fn image() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

async fn status(app: &TestApp, headers: &[(header::HeaderName, &str)]) -> StatusCode {
    let mut client = app.anybody();
    for (name, value) in headers {
        client.headers.insert(name, value.parse().expect("a header"));
    }
    client.get("/metrics").await.status
}

#[tokio::test]
async fn with_a_token_whoever_has_it_may_look_and_nobody_else() {
    let app = TestApp::with_arguments(&["--metrics-token", TOKEN, "--trust-proxy"]).await;
    let (auth, forwarded) = (header::AUTHORIZATION, header::HeaderName::from_static("x-forwarded-for"));
    assert_eq!(status(&app, &[(auth.clone(), &format!("Bearer {TOKEN}"))]).await, StatusCode::OK);
    let from_far = [(auth.clone(), "Bearer 0123456789abcdef"), (forwarded.clone(), "198.51.100.7")];
    assert_eq!(status(&app, &from_far).await, StatusCode::OK);
    for refused in ["Bearer 0123456789abcdeg", "Bearer", "Basic MDEyMzQ1Njc4OWFiY2RlZg==", "0123456789abcdef"] {
        assert_eq!(status(&app, &[(auth.clone(), refused)]).await, StatusCode::NOT_FOUND, "{refused}");
    }
    assert_eq!(status(&app, &[]).await, StatusCode::NOT_FOUND, "not even from this machine");
    assert_eq!(status(&app, &[(forwarded, "127.0.0.1")]).await, StatusCode::NOT_FOUND);
    let ada = app.account("ada").await;
    ada.get("/metrics").await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_token_only_this_machine_may_look_and_never_behind_a_proxy() {
    let app = TestApp::new().await;
    assert_eq!(status(&app, &[]).await, StatusCode::OK);
    // A request without an address, as no connection makes one.
    let unknown = app.anybody().open("/metrics", None).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let reached =
        [vec!["--base-url", "https://stories.example"], vec!["--listen", "0.0.0.0:3000"], vec!["--trust-proxy"]];
    for arguments in reached {
        let app = TestApp::with_arguments(&arguments).await;
        // The proxy is on this machine, so this is what everybody's requests look like.
        assert_eq!(status(&app, &[]).await, StatusCode::NOT_FOUND, "{arguments:?}");
    }
}
