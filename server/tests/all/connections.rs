//! A curator's own access to sources, kept unreadable.

use http::{StatusCode, header};
use server::connections::store;
use server::secrets::Secrets;
use server::sources::Access;
use shared::ids::AccountId;
use shared::post::SourceKind;
use wiremock::matchers::{header as header_matcher, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::accounts::set_up;
use crate::sessions::folder_holds;
use crate::support::{Client, TestApp};

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

/// A Mastodon server that knows one token.
async fn mastodon() -> MockServer {
    let server = MockServer::start().await;
    let account =
        serde_json::json!({ "id": "1", "username": "ada", "acct": "ada", "url": format!("{}/@ada", server.uri()) });
    Mock::given(method("GET"))
        .and(path("/api/v1/accounts/verify_credentials"))
        .and(header_matcher("authorization", "Bearer good-token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(account))
        .mount(&server)
        .await;
    Mock::given(path("/api/v1/accounts/verify_credentials"))
        .respond_with(
            ResponseTemplate::new(401).set_body_json(serde_json::json!({ "error": "The access token is invalid" })),
        )
        .with_priority(9)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn a_token_is_kept_once_its_server_accepts_it() {
    let server = mastodon().await;
    let host = server.address().to_string();
    let app = TestApp::with_arguments(&["--allow-private-host", &host]).await;
    let browser = set_up(&app).await;
    let connect = |token: &'static str| {
        let (browser, server) = (browser.clone(), server.uri());
        async move {
            let form = [("server", server.as_str()), ("token", token)];
            browser.submit("/settings/connections/mastodon", &form).await
        }
    };
    let refused = connect("bad-token").await.expect(StatusCode::FAILED_DEPENDENCY).text();
    assert!(refused.contains("did not accept the account or token"), "{refused}");
    assert!(!refused.contains("bad-token"), "a token is never shown again");
    assert!(connected(&browser).await.is_empty());

    let answer = connect("good-token").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/settings?done=connected");
    let page = browser.get("/settings?done=connected").await.text();
    assert!(page.contains("The source is connected.") && page.contains("@ada@127.0.0.1"), "{page}");
    assert_eq!(connected(&browser).await, ["mastodon"]);
    assert!(!folder_holds(&app, b"good-token"));
}

/// The sources that the API says are connected.
async fn connected(browser: &Client) -> Vec<String> {
    let sources = browser.get("/api/v1/sources").await.expect(StatusCode::OK).json();
    let sources = sources["sources"].as_array().expect("a list").iter();
    let kinds =
        sources.filter(|source| source["connected"] == true).map(|source| source["kind"].as_str().expect("a kind"));
    kinds.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_server_in_the_private_network_is_not_asked() {
    let server = mastodon().await;
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    let form = [("server", server.uri()), ("token", "good-token".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    browser.submit("/settings/connections/mastodon", &form).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(server.received_requests().await.is_none_or(|requests| requests.is_empty()));
    assert!(connected(&browser).await.is_empty());
}
