//! What the document says is meant where a property is absent, as constants.

use serde_json::Value;

use super::Lowering;
use crate::diagnostic::{Code, Pointer};
use crate::model::{Default, Shape, Type};

impl Lowering<'_> {
    /// Gives each field the constant of its default, where its type has one.
    pub(super) fn constants(&mut self) {
        for (owner, name, value) in std::mem::take(&mut self.defaults) {
            let Some(index) = self.defined.get(&owner).copied() else { continue };
            let Shape::Struct(object) = &self.definitions[index].shape else { continue };
            let Some(at) = object.fields.iter().position(|field| field.name == name) else { continue };
            let default = self.constant(&object.fields[at].ty, &value);
            let is_wrong = default.is_none() && self.is_wrong(&object.fields[at].ty, &value);
            if is_wrong {
                let place = Pointer::parse(&self.definitions[index].pointer);
                let place = place.child("properties").child(&object.fields[at].wire).child("default");
                self.diagnostics.note(Code::ContradictorySchema, &place, "this default is no value of its own schema");
            }
            if let Shape::Struct(object) = &mut self.definitions[index].shape {
                // A list has no constant.
                object.fields[at].meant = default.is_none().then_some(value).filter(|_| !is_wrong);
                object.fields[at].default = default;
            }
        }
    }

    fn constant(&self, ty: &Type, value: &Value) -> Option<Default> {
        match (ty, value) {
            (Type::Bool, Value::Bool(value)) => Some(Default::Bool(*value)),
            (Type::Integer(integer), Value::Number(number)) => {
                let value = whole(number)?;
                integer.holds(value).then_some(Default::Integer(value))
            }
            (Type::F64, Value::Number(number)) => number.as_f64().map(Default::Number),
            (Type::String, Value::String(text)) => Some(Default::String(text.clone())),
            (Type::Boxed(inner), _) => self.constant(inner, value),
            (Type::Named(name), _) => match (self.shape(name)?, value) {
                (Shape::Alias(ty), _) => self.constant(ty, value),
                (Shape::StringEnum(variants), Value::String(text)) => {
                    let variant = variants.iter().find(|variant| variant.wire == *text)?;
                    Some(Default::Variant(name.clone(), variant.name.clone()))
                }
                (Shape::IntegerEnum(variants), Value::Number(number)) => {
                    let variant = variants.iter().find(|variant| Some(variant.wire) == number.as_i64())?;
                    Some(Default::Variant(name.clone(), variant.name.clone()))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a value is none that a type can have.
    fn is_wrong(&self, ty: &Type, value: &Value) -> bool {
        match ty {
            Type::Bool => !value.is_boolean(),
            Type::Integer(integer) => !value.as_number().and_then(whole).is_some_and(|value| integer.holds(value)),
            Type::F64 | Type::Number => !value.is_number(),
            Type::String | Type::Date(_) | Type::DateTime(_) | Type::Base64 | Type::Uuid | Type::Ipv4 | Type::Ipv6 => {
                !value.is_string()
            }
            Type::Array(_) | Type::FixedArray(..) => !value.is_array(),
            Type::Map(_) => !value.is_object(),
            Type::Boxed(inner) | Type::Nullable(inner) => self.is_wrong(inner, value),
            Type::Named(name) => match self.shape(name) {
                Some(Shape::StringEnum(_) | Shape::IntegerEnum(_)) => true,
                Some(Shape::Struct(_)) => !value.is_object(),
                Some(Shape::Alias(ty)) => self.is_wrong(ty, value),
                _ => false,
            },
            _ => false,
        }
    }

    /// What a named type is, as far as it is decided.
    pub(super) fn shape(&self, name: &str) -> Option<&Shape> {
        self.defined.get(name).map(|index| &self.definitions[*index].shape)
    }
}

/// A whole number, however it is spelled.
pub(super) fn whole(number: &serde_json::Number) -> Option<i128> {
    if let Some(number) = number.as_i128() {
        return Some(number);
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole, and small enough to be exact")]
    let whole = float as i128;
    Some(whole)
}
