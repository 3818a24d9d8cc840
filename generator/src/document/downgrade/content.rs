//! What texts hold: `contentEncoding`, `contentMediaType` and `contentSchema`
//! ([JSON Schema Validation, section 8](https://json-schema.org/draft/2020-12/json-schema-validation#section-8)).

use super::MEDIA_TYPE;
use crate::document::tree::{Members, Tree};

/// Says by `format` what a text holds: bytes in base64, or bytes as they are.
pub(super) fn content(members: &mut Members) {
    let text = |value: Option<Tree>| value.and_then(|value| value.as_str().map(str::to_owned));
    let encoding = text(members.shift_remove("contentEncoding"));
    let media_type = text(members.shift_remove("contentMediaType"));
    members.shift_remove("contentSchema");
    if encoding.is_none() && media_type.is_none() {
        return;
    }
    let says_more = |key: &str| matches!(key, "type" | "$ref" | "allOf" | "anyOf" | "oneOf" | "enum" | "const");
    if !members.keys().any(|key| says_more(key)) {
        members.insert("type".to_owned(), Tree::from("string"));
    }
    let format = match (encoding.as_deref().map(str::to_ascii_lowercase).as_deref(), &media_type) {
        (Some("base64"), _) => Some("byte".to_owned()),
        // Of OpenAPI 3.1's own words (section 4.7.14.2, "Working with Binary Data"): no encoding says that it has none.
        (Some("binary"), _) => Some("binary".to_owned()),
        (Some(other), _) => Some(other.to_owned()),
        (None, Some(media_type)) if !is_text(media_type) => Some("binary".to_owned()),
        (None, _) => None,
    };
    if let Some(format) = format {
        members.entry("format".to_owned()).or_insert(Tree::String(format));
    }
    let is_plain = encoding.is_none_or(|encoding| encoding.eq_ignore_ascii_case("binary"));
    if let Some(media_type) = media_type.filter(|_| is_plain) {
        members.insert(MEDIA_TYPE.to_owned(), Tree::String(media_type));
    }
}

/// Whether what has a media type is text.
fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (of, subtype) = essence.split_once('/').unwrap_or_default();
    let suffix = subtype.rsplit('+').next().unwrap_or(subtype);
    of == "text"
        || matches!(suffix, "json" | "xml" | "yaml" | "jwt")
        || matches!(subtype, "javascript" | "graphql" | "sql" | "csv" | "x-www-form-urlencoded" | "x-yaml" | "jsonl")
        || subtype.ends_with("ndjson")
}
