//! One API in several versions of OpenAPI is one client.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod common;

use std::path::{Path, PathBuf};

use common::{below, files_of};
use oasmith::Generator;

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/versions").join(name)
}

/// The diagnostics of a document but for their places.
fn told(path: &Path) -> Vec<String> {
    let (_, diagnostics) = Generator::new(path).model().unwrap();
    let text =
        |one: &oasmith::diagnostic::Diagnostic| format!("{} {}: {}", one.severity, one.code.as_str(), one.message);
    diagnostics.iter().map(text).collect()
}

#[test]
fn a_document_of_swagger_gives_the_client_of_its_counterpart() {
    let mut compared = 0;
    for entry in std::fs::read_dir(document("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".2.0.yaml") else { continue };
        let all = |name: &str| below(&files_of(&document(name)), "");
        let (own, other) = (all(&name), all(&format!("{stem}.3.0.yaml")));
        let differing = own.lines().zip(other.lines()).find(|(one, other)| one != other);
        assert!(own == other, "{stem}: {differing:#?}");
        compared += 1;
    }
    assert_eq!(compared, 5);
}

#[test]
fn nothing_is_told_of_what_swagger_allows_for_unless_it_is_told_of_its_counterpart() {
    for (name, more) in [("bodies", 0), ("forms", 0), ("parameters", 3), ("schemas", 0), ("security", 0)] {
        let own = told(&document(&format!("{name}.2.0.yaml")));
        let other = told(&document(&format!("{name}.3.0.yaml")));
        let alone: Vec<&String> = own.iter().filter(|one| !other.contains(one)).collect();
        // A version that is a number, and two lists that no style of 3.0 writes.
        assert_eq!(alone.len(), more, "{name}: {alone:#?}");
    }
}

#[test]
fn documents_of_3_1_give_the_clients_of_3_0() {
    for name in ["files", "hooks", "maps", "nullable", "unions"] {
        let files = |version: &str| files_of(&document(&format!("{name}.{version}.yaml")));
        let (before, after) = (files("3.0"), files("3.1"));
        assert_eq!(below(&before, ""), below(&after, ""), "{name}");
    }
}
