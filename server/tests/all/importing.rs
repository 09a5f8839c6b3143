//! What was carried away comes back, and what somebody made up does not.

use std::io::{Cursor, Write as _};

use axum::body::Body;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use shared::edit::Changes;
use shared::ids::EditId;
use shared::item::ItemBody;
use shared::post::{Post, PostState};
use shared::story::StoryDocument;

use crate::accounts::set_up;
use crate::carrying::{keep, post, publish_items, unpacked};
use crate::publishing::{publish, published, write_story};
use crate::support::{Answer, Client, TestApp};

async fn import(client: &Client, bytes: impl Into<Body>) -> Answer {
    client.send(Method::POST, "/api/v1/import", "application/octet-stream", bytes.into()).await
}

async fn export(client: &Client, story: &str) -> Vec<u8> {
    client.get(&format!("/api/v1/stories/{story}/export")).await.expect(StatusCode::OK).body
}

fn first_id(answer: &Answer) -> String {
    answer.json()["stories"][0]["id"].as_str().expect("an id").to_owned()
}

/// A story of two versions whose draft has changed since, with posts hidden from readers.
async fn eventful(app: &TestApp, ada: &Client) -> String {
    let story = write_story(ada, "Chat").await;
    publish(ada, &story).await;
    let hidden =
        keep(app, Post { state: PostState::Deleted, ..post("Hidden", "“words” & <so>\u{202e}\u{0} on") }).await;
    for (revision, title) in [(1, "Chat, corrected"), (2, "Chat, not yet published")] {
        let current = ada.get(&format!("/api/v1/stories/{story}")).await.expect(StatusCode::OK).json();
        let document: StoryDocument = serde_json::from_value(current.clone()).expect("a document");
        let mut changes = Changes::of_title(&document, title);
        let more = document.insert(vec![(shared::ids::ItemId::fresh(), ItemBody::post(hidden))], None);
        changes.added.extend(more.added);
        let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
        ada.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
        if revision == 1 {
            publish(ada, &story).await;
        }
    }
    story
}

#[tokio::test]
async fn a_story_comes_back_as_the_same_bytes() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = eventful(&app, &ada).await;
    let file = export(&ada, &story).await;
    let page = app.anybody().get("/@ada/chat").await.expect(StatusCode::OK).text();
    let elsewhere = TestApp::new().await;
    let other = elsewhere.account("ada").await;
    let answer = import(&other, file.clone()).await.expect(StatusCode::CREATED);
    assert_eq!(answer.json()["stories"][0]["slug"], "chat");
    let again = export(&other, &first_id(&answer)).await;
    assert!(again == file, "the file differs:\n{}", difference(&file, &again));
    let there = elsewhere.anybody().get("/@ada/chat").await.expect(StatusCode::OK).text();
    assert_eq!(there, page, "readers see the same page");
    for picture in there.split("src=\"/media/").skip(1).map(|rest| rest.split('"').next().expect("an id")) {
        elsewhere.anybody().get(&format!("/media/{picture}")).await.expect(StatusCode::OK);
    }
    let draft = other.get(&format!("/api/v1/stories/{}", first_id(&answer))).await.json();
    assert_eq!(draft["title"], "Chat, not yet published");
    assert!(draft["publication"]["revision"].as_u64() < draft["revision"].as_u64(), "there is something to publish");
}

fn difference(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let lines = one.lines().zip(other.lines()).filter(|(one, other)| one != other).take(5);
    lines.map(|(one, other)| format!("- {one:.200}\n+ {other:.200}\n")).collect()
}

#[tokio::test]
async fn an_account_comes_back_as_the_same_files() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    eventful(&app, &ada).await;
    write_story(&ada, "A draft").await;
    let archive = ada.get("/api/v1/export").await.expect(StatusCode::OK).body;
    let elsewhere = TestApp::new().await;
    let other = elsewhere.account("ada").await;
    let answer = import(&other, archive.clone()).await.expect(StatusCode::CREATED);
    assert_eq!(answer.json()["stories"].as_array().expect("stories").len(), 2);
    let again = other.get("/api/v1/export").await.expect(StatusCode::OK).body;
    let (files, copies) = (unpacked(&archive), unpacked(&again));
    assert_eq!(files.keys().collect::<Vec<_>>(), copies.keys().collect::<Vec<_>>());
    for (name, content) in &files {
        assert!(copies[name] == *content, "{name} differs:\n{}", difference(content, &copies[name]));
    }
}

