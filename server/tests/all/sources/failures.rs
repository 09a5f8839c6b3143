//! Whatever goes wrong at a network, the curator is told what and what to do next.

use std::time::Duration;

use serde_json::json;
use server::sources::bluesky::Bluesky;
use server::sources::{Source, SourceError};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::support::*;

/// What a connector says when every request is answered like this.
async fn says(answer: ResponseTemplate, source: impl Fn(&MockServer) -> Box<dyn Source>) -> (String, SourceError) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let error = search(&*source(&server), "#tides").await.expect_err("a failure");
    (host(&server), error)
}

type Connect = fn(&MockServer) -> Box<dyn Source>;

fn sources() -> [(&'static str, Connect); 2] {
    [("mastodon", |server| Box::new(mastodon(&[server]))), ("bluesky", |server| Box::new(bluesky(server)))]
}

#[tokio::test]
async fn answers_that_are_no_answers_are_not_understood() {
    let cases = [
        (ResponseTemplate::new(200).set_body_raw("<html>Down</html>", "text/html"), "a web page instead of data"),
        (ResponseTemplate::new(200).set_body_raw("[{\"id\": \"1", "application/json"), "half an answer, or not JSON"),
        (ResponseTemplate::new(500).set_body_raw("<html>Oops</html>", "text/html"), "status 500"),
        (ResponseTemplate::new(502), "status 502"),
        (ResponseTemplate::new(404).set_body_raw("<html>Nothing here</html>", "text/html"), "status 404"),
    ];
    for (answer, expected) in cases {
        for (name, source) in sources() {
            let (host, error) = says(answer.clone(), source).await;
            assert_eq!(error, SourceError::NotUnderstood { host, reason: expected.to_owned() }, "{name}");
        }
    }
}

#[tokio::test]
async fn refusals_say_how_to_get_in() {
    let cases = [
        ResponseTemplate::new(401).set_body_json(json!({"error": "This method requires an authenticated user"})),
        ResponseTemplate::new(403).set_body_raw("<html>Request forbidden</html>", "text/html"),
    ];
    for answer in cases {
        for (name, source) in sources() {
            let (at, error) = says(answer.clone(), source).await;
            assert!(matches!(&error, SourceError::Closed { host, .. } if *host == at), "{name}: {error}");
            assert!(error.to_string().contains("Settings → Connections"), "{name}: {error}");
        }
    }
}

#[tokio::test]
async fn every_form_of_asking_for_patience_is_understood() {
    let cases = [
        (("x-ratelimit-reset", "2026-11-24T08:05:00.350Z"), Some("08:05")),
        (("ratelimit-reset", "1795507500"), Some("08:05")),
        (("retry-after", "300"), Some("08:05")),
        (("retry-after", "Tue, 24 Nov 2026 08:05:00 GMT"), Some("08:05")),
        (("retry-after", "soon"), None),
        (("retry-after", "999999999"), Some("")),
        (("x-other", "1"), None),
    ];
    for ((name, value), time) in cases {
        for (connector, source) in sources() {
            let (_, error) = says(ResponseTemplate::new(429).insert_header(name, value), source).await;
            let SourceError::SlowDown { until, .. } = &error else { panic!("{connector}: {error}") };
            assert_eq!(until.is_some(), time.is_some(), "{connector}: {name}: {value}");
            if let Some(time) = time.filter(|time| !time.is_empty()) {
                assert!(error.to_string().ends_with(&format!("Try again at {time} UTC.")), "{connector}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn silence_is_not_waited_for_without_end() {
    let sources: [(&str, Connect); 2] = [
        ("mastodon", |server| Box::new(mastodon_by(impatient(), &[server]))),
        ("bluesky", |server| Box::new(Bluesky::new(&config(server), impatient(), clock()))),
    ];
    for (name, source) in sources {
        let (at, error) = says(ResponseTemplate::new(200).set_delay(Duration::from_secs(30)), source).await;
        assert!(matches!(&error, SourceError::Unreachable { host, .. } if *host == at), "{name}: {error}");
        assert!(error.to_string().contains("no answer within"), "{name}: {error}");
    }
}

#[tokio::test]
async fn a_made_up_cursor_asks_nobody() {
    let server = MockServer::start().await;
    let request = server::sources::SearchRequest { cursor: Some("made up".to_owned()), ..request("#tides") };
    let error = mastodon(&[&server]).search(&request).await.expect_err("refused");
    assert!(matches!(error, SourceError::Unsupported(_)), "{error}");
    assert_eq!(server.received_requests().await.map(|requests| requests.len()), Some(0));
}
