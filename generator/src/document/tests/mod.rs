mod files;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapiv3::{Parameter, ReferenceOr, Schema};

use super::origin::Origins;
use super::{Access, Document, Tree, document, document_from_text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";

fn read(text: &str) -> (Option<Document>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), text, &mut diagnostics);
    (document, diagnostics)
}

/// Codes, and lines and columns, after `locate`.
fn places(text: &str) -> Vec<(Code, usize, usize)> {
    let (document, mut diagnostics) = read(text);
    if let Some(document) = document {
        document.locate(&mut diagnostics);
    }
    let place = |one: &Diagnostic| one.place.as_ref().map_or((0, 0), |at| (at.line, at.column));
    diagnostics.iter().map(|one| (one.code, place(one).0, place(one).1)).collect()
}

#[test]
fn errors_of_syntax_have_their_place() {
    assert_eq!(places("{\n \"é\": 1,,\n}"), [(Code::Syntax, 2, 9)]);
    assert_eq!(places("openapi: 3.0.3\ninfo: [1, 2\npaths: {}\n").first().map(|one| one.0), Some(Code::Syntax));
    assert_eq!(places("a: b: c").first(), Some(&(Code::Syntax, 1, 5)));
}

#[test]
fn diagnostics_have_their_place_in_yaml() {
    let text = "openapi: 3.0.3\r\ninfo:\r\n  title: T\r\n  version: '1'\r\n  \"größe\": 1\r\n  x: [é, {}]\r\npaths: {}\r\n\
                components: {schemas: {é: {a: 1}}}\r\n";
    assert_eq!(places(text), [(Code::UnknownField, 5, 3), (Code::UnknownField, 6, 3), (Code::UnknownField, 8, 28)]);
}

#[test]
fn diagnostics_have_their_place_in_json() {
    let text = "\u{feff}{\"openapi\": \"3.0.3\",\n \"info\": {\"title\": \"é\", \"a\\u0062\": 1, \"version\": \"1\"}, \"paths\": {\n\
                \"/a\": {\"get\": {\"tags\": [\"x\", {}], \"responses\": {}}}}}";
    assert_eq!(places(text), [(Code::UnknownField, 2, 25), (Code::WrongType, 3, 30)]);
}

#[test]
fn what_the_text_does_not_have_is_where_its_parent_is() {
    let (document, mut diagnostics) = read(&format!("{HEAD}tags:\n  - name: a\n"));
    diagnostics.note(Code::NotOffered, &Pointer::parse("/tags/0/x/y"), "");
    diagnostics.note(Code::NotOffered, &Pointer::parse("/tags/7"), "");
    document.unwrap().locate(&mut diagnostics);
    let lines: Vec<_> = diagnostics.iter().filter_map(|one| one.place.as_ref().map(|place| place.line)).collect();
    assert_eq!(lines, [5, 4]);
}

#[test]
fn places_stay_right_where_an_item_before_was_left_out() {
    let (document, mut diagnostics) =
        read(&format!("{HEAD}tags:\n  - name: a\n  - 5\n  - name: c\n  - 6\n  - name: e\n"));
    let document = document.unwrap();
    assert_eq!(document.openapi.tags.len(), 3);
    diagnostics.note(Code::NotOffered, &Pointer::parse("/tags/2/name"), "");
    document.locate(&mut diagnostics);
    let lines: Vec<_> = diagnostics.iter().filter_map(|one| one.place.as_ref().map(|place| place.line)).collect();
    assert_eq!(lines, [6, 8, 9]);
}

