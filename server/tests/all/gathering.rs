//! The tray, "Save to Sheaf", saved searches and the check before publishing.

use http::{StatusCode, header};
use serde_json::{Value, json};
use server::sources::Captured;
use shared::edit::Changes;
use shared::ids::{AccountId, EditId, ItemId, PostId};
use shared::item::ItemBody;
use shared::post::{Post, PostState};
use shared::story::StoryDocument;

use crate::support::{Client, PASSWORD, TestApp};

async fn sample(client: &Client) -> Vec<Post> {
    let found = client.get("/api/v1/search?source=sample&q=%23harbourchat").await.expect(StatusCode::OK).json();
    serde_json::from_value(found["posts"].clone()).expect("posts")
}

async fn tray(client: &Client) -> Vec<Value> {
    let page = client.get("/api/v1/tray").await.expect(StatusCode::OK).json();
    page["entries"].as_array().expect("entries").iter().map(|entry| entry["post"]["id"].clone()).collect()
}

async fn set_aside(client: &Client, post: &Post) {
    client.post("/api/v1/tray", &json!({ "post": post.id })).await.expect(StatusCode::CREATED);
}

#[tokio::test]
async fn posts_are_set_aside_once_and_for_one_account() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let posts = sample(&ada).await;
    for post in [&posts[0], &posts[1], &posts[0]] {
        set_aside(&ada, post).await;
    }
    assert_eq!(tray(&ada).await, [json!(posts[1].id), json!(posts[0].id)]);
    assert_eq!(tray(&bob).await, Vec::<Value>::new());
    let address = format!("/api/v1/tray/{}", posts[0].id);
    bob.delete(&address).await.expect(StatusCode::NOT_FOUND);
    ada.delete(&address).await.expect(StatusCode::NO_CONTENT);
    ada.delete(&address).await.expect(StatusCode::NOT_FOUND);
    assert_eq!(tray(&ada).await, [json!(posts[1].id)]);
    // It is a place to search, too.
    let found = ada.get("/api/v1/search?source=tray").await.expect(StatusCode::OK).json();
    assert_eq!(found["posts"][0]["id"], json!(posts[1].id));
    let found = ada.get("/api/v1/search?source=tray&q=zeppelin").await.expect(StatusCode::OK).json();
    assert_eq!(found["posts"], json!([]));
    for wrong in [json!({}), json!({ "post": posts[0].id, "url": "https://a.example" })] {
        ada.post("/api/v1/tray", &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    app.anybody().get("/api/v1/tray").await.expect(StatusCode::UNAUTHORIZED);
}

/// Changes a captured post in the store, as finding it again would.
async fn overwrite(app: &TestApp, post: &Post) {
    sqlx::query("UPDATE posts SET snapshot = $1 WHERE id = $2")
        .bind(sqlx::types::Json(post))
        .bind(post.id.0)
        .execute(&app.state.db)
        .await
        .expect("updated");
}

/// Keeps copies of a post under identifiers of their own, as if so many had been captured.
async fn capture_copies(app: &TestApp, post: &Post, count: usize) -> Vec<PostId> {
    let mut tx = server::db::begin_write(&app.state.db).await.expect("a transaction");
    let mut ids = Vec::new();
    for number in 0..count {
        let post = Post { id: PostId::fresh(), uri: format!("{}/{number}", post.uri), ..post.clone() };
        let captured = Captured { post, pictures: Vec::new(), raw: Value::Null };
        ids.push(server::posts::store::save(&mut tx, &app.state.media, captured).await.expect("kept").id);
    }
    tx.commit().await.expect("committed");
    ids
}

#[tokio::test]
async fn many_posts_are_set_aside_by_one_request_and_what_cannot_be_is_told() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let posts = sample(&ada).await;
    let copies = capture_copies(&app, &posts[0], 250).await;
    let withdrawn = Post { state: PostState::Withdrawn, ..posts[1].clone() };
    overwrite(&app, &withdrawn).await;
    let nobodys = PostId::fresh();
    let mut wanted = copies.clone();
    wanted.insert(100, withdrawn.id);
    wanted.insert(200, nobodys);
    wanted.push(copies[7]);
    let batch = ada.post("/api/v1/tray/batch", &json!({ "posts": wanted })).await.expect(StatusCode::OK).json();
    assert_eq!(batch["kept"], json!(copies));
    let refused = batch["refused"].as_array().expect("refused");
    assert_eq!(
        refused.iter().map(|refused| &refused["post"]).collect::<Vec<_>>(),
        [&json!(withdrawn.id), &json!(nobodys)]
    );
    assert!(refused[0]["reason"].as_str().expect("a reason").contains("at somebody’s request"));
    assert!(refused[1]["reason"].as_str().expect("a reason").contains("never captured"));
    let mut conn = app.state.db.acquire().await.expect("a connection");
    let account = sqlx::query_scalar("SELECT id FROM accounts WHERE handle = 'ada'").fetch_one(&mut *conn).await;
    let account = AccountId(account.expect("an account"));
    assert_eq!(server::tray::store::count(&mut conn, account).await.expect("a count"), 250);
    drop(conn);
    // The last of them is the first of the tray.
    assert_eq!(tray(&ada).await[0], json!(copies[249]));
    let again = ada.post("/api/v1/tray/batch", &json!({ "posts": wanted })).await.expect(StatusCode::OK).json();
    assert_eq!(again, batch);
    let nothing = ada.post("/api/v1/tray/batch", &json!({ "posts": [] })).await.expect(StatusCode::OK).json();
    assert_eq!(nothing, json!({ "kept": [], "refused": [] }));
    let many: Vec<PostId> = (0..5_001).map(|_| PostId::fresh()).collect();
    let refused = ada.post("/api/v1/tray/batch", &json!({ "posts": many })).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    assert!(refused.text().contains("more posts than a tray holds"));
}

