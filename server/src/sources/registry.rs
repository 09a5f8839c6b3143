//! The sources of this installation.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::api::SourceInfo;
use shared::post::SourceKind;
use url::Url;

use super::{Access, Captured, Source, SourceError};

/// All sources, in the order the editor offers them; cloning it is cheap.
#[derive(Clone)]
pub struct Sources(Arc<[Arc<dyn Source>]>);

impl Sources {
    /// Offers these.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn Source>>) -> Self {
        Self(sources.into())
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, kind: SourceKind) -> Option<&dyn Source> {
        self.0.iter().map(AsRef::as_ref).find(|source| source.kind() == kind)
    }

    /// How the editor presents them.
    #[must_use]
    pub fn infos(&self) -> Vec<SourceInfo> {
        self.0.iter().map(|source| source.info()).collect()
    }

    /// Captures whatever is at an address: the networks are asked whether it is one of their posts; any other page
    /// becomes a card.
    ///
    /// # Errors
    /// Why the source that the address belongs to could not give it.
    pub async fn capture(&self, url: &Url, access: &BTreeMap<SourceKind, Access>) -> Result<Captured, SourceError> {
        let (pages, networks): (Vec<_>, Vec<_>) = self.0.iter().partition(|source| source.kind() == SourceKind::Link);
        for source in networks.into_iter().chain(pages) {
            if let Some(captured) = source.capture(url, access.get(&source.kind())).await? {
                return Ok(captured);
            }
        }
        Err(SourceError::Unsupported("Sheaf cannot open this address. It should begin with “https://”.".to_owned()))
    }
}
