use std::path::Path;

use openapiv3::{Operation, Parameter};

use crate::diagnostic::{Code, Diagnostics, Pointer, Severity};
use crate::document::{Document, document_from_text};

/// A document with this under its head, and the codes and places of its diagnostics.
fn read(rest: &str) -> (Document, Vec<(Code, String)>) {
    let (document, diagnostics) = read_all(rest);
    let found = diagnostics.iter().map(|one| (one.code, one.pointer.to_string())).collect();
    (document, found)
}

fn read_all(rest: &str) -> (Document, Diagnostics) {
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), &text, &mut diagnostics).expect("a document");
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    document.locate(&mut diagnostics);
    (document, diagnostics)
}

fn told(code: Code, pointer: &str) -> (Code, String) {
    (code, pointer.to_owned())
}

/// The parameters that a path or an operation lists: where they are, and what they are called.
fn parameters(document: &Document, at: &str) -> Vec<String> {
    let listed: Option<Vec<openapiv3::ReferenceOr<Parameter>>> = document.get(&Pointer::parse(at).child("parameters"));
    let parameter = |(index, item)| {
        let mut diagnostics = Diagnostics::default();
        let place = Pointer::parse(at).child("parameters").child(index);
        let (_, parameter) = document.resolve(&place, &item, &mut diagnostics).expect("a parameter");
        let kind = match parameter {
            Parameter::Path { .. } => "path",
            Parameter::Query { .. } => "query",
            Parameter::Header { .. } => "header",
            Parameter::Cookie { .. } => "cookie",
        };
        format!("{kind} {}", parameter.parameter_data_ref().name)
    };
    listed.unwrap_or_default().into_iter().enumerate().map(parameter).collect()
}

fn paths(document: &Document) -> Vec<&str> {
    document.openapi.paths.paths.keys().map(String::as_str).collect()
}

#[test]
fn what_the_path_has_and_nobody_declares_is_a_string() {
    let (document, found) = read(
        "paths: {'/a/{b}/{c}': {get: {responses: {}}, put: {responses: {}, parameters: [{$ref: '#/components/parameters/C'}]}}}\ncomponents: {parameters: {C: {name: c, in: path, required: true, schema: {}}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::UndeclaredParameter, "/paths/~1a~1{b}~1{c}"),
            told(Code::UndeclaredParameter, "/paths/~1a~1{b}~1{c}/get"),
        ]
    );
    assert_eq!(parameters(&document, "/paths/~1a~1{b}~1{c}"), ["path b"]);
    assert_eq!(parameters(&document, "/paths/~1a~1{b}~1{c}/get"), ["path c"]);
    assert_eq!(parameters(&document, "/paths/~1a~1{b}~1{c}/put"), ["path c"]);
}

#[test]
fn what_is_declared_and_not_in_the_path_goes() {
    let (document, found) = read(
        "paths: {/a: {parameters: [{name: x, in: query, schema: {}}, {name: b, in: path, required: true, schema: {}}, {name: y, in: query, schema: {}}], get: {responses: {}}, \
         put: {responses: {}, parameters: [{name: z, in: path, required: true, schema: {$ref: '#/nowhere/at/all'}}, {name: q, in: query, schema: {minLength: 1, type: integer}}]}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::ContradictorySchema, "/paths/~1a/put/parameters/1/schema/minLength"),
            told(Code::UnusedParameter, "/paths/~1a/parameters/1"),
            told(Code::UnusedParameter, "/paths/~1a/put/parameters/0"),
        ]
    );
    assert_eq!(parameters(&document, "/paths/~1a"), ["query x", "query y"]);
    assert_eq!(parameters(&document, "/paths/~1a/put"), ["query q"]);
}

#[test]
fn another_spelling_is_taken_for_what_the_path_has() {
    let (document, diagnostics) = read_all(
        "paths: {'/a/{petId}/{x}': {parameters: [{$ref: '#/components/parameters/P'}], get: {responses: {}, parameters: [{name: y, in: path, required: true, schema: {}}]}}, \
         '/b/{pet-id}': {$ref: '#/paths/~1a~1{petId}~1{x}'}}\ncomponents: {parameters: {P: {name: pet_ID, in: path, required: true, schema: {type: integer}}}}",
    );
    let found: Vec<_> = diagnostics.iter().map(|one| (one.code, one.pointer.as_str(), one.fix.is_some())).collect();
    assert_eq!(
        found,
        [
            (Code::ParameterName, "/paths/~1a~1{petId}~1{x}/parameters/0", true),
            (Code::ParameterName, "/paths/~1a~1{petId}~1{x}/get/parameters/0", true),
            // What is mended in a path that another one uses too would be mended for both.
            (Code::ParameterName, "/paths/~1a~1{petId}~1{x}/parameters/0", false),
            (Code::UnusedParameter, "/paths/~1a~1{petId}~1{x}/get/parameters/0", false),
        ]
    );
    assert_eq!(parameters(&document, "/paths/~1a~1{petId}~1{x}"), ["path petId"]);
    assert_eq!(parameters(&document, "/paths/~1a~1{petId}~1{x}/get"), ["path x"]);
    assert_eq!(parameters(&document, "/paths/~1b~1{pet-id}"), ["path pet-id"]);
    assert_eq!(parameters(&document, "/paths/~1b~1{pet-id}/get"), [""; 0]);
    let shared: Option<Parameter> = document.get(&Pointer::parse("/components/parameters/P"));
    assert_eq!(shared.unwrap().parameter_data_ref().name, "pet_ID");
}

