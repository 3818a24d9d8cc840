//! What holds under a condition: `if`, `then`, `else` and `dependentSchemas`
//! ([JSON Schema Core, section 10.2.2](https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2)).
//!
//! Properties that only a condition speaks of are optional properties of the object.

use indexmap::IndexMap;

use super::Later;
use super::schema::{any_of, is_trivial, loosened};
use crate::diagnostic::Pointer;
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// How deep schemas within each other are looked into.
const DEPTH: usize = 8;

/// How deep a place is at which properties are still taken in.
const DEEPEST: usize = 48;

/// How many values are taken in with properties, in a document.
const MOST: usize = 200_000;

const KEYWORDS: [&str; 4] = ["if", "then", "else", "dependentSchemas"];

/// What schemas say of properties, with their places.
pub(super) type Properties = IndexMap<String, Vec<(Tree, Pointer)>>;

/// Makes properties of what conditions speak of.
pub(super) fn conditions(later: &Later, check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let mut found = Found { later, properties: Properties::new(), seen: Vec::new() };
    if is_either(members) {
        either(check, members, at);
        return;
    }
    let mut is_told = take(members, at, &mut found);
    // Conditions side by side speak of the same properties.
    if let Some(Tree::Array(all)) = members.get_mut("allOf") {
        for (index, member) in all.iter_mut().enumerate() {
            if let Tree::Object(member) = member {
                is_told |= take(member, &at.child("allOf").child(index), &mut found);
            }
        }
    }
    if !is_told {
        return;
    }
    let mut known = Found { later, properties: Properties::new(), seen: Vec::new() };
    known.members(members, at, DEPTH);
    let mut conditional = std::mem::take(&mut found.properties);
    let size: usize = conditional.values().flatten().map(|(schema, _)| schema.size()).sum();
    // A condition that leads to what it is in would be taken in without end.
    if at.tokens().count() > DEEPEST || later.grown.get() > MOST {
        conditional.clear();
    }
    later.grown.set(later.grown.get().saturating_add(size));
    let place = at.child("properties");
    for (name, mut schemas) in conditional {
        if known.properties.contains_key(&name) {
            continue;
        }
        if schemas.iter().any(|(schema, _)| !is_trivial(schema)) {
            schemas.retain(|(schema, _)| !is_trivial(schema));
        }
        let schema = any_of(check, schemas, &place.child(&name));
        if let Tree::Object(properties) = members.entry("properties".to_owned()).or_insert_with(Tree::empty_object) {
            properties.insert(name, schema);
        }
    }
    loosened(check, at, "what holds under a condition is not checked; properties that it speaks of are optional");
}

/// What a schema says of properties, wherever within.
pub(super) fn properties(later: &Later, schema: &Tree, at: &Pointer) -> Properties {
    let mut found = Found { later, properties: Properties::new(), seen: Vec::new() };
    found.schema(schema, at, DEPTH);
    found.properties
}

/// Takes the conditions out of a schema. Gives whether there were some.
fn take(members: &mut Members, at: &Pointer, found: &mut Found<'_>) -> bool {
    let mut is_told = false;
    for key in KEYWORDS {
        let Some(condition) = members.shift_remove(key) else { continue };
        let place = at.child(key);
        match (key, &condition) {
            ("dependentSchemas", Tree::Object(schemas)) => {
                schemas.iter().for_each(|(name, schema)| found.schema(schema, &place.child(name), DEPTH));
            }
            ("if", condition) => found.condition(condition, &place),
            _ => found.schema(&condition, &place, DEPTH),
        }
        is_told = true;
    }
    is_told
}

/// Whether a schema says nothing of its values but what each of two says of some of them.
fn is_either(members: &Members) -> bool {
    const OWN: [&str; 8] = ["properties", "items", "allOf", "anyOf", "oneOf", "$ref", "enum", "patternProperties"];
    let says = |key: &str| members.get(key).is_some_and(|schema| !is_trivial(schema) && *schema != Tree::Bool(false));
    says("then") && says("else") && !OWN.iter().any(|key| members.contains_key(*key))
}

/// Every value is one of what `then` says or one of what `else` says.
fn either(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    members.shift_remove("if");
    let mut schemas = Vec::new();
    for (index, key) in ["then", "else"].into_iter().enumerate() {
        check.moves.moved(&at.child("anyOf").child(index), &at.child(key));
        schemas.extend(members.shift_remove(key));
    }
    members.insert("anyOf".to_owned(), Tree::Array(schemas));
    loosened(check, at, "which of `then` and `else` a value has to be valid for is not checked");
}

/// What was found of properties.
struct Found<'a> {
    later: &'a Later,
    properties: Properties,
    /// Where references led.
    seen: Vec<Pointer>,
}

impl Found<'_> {
    fn schema(&mut self, schema: &Tree, at: &Pointer, depth: usize) {
        if let Tree::Object(members) = schema {
            self.members(members, at, depth);
        }
    }

    /// Adds the properties that a schema speaks of, wherever within.
    fn members(&mut self, members: &Members, at: &Pointer, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(Tree::Object(properties)) = members.get("properties") {
            for (name, schema) in properties {
                let place = at.child("properties").child(name);
                self.properties.entry(name.clone()).or_default().push((schema.clone(), place));
            }
        }
        if let Some((place, target)) =
            members.get("$ref").and_then(Tree::as_str).and_then(|text| self.later.target(text))
            && !self.seen.contains(&place)
        {
            self.seen.push(place.clone());
            self.schema(target, &place, depth);
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            let Some(Tree::Array(schemas)) = members.get(key) else { continue };
            let list = at.child(key);
            schemas.iter().enumerate().for_each(|(index, schema)| self.schema(schema, &list.child(index), depth));
        }
        for key in ["then", "else"] {
            if let Some(schema) = members.get(key) {
                self.schema(schema, &at.child(key), depth);
            }
        }
        if let Some(Tree::Object(schemas)) = members.get("dependentSchemas") {
            let list = at.child("dependentSchemas");
            schemas.iter().for_each(|(name, schema)| self.schema(schema, &list.child(name), depth));
        }
    }

    /// Adds the properties of a condition. Their values need not be those that it asks for.
    fn condition(&mut self, condition: &Tree, at: &Pointer) {
        let Some(Tree::Object(properties)) = condition.child("properties") else { return };
        for name in properties.keys() {
            let place = at.child("properties").child(name);
            self.properties.entry(name.clone()).or_default().push((Tree::empty_object(), place));
        }
    }
}
