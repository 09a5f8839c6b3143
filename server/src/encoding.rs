//! Which compressed form of a body a client takes.

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

/// A form in which Sheaf keeps bodies that are compressed ahead of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Smallest; every current browser takes it.
    Brotli,
    /// For everyone else.
    Gzip,
}

impl Encoding {
    /// All of them, smallest first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in `Accept-Encoding` and `Content-Encoding`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What the file names of this form end in.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// Those that the client takes, smallest first; none means that it wants the body as it is.
    pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|encoding| accepts(headers, encoding.name()))
    }
}

fn accepts(headers: &HeaderMap, name: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| is_offer_of(name, offer))
}

/// Reads one element of the header: `br`, `gzip;q=0.8`; a weight of nothing means "not this one".
fn is_offer_of(name: &str, offer: &str) -> bool {
    let (coding, parameters) = offer.split_once(';').unwrap_or((offer, ""));
    let refused = parameters
        .trim()
        .strip_prefix("q=")
        .is_some_and(|weight| weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0));
    coding.trim().eq_ignore_ascii_case(name) && !refused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(header: &str) -> Vec<Encoding> {
        let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, header.parse().unwrap())]);
        Encoding::accepted(&headers).collect()
    }

    #[test]
    fn browsers_get_the_smallest_form() {
        assert_eq!(accepted("gzip, deflate, br, zstd"), [Encoding::Brotli, Encoding::Gzip]);
    }

    #[test]
    fn a_weight_of_zero_refuses() {
        assert_eq!(accepted("br;q=0, gzip;q=0.5"), [Encoding::Gzip]);
        assert_eq!(accepted("br; q=0.000, GZIP"), [Encoding::Gzip]);
    }

    #[test]
    fn silence_and_the_unknown_get_the_body_as_it_is() {
        assert_eq!(accepted("zstd, brotli"), []);
        assert_eq!(Encoding::accepted(&HeaderMap::new()).count(), 0);
    }
}