#[test]
fn versions_that_are_not_read_are_refused() {
    let code = |text: &str| places(text);
    for text in ["swagger: '1.2'", "swagger: 2.1", "swagger: '3.0'", "swagger: {}", "swagger: '2.0.0'"] {
        assert_eq!(code(text), [(Code::UnsupportedVersion, 1, 1)], "{text}");
    }
    let head = "info: {title: T, version: '1'}\npaths: {}\n";
    assert_eq!(code(&format!("{head}swagger: '2.0'")), []);
    for text in ["swagger: 2.0", "swagger: 2", "swagger: '2'"] {
        assert_eq!(code(&format!("{head}{text}")), [(Code::WrongType, 3, 1)], "{text}");
    }
    assert_eq!(code("info: {}\nopenapi: 3.3.0"), [(Code::UnsupportedVersion, 2, 1)]);
    for number in ["3.1", "3.2"] {
        let found = code(&format!("openapi: {number}\ninfo: {{title: T, version: '1'}}"));
        assert_eq!(found, [(Code::WrongType, 1, 1)], "{number}");
    }
    assert_eq!(
        code("openapi: 3.00"),
        [(Code::WrongType, 1, 1), (Code::MissingField, 1, 1), (Code::MissingField, 1, 1)]
    );
    for text in [
        "",
        "[]",
        "5",
        "null",
        "openapi: {}",
        "asyncapi: 2.0.0",
        "{}",
        "openapi: 3",
        "openapi: 3.01.0",
        "openapi: 4.0.0",
    ] {
        assert_eq!(code(text), [(Code::UnsupportedVersion, 1, 1)], "{text}");
    }
}

#[test]
fn yaml_is_read_as_its_authors_mean_it() {
    let (document, diagnostics) = read(&format!(
        "{HEAD}x-a: &a {{200: one, 1.10: two, ~: three}}\nx-b: {{<<: [*a, {{200: no, z: 1}}], 200: own}}\nx-c: !mine [.5]\n\
         x-d: .nan\nx-e: 1\nx-e: 2\n"
    ));
    let document = document.unwrap();
    let extension = |name: &str| document.tree().child(name).cloned().unwrap();
    let keys = |tree: &Tree| tree.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&extension("x-a")), ["200", "1.10", "~"]);
    assert_eq!(keys(&extension("x-b")), ["200", "1.10", "~", "z"]);
    assert_eq!(extension("x-b").child("200"), Some(&Tree::from("own")));
    assert_eq!(extension("x-c"), Tree::Array(vec![Tree::Float(0.5)]));
    assert_eq!((extension("x-d"), extension("x-e")), (Tree::Null, Tree::Integer(2)));
    let found: Vec<_> = diagnostics.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(found, [(Code::DuplicateKey, "/x-e"), (Code::WrongType, "/x-d")]);
}

#[test]
fn integers_keep_their_digits_in_json_and_yaml() {
    let big = "1".repeat(50);
    let numbers =
        format!("[-9223372036854776000, 18446744073709551616, {big}, 1e30, -170141183460469231731687303715884105728]");
    let json = format!(
        "{{\"openapi\": \"3.0.0\", \"info\": {{\"title\": \"\", \"version\": \"\"}}, \"paths\": {{}}, \"x-n\": {numbers}}}"
    );
    for text in [json, format!("{HEAD}x-n: {numbers}\n")] {
        let document = read(&text).0.unwrap();
        let expected = Tree::Array(vec![
            Tree::Integer(-9_223_372_036_854_776_000),
            Tree::Integer(18_446_744_073_709_551_616),
            Tree::BigInteger(big.clone()),
            Tree::Float(1e30),
            Tree::Integer(i128::MIN),
        ]);
        assert_eq!(document.tree().child("x-n"), Some(&expected));
        assert!(document.openapi.extensions.contains_key("x-n"));
    }
}

#[test]
fn braces_of_yaml_are_read_too() {
    let (document, diagnostics) = read("{openapi: 3.0.0, info: {title: T, version: '1'}, paths: {}}");
    assert!(document.is_some());
    assert_eq!(diagnostics.iter().count(), 0);
}

