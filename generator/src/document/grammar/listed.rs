//! The values that a schema lists are of its type.

use super::check::Check;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// Reads listed values as those of the type where they are written as another one, and leaves out what no value of the type
/// is. What is listed for texts are texts: `enum: [1, on]`.
pub(super) fn listed(check: &mut Check<'_>, schema: &mut Members, name: &str, at: &Pointer) {
    let Some(Tree::Array(values)) = schema.get_mut("enum") else { return };
    let place = at.child("enum");
    let expected = match name {
        "string" => "a string",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "a boolean",
        _ => return,
    };
    let mut left_out = Vec::new();
    for (index, value) in values.iter_mut().enumerate().filter(|(_, value)| **value != Tree::Null) {
        let at = place.child(index);
        if name == "string" {
            // What else is there stays as it is.
            if !matches!(value, Tree::Array(_) | Tree::Object(_)) {
                let _ = check.text(value, &at);
            }
            continue;
        }
        match meant(value, name) {
            Meant::Itself => {}
            Meant::Same(same) => *value = same,
            Meant::Other(meant) => {
                let message = format!("{expected} is expected here, not {}; it is read as one", value.kind());
                check.diagnostics.note(Code::WrongType, &at, message);
                *value = meant;
            }
            Meant::Nothing => left_out.push(index),
        }
    }
    let is_whole = left_out.len() == values.len();
    for index in &left_out {
        let at = place.child(index);
        let message = format!("no value of type `{name}` is this, so that it is left out");
        let diagnostic = Diagnostic::new(Code::ContradictorySchema, Severity::Warning, &at, message)
            .help(format!("list {expected}, or give the schema the type of what it lists"));
        let taken = if is_whole { &place } else { &at };
        check.diagnostics.push(diagnostic.fix(Fix::remove(taken)));
        if !is_whole {
            check.leave_out(place.clone(), *index);
        }
    }
    if is_whole && !left_out.is_empty() {
        schema.shift_remove("enum");
    }
}

/// What a listed value means.
enum Meant {
    Itself,
    /// The same in other words: `3.0` for 3.
    Same(Tree),
    Other(Tree),
    Nothing,
}

fn meant(value: &Tree, name: &str) -> Meant {
    let other = |found: Option<Tree>| found.map_or(Meant::Nothing, Meant::Other);
    match (name, value) {
        ("integer" | "number", Tree::Integer(_) | Tree::BigInteger(_)) | ("number", Tree::Float(_)) => Meant::Itself,
        ("boolean", Tree::Bool(_)) => Meant::Itself,
        // Below 2^53 a float is an integer exactly.
        ("integer", Tree::Float(float)) if float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0 => {
            Meant::Same(Tree::Integer(*float as i128))
        }
        ("integer", Tree::Float(float)) if float.fract() == 0.0 => Meant::Itself,
        ("integer", Tree::String(text)) => other(text.parse().ok().map(Tree::Integer)),
        ("number", Tree::String(text)) => match text.parse() {
            Ok(integer) => Meant::Other(Tree::Integer(integer)),
            Err(_) => other(text.parse().ok().filter(|float: &f64| float.is_finite()).map(Tree::Float)),
        },
        ("boolean", Tree::String(text)) => other(text.to_ascii_lowercase().parse().ok().map(Tree::Bool)),
        _ => Meant::Nothing,
    }
}
