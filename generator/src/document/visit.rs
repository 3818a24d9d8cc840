//! The references of a tree: where OpenAPI and JSON Schema have them, and nowhere in data.

use super::grammar::CALLBACK;
use super::origin::FILES;
use super::tree::{Members, Tree};

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// OpenAPI's.
    Fields,
    /// The author's.
    Names,
    /// One or the other: a file may hold a schema, or many by their names.
    Either,
}

/// The fields of which the keys are names.
const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
    "webhooks",
];

/// Whether what is under a field is data, in which nothing is a reference.
fn is_data(key: &str, value: &Tree) -> bool {
    match key {
        "const" | "dataValue" | "default" | "enum" | "example" | "value" => true,
        // A map of examples is none.
        "examples" => matches!(value, Tree::Array(_)),
        _ => false,
    }
}

/// Gives the text of each reference in a value to a function, with the base that it is resolved against. `enter` tells the base
/// of what is in an object, where that is another one.
pub(super) fn references<B>(
    tree: &mut Tree,
    keys: Keys,
    base: &B,
    enter: &impl Fn(&Members, &B) -> Option<B>,
    each: &mut impl FnMut(&mut String, &B),
) {
    let members = match tree {
        Tree::Object(members) => members,
        Tree::Array(items) => {
            return items.iter_mut().for_each(|item| references(item, Keys::Fields, base, enter, each));
        }
        _ => return,
    };
    let own = if keys == Keys::Names { None } else { enter(members, base) };
    let base = own.as_ref().unwrap_or(base);
    for (key, value) in members.iter_mut() {
        match (key.as_str(), &mut *value) {
            ("$ref" | "operationRef" | "$dynamicRef" | "$recursiveRef" | CALLBACK, Tree::String(text)) => {
                each(text, base)
            }
            (_, value) if keys == Keys::Names => references(value, Keys::Fields, base, enter, each),
            (FILES, Tree::Object(files)) => {
                files.values_mut().for_each(|file| references(file, Keys::Either, base, enter, each));
            }
            (key, value) if keys == Keys::Fields && is_data(key, value) => {}
            ("discriminator", Tree::Object(discriminator)) => mapping(discriminator, |text| each(text, base)),
            (key, value) => {
                let keys = if NAMES.contains(&key) { Keys::Names } else { Keys::Fields };
                references(value, keys, base, enter, each);
            }
        }
    }
}

/// The same where all references of a whole tree lead into the tree: those for which the function has a text get it.
pub(super) fn rewrite(tree: &mut Tree, to: impl Fn(&str) -> Option<String>) {
    references(tree, Keys::Fields, &(), &|_, ()| None, &mut |text, ()| {
        if let Some(new) = to(text) {
            *text = new;
        }
    });
}

/// The values of a mapping are names of schemas or references to them.
fn mapping(discriminator: &mut Members, mut each: impl FnMut(&mut String)) {
    let Some(Tree::Object(mapping)) = discriminator.get_mut("mapping") else { return };
    for target in mapping.values_mut() {
        if let Tree::String(text) = target
            && text.contains(['/', '#', '.'])
        {
            each(text);
        }
    }
}
