//! `oasmith diff` on documents, on folders with a lock, and on what git has of them.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

use std::path::Path;
use std::process::{Command, Output};

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example.com'}]
paths:
  /pet:
    get:
      operationId: getPet
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: 'parts.yaml#/Pet'}}}}}
";
const LOCK: &str = "version = 1\ngenerator = \"0.1.0\"\n\n[document]\npath = \"spec/pets.yaml\"\nsha256 = \"0\"\n
[names.\"/components/schemas/Pet\"]
age = \"years\"
";
const BEFORE: &str =
    "Pet: {type: object, required: [name, age], properties: {name: {type: string}, age: {type: integer}}}\n";
const AFTER: &str = "Pet: {type: object, required: [name], properties: {name: {type: string}}}\n";

/// A repository whose last commit has the document before, and whose folder has it after.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("api/spec")).unwrap();
    write(root, "api/spec/pets.yaml", DOCUMENT);
    write(root, "api/spec/parts.yaml", BEFORE);
    write(root, "api/oasmith.lock", LOCK);
    let name = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    git(root, &["init", "--quiet"]);
    git(root, &["add", "--all"]);
    git(root, &[&name[..], &["commit", "--quiet", "--message", "Before"]].concat());
    write(root, "api/spec/parts.yaml", AFTER);
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    std::fs::write(root.join(path), text).unwrap();
}

fn git(root: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(root).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasmith")).arg("diff").args(arguments).current_dir(folder).output().unwrap()
}

/// What it says and its exit status.
fn said(output: &Output) -> (String, Option<i32>) {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.code())
}

#[test]
fn a_document_is_compared_with_what_git_has_of_it() {
    let repository = repository();
    let root = repository.path();
    let inside = &root.join("api");
    for (folder, old, new, gone) in [
        (root, "git:HEAD:api/spec/pets.yaml", "api/spec/pets.yaml", "Pet.age is gone"),
        // The lock file says what it is called.
        (root, "git:HEAD:api", "api", "Pet.years is gone"),
        (root, "git:HEAD:api/", "api/spec/pets.yaml", "Pet.years is gone"),
        (root, "git:HEAD:api/spec/pets.yaml", "api", "Pet.years is gone"),
        (inside, "git:HEAD:./spec/pets.yaml", "spec/pets.yaml", "Pet.age is gone"),
        (inside, "git:HEAD:.", ".", "Pet.years is gone"),
    ] {
        let (text, status) = said(&diff(folder, &[old, new]));
        assert!(text.contains(gone) && text.contains("1 change"), "{old}: {text}");
        assert_eq!(status, Some(0));
        let (text, status) = said(&diff(folder, &[new, new]));
        assert_eq!((text.as_str(), status), ("Nothing has changed.\n", Some(0)));
    }
    // Nothing is left in the repository.
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(root).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&status.stdout), " M api/spec/parts.yaml\n");
}

#[test]
fn what_is_denied_fails_unless_it_is_waived() {
    let repository = repository();
    let root = repository.path();
    let asked = ["git:HEAD:api", "api", "--deny", "major"];
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("error: ") && text.contains("major"), "{text}");
    assert_eq!(status, Some(1));
    write(root, "oasmith.toml", "[diff]\nwaive = [\"property-removed-required at /components/schemas/Pet\"]\n");
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("1 waived"), "{text}");
    assert_eq!(status, Some(0));
    write(root, "oasmith.toml", "[diff]\nwaive = [\"property-removed\"]\n");
    let (text, status) = said(&diff(root, &asked));
    assert!(text.contains("oasmith.toml: no change has the rule `property-removed`"), "{text}");
    assert_eq!(status, Some(2));
}

#[test]
fn what_cannot_be_read_is_told() {
    let repository = repository();
    let root = repository.path();
    for (old, told) in [
        ("git:HEAD", "git:REV:PATH"),
        ("git:nowhere:api", "git: "),
        ("git:HEAD:api/none.yaml", "git: "),
        ("git:--help:api", "git: "),
        ("git:HEAD:api/spec", "oasmith.lock"),
        ("api/spec", "oasmith.lock"),
    ] {
        let (text, status) = said(&diff(root, &[old, "api"]));
        assert!(text.contains("error: ") && text.contains(told), "{old}: {text}");
        assert_eq!(status, Some(2), "{old}");
    }
}
