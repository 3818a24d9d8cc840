use std::path::Path;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::document::{Document, Tree, document_from_text};

/// A document with this under its head, and the codes and places of its diagnostics.
fn read(rest: &str) -> (Document, Vec<(Code, String)>) {
    let text = format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n{rest}");
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), &text, &mut diagnostics).expect("a document");
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let found = diagnostics.iter().map(|one| (one.code, one.pointer.to_string())).collect();
    (document, found)
}

/// A document with this schema, in YAML's flow style.
fn read_schema(schema: &str) -> (Schema, Vec<(Code, String)>) {
    let (document, mut found) = read(&format!("paths: {{}}\ncomponents: {{schemas: {{S: {schema}}}}}"));
    for (_, pointer) in &mut found {
        *pointer = pointer.replace("/components/schemas/S", "");
    }
    let components = document.openapi.components.expect("components");
    match components.schemas.get("S") {
        Some(ReferenceOr::Item(schema)) => (schema.clone(), found),
        other => panic!("{other:?}"),
    }
}

fn told(code: Code, pointer: &str) -> (Code, String) {
    (code, pointer.to_owned())
}

#[test]
fn what_is_missing_has_a_substitute() {
    let (document, found) = read("paths: {/a: {get: {responses: {200: {}}}, put: {}}}");
    assert_eq!(
        found,
        [told(Code::MissingField, "/paths/~1a/get/responses/200"), told(Code::MissingField, "/paths/~1a/put"),]
    );
    assert_eq!(document.openapi.operations().count(), 2);
    let (_, found) = read("");
    assert_eq!(found, [told(Code::MissingField, "")]);
}

#[test]
fn unknown_fields_are_told_with_what_was_meant() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1', desciption: d, x-mine: 1}\npaths: {}\nweblinks: {}";
    let mut diagnostics = Diagnostics::default();
    document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    let found: Vec<_> = diagnostics.iter().map(|one| (one.pointer.as_str(), one.help.as_deref())).collect();
    assert_eq!(found, [("/info/desciption", Some("did you mean `description`?")), ("/weblinks", None)]);
}

#[test]
fn numbers_for_texts_keep_their_digits() {
    let text = "openapi: 3.0.3\ninfo: {title: 0x1F, version: 1.10}\npaths: {}";
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    assert_eq!((document.openapi.info.title.as_str(), document.openapi.info.version.as_str()), ("0x1F", "1.10"));
    assert_eq!(document.tree().at(&Pointer::parse("/info/version")), Some(&Tree::from("1.10")));
}

#[test]
fn broken_parts_go_and_the_rest_stays() {
    let (document, found) = read(
        "paths: {/a: {get: {responses: {}, tags: [a, {}, b], parameters: [{name: x, in: body}, {name: y, in: query, \
         schema: {}}]}, put: 5}}\ncomponents: {schemas: {S: {properties: {a: 7, b: {type: string}}}, T: yes}}",
    );
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/paths/~1a/get/tags/1"),
            told(Code::WrongType, "/paths/~1a/get/parameters/0/in"),
            told(Code::MissingField, "/paths/~1a/get/parameters/0"),
            told(Code::WrongType, "/paths/~1a/put"),
            told(Code::WrongType, "/components/schemas/S/properties/a"),
            told(Code::WrongType, "/components/schemas/T"),
        ]
    );
    let (_, _, get) = document.openapi.operations().next().unwrap();
    assert_eq!((get.tags.len(), get.parameters.len()), (2, 1));
    assert_eq!(document.openapi.components.unwrap().schemas.len(), 2);
}

#[test]
fn a_response_that_is_no_status_is_told() {
    let (_, found) =
        read("paths: {/a: {get: {responses: {200: {description: d}, 2XX: {description: d}, 2000: {description: d}}}}}");
    assert_eq!(found, [told(Code::UnknownField, "/paths/~1a/get/responses/2000")]);
}

