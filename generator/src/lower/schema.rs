//! Schemas become types.

use std::borrow::Borrow;
use std::rc::Rc;

use openapiv3::{AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::all_of::{Merged, Part};
use super::home::Home;
use super::keywords::keywords;
use super::kinds::Kinds;
use super::{Lowering, scalar};
use crate::diagnostic::{Code, Diagnostic, Pointer, Severity};
use crate::model::{Definition, Shape, Type};

/// The longest list that is an array of a fixed length; beyond it the length is documented.
const FIXED: usize = 16;

impl Lowering<'_> {
    /// The type of a schema or of what a reference leads to. What may be null is `Nullable`, whoever says so.
    pub(super) fn schema<S: Borrow<Schema>>(&mut self, at: &Pointer, item: &ReferenceOr<S>, home: &Home) -> Type {
        let Some((place, schema)) = self.target(at, item) else { return Type::Json };
        let is_own = place == *at && home.own;
        let home = match place == *at {
            true if home.own && !is_shared(at) => home.clone(),
            true => self.home_in_place(at, home),
            false => self.home_of(&place).unwrap_or_else(|| home.of_other()),
        };
        if is_own {
            self.keep_home(at, &home);
        }
        self.schema_at(&place, &schema, &home)
    }

    /// The type of the schema at a place, lowered once however often it is used.
    pub(super) fn schema_at(&mut self, at: &Pointer, schema: &Rc<Schema>, home: &Home) -> Type {
        let ty = match self.lowered.get(at) {
            Some(Some(ty)) => ty.clone(),
            Some(None) => self.untyped(at, "what refers to itself without a name to be found by"),
            None => {
                self.lowered.insert(at.clone(), None);
                self.used.insert(at.clone(), home.clone());
                let ty = self.decide(at, schema, home);
                self.lowered.insert(at.clone(), Some(ty.clone()));
                ty
            }
        };
        if self.is_nullable(at, schema) { nullable(ty) } else { ty }
    }

    /// The type of schemas that are valid together: `null` is one of its values where it is one of all of theirs.
    pub(super) fn parts(&mut self, at: &Pointer, parts: &[Part], home: &Home) -> Type {
        let telling = self.telling(parts);
        if let [part] = telling.as_slice() {
            let part = part.clone();
            let ty = self.schema(&part.at, &part.item, &part.home);
            return if self.are_nullable(parts) { ty } else { not_null(ty) };
        }
        // Schemas that are merged with those that merge them would be merged without end.
        let mut places: Vec<Pointer> =
            telling.iter().filter_map(|part| self.target(&part.at, &part.item).map(|(place, _)| place)).collect();
        places.sort();
        if !self.merging.insert(places.clone()) {
            return self.untyped(at, "what refers to itself without a name to be found by");
        }
        let merged = self.merged_parts(parts);
        let ty = self.typed(at, merged, home);
        self.merging.remove(&places);
        if self.are_nullable(parts) { nullable(ty) } else { ty }
    }

    /// Whether `null` is a value of schemas that are valid together: of one of them, and of all that say something.
    fn are_nullable(&mut self, parts: &[Part]) -> bool {
        let found: Vec<Option<bool>> = parts.iter().map(|part| self.takes_null(&part.at, &part.item)).collect();
        found.contains(&Some(true)) && !found.contains(&Some(false))
    }

    /// Whether `null` is a value of a schema; none where the schema says nothing of its values.
    fn takes_null<S: Borrow<Schema>>(&mut self, at: &Pointer, item: &ReferenceOr<S>) -> Option<bool> {
        let Some((place, schema)) = self.target(at, item) else { return Some(false) };
        match self.is_nullable(&place, &schema) {
            false if says_nothing(&keywords(&schema)) => None,
            nullable => Some(nullable),
        }
    }

    /// Those of some schemas that say which values are valid, each once.
    pub(super) fn telling(&mut self, parts: &[Part]) -> Vec<Part> {
        let mut kept: Vec<(Pointer, Rc<Schema>, Part)> = Vec::new();
        for part in parts {
            let Some((place, schema)) = self.target(&part.at, &part.item) else { continue };
            if kept.iter().all(|(other, ..)| *other != place) {
                kept.push((place, schema, part.clone()));
            }
        }
        if kept.iter().any(|(_, schema, _)| !says_nothing(&keywords(schema))) {
            kept.retain(|(_, schema, _)| !says_nothing(&keywords(schema)));
        }
        if kept.iter().any(|(_, schema, _)| !says_type_only(&keywords(schema))) {
            kept.retain(|(_, schema, _)| !says_type_only(&keywords(schema)));
        }
        let equal = kept.windows(2).all(|pair| keywords(&pair[0].1) == keywords(&pair[1].1));
        if equal {
            kept.truncate(1);
        }
        kept.into_iter().map(|(.., part)| part).collect()
    }

    /// Defines the type of a schema whose name is known.
    pub(super) fn named_schema(&mut self, at: &Pointer, schema: &Rc<Schema>, home: &Home) {
        let ty = self.decide(at, schema, home);
        if !self.defined.contains_key(&home.name) {
            let docs = self.merged(at, schema, home).docs;
            self.define(at, home, &docs, Shape::Alias(ty));
        }
    }

    /// The type of a schema but for `null`.
    fn decide(&mut self, at: &Pointer, schema: &Rc<Schema>, home: &Home) -> Type {
        if !says_nothing(&keywords(schema)) {
            self.told.insert(at.clone());
        }
        if let Some(part) = self.stand_in(at, schema, home) {
            return not_null(self.schema(&part.at, &part.item, &part.home));
        }
        if let Some(ty) = self.base(at, schema, home) {
            return ty;
        }
        let merged = self.merged(at, schema, home);
        self.typed(at, merged, home)
    }

    /// The one schema of an `allOf` that says something, where nothing beside it does: the value is that schema's.
    fn stand_in(&mut self, at: &Pointer, schema: &Schema, home: &Home) -> Option<Part> {
        let own = keywords(schema);
        if own.all_of.is_empty() || !is_plain_beside_all_of(&own) || self.is_base(at) {
            return None;
        }
        let parts: Vec<Part> = own
            .all_of
            .iter()
            .enumerate()
            .map(|(index, item)| self.schemas.part(at.child("allOf").child(index), item, home.clone()))
            .collect();
        let mut telling = self.telling(&parts);
        let part = telling.pop().filter(|_| telling.is_empty())?;
        // A schema of nothing but itself is no schema, and one of those who extend a base is not just any of them.
        let (place, _) = self.target(&part.at, &part.item)?;
        let is_child = self.extends(at, &place) && self.is_base(&place);
        (place != *at && !is_child).then_some(part)
    }

    /// The place of the schema that an item is: its own, or that of what it refers to, also where that is the one schema of
    /// an `allOf`.
    pub(super) fn leads(&mut self, part: &Part) -> Option<Pointer> {
        let (place, schema) = self.target(&part.at, &part.item)?;
        if place != part.at {
            return Some(place);
        }
        match self.stand_in(&place, &schema, &part.home) {
            Some(inner) if inner.at != part.at => self.leads(&inner),
            _ => Some(place),
        }
    }

    /// The type of a schema that was merged.
    pub(super) fn typed(&mut self, at: &Pointer, mut merged: Merged, home: &Home) -> Type {
        if let Some(contradiction) = merged.contradiction.take() {
            let message = format!(
                "these are {contradiction}, which no value has all; the last one that says more than a type counts"
            );
            self.diagnostics.warning(Code::ContradictorySchema, at, message);
        }
        if let Some(values) = merged.enumeration.take() {
            return self.enumeration(at, merged, values, home);
        }
        if !merged.choices.is_empty() {
            return self.choice(at, merged, home);
        }
        let kinds = merged.told_kinds();
        if let Some(ty) = self.of_format(kinds, merged.format.as_deref()) {
            return ty;
        }
        match kinds {
            Kinds::STRING => scalar::string(&merged),
            Kinds::INTEGER => scalar::integer(&merged),
            Kinds::NUMBER => scalar::number(&merged),
            Kinds::BOOLEAN => Type::Bool,
            Kinds::ARRAY => self.array(at, &merged, home),
            Kinds::OBJECT => self.object(at, &merged, home),
            Kinds::ANY | Kinds::NONE => Type::Json,
            several => {
                let members = several.each().map(|kinds| Merged { kinds, ..merged.clone() }).collect();
                self.union_of(at, &merged.docs, members, home)
            }
        }
    }

    fn array(&mut self, at: &Pointer, merged: &Merged, home: &Home) -> Type {
        let items = if merged.items.is_empty() {
            Type::Json
        } else {
            self.parts(&at.child("items"), &merged.items, &home.items())
        };
        match (merged.min_items, merged.max_items) {
            (Some(least), Some(most)) if least == most && (1..=FIXED).contains(&least) => {
                Type::FixedArray(Box::new(items), least)
            }
            _ => Type::Array(Box::new(items)),
        }
    }

    /// Whether `null` is a value of a schema.
    pub(super) fn is_nullable(&mut self, at: &Pointer, schema: &Rc<Schema>) -> bool {
        if let Some(known) = self.nullables.get(at) {
            return *known;
        }
        // What says of itself that it is what it says adds nothing.
        self.nullables.insert(at.clone(), false);
        let own = keywords(schema);
        let mut members = |keyword: &str, items: &[ReferenceOr<Schema>]| -> Vec<Option<bool>> {
            let items = items.iter().enumerate();
            items.map(|(index, item)| self.takes_null(&at.child(keyword).child(index), item)).collect()
        };
        let all_of = members("allOf", &own.all_of);
        let any_of = [members("oneOf", &own.one_of), members("anyOf", &own.any_of)].concat();
        let free = own.typ.is_none() && own.enumeration.is_empty();
        let nullable = schema.schema_data.nullable
            || own.typ.as_deref() == Some("null")
            || own.enumeration.contains(&Value::Null)
            || any_of.contains(&Some(true))
            || (free && all_of.contains(&Some(true)) && !all_of.contains(&Some(false)));
        self.nullables.insert(at.clone(), nullable);
        nullable
    }

    /// The type of a schema that no other type expresses.
    pub(super) fn untyped(&mut self, at: &Pointer, what: &str) -> Type {
        self.told.insert(at.clone());
        self.untyped += 1;
        let message = format!("no precise type for {what}; its values are `serde_json::Value`");
        self.diagnostics.push(Diagnostic::new(Code::UntypedSchema, Severity::Warning, at, message));
        Type::Json
    }

    /// Takes a name for a type.
    pub(super) fn claim_name(&mut self, at: &Pointer, home: &Home) -> Home {
        let name = self.names.name(&home.place, home.name.clone(), "Inline");
        if name != home.name && !self.renames.names_type(&home.place) {
            let message = if self.names.is_held(&home.place, &home.name) {
                format!("it is called `{name}` as before, though `{}` is free now", home.name)
            } else {
                format!("the name `{}` is taken; this type is called `{name}`", home.name)
            };
            self.diagnostics.note(Code::NameTaken, at, message);
        }
        Home { name, named: true, ..home.clone() }
    }

    /// Takes a name for the type of a schema, if it has none yet.
    pub(super) fn claim(&mut self, at: &Pointer, home: &Home) -> Home {
        let mut home = home.clone();
        if !home.named {
            home = self.claim_name(at, &home);
            // What refers to itself finds its name. A member of a union that is read with what is beside the union is no schema
            // that anything refers to.
            if let Some(deciding @ None) = self.lowered.get_mut(at) {
                *deciding = Some(Type::Named(home.name.clone()));
            }
        }
        home
    }

    /// Adds a type of the client.
    pub(super) fn define(&mut self, at: &Pointer, home: &Home, docs: &super::docs::Docs, mut shape: Shape) -> Type {
        if let Shape::Alias(ty) = &shape
            && self.leads_to(ty, &home.name)
        {
            let message = "this schema says nothing but that it is itself; its values are `serde_json::Value`";
            self.diagnostics.warning(Code::EndlessSchema, at, message);
            shape = Shape::Alias(Type::Json);
        }
        self.defined.insert(home.name.clone(), self.definitions.len());
        self.definitions.push(Definition {
            name: home.name.clone(),
            module: home.module.clone(),
            pointer: at.as_str().to_owned(),
            place: home.place.clone(),
            description: docs.of_type(super::discriminator::component(at).is_some()),
            deprecated: docs.deprecated,
            nullable: self.nullables.get(at).copied().unwrap_or(false),
            derives: Vec::new(),
            closed: false,
            constraints: Vec::new(),
            shape,
        });
        Type::Named(home.name.clone())
    }
}

