//! The address a request comes from, to count attempts by. Never stored, never logged.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;

use crate::state::AppState;

/// The client's address. Behind a proxy, if the configuration says that there is one, the address that the proxy
/// saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let forwarded = if state.config.trust_proxy { forwarded_for(&parts.headers) } else { None };
        // Whoever cannot be told apart counts as one client.
        Ok(Self(forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// The last address of `X-Forwarded-For`: the one our own proxy added. Those before it are what the client claims.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    last.parse().ok().or_else(|| last.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(values: &[&'static str]) -> Option<IpAddr> {
        let headers = values
            .iter()
            .map(|value| (http::HeaderName::from_static("x-forwarded-for"), http::HeaderValue::from_static(value)));
        forwarded_for(&headers.collect())
    }

    #[test]
    fn only_what_our_proxy_added_is_believed() {
        let client = Some(IpAddr::from([198, 51, 100, 7]));
        assert_eq!(forwarded(&["198.51.100.7"]), client);
        assert_eq!(forwarded(&["10.0.0.1, 198.51.100.7"]), client);
        assert_eq!(forwarded(&["10.0.0.1", "198.51.100.7:51112"]), client);
        assert_eq!(forwarded(&["198.51.100.7, unknown"]), None);
        assert_eq!(forwarded(&[]), None);
    }
}
