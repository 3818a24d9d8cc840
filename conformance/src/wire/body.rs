//! The body of a request: what was given for it, and whether that is what went over the wire.
//!
//! Invariant: nothing here knows what the runtime writes; forms are read as OpenAPI means them (3.0.4, section 4.7.15.1,
//! *Encoding Object*).

use serde_json::Value;

use super::exchange::Message;
use crate::values::json::Json;
use crate::values::original::decoded;

/// What was given for a body.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// JSON, text or bytes.
    Whole(Json),
    /// The members of a form, and the document's word on how they are written.
    Form(Vec<(String, Json)>, Value),
}

/// A field of a form as it went over the wire.
struct Field {
    name: String,
    text: String,
    /// Its media type, where it has one of its own.
    media_type: Option<String>,
}

impl Body {
    /// Whether the body that went over the wire is this one, so that what is said of it is not the client's doing.
    pub(super) fn is_in(&self, request: &Message) -> bool {
        match self {
            Self::Whole(Json::String(text)) if text.as_bytes() == request.body => true,
            Self::Whole(given) => is_json(&request.body, given),
            Self::Form(members, encoding) => {
                let kind = request.header("content-type").unwrap_or_default();
                let (fields, is_multipart) = match kind.split_once("boundary=") {
                    Some((_, boundary)) => (parts(&request.body, boundary.trim_matches('"')), true),
                    None => (pairs(&request.body), false),
                };
                let Some(mut fields) = fields else { return false };
                let is_sent = |(name, given): &(String, Json)| {
                    let (own, others) = std::mem::take(&mut fields).into_iter().partition(|one| one.name == *name);
                    fields = others;
                    is_written(given, &own, encoding.get(name).unwrap_or(&Value::Null), is_multipart)
                };
                members.iter().all(is_sent) && fields.is_empty()
            }
        }
    }
}

/// Whether the fields of one name are a member's value.
fn is_written(given: &Json, fields: &[Field], encoding: &Value, is_multipart: bool) -> bool {
    let style = encoding.get("style").and_then(Value::as_str);
    let said = encoding.get("contentType").and_then(Value::as_str);
    let is_json_text = said.is_some_and(|said| said.contains("json"));
    match (given, fields) {
        // A form has no word for it.
        (Json::Null, _) => false,
        (Json::Array(items), _) if !is_json_text && !items.is_empty() => match (style, encoding.get("explode")) {
            (None | Some("form"), None | Some(Value::Bool(true))) => {
                fields.len() == items.len()
                    && items.iter().zip(fields).all(|(item, field)| field.is(item, is_multipart))
            }
            // Others have no text that tells the items from what is between them.
            _ => false,
        },
        // An object in another style is spread over fields of other names.
        (Json::Object(_), [field]) => style.is_none() && field.is(given, is_multipart),
        (_, [field]) if is_json_text => is_json(field.text.as_bytes(), given),
        (_, [field]) => field.is(given, is_multipart),
        _ => false,
    }
}

impl Field {
    /// Whether it is a value: a text as it is, an object or a list as JSON, which a part of its own has to say.
    fn is(&self, value: &Json, is_multipart: bool) -> bool {
        match value {
            Json::Null => false,
            Json::String(text) => self.text == *text,
            Json::Bool(_) | Json::Number(_) => self.text == value.to_string(),
            Json::Array(_) | Json::Object(_) => {
                let says_json = self.media_type.as_deref().is_some_and(|kind| kind.contains("json"));
                (says_json || !is_multipart) && is_json(self.text.as_bytes(), value)
            }
        }
    }
}

fn is_json(text: &[u8], value: &Json) -> bool {
    Json::parse(text).is_ok_and(|sent| sent.to_value() == value.to_value())
}

/// The fields of `application/x-www-form-urlencoded`.
fn pairs(body: &[u8]) -> Option<Vec<Field>> {
    let body = std::str::from_utf8(body).ok()?.replace('+', " ");
    let field = |pair: &str| {
        let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
        Some(Field { name: decoded(name)?, text: decoded(text)?, media_type: None })
    };
    body.split('&').filter(|pair| !pair.is_empty()).map(field).collect()
}

