//! Bytes of a page as text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page its own statement of the encoding is looked for, as browsers do.
const PRESCAN: usize = 4_096;

/// Decodes a page: by its byte order mark, by the header, by what it says itself, as UTF-8 where that fits, and as
/// Windows-1252 otherwise.
pub(super) fn decode(body: &[u8], content_type: &str) -> String {
    let stated = || label(content_type).or_else(|| label(&beginning(body)));
    let encoding = Encoding::for_bom(body)
        .map(|(encoding, _)| encoding)
        .or_else(stated)
        .unwrap_or_else(|| if cut_utf8(body) { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(body).0.into_owned()
}

fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(PRESCAN)]).into_owned()
}

/// The encoding after the first `charset=`, in a header or in a `<meta>`.
fn label(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let after = lower[lower.find("charset")? + "charset".len()..].trim_start().strip_prefix('=')?.trim_start();
    let name = after.trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(name.len());
    Encoding::for_label(&name.as_bytes()[..end])
}

/// Whether bytes are UTF-8, save for a character that was cut off at the end.
fn cut_utf8(body: &[u8]) -> bool {
    match std::str::from_utf8(body) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_where_they_are_stated() {
        let (japanese, ..) = encoding_rs::SHIFT_JIS.encode("<meta charset=\"Shift_JIS\"><title>写真</title>");
        assert!(decode(&japanese, "text/html").contains("写真"));
        let (russian, ..) = encoding_rs::WINDOWS_1251.encode("<title>Привет</title>");
        assert!(decode(&russian, "text/html; charset=windows-1251").contains("Привет"));
        let meta = "<META HTTP-EQUIV=content-type CONTENT='text/html; charset=euc-kr'><title>사진</title>";
        assert!(decode(&encoding_rs::EUC_KR.encode(meta).0, "").contains("사진"));
    }

    #[test]
    fn without_a_statement_the_bytes_decide() {
        assert_eq!(decode("é日".as_bytes(), "text/html"), "é日");
        assert!(decode(&"ééé".as_bytes()[..5], "text/html").starts_with("éé"));
        assert_eq!(decode(b"caf\xe9 noir", "text/html"), "café noir");
        assert_eq!(decode(b"\xef\xbb\xbfx", "text/html; charset=iso-8859-1"), "x");
    }
}
