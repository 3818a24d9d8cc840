//! What parameters and headers have from Swagger 2.0: the fields of a schema beside their own
//! ([Swagger 2.0, Parameter Object](https://swagger.io/specification/v2/#parameter-object)).

use super::check::Check;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// The fields of schemas that Swagger's parameters have.
pub(super) const FIELDS: [&str; 17] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "uniqueItems",
    "multipleOf",
    "nullable",
];

/// Puts the fields of a schema into the schema.
pub(super) fn fields(check: &mut Check<'_>, parameter: &mut Members, at: &Pointer) {
    collection_format(check, parameter, at);
    let found: Vec<&str> = FIELDS.into_iter().filter(|field| parameter.contains_key(*field)).collect();
    let is_free = match parameter.get("schema") {
        None => !parameter.contains_key("content"),
        Some(Tree::Object(schema)) => !schema.contains_key("$ref"),
        Some(_) => false,
    };
    if found.is_empty() || !is_free {
        return;
    }
    let place = at.child("schema");
    let mut fix = Fix::default();
    let mut schema = match parameter.get("schema") {
        Some(Tree::Object(schema)) => schema.clone(),
        _ => Members::new(),
    };
    let mut moved = Vec::new();
    for field in found {
        let Some(value) = parameter.get(field).filter(|_| !schema.contains_key(field)).cloned() else { continue };
        let inner = serde_json::Map::from_iter([(field.to_owned(), value.to_json())]);
        fix = fix.and_set(at, "schema", inner).and_remove(&at.child(field));
        check.moves.moved(&place.child(field), &at.child(field));
        parameter.shift_remove(field);
        schema.insert(field.to_owned(), value);
        moved.push(field);
    }
    parameter.insert("schema".to_owned(), Tree::Object(schema));
    if moved.is_empty() {
        return;
    }
    let message = format!("this is read as if `{}` were in the `schema`", moved.join("`, `"));
    let diagnostic = Diagnostic::new(Code::SwaggerParameter, Severity::Note, at, message);
    check.diagnostics.push(diagnostic.help("put it under `schema`").fix(fix));
}

/// How lists are written is said by `style` and `explode`.
fn collection_format(check: &mut Check<'_>, parameter: &mut Members, at: &Pointer) {
    let Some(format) = parameter.get("collectionFormat").and_then(Tree::as_str).map(str::to_owned) else { return };
    let is_query = parameter.get("in").and_then(Tree::as_str).is_some_and(|place| matches!(place, "query" | "cookie"));
    let (style, explode) = match format.as_str() {
        "csv" => (if is_query { "form" } else { "simple" }, false),
        "multi" => ("form", true),
        "ssv" => ("spaceDelimited", false),
        "pipes" => ("pipeDelimited", false),
        // The grammar says that it is ignored.
        _ => return,
    };
    parameter.shift_remove("collectionFormat");
    if parameter.contains_key("style") || parameter.contains_key("explode") {
        return;
    }
    parameter.insert("style".to_owned(), Tree::from(style));
    parameter.insert("explode".to_owned(), Tree::Bool(explode));
    let message = format!("`collectionFormat: {format}` is read as `style: {style}` and `explode: {explode}`");
    let fix = Fix::remove(&at.child("collectionFormat")).and_set(at, "style", style).and_set(at, "explode", explode);
    let place = at.child("collectionFormat");
    check.diagnostics.push(Diagnostic::new(Code::SwaggerParameter, Severity::Note, &place, message).fix(fix));
}
