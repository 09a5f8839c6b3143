//! Pages as readers get them: rendered once, compressed once, served many times.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use equivalent::Equivalent;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use prometheus_client::metrics::counter::Counter;
use sha2::{Digest, Sha256};
use shared::ids::StoryId;
use shared::presentation::Layout;

use crate::encoding::{self, Encoding};

/// Memory that cached pages may take, in bytes.
const CAPACITY: u64 = 128 * 1024 * 1024;

/// Which page of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// What kind of page.
    pub form: Form,
    /// The layout the reader asks for; the story's own without.
    pub layout: Option<Layout>,
}

/// What kind of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The story's own page.
    Page,
    /// The variant for frames on other sites.
    Embed,
    /// One version, as it was published.
    Version(u32),
    /// The list of the versions.
    Versions,
}

impl Form {
    /// The page in the story's own layout.
    #[must_use]
    pub const fn plain(self) -> Variant {
        Variant { form: self, layout: None }
    }
}

impl Variant {
    /// The name in the store.
    #[must_use]
    pub fn key(self) -> String {
        let form = match self.form {
            Form::Page => "page".to_owned(),
            Form::Embed => "embed".to_owned(),
            Form::Version(number) => format!("version {number}"),
            Form::Versions => "versions".to_owned(),
        };
        self.layout.map_or_else(|| form.clone(), |layout| format!("{form} {}", layout.key()))
    }
}

/// Names a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    handle: String,
    slug: String,
    variant: Variant,
}

/// The same, borrowed from a request; it has the same fields in the same order, and so the same hash.
#[derive(Hash)]
struct KeyRef<'a> {
    handle: &'a str,
    slug: &'a str,
    variant: Variant,
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        self.variant == key.variant && self.slug == key.slug && self.handle == key.handle
    }
}

/// What pages are.
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A page, ready to be sent.
#[derive(Debug)]
pub struct RenderedPage {
    /// The story whose readers are counted.
    story: Option<StoryId>,
    /// Whether it follows a live story.
    is_live: bool,
    etag: HeaderValue,
    content_type: HeaderValue,
    /// At least one of the three forms is there; the others are made when the first client asks for them.
    identity: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl RenderedPage {
    /// Keeps a page, compressed for the client that asks first: a matter of milliseconds for an everyday story.
    #[must_use]
    pub fn new(html: String, first: Option<Encoding>) -> Self {
        Self::of_type(HTML, html, first)
    }

    /// The same for text of any kind.
    ///
    /// # Panics
    /// Never: a hexadecimal digest always fits into a header.
    #[must_use]
    pub fn of_type(content_type: HeaderValue, html: String, first: Option<Encoding>) -> Self {
        let identity = Bytes::from(html);
        let digest = hex::encode(&Sha256::digest(&identity)[..12]);
        let page = Self {
            story: None,
            is_live: false,
            etag: HeaderValue::from_str(&format!("W/\"{digest}\"")).expect("hexadecimal digits"),
            brotli: OnceLock::new(),
            content_type,
            gzip: OnceLock::new(),
            identity: OnceLock::from(identity),
        };
        page.encoded(first);
        page
    }

    /// An HTML page that was compressed before.
    #[must_use]
    pub fn compressed(etag: HeaderValue, brotli: Bytes) -> Self {
        Self {
            story: None,
            is_live: false,
            etag,
            content_type: HTML,
            identity: OnceLock::new(),
            brotli: OnceLock::from(brotli),
            gzip: OnceLock::new(),
        }
    }

    /// Says whose readers those of this page are, and whether they follow the story as it happens.
    #[must_use]
    pub fn of_story(self, story: StoryId, is_live: bool) -> Self {
        Self { story: Some(story), is_live, ..self }
    }

    /// Whether it follows a live story, by a script.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.is_live
    }

    /// The story whose readers are counted, if any's are.
    #[must_use]
    pub const fn story(&self) -> Option<StoryId> {
        self.story
    }

    /// Names this rendering.
    #[must_use]
    pub const fn etag(&self) -> &HeaderValue {
        &self.etag
    }

    /// The compressed form of a page that is long.
    #[must_use]
    pub fn brotli_if_longer_than(&self, bytes: usize) -> Option<&Bytes> {
        (self.identity().len() > bytes).then(|| self.encoded(Some(Encoding::Brotli)))
    }

    /// The memory it takes, in bytes, with room for the forms that are not there yet: markup shrinks to less than a
    /// quarter.
    fn size(&self) -> usize {
        match self.identity.get() {
            Some(identity) => identity.len() * 3 / 2,
            None => self.encoded(Some(Encoding::Brotli)).len() * 12,
        }
    }

