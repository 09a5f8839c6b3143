//! A whole installation in one file, and back.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};
use server::backup::{self, Restored, Written};
use server::config::Config;
use server::state::AppState;
use shared::edit::{Changes, apply};
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;
use sqlx::{Column as _, Row as _, SqlitePool, ValueRef as _};

use crate::support::{Client, TestApp};

fn now() -> DateTime<Utc> {
    "2026-11-25T21:00:00Z".parse().expect("a time")
}

/// Publishes a story with posts and pictures of the sample chat; gives its identifier.
async fn publish_chat(ada: &Client) -> String {
    let story = ada.post("/api/v1/stories", &json!({ "title": "Chat" })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let found = ada.get("/api/v1/search?source=sample&q=%23harbourchat").await.expect(StatusCode::OK).json();
    let posts = found["posts"].as_array().expect("posts");
    assert!(posts.len() > 3);
    let post = |post: &Value| ItemBody::post(post["id"].as_str().expect("an id").parse().expect("an id"));
    let bodies = posts.iter().map(|found| (ItemId::fresh(), post(found))).collect();
    let document = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    send(ada, &id, 0, &document.insert(bodies, None)).await;
    ada.post(&format!("/api/v1/stories/{id}/publish"), &Value::Null).await.expect(StatusCode::OK);
    id
}

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
}

/// An installation with a published story, and a folder for backups of it.
async fn installation() -> (TestApp, Client, String, tempfile::TempDir) {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = publish_chat(&ada).await;
    (app, ada, story, tempfile::tempdir().expect("a folder"))
}

async fn back_up(app: &TestApp, file: &Path) -> Written {
    backup::write(app.folder.path(), file, false, now()).await.expect("a backup")
}

async fn restore(file: &Path, folder: &Path) -> Result<Restored, String> {
    backup::restore(file, folder).await.map_err(|error| format!("{error:#}"))
}