impl Lowering<'_> {
    /// Whether a type is another name for a type that is about to be defined.
    fn leads_to(&self, ty: &Type, name: &str) -> bool {
        match ty {
            Type::Named(other) if other == name => true,
            Type::Named(other) => matches!(self.shape(other), Some(Shape::Alias(ty)) if self.leads_to(ty, name)),
            Type::Nullable(inner) => self.leads_to(inner, name),
            _ => false,
        }
    }
}

/// Whether a place is that of the schema of a response, a parameter or a body among the components, which is no single
/// operation's.
fn is_shared(at: &Pointer) -> bool {
    let tokens: Vec<String> = at.tokens().collect();
    matches!(tokens.as_slice(), [components, kind, .., schema] if components == "components" && kind != "schemas" && schema == "schema")
}

/// The same type with `null`.
pub(super) fn nullable(ty: Type) -> Type {
    if matches!(ty, Type::Json | Type::Nullable(_)) { ty } else { Type::Nullable(Box::new(ty)) }
}

/// The same type without `null`.
pub(super) fn not_null(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => *inner,
        other => other,
    }
}

/// Whether keywords allow for every value; `not` says what a value is not, which no type can.
pub(super) fn says_nothing(keywords: &AnySchema) -> bool {
    let typ = keywords.typ.as_deref().filter(|name| Kinds::named(name).is_some());
    typ.is_none() && says_type_only(keywords)
}

/// Whether keywords say no more than a type, and that nothing else is meant.
pub(super) fn says_type_only(keywords: &AnySchema) -> bool {
    keywords.all_of.is_empty() && is_plain_beside_all_of(keywords)
}

fn is_plain_beside_all_of(keywords: &AnySchema) -> bool {
    let AnySchema { properties, required, additional_properties, items, min_items, max_items, .. } = keywords;
    let structure = properties.is_empty()
        && required.is_empty()
        && !matches!(additional_properties, Some(openapiv3::AdditionalProperties::Schema(_)))
        && !matches!(additional_properties, Some(openapiv3::AdditionalProperties::Any(true)))
        && items.is_none()
        && min_items.is_none()
        && max_items.is_none();
    let AnySchema { enumeration, format, one_of, any_of, .. } = keywords;
    structure
        && enumeration.is_empty()
        && format.as_deref().is_none_or(|format| !scalar::is_typed(format))
        && one_of.is_empty()
        && any_of.is_empty()
}