#[tokio::test]
async fn a_story_that_is_there_already_comes_beside_it() {
    let app = TestApp::new().await;
    let (ada, _) = published(&app).await;
    let file = app.anybody().get("/@ada/chat.json").await.expect(StatusCode::OK).body;
    let answer = import(&ada, file).await.expect(StatusCode::CREATED);
    assert_eq!(answer.json()["stories"][0]["slug"], "chat-2");
    app.anybody().get("/@ada/chat-2").await.expect(StatusCode::OK);
    let stories = ada.get("/api/v1/stories").await.json();
    assert_eq!(stories["stories"].as_array().expect("stories").len(), 2);
    // What was brought in is worked on like any story.
    publish(&ada, &first_id(&answer)).await;
    let mut stranger = app.anybody();
    stranger.headers.insert(header::AUTHORIZATION, "Bearer sheaf_no".parse().expect("a header"));
    import(&stranger, "{}").await.expect(StatusCode::UNAUTHORIZED);
}

type Bend = fn(&mut Value);

/// A file with something changed in it.
async fn bent(app: &TestApp, ada: &Client, bend: impl FnOnce(&mut Value)) -> Vec<u8> {
    let id = keep(app, Post { url: None, card: None, ..post("Ada", "words") }).await;
    let story = publish_items(ada, "Chat", vec![ItemBody::post(id), ItemBody::Text { markdown: "x".into() }]).await;
    let mut file: Value = serde_json::from_slice(&export(ada, &story).await).expect("JSON");
    bend(&mut file);
    file.to_string().into_bytes()
}

fn only_post(file: &mut Value) -> &mut Value {
    let posts = file["draft"]["posts"].as_object_mut().expect("posts");
    posts.values_mut().next().expect("a post")
}

#[tokio::test]
async fn what_does_not_fit_is_refused_in_words_and_whole() {
    let bends: [(&str, Bend); 9] = [
        ("a later version", |file| file["format_version"] = json!(2)),
        ("not an export", |file| file["format"] = json!("storify")),
        ("address", |file| file["slug"] = json!("../../etc")),
        ("version that readers see", |file| file["published_version"] = json!(7)),
        ("post that it shows", |file| file["draft"]["posts"] = json!({})),
        ("not named as posts", |file| only_post(file)["uri"] = json!("https://elsewhere.example/")),
        ("withdrawn", |file| only_post(file)["state"] = json!("withdrawn")),
        ("text is too long", |file| {
            file["draft"]["document"]["items"][1]["body"]["markdown"] = json!("x".repeat(100_001));
        }),
        ("not named as pictures", |file| {
            file["media"] =
                json!([{ "id": EditId::fresh(), "sha256": "ab", "mime": "image/png", "file": "../secret.key" }]);
        }),
    ];
    for (words, bend) in bends {
        let app = TestApp::new().await;
        let ada = app.account("ada").await;
        let file = bent(&app, &ada, bend).await;
        let eve = app.account("eve").await;
        let answer = import(&eve, file).await;
        let told = answer.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
        assert!(told.contains(words) && told.ends_with("Nothing was imported."), "{words}: {told}");
        assert_eq!(eve.get("/api/v1/stories").await.json()["stories"], json!([]), "{words}");
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

#[tokio::test]
async fn an_archive_with_one_bad_story_brings_none() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    write_story(&ada, "One").await;
    write_story(&ada, "Two").await;
    let mut files = unpacked(&ada.get("/api/v1/export").await.expect(StatusCode::OK).body);
    files.insert("sheaf/stories/two.json".to_owned(), b"{\"format\":".to_vec());
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let eve = app.account("eve").await;
    let told = import(&eve, zipped(&files)).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(told.contains("sheaf/stories/two.json"), "{told}");
    assert_eq!(eve.get("/api/v1/stories").await.json()["stories"], json!([]));
    let leftover = std::fs::read_dir(app.folder.path()).expect("a folder").filter_map(Result::ok);
    assert!(leftover.into_iter().all(|file| !file.file_name().to_string_lossy().starts_with("import-")));
}

#[tokio::test]
async fn a_zip_that_unpacks_to_too_much_is_refused() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let account = json!({ "format": "sheaf-account", "format_version": 1, "handle": "ada", "name": "", "bio": "",
        "stories": ["sheaf/stories/bomb.json"] })
    .to_string();
    let bomb = vec![b' '; 101_000_000];
    let zip = zipped(&[("sheaf/account.json", account.as_bytes()), ("sheaf/stories/bomb.json", &bomb)]);
    assert!(zip.len() < 1_000_000);
    let told = import(&ada, zip).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(told.contains("larger than 100 MB"), "{told}");
}

