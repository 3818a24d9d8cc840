//! References where OpenAPI allows for none, and what only references lead to.

use std::collections::HashSet;

use super::check::Check;
use super::objects::OPENAPI;
use super::{Broken, Object, Shape, schema};
use crate::diagnostic::{Code, Pointer};
use crate::document::origin::FILES;
use crate::document::reference::{self, Lost, Refused};
use crate::document::tree::Tree;

/// The most values that are put in place of references.
const MOST: usize = 1_000_000;

/// What a reference stands for where OpenAPI allows for none.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    Object(&'static Object),
    Shape(&'static Shape),
}

/// Puts what references lead to in their place, where OpenAPI allows for none: real documents have them for operations,
/// descriptions and media types. What leads nowhere is an error and left out.
pub(super) fn inline(check: &mut Check<'_>, tree: &mut Tree, refused: &Refused) {
    let mut size = 0_usize;
    while let Some((at, wanted)) = check.inlines.pop() {
        let Some(Tree::Object(written)) = tree.at(&at) else { continue };
        let Some(text) = written.get("$ref").and_then(Tree::as_str).map(str::to_owned) else { continue };
        let place = at.child("$ref");
        check.moves.stays(&place);
        let kept = match found(tree, &at, &text, wanted, refused) {
            Ok((target, mut value)) => {
                if let Tree::Object(members) = &mut value {
                    let beside = written.iter().filter(|(key, _)| *key != "$ref");
                    members.extend(beside.map(|(key, value)| (key.clone(), value.clone())));
                }
                size = size.saturating_add(value.size());
                if size > MOST {
                    let message = "too much is referred to where OpenAPI allows for no references";
                    check.diagnostics.error(Code::TooLarge, &place, message);
                    Err(Broken)
                } else {
                    wanted.note(check, &target, &place);
                    check.moves.copied(&at, &target);
                    wanted.check(check, &mut value, &at).map(|()| value)
                }
            }
            Err(lost) => {
                check.diagnostics.push(lost.diagnostic(&place));
                Err(Broken)
            }
        };
        put(check, tree, &at, wanted, kept);
    }
}

/// The place that a reference leads to and a copy of what is there.
fn found(tree: &Tree, at: &Pointer, text: &str, wanted: Wanted, refused: &Refused) -> Result<(Pointer, Tree), Lost> {
    let target = reference::follow(tree, text, refused)?;
    let Some(value) = tree.at(&target).filter(|_| !at.is_within(&target)) else {
        return Err(Lost::new(Code::CyclicReference, format!("`{text}` leads to what this is a part of")));
    };
    match (wanted, value) {
        (Wanted::Object(object), other) if other.as_object().is_none() => {
            let message = format!("`{text}` leads to {}, not to a {}", other.kind(), object.name);
            Err(Lost::new(Code::WrongType, message))
        }
        _ => Ok((target, value.clone())),
    }
}

impl Wanted {
    fn check(self, check: &mut Check<'_>, value: &mut Tree, at: &Pointer) -> Result<(), Broken> {
        match self {
            Self::Object(object) => check.object(value, object, at),
            Self::Shape(shape) => check.value(value, shape, at),
        }
    }

    /// Says that something is put in its place. References to other files are how documents are split, and path items may be
    /// references.
    fn note(self, check: &mut Check<'_>, target: &Pointer, place: &Pointer) {
        if target.tokens().next().as_deref() == Some(FILES) {
            return;
        }
        let what = match self {
            Self::Object(object)
                if std::ptr::eq(object, &super::objects::MEDIA_TYPE) && check.dialect().refers_to_media_types() =>
            {
                return;
            }
            Self::Object(object) if object.fields.iter().any(|field| field.name == "$ref") => return,
            Self::Object(object) => format!("a {}", object.name),
            Self::Shape(_) => "this".to_owned(),
        };
        let message = format!("{what} cannot be a reference; what it leads to is put here");
        check.diagnostics.note(Code::WrongType, place, message);
    }
}

/// Puts a value in its place, or leaves out what is there.
fn put(check: &mut Check<'_>, tree: &mut Tree, at: &Pointer, wanted: Wanted, value: Result<Tree, Broken>) {
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
            let _ = wanted.check(check, &mut value, at);
            members.insert(last, value);
        }
        (Some(Tree::Object(members)), Err(Broken)) => {
            match wanted {
                Wanted::Shape(Shape::Text) => members.insert(last, Tree::String(String::new())),
                Wanted::Shape(Shape::List(_)) => members.insert(last, Tree::Array(Vec::new())),
                Wanted::Shape(Shape::Map(_)) => members.insert(last, Tree::empty_object()),
                _ => members.shift_remove(&last),
            };
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
pub(super) fn elsewhere(check: &mut Check<'_>, tree: &mut Tree, refused: &Refused) {
    let (mut seen, mut covered) = (HashSet::new(), HashSet::new());
    loop {
        let new = check.references.iter().filter(|(text, _)| !seen.contains(*text));
        let mut references: Vec<_> = new.map(|(text, object)| (text.clone(), *object)).collect();
        if references.is_empty() {
            return;
        }
        // What is said about them comes in the same order each time.
        references.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (text, object) in references {
            seen.insert(text.clone());
            // What is a reference itself is looked at on its own account.
            let further = reference::place(tree, &text, refused).ok().and_then(|place| tree.at(&place)?.reference());
            if further.is_some_and(|further| further != text && check.references.contains_key(further)) {
                continue;
            }
            let Ok(at) = reference::follow(tree, &text, refused) else { continue };
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
        inline(check, tree, refused);
    }
}
