//! Rendering: views to pages, and errors to what the asker can read.

use std::sync::Arc;

use app::pages::error::{ErrorMessage, ErrorPage};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use shared::problem::Problem;

use crate::error::AppError;
use crate::state::AppState;

/// A page as a response.
pub fn page<V: IntoView + 'static>(view: impl FnOnce() -> V) -> Html<String> {
    Html(app::document::render(view))
}

/// Renders errors of the API as problem details (RFC 9457), those of axum itself included.
pub async fn problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let problem = match response.extensions().get::<Arc<AppError>>() {
        Some(error) => error.problem(),
        None if status.is_client_error() || status.is_server_error() => of_status(status),
        None => return response,
    };
    let mut headers = response.headers().clone();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    (status, headers, axum::Json(problem).into_response().into_body()).into_response()
}

fn of_status(status: StatusCode) -> Problem {
    let detail = match status {
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take that method; see /api/v1/openapi.json.",
        StatusCode::PAYLOAD_TOO_LARGE => "That is more than fits into one request.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long. Try again.",
        _ => "The request could not be answered.",
    };
    let title = status.canonical_reason().unwrap_or("Problem");
    Problem {
        kind: "about:blank".to_owned(),
        title: title.to_owned(),
        status: status.as_u16(),
        detail: detail.to_owned(),
        conflicts: Vec::new(),
        revision: None,
        retry_after: None,
    }
}

/// Renders errors of pages as pages; who must sign in is led to the form and back.
pub async fn error_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let here = request.uri().path_and_query().map(ToString::to_string);
    let reading = request.method().is_safe();
    let response = next.run(request).await;
    let Some(error) = response.extensions().get::<Arc<AppError>>().cloned() else { return response };
    if matches!(*error, AppError::SignInNeeded) {
        let next: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(here.filter(|_| reading).map(|here| ("next", here)))
            .finish();
        return Redirect::to(&format!("/login?{next}")).into_response();
    }
    let message =
        ErrorMessage { status: error.status().as_u16(), title: error.kind().1.to_owned(), detail: error.to_string() };
    let site = state.site(None);
    let body = page(move || view! { <ErrorPage site=site error=message /> });
    let mut rendered = (error.status(), body).into_response();
    if let Some(seconds) = error.retry_after() {
        rendered.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    rendered.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    rendered
}
