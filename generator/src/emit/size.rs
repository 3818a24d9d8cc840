//! How large values are, and how long their types: roughly and rather too large, enough to know what clippy would say.

use super::Emitter;
use crate::model::{Outcome, Payload, Presence, Shape, Type};

/// In bytes; clippy warns of a difference of 200.
const LARGE: usize = 160;

/// Clippy's own measure and its limit: each name in a type counts ten for each level that it is nested.
const LONG: usize = 250;

fn length(ty: &Type, level: usize) -> usize {
    let inner = match ty {
        Type::Array(inner) | Type::Nullable(inner) | Type::Boxed(inner) | Type::FixedArray(inner, _) => {
            length(inner, level + 1)
        }
        Type::Map(inner) => 10 * (level + 1) + length(inner, level + 1),
        _ => 0,
    };
    10 * level + inner
}

impl Emitter<'_> {
    /// Whether one variant is much larger than the others. A value of such an enum is made once a call and matched at
    /// once: a box would only be in the way.
    pub(super) fn is_uneven(&self, outcomes: &[Outcome]) -> bool {
        let size = |outcome: &Outcome| match &outcome.payload {
            Payload::Empty => 0,
            Payload::Json(ty) => self.size(ty),
            Payload::Text => 32,
            // A stream with what it is read by.
            Payload::Bytes | Payload::Events(_) | Payload::Lines(_) | Payload::Sequence(_) => 256,
        };
        outcomes.len() > 1 && outcomes.iter().any(|outcome| size(outcome) > LARGE)
    }

    /// The same for the variants of a union, which is as handy without a box where values are few.
    pub(super) fn are_uneven<'t>(&self, types: impl Iterator<Item = &'t Type>) -> bool {
        let sizes: Vec<usize> = types.map(|ty| self.size(ty)).collect();
        sizes.iter().any(|size| *size > LARGE)
    }

    /// Whether a type is so nested that clippy would want names for its parts.
    pub(super) fn has_long_types(&self) -> bool {
        let mut found = false;
        for definition in &self.model.types {
            definition.shape.types(&mut |ty| found |= length(ty, 3) > LONG);
        }
        let operations = self.model.apis.iter().flat_map(|api| &api.operations);
        // What is read of a webhook is within a result.
        found |= self.model.received().filter_map(|webhook| webhook.payload.ty()).any(|ty| length(ty, 2) + 20 > LONG);
        found
            || operations.into_iter().any(|operation| {
                let given = operation.parameters.iter().map(|parameter| &parameter.ty);
                let mut given = given.chain(operation.bodies.iter().flat_map(|body| body.kind.types()));
                // What is returned is within a request, beside an error.
                let mut returned = operation.payloads().filter_map(Payload::ty);
                given.any(|ty| length(ty, 2) > LONG) || returned.any(|ty| length(ty, 2) + 30 > LONG)
            })
    }

    /// Ends, since what contains itself is boxed.
    fn size(&self, ty: &Type) -> usize {
        match ty {
            Type::Bool | Type::Integer(_) | Type::F64 | Type::Date(_) | Type::Ipv4 | Type::Boxed(_) => 8,
            Type::DateTime(_) | Type::Uuid | Type::Ipv6 => 16,
            Type::String | Type::Number | Type::Base64 | Type::Array(_) | Type::Map(_) => 24,
            Type::FixedArray(inner, length) => self.size(inner) * length,
            // That of others is not known.
            Type::Json | Type::Foreign(_) => 32,
            Type::Nullable(inner) => self.size(inner) + 8,
            Type::Named(name) => match self.definitions.get(name.as_str()).map(|definition| &definition.shape) {
                Some(Shape::Alias(target) | Shape::Newtype(target)) => self.size(target),
                Some(Shape::Struct(object)) => {
                    let fields = object.fields.iter();
                    let fields = fields
                        .map(|field| self.size(&field.ty) + if field.presence == Presence::Required { 0 } else { 8 });
                    fields.sum::<usize>() + 24 * object.additional_properties.iter().count()
                }
                Some(Shape::Union(union)) => {
                    8 + union.variants.iter().map(|variant| self.size(&variant.ty)).max().unwrap_or(0).max(32)
                }
                Some(Shape::IntegerEnum(_)) => 16,
                Some(Shape::StringEnum(_)) | None => 24,
            },
        }
    }
}
