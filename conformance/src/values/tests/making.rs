//! What values are made of a schema.

use serde_json::{Value, json};

use super::super::dialect::has_siblings;
use super::super::validity::Validity;
use super::{make, original, parse, values};

/// Makes values of a schema, none of them invalid, and expects these among them.
fn makes(schema: Value, expected: &[Value]) {
    let (made, invalid) = values(&original(json!({ "T": schema })));
    assert_eq!(invalid, 0, "of {schema}");
    for value in expected {
        assert!(made.contains(value), "{value} is missing of {schema}: {made:#?}");
    }
}

#[test]
fn the_least_and_the_most() {
    let schema = json!({
        "type": "object", "required": ["a"],
        "properties": { "a": { "type": "boolean" }, "b": { "type": "array", "items": { "type": "boolean" } } }
    });
    makes(
        schema,
        &[
            json!({ "a": true }),
            json!({ "a": false }),
            json!({ "a": true, "b": [] }),
            json!({ "a": true, "b": [true] }),
            json!({ "a": true, "b": [false] }),
            json!({ "a": true, "b": [true, false] }),
        ],
    );
}

#[test]
fn each_value_of_an_enum_and_null() {
    makes(json!({ "type": "string", "enum": ["a", "b", "c"] }), &[json!("a"), json!("b"), json!("c")]);
    makes(
        json!({ "properties": { "p": { "type": "string", "nullable": true, "enum": ["a", null] } } }),
        &[json!({ "p": "a" }), json!({ "p": null }), json!({})],
    );
    makes(json!({ "properties": { "p": { "type": "boolean", "nullable": true } } }), &[json!({ "p": null })]);
    let many: Vec<String> = (0..1000).map(|number| format!("v{number}")).collect();
    let (made, _) = values(&original(json!({ "T": { "type": "string", "enum": many } })));
    assert!(made.contains(&json!("v0")) && made.contains(&json!("v999")));
    assert!(made.len() > 20 && made.len() < 60, "{}", made.len());
}

#[test]
fn each_member_of_a_union() {
    makes(
        json!({ "oneOf": [{ "type": "boolean" }, { "type": "array", "items": { "type": "integer" } }, { "type": "string" }] }),
        &[json!(true), json!([]), json!("text")],
    );
    makes(
        json!({ "anyOf": [
            { "type": "object", "required": ["a"], "properties": { "a": { "type": "boolean" } } },
            { "type": "object", "required": ["b"], "properties": { "b": { "type": "boolean" } } },
        ] }),
        &[json!({ "a": true }), json!({ "b": true }), json!({ "a": true, "b": true })],
    );
}

#[test]
fn members_of_unions_within_unions() {
    let schema = json!({ "properties": { "p": { "oneOf": [
        { "type": "boolean" },
        { "type": "array", "items": { "oneOf": [{ "type": "boolean" }, { "type": "object" }] } },
    ] } } });
    makes(schema, &[json!({ "p": true }), json!({ "p": [true] }), json!({ "p": [{}] })]);
}

