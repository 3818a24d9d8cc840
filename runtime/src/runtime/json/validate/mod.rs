//! Holding values against what the document asks of them beyond their types.
//!
//! Constraints are where the tables state them; what a type cannot hold is not asked again. Nothing here shows a value.

mod bounds;
mod invalid;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use regress::Regex;
use serde_json::Value;

use self::bounds::{compare, is_multiple};
pub use self::invalid::{Invalid, Violation};
use super::decimal::Decimal;
use super::error::{push_index, push_key};
use super::object::{Table, Visitor, entries, present};
use super::{Array, Check, Encode, Map, View, to_vec};

/// How many violations are told.
const MAX_VIOLATIONS: usize = 100;

/// Holds a value, and all values in it, against the constraints of the document.
///
/// Items of an array are equal where they are written alike. A value that an enum does not list is none that is held
/// against it: newer servers may know it.
pub fn validate(value: &dyn Encode) -> Result<(), Invalid> {
    let mut walk = Walk { path: String::from("$"), ..Walk::default() };
    walk.value(value.view());
    if walk.violations.is_empty() { Ok(()) } else { Err(Invalid::new(walk.violations, walk.has_more)) }
}

#[derive(Default)]
struct Walk {
    /// Where the walk is.
    path: String,
    violations: Vec<Violation>,
    has_more: bool,
    /// The patterns that were met; none where one is not of ECMA-262.
    patterns: BTreeMap<&'static str, Option<Regex>>,
}

impl Visitor for Walk {
    fn object(&mut self, table: &'static Table, fields: &[&dyn Encode], rest: Option<&dyn Map>) {
        for (field, value) in present(table, fields) {
            self.in_key(field.name(), &mut |walk| {
                walk.checks(value, field.rule.checks);
                walk.value(value);
            });
        }
        if let Some(rest) = rest {
            self.values(View::Map(rest), &mut |walk, value| {
                walk.checks(value, table.rest.checks);
                walk.value(value);
            });
        }
    }
}

impl Walk {
    fn value(&mut self, value: View<'_>) {
        match value {
            View::Array(items) => self.items(items, &mut |walk, item| walk.value(item)),
            View::Map(_) => self.values(value, &mut |walk, value| walk.value(value)),
            View::Object(object) => object.visit(self),
            _ => {}
        }
    }

    fn items(&mut self, items: &dyn Array, look: &mut dyn FnMut(&mut Self, View<'_>)) {
        for index in 0..items.len() {
            let length = self.path.len();
            push_index(&mut self.path, index);
            look(self, items.item(index));
            self.path.truncate(length);
            if self.has_more {
                break;
            }
        }
    }

    fn values(&mut self, object: View<'_>, look: &mut dyn FnMut(&mut Self, View<'_>)) {
        entries(object, &mut |key, value| self.in_key(key, &mut |walk| look(walk, value)));
    }

    fn in_key(&mut self, key: &str, look: &mut dyn FnMut(&mut Self)) {
        if self.has_more {
            return;
        }
        let length = self.path.len();
        push_key(&mut self.path, key);
        look(self);
        self.path.truncate(length);
    }

    fn checks(&mut self, value: View<'_>, checks: &[Check]) {
        if checks.is_empty() {
            return;
        }
        let value = opened(value);
        for check in checks {
            match *check {
                Check::Items(checks) => {
                    if let View::Array(items) = value {
                        self.items(items, &mut |walk, item| walk.checks(item, checks));
                    }
                }
                Check::Values(checks) => self.values(value, &mut |walk, value| walk.checks(value, checks)),
                check => {
                    if let Some(reason) = self.broken(value, check) {
                        self.tell(reason);
                    }
                }
            }
        }
    }

    fn tell(&mut self, reason: String) {
        if self.violations.len() == MAX_VIOLATIONS {
            self.has_more = true;
        } else {
            self.violations.push(Violation::new(self.path.clone(), reason));
        }
    }

