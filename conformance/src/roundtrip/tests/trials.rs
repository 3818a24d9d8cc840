//! Values through types that are right, and through types that are not.

use oasmith_runtime::{json, object, string_enum};
use serde_json::Value;

use super::super::examples::examples;
use super::super::program::{Answer, source};
use super::super::subject::Type;
use super::super::trial::{Limits, Record, run};
use crate::values::json::Json;
use crate::values::original::Original;

fn document() -> Original {
    let schema: Value = serde_json::json!({
        "type": "object", "required": ["id", "kind"],
        "properties": {
            "id": { "type": "integer", "format": "int64" },
            "kind": { "type": "string", "enum": ["small", "large"] },
            "note": { "type": "string", "nullable": true },
            "tags": { "type": "array", "items": { "type": "string" } },
        }
    });
    let example = serde_json::json!([{ "id": 77, "kind": "large", "tags": ["a", "b"] }, { "id": "wrong" }]);
    let list = serde_json::json!({
        "schema": { "type": "array", "items": { "$ref": "#/components/schemas/T" } }, "example": example,
    });
    Original::new(serde_json::json!({
        "components": { "schemas": { "T": schema } },
        "paths": { "/": { "get": { "responses": { "200": { "content": { "application/json": list } } } } } },
    }))
}

#[derive(Clone)]
enum Kind {
    Small,
    Large,
    Unknown(String),
}
string_enum! { Kind { Small => "small", Large => "large" } }

#[derive(Clone)]
struct Right {
    id: i64,
    kind: Kind,
    note: Option<Option<String>>,
    tags: Option<Vec<String>>,
}
object! { Right {
    "id" => id: required, "kind" => kind: required, "note" => note: optional_nullable, "tags" => tags: optional,
} }

/// The identifier is too small, the note forgets its null, and there are no tags.
#[derive(Clone)]
struct Wrong {
    id: i32,
    kind: Kind,
    note: Option<String>,
}
object! { Wrong { "id" => id: required, "kind" => kind: required, "note" => note: optional } }

fn trip<T: json::Slot>(value: &Json) -> Answer {
    match json::from_str::<T>(&value.to_string()) {
        Ok(read) => Answer::Written(Json::parse(&json::to_vec(&read).unwrap()).unwrap()),
        Err(error) => Answer::Refused { path: error.path(), reason: error.to_string() },
    }
}

fn record<T: json::Slot>() -> Record {
    let types = [Type { name: "T".to_owned(), pointer: "/components/schemas/T".to_owned(), is_base: false }];
    let limits = Limits { seed: 1, of_type: 200, of_document: 200 };
    run(&document(), "d.json", &types, limits, &|values| Ok(values.iter().map(|(_, value)| trip::<T>(value)).collect()))
        .unwrap()
}

#[test]
fn a_right_type_returns_everything() {
    let record = record::<Right>();
    assert!(record.valid > 30 && record.passed == record.valid, "{record:#?}");
    assert!(record.untried.is_empty());
    assert_eq!((record.shown, record.shown_valid), (2, 1));
    assert_eq!(record.tried, record.valid + 1);
}

#[test]
fn a_wrong_type_is_found_out() {
    let record = record::<Wrong>();
    assert!(record.passed < record.valid);
    let has = |path: &str, cause: &str| {
        record.failures.iter().any(|failure| failure.path == path && failure.cause.starts_with(cause))
    };
    assert!(has("$.id", "refused: "), "{:#?}", record.failures);
    assert!(has("/note", "null is gone"), "{:#?}", record.failures);
    assert!(has("/tags", "a member is gone"), "{:#?}", record.failures);
}

#[test]
fn examples_go_to_the_types_that_they_are_of() {
    let pointers = ["/components/schemas/T"].into();
    let found = examples(&document(), &pointers);
    assert_eq!(found["/components/schemas/T"].len(), 2);
}

#[test]
fn the_program_knows_the_types_by_module() {
    let text = source([("m0003", "Pet")].into_iter());
    assert!(text.contains("(\"m0003/Pet\", trip::<m0003::types::Pet>),"), "{text}");
}