/// The fields of `multipart/form-data` (RFC 7578).
fn parts(body: &[u8], boundary: &str) -> Option<Vec<Field>> {
    let body = std::str::from_utf8(body).ok()?;
    let body = body.strip_prefix(&format!("--{boundary}"))?;
    let between = format!("\r\n--{boundary}");
    let mut parts = body.split(between.as_str());
    let mut fields = Vec::new();
    loop {
        let part = parts.next()?;
        if part.starts_with("--") {
            return Some(fields);
        }
        // What is before the first empty line are headers, after a first line of nothing.
        let part = Message::read(part.as_bytes())?;
        let name = part.header("content-disposition")?.split_once(" name=\"")?.1.split('"').next()?.to_owned();
        let media_type = part.header("content-type").map(str::to_owned);
        fields.push(Field { name, text: String::from_utf8(part.body).ok()?, media_type });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn is_in(given: &str, encoding: Value, kind: &str, sent: &str) -> bool {
        let Json::Object(members) = Json::parse(given.as_bytes()).unwrap() else { panic!("no object: {given}") };
        let request = format!("POST / HTTP/1.1\r\nContent-Type: {kind}\r\n\r\n{sent}");
        Body::Form(members, encoding).is_in(&Message::read(request.as_bytes()).unwrap())
    }

    #[test]
    fn a_form_is_read_as_the_document_means_it() {
        let is_in =
            |given: &str, encoding, sent: &str| is_in(given, encoding, "application/x-www-form-urlencoded", sent);
        let given = r#"{"a b":"c&d","n":1.50,"list":["x","y"],"object":{"k":[1]}}"#;
        let sent = "a+b=c%26d&n=1.50&list=x&list=y&object=%7B%22k%22%3A%5B1%5D%7D";
        assert!(is_in(given, Value::Null, sent));
        for wrong in [sent.replace("=x&list=y", "=y&list=x"), sent.replace("n=1.50&", ""), format!("{sent}&more=1")] {
            assert!(!is_in(given, Value::Null, &wrong), "{wrong}");
        }
        assert!(!is_in(given, json!({ "list": { "style": "pipeDelimited" } }), sent));
        assert!(!is_in(given, json!({ "object": { "style": "deepObject" } }), sent));
        assert!(is_in(r#"{"l":[1]}"#, json!({ "l": { "contentType": "application/json" } }), "l=%5B1%5D"));
        assert!(!is_in(r#"{"l":[1]}"#, json!({ "l": { "contentType": "application/json" } }), "l=1"));
        assert!(!is_in(r#"{"l":null}"#, Value::Null, "l=null"));
    }

    #[test]
    fn objects_in_parts_say_that_they_are_json() {
        let sent = |kind: &str| {
            let part = |name: &str, kind: &str, text: &str| {
                format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{kind}\r\n\r\n{text}\r\n")
            };
            let parts = [("object", kind, "{\"k\":1}"), ("file", "; filename=\"file\"", "a\r\nb"), ("l", "", "x")];
            parts.map(|(name, kind, text)| part(name, kind, text)).concat() + "--B--\r\n"
        };
        let is_in = |given, sent: &str| is_in(given, Value::Null, "multipart/form-data; boundary=B", sent);
        let given = r#"{"object":{"k":1},"file":"a\r\nb","l":["x"]}"#;
        assert!(is_in(given, &sent("\r\nContent-Type: application/json")));
        assert!(!is_in(given, &sent("")));
        assert!(!is_in(r#"{"object":{"k":1},"l":["x"]}"#, &sent("\r\nContent-Type: application/json")));
    }

    #[test]
    fn a_whole_body_is_the_text_or_the_same_json() {
        let request = Message::read(b"POST / HTTP/1.1\r\n\r\n{\"a\": [1]}").unwrap();
        let given = |text: &str| Body::Whole(Json::parse(text.as_bytes()).unwrap());
        assert!(given("{\"a\":[1]}").is_in(&request) && !given("{\"a\":[2]}").is_in(&request));
        assert!(Body::Whole(Json::string("{\"a\": [1]}")).is_in(&request));
    }
}
