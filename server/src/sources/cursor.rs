//! Where a search goes on: opaque to the caller, JSON inside.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SourceError;

/// Writes a cursor.
pub(super) fn encode<T: Serialize>(state: &T) -> Option<String> {
    serde_json::to_vec(state).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
}

/// Reads a cursor that came back; it may be from an older release, or made up.
pub(super) fn decode<T: DeserializeOwned>(cursor: &str) -> Result<T, SourceError> {
    let json = URL_SAFE_NO_PAD.decode(cursor).ok();
    json.and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(|| SourceError::Unsupported("This search cannot be continued. Search again from the start.".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_cursor_is_an_error_in_words() {
        let state = ("https://a.example/".to_owned(), Some(7));
        let cursor = encode(&state).expect("writes");
        assert_eq!(decode::<(String, Option<i32>)>(&cursor), Ok(state));
        for made_up in ["", "{}", "AAAA", "💥"] {
            assert!(decode::<(String, Option<i32>)>(made_up).is_err(), "{made_up}");
        }
    }
}
