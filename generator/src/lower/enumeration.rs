//! `enum`: values that are listed.

use std::fmt::Display;

use serde_json::Value;

use super::all_of::Merged;
use super::home::Home;
use super::kinds::Kinds;
use super::{Lowering, naming};
use crate::diagnostic::Pointer;
use crate::model::{Shape, Type, Variant};

/// What is said of a value that is listed.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) value: Value,
    /// What a reader would call it.
    pub(super) title: Option<String>,
    pub(super) description: String,
}

impl Lowering<'_> {
    /// The type of a schema with these values. Strings and whole numbers become enums; of other types the documentation
    /// lists the values.
    pub(super) fn enumeration(&mut self, at: &Pointer, mut merged: Merged, values: Vec<Value>, home: &Home) -> Type {
        let kinds = merged.kinds;
        let fitting = values.iter().filter(|value| kinds.contains(Kinds::of(value))).map(plain);
        let fitting: Vec<Value> = fitting.collect();
        if fitting.is_empty() {
            // Nothing but `null`, or values of another type than the schema's.
            return if kinds == Kinds::ANY { Type::Json } else { self.typed(at, merged, home) };
        }
        let found = fitting.iter().map(Kinds::of).fold(Kinds::NONE, Kinds::or);
        // Choices beside an `enum` say no more than it does.
        merged.choices.clear();
        match found {
            Kinds::STRING => {
                let texts: Vec<String> = fitting.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
                let home = self.claim(at, home);
                let variants = self.variants_of(texts, &merged.said, |text| naming::type_name(text), &home);
                self.define(at, &home, &merged.docs, Shape::StringEnum(variants))
            }
            Kinds::INTEGER if fitting.iter().all(|value| value.as_i64().is_some()) => {
                let numbers: Vec<i64> = fitting.iter().filter_map(Value::as_i64).collect();
                let home = self.claim(at, home);
                let variants = self.variants_of(numbers, &merged.said, number_name, &home);
                self.define(at, &home, &merged.docs, Shape::IntegerEnum(variants))
            }
            // What the type is follows from the values where nothing else says so.
            one if one.each().count() <= 1 => {
                // Listed values widen the type as bounds do.
                if let Some(most) = fitting.iter().filter_map(Value::as_f64).reduce(f64::max) {
                    merged.maximum = merged.maximum.or(Some(most));
                    merged.minimum = merged.minimum.or(fitting.iter().filter_map(Value::as_f64).reduce(f64::min));
                }
                // A whole number that was read as a float is beyond 64 bits.
                if one == Kinds::INTEGER && fitting.iter().any(Value::is_f64) {
                    merged.maximum = Some(f64::MAX);
                }
                merged.kinds = if kinds == Kinds::ANY { one } else { kinds.and(one) };
                self.typed(at, merged, home)
            }
            several => {
                let members = several.each().map(|kind| {
                    let of_kind = |value: &&Value| kind.contains(Kinds::of(value));
                    let enumeration = Some(fitting.iter().filter(of_kind).cloned().collect());
                    Merged { kinds: kind, enumeration, ..merged.clone() }
                });
                let members = members.collect();
                self.union_of(at, &merged.docs, members, home)
            }
        }
    }
}

/// The same value, a whole number without a point.
fn plain(value: &Value) -> Value {
    match value.as_number().and_then(super::defaults::whole).map(i64::try_from) {
        Some(Ok(whole)) => Value::from(whole),
        _ => value.clone(),
    }
}

impl Lowering<'_> {
    /// The variants of an enum. `Unknown` is kept for values that the document does not list.
    fn variants_of<T: PartialEq + Display>(
        &mut self,
        values: Vec<T>,
        said: &[Said],
        name: impl Fn(&T) -> String,
        home: &Home,
    ) -> Vec<Variant<T>>
    where
        Value: PartialEq<T>,
    {
        let mut scope = naming::Scope::new(&home.place, &["Unknown"], self.given);
        let mut variants: Vec<Variant<T>> = Vec::new();
        for wire in values {
            if variants.iter().all(|variant| variant.wire != wire) {
                let said = said.iter().find(|said| said.value == wire);
                let title = said.and_then(|said| said.title.as_deref());
                let called = title.map_or_else(|| name(&wire), naming::type_name);
                let name = scope.name(&wire.to_string(), called, "Value");
                let description = said.map(|said| said.description.clone()).unwrap_or_default();
                variants.push(Variant { wire, name, description });
            }
        }
        scope.keep(&mut self.now);
        variants
    }
}

fn number_name(number: &i64) -> String {
    match number {
        0.. => format!("Value{number}"),
        _ => format!("Minus{}", number.unsigned_abs()),
    }
}