#[test]
fn bounds_of_numbers() {
    makes(json!({ "type": "integer", "minimum": 3, "maximum": 9 }), &[json!(3), json!(9), json!(4), json!(8)]);
    makes(
        json!({ "type": "integer", "minimum": 3, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": true }),
        &[json!(4), json!(8)],
    );
    makes(json!({ "type": "integer", "multipleOf": 5, "minimum": 3, "maximum": 17 }), &[json!(5), json!(15)]);
    makes(json!({ "type": "integer", "format": "int32" }), &[json!(i32::MIN), json!(i32::MAX), json!(0)]);
    makes(json!({ "type": "number", "format": "int32" }), &[json!(i32::MIN), json!(i32::MAX)]);
    makes(json!({ "type": "integer", "format": "uint64" }), &[json!(0), json!(u64::MAX)]);
    makes(json!({ "type": "integer" }), &[json!(i64::MIN), json!(i64::MAX)]);
    makes(json!({ "type": "integer", "maximum": 9_223_372_036_854_775_807_f64 }), &[json!(i64::MAX)]);
    makes(json!({ "type": "number", "minimum": 0, "maximum": 1 }), &[json!(0), json!(1), json!(0.5), json!(0.1)]);
    makes(json!({ "type": "number", "minimum": 0, "exclusiveMinimum": true }), &[json!(1.5), json!(0.001)]);
}

#[test]
fn numbers_of_any_size() {
    let schema = json!({ "type": "integer", "format": "bigint" });
    let made = make(&original(json!({ "T": schema })), "/components/schemas/T", 1);
    assert!(made.contains(&parse("1000000000000000000000000000001")), "{made:?}");
}

#[test]
fn lengths_and_sizes() {
    makes(json!({ "type": "string", "minLength": 2, "maxLength": 7 }), &[json!("ab"), json!("abcdefg")]);
    makes(
        json!({ "type": "array", "minItems": 1, "maxItems": 3, "items": { "type": "boolean" } }),
        &[json!([true]), json!([true, false]), json!([true, false, true])],
    );
    let schema = json!({ "type": "array", "minItems": 3, "uniqueItems": true, "items": { "enum": ["a", "b", "c"] } });
    let (made, _) = values(&original(json!({ "T": schema })));
    assert!(made.contains(&json!(["a", "b", "c"])), "{made:?}");
    makes(
        json!({ "type": "object", "minProperties": 2, "properties": { "a": { "type": "boolean" }, "b": { "type": "boolean" } } }),
        &[json!({ "a": true, "b": true })],
    );
}

#[test]
fn texts_of_patterns_and_formats() {
    for schema in [
        json!({ "type": "string", "pattern": "^\\d{3}-[A-Z]+$" }),
        json!({ "type": "string", "pattern": "^[0-9a-f]+$", "minLength": 40, "maxLength": 40 }),
        json!({ "type": "string", "pattern": "^(?!aws)[a-z]{3,9}$" }),
        json!({ "type": "string", "pattern": "^(([^<>()[\\]\\\\.,;:\\s@\"]+))@example\\.com$|^a$" }),
        json!({ "type": "string", "format": "date-time", "maxLength": 20 }),
    ] {
        let (made, _) = values(&original(json!({ "T": schema })));
        assert!(!made.is_empty(), "{schema}");
    }
    makes(json!({ "type": "string", "format": "ipv6" }), &[json!("::")]);
    makes(json!({ "type": "string", "format": "byte" }), &[json!("AP+/"), json!("")]);
    makes(json!({ "type": "string", "format": "no-such-format" }), &[json!("text"), json!("")]);
}

#[test]
fn additional_members_only_where_they_are_stated() {
    let has = |schema: Value| {
        let (made, _) = values(&original(json!({ "T": schema })));
        made.iter().any(|value| value.get("additionalKey").is_some())
    };
    let properties = json!({ "a": { "type": "boolean" } });
    assert!(!has(json!({ "type": "object", "properties": properties })));
    assert!(!has(json!({ "type": "object", "properties": properties, "additionalProperties": false })));
    assert!(has(json!({ "type": "object", "properties": properties, "additionalProperties": true })));
    assert!(has(json!({ "type": "object", "additionalProperties": { "type": "integer" } })));
    assert!(has(json!({ "type": "object" })));
}

#[test]
fn all_members_of_all_of_hold() {
    let document = original(json!({
        "A": { "type": "object", "required": ["a"], "properties": { "a": { "type": "boolean" }, "x": { "type": "number" } } },
        "T": { "allOf": [{ "$ref": "#/components/schemas/A" }, {
            "required": ["b", "x"], "properties": { "b": { "type": "boolean" }, "x": { "type": "integer", "minimum": 7 } }
        }] },
    }));
    let (made, invalid) = values(&document);
    assert_eq!(invalid, 0);
    assert!(made.contains(&json!({ "a": true, "b": true, "x": 7 })), "{made:?}");
}

#[test]
fn what_contains_itself_ends() {
    let document = original(json!({ "T": {
        "type": "object", "required": ["next"],
        "properties": {
            "next": { "type": "object", "nullable": true, "properties": { "deeper": { "$ref": "#/components/schemas/T" } } },
            "children": { "type": "array", "items": { "$ref": "#/components/schemas/T" } },
        }
    } }));
    let (made, invalid) = values(&document);
    assert_eq!(invalid, 0);
    assert!(made.iter().any(|value| value["children"][0]["next"].is_object()), "{made:#?}");
    let endless =
        original(json!({ "T": { "required": ["t"], "properties": { "t": { "$ref": "#/components/schemas/T" } } } }));
    assert_eq!(values(&endless).0.len(), 0);
}

#[test]
fn a_member_of_a_union_is_meant_with_what_is_beside_it() {
    let document = original(json!({ "T": {
        "type": "object", "required": ["a"], "properties": { "a": { "type": "boolean" } },
        "oneOf": [{ "required": ["b"], "properties": { "b": { "type": "boolean" } } }, { "required": ["c"] }],
    } }));
    let made = make(&document, "/components/schemas/T/oneOf/0", 1);
    assert!(made.contains(&parse("{\"b\":true,\"a\":true}")), "{made:?}");
    assert!(made.iter().all(|value| value.member("a").is_some()), "{made:?}");
}

#[test]
fn types_that_there_are_not_have_no_values() {
    let (made, _) = values(&original(json!({ "T": { "required": ["a"], "properties": { "a": { "type": "file" } } } })));
    assert_eq!(made, [json!(null); 0]);
}

fn pets(mapping: Value) -> Value {
    let pet = |property: &str| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" }, property: { "type": "boolean" } } });
    let member = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut discriminator = json!({ "propertyName": "kind" });
    if mapping.is_object() {
        discriminator["mapping"] = mapping;
    }
    json!({
        "Cat": pet("meows"), "Dog": pet("barks"),
        "T": { "oneOf": [member("Cat"), member("Dog")], "discriminator": discriminator },
    })
}

#[test]
fn the_tag_names_the_member() {
    // Without the tag's meaning each value would be valid for both.
    for (mapping, cat, dog) in
        [(Value::Null, "Cat", "Dog"), (json!({ "c": "#/components/schemas/Cat", "d": "Dog" }), "c", "d")]
    {
        let mut schemas = pets(mapping);
        schemas["Cat"]["additionalProperties"] = false.into();
        schemas["Dog"]["additionalProperties"] = false.into();
        let (made, _) = values(&original(schemas));
        assert!(made.contains(&json!({ "kind": cat, "meows": true })), "{made:?}");
        assert!(made.contains(&json!({ "kind": dog, "barks": true })), "{made:?}");
        assert!(!made.iter().any(|value| value["kind"] == cat && value.get("barks").is_some()));
    }
}

#[test]
fn a_tag_that_means_another_member_is_not_valid() {
    let mut schemas = pets(Value::Null);
    schemas["Cat"]["additionalProperties"] = false.into();
    schemas["Dog"]["additionalProperties"] = false.into();
    let document = original(schemas);
    let pointer = "/components/schemas/T".to_owned();
    let validity = Validity::new(&document, std::slice::from_ref(&pointer)).unwrap();
    assert!(validity.check(&pointer, &parse("{\"kind\":\"Dog\",\"barks\":true}")).is_ok());
    assert!(validity.check(&pointer, &parse("{\"kind\":\"Cat\",\"barks\":true}")).is_err());
    // What means nothing is judged by the schemas alone.
    assert!(validity.check(&pointer, &parse("{\"kind\":\"bird\",\"barks\":true}")).is_ok());
}

#[test]
fn the_tag_decides_where_several_members_would_do() {
    let document = original(pets(Value::Null));
    let pointer = "/components/schemas/T".to_owned();
    let validity = Validity::new(&document, std::slice::from_ref(&pointer)).unwrap();
    assert!(validity.check(&pointer, &parse("{\"kind\":\"Dog\"}")).is_ok());
    assert!(validity.check(&pointer, &parse("{\"kind\":\"bird\"}")).is_err());
}

#[test]
fn schemas_that_extend_a_base_say_which_they_are() {
    let schemas = json!({
        "T": {
            "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind", "mapping": { "dog": "#/components/schemas/Dog" } },
        },
        "Dog": { "allOf": [{ "$ref": "#/components/schemas/T" }, { "required": ["barks"], "properties": { "barks": { "type": "boolean" } } }] },
    });
    let document = original(schemas);
    let (made, invalid) = values(&document);
    assert_eq!(invalid, 0);
    assert!(made.contains(&json!({ "kind": "T" })), "{made:?}");
    assert!(made.contains(&json!({ "kind": "dog", "barks": true })), "{made:?}");
    let dogs = make(&document, "/components/schemas/Dog", 1);
    assert!(dogs.iter().all(|dog| dog.member("kind") == Some(&parse("\"dog\""))), "{dogs:?}");
}

#[test]
fn what_is_beside_a_reference_never_decides() {
    let document = original(json!({
        "A": { "type": "string" },
        "T": { "properties": { "a": { "$ref": "#/components/schemas/A", "maxLength": 2 } } },
    }));
    assert!(has_siblings(&document.root));
    let pointer = "/components/schemas/T".to_owned();
    let validity = Validity::new(&document, std::slice::from_ref(&pointer)).unwrap();
    assert!(validity.check(&pointer, &parse("{\"a\":\"ab\"}")).is_ok());
    assert!(validity.check(&pointer, &parse("{\"a\":\"abc\"}")).is_err());
    assert!(validity.check(&pointer, &parse("{\"a\":1}")).is_err());
}

#[test]
fn the_same_seed_makes_the_same_values() {
    let schema = json!({ "T": { "properties": { "a": { "type": "string", "pattern": "[a-z]{9}" }, "b": { "type": "integer" } } } });
    let seeded = |seed| make(&original(schema.clone()), "/components/schemas/T", seed);
    assert_eq!(seeded(1), seeded(1));
    assert_ne!(seeded(1), seeded(2));
}
