//! Settings: profile, password, API tokens.

use http::{StatusCode, header};

use crate::accounts::{is_signed_in, set_up, sign_in};
use crate::support::{PASSWORD, TestApp};

const NEW_PASSWORD: &str = "another battery staple";

#[tokio::test]
async fn the_profile_is_saved_and_said_so() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let answer = ada.submit("/settings/profile", &[("name", " Ada  King "), ("bio", "First.")]).await;
    let location = answer.expect(StatusCode::SEE_OTHER).header(header::LOCATION).to_owned();
    assert_eq!(location, "/settings?done=profile");
    let page = ada.get(&location).await.expect(StatusCode::OK).text();
    for text in ["Your profile is saved.", "Ada King", "First."] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[tokio::test]
async fn an_address_puts_no_words_on_the_page() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let page = ada.get("/settings?done=Send+your+password+to+mallory").await.expect(StatusCode::OK).text();
    assert!(!page.contains("mallory"), "{page}");
}

#[tokio::test]
async fn a_profile_that_cannot_be_is_shown_again_as_typed() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let bio = "long ".repeat(101);
    let answer = ada.submit("/settings/profile", &[("name", "Ada King"), ("bio", &bio)]).await;
    let page = answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(page.contains("504 characters; 500 fit"), "{page}");
    assert!(page.contains("Ada King") && page.contains(bio.trim()));
    assert!(!ada.get("/settings").await.text().contains("Ada King"));
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let app = TestApp::new().await;
    let here = set_up(&app).await;
    let (_, elsewhere) = sign_in(&app, "ada", PASSWORD).await;
    assert!(is_signed_in(&elsewhere).await);
    let answer = here.submit("/settings/password", &[("current", PASSWORD), ("new", NEW_PASSWORD)]).await;
    assert_eq!(answer.expect(StatusCode::SEE_OTHER).header(header::LOCATION), "/settings?done=password");
    assert!(is_signed_in(&here).await);
    assert!(!is_signed_in(&elsewhere).await);
    sign_in(&app, "ada", PASSWORD).await.0.expect(StatusCode::UNPROCESSABLE_ENTITY);
    sign_in(&app, "ada", NEW_PASSWORD).await.0.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_password_changes_only_for_who_knows_it() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let change = |current: &'static str, new: &'static str| {
        let ada = ada.clone();
        async move { ada.submit("/settings/password", &[("current", current), ("new", new)]).await }
    };
    let wrong = change("a wrong password", NEW_PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(wrong.contains("not your current password"), "{wrong}");
    let short = change(PASSWORD, "short").await.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(short.contains("at least 10 characters"), "{short}");
    for _ in 0..9 {
        change("a wrong password", NEW_PASSWORD).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    change(PASSWORD, NEW_PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    assert!(is_signed_in(&ada).await);
}

#[tokio::test]
async fn an_api_token_is_shown_once_and_listed_by_name() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let unnamed = ada.submit("/settings/tokens", &[("token_name", " ")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unnamed.text().contains("Give the token a name"));
    let made = ada.submit("/settings/tokens", &[("token_name", "nightly export")]).await.expect(StatusCode::OK);
    assert_eq!(made.header(header::CACHE_CONTROL), "no-store");
    assert!(made.text().contains("sheaf_"));
    let page = ada.get("/settings").await.text();
    assert!(page.contains("nightly export") && !page.contains("sheaf_"), "{page}");
}

#[tokio::test]
async fn nobody_removes_what_belongs_to_somebody_else() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    app.account("grace").await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM api_tokens").fetch_one(&app.state.db).await.unwrap();
    ada.submit(&format!("/settings/tokens/{id}/remove"), &[]).await.expect(StatusCode::NOT_FOUND);
    ada.submit("/settings/tokens/not-an-id/remove", &[]).await.expect(StatusCode::NOT_FOUND);
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM api_tokens").fetch_one(&app.state.db).await.unwrap();
    assert_eq!(left, 1);
}