#[test]
fn a_path_without_its_slash_is_kept() {
    let (document, found) = read("paths: {a: {get: {responses: {}}}}");
    assert_eq!(found, [told(Code::WrongType, "/paths/a")]);
    assert!(document.openapi.paths.paths.contains_key("/a"));
}

#[test]
fn parameters_have_what_their_place_demands() {
    let (document, found) = read(
        "paths: {}\ncomponents: {parameters: {a: {name: a, in: path, schema: {}}, b: {name: b, in: query, style: simple}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::MissingField, "/components/parameters/a"),
            told(Code::WrongType, "/components/parameters/b/style"),
            told(Code::MissingField, "/components/parameters/b"),
        ]
    );
    assert_eq!(document.openapi.components.unwrap().parameters.len(), 2);
}

#[test]
fn what_openapiv3_refuses_in_callbacks_and_requirements_is_mended() {
    let (document, found) = read(
        "paths: {/a: {post: {responses: {}, security: [{k: }], callbacks: {c: {$ref: '#/components/callbacks/C'}}}}}\n\
         components: {callbacks: {C: {x-y: 1, '{$request.query.u}': {}}}, securitySchemes: {k: {type: http, scheme: \
         bearer}, m: {type: mutualTLS}, n: {type: apiKey, in: header}}}",
    );
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/paths/~1a/post/security/0/k",
            "/components/securitySchemes/m/type",
            "/components/securitySchemes/m",
            "/components/securitySchemes/n",
        ]
    );
    assert_eq!(document.openapi.components.unwrap().security_schemes.len(), 1);
}

#[test]
fn what_is_beside_a_schemas_reference_is_kept() {
    let (schema, found) = read_schema("{properties: {p: {$ref: '#/components/schemas/S', nullable: true}}}");
    assert_eq!(found, [told(Code::RefSiblings, "/properties/p")]);
    let SchemaKind::Any(any) = schema.schema_kind else { panic!() };
    let Some(ReferenceOr::Item(property)) = any.properties.get("p") else { panic!() };
    assert!(property.schema_data.nullable);
    assert!(matches!(&property.schema_kind, SchemaKind::AllOf { all_of } if all_of.len() == 1));
}

#[test]
fn examples_and_defaults_are_free() {
    let (_, found) = read_schema("{type: object, example: {$ref: 5, type: [a]}, default: {nullable: maybe}}");
    assert_eq!(found, []);
}

#[test]
fn other_versions_of_json_schema_are_read() {
    let (schema, found) = read_schema("{type: [integer, 'null'], exclusiveMinimum: 5, maximum: 9.5, maxLength: 3}");
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/type"),
            told(Code::WrongType, "/exclusiveMinimum"),
            told(Code::ContradictorySchema, "/maxLength"),
            told(Code::WrongType, "/maximum"),
        ]
    );
    assert!(schema.schema_data.nullable);
    let SchemaKind::Type(Type::Integer(integer)) = schema.schema_kind else { panic!() };
    assert_eq!((integer.minimum, integer.exclusive_minimum, integer.maximum), (Some(5), true, Some(9)));
}

#[test]
fn bounds_beyond_64_bits_do_not_cost_the_type() {
    let (schema, found) = read_schema("{type: integer, minimum: -9223372036854776000, maximum: 9223372036854775807}");
    assert_eq!(found, []);
    let SchemaKind::Any(any) = schema.schema_kind else { panic!() };
    assert_eq!((any.typ.as_deref(), any.minimum), (Some("integer"), Some(-9_223_372_036_854_775_808.0)));
}

#[test]
fn counts_written_as_floats_are_counts() {
    let (schema, found) = read_schema("{type: string, maxLength: 10.0, minLength: -1, enum: [1.50, on, 'a']}");
    assert_eq!(
        found,
        [told(Code::WrongType, "/maxLength"), told(Code::WrongType, "/minLength"), told(Code::WrongType, "/enum/0")]
    );
    let SchemaKind::Type(Type::String(string)) = schema.schema_kind else { panic!() };
    assert_eq!(string.max_length, Some(10));
    assert_eq!(string.enumeration, [Some("1.50".to_owned()), Some("on".to_owned()), Some("a".to_owned())]);
}

