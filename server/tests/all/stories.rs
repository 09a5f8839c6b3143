//! Stories and their edits through the API.

use http::StatusCode;
use serde_json::{Value, json};
use shared::edit::{Changes, apply, reverse};
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::support::{Client, TestApp};

async fn begin(client: &Client, title: &str) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    story["id"].as_str().expect("an id").to_owned()
}

async fn document(client: &Client, story: &str) -> (StoryDocument, u64) {
    let answer = client.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
    let revision = answer["revision"].as_u64().expect("a revision");
    (serde_json::from_value(answer).expect("a document"), revision)
}

fn edit(revision: u64, changes: &Changes) -> Value {
    json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes })
}

fn text(words: &str) -> (ItemId, ItemBody) {
    (ItemId::fresh(), ItemBody::Text { markdown: words.to_owned() })
}

async fn send(client: &Client, story: &str, edit: &Value) -> crate::support::Answer {
    client.post(&format!("/api/v1/stories/{story}/edits"), edit).await
}

#[tokio::test]
async fn an_edit_changes_the_story_and_is_logged() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let (empty, revision) = document(&ada, &story).await;
    let changes = empty.insert(vec![text("one"), text("two")], None);
    let accepted = send(&ada, &story, &edit(revision, &changes)).await.expect(StatusCode::OK).json();
    assert_eq!(accepted, json!({ "revision": 1, "rebased": false }));
    let (written, revision) = document(&ada, &story).await;
    assert_eq!((written.items.len(), revision), (2, 1));
    let log = ada.get(&format!("/api/v1/stories/{story}/edits?since=0")).await.expect(StatusCode::OK).json();
    assert_eq!(log["edits"][0]["author"], "ada");
    assert_eq!(log["edits"][0]["changes"], serde_json::to_value(&changes).expect("json"));
}

#[tokio::test]
async fn the_same_edit_twice_is_one_edit() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let edit = edit(0, &StoryDocument::default().insert(vec![text("one")], None));
    let first = send(&ada, &story, &edit).await.expect(StatusCode::OK).json();
    let second = send(&ada, &story, &edit).await.expect(StatusCode::OK).json();
    assert_eq!(first, second);
    assert_eq!(document(&ada, &story).await.0.items.len(), 1);
}

/// An edit that changed nothing was not remembered: repeated late, it was applied to what somebody else had done since.
#[tokio::test]
async fn a_late_repeat_of_an_edit_that_changed_nothing_changes_nothing() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let insert = StoryDocument::default().insert(vec![text("one"), text("two")], None);
    send(&ada, &story, &edit(0, &insert)).await.expect(StatusCode::OK);
    let (start, _) = document(&ada, &story).await;
    let ids: Vec<ItemId> = start.ordered().iter().map(|item| item.id).collect();
    let swap = start.move_items(&[ids[1]], Some(ids[0]));
    send(&ada, &story, &edit(1, &swap)).await.expect(StatusCode::OK);
    // From another tab, the same move again: nothing is left to do.
    let late = edit(1, &swap);
    let first = send(&ada, &story, &late).await.expect(StatusCode::OK).json();
    assert_eq!(first, json!({ "revision": 2, "rebased": true }));
    let (swapped, _) = document(&ada, &story).await;
    let back = swapped.move_items(&[ids[0]], Some(ids[1]));
    send(&ada, &story, &edit(2, &back)).await.expect(StatusCode::OK);
    let (before, revision) = document(&ada, &story).await;
    assert_eq!(revision, 3);
    assert_eq!(send(&ada, &story, &late).await.expect(StatusCode::OK).json(), first);
    assert_eq!(document(&ada, &story).await, (before, 3));
    // An editor that did not hear the answer learns of it; the log and the history know nothing.
    let since = |revision: u32| format!("/studio/api/stories/{story}/edits?since={revision}");
    let log = ada.get(&since(1)).await.expect(StatusCode::OK).json();
    assert_eq!(log["settled"], json!([late["edit_id"]]));
    assert_eq!(log["edits"].as_array().map(Vec::len), Some(2));
    assert_eq!(ada.get(&since(3)).await.expect(StatusCode::OK).json()["settled"], json!([]));
}

#[tokio::test]
async fn edits_to_different_items_on_an_old_revision_both_count() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let (empty, _) = document(&ada, &story).await;
    send(&ada, &story, &edit(0, &empty.insert(vec![text("one"), text("two")], None))).await.expect(StatusCode::OK);
    let (both, revision) = document(&ada, &story).await;
    let ids: Vec<ItemId> = both.ordered().iter().map(|item| item.id).collect();
    let rewritten = both.replace(ids[0], ItemBody::Text { markdown: "first tab".into() });
    let moved = both.move_items(&[ids[1]], Some(ids[0]));
    send(&ada, &story, &edit(revision, &rewritten)).await.expect(StatusCode::OK);
    let accepted = send(&ada, &story, &edit(revision, &moved)).await.expect(StatusCode::OK).json();
    assert_eq!(accepted, json!({ "revision": 3, "rebased": true }));
    let (merged, _) = document(&ada, &story).await;
    assert_eq!(merged.ordered()[0].id, ids[1]);
    assert_eq!(merged.items[&ids[0]].body, ItemBody::Text { markdown: "first tab".into() });
}

