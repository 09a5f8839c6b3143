//! Names and formats.

use super::Format;
use super::pages::disposition;
use super::story::language_tag;

#[test]
fn an_address_names_its_format() {
    assert_eq!(Format::of_file("chat.epub"), Some(("chat", Format::Epub)));
    assert_eq!(Format::of_file("chat.xml"), Some(("chat", Format::Wxr)));
    assert_eq!(Format::of_file("chat"), None);
    assert_eq!(Format::of_file("chat.exe"), None);
    for format in Format::ALL {
        assert_eq!(format.key().parse::<Format>().expect("a format"), format);
    }
}

#[test]
fn file_names_hold_any_slug() {
    assert_eq!(disposition("tea-1", "md"), "attachment; filename=\"tea-1.md\"; filename*=UTF-8''tea-1.md");
    let japanese = disposition("日本", "md");
    assert_eq!(japanese, "attachment; filename=\"story.md\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.md");
    let hostile = disposition("a\"\r\nb", "md");
    assert!(!hostile.contains(['\r', '\n']) && hostile.matches('"').count() == 2, "{hostile}");
}

#[test]
fn only_tags_are_languages() {
    for good in ["en", "pt-BR", "zh-Hant-TW", "und"] {
        assert_eq!(language_tag(good), Some(good));
    }
    for bad in ["", "e", "en\" onload=\"x", "en_US", "english", "en-"] {
        assert_eq!(language_tag(bad), None, "{bad}");
    }
}
