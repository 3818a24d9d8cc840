//! Which versions of OpenAPI are read.

use super::dialect::Dialect;
use super::downgrade::Later;
use super::tree::{Members, Tree};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

/// What to do about a version that is not read.
const HELP: &str =
    "give a document of Swagger 2.0 or of OpenAPI 3.0, 3.1 or 3.2, which begins with `openapi: 3.0.3` or the like";

/// The version that a document is written in, if it is one that is read; an error says why not.
pub(super) fn dialect(tree: &mut Tree, diagnostics: &mut Diagnostics) -> Option<Dialect> {
    let root = Pointer::root();
    let Tree::Object(members) = tree else {
        let message = format!("an OpenAPI document is an object; this is {}", tree.kind());
        diagnostics.error(Code::UnsupportedVersion, &root, message);
        return None;
    };
    if let Some(version) = members.get("openapi") {
        let at = root.child("openapi");
        let (text, quoted) = text(version);
        let Some(dialect) = of(&text) else {
            let message = format!("OpenAPI {text} is not read");
            let diagnostic = Diagnostic::new(Code::UnsupportedVersion, Severity::Error, &at, message);
            diagnostics.push(diagnostic.help(HELP));
            return None;
        };
        if !quoted {
            diagnostics.note(Code::WrongType, &at, "the version is a number; it should be a string such as \"3.0.3\"");
            members.insert("openapi".to_owned(), Tree::String(text));
        }
        return Some(dialect);
    }
    if members.contains_key("swagger") {
        return swagger(members, diagnostics);
    }
    let (at, message) = if members.contains_key("asyncapi") {
        (root.child("asyncapi"), "this is an AsyncAPI document, not an OpenAPI document")
    } else {
        (root, "this is no OpenAPI document: the field `openapi` is missing")
    };
    let diagnostic = Diagnostic::new(Code::UnsupportedVersion, Severity::Error, &at, message);
    diagnostics.push(diagnostic.help(HELP));
    None
}

/// The version of a document of Swagger: there is one that is read.
fn swagger(members: &Members, diagnostics: &mut Diagnostics) -> Option<Dialect> {
    let at = Pointer::root().child("swagger");
    let version = members.get("swagger")?;
    let (text, quoted) = text(version);
    if !matches!(text.as_str(), "2.0" | "2") {
        let message = format!("Swagger {text} is not read; 2.0 is");
        let diagnostic = Diagnostic::new(Code::UnsupportedVersion, Severity::Error, &at, message);
        diagnostics.push(diagnostic.help(HELP));
        return None;
    }
    if !quoted || text != "2.0" {
        diagnostics.note(Code::WrongType, &at, "the version should be the string \"2.0\"");
    }
    Some(Dialect::Swagger)
}

/// What a version says, and whether it is a text.
fn text(version: &Tree) -> (String, bool) {
    match version {
        Tree::String(text) => (text.clone(), true),
        Tree::Integer(number) => (number.to_string(), false),
        // `3.0` is a number to YAML, and 3.0 to a number.
        Tree::Float(number) => (format!("{number:?}"), false),
        other => (other.kind().to_owned(), false),
    }
}

/// The dialect of a version of OpenAPI.
fn of(version: &str) -> Option<Dialect> {
    let is = |minor: &str| version == minor || version.strip_prefix(minor).is_some_and(|rest| rest.starts_with('.'));
    if is("3.0") {
        Some(Dialect::Own)
    } else if is("3.1") {
        Some(Dialect::Later(Later::new(1)))
    } else if is("3.2") {
        Some(Dialect::Later(Later::new(2)))
    } else {
        None
    }
}
