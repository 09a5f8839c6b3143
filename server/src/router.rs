//! The map: every address, and what surrounds its handler.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::{HeaderValue, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::error::AppError;
use crate::openapi::ApiDoc;
use crate::publish::ready::ReadyPages;
use crate::render::{error_pages, problems};
use crate::state::AppState;
use crate::{
    accounts, assets, cards, checks, desk, embeds, exports, feeds, following, imports, live, media, metrics, policies,
    posts, publish, searches, session, statistics, stories, tray,
};

/// The most bytes of a JSON body.
const JSON_LIMIT: usize = 2 * 1024 * 1024;
/// The longest a request may take; searching three slow networks fits.
const PATIENCE: Duration = Duration::from_secs(60);

/// The whole server: pages that are ready, and every address.
pub fn service(state: AppState) -> ReadyPages {
    ReadyPages::new(state.clone(), router(state))
}

/// Every address of the server.
fn router(state: AppState) -> Router {
    let public = Router::new()
        .route("/", get(publish::pages::home))
        .route("/@{handle}", get(publish::pages::profile))
        .route("/@{handle}/{slug}", get(publish::pages::story))
        .route("/@{handle}/{slug}/v/{number}", get(publish::pages::version))
        .route("/@{handle}/{slug}/versions", get(publish::pages::versions))
        .layer(policy(policies::PUBLIC));
    let framed = Router::new()
        .route("/@{handle}/{slug}/embed", get(publish::pages::embed))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, state.embed_policy.clone()));
    // Not a page, though it lives beside one: what goes wrong is told to a program.
    let streams = Router::new()
        .route("/@{handle}/{slug}/live", get(following::pages::stream))
        .layer(middleware::from_fn(problems));
    let pages = public
        .merge(framed)
        .merge(studio())
        .route("/oembed", get(embeds::oembed::oembed))
        .route("/manifest.webmanifest", get(tray::save::manifest))
        .route("/robots.txt", get(feeds::sitemap::robots))
        .route("/sitemap.xml", get(feeds::sitemap::sitemap))
        .route("/metrics", get(metrics::pages::show))
        .merge(feeds())
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(state.clone(), session::refuse_cross_site))
        .layer(middleware::from_fn_with_state(state.clone(), error_pages))
        .layer(policy(policies::PUBLIC));
    let files = Router::new()
        .route("/assets/{file}", get(assets::file))
        .route("/accents/{file}", get(publish::accent::style))
        .route("/embed.js", get(assets::embed_script))
        .route("/media/{id}", get(media::pages::serve))
        .route("/healthz", get(healthy))
        .route("/readyz", get(ready));
    let [types, referrers] =
        policies::EVERYWHERE.map(|(name, value)| SetResponseHeaderLayer::if_not_present(name, value));
    pages
        .nest("/api/v1", api(&state))
        .nest("/studio/api", guarded(desk::router().fallback(not_found), &state))
        .merge(files)
        .merge(streams)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .merge(slow(&state))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), watch))
        .layer(types)
        .layer(referrers)
        .with_state(state)
}

/// What takes as long as a file takes to arrive.
fn slow(state: &AppState) -> Router<AppState> {
    let api = guarded(Router::new().route("/api/v1/import", post(imports::api::import)), state);
    let page = Router::new()
        .route("/settings/import", post(imports::pages::upload))
        // The file goes to a disk, and is counted on its way there.
        .layer(DefaultBodyLimit::disable())
        .layer(policy(policies::STUDIO))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
        .layer(middleware::from_fn_with_state(state.clone(), session::refuse_cross_site))
        .layer(middleware::from_fn_with_state(state.clone(), error_pages));
    api.merge(page)
}

fn feeds() -> Router<AppState> {
    Router::new()
        .route("/feed.atom", get(feeds::pages::everybody_atom))
        .route("/feed.json", get(feeds::pages::everybody_json))
        .route("/@{handle}/feed.atom", get(feeds::pages::curator_atom))
        .route("/@{handle}/feed.json", get(feeds::pages::curator_json))
        .route("/@{handle}/{slug}/card.png", get(cards::card))
        .route("/@{handle}/{slug}/feed.json", get(feeds::pages::story_json))
}

