//! Objects become structs.

use openapiv3::{AdditionalProperties, AnySchema, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat};
use openapiv3::{Type as SchemaType, VariantOrUnknownOrEmpty as Format};

use super::{Home, Lowering, naming};
use crate::diagnostic::{Code, Pointer};
use crate::model::{Field, Presence, Struct, Type};

/// Whether a schema without a plain `type` describes nothing but an object with properties.
pub(super) fn is_object(any: &AnySchema) -> bool {
    !any.properties.is_empty()
        && any.typ.as_deref().is_none_or(|ty| ty == "object")
        && any.one_of.is_empty()
        && any.all_of.is_empty()
        && any.any_of.is_empty()
        && any.not.is_none()
        && any.items.is_none()
        && any.enumeration.is_empty()
}

/// Whether a schema allows for any value; what it says beside types is only documentation.
pub(super) fn is_unconstrained(any: &AnySchema) -> bool {
    *any == AnySchema { format: any.format.clone(), ..AnySchema::default() }
}

/// The object that such a schema describes.
pub(super) fn from_any(any: &AnySchema) -> ObjectType {
    ObjectType {
        properties: any.properties.clone(),
        required: any.required.clone(),
        additional_properties: any.additional_properties.clone(),
        min_properties: any.min_properties,
        max_properties: any.max_properties,
    }
}

impl Lowering<'_> {
    pub(super) fn object(&mut self, at: &Pointer, object: &ObjectType, home: &Home) -> Struct {
        let mut taken = naming::Taken::default();
        let additional_properties = self.additional_properties(at, object, home).map(|ty| {
            taken.claim("additional_properties");
            ("additional_properties".to_owned(), ty)
        });
        let mut fields = Vec::new();
        for (wire, property) in &object.properties {
            let place = at.child("properties").child(wire);
            let property = property.clone().unbox();
            let required = object.required.contains(wire);
            let ty = self.schema(&place, &property, &home.inline(wire));
            let (ty, nullable) = match ty {
                Type::Nullable(inner) => (*inner, true),
                other => (other, false),
            };
            let presence = match (required, nullable) {
                (true, false) => Presence::Required,
                (false, false) => Presence::Optional,
                (true, true) => Presence::Nullable,
                (false, true) => Presence::OptionalNullable,
            };
            let data = match &property {
                ReferenceOr::Item(schema) => Some(schema),
                ReferenceOr::Reference { .. } => None,
            };
            fields.push(Field {
                wire: wire.clone(),
                name: taken.unique(naming::value_name(wire), "_value"),
                ty,
                presence,
                description: data.map(description).unwrap_or_default(),
                deprecated: data.is_some_and(|schema| schema.schema_data.deprecated),
                secret: data.is_some_and(is_secret),
            });
        }
        self.unlisted(at, object);
        Struct { fields, additional_properties, in_requests: false }
    }

    fn additional_properties(&mut self, at: &Pointer, object: &ObjectType, home: &Home) -> Option<Type> {
        match &object.additional_properties {
            None | Some(AdditionalProperties::Any(false)) => None,
            Some(AdditionalProperties::Any(true)) => Some(Type::Json),
            Some(AdditionalProperties::Schema(values)) => {
                Some(self.schema(&at.child("additionalProperties"), values, &home.inline("Value")))
            }
        }
    }

    /// Tells of required properties that the object does not describe.
    fn unlisted(&mut self, at: &Pointer, object: &ObjectType) {
        for (index, wire) in object.required.iter().enumerate() {
            if !object.properties.contains_key(wire) && object.additional_properties.is_none() {
                let message = format!("`{wire}` is required but not among the properties; the type has no such field");
                self.diagnostics.warning(Code::ContradictorySchema, &at.child("required").child(index), message);
            }
        }
    }
}

fn description(schema: &Schema) -> String {
    schema.schema_data.description.clone().or_else(|| schema.schema_data.title.clone()).unwrap_or_default()
}

/// Whether a value must not be shown: the format `password`.
fn is_secret(schema: &Schema) -> bool {
    matches!(&schema.schema_kind, SchemaKind::Type(SchemaType::String(string))
        if matches!(string.format, Format::Item(StringFormat::Password)))
}
