//! The schemas of a document as one schema of JSON Schema: of draft 4, which means what OpenAPI 3.0 means, or of 2020-12,
//! which is what later versions have.
//!
//! Invariant: nothing here knows what the generator makes of a schema.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::discriminator::Discriminator;
use super::original::{Original, list, reference};

/// The formats that are held to.
pub(crate) const FORMATS: [&str; 6] = ["byte", "date", "date-time", "ipv4", "ipv6", "uuid"];

/// What is beside a `$ref`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Siblings {
    /// Holds too (OpenAPI 3.1, and what authors mean).
    Heeded,
    /// Says nothing (OpenAPI 3.0).
    Ignored,
}

/// Which formats are held to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Formats {
    /// [`FORMATS`]: real values are often not of the others that their schemas state.
    Sure,
    /// All that the validator knows.
    Known,
}

/// One schema for an object with one property for each pointer, named by its index.
pub(crate) fn convert(document: &Original, pointers: &[String], siblings: Siblings, formats: Formats) -> Value {
    let is_later = document.is_later();
    let mut converter =
        Converter { document, is_later, siblings, formats, indices: HashMap::new(), pointers: Vec::new() };
    for pointer in pointers {
        converter.index(pointer);
    }
    let mut definitions = Map::new();
    let mut next = 0;
    while let Some(pointer) = converter.pointers.get(next).cloned() {
        let definition = document.at(&pointer).map_or_else(never, |schema| converter.schema(schema, Some(&pointer)));
        definitions.insert(next.to_string(), definition);
        next += 1;
    }
    let properties: Map<String, Value> =
        (0..pointers.len()).map(|index| (index.to_string(), to_definition(index))).collect();
    json!({ "properties": properties, "definitions": definitions })
}

/// Whether a document has a `$ref` with siblings that say something about values.
pub(crate) fn has_siblings(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            let says = |key: &String| key != "$ref" && KEYWORDS.contains(&key.as_str());
            let is_reference = members.get("$ref").is_some_and(Value::is_string);
            (is_reference && members.keys().any(says)) || members.values().any(has_siblings)
        }
        Value::Array(items) => items.iter().any(has_siblings),
        _ => false,
    }
}

const KEYWORDS: [&str; 27] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
    "uniqueItems",
];

struct Converter<'a> {
    document: &'a Original,
    is_later: bool,
    siblings: Siblings,
    formats: Formats,
    indices: HashMap<String, usize>,
    pointers: Vec<String>,
}

fn to_definition(index: usize) -> Value {
    json!({ "$ref": format!("#/definitions/{index}") })
}

/// A schema of which there is no valid value.
fn never() -> Value {
    json!({ "not": {} })
}

