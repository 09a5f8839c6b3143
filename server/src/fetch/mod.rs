//! The only way out of the server.
//!
//! What curators paste and what networks answer decides where requests go, so every request is checked: only public
//! addresses after resolution (or hosts that the operator named), each redirect again, with limits on time, size and
//! type. No cookies, no proxy from the environment, and an honest name.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, LOCATION};
use reqwest::{Client, Response};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::metrics::{Counted, counted};
use policy::{OnlyPrivate, Policy, PublicResolver, Route};

mod address;
mod error;
mod policy;
mod request;

pub use error::FetchError;
pub(crate) use error::seconds;
pub use request::{Expect, Fetched, Request};

/// How long a request may take, redirects and body included.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The most redirects that are followed.
const MAX_REDIRECTS: usize = 5;
/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The most bytes of a failure's body: enough for its message.
const MAX_FAILURE_BYTES: usize = 64_000;

/// Fetches from other servers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Fetcher {
    policy: Arc<Policy>,
    public: Client,
    named: Client,
    timeout: Duration,
    failures: Counted,
}

impl Fetcher {
    /// A fetcher that calls itself `Sheaf/VERSION (+base_url)` and may also ask the private hosts in `allowed`.
    ///
    /// # Errors
    /// When the machine's certificates cannot be read.
    pub fn new(base_url: &str, allowed: &[String]) -> anyhow::Result<Self> {
        // Whoever comes first in this process installs the cryptography; a second attempt changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = format!("Sheaf/{} (+{base_url})", env!("CARGO_PKG_VERSION"));
        let public = client(&agent).dns_resolver(PublicResolver).build().context("preparing outgoing requests")?;
        let named = client(&agent).build().context("preparing outgoing requests")?;
        Ok(Self {
            policy: Arc::new(Policy::new(allowed)),
            public,
            named,
            timeout: TIMEOUT,
            failures: counted("reason", FetchError::KEYS),
        })
    }

    /// The same with another time limit for each request, redirects and body included.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Asks, and follows redirects. An answer of any status is an answer.
    ///
    /// # Errors
    /// When the address is not allowed, nothing (complete) comes back in time, or a successful answer is too large or
    /// of another type than expected.
    pub async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let answer = self.follow(request).await;
        if let Err(error) = &answer {
            self.failures.get_or_create(&[("reason", error.key())]).inc();
        }
        answer
    }

    /// How many requests have failed, by reason.
    #[must_use]
    pub const fn failures(&self) -> &Counted {
        &self.failures
    }

    async fn follow(&self, request: Request) -> Result<Fetched, FetchError> {
        let deadline = Instant::now() + self.timeout;
        let mut at = request.url.clone();
        let mut visited = vec![at.clone()];
        loop {
            let host = host_of(&at);
            let hop = timeout_at(deadline, self.hop(&request, &at)).await;
            let response = hop.map_err(|_| FetchError::TimedOut { host: host.clone(), limit: self.timeout })??;
            let Some(next) = redirect(&request, &response) else {
                let answer = timeout_at(deadline, read(&request, response, &host)).await;
                return answer.map_err(|_| FetchError::TimedOut { host, limit: self.timeout })?;
            };
            if visited.len() > MAX_REDIRECTS || visited.contains(&next) {
                return Err(FetchError::TooManyRedirects { host });
            }
            visited.push(next.clone());
            at = next;
        }
    }

    /// One request to one address, checked.
    async fn hop(&self, request: &Request, at: &Url) -> Result<Response, FetchError> {
        let client = match self.policy.check(at)? {
            Route::Public => &self.public,
            Route::Named => &self.named,
        };
        let mut headers = request.headers.clone();
        if at.origin() != request.url.origin() {
            headers.remove(AUTHORIZATION);
        }
        let outgoing = match &request.body {
            Some(body) => client.post(at.clone()).body(body.clone()),
            None => client.get(at.clone()),
        };
        outgoing.headers(headers).send().await.map_err(|error| unreachable(&host_of(at), &error))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where clients are made")]
fn client(agent: &str) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(agent)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(Duration::from_secs(30))
}

/// The host of an address, with its port where it is unusual, for messages.
pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or("the address");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn redirect(request: &Request, response: &Response) -> Option<Url> {
    if request.body.is_some() || !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    // Locations are often sent as raw UTF-8, which is not text to the http crate.
    let mut next = response.url().join(&String::from_utf8_lossy(location.as_bytes())).ok()?;
    next.set_fragment(None);
    Some(next)
}

/// Reads the body within the limits of the request.
async fn read(request: &Request, mut response: Response, host: &str) -> Result<Fetched, FetchError> {
    let (url, status, headers) = (response.url().clone(), response.status(), response.headers().clone());
    if !status.is_success() {
        let body = read_body(&mut response, MAX_FAILURE_BYTES, true, host).await.unwrap_or_default();
        return Ok(Fetched { url, status, headers, body });
    }
    let mime = request::mime(&headers);
    if !request.expect.takes(&mime) {
        let found = if mime.contains("html") { "a web page".to_owned() } else { mime };
        return Err(FetchError::WrongType { host: host.to_owned(), wanted: request.expect.noun(), found });
    }
    let body = read_body(&mut response, request.max_bytes, request.cut, host).await?;
    Ok(Fetched { url, status, headers, body })
}

/// Reads up to `limit` bytes as they are after decompression, so that a small download cannot swell without end.
async fn read_body(response: &mut Response, limit: usize, cut: bool, host: &str) -> Result<Bytes, FetchError> {
    let too_large = || FetchError::TooLarge { host: host.to_owned(), limit };
    if !cut && response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(host, &error))? {
        let room = limit - body.len();
        if chunk.len() > room {
            if !cut {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk[..room]);
            break;
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// An error and what caused it, down to the bottom.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let top: &(dyn Error + 'static) = error;
    std::iter::successors(Some(top), |error| (*error).source())
}

/// Puts a failed exchange into words by the cause at the bottom of it.
fn unreachable(host: &str, error: &reqwest::Error) -> FetchError {
    if causes(error).any(<dyn Error>::is::<OnlyPrivate>) {
        return policy::private(host);
    }
    let io = causes(error).find_map(|cause| cause.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    let reason = match io {
        _ if error.is_connect() && causes(error).any(|cause| cause.to_string().contains("dns error")) => {
            "there is no such host"
        }
        _ if causes(error).any(<dyn Error>::is::<rustls::Error>) => "its certificate is not valid",
        Some(std::io::ErrorKind::ConnectionRefused) => "connection refused",
        _ if error.is_timeout() => "no connection within 5 seconds",
        _ if error.is_connect() => "no connection",
        _ if error.is_decode() => "its answer is damaged",
        _ => "the connection broke off",
    };
    FetchError::Unreachable { host: host.to_owned(), reason: reason.to_owned() }
}
