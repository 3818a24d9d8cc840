//! How the values of two types relate.

use super::Differ;
use crate::model::{Definition, Field, Integer, Shape, Struct, Type, Variant};

/// How the values of a new type relate to those of an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// It is the same type.
    Same,
    /// The values are the same, and the type is another one.
    Represented,
    /// It has more values.
    Wider,
    /// It has more, and readers of the old one keep those that they do not know.
    Kept,
    /// It has fewer.
    Narrower,
    /// It has others.
    Other,
}

use Relation::{Kept, Narrower, Other, Represented, Same, Wider};

/// How many types within each other are looked into.
const DEPTH: usize = 16;

impl Relation {
    /// How values relate of which two parts relate like this.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (one, Same) | (Same, one) => one,
            (one, Represented) | (Represented, one) => one,
            (one, other) if one == other => one,
            (Wider, Kept) | (Kept, Wider) => Wider,
            _ => Other,
        }
    }

    fn back(self) -> Self {
        match self {
            Wider | Kept => Narrower,
            Narrower => Wider,
            other => other,
        }
    }
}

impl Differ<'_> {
    /// How a new type relates to an old one. Types that are told by themselves are the same, whatever has changed in them.
    pub(super) fn relation(&self, old: &Type, new: &Type) -> Relation {
        self.related(old, new, 0)
    }

    fn related(&self, old: &Type, new: &Type, depth: usize) -> Relation {
        if let (Type::Named(old), Type::Named(new)) = (old, new)
            && self.is_same(old, new)
        {
            return Same;
        }
        if depth > DEPTH {
            return Other;
        }
        let inner = |old: &Type, new: &Type| self.related(old, new, depth + 1);
        match (self.old.resolve(old), self.new.resolve(new)) {
            (Type::Boxed(old), Type::Boxed(new)) => inner(old, new),
            (Type::Boxed(old), new) => inner(old, new).with(Represented),
            (old, Type::Boxed(new)) => inner(old, new).with(Represented),
            (Type::Named(old), Type::Named(new)) => self.related_by_name(old, new, depth),
            (Type::Nullable(old), Type::Nullable(new))
            | (Type::Array(old), Type::Array(new))
            | (Type::Map(old), Type::Map(new)) => inner(old, new),
            (Type::FixedArray(old, before), Type::FixedArray(new, after)) => {
                inner(old, new).with(if before == after { Same } else { Other })
            }
            (Type::FixedArray(old, _), Type::Array(new)) => inner(old, new).with(Wider),
            (Type::Array(old), Type::FixedArray(new, _)) => inner(old, new).with(Narrower),
            (old, new) if old == new => Same,
            (Type::Nullable(old), new) => inner(old, new).with(Narrower),
            (old, Type::Nullable(new)) => inner(old, new).with(Wider),
            // The settings have dates as texts: the values are the same.
            (Type::DateTime(_) | Type::Date(_), Type::String) if self.new.model.has_dates_as_texts => Represented,
            (Type::String, Type::DateTime(_) | Type::Date(_)) if self.old.model.has_dates_as_texts => Represented,
            (old, new) => match widened(old, new) {
                Other => widened(new, old).back(),
                known => known,
            }
            .or_else(|| self.by_shape(old, new, depth)),
        }
    }

    /// How a type relates to one of the document, or two of the document that are not one.
    fn by_shape(&self, old: &Type, new: &Type, depth: usize) -> Relation {
        let within = |ty: &Type, name: &str, is_new: bool| {
            let side = if is_new { &self.new } else { &self.old };
            let relation = |inner: &Type| {
                if is_new { self.related(ty, inner, depth + 1) } else { self.related(inner, ty, depth + 1).back() }
            };
            match side.definition(name).map(|definition| &definition.shape) {
                Some(Shape::StringEnum(_)) if *ty == Type::String => Narrower,
                Some(Shape::IntegerEnum(_)) if matches!(ty, Type::Integer(_) | Type::Number | Type::F64) => Narrower,
                Some(Shape::Newtype(inner)) => relation(inner).with(Represented),
                Some(Shape::Union(union))
                    if union.variants.iter().any(|variant| matches!(relation(&variant.ty), Same | Represented)) =>
                {
                    Wider
                }
                _ => Other,
            }
        };
        match (old, new) {
            (old, Type::Named(new)) => within(old, new, true),
            (Type::Named(old), new) => match within(new, old, false).back() {
                Wider if self.old.definition(old).is_some_and(|listed| keeps(listed, new)) => Kept,
                other => other,
            },
            _ => Other,
        }
    }

    /// How two types of the document relate that are not one and the same.
    fn related_by_name(&self, old: &str, new: &str, depth: usize) -> Relation {
        let (Some(before), Some(after)) = (self.old.definition(old), self.new.definition(new)) else { return Other };
        match (&before.shape, &after.shape) {
            (Shape::StringEnum(listed), Shape::StringEnum(others)) => by_values(listed, others).kept(!before.closed),
            (Shape::IntegerEnum(listed), Shape::IntegerEnum(others)) => by_values(listed, others).kept(!before.closed),
            (Shape::Struct(one), Shape::Struct(other)) => {
                let asked = Self::related_by_constraints(&before.constraints, &after.constraints);
                self.by_fields(one, other, depth).with(asked)
            }
            _ => {
                let wider = self.by_shape(&Type::Named(old.to_owned()), &Type::Named(new.to_owned()), depth);
                if wider != Other { wider } else { self.narrowed(old, new, depth) }
            }
        }
    }

    /// Whether what was one of several is now one alone.
    fn narrowed(&self, old: &str, new: &str, depth: usize) -> Relation {
        match self.old.definition(old).map(|definition| &definition.shape) {
            Some(Shape::Union(union)) => {
                let new = Type::Named(new.to_owned());
                let is_one = union
                    .variants
                    .iter()
                    .any(|variant| matches!(self.related(&variant.ty, &new, depth + 1), Same | Represented));
                if is_one { Narrower } else { Other }
            }
            _ => Other,
        }
    }

    fn by_fields(&self, before: &Struct, after: &Struct, depth: usize) -> Relation {
        let rest = match (&before.additional_properties, &after.additional_properties) {
            (Some(before), Some(after)) => self.related(&before.ty, &after.ty, depth + 1),
            (None, None) => Same,
            _ => Other,
        };
        if before.fields.len() != after.fields.len() || !matches!(rest, Same | Represented) {
            return Other;
        }
        let said = |field: &Field| (field.presence, field.direction, field.expected);
        let of_field = |field: &Field| {
            let Some(other) = after.fields.iter().find(|other| other.wire == field.wire && said(other) == said(field))
            else {
                return Other;
            };
            // What is asked of their values is not told elsewhere, as the two are not one type.
            match self.related(&field.ty, &other.ty, depth + 1) {
                Same | Represented => Self::related_by_constraints(&field.constraints, &other.constraints),
                _ => Other,
            }
        };
        let asked = before.fields.iter().map(of_field).fold(Represented, Relation::with);
        match (&before.additional_properties, &after.additional_properties) {
            (Some(before), Some(after)) => {
                asked.with(Self::related_by_constraints(&before.constraints, &after.constraints))
            }
            _ => asked,
        }
    }
}

