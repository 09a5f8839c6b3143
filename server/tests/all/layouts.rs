//! How a story looks: its layouts, its curator's choices, and its versions.

use http::{StatusCode, header};
use serde_json::json;
use shared::edit::Changes;
use shared::ids::EditId;
use shared::presentation::{Layout, Presentation};
use shared::story::StoryDocument;

use crate::publishing::{publish, published, write_story};
use crate::support::{Client, TestApp};

const LOOK: [(&str, &str); 4] = [("layout", "grid"), ("accent", "#9a4a1c"), ("typeface", "sans"), ("scheme", "light")];

fn class_of_items(html: &str) -> String {
    let (_, rest) = html.split_once("class=\"items").expect("items");
    rest.split_once('"').expect("an end").0.trim().to_owned()
}

async fn read(app: &TestApp, path: &str) -> String {
    app.anybody().get(path).await.expect(StatusCode::OK).text()
}

async fn choose(client: &Client, story: &str, look: &[(&str, &str)]) -> crate::support::Answer {
    client.submit(&format!("/studio/stories/{story}/appearance"), look).await
}

#[tokio::test]
async fn every_layout_is_a_page_and_an_embed_of_its_own_and_shows_notes() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let mut document: StoryDocument =
        serde_json::from_value(ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json())
            .expect("a document");
    let item = document.ordered()[0].clone();
    let mut body = item.body.clone();
    if let shared::item::ItemBody::Post { display, .. } = &mut body {
        display.note = "Mind *this* note.".to_owned();
    }
    let changes = document.replace(item.id, body);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 1, "changes": changes });
    ada.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
    shared::edit::apply(&mut document, &changes).expect("applies");
    publish(&ada, &story).await;
    // Twice: rendered, and from the cache.
    for _ in 0..2 {
        for (asked, class) in
            [("list", ""), ("grid", "grid"), ("slides", "slides"), ("transcript", "transcript"), ("x", "")]
        {
            for path in ["/@ada/chat", "/@ada/chat/embed"] {
                let html = read(&app, &format!("{path}?layout={asked}")).await;
                assert_eq!(class_of_items(&html), class, "{path} {asked}");
                assert!(html.contains("Mind <em>this</em> note."), "{path} {asked}");
                assert!(html.contains("And <strong>that</strong> was it."), "{path} {asked}");
                for item in document.items.keys() {
                    assert!(html.contains(&format!("id=\"item-{item}\"")), "{path} {asked}");
                }
                assert!(html.contains("rel=\"canonical\" href=\"http://127.0.0.1:3000/@ada/chat\""), "{path} {asked}");
            }
        }
    }
}

#[tokio::test]
async fn the_look_is_chosen_by_a_form_and_shown_when_published() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let dashboard = ada.get("/studio").await.expect(StatusCode::OK).text();
    assert!(dashboard.contains(&format!("href=\"/studio/stories/{story}/appearance\"")));
    let chosen = [&LOOK[..], &[("hide_byline", "yes")]].concat();
    choose(&ada, &story, &chosen).await.expect(StatusCode::SEE_OTHER);
    let form = ada.get(&format!("/studio/stories/{story}/appearance")).await.expect(StatusCode::OK).text();
    assert!(form.contains("value=\"grid\" checked") && form.contains("value=\"#9a4a1c\""), "{form}");
    assert_eq!(class_of_items(&read(&app, "/@ada/chat").await), "", "not before it is published");
    publish(&ada, &story).await;
    let html = read(&app, "/@ada/chat").await;
    assert_eq!(class_of_items(&html), "grid");
    assert!(html.contains("data-scheme=\"light\"") && html.contains("data-typeface=\"sans\""), "{html}");
    assert!(!html.contains("rel=\"author\""), "the byline is left out");
    let style = app.anybody().get("/accents/9a4a1c-9a4a1c.css").await.expect(StatusCode::OK);
    assert!(html.contains("href=\"/accents/9a4a1c-9a4a1c.css\""));
    assert_eq!(style.text(), ":root{--accent:light-dark(#9a4a1c,#9a4a1c)}\n");
    assert_eq!(style.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    // A reader's wish goes before the curator's choice.
    assert_eq!(class_of_items(&read(&app, "/@ada/chat?layout=list").await), "");
    let log = ada.get(&format!("/studio/stories/{story}/history")).await.expect(StatusCode::OK).text();
    assert!(log.contains("Changed the look"));
}

