//! From the sample chat to a published page, embedded elsewhere.

use http::{StatusCode, header};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::post::Post;
use shared::story::StoryDocument;

use crate::support::{Client, TestApp};

/// A story with the first posts of the sample chat and a text; gives its identifier.
pub async fn write_story(client: &Client, title: &str) -> String {
    let found = client.get("/api/v1/search?source=sample&q=%23harbourchat").await.expect(StatusCode::OK).json();
    let posts: Vec<Post> = serde_json::from_value(found["posts"].clone()).expect("posts");
    assert!(posts.len() >= 10, "a page of posts");
    let story = client.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    let mut bodies: Vec<(ItemId, ItemBody)> =
        posts.iter().map(|post| (ItemId::fresh(), ItemBody::post(post.id))).collect();
    bodies.push((ItemId::fresh(), ItemBody::Text { markdown: "And **that** was it.".into() }));
    let changes = StoryDocument::default().insert(bodies, None);
    let id = story["id"].as_str().expect("an id").to_owned();
    send(client, &id, 0, &changes).await;
    id
}

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) -> Value {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK).json()
}

pub async fn publish(client: &Client, story: &str) -> Value {
    client.post(&format!("/api/v1/stories/{story}/publish"), &json!({})).await.expect(StatusCode::OK).json()
}

/// A curator, and the identifier of their published story at `/@ada/chat`.
pub async fn published(app: &TestApp) -> (Client, String) {
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    publish(&ada, &story).await;
    (ada, story)
}

fn path_of(url: &Value) -> String {
    let url: url::Url = url.as_str().expect("an address").parse().expect("an address");
    url.path().to_owned()
}

#[tokio::test]
async fn a_published_story_reads_without_script_cookie_or_third_party() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Round-up of the chat").await;
    let published = publish(&ada, &story).await;
    assert_eq!(published["pictures_missing"], 0);
    assert_eq!(path_of(&published["url"]), "/@ada/round-up-of-the-chat");
    let page = app.anybody().get("/@ada/round-up-of-the-chat").await.expect(StatusCode::OK);
    let html = page.text();
    assert!(html.contains("And <strong>that</strong> was it."));
    assert!(!html.contains("<script src") && !html.contains("onclick"));
    assert_eq!(page.header(header::SET_COOKIE), "");
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("script"), "{policy}");
    for picture in html.split("src=\"").skip(1).map(|rest| rest.split('"').next().expect("a value")) {
        assert!(picture.starts_with("/media/") || picture.starts_with("/assets/"), "{picture}");
        app.anybody().get(picture).await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn a_page_that_a_reader_has_is_not_sent_again() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert_eq!(page.header(header::CACHE_CONTROL), "public, no-cache");
    let mut returning = app.anybody();
    returning.headers.insert(header::IF_NONE_MATCH, page.headers[header::ETAG].clone());
    let again = returning.get("/@ada/chat").await.expect(StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    // An edit shows only when it is published, and then at once.
    let changes = Changes::of_title(&StoryDocument { title: "Chat".into(), ..Default::default() }, "Chat, corrected");
    send(&ada, &story, 1, &changes).await;
    returning.get("/@ada/chat").await.expect(StatusCode::NOT_MODIFIED);
    let published = publish(&ada, &story).await;
    assert_eq!((&published["version"], path_of(&published["url"])), (&json!(2), "/@ada/chat".to_owned()));
    assert!(returning.get("/@ada/chat").await.expect(StatusCode::OK).text().contains("Chat, corrected"));
}

#[tokio::test]
async fn publishing_again_with_nothing_changed_keeps_the_version() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    assert_eq!(publish(&ada, &story).await["version"], 1);
    assert_eq!(publish(&ada, &story).await["version"], 1);
}

#[tokio::test]
async fn an_unpublished_story_is_404_for_strangers() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let addresses = ["/@ada/chat", "/@ada/chat/embed", "/oembed?url=http%3A%2F%2F127.0.0.1%3A3000%2F%40ada%2Fchat"];
    for address in addresses {
        app.anybody().get(address).await.expect(StatusCode::NOT_FOUND);
    }
    publish(&ada, &story).await;
    for address in addresses {
        app.anybody().get(address).await.expect(StatusCode::OK);
    }
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    for address in addresses {
        app.anybody().get(address).await.expect(StatusCode::NOT_FOUND);
    }
    let profile = app.anybody().get("/@ada").await.expect(StatusCode::OK);
    assert!(!profile.text().contains("/@ada/chat"));
}