#[test]
fn what_the_path_has_is_in_the_path_whatever_is_declared() {
    let (document, found) =
        read("paths: {'/a/{b}': {get: {responses: {}, parameters: [{name: b, in: query, style: form, schema: {}}]}}}");
    assert_eq!(found, [told(Code::ParameterName, "/paths/~1a~1{b}/get/parameters/0")]);
    assert_eq!(parameters(&document, "/paths/~1a~1{b}/get"), ["path b"]);
}

#[test]
fn templates_of_other_tools_are_read_where_their_parameters_are_declared() {
    let (document, diagnostics) = read_all(
        "paths: {'/a/:b/<c>/:d': {get: {responses: {}, sumary: s, parameters: [{name: b, in: path, required: true, schema: {}}, {name: c, in: path, required: true, schema: {type: integer, maxLength: 1}}]}}}",
    );
    let found: Vec<_> = diagnostics.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(
        found,
        [
            "/paths/~1a~1:b~1<c>~1:d/get/sumary",
            "/paths/~1a~1:b~1<c>~1:d/get/parameters/1/schema/maxLength",
            "/paths/~1a~1:b~1<c>~1:d"
        ]
    );
    assert!(diagnostics.iter().all(|one| one.place.is_some()));
    assert_eq!(paths(&document), ["/a/{b}/{c}/:d"]);
    assert_eq!(parameters(&document, "/paths/~1a~1{b}~1{c}~1:d/get"), ["path b", "path c"]);
}

#[test]
fn the_query_of_a_path_is_that_of_its_operations() {
    let (document, found) = read(
        "paths: {'/a?x={x}&yy={y}&v=2': {get: {responses: {}, parameters: [{name: x, in: path, required: true, style: simple, schema: {}}, {name: y, in: path, required: true, schema: {}}]}}, \
         '/b{?q,page*}': {get: {responses: {}, parameters: [{name: q, in: query, schema: {}}]}, put: {responses: {}}}, \
         '/c?m=one': {get: {responses: {}}}, '/d?x={x}': {get: {responses: {}}}, /d: {get: {responses: {}}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::PathQuery, "/paths/~1a?x={x}&yy={y}&v=2"),
            told(Code::UndeclaredParameter, "/paths/~1b{?q,page*}/put"),
            told(Code::UndeclaredParameter, "/paths/~1b{?q,page*}"),
            told(Code::PathQuery, "/paths/~1b{?q,page*}"),
            told(Code::PathQuery, "/paths/~1c?m=one"),
            told(Code::UndeclaredParameter, "/paths/~1d?x={x}"),
            told(Code::PathQuery, "/paths/~1d?x={x}"),
        ]
    );
    assert_eq!(paths(&document), ["/a?v=2", "/b", "/c?m=one", "/d#x", "/d"]);
    assert_eq!(parameters(&document, "/paths/~1a?v=2/get"), ["query x", "query yy"]);
    assert_eq!(parameters(&document, "/paths/~1b"), ["query page"]);
    assert_eq!(parameters(&document, "/paths/~1b/put"), ["query q"]);
    assert_eq!(parameters(&document, "/paths/~1d#x"), ["query x"]);
}

#[test]
fn what_a_query_fixes_is_not_sent_twice() {
    let (document, found) = read(
        "paths: {'/a?m=1': {get: {responses: {}, parameters: [{name: m, in: query, schema: {}}]}}, \
         '/b?m=1': {get: {responses: {}, parameters: [{name: m, in: query, schema: {}}]}}, /b: {get: {responses: {}}}}",
    );
    let codes: Vec<_> = found.iter().map(|(code, place)| (*code, place.as_str())).collect();
    assert_eq!(
        codes,
        [
            (Code::PathQuery, "/paths/~1a?m=1"),
            (Code::PathQuery, "/paths/~1a?m=1"),
            (Code::PathQuery, "/paths/~1b?m=1/get/parameters/0"),
            (Code::PathQuery, "/paths/~1b?m=1"),
        ]
    );
    assert_eq!(paths(&document), ["/a", "/b?m=1", "/b"]);
    assert_eq!(parameters(&document, "/paths/~1a/get"), ["query m"]);
    assert_eq!(parameters(&document, "/paths/~1b?m=1/get"), [""; 0]);
}

