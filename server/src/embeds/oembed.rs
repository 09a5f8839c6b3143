//! oEmbed 1.0 (<https://oembed.com>): what a story is, for sites where somebody pastes its link.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use shared::presentation::Layout;
use shared::story::shown_title;
use url::Url;

use super::{HEIGHT, WIDTH, embed_url, sized_embed_html};
use crate::cards::{SIZE as CARD, card_url};
use crate::error::{AppError, AppResult};
use crate::extract::Query;
use crate::publish::store;
use crate::state::AppState;
use crate::stories::store::public_url;
use crate::xml::{self, text_element};

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
    #[serde(flatten)]
    thumbnail: Option<Thumbnail>,
}

/// The story's card, for those who show a preview.
#[derive(Debug, Serialize)]
struct Thumbnail {
    thumbnail_url: String,
    thumbnail_width: u32,
    thumbnail_height: u32,
}

impl Thumbnail {
    /// The card, unless it is larger than there is room for: by the rules it must not be.
    fn within(question: &Question, story_url: &str, version: u32) -> Option<Self> {
        let (thumbnail_width, thumbnail_height) = CARD;
        let fits = |most: Option<u32>, size: u32| most.is_none_or(|most| size <= most);
        let room = fits(question.maxwidth, thumbnail_width) && fits(question.maxheight, thumbnail_height);
        room.then(|| Self { thumbnail_url: card_url(story_url, version), thumbnail_width, thumbnail_height })
    }
}

/// `GET /oembed`: JSON unless XML is asked for; 501 for any other format, 404 for what is not a published story here,
/// 400 for a question without an address or with a size that is no number.
///
/// # Errors
/// [`AppError::NotFound`] for addresses elsewhere and stories that readers cannot see.
pub async fn oembed(State(state): State<AppState>, Query(question): Query<Question>) -> AppResult<Response> {
    let write = match question.format.as_deref().unwrap_or("json") {
        "json" => in_json,
        "xml" => in_xml,
        other => {
            let words = format!("oEmbed is offered as json and xml here, not as “{other}”.");
            return Ok((StatusCode::NOT_IMPLEMENTED, words).into_response());
        }
    };
    let Named { handle, slug, query } = story_of(&state.base_url, &question.url).ok_or(AppError::NotFound)?;
    let row = {
        let mut conn = state.db.acquire().await?;
        store::edition(&mut conn, &handle, &slug).await?.ok_or(AppError::NotFound)?
    };
    let url = public_url(&state.base_url, &row.handle, &row.slug);
    let src = format!("{}{query}", embed_url(&url));
    let title = shown_title(&row.title).to_owned();
    // A frame is never larger than the consumer has room for.
    let width = question.maxwidth.map_or(WIDTH, |most| most.clamp(1, WIDTH));
    let height = question.maxheight.map_or(HEIGHT, |most| most.clamp(1, HEIGHT));
    let answer = Answer {
        kind: "rich",
        version: "1.0",
        author_name: row.curator,
        author_url: format!("{}/@{}", state.base_url, row.handle),
        provider_name: "Sheaf",
        provider_url: state.base_url.clone(),
        cache_age: 3600,
        html: sized_embed_html(&url, &src, &title, width, height),
        thumbnail: u32::try_from(row.number).ok().and_then(|version| Thumbnail::within(&question, &url, version)),
        title,
        width,
        height,
    };
    Ok(open_to_all(write(answer)?))
}

fn in_json(answer: Answer) -> AppResult<Response> {
    Ok(axum::Json(answer).into_response())
}

fn in_xml(answer: Answer) -> AppResult<Response> {
    let content_type = [(header::CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"))];
    let xml = to_xml(&answer).map_err(anyhow::Error::from)?;
    Ok((content_type, xml).into_response())
}

/// Scripts of other sites may ask, too: there is nothing private in it.
fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// What an address names.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    handle: String,
    slug: String,
    /// What its frame is asked for, with the question mark: the layout that the address asks for.
    query: String,
}

/// The story of an address on this installation, with or without `/embed`.
fn story_of(base_url: &str, url: &str) -> Option<Named> {
    let (base, url) = (Url::parse(base_url).ok()?, Url::parse(url.trim()).ok()?);
    if (url.host_str(), url.port_or_known_default()) != (base.host_str(), base.port_or_known_default()) {
        return None;
    }
    let path = url.path().strip_prefix(base.path().trim_end_matches('/'))?;
    let mut segments = path.trim_matches('/').split('/');
    let handle = segments.next()?.strip_prefix('@')?.to_owned();
    let slug = percent_decode(segments.next()?);
    let layout = url.query_pairs().find(|(name, _)| name == "layout").and_then(|(_, key)| Layout::from_key(&key));
    let query = layout.map_or_else(String::new, |layout| format!("?layout={}", layout.key()));
    matches!(segments.next(), None | Some("embed")).then_some(Named { handle, slug, query })
}

fn percent_decode(segment: &str) -> String {
    // A path keeps `+` as it is, where a form means a space by it.
    let segment = segment.replace('+', "%2B");
    url::form_urlencoded::parse(segment.as_bytes()).next().map(|(decoded, _)| decoded.into_owned()).unwrap_or_default()
}

fn to_xml(answer: &Answer) -> std::io::Result<String> {
    let numbers = [answer.cache_age, answer.width, answer.height].map(|number| number.to_string());
    let thumbnail = answer.thumbnail.as_ref().map(|thumbnail| {
        let Thumbnail { thumbnail_url, thumbnail_width, thumbnail_height } = thumbnail;
        [
            ("thumbnail_url", thumbnail_url.clone()),
            ("thumbnail_width", thumbnail_width.to_string()),
            ("thumbnail_height", thumbnail_height.to_string()),
        ]
    });
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
    xml::document(|writer| {
        writer.create_element("oembed").write_inner_content(|writer| {
            fields.into_iter().try_for_each(|(name, value)| text_element(writer, name, value))?;
            thumbnail.iter().flatten().try_for_each(|(name, value)| text_element(writer, name, value))
        })?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{Named, story_of};

    #[test]
    fn only_our_own_stories_are_recognised() {
        let found = |url| story_of("https://s.example/sheaf", url);
        let story = |query: &str| Some(Named { handle: "ada".into(), slug: "a-日".into(), query: query.into() });
        assert_eq!(found("https://s.example/sheaf/@ada/a-%E6%97%A5"), story(""));
        assert_eq!(found("https://s.example:443/sheaf/@ada/a-%E6%97%A5/embed?layout=list#x"), story("?layout=list"));
        assert_eq!(found("https://s.example/sheaf/@ada/a-%E6%97%A5/?layout=a%22%3E"), story(""));
        assert_eq!(found("https://s.example/sheaf/@ada/a-%E6%97%A5?layout=mosaic"), story(""), "no such layout");
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
