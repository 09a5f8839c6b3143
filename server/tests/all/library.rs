//! The library, and filters on what is found.

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};
use shared::html::SafeHtml;
use shared::ids::PostId;
use shared::post::{Author, Post, PostState, SourceKind};

use crate::support::{Client, TestApp};

fn post(number: usize, text: &str) -> Post {
    let at: DateTime<Utc> = "2026-11-01T12:00:00Z".parse().expect("a time");
    Post {
        id: PostId::fresh(),
        source: SourceKind::Mastodon,
        uri: format!("https://social.example/posts/{number}"),
        url: Some(format!("https://social.example/@ada/{number}")),
        author: Author { name: "Ada Lovelace".into(), handle: "ada@social.example".into(), url: None, avatar: None },
        published_at: Some(at + chrono::Duration::minutes(i64::try_from(number).expect("small"))),
        edited_at: None,
        text: SafeHtml::from_sanitised(format!("<p>{text}</p>")),
        language: Some("en".into()),
        warning: None,
        emoji: Vec::new(),
        attachments: Vec::new(),
        card: None,
        quote: None,
        reply_to: None,
        reposted_by: None,
        members_only: false,
        captured_at: at,
        captured_via: "social.example".into(),
        state: PostState::Live,
    }
}

/// Puts posts into the store as a connector's answer would.
async fn capture(app: &TestApp, posts: Vec<Post>) {
    let mut tx = server::db::begin_write(&app.state.db).await.expect("a transaction");
    for post in posts {
        let captured = server::sources::Captured { post, pictures: Vec::new(), raw: Value::Null };
        server::posts::store::save(&mut tx, &app.state.media, captured).await.expect("kept");
    }
    tx.commit().await.expect("committed");
}

/// What the library finds, as the posts' own numbers.
async fn found(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/api/v1/search?source=library&{query}")).await.expect(StatusCode::OK).json();
    numbers(&page)
}

fn numbers(page: &Value) -> Vec<String> {
    let posts = page["posts"].as_array().expect("posts");
    posts.iter().map(|post| post["uri"].as_str().expect("a uri").rsplit('/').next().expect("a number").into()).collect()
}

fn q(words: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish()
}

#[tokio::test]
async fn what_was_captured_is_found_in_every_script() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let texts = [
        "The tram to the harbour is late again #HarbourChat",
        "今日は東京の写真展に行きました。",
        "السَّلامُ عليكم من القاهرة",
        "Café society, <strong>loud</strong>",
    ];
    capture(&app, texts.iter().enumerate().map(|(number, text)| post(number, text)).collect()).await;
    for (words, expected) in [
        ("harbour", "0"),
        ("HARB tra", "0"),
        ("#harbourchat", "0"),
        ("写真", "1"),
        ("東京の写真", "1"),
        ("السلام", "2"),
        ("القاهره", "2"),
        ("cafe", "3"),
        ("https://social.example/@ada/2", "2"),
    ] {
        assert_eq!(found(&ada, &q(words)).await, [expected], "{words}");
    }
    assert_eq!(found(&ada, &q("@ada@social.example")).await, ["3", "2", "1", "0"]);
    for nothing in ["strong", "#harbour_", "真写", "tram AND NOT late", "@bob"] {
        assert_eq!(found(&ada, &q(nothing)).await, Vec::<String>::new(), "{nothing}");
    }
    let odd = ada.get(&format!("/api/v1/search?source=library&{}", q("\"*()"))).await;
    assert!(odd.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid").contains("word"));
}

#[tokio::test]
async fn the_library_has_pages_and_follows_changes() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    capture(&app, (0..45).map(|number| post(number, "tram")).collect()).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for size in [20, 20, 5] {
        let page =
            ada.get(&format!("/api/v1/search?source=library&q=tram{cursor}")).await.expect(StatusCode::OK).json();
        assert_eq!(numbers(&page).len(), size);
        seen.extend(numbers(&page));
        cursor = format!("&cursor={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!(cursor, "&cursor=", "the last page says so");
    assert_eq!(seen, (0..45).rev().map(|number| number.to_string()).collect::<Vec<_>>());
    // Its author changes one: what it said before is no longer found.
    capture(&app, vec![post(7, "bicycle")]).await;
    assert_eq!(found(&ada, "q=bicycle").await, ["7"]);
    assert!(!found(&ada, "q=tram&until=2026-11-01T12:10:00Z").await.contains(&"7".to_owned()));
    // Deleting a post takes it out.
    sqlx::query("DELETE FROM posts WHERE uri LIKE '%/7'").execute(&app.state.db).await.expect("deleted");
    assert_eq!(found(&ada, "q=bicycle").await, Vec::<String>::new());
    app.anybody().get("/api/v1/search?source=library&q=tram").await.expect(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn filters_apply_to_every_source_and_say_what_they_left_out() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let mut answer = post(1, "tram");
    answer.reply_to = Some("https://social.example/posts/0".into());
    let mut german = post(2, "tram");
    german.language = Some("de-AT".into());
    capture(&app, vec![post(0, "tram"), answer, german]).await;
    assert_eq!(found(&ada, "q=tram&hide_replies=true").await, ["2", "0"]);
    assert_eq!(found(&ada, "q=tram&lang=de").await, ["2"]);
    assert_eq!(found(&ada, "q=tram&since=2026-11-01T12:01:00Z&until=2026-11-01T12:01:00Z").await, ["1"]);
    assert_eq!(found(&ada, "q=tram&from=bluesky").await, Vec::<String>::new());
    let sample = "/search?source=sample&q=%23harbourchat";
    let all = ada.get(&format!("/api/v1{sample}")).await.expect(StatusCode::OK).json();
    let with_media = ada.get(&format!("/api/v1{sample}&has_media=true")).await.expect(StatusCode::OK).json();
    let count = |page: &Value| page["posts"].as_array().expect("posts").len();
    assert!(count(&with_media) < count(&all));
    assert!(with_media["posts"].as_array().expect("posts").iter().all(|post| post["attachments"] != json!(null)));
    assert_eq!(with_media["next"], all["next"]);
    let words = with_media["notices"][0]["text"].as_str().expect("words").to_owned();
    assert!(
        words.starts_with(&format!("{} of the {} posts", count(&all) - count(&with_media), count(&all))),
        "{words}"
    );
    let cards = ada.get(&format!("/studio/api{sample}&has_media=true")).await.expect(StatusCode::OK).json();
    assert_eq!(cards["cards"].as_array().expect("cards").len(), count(&with_media));
    let refused = ada.get(&format!("/api/v1{sample}&since=soon")).await;
    assert!(refused.expect_problem(StatusCode::BAD_REQUEST, "bad-request").contains("2026-11-25"));
}
