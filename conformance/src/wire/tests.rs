//! The code that is printed for an operation, and which operations are called.

use std::io::Write as _;

use oasmith::Generator;
use oasmith::model::{Model, Operation};

use super::call;

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
