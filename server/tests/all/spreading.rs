//! How a story spreads: frames on other sites, feeds, and what search engines find.

use http::{StatusCode, header};
use shared::item::ItemBody;

use crate::carrying::publish_items;
use crate::publishing::{publish, published, write_story};
use crate::support::TestApp;

const QUESTION: &str = "/oembed?url=http%3A%2F%2F127.0.0.1%3A3000%2F%40ada%2Fchat";

async fn with_story(arguments: &[&str]) -> TestApp {
    let app = TestApp::with_arguments(arguments).await;
    published(&app).await;
    app
}

#[tokio::test]
async fn only_the_embed_may_run_our_script_and_it_is_one_file() {
    let app = with_story(&[]).await;
    let embed = app.anybody().get("/@ada/chat/embed").await.expect(StatusCode::OK);
    let policy = embed.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
    let html = embed.text();
    let scripts: Vec<&str> = html.split("<script").skip(1).collect();
    assert_eq!(scripts.len(), 1, "{scripts:?}");
    assert!(scripts[0].starts_with(" defer src=\"/assets/frame") || scripts[0].contains("src=\"/assets/frame"));
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert!(!page.header(header::CONTENT_SECURITY_POLICY).contains("script"));
}

#[tokio::test]
async fn the_operator_chooses_who_may_frame_stories() {
    let app = with_story(&["--frame-ancestors", "self,https://*.example.org"]).await;
    let embed = app.anybody().get("/@ada/chat/embed").await.expect(StatusCode::OK);
    let policy = embed.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.ends_with("frame-ancestors 'self' https://*.example.org"), "{policy}");
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK);
    assert!(page.header(header::CONTENT_SECURITY_POLICY).ends_with("frame-ancestors 'none'"));
}

