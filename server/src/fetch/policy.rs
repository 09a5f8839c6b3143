//! Where the fetcher may go.

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use super::FetchError;
use super::address::is_public;

/// The private hosts that the operator allows, as `host` or `host:port`.
#[derive(Clone, Debug, Default)]
pub(super) struct Policy {
    allowed: HashSet<String>,
}

/// How a request may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// To public addresses only.
    Public,
    /// To a host that the operator named, wherever it is.
    Named,
}

impl Policy {
    pub(super) fn new(allowed: &[String]) -> Self {
        let allowed = allowed.iter().map(|host| host.trim().to_ascii_lowercase()).filter(|host| !host.is_empty());
        Self { allowed: allowed.collect() }
    }

    /// Checks an address before anything is sent. A name still has to resolve to public addresses: see
    /// [`PublicResolver`].
    pub(super) fn check(&self, url: &Url) -> Result<Route, FetchError> {
        let refuse = |why: &str| Err(FetchError::NotAllowed(format!("Sheaf cannot open {url}: {why}.")));
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("only web addresses (http or https) can be opened");
        }
        let Some(host) = url.host() else { return refuse("it names no host") };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::NotAllowed(format!(
                "Sheaf cannot open an address of {host} with a name or password in it. Remove that part."
            )));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if self.allowed.contains(&host.to_string()) || self.allowed.contains(&format!("{host}:{port}")) {
            return Ok(Route::Named);
        }
        if !matches!(port, 80 | 443) {
            return refuse("only the usual ports, 80 and 443, can be asked");
        }
        match literal(&host) {
            Some(address) if !is_public(address) => Err(private(&host.to_string())),
            _ => Ok(Route::Public),
        }
    }
}

fn literal(host: &Host<&str>) -> Option<IpAddr> {
    match host {
        Host::Ipv4(address) => Some(IpAddr::V4(*address)),
        Host::Ipv6(address) => Some(IpAddr::V6(*address)),
        Host::Domain(_) => None,
    }
}

/// Says that a host is private and who can change that.
pub(super) fn private(host: &str) -> FetchError {
    FetchError::Private(format!(
        "Sheaf does not open addresses in private networks, and {host} is one. \
         The operator can allow it with --allow-private-host {host}."
    ))
}

/// Resolves names to public addresses only. Connections go to the addresses it gives and no others, so a name cannot
/// point elsewhere between the check and the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicResolver;

/// A name has addresses, but none that is public.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("no public address")]
pub(super) struct OnlyPrivate;

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(OnlyPrivate.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &Policy, url: &str) -> Result<Route, FetchError> {
        policy.check(&url.parse().expect("an address"))
    }

    #[test]
    fn only_ordinary_web_addresses_pass() {
        let policy = Policy::default();
        assert_eq!(check(&policy, "https://example.org/a"), Ok(Route::Public));
        let refused = [
            "ftp://example.org/",
            "file:///etc/passwd",
            "data:text/plain,hello",
            "https://example.org:22/",
            "https://ada:secret@example.org/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://[::1]/",
            "http://[::ffff:169.254.169.254]/latest/meta-data",
        ];
        for url in refused {
            assert!(check(&policy, url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_password_in_an_address_is_not_repeated() {
        let error = check(&Policy::default(), "https://ada:secret@example.org/").expect_err("refused");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn an_allowed_host_is_allowed_on_its_port_only() {
        let policy = Policy::new(&["localhost:3100".to_owned(), " Intranet.example ".to_owned()]);
        assert_eq!(check(&policy, "http://localhost:3100/"), Ok(Route::Named));
        assert_eq!(check(&policy, "http://localhost/"), Ok(Route::Public));
        assert!(check(&policy, "http://localhost:3101/").is_err());
        assert_eq!(check(&policy, "http://INTRANET.example:8080/"), Ok(Route::Named));
    }
}
