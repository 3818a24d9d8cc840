//! Parameters ([OpenAPI 3.2.0, section 4.12](https://spec.openapis.org/oas/v3.2.0#parameter-object)).

use super::{ALLOW_RESERVED, QUERY_STRING};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

pub(super) fn parameter(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    match members.get("in").and_then(Tree::as_str) {
        Some("querystring") => query_string(check, members, at),
        Some("cookie") => cookie(members),
        Some("path") if members.get("allowReserved") == Some(&Tree::Bool(true)) => {
            let message = "reserved characters in a path are percent-encoded all the same, and servers decode them";
            check.diagnostics.note(Code::UndefinedStyle, &at.child("allowReserved"), message);
        }
        _ => {}
    }
}

/// The whole query string: a form is what an object is whose properties are parameters of their own.
fn query_string(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    members.insert("in".to_owned(), Tree::from("query"));
    let found = match members.get("content") {
        Some(Tree::Object(content)) => content.first().map(|(name, of)| (name.clone(), of.clone())),
        _ => None,
    };
    let Some((name, of)) = found else { return };
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/x-www-form-urlencoded" {
        members.insert(QUERY_STRING.to_owned(), Tree::String(essence));
        return;
    }
    let from = at.child("content").child(&name);
    if of.child("encoding").is_some() {
        let message = "the properties of a query string are written as those of a form are";
        check.diagnostics.note(Code::UndefinedStyle, &from.child("encoding"), message);
    }
    check.moves.moved(&at.child("schema"), &from.child("schema"));
    members.shift_remove("content");
    members.insert("schema".to_owned(), of.child("schema").cloned().unwrap_or_else(Tree::empty_object));
    members.insert("style".to_owned(), Tree::from("form"));
    members.insert("explode".to_owned(), Tree::Bool(true));
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
