//! Documents that overlays change before they are read.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod common;

use std::path::{Path, PathBuf};

use common::{below, files_by};
use oasmith::diagnostic::{Code, Diagnostics, Severity};
use oasmith::{Error, Generator};

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name)
}

/// What is told, each with the file, line and column.
fn told(diagnostics: &Diagnostics) -> String {
    let line = |one: &oasmith::diagnostic::Diagnostic| {
        let place = one.place.as_ref().unwrap();
        let file = place.file.file_name().unwrap().to_string_lossy().into_owned();
        format!("{file}:{}:{} {}[{}]: {}\n", place.line, place.column, one.severity, one.code.as_str(), one.message)
    };
    diagnostics.iter().map(line).collect()
}

fn overlaid() -> Generator {
    Generator::new(document("overlaid.yaml"))
        .overlay(document("overlaid.names.yaml"))
        .overlay(document("overlaid.types.json"))
}

#[test]
fn two_overlays_are_applied_in_their_order() {
    let (_, diagnostics) = overlaid().model().unwrap();
    let files = files_by(overlaid());
    insta::assert_snapshot!(told(&diagnostics) + &below(&files, "src/api/") + &below(&files, "src/types/"));
}

#[test]
fn the_files_that_were_read_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let report = overlaid().out_dir(folder.path().join("client")).check(true).generate().unwrap();
    let names: Vec<_> = report.files.iter().map(|path| path.file_name().unwrap().to_string_lossy()).collect();
    assert_eq!(names, ["overlaid.yaml", "overlaid.names.yaml", "overlaid.types.json"]);
}

/// What is told of a document and an overlay for which there is no client.
fn refused(overlay: &str) -> Vec<(Code, String, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("overlay.yaml");
    std::fs::write(&path, overlay).unwrap();
    match Generator::new(document("overlaid.yaml")).overlay(&path).model() {
        Err(Error::Document(diagnostics)) => {
            let one = |one: &oasmith::diagnostic::Diagnostic| {
                let place = one.place.as_ref().unwrap();
                (one.code, place.file.file_name().unwrap().to_string_lossy().into_owned(), place.line)
            };
            diagnostics.iter().filter(|one| one.severity == Severity::Error).map(one).collect()
        }
        other => panic!("{:?}", other.map(|(_, diagnostics)| diagnostics)),
    }
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_at_its_line() {
    let head = "overlay: 1.1.0\ninfo: {title: O, version: '1'}\nactions:\n";
    for (overlay, code, line) in [
        ("overlay: [\n".to_owned(), Code::Syntax, 2),
        (format!("{head}  - target: $.paths[\n    remove: true\n"), Code::OverlayQuery, 4),
        (format!("{head}  - target: $.info\n    update:\n      title: [x]\n"), Code::OverlayAction, 6),
        // What an overlay brings is a part of the document.
        (
            format!(
                "{head}  - target: $.components.schemas.Dog\n    update:\n      properties:\n        a: {{$ref: '#/x'}}\n"
            ),
            Code::DanglingReference,
            7,
        ),
    ] {
        assert_eq!(refused(&overlay), [(code, "overlay.yaml".to_owned(), line)], "{overlay}");
    }
}

#[test]
fn an_overlay_that_cannot_be_read_is_told_by_its_name() {
    let generator = Generator::new(document("overlaid.yaml")).overlay(document("nowhere.yaml"));
    let Err(Error::Document(diagnostics)) = generator.model() else { panic!("there is no such overlay") };
    let told = told(&diagnostics);
    assert!(told.starts_with("nowhere.yaml:1:1 error[unreadable]"), "{told}");
}

#[test]
fn parts_of_other_files_are_told_in_those_files_beside_overlays() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("api.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n");
    write("a.yaml", "get:\n  responses:\n    '200': {description: d}\n    '200': {description: e, nonsense: 1}\n");
    write(
        "b.yaml",
        "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions:\n  - target: $.paths\n    update:\n      /b: {get: {responses: {'204': {description: d, nonsense: 1}}}}\n",
    );
    let generator = Generator::new(folder.path().join("api.yaml")).overlay(folder.path().join("b.yaml"));
    let (_, diagnostics) = generator.model().unwrap();
    let told = told(&diagnostics);
    let mut places: Vec<_> = told.lines().filter_map(|line| line.split(": ").next()).collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            "a.yaml:4:29 warning[unknown-field]",
            "a.yaml:4:5 warning[duplicate-key]",
            "b.yaml:6:54 warning[unknown-field]",
        ]
    );
}
