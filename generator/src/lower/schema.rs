//! Schemas become types.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type as SchemaType};

use super::{Home, Lowering, naming, scalar};
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};
use crate::model::{Definition, Shape, Type, Variant};

impl Lowering<'_> {
    /// The type of a schema or of what a reference leads to. What may be null is `Nullable`, whoever says so.
    pub(super) fn schema(&mut self, at: &Pointer, item: &ReferenceOr<Schema>, home: &Home) -> Type {
        match self.document.resolve::<Schema>(at, item, self.diagnostics) {
            Some((place, schema)) => self.schema_at(&place, &schema, home),
            None => Type::Json,
        }
    }

    /// The type of the schema at a place, lowered once however often it is used.
    pub(super) fn schema_at(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Type {
        let ty = match self.lowered.get(at) {
            Some(ty) => ty.clone(),
            None => {
                // What refers to itself from outside the components has no name to be found by.
                self.lowered.insert(at.clone(), Type::Json);
                let ty = self.inline_schema(at, schema, home);
                self.lowered.insert(at.clone(), ty.clone());
                ty
            }
        };
        if schema.schema_data.nullable && !matches!(ty, Type::Json | Type::Nullable(_)) {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// Defines the type of a schema whose name is known.
    pub(super) fn named_schema(&mut self, at: &Pointer, schema: &Schema, home: &Home) {
        match self.structure(at, schema, home) {
            Some(shape) => self.define(at, home, &schema.schema_data, shape),
            None => {
                let ty = self.plain(at, schema, home);
                // The one schema of an `allOf` stands for the whole and may have taken the name already.
                match self.definitions.iter_mut().find(|definition| definition.name == home.name) {
                    Some(taken) if taken.description.is_empty() => taken.description = description(&schema.schema_data),
                    Some(_) => {}
                    None => self.define(at, home, &schema.schema_data, Shape::Alias(ty)),
                }
            }
        }
    }

    fn inline_schema(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Type {
        let mut home = home.clone();
        if self.needs_name(schema) {
            if !home.named {
                let wanted = home.name.clone();
                home.name = self.names.unique(home.name, "Inline");
                if home.name != wanted {
                    let message = format!("the name `{wanted}` is taken; this type is called `{}`", home.name);
                    self.diagnostics.note(Code::NameTaken, at, message);
                }
                home.named = true;
            }
            self.lowered.insert(at.clone(), Type::Named(home.name.clone()));
            if let Some(shape) = self.structure(at, schema, &home) {
                self.define(at, &home, &schema.schema_data, shape);
            }
            return Type::Named(home.name);
        }
        self.plain(at, schema, &home)
    }

    /// Whether a schema becomes a struct or an enum.
    fn needs_name(&self, schema: &Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => !object.properties.is_empty(),
            SchemaKind::Type(SchemaType::String(string)) => is_enum(string),
            SchemaKind::Any(any) => super::object::is_object(any),
            _ => false,
        }
    }

    /// The struct or enum that a schema becomes, if it becomes one.
    fn structure(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Option<Shape> {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => {
                Some(Shape::Struct(self.object(at, object, home)))
            }
            SchemaKind::Any(any) if super::object::is_object(any) => {
                Some(Shape::Struct(self.object(at, &super::object::from_any(any), home)))
            }
            SchemaKind::Type(SchemaType::String(string)) if is_enum(string) => {
                Some(Shape::StringEnum(variants(string)))
            }
            _ => None,
        }
    }

    /// The type of a schema that needs no name.
    fn plain(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Type {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => scalar::string(string),
            SchemaKind::Type(SchemaType::Integer(integer)) => scalar::integer(integer),
            SchemaKind::Type(SchemaType::Number(number)) => scalar::number(number),
            SchemaKind::Type(SchemaType::Boolean(_)) => Type::Bool,
            SchemaKind::Type(SchemaType::Array(array)) => {
                let items = match &array.items {
                    Some(items) => self.schema(&at.child("items"), &items.clone().unbox(), &home.inline("Item")),
                    None => Type::Json,
                };
                Type::Array(Box::new(items))
            }
            SchemaKind::Type(SchemaType::Object(object)) => match &object.additional_properties {
                Some(AdditionalProperties::Schema(values)) => {
                    let values = self.schema(&at.child("additionalProperties"), values, &home.inline("Value"));
                    Type::Map(Box::new(values))
                }
                _ => Type::Map(Box::new(Type::Json)),
            },
            SchemaKind::AllOf { all_of } if all_of.len() == 1 => {
                self.schema(&at.child("allOf").child(0), &all_of[0], home)
            }
            SchemaKind::AllOf { .. } => self.untyped(at, "`allOf` of several schemas"),
            SchemaKind::OneOf { .. } => self.untyped(at, "`oneOf`"),
            SchemaKind::AnyOf { .. } => self.untyped(at, "`anyOf`"),
            SchemaKind::Not { .. } => self.untyped(at, "`not`"),
            SchemaKind::Any(any) if super::object::is_unconstrained(any) => Type::Json,
            SchemaKind::Any(_) => self.untyped(at, "this combination of keywords"),
        }
    }

    fn untyped(&mut self, at: &Pointer, what: &str) -> Type {
        let message = format!("no precise type for {what} yet; its values are `serde_json::Value`");
        self.diagnostics.push(Diagnostic::new(Code::UntypedSchema, Severity::Warning, at, message));
        Type::Json
    }

    pub(super) fn define(&mut self, at: &Pointer, home: &Home, data: &SchemaData, shape: Shape) {
        self.definitions.push(Definition {
            name: home.name.clone(),
            module: home.module.clone(),
            pointer: at.as_str().to_owned(),
            description: description(data),
            deprecated: data.deprecated,
            shape,
        });
    }
}

fn description(data: &SchemaData) -> String {
    data.description.as_ref().or(data.title.as_ref()).cloned().unwrap_or_default()
}

fn is_enum(string: &StringType) -> bool {
    string.enumeration.iter().any(Option::is_some)
}

/// The variants of a string enum. `Unknown` is kept for values that the document does not list.
fn variants(string: &StringType) -> Vec<Variant> {
    let mut taken = naming::Taken::default();
    taken.claim("Unknown");
    let mut variants: Vec<Variant> = Vec::new();
    for wire in string.enumeration.iter().flatten() {
        if variants.iter().all(|variant| variant.wire != *wire) {
            let name = taken.unique(naming::type_name(wire), "Value");
            variants.push(Variant { wire: wire.clone(), name });
        }
    }
    variants
}
