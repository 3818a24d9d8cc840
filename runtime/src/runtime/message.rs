//! What a person reads of an answer: the status, the server's own words, or a piece of the body.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use crate::runtime::secret::{HIDDEN, Hidden};

/// Longer texts are cut.
const LONGEST: usize = 300;
/// How deep a message is looked for.
const DEEPEST: usize = 6;

/// The keys that hold a message for people, the likeliest first: RFC 9457 (`detail`, `title`), RFC 6749, section 5.2
/// (`error_description`, `error`), and what vendors use.
const KEYS: &[&str] = &[
    "message",
    "detail",
    "error_description",
    "errorMessage",
    "error_message",
    "description",
    "reason",
    "msg",
    "title",
    "error",
];

/// `404 Not Found`, or the number alone where it has no name.
pub(crate) fn status(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// The content type, for messages.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

/// What the server says went wrong: the message in a JSON body, else the JSON or the plain text itself.
///
/// Secrets are taken out before it is cut: a piece of one would not be found.
pub(crate) fn find(headers: &HeaderMap, body: &[u8], hidden: &Hidden) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(mut value) => match search(&value, DEEPEST) {
            Some(message) => shorten(&hidden.scrub(message)),
            None => {
                veil(&mut value);
                shorten(&hidden.scrub(value.to_string()))
            }
        },
        Err(_) if content_type(headers).is_some_and(|kind| kind.starts_with("text/plain")) => {
            shorten(&hidden.scrub(String::from_utf8_lossy(body)))
        }
        Err(_) => String::new(),
    }
}

/// ` (text/html, 512 bytes): <h1>Not here...`, to end a sentence with.
pub(crate) fn excerpt(headers: &HeaderMap, body: &[u8], hidden: &Hidden) -> String {
    if body.is_empty() {
        return String::new();
    }
    let kind = hidden.scrub(content_type(headers).unwrap_or("no content type"));
    let text = shorten(&hidden.scrub(String::from_utf8_lossy(body)));
    format!(" ({}, {} bytes): {text}", shorten(&kind), body.len())
}

/// Depth first by likelihood: a key of this object before what is inside it.
fn search(value: &Value, depth: usize) -> Option<&str> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Object(object) => KEYS
            .iter()
            .filter_map(|key| object.get(*key))
            .find_map(|value| value.as_str().filter(|text| !text.trim().is_empty()))
            .or_else(|| object.values().filter(|inner| !inner.is_string()).find_map(|inner| search(inner, depth))),
        Value::Array(items) => items.iter().find_map(|item| match item {
            Value::String(text) if !text.trim().is_empty() => Some(text.as_str()),
            other => search(other, depth),
        }),
        Value::String(text) if depth + 1 == DEEPEST => Some(text),
        _ => None,
    }
}

/// Takes out what a server should not have repeated.
fn veil(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object.iter_mut() {
                let key = key.to_ascii_lowercase();
                if ["password", "secret", "token", "apikey", "api_key"].iter().any(|word| key.contains(word)) {
                    *inner = Value::String(HIDDEN.to_owned());
                } else {
                    veil(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(veil),
        _ => {}
    }
}

/// One line of at most [`LONGEST`] characters with no control characters.
fn shorten(text: &str) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.len() > 4 * LONGEST {
            break;
        }
    }
    match out.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &out[..end]),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> String {
        find(&HeaderMap::new(), body.as_bytes(), &Hidden::default())
    }

    #[test]
    fn the_message_is_found_where_apis_put_it() {
        assert_eq!(found(r#"{"message":"no"}"#), "no");
        assert_eq!(found(r#"{"error":{"code":7,"message":"no"}}"#), "no");
        assert_eq!(found(r#"{"error":"invalid_grant","error_description":"no"}"#), "no");
        assert_eq!(found(r#"{"title":"Bad","detail":"no","status":400}"#), "no");
        assert_eq!(found(r#"{"meta":{"pagination":{"limit":0}},"errors":[{"httpcode":404,"message":"no"}]}"#), "no");
        assert_eq!(found(r#"{"errors":["no"]}"#), "no");
        assert_eq!(found(r#""no""#), "no");
    }

    #[test]
    fn without_a_message_the_body_is_shown_short_and_veiled() {
        assert_eq!(found(r#"{"code":7,"password":"hunter2"}"#), r#"{"code":7,"password":"[hidden]"}"#);
        assert_eq!(found("<html>"), "");
        let long = found(&format!(r#"{{"message":"{}"}}"#, "é".repeat(1000)));
        assert_eq!(long, format!("{}...", "é".repeat(LONGEST)));
    }

    #[test]
    fn no_piece_of_a_secret_is_left_where_the_text_is_cut() {
        let (body, hidden) = (format!("{}s3cr3t-k3y", "x".repeat(LONGEST - 6)), Hidden::new(vec!["s3cr3t-k3y".into()]));
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, "text/plain".parse().unwrap())]);
        for text in [find(&headers, body.as_bytes(), &hidden), excerpt(&headers, body.as_bytes(), &hidden)] {
            assert!(text.ends_with("x[hidd...") || text.ends_with("x[hidde..."), "{text}");
        }
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(found(r#"{"message":"a\u001b[31m\r\nb\u0000c"}"#), "a [31m b c");
    }

    #[test]
    fn a_deep_body_is_not_followed_for_ever() {
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(found(&deep), deep);
    }

    #[test]
    fn a_status_without_a_name_is_a_number() {
        assert_eq!(status(StatusCode::from_u16(499).unwrap()), "499");
        assert_eq!(status(StatusCode::IM_A_TEAPOT), "418 I'm a teapot");
    }
}
