//! `sheaf check`: every kind of damage is found, and nothing else.

use std::path::PathBuf;

use http::StatusCode;
use serde_json::{Value, json};
use server::connections;
use server::integrity::{self, Finding, Kind, Report};
use server::sources::Access;
use shared::edit::{Changes, apply};
use shared::ids::{EditId, ItemId};
use shared::item::ItemBody;
use shared::story::StoryDocument;

use crate::support::{Client, TestApp};

async fn send(client: &Client, story: &str, revision: u64, changes: &Changes) {
    let edit = json!({ "edit_id": EditId::fresh(), "base_revision": revision, "changes": changes });
    client.post(&format!("/api/v1/stories/{story}/edits"), &edit).await.expect(StatusCode::OK);
}

/// An installation with what there can be: a published story of posts, edited before and since, undone and restored; an
/// import of it; credentials.
async fn lived_in() -> (TestApp, String) {
    let app = TestApp::new().await;
    let ada = app.account("ada").await;
    let story = ada.post("/api/v1/stories", &json!({ "title": "Chat" })).await.expect(StatusCode::CREATED).json();
    let id = story["id"].as_str().expect("an id").to_owned();
    let found = ada.get("/api/v1/search?source=sample&q=%23harbourchat").await.expect(StatusCode::OK).json();
    let post = |post: &Value| ItemBody::post(post["id"].as_str().expect("an id").parse().expect("an id"));
    let bodies = found["posts"].as_array().expect("posts").iter().map(|found| (ItemId::fresh(), post(found))).collect();
    let mut document = StoryDocument { title: "Chat".into(), ..StoryDocument::default() };
    let changes = document.insert(bodies, None);
    send(&ada, &id, 0, &changes).await;
    apply(&mut document, &changes).expect("applies");
    ada.post(&format!("/api/v1/stories/{id}/publish"), &Value::Null).await.expect(StatusCode::OK);
    let first = document.ordered()[0].id;
    for (revision, changes) in [(1, document.remove(&[first])), (2, Changes::of_title(&document, "Our chat"))] {
        send(&ada, &id, revision, &changes).await;
        apply(&mut document, &changes).expect("applies");
    }
    ada.post(&format!("/api/v1/stories/{id}/publish"), &Value::Null).await.expect(StatusCode::OK);
    ada.post(&format!("/api/v1/stories/{id}/revisions/1/restore"), &Value::Null).await.expect(StatusCode::OK);
    // A moment that is kept, as long logs have them.
    let at = serde_json::to_string(&document).expect("a document");
    let kept =
        sqlx::query("INSERT INTO snapshots (story_id, revision, document) SELECT id, 3, $1 FROM stories").bind(at);
    kept.execute(&app.state.db).await.expect("kept");
    let file = ada.get(&format!("/api/v1/stories/{id}/export?format=json")).await.expect(StatusCode::OK);
    let imported = ada.send(http::Method::POST, "/api/v1/import", "application/json", file.body.into()).await;
    assert!(imported.status.is_success(), "{}", imported.text());
    let access = Access::Bluesky { identifier: "ada.example".into(), app_password: "secret".into() };
    let mut conn = app.state.db.acquire().await.expect("a connection");
    let account = server::accounts::store::by_handle(&mut conn, &"ada".parse().expect("a handle")).await;
    let account = account.expect("read").expect("an account").id;
    let now = server::clock::Clock::now(app.clock.as_ref());
    connections::store::put(&mut conn, &app.state.secrets, account, &access, "ada", now).await.expect("connected");
    drop(conn);
    (app, id)
}

async fn check(app: &TestApp) -> Report {
    integrity::check(app.folder.path()).await.expect("looked")
}

/// Damages the database as no code of ours would.
async fn damage(app: &TestApp, statement: &'static str) {
    let mut conn = app.state.db.acquire().await.expect("a connection");
    sqlx::raw_sql("PRAGMA foreign_keys = OFF").execute(&mut *conn).await.expect("off");
    let done = sqlx::query(statement).execute(&mut *conn).await.expect(statement);
    assert!(done.rows_affected() > 0, "{statement}");
    sqlx::raw_sql("PRAGMA foreign_keys = ON").execute(&mut *conn).await.expect("on");
}

fn a_picture(app: &TestApp) -> PathBuf {
    let mut folder = app.folder.path().join("media");
    while folder.is_dir() {
        folder = std::fs::read_dir(folder).expect("a folder").next().expect("something").expect("an entry").path();
    }
    folder
}

