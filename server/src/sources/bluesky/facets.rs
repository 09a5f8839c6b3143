//! Text with facets as markup.

use std::fmt::Write as _;

use shared::html::{SafeHtml, escape};
use url::Url;

use super::types::{Facet, Feature};
use crate::sanitize;

/// The text with its links, mentions and hashtags.
///
/// Facets count UTF-8 bytes. They are made by whatever software wrote the post: one that lies outside the text, cuts
/// through a character or overlaps an earlier one is ignored.
pub(super) fn render(text: &str, facets: &[Facet]) -> SafeHtml {
    let mut facets: Vec<(usize, usize, String)> = facets.iter().filter_map(target).collect();
    facets.sort_by_key(|(start, ..)| *start);
    let mut markup = String::from("<p>");
    let mut at = 0;
    for (start, end, href) in facets {
        let Some(linked) = text.get(start..end).filter(|linked| start >= at && !linked.is_empty()) else { continue };
        markup.push_str(&paragraphs(&text[at..start]));
        let _ = write!(markup, "<a href=\"{}\">{}</a>", escape(&href), escape(&linked.replace('\n', " ")));
        at = end;
    }
    markup.push_str(&paragraphs(&text[at..]));
    markup.push_str("</p>");
    sanitize::clean(&markup)
}

/// Where a facet leads.
fn target(facet: &Facet) -> Option<(usize, usize, String)> {
    let href = facet.features.first().map(|feature| match feature {
        Feature::Link { uri } => uri.clone(),
        Feature::Mention { did } => format!("https://bsky.app/profile/{did}"),
        Feature::Tag { tag } => hashtag(tag),
    })?;
    Some((facet.index.byte_start, facet.index.byte_end, href))
}

fn hashtag(tag: &str) -> String {
    let mut url = String::from("https://bsky.app/hashtag/");
    if let Ok(mut base) = Url::parse(&url) {
        if let Ok(mut segments) = base.path_segments_mut() {
            segments.pop_if_empty().push(tag);
        }
        url = base.into();
    }
    url
}

fn paragraphs(text: &str) -> String {
    let mut text = text.replace('\r', "");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    escape(&text).replace("\n\n", "</p><p>").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::super::types::ByteSlice;
    use super::*;
    use proptest::prelude::*;

    fn facet(byte_start: usize, byte_end: usize, uri: &str) -> Facet {
        let features = vec![Feature::Link { uri: uri.to_owned() }];
        Facet { index: ByteSlice { byte_start, byte_end }, features }
    }

    fn of(text: &str, part: &str, feature: Feature) -> Facet {
        let byte_start = text.find(part).expect("is in the text");
        Facet { index: ByteSlice { byte_start, byte_end: byte_start + part.len() }, features: vec![feature] }
    }

    #[test]
    fn offsets_count_bytes_of_any_script() {
        let text = "👩‍👩‍👧 家族 #写真 by @ada.example\n\nexample.org/a…";
        let facets = [
            of(text, "example.org/a…", Feature::Link { uri: "https://example.org/a/long?x=1&y=2".into() }),
            of(text, "#写真", Feature::Tag { tag: "写真".into() }),
            of(text, "@ada.example", Feature::Mention { did: "did:plc:abc".into() }),
        ];
        let rel = "rel=\"nofollow noopener ugc\"";
        let expected = format!(
            "<p>👩‍👩‍👧 家族 <a href=\"https://bsky.app/hashtag/%E5%86%99%E7%9C%9F\" {rel}>#写真</a> by \
             <a href=\"https://bsky.app/profile/did:plc:abc\" {rel}>@ada.example</a></p>\
             <p><a href=\"https://example.org/a/long?x=1&amp;y=2\" {rel}>example.org/a…</a></p>"
        );
        assert_eq!(render(text, &facets).as_str(), expected);
    }

    #[test]
    fn bad_facets_are_ignored_and_the_text_stays() {
        let link = "https://example.org/";
        let outside_backwards_and_cutting =
            [facet(5, 99, link), facet(4, 2, link), facet(1, 3, link), facet(2, 2, link)];
        assert_eq!(render("日本", &outside_backwards_and_cutting).as_str(), "<p>日本</p>");
        let shown = render("one two", &[facet(0, 5, link), facet(4, 7, link)]);
        assert_eq!(shown.as_str().matches("<a ").count(), 1);
        assert_eq!(shown.to_text(), "one two");
        assert!(!render("x", &[facet(0, 1, "javascript:alert(1)")]).as_str().contains("href"));
    }

    proptest! {
        #[test]
        fn the_words_survive_any_facets(
            text in "[a-zé日👋 #]{0,30}",
            places in prop::collection::vec((0..80_usize, 0..80_usize), 0..6),
        ) {
            let facets: Vec<Facet> = places.iter().map(|(start, end)| facet(*start, *end, "https://e.org/")).collect();
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(render(&text, &facets).to_text(), words);
        }
    }
}
