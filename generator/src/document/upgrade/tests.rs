use std::path::Path;

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Access, Document, Tree, document, document_from_text};

/// A document with this under its head, and the codes, places and lines of its diagnostics.
fn read(rest: &str) -> (Document, Vec<(Code, String, usize)>) {
    let text = format!("swagger: '2.0'\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), &text, &mut diagnostics).expect("a document");
    document.locate(&mut diagnostics);
    (document, found(&diagnostics))
}

fn found(diagnostics: &Diagnostics) -> Vec<(Code, String, usize)> {
    let line = |one: &crate::diagnostic::Diagnostic| one.place.as_ref().map_or(0, |place| place.line);
    diagnostics.iter().map(|one| (one.code, one.pointer.to_string(), line(one))).collect()
}

fn told(code: Code, pointer: &str, line: usize) -> (Code, String, usize) {
    (code, pointer.to_owned(), line)
}

/// What is at a place of the document after all, as JSON.
fn at(document: &Document, pointer: &str) -> serde_json::Value {
    document.get(&Pointer::parse(pointer)).unwrap_or_default()
}

#[test]
fn flaws_are_told_where_they_are_written() {
    let (_, found) = read(
        "paths:\n  /a:\n    post:\n      requestBody: {}\n      parameters:\n      - {name: q, in: query}\n\
         \x20     - {name: b, in: body}\n      - {name: c, in: body, schema: {type: nothing}}\n\
         \x20     - {name: f, in: formData, type: string}\n      - {name: x, in: query, type: array, items: {type: odd}}\n\
         \x20     responses:\n        200:\n          description: ''\n          schema:\n            type: odd\n\
         components: {schemas: {S: {}}}\ndefinitions:\n  S: {}\n  T:\n    properties:\n      a: {type: odd}\n",
    );
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/paths/~1a/post/parameters/4/items/type", 12),
            told(Code::WrongType, "/paths/~1a/post/responses/200/schema/type", 17),
            told(Code::WrongType, "/definitions/T/properties/a/type", 23),
            told(Code::UnknownField, "/components", 18),
            told(Code::UnknownField, "/paths/~1a/post/requestBody", 6),
            told(Code::MissingField, "/paths/~1a/post/parameters/0", 8),
            told(Code::ContradictorySchema, "/paths/~1a/post/parameters/2", 10),
            told(Code::ContradictorySchema, "/paths/~1a/post/parameters/3", 11),
            told(Code::MissingField, "/paths/~1a/post/parameters/1", 9),
            told(Code::ContradictorySchema, "/paths/~1a/post/requestBody", 6),
            told(Code::DuplicateKey, "/definitions/S", 20),
        ]
    );
}

#[test]
fn what_stays_has_its_places_and_what_is_a_form_too() {
    let (document, found) = read(
        "consumes: [multipart/form-data]\nparameters:\n  F:\n    name: f\n    in: formData\n    type: strin\npaths:\n  /a:\n\
         \x20   put:\n      parameters:\n      - $ref: '#/parameters/F'\n      - name: g\n        in: formData\n\
         \x20       type: array\n        items: {type: strin}\n      responses: {204: {description: '', headers: {X: {type: odd}}}}\n\
         securityDefinitions:\n  o: {type: oauth2, tokenUrl: u}\n",
    );
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/paths/~1a/put/responses/204/headers/X/type", 18),
            told(Code::WrongType, "/parameters/F/type", 8),
            told(Code::WrongType, "/paths/~1a/put/parameters/1/items/type", 17),
            told(Code::MissingField, "/securityDefinitions/o", 20),
            told(Code::MissingField, "/securityDefinitions/o", 20),
        ]
    );
    let form = at(&document, "/paths/~1a/put/requestBody/content/multipart~1form-data");
    assert_eq!(form["encoding"]["g"]["explode"], false);
    assert_eq!(at(&document, "/components/parameters"), serde_json::Value::Null);
}

