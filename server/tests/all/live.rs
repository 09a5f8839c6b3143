//! Several people in one story at the same time: event streams and presence.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::EditId;
use shared::story::StoryDocument;
use uuid::Uuid;

use crate::accounts;
use crate::support::events::EventStream;
use crate::support::{Client, TestApp};

/// A page that listens.
struct Listener(EventStream);

impl Listener {
    async fn open(client: &Client, path: &str) -> Self {
        Self::back(client, path, None).await
    }

    /// Opens a stream again after this event.
    async fn back(client: &Client, path: &str, last_seen: Option<&str>) -> Self {
        Self(EventStream::open(client, path, last_seen, Duration::from_secs(15)).await)
    }

    /// The next event: its name, identifier and data. `None` when the stream has ended.
    async fn next(&mut self) -> Option<(String, String, Value)> {
        self.0.next().await
    }

    /// The next event of a kind.
    async fn next_of(&mut self, kind: &str) -> (String, Value) {
        loop {
            let (name, id, data) = self.next().await.unwrap_or_else(|| panic!("the stream ended before “{kind}”"));
            if name == kind {
                return (id, data);
            }
        }
    }
}

impl Listener {
    /// Waits until those present are as they should be.
    async fn people(&mut self, are: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        loop {
            let present = self.next_of("presence").await.1;
            let people = present["people"].as_array().expect("people").clone();
            if are(&people) {
                return people;
            }
        }
    }
}

async fn begin(client: &Client) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": "0" })).await.expect(StatusCode::CREATED).json();
    format!("/api/v1/stories/{}", story["id"].as_str().expect("an id"))
}

/// The edit from title `revision` to the next.
async fn count_on(client: &Client, story: &str, revision: u64) {
    let document = StoryDocument { title: revision.to_string(), ..StoryDocument::default() };
    let changes = Changes::of_title(&document, &(revision + 1).to_string());
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("{story}/edits"), &edit).await.expect(StatusCode::OK);
}

async fn add(owner: &Client, story: &str, handle: &str, role: &str) {
    let body = json!({ "handle": handle, "role": role });
    owner.post(&format!("{story}/people"), &body).await.expect(StatusCode::CREATED);
}

async fn be_at(client: &Client, story: &str, session: Uuid, item: Option<Uuid>) {
    let body = json!({ "session": session, "item": item }).to_string();
    let answer = client.send(Method::PUT, &format!("{story}/presence"), "application/json", body.into()).await;
    answer.expect(StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn an_edit_is_heard_by_everybody_who_listens() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada).await;
    add(&ada, &story, "bob", "viewer").await;
    let mut hers = Listener::open(&ada, &format!("{story}/events")).await;
    let mut his = Listener::open(&bob, &format!("{story}/events")).await;
    count_on(&ada, &story, 0).await;
    let (id, edit) = his.next_of("edit").await;
    assert_eq!((id.as_str(), &edit["author"], &edit["mine"]), ("1", &json!("ada"), &json!(false)));
    assert_eq!(edit["changes"]["title"], json!({ "from": "0", "to": "1" }));
    assert_eq!(hers.next_of("edit").await.1["mine"], true);
}

#[tokio::test]
async fn a_stream_goes_on_where_the_last_one_broke_off() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada).await;
    for revision in 0..450 {
        count_on(&ada, &story, revision).await;
    }
    let mut all = Listener::open(&ada, &format!("{story}/events?since=0")).await;
    for revision in 1..=450 {
        assert_eq!(all.next_of("edit").await.0, revision.to_string());
    }
    count_on(&ada, &story, 450).await;
    assert_eq!(all.next_of("edit").await.0, "451");
    // A browser that comes back asks the same address, and says what it heard last.
    let mut rest = Listener::back(&ada, &format!("{story}/events?since=0"), Some("449")).await;
    assert_eq!(rest.next_of("edit").await.0, "450");
    let ahead = ada.get(&format!("{story}/events?since=9000")).await;
    ahead.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
}

#[tokio::test]
async fn edits_that_race_are_heard_once_and_in_order() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada).await;
    let mut listener = Listener::open(&ada, &format!("{story}/events")).await;
    let document = StoryDocument { title: "0".into(), ..StoryDocument::default() };
    let racing = (0..40).map(|number| {
        let (ada, path) = (ada.clone(), format!("{story}/edits"));
        let text = shared::item::ItemBody::Text { markdown: number.to_string() };
        let changes = document.insert(vec![(shared::ids::ItemId::fresh(), text)], None);
        let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
        tokio::spawn(async move { ada.post(&path, &edit).await.expect(StatusCode::OK) })
    });
    for edit in racing.collect::<Vec<_>>() {
        edit.await.expect("accepted");
    }
    for revision in 1..=40 {
        assert_eq!(listener.next_of("edit").await.0, revision.to_string());
    }
}

