//! Whether `null` is a value of a schema, as the document says it.

use serde_json::Value;

/// How many schemas within each other are looked into.
const DEPTH: usize = 32;

/// Whether the schema at a place allows for `null`; none where there is no schema.
pub(super) fn allowed(document: &Value, pointer: &str) -> Option<bool> {
    document.pointer(pointer).filter(|value| value.is_object()).map(|schema| allows(document, schema, DEPTH))
}

fn allows(document: &Value, schema: &Value, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    // OpenAPI 3.0 wants a type beside it, and documents often have none.
    if schema["nullable"] == Value::Bool(true) {
        return true;
    }
    let inner = |schema: &Value| allows(document, schema, depth);
    let all = |keyword: &str| schema[keyword].as_array().is_none_or(|members| members.iter().all(inner));
    let any = |keyword: &str| schema[keyword].as_array().is_none_or(|members| members.iter().any(inner));
    let referred = || {
        let place = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        place.and_then(|place| document.pointer(place)).is_none_or(inner)
    };
    let listed = || match (&schema["enum"], schema.get("const")) {
        (Value::Array(values), _) => values.contains(&Value::Null),
        (_, Some(value)) => value.is_null(),
        _ => true,
    };
    let typed = match &schema["type"] {
        Value::String(kind) => kind == "null",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "null"),
        _ => true,
    };
    typed && listed() && referred() && all("allOf") && any("oneOf") && any("anyOf")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_is_allowed_where_nothing_speaks_against_it() {
        let document = json!({"Text": {"type": "string"}, "Maybe": {"type": "string", "nullable": true}});
        let of = |schema: Value| allows(&document, &schema, DEPTH);
        for schema in [
            json!({}),
            json!({"type": ["string", "null"]}),
            json!({"type": "string", "enum": ["a"], "nullable": true}),
            json!({"allOf": [{"$ref": "#/Text"}], "nullable": true}),
            json!({"enum": ["a", null]}),
            json!({"$ref": "#/Maybe"}),
            json!({"oneOf": [{"$ref": "#/Text"}, {"type": "null"}]}),
        ] {
            assert!(of(schema.clone()), "{schema}");
        }
        for schema in [
            json!({"type": "object"}),
            json!({"enum": ["a"]}),
            json!({"const": 1}),
            json!({"$ref": "#/Text"}),
            json!({"anyOf": [{"$ref": "#/Text"}, {"type": "integer"}]}),
            json!({"allOf": [{"$ref": "#/Maybe"}, {"$ref": "#/Text"}]}),
        ] {
            assert!(!of(schema.clone()), "{schema}");
        }
        assert_eq!(allowed(&document, "/Maybe"), Some(true));
        assert_eq!(allowed(&document, "/None"), None);
    }
}