#[test]
fn references_are_resolved_and_their_errors_told_once() {
    let (document, mut diagnostics) = read(&format!(
        "{HEAD}components:\n  schemas:\n    A: {{$ref: '#/components/schemas/B'}}\n    B: {{type: string}}\n    \
         C: {{$ref: '#/components/schemas/C'}}\n    D: {{$ref: 'other.yaml#/D'}}\n    E: {{$ref: '#/E'}}\n    \
         F: {{$ref: '#/components/schemas/B/type'}}\n"
    ));
    let document = document.unwrap();
    let schemas = Pointer::parse("/components/schemas");
    let mut resolve = |name: &str| {
        let at = schemas.child(name);
        let item: ReferenceOr<Schema> = document.get(&at).unwrap();
        document.resolve(&at, &item, &mut diagnostics).map(|(place, _)| place)
    };
    assert_eq!(resolve("A"), Some(schemas.child("B")));
    assert_eq!(resolve("B"), Some(schemas.child("B")));
    for name in ["C", "D", "E", "F", "F"] {
        assert_eq!(resolve(name), None);
    }
    document.locate(&mut diagnostics);
    let found: Vec<_> =
        diagnostics.iter().map(|one| (one.code, one.place.as_ref().map(|place| (place.line, place.column)))).collect();
    assert_eq!(
        found,
        [
            // Read as a schema, it is nothing; looked at as one, it is an error.
            (Code::WrongType, Some((11, 9))),
            (Code::CyclicReference, Some((8, 9))),
            (Code::ExternalReference, Some((9, 9))),
            (Code::DanglingReference, Some((10, 9))),
            (Code::WrongType, Some((11, 9))),
        ]
    );
    assert!(document.get::<Parameter>(&schemas.child("B")).is_none());
}

#[test]
fn hostile_texts_are_refused_or_read() {
    let nested =
        |open: &str, close: &str, depth: usize| format!("{HEAD}x-n: {}{}", open.repeat(depth), close.repeat(depth));
    let block: String = (0..5000).fold(HEAD.to_owned(), |mut text, depth| {
        let _ = writeln!(text, "{}x-a:", " ".repeat(depth));
        text
    });
    let laughs = (1..30).fold(format!("{HEAD}x-0: &a0 [lol, lol]\n"), |mut text, level| {
        let of = level - 1;
        let _ = writeln!(text, "x-{level}: &a{level} [*a{of}, *a{of}, *a{of}, *a{of}, *a{of}]");
        text
    });
    let json = format!("{{\"openapi\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let schemas = format!("{HEAD}components: {{schemas: {{S: {}5{}}}}}", "{items: ".repeat(120), "}".repeat(120));
    let refused = [
        nested("[", "]", 10_000),
        nested("{a: ", "}", 10_000),
        block,
        laughs,
        json,
        format!("{HEAD}x-a: &a [*a]"),
        format!("{HEAD}? [a]\n: b\n"),
        "%YAML 9.9\n---\n\0".to_owned(),
        "\t\t: {[}]".to_owned(),
        "---\na: 1\n---\nb: 2\n".to_owned(),
        "{\"openapi\": \"\\ud800\"}".to_owned(),
    ];
    for text in refused {
        let (document, diagnostics) = read(&text);
        assert!(document.is_none() && diagnostics.has_errors(), "{:.80}", text);
        assert!(diagnostics.iter().all(|one| one.place.is_some()), "{diagnostics:?}");
    }
    let (document, mut diagnostics) = read(&schemas);
    let document = document.unwrap();
    assert!(document.get::<ReferenceOr<Schema>>(&Pointer::parse("/components/schemas/S")).is_some());
    document.locate(&mut diagnostics);
    assert_eq!(diagnostics.iter().count(), 1);
}

#[test]
fn texts_that_are_cut_anywhere_are_refused_or_read() {
    let yaml = format!(
        "{HEAD}x-a: &a\n  - 'é'\n  - \"\\u00e9\"\n  - |\n    t\nx-b: {{<<: {{c: *a}}, ? d : !t 5}}\n---\n# end\n%TAG"
    );
    let json = include_str!("rich.json");
    for text in [yaml.as_str(), json] {
        for (end, _) in text.char_indices() {
            for text in [&text[..end], &text[end..]] {
                let (document, mut diagnostics) = read(text);
                assert!(document.is_some() || diagnostics.has_errors());
                if let Some(document) = document {
                    document.locate(&mut diagnostics);
                }
                assert!(diagnostics.iter().all(|one| one.place.is_some()));
            }
        }
    }
}

#[test]
fn files_that_cannot_be_read_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.yaml");
    let mut diagnostics = Diagnostics::default();
    assert!(document(&path, &[], &Access::default(), &mut diagnostics).is_none());
    std::fs::write(&path, b"openapi: 3.0.3\n# \xff\n").unwrap();
    assert!(document(&path, &[], &Access::default(), &mut diagnostics).is_none());
    assert!(document(folder.path(), &[], &Access::default(), &mut diagnostics).is_none());
    let found: Vec<_> =
        diagnostics.iter().map(|one| (one.code, one.place.as_ref().map(|place| (place.line, place.column)))).collect();
    assert_eq!(found, [(Code::Unreadable, None), (Code::Syntax, Some((2, 3))), (Code::Unreadable, None)]);
}

