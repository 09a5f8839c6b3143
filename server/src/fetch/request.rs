//! What to ask for, and what came back.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;
use url::Url;

/// The most bytes of a body, unless the request says otherwise: a thread of thousands of posts fits.
const MAX_BYTES: usize = 16_000_000;

/// What a body must be for a successful answer to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Anything.
    Any,
    /// JSON of any kind.
    Json,
    /// A picture.
    Picture,
}

impl Expect {
    /// In words, for messages.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Any => "something",
            Self::Json => "data",
            Self::Picture => "a picture",
        }
    }

    const fn accept(self) -> &'static str {
        match self {
            Self::Any => "text/html,application/xhtml+xml,image/*;q=0.9,*/*;q=0.5",
            Self::Json => "application/json",
            Self::Picture => "image/webp,image/png,image/jpeg,image/gif;q=0.9,image/*;q=0.5",
        }
    }

    /// Whether a content type is of this kind. Some servers send none: then the body has to show what it is.
    pub(super) fn takes(self, mime: &str) -> bool {
        match self {
            Self::Any => true,
            // Scripts and plain text are what old servers call it; the body has to parse anyway.
            Self::Json => {
                mime.is_empty()
                    || mime.ends_with("json")
                    || mime.ends_with("javascript")
                    || matches!(mime, "text/plain" | "application/octet-stream")
            }
            // Object stores often do not know what they keep.
            Self::Picture => {
                mime.is_empty()
                    || mime.starts_with("image/")
                    || matches!(mime, "application/octet-stream" | "binary/octet-stream")
            }
        }
    }
}

/// A request, with its limits.
#[derive(Clone, Debug)]
pub struct Request {
    pub(super) url: Url,
    pub(super) body: Option<Bytes>,
    pub(super) headers: HeaderMap,
    pub(super) expect: Expect,
    pub(super) max_bytes: usize,
    pub(super) cut: bool,
}

impl Request {
    /// Asks for what is at an address.
    #[must_use]
    pub fn get(url: Url, expect: Expect) -> Self {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(expect.accept()))]);
        Self { url, body: None, headers, expect, max_bytes: MAX_BYTES, cut: false }
    }

    /// Sends JSON and expects JSON. Such a request is never redirected: it may carry a password.
    #[must_use]
    pub fn post_json(url: Url, body: &Value) -> Self {
        let mut request = Self::get(url, Expect::Json);
        request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request.body = Some(Bytes::from(body.to_string()));
        request
    }

    /// Sends nothing but the request itself and expects JSON.
    #[must_use]
    pub fn post_empty(url: Url) -> Self {
        let mut request = Self::get(url, Expect::Json);
        request.body = Some(Bytes::new());
        request
    }

    /// Sends an access token, to this host only: a redirect to another host leaves it out.
    #[must_use]
    pub fn bearer(mut self, token: &str) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(&format!("Bearer {token}")) {
            value.set_sensitive(true);
            self.headers.insert(AUTHORIZATION, value);
        }
        self
    }

    /// Refuses a longer body.
    #[must_use]
    pub const fn at_most(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Reads the beginning of a longer body: enough for the head of a page.
    #[must_use]
    pub const fn cut_at(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self.cut = true;
        self
    }
}

/// An answer of any status. The body of a failure is read too, as far as it goes; its type is not checked.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it came from, after redirects.
    pub url: Url,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Bytes,
}

impl Fetched {
    /// The content type without parameters, in lower case; empty when there is none.
    #[must_use]
    pub fn mime(&self) -> String {
        mime(&self.headers)
    }

    /// A header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

pub(super) fn mime(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
