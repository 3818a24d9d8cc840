//! Parameters ([OpenAPI 3.2.0, section 4.12](https://spec.openapis.org/oas/v3.2.0#parameter-object)).

use super::{ALLOW_RESERVED, QUERY_STRING};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

pub(super) fn parameter(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    match members.get("in").and_then(Tree::as_str) {
        Some("querystring") => query_string(members),
        Some("cookie") => cookie(members),
        Some("path") if members.get("allowReserved") == Some(&Tree::Bool(true)) => {
            let message = "reserved characters in a path are percent-encoded all the same, and servers decode them";
            check.diagnostics.note(Code::UndefinedStyle, &at.child("allowReserved"), message);
        }
        _ => {}
    }
}

/// The whole query string, which has a media type of its own.
fn query_string(members: &mut Members) {
    members.insert("in".to_owned(), Tree::from("query"));
    let name = match members.get("content") {
        Some(Tree::Object(content)) => content.keys().next().cloned(),
        _ => None,
    };
    if let Some(name) = name {
        members.insert(QUERY_STRING.to_owned(), Tree::String(name));
    }
}

/// A cookie in the style of cookies is written as it is.
fn cookie(members: &mut Members) {
    let is_plain = members.get("style").and_then(Tree::as_str) == Some("cookie");
    if is_plain {
        members.insert("style".to_owned(), Tree::from("form"));
    }
    if is_plain || members.get("allowReserved") == Some(&Tree::Bool(true)) {
        members.insert(ALLOW_RESERVED.to_owned(), Tree::Bool(true));
    }
}