    fn identity(&self) -> &Bytes {
        self.identity.get_or_init(|| self.brotli.get().map_or_else(Bytes::new, |brotli| encoding::unbrotli(brotli)))
    }

    fn encoded(&self, encoding: Option<Encoding>) -> &Bytes {
        match encoding {
            Some(Encoding::Brotli) => self.brotli.get_or_init(|| encoding::brotli(self.identity())),
            Some(Encoding::Gzip) => self.gzip.get_or_init(|| encoding::gzip(self.identity())),
            None => self.identity(),
        }
    }

    /// Answers a request: 304 when the reader has it already, else the page in the best encoding they accept.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let fixed = [
            (header::ETAG, self.etag.clone()),
            // Kept by browsers and proxies, and asked about each time: republishing shows at once.
            (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if encoding::matches_etag(request, &self.etag) {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        let encoding = Encoding::accepted(request).next();
        let body = self.encoded(encoding);
        let content_type = [(header::CONTENT_TYPE, self.content_type.clone())];
        let mut response = (fixed, content_type, Body::from(body.clone())).into_response();
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        response
    }
}

/// Cached pages, bounded by the memory they take.
#[derive(Clone)]
pub struct PageCache {
    pages: moka::future::Cache<Key, Arc<RenderedPage>>,
    /// Counts what was forgotten, so that a page is not kept whose rendering began before.
    forgotten: Arc<AtomicU64>,
    hits: Counter,
    misses: Counter,
}

impl Default for PageCache {
    fn default() -> Self {
        let weigh = |_: &Key, page: &Arc<RenderedPage>| u32::try_from(page.size()).unwrap_or(u32::MAX);
        let pages = moka::future::Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(weigh)
            .support_invalidation_closures()
            .build();
        Self { pages, forgotten: Arc::default(), hits: Counter::default(), misses: Counter::default() }
    }
}

impl PageCache {
    /// The page, if it is there.
    pub async fn ready(&self, handle: &str, slug: &str, variant: Variant) -> Option<Arc<RenderedPage>> {
        self.pages.get(&KeyRef { handle, slug, variant }).await
    }

    /// The page, made by `render` if it is not there. Many readers asking at once wait for one rendering.
    ///
    /// # Errors
    /// What `render` fails with; failures are not kept.
    pub async fn get<E: Send + Sync + 'static>(
        &self,
        handle: &str,
        slug: &str,
        variant: Variant,
        render: impl Future<Output = Result<RenderedPage, E>>,
    ) -> Result<Arc<RenderedPage>, Arc<E>> {
        let key = Key { handle: handle.to_owned(), slug: slug.to_owned(), variant };
        let mut began = None;
        let rendered = async {
            began = Some(self.forgotten.load(Ordering::SeqCst));
            render.await.map(Arc::new)
        };
        let page = self.pages.try_get_with(key.clone(), rendered).await;
        if began.is_some() { &self.misses } else { &self.hits }.inc();
        let page = page?;
        // What was published meanwhile was forgotten before this page was there to be forgotten.
        if began.is_some_and(|began| began != self.forgotten.load(Ordering::SeqCst)) {
            self.pages.invalidate(&key).await;
        }
        Ok(page)
    }

    /// How often [`Self::get`] found a page; those that [`Self::ready`] finds are counted where they are answered.
    #[must_use]
    pub const fn hits(&self) -> &Counter {
        &self.hits
    }

    /// How often it had to be made.
    #[must_use]
    pub const fn misses(&self) -> &Counter {
        &self.misses
    }

    /// Forgets all pages of a curator: each names their other stories.
    pub fn forget(&self, handle: &str) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        let handle = handle.to_owned();
        // Fails only for a cache that was built without invalidation closures.
        let _ = self.pages.invalidate_entries_if(move |key, _| key.handle == handle);
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    fn page(words: &str) -> Result<RenderedPage, ()> {
        Ok(RenderedPage::new(words.to_owned(), None))
    }

    #[tokio::test]
    async fn what_was_published_during_a_rendering_is_shown_next() {
        let cache = PageCache::default();
        let variant = Form::Page.plain();
        let (go_on, wait) = oneshot::channel::<()>();
        let slow = async {
            wait.await.expect("told to go on");
            page("old")
        };
        let reader = cache.get("ada", "chat", variant, slow);
        let publication = async {
            cache.forget("ada");
            go_on.send(()).expect("somebody waits");
        };
        let (old, ()) = tokio::join!(reader, publication);
        assert_eq!(old.expect("a page").identity(), "old");
        let new = cache.get("ada", "chat", variant, async { page("new") }).await.expect("a page");
        assert_eq!(new.identity(), "new");
        let again = cache.get("ada", "chat", variant, async { page("third") }).await.expect("a page");
        assert_eq!(again.identity(), "new", "kept");
    }
}