fn studio() -> Router<AppState> {
    let editor = Router::new().route("/studio/stories/{id}", get(stories::pages::edit)).layer(policy(policies::EDITOR));
    Router::new()
        .route("/studio", get(stories::pages::dashboard))
        .route("/studio/stories", post(stories::pages::begin))
        .route("/studio/tray", get(tray::pages::show).post(tray::pages::act))
        .route("/studio/save", get(tray::save::ask).post(tray::save::save))
        .route("/studio/stories/{id}/check", get(checks::pages::show))
        .route("/studio/stories/{id}/preview", get(stories::pages::preview))
        .route("/studio/stories/{id}/share", get(embeds::share::share))
        .route("/studio/stories/{id}/live", post(following::pages::choose))
        .route("/studio/stories/{id}/statistics", get(statistics::pages::show))
        .route("/studio/stories/{id}/delete", get(stories::pages::ask_delete).post(stories::pages::delete))
        .merge(editor)
        .merge(stories::people::pages::router())
        .merge(stories::history::pages::router())
        .merge(stories::appearance::router())
        .merge(accounts::pages::router())
        .layer(policy(policies::STUDIO))
        // What only its owner may see is not kept by browsers or proxies.
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
}

fn api(state: &AppState) -> Router<AppState> {
    let (router, openapi) = documented().split_for_parts();
    let openapi = axum::Json(openapi);
    guarded(router.route("/openapi.json", get(move || async { openapi })).fallback(not_found), state)
}

/// What surrounds everything that answers JSON.
fn guarded(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(DefaultBodyLimit::max(JSON_LIMIT))
        .layer(middleware::from_fn_with_state(state.clone(), session::refuse_cross_site))
        .layer(middleware::from_fn(problems))
        .layer(fixed(header::CACHE_CONTROL, "no-store"))
}

/// The API's routes with their documentation.
pub fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(ApiDoc::openapi())
        .routes(routes!(stories::api::list, stories::api::create))
        .routes(routes!(stories::api::show, stories::api::delete))
        .routes(routes!(stories::api::edit, stories::api::edit_log))
        .routes(routes!(stories::people::api::list, stories::people::api::add))
        .routes(routes!(stories::people::api::change, stories::people::api::remove))
        .routes(routes!(stories::people::api::invite))
        .routes(routes!(stories::people::api::uninvite))
        .routes(routes!(stories::history::api::show))
        .routes(routes!(stories::history::api::restore))
        .routes(routes!(live::api::events))
        .routes(routes!(live::api::presence))
        .routes(routes!(publish::api::publish, publish::api::unpublish))
        .routes(routes!(following::api::start, following::api::stop))
        .routes(routes!(statistics::api::show))
        .routes(routes!(exports::api::export))
        .routes(routes!(exports::stream::account))
        .routes(routes!(posts::api::sources))
        .routes(routes!(posts::api::search))
        .routes(routes!(posts::api::capture))
        .routes(routes!(posts::api::thread))
        .routes(routes!(checks::api::check))
        .routes(routes!(tray::api::list, tray::api::add))
        .routes(routes!(tray::api::add_batch))
        .routes(routes!(tray::api::remove))
        .routes(routes!(searches::api::list, searches::api::create))
        .routes(routes!(searches::api::remove))
        .routes(routes!(media::api::upload))
}

fn policy(policy: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    fixed(header::CONTENT_SECURITY_POLICY, policy)
}

/// Sets a header where the handler has not.
fn fixed(name: http::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

async fn not_found() -> AppError {
    AppError::NotFound
}

/// The process runs.
async fn healthy() -> &'static str {
    "ok"
}

/// The process can do its work: the database answers.
async fn ready(State(state): State<AppState>) -> Response {
    match sqlx::query("SELECT 1").execute(&state.db).await {
        Ok(_) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "The database does not answer.").into_response(),
    }
}

/// Counts every request, and logs a line for those that change something or fail; reading is too frequent to be news. The
/// route is told and not the address, which can hold a secret: an invitation's token.
async fn watch(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let status = response.status();
    let route = route.as_ref().map(MatchedPath::as_str);
    state.metrics.requests.count(&method, route, status, begun.elapsed());
    let path = route.unwrap_or_default();
    if status.is_server_error() {
        tracing::warn!(%method, path, status = status.as_u16(), "Answered with an error");
    } else if !method.is_safe() {
        tracing::info!(%method, path, status = status.as_u16(), "Answered");
    }
    response
}
