//! Headers of responses, with the types that the document gives them.

use std::error::Error as StdError;
use std::fmt;

use reqwest::header::HeaderMap;

use crate::runtime::json::{ReadError, Slot, from_text};

/// A header of responses and the type of its value, for [`Response::header`](crate::runtime::Response::header) and
/// [`ApiError::header`](crate::runtime::ApiError::header).
///
/// ```text
/// pub const X_RATE_LIMIT_REMAINING: Header<i32> = Header::new("X-RateLimit-Remaining");
/// ```
pub struct Header<T> {
    name: &'static str,
    read: fn(&[&str]) -> Result<T, ReadError>,
}

impl<T: Slot> Header<T> {
    /// A header with one value: a text, a number, or JSON.
    pub const fn new(name: &'static str) -> Self {
        // RFC 9110, section 5.3: several lines of a header are one, with commas between.
        Self { name, read: |lines| from_text(lines.join(", ").trim()) }
    }
}

impl<T: Slot> Header<Vec<T>> {
    /// A header whose values are separated by commas (RFC 9110, section 5.6.1).
    pub const fn list(name: &'static str) -> Self {
        Self {
            name,
            read: |lines| {
                let values = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
                values.filter(|value| !value.is_empty()).map(from_text).collect()
            },
        }
    }

    /// A header whose lines are values of their own, as those of `Set-Cookie` are (RFC 9110, section 5.3).
    pub const fn lines(name: &'static str) -> Self {
        Self { name, read: |lines| lines.iter().map(|line| from_text(line.trim())).collect() }
    }
}

impl<T> Header<T> {
    /// The name, as the document writes it.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Reads the header, where it is there.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Result<Option<T>, HeaderError> {
        let lines: Result<Vec<&str>, _> =
            headers.get_all(self.name).iter().map(|value| std::str::from_utf8(value.as_bytes())).collect();
        match lines {
            Ok(lines) if lines.is_empty() => Ok(None),
            Ok(lines) => (self.read)(&lines)
                .map(Some)
                .map_err(|error| HeaderError { name: self.name, reason: error.to_string() }),
            Err(_) => Err(HeaderError { name: self.name, reason: "it is not text in UTF-8".to_owned() }),
        }
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Header").field(&self.name).finish()
    }
}

/// A header whose value is not of the type that the document gives it.
#[derive(Clone, Debug)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    /// The name of the header, as the document writes it.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` cannot be read: {}", self.name, self.reason)
    }
}

impl StdError for HeaderError {}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn a_value_is_read_as_its_type() {
        let sent = headers(&[("x-left", " 7 "), ("x-name", "a, \"b\""), ("x-json", r#"{"a":[1]}"#), ("x-odd", "x")]);
        assert_eq!(Header::<u32>::new("X-Left").of(&sent).unwrap(), Some(7));
        assert_eq!(Header::<String>::new("X-Name").of(&sent).unwrap().as_deref(), Some("a, \"b\""));
        let json = Header::<serde_json::Value>::new("X-Json").of(&sent).unwrap().unwrap();
        assert_eq!(json["a"][0], 1);
        assert_eq!(Header::<u32>::new("X-Gone").of(&sent).unwrap(), None);
        let refused = Header::<u32>::new("X-Odd").of(&sent).unwrap_err();
        assert!(refused.to_string().starts_with("the header `X-Odd` cannot be read: "), "{refused}");
    }

    #[test]
    fn several_lines_are_one_list() {
        let sent = headers(&[
            ("x-ids", "1, 2,"),
            ("x-ids", "3"),
            ("link", "<a>"),
            ("link", "<b>"),
            ("set-cookie", "a=1, 2"),
            ("set-cookie", "b=3"),
        ]);
        assert_eq!(Header::<Vec<i64>>::list("X-Ids").of(&sent).unwrap().unwrap(), [1, 2, 3]);
        assert_eq!(Header::<String>::new("Link").of(&sent).unwrap().as_deref(), Some("<a>, <b>"));
        assert_eq!(Header::<Vec<String>>::lines("Set-Cookie").of(&sent).unwrap().unwrap(), ["a=1, 2", "b=3"]);
    }
}
