//! The values that an original shows itself.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::values::json::Json;
use crate::values::original::{Original, escaped, list, reference};

/// The examples and defaults by the pointer of the schema that they are about; the schemas are among those given.
pub(super) fn examples(original: &Original, pointers: &HashSet<&str>) -> BTreeMap<String, Vec<Json>> {
    let mut harvest = Harvest { original, pointers, found: BTreeMap::new() };
    harvest.walk(&original.root, &mut String::new());
    harvest.found
}

struct Harvest<'a> {
    original: &'a Original,
    pointers: &'a HashSet<&'a str>,
    found: BTreeMap<String, Vec<Json>>,
}

impl Harvest<'_> {
    /// Looks for media types and the like: objects with a schema and examples of it.
    fn walk(&mut self, value: &Value, at: &mut String) {
        let length = at.len();
        match value {
            Value::Object(members) => {
                if let Some(schema) = members.get("schema") {
                    let at = format!("{at}/schema");
                    self.shown(value).into_iter().for_each(|example| self.give(&at, schema, example, 0));
                }
                // What is shown is no part of the description.
                for (name, value) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "example" | "examples"))
                {
                    at.push('/');
                    at.push_str(&escaped(name));
                    self.walk(value, at);
                    at.truncate(length);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    at.push_str(&format!("/{index}"));
                    self.walk(value, at);
                    at.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn shown<'v>(&self, value: &'v Value) -> Vec<&'v Value>
    where
        Self: 'v,
    {
        let mut shown: Vec<&Value> = value.get("example").into_iter().collect();
        let examples = value.get("examples").and_then(Value::as_object);
        shown.extend(examples.into_iter().flat_map(|examples| examples.values()).filter_map(|one| one.get("value")));
        shown
    }

    /// Gives an example to the schema, or its parts to the schemas of the parts.
    fn give(&mut self, at: &str, schema: &Value, example: &Value, depth: usize) {
        if self.pointers.contains(at) {
            self.found.entry(at.to_owned()).or_default().push(Json::from(example));
            return;
        }
        if depth > 40 {
            return;
        }
        if let Some(text) = reference(schema) {
            if let Some((pointer, target)) = self.original.target(text) {
                self.give(&pointer, target, example, depth + 1);
            }
            return;
        }
        for (index, member) in list(schema, "allOf").iter().enumerate() {
            self.give(&format!("{at}/allOf/{index}"), member, example, depth + 1);
        }
        if let (Some(items), Value::Array(examples)) = (schema.get("items"), example) {
            let at = format!("{at}/items");
            examples.iter().for_each(|example| self.give(&at, items, example, depth + 1));
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            if let Some(example) = example.get(name) {
                self.give(&format!("{at}/properties/{}", escaped(name)), schema, example, depth + 1);
            }
        }
    }
}