impl Converter<'_> {
    fn index(&mut self, pointer: &str) -> usize {
        if let Some(index) = self.indices.get(pointer) {
            return *index;
        }
        self.indices.insert(pointer.to_owned(), self.pointers.len());
        self.pointers.push(pointer.to_owned());
        self.pointers.len() - 1
    }

    fn schema(&mut self, schema: &Value, own: Option<&str>) -> Value {
        let Value::Object(members) = schema else {
            return if *schema == Value::Bool(false) { never() } else { json!({}) };
        };
        let Some(text) = reference(schema) else { return self.plain(schema, own) };
        let target = match self.document.target(text) {
            Some((pointer, _)) => to_definition(self.index(&pointer)),
            None => never(),
        };
        let mut rest = members.clone();
        rest.remove("$ref");
        if self.is_later {
            // What is evaluated by the target counts for what is beside the reference.
            let mut whole = self.plain(&Value::Object(rest), own);
            if let (Value::Object(whole), Value::Object(mut target)) = (&mut whole, target) {
                whole.append(&mut target);
            }
            return whole;
        }
        match self.plain(&Value::Object(rest), None) {
            Value::Object(rest) if self.siblings == Siblings::Heeded && !rest.is_empty() => {
                json!({ "allOf": [target, rest] })
            }
            _ => target,
        }
    }

    fn plain(&mut self, schema: &Value, own: Option<&str>) -> Value {
        if schema.get("type").is_some_and(|_| kinds(schema).is_empty()) {
            // Nobody knows what values `type: file` has.
            return never();
        }
        let mut out = Map::new();
        let mut also = Vec::new();
        types(schema, self.formats, self.is_later, &mut out, &mut also);
        values(schema, &mut out);
        bounds(schema, self.is_later, &mut out);
        self.objects(schema, &mut out);
        self.arrays(schema, &mut out);
        also.extend(list(schema, "allOf").iter().map(|member| self.schema(member, None)));
        for keyword in ["anyOf", "oneOf"] {
            let members: Vec<Value> = list(schema, keyword).iter().map(|member| self.schema(member, None)).collect();
            if !members.is_empty() {
                out.insert(keyword.to_owned(), members.into());
            }
        }
        if let Some(not @ (Value::Object(_) | Value::Bool(_))) = schema.get("not") {
            out.insert("not".to_owned(), self.schema(not, None));
        }
        if self.is_later {
            self.later(schema, &mut out);
        }
        self.discriminator(schema, own, &mut out, &mut also);
        if !also.is_empty() {
            out.insert("allOf".to_owned(), also.into());
        }
        Value::Object(out)
    }

    /// What only JSON Schema 2020-12 says.
    fn later(&mut self, schema: &Value, out: &mut Map<String, Value>) {
        const SCHEMAS: [&str; 7] =
            ["contains", "else", "if", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties"];
        for keyword in SCHEMAS {
            if let Some(inner @ (Value::Object(_) | Value::Bool(_))) = schema.get(keyword) {
                let inner = self.schema(inner, None);
                out.insert(keyword.to_owned(), inner);
            }
        }
        for keyword in ["minContains", "maxContains", "dependentRequired"] {
            out.extend(schema.get(keyword).map(|value| (keyword.to_owned(), value.clone())));
        }
        if let Some(Value::Object(schemas)) = schema.get("dependentSchemas") {
            let schemas: Map<String, Value> =
                schemas.iter().map(|(name, inner)| (name.clone(), self.schema(inner, None))).collect();
            out.insert("dependentSchemas".to_owned(), Value::Object(schemas));
        }
    }

    /// A value whose tag means a schema has to be valid for it. Which of several members such a value is of says the tag,
    /// so that `oneOf` does not count the members that it is valid for.
    fn discriminator(
        &mut self,
        schema: &Value,
        own: Option<&str>,
        out: &mut Map<String, Value>,
        also: &mut Vec<Value>,
    ) {
        let Some(discriminator) = Discriminator::of(self.document, schema) else { return };
        let property = discriminator.property;
        let meanings = discriminator.meanings(own);
        let tagged = |tags: Vec<&str>| json!({ "required": [property], "properties": { property: { "enum": tags } } });
        for meaning in meanings.iter().filter(|meaning| Some(meaning.pointer.as_str()) != own) {
            let index = self.index(&meaning.pointer);
            also.push(json!({ "anyOf": [{ "not": tagged(vec![&meaning.tag]) }, to_definition(index)] }));
        }
        if !meanings.is_empty()
            && let Some(members) = out.remove("oneOf")
        {
            let tags: Vec<&str> = meanings.iter().map(|meaning| meaning.tag.as_str()).collect();
            also.push(json!({ "anyOf": members }));
            also.push(json!({ "anyOf": [tagged(tags), { "oneOf": members }] }));
        }
    }

    fn objects(&mut self, schema: &Value, out: &mut Map<String, Value>) {
        for keyword in ["properties", "patternProperties"] {
            let Some(properties) = schema.get(keyword).and_then(Value::as_object) else { continue };
            let known = properties.iter().filter(|(name, _)| keyword == "properties" || is_pattern(name));
            let properties: Map<String, Value> =
                known.map(|(name, schema)| (name.clone(), self.schema(schema, None))).collect();
            out.insert(keyword.to_owned(), Value::Object(properties));
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(allowed)) => drop(out.insert("additionalProperties".to_owned(), (*allowed).into())),
            Some(rest @ Value::Object(_)) => {
                out.insert("additionalProperties".to_owned(), self.schema(rest, None));
            }
            _ => {}
        }
        let mut required: Vec<&Value> = Vec::new();
        for name in list(schema, "required") {
            if name.is_string() && !required.contains(&name) {
                required.push(name);
            }
        }
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
    }

    fn arrays(&mut self, schema: &Value, out: &mut Map<String, Value>) {
        let fixed = list(schema, "prefixItems");
        if self.is_later {
            let fixed: Vec<Value> = fixed.iter().map(|item| self.schema(item, None)).collect();
            if !fixed.is_empty() {
                out.insert("prefixItems".to_owned(), fixed.into());
            }
            if let Some(items @ (Value::Object(_) | Value::Bool(_))) = schema.get("items") {
                out.insert("items".to_owned(), self.schema(items, None));
            }
        } else if !fixed.is_empty() {
            let fixed: Vec<Value> = fixed.iter().map(|item| self.schema(item, None)).collect();
            out.insert("items".to_owned(), fixed.into());
            if let Some(rest @ (Value::Object(_) | Value::Bool(_))) = schema.get("items") {
                out.insert("additionalItems".to_owned(), self.schema(rest, None));
            }
        } else if let Some(items @ Value::Object(_)) = schema.get("items") {
            out.insert("items".to_owned(), self.schema(items, None));
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            out.insert("uniqueItems".to_owned(), true.into());
        }
    }
}