#[test]
fn references_follow_what_moved_however_deep_they_lead() {
    let (document, found) = read(
        "paths:\n  /a:\n    post:\n      parameters:\n      - {name: b, in: body, schema: {properties: {x: {type: string}}}}\n\
         \x20     - {name: q, in: query, type: array, items: {type: string, enum: [a]}}\n\
         \x20     responses: {200: {description: '', schema: {properties: {y: {type: integer}}}}}\n\
         parameters: {B: {name: b, in: body, schema: {properties: {z: {type: boolean}}}}}\ndefinitions:\n  S:\n    properties:\n\
         \x20     one: {$ref: '#/paths/~1a/post/parameters/0/schema/properties/x'}\n\
         \x20     two: {$ref: '#/paths/~1a/post/parameters/1/items'}\n\
         \x20     three: {$ref: '#/paths/~1a/post/responses/200/schema'}\n\
         \x20     four: {$ref: '#/parameters/B/schema/properties/z'}\n      five: {$ref: '#/definitions/S/properties/one'}\n",
    );
    assert_eq!(found, []);
    let properties = at(&document, "/components/schemas/S/properties");
    let content = "#/paths/~1a/post/requestBody/content/application~1json/schema";
    assert_eq!(properties["one"]["$ref"], format!("{content}/properties/x"));
    assert_eq!(properties["two"]["$ref"], "#/paths/~1a/post/parameters/0/schema/items");
    assert_eq!(properties["three"]["$ref"], "#/paths/~1a/post/responses/200/content/application~1json/schema");
    let shared = "#/components/requestBodies/B/content/application~1json/schema";
    assert_eq!(properties["four"]["$ref"], format!("{shared}/properties/z"));
    assert_eq!(properties["five"]["$ref"], "#/components/schemas/S/properties/one");
}

#[test]
fn a_document_in_several_files_is_made_one_of_3_0_in_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "api.yaml",
        "swagger: '2.0'\ninfo: {title: T, version: '1'}\nproduces: [application/json]\npaths:\n  /a: {$ref: 'paths.yaml#/a'}\n\
         \x20 /b: {$ref: 'paths.yaml#/a'}\ndefinitions: {$ref: models.yaml}\n",
    );
    write(
        "paths.yaml",
        "a:\n  parameters:\n  - $ref: 'parameters.yaml#/Query'\n  post:\n    parameters:\n    - $ref: 'parameters.yaml#/Body'\n\
         \x20   responses:\n      200: {$ref: 'parameters.yaml#/Done'}\n      400: {description: '', schema: {type: odd}}\n",
    );
    write(
        "parameters.yaml",
        "Query: {name: q, in: query, type: array, collectionFormat: pipes, items: {type: string}}\n\
         Body: {name: b, in: body, schema: {$ref: 'models.yaml#/Pet'}}\n\
         Done: {description: '', schema: {$ref: 'api.yaml#/definitions/Pet'}}\n",
    );
    write("models.yaml", "Pet: {discriminator: kind, required: [kind], properties: {kind: {type: string}}}\n");
    let mut diagnostics = Diagnostics::default();
    let document = document(&folder.path().join("api.yaml"), &[], &Access::default(), &mut diagnostics).unwrap();
    document.locate(&mut diagnostics);
    diagnostics.in_order();
    assert_eq!(found(&diagnostics), [told(Code::WrongType, "/a/post/responses/400/schema/type", 9)]);
    for path in ["/paths/~1a", "/paths/~1b"] {
        let item = at(&document, path);
        assert_eq!(item["parameters"][0]["$ref"], "#/components/parameters/Query", "{item}");
        let schema = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/Pet", "{item}");
        assert_eq!(item["post"]["responses"]["200"]["$ref"], "#/components/responses/Done", "{item}");
    }
    assert_eq!(at(&document, "/components/parameters/Query")["style"], "pipeDelimited");
    let done = at(&document, "/components/responses/Done");
    assert_eq!(done["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Pet");
    assert_eq!(at(&document, "/components/schemas/Pet")["discriminator"]["propertyName"], "kind");
}

#[test]
fn a_shared_response_has_what_its_operations_produce() {
    let (document, _) = read(
        "produces: [text/plain]\npaths:\n  /a:\n    get: {produces: [application/json], responses: {200: {$ref: '#/responses/R'}}}\n\
         \x20   put: {produces: [application/xml], responses: {200: {$ref: '#/responses/R'}}}\n\
         responses: {R: {description: '', schema: {type: string}}, S: {description: '', schema: {type: string}}}\n",
    );
    let media_types = |name: &str| -> Vec<String> {
        let content = document.tree().at(&Pointer::parse(&format!("/components/responses/{name}/content")));
        content.and_then(Tree::as_object).into_iter().flat_map(|content| content.keys().cloned()).collect()
    };
    assert_eq!(media_types("R"), ["application/json", "application/xml"]);
    assert_eq!(media_types("S"), ["text/plain"]);
}