/// Every row of a table, as text that tells all of it.
async fn rows(db: &SqlitePool, table: &str) -> Vec<String> {
    let query = format!("SELECT * FROM {table} ORDER BY 1, 2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(db).await.expect("rows");
    let cell = |row: &sqlx::sqlite::SqliteRow, index: usize| {
        let value = row.try_get_raw(index).expect("a value");
        if value.is_null() {
            return "NULL".to_owned();
        }
        match row.try_get_unchecked::<Vec<u8>, _>(index) {
            Ok(bytes) => hex::encode(bytes),
            Err(_) => row.get_unchecked::<i64, _>(index).to_string(),
        }
    };
    rows.iter()
        .map(|row| row.columns().iter().map(|column| cell(row, column.ordinal())).collect::<Vec<_>>().join(" "))
        .collect()
}

/// Every file below a folder, by its place.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let place = path.strip_prefix(folder).expect("within").to_path_buf();
                found.insert(place, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

async fn serve(folder: &Path) -> (AppState, axum::response::Response) {
    use tower::ServiceExt as _;
    let clock = std::sync::Arc::new(server::clock::FixedClock::new(now()));
    let state = AppState::open(Config::for_tests(folder, &[]), clock).await.expect("it opens");
    let request = http::Request::get("/@ada/chat").body(axum::body::Body::empty()).expect("a request");
    let answer = server::router::service(state.clone()).oneshot(request).await.expect("an answer");
    (state, answer)
}

#[tokio::test]
async fn what_is_restored_is_what_was_there() {
    let (app, ada, _, folder) = installation().await;
    sqlx::query("INSERT INTO sessions SELECT x'00', id, created_at, '2027-01-01T00:00:00Z' FROM accounts")
        .execute(&app.state.db)
        .await
        .expect("a session");
    let file = folder.path().join("sheaf.backup");
    let written = back_up(&app, &file).await;
    assert!(written.completion.pictures > 0 && written.left_out.is_empty());
    assert_eq!(std::fs::metadata(&file).expect("there").len(), written.bytes);
    let mode = std::fs::metadata(&file).expect("there").permissions();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777, 0o600, "it holds secrets");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");

    let data = folder.path().join("data");
    let restored = restore(&file, &data).await.expect("restored");
    assert_eq!((&restored.manifest, &restored.completion), (&written.manifest, &written.completion));
    let (state, page) = serve(&data).await;
    assert_eq!(page.status(), StatusCode::OK);
    for table in ["accounts", "api_tokens", "stories", "items", "edits", "versions", "posts", "media", "connections"] {
        assert_eq!(rows(&state.db, table).await, rows(&app.state.db, table).await, "{table}");
    }
    assert_eq!(files(&data.join("media")), files(&app.folder.path().join("media")));
    assert_eq!(std::fs::read(data.join("secret.key")).ok(), std::fs::read(app.folder.path().join("secret.key")).ok());
    assert_eq!(rows(&state.db, "sessions").await.len(), 0, "nobody is signed in");
    assert_eq!(rows(&app.state.db, "sessions").await.len(), 1);
    let found = server::integrity::check(&data).await.expect("looked");
    assert_eq!(found.findings, [], "all is well with what was restored");
    ada.get("/api/v1/stories").await.expect(StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_during_edits_is_one_moment_of_them() {
    let (app, ada, _, folder) = installation().await;
    let story = ada.post("/api/v1/stories", &json!({ "title": "Notes" })).await.json();
    let story = story["id"].as_str().expect("an id").to_owned();
    let writer = tokio::spawn({
        let (ada, story) = (ada.clone(), story.clone());
        async move {
            let mut document = StoryDocument { title: "Notes".into(), ..StoryDocument::default() };
            let mut moments = vec![document.clone()];
            for number in 0..120_u64 {
                let text = ItemBody::Text { markdown: format!("words {number}") };
                let changes = document.insert(vec![(ItemId::fresh(), text)], None);
                send(&ada, &story, number, &changes).await;
                apply(&mut document, &changes).expect("applies");
                moments.push(document.clone());
            }
            moments
        }
    });
    let mut backups = Vec::new();
    while !writer.is_finished() {
        let file = folder.path().join(format!("{}.backup", backups.len()));
        back_up(&app, &file).await;
        backups.push(file);
    }
    let moments = writer.await.expect("written");
    assert!(backups.len() > 1, "several were made meanwhile");
    for file in backups {
        let data = file.with_extension("data");
        restore(&file, &data).await.expect("restored");
        let (state, _) = serve(&data).await;
        let id = story.parse().expect("an id");
        let mut conn = state.db.acquire().await.expect("a connection");
        let row = server::stories::store::find(&mut conn, id).await.expect("read").expect("the story");
        let document = server::stories::content::document(&mut conn, id).await.expect("the document");
        assert_eq!(document, moments[usize::try_from(row.revision()).expect("small")]);
        let log: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM edits WHERE story_id = $1")
            .bind(id.0)
            .fetch_one(&mut *conn)
            .await
            .expect("counted");
        assert_eq!(log.unsigned_abs(), row.revision(), "the log is of the same moment");
        let found = server::integrity::check(&data).await.expect("looked");
        assert_eq!(found.findings, [], "all is well with what was restored");
    }
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let (app, _, _, folder) = installation().await;
    let file = folder.path().join("sheaf.backup");
    std::fs::write(&file, "precious").expect("written");
    let refused = backup::write(app.folder.path(), &file, false, now()).await.expect_err("refused").to_string();
    assert!(refused.contains("is there already") && refused.contains("--force"), "{refused}");
    assert_eq!(std::fs::read(&file).expect("there"), b"precious");
    backup::write(app.folder.path(), &file, true, now()).await.expect("replaced");
    let full = folder.path().join("full");
    std::fs::create_dir(&full).expect("made");
    std::fs::write(full.join("sheaf.sqlite"), "precious").expect("written");
    let refused = restore(&file, &full).await.expect_err("refused");
    assert!(refused.contains("is not empty"), "{refused}");
    assert_eq!(std::fs::read(full.join("sheaf.sqlite")).expect("there"), b"precious");
    // A folder that is there and empty, as a mounted disk is, is filled and keeps its own permissions.
    let empty = folder.path().join("empty");
    std::fs::create_dir_all(empty.join("lost+found")).expect("made");
    let before = std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(&empty).expect("there"));
    restore(&file, &empty).await.expect("restored");
    assert_eq!(std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(&empty).expect("there")), before);
    assert_eq!(
        std::fs::read_dir(&empty).expect("a folder").count(),
        4,
        "database, key and pictures beside what was there"
    );
    let nowhere = backup::write(&folder.path().join("nowhere"), &folder.path().join("b"), false, now()).await;
    let nowhere = nowhere.expect_err("refused").to_string();
    assert!(nowhere.contains("there is no Sheaf in") && nowhere.contains("--data"), "{nowhere}");
    let later = sqlx::query("INSERT INTO _sqlx_migrations VALUES (99999, 'later', '2030-01-01', 1, x'00', 1)");
    later.execute(&app.state.db).await.expect("inserted");
    let newer = backup::write(app.folder.path(), &folder.path().join("b"), false, now()).await.expect_err("refused");
    assert!(newer.to_string().contains("newer Sheaf than this one"), "{newer}");
}

#[tokio::test]
async fn lost_and_damaged_pictures_are_left_out_and_told() {
    let (app, _, _, folder) = installation().await;
    let pictures = files(&app.folder.path().join("media"));
    let mut places = pictures.keys().map(|place| app.folder.path().join("media").join(place));
    let (lost, damaged) = (places.next().expect("a picture"), places.next().expect("another"));
    std::fs::remove_file(&lost).expect("removed");
    std::fs::write(&damaged, b"no picture").expect("written");
    let file = folder.path().join("sheaf.backup");
    let written = back_up(&app, &file).await;
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(written.left_out, [name(&lost), name(&damaged)]);
    let data = folder.path().join("data");
    let restored = restore(&file, &data).await.expect("restored");
    assert_eq!(restored.completion.left_out, 2);
    assert_eq!(files(&data.join("media")).len(), pictures.len() - 2);
}

/// The parts of a backup.
fn parts(file: &Path) -> Vec<(String, Vec<u8>)> {
    let opened = std::fs::File::open(file).expect("opens");
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(opened));
    let part = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry = entry.expect("a part");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).expect("read");
        (String::from_utf8(entry.path_bytes().into_owned()).expect("a name"), bytes)
    };
    archive.entries().expect("parts").map(part).collect()
}