/// The types that a schema states, of those that there are.
fn kinds(schema: &Value) -> Vec<&str> {
    let known = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let mut kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    kinds.retain(|name| known.contains(name));
    kinds
}

/// The types with `null` where it is allowed, and what formats of numbers mean.
fn types(schema: &Value, formats: Formats, is_later: bool, out: &mut Map<String, Value>, also: &mut Vec<Value>) {
    let mut types = kinds(schema);
    let format = schema.get("format").and_then(Value::as_str);
    if let Some((least, most)) = format.and_then(range)
        && types.iter().all(|name| matches!(*name, "integer" | "number" | "null"))
        && !types.is_empty()
    {
        types.iter_mut().filter(|name| **name == "number").for_each(|name| *name = "integer");
        also.push(json!({ "minimum": least, "maximum": most }));
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) && !is_later && !types.is_empty() {
        types.push("null");
    }
    types.sort_unstable();
    types.dedup();
    if !types.is_empty() {
        out.insert("type".to_owned(), json!(types));
    }
    if is_later && schema.get("contentEncoding").and_then(Value::as_str) == Some("base64") && format.is_none() {
        out.insert("format".to_owned(), "byte".into());
    }
    if let Some(format) = format.filter(|name| formats == Formats::Known || FORMATS.contains(name)) {
        out.insert("format".to_owned(), format.into());
    }
}

/// The range of a format of whole numbers.
pub(crate) fn range(format: &str) -> Option<(i64, u64)> {
    Some(match format {
        "int8" => (i8::MIN.into(), i8::MAX as u64),
        "int16" => (i16::MIN.into(), i16::MAX as u64),
        "int32" => (i32::MIN.into(), i32::MAX as u64),
        "int64" => (i64::MIN, i64::MAX as u64),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint" | "uint64" => (0, u64::MAX),
        _ => return None,
    })
}

fn values(schema: &Value, out: &mut Map<String, Value>) {
    let mut values: Vec<&Value> = Vec::new();
    for value in list(schema, "enum") {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if let Some(value) = schema.get("const") {
        values = vec![value];
    }
    if !values.is_empty() {
        out.insert("enum".to_owned(), json!(values));
    }
}

fn bounds(schema: &Value, is_later: bool, out: &mut Map<String, Value>) {
    for (keyword, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if is_later {
            let bounds = [keyword, exclusive].map(|key| (key, schema.get(key).filter(|bound| bound.is_number())));
            out.extend(bounds.into_iter().filter_map(|(key, bound)| Some((key.to_owned(), bound?.clone()))));
            continue;
        }
        // OpenAPI 3.1 states the bound itself.
        if let Some(bound @ Value::Number(_)) = schema.get(exclusive) {
            out.insert(keyword.to_owned(), bound.clone());
            out.insert(exclusive.to_owned(), true.into());
        } else if let Some(bound @ Value::Number(_)) = schema.get(keyword) {
            out.insert(keyword.to_owned(), bound.clone());
            out.insert(exclusive.to_owned(), (schema.get(exclusive) == Some(&Value::Bool(true))).into());
        }
    }
    for keyword in ["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"] {
        if let Some(bound) = schema.get(keyword).and_then(size) {
            out.insert(keyword.to_owned(), bound.into());
        }
    }
    if let Some(step @ Value::Number(number)) = schema.get("multipleOf")
        && number.as_f64().is_some_and(|number| number > 0.0)
    {
        out.insert("multipleOf".to_owned(), step.clone());
    }
    if let Some(Value::String(pattern)) = schema.get("pattern")
        && is_pattern(pattern)
    {
        out.insert("pattern".to_owned(), pattern.as_str().into());
    }
}

/// A length, also one that is written as `10.0`.
pub(crate) fn size(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().filter(|size| size.fract() == 0.0 && *size >= 0.0).map(|size| size as u64))
}

fn is_pattern(pattern: &str) -> bool {
    jsonschema::options().with_draft(jsonschema::Draft::Draft4).build(&json!({ "pattern": pattern })).is_ok()
}
