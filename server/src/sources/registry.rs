//! All sources of an installation.

use std::sync::Arc;

use shared::api::SourceInfo;
use shared::post::SourceKind;
use url::Url;

use super::bluesky::{self, Bluesky};
use super::link::Link;
use super::mastodon::Mastodon;
use super::{Access, Captured, Source, SourceError};
use crate::clock::Clock;
use crate::config::SourceConfig;
use crate::fetch::Fetcher;

/// All sources of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Sources(Vec<Arc<dyn Source>>);

impl Sources {
    /// The networks and the web, reached as configured.
    #[must_use]
    pub fn new(config: &SourceConfig, fetcher: &Fetcher, clock: &Arc<dyn Clock>) -> Self {
        Self(vec![
            Arc::new(Mastodon::new(&config.mastodon_servers, fetcher.clone(), clock.clone())),
            Arc::new(Bluesky::new(config, fetcher.clone(), clock.clone())),
            Arc::new(Link::new(fetcher.clone(), clock.clone())),
        ])
    }

    /// The same with one more, offered last: built-in sources join here.
    #[must_use]
    pub fn with(mut self, source: Arc<dyn Source>) -> Self {
        self.0.push(source);
        self
    }

    /// The source of a kind, if this installation has it.
    #[must_use]
    pub fn get(&self, kind: SourceKind) -> Option<&dyn Source> {
        self.0.iter().find(|source| source.kind() == kind).map(AsRef::as_ref)
    }

    /// How the editor presents them, in order.
    #[must_use]
    pub fn infos(&self) -> Vec<SourceInfo> {
        self.0.iter().map(|source| source.info()).collect()
    }

    /// The post at an address: from the network it belongs to, or else as a link. `access` holds what the curator has
    /// connected.
    ///
    /// # Errors
    /// When it is no address, or nothing can be captured there; in words.
    pub async fn capture(&self, address: &str, access: &[Access]) -> Result<Captured, SourceError> {
        let url = parse(address)?;
        let mut refused = None;
        let links_last = self.0.iter().filter(|source| source.kind() != SourceKind::Link);
        for source in links_last.chain(self.0.iter().filter(|source| source.kind() == SourceKind::Link)) {
            let own = access.iter().find(|access| access.kind() == source.kind());
            match source.capture(&url, own).await {
                Ok(Some(captured)) => return Ok(captured),
                Ok(None) => {}
                // Its page may still say what is there.
                Err(error @ (SourceError::Closed { .. } | SourceError::AccessRefused { .. })) => {
                    refused = refused.or(Some(error));
                }
                Err(error) => return Err(refused.unwrap_or(error)),
            }
        }
        Err(refused.unwrap_or_else(|| not_an_address(address)))
    }
}

/// An address as people paste it: with blanks around it, without `https://`, or of the AT Protocol.
fn parse(address: &str) -> Result<Url, SourceError> {
    let address = address.trim();
    if let Some(url) = bluesky::web_address(address) {
        return Ok(url);
    }
    let with_scheme = Url::parse(address).ok().filter(Url::has_host);
    let is_host = |host: &str| host.contains('.') && !host.contains(['@', ' ']);
    let looks_like_host = address.split('/').next().is_some_and(is_host);
    let completed = || looks_like_host.then(|| Url::parse(&format!("https://{address}")).ok()).flatten();
    with_scheme.or_else(completed).ok_or_else(|| not_an_address(address))
}

fn not_an_address(address: &str) -> SourceError {
    let shown = crate::sanitize::line(address, 100);
    SourceError::Unsupported(format!("“{shown}” is not an address. Paste it whole, beginning with https://."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_paste_them() {
        let parsed = |address: &str| parse(address).map(String::from);
        assert_eq!(parsed(" https://example.org/a ").as_deref(), Ok("https://example.org/a"));
        assert_eq!(parsed("example.org/a").as_deref(), Ok("https://example.org/a"));
        let post = "at://did:plc:abc/app.bsky.feed.post/3k";
        assert_eq!(parsed(post).as_deref(), Ok("https://bsky.app/profile/did:plc:abc/post/3k"));
        for no_address in ["", "hello", "two words.", "mailto:ada@example.org"] {
            assert!(parsed(no_address).is_err(), "{no_address}");
        }
    }
}
