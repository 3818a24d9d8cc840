//! Media types, and what stands where they should: schemas of bodies and names that are no media types
//! ([OpenAPI 3.0.3, Media Type Object](https://spec.openapis.org/oas/v3.0.3#media-type-object)).

use super::check::{Check, LARGEST_FIX};
use super::{Object, objects};
use crate::diagnostic::{Code, Diagnostic, Fix, Pointer, Severity};
use crate::document::tree::{Members, Tree};

/// What a schema is said to be sent as where nobody says it.
const JSON: &str = "application/json";

/// The fields of a schema that tell it from a Media Type Object.
const TELLING: [&str; 6] = ["type", "properties", "items", "allOf", "oneOf", "anyOf"];

/// Puts what belongs into the `content` of a body or response there.
pub(super) fn body(check: &mut Check<'_>, body: &mut Members, at: &Pointer) {
    if !body.contains_key("content") {
        let mut content = Members::new();
        let is_media_type = |key: &str| is_media_type(key) && !key.starts_with("x-");
        let keys: Vec<String> = body.keys().filter(|key| is_media_type(key)).cloned().collect();
        for key in keys {
            if let Some(value) = body.shift_remove(&key) {
                check.moves.moved(&at.child("content").child(&key), &at.child(&key));
                content.insert(key, value);
            }
        }
        if let Some(schema) = body.get("schema").filter(|_| content.is_empty()).cloned() {
            let is_file = schema.child("type").and_then(Tree::as_str) == Some("file");
            let name = if is_file { "application/octet-stream" } else { JSON };
            body.shift_remove("schema");
            check.moves.moved(&at.child("content").child(name).child("schema"), &at.child("schema"));
            content.insert(name.to_owned(), holding("schema", schema));
        }
        if !content.is_empty() {
            tell(check, at, &content);
            body.insert("content".to_owned(), Tree::Object(content));
        }
    }
    names(check, body, at);
}

fn tell(check: &mut Check<'_>, at: &Pointer, content: &Members) {
    let names: Vec<&str> = content.keys().map(String::as_str).collect();
    let message =
        format!("what is sent is told by the `content`; it is read as if it were `{}` there", names.join("`, `"));
    let diagnostic = Diagnostic::new(Code::MisplacedSchema, Severity::Warning, at, message);
    let is_small = content.values().map(Tree::size).sum::<usize>() <= LARGEST_FIX;
    let fix = is_small.then(|| Fix::set(at, "content", Tree::Object(content.clone()).to_json()));
    check.diagnostics.push(Diagnostic { fix, ..diagnostic });
}

/// An object with one member.
fn holding(key: &str, value: Tree) -> Tree {
    Tree::Object(Members::from_iter([(key.to_owned(), value)]))
}

/// The fields of a schema right in a Media Type Object are its schema.
pub(super) fn media_type(check: &mut Check<'_>, media_type: &mut Members, at: &Pointer) {
    if media_type.contains_key("schema") || !TELLING.iter().any(|key| media_type.contains_key(*key)) {
        return;
    }
    let is_own = |key: &str| matches!(key, "example" | "examples" | "encoding") || key.starts_with("x-");
    let mut schema = Members::new();
    for (key, value) in std::mem::take(media_type) {
        if is_own(&key) {
            media_type.insert(key, value);
        } else {
            check.moves.moved(&at.child("schema").child(&key), &at.child(&key));
            schema.insert(key, value);
        }
    }
    let message = "the fields of a schema are read as the `schema` of this Media Type Object";
    check.diagnostics.warning(Code::MisplacedSchema, at, message);
    media_type.insert("schema".to_owned(), Tree::Object(schema));
}

/// Makes of a reference to a schema what has the schema. Gives whether it did.
pub(super) fn schema_reference(
    check: &mut Check<'_>,
    members: &mut Members,
    object: &'static Object,
    at: &Pointer,
) -> bool {
    let is = |other: &'static Object| std::ptr::eq(object, other);
    let text = members.get("$ref").and_then(Tree::as_str).unwrap_or_default();
    let is_schema = ["#/components/schemas/", "#/definitions/"].iter().any(|section| text.starts_with(section));
    if !is_schema || members.len() > 1 {
        return false;
    }
    let schema = holding("schema", holding("$ref", Tree::from(text)));
    let (key, value) = if is(&objects::MEDIA_TYPE) || is(&objects::HEADER) {
        let Tree::Object(mut schema) = schema else { return false };
        ("schema", schema.shift_remove("schema").unwrap_or_default())
    } else if is(&objects::RESPONSE) || is(&objects::REQUEST_BODY) {
        ("content", holding(JSON, schema))
    } else {
        return false;
    };
    let message = format!("a reference to a schema is no {}; it is read as one with this schema", object.name);
    let fix = Fix::remove(&at.child("$ref")).and_set(at, key, value.to_json());
    check.diagnostics.push(Diagnostic::new(Code::MisplacedSchema, Severity::Warning, at, message).fix(fix));
    members.clear();
    members.insert(key.to_owned(), value);
    true
}

