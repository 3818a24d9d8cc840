//! References of which the target is plain though they lead nowhere, or to something of another kind
//! ([OpenAPI 3.0.3, Reference Object](https://spec.openapis.org/oas/v3.0.3#reference-object)).
//!
//! They are mended before the tree is held against the grammar, which follows them.

use super::site::plain;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, Pointer, Severity};
use crate::document::origin::FILES;
use crate::document::reference::{self, Refused};
use crate::document::tree::{Members, Tree};

/// Makes references lead to what they mean, where there is one component that they can mean. Those of Swagger 2.0 that lead
/// nowhere are among the refused then: what its author may have meant is told in the words of 2.0, of which nothing is left
/// when they are followed.
pub(in crate::document) fn references(tree: &mut Tree, refused: &mut Refused, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    Walk { tree, refused, found: &mut found }.walk(tree, &Pointer::root(), None, None);
    for (at, text, section) in found {
        let Some(to) = meant(tree, &text, section, refused) else {
            if let Err(lost) = reference::place(tree, &text, refused)
                && is_swagger(tree)
            {
                refused.insert(text, lost);
            }
            continue;
        };
        let message = format!("`{text}` does not lead to what is wanted here; `{to}` is taken for it");
        let diagnostic = Diagnostic::new(Code::MendedReference, Severity::Warning, &at.child("$ref"), message);
        diagnostics.push(diagnostic.fix(Fix::set(&at, "$ref", to.as_str())));
        if let Some(Tree::Object(members)) = tree.at_mut(&at) {
            members.insert("$ref".to_owned(), Tree::String(to));
        }
    }
}

/// The section of the components that a reference leads to.
type Section = Option<&'static str>;

/// A walk over the whole tree, whatever is broken in it.
struct Walk<'a> {
    tree: &'a Tree,
    refused: &'a Refused,
    /// The places of references that do not lead to what is wanted, their texts, and what is wanted.
    found: &'a mut Vec<(Pointer, String, Section)>,
}

impl Walk<'_> {
    /// Looks at a value which is of a section, or which holds such values under names of the author's own or in a list.
    fn walk(&mut self, value: &Tree, at: &Pointer, own: Section, held: Section) {
        match value {
            Tree::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &at.child(index), held, None);
                }
            }
            Tree::Object(members) => {
                if let Some(text) = value.reference().filter(|_| held.is_none())
                    && self.is_astray(text, own)
                {
                    self.found.push((at.clone(), text.to_owned(), own));
                }
                for (key, value) in members {
                    let (own, held) = match (held, key.as_str()) {
                        (Some(_), _) => (held, None),
                        (None, "example" | "default" | "enum" | "const" | "value" | "$ref") => continue,
                        (None, key) if key.starts_with("x-") && key != FILES => continue,
                        (None, key) => (of(key), held_by(key)),
                    };
                    if matches!(value, Tree::Array(_) | Tree::Object(_)) {
                        self.walk(value, &at.child(key), own, held);
                    }
                }
            }
            _ => {}
        }
    }

    fn is_astray(&self, text: &str, section: Section) -> bool {
        if text.strip_prefix("#/").is_some_and(|text| text.starts_with(FILES)) {
            return false;
        }
        // A component of another kind is wrong if there is one of the kind that is wanted.
        let is_other = || {
            let (kind, name) = text.strip_prefix("#/components/").and_then(|text| text.split_once('/'))?;
            let section = section.filter(|section| *section != kind && !name.contains('/'))?;
            self.tree.child("components")?.child(section)?.child(name)
        };
        is_other().is_some() || reference::place(self.tree, text, self.refused).is_err()
    }
}

/// What is under a field.
fn of(key: &str) -> Section {
    match key {
        "schema" | "items" | "additionalProperties" | "not" => Some("schemas"),
        "requestBody" => Some("requestBodies"),
        _ => None,
    }
}

/// What a field's map or list holds.
fn held_by(key: &str) -> Section {
    Some(match key {
        "schemas" | "definitions" | "$defs" | "properties" | "allOf" | "oneOf" | "anyOf" => "schemas",
        "parameters" => "parameters",
        "responses" => "responses",
        "headers" => "headers",
        "examples" => "examples",
        "links" => "links",
        "callbacks" => "callbacks",
        "requestBodies" => "requestBodies",
        "securitySchemes" => "securitySchemes",
        _ => return None,
    })
}

/// The text of the reference that is meant.
fn meant(tree: &Tree, text: &str, section: Section, refused: &Refused) -> Option<String> {
    let text = text.trim();
    if text.contains("://") {
        return None;
    }
    let slashes = text.replace('\\', "/");
    let bare = slashes.trim_start_matches('#').trim_matches('/');
    let is_component = bare.starts_with("components/");
    // What is astray itself is no target.
    let leads = |text: &String| reference::follow(tree, text, refused).is_ok();
    // Only the way it is written is wrong.
    if slashes.starts_with('#') || is_component {
        let encoded =
            [format!("#/{bare}"), format!("#/{}", bare.replace("%25", "%")), format!("#/{}", bare.replace('+', "%20"))];
        let right = |text: &&String| section.is_none() || !is_component || kind(text) == section;
        if let Some(text) = encoded.iter().filter(right).find(|text| leads(text)) {
            return Some(text.clone());
        }
    }
    let pointer = reference::pointer(&format!("#/{bare}"))?;
    let tokens: Vec<String> = pointer.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (said, name, rest) = match tokens.as_slice() {
        [name] => ("", *name, [].as_slice()),
        ["components", said, name, rest @ ..] => (*said, *name, rest),
        ["components", name] => ("", *name, [].as_slice()),
        [said @ ("definitions" | "schemas" | "parameters" | "responses"), name, rest @ ..] => (*said, *name, rest),
        _ => return None,
    };
    // A schema stands for what has one in more places than OpenAPI allows for.
    let schemas = matches!(said, "definitions" | "schemas" | "schema").then_some("schemas");
    let component = |section: &str| {
        let home = home(tree, section)?;
        let (component, _) = component(tree.at(&home)?.as_object()?, name)?;
        let place = home.child(component);
        let place = rest.iter().fold(place, |place, token| place.child(token));
        Some(reference::to(&place)).filter(leads)
    };
    section.and_then(component).or_else(|| schemas.and_then(component))
}

/// Where the components of a section are.
fn home(tree: &Tree, section: &str) -> Option<Pointer> {
    let root = Pointer::root();
    if !is_swagger(tree) {
        return Some(root.child("components").child(section));
    }
    match section {
        "schemas" => Some(root.child("definitions")),
        "parameters" | "responses" => Some(root.child(section)),
        _ => None,
    }
}

/// Whether a document is of Swagger 2.0, which has no components.
fn is_swagger(tree: &Tree) -> bool {
    tree.child("swagger").is_some() && tree.child("openapi").is_none()
}

/// The one component that a name means.
fn component<'t>(names: &'t Members, name: &str) -> Option<(&'t String, &'t Tree)> {
    let in_case = || only(names.keys().filter(|known| known.eq_ignore_ascii_case(name)));
    let in_words = || only(names.keys().filter(|known| plain(known) == plain(name)));
    names.get_key_value(name).or_else(|| names.get_key_value(in_case().or_else(in_words)?))
}

/// The section that a reference to a component leads to.
fn kind(text: &str) -> Section {
    held_by(text.strip_prefix("#/components/")?.split('/').next()?)
}

/// The one that there is.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    found.next().filter(|_| found.next().is_none())
}
