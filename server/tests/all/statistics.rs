//! Who is counted, and who sees the numbers.

use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};
use server::statistics;

use crate::publishing::{publish, published, write_story};
use crate::support::{Client, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// A reader with a browser, and what it says besides.
fn reader(app: &TestApp, headers: &[(HeaderName, &'static str)]) -> Client {
    let mut reader = app.anybody();
    reader.headers.insert(header::USER_AGENT, HeaderValue::from_static(FIREFOX));
    for (name, value) in headers {
        reader.headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    reader
}

async fn numbers(client: &Client, story: &str) -> Value {
    client.get(&format!("/api/v1/stories/{story}/statistics")).await.expect(StatusCode::OK).json()
}

#[tokio::test]
async fn readers_are_counted_by_day_and_by_the_site_that_led_them_here() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let blog = reader(&app, &[(header::REFERER, "https://www.blog.example/secret/page?token=1")]);
    let page = blog.get("/@ada/chat").await.expect(StatusCode::OK);
    blog.get("/@ada/chat/embed?layout=grid").await.expect(StatusCode::OK);
    app.clock.advance(chrono::TimeDelta::days(1));
    let mut again = reader(&app, &[]);
    again.headers.insert(header::IF_NONE_MATCH, page.headers[header::ETAG].clone());
    again.get("/@ada/chat").await.expect(StatusCode::NOT_MODIFIED);

    let told = numbers(&ada, &story).await;
    assert_eq!(told["total"], json!({ "views": 2, "embeds": 1 }), "a page that a reader has already is read again");
    assert_eq!(told["sites"], json!([{ "site": "blog.example", "views": 1, "embeds": 1 }]));
    assert_eq!(told["direct"], json!({ "views": 1, "embeds": 0 }));
    let days = told["days"].as_array().expect("days");
    assert_eq!(days.len(), 30);
    assert_eq!(days[28], json!({ "day": "2026-11-25", "views": 1, "embeds": 1 }));
    assert_eq!(days[29], json!({ "day": "2026-11-26", "views": 1, "embeds": 0 }));
    let dashboard = ada.get("/studio").await.expect(StatusCode::OK).text();
    assert!(dashboard.contains("3 views in 30 days") && dashboard.contains("280,0 290,50\""), "{dashboard}");
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT site FROM daily_views").fetch_all(&app.state.db).await.expect("rows");
    assert!(kept.iter().all(|site| !site.contains("secret")), "{kept:?}");
}

#[tokio::test]
async fn programs_prefetching_curators_and_other_pages_are_not_counted() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    for agent in ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0"] {
        reader(&app, &[(header::USER_AGENT, agent)]).get("/@ada/chat").await.expect(StatusCode::OK);
    }
    for (name, value) in [("sec-purpose", "prefetch;prerender"), ("cookie", "sheaf_session=of-somebody")] {
        reader(&app, &[(HeaderName::from_static(name), value)]).get("/@ada/chat").await.expect(StatusCode::OK);
    }
    app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    let person = reader(&app, &[]);
    person.send(Method::HEAD, "/@ada/chat", "", Body::empty()).await.expect(StatusCode::OK);
    for path in ["/@ada/chat/v/1", "/@ada/chat/versions", "/@ada/chat.atom", "/@ada"] {
        person.get(path).await.expect(StatusCode::OK);
    }
    person.get("/@ada/no-such-story").await.expect(StatusCode::NOT_FOUND);
    assert_eq!(numbers(&ada, &story).await["total"], json!({ "views": 0, "embeds": 0 }));
    person.get("/@ada/chat").await.expect(StatusCode::OK);
    assert_eq!(numbers(&ada, &story).await["total"], json!({ "views": 1, "embeds": 0 }));
}

#[tokio::test]
async fn who_invents_sites_fills_one_line() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let mut visitor = reader(&app, &[]);
    visitor.get("/@ada/chat").await;
    // In two batches: the bound is that of the day, in memory and in the store.
    for batch in ["a", "b"] {
        for number in 0..80 {
            let site = format!("https://{batch}{number}.example/");
            visitor.headers.insert(header::REFERER, site.parse().expect("a header"));
            visitor.get("/@ada/chat").await.expect(StatusCode::OK);
        }
        statistics::flush(&app.state).await.expect("written");
    }
    let told = numbers(&ada, &story).await;
    let sites = told["sites"].as_array().expect("sites").len();
    assert!((80..=100).contains(&sites), "{sites}");
    assert_eq!(told["total"]["views"], 161);
    assert_eq!(told["other"]["views"], 160 - sites);
    let lines: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM daily_views").fetch_one(&app.state.db).await.expect("a number");
    assert!(lines <= 102, "{lines}");
}

#[tokio::test]
async fn co_editors_see_the_numbers_and_strangers_do_not_learn_of_the_story() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let (bob, eve) = (app.account("bob").await, app.account("eve").await);
    let (api, page) = (format!("/api/v1/stories/{story}/statistics"), format!("/studio/stories/{story}/statistics"));
    for path in [&api, &page] {
        bob.get(path).await.expect(StatusCode::NOT_FOUND);
    }
    for (handle, role) in [("bob", "editor"), ("eve", "viewer")] {
        let body = json!({ "handle": handle, "role": role });
        ada.post(&format!("/api/v1/stories/{story}/people"), &body).await.expect(StatusCode::CREATED);
    }
    for path in [&api, &page] {
        bob.get(path).await.expect(StatusCode::OK);
        eve.get(path).await.expect(StatusCode::FORBIDDEN);
    }
    app.anybody().get(&api).await.expect(StatusCode::UNAUTHORIZED);
    for days in ["0", "367"] {
        let words =
            ada.get(&format!("{api}?days={days}")).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert!(words.contains("1 to 366"), "{words}");
    }
}

#[tokio::test]
async fn the_page_shows_a_chart_with_its_words_and_says_when_there_is_nothing() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let path = format!("/studio/stories/{story}/statistics");
    assert!(ada.get(&path).await.expect(StatusCode::OK).text().contains("Publish it"));
    publish(&ada, &story).await;
    assert!(ada.get(&path).await.expect(StatusCode::OK).text().contains("Nobody has read this story"));
    let referrer = [(header::REFERER, "https://blog.example/")];
    for _ in 0..3 {
        reader(&app, &referrer).get("/@ada/chat").await.expect(StatusCode::OK);
    }
    let html = ada.get(&format!("{path}?days=7")).await.expect(StatusCode::OK).text();
    assert!(html.contains("aria-labelledby=\"chart-title chart-desc\""), "{html}");
    assert!(html.contains("Most on 25 Nov 2026: 3 views of the page and 0 loads within other sites."), "{html}");
    assert!(html.contains("<bdi>blog.example</bdi>"), "{html}");
    assert!(html.contains("Days without readers: 6 of 7."), "{html}");
    assert!(ada.get(&format!("{path}?days=1000000")).await.expect(StatusCode::OK).text().contains("of 30."));
}

#[tokio::test]
async fn numbers_of_a_story_that_is_deleted_hold_up_nothing() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let other = write_story(&ada, "Another").await;
    publish(&ada, &other).await;
    for path in ["/@ada/chat", "/@ada/another"] {
        reader(&app, &[]).get(path).await.expect(StatusCode::OK);
    }
    ada.delete(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(numbers(&ada, &other).await["total"]["views"], 1);
}
