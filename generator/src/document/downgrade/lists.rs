//! Lists: `prefixItems`, `contains` and `unevaluatedItems`
//! ([JSON Schema Core, sections 10.3.1 and 11.2](https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1)).

use super::rename;
use super::schema::{any_of, is_combined, is_trivial, loosened};
use crate::diagnostic::{Code, Pointer};
use crate::document::grammar::Check;
use crate::document::tree::{Members, Tree};

/// Says by `items` what the items of a list are.
pub(super) fn lists(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    if matches!(members.get("items"), Some(Tree::Array(_))) && !members.contains_key("prefixItems") {
        let message = "a list of schemas for `items` is `prefixItems` since OpenAPI 3.1; it is read as that";
        check.diagnostics.note(Code::WrongType, &at.child("items"), message);
        check.moves.moved(&at.child("prefixItems"), &at.child("items"));
        rename(members, "items", "prefixItems");
        rename(members, "additionalItems", "items");
    }
    unevaluated(check, members, at);
    if let Some(Tree::Array(prefix)) = members.shift_remove("prefixItems") {
        tuple(check, members, prefix, at);
    }
    if matches!(members.get("items"), Some(Tree::Bool(false))) {
        // There is no item.
        members.insert("items".to_owned(), Tree::empty_object());
        members.insert("maxItems".to_owned(), Tree::Integer(0));
    }
    let counts = ["minContains", "maxContains"].map(|key| members.shift_remove(key));
    if members.shift_remove("contains").is_some() {
        let is_free = counts.first().is_some_and(|count| *count == Some(Tree::Integer(0)));
        if !is_free {
            let message = "that a list contains a certain item is not checked";
            loosened(check, &at.child("contains"), message);
        }
    }
}

/// What is said of items that nothing else speaks of is what is said of all of them, where nothing else does.
fn unevaluated(check: &mut Check<'_>, members: &mut Members, at: &Pointer) {
    let Some(rest) = members.shift_remove("unevaluatedItems") else { return };
    if members.contains_key("items") {
        return;
    }
    let is_alone = !is_combined(members) && !members.contains_key("contains");
    if is_alone && (members.contains_key("prefixItems") || rest != Tree::Bool(false)) {
        check.moves.moved(&at.child("items"), &at.child("unevaluatedItems"));
        members.insert("items".to_owned(), rest);
    }
}

/// A list whose items have schemas by their places is one of items that have one of these.
fn tuple(check: &mut Check<'_>, members: &mut Members, prefix: Vec<Tree>, at: &Pointer) {
    let rest = members.shift_remove("items").unwrap_or(Tree::Bool(true));
    let count = |members: &Members, key: &str| match members.get(key) {
        Some(Tree::Integer(count)) => usize::try_from(*count).ok(),
        _ => None,
    };
    let most = count(members, "maxItems");
    let is_closed = rest == Tree::Bool(false) || most.is_some_and(|most| most <= prefix.len());
    let length = prefix.len().min(most.unwrap_or(usize::MAX));
    let from = at.child("prefixItems");
    check.moves.stays(&from);
    let mut schemas: Vec<(Tree, Pointer)> = prefix
        .into_iter()
        .take(length)
        .enumerate()
        .map(|(index, item)| {
            let place = from.child(index);
            check.moves.stays(&place);
            (item, place)
        })
        .collect();
    if is_closed {
        if length > 0 {
            members.insert("maxItems".to_owned(), Tree::Integer(length as i128));
        }
    } else {
        check.moves.stays(&at.child("items"));
        schemas.push((rest.clone(), at.child("items")));
    }
    let is_one = schemas.windows(2).all(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
    if !is_closed && is_trivial(&rest) && schemas.len() > 1 && !is_one {
        let message = format!(
            "what comes after the first {length} items may be anything, so that the items are `serde_json::Value`; \
             `items: false` says that nothing does"
        );
        loosened(check, &from, message);
    } else if !is_one {
        let message = "each item may be any of what the items of this list are by their places";
        loosened(check, &from, message);
    }
    let items = any_of(check, schemas, &at.child("items"));
    members.insert("items".to_owned(), items);
}
