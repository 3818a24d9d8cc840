//! The Schema Object, where real documents differ most.

use super::Broken;
use super::Shape::{Any, Count, Flag, List, Map, Number, Object, SchemaOrFlag, Text};
use super::check::Check;
use super::listed::listed;
use super::objects::{DISCRIMINATOR, EXTERNAL_DOCS, XML};
use super::{Shape, object};
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::dialect::Dialect;
use crate::document::tree::{Members, Tree};

object!(SCHEMA = "Schema Object" {
    "title": Text,
    "multipleOf": Number,
    "maximum": Number,
    "exclusiveMaximum": Flag,
    "minimum": Number,
    "exclusiveMinimum": Flag,
    "maxLength": Count,
    "minLength": Count,
    "pattern": Text,
    "maxItems": Count,
    "minItems": Count,
    "uniqueItems": Flag,
    "maxProperties": Count,
    "minProperties": Count,
    "required": List(&Text),
    "enum": List(&Any),
    "type": Text,
    "allOf": List(&Shape::Schema),
    "oneOf": List(&Shape::Schema),
    "anyOf": List(&Shape::Schema),
    // Of later versions; references lead there.
    "$defs": Map(&Shape::Schema),
    "definitions": Map(&Shape::Schema),
    "not": Shape::Schema,
    "items": Shape::Schema,
    "properties": Map(&Shape::Schema),
    "additionalProperties": SchemaOrFlag,
    "description": Text,
    "format": Text,
    "default": Any,
    "nullable": Flag,
    "discriminator": Object(&DISCRIMINATOR),
    "readOnly": Flag,
    "writeOnly": Flag,
    "xml": Object(&XML),
    "externalDocs": Object(&EXTERNAL_DOCS),
    "example": Any,
    "deprecated": Flag,
} before: Some(before), after: Some(after));

/// Holds a value against the Schema Object. What cannot be one becomes the schema of every value.
pub(super) fn check(check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
    check.dialect().schema(check, tree, at);
    if let Tree::Object(members) = tree {
        if check.is_reference(members, at) {
            check.refers(members, None);
            if !beside(check, members, at) {
                return;
            }
        }
        // Every field of a schema is optional.
        let _ = check.object(tree, &SCHEMA, at);
        return;
    }
    let (meaning, schema) = match tree {
        Tree::Bool(false) => ("no value", Members::from_iter([("not".to_owned(), Tree::empty_object())])),
        _ => ("every value", Members::new()),
    };
    let message = format!("a Schema Object is expected here, not {}; {meaning} is allowed", tree.kind());
    check.diagnostics.warning(Code::WrongType, at, message);
    *tree = Tree::Object(schema);
}

/// Whether there is something beside a schema's `$ref`, which then moves into an `allOf`: readers of 3.0 drop what is
/// beside it, and authors mean it. It goes last, so that the places of the others stay.
fn beside(check: &mut Check<'_>, members: &mut Members, at: &Pointer) -> bool {
    if members.get("allOf").is_some_and(|all| !matches!(all, Tree::Array(_))) {
        // It cannot take the reference in.
        let message = "a list is expected here; it is left out";
        let place = at.child("allOf");
        let diagnostic = Diagnostic::new(Code::WrongType, Severity::Warning, &place, message);
        check.diagnostics.push(diagnostic.fix(Fix::remove(&place)));
        members.shift_remove("allOf");
    }
    let known = |key: &str| SCHEMA.fields.iter().any(|field| field.name == key);
    let mut kept: Vec<&str> = members.keys().map(String::as_str).filter(|key| known(key)).collect();
    if kept.is_empty() {
        for key in members.keys().filter(|key| *key != "$ref" && !key.starts_with("x-")) {
            let message = format!("the Schema Object has no field `{key}`; it is ignored");
            check.diagnostics.warning(Code::UnknownField, &at.child(key), message);
        }
        return false;
    }
    if !check.dialect().has_siblings() {
        kept.sort_unstable();
        let message = format!("`{}` beside the `$ref` is kept", kept.join("`, `"));
        check.diagnostics.note(Code::RefSiblings, at, message);
    }
    if let Some(reference) = members.shift_remove("$ref") {
        let reference = Tree::Object(Members::from_iter([("$ref".to_owned(), reference)]));
        match members.get_mut("allOf") {
            Some(Tree::Array(all)) => all.push(reference),
            _ => {
                members.insert("allOf".to_owned(), Tree::Array(vec![reference]));
            }
        }
    }
    true
}

