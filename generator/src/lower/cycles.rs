//! Types that contain themselves.

use std::collections::{HashMap, HashSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::model::{Api, Definition, Presence, Shape, Type};

/// Boxes what would make a type contain itself, and makes types of aliases that refer to themselves.
pub(super) fn box_cycles(types: &mut [Definition], diagnostics: &mut Diagnostics) {
    wrap_aliases(types);
    // A value with no end first: what is required all around is made optional.
    for group in groups(types, &|ty, required, out| {
        if required {
            by_value(ty, out)
        }
    }) {
        break_endless(types, &group, diagnostics);
    }
    let groups = groups(types, &|ty, _, out| by_value(ty, out));
    for group in groups {
        let names: HashSet<String> = group.iter().map(|index| types[*index].name.clone()).collect();
        for index in group {
            match &mut types[index].shape {
                Shape::Struct(object) => object.fields.iter_mut().for_each(|field| box_named(&mut field.ty, &names)),
                Shape::Newtype(ty) => box_named(ty, &names),
                Shape::Alias(_) | Shape::StringEnum(_) => {}
            }
        }
    }
}

type Edges<'a> = &'a dyn Fn(&Type, bool, &mut Vec<String>);

/// The strongly connected components that are cycles, with the edges that a function tells.
fn groups(types: &[Definition], edges: Edges<'_>) -> Vec<Vec<usize>> {
    let index: HashMap<&str, usize> = types.iter().enumerate().map(|(index, ty)| (ty.name.as_str(), index)).collect();
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<NodeIndex> = (0..types.len()).map(|index| graph.add_node(index)).collect();
    for (from, definition) in types.iter().enumerate() {
        let mut names = Vec::new();
        match &definition.shape {
            Shape::Struct(object) => {
                for field in &object.fields {
                    edges(&field.ty, field.presence == Presence::Required, &mut names);
                }
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => edges(ty, true, &mut names),
            Shape::StringEnum(_) => {}
        }
        for name in names {
            if let Some(to) = index.get(name.as_str()) {
                graph.update_edge(nodes[from], nodes[*to], ());
            }
        }
    }
    let cyclic = |group: &Vec<NodeIndex>| group.len() > 1 || graph.contains_edge(group[0], group[0]);
    let groups = tarjan_scc(&graph).into_iter().filter(cyclic);
    groups.map(|group| group.into_iter().map(|node| graph[node]).collect()).collect()
}

/// The types that a value holds in itself, not behind a pointer.
fn by_value(ty: &Type, out: &mut Vec<String>) {
    match ty {
        Type::Named(name) => out.push(name.clone()),
        Type::Nullable(inner) => by_value(inner, out),
        _ => {}
    }
}

/// All types that a type names.
fn named(ty: &Type, out: &mut Vec<String>) {
    match ty {
        Type::Named(name) => out.push(name.clone()),
        Type::Nullable(inner) | Type::Array(inner) | Type::Map(inner) | Type::Boxed(inner) => named(inner, out),
        _ => {}
    }
}

fn box_named(ty: &mut Type, names: &HashSet<String>) {
    match ty {
        Type::Named(name) if names.contains(name) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Nullable(inner) => box_named(inner, names),
        _ => {}
    }
}

/// Rust expands aliases, so one that leads to itself through aliases alone becomes a type.
fn wrap_aliases(types: &mut [Definition]) {
    let aliases: HashSet<String> =
        types.iter().filter(|ty| matches!(ty.shape, Shape::Alias(_))).map(|ty| ty.name.clone()).collect();
    let cyclic = groups(types, &|ty, required, out| {
        if required {
            let mut names = Vec::new();
            named(ty, &mut names);
            out.extend(names.into_iter().filter(|name| aliases.contains(name)));
        }
    });
    for index in cyclic.into_iter().flatten() {
        if let Shape::Alias(ty) = &types[index].shape {
            types[index].shape = Shape::Newtype(ty.clone());
        }
    }
}

fn break_endless(types: &mut [Definition], group: &[usize], diagnostics: &mut Diagnostics) {
    let names: HashSet<String> = group.iter().map(|index| types[*index].name.clone()).collect();
    for index in group {
        let pointer = Pointer::parse(&types[*index].pointer);
        let Shape::Struct(object) = &mut types[*index].shape else { continue };
        for field in &mut object.fields {
            let mut held = Vec::new();
            by_value(&field.ty, &mut held);
            if field.presence == Presence::Required && held.iter().any(|name| names.contains(name)) {
                field.presence = Presence::Optional;
                let message = format!("`{}` requires itself without end; it is optional in the client", field.wire);
                diagnostics.warning(Code::EndlessSchema, &pointer.child("properties").child(&field.wire), message);
            }
        }
    }
}

/// Marks the structs that callers make: those that a request's body holds.
pub(super) fn mark_requests(types: &mut [Definition], apis: &[Api]) {
    let mut wanted = Vec::new();
    for operation in apis.iter().flat_map(|api| &api.operations) {
        operation.body.iter().for_each(|body| named(&body.ty, &mut wanted));
        operation.parameters.iter().for_each(|parameter| named(&parameter.ty, &mut wanted));
    }
    let index: HashMap<String, usize> = types.iter().enumerate().map(|(index, ty)| (ty.name.clone(), index)).collect();
    let mut seen = HashSet::new();
    while let Some(name) = wanted.pop() {
        let Some(&at) = index.get(&name).filter(|_| seen.insert(name.clone())) else { continue };
        match &mut types[at].shape {
            Shape::Struct(object) => {
                object.in_requests = true;
                object.fields.iter().for_each(|field| named(&field.ty, &mut wanted));
                object.additional_properties.iter().for_each(|(_, ty)| named(ty, &mut wanted));
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => named(ty, &mut wanted),
            Shape::StringEnum(_) => {}
        }
    }
}
