//! Style sheets of accents: pages may hold no style of their own, so a story's accent is asked for by its colours.

use axum::response::{IntoResponse, Response};
use http::header;
use shared::presentation::Color;

use crate::error::{AppError, AppResult};
use crate::extract::Path;

/// `GET /accents/{day}-{night}.css`: the same for ever, since the address says all of it.
pub async fn style(Path(file): Path<String>) -> AppResult<Response> {
    let (day, night) = colors(&file).ok_or(AppError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    // Outside of the layers of the other style sheets, and so above them.
    Ok((headers, format!(":root{{--accent:light-dark({day},{night})}}\n")).into_response())
}

fn colors(file: &str) -> Option<(Color, Color)> {
    let (day, night) = file.strip_suffix(".css")?.split_once('-')?;
    let color = |digits: &str| format!("#{digits}").parse().ok();
    Some((color(day)?, color(night)?))
}