#[test]
fn the_last_of_parameters_that_are_one_counts() {
    let (document, diagnostics) = read_all(
        "paths: {/a: {get: {responses: {}, parameters: [{name: X-A, in: header, schema: {}}, {name: x, in: query, schema: {}}, {name: x-a, in: header, schema: {}}, {name: x, in: query, schema: {}}, {name: X, in: query, schema: {}}]}}}",
    );
    let found: Vec<_> = diagnostics.iter().map(|one| (one.code, one.severity, one.pointer.as_str())).collect();
    assert_eq!(
        found,
        [
            (Code::DuplicateParameter, Severity::Warning, "/paths/~1a/get/parameters/0"),
            (Code::DuplicateParameter, Severity::Note, "/paths/~1a/get/parameters/1"),
        ]
    );
    assert_eq!(parameters(&document, "/paths/~1a/get"), ["header x-a", "query x", "query X"]);
}

#[test]
fn what_comes_after_an_item_that_is_left_out_keeps_its_place_in_the_text() {
    let text = "paths:\n  /a:\n    get:\n      responses: {}\n      parameters:\n        - {name: x, in: nowhere}\n        - {name: y, in: query, schema: {}}\n        - \
                {name: y, in: query, schema: {}}\n        - {name: z, in: path, required: true, schema: {}}\n";
    let (document, _) = read_all(text);
    let mut diagnostics = Diagnostics::default();
    diagnostics.note(Code::NotOffered, &Pointer::parse("/paths/~1a/get/parameters/0/schema"), "here");
    document.locate(&mut diagnostics);
    let places: Vec<_> =
        diagnostics.iter().map(|one| (one.pointer.as_str(), one.place.as_ref().unwrap().line)).collect();
    assert_eq!(places, [("/paths/~1a/get/parameters/2/schema", 10)]);
}

#[test]
fn the_first_operation_keeps_its_id() {
    let (document, found) = read(
        "paths: {/a: {get: {operationId: a, responses: {}}}, /b: {get: {operationId: b, responses: {}}, put: {operationId: a, responses: {}}}, /c: {$ref: '#/paths/~1b'}}",
    );
    assert_eq!(
        found,
        [
            told(Code::DuplicateOperationId, "/paths/~1b/put/operationId"),
            told(Code::DuplicateOperationId, "/paths/~1b/get/operationId"),
            told(Code::DuplicateOperationId, "/paths/~1b/put/operationId"),
        ]
    );
    let id = |at: &str| document.get::<Operation>(&Pointer::parse(at)).unwrap().operation_id;
    assert_eq!(id("/paths/~1a/get").as_deref(), Some("a"));
    assert_eq!(id("/paths/~1b/get").as_deref(), Some("b"));
    assert_eq!(id("/paths/~1b/put"), None);
    assert_eq!(id("/paths/~1c/get"), None);
}

#[test]
fn a_requirement_of_what_nobody_defined_is_left_out() {
    let (document, found) = read(
        "security: [{API-Key: []}, {nobody: []}]\npaths: {/a: {get: {responses: {}, security: [{nobody: []}, {apiKey: [], nothing: []}]}, put: {responses: {}, security: [{}, {nobody: []}]}}}\n\
         components: {securitySchemes: {apiKey: {type: apiKey, in: header, name: k}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::UndefinedSecurity, "/security/0/API-Key"),
            told(Code::UndefinedSecurity, "/security/1/nobody"),
            told(Code::UndefinedSecurity, "/paths/~1a/get/security/0/nobody"),
            told(Code::UndefinedSecurity, "/paths/~1a/get/security/1/nothing"),
            told(Code::UndefinedSecurity, "/paths/~1a/get/security"),
            told(Code::UndefinedSecurity, "/paths/~1a/put/security/1/nobody"),
        ]
    );
    let names = |security: Option<Vec<openapiv3::SecurityRequirement>>| -> Vec<Vec<String>> {
        security.unwrap().iter().map(|one| one.keys().cloned().collect()).collect()
    };
    assert_eq!(names(document.openapi.security.clone()), [["apiKey"]]);
    let of = |at: &str| document.get::<Operation>(&Pointer::parse(at)).unwrap().security;
    assert_eq!(names(of("/paths/~1a/get")), Vec::<Vec<String>>::new());
    assert_eq!(names(of("/paths/~1a/put")), [Vec::<String>::new()]);
}