#[test]
fn values_that_are_listed_are_of_the_type() {
    let (schema, found) = read_schema("{type: integer, enum: ['1', 2, young, 3.0, null, 1.5]}");
    let expected = [
        told(Code::WrongType, "/enum/0"),
        told(Code::ContradictorySchema, "/enum/2"),
        told(Code::ContradictorySchema, "/enum/5"),
    ];
    assert_eq!(found, expected);
    let SchemaKind::Type(Type::Integer(integer)) = schema.schema_kind else { panic!() };
    assert_eq!(integer.enumeration, [Some(1), Some(2), Some(3), None]);
    let (schema, found) = read_schema("{type: boolean, enum: ['yes', 'no']}");
    assert_eq!(found.len(), 2);
    let SchemaKind::Type(Type::Boolean(boolean)) = schema.schema_kind else { panic!() };
    assert!(boolean.enumeration.is_empty());
}

#[test]
fn required_in_a_property_is_required_in_its_object() {
    let (schema, found) =
        read_schema("{type: object, properties: {a: {type: string, required: true}, b: {required: false}}}");
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["/properties/a/required", "/properties/b/required"]);
    let SchemaKind::Type(Type::Object(object)) = schema.schema_kind else { panic!() };
    assert_eq!(object.required, ["a"]);
}

#[test]
fn words_for_types_in_other_languages_are_read() {
    let (schema, found) = read_schema("{type: Int, items: [{type: string}], discriminator: kind}");
    assert_eq!(found.first(), Some(&told(Code::WrongType, "/type")));
    assert!(matches!(schema.schema_kind, SchemaKind::Type(Type::Integer(_))));
    assert_eq!(schema.schema_data.discriminator.unwrap().property_name, "kind");
}

#[test]
fn references_where_there_can_be_none_are_put_in_place() {
    let (document, found) = read(
        "paths: {/a: {get: {responses: {200: {description: d, content: {a/b: {$ref: '#/x-media'}}}}}, put: {$ref: \
         '#/paths/~1a/get', summary: s}}}\nx-media: {schema: {$ref: '#/x-schema'}}\nx-schema: {type: int}",
    );
    assert_eq!(
        found,
        [
            told(Code::WrongType, "/paths/~1a/put/$ref"),
            // Of the copy: it is where it was written.
            told(Code::WrongType, "/paths/~1a/get/responses/200/content/a~1b/$ref"),
            told(Code::WrongType, "/paths/~1a/get/responses/200/content/a~1b/$ref"),
            told(Code::WrongType, "/x-schema/type"),
        ]
    );
    let summaries: Vec<_> = document.openapi.operations().map(|(_, _, one)| one.summary.as_deref()).collect();
    assert_eq!(summaries, [None, Some("s")]);
    assert!(document.get::<Schema>(&Pointer::parse("/x-schema")).is_some());
    let media = document.tree().at(&Pointer::parse("/paths/~1a/put/responses/200/content/a~1b/schema"));
    assert!(media.is_some());
}

#[test]
fn references_where_there_can_be_none_that_lead_nowhere_are_errors() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\ntags: [{$ref: '#/nowhere'}, {name: t}]\npaths:\n  \
                /a: {get: {$ref: 'other.yaml'}, put: {$ref: '#/paths/~1a'}, post: {responses: {$ref: '#/openapi'}}}\n";
    let mut diagnostics = Diagnostics::default();
    let document = document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    let mut codes: Vec<_> = diagnostics.iter().map(|one| one.code).collect();
    codes.sort();
    assert_eq!(codes, [Code::WrongType, Code::DanglingReference, Code::CyclicReference, Code::ExternalReference]);
    assert_eq!(document.openapi.operations().count(), 1);
    assert_eq!(document.openapi.tags.len(), 1);
}