#[tokio::test]
async fn a_tray_that_is_nearly_full_takes_what_fits() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let copies = capture_copies(&app, &sample(&ada).await[0], 5_003).await;
    let set = async |posts: &[PostId]| {
        ada.post("/api/v1/tray/batch", &json!({ "posts": posts })).await.expect(StatusCode::OK).json()
    };
    assert_eq!(set(&copies[..4_999]).await["refused"], json!([]));
    let batch = set(&copies[4_998..]).await;
    assert_eq!(batch["kept"], json!(copies[4_998..5_000]), "one was there, one fits");
    let refused = batch["refused"].as_array().expect("refused");
    assert_eq!(refused.len(), 3);
    assert!(refused[0]["reason"].as_str().expect("a reason").contains("full"));
    ada.delete(&format!("/api/v1/tray/{}", copies[0])).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(set(&copies[5_002..]).await["kept"], json!([copies[5_002]]));
}

#[tokio::test]
async fn a_long_tray_has_pages() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let (mut posts, mut cursor) = (Vec::new(), String::new());
    while posts.len() < 60 {
        let found = ada
            .get(&format!("/api/v1/search?source=sample&q=%23harbourchat{cursor}"))
            .await
            .expect(StatusCode::OK)
            .json();
        posts.extend(serde_json::from_value::<Vec<Post>>(found["posts"].clone()).expect("posts"));
        cursor = format!("&cursor={}", found["next"].as_str().expect("more"));
    }
    for post in &posts {
        set_aside(&ada, post).await;
    }
    let first = ada.get("/api/v1/tray").await.expect(StatusCode::OK).json();
    assert_eq!(first["entries"].as_array().expect("entries").len(), 50);
    let next = first["next"].as_str().expect("more");
    let rest = ada.get(&format!("/api/v1/tray?cursor={next}")).await.expect(StatusCode::OK).json();
    assert_eq!(rest["entries"].as_array().expect("entries").len(), posts.len() - 50);
    assert_eq!(rest["next"], Value::Null);
    ada.get("/api/v1/tray?cursor=x").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_story_begins_from_what_was_chosen() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let posts = sample(&ada).await;
    for post in &posts[..3] {
        set_aside(&ada, post).await;
    }
    let page = ada.get("/studio/tray").await.expect(StatusCode::OK).text();
    assert!(page.contains("3 posts") && page.contains("javascript:(()=&gt;") || page.contains("javascript:(()=>"));
    let nothing = ada.submit("/studio/tray", &[("do", "story")]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(nothing.header(header::LOCATION), "/studio/tray?done=none");
    let (newer, older) = (posts[0].id.to_string(), posts[2].id.to_string());
    let begun = ada.submit("/studio/tray", &[("post", &newer), ("post", &older), ("do", "story")]).await;
    let begun = begun.expect(StatusCode::SEE_OTHER);
    let story = begun.header(header::LOCATION).rsplit('/').next().expect("an id").to_owned();
    let story = ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
    let items = story["items"]
        .as_array()
        .cloned()
        .unwrap_or_else(|| story["items"].as_object().expect("items").values().cloned().collect());
    let mut items: Vec<_> = items
        .iter()
        .map(|item| (item["order"].as_str().expect("a key").to_owned(), item["body"]["post"].clone()))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(items.iter().map(|(_, post)| post.clone()).collect::<Vec<_>>(), [json!(older), json!(newer)]);
    assert_eq!(tray(&ada).await, [json!(posts[1].id)]);
    let last = posts[1].id.to_string();
    ada.submit("/studio/tray", &[("post", &newer), ("remove", &last)]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(tray(&ada).await, Vec::<Value>::new());
}

#[tokio::test]
async fn saving_asks_to_sign_in_and_comes_back() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let post = sample(&ada).await.remove(0);
    let address = post.url.clone().expect("an address");
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("text", &format!("See {address}")).finish();
    let path = format!("/studio/save?{query}");
    let led = app.anybody().get(&path).await.expect(StatusCode::SEE_OTHER);
    let login = led.header(header::LOCATION).to_owned();
    assert!(login.starts_with("/login?next=%2Fstudio%2Fsave%3Ftext%3D"), "{login}");
    let mut browser = app.anybody();
    browser.headers.insert("sec-fetch-site", "same-origin".parse().expect("a header"));
    let fields = [("handle", "ada"), ("password", PASSWORD), ("next", &path)];
    let entered = browser.submit("/login", &fields).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(entered.header(header::LOCATION), path);
    // What was captured before is shown; nothing is saved by looking.
    let page = ada.get(&path).await.expect(StatusCode::OK).text();
    assert!(page.contains("class=\"post") && page.contains(&format!("value=\"{address}\"")), "{page}");
    assert_eq!(tray(&ada).await, Vec::<Value>::new());
    let saved = ada.submit("/studio/save", &[("url", &address)]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(saved.header(header::LOCATION), "/studio/tray?done=saved");
    assert_eq!(tray(&ada).await, [json!(post.id)]);
    let again = ada.submit("/studio/save", &[("url", "no address")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("is not an address") && again.text().contains("value=\"no address\""));
}

#[tokio::test]
async fn the_studio_can_be_installed_and_shared_to() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let manifest = app.anybody().get("/manifest.webmanifest").await.expect(StatusCode::OK);
    assert_eq!(manifest.header(header::CONTENT_TYPE), "application/manifest+json");
    assert_eq!(manifest.json()["share_target"]["action"], "/studio/save");
    let page = ada.get("/studio/tray").await.expect(StatusCode::OK);
    assert!(page.text().contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\""));
    assert!(page.header(header::CONTENT_SECURITY_POLICY).contains("manifest-src 'self'"));
}

