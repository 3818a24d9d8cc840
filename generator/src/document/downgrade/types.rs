//! `type` as a list, and the type `null`
//! ([JSON Schema Validation, section 6.1.1](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1)).

use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{Check, KEYWORDS};
use crate::document::tree::{Members, Tree};

/// All types but `null`.
const ALL: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Makes of several types one that may be null, or a union of one each.
pub(super) fn types(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    unquoted(check, members, at);
    match members.get("type") {
        Some(Tree::String(name)) if name == "null" => null(members),
        Some(Tree::Array(names)) if names.iter().all(|name| name.as_str().is_some_and(is_type)) => {
            let mut names: Vec<String> = names.iter().filter_map(Tree::as_str).map(str::to_owned).collect();
            let mut seen = std::collections::HashSet::new();
            names.retain(|name| seen.insert(name.clone()));
            list(check, members, names, at);
        }
        _ => {}
    }
}

/// `null` without quotes is no text in YAML; its author means the type.
fn unquoted(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let place = at.child("type");
    let message = "the type `null` is a string, in quotes; null is read as it";
    match members.get_mut("type") {
        Some(name @ Tree::Null) => {
            check.diagnostics.note(Code::WrongType, &place, message);
            *name = Tree::from("null");
        }
        Some(Tree::Array(names)) => {
            for (index, name) in names.iter_mut().enumerate().filter(|(_, name)| **name == Tree::Null) {
                check.diagnostics.note(Code::WrongType, &place.child(index), message);
                *name = Tree::from("null");
            }
        }
        _ => {}
    }
}

fn is_type(name: &str) -> bool {
    name == "null" || ALL.contains(&name)
}

/// Nothing but `null` is a value.
fn null(members: &mut Members) {
    members.shift_remove("type");
    members.insert("nullable".to_owned(), Tree::Bool(true));
    members.insert("enum".to_owned(), Tree::Array(vec![Tree::Null]));
}

fn list(check: &mut Check<'_>, members: &mut Members, mut names: Vec<String>, at: &Pointer) {
    let before = names.len();
    names.retain(|name| name != "null");
    let is_nullable = names.len() < before;
    if names.iter().any(|name| name == "number") {
        names.retain(|name| name != "integer");
    }
    members.shift_remove("type");
    if names.is_empty() {
        if is_nullable {
            null(members);
        }
        return;
    }
    if is_nullable {
        members.insert("nullable".to_owned(), Tree::Bool(true));
    }
    if let [name] = names.as_slice() {
        members.insert("type".to_owned(), Tree::from(name.as_str()));
        return;
    }
    if let Some(Tree::Array(values)) = members.get_mut("enum") {
        // The values tell the types.
        values.retain(|value| names.iter().any(|name| is_of(value, name)) || (is_nullable && *value == Tree::Null));
        return;
    }
    if ["anyOf", "oneOf", "allOf", "$ref"].iter().any(|key| members.contains_key(*key)) {
        // What is combined tells the types.
        return;
    }
    let is_about = |key: &str| KEYWORDS.iter().any(|(_, keywords)| keywords.contains(&key));
    let is_plain = !members.keys().any(|key| is_about(key));
    let has_all = ALL.iter().all(|name| names.iter().any(|known| known == name) || *name == "integer");
    if has_all && is_plain {
        members.shift_remove("nullable");
        return;
    }
    split(check, members, &names, at);
}

/// Whether a value is of a type.
fn is_of(value: &Tree, name: &str) -> bool {
    match value {
        Tree::Null => name == "null",
        Tree::Bool(_) => name == "boolean",
        Tree::Integer(_) | Tree::BigInteger(_) => matches!(name, "integer" | "number"),
        Tree::Float(number) => name == "number" || (name == "integer" && number.fract() == 0.0),
        Tree::String(_) => name == "string",
        Tree::Array(_) => name == "array",
        Tree::Object(_) => name == "object",
    }
}

/// Gives each type a schema of its own, with the keywords that say something about it.
fn split(check: &mut Check<'_>, members: &mut Members, names: &[String], at: &Pointer) {
    let list = at.child("anyOf");
    let mut schemas = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let mut own = Members::from_iter([("type".to_owned(), Tree::from(name.as_str()))]);
        let place = list.child(index);
        check.moves.moved(&place, at);
        for (key, value) in members.iter().filter(|(key, value)| belongs(key, value, name)) {
            check.moves.moved(&place.child(key), &at.child(key));
            own.insert(key.clone(), value.clone());
        }
        schemas.push(Tree::Object(own));
    }
    check.moves.stays(at);
    members.retain(|key, _| !KEYWORDS.iter().any(|(_, keywords)| keywords.contains(&key.as_str())));
    members.insert("anyOf".to_owned(), Tree::Array(schemas));
}

/// Whether a keyword says something about values of a type.
fn belongs(key: &str, value: &Tree, name: &str) -> bool {
    if key == "format" {
        let is_numeric = value.as_str().is_some_and(is_of_numbers);
        return if is_numeric { matches!(name, "number" | "integer") } else { name == "string" };
    }
    KEYWORDS.iter().any(|(types, keywords)| types.contains(&name) && keywords.contains(&key))
}

/// Whether a format is one of numbers.
fn is_of_numbers(format: &str) -> bool {
    matches!(format, "float" | "double" | "decimal" | "number" | "integer")
        || format.strip_prefix('u').unwrap_or(format).starts_with("int")
}
