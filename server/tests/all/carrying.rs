//! How stories are carried away.

use std::io::{Cursor, Read as _};

use http::{StatusCode, header};
use serde_json::{Value, json};
use server::posts;
use server::sources::Captured;
use shared::html::SafeHtml;
use shared::ids::{EditId, ItemId, PostId};
use shared::item::{ItemBody, PostDisplay};
use shared::post::{Author, LinkCard, Post, PostState, SourceKind};
use shared::story::StoryDocument;

use crate::publishing::{publish, published, write_story};
use crate::support::{Client, TestApp};

const EXTENSIONS: [&str; 5] = ["json", "md", "html", "epub", "xml"];

/// The files of an EPUB that hold text, one after the other.
pub fn book(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a file");
        let name = file.name().expect("a name").into_owned();
        if name.ends_with("xhtml") || name.ends_with("opf") {
            file.read_to_string(&mut all).expect("text");
        }
    }
    all
}

pub fn post(name: &str, text: &str) -> Post {
    Post {
        id: PostId::fresh(),
        source: SourceKind::Link,
        uri: format!("https://example.org/{}", PostId::fresh()),
        url: Some("javascript:alert(1)".to_owned()),
        author: Author { name: name.to_owned(), url: Some("javascript:alert(2)".to_owned()), ..Author::default() },
        published_at: None,
        edited_at: None,
        text: SafeHtml::from_text(text),
        language: Some("en\" onload=\"alert(3)".to_owned()),
        warning: None,
        emoji: Vec::new(),
        attachments: Vec::new(),
        card: Some(LinkCard {
            url: "javascript:alert(4)".to_owned(),
            title: name.to_owned(),
            description: name.to_owned(),
            site: String::new(),
            picture: None,
        }),
        quote: None,
        reply_to: None,
        reposted_by: None,
        members_only: false,
        captured_at: "2026-11-25T20:00:00Z".parse().expect("a time"),
        captured_via: "example.org".to_owned(),
        state: PostState::Live,
    }
}

/// A story of these items, published; gives its identifier.
pub async fn publish_items(ada: &Client, title: &str, bodies: Vec<ItemBody>) -> String {
    let story = ada.post("/api/v1/stories", &json!({ "title": title })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let bodies = bodies.into_iter().map(|body| (ItemId::fresh(), body)).collect();
    let changes = StoryDocument::default().insert(bodies, None);
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 0, "changes": changes });
    ada.post(&format!("/api/v1/stories/{id}/edits"), &edit).await.expect(StatusCode::OK);
    publish(ada, &id).await;
    id
}

pub async fn keep(app: &TestApp, post: Post) -> PostId {
    let mut conn = app.state.db.acquire().await.expect("a connection");
    let captured = Captured { post, pictures: Vec::new(), raw: Value::Null };
    posts::store::save(&mut conn, &app.state.media, captured).await.expect("kept").id
}

#[tokio::test]
async fn a_published_story_is_there_in_every_format() {
    let app = TestApp::new().await;
    published(&app).await;
    for (extension, kind) in EXTENSIONS.into_iter().zip([
        "application/json",
        "text/markdown; charset=utf-8",
        "text/html; charset=utf-8",
        "application/epub+zip",
        "application/rss+xml; charset=utf-8",
    ]) {
        let answer = app.anybody().get(&format!("/@ada/chat.{extension}")).await.expect(StatusCode::OK);
        assert_eq!(answer.header(header::CONTENT_TYPE), kind);
        let name = answer.header(header::CONTENT_DISPOSITION);
        assert!(name.starts_with(&format!("attachment; filename=\"chat.{extension}\"")), "{name}");
        let words = if extension == "epub" { book(&answer.body) } else { answer.text() };
        assert!(words.contains("that") && words.contains("And "), "{extension}: the curator's words");
        let mut returning = app.anybody();
        returning.headers.insert(header::IF_NONE_MATCH, answer.headers[header::ETAG].clone());
        returning.get(&format!("/@ada/chat.{extension}")).await.expect(StatusCode::NOT_MODIFIED);
    }
    let page = app.anybody().get("/@ada/chat").await.text();
    for extension in EXTENSIONS {
        assert!(page.contains(&format!("href=\"http://127.0.0.1:3000/@ada/chat.{extension}\"")), "{extension}");
    }
}