#[test]
fn what_only_references_lead_to_is_held_against_the_grammar() {
    let (document, found) = read(
        "paths: {'/a/{p}': {get: {responses: {}, parameters: [{$ref: '#/x-p'}, {$ref: '#/x-e/value'}]}}}\nx-p: {name: p, in: \
         path, schema: {$ref: '#/definitions/D'}}\nx-e: {value: {in: query}}\ndefinitions: {D: {type: int}}",
    );
    assert_eq!(
        found,
        [
            told(Code::MissingField, "/x-e/value"),
            told(Code::MissingField, "/x-p"),
            told(Code::WrongType, "/definitions/D/type"),
        ]
    );
    assert!(document.get::<openapiv3::Parameter>(&Pointer::parse("/components/parameters/x-p")).is_some());
    assert_eq!(document.tree().at(&Pointer::parse("/x-e/value")), Some(&Tree::Null));
}

#[test]
fn webhooks_are_path_items_and_callbacks_keep_their_references() {
    let (document, found) = read(
        "paths: {/a: {post: {responses: {}, callbacks: {c: {x-z: 1, $ref: '#/x-more/C'}}}}}\n\
         x-webhooks: {one: {'{$request.body#/u}': {post: {reponses: {}}}}, x-hidden: {a: 1}, x-two: {post: {responses: {}}}, 3: 4}\n\
         x-more: {C: {'{$url}': {post: {responses: {}, sumary: x}}}}",
    );
    let places: Vec<_> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/x-webhooks/one",
            "/x-webhooks/one/post/reponses",
            "/x-webhooks/one/post",
            "/x-webhooks/3",
            "/x-more/C/{$url}/post/sumary",
        ]
    );
    let webhooks = document.tree().child("x-webhooks").and_then(Tree::as_object).unwrap();
    assert_eq!(webhooks.keys().collect::<Vec<_>>(), ["one", "x-two"]);
    let callback = document.tree().at(&Pointer::parse("/paths/~1a/post/callbacks/c")).unwrap();
    assert_eq!(callback.callback_reference(), Some("#/components/callbacks/C"));
}

#[test]
fn fields_in_another_case_are_read() {
    let (document, found) = read(
        "paths: {/a: {GET: {operationID: a, responses: {Default: {description: d}}, ' summary': s}, put: {Responses: {}, responses: {}}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::MisspelledField, "/paths/~1a/GET"),
            told(Code::MisspelledField, "/paths/~1a/GET/operationID"),
            told(Code::MisspelledField, "/paths/~1a/GET/ summary"),
            told(Code::StatusCode, "/paths/~1a/GET/responses/Default"),
            told(Code::UnknownField, "/paths/~1a/put/Responses"),
        ]
    );
    let (_, _, get) = document.openapi.operations().next().unwrap();
    assert_eq!((get.operation_id.as_deref(), get.summary.as_deref()), (Some("a"), Some("s")));
    assert!(get.responses.default.is_some());
}

#[test]
fn fields_of_swagger_are_those_of_a_schema() {
    let (document, found) = read(
        "paths: {}\ncomponents: {parameters: {a: {name: a, in: query, type: array, items: {type: int}, collectionFormat: pipes}, b: {name: b, in: query, \
         enum: [x], schema: {type: string}}, c: {name: c, in: query, type: string, schema: {$ref: '#/components/schemas/S'}}}, headers: {h: {type: integer}}, schemas: {S: {}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::SwaggerParameter, "/components/parameters/a/collectionFormat"),
            told(Code::SwaggerParameter, "/components/parameters/a"),
            told(Code::WrongType, "/components/parameters/a/items/type"),
            told(Code::SwaggerParameter, "/components/parameters/b"),
            told(Code::UnknownField, "/components/parameters/c/type"),
            told(Code::SwaggerParameter, "/components/headers/h"),
        ]
    );
    let at = |at: &str| document.tree().at(&Pointer::parse(at)).cloned();
    assert_eq!(at("/components/parameters/a/style"), Some(Tree::from("pipeDelimited")));
    assert_eq!(at("/components/parameters/a/schema/items/type"), Some(Tree::from("integer")));
    assert_eq!(at("/components/parameters/b/schema/enum/0"), Some(Tree::from("x")));
    assert_eq!(at("/components/headers/h/schema/type"), Some(Tree::from("integer")));
}

