//! Schemas of JSON Schema 2020-12 ([JSON Schema Core](https://json-schema.org/draft/2020-12/json-schema-core)).

use super::{Later, conditions, content, lists, objects, types, values};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// Makes a schema one of OpenAPI 3.0.
pub(super) fn schema(later: &Later, check: &mut Check<'_>, tree: &mut Tree, at: &Pointer) {
    match tree {
        // Sections 4.3.2: `true` is the schema of every value, `false` that of none.
        Tree::Bool(true) => *tree = Tree::empty_object(),
        Tree::Bool(false) => *tree = Tree::Object(never()),
        Tree::Object(members) => {
            if let Some(Tree::Bool(false)) = members.get("not") {
                members.shift_remove("not");
            }
            identifiers(check, members, at);
            dynamic(members, at);
            conditions::conditions(later, check, members, at);
            lists::lists(check, members, at);
            objects::objects(later, check, members, at);
            content::content(members);
            values::values(members);
            types::types(check, members, at);
            flags(members);
        }
        _ => {}
    }
}

/// The schema of no value.
pub(super) fn never() -> Members {
    Members::from_iter([("not".to_owned(), Tree::empty_object())])
}

/// Whether a schema allows for every value and says nothing of it.
pub(super) fn is_trivial(tree: &Tree) -> bool {
    match tree {
        Tree::Bool(allowed) => *allowed,
        Tree::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether a schema is combined of others, so that what is evaluated is not only what it says itself.
pub(super) fn is_combined(members: &Members) -> bool {
    ["$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"].iter().any(|key| members.contains_key(*key))
}

/// Some schemas of which a value has one, as one schema; the places are those where they were.
pub(super) fn any_of(check: &mut Check<'_>, mut schemas: Vec<(Tree, Pointer)>, at: &Pointer) -> Tree {
    let mut distinct: Vec<(Tree, Pointer)> = Vec::new();
    for (schema, from) in schemas.drain(..) {
        if is_trivial(&schema) {
            return Tree::empty_object();
        }
        if schema != Tree::Bool(false) && distinct.iter().all(|(known, _)| *known != schema) {
            distinct.push((schema, from));
        }
    }
    if distinct.len() == 1
        && let Some((only, from)) = distinct.pop()
    {
        check.moves.moved(at, &from);
        return only;
    }
    if distinct.is_empty() {
        return Tree::Object(never());
    }
    let list = at.child("anyOf");
    let place = |(index, (schema, from)): (usize, (Tree, Pointer))| {
        check.moves.moved(&list.child(index), &from);
        schema
    };
    let members: Vec<Tree> = distinct.into_iter().enumerate().map(place).collect();
    Tree::Object(Members::from_iter([("anyOf".to_owned(), Tree::Array(members))]))
}

/// Says that values are held to less than the document holds them to.
pub(super) fn loosened(check: &mut Check<'_>, at: &Pointer, message: impl Into<String>) {
    check.diagnostics.note(Code::Loosened, at, message);
}

/// What schemas are called, which references were resolved by already, and what is only for their authors.
fn identifiers(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    if let Some(text) = members.get("$schema").and_then(Tree::as_str)
        && !is_known_dialect(text)
    {
        let message = of_other_dialect(text);
        check.diagnostics.note(Code::SchemaDialect, &at.child("$schema"), message);
    }
    for key in ["$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$comment"] {
        members.shift_remove(key);
    }
}

/// Whether a dialect is one whose keywords are read.
pub(super) fn is_known_dialect(text: &str) -> bool {
    let text = text.trim_end_matches(['#', '/']);
    let plain = text.split_once("://").map_or(text, |(_, rest)| rest);
    plain == "json-schema.org/draft/2020-12/schema"
        || plain == "json-schema.org/draft/2019-09/schema"
        || plain.starts_with("spec.openapis.org/oas/3.")
}

/// What is said of another dialect.
pub(super) fn of_other_dialect(text: &str) -> String {
    format!("schemas of the dialect `{text}` are read as those of JSON Schema 2020-12")
}

/// A `$dynamicRef` that nothing binds, and a `$recursiveRef`, lead where a `$ref` would.
fn dynamic(members: &mut Members, at: &Pointer) {
    let found = members.shift_remove("$dynamicRef");
    let recursive = members.shift_remove("$recursiveRef");
    let Some(Tree::String(text)) = found.or(recursive) else { return };
    // `#` is the schema around, and the document is none.
    let text = if text == "#" { enclosing(at).unwrap_or(text) } else { text };
    let reference = Tree::String(text);
    if !members.contains_key("$ref") {
        members.insert("$ref".to_owned(), reference);
        return;
    }
    let schema = Tree::Object(Members::from_iter([("$ref".to_owned(), reference)]));
    match members.entry("allOf".to_owned()).or_insert_with(|| Tree::Array(Vec::new())) {
        Tree::Array(all) if !all.contains(&schema) => all.push(schema),
        _ => {}
    }
}

/// A reference to the component that a place is in.
fn enclosing(at: &Pointer) -> Option<String> {
    let tokens: Vec<String> = at.tokens().collect();
    match tokens.as_slice() {
        [components, schemas, name, ..] if components == "components" && schemas == "schemas" => {
            let place = Pointer::root().child(components).child(schemas).child(name);
            Some(crate::document::reference::to(&place))
        }
        _ => None,
    }
}

/// `deprecated` and the like are booleans in both; in lists of examples the first stands for all.
fn flags(members: &mut Members) {
    if let Some(Tree::Array(examples)) = members.get("examples") {
        let first = examples.first().cloned();
        members.shift_remove("examples");
        if let Some(first) = first {
            members.entry("example".to_owned()).or_insert(first);
        }
    }
}
