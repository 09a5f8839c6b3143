//! What people wrote elsewhere never becomes markup of our pages.

#![cfg(feature = "ssr")]

use std::collections::BTreeSet;

use app::document::{Assets, Site, render};
use app::pages::story::{PublicStory, StoryEmbed, StoryPage, StoryTeaser};
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::html::SafeHtml;
use shared::presentation::Layout;

const HOSTILE: &str = "\"><script>alert(1)</script></textarea></title></style><img src=x onerror=alert(1)>' onload='x";
const HARMLESS: &str = "harmless words";

/// A tag with the names and values of its attributes.
#[derive(Debug, PartialEq)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Reads tags as a browser does, quotes respected.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/') {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let attributes = attributes(&mut rest);
        tags.push(Tag { name, attributes });
    }
    tags
}

/// Reads attributes up to the end of the tag.
fn attributes(rest: &mut &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        *rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with('>') {
            return attributes;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        *rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').expect("attribute values are closed");
            value = quoted[..close].to_owned();
            *rest = &quoted[close + 1..];
        }
        attributes.push((name, value));
    }
}

/// A post with `words` in every field that holds text and `url` in every field that holds an address.
fn post(number: u32, words: &str, url: &str, more: Value) -> Value {
    let picture = json!({ "id": format!("01930000-0000-7000-8000-0000000000{number:02}"), "width": 4, "height": 3, "alt": words });
    let author = json!({ "name": words, "handle": words, "url": url, "avatar": picture });
    let text = SafeHtml::from_text(words);
    let mut post = json!({
        "id": format!("01930000-0000-7000-9000-0000000000{number:02}"),
        "source": "mastodon",
        "uri": words,
        "url": url,
        "author": author,
        "published_at": "2026-11-11T20:00:00Z",
        "text": text,
        "language": words,
        "warning": words,
        "attachments": [
            { "type": "picture", "id": picture["id"], "alt": words },
            { "type": "video", "still": picture, "alt": words },
            { "type": "audio", "alt": words },
        ],
        "card": { "url": url, "title": words, "description": words, "site": words, "picture": picture },
        "quote": { "type": "shown", "author": author, "text": text, "url": url, "warning": words },
        "reposted_by": author,
        "captured_at": "2026-11-12T08:00:00Z",
        "captured_via": words,
    });
    for (key, value) in more.as_object().expect("an object") {
        post[key] = value.clone();
    }
    post
}

fn story(words: &str, url: &str) -> PublicStory {
    let posts = [
        post(1, words, url, json!({})),
        post(2, words, url, json!({ "source": "link" })),
        post(3, words, url, json!({ "members_only": true, "source": "bluesky" })),
    ];
    let picture = posts[0]["author"]["avatar"].clone();
    let item = |number: u32, body: Value| json!({ "id": format!("01930000-0000-7000-a000-0000000000{number:02}"), "order": "80", "body": body });
    let document = json!({
        "title": words,
        "introduction": words,
        "cover": picture,
        "items": [
            item(1, json!({ "type": "heading", "text": words })),
            item(2, json!({ "type": "heading", "text": words })),
            item(3, json!({ "type": "heading", "text": words })),
            item(4, json!({ "type": "picture", "picture": picture, "caption": words })),
            item(5, json!({ "type": "post", "post": posts[0]["id"] })),
            item(6, json!({ "type": "post", "post": posts[1]["id"] })),
            item(7, json!({ "type": "post", "post": posts[2]["id"] })),
        ],
    });
    let posts = posts.into_iter().map(|post| serde_json::from_value(post).expect("a post"));
    let at = "2026-11-12T08:00:00Z".parse().expect("a time");
    PublicStory {
        live: None,
        handle: "ada".to_owned(),
        curator: words.to_owned(),
        url: url.to_owned(),
        embed_url: url.to_owned(),
        oembed_urls: (url.to_owned(), url.to_owned()),
        card_url: words.to_owned(),
        embed_html: words.to_owned(),
        version: 1,
        first_published_at: at,
        published_at: at,
        document: serde_json::from_value(document).expect("a document"),
        posts: posts.map(|post: shared::post::Post| (post.id, post)).collect(),
        missing_pictures: BTreeSet::new(),
        others: vec![StoryTeaser {
            path: "/@ada/other".to_owned(),
            title: words.to_owned(),
            summary: words.to_owned(),
            cover: None,
            curator: words.to_owned(),
            items: 1,
            published_at: at,
        }],
    }
}

fn site() -> Site {
    Site {
        base_url: "https://sheaf.example".to_owned(),
        assets: Assets {
            story_css: "/s.css".to_owned(),
            studio_css: "/t.css".to_owned(),
            editor_css: "/e.css".to_owned(),
            editor_js: "/e.js".to_owned(),
            frame_js: "/f.js".to_owned(),
            live_js: "/live.js".to_owned(),
            editor_wasm: "/e.wasm".to_owned(),
            icon: "/i.svg".to_owned(),
        },
        contact: None,
        viewer: None,
    }
}

