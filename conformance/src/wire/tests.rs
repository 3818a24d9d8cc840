//! The code that is printed for an operation, and which operations are called.

use std::io::Write as _;

use oasmith::Generator;
use oasmith::model::{Model, Operation};

use serde_json::json;

use super::call;
use super::subject::choose;
use super::values::body_schema;
use crate::values::original::Original;

/// The model of a document.
fn model(document: &str) -> Model {
    let mut file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    file.write_all(document.as_bytes()).unwrap();
    Generator::new(file.path()).model().unwrap().0
}

fn operations(model: &Model) -> Vec<&Operation> {
    model.apis.iter().flat_map(|api| &api.operations).collect()
}

const DOCUMENT: &str = "
openapi: 3.0.3
info: { title: T, version: '1' }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    user: { type: http, scheme: basic }
paths:
  /pets/{id}:
    put:
      operationId: setPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, format: int32 } }
        - { name: X-Org, in: header, required: true, schema: { type: string } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } }
      responses: { '204': { description: done } }
";

#[test]
fn arguments_are_read_by_their_keys_and_passed_as_the_function_takes_them() {
    let model = model(DOCUMENT);
    let code = call::module(&model, &operations(&model));
    let expected = r#"
fn call_0_0(given: &Given<'_>) -> Called {
    let a0: i32 = given.required("path/id")?;
    let a1: String = given.required("header/X-Org")?;
    let body: crate::types::SetPetBody = given.required("body0")?;
    let call = client(given)?.set_pet(a0, a1.as_str(), &body);
    let call = match given.optional::<Vec<String>>("query/tags")? { Some(value) => call.tags(&value), None => call };
    finish(call.response())
}
"#;
    assert!(code.contains(expected), "{code}");
    assert!(
        code.contains("crate::Client::builder().key(\"secret\").user(\"user\", \"secret\").base_url(url)"),
        "{code}"
    );
    assert!(code.contains("(\"/paths/~1pets~1{id}/put#0\", call_0_0),"), "{code}");
}

#[test]
fn optional_bodies_and_parts_of_forms_are_set_where_they_are_given() {
    let model = model(
        "
openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /photos:
    post:
      operationId: addPhoto
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties: { photo: { type: string, format: binary }, note: { type: string } }
          text/plain: { schema: { type: string } }
      responses: { '204': { description: done } }
",
    );
    let code = call::module(&model, &operations(&model));
    for expected in [
        r#"    let call = client(given)?.add_photo();"#,
        r#"if given.has("body0") { let p0: String = given.required("body0/photo")?;"#,
        r#"crate::api::AddPhotoParts::new(crate::runtime::Upload::from(p0).file_name("file"));"#,
        r#"given.optional::<String>("body0/note")? { Some(value) => body.with_note(value.as_str()), None => body };"#,
        r#"if given.has("body1") { let body: String = given.required("body1")?; call.body_text(body) } else { call };"#,
    ] {
        assert!(code.contains(expected), "{expected}\n{code}");
    }
}

#[test]
fn operations_are_drawn_by_the_seed_and_stay_in_order() {
    let paths: String = (0..40)
        .map(|number| format!("  /p{number}: {{ get: {{ responses: {{ '204': {{ description: d }} }} }} }}\n"))
        .collect();
    let model = model(&format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}"));
    let drawn = |seed| -> Vec<String> {
        choose(operations(&model), 10, seed).into_iter().map(|operation| operation.path.clone()).collect()
    };
    let all: Vec<String> = operations(&model).into_iter().map(|operation| operation.path.clone()).collect();
    let kept: Vec<String> = all.iter().filter(|path| drawn(1).contains(path)).cloned().collect();
    assert_eq!((drawn(1).len(), drawn(1)), (10, kept));
    assert_ne!(drawn(1), drawn(2));
    assert_eq!(choose(operations(&model), 60, 1).len(), 40);
}

#[test]
fn each_kind_of_form_has_the_fields_of_the_one_that_the_converter_states() {
    let model = model(
        "
swagger: '2.0'
info: { title: T, version: '1' }
consumes: [application/x-www-form-urlencoded, multipart/form-data]
paths:
  /pets:
    post:
      parameters: [{ name: name, in: formData, type: string, required: true }]
      responses: { '204': { description: d } }
",
    );
    let content = json!({ "multipart/form-data": { "schema": { "type": "object" } } });
    let original =
        Original::new(json!({ "paths": { "/pets": { "post": { "requestBody": { "content": content } } } } }));
    let operation = operations(&model)[0];
    let schemas: Vec<_> = operation.bodies.iter().map(|body| body_schema(&original, operation, body)).collect();
    let schema = "/paths/~1pets/post/requestBody/content/multipart~1form-data/schema".to_owned();
    assert_eq!(schemas, [Some(schema.clone()), Some(schema)]);
}
