use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta};
use shared::post::{Post, Quote};

use super::*;
use crate::clock::FixedClock;

fn sample() -> Sample {
    let now = DateTime::parse_from_rfc3339("2026-11-24T09:00:00Z").expect("a time").to_utc();
    Sample::new(Arc::new(FixedClock::new(now)))
}

fn everything() -> Vec<Captured> {
    let sample = sample();
    sample.captured(&sample.chat.entries().iter().collect::<Vec<_>>())
}

async fn search(term: SearchTerm) -> Vec<Captured> {
    let sample = sample();
    let mut posts = Vec::new();
    let mut request = SearchRequest { term, cursor: None, access: None };
    loop {
        let found = sample.search(&request).await.expect("answers");
        assert!(found.posts.len() <= PAGE || matches!(request.term, SearchTerm::Url(_)));
        posts.extend(found.posts);
        request.cursor = found.next;
        if request.cursor.is_none() {
            return posts;
        }
    }
}

fn texts(found: &[Captured]) -> Vec<String> {
    found.iter().map(|captured| captured.post.text.to_text()).collect()
}

fn by_uri(all: &[Captured]) -> BTreeMap<&str, &Post> {
    all.iter().map(|captured| (captured.post.uri.as_str(), &captured.post)).collect()
}

#[test]
fn the_chat_is_large_enough_to_try_things_on() {
    let all = everything();
    assert!(all.len() >= 115, "{} posts", all.len());
    assert_eq!(by_uri(&all).len(), all.len(), "addresses are unique");
    let authors: BTreeSet<&str> = all.iter().map(|captured| captured.post.author.handle.as_str()).collect();
    assert!(authors.len() >= 24, "{} people", authors.len());
    let count = |wanted: fn(&Post) -> bool| all.iter().filter(|captured| wanted(&captured.post)).count();
    assert!(count(|post| post.reposted_by.is_some()) >= 3);
    assert!(count(|post| post.warning.is_some()) >= 1);
    assert!(count(|post| post.card.is_some()) >= 3);
    assert!(count(|post| matches!(post.quote.as_deref(), Some(Quote::Shown { .. }))) >= 2);
    assert!(count(|post| post.language.as_deref() == Some("ar")) >= 3);
    assert!(count(|post| post.language.as_deref() == Some("ja")) >= 3);
}

#[test]
fn every_post_is_complete_and_in_order() {
    let all = everything();
    let evening = DateTime::parse_from_rfc3339("2026-11-18T20:00:00Z").expect("a time").to_utc();
    let mut last = evening;
    for Captured { post, .. } in &all {
        assert!(!post.author.name.is_empty() && post.author.handle.contains('@'), "{}", post.uri);
        assert!(has_tag(&post.text.to_text().to_lowercase(), "harbourchat"), "{}", post.uri);
        let at = post.published_at.expect("a time");
        if post.reposted_by.is_none() {
            assert!(at >= last && at <= evening + TimeDelta::minutes(70), "{} at {at}", post.uri);
            last = at;
        }
    }
}

#[test]
fn every_address_is_one_that_cannot_exist() {
    for Captured { post, .. } in everything() {
        let links = post.url.iter().chain(&post.author.url).chain(post.card.as_ref().map(|card| &card.url));
        for link in links {
            let url = Url::parse(link).expect("an address");
            let host = url.host_str().expect("a host");
            assert!(host.ends_with(".example") || host == "example.org", "{link}");
        }
    }
}

#[test]
fn replies_and_quotes_lead_to_posts_that_are_there() {
    let sample = sample();
    let all = everything();
    let known = by_uri(&all);
    for Captured { post, .. } in &all {
        if let Some(uri) = &post.reply_to {
            let answered = known[uri.as_str()];
            assert!(answered.published_at < post.published_at, "{} replies to a later post", post.uri);
        }
        assert_ne!(post.quote.as_deref(), Some(&Quote::Unavailable), "{}", post.uri);
    }
    for entry in sample.chat.entries() {
        assert_eq!(entry.reply_to.is_some(), entry.reply_to.and_then(|id| sample.chat.entry(id)).is_some());
    }
}