/// Whatever is anywhere in a document, what is left of it is read: `openapiv3`'s own errors never show.
#[test]
fn no_value_anywhere_costs_the_document() {
    let base: Tree = serde_json::from_str(include_str!("rich.json")).unwrap();
    let mut pointers = Vec::new();
    collect(&base, &Pointer::root(), &mut pointers);
    let odd = [
        "null",
        "true",
        "-1",
        "0.5",
        "1e300",
        "\"\"",
        "\"x\"",
        "[]",
        "[null, 1, {}]",
        "{}",
        "{\"$ref\": 5}",
        "{\"$ref\": \"#/x\", \"type\": 5}",
        "{\"a\": null, \"type\": [\"x\"]}",
        "99999999999999999999999999999999999999999",
    ];
    for pointer in pointers.iter().filter(|pointer| !matches!(pointer.as_str(), "" | "/openapi")) {
        for value in odd {
            let mut tree = base.clone();
            *tree.at_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
            let mut diagnostics = Diagnostics::default();
            let source = super::Source::new(Path::new("t.json"), String::new(), &mut diagnostics).unwrap();
            let document = super::from_tree(tree, &mut Origins::new(source), &Access::default(), &mut diagnostics);
            let dangling = |one: &Diagnostic| {
                // What the path item at the end refers to may be gone.
                let is_last = one.pointer.as_str() == "/paths/~1b/$ref";
                one.severity != Severity::Error
                    || is_last
                    || one.code == Code::DanglingReference && value.contains("#/x")
            };
            let fine = document.is_some() && diagnostics.iter().all(dangling);
            assert!(fine, "{pointer} = {value}: {diagnostics:#?}");
        }
    }
}

fn collect(tree: &Tree, at: &Pointer, pointers: &mut Vec<Pointer>) {
    pointers.push(at.clone());
    match tree {
        Tree::Object(members) => members.iter().for_each(|(key, value)| collect(value, &at.child(key), pointers)),
        Tree::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &at.child(index), pointers))
        }
        _ => {}
    }
}

