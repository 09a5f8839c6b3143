//! Names and formats.

use proptest::prelude::*;
use shared::html::SafeHtml;
use shared::post::{Author, LinkCard, Post};

use super::Format;
use super::clean;
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

proptest! {
    #[test]
    fn what_was_cleaned_stays_the_same(
        html in "(<(/?)(p|b|ul|li|a href=\"https://x.org\"|img|br|del)>|[a&\u{0}\u{8}\u{202e}\u{feff}<\"' \n])*",
        words in "[a<&\u{0}\u{202e}\u{2066}\u{a0} \n\t]*",
        url in "(https://x.org/[a \n]*|javascript:a)",
    ) {
        let mut post: Post = serde_json::from_value(serde_json::json!({
            "id": shared::ids::PostId::fresh(), "source": "link", "uri": "x", "author": { "name": "" },
            "captured_at": "2026-11-25T20:00:00Z", "captured_via": "x",
        })).expect("a post");
        post.text = SafeHtml::from_sanitised(html);
        post.author = Author { name: words.clone(), url: Some(url.clone()), ..Author::default() };
        post.warning = Some(words.clone());
        let (title, description) = (words.clone(), words);
        post.card = Some(LinkCard { url, title, description, site: String::new(), picture: None });
        clean::post(&mut post);
        let mut again = post.clone();
        clean::post(&mut again);
        prop_assert_eq!(again, post);
    }
}