#[test]
fn a_media_type_that_is_none_is_told_where_it_is_listed() {
    let (document, mut found) = read(
        "consumes: json\nproduces: [application/json, 'application/xml, text/xml', text]\nparameters:\n\
         \x20 B: {name: b, in: body, schema: {type: odd}}\npaths:\n  /a:\n    post:\n      parameters: [{$ref: '#/parameters/B'}]\n\
         \x20     responses:\n        200: {description: '', schema: {properties: {a: {type: odd}}}}\n\
         \x20       400: {$ref: '#/responses/R'}\nresponses: {R: {description: '', schema: {type: string}}}\n",
    );
    // What is in several media types is looked at in each.
    found.dedup();
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/paths/~1a/post/responses/200/schema/properties/a/type", 12),
            told(Code::WrongType, "/parameters/B/schema/type", 6),
            told(Code::WrongType, "/consumes", 3),
            told(Code::MediaTypeName, "/consumes", 3),
            told(Code::MediaTypeName, "/produces/1", 4),
            told(Code::MediaTypeName, "/produces/2", 4),
        ]
    );
    let content = at(&document, "/components/responses/R/content");
    let names: Vec<&String> = content.as_object().unwrap().keys().collect();
    assert_eq!(names, ["application/json", "application/xml", "text/plain", "text/xml"]);
}

#[test]
fn an_object_is_not_in_a_media_type_of_files() {
    let (document, found) = read(
        "produces: [application/x-tar]\ndefinitions: {E: {type: object}}\npaths:\n  /a:\n    get:\n      responses:\n\
         \x20       200: {description: '', schema: {type: file}}\n        201: {description: '', schema: {type: string}}\n\
         \x20       400: {description: '', schema: {$ref: '#/definitions/E'}, examples: {application/json: {}}}\n\
         \x20       500: {description: '', schema: {$ref: '#/definitions/E'}}\n",
    );
    assert_eq!(found, [told(Code::MediaType, "/paths/~1a/get/responses/500/schema", 12)]);
    for (status, json) in [("200", false), ("201", false), ("400", true), ("500", true)] {
        let content = at(&document, &format!("/paths/~1a/get/responses/{status}/content"));
        let is_there = |name: &str| content.get(name).is_some();
        assert_eq!((is_there("application/x-tar"), is_there("application/json")), (true, json), "{status}");
    }
}

#[test]
fn a_server_is_where_the_document_says_that_it_is() {
    let url = |said: &str| {
        let (document, found) = read(&format!("paths: {{}}\n{said}\n"));
        let servers = at(&document, "/servers");
        (servers[0]["url"].as_str().unwrap_or_default().to_owned(), found.first().map(|one| one.0))
    };
    for (said, expected, code) in [
        ("", "", None),
        ("basePath: /", "", None),
        ("basePath: v1/", "/v1", None),
        ("host: a.com", "https://a.com", None),
        ("{host: 'a.com:81', basePath: /v1}", "https://a.com:81/v1", None),
        ("host: localhost:81", "http://localhost:81", None),
        ("{host: localhost, schemes: [https]}", "https://localhost", None),
        ("{host: a.com, schemes: [http]}", "http://a.com", None),
        ("{host: a.com, schemes: [http, https]}", "https://a.com", None),
        ("{host: a.com, schemes: [wss]}", "https://a.com", Some(Code::NotOffered)),
        ("host: http://a.com/", "http://a.com", Some(Code::WrongType)),
        ("x-servers: [{url: 'https://{r}.a.com', variables: {r: {default: e}}}]", "https://{r}.a.com", None),
        (
            "x-ms-parameterized-host: {hostTemplate: '{end}', useSchemePrefix: false, parameters: [{name: end, default: e}]}",
            "{end}",
            None,
        ),
    ] {
        let said = said.trim_start_matches('{').strip_suffix('}').filter(|_| said.starts_with('{')).unwrap_or(said);
        let said = if said.starts_with('x') || !said.contains(", ") { said.to_owned() } else { block(said) };
        assert_eq!(url(&said), (expected.to_owned(), code), "{said}");
    }
}

/// Members of YAML's flow style as lines.
fn block(flow: &str) -> String {
    flow.replace(", basePath", "\nbasePath").replace(", schemes", "\nschemes")
}

