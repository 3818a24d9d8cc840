//! The command `corpus`, without the compiler.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const CLIENT: &str = "openapi: 3.0.3\ninfo: {title: <b>A</b>, version: '1'}\npaths: {}\n";
const REFUSED: &str = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"B\", \"version\": \"1\"}, \"paths\": ";
const NEWER: &str = "openapi: 9.0.0\ninfo: {title: C, version: '1'}\n";

fn corpus(folder: &Path, path: &str) -> io::Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["corpus", "--out", "out", path]).current_dir(folder).output()
}

#[test]
fn each_document_has_an_outcome() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("specs")).unwrap();
    let files = [("a.yaml", CLIENT), ("b.json", REFUSED), ("c.yml", NEWER), ("part.yaml", "type: object\n")];
    for (name, text) in files {
        fs::write(folder.path().join("specs").join(name), text).unwrap();
    }
    let output = corpus(folder.path(), "specs").unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{stdout}");
    let refusals: Vec<_> = stdout.lines().filter(|line| line.contains("refused: ")).collect();
    assert!(matches!(refusals[..], [line] if line.starts_with("specs/b.json  /  refused: syntax: ")), "{stdout}");
    assert!(stdout.contains("3 documents: 1 client, 1 refused, 1 version not read; 1 other files skipped"), "{stdout}");
    let results: Value = serde_json::from_slice(&fs::read(folder.path().join("out/corpus.json")).unwrap()).unwrap();
    let outcomes: Vec<_> = results["documents"].as_array().unwrap().iter().map(|one| &one["outcome"]["kind"]).collect();
    assert_eq!(outcomes, ["client", "refused", "version"]);
    assert!(fs::read_to_string(folder.path().join("out/corpus.html")).unwrap().starts_with("<!doctype html>"));
}

#[test]
fn without_documents_there_is_no_result() {
    let folder = tempfile::tempdir().unwrap();
    let output = corpus(folder.path(), ".").unwrap();
    assert!(!output.status.success());
    assert!(!folder.path().join("out").exists());
}
