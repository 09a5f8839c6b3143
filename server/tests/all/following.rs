//! Live stories: what open pages hear, what they are sent, and how many may listen.

use std::time::Duration;

use http::{StatusCode, header};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::publishing::{publish, published, write_story};
use crate::support::events::EventStream;
use crate::support::{Client, TestApp};

/// A page that listens.
struct Follower(EventStream);

impl Follower {
    async fn open(client: &Client, path: &str, last_seen: Option<&str>) -> Self {
        let stream = EventStream::open(client, path, last_seen, Duration::from_secs(30)).await;
        assert_eq!(stream.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        Self(stream)
    }

    /// The next event, comments left out; nothing at the end.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            let event = self.0.next().await?;
            if !event.0.is_empty() {
                return Some(event);
            }
        }
    }

    async fn version(&mut self) -> (String, Value) {
        let (name, id, data) = self.next().await.expect("not the end");
        assert_eq!(name, "version");
        (id, data)
    }
}

async fn document(client: &Client, story: &str) -> (StoryDocument, u64) {
    let story = client.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
    let revision = story["revision"].as_u64().expect("a number");
    (serde_json::from_value(story).expect("a document"), revision)
}

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
}

/// Adds a text at the end and publishes it; gives its anchor.
async fn go_on(client: &Client, story: &str, words: &str) -> String {
    let (document, revision) = document(client, story).await;
    let id = ItemId::fresh();
    send(client, story, revision, &document.insert(vec![(id, ItemBody::Text { markdown: words.to_owned() })], None))
        .await;
    publish(client, story).await;
    format!("item-{id}")
}

async fn start(client: &Client, story: &str) -> Value {
    client.post(&format!("/api/v1/stories/{story}/live"), &json!({})).await.expect(StatusCode::OK).json()
}

#[tokio::test]
async fn what_is_published_reaches_open_pages_until_live_ends() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    assert_eq!(start(&ada, &story).await["live_since"], "2026-11-25T20:00:00Z");
    let reader = app.anybody();
    let mut page = Follower::open(&reader, "/@ada/chat/live?since=1&layout=list&form=page", None).await;
    let mut frame = Follower::open(&reader, "/@ada/chat/live?since=1&layout=transcript&form=embed", None).await;
    let (before, revision) = document(&ada, &story).await;
    let order: Vec<ItemId> = before.ordered().iter().map(|item| item.id).collect();
    let gone = order[0];
    send(&ada, &story, revision, &before.remove(&[gone])).await;
    let new = go_on(&ada, &story, "And *more*.").await;
    for (follower, class) in [(&mut page, "item own"), (&mut frame, "item line own")] {
        let (id, update) = follower.version().await;
        assert_eq!((id.as_str(), &update["version"], &update["reload"]), ("2", &json!(2), &json!(false)));
        assert_eq!(update["removed"], json!([format!("item-{gone}")]));
        let placed = update["placed"].as_array().expect("items");
        let added = placed.iter().find(|item| item["kind"] == "new").expect("a new one");
        assert_eq!((&added["id"], &added["after"]), (&json!(new), &json!(format!("item-{}", order[order.len() - 1]))));
        let html = added["html"].as_str().expect("markup");
        assert!(html.contains("And <em>more</em>.") && html.contains(&format!("class=\"{class}\"")), "{html}");
    }
    ada.delete(&format!("/api/v1/stories/{story}/live")).await.expect(StatusCode::NO_CONTENT);
    for follower in [&mut page, &mut frame] {
        assert_eq!(follower.next().await.expect("an event").0, "ended");
        assert!(follower.next().await.is_none(), "the stream ends");
    }
}

#[tokio::test]
async fn who_was_away_catches_up_and_who_was_away_long_loads_the_page_anew() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    start(&ada, &story).await;
    let first = go_on(&ada, &story, "one").await;
    let second = go_on(&ada, &story, "two").await;
    let reader = app.anybody();
    let new = |update: &Value| -> Vec<Value> {
        let placed = update["placed"].as_array().expect("items").iter();
        placed.filter(|item| item["kind"] == "new").map(|item| item["id"].clone()).collect()
    };
    let path = "/@ada/chat/live?since=1&layout=list&form=page";
    let (id, update) = Follower::open(&reader, path, None).await.version().await;
    assert_eq!((id.as_str(), new(&update)), ("3", vec![json!(first), json!(second)]), "two versions come as one");
    let (_, update) = Follower::open(&reader, path, Some("2")).await.version().await;
    assert_eq!(new(&update), [json!(second)], "a browser that comes back says what it has");
    let slides = "/@ada/chat/live?since=1&layout=slides&form=page";
    assert_eq!(Follower::open(&reader, slides, None).await.version().await.1["reload"], true);
    for number in 0..20 {
        go_on(&ada, &story, &number.to_string()).await;
    }
    assert_eq!(Follower::open(&reader, path, None).await.version().await.1["reload"], true);
}