fn page(story: PublicStory) -> String {
    render(move || view! { <StoryPage site=site() story/> })
}

fn embed(story: PublicStory) -> String {
    render(move || view! { <StoryEmbed site=site() story/> })
}

/// The names of tags and of their attributes, in order. `lang` is left out: only real language tags are written.
fn shape(html: &str) -> Vec<(String, Vec<String>)> {
    let names = |tag: Tag| tag.attributes.into_iter().map(|(name, _)| name).filter(|name| name != "lang").collect();
    tags(html).into_iter().map(|tag| (tag.name.clone(), names(tag))).collect()
}

#[test]
fn a_hostile_post_has_the_markup_of_a_harmless_one() {
    let hostile_url = format!("https://example.org/{HOSTILE}");
    let every = Layout::ALL.into_iter().flat_map(|layout| [(page as fn(_) -> _, layout), (embed, layout)]);
    for (render, layout) in every {
        let in_layout = |mut story: PublicStory| {
            story.document.presentation.layout = layout;
            story
        };
        let hostile = shape(&render(in_layout(story(HOSTILE, &hostile_url))));
        let harmless = shape(&render(in_layout(story(HARMLESS, "https://example.org/"))));
        // The curator's Markdown is the one place where words become markup, and it is tested where it is made.
        let own = |tag: &&(String, Vec<String>)| !["p", "/p"].contains(&tag.0.as_str());
        let (hostile, harmless): (Vec<_>, Vec<_>) =
            (hostile.iter().filter(own).collect(), harmless.iter().filter(own).collect());
        assert!(harmless.len() > 100, "the page has content");
        assert_eq!(hostile, harmless);
    }
}

#[test]
fn only_web_and_own_addresses_are_linked() {
    for address in
        ["javascript:alert(1)", "java\nscript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//evil.example"]
    {
        let mut story = story(HARMLESS, address);
        story.url = "https://sheaf.example/@ada/story".to_owned();
        story.oembed_urls = (story.url.clone(), story.url.clone());
        for tag in tags(&page(story)) {
            for (_, target) in tag.attributes.iter().filter(|(name, _)| name == "href" || name == "src") {
                let own = target.starts_with('/') && !target.starts_with("//");
                assert!(own || target.starts_with('#') || target.starts_with("https://sheaf.example"), "{target}");
            }
        }
    }
}

#[test]
fn public_pages_have_no_script_and_no_style_of_their_own() {
    let harmless = || story(HARMLESS, "https://example.org/");
    // The one exception is the file by which a frame asks for the right height.
    for (html, script) in [(page(harmless()), None), (embed(harmless()), Some("/f.js"))] {
        for tag in tags(&html) {
            let is_data = tag.attributes.iter().any(|(_, value)| value == "application/ld+json");
            let is_ours = tag.attributes.iter().any(|(name, value)| name == "src" && Some(value.as_str()) == script);
            assert!(tag.name != "script" || is_data || is_ours, "{tag:?}");
            assert!(tag.name != "style", "{tag:?}");
            let inline = |(name, _): &(String, String)| name.starts_with("on") || name == "style";
            assert!(!tag.attributes.iter().any(inline), "{tag:?}");
        }
        assert!(!html.contains("<!>"), "no marks of the framework");
    }
}

#[test]
fn what_strangers_may_not_see_is_not_in_the_page() {
    let mut story = story(HARMLESS, "https://example.org/");
    for (number, post) in story.posts.values_mut().enumerate() {
        post.text = SafeHtml::from_text(&format!("words of post {number}"));
    }
    let html = page(story);
    assert!(html.contains("words of post 0"), "{html}");
    assert!(!html.contains("words of post 2"), "{html}");
    assert!(html.contains("only to people signed in at Bluesky"), "{html}");
}

#[test]
fn a_long_story_has_contents_that_lead_to_its_headings() {
    let mut story = story(HARMLESS, "https://example.org/");
    let html = page(story.clone());
    let anchors: Vec<_> = html
        .match_indices("href=\"#item-")
        .map(|(at, found)| html[at + found.len()..].split('"').next().expect("closed").to_owned())
        .collect();
    assert_eq!(anchors.len(), 3);
    for anchor in anchors {
        assert!(html.contains(&format!("id=\"item-{anchor}\"")), "{anchor}");
    }
    let first = *story.document.items.keys().next().expect("has items");
    story.document.items.remove(&first);
    assert!(!page(story).contains("aria-label=\"Contents\""), "two headings need no contents");
}
