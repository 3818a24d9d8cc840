//! Scalars and their formats.

use openapiv3::{IntegerType, NumberFormat, NumberType, StringFormat, StringType, VariantOrUnknownOrEmpty as Format};

use crate::model::{Integer, Type};

/// The type of a string by its format; `password` is text whose field is hidden.
pub(super) fn string(schema: &StringType) -> Type {
    match &schema.format {
        Format::Item(StringFormat::Date) => Type::Date,
        Format::Item(StringFormat::DateTime) => Type::DateTime,
        Format::Item(StringFormat::Byte) => Type::Base64,
        Format::Unknown(format) if format == "uuid" => Type::Uuid,
        _ => Type::String,
    }
}

/// The type of a whole number by its format and, where it has none, its bounds.
pub(super) fn integer(schema: &IntegerType) -> Type {
    Type::Integer(match &schema.format {
        Format::Item(openapiv3::IntegerFormat::Int32) => Integer::I32,
        Format::Item(openapiv3::IntegerFormat::Int64) => Integer::I64,
        Format::Unknown(format) => match format.as_str() {
            "int8" => Integer::I8,
            "int16" => Integer::I16,
            "uint8" => Integer::U8,
            "uint16" => Integer::U16,
            "uint32" | "uint" => Integer::U32,
            "uint64" => Integer::U64,
            _ => Integer::I64,
        },
        Format::Empty => Integer::I64,
    })
}

/// The type of a number by its format.
pub(super) fn number(schema: &NumberType) -> Type {
    match &schema.format {
        Format::Item(NumberFormat::Float) => Type::F32,
        _ => Type::F64,
    }
}
