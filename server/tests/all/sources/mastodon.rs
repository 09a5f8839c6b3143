//! The Mastodon connector against invented servers.

use serde_json::{Value, json};
use server::sources::{Access, Source as _, SourceError};
use shared::media::Attachment;
use shared::post::Quote;
use wiremock::matchers::{header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::*;

const TAG: &str = "/api/v1/timelines/tag/tides";

/// A page of the hashtag, with the header that leads to the next one.
async fn serve_page(server: &MockServer, max_id: Option<&str>, body: &Value, next: Option<&str>) {
    let mut answer = ResponseTemplate::new(200).set_body_json(body);
    if let Some(next) = next {
        let (at, newer) = (server.uri(), "<https://x.example/?min_id=9>; rel=\"prev\"");
        answer = answer.insert_header("link", format!("<{at}{TAG}?limit=40&max_id={next}>; rel=\"next\", {newer}"));
    }
    let mock = Mock::given(method("GET")).and(path(TAG));
    let mock = match max_id {
        Some(id) => mock.and(query_param("max_id", id)),
        None => mock.and(query_param_is_missing("max_id")),
    };
    mock.respond_with(answer).mount(server).await;
}

#[tokio::test]
async fn a_status_becomes_a_post() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/statuses/110", &fixture("mastodon/status.json")).await;
    let address = format!("{}/@mara/110", server.uri()).parse().expect("an address");
    let captured = mastodon(&[&server]).capture(&address, None).await.expect("answers").expect("a post");
    check(&captured);
    let post = &captured.post;
    assert_eq!(post.uri, "https://river.example/users/mara/statuses/110");
    assert_eq!((post.author.name.as_str(), post.author.handle.as_str()), ("Mara Okafor", "mara@river.example"));
    assert_eq!(post.captured_via, host(&server));
    assert_eq!(post.warning.as_deref(), Some("Food"));
    assert!(post.edited_at.is_some());
    let html = post.text.as_str();
    assert!(html.contains(">example.org/otters/and…</a>"), "{html}");
    assert!(html.contains("<img class=\"emoji\" src=\"/media/") && !html.contains("alert"), "{html}");
    assert!(html.contains("<li>Porridge &amp; jam: 75 %</li><li>&lt;b&gt;Toast&lt;/b&gt;: 25 %</li>"), "{html}");
    assert!(html.ends_with("<p>Poll: 4 people voted, closed.</p>"), "{html}");
    assert_eq!(post.emoji.len(), 1);
    let [Attachment::Picture(picture), Attachment::Video { still: Some(_), .. }, Attachment::Audio { alt }] =
        post.attachments.as_slice()
    else {
        panic!("{:?}", post.attachments)
    };
    assert_eq!((picture.width, picture.alt.as_str(), alt.as_str()), (Some(1200), "A plate of\nporridge", "A song"));
    assert_eq!(post.card.as_ref().map(|card| card.title.as_str()), Some("Otters"));
}

#[tokio::test]
async fn renumbering_reaches_pictures_and_words() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/statuses/110", &fixture("mastodon/status.json")).await;
    let address = format!("{}/@mara/110", server.uri()).parse().expect("an address");
    let mut captured = mastodon(&[&server]).capture(&address, None).await.expect("answers").expect("a post");
    let known = captured.pictures.iter().map(|(id, _)| (*id, shared::ids::MediaId::fresh())).collect();
    captured.renumber(&known);
    check(&captured);
    assert!(captured.pictures.iter().all(|(id, _)| known.values().any(|new| new == id)));
    assert!(captured.post.text.as_str().contains(&captured.post.emoji[0].src()));
}

#[tokio::test]
async fn servers_are_merged_and_pages_neither_overlap_nor_jump() {
    let (river, harbour) = (MockServer::start().await, MockServer::start().await);
    serve_page(&river, None, &fixture("mastodon/tag-river-1.json"), None).await;
    serve_page(&harbour, None, &fixture("mastodon/tag-harbour-1.json"), Some("H35")).await;
    // The river's posts below the harbour's horizon were held back: it is asked again from there.
    serve_page(&river, Some("R40"), &fixture("mastodon/tag-river-2.json"), None).await;
    serve_page(&harbour, Some("H35"), &fixture("mastodon/tag-harbour-2.json"), None).await;
    let source = mastodon(&[&river, &harbour]);
    let first = search(&source, "#tides").await.expect("answers");
    assert_eq!(words(&first), ["five and a half", "five", "four", "three and a half"]);
    assert!(first.notices.is_empty());
    let second = next_page(&source, "#tides", &first).await.expect("answers");
    assert_eq!(words(&second), ["three", "two", "one"]);
    assert_eq!(second.next, None);
    first.posts.iter().chain(&second.posts).for_each(check);
}

