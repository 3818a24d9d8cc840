//! Values and bounds: `const` and `exclusiveMinimum`
//! ([JSON Schema Validation, section 6](https://json-schema.org/draft/2020-12/json-schema-validation#section-6)).

use crate::document::tree::{Members, Tree};

/// Says by `enum` and flags what later versions say in other words.
pub(super) fn values(members: &mut Members) {
    if let Some(value) = members.shift_remove("const") {
        members.insert("enum".to_owned(), Tree::Array(vec![value]));
    }
    exclusive(members, "exclusiveMinimum", "minimum");
    exclusive(members, "exclusiveMaximum", "maximum");
}

/// A bound that is not allowed itself. Of it and the one that is, the tighter counts.
fn exclusive(members: &mut Members, flag: &str, bound: &str) {
    let Some(number) = members.get(flag).filter(|value| value.as_f64().is_some()).cloned() else { return };
    let is_tighter = match (number.as_f64(), members.get(bound).and_then(Tree::as_f64)) {
        (Some(new), Some(old)) if bound == "minimum" => new >= old,
        (Some(new), Some(old)) => new <= old,
        _ => true,
    };
    members.shift_remove(flag);
    if is_tighter {
        members.insert(bound.to_owned(), number);
        members.insert(flag.to_owned(), Tree::Bool(true));
    }
}