#[tokio::test]
async fn a_story_without_title_or_content_is_not_published() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let untitled = write_story(&ada, " ").await;
    let path = format!("/api/v1/stories/{untitled}/publish");
    let words = ada.post(&path, &json!({})).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(words.contains("title"), "{words}");
    let empty = ada.post("/api/v1/stories", &json!({ "title": "Empty" })).await.json();
    let path = format!("/api/v1/stories/{}/publish", empty["id"].as_str().expect("an id"));
    ada.post(&path, &json!({})).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
}

#[tokio::test]
async fn the_embed_may_be_framed_and_oembed_describes_it() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Tea & <cake>").await;
    publish(&ada, &story).await;
    let embed = app.anybody().get("/@ada/tea-cake/embed").await.expect(StatusCode::OK);
    assert!(embed.header(header::CONTENT_SECURITY_POLICY).contains("frame-ancestors *"));
    let address = "/oembed?url=http%3A%2F%2F127.0.0.1%3A3000%2F%40ada%2Ftea-cake";
    let json = app.anybody().get(&format!("{address}&maxwidth=400&maxheight=300")).await.expect(StatusCode::OK).json();
    assert_eq!(
        (&json["type"], &json["version"], &json["title"]),
        (&json!("rich"), &json!("1.0"), &json!("Tea & <cake>"))
    );
    assert_eq!((&json["width"], &json["height"]), (&json!(400), &json!(300)));
    assert_eq!(
        json["html"],
        "<blockquote><a href=\"http://127.0.0.1:3000/@ada/tea-cake\">Tea &amp; &lt;cake&gt;</a></blockquote>\
         <iframe src=\"http://127.0.0.1:3000/@ada/tea-cake/embed\" width=\"400\" height=\"300\" \
         title=\"Tea &amp; &lt;cake&gt;\" frameborder=\"0\" marginwidth=\"0\" marginheight=\"0\" \
         style=\"max-width:100%\"></iframe>"
    );
    let xml = app.anybody().get(&format!("{address}&format=xml")).await.expect(StatusCode::OK);
    assert!(xml.header(header::CONTENT_TYPE).starts_with("text/xml"));
    assert!(xml.text().contains("<title>Tea &amp; &lt;cake&gt;</title>"), "{}", xml.text());
    app.anybody().get(&format!("{address}&format=yaml")).await.expect(StatusCode::NOT_IMPLEMENTED);
    let page = app.anybody().get("/@ada/tea-cake").await.text();
    assert!(page.contains("application/json+oembed") && page.contains("text/xml+oembed"));
    app.anybody().get("/oembed?url=https%3A%2F%2Felsewhere.example%2F%40ada%2Fx").await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_stories_with_one_title_have_two_addresses() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let first = write_story(&ada, "Chat").await;
    let second = write_story(&ada, "Chat").await;
    assert_eq!(path_of(&publish(&ada, &second).await["url"]), "/@ada/chat-2");
    assert_eq!(path_of(&publish(&ada, &first).await["url"]), "/@ada/chat");
}

#[tokio::test]
async fn an_unknown_source_is_named() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let answer = ada.get("/api/v1/search?source=myspace&q=tea").await;
    let words = answer.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(words.contains("myspace"), "{words}");
    let nothing = ada.get("/api/v1/search?source=sample&q=%23").await;
    nothing.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
}

#[tokio::test]
async fn a_preview_says_that_it_is_one_and_offers_no_link_that_others_cannot_open() {
    // It looked like the published page, with the address of the preview to share and a frame that showed nothing.
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let preview = async || ada.get(&format!("/studio/stories/{story}/preview")).await.expect(StatusCode::OK).text();
    let html = preview().await;
    assert!(
        html.contains("Readers see nothing of it before it is published.")
            && html.contains("Not published yet")
            && html.contains("Back to the editor"),
        "{html}"
    );
    assert!(!html.contains("id=\"share\"") && !html.contains("href=\"#share\""), "{html}");
    publish(&ada, &story).await;
    app.clock.advance(chrono::TimeDelta::minutes(1));
    assert!(preview().await.contains("Readers see what you last published."));
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK).text();
    assert!(page.contains("id=\"share\"") && !page.contains("This is a preview"), "{page}");
}
