//! The link connector and the registry against invented sites.

use serde_json::json;
use server::sources::link::Link;
use server::sources::{Captured, Source as _, SourceError, Sources};
use shared::media::Attachment;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::*;

fn link() -> Link {
    Link::new(fetcher(), clock())
}

async fn capture(server: &MockServer, at: &str) -> Result<Captured, SourceError> {
    let address = format!("{}{at}", server.uri()).parse().expect("an address");
    link().capture(&address, None).await.map(|captured| captured.expect("links are for every address"))
}

async fn serve_page(server: &MockServer, at: &str, status: u16, body: impl Into<Vec<u8>>, mime: &str) {
    let answer = ResponseTemplate::new(status).set_body_raw(body, mime);
    Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn a_page_becomes_a_card_from_all_that_it_says() {
    let server = MockServer::start().await;
    serve_page(&server, "/2026/otters.html", 200, fixture_bytes("pages/article.html"), "text/html").await;
    let oembed =
        json!({"type": "link", "version": 1.0, "provider_name": "Gazette", "title": "", "thumbnail_url": null});
    serve(&server, "/oembed", &oembed).await;
    let captured = capture(&server, "/2026/otters.html?utm_source=x#comments").await.expect("a card");
    check(&captured);
    let post = &captured.post;
    let card = post.card.as_ref().expect("a card");
    assert_eq!(post.uri, format!("{}/news/otters", server.uri()));
    assert_eq!((card.title.as_str(), card.site.as_str()), ("Otters return to the river", "Gazette"));
    assert_eq!(card.description, "After forty years, otters are back.");
    assert_eq!(card.picture.as_ref().map(|picture| picture.alt.as_str()), Some("An otter on a stone"));
    assert_eq!(captured.pictures[0].1, format!("{}/pictures/otter.jpg", server.uri()));
    assert_eq!(post.author.name, "Mara Okafor");
    assert_eq!(post.language.as_deref(), Some("en-GB"));
    assert_eq!(post.published_at.map(|time| time.to_rfc3339()).as_deref(), Some("2026-11-18T08:00:00+00:00"));
}

#[tokio::test]
async fn a_page_that_says_nothing_is_named_by_its_host() {
    let server = MockServer::start().await;
    serve_page(&server, "/", 200, "<p>Hello", "text/html").await;
    let captured = capture(&server, "/").await.expect("a card");
    check(&captured);
    assert_eq!(captured.post.card.map(|card| card.title), Some(host(&server)));
}

#[tokio::test]
async fn pages_in_other_encodings_are_read() {
    let server = MockServer::start().await;
    let (body, ..) = encoding_rs::EUC_JP.encode("<title>港の写真</title>");
    serve_page(&server, "/", 200, body.into_owned(), "text/html; charset=EUC-JP").await;
    let captured = capture(&server, "/").await.expect("a card");
    assert_eq!(captured.post.card.map(|card| card.title).as_deref(), Some("港の写真"));
}

#[tokio::test]
async fn short_links_are_followed_and_circles_are_left() {
    let server = MockServer::start().await;
    let to = |target: &str| format!("<noscript><META http-equiv=refresh content=\"0;URL={target}\"></noscript>");
    serve_page(&server, "/s", 200, to("/long"), "text/html").await;
    serve_page(&server, "/long", 200, "<title>The long one</title>", "text/html").await;
    serve_page(&server, "/ping", 200, to("/pong"), "text/html").await;
    serve_page(&server, "/pong", 200, to("/ping"), "text/html").await;
    let captured = capture(&server, "/s").await.expect("a card");
    assert_eq!(captured.post.card.map(|card| card.title).as_deref(), Some("The long one"));
    let error = capture(&server, "/ping").await.expect_err("circles");
    assert!(error.to_string().contains("redirects in circles"), "{error}");
}

#[tokio::test]
async fn pictures_and_files_are_posts_too() {
    let server = MockServer::start().await;
    serve_page(&server, "/otter.png", 200, vec![0x89, b'P', b'N', b'G'], "image/png").await;
    serve_page(&server, "/tide%20tables.pdf", 200, "%PDF", "application/pdf").await;
    let picture = capture(&server, "/otter.png").await.expect("a picture");
    check(&picture);
    assert!(matches!(&picture.post.attachments[..], [Attachment::Picture(_)]));
    let file = capture(&server, "/tide%20tables.pdf").await.expect("a card");
    check(&file);
    assert_eq!(file.post.card.map(|card| card.title).as_deref(), Some("tide tables.pdf"));
}

#[tokio::test]
async fn refusals_are_told_apart_from_pages_that_say_what_they_are() {
    let server = MockServer::start().await;
    let described = "<meta property=og:title content=\"An album\"><title>Unsupported browser</title>";
    serve_page(&server, "/described", 403, described, "text/html").await;
    serve_page(&server, "/wall", 403, "<title>Just a moment...</title>", "text/html").await;
    serve_page(&server, "/gone", 404, described, "text/html").await;
    serve_page(&server, "/broken", 500, described, "text/html").await;
    let title = capture(&server, "/described").await.expect("a card").post.card.map(|card| card.title);
    assert_eq!(title.as_deref(), Some("An album"));
    assert!(matches!(capture(&server, "/wall").await, Err(SourceError::Closed { .. })));
    assert_eq!(capture(&server, "/gone").await, Err(SourceError::Gone));
    assert!(matches!(capture(&server, "/broken").await, Err(SourceError::NotUnderstood { .. })));
}

#[tokio::test]
async fn private_addresses_are_refused_in_words() {
    let error = search(&link(), "http://192.168.1.1/admin").await.expect_err("refused");
    assert!(error.to_string().starts_with("Sheaf does not open addresses in private networks"), "{error}");
    let error = search(&link(), "otters").await.expect_err("no address");
    assert!(matches!(error, SourceError::Unsupported(_)), "{error}");
}

#[tokio::test]
async fn a_hostile_page_is_only_words() {
    let server = MockServer::start().await;
    let hostile = "<title>\u{202e}<script>alert(1)</script>\0 x</title>\
        <meta property=og:image content=\"javascript:alert(1)\"><link rel=canonical href=\"https://bank.example/\">\
        <script type=\"application/ld+json\">{\"@type\":\"Article\",\"author\":{\"name\":\"A\",\"url\":\"javascript:x\"}}</script>";
    serve_page(&server, "/", 200, hostile, "text/html").await;
    let captured = capture(&server, "/").await.expect("a card");
    check(&captured);
    assert!(captured.post.uri.starts_with(&server.uri()) && captured.pictures.is_empty());
    assert_eq!(captured.post.author.url, None);
    let title = captured.post.card.expect("a card").title;
    assert!(!title.contains(['\u{202e}', '\0']), "{title:?}");
}

fn registry(server: &MockServer) -> Sources {
    let clock: std::sync::Arc<dyn server::clock::Clock> = clock();
    Sources::new(&config(server), &fetcher(), &clock)
}

#[tokio::test]
async fn an_address_goes_to_the_network_it_belongs_to() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/statuses/119", &fixture("mastodon/quoted.json")).await;
    serve(&server, "/xrpc/app.bsky.feed.getPosts", &fixture("bluesky/search.json")).await;
    serve_page(&server, "/page", 200, "<title>A page</title>", "text/html").await;
    let sources = registry(&server);
    let at = |path: &str| format!("{}{path}", server.uri());
    let cases = [
        (at("/@jun/119"), "mastodon"),
        ("at://did:plc:aiko/app.bsky.feed.post/one".to_owned(), "bluesky"),
        ("https://bsky.app/profile/did:plc:aiko/post/one".to_owned(), "bluesky"),
        (at("/page"), "link"),
    ];
    for (address, expected) in cases {
        let captured = sources.capture(&address, &[]).await.expect("captured");
        assert_eq!(captured.post.source.key(), expected, "{address}");
    }
    assert_eq!(sources.infos().len(), 3);
    assert!(sources.get(shared::post::SourceKind::Sample).is_none());
}

#[tokio::test]
async fn a_closed_network_falls_back_to_the_page() {
    let server = MockServer::start().await;
    let closed = ResponseTemplate::new(401).set_body_json(json!({"error": "token required"}));
    Mock::given(path("/api/v1/statuses/119")).respond_with(closed).mount(&server).await;
    let address = format!("{}/@jun/119", server.uri());
    let error = registry(&server).capture(&address, &[]).await.expect_err("nothing there");
    assert!(matches!(error, SourceError::Closed { .. }), "{error}");
    serve_page(&server, "/@jun/119", 200, "<meta property=og:title content='Jun: the tide'>", "text/html").await;
    let captured = registry(&server).capture(&address, &[]).await.expect("a card");
    assert_eq!(captured.post.card.map(|card| card.title).as_deref(), Some("Jun: the tide"));
}