#[tokio::test]
async fn a_server_that_fails_is_named_and_the_others_answer() {
    let (river, harbour) = (MockServer::start().await, MockServer::start().await);
    serve_page(&river, None, &fixture("mastodon/tag-river-1.json"), None).await;
    let slow = ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(30));
    Mock::given(path(TAG)).respond_with(slow).mount(&harbour).await;
    let found = search(&mastodon_by(impatient(), &[&river, &harbour]), "#tides").await.expect("answers");
    assert_eq!(found.posts.len(), 4);
    let expected =
        format!("Seen on 1 of 2 servers; {} could not be reached (no answer within 3 seconds).", host(&harbour));
    assert_eq!(found.notices.iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>(), [expected]);
}

#[tokio::test]
async fn a_server_that_fails_half_way_is_asked_again() {
    let (river, harbour) = (MockServer::start().await, MockServer::start().await);
    serve_page(&river, None, &fixture("mastodon/tag-river-1.json"), None).await;
    serve_page(&harbour, None, &fixture("mastodon/tag-harbour-1.json"), Some("H35")).await;
    serve_page(&river, Some("R40"), &fixture("mastodon/tag-river-2.json"), None).await;
    let broken = Mock::given(path(TAG)).and(query_param("max_id", "H35")).respond_with(ResponseTemplate::new(503));
    let broken = broken.mount_as_scoped(&harbour).await;
    let source = mastodon(&[&river, &harbour]);
    let first = search(&source, "#tides").await.expect("answers");
    let second = next_page(&source, "#tides", &first).await.expect("answers");
    assert_eq!(words(&second), ["three", "one"]);
    assert!(second.notices[0].text.starts_with("Seen on 1 of 2 servers"), "{}", second.notices[0].text);
    drop(broken);
    // This page leads to itself, which is the end.
    serve_page(&harbour, Some("H35"), &fixture("mastodon/tag-harbour-2.json"), Some("H35")).await;
    let third = next_page(&source, "#tides", &second).await.expect("answers");
    assert_eq!((words(&third), third.next), (vec!["two".to_owned()], None));
}

#[tokio::test]
async fn a_server_that_hides_hashtags_behind_an_empty_list_is_named() {
    let (open, closed) = (MockServer::start().await, MockServer::start().await);
    let feeds = |access: &str| json!({"configuration": {"timelines_access": {"hashtag_feeds": {"local": access, "remote": access}}}});
    for (server, access) in [(&open, "public"), (&closed, "disabled")] {
        serve(server, TAG, &json!([])).await;
        serve(server, "/api/v2/instance", &feeds(access)).await;
    }
    let found = search(&mastodon(&[&open, &closed]), "#tides").await.expect("answers");
    assert!(found.posts.is_empty());
    let expected = format!("Seen on 1 of 2 servers; {} does not answer visitors without an account.", host(&closed));
    assert_eq!(found.notices.iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>(), [expected]);
    let alone = search(&mastodon(&[&closed]), "#tides").await.expect_err("closed");
    assert!(matches!(alone, SourceError::Closed { .. }), "{alone}");
}

#[tokio::test]
async fn hashtags_of_any_script_are_asked_for_whole() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/timelines/tag/%E5%86%99%E7%9C%9F", &fixture("mastodon/tag-harbour-2.json")).await;
    assert_eq!(search(&mastodon(&[&server]), "#写真").await.expect("answers").posts.len(), 1);
}

#[tokio::test]
async fn a_thread_begins_with_the_post_that_was_asked_for() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/statuses/110", &fixture("mastodon/status.json")).await;
    serve(&server, "/api/v1/statuses/110/context", &fixture("mastodon/context.json")).await;
    let found = search(&mastodon(&[&server]), &format!("{}/@mara/110", server.uri())).await.expect("answers");
    found.posts.iter().for_each(check);
    let uris: Vec<&str> = found.posts.iter().filter_map(|captured| captured.post.uri.rsplit('/').next()).collect();
    assert_eq!(uris, ["110", "108", "111"]);
    assert_eq!(found.posts[2].post.reply_to.as_deref(), Some("https://river.example/users/mara/statuses/110"));
}

