//! How a story spreads: frames on other sites.

use http::{StatusCode, header};

use crate::publishing::{publish, write_story};
use crate::support::TestApp;

const QUESTION: &str = "/oembed?url=http%3A%2F%2F127.0.0.1%3A3000%2F%40ada%2Fchat";

async fn with_story(arguments: &[&str]) -> TestApp {
    let app = TestApp::with_arguments(arguments).await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    publish(&ada, &story).await;
    app
}

#[tokio::test]
async fn only_the_embed_may_run_our_script_and_it_is_one_file() {
    let app = with_story(&[]).await;
    let embed = app.anybody().get("/@ada/chat/embed").await.expect(StatusCode::OK);
    let policy = embed.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    let html = embed.text();
    let scripts: Vec<&str> = html.split("<script").skip(1).collect();
    assert_eq!(scripts.len(), 1, "{scripts:?}");
    assert!(scripts[0].starts_with(" defer src=\"/assets/frame") || scripts[0].contains("src=\"/assets/frame"));
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert!(!page.header(header::CONTENT_SECURITY_POLICY).contains("script"));
}

#[tokio::test]
async fn the_operator_chooses_who_may_frame_stories() {
    let app = with_story(&["--frame-ancestors", "self,https://*.example.org"]).await;
    let embed = app.anybody().get("/@ada/chat/embed").await.expect(StatusCode::OK);
    let policy = embed.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.ends_with("frame-ancestors 'self' https://*.example.org"), "{policy}");
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert!(page.header(header::CONTENT_SECURITY_POLICY).ends_with("frame-ancestors 'none'"));
}

#[tokio::test]
async fn oembed_keeps_within_the_room_there_is() {
    let app = with_story(&[]).await;
    let size = async |query: &str| {
        let json = app.anybody().get(&format!("{QUESTION}{query}")).await.expect(StatusCode::OK).json();
        let (width, height) = (json["width"].as_u64().expect("a number"), json["height"].as_u64().expect("a number"));
        let html = json["html"].as_str().expect("markup");
        assert!(html.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{html}");
        (width, height)
    };
    assert_eq!(size("").await, (640, 720));
    assert_eq!(size("&maxwidth=1920&maxheight=1080").await, (640, 720));
    assert_eq!(size("&maxwidth=160&maxheight=90").await, (160, 90));
}

#[tokio::test]
async fn oembed_says_what_is_wrong_with_a_question() {
    let app = with_story(&[]).await;
    for (question, status) in [
        ("/oembed".to_owned(), StatusCode::BAD_REQUEST),
        (format!("{QUESTION}&maxwidth=wide"), StatusCode::BAD_REQUEST),
        (format!("{QUESTION}&format=yaml"), StatusCode::NOT_IMPLEMENTED),
        (format!("{QUESTION}-of-others"), StatusCode::NOT_FOUND),
        ("/oembed?url=nonsense".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.anybody().get(&question).await.status, status, "{question}");
    }
}

#[tokio::test]
async fn the_frame_shows_the_layout_that_the_link_asks_for() {
    let app = with_story(&[]).await;
    let html = app.anybody().get(&format!("{QUESTION}%3Flayout%3Dgrid")).await.json()["html"].to_string();
    assert!(html.contains("/@ada/chat/embed?layout=grid\\\" width"), "{html}");
    assert!(!html.contains("embed#"), "WordPress adds a fragment of its own: {html}");
}

#[tokio::test]
async fn discovery_is_absolute_and_early() {
    let app = with_story(&[]).await;
    let html = app.anybody().get("/@ada/chat").await.text();
    for kind in ["application/json+oembed", "text/xml+oembed"] {
        let link = html.find(&format!("type=\"{kind}\" href=\"http://127.0.0.1:3000/oembed?url=")).expect("discovery");
        assert!(link < 2_000 && link < html.find("</head>").expect("a head"), "at byte {link}");
    }
}