/// Reads every document under the folders that `OASMITH_SPECS` names, separated by colons.
#[test]
fn real_documents_are_read() {
    let Ok(folders) = std::env::var("OASMITH_SPECS") else { return };
    let mut files = Vec::new();
    folders.split(':').for_each(|folder| list(Path::new(folder), &mut files));
    files.sort();
    let mut failed = Vec::new();
    for file in &files {
        let mut diagnostics = Diagnostics::default();
        let document = document(file, &[], &Access::default(), &mut diagnostics);
        if let Some(document) = &document {
            document.locate(&mut diagnostics);
        }
        assert!(document.is_some() || diagnostics.has_errors(), "{}", file.display());
        let count = |severity| diagnostics.count(severity);
        let operations = document.as_ref().map_or(0, |document| document.openapi.operations().count());
        println!(
            "{}: {operations} operations, {} errors, {} warnings, {} notes",
            file.display(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note)
        );
        if std::env::var_os("OASMITH_SPECS_VERBOSE").is_some() {
            diagnostics.iter().for_each(|diagnostic| println!("{diagnostic}"));
        }
        assert!(diagnostics.iter().all(|one| one.place.is_some() || one.code == Code::Unreadable));
        // What a document refers to may be missing, or may be nothing that is wanted there.
        let foreign = |one: &Diagnostic| {
            matches!(one.code, Code::UnsupportedVersion | Code::Syntax | Code::ExternalReference)
                || one.severity != Severity::Error
                || one.pointer.as_str().ends_with("/$ref")
        };
        if !diagnostics.iter().all(foreign) {
            failed.push(file);
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

fn list(path: &Path, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        entries.flatten().for_each(|entry| list(&entry.path(), files));
    } else if path.extension().is_some_and(|ext| ext == "json" || ext == "yaml" || ext == "yml") {
        files.push(path.to_owned());
    }
}

#[test]
fn conditions_that_lead_to_what_they_are_in_end() {
    let (document, _) = read(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n    Rule:\n      properties:\n        child:\n          \
         properties: {kind: {type: string}}\n          if: {properties: {kind: {const: group}}}\n          then: {$ref: \
         '#/components/schemas/Rule'}\n",
    );
    let child = Pointer::parse("/components/schemas/Rule/properties/child/properties/child");
    assert!(document.unwrap().tree().at(&child).is_some());
}

#[test]
fn places_have_the_text_of_their_line() {
    let text = format!("{HEAD}x-a: 1\ncomponents: {{nonsense: {{}}, x-b: {}}}\nx-c: 2\nmore: [é]", "é".repeat(500));
    let (document, mut diagnostics) = read(&text);
    document.unwrap().locate(&mut diagnostics);
    let places: Vec<_> = diagnostics.iter().filter_map(|one| one.place.clone()).collect();
    let [long, short] = &places[..] else { panic!("{diagnostics:#?}") };
    assert_eq!((long.line, long.column, long.length, long.before, long.is_cut()), (5, 14, Some(8), 13, false));
    assert!(long.text.starts_with("components: {nonsense: {}, x-b: éé") && long.text.ends_with("é…"), "{}", long.text);
    assert_eq!(long.text.chars().count(), 13 + 80 + 1);
    assert_eq!((short.line, short.text.as_str(), short.length), (7, "more: [é]", Some(4)));
    let flat = format!(
        "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"{}\", \"version\": \"1\", \"x\": 1}}, \"paths\": {{}}}}",
        "é".repeat(50)
    );
    let (document, mut diagnostics) = read(&flat);
    document.unwrap().locate(&mut diagnostics);
    let place = diagnostics.iter().next().and_then(|one| one.place.clone()).unwrap();
    assert_eq!((place.line, place.length, place.before, place.is_cut()), (1, Some(3), 40, true));
    assert!(place.text.starts_with("ééé") && place.text.ends_with(", \"x\": 1}, \"paths\": {}}"), "{}", place.text);
}

#[test]
fn what_swagger_says_of_servers_and_basic_authentication_is_read_in_a_document_of_openapi() {
    let (document, diagnostics) = read(&format!(
        "{HEAD}host: example.com:81\nbasePath: /v1/\nschemes: [http, https]\ncomponents: {{securitySchemes: {{b: {{type: basic}}}}}}\n"
    ));
    let document = document.unwrap();
    let found: Vec<_> = diagnostics.iter().map(|one| (one.code, one.severity, one.pointer.as_str())).collect();
    let warning = |code, pointer| (code, Severity::Warning, pointer);
    let scheme = "/components/securitySchemes/b/type";
    assert_eq!(found, [warning(Code::UnknownField, "/host"), warning(Code::WrongType, scheme)]);
    assert_eq!(document.openapi.servers[0].url, "https://example.com:81/v1");
    assert_eq!(document.tree().at(&Pointer::parse(scheme)), Some(&Tree::from("http")));
    let actions = diagnostics.overlay().unwrap()["actions"].as_array().unwrap().len();
    assert_eq!(actions, 6);
    let (document, _) = read(&format!("{HEAD}host: example.com\nservers: [{{url: /own}}]\n"));
    assert_eq!(document.unwrap().openapi.servers[0].url, "/own");
}