/// Makes of what later or earlier versions of JSON Schema say what 3.0 says.
fn before(check: &mut Check<'_>, schema: &mut Members, at: &Pointer) {
    type_name(check, schema, at);
    exclusive(check, schema, "exclusiveMinimum", "minimum", at);
    exclusive(check, schema, "exclusiveMaximum", "maximum", at);
    required(check, schema, at);
    if let Some(Tree::Array(items)) = schema.get_mut("items") {
        let message = "a list of schemas for `items` is not OpenAPI 3.0; ";
        let single = if items.len() == 1 { items.pop() } else { None };
        let meaning = if single.is_some() { "its only one counts" } else { "every item is allowed" };
        check.diagnostics.warning(Code::WrongType, &at.child("items"), format!("{message}{meaning}"));
        schema.insert("items".to_owned(), single.unwrap_or_else(Tree::empty_object));
    }
    if let Some(name @ Tree::String(_)) = schema.get("discriminator") {
        let discriminator = Members::from_iter([("propertyName".to_owned(), name.clone())]);
        let message = "a Discriminator Object is expected here; the text is read as its `propertyName`";
        let discriminator = Tree::Object(discriminator);
        let place = at.child("discriminator");
        let fix = Fix::remove(&place).and_set(at, "discriminator", discriminator.to_json());
        check.diagnostics.push(Diagnostic::new(Code::WrongType, Severity::Warning, &place, message).fix(fix));
        schema.insert("discriminator".to_owned(), discriminator);
    }
    if schema.get("type").and_then(Tree::as_str) == Some("array") {
        list(check, schema, at);
    }
}

/// The `type` is one of six names.
fn type_name(check: &mut Check<'_>, schema: &mut Members, at: &Pointer) {
    let place = at.child("type");
    match schema.get("type") {
        Some(Tree::Array(names)) => {
            let null = names.iter().any(|name| name.as_str() == Some("null"));
            let mut others = names.iter().filter(|name| name.as_str() != Some("null"));
            let single = others.next().and_then(Tree::as_str).filter(|_| others.next().is_none()).map(str::to_owned);
            let message = match &single {
                Some(name) => format!("a list of types is not OpenAPI 3.0; it is read as `{name}`"),
                None => "a list of types is not OpenAPI 3.0; every type is allowed".to_owned(),
            };
            check.diagnostics.warning(Code::WrongType, &place, message);
            match single {
                Some(name) => schema.insert("type".to_owned(), Tree::String(name)),
                None => schema.shift_remove("type"),
            };
            if null {
                schema.insert("nullable".to_owned(), Tree::Bool(true));
            }
        }
        Some(Tree::String(name)) => {
            let name = name.clone();
            if name == "null" {
                let message = "there is no type `null` in OpenAPI 3.0; it is read as `nullable` with no other value";
                check.diagnostics.warning(Code::WrongType, &place, message);
                schema.shift_remove("type");
                schema.insert("nullable".to_owned(), Tree::Bool(true));
                schema.insert("enum".to_owned(), Tree::Array(vec![Tree::Null]));
                return;
            }
            let meant = match name.as_str() {
                "string" | "number" | "integer" | "boolean" | "object" | "array" => return,
                _ => meant(&name),
            };
            let message = match meant {
                Some(meant) => format!("there is no type `{name}`; it is read as `{meant}`"),
                None => format!("there is no type `{name}`; every type is allowed"),
            };
            let format = format(&name);
            let fix = match (meant, format) {
                (Some(meant), None) => Some(Fix::set(at, "type", meant)),
                (Some(meant), Some(format)) => Some(Fix::set(at, "type", meant).and_set(at, "format", format)),
                (None, _) => Some(Fix::remove(&place)),
            };
            let diagnostic = Diagnostic::new(Code::WrongType, Severity::Warning, &place, message);
            check.diagnostics.push(Diagnostic { fix, ..diagnostic });
            if let Some(format) = format {
                schema.entry("format".to_owned()).or_insert_with(|| Tree::from(format));
            }
            match meant {
                Some(meant) => schema.insert("type".to_owned(), Tree::from(meant)),
                None => schema.shift_remove("type"),
            };
        }
        _ => {}
    }
}