#[tokio::test]
async fn a_thread_without_its_context_is_still_the_post() {
    let server = MockServer::start().await;
    serve(&server, "/api/v1/statuses/110", &fixture("mastodon/status.json")).await;
    let broken = ResponseTemplate::new(500);
    Mock::given(path("/api/v1/statuses/110/context")).respond_with(broken).mount(&server).await;
    let found = search(&mastodon(&[&server]), &format!("{}/@mara/110", server.uri())).await.expect("answers");
    assert_eq!(found.posts.len(), 1);
    assert!(found.notices[0].text.contains("(status 500)"), "{}", found.notices[0].text);
}

#[tokio::test]
async fn quotes_are_shown_only_when_they_are_agreed_to() {
    let server = MockServer::start().await;
    let quoted = fixture("mastodon/quoted.json");
    let cases = [
        (json!({"state": "accepted", "quoted_status": quoted}), true),
        (json!({"state": "pending", "quoted_status": quoted}), false),
        (json!({"state": "revoked", "quoted_status": null}), false),
        (json!({"state": "accepted", "quoted_status_id": "119"}), false),
        (json!({"state": "a state to come", "quoted_status": quoted}), false),
        (quoted.clone(), true),
    ];
    for (index, (quote, shown)) in cases.into_iter().enumerate() {
        let mut status = fixture("mastodon/quoting.json");
        status["quote"] = quote.clone();
        serve(&server, &format!("/api/v1/statuses/{index}"), &status).await;
        let address = format!("{}/@mara/{index}", server.uri()).parse().expect("an address");
        let captured = mastodon(&[&server]).capture(&address, None).await.expect("answers").expect("a post");
        check(&captured);
        assert_eq!(captured.post.text.as_str(), "<p>I agree.</p>", "{quote}");
        let is_shown = matches!(captured.post.quote.as_deref(), Some(Quote::Shown { .. }));
        assert_eq!((is_shown, captured.post.quote.is_some()), (shown, true), "{quote}");
    }
}

#[tokio::test]
async fn reposts_keep_the_author_and_name_who_passed_them_on() {
    let server = MockServer::start().await;
    let mut repost = fixture("mastodon/quoting.json");
    repost["reblog"] = fixture("mastodon/quoted.json");
    serve(&server, "/api/v1/accounts/lookup", &json!({"id": "7", "username": "mara", "acct": "mara", "url": "x"}))
        .await;
    serve(&server, "/api/v1/accounts/7/statuses", &json!([repost])).await;
    let found = search(&mastodon(&[&server]), &format!("@mara@{}", host(&server))).await.expect("answers");
    let post = &found.posts[0].post;
    check(&found.posts[0]);
    assert_eq!((post.author.name.as_str(), post.author.handle.as_str()), ("潤", "jun@harbour.example"));
    assert_eq!(post.reposted_by.as_ref().map(|author| author.name.as_str()), Some("Mara Okafor"));
    assert_eq!(post.uri, "https://harbour.example/users/jun/statuses/119");
}

#[tokio::test]
async fn an_unknown_author_is_said_to_be_unknown() {
    let server = MockServer::start().await;
    let missing = ResponseTemplate::new(404).set_body_json(json!({"error": "Record not found"}));
    Mock::given(path("/api/v1/accounts/lookup")).respond_with(missing).mount(&server).await;
    let error = search(&mastodon(&[&server]), "@nobody").await.expect_err("unknown");
    assert!(error.to_string().starts_with("No account @nobody was found."), "{error}");
}

#[tokio::test]
async fn words_need_an_account_and_page_by_offset() {
    let server = MockServer::start().await;
    let source = mastodon(&[&server]);
    let error = search(&source, "high tide").await.expect_err("needs an account");
    assert!(error.to_string().contains("#hightide"), "{error}");
    let statuses: Vec<Value> = (0..40).map(|_| fixture("mastodon/quoted.json")).collect();
    let answer = ResponseTemplate::new(200).set_body_json(json!({"accounts": [], "statuses": statuses}));
    Mock::given(path("/api/v2/search"))
        .and(header("authorization", "Bearer token"))
        .and(query_param("q", "high tide"))
        .and(query_param("offset", "0"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let access = Access::Mastodon { server: url(&server), token: "token".to_owned() };
    let found = search_as(&source, "high tide", access).await.expect("answers");
    assert_eq!(found.posts.len(), 40);
    assert!(found.next.is_some());
}

#[tokio::test]
async fn a_token_goes_to_its_own_server_only() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    for server in [&own, &other] {
        serve(server, TAG, &fixture("mastodon/tag-harbour-2.json")).await;
    }
    let access = Access::Mastodon { server: url(&own), token: "token".to_owned() };
    search_as(&mastodon(&[&other]), "#tides", access.clone()).await.expect("answers");
    let sent =
        |requests: Option<Vec<wiremock::Request>>| requests.expect("recorded")[0].headers.contains_key("authorization");
    assert!(sent(own.received_requests().await) && !sent(other.received_requests().await));
    assert_eq!(format!("{access:?}"), "Access(…)");
}

#[tokio::test]
async fn pages_of_other_sites_are_left_to_others() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(404).set_body_raw("<html>Not found</html>", "text/html");
    Mock::given(method("GET")).respond_with(page).mount(&server).await;
    for at in ["/@ada/a-story-1f2e", "/@ada/12345"] {
        let address = format!("{}{at}", server.uri()).parse().expect("an address");
        assert_eq!(mastodon(&[&server]).capture(&address, None).await, Ok(None), "{at}");
    }
}

