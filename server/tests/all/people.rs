//! Co-editors and viewers, through the router.

use http::{Method, StatusCode};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::EditId;
use shared::story::StoryDocument;

use crate::support::{Answer, Client, PASSWORD, TestApp};

async fn begin(client: &Client, title: &str) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    story["id"].as_str().expect("an id").to_owned()
}

async fn rename(client: &Client, story: &str, revision: u64, from: &str, to: &str) -> Answer {
    let document = StoryDocument { title: from.into(), ..StoryDocument::default() };
    let changes = Changes::of_title(&document, to);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await
}

async fn add(owner: &Client, story: &str, handle: &str, role: &str) -> Answer {
    owner.post(&format!("/api/v1/stories/{story}/people"), &json!({ "handle": handle, "role": role })).await
}

async fn put(client: &Client, path: &str, body: &Value) -> Answer {
    client.send(Method::PUT, path, "application/json", body.to_string().into()).await
}

#[tokio::test]
async fn a_co_editor_edits_and_publishes_but_the_story_stays_its_owners() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}");
    add(&ada, &story, " @Bob ", "editor").await.expect(StatusCode::CREATED);
    rename(&bob, &story, 0, "Chat", "Our chat").await.expect(StatusCode::OK);
    let log = ada.get(&format!("{path}/edits?since=0")).await.expect(StatusCode::OK).json();
    assert_eq!(log["edits"][0]["author"], "bob");
    bob.get(&format!("/studio/stories/{story}")).await.expect(StatusCode::OK);
    // Nothing in it yet, but it is not a matter of rights.
    bob.post(&format!("{path}/publish"), &json!({})).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let words = bob.delete(&path).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert_eq!(words, "Only @ada, whose story this is, can do that. Ask them to.");
    bob.delete(&format!("{path}/publish")).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    add(&bob, &story, "ada", "viewer").await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    let invite = bob.post(&format!("{path}/invitations"), &json!({ "role": "editor" })).await;
    invite.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert!(bob.get("/studio").await.text().contains("Our chat"));
    let list = bob.get("/api/v1/stories").await.json();
    assert_eq!((&list["stories"], &list["shared"][0]["owner"]), (&json!([]), &json!("ada")));
}

#[tokio::test]
async fn a_viewer_reads_and_is_told_why_not_more() {
    let app = TestApp::new().await;
    let (ada, vic) = (app.account("ada").await, app.account("vic").await);
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}");
    add(&ada, &story, "vic", "viewer").await.expect(StatusCode::CREATED);
    vic.get(&path).await.expect(StatusCode::OK);
    vic.get(&format!("{path}/edits?since=0")).await.expect(StatusCode::OK);
    let words = rename(&vic, &story, 0, "Chat", "Mine").await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert_eq!(words, "You can read this story, but not change it. Ask @ada to make you a co-editor.");
    vic.post(&format!("{path}/publish"), &json!({})).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    let answer = vic.get(&format!("/studio/stories/{story}")).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(http::header::LOCATION), format!("/studio/stories/{story}/preview"));
    vic.get(&format!("/studio/stories/{story}/preview")).await.expect(StatusCode::OK);
    put(&ada, &format!("{path}/people/vic"), &json!({ "role": "editor" })).await.expect(StatusCode::OK);
    rename(&vic, &story, 0, "Chat", "Mine").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn whoever_lost_access_is_told_so_and_strangers_are_not() {
    let app = TestApp::new().await;
    let (ada, bob, eve) = (app.account("ada").await, app.account("bob").await, app.account("eve").await);
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}");
    add(&ada, &story, "bob", "editor").await.expect(StatusCode::CREATED);
    ada.delete(&format!("{path}/people/bob")).await.expect(StatusCode::NO_CONTENT);
    let words = rename(&bob, &story, 0, "Chat", "Mine").await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert!(words.starts_with("You no longer have access to this story."), "{words}");
    bob.get(&path).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert_eq!(bob.get("/api/v1/stories").await.json(), json!({ "stories": [] }));
    eve.get(&format!("{path}/people")).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.delete(&format!("{path}/people/bob")).await.expect_problem(StatusCode::NOT_FOUND, "not-found");
    eve.get(&format!("/studio/stories/{story}/people")).await.expect(StatusCode::NOT_FOUND);
    add(&ada, &story, "bob", "viewer").await.expect(StatusCode::CREATED);
    bob.get(&path).await.expect(StatusCode::OK);
    bob.delete(&format!("{path}/people/bob")).await.expect(StatusCode::NO_CONTENT);
    bob.get(&path).await.expect_problem(StatusCode::FORBIDDEN, "forbidden");
}