#[tokio::test]
async fn nothing_is_found_where_nothing_is_wrong() {
    let (app, _) = lived_in().await;
    let report = check(&app).await;
    assert_eq!(report.findings, [], "{:#?}", report.findings);
    let checked = report.checked;
    assert_eq!((checked.stories, checked.edits, checked.versions), (2, 5, 4));
    assert!(checked.posts > 3 && checked.pictures > 3 && checked.picture_bytes > 1000, "{checked:?}");
}

#[tokio::test]
async fn each_damage_to_the_database_is_found() {
    let damages = [
        ("DELETE FROM accounts", Kind::Reference, "names a row of accounts that is gone"),
        ("DELETE FROM posts", Kind::Reference, "names a row of posts that is gone"),
        ("UPDATE stories SET published_version = 9 WHERE revision > 1", Kind::Reference, "a version that is gone"),
        ("UPDATE posts SET snapshot = '{}' WHERE rowid = 1", Kind::Post, "cannot be read"),
        ("UPDATE posts SET uri = 'x' WHERE rowid = 1", Kind::Post, "is another post than its row says"),
        ("UPDATE connections SET sealed = x'00'", Kind::Credentials, "@ada's access to bluesky cannot be opened"),
        (
            "UPDATE items SET body = '{}' WHERE rowid = (SELECT MIN(rowid) FROM items)",
            Kind::Draft,
            "has a draft that cannot be read",
        ),
        ("UPDATE items SET order_key = ''", Kind::Draft, "has a draft that cannot be read"),
        (
            "UPDATE items SET post_id = NULL WHERE rowid = (SELECT MIN(rowid) FROM items)",
            Kind::Draft,
            "whose post is not the one of its row",
        ),
        (
            "UPDATE stories SET cover = '{\"id\":\"0190c0de-0000-7000-8000-000000000000\",\"alt\":\"\"}'",
            Kind::Draft,
            "shows picture 0190c0de-0000-7000-8000-000000000000, which is not known here",
        ),
        ("UPDATE stories SET title = 'Forged' WHERE revision > 1", Kind::Log, "is not what the log of its edits says"),
        (
            "DELETE FROM items WHERE rowid = (SELECT MIN(rowid) FROM items)",
            Kind::Log,
            "is not what the log of its edits says",
        ),
        ("DELETE FROM edits WHERE revision = 2", Kind::Log, "has gaps in the log"),
        ("DELETE FROM edits WHERE revision = 4", Kind::Log, "has gaps in the log"),
        ("UPDATE stories SET revision = revision + 1", Kind::Log, "has gaps in the log"),
        ("UPDATE edits SET changes = '[' WHERE revision = 2", Kind::Log, "that cannot be read"),
        ("UPDATE edits SET changes = '{}' WHERE revision = 1", Kind::Log, "has items that no edit has added"),
        ("UPDATE snapshots SET document = '{}'", Kind::Snapshot, "a snapshot of revision 3 that is not what it was"),
        ("UPDATE snapshots SET revision = 2", Kind::Snapshot, "a snapshot of revision 2 that is not what it was"),
        ("UPDATE snapshots SET revision = 99", Kind::Snapshot, "a snapshot of revision 99"),
        ("UPDATE versions SET document = '{}' WHERE number = 1", Kind::Version, "cannot be read"),
        ("UPDATE versions SET document = json_set(document, '$.posts', json('{}'))", Kind::Version, "shows post"),
        ("UPDATE versions SET items = 99", Kind::Version, "is not what lists say about it"),
        ("UPDATE versions SET title = 'Forged'", Kind::Version, "is not what lists say about it"),
        ("UPDATE versions SET revision = 99 WHERE number = 1", Kind::Version, "is later than its story"),
        ("UPDATE versions SET revision = 2 WHERE number = 2", Kind::Version, "is not what the story was"),
        ("UPDATE media SET sha256 = NULL", Kind::Version, "which is not here"),
        ("UPDATE media SET sha256 = NULL", Kind::File, "is named by no picture"),
        ("UPDATE media SET bytes = bytes + 1", Kind::Picture, "and its row says otherwise"),
        ("UPDATE media SET bytes = NULL", Kind::Picture, "and its row says otherwise"),
        ("UPDATE media SET sha256 = 'zz' WHERE sha256 IS NOT NULL", Kind::Picture, "is missing"),
    ];
    let (app, _) = lived_in().await;
    let whole = app.folder.path().join("whole.sqlite");
    sqlx::query("VACUUM INTO $1").bind(whole.to_str()).execute(&app.state.db).await.expect("copied");
    for (statement, kind, words) in damages {
        let app = copy_of(&app, &whole).await;
        damage(&app, statement).await;
        let findings = check(&app).await.findings;
        let found = findings.iter().any(|finding| finding.kind == kind && finding.to_string().contains(words));
        assert!(found, "{statement}: {findings:#?}");
        assert!(findings.iter().all(|Finding { advice, .. }| advice.ends_with('.')), "each says what to do");
    }
}

