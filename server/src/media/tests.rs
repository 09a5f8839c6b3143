use std::collections::VecDeque;
use std::sync::Mutex;

use axum::body::Body;
use chrono::{DateTime, TimeDelta};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;

use super::*;
use crate::clock::FixedClock;
use crate::error::AppError;

const ORIGIN: &str = "https://pictures.example/leaf.png";

/// A web that answers what it was told to, once each, and then nothing.
#[derive(Default)]
struct Web(Mutex<VecDeque<Result<Bytes, SourceError>>>);

#[async_trait]
impl PictureSource for Web {
    async fn fetch_picture(&self, url: &Url) -> Result<Bytes, SourceError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let next = self.0.lock().expect("not poisoned").pop_front();
        next.unwrap_or(Err(SourceError::Unreachable { host, reason: "no answer within 10 seconds".to_owned() }))
    }
}

struct Bench {
    media: MediaStore,
    web: Arc<Web>,
    clock: Arc<FixedClock>,
    folder: TempDir,
}

impl Bench {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = crate::db::open(folder.path()).await.expect("a database");
        let web = Arc::new(Web::default());
        let now = DateTime::parse_from_rfc3339("2026-11-18T20:00:00Z").expect("a time").to_utc();
        let clock = Arc::new(FixedClock::new(now));
        let media = MediaStore::new(db, &folder.path().join("media"), web.clone(), clock.clone()).expect("opens");
        Self { media, web, clock, folder }
    }

    fn web_answers(&self, bytes: Vec<u8>) {
        self.web.0.lock().expect("not poisoned").push_back(Ok(bytes.into()));
    }

    async fn register(&self, origin: &str) -> MediaId {
        let mut conn = self.media.0.db.acquire().await.expect("a connection");
        self.media.register(&mut conn, MediaId::fresh(), origin).await.expect("registers")
    }

    async fn curator(&self) -> AccountId {
        let id = AccountId::fresh();
        sqlx::query(
            "INSERT INTO accounts (id, handle, name, password_hash, created_at) VALUES ($1, 'ada', '', '', '')",
        )
        .bind(id.0)
        .execute(&self.media.0.db)
        .await
        .expect("inserts");
        id
    }

    fn count_files(&self) -> usize {
        fn count(folder: &Path) -> usize {
            let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
            entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
        }
        count(&self.folder.path().join("media"))
    }
}

fn png(colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = DynamicImage::from(RgbImage::from_pixel(12, 8, Rgb(colour)));
    image.write_to(&mut bytes, ImageFormat::Png).expect("encodes");
    bytes.into_inner()
}

#[tokio::test]
async fn the_same_origin_keeps_its_identifier() {
    let bench = Bench::new().await;
    let first = bench.register(ORIGIN).await;
    assert_eq!(bench.register(ORIGIN).await, first);
    assert_ne!(bench.register("https://pictures.example/other.png").await, first);
}

#[tokio::test]
async fn a_picture_is_copied_once_and_then_served_from_here() {
    let bench = Bench::new().await;
    let id = bench.register(ORIGIN).await;
    assert_eq!(bench.media.open(id).await.expect("looks"), None);
    bench.web_answers(png([200, 90, 20]));
    bench.media.copy(id).await.expect("copies");
    bench.media.copy(id).await.expect("is here already, so the web is not asked again");
    let stored = bench.media.open(id).await.expect("looks").expect("is here");
    assert_eq!(stored.mime, "image/png");
    assert_eq!(bench.media.types(&BTreeSet::from([id])).await.expect("looks")[&id], "image/png");
}

#[tokio::test]
async fn equal_pictures_share_a_file() {
    let bench = Bench::new().await;
    let ids = [bench.register(ORIGIN).await, bench.register("https://elsewhere.example/leaf.png").await];
    for id in ids {
        bench.web_answers(png([200, 90, 20]));
        bench.media.copy(id).await.expect("copies");
    }
    let curator = bench.curator().await;
    let uploaded = bench.media.upload(curator, png([200, 90, 20]).into()).await.expect("keeps");
    assert_eq!((uploaded.width, uploaded.height), (Some(12), Some(8)));
    assert_eq!(bench.count_files(), 1);
}

#[tokio::test]
async fn a_failure_is_remembered_and_tried_again_later() {
    let bench = Bench::new().await;
    let id = bench.register(ORIGIN).await;
    let error = bench.media.copy(id).await.expect_err("nothing answers");
    assert!(error.to_string().contains("pictures.example could not be reached"), "{error}");

    bench.web_answers(png([1, 2, 3]));
    let error = bench.media.copy(id).await.expect_err("too early");
    assert!(matches!(&error, MediaError::FailedBefore(words) if words.contains("no answer")), "{error:?}");

    bench.clock.advance(TimeDelta::minutes(1));
    bench.media.copy(id).await.expect("copies now");
    assert!(bench.media.open(id).await.expect("looks").is_some());
}

