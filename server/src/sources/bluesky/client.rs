//! Asking the network's services (XRPC), as a visitor or with an app password.

use std::sync::Arc;

use http::StatusCode;
use serde::Deserialize as _;
use serde_json::{Value, json};
use url::Url;

use super::session::{Session, Sessions};
use crate::clock::Clock;
use crate::fetch::{Expect, Fetched, Fetcher, Request, host_of};
use crate::sources::answer::{self, Caller};
use crate::sources::provenance::Provenance;
use crate::sources::{Access, SourceError};

/// What to do where visitors are not answered.
const ADVICE: &str = "Connect a Bluesky app password under Settings → Connections; a free account is enough.";

/// Why a call gave no answer.
#[derive(Debug)]
enum Failure {
    /// The token ran out; worth another try with a new one.
    Expired,
    /// Anything else.
    Final(SourceError),
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Final(error)
    }
}

/// Asks services.
#[derive(Clone)]
pub(super) struct Client {
    pub fetcher: Fetcher,
    pub clock: Arc<dyn Clock>,
    /// Where app passwords are signed in.
    pub pds: Url,
    pub sessions: Sessions,
}

impl Client {
    /// Asks as a visitor.
    pub async fn query(&self, service: &Url, method: &str, query: &[(&str, &str)]) -> Result<Value, SourceError> {
        let request = Request::get(address(service, method, query), Expect::Json);
        self.call(request, Caller::Visitor(ADVICE)).await.map_err(|failure| match failure {
            Failure::Expired => SourceError::AccessRefused { host: host_of(service) },
            Failure::Final(error) => error,
        })
    }

    /// Asks through the curator's own server, which passes the question on.
    pub async fn query_as(&self, access: &Access, method: &str, query: &[(&str, &str)]) -> Result<Value, SourceError> {
        let refused = || SourceError::AccessRefused { host: host_of(&self.pds) };
        let ask = async |session: &Session| {
            let request = Request::get(address(&self.pds, method, query), Expect::Json).bearer(&session.access_jwt);
            self.call(request, Caller::Member).await
        };
        let session = self.session(access).await?;
        let failure = match ask(&session).await {
            Ok(answer) => return Ok(answer),
            Err(failure) => failure,
        };
        if let Failure::Final(error) = failure {
            return Err(error);
        }
        let renewed = self.renew(access, &session).await?;
        ask(&renewed).await.map_err(|failure| match failure {
            Failure::Expired => refused(),
            Failure::Final(error) => error,
        })
    }

    /// An open session, or a new one.
    async fn session(&self, access: &Access) -> Result<Session, SourceError> {
        let (identifier, password) = credentials(access)?;
        match self.sessions.get(identifier, password).await {
            Some(session) => Ok(session),
            None => self.sign_in(access).await,
        }
    }

    /// Trades the refresh token for new ones. When it has run out too, signs in again.
    async fn renew(&self, access: &Access, session: &Session) -> Result<Session, SourceError> {
        let (identifier, password) = credentials(access)?;
        let url = address(&self.pds, "com.atproto.server.refreshSession", &[]);
        let request = Request::post_empty(url).bearer(&session.refresh_jwt);
        match self.call(request, Caller::Member).await.map(|answer| Session::deserialize(&answer)) {
            Ok(Ok(renewed)) => {
                self.sessions.keep(identifier, password, renewed.clone()).await;
                Ok(renewed)
            }
            Err(Failure::Final(error @ (SourceError::Unreachable { .. } | SourceError::SlowDown { .. }))) => Err(error),
            _ => self.sign_in(access).await,
        }
    }

    /// Signs in with the app password.
    pub async fn sign_in(&self, access: &Access) -> Result<Session, SourceError> {
        let (identifier, password) = credentials(access)?;
        let body = json!({ "identifier": identifier, "password": password });
        let request = Request::post_json(address(&self.pds, "com.atproto.server.createSession", &[]), &body);
        let refused = || SourceError::AccessRefused { host: host_of(&self.pds) };
        let answer = self.call(request, Caller::Member).await.map_err(|failure| match failure {
            Failure::Expired | Failure::Final(SourceError::Gone) => refused(),
            Failure::Final(error) => error,
        })?;
        let session = Session::deserialize(&answer).map_err(|_| SourceError::NotUnderstood {
            host: host_of(&self.pds),
            reason: "a sign-in without a session".to_owned(),
        })?;
        self.sessions.keep(identifier, password, session.clone()).await;
        Ok(session)
    }

    async fn call(&self, request: Request, caller: Caller) -> Result<Value, Failure> {
        let fetched = self.fetcher.fetch(request).await.map_err(SourceError::from)?;
        match (fetched.status, error_name(&fetched).as_deref()) {
            (StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED, Some("ExpiredToken" | "InvalidToken")) => {
                Err(Failure::Expired)
            }
            // The lexicon's errors come with status 400: a post that is gone, a name that nobody has.
            (StatusCode::BAD_REQUEST, Some(_)) => Err(SourceError::Gone.into()),
            (status, _) if !status.is_success() => Err(answer::refusal(&fetched, caller, self.clock.now()).into()),
            _ => serde_json::from_slice(&fetched.body)
                .map_err(|_| answer::not_understood(&fetched, "half an answer, or not JSON").into()),
        }
    }

    /// Where and when what is read now comes from.
    pub fn provenance(&self, service: &Url) -> Provenance {
        Provenance::now(service, &*self.clock)
    }
}

fn credentials(access: &Access) -> Result<(&str, &str), SourceError> {
    match access {
        Access::Bluesky { identifier, app_password } => Ok((identifier, app_password)),
        Access::Mastodon { .. } => {
            Err(SourceError::Unsupported("This is not an app password of a Bluesky account.".to_owned()))
        }
    }
}

fn address(service: &Url, method: &str, query: &[(&str, &str)]) -> Url {
    let mut url = service.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(["xrpc", method]);
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// The name of a failure, in the body that XRPC promises.
fn error_name(fetched: &Fetched) -> Option<String> {
    let body: Value = serde_json::from_slice(&fetched.body).ok().filter(|_| !fetched.status.is_success())?;
    body.get("error")?.as_str().map(str::to_owned)
}
