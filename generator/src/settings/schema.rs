//! The JSON Schema of `oasmith.toml`, from the table of its keys: `oasmith.schema.json`, for editors.

use serde_json::{Map, Value, json};

use super::keys::{FILE, Key, Kind};

/// The schema of the whole file.
fn schema() -> Value {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "oasmith.toml",
        "description": "Which OpenAPI descriptions become which Rust clients, and how.",
    });
    if let (Some(schema), Value::Object(table)) = (schema.as_object_mut(), of(&Kind::Table(FILE))) {
        schema.extend(table);
    }
    schema
}

fn of(kind: &Kind) -> Value {
    match kind {
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Text => json!({"type": "string"}),
        Kind::Form(form) => json!({"type": "string", "pattern": form.pattern}),
        Kind::Word(words) => json!({"enum": words}),
        Kind::False => json!({"const": false}),
        Kind::List(inner) => json!({"type": "array", "items": of(inner)}),
        Kind::Map(inner) => json!({"type": "object", "additionalProperties": of(inner)}),
        Kind::MapOf(form, inner) => {
            json!({"type": "object", "propertyNames": {"pattern": form.pattern}, "additionalProperties": of(inner)})
        }
        Kind::Either(kinds) => json!({"anyOf": kinds.iter().map(of).collect::<Vec<_>>()}),
        Kind::Table(keys) => {
            let required: Vec<_> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
            let properties: Map<String, Value> = keys.iter().map(property).collect();
            json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
        }
    }
}

fn property(key: &Key) -> (String, Value) {
    let mut schema = of(&key.kind);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), Value::from(key.about));
    }
    (key.name.to_owned(), schema)
}

/// The blocks of TOML in the documentation of settings, each with the head of a client where it has none.
fn examples() -> Vec<String> {
    let blocks = DOCS.split("\n```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let whole = |block: &str| match block.contains("[[client]]") {
        true => block.to_owned(),
        false => format!("[[client]]\nspec = \"a.yaml\"\nout = \"a\"\n{block}"),
    };
    blocks.map(whole).collect()
}

const DOCS: &str = include_str!("../../../docs/settings.md");

#[test]
fn the_schema_for_editors_is_fresh() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../oasmith.schema.json");
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::fs::read_to_string(&path).unwrap_or_default() != text {
        std::fs::write(&path, text).unwrap();
        panic!("oasmith.schema.json was not as the keys of oasmith.toml are; it is now, to be committed");
    }
}

#[test]
fn examples_are_read_and_fit_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oasmith.toml");
    for example in examples() {
        std::fs::write(&path, &example).unwrap();
        super::read(&path).unwrap_or_else(|told| panic!("{}\n{example}", told.rendered(false)));
        let value: Value = toml::from_str(&example).unwrap();
        let told: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(told.is_empty(), "{told:?}\n{example}");
    }
}

#[test]
fn every_key_is_documented_with_an_example() {
    let examples: Vec<toml::Table> = examples().iter().map(|example| toml::from_str(example).unwrap()).collect();
    let clients: Vec<&toml::Value> = examples.iter().flat_map(|file| file["client"].as_array().unwrap()).collect();
    let Some(Key { kind: Kind::List(Kind::Table(keys)), .. }) = FILE.first() else { panic!("a list of clients") };
    for key in *keys {
        assert!(DOCS.contains(&format!("\n## `{}`\n", key.name)), "`{}` is not documented", key.name);
        assert!(clients.iter().any(|client| client.get(key.name).is_some()), "`{}` has no example", key.name);
    }
}

#[test]
fn what_is_no_setting_is_refused_by_the_schema_too() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let client = |more: Value| {
        let mut client = json!({"spec": "a.yaml", "out": "a"});
        client.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"client": [client]})
    };
    assert!(validator.is_valid(&client(json!({}))));
    for more in [
        json!({"nmae": "x"}),
        json!({"manifest": "no"}),
        json!({"runtime": "elsewhere"}),
        json!({"runtime": {"path": "x", "url": "y"}}),
        json!({"overlays": "a.yaml"}),
        json!({"pages": {"listPets": true}}),
        json!({"pages": {"listPets": {"kind": "cursor"}}}),
        json!({"only": ["pets"]}),
        json!({"name": "a b"}),
        json!({"allow-remote": ["https://example.com"]}),
        json!({"dependencies": {"a b": "1"}}),
        json!({"dependencies": {"a": {"versoin": "1"}}}),
    ] {
        assert!(!validator.is_valid(&client(more.clone())), "{more}");
    }
    assert!(!validator.is_valid(&json!({"client": [{"spec": "a.yaml"}]})));
}
