//! An answer that is drawn from the document, for a call that the server has no valid one for.

use serde_json::Value;

use super::values::media_schema;
use crate::sample::hash;
use crate::values::explore;
use crate::values::json::Json;
use crate::values::original::{Original, escaped};
use crate::values::strings::Strings;
use crate::values::validity::Validity;

/// How many values of a schema are made to find a valid one.
const TRIES: usize = 24;

/// The pointer of the response that holds for a status.
pub(super) fn response(responses: &[(String, String)], status: u16) -> Option<&str> {
    let found = |wanted: &str| responses.iter().find(|(known, _)| known.eq_ignore_ascii_case(wanted));
    let found =
        found(&status.to_string()).or_else(|| found(&format!("{}XX", status / 100))).or_else(|| found("default"))?;
    Some(&found.1)
}

/// The status of an answer where none is asked for: the first success.
pub(super) fn usual(responses: &[(String, String)]) -> Option<u16> {
    let said = responses.iter().filter_map(|(status, _)| status.parse::<u16>().ok());
    let success = said.filter(|status| (200..300).contains(status)).min();
    success.or_else(|| response(responses, 200).map(|_| 200))
}

/// The bytes of an answer of a status: of the first media type that is asked for, else of the first by its name. None where
/// nothing valid could be made.
pub(super) fn drawn(original: &Original, at: &str, status: u16, accept: &str) -> Option<Vec<u8>> {
    let content = original.at(at)?.get("content").and_then(Value::as_object);
    let names: Vec<&str> = content.into_iter().flat_map(|content| content.keys()).map(String::as_str).collect();
    let wanted = accept.split(',').find_map(|one| names.iter().find(|name| essence(name) == essence(one)));
    let has_body = !matches!(status, 204 | 205 | 304);
    let (kind, body) = match wanted.or(names.first()).filter(|_| has_body) {
        Some(name) => {
            let schema = media_schema(original, &format!("{at}/content/{}", escaped(name)));
            let kind = concrete(name);
            let body = body(original, schema.as_deref(), &kind)?;
            (format!("Content-Type: {kind}\r\n"), body)
        }
        None => (String::new(), String::new()),
    };
    let length = if has_body { format!("Content-Length: {}\r\n", body.len()) } else { String::new() };
    Some(format!("HTTP/1.1 {status} Drawn\r\n{kind}{length}Connection: close\r\n\r\n{body}").into_bytes())
}

/// A media type without its parameters.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A media type of those that a name stands for.
fn concrete(name: &str) -> String {
    match essence(name).as_str() {
        "*/*" | "application/*" => "application/json".to_owned(),
        "text/*" => "text/plain".to_owned(),
        "image/*" => "image/png".to_owned(),
        _ => name.to_owned(),
    }
}

fn body(original: &Original, schema: Option<&str>, kind: &str) -> Option<String> {
    let kind = essence(kind);
    let is_events = kind == "text/event-stream";
    if kind.contains("json") || is_events {
        let value = match schema {
            Some(schema) => value(original, schema)?.to_string(),
            None => "{}".to_owned(),
        };
        return Some(match kind.as_str() {
            _ if is_events => format!("data: {value}\n\n"),
            kind if kind.contains("json-seq") => format!("\u{1e}{value}\n"),
            _ => format!("{value}\n"),
        });
    }
    if kind.ends_with("/xml") || kind.ends_with("+xml") {
        return Some("<text/>\n".to_owned());
    }
    match schema.and_then(|schema| value(original, schema)) {
        Some(Json::String(text)) => Some(text),
        _ => Some("text".to_owned()),
    }
}

/// A valid value: the fullest of those that come first, else any.
fn value(original: &Original, schema: &str) -> Option<Json> {
    let validity = Validity::new(original, &[schema.to_owned()]).ok()?;
    let made = explore::values(original, schema, hash(0, schema), TRIES, &mut Strings::default());
    let mut valid = made.into_iter().map(|made| made.value).filter(|value| validity.check(schema, value).is_ok());
    let least = valid.next()?;
    Some(valid.next().unwrap_or(least))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::exchange::Message;
    use super::*;

    fn original() -> Original {
        let schema = json!({ "type": "object", "required": ["id"], "properties": { "id": { "enum": ["x"] } } });
        Original::new(json!({ "r": {
            "some": { "content": {
                "application/xml": {},
                "application/json": { "schema": schema },
                "application/json-seq": { "schema": schema },
                "text/event-stream": { "schema": schema },
                "image/*": {},
            } },
            "none": {},
            "never": { "content": { "application/json": { "schema": { "not": {} } } } },
        } }))
    }

    #[test]
    fn an_answer_is_of_the_media_type_that_is_asked_for() {
        let original = original();
        let drawn = |accept| Message::read(&drawn(&original, "/r/some", 404, accept).unwrap()).unwrap();
        for (accept, kind, body) in [
            ("", "application/json", "{\"id\":\"x\"}\n"),
            ("application/xml, */*", "application/xml", "<text/>\n"),
            ("text/x, application/json; q=0.5", "application/json", "{\"id\":\"x\"}\n"),
            ("application/json-seq", "application/json-seq", "\u{1e}{\"id\":\"x\"}\n"),
            ("text/event-stream", "text/event-stream", "data: {\"id\":\"x\"}\n\n"),
            ("image/*", "image/png", "text"),
        ] {
            let answer = drawn(accept);
            assert_eq!((answer.header("content-type"), &answer.body[..]), (Some(kind), body.as_bytes()));
            assert!(answer.start.starts_with("HTTP/1.1 404 "), "{}", answer.start);
        }
    }

    #[test]
    fn an_answer_without_content_is_empty_and_there_is_none_where_no_value_is_valid() {
        let original = original();
        let answer = Message::read(&drawn(&original, "/r/none", 200, "").unwrap()).unwrap();
        assert_eq!((answer.header("content-type"), &answer.body[..]), (None, &b""[..]));
        assert!(drawn(&original, "/r/some", 204, "").unwrap().ends_with(b"Drawn\r\nConnection: close\r\n\r\n"));
        assert!(drawn(&original, "/r/never", 200, "").is_none());
    }

    #[test]
    fn the_usual_answer_is_the_first_success() {
        let responses = |all: &[&str]| all.iter().map(|one| ((*one).to_owned(), format!("/{one}"))).collect::<Vec<_>>();
        assert_eq!(usual(&responses(&["default", "404", "204", "201"])), Some(201));
        assert_eq!(usual(&responses(&["404", "2XX"])), Some(200));
        assert_eq!(usual(&responses(&["default"])), Some(200));
        assert_eq!(usual(&responses(&["404"])), None);
        assert_eq!(response(&responses(&["404", "4xx", "default"]), 405), Some("/4xx"));
    }
}