/// Another installation with the same database, key and pictures.
async fn copy_of(app: &TestApp, database: &std::path::Path) -> TestApp {
    let other = TestApp::new().await;
    other.state.db.close().await;
    for stale in ["sheaf.sqlite-wal", "sheaf.sqlite-shm"] {
        drop(std::fs::remove_file(other.folder.path().join(stale)));
    }
    std::fs::copy(database, other.folder.path().join("sheaf.sqlite")).expect("copied");
    std::fs::copy(app.folder.path().join("secret.key"), other.folder.path().join("secret.key")).expect("copied");
    std::fs::remove_dir_all(other.folder.path().join("media")).expect("removed");
    std::os::unix::fs::symlink(app.folder.path().join("media"), other.folder.path().join("media")).expect("linked");
    let config = server::config::Config::for_tests(other.folder.path(), &[]);
    let state = server::state::AppState::open(config, std::sync::Arc::clone(&other.clock) as _).await.expect("opens");
    TestApp { state, ..other }
}

#[tokio::test]
async fn lost_altered_and_unknown_files_are_found() {
    let (app, _) = lived_in().await;
    let picture = a_picture(&app);
    let bytes = std::fs::read(&picture).expect("there");
    let only = |findings: Vec<Finding>| {
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let finding = &findings[0];
        (finding.kind, finding.to_string())
    };
    let name = picture.file_name().expect("a name").to_string_lossy().into_owned();
    std::fs::remove_file(&picture).expect("removed");
    let (kind, words) = only(check(&app).await.findings);
    assert!(
        kind == Kind::Picture && words.contains(&name) && words.contains("is missing. Put the file back"),
        "{words}"
    );
    std::fs::write(&picture, [&bytes[..bytes.len() - 1], b"x"].concat()).expect("written");
    let (kind, words) = only(check(&app).await.findings);
    assert!(kind == Kind::Picture && words.contains(&name) && words.contains("is damaged"), "{words}");
    std::fs::write(&picture, &bytes).expect("written");
    let stranger = picture.with_file_name("no-picture.txt");
    std::fs::write(&stranger, "?").expect("written");
    let (kind, words) = only(check(&app).await.findings);
    assert!(kind == Kind::File && words.contains("no-picture.txt is named by no picture"), "{words}");
    std::fs::remove_file(&stranger).expect("removed");
    std::fs::remove_file(app.folder.path().join("secret.key")).expect("removed");
    let (kind, words) = only(check(&app).await.findings);
    assert!(kind == Kind::Credentials && words.contains("secret.key is gone"), "{words}");
    assert!(!app.folder.path().join("secret.key").exists(), "looking makes no key");
}

#[tokio::test]
async fn a_damaged_file_and_another_sheaf_are_told() {
    let (app, _) = lived_in().await;
    app.state.db.close().await;
    let file = app.folder.path().join("sheaf.sqlite");
    let mut bytes = std::fs::read(&file).expect("there");
    let page = 4096 * 20;
    bytes[page..page + 64].fill(0x5a);
    std::fs::write(&file, &bytes).expect("written");
    let findings = check(&app).await.findings;
    assert!(findings.iter().any(|finding| finding.kind == Kind::Database), "{findings:#?}");
    assert!(findings.iter().any(|finding| finding.advice.contains("Restore the last backup")), "{findings:#?}");

    let (app, _) = lived_in().await;
    damage(&app, "INSERT INTO _sqlx_migrations VALUES (99999, 'later', '2030-01-01', 1, x'00', 1)").await;
    let findings = check(&app).await.findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].to_string().contains("newer Sheaf"), "{}", findings[0]);

    let nowhere = integrity::check(&app.folder.path().join("nowhere")).await.expect_err("nothing").to_string();
    assert!(nowhere.contains("there is no Sheaf"), "{nowhere}");
}
