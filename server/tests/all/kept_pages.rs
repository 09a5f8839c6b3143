//! Long pages are kept from one run of the server to the next, and only for as long as they are right.

use http::{StatusCode, header};
use serde_json::json;
use server::state::AppState;
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::publishing::{publish, write_story};
use crate::support::{Client, TestApp};

/// A published story whose page is longer than what is rendered on the spot.
async fn long_story(client: &Client) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": "Long" })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let words = "Words and words. ".repeat(120);
    let bodies = (0..200).map(|number| {
        let markdown = format!("{number} {words}");
        (ItemId::fresh(), ItemBody::Text { markdown })
    });
    let changes = StoryDocument::default().insert(bodies.collect(), None);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
    client.post(&format!("/api/v1/stories/{id}/edits"), &edit).await.expect(StatusCode::OK);
    publish(client, &id).await;
    id
}

async fn kept(app: &TestApp) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM kept_pages").fetch_one(&app.state.db).await.expect("a number")
}

/// The same data folder, served by a server that has just started.
async fn restarted(app: &TestApp) -> TestApp {
    let config = server::config::Config::for_tests(app.folder.path(), &[]);
    let state = AppState::open(config, app.clock.clone()).await.expect("the server starts");
    let service = server::router::service(state.clone());
    TestApp { service, state, clock: app.clock.clone(), folder: tempfile::tempdir().expect("a folder") }
}

#[tokio::test]
async fn a_long_page_is_the_same_after_a_restart_and_is_not_rendered_again() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    long_story(&ada).await;
    assert_eq!(kept(&app).await, 2, "the page and the embed are kept when the story is published");
    let before = app.anybody().get("/@ada/long").await.expect(StatusCode::OK);

    let later = restarted(&app).await;
    // A mark in the kept page shows that it, and nothing rendered anew, is served.
    let marked = {
        let mut body = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut body, 4096, 2, 22);
        std::io::Write::write_all(&mut writer, b"kept").expect("memory");
        drop(writer);
        body
    };
    let after = later.anybody().get("/@ada/long").await.expect(StatusCode::OK);
    assert_eq!(after.text(), before.text());
    assert_eq!(after.header(header::ETAG), before.header(header::ETAG));
    sqlx::query("UPDATE kept_pages SET brotli = $1").bind(marked).execute(&later.state.db).await.expect("marked");
    let again = restarted(&app).await;
    assert_eq!(again.anybody().get("/@ada/long").await.expect(StatusCode::OK).text(), "kept");
}

#[tokio::test]
async fn a_kept_page_is_made_again_when_what_it_shows_has_changed() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = long_story(&ada).await;
    let other = write_story(&ada, "A second story").await;
    publish(&ada, &other).await;
    let later = restarted(&app).await;
    let page = later.anybody().get("/@ada/long").await.expect(StatusCode::OK).text();
    assert!(page.contains("A second story"), "the curator's other stories are on the page");

    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    restarted(&app).await.anybody().get("/@ada/long").await.expect(StatusCode::NOT_FOUND);
}
