//! Values on small documents.

mod making;

use serde_json::{Value, json};

use crate::values::explore;
use crate::values::json::Json;
use crate::values::original::Original;
use crate::values::strings::Strings;
use crate::values::validity::Validity;

/// A document with these named schemas.
pub(crate) fn original(schemas: Value) -> Original {
    Original::new(json!({ "openapi": "3.0.3", "components": { "schemas": schemas } }))
}

/// The valid values that are made of the schema `T`, and how many are not valid.
fn values(original: &Original) -> (Vec<Value>, usize) {
    let pointer = "/components/schemas/T".to_owned();
    let made = make(original, &pointer, 1);
    let validity = Validity::new(original, std::slice::from_ref(&pointer)).unwrap();
    let count = made.len();
    let valid: Vec<Value> =
        made.iter().filter(|value| validity.check(&pointer, value).is_ok()).map(Json::to_value).collect();
    let invalid = count - valid.len();
    (valid, invalid)
}

/// The values that are made of the schema at a pointer.
fn make(original: &Original, pointer: &str, seed: u64) -> Vec<Json> {
    let made = explore::values(original, pointer, seed, 400, &mut Strings::default());
    made.into_iter().map(|made| made.value).collect()
}

pub(crate) fn parse(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap()
}