#[tokio::test]
async fn a_picture_that_is_not_what_it_says_is_refused() {
    let app = TestApp::new().await;
    let (ada, story) = published(&app).await;
    let whole: Value = serde_json::from_slice(&export(&ada, &story).await).expect("JSON");
    let mut swapped = whole.clone();
    swapped["media"][0]["data"] = swapped["media"][1]["data"].clone();
    let told = import(&ada, swapped.to_string()).await.expect_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    assert!(told.contains("is damaged"), "{told}");
    let mut page = whole;
    page["media"][0]["data"] = json!("PHNjcmlwdD4=");
    page["media"][0]["sha256"] = json!("2fa9d9bff3bd0e83b0a1ce2bb0a7f0ed9c5be6cfa5a5e1ab5b5cf3b2f0a2d5c1");
    import(&ada, page.to_string()).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn markup_in_a_file_is_cleaned() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let file = bent(&app, &ada, |file| {
        let bad = json!("<p>words</p><script>alert(1)</script><a href=\"javascript:x\">y</a></div></main><b>");
        file["versions"][0]["content"]["posts"].as_object_mut().expect("posts").values_mut().for_each(|post| {
            post["text"] = bad.clone();
            post["url"] = json!("javascript:alert(2)");
        });
    })
    .await;
    let eve = app.account("eve").await;
    import(&eve, file).await.expect(StatusCode::CREATED);
    let page = app.anybody().get("/@eve/chat").await.expect(StatusCode::OK).text();
    assert!(page.contains("words") && !page.contains("<script>") && !page.contains("javascript:"));
    let json = app.anybody().get("/@eve/chat.json").await.expect(StatusCode::OK).text();
    assert!(!json.contains("<script>") && !json.contains("</main>") && !json.contains("javascript:"), "{json}");
}

#[tokio::test]
async fn a_file_does_not_change_what_others_see() {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let forged = bent(&app, &ada, |file| only_post(file)["text"] = json!("<p>forged</p>")).await;
    let eve = app.account("eve").await;
    let answer = import(&eve, forged.clone()).await.expect(StatusCode::CREATED);
    let draft = eve.get(&format!("/api/v1/stories/{}", first_id(&answer))).await.expect(StatusCode::OK).text();
    assert!(draft.contains("words") && !draft.contains("forged"), "the post is known here, and stays");
    // Where it is not known, it is the importer's story alone that tells of it: the library does not.
    let elsewhere = TestApp::new().await;
    let mallory = elsewhere.account("mallory").await;
    import(&mallory, forged).await.expect(StatusCode::CREATED);
    let found = mallory.get("/api/v1/search?source=library&q=forged").await.expect(StatusCode::OK).json();
    assert_eq!(found["posts"], json!([]));
}

#[tokio::test]
async fn the_settings_take_a_file_and_say_so() {
    let app = TestApp::new().await;
    let browser = set_up(&app).await;
    let other = app.account("bea").await;
    let story = write_story(&other, "Chat").await;
    let file = String::from_utf8(export(&other, &story).await).expect("text");
    let form = |content: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"chat.json\"\r\n\r\n{content}\r\n--x--\r\n"
        )
    };
    let kind = "multipart/form-data; boundary=x";
    let answer = browser.send(Method::POST, "/settings/import", kind, Body::from(form(&file))).await;
    assert_eq!(answer.expect(StatusCode::SEE_OTHER).header(header::LOCATION), "/settings?done=imported");
    let page = browser.get("/settings?done=imported").await.expect(StatusCode::OK).text();
    assert!(page.contains("The stories are imported.") && page.contains("/api/v1/export"));
    let refused = browser.send(Method::POST, "/settings/import", kind, Body::from(form("{}"))).await;
    assert!(refused.expect(StatusCode::UNPROCESSABLE_ENTITY).text().contains("Nothing was imported."));
}
