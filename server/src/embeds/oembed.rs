//! oEmbed 1.0 (<https://oembed.com>): what a story is, for sites where somebody pastes its link.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use quick_xml::events::BytesText;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{HEIGHT, WIDTH, sized_embed_html};
use crate::error::{AppError, AppResult};
use crate::extract::Query;
use crate::publish::store;
use crate::state::AppState;
use crate::stories::store::public_url;

/// The smallest frame in which a story can be read, in pixels.
const SMALLEST: u32 = 200;

/// A consumer's question.
#[derive(Deserialize)]
pub struct Question {
    url: String,
    format: Option<String>,
    maxwidth: Option<u32>,
    maxheight: Option<u32>,
}

/// The answer, of type `rich`.
#[derive(Debug, Serialize)]
struct Answer {
    #[serde(rename = "type")]
    kind: &'static str,
    version: &'static str,
    title: String,
    author_name: String,
    author_url: String,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    html: String,
    width: u32,
    height: u32,
}

/// `GET /oembed`: JSON unless XML is asked for; 501 for any other format, 404 for what is not a published story here.
///
/// # Errors
/// [`AppError::NotFound`] for addresses elsewhere and stories that readers cannot see.
pub async fn oembed(State(state): State<AppState>, Query(question): Query<Question>) -> AppResult<Response> {
    let (handle, slug) = story_of(&state.base_url, &question.url).ok_or(AppError::NotFound)?;
    let row = {
        let mut conn = state.db.acquire().await?;
        store::find(&mut conn, &handle, &slug).await?.ok_or(AppError::NotFound)?
    };
    let url = public_url(&state.base_url, &row.handle, &row.slug);
    let title = row.document.0.document.title;
    let width = question.maxwidth.unwrap_or(WIDTH).clamp(SMALLEST, WIDTH);
    let height = question.maxheight.unwrap_or(HEIGHT).clamp(SMALLEST, HEIGHT);
    let answer = Answer {
        kind: "rich",
        version: "1.0",
        author_name: row.curator,
        author_url: format!("{}/@{}", state.base_url, row.handle),
        provider_name: "Sheaf",
        provider_url: state.base_url.clone(),
        cache_age: 3600,
        html: sized_embed_html(&url, &title, width, height),
        title,
        width,
        height,
    };
    match question.format.as_deref().unwrap_or("json") {
        "json" => Ok(open_to_all(axum::Json(answer).into_response())),
        "xml" => {
            let content_type = [(header::CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"))];
            let xml = to_xml(&answer).map_err(anyhow::Error::from)?;
            Ok(open_to_all((content_type, xml).into_response()))
        }
        other => {
            let words = format!("oEmbed is offered as json and xml here, not as “{other}”.");
            Ok((StatusCode::NOT_IMPLEMENTED, words).into_response())
        }
    }
}

/// Scripts of other sites may ask, too: there is nothing private in it.
fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// Handle and slug of a story's address on this installation, with or without `/embed`.
fn story_of(base_url: &str, url: &str) -> Option<(String, String)> {
    let (base, url) = (Url::parse(base_url).ok()?, Url::parse(url.trim()).ok()?);
    if (url.host_str(), url.port_or_known_default()) != (base.host_str(), base.port_or_known_default()) {
        return None;
    }
    let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
    let mut segments = path.trim_matches('/').split('/');
    let handle = segments.next()?.strip_prefix('@')?;
    let slug = percent_decode(segments.next()?);
    matches!(segments.next(), None | Some("embed")).then(|| (handle.to_owned(), slug))
}

fn percent_decode(segment: &str) -> String {
    // A path keeps `+` as it is, where a form means a space by it.
    let segment = segment.replace('+', "%2B");
    url::form_urlencoded::parse(segment.as_bytes()).next().map(|(decoded, _)| decoded.into_owned()).unwrap_or_default()
}

fn to_xml(answer: &Answer) -> std::io::Result<String> {
    let numbers = [answer.cache_age, answer.width, answer.height].map(|number| number.to_string());
    let fields = [
        ("type", answer.kind),
        ("version", answer.version),
        ("title", &answer.title),
        ("author_name", &answer.author_name),
        ("author_url", &answer.author_url),
        ("provider_name", answer.provider_name),
        ("provider_url", &answer.provider_url),
        ("cache_age", &numbers[0]),
        ("html", &answer.html),
        ("width", &numbers[1]),
        ("height", &numbers[2]),
    ];
    let mut writer = quick_xml::Writer::new(br#"<?xml version="1.0" encoding="utf-8" standalone="yes"?>"#.to_vec());
    writer.create_element("oembed").write_inner_content(|writer| {
        for (name, value) in fields {
            writer.create_element(name).write_text_content(BytesText::new(value))?;
        }
        Ok(())
    })?;
    String::from_utf8(writer.into_inner()).map_err(std::io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::story_of;

    #[test]
    fn only_our_own_stories_are_recognised() {
        let found = |url| story_of("https://s.example/sheaf", url);
        let story = Some(("ada".to_owned(), "a-日".to_owned()));
        assert_eq!(found("https://s.example/sheaf/@ada/a-%E6%97%A5"), story);
        assert_eq!(found("https://s.example:443/sheaf/@ada/a-%E6%97%A5/embed?layout=list#x"), story);
        for stranger in [
            "https://other.example/sheaf/@ada/a",
            "https://s.example/sheaf/@ada",
            "https://s.example/sheaf/@ada/a/b",
            "nonsense",
        ] {
            assert_eq!(found(stranger), None, "{stranger}");
        }
    }
}
