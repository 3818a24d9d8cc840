//! Small documents in, Rust out.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod common;

use std::path::{Path, PathBuf};

use common::{below, files_by, files_of as files};
use oasmith::{Error, Features, Generator, Selector};

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name)
}

#[test]
fn types() {
    insta::assert_snapshot!(below(&files(&document("types.yaml")), "src/types/"));
}

#[test]
fn operations() {
    insta::assert_snapshot!(below(&files(&document("operations.yaml")), "src/api/"));
}

#[test]
fn parameters() {
    insta::assert_snapshot!(below(&files(&document("parameters.yaml")), "src/api/"));
}

#[test]
fn bodies() {
    insta::assert_snapshot!(below(&files(&document("bodies.yaml")), "src/api/"));
}

#[test]
fn answers() {
    let files = files(&document("answers.yaml"));
    insta::assert_snapshot!(
        below(&files, "src/api/") + &below(&files, "src/client.rs") + &below(&files, "src/headers.rs")
    );
}

#[test]
fn servers() {
    let (_, diagnostics) = Generator::new(document("servers.yaml")).model().unwrap();
    let told = diagnostics
        .iter()
        .map(|one| format!("{}[{}] {}: {}\n", one.severity, one.code.as_str(), one.pointer, one.message));
    let files = files(&document("servers.yaml"));
    insta::assert_snapshot!(told.collect::<String>() + &below(&files, "src/servers.rs") + &below(&files, "src/api/"));
}

#[test]
fn repairs() {
    let (_, diagnostics) = Generator::new(document("repairs.yaml")).model().unwrap();
    let told = diagnostics
        .iter()
        .map(|one| format!("{}[{}] {}: {}\n", one.severity, one.code.as_str(), one.pointer, one.message));
    let files = files(&document("repairs.yaml"));
    insta::assert_snapshot!(
        told.collect::<String>() + &below(&files, "src/types/book.rs") + &below(&files, "src/api/")
    );
}

#[test]
fn a_client_needs_no_server_where_an_operation_has_an_absolute_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("servers.yaml");
    for (servers, own, is_optional) in [
        ("[]", "[{url: 'https://own.example.com'}]", true),
        ("[{url: /v1}]", "[{url: 'https://own.example.com'}, {url: /own}]", true),
        ("[{url: /v1}]", "[{url: '{own}', variables: {own: {default: 'https://own.example.com'}}}]", true),
        ("[{url: 'https://example.com'}]", "[{url: 'https://own.example.com'}]", false),
        ("[]", "[{url: /own}]", false),
        ("[{url: /v1}]", "[{url: /v1}]", false),
    ] {
        let operations = format!("{{get: {{servers: {own}, responses: {{'204': {{description: Done.}}}}}}}}");
        let head = "openapi: 3.0.3\ninfo: {title: Servers, version: '1'}\n";
        std::fs::write(&path, format!("{head}servers: {servers}\npaths: {{/x: {operations}}}\n")).unwrap();
        let is_there = files(&path)["src/client.rs"].contains(".server_optional()");
        assert_eq!(is_there, is_optional, "{servers} and {own}");
    }
}

#[test]
fn the_client_and_its_crate() {
    let mut files = files(&document("operations.yaml"));
    files.retain(|path, _| !path.contains("/api/") && !path.contains("/types/"));
    insta::assert_snapshot!(below(&files, ""));
}

#[test]
fn descriptions() {
    let files = files(&document("descriptions.yaml"));
    insta::assert_snapshot!(below(&files, "src/api/t") + &below(&files, "src/types/") + &below(&files, "src/lib"));
}

#[test]
fn webhooks() {
    let files = files(&document("webhooks.yaml"));
    insta::assert_snapshot!(
        below(&files, "src/webhooks.rs") + &below(&files, "src/callbacks.rs") + &below(&files, "src/lib")
    );
}

#[test]
fn a_selection() {
    let generator =
        Generator::new(document("selection.yaml")).only(Selector::tag("toys")).only(Selector::schema("Pet"));
    let mut files = files_by(generator);
    files.retain(|path, _| path != "src/rustfmt.toml");
    insta::assert_snapshot!(below(&files, ""));
}

#[test]
fn a_feature_a_tag() {
    let files = files_by(Generator::new(document("features.yaml")).features(Features::Tags));
    let paths = ["Cargo.toml", "README.md", "src/api/mod.rs", "src/lib.rs", "src/types/mod.rs", "src/callbacks.rs"];
    insta::assert_snapshot!(paths.map(|path| below(&files, path)).concat());
}

/// What is said of a document, and its types and operations.
fn with_diagnostics(name: &str) -> String {
    let (_, diagnostics) = Generator::new(document(name)).model().unwrap();
    let told = diagnostics
        .iter()
        .map(|one| format!("{}[{}] {}: {}\n", one.severity, one.code.as_str(), one.pointer, one.message));
    let files = files(&document(name));
    told.collect::<String>() + &below(&files, "src/api/") + &below(&files, "src/types/")
}

#[test]
fn schemas_of_openapi_3_1() {
    insta::assert_snapshot!(with_diagnostics("later.yaml"));
}

#[test]
fn what_is_new_in_openapi_3_2() {
    let files = files(&document("newest.yaml"));
    insta::assert_snapshot!(
        with_diagnostics("newest.yaml") + &below(&files, "src/client.rs") + &below(&files, "src/servers.rs")
    );
}

#[test]
fn what_is_not_offered_is_told() {
    let Err(Error::Document(diagnostics)) = Generator::new(document("unsupported.yaml")).model() else {
        panic!("a reference that leads nowhere is an error");
    };
    let folder = document("");
    let lines: Vec<_> =
        diagnostics.iter().map(|found| found.to_string().replace(folder.to_str().unwrap(), "")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn two_runs_in_two_folders_give_the_same_files() {
    for name in ["types.yaml", "operations.yaml", "names.yaml", "descriptions.yaml"] {
        assert_eq!(files(&document(name)), files(&document(name)));
    }
}

#[test]
fn a_document_in_json_gives_the_same_files() {
    for name in ["types.yaml", "operations.yaml", "names.yaml", "descriptions.yaml"] {
        let yaml = std::fs::read_to_string(document(name)).unwrap();
        let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let json = folder.path().join("document.json");
        std::fs::write(&json, serde_json::to_vec_pretty(&value).unwrap()).unwrap();
        assert_eq!(files(&document(name)), files(&json), "{name}");
    }
}

#[test]
fn a_description_is_a_matter_of_one_file() {
    let text = std::fs::read_to_string(document("types.yaml")).unwrap();
    let before = files(&document("types.yaml"));
    for (old, new, changed) in [
        ("How far it is.", "How far it has come.", "src/types/state.rs"),
        ("Its number.", "Its one number.", "src/types/order.rs"),
        ("Made", "Done", ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("types.yaml");
        std::fs::write(&path, text.replace(old, new)).unwrap();
        let after = files(&path);
        let differing: Vec<_> =
            before.iter().filter(|(path, text)| after[*path] != **text).map(|(path, _)| path).collect();
        assert_eq!(differing, if changed.is_empty() { vec![] } else { vec![changed] });
    }
}