#[tokio::test]
async fn searches_are_kept_and_forgotten() {
    let app = TestApp::new().await;
    let (ada, bob) = (app.account("ada").await, app.account("bob").await);
    let search =
        json!({ "source": "mastodon", "q": " #nhssm ", "filters": { "hide_reposts": true, "since": "2026-11-25" } });
    let saved = ada.post("/api/v1/searches", &search).await.expect(StatusCode::CREATED).json();
    assert_eq!((&saved["q"], &saved["filters"]["since"]), (&json!("#nhssm"), &json!("2026-11-25T00:00:00Z")));
    let again = ada.post("/api/v1/searches", &search).await.expect(StatusCode::CREATED).json();
    assert_eq!(again["id"], saved["id"]);
    let list = ada.get("/api/v1/searches").await.expect(StatusCode::OK).json();
    assert_eq!(list["searches"], json!([saved]));
    let page = ada.get("/studio/tray").await.expect(StatusCode::OK).text();
    assert!(page.contains("Mastodon, without reposts, since 25 November 2026"), "{page}");
    let id = saved["id"].as_str().expect("an id");
    // Run from there, it begins a story whose editor begins with it.
    let begun = ada.submit("/studio/tray", &[("search", id)]).await.expect(StatusCode::SEE_OTHER);
    let to = begun.header(header::LOCATION).to_owned();
    let query = "?source=mastodon&q=%23nhssm&hide_reposts=true&since=2026-11-25T00%3A00%3A00Z";
    assert!(to.starts_with("/studio/stories/") && to.ends_with(query), "{to}");
    ada.get(&to).await.expect(StatusCode::OK);
    bob.submit("/studio/tray", &[("search", id)]).await.expect(StatusCode::NOT_FOUND);
    let address = format!("/api/v1/searches/{id}");
    bob.delete(&address).await.expect(StatusCode::NOT_FOUND);
    ada.submit("/studio/tray", &[("forget", saved["id"].as_str().expect("an id"))]).await.expect(StatusCode::SEE_OTHER);
    ada.delete(&address).await.expect(StatusCode::NOT_FOUND);
    // Everywhere is something to save, not something to ask the server for.
    ada.post("/api/v1/searches", &json!({ "source": "everywhere", "q": "tea" })).await.expect(StatusCode::CREATED);
    let refused = ada.get("/api/v1/search?source=everywhere&q=tea").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("one source at a time"));
    ada.post("/api/v1/searches", &json!({ "source": "library", "q": " " }))
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
}

