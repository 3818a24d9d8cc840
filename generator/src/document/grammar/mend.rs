//! What concerns several fields of an object at once.

use super::check::{Check, LARGEST_FIX};
use super::{Broken, objects};
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// A path begins with a slash.
pub(super) fn paths(check: &mut Check<'_>, paths: &mut Members, at: &Pointer) {
    let fine = |path: &str| path.starts_with('/') || path.starts_with("x-");
    if paths.keys().all(|path| fine(path)) {
        return;
    }
    let (whole, others): (Members, Members) = std::mem::take(paths)
        .into_iter()
        .partition(|(path, item)| fine(path) || !matches!(item, Tree::Object(_)) || path.contains("://"));
    *paths = whole;
    for (path, item) in others {
        let mended = format!("/{path}");
        let place = at.child(&path);
        let diagnostic =
            Diagnostic::new(Code::WrongType, Severity::Warning, &place, format!("this path is read as `{mended}`"));
        let fix = (item.size() <= LARGEST_FIX).then(|| Fix::remove(&place).and_set(at, &mended, item.to_json()));
        check.diagnostics.push(Diagnostic { fix, ..diagnostic });
        beside(check, paths, &mended, item, at, &place);
    }
}

/// Puts what was found at a place among the paths. What a path of this name has already stays as it is.
fn beside(check: &mut Check<'_>, paths: &mut Members, path: &str, item: Tree, at: &Pointer, from: &Pointer) {
    let (Some(Tree::Object(known)), Tree::Object(members)) = (paths.get_mut(path), &item) else {
        check.moves.moved(&at.child(path), from);
        paths.insert(path.to_owned(), item);
        return;
    };
    for (key, value) in members {
        if known.contains_key(key) {
            let message = format!("`{path}` has a `{key}` already; this one is left out");
            check.diagnostics.warning(Code::DuplicateKey, &from.child(key), message);
        } else {
            check.moves.moved(&at.child(path).child(key), &from.child(key));
            known.insert(key.clone(), value.clone());
        }
    }
}

/// A variable without a default has that of its list which comes first.
pub(super) fn server_variable(check: &mut Check<'_>, variable: &mut Members, at: &Pointer) {
    if variable.contains_key("default") {
        return;
    }
    if let Some(Tree::Array(values)) = variable.get("enum")
        && let Some(first @ Tree::String(text)) = values.first()
    {
        let message = format!("the variable needs a `default`; `{text}` is assumed, which its `enum` lists first");
        let fix = Fix::set(at, "default", text.as_str());
        check.diagnostics.push(Diagnostic::new(Code::MissingField, Severity::Warning, at, message).fix(fix));
        let first = first.clone();
        variable.insert("default".to_owned(), first);
    }
}

/// Mends what is at the root.
pub(super) fn root(check: &mut Check<'_>, root: &mut Members, at: &Pointer) {
    webhooks(check, root, at);
    server(check, root, at);
}

/// Where nothing is said of servers but as in Swagger 2.0, that is the server. Of several schemes the safe one is meant.
fn server(check: &mut Check<'_>, root: &mut Members, at: &Pointer) {
    let text = |key: &str| root.get(key).and_then(Tree::as_str).map(str::trim).filter(|text| !text.is_empty());
    let Some(host) = text("host").filter(|host| !host.contains('/') && !root.contains_key("servers")) else { return };
    let path = text("basePath").unwrap_or_default().trim_matches('/');
    let is_plain = matches!(root.get("schemes"), Some(Tree::Array(schemes)) if *schemes == [Tree::from("http")]);
    let url = format!("{}://{host}/{path}", if is_plain { "http" } else { "https" });
    let url = url.trim_end_matches('/');
    let message = format!("a `host` is of Swagger 2.0; what is said of it is read as the server `{url}`");
    let server = Members::from_iter([("url".to_owned(), Tree::from(url))]);
    let servers = Tree::Array(vec![Tree::Object(server)]);
    let mut fix = Fix::set(at, "servers", servers.to_json());
    for key in ["host", "basePath", "schemes"] {
        if root.shift_remove(key).is_some() {
            fix = fix.and_remove(&at.child(key));
        }
    }
    let place = at.child("host");
    check.diagnostics.push(Diagnostic::new(Code::UnknownField, Severity::Warning, &place, message).fix(fix));
    check.moves.moved(&at.child("servers"), &place);
    root.insert("servers".to_owned(), servers);
}

/// What is among the webhooks as a callback, a path item under an expression, is the path item alone; what is no path item
/// under a name of extensions is one.
fn webhooks(check: &mut Check<'_>, root: &mut Members, at: &Pointer) {
    let is_field = |key: &String| objects::PATH_ITEM.fields.iter().any(|field| field.name == key);
    let is_item = |tree: &Tree| tree.as_object().is_some_and(|members| members.keys().any(is_field));
    for key in ["webhooks", "x-webhooks"] {
        let Some(Tree::Object(webhooks)) = root.get_mut(key) else { continue };
        webhooks.retain(|name, item| !name.starts_with("x-") || is_item(item));
        for (name, item) in webhooks {
            let Some(members) = item.as_object().filter(|_| !is_item(item)) else { continue };
            let mut inner = members.iter().filter(|(key, _)| !key.starts_with("x-"));
            let (Some((expression, only)), None) = (inner.next(), inner.next()) else { continue };
            if is_item(only) {
                let message = format!("a webhook is a Path Item Object; the one under `{expression}` is read as it");
                check.diagnostics.note(Code::WrongType, &at.child(key).child(name), message);
                *item = only.clone();
            }
        }
    }
}

