//! Which types requests and responses use, and what that means for properties that only one side sets.

use std::collections::{HashMap, HashSet};

use super::naming::Scope;
use crate::model::{
    Answer, Api, Definition, Direction, Header, Parameter, Payload, Presence, Shape, Struct, Type, Webhooks,
};

/// Marks the structs that requests and responses hold. What only the other side sets need not be there.
pub(super) fn directions(
    types: &mut [Definition],
    apis: &[Api],
    (of_client, headers): (&[Parameter], &[Header]),
    webhooks: &[Webhooks],
) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    of_client.iter().for_each(|header| named(&header.ty, &mut sent));
    headers.iter().for_each(|header| named(&header.ty, &mut received));
    for operation in apis.iter().flat_map(|api| &api.operations) {
        operation.bodies.iter().flat_map(|body| body.kind.types()).for_each(|ty| named(ty, &mut sent));
        operation.parameters.iter().for_each(|parameter| named(&parameter.ty, &mut sent));
        operation.payloads().filter_map(Payload::ty).for_each(|ty| named(ty, &mut received));
    }
    // What the API sends is read here, and answered from here.
    for webhook in webhooks.iter().flat_map(|of_kind| &of_kind.webhooks) {
        webhook.payload.ty().into_iter().for_each(|ty| named(ty, &mut received));
        webhook.answers.iter().filter_map(|Answer { ty, .. }| ty.as_ref()).for_each(|ty| named(ty, &mut sent));
    }
    mark(types, sent, |object| object.in_requests = true);
    mark(types, received, |object| object.in_responses = true);
    for definition in types {
        let Shape::Struct(object) = &mut definition.shape else { continue };
        let (in_requests, in_responses) = (object.in_requests, object.in_responses);
        for field in &mut object.fields {
            let may_miss = match field.direction {
                Direction::Both => false,
                Direction::Responses => in_requests,
                Direction::Requests => in_responses,
            };
            field.expected = may_miss && matches!(field.presence, Presence::Required | Presence::Nullable);
            field.presence = match field.presence {
                Presence::Required if may_miss => Presence::Optional,
                Presence::Nullable if may_miss => Presence::OptionalNullable,
                other => other,
            };
        }
    }
}

/// The most required properties that a function takes as arguments.
const ARGUMENTS: usize = 4;

/// Names a builder for each struct that requests use and that has more required properties than a call can show.
pub(super) fn builders(types: &mut [Definition], names: &mut Scope) {
    for definition in types {
        if let Shape::Struct(object) = &mut definition.shape
            && object.in_requests
            && object.fields.iter().filter(|field| field.is_argument()).count() > ARGUMENTS
        {
            object.builder = Some(names.name(
                &format!("{} builder", definition.place),
                format!("{}Builder", definition.name),
                "Steps",
            ));
        }
    }
}

/// Does something to all structs that types lead to.
fn mark(types: &mut [Definition], mut wanted: Vec<String>, mut do_mark: impl FnMut(&mut Struct)) {
    let index: HashMap<String, usize> = types.iter().enumerate().map(|(index, ty)| (ty.name.clone(), index)).collect();
    let mut seen = HashSet::new();
    while let Some(name) = wanted.pop() {
        let Some(&at) = index.get(&name).filter(|_| seen.insert(name.clone())) else { continue };
        if let Shape::Struct(object) = &mut types[at].shape {
            do_mark(object);
        }
        types[at].shape.types(&mut |ty| named(ty, &mut wanted));
    }
}

/// All types that a type names.
pub(super) fn named(ty: &Type, out: &mut Vec<String>) {
    ty.walk(&mut |inner| {
        if let Type::Named(name) = inner {
            out.push(name.clone());
        }
    });
}
