//! Compressed forms of a body: which one a client takes, and making them.

use std::io::Write as _;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue};

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

/// Whether `If-None-Match` names this tag (or any). The comparison is weak, RFC 9110, section 13.1.2.
#[must_use]
pub fn matches_etag(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str().map(opaque) else { return false };
    let values = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || opaque(tag) == etag)
}

/// An entity tag without its mark of weakness.
fn opaque(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Above this size a page is compressed less hard, so that a very long story shows within the time of a short one.
const LONG: usize = 512 * 1024;

/// Compresses with Brotli.
#[must_use]
pub fn brotli(body: &[u8]) -> Bytes {
    let quality = if body.len() > LONG { 2 } else { 9 };
    let mut writer = brotli::CompressorWriter::new(Vec::with_capacity(body.len() / 6), 64 * 1024, quality, 22);
    writer.write_all(body).expect(MEMORY);
    writer.into_inner().into()
}

/// Undoes [`brotli`]; nothing for what it did not make.
#[must_use]
pub fn unbrotli(compressed: &[u8]) -> Bytes {
    let mut body = Vec::new();
    match brotli::BrotliDecompress(&mut &*compressed, &mut body) {
        Ok(()) => body.into(),
        Err(_) => Bytes::new(),
    }
}

/// Compresses with gzip.
#[must_use]
pub fn gzip(body: &[u8]) -> Bytes {
    let level = if body.len() > LONG { 2 } else { 6 };
    let mut writer = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::new(level));
    writer.write_all(body).and_then(|()| writer.finish()).expect(MEMORY).into()
}

/// Why compressing cannot fail.
const MEMORY: &str = "writing to memory does not fail";

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

    #[test]
    fn a_known_page_is_recognised() {
        let etag = HeaderValue::from_static("W/\"abc\"");
        let asking = |value| HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))]);
        for known in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(matches_etag(&asking(known), &etag), "{known}");
        }
        assert!(!matches_etag(&asking("\"x\""), &etag));
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "words ".repeat(200_000);
        assert_eq!(unbrotli(&brotli(text.as_bytes())), text);
        let mut back = String::new();
        let gzipped = gzip(text.as_bytes());
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(gzipped.as_ref()), &mut back).expect("reads");
        assert_eq!(back, text);
    }
}
