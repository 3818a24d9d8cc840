//! Header parameters that are the same in all requests of a client, and so are set once.

use reqwest::header::{HeaderName, HeaderValue};

use crate::runtime::json::Encode;
use crate::runtime::style::Style;

/// A header as it is sent; none where its value is none.
pub(crate) type Made = Option<(HeaderName, HeaderValue)>;

/// A header that requests have from the client, as its builder was given it, or the client itself by `with_` and the name of
/// the builder's method.
#[derive(Clone, Copy, Debug)]
pub struct ClientHeader {
    name: &'static str,
    set_by: &'static str,
    style: Style,
    is_required: bool,
}

impl ClientHeader {
    /// The header of a name, which a method of the client's builder sets.
    pub const fn new(name: &'static str, set_by: &'static str) -> Self {
        Self { name, set_by, style: Style::SIMPLE, is_required: false }
    }

    /// The same, written in a style of its own.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The same, without which a request is not sent.
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn is_required(&self) -> bool {
        self.is_required
    }

    pub(crate) fn missing(&self) -> String {
        format!(
            "the header `{}` is missing: give `.{1}(..)` to the client's builder, or call `.with_{1}(..)` of the client",
            self.name, self.set_by
        )
    }

    /// The header of a value. The value is not shown: it may be a secret.
    pub(crate) fn made(&self, given: &dyn Encode) -> Result<Made, String> {
        let refused = |reason: &str| format!("the header `{}` {reason}", self.name);
        let name =
            HeaderName::from_bytes(self.name.as_bytes()).map_err(|_| refused("has a name that none can have"))?;
        match self.style.in_header(given.view()).map_err(|reason| refused(&reason))? {
            Some(text) => value(&text).map(|value| Some((name, value))).map_err(refused),
            None => Ok(None),
        }
    }
}

/// The value of a header (RFC 9110, section 5.5).
pub(crate) fn value(text: &str) -> Result<HeaderValue, &'static str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let value = is_plain.then(|| HeaderValue::from_str(text).ok()).flatten();
    let mut value = value.ok_or(
        "holds a line break, another control character, or a character that is not ASCII, which no header can carry",
    )?;
    // Debug output and logs of other crates need not show what a caller sends.
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORG: ClientHeader = ClientHeader::new("X-Org", "x_org");

    #[test]
    fn a_header_is_made_of_what_a_header_can_carry() {
        let (name, value) = ORG.made(&7_i64).unwrap().unwrap();
        assert_eq!((name.as_str(), value.as_bytes(), value.is_sensitive()), ("x-org", &b"7"[..], true));
        for bad in ["s3cret\r\nX: y", "s3cret\0", "s3crét"] {
            let refused = ORG.made(&bad).unwrap_err();
            assert!(refused.contains("`X-Org`") && !refused.contains("s3cr"), "{refused}");
        }
        assert!(ORG.missing().contains("`.x_org(..)`") && ORG.missing().contains("`.with_x_org(..)`"));
    }
}
