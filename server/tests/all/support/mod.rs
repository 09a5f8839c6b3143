//! A whole server in a temporary folder, and clients for it.

use std::sync::Arc;

use axum::body::Body;
use chrono::{DateTime, Utc};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use server::accounts;
use server::clock::FixedClock;
use server::publish::ready::ReadyPages;
use server::state::AppState;
use tempfile::TempDir;
use tower::ServiceExt as _;

pub mod events;

/// The password of every account that [`TestApp::account`] makes.
pub const PASSWORD: &str = "correct horse battery";

/// A server with a database of its own. The clock stands still at a Wednesday evening.
pub struct TestApp {
    /// Every address of the server.
    pub service: ReadyPages,
    /// What its handlers see.
    pub state: AppState,
    /// The clock, to be moved.
    pub clock: Arc<FixedClock>,
    /// The data folder; gone with the test.
    pub folder: TempDir,
}

impl TestApp {
    /// Starts a server with the built-in source.
    pub async fn new() -> Self {
        Self::with_arguments(&[]).await
    }

    /// Starts a server with further command-line arguments of `sheaf serve`.
    pub async fn with_arguments(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let now: DateTime<Utc> = "2026-11-25T20:00:00Z".parse().expect("a time");
        let clock = Arc::new(FixedClock::new(now));
        let config = server::config::Config::for_tests(folder.path(), arguments);
        let state = AppState::open(config, Arc::clone(&clock) as _).await.expect("the server starts");
        let service = server::router::service(state.clone());
        Self { service, state, clock, folder }
    }

    /// Somebody who is not signed in.
    pub fn anybody(&self) -> Client {
        Client { service: self.service.clone(), headers: HeaderMap::new() }
    }

    /// A new account, and a client that acts for it by API token.
    pub async fn account(&self, handle: &str) -> Client {
        let now = server::clock::Clock::now(self.clock.as_ref());
        let mut conn = self.state.db.acquire().await.expect("a connection");
        let handle = handle.parse().expect("a handle");
        let id = accounts::create_account(&mut conn, &handle, "Test Curator", PASSWORD, now).await.expect("created");
        let token = accounts::create_token(&mut conn, id, "test", now).await.expect("a token");
        let mut client = self.anybody();
        client.headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        client
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    service: ReadyPages,
    /// Sent with every request.
    pub headers: HeaderMap,
}

impl Client {
    /// Asks for something.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Body::empty()).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, "application/json", Body::from(body.to_string())).await
    }

    /// Sends a form.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", Body::from(body)).await
    }

    /// Deletes something.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "", Body::empty()).await
    }

    /// Opens a stream and does not wait for its end.
    pub async fn open(&self, path: &str, header: Option<(&'static str, &str)>) -> http::Response<Body> {
        let mut request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        request.headers_mut().extend(self.headers.clone());
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().expect("a header"));
        }
        self.service.clone().oneshot(request).await.expect("the router never fails")
    }

    /// Sends anything.
    pub async fn send(&self, method: Method, path: &str, content_type: &str, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).body(body).expect("a request");
        request.headers_mut().extend(self.headers.clone());
        if !content_type.is_empty() {
            request.headers_mut().insert(header::CONTENT_TYPE, content_type.parse().expect("a header"));
        }
        request.extensions_mut().insert(axum::extract::ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 4242))));
        let response = self.service.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// One header, or nothing.
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Expects a status, showing the body when it is another.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// Expects a problem of a kind; gives its words.
    #[track_caller]
    pub fn expect_problem(self, status: StatusCode, kind: &str) -> String {
        let answer = self.expect(status);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["type"], format!("/problems/{kind}"));
        assert_eq!(problem["status"], status.as_u16());
        problem["detail"].as_str().expect("words").to_owned()
    }
}