#[tokio::test]
async fn two_texts_for_one_place_are_a_conflict_that_changes_nothing() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    send(&ada, &story, &edit(0, &StoryDocument::default().insert(vec![text("one")], None)))
        .await
        .expect(StatusCode::OK);
    let (written, revision) = document(&ada, &story).await;
    let id = written.ordered()[0].id;
    let mine = written.replace(id, ItemBody::Text { markdown: "mine".into() });
    let theirs = written.replace(id, ItemBody::Text { markdown: "theirs".into() });
    send(&ada, &story, &edit(revision, &theirs)).await.expect(StatusCode::OK);
    let answer = send(&ada, &story, &edit(revision, &mine)).await;
    let problem = answer.json();
    answer.expect_problem(StatusCode::CONFLICT, "conflict");
    assert_eq!(problem["revision"], 2);
    assert_eq!(problem["conflicts"][0]["place"], "item_changed");
    assert_eq!(problem["conflicts"][0]["current"]["body"]["markdown"], "theirs");
    let (kept, _) = document(&ada, &story).await;
    assert_eq!(kept.items[&id].body, ItemBody::Text { markdown: "theirs".into() });
}

#[tokio::test]
async fn edits_that_arrive_together_stand_or_fall_each_by_itself() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let empty = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let racing: Vec<_> = (0..45)
        .map(|number| {
            let changes = match number % 3 {
                0 => empty.insert(vec![text(&number.to_string())], None),
                1 => empty.insert(vec![(ItemId::fresh(), ItemBody::post(shared::ids::PostId::fresh()))], None),
                // The same word, so that there is nothing to merge.
                _ => Changes::of_title(&empty, &format!("Talk{number}")),
            };
            let (ada, story, edit) = (ada.clone(), story.clone(), edit(0, &changes));
            tokio::spawn(async move { (number % 3, send(&ada, &story, &edit).await.status) })
        })
        .collect();
    let mut titles = 0;
    for answer in racing {
        match answer.await.expect("an answer") {
            (0, status) => assert_eq!(status, StatusCode::OK),
            (1, status) => assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY),
            (_, status) => titles += usize::from(status == StatusCode::OK),
        }
    }
    assert_eq!(titles, 1, "one title is first, the others are told");
    let (document, revision) = document(&ada, &story).await;
    assert_eq!((document.items.len(), revision), (15, 16));
    let log = ada.get(&format!("/api/v1/stories/{story}/edits?since=0")).await.json();
    assert_eq!(log["edits"].as_array().map(Vec::len), Some(16), "every acknowledged edit is in the log once");
}

#[tokio::test]
async fn a_foreign_story_is_not_there() {
    let app = TestApp::new().await;
    let (ada, eve) = (app.account("ada").await, app.account("eve").await);
    let story = begin(&ada, "Secret").await;
    let path = format!("/api/v1/stories/{story}");
    eve.get(&path).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.delete(&path).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.get(&format!("{path}/edits?since=0")).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    let rename = edit(0, &Changes::of_title(&StoryDocument { title: "Secret".into(), ..Default::default() }, "Mine"));
    send(&eve, &story, &rename).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.post(&format!("{path}/publish"), &json!({})).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.get(&format!("/studio/stories/{story}")).await.expect(StatusCode::NOT_FOUND);
    eve.get(&format!("/studio/stories/{story}/preview")).await.expect(StatusCode::NOT_FOUND);
    app.anybody().get(&path).await.expect_problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    assert_eq!(document(&ada, &story).await.0.title, "Secret");
}

#[tokio::test]
async fn bad_edits_are_answered_in_words_and_change_nothing() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}/edits");
    let empty = StoryDocument::default();
    let ahead = edit(7, &empty.insert(vec![text("x")], None));
    ada.post(&path, &ahead).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let mut twice = empty.insert(vec![text("x")], None);
    twice.removed = twice.added.clone();
    ada.post(&path, &edit(0, &twice)).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let unknown_post = (ItemId::fresh(), ItemBody::post(shared::ids::PostId::fresh()));
    let unknown = edit(0, &empty.insert(vec![unknown_post], None));
    ada.post(&path, &unknown).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let long = edit(0, &empty.insert(vec![text(&"x".repeat(100_001))], None));
    let words = ada.post(&path, &long).await.expect_problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    assert!(words.contains("too long: 100001 where at most 100000 fit"), "{words}");
    let huge = edit(0, &empty.insert(vec![text(&"x".repeat(5_000_000))], None));
    ada.post(&path, &huge).await.expect_problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    for broken in ["{", "[]", "{\"edit_id\": 5}", "null"] {
        let answer = ada.send(http::Method::POST, &path, "application/json", broken.into()).await;
        answer.expect_problem(StatusCode::BAD_REQUEST, "bad-request");
    }
    let answer = ada.send(http::Method::POST, &path, "text/plain", "{}".into()).await;
    answer.expect_problem(StatusCode::BAD_REQUEST, "bad-request");
    assert_eq!(document(&ada, &story).await, (StoryDocument { title: "Chat".into(), ..Default::default() }, 0));
}