/// Gives what is sent the media types that are meant.
pub(super) fn names(check: &mut Check<'_>, holder: &mut Members, at: &Pointer) {
    let Some(Tree::Object(content)) = holder.get_mut("content") else { return };
    if content.keys().all(|name| meant(name).is_empty()) {
        return;
    }
    let at = at.child("content");
    for (name, value) in std::mem::take(content) {
        let mut names = meant(&name);
        names.retain(|name| !content.contains_key(name));
        if names.is_empty() {
            content.insert(name, value);
            continue;
        }
        let message = format!("`{name}` is no media type; it is read as `{}`", names.join("`, `"));
        let place = at.child(&name);
        let fix = names.iter().fold(Fix::remove(&place), |fix, name| fix.and_set(&at, name, value.to_json()));
        let fix = (value.size() <= LARGEST_FIX).then_some(fix);
        let diagnostic = Diagnostic::new(Code::MediaTypeName, Severity::Warning, &place, message);
        check.diagnostics.push(Diagnostic { fix, ..diagnostic });
        for name in names {
            check.moves.copied(&at.child(&name), &place);
            content.insert(name, value.clone());
        }
    }
}

/// Whether a text has the form of a media type ([RFC 6838, section 4.2](https://www.rfc-editor.org/rfc/rfc6838#section-4.2)),
/// with whatever parameters.
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    let is_token = |text: &str| {
        !text.is_empty()
            && text.chars().all(|character| character.is_ascii_alphanumeric() || "!#$&^_.+-*".contains(character))
    };
    essence.split_once('/').is_some_and(|(one, other)| is_token(one) && is_token(other))
}

/// The media types that a text means which is none; none where nobody knows.
pub(in crate::document) fn meant(text: &str) -> Vec<String> {
    let trimmed = text.trim();
    if is_media_type(trimmed) && (!trimmed.contains(',') || trimmed.contains('"')) {
        return if trimmed == text { Vec::new() } else { vec![trimmed.to_owned()] };
    }
    let parts: Vec<&str> = trimmed.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [first, parameters @ ..] if is_media_type(first) && parameters.iter().all(|one| one.contains('=')) => {
            vec![parts.join("; ")]
        }
        [_, _, ..] if parts.iter().all(|part| is_media_type(part)) => {
            parts.iter().map(|part| (*part).to_owned()).collect()
        }
        [one] => word(one).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The media type that goes by a name.
fn word(text: &str) -> Option<String> {
    let (name, parameters) = text.split_at(text.find(';').unwrap_or(text.len()));
    let known = match name.trim().to_ascii_lowercase().as_str() {
        "json" | "applicationjson" | "application-json" | "application_json" => JSON,
        "xml" => "application/xml",
        "text" | "plain" | "txt" => "text/plain",
        "html" => "text/html",
        "csv" => "text/csv",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gzip" => "application/gzip",
        "png" => "image/png",
        "jpeg" | "jpg" => "image/jpeg",
        "binary" | "octet-stream" => "application/octet-stream",
        "form-data" | "formdata" | "multipart" => "multipart/form-data",
        "urlencoded" | "x-www-form-urlencoded" | "form-urlencoded" => "application/x-www-form-urlencoded",
        "*" => "*/*",
        _ => return None,
    };
    Some(format!("{known}{parameters}"))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn media_types_are_read_as_people_write_them() {
        for (text, names) in [
            ("application/json", ""),
            ("application/vnd.a+json; version=1", ""),
            ("multipart/form-data; boundary=\"a,b\"", ""),
            ("application/*", ""),
            (" text/plain ", "text/plain"),
            ("JSON", "application/json"),
            ("applicationjson;version=1", "application/json;version=1"),
            ("*", "*/*"),
            ("application/json, charset=utf-8", "application/json; charset=utf-8"),
            ("application/json, text/xml", "application/json|text/xml"),
            ("data", ""),
            ("", ""),
            (",", ""),
            ("json, xml", ""),
        ] {
            assert_eq!(meant(text).join("|"), names, "{text}");
        }
    }
}
