//! A page that is ready is answered before the router: as the router would.

use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use server::publish::cache::Form;

use crate::publishing::published;
use crate::support::{Client, TestApp};

async fn is_ready(app: &TestApp, form: Form) -> bool {
    app.state.pages.ready("ada", "chat", form.plain()).await.is_some()
}

/// Asks both ways; a question mark makes an address too long for the short one.
async fn ask_both_ways(reader: &Client, path: &str, status: StatusCode) {
    let short = reader.get(path).await.expect(status);
    let mut long = reader.get(&format!("{path}?")).await.expect(status);
    // On the way out hyper adds it to the other too.
    long.headers.remove(header::CONTENT_LENGTH);
    assert_eq!(short.headers, long.headers, "{path}");
    assert_eq!(short.body, long.body, "{path}");
}

#[tokio::test]
async fn both_ways_give_the_same_answer() {
    let app = TestApp::with_arguments(&["--frame-ancestors", "https://blog.example"]).await;
    let (ada, story) = published(&app).await;
    for is_live in [false, true] {
        if is_live {
            ada.post(&format!("/api/v1/stories/{story}/live"), &json!({})).await.expect(StatusCode::OK);
        }
        for (path, form) in [("/@ada/chat", Form::Page), ("/@ada/chat/embed", Form::Embed)] {
            let mut reader = app.anybody();
            let page = reader.get(path).await.expect(StatusCode::OK);
            assert!(is_ready(&app, form).await, "{path}");
            ask_both_ways(&reader, path, StatusCode::OK).await;
            reader.headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("br"));
            ask_both_ways(&reader, path, StatusCode::OK).await;
            reader.headers.insert(header::IF_NONE_MATCH, page.headers[header::ETAG].clone());
            ask_both_ways(&reader, path, StatusCode::NOT_MODIFIED).await;
        }
    }
}

#[tokio::test]
async fn a_hidden_page_is_not_ready_any_more() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert!(is_ready(&app, Form::Page).await);
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    assert!(!is_ready(&app, Form::Page).await);
    app.anybody().get("/@ada/chat").await.expect(StatusCode::NOT_FOUND);
}
