//! What a value lost on its way.
//!
//! Invariant: two values are the same but for members that the original does not describe and does not ask to keep, the
//! spelling of numbers, and the spelling of an instant where the original says that there is one.

use chrono::DateTime;

use super::scope::Scope;
use crate::values::json::Json;
use crate::values::original::{Original, escaped, places};

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The place in the value, as a JSON Pointer.
    pub(super) path: String,
    pub(super) kind: &'static str,
}

/// What is different after than before, for a value of the schema at a pointer.
pub(super) fn compare(original: &Original, pointer: &str, before: &Json, after: &Json) -> Vec<Difference> {
    let mut comparison = Comparison { original, found: Vec::new() };
    let scope = Scope::at(original, &places(pointer), before);
    comparison.value(&scope, before, after, &mut String::new());
    comparison.found
}

struct Comparison<'a> {
    original: &'a Original,
    found: Vec<Difference>,
}

impl<'a> Comparison<'a> {
    fn note(&mut self, path: &str, kind: &'static str) {
        self.found.push(Difference { path: path.to_owned(), kind });
    }

    fn value(&mut self, scope: &Scope<'a>, before: &Json, after: &Json, path: &mut String) {
        match (before, after) {
            (Json::Object(one), Json::Object(other)) => self.members(scope, one, other, path),
            (Json::Array(one), Json::Array(other)) => {
                if one.len() != other.len() {
                    self.note(path, "the length of an array is another");
                }
                let schemas = scope.items();
                for (index, (one, other)) in one.iter().zip(other).enumerate() {
                    let scope = Scope::new(self.original, &schemas, one);
                    self.child(&scope, one, other, &index.to_string(), path);
                }
            }
            (Json::Number(one), Json::Number(other)) => {
                if decimal(one) != decimal(other) {
                    self.note(path, "a number is another");
                }
            }
            (Json::String(one), Json::String(other)) => {
                if one != other && !(scope.has_format("date-time") && same_instant(one, other)) {
                    let is_case = one.to_lowercase() == other.to_lowercase();
                    self.note(path, if is_case { "a text is in another case" } else { "a text is another" });
                }
            }
            (Json::Null, Json::Null) => {}
            (Json::Bool(one), Json::Bool(other)) if one == other => {}
            (Json::Bool(_), Json::Bool(_)) => self.note(path, "a truth value is another"),
            (Json::Null, _) => self.note(path, "null became a value"),
            (_, Json::Null) => self.note(path, "a value became null"),
            _ => self.note(path, "a value is of another type"),
        }
    }

    fn members(&mut self, scope: &Scope<'a>, before: &[(String, Json)], after: &[(String, Json)], path: &mut String) {
        for (name, value) in before {
            let Some((_, other)) = after.iter().find(|(other, _)| other == name) else {
                if scope.describes(name) {
                    let kind = if *value == Json::Null { "null is gone" } else { "a member is gone" };
                    self.note(&format!("{path}/{}", escaped(name)), kind);
                } else if scope.keeps_others() {
                    self.note(&format!("{path}/{}", escaped(name)), "an additional member is gone");
                }
                continue;
            };
            let scope = Scope::new(self.original, &scope.member(name), value);
            self.child(&scope, value, other, &escaped(name), path);
        }
        for (index, (name, value)) in after.iter().enumerate() {
            let place = format!("{path}/{}", escaped(name));
            if before.iter().all(|(other, _)| other != name) {
                let kind = if *value == Json::Null { "what was absent became null" } else { "a member was added" };
                self.note(&place, kind);
            } else if after[..index].iter().any(|(other, _)| other == name) {
                self.note(&place, "a member is there twice");
            }
        }
    }

    fn child(&mut self, scope: &Scope<'a>, before: &Json, after: &Json, name: &str, path: &mut String) {
        let length = path.len();
        path.push('/');
        path.push_str(name);
        self.value(scope, before, after, path);
        path.truncate(length);
    }
}

fn same_instant(one: &str, other: &str) -> bool {
    let instants = (DateTime::parse_from_rfc3339(one), DateTime::parse_from_rfc3339(other));
    matches!(instants, (Ok(one), Ok(other)) if one == other)
}

/// A number as its sign, its digits without zeros at the ends, and the power of ten of the last one.
fn decimal(text: &str) -> (bool, String, i64) {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let trimmed = digits.trim_start_matches('0').trim_end_matches('0');
    if trimmed.is_empty() {
        return (false, String::new(), 0);
    }
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap_or(i64::MAX / 2);
    let power = exponent - i64::try_from(fraction.len()).unwrap_or(0) + i64::try_from(zeros).unwrap_or(0);
    (negative, trimmed.to_owned(), power)
}