#[tokio::test]
async fn an_accent_that_cannot_be_read_is_refused_with_the_reason() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    for (accent, reason) in [("#ffcc00", "too close to the light paper"), ("red;}", "is no colour")] {
        let look = LOOK.map(|(name, value)| (name, if name == "accent" { accent } else { value }));
        let form = choose(&ada, &story, &look).await.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
        assert!(form.contains(reason) && form.contains(&format!("value=\"{accent}\"")), "{form}");
    }
    // Nor does the API take it.
    let accent = Some("#ffcc00".parse().expect("a colour"));
    let empty = StoryDocument::default();
    let changes = Changes::of_presentation(&empty, Presentation { accent, ..Presentation::default() });
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 1, "changes": changes });
    let path = format!("/api/v1/stories/{story}/edits");
    let words = ada.post(&path, &edit).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(words.contains("at least 4.5 to 1"), "{words}");
    for address in ["/accents/red-red.css", "/accents/9a4a1c.css", "/accents/9a4a1c-9a4a1c"] {
        app.anybody().get(address).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn strangers_and_viewers_do_not_choose_the_look() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let bob = app.account("bob").await;
    let story = write_story(&ada, "Chat").await;
    choose(&bob, &story, &LOOK).await.expect(StatusCode::NOT_FOUND);
    let viewer = json!({ "handle": "bob", "role": "viewer" });
    ada.post(&format!("/api/v1/stories/{story}/people"), &viewer).await;
    choose(&bob, &story, &LOOK).await.expect(StatusCode::FORBIDDEN);
    choose(&ada, &story, &LOOK).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_looks_at_once_are_a_conflict_and_a_look_beside_a_title_is_not() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let path = format!("/api/v1/stories/{story}/edits");
    let before = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let look = |layout| Changes::of_presentation(&before, Presentation { layout, ..Presentation::default() });
    let edit = |changes: &Changes| json!({ "edit_id": EditId::fresh(), "base_revision": 1, "changes": changes });
    ada.post(&path, &edit(&look(Layout::Grid))).await.expect(StatusCode::OK);
    ada.post(&path, &edit(&Changes::of_title(&before, "Another"))).await.expect(StatusCode::OK);
    ada.post(&path, &edit(&look(Layout::Slides))).await.expect(StatusCode::CONFLICT);
    let now = ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
    assert_eq!((&now["title"], &now["presentation"]["layout"]), (&json!("Another"), &json!("grid")));
}

#[tokio::test]
async fn versions_stay_as_they_were_and_say_what_changed() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let first = read(&app, "/@ada/chat/v/1").await;
    let document: StoryDocument =
        serde_json::from_value(ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json())
            .expect("a document");
    let ids: Vec<_> = document.ordered().iter().map(|item| item.id).collect();
    let title = Changes::of_title(&document, "Chat, corrected");
    for (revision, changes) in [(1, document.remove(&ids[..2])), (2, title)] {
        let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
        ada.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
    }
    app.clock.advance(chrono::TimeDelta::hours(1));
    publish(&ada, &story).await;

    assert_eq!(read(&app, "/@ada/chat/v/1").await, first, "a version never changes");
    for told in ["This is version 1", "noindex", "rel=\"canonical\" href=\"http://127.0.0.1:3000/@ada/chat\""] {
        assert!(first.contains(told), "{told}");
    }
    assert!(!first.contains("Chat, corrected") && first.contains(&format!("item-{}", ids[0])));
    let list = read(&app, "/@ada/chat/versions").await;
    for told in ["/@ada/chat/v/1\"", "/@ada/chat/v/2\"", "Title changed", "2 items removed", "what readers see now"] {
        assert!(list.contains(told), "{told}: {list}");
    }
    assert_eq!(list.matches("SHA-256").count(), 2);
    assert!(read(&app, "/@ada/chat").await.contains("href=\"http://127.0.0.1:3000/@ada/chat/versions\""));

    for gone in ["/@ada/chat/v/3", "/@ada/chat/v/0", "/@ada/chat/v/x", "/@ada/nothing/versions"] {
        app.anybody().get(gone).await.expect(StatusCode::NOT_FOUND);
    }
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    for hidden in ["/@ada/chat/v/1", "/@ada/chat/v/2", "/@ada/chat/versions"] {
        app.anybody().get(hidden).await.expect(StatusCode::NOT_FOUND);
    }
}
