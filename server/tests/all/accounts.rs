//! Getting in: first set-up, signing in and out, invitations.

use http::{HeaderValue, StatusCode, header};

use crate::support::{Answer, Client, PASSWORD, TestApp};

const SET_UP: [(&str, &str); 3] = [("name", "Ada Lovelace"), ("handle", "ada"), ("password", PASSWORD)];

/// A browser that submits our own forms.
pub fn browser(app: &TestApp) -> Client {
    let mut client = app.anybody();
    client.headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    client
}

/// A browser after the first set-up by `ada`.
pub async fn set_up(app: &TestApp) -> Client {
    let mut browser = browser(app);
    let answer = browser.submit("/setup", &SET_UP).await.expect(StatusCode::SEE_OTHER);
    keep_cookie(&mut browser, &answer);
    browser
}

/// Signs in; gives the answer, and the browser with the cookie it got.
pub async fn sign_in(app: &TestApp, handle: &str, password: &str) -> (Answer, Client) {
    let mut browser = browser(app);
    let answer = browser.submit("/login", &[("handle", handle), ("password", password)]).await;
    keep_cookie(&mut browser, &answer);
    (answer, browser)
}

fn keep_cookie(browser: &mut Client, answer: &Answer) {
    if let Some((cookie, _attributes)) = answer.header(header::SET_COOKIE).split_once(';') {
        browser.headers.insert(header::COOKIE, cookie.parse().expect("a cookie"));
    }
}

/// Whether this browser reaches the settings.
pub async fn is_signed_in(browser: &Client) -> bool {
    let answer = browser.get("/settings").await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER => {
            assert_eq!(answer.header(header::LOCATION), "/login?next=%2Fsettings");
            false
        }
        other => panic!("{other}: {}", answer.text()),
    }
}

/// The invitation link that the settings page shows, as a path.
async fn invite(browser: &Client) -> String {
    let page = browser.submit("/settings/invitations", &[]).await.expect(StatusCode::OK).text();
    let start = page.find("/join/").expect("a link");
    page[start..]
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "/-_".contains(*character))
        .collect()
}

#[tokio::test]
async fn the_first_account_administers_and_is_signed_in_at_once() {
    let app = TestApp::new().await;
    let answer = browser(&app).submit("/setup", &SET_UP).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/studio");
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    let mut conn = app.state.db.acquire().await.unwrap();
    let ada = server::accounts::store::by_handle(&mut conn, &"ada".parse().unwrap()).await.unwrap().unwrap();
    assert!(ada.is_admin);
    assert_eq!(ada.name, "Ada Lovelace");
}

#[tokio::test]
async fn strangers_are_led_to_the_set_up_until_it_is_done() {
    let app = TestApp::new().await;
    let answer = app.anybody().get("/login").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/setup");
    app.anybody().get("/setup").await.expect(StatusCode::OK);
    set_up(&app).await;
    let answer = app.anybody().get("/setup").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/login");
    app.anybody().get("/login").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn set_up_happens_once() {
    let app = TestApp::new().await;
    set_up(&app).await;
    let eve = [("name", "Eve"), ("handle", "eve"), ("password", PASSWORD)];
    let answer = browser(&app).submit("/setup", &eve).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/login");
    assert_eq!(answer.header(header::SET_COOKIE), "");
    let mut conn = app.state.db.acquire().await.unwrap();
    assert_eq!(server::accounts::count_accounts(&mut conn).await.unwrap(), 1);
}

#[tokio::test]
async fn two_set_ups_at_once_make_one_account() {
    let app = TestApp::new().await;
    let attempt = |handle: &'static str| {
        let browser = browser(&app);
        async move { browser.submit("/setup", &[("name", handle), ("handle", handle), ("password", PASSWORD)]).await.status }
    };
    let (ada, eve) = tokio::join!(attempt("ada"), attempt("eve"));
    assert!((ada == StatusCode::FORBIDDEN) != (eve == StatusCode::FORBIDDEN), "{ada} {eve}");
    let mut conn = app.state.db.acquire().await.unwrap();
    assert_eq!(server::accounts::count_accounts(&mut conn).await.unwrap(), 1);
}

