//! Documents in several files.

use std::path::Path;

use super::super::{Access, Document, document};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A folder with files, each given by its name and text.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// A diagnostic: its code, the file from a folder, the line and the message.
type Told = (Code, String, usize, String);

/// Reads `api/root.yaml` of a folder.
fn read_folder(folder: &Path, access: &Access) -> (Option<Document>, Vec<Told>) {
    let mut diagnostics = Diagnostics::default();
    let document = document(&folder.join("api/root.yaml"), &[], access, &mut diagnostics);
    if let Some(document) = &document {
        document.locate(&mut diagnostics);
    }
    let told = |one: &Diagnostic| {
        let place = one.place.as_ref().unwrap();
        let file = place.file.canonicalize().unwrap();
        let file = file.strip_prefix(folder.canonicalize().unwrap()).unwrap().to_string_lossy().into_owned();
        (one.code, file, place.line, one.message.clone())
    };
    let told = diagnostics.iter().map(told).collect();
    (document, told)
}

#[test]
fn files_are_one_document() {
    let folder = folder(&[
        (
            "api/root.yaml",
            "openapi: 3.0.3\ninfo:\n  $ref: parts/info.json\npaths:\n  $ref: paths.yaml\ncomponents:\n  schemas:\n    Owner: {$ref: \
             'models/person.yaml'}\n    Loop: {$ref: 'models/loop.yaml#/Loop'}\n",
        ),
        ("api/parts/info.json", "{\"title\": \"T\", \"version\": \"1\", \"description\": {\"$ref\": \"../intro.md\"}}"),
        ("api/intro.md", "# Hello: world\n\n* {not yaml\n"),
        (
            "api/paths.yaml",
            "/pets: {$ref: 'paths/pets.yaml'}\n/pets/{id}:\n  get:\n    $ref: 'paths/pets.yaml#/get'\n/error:\n  get:\n    \
             responses: {200: {$ref: 'paths/pets.yaml#/get/responses/default'}}\n",
        ),
        (
            "api/paths/pets.yaml",
            "get:\n  parameters:\n    - $ref: ../parameters.yaml#/limit\n  responses:\n    200:\n      description: d\n      content:\n        \
             application/json:\n          schema: {type: array, items: {$ref: '../models/pet.yaml'}}\n    default: {$ref: \
             '../responses/error.yaml'}\n",
        ),
        ("api/parameters.yaml", "limit: {name: limit, in: query, schema: {type: int}}\n"),
        (
            "api/responses/error.yaml",
            "description: e\ncontent: {application/json: {schema: {$ref: ../models/pet.yaml#/properties/owner}}}\n",
        ),
        (
            "api/models/pet.yaml",
            "type: object\nproperties:\n  owner: {$ref: ./person.yaml}\n  tag: {$ref: '#/tags/tag'}\n  kind: {$ref: \
             '../../api/models/kinds/tag.yaml'}\ntags:\n  tag: {type: string}\n",
        ),
        ("api/models/kinds/tag.yaml", "type: object\nproperties: {pet: {$ref: ../pet.yaml}}\nnonsense: 1\n"),
        ("api/models/person.yaml", "type: object\nproperties: {pets: {type: array, items: {$ref: pet.yaml}}}\n"),
        ("api/models/loop.yaml", "Loop: {$ref: '../root.yaml#/components/schemas/Loop'}\n"),
    ]);
    let (document, told) = read_folder(folder.path(), &Access::default());
    let document = document.unwrap();
    let found: Vec<_> = told.iter().map(|(code, file, line, _)| (*code, file.as_str(), *line)).collect();
    assert_eq!(
        found,
        [
            (Code::WrongType, "api/parameters.yaml", 1),
            (Code::UnknownField, "api/models/kinds/tag.yaml", 3),
            (Code::UndeclaredParameter, "api/paths.yaml", 2),
        ]
    );
    assert_eq!(document.openapi.info.description.as_deref(), Some("# Hello: world\n\n* {not yaml\n"));
    assert_eq!(document.openapi.operations().count(), 3);
    let components = document.openapi.components.as_ref().unwrap();
    let names: Vec<_> = components.schemas.keys().map(String::as_str).collect();
    // Two are called `tag`: each by what it is in.
    assert_eq!(names, ["Owner", "Loop", "kinds_tag", "pet", "tags_tag"]);
    assert_eq!(components.parameters.keys().collect::<Vec<_>>(), ["limit"]);
    assert_eq!(components.responses.keys().collect::<Vec<_>>(), ["error"]);
    assert_eq!(document.files().count(), 11);
    assert!(document.tree().child("x-oasmith-files").is_none());
}

#[test]
fn files_and_hosts_that_were_not_allowed_are_not_read() {
    let folder = folder(&[
        (
            "api/root.yaml",
            "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a: {$ref: '../secret.yaml'}\n  /b: {$ref: '/etc/passwd'}\n  \
             /c: {$ref: 'http://169.254.169.254/latest'}\n  /d: {$ref: 'link.yaml'}\n  /e: {$ref: 'gone.yaml'}\n  /f: {$ref: \
             'bad.yaml'}\n  /g: {$ref: 'file:///etc/passwd'}\n  /h: {$ref: 'ftp://example.com/x'}\n",
        ),
        ("api/bad.yaml", "a: [1\nb: 2\n"),
        ("secret.yaml", "get: {responses: {200: {description: d}}}\n"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.yaml"), folder.path().join("api/link.yaml")).unwrap();
    let (_, told) = read_folder(folder.path(), &Access::default());
    let words: Vec<_> = told.iter().map(|(_, file, line, message)| (file.as_str(), *line, message.as_str())).collect();
    for (line, wanted) in [
        (4, "out of the document's folder"),
        (5, "out of the document's folder"),
        (6, "another host"),
        #[cfg(unix)]
        (7, "out of the document's folder"),
        (8, "does not exist"),
        (9, "not valid YAML"),
        (10, "out of the document's folder"),
        (11, "`ftp:`"),
    ] {
        let told =
            words.iter().any(|(file, at, message)| *file == "api/root.yaml" && *at == line && message.contains(wanted));
        assert!(told, "{line} {wanted}: {words:#?}");
    }
    let (document, told) = read_folder(folder.path(), &Access { outside: true, hosts: Vec::new() });
    assert!(told.iter().all(|(_, _, line, _)| *line != 4), "{told:#?}");
    assert_eq!(document.unwrap().openapi.operations().count(), if cfg!(unix) { 2 } else { 1 });
}
