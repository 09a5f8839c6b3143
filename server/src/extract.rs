//! axum's extractors, with our errors.

#![expect(clippy::disallowed_types, reason = "the one place that wraps axum's own extractors")]

use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;

use crate::error::AppError;

/// A JSON body; one that cannot be read is answered in words.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(AppError))]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// Parts of the path; what does not parse is not there.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(AppError))]
pub struct Path<T>(pub T);

/// The query; one that does not parse is answered in words.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(AppError))]
pub struct Query<T>(pub T);

/// A submitted form; one that lacks a field was not ours.
#[derive(FromRequest)]
#[from_request(via(axum::Form), rejection(AppError))]
pub struct Form<T>(pub T);

impl From<JsonRejection> for AppError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge(
                "That is more than fits into one request (2 MB). Split long texts into several, and upload pictures \
                 one by one."
                    .to_owned(),
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Self::BadRequest("Send JSON, with the header “Content-Type: application/json”.".to_owned())
            }
            _ => Self::BadRequest(format!("The JSON could not be read: {}", rejection.body_text())),
        }
    }
}

impl From<PathRejection> for AppError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for AppError {
    fn from(rejection: QueryRejection) -> Self {
        Self::BadRequest(format!("The address could not be read: {}", rejection.body_text()))
    }
}

impl From<FormRejection> for AppError {
    fn from(rejection: FormRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::TooLarge("That is more than fits into this form. Go back and shorten it.".to_owned())
            }
            _ => Self::BadRequest("The form arrived incomplete. Go back, reload the page and try again.".to_owned()),
        }
    }
}
