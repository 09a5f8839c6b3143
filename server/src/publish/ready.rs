//! The short way to what most requests ask for: the page of a story that is ready to be sent.
//!
//! Such a request needs nothing of what surrounds the handlers: it changes nothing, waits for nothing and cannot fail.
//! So it is answered before the router, with the very answer that the router would give. Everything else, a page that is
//! not ready included, goes to the router.

use std::convert::Infallible;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use futures::future::BoxFuture;
use http::{HeaderMap, Method, Uri};
use tower::Service;

use super::cache::Form;
use super::pages::answer;
use crate::state::AppState;

/// Answers with a page that is ready, else asks the router.
#[derive(Clone)]
pub struct ReadyPages {
    state: AppState,
    router: Router,
}

impl ReadyPages {
    /// Goes before a router.
    #[must_use]
    pub const fn new(state: AppState, router: Router) -> Self {
        Self { state, router }
    }

    async fn ready(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Response> {
        let (handle, slug, form) = page_of(method, uri)?;
        let page = self.state.pages.ready(handle, slug, form.plain()).await?;
        let response = answer(&self.state, &page, form, method, headers);
        self.state.metrics.ready.count(form, response.status());
        Some(response)
    }
}

impl Service<Request> for ReadyPages {
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let mut this = self.clone();
        Box::pin(async move {
            match this.ready(request.method(), request.uri(), request.headers()).await {
                Some(response) => Ok(response),
                None => this.router.call(request).await,
            }
        })
    }
}

/// The story and the form that a request names, if it does so in the plainest way: `/@ada/chat`, `/@ada/chat/embed`.
fn page_of<'a>(method: &Method, uri: &'a Uri) -> Option<(&'a str, &'a str, Form)> {
    let plain = *method == Method::GET && uri.query().is_none() && !uri.path().contains('%');
    let (handle, rest) = uri.path().strip_prefix("/@").filter(|_| plain)?.split_once('/')?;
    match rest.split_once('/') {
        None => Some((handle, rest, Form::Page)),
        Some((slug, "embed")) => Some((handle, slug, Form::Embed)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(method: Method, uri: &'static str) -> Option<(&'static str, &'static str, Form)> {
        let uri: &'static Uri = Box::leak(Box::new(Uri::from_static(uri)));
        page_of(&method, uri)
    }

    #[test]
    fn pages_and_embeds_go_the_short_way() {
        assert_eq!(named(Method::GET, "/@ada/chat"), Some(("ada", "chat", Form::Page)));
        assert_eq!(named(Method::GET, "/@ada/chat/embed"), Some(("ada", "chat", Form::Embed)));
    }

    #[test]
    fn everything_else_goes_to_the_router() {
        for uri in [
            "/",
            "/@ada",
            "/@ada/chat/versions",
            "/@ada/chat/v/3",
            "/@ada/chat?layout=grid",
            "/@ada/caf%C3%A9",
            "/studio",
        ] {
            assert_eq!(named(Method::GET, uri), None, "{uri}");
        }
        assert_eq!(named(Method::HEAD, "/@ada/chat"), None);
        assert_eq!(named(Method::POST, "/@ada/chat"), None);
    }
}