#[test]
fn schemas_are_where_they_are_wanted() {
    let (document, found) = read(
        "paths: {/a: {post: {requestBody: {$ref: '#/components/schemas/S'}, responses: {200: {$ref: '#/components/schemas/S'}, 201: {description: d, schema: {type: int}}, \
         202: {description: d, a/b: {schema: {}}}, 203: {description: d, content: {json: {$ref: '#/components/schemas/S'}, text/plain: {type: string, example: x}}}, \
         204: {description: d, headers: {X: {$ref: '#/components/schemas/S'}}}, 2**: {description: d}}}}}\ncomponents: {schemas: {S: {}}}",
    );
    let place = |place: &str| format!("/paths/~1a/post/{place}");
    assert_eq!(
        found,
        [
            (Code::MisplacedSchema, place("requestBody")),
            (Code::StatusCode, place("responses/2**")),
            (Code::MisplacedSchema, place("responses/200")),
            (Code::MissingField, place("responses/200")),
            (Code::MisplacedSchema, place("responses/201")),
            (Code::WrongType, place("responses/201/schema/type")),
            (Code::MisplacedSchema, place("responses/202")),
            (Code::MediaTypeName, place("responses/203/content/json")),
            (Code::MisplacedSchema, place("responses/203/content/json")),
            (Code::MisplacedSchema, place("responses/203/content/text~1plain")),
            (Code::MisplacedSchema, place("responses/204/headers/X")),
        ]
    );
    let (_, _, post) = document.openapi.operations().next().unwrap();
    let media_types: Vec<Vec<&str>> = post
        .responses
        .responses
        .values()
        .filter_map(|one| one.as_item())
        .map(|one| one.content.iter().filter(|(_, one)| one.schema.is_some()).map(|(name, _)| name.as_str()).collect())
        .collect();
    let json = "application/json";
    assert_eq!(media_types, [vec![json], vec![json], vec!["a/b"], vec![json, "text/plain"], vec![], vec![]]);
    let body = post.request_body.as_ref().and_then(|one| one.as_item()).unwrap();
    assert_eq!(body.content.keys().collect::<Vec<_>>(), [json]);
}