#[tokio::test]
async fn oembed_keeps_within_the_room_there_is() {
    let app = with_story(&[]).await;
    let size = async |query: &str| {
        let json = app.anybody().get(&format!("{QUESTION}{query}")).await.expect(StatusCode::OK).json();
        let (width, height) = (json["width"].as_u64().expect("a number"), json["height"].as_u64().expect("a number"));
        let html = json["html"].as_str().expect("markup");
        assert!(html.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{html}");
        (width, height)
    };
    assert_eq!(size("").await, (640, 720));
    assert_eq!(size("&maxwidth=1920&maxheight=1080").await, (640, 720));
    assert_eq!(size("&maxwidth=160&maxheight=90").await, (160, 90));
}

#[tokio::test]
async fn oembed_offers_the_card_where_there_is_room_for_it() {
    let app = with_story(&[]).await;
    let ask = async |query: &str| app.anybody().get(&format!("{QUESTION}{query}")).await.expect(StatusCode::OK);
    let json = ask("").await.json();
    let card = json["thumbnail_url"].as_str().expect("an address").to_owned();
    assert_eq!((&json["thumbnail_width"], &json["thumbnail_height"]), (&1200.into(), &630.into()));
    let png = app.anybody().get(card.trim_start_matches("http://127.0.0.1:3000")).await.expect(StatusCode::OK);
    assert_eq!(png.header(header::CONTENT_TYPE), "image/png");
    let xml = ask("&format=xml").await.text();
    assert!(xml.contains("<thumbnail_width>1200</thumbnail_width>"), "{xml}");
    for narrow in ["&maxwidth=1199", "&maxheight=629", "&format=xml&maxwidth=640"] {
        let answer = ask(narrow).await.text();
        assert!(!answer.contains("thumbnail"), "{answer}");
    }
}

#[tokio::test]
async fn oembed_says_what_is_wrong_with_a_question() {
    let app = with_story(&[]).await;
    for (question, status) in [
        ("/oembed".to_owned(), StatusCode::BAD_REQUEST),
        (format!("{QUESTION}&maxwidth=wide"), StatusCode::BAD_REQUEST),
        (format!("{QUESTION}&format=yaml"), StatusCode::NOT_IMPLEMENTED),
        (format!("{QUESTION}-of-others"), StatusCode::NOT_FOUND),
        ("/oembed?url=nonsense".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.anybody().get(&question).await.status, status, "{question}");
    }
}

#[tokio::test]
async fn the_frame_shows_the_layout_that_the_link_asks_for() {
    let app = with_story(&[]).await;
    let html = app.anybody().get(&format!("{QUESTION}%3Flayout%3Dgrid")).await.json()["html"].to_string();
    assert!(html.contains("/@ada/chat/embed?layout=grid\\\" width"), "{html}");
    assert!(!html.contains("embed#"), "WordPress adds a fragment of its own: {html}");
}

#[tokio::test]
async fn discovery_is_absolute_and_early() {
    let app = with_story(&[]).await;
    let html = app.anybody().get("/@ada/chat").await.text();
    for kind in ["application/json+oembed", "text/xml+oembed"] {
        let link = html.find(&format!("type=\"{kind}\" href=\"http://127.0.0.1:3000/oembed?url=")).expect("discovery");
        assert!(link < 2_000 && link < html.find("</head>").expect("a head"), "at byte {link}");
    }
    let in_grid = app.anybody().get("/@ada/chat?layout=grid").await.text();
    for format in ["json", "xml"] {
        let address = format!("%40ada%2Fchat%3Flayout%3Dgrid&amp;format={format}");
        assert!(in_grid.contains(&address), "the layout of the page is the layout of the embed");
    }
}

#[tokio::test]
async fn feeds_tell_what_was_published_and_what_was_added() {
    let app = with_story(&[]).await;
    let count = |text: &str, part: &str| text.matches(part).count();
    for (address, entries) in [("/feed.atom", 1), ("/@ada/feed.atom", 1), ("/@ada/chat.atom", 11)] {
        let answer = app.anybody().get(address).await.expect(StatusCode::OK);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/atom+xml; charset=utf-8");
        let xml = answer.text();
        assert!(count(&xml, "<entry>") >= entries, "{xml}");
        assert_eq!(count(&xml, "<id>"), count(&xml, "<entry>") + 1);
        assert!(
            xml.contains(&format!(
                "rel=\"self\" type=\"application/atom+xml\" href=\"http://127.0.0.1:3000{address}\""
            ))
        );
        assert!(!xml.contains("src=&quot;/") && !xml.contains("href=&quot;/"), "addresses are absolute: {xml}");
    }
    for address in ["/feed.json", "/@ada/feed.json", "/@ada/chat/feed.json"] {
        let json = app.anybody().get(address).await.expect(StatusCode::OK).json();
        assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(json["feed_url"], format!("http://127.0.0.1:3000{address}"));
        assert!(json["items"][0]["url"].as_str().expect("a link").starts_with("http://127.0.0.1:3000/@ada/chat"));
    }
}

#[tokio::test]
async fn a_feed_that_a_reader_has_is_not_sent_again() {
    let app = with_story(&[]).await;
    let feed = app.anybody().get("/@ada/chat.atom").await.expect(StatusCode::OK);
    let mut returning = app.anybody();
    returning.headers.insert(header::IF_NONE_MATCH, feed.headers[header::ETAG].clone());
    returning.get("/@ada/chat.atom").await.expect(StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_is_not_published_is_in_no_feed_and_no_sitemap() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let everywhere = ["/feed.atom", "/feed.json", "/@ada/feed.atom", "/@ada/feed.json", "/sitemap.xml"];
    for address in everywhere {
        let text = app.anybody().get(address).await.expect(StatusCode::OK).text();
        assert!(!text.contains("/@ada/chat"), "{address}: {text}");
    }
    publish(&ada, &story).await;
    for address in everywhere {
        let text = app.anybody().get(address).await.expect(StatusCode::OK).text();
        assert!(text.contains("http://127.0.0.1:3000/@ada/chat"), "{address}: {text}");
    }
    ada.delete(&format!("/api/v1/stories/{story}/publish")).await.expect(StatusCode::NO_CONTENT);
    for address in ["/@ada/chat.atom", "/@ada/chat/feed.json", "/@nobody/feed.atom"] {
        app.anybody().get(address).await.expect(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn pages_lead_to_their_feeds_and_robots_to_the_sitemap() {
    let app = with_story(&[]).await;
    for (page, atom, json) in [
        ("/", "/feed.atom", "/feed.json"),
        ("/@ada", "/@ada/feed.atom", "/@ada/feed.json"),
        ("/@ada/chat", "/@ada/chat.atom", "/@ada/chat/feed.json"),
    ] {
        let html = app.anybody().get(page).await.expect(StatusCode::OK).text();
        for (kind, address) in [("application/atom+xml", atom), ("application/feed+json", json)] {
            let link = format!("rel=\"alternate\" type=\"{kind}\" href=\"http://127.0.0.1:3000{address}\"");
            assert!(html.contains(&link), "{link}: {html}");
            app.anybody().get(address).await.expect(StatusCode::OK);
        }
    }
    let robots = app.anybody().get("/robots.txt").await.expect(StatusCode::OK).text();
    assert!(robots.contains("Sitemap: http://127.0.0.1:3000/sitemap.xml"), "{robots}");
}

#[tokio::test]
async fn linked_data_names_the_posts_of_a_story() {
    let app = with_story(&[]).await;
    let html = app.anybody().get("/@ada/chat").await.text();
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect("linked data");
    let article: serde_json::Value =
        serde_json::from_str(rest.split("</script>").next().expect("an end")).expect("JSON");
    assert_eq!(article["@type"], "Article");
    let parts = article["hasPart"].as_array().expect("parts");
    assert!(parts.len() >= 10 && parts.iter().all(|part| part["@type"] == "SocialMediaPosting"), "{article}");
}

#[tokio::test]
async fn hostile_words_stay_words_in_every_feed() {
    const HOSTILE: &str = "</title>]]><script>alert(1)</script>\u{0}\u{202e}\" onload='x";
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, HOSTILE).await;
    let published = publish(&ada, &story).await;
    let url: url::Url = published["url"].as_str().expect("an address").parse().expect("an address");
    for address in ["/feed.atom".to_owned(), format!("{}.atom", url.path()), "/sitemap.xml".to_owned()] {
        let xml = app.anybody().get(&address).await.expect(StatusCode::OK).text();
        assert!(!xml.contains("<script") && !xml.contains("</title>]]>") && !xml.contains('\0'), "{xml}");
    }
    let json = app.anybody().get("/feed.json").await.expect(StatusCode::OK).json();
    assert!(!json["items"][0]["content_html"].as_str().expect("markup").contains("<script"), "{json}");
}

#[tokio::test]
async fn previews_show_a_card_of_the_version() {
    let app = with_story(&[]).await;
    let html = app.anybody().get("/@ada/chat").await.text();
    let card = "http://127.0.0.1:3000/@ada/chat/card.png?v=1";
    for (name, value) in [
        ("property=\"og:image\"", card),
        ("property=\"og:image:width\"", "1200"),
        ("property=\"og:image:height\"", "630"),
        ("name=\"twitter:card\"", "summary_large_image"),
        ("name=\"twitter:image\"", card),
    ] {
        let tag = html.split("<meta ").find(|tag| tag.contains(name)).unwrap_or_else(|| panic!("no {name}"));
        assert!(tag.contains(&format!("content=\"{value}\"")), "{tag}");
    }
    let answer = app.anybody().get("/@ada/chat/card.png?v=1").await.expect(StatusCode::OK);
    assert_eq!(answer.header(header::CONTENT_TYPE), "image/png");
    // The size stands at a fixed place of every PNG file.
    assert_eq!(answer.body[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    let mut returning = app.anybody();
    returning.headers.insert(header::IF_NONE_MATCH, answer.headers[header::ETAG].clone());
    returning.get("/@ada/chat/card.png").await.expect(StatusCode::NOT_MODIFIED);
    app.anybody().get("/@ada/other/card.png").await.expect(StatusCode::NOT_FOUND);
}

/// The values of a page's text areas, by name.
fn text_area(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("<textarea id=\"{name}\"")).unwrap_or_else(|| panic!("no {name}: {html}"));
    let value = rest.split_once('>').expect("an end").1.split("</textarea>").next().expect("a value");
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[tokio::test]
async fn the_share_page_has_the_codes_once_readers_can_see_the_story() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, "Chat").await;
    let path = format!("/studio/stories/{story}/share");
    let before = ada.get(&path).await.expect(StatusCode::OK).text();
    assert!(before.contains("Readers cannot see this story yet.") && !before.contains("<textarea"), "{before}");
    publish(&ada, &story).await;
    let html = ada.get(&path).await.expect(StatusCode::OK).text();
    assert!(html.contains(&format!("<a href=\"{path}\" aria-current=\"page\">Share</a>")), "{html}");
    assert!(text_area(&html, "frame").contains("<iframe src=\"http://127.0.0.1:3000/@ada/chat/embed\""));
    let script = text_area(&html, "script");
    assert!(script.contains("src=\"http://127.0.0.1:3000/embed.js\" data-story=\"http://127.0.0.1:3000/@ada/chat\""));
    assert!(script.starts_with("<p class=\"sheaf-story\"><a href="), "a link stays without the script: {script}");
    let in_grid = ada.get(&format!("{path}?layout=grid")).await.expect(StatusCode::OK).text();
    let framed = text_area(&in_grid, "frame");
    assert!(framed.contains("<iframe src=\"http://127.0.0.1:3000/@ada/chat/embed?layout=grid\""), "{framed}");
    let script = text_area(&in_grid, "script");
    assert!(script.contains("data-story=\"http://127.0.0.1:3000/@ada/chat?layout=grid\""), "{script}");
    let block = text_area(&html, "block");
    assert!(block.contains("And <strong>that</strong> was it."), "{block}");
    assert!(!block.contains("<img") && !block.contains("class="), "it needs nothing of ours: {block}");
    let newsletter = text_area(&html, "newsletter");
    assert!(newsletter.starts_with("<table role=\"presentation\"") && !newsletter.contains("src=\"/"), "{newsletter}");
    app.account("eve").await.get(&path).await.expect(StatusCode::NOT_FOUND);
    app.anybody().get(&path).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_place_in_the_story_is_reached_from_elsewhere() {
    // In a feed reader and on another site, such a link led to a place in that reader or site.
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let words = ItemBody::Text { markdown: "See [above](#item-1).".to_owned() };
    let story = publish_items(&ada, "Chat", vec![words]).await;
    let link = "href=\"http://127.0.0.1:3000/@ada/chat#item-1\"";
    let feed = app.anybody().get("/@ada/chat/feed.json").await.expect(StatusCode::OK).json();
    let content = feed["items"][0]["content_html"].as_str().expect("markup");
    assert!(content.contains(link), "{content}");
    let share = ada.get(&format!("/studio/stories/{story}/share")).await.expect(StatusCode::OK).text();
    for name in ["block", "newsletter"] {
        assert!(text_area(&share, name).contains(link), "{name}");
    }
}

#[tokio::test]
async fn hostile_titles_stay_words_in_every_code() {
    const HOSTILE: &str = "</textarea></a><script>alert(1)</script>\" onload='x";
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = write_story(&ada, HOSTILE).await;
    publish(&ada, &story).await;
    let html = ada.get(&format!("/studio/stories/{story}/share")).await.expect(StatusCode::OK).text();
    assert!(!html.contains("<script>alert"), "{html}");
    for name in ["frame", "script", "block", "newsletter"] {
        let code = text_area(&html, name);
        assert!(!code.contains("<script>alert") && !code.contains("</textarea>"), "{name}: {code}");
        assert!(!code.contains("\" onload='"), "{name}: {code}");
    }
}
