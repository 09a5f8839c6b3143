//! The history of a story, through the router.

use http::StatusCode;
use serde_json::{Value, json};
use shared::edit::{Changes, apply};
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::support::{Client, TestApp};

async fn begin(client: &Client, title: &str) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    story["id"].as_str().expect("an id").to_owned()
}

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
}

async fn at(client: &Client, story: &str, revision: u64) -> StoryDocument {
    let path = format!("/api/v1/stories/{story}/revisions/{revision}");
    serde_json::from_value(client.get(&path).await.expect(StatusCode::OK).json()).expect("a document")
}

fn text(words: &str) -> (ItemId, ItemBody) {
    (ItemId::fresh(), ItemBody::Text { markdown: words.to_owned() })
}

/// Writes a story in several edits; gives what it was after each.
async fn write(client: &Client, story: &str, edits: usize) -> Vec<StoryDocument> {
    let mut document = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let mut moments = vec![document.clone()];
    for number in 0..edits {
        let first = document.ordered().first().map(|item| item.id);
        let changes = match number % 5 {
            3 => Changes::of_title(&document, &format!("Chat {number}")),
            4 => document.remove(&[first.expect("something")]),
            _ => document.insert(vec![text(&format!("words {number}"))], first),
        };
        send(client, story, number as u64, &changes).await;
        apply(&mut document, &changes).expect("applies");
        moments.push(document.clone());
    }
    moments
}

async fn snapshots(app: &TestApp) -> Vec<i64> {
    let query = sqlx::query_scalar("SELECT revision FROM snapshots ORDER BY revision");
    query.fetch_all(&app.state.db).await.expect("snapshots")
}

#[tokio::test]
async fn every_moment_can_be_seen_with_and_without_snapshots() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let moments = write(&ada, &story, 450).await;
    for _ in 0..200 {
        if snapshots(&app).await.len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(snapshots(&app).await.len(), 2, "one for every 200 edits");
    for revision in [0, 1, 99, 150, 199, 200, 201, 299, 301, 400, 449, 450] {
        assert_eq!(at(&ada, &story, revision).await, moments[usize::try_from(revision).expect("small")], "{revision}");
    }
    sqlx::query("DELETE FROM snapshots").execute(&app.state.db).await.expect("deleted");
    for revision in [440, 17] {
        assert_eq!(at(&ada, &story, revision).await, moments[usize::try_from(revision).expect("small")], "{revision}");
    }
    assert_eq!(snapshots(&app).await, [17], "what took long is kept");
    let beyond = ada.get(&format!("/api/v1/stories/{story}/revisions/451")).await;
    beyond.expect_problem(StatusCode::NOT_FOUND, "not-found");
}

#[tokio::test]
async fn a_moment_is_restored_by_an_edit() {
    let app = TestApp::new().await;
    let (ada, vic) = (app.account("ada").await, app.account("vic").await);
    let story = begin(&ada, "Chat").await;
    let moments = write(&ada, &story, 9).await;
    let page = format!("/studio/stories/{story}/history");
    let viewer = json!({ "handle": "vic", "role": "viewer" });
    ada.post(&format!("/api/v1/stories/{story}/people"), &viewer).await.expect(StatusCode::CREATED);
    let seen = vic.get(&format!("{page}/3")).await.expect(StatusCode::OK).text();
    assert!(seen.contains("words 2") && !seen.contains("words 5"), "{seen}");
    assert!(!seen.contains("Restore this moment"), "{seen}");
    vic.submit(&format!("{page}/3/restore"), &[]).await.expect(StatusCode::FORBIDDEN);
    assert!(ada.get(&format!("{page}/3")).await.text().contains("Restore this moment"));
    let done = ada.submit(&format!("{page}/3/restore"), &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(done.header(http::header::LOCATION), format!("{page}?done=restored"));
    assert_eq!(at(&ada, &story, 10).await, moments[3]);
    assert_eq!(at(&ada, &story, 9).await, moments[9], "what was there before is in the history");
    // Restoring what is there already changes nothing.
    let path = format!("/api/v1/stories/{story}/revisions/10/restore");
    let again = ada.post(&path, &Value::Null).await.expect(StatusCode::OK).json();
    assert_eq!(again["revision"], 10);
}

#[tokio::test]
async fn the_page_tells_who_did_what() {
    let app = TestApp::new().await;
    let (ada, bob, eve) = (app.account("ada").await, app.account("bob").await, app.account("eve").await);
    let story = begin(&ada, "Chat").await;
    let editor = json!({ "handle": "bob", "role": "editor" });
    ada.post(&format!("/api/v1/stories/{story}/people"), &editor).await.expect(StatusCode::CREATED);
    let mut document = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let written = document.insert(vec![text("Good </h2> evening")], None);
    send(&ada, &story, 0, &written).await;
    apply(&mut document, &written).expect("applies");
    app.clock.advance(chrono::TimeDelta::hours(2));
    send(&bob, &story, 1, &Changes::of_title(&document, "Our chat")).await;
    let page = format!("/studio/stories/{story}/history");
    let told = ada.get(&page).await.expect(StatusCode::OK).text();
    for words in ["2 changes", "@bob", "22:00 to 23:00", "Called the story “Our chat”", "20:00 to 21:00"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(told.contains("Added the text “Good &lt;/h2&gt; evening”"), "{told}");
    assert!(told.find("Called the story") < told.find("Added the text"), "the latest first: {told}");
    eve.get(&page).await.expect(StatusCode::NOT_FOUND);
    eve.get(&format!("{page}/1")).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_history_is_told_in_parts() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    write(&ada, &story, 230).await;
    let page = format!("/studio/stories/{story}/history");
    let latest = ada.get(&page).await.expect(StatusCode::OK).text();
    assert!(latest.contains(&format!("{page}?before=31")), "{latest}");
    let earlier = ada.get(&format!("{page}?before=31")).await.expect(StatusCode::OK).text();
    assert!(earlier.contains("To the latest changes") && earlier.contains("Begun"), "{earlier}");
    assert!(earlier.contains(&format!("{page}/30\"")) && !earlier.contains(&format!("{page}/31\"")), "{earlier}");
}