#[test]
fn bodies_that_are_parameters_are_request_bodies() {
    let (document, found) = read(
        "paths: {/a: {post: {consumes: [a/b], responses: {}, parameters: [{name: q, in: query, schema: {}}, {$ref: '#/components/parameters/B'}, {name: r, in: nowhere}, {name: s, in: query, type: string}]}, \
         put: {responses: {}, parameters: [{name: f, in: formData, type: file, required: true}, {name: g, in: formData, type: array, items: {type: int}, description: G}]}}}\n\
         components: {parameters: {B: {name: b, in: body, description: D, schema: {$ref: '#/components/schemas/S'}}}, schemas: {S: {}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::BodyParameter, "/paths/~1a/put/parameters/0"),
            told(Code::BodyParameter, "/paths/~1a/post/parameters/1"),
            told(Code::WrongType, "/paths/~1a/post/parameters/2/in"),
            told(Code::MissingField, "/paths/~1a/post/parameters/2"),
            told(Code::SwaggerParameter, "/paths/~1a/post/parameters/3"),
            told(Code::WrongType, "/paths/~1a/put/parameters/1/items/type"),
        ]
    );
    let at = |at: &str| document.get::<serde_json::Value>(&Pointer::parse(at)).unwrap();
    assert_eq!(
        at("/paths/~1a/post/requestBody"),
        serde_json::json!({"description": "D", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/S"}}}, "required": false})
    );
    assert_eq!(at("/paths/~1a/post/parameters").as_array().unwrap().len(), 2);
    let form = at("/paths/~1a/put/requestBody/content/multipart~1form-data/schema");
    assert_eq!(form["properties"]["f"], serde_json::json!({"type": "string", "format": "binary"}));
    assert_eq!(
        form["properties"]["g"],
        serde_json::json!({"type": "array", "items": {"type": "integer"}, "description": "G"})
    );
    assert_eq!(form["required"], serde_json::json!(["f"]));
}

#[test]
fn what_a_list_may_hold_is_said_of_its_items() {
    let (schema, found) = read_schema(
        "{properties: {a: {type: array}, b: {type: array, enum: [x, 1], items: {type: string}}, c: {type: array, enum: [[x]], items: {}}}}",
    );
    assert_eq!(
        found,
        [
            told(Code::MissingItems, "/properties/a"),
            told(Code::MisplacedEnum, "/properties/b/enum"),
            told(Code::WrongType, "/properties/b/enum/1"),
        ]
    );
    let SchemaKind::Any(any) = schema.schema_kind else { panic!() };
    let property = |name: &str| any.properties.get(name).and_then(|one| one.as_item()).unwrap();
    let SchemaKind::Type(Type::Array(list)) = &property("b").schema_kind else { panic!() };
    let items = list.items.as_ref().and_then(|one| one.as_item()).unwrap();
    let SchemaKind::Type(Type::String(string)) = &items.schema_kind else { panic!() };
    assert_eq!(string.enumeration, [Some("x".to_owned()), Some("1".to_owned())]);
}

#[test]
fn what_cannot_take_a_reference_in_goes() {
    let (document, found) = read(
        "paths: {}\ncomponents: {schemas: {S: {$ref: '#/components/schemas/T', allOf: {'3': {}}}, T: {properties: {a: {}}}, U: {$ref: '#/components/schemas/S/properties/a'}}}",
    );
    assert_eq!(found, [told(Code::WrongType, "/components/schemas/S/allOf")]);
    assert_eq!(document.find("#/components/schemas/U").unwrap().as_str(), "/components/schemas/T/properties/a");
}

#[test]
fn mends_say_how_the_document_would_be_mended() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: 1}\npaths: {a: {get: {deprecated: 'true', tags: t, responses: {200: {}}, parameters: [{name: p, in: query, type: Int}]}}}";
    let mut diagnostics = Diagnostics::default();
    document_from_text(Path::new("t.yaml"), text, &mut diagnostics).unwrap();
    let fixes: Vec<_> = diagnostics.iter().map(|one| serde_json::to_string(&one.fix).unwrap()).collect();
    assert_eq!(
        fixes,
        [
            r#"[{"target":"$['info']","update":{"version":"1"}}]"#,
            r#"[{"target":"$['paths']['a']","remove":true},{"target":"$['paths']","update":{"/a":{"get":{"deprecated":"true","parameters":[{"in":"query","name":"p","type":"Int"}],"responses":{"200":{}},"tags":"t"}}}}]"#,
            r#"[{"target":"$['paths']['a']['get']","update":{"deprecated":true}}]"#,
            r#"[{"target":"$['paths']['a']['get']","update":{"tags":["t"]}}]"#,
            r#"[{"target":"$['paths']['a']['get']['responses']['200']","update":{"description":""}}]"#,
            r#"[{"target":"$['paths']['a']['get']['parameters'][0]","update":{"schema":{"type":"Int"}}},{"target":"$['paths']['a']['get']['parameters'][0]['type']","remove":true}]"#,
            // After the one before, there is such a schema.
            r#"[{"target":"$['paths']['a']['get']['parameters'][0]['schema']","update":{"type":"integer"}}]"#,
        ]
    );
}

#[test]
fn a_path_without_its_slash_adds_to_the_one_with_it() {
    let operation = "{responses: {200: {description: d}}}";
    let (document, found) =
        read(&format!("paths: {{pets: {{get: {operation}, post: {operation}}}, /pets: {{get: {operation}}}}}"));
    assert_eq!(found, [told(Code::WrongType, "/paths/pets"), told(Code::DuplicateKey, "/paths/pets/get")]);
    assert_eq!(document.openapi.operations().count(), 2);
}
