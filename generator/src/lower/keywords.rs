//! A schema as its keywords, whatever variant `openapiv3` read it into.

use std::borrow::Cow;

use openapiv3::{AnySchema, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty as Format};
use openapiv3::{IntegerFormat, NumberFormat, StringFormat};
use serde_json::Value;

/// The keywords of a schema that say which values are valid.
pub(super) fn keywords(schema: &Schema) -> Cow<'_, AnySchema> {
    match &schema.schema_kind {
        SchemaKind::Any(any) => Cow::Borrowed(any),
        other => Cow::Owned(all(other.clone())),
    }
}

/// A schema with its keywords in the variant that has all of them, which [`keywords`] has not to copy.
pub(super) fn with_all(schema: Schema) -> Schema {
    let Schema { schema_data, schema_kind } = schema;
    Schema { schema_data, schema_kind: SchemaKind::Any(all(schema_kind)) }
}

fn all(kind: SchemaKind) -> AnySchema {
    match kind {
        SchemaKind::Any(any) => any,
        SchemaKind::OneOf { one_of } => AnySchema { one_of, ..AnySchema::default() },
        SchemaKind::AnyOf { any_of } => AnySchema { any_of, ..AnySchema::default() },
        SchemaKind::AllOf { all_of } => AnySchema { all_of, ..AnySchema::default() },
        SchemaKind::Not { not } => AnySchema { not: Some(not), ..AnySchema::default() },
        SchemaKind::Type(ty) => of_type(ty),
    }
}

fn of_type(ty: Type) -> AnySchema {
    let named = |name: &str| AnySchema { typ: Some(name.to_owned()), ..AnySchema::default() };
    match ty {
        Type::String(string) => AnySchema {
            format: format(string.format, |known| match known {
                StringFormat::Date => "date",
                StringFormat::DateTime => "date-time",
                StringFormat::Password => "password",
                StringFormat::Byte => "byte",
                StringFormat::Binary => "binary",
            }),
            pattern: string.pattern,
            min_length: string.min_length,
            max_length: string.max_length,
            enumeration: values(string.enumeration),
            ..named("string")
        },
        Type::Number(number) => AnySchema {
            format: format(number.format, |known| match known {
                NumberFormat::Float => "float",
                NumberFormat::Double => "double",
            }),
            multiple_of: number.multiple_of,
            minimum: number.minimum,
            maximum: number.maximum,
            exclusive_minimum: Some(number.exclusive_minimum),
            exclusive_maximum: Some(number.exclusive_maximum),
            enumeration: values(number.enumeration),
            ..named("number")
        },
        Type::Integer(integer) => {
            #[expect(clippy::cast_precision_loss, reason = "bounds are compared roughly")]
            let float = |bound: Option<i64>| bound.map(|bound| bound as f64);
            AnySchema {
                format: format(integer.format, |known| match known {
                    IntegerFormat::Int32 => "int32",
                    IntegerFormat::Int64 => "int64",
                }),
                multiple_of: float(integer.multiple_of),
                minimum: float(integer.minimum),
                maximum: float(integer.maximum),
                exclusive_minimum: Some(integer.exclusive_minimum),
                exclusive_maximum: Some(integer.exclusive_maximum),
                enumeration: values(integer.enumeration),
                ..named("integer")
            }
        }
        Type::Boolean(boolean) => AnySchema { enumeration: values(boolean.enumeration), ..named("boolean") },
        Type::Object(object) => AnySchema {
            properties: object.properties,
            required: object.required,
            additional_properties: object.additional_properties,
            min_properties: object.min_properties,
            max_properties: object.max_properties,
            ..named("object")
        },
        Type::Array(array) => AnySchema {
            items: array.items,
            min_items: array.min_items,
            max_items: array.max_items,
            unique_items: Some(array.unique_items),
            ..named("array")
        },
    }
}

fn format<T>(format: Format<T>, name: fn(&T) -> &'static str) -> Option<String> {
    match format {
        Format::Item(known) => Some(name(&known).to_owned()),
        Format::Unknown(unknown) => Some(unknown),
        Format::Empty => None,
    }
}

fn values<T: Into<Value>>(values: Vec<Option<T>>) -> Vec<Value> {
    values.into_iter().map(|value| value.map_or(Value::Null, Into::into)).collect()
}
