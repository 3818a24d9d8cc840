//! A document as one side of the wire sees it.

use serde_json::{Map, Value};

use crate::values::original::Original;

/// The document without the properties of the other side: `readOnly` ones are not sent in requests, `writeOnly` ones not
/// in answers.
pub(super) fn without(original: &Original, keyword: &str) -> Original {
    Original::new(strip(original, &original.root, keyword))
}

fn strip(original: &Original, value: &Value, keyword: &str) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| strip(original, item, keyword)).collect(),
        Value::Object(members) => {
            let mut kept: Map<String, Value> =
                members.iter().map(|(name, member)| (name.clone(), strip(original, member, keyword))).collect();
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                let names: Vec<&String> = properties
                    .iter()
                    .filter(|(_, schema)| is_marked(original, schema, keyword))
                    .map(|(name, _)| name)
                    .collect();
                leave_out(&mut kept, &names);
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

fn leave_out(schema: &mut Map<String, Value>, names: &[&String]) {
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        names.iter().for_each(|name| drop(properties.remove(*name)));
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| names.iter().all(|other| name != *other));
        if required.is_empty() {
            schema.remove("required");
        }
    }
}

fn is_marked(original: &Original, schema: &Value, keyword: &str) -> bool {
    let is_marked = |schema: &Value| schema.get(keyword) == Some(&Value::Bool(true));
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|text| original.target(text));
    is_marked(schema) || target.is_some_and(|(_, schema)| is_marked(schema))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn properties_of_the_other_side_are_neither_there_nor_required() {
        let original = Original::new(json!({ "components": { "schemas": {
            "Id": { "type": "string", "readOnly": true },
            "T": {
                "required": ["id", "name"],
                "properties": {
                    "id": { "$ref": "#/components/schemas/Id" },
                    "name": {},
                    "at": { "readOnly": true },
                    "key": { "writeOnly": true }
                }
            }
        } } }));
        let schema = without(&original, "readOnly").at("/components/schemas/T").cloned();
        assert_eq!(
            schema,
            Some(json!({ "required": ["name"], "properties": { "name": {}, "key": { "writeOnly": true } } }))
        );
    }
}