#[tokio::test]
async fn exports_of_what_readers_cannot_see_are_404() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    for extension in EXTENSIONS {
        app.anybody().get(&format!("/@ada/chat.{extension}")).await.expect(StatusCode::NOT_FOUND);
        app.anybody().get(&format!("/@ada/nothing.{extension}")).await.expect(StatusCode::NOT_FOUND);
    }
    let address = format!("/api/v1/stories/{story}/export");
    app.anybody().get(&address).await.expect(StatusCode::UNAUTHORIZED);
    app.account("eve").await.get(&address).await.expect(StatusCode::NOT_FOUND);
    for format in ["json", "md", "html", "epub", "wxr"] {
        ada.get(&format!("{address}?format={format}")).await.expect(StatusCode::OK);
    }
    let words = ada.get(&format!("{address}?format=pdf")).await.expect_problem(StatusCode::BAD_REQUEST, "bad-request");
    assert!(words.contains("“pdf”") && words.contains("epub"), "{words}");
}

#[tokio::test]
async fn wordpress_finds_a_file_name_for_every_picture() {
    // Its importer led every picture to a file that was not there, because the addresses had no extension.
    let app = TestApp::new().await;
    published(&app).await;
    let wxr = app.anybody().get("/@ada/chat.xml").await.expect(StatusCode::OK).text();
    let attached: Vec<&str> =
        wxr.split("<wp:attachment_url>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert!(attached.len() > 5, "the chat has pictures");
    for source in wxr.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(attached.contains(&source), "{source} comes along");
    }
    for url in attached {
        let path = url.strip_prefix("http://127.0.0.1:3000").expect("an address of ours");
        let picture = app.anybody().get(path).await.expect(StatusCode::OK);
        let extension = if picture.header(header::CONTENT_TYPE) == "image/png" { ".png" } else { ".jpg" };
        let bare = path.strip_suffix(extension).expect("the extension of its type");
        assert_eq!(app.anybody().get(bare).await.expect(StatusCode::OK).body, picture.body);
        app.anybody().get(&format!("{bare}.svg")).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_title_is_words_in_wordpress_too() {
    // WordPress takes titles for markup: the script ran there when an administrator imported the file.
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Tea <img src=x onerror=alert(1)> & \"cake\"").await;
    let path = format!("/api/v1/stories/{story}/export?format=wxr");
    let wxr = ada.get(&path).await.expect(StatusCode::OK).text();
    let (_, item) = wxr.split_once("<item>").expect("a post");
    let title = item.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).expect("a title");
    assert!(title.starts_with("Tea &amp;lt;img src=x onerror=alert(1)&amp;gt; &amp;amp; "), "{title}");
    let (_, content) = item.split_once("<content:encoded>").expect("content");
    assert!(!content.contains("<h1"), "the theme shows the title: {content}");
}

#[tokio::test]
async fn the_page_in_one_file_asks_nobody_for_anything() {
    let app = TestApp::new().await;
    published(&app).await;
    let html = app.anybody().get("/@ada/chat.html").await.expect(StatusCode::OK).text();
    let sources: Vec<&str> = html.split(" src=\"").skip(1).collect();
    assert!(sources.len() > 5, "the chat has pictures");
    assert!(sources.iter().all(|source| source.starts_with("data:image/")), "every picture is inside");
    for outside in ["<script", "<link", "@import", "url(", "/media/", "/assets/"] {
        assert!(!html.contains(outside), "{outside}");
    }
}

