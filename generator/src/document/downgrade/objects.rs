//! Objects: `patternProperties`, `propertyNames`, `unevaluatedProperties` and `dependentRequired`
//! ([JSON Schema Core, sections 10.3.2 and 11.3](https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2)).

use super::schema::{any_of, is_combined, is_trivial, loosened};
use super::{DEFAULT_MAPPING, Later, rename};
use crate::diagnostic::Pointer;
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// The most names of properties that become properties.
const MOST: usize = 64;

/// Says by `properties` and `additionalProperties` what the properties of an object are.
pub(super) fn objects(later: &Later, check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    unevaluated(check, members, at);
    if let Some(Tree::Object(patterns)) = members.shift_remove("patternProperties") {
        by_pattern(check, members, patterns, at);
    }
    if let Some(names) = members.shift_remove("propertyNames") {
        named(later, check, members, &names, at);
    }
    if members.shift_remove("dependentRequired").is_some() {
        let message = "that properties are required beside certain others is not checked";
        loosened(check, &at.child("dependentRequired"), message);
    }
}

/// What is said of properties that nothing else speaks of. The properties of what an object is combined of are known when
/// its type is decided, so that it means the others there too.
fn unevaluated(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let Some(rest) = members.shift_remove("unevaluatedProperties") else { return };
    // A closed object ignores other properties, as every other one that says nothing of them.
    if members.contains_key("additionalProperties") || (rest == Tree::Bool(false) && is_combined(members)) {
        return;
    }
    check.moves.moved(&at.child("additionalProperties"), &at.child("unevaluatedProperties"));
    members.insert("additionalProperties".to_owned(), rest);
}

/// Properties of which a pattern tells the names are in a map with the others.
fn by_pattern(check: &mut Check<'_>, members: &mut Members, patterns: Members, at: &Pointer) {
    if patterns.is_empty() {
        return;
    }
    let from = at.child("patternProperties");
    let (place, rest) = (at.child("additionalProperties"), members.shift_remove("additionalProperties"));
    let has_all = patterns.keys().any(|pattern| is_of_all(pattern));
    let mut schemas = Vec::new();
    for (pattern, schema) in patterns {
        let place = from.child(pattern);
        check.moves.stays(&place);
        schemas.push((schema, place));
    }
    check.moves.stays(&from);
    match rest {
        _ if has_all => {}
        Some(Tree::Bool(false)) => {
            loosened(check, &from, "which names properties have is not held against the pattern");
        }
        None | Some(Tree::Bool(true)) => {
            if !schemas.iter().all(|(schema, _)| is_trivial(schema)) {
                let message = "properties whose names the pattern does not match may have any value, so that all of them are \
                               `serde_json::Value`; `additionalProperties: false` says that there are none";
                loosened(check, &from, message);
            }
            schemas = vec![(Tree::empty_object(), from)];
        }
        Some(rest) => {
            check.moves.stays(&place);
            loosened(check, &from, "a property may be any of what the pattern tells by its name");
            schemas.push((rest, place.clone()));
        }
    }
    let values = any_of(check, schemas, &place);
    members.insert("additionalProperties".to_owned(), values);
}

/// Whether a pattern matches every name.
fn is_of_all(pattern: &str) -> bool {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    matches!(inner, "" | ".*" | ".+" | "[\\s\\S]*" | "(.*)" | "(.+)") && (pattern != "^$")
}

/// The names that properties may have: they are properties where they are listed, and all have one plain schema.
fn named(later: &Later, check: &mut Check<'_>, members: &mut Members, names: &Tree, at: &Pointer) {
    let place = at.child("propertyNames");
    let referred = names.reference().and_then(|text| later.target(text));
    let listed = listed(referred.map_or(names, |(_, names)| names));
    let values = members.get("additionalProperties");
    let is_plain = match values {
        None | Some(Tree::Bool(true)) => true,
        Some(Tree::Object(schema)) => is_plain(schema),
        Some(_) => false,
    };
    let Some(listed) = listed.filter(|_| is_plain && !members.contains_key("properties")) else {
        let says_nothing = is_trivial(names) || *names == Tree::Object(Members::from_iter([string()]));
        if !says_nothing {
            loosened(check, &place, "which names properties have is not checked");
        }
        return;
    };
    let from = at.child("additionalProperties");
    let schema = match members.shift_remove("additionalProperties") {
        Some(schema @ Tree::Object(_)) => schema,
        _ => Tree::empty_object(),
    };
    check.moves.stays(&from);
    let properties = at.child("properties");
    let mut found = Members::new();
    for name in listed {
        check.moves.moved(&properties.child(&name), &from);
        found.insert(name, schema.clone());
    }
    members.insert("properties".to_owned(), Tree::Object(found));
    members.insert("additionalProperties".to_owned(), Tree::Bool(false));
}

fn string() -> (String, Tree) {
    ("type".to_owned(), Tree::from("string"))
}

/// The names that a schema lists, where they are few.
fn listed(schema: &Tree) -> Option<Vec<String>> {
    let values = match (schema.child("const"), schema.child("enum")) {
        (Some(value), _) => vec![value],
        (None, Some(Tree::Array(values))) => values.iter().collect(),
        _ => return None,
    };
    let names: Vec<String> = values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
    (!names.is_empty() && names.len() == values.len() && names.len() <= MOST).then_some(names)
}

/// Whether a schema needs no type of its own, so that it can stand in several places.
fn is_plain(schema: &Members) -> bool {
    let is_scalar = |name: &str| matches!(name, "string" | "number" | "integer" | "boolean" | "null");
    let structured = ["properties", "items", "prefixItems", "allOf", "anyOf", "oneOf", "enum", "additionalProperties"];
    schema.contains_key("$ref")
        || (schema.get("type").and_then(Tree::as_str).is_none_or(is_scalar)
            && !matches!(schema.get("type"), Some(Tree::Array(_)))
            && !structured.iter().any(|key| schema.contains_key(*key)))
}

/// Which schema is meant where the tag does not tell is kept for who decides it.
pub(super) fn discriminator(members: &mut Members) {
    rename(members, "defaultMapping", DEFAULT_MAPPING);
}