/// What to make of a part.
type Forge = fn(&mut tar::Builder<flate2::write::GzEncoder<std::fs::File>>, &str, &[u8]);

fn plain(tar: &mut tar::Builder<flate2::write::GzEncoder<std::fs::File>>, name: &str, bytes: &[u8]) {
    entry(tar, name, bytes, tar::EntryType::Regular);
}

fn entry(
    tar: &mut tar::Builder<flate2::write::GzEncoder<std::fs::File>>,
    name: &str,
    bytes: &[u8],
    kind: tar::EntryType,
) {
    let mut header = tar::Header::new_gnu();
    // Past the library's own care: names that lead elsewhere.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o777);
    header.set_cksum();
    tar.append(&header, bytes).expect("appended");
}

/// Writes a backup anew, each part as `forge` makes it.
fn forge(genuine: &[(String, Vec<u8>)], to: &Path, forge: Forge) {
    let file = std::fs::File::create(to).expect("a file");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    genuine.iter().for_each(|(name, bytes)| forge(&mut tar, name, bytes));
    tar.into_inner().expect("ended").finish().expect("ended").flush().expect("written");
}

fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    assert!(text.contains(from), "{text}");
    text.replacen(from, to, 1).into_bytes()
}

#[tokio::test]
async fn a_backup_that_is_no_good_leaves_nothing() {
    let (app, _, _, folder) = installation().await;
    let file = folder.path().join("sheaf.backup");
    back_up(&app, &file).await;
    let genuine = parts(&file);
    let cases: [(&str, Forge); 14] = [
        ("do not trust it", |tar, name, bytes| {
            let name = if name == "secret.key" { "../secret.key" } else { name };
            plain(tar, name, bytes);
        }),
        ("do not trust it", |tar, name, bytes| {
            let outside = name.replace("media/", "media/../../");
            plain(tar, &outside, bytes);
        }),
        ("do not trust it", |tar, name, bytes| plain(tar, &name.replace("media/", "/tmp/media/"), bytes)),
        ("that is no file (Symlink", |tar, name, bytes| match name {
            "secret.key" => entry(tar, name, b"", tar::EntryType::Symlink),
            _ => plain(tar, name, bytes),
        }),
        ("that is no file (Link", |tar, name, bytes| match name {
            "complete.json" => entry(tar, "media/link", b"", tar::EntryType::Link),
            _ => plain(tar, name, bytes),
        }),
        ("that is no file (GNULongName", |tar, name, bytes| match name {
            "sheaf.sqlite" => entry(tar, "././@LongLink", &[b'a'; 300], tar::EntryType::GNULongName),
            _ => plain(tar, name, bytes),
        }),
        ("“run.sh” where it cannot be", |tar, name, bytes| {
            if name == "complete.json" {
                plain(tar, "run.sh", b"rm -rf /");
            }
            plain(tar, name, bytes);
        }),
        ("is out of order", |tar, name, bytes| {
            plain(tar, name, bytes);
            if name.starts_with("media/") {
                plain(tar, name, bytes);
            }
        }),
        ("is longer in this backup than it can be", |tar, name, bytes| match name {
            "sheaf-backup.json" => plain(tar, name, &[b' '; 70_000]),
            _ => plain(tar, name, bytes),
        }),
        ("newer than this one", |tar, name, bytes| match name {
            "sheaf-backup.json" => plain(tar, name, &replaced(bytes, "\"migration\": ", "\"migration\": 9")),
            _ => plain(tar, name, bytes),
        }),
        ("is damaged in this backup", |tar, name, bytes| match name {
            "sheaf.sqlite" => plain(tar, name, &[&bytes[..bytes.len() - 1], b"x"].concat()),
            _ => plain(tar, name, bytes),
        }),
        ("is damaged in this backup", |tar, name, bytes| match name.strip_prefix("media/") {
            Some(_) => plain(tar, name, &[bytes, b"x"].concat()),
            None => plain(tar, name, bytes),
        }),
        ("pictures are missing", |tar, name, bytes| {
            if !name.starts_with("media/") {
                plain(tar, name, bytes);
            }
        }),
        ("its last part is not there", |tar, name, bytes| {
            if name != "complete.json" {
                plain(tar, name, bytes);
            }
        }),
    ];
    let (forged, data) = (folder.path().join("forged"), folder.path().join("data"));
    forge(&genuine, &forged, plain);
    restore(&forged, &folder.path().join("good")).await.expect("what is forged without a change is good");
    for (number, (words, change)) in cases.into_iter().enumerate() {
        forge(&genuine, &forged, change);
        let refused = restore(&forged, &data).await.expect_err("refused");
        assert!(refused.contains(words), "{number}: {refused}");
    }
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").map(|e| e.expect("one").file_name()).collect();
    assert_eq!(left.len(), 3, "the backup, the forged one and the good data: {left:?}");
}

