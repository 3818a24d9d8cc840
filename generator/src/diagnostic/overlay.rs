//! The overlay that would mend a document for good: what the fixes of its diagnostics do, in an order in which all of them
//! can be done.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::{Action, Change, Diagnostics, Pointer};

impl Diagnostics {
    /// An overlay ([OpenAPI Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0)) with the fixes of these diagnostics, if
    /// there is one. Applied to the document, it makes those diagnostics go away that have a fix.
    pub fn overlay(&self) -> Option<Value> {
        let fixes = self.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        let mut actions: Vec<&Action> = Vec::new();
        for action in fixes.flat_map(|fix| &fix.actions) {
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
        if actions.is_empty() {
            return None;
        }
        // What is taken out of a list moves what comes after it, so that goes last and from the end.
        actions.sort_by(|one, other| match (&one.change, &other.change) {
            (Change::Update(_), Change::Update(_)) => Ordering::Equal,
            (Change::Update(_), Change::Remove(_)) => Ordering::Less,
            (Change::Remove(_), Change::Update(_)) => Ordering::Greater,
            (Change::Remove(_), Change::Remove(_)) => order(&other.target, &one.target),
        });
        Some(json!({
            "overlay": "1.0.0",
            "info": { "title": "Mends what was found in the document", "version": "1.0.0" },
            "actions": actions,
        }))
    }
}

/// The order of places in a document, with indices by their number.
fn order(one: &Pointer, other: &Pointer) -> Ordering {
    let key = |token: &String| token.parse::<usize>().map_err(|_| token.clone());
    let (one, other): (Vec<String>, Vec<String>) = (one.tokens().collect(), other.tokens().collect());
    let differing = one.iter().zip(&other).find(|(one, other)| one != other);
    match differing {
        Some((one, other)) => match (key(one), key(other)) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            (one, other) => one.err().cmp(&other.err()),
        },
        None => one.len().cmp(&other.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Fix, Severity};

    #[test]
    fn what_is_taken_out_of_lists_goes_last_and_from_the_end() {
        let mut diagnostics = Diagnostics::default();
        let list = Pointer::parse("/paths/~1a/get/parameters");
        for fix in [
            Fix::remove(&list.child(2)),
            Fix::remove(&list.child(10)),
            Fix::set(&list.child(11), "required", true),
            Fix::remove(&list.child(2)),
            Fix::remove(&list.child(2).child("schema")),
        ] {
            diagnostics.push(Diagnostic::new(Code::WrongType, Severity::Warning, &list, "").fix(fix));
        }
        let overlay = diagnostics.overlay().unwrap();
        let of = |index: &str| format!("$['paths']['/a']['get']['parameters'][{index}]");
        assert_eq!(
            overlay["actions"],
            json!([
                { "target": of("11"), "update": { "required": true } },
                { "target": of("10"), "remove": true },
                { "target": of("2") + "['schema']", "remove": true },
                { "target": of("2"), "remove": true },
            ])
        );
        assert_eq!(Diagnostics::default().overlay(), None);
    }
}