/// The name of the text that a reference in the place of a callback keeps: `openapiv3` takes none there.
pub(in crate::document) const CALLBACK: &str = "x-oasmith-callback";

/// `openapiv3` knows neither references nor extensions here: a reference becomes an object with its text, and nothing
/// else counts beside it.
pub(super) fn callback(check: &mut Check<'_>, callback: &mut Members, _: &Pointer) {
    callback.retain(|key, _| !key.starts_with("x-"));
    if callback.get("$ref").and_then(Tree::as_str).is_none() {
        return;
    }
    check.refers(callback, Some(&objects::CALLBACK));
    callback.retain(|key, _| key == "$ref");
    for value in callback.values_mut() {
        let text = std::mem::take(value);
        *value = Tree::Object([(CALLBACK.to_owned(), text)].into_iter().collect());
    }
}

/// A parameter's style has to suit its place, and what is in the path is required.
pub(super) fn parameter(check: &mut Check<'_>, parameter: &mut Members, at: &Pointer) -> Result<(), Broken> {
    let place = parameter.get("in").and_then(Tree::as_str).unwrap_or_default().to_owned();
    let styles: &[&str] = match place.as_str() {
        "path" => &["matrix", "label", "simple"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form"],
    };
    if let Some(style) = parameter.get("style").and_then(Tree::as_str)
        && !styles.contains(&style)
    {
        let message = format!("a parameter in the {place} cannot have the style `{style}`; its default is assumed");
        let place = at.child("style");
        let diagnostic = Diagnostic::new(Code::WrongType, Severity::Warning, &place, message);
        check.diagnostics.push(diagnostic.fix(Fix::remove(&place)));
        parameter.shift_remove("style");
    }
    if place == "path" && parameter.get("required") != Some(&Tree::Bool(true)) {
        let message = "a parameter in the path is always required";
        let diagnostic = Diagnostic::new(Code::MissingField, Severity::Note, at, message);
        check.diagnostics.push(diagnostic.fix(Fix::set(at, "required", true)));
        parameter.insert("required".to_owned(), Tree::Bool(true));
    }
    header(check, parameter, at)
}

/// A parameter or header has either a schema or a content.
pub(super) fn header(check: &mut Check<'_>, header: &mut Members, at: &Pointer) -> Result<(), Broken> {
    match (header.contains_key("schema"), header.contains_key("content")) {
        (true, true) => {
            let (place, message) = (at.child("content"), "there is a `schema` already; this is left out");
            let diagnostic = Diagnostic::new(Code::ContradictorySchema, Severity::Warning, &place, message);
            check.diagnostics.push(diagnostic.fix(Fix::remove(&place)));
            header.shift_remove("content");
        }
        (false, false) => {
            let message = "there is neither a `schema` nor a `content`; any value is allowed";
            let diagnostic = Diagnostic::new(Code::MissingField, Severity::Warning, at, message);
            check.diagnostics.push(diagnostic.fix(Fix::set(at, "schema", serde_json::json!({}))));
            header.insert("schema".to_owned(), Tree::Object(Members::new()));
        }
        _ => {}
    }
    Ok(())
}

/// Says of an encoding that it is exploded, where that is its default: `openapiv3` has another one.
pub(super) fn encoding(_: &mut Check<'_>, encoding: &mut Members, _: &Pointer) -> Result<(), Broken> {
    if encoding.get("style").and_then(Tree::as_str).is_none_or(|style| style == "form") {
        encoding.entry("explode".to_owned()).or_insert(Tree::Bool(true));
    }
    Ok(())
}

/// A link leads to an operation.
pub(super) fn link(check: &mut Check<'_>, link: &mut Members, at: &Pointer) -> Result<(), Broken> {
    if link.contains_key("operationRef") || link.contains_key("operationId") {
        return Ok(());
    }
    let message = "the Link Object needs an `operationRef` or an `operationId`; it is left out";
    check.diagnostics.warning(Code::MissingField, at, message);
    Err(Broken)
}

/// Basic authentication as Swagger 2.0 has it.
pub(super) fn basic(check: &mut Check<'_>, scheme: &mut Members, at: &Pointer) {
    if scheme.get("type").and_then(Tree::as_str) != Some("basic") {
        return;
    }
    let message = "`basic` is a type of Swagger 2.0; it is read as the type `http` with the scheme `basic`";
    let fix = Fix::set(at, "type", "http").and_set(at, "scheme", "basic");
    check.diagnostics.push(Diagnostic::new(Code::WrongType, Severity::Warning, &at.child("type"), message).fix(fix));
    scheme.insert("type".to_owned(), Tree::from("http"));
    scheme.insert("scheme".to_owned(), Tree::from("basic"));
}

/// What a security scheme needs depends on its type.
pub(super) fn security_scheme(check: &mut Check<'_>, scheme: &mut Members, at: &Pointer) -> Result<(), Broken> {
    let kind = scheme.get("type").and_then(Tree::as_str).unwrap_or_default();
    let needed: &[&str] = match kind {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        _ => &["openIdConnectUrl"],
    };
    match needed.iter().find(|field| !scheme.contains_key(**field)) {
        None => Ok(()),
        Some(field) => {
            let message = format!("a Security Scheme Object of type `{kind}` needs a `{field}`; it is left out");
            check.diagnostics.warning(Code::MissingField, at, message);
            Err(Broken)
        }
    }
}