#[test]
fn every_picture_is_here_small_and_described() {
    for Captured { post, pictures, .. } in everything() {
        let origins: BTreeMap<_, _> = pictures.iter().cloned().collect();
        for shown in post.pictures() {
            let name = origins[&shown.id].strip_prefix(PICTURE_SCHEME).expect("built in");
            let file = picture(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert!(file.len() <= 20_000, "{name} has {} bytes", file.len());
            assert!(shown.width.is_some() && shown.height.is_some(), "{name} is no picture");
            assert_eq!(shown.alt.is_empty(), name.starts_with("avatars/"), "{name} needs a description");
        }
    }
}

#[test]
fn every_question_is_asked_once_and_answered() {
    let chat = Chat::built_in();
    let asked: Vec<u8> = chat.entries().iter().filter_map(|entry| entry.asks).collect();
    assert_eq!(asked, [1, 2, 3, 4, 5]);
    for question in asked {
        assert!(chat.entries().iter().filter(|entry| entry.answers == Some(question)).count() >= 10, "Q{question}");
    }
}

#[tokio::test]
async fn a_hashtag_gives_every_post_once_newest_first() {
    let found = search(SearchTerm::Hashtag("HarbourChat".to_owned())).await;
    let ids = |posts: &[Captured]| posts.iter().map(|captured| captured.post.uri.clone()).collect::<Vec<_>>();
    let mut expected = ids(&everything());
    expected.reverse();
    assert_eq!(ids(&found), expected);
    assert_eq!(search(SearchTerm::Hashtag("harbour".to_owned())).await, []);
}

#[tokio::test]
async fn words_are_found_in_texts_and_names() {
    let found = texts(&search(SearchTerm::Words("BUTTER stamp".to_owned())).await);
    assert!(!found.is_empty() && found.iter().all(|text| text.to_lowercase().contains("butter stamp")), "{found:?}");
    let found = search(SearchTerm::Words("ليلى".to_owned())).await;
    assert!(found.iter().any(|captured| captured.post.author.handle == "layla@chat.example"));
    assert!(!search(SearchTerm::Words("浮き玉".to_owned())).await.is_empty());
}

#[tokio::test]
async fn an_author_is_found_with_and_without_the_server() {
    let short = texts(&search(SearchTerm::Author("hamish".to_owned())).await);
    let long = texts(&search(SearchTerm::Author("Hamish@chat.example".to_owned())).await);
    assert!(short.len() >= 8);
    assert_eq!(short, long);
    assert_eq!(search(SearchTerm::Author("hamish@elsewhere.example".to_owned())).await, []);
}

#[tokio::test]
async fn an_address_gives_the_post_and_its_thread() {
    let all = everything();
    let third = all.iter().find(|captured| captured.post.text.to_text().starts_with("3/7")).expect("the thread");
    let found = search(SearchTerm::Url(format!("{}#top", third.post.uri))).await;
    assert_eq!(found[0].post.uri, third.post.uri);
    let texts = texts(&found);
    for number in 1..=7 {
        assert!(texts.iter().any(|text| text.starts_with(&format!("{number}/7"))), "{number}/7 is missing: {texts:?}");
    }
    assert!(texts.iter().any(|text| text.starts_with("Q2")), "the beginning is missing");
    assert!(!texts.iter().any(|text| text.starts_with("A2 A ledger")), "another answer is no part of the thread");
}

#[tokio::test]
async fn an_address_of_the_chat_is_captured_and_others_are_left_to_others() {
    let sample = sample();
    let url = |text: &str| Url::parse(text).expect("an address");
    let known = url("https://chat.example/@harbourchat/1002?utm_source=x");
    let captured = sample.capture(&known, None).await.expect("answers").expect("is there");
    assert_eq!(captured.post.captured_via, "built in, invented");
    assert_eq!(captured.post.captured_at, sample.clock.now());
    assert_eq!(sample.capture(&url("https://example.org/"), None).await, Ok(None));
    assert_eq!(sample.thread("https://chat.example/@nobody/1"), Err(SourceError::Gone));
}

#[tokio::test]
async fn what_nobody_said_leads_back_to_the_hashtag() {
    let request = SearchRequest { term: SearchTerm::Words("submarine poetry".to_owned()), cursor: None, access: None };
    let found = sample().search(&request).await.expect("answers");
    assert!(found.posts.is_empty() && found.notices[0].text.contains("#harbourchat"));
    let lost = SearchRequest { cursor: Some("elsewhere".to_owned()), ..request };
    assert!(matches!(sample().search(&lost).await, Err(SourceError::Unsupported(_))));
}