/// The type that a name for it in another language or another case means.
fn meant(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "file" | "date" | "datetime" | "date-time" | "uuid" => "string",
        "number" | "float" | "double" | "decimal" => "number",
        "integer" | "int" | "int32" | "int64" | "long" => "integer",
        "boolean" | "bool" => "boolean",
        "object" | "map" | "dict" => "object",
        "array" | "list" => "array",
        _ => return None,
    })
}

/// The format of what a name for a type means, where it says more than the type: Swagger's files, dates.
fn format(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "file" => "binary",
        "date" => "date",
        "datetime" | "date-time" => "date-time",
        "uuid" => "uuid",
        _ => return None,
    })
}

/// A number for an exclusive bound, as later versions have it, is the bound and exclusive.
fn exclusive(check: &mut Check<'_>, schema: &mut Members, flag: &'static str, bound: &'static str, at: &Pointer) {
    let Some(number) = schema.get(flag).filter(|value| value.as_f64().is_some()).cloned() else {
        return;
    };
    let message = format!("a boolean is expected here, not a number; it is read as the `{bound}`, exclusive");
    check.diagnostics.warning(Code::WrongType, &at.child(flag), message);
    let tighter = match (number.as_f64(), schema.get(bound).and_then(Tree::as_f64)) {
        (Some(new), Some(old)) if bound == "minimum" => new >= old,
        (Some(new), Some(old)) => new <= old,
        _ => true,
    };
    if tighter {
        schema.insert(bound.to_owned(), number);
    }
    schema.insert(flag.to_owned(), Tree::Bool(tighter));
}

/// `required: true` in a property is a name in the list of its object.
fn required(check: &mut Check<'_>, schema: &mut Members, at: &Pointer) {
    let mut names = Vec::new();
    if let Some(Tree::Object(properties)) = schema.get_mut("properties") {
        for (name, property) in properties {
            let Tree::Object(property) = property else { continue };
            let Some(Tree::Bool(required)) = property.get("required") else { continue };
            if *required {
                names.push(Tree::from(name.as_str()));
            }
            let message = "`required` is a list of names in the object that has the property; it is read as if it were";
            let place = at.child("properties").child(name).child("required");
            check.diagnostics.warning(Code::WrongType, &place, message);
            property.shift_remove("required");
        }
    }
    if names.is_empty() {
        return;
    }
    match schema.get_mut("required") {
        Some(Tree::Array(list)) => {
            names.retain(|name| !list.contains(name));
            list.append(&mut names);
        }
        _ => {
            schema.insert("required".to_owned(), Tree::Array(names));
        }
    }
}

