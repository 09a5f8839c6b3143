//! Any web page, as a card.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use shared::api::SourceInfo;
use shared::post::SourceKind;
use shared::search::SearchTerm;
use url::Url;

use super::answer::{self, Caller};
use super::provenance::Provenance;
use super::{Access, Captured, Found, SearchRequest, Source, SourceError, lenient};
use crate::clock::Clock;
use crate::fetch::{Expect, Fetched, Fetcher, Request};
use facts::Facts;
use page::Page;

mod charset;
mod facts;
mod json_ld;
mod oembed;
mod page;
mod post;

/// How much of a page is read: its head is at the beginning, and pages have no end.
const MAX_PAGE: usize = 1_500_000;
/// How many pages that only send browsers on are followed; short links of short links exist.
const MAX_REFRESHES: usize = 3;
/// What to do about a page that does not let us in.
const ADVICE: &str = "Put the address into a text of your own instead: readers can still follow it.";

/// The connector.
#[derive(Clone)]
pub struct Link {
    fetcher: Fetcher,
    clock: Arc<dyn Clock>,
}

impl Link {
    /// A connector to everywhere the fetcher may go.
    #[must_use]
    pub fn new(fetcher: Fetcher, clock: Arc<dyn Clock>) -> Self {
        Self { fetcher, clock }
    }

    async fn card(&self, url: &Url) -> Result<Captured, SourceError> {
        let mut at = url.clone();
        at.set_fragment(None);
        for _ in 0..MAX_REFRESHES {
            let fetched = self.fetcher.fetch(Request::get(at.clone(), Expect::Any).cut_at(MAX_PAGE)).await?;
            let mime = fetched.mime();
            if !(mime.is_empty() || mime.contains("html")) {
                return self.other(&fetched, &mime);
            }
            let page = read(&fetched).await?;
            match &page.refresh {
                Some(next) if page.stated.title.is_none() && *next != at => at = next.clone(),
                _ => return self.page(&fetched, page).await,
            }
        }
        Err(SourceError::NotUnderstood {
            host: crate::fetch::host_of(&at),
            reason: "it redirects in circles".to_owned(),
        })
    }

    async fn page(&self, fetched: &Fetched, page: Page) -> Result<Captured, SourceError> {
        let embedded = self.embedded(&page, fetched).await;
        let stated = embedded.clone().unwrap_or_default().or(page.stated);
        // A refusal often comes with a page that says what it refuses; a bare title (“Just a moment…”) does not.
        let says_what_it_is = stated.title.is_some() && matches!(fetched.status.as_u16(), 401 | 403);
        if !(fetched.status.is_success() || says_what_it_is) {
            return Err(self.refusal(fetched));
        }
        let plain = if fetched.status.is_success() { page.plain } else { Facts::default() };
        let facts = stated.or(plain);
        let url = permanent(&fetched.url, page.canonical.as_ref());
        let raw = json!({ "url": fetched.url, "oembed": embedded, "facts": facts });
        let language = page.language.as_deref().and_then(lenient::language);
        Ok(post::card(&url, &facts, language, &self.provenance(fetched), raw))
    }

    /// Something that is not a page: a picture, or a file to download.
    fn other(&self, fetched: &Fetched, mime: &str) -> Result<Captured, SourceError> {
        if !fetched.status.is_success() {
            return Err(self.refusal(fetched));
        }
        let provenance = self.provenance(fetched);
        if mime.starts_with("image/") && mime != "image/svg+xml" {
            return Ok(post::picture(&fetched.url, &provenance));
        }
        let raw = json!({ "url": fetched.url, "type": mime });
        Ok(post::card(&fetched.url, &post::file(&fetched.url), None, &provenance, raw))
    }

    /// The oEmbed answer that the page names. A page without it is still a page, so failures are silent.
    async fn embedded(&self, page: &Page, fetched: &Fetched) -> Option<Facts> {
        let request = Request::get(page.oembed.clone()?, Expect::Json);
        let answer = answer::ask(&self.fetcher, &*self.clock, request, Caller::Visitor(ADVICE)).await.ok()?;
        oembed::read(&answer.body, &fetched.url)
    }

    fn refusal(&self, fetched: &Fetched) -> SourceError {
        match fetched.status.as_u16() {
            404 | 410 => SourceError::Gone,
            _ => answer::refusal(fetched, Caller::Visitor(ADVICE), self.clock.now()),
        }
    }

    fn provenance(&self, fetched: &Fetched) -> Provenance {
        Provenance::now(&fetched.url, &*self.clock)
    }
}

/// Reads a page, beside the other work: a hostile one can keep the parser busy for seconds.
async fn read(fetched: &Fetched) -> Result<Page, SourceError> {
    let (body, url) = (fetched.body.clone(), fetched.url.clone());
    let content_type = fetched.header("content-type").unwrap_or_default().to_owned();
    let reading = tokio::task::spawn_blocking(move || page::read(&charset::decode(&body, &content_type), &url));
    reading.await.map_err(|_| answer::not_understood(fetched, "a page that cannot be read"))
}

/// The address to keep: the page's own word for it, where that is about the same page.
fn permanent(at: &Url, canonical: Option<&Url>) -> Url {
    let bare = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    // A canonical address on another host would let a page pass for another; one that is the front page is a slip.
    let fits = |canonical: &&Url| bare(canonical) == bare(at) && (canonical.path() != "/" || at.path() == "/");
    let mut url = canonical.filter(fits).unwrap_or(at).clone();
    url.set_fragment(None);
    url
}

#[async_trait]
impl Source for Link {
    fn kind(&self) -> SourceKind {
        SourceKind::Link
    }

    fn info(&self) -> SourceInfo {
        SourceInfo {
            kind: SourceKind::Link,
            label: SourceKind::Link.label().to_owned(),
            hint: "Paste the address of any page, picture or film.".to_owned(),
            example: String::new(),
            connected: false,
        }
    }

    async fn search(&self, request: &SearchRequest) -> Result<Found, SourceError> {
        let SearchTerm::Url(address) = &request.term else {
            return Err(SourceError::Unsupported(
                "Paste a complete address here, beginning with https://. Words and hashtags are searched in the other \
                 tabs."
                    .to_owned(),
            ));
        };
        let url = Url::parse(address).map_err(|_| SourceError::Unsupported(format!("{address} is not an address.")))?;
        Ok(Found { posts: vec![self.card(&url).await?], ..Found::default() })
    }

    async fn capture(&self, url: &Url, _access: Option<&Access>) -> Result<Option<Captured>, SourceError> {
        self.card(url).await.map(Some)
    }

    async fn check_access(&self, _access: &Access) -> Result<String, SourceError> {
        Err(SourceError::Unsupported("Web links need no account.".to_owned()))
    }
}
