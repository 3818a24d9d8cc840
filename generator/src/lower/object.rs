//! Objects become structs, and maps where their keys are data.

use indexmap::IndexSet;
use openapiv3::ReferenceOr;

use super::all_of::{Merged, Part, Rest};
use super::docs::Docs;
use super::home::Home;
use super::keywords::keywords;
use super::schema::not_null;
use super::{Lowering, naming};
use crate::diagnostic::Pointer;
use crate::model::{AdditionalProperties, Direction, Field, Presence, Shape, Struct, Type};

/// How deep passwords are looked for.
const SECRETS: usize = 5;

impl Lowering<'_> {
    pub(super) fn object(&mut self, at: &Pointer, merged: &Merged, home: &Home) -> Type {
        // A map does not say which keys it must have; where nothing is said of others they are kept all the same.
        let asks = !merged.required.is_empty() && matches!(merged.rest, Rest::Any | Rest::Schema(_));
        if merged.properties.is_empty() && !matches!(merged.rest, Rest::Forbidden) && !asks {
            let values = match &merged.rest {
                Rest::Schema(parts) => self.parts(&at.child("additionalProperties"), parts, &home.values()),
                _ => Type::Json,
            };
            return Type::Map(Box::new(values));
        }
        let home = self.claim(at, home);
        let object = self.fields(at, merged, &home);
        self.define(at, &home, &merged.docs, Shape::Struct(object))
    }

    pub(super) fn fields(&mut self, at: &Pointer, merged: &Merged, home: &Home) -> Struct {
        let rest = match &merged.rest {
            Rest::Unsaid | Rest::Forbidden => None,
            Rest::Any => Some(Type::Json),
            Rest::Schema(parts) => Some(self.parts(&at.child("additionalProperties"), parts, &home.values())),
        };
        let reserved: &[&str] = if rest.is_some() { &["additional_properties"] } else { &[] };
        let mut scope = naming::Scope::new(&home.place, reserved, self.given);
        let additional_properties = rest.clone().map(|ty| {
            let parts = if let Rest::Schema(parts) = &merged.rest { parts.as_slice() } else { &[] };
            AdditionalProperties {
                name: "additional_properties".to_owned(),
                ty,
                secret: parts.iter().any(|part| self.is_secret(part, SECRETS)),
                constraints: self.constraints(parts),
            }
        });
        // What is required but not described is there all the same; a map of all others would not ask for it.
        let mut wires: Vec<String> = merged.properties.keys().chain(&merged.required).cloned().collect();
        wires.extend(merged.tags.iter().cloned());
        wires.extend(self.tags.get(at).cloned().unwrap_or_default());
        let wires: IndexSet<String> = wires.into_iter().collect();
        let mut fields = Vec::new();
        for wire in scope.in_order(wires.into_iter().collect(), String::as_str) {
            let required = merged.required.contains(&wire);
            let parts = merged.properties.get(&wire).map_or(&[][..], Vec::as_slice);
            let ty = match parts {
                [] if required => rest.clone().unwrap_or(Type::Json),
                [] => Type::String,
                parts => self.parts(&at.child("properties").child(&wire), parts, &home.property(&wire)),
            };
            fields.push(self.field(&wire, (ty, required), parts, home, &mut scope));
        }
        scope.keep(&mut self.now);
        Struct { fields, additional_properties, in_requests: false, in_responses: false, builder: None }
    }

    fn field(
        &mut self,
        wire: &str,
        (ty, required): (Type, bool),
        parts: &[Part],
        home: &Home,
        scope: &mut naming::Scope,
    ) -> Field {
        let nullable = matches!(ty, Type::Nullable(_));
        let ty = not_null(ty);
        let presence = match (required, nullable) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::Nullable,
            (false, true) => Presence::OptionalNullable,
        };
        let (docs, secret) = self.said_of(parts);
        let direction = match (docs.read_only, docs.write_only) {
            (true, false) => Direction::Responses,
            (false, true) => Direction::Requests,
            _ => Direction::Both,
        };
        let name = scope.name(wire, naming::value_name(wire), "_value");
        if let Some(default) = docs.default.as_ref().filter(|default| !default.is_null()) {
            self.defaults.push((home.name.clone(), name.clone(), default.clone()));
        }
        let documented = matches!(ty, Type::Named(_));
        Field {
            wire: wire.to_owned(),
            name,
            description: docs.of_field(documented),
            deprecated: docs.deprecated,
            ty,
            presence,
            secret,
            expected: false,
            direction,
            default: None,
            meant: None,
            constraints: self.constraints(parts),
        }
    }

    /// What the schemas of a property say for its readers, and whether its values must not be shown: the format
    /// `password`. Texts of what is referred to are about that.
    pub(super) fn said_of(&mut self, parts: &[Part]) -> (Docs, bool) {
        let (mut docs, mut secret) = (Docs::default(), false);
        for part in parts {
            let Some((place, schema)) = self.target(&part.at, &part.item) else { continue };
            let own = keywords(&schema);
            secret |= self.is_secret(part, SECRETS);
            if matches!(part.item, ReferenceOr::Item(_)) {
                docs.take(&schema.schema_data, &own, &self.bounds(&place, &own), true);
            } else {
                docs.take_flags(&schema.schema_data);
            }
        }
        (docs, secret)
    }

    /// Tells `null` apart from nothing where a property may be any JSON.
    pub(super) fn any_json(&mut self) {
        let is_json: Vec<bool> =
            self.definitions.iter().map(|definition| self.is_json(&Type::Named(definition.name.clone()))).collect();
        for index in 0..self.definitions.len() {
            let Shape::Struct(object) = &mut self.definitions[index].shape else { continue };
            for field in &mut object.fields {
                let any = match &field.ty {
                    Type::Json => true,
                    Type::Named(name) => self.defined.get(name).is_some_and(|index| is_json[*index]),
                    _ => false,
                };
                if any && field.presence == Presence::Optional {
                    field.presence = Presence::OptionalJson;
                }
            }
        }
    }

    fn is_json(&self, ty: &Type) -> bool {
        match ty {
            Type::Json => true,
            Type::Named(name) => matches!(self.shape(name), Some(Shape::Alias(ty)) if self.is_json(ty)),
            _ => false,
        }
    }

    /// Whether values must not be shown: the format `password`, wherever it is within but in objects, which hide their own.
    fn is_secret(&mut self, part: &Part, depth: usize) -> bool {
        let Some((place, schema)) = self.target(&part.at, &part.item).filter(|_| depth > 0) else { return false };
        let own = keywords(&schema);
        if own.format.as_deref() == Some("password") {
            return true;
        }
        let home = || part.home.clone();
        let mut within = Vec::new();
        for (keyword, items) in [("allOf", &own.all_of), ("oneOf", &own.one_of), ("anyOf", &own.any_of)] {
            let place = place.child(keyword);
            let items = items.iter().enumerate();
            within.extend(items.map(|(index, item)| self.schemas.part(place.child(index), item, home())));
        }
        within.extend(own.items.iter().map(|items| self.schemas.part(place.child("items"), items, home())));
        if let Some(openapiv3::AdditionalProperties::Schema(values)) = &own.additional_properties
            && own.properties.is_empty()
        {
            within.push(self.schemas.part(place.child("additionalProperties"), &**values, home()));
        }
        within.iter().any(|part| self.is_secret(part, depth - 1))
    }
}