#[tokio::test]
async fn a_post_on_a_closed_server_is_read_through_the_curators_own() {
    let (closed, own) = (MockServer::start().await, MockServer::start().await);
    let refusal = ResponseTemplate::new(401).set_body_json(json!({"error": "token required"}));
    Mock::given(path("/api/v1/statuses/119")).respond_with(refusal).mount(&closed).await;
    let address = format!("{}/@jun/119", closed.uri());
    let known = json!({"statuses": [{"id": "own-7"}]});
    Mock::given(path("/api/v2/search"))
        .and(query_param("q", &address))
        .and(query_param("resolve", "true"))
        .and(header("authorization", "Bearer token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(known))
        .mount(&own)
        .await;
    serve(&own, "/api/v1/statuses/own-7", &fixture("mastodon/quoted.json")).await;
    serve(&own, "/api/v1/statuses/own-7/context", &json!({})).await;
    let access = Access::Mastodon { server: url(&own), token: "token".to_owned() };
    let source = mastodon(&[&closed]);
    assert!(matches!(search(&source, &address).await, Err(SourceError::Closed { .. })));
    let found = search_as(&source, &address, access).await.expect("answers");
    assert_eq!(words(&found), ["The tide is high."]);
    assert_eq!(found.posts[0].post.captured_via, host(&own));
}

#[tokio::test]
async fn addresses_of_objects_lead_to_the_post() {
    let server = MockServer::start().await;
    let to_notice = ResponseTemplate::new(302).insert_header("location", "/notice/AbC9");
    Mock::given(path("/objects/0c1b6e7e")).respond_with(to_notice).mount(&server).await;
    let page = ResponseTemplate::new(200).set_body_raw("<html>", "text/html");
    Mock::given(path("/notice/AbC9")).respond_with(page).mount(&server).await;
    serve(&server, "/api/v1/statuses/AbC9", &fixture("mastodon/quoted.json")).await;
    let address = format!("{}/objects/0c1b6e7e", server.uri()).parse().expect("an address");
    let captured = mastodon(&[&server]).capture(&address, None).await.expect("answers").expect("a post");
    assert_eq!(captured.post.author.name, "潤");
}

#[tokio::test]
async fn posts_for_followers_are_not_taken() {
    let server = MockServer::start().await;
    let mut status = fixture("mastodon/status.json");
    status["visibility"] = "private".into();
    serve(&server, "/api/v1/statuses/110", &status).await;
    let address = format!("{}/@mara/110", server.uri()).parse().expect("an address");
    let error = mastodon(&[&server]).capture(&address, None).await.expect_err("refused");
    assert!(matches!(error, SourceError::NotAllowed(_)), "{error}");
}

#[tokio::test]
async fn a_token_is_tried_before_it_is_kept() {
    let server = MockServer::start().await;
    let account = json!({"id": "7", "username": "mara", "acct": "mara", "url": "https://river.example/@mara"});
    let good = ResponseTemplate::new(200).set_body_json(account);
    let refused = ResponseTemplate::new(401).set_body_json(json!({"error": "Das Zugriffstoken ist ungültig"}));
    let at = "/api/v1/accounts/verify_credentials";
    Mock::given(path(at)).and(header("authorization", "Bearer good")).respond_with(good).mount(&server).await;
    Mock::given(path(at)).respond_with(refused).with_priority(9).mount(&server).await;
    let access = |token: &str| Access::Mastodon { server: url(&server), token: token.to_owned() };
    let source = mastodon(&[&server]);
    assert_eq!(source.check_access(&access("good")).await, Ok(format!("@mara@{}", host(&server))));
    let error = source.check_access(&access("bad")).await.expect_err("refused");
    assert_eq!(error, SourceError::AccessRefused { host: host(&server) });
}
