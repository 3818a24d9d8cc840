//! What types derive and which enums are closed, as the settings have it.

use std::collections::{HashMap, HashSet};

use super::foreign::tell;
use crate::diagnostic::{Diagnostic, Diagnostics, Setting};
use crate::model::{Definition, Presence, Shape, Type};
use crate::settings::{Enums, Settings};

/// The table of what types derive.
const DERIVES: &str = "derives";
/// What the settings call all types.
const ALL: &str = "*";
/// What of the standard library is derived for all types that can have it, and for no others.
const KNOWN: &[&str] = &["Copy", "Default", "Eq", "Hash", "Ord", "PartialOrd"];

/// Sets what is to be derived and what is closed.
pub(super) fn looks(types: &mut [Definition], settings: &Settings, diagnostics: &mut Diagnostics) {
    for (name, enums) in &settings.enums {
        let mut found = name == ALL;
        for definition in types.iter_mut().filter(|one| is_enum(&one.shape) && is_called(one, name)) {
            found = true;
            definition.closed = *enums == Enums::Closed;
        }
        if !found {
            let known: Vec<String> = types.iter().filter(|one| is_enum(&one.shape)).map(called).collect();
            let what = format!("the enum `{name}` is set to be open or closed");
            tell(diagnostics, ["enums", name], &what, known.iter().map(String::as_str));
        }
    }
    for (name, paths) in &settings.derives {
        let paths: Vec<&String> = paths.iter().filter(|path| is_path(name, path, diagnostics)).collect();
        if name == ALL {
            paths.iter().for_each(|path| derive_all(types, path));
            continue;
        }
        let mut found = false;
        for definition in types.iter_mut().filter(|one| is_called(one, name)) {
            found = true;
            for path in &paths {
                if !definition.has_itself(Definition::derived(path)) {
                    add(&mut definition.derives, path);
                }
            }
        }
        if !found {
            let known: Vec<String> = types.iter().map(called).collect();
            let what = format!("derives are set for the type `{name}`");
            tell(diagnostics, [DERIVES, name], &what, known.iter().map(String::as_str));
        }
    }
}

fn is_enum(shape: &Shape) -> bool {
    matches!(shape, Shape::StringEnum(_) | Shape::IntegerEnum(_))
}

/// What people call a type: as its schema, or as it is called in Rust where it has none of its own.
fn called(definition: &Definition) -> String {
    match definition.pointer.strip_prefix("/components/schemas/") {
        Some(schema) if !schema.contains('/') => schema.replace("~1", "/").replace("~0", "~"),
        _ => definition.name.clone(),
    }
}

fn is_called(definition: &Definition, name: &str) -> bool {
    name == ALL || definition.name == name || called(definition) == name
}

fn is_path(name: &str, path: &str, diagnostics: &mut Diagnostics) -> bool {
    let is_path = syn::parse_str::<syn::Path>(path).is_ok();
    if !is_path {
        let message = format!("`{path}` cannot be derived: it is no path in Rust");
        diagnostics.push(Diagnostic::of_setting(Setting::value([DERIVES, name, path]), message));
    }
    is_path
}

fn add(derives: &mut Vec<String>, path: &str) {
    if !derives.iter().any(|other| other == path) {
        derives.push(path.to_owned());
    }
}

/// Derives a trait for all types; one of the standard library for those that can have it.
fn derive_all(types: &mut [Definition], path: &str) {
    let name = Definition::derived(path);
    let able = if KNOWN.contains(&name) { Some(able(types, name)) } else { None };
    for definition in types {
        let can = able.as_ref().is_none_or(|able| able.contains(&definition.name));
        if can && !definition.has_itself(name) {
            add(&mut definition.derives, path);
        }
    }
}

/// The types that can have a trait: all whose parts have it, what contains itself among them.
fn able(types: &[Definition], name: &str) -> HashSet<String> {
    let shapes: HashMap<&str, &Definition> = types.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut able: HashSet<String> = types.iter().map(|one| one.name.clone()).collect();
    loop {
        let unable: Vec<String> =
            able.iter().filter(|one| !parts_have(shapes[one.as_str()], name, &able)).cloned().collect();
        if unable.is_empty() {
            return able;
        }
        able.retain(|one| !unable.contains(one));
    }
}

fn parts_have(definition: &Definition, name: &str, able: &HashSet<String>) -> bool {
    if definition.has_itself(name) && !matches!(definition.shape, Shape::Alias(_)) {
        return true;
    }
    let has = |ty: &Type| has(ty, name, able);
    match &definition.shape {
        Shape::Struct(object) => {
            let rest = object.additional_properties.iter().all(|rest| has(&Type::Map(Box::new(rest.ty.clone()))));
            rest && object.fields.iter().all(|field| match field.presence {
                Presence::Required => has(&field.ty),
                _ => has(&Type::Nullable(Box::new(field.ty.clone()))),
            })
        }
        // Which of several is meant nobody says.
        Shape::Union(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) if name == "Default" => false,
        Shape::Union(union) => {
            union.variants.iter().all(|variant| has(&variant.ty)) && (!union.keeps_unknown || has(&Type::Json))
        }
        Shape::StringEnum(_) => name != "Copy",
        Shape::IntegerEnum(_) => true,
        Shape::Alias(ty) | Shape::Newtype(ty) => has(ty),
    }
}

/// Whether a type has a trait of the standard library.
fn has(ty: &Type, name: &str, able: &HashSet<String>) -> bool {
    match ty {
        Type::Bool | Type::Integer(_) | Type::Uuid => true,
        Type::F64 => matches!(name, "Copy" | "Default" | "PartialOrd"),
        Type::String => name != "Copy",
        Type::DateTime(_) | Type::Date(_) | Type::Ipv4 | Type::Ipv6 => name != "Default",
        Type::Number => matches!(name, "Eq" | "Hash"),
        Type::Base64 | Type::Json => matches!(name, "Default" | "Eq" | "Hash"),
        // What others have is not known here.
        Type::Foreign(_) => name == "Default",
        Type::Array(_) | Type::Map(_) if name == "Copy" => false,
        Type::Array(_) | Type::Map(_) | Type::Nullable(_) if name == "Default" => true,
        Type::Boxed(_) if name == "Copy" => false,
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => has(inner, name, able),
        Type::FixedArray(inner, _) => has(inner, name, able),
        Type::Named(other) => able.contains(other),
    }
}
