//! A curator's own access to sources, kept unreadable.

use http::{StatusCode, header};
use server::connections::store;
use server::secrets::Secrets;
use server::sources::Access;
use shared::ids::AccountId;
use shared::post::SourceKind;

use crate::accounts::set_up;
use crate::sessions::folder_holds;
use crate::support::TestApp;

const APP_PASSWORD: &str = "zzzz-yyyy-xxxx-wwww";

fn bluesky() -> Access {
    Access::Bluesky { identifier: "ada.example".to_owned(), app_password: APP_PASSWORD.to_owned() }
}

async fn id_of(app: &TestApp, handle: &str) -> AccountId {
    let mut conn = app.state.db.acquire().await.expect("a connection");
    let handle = handle.parse().expect("a handle");
    server::accounts::store::by_handle(&mut conn, &handle).await.expect("an answer").expect("an account").id
}

async fn connect(app: &TestApp, account: AccountId) {
    let now = server::clock::Clock::now(app.clock.as_ref());
    let mut conn = app.state.db.acquire().await.expect("a connection");
    store::put(&mut conn, &app.state.secrets, account, &bluesky(), "ada.example", now).await.expect("kept");
}

#[tokio::test]
async fn credentials_come_back_but_cannot_be_read_in_the_data_folder() {
    let app = TestApp::new().await;
    app.account("ada").await;
    let ada = id_of(&app, "ada").await;
    connect(&app, ada).await;
    let mut conn = app.state.db.acquire().await.unwrap();
    let access = store::get(&mut conn, &app.state.secrets, ada, SourceKind::Bluesky).await.unwrap();
    assert_eq!(access, Some(bluesky()));
    let accesses = store::accesses(&mut conn, &app.state.secrets, ada).await.unwrap();
    assert_eq!(accesses.get(&SourceKind::Bluesky), Some(&bluesky()));
    assert_eq!(store::get(&mut conn, &app.state.secrets, ada, SourceKind::Mastodon).await.unwrap(), None);
    assert!(!folder_holds(&app, APP_PASSWORD.as_bytes()));
    assert!(folder_holds(&app, b"ada.example"), "the label is not a secret");
    assert_eq!(format!("{:?}", bluesky()), "Access(…)");
}

#[tokio::test]
async fn a_row_copied_to_another_account_opens_nothing() {
    let app = TestApp::new().await;
    app.account("ada").await;
    app.account("eve").await;
    let (ada, eve) = (id_of(&app, "ada").await, id_of(&app, "eve").await);
    connect(&app, ada).await;
    sqlx::query("UPDATE connections SET account_id = $1").bind(eve.0).execute(&app.state.db).await.unwrap();
    let mut conn = app.state.db.acquire().await.unwrap();
    assert_eq!(store::get(&mut conn, &app.state.secrets, eve, SourceKind::Bluesky).await.unwrap(), None);
}

#[tokio::test]
async fn without_its_key_a_connection_counts_as_none() {
    let app = TestApp::new().await;
    app.account("ada").await;
    let ada = id_of(&app, "ada").await;
    connect(&app, ada).await;
    let mut conn = app.state.db.acquire().await.unwrap();
    let other = Secrets::from_key(&[9; 32]);
    assert_eq!(store::get(&mut conn, &other, ada, SourceKind::Bluesky).await.unwrap(), None);
    assert!(store::accesses(&mut conn, &other, ada).await.unwrap().is_empty());
    assert_eq!(store::list(&mut conn, ada).await.unwrap().len(), 1, "the settings still show it, to be renewed");
}

#[tokio::test]
async fn a_source_is_disconnected_by_its_owner() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    connect(&app, id_of(&app, "ada").await).await;
    assert!(browser.get("/settings").await.text().contains("ada.example"));
    let answer = browser.submit("/settings/connections/bluesky/remove", &[]).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/settings?done=disconnected");
    assert!(!browser.get("/settings").await.text().contains("ada.example"));
    browser.submit("/settings/connections/nowhere/remove", &[]).await.expect(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn incomplete_credentials_are_refused_in_their_section() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    let form = [("identifier", "ada.example"), ("app_password", "")];
    let answer = browser.submit("/settings/connections/bluesky", &form).await;
    assert!(answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text().contains("App passwords"));
    let form = [("server", "not a server"), ("token", "abc")];
    let answer = browser.submit("/settings/connections/mastodon", &form).await;
    assert!(answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text().contains("the address of your server"));
}
