//! Refuses writes that a page of another site made a visitor's browser send.
//!
//! Browsers say where a request comes from: newer ones in `Sec-Fetch-Site` (over HTTPS and on the machine itself),
//! all of them in `Origin`. No hidden form field is needed. This relies on a `Referrer-Policy` that is not
//! `no-referrer`: with it browsers send `Origin: null` from our own forms.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, header};
use url::{Origin, Url};

use super::signed_in::bearer_token;
use crate::error::AppError;
use crate::state::AppState;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Middleware for everything that sessions can reach; reading passes.
pub async fn refuse_cross_site(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || may_write(request.headers(), &state.base_url) {
        return next.run(request).await;
    }
    AppError::Forbidden(format!(
        "This was sent from another site, or from another address of this one, and nothing was changed. Open {} and \
         do it there.",
        state.base_url
    ))
    .into_response()
}

fn may_write(headers: &HeaderMap, base_url: &str) -> bool {
    // A browser never adds a bearer token by itself, so a request with one is meant.
    if bearer_token(headers).is_some() {
        return true;
    }
    match text(headers, &SEC_FETCH_SITE) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => comes_from_here(headers, base_url),
    }
}

fn comes_from_here(headers: &HeaderMap, base_url: &str) -> bool {
    let from = text(headers, &header::ORIGIN).or_else(|| text(headers, &header::REFERER));
    let (Some(from), Some(base)) = (from.and_then(origin), origin(base_url)) else { return false };
    from == base || is_asked_host(&from, &base, headers)
}

/// Whether a plain-HTTP page of the very host that is being asked sent this: an installation in a home or office
/// network may have more addresses than the configured one.
fn is_asked_host(from: &Origin, base: &Origin, headers: &HeaderMap) -> bool {
    let asked = text(headers, &header::HOST).and_then(|host| origin(&format!("http://{host}")));
    matches!(base, Origin::Tuple(scheme, ..) if scheme == "http") && asked.as_ref() == Some(from)
}

fn origin(address: &str) -> Option<Origin> {
    Url::parse(address).ok().map(|url| url.origin()).filter(Origin::is_tuple)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTTPS: &str = "https://stories.example";
    const HTTP: &str = "http://127.0.0.1:3000";

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    fn passes(base_url: &str, pairs: &[(&'static str, &'static str)]) -> bool {
        may_write(&headers(pairs), base_url)
    }

    #[test]
    fn what_the_browser_says_about_the_site_decides() {
        assert!(passes(HTTPS, &[("sec-fetch-site", "same-origin"), ("origin", "https://stories.example")]));
        assert!(passes(HTTPS, &[("sec-fetch-site", "none")]));
        for foreign in ["cross-site", "same-site", "something-new"] {
            assert!(!passes(HTTPS, &[("sec-fetch-site", foreign), ("origin", HTTPS)]), "{foreign}");
        }
    }

    #[test]
    fn without_that_header_the_origin_must_be_ours() {
        assert!(passes(HTTPS, &[("origin", "https://stories.example")]));
        assert!(passes(HTTPS, &[("referer", "https://stories.example/login?next=%2Fstudio")]));
        for foreign in ["https://evil.example", "http://stories.example", "https://stories.example:8443", "null"] {
            assert!(!passes(HTTPS, &[("origin", foreign)]), "{foreign}");
        }
        assert!(!passes(HTTPS, &[("origin", "https://evil.example"), ("referer", "https://stories.example/")]));
        assert!(!passes(HTTPS, &[]), "a request that says nothing about itself is not trusted");
    }

    #[test]
    fn over_plain_http_any_address_of_the_server_will_do() {
        assert!(passes(HTTP, &[("origin", "http://192.168.1.5:3000"), ("host", "192.168.1.5:3000")]));
        assert!(!passes(HTTP, &[("origin", "http://evil.example"), ("host", "192.168.1.5:3000")]));
        assert!(!passes(HTTPS, &[("origin", "http://stories.example"), ("host", "stories.example")]));
    }

    #[test]
    fn programs_with_a_token_need_no_origin() {
        assert!(passes(HTTPS, &[("authorization", "Bearer sheaf_x")]));
        assert!(!passes(HTTPS, &[("authorization", "Basic YWRhOng=")]), "browsers add this one by themselves");
    }
}
