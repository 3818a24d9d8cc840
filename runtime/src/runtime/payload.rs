//! What an API sends of itself, webhooks and callbacks: reading the bodies of its requests.
//!
//! Whether a request is from the API at all is for its receiver to find out, before the body is read.

use std::fmt;

use bytes::Bytes;

use crate::runtime::json::{self, Slot};

/// The longest name that an error repeats, in characters.
const LONGEST: usize = 80;

/// Why the body of a webhook or a callback could not be read.
///
/// It tells what was expected, what was found and where, and nothing of the values that were sent.
pub struct PayloadError(Box<Problem>);

struct Problem {
    /// What was to be read; none where any of several was.
    name: Option<String>,
    reason: Reason,
}

enum Reason {
    Unknown,
    Empty,
    NoText,
    Json(json::ReadError),
}

impl PayloadError {
    fn new(name: Option<&str>, reason: Reason) -> Self {
        Self(Box::new(Problem { name: name.map(shortened), reason }))
    }

    /// A name that the document does not know.
    #[doc(hidden)]
    pub fn unknown(name: &str) -> Self {
        Self::new(Some(name), Reason::Unknown)
    }

    /// Whether there is no webhook or callback of the name that was asked for: the body was not looked at.
    pub fn is_unknown(&self) -> bool {
        matches!(self.0.reason, Reason::Unknown)
    }

    /// The name of what was to be read, where one was asked for.
    pub fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// What is wrong with the body's JSON and where, if that is what is wrong.
    pub fn json(&self) -> Option<&json::ReadError> {
        match &self.0.reason {
            Reason::Json(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { name, reason } = &*self.0;
        match name {
            Some(name) => write!(f, "`{name}`: ")?,
            None => f.write_str("payload: ")?,
        }
        match reason {
            Reason::Unknown => f.write_str("the document describes nothing of this name that the API sends"),
            Reason::Empty => f.write_str("the body is empty where the document describes JSON"),
            Reason::NoText => f.write_str("the body is not text in UTF-8"),
            Reason::Json(error) => write!(f, "the body could not be read as the document describes it: {error}"),
        }
    }
}

impl fmt::Debug for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PayloadError({self})")
    }
}

impl std::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.json().map(|error| error as _)
    }
}

/// Reads JSON.
#[doc(hidden)]
pub fn json<T: Slot>(name: &str, body: &[u8]) -> Result<T, PayloadError> {
    read(Some(name), body)
}

/// Reads the JSON of one of several, which its values tell.
#[doc(hidden)]
pub fn any<T: Slot>(body: &[u8]) -> Result<T, PayloadError> {
    read(None, body)
}

fn read<T: Slot>(name: Option<&str>, body: &[u8]) -> Result<T, PayloadError> {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.is_empty() {
        return Err(PayloadError::new(name, Reason::Empty));
    }
    json::from_slice(body).map_err(|error| PayloadError::new(name, Reason::Json(error)))
}

/// Reads text.
#[doc(hidden)]
pub fn text(name: &str, body: &[u8]) -> Result<String, PayloadError> {
    let text = std::str::from_utf8(body).map_err(|_| PayloadError::new(Some(name), Reason::NoText))?;
    Ok(text.to_owned())
}

/// Takes the bytes as they come.
#[doc(hidden)]
pub fn bytes(body: &[u8]) -> Bytes {
    Bytes::copy_from_slice(body)
}

/// A name as it may be shown: it can come from the request.
fn shortened(name: &str) -> String {
    let mut text: String = name.chars().take(LONGEST).flat_map(shown).collect();
    if name.chars().nth(LONGEST).is_some() {
        text.push_str("...");
    }
    text
}

/// Control characters do not reach a terminal.
fn shown(character: char) -> impl Iterator<Item = char> {
    let plain = (!character.is_control()).then_some(character);
    let escaped = character.is_control().then(|| character.escape_default());
    plain.into_iter().chain(escaped.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_short_and_plain() {
        let error = PayloadError::unknown("a\u{1b}[31m");
        assert_eq!(error.name(), Some("a\\u{1b}[31m"));
        assert!(error.is_unknown() && error.json().is_none());
        assert_eq!(PayloadError::unknown(&"é".repeat(200)).name(), Some(format!("{}...", "é".repeat(80)).as_str()));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_and_an_empty_body_is_told() {
        assert_eq!(json::<i64>("n", b"\xEF\xBB\xBF1").unwrap(), 1);
        let error = json::<i64>("n", b"").unwrap_err();
        assert_eq!(error.to_string(), "`n`: the body is empty where the document describes JSON");
        assert!(!error.is_unknown());
        assert_eq!(text("n", b"\xFF").unwrap_err().to_string(), "`n`: the body is not text in UTF-8");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_without_values() {
        let error = any::<Vec<i64>>(b"[1, \"hunter2\"]").unwrap_err();
        assert_eq!(error.json().map(json::ReadError::path).as_deref(), Some("$[1]"));
        assert!(error.to_string().starts_with("payload: the body could not be read"), "{error}");
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error}");
    }
}
