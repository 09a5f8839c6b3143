//! The Bluesky connector against an invented network.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use server::sources::{Access, Source as _, SourceError};
use shared::media::Attachment;
use shared::post::{Post, Quote};
use wiremock::matchers::{body_partial_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::support::*;

const SEARCH: &str = "/xrpc/app.bsky.feed.searchPosts";
const SIGN_IN: &str = "/xrpc/com.atproto.server.createSession";
const RENEW: &str = "/xrpc/com.atproto.server.refreshSession";

fn access() -> Access {
    Access::Bluesky { identifier: "aiko.example".to_owned(), app_password: "good".to_owned() }
}

fn session(name: &str) -> Value {
    json!({"did": "did:plc:aiko", "handle": "aiko.example", "accessJwt": name, "refreshJwt": format!("{name}-refresh")})
}

#[tokio::test]
async fn the_first_page_needs_no_account_and_says_that_there_is_more() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(fixture("bluesky/search.json"));
    let mock = Mock::given(path(SEARCH)).and(query_param("q", "#写真")).and(query_param("sort", "latest"));
    mock.respond_with(answer).mount(&server).await;
    let found = search(&bluesky(&server), "#写真").await.expect("answers");
    assert_eq!((found.posts.len(), found.next), (9, None));
    assert!(found.notices[0].text.contains("app password"), "{}", found.notices[0].text);
    found.posts.iter().for_each(check);
}

#[tokio::test]
async fn every_kind_of_embed_is_shown_or_left_out() {
    let server = MockServer::start().await;
    serve(&server, SEARCH, &fixture("bluesky/search.json")).await;
    let found = search(&bluesky(&server), "tides").await.expect("answers");
    let post = |key: &str| -> &Post {
        let found = found.posts.iter().find(|captured| captured.post.uri.ends_with(&format!("/{key}")));
        &found.expect("found").post
    };
    let one = post("one");
    assert_eq!(one.uri, "at://did:plc:aiko/app.bsky.feed.post/one");
    assert_eq!(one.url.as_deref(), Some("https://bsky.app/profile/did:plc:aiko/post/one"));
    assert_eq!((one.author.name.as_str(), one.author.handle.as_str()), ("愛子", "aiko.example"));
    assert_eq!(one.language.as_deref(), Some("ja"));
    let rel = "rel=\"nofollow noopener ugc\"";
    let expected = format!(
        "<p>👋 皆さん、<a href=\"https://bsky.app/hashtag/%E5%86%99%E7%9C%9F\" {rel}>#写真</a> を \
         <a href=\"https://example.org/a/long\" {rel}>example.org/a…</a> で</p>"
    );
    assert_eq!(one.text.as_str(), expected);
    assert!(matches!(&one.attachments[..], [Attachment::Picture(picture)] if picture.alt == "港"));
    assert_eq!(post("two").attachments.len(), 6);
    assert!(matches!(&post("three").attachments[..], [Attachment::Video { still: Some(_), alt }] if alt == "Waves"));
    assert_eq!(post("four").card.as_ref().map(|card| card.title.as_str()), Some("A story"));
    let five = post("five");
    assert_eq!(five.attachments.len(), 1);
    assert!(matches!(five.quote.as_deref(), Some(Quote::Shown { text, .. }) if text.to_text() == "The quoted words"));
    assert_eq!(post("six").quote.as_deref(), Some(&Quote::Unavailable));
    let feed = post("seven").card.as_ref().expect("a card");
    assert_eq!(
        (feed.title.as_str(), feed.url.as_str()),
        ("Tides", "https://bsky.app/profile/did:plc:tomas/feed/tides")
    );
    assert_eq!(post("eight").text.to_text(), "Something new");
    assert_eq!(post("nine").published_at.map(|time| time.to_rfc3339()).as_deref(), Some("2026-11-18T20:05:01+00:00"));
}