#[test]
fn a_schema_is_the_same_when_it_is_made_one_of_3_0_twice() {
    // What is referred to where no reference can be is put there, and held against the grammar again.
    let (document, found) = read(
        "paths: {}\ndefinitions:\n  A:\n    properties:\n      a: {type: [string, 'null'], x-deprecated: true}\n\
         \x20     b: {type: [string, integer], maxLength: 1}\n      c: {$ref: '#/definitions/A', x-nullable: true}\n\
         \x20 B:\n    properties: {$ref: '#/definitions/A/properties'}\n",
    );
    let places: Vec<&str> = found.iter().map(|one| one.1.as_str()).collect();
    assert_eq!(places, ["/definitions/B/properties/$ref"]);
    assert_eq!(at(&document, "/components/schemas/A/properties"), at(&document, "/components/schemas/B/properties"));
    let (a, b) =
        (at(&document, "/components/schemas/A/properties/a"), at(&document, "/components/schemas/A/properties/b"));
    assert_eq!((&a["nullable"], &a["deprecated"], &a["type"]), (&true.into(), &true.into(), &"string".into()));
    assert_eq!(b["anyOf"], serde_json::json!([{"type": "string", "maxLength": 1}, {"type": "integer"}]));
}

#[test]
fn a_list_of_items_without_a_type_is_a_choice() {
    let (document, found) = read(
        "paths: {}\ndefinitions:\n  A:\n    items:\n    - {properties: {a: {type: odd}}}\n    - {type: string}\n\
         \x20 B: {type: array, items: [{type: string}, {type: integer}]}\n",
    );
    let told = [
        told(Code::WrongType, "/definitions/A/items", 6),
        told(Code::WrongType, "/definitions/A/items/0/properties/a/type", 7),
        told(Code::WrongType, "/definitions/B/items", 9),
    ];
    assert_eq!(found, told);
    assert_eq!(at(&document, "/components/schemas/A/anyOf/1/type"), "string");
    assert_eq!(at(&document, "/components/schemas/B/items"), serde_json::json!({}));
}

#[test]
fn references_that_lead_nowhere_are_told_as_they_are_written() {
    let (document, _) = read(
        "paths:\n  /a:\n    get: {parameters: [{$ref: '#/parameters/gone'}], responses: {200: {$ref: '#/responses/gone'}}}\n\
         definitions: {A: {$ref: '#/definitions/B/properties/c'}, B: {$ref: '#/definitions/C'}, C: {properties: {c: {}}}}\n",
    );
    assert_eq!(at(&document, "/paths/~1a/get")["parameters"][0]["$ref"], "#/parameters/gone");
    assert_eq!(at(&document, "/paths/~1a/get")["responses"]["200"]["$ref"], "#/responses/gone");
    assert_eq!(at(&document, "/components/schemas/A")["$ref"], "#/components/schemas/B/properties/c");
}

#[test]
fn what_a_reference_may_have_meant_is_told_as_it_is_written() {
    let text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions:\n  Pet: {properties: {name: {$ref: '#/definitions/Nam'}}}\n\
                \x20 Name: {properties: {a: {$ref: '#/definitions/Pet/properties/nam'}}}\n";
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    for (place, meant) in [
        ("/components/schemas/Pet/properties/name", "#/definitions/Name"),
        ("/components/schemas/Name/properties/a", "#/definitions/Pet/properties/name"),
    ] {
        let reference = document.get::<openapiv3::ReferenceOr<openapiv3::Schema>>(&Pointer::parse(place)).unwrap();
        assert!(document.resolve(&Pointer::parse(place), &reference, &mut diagnostics).is_none());
        let told = diagnostics.iter().last().unwrap();
        assert_eq!(told.code, Code::DanglingReference);
        assert_eq!(told.help.as_deref(), Some(format!("did you mean `{meant}`?").as_str()));
    }
}

#[test]
fn a_bare_name_is_that_of_a_definition() {
    let text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions:\n  Pet: {}\n  Pets: {items: {$ref: Pet}}\n";
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    document.locate(&mut diagnostics);
    assert_eq!(found(&diagnostics), [told(Code::MendedReference, "/definitions/Pets/items/$ref", 6)]);
    let mended = at(&document, "/components/schemas/Pets/items");
    assert_eq!(mended, serde_json::json!({"$ref": "#/components/schemas/Pet"}));
    let action = &diagnostics.overlay().unwrap()["actions"][0];
    assert_eq!(action["target"], "$['definitions']['Pets']['items']");
    assert_eq!(action["update"], serde_json::json!({"$ref": "#/definitions/Pet"}));
}
