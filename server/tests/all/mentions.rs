//! Mentions of one item in the words of another, wherever a story is shown.

use http::StatusCode;
use serde_json::json;
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::mention;
use shared::story::StoryDocument;

use crate::carrying::book;
use crate::publishing::publish;
use crate::support::{Client, TestApp};

/// A published story of two sections: its words mention the second heading, and something that is not in it.
async fn mentioning(ada: &Client) -> (String, ItemId) {
    let story = ada.post("/api/v1/stories", &json!({ "title": "Chat" })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let (heading, gone) = (ItemId::fresh(), ItemId::fresh());
    let words = format!("See {} and {}.", mention::write("below", heading), mention::write("what was", gone));
    let items = vec![
        (ItemId::fresh(), ItemBody::Heading { text: "One".into() }),
        (ItemId::fresh(), ItemBody::Text { markdown: words }),
        (heading, ItemBody::Heading { text: "Two".into() }),
    ];
    let changes = StoryDocument::default().insert(items, None);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
    ada.post(&format!("/api/v1/stories/{id}/edits"), &edit).await.expect(StatusCode::OK);
    publish(ada, &id).await;
    (id, heading)
}

#[tokio::test]
async fn a_mention_leads_to_its_place_from_wherever_the_story_is_read() {
    let app = TestApp::new().await;
    let (_, heading) = mentioning(&app.account("ada").await).await;
    let anchor = mention::in_page(heading);
    let page = format!("http://127.0.0.1:3000/@ada/chat{anchor}");
    for (path, link) in [
        ("/@ada/chat", format!("See <a href=\"{anchor}\">below</a> and what was.")),
        ("/@ada/chat?layout=transcript", format!("See <a href=\"{anchor}\">below</a> and what was.")),
        ("/@ada/chat/embed", format!("See <a href=\"{page}\">below</a> and what was.")),
        ("/@ada/chat.md", format!("See [below]({page}) and what was.")),
        ("/@ada/chat.html", format!("See <a href=\"{anchor}\">below</a> and what was.")),
        ("/@ada/chat.xml", format!("See <a href=\"{anchor}\">below</a> and what was.")),
    ] {
        let html = app.anybody().get(path).await.expect(StatusCode::OK).text();
        assert!(html.contains(&link), "{path}: {html}");
    }
    let feed = app.anybody().get("/@ada/chat/feed.json").await.expect(StatusCode::OK).json();
    let told = feed["items"].as_array().expect("items").iter().map(|item| item["content_html"].to_string());
    assert!(told.into_iter().any(|html| html.contains(&page) && html.contains("and what was.")), "{feed}");
    // A book has a file for each section.
    let book = book(&app.anybody().get("/@ada/chat.epub").await.expect(StatusCode::OK).body);
    assert!(book.contains(&format!("See <a href=\"part-2.xhtml{anchor}\">below</a> and what was.")), "{book}");
}

#[tokio::test]
async fn a_mention_of_what_is_gone_is_found_before_publishing() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let (story, _) = mentioning(&ada).await;
    let report = ada.get(&format!("/api/v1/stories/{story}/check")).await.expect(StatusCode::OK).json();
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{report}");
    assert_eq!(findings[0]["kind"], "dead_link");
    assert!(findings[0]["words"].as_str().expect("words").starts_with("A mention leads nowhere"), "{report}");
}