#[tokio::test]
async fn unknown_addresses_and_methods_of_the_api_are_problems() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    ada.get("/api/v1/nonsense").await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    ada.get("/api/v1/stories/not-a-uuid").await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    let answer = ada.delete("/api/v1/stories").await.expect(StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.json()["status"], 405);
}

#[tokio::test]
async fn the_api_describes_itself() {
    let app = TestApp::new().await;
    let document = app.anybody().get("/api/v1/openapi.json").await.expect(StatusCode::OK).json();
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let paths: Vec<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/export",
            "/import",
            "/media",
            "/posts",
            "/posts/{id}/thread",
            "/search",
            "/searches",
            "/searches/{id}",
            "/sources",
            "/stories",
            "/stories/{id}",
            "/stories/{id}/check",
            "/stories/{id}/edits",
            "/stories/{id}/events",
            "/stories/{id}/export",
            "/stories/{id}/invitations",
            "/stories/{id}/invitations/{invitation}",
            "/stories/{id}/live",
            "/stories/{id}/people",
            "/stories/{id}/people/{handle}",
            "/stories/{id}/presence",
            "/stories/{id}/publish",
            "/stories/{id}/revisions/{revision}",
            "/stories/{id}/revisions/{revision}/restore",
            "/stories/{id}/statistics",
            "/tray",
            "/tray/batch",
            "/tray/{id}",
        ]
    );
    let edit = &document["paths"]["/stories/{id}/edits"]["post"]["responses"];
    assert!(edit["409"]["content"].is_object(), "{edit}");
}

#[tokio::test]
async fn a_story_of_2235_items_takes_one_more() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Long").await;
    let mut revision = 0;
    for _ in 0..3 {
        let (written, _) = document(&ada, &story).await;
        let changes = written.insert((0..745).map(|number| text(&number.to_string())).collect(), None);
        revision = send(&ada, &story, &edit(revision, &changes)).await.expect(StatusCode::OK).json()["revision"]
            .as_u64()
            .expect("a revision");
    }
    let (written, _) = document(&ada, &story).await;
    let changes = written.insert(vec![text("one more")], Some(written.ordered()[1000].id));
    send(&ada, &story, &edit(revision, &changes)).await.expect(StatusCode::OK);
    assert_eq!(document(&ada, &story).await.0.items.len(), 2236);
}

#[tokio::test]
async fn a_story_is_deleted_for_good() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    ada.delete(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::NO_CONTENT);
    ada.get(&format!("/api/v1/stories/{story}")).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    let list = ada.get("/api/v1/stories").await.expect(StatusCode::OK).json();
    assert_eq!(list, json!({ "stories": [] }));
}

/// Undo goes back as far as the story does, whatever was undone meanwhile.
#[tokio::test]
async fn steps_are_given_from_under_those_that_are_known() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let mut document_there = StoryDocument::default();
    for revision in 0..5 {
        let insert = document_there.insert(vec![text(&revision.to_string())], None);
        apply(&mut document_there, &insert).expect("made for this document");
        send(&ada, &story, &edit(revision, &insert)).await.expect(StatusCode::OK);
    }
    let steps = async |wanted: &str| ada.get(&format!("/studio/api/stories/{story}/undo{wanted}")).await;
    let words = |steps: &Value| {
        let added = |step: &Value| step["added"].as_object().and_then(|added| added.values().next().cloned());
        let words = |step| added(step).map(|item| item["body"]["markdown"].clone());
        steps["done"].as_array().expect("steps").iter().filter_map(words).collect::<Vec<Value>>()
    };
    let last = steps("?depth=2").await.expect(StatusCode::OK).json();
    assert_eq!((words(&last), &last["earlier"]), (vec![json!("3"), json!("4")], &json!(4)));
    let newest = serde_json::from_value(last["done"][1].clone()).expect("changes");
    let mut undo = edit(5, &reverse(newest));
    undo["kind"] = json!("undo");
    send(&ada, &story, &undo).await.expect(StatusCode::OK);
    let before = steps("?depth=2&before=4").await.expect(StatusCode::OK).json();
    assert_eq!((words(&before), &before["earlier"]), (vec![json!("1"), json!("2")], &json!(2)));
    let first = steps("?before=2").await.expect(StatusCode::OK).json();
    assert_eq!((words(&first), &first["earlier"]), (vec![json!("0")], &Value::Null));
    steps("?before=soon").await.expect(StatusCode::BAD_REQUEST);
}
