//! Files as they should not be.

use std::io::Write as _;

use super::parcel::Parcel;

fn opened(bytes: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("written");
    match Parcel::open(file.path()) {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_no_export_is_refused_in_words() {
    for bytes in [&b""[..], b"P", b"PK", b"PK\x05\x06", b"{}", b"[1,2", b"\x00\xff", b"{\"format\":\"sheaf-story\"}"] {
        let words = opened(bytes);
        assert!(words.ends_with("Nothing was imported."), "{bytes:?}: {words}");
    }
}

#[test]
fn a_zip_that_claims_a_myriad_of_files_is_not_opened() {
    // The end of a zip of the long form, which says where to find how many files there are.
    let mut bytes = b"PK\x06\x06".to_vec();
    bytes.extend([0; 28]);
    bytes.extend(u64::MAX.to_le_bytes());
    bytes.extend([0; 16]);
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend([1, 0, 0, 0]);
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0xff; 16]);
    bytes.extend([0; 2]);
    let words = opened(&bytes);
    assert!(words.contains("too many files"), "{words}");
}
