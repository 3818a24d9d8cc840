//! What counts as the same value, and what does not.

use serde_json::{Value, json};

use super::super::compare::compare;
use crate::values::tests::{original, parse};

/// The kinds of differences between two values of a schema, with their places.
fn differences(schema: &Value, before: &str, after: &str) -> Vec<String> {
    let document = original(json!({ "T": schema, "Other": { "properties": { "described": {} } } }));
    let found = compare(&document, "/components/schemas/T", &parse(before), &parse(after));
    found.into_iter().map(|difference| format!("{}: {}", difference.path, difference.kind)).collect()
}

fn same(schema: &Value, before: &str, after: &str) {
    assert_eq!(differences(schema, before, after), [""; 0], "{before} {after}");
}

fn differs(schema: &Value, before: &str, after: &str, expected: &str) {
    assert_eq!(differences(schema, before, after), [expected], "{before} {after}");
}

#[test]
fn the_spelling_of_numbers() {
    for (one, other) in
        [("1", "1.0"), ("1e0", "1"), ("100", "1E+2"), ("0.10", "1e-1"), ("-0.0", "0"), ("12e1", "120.00")]
    {
        same(&json!({}), one, other);
    }
    for (one, other) in [
        ("1", "-1"),
        ("0.1", "0.10000000000000001"),
        ("9007199254740993", "9007199254740992"),
        ("1e400", "1e401"),
        ("123456789.125", "123456790.0"),
    ] {
        differs(&json!({}), one, other, ": a number is another");
    }
}

#[test]
fn the_same_instant_where_there_is_one() {
    let schema = json!({ "type": "string", "format": "date-time" });
    same(&schema, "\"2024-02-29T12:00:00.500+02:00\"", "\"2024-02-29T10:00:00.5Z\"");
    differs(&schema, "\"2024-02-29T12:00:00Z\"", "\"2024-02-29T12:00:01Z\"", ": a text is another");
    differs(
        &json!({ "type": "string" }),
        "\"2024-02-29T12:00:00Z\"",
        "\"2024-02-29T12:00:00+00:00\"",
        ": a text is another",
    );
    let union = json!({ "oneOf": [{ "type": "integer" }, schema] });
    same(&union, "\"2024-02-29T12:00:00Z\"", "\"2024-02-29T12:00:00+00:00\"");
}

#[test]
fn members_that_nothing_describes() {
    let schema = json!({ "type": "object", "properties": { "a": {} } });
    same(&schema, "{\"a\":1,\"b\":2}", "{\"a\":1}");
    differs(&schema, "{\"a\":1,\"b\":2}", "{\"b\":2}", "/a: a member is gone");
    let stated = json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": true });
    differs(&stated, "{\"a\":1,\"b\":2}", "{\"a\":1}", "/b: an additional member is gone");
    let typed = json!({ "additionalProperties": { "type": "object", "properties": { "c": {} } } });
    differs(&typed, "{\"k\":{\"c\":1}}", "{\"k\":{}}", "/k/c: a member is gone");
    same(&typed, "{\"k\":{\"d\":1}}", "{\"k\":{}}");
    differs(&json!({ "type": "object" }), "{\"a\":1}", "{}", "/a: an additional member is gone");
    differs(&json!({ "required": ["b"], "properties": { "a": {} } }), "{\"b\":1}", "{}", "/b: a member is gone");
}

#[test]
fn members_that_something_describes() {
    let reference = json!({ "$ref": "#/components/schemas/Other" });
    for schema in [
        reference.clone(),
        json!({ "allOf": [{ "properties": { "a": {} } }, reference] }),
        json!({ "oneOf": [{ "type": "string" }, { "allOf": [reference] }] }),
        json!({ "anyOf": [{ "properties": { "a": {} } }, reference] }),
    ] {
        differs(&schema, "{\"described\":1}", "{}", "/described: a member is gone");
    }
    let any_of_a_union =
        json!({ "oneOf": [{ "type": "object", "required": ["a"], "properties": { "a": {} } }, { "type": "object" }] });
    differs(&any_of_a_union, "{\"b\":1}", "{}", "/b: an additional member is gone");
}

#[test]
fn null_and_nothing() {
    let schema = json!({ "properties": { "a": { "nullable": true } } });
    differs(&schema, "{\"a\":null}", "{}", "/a: null is gone");
    differs(&schema, "{}", "{\"a\":null}", "/a: what was absent became null");
    differs(&schema, "{\"a\":1}", "{\"a\":null}", "/a: a value became null");
    differs(&schema, "{\"a\":null}", "{\"a\":0}", "/a: null became a value");
    differs(&schema, "{}", "{\"a\":0}", "/a: a member was added");
    differs(&schema, "{\"a\":1}", "{\"a\":1,\"a\":1}", "/a: a member is there twice");
}

#[test]
fn everything_else() {
    let any = json!({});
    differs(&any, "[1,2]", "[1]", ": the length of an array is another");
    assert_eq!(differences(&any, "[1,2]", "[2,1]").len(), 2);
    differs(&any, "\"a\"", "\"A\"", ": a text is in another case");
    differs(&any, "\"a\"", "\"b\"", ": a text is another");
    differs(&any, "\"1\"", "1", ": a value is of another type");
    differs(&any, "true", "false", ": a truth value is another");
    differs(&any, "{\"a\":[{\"b\":\"x\"}]}", "{\"a\":[{\"b\":\"y\"}]}", "/a/0/b: a text is another");
    same(&any, "{\"a\":1,\"b\":[null]}", "{\"b\":[null],\"a\":1}");
}
