//! Server-sent events as a browser reads them.

use std::time::Duration;

use axum::body::Body;
use http::StatusCode;
use http::header::{self, HeaderMap};
use http_body_util::BodyExt as _;
use serde_json::Value;

use super::Client;

/// An open stream.
pub struct EventStream {
    /// What it was answered with.
    pub headers: HeaderMap,
    patience: Duration,
    body: Body,
    heard: String,
}

impl EventStream {
    /// Opens a stream on which each event is waited for so long; a browser that comes back names the last event that it
    /// was sent.
    pub async fn open(client: &Client, path: &str, last_seen: Option<&str>, patience: Duration) -> Self {
        let response = client.open(path, last_seen.map(|id| ("last-event-id", id))).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        let headers = response.headers().clone();
        Self { headers, patience, body: response.into_body(), heard: String::new() }
    }

    /// The next block: an event's name, identifier and data, or nothing of the three for a comment. `None` when the
    /// stream has ended.
    pub async fn next(&mut self) -> Option<(String, String, Value)> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim();
                let data = serde_json::from_str(field("data:")).unwrap_or(Value::Null);
                let event = (field("event:").to_owned(), field("id:").to_owned(), data);
                self.heard = rest.to_owned();
                return Some(event);
            }
            let frame = tokio::time::timeout(self.patience, self.body.frame()).await.expect("an event in time");
            let data = frame?.expect("the stream holds").into_data().expect("data");
            self.heard.push_str(std::str::from_utf8(&data).expect("text"));
        }
    }
}