#[tokio::test]
async fn a_link_lets_one_person_in() {
    let app = TestApp::new().await;
    let (ada, bob, eve) = (app.account("ada").await, app.account("bob").await, app.account("eve").await);
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}");
    let made = ada.post(&format!("{path}/invitations"), &json!({ "role": "editor" })).await;
    let url = made.expect(StatusCode::CREATED).json()["url"].as_str().expect("a link").to_owned();
    let link = url[url.find("/studio/join/").expect("its path")..].to_owned();
    let question = bob.get(&link).await.expect(StatusCode::OK).text();
    assert!(question.contains("Chat") && question.contains("Accept"), "{question}");
    bob.get(&path).await.expect(StatusCode::NOT_FOUND);
    ada.submit(&link, &[]).await.expect(StatusCode::SEE_OTHER);
    let joined = bob.submit(&link, &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(joined.header(http::header::LOCATION), format!("/studio/stories/{story}"));
    rename(&bob, &story, 0, "Chat", "Ours").await.expect(StatusCode::OK);
    eve.submit(&link, &[]).await.expect(StatusCode::FORBIDDEN);
    eve.get(&path).await.expect(StatusCode::NOT_FOUND);
    app.anybody().get(&link).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_link_lets_somebody_without_an_account_make_one() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}");
    let made = ada.post(&format!("{path}/invitations"), &json!({ "role": "editor" })).await;
    let url = made.expect(StatusCode::CREATED).json()["url"].as_str().expect("a link").to_owned();
    let link = url[url.find("/studio/join/").expect("its path")..].to_owned();
    let mut stranger = app.anybody();
    stranger.headers.insert("sec-fetch-site", "same-origin".parse().expect("a header"));
    let page = stranger.get(&link).await.expect(StatusCode::OK).text();
    assert!(page.contains("invites you to edit “<bdi>Chat</bdi>”"), "{page}");
    assert!(page.contains(&format!("href=\"/login?next={link}\"")), "who has an account signs in: {page}");
    let fill =
        |handle: &'static str, password: &'static str| [("name", "Cleo"), ("handle", handle), ("password", password)];
    let to = format!("{link}/new");
    let taken = stranger.submit(&to, &fill("ada", PASSWORD)).await.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(taken.contains("Somebody has the handle “ada” already") && taken.contains("value=\"Cleo\""), "{taken}");
    stranger.submit(&to, &fill("cleo", "short")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let joined = stranger.submit(&to, &fill("cleo", PASSWORD)).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(joined.header(http::header::LOCATION), format!("/studio/stories/{story}"));
    assert!(joined.header(http::header::SET_COOKIE).contains("HttpOnly"));
    let people = ada.get(&format!("{path}/people")).await.expect(StatusCode::OK).json();
    assert_eq!((&people["people"][1]["handle"], &people["people"][1]["role"]), (&json!("cleo"), &json!("editor")));
    // It worked once, and made one account.
    stranger.submit(&to, &fill("dora", PASSWORD)).await.expect(StatusCode::FORBIDDEN);
    let dora = ada.post(&format!("{path}/people"), &json!({ "handle": "dora", "role": "viewer" })).await;
    dora.expect(StatusCode::UNPROCESSABLE_ENTITY);
    app.anybody().submit("/studio/join/nonsense/new", &fill("eve", PASSWORD)).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn old_and_withdrawn_links_let_nobody_in() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}/invitations");
    let made = async || {
        let made = ada.post(&path, &json!({ "role": "viewer" })).await.expect(StatusCode::CREATED).json();
        let token = made["url"].as_str().and_then(|url| url.rsplit('/').next()).expect("a token").to_owned();
        (format!("/studio/join/{token}"), made["id"].as_str().expect("an id").to_owned())
    };
    let (withdrawn, id) = made().await;
    ada.delete(&format!("{path}/{id}")).await.expect(StatusCode::NO_CONTENT);
    bob.submit(&withdrawn, &[]).await.expect(StatusCode::FORBIDDEN);
    // Made before somebody was sent away: it does not bring them back.
    let (early, _) = made().await;
    add(&ada, &story, "bob", "editor").await.expect(StatusCode::CREATED);
    ada.delete(&format!("/api/v1/stories/{story}/people/bob")).await.expect(StatusCode::NO_CONTENT);
    bob.submit(&early, &[]).await.expect(StatusCode::FORBIDDEN);
    let (old, _) = made().await;
    app.clock.advance(chrono::TimeDelta::days(8));
    bob.submit(&old, &[]).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_page_adds_changes_and_removes() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let story = begin(&ada, "Chat").await;
    let page = format!("/studio/stories/{story}/people");
    let wrong = ada.submit(&page, &[("handle", "nobody"), ("role", "editor")]).await;
    let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(wrong.contains("Nobody here is called @nobody"), "{wrong}");
    assert!(wrong.contains("value=\"nobody\""), "what was typed is kept: {wrong}");
    ada.submit(&page, &[("handle", "ada"), ("role", "editor")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    ada.submit(&page, &[("handle", "bob"), ("role", "viewer")]).await.expect(StatusCode::SEE_OTHER);
    ada.submit(&format!("{page}/bob"), &[("role", "editor")]).await.expect(StatusCode::SEE_OTHER);
    let shown = bob.get(&page).await.expect(StatusCode::OK).text();
    assert!(shown.contains("Co-editor") && shown.contains("Leave this story"), "{shown}");
    assert!(!shown.contains("Invite by link"), "only its owner invites: {shown}");
    let link = ada.submit(&format!("/studio/stories/{story}/invitations"), &[("role", "viewer")]).await;
    assert!(link.expect(StatusCode::OK).text().contains("/studio/join/"));
    let left = bob.submit(&format!("{page}/bob/remove"), &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(left.header(http::header::LOCATION), "/studio?done=left");
    bob.get(&page).await.expect(StatusCode::FORBIDDEN);
}
