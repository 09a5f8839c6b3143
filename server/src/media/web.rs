//! Pictures from the web, by the fetcher.

use async_trait::async_trait;
use bytes::Bytes;
use url::Url;

use super::{MAX_BYTES, PictureSource};
use crate::fetch::{Expect, Fetcher, Request};
use crate::sources::SourceError;

#[async_trait]
impl PictureSource for Fetcher {
    async fn fetch_picture(&self, url: &Url) -> Result<Bytes, SourceError> {
        let request = Request::get(url.clone(), Expect::Picture).at_most(MAX_BYTES);
        let fetched = self.fetch(request).await?;
        fetched.status.is_success().then_some(fetched.body).ok_or(SourceError::Gone)
    }
}
