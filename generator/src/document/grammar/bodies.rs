//! Bodies that are parameters, as in Swagger 2.0: `in: body` and `in: formData`
//! ([Swagger 2.0, Parameter Object](https://swagger.io/specification/v2/#parameter-object)).

use super::check::Check;
use super::objects::METHODS;
use super::swagger;
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::reference::{self, Refused};
use crate::document::tree::{Members, Tree};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter that is a body or a part of one.
struct Part {
    /// Where it is in its list.
    at: Pointer,
    /// Where references lead from there.
    place: Pointer,
    members: Members,
}

impl Part {
    fn text(&self, key: &str) -> Option<&str> {
        self.members.get(key)?.as_str()
    }

    fn is_required(&self) -> bool {
        self.members.get("required") == Some(&Tree::Bool(true))
    }

    fn is_file(&self) -> bool {
        self.text("type") == Some("file")
    }
}

/// Makes request bodies of parameters, which the tables do not have there any more. Where there is a request body
/// already, they stay, and the tables take them out.
pub(super) fn bodies(check: &mut Check<'_>, tree: &mut Tree, refused: &Refused) {
    let paths = Pointer::root().child("paths");
    let is_own = tree.child("openapi").is_some();
    let Some(Tree::Object(members)) = tree.at(&paths).filter(|_| is_own) else { return };
    let paths: Vec<Pointer> = members.keys().map(|path| paths.child(path)).collect();
    let (mut read, mut kept) = (Vec::new(), Vec::new());
    for item in paths {
        let shared = parts(tree, refused, &item);
        for operation in METHODS.iter().map(|method| item.child(method)) {
            let Some(members) = tree.at(&operation).and_then(Tree::as_object) else { continue };
            let has_body = members.contains_key("requestBody");
            let mut found = parts(tree, refused, &operation);
            if has_body {
                kept.extend(found.into_iter().map(|part| part.place));
                continue;
            }
            found.extend(parts(tree, refused, &item));
            if !found.is_empty() {
                body(check, tree, &operation, &found);
                read.extend(found.into_iter().map(|part| part.place));
            }
        }
        shared.iter().for_each(|part| neutral(check, tree, part));
    }
    // Nothing leads there any more.
    if let Some(Tree::Object(components)) = tree.at_mut(&Pointer::root().child("components").child("parameters")) {
        let is_read = |name: &str| read.iter().any(|place| is_component(place, name));
        components.retain(|name, _| !is_read(name) || kept.iter().any(|place| is_component(place, name)));
    }
}

/// Whether a place is that of the parameter among the components that has this name.
fn is_component(place: &Pointer, name: &str) -> bool {
    *place == Pointer::root().child("components").child("parameters").child(name)
}

/// The parts of bodies among the parameters of a Path Item Object or an operation.
fn parts(tree: &Tree, refused: &Refused, of: &Pointer) -> Vec<Part> {
    let list = of.child("parameters");
    let Some(Tree::Array(items)) = tree.at(&list) else { return Vec::new() };
    let part = |(index, item): (usize, &Tree)| {
        let at = list.child(index);
        let place = match item.reference() {
            Some(text) => reference::follow(tree, text, refused).ok()?,
            None => at.clone(),
        };
        let members = tree.at(&place)?.as_object()?.clone();
        let part = Part { at, place, members };
        let is_body = part.text("in") == Some("body") && part.members.contains_key("schema");
        let is_part = part.text("in") == Some("formData") && part.text("name").is_some();
        (is_body || is_part).then_some(part)
    };
    items.iter().enumerate().filter_map(part).collect()
}