#[tokio::test]
async fn labels_decide_what_is_shown_to_whom() {
    let server = MockServer::start().await;
    serve(&server, SEARCH, &fixture("bluesky/labels.json")).await;
    let found = search(&bluesky(&server), "tides").await.expect("answers");
    assert_eq!(words(&found), ["not for strangers", "nudity", "taken back", "expired", "quoting the shy"]);
    let post = |index: usize| &found.posts[index].post;
    assert!(post(0).members_only && !post(0).is_public());
    assert_eq!(post(1).warning.as_deref(), Some("Nudity"));
    assert_eq!((&post(2).warning, &post(3).warning), (&None, &None));
    assert_eq!(post(4).quote.as_deref(), Some(&Quote::Unavailable));
    assert!(post(4).is_public());
}

#[tokio::test]
async fn an_account_searches_further_and_signs_in_once() {
    let server = MockServer::start().await;
    let credentials = json!({"identifier": "aiko.example", "password": "good"});
    let signed_in = ResponseTemplate::new(200).set_body_json(session("first"));
    Mock::given(method("POST"))
        .and(path(SIGN_IN))
        .and(body_partial_json(credentials))
        .respond_with(signed_in)
        .expect(1)
        .mount(&server)
        .await;
    let answer = ResponseTemplate::new(200).set_body_json(fixture("bluesky/search.json"));
    Mock::given(path(SEARCH)).and(header("authorization", "Bearer first")).respond_with(answer).mount(&server).await;
    let source = bluesky(&server);
    let first = search_as(&source, "tides", access()).await.expect("answers");
    assert_eq!((first.next.as_deref(), first.notices.len()), (Some("25"), 0));
    search_as(&source, "tides", access()).await.expect("answers");
}

/// Refuses the first token as expired, once renewed accepts the second.
struct Expiring(Arc<AtomicUsize>);

impl Respond for Expiring {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        self.0.fetch_add(1, Ordering::SeqCst);
        match request.headers["authorization"].to_str() {
            Ok("Bearer second") => ResponseTemplate::new(200).set_body_json(json!({"posts": []})),
            _ => ResponseTemplate::new(400).set_body_json(json!({"error": "ExpiredToken", "message": "Token expired"})),
        }
    }
}

#[tokio::test]
async fn a_session_that_ran_out_is_renewed() {
    let server = MockServer::start().await;
    let asked = Arc::new(AtomicUsize::new(0));
    Mock::given(path(SIGN_IN))
        .respond_with(ResponseTemplate::new(200).set_body_json(session("first")))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path(RENEW))
        .and(header("authorization", "Bearer first-refresh"))
        .respond_with(ResponseTemplate::new(200).set_body_json(session("second")))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path(SEARCH)).respond_with(Expiring(asked.clone())).mount(&server).await;
    let source = bluesky(&server);
    search_as(&source, "tides", access()).await.expect("answers");
    search_as(&source, "tides", access()).await.expect("answers");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_refused_app_password_is_named_as_such() {
    let server = MockServer::start().await;
    let refused = json!({"error": "AuthenticationRequired", "message": "Invalid identifier or password"});
    Mock::given(path(SIGN_IN)).respond_with(ResponseTemplate::new(401).set_body_json(refused)).mount(&server).await;
    let source = bluesky(&server);
    let expected = SourceError::AccessRefused { host: host(&server) };
    assert_eq!(source.check_access(&access()).await, Err(expected.clone()));
    assert_eq!(search_as(&source, "tides", access()).await, Err(expected));
}

#[tokio::test]
async fn a_whole_thread_is_read_in_order() {
    let server = MockServer::start().await;
    serve(&server, "/xrpc/com.atproto.identity.resolveHandle", &json!({"did": "did:plc:tomas"})).await;
    let answer = ResponseTemplate::new(200).set_body_json(fixture("bluesky/thread.json"));
    Mock::given(path("/xrpc/app.bsky.feed.getPostThread"))
        .and(query_param("uri", "at://did:plc:tomas/app.bsky.feed.post/mid"))
        .respond_with(answer)
        .mount(&server)
        .await;
    for address in ["https://bsky.app/profile/tomas.example/post/mid", "at://did:plc:tomas/app.bsky.feed.post/mid"] {
        let found = search(&bluesky(&server), address).await.expect("answers");
        assert_eq!(words(&found), ["middle", "root", "first answer", "answer to the first", "second answer"]);
        assert_eq!(found.posts[0].post.reply_to.as_deref(), Some("at://did:plc:aiko/app.bsky.feed.post/root"));
        assert_eq!(found.notices[0].text, "One post of this thread is deleted or hidden.");
        found.posts.iter().for_each(check);
    }
}

