//! Content encodings: which one a reader accepts, and making them.

use std::io::Write as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

/// How a body is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932.
    Brotli,
    /// gzip, RFC 1952.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// The best encoding that a request accepts (RFC 9110, section 12.5.3). A quality of zero means no.
    #[must_use]
    pub fn best(request: &HeaderMap) -> Self {
        let accepts = |wanted: &str| {
            let values = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
            values.flat_map(|value| value.split(',')).any(|offer| {
                let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
                name.trim().eq_ignore_ascii_case(wanted) && !is_zero(quality)
            })
        };
        if accepts("br") {
            Self::Brotli
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }
}

fn is_zero(quality: &str) -> bool {
    quality.trim().strip_prefix("q=").and_then(|value| value.parse::<f32>().ok()) == Some(0.0)
}

/// Whether `If-None-Match` names this tag (or any). The comparison is weak, RFC 9110, section 13.1.2.
#[must_use]
pub fn matches_etag(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(etag) = etag.to_str().map(strong) else { return false };
    let values = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|tag| tag.trim() == "*" || strong(tag) == etag)
}

/// Above this size a page is compressed less hard, so that a very long story shows within the time of a short one.
const LONG: usize = 512 * 1024;

/// Compresses with Brotli.
///
/// # Errors
/// When writing to memory fails.
pub fn brotli(body: &[u8]) -> std::io::Result<Bytes> {
    let quality = if body.len() > LONG { 4 } else { 9 };
    let mut writer = brotli::CompressorWriter::new(Vec::with_capacity(body.len() / 6), 64 * 1024, quality, 22);
    writer.write_all(body)?;
    writer.flush()?;
    Ok(writer.into_inner().into())
}

/// Compresses with gzip.
///
/// # Errors
/// When writing to memory fails.
pub fn gzip(body: &[u8]) -> std::io::Result<Bytes> {
    let level = if body.len() > LONG { 3 } else { 6 };
    let mut writer =
        flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::new(level));
    writer.write_all(body)?;
    Ok(writer.finish()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_best_accepted_encoding_is_chosen() {
        assert_eq!(Encoding::best(&accepting("gzip, deflate, br, zstd")), Encoding::Brotli);
        assert_eq!(Encoding::best(&accepting("gzip;q=0.5, br;q=0")), Encoding::Gzip);
        assert_eq!(Encoding::best(&accepting("identity")), Encoding::Identity);
        assert_eq!(Encoding::best(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn a_known_page_is_recognised() {
        let etag = HeaderValue::from_static("W/\"abc\"");
        let asking = |value| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]);
        for known in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(matches_etag(&asking(known), &etag), "{known}");
        }
        assert!(!matches_etag(&asking("\"x\""), &etag));
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let text = "words ".repeat(200_000);
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut brotli(text.as_bytes()).expect("compresses").as_ref(), &mut back).expect("reads");
        assert_eq!(back, text.as_bytes());
        let mut back = String::new();
        let gzipped = gzip(text.as_bytes()).expect("compresses");
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(gzipped.as_ref()), &mut back).expect("reads");
        assert_eq!(back, text);
    }
}
