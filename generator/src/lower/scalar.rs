//! Scalars and their formats.

use serde_json::Value;

use super::all_of::Merged;
use crate::model::{Constraint, Dates, Integer, Type};

/// The formats that have a type of their own, for strings.
fn of_string(format: &str) -> Option<Type> {
    Some(match format {
        "date" => Type::Date(Dates::Chrono),
        "date-time" => Type::DateTime(Dates::Chrono),
        "byte" => Type::Base64,
        "uuid" => Type::Uuid,
        "ipv4" => Type::Ipv4,
        "ipv6" => Type::Ipv6,
        _ => return None,
    })
}

fn of_integer(format: &str) -> Option<Integer> {
    Some(match format {
        "int8" => Integer::I8,
        "int16" => Integer::I16,
        "int32" => Integer::I32,
        "int64" => Integer::I64,
        "uint8" => Integer::U8,
        "uint16" => Integer::U16,
        "uint32" => Integer::U32,
        "uint64" | "uint" => Integer::U64,
        _ => return None,
    })
}

/// Formats of numbers that 64 bits do not hold.
pub(super) fn is_exact(format: &str) -> bool {
    matches!(
        format,
        "decimal"
            | "bigdecimal"
            | "big-decimal"
            | "decimal128"
            | "bigint"
            | "biginteger"
            | "big-integer"
            | "int128"
            | "uint128"
    )
}

/// Whether a format says that a value is a string.
pub(super) fn is_of_strings(format: &str) -> bool {
    of_string(format).is_some()
        || matches!(format, "password" | "binary" | "uri" | "url" | "email" | "hostname" | "time")
}

/// Whether a format of strings has a type of its own.
pub(super) fn is_of_type(format: &str) -> bool {
    of_string(format).is_some()
}

/// Whether a format is told by the type itself, so that readers need no word of it.
pub(super) fn is_typed(format: &str) -> bool {
    of_string(format).is_some()
        || of_integer(format).is_some()
        || matches!(format, "float" | "double" | "string" | "password" | "")
}

/// The type of a string by its format; `password` is text whose field is hidden, and what no type of Rust's writes as it
/// was read stays text.
pub(super) fn string(schema: &Merged) -> Type {
    match schema.format.as_deref().and_then(of_string) {
        Some(Type::Uuid) if has_capitals(schema) => Type::String,
        Some(ty) => ty,
        None => Type::String,
    }
}

/// Whether a document asks for UUIDs in upper case or shows them so: the type would write them in lower case.
fn has_capitals(schema: &Merged) -> bool {
    let asks = |constraint: &Constraint| match constraint {
        Constraint::Pattern(pattern) => pattern.contains("A-F") && !pattern.contains("a-f"),
        _ => false,
    };
    let example = schema.docs.example.as_ref().and_then(Value::as_str);
    schema.constraints.iter().any(asks)
        || example.is_some_and(|text| text.contains('-') && text.contains(|letter| matches!(letter, 'A'..='F')))
}

/// The type of a whole number by its format.
pub(super) fn integer(schema: &Merged) -> Type {
    match schema.format.as_deref() {
        Some(format) if is_exact(format) => Type::Number,
        Some(format) => match of_integer(format) {
            Some(integer) if holds(integer, schema) => Type::Integer(integer),
            _ => bounded(schema),
        },
        None => bounded(schema),
    }
}

/// Whether whole numbers are among those of a schema that double precision does not tell from others.
pub(super) fn is_wide(schema: &Merged) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_small = |bound: Option<f64>| bound.is_some_and(|bound| bound.abs() <= EXACT);
    let is_wide = match integer(schema) {
        Type::Integer(integer) => integer.holds(1 << 53),
        _ => true,
    };
    is_wide && !(is_small(schema.minimum) && is_small(schema.maximum))
}

/// Whether an integer's bounds, where there are some, are within a type.
fn holds(integer: Integer, schema: &Merged) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "what is beyond 128 bits is beyond every type")]
    let fits = |bound: f64| bound.abs() < 9.3e18 && integer.holds(bound as i128);
    let wide = matches!(integer, Integer::I64 | Integer::U64);
    wide || (schema.minimum.is_none_or(fits) && schema.maximum.is_none_or(fits))
}

/// The type of whole numbers that only their bounds tell more of: 64 bits, unless a bound is beyond them. As floats the
/// largest numbers of 64 bits are rounded to the next power of two.
fn bounded(schema: &Merged) -> Type {
    const SIGNED: f64 = 9_223_372_036_854_775_808.0;
    const UNSIGNED: f64 = 2.0 * SIGNED;
    let (least, most) = (schema.minimum.unwrap_or(0.0), schema.maximum.unwrap_or(0.0));
    if least >= -SIGNED && most <= SIGNED {
        Type::Integer(Integer::I64)
    } else if schema.minimum.is_some_and(|least| least >= 0.0) && most <= UNSIGNED {
        Type::Integer(Integer::U64)
    } else {
        Type::Number
    }
}

/// The type of a number by its format. `float` has double precision too: what servers send has more digits than single
/// precision holds, and they would be lost.
pub(super) fn number(schema: &Merged) -> Type {
    match schema.format.as_deref() {
        Some(format) if is_exact(format) => Type::Number,
        Some(format) => of_integer(format).map_or(Type::F64, Type::Integer),
        None => Type::F64,
    }
}
