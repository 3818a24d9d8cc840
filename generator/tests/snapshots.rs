//! Small documents in, Rust out.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oasmith::{Error, Generator, Runtime};

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name)
}

/// All files of the crate of a document, by their path.
fn files(document: &Path) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("api");
    let runtime = Runtime::Path("../runtime".to_owned());
    Generator::new(document).out_dir(&out).runtime(runtime).generate().unwrap();
    let mut files = BTreeMap::new();
    read(&out, &out, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The files below a path, one after the other.
fn below(files: &BTreeMap<String, String>, start: &str) -> String {
    let chosen = files.iter().filter(|(path, _)| path.starts_with(start));
    chosen.map(|(path, text)| format!("===== {path}\n{text}\n")).collect()
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