#[tokio::test]
async fn a_backup_cut_short_or_altered_anywhere_is_noticed() {
    let (app, _, _, folder) = installation().await;
    let file = folder.path().join("sheaf.backup");
    back_up(&app, &file).await;
    let whole = std::fs::read(&file).expect("there");
    let (harmed, data) = (folder.path().join("harmed"), folder.path().join("data"));
    for part in 0..12 {
        let length = whole.len() * part / 12;
        std::fs::write(&harmed, &whole[..length]).expect("written");
        let refused = restore(&harmed, &data).await.expect_err("cut short");
        assert!(refused.contains("cut short"), "at {length}: {refused}");
        let mut altered = whole.clone();
        altered[length + 12] ^= 0x10;
        std::fs::write(&harmed, &altered).expect("written");
        assert!(restore(&harmed, &data).await.is_err(), "altered at {length}");
    }
    std::fs::write(&harmed, &whole[..whole.len() - 4]).expect("written");
    assert!(restore(&harmed, &data).await.is_err(), "the checksum is cut off");
    std::fs::write(&harmed, [whole.as_slice(), b"more"].concat()).expect("written");
    assert!(restore(&harmed, &data).await.is_err(), "something follows");
    std::fs::write(&harmed, "PK\u{3}\u{4}").expect("written");
    assert!(restore(&harmed, &data).await.is_err(), "a zip");
    assert!(!data.exists());
    assert!(std::fs::read_dir(folder.path()).expect("a folder").count() == 2, "nothing is left behind");
}
