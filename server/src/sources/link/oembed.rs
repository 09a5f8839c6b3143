//! oEmbed answers, read leniently: more than half of the real ones break the specification somewhere.

use serde_json::Value;
use url::Url;

use super::facts::{Facts, absolute, said};

/// The facts in an answer; `None` when there are none. Its HTML is not used: it would ask its provider for more.
pub(super) fn read(answer: &Value, base: &Url) -> Option<Facts> {
    let text = |name: &str| answer.get(name).and_then(Value::as_str).and_then(said);
    let address = |name: &str| text(name).and_then(|address| absolute(base, &address)).map(String::from);
    let photo = || if text("type").as_deref() == Some("photo") { address("url") } else { None };
    let facts = Facts {
        title: text("title"),
        description: text("description"),
        site: text("provider_name"),
        author: text("author_name"),
        author_url: address("author_url"),
        picture: photo().or_else(|| address("thumbnail_url")),
        ..Facts::default()
    };
    (facts != Facts::default()).then_some(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_answers_give_what_they_have() {
        let base: Url = "https://example.org/oembed".parse().expect("an address");
        let odd = json!({"type": "rich", "version": 1, "width": "100%", "height": null, "provider_name": 23,
            "title": " Otters ", "author_name": "", "thumbnail_url": "/t.jpg"});
        let facts = read(&odd, &base).expect("facts");
        assert_eq!(facts.title.as_deref(), Some("Otters"));
        assert_eq!((facts.site, facts.author), (None, None));
        assert_eq!(facts.picture.as_deref(), Some("https://example.org/t.jpg"));
        assert_eq!(read(&json!([]), &base), None);
    }
}
