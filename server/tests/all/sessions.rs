//! Who is asking: session cookies, API tokens, and writes that other sites send.

use chrono::TimeDelta;
use http::{HeaderValue, StatusCode, header};

use crate::accounts::{browser, is_signed_in, set_up};
use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn a_session_that_is_not_used_ends_after_thirty_days() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    app.clock.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    assert!(is_signed_in(&browser).await);
    app.clock.advance(TimeDelta::days(30));
    assert!(!is_signed_in(&browser).await);
}

#[tokio::test]
async fn a_session_that_is_used_goes_on() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    for _ in 0..4 {
        app.clock.advance(TimeDelta::days(20));
        assert!(is_signed_in(&browser).await);
    }
}

#[tokio::test]
async fn expired_sessions_are_cleared_away() {
    let app = TestApp::new().await;
    set_up(&app).await;
    app.clock.advance(TimeDelta::days(31));
    crate::accounts::sign_in(&app, "ada", PASSWORD).await.0.expect(StatusCode::SEE_OTHER);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM sessions").fetch_one(&app.state.db).await.unwrap();
    assert_eq!(left, 1);
}

#[tokio::test]
async fn an_unknown_session_is_nobody() {
    let app = TestApp::new().await;
    set_up(&app).await;
    let mut stranger = browser(&app);
    stranger.headers.insert(header::COOKIE, HeaderValue::from_static("sheaf_session=made-up"));
    assert!(!is_signed_in(&stranger).await);
    let words = stranger.get("/api/v1/stories").await.expect_problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
    assert!(words.contains("Sign in first"), "{words}");
}

#[tokio::test]
async fn the_database_holds_no_token_and_no_password() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    let cookie = browser.headers[header::COOKIE].to_str().unwrap();
    let session = cookie.split_once('=').unwrap().1.to_owned();
    let page = browser.submit("/settings/tokens", &[("token_name", "export")]).await.expect(StatusCode::OK).text();
    let start = page.find("sheaf_").expect("a token");
    let token: String = page[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    assert_eq!(token.len(), "sheaf_".len() + 43, "{token}");
    for secret in [session.as_str(), &token, PASSWORD] {
        assert!(!folder_holds(&app, secret.as_bytes()), "a secret lies in the data folder");
    }
    assert!(folder_holds(&app, b"Ada Lovelace"), "the search for secrets finds what is there");
}

/// Whether any file of the data folder holds these bytes.
pub fn folder_holds(app: &TestApp, bytes: &[u8]) -> bool {
    let entries = std::fs::read_dir(app.folder.path()).expect("the data folder");
    let mut files = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    files.any(|file| std::fs::read(file).expect("a file").windows(bytes.len()).any(|window| window == bytes))
}

#[tokio::test]
async fn an_api_token_acts_for_its_account_until_it_is_removed() {
    let app = TestApp::new().await;
    let program = app.account("ada").await;
    program.get("/api/v1/stories").await.expect(StatusCode::OK);
    let used: Option<String> =
        sqlx::query_scalar("SELECT last_used_at FROM api_tokens").fetch_one(&app.state.db).await.unwrap();
    assert!(used.is_some_and(|used| used.starts_with("2026-11-25T20:00:00")));
    sqlx::query("DELETE FROM api_tokens").execute(&app.state.db).await.unwrap();
    program.get("/api/v1/stories").await.expect_problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
}

#[tokio::test]
async fn a_wrong_token_is_not_helped_by_a_cookie() {
    let app = TestApp::new().await;
    let mut browser = set_up(&app).await;
    browser.get("/api/v1/stories").await.expect(StatusCode::OK);
    browser.headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer sheaf_made-up"));
    browser.get("/api/v1/stories").await.expect_problem(StatusCode::UNAUTHORIZED, "sign-in-needed");
}

#[tokio::test]
async fn an_api_token_does_not_open_the_settings() {
    let app = TestApp::new().await;
    let program = app.account("ada").await;
    program.get("/settings").await.expect(StatusCode::FORBIDDEN);
    program.submit("/settings/tokens", &[("token_name", "another")]).await.expect(StatusCode::FORBIDDEN);
    let tokens: i64 = sqlx::query_scalar("SELECT count(*) FROM api_tokens").fetch_one(&app.state.db).await.unwrap();
    assert_eq!(tokens, 1);
}

#[tokio::test]
async fn a_write_from_another_site_is_refused_in_words() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let mut lured = ada.clone();
    lured.headers.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
    let profile = [("name", "Owned"), ("bio", "")];
    let refused = lured.submit("/settings/profile", &profile).await.expect(StatusCode::FORBIDDEN).text();
    assert!(refused.contains("sent from another site"), "{refused}");
    let words = lured
        .post("/api/v1/stories", &serde_json::json!({ "title": "Owned" }))
        .await
        .expect_problem(StatusCode::FORBIDDEN, "forbidden");
    assert!(words.contains("nothing was changed"), "{words}");
    assert!(ada.get("/settings").await.text().contains("Ada Lovelace"));
    assert!(is_signed_in(&lured).await, "reading is not refused");
}

#[tokio::test]
async fn browsers_without_fetch_metadata_are_judged_by_their_origin() {
    let app = TestApp::new().await;
    let mut browser = set_up(&app).await;
    browser.headers.remove("sec-fetch-site");
    let profile = [("name", "Ada"), ("bio", "")];
    browser.submit("/settings/profile", &profile).await.expect(StatusCode::FORBIDDEN);
    browser.headers.insert(header::ORIGIN, HeaderValue::from_static("https://evil.example"));
    browser.submit("/settings/profile", &profile).await.expect(StatusCode::FORBIDDEN);
    browser.headers.insert(header::ORIGIN, app.state.base_url.parse().unwrap());
    browser.submit("/settings/profile", &profile).await.expect(StatusCode::SEE_OTHER);
}