#[tokio::test]
async fn beyond_this_machine_set_up_asks_for_the_code_of_the_terminal() {
    let app = TestApp::with_arguments(&["--listen", "0.0.0.0:3000"]).await;
    let code = app.state.setup_code.as_ref().expect("a code").to_string();
    let with_code = |code: &str| {
        let (browser, code) = (browser(&app), code.to_owned());
        async move { browser.submit("/setup", &[&SET_UP[..], &[("code", &code)]].concat()).await }
    };
    let refused = with_code("0000-0000").await.expect(StatusCode::FORBIDDEN).text();
    assert!(refused.contains("This is not the set-up code."), "{refused}");
    assert!(refused.contains("Ada Lovelace"), "what was typed is kept");
    assert!(!refused.contains(PASSWORD));
    browser(&app).submit("/setup", &SET_UP).await.expect(StatusCode::FORBIDDEN);
    with_code(&code.to_lowercase()).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_code_cannot_be_guessed() {
    let app = TestApp::with_arguments(&["--listen", "0.0.0.0:3000"]).await;
    let code = app.state.setup_code.as_ref().expect("a code").to_string();
    let guesses = browser(&app);
    for _ in 0..10 {
        guesses.submit("/setup", &[&SET_UP[..], &[("code", "0000-0000")]].concat()).await.expect(StatusCode::FORBIDDEN);
    }
    let answer = guesses.submit("/setup", &[&SET_UP[..], &[("code", &code)]].concat()).await;
    assert_eq!(answer.header(header::RETRY_AFTER), "30");
    answer.expect(StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn without_a_code_set_up_is_for_names_of_this_machine() {
    let app = TestApp::new().await;
    let mut browser = browser(&app);
    browser.headers.insert(header::HOST, HeaderValue::from_static("rebound.example:3000"));
    let refused = browser.submit("/setup", &SET_UP).await.expect(StatusCode::FORBIDDEN).text();
    assert!(refused.contains("on the machine that runs Sheaf"), "{refused}");
    browser.headers.insert(header::HOST, HeaderValue::from_static("localhost:3000"));
    browser.submit("/setup", &SET_UP).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_that_cannot_be_taken_is_shown_again_in_words() {
    let app = TestApp::new().await;
    let wrong = |name: &'static str, handle: &'static str, password: &'static str| {
        let browser = browser(&app);
        async move {
            let fields = [("name", name), ("handle", handle), ("password", password)];
            browser.submit("/setup", &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY).text()
        }
    };
    assert!(wrong("Ada", "a b", PASSWORD).await.contains("A handle is 2 to 30 letters"));
    assert!(wrong(" ", "ada", PASSWORD).await.contains("Write your name"));
    let short = wrong("Ada", "ada", "s3cret!").await;
    assert!(short.contains("at least 10 characters"));
    assert!(!short.contains("s3cret!"), "a password is never shown again");
    browser(&app).submit("/setup", &[("name", "Ada")]).await.expect(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let app = TestApp::new().await;
    set_up(&app).await;
    let (answer, browser) = sign_in(&app, " @Ada ", PASSWORD).await;
    assert_eq!(answer.expect(StatusCode::SEE_OTHER).header(header::LOCATION), "/studio");
    assert!(is_signed_in(&browser).await);
    let answer = browser.get("/login?next=/settings").await.expect(StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::LOCATION), "/settings", "nobody signs in twice");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_handle_look_the_same() {
    let app = TestApp::new().await;
    app.account("zq-known").await;
    let known = refused_page(&app, "zq-known").await;
    assert_eq!(known.replace("zq-known", ""), refused_page(&app, "zq-nobody").await.replace("zq-nobody", ""));
    refused_page(&app, "not a handle").await;
}

async fn refused_page(app: &TestApp, handle: &str) -> String {
    let (answer, browser) = sign_in(app, handle, "a wrong password").await;
    assert!(!is_signed_in(&browser).await);
    let page = answer.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(page.contains("do not belong together") && page.contains(handle), "{page}");
    page
}

#[tokio::test]
async fn attempts_are_limited_by_client_and_by_account() {
    let app = TestApp::with_arguments(&["--trust-proxy"]).await;
    let mut conn = app.state.db.acquire().await.unwrap();
    let now = server::clock::Clock::now(app.clock.as_ref());
    server::accounts::create_account(&mut conn, &"ada".parse().unwrap(), "Ada", PASSWORD, now).await.unwrap();
    drop(conn);
    let from = |address: &'static str, password: &'static str| {
        let mut browser = browser(&app);
        browser.headers.insert("x-forwarded-for", HeaderValue::from_static(address));
        async move { browser.submit("/login", &[("handle", "ada"), ("password", password)]).await }
    };
    for _ in 0..10 {
        from("192.0.2.1", "a wrong password").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let held_back = from("192.0.2.1", PASSWORD).await;
    assert_eq!(held_back.header(header::RETRY_AFTER), "30");
    assert!(held_back.expect(StatusCode::TOO_MANY_REQUESTS).text().contains("Wait 30 seconds"));
    from("192.0.2.2", PASSWORD).await.expect(StatusCode::SEE_OTHER);
    for _ in 0..9 {
        from("192.0.2.2", "a wrong password").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let guarded = from("192.0.2.3", PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(guarded.header(header::RETRY_AFTER), "10", "the account itself is guarded");
}

#[tokio::test]
async fn signing_in_leads_back_but_never_to_another_site() {
    let app = TestApp::new().await;
    set_up(&app).await;
    let led_to = |next: &'static str| {
        let browser = browser(&app);
        async move {
            let fields = [("handle", "ada"), ("password", PASSWORD), ("next", next)];
            let answer = browser.submit("/login", &fields).await.expect(StatusCode::SEE_OTHER);
            answer.header(header::LOCATION).to_owned()
        }
    };
    assert_eq!(led_to("/studio/stories/1?source=link").await, "/studio/stories/1?source=link");
    for elsewhere in ["https://evil.example/", "//evil.example", "/\\evil.example", "/.//evil.example"] {
        assert_eq!(led_to(elsewhere).await, "/studio", "{elsewhere}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    let answer = browser.submit("/logout", &[]).await.expect(StatusCode::SEE_OTHER);
    let cookie = answer.header(header::SET_COOKIE);
    assert!(cookie.starts_with("sheaf_session=;") && cookie.contains("Max-Age=0"), "{cookie}");
    assert!(!is_signed_in(&browser).await, "the old cookie, kept by somebody, opens nothing");
    browser.submit("/logout", &[]).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_invitation_works_once() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let link = invite(&ada).await;
    assert!(app.anybody().get(&link).await.expect(StatusCode::OK).text().contains("Ada Lovelace"));

    let taken = [("name", "Grace"), ("handle", "ada"), ("password", PASSWORD)];
    let refused = browser(&app).submit(&link, &taken).await.expect(StatusCode::UNPROCESSABLE_ENTITY).text();
    assert!(refused.contains("has the handle “ada” already"), "{refused}");

    let grace = [("name", "Grace"), ("handle", "grace"), ("password", PASSWORD)];
    let answer = browser(&app).submit(&link, &grace).await.expect(StatusCode::SEE_OTHER);
    let mut joined = browser(&app);
    keep_cookie(&mut joined, &answer);
    assert!(is_signed_in(&joined).await);

    let eve = [("name", "Eve"), ("handle", "eve"), ("password", PASSWORD)];
    browser(&app).submit(&link, &eve).await.expect(StatusCode::FORBIDDEN);
    assert!(app.anybody().get(&link).await.expect(StatusCode::FORBIDDEN).text().contains("has been used"));
}

#[tokio::test]
async fn deleting_who_joined_does_not_open_the_invitation_again() {
    let app = TestApp::new().await;
    let link = invite(&set_up(&app).await).await;
    let grace = [("name", "Grace"), ("handle", "grace"), ("password", PASSWORD)];
    browser(&app).submit(&link, &grace).await.expect(StatusCode::SEE_OTHER);
    sqlx::query("DELETE FROM accounts WHERE handle = 'grace'").execute(&app.state.db).await.unwrap();
    app.anybody().get(&link).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn two_people_cannot_share_an_invitation_by_being_quick() {
    let app = TestApp::new().await;
    let link = invite(&set_up(&app).await).await;
    let join = |handle: &'static str| {
        let (browser, link) = (browser(&app), link.clone());
        async move { browser.submit(&link, &[("name", handle), ("handle", handle), ("password", PASSWORD)]).await.status }
    };
    let (grace, eve) = tokio::join!(join("grace"), join("eve"));
    assert!((grace == StatusCode::SEE_OTHER) != (eve == StatusCode::SEE_OTHER), "{grace} {eve}");
    let mut conn = app.state.db.acquire().await.unwrap();
    assert_eq!(server::accounts::count_accounts(&mut conn).await.unwrap(), 2, "the second account is not kept");
}

#[tokio::test]
async fn an_invitation_ends_after_a_week_or_when_it_is_taken_back() {
    let app = TestApp::new().await;
    let ada = set_up(&app).await;
    let (link, other) = (invite(&ada).await, invite(&ada).await);
    let id: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM invitations ORDER BY id LIMIT 1").fetch_one(&app.state.db).await.unwrap();
    let remove = format!("/settings/invitations/{id}/remove");
    ada.submit(&remove, &[]).await.expect(StatusCode::SEE_OTHER);
    ada.submit(&remove, &[]).await.expect(StatusCode::NOT_FOUND);
    app.anybody().get(&link).await.expect(StatusCode::FORBIDDEN);
    app.anybody().get(&other).await.expect(StatusCode::OK);
    app.clock.advance(chrono::TimeDelta::days(7));
    app.anybody().get(&other).await.expect(StatusCode::FORBIDDEN);
}
