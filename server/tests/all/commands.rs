//! The commands of operators, as a shell runs them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::TestApp;

/// Runs `sheaf` with a data folder by environment.
fn sheaf(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sheaf"));
    command.args(arguments).env("SHEAF_DATA", data).env_remove("RUST_BACKTRACE").output().expect("it runs")
}

fn said(output: &Output) -> (bool, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test]
async fn an_operator_backs_up_restores_and_checks() {
    let app = TestApp::new().await;
    app.account("ada").await;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (folder.path().join("sheaf.backup"), folder.path().join("data"));
    let name = file.to_str().expect("text");

    let (done, words, _) = said(&sheaf(app.folder.path(), &["backup", name]));
    assert!(done && words.starts_with(&format!("Wrote {name} (")) && words.contains("0 stories"), "{words}");
    let (done, _, error) = said(&sheaf(app.folder.path(), &["backup", name]));
    assert!(!done && error.contains("is there already") && error.contains("--force"), "{error}");
    let (done, ..) = said(&sheaf(app.folder.path(), &["backup", "--force", name]));
    assert!(done);

    let (done, words, _) = said(&sheaf(&data, &["restore", name]));
    assert!(
        done && words.contains("1 API tokens of that time work again") && words.contains("sheaf serve --data"),
        "{words}"
    );
    let (done, _, error) = said(&sheaf(&data, &["restore", name]));
    assert!(!done && error.contains("is not empty"), "{error}");

    let (done, words, _) = said(&sheaf(&data, &["check"]));
    assert!(done && words.ends_with("all is well.\n"), "{words}");
    std::fs::create_dir_all(data.join("media")).expect("made");
    std::fs::write(data.join("media/stray"), "?").expect("written");
    let (done, words, _) = said(&sheaf(&data, &["check"]));
    assert!(!done && words.starts_with("media/stray is named by no picture. Nothing needs it"), "{words}");
    assert!(words.ends_with(": 1 finding.\n"), "{words}");
    let (done, words, _) = said(&sheaf(&data, &["check", "--json"]));
    let report: Value = serde_json::from_str(&words).expect("JSON");
    assert!(!done && report["findings"][0]["kind"] == "file", "{report}");
    let (done, _, error) = said(&sheaf(&folder.path().join("nowhere"), &["check"]));
    assert!(!done && error.contains("there is no Sheaf in"), "{error}");
}

#[test]
fn a_token_for_the_numbers_is_not_told_and_cannot_be_short() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sheaf"));
    let help =
        command.args(["serve", "--help"]).env("SHEAF_METRICS_TOKEN", "0123456789abcdef").output().expect("it runs");
    let (_, words, _) = said(&help);
    assert!(words.contains("SHEAF_METRICS_TOKEN") && !words.contains("0123456789abcdef"), "{words}");
    let (done, _, error) = said(&sheaf(Path::new("nowhere"), &["serve", "--metrics-token", "short"]));
    assert!(!done && error.contains("16 characters or more"), "{error}");
}