/// The keywords that say something about values of one type only.
pub(in crate::document) const KEYWORDS: &[(&[&str], &[&str])] = &[
    (&["string"], &["pattern", "minLength", "maxLength"]),
    (&["number", "integer"], &["multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]),
    (&["object"], &["properties", "required", "additionalProperties", "minProperties", "maxProperties"]),
    (&["array"], &["items", "minItems", "maxItems", "uniqueItems"]),
    (&["string", "number", "integer"], &["format"]),
];

/// Whether a keyword says something about values of a type, and not of every one.
pub(in crate::document) fn speaks_of(keyword: &str, name: &str) -> bool {
    KEYWORDS.iter().any(|(types, keywords)| types.contains(&name) && keywords.contains(&keyword))
}

/// Takes out keywords that say nothing about the type, and makes the bounds of integers integers: `openapiv3` gives up
/// on the type for either.
fn after(check: &mut Check<'_>, schema: &mut Members, at: &Pointer) -> Result<(), Broken> {
    if let Some(Tree::Object(mapping)) = schema.get("discriminator").and_then(|one| one.child("mapping")) {
        mapping
            .values()
            .filter_map(Tree::as_str)
            .filter(|text| text.starts_with("#/"))
            .for_each(|text| check.refers_to_schema(text));
    }
    let Some(name) = schema.get("type").and_then(Tree::as_str).map(str::to_owned) else {
        return Ok(());
    };
    for (_, keywords) in KEYWORDS.iter().filter(|(types, _)| !types.contains(&name.as_str())) {
        for keyword in keywords.iter() {
            if schema.shift_remove(*keyword).is_some() {
                let message = format!("`{keyword}` says nothing about values of type `{name}`; it is ignored");
                let place = at.child(keyword);
                let diagnostic = Diagnostic::new(Code::ContradictorySchema, Severity::Note, &place, message);
                check.diagnostics.push(diagnostic.fix(Fix::remove(&place)));
            }
        }
    }
    listed(check, schema, &name, at);
    if name == "integer" {
        bound(check, schema, "minimum", "exclusiveMinimum", at);
        bound(check, schema, "maximum", "exclusiveMaximum", at);
        bound(check, schema, "multipleOf", "", at);
    }
    Ok(())
}

/// A list has items, and its values are not those that are listed for them.
fn list(check: &mut Check<'_>, schema: &mut Members, at: &Pointer) {
    let place = at.child("items");
    if !schema.contains_key("items") {
        if matches!(*check.dialect(), Dialect::Own) {
            let message = "a list needs `items`; every value is allowed in it";
            let diagnostic = Diagnostic::new(Code::MissingItems, Severity::Note, at, message);
            check.diagnostics.push(diagnostic.fix(Fix::set(at, "items", serde_json::json!({}))));
        }
        schema.insert("items".to_owned(), Tree::empty_object());
    }
    let is_of_items = |value: &Tree| matches!(value, Tree::Array(values) if !values.iter().any(is_list));
    let Some(values) = schema.get("enum").filter(|values| is_of_items(values)).cloned() else { return };
    let Some(Tree::Object(items)) = schema.get_mut("items") else { return };
    if items.contains_key("$ref") || items.contains_key("enum") {
        return;
    }
    let message = "the values of a list are lists; these are read as what its items may be";
    let fix = Fix::set(&place, "enum", values.to_json()).and_remove(&at.child("enum"));
    check
        .diagnostics
        .push(Diagnostic::new(Code::MisplacedEnum, Severity::Warning, &at.child("enum"), message).fix(fix));
    check.moves.moved(&place.child("enum"), &at.child("enum"));
    items.insert("enum".to_owned(), values);
    schema.shift_remove("enum");
}

fn is_list(value: &Tree) -> bool {
    matches!(value, Tree::Array(_) | Tree::Null)
}

/// Makes a bound of integers an integer where it is a float. What 64 bits do not hold stays as it is.
fn bound(check: &mut Check<'_>, schema: &mut Members, name: &'static str, exclusive: &str, at: &Pointer) {
    let place = at.child(name);
    let (rounded, whole) = match schema.get(name) {
        Some(Tree::Float(value)) => match name {
            "minimum" => (value.ceil(), value.fract() == 0.0),
            "maximum" => (value.floor(), value.fract() == 0.0),
            _ => (*value, value.fract() == 0.0),
        },
        _ => return,
    };
    // Below 2^53 a float is an integer exactly.
    if rounded.abs() >= 9_007_199_254_740_992.0 {
        return;
    }
    if name == "multipleOf" && !whole {
        let message = format!("this `{name}` is no integer; it is ignored");
        check.diagnostics.note(Code::WrongType, &place, message);
        schema.shift_remove(name);
        schema.shift_remove(exclusive);
        return;
    }
    schema.insert(name.to_owned(), Tree::Integer(rounded as i128));
    if !whole {
        check.diagnostics.note(Code::WrongType, &place, format!("the `{name}` of integers is read as {rounded}"));
        schema.shift_remove(exclusive);
    }
}
