//! References where OpenAPI allows for none, and what only references lead to.

use std::collections::HashSet;

use super::check::Check;
use super::objects::OPENAPI;
use super::{Broken, Object, schema};
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};
use crate::document::reference;
use crate::document::tree::Tree;

/// The most values that are put in place of references.
const MOST: usize = 1_000_000;

/// Puts what references lead to in their place, where OpenAPI allows for none: real documents have them for operations,
/// responses and media types. What leads nowhere is an error and left out.
pub(super) fn inline(check: &mut Check<'_>, tree: &mut Tree, own: Option<&str>) {
    let mut size = 0_usize;
    while let Some((at, object)) = check.inlines.pop() {
        let Some(Tree::Object(written)) = tree.at(&at) else { continue };
        let Some(text) = written.get("$ref").and_then(Tree::as_str).map(str::to_owned) else { continue };
        let place = at.child("$ref");
        let found = reference::follow(tree, &text, own).and_then(|target| {
            let value = tree.at(&target).filter(|_| !at.is_within(&target));
            match value {
                Some(Tree::Object(members)) => Ok(members.clone()),
                Some(other) => Err(reference::Lost {
                    code: Code::WrongType,
                    message: format!("`{text}` leads to {}, not to a {}", other.kind(), object.name),
                }),
                None => Err(reference::Lost {
                    code: Code::CyclicReference,
                    message: format!("`{text}` leads to what this is a part of"),
                }),
            }
        });
        let kept = match found {
            Ok(mut members) => {
                members.extend(
                    written.iter().filter(|(key, _)| *key != "$ref").map(|(key, value)| (key.clone(), value.clone())),
                );
                let mut value = Tree::Object(members);
                size = size.saturating_add(value.size());
                if size > MOST {
                    let message = "too much is referred to where OpenAPI allows for no references";
                    check.diagnostics.error(Code::TooLarge, &place, message);
                    Err(Broken)
                } else {
                    let message = format!("a {} cannot be a reference; what it leads to is put here", object.name);
                    check.diagnostics.note(Code::WrongType, &place, message);
                    let checked = check.object(&mut value, object, &at);
                    checked.map(|()| value)
                }
            }
            Err(lost) => {
                check.diagnostics.push(Diagnostic::new(lost.code, Severity::Error, &place, lost.message));
                Err(Broken)
            }
        };
        put(check, tree, &at, object, kept);
    }
}

/// Puts a value in its place, or leaves out what is there.
fn put(check: &mut Check<'_>, tree: &mut Tree, at: &Pointer, object: &'static Object, value: Result<Tree, Broken>) {
    let mut tokens: Vec<String> = at.tokens().collect();
    let Some(last) = tokens.pop() else { return };
    let parent = tokens.iter().fold(Pointer::root(), |pointer, token| pointer.child(token));
    match (tree.at_mut(&parent), value) {
        (Some(Tree::Object(members)), Ok(value)) => {
            members.insert(last, value);
        }
        // What an object cannot do without is empty.
        (Some(Tree::Object(members)), Err(Broken))
            if matches!(last.as_str(), "info" | "paths" | "responses" | "flows") =>
        {
            let mut value = Tree::empty_object();
            let _ = check.object(&mut value, object, at);
            members.insert(last, value);
        }
        (Some(Tree::Object(members)), Err(Broken)) => {
            members.shift_remove(&last);
        }
        (Some(Tree::Array(items)), value) => {
            let Ok(index) = last.parse::<usize>() else { return };
            match (items.get_mut(index), value) {
                (Some(item), Ok(value)) => *item = value,
                _ => check.leave_out(parent, index),
            }
        }
        _ => {}
    }
}

/// Holds what only references lead to against the grammar, such as schemas under `definitions` or in an extension.
pub(super) fn elsewhere(check: &mut Check<'_>, tree: &mut Tree, own: Option<&str>) {
    let (mut seen, mut covered) = (HashSet::new(), HashSet::new());
    while !check.references.is_empty() {
        let mut references: Vec<_> = std::mem::take(&mut check.references).into_iter().collect();
        // What is said about them comes in the same order each time.
        references.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (text, object) in references {
            if !seen.insert(text.clone()) {
                continue;
            }
            let Ok(at) = reference::follow(tree, &text, own) else { continue };
            let first = at.tokens().next();
            let of_tables = OPENAPI.fields.iter().any(|field| first.as_deref().is_none_or(|first| first == field.name));
            if of_tables || !covered.insert(at.clone()) {
                continue;
            }
            let Some(mut value) = tree.at_mut(&at).map(std::mem::take) else { continue };
            match object {
                None => schema::check(check, &mut value, &at),
                Some(object) => {
                    if check.object(&mut value, object, &at).is_err() {
                        value = Tree::Null;
                    }
                }
            }
            if let Some(place) = tree.at_mut(&at) {
                *place = value;
            }
        }
        inline(check, tree, own);
    }
}