#[tokio::test]
async fn people_see_each_other_come_move_and_go() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada).await;
    add(&ada, &story, "bob", "editor").await;
    let (hers, his, item) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::now_v7());
    let mut listener = Listener::open(&ada, &format!("{story}/events?session={hers}")).await;
    listener.people(|people| people.len() == 1).await;
    let watching = Listener::open(&bob, &format!("{story}/events?session={his}")).await;
    let both = listener.people(|people| people.len() == 2).await;
    assert_eq!((&both[1]["handle"], &both[1]["colour"]), (&json!("bob"), &json!(1)));
    be_at(&bob, &story, his, Some(item)).await;
    listener.people(|people| people[1]["item"] == json!(item)).await;
    // Nobody moves somebody else, even by the name of their page.
    be_at(&bob, &story, hers, Some(item)).await;
    let seen = listener.people(|people| people.len() == 3).await;
    assert_eq!((&seen[0]["handle"], seen[0].get("item")), (&json!("ada"), None));
    drop(watching);
    // A moment after its stream his page is gone.
    let left = listener.people(|people| people.len() == 2).await;
    assert_eq!(left[1]["session"], json!(hers));
}

#[tokio::test]
async fn who_loses_access_is_told_and_hears_no_more() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada).await;
    add(&ada, &story, "bob", "editor").await;
    let mut his = Listener::open(&bob, &format!("{story}/events")).await;
    let viewer = json!({ "role": "viewer" }).to_string();
    ada.send(Method::PUT, &format!("{story}/people/bob"), "application/json", viewer.into())
        .await
        .expect(StatusCode::OK);
    assert_eq!(his.next_of("role").await.1, json!({ "role": "viewer" }));
    ada.delete(&format!("{story}/people/bob")).await.expect(StatusCode::NO_CONTENT);
    let detail = his.next_of("revoked").await.1["detail"].as_str().expect("words").to_owned();
    assert!(detail.starts_with("You no longer have access to this story."), "{detail}");
    count_on(&ada, &story, 0).await;
    assert_eq!(his.next().await, None);
    bob.get(&format!("{story}/events")).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn who_signs_out_hears_no_more() {
    let app = TestApp::new().await;
    let ada = accounts::set_up(&app).await;
    let story = begin(&ada).await;
    let mut listener = Listener::open(&ada, &format!("{story}/events")).await;
    listener.next_of("presence").await;
    ada.submit("/logout", &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(listener.next().await, None);
    ada.get(&format!("{story}/events")).await.expect(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn publishing_and_deleting_are_heard() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada).await;
    let document = StoryDocument { title: "0".into(), ..StoryDocument::default() };
    let changes = Changes::of_introduction(&document, "Words");
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
    ada.post(&format!("{story}/edits"), &edit).await.expect(StatusCode::OK);
    let mut listener = Listener::open(&ada, &format!("{story}/events")).await;
    ada.post(&format!("{story}/publish"), &json!({})).await.expect(StatusCode::OK);
    assert_eq!(listener.next_of("publication").await.1["publication"]["version"], 1);
    ada.delete(&format!("{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(listener.next_of("publication").await.1, json!({ "publication": null }));
    ada.delete(&story).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(listener.next_of("revoked").await.1["detail"], "This story was deleted.");
    assert_eq!(listener.next().await, None);
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada).await;
    let mut listener = Listener::open(&ada, &format!("{story}/events")).await;
    listener.next_of("presence").await;
    app.state.live.stop();
    assert_eq!(listener.next().await, None);
}

#[tokio::test]
async fn strangers_hear_nothing() {
    let app = TestApp::new().await;
    let (ada, eve) = (app.account("ada").await, app.account("eve").await);
    let story = begin(&ada).await;
    eve.get(&format!("{story}/events")).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    let body = json!({ "session": Uuid::from_u128(1) }).to_string();
    let answer = eve.send(Method::PUT, &format!("{story}/presence"), "application/json", body.into()).await;
    answer.expect_problem(StatusCode::NOT_FOUND, "not-found");
    app.anybody().get(&format!("{story}/events")).await.expect(StatusCode::UNAUTHORIZED);
}