/// Gives an operation the request body that its parameters make.
fn body(check: &mut Check<'_>, tree: &mut Tree, operation: &Pointer, parts: &[Part]) {
    let consumed = [Some(operation.clone()), Some(Pointer::root())].into_iter().flatten();
    let consumed = consumed.map(|at| texts(tree.at(&at.child("consumes")))).find(|names| !names.is_empty());
    let consumed = consumed.unwrap_or_default();
    let at = operation.child("requestBody");
    let content = at.child("content");
    let mut body = Members::new();
    let mut required = parts.iter().any(Part::is_required);
    let (names, schema) = match parts.iter().find(|part| part.text("in") == Some("body")) {
        Some(part) => {
            required = part.is_required();
            if let Some(description) = part.members.get("description") {
                body.insert("description".to_owned(), description.clone());
            }
            let names = if consumed.is_empty() { vec!["application/json".to_owned()] } else { consumed };
            for name in &names {
                check.moves.moved(&content.child(name).child("schema"), &part.place.child("schema"));
            }
            (names, part.members.get("schema").cloned().unwrap_or_default())
        }
        None => {
            let kind = if parts.iter().any(Part::is_file) { MULTIPART } else { FORM };
            let mut names: Vec<_> = consumed.into_iter().filter(|name| *name == FORM || *name == MULTIPART).collect();
            if names.is_empty() || kind == MULTIPART {
                names = vec![kind.to_owned()];
            }
            for (name, part) in names.iter().flat_map(|name| parts.iter().map(move |part| (name, part))) {
                let property = part.text("name").unwrap_or_default();
                check
                    .moves
                    .moved(&content.child(name).child("schema").child("properties").child(property), &part.place);
            }
            (names, form(parts))
        }
    };
    let media_type = Tree::Object(Members::from_iter([("schema".to_owned(), schema)]));
    let media_types = names.into_iter().map(|name| (name, media_type.clone()));
    body.insert("content".to_owned(), Tree::Object(media_types.collect()));
    body.insert("required".to_owned(), Tree::Bool(required));
    tell(check, operation, parts, &body);
    if let Some(Tree::Object(members)) = tree.at_mut(operation) {
        members.insert("requestBody".to_owned(), Tree::Object(body));
        members.shift_remove("consumes");
    }
    let own: Vec<&Part> = parts.iter().filter(|part| part.at.is_within(operation)).collect();
    own.into_iter().for_each(|part| neutral(check, tree, part));
}

fn tell(check: &mut Check<'_>, operation: &Pointer, parts: &[Part], body: &Members) {
    let message = "a body is no parameter in OpenAPI 3.0; it is read as the `requestBody`";
    let Some(first) = parts.first() else { return };
    let mut fix = Fix::set(operation, "requestBody", Tree::Object(body.clone()).to_json());
    // What comes later in a list goes first, so that the places of the others are still right.
    for part in parts.iter().rev().filter(|part| part.at.is_within(operation)) {
        fix = fix.and_remove(&part.at);
    }
    check.diagnostics.push(Diagnostic::new(Code::BodyParameter, Severity::Warning, &first.at, message).fix(fix));
}

/// The schema of a form.
fn form(parts: &[Part]) -> Tree {
    let mut properties = Members::new();
    let mut required = Vec::new();
    for part in parts {
        let Some(name) = part.text("name") else { continue };
        let mut schema = match part.members.get("schema") {
            Some(Tree::Object(schema)) => schema.clone(),
            _ => Members::new(),
        };
        let fields =
            part.members.iter().filter(|(key, _)| swagger::FIELDS.contains(&key.as_str()) || *key == "description");
        schema.extend(fields.map(|(key, value)| (key.clone(), value.clone())));
        if part.is_file() {
            schema.insert("type".to_owned(), Tree::from("string"));
            schema.insert("format".to_owned(), Tree::from("binary"));
        }
        if part.is_required() {
            required.push(Tree::from(name));
        }
        properties.insert(name.to_owned(), Tree::Object(schema));
    }
    let mut schema = Members::from_iter([
        ("type".to_owned(), Tree::from("object")),
        ("properties".to_owned(), Tree::Object(properties)),
    ]);
    if !required.is_empty() {
        schema.insert("required".to_owned(), Tree::Array(required));
    }
    Tree::Object(schema)
}

/// Leaves a parameter out. Until that is done, the tables have nothing to say about it.
fn neutral(check: &mut Check<'_>, tree: &mut Tree, part: &Part) {
    let Some((list, index)) = part.at.split() else { return };
    let Ok(index) = index.parse() else { return };
    if let Some(place) = tree.at_mut(&part.at) {
        let text = |key: &str, value: &str| (key.to_owned(), Tree::from(value));
        let schema = ("schema".to_owned(), Tree::empty_object());
        *place = Tree::Object(Members::from_iter([text("name", "body"), text("in", "query"), schema]));
    }
    check.leave_out(list, index);
}

/// The texts of a list.
fn texts(list: Option<&Tree>) -> Vec<String> {
    match list {
        Some(Tree::Array(items)) => items.iter().filter_map(Tree::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