#[tokio::test]
async fn the_file_fits_its_schema() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let look = json!({ "layout": "grid", "accent": "#9A4A1C", "scheme": "light", "hide_byline": true });
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": 1,
                       "changes": { "presentation": { "from": {}, "to": look } } });
    ada.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
    let schema: Value = serde_json::from_str(include_str!("../../../docs/export.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let own = ada.get(&format!("/api/v1/stories/{story}/export")).await.expect(StatusCode::OK).json();
    let public = app.anybody().get("/@ada/chat.json").await.expect(StatusCode::OK).json();
    for file in [&own, &public] {
        let errors: Vec<String> = schema.iter_errors(file).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    assert!(own["draft"].is_object() && public["draft"].is_null(), "readers get no draft");
    assert_eq!(own["draft"]["document"]["presentation"]["accent"], "#9a4a1c");
    let mut broken = own.clone();
    broken["draft"]["document"]["presentation"]["layout"] = json!("spiral");
    assert!(!schema.is_valid(&broken), "the schema looks at the look");
    broken = own.clone();
    broken["versions"][0]["content"]["document"]["items"][0]["body"]["type"] = json!("hologram");
    assert!(!schema.is_valid(&broken), "the schema looks inside");
}

/// Everything in a zip, by name.
pub fn unpacked(bytes: &[u8]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a file");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("its checksum is right");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

#[tokio::test]
async fn an_account_leaves_as_a_site_that_opens_without_sheaf() {
    let app = TestApp::new().await;
    let (ada, _) = published(&app).await;
    write_story(&ada, "A draft of mine").await;
    let hidden = Post { state: PostState::Deleted, ..post("Hidden Person", "secret words") };
    let hidden = keep(&app, hidden).await;
    publish_items(&ada, "Mixed", vec![ItemBody::post(hidden), ItemBody::Divider]).await;
    app.anybody().get("/api/v1/export").await.expect(StatusCode::UNAUTHORIZED);
    let answer = ada.get("/api/v1/export").await.expect(StatusCode::OK);
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/zip");
    let files = unpacked(&answer.body);
    let mut pictures = 0;
    for (name, content) in files.iter().filter(|(name, _)| name.starts_with("site/") && name.ends_with(".html")) {
        let html = String::from_utf8(content.clone()).expect("text");
        assert!(!html.contains("secret words") && !html.contains("A draft of mine"), "{name}");
        let here = url::Url::parse(&format!("zip:/{name}")).expect("an address");
        for part in html.split(" src=\"").skip(1).chain(html.split(" href=\"").skip(1)) {
            let link = part.split('"').next().expect("a value");
            if link.starts_with("http") {
                continue;
            }
            let place = here.join(link).expect("relative").path().trim_start_matches('/').to_owned();
            assert!(place.starts_with("site/") && files.contains_key(&place), "{name} leads to {place}");
            pictures += usize::from(place.ends_with(".jpg") || place.ends_with(".png"));
        }
    }
    assert!(pictures > 5, "the chat has pictures");
    assert!(files.contains_key("site/stories/chat/index.html") && files.contains_key("site/stories/chat/v1.html"));
    assert!(files.contains_key("sheaf/stories/a-draft-of-mine.json"), "drafts are the curator's");
    let mixed = String::from_utf8(files["sheaf/stories/mixed.json"].clone()).expect("text");
    assert!(mixed.contains("secret words"));
}

#[tokio::test]
async fn what_readers_may_not_see_is_in_no_file_for_them() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let hidden = Post { state: PostState::Deleted, ..post("Hidden Person", "secret words") };
    let shown = keep(&app, post("Open Person", "open words")).await;
    let hidden = keep(&app, hidden).await;
    let story = publish_items(&ada, "Mixed", vec![ItemBody::post(shown), ItemBody::post(hidden)]).await;
    for extension in EXTENSIONS {
        let answer = app.anybody().get(&format!("/@ada/mixed.{extension}")).await.expect(StatusCode::OK);
        let words = if extension == "epub" { book(&answer.body) } else { answer.text() };
        assert!(words.contains("open words"), "{extension}");
        assert!(!words.contains("secret words") && !words.contains("Hidden Person"), "{extension}");
    }
    let public = app.anybody().get("/@ada/mixed.json").await.json();
    assert_eq!(public["versions"][0]["content"]["left_out"], 1);
    assert_eq!(public["versions"][0]["content"]["document"]["items"].as_array().expect("items").len(), 1);
    let own = ada.get(&format!("/api/v1/stories/{story}/export")).await.expect(StatusCode::OK).text();
    assert!(own.contains("secret words"), "the curator's own file has everything");
}

#[tokio::test]
async fn a_story_shows_posts_as_its_curator_chose() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let shown = keep(&app, post("Open Person", "open words")).await;
    let display = PostDisplay { note: "A *comment*.".into(), hide_media: true, ..PostDisplay::default() };
    publish_items(&ada, "Noted", vec![ItemBody::Post { post: shown, display }]).await;
    let markdown = app.anybody().get("/@ada/noted.md").await.expect(StatusCode::OK).text();
    assert!(markdown.contains("A *comment*.") && markdown.matches("Open Person").count() == 1, "{markdown}");
    let html = app.anybody().get("/@ada/noted.html").await.expect(StatusCode::OK).text();
    assert!(html.contains("A <em>comment</em>.") && html.matches("Open Person").count() == 1, "no card");
}

#[tokio::test]
async fn signs_of_markup_are_words_also_in_code() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let markdown = "Write `a < b && c` and \\<b> so:\n\n```\nif a < b {}\n```\n".to_owned();
    publish_items(&ada, "Code", vec![ItemBody::Text { markdown }]).await;
    let written = app.anybody().get("/@ada/code.md").await.expect(StatusCode::OK).text();
    let mut shown = String::new();
    pulldown_cmark::html::push_html(&mut shown, pulldown_cmark::Parser::new(&written));
    for words in ["<code>a &lt; b &amp;&amp; c</code>", "and &lt;b&gt; so", "<pre><code>if a &lt; b {}"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
}

#[tokio::test]
async fn hostile_words_are_words_in_every_format() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let hostile =
        "<script>alert(1)</script><img src=x onerror=alert(1)>]]> [x](javascript:alert(5)) \u{202e}\u{0}\u{8}end";
    let long = "x".repeat(100_000);
    let id = keep(&app, post(hostile, &format!("{hostile} {long}"))).await;
    let bodies = vec![
        ItemBody::post(id),
        ItemBody::Text { markdown: format!("{hostile}\n\n[x](javascript:alert(6))") },
        ItemBody::Heading { text: hostile.to_owned() },
    ];
    publish_items(&ada, hostile, bodies).await;
    let slug = shared::story::slug_from_title(hostile);
    let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    for extension in ["md", "html", "epub", "xml"] {
        let answer = app.anybody().get(&format!("/@ada/{slug}.{extension}")).await.expect(StatusCode::OK);
        let words = if extension == "epub" { book(&answer.body) } else { answer.text() };
        assert!(!words.contains("<script") && !words.contains("<img src=x"), "{extension}");
        assert!(!words.contains("=\"javascript:") && !words.contains("](<javascript:"), "{extension}");
        assert!(!words.contains(" onload=") && !words.contains('\0') && !words.contains('\u{8}'), "{extension}");
        assert!(words.contains("alert(1)") && words.contains("end"), "{extension}: the words are there");
    }
    let markdown = app.anybody().get(&format!("/@ada/{slug}.md")).await.text();
    // As a program would show it that lets raw markup through.
    let mut shown = String::new();
    pulldown_cmark::html::push_html(&mut shown, pulldown_cmark::Parser::new(&markdown));
    assert!(!shown.contains("<script") && !shown.contains("onerror=alert(1)>"), "{}", &shown[..2_000]);
    assert!(!shown.contains("href=\"javascript:"), "a link in the file runs script");
}