#[tokio::test]
async fn only_pages_of_live_stories_have_the_script_and_say_when_they_were() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let page = || async { app.anybody().get("/@ada/chat").await.expect(StatusCode::OK) };
    let embed = || async { app.anybody().get("/@ada/chat/embed").await.expect(StatusCode::OK).text() };
    let follows = |html: &str| html.contains("data-live=\"/@ada/chat/live?form=");
    let before = page().await;
    assert!(!follows(&before.text()) && !before.text().contains("live.js"));
    assert!(!before.header(header::CONTENT_SECURITY_POLICY).contains("script-src"));
    start(&ada, &story).await;
    let live = page().await;
    assert!(follows(&live.text()) && follows(&embed().await), "{}", live.text());
    assert!(live.text().contains("role=\"status\"") && live.text().contains("Refresh</a>"));
    let policy = live.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'self'; connect-src 'self';") && !policy.contains("unsafe"), "{policy}");
    assert!(app.anybody().get("/@ada/chat?layout=grid").await.text().contains("layout=grid"));
    assert!(!follows(&app.anybody().get("/@ada/chat/v/1").await.expect(StatusCode::OK).text()));
    app.clock.advance(chrono::TimeDelta::minutes(67));
    ada.delete(&format!("/api/v1/stories/{story}/live")).await.expect(StatusCode::NO_CONTENT);
    let after = page().await;
    assert!(
        !follows(&after.text()) && after.text().contains("Was live 25 Nov 2026, 20:00 to 21:07"),
        "{}",
        after.text()
    );
    assert!(!after.header(header::CONTENT_SECURITY_POLICY).contains("script-src"));
    // Live anew, and hidden: what was live is not when it comes back.
    start(&ada, &story).await;
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    publish(&ada, &story).await;
    assert!(!follows(&page().await.text()));
}

#[tokio::test]
async fn curators_start_and_stop_and_others_do_not() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}/live");
    let words = ada.post(&path, &json!({})).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(words.contains("Publish it"), "{words}");
    publish(&ada, &story).await;
    let (bob, eve) = (app.account("bob").await, app.account("eve").await);
    eve.post(&path, &json!({})).await.expect(StatusCode::NOT_FOUND);
    for (handle, role) in [("bob", "editor"), ("eve", "viewer")] {
        let body = json!({ "handle": handle, "role": role });
        ada.post(&format!("/api/v1/stories/{story}/people"), &body).await.expect(StatusCode::CREATED);
    }
    eve.post(&path, &json!({})).await.expect(StatusCode::FORBIDDEN);
    let first = start(&bob, &story).await;
    app.clock.advance(chrono::TimeDelta::minutes(5));
    assert_eq!(start(&ada, &story).await["live_since"], first["live_since"], "it is live since it was");
    // The same by the form.
    let (share, form) = (format!("/studio/stories/{story}/share"), format!("/studio/stories/{story}/live"));
    assert!(ada.get(&share).await.text().contains("Stop live"));
    assert!(ada.get("/studio").await.text().contains("Live since "));
    ada.submit(&form, &[("live", "stop")]).await.expect(StatusCode::SEE_OTHER);
    let html = ada.get(&format!("{share}?done=ended")).await.expect(StatusCode::OK).text();
    assert!(html.contains("Start live") && html.contains("no longer live"), "{html}");
    assert!(!eve.get(&share).await.expect(StatusCode::OK).text().contains("Start live"));
    ada.submit(&form, &[("live", "start")]).await.expect(StatusCode::SEE_OTHER);
    let story = ada.get(&format!("/api/v1/stories/{story}")).await.json();
    assert_eq!(story["publication"]["live_since"], "2026-11-25T20:05:00Z");
}

#[tokio::test]
async fn places_are_bounded_and_what_cannot_be_followed_is_told() {
    let app = TestApp::with_arguments(&["--live-readers", "2"]).await;
    let (ada, story) = published(&app).await;
    start(&ada, &story).await;
    let reader = app.anybody();
    let path = "/@ada/chat/live?since=1&layout=list&form=page";
    let first = Follower::open(&reader, path, None).await;
    let _second = Follower::open(&reader, path, None).await;
    let refused = reader.get(path).await;
    assert_eq!(refused.header(header::RETRY_AFTER), "60");
    let words = refused.expect_problem(StatusCode::SERVICE_UNAVAILABLE, "busy");
    assert!(words.contains("Reload the page"), "{words}");
    drop(first);
    Follower::open(&reader, path, None).await;
    reader.get("/@ada/none/live?since=1").await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    reader.get("/@ada/chat/live").await.expect_problem(StatusCode::BAD_REQUEST, "bad-request");
}