#[test]
fn paths_that_are_one_to_a_server_are_told() {
    let text = "{get: {responses: {}, parameters: [{name: a, in: path, required: true, schema: {}}]}}";
    let (document, found) = read(
        &format!("paths: {{'/x/{{a}}': {text}, '/x/{{b}}': {text}, '/x/a': {{}}}}")
            .replacen("name: a", "name: b", 2)
            .replacen("name: b", "name: a", 1),
    );
    assert_eq!(found, [told(Code::AlikePaths, "/paths/~1x~1{b}")]);
    assert_eq!(document.openapi.operations().count(), 2);
}

#[test]
fn references_into_paths_still_lead_there() {
    let (document, found) = read(
        "paths: {'/a?x={x}': {get: {responses: {}, parameters: [{name: x, in: path, required: true, schema: {}}]}}, \
         '/b/{x}': {get: {responses: {}, parameters: [{name: u, in: path, required: true, schema: {}}, {$ref: '#/paths/~1a%3Fx%3D%7Bx%7D/get/parameters/0'}, {name: z, in: query, schema: {}}]}}, \
         '/c/{u}': {get: {responses: {}, parameters: [{$ref: '#/paths/~1b~1%7Bx%7D/get/parameters/0'}, {$ref: '#/paths/~1b~1%7Bx%7D/get/parameters/2'}]}}}",
    );
    assert_eq!(
        found,
        [told(Code::PathQuery, "/paths/~1a?x={x}"), told(Code::UnusedParameter, "/paths/~1b~1{x}/get/parameters/0"),]
    );
    assert_eq!(parameters(&document, "/paths/~1a/get"), ["query x"]);
    assert_eq!(parameters(&document, "/paths/~1b~1{x}/get"), ["path x", "query z"]);
    assert_eq!(parameters(&document, "/paths/~1c~1{u}/get"), ["path u", "query z"]);
}

#[test]
fn references_to_what_is_plain_lead_there() {
    let text = "paths: {/a: {get: {parameters: [{$ref: '#/components/schemas/Page'}], responses: {200: {description: d, content: {a/b: {schema: {$ref: REF}}}}}}}}\n\
                components: {parameters: {Page: {name: page, in: query, schema: {}}}, schemas: {Page: {}, Pet-Shop: {properties: {a: {type: string}}}, a%b: {}}}";
    for (written, meant) in [
        ("Pet-Shop", "#/components/schemas/Pet-Shop"),
        ("'#/definitions/Pet-Shop'", "#/components/schemas/Pet-Shop"),
        ("'#/components/schema/Pet-Shop'", "#/components/schemas/Pet-Shop"),
        ("'#/components/Pet-Shop'", "#/components/schemas/Pet-Shop"),
        ("'#components/schemas/Pet-Shop'", "#/components/schemas/Pet-Shop"),
        ("components/schemas/Pet-Shop", "#/components/schemas/Pet-Shop"),
        ("'#/components/schemas/Pet-Shop/'", "#/components/schemas/Pet-Shop"),
        ("'#/components/schemas/pet-shop'", "#/components/schemas/Pet-Shop"),
        ("'#/components/schemas/petShop/properties/a'", "#/components/schemas/Pet-Shop/properties/a"),
        ("'#/components/schemas/a%2525b'", "#/components/schemas/a%25b"),
    ] {
        let (document, diagnostics) = read_all(&text.replace("REF", written));
        let found: Vec<_> = diagnostics.iter().map(|one| (one.code, one.pointer.as_str())).collect();
        let place = "/paths/~1a/get/responses/200/content/a~1b/schema/$ref";
        let parameter = "/paths/~1a/get/parameters/0/$ref";
        assert_eq!(found, [(Code::MendedReference, parameter), (Code::MendedReference, place)], "{written}");
        assert_eq!(
            document.tree().at(&Pointer::parse(place)).and_then(crate::document::Tree::as_str),
            Some(meant),
            "{written}"
        );
        assert_eq!(parameters(&document, "/paths/~1a/get"), ["query page"]);
    }
}

#[test]
fn references_of_which_nobody_knows_what_they_mean_stay() {
    for written in [
        "'#/components/schemas/Pat'",
        "'#/components/schemas/aB'",
        "Pet.yaml",
        "'https://example.com/Pet'",
        "'#/x/Pet'",
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{Pet: {{}}, ab: {{example: {{$ref: '#/definitions/Pet'}}}}, AB: {{$ref: {written}}}, responses: {{}}}}}}"
        );
        let mut diagnostics = Diagnostics::default();
        let document = document_from_text(Path::new("t.yaml"), &text, &mut diagnostics).expect("a document");
        assert_eq!(diagnostics.iter().map(|one| one.code).collect::<Vec<_>>(), [], "{written}");
        assert_eq!(
            document
                .tree()
                .at(&Pointer::parse("/components/schemas/ab/example/$ref"))
                .and_then(crate::document::Tree::as_str),
            Some("#/definitions/Pet")
        );
    }
}