async fn story_of(client: &Client, title: &str, bodies: Vec<ItemBody>) -> String {
    let story = client.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let items = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
    let changes: Changes = StoryDocument::default().insert(items, None);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
    client.post(&format!("/api/v1/stories/{id}/edits"), &edit).await.expect(StatusCode::OK);
    id
}

fn kinds(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["kind"].as_str().expect("a kind")).collect()
}

#[tokio::test]
async fn the_check_names_what_to_look_at() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let posts = sample(&ada).await;
    let mut hidden = posts[1].clone();
    hidden.members_only = true;
    overwrite(&app, &hidden).await;
    // Private addresses are refused before anything is sent: no network is needed to find this link dead.
    let text =
        ItemBody::Text { markdown: "See [this](http://10.0.0.1/gone) and [that](mailto:ada@example.org).".into() };
    let plain = posts.iter().skip(2).find(|post| post.attachments.is_empty()).expect("a post of words").id;
    let bodies = vec![ItemBody::post(hidden.id), text, ItemBody::post(plain), ItemBody::post(plain)];
    let story = story_of(&ada, " ", bodies).await;
    let report = ada.get(&format!("/api/v1/stories/{story}/check")).await.expect(StatusCode::OK).json();
    assert_eq!(kinds(&report), ["missing_title", "members_only", "dead_link", "duplicate"], "{report}");
    let effects: Vec<_> =
        report["findings"].as_array().expect("findings").iter().map(|found| &found["effect"]).collect();
    assert_eq!(effects, ["blocks", "blocks", "advice", "advice"]);
    assert_eq!(report["unchecked"], 0);
    let dead = &report["findings"][2];
    assert!(dead["words"].as_str().expect("words").contains("http://10.0.0.1/gone"), "{dead}");
    let page = ada.get(&format!("/studio/stories/{story}/check")).await.expect(StatusCode::OK).text();
    assert!(page.contains(&format!("/studio/stories/{story}#item-{}", dead["item"].as_str().expect("an item"))));
    assert!(page.matches("Keeps you from publishing").count() == 2);
    let bob = app.account("bob").await;
    bob.get(&format!("/api/v1/stories/{story}/check")).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_must_not_be_shown_keeps_a_story_from_being_published() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let posts = sample(&ada).await;
    let hidden = Post { members_only: true, ..posts[1].clone() };
    overwrite(&app, &hidden).await;
    let story = story_of(&ada, "Round-up", vec![ItemBody::post(posts[0].id), ItemBody::post(hidden.id)]).await;
    let path = format!("/api/v1/stories/{story}/publish");
    let refused = ada.post(&path, &json!({})).await.expect(StatusCode::UNPROCESSABLE_ENTITY).json();
    assert!(refused["detail"].as_str().expect("words").contains("its author asks not to be shown"), "{refused}");
    let draft = ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
    let document: StoryDocument = serde_json::from_value(draft).expect("a document");
    let item = document.items.values().find(|item| item.body.post_id() == Some(hidden.id)).expect("the item").id;
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 1, "changes": document.remove(&[item]) });
    ada.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
    ada.post(&path, &json!({})).await.expect(StatusCode::OK);
}

/// A link that Sheaf may not ask was said to lead nowhere.
#[tokio::test]
async fn a_link_that_cannot_be_asked_is_not_called_dead() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let markdown = "[One](https://maps.example:8443/sea), [two](https://ada:secret@maps.example/), \
                    [three](http://192.168.1.20/)"
        .into();
    let story = story_of(&ada, "Round-up", vec![ItemBody::Text { markdown }]).await;
    let report = ada.get(&format!("/api/v1/stories/{story}/check")).await.expect(StatusCode::OK).json();
    let mut found = kinds(&report);
    found.sort_unstable();
    assert_eq!(found, ["dead_link", "unchecked_link", "unchecked_link"], "{report}");
    assert_eq!(report["unchecked"], 0);
    let words = report["findings"].to_string();
    assert!(words.contains("A link could not be checked. Sheaf cannot open https://maps.example:8443/sea: only the"));
    assert!(words.contains("leads into a private network") && !words.contains("secret"), "{words}");
}

#[tokio::test]
async fn a_story_in_order_passes_the_check() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let posts = sample(&ada).await;
    let plain = posts.iter().find(|post| post.attachments.is_empty()).expect("a post of words").id;
    let story = story_of(&ada, "Round-up", vec![ItemBody::post(plain)]).await;
    let report = ada.get(&format!("/api/v1/stories/{story}/check")).await.expect(StatusCode::OK).json();
    assert_eq!(report, json!({ "findings": [], "unchecked": 0 }));
    let page = ada.get(&format!("/studio/stories/{story}/check")).await.expect(StatusCode::OK).text();
    assert!(page.contains("Nothing stands out"));
}