#[tokio::test]
async fn what_is_no_picture_is_not_kept() {
    let bench = Bench::new().await;
    let id = bench.register(ORIGIN).await;
    bench.web_answers(b"<!doctype html><title>Not found</title>".to_vec());
    assert!(matches!(bench.media.copy(id).await, Err(MediaError::NotAPicture)));
    assert_eq!(bench.media.open(id).await.expect("looks"), None);
    assert_eq!(bench.count_files(), 0);
}

#[tokio::test]
async fn copying_many_names_those_that_are_missing() {
    let bench = Bench::new().await;
    let here = bench.register(ORIGIN).await;
    bench.web_answers(png([1, 2, 3]));
    bench.media.copy(here).await.expect("copies");
    let dead = bench.register("https://dead.example/1.png").await;
    let unknown = MediaId::fresh();
    let ids = BTreeSet::from([here, dead, unknown]);
    let missing = bench.media.copy_all(&ids, Duration::from_secs(5)).await.expect("answers");
    assert_eq!(missing, BTreeSet::from([dead, unknown]));
}

/// A web that never answers.
struct Silence;

#[async_trait]
impl PictureSource for Silence {
    async fn fetch_picture(&self, _url: &Url) -> Result<Bytes, SourceError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn copying_many_ends_when_its_time_is_spent() {
    let bench = Bench::new().await;
    let ids = BTreeSet::from([bench.register(ORIGIN).await]);
    let folder = bench.folder.path().join("media");
    let media = MediaStore::new(bench.media.0.db.clone(), &folder, Arc::new(Silence), bench.clock.clone());
    let missing = media.expect("opens").copy_all(&ids, Duration::from_millis(50)).await.expect("answers");
    assert_eq!(missing, ids);
}

#[tokio::test]
async fn strangers_do_not_make_the_server_fetch() {
    let bench = Bench::new().await;
    let id = bench.register(ORIGIN).await;
    bench.web_answers(png([1, 2, 3]));
    let anonymous = HeaderMap::new();
    let refused = pages::show_picture(&bench.media, id, &anonymous, false).await;
    assert!(matches!(refused, Err(AppError::NotFound)));
    let shown = pages::show_picture(&bench.media, id, &anonymous, true).await.expect("copied on demand");
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(shown.headers()[header::CONTENT_TYPE], "image/png");
    assert_eq!(shown.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(shown.headers()[header::CONTENT_SECURITY_POLICY], "default-src 'none'");
    let etag = shown.headers()[header::ETAG].clone();
    assert!(!shown.into_body().collect().await.expect("a body").to_bytes().is_empty());

    let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, etag)]);
    let again = pages::show_picture(&bench.media, id, &known, false).await.expect("strangers see it now");
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(again.headers()[header::CACHE_CONTROL], HeaderValue::from_static("public, max-age=31536000, immutable"));
    assert!(again.into_body().collect().await.expect("a body").to_bytes().is_empty());
}

#[tokio::test]
async fn curators_see_a_sign_for_what_cannot_be_had() {
    let bench = Bench::new().await;
    let id = bench.register(ORIGIN).await;
    bench.web_answers(b"no picture".to_vec());
    let shown = pages::show_picture(&bench.media, id, &HeaderMap::new(), true).await.expect("a sign");
    assert_eq!(shown.headers()[header::CONTENT_TYPE], "image/svg+xml");
    assert_eq!(shown.headers()[header::CACHE_CONTROL], "no-store");
    let unknown = pages::show_picture(&bench.media, MediaId::fresh(), &HeaderMap::new(), true).await;
    assert!(matches!(unknown, Err(AppError::NotFound)));
}

#[tokio::test]
async fn an_upload_is_limited_while_it_arrives() {
    let bench = Bench::new().await;
    let curator = bench.curator().await;
    let piece = Bytes::from(vec![0; 1_000_000]);
    let endless = futures::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
    for body in [Body::from(vec![0; MAX_BYTES + 1]), Body::from_stream(endless)] {
        let error = api::upload_picture(&bench.media, curator, body).await.expect_err("refused");
        assert!(matches!(&error, AppError::TooLarge(words) if words.contains("larger than 12 MB")), "{error:?}");
    }
    let kept = api::upload_picture(&bench.media, curator, Body::from(png([9, 9, 9]))).await.expect("kept");
    assert!(bench.media.open(kept.picture.id).await.expect("looks").is_some());
}