impl Relation {
    /// The same of what keeps values that it does not know, or does not.
    fn kept(self, are_kept: bool) -> Self {
        if self == Wider && are_kept { Kept } else { self }
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self == Other { other() } else { self }
    }
}

/// Whether an enum keeps all values of a type that is not of the document.
pub(super) fn keeps(listed: &Definition, ty: &Type) -> bool {
    match (&listed.shape, ty) {
        _ if listed.closed => false,
        (Shape::StringEnum(_), Type::String) => true,
        (Shape::IntegerEnum(_), Type::Integer(integer)) => !integer.holds(i128::from(i64::MAX) + 1),
        _ => false,
    }
}

/// Whether a type that is not of the document has all values of another one.
fn widened(old: &Type, new: &Type) -> Relation {
    match (old, new) {
        (_, Type::Json) => Wider,
        (Type::Integer(old), Type::Integer(new)) => integers(*old, *new),
        (Type::F64, Type::Number) => Represented,
        // The crate of dates is another one.
        (Type::DateTime(_), Type::DateTime(_)) | (Type::Date(_), Type::Date(_)) => Represented,
        (Type::Integer(_), Type::F64 | Type::Number) => Wider,
        (Type::DateTime(_) | Type::Date(_) | Type::Uuid | Type::Ipv4 | Type::Ipv6 | Type::Base64, Type::String) => {
            Wider
        }
        _ => Other,
    }
}

/// How two ranges of whole numbers relate.
fn integers(old: Integer, new: Integer) -> Relation {
    let bounds = [i128::from(i64::MIN), -(1 << 31), -(1 << 15), -(1 << 7), 0]
        .into_iter()
        .chain([i8::MAX.into(), u8::MAX.into(), i16::MAX.into(), u16::MAX.into(), i32::MAX.into(), u32::MAX.into()])
        .chain([i64::MAX.into(), u64::MAX.into()]);
    let only = |one: Integer, other: Integer| bounds.clone().any(|bound| one.holds(bound) && !other.holds(bound));
    by_rest(only(old, new), only(new, old))
}

/// How two lists of values relate.
fn by_values<T: PartialEq>(old: &[Variant<T>], new: &[Variant<T>]) -> Relation {
    let only = |one: &[Variant<T>], other: &[Variant<T>]| {
        one.iter().any(|variant| !other.iter().any(|known| known.wire == variant.wire))
    };
    by_rest(only(old, new), only(new, old))
}

/// How values relate of which some are only in one.
fn by_rest(only_old: bool, only_new: bool) -> Relation {
    match (only_old, only_new) {
        (false, false) => Represented,
        (false, true) => Wider,
        (true, false) => Narrower,
        (true, true) => Other,
    }
}
