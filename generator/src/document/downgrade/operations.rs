//! Paths and operations: methods without a field in 3.0, and what they may leave out.

use super::{OPERATIONS, info, rename, security};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// The methods that 3.0 has fields for come first; the others are kept by their names
/// ([OpenAPI 3.2.0, section 4.9](https://spec.openapis.org/oas/v3.2.0#path-item-object)).
pub(super) fn path_item(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let list = at.child(OPERATIONS);
    let mut operations = Members::new();
    if let Some(query) = members.shift_remove("query") {
        check.moves.moved(&list.child("QUERY"), &at.child("query"));
        operations.insert("QUERY".to_owned(), query);
    }
    if let Some(Tree::Object(more)) = members.shift_remove("additionalOperations") {
        let from = at.child("additionalOperations");
        for (method, operation) in more {
            if operations.contains_key(&method) {
                let message = format!("there is an operation of the method `{method}` already; this one is left out");
                check.diagnostics.warning(Code::DuplicateKey, &from.child(&method), message);
                continue;
            }
            check.moves.moved(&list.child(&method), &from.child(&method));
            operations.insert(method, operation);
        }
    }
    if operations.is_empty() {
        return;
    }
    if let Tree::Object(known) = members.entry(OPERATIONS.to_owned()).or_insert_with(Tree::empty_object) {
        known.extend(operations);
    }
}

pub(super) fn operation(members: &mut Members) {
    members.entry("responses".to_owned()).or_insert_with(Tree::empty_object);
    security::requirements(members);
}

/// A response needs no description, and has a summary.
pub(super) fn response(members: &mut Members) {
    info::summarized(members);
    members.entry("description".to_owned()).or_insert_with(|| Tree::from(""));
    rename(members, "summary", "x-oasmith-summary");
}
