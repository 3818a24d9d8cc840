//! Schemas: what 2.0 says otherwise, and what its documents say by extensions because it has no words for it.

use super::later;
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::{Check, speaks_of};
use crate::document::tree::{Members, Tree};

/// What documents of 2.0 say by extensions, and the fields of 3.0 that say it.
const EXTENSIONS: &[(&str, &str)] = &[
    ("x-nullable", "nullable"),
    ("x-isnullable", "nullable"),
    ("x-deprecated", "deprecated"),
    ("x-example", "example"),
    ("x-anyOf", "anyOf"),
    ("x-oneOf", "oneOf"),
    ("x-not", "not"),
];

/// The types of JSON Schema.
const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

/// Makes a schema of 2.0 one of 3.0. Done twice, it does nothing the second time: extensions stay, so that what they say
/// is not taken for what the author wrote.
pub(in crate::document) fn schema(check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
    let Tree::Object(members) = tree else { return };
    let is_said = |members: &Members, field: &str| {
        EXTENSIONS.iter().any(|(extension, known)| *known == field && members.contains_key(*extension))
    };
    let fields: Vec<&str> = later::SCHEMA.iter().copied().filter(|field| !is_said(members, field)).collect();
    later::tell(check.diagnostics, members, &fields, at);
    types(check, members, at);
    choice(check, members, at);
    extensions(check, members, at);
    if let Some(name @ Tree::String(_)) = members.get("discriminator") {
        let object = super::object("propertyName", name.clone());
        let place = at.child("discriminator");
        check.moves.stood(&place.child("propertyName"), &check.moves.origin(&place));
        members.insert("discriminator".to_owned(), object);
    }
}

/// A list of types, which 2.0 takes from JSON Schema: null is said by another field in 3.0, and of several others each is
/// a member of an `anyOf` with what is said of its values.
fn types(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let Some(Tree::Array(listed)) = members.get("type") else { return };
    let known = |name: &Tree| name.as_str().filter(|name| TYPES.contains(name)).map(str::to_owned);
    let Some(mut names) = listed.iter().map(known).collect::<Option<Vec<String>>>() else { return };
    let all = names.len();
    names.retain(|name| name != "null");
    if names.is_empty() || names.len() > 1 && members.contains_key("anyOf") {
        return;
    }
    if names.len() < all {
        // The extension says at the next time that the author did not write the field.
        members.insert("x-nullable".to_owned(), Tree::Bool(true));
    }
    if let [name] = names.as_slice() {
        members.insert("type".to_owned(), Tree::from(name.as_str()));
        return;
    }
    let from = check.moves.origin(at);
    members.shift_remove("type");
    let mut choices = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let mut choice = Members::from_iter([("type".to_owned(), Tree::from(name.as_str()))]);
        let own = members.iter().filter(|(key, _)| speaks_of(key, name));
        choice.extend(own.map(|(key, value)| (key.clone(), value.clone())));
        choices.push(Tree::Object(choice));
        check.moves.stood(&at.child("anyOf").child(index), &from);
    }
    members.retain(|key, _| !names.iter().any(|name| speaks_of(key, name)));
    members.insert("anyOf".to_owned(), Tree::Array(choices));
    members.insert("x-anyOf".to_owned(), Tree::Array(Vec::new()));
}

/// A list of schemas as the `items` of what is no list: 2.0 has no `anyOf`, and this is how authors say it.
fn choice(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let is_free = !["type", "properties", "allOf", "anyOf"].iter().any(|key| members.contains_key(*key));
    let Some(Tree::Array(listed)) = members.get("items").filter(|_| is_free) else { return };
    if listed.len() < 2 || !listed.iter().all(|item| item.as_object().is_some()) {
        return;
    }
    let from = check.moves.origin(&at.child("items"));
    let message = "a list of schemas for `items` of what is no array is read as a choice among them";
    check.diagnostics.warning(Code::WrongType, &at.child("items"), message);
    check.moves.stays(&at.child("items"));
    check.moves.stood(&at.child("anyOf"), &from);
    if let Some(listed) = members.shift_remove("items") {
        members.insert("anyOf".to_owned(), listed);
        members.insert("x-anyOf".to_owned(), Tree::Array(Vec::new()));
    }
}

fn extensions(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    for (extension, field) in EXTENSIONS {
        let Some(value) = members.get(*extension).filter(|_| !members.contains_key(*field)).cloned() else { continue };
        match *field {
            "nullable" | "deprecated" if !is_true(&value) => {}
            "nullable" if members.keys().all(|key| key == "$ref" || key.starts_with("x-")) => {
                nullable(check, members, at)
            }
            _ => {
                let from = check.moves.origin(&at.child(extension));
                check.moves.stood(&at.child(field), &from);
                members.insert((*field).to_owned(), value);
            }
        }
    }
}

fn is_true(value: &Tree) -> bool {
    *value == Tree::Bool(true) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// A reference or null.
fn nullable(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    if let Some(reference) = members.shift_remove("$ref") {
        let from = check.moves.origin(at);
        check.moves.stood(&at.child("allOf").child(0), &from);
        members.insert("allOf".to_owned(), Tree::Array(vec![super::object("$ref", reference)]));
    }
    members.insert("nullable".to_owned(), Tree::Bool(true));
}
