//! Pages: which operations have them, and how they are set.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests, which may panic as tests do")]

mod common;

use std::path::{Path, PathBuf};

use common::{below, files_of};
use oasmith::diagnostic::Diagnostics;
use oasmith::model::{Follows, Operation};
use oasmith::{Error, Generator, Pages};

fn document() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/pages.yaml")
}

fn operation(generator: &Generator, name: &str) -> Operation {
    let (model, _) = generator.model().unwrap();
    let mut operations = model.apis.into_iter().flat_map(|api| api.operations);
    operations.find(|operation| operation.name == name).unwrap()
}

/// What does not fit, with the places.
fn refused(generator: &Generator) -> String {
    let Err(Error::Config(diagnostics)) = generator.model() else { panic!("it does not fit") };
    told(&diagnostics)
}

fn told(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.iter().filter(|one| one.code.as_str() == "pages");
    errors.map(|one| format!("{}: {}", one.pointer, one.message)).collect::<Vec<_>>().join("\n")
}

#[test]
fn pages_are_found_where_they_are_plain() {
    insta::assert_snapshot!(below(&files_of(&document()), "src/api/default"));
}

#[test]
fn what_only_looks_like_pages_is_none() {
    let (model, _) = Generator::new(document()).model().unwrap();
    for operation in model.apis.iter().flat_map(|api| &api.operations) {
        assert_eq!(operation.pages.is_none(), operation.name.starts_with("no_"), "{}", operation.name);
    }
}

#[test]
fn pages_are_set_by_the_operation_or_by_its_path() {
    let generator = Generator::new(document())
        .pages("noAnswer", Pages::last("cursor", "/id"))
        .pages("GET /no/list", Pages::offset("offset").items("/dogs").first(1))
        .pages("noGet", Pages::offset("offset"))
        .pages("cursor", Pages::none());
    assert_eq!(operation(&generator, "cursor").pages, None);
    assert_eq!(operation(&generator, "no_get").pages.unwrap().follows, Follows::Offset("offset".to_owned(), 0));
    let pages = operation(&generator, "no_list").pages.unwrap();
    assert_eq!((pages.follows, pages.items.at.as_str()), (Follows::Offset("offset".to_owned(), 1), "/dogs"));
    let pages = operation(&generator, "no_answer").pages.unwrap();
    assert_eq!(pages.follows, Follows::Last("cursor".to_owned(), "/id".to_owned()));
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let set = |operation: &str, pages| refused(&Generator::new(document()).pages(operation, pages));
    let cursor = |next: &str| Pages::cursor("cursor", next);
    let lines = [
        set("cursors", cursor("/next_cursor")),
        set("cursor", cursor("/next/cursor")),
        set("cursor", cursor("next_cursor")),
        set("cursor", cursor("/data/0")),
        set("cursor", Pages::offset("offset")),
        set("cursor", cursor("/next_cursor").items("/has_more")),
        set("cursor", cursor("/next_cursor").more("/more")),
        set("pageToken", Pages::cursor("page_token", "/meta/token")),
        set("noList", Pages::offset("offset")),
        set("lastItem", Pages::last("starting_after", "/name")),
    ];
    insta::assert_snapshot!(lines.join("\n"));
}
