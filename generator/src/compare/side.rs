//! A model with what a comparison looks up in it.

use std::collections::HashMap;

use crate::emit::Signatures;
use crate::model::{Definition, Model, Payload, Shape, Type};

/// Which ways values go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) requests: bool,
    pub(super) responses: bool,
}

impl Ways {
    pub(super) const REQUESTS: Self = Self { requests: true, responses: false };
    pub(super) const RESPONSES: Self = Self { requests: false, responses: true };

    pub(super) fn or(self, other: Self) -> Self {
        Self { requests: self.requests || other.requests, responses: self.responses || other.responses }
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self { requests: self.requests && !other.requests, responses: self.responses && !other.responses }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { requests: self.requests && other.requests, responses: self.responses && other.responses }
    }
}

/// One of the two models.
pub(super) struct Side<'a> {
    pub(super) model: &'a Model,
    pub(super) signatures: Signatures<'a>,
    definitions: HashMap<&'a str, &'a Definition>,
    ways: HashMap<&'a str, Ways>,
}

impl<'a> Side<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let definitions = model.types.iter().map(|definition| (definition.name.as_str(), definition)).collect();
        let mut side = Self { model, signatures: Signatures::new(model), definitions, ways: HashMap::new() };
        side.mark();
        side
    }

    pub(super) fn definition(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.get(name).copied()
    }

    /// The ways that values of a type go.
    pub(super) fn ways(&self, name: &str) -> Ways {
        self.ways.get(name).copied().unwrap_or_default()
    }

    /// What an alias stands for, and what is on the heap.
    pub(super) fn resolve<'t>(&self, ty: &'t Type) -> &'t Type
    where
        'a: 't,
    {
        let mut ty = ty;
        // An alias does not lead to itself; should one do, this ends.
        for _ in 0..64 {
            match ty {
                Type::Named(name) => match self.definition(name).map(|definition| &definition.shape) {
                    Some(Shape::Alias(target)) => ty = target,
                    _ => break,
                },
                _ => break,
            }
        }
        ty
    }

    /// The items of a list, and how many there are where that is fixed.
    pub(super) fn items<'t>(&self, ty: &'t Type) -> Option<(&'t Type, Option<usize>)>
    where
        'a: 't,
    {
        match self.resolve(ty) {
            Type::Array(items) => Some((items, None)),
            Type::FixedArray(items, length) => Some((items, Some(*length))),
            Type::Nullable(inner) | Type::Boxed(inner) => self.items(inner),
            _ => None,
        }
    }

    /// Finds out which ways values of each type go.
    fn mark(&mut self) {
        let mut next: Vec<(&'a str, Ways)> = Vec::new();
        for header in &self.model.headers {
            named(&header.ty, Ways::RESPONSES, &mut next);
        }
        for operation in self.model.apis.iter().flat_map(|api| &api.operations) {
            let bodies = operation.bodies.iter().flat_map(|body| body.kind.types());
            bodies.for_each(|ty| named(ty, Ways::REQUESTS, &mut next));
            operation.parameters.iter().for_each(|parameter| named(&parameter.ty, Ways::REQUESTS, &mut next));
            operation.payloads().filter_map(Payload::ty).for_each(|ty| named(ty, Ways::RESPONSES, &mut next));
        }
        // What the API sends is read by the client, and answered by it.
        for webhook in self.model.received() {
            webhook.payload.ty().into_iter().for_each(|ty| named(ty, Ways::RESPONSES, &mut next));
            let answers = webhook.answers.iter().filter_map(|answer| answer.ty.as_ref());
            answers.for_each(|ty| named(ty, Ways::REQUESTS, &mut next));
        }
        while let Some((name, ways)) = next.pop() {
            let known = self.ways.entry(name).or_default();
            if known.or(ways) == *known {
                continue;
            }
            *known = known.or(ways);
            if let Some(definition) = self.definitions.get(name).copied() {
                types(&definition.shape, &mut |ty| named(ty, ways, &mut next));
            }
        }
    }
}

/// All types that a type names.
fn named<'a>(ty: &'a Type, ways: Ways, out: &mut Vec<(&'a str, Ways)>) {
    match ty {
        Type::Named(name) => out.push((name, ways)),
        Type::Array(inner)
        | Type::FixedArray(inner, _)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner) => named(inner, ways, out),
        _ => {}
    }
}

/// The types that a value is made of.
fn types<'a>(shape: &'a Shape, show: &mut dyn FnMut(&'a Type)) {
    match shape {
        Shape::Struct(object) => {
            object.fields.iter().for_each(|field| show(&field.ty));
            object.additional_properties.iter().for_each(|rest| show(&rest.ty));
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| show(&variant.ty)),
        Shape::Alias(ty) | Shape::Newtype(ty) => show(ty),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
    }
}