    /// What is asked and not so. Constraints of other kinds of values ask nothing.
    fn broken(&mut self, value: View<'_>, check: Check) -> Option<String> {
        match check {
            Check::MinLength(least) => too_few("a string", "character", least, length(value)?),
            Check::MaxLength(most) => too_many("a string", "character", most, length(value)?),
            Check::MinItems(least) => too_few("an array", "item", least, items(value)?.len()),
            Check::MaxItems(most) => too_many("an array", "item", most, items(value)?.len()),
            Check::MinProperties(least) => too_few("an object", "property", least, properties(value)?),
            Check::MaxProperties(most) => too_many("an object", "property", most, properties(value)?),
            Check::Pattern(pattern) => {
                let matches = self.matches(pattern, &text(value)?);
                (!matches).then(|| format!("expected a string that matches `{pattern}`, found another one"))
            }
            Check::UniqueItems => (!are_unique(items(value)?))
                .then(|| "expected an array of different items, found one with equal items".to_owned()),
            Check::Minimum(bound) => bounded(value, "of at least", bound, "a smaller one", Ordering::is_ge),
            Check::Maximum(bound) => bounded(value, "of at most", bound, "a larger one", Ordering::is_le),
            Check::ExclusiveMinimum(bound) => bounded(value, "above", bound, "one that is not", Ordering::is_gt),
            Check::ExclusiveMaximum(bound) => bounded(value, "below", bound, "one that is not", Ordering::is_lt),
            Check::MultipleOf(factor) => (!is_multiple(&number(value)?, &Decimal::new(factor)))
                .then(|| format!("expected a multiple of {factor}, found another number")),
            Check::Items(_) | Check::Values(_) => None,
        }
    }

    /// Whether a part of a text matches. What is no pattern of ECMA-262 asks nothing.
    fn matches(&mut self, pattern: &'static str, text: &str) -> bool {
        let compile = || Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok();
        let pattern = self.patterns.entry(pattern).or_insert_with(compile);
        pattern.as_ref().is_none_or(|pattern| pattern.find(text).is_some())
    }
}

/// A value of any JSON as the value of a kind.
fn opened(value: View<'_>) -> View<'_> {
    match value {
        View::Json(Value::Null) => View::Null,
        View::Json(Value::String(text)) => View::Str(text),
        View::Json(Value::Array(items)) => View::Array(items),
        View::Json(Value::Object(object)) => View::Map(object),
        other => other,
    }
}

impl Map for serde_json::Map<String, Value> {
    fn visit(&self, visit: &mut dyn FnMut(&str, &dyn Encode)) {
        self.iter().for_each(|(key, value)| visit(key, value));
    }

    fn value(&self, key: &str) -> Option<&dyn Encode> {
        self.get(key).map(|value| value as _)
    }
}

fn text(value: View<'_>) -> Option<Cow<'_, str>> {
    match value {
        View::Str(text) => Some(Cow::Borrowed(text)),
        View::Formatted(text) => Some(Cow::Owned(text.to_string())),
        _ => None,
    }
}

fn length(value: View<'_>) -> Option<usize> {
    text(value).map(|text| text.chars().count())
}

fn items(value: View<'_>) -> Option<&dyn Array> {
    if let View::Array(items) = value { Some(items) } else { None }
}

fn properties(value: View<'_>) -> Option<usize> {
    let mut count = 0;
    entries(value, &mut |_, _| count += 1);
    matches!(value, View::Map(_) | View::Object(_)).then_some(count)
}

fn number(value: View<'_>) -> Option<Decimal> {
    let text = match value {
        View::I64(number) => number.to_string(),
        View::U64(number) => number.to_string(),
        View::F64(number) if number.is_finite() => format!("{number:?}"),
        View::F32(number) if number.is_finite() => format!("{number:?}"),
        View::Number(text) => text.to_owned(),
        View::Json(Value::Number(number)) => number.to_string(),
        _ => return None,
    };
    Some(Decimal::new(&text))
}

fn bounded(value: View<'_>, asked: &str, bound: &str, found: &str, holds: fn(Ordering) -> bool) -> Option<String> {
    let holds = holds(compare(&number(value)?, &Decimal::new(bound)));
    (!holds).then(|| format!("expected a number {asked} {bound}, found {found}"))
}

fn too_few(kind: &str, part: &str, least: u64, found: usize) -> Option<String> {
    ((found as u64) < least).then(|| format!("expected {kind} of at least {}, found one of fewer", count(least, part)))
}

fn too_many(kind: &str, part: &str, most: u64, found: usize) -> Option<String> {
    (found as u64 > most).then(|| format!("expected {kind} of at most {}, found one of more", count(most, part)))
}

fn count(number: u64, part: &str) -> String {
    match (number, part.strip_suffix('y')) {
        (1, _) => format!("1 {part}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {part}s"),
    }
}

fn are_unique(items: &dyn Array) -> bool {
    let mut seen = BTreeSet::new();
    // What cannot be written is told where it is written.
    (0..items.len()).all(|index| to_vec(&items.item(index)).map_or(true, |text| seen.insert(text)))
}