#[tokio::test]
async fn a_feed_names_who_passed_posts_on() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(fixture("bluesky/feed.json"));
    let mock = Mock::given(path("/xrpc/app.bsky.feed.getAuthorFeed")).and(query_param("actor", "aiko.bsky.social"));
    mock.respond_with(answer).mount(&server).await;
    let found = search(&bluesky(&server), "@aiko").await.expect("answers");
    assert_eq!(words(&found), ["my own", "by another", "pinned"]);
    let passed_on = |index: usize| found.posts[index].post.reposted_by.as_ref().map(|author| author.name.as_str());
    assert_eq!((passed_on(0), passed_on(1), passed_on(2)), (None, Some("愛子"), None));
    assert_eq!(found.next.as_deref(), Some("2026-11-18T19:00:00Z"));
}

#[tokio::test]
async fn a_post_is_captured_by_its_address_and_missed_when_it_is_gone() {
    let server = MockServer::start().await;
    let posts = fixture("bluesky/search.json");
    let get = |uri: &str| Mock::given(path("/xrpc/app.bsky.feed.getPosts")).and(query_param("uris", uri));
    let there = ResponseTemplate::new(200).set_body_json(json!({"posts": [posts["posts"][0]]}));
    get("at://did:plc:aiko/app.bsky.feed.post/one").respond_with(there).mount(&server).await;
    let gone = ResponseTemplate::new(200).set_body_json(json!({"posts": []}));
    get("at://did:plc:aiko/app.bsky.feed.post/gone").respond_with(gone).mount(&server).await;
    let source = bluesky(&server);
    let capture = async |address: &str| source.capture(&address.parse().expect("an address"), None).await;
    let captured = capture("https://bsky.app/profile/did:plc:aiko/post/one").await.expect("answers").expect("a post");
    check(&captured);
    assert_eq!(capture("https://bsky.app/profile/did:plc:aiko/post/gone").await, Err(SourceError::Gone));
    assert_eq!(capture("https://example.org/profile/did:plc:aiko/post/one").await, Ok(None));
}

#[tokio::test]
async fn threads_that_are_not_to_be_seen_are_told_apart() {
    let server = MockServer::start().await;
    let thread = |key: &str, kind: &str| {
        let body = json!({"thread": {"$type": format!("app.bsky.feed.defs#{kind}"), "uri": "at://x"}});
        let uri = format!("at://did:plc:x/app.bsky.feed.post/{key}");
        let mock = Mock::given(path("/xrpc/app.bsky.feed.getPostThread")).and(query_param("uri", uri));
        mock.respond_with(ResponseTemplate::new(200).set_body_json(body))
    };
    thread("gone", "notFoundPost").mount(&server).await;
    thread("blocked", "blockedPost").mount(&server).await;
    let error = async |key: &str| {
        search(&bluesky(&server), &format!("at://did:plc:x/app.bsky.feed.post/{key}")).await.expect_err("not there")
    };
    assert_eq!(error("gone").await, SourceError::Gone);
    assert!(matches!(error("blocked").await, SourceError::NotAllowed(_)));
    let not_found = ResponseTemplate::new(400).set_body_json(json!({"error": "NotFound", "message": "Post not found"}));
    Mock::given(method("GET")).respond_with(not_found).with_priority(9).mount(&server).await;
    assert_eq!(error("never").await, SourceError::Gone);
    let error = search(&bluesky(&server), "@nobody.example").await.expect_err("unknown");
    assert!(error.to_string().starts_with("No Bluesky account @nobody.example was found."), "{error}");
}
