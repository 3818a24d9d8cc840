//! Which versions of OpenAPI are read.

use super::dialect::Dialect;
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Pointer, Severity};

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
        let (text, quoted) = match version {
            Tree::String(text) => (text.clone(), true),
            Tree::Integer(number) => (number.to_string(), false),
            // `3.0` is a number to YAML, and 3.0 to a number.
            Tree::Float(number) => (format!("{number:?}"), false),
            other => (other.kind().to_owned(), false),
        };
        if text != "3.0" && !text.starts_with("3.0.") {
            let message = format!("OpenAPI {text} is not read yet");
            let diagnostic = Diagnostic::new(Code::UnsupportedVersion, Severity::Error, &at, message);
            diagnostics.push(diagnostic.help("give a document of OpenAPI 3.0"));
            return None;
        }
        if !quoted {
            diagnostics.note(Code::WrongType, &at, "the version is a number; it should be a string such as \"3.0.3\"");
            members.insert("openapi".to_owned(), Tree::String(text));
        }
        return Some(Dialect::Own);
    }
    let (at, message) = if members.contains_key("swagger") {
        (root.child("swagger"), "Swagger is not read yet")
    } else if members.contains_key("asyncapi") {
        (root.child("asyncapi"), "this is an AsyncAPI document, not an OpenAPI document")
    } else {
        (root, "this is no OpenAPI document: the field `openapi` is missing")
    };
    let diagnostic = Diagnostic::new(Code::UnsupportedVersion, Severity::Error, &at, message);
    diagnostics.push(diagnostic.help("give a document of OpenAPI 3.0, which begins with `openapi: 3.0.3` or the like"));
    None
}
