//! What was copied elsewhere, read for the editor.

use http::{StatusCode, header};
use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn copied_markup_is_read_as_markdown() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let read = async |html: &str| ada.post("/studio/api/paste", &json!(html)).await.expect(StatusCode::OK).json();
    let word = "<p class=MsoNormal>The <b style='mso-bidi-font-weight:normal'>boats</b>.<o:p></o:p></p>\
                <table><tr><td><p>Port</p></td><td><p>Boats</p></td></tr><tr><td>Harbour</td><td>12</td></tr></table>";
    assert_eq!(read(word).await, json!("The **boats**.\n\nPort | Boats  \nHarbour | 12"));
    let links = "<ol><li><a href=\"https://a.example/A_b_c\">https://a.example/A_b_c</a></li></ol>";
    assert_eq!(read(links).await, json!("1. <https://a.example/A_b_c>"));
    assert_eq!(read("<img src=x onerror=alert(1)><script>alert(2)</script>").await, json!(""));
    assert_eq!(read("").await, json!(""));
}

#[tokio::test]
async fn only_who_is_signed_in_has_something_read() {
    let app = TestApp::new().await;
    let mut stranger = app.anybody();
    stranger.headers.insert(header::AUTHORIZATION, "Bearer nobody".parse().expect("a header"));
    stranger.post("/studio/api/paste", &json!("<p>x</p>")).await.expect(StatusCode::UNAUTHORIZED);
}
