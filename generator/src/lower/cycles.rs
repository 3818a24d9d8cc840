//! Types that contain themselves.

use std::collections::{HashMap, HashSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::{Code, Diagnostics, Pointer};
use crate::model::{Definition, Presence, Shape, Type};

/// Boxes what would make a type contain itself, and makes types of aliases that refer to themselves.
pub(super) fn box_cycles(types: &mut [Definition], diagnostics: &mut Diagnostics) {
    wrap_aliases(types);
    let ends = mend_endless(types, diagnostics);
    let whole: Edges<'_> = &|shape, out| {
        shape.types(&mut |ty| by_value(ty, out));
    };
    for group in groups(types, whole) {
        let names: HashSet<String> = group.iter().map(|index| types[*index].name.clone()).collect();
        for index in group {
            match &mut types[index].shape {
                Shape::Struct(object) => object.fields.iter_mut().for_each(|field| box_named(&mut field.ty, &names)),
                Shape::Union(union) => {
                    let first = union.variants.iter().enumerate().min_by_key(|(_, variant)| variant.rank);
                    let soonest = union.variants.iter().enumerate().min_by_key(|(_, variant)| end(&variant.ty, &ends));
                    if !union.keeps_unknown
                        && let (Some((first, one)), Some((soonest, other))) = (first, soonest)
                        && end(&one.ty, &ends) != end(&other.ty, &ends)
                        && first != soonest
                    {
                        union.vacant = Some(soonest);
                    }
                    union.variants.iter_mut().for_each(|variant| box_named(&mut variant.ty, &names));
                }
                Shape::Newtype(ty) => box_named(ty, &names),
                Shape::Alias(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) => {}
            }
        }
    }
}

type Edges<'a> = &'a dyn Fn(&Shape, &mut Vec<String>);

/// The strongly connected components that are cycles, with the edges that a function tells.
fn groups(types: &[Definition], edges: Edges<'_>) -> Vec<Vec<usize>> {
    let index: HashMap<&str, usize> = types.iter().enumerate().map(|(index, ty)| (ty.name.as_str(), index)).collect();
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<NodeIndex> = (0..types.len()).map(|index| graph.add_node(index)).collect();
    for (from, definition) in types.iter().enumerate() {
        let mut names = Vec::new();
        edges(&definition.shape, &mut names);
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
        Type::Nullable(inner) | Type::FixedArray(inner, _) => by_value(inner, out),
        _ => {}
    }
}

fn box_named(ty: &mut Type, names: &HashSet<String>) {
    match ty {
        Type::Named(name) if names.contains(name) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Nullable(inner) | Type::FixedArray(inner, _) => box_named(inner, names),
        _ => {}
    }
}

/// Rust expands aliases, so one that leads to itself through aliases alone becomes a type.
fn wrap_aliases(types: &mut [Definition]) {
    let aliases: HashSet<String> =
        types.iter().filter(|ty| matches!(ty.shape, Shape::Alias(_))).map(|ty| ty.name.clone()).collect();
    let cyclic = groups(types, &|shape, out| {
        if let Shape::Alias(ty) = shape {
            ty.walk(&mut |inner| match inner {
                Type::Named(name) if aliases.contains(name) => out.push(name.clone()),
                _ => {}
            });
        }
    });
    for index in cyclic.into_iter().flatten() {
        if let Shape::Alias(ty) = &types[index].shape {
            types[index].shape = Shape::Newtype(ty.clone());
        }
    }
}

/// After how many steps a value of a type ends at the soonest, by its name.
type Ends = HashMap<String, usize>;

const NEVER: usize = usize::MAX;

fn end(ty: &Type, ends: &Ends) -> usize {
    match ty {
        Type::Named(name) => ends.get(name).copied().unwrap_or(NEVER),
        Type::FixedArray(inner, _) => end(inner, ends),
        _ => 0,
    }
}

fn ends(types: &[Definition]) -> Ends {
    let mut ends = Ends::new();
    for round in 1.. {
        let mut fresh = Vec::new();
        for definition in types.iter().filter(|definition| !ends.contains_key(&definition.name)) {
            let does_end = match &definition.shape {
                Shape::Struct(object) => {
                    let mut required = object.fields.iter().filter(|field| field.presence == Presence::Required);
                    required.all(|field| end(&field.ty, &ends) != NEVER)
                }
                Shape::Union(union) => union.variants.iter().any(|variant| end(&variant.ty, &ends) != NEVER),
                Shape::Alias(ty) | Shape::Newtype(ty) => end(ty, &ends) != NEVER,
                Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
            };
            if does_end {
                fresh.push(definition.name.clone());
            }
        }
        if fresh.is_empty() {
            break;
        }
        ends.extend(fresh.into_iter().map(|name| (name, round)));
    }
    ends
}

/// Makes optional, or any JSON, what is required within itself without end.
fn mend_endless(types: &mut [Definition], diagnostics: &mut Diagnostics) -> Ends {
    loop {
        let ends = ends(types);
        if ends.len() == types.len() {
            return ends;
        }
        let endless = |name: &String| !ends.contains_key(name);
        let needs: Edges<'_> = &|shape, out| {
            match shape {
                Shape::Struct(object) => {
                    let required = object.fields.iter().filter(|field| field.presence == Presence::Required);
                    required.for_each(|field| by_value(&field.ty, out));
                }
                other => other.types(&mut |ty| by_value(ty, out)),
            }
            out.retain(endless);
        };
        let groups: Vec<_> = groups(types, needs)
            .into_iter()
            .filter(|group| group.iter().any(|index| endless(&types[*index].name)))
            .collect();
        let mut mended = false;
        for group in &groups {
            mended |= break_endless(types, group, diagnostics);
        }
        if !mended {
            // Nothing but names for each other.
            for definition in types.iter_mut().filter(|definition| endless(&definition.name)) {
                let message = "this schema says nothing but that it is itself; its values are `serde_json::Value`";
                diagnostics.warning(Code::EndlessSchema, &Pointer::parse(&definition.pointer), message);
                definition.shape = Shape::Alias(Type::Json);
            }
        }
    }
}

fn break_endless(types: &mut [Definition], group: &[usize], diagnostics: &mut Diagnostics) -> bool {
    let names: HashSet<String> = group.iter().map(|index| types[*index].name.clone()).collect();
    let mut mended = false;
    for index in group {
        let pointer = Pointer::parse(&types[*index].pointer);
        let Shape::Struct(object) = &mut types[*index].shape else { continue };
        for field in &mut object.fields {
            let mut held = Vec::new();
            by_value(&field.ty, &mut held);
            if field.presence == Presence::Required && held.iter().any(|name| names.contains(name)) {
                field.presence = Presence::Optional;
                mended = true;
                let message = format!("`{}` requires itself without end; it is optional in the client", field.wire);
                diagnostics.warning(Code::EndlessSchema, &pointer.child("properties").child(&field.wire), message);
            }
        }
    }
    mended
}
